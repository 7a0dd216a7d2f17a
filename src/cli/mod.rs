//! The command line: what can be typed after `lantern`.

mod ask;
pub mod evaluate;
mod knowledge;

use crate::bot::Bot;
use crate::config::Config;
use crate::knowledge::{Library, Problem, files};
use clap::{Parser, Subcommand};
use jiff::civil::Date;
use std::path::PathBuf;
use std::process::ExitCode;

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
    /// Measure the matcher against judged questions, or voices left out.
    #[command(subcommand)]
    Evaluate(evaluate::Evaluate),
    /// Check the knowledge base, or show what it covers.
    #[command(subcommand)]
    Knowledge(knowledge::Knowledge),
}

/// Runs what was asked for on this day. Without a command the chat opens.
#[must_use]
pub fn run(arguments: Arguments, today: Date) -> ExitCode {
    let done = match Config::read(arguments.config.as_deref(), |name| std::env::var(name).ok()) {
        Err(reason) => Err(reason),
        Ok(config) => match arguments.command {
            None => open(config).and_then(|bot| crate::terminal::chat(&bot, today)),
            Some(Command::Ask(ask)) => open(config).and_then(|bot| ask.run(&bot, today)),
            Some(Command::Evaluate(evaluate)) => open(config).and_then(|bot| evaluate.run(&bot, today)),
            Some(Command::Knowledge(knowledge)) => knowledge.run(&config, today),
        },
    };
    done.unwrap_or_else(|reason| {
        eprintln!("{reason}");
        ExitCode::FAILURE
    })
}

/// Loads the knowledge base that the configuration names.
fn load(config: &Config) -> Result<Result<Library, Vec<Problem>>, String> {
    let files = match &config.knowledge {
        Some(folder) => files::folder(folder)?,
        None => files::embedded(),
    };
    Ok(Library::load(&files))
}

fn open(config: Config) -> Result<Bot, String> {
    let library = load(&config)?.map_err(|problems| not_right(&problems))?;
    tracing::debug!(articles = library.articles.len(), "knowledge loaded");
    Bot::new(library, config).map_err(|problems| not_right(&problems))
}

fn not_right(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    format!("The knowledge base is not right:\n{}\nMend these, then start again.", lines.join("\n"))
}
