//! The durable store under the diary: bytes under bytes, in one folder on disk.
//!
//! It promises one thing: **a change that was acknowledged is on the disk, whole.** It holds through a killed process and through a power
//! cut (`tests/never_lose.rs`), as far as the disk itself keeps what it says it has written.
//!
//! - One thread writes. What waits is gathered, made one batch, flushed and synced, and then acknowledged together.
//! - Reads see what is acknowledged or just about to be, never half a change. What they saw of the latter can be gone after a power cut:
//!   before acting on it outside the store, make a change that expects it.
//! - When the disk fails under a change, nobody is acknowledged and the store refuses all further looks and changes until it is opened again:
//!   what is in memory may then differ from what is on the disk, and only reading the disk tells. A disk that is nearly full is
//!   noticed before, and refuses the change alone.
//! - Values that were removed or replaced stay in the database's file until it is written anew: by itself when it has grown, or by
//!   [`Store::rewrite`].
//!
//! - Opening deletes and replaces nothing of a damaged database, but sled itself cuts a log off where it finds its end torn: keep backups.
//!   That something acknowledged went this way is noticed, and reported as damage (`witness.rs`, `tally.rs`).
//!
//! By convention of the layer above values are JSON; the store does not look, but a backup shows them as such.

mod backup;
mod change;
mod error;
mod folder;
mod lines;
mod rewrite;
mod shared;
mod sled;
mod snapshot;
mod tally;
mod witness;
mod writer;

pub use backup::{Summary, restore, verify_backup};
pub use change::{Change, LONGEST_ENTRY, LONGEST_KEY, Waiting};
pub use error::{BackupError, OpenError, StoreError};
pub use folder::set_aside;
pub use sled::Pair;

use folder::Folder;
use shared::Shared;
use std::ops::{Bound, RangeBounds};
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use writer::{Request, Writer};

/// How many entries are read at a time.
const PAGE: usize = 500;

/// When the store does what it does of itself.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes over which the database is written anew, if it is also over twice its size after the last time.
    pub rewrite_over: u64,
    /// Entries copied at a time while it is written anew.
    pub slice: usize,
    /// Changes acknowledged together.
    pub gather: usize,
    /// Bytes left free on the disk: changes that come when there is less are refused.
    pub keep_free: u64,
    /// Up to how many entries all are read and compared with their tally at opening.
    pub scan: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rewrite_over: 64 << 20, slice: 20, gather: 64, keep_free: 16 << 20, scan: 100_000 }
    }
}

/// An open store. Share it behind an `Arc`; the last one to let go closes it.
#[derive(Debug)]
pub struct Store {
    inbox: Option<Sender<Request>>,
    writer: Option<JoinHandle<Folder>>,
    backing_up: Mutex<()>,
    // Dropped in this order: the database is closed before its folder is free for others.
    shared: Arc<Shared>,
    folder: Option<Folder>,
}

impl Store {
    /// Opens the store in a folder, which is made (for this user only) if it is missing.
    ///
    /// # Errors
    /// See [`OpenError`]; nothing is deleted or replaced then.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        Self::open_with(folder, Limits::default())
    }

    /// Opens the store with other limits.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open_with(folder: &Path, limits: Limits) -> Result<Self, OpenError> {
        let folder = Folder::take(folder)?;
        let (live, current) = rewrite::open_live(&folder, limits.scan)?;
        let tally = live.tally().map_err(|fault| OpenError::fault(folder.path(), fault))?;
        let shared = Arc::new(Shared::new(live));
        let (sender, inbox) = channel();
        let path = folder.path().to_owned();
        let writer = Writer { folder, shared: Arc::clone(&shared), inbox, limits, current, tally, copy: None, retry_over: 0 };
        let thread = std::thread::Builder::new().name("diary-writer".to_owned()).spawn(move || writer.run());
        let thread = thread.map_err(|error| OpenError::disk(&path, &error))?;
        Ok(Self { inbox: Some(sender), writer: Some(thread), backing_up: Mutex::new(()), shared, folder: None })
    }

    /// The value under a key.
    ///
    /// # Errors
    /// The page is damaged, or the store has failed.
    pub fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.shared.look(|live| live.get(key))
    }

    /// Entries in the order of their keys, `limit` at most, all as of one moment.
    ///
    /// # Errors
    /// A page is damaged, or the store has failed.
    pub fn range<K: AsRef<[u8]>>(&self, keys: impl RangeBounds<K>, limit: usize) -> Result<Vec<Pair>, StoreError> {
        let span = (keys.start_bound().map(AsRef::as_ref), keys.end_bound().map(AsRef::as_ref));
        self.shared.look(|live| live.range(span, limit))
    }

    /// Hands over the entries from one key on, up to another if one is named, in the order of their keys. Costs a page of memory at a time;
    /// changes go on meanwhile.
    ///
    /// # Errors
    /// A page is damaged, the store has failed, or `each` refuses.
    pub fn each<E: From<StoreError>>(
        &self,
        mut from: Vec<u8>,
        end: Option<&[u8]>,
        mut each: impl FnMut(&[u8], &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        loop {
            let end = end.map_or(Bound::Unbounded, Bound::Excluded);
            let page = self.range::<&[u8]>((Bound::Included(from.as_slice()), end), PAGE)?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            from = [last.as_slice(), b"\0"].concat();
            page.iter().try_for_each(|(key, value)| each(key, value))?;
        }
    }

    /// Bytes of the live database's file.
    ///
    /// # Errors
    /// The file cannot be looked at, or the store has failed.
    pub fn len_on_disk(&self) -> Result<u64, StoreError> {
        self.shared.look(sled::Engine::len)
    }

    /// Hands in a change. It is made when the returned [`Waiting`] says so, and not before.
    pub fn change(&self, change: Change) -> Waiting {
        self.ask(|tell| Request::Change(change, tell))
    }

    /// Writes the database anew, so that what was removed or replaced before is no longer in its file.
    pub fn rewrite(&self) -> Waiting {
        self.ask(Request::Rewrite)
    }

    fn ask(&self, request: impl FnOnce(change::Tell) -> Request) -> Waiting {
        let (tell, waiting) = Waiting::pair();
        if let Some(inbox) = &self.inbox {
            // A writer that is gone drops the request, and with it `tell`: the wait ends as `Closed`.
            let _ = inbox.send(request(tell));
        }
        waiting
    }

    /// Stops when everything that waits is done. Dropping the store does the same.
    pub fn close(self) {}
}

impl Drop for Store {
    fn drop(&mut self) {
        drop(self.inbox.take());
        self.folder = self.writer.take().and_then(|writer| writer.join().ok());
    }
}
