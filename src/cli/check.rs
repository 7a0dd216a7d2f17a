//! `lantern check`: drafts from files or standard input, challenged for a person or, with `--json`, for a program.

use super::json_lines;
use crate::bot::{Block, Bot, Checked, Draft, document};
use crate::knowledge::Strength;
use crate::language::{Finding, Reason, Standing};
use crate::terminal;
use clap::Args;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Something was found.
const FOUND: u8 = 1;
/// Something could not be read.
const FAILED: u8 = 2;

/// What follows `lantern check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Drafts to read: .txt, .md or .docx. Without one, standard input is read.
    files: Vec<PathBuf>,
    /// Read JSON Lines with `id` and `text`, and print a line of JSON for each.
    #[arg(long)]
    json: bool,
}

#[derive(Deserialize)]
struct Line {
    text: String,
}

#[derive(Serialize)]
struct Lines<'a> {
    id: &'a str,
    findings: Vec<Found<'a>>,
    notes: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Found<'a> {
    start: usize,
    end: usize,
    /// What identifies somebody in it is masked; `start` and `end` are of the text as it came.
    phrase: String,
    rule: &'a str,
    /// The phrase of the rule, in the curator's notation.
    matched: Option<&'a str>,
    category: &'static str,
    strength: &'static str,
    standing: &'static str,
}

impl CheckArguments {
    /// Checks what was handed over: exit status 0 where nothing is found, 1 where something is, 2 on an error.
    #[must_use]
    pub fn run(&self, bot: &Bot) -> ExitCode {
        let mut status = 0;
        if self.files.is_empty() {
            status = if self.json {
                lines(bot, std::io::stdin().lock())
            } else {
                Self::read(bot, None, document::from_reader(std::io::stdin().lock()))
            };
        }
        for path in &self.files {
            // The name of a file may name a person as well.
            let name = bot.masked(&path.display().to_string());
            let one = if self.json {
                std::fs::File::open(path).map_or_else(
                    |error| failed(&format!("{name} cannot be read: {error}.")),
                    |file| lines(bot, std::io::BufReader::new(file)),
                )
            } else {
                Self::read(bot, Some(&name), document::read(path))
            };
            status = status.max(one);
        }
        ExitCode::from(status)
    }

    fn read(bot: &Bot, name: Option<&str>, text: Result<String, String>) -> u8 {
        let draft = text.and_then(|text| Draft::new(text).map_err(|refused| refused.to_string()));
        match draft {
            Err(reason) => failed(&name.map_or_else(|| reason.clone(), |name| format!("{name}: {reason}"))),
            Ok(draft) => {
                let mut checked = bot.check(draft);
                if let Some(name) = name {
                    checked.reply.blocks.insert(0, Block::Title(name.to_owned()));
                }
                terminal::show(&checked.reply);
                u8::from(checked.challenged().next().is_some()) * FOUND
            }
        }
    }
}

fn failed(reason: &str) -> u8 {
    eprintln!("{reason}");
    FAILED
}

/// Checks JSON Lines in the order read; a malformed one gets an object with `error`, and the rest go on.
fn lines(bot: &Bot, input: impl BufRead) -> u8 {
    answer(bot, input, &mut std::io::stdout().lock()).unwrap_or_else(|error| failed(&format!("Input or output failed: {error}.")))
}

fn answer(bot: &Bot, input: impl BufRead, output: &mut impl Write) -> std::io::Result<u8> {
    let mut found = 0;
    let whole = json_lines::answer(input, output, "`id` and `text`", |id, Line { text }, output| {
        let draft = match Draft::new(text) {
            Ok(draft) => draft,
            Err(refused) => return Ok(Err(refused.to_string())),
        };
        let checked = bot.check(draft);
        found = found.max(u8::from(checked.challenged().next().is_some()) * FOUND);
        serde_json::to_writer(output, &told(bot, id, &checked))?;
        Ok(Ok(()))
    })?;
    Ok(if whole { found } else { FAILED })
}

fn told<'a>(bot: &'a Bot, id: &'a str, checked: &'a Checked) -> Lines<'a> {
    let one = |finding: &'a Finding| {
        let rule = &bot.library().rules[finding.rule];
        Found {
            start: finding.range.start,
            end: finding.range.end,
            phrase: checked.words(finding),
            rule: &rule.id,
            matched: finding.phrase.and_then(|phrase| Some(rule.wording.phrases.get(phrase)?.as_ref())),
            category: rule.meta.category.name(),
            strength: if rule.meta.strength == Strength::Query { "query" } else { "challenge" },
            standing: standing(finding.standing),
        }
    };
    let (findings, notes) = checked.findings.iter().partition::<Vec<_>, _>(|finding| finding.is_challenged());
    Lines { id, findings: findings.into_iter().map(one).collect(), notes: notes.into_iter().map(one).collect() }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Own => "own",
        Standing::Reported => "reported",
        Standing::Silent(Reason::Struck) => "struck through",
        Standing::Silent(Reason::Quoted) => "quoted",
        Standing::Silent(Reason::ChildsWords) => "child's own words",
        Standing::Silent(Reason::Denied) => "denied",
        Standing::Silent(Reason::Challenged) => "already challenged",
        Standing::Silent(Reason::AboutWording) => "about wording",
        Standing::Silent(Reason::NotAChild) => "not said of a child",
    }
}
