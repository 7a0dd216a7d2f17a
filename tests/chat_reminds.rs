//! A chat that is open announces what comes due, once, through a kill.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]
#![allow(clippy::disallowed_methods, reason = "a process is waited for")]

mod diary;

use diary::{entry, london, open};
use jiff::Timestamp;
use lantern::bot::SERVER;
use lantern::diary::entry::Entry;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const LONG_ENOUGH: Duration = Duration::from_mins(1);
/// Far longer than a chat takes to look into its diary.
const A_WHILE: Duration = Duration::from_secs(3);

struct Chat {
    process: Child,
    lines: Receiver<String>,
}

impl Chat {
    fn open(folder: &Path) -> Self {
        let config = folder.join("config.toml");
        // Mornings begin at midnight, so that today's reviews are due whenever the test runs.
        let text = format!("[team]\nperson = \"KP\"\n[diary]\nfolder = \"{}\"\nmorning = \"00:00\"\n", folder.join("diary").display());
        std::fs::write(&config, text).unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_lantern"))
            .args(["--config", config.to_str().unwrap()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let out = BufReader::new(process.stdout.take().unwrap());
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { process, lines }
    }

    fn types(&mut self, line: &str) {
        writeln!(self.process.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// The first line that holds some words, and everything before it.
    fn shows(&self, words: &str) -> Option<String> {
        let start = Instant::now();
        std::iter::from_fn(|| self.lines.recv_timeout(LONG_ENOUGH.checked_sub(start.elapsed())?).ok()).find(|line| line.contains(words))
    }

    fn shows_within(&self, words: &str, within: Duration) -> bool {
        let start = Instant::now();
        std::iter::from_fn(|| self.lines.recv_timeout(within.checked_sub(start.elapsed())?).ok()).any(|line| line.contains(words))
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

#[test]
fn a_review_due_today_is_announced_once_and_is_still_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut chat = Chat::open(folder.path());
    chat.types("/review schedule AB-123 today every 2 weeks lead SW");
    assert!(chat.shows("Save this? AB-123").is_some());
    chat.types("1");
    assert!(chat.shows("AB-123: safety plan review is due").is_some(), "nothing was announced");
    // Recorded as announced, too, before the kill.
    std::thread::sleep(Duration::from_secs(1));
    chat.kill();

    let mut chat = Chat::open(folder.path());
    chat.types("/review show AB-123");
    assert!(chat.shows("AB-123, safety plan review, due").is_some(), "the review was lost");
    assert!(!chat.shows_within("safety plan review is due", A_WHILE), "announced twice in a day");
    chat.types("/review held AB-123");
    assert!(chat.shows("Last held on").is_some());
    chat.kill();
}

#[test]
fn a_second_chat_on_the_same_diary_is_refused_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let first = Chat::open(folder.path());
    assert!(first.shows("/help").is_some());
    let second = Command::new(env!("CARGO_BIN_EXE_lantern"))
        .args(["--config", folder.path().join("config.toml").to_str().unwrap()])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("Another Lantern is using"));
    first.kill();
}

#[test]
fn what_is_for_a_server_on_discord_is_not_used_up_on_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("diary").join("store");
    let now = Timestamp::now();
    let today = now.to_zoned(london()).date();
    let ids = [("north".to_owned(), "AB-123"), (format!("{SERVER}7"), "AB-124")].map(|(team, case)| {
        let entry = Entry { team, ..entry(case, today, now) };
        open(&store).add(entry, "KP", now).unwrap().id
    });
    let chat = Chat::open(folder.path());
    assert!(chat.shows("AB-123: safety plan review is due").is_some(), "nothing was announced");
    assert!(!chat.shows_within("AB-124", A_WHILE), "announced where its team does not see it");
    chat.kill();
    let diary = open(&store);
    let [shown, kept] = ids.map(|id| diary.get(id).unwrap());
    assert_eq!((shown.announced, kept.announced), (Some(today), None));
    assert!(kept.failures > 0 && kept.next_post.is_some(), "it is tried again");
}
