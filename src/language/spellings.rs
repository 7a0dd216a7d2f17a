//! Words by their number, and the number of a word: their letters stand in one piece of memory, and a table leads to them.

use crate::tables::{Column, places_for, places_of, value};
use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};
use std::hash::Hasher;

/// Words, each with a number, from 1; the number 0 is the empty word.
#[derive(Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Spellings {
    letters: Column<u8>,
    /// Where each word ends; it begins where the one before it ends.
    ends: Column<u32>,
    /// The words, each at the first free place from where its hash leads; 0 where none is.
    table: Column<u32>,
}

impl Spellings {
    /// Words, no two the same, that are numbered as they come.
    pub fn new(words: &[impl AsRef<str>]) -> Self {
        let words = words.iter().map(AsRef::as_ref);
        let ends = std::iter::once(0).chain(words.clone().scan(0, |end, word| {
            *end += u32::try_from(word.len()).unwrap_or(0);
            Some(*end)
        }));
        let mut table = vec![0; places_for(words.len())];
        for (number, word) in (1..).zip(words.clone()) {
            if let Some(place) = places_of(hash(word.as_bytes()), table.len()).find(|place| table[*place] == 0) {
                table[place] = number;
            }
        }
        Self { letters: words.clone().flat_map(str::bytes).collect(), ends: ends.collect(), table: Column::alloc_from_slice(&table) }
    }

    /// How many words there are, the empty one among them.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A word.
    pub fn get(&self, number: u32) -> &str {
        std::str::from_utf8(self.bytes(number)).unwrap_or_default()
    }

    fn bytes(&self, number: u32) -> &[u8] {
        let [start, end] = [number.saturating_sub(1), number].map(|number| value(&self.ends, number as usize) as usize);
        self.letters.as_ule_slice().get(start..end).unwrap_or_default()
    }

    /// The number of a word; 0 where it is not among them.
    pub fn find(&self, word: &[u8]) -> u32 {
        let mut numbers = places_of(hash(word), self.table.len()).map(|place| value(&self.table, place));
        numbers.find(|number| *number == 0 || self.bytes(*number) == word).unwrap_or(0)
    }
}

fn hash(word: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_one_number_however_many_there_are() {
        let words: Vec<String> = (0..500).map(|number| format!("word{number}")).collect();
        let spellings = Spellings::new(&words);
        assert_eq!(spellings.len(), 501);
        for (number, word) in (1..).zip(&words) {
            assert_eq!((spellings.find(word.as_bytes()), spellings.get(number)), (number, word.as_str()));
        }
        assert_eq!((spellings.find(b"other"), spellings.find(b""), spellings.get(501)), (0, 0, ""));
    }
}
