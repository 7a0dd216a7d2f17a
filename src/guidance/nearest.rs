//! The nearest example messages: people who said much the same, and what they meant by it.

use super::Label;
use super::lexicon::{Lexicon, Message, Messages};

/// Terms in more than one message in this many say too little to be worth following.
const TOO_COMMON: usize = 12;
/// How many of the nearest messages of a kind count.
const NEAREST: usize = 5;

/// An index from terms to the example messages that have them, words only.
pub(super) struct Nearest {
    starts: Vec<u32>,
    postings: Vec<(u32, f32)>,
    labels: Vec<Label>,
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
    pub(super) fn index(lexicon: &Lexicon, messages: &Messages, labels: Vec<Label>) -> Self {
        let mut lists: Vec<Vec<(u32, f32)>> = vec![Vec::new(); lexicon.len()];
        for (at, message) in messages.iter().enumerate() {
            for &(term, weight) in message.iter().filter(|(term, _)| lexicon.is_word(*term)) {
                lists[term as usize].push((u32::try_from(at).unwrap_or(u32::MAX), weight));
            }
        }
        let most = labels.len() / TOO_COMMON;
        let mut starts = vec![0];
        let mut postings = Vec::new();
        for list in lists {
            if list.len() <= most {
                postings.extend(list);
            }
            starts.push(u32::try_from(postings.len()).unwrap_or(u32::MAX));
        }
        Self { starts, postings, labels }
    }

    /// How near the examples of each kind are to a message.
    pub(super) fn nearness(&self, message: &Message, articles: usize) -> Nearness {
        let mut likeness = vec![0.0_f32; self.labels.len()];
        for &(term, weight) in message {
            let list = &self.postings[self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize];
            for (at, other) in list {
                likeness[*at as usize] += weight * other;
            }
        }
        let mut best = vec![[0.0_f32; NEAREST]; articles + 2];
        for (label, likeness) in self.labels.iter().zip(likeness).filter(|(_, likeness)| *likeness > 0.0) {
            if *label == Label::Urgent {
                insert(&mut best[articles], likeness);
            } else {
                insert(&mut best[articles + 1], likeness);
            }
            if let Label::Article(at) = label {
                insert(&mut best[*at], likeness);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "five")]
        let mean = |best: &[f32; NEAREST]| best.iter().sum::<f32>() / NEAREST as f32;
        Nearness { urgent: mean(&best[articles]), calm: mean(&best[articles + 1]), articles: best[..articles].iter().map(mean).collect() }
    }
}

/// Keeps the greatest values, greatest first.
fn insert(best: &mut [f32; NEAREST], value: f32) {
    let Some(at) = best.iter().position(|other| value > *other) else { return };
    best[at..].rotate_right(1);
    best[at] = value;
}
