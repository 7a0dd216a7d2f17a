//! Job 1: a question in, cited articles or "not covered" out.
//!
//! All evidence is lexical and explainable. A linear classifier fitted to the example questions says which article people mean when they
//! speak so, and the nearest examples and the articles' own words (BM25) have their say; a second classifier says whether there is danger now.
//! Ranking and gates are in `answer.rs`.

mod answer;
mod explain;
mod index;
mod lexicon;
pub mod measure;
mod nearest;
mod terms;
mod urgent;

pub use answer::{Answer, Hit, Outcome};
pub use explain::Reason;

use crate::classifier::{Classifier, Lesson, Pace};
use crate::knowledge::{Example, Library};
use index::Index;
use lexicon::{Lexicon, Messages};
use nearest::Nearest;
use terms::Reader;
use urgent::Danger;

/// The matcher, fitted to one knowledge base.
pub struct Guide {
    lexicon: Lexicon,
    topics: Classifier,
    danger: Danger,
    index: Index,
    nearest: Nearest,
    articles: usize,
    /// Shown first when there is danger now.
    safety: [usize; 2],
}

impl Guide {
    /// Fits the matcher to everything in the library.
    #[must_use]
    pub fn fit(library: &Library) -> Self {
        Self::fit_without(library, None)
    }

    /// Fits the matcher to the library less the examples of one voice, to see how it does on a voice it never heard.
    #[must_use]
    pub fn fit_without(library: &Library, voice: Option<&str>) -> Self {
        let heard = |example: &&Example| voice.is_none_or(|voice| example.voice != voice);
        let mut messages: Vec<(&str, Label)> = Vec::new();
        for (at, article) in library.articles.iter().enumerate() {
            messages.extend(article.examples.iter().filter(heard).map(|example| (example.text, Label::Article(at))));
        }
        messages.extend(library.off_topic.iter().filter(heard).map(|example| (example.text, Label::OffTopic)));
        messages.extend(library.calm.iter().filter(heard).map(|example| (example.text, Label::Calm)));
        messages.extend(library.urgent.iter().filter(heard).map(|example| (example.text, Label::Urgent)));
        let (lexicon, weighed) = Lexicon::learn(Reader::new(&library.concepts.concept), messages.iter().map(|(text, _)| *text));
        let labels: Vec<Label> = messages.iter().map(|(_, label)| *label).collect();
        let safety = ["sp.self-safeguard", "clt.three-steps"].map(|anchor| library.lead(anchor).unwrap_or(0));
        let (topics, danger) = std::thread::scope(|scope| {
            let danger = scope.spawn(|| Danger::fit(&weighed, &labels, safety[0], lexicon.len()));
            (fit_topics(&weighed, &labels, library.articles.len(), lexicon.len()), danger.join())
        });
        Self {
            topics,
            danger: danger.unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            index: Index::build(&library.articles, lexicon.reader()),
            nearest: Nearest::index(&lexicon, &weighed, &labels),
            articles: library.articles.len(),
            safety,
            lexicon,
        }
    }
}

/// What an example message is an example of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    /// A question that this article answers best.
    Article(usize),
    /// Nothing the toolkits cover.
    OffTopic,
    /// Sounds like danger now, and is not.
    Calm,
    /// Danger now.
    Urgent,
}

const PACE: Pace = Pace { passes: 6, step: 4.0 };

/// The classifier of topics: a class for each article, and the last for what is off topic.
fn fit_topics(messages: &Messages, labels: &[Label], articles: usize, terms: usize) -> Classifier {
    let lessons = messages.iter().zip(labels).filter_map(|(message, label)| match label {
        Label::Article(at) => Some(Lesson { message, class: *at, weight: 1.0 }),
        Label::OffTopic => Some(Lesson { message, class: articles, weight: 1.0 }),
        Label::Calm | Label::Urgent => None,
    });
    Classifier::fit(&lessons.collect::<Vec<_>>(), articles + 1, terms, PACE)
}
