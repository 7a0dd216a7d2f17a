//! A text as words with what is known of each: how they are written, and what they are to their neighbours.

use super::apart;
use super::lexicon::{Known, Lexicon, list};
use super::token::{self, Mark, Shape, Token};

/// From how many times on a word in texts without names is known by itself.
pub const KNOWN: u16 = 3;
/// From how many times on a small word is never a name, whatever lists hold it.
const EVERYDAY: u16 = 600;
/// The classes of words around names that mean more than the others, by their place in the file; see `knowledge/privacy/around.txt`.
pub const TITLE: u8 = 1;
pub const NAMING: u8 = 2;
pub const RANK: u8 = 3;
pub const BEFORE_THINGS: u8 = 4;
pub const AFTER_PLACES: u8 = 5;
pub const AFTER_LAWS: u8 = 6;
pub const ANIMALS: u8 = 7;
pub const NICKNAMES: u8 = 8;
pub const NOBODYS: u8 = 9;

/// A word with what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub token: Token,
    pub known: Known,
    /// Whether it opens a sentence.
    pub opens: bool,
    /// Whether it belongs to a name that is no private person's.
    pub public: bool,
}

/// What a word is to its neighbours.
type Ident = u32;

/// How a whole text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Mixed,
    Small,
    Caps,
}

/// Reads texts into words.
#[derive(Default)]
pub struct Page {
    tokens: Vec<Token>,
    pub words: Vec<Word>,
    idents: Vec<Ident>,
    pub style: Option<Style>,
    /// The share of words in capitals, sentence by sentence, in eighths.
    pub heading: Vec<u8>,
    /// Whether the sentence of each word speaks of names that are nobody's.
    pub topics: Vec<bool>,
    /// Whether the sentence of each word speaks of an animal.
    pub animals: Vec<bool>,
}

const YEAR: u32 = 1;
const NUMBER: u32 = 2;
const NAME_LIKE: u32 = 3;
const STRANGE_CAPITAL: u32 = 4;
const STRANGE_SMALL: u32 = 5;
const INITIAL: u32 = 6;
const RARE_WORD: u32 = 7;
const EDGE: u32 = 16;

impl Page {
    /// Reads a text.
    pub fn read(&mut self, text: &str, lexicon: &Lexicon) {
        token::read(text, &mut self.tokens);
        self.words.clear();
        self.words.reserve(self.tokens.len());
        let (mut at, mut public) = (0, 0);
        while let Some(token) = self.tokens.get(at) {
            public = public.max(at + lexicon.public(&self.tokens[at..]));
            let apart = apart::joined(text, &self.tokens[at..], lexicon);
            let (mut token, known, length) = apart.unwrap_or_else(|| (*token, lexicon.look_up(text, token), 1));
            let is_public = at < public;
            at += length;
            if token.before == Mark::Stop && self.words.last().is_some_and(|word| matches!(word.known.class, TITLE | RANK)) {
                token.before = Mark::Space;
            }
            self.words.push(Word { token, known, opens: token.opens(), public: is_public });
        }
        self.settle(text);
    }

    /// Looks over the text as a whole, and at what each word is to its neighbours.
    pub fn settle(&mut self, text: &str) {
        self.style = Some(style(&self.words));
        self.idents.clear();
        self.idents.extend(self.words.iter().map(|word| ident(text, word)));
        self.heading.clear();
        self.topics.clear();
        self.animals.clear();
        for sentence in self.words.chunk_by(|_, next| !next.opens) {
            let (mut long, mut high, mut topic, mut animal) = (0, 0, false, false);
            for Word { token, known, .. } in sentence {
                let counts = token.end - token.start > 3 && token.shape != Shape::Number;
                long += usize::from(counts);
                high += usize::from(counts && token.shape != Shape::Small);
                topic |= known.class == NOBODYS;
                animal |= known.class == ANIMALS;
            }
            let share = u8::try_from(8 * high / long.max(1)).unwrap_or(8);
            let until = self.topics.len() + sentence.len();
            self.topics.resize(until, topic);
            self.animals.resize(until, animal);
            self.heading.resize(until, if sentence.len() < 3 { 9 } else { share });
        }
    }

    /// Whether a word could be a name at all.
    pub fn could_be(&self, at: usize) -> bool {
        let word = &self.words[at];
        let Word { token, known, .. } = word;
        if word.public {
            return false;
        }
        if self.is_initialled(at) {
            return true;
        }
        if matches!(token.shape, Shape::Number | Shape::Initial) || token.end - token.start < 2 || token.before == Mark::Handle {
            return false;
        }
        let listed = known.is_in(list::NAME);
        if known.class != 0 && known.class != NICKNAMES && !listed {
            return false;
        }
        let high = matches!(token.shape, Shape::Capital | Shape::Mixed | Shape::Caps) && self.style != Some(Style::Caps);
        if token.coded {
            return listed;
        }
        let named = || (1..=2).any(|back| at.checked_sub(back).is_some_and(|before| self.words[before].known.class == NAMING));
        match () {
            () if listed => high || known.small < EVERYDAY,
            () if high && !word.opens => true,
            () => !known.is_word() || named(),
        }
    }

    /// "Tiny T", "lil G"
    pub fn is_initialled(&self, at: usize) -> bool {
        let initial = |word: &Word| word.token.shape == Shape::Initial && word.token.before == Mark::Space && !word.token.possessive;
        self.class(at) == NICKNAMES && self.words.get(at + 1).is_some_and(initial)
    }

    /// How the word is written and where it stands, as a small number.
    pub fn shape(&self, at: usize) -> u32 {
        let word = &self.words[at];
        let high = if word.opens { 1 } else { 2 };
        match word.token.shape {
            Shape::Small => 0,
            Shape::Capital => high,
            Shape::Caps if self.style == Some(Style::Caps) => 3,
            Shape::Caps => 4,
            Shape::Mixed => 5,
            Shape::Initial | Shape::Number => 6,
        }
    }

    /// What sort of word it is, as a small number: the lists it is in, how common it is, and whether it is written high.
    pub fn sort(&self, at: usize) -> u32 {
        let known = &self.words[at].known;
        let listed = match () {
            () if known.is_in(list::FIRST) => 1,
            () if known.is_in(list::SURNAME) => 2,
            () if known.is_in(list::PLACE) => 3,
            () => 0,
        };
        let common = u32::from(known.is_word());
        listed * 16 + common * 8 + self.shape(at)
    }

    /// Whether a word is written with one capital at its start.
    pub fn is_high(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.token.shape == Shape::Capital)
    }

    /// The class of the word at a place; 0 for none.
    pub fn class(&self, at: usize) -> u8 {
        self.words.get(at).map_or(0, |word| word.known.class)
    }

    /// What a word so many places back is, within the sentence.
    pub fn before(&self, at: usize, back: usize) -> u32 {
        let edge = (at + 1 - back.min(at + 1)..=at).rev().find(|place| self.words[*place].opens);
        match edge {
            Some(place) => EDGE + self.words[place].token.before as u32,
            None => at.checked_sub(back).map_or(EDGE, |place| self.idents[place]),
        }
    }

    /// What a word so many places on is, within the sentence.
    pub fn after(&self, at: usize, on: usize) -> u32 {
        for place in at + 1..=at + on {
            match self.words.get(place) {
                None => return EDGE,
                Some(word) if word.opens => return EDGE + word.token.before as u32,
                Some(_) => {}
            }
        }
        self.idents[at + on]
    }
}

/// How a whole text is written.
fn style(words: &[Word]) -> Style {
    let (mut small, mut capital, mut caps) = (0, 0, 0);
    let (mut opening_small, mut opening_capital) = (0, 0);
    for Word { token, opens, .. } in words {
        let long = usize::from(token.end - token.start > 2);
        match token.shape {
            Shape::Small => (small, opening_small) = (small + long, opening_small + usize::from(*opens)),
            Shape::Capital => (capital, opening_capital) = (capital + long, opening_capital + usize::from(*opens)),
            Shape::Caps => caps += long,
            _ => {}
        }
    }
    match () {
        () if caps > 2 * (small + capital) && caps > 1 => Style::Caps,
        () if capital == 0 || opening_small > opening_capital => Style::Small,
        () => Style::Mixed,
    }
}

/// A key in half the room.
#[expect(clippy::cast_possible_truncation, reason = "meant so")]
pub const fn short(key: u64) -> u32 {
    (key >> 16) as u32
}

fn ident(text: &str, word: &Word) -> Ident {
    let Word { token, known, .. } = word;
    match token.shape {
        Shape::Number => {
            let digits = text.get(token.start..token.end).unwrap_or_default();
            if digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")) { YEAR } else { NUMBER }
        }
        Shape::Initial if known.class == 0 => INITIAL,
        _ if known.class == 0 && known.is_in(list::NAME) && !known.is_word() => NAME_LIKE,
        _ if known.class != 0 || known.small >= KNOWN || known.capital >= KNOWN => short(token.key) | 64,
        Shape::Small if known.is_in(list::WORD) => RARE_WORD,
        Shape::Small => STRANGE_SMALL,
        _ => STRANGE_CAPITAL,
    }
}

impl Token {
    /// Whether it opens a sentence or a line.
    pub const fn opens(&self) -> bool {
        matches!(self.before, Mark::Stop | Mark::Line | Mark::Start)
    }
}
