//! Job 3: a draft in, challenges out.
//!
//! A draft is read into words that know their place in it (`draft`); every phrase of every rule is found in one pass (`phrases`); what
//! stands around a phrase tells whose words it is, whether to be silent (`speaker`), and whom it is said of (`subject`). What has been learnt from
//! marked drafts (`learnt`) weighs each phrase in its place (`judge`) and each sentence as a whole (`sense`).

mod alike;
mod compiled;
mod contraction;
mod disguise;
mod draft;
mod finder;
mod gathering;
mod inflect;
mod judge;
mod learnt;
mod lessons;
pub mod measure;
mod notation;
mod people;
mod phrases;
mod reader;
mod sense;
mod shorthand;
mod sounding;
mod spacing;
mod speaker;
mod spelling;
mod spellings;
mod starred;
mod subject;
mod terms;
mod vocabulary;

pub use learnt::learn;
pub use notation::MAX_DEPTH;
pub use speaker::{Reason, Standing};

use crate::knowledge::{Category, Learner, Library, Problem, Strength};
use compiled::Compiled;
use draft::Words;
use finder::{Finder, Found};
use judge::Judge;
use rustc_hash::FxHashMap;
use sense::Sense;
use std::collections::BTreeMap;
use std::ops::Range;
use terms::Stemmed;

/// From what weight on a phrase in its place, and a sentence as a whole, are challenged; what the cues leave alone, none the less; a
/// sentence with a phrase that is left alone; and what stands in a sentence beside one that is challenged. Set on drafts that nothing had
/// been learnt from.
const WRONG_PHRASE: f32 = -0.15;
const WRONG_SENTENCE: f32 = 0.25;
const STILL_WRONG: f32 = 0.6;
const SURELY_WRONG: f32 = 1.0;
const WRONG_BESIDE: f32 = 0.0;
/// Fewer words beside a phrase that is challenged mostly belong to it.
const FEWEST_BESIDE: usize = 7;
/// How much the sentence counts in the weight of a phrase.
const SENTENCE_SHARE: f32 = 0.3;

/// Finds oppressive wording in drafts and questions.
pub struct Checker {
    finder: Finder,
    /// None where nothing has been learnt.
    sense: Option<Sense>,
    judge: Judge,
    /// The family that is known by whole sentences, for each category.
    by_sentence: FxHashMap<Category, usize>,
    problems: Vec<Problem>,
}

/// A phrase of a rule in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's place in the library.
    pub rule: usize,
    /// The phrase's place in the rule; none where the sentence as a whole reads so.
    pub phrase: Option<usize>,
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// Whose words it is, or why it is left alone.
    pub standing: Standing,
}

impl Finding {
    /// Whether it is challenged.
    #[must_use]
    pub fn is_challenged(&self) -> bool {
        !matches!(self.standing, Standing::Silent(_))
    }
}

impl Checker {
    /// A checker for the rules and cues of a library. A phrase that cannot be read is left out, and named in [`Checker::problems`].
    #[must_use]
    pub fn new(library: &Library) -> Self {
        let (compiled, problems) = Compiled::new(library);
        let finder = Finder::new(library, compiled);
        let learnt = library.learnt(Learner::Language);
        let (sense, judge) = (Sense::of(learnt), Judge::of(learnt));
        let by_sentence = library.rules.iter().enumerate().filter(|(_, rule)| rule.sentences.is_there());
        let by_sentence = by_sentence.map(|(at, rule)| (rule.meta.category, at)).collect();
        Self { finder, sense, judge, by_sentence, problems }
    }

    /// Every phrase that cannot be read, with the reason.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The word of a phrase that a word of no phrase is taken to misspell.
    #[must_use]
    pub fn taken_for(&self, word: &str) -> Option<&str> {
        self.finder.compiled.vocabulary.taken_for(word.as_bytes())
    }

    /// What a text says of children that a rule speaks of, in reading order; no two overlap.
    #[must_use]
    pub fn check(&self, text: &str) -> Vec<Finding> {
        self.check_for(text, |_| true)
    }

    /// What a text says of children that a phrase of a rule speaks of, in reading order; no two overlap. Sentences as a whole are left alone.
    #[must_use]
    pub fn check_phrases(&self, text: &str) -> Vec<Finding> {
        let words = Words::read(text, &self.finder.compiled.vocabulary);
        let found = self.finder.find(&words, |_| true);
        // Most texts that are not drafts have none.
        if found.is_empty() { Vec::new() } else { self.weigh(text, &words, found, None) }
    }

    fn check_for(&self, text: &str, wanted: impl Fn(usize) -> bool) -> Vec<Finding> {
        let words = Words::read(text, &self.finder.compiled.vocabulary);
        let found = self.finder.find(&words, &wanted);
        self.weigh(text, &words, found, Some(&wanted))
    }

    /// What is made of the phrases found; of whole sentences, too, where they show a rule that is wanted.
    fn weigh(&self, text: &str, words: &Words, found: Vec<Found>, wanted: Option<&dyn Fn(usize) -> bool>) -> Vec<Finding> {
        let draft = self.finder.compiled.terms.stem(words, text);
        let mut found = found.into_iter().peekable();
        let mut stands = self.finder.stands(words, text);
        let mut findings = Vec::new();
        for (at, sentence) in draft.sentences.iter().enumerate() {
            let has_phrase = found.peek().is_some_and(|phrase| phrase.words.start < sentence.end);
            if !has_phrase && (wanted.is_none() || sentence.len() < sense::FEWEST_WORDS) {
                continue;
            }
            // Once for all parts, so that a sentence without end costs no more than its length.
            let around = self.sense.as_ref().map_or(0.0, |sense| sense.around(&draft, at));
            let weigh = |part| self.sense.as_ref().map_or(0.0, |sense| sense.weigh(&draft, part, around));
            let weight = weigh(sentence.clone());
            let (before, mut challenged) = (findings.len(), Vec::new());
            while let Some(phrase) = found.next_if(|phrase| phrase.words.start < sentence.end) {
                let Some(standing) = stands.of(&phrase) else { continue };
                let judged = self.judge.weigh(&self.finder, &draft, &phrase, standing) + SENTENCE_SHARE * weight;
                let Some(standing) = weighed(standing, judged, WRONG_PHRASE) else { continue };
                let (place, finding) = (phrase.words.clone(), phrase.stands(words, standing));
                challenged.extend(finding.is_challenged().then_some(place));
                findings.push(finding);
            }
            let Some(wanted) = wanted else { continue };
            let wrong = match (challenged.is_empty(), findings.len() > before) {
                (false, _) => WRONG_BESIDE,
                // What is said of a phrase that is left alone is mostly said of the sentence, too.
                (true, true) => SURELY_WRONG,
                (true, false) => WRONG_SENTENCE,
            };
            for part in beside(sentence, &challenged) {
                let weight = if part == *sentence { weight } else { weigh(part.clone()) };
                let whole = if weight > wrong { self.whole(&draft, part).filter(|whole| wanted(whole.rule)) } else { None };
                let standing = whole.as_ref().and_then(|whole| weighed(stands.of(whole)?, weight, wrong));
                findings.extend(whole.zip(standing).map(|(whole, standing)| whole.stands(words, standing)));
            }
        }
        self.apart(findings)
    }

    /// What is shown of a sentence, or a part of one, that wrongs a child as a whole.
    fn whole(&self, draft: &Stemmed, sentence: Range<usize>) -> Option<Found> {
        let sense = self.sense.as_ref().filter(|_| sentence.len() >= sense::FEWEST_WORDS)?;
        let rule = *self.by_sentence.get(&sense.category(draft, sentence.clone()))?;
        Some(Found { rule, phrase: None, words: sense.heart(draft, sentence) })
    }

    /// Of those that overlap, one that is challenged; of these the longest; of those as long, one that is challenged every time.
    fn apart(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        findings.sort_by_key(|finding| {
            let query = self.finder.metas[finding.rule].strength == Strength::Query;
            (!finding.is_challenged(), std::cmp::Reverse(finding.range.len()), query, finding.range.start, finding.rule)
        });
        // By where they begin, so that only two neighbours can overlap the next.
        let mut kept: BTreeMap<usize, Finding> = BTreeMap::new();
        for next in findings {
            let before = kept.range(..next.range.end).next_back();
            if before.is_none_or(|(_, other)| other.range.end <= next.range.start) {
                kept.insert(next.range.start, next);
            }
        }
        kept.into_values().collect()
    }
}

/// What of a sentence stands beside these phrases, in order, and is long enough to wrong a child by itself; all of it where there are none.
fn beside(sentence: &Range<usize>, phrases: &[Range<usize>]) -> Vec<Range<usize>> {
    if phrases.is_empty() {
        return vec![sentence.clone()];
    }
    let mut from = sentence.start;
    let mut parts = Vec::new();
    for phrase in phrases {
        parts.push(from..phrase.start);
        from = from.max(phrase.end);
    }
    parts.push(from..sentence.end);
    parts.retain(|part| part.len() >= FEWEST_BESIDE);
    parts
}

impl Found {
    fn stands(self, words: &Words, standing: Standing) -> Finding {
        Finding { rule: self.rule, phrase: self.phrase, range: words.bytes(self.words.start, self.words.end), standing }
    }
}

/// How what was found stands once it has been weighed; none where it is fair. What is struck through,
/// quoted or not said of a child stays so.
fn weighed(standing: Standing, weight: f32, wrong: f32) -> Option<Standing> {
    match standing {
        Standing::Silent(Reason::Struck | Reason::Quoted | Reason::NotAChild) => Some(standing),
        Standing::Silent(_) if weight > wrong.max(STILL_WRONG) => Some(Standing::Own),
        Standing::Silent(_) => Some(standing),
        Standing::Own | Standing::Reported => (weight > wrong).then_some(standing),
    }
}

/// What a library's own sentences show: those a rule must flag and does not, those it must allow and flags.
#[must_use]
pub fn broken_promises(checker: &Checker, library: &Library) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, rule) in library.rules.iter().enumerate() {
        let flags = |sentence: &str| checker.check_for(sentence, |wanted| wanted == at).iter().any(Finding::is_challenged);
        let flagged = |sentence: &str| {
            checker.check(sentence).iter().find(|finding| finding.is_challenged()).map(|finding| &library.rules[finding.rule].id)
        };
        for sentence in rule.wording.flag.iter().filter(|sentence| !flags(sentence)) {
            problems.push(Problem::new(file_of(&rule.id), format!("does not flag: {sentence}")));
        }
        for sentence in &rule.wording.allow {
            if let Some(other) = flagged(sentence) {
                problems.push(Problem::new(file_of(&rule.id), format!("{other} flags what must be allowed: {sentence}")));
            }
        }
    }
    problems
}

fn file_of(rule: &str) -> String {
    format!("language/{rule}.md")
}
