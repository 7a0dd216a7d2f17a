//! `lantern backup`, `lantern restore` and `lantern diary check`: looking after the diary.

use super::desk;
use crate::bot::{Bot, Done, Upkeep};
use crate::config::Config;
use crate::diary::Diary;
use crate::diary::backups;
use crate::diary::store::{self, BackupError, OpenError, Store, Summary};
use crate::terminal::socket;
use clap::Subcommand;
use jiff::Timestamp;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What follows `lantern diary`.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum DiaryCommand {
    /// Read every record and the newest backup. Exit status 0: sound; 1: something is wrong; 2: it could not be checked.
    Check,
}

/// Does something that an open chat can do as well: it is asked first.
///
/// # Errors
/// A sentence, where neither can.
pub fn look_after(config: &Config, asked: &Upkeep, now: Timestamp) -> Result<Done, String> {
    let folder = desk::place(config);
    if let Some(done) = socket::ask(&folder, asked)? {
        return Ok(done);
    }
    if !folder.join(desk::STORE).exists() {
        return Err(format!("There is no diary in {} yet.", folder.display()));
    }
    Ok(with_desk(config)?.look_after(asked, &folder, now))
}

/// A bot with the diary that the configuration names.
pub fn with_desk(config: &Config) -> Result<Bot, String> {
    let bot = super::open(config.clone())?;
    let desk = desk::open(config, bot.library())?;
    Ok(bot.with_desk(desk))
}

/// Prints what came of it.
pub fn show(done: &Done) -> ExitCode {
    // A reader that has gone is no fault.
    let _ = std::io::stdout().write_all(done.text.as_bytes());
    done.notes.iter().for_each(|note| eprintln!("{note}"));
    ExitCode::from(done.status)
}

/// `lantern backup FILE`.
pub fn back_up(config: &Config, file: &Path, now: Timestamp) -> Result<ExitCode, String> {
    let file = std::path::absolute(file).map_err(|error| format!("{} is no path: {error}.", file.display()))?;
    look_after(config, &Upkeep::Backup { file }, now).map(|done| show(&done))
}

/// `lantern diary check`.
pub fn check(config: &Config, now: Timestamp) -> ExitCode {
    let done = look_after(config, &Upkeep::Check, now);
    show(&done.unwrap_or_else(|reason| Done::failed(reason, 2)))
}

/// Says that a chat must be closed first, where one is open.
pub fn refuse_while_open(folder: &Path) -> Result<(), String> {
    if socket::is_open(folder) {
        return Err("A Lantern is open on this diary. Close it (/quit), then do this again. Nothing was changed.".to_owned());
    }
    Ok(())
}

/// `lantern restore FILE`: the backup is read through first, and nothing is changed where it is not good or not needed.
pub fn restore(config: &Config, file: &Path, now: Timestamp) -> Result<ExitCode, String> {
    let folder = desk::place(config);
    refuse_while_open(&folder)?;
    store::verify_backup(file).map_err(|error| format!("{error} Nothing was changed."))?;
    let store = folder.join(desk::STORE);
    let (summary, aside) = match store::restore(file, &store) {
        Ok(summary) => (summary, None),
        Err(BackupError::NotEmpty(_)) => replace_damaged(file, &store, now)?,
        Err(error) => return Err(error.to_string()),
    };
    let bot = with_desk(config)?;
    print_line!("{}", restored(&bot, file, &summary, now)?);
    if let Some(aside) = aside {
        print_line!("What is left of the damaged diary is kept in {}.", aside.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Sets a damaged diary aside and restores into its place; a sound one stays.
fn replace_damaged(file: &Path, store: &Path, now: Timestamp) -> Result<(Summary, Option<PathBuf>), String> {
    let records = match Store::open(store) {
        Ok(open) => Diary::read_through(&open).ok(),
        Err(OpenError::Damaged { .. } | OpenError::Unfinished(_)) => None,
        Err(error) => return Err(format!("{error} Nothing was changed.")),
    };
    if let Some(records) = records {
        return Err(format!(
            "There is a sound diary in {} ({records} records): I put nothing in its place. To use the backup all the same, move that folder away first. Nothing was changed.",
            store.display()
        ));
    }
    let suffix = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let aside = store::set_aside(store, &suffix).map_err(|error| error.to_string())?;
    let summary = store::restore(file, store).map_err(|error| {
        format!("{error} What is left of the damaged diary is kept in {}. Run the restore again when that is mended.", aside.display())
    })?;
    Ok((summary, Some(aside)))
}

/// What was restored, and from when.
fn restored(bot: &Bot, file: &Path, summary: &Summary, now: Timestamp) -> Result<String, String> {
    let diary = bot.diary().ok_or("There is no diary here.")?;
    let zone = &diary.schedule().zone;
    let checked = diary.check(diary.schedule().day(now)).map_err(|error| error.to_string())?;
    let when = backups::made_at(&summary.comment).map_or_else(|| summary.comment.clone(), |at| crate::bot::spoken(at, zone));
    Ok(format!(
        "Restored from {}: {}, {} of them overdue, and {} closed, with the prompts, as of {when}.\nWhat was saved after that is missing: ask the team what they recorded since.",
        file.display(),
        crate::diary::check::counted(checked.open, "open review"),
        checked.overdue,
        checked.closed
    ))
}
