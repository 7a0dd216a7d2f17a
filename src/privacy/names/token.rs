//! A text as words that may be names: where each stands, how it is written, what parts it from the one before.

use crate::privacy::reading::end_of_run;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// The longest word that is looked up, in bytes.
const MAX_WORD: usize = 40;
/// What is cut off a word after an apostrophe: "Kyle's", "Kyle'll".
const ENDINGS: [&[u8]; 6] = [b"s", b"ll", b"d", b"ve", b"re", b"m"];

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// All in small letters.
    Small,
    /// A capital and small letters.
    Capital,
    /// Capitals only, two or more.
    Caps,
    /// One capital alone.
    Initial,
    /// Capitals inside.
    Mixed,
    /// Digits only.
    Number,
}

/// What stands between a word and the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// A space.
    Space,
    /// A hyphen without spaces.
    Hyphen,
    /// A comma or a semicolon.
    Comma,
    /// A slash, an ampersand or a plus sign.
    And,
    /// A colon.
    Colon,
    /// An opening or closing bracket or quotation mark.
    Bracket,
    /// A dash, or any other mark.
    Dash,
    /// "@", "#", "_": it belongs to a handle or a tag.
    Handle,
    /// A full stop, a question or an exclamation mark.
    Stop,
    /// A new line.
    Line,
    /// The start of the text.
    Start,
}

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, without "'s".
    pub end: usize,
    /// Its spelling in small letters, as a number.
    pub key: u64,
    /// How it is written.
    pub shape: Shape,
    /// What stands before it.
    pub before: Mark,
    /// Whether digits or marks stand among its letters.
    pub coded: bool,
    /// Whether "'s" follows.
    pub possessive: bool,
}

impl Token {
    /// A word whose letters are set apart, as one.
    pub fn joined(first: &Self, last: &Self, spelling: &str) -> Self {
        Self { end: last.end, key: lower_key(spelling), shape: shape(spelling), possessive: last.possessive, ..*first }
    }
}

/// The number of a spelling, which must be in small letters.
pub fn key(spelling: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(spelling);
    hasher.finish()
}

/// The end of the word that begins at a place. An apostrophe, or a mark in place of a letter, does not end it if letters stand around it.
fn end(text: &str, start: usize) -> usize {
    let mut end = end_of_run(text, start);
    while end > start && matches!(text.as_bytes().get(end), Some(b'\'' | b'@' | b'$' | b'*' | b'!')) {
        let next = end_of_run(text, end + 1);
        if next == end + 1 {
            break;
        }
        end = next;
    }
    end
}

/// Reads a text into words.
pub fn read(text: &str, tokens: &mut Vec<Token>) {
    tokens.clear();
    tokens.reserve(text.len() / 5);
    let mut before = Mark::Start;
    let mut start = 0;
    while let Some(&byte) = text.as_bytes().get(start) {
        let end = end(text, start);
        if end > start {
            tokens.extend(text.get(start..end).map(|word| token(word, start, before)));
            (before, start) = (Mark::Space, end);
        } else {
            before = parted(before, mark(text, start, byte));
            start += 1;
        }
    }
}

/// The stronger of two marks; a lone space keeps what stood before it.
fn parted(known: Mark, next: Mark) -> Mark {
    let strength = |mark: Mark| mark as u8;
    if next == Mark::Hyphen && known != Mark::Space {
        known
    } else if strength(next) > strength(known) {
        next
    } else {
        known
    }
}

/// What a byte between words parts them by.
fn mark(text: &str, at: usize, byte: u8) -> Mark {
    let bytes = text.as_bytes();
    let inside = |byte: &&u8| byte.is_ascii_alphanumeric();
    let single = || at > 0 && bytes.get(at - 1).as_ref().is_some_and(inside) && bytes.get(at + 1).as_ref().is_some_and(inside);
    match byte {
        b' ' | b'\t' => Mark::Space,
        b'-' if single() => Mark::Hyphen,
        b',' | b';' => Mark::Comma,
        b'/' | b'&' | b'+' => Mark::And,
        b':' => Mark::Colon,
        b'(' | b')' | b'[' | b']' | b'"' | b'\'' => Mark::Bracket,
        b'@' | b'#' | b'_' | b'\\' => Mark::Handle,
        // "example.org", "notes.doc"
        b'.' if single() && bytes[at + 1].is_ascii_lowercase() => Mark::Handle,
        b'.' | b'!' | b'?' => Mark::Stop,
        b'\n' | b'\r' => Mark::Line,
        _ => Mark::Dash,
    }
}

fn token(word: &str, start: usize, before: Mark) -> Token {
    let bytes = word.as_bytes();
    // Most words have nothing in them but small letters.
    if bytes.iter().all(u8::is_ascii_lowercase) {
        let (end, key) = (start + word.len(), key(bytes));
        return Token { start, end, key, shape: Shape::Small, before, coded: false, possessive: false };
    }
    let ending = bytes.iter().rposition(|byte| *byte == b'\'').filter(|at| {
        let after = &bytes[at + 1..];
        ENDINGS.iter().any(|ending| after.eq_ignore_ascii_case(ending))
    });
    let base = word.get(..ending.unwrap_or(bytes.len())).unwrap_or(word);
    let possessive = ending.is_some_and(|at| bytes.len() == at + 2 && bytes[at + 1].eq_ignore_ascii_case(&b's'));
    Token { start, end: start + base.len(), key: lower_key(base), shape: shape(base), before, coded: is_coded(base), possessive }
}

/// The number of a word in small letters.
pub fn lower_key(word: &str) -> u64 {
    let mut lower = [0; MAX_WORD];
    match lower.get_mut(..word.len()) {
        Some(lower) if word.is_ascii() => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            key(lower)
        }
        _ => key(word.to_lowercase().as_bytes()),
    }
}

fn is_coded(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic() && byte != b'\'')
}

fn shape(word: &str) -> Shape {
    let (mut letters, mut capitals) = (0, 0);
    for c in word.chars() {
        letters += usize::from(c.is_alphabetic());
        capitals += usize::from(c.is_uppercase());
    }
    let first = word.starts_with(char::is_uppercase);
    match (letters, capitals) {
        (0, _) => Shape::Number,
        (_, 0) => Shape::Small,
        (1, 1) if word.len() == 1 => Shape::Initial,
        (_, 1) if first => Shape::Capital,
        (letters, capitals) if letters == capitals => Shape::Caps,
        // "O'Brien", "McKay"
        (_, 2) if first && (word.contains('\'') || word.starts_with("Mc") || word.starts_with("Mac")) => Shape::Capital,
        _ => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(&str, Shape, Mark)> {
        let mut tokens = Vec::new();
        read(text, &mut tokens);
        tokens.iter().map(|token| (text.get(token.start..token.end).unwrap(), token.shape, token.before)).collect()
    }

    #[test]
    fn words_know_their_shape_and_what_stands_before() {
        let found = words("Kayleigh-Mae's mum, K. O'Brien (DC)");
        assert_eq!(
            found,
            [
                ("Kayleigh", Shape::Capital, Mark::Start),
                ("Mae", Shape::Capital, Mark::Hyphen),
                ("mum", Shape::Small, Mark::Space),
                ("K", Shape::Initial, Mark::Comma),
                ("O'Brien", Shape::Capital, Mark::Stop),
                ("DC", Shape::Caps, Mark::Bracket),
            ]
        );
    }

    #[test]
    fn spellings_in_any_case_are_one() {
        assert_eq!(lower_key("KYLE"), key(b"kyle"));
        assert_eq!(lower_key("ÉLISE"), key("élise".as_bytes()));
    }
}
