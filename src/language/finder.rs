//! Every phrase of every rule in a draft, and how each stands in it.

use super::draft::Words;
use super::file_of;
use super::phrases::{Hit, Phrases, SPAN};
use super::speaker::{Passage, Standing};
use super::vocabulary::{Builder, Vocabulary};
use crate::knowledge::{Cue, Library, Problem, RuleMeta};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The phrases of all rules, and the cues that tell how one stands.
pub struct Finder {
    pub vocabulary: Vocabulary,
    pub metas: Vec<RuleMeta>,
    /// A number for the name of each rule.
    pub names: Vec<u32>,
    rules: Phrases,
    cues: Phrases,
    /// What each phrase of `rules` is.
    owners: Vec<Owner>,
}

#[derive(Debug, Clone, Copy)]
struct Owner {
    rule: u32,
    /// Its place among the rule's phrases; none where the rule is silent inside it.
    phrase: Option<u32>,
}

/// A phrase of a rule and the words it spans.
pub struct Found {
    pub rule: usize,
    /// The phrase's place in the rule; none for a whole sentence.
    pub phrase: Option<usize>,
    pub words: Range<usize>,
}

impl Finder {
    /// The phrases and cues of a library; one that cannot be read is left out, and named.
    pub fn new(library: &Library) -> (Self, Vec<Problem>) {
        let rules = &library.rules;
        let messages = library.articles.iter().flat_map(|article| &article.examples).chain(&library.off_topic);
        let mut words = Builder::new(messages.map(|example| example.text));
        let mut problems = Vec::new();
        let (mut rule_phrases, mut owners) = (Phrases::default(), Vec::new());
        for (at, rule) in (0..).zip(rules) {
            for (list, allowed) in [(&rule.phrases, false), (&rule.leave_alone, true)] {
                for (number, phrase) in (0..).zip(list.iter()) {
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
        owners.shrink_to_fit();
        let metas = rules.iter().map(|rule| rule.meta.clone()).collect();
        words.know(library.plain_words.iter().copied());
        let vocabulary = words.build(crate::knowledge::words(&library.names.words));
        rule_phrases.finish(&vocabulary);
        cue_phrases.finish(&vocabulary);
        let names = rules.iter().map(|rule| super::terms::name(rule.id.as_bytes())).collect();
        (Self { vocabulary, metas, names, rules: rule_phrases, cues: cue_phrases, owners }, problems)
    }

    /// The phrases of the rules that are wanted, but for those inside an allowed one; in reading order.
    pub fn find(&self, words: &Words, wanted: impl Fn(usize) -> bool) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut allowed: FxHashMap<usize, Vec<Range<usize>>> = FxHashMap::default();
        self.rules.find(words, 0..words.list.len(), |Hit { id, start, end }| {
            let Owner { rule, phrase } = self.owners[id as usize];
            let (rule, phrase) = (rule as usize, phrase.map(|phrase| phrase as usize));
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
            let from = spans.partition_point(|span| span.start + SPAN < words.start);
            let mut near = spans[from..].iter().take_while(|span| span.start <= words.start);
            !near.any(|span| words.end <= span.end)
        });
        found.sort_by_key(|Found { rule, phrase, words }| (words.start, words.end, *rule, *phrase));
        found.dedup_by(|a, b| a.rule == b.rule && a.words == b.words);
        found
    }

    /// What tells how the phrases of a text stand in it.
    pub fn stands<'w, 'a>(&'w self, words: &'w Words<'a>, text: &'w str) -> Stands<'w, 'a> {
        Stands { finder: self, words, text, passage: None }
    }
}

/// How phrases stand in one text. The passage around the last one is kept for the next.
pub struct Stands<'w, 'a> {
    finder: &'w Finder,
    words: &'w Words<'a>,
    text: &'w str,
    passage: Option<Passage<'w, 'a>>,
}

impl Stands<'_, '_> {
    /// How a phrase stands; none where it is part of a name or an everyday expression.
    pub fn of(&mut self, found: &Found) -> Option<Standing> {
        let here = match self.passage.take() {
            Some(known) if known.holds(found.words.start) => known,
            _ => Passage::around(found.words.start, self.text, self.words, &self.finder.cues),
        };
        let standing = (!here.is_named(&found.words)).then(|| here.standing(&found.words, &self.finder.metas[found.rule]));
        self.passage = Some(here);
        standing
    }
}
