//! Looking after the diary: what can be asked of it beside its daily use, whether a chat is open or not.

use super::Bot;
use crate::diary::backups;
use crate::diary::book::Diary;
use crate::diary::check::Checked;
use crate::diary::dates::{self, When};
use crate::diary::entry::EntryId;
use crate::diary::store::{BackupError, verify_backup};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Something was found, or it was refused.
pub const FOUND: u8 = 1;
/// It could not be checked.
pub const FAILED: u8 = 2;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Upkeep {
    /// Everything in the diary, in a new file.
    Backup {
        /// The whole path of the file.
        file: PathBuf,
    },
    /// Whether the diary and its newest backup are sound.
    Check,
    /// The open reviews as a calendar file.
    Calendar,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// What was asked for, to be printed.
    pub text: String,
    /// What is said beside it.
    pub notes: Vec<String>,
    /// The exit status.
    pub status: u8,
}

impl Done {
    /// It was not done.
    #[must_use]
    pub fn failed(reason: impl Into<String>, status: u8) -> Self {
        Self { text: String::new(), notes: vec![reason.into()], status }
    }
}

impl Bot {
    /// Does it, or says why not. `folder` is the diary's.
    #[must_use]
    pub fn look_after(&self, asked: &Upkeep, folder: &Path, now: Timestamp) -> Done {
        let Some(diary) = self.diary() else { return Done::failed("There is no diary here.", FAILED) };
        match asked {
            Upkeep::Backup { file } => back_up(diary, file, now).unwrap_or_else(|error| Done::failed(error.to_string(), FOUND)),
            Upkeep::Check => check(diary, folder, now),
            Upkeep::Calendar => match self.calendar(diary, now) {
                Ok((text, unreadable)) => {
                    Done { text, notes: unreadable.iter().copied().map(not_shown).collect(), status: left_out(unreadable.len()) }
                }
                Err(error) => Done::failed(error.to_string(), FOUND),
            },
        }
    }
}

fn left_out(count: usize) -> u8 {
    if count == 0 { 0 } else { FOUND }
}

fn not_shown(id: EntryId) -> String {
    format!("Entry {id} cannot be read and is not in the calendar.")
}

/// An instant as people in London say it.
#[must_use]
pub fn spoken(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    dates::echo(When { date: local.date(), time: Some(local.time()) })
}

fn back_up(diary: &Diary, file: &Path, now: Timestamp) -> Result<Done, BackupError> {
    if !file.is_absolute() {
        return Ok(Done::failed("The file of a backup needs its whole path. Nothing was written.", FOUND));
    }
    diary.store().backup(file, &format!("by hand, {now}"))?;
    // Only what reads back is a backup.
    let whole = verify_backup(file)?;
    let when = spoken(now, &diary.schedule().zone);
    let text = format!("Written and read back: {}, {} records, as of {when}.\n", file.display(), whole.records);
    Ok(Done { text, ..Done::default() })
}

fn check(diary: &Diary, folder: &Path, now: Timestamp) -> Done {
    let checked = match diary.check(diary.schedule().day(now)) {
        Ok(checked) => checked,
        Err(error) => return Done::failed(error.to_string(), FAILED),
    };
    let Checked { open, overdue, closed, prompts, .. } = checked;
    let mut lines = vec![format!("Reviews: {open} open, {overdue} of them overdue; {closed} closed.")];
    lines.extend(
        (prompts > 0)
            .then(|| format!("Prompts for case discussions: {prompts} {} to be posted.", if prompts == 1 { "waits" } else { "wait" })),
    );
    lines.extend(checked.unreadable.iter().map(|id| format!("Entry {id} cannot be read: nobody would be reminded of it.")));
    lines.extend(checked.faults.iter().map(ToString::to_string));
    let (backup, whole) = backup_words(diary, folder);
    lines.push(backup);
    let sound = checked.is_sound() && whole;
    lines.push(if sound { "The diary is sound." } else { "Something is wrong: tell whoever looks after Lantern." }.to_owned());
    Done { text: format!("{}\n", lines.join("\n")), notes: vec![], status: u8::from(!sound) * FOUND }
}

/// What is said of the newest backup, and whether it is whole as far as there is one.
fn backup_words(diary: &Diary, folder: &Path) -> (String, bool) {
    match backups::newest(folder) {
        None => ("There is no backup beside the diary yet: an open chat makes one an hour.".to_owned(), true),
        Some((_, Err(error))) => (format!("The newest backup is not good. {error}"), false),
        Some((path, Ok(summary))) => {
            let when = backups::made_at(&summary.comment).map_or(summary.comment, |at| spoken(at, &diary.schedule().zone));
            (format!("Newest backup: {}, {} records, whole, as of {when}.", path.display(), summary.records), true)
        }
    }
}
