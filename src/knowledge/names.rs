//! What is known of people's names: lists of them, words that stand around them, and sentences with the names marked.

use super::{Files, Problem, lines_of};
use std::collections::BTreeSet;

/// The files in `privacy/`.
pub(super) const FILES: [&str; 8] =
    ["first-names.txt", "surnames.txt", "places.txt", "published.txt", "public.txt", "words.txt", "around.txt", "names.examples.txt"];

/// Lists and sentences for finding people's names. Words are in small letters; accents are dropped.
#[derive(Debug, Default)]
pub struct Names {
    /// First names of many origins.
    pub first: Vec<String>,
    /// Surnames of many origins.
    pub surnames: Vec<String>,
    /// The words of names of places.
    pub places: Vec<String>,
    /// Surnames of authors and public figures that the field cites.
    pub published: Vec<String>,
    /// Names of several words that are no private person's: brands, characters, public figures, schemes.
    pub public: Vec<String>,
    /// English words.
    pub words: Vec<String>,
    /// Words that stand around names, in classes: titles first, then words that give a name, then the others in any order.
    pub around: Vec<Vec<String>>,
    /// Sentences with the names of private people in square brackets; those without brackets hold none.
    pub examples: Vec<String>,
}

pub(super) fn read(files: &Files, problems: &mut Vec<Problem>) -> Names {
    let mut lines = |name: &str| {
        let path = format!("privacy/{name}");
        let found = files.get(path.as_str()).map(|text| lines_of(text)).unwrap_or_default();
        if found.is_empty() {
            problems.push(Problem::new(path, "there is nothing in it, or the file is missing"));
        }
        found
    };
    let words = |line: &String| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let all = |lines: Vec<String>| lines.iter().flat_map(words).collect::<Vec<_>>();
    let names = Names {
        first: all(lines("first-names.txt")),
        surnames: all(lines("surnames.txt")),
        places: all(lines("places.txt")),
        published: all(lines("published.txt")),
        public: lines("public.txt").iter().flat_map(|line| line.split(',')).map(|phrase| phrase.trim().to_owned()).collect(),
        words: all(lines("words.txt")),
        around: lines("around.txt").iter().map(words).collect(),
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
    for (list, words) in lists {
        let strange = words.iter().find(|word| !word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'\''));
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
