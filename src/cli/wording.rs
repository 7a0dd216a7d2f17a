//! `lantern wording`: the wording rules, for readers.

use crate::bot::Bot;
use clap::Subcommand;
use std::process::ExitCode;

/// What follows `lantern wording`.
#[derive(Debug, Subcommand)]
pub enum Wording {
    /// Print every rule as Markdown: what it looks for, why, and what could be said instead.
    List,
}

impl Wording {
    /// Prints the list.
    #[must_use]
    pub fn run(&self, bot: &Bot) -> ExitCode {
        match self {
            Self::List => print_line!("{}", bot.wording_list()),
        }
        ExitCode::SUCCESS
    }
}
