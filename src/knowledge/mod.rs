//! Curated content in memory: articles, their example questions, sources, anchors, the glossary, bank holidays, reviews.
//!
//! Knows no platform and no time. Everything wrong with the content is reported at once ([`Library::load`]).

mod article;
mod bank_holidays;
mod checks;
mod cues;
mod document;
mod examples;
pub mod files;
mod later;
mod learnt;
mod meta;
mod names;
mod passage;
mod prompt;
mod reviews;
mod rule;

pub use article::{Article, MARK_NOT_CHECKED};
pub use bank_holidays::{BankHoliday, BankHolidays};
pub use checks::{MAX_ANCHORS, MAX_ARTICLES, MAX_CHECK_SENTENCES, MAX_TITLE_CHARS, MAX_WORDS};
pub use checks::{MAX_PARTS, MAX_SENTENCES, MIN_PROMPTS, MINUTES};
pub use checks::{MIN_EXAMPLES, MIN_EXAMPLES_WITH_ANCHOR, MIN_LENSES, MIN_TERMS, QUESTIONS};
pub use examples::Example;
pub use files::Files;
pub use later::Later;
pub use learnt::{LEARNT_FROM, Learner, is_learnt, learnt_from};
pub use meta::{Anchors, ArticleMeta, Basis, Checked, Citation, Concepts, Glossary, Jurisdiction, Kind, Owner, Source, Term, Toolkit};

pub use prompt::{Model, Poll, Prompt, PromptMeta, Theme};

pub use cues::{Cue, Cues};
pub use names::{Names, words};
pub use passage::{Passage, passages};
pub use reviews::{Grounds, Lens, MAX_NEAREST, Moment, Pace, ReviewKind, Reviews};
pub use rule::{About, Category, Rule, RuleMeta, SHOWN, Strength, Wording, write_shown};

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt;

/// The longest example message, in characters: as long as the longest question.
pub const MAX_EXAMPLE_CHARS: usize = 4_000;

/// Everything curated.
#[derive(Debug)]
pub struct Library {
    /// The articles, in order of id.
    pub articles: Vec<Article>,
    /// Sources by key.
    pub sources: BTreeMap<String, Source>,
    /// The statements of the toolkits, by anchor.
    pub anchors: Anchors,
    /// The principles that a team talks about, by anchor, each in plain words.
    pub plainly: BTreeMap<String, String>,
    /// The glossary.
    pub glossary: Glossary,
    /// Words and phrases that mean much the same to the matcher.
    pub concepts: Concepts,
    /// The bank holidays of each nation.
    pub bank_holidays: BankHolidays,
    /// Kinds of review, moments that bring one forward, and questions to ask in one.
    pub reviews: Reviews,
    /// The wording rules, in order of id.
    pub rules: Vec<Rule>,
    /// The cards for case discussions, in order of id.
    pub prompts: Vec<Prompt>,
    /// What around a phrase tells whose words they are.
    pub cues: Cues,
    /// Fair sentences, many of them full of the words of oppressive ones.
    pub fair: Later<Vec<&'static str>>,
    is_put_together: bool,
    /// What was learnt ahead for each learner, by the names of the files.
    learnt: [BTreeMap<String, &'static [u8]>; Learner::ALL.len()],
    /// Words of their own that look like misspelt words of phrases, in small letters.
    pub plain_words: Vec<&'static str>,
    /// First names of two to four letters, in capitals.
    pub short_names: Vec<String>,
    /// What is known of people's names.
    pub names: Names,
    /// Messages that the toolkits do not cover.
    pub off_topic: Later<Vec<Example>>,
    /// Messages of danger now.
    pub urgent: Later<Vec<Example>>,
    /// Messages that sound like danger now and are not.
    pub calm: Later<Vec<Example>>,
}

/// One thing wrong with the content, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, from the top of the knowledge base.
    pub file: String,
    /// What is wrong, as a sentence.
    pub reason: String,
}

impl Problem {
    pub(crate) fn new(file: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { file: file.into(), reason: reason.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.reason)
    }
}

impl Library {
    /// Reads and checks a knowledge base.
    ///
    /// # Errors
    /// Every problem found, in order of file. Content past its review-by date is not a problem: see [`Library::overdue`].
    pub fn load(files: &Files) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let rules = rule::read_all(files, &mut problems);
        let library = Self::read(files, rules, false, &mut problems);
        checks::run(&library, files, &mut problems);
        problems.sort();
        if problems.is_empty() { Ok(library) } else { Err(problems) }
    }

    /// Reads the knowledge base that is built into the program. Tests check it, and that what was put together ahead is of its files; so what
    /// that was put together and learnt from is not looked at.
    ///
    /// # Errors
    /// Every file that cannot be read.
    pub fn built_in() -> Result<Self, Vec<Problem>> {
        let (files, mut problems) = (files::embedded(), Vec::new());
        let (rules, is_put_together) = match rule::read_shown(&files) {
            Some(rules) => (rules, true),
            None => (rule::read_all(&files, &mut problems), false),
        };
        let library = Self::read(&files, rules, is_put_together, &mut problems);
        if problems.is_empty() { Ok(library) } else { Err(problems) }
    }

    fn read(files: &Files, rules: Vec<Rule>, is_put_together: bool, problems: &mut Vec<Problem>) -> Self {
        Self {
            articles: article::read_all(files, problems),
            sources: table(files, "sources.toml", problems).unwrap_or_default(),
            anchors: table(files, "anchors.toml", problems).unwrap_or_else(|| Anchors { source: BTreeMap::new(), anchor: BTreeMap::new() }),
            plainly: table(files, "principles.toml", problems).unwrap_or_default(),
            glossary: table(files, "glossary.toml", problems).unwrap_or_else(|| Glossary { term: Vec::new() }),
            concepts: table(files, "concepts.toml", problems).unwrap_or_default(),
            bank_holidays: table(files, "bank-holidays.toml", problems).unwrap_or_default(),
            reviews: table(files, "reviews.toml", problems).unwrap_or_default(),
            rules,
            is_put_together,
            prompts: prompt::read_all(files, problems),
            cues: table(files, "language/cues.toml", problems).unwrap_or_default(),
            fair: Later::of(files.bytes("language/fair.txt"), lines_of),
            learnt: Learner::ALL.map(|learner| learner.learnt(files)),
            plain_words: lines(files, "language/plain-words.txt", problems),
            short_names: lines(files, "short-names.txt", problems)
                .iter()
                .flat_map(|line| line.split_whitespace().map(str::to_owned))
                .collect(),
            names: names::read(files),
            off_topic: Later::of(files.bytes("messages/off-topic.txt"), examples::read),
            urgent: Later::of(files.bytes("messages/urgent.txt"), examples::read),
            calm: Later::of(files.bytes("messages/calm.txt"), examples::read),
        }
    }

    /// Whether it is that of the program, and what was put together ahead is of its rules.
    #[must_use]
    pub fn is_put_together(&self) -> bool {
        self.is_put_together
    }

    /// What a learner learnt ahead, by the names of the files.
    #[must_use]
    pub fn learnt(&self, learner: Learner) -> &BTreeMap<String, &'static [u8]> {
        &self.learnt[learner as usize]
    }

    /// The article with this id.
    #[must_use]
    pub fn article(&self, id: &str) -> Option<&Article> {
        self.articles.binary_search_by(|article| article.id.as_str().cmp(id)).ok().map(|at| &self.articles[at])
    }

    /// The card with this id.
    #[must_use]
    pub fn prompt(&self, id: &str) -> Option<&Prompt> {
        self.prompts.binary_search_by(|prompt| prompt.id.as_str().cmp(id)).ok().map(|at| &self.prompts[at])
    }

    /// What a team is to talk about in the course of time, with each in plain words: the tips and principles of the toolkits, and the steps that
    /// keep a child safe.
    pub fn principles(&self) -> impl Iterator<Item = (&String, &String)> {
        const ALONE: [&str; 3] = ["clt.three-steps", "clt.safeguarding-response", "sp.self-safeguard"];
        let wanted = |id: &str| ALONE.contains(&id) || id.starts_with("clt.tip.") || id.starts_with("sp.principle.");
        let known = self.anchors.anchor.keys().filter(move |id| wanted(id));
        known.map(|id| (id, self.plainly.get(id).unwrap_or(&self.anchors.anchor[id])))
    }

    /// The article that leads on an anchor, by its place: of those with it as their main subject, the one with the most examples.
    #[must_use]
    pub fn lead(&self, anchor: &str) -> Option<usize> {
        let on_it = self.articles.iter().enumerate().filter(|(_, article)| article.main_anchor() == Some(anchor));
        on_it.max_by_key(|(_, article)| article.examples.len()).map(|(at, _)| at)
    }

    /// Articles past their review-by date.
    pub fn overdue(&self, today: Date) -> impl Iterator<Item = &Article> {
        self.articles.iter().filter(move |article| article.meta.review_by < today)
    }
}

fn table<T: DeserializeOwned>(files: &Files, path: &str, problems: &mut Vec<Problem>) -> Option<T> {
    let Some(text) = files.get(path) else {
        problems.push(Problem::new(path, "the file is missing"));
        return None;
    };
    match toml::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            problems.push(Problem::new(path, document::one_line(&error.to_string())));
            None
        }
    }
}

/// The lines of a file, but for empty ones and those that open with `#`.
fn lines(files: &Files, path: &str, problems: &mut Vec<Problem>) -> Vec<&'static str> {
    let Some(text) = files.get(path) else {
        problems.push(Problem::new(path, "the file is missing"));
        return Vec::new();
    };
    lines_of(text)
}

fn lines_of(text: &'static str) -> Vec<&'static str> {
    let mut lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    lines.shrink_to_fit();
    lines
}
