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
    // A diary that no configuration places goes here, never to that of whoever runs the tests.
    let state = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_lantern"))
        .args(arguments)
        .current_dir(folder)
        .env("XDG_STATE_HOME", state.path())
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

/// A chat that is open: a process with nothing typed yet. It is killed when this goes.
pub struct Chat(pub std::process::Child);

impl Chat {
    /// Opens one in a folder whose diary is in `diary`, and waits until it answers from outside.
    pub fn open(folder: &Path) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_lantern"))
            .current_dir(folder)
            .env("LANTERN_LOG", "debug")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Ended when this goes, whichever way.
        let chat = Self(child);
        let socket = folder.join("diary/lantern.sock");
        for _ in 0..600 {
            if std::os::unix::net::UnixStream::connect(&socket).is_ok() {
                return chat;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("the chat does not answer");
    }

    /// Types a line.
    pub fn say(&mut self, line: &str) {
        writeln!(self.0.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Closes it, and gives what it printed and logged.
    pub fn close(mut self) -> (String, String) {
        drop(self.0.stdin.take());
        let (mut printed, mut logged) = (String::new(), String::new());
        let (mut output, mut log) = (self.0.stdout.take().unwrap(), self.0.stderr.take().unwrap());
        std::io::Read::read_to_string(&mut output, &mut printed).unwrap();
        std::io::Read::read_to_string(&mut log, &mut logged).unwrap();
        self.0.wait().unwrap();
        (printed, logged)
    }
}

impl Drop for Chat {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
