//! Job 1: a question in, cited articles or "not covered" out.
//!
//! All evidence is lexical and explainable. What was learnt from the example questions (`learn`, `learnt`) says which article people mean
//! when they speak so, and whether there is danger now; the nearest examples and the articles' own words (BM25) have their say.
//! Ranking and gates are in `answer.rs`.

mod answer;
mod explain;
mod index;
mod learn;
mod learnt;
mod lexicon;
pub mod measure;
mod nearest;
mod terms;

pub use answer::{Answer, Hit, Outcome};
pub use explain::Reason;

use crate::knowledge::{Learner, Library};
use index::Index;
use learnt::Learnt;
use std::collections::BTreeMap;
use terms::Reader;

/// The matcher for one knowledge base.
pub struct Guide {
    reader: Reader,
    learnt: Learnt,
    index: Index,
    /// Shown first when there is danger now.
    safety: [usize; 2],
}

impl Guide {
    /// The matcher as it was learnt; learnt now where that is lacking in the library.
    #[must_use]
    pub fn new(library: &Library) -> Self {
        let ids = library.articles.iter().map(|article| &article.id);
        let leads = |(at, anchor): (usize, &str)| library.articles.get(at).and_then(|article| article.main_anchor()) == Some(anchor);
        let read = Learnt::read(library.learnt(Learner::Guidance), ids);
        let read = read.filter(|read| read.safety().into_iter().zip(learn::SAFETY).all(leads));
        Self::with(library, |reader| read.unwrap_or_else(|| learn::learn(library, reader, None)))
    }

    /// The matcher learnt from the library less the examples of one voice, to see how it does on a voice it never heard.
    #[must_use]
    pub fn without(library: &Library, voice: &str) -> Self {
        Self::with(library, |reader| learn::learn(library, reader, Some(voice)))
    }

    fn with(library: &Library, learnt: impl FnOnce(&Reader) -> Learnt) -> Self {
        let reader = Reader::new(&library.concepts.concept);
        let learnt = learnt(&reader);
        Self { safety: learnt.safety(), learnt, index: Index::build(&library.articles, &reader), reader }
    }
}

/// Learns from all examples: the files of `guidance/learnt`, by name.
#[must_use]
pub fn learn(library: &Library) -> BTreeMap<String, Vec<u8>> {
    Guide::with(library, |reader| learn::learn(library, reader, None)).learnt.files()
}
