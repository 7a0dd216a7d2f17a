//! Every phrase of every rule in a draft, and how each stands in it.

use super::compiled::{Compiled, SILENT};
use super::draft::Words;
use super::phrases::{Hit, SPAN};
use super::speaker::{Passage, Standing};
use super::subject::adult_codes;
use crate::knowledge::{Library, RuleMeta};
use crate::tables::value;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The phrases of all rules, and the cues that tell how one stands.
pub struct Finder {
    pub compiled: Compiled,
    pub metas: Vec<RuleMeta>,
    /// A number for the name of each rule.
    pub names: Vec<u32>,
}

/// A phrase of a rule and the words it spans.
pub struct Found {
    pub rule: usize,
    /// The phrase's place in the rule; none for a whole sentence.
    pub phrase: Option<usize>,
    pub words: Range<usize>,
}

impl Finder {
    /// The compiled phrases and cues of a library.
    pub fn new(library: &Library, compiled: Compiled) -> Self {
        let metas = library.rules.iter().map(|rule| rule.meta.clone()).collect();
        let names = library.rules.iter().map(|rule| super::terms::name(rule.id.as_bytes())).collect();
        Self { compiled, metas, names }
    }

    /// The phrases of the rules that are wanted, but for those inside an allowed one; in reading order.
    pub fn find(&self, words: &Words, wanted: impl Fn(usize) -> bool) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut allowed: FxHashMap<usize, Vec<Range<usize>>> = FxHashMap::default();
        self.compiled.rules.find(words, 0..words.list.len(), |Hit { id, start, end }| {
            let (rule, phrase) = value(&self.compiled.owners, id as usize);
            let (rule, phrase) = (rule as usize, (phrase != SILENT).then_some(phrase as usize));
            let words = start as usize..end as usize;
            match phrase {
                Some(_) if wanted(rule) => found.push(Found { rule, phrase, words }),
                Some(_) => {}
                None => allowed.entry(rule).or_default().push(words),
            }
        });
        for spans in allowed.values_mut() {
            spans.sort_by_key(|span| span.start);
        }
        found.retain(|Found { rule, words, .. }| {
            let spans = allowed.get(rule).map_or(&[][..], Vec::as_slice);
            // Only those that begin near enough to reach here.
            let from = spans.partition_point(|span| span.start + SPAN < words.start);
            let mut near = spans[from..].iter().take_while(|span| span.start <= words.start);
            !near.any(|span| words.end <= span.end)
        });
        found.sort_by_key(|Found { rule, phrase, words }| (words.start, words.end, *rule, *phrase));
        found.dedup_by(|a, b| a.rule == b.rule && a.words == b.words);
        found
    }

    /// What tells how the phrases of a text stand in it.
    pub fn stands<'w, 'a>(&'w self, words: &'w Words<'a>, text: &'w str) -> Stands<'w, 'a> {
        Stands { finder: self, words, text, adult_codes: adult_codes(words, text), passage: None }
    }
}

/// How phrases stand in one text. The passage around the last one is kept for the next.
pub struct Stands<'w, 'a> {
    finder: &'w Finder,
    words: &'w Words<'a>,
    text: &'w str,
    /// The initials of those who are told to be adults.
    adult_codes: Vec<&'w str>,
    passage: Option<Passage<'w, 'a>>,
}

impl Stands<'_, '_> {
    /// How a phrase stands; none where it is part of a name or an everyday expression.
    pub fn of(&mut self, found: &Found) -> Option<Standing> {
        let here = match self.passage.take() {
            Some(known) if known.holds(found.words.start) => known,
            _ => Passage::around(found.words.start, self.text, self.words, &self.finder.compiled.cues, &self.adult_codes),
        };
        let standing = (!here.is_named(&found.words)).then(|| here.standing(&found.words, &self.finder.metas[found.rule]));
        self.passage = Some(here);
        standing
    }
}
