//! Disguised and mistyped words that are seen through, one by one: digits, signs and marks for letters, vowels left out, misspellings. What is
//! done to spaces, see [`super::spacing`].

use super::draft::{Shape, Word, Words};
use super::reader::MAX_WORD;
use super::sounding::heard;
use super::starred::HIDDEN;
use super::vocabulary::{Entry, UNKNOWN, Vocabulary};
use crate::text::is_invisible;

/// The entry of an unknown word that a disguise or a slip hides.
pub fn uncover(folded: &[u8], Hidden { digits, shown, capital }: Hidden, vocabulary: &Vocabulary) -> Entry {
    // A mark inside a word that is whole is emphasis.
    let starred = if shown.is_empty() || vocabulary.is_english(folded) { UNKNOWN } else { vocabulary.starred(shown) };
    if starred != UNKNOWN {
        return starred;
    }
    let seen = if capital == Capital::None { vocabulary.looking(folded) } else { UNKNOWN };
    if seen != UNKNOWN {
        return seen;
    }
    if digits && folded.iter().any(u8::is_ascii_alphabetic) {
        return digits_as_letters(folded, vocabulary);
    }
    // "makin", "kidz", "askd", "runnr"
    let said = match folded {
        [start @ .., b'i', b'n'] if start.len() > 2 => vocabulary.find(&[start, b"ing"].concat()),
        [start @ .., b'z'] if start.len() > 2 => vocabulary.find(&[start, b"s"].concat()),
        [start @ .., end @ (b'd' | b'r')] if start.len() > 2 && !vocabulary.is_english(folded) => without_e(start, *end, vocabulary),
        _ => UNKNOWN,
    };
    let spelt = if said == UNKNOWN { vocabulary.misspelt(folded, capital == Capital::None) } else { said };
    // "smakhed" is no slip in "smashed".
    if spelt != UNKNOWN && said == UNKNOWN && heard(vocabulary.spelt(spelt).as_bytes()) != heard(folded) {
        let sounding = vocabulary.sounding(folded);
        let begins_alike = vocabulary.spelt(sounding).as_bytes().first() == folded.first();
        return if begins_alike && vocabulary.often(sounding) >= vocabulary.often(spelt) { sounding } else { spelt };
    }
    if spelt != UNKNOWN {
        return spelt;
    }
    if folded.windows(3).any(|three| three[0] == three[1] && three[1] == three[2]) {
        return drawn_out(folded, vocabulary);
    }
    if capital == Capital::Inside { UNKNOWN } else { vocabulary.sounding(folded) }
}

/// "askd", "shrugd", "pikd": an ending without its "e".
fn without_e(start: &[u8], end: u8, vocabulary: &Vocabulary) -> Entry {
    let with = |middle: &[u8]| vocabulary.find(&[start, middle, b"e", &[end]].concat());
    let doubled = start.last().map_or(UNKNOWN, |last| with(&[*last]));
    let (plain, hard) = (with(b""), start.strip_suffix(b"k").map_or(UNKNOWN, |start| vocabulary.find(&[start, b"cke", &[end]].concat())));
    [plain, doubled, hard].into_iter().find(|entry| *entry != UNKNOWN).unwrap_or(UNKNOWN)
}

/// In what way a word may be hidden.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hidden<'s> {
    /// Digits stand in it.
    pub digits: bool,
    /// What is shown of it, where marks stand in it: see [`shown`].
    pub shown: &'s [u8],
    /// The capital that opens it.
    pub capital: Capital,
}

/// The capital that a word opens with: inside a sentence it may open a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Capital {
    /// There is none, or all letters are capitals.
    #[default]
    None,
    /// It opens a sentence or a line.
    Opening,
    /// It stands inside a sentence.
    Inside,
}

/// What is shown of a word in which each mark hides a letter.
pub fn shown(written: &str) -> Vec<u8> {
    let seen = written.chars().filter(|c| !is_invisible(*c)).take(MAX_WORD + 1);
    seen.map(|c| if c.is_ascii_alphabetic() { c.to_ascii_lowercase() as u8 } else { HIDDEN }).collect()
}

/// "plaaaying": no English word has a letter three times running.
fn drawn_out(folded: &[u8], vocabulary: &Vocabulary) -> Entry {
    let short = |most: usize| -> Vec<u8> {
        folded.chunk_by(|a, b| a == b).flat_map(|run| run.iter().take(if run.len() > 2 { most } else { 2 })).copied().collect()
    };
    let entry = vocabulary.find(&short(1));
    if entry == UNKNOWN { vocabulary.find(&short(2)) } else { entry }
}

fn digits_as_letters(folded: &[u8], vocabulary: &Vocabulary) -> Entry {
    let read = |at: usize| -> Entry {
        let letters: Vec<u8> = folded.iter().map(|byte| letters_for(char::from(*byte)).map_or(*byte, |letters| letters[at])).collect();
        let entry = vocabulary.find(&letters);
        let entry = if entry == UNKNOWN { vocabulary.misspelt(&letters, false) } else { entry };
        if entry == UNKNOWN { vocabulary.sounding(&letters) } else { entry }
    };
    let entry = read(0);
    if entry == UNKNOWN && folded.contains(&b'1') { read(1) } else { entry }
}

/// The letters that a sign or a digit may stand for, the likelier first; of a letter, itself.
pub fn letters_for(c: char) -> Option<[u8; 2]> {
    let letter = match c {
        '1' | '!' => return Some([b'i', b'l']),
        '|' => return Some([b'l', b'i']),
        '0' => b'o',
        '3' | '€' => b'e',
        '4' | '@' => b'a',
        '5' | '$' => b's',
        '6' | '9' => b'g',
        '7' | '+' => b't',
        '8' => b'b',
        '¡' => b'i',
        letter if letter.is_ascii_alphanumeric() => letter.to_ascii_lowercase() as u8,
        _ => return None,
    };
    Some([letter; 2])
}

/// "himseIf": a capital "i" inside small letters passes for an "l".
pub fn capital_as_small(written: &str) -> Vec<u8> {
    let is_mixed = written.len() <= MAX_WORD && written.contains('I') && written.contains(|c: char| c.is_ascii_lowercase());
    let letters = if is_mixed { written } else { "" };
    letters.bytes().map(|byte| if byte == b'I' { b'l' } else { byte.to_ascii_lowercase() }).collect()
}

/// Of how many words one is strange in a text that may leave vowels out, and how many are at least.
const STRANGE: usize = 4;
const FEWEST_STRANGE: usize = 3;

/// Reads words without vowels ("h wnt wllngly") where so many are strange that the text is written in haste.
pub fn add_vowels(text: &str, words: &mut Words) {
    let vocabulary = words.vocabulary();
    let strange = |word: &Word| {
        let letters = if word.is_strange && word.shape == Shape::Plain { written(text, word)? } else { return None };
        (!vocabulary.is_english(letters.as_bytes())).then_some(letters)
    };
    let count = words.list.iter().filter(|word| strange(word).is_some()).count();
    if count < FEWEST_STRANGE || count * STRANGE < words.list.len() {
        return;
    }
    for word in &mut words.list {
        let entry = strange(word).map_or(UNKNOWN, |letters| vocabulary.without_vowels(letters.as_bytes()));
        if entry != UNKNOWN {
            word.entry = entry;
        }
    }
}

/// A word as it is written, where it is of plain letters.
pub fn written<'t>(text: &'t str, word: &Word) -> Option<&'t str> {
    let is_plain = |written: &&str| !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_alphabetic());
    text.get(word.start as usize..word.end as usize).filter(is_plain)
}
