//! Common misspellings of the words of phrases: one letter missing, added, wrong or swapped with its neighbour, after the first letter.
//! A short word is like many others, so there the slip has to be a likely one in a common word.
//!
//! Two words are one slip apart only if what is left of each with one letter taken out meets; so the words of phrases are kept by all that
//! can be left of them.

use super::sounding::{self, Sounding};
use super::spellings::Spellings;
use super::vocabulary::{Entry, UNKNOWN};
use crate::tables::{Column, places_with, value};
use serde::{Deserialize, Serialize};

/// The shortest word that is recognised misspelt in any way, in letters; with two letters swapped; and by its sound.
pub const SHORTEST: usize = 6;
const SHORTEST_SWAPPED: usize = 4;
const SHORTEST_HEARD: usize = 5;
/// How often a shorter word is met that is recognised by a likely slip, as [`Spelling::often`] counts.
const OFTEN: u8 = 6;
/// What it costs that a word is no English, beside slips and the powers of two of how often words are met.
const NO_ENGLISH: i16 = 8;
/// The longest, in letters.
const LONGEST: usize = 24;
/// Bits of the table that tells at a glance that nothing meets.
const GLANCE: usize = 1 << 20;
const BASE: u64 = 0x0100_0000_01b3;

/// The words of phrases by what is left of them with one letter taken out.
#[derive(Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Spelling {
    /// The keys of what is left, in order. Words that are compared anyway may share one by chance.
    keys: Column<u32>,
    /// The word of each.
    entries: Column<Entry>,
    glance: Column<u64>,
    /// How often each word is met, as a power of two.
    often: Column<u8>,
}

impl Spelling {
    /// The spelling of some words; and how often each word there is is met.
    pub fn new(entries: impl Iterator<Item = Entry>, words: &Spellings, often: &[usize]) -> Self {
        let mut rests = Vec::new();
        for entry in entries {
            let word = words.get(entry).as_bytes();
            if (SHORTEST_SWAPPED..=LONGEST).contains(&word.len()) && is_plain(word) {
                each_rest(word, |key| rests.push((key, entry)));
            }
        }
        rests.sort_unstable();
        rests.dedup();
        let mut glance = vec![0; GLANCE / 64];
        for (key, _) in &rests {
            let (place, bit) = glance_at(*key);
            glance[place] |= bit;
        }
        let (keys, entries) = rests.into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
        let often = often.iter().map(|often| u8::try_from(often.checked_ilog2().map_or(0, |power| power + 1)).unwrap_or(u8::MAX));
        let [keys, entries] = [keys, entries].map(|column| Column::alloc_from_slice(&column));
        Self { keys, entries, glance: Column::alloc_from_slice(&glance), often: often.collect() }
    }

    /// The word that this one is most likely a misspelling of: one met often, by a likely slip. Where it is `no_name`, short words are looked for,
    /// too.
    pub fn find(&self, word: &[u8], no_name: bool, words: &Spellings, sounding: &Sounding) -> Entry {
        if word.len() < SHORTEST_SWAPPED || word.len() > LONGEST || !is_plain(word) {
            return UNKNOWN;
        }
        let heard = sounding::heard(word);
        let mut best = None;
        let mut entry = UNKNOWN;
        each_rest(word, |key| {
            let (place, bit) = glance_at(key);
            if value(&self.glance, place) & bit != 0 {
                for near in places_with(&self.keys, key).map(|place| value(&self.entries, place)) {
                    let target = words.get(near).as_bytes();
                    let Some(slip) = slip(word, target).filter(|_| target.first() == word.first()) else { continue };
                    let sounds_alike = sounding::heard(target) == heard;
                    let often = self.often(near);
                    let is_likely = || no_name && often >= OFTEN && slip <= LIKELY;
                    let is_enough = match target.len() {
                        SHORTEST.. => true,
                        SHORTEST_HEARD.. => sounds_alike || slip <= SMALL || is_likely(),
                        _ => slip <= SMALL || is_likely(),
                    };
                    let cost = if sounds_alike { 0 } else { slip } + if sounding.is_english(target) { 0 } else { NO_ENGLISH };
                    let rank = (cost - i16::from(often), target);
                    if is_enough && best.is_none_or(|best| rank < best) {
                        (best, entry) = (Some(rank), near);
                    }
                }
            }
        });
        entry
    }

    /// How often a word is met, as a power of two.
    pub fn often(&self, entry: Entry) -> u8 {
        value(&self.often, entry as usize)
    }
}

fn is_plain(word: &[u8]) -> bool {
    word.iter().all(u8::is_ascii_lowercase)
}

fn glance_at(key: u32) -> (usize, u64) {
    let at = key as usize % GLANCE;
    (at / 64, 1 << (at % 64))
}

/// A key for the word and for each rest of it without one letter after the first.
fn each_rest(word: &[u8], mut take: impl FnMut(u32)) {
    let step = |key: u64, byte: u8| key.wrapping_mul(BASE).wrapping_add(u64::from(byte));
    let mut take = |key: u64| take(short(key));
    take(word.iter().fold(0, |key, byte| step(key, *byte)));
    let mut before = [0u64; LONGEST + 1];
    for (at, byte) in word.iter().enumerate() {
        before[at + 1] = step(before[at], *byte);
    }
    // What stands after the letter taken out, and its weight.
    let (mut after, mut weight) = (0u64, 1u64);
    for at in (1..word.len()).rev() {
        take(before[at].wrapping_mul(weight).wrapping_add(after));
        after = after.wrapping_add(u64::from(word[at]).wrapping_mul(weight));
        weight = weight.wrapping_mul(BASE);
    }
}

/// A key in half the room.
fn short(key: u64) -> u32 {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// What two neighbouring letters cost that are swapped, and a letter written twice or once too few.
const SMALL: i16 = 1;
/// A letter left out, or one beside it on the keyboard in its place or added; and any other.
const LIKELY: i16 = 2;
const UNLIKELY: i16 = 4;

/// What the one slip costs by which a word is written for another; none where they are further apart.
fn slip(written: &[u8], meant: &[u8]) -> Option<i16> {
    let same = written.iter().zip(meant).take_while(|(x, y)| x == y).count();
    let last = written.get(same.wrapping_sub(1));
    match (&written[same..], &meant[same..]) {
        ([], []) => Some(0),
        ([a, b, rest @ ..], [x, y, other @ ..]) if (a, b) == (y, x) && rest == other => Some(SMALL),
        ([a, rest @ ..], [x, other @ ..]) if rest == other => Some(if are_near(*a, *x) { LIKELY } else { UNLIKELY }),
        (all, [x, other @ ..]) if all == other => Some(if last == Some(x) { SMALL } else { LIKELY }),
        ([a, rest @ ..], all) if rest == all => match last {
            Some(last) if last == a => Some(SMALL),
            Some(last) if are_near(*last, *a) => Some(LIKELY),
            _ => Some(UNLIKELY),
        },
        _ => None,
    }
}

/// Whether two letters stand beside each other on a keyboard.
fn are_near(a: u8, b: u8) -> bool {
    const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
    let place = |letter: u8| ROWS.iter().enumerate().find_map(|(row, keys)| Some((row, keys.iter().position(|key| *key == letter)?)));
    place(a).zip(place(b)).is_some_and(|((row, column), (other, at))| row.abs_diff(other) < 2 && column.abs_diff(at) < 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_after_the_first_letter_is_seen_through() {
        let words = Spellings::new(&["streetwise", "enemy", "risk"]);
        let spelling = Spelling::new(1..4, &words, &[0, 1, 1, 1]);
        for slip in ["stretwise", "streetwize", "streeetwise", "steretwise", "streetwis"] {
            assert_eq!(spelling.find(slip.as_bytes(), true, &words, &Sounding::default()), 1, "{slip}");
        }
        for (slip, word) in [("enmey", 2), ("enemi", 2), ("rsik", 3)] {
            assert_eq!(spelling.find(slip.as_bytes(), true, &words, &Sounding::default()), word, "{slip}");
        }
        for other in ["xtreetwise", "streetlike", "street", "streetwiselys", "enely", "disk", "rask"] {
            assert_eq!(spelling.find(other.as_bytes(), true, &words, &Sounding::default()), UNKNOWN, "{other}");
        }
    }
}
