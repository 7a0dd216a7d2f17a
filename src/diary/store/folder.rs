//! The folder of a store: the lock, the file `CURRENT` that names the live database, and the databases.
//!
//! ```text
//! LOCK          held by the process that has the store open
//! CURRENT       db-000002, its bytes after it was last written anew, and a checksum of these two lines
//! db-000002/    the live database
//! db-000003/    a copy in the making, or an old database on its way out: removed when the next opening finds the live one sound
//! founding/     a first database in the making: holds nothing that was acknowledged
//! restoring/    a restore in the making: the store does not open until it is done again
//! ```

use super::error::OpenError;
use super::sled::{Engine, Fault};
use sha2::{Digest, Sha256};
use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

pub(super) const FOUNDING: &str = "founding";
/// A copy of the live database as it was before it was opened.
const AS_FOUND: &str = "as-found";
pub(super) const RESTORING: &str = "restoring";
const CURRENT: &str = "CURRENT";
const LOCK: &str = "LOCK";

/// A folder that no other process has.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Held until dropped.
    lock: File,
}

impl Drop for Folder {
    /// Closing the file alone would not do: a program that is being started holds a copy of it for a moment, and the lock with it.
    fn drop(&mut self) {
        let _ = self.lock.unlock();
    }
}

/// What `CURRENT` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Current {
    pub number: u32,
    /// Bytes after it was last written anew; none before.
    pub size: u64,
}

impl Folder {
    /// Makes the folder if it is missing, and takes its lock.
    pub fn take(path: &Path) -> Result<Self, OpenError> {
        let lock = lock_file(path).map_err(|error| OpenError::disk(path, &error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), lock }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(OpenError::disk(path, &error)),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn database(&self, number: u32) -> PathBuf {
        self.path.join(name(number))
    }

    /// Which database is live: the one `CURRENT` names; without that file, the only one there; or none, for a new store.
    pub fn current(&self) -> Result<Option<Current>, OpenError> {
        match fs::read_to_string(self.path.join(CURRENT)) {
            Ok(text) => self.named(&text).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.unnamed(),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(self.unsound()),
            Err(error) => Err(OpenError::disk(&self.path, &error)),
        }
    }

    fn unsound(&self) -> OpenError {
        OpenError::damaged(&self.path, "its file CURRENT cannot be read")
    }

    fn named(&self, text: &str) -> Result<Current, OpenError> {
        let current = Current::read(text).ok_or_else(|| self.unsound())?;
        let whole = self.database(current.number).join("db").is_file();
        whole.then_some(current).ok_or_else(|| OpenError::damaged(&self.path, "its database is missing"))
    }

    fn unnamed(&self) -> Result<Option<Current>, OpenError> {
        match self.numbers().map_err(|error| OpenError::disk(&self.path, &error))?.as_slice() {
            [] if self.path.join(RESTORING).exists() => Err(OpenError::Unfinished(self.path.clone())),
            [] => Ok(None),
            [number] => Ok(Some(Current { number: *number, size: 0 })),
            _ => Err(OpenError::damaged(&self.path, "its file CURRENT is missing and there are several databases")),
        }
    }

    /// The databases that are there, by number.
    pub fn numbers(&self) -> io::Result<Vec<u32>> {
        let names = fs::read_dir(&self.path)?.map(|entry| entry.map(|entry| entry.file_name()));
        let numbers = names.filter_map(|name| name.map(|name| name.to_str().and_then(number)).transpose());
        numbers.collect()
    }

    /// Whether something is there that a restore must not touch; what was set aside may stay.
    pub fn holds_anything(&self) -> io::Result<bool> {
        let names = fs::read_dir(&self.path)?.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<_>>>()?;
        let mut names = names.iter().map(|name| name.to_string_lossy());
        Ok(!names.all(|name| [LOCK, RESTORING, FOUNDING, AS_FOUND, "lost+found"].contains(&&*name) || name.starts_with(ASIDE)))
    }

    /// Makes the first database under another name, so that no half of one is ever taken for a whole.
    pub fn found(&self, scratch: &str, fill: impl FnOnce(&Engine) -> Result<(), Fault>) -> Result<Current, Fault> {
        let path = self.path.join(scratch);
        remove(&path)?;
        let engine = Engine::open(&path, 0)?;
        fill(&engine)?;
        engine.close()?;
        let current = Current { number: 1, size: 0 };
        fs::rename(&path, self.database(current.number))?;
        self.name_current(current)?;
        Ok(current)
    }

    /// Makes `current` the live database; whatever happens meanwhile, either the old one or this one is.
    pub fn name_current(&self, current: Current) -> io::Result<()> {
        let new = self.path.join("CURRENT.new");
        let mut file = private().truncate(true).open(&new)?;
        file.write_all(current.text().as_bytes())?;
        file.sync_all()?;
        sync_folder(&self.path)?;
        fs::rename(&new, self.path.join(CURRENT))?;
        sync_folder(&self.path)
    }

    /// Keeps a copy of a database as it is before it is opened: sled mends what it finds damaged, and so loses what could have told more.
    /// Where there is no room for a copy, it is opened without.
    pub fn keep_as_found(&self, number: u32) {
        let copy = self.path.join(AS_FOUND);
        if remove(&copy).and_then(|()| copy_folder(&self.database(number), &copy)).is_err() {
            let _ = remove(&copy);
        }
    }

    /// Puts a database that did not open back as it was found.
    pub fn put_back(&self, number: u32) {
        let copy = self.path.join(AS_FOUND);
        if copy.is_dir() && remove(&self.database(number)).is_ok() {
            let _ = fs::rename(&copy, self.database(number));
        }
    }

    /// Removes what interrupted work has left. Only called when the live database has been opened and `CURRENT` names it.
    pub fn tidy(&self, live: u32) -> io::Result<()> {
        for number in self.numbers()?.into_iter().filter(|number| *number != live) {
            remove(&self.database(number))?;
        }
        remove(&self.path.join(FOUNDING))?;
        remove(&self.path.join(AS_FOUND))?;
        remove(&self.path.join(RESTORING))
    }

    /// Bytes the disk has room for.
    pub fn room(&self) -> io::Result<u64> {
        let disk = rustix::fs::statvfs(&self.path)?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
}

fn lock_file(folder: &Path) -> io::Result<File> {
    if !folder.is_dir() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        sync_parent(folder)?;
    }
    private().truncate(false).open(folder.join(LOCK))
}

/// How the names of what was set aside begin.
const ASIDE: &str = "db-damaged-";

/// Moves what is in `folder` to `db-damaged-<suffix>` in it, and returns that path: the folder can then be restored into, or begun anew.
///
/// # Errors
/// Another Lantern is using it, the name is taken or not plain, or the disk refuses.
pub fn set_aside(folder: &Path, suffix: &str) -> Result<PathBuf, OpenError> {
    let held = Folder::take(folder)?;
    move_aside(&held, suffix).map_err(|error| OpenError::disk(folder, &error))
}

fn move_aside(folder: &Folder, suffix: &str) -> io::Result<PathBuf> {
    if suffix.is_empty() || !suffix.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(io::Error::other("the name for what is set aside may hold letters, figures and hyphens only"));
    }
    let aside = folder.path.join(format!("{ASIDE}{suffix}"));
    DirBuilder::new().mode(0o700).create(&aside)?;
    let names = folder.numbers()?.into_iter().map(name).chain([CURRENT.to_owned()]);
    for name in names.filter(|name| folder.path.join(name).exists()) {
        fs::rename(folder.path.join(&name), aside.join(&name))?;
    }
    sync_folder(&aside)?;
    sync_folder(&folder.path)?;
    Ok(aside)
}

impl Current {
    fn text(self) -> String {
        let said = format!("{}\n{}\n", name(self.number), self.size);
        format!("{said}{:x}\n", Sha256::digest(&said))
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let current = Self { number: number(lines.next()?)?, size: lines.next()?.parse().ok()? };
        (current.text() == text).then_some(current)
    }
}

fn name(number: u32) -> String {
    format!("db-{number:06}")
}

fn number(text: &str) -> Option<u32> {
    let number = text.strip_prefix("db-")?.parse().ok()?;
    (name(number) == text).then_some(number)
}

/// A file for this user only.
pub(super) fn private() -> fs::OpenOptions {
    let mut options = File::options();
    options.write(true).create(true).mode(0o600);
    options
}

/// Copies a folder with its files and folders.
fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let copy = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &copy)?;
        } else {
            fs::copy(entry.path(), copy)?;
        }
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Puts the names in a folder on the disk.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Puts a path's own name on the disk.
pub(super) fn sync_parent(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    sync_folder(parent.unwrap_or(Path::new(".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_let_go_of_is_free_even_while_another_has_a_copy_of_its_lock_file() {
        let folder = tempfile::tempdir().unwrap();
        let held = Folder::take(folder.path()).unwrap();
        let _copy = held.lock.try_clone().unwrap();
        assert_eq!(Folder::take(folder.path()).unwrap_err(), OpenError::InUse(folder.path().to_owned()));
        drop(held);
        Folder::take(folder.path()).unwrap();
    }

    #[test]
    fn current_reads_back_and_nothing_else_is_taken_for_it() {
        let current = Current { number: 12, size: 345 };
        let text = current.text();
        assert!(text.starts_with("db-000012\n345\n"));
        assert_eq!(Current::read(&text), Some(current));
        for wrong in ["", "db-000012", "db-000012\n345\n", &text.replace("12", "13"), &text.replace("345", "346")] {
            assert_eq!(Current::read(wrong), None);
        }
        assert_eq!([number("db-1"), number("db-000001-x"), number("db-damaged-1")], [None; 3]);
    }
}
