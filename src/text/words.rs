//! Words, sentences and stems of folded text.

use rust_stemmers::Algorithm;
use std::borrow::Cow;
use std::ops::Range;

/// The words of a folded text: letters and digits, with apostrophes inside a word dropped ("he's" is "hes").
///
/// The pound sign counts as a letter, because sums of money are evidence ("£180 trainers").
pub fn words(folded: &str) -> impl Iterator<Item = Cow<'_, str>> {
    words_at(folded).map(|(_, word)| word)
}

/// The words of a folded text with their byte ranges in it.
pub fn words_at(folded: &str) -> impl Iterator<Item = (Range<usize>, Cow<'_, str>)> {
    let mut start = 0;
    folded.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '£')).filter_map(move |part| {
        let end = start + part.len();
        let word = part.trim_matches('\'');
        let from = start + (part.len() - part.trim_start_matches('\'').len());
        // The separator just passed may take several bytes.
        start = end + folded.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let plain = if word.contains('\'') { Cow::Owned(word.replace('\'', "")) } else { Cow::Borrowed(word) };
        (!word.is_empty()).then(|| (from..from + word.len(), plain))
    })
}

/// Splits a text into sentences and lines, for counting and for showing a part of it.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '!', '?', '\n']).map(str::trim).filter(|part| part.chars().any(char::is_alphanumeric))
}

/// The runs of so many letters in a word, from the left; none in a shorter one.
pub fn runs_of_letters(word: &str, length: usize) -> impl Iterator<Item = &str> {
    let starts = word.char_indices().map(|(at, _)| at);
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8()).skip(length - 1);
    starts.zip(ends).filter_map(|(from, to)| word.get(from..to))
}

/// English stems ("groomed", "grooming" and "grooms" are one term).
pub struct Stemmer(rust_stemmers::Stemmer);

impl Default for Stemmer {
    fn default() -> Self {
        Self::english()
    }
}

impl Stemmer {
    /// An English (Porter 2) stemmer.
    #[must_use]
    pub fn english() -> Self {
        Self(rust_stemmers::Stemmer::create(Algorithm::English))
    }

    /// The stem of one folded word.
    #[must_use]
    pub fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        self.0.stem(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apostrophes_are_dropped_inside_words_and_trimmed_outside() {
        let found: Vec<_> = words("he's 'at it' for £20 o'clock").collect();
        assert_eq!(found, ["hes", "at", "it", "for", "£20", "oclock"]);
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "he's… 'at' £5";
        let found: Vec<_> = words_at(text).map(|(range, _)| text.get(range).unwrap()).collect();
        assert_eq!(found, ["he's", "at", "£5"]);
    }

    #[test]
    fn forms_of_one_word_share_a_stem() {
        let stemmer = Stemmer::english();
        assert_eq!(stemmer.stem("grooming"), stemmer.stem("groomed"));
    }

    #[test]
    fn sentences_end_at_stops_and_lines() {
        assert_eq!(sentences("Ring 999. Now!\nThen wait").count(), 3);
    }
}
