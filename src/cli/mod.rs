//! The command line: what can be typed after `lantern`.

/// Prints a line. Where nobody reads any more (`| head`), the line is for nobody, and the work goes on.
macro_rules! print_line {
    ($($part:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($part)*);
    }};
}

mod ask;
mod check;
mod desk;
mod diary;
pub mod evaluate;
mod json_lines;
mod knowledge;
mod privacy;
mod reviews;
mod table;
mod wording;

use crate::bot::Bot;
use crate::config::Config;
use crate::diary::backups::Keep;
use crate::discord::{self, Clock};
use crate::knowledge::{Files, Library, Problem, files};
use crate::terminal::{self, Edge};
use clap::{Parser, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc;

/// Guidance for people who safeguard children exploited through county lines and other crime. In danger, ring 999.
#[derive(Debug, Parser)]
#[command(name = "lantern", version)]
pub struct Arguments {
    /// A configuration file; without it, config.toml in this folder is read if it is there.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer one question, or with --json a line of JSON each from standard input.
    Ask(ask::AskArguments),
    /// Challenge oppressive wording in drafts: files, or standard input.
    Check(check::CheckArguments),
    /// Show what identifies a person in a text from standard input.
    Privacy(privacy::PrivacyArguments),
    /// Show the wording rules.
    #[command(subcommand)]
    Wording(wording::Wording),
    /// Measure the matcher against judged questions, or voices left out.
    #[command(subcommand)]
    Evaluate(evaluate::Evaluate),
    /// Check the knowledge base, or show what it covers.
    #[command(subcommand)]
    Knowledge(knowledge::Knowledge),
    /// Write everything in the diary to a new file, also while a chat is open.
    Backup {
        /// The file; one that is there already is never overwritten.
        file: PathBuf,
    },
    /// Go back to a backup where the diary is missing or damaged. What is damaged is kept.
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Look the diary over.
    #[command(subcommand)]
    Diary(diary::DiaryCommand),
    /// Write the reviews to a calendar, or add those of a spreadsheet.
    #[command(subcommand)]
    Reviews(reviews::Reviews),
}

/// Runs what was asked for on this day. Without a command the chat opens.
#[must_use]
pub fn run(arguments: Arguments, clock: fn() -> Timestamp, day: fn(Timestamp) -> Date) -> ExitCode {
    let today = day(clock());
    let done = match Config::read(arguments.config.as_deref(), |name| std::env::var(name).ok()) {
        Err(reason) => Err(reason),
        Ok(config) => match arguments.command {
            None => serve(&config, clock, day),
            Some(Command::Ask(ask)) => open(config).and_then(|bot| ask.run(&bot, today)),
            Some(Command::Check(check)) => return open(config).map_or_else(refused_check, |bot| check.run(&bot)),
            Some(Command::Privacy(privacy)) => open(config).and_then(|bot| privacy.run(&bot)),
            Some(Command::Wording(wording)) => open(config).map(|bot| wording.run(&bot)),
            Some(Command::Evaluate(evaluate)) => open(config).and_then(|bot| evaluate.run(&bot, today).map_err(|said| bot.masked(&said))),
            Some(Command::Knowledge(knowledge)) => knowledge.run(&config, today),
            Some(Command::Backup { file }) => diary::back_up(&config, &file, clock()),
            Some(Command::Restore { file }) => diary::restore(&config, &file, clock()),
            Some(Command::Diary(diary::DiaryCommand::Check)) => return diary::check(&config, clock()),
            Some(Command::Reviews(reviews)) => reviews.run(&config, clock()),
        },
    };
    done.unwrap_or_else(|reason| {
        eprintln!("{reason}");
        ExitCode::FAILURE
    })
}

/// Opens the bot on Discord where there is a token, and else the chat in the terminal; either with the diary beside it.
fn serve(config: &Config, clock: fn() -> Timestamp, day: fn(Timestamp) -> Date) -> Result<ExitCode, String> {
    let keep = Keep { hourly: config.diary.hourly_backups.into(), daily: config.diary.daily_backups.into() };
    let edge = Edge { clock, day, folder: desk::place(config), keep };
    let token = config.discord.token(|name| std::env::var(name).ok())?;
    let Some(token) = token else { return terminal::chat(&diary::with_desk(config)?, &edge) };
    let base = config.discord.base()?;
    discord::log_panics_by_place();
    let bot = diary::with_desk(config)?;
    std::thread::scope(|scope| {
        let (stop, stopped) = mpsc::channel();
        let (upkeep, edge) = (&bot, &edge);
        scope.spawn(move || terminal::keep(upkeep, edge, &stopped));
        // Dropped when the bot ends, whichever way: then the upkeep ends, too.
        let _stop = stop;
        discord::run(&bot, (&token, base), Clock { now: clock, day })
    })
}

/// For `check`, status 1 means that something was found.
#[expect(clippy::needless_pass_by_value, reason = "the shape that map_or_else takes")]
fn refused_check(reason: String) -> ExitCode {
    eprintln!("{reason}");
    ExitCode::from(2)
}

/// Loads the knowledge base that the configuration names.
fn load(config: &Config) -> Result<Result<Library, Vec<Problem>>, String> {
    Ok(if config.knowledge.is_some() { Library::load(&files(config)?) } else { Library::built_in() })
}

fn files(config: &Config) -> Result<Files, String> {
    match &config.knowledge {
        Some(folder) => files::folder(folder),
        None => Ok(files::embedded()),
    }
}

fn open(config: Config) -> Result<Bot, String> {
    let library = load(&config)?.map_err(|problems| not_right(&problems))?;
    tracing::debug!(articles = library.articles.len(), "knowledge loaded");
    // What is built in was checked when it was built; a folder may hold anything.
    let may_be_wrong = config.knowledge.is_some();
    let bot = Bot::new(library, config);
    if may_be_wrong && !bot.wording_problems().is_empty() { Err(not_right(bot.wording_problems())) } else { Ok(bot) }
}

fn not_right(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    format!("The knowledge base is not right:\n{}\nMend these, then start again.", lines.join("\n"))
}
