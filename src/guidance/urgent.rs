//! Danger first: does a message describe danger now?
//!
//! A classifier fitted to messages of danger, to messages that sound like it (past, practised, dealt with) and to all other examples.

use super::Label;
use super::lexicon::Messages;
use crate::classifier::Message;
use crate::classifier::{Classifier, Lesson, Pace};

const PACE: Pace = Pace { passes: 6, step: 1.0 };
/// How much a message of danger counts: there are few of them beside all other examples, and a miss costs most.
const URGENT_WEIGHT: f32 = 3.0;
/// How much a message that only sounds like danger counts.
const CALM_WEIGHT: f32 = 2.0;
const CALM: usize = 0;
const DANGER: usize = 1;

/// Tells danger now from everything else.
pub(super) struct Danger(Classifier);

impl Danger {
    pub(super) fn fit(messages: &Messages, labels: &[Label], safety: usize, terms: usize) -> Self {
        let lessons = messages.iter().zip(labels).filter_map(|(message, label)| match label {
            Label::Urgent => Some(Lesson { message, class: DANGER, weight: URGENT_WEIGHT }),
            Label::Calm => Some(Lesson { message, class: CALM, weight: CALM_WEIGHT }),
            // Questions about staying safe now come close to danger; they teach neither.
            Label::Article(at) if *at == safety => None,
            Label::Article(_) | Label::OffTopic => Some(Lesson { message, class: CALM, weight: 1.0 }),
        });
        Self(Classifier::fit(&lessons.collect::<Vec<_>>(), 2, terms, PACE))
    }

    /// How far a message speaks of danger now.
    pub(super) fn score(&self, message: &Message) -> f32 {
        let scores = self.0.scores(message);
        scores[DANGER] - scores[CALM]
    }
}
