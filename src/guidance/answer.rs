//! From evidence to an answer: ranking, the two gates, danger first.

use super::Guide;
use super::classifier::softmax;

/// How much the articles' own words weigh beside the examples.
const OWN_WORDS: f32 = 1.0;
/// An off-topic share above this means: not covered.
const OFF_TOPIC: f32 = 0.27;
/// A lead smaller than this, as a ratio of shares, is a close call.
const CLOSE: f32 = 1.6;
/// The concept of a writer who is the one in danger.
const WRITER_IN_DANGER: &str = "in-danger-myself";
/// How many articles an answer names at most.
pub const MOST_HITS: usize = 5;

/// Whether the toolkits cover a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// At least one article answers it.
    Answered,
    /// None does.
    NotCovered,
}

/// An article that may answer a question, by its place in the library.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its index in `Library::articles`.
    pub article: usize,
    /// Its share of the evidence, 0 to 1.
    pub share: f32,
}

/// What the matcher says of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Covered or not.
    pub outcome: Outcome,
    /// Whether the message describes danger now.
    pub urgent: bool,
    /// Whether the writer is the one in danger.
    pub own: bool,
    /// The articles, best first; empty where nothing is covered.
    pub hits: Vec<Hit>,
    /// Whether the first is so little ahead that the reader should choose.
    pub close: bool,
}

impl Guide {
    /// Answers a question.
    #[must_use]
    pub fn answer(&self, question: &str) -> Answer {
        let vector = self.lexicon.weighed(question);
        let urgent = self.danger.now(&vector);
        let mut shares = self.topics.scores(&vector);
        let own = self.index.scores(&self.lexicon.reader().stems(question));
        let greatest = own.iter().copied().fold(1.0, f32::max);
        for (share, own) in shares.iter_mut().zip(&own) {
            *share += OWN_WORDS * own / greatest;
        }
        softmax(&mut shares);
        let covered = urgent || (!vector.is_empty() && shares[self.articles] < OFF_TOPIC);
        let mut hits: Vec<Hit> =
            shares[..self.articles].iter().enumerate().map(|(article, share)| Hit { article, share: *share }).collect();
        hits.sort_by(|a, b| b.share.total_cmp(&a.share));
        if urgent {
            self.safety_first(&mut hits);
        }
        hits.truncate(if covered { MOST_HITS } else { 0 });
        let close = !urgent && matches!(hits.as_slice(), [first, second, ..] if first.share < second.share * CLOSE);
        let own = urgent && self.lexicon.reader().speaks_of(question, WRITER_IN_DANGER);
        Answer { outcome: if covered { Outcome::Answered } else { Outcome::NotCovered }, urgent, own, hits, close }
    }

    fn safety_first(&self, hits: &mut [Hit]) {
        hits.sort_by_key(|hit| self.safety.iter().position(|article| *article == hit.article).unwrap_or(self.safety.len()));
    }

    /// Scores for tuning: how far the message speaks of danger, the off-topic share, the best article's share.
    #[must_use]
    pub fn gauges(&self, question: &str) -> (f32, f32, f32) {
        let vector = self.lexicon.weighed(question);
        let mut shares = self.topics.scores(&vector);
        softmax(&mut shares);
        let best = shares[..self.articles].iter().copied().fold(0.0, f32::max);
        (self.danger.score(&vector), shares[self.articles], best)
    }
}
