//! The nearest example messages: people who said much the same, and what they meant by it.

use super::Label;
use super::lexicon::{Lexicon, Messages};
use crate::classifier::Message;
use crate::likeness::{Likeness, NEAREST, greatest, mean};

/// The example messages by their words.
pub(super) struct Nearest {
    likeness: Likeness,
    /// The messages of one label stand together: each label with the end of its messages.
    groups: Vec<(Label, usize)>,
}

/// How near the nearest messages of each kind are, from 0 (nothing shared) to 1 (the same words).
pub(super) struct Nearness {
    /// For each article.
    pub articles: Vec<f32>,
    /// Of danger now.
    pub urgent: f32,
    /// Of anything else.
    pub calm: f32,
}

impl Nearest {
    /// Indexes the messages.
    pub(super) fn index(lexicon: &Lexicon, messages: &Messages, labels: &[Label]) -> Self {
        let likeness = Likeness::index(|| messages.iter(), lexicon.len(), |term| lexicon.is_word(term));
        let groups = labels.chunk_by(|a, b| a == b).scan(0, |end, group| {
            *end += group.len();
            Some((group[0], *end))
        });
        Self { likeness, groups: groups.collect() }
    }

    /// How near the examples of each kind are to a message.
    pub(super) fn nearness(&self, message: &Message, articles: usize) -> Nearness {
        self.likeness.of(message, |likeness| self.nearest(likeness, articles))
    }

    fn nearest(&self, likeness: &[f32], articles: usize) -> Nearness {
        let mut nearness = Nearness { articles: vec![0.0; articles], urgent: 0.0, calm: 0.0 };
        let mut calm = [0.0; NEAREST];
        let mut start = 0;
        for &(label, end) in &self.groups {
            let best = greatest(&likeness[start..end]);
            match label {
                Label::Urgent => nearness.urgent = mean(best),
                Label::Article(at) => nearness.articles[at] = mean(best),
                Label::OffTopic | Label::Calm => {}
            }
            if label != Label::Urgent {
                calm = greatest(&[calm, best].concat());
            }
            start = end;
        }
        nearness.calm = mean(calm);
        nearness
    }
}
