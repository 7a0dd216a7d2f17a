//! Whether a phrase wrongs a child where it stands.
//!
//! A phrase that a rule finds may be fair for a reason that no cue knows. What has been learnt from drafts in which the wrongs are marked
//! weighs it by its rule and words, the words to its left and right, the sentences around, and what the cues make of it.

use super::finder::{Finder, Found};
use super::lessons::{Kind, Lesson};
use super::speaker::Standing;
use super::terms::{Stemmed, id, kind, side};
use crate::lists::Lists;
use crate::margin::{self, Margin};
use std::collections::BTreeMap;
use std::ops::Range;

/// How many words to each side count by their place, and how many as standing near.
const NEXT: usize = 3;
const NEAR: usize = 6;
/// How many words to each side count at all, how many sentences, and how many words of each of these; so that a phrase costs no more in a
/// sentence without end.
const REACH: usize = 50;
const AROUND: usize = 4;

/// How much each counts: the rule and what the cues make of the phrase, its own words, those next to it, its sentence, those around.
const STANDING_SHARE: f32 = 1.0;
const OWN_SHARE: f32 = 0.7;
const NEAR_SHARE: f32 = 1.0;
const SENTENCE_SHARE: f32 = 0.8;
const AROUND_SHARE: f32 = 0.6;
/// How much what a rule must flag or allow counts beside a marked draft.
const PROMISED: f32 = 8.0;
/// How much a line counts of which nobody has said what in it does wrong.
const UNMARKED: f32 = 0.3;
/// How much drafts in a row count, which are there once before.
const ROW: f32 = 0.5;
const PLACES: usize = 1 << 20;
const NAME: &str = "phrases.txt";
const PACE: margin::Pace = margin::Pace { passes: 40, cost: 0.1 };

/// Weighs phrases in their place.
pub struct Judge {
    /// None where nothing has been learnt.
    margin: Option<Margin>,
}

/// The phrases found in what is learnt from, and whether each is wrong.
#[derive(Default)]
pub struct Lessons {
    messages: Lists<(u32, f32)>,
    wrong: Vec<bool>,
    weights: Vec<f32>,
}

impl Lessons {
    /// Reads one text to learn from.
    pub fn read(&mut self, finder: &Finder, lesson: &Lesson, stemmed: &Stemmed) {
        let words = stemmed.words;
        let mut stands = finder.stands(words, &lesson.text);
        for found in finder.find(words, |_| true) {
            let Some(standing) = stands.of(&found) else { continue };
            let bytes = words.bytes(found.words.start, found.words.end);
            self.messages.push(message(finder, stemmed, &found, standing));
            self.wrong.push(lesson.wrongs.iter().any(|(range, _)| range.start < bytes.end && bytes.start < range.end));
            self.weights.push(match lesson.kind {
                Kind::Promise => PROMISED,
                Kind::Line => UNMARKED,
                Kind::Passage => 1.0,
                Kind::Row => ROW,
            });
        }
    }
}

impl Judge {
    /// Learns from what was read.
    pub fn learn(parts: &[Lessons]) -> Self {
        let lessons = parts.iter().flat_map(|part| part.messages.iter().zip(&part.wrong).zip(&part.weights));
        let lessons = lessons.map(|((message, far), weight)| margin::Lesson { message, far: *far, weight: *weight });
        Self { margin: Some(Margin::fit(&lessons.collect::<Vec<_>>(), PLACES, PACE)) }
    }

    /// Reads what was learnt.
    pub fn of(learnt: &BTreeMap<String, &'static [u8]>) -> Self {
        Self { margin: learnt.get(NAME).and_then(|text| Margin::read(text, PLACES)) }
    }

    /// What was learnt, as the texts of files by their names.
    pub fn write(&self) -> BTreeMap<String, String> {
        self.margin.iter().map(|margin| (NAME.to_owned(), margin.write())).collect()
    }

    /// How surely a phrase wrongs a child where it stands: above zero, that it does.
    pub fn weigh(&self, finder: &Finder, stemmed: &Stemmed, found: &Found, standing: Standing) -> f32 {
        self.margin.as_ref().map_or(0.0, |margin| margin.score(&message(finder, stemmed, found, standing)))
    }
}

/// What tells how a phrase stands.
fn message(finder: &Finder, stemmed: &Stemmed, found: &Found, standing: Standing) -> Vec<(u32, f32)> {
    let sentences = &stemmed.sentences;
    let at = sentences.partition_point(|sentence| sentence.end <= found.words.start).min(sentences.len() - 1);
    let sentence = &sentences[at];
    let Range { start, end } = found.words;
    let stems = |range: Range<usize>| stemmed.stems[range].iter().copied();
    let left: Vec<u32> = stems(sentence.start.max(start.saturating_sub(REACH))..start).rev().collect();
    let right: Vec<u32> = stems(end.min(sentence.end)..sentence.end.min(end + REACH)).collect();
    let sides = [(0, &left), (1, &right)];
    let (rule, category) = (finder.names[found.rule], finder.metas[found.rule].category as u32);
    let standing = number(standing);
    let mut message = Message::default();
    message.add(
        STANDING_SHARE,
        [
            id(kind::RULE, &[rule]),
            id(kind::CATEGORY, &[category]),
            id(kind::STANDING, &[standing]),
            id(kind::STANDING_CATEGORY, &[standing, category]),
            id(kind::STANDING_RULE, &[standing, rule]),
        ],
    );
    let own = stems(start..end).map(|stem| id(kind::OWN, &[stem]));
    let pairs = stemmed.stems[start..end].windows(2).map(|pair| id(kind::OWN_PAIR, pair));
    message.add(OWN_SHARE, own.chain(pairs));
    message.add(
        NEAR_SHARE,
        sides.into_iter().flat_map(|(side, stems)| {
            let next = (0..).zip(stems.iter().take(NEXT)).map(move |(place, stem)| id(kind::NEXT, &[side, place, *stem]));
            let near = stems.iter().take(NEAR).map(move |stem| id(kind::NEAR, &[side, *stem]));
            let pairs = stems.windows(2).take(NEXT).map(move |pair| id(kind::NEAR_PAIR, &[side, pair[0], pair[1]]));
            let beside = id(kind::BESIDE_RULE, &[rule, side, stems.first().copied().unwrap_or(0)]);
            next.chain(near).chain(pairs).chain([beside])
        }),
    );
    let by_side = sides.into_iter().flat_map(|(side, stems)| stems.iter().map(move |stem| id(kind::SIDE, &[side, *stem])));
    message.add(SENTENCE_SHARE, by_side.chain(left.iter().chain(&right).map(|stem| id(kind::HERE, &[*stem]))));
    let around = (at.saturating_sub(AROUND)..sentences.len().min(at + AROUND + 1)).filter(|other| *other != at);
    message.add(
        AROUND_SHARE,
        around.flat_map(|other| {
            let side = side(at, other, sentences.len());
            stems(sentences[other].clone()).take(REACH).map(move |stem| id(kind::AROUND, &[side, stem]))
        }),
    );
    message.0
}

/// Terms, each with its weight.
#[derive(Default)]
struct Message(Vec<(u32, f32)>);

impl Message {
    /// Adds terms that share a weight.
    #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
    fn add(&mut self, share: f32, terms: impl IntoIterator<Item = u32>) {
        let from = self.0.len();
        self.0.extend(terms.into_iter().map(|term| (term, 0.0)));
        let weight = share / ((self.0.len() - from).max(1) as f32).sqrt();
        self.0[from..].iter_mut().for_each(|(_, share)| *share = weight);
    }
}

fn number(standing: Standing) -> u32 {
    match standing {
        Standing::Own => 0,
        Standing::Reported => 1,
        Standing::Silent(reason) => 2 + reason as u32,
    }
}
