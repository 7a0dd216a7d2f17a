//! What can go wrong, in sentences that say what to do next. None repeats a key or a value: they may carry a case reference.

use super::sled::Fault;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Why a store was not opened. Nothing was deleted or replaced.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Another process holds the lock.
    #[error("Another Lantern is using {0}: stop it first, or choose another folder.")]
    InUse(PathBuf),
    /// The folder cannot be written.
    #[error("{0} cannot be written: give Lantern's user the right to write there, or choose another folder.")]
    ReadOnly(PathBuf),
    /// The disk is full.
    #[error("There is no room on the disk of {0}: make room, then start Lantern again.")]
    NoSpace(PathBuf),
    /// What is there is not a whole database.
    #[error("The diary in {folder} is damaged ({reason}): set it aside, restore the last backup, and keep what was set aside.")]
    Damaged {
        /// Where it is.
        folder: PathBuf,
        /// What was found, without any content.
        reason: String,
    },
    /// A restore did not finish.
    #[error("A restore into {0} did not finish: run the restore again.")]
    Unfinished(PathBuf),
    /// Something else about the disk.
    #[error("{folder} cannot be used ({reason}): check the disk and the path, then start Lantern again.")]
    Disk {
        /// Where it is.
        folder: PathBuf,
        /// What the system said.
        reason: String,
    },
}

impl OpenError {
    pub(super) fn damaged(folder: &Path, reason: impl Into<String>) -> Self {
        Self::Damaged { folder: folder.to_owned(), reason: reason.into() }
    }

    pub(super) fn disk(folder: &Path, error: &std::io::Error) -> Self {
        Self::of_kind(folder, error.kind(), error.to_string())
    }

    pub(super) fn fault(folder: &Path, fault: Fault) -> Self {
        match fault {
            Fault::Damaged(reason) => Self::damaged(folder, reason),
            Fault::Disk(kind, reason) => Self::of_kind(folder, kind, reason),
            Fault::Locked => Self::InUse(folder.to_owned()),
        }
    }

    fn of_kind(folder: &Path, kind: ErrorKind, reason: String) -> Self {
        let folder = folder.to_owned();
        match kind {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::NoSpace(folder),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(folder),
            _ => Self::Disk { folder, reason },
        }
    }
}

/// Why a change was not made, or a value not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// A value was not the expected one; nothing of the change was done.
    #[error("Somebody changed it meanwhile: look at it again, then repeat your change. Nothing was saved.")]
    Changed,
    /// A key or a value is empty, reserved or too long; nothing of the change was done.
    #[error("That is too long to be saved, or has no name to be saved under. Nothing was saved.")]
    Unfit,
    /// The disk is nearly full; nothing of the change was done and the store goes on.
    #[error("The disk is nearly full. Nothing was saved: make room, then try again.")]
    NoSpace,
    /// The disk failed under a change: whether that change is on the disk is not known until the store is opened again.
    #[error("The disk failed while saving ({0}). Treat it as not saved: look after the disk, then restart Lantern and look again.")]
    Failed(String),
    /// A page could not be read.
    #[error("The diary is damaged ({0}): stop Lantern, set the diary aside and restore the last backup.")]
    Damaged(String),
    /// The store was closed before the change was made.
    #[error("Lantern is stopping. Nothing was saved: try again when it is back.")]
    Closed,
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Damaged(reason) => Self::Damaged(reason),
            Fault::Disk(_, reason) => Self::Failed(reason),
            Fault::Locked => Self::Failed("it is locked by another program".to_owned()),
        }
    }
}

/// Why a backup was not written, is not sound, or was not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file or its folder.
    #[error("{path}: {error}.")]
    Disk {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// There is a file of that name.
    #[error("{0} is there already: choose another name. Nothing was written.")]
    Exists(PathBuf),
    /// The folder to restore into is not empty.
    #[error("{0} is not empty: restore into an empty folder, or set aside what is there. Nothing was changed.")]
    NotEmpty(PathBuf),
    /// A line is not what a backup holds.
    #[error("{path} is not a whole backup: line {line} cannot be read. Use another backup.")]
    Line {
        /// Which file.
        path: PathBuf,
        /// Counted from one.
        line: u64,
    },
    /// It ends too early.
    #[error("{0} is not a whole backup: its last line is missing. Use another backup.")]
    Cut(PathBuf),
    /// It does not add up.
    #[error("{0} was changed after it was written: its contents do not match its last line. Use another backup.")]
    Mismatch(PathBuf),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder to restore into.
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl BackupError {
    pub(super) fn disk(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Disk { path, error }
    }
}
