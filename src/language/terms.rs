//! What a part of a draft is made of, for those who learn from it: stems, pairs and runs of them, its beginning and end, runs of letters.
//! Every naming of a child is one stem.

use super::draft::{Shape, Word, Words};
use super::shorthand;
use super::speaker::quotations;
use super::vocabulary::{UNKNOWN, Vocabulary, role};
use crate::tables::{Column, value};
use crate::text::{Stemmer, is_invisible, runs_of_letters};
pub use crate::text::{number as id, number_of_letters as name};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How many letters a run has, ends of words included.
const RUN: usize = 4;

/// What a term is, so that the same stems are another term in another place.
pub mod kind {
    pub const STEM: u32 = 0;
    pub const PAIR: u32 = 1;
    pub const PAIR_APART: u32 = 2;
    pub const RUN: u32 = 3;
    pub const LETTERS: u32 = 4;
    pub const BEGINS: u32 = 5;
    pub const ENDS: u32 = 6;
    pub const QUOTED: u32 = 7;
    pub const QUOTED_EXTENT: u32 = 8;
    pub const AROUND: u32 = 9;
    pub const RULE: u32 = 10;
    pub const CATEGORY: u32 = 11;
    pub const STANDING: u32 = 12;
    pub const STANDING_CATEGORY: u32 = 13;
    pub const STANDING_RULE: u32 = 14;
    pub const OWN: u32 = 15;
    pub const OWN_PAIR: u32 = 16;
    pub const NEXT: u32 = 17;
    pub const NEAR: u32 = 18;
    pub const NEAR_PAIR: u32 = 19;
    pub const BESIDE_RULE: u32 = 20;
    pub const SIDE: u32 = 21;
    pub const HERE: u32 = 22;
}

/// Reads words as stems and terms.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Terms {
    /// The stem of each word of the vocabulary.
    stems: Column<u32>,
    #[serde(skip)]
    stemmer: Stemmer,
}

/// The words of one text with the stem of each; 0 for the ending of another word.
pub struct Stemmed<'w> {
    pub words: &'w Words<'w>,
    pub sentences: Vec<Range<usize>>,
    pub stems: Vec<u32>,
    /// The letters of each word that has a stem, with a mark before and after, and where those of each word end.
    letters: String,
    ends: Vec<usize>,
    /// Whether each word stands between quotation marks.
    pub quoted: Vec<bool>,
}

/// A term of a sentence, with the first and last word that it is made of.
pub struct Term {
    pub id: u32,
    pub first: u32,
    pub last: u32,
    /// Whether it is a stem or a pair of stems, and not their order or place, or letters.
    pub is_words: bool,
}

impl Terms {
    pub fn of(vocabulary: &Vocabulary) -> Self {
        let stemmer = Stemmer::english();
        let entries = (0..).take(vocabulary.len());
        let meant = |spelt| shorthand::likely(spelt).unwrap_or(spelt);
        let stems = entries.map(|entry| stem(meant(vocabulary.spelt(entry)), vocabulary.roles(entry), &stemmer)).collect();
        Self { stems, stemmer }
    }

    /// The stem of every word of a text.
    pub fn stem<'w>(&self, words: &'w Words<'w>, text: &str) -> Stemmed<'w> {
        let (sentences, quoted) = (words.sentences().collect(), quoted(words, text));
        let mut stemmed =
            Stemmed { words, sentences, stems: Vec::with_capacity(words.list.len()), letters: String::new(), ends: Vec::new(), quoted };
        for at in 0..words.list.len() {
            stemmed.stems.push(self.alone(words, text, at, &mut stemmed.letters));
            stemmed.ends.push(stemmed.letters.len());
        }
        stemmed
    }

    /// The stem of a word, and its letters with a mark before and after; none for the ending of another.
    fn alone(&self, words: &Words, text: &str, at: usize, letters: &mut String) -> u32 {
        let word = &words.list[at];
        if word.entry != UNKNOWN {
            letters.extend(["<", words.vocabulary().spelt(word.entry), ">"]);
            return value(&self.stems, word.entry as usize);
        }
        if word.shape == Shape::Ending {
            return 0;
        }
        let written = text.get(word.start as usize..word.end as usize).unwrap_or_default();
        let written: String = written.chars().filter(|c| c.is_alphanumeric() && !is_invisible(*c)).flat_map(char::to_lowercase).collect();
        let (written, role) = match shorthand::meant(written.as_bytes()) {
            Some(meant) if !word.is_initials() => (meant, 0),
            _ => (written.as_str(), if word.is_initials() { role::CHILD } else { 0 }),
        };
        letters.extend(["<", written, ">"]);
        stem(written, role, &self.stemmer)
    }
}

impl Stemmed<'_> {
    /// The terms of a part of the text.
    pub fn terms(&self, part: Range<usize>) -> Vec<Term> {
        let mut terms = Vec::new();
        let stems = &self.stems[part.clone()];
        for (place, at) in (0..).zip(part) {
            let mut add = |id, back, is_words| terms.push(Term { id, first: place - back, last: place, is_words });
            let (stem, letters) = (self.stems[at], self.letters(at));
            if !letters.is_empty() {
                add(stem, 0, true);
            }
            runs_of_letters(letters, RUN).for_each(|run| add(id(kind::LETTERS, &[name(run.as_bytes())]), 0, false));
            let before = &stems[..place as usize];
            for ((back, kind), before) in [(1, kind::PAIR), (2, kind::PAIR_APART)].into_iter().zip(before.iter().rev()) {
                add(id(kind, &[*before, stem]), back, true);
            }
            if let [.., first, second] = before {
                add(id(kind::RUN, &[*first, *second, stem]), 2, false);
            }
        }
        terms.extend(ends(stems));
        terms
    }

    fn letters(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.letters.get(start..self.ends[at]).unwrap_or_default()
    }
}

/// Of each word, whether it stands between quotation marks.
fn quoted(words: &Words, text: &str) -> Vec<bool> {
    let quotes = quotations(words, 0, text.len());
    let mut next = quotes.iter().peekable();
    let is_quoted = |word: &Word| {
        let start = word.start as usize;
        while next.next_if(|quote| quote.end <= start).is_some() {}
        next.peek().is_some_and(|quote| quote.contains(&start))
    };
    words.list.iter().map(is_quoted).collect()
}

/// How a sentence begins and how it ends.
fn ends(stems: &[u32]) -> impl Iterator<Item = Term> {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let end = stems.len();
    let begins = move |count: usize| Term { id: id(kind::BEGINS, &stems[..count]), first: 0, last: place(count - 1), is_words: false };
    let ends = move |count: usize| Term {
        id: id(kind::ENDS, &stems[end - count..]),
        first: place(end - count),
        last: place(end - 1),
        is_words: false,
    };
    (1..=2.min(end)).map(begins).chain((1..=2.min(end)).map(ends))
}

/// The stem of a word; one for every naming of a child.
fn stem(word: &str, roles: u8, stemmer: &Stemmer) -> u32 {
    let child = roles & (role::PRONOUN | role::CHILD) != 0 || matches!(word, "his" | "their" | "himself" | "herself" | "themselves");
    let stem = if child { "child".into() } else { stemmer.stem(word) };
    id(kind::STEM, &[name(stem.as_bytes())])
}

/// From how many sentences on a draft is long: the sentences around one are not always about the same thing.
const LONG: usize = 5;

/// Where one sentence stands beside another, in a draft of so many.
pub fn side(at: usize, other: usize, sentences: usize) -> u32 {
    u32::from(other > at) * 2 + u32::from(other.abs_diff(at) > 1) + u32::from(sentences >= LONG) * 4
}
