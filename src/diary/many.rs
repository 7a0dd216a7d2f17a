//! Many reviews added at once, all or none.

use super::book::{Diary, DiaryError, before_record, case_key, number};
use super::entry::{Entry, EntryId, VERSION};
use super::store::Change;
use jiff::Timestamp;
use std::collections::BTreeSet;

impl Diary {
    /// Adds reviews in one change, so that a power cut leaves all of them or none. Each can be taken back by itself.
    ///
    /// # Errors
    /// There is one of that kind for that case already, here or in the diary, or the store fails: then none was added.
    pub fn add_all(&self, mut entries: Vec<Entry>, by: &str, now: Timestamp) -> Result<Vec<Entry>, DiaryError> {
        let last = self.store.get(b"m/last-id")?;
        let first = last.as_deref().and_then(number).unwrap_or(0) + 1;
        let mut whole = Change::default();
        let mut places = BTreeSet::new();
        for (entry, id) in entries.iter_mut().zip(first..) {
            (entry.id, entry.version, entry.revision) = (EntryId(id), VERSION, 1);
            if !places.insert(case_key(entry)) {
                return Err(DiaryError::Already);
            }
            self.add_to(&mut whole, entry, by, now)?;
        }
        let newest = first + entries.len() as u64 - 1;
        whole.puts.push((b"m/last-id".to_vec(), newest.to_string().into_bytes()));
        whole.expect.push((b"m/last-id".to_vec(), last));
        self.store.change(whole).wait()?;
        Ok(entries)
    }

    fn add_to(&self, whole: &mut Change, entry: &mut Entry, by: &str, now: Timestamp) -> Result<(), DiaryError> {
        let place = case_key(entry);
        let known = self.store.get(&place)?;
        if known.as_deref().and_then(number).is_some_and(|id| self.get(EntryId(id)).is_ok_and(|other| other.is_open())) {
            return Err(DiaryError::Already);
        }
        let one = self.written(None, entry)?;
        whole.puts.extend(one.puts);
        whole.removes.extend(one.removes);
        whole.expect.extend(one.expect);
        whole.puts.push((place.clone(), entry.id.0.to_string().into_bytes()));
        whole.puts.push(before_record(entry, None, by, now));
        whole.expect.push((place, known));
        Ok(())
    }
}
