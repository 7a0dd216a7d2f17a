//! A draft to learn from, with what wrongs a child marked in it: "She [choice: keeps putting herself there]."

use super::{Category, Files, Problem};
use std::ops::Range;

/// Where passages are kept.
pub(super) const FOLDER: &str = "language/passages/";

/// A draft as a reader would see it, and what is wrong in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// The draft, without its marks.
    pub text: String,
    /// What wrongs a child: its place in the text, in bytes, and how it does; in reading order.
    pub wrongs: Vec<(Range<usize>, Category)>,
}

impl Passage {
    /// Reads a marked draft.
    ///
    /// # Errors
    /// A sentence that says which mark cannot be read.
    pub fn read(marked: &str) -> Result<Self, String> {
        let mut passage = Self { text: String::with_capacity(marked.len()), wrongs: Vec::new() };
        let mut rest = marked;
        while let Some((before, mark)) = opening(rest) {
            let (inside, after) = mark.1.split_once(']').ok_or_else(|| format!("a mark has no end: {marked}"))?;
            passage.text.push_str(before);
            let start = passage.text.len();
            passage.text.push_str(inside.trim_start());
            passage.wrongs.push((start..passage.text.len(), mark.0));
            rest = after;
        }
        passage.text.push_str(rest);
        if passage.wrongs.iter().any(|(range, _)| range.is_empty()) {
            return Err(format!("a mark holds no words: {marked}"));
        }
        Ok(passage)
    }
}

/// What stands before the first mark, its category and what follows the colon. Brackets that open with no category are the writer's.
fn opening(text: &str) -> Option<(&str, (Category, &str))> {
    text.match_indices('[').find_map(|(at, _)| {
        let (before, bracket) = text.split_at(at);
        let (name, rest) = bracket.get(1..)?.split_once(':')?;
        let category = Category::ALL.into_iter().find(|category| category.name() == name)?;
        Some((before, (category, rest)))
    })
}

/// The passages of a knowledge base (`language/passages`), an empty line between two; one that cannot be read is named.
pub fn passages(files: &Files) -> (Vec<Passage>, Vec<Problem>) {
    let (mut passages, mut problems) = (Vec::new(), Vec::new());
    for (_, path) in files.beneath(FOLDER, ".txt") {
        let text = files.get(path).unwrap_or_default();
        for marked in text.split("\n\n").map(str::trim).filter(|marked| !marked.is_empty() && !marked.starts_with('#')) {
            match Passage::read(marked) {
                Ok(passage) => passages.push(passage),
                Err(reason) => problems.push(Problem::new(path, reason)),
            }
        }
    }
    (passages, problems)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed step fails the test")]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_and_other_brackets_are_kept() {
        let passage = Passage::read("M [15] says [blame: she was warned] and [choice: it is her life].").unwrap();
        assert_eq!(passage.text, "M [15] says she was warned and it is her life.");
        let wrongs: Vec<_> = passage.wrongs.iter().map(|(range, category)| (passage.text.get(range.clone()).unwrap(), *category)).collect();
        assert_eq!(wrongs, [("she was warned", Category::Blame), ("it is her life", Category::Choice)]);
    }

    #[test]
    fn a_mark_without_an_end_or_words_is_named() {
        assert!(Passage::read("He is [label: a junkie.").unwrap_err().contains("no end"));
        assert!(Passage::read("He is [label: ].").unwrap_err().contains("no words"));
    }
}
