//! What has been learnt from sentences and passages, and how it is learnt anew (`lantern knowledge learn`).
//!
//! Learning takes some seconds and much memory, so it is done once, by whoever changes what is learnt from, and written to `language/learnt`;
//! so are the compiled phrases.

use super::compiled::{self, Compiled};
use super::draft::Words;
use super::finder::Finder;
use super::judge::{self, Judge};
use super::lessons::{self, Kind, Lesson};
use super::sense::{self, Sense};
use crate::knowledge::{self, Library, Passage};
use std::collections::BTreeMap;

/// In how many shares texts are read.
const SHARES: usize = 8;

/// Learns from a library and passages: the files of `language/learnt`, by name.
#[must_use]
pub fn learn(library: &Library, passages: &[Passage]) -> BTreeMap<String, Vec<u8>> {
    let (compiled, problems) = Compiled::of(library);
    let finder = Finder::new(library, compiled);
    let lessons = lessons::all(library, passages);
    let parts = read(&finder, &lessons);
    let (sentences, phrases): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    let weights = Sense::learn(&sentences).write().into_iter().chain(Judge::learn(&phrases).write());
    let mut files: BTreeMap<String, Vec<u8>> = weights.map(|(name, text)| (name, text.into_bytes())).collect();
    // Where a phrase cannot be read, it has to be named at every start.
    if problems.is_empty() {
        files.insert(compiled::FILE.to_owned(), finder.compiled.write());
        files.insert(knowledge::SHOWN.to_owned(), knowledge::write_shown(&library.rules));
    }
    files
}

/// Reads everything to learn from, several texts at a time.
fn read(finder: &Finder, lessons: &[Lesson]) -> Vec<(sense::Lessons, judge::Lessons)> {
    let read = |share: &[Lesson]| {
        let (mut sentences, mut phrases) = (sense::Lessons::default(), judge::Lessons::default());
        for lesson in share {
            let words = Words::read(&lesson.text, &finder.compiled.vocabulary);
            let mut stemmed = finder.compiled.terms.stem(&words, &lesson.text);
            // Of a line that does wrong, nobody has said which sentence does.
            if matches!(lesson.kind, Kind::Promise | Kind::Line) && !lesson.wrongs.is_empty() {
                stemmed.sentences = Vec::from_iter((!words.list.is_empty()).then_some(0..words.list.len()));
            }
            sentences.read(lesson, &stemmed);
            phrases.read(finder, lesson, &stemmed);
        }
        (sentences, phrases)
    };
    std::thread::scope(|scope| {
        let shares = lessons.chunks(lessons.len().div_ceil(SHARES).max(1));
        let readers: Vec<_> = shares.map(|share| scope.spawn(move || read(share))).collect();
        readers.into_iter().map(|reader| reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}
