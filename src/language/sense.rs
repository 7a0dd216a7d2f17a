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
use crate::likeness;
use crate::lists::Lists;
use crate::sparse::Sparse;
use crate::text::{Stemmer, is_invisible, runs_of_letters};
use rustc_hash::FxHasher;
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
    /// The terms that are met, and the sentences that have each; none for one that is too common to follow.
    met: Sparse,
    with: Lists<u32>,
    /// How telling a term is, by how many sentences have it.
    rarities: Vec<f32>,
    /// How long each sentence is: its terms' rarities squared and summed, and the root of that.
    lengths: Vec<f32>,
    /// Of each sentence, whether it does wrong.
    wrong: Vec<bool>,
}

/// Weighs the sentences of one text.
pub struct Weigher<'w> {
    sense: &'w Sense,
    words: &'w Words<'w>,
    text: &'w str,
    alike: Alike,
}

/// How much a sentence has in common with each known one, as far as it has anything.
#[derive(Default)]
struct Alike {
    likeness: Vec<f32>,
    /// The fair ones and the wrong ones that it has something in common with.
    touched: [Vec<u32>; 2],
}

/// Reads sentences as terms.
struct Terms {
    /// The stem of each word of the vocabulary.
    stems: Vec<u32>,
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
        let (mut messages, mut known, mut classes) = (Lists::default(), Lists::default(), Vec::new());
        for (line, class) in lessons(library) {
            let words = Words::read(line, vocabulary);
            let mut learn = |part| {
                let terms = terms.read(&words, line, part);
                messages.push(message(&terms));
                known.push(distinct(&terms));
                classes.push(class);
            };
            // Of a line that does wrong, nobody has said which sentence does.
            if class == FAIR { words.sentences().for_each(learn) } else { learn(0..words.list.len()) }
        }
        let known = Known::index(&known, classes.iter().map(|class| *class != FAIR).collect());
        let lessons = messages.iter().zip(&classes).map(|(message, class)| Lesson { message, class: *class, weight: 1.0 });
        let classifier = Classifier::fit(&lessons.collect::<Vec<_>>(), CLASSES, TERMS, PACE);
        Self { classifier, known, terms }
    }

    /// What weighs the sentences of a text.
    pub fn of<'w>(&'w self, words: &'w Words<'w>, text: &'w str) -> Weigher<'w> {
        Weigher { sense: self, words, text, alike: Alike::default() }
    }
}

impl Weigher<'_> {
    fn terms(&self, sentence: Range<usize>) -> Vec<Term> {
        self.sense.terms.read(self.words, self.text, sentence)
    }

    /// Weighs a sentence.
    pub fn weigh(&mut self, sentence: Range<usize>) -> Weighed {
        let terms = self.terms(sentence);
        let scores = self.sense.classifier.scores(&message(&terms).collect::<Vec<_>>());
        let (fair, wrong) = scores.split_at(1);
        let greatest = wrong.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = wrong.iter().map(|score| (score - greatest).exp()).sum();
        let at = wrong.iter().position(|score| *score >= greatest).unwrap_or(0);
        let alone = greatest + sum.ln() - fair[FAIR];
        let likeness = if alone > PLAINLY_FAIR { self.sense.known.leaning(&terms, &mut self.alike) } else { 0.0 };
        Weighed { odds: alone + LIKENESS_SHARE * likeness, category: Category::ALL[at] }
    }

    /// The part of a sentence that tells most for a category.
    pub fn heart(&self, sentence: Range<usize>, category: Category) -> Range<usize> {
        let class = class_of(category);
        let mut tells = vec![0.0_f32; sentence.len()];
        let classifier = &self.sense.classifier;
        for term in self.terms(sentence.clone()) {
            let weight = classifier.weight(term.id, class) - classifier.weight(term.id, FAIR);
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

impl Known {
    /// Indexes sentences by their distinct terms.
    fn index(sentences: &Lists<u32>, wrong: Vec<bool>) -> Self {
        let mut counts = vec![0_u32; TERMS];
        sentences.iter().flatten().for_each(|term| counts[*term as usize] += 1);
        let most = likeness::most_common(sentences.len());
        let met = Sparse::of(counts.iter().map(|count| *count > 0));
        let is_followed = |term: &u32| counts[*term as usize] as usize <= most;
        let place = |term: &u32| met.place(*term).unwrap_or(0);
        let with = Lists::by_number(met.count(), || {
            let each = (0..).zip(sentences.iter());
            each.flat_map(|(at, terms)| terms.iter().filter(|term| is_followed(term)).map(move |term| (place(term), at)))
        });
        #[expect(clippy::cast_precision_loss, reason = "some ten thousands")]
        let rarities = (0..=most).map(|count| (1.0 + sentences.len() as f32 / (1.0 + count as f32)).ln()).collect();
        let mut known = Self { met, with, rarities, lengths: Vec::new(), wrong };
        known.lengths = sentences.iter().map(|terms| length(&known.by_rarity(terms))).collect();
        known
    }

    /// Of terms that are not too common: the sentences that have each, and how telling it is.
    fn by_rarity(&self, distinct: &[u32]) -> Vec<(&[u32], f32)> {
        let with = |term: &u32| match self.met.place(*term) {
            Some(place) => Some(self.with.get(place)).filter(|with| !with.is_empty()),
            None => Some(&[][..]),
        };
        distinct.iter().filter_map(with).map(|with| (with, self.rarities[with.len()])).collect()
    }

    /// How much more a sentence is like those known that do wrong than like fair ones, -1 to 1.
    fn leaning(&self, terms: &[Term], alike: &mut Alike) -> f32 {
        let terms = self.by_rarity(&distinct(terms));
        let length = length(&terms);
        alike.likeness.resize(self.wrong.len(), 0.0);
        for (with, rarity) in terms {
            for at in with {
                let likeness = &mut alike.likeness[*at as usize];
                if *likeness == 0.0 {
                    alike.touched[usize::from(self.wrong[*at as usize])].push(*at);
                }
                *likeness += rarity / length * (rarity / self.lengths[*at as usize]);
            }
        }
        let [fair, wrong] = &mut alike.touched;
        let mut nearest = |kind: &mut Vec<u32>| {
            likeness::mean(likeness::greatest(kind.drain(..).map(|at| std::mem::take(&mut alike.likeness[at as usize]))))
        };
        nearest(wrong) - nearest(fair)
    }
}

impl Terms {
    fn of(vocabulary: &Vocabulary) -> Self {
        let stemmer = Stemmer::english();
        let entries = (0..).take(vocabulary.len());
        let stems = entries.map(|entry| stem(vocabulary.spelt(entry), vocabulary.roles(entry), &stemmer)).collect();
        Self { stems, stemmer }
    }

    /// The terms of a part of a text.
    fn read(&self, words: &Words, text: &str, sentence: Range<usize>) -> Vec<Term> {
        let mut terms = Vec::new();
        let mut stems: Vec<u32> = Vec::with_capacity(sentence.len());
        let mut padded = String::new();
        for (place, at) in (0..).zip(sentence) {
            let mut add = |id, back, kind| terms.push(Term { id, first: place - back, last: place, kind });
            let stem = self.alone(words, text, at, &mut padded).unwrap_or(0);
            if !padded.is_empty() {
                add(stem, 0, Kind::Words);
            }
            runs_of_letters(&padded, RUN).for_each(|run| add(id(&run), 0, Kind::Letters));
            for (back, before) in (1..=2).zip(stems.iter().rev()) {
                add(id(&(back as usize, *before, stem)), back, Kind::Words);
            }
            if let [.., first, second] = stems[..] {
                add(id(&(first, second, stem)), 2, Kind::Order);
            }
            stems.push(stem);
        }
        terms.extend(ends(&stems));
        terms
    }

    /// The stem of a word, and its letters with a mark before and after; none for the ending of another.
    fn alone(&self, words: &Words, text: &str, at: usize, padded: &mut String) -> Option<u32> {
        let word = &words.list[at];
        padded.clear();
        if word.entry != UNKNOWN {
            padded.extend(["<", words.vocabulary().spelt(word.entry), ">"]);
            return Some(self.stems[word.entry as usize]);
        }
        if word.shape == Shape::Ending {
            return None;
        }
        let written = text.get(word.start as usize..word.end as usize).unwrap_or_default();
        let written: String = written.chars().filter(|c| c.is_alphanumeric() && !is_invisible(*c)).flat_map(char::to_lowercase).collect();
        padded.extend(["<", &written, ">"]);
        Some(stem(&written, if word.is_initials() { role::CHILD } else { 0 }, &self.stemmer))
    }
}

/// How a sentence begins and how it ends.
fn ends(stems: &[u32]) -> impl Iterator<Item = Term> {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let end = stems.len();
    let begins =
        (1..=2.min(end)).map(move |count| Term { id: id(&("^", &stems[..count])), first: 0, last: place(count - 1), kind: Kind::Order });
    let ends = (1..=2.min(end)).map(move |count| Term {
        id: id(&("$", &stems[end - count..])),
        first: place(end - count),
        last: place(end - 1),
        kind: Kind::Order,
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

/// How long a sentence is by its terms' rarities.
fn length(by_rarity: &[(&[u32], f32)]) -> f32 {
    by_rarity.iter().map(|(_, rarity)| rarity * rarity).sum::<f32>().sqrt()
}

#[expect(clippy::cast_precision_loss, reason = "some hundreds")]
fn message(terms: &[Term]) -> impl Iterator<Item = (u32, f32)> {
    let weight = 1.0 / (terms.len().max(1) as f32).sqrt();
    terms.iter().map(move |term| (term.id, weight))
}

/// A term of a sentence, with the first and last word that it is made of.
struct Term {
    id: u32,
    first: u32,
    last: u32,
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
        let flagged = rule.flag.iter().map(AsRef::as_ref).chain(rule.sentences.iter().copied()).map(move |sentence| (sentence, class));
        // What Lantern itself says is fair.
        let said = rule.instead.iter().chain([&rule.why, &rule.ask]);
        flagged.chain(rule.allow.iter().map(AsRef::as_ref).chain(said.map(String::as_str)).map(|sentence| (sentence, FAIR)))
    });
    let guidance = library.articles.iter().flat_map(|article| article.brief.iter().chain(&article.steps).chain(&article.say));
    let prompts = library.prompts.iter().flat_map(Prompt::parts).flat_map(|part| crate::text::sentences(part));
    let guidance = guidance.map(String::as_str).chain(prompts);
    let fair = library.fair.iter().copied().chain(guidance).map(|sentence| (sentence, FAIR));
    rules.chain(fair)
}

/// The stem of a word; one for every naming of a child.
fn stem(word: &str, roles: u8, stemmer: &Stemmer) -> u32 {
    let child = roles & (role::PRONOUN | role::CHILD) != 0 || matches!(word, "his" | "their" | "himself" | "herself" | "themselves");
    let stem = if child { "child".into() } else { stemmer.stem(word) };
    id(&(0_usize, stem.as_ref()))
}

/// Where a term is kept.
fn id(term: &impl Hash) -> u32 {
    let mut hasher = FxHasher::default();
    term.hash(&mut hasher);
    u32::try_from((hasher.finish() >> 20) % TERMS as u64).unwrap_or(0)
}
