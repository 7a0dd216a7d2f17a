//! A text as words that may be names: where each stands, how it is written, what parts it from the one before.

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

/// Whether a character is part of a word.
fn is_inside(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphanumeric()
}

/// What does not end a word if letters stand around it: an apostrophe, or a mark in place of a letter.
const fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '@' | '$' | '*' | '!')
}

/// Reads a text into words.
pub fn read(text: &str, tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut before = Mark::Start;
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if !is_inside(c) {
            before = parted(before, mark(text, start, c));
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, c)) = rest.peek() {
            let joins = is_joint(c) && text.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            if !is_inside(c) && !joins {
                break;
            }
            end = at + c.len_utf8();
            rest.next();
        }
        tokens.extend(text.get(start..end).map(|word| token(word, start, before)));
        before = Mark::Space;
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

/// What a character between words parts them by.
fn mark(text: &str, at: usize, c: char) -> Mark {
    let bytes = text.as_bytes();
    let inside = |byte: &&u8| byte.is_ascii_alphanumeric();
    let single = || at > 0 && bytes.get(at - 1).as_ref().is_some_and(inside) && bytes.get(at + 1).as_ref().is_some_and(inside);
    match c {
        ' ' | '\t' => Mark::Space,
        '-' if single() => Mark::Hyphen,
        ',' | ';' => Mark::Comma,
        '/' | '&' | '+' => Mark::And,
        ':' => Mark::Colon,
        '(' | ')' | '[' | ']' | '"' | '\'' => Mark::Bracket,
        '@' | '#' | '_' | '\\' => Mark::Handle,
        // "example.org", "notes.doc"
        '.' if single() && bytes[at + 1].is_ascii_lowercase() => Mark::Handle,
        '.' | '!' | '?' => Mark::Stop,
        '\n' | '\r' => Mark::Line,
        _ => Mark::Dash,
    }
}

fn token(word: &str, start: usize, before: Mark) -> Token {
    let bytes = word.as_bytes();
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
