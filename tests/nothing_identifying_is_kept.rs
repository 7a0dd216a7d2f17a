//! Whatever takes text is walked here, from end to end: text that identifies somebody is refused or answered with a warning, it is shown
//! back to nobody but the person who typed it and is told why it was refused, and none of it reaches the disk or the log.
//!
//! The walks go by `match` without a wildcard over what can be asked for, field by field: a new command, or a new field with text in it,
//! does not compile until it is walked.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod diary;
mod support;
mod team;

#[path = "nothing_identifying_is_kept/command_line.rs"]
mod command_line;
#[path = "nothing_identifying_is_kept/commands.rs"]
mod commands;
#[path = "nothing_identifying_is_kept/lines.rs"]
mod lines;
#[path = "nothing_identifying_is_kept/prompts.rs"]
mod prompts;

use lantern::bot::{Block, Draft, Reply, Row};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use support::{ask, bot};
use team::{Team, now, team};
use tracing_subscriber::fmt::MakeWriter;

/// What identifies somebody.
const WHO: &str = "kyle@example.com";
/// A part of it that nothing else holds, in small letters.
const TRACE: &str = "kyle";
/// Words that identify nobody, and are kept.
const CLEAN: &str = "the aunt rang on a Tuesday";
const REFUSED: &str = "Not saved: this may identify somebody";
const WARNED: &str = "may identify somebody. I saw: e-mail address";

/// Everything logged in this process.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    /// Runs something, and gives all that it logged on this thread at any level.
    fn of(does: impl FnOnce()) -> String {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
        tracing::subscriber::with_default(subscriber, || {
            does();
            tracing::trace!("the log is read");
        });
        let bytes = log.0.lock().unwrap().clone();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("the log is read"));
        text
    }
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_under(&path) } else { vec![path] }).collect()
}

/// Whether any file of a folder, or its name, holds some words, in capitals or not.
fn holds(folder: &Path, words: &str) -> bool {
    let words = words.to_lowercase();
    files_under(folder).iter().any(|path| {
        let name = path.to_string_lossy().to_lowercase();
        let bytes = fs::read(path).unwrap_or_default().to_ascii_lowercase();
        name.contains(&words) || bytes.windows(words.len()).any(|part| part == words.as_bytes())
    })
}

fn told(text: &str) -> bool {
    text.to_lowercase().contains(TRACE)
}

#[test]
fn a_question_is_answered_with_a_warning_and_masked_wherever_it_is_shown_back() {
    let bot = bot();
    for (question, danger) in [
        (format!("{WHO} owes them for a lost pack"), false),
        (format!("he's just been stabbed in the stairwell, tell {WHO}"), true),
        (format!("im scared they r outside my house with a knife pls help me {WHO}"), true),
        (format!("how do I renew a parking permit for {WHO}"), false),
    ] {
        let asked = ask(&bot, &question);
        let (text, why) = (asked.reply.plain(), bot.why(&asked).plain());
        assert!(text.contains(WARNED) && text.contains("I have not kept it"), "{text}");
        assert_eq!(matches!(asked.reply.blocks.first(), Some(Block::Alert(_))), danger, "danger comes first: {text}");
        assert!(!told(&text) && !told(&why), "{text}\n{why}");
        let clean = ask(&bot, &question.replace(WHO, "him")).reply.plain();
        assert!(!clean.contains("I saw:"), "{clean}");
    }
}

#[test]
fn the_words_that_led_to_an_answer_are_shown_without_those_of_what_identifies_somebody() {
    let bot = bot();
    let why = |question: &str| bot.why(&ask(&bot, question)).plain();
    assert!(why("knife debt, he rang about the train").contains("\"debt\""));
    let shown = why("knife.debt@example.com rang about the train");
    assert!(!shown.contains("debt\"") && !shown.contains("knife\"") && shown.contains("is left out here"), "{shown}");
}

#[test]
fn a_phrase_that_holds_what_identifies_somebody_is_masked_inside_and_still_underlined() {
    let bot = bot();
    let text = format!("First line.\n{WHO} wrote. She mixes with {WHO} older males, and {WHO} knows.");
    let draft = Draft::new(text.clone()).unwrap();
    let checked = bot.check(draft);
    let excerpts = |reply: &Reply| {
        let excerpts =
            reply.blocks.iter().filter_map(|block| if let Block::Excerpt(excerpt) = block { Some(excerpt.clone()) } else { None });
        excerpts.collect::<Vec<_>>()
    };
    let shown = excerpts(&checked.reply);
    assert_eq!(shown.len(), 1, "{}", checked.reply.plain());
    assert_eq!(shown[0].line, 2);
    assert_eq!(shown[0].text, "[e-mail address] wrote. She mixes with [e-mail address] older males, and [e-mail address] knows.");
    assert_eq!(shown[0].text.get(shown[0].found.clone()), Some("mixes with [e-mail address] older males"));
    let finding = checked.challenged().next().unwrap();
    assert!(text.get(finding.range.clone()).unwrap().contains(WHO), "the place is that of the text as it came");
    assert_eq!(checked.words(finding), "mixes with [e-mail address] older males");
    assert!(checked.reply.plain().contains("I saw: e-mail address (3)."), "{}", checked.reply.plain());
    let asked = ask(&bot, &format!("she mixes with {WHO} older males, what can I do"));
    assert!(asked.reply.plain().contains("A thought on the words \"mixes with [e-mail address] older males\""), "{}", asked.reply.plain());
}

fn row() -> Row {
    let [case, due, every, kind, lead, time] = ["AB-130", "4/12/2026", "every 2 weeks", "safety-plan", "SW", "10:00"].map(str::to_owned);
    Row { line: 2, case, due, every, kind, lead, time }
}

#[test]
fn a_row_of_a_spreadsheet_is_refused_whichever_cell_identifies_somebody() {
    let team = team();
    let Row { line: _, case, due, every, kind, lead, time } = row();
    let who = || WHO.to_owned();
    let rows = [
        Row { case: who(), ..row() },
        Row { due: who(), ..row() },
        Row { every: who(), ..row() },
        Row { kind: who(), ..row() },
        Row { lead: who(), ..row() },
        Row { time: who(), ..row() },
    ];
    assert_eq!([case, due, every, kind, lead, time].len(), rows.len());
    let log = Log::of(|| {
        for row in rows {
            let reasons = team.bot.import(&[row], now()).unwrap_err();
            assert!(!reasons.is_empty() && reasons.iter().all(|reason| reason.starts_with("Line 2: ") && !told(reason)), "{reasons:?}");
        }
        assert_eq!(team.bot.import(&[row()], now()).unwrap().lines.len(), 1);
    });
    assert!(!told(&log), "{log}");
    let Team { bot, folder } = team;
    drop(bot);
    assert!(holds(folder.path(), "AB-130") && !holds(folder.path(), TRACE));
}

#[test]
fn the_privacy_command_says_what_is_missed_and_what_is_kept() {
    let text = bot().privacy().plain();
    for needed in ["I miss some names, nicknames above all", "who is meant by a description", "Pictures", "Not kept: questions, drafts"] {
        assert!(text.contains(needed), "{needed} is missing: {text}");
    }
    assert!(bot().help().plain().contains("/privacy"));
}
