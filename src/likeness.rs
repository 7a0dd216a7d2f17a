//! How much known messages have in common with a new one, by an index from terms to the messages that have them.

use crate::classifier::Message;
use crate::lists::Lists;
use crate::pool::Pool;

/// Terms in more than one message in this many say too little to be worth following.
const TOO_COMMON: usize = 200;
/// How many of the most alike messages of a kind count.
pub const NEAREST: usize = 10;
/// How many values are looked through at once.
const RUN: usize = 16;

/// An index from terms to the known messages that have them.
pub struct Likeness {
    /// For each term, the messages that have it, and its weight there.
    postings: Lists<(u32, f32)>,
    count: usize,
    sums: Pool<Vec<f32>>,
}

impl Likeness {
    /// Indexes messages by the terms that count, of which there are `terms` at most. A message's weights squared sum to 1 at most.
    pub fn index<'a, M>(messages: impl Fn() -> M, terms: usize, counts: impl Fn(u32) -> bool) -> Self
    where
        M: ExactSizeIterator<Item = &'a Message>,
    {
        let count = messages().len();
        let entries = || messages().zip(0..).flat_map(|(message, at)| message.iter().map(move |entry| (at, entry)));
        let entries = || entries().filter(|(_, (term, _))| counts(*term));
        let mut lengths = vec![0_usize; terms];
        entries().for_each(|(_, (term, _))| lengths[*term as usize] += 1);
        let most = most_common(count);
        lengths.iter_mut().filter(|length| **length > most).for_each(|length| *length = 0);
        let followed = || entries().filter(|(_, (term, _))| lengths[*term as usize] > 0);
        let postings = Lists::by_number(terms, || followed().map(|(at, (term, weight))| (*term, (at, *weight))));
        Self { postings, count, sums: Pool::default() }
    }

    /// How much each known message has in common with a new one, 0 to 1; what is made of that.
    pub fn of<R>(&self, message: &Message, made: impl FnOnce(&[f32]) -> R) -> R {
        self.sums.with(|likeness| {
            likeness.clear();
            likeness.resize(self.count, 0.0);
            for &(term, weight) in message {
                for (at, other) in self.postings.get(term) {
                    likeness[*at as usize] += weight * other;
                }
            }
            made(likeness)
        })
    }
}

/// In how many of so many messages a term may be and still be followed.
pub const fn most_common(messages: usize) -> usize {
    messages / TOO_COMMON
}

/// The greatest values, greatest first; 0 for those that are lacking.
pub fn greatest(values: &[f32]) -> [f32; NEAREST] {
    let mut best = [0.0; NEAREST];
    for run in values.chunks(RUN) {
        // Hardly any run has one, and a whole run is looked through faster than value by value.
        if run.iter().copied().fold(0.0, f32::max) <= best[NEAREST - 1] {
            continue;
        }
        for &value in run {
            if value > best[NEAREST - 1] {
                let at = best.iter().position(|other| value > *other).unwrap_or(NEAREST - 1);
                best[at..].rotate_right(1);
                best[at] = value;
            }
        }
    }
    best
}

/// The mean of the greatest values.
#[expect(clippy::cast_precision_loss, reason = "a handful")]
pub fn mean(values: [f32; NEAREST]) -> f32 {
    values.iter().sum::<f32>() / NEAREST as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_values_are_kept_in_order() {
        assert_eq!(greatest(&[0.1, 0.9, 0.3, 0.2, 0.8, 0.4, 0.0])[..5], [0.9, 0.8, 0.4, 0.3, 0.2]);
    }

    #[test]
    fn a_message_is_most_like_the_one_that_shares_most_of_its_terms() {
        let apart: Vec<Vec<(u32, f32)>> = (0..400).map(|term| vec![(term, 0.8), (term + 1, 0.6)]).collect();
        let index = Likeness::index(|| apart.iter().map(Vec::as_slice), 401, |_| true);
        let likeness = index.of(&apart[7], <[f32]>::to_vec);
        assert!((likeness[7] - 1.0).abs() < 1e-6);
        assert!(likeness[8] > 0.0 && likeness[8] < likeness[7] && likeness[200] == 0.0);
    }
}
