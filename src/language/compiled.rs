//! The phrases of all rules and cues, put together into tables.
//!
//! That takes half a second and much memory, so it is done once, by `lantern knowledge learn`, and the tables are read where they lie. Where
//! they are lacking, or are those of other rules, it is done at the start.

use super::file_of;
use super::gathering::Gathering;
use super::phrases::Phrases;
use super::terms::Terms;
use super::vocabulary::{Builder, Vocabulary};
use crate::knowledge::{Cue, Learner, Library, Problem, words as listed};
use crate::tables::Column;
use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};
use std::hash::Hasher;

/// The file that holds the tables.
pub const FILE: &str = "compiled.bin";

/// The tables.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Compiled {
    /// What stands for the rules that they are of: see [`stamp`].
    stamp: u64,
    pub vocabulary: Vocabulary,
    pub terms: Terms,
    pub rules: Phrases,
    pub cues: Phrases,
    /// Of each phrase of a rule: the rule, and its place among the rule's phrases; [`SILENT`] where the rule is silent inside it.
    pub owners: Column<(u32, u32)>,
}

/// Stands for no phrase of a rule.
pub const SILENT: u32 = u32::MAX;

impl Compiled {
    /// The tables of a library: those that lie there, if they are of its rules.
    pub fn new(library: &Library) -> (Self, Vec<Problem>) {
        let written = library.learnt(Learner::Language).get(FILE);
        let read = written.and_then(|bytes| postcard::from_bytes::<Self>(bytes).ok());
        read.filter(|read| library.is_put_together() || read.stamp == stamp(library))
            .map_or_else(|| Self::of(library), |read| (read, Vec::new()))
    }

    /// Puts the phrases of a library together. One that cannot be read is left out, and named.
    pub fn of(library: &Library) -> (Self, Vec<Problem>) {
        let messages = library.articles.iter().flat_map(|article| article.examples.iter()).chain(library.off_topic.iter());
        let mut words = Builder::new(messages.map(|example| example.text));
        let mut problems = Vec::new();
        let (mut rules, mut owners) = (Gathering::default(), Vec::new());
        for (at, rule) in (0..).zip(&library.rules) {
            for (list, allowed) in [(&rule.wording.phrases, false), (&rule.wording.leave_alone, true)] {
                for (number, phrase) in (0..).zip(list.iter()) {
                    let id = u32::try_from(owners.len()).unwrap_or(u32::MAX);
                    owners.push((at, if allowed { SILENT } else { number }));
                    let added = rules.add(phrase, id, &mut words);
                    problems.extend(added.err().map(|reason| Problem::new(file_of(&rule.id), format!("\"{phrase}\": {reason}"))));
                }
            }
        }
        let mut cues = Gathering::default();
        for (id, cue) in (0..).zip(Cue::ALL) {
            for phrase in library.cues.of(cue) {
                let added = cues.add(phrase, id, &mut words);
                problems.extend(added.err().map(|reason| Problem::new("language/cues.toml", format!("\"{phrase}\": {reason}"))));
            }
        }
        words.know(library.plain_words.iter().copied());
        let names = [&library.names.first, &library.names.surnames, &library.names.places];
        let names: Vec<&str> = names.into_iter().flat_map(|names| listed(names)).collect();
        let vocabulary = words.build(listed(&library.names.words), &names);
        let (rules, cues, terms) = (rules.finish(&vocabulary), cues.finish(&vocabulary), Terms::of(&vocabulary));
        (Self { stamp: stamp(library), vocabulary, terms, rules, cues, owners: Column::alloc_from_slice(&owners) }, problems)
    }

    /// The tables as they are kept in a file.
    pub fn write(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }
}

/// What stands for the rules and cues of a library, and for the program that puts them together: another number where they are others.
fn stamp(library: &Library) -> u64 {
    let mut hasher = FxHasher::default();
    for rule in &library.rules {
        add(&mut hasher, [&rule.id]);
        add(&mut hasher, &rule.wording.phrases);
        add(&mut hasher, &rule.wording.leave_alone);
    }
    for cue in Cue::ALL {
        add(&mut hasher, library.cues.of(cue));
    }
    add(&mut hasher, &library.plain_words);
    add(&mut hasher, [env!("CARGO_PKG_VERSION")]);
    hasher.finish()
}

fn add(hasher: &mut FxHasher, texts: impl IntoIterator<Item = impl AsRef<str>>) {
    for text in texts {
        hasher.write(text.as_ref().as_bytes());
        hasher.write_u8(0);
    }
    hasher.write_u8(1);
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed step fails the test")]
mod tests {
    use super::*;
    use crate::knowledge::files;

    #[test]
    fn the_tables_that_lie_there_are_those_that_the_rules_make() {
        let library = Library::load(&files::embedded()).unwrap();
        let (made, problems) = Compiled::of(&library);
        assert_eq!(problems, []);
        let lies_there = library.learnt(Learner::Language)[FILE];
        assert!(made.write() == lies_there, "run: LANTERN_KNOWLEDGE=knowledge lantern knowledge learn");
    }

    #[test]
    fn tables_of_other_rules_or_damaged_ones_are_made_anew() {
        let rule = "language/so-called.md";
        let files = files::embedded();
        let changed = files.get(rule).unwrap().replacen("## Phrases\n", "## Phrases\n- quite blurgling wording\n", 1);
        let cases = [(rule, changed, "blurgling"), ("language/learnt/compiled.bin", "no table".to_owned(), "lifestyle")];
        for (path, text, word) in cases {
            let mut files = files.clone();
            files.insert(path, text.leak());
            let library = Library::load(&files).unwrap();
            let (tables, problems) = Compiled::new(&library);
            assert_eq!((tables.stamp, problems.len()), (stamp(&library), 0), "{path}");
            assert_ne!(tables.vocabulary.find(word.as_bytes()), 0, "{path}");
        }
    }
}
