//! Opening the diary that the configuration names.

use crate::bot::{Desk, working_days};
use crate::config::Config;
use crate::diary::backups;
use crate::diary::book::Diary;
use crate::diary::calendar::Calendar;
use crate::diary::case::CaseRule;
use crate::diary::schedule::Schedule;
use crate::diary::store::{OpenError, Store};
use crate::knowledge::Library;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

/// The most working days ahead that a review can be announced.
const MOST_AHEAD: u16 = 20;

/// The store's folder in that of the diary.
pub const STORE: &str = "store";

/// The folder of the diary.
pub fn place(config: &Config) -> PathBuf {
    config.diary.place(|name| std::env::var(name).ok())
}

/// Opens the diary, with the team's rule.
///
/// # Errors
/// A sentence that says what to do; where the diary is damaged, which backup is the newest good one.
pub fn open(config: &Config, library: &Library) -> Result<Desk, String> {
    let folder = place(config);
    let schedule = schedule(config, library)?;
    let cases = CaseRule::new(config.diary.case_reference.as_deref(), &library.short_names)?;
    if !folder.join(STORE).exists() && backups::newest(&folder).is_some() {
        return Err(format!(
            "The diary in {} is missing, but its backups are there. {}\nTo begin anew, move the folder \"{}\" away first.",
            folder.display(),
            way_back(&folder),
            backups::FOLDER
        ));
    }
    let store = Store::open(&folder.join(STORE)).map_err(|error| not_open(&error, &folder))?;
    let diary = Diary::new(store, schedule).map_err(|error| error.to_string())?;
    Ok(Desk::new(diary, cases))
}

/// The team's rule of announcements.
pub fn schedule(config: &Config, library: &Library) -> Result<Schedule, String> {
    let quiet = match (config.diary.quiet_from, config.diary.quiet_until) {
        (Some(from), Some(until)) => Some((from, until)),
        (None, None) => None,
        _ => return Err("The configuration needs both diary.quiet_from and diary.quiet_until, or neither.".to_owned()),
    };
    if config.diary.ahead > MOST_AHEAD {
        return Err(format!("diary.ahead is {}: use a number from 0 to {MOST_AHEAD}.", config.diary.ahead));
    }
    let zone = TimeZone::get("Europe/London").map_err(|error| format!("The zone Europe/London is not known here: {error}."))?;
    let calendar = Calendar::new(&library.bank_holidays, working_days(config.nation));
    Ok(Schedule { calendar, morning: config.diary.morning, ahead: config.diary.ahead, quiet, zone })
}

/// Why the diary does not open; where it is damaged, the way back.
fn not_open(error: &OpenError, folder: &Path) -> String {
    if !matches!(error, OpenError::Damaged { .. } | OpenError::Unfinished(_)) {
        return error.to_string();
    }
    format!("{error}\nNothing was deleted or changed. {}", way_back(folder))
}

/// How to go back to the newest good backup.
fn way_back(folder: &Path) -> String {
    backups::newest_good(folder).map_or_else(
        || "There is no good backup beside it.".to_owned(),
        |(path, comment)| {
            format!(
                "The newest good backup is {} ({comment}). What was saved after it may be missing: ask the team what they recorded since. To go back to it: lantern restore {}",
                path.display(),
                path.display()
            )
        },
    )
}
