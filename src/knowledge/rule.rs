//! A wording rule: one family of oppressive phrases, with its reason, its question and its alternatives.

use super::document::{Document, Section, own};
use super::later::Later;
use super::{Basis, Files, Learner, Problem};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The front matter of a wording rule.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleMeta {
    /// What the wording does to the child.
    pub category: Category,
    /// Whether it is challenged every time or asked about gently.
    pub strength: Strength,
    /// Of whom it must not be said.
    pub about: About,
    /// Keys of `sources.toml`; empty where no page was read.
    pub sources: Vec<String>,
    /// How far the advice was checked.
    pub basis: Basis,
}

/// What a wording does to a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Harm is told as the child's choice, wish or consent.
    Choice,
    /// The child, or the family, is made the cause.
    Blame,
    /// The child is told as an offender or a worker of the line.
    Criminalise,
    /// The child is told as older or tougher than a child is.
    Adultify,
    /// Abuse is told as sex, a relationship or provocation.
    Sexualise,
    /// Harm is made small or normal.
    Minimise,
    /// The child or family is blamed for not being reached.
    Engagement,
    /// The child is not believed, or written off.
    Dismiss,
    /// A word stands for the whole child.
    Label,
}

impl Category {
    /// The categories in the order in which they are listed.
    pub const ALL: [Self; 9] = [
        Self::Choice,
        Self::Blame,
        Self::Criminalise,
        Self::Adultify,
        Self::Sexualise,
        Self::Minimise,
        Self::Engagement,
        Self::Dismiss,
        Self::Label,
    ];

    /// What the wording does, in a few words.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Choice => "harm told as the child's choice",
            Self::Blame => "the child, or the family, made the cause",
            Self::Criminalise => "the child told as an offender",
            Self::Adultify => "the child told as older or tougher than a child is",
            Self::Sexualise => "abuse told as sex or a relationship",
            Self::Minimise => "harm made small or normal",
            Self::Engagement => "the child or family blamed for not being reached",
            Self::Dismiss => "the child not believed, or written off",
            Self::Label => "a word that stands for the whole child",
        }
    }

    /// Its name, as written in front matter and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Choice => "choice",
            Self::Blame => "blame",
            Self::Criminalise => "criminalise",
            Self::Adultify => "adultify",
            Self::Sexualise => "sexualise",
            Self::Minimise => "minimise",
            Self::Engagement => "engagement",
            Self::Dismiss => "dismiss",
            Self::Label => "label",
        }
    }
}

/// How a wording is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Challenged every time.
    Challenge,
    /// Asked about gently: sources differ, or context decides.
    Query,
}

/// Of whom a wording must not be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// A child; it may be said of an adult who exploits.
    Child,
    /// A child or family, where an adult is part of what is said ("her boyfriend").
    Anyone,
}

/// The file, beside what was learnt, that holds what is shown of every rule.
pub const SHOWN: &str = "rules.bin";

/// One family of oppressive phrases.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rule {
    /// The file's name without its ending.
    pub id: String,
    /// What the wording does, in a few words.
    pub title: String,
    /// The front matter.
    pub meta: RuleMeta,
    /// Why it harms, in one sentence.
    pub why: String,
    /// A question for the writer.
    pub ask: String,
    /// What could be said instead; never says more than is known.
    pub instead: Vec<String>,
    /// How many bytes its file has.
    size: usize,
    /// How it is known.
    #[serde(skip)]
    pub wording: Later<Wording>,
    /// Sentences that wrong a child in this way in words of their own (`language/<id>.sentences.txt`); most families have none.
    #[serde(skip)]
    pub sentences: Later<Vec<&'static str>>,
}

/// How a rule is known: nineteen parts in twenty of its file, which are seldom asked for.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    /// The phrases, in the notation that `language` reads; none where the family is known by whole sentences.
    pub phrases: Vec<Cow<'static, str>>,
    /// Phrases inside which this rule is silent.
    pub leave_alone: Vec<Cow<'static, str>>,
    /// Sentences it must flag.
    pub flag: Vec<Cow<'static, str>>,
    /// Sentences it must leave alone.
    pub allow: Vec<Cow<'static, str>>,
}

/// The rules as they are shown, in order of id, from what was put together ahead; their wording is read when it is asked for. None where
/// that is lacking, or is of files of other names or sizes.
pub(super) fn read_shown(files: &Files) -> Option<Vec<Rule>> {
    let mut rules: Vec<Rule> = postcard::from_bytes(files.bytes(&format!("{}{SHOWN}", Learner::Language.folder()))?).ok()?;
    let paths: Vec<_> = files.beneath("language/", ".md").collect();
    let sizes = paths.iter().map(|(id, path)| (*id, files.bytes(path).map_or(0, <[u8]>::len)));
    if !rules.iter().map(|rule| (rule.id.as_str(), rule.size)).eq(sizes) {
        return None;
    }
    for (rule, (id, path)) in rules.iter_mut().zip(paths) {
        rule.wording = Later::of(files.bytes(path), |text| read("", text).map(|rule| Wording::clone(&rule.wording)).unwrap_or_default());
        rule.sentences = sentences(files, id);
    }
    Some(rules)
}

/// What is shown of rules, as it is kept in a file.
#[must_use]
pub fn write_shown(rules: &[Rule]) -> Vec<u8> {
    postcard::to_allocvec(rules).unwrap_or_default()
}

pub(super) fn read_all(files: &Files, problems: &mut Vec<Problem>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (id, path) in files.beneath("language/", ".md") {
        match read(id, files.get(path).unwrap_or_default()) {
            Ok(rule) => rules.push(Rule { sentences: sentences(files, id), ..rule }),
            Err(reason) => problems.push(Problem::new(path, reason)),
        }
    }
    rules
}

fn sentences(files: &Files, id: &str) -> Later<Vec<&'static str>> {
    Later::of(files.bytes(&format!("language/{id}.sentences.txt")), super::lines_of)
}

fn read(id: &str, text: &'static str) -> Result<Rule, String> {
    let document = Document::<RuleMeta>::parse(text)?;
    let mut sections = document.sections;
    let why = document.opening.join(" ");
    let (ask, instead) = (take(&mut sections, "Ask").join(" "), own(take(&mut sections, "Instead")));
    let wording = Wording {
        phrases: take(&mut sections, "Phrases"),
        leave_alone: take(&mut sections, "Leave alone"),
        flag: take(&mut sections, "Flag"),
        allow: take(&mut sections, "Allow"),
    };
    if let Some(section) = sections.first() {
        return Err(format!("the section \"{}\" is unknown, or stands twice", section.heading));
    }
    let (title, meta) = (document.title, document.meta);
    let (id, size) = (id.to_owned(), text.len());
    Ok(Rule { id, title, meta, why, ask, instead, size, wording: wording.into(), sentences: Later::default() })
}

fn take(sections: &mut Vec<Section>, heading: &str) -> Vec<Cow<'static, str>> {
    let at = sections.iter().position(|section| section.heading == heading);
    let mut lines = at.map(|at| sections.remove(at).lines).unwrap_or_default();
    lines.shrink_to_fit();
    lines
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed step fails the test")]
mod tests {
    use super::*;
    use crate::knowledge::files;

    #[test]
    fn what_is_shown_of_the_rules_and_read_of_them_later_is_what_their_files_say() {
        let (mut files, mut problems) = (files::embedded(), Vec::new());
        let (read, shown) = (read_all(&files, &mut problems), read_shown(&files).unwrap());
        assert_eq!(problems, []);
        let path = format!("{}{SHOWN}", Learner::Language.folder());
        assert!(write_shown(&read) == files.bytes(&path).unwrap(), "run: LANTERN_KNOWLEDGE=knowledge lantern knowledge learn");
        for (read, shown) in read.iter().zip(&shown) {
            assert_eq!((&read.wording.phrases, &read.wording.leave_alone), (&shown.wording.phrases, &shown.wording.leave_alone));
            assert_eq!((&read.wording.flag, &read.wording.allow), (&shown.wording.flag, &shown.wording.allow));
            assert_eq!(*read.sentences, *shown.sentences);
            assert_eq!((&read.title, &read.why, &read.ask, &read.instead), (&shown.title, &shown.why, &shown.ask, &shown.instead));
        }
        for path in ["language/a-new-one.md", "language/bad-penny.md"] {
            let mut changed = files.clone();
            changed.insert(path, "# Another");
            assert!(read_shown(&changed).is_none(), "shown as it was before {path}");
        }
        files.insert(path, "no table");
        assert!(read_shown(&files).is_none());
    }
}
