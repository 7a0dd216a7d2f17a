//! How a sentence reads as a whole: like sentences that wrong a child, or like fair ones.
//!
//! No list of phrases holds all the ways to say it. So every sentence is weighed, too, by what has been learnt from whole sentences: those
//! that a family must flag, those that wrong a child in words of their own, and fair ones full of the same words; and from marked drafts, in
//! which a sentence stands among others. Its terms are stems, pairs of stems, runs of them, how it begins and ends, and runs of letters.

use super::lessons::{Kind, Lesson};
use super::terms::{Stemmed, Term, id, kind, side};
use crate::knowledge::Category;
use crate::lists::Lists;
use crate::margin::{self, Margin};
use std::collections::BTreeMap;
use std::ops::Range;

/// Sentences of fewer words say too little to be weighed as a whole.
pub const FEWEST_WORDS: usize = 4;
/// From how many words on a quotation is more than a word picked up.
const LONG_QUOTE: usize = 4;
/// The longest part of a sentence that is shown for all of it, in words.
const MOST_WORDS: usize = 12;
/// How many sentences to each side count as what stands around.
const AROUND: usize = 3;
/// How much words between quotation marks, and the sentences around, count beside a sentence's own words.
const QUOTED_SHARE: f32 = 0.3;
const AROUND_SHARE: f32 = 0.7;
/// The name of what tells whether a sentence wrongs a child; what tells how is named after the category.
const NAME: &str = "sentences.txt";
const PLACES: usize = 1 << 21;
const PACE: margin::Pace = margin::Pace { passes: 60, cost: 0.3 };
/// How much a sentence counts beside one of a marked draft: what a rule must flag or allow, and one of drafts in a row, which are there once
/// before.
const PROMISED: f32 = 3.0;
const ROW: f32 = 0.1;
/// For a category there are fewer terms, in fewer places.
const CATEGORY_PLACES: usize = 1 << 16;
const CATEGORY_PACE: margin::Pace = margin::Pace { passes: 20, cost: 1.0 };

/// Weighs sentences.
pub struct Sense {
    margin: Margin,
    /// Of each category, what tells it from the others.
    categories: Vec<Margin>,
}

/// The sentences of what is learnt from: their terms in their place, and how each wrongs a child.
#[derive(Default)]
pub struct Lessons {
    messages: Lists<(u32, f32)>,
    words: Lists<(u32, f32)>,
    wrongs: Vec<Option<Category>>,
    weights: Vec<f32>,
}

impl Lessons {
    /// Reads one text to learn from.
    pub fn read(&mut self, lesson: &Lesson, stemmed: &Stemmed) {
        for (at, sentence) in stemmed.sentences.iter().enumerate() {
            let terms = stemmed.terms(sentence.clone());
            let bytes = stemmed.words.bytes(sentence.start, sentence.end);
            // The wrong of which most stands here.
            let shared = |range: &Range<usize>| range.end.min(bytes.end).saturating_sub(range.start.max(bytes.start));
            let here = lesson.wrongs.iter().map(|(range, category)| (shared(range), *category)).filter(|(shared, _)| *shared > 0);
            self.messages.push([own(&terms, stemmed, sentence.clone()), around(stemmed, at)].concat());
            self.words.push(plain(&terms));
            self.weights.push(match lesson.kind {
                Kind::Promise => PROMISED,
                Kind::Line | Kind::Passage => 1.0,
                Kind::Row => ROW,
            });
            self.wrongs.push(here.max_by_key(|(shared, _)| *shared).map(|(_, category)| category));
        }
    }
}

impl Sense {
    /// Learns from what was read.
    pub fn learn(parts: &[Lessons]) -> Self {
        let wrongs = || parts.iter().flat_map(|part| &part.wrongs);
        std::thread::scope(|scope| {
            let margin = scope.spawn(|| {
                let messages = parts.iter().flat_map(|part| part.messages.iter());
                let lessons = messages.zip(wrongs()).zip(parts.iter().flat_map(|part| &part.weights));
                let lessons = lessons.map(|((message, wrong), weight)| margin::Lesson { message, far: wrong.is_some(), weight: *weight });
                Margin::fit(&lessons.collect::<Vec<_>>(), PLACES, PACE)
            });
            let categories = Category::ALL.iter().map(|category| {
                let words = parts.iter().flat_map(|part| part.words.iter()).zip(wrongs());
                let lessons =
                    words.filter_map(|(message, wrong)| Some(margin::Lesson { message, far: (*wrong)? == *category, weight: 1.0 }));
                Margin::fit(&lessons.collect::<Vec<_>>(), CATEGORY_PLACES, CATEGORY_PACE)
            });
            let categories = categories.collect();
            Self { margin: margin.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), categories }
        })
    }

    /// Reads what was learnt; none where that is not whole.
    pub fn of(learnt: &BTreeMap<String, &'static [u8]>) -> Option<Self> {
        let read = |name: &str, terms| learnt.get(name).and_then(|text| Margin::read(text, terms));
        let categories = Category::ALL.iter().map(|category| read(&file(*category), CATEGORY_PLACES));
        Some(Self { margin: read(NAME, PLACES)?, categories: categories.collect::<Option<_>>()? })
    }

    /// What was learnt, as the texts of files by their names.
    pub fn write(&self) -> BTreeMap<String, String> {
        let categories = Category::ALL.iter().zip(&self.categories).map(|(category, margin)| (file(*category), margin.write()));
        categories.chain([(NAME.to_owned(), self.margin.write())]).collect()
    }

    /// How surely a part of a sentence, or all of it, wrongs a child, together with what stands around: above zero, that it does.
    pub fn weigh(&self, stemmed: &Stemmed, part: Range<usize>, around: f32) -> f32 {
        self.margin.score(&own(&stemmed.terms(part.clone()), stemmed, part)) + around
    }

    /// What the sentences around one add to the weight of each part of it.
    pub fn around(&self, stemmed: &Stemmed, at: usize) -> f32 {
        around(stemmed, at).iter().map(|(term, share)| share * self.margin.weight(*term)).sum()
    }

    /// In which way a sentence wrongs a child, if it does.
    pub fn category(&self, stemmed: &Stemmed, sentence: Range<usize>) -> Category {
        let words = plain(&stemmed.terms(sentence));
        let scores = self.categories.iter().map(|category| category.score(&words)).zip(Category::ALL);
        scores.max_by(|a, b| a.0.total_cmp(&b.0)).map_or(Category::Label, |(_, category)| category)
    }

    /// The part of a sentence that tells most.
    pub fn heart(&self, stemmed: &Stemmed, sentence: Range<usize>) -> Range<usize> {
        let mut tells = vec![0.0_f32; sentence.len()];
        for term in stemmed.terms(sentence.clone()) {
            let weight = self.margin.weight(term.id);
            tells[term.first as usize] += weight / 2.0;
            tells[term.last as usize] += weight / 2.0;
        }
        let best = (0..tells.len()).flat_map(|from| {
            let ends = (from + 1..=tells.len().min(from + MOST_WORDS)).scan(0.0, |sum, end| {
                *sum += tells[end - 1];
                Some((*sum, end))
            });
            ends.map(move |(sum, end)| (sum, from, end)).collect::<Vec<_>>()
        });
        let (_, from, end) = best.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 0, sentence.len()));
        sentence.start + from..sentence.start + end
    }
}

/// The file of what tells a category from the others.
fn file(category: Category) -> String {
    format!("{}.txt", category.name())
}

/// The words of a sentence, and pairs of them.
#[expect(clippy::cast_precision_loss, reason = "some hundreds")]
fn plain(terms: &[Term]) -> Vec<(u32, f32)> {
    let words = terms.iter().filter(|term| term.is_words);
    let weight = 1.0 / (words.clone().count().max(1) as f32).sqrt();
    words.map(|term| (term.id, weight)).collect()
}

/// The terms of a part of a sentence, and its words between quotation marks.
#[expect(clippy::cast_precision_loss, reason = "some hundreds")]
fn own(terms: &[Term], stemmed: &Stemmed, part: Range<usize>) -> Vec<(u32, f32)> {
    let share = 1.0 / (terms.len().max(1) as f32).sqrt();
    let mut all: Vec<(u32, f32)> = terms.iter().map(|term| (term.id, share)).collect();
    let quoted: Vec<u32> = part.clone().filter(|at| stemmed.quoted[*at]).map(|at| stemmed.stems[at]).collect();
    if !quoted.is_empty() {
        let extent = u32::from(quoted.len() == part.len()) * 2 + u32::from(quoted.len() > LONG_QUOTE);
        all.push((id(kind::QUOTED_EXTENT, &[extent]), QUOTED_SHARE));
        all.extend(quoted.iter().map(|stem| (id(kind::QUOTED, &[*stem]), QUOTED_SHARE * share)));
    }
    all
}

/// The words of the sentences around one.
#[expect(clippy::cast_precision_loss, reason = "some hundreds")]
fn around(stemmed: &Stemmed, at: usize) -> Vec<(u32, f32)> {
    let sentences = &stemmed.sentences;
    let near = (at.saturating_sub(AROUND)..sentences.len().min(at + AROUND + 1)).filter(|other| *other != at);
    let terms = near.flat_map(|other| {
        let side = side(at, other, sentences.len());
        stemmed.stems[sentences[other].clone()].iter().map(move |stem| id(kind::AROUND, &[side, *stem]))
    });
    let terms: Vec<u32> = terms.collect();
    let share = AROUND_SHARE / (terms.len().max(1) as f32).sqrt();
    terms.into_iter().map(|term| (term, share)).collect()
}
