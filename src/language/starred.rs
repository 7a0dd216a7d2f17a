//! Words with letters hidden by marks: "pr*st*t*te", "j-nkie".

use super::spellings::Spellings;
use super::vocabulary::{Entry, UNKNOWN};
use crate::lists::Lists;
use crate::tables::Rows;
use serde::{Deserialize, Serialize};

/// What stands for a hidden letter.
pub const HIDDEN: u8 = b'?';
/// The shortest and the longest word, in letters.
const SHORTEST: usize = 4;
const LONGEST: usize = 24;
/// The fewest letters that are shown.
const FEWEST_SHOWN: usize = 2;
const LETTERS: usize = 26;

/// Words by their length and first letter, the most common first.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Starred {
    alike: Rows<Entry>,
}

impl Starred {
    /// Some words, the most common first.
    pub fn new(entries: &[Entry], words: &Spellings) -> Self {
        let placed = || entries.iter().filter_map(|entry| Some((u32::try_from(place(words.get(*entry).as_bytes())?).ok()?, *entry)));
        Self { alike: Lists::by_number((LONGEST + 1) * LETTERS, placed).into() }
    }

    /// The most common word of which some letters are hidden, each behind one mark.
    pub fn find(&self, shown: &[u8], words: &Spellings) -> Entry {
        if shown.iter().filter(|byte| **byte != HIDDEN).count() < FEWEST_SHOWN {
            return UNKNOWN;
        }
        let alike = place(shown).and_then(|place| u32::try_from(place).ok()).map(|place| self.alike.get(place));
        let fits = |entry: &Entry| shown.iter().zip(words.get(*entry).bytes()).all(|(shown, letter)| *shown == HIDDEN || *shown == letter);
        alike.and_then(|alike| alike.iter().find(fits)).unwrap_or(UNKNOWN)
    }
}

/// Where words of this length and first letter are.
fn place(word: &[u8]) -> Option<usize> {
    let first = word.first().filter(|first| first.is_ascii_lowercase())?;
    (SHORTEST..=LONGEST).contains(&word.len()).then(|| word.len() * LETTERS + usize::from(first - b'a'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_hides_one_letter_and_the_first_is_shown() {
        let words = Spellings::new(&["prostitute", "junkie", "slag", "slug", "prostitutes"]);
        let starred = Starred::new(&[1, 2, 3, 4, 5], &words);
        for (written, meant) in [("pr?st?t?te", 1), ("j?nkie", 2), ("sl?g", 3), ("s??g", 3), ("p?????????s", 5)] {
            assert_eq!(starred.find(written.as_bytes(), &words), meant, "{written}");
        }
        for other in ["pr?st?te", "?unkie", "j?nkia", "s???", "sl?", ""] {
            assert_eq!(starred.find(other.as_bytes(), &words), UNKNOWN, "{other}");
        }
    }
}
