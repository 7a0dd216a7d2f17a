//! What is so plain about a word that nothing needs to be learnt for it.

use super::lexicon::list;
use super::page::{AFTER_LAWS, AFTER_PLACES, ANIMALS, BEFORE_THINGS, NAMING, NICKNAMES, Page, RANK, TITLE, Word};
use super::token::{Mark, Shape};

/// How far back a word that gives a name is looked for.
const REACH: usize = 4;
/// How much it speaks against a word that it is the name of a place, and that the sentence speaks of such names.
const PLACE: f32 = 1.5;
const TOPIC: f32 = 1.0;
/// How much a word that gives a name speaks for the one after it.
const NAMED: f32 = 4.0;
/// How much it speaks for a word that it is a first name and nothing else.
const CLEAR: f32 = 2.0;
/// What settles the matter.
const SURE: f32 = 20.0;

impl Page {
    /// What is so plain that nothing needs to be learnt for it: how much it speaks for a name, or against.
    pub fn plain(&self, at: usize) -> f32 {
        let known = self.words[at].known;
        if self.is_initialled(at) || known.is_in(list::NAME) && known.is_in(list::HIDDEN) || self.is_titled(at) || self.follows_initial(at)
        {
            return SURE;
        }
        let animal = self.back(at).any(|at| self.class(at) == ANIMALS);
        if animal || self.is_of_thing(at) || known.is_in(list::PUBLISHED) && self.is_high(at) && !self.follows_name(at) {
            return -SURE;
        }
        // A text that is nothing but a first name.
        let alone = self.words.len() == 1 && known.is_in(list::FIRST) && !known.is_in(list::WORD | list::PLACE) && self.is_high(at);
        if alone || self.is_full_name(at) || at > 0 && self.is_full_name(at - 1) {
            return SURE;
        }
        let clear = known.is_in(list::FIRST) && !known.is_in(list::PLACE | list::WORD) && known.small + known.capital < 2;
        let weights = [(self.is_given(at), NAMED), (clear, CLEAR), (known.is_in(list::PLACE), -PLACE), (self.topics[at], -TOPIC)];
        weights.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum()
    }

    /// The places of the words before one, in its sentence, nearest first.
    fn back(&self, at: usize) -> impl Iterator<Item = usize> {
        let from = at.saturating_sub(REACH);
        let opens = (from..=at).rev().find(|place| self.words[*place].opens).unwrap_or(from);
        (opens..at).rev()
    }

    /// "called Smiler", "call the bloke Postman", "known on road as Kurdz", "Lil Shanks", "lil shanks"
    fn is_given(&self, at: usize) -> bool {
        let Word { token, known, opens, .. } = self.words[at];
        let before = self.class(at.wrapping_sub(1));
        let listed = known.is_in(list::NAME) && !known.is_word();
        if opens || token.before != Mark::Space && token.before != Mark::Bracket {
            return false;
        }
        let nickname = before == NICKNAMES && (self.is_high(at) && self.is_high(at - 1) || listed);
        nickname || self.is_high(at) && self.back(at).any(|at| self.class(at) == NAMING)
    }

    /// "J. Smith"
    fn follows_initial(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|at| self.words[at]) else { return false };
        let Word { token, known, .. } = self.words[at];
        let close = before.token.shape == Shape::Initial && token.start <= before.token.end + 2 && token.before == Mark::Stop;
        close && self.is_high(at) && (known.lists == 0 && known.small == 0 || known.is_in(list::SURNAME) && known.small < 10)
    }

    /// "Mr Okafor", "DC Lomax", "auntie bea"
    fn is_titled(&self, at: usize) -> bool {
        let Word { token, known, opens, .. } = self.words[at];
        // "Mr J Abernethy"
        let initial = at > 0 && self.words[at - 1].token.shape == Shape::Initial;
        let title_at = at.wrapping_sub(if initial { 2 } else { 1 });
        let title = self.class(title_at);
        let written = |at: usize| self.words.get(at).is_some_and(|word| matches!(word.token.shape, Shape::Capital | Shape::Caps));
        let free = known.class == 0 && !known.is_in(list::PUBLISHED);
        let clear = known.is_in(list::NAME) && !known.is_word();
        let high = written(at) && !opens && (title == TITLE && written(title_at) || !known.is_word() || known.is_in(list::SURNAME));
        matches!(token.before, Mark::Space | Mark::Stop)
            && (token.before == Mark::Space || initial)
            && matches!(title, TITLE | RANK)
            && free
            && (clear || high)
    }

    /// "Sarah Smith", and no "Victoria Park", "Clare House" or published author.
    fn is_full_name(&self, at: usize) -> bool {
        let (Some(first), Some(last)) = (self.words.get(at), self.words.get(at + 1)) else { return false };
        let written = [first, last].iter().all(|word| word.token.shape == Shape::Capital) && last.token.before == Mark::Space;
        let thing = [at + 1, at + 2].iter().any(|at| matches!(self.class(*at), AFTER_PLACES | AFTER_LAWS));
        let clear = first.known.is_in(list::FIRST) && !first.known.is_word() && !first.known.is_in(list::PLACE | list::PUBLISHED);
        written && clear && last.known.is_in(list::SURNAME) && !last.known.is_in(list::PUBLISHED) && !thing
    }

    /// "Storm Amy", "Nelson Street", "Jade's Law"
    fn is_of_thing(&self, at: usize) -> bool {
        if !self.is_high(at) {
            return false;
        }
        let close = |at: usize| self.words.get(at).is_some_and(|word| word.token.before == Mark::Space);
        let known = self.words[at].known;
        let surname = |at: usize| self.words.get(at).is_some_and(|word| word.known.is_in(list::SURNAME));
        let full_name = known.is_in(list::FIRST) && !known.is_in(list::SURNAME | list::PLACE) && surname(at + 1);
        let after = matches!(self.class(at + 1), AFTER_PLACES | AFTER_LAWS) && self.is_high(at + 1) && close(at + 1) && !full_name;
        let itself = self.class(at) == BEFORE_THINGS && self.is_high(at + 1);
        let before = at > 0 && self.class(at - 1) == BEFORE_THINGS && self.is_high(at - 1) && close(at);
        itself || before || after
    }

    /// Whether a first name or a title stands right before.
    fn follows_name(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|at| self.words[at]) else { return false };
        self.words[at].token.before == Mark::Space
            && (before.known.is_in(list::FIRST) && self.is_high(at - 1) || before.known.class == TITLE)
    }
}
