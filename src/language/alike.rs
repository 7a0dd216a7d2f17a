//! Words that are alike in some way: as a scanner or a hurried eye reads them ("inforrnation", "clrug rnule", "manlpulatlve", "prob1em"), or
//! once their vowels are left out ("wllngly").

use super::spellings::Spellings;
use super::terms::name;
use super::vocabulary::{Entry, UNKNOWN};
use crate::tables::{Column, places_with, value};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

/// The shortest word that is looked at, in letters.
const SHORTEST_SEEN: usize = 3;
/// The shortest word that is known without its vowels, as it is written then.
const SHORTEST_BARE: usize = 3;

/// Words by a number for what they have in common.
#[derive(Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Alike {
    /// The numbers, in order, no two the same.
    keys: Column<u32>,
    /// The word of each.
    entries: Column<Entry>,
}

impl Alike {
    fn new(words: impl Iterator<Item = (u32, Entry)>) -> Self {
        let mut words: Vec<(u32, Entry)> = words.collect();
        words.sort_by_key(|(key, _)| *key);
        words.dedup_by_key(|(key, _)| *key);
        let (keys, entries) = words.into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
        let [keys, entries] = [keys, entries].map(|column| Column::alloc_from_slice(&column));
        Self { keys, entries }
    }

    fn get(&self, key: u32) -> Entry {
        places_with(&self.keys, key).next().map_or(UNKNOWN, |place| value(&self.entries, place))
    }

    /// Words by their looks; of several that look alike the first counts. A word that a name looks like is left out ("Clare", "dare").
    pub fn by_looks<'n>(entries: &[Entry], words: &Spellings, names: impl Iterator<Item = &'n str>) -> Self {
        let names: FxHashSet<u32> = names.map(|name| look(name.as_bytes())).collect();
        let looks = entries.iter().map(|entry| (look(words.get(*entry).as_bytes()), *entry));
        Self::new(looks.filter(|(look, _)| !names.contains(look)))
    }

    /// The word that looks like this one.
    pub fn looking(&self, word: &[u8]) -> Entry {
        if word.len() < SHORTEST_SEEN { UNKNOWN } else { self.get(look(word)) }
    }

    /// Words by what is left of them without their vowels; of several the first counts.
    pub fn without_vowels(entries: &[Entry], words: &Spellings) -> Self {
        Self::new(entries.iter().map(|entry| (bare(words.get(*entry).as_bytes()), *entry)))
    }

    /// The word that is written here without its vowels.
    pub fn bare(&self, word: &[u8]) -> Entry {
        let is_bare = word.len() >= SHORTEST_BARE && !word.iter().copied().any(is_vowel);
        if is_bare { self.get(name(word)) } else { UNKNOWN }
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// A number for a word without the vowels after its first letter.
fn bare(word: &[u8]) -> u32 {
    let left = (0..).zip(word).filter(|(at, letter)| *at == 0 || !is_vowel(**letter));
    name(&left.map(|(_, letter)| *letter).collect::<Vec<u8>>())
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
        [b'e', ..] => (b'c', 1),
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
        let words = Spellings::new(&["information", "drug", "mule", "manipulative", "problem", "men", "dare", "years"]);
        let looks = Alike::by_looks(&[1, 2, 3, 4, 5, 6, 7, 8], &words, ["clare"].into_iter());
        for (scanned, meant) in
            [("inforrnation", 1), ("clrug", 2), ("rnule", 3), ("manlpulatlve", 4), ("prob1ern", 5), ("rnen", 6), ("mcn", 6), ("ycars", 8)]
        {
            assert_eq!(looks.looking(scanned.as_bytes()), meant, "{scanned}");
        }
        for other in ["informat", "brug", "mu1", "rn", "clare"] {
            assert_eq!(looks.looking(other.as_bytes()), UNKNOWN, "{other}");
        }
    }

    #[test]
    fn words_are_known_without_their_vowels() {
        let words = Spellings::new(&["went", "want", "willingly", "older"]);
        let bare = Alike::without_vowels(&[1, 2, 3, 4], &words);
        for (written, meant) in [("wnt", 1), ("wllngly", 3)] {
            assert_eq!(bare.bare(written.as_bytes()), meant, "{written}");
        }
        for other in ["went", "ldr", "oldr", "w", ""] {
            assert_eq!(bare.bare(other.as_bytes()), UNKNOWN, "{other}");
        }
    }
}
