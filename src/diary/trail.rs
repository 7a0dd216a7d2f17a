//! Who did what with a review: the last steps, by role, initials or number, never by name.
//!
//! Keys: `w/<id>/<revision>` one step. What was done is seen from the entry before and after.

use super::book::{Diary, DiaryError};
use super::entry::{Entry, EntryId, Why};
use super::store::{Change, StoreError};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How many steps are kept of a review.
pub const MOST_STEPS: usize = 20;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Whose it was: a role, initials or a number.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub did: Did,
}

/// What was done with a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Did {
    /// It was made.
    Made,
    /// It was held on a day.
    Held(Date),
    /// Contact was tried, and nobody answered.
    Tried,
    /// An announcement was put off until a day.
    PutOff(Date),
    /// It was paused until a day.
    Paused(Date),
    /// A moment brought it forward.
    Moment,
    /// It was given this due date.
    Moved(Date),
    /// It got this lead.
    Led(String),
    /// It was closed.
    Closed,
    /// The step before was taken back.
    TakenBack,
    /// Something else.
    Changed,
}

impl Did {
    /// What leads from one entry to the other.
    fn between(old: Option<&Entry>, new: &Entry) -> Self {
        let Some(old) = old else { return Self::Made };
        if new.closed && !old.closed {
            return Self::Closed;
        }
        if let Some(day) = new.held.filter(|day| old.held != Some(*day)) {
            return Self::Held(day);
        }
        if new.alert.is_some() && new.alert != old.alert {
            return Self::Moment;
        }
        if new.due != old.due {
            return Self::Moved(new.due);
        }
        match &new.hold {
            Some(hold) if old.hold.as_ref() != Some(hold) => match hold.why {
                Why::NoReply => Self::Tried,
                Why::Paused => Self::Paused(hold.until),
                _ => Self::PutOff(hold.until),
            },
            _ => match &new.lead {
                Some(lead) if old.lead.as_ref() != Some(lead) => Self::Led(lead.clone()),
                _ => Self::Changed,
            },
        }
    }
}

impl Diary {
    /// The last steps of a review, the oldest first.
    ///
    /// # Errors
    /// The store fails.
    pub fn trail(&self, id: EntryId) -> Result<Vec<Step>, DiaryError> {
        let records = self.store().range(from(id)..to(id), 2 * MOST_STEPS)?;
        Ok(records.iter().filter_map(|(_, record)| serde_json::from_slice(record).ok()).collect())
    }

    /// Adds the step that leads from one entry to the other to a change; the oldest goes where there are too many.
    pub(super) fn with_step(
        &self,
        change: &mut Change,
        (old, new): (Option<&Entry>, &Entry),
        (by, at): (&str, Timestamp),
    ) -> Result<(), StoreError> {
        // Prompts have their own history.
        if new.prompt.is_some() {
            return Ok(());
        }
        self.put_step(change, new, &Step { by: by.to_owned(), at, did: Did::between(old, new) })
    }

    /// Adds to a change that the step before was taken back.
    pub(super) fn with_step_back(&self, change: &mut Change, new: &Entry, (by, at): (&str, Timestamp)) -> Result<(), StoreError> {
        if new.prompt.is_some() {
            return Ok(());
        }
        self.put_step(change, new, &Step { by: by.to_owned(), at, did: Did::TakenBack })
    }

    fn put_step(&self, change: &mut Change, entry: &Entry, step: &Step) -> Result<(), StoreError> {
        let known = self.store().range(from(entry.id)..to(entry.id), 2 * MOST_STEPS)?;
        let too_many = known.len().saturating_sub(MOST_STEPS - 1);
        change.removes.extend(known.into_iter().take(too_many).map(|(key, _)| key));
        let key = format!("w/{}/{:016x}", entry.id, entry.revision).into_bytes();
        change.puts.push((key, serde_json::to_vec(step).unwrap_or_default()));
        Ok(())
    }
}

/// The review that a step under this key is of.
pub(super) fn id_in(key: &[u8]) -> Option<EntryId> {
    let id = std::str::from_utf8(key).ok()?.split('/').nth(1)?;
    u64::from_str_radix(id, 16).ok().map(EntryId)
}

/// Where the steps of a review begin.
fn from(id: EntryId) -> Vec<u8> {
    format!("w/{id}/").into_bytes()
}

/// Where they end.
fn to(id: EntryId) -> Vec<u8> {
    format!("w/{id}0").into_bytes()
}
