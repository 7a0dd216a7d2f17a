//! The vocabulary of the example messages: which terms say something, how telling each is, and the messages as weighted terms.

use super::terms::{self, Kind, Reader};
use crate::lists::Lists;
use rustc_hash::FxHashMap;

/// How much runs of letters weigh beside words.
pub const LETTERS_SHARE: f32 = 0.45;
/// Terms that occur in fewer messages than this say nothing yet.
const MIN_MESSAGES: u32 = 2;

/// A term that is known.
pub struct Term {
    /// Its number.
    pub key: u32,
    /// Its inverse document frequency.
    pub idf: f32,
    /// Whether it is made of letters, not of words.
    pub letters: bool,
}

/// Learns the vocabulary of the messages: its terms in the order of their keys, and the messages weighed, with terms by their place there.
#[must_use]
pub fn learn<'a>(reader: &Reader, messages: impl ExactSizeIterator<Item = &'a str>) -> (Vec<Term>, Lists<(u32, f32)>) {
    let total = messages.len();
    let mut seen = Seen::default();
    for message in messages {
        let mut occurrences = Vec::new();
        reader.visit(&reader.read(message), |kind, text| occurrences.push(seen.count(kind, text)));
        seen.occurrences.push(occurrences);
    }
    let (terms, places) = seen.keep(total);
    let mut weighed = Lists::default();
    for occurrences in seen.occurrences.iter() {
        let known = occurrences.iter().filter_map(|old| places[*old as usize]);
        let (mut letters, mut words): (Vec<u32>, Vec<u32>) = known.partition(|place| terms[*place as usize].letters);
        let mut message = Vec::new();
        for (known, share) in [(&mut words, 1.0), (&mut letters, LETTERS_SHARE)] {
            weigh(known, share, |place| terms[place as usize].idf, &mut message);
        }
        weighed.push(message);
    }
    (terms, weighed)
}

/// Adds terms to a message with their weights, whose squares add up to that of the share.
pub fn weigh(known: &mut [u32], share: f32, idf: impl Fn(u32) -> f32, message: &mut Vec<(u32, f32)>) {
    known.sort_unstable();
    let start = message.len();
    for same in known.chunk_by(|a, b| a == b) {
        #[expect(clippy::cast_precision_loss, reason = "counts within a message are small")]
        let often = if same.len() == 1 { 1.0 } else { 1.0 + (same.len() as f32).ln() };
        message.push((same[0], often * idf(same[0])));
    }
    let of_all = message[start..].iter().map(|(_, weight)| weight * weight).sum::<f32>();
    let scale = share / of_all.sqrt().max(1e-6);
    message[start..].iter_mut().for_each(|(_, weight)| *weight *= scale);
}

/// Terms as they are first met: every occurrence in order, and in how many messages each term is.
#[derive(Default)]
struct Seen {
    ids: FxHashMap<u32, u32>,
    found: Vec<Found>,
    occurrences: Lists<u32>,
}

struct Found {
    key: u32,
    letters: bool,
    messages: u32,
    /// The last message that it is in.
    last: usize,
}

impl Seen {
    fn count(&mut self, kind: Kind, text: &str) -> u32 {
        let (key, message) = (terms::key(kind, text), self.occurrences.len() + 1);
        let next = u32::try_from(self.found.len()).unwrap_or(u32::MAX);
        let id = *self.ids.entry(key).or_insert(next);
        if id == next {
            self.found.push(Found { key, letters: kind == Kind::Letters, messages: 0, last: 0 });
        }
        let found = &mut self.found[id as usize];
        if found.last != message {
            found.last = message;
            found.messages += 1;
        }
        id
    }

    /// Keeps the terms that say something, in order of their keys; the second value is the place of each that was found.
    fn keep(&self, total: usize) -> (Vec<Term>, Vec<Option<u32>>) {
        let mut order: Vec<usize> = (0..self.found.len()).filter(|id| self.found[*id].messages >= MIN_MESSAGES).collect();
        order.sort_unstable_by_key(|id| self.found[*id].key);
        let mut places = vec![None; self.found.len()];
        for (place, id) in (0..).zip(&order) {
            places[*id] = Some(place);
        }
        let kept = order.iter().map(|id| &self.found[*id]);
        let term = |found: &Found| Term { key: found.key, idf: inverse_frequency(total, found.messages), letters: found.letters };
        (kept.map(term).collect(), places)
    }
}

#[expect(clippy::cast_precision_loss, reason = "message counts are far below 2^24")]
fn inverse_frequency(total: usize, containing: u32) -> f32 {
    ((1.0 + total as f32) / (1.0 + containing as f32)).ln() + 1.0
}
