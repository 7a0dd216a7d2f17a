//! Backups that make themselves: one an hour and one a day, beside the diary.

use super::book::Diary;
use super::store::{BackupError, Summary, verify_backup};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

/// The folder of the backups, beside the store in the diary's folder.
pub const FOLDER: &str = "backups";

/// How many are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Hourly ones.
    pub hourly: usize,
    /// Daily ones.
    pub daily: usize,
}

/// Makes the backups that are owed by now, and removes those that are no longer kept.
///
/// # Errors
/// A backup cannot be written or removed; the diary is as it was.
pub fn make(diary: &Diary, folder: &Path, keep: Keep, now: Timestamp) -> Result<(), BackupError> {
    let folder = folder.join(FOLDER);
    let fault = |error| BackupError::Disk { path: folder.clone(), error };
    std::fs::create_dir_all(&folder).map_err(fault)?;
    let utc = now.to_zoned(TimeZone::UTC);
    for (kind, name, kept) in [("hourly", utc.strftime("%Y%m%dT%H"), keep.hourly), ("daily", utc.strftime("%Y%m%d"), keep.daily)] {
        let path = folder.join(format!("{kind}-{name}.jsonl"));
        if kept > 0 && !path.exists() {
            diary.store().backup(&path, &format!("{kind}, {now}"))?;
        }
        let mut all = named(&folder, kind);
        all.truncate(all.len().saturating_sub(kept));
        for old in all {
            std::fs::remove_file(&old).map_err(fault)?;
        }
    }
    Ok(())
}

/// The newest backup beside a diary that is whole, with what it says of itself.
#[must_use]
pub fn newest_good(folder: &Path) -> Option<(PathBuf, String)> {
    newest_first(folder).find_map(|path| verify_backup(&path).ok().map(|summary| (path, summary.comment)))
}

/// The newest backup beside a diary, whole or not.
#[must_use]
pub fn newest(folder: &Path) -> Option<(PathBuf, Result<Summary, BackupError>)> {
    newest_first(folder).next().map(|path| (path.clone(), verify_backup(&path)))
}

fn newest_first(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let folder = folder.join(FOLDER);
    let mut all: Vec<PathBuf> = ["hourly", "daily"].iter().flat_map(|kind| named(&folder, kind)).collect();
    all.sort_by_key(|path| std::fs::metadata(path).and_then(|known| known.modified()).ok());
    all.into_iter().rev()
}

/// When a backup was made, as far as it says so of itself.
#[must_use]
pub fn made_at(comment: &str) -> Option<Timestamp> {
    comment.rsplit(", ").next()?.parse().ok()
}

/// The backups of a kind, oldest first.
fn named(folder: &Path, kind: &str) -> Vec<PathBuf> {
    let is_one = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with(kind) && path.extension().is_some_and(|ending| ending == "jsonl")
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = entries.filter(is_one).collect();
    found.sort();
    found
}
