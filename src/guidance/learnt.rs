//! What was learnt from the example messages, read where it lies: in the program, or in memory where it was learnt at the start.
//!
//! A table of terms in the order of their keys, each with its weights and with where its lists begin; and the lists: for which articles the
//! term speaks, and which examples have it. A key is looked for at its place among all keys there could be, and a little further on.

use super::lexicon::{LETTERS_SHARE, weigh};
use super::terms::{Kind, Reader, Reading, key};
use crate::classifier::Message;
use crate::pool::Pool;
use crate::text::place;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The files that hold it.
const HEAD: &str = "head.toml";
const TERMS: &str = "terms.bin";
const TOPICS: &str = "topics.bin";
const EXAMPLES: &str = "examples.bin";
/// The columns of the table, numbers of four bytes: see [`Record`]; of its two lists, where they begin.
const KEY: usize = 0;
const IDF: usize = 1;
const DANGER: usize = 2;
const SCALE: usize = 3;
const TOPICS_FROM: usize = 4;
const EXAMPLES_FROM: usize = 5;
/// How many bytes a term has in the table.
const TERM: usize = 24;
/// How many places there are for two terms.
const ROOM: usize = 3;
/// Of the number that stands for an example with a term, the bits that hold the term's weight there, in steps from 0 to 1.
const WEIGHT_BITS: u32 = 12;
const WEIGHT_STEPS: f32 = 4095.0;

/// What concerns no single term.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The ids of the articles that it speaks of, in their order.
    pub articles: Vec<String>,
    /// How many examples there are of each article, off topic, of what only sounds like danger, and of danger.
    pub groups: Vec<usize>,
    /// What each article starts with, and at last what is off topic.
    pub topics: Vec<f32>,
    /// What danger starts with.
    pub danger: f32,
    /// The articles that are shown first when there is danger now, by their places.
    pub safety: [usize; 2],
    /// How many places for terms there are.
    pub places: usize,
}

/// What was learnt of one term.
pub struct Record<'a> {
    /// Its number.
    pub key: u32,
    /// Its inverse document frequency.
    pub idf: f32,
    /// How far it speaks of danger now.
    pub danger: f32,
    /// What a step of its weights for articles is.
    pub scale: f32,
    /// For which articles it speaks, with its weights.
    pub topics: &'a [(u8, i8)],
    /// The examples that have it, with its weight there.
    pub examples: &'a [(u32, f32)],
}

/// What was learnt.
pub struct Learnt {
    head: Head,
    terms: Cow<'static, [u8]>,
    topics: Cow<'static, [u8]>,
    examples: Cow<'static, [u8]>,
    sums: Pool<Vec<f32>>,
}

impl Learnt {
    /// Writes down what was learnt of terms in the order of their keys.
    pub fn write<'a>(head: Head, records: impl ExactSizeIterator<Item = Record<'a>>) -> Self {
        let places = records.len() * ROOM / 2 + 1;
        let (mut terms, mut topics, mut examples) = (Vec::new(), Vec::new(), Vec::new());
        let mut push = |[key, idf, danger, scale]: [[u8; 4]; 4], topics: &[u8], examples: &[u8]| {
            let start = |list: &[u8]| u32::try_from(list.len()).unwrap_or(u32::MAX).to_le_bytes();
            terms.extend([key, idf, danger, scale, start(topics), start(examples)].concat());
            terms.len() / TERM
        };
        let mut next = 0;
        for Record { key, idf, danger, scale, topics: speaks_for, examples: found_in } in records {
            while next < place(key, places) as usize {
                next = push([[0; 4]; 4], &topics, &examples);
            }
            next = push([key.to_le_bytes(), idf.to_le_bytes(), danger.to_le_bytes(), scale.to_le_bytes()], &topics, &examples);
            topics.extend(speaks_for.iter().flat_map(|(article, steps)| [*article, steps.to_le_bytes()[0]]));
            examples.extend(found_in.iter().flat_map(|(example, weight)| packed(*example, *weight).to_le_bytes()));
        }
        // At least one empty place ends every search.
        while next <= places {
            next = push([[0; 4]; 4], &topics, &examples);
        }
        push([[0; 4]; 4], &topics, &examples);
        let head = Head { places, ..head };
        Self { head, terms: terms.into(), topics: topics.into(), examples: examples.into(), sums: Pool::default() }
    }

    /// Reads what was written to files; none where they do not speak of these articles.
    pub fn read(files: &BTreeMap<String, &'static [u8]>, articles: impl Iterator<Item = impl AsRef<str>>) -> Option<Self> {
        let file = |name: &str| files.get(name).map(|bytes| Cow::Borrowed(*bytes));
        let head: Head = toml::from_str(str::from_utf8(files.get(HEAD)?).ok()?).ok()?;
        let same = articles.map(|id| id.as_ref().to_owned()).eq(head.articles.iter().cloned());
        let learnt = Self { head, terms: file(TERMS)?, topics: file(TOPICS)?, examples: file(EXAMPLES)?, sums: Pool::default() };
        (same && learnt.terms.len() / TERM > learnt.head.places).then_some(learnt)
    }

    /// The files to write, by their names.
    pub fn files(self) -> BTreeMap<String, Vec<u8>> {
        let head = toml::to_string(&self.head).unwrap_or_default().into_bytes();
        let tables =
            [(TERMS, self.terms), (TOPICS, self.topics), (EXAMPLES, self.examples)].map(|(name, bytes)| (name, bytes.into_owned()));
        tables.into_iter().chain([(HEAD, head)]).map(|(name, bytes)| (name.to_owned(), bytes)).collect()
    }

    /// The articles that are shown first when there is danger now, by their places.
    pub fn safety(&self) -> [usize; 2] {
        self.head.safety
    }

    /// How many examples of each kind there are: see [`Head::groups`].
    pub fn groups(&self) -> &[usize] {
        &self.head.groups
    }

    /// Where a term stands in the table, if it is known.
    pub fn find(&self, kind: Kind, text: &str) -> Option<u32> {
        let key = key(kind, text);
        let from = place(key, self.head.places) as usize;
        let after = self.terms.as_chunks::<TERM>().0.get(from..)?;
        let at = after.iter().take_while(|term| (1..=key).contains(&u32_at(term, KEY))).position(|term| u32_at(term, KEY) == key)?;
        u32::try_from(from + at).ok()
    }

    /// A message as weighted known terms.
    pub fn weighed(&self, reader: &Reader, message: &Reading) -> Vec<(u32, f32)> {
        let (mut words, mut letters) = (Vec::new(), Vec::new());
        reader.visit(message, |kind, text| {
            let known = if kind == Kind::Letters { &mut letters } else { &mut words };
            known.extend(self.find(kind, text));
        });
        let mut weighed = Vec::with_capacity(words.len() + letters.len());
        for (known, share) in [(&mut words, 1.0), (&mut letters, LETTERS_SHARE)] {
            weigh(known, share, |term| f32_at(self.term(term), IDF), &mut weighed);
        }
        weighed
    }

    /// What a message speaks for: every article, and at last what is off topic. The greatest fits best.
    pub fn topics(&self, message: &Message) -> Vec<f32> {
        let mut scores = self.head.topics.clone();
        for &(term, weight) in message {
            let scaled = weight * f32_at(self.term(term), SCALE);
            for &[article, steps] in self.topics_of(term) {
                if let Some(score) = scores.get_mut(usize::from(article)) {
                    *score += scaled * f32::from(i8::from_le_bytes([steps]));
                }
            }
        }
        scores
    }

    /// What one term adds to an article's score, for a weight of 1.
    pub fn topic(&self, term: u32, article: usize) -> f32 {
        let found = self.topics_of(term).iter().find(|[other, _]| usize::from(*other) == article);
        found.map_or(0.0, |[_, steps]| f32_at(self.term(term), SCALE) * f32::from(i8::from_le_bytes([*steps])))
    }

    /// How far a message speaks of danger now.
    pub fn danger(&self, message: &Message) -> f32 {
        self.head.danger + message.iter().map(|(term, weight)| weight * f32_at(self.term(*term), DANGER)).sum::<f32>()
    }

    /// How much each example has in common with a message, 0 to 1; what is made of that.
    pub fn likeness<R>(&self, message: &Message, made: impl FnOnce(&[f32]) -> R) -> R {
        let all = self.examples.as_chunks::<4>().0;
        self.sums.with(|likeness| {
            likeness.clear();
            likeness.resize(self.head.groups.iter().sum(), 0.0);
            for &(term, weight) in message {
                let step = weight / WEIGHT_STEPS;
                for example in self.list(term, EXAMPLES_FROM, 4).and_then(|list| all.get(list)).unwrap_or_default() {
                    let packed = u32::from_le_bytes(*example);
                    if let Some(sum) = likeness.get_mut((packed >> WEIGHT_BITS) as usize) {
                        #[expect(clippy::cast_precision_loss, reason = "twelve bits")]
                        let steps = (packed & ((1 << WEIGHT_BITS) - 1)) as f32;
                        *sum += step * steps;
                    }
                }
            }
            made(likeness)
        })
    }

    fn topics_of(&self, term: u32) -> &[[u8; 2]] {
        self.list(term, TOPICS_FROM, 2).and_then(|list| self.topics.as_chunks::<2>().0.get(list)).unwrap_or_default()
    }

    fn term(&self, term: u32) -> &[u8; TERM] {
        self.terms.as_chunks::<TERM>().0.get(term as usize).unwrap_or(&[0; TERM])
    }

    /// A list of a term: from where it begins to where that of the next term does. `column` says where both stand in the table.
    fn list(&self, term: u32, column: usize, size: usize) -> Option<std::ops::Range<usize>> {
        let [start, end] = [term, term + 1].map(|term| u32_at(self.term(term), column) as usize / size);
        (start <= end).then_some(start..end)
    }
}

/// A number of a term, by its column in the table.
fn u32_at(term: &[u8; TERM], column: usize) -> u32 {
    u32::from_le_bytes(term.as_chunks::<4>().0[column])
}

fn f32_at(term: &[u8; TERM], column: usize) -> f32 {
    f32::from_le_bytes(term.as_chunks::<4>().0[column])
}

/// An example with a term's weight there.
fn packed(example: u32, weight: f32) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to so many steps")]
    let steps = (weight.clamp(0.0, 1.0) * WEIGHT_STEPS).round() as u32;
    example << WEIGHT_BITS | steps
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed step fails the test")]
mod tests {
    use super::*;

    fn learnt() -> Learnt {
        let words = ["day", "trip", "money", "debt"].map(|word| key(Kind::Stem, word));
        let mut keys = words.to_vec();
        keys.sort_unstable();
        let topics = words.map(|word| [(u8::try_from(keys.iter().position(|key| *key == word).unwrap() % 2).unwrap(), 100_i8)]);
        let of = |key: u32| words.iter().position(|word| *word == key).unwrap();
        let examples: Vec<[(u32, f32); 1]> = (0..4).map(|at| [(at, 0.5)]).collect();
        let record =
            |key: &u32| Record { key: *key, idf: 2.0, danger: 0.25, scale: 0.01, topics: &topics[of(*key)], examples: &examples[of(*key)] };
        let head = Head {
            articles: vec!["a".into(), "b".into()],
            groups: vec![2, 2],
            topics: vec![0.0; 3],
            danger: -1.0,
            safety: [0, 1],
            places: 0,
        };
        Learnt::write(head, keys.iter().map(record))
    }

    #[test]
    fn what_is_written_is_read_back_and_found() {
        let files: BTreeMap<String, &'static [u8]> = learnt().files().into_iter().map(|(name, bytes)| (name, &*bytes.leak())).collect();
        let read = Learnt::read(&files, ["a", "b"].iter()).unwrap();
        for learnt in [learnt(), read] {
            let reader = Reader::new(&BTreeMap::new());
            let message = learnt.weighed(&reader, &reader.read("a trip for money"));
            assert_eq!(message.len(), 2);
            assert!((learnt.topics(&message).iter().sum::<f32>() - message.iter().map(|(_, weight)| weight).sum::<f32>()).abs() < 1e-5);
            assert!(learnt.danger(&message) > -1.0 && learnt.danger(&[]) <= -1.0);
            let likeness = learnt.likeness(&message, <[f32]>::to_vec);
            assert!(likeness[0] == 0.0 && likeness[3] == 0.0 && (likeness[1] - 0.5 / 2.0_f32.sqrt()).abs() < 1e-3, "{likeness:?}");
            assert_eq!(learnt.find(Kind::Pair, "trip"), None);
        }
        assert!(Learnt::read(&files, ["a"].iter()).is_none() && Learnt::read(&BTreeMap::new(), ["a", "b"].iter()).is_none());
    }
}
