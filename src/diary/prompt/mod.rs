//! A prompt for a case discussion that is to be posted: once, or as often as a series comes round.
//!
//! It is an entry of the diary like a review, and posted by the same code. Its case is the short name that the diary gives it ("P-1").
//!
//! Keys, each with a record that has a version; `<team>` stands for sixteen hexadecimal digits of its name's SHA-256:
//! `n/<team>` the numbers given last; `b/<team>/<themes>` a bag, and `b/<team>/<themes>/<card>` a card that was taken from it;
//! `h/<team>/<day>/<id>/<due>` what was posted; `r/<team>/<card>` a card that is not for the team; `s/<team>/<number>` a suggestion;
//! `l/<team>/<day>/<number>` what was learned.

pub mod bag;
pub mod deck;
pub mod history;
pub mod learning;
pub mod suggestion;

use super::book::{Diary, DiaryError, TRIES};
use super::cadence::Cadence;
use super::entry::Entry;
use super::store::{Change, StoreError};
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::PoisonError;

/// The kind that entries of prompts have. No kind of review is called so.
pub const KIND: &str = "prompt";
/// The version of the records beside the entries.
pub const VERSION: u8 = 1;
/// How many prompts of a team may wait to be posted, series and single ones together.
pub const MOST_SERIES: usize = 20;

/// What is posted, and where in its series it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// The themes of which a card is drawn; all, if empty.
    #[serde(default)]
    pub themes: BTreeSet<String>,
    /// The first day of the series: later ones are counted from it.
    pub first: Date,
    /// How many steps after the first day the next one is.
    #[serde(default)]
    pub steps: u32,
    /// What is posted.
    #[serde(default)]
    pub what: What,
}

/// What is posted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A card from the deck.
    #[default]
    Deck,
    /// This card, by id.
    Card(String),
    /// The supervisor's own words; none any more once they were posted.
    Own(String),
}

/// A prompt that is to go into the diary.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The team.
    pub team: String,
    /// When it is due, and at which time if one was asked for.
    pub due: (Date, Option<Time>),
    /// How often it comes round; once, if none.
    pub cadence: Option<Cadence>,
    /// The themes of which a card is drawn; all, if empty.
    pub themes: BTreeSet<String>,
    /// What is posted.
    pub what: What,
}

impl Planned {
    /// The entry that it becomes.
    #[must_use]
    pub fn entry(&self, now: Timestamp) -> Entry {
        let named = (self.team.clone(), String::new(), KIND.to_owned());
        let series = Series { themes: self.themes.clone(), first: self.due.0, steps: 0, what: self.what.clone() };
        Entry { cadence: self.cadence, prompt: Some(series), ..Entry::new(named, self.due, now) }
    }
}

/// The next of a series after a day; a prompt that comes once is closed, and keeps nobody's own words.
#[must_use]
pub fn roll(mut entry: Entry, after: Date) -> Entry {
    let Some(series) = &mut entry.prompt else { return entry };
    if let Some(cadence) = entry.cadence {
        while entry.due <= after && entry.due < Date::MAX {
            series.steps += 1;
            entry.due = cadence.nth(series.first, series.steps);
        }
        return entry;
    }
    close(entry)
}

/// Leaves the next of a series out; none where it comes once.
#[must_use]
pub fn skip(entry: Entry, today: Date) -> Option<Entry> {
    let after = entry.due.max(today.saturating_sub(1.day()));
    entry.cadence.is_some().then(|| roll(entry, after))
}

/// Nothing more is posted, and nobody's own words are kept.
#[must_use]
pub fn close(mut entry: Entry) -> Entry {
    if let Some(Series { what: What::Own(words), .. }) = &mut entry.prompt {
        words.clear();
    }
    Entry { closed: true, ..entry }
}

/// The numbers that were given last.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Numbers {
    version: u8,
    #[serde(default)]
    prompts: u64,
    #[serde(default)]
    suggestions: u64,
    #[serde(default)]
    learned: u64,
}

impl Diary {
    /// Adds a prompt, and gives it a short name.
    ///
    /// # Errors
    /// The team has [`MOST_SERIES`] that wait, or the store fails.
    pub fn add_prompt(&self, planned: &Planned, by: &str, now: Timestamp) -> Result<Entry, DiaryError> {
        let _adding = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        if self.prompts(&planned.team)?.len() >= MOST_SERIES {
            return Err(DiaryError::TooManyPrompts);
        }
        for _ in 0..TRIES {
            let (number, numbered) = self.numbered(&planned.team, |numbers| &mut numbers.prompts)?;
            let mut entries = [Entry { case: format!("P-{number}"), ..planned.entry(now) }];
            let mut change = self.added(&mut entries, by, now)?;
            change.puts.extend(numbered.puts);
            change.expect.extend(numbered.expect);
            match self.store.change(change).wait() {
                Err(StoreError::Changed) => {}
                done => {
                    let [entry] = entries;
                    return Ok(done.map(|()| entry)?);
                }
            }
        }
        Err(StoreError::Changed.into())
    }

    /// The prompts of a team that wait to be posted, the next one first.
    ///
    /// # Errors
    /// The store fails.
    pub fn prompts(&self, team: &str) -> Result<Vec<Entry>, DiaryError> {
        let (schedule, mut entries) = (self.schedule_of(team), self.open_entries(team)?);
        entries.retain(|entry| entry.prompt.is_some());
        entries.sort_by_key(|entry| (schedule.next_post(entry), entry.id));
        Ok(entries)
    }

    /// The next number of a kind, and the change that gives it away.
    fn numbered(&self, team: &str, which: fn(&mut Numbers) -> &mut u64) -> Result<(u64, Change), DiaryError> {
        self.numbered_in(&team_key(team), which)
    }

    /// The same for what stands for a team in keys.
    fn numbered_in(&self, team_key: &str, which: fn(&mut Numbers) -> &mut u64) -> Result<(u64, Change), DiaryError> {
        let key = format!("n/{team_key}").into_bytes();
        let known = self.store.get(&key)?;
        let mut numbers: Numbers = known.as_deref().and_then(|record| serde_json::from_slice(record).ok()).unwrap_or_default();
        numbers.version = VERSION;
        let number = which(&mut numbers);
        *number += 1;
        let number = *number;
        Ok((number, Change::put(key.clone(), written(&numbers)).expecting(key, known)))
    }

    /// The records under a prefix that can be read. One that cannot hides no other; the check names it.
    fn records<T: DeserializeOwned>(&self, prefix: &str) -> Result<Vec<T>, DiaryError> {
        let mut found = Vec::new();
        self.under(prefix, |_, record| {
            found.extend(serde_json::from_slice(record).ok());
            Ok(())
        })?;
        Ok(found)
    }

    /// The keys of everything that is kept of a team beside its entries.
    pub(super) fn keys_of_prompts(&self, team: &str) -> Result<Vec<Vec<u8>>, DiaryError> {
        let team = team_key(team);
        let mut keys = vec![format!("n/{team}").into_bytes()];
        for kind in ["b", "h", "l", "r", "s"] {
            self.under(&format!("{kind}/{team}"), |key, _| {
                keys.push(key.to_vec());
                Ok(())
            })?;
        }
        Ok(keys)
    }

    /// How many records of prompts cannot be read.
    pub(super) fn unreadable_of_prompts(&self) -> Result<usize, DiaryError> {
        let mut count = 0;
        let mut look = |prefix: &str, reads: fn(&[u8], &[u8]) -> bool| {
            self.under(prefix, |key, record| {
                count += usize::from(!reads(key, record));
                Ok(())
            })
        };
        look("n", |_, record| reads::<Numbers>(record))?;
        look("b", bag::reads)?;
        look("h", |_, record| reads::<history::Shown>(record))?;
        look("l", |_, record| reads::<learning::Learned>(record))?;
        look("r", |_, record| reads::<deck::Retired>(record))?;
        look("s", |_, record| reads::<suggestion::Suggestion>(record))?;
        Ok(count)
    }
}

fn reads<T: DeserializeOwned>(record: &[u8]) -> bool {
    serde_json::from_slice::<T>(record).is_ok()
}

fn written(record: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(record).unwrap_or_default()
}

/// What stands for a team in keys, whatever its name holds.
fn team_key(team: &str) -> String {
    let digest = Sha256::digest(team);
    format!("{:016x}", digest.first_chunk().map_or(0, |start| u64::from_be_bytes(*start)))
}
