//! `lantern ask`: one question, or JSON Lines in and out.

use crate::bot::{Asked, Bot, Question};
use crate::guidance::Outcome;
use crate::terminal;
use clap::Args;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::process::ExitCode;

/// What follows `lantern ask`.
#[derive(Debug, Args)]
pub struct AskArguments {
    /// The question, in quotation marks.
    #[arg(required_unless_present = "json")]
    question: Option<String>,
    /// Read JSON Lines with `id` and `question` from standard input; print one object a line, in the same order.
    #[arg(long, conflicts_with = "question")]
    json: bool,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    question: String,
}

#[derive(Serialize)]
struct Answered<'a> {
    id: &'a str,
    outcome: Outcome,
    urgent: bool,
    answers: Vec<Cited<'a>>,
    challenges: Vec<Challenged<'a>>,
}

#[derive(Serialize)]
struct Cited<'a> {
    article: &'a str,
    title: &'a str,
    anchors: &'a [String],
    score: f32,
}

#[derive(Serialize)]
struct Challenged<'a> {
    phrase: &'a str,
    rule: &'a str,
    category: &'a str,
}

#[derive(Serialize)]
struct Malformed {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    error: String,
}

impl AskArguments {
    /// Answers what was asked.
    ///
    /// # Errors
    /// A sentence where the question was refused or a line could not be read or written.
    pub fn run(&self, bot: &Bot, today: Date) -> Result<ExitCode, String> {
        match &self.question {
            Some(typed) => {
                let question = Question::new(typed).map_err(|refused| refused.to_string())?;
                terminal::show(&bot.ask(question, today).reply);
                Ok(ExitCode::SUCCESS)
            }
            None => answer_lines(bot, today, std::io::stdin().lock(), &mut std::io::stdout().lock())
                .map_err(|error| format!("Standard input or output failed: {error}.")),
        }
    }
}

/// Answers JSON Lines in the order read; a malformed one gets an object with `error`, and the rest go on.
fn answer_lines(bot: &Bot, today: Date, input: impl BufRead, output: &mut impl Write) -> std::io::Result<ExitCode> {
    let mut status = ExitCode::SUCCESS;
    for (at, line) in input.split(b'\n').enumerate() {
        let line = line?;
        // A byte order mark is no part of the first line.
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match read_line(line) {
            Ok((id, question)) => serde_json::to_writer(&mut *output, &answered(bot, &id, &bot.ask(question, today)))?,
            Err(malformed) => {
                status = ExitCode::FAILURE;
                let error = format!("line {}: {}", at + 1, malformed.error);
                serde_json::to_writer(&mut *output, &Malformed { error, ..malformed })?;
            }
        }
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(status)
}

/// An error never repeats the line: it may hold practice text.
fn read_line(line: &[u8]) -> Result<(String, Question), Malformed> {
    let Line { id, question } = serde_json::from_slice(line).map_err(|error| {
        let kind = if error.is_data() { "it needs `id` and `question`, both strings" } else { "it is not JSON" };
        Malformed { id: None, error: format!("{kind} (column {})", error.column()) }
    })?;
    match Question::new(&question) {
        Ok(question) => Ok((id, question)),
        Err(refused) => Err(Malformed { id: Some(id), error: refused.to_string() }),
    }
}

fn answered<'a>(bot: &'a Bot, id: &'a str, asked: &'a Asked) -> Answered<'a> {
    let library = bot.library();
    let answers = asked.answer.hits.iter().map(|hit| {
        let article = &library.articles[hit.article];
        Cited { article: &article.id, title: &article.title, anchors: &article.meta.anchors, score: hit.share }
    });
    let challenges = asked.challenges.iter().map(|challenge| {
        let rule = &library.rules[challenge.rule];
        Challenged { phrase: asked.words(challenge), rule: &rule.id, category: rule.meta.category.name() }
    });
    Answered {
        id,
        outcome: asked.answer.outcome,
        urgent: asked.answer.urgent,
        answers: answers.collect(),
        challenges: challenges.collect(),
    }
}
