//! Writing the database anew, a slice at a time between gatherings: sled gives little of the room of removed values back, and keeps them
//! readable in the file. Until `CURRENT` names the copy, the old database is the live one and gets every change.

use super::change::{Effect, Tell};
use super::error::OpenError;
use super::folder::{Current, Folder};
use super::sled::{Engine, Fault};
use super::snapshot::after;
use super::tally::{TALLY, Tally};
use std::fs;
use std::ops::Bound;

/// A copy in the making.
pub(super) struct Copy {
    engine: Engine,
    number: u32,
    copied_to: Option<Vec<u8>>,
    /// Whoever asked for it.
    pub asked: Vec<Tell>,
}

impl Copy {
    pub fn begin(folder: &Folder, live: u32) -> Result<Self, Fault> {
        let taken = folder.numbers()?.into_iter().max().unwrap_or_default();
        let number = taken.max(live) + 1;
        Ok(Self { engine: Engine::open(&folder.database(number), 0)?, number, copied_to: None, asked: Vec::new() })
    }

    /// Makes a change to what was copied already; the rest is copied when its turn comes.
    pub fn follow(&self, effects: &[Effect]) -> Result<(), Fault> {
        let copied = effects.iter().filter(|effect| self.copied_to.as_ref().is_some_and(|to| effect.key <= *to));
        self.engine.apply(copied.map(Effect::as_write))
    }

    /// Copies the next entries; whether there are none left.
    pub fn slice(&mut self, live: &Engine, limit: usize) -> Result<bool, Fault> {
        let rows = live.range((after(self.copied_to.as_deref()), Bound::Unbounded), limit)?;
        self.engine.apply(rows.iter().map(|(key, value)| (&key[..], Some(&value[..]))))?;
        let done = rows.len() < limit;
        self.copied_to = rows.into_iter().next_back().map(|(key, _)| key).or_else(|| self.copied_to.take());
        Ok(done)
    }

    /// Puts the copy on the disk and checks it as an opening would.
    pub fn settle(&self, tally: Tally, scan: u64) -> Result<Current, Fault> {
        self.engine.apply(std::iter::once((TALLY, Some(&tally.bytes()[..]))))?;
        self.engine.note(tally.batches);
        self.engine.settle_names()?;
        self.engine.check(scan)?;
        Ok(Current { number: self.number, size: self.engine.len()? })
    }

    pub fn into_parts(self) -> (Engine, Vec<Tell>) {
        (self.engine, self.asked)
    }

    /// Gives it up; what cannot be removed now is removed at the next opening.
    pub fn abandon(self) -> Vec<Tell> {
        let path = self.engine.path().to_owned();
        drop(self.engine);
        let _ = fs::remove_dir_all(path);
        self.asked
    }
}

/// Opens the live database, or makes the first, and removes what interrupted work has left.
pub(super) fn open_live(folder: &Folder, scan: u64) -> Result<(Engine, Current), OpenError> {
    let said = folder.current()?;
    let fault = |fault| OpenError::fault(folder.path(), fault);
    let current = said.map_or_else(|| folder.found(super::folder::FOUNDING, |_| Ok(())), Ok).map_err(fault)?;
    folder.keep_as_found(current.number);
    let opened = Engine::open(&folder.database(current.number), scan);
    let live = opened.map_err(|fault| {
        let error = OpenError::fault(folder.path(), fault);
        folder.put_back(current.number);
        error
    })?;
    live.settle_names().map_err(fault)?;
    let disk = |error| OpenError::disk(folder.path(), &error);
    folder.name_current(current).map_err(disk)?;
    folder.tidy(current.number).map_err(disk)?;
    Ok((live, current))
}
