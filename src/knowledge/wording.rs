//! Oppressive wording that a question may carry: a small table, matched by `language`.

use serde::Deserialize;

/// The file `wording.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The phrases, each challenged wherever it is the writer's own.
    pub phrase: Vec<Phrase>,
}

/// A family of phrases with one reason and its alternatives.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// A short name that stays when the forms change.
    pub id: String,
    /// What the wording does: choice, blame, criminalise, adultify, sexualise, minimise, engagement, dismiss, label.
    pub category: String,
    /// The forms it takes. Matched by stem; `~` stands for a person ("he", "her", "the lad"), `..` for up to three words.
    pub forms: Vec<String>,
    /// Why it harms, in one sentence.
    pub why: String,
    /// What could be said instead.
    pub instead: Vec<String>,
    /// A question to ask oneself.
    pub ask: String,
    /// Keys of `sources.toml`; empty where no page was read.
    pub sources: Vec<String>,
    /// How far the advice was checked.
    pub basis: super::Basis,
}
