//! The vocabulary: which terms are known, how telling each is, and a message as weighted terms.

use super::terms::{self, Kind, Reader, Reading};
use crate::classifier::Message;
use rustc_hash::FxHashMap;

/// How much runs of letters weigh beside words.
const LETTERS_SHARE: f32 = 0.45;
/// Terms that occur in fewer messages than this say nothing yet.
const MIN_MESSAGES: u32 = 2;

/// Known terms with their inverse document frequency.
pub struct Lexicon {
    reader: Reader,
    ids: FxHashMap<u64, u32>,
    terms: Vec<Term>,
}

#[derive(Clone, Copy)]
struct Term {
    idf: f32,
    letters: bool,
}

/// Many messages, one after another.
pub struct Messages {
    weighed: Vec<(u32, f32)>,
    ends: Vec<usize>,
}

impl Messages {
    /// Each message, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Message> {
        self.ends.iter().enumerate().map(|(at, end)| {
            let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
            &self.weighed[start..*end]
        })
    }
}

impl Lexicon {
    /// Learns the vocabulary of the messages, and returns them weighed.
    #[must_use]
    pub fn learn<'a>(reader: Reader, messages: impl ExactSizeIterator<Item = &'a str>) -> (Self, Messages) {
        let total = messages.len();
        let mut seen = Seen::default();
        for message in messages {
            reader.visit(&reader.read(message), |kind, text| seen.count(kind, text));
            seen.ends.push(seen.occurrences.len());
        }
        let (lexicon, new_ids) = seen.keep(reader, total);
        let mut weighed = Messages { weighed: Vec::with_capacity(seen.occurrences.len()), ends: Vec::with_capacity(total) };
        let mut start = 0;
        for end in seen.ends {
            let mut known: Vec<u32> = seen.occurrences[start..end].iter().filter_map(|old| new_ids[*old as usize]).collect();
            lexicon.weigh(&mut known, &mut weighed.weighed);
            weighed.ends.push(weighed.weighed.len());
            start = end;
        }
        (lexicon, weighed)
    }

    /// How many terms are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether a term is made of words, not of letters.
    #[must_use]
    pub fn is_word(&self, term: u32) -> bool {
        !self.terms[term as usize].letters
    }

    /// How messages are read.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// A message as weighted known terms.
    #[must_use]
    pub fn weighed(&self, message: &Reading) -> Vec<(u32, f32)> {
        let mut known = Vec::new();
        self.reader.visit(message, |kind, text| known.extend(self.id(kind, text)));
        let mut weighed = Vec::new();
        self.weigh(&mut known, &mut weighed);
        weighed
    }

    /// The share of a message's stems that are not known, 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of words")]
    pub fn unknown(&self, message: &Reading) -> f32 {
        let unknown = message.stems.iter().filter(|stem| self.id(Kind::Stem, stem).is_none()).count();
        unknown as f32 / message.stems.len().max(1) as f32
    }

    /// The id of one term, if it is known.
    #[must_use]
    pub fn id(&self, kind: Kind, text: &str) -> Option<u32> {
        self.ids.get(&terms::key(kind, text)).copied()
    }

    /// Adds the terms of one message with their weights.
    fn weigh(&self, known: &mut [u32], weighed: &mut Vec<(u32, f32)>) {
        known.sort_unstable();
        let start = weighed.len();
        let (mut of_words, mut of_letters) = (0.0_f32, 0.0_f32);
        for same in known.chunk_by(|a, b| a == b) {
            let term = self.terms[same[0] as usize];
            #[expect(clippy::cast_precision_loss, reason = "counts within a message are small")]
            let weight = (1.0 + (same.len() as f32).ln()) * term.idf;
            *(if term.letters { &mut of_letters } else { &mut of_words }) += weight * weight;
            weighed.push((same[0], weight));
        }
        let (for_words, for_letters) = (1.0 / of_words.sqrt().max(1e-6), LETTERS_SHARE / of_letters.sqrt().max(1e-6));
        for (id, weight) in &mut weighed[start..] {
            *weight *= if self.terms[*id as usize].letters { for_letters } else { for_words };
        }
    }
}

/// Terms as they are first met: every occurrence in order, and in how many messages each term is.
#[derive(Default)]
struct Seen {
    ids: FxHashMap<u64, u32>,
    messages: Vec<u32>,
    last: Vec<usize>,
    letters: Vec<bool>,
    occurrences: Vec<u32>,
    ends: Vec<usize>,
}

impl Seen {
    fn count(&mut self, kind: Kind, text: &str) {
        let next = u32::try_from(self.messages.len()).unwrap_or(u32::MAX);
        let id = *self.ids.entry(terms::key(kind, text)).or_insert(next);
        if id == next {
            self.messages.push(0);
            self.last.push(usize::MAX);
            self.letters.push(kind == Kind::Letters);
        }
        let at = id as usize;
        if self.last[at] != self.ends.len() {
            self.last[at] = self.ends.len();
            self.messages[at] += 1;
        }
        self.occurrences.push(id);
    }

    /// Keeps the terms that say something; the second value maps each old id to its new one.
    fn keep(&mut self, reader: Reader, total: usize) -> (Lexicon, Vec<Option<u32>>) {
        let mut terms = Vec::new();
        let mut new_ids = vec![None; self.messages.len()];
        for (old, messages) in self.messages.iter().enumerate().filter(|(_, messages)| **messages >= MIN_MESSAGES) {
            new_ids[old] = u32::try_from(terms.len()).ok();
            terms.push(Term { idf: inverse_frequency(total, *messages), letters: self.letters[old] });
        }
        let ids = std::mem::take(&mut self.ids).into_iter().filter_map(|(key, old)| Some((key, new_ids[old as usize]?))).collect();
        (Lexicon { reader, ids, terms }, new_ids)
    }
}

#[expect(clippy::cast_precision_loss, reason = "message counts are far below 2^24")]
fn inverse_frequency(total: usize, containing: u32) -> f32 {
    ((1.0 + total as f32) / (1.0 + containing as f32)).ln() + 1.0
}
