//! What is known of people's names: lists of them, words that stand around them, and sentences with the names marked.

use super::{Files, Problem, lines_of};
use std::collections::BTreeSet;

/// The files in `privacy/`.
pub(super) const FILES: [&str; 8] =
    ["first-names.txt", "surnames.txt", "places.txt", "published.txt", "public.txt", "words.txt", "around.txt", "names.examples.txt"];

/// Lists and sentences for finding people's names. Words are in small letters; accents are dropped. Lists are kept as the lines they stand
/// in, several words in one: see [`words`].
#[derive(Debug, Default)]
pub struct Names {
    /// First names of many origins.
    pub first: Vec<&'static str>,
    /// Surnames of many origins.
    pub surnames: Vec<&'static str>,
    /// The words of names of places.
    pub places: Vec<&'static str>,
    /// Surnames of authors and public figures that the field cites.
    pub published: Vec<&'static str>,
    /// Names of several words that are no private person's: brands, characters, public figures, schemes.
    pub public: Vec<&'static str>,
    /// English words.
    pub words: Vec<&'static str>,
    /// Words that stand around names, a line for each class: titles first, then words that give a name, then the others in any order.
    pub around: Vec<&'static str>,
    /// Sentences with the names of private people in square brackets; those without brackets hold none.
    pub examples: Vec<&'static str>,
}

/// The words of a list.
pub fn words(lines: &[&'static str]) -> impl Iterator<Item = &'static str> {
    lines.iter().flat_map(|line| line.split_whitespace())
}

pub(super) fn read(files: &Files, problems: &mut Vec<Problem>) -> Names {
    let mut lines = |name: &str| {
        let path = format!("privacy/{name}");
        let found = files.get(&path).map(lines_of).unwrap_or_default();
        if found.is_empty() {
            problems.push(Problem::new(path, "there is nothing in it, or the file is missing"));
        }
        found
    };
    let names = Names {
        first: lines("first-names.txt"),
        surnames: lines("surnames.txt"),
        places: lines("places.txt"),
        published: lines("published.txt"),
        public: lines("public.txt").iter().flat_map(|line| line.split(',')).map(str::trim).collect(),
        words: lines("words.txt"),
        around: lines("around.txt"),
        examples: lines("names.examples.txt"),
    };
    check(&names, problems);
    names
}

fn check(names: &Names, problems: &mut Vec<Problem>) {
    let lists = [
        ("first-names", &names.first),
        ("surnames", &names.surnames),
        ("places", &names.places),
        ("published", &names.published),
        ("words", &names.words),
    ];
    for (list, lines) in lists {
        let strange = words(lines).find(|word| !word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'\''));
        if let Some(word) = strange {
            problems
                .push(Problem::new(format!("privacy/{list}.txt"), format!("\"{word}\" has other marks than small letters from a to z")));
        }
    }
    let mut seen = BTreeSet::new();
    for line in &names.examples {
        if let Some(reason) = (!is_marked_well(line)).then_some("brackets do not pair").or((!seen.insert(line)).then_some("is there twice"))
        {
            let opening: String = line.chars().take(40).collect();
            problems.push(Problem::new("privacy/names.examples.txt", format!("{reason}: \"{opening}…\"")));
        }
    }
}

/// Whether every bracket that opens is closed before the next opens.
fn is_marked_well(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| matches!(c, '[' | ']'));
    marks.try_fold(false, |open, mark| (open == (mark == ']')).then_some(!open)) == Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_pair() {
        assert!(is_marked_well("[Kyle] and [Jay]") && is_marked_well("nobody"));
        assert!(!is_marked_well("[Kyle") && !is_marked_well("Kyle]") && !is_marked_well("[[Kyle]]"));
    }
}
