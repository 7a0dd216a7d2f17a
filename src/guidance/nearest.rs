//! The nearest example messages: people who said much the same, and what they meant by it.

use super::learnt::Learnt;
use crate::classifier::Message;
use crate::lists::Lists;

/// Terms in more than one message in this many say too little to be worth following.
const TOO_COMMON: usize = 200;
/// How many of the most alike messages of a kind count.
const NEAREST: usize = 10;
/// How many values are looked through at once.
const RUN: usize = 16;

/// How near the nearest messages of each kind are, from 0 (nothing shared) to 1 (the same words).
pub struct Nearness {
    /// For each article.
    pub articles: Vec<f32>,
    /// Of danger now.
    pub urgent: f32,
    /// Of anything else.
    pub calm: f32,
}

/// For each term the messages that have it, and its weight there; none where the term does not count, or is too common.
pub fn followed(messages: &Lists<(u32, f32)>, terms: usize, counts: impl Fn(u32) -> bool) -> Lists<(u32, f32)> {
    let entries = || messages.iter().zip(0..).flat_map(|(message, at)| message.iter().map(move |(term, weight)| (*term, (at, *weight))));
    let mut lengths = vec![0_usize; terms];
    entries().for_each(|(term, _)| lengths[term as usize] += 1);
    let most = messages.len() / TOO_COMMON;
    Lists::by_number(terms, || entries().filter(|(term, _)| counts(*term) && lengths[*term as usize] <= most))
}

/// How near the examples of each kind are to a message.
pub fn nearness(learnt: &Learnt, message: &Message) -> Nearness {
    learnt.likeness(message, |likeness| {
        let mut rest = likeness;
        let best = learnt.groups().iter().map(|count| {
            let (group, others) = rest.split_at_checked(*count).unwrap_or_default();
            rest = others;
            greatest(group)
        });
        let mut best: Vec<[f32; NEAREST]> = best.collect();
        let urgent = best.pop().map_or(0.0, mean);
        let calm = mean(greatest(best.as_flattened()));
        let articles = best.len().saturating_sub(2);
        Nearness { articles: best.into_iter().take(articles).map(mean).collect(), urgent, calm }
    })
}

/// The greatest values, greatest first; 0 for those that are lacking.
fn greatest(values: &[f32]) -> [f32; NEAREST] {
    let mut best = [0.0; NEAREST];
    for run in values.chunks(RUN) {
        // Hardly any run has one, and a whole run is looked through faster than value by value.
        let least = best[NEAREST - 1];
        if run.iter().filter(|value| **value > least).count() == 0 {
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
fn mean(values: [f32; NEAREST]) -> f32 {
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
    fn a_term_that_counts_leads_to_the_messages_that_have_it_unless_it_is_too_common() {
        let mut messages = Lists::default();
        (0..400).for_each(|at| messages.push([(0, 0.1), (1 + at / 2, 0.8), (201, 0.2)].into_iter().take(if at == 7 { 3 } else { 2 })));
        let lists = followed(&messages, 202, |term| term != 201);
        assert_eq!([lists.get(0).len(), lists.get(201).len()], [0, 0]);
        assert_eq!(lists.get(4), [(6, 0.8), (7, 0.8)]);
    }
}
