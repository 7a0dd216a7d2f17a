//! Job 3: a draft in, challenges out.
//!
//! A draft is read into words that know their place in it (`draft`); every phrase of every rule is found in one pass (`phrases`); what
//! stands around a phrase tells whose words it is, whether to be silent (`speaker`), and whom it is said of (`subject`).

mod contraction;
mod disguise;
mod draft;
mod inflect;
pub mod measure;
mod notation;
mod people;
mod phrases;
mod reader;
mod sense;
mod speaker;
mod spelling;
mod spellings;
mod subject;
mod vocabulary;

pub use notation::MAX_DEPTH;
pub use speaker::{Reason, Standing};

use crate::knowledge::{Category, Cue, Library, Problem, RuleMeta, Strength};
use draft::Words;
use phrases::{Hit, Phrases};
use rustc_hash::FxHashMap;
use sense::{Sense, Weigher};
use speaker::Passage;
use std::collections::BTreeMap;
use std::ops::Range;
use vocabulary::{Builder, Vocabulary};

/// From what odds on (their logarithm) a sentence without a phrase is asked about; below which a phrase in a sentence is let be. Set on
/// drafts that nobody who wrote rules had seen, and whose sentences had not been learnt.
const WRONG_ODDS: f32 = 1.75;
const FAIR_ODDS: f32 = -2.5;

/// Finds oppressive wording in drafts and questions.
pub struct Checker {
    vocabulary: Vocabulary,
    rules: Phrases,
    cues: Phrases,
    /// What each phrase of `rules` is.
    owners: Vec<Owner>,
    metas: Vec<RuleMeta>,
    sense: Sense,
    /// The family that is known by whole sentences, for each category.
    by_sentence: FxHashMap<Category, usize>,
    problems: Vec<Problem>,
}

#[derive(Debug, Clone, Copy)]
struct Owner {
    rule: usize,
    /// Its place among the rule's phrases; none where the rule is silent inside it.
    phrase: Option<usize>,
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
        let rules = &library.rules;
        let messages = library.articles.iter().flat_map(|article| &article.examples).chain(&library.off_topic);
        let mut words = Builder::new(messages.map(|example| example.text));
        let mut problems = Vec::new();
        let (mut rule_phrases, mut owners) = (Phrases::default(), Vec::new());
        for (at, rule) in rules.iter().enumerate() {
            for (list, allowed) in [(&rule.phrases, false), (&rule.leave_alone, true)] {
                for (number, phrase) in list.iter().enumerate() {
                    let id = u32::try_from(owners.len()).unwrap_or(u32::MAX);
                    owners.push(Owner { rule: at, phrase: (!allowed).then_some(number) });
                    let added = rule_phrases.add(phrase, id, &mut words);
                    problems.extend(added.err().map(|reason| Problem::new(file_of(&rule.id), format!("\"{phrase}\": {reason}"))));
                }
            }
        }
        let mut cue_phrases = Phrases::default();
        for (id, cue) in (0..).zip(Cue::ALL) {
            for phrase in library.cues.of(cue) {
                let added = cue_phrases.add(phrase, id, &mut words);
                problems.extend(added.err().map(|reason| Problem::new("language/cues.toml", format!("\"{phrase}\": {reason}"))));
            }
        }
        let metas = rules.iter().map(|rule| rule.meta.clone()).collect();
        words.know(library.plain_words.iter().copied());
        let vocabulary = words.build();
        rule_phrases.finish(&vocabulary);
        cue_phrases.finish(&vocabulary);
        let sense = Sense::learn(library, &vocabulary);
        let by_sentence = rules.iter().enumerate().filter(|(_, rule)| !rule.sentences.is_empty());
        let by_sentence = by_sentence.map(|(at, rule)| (rule.meta.category, at)).collect();
        Self { vocabulary, rules: rule_phrases, cues: cue_phrases, owners, metas, sense, by_sentence, problems }
    }

    /// Every phrase that cannot be read, with the reason.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The word of a phrase that a word of no phrase is taken to misspell.
    #[must_use]
    pub fn taken_for(&self, word: &str) -> Option<&str> {
        self.vocabulary.taken_for(word.as_bytes())
    }

    /// What a text says of children that a rule speaks of, in reading order; no two overlap.
    #[must_use]
    pub fn check(&self, text: &str) -> Vec<Finding> {
        self.check_for(text, |_| true)
    }

    fn check_for(&self, text: &str, wanted: impl Fn(usize) -> bool) -> Vec<Finding> {
        let words = Words::read(text, &self.vocabulary);
        let mut found = self.phrases(&words, &wanted);
        found.sort_by_key(|Found { rule, phrase, words }| (words.start, words.end, *rule, *phrase));
        found.dedup_by(|a, b| a.rule == b.rule && a.words == b.words);
        let mut findings = Vec::new();
        let mut sense = self.sense.of(&words, text);
        let mut passage: Option<Passage> = None;
        let mut next = 0;
        for sentence in words.sentences() {
            let count = found[next..].iter().take_while(|found| found.words.start < sentence.end).count();
            let phrases = &found[next..next + count];
            next += count;
            let whole = if phrases.is_empty() { self.whole(&mut sense, &sentence, &wanted) } else { None };
            let fair = !phrases.is_empty() && sense.weigh(sentence.clone()).odds < FAIR_ODDS;
            for Found { rule, phrase, words: found } in phrases.iter().chain(&whole) {
                let here = match passage.take() {
                    Some(known) if known.holds(found.start) => known,
                    _ => Passage::around(found.start, text, &words, &self.cues),
                };
                if !here.is_named(found) {
                    let standing = here.standing(found, &self.metas[*rule]);
                    if !fair || matches!(standing, Standing::Silent(_)) {
                        findings.push(Finding { rule: *rule, phrase: *phrase, range: words.bytes(found.start, found.end), standing });
                    }
                }
                passage = Some(here);
            }
        }
        self.apart(findings)
    }

    /// A sentence without a phrase of any rule that wrongs a child as a whole.
    fn whole(&self, sense: &mut Weigher, sentence: &Range<usize>, wanted: impl Fn(usize) -> bool) -> Option<Found> {
        if sentence.len() < sense::FEWEST_WORDS {
            return None;
        }
        let weighed = sense.weigh(sentence.clone());
        let rule = *self.by_sentence.get(&weighed.category)?;
        if weighed.odds <= WRONG_ODDS || !wanted(rule) {
            return None;
        }
        let heart = sense.heart(sentence.clone(), weighed.category);
        Some(Found { rule, phrase: None, words: heart })
    }

    /// The phrases found of the rules that are wanted, but for those inside an allowed one.
    fn phrases(&self, words: &Words, wanted: impl Fn(usize) -> bool) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut allowed: FxHashMap<usize, Vec<Range<usize>>> = FxHashMap::default();
        self.rules.find(words, 0..words.list.len(), |Hit { id, start, end }| {
            let Owner { rule, phrase } = self.owners[id as usize];
            let words = start as usize..end as usize;
            match phrase {
                Some(_) if wanted(rule) => found.push(Found { rule, phrase, words }),
                Some(_) => {}
                None => allowed.entry(rule).or_default().push(words),
            }
        });
        for spans in allowed.values_mut() {
            spans.sort_by_key(|span| span.start);
        }
        found.retain(|Found { rule, words, .. }| {
            let spans = allowed.get(rule).map_or(&[][..], Vec::as_slice);
            // Only those that begin near enough to reach here.
            let from = spans.partition_point(|span| span.start + phrases::SPAN < words.start);
            let mut near = spans[from..].iter().take_while(|span| span.start <= words.start);
            !near.any(|span| words.end <= span.end)
        });
        found
    }

    /// Of those that overlap, one that is challenged; of these the longest; of those as long, one that is challenged every time.
    fn apart(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        findings.sort_by_key(|finding| {
            let query = self.metas[finding.rule].strength == Strength::Query;
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

/// A phrase of a rule and the words it spans.
struct Found {
    rule: usize,
    /// The phrase's place in the rule; none for a whole sentence.
    phrase: Option<usize>,
    words: Range<usize>,
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
        for sentence in rule.flag.iter().filter(|sentence| !flags(sentence)) {
            problems.push(Problem::new(file_of(&rule.id), format!("does not flag: {sentence}")));
        }
        for sentence in &rule.allow {
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
