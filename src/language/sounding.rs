//! Words written as they sound, or without their vowels: "kredible", "freekwent", "mnpltv".
//!
//! Two words sound alike if the same consonants are heard in the same order. That is too rough for a word that is English itself, so a
//! large list of English words stays out of it; and for a short one.

use super::spellings::Spellings;
use super::terms::name;
use super::vocabulary::{Entry, UNKNOWN};
use crate::tables::{Column, places_with, value};
use serde::{Deserialize, Serialize};

/// The fewest consonants that are heard in a word recognised by its sound.
const FEWEST: usize = 4;
/// How many letters more than the word itself there may be.
const MORE_LETTERS: usize = 2;

/// The words of phrases by how they sound, and what is English.
#[derive(Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Sounding {
    /// The sounds of the words, in order.
    sounds: Column<u32>,
    /// The word of each.
    entries: Column<Entry>,
    /// Keys of English words and of names, in order.
    english: Column<u32>,
}

impl Sounding {
    /// The sounds of some words, and a list of English ones.
    pub fn new<'w>(entries: impl Iterator<Item = Entry>, words: &Spellings, english: impl Iterator<Item = &'w str>) -> Self {
        let sound = |entry| Some((sound(words.get(entry).as_bytes())?, entry));
        let mut sounds: Vec<(u32, Entry)> = entries.filter_map(sound).collect();
        let mut english: Vec<u32> = english.map(|word| name(word.as_bytes())).collect();
        sounds.sort_unstable();
        english.sort_unstable();
        english.dedup();
        let (sounds, entries) = sounds.into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
        let [sounds, entries, english] = [sounds, entries, english].map(|column| Column::alloc_from_slice(&column));
        Self { sounds, entries, english }
    }

    /// Whether a word is English as it stands.
    pub fn is_english(&self, word: &[u8]) -> bool {
        self.english.binary_search(&name(word)).is_ok()
    }

    /// The word that sounds like this one: of several one that is English, then one that begins alike, then the one nearest in length, then the
    /// first named.
    pub fn find(&self, word: &[u8], words: &Spellings) -> Entry {
        let Some(sound) = sound(word) else { return UNKNOWN };
        let alike = places_with(&self.sounds, sound).map(|place| value(&self.entries, place));
        let length = |entry: &Entry| words.get(*entry).len();
        let near = alike.filter(|entry| (word.len()..=2 * word.len() + MORE_LETTERS).contains(&(length(entry) + MORE_LETTERS)));
        let rank = |entry: &Entry| {
            let other = words.get(*entry).as_bytes();
            (!self.is_english(other), other.first() != word.first(), other.len().abs_diff(word.len()))
        };
        near.min_by_key(rank).unwrap_or(UNKNOWN)
    }
}

/// A number for the consonants that are heard in a word; none where they are too few, or it is not of small letters only.
fn sound(word: &[u8]) -> Option<u32> {
    let heard = heard(word);
    (heard.len() >= FEWEST && word.iter().all(u8::is_ascii_lowercase)).then(|| name(&heard))
}

/// The consonants that are heard in a word of small letters.
pub fn heard(word: &[u8]) -> Vec<u8> {
    let mut heard: Vec<u8> = Vec::with_capacity(word.len());
    let mut at = 0;
    while at < word.len() {
        let (sounds, length) = heard_at(word, at);
        heard.extend(sounds);
        at += length;
    }
    heard.dedup();
    heard
}

/// What is heard of the letters at a place, and how many they are. A capital stands for a sound that has no letter of its own.
fn heard_at(word: &[u8], at: usize) -> (&[u8], usize) {
    let rest = &word[at..];
    let soft = |place: usize| matches!(rest.get(place), Some(b'e' | b'i' | b'y'));
    match rest {
        [b'k' | b'g', b'n', ..] | [b'w', b'r', ..] if at == 0 => (b"", 1),
        [b't', b'c', b'h', ..] => (b"C", 3),
        [b'd', b'g', b'e', ..] => (b"j", 3),
        [b't', b'i', b'o', ..] | [b'c', b'i', b'o' | b'a', ..] => (b"S", 3),
        [b'c', b'h', ..] => (b"C", 2),
        [b's', b'h', ..] => (b"S", 2),
        [b't', b'h', ..] => (b"T", 2),
        [b'p', b'h', ..] => (b"f", 2),
        [b'c', b'k', ..] => (b"k", 2),
        [b'q', b'u', ..] => (b"kw", 2),
        [b'g', b'h', ..] => (b"", 2),
        [b's', b'c', ..] if soft(2) => (b"s", 2),
        [b'm', b'b'] => (b"m", 2),
        [b'c', ..] if soft(1) => (b"s", 1),
        [b'g', ..] if soft(1) => (b"j", 1),
        [b'c' | b'k' | b'q', ..] => (b"k", 1),
        [b's' | b'z', ..] => (b"s", 1),
        [b'x', ..] => (b"ks", 1),
        [b'w', _, ..] => (b"w", 1),
        [b'h', ..] if at == 0 => (b"h", 1),
        [b'a' | b'e' | b'i' | b'o' | b'u', ..] if at == 0 => (b"A", 1),
        [b'b' | b'd' | b'f' | b'g' | b'j' | b'l' | b'm' | b'n' | b'p' | b'r' | b't' | b'v', ..] => (&rest[..1], 1),
        _ => (b"", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_by_their_sound_unless_they_are_english() {
        let words = Spellings::new(&["promiscuous", "credible", "frequent", "damaged", "manipulative", "protect", "teenager"]);
        let sounding = Sounding::new(1..8, &words, ["product"].into_iter());
        let heard = |word: &str| words.get(sounding.find(word.as_bytes(), &words));
        for (written, meant) in [
            ("promiskius", "promiscuous"),
            ("kredible", "credible"),
            ("freekwent", "frequent"),
            ("damijd", "damaged"),
            ("mnpltv", "manipulative"),
            ("prtct", "protect"),
            ("teenajer", "teenager"),
        ] {
            assert_eq!(heard(written), meant, "{written}");
        }
        for other in ["cred", "table", "prom", "Kredible", "predicate"] {
            assert_eq!(heard(other), "", "{other}");
        }
        assert!(sounding.is_english(b"product") && !sounding.is_english(b"prodact"));
    }
}
