//! A draft as it is read: its words with their places in the original text, seen through marks, disguises and line breaks.

use super::disguise;
use super::reader::Reader;
use super::spacing;
use super::vocabulary::{Entry, Root, UNKNOWN, Vocabulary, role};
use crate::text::Break;
use std::ops::Range;
use zerovec::ZeroSlice;

/// The words of a draft, in order.
pub struct Words<'a> {
    /// The words.
    pub list: Vec<Word>,
    /// Quotation marks, in order.
    pub quotes: Vec<QuoteMark>,
    /// Byte ranges that are struck through, in order, none over another.
    pub struck: Vec<Range<usize>>,
    vocabulary: &'a Vocabulary,
}

/// One word of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where it begins in the original text, in bytes.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// Its place in the vocabulary.
    pub entry: Entry,
    /// What stands before it.
    pub before: Break,
    /// How it is written.
    pub shape: Shape,
    /// Whether it is written like no word of the vocabulary, and is taken for one or is unknown.
    pub is_strange: bool,
}

/// How a word is written, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// In small letters, or no letters.
    #[default]
    Plain,
    /// It begins with a capital.
    Capital,
    /// One or two capitals, perhaps with a digit: a person's initials or code.
    Initials,
    /// Three or more capitals.
    Shouted,
    /// Digits only.
    Number,
    /// The ending of a contraction.
    Ending,
}

/// A quotation mark and what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuoteMark {
    /// Its place in the original text, in bytes.
    pub at: u32,
    /// One past its last byte.
    pub end: u32,
    /// Whether it is a double mark.
    pub double: bool,
    /// Whether it can open, and whether it can close, a quotation.
    pub opens: bool,
    /// See `opens`.
    pub closes: bool,
}

impl<'a> Words<'a> {
    /// Reads a text.
    pub fn read(text: &'a str, vocabulary: &'a Vocabulary) -> Self {
        let mut words = Reader::new(text, vocabulary).read();
        disguise::add_vowels(text, &mut words);
        spacing::join_fragments(text, &mut words);
        spacing::join_spaced_letters(text, &mut words);
        spacing::join_parted(text, &mut words);
        spacing::shift_letters(text, &mut words);
        spacing::part_runs(text, &mut words);
        words
    }

    pub(super) fn empty(vocabulary: &'a Vocabulary) -> Self {
        Self { list: Vec::new(), quotes: Vec::new(), struck: Vec::new(), vocabulary }
    }

    /// The vocabulary that it was read with.
    pub fn vocabulary(&self) -> &'a Vocabulary {
        self.vocabulary
    }

    /// What a word is: bits of [`role`].
    pub fn roles(&self, at: usize) -> u8 {
        self.vocabulary.roles(self.list[at].entry)
    }

    /// The roots that a word is a form of.
    pub fn roots(&self, at: usize) -> &'a ZeroSlice<Root> {
        self.vocabulary.roots(self.list[at].entry)
    }

    /// Whether a phrase cannot reach over to this word.
    pub fn parts_before(&self, at: usize) -> bool {
        self.list[at].before >= Break::Colon
    }

    /// Whether a sentence begins with this word; a line that opens with a capital or a number begins one.
    pub fn breaks_before(&self, at: usize) -> bool {
        let word = &self.list[at];
        word.before >= Break::Sentence || (word.before == Break::Line && !matches!(word.shape, Shape::Plain | Shape::Ending))
    }

    /// Whether the one it is said of may be left out before this word, as in notes ("Plan: refused. Went willingly.").
    pub fn may_leave_out(&self, at: usize) -> bool {
        at == 0 || self.list[at].before >= Break::Line
    }

    /// The sentences, each as a range of words.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = (0..self.list.len()).filter(|at| *at == 0 || self.breaks_before(*at));
        let ends = (1..=self.list.len()).filter(|at| *at == self.list.len() || self.breaks_before(*at));
        starts.zip(ends).map(|(start, end)| start..end)
    }

    /// Whether there is such a word and a phrase can reach over to it.
    pub fn follows(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|word| word.before < Break::Colon)
    }

    /// Whether a word is the "'s" that shows whose something is.
    pub fn is_ending(&self, at: usize) -> bool {
        self.list[at].shape == Shape::Ending && self.roles(at) & role::POSSESSIVE != 0
    }

    /// Whether some bytes are struck through.
    pub fn is_struck(&self, bytes: &Range<usize>) -> bool {
        let after = self.struck.partition_point(|struck| struck.start <= bytes.start);
        after > 0 && bytes.end <= self.struck[after - 1].end
    }

    /// The bytes of some words.
    pub fn bytes(&self, start: usize, end: usize) -> Range<usize> {
        self.list[start].start as usize..self.list[end - 1].end as usize
    }
}

impl Word {
    /// Whether it may be a person's initials or code.
    pub fn is_initials(&self) -> bool {
        self.shape == Shape::Initials
    }

    /// Whether it is a number in digits.
    pub fn is_number(&self) -> bool {
        self.shape == Shape::Number
    }

    /// Whether it follows the word before it without a space.
    pub fn is_joined(&self) -> bool {
        self.before <= Break::Hyphen
    }

    /// Whether no phrase names it.
    pub fn is_unknown(&self) -> bool {
        self.entry == UNKNOWN
    }
}
