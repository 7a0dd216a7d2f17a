//! A card for a case discussion: one question, what to ask next, why it matters, and a word to whoever leads the discussion.

use super::document::{Document, Section};
use super::{Basis, Files, Problem};
use serde::Deserialize;

/// The front matter of a card.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromptMeta {
    /// The statements of the toolkits that it works on, at least one.
    pub anchors: Vec<String>,
    /// The way of thinking that it comes from.
    pub model: Model,
    /// What it is about.
    pub theme: Theme,
    /// How long it takes, in minutes, 5 to 60.
    pub minutes: u8,
    /// Whether it may weigh on those who talk about it: then it ends with a line on their own wellbeing.
    pub heavy: bool,
    /// Keys of `sources.toml`, at least one.
    pub sources: Vec<String>,
    /// How far its reason was checked: read, or background.
    pub basis: Basis,
    /// What the team votes on before it talks, where that helps to begin. On Discord it is a poll.
    #[serde(default)]
    pub poll: Option<Poll>,
}

/// A question with answers to choose one from. Names stand beside votes: nothing that somebody may not want to say of themselves.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poll {
    /// The question, of at most 300 characters.
    pub question: String,
    /// From 2 to 10 answers, of at most 55 characters.
    pub answers: Vec<String>,
}

/// A way of thinking a case through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    /// Describe, feel, evaluate, analyse, conclude, act.
    Gibbs,
    /// Experience, reflection, analysis, plan, for everybody concerned.
    #[serde(rename = "4x4x4")]
    FourByFour,
    /// Worries, strengths, what next.
    SignsOfSafety,
    /// Places, peers, and who can change them.
    ContextualSafeguarding,
    /// The practice principles for work with exploited children.
    PracticePrinciples,
}

impl Model {
    /// Its name, as it is shown.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Gibbs => "Gibbs' reflective cycle",
            Self::FourByFour => "4x4x4 supervision",
            Self::SignsOfSafety => "Signs of Safety",
            Self::ContextualSafeguarding => "contextual safeguarding",
            Self::PracticePrinciples => "practice principles",
        }
    }
}

/// What a card is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Opening the case.
    Opening,
    /// The worker's own feelings.
    Worker,
    /// What is really going on.
    Analysis,
    /// Fairness.
    Fairness,
    /// The words that are used.
    Language,
    /// What is strong and can grow.
    Strengths,
    /// Places and friends.
    PlacesAndPeers,
    /// Moments at which a child can be reached.
    Moments,
    /// The plan and its promises.
    Plan,
    /// The team and its organisation.
    Team,
}

impl Theme {
    /// All themes, in the order in which they are listed.
    pub const ALL: [Self; 10] = [
        Self::Opening,
        Self::Worker,
        Self::Analysis,
        Self::Fairness,
        Self::Language,
        Self::Strengths,
        Self::PlacesAndPeers,
        Self::Moments,
        Self::Plan,
        Self::Team,
    ];

    /// Its name, as it is written and typed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Worker => "worker",
            Self::Analysis => "analysis",
            Self::Fairness => "fairness",
            Self::Language => "language",
            Self::Strengths => "strengths",
            Self::PlacesAndPeers => "places-and-peers",
            Self::Moments => "moments",
            Self::Plan => "plan",
            Self::Team => "team",
        }
    }

    /// What its cards are about, in a few words.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Opening => "opening the case",
            Self::Worker => "our own feelings",
            Self::Analysis => "what is really going on",
            Self::Fairness => "treating every child fairly",
            Self::Language => "the words we use",
            Self::Strengths => "what is strong and can grow",
            Self::PlacesAndPeers => "places and friends",
            Self::Moments => "moments to reach a child",
            Self::Plan => "the plan and its promises",
            Self::Team => "our team and organisation",
        }
    }
}

/// A card.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// The file's name without its ending.
    pub id: String,
    /// The title.
    pub title: String,
    /// The front matter.
    pub meta: PromptMeta,
    /// The question.
    pub question: String,
    /// What to ask next.
    pub then_ask: String,
    /// Why it matters.
    pub why: String,
    /// How to lead the discussion.
    pub facilitator: String,
}

impl Prompt {
    /// Its texts, in reading order.
    pub fn parts(&self) -> impl Iterator<Item = &String> {
        [&self.title, &self.question, &self.then_ask, &self.why, &self.facilitator].into_iter()
    }

    /// The same with the poll's: all that is shown of it.
    pub fn texts(&self) -> impl Iterator<Item = &String> {
        let poll = self.meta.poll.iter().flat_map(|poll| std::iter::once(&poll.question).chain(&poll.answers));
        self.parts().chain(poll)
    }
}

pub(super) fn read_all(files: &Files, problems: &mut Vec<Problem>) -> Vec<Prompt> {
    let mut prompts = Vec::new();
    for (id, path) in files.beneath("prompts/", ".md") {
        match read(id, files.get(path).unwrap_or_default()) {
            Ok(prompt) => prompts.push(prompt),
            Err(reason) => problems.push(Problem::new(path, reason)),
        }
    }
    prompts.sort_by(|a: &Prompt, b| a.id.cmp(&b.id));
    prompts
}

fn read(id: &str, text: &'static str) -> Result<Prompt, String> {
    let Document { meta, title, opening, sections } = Document::<PromptMeta>::parse(text)?;
    let (question, none) = (opening.join(" "), String::new);
    let mut prompt = Prompt { id: id.to_owned(), title, meta, question, then_ask: none(), why: none(), facilitator: none() };
    for Section { heading, lines } in sections {
        let part = match heading.as_str() {
            "Then ask" => &mut prompt.then_ask,
            "Why it matters" => &mut prompt.why,
            "For the facilitator" => &mut prompt.facilitator,
            other => return Err(format!("unknown heading \"{other}\"; use Then ask, Why it matters, For the facilitator")),
        };
        if !part.is_empty() {
            return Err(format!("the heading \"{heading}\" stands twice"));
        }
        *part = lines.join(" ");
    }
    Ok(prompt)
}
