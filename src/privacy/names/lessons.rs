//! What the detector learns from: curated sentences with the names marked, and texts that hold none.

use super::lexicon::{Lexicon, innocents};
use super::page::Page;
use super::tells::Tells;
use super::token::Token;
use crate::knowledge::{Library, words};
use std::ops::Range;

/// Every how many innocent texts one is learnt from.
const EVERY: usize = 10;
/// How many times each sentence is learnt with other names of the lists.
const RENAMED: usize = 2;
/// Of so many marked names, one is learnt as though no list held it.
const UNLISTED: u64 = 8;

/// Words that could be names, with whether they are.
pub struct Lessons<'a> {
    lexicon: &'a Lexicon,
    page: Page,
    dice: Dice,
    /// First names that are words as well.
    ambiguous: Vec<&'static str>,
    first: Vec<&'static str>,
    surnames: Vec<&'static str>,
    pub learnt: Vec<(Tells, bool)>,
}

/// Numbers that look drawn by lot and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % count.max(1)
    }
}

/// A marked sentence: the plain text and where its names stand.
pub fn unmarked(line: &str) -> (String, Vec<Range<usize>>) {
    let (mut text, mut names) = (String::with_capacity(line.len()), Vec::new());
    let mut start = 0;
    for c in line.chars() {
        match c {
            '[' => start = text.len(),
            ']' => names.push(start..text.len()),
            c => text.push(c),
        }
    }
    (text, names)
}

impl<'a> Lessons<'a> {
    /// Everything there is to learn in a library.
    pub fn gather(library: &Library, lexicon: &'a Lexicon) -> Self {
        let is_word = |name: &&str| lexicon.get(super::token::lower_key(name)).small > 3;
        let first: Vec<&str> = words(&library.names.first).collect();
        let mut lessons = Self {
            lexicon,
            page: Page::default(),
            dice: Dice(7),
            ambiguous: first.iter().copied().filter(is_word).collect(),
            first,
            surnames: words(&library.names.surnames).collect(),
            learnt: Vec::new(),
        };
        for line in library.names.examples.iter() {
            let (text, names) = unmarked(line);
            lessons.learn(&text, &names, false);
            for _ in 0..if names.is_empty() { 0 } else { RENAMED } {
                let (text, names) = lessons.renamed(&text, &names);
                lessons.learn(&text, &names, true);
            }
            let lower = text.to_lowercase();
            if lower.len() == text.len() && lower != text {
                lessons.learn(&lower, &names, true);
            }
        }
        for text in innocents(library).step_by(EVERY) {
            lessons.learn_innocent(text);
        }
        lessons
    }

    /// The text with other names of the lists for its own.
    fn renamed(&mut self, text: &str, names: &[Range<usize>]) -> (String, Vec<Range<usize>>) {
        let (mut out, mut ranges, mut from) = (String::new(), Vec::new(), 0);
        for name in names {
            out.push_str(text.get(from..name.start).unwrap_or_default());
            let start = out.len();
            for (at, word) in text.get(name.clone()).unwrap_or_default().split(' ').enumerate() {
                if at > 0 {
                    out.push(' ');
                }
                let word = self.other(word, at > 0);
                out.push_str(&word);
            }
            ranges.push(start..out.len());
            from = name.end;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        (out, ranges)
    }

    /// Another name of the lists, written like this one.
    fn other(&mut self, word: &str, last: bool) -> String {
        let pool = match () {
            () if last => &self.surnames,
            () if self.dice.below(4) == 0 => &self.ambiguous,
            () => &self.first,
        };
        let known = self.lexicon.get(super::token::lower_key(word));
        if known.lists == 0 || pool.is_empty() {
            return word.to_owned();
        }
        let pick = usize::try_from(self.dice.below(pool.len() as u64)).unwrap_or(0);
        let other = pool[pick];
        let mut capitals = word.chars().filter(|c| c.is_uppercase()).count();
        if capitals == word.chars().count() {
            capitals = usize::MAX;
        }
        other.chars().enumerate().map(|(at, c)| if at < capitals { c.to_ascii_uppercase() } else { c }).collect()
    }

    fn learn(&mut self, text: &str, names: &[Range<usize>], blind: bool) {
        self.page.read(text, self.lexicon);
        let is_name = |token: &Token| names.iter().any(|name| name.start < token.end && token.start < name.end);
        if blind {
            for at in 0..self.page.words.len() {
                if is_name(&self.page.words[at].token) && self.dice.below(UNLISTED) == 0 {
                    self.page.words[at].known.lists = 0;
                }
            }
            self.page.settle(text);
        }
        let mut after_name = false;
        for at in 0..self.page.words.len() {
            let name = is_name(&self.page.words[at].token);
            if self.page.could_be(at) {
                let mut message = Tells::new();
                self.page.tells(text, at, after_name, &mut message);
                self.learnt.push((message, name));
            }
            after_name = name;
        }
    }

    /// Learns from a text that its own words were counted in.
    fn learn_innocent(&mut self, text: &str) {
        self.page.read(text, self.lexicon);
        for word in &mut self.page.words {
            word.known = word.known.without(&word.token);
        }
        self.page.settle(text);
        for at in 0..self.page.words.len() {
            if self.page.could_be(at) {
                let mut message = Tells::new();
                self.page.tells(text, at, false, &mut message);
                self.learnt.push((message, false));
            }
        }
    }
}
