//! What several promises need: the built-in knowledge base, a bot, and the program run as a process.
#![allow(dead_code, clippy::unwrap_used, reason = "each promise uses a part; a failed step fails the test")]

use jiff::civil::{Date, date};
use lantern::bot::{Asked, Bot, Question};
use lantern::config::Config;
use lantern::knowledge::{Library, files};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The day that tests take for today.
pub const TODAY: Date = date(2026, 11, 22);

/// The built-in knowledge base.
pub fn library() -> Library {
    Library::load(&files::embedded()).unwrap_or_else(|problems| panic!("the knowledge base is not sound: {problems:#?}"))
}

/// A bot as it is without a configuration.
pub fn bot() -> Bot {
    Bot::new(library(), Config::default())
}

/// Asks one question.
pub fn ask(bot: &Bot, question: &str) -> Asked {
    bot.ask(Question::new(question).unwrap(), TODAY)
}

/// Runs the program in a folder with this typed into it.
pub fn lantern(folder: &Path, arguments: &[&str], typed: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_lantern"))
        .args(arguments)
        .current_dir(folder)
        .env("LANTERN_LOG", "trace")
        .env("XDG_STATE_HOME", folder.join("state"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let typed = typed.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&typed));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    output
}

/// What a process printed.
pub fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}
