//! Phrases found in a message by stem, in one pass: what speaks of a concept.

use super::{Stemmer, fold, words};
use rustc_hash::FxHashMap;

/// What stands for a person in a phrase written `~`.
const PEOPLE: [&str; 26] = [
    "he",
    "she",
    "they",
    "him",
    "her",
    "them",
    "his",
    "their",
    "himself",
    "herself",
    "themselves",
    "we",
    "us",
    "child",
    "kid",
    "boy",
    "girl",
    "lad",
    "lass",
    "teen",
    "yp",
    "person",
    "teenag",
    "victim",
    "lot",
    "one",
];
/// The most words that `..` passes over.
const GAP: usize = 3;

/// A set of phrases, each with a number of its own.
#[derive(Debug, Default)]
pub struct Phrases {
    by_first: FxHashMap<String, Vec<(Vec<Piece>, usize)>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Stem(String),
    Person,
    Gap,
}

/// A phrase in a message, as a range of its stems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The number the phrase was added with.
    pub id: usize,
    /// The first stem.
    pub start: usize,
    /// One past the last stem.
    pub end: usize,
}

impl Phrases {
    /// Adds a phrase: words matched by stem, `~` for a person, `..` for up to three words.
    pub fn add(&mut self, phrase: &str, id: usize, stemmer: &Stemmer) {
        let pieces: Vec<Piece> = phrase.split_whitespace().flat_map(|part| pieces_of(part, stemmer)).collect();
        match pieces.split_first() {
            Some((Piece::Stem(first), rest)) => self.by_first.entry(first.clone()).or_default().push((rest.to_vec(), id)),
            Some((Piece::Person, rest)) => {
                for person in PEOPLE {
                    self.by_first.entry(person.to_owned()).or_default().push((rest.to_vec(), id));
                }
            }
            Some((Piece::Gap, _)) | None => {}
        }
    }

    /// Every phrase found, in order of its first stem.
    pub fn find<'a>(&'a self, stems: &'a [String]) -> impl Iterator<Item = Found> + 'a {
        stems.iter().enumerate().flat_map(move |(start, stem)| {
            let candidates = self.by_first.get(stem).into_iter().flatten();
            candidates.filter_map(move |(rest, id)| Some(Found { id: *id, start, end: follow(rest, stems, start + 1)? }))
        })
    }
}

fn pieces_of(part: &str, stemmer: &Stemmer) -> Vec<Piece> {
    match part {
        "~" => vec![Piece::Person],
        ".." => vec![Piece::Gap],
        text => words(&fold(text)).map(|word| Piece::Stem(stemmer.stem(&word).into_owned())).collect(),
    }
}

/// Where the rest of a phrase ends, if it follows from `at` on.
fn follow(rest: &[Piece], stems: &[String], at: usize) -> Option<usize> {
    match rest.split_first() {
        None => Some(at),
        Some((Piece::Gap, rest)) => (at..=at + GAP).find_map(|next| follow(rest, stems, next)),
        Some((Piece::Stem(stem), rest)) => stems.get(at).filter(|found| *found == stem).and_then(|_| follow(rest, stems, at + 1)),
        Some((Piece::Person, rest)) => {
            stems.get(at).filter(|found| PEOPLE.contains(&found.as_str())).and_then(|_| follow(rest, stems, at + 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrase: &str, message: &str) -> bool {
        let stemmer = Stemmer::english();
        let mut phrases = Phrases::default();
        phrases.add(phrase, 7, &stemmer);
        let stems: Vec<String> = words(&fold(message)).map(|word| stemmer.stem(&word).into_owned()).collect();
        phrases.find(&stems).any(|found| found.id == 7)
    }

    #[test]
    fn phrases_match_by_stem_with_slots_and_gaps() {
        assert!(found("lifestyle choice", "These LIFESTYLE choices again"));
        assert!(found("~ knew the risks", "well the lad knew the risk"));
        assert!(found("brought .. on ~", "brought it all on herself"));
        assert!(!found("brought .. on ~", "brought a very long list of things on herself"));
        assert!(!found("lifestyle choice", "lifestyle and choices"));
    }
}
