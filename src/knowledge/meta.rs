//! What a curator writes in front matter and tables. The field notes here are the authoring guide.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The front matter of an article.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleMeta {
    /// Statements of the toolkits that the article truly answers, at most three, its main subject first; may be empty.
    pub anchors: Vec<String>,
    /// Whether it states a principle or a fact.
    pub kind: Kind,
    /// Where it holds.
    pub jurisdiction: Jurisdiction,
    /// The date on which its facts were read at their source, or "not yet".
    pub checked: Checked,
    /// The day by which a person reads it against its sources again.
    pub review_by: Date,
    /// The role that answers for it.
    pub owner: Owner,
    /// Ids of the articles a reader is likely to want next.
    pub related: Vec<String>,
    /// Where its claims come from; at least one.
    pub sources: Vec<Citation>,
}

/// Facts age fast and show their date; principles do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// How to work with children and colleagues.
    Principle,
    /// Law, procedure, figures.
    Fact,
}

/// Where an article holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Jurisdiction {
    /// Practice that holds everywhere in the United Kingdom; states no law.
    Uk,
    /// Law or procedure of England and Wales.
    EnglandAndWales,
    /// Guidance or law of England alone.
    England,
}

/// The role that answers for an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Owner {
    /// Answers for practice.
    #[serde(rename = "practice curator")]
    Practice,
    /// Answers for law and procedure.
    #[serde(rename = "law curator")]
    Law,
    /// Answers for health; a clinician.
    #[serde(rename = "health curator")]
    Health,
}

/// Whether and when the facts of an article were read at their source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Checked {
    /// General professional knowledge beyond what the toolkits say.
    NotYet,
    /// A year, month or day: as exact as is known, never invented.
    On(String),
}

impl TryFrom<String> for Checked {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == "not yet" {
            return Ok(Self::NotYet);
        }
        let padded = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            _ => text.clone(),
        };
        match padded.parse::<Date>() {
            Ok(_) => Ok(Self::On(text)),
            Err(_) => Err(format!("checked is \"{text}\": write a date such as 2026, 2026-05 or 2026-05-20, or \"not yet\"")),
        }
    }
}

/// A source and the place in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// A key of `sources.toml`.
    pub key: String,
    /// The section, item or page that carries the claim.
    pub place: String,
}

/// One entry of `sources.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What it is called in a line of sources: short, without publisher.
    pub name: String,
    /// Title, publisher and year, as far as they are known.
    pub title: String,
    /// Web addresses at which it was found; may be empty.
    pub address: Vec<String>,
}

/// The file `anchors.toml`: the statements of the toolkits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchors {
    /// The toolkits, by id.
    pub source: BTreeMap<String, Toolkit>,
    /// What each statement says, by anchor id.
    pub anchor: BTreeMap<String, String>,
}

/// One of the toolkits that the anchors point into.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Toolkit {
    /// Its title.
    pub title: String,
    /// The file it was read from.
    pub file: String,
}

/// The file `glossary.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    /// The terms.
    pub term: Vec<Term>,
}

/// A term that practitioners hear.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The term, as it is most often said.
    pub term: String,
    /// Other forms of it.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it means, neutrally.
    pub meaning: String,
    /// How to use it with care, or why not to.
    pub safe_use: String,
    /// Keys of `sources.toml`; empty where no page was read.
    pub sources: Vec<String>,
    /// How far the meaning was checked.
    pub basis: Basis,
}

/// How far a statement was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The passage was read at the source.
    Read,
    /// The source was seen, the passage was not.
    Listed,
    /// General professional knowledge.
    Background,
}

/// The file `concepts.toml`: words and phrases that mean much the same to the matcher.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concepts {
    /// For each concept, the words and phrases that speak of it, matched by stem.
    pub concept: BTreeMap<String, Vec<String>>,
}
