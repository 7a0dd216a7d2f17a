//! How a sentence reads as a whole: like sentences that wrong a child, or like fair ones.
//!
//! No list of phrases holds all the ways to say it. So every sentence is weighed, too, by a classifier that has learnt from whole
//! sentences: those that a family must flag, those that wrong a child in words of their own, and fair ones full of the same words. Its
//! terms are stems, pairs of stems, pairs with one word between, runs of three stems, how a sentence begins and ends, and runs of four
//! letters; every naming of a child is one stem. Beside it count the known sentences that are most alike, wrong ones against fair ones.

use super::draft::{Shape, Words};
use super::vocabulary::{UNKNOWN, Vocabulary, role};
use crate::classifier::{Classifier, Lesson, Pace};
use crate::knowledge::{Category, Library, Prompt};
use crate::likeness::{self, Likeness};
use crate::text::{Stemmer, is_invisible, runs_of_letters};
use rustc_hash::FxHasher;
use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// How many terms are told apart; the rest share a place.
const TERMS: usize = 1 << 19;
/// A class for each category, after the first: fair.
const CLASSES: usize = 1 + Category::ALL.len();
const FAIR: usize = 0;
const PACE: Pace = Pace { passes: 5, step: 3.0 };
/// How many letters a run has, ends of words included.
const RUN: usize = 4;
/// How much likeness to known sentences weighs beside the classifier.
const LIKENESS_SHARE: f32 = 24.0;
/// Below these odds by the classifier likeness was never enough to change what is found, and is not looked up.
const PLAINLY_FAIR: f32 = -4.0;
/// Sentences of fewer words say too little to be weighed as a whole.
pub const FEWEST_WORDS: usize = 4;
/// The longest part of a sentence that is shown for all of it, in words.
const MOST_WORDS: usize = 12;

/// Weighs sentences.
pub struct Sense {
    classifier: Classifier,
    known: Known,
    terms: Terms,
}

/// The sentences learnt from, by their stems and pairs of stems.
struct Known {
    likeness: Likeness,
    /// How telling each term is; 0 for one that is too common to follow.
    rarity: Vec<f32>,
    /// Of each sentence, whether it does wrong.
    wrong: Vec<bool>,
}

/// Reads sentences as terms.
struct Terms {
    /// The terms of each word of the vocabulary alone: its stem first, then its runs of letters.
    known: Vec<Vec<u32>>,
    stemmer: Stemmer,
}

/// How a sentence reads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// How much more it reads like sentences that wrong a child than like fair ones: the logarithm of the odds.
    pub odds: f32,
    /// In which way, if it does.
    pub category: Category,
}

impl Sense {
    /// Learns from the sentences of a library.
    pub fn learn(library: &Library, vocabulary: &Vocabulary) -> Self {
        let terms = Terms::of(vocabulary);
        let (mut sentences, mut classes) = (Vec::new(), Vec::new());
        for (line, class) in lessons(library) {
            let words = Words::read(line, vocabulary);
            let mut learn = |part| {
                sentences.push(terms.read(&words, line, part));
                classes.push(class);
            };
            // Of a line that does wrong, nobody has said which sentence does.
            if class == FAIR { words.sentences().for_each(learn) } else { learn(0..words.list.len()) }
        }
        let messages: Vec<Vec<(u32, f32)>> = sentences.iter().map(|terms| message(terms)).collect();
        let lessons = messages.iter().zip(&classes).map(|(message, class)| Lesson { message, class: *class, weight: 1.0 });
        let classifier = Classifier::fit(&lessons.collect::<Vec<_>>(), CLASSES, TERMS, PACE);
        Self { classifier, known: Known::index(&sentences, classes.iter().map(|class| *class != FAIR).collect()), terms }
    }

    /// Weighs a sentence.
    pub fn weigh(&self, words: &Words, text: &str, sentence: Range<usize>) -> Weighed {
        let terms = self.terms.read(words, text, sentence);
        let scores = self.classifier.scores(&message(&terms));
        let (fair, wrong) = scores.split_at(1);
        let greatest = wrong.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = wrong.iter().map(|score| (score - greatest).exp()).sum();
        let at = wrong.iter().position(|score| *score >= greatest).unwrap_or(0);
        let alone = greatest + sum.ln() - fair[FAIR];
        let likeness = if alone > PLAINLY_FAIR { self.known.leaning(&terms) } else { 0.0 };
        Weighed { odds: alone + LIKENESS_SHARE * likeness, category: Category::ALL[at] }
    }

    /// The part of a sentence that tells most for a category.
    pub fn heart(&self, words: &Words, text: &str, sentence: Range<usize>, category: Category) -> Range<usize> {
        let class = class_of(category);
        let mut tells = vec![0.0_f32; sentence.len()];
        for term in self.terms.read(words, text, sentence.clone()) {
            let weight = self.classifier.weight(term.id, class) - self.classifier.weight(term.id, FAIR);
            tells[term.first] += weight / 2.0;
            tells[term.last] += weight / 2.0;
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

impl Known {
    fn index(sentences: &[Vec<Term>], wrong: Vec<bool>) -> Self {
        let mut rarity = vec![0.0_f32; TERMS];
        sentences.iter().flat_map(|terms| distinct(terms)).for_each(|id| rarity[id as usize] += 1.0);
        #[expect(clippy::cast_precision_loss, reason = "some ten thousands")]
        let (count, most) = (sentences.len() as f32, likeness::most_common(sentences.len()) as f32);
        for rarity in &mut rarity {
            *rarity = if *rarity > most { 0.0 } else { (1.0 + count / (1.0 + *rarity)).ln() };
        }
        let messages: Vec<Vec<(u32, f32)>> = sentences.iter().map(|terms| by_rarity(terms, &rarity)).collect();
        let likeness = Likeness::index(|| messages.iter().map(Vec::as_slice), TERMS, |_| true);
        Self { likeness, rarity, wrong }
    }

    /// How much more a sentence is like those known that do wrong than like fair ones, -1 to 1.
    fn leaning(&self, terms: &[Term]) -> f32 {
        let likeness = self.likeness.of(&by_rarity(terms, &self.rarity));
        let nearest = |wrong: bool| {
            let of_kind = likeness.iter().zip(&self.wrong).filter(|(_, known)| **known == wrong);
            likeness::mean(likeness::greatest(of_kind.map(|(likeness, _)| *likeness)))
        };
        nearest(true) - nearest(false)
    }
}

impl Terms {
    fn of(vocabulary: &Vocabulary) -> Self {
        let stemmer = Stemmer::english();
        let mut known = vec![Vec::new(); vocabulary.len()];
        for (spelling, entry) in vocabulary.spellings() {
            known[entry as usize] = alone(spelling, vocabulary.word(entry).roles, &stemmer);
        }
        Self { known, stemmer }
    }

    /// The terms of a part of a text.
    fn read(&self, words: &Words, text: &str, sentence: Range<usize>) -> Vec<Term> {
        let mut terms = Vec::new();
        let mut stems: Vec<u32> = Vec::with_capacity(sentence.len());
        for (place, at) in sentence.enumerate() {
            let own = self.alone(words, text, at);
            let kind = |nth| if nth == 0 { Kind::Words } else { Kind::Letters };
            terms.extend(own.iter().enumerate().map(|(nth, id)| Term { id: *id, first: place, last: place, kind: kind(nth) }));
            let stem = own.first().copied().unwrap_or(0);
            for back in 1..=2_usize.min(place) {
                terms.push(Term { id: id(&(back, stems[place - back], stem)), first: place - back, last: place, kind: Kind::Words });
            }
            if let [.., first, second] = stems[..] {
                terms.push(Term { id: id(&(first, second, stem)), first: place - 2, last: place, kind: Kind::Order });
            }
            stems.push(stem);
        }
        terms.extend(ends(&stems));
        terms
    }

    /// The terms of a word alone.
    fn alone(&self, words: &Words, text: &str, at: usize) -> Cow<'_, [u32]> {
        let word = &words.list[at];
        if word.entry != UNKNOWN {
            return Cow::Borrowed(&self.known[word.entry as usize]);
        }
        let written = text.get(word.start as usize..word.end as usize).unwrap_or_default();
        let written: String = written.chars().filter(|c| c.is_alphanumeric() && !is_invisible(*c)).flat_map(char::to_lowercase).collect();
        let roles = if word.is_initials() { role::CHILD } else { 0 };
        let ending = word.shape == Shape::Ending;
        Cow::Owned(if ending { Vec::new() } else { alone(&written, roles, &self.stemmer) })
    }
}

/// How a sentence begins and how it ends.
fn ends(stems: &[u32]) -> impl Iterator<Item = Term> {
    let last = stems.len().saturating_sub(1);
    let begins =
        (1..=2.min(stems.len())).map(move |count| Term { id: id(&("^", &stems[..count])), first: 0, last: count - 1, kind: Kind::Order });
    let ends = (1..=2.min(stems.len())).map(move |count| {
        let first = stems.len() - count;
        Term { id: id(&("$", &stems[first..])), first, last, kind: Kind::Order }
    });
    begins.chain(ends)
}

/// The distinct terms of a sentence that are made of words, whatever their order.
fn distinct(terms: &[Term]) -> Vec<u32> {
    let mut ids: Vec<u32> = terms.iter().filter(|term| term.kind == Kind::Words).map(|term| term.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The distinct terms of a sentence weighed by how telling they are; the weights squared sum to 1.
fn by_rarity(terms: &[Term], rarity: &[f32]) -> Vec<(u32, f32)> {
    let mut weighed: Vec<(u32, f32)> = distinct(terms).into_iter().map(|id| (id, rarity[id as usize])).collect();
    weighed.retain(|(_, weight)| *weight > 0.0);
    let length = weighed.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    for (_, weight) in &mut weighed {
        *weight /= length;
    }
    weighed
}

#[expect(clippy::cast_precision_loss, reason = "some hundreds")]
fn message(terms: &[Term]) -> Vec<(u32, f32)> {
    let weight = 1.0 / (terms.len().max(1) as f32).sqrt();
    terms.iter().map(|term| (term.id, weight)).collect()
}

/// A term of a sentence, with the first and last word that it is made of.
struct Term {
    id: u32,
    first: usize,
    last: usize,
    kind: Kind,
}

/// What a term is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A stem, or a pair of stems.
    Words,
    /// Stems where their order or place is the point.
    Order,
    /// Letters of a word.
    Letters,
}

/// The class of a category.
fn class_of(category: Category) -> usize {
    1 + Category::ALL.iter().position(|known| *known == category).unwrap_or(0)
}

/// Every sentence to learn from, with its class.
fn lessons(library: &Library) -> impl Iterator<Item = (&str, usize)> {
    let rules = library.rules.iter().flat_map(|rule| {
        let class = class_of(rule.meta.category);
        let flagged = rule.flag.iter().chain(&rule.sentences).map(move |sentence| (sentence.as_str(), class));
        // What Lantern itself says is fair.
        let said = rule.instead.iter().chain([&rule.why, &rule.ask]);
        flagged.chain(rule.allow.iter().chain(said).map(|sentence| (sentence.as_str(), FAIR)))
    });
    let guidance = library.articles.iter().flat_map(|article| article.brief.iter().chain(&article.steps).chain(&article.say));
    let prompts = library.prompts.iter().flat_map(Prompt::parts).flat_map(|part| crate::text::sentences(part));
    let guidance = guidance.map(String::as_str).chain(prompts);
    let fair = library.fair.iter().map(String::as_str).chain(guidance).map(|sentence| (sentence, FAIR));
    rules.chain(fair)
}

/// The terms of a word: its stem, and its runs of letters.
fn alone(word: &str, roles: u8, stemmer: &Stemmer) -> Vec<u32> {
    let child = roles & (role::PRONOUN | role::CHILD) != 0 || matches!(word, "his" | "their" | "himself" | "herself" | "themselves");
    let stem = if child { "child".into() } else { stemmer.stem(word) };
    let padded = format!("<{word}>");
    let runs = runs_of_letters(&padded, RUN).map(|run| id(&run));
    std::iter::once(id(&(0_usize, stem.as_ref()))).chain(runs).collect()
}

/// Where a term is kept.
fn id(term: &impl Hash) -> u32 {
    let mut hasher = FxHasher::default();
    term.hash(&mut hasher);
    u32::try_from((hasher.finish() >> 20) % TERMS as u64).unwrap_or(0)
}
