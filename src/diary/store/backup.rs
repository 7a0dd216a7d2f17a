//! Backups: everything in the store at one moment, as JSON Lines with a checksum, written while the store is in use.
//!
//! ```text
//! {"lantern_backup":1,"comment":"nightly"}
//! {"key":"…","value":{…}}                    in the order of the keys
//! {"records":2,"sha256":"…"}                 over all bytes before this line
//! ```

use super::error::{BackupError, OpenError};
use super::folder::{Folder, RESTORING, private, sync_parent};
use super::sled::{Engine, Fault, Pair};
use super::tally::{TALLY, Tally};
use super::{Store, lines};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

/// Entries read at a time.
const SLICE: usize = 500;
/// Entries restored in one batch; sled's memory grows with large ones.
const BATCH: usize = 20;
/// Bytes of the longest line that is read: the longest entry, every byte escaped, is far below.
const LONGEST_LINE: u64 = 1 << 20;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What was said of it when it was made.
    pub comment: String,
    /// How many entries.
    pub records: u64,
    /// The checksum of everything before its last line.
    pub sha256: String,
}

impl Store {
    /// Writes everything that is in the store, as of one moment, to a file that only this user can read. Changes go on meanwhile.
    ///
    /// It is written to `<path>.part` first, and has its name when it is whole and on the disk. Another backup of this store under
    /// way is waited for.
    ///
    /// # Errors
    /// There is such a file already, or the file or the store fails.
    pub fn backup(&self, path: &Path, comment: &str) -> Result<Summary, BackupError> {
        let _one = self.backing_up.lock().unwrap_or_else(PoisonError::into_inner);
        refuse_existing(path)?;
        let part = PathBuf::from(format!("{}.part", path.display()));
        self.shared.begin_snapshot();
        let written = self.write_backup(&part, comment);
        self.shared.end_snapshot();
        let summary = written?;
        refuse_existing(path)?;
        fs::rename(&part, path).and_then(|()| sync_parent(path)).map_err(BackupError::disk(path))?;
        Ok(summary)
    }

    fn write_backup(&self, part: &Path, comment: &str) -> Result<Summary, BackupError> {
        let disk = || BackupError::disk(part);
        let file = private().truncate(true).open(part).map_err(disk())?;
        let mut output = Hashed { output: BufWriter::new(file), hash: Sha256::new() };
        output.line(&lines::head(comment)).map_err(disk())?;
        let mut records = 0;
        loop {
            let (entries, last) = self.shared.next_of_snapshot(SLICE)?;
            for (key, value) in &entries {
                output.line(&lines::entry(key, value)).map_err(disk())?;
                records += 1;
            }
            if last {
                break;
            }
        }
        let sha256 = output.finish(records).map_err(disk())?;
        Ok(Summary { comment: comment.to_owned(), records, sha256 })
    }
}

fn refuse_existing(path: &Path) -> Result<(), BackupError> {
    if path.symlink_metadata().is_ok() { Err(BackupError::Exists(path.to_owned())) } else { Ok(()) }
}

/// A file with the checksum of what was written to it.
struct Hashed {
    output: BufWriter<File>,
    hash: Sha256,
}

impl Hashed {
    fn line(&mut self, line: &Value) -> io::Result<()> {
        let line = format!("{line}\n");
        self.hash.update(&line);
        self.output.write_all(line.as_bytes())
    }

    fn finish(mut self, records: u64) -> io::Result<String> {
        let sha256 = format!("{:x}", self.hash.finalize());
        writeln!(self.output, "{}", lines::tail(records, &sha256))?;
        self.output.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(sha256)
    }
}

/// Reads a backup through and says what it holds.
///
/// # Errors
/// It cannot be read, is not whole, or does not add up.
pub fn verify_backup(path: &Path) -> Result<Summary, BackupError> {
    walk(path, |_| Ok(()))
}

/// Makes a new store in `folder` from a backup. It is checked first; a restore that is interrupted leaves no store, and can be run again.
///
/// # Errors
/// The backup is not sound, the folder holds something, or the disk refuses.
pub fn restore(path: &Path, folder: &Path) -> Result<Summary, BackupError> {
    verify_backup(path)?;
    let held = Folder::take(folder)?;
    if held.holds_anything().map_err(BackupError::disk(folder))? {
        return Err(BackupError::NotEmpty(folder.to_owned()));
    }
    // What goes wrong with the backup goes out through here; what goes wrong with the database, through `found`.
    let mut outcome = Err(BackupError::Cut(path.to_owned()));
    let found = held.found(RESTORING, |engine| {
        outcome = fill(path, engine);
        if outcome.is_ok() { Ok(()) } else { Err(Fault::Damaged("the backup could not be read twice".to_owned())) }
    });
    let summary = outcome?;
    found.map_err(|fault| OpenError::fault(folder, fault))?;
    Ok(summary)
}

fn fill(path: &Path, engine: &Engine) -> Result<Summary, BackupError> {
    let (mut batch, mut tally) = (Vec::with_capacity(BATCH), Tally::default());
    let summary = walk(path, |(key, value)| {
        tally.add(&key, &value);
        batch.push((key, value));
        if batch.len() < BATCH { Ok(()) } else { put(engine, &std::mem::take(&mut batch)) }
    })?;
    batch.push((TALLY.to_vec(), tally.bytes().to_vec()));
    put(engine, &batch)?;
    Ok(summary)
}

fn put(engine: &Engine, batch: &[Pair]) -> Result<(), BackupError> {
    let writes = batch.iter().map(|(key, value)| (&key[..], Some(&value[..])));
    engine.apply(writes).map_err(|fault| BackupError::Store(fault.into()))
}

/// Every entry of a backup in turn; an error at the first line that is not right, or at the end if it does not add up.
fn walk(path: &Path, mut each: impl FnMut(Pair) -> Result<(), BackupError>) -> Result<Summary, BackupError> {
    let mut input = BufReader::new(File::open(path).map_err(BackupError::disk(path))?);
    let (mut hash, mut records, mut last_key) = (Sha256::new(), 0_u64, None);
    let head = next_line(&mut input, path, 1)?;
    let comment = lines::comment(&head).ok_or_else(|| wrong(path, 1))?;
    hash.update(&head);
    let tail = loop {
        let line = next_line(&mut input, path, records + 2)?;
        let Some((key, value)) = lines::read(&line) else { break line };
        if last_key.as_ref().is_some_and(|last| *last >= key) {
            return Err(wrong(path, records + 2));
        }
        hash.update(&line);
        records += 1;
        last_key = Some(key.clone());
        each((key, value))?;
    };
    let summary = Summary { comment, records, sha256: format!("{:x}", hash.finalize()) };
    let rest = input.fill_buf().map_err(BackupError::disk(path))?;
    end(&tail, rest, &summary, path)?;
    Ok(summary)
}

fn end(tail: &[u8], rest: &[u8], summary: &Summary, path: &Path) -> Result<(), BackupError> {
    let said: Value = serde_json::from_slice(tail).map_err(|_| wrong(path, summary.records + 2))?;
    if said.get("sha256").is_none() {
        return Err(wrong(path, summary.records + 2));
    }
    let expected = lines::tail(summary.records, &summary.sha256);
    if said != expected || !rest.is_empty() { Err(BackupError::Mismatch(path.to_owned())) } else { Ok(()) }
}

fn next_line(input: &mut impl BufRead, path: &Path, number: u64) -> Result<Vec<u8>, BackupError> {
    let mut line = Vec::new();
    input.take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(BackupError::disk(path))?;
    match line.last() {
        Some(b'\n') => Ok(line),
        Some(_) if line.len() as u64 == LONGEST_LINE => Err(wrong(path, number)),
        _ => Err(BackupError::Cut(path.to_owned())),
    }
}

fn wrong(path: &Path, line: u64) -> BackupError {
    BackupError::Line { path: path.to_owned(), line }
}
