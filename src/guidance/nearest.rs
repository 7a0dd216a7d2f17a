//! The nearest example messages: people who said much the same, and what they meant by it.

use super::Label;
use super::lexicon::{Lexicon, Messages};
use crate::classifier::Message;

/// Terms in more than one message in this many say too little to be worth following.
const TOO_COMMON: usize = 200;
/// How many of the nearest messages of a kind count.
const NEAREST: usize = 10;

/// An index from terms to the example messages that have them, words only.
pub(super) struct Nearest {
    /// Where each term's postings end; they start where those of the term before end.
    ends: Vec<usize>,
    postings: Vec<(u32, f32)>,
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
        let words = || messages.iter().enumerate().flat_map(|(at, message)| message.iter().map(move |term| (at, term)));
        let words = || words().filter(|(_, (term, _))| lexicon.is_word(*term));
        let mut lengths = vec![0_usize; lexicon.len()];
        words().for_each(|(_, (term, _))| lengths[*term as usize] += 1);
        let most = labels.len() / TOO_COMMON;
        lengths.iter_mut().filter(|length| **length > most).for_each(|length| *length = 0);
        let mut ends: Vec<usize> = lengths.iter().scan(0, |end, length| Some(std::mem::replace(end, *end + length))).collect();
        let mut postings = vec![(0, 0.0); lengths.iter().sum()];
        for (at, (term, weight)) in words().filter(|(_, (term, _))| lengths[*term as usize] > 0) {
            let end = &mut ends[*term as usize];
            postings[*end] = (u32::try_from(at).unwrap_or(u32::MAX), *weight);
            *end += 1;
        }
        let groups = labels.chunk_by(|a, b| a == b).scan(0, |end, group| {
            *end += group.len();
            Some((group[0], *end))
        });
        Self { ends, postings, groups: groups.collect() }
    }

    /// How near the examples of each kind are to a message.
    pub(super) fn nearness(&self, message: &Message, articles: usize) -> Nearness {
        let likeness = self.likeness(message);
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
                for value in best {
                    insert(&mut calm, value);
                }
            }
            start = end;
        }
        nearness.calm = mean(calm);
        nearness
    }

    /// How much each example has in common with a message, 0 to 1.
    fn likeness(&self, message: &Message) -> Vec<f32> {
        let mut likeness = vec![0.0_f32; self.groups.last().map_or(0, |(_, end)| *end)];
        for &(term, weight) in message {
            let start = (term as usize).checked_sub(1).map_or(0, |before| self.ends[before]);
            for (at, other) in &self.postings[start..self.ends[term as usize]] {
                likeness[*at as usize] += weight * other;
            }
        }
        likeness
    }
}

fn greatest(values: &[f32]) -> [f32; NEAREST] {
    let mut best = [0.0; NEAREST];
    for value in values {
        insert(&mut best, *value);
    }
    best
}

#[expect(clippy::cast_precision_loss, reason = "a handful")]
fn mean(values: [f32; NEAREST]) -> f32 {
    values.iter().sum::<f32>() / NEAREST as f32
}

/// Keeps the greatest values, greatest first.
fn insert(best: &mut [f32; NEAREST], value: f32) {
    if value > best[NEAREST - 1] {
        let at = best.iter().position(|other| value > *other).unwrap_or(NEAREST - 1);
        best[at..].rotate_right(1);
        best[at] = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_values_are_kept_in_order() {
        assert_eq!(greatest(&[0.1, 0.9, 0.3, 0.2, 0.8, 0.4, 0.0])[..5], [0.9, 0.8, 0.4, 0.3, 0.2]);
    }
}
