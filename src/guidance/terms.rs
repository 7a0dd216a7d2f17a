//! A message as the matcher reads it: stems, pairs of stems, word starts and runs of letters.
//!
//! Stems carry meaning, pairs carry phrases ("day trip"), concepts bring together words that mean the same ("feds", "polis"), word starts
//! forgive endings that the stemmer misses, and runs of letters forgive typing and dialect ("exploitashun"). Each is evidence of its own,
//! so that an answer can be explained.

use crate::text::{Phrases, Stemmer, fold, number, number_of_letters, runs_of_letters, words};
use std::collections::BTreeMap;

/// The kinds of term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One stem.
    Stem,
    /// Two stems in a row.
    Pair,
    /// Words or phrases that mean much the same.
    Concept,
    /// The first letters of a longer stem.
    Start,
    /// A run of letters inside a word.
    Letters,
}

/// How many letters the start of a word has.
const START: usize = 4;
/// How many letters a run has, ends of words included. Three and five beside four gained nothing on voices left out.
const RUN: usize = 4;

/// Reads messages as terms.
pub struct Reader {
    stemmer: Stemmer,
    concepts: Phrases,
    names: Vec<String>,
}

/// A message as it was read.
pub struct Reading {
    /// The folded words, with a space before the first and after each.
    padded: String,
    /// Where each word's following space ends.
    ends: Vec<usize>,
    /// The stem of each word.
    pub stems: Vec<String>,
}

impl Reading {
    /// Each word with the spaces around it.
    fn padded_words(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(1).chain(self.ends.iter().copied()).map(|start| start - 1);
        starts.zip(&self.ends).filter_map(|(start, end)| self.padded.get(start..*end))
    }
}

impl Reader {
    /// A reader that knows these concepts: for each, the words and phrases that speak of it.
    #[must_use]
    pub fn new(concepts: &BTreeMap<String, Vec<String>>) -> Self {
        let stemmer = Stemmer::english();
        let mut phrases = Phrases::default();
        for (id, form) in concepts.values().enumerate().flat_map(|(id, forms)| forms.iter().map(move |form| (id, form))) {
            phrases.add(form, id, &stemmer);
        }
        Self { stemmer, concepts: phrases, names: concepts.keys().cloned().collect() }
    }

    /// Reads a message once: its words and their stems.
    #[must_use]
    pub fn read(&self, message: &str) -> Reading {
        let folded = fold(message);
        let (mut padded, mut ends, mut stems) = (String::from(" "), Vec::new(), Vec::new());
        for word in words(&folded) {
            stems.push(self.stemmer.stem(&word).into_owned());
            padded.extend([&word, " "]);
            ends.push(padded.len());
        }
        Reading { padded, ends, stems }
    }

    /// Calls `found` with every term of the message, repeats included.
    pub fn visit(&self, reading: &Reading, mut found: impl FnMut(Kind, &str)) {
        for stem in &reading.stems {
            found(Kind::Stem, stem);
            if let Some((at, _)) = stem.char_indices().nth(START) {
                found(Kind::Start, stem.get(..at).unwrap_or(stem));
            }
        }
        reading.padded_words().flat_map(|word| runs_of_letters(word, RUN)).for_each(|run| found(Kind::Letters, run));
        let mut both = String::new();
        for pair in reading.stems.windows(2) {
            both.clear();
            both.extend([&pair[0], " ", &pair[1]]);
            found(Kind::Pair, &both);
        }
        self.visit_concepts(&reading.stems, &mut found);
    }

    /// The names of the concepts that the message speaks of, repeats included.
    #[must_use]
    pub fn concepts(&self, reading: &Reading) -> Vec<&str> {
        self.concepts.find(&reading.stems).map(|found| self.names[found.id].as_str()).collect()
    }

    fn visit_concepts(&self, stems: &[String], found: &mut impl FnMut(Kind, &str)) {
        let mut seen: Vec<usize> = self.concepts.find(stems).map(|concept| concept.id).collect();
        seen.sort_unstable();
        seen.dedup();
        for concept in seen {
            found(Kind::Concept, &self.names[concept]);
        }
    }
}

/// A term's number: the same text means different things as a stem and as a run of letters. Never 0.
#[must_use]
pub fn key(kind: Kind, text: &str) -> u32 {
    number(kind as u32, &[number_of_letters(text.as_bytes())]).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_as_stems_pairs_starts_and_letters() {
        let mut seen = Vec::new();
        let concepts = BTreeMap::from([("travel".to_owned(), vec!["trip".to_owned()])]);
        let reader = Reader::new(&concepts);
        reader.visit(&reader.read("Day trips"), |kind, text| seen.push((kind, text.to_owned())));
        for expected in [
            (Kind::Concept, "travel"),
            (Kind::Stem, "day"),
            (Kind::Stem, "trip"),
            (Kind::Pair, "day trip"),
            (Kind::Letters, " day"),
            (Kind::Letters, "ips "),
        ] {
            assert!(seen.contains(&(expected.0, expected.1.to_owned())), "{expected:?} is missing");
        }
        assert!(!seen.iter().any(|(kind, _)| *kind == Kind::Start), "short words have no start of their own");
    }
}
