//! A wording rule: one family of oppressive phrases, with its reason, its question and its alternatives.

use super::document::{Document, Section, own};
use super::later::Later;
use super::{Basis, Files, Problem};
use serde::Deserialize;
use std::borrow::Cow;

/// The front matter of a wording rule.
#[derive(Debug, Clone, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Challenged every time.
    Challenge,
    /// Asked about gently: sources differ, or context decides.
    Query,
}

/// Of whom a wording must not be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// A child; it may be said of an adult who exploits.
    Child,
    /// A child or family, where an adult is part of what is said ("her boyfriend").
    Anyone,
}

/// One family of oppressive phrases.
#[derive(Debug, Clone)]
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
    /// The phrases, in the notation that `language` reads; none where the family is known by whole sentences.
    pub phrases: Vec<Cow<'static, str>>,
    /// Sentences that wrong a child in this way in words of their own (`language/<id>.sentences.txt`); most families have none.
    pub sentences: Later<Vec<&'static str>>,
    /// Phrases inside which this rule is silent.
    pub leave_alone: Vec<Cow<'static, str>>,
    /// Sentences it must flag.
    pub flag: Vec<Cow<'static, str>>,
    /// Sentences it must leave alone.
    pub allow: Vec<Cow<'static, str>>,
}

pub(super) fn read_all(files: &Files, problems: &mut Vec<Problem>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (id, path) in files.beneath("language/", ".md") {
        let sentences = Later::of(files.bytes(&format!("language/{id}.sentences.txt")), super::lines_of);
        match read(id, files.get(path).unwrap_or_default(), sentences) {
            Ok(rule) => rules.push(rule),
            Err(reason) => problems.push(Problem::new(path, reason)),
        }
    }
    rules
}

fn read(id: &str, text: &'static str, sentences: Later<Vec<&'static str>>) -> Result<Rule, String> {
    let document = Document::<RuleMeta>::parse(text)?;
    let mut sections = document.sections;
    let why = document.opening.join(" ");
    let rule = Rule {
        id: id.to_owned(),
        title: document.title,
        meta: document.meta,
        why,
        ask: take(&mut sections, "Ask").join(" "),
        instead: own(take(&mut sections, "Instead")),
        phrases: take(&mut sections, "Phrases"),
        sentences,
        leave_alone: take(&mut sections, "Leave alone"),
        flag: take(&mut sections, "Flag"),
        allow: take(&mut sections, "Allow"),
    };
    match sections.first() {
        Some(section) => Err(format!("the section \"{}\" is unknown, or stands twice", section.heading)),
        None => Ok(rule),
    }
}

fn take(sections: &mut Vec<Section>, heading: &str) -> Vec<Cow<'static, str>> {
    let at = sections.iter().position(|section| section.heading == heading);
    let mut lines = at.map(|at| sections.remove(at).lines).unwrap_or_default();
    lines.shrink_to_fit();
    lines
}
