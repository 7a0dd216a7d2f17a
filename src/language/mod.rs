//! Job 3, first part: oppressive wording that a question carries.
//!
//! A question such as "she's made a lifestyle choice, can we close?" is answered, and its wording is challenged beside the answer. The
//! matcher is silent where the words are not the asker's own: quoted, reported, negated, or asked about as words.

use crate::knowledge::Wording;
use crate::text::{Found, Phrases, Stemmer, fold, words_at};
use std::ops::Range;

/// Finds oppressive wording in questions.
pub struct Checker {
    stemmer: Stemmer,
    phrases: Phrases,
    /// For each form added, its phrase and its place among the phrase's forms.
    forms: Vec<(usize, usize)>,
}

/// A phrase of the asker's own that is challenged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Its place in `Wording::phrase`.
    pub phrase: usize,
    /// The place of the matching form in `Phrase::forms`.
    pub form: usize,
    /// The words found, folded.
    pub words: String,
}

/// Stems before a phrase that say it does not hold, and how many stems back they count.
const NEGATIONS: [&str; 13] =
    ["not", "isnt", "wasnt", "never", "dont", "didnt", "doesnt", "cant", "stop", "without", "instead", "rather", "arent"];
const NEGATION_REACH: usize = 4;
/// Stems that report somebody's words, and how many stems back they count.
const REPORTS: [&str; 22] = [
    "say", "said", "sai", "write", "written", "wrote", "call", "describ", "record", "log", "report", "put", "reckon", "insist", "claim",
    "argu", "told", "tell", "think", "label", "note", "type",
];
const REPORT_REACH: usize = 7;
/// Stems of the asker: a report of one's own words is no report.
const ASKER: [&str; 6] = ["i", "we", "im", "ive", "weve", "id"];
/// Stems that show the wording itself is the subject.
const ABOUT_WORDS: [&str; 20] = [
    "challeng",
    "word",
    "phrase",
    "term",
    "languag",
    "reword",
    "rephras",
    "terminolog",
    "oppress",
    "blame",
    "judgement",
    "judgment",
    "stereotyp",
    "train",
    "slide",
    "audit",
    "quot",
    "correct",
    "stigma",
    "label",
];

impl Checker {
    /// A checker for this table.
    #[must_use]
    pub fn new(wording: &Wording) -> Self {
        let stemmer = Stemmer::english();
        let mut phrases = Phrases::default();
        let mut forms = Vec::new();
        for (at, phrase) in wording.phrase.iter().enumerate() {
            for (number, form) in phrase.forms.iter().enumerate() {
                phrases.add(form, forms.len(), &stemmer);
                forms.push((at, number));
            }
        }
        Self { stemmer, phrases, forms }
    }

    /// What to challenge in a question, each phrase once, in reading order.
    #[must_use]
    pub fn check(&self, question: &str) -> Vec<Challenge> {
        let folded = fold(question);
        let places: Vec<(Range<usize>, String)> = words_at(&folded).map(|(at, word)| (at, self.stemmer.stem(&word).into_owned())).collect();
        let stems: Vec<String> = places.iter().map(|(_, stem)| stem.clone()).collect();
        if stems.iter().any(|stem| ABOUT_WORDS.contains(&stem.as_str())) {
            return Vec::new();
        }
        let quoted = quotations(&folded);
        let mut challenges: Vec<Challenge> = Vec::new();
        for found in self.phrases.find(&stems) {
            let range = places[found.start].0.start..places[found.end - 1].0.end;
            let silent = quoted.iter().any(|quote| quote.contains(&range.start)) || denied(&stems, found) || reported(&stems, found);
            let (phrase, form) = self.forms[found.id];
            if !silent && !challenges.iter().any(|known| known.phrase == phrase) {
                challenges.push(Challenge { phrase, form, words: folded.get(range).unwrap_or_default().to_owned() });
            }
        }
        challenges
    }
}

fn before(stems: &[String], found: Found, reach: usize) -> &[String] {
    &stems[found.start.saturating_sub(reach)..found.start]
}

fn denied(stems: &[String], found: Found) -> bool {
    before(stems, found, NEGATION_REACH).iter().any(|stem| NEGATIONS.contains(&stem.as_str()))
}

/// Somebody other than the asker says it: "the panel reckon he knew the risks", "she's a liar, says her carer".
fn reported(stems: &[String], found: Found) -> bool {
    let ahead = before(stems, found, REPORT_REACH);
    let is_report = |stem: &String| REPORTS.contains(&stem.as_str());
    let after = stems.get(found.end..).unwrap_or_default().iter().take(2).any(|stem| stem == "say");
    let Some(verb) = ahead.iter().rposition(is_report) else { return after };
    !ahead[..verb].iter().rev().take(3).any(|stem| ASKER.contains(&stem.as_str()))
}

/// Byte ranges inside quotation marks; a single quote counts only at the edge of a word.
fn quotations(folded: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut last = ' ';
    let mut rest = folded.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map_or(' ', |(_, next)| *next);
        match open {
            Some((mark, from)) if c == mark && (c == '"' || !next.is_alphanumeric()) => {
                ranges.push(from..at);
                open = None;
            }
            None if c == '"' || (c == '\'' && !last.is_alphanumeric() && next.is_alphanumeric()) => open = Some((c, at)),
            _ => {}
        }
        last = c;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Basis, Phrase};

    fn challenged(question: &str) -> bool {
        let forms = ["lifestyle choice", "brought .. on ~"].map(str::to_owned).to_vec();
        let phrase = Phrase {
            id: "x".into(),
            category: "choice".into(),
            forms,
            why: String::new(),
            instead: vec![],
            ask: String::new(),
            sources: vec![],
            basis: Basis::Background,
        };
        !Checker::new(&Wording { phrase: vec![phrase] }).check(question).is_empty()
    }

    #[test]
    fn the_askers_own_wording_is_challenged() {
        assert!(challenged("she's made a lifestyle choice, can we close?"));
        assert!(challenged("He brought it on himself so what's the point"));
    }

    #[test]
    fn quoted_reported_negated_and_discussed_wording_is_not() {
        assert!(!challenged("police wrote 'lifestyle choice' on the log"));
        assert!(!challenged("my manager says it's a lifestyle choice, what do I say"));
        assert!(!challenged("it is not a lifestyle choice is it"));
        assert!(!challenged("what's wrong with the phrase lifestyle choice"));
    }
}
