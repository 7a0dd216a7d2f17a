//! What a team learned in a discussion, in the supervisor's words: kept for a year, and then erased.

use super::history::Shown;
use super::{VERSION, team_key, written};
use crate::diary::book::{Diary, DiaryError, TRIES};
use crate::diary::entry::EntryId;
use crate::diary::erasure::{holds_old_words, owed};
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
    /// Its number in the team, from 1; 0 before it was kept, and in records of before there were numbers, until the diary is opened.
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

    /// Gives those of before there were numbers theirs, so that each can be erased.
    pub(in crate::diary) fn number_learned(&self) -> Result<(), DiaryError> {
        let mut without = Vec::new();
        self.under("l", |key, record| {
            let found = serde_json::from_slice(record).ok().filter(|learned: &Learned| learned.number == 0);
            without.extend(found.map(|learned| (key.to_vec(), record.to_vec(), learned)));
            Ok(())
        })?;
        for (key, record, learned) in without {
            let team = String::from_utf8_lossy(&key).split('/').nth(1).map(str::to_owned).unwrap_or_default();
            let (number, mut change) = self.numbered_in(&team, |numbers| &mut numbers.learned)?;
            change.puts.push((key.clone(), written(&Learned { number, ..learned })));
            self.store.change(change.expecting(key, Some(record))).wait()?;
        }
        Ok(())
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

    /// Removes records, and notes that the store's file is to be written anew: removed is not erased before.
    pub(super) fn erase(&self, removes: Vec<Vec<u8>>) -> Result<(), DiaryError> {
        let what: Vec<String> = removes.iter().map(|key| String::from_utf8_lossy(key).into_owned()).collect();
        Ok(self.store.change(Change { removes, puts: vec![owed(&what.join(" "))], ..Change::default() }).wait()?)
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
