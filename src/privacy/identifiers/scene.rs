//! A reading taken apart: runs of letters and digits, and what stands between them.

use super::{spoken, words};
use crate::privacy::reading::end_of_run;
use std::ops::Range;

/// The tokens of a reading.
pub struct Scene<'a> {
    /// The reading, with its capitals.
    pub text: &'a str,
    /// The same in small letters; places are the same.
    pub lower: String,
    /// Runs of letters and digits, in order.
    pub tokens: Vec<Token>,
}

/// A run of letters and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it begins, in bytes of the reading.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it is made of.
    pub shape: Shape,
    /// Whether nothing before it joins it to the one before.
    apart: bool,
    /// The lists it stands in, as [`words::classes`] tells them.
    classes: u32,
}

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Letters.
    Word,
    /// ASCII digits.
    Number,
    /// Both.
    Mixed,
}

impl<'a> Scene<'a> {
    /// Takes a reading apart.
    pub fn new(text: &'a str) -> Self {
        let lower = text.to_ascii_lowercase();
        let mut tokens = Vec::with_capacity(text.len() / 5);
        let (mut start, mut last) = (0, 0);
        while start < text.len() {
            let end = end_of_run(text, start);
            if let Some(word) = lower.get(start..end).filter(|word| !word.is_empty()) {
                let shape = shape(word);
                let classes = if shape == Shape::Number { 0 } else { words::classes(word) };
                tokens.push(Token { start, end, shape, apart: text.get(last..start).is_some_and(is_apart), classes });
                last = end;
            }
            // What ends a run is no letter.
            start = end + 1;
        }
        Self { text, lower, tokens }
    }

    /// A token, in small letters; nothing past the end.
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).and_then(|token| self.lower.get(token.start..token.end)).unwrap_or_default()
    }

    /// A token as it is written.
    pub fn written(&self, at: usize) -> &str {
        self.tokens.get(at).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    /// What stands before a token, after the one before it.
    pub fn gap(&self, at: usize) -> &str {
        let from = at.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |last| last.end);
        let until = self.tokens.get(at).map_or(self.text.len(), |token| token.start);
        self.text.get(from..until).unwrap_or_default()
    }

    /// Whether nothing before a token joins it to the one before: no stop without a space, no dash, no sign of a handle.
    pub fn is_apart(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.apart)
    }

    /// What a token is made of; letters, past the end.
    pub fn shape(&self, at: usize) -> Shape {
        self.tokens.get(at).map_or(Shape::Word, |token| token.shape)
    }

    /// From the start of one token to the end of another, or of the last there is.
    pub fn range(&self, first: usize, last: usize) -> Range<usize> {
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        start..self.tokens.get(last).or(self.tokens.last()).map_or(start, |token| token.end).max(start)
    }

    /// Whether a token begins with a capital.
    pub fn is_capital(&self, at: usize) -> bool {
        self.written(at).starts_with(char::is_uppercase)
    }

    /// Whether a token is a day in words or with its ending ("second", "2nd").
    pub fn is_ordinal(&self, at: usize) -> bool {
        let word = self.word(at);
        self.is(at, words::DAY_WORD) && spoken::ordinal(word).is_some()
            || self.shape(at) == Shape::Mixed && ["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end))
    }

    /// Whether a token holds a digit.
    pub fn has_digit(&self, at: usize) -> bool {
        at < self.tokens.len() && self.shape(at) != Shape::Word
    }

    /// Whether a sentence or a line ends between a token and the one before it.
    pub fn parts(&self, at: usize) -> bool {
        let gap = self.gap(at);
        let last = self.word(at.wrapping_sub(1));
        gap.contains(['\n', '!', '?', ';'])
            || gap.contains(". ")
                && self.is_capital(at)
                && last.len() > 3
                && !matches!(last, "hosp" | "acad" | "coll" | "comp" | "schl" | "prim" | "gram" | "tech")
    }

    /// Whether a token stands in a list.
    pub fn is(&self, at: usize, class: u32) -> bool {
        self.tokens.get(at).is_some_and(|token| token.classes & class > 0)
    }

    /// Whether one of the `reach` tokens before `at` stands in a list.
    pub fn any_before(&self, at: usize, reach: usize, class: u32) -> bool {
        (at.saturating_sub(reach)..at).any(|place| self.is(place, class))
    }

    /// Whether one of the `reach` tokens from `at` on stands in a list.
    pub fn any_after(&self, at: usize, reach: usize, class: u32) -> bool {
        (at..at + reach).any(|place| self.is(place, class))
    }

    /// Whether one of the `reach` tokens before `at` is such a word.
    pub fn before(&self, at: usize, reach: usize, is: impl Fn(&str) -> bool) -> bool {
        (at.saturating_sub(reach)..at).any(|place| is(self.word(place)))
    }

    /// How many tokens, from `at` on, make up a date in digits ("03/04/2009", "2009-04-03"); none make up no date.
    pub fn date_length(&self, at: usize) -> usize {
        let number = |place: usize| (self.shape(place) == Shape::Number).then(|| self.word(place).parse::<u32>().ok()).flatten();
        let (Some(first), Some(second), Some(third)) = (number(at), number(at + 1), number(at + 2)) else { return 0 };
        let mark = self.gap(at + 1);
        let lengths = (self.word(at).len(), self.word(at + 1).len(), self.word(at + 2).len());
        let alone = number(at + 3).is_none() || self.gap(at + 3) != mark;
        let follows = at > 0 && number(at - 1).is_some() && self.gap(at) == mark;
        let day_first = first <= 31 && second <= 12 && lengths.0 <= 2 && lengths.1 <= 2 && matches!(lengths.2, 2 | 4);
        let year_first = lengths.0 == 4 && second <= 12 && third <= 31 && lengths.1 == 2 && lengths.2 == 2;
        let fits = matches!(mark, "/" | "." | "-") && self.gap(at + 2) == mark && alone && !follows && first > 0 && second > 0;
        if fits && (day_first || year_first) { 3 } else { 0 }
    }
}

/// What a run of letters and digits is made of.
fn shape(run: &str) -> Shape {
    match run.bytes().filter(u8::is_ascii_digit).count() {
        0 => Shape::Word,
        digits if digits == run.len() => Shape::Number,
        _ => Shape::Mixed,
    }
}

/// Whether what stands between two tokens joins them to nothing: a space, the end of a line or a sentence, a bracket, an apostrophe.
fn is_apart(gap: &str) -> bool {
    let rest = gap.strip_prefix('.').filter(|rest| !rest.is_empty()).unwrap_or(gap);
    rest.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b',' | b';' | b':' | b'!' | b'?' | b'(' | b')' | b'\'' | b'"'))
}
