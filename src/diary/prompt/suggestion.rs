//! What practitioners suggest to talk about. What a supervisor approves is a card of the team's own.

use super::{VERSION, team_key, written};
use crate::diary::book::{Diary, DiaryError, TRIES};
use crate::diary::store::{Change, StoreError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How many suggestions of a team may wait for an answer.
pub const MOST_OPEN: usize = 50;
/// How many cards of its own a team may have.
pub const MOST_OWN: usize = 200;

/// A suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The record's version.
    pub version: u8,
    /// Its number in the team, from 1.
    pub number: u64,
    /// Who made it: a role or initials.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What to talk about.
    pub text: String,
    /// What became of it.
    pub state: State,
}

/// What became of a suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It waits for an answer.
    Open,
    /// It is a card of the team's own.
    Approved {
        /// Its theme.
        theme: String,
    },
    /// It is not.
    Declined {
        /// Why.
        reason: String,
    },
}

impl Suggestion {
    /// The id of the card that it is or would be.
    #[must_use]
    pub fn card(&self) -> String {
        format!("own-{}", self.number)
    }

    /// Whether it was declined.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Declined { .. })
    }
}

fn key(team: &str, number: u64) -> Vec<u8> {
    format!("s/{}/{number:08}", team_key(team)).into_bytes()
}

impl Diary {
    /// A team's suggestions, the oldest first.
    ///
    /// # Errors
    /// The store fails.
    pub fn suggestions(&self, team: &str) -> Result<Vec<Suggestion>, DiaryError> {
        self.records(&format!("s/{}", team_key(team)))
    }

    /// Keeps a suggestion, and gives its number.
    ///
    /// # Errors
    /// [`MOST_OPEN`] wait already, or the store fails.
    pub fn suggest(&self, team: &str, text: &str, by: &str, at: Timestamp) -> Result<u64, DiaryError> {
        let open = self.suggestions(team)?.iter().filter(|known| known.state == State::Open).count();
        if open >= MOST_OPEN {
            return Err(DiaryError::TooManySuggestions);
        }
        for _ in 0..TRIES {
            let (number, mut change) = self.numbered(team, |numbers| &mut numbers.suggestions)?;
            let suggestion = Suggestion { version: VERSION, number, by: by.to_owned(), at, text: text.to_owned(), state: State::Open };
            change.puts.push((key(team, number), written(&suggestion)));
            match self.store.change(change).wait() {
                Err(StoreError::Changed) => {}
                done => return Ok(done.map(|()| number)?),
            }
        }
        Err(StoreError::Changed.into())
    }

    /// Erases a suggestion with its text, from the store's file, too; with it goes the card that it became.
    ///
    /// # Errors
    /// The store fails.
    pub fn withdraw(&self, team: &str, suggestion: &Suggestion) -> Result<(), DiaryError> {
        let left_out = format!("r/{}/{}", team_key(team), suggestion.card()).into_bytes();
        self.erase(vec![key(team, suggestion.number), left_out])
    }

    /// Answers a suggestion that waits; none where there is none with that number.
    ///
    /// # Errors
    /// The team has [`MOST_OWN`] cards, the store fails, or somebody else answers it at the same time.
    pub fn answer(&self, team: &str, number: u64, state: State) -> Result<Option<Suggestion>, DiaryError> {
        let record = self.store.get(&key(team, number))?;
        let known = record.as_deref().and_then(|record| serde_json::from_slice::<Suggestion>(record).ok());
        let Some(known) = known.filter(|known| known.state == State::Open) else { return Ok(None) };
        let is_card = |state: &State| matches!(state, State::Approved { .. });
        if is_card(&state) && self.suggestions(team)?.iter().filter(|known| is_card(&known.state)).count() >= MOST_OWN {
            return Err(DiaryError::TooManyCards);
        }
        let answered = Suggestion { state, ..known };
        self.store.change(Change::put(key(team, number), written(&answered)).expecting(key(team, number), record)).wait()?;
        Ok(Some(answered))
    }
}
