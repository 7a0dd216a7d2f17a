//! How words are written in messages and hurried notes, and what is meant.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What is meant, and how it is written, a line for each.
const ALWAYS: &str = include_str!("shorthand.txt");

/// Letters and other scraps that may stand for a word, each with that.
const SCRAPS: &str = "u you, ur your, r are, b be, n and, w with, d the, da the, em them, nu knew";

/// Words of their own that often stand for another, too.
const SOMETIMES: &str = "2 to, 2 too, 2 0, 4 for, 4 0, 1 one, 1 0, new knew, att attention, neg negative, rite right, bin been";

/// After which words "of" is written for "have".
pub const BEFORE_HAVE: &str = "should could would must shouldn't couldn't wouldn't mustn't shouldnt couldnt wouldnt mustnt";

/// What is meant by a word that is no word of a phrase.
pub fn meant(word: &[u8]) -> Option<&'static str> {
    static MEANT: LazyLock<FxHashMap<&[u8], &str>> = LazyLock::new(|| {
        always().flat_map(|(meant, written)| written.split_whitespace().map(move |word| (word.as_bytes(), meant))).collect()
    });
    MEANT.get(word).copied()
}

/// Words that may stand for another, each with that.
pub fn sometimes() -> impl Iterator<Item = (&'static str, &'static str)> {
    pairs(SCRAPS).chain(pairs(SOMETIMES))
}

/// What a word most likely stands for, where it is weighed with those around.
pub fn likely(word: &str) -> Option<&'static str> {
    meant(word.as_bytes()).or_else(|| pairs(SCRAPS).find(|(scrap, _)| *scrap == word).map(|(_, meant)| meant))
}

fn pairs(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.split(',').filter_map(|pair| pair.trim().split_once(' '))
}

fn always() -> impl Iterator<Item = (&'static str, &'static str)> {
    ALWAYS.lines().filter_map(|line| line.split_once(": "))
}
