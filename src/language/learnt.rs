//! What has been learnt from sentences and passages, and how it is learnt anew (`lantern knowledge learn`).
//!
//! Learning takes some seconds and much memory, so it is done once, by whoever changes what is learnt from, and written to `language/learnt`.

use super::draft::Words;
use super::finder::Finder;
use super::judge::{self, Judge};
use super::lessons::{self, Kind, Lesson};
use super::sense::{self, Sense};
use super::terms::Terms;
use crate::knowledge::{Library, Passage};
use std::collections::BTreeMap;

/// In how many shares texts are read.
const SHARES: usize = 8;

/// Learns from a library and passages: the texts of the files of `language/learnt`, by name.
#[must_use]
pub fn learn(library: &Library, passages: &[Passage]) -> BTreeMap<String, String> {
    let (finder, _) = Finder::new(library);
    let terms = Terms::of(&finder.vocabulary);
    let lessons = lessons::all(library, passages);
    let parts = read(&finder, &terms, &lessons);
    let (sentences, phrases): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    let mut files = Sense::learn(&sentences).write();
    files.extend(Judge::learn(&phrases).write());
    files
}

/// Reads everything to learn from, several texts at a time.
fn read(finder: &Finder, terms: &Terms, lessons: &[Lesson]) -> Vec<(sense::Lessons, judge::Lessons)> {
    let read = |share: &[Lesson]| {
        let (mut sentences, mut phrases) = (sense::Lessons::default(), judge::Lessons::default());
        for lesson in share {
            let words = Words::read(&lesson.text, &finder.vocabulary);
            let mut stemmed = terms.stem(&words, &lesson.text);
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
