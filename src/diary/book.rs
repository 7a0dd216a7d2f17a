//! The diary itself: entries in the store with what finds them again, and one step back for each.
//!
//! Keys: `e/<id>` an entry; `d/<next post><id>` when it is next looked at; `c/<team>/<case>/<kind>` which entry that is; `u/<id>` the
//! entry before its last change; `q/<id>` a copy of a record that could not be read; `m/...` what the diary knows of itself; and those of
//! `posting.rs`, `prompt/mod.rs` and, under `m/`, `rule.rs` and `erasure.rs`.

use super::entry::{Entry, EntryId};
use super::erasure::{Rewriting, is_dropped, owed};
use super::posting::untold_key;
use super::prompt::deck::Deck;
use super::prompt::suggestion::{MOST_OPEN, MOST_OWN};
use super::prompt::{MOST_SERIES, close, roll};
use super::rule::Rules;
use super::schedule::Schedule;
use super::store::{Change, Store, StoreError};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// For how long one's own last change can be taken back.
pub const UNDO_HOURS: i64 = 24;
/// How often a change is tried again when somebody else made one in between.
pub(super) const TRIES: usize = 8;
/// How many reviews a case may have at most, closed ones included, to be shown.
const PAGE: usize = 500;

/// The diary: share it freely.
#[derive(Debug, Clone)]
pub struct Diary {
    pub(super) store: Arc<Store>,
    pub(super) rules: Rules,
    /// The cards for case discussions.
    pub(super) deck: Deck,
    /// Numbers are given one at a time, so that many who add at once do not take each other's.
    pub(super) adding: Arc<Mutex<()>>,
    /// The rewrite under way, if any.
    pub(super) rewriting: Arc<Mutex<Option<Rewriting>>>,
    delivering: Arc<AtomicBool>,
}

/// The right to deliver, until dropped.
pub(super) struct Turn(Arc<AtomicBool>);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// Why the diary did not do it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiaryError {
    /// There is no such review.
    #[error("I have no open review for that case. /review list shows those I have.")]
    NotThere,
    /// There is one already.
    #[error("There is a review of that kind for that case already. Change it with /review amend, or close it first.")]
    Already,
    /// Nothing to take back.
    #[error("There is nothing of yours to undo for that case: only your own last change, for {UNDO_HOURS} hours, can be taken back.")]
    NothingToUndo,
    /// Too many prompts wait.
    #[error("Your team has {MOST_SERIES} prompts that wait to be posted. Cancel one first: /prompt list shows them.")]
    TooManyPrompts,
    /// Too many suggestions wait.
    #[error("{MOST_OPEN} suggestions of your team wait for an answer. Ask a supervisor to answer some first.")]
    TooManySuggestions,
    /// Too many cards of its own.
    #[error(
        "Your team has {MOST_OWN} cards of its own. Erase one first, with /prompt withdraw and its number: /prompt suggestions shows them."
    )]
    TooManyCards,
    /// A record that cannot be read.
    #[error(
        "One record of the diary cannot be read (entry {0}). It is kept as it is, and a copy set aside; tell whoever looks after Lantern."
    )]
    Unreadable(EntryId),
    /// The store did not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The entry before its last change, and whose change that was.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Before {
    /// Who made the change.
    by: String,
    /// When.
    pub at: Timestamp,
    /// The entry before; none where it was new.
    pub entry: Option<Entry>,
}

/// What is due now.
#[derive(Debug, Default)]
pub struct Due {
    /// Entries whose time has come.
    pub entries: Vec<Entry>,
    /// Entries that cannot be read, met for the first time.
    pub damaged: Vec<EntryId>,
    /// How many more are due, beyond the limits.
    pub left: usize,
}

impl Diary {
    /// The diary in a store, with the rule of all teams that have none of their own. Where that has changed since, every `next_post` of
    /// those is worked out anew; learning points without a number get one.
    ///
    /// # Errors
    /// The store fails.
    pub fn new(store: Store, schedule: Schedule) -> Result<Self, DiaryError> {
        let diary = Self {
            store: Arc::new(store),
            rules: Rules::new(schedule),
            deck: Deck::default(),
            adding: Arc::default(),
            rewriting: Arc::default(),
            delivering: Arc::default(),
        };
        diary.follow_default()?;
        diary.number_learned()?;
        Ok(diary)
    }

    /// Gives the diary the cards for case discussions.
    #[must_use]
    pub fn with_deck(mut self, deck: Deck) -> Self {
        self.deck = deck;
        self
    }

    /// The store, for backups.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The right to deliver, unless somebody is delivering.
    pub(super) fn turn(&self) -> Option<Turn> {
        (!self.delivering.swap(true, Ordering::AcqRel)).then(|| Turn(Arc::clone(&self.delivering)))
    }

    /// Adds a review, and gives it a number.
    ///
    /// # Errors
    /// There is one of that kind for that case already, or the store fails.
    pub fn add(&self, entry: Entry, by: &str, now: Timestamp) -> Result<Entry, DiaryError> {
        let mut added = self.add_all(vec![entry], by, now)?;
        Ok(added.remove(0))
    }

    /// The entry with this number.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub fn get(&self, id: EntryId) -> Result<Entry, DiaryError> {
        let record = self.store.get(&entry_key(id))?.ok_or(DiaryError::NotThere)?;
        serde_json::from_slice(&record).map_err(|_| DiaryError::Unreadable(id))
    }

    /// Changes an entry as it is now; where somebody else changes it meanwhile, theirs comes first and this one is made on top.
    ///
    /// `by` names whose change can be taken back; without it, the change is the diary's own and leaves the last undo in place.
    ///
    /// # Errors
    /// The entry is not there or cannot be read, `change` refuses, or the store fails.
    pub fn change<E: From<DiaryError>>(
        &self,
        id: EntryId,
        by: Option<(&str, Timestamp)>,
        change: impl Fn(Entry) -> Result<Entry, E>,
    ) -> Result<Entry, E> {
        for _ in 0..TRIES {
            let old = self.get(id)?;
            let mut new = change(old.clone())?;
            match self.replace(&old, &mut new, by) {
                Err(DiaryError::Store(StoreError::Changed)) => {}
                done => return Ok(done.map(|()| new)?),
            }
        }
        Err(DiaryError::from(StoreError::Changed).into())
    }

    /// Puts one entry in the place of another, unless somebody changed it meanwhile.
    ///
    /// # Errors
    /// Somebody changed it, or the store fails.
    pub fn replace(&self, old: &Entry, new: &mut Entry, by: Option<(&str, Timestamp)>) -> Result<(), DiaryError> {
        self.swap(old, new, by, Change::default())
    }

    /// The same, together with another change.
    pub(super) fn swap(&self, old: &Entry, new: &mut Entry, by: Option<(&str, Timestamp)>, with: Change) -> Result<(), DiaryError> {
        new.revision = old.revision + 1;
        let mut change = self.written(Some(old), new)?;
        change.puts.extend(with.puts);
        change.removes.extend(with.removes);
        let (from, to) = (case_key(old), case_key(new));
        if from != to {
            change.expect.push((to.clone(), self.free(&to, new.id)?));
            change.removes.push(from);
            change.puts.push((to, number_of(new.id)));
        }
        let mut dropped = by.is_none() && is_dropped(old, &[new]);
        if let Some((by, at)) = by {
            // The last step back goes, with what it alone holds.
            dropped = self.step_back(new.id)?.is_some_and(|before| is_dropped(&before, &[old, new]));
            change.puts.push(before_record(new, Some(old), by, at));
            self.with_step(&mut change, (Some(old), new), (by, at))?;
        }
        change.puts.extend(dropped.then(|| owed(&format!("{}-{}", new.id, new.revision))));
        Ok(self.store.change(change).wait()?)
    }

    /// Takes back somebody's own last change to an entry; gives the entry as it is then, or none if it was new.
    ///
    /// # Errors
    /// There is nothing of theirs to take back, or the store fails.
    pub fn undo(&self, id: EntryId, by: &str, now: Timestamp) -> Result<Option<Entry>, DiaryError> {
        let record = self.store.get(&undo_key(id))?.ok_or(DiaryError::NothingToUndo)?;
        let before: Before = serde_json::from_slice(&record).map_err(|_| DiaryError::Unreadable(id))?;
        let present = self.get(id)?;
        // Announcements since do not count as somebody else's change.
        let recent = now.duration_since(before.at) <= SignedDuration::from_hours(UNDO_HOURS);
        if before.by != by || !recent {
            return Err(DiaryError::NothingToUndo);
        }
        let mut entry = before.entry.clone().unwrap_or_else(|| close(present.clone()));
        entry.revision = present.revision + 1;
        // What was announced meanwhile was announced.
        (entry.announced, entry.lenses) = (entry.announced.max(present.announced), present.lenses);
        if let Some(alert) = entry.alert.take_if(|alert| present.alert.as_ref() != Some(alert)) {
            entry.alert = (!self.was_told(id, alert.at)?).then_some(alert);
        }
        if let Some(day) = entry.announced.filter(|day| entry.prompt.is_some() && entry.is_open() && *day >= entry.due) {
            // Posted since: its turn is over.
            entry = roll(entry, day);
        }
        entry.next_post = present.next_post;
        let mut change = self.written(Some(&present), &mut entry)?;
        let dropped = [Some(&present), before.entry.as_ref()].into_iter().flatten().any(|gone| is_dropped(gone, &[&entry]));
        change.puts.extend(dropped.then(|| owed(&format!("{id}-{}", entry.revision))));
        change.removes.push(undo_key(id));
        change.expect.push((undo_key(id), Some(record)));
        self.with_step_back(&mut change, &entry, (by, now))?;
        let (from, to) = (case_key(&present), case_key(&entry));
        if entry.is_open() {
            change.expect.push((to.clone(), self.free(&to, id)?));
            change.removes.extend((from != to).then_some(from));
            change.puts.push((to, number_of(id)));
        }
        self.store.change(change).wait()?;
        Ok(before.entry.is_some().then_some(entry))
    }

    /// The entry as it was before its last change, where that can be read.
    fn step_back(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        let record = self.store.get(&undo_key(id))?;
        Ok(record.and_then(|record| serde_json::from_slice::<Before>(&record).ok()).and_then(|before| before.entry))
    }

    /// The reviews of a case, open or closed; of one kind only, if asked for.
    ///
    /// # Errors
    /// The store fails, or a record cannot be read.
    pub fn of_case(&self, team: &str, case: &str, kind: Option<&str>) -> Result<Vec<Entry>, DiaryError> {
        let open = format!("c/{team}/{case}/").into_bytes();
        let end = format!("c/{team}/{case}0").into_bytes();
        let wanted = |key: &[u8]| kind.is_none_or(|kind| key == [&open, kind.as_bytes()].concat());
        let found = self.store.range(open.clone()..end, PAGE)?;
        let ids = found.into_iter().filter(|(key, _)| wanted(key)).filter_map(|(_, id)| number(&id));
        ids.map(|id| self.get(EntryId(id))).collect()
    }

    /// Every entry, in the order of their numbers, with those that cannot be read.
    ///
    /// # Errors
    /// The store fails.
    pub fn all(&self) -> Result<(Vec<Entry>, Vec<EntryId>), DiaryError> {
        let (mut entries, mut damaged) = (Vec::new(), Vec::new());
        self.under("e", |key, record| {
            match serde_json::from_slice(record) {
                Ok(entry) => entries.push(entry),
                Err(_) => damaged.extend(id_in(key)),
            }
            Ok(())
        })?;
        Ok((entries, damaged))
    }

    /// Hands over everything under a prefix, in the order of the keys.
    pub(super) fn under(&self, prefix: &str, each: impl FnMut(&[u8], &[u8]) -> Result<(), DiaryError>) -> Result<(), DiaryError> {
        self.store.each(format!("{prefix}/").into_bytes(), Some(format!("{prefix}0").as_bytes()), each)
    }

    /// What is due, the longest waiting first: `limit` at most, and `of_a_team` of any one team. Costs what is due, not what is stored.
    ///
    /// # Errors
    /// The store fails.
    pub fn due(&self, now: Timestamp, limit: usize, of_a_team: usize) -> Result<Due, DiaryError> {
        let (mut due, mut teams) = (Due::default(), HashMap::<String, usize>::new());
        self.store.each(b"d/".to_vec(), Some(&due_key(now, EntryId(u64::MAX))), |key, _| {
            let Some(id) = id_in(key) else { return Ok(()) };
            if due.entries.len() == limit {
                due.left += 1;
                return Ok(());
            }
            match self.get(id) {
                Ok(entry) => {
                    let taken = teams.entry(entry.team.clone()).or_default();
                    if *taken == of_a_team {
                        due.left += 1;
                    } else {
                        *taken += 1;
                        due.entries.push(entry);
                    }
                }
                Err(DiaryError::Store(error)) => return Err(DiaryError::from(error)),
                Err(_) => due.damaged.extend(self.quarantine(id, key)?.then_some(id)),
            }
            Ok(())
        })?;
        Ok(due)
    }

    /// The next instant at which something is due.
    ///
    /// # Errors
    /// The store fails.
    pub fn next(&self) -> Result<Option<Timestamp>, DiaryError> {
        let first = self.store.range(b"d/".to_vec()..b"d0".to_vec(), 1)?;
        Ok(first.first().and_then(|(key, _)| time_in(key)))
    }

    /// What stands for a case and kind, which must be nothing, or nothing open but the entry itself.
    pub(super) fn free(&self, place: &[u8], id: EntryId) -> Result<Option<Vec<u8>>, DiaryError> {
        let known = self.store.get(place)?;
        let other = known.as_deref().and_then(number).map(EntryId).filter(|other| *other != id);
        match other.map(|other| self.get(other)) {
            Some(Ok(other)) if other.is_open() => Err(DiaryError::Already),
            _ => Ok(known),
        }
    }

    /// Sets a copy of a record that cannot be read aside, and looks at it no more. The record stays as it is.
    fn quarantine(&self, id: EntryId, due: &[u8]) -> Result<bool, DiaryError> {
        let aside = format!("q/{id}").into_bytes();
        let new = self.store.get(&aside)?.is_none();
        let mut change = Change::remove(due);
        if let Some(record) = self.store.get(&entry_key(id))?.filter(|_| new) {
            change.puts.push((aside, record));
            // Until a person has been told.
            change.puts.push((untold_key(id), Vec::new()));
        }
        self.store.change(change).wait()?;
        Ok(new)
    }

    /// The change that writes an entry in the place of what was there, and is refused if that is no longer so.
    pub(super) fn written(&self, old: Option<&Entry>, new: &mut Entry) -> Result<Change, DiaryError> {
        // A board that failed sets the time itself.
        if old.is_none_or(|old| old.next_post == new.next_post) {
            new.next_post = self.schedule_of(&new.team).next_post(new);
        }
        let present = self.store.get(&entry_key(new.id))?;
        let revision = |record: &Vec<u8>| serde_json::from_slice::<Entry>(record).ok().map(|entry| entry.revision);
        if present.as_ref().and_then(revision) != old.map(|old| old.revision) {
            return Err(StoreError::Changed.into());
        }
        let record = serde_json::to_vec(new).unwrap_or_default();
        let mut change = Change::put(entry_key(new.id), record).expecting(entry_key(new.id), present);
        change.removes.extend(old.and_then(|old| Some(due_key(old.next_post?, old.id))));
        change.puts.extend(new.next_post.map(|at| (due_key(at, new.id), Vec::new())));
        Ok(change)
    }
}

/// How a key that leads to an entry says which.
pub(super) fn number_of(id: EntryId) -> Vec<u8> {
    id.0.to_string().into_bytes()
}

pub(super) fn entry_key(id: EntryId) -> Vec<u8> {
    format!("e/{id}").into_bytes()
}

fn undo_key(id: EntryId) -> Vec<u8> {
    format!("u/{id}").into_bytes()
}

pub(super) fn case_key(entry: &Entry) -> Vec<u8> {
    format!("c/{}/{}/{}", entry.team, entry.case, entry.kind).into_bytes()
}

/// Seconds since 1970 in twelve digits, so that keys sort by time.
pub(super) fn due_key(at: Timestamp, id: EntryId) -> Vec<u8> {
    format!("d/{:012}/{id}", at.as_second().max(0)).into_bytes()
}

pub(super) fn id_in(key: &[u8]) -> Option<EntryId> {
    let text = std::str::from_utf8(key).ok()?;
    u64::from_str_radix(text.rsplit('/').next()?, 16).ok().map(EntryId)
}

fn time_in(key: &[u8]) -> Option<Timestamp> {
    let seconds = std::str::from_utf8(key).ok()?.split('/').nth(1)?.parse().ok()?;
    Timestamp::from_second(seconds).ok()
}

pub(super) fn number(text: &[u8]) -> Option<u64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

pub(super) fn before_record(new: &Entry, old: Option<&Entry>, by: &str, at: Timestamp) -> (Vec<u8>, Vec<u8>) {
    let before = Before { by: by.to_owned(), at, entry: old.cloned() };
    (undo_key(new.id), serde_json::to_vec(&before).unwrap_or_default())
}
