//! What belongs to a team: its open entries, found by their cases; and how all of it is forgotten.

use super::book::{Diary, DiaryError, id_in, number};
use super::entry::{Entry, EntryId};
use super::erasure::owed;
use super::rule::rule_key;
use super::store::Change;
use super::trail;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many entries are forgotten in one change.
const AT_ONCE: usize = 50;

/// Keys of the store.
type Keys = Vec<Vec<u8>>;

/// Whose a record is, as far as that can be read in one that cannot be read as a whole.
#[derive(Deserialize)]
struct Owned {
    team: String,
}

/// The same of a step back.
#[derive(Deserialize)]
struct OwnedBefore {
    entry: Option<Owned>,
}

impl Diary {
    /// A team's open entries, reviews and prompts, in the order of their cases; those that cannot be read are left out.
    ///
    /// # Errors
    /// The store fails.
    pub fn open_entries(&self, team: &str) -> Result<Vec<Entry>, DiaryError> {
        Ok(self.open_and_unreadable(team)?.0)
    }

    /// The same, with those of the team that cannot be read. Costs the team's cases, not what is stored.
    ///
    /// # Errors
    /// The store fails.
    pub fn open_and_unreadable(&self, team: &str) -> Result<(Vec<Entry>, Vec<EntryId>), DiaryError> {
        let (mut entries, mut unreadable) = (Vec::new(), Vec::new());
        self.under(&format!("c/{team}"), |key, id| {
            let Some(id) = number(id).map(EntryId).filter(|_| team_in(key).as_deref() == Some(team)) else { return Ok(()) };
            match self.get(id) {
                Ok(entry) => entries.extend(Some(entry).filter(|entry| entry.is_open() && entry.team == team)),
                Err(DiaryError::Unreadable(id)) => unreadable.push(id),
                Err(DiaryError::NotThere) => {}
                Err(error) => return Err(error),
            }
            Ok(())
        })?;
        Ok((entries, unreadable))
    }

    /// The cases of a team that have an open review, in order, each once.
    ///
    /// # Errors
    /// The store fails.
    pub fn cases(&self, team: &str) -> Result<Vec<String>, DiaryError> {
        let reviews = self.open_entries(team)?.into_iter().filter(|entry| entry.prompt.is_none());
        Ok(reviews.map(|entry| entry.case).collect::<BTreeSet<_>>().into_iter().collect())
    }

    /// Forgets a team: its entries with all that hangs on their numbers, what was made of its cards, and its own rule. What was counted of
    /// opinions is kept by place, and forgotten with that. The store's file is owed to be written anew, as after every erasure.
    ///
    /// An entry goes with all of its own at once; where that is stopped in between, doing it again forgets the rest. A tick under way leaves
    /// nothing of it behind when the next one has been.
    ///
    /// # Errors
    /// The store fails.
    pub fn forget_team(&self, team: &str) -> Result<(), DiaryError> {
        let (mut entries, strays) = self.keys_of_entries(team)?;
        for ids in std::iter::from_fn(|| Some(take(&mut entries, AT_ONCE)).filter(|some| !some.is_empty())) {
            self.remove_all(ids.into_iter().flatten().collect())?;
        }
        let mut rest = strays;
        rest.extend(self.keys_of_prompts(team)?);
        rest.push(rule_key(team));
        while !rest.is_empty() {
            self.remove_all(take(&mut rest, AT_ONCE * 10))?;
        }
        self.rules.forget(team);
        Ok(())
    }

    fn remove_all(&self, removes: Keys) -> Result<(), DiaryError> {
        // Says nothing of whose it was.
        Ok(self.store.change(Change { removes, puts: vec![owed("a team")], ..Change::default() }).wait()?)
    }

    /// The keys of a team's entries, those of one entry together; and what is listed under the team and leads to no entry of it.
    fn keys_of_entries(&self, team: &str) -> Result<(Vec<Keys>, Keys), DiaryError> {
        let mut keys: BTreeMap<EntryId, Keys> = self.ids_of(team)?.into_iter().map(|id| (id, Vec::new())).collect();
        for (id, keys) in &mut keys {
            keys.extend(["e", "u", "q", "p", "a", "t"].map(|kind| format!("{kind}/{id}").into_bytes()));
        }
        self.under("w", |key, _| {
            if let Some(keys) = trail::id_in(key).and_then(|id| keys.get_mut(&id)) {
                keys.push(key.to_vec());
            }
            Ok(())
        })?;
        self.under("d", |key, _| {
            if let Some(keys) = id_in(key).and_then(|id| keys.get_mut(&id)) {
                keys.push(key.to_vec());
            }
            Ok(())
        })?;
        let mut strays = Vec::new();
        self.under("c", |key, id| {
            if team_in(key).as_deref() == Some(team) {
                let own = number(id).map(EntryId).and_then(|id| keys.get_mut(&id));
                own.unwrap_or(&mut strays).push(key.to_vec());
            }
            Ok(())
        })?;
        Ok((keys.into_values().collect(), strays))
    }

    /// The team, case and kind that an entry stands for, though its record cannot be read; none, if that is damaged, too.
    pub(super) fn place_of(&self, id: EntryId) -> Result<Option<[String; 3]>, DiaryError> {
        let mut place = None;
        self.under("c", |key, found| {
            if number(found) == Some(id.0) {
                place = place_in(key);
            }
            Ok(())
        })?;
        Ok(place)
    }

    /// The numbers of a team's entries: of those that cannot be read, as far as anything tells whose they are.
    fn ids_of(&self, team: &str) -> Result<BTreeSet<EntryId>, DiaryError> {
        let mut ids = BTreeSet::new();
        let is_own = |owned: Owned| owned.team == team;
        for kind in ["e", "q"] {
            self.under(kind, |key, record| {
                ids.extend(id_in(key).filter(|_| serde_json::from_slice(record).is_ok_and(is_own)));
                Ok(())
            })?;
        }
        self.under("u", |key, record| {
            let before = serde_json::from_slice::<OwnedBefore>(record).ok().and_then(|before| before.entry);
            ids.extend(id_in(key).filter(|_| before.is_some_and(is_own)));
            Ok(())
        })?;
        self.under("c", |key, id| {
            ids.extend(number(id).map(EntryId).filter(|_| team_in(key).as_deref() == Some(team)));
            Ok(())
        })?;
        let mut own = BTreeSet::new();
        for id in ids {
            let is_others = match self.get(id) {
                Ok(entry) => entry.team != team,
                Err(DiaryError::Store(error)) => return Err(error.into()),
                Err(_) => false,
            };
            own.extend(Some(id).filter(|_| !is_others));
        }
        Ok(own)
    }
}

/// Up to so many from the end.
fn take<T>(all: &mut Vec<T>, most: usize) -> Vec<T> {
    all.split_off(all.len().saturating_sub(most))
}

/// The team in `c/<team>/<case>/<kind>`.
fn team_in(key: &[u8]) -> Option<String> {
    place_in(key).map(|[team, ..]| team)
}

/// Team, case and kind in `c/<team>/<case>/<kind>`: a team's name may hold anything, the other two no stroke.
fn place_in(key: &[u8]) -> Option<[String; 3]> {
    let mut parts = std::str::from_utf8(key).ok()?.strip_prefix("c/")?.rsplitn(3, '/').map(str::to_owned);
    let (kind, case, team) = (parts.next()?, parts.next()?, parts.next()?);
    Some([team, case, kind])
}
