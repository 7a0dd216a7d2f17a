//! `lantern privacy`: what identifies a person in a text, for a person or, with `--json`, for a program.

use super::json_lines;
use crate::bot::{Bot, document};
use crate::privacy::{Kind, Sighting, masked};
use clap::Args;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::process::ExitCode;

/// What follows `lantern privacy`.
#[derive(Debug, Args)]
pub struct PrivacyArguments {
    /// Read JSON Lines with `id` and `text`, and print a line of JSON for each; places are in bytes of the text.
    #[arg(long)]
    json: bool,
}

#[derive(Deserialize)]
struct Line {
    text: String,
}

#[derive(Serialize)]
struct Findings<'a> {
    id: &'a str,
    findings: Vec<Found>,
}

/// A finding: bytes of the text in UTF-8, the end exclusive, as `lantern check --json` counts.
#[derive(Serialize)]
struct Found {
    start: usize,
    end: usize,
    kind: Kind,
}

impl PrivacyArguments {
    /// Reads standard input and prints what was seen in it.
    ///
    /// # Errors
    /// A sentence where input or output fails.
    pub fn run(&self, bot: &Bot) -> Result<ExitCode, String> {
        let (input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
        if self.json {
            let whole = answer(bot, input, &mut output).map_err(failed)?;
            return Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        let text = document::from_reader(input)?;
        show(&text, &bot.interlock().find(&text), &mut output).map_err(failed)?;
        Ok(ExitCode::SUCCESS)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
fn failed(error: std::io::Error) -> String {
    format!("Input or output failed: {error}.")
}

fn answer(bot: &Bot, input: impl BufRead, output: &mut impl Write) -> std::io::Result<bool> {
    json_lines::answer(input, output, "`id` and `text`", |id, Line { text }, output| {
        let seen = bot.interlock().find(&text);
        let findings = seen.iter().map(|Sighting { range, kind }| Found { start: range.start, end: range.end, kind: *kind }).collect();
        serde_json::to_writer(output, &Findings { id, findings })?;
        Ok(Ok(()))
    })
}

/// The text as it may be shown, and what was seen in it.
fn show(text: &str, seen: &[Sighting], output: &mut impl Write) -> std::io::Result<()> {
    writeln!(output, "{}\n", masked(text, seen).trim_end())?;
    if seen.is_empty() {
        return writeln!(output, "Nothing was seen that identifies a person. Some things cannot be seen: read it over yourself as well.");
    }
    writeln!(output, "Seen, and masked above:")?;
    for Sighting { range, kind } in seen {
        writeln!(output, "- {}: {}", kind.words(), text.get(range.clone()).unwrap_or_default())?;
    }
    Ok(())
}
