//! `lantern ask`: one question, or JSON Lines in and out.

use super::json_lines;
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
    /// What identifies somebody in it is masked.
    phrase: String,
    rule: &'a str,
    category: &'a str,
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

fn answer_lines(bot: &Bot, today: Date, input: impl BufRead, output: &mut impl Write) -> std::io::Result<ExitCode> {
    let whole = json_lines::answer(input, output, "`id` and `question`", |id, Line { question }, output| {
        let question = match Question::new(&question) {
            Ok(question) => question,
            Err(refused) => return Ok(Err(refused.to_string())),
        };
        serde_json::to_writer(output, &answered(bot, id, &bot.ask(question, today)))?;
        Ok(Ok(()))
    })?;
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
