//! What was posted to a team: days and cards, never anybody's words.

use super::deck::Card;
use super::learning::kept_from;
use super::{VERSION, team_key, written};
use crate::diary::book::{Diary, DiaryError};
use crate::diary::entry::{Entry, EntryId};
use crate::diary::store::Pair;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One prompt that was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The record's version.
    pub version: u8,
    /// The day, in London.
    pub day: Date,
    /// The card's id.
    pub card: String,
    /// Its theme then.
    pub theme: String,
    /// The entry that posted it.
    pub entry: EntryId,
}

/// The record of a prompt that was posted.
pub(in crate::diary) fn shown(entry: &Entry, card: &Card, day: Date) -> Pair {
    let key = format!("h/{}/{day}/{}/{}", team_key(&entry.team), entry.id, entry.due);
    (key.into_bytes(), written(&Shown { version: VERSION, day, card: card.id.clone(), theme: card.theme.clone(), entry: entry.id }))
}

impl Diary {
    /// What was posted to a team, the oldest first.
    ///
    /// # Errors
    /// The store fails.
    pub fn shown(&self, team: &str) -> Result<Vec<Shown>, DiaryError> {
        self.records(&format!("h/{}", team_key(team)))
    }

    /// The keys of what was posted so long ago that nobody asks for it any more.
    pub(in crate::diary) fn shown_long_ago(&self, today: Date) -> Result<Vec<Vec<u8>>, DiaryError> {
        let mut removes = Vec::new();
        self.under("h", |key, record| {
            let old = |shown: Shown| shown.day < kept_from(today);
            removes.extend(serde_json::from_slice(record).is_ok_and(old).then(|| key.to_vec()));
            Ok(())
        })?;
        Ok(removes)
    }
}
