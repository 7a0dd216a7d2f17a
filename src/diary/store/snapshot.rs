//! All entries as they stood at one moment, read slice by slice while changes go on: whoever changes an entry that was not read yet leaves
//! its old value here first.

use super::change::Effect;
use super::sled::{Engine, Fault, Pair};
use std::collections::BTreeMap;
use std::ops::Bound;

/// How far the reading is, and the old values of what changed beyond.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    read_to: Option<Vec<u8>>,
    before: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
}

impl Snapshot {
    /// Keeps the old value of what is about to change, the oldest one only.
    pub fn remember(&mut self, effect: &Effect) {
        if self.read_to.as_ref().is_none_or(|read_to| effect.key > *read_to) {
            self.before.entry(effect.key.clone()).or_insert_with(|| effect.old.clone());
        }
    }

    /// The next entries, and whether they were the last.
    pub fn next(&mut self, live: &Engine, limit: usize) -> Result<(Vec<Pair>, bool), Fault> {
        let rows = live.range((after(self.read_to.as_deref()), Bound::Unbounded), limit)?;
        let end = rows.last().map(|(key, _)| key.clone()).filter(|_| rows.len() == limit);
        let beyond = end.as_ref().map(|end| self.before.split_off(&[end, &b"\0"[..]].concat())).unwrap_or_default();
        let mut entries: BTreeMap<_, _> = rows.into_iter().map(|(key, value)| (key, Some(value))).collect();
        entries.extend(std::mem::replace(&mut self.before, beyond));
        let last = end.is_none();
        self.read_to = end;
        Ok((entries.into_iter().filter_map(|(key, value)| Some((key, value?))).collect(), last))
    }
}

/// From the next key on; from the first, where none was read.
pub(super) fn after(key: Option<&[u8]>) -> Bound<&[u8]> {
    key.map_or(Bound::Unbounded, Bound::Excluded)
}
