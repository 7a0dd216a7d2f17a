//! `lantern reviews`: the reviews out to a calendar, and in from a spreadsheet.

use super::{diary, table};
use crate::bot::Upkeep;
use crate::config::Config;
use crate::diary::check::counted;
use clap::Subcommand;
use jiff::Timestamp;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How a calendar file begins.
const CALENDAR: &[u8] = b"BEGIN:VCALENDAR\r\n";

/// What follows `lantern reviews`.
#[derive(Debug, Subcommand)]
pub enum Reviews {
    /// Write every open review as an event of a calendar: case reference and kind only.
    Export {
        /// The calendar file to write, in place of an earlier one; without a name, standard output.
        #[arg(long, num_args = 0..=1, required = true, value_name = "FILE")]
        ics: Option<PathBuf>,
    },
    /// Add the reviews of a spreadsheet saved as CSV: all of them, or none where a line is not right.
    ///
    /// Its first line names the columns: case and due, and if you like every, kind, lead and time. Dates are as people type them, day
    /// first. At most 2,000 lines.
    Import {
        /// The CSV file.
        file: PathBuf,
    },
}

impl Reviews {
    /// Does it.
    ///
    /// # Errors
    /// A sentence where it was refused.
    pub fn run(self, config: &Config, now: Timestamp) -> Result<ExitCode, String> {
        match self {
            Self::Export { ics } => export(config, ics.as_deref(), now),
            Self::Import { file } => import(config, &file, now),
        }
    }
}

fn export(config: &Config, file: Option<&Path>, now: Timestamp) -> Result<ExitCode, String> {
    if let Some(file) = file {
        only_a_calendar(file)?;
    }
    let mut done = diary::look_after(config, &Upkeep::Calendar, now)?;
    if let Some(file) = file.filter(|_| !done.text.is_empty()) {
        write_whole(file, done.text.as_bytes()).map_err(|error| format!("{} cannot be written: {error}.", file.display()))?;
        let count = done.text.matches("BEGIN:VEVENT").count();
        done.text = format!("Written: {}, {}.\n", file.display(), counted(count, "open review"));
    }
    Ok(diary::show(&done))
}

/// A file that is no calendar is not overwritten.
fn only_a_calendar(file: &Path) -> Result<(), String> {
    let mut start = Vec::new();
    match File::open(file).and_then(|open| open.take(CALENDAR.len() as u64).read_to_end(&mut start)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Ok(_) if start == CALENDAR => Ok(()),
        Ok(_) => Err(format!("{} is there already and is no calendar: choose another name. Nothing was written.", file.display())),
        Err(error) => Err(format!("{} cannot be written: {error}.", file.display())),
    }
}

/// Writes a file beside and moves it into place, so that nobody reads half of one.
fn write_whole(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let part = PathBuf::from(format!("{}.part", file.display()));
    let mut open = File::options().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    open.write_all(bytes).and_then(|()| open.sync_all())?;
    fs::rename(&part, file)
}

fn import(config: &Config, file: &Path, now: Timestamp) -> Result<ExitCode, String> {
    let (rows, mut problems) = table::read(file)?;
    diary::refuse_while_open(&super::desk::place(config))?;
    let bot = diary::with_desk(config)?;
    if problems.is_empty() {
        match bot.import(&rows, now) {
            Ok(imported) => {
                imported.lines.iter().for_each(|line| print_line!("{line}"));
                print_line!("{} reviews added. To take one back: /review undo and its case reference.", imported.lines.len());
                return Ok(ExitCode::SUCCESS);
            }
            Err(reasons) => return Err(refused(&reasons)),
        }
    }
    problems.extend(bot.problems(&rows, now)?);
    problems.sort();
    Err(refused(&problems.iter().map(ToString::to_string).collect::<Vec<_>>()))
}

fn refused(reasons: &[String]) -> String {
    format!("{}\nNothing was added. Mend this, then import the file again.", reasons.join("\n"))
}
