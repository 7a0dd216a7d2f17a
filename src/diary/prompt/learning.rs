//! What a team learned in a discussion, in the supervisor's words: kept for a year, and then erased.

use super::history::Shown;
use super::{Series, VERSION, What, team_key, written};
use crate::diary::book::{Before, Diary, DiaryError, TRIES, UNDO_HOURS};
use crate::diary::entry::EntryId;
use crate::diary::store::{Change, StoreError};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// For how many months learning points are kept.
pub const KEPT_MONTHS: i32 = 12;
/// When what is no longer kept was erased for the last time.
const LAST: &[u8] = b"m/erased";

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
    /// Its number in the team, from 1; 0 before it was kept, and in records of before there were numbers.
    #[serde(default)]
    pub number: u64,
    /// Which post was discussed: the prompt and its day; none in records of before this was kept.
    #[serde(default)]
    pub post: Option<(EntryId, Date)>,
}

impl Learned {
    /// A learning point of a day, from the discussion of a post.
    #[must_use]
    pub fn new(shown: &Shown, text: &str, day: Date) -> Self {
        let (card, theme) = (shown.card.clone(), shown.theme.clone());
        Self { version: VERSION, day, card, theme, text: text.to_owned(), number: 0, post: Some((shown.entry, shown.day)) }
    }
}

/// The first day of what is still kept.
#[must_use]
pub fn kept_from(today: Date) -> Date {
    today.saturating_sub(KEPT_MONTHS.months())
}

impl Diary {
    /// Keeps a learning point, and gives its number.
    ///
    /// # Errors
    /// The store fails.
    pub fn learn(&self, team: &str, learned: &Learned) -> Result<u64, DiaryError> {
        for _ in 0..TRIES {
            let (number, mut change) = self.numbered(team, |numbers| &mut numbers.learned)?;
            let key = format!("l/{}/{}/{number:08}", team_key(team), learned.day);
            change.puts.push((key.into_bytes(), written(&Learned { number, ..learned.clone() })));
            match self.store.change(change).wait() {
                Err(StoreError::Changed) => {}
                done => return Ok(done.map(|()| number)?),
            }
        }
        Err(StoreError::Changed.into())
    }

    /// Erases a learning point, from the store's file, too; false where there is none with that number.
    ///
    /// # Errors
    /// The store fails.
    pub fn forget(&self, team: &str, number: u64) -> Result<bool, DiaryError> {
        let mut removes = Vec::new();
        self.under(&format!("l/{}", team_key(team)), |key, record| {
            let meant = serde_json::from_slice(record).is_ok_and(|learned: Learned| learned.number == number);
            removes.extend(meant.then(|| key.to_vec()));
            Ok(())
        })?;
        let there = number > 0 && !removes.is_empty();
        if there {
            self.erase(removes)?;
        }
        Ok(there)
    }

    /// Removes records, and has the store's file written anew: removed is not erased before. That is not waited for.
    pub(super) fn erase(&self, removes: Vec<Vec<u8>>) -> Result<(), DiaryError> {
        self.store.change(Change { removes, ..Change::default() }).wait()?;
        drop(self.store.rewrite());
        Ok(())
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

    /// Once a day: erases what is no longer kept, from the store's file, too. That is learning points and declined suggestions of over a
    /// year ago, and own words of prompts that were called off, once that cannot be taken back any more.
    ///
    /// # Errors
    /// The store fails.
    pub fn erase_old(&self, now: Timestamp) -> Result<(), DiaryError> {
        let today = self.schedule().day(now);
        let day = today.to_string().into_bytes();
        if self.store.get(LAST)?.as_ref() == Some(&day) {
            return Ok(());
        }
        let mut removes = Vec::new();
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
        let erases = !removes.is_empty();
        self.store.change(Change { removes, ..Change::put(LAST, day) }).wait()?;
        if erases {
            // Removed is not erased: only a file that is written anew is without it. That is not waited for.
            drop(self.store.rewrite());
        }
        Ok(())
    }
}

fn holds_old_words(before: &Before, now: Timestamp) -> bool {
    let series = before.entry.as_ref().and_then(|entry| entry.prompt.as_ref());
    let words = matches!(series, Some(Series { what: What::Own(words), .. }) if !words.is_empty());
    words && now.duration_since(before.at) > SignedDuration::from_hours(UNDO_HOURS)
}
