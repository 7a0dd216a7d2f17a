//! People's names, known by lists and by what stands around them.
//!
//! A text is read into words ([`token`], [`page`]) with what is known of each ([`lexicon`]); every word that could be a name is weighed by
//! a classifier that has learnt from marked sentences ([`lessons`]) what speaks for and against ([`tells`]), and by what is plain ([`plain`]).

mod apart;
mod disguise;
mod lessons;
mod lexicon;
mod page;
mod plain;
mod tells;
mod token;

use super::reading::Reading;
use super::{Kind, Sighting};
use crate::classifier::{Classifier, Lesson, Pace};
use crate::knowledge::{Learner, Library};
use crate::tables::{Column, value};
use lessons::Lessons;
use lexicon::Lexicon;
use page::Page;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use tells::{TELLS, Tells};
use token::Mark;

const PACE: Pace = Pace { passes: 4, step: 4.0 };
/// From what odds on (their logarithm) a word is taken for a name, and from what odds on where somebody is identified already. Set on
/// texts that were not learnt from.
const ODDS: f32 = 4.0;
const ODDS_IDENTIFIED: f32 = 0.0;
const NAME: usize = 1;
const OTHER: usize = 0;

/// The file that holds what was learnt.
pub const FILE: &str = "names.bin";

/// What is known of names.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Names {
    lexicon: Lexicon,
    /// How far each tell speaks for a name.
    weights: Column<f32>,
    /// What every word starts with.
    bias: f32,
}

impl Names {
    /// What the library knows of names: what was learnt ahead, if that is there.
    pub fn new(library: &Library) -> Self {
        let learnt = library.learnt(Learner::Privacy).get(FILE);
        learnt.and_then(|bytes| postcard::from_bytes(bytes).ok()).unwrap_or_else(|| Self::learn(library))
    }

    /// Learns from the library's lists, and from its sentences with names and without.
    pub fn learn(library: &Library) -> Self {
        let lexicon = Lexicon::new(library);
        let lessons = Lessons::gather(library, &lexicon).learnt;
        let lessons: Vec<Lesson> =
            lessons.iter().map(|(tells, name)| Lesson { message: tells, class: usize::from(*name), weight: 1.0 }).collect();
        let classifier = Classifier::fit(&lessons, 2, TELLS, PACE);
        let bias = classifier.odds(&[], NAME, OTHER);
        let tells = (0..).take(TELLS);
        let weights = tells.map(|tell| classifier.odds(&[(tell, 1.0)], NAME, OTHER) - bias).collect();
        Self { lexicon, weights, bias }
    }

    /// What was learnt, as it is kept in a file.
    pub fn write(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// Every name in a text. Where somebody is identified already, by a name or otherwise, others are looked for less warily.
    pub fn find(&self, reading: &Reading, identified: bool) -> Vec<Sighting> {
        let mut page = Page::default();
        page.read(reading.text(), &self.lexicon);
        let mut spans = if identified { Vec::new() } else { self.spans(reading.text(), &page, ODDS) };
        if identified || !spans.is_empty() {
            spans = self.spans(reading.text(), &page, ODDS_IDENTIFIED);
        }
        spans.iter().map(|range| Sighting { range: reading.original(range), kind: Kind::Name }).collect()
    }

    /// How much more likely a word is a name than not: the logarithm of the odds.
    fn odds(&self, tells: &Tells) -> f32 {
        self.bias + tells.iter().map(|(tell, weight)| weight * value(&self.weights, *tell as usize)).sum::<f32>()
    }

    /// Where names stand that are likelier than some odds; words of one name are one.
    fn spans(&self, text: &str, page: &Page, odds: f32) -> Vec<Range<usize>> {
        let mut spans: Vec<Range<usize>> = Vec::new();
        let mut message = Tells::new();
        let mut named = false;
        for at in 0..page.words.len() {
            let before = named;
            named = page.could_be(at) && {
                page.tells(text, at, before, &mut message);
                page.plain(at) + self.odds(&message) > odds
            };
            let word = &page.words[at].token;
            match spans.last_mut() {
                Some(span) if named && before && matches!(word.before, Mark::Space | Mark::Hyphen) => span.end = word.end,
                _ if named => spans.push(word.start..word.end),
                _ => {}
            }
        }
        spans
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed step fails the test")]
mod tests {
    use super::*;
    use crate::knowledge::files;

    #[test]
    fn what_lies_there_is_what_is_learnt() {
        let library = Library::load(&files::embedded()).unwrap();
        let lies_there = library.learnt(Learner::Privacy)[FILE];
        assert!(Names::learn(&library).write() == lies_there, "run: LANTERN_KNOWLEDGE=knowledge lantern knowledge learn");
    }
}
