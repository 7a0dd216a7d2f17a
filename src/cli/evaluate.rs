//! `lantern evaluate`: how well the matcher does.

use crate::bot::{Bot, Draft, Question};
use crate::guidance::measure::{self, Figures, Judgement, VoiceFigures};
use crate::language::measure::{DraftFigures, LabelledDraft};
use crate::privacy::measure::{self as privacy, JudgedText};
use clap::Subcommand;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What follows `lantern evaluate`.
#[derive(Debug, Subcommand)]
pub enum Evaluate {
    /// Ask every judged question of a JSON Lines file and print the figures.
    Questions {
        /// JSON Lines with id, question, expect and kind.
        file: PathBuf,
        /// Print the figures as one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Check every labelled draft of a JSON Lines file and print the figures.
    Drafts {
        /// JSON Lines with id, text, findings and kind.
        file: PathBuf,
        /// Print the figures as one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Look for what identifies people in every judged text of a JSON Lines file and print the figures.
    Privacy {
        /// JSON Lines with id, text and identifying.
        file: PathBuf,
        /// Print the figures as one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Leave out the examples of one voice at a time, and ask what it says.
    Voices,
}

impl Evaluate {
    /// Measures and prints.
    ///
    /// # Errors
    /// A sentence where the file cannot be read or a line is not a judged question.
    pub fn run(&self, bot: &Bot, today: Date) -> Result<ExitCode, String> {
        match self {
            Self::Questions { file, json } => {
                let figures = questions(bot, &read_lines(file)?, today)?;
                print_figures(&figures, *json)?;
            }
            Self::Drafts { file, json } => print_figures(&drafts(bot, read_lines(file)?)?, *json)?,
            Self::Privacy { file, json } => print_figures(&privacy(bot, &read_lines(file)?), *json)?,
            Self::Voices => voices(bot)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads judged questions or labelled drafts.
///
/// # Errors
/// A sentence with the line that is not one.
pub fn read_lines<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let judged: Result<Vec<T>, String> = lines
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| format!("{}, line {}: not what is measured here: {error}.", file.display(), at + 1))
        })
        .collect();
    match judged {
        Ok(none) if none.is_empty() => Err(format!("{} holds nothing to measure.", file.display())),
        other => other,
    }
}

/// Asks every judged question and counts.
///
/// # Errors
/// A sentence where a question is refused.
pub fn questions(bot: &Bot, judged: &[Judgement], today: Date) -> Result<Figures, String> {
    let mut figures = Figures::default();
    for judgement in judged {
        let question = Question::new(&judgement.question).map_err(|refused| format!("{}: {refused}", judgement.id))?;
        let asked = bot.ask(question, today);
        let cited: Vec<&[String]> =
            asked.answer.hits.iter().map(|hit| bot.library().articles[hit.article].meta.anchors.as_slice()).collect();
        figures.count(judgement, &asked.answer, &cited, !asked.challenges.is_empty());
    }
    Ok(figures)
}

/// Checks every labelled draft and counts.
///
/// # Errors
/// A sentence where a draft is refused.
pub fn drafts(bot: &Bot, labelled: Vec<LabelledDraft>) -> Result<DraftFigures, String> {
    let mut figures = DraftFigures::default();
    for label in labelled {
        let draft = Draft::new(label.text.clone()).map_err(|refused| format!("{}: {refused}", label.id))?;
        let checked = bot.check(draft);
        let found: Vec<_> = checked.challenged().map(|finding| (finding, bot.library().rules[finding.rule].meta.category.name())).collect();
        figures.count(&label, &found);
    }
    Ok(figures)
}

/// Looks for what identifies people in every judged text and counts.
#[must_use]
pub fn privacy(bot: &Bot, judged: &[JudgedText]) -> privacy::Figures {
    let mut figures = privacy::Figures::default();
    for text in judged {
        figures.count(text, &bot.interlock().find(&text.text));
    }
    figures
}

fn print_figures(figures: &impl Serialize, json: bool) -> Result<(), String> {
    let text = serde_json::to_string(figures).map_err(|error| error.to_string())?;
    if json {
        print_line!("{text}");
        return Ok(());
    }
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    for (name, value) in fields {
        print_line!("{name:22} {}", if value.is_null() { "-".to_owned() } else { value.to_string() });
    }
    Ok(())
}

fn voices(bot: &Bot) -> Result<(), String> {
    let mut all = VoiceFigures { voice: "all".into(), ..VoiceFigures::default() };
    for voice in measure::voices(bot.library()) {
        let figures = measure::leave_out(bot.library(), &voice);
        all.add(&figures);
        print_line!("{}", serde_json::to_string(&figures).map_err(|error| error.to_string())?);
    }
    print_line!("{}", serde_json::to_string(&all).map_err(|error| error.to_string())?);
    Ok(())
}
