//! By which rule each team is told: its own, or the default one.
//!
//! Keys: `m/rule` the fingerprint of the default rule, and `m/rule/<team>` that of a team's own, by which `next_post` was worked out last.

use super::book::{Diary, DiaryError};
use super::entry::Entry;
use super::schedule::Schedule;
use super::store::{Change, StoreError};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

const RULE: &str = "m/rule";

/// The rules of all teams. A clone shares those that are set later.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    default: Arc<Schedule>,
    own: Arc<RwLock<HashMap<String, Arc<Schedule>>>>,
}

impl Rules {
    pub fn new(default: Schedule) -> Self {
        Self { default: Arc::new(default), own: Arc::default() }
    }

    fn of(&self, team: &str) -> Arc<Schedule> {
        let own = self.own.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(own.get(team).unwrap_or(&self.default))
    }

    pub fn forget(&self, team: &str) {
        self.own.write().unwrap_or_else(PoisonError::into_inner).remove(team);
    }

    fn set(&self, team: &str, own: Schedule) {
        self.own.write().unwrap_or_else(PoisonError::into_inner).insert(team.to_owned(), Arc::new(own));
    }
}

impl Diary {
    /// The default rule: that of teams that have none of their own. The zone, and with it London's day, is the same for all.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.rules.default
    }

    /// The rule of a team: its own, or the default one.
    #[must_use]
    pub fn schedule_of(&self, team: &str) -> Arc<Schedule> {
        self.rules.of(team)
    }

    /// Gives a team a rule of its own, from now on and until the diary is closed. Where it is not the one by which the team's entries were
    /// worked out, every `next_post` of them is worked out anew.
    ///
    /// # Errors
    /// The store fails; what was not worked out anew is when the rule is set again.
    pub fn follow(&self, team: &str, own: Schedule) -> Result<(), DiaryError> {
        let rule = own.fingerprint();
        self.rules.set(team, own);
        self.follow_anew(&rule_key(team), rule, || self.open_entries(team))
    }

    /// The same for the default rule. Teams that have a rule of their own are left alone: they follow when it is set.
    pub(super) fn follow_default(&self) -> Result<(), DiaryError> {
        self.follow_anew(RULE.as_bytes(), self.schedule().fingerprint(), || {
            let mut without = Vec::new();
            for entry in self.all()?.0 {
                if self.store.get(&rule_key(&entry.team))?.is_none() {
                    without.push(entry);
                }
            }
            Ok(without)
        })
    }

    /// Works the `next_post` of some entries out anew, where the rule is not the one that was recorded.
    fn follow_anew(&self, key: &[u8], rule: String, entries: impl FnOnce() -> Result<Vec<Entry>, DiaryError>) -> Result<(), DiaryError> {
        if self.store.get(key)?.is_some_and(|known| known == rule.as_bytes()) {
            return Ok(());
        }
        self.work_out_anew(entries()?, |entry| entry)?;
        Ok(self.store.change(Change::put(key, rule)).wait()?)
    }

    /// Changes some entries, and works out when each is looked at next. One whose record does not fit keeps no other from it: it is looked
    /// at when it was to be.
    pub(super) fn work_out_anew(&self, entries: Vec<Entry>, change: impl Fn(Entry) -> Entry) -> Result<(), DiaryError> {
        let anew = |entry: Entry| {
            let entry = change(entry);
            Entry { next_post: self.schedule_of(&entry.team).next_post(&entry), ..entry }
        };
        for entry in entries {
            if anew(entry.clone()) == entry {
                continue;
            }
            match self.change(entry.id, None, |entry| Ok(anew(entry))) {
                Err(DiaryError::Store(StoreError::Unfit)) => {
                    tracing::error!(entry = %entry.id, "when it is announced now does not fit into its record");
                }
                done => drop(done?),
            }
        }
        Ok(())
    }
}

/// Where the fingerprint of a team's own rule is kept.
pub(super) fn rule_key(team: &str) -> Vec<u8> {
    format!("{RULE}/{team}").into_bytes()
}
