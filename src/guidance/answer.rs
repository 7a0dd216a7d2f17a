//! From evidence to an answer: ranking, the two gates, danger first.
//!
//! The constants here were set on voices left out (`lantern evaluate voices`).

use super::Guide;
use super::nearest::nearness;
use super::terms::{Kind, Reading};
use crate::classifier::softmax;

/// How much the articles' own words weigh beside the examples.
const OWN_WORDS: f32 = 0.5;
/// How much likeness to the nearest examples weighs beside the classifier.
const LIKENESS: f32 = 20.0;
/// How much likeness to the nearest messages of danger weighs beside the classifier of danger.
const DANGER_LIKENESS: f32 = 30.0;
/// How much a question that is clearly about one topic, or clearly off topic, speaks against danger now.
const CLEAR_TOPIC: f32 = 2.0;
/// How far a message must speak of danger to raise the alarm: a missed danger costs more than a needless alarm, within limits.
const ALARM: f32 = -4.0;
/// An off-topic share above this means: not covered.
const OFF_TOPIC: f32 = 0.4;
/// How much words that no example has speak for being off topic.
const UNKNOWN: f32 = 8.0;
/// A lead smaller than this, as a ratio of shares, is a close call.
const CLOSE: f32 = 3.0;
/// The concept of danger said so plainly that nothing else need be weighed, and those that say it is not now.
const PLAIN_DANGER: &str = "plain-danger";
const NOT_NOW: [&str; 5] = ["past", "over", "practice-run", "written-up", "fiction"];
/// The concept of a child or parent who writes for themselves.
const WRITER_FOR_THEMSELVES: &str = "speaking-for-myself";
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
    /// Whether a child or parent writes for themselves, or the writer is the one in danger.
    pub own: bool,
    /// The articles, best first; empty where nothing is covered.
    pub hits: Vec<Hit>,
    /// Whether the first is so little ahead that the reader should choose.
    pub close: bool,
}

impl Answer {
    /// Nothing covers it, and there is no danger in it.
    #[must_use]
    pub fn not_covered() -> Self {
        Self { outcome: Outcome::NotCovered, urgent: false, own: false, hits: Vec::new(), close: false }
    }
}

/// What the evidence says of one message, before anything is decided.
struct Evidence {
    /// How far it speaks of danger now; above 0 it does.
    danger: f32,
    /// The share of what is off topic, 0 to 1.
    off_topic: f32,
    /// Each article's share of the rest, in the order of the library.
    shares: Vec<f32>,
}

impl Guide {
    /// Weighs the evidence for a question.
    fn weigh(&self, reading: &Reading) -> Evidence {
        let message = self.learnt.weighed(&self.reader, reading);
        let near = nearness(&self.learnt, &message);
        let mut shares = self.learnt.topics(&message);
        let off_topic = self.off_topic_share(&shares, reading);
        shares.pop();
        let own = self.index.scores(&reading.stems);
        let greatest = own.iter().copied().fold(1.0, f32::max);
        for ((share, own), near) in shares.iter_mut().zip(own).zip(near.articles) {
            *share += OWN_WORDS * own / greatest + LIKENESS * near;
        }
        softmax(&mut shares);
        let clearest = shares.iter().copied().fold(off_topic, f32::max);
        let danger = self.learnt.danger(&message) + DANGER_LIKENESS * (near.urgent - near.calm) - CLEAR_TOPIC * clearest - ALARM;
        Evidence { danger, off_topic: if message.is_empty() { 1.0 } else { off_topic }, shares }
    }

    /// Answers a question.
    #[must_use]
    pub fn answer(&self, question: &str) -> Answer {
        let reading = self.reader.read(question);
        let Evidence { danger, off_topic, shares } = self.weigh(&reading);
        let concepts = self.reader.concepts(&reading);
        let speaks_of = |concept| concepts.contains(&concept);
        let urgent = danger > 0.0 || (speaks_of(PLAIN_DANGER) && !NOT_NOW.into_iter().any(speaks_of));
        let covered = urgent || off_topic < OFF_TOPIC;
        let mut hits: Vec<Hit> = shares.into_iter().enumerate().map(|(article, share)| Hit { article, share }).collect();
        hits.sort_by(|a, b| b.share.total_cmp(&a.share));
        if urgent {
            self.safety_first(&mut hits);
        }
        hits.truncate(if covered { MOST_HITS } else { 0 });
        let close = !urgent && matches!(hits.as_slice(), [first, second, ..] if first.share < second.share * CLOSE);
        let own = speaks_of(WRITER_FOR_THEMSELVES) || (urgent && speaks_of(WRITER_IN_DANGER));
        Answer { outcome: if covered { Outcome::Answered } else { Outcome::NotCovered }, urgent, own, hits, close }
    }

    fn safety_first(&self, hits: &mut [Hit]) {
        hits.sort_by_key(|hit| self.safety.iter().position(|article| *article == hit.article).unwrap_or(self.safety.len()));
    }

    /// The share of the last class, which is what is off topic; words that no example has speak for it.
    fn off_topic_share(&self, scores: &[f32], reading: &Reading) -> f32 {
        let mut shares = scores.to_vec();
        if let Some(off_topic) = shares.last_mut() {
            *off_topic += UNKNOWN * self.unknown(reading);
        }
        softmax(&mut shares);
        shares.last().copied().unwrap_or(0.0)
    }

    /// The share of a message's stems that no example has, 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "counts of words")]
    fn unknown(&self, reading: &Reading) -> f32 {
        let unknown = reading.stems.iter().filter(|stem| self.learnt.find(Kind::Stem, stem).is_none()).count();
        unknown as f32 / reading.stems.len().max(1) as f32
    }
}
