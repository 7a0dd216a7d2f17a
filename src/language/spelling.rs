//! Common misspellings of the words of phrases: one letter missing, added, wrong or swapped with its neighbour, after the first letter.

use super::vocabulary::{Entry, UNKNOWN};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// The shortest word that is recognised misspelt, in letters: shorter ones are too like others.
pub const SHORTEST: usize = 6;

/// The words of phrases by what is left of them with one letter taken out.
#[derive(Default)]
pub struct Spelling {
    by_rest: FxHashMap<u64, Vec<Entry>>,
    words: FxHashMap<Entry, Box<[u8]>>,
}

impl Spelling {
    /// Adds a word, if it is long enough.
    pub fn add(&mut self, word: &[u8], entry: Entry) {
        if word.len() < SHORTEST || !word.iter().all(u8::is_ascii_lowercase) {
            return;
        }
        self.words.insert(entry, word.into());
        for key in std::iter::once(hash(word, usize::MAX)).chain((1..word.len()).map(|gone| hash(word, gone))) {
            let entries = self.by_rest.entry(key).or_default();
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }

    /// The word that this one is a misspelling of: the one that comes first in the alphabet, if several are as near.
    pub fn find(&self, word: &[u8]) -> Entry {
        if word.len() + 1 < SHORTEST || !word.iter().all(u8::is_ascii_lowercase) {
            return UNKNOWN;
        }
        let keys = std::iter::once(hash(word, usize::MAX)).chain((1..word.len()).map(|gone| hash(word, gone)));
        let near = keys.filter_map(|key| self.by_rest.get(&key)).flatten().filter(|entry| self.is_near(word, **entry));
        near.min_by_key(|entry| &self.words[*entry]).copied().unwrap_or(UNKNOWN)
    }

    fn is_near(&self, word: &[u8], entry: Entry) -> bool {
        let target = &self.words[&entry];
        target.first() == word.first() && one_slip(word, target)
    }
}

/// Hashes a word without the letter at a place.
fn hash(word: &[u8], without: usize) -> u64 {
    let mut hasher = FxHasher::default();
    for (_, byte) in word.iter().enumerate().filter(|(at, _)| *at != without) {
        hasher.write_u8(*byte);
    }
    hasher.finish()
}

/// Whether two words differ by one letter missing, added, wrong, or by two neighbours swapped.
fn one_slip(a: &[u8], b: &[u8]) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a.len(), b.len()) {
        (x, y) if x == y => x == 0 || a[1..] == b[1..] || (x > 1 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..]),
        (x, y) if x == y + 1 => a[1..] == *b,
        (x, y) if x + 1 == y => *a == b[1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_after_the_first_letter_is_seen_through() {
        let mut spelling = Spelling::default();
        spelling.add(b"streetwise", 7);
        for slip in ["stretwise", "streetwize", "streeetwise", "steretwise"] {
            assert_eq!(spelling.find(slip.as_bytes()), 7, "{slip}");
        }
        for other in ["xtreetwise", "streetwide wise", "streetlike", "street"] {
            assert_eq!(spelling.find(other.as_bytes()), UNKNOWN, "{other}");
        }
    }
}
