//! The one place that names the database. Everything it does is done behind [`guarded`], because sled 0.34.7 panics on damaged
//! files; and [`Engine::settle`] adds the `fdatasync` that its own flush leaves out on Linux, where it ends in `sync_file_range`:
//! without it every model of a power cut lost acknowledged changes.

use super::folder::sync_folder;
use super::tally::{TALLY, Tally};
use super::witness::Witness;
use std::cell::Cell;
use std::fs::File;
use std::io::ErrorKind;
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

/// A key with its value.
pub type Pair = (Vec<u8>, Vec<u8>);
/// From where to where, as keys.
pub(super) type Span<'a> = (Bound<&'a [u8]>, Bound<&'a [u8]>);

/// Memory for pages; sled counts what pages take on disk, and takes about three times that.
const CACHE: u64 = 32 << 20;
/// The database of a store just closed may stay locked while sled's threads end.
const TRIES: u32 = 200;

/// What the database reports.
#[derive(Debug, Clone)]
pub(super) enum Fault {
    /// It cannot be read as a database.
    Damaged(String),
    /// The disk.
    Disk(ErrorKind, String),
    /// Another program has it open.
    Locked,
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error.kind(), error.to_string())
    }
}

impl From<sled::Error> for Fault {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Io(error) if error.to_string().contains("could not acquire lock") => Self::Locked,
            sled::Error::Io(error) if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData) => {
                Self::Damaged("a file ends too early".to_owned())
            }
            // sled hands errors on as text for programmers; the kind is plain words.
            sled::Error::Io(error) => Self::Disk(error.kind(), error.kind().to_string()),
            // Its texts name places in the file, never content.
            sled::Error::Corruption { .. } => Self::Damaged("a page does not match its checksum".to_owned()),
            _ => Self::Damaged("it is not a database of this version".to_owned()),
        }
    }
}

/// One open database.
#[derive(Debug)]
pub(super) struct Engine {
    db: Option<sled::Db>,
    /// A second handle of the database's file, for `fdatasync`.
    file: File,
    witness: Witness,
    path: PathBuf,
}

impl Engine {
    /// Opens or makes the database at `path`, reading enough of it to find damage: all of it up to `scan` entries.
    pub fn open(path: &Path, scan: u64) -> Result<Self, Fault> {
        let db = unlocked(path)?;
        let file = File::open(path.join("db"))?;
        let (witness, acknowledged) = Witness::open(path)?;
        let engine = Self { db: Some(db), file, witness, path: path.to_owned() };
        engine.check(scan)?;
        let batches = engine.tally()?.batches;
        if batches < acknowledged {
            return Err(damaged(&format!("the last {} of its {acknowledged} changes are missing", acknowledged - batches)));
        }
        engine.witness.write(batches)?;
        Ok(engine)
    }

    fn tree(&self) -> Result<&sled::Tree, Fault> {
        self.db.as_deref().ok_or(Fault::Locked)
    }

    pub fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
        let tree = self.tree()?;
        guarded(|| Ok(tree.get(key)?.map(|value| value.to_vec())))
    }

    /// The entries of a span in the order of their keys, `limit` at most; never the tally.
    pub fn range(&self, span: Span<'_>, limit: usize) -> Result<Vec<Pair>, Fault> {
        let tree = self.tree()?;
        guarded(|| {
            let rows = tree.range::<&[u8], Span<'_>>(span);
            let pairs = rows.map(|row| row.map(|(key, value)| (key.to_vec(), value.to_vec())));
            let ours = pairs.filter(|row| row.as_ref().map_or(true, |(key, _)| key != TALLY));
            Ok(ours.take(limit).collect::<Result<_, _>>()?)
        })
    }

    /// Makes all changes as one: after a crash all are there, or none.
    pub fn apply<'a>(&self, changes: impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)>) -> Result<(), Fault> {
        let tree = self.tree()?;
        let mut batch = sled::Batch::default();
        for (key, value) in changes {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        guarded(|| Ok(tree.apply_batch(batch)?))
    }

    /// Returns when all that was applied is on the disk.
    pub fn settle(&self) -> Result<(), Fault> {
        let tree = self.tree()?;
        guarded(|| Ok(tree.flush()?))?;
        Ok(self.file.sync_data()?)
    }

    /// Notes that so many batches were acknowledged. What is not noted is still saved: only damage to it might not be noticed.
    pub fn note(&self, batches: u64) {
        let _ = self.witness.write(batches);
    }

    /// What the entries should add up to.
    pub fn tally(&self) -> Result<Tally, Fault> {
        let read = self.get(TALLY)?.map_or(Some(Tally::default()), |bytes| Tally::read(&bytes));
        read.ok_or_else(|| damaged("its tally cannot be read"))
    }

    /// Compares the entries with the tally, where there are at most `scan`; else reads the first thousand.
    pub fn check(&self, scan: u64) -> Result<(), Fault> {
        let tally = self.tally()?;
        let most = if tally.entries > scan { 1_000 } else { usize::MAX };
        let tree = self.tree()?;
        let found = guarded(|| {
            let mut found = Tally::after(tally.batches);
            for row in tree.iter().take(most) {
                let (key, value) = row?;
                if key != TALLY {
                    found.add(&key, &value);
                }
            }
            Ok(found)
        })?;
        if most == usize::MAX && found != tally {
            return Err(damaged(&format!("of {} entries saved, {} were found, or some differ", tally.entries, found.entries)));
        }
        Ok(())
    }

    /// Bytes of the database's file.
    pub fn len(&self) -> Result<u64, Fault> {
        Ok(self.file.metadata()?.len())
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Closes it with everything, its names in the folders too, on the disk.
    pub fn close(mut self) -> Result<(), Fault> {
        self.settle_names()?;
        self.shut();
        Ok(())
    }

    /// Returns when all that was applied is on the disk, and the names of its files too.
    pub fn settle_names(&self) -> Result<(), Fault> {
        self.settle()?;
        self.file.sync_all()?;
        self.witness.sync()?;
        File::open(self.path.join("conf"))?.sync_all()?;
        sync_folder(&self.path.join("blobs"))?;
        Ok(sync_folder(&self.path)?)
    }

    fn shut(&mut self) {
        let db = self.db.take();
        // sled syncs as it goes, and panics where that fails; what was acknowledged was synced before.
        let _ = guarded(|| {
            drop(db);
            Ok(())
        });
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.shut();
    }
}

fn damaged(reason: &str) -> Fault {
    Fault::Damaged(reason.to_owned())
}

fn unlocked(path: &Path) -> Result<sled::Db, Fault> {
    let config = sled::Config::new().path(path).cache_capacity(CACHE).flush_every_ms(None).mode(sled::Mode::LowSpace);
    for _ in 1..TRIES {
        match guarded(|| Ok(config.open()?)) {
            Err(Fault::Locked) => std::thread::sleep(Duration::from_millis(10)),
            other => return other,
        }
    }
    guarded(|| Ok(config.open()?))
}

/// Runs what may panic in the database, silently.
fn guarded<T>(run: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    hush();
    let before = QUIET.replace(true);
    let done = catch_unwind(AssertUnwindSafe(run));
    QUIET.set(before);
    done.unwrap_or_else(|_| Err(damaged("its pages do not fit together")))
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// A panic inside the database is an answer here, not news: its message, which may show content, is not printed.
fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let worker = std::thread::current().name().is_some_and(|name| name.starts_with("sled-io"));
            if !QUIET.get() && !worker {
                before(info);
            }
        }));
    });
}
