//! Whose words a phrase is: the writer's, another professional's, the child's; and whether it is quoted, denied or challenged already.
//!
//! Read from what stands around the phrase in its passage (its paragraph), by cues that a curator writes in `language/cues.toml`.

use super::draft::{Shape, Words};
use super::phrases::{Hit, Phrases};
use super::subject::of_us;
use super::vocabulary::role;
use crate::knowledge::{About, Cue, RuleMeta};
use crate::text::Break;
use std::ops::Range;

/// How a phrase stands in its draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The writer says it.
    Own,
    /// The writer passes on what another professional says, and leaves it there.
    Reported,
    /// There is nothing to challenge.
    Silent(Reason),
}

/// Why a phrase is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Struck through.
    Struck,
    /// Quoted, and not the child's words.
    Quoted,
    /// The child's own words: kept as they are, and marked as the child's.
    ChildsWords,
    /// Denied.
    Denied,
    /// Challenged, corrected or withdrawn in the same passage.
    Challenged,
    /// The passage is about wording.
    AboutWording,
    /// Not said of a child: of an adult, a service or a thing.
    NotAChild,
}

/// How many words back a denial reaches.
const DENIAL_REACH: usize = 14;
/// How many sentences after, and before, a phrase a challenge to it may stand.
const CHALLENGE_AFTER: usize = 2;
const CHALLENGE_BEFORE: usize = 1;
/// How many words of a list are about what stands above it.
const LIST: usize = 40;
/// How many words back a report of somebody's words reaches.
const REPORT_REACH: usize = 14;
/// The longest quotation, in bytes.
const LONGEST_QUOTE: usize = 800;
/// The longest phrase that is asked back, in words.
const LONGEST_ECHO: usize = 4;
/// The widest passage that is read around a phrase, in words to each side.
const PASSAGE: usize = 150;

/// What stands around the phrases of one passage.
pub struct Passage<'w, 'a> {
    pub(super) words: &'w Words<'a>,
    pub(super) text: &'w str,
    pub(super) range: Range<usize>,
    /// The initials of those who are told to be adults.
    pub(super) adult_codes: Vec<&'w str>,
    cues: Vec<(Cue, Range<usize>)>,
    quotes: Vec<Range<usize>>,
}

impl<'w, 'a> Passage<'w, 'a> {
    /// The passage around a word, with its cues.
    pub fn around(at: usize, text: &'w str, words: &'w Words<'a>, phrases: &Phrases, adult_codes: &[&'w str]) -> Self {
        let is_edge = |place: &usize| words.list[*place].before == Break::Paragraph;
        let start = (at.saturating_sub(PASSAGE)..=at).rev().find(is_edge).unwrap_or(at.saturating_sub(PASSAGE));
        let last = words.list.len().min(at + PASSAGE);
        let end = (at + 1..last).find(is_edge).unwrap_or(last);
        let mut cues = Vec::new();
        phrases.find(words, start..end, |Hit { id, start, end }| {
            cues.extend(Cue::ALL.get(id as usize).map(|cue| (*cue, start as usize..end as usize)));
        });
        cues.sort_by_key(|(_, range): &(Cue, Range<usize>)| (range.start, range.end));
        let quotes = quotations(words, words.list[start].start as usize, words.list[end - 1].end as usize + 3);
        Self { words, text, range: start..end, adult_codes: adult_codes.to_vec(), cues, quotes }
    }

    /// Whether the passage holds a word.
    pub fn holds(&self, at: usize) -> bool {
        self.range.contains(&at)
    }

    /// Whether some words stand inside a name or an everyday expression.
    pub fn is_named(&self, found: &Range<usize>) -> bool {
        self.of(Cue::Named).any(|named| named.start <= found.start && found.end <= named.end) || self.is_title(found)
    }

    /// Part of a name in capitals ("Hard to Reach Communities Fund").
    fn is_title(&self, found: &Range<usize>) -> bool {
        let is_capital = |place: usize| self.words.list[place].shape == Shape::Capital;
        let small = |place: usize| self.word(place).len() < 4;
        let next = self.words.follows(found.end) && self.words.list[found.end].before < Break::Clause && is_capital(found.end);
        next && found.len() > 1 && found.clone().all(|place| is_capital(place) || small(place))
    }

    /// How a phrase stands here.
    pub fn standing(&self, found: &Range<usize>, meta: &RuleMeta) -> Standing {
        let bytes = self.words.bytes(found.start, found.end);
        if self.words.is_struck(&bytes) {
            return Standing::Silent(Reason::Struck);
        }
        if let Some(quote) = self.quotes.iter().find(|quote| 2 * shared(quote, &bytes) > bytes.len()) {
            return Standing::Silent(self.quoted(found, quote));
        }
        if self.is_echo(found) {
            return Standing::Silent(Reason::Quoted);
        }
        let near = self.reach(found, CHALLENGE_BEFORE, 0);
        if self.of(Cue::Training).any(|cue| near.contains(&cue.start) || self.introduces(cue, found.start)) {
            return Standing::Silent(Reason::AboutWording);
        }
        if self.denied(found) {
            return Standing::Silent(Reason::Denied);
        }
        if self.challenged(found) {
            return Standing::Silent(Reason::Challenged);
        }
        if (of_us(meta.category) && self.of_service(found)) || self.of_thing(found.start) {
            return Standing::Silent(Reason::NotAChild);
        }
        if meta.about == About::Child && self.of_another(found) {
            return Standing::Silent(Reason::NotAChild);
        }
        match self.reporter(found) {
            Some(Reporter::Child) => Standing::Silent(Reason::ChildsWords),
            Some(Reporter::Other) => Standing::Reported,
            None => Standing::Own,
        }
    }

    pub(super) fn of(&self, cue: Cue) -> impl DoubleEndedIterator<Item = &Range<usize>> {
        self.cues.iter().filter(move |(known, _)| *known == cue).map(|(_, range)| range)
    }

    /// The sentence that a word stands in.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        let start = (self.range.start..=at).rev().find(|place| self.words.breaks_before(*place)).unwrap_or(self.range.start);
        let end = (at + 1..self.range.end).find(|place| self.words.breaks_before(*place)).unwrap_or(self.range.end);
        start..end
    }

    fn quoted(&self, found: &Range<usize>, quote: &Range<usize>) -> Reason {
        let inside = |place: &usize| quote.contains(&(self.words.list[*place].start as usize));
        let mut spoken = self.range.clone().filter(inside).map(|place| self.word(place));
        let first_person = spoken.any(|word| matches!(word.to_lowercase().as_str(), "i" | "me" | "my" | "mine"));
        let by_child = matches!(self.reporter(found), Some(Reporter::Child));
        if first_person || by_child { Reason::ChildsWords } else { Reason::Quoted }
    }

    /// "Streetwise? He is twelve.": the phrase alone, asked back.
    fn is_echo(&self, found: &Range<usize>) -> bool {
        let asked = self.text.get(self.words.list[found.end - 1].end as usize..).is_some_and(|rest| rest.starts_with('?'));
        let asks = matches!(self.word(found.start).to_lowercase().as_str(), "what" | "why" | "who" | "how" | "did" | "does" | "is" | "was");
        asked && !asks && found.len() <= LONGEST_ECHO && self.sentence(found.start).start == found.start
    }

    pub(super) fn word(&self, at: usize) -> &str {
        let word = &self.words.list[at];
        self.text.get(word.start as usize..word.end as usize).unwrap_or_default()
    }

    /// A denial stands before it in its clause, and nothing turns it round in between.
    fn denied(&self, found: &Range<usize>) -> bool {
        let from = self.sentence(found.start).start.max(found.start.saturating_sub(DENIAL_REACH));
        let denial = self.of(Cue::Denied).rfind(|cue| cue.start >= from && cue.end <= found.start);
        denial.is_some_and(|denial| {
            let turned = self.of(Cue::Turned).any(|cue| cue.start >= denial.end && cue.end <= found.start);
            // A pair of commas is an aside.
            let breaks = (denial.end..=found.start).filter(|place| self.words.list[*place].before == Break::Clause).count();
            !turned && breaks % 2 == 0 && (breaks == 0 || found.start - denial.end > 3)
        })
    }

    /// The sentence of a phrase with some before and after it.
    fn reach(&self, found: &Range<usize>, before: usize, after: usize) -> Range<usize> {
        let mut reach = self.sentence(found.start);
        for _ in 0..after {
            if reach.end < self.range.end {
                reach.end = self.sentence(reach.end).end;
            }
        }
        for _ in 0..before {
            if reach.start > self.range.start {
                reach.start = self.sentence(reach.start - 1).start;
            }
        }
        reach
    }

    /// "Words to keep out of records:", and below it a list in which the word stands, of lines with a mark.
    fn introduces(&self, cue: &Range<usize>, at: usize) -> bool {
        let last = at.min(self.sentence(cue.start).end);
        let opens = |place: &usize| self.before(*place).is_some_and(|before| before.ends_with(':'));
        (cue.end..=last).find(opens).is_some_and(|first| {
            let mut lines = (first..=at).filter(|place| self.words.list[*place].before >= Break::Line);
            at <= first + LIST && lines.all(|place| self.before(place).is_some())
        })
    }

    /// What stands before the mark of a list before a word; none where there is no such mark.
    fn before(&self, at: usize) -> Option<&str> {
        let before = self.text.get(..self.words.list.get(at)?.start as usize)?;
        let marked = before.trim_end_matches(['"', '\u{201c}', '\'', '\u{2018}', ' ']);
        Some(marked.strip_suffix(['-', '*', '\u{2022}'])?.trim_end())
    }

    fn challenged(&self, found: &Range<usize>) -> bool {
        let reach = self.reach(found, CHALLENGE_BEFORE, CHALLENGE_AFTER);
        let apart = |cue: &Range<usize>| cue.end <= found.start || cue.start >= found.end;
        let within = |cue: &Range<usize>| reach.contains(&cue.start) && apart(cue);
        self.of(Cue::Challenged).any(within)
            || self.of(Cue::Flat).any(|cue| within(cue) && cue.start >= found.end && self.stands_alone(cue))
    }

    /// Whether a cue is a sentence, or a clause, of its own ("She isn't.").
    fn stands_alone(&self, cue: &Range<usize>) -> bool {
        let opens = self.words.list[cue.start].before >= Break::Clause;
        let closes = self.words.list.get(cue.end).is_none_or(|next| next.before >= Break::Clause);
        opens && closes
    }

    /// Who is told to say it, if a report stands before it in its sentence.
    fn reporter(&self, found: &Range<usize>) -> Option<Reporter> {
        let from = self.sentence(found.start).start.max(found.start.saturating_sub(REPORT_REACH));
        let said = |cue: Cue| self.of(cue).filter(move |verb| verb.start >= from && verb.end <= found.start);
        // "He says yes and does nothing" goes on in the writer's words.
        let goes_on = |verb: &Range<usize>| (verb.end..found.start).any(|place| self.word(place).eq_ignore_ascii_case("and"));
        if said(Cue::Speaks).any(|verb| self.speaker(from..verb.start) == Some(Reporter::Child) && !goes_on(verb)) {
            return Some(Reporter::Child);
        }
        said(Cue::Reports).filter_map(|verb| self.speaker(from..verb.start)).find(|reporter| *reporter == Reporter::Other)
    }

    /// Who stands before a verb of saying; nobody, where it is the writer.
    fn speaker(&self, before: Range<usize>) -> Option<Reporter> {
        for place in before.rev().take(4) {
            let word = self.word(place).to_lowercase();
            if matches!(word.as_str(), "i" | "we" | "me" | "us") {
                return None;
            }
            let named = self.words.list[place].is_initials() || self.of(Cue::Child).any(|cue| cue.contains(&place));
            if named || self.words.roles(place) & role::PRONOUN != 0 {
                return Some(Reporter::Child);
            }
            if self.words.list[place].shape != Shape::Ending && self.words.roles(place) == 0 {
                return Some(Reporter::Other);
            }
        }
        None
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reporter {
    Child,
    Other,
}

/// How many bytes two ranges share.
fn shared(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// The byte ranges between quotation marks that belong together.
pub fn quotations(words: &Words, start: usize, end: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<(bool, usize)> = None;
    let first = words.quotes.partition_point(|mark| (mark.at as usize) < start.saturating_sub(3));
    for mark in words.quotes[first..].iter().take_while(|mark| (mark.at as usize) < end) {
        match open {
            Some((double, from)) if double == mark.double && mark.closes => {
                ranges.push(from..mark.at as usize);
                open = None;
            }
            Some((_, from)) if (mark.at as usize) < from + LONGEST_QUOTE => {}
            _ if mark.opens => open = Some((mark.double, mark.end as usize)),
            _ => open = None,
        }
    }
    ranges
}
