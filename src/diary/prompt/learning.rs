//! What a team learned in a discussion, in the supervisor's words: kept for a year, and then erased.

use super::{VERSION, team_key, written};
use crate::diary::book::{Diary, DiaryError};
use crate::diary::erasure::holds_old_words;
use crate::diary::store::{Change, StoreError};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// For how many months learning points are kept.
pub const KEPT_MONTHS: i32 = 12;

/// One learning point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    /// The record's version.
    pub version: u8,
    /// The day on which it was written down, in London.
    pub day: Date,
    /// The card that was discussed.
    pub card: String,
    /// Its theme.
    pub theme: String,
    /// What was learned.
    pub text: String,
}

impl Learned {
    /// A learning point of a day.
    #[must_use]
    pub fn new((card, theme): (&str, &str), text: &str, day: Date) -> Self {
        Self { version: VERSION, day, card: card.to_owned(), theme: theme.to_owned(), text: text.to_owned() }
    }
}

/// The first day of what is still kept.
#[must_use]
pub fn kept_from(today: Date) -> Date {
    today.saturating_sub(KEPT_MONTHS.months())
}

impl Diary {
    /// Keeps a learning point.
    ///
    /// # Errors
    /// The store fails.
    pub fn learn(&self, team: &str, learned: &Learned) -> Result<(), DiaryError> {
        for number in 0_u32.. {
            let key = format!("l/{}/{}/{number:04}", team_key(team), learned.day);
            match self.store.change(Change::put(key.clone(), written(learned)).expecting(key, None)).wait() {
                Err(StoreError::Changed) => {}
                done => return Ok(done?),
            }
        }
        Err(StoreError::Changed.into())
    }

    /// A team's learning points that are still kept, the oldest first.
    ///
    /// # Errors
    /// The store fails.
    pub fn learned(&self, team: &str, today: Date) -> Result<Vec<Learned>, DiaryError> {
        let mut all: Vec<Learned> = self.records(&format!("l/{}", team_key(team)))?;
        all.retain(|learned| learned.day >= kept_from(today));
        Ok(all)
    }

    /// The keys of what is no longer kept.
    pub(in crate::diary) fn no_longer_kept(&self, now: Timestamp) -> Result<Vec<Vec<u8>>, DiaryError> {
        let (today, mut removes) = (self.schedule().day(now), Vec::new());
        self.under("l", |key, record| {
            let old = |learned: Learned| learned.day < kept_from(today);
            removes.extend(serde_json::from_slice(record).is_ok_and(old).then(|| key.to_vec()));
            Ok(())
        })?;
        self.under("s", |key, record| {
            let old =
                |suggestion: super::suggestion::Suggestion| suggestion.is_over() && self.schedule().day(suggestion.at) < kept_from(today);
            removes.extend(serde_json::from_slice(record).is_ok_and(old).then(|| key.to_vec()));
            Ok(())
        })?;
        self.under("u", |key, record| {
            removes.extend(serde_json::from_slice(record).is_ok_and(|before| holds_old_words(&before, now)).then(|| key.to_vec()));
            Ok(())
        })?;
        Ok(removes)
    }
}
