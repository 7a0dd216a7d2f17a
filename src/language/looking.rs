//! Words as a scanner or a hurried eye reads them: "inforrnation", "clrug rnule", "manlpulatlve", "prob1em".
//!
//! Two words look alike if they are the same once every mark that passes for another is written as that.

use super::spellings::Spellings;
use super::terms::name;
use super::vocabulary::{Entry, UNKNOWN};
use crate::tables::{Column, places_with, value};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

/// The shortest word that is looked at, in letters.
const SHORTEST: usize = 4;

/// Words by how they look.
#[derive(Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Looking {
    /// What the words look like, in order, no two the same.
    looks: Column<u32>,
    /// The word of each.
    entries: Column<Entry>,
}

impl Looking {
    /// The looks of some words; of several that look alike the first counts. A word that a name looks like is left out ("Clare", "dare").
    pub fn new<'n>(entries: impl Iterator<Item = Entry>, words: &Spellings, names: impl Iterator<Item = &'n str>) -> Self {
        let names: FxHashSet<u32> = names.map(|name| look(name.as_bytes())).collect();
        let mut looks: Vec<(u32, Entry)> =
            entries.map(|entry| (look(words.get(entry).as_bytes()), entry)).filter(|(look, _)| !names.contains(look)).collect();
        looks.sort_by_key(|(look, _)| *look);
        looks.dedup_by_key(|(look, _)| *look);
        let (looks, entries) = looks.into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
        let [looks, entries] = [looks, entries].map(|column| Column::alloc_from_slice(&column));
        Self { looks, entries }
    }

    /// The word that looks like this one.
    pub fn find(&self, word: &[u8]) -> Entry {
        let place = (word.len() >= SHORTEST).then(|| places_with(&self.looks, look(word)).next()).flatten();
        place.map_or(UNKNOWN, |place| value(&self.entries, place))
    }
}

/// A number for what a word of small letters and digits looks like.
fn look(word: &[u8]) -> u32 {
    let (mut seen, mut at) = (Vec::with_capacity(word.len()), 0);
    while let Some((letter, length)) = word.get(at..).and_then(seen_first) {
        seen.push(letter);
        at += length;
    }
    name(&seen)
}

/// The letter that the first marks look like, and how many they are.
fn seen_first(word: &[u8]) -> Option<(u8, usize)> {
    Some(match word {
        [b'r', b'n', ..] => (b'm', 2),
        [b'c', b'l', ..] => (b'd', 2),
        [b'v', b'v', ..] => (b'w', 2),
        [b'i' | b'1', ..] => (b'l', 1),
        [b'0', ..] => (b'o', 1),
        [b'5', ..] => (b's', 1),
        [b'8', ..] => (b'b', 1),
        [b'6' | b'9', ..] => (b'g', 1),
        [other, ..] => (*other, 1),
        [] => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_by_how_they_look() {
        let words = Spellings::new(&["information", "drug", "mule", "manipulative", "problem", "men", "dare"]);
        let looking = Looking::new(1..8, &words, ["clare"].into_iter());
        for (scanned, meant) in [("inforrnation", 1), ("clrug", 2), ("rnule", 3), ("manlpulatlve", 4), ("prob1ern", 5), ("rnen", 6)] {
            assert_eq!(looking.find(scanned.as_bytes()), meant, "{scanned}");
        }
        for other in ["informat", "brug", "mu1", "rn", "clare"] {
            assert_eq!(looking.find(other.as_bytes()), UNKNOWN, "{other}");
        }
    }
}
