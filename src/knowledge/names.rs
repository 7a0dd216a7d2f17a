//! What is known of people's names: lists of them, words that stand around them, and sentences with the names marked.

use super::later::Later;
use super::{Files, Library, Problem, lines_of};
use std::collections::BTreeSet;

/// The files in `privacy/`.
pub(super) const FILES: [&str; 8] =
    ["first-names.txt", "surnames.txt", "places.txt", "published.txt", "public.txt", "words.txt", "around.txt", "names.examples.txt"];
/// Those of single words in small letters.
const OF_SINGLE_WORDS: [&str; 5] = ["first-names.txt", "surnames.txt", "places.txt", "published.txt", "words.txt"];

/// Lists and sentences for finding people's names. Words are in small letters; accents are dropped. Lists are kept as the lines they stand
/// in, several words in one: see [`words`].
#[derive(Debug)]
pub struct Names {
    /// First names of many origins.
    pub first: Later<Vec<&'static str>>,
    /// Surnames of many origins.
    pub surnames: Later<Vec<&'static str>>,
    /// The words of names of places.
    pub places: Later<Vec<&'static str>>,
    /// Surnames of authors and public figures that the field cites.
    pub published: Later<Vec<&'static str>>,
    /// Names of several words that are no private person's: brands, characters, public figures, schemes.
    pub public: Later<Vec<&'static str>>,
    /// English words.
    pub words: Later<Vec<&'static str>>,
    /// Words that stand around names, a line for each class: titles first, then words that give a name, then the others in any order.
    pub around: Later<Vec<&'static str>>,
    /// Sentences with the names of private people in square brackets; those without brackets hold none.
    pub examples: Later<Vec<&'static str>>,
}

/// The words of a list.
pub fn words(lines: &[&'static str]) -> impl Iterator<Item = &'static str> {
    lines.iter().flat_map(|line| line.split_whitespace())
}

pub(super) fn read(files: &Files) -> Names {
    let lines = |name: &str| Later::of(files.bytes(&format!("privacy/{name}")), lines_of);
    Names {
        first: lines("first-names.txt"),
        surnames: lines("surnames.txt"),
        places: lines("places.txt"),
        published: lines("published.txt"),
        public: Later::of(files.bytes("privacy/public.txt"), |text| {
            lines_of(text).iter().flat_map(|line| line.split(',')).map(str::trim).collect()
        }),
        words: lines("words.txt"),
        around: lines("around.txt"),
        examples: lines("names.examples.txt"),
    }
}

/// Lists are there and hold nothing strange, and names are marked well.
pub(super) fn check(library: &Library, problems: &mut Vec<Problem>) {
    let names = &library.names;
    let lists =
        [&names.first, &names.surnames, &names.places, &names.published, &names.public, &names.words, &names.around, &names.examples];
    for (file, lines) in FILES.into_iter().zip(lists) {
        let mut say = |reason: String| problems.push(Problem::new(format!("privacy/{file}"), reason));
        if lines.is_empty() {
            say("there is nothing in it, or the file is missing".to_owned());
        }
        let is_plain = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'\'');
        if let Some(word) = words(lines).find(|word| !is_plain(word)).filter(|_| OF_SINGLE_WORDS.contains(&file)) {
            say(format!("\"{word}\" has other marks than small letters from a to z"));
        }
    }
    let mut seen = BTreeSet::new();
    for line in names.examples.iter() {
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
