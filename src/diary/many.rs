//! Reviews added: one, or many at once, all or none.

use super::book::{Diary, DiaryError, TRIES, before_record, case_key, number, number_of};
use super::entry::{Entry, EntryId, VERSION};
use super::store::{Change, StoreError};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::PoisonError;

/// Where the last number that was given is kept.
const LAST_ID: &[u8] = b"m/last-id";

impl Diary {
    /// Adds reviews in one change, so that a power cut leaves all of them or none. Each can be taken back by itself.
    ///
    /// # Errors
    /// There is one of that kind for that case already, here or in the diary, or the store fails: then none was added.
    pub fn add_all(&self, mut entries: Vec<Entry>, by: &str, now: Timestamp) -> Result<Vec<Entry>, DiaryError> {
        let _adding = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..TRIES {
            let change = self.added(&mut entries, by, now)?;
            match self.store.change(change).wait() {
                Err(StoreError::Changed) => {}
                done => return Ok(done.map(|()| entries)?),
            }
        }
        Err(StoreError::Changed.into())
    }

    /// The change that adds reviews, each with the next number.
    pub(super) fn added(&self, entries: &mut [Entry], by: &str, now: Timestamp) -> Result<Change, DiaryError> {
        let last = self.store.get(LAST_ID)?;
        let mut newest = last.as_deref().and_then(number).unwrap_or(0);
        let mut whole = Change::default();
        let mut places = BTreeSet::new();
        for entry in entries {
            newest += 1;
            (entry.id, entry.version, entry.revision) = (EntryId(newest), VERSION, 1);
            if !places.insert(case_key(entry)) {
                return Err(DiaryError::Already);
            }
            self.add_to(&mut whole, entry, by, now)?;
        }
        whole.puts.push((LAST_ID.to_vec(), number_of(EntryId(newest))));
        whole.expect.push((LAST_ID.to_vec(), last));
        Ok(whole)
    }

    fn add_to(&self, whole: &mut Change, entry: &mut Entry, by: &str, now: Timestamp) -> Result<(), DiaryError> {
        let place = case_key(entry);
        let known = self.free(&place, entry.id)?;
        let one = self.written(None, entry)?;
        whole.puts.extend(one.puts);
        whole.removes.extend(one.removes);
        whole.expect.extend(one.expect);
        whole.puts.push((place.clone(), number_of(entry.id)));
        whole.puts.push(before_record(entry, None, by, now));
        self.with_step(whole, (None, entry), (by, now))?;
        whole.expect.push((place, known));
        Ok(())
    }
}
