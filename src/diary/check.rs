//! Looking the diary through: is every record readable, and found again under exactly the keys that it should be?

use super::book::{Diary, DiaryError, case_key, due_key, id_in, number};
use super::entry::{Entry, EntryId};
use super::schedule::Stage;
use super::store::StoreError;
use jiff::civil::Date;

/// What was found.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Reviews that are owed.
    pub open: usize,
    /// Of these, those that are overdue.
    pub overdue: usize,
    /// Reviews of which nothing more is owed.
    pub closed: usize,
    /// Prompts for case discussions that wait to be posted.
    pub prompts: usize,
    /// Records that cannot be read.
    pub unreadable: Vec<EntryId>,
    /// What does not fit together.
    pub faults: Vec<Fault>,
}

/// Something that does not fit together. Never holds a case reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It would never be announced.
    #[error("Entry {0} is open and is not listed under the time at which it is next announced: nobody would be reminded of it.")]
    NotDue(EntryId),
    /// It would not be found.
    #[error("Entry {0} is open and is not listed under its case: /review show does not find it.")]
    NotUnderCase(EntryId),
    /// Looked at for nothing.
    #[error("Entry {0} is listed under a time that is not its own.")]
    DueLeftOver(EntryId),
    /// Found where it is not.
    #[error("Entry {0} is listed under a case that is not its own, or is not there at all.")]
    CaseLeftOver(EntryId),
    /// Something of the prompts: a bag, a suggestion, a learning point.
    #[error(
        "{} of the prompts for case discussions cannot be read, such as a suggestion, a learning point or which cards were used. What cannot be read is kept as it is, and not shown; a card may come again too soon.",
        counted(*.0, "record")
    )]
    OfPrompts(usize),
    /// A key that means nothing.
    #[error("There is a listing that names no entry.")]
    Meaningless,
}

/// "1 record", "2 records".
#[must_use]
pub fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

impl Checked {
    /// Whether all is as it should be.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.unreadable.is_empty() && self.faults.is_empty()
    }
}

impl Diary {
    /// Reads every record and every listing. Costs what is stored, a page at a time; changes go on meanwhile.
    ///
    /// # Errors
    /// The store fails.
    pub fn check(&self, today: Date) -> Result<Checked, DiaryError> {
        let first = self.look_through(today)?;
        if first.faults.is_empty() {
            return Ok(first);
        }
        // What was changed between two pages looks like a fault, once: what is seen twice is one.
        let mut second = self.look_through(today)?;
        second.faults.retain(|fault| first.faults.contains(fault));
        Ok(second)
    }

    fn look_through(&self, today: Date) -> Result<Checked, DiaryError> {
        let mut checked = Checked::default();
        self.under("e", |key, record| {
            let id = id_in(key);
            match serde_json::from_slice::<Entry>(record) {
                Ok(entry) if id == Some(entry.id) => return self.check_entry(&entry, today, &mut checked),
                _ => match id {
                    Some(id) => checked.unreadable.push(id),
                    None => checked.faults.push(Fault::Meaningless),
                },
            }
            Ok(())
        })?;
        self.under("d", |key, _| self.check_due(key, &mut checked.faults))?;
        self.under("c", |key, id| self.check_case(key, id, &mut checked.faults))?;
        let unreadable = self.unreadable_of_prompts()?;
        checked.faults.extend((unreadable > 0).then_some(Fault::OfPrompts(unreadable)));
        Ok(checked)
    }

    fn check_entry(&self, entry: &Entry, today: Date, checked: &mut Checked) -> Result<(), DiaryError> {
        let review = usize::from(entry.prompt.is_none());
        if !entry.is_open() {
            checked.closed += review;
            return Ok(());
        }
        checked.open += review;
        checked.prompts += 1 - review;
        checked.overdue += review * usize::from(matches!(self.schedule_of(&entry.team).stage(entry, today), Stage::Overdue(_)));
        let due = entry.next_post.map(|at| self.store.get(&due_key(at, entry.id))).transpose()?.flatten();
        if due.is_none() {
            checked.faults.push(Fault::NotDue(entry.id));
        }
        let under_case = self.store.get(&case_key(entry))?;
        if under_case.as_deref().and_then(number) != Some(entry.id.0) {
            checked.faults.push(Fault::NotUnderCase(entry.id));
        }
        Ok(())
    }

    fn check_due(&self, key: &[u8], faults: &mut Vec<Fault>) -> Result<(), DiaryError> {
        let Some(id) = id_in(key) else {
            faults.push(Fault::Meaningless);
            return Ok(());
        };
        let own = |entry: &Entry| entry.is_open() && entry.next_post.is_some_and(|at| due_key(at, id) == key);
        if !self.fits(id, own)? {
            faults.push(Fault::DueLeftOver(id));
        }
        Ok(())
    }

    fn check_case(&self, key: &[u8], id: &[u8], faults: &mut Vec<Fault>) -> Result<(), DiaryError> {
        let Some(id) = number(id).map(EntryId) else {
            faults.push(Fault::Meaningless);
            return Ok(());
        };
        if !self.fits(id, |entry| case_key(entry) == key)? {
            faults.push(Fault::CaseLeftOver(id));
        }
        Ok(())
    }

    /// Whether an entry is as a listing of it says. Of one that cannot be read that is not known, and it is named already.
    fn fits(&self, id: EntryId, own: impl Fn(&Entry) -> bool) -> Result<bool, DiaryError> {
        match self.get(id) {
            Ok(entry) => Ok(own(&entry)),
            Err(DiaryError::Unreadable(_)) => Ok(true),
            Err(DiaryError::NotThere) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Reads everything that is in a store once: a damaged page shows.
    ///
    /// # Errors
    /// The store is damaged, or fails.
    pub fn read_through(store: &super::store::Store) -> Result<usize, StoreError> {
        let mut count = 0;
        store.each(vec![1], None, |_, _| {
            count += 1;
            Ok::<_, StoreError>(())
        })?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
