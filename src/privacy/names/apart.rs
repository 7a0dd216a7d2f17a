//! Names whose letters are set apart, read as one word.

use super::lexicon::{Known, Lexicon, list};
use super::token::{self, Mark, Shape, Token};

/// The most letters set apart, and the most parts of another broken word, that are read as one.
const MOST_LETTERS: usize = 12;
const MOST_PARTS: usize = 3;
/// The longest such word, in bytes.
const LONGEST_APART: usize = 40;

/// A name in parts at the start of these words, as one word, with what is known of it and how many words it is made of.
pub fn joined(text: &str, tokens: &[Token], lexicon: &Lexicon) -> Option<(Token, Known, usize)> {
    set_apart(text, tokens, lexicon).or_else(|| hyphened(text, tokens, lexicon))
}

/// A name whose letters are set apart ("J a y", "J.a.y", "J/a/y", "Ky le"), as one word, and how many words it is made of.
fn set_apart(text: &str, tokens: &[Token], lexicon: &Lexicon) -> Option<(Token, Known, usize)> {
    let length = |token: &Token| token.end - token.start;
    let close = |token: &Token| matches!(token.before, Mark::Space | Mark::Hyphen | Mark::Stop | Mark::Handle | Mark::And);
    let first = tokens.first().filter(|token| length(token) < 3 && token.shape != Shape::Number)?;
    let strange = |token: &Token| {
        length(token) == 1 && !matches!(text.get(token.start..token.end), Some("a" | "A" | "I" | "i"))
            || lexicon.get(token.key) == Known::default()
    };
    let broken = |token: &Token| token.shape == Shape::Small && token.before == Mark::Space && strange(token);
    // After most short words comes a word of its own.
    tokens.get(1).filter(|next| length(first) == 1 && length(next) == 1 || broken(next))?;
    let single = tokens
        .iter()
        .take(MOST_LETTERS)
        .take_while(|token| length(token) == 1 && token.shape != Shape::Number && (token.start == first.start || close(token)));
    let count = single.count();
    let counts = if count > 2 { 3..=count } else { 2..=MOST_PARTS.min(tokens.len()) };
    counts.rev().find_map(|count| {
        let parts = &tokens[..count];
        let last = &parts[count - 1];
        let letters = parts.iter().filter(|token| length(token) == 1).count() >= 3;
        if last.end - first.start > LONGEST_APART || !parts[1..].iter().all(|token| close(token) && (letters || broken(token))) {
            return None;
        }
        let spelling: String = text.get(first.start..last.end)?.chars().filter(char::is_ascii_alphabetic).collect();
        let known = lexicon.get(token::lower_key(&spelling));
        let broken = letters || spelling.len() > 3 && !known.is_word();
        (known.is_in(list::NAME) && broken)
            .then(|| (Token::joined(first, last, &spelling), Known { lists: known.lists | list::HIDDEN, ..known }, count))
    })
}

/// A name with a hyphen inside ("Chan-telle"), as one word.
fn hyphened(text: &str, tokens: &[Token], lexicon: &Lexicon) -> Option<(Token, Known, usize)> {
    let [first, last, ..] = tokens else { return None };
    if last.before != Mark::Hyphen || last.end - first.start > LONGEST_APART || lexicon.get(first.key).is_in(list::NAME) {
        return None;
    }
    let spelling: String = text.get(first.start..last.end)?.chars().filter(char::is_ascii_alphabetic).collect();
    let known = lexicon.get(token::lower_key(&spelling));
    (known.is_in(list::FIRST) && !known.is_word()).then(|| (Token::joined(first, last, &spelling), known, 2))
}
