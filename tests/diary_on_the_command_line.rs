//! The diary's commands on the command line: real processes and real folders, with a chat open and without, and what goes wrong.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod support;

use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Output;
use support::{Chat, lantern, printed};

const CONFIG: &str = "[diary]\nfolder = \"diary\"\n";
const TABLE: &str = "case,due,every,kind,lead,time\nAB-1001,in 3 weeks,every 2 weeks,,KP,\nAB-1002,in 5 weeks,,,,14:30\nCD-1003,in 6 weeks,monthly,core-group,social worker,\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("config.toml"), CONFIG).unwrap();
    folder
}

/// A folder with a diary of three reviews.
fn with_diary() -> tempfile::TempDir {
    let folder = folder();
    fs::write(folder.path().join("reviews.csv"), TABLE).unwrap();
    expect(&run(folder.path(), "reviews import reviews.csv"), 0, "3 reviews added");
    folder
}

/// The same, with the backups that a chat makes.
fn with_backups() -> tempfile::TempDir {
    let folder = with_diary();
    Chat::open(folder.path()).close();
    folder
}

fn run(folder: &Path, arguments: &str) -> Output {
    lantern(folder, &arguments.split(' ').collect::<Vec<_>>(), b"")
}

fn logged(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Its exit status, and words of what it said; no case reference is ever in the log.
#[track_caller]
fn expect(output: &Output, status: i32, words: &str) {
    let (said, logged) = (printed(output), logged(output));
    assert_eq!(output.status.code(), Some(status), "{said}\n{logged}");
    assert!(said.contains(words) || logged.contains(words), "{words:?} is missing:\n{said}\n{logged}");
    assert!(!logged.contains("AB-10") && !logged.contains("CD-10"), "a reference is in the log: {logged}");
    assert!(!logged.contains("panicked"), "{logged}");
}

/// Every file of a folder with its bytes.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { everything(&path) } else { BTreeMap::from([(path.clone(), fs::read(&path).unwrap())]) })
        .collect()
}

#[test]
fn a_backup_is_written_once_and_brings_a_lost_diary_back() {
    let folder = with_diary();
    expect(&run(folder.path(), "backup one.jsonl"), 0, "Written and read back");
    let file = folder.path().join("one.jsonl");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let before = fs::read(&file).unwrap();
    expect(&run(folder.path(), "backup one.jsonl"), 1, "is there already");
    assert_eq!(fs::read(&file).unwrap(), before);
    expect(&run(folder.path(), "restore one.jsonl"), 1, "There is a sound diary");
    fs::remove_dir_all(folder.path().join("diary")).unwrap();
    expect(&run(folder.path(), "diary check"), 2, "There is no diary");
    expect(&run(folder.path(), "backup two.jsonl"), 1, "There is no diary");
    assert!(!folder.path().join("diary").exists());
    expect(&run(folder.path(), "restore one.jsonl"), 0, "3 open reviews, 0 of them overdue, and 0 closed, with the prompts, as of");
    expect(&run(folder.path(), "diary check"), 0, "Reviews: 3 open");
}

#[test]
fn what_is_no_whole_backup_restores_nothing_and_changes_nothing() {
    let folder = with_diary();
    expect(&run(folder.path(), "backup one.jsonl"), 0, "");
    let whole = fs::read_to_string(folder.path().join("one.jsonl")).unwrap();
    let half = &whole.as_bytes()[..whole.len() / 2];
    fs::write(folder.path().join("cut.jsonl"), half).unwrap();
    fs::write(folder.path().join("changed.jsonl"), whole.replace("AB-1001", "AB-1009")).unwrap();
    let before = everything(folder.path());
    for name in ["cut.jsonl", "changed.jsonl", "missing.jsonl", "reviews.csv"] {
        expect(&run(folder.path(), &format!("restore {name}")), 1, "Nothing was changed");
    }
    assert_eq!(everything(folder.path()), before);
}

#[test]
fn a_damaged_diary_names_its_newest_backup_which_restores_it_and_what_was_there_is_kept() {
    for overwrite in [false, true] {
        let folder = with_backups();
        let database = folder.path().join("diary/store/db-000001/db");
        let mut bytes = fs::read(&database).unwrap();
        if overwrite {
            bytes.fill(b'x');
        } else {
            bytes.truncate(100);
        }
        fs::write(&database, &bytes).unwrap();
        let before = everything(&folder.path().join("diary"));
        let said = logged(&run(folder.path(), "diary check"));
        let named = said.split("lantern restore ").nth(1).unwrap_or_else(|| panic!("{said}")).trim().to_owned();
        assert!(named.contains("backups/") && said.contains("Nothing was deleted or changed."), "{said}");
        let chat = lantern(folder.path(), &[], b"/quit\n");
        expect(&chat, 1, &named);
        for (path, bytes) in before {
            assert!(fs::read(&path).is_ok_and(|now| now == bytes), "{} was changed", path.display());
        }
        let restored = run(folder.path(), &format!("restore {named}"));
        expect(&restored, 0, "3 open reviews");
        let aside = printed(&restored).split("is kept in ").nth(1).unwrap().trim().trim_end_matches('.').to_owned();
        assert_eq!(fs::read(folder.path().join(aside).join("db-000001/db")).unwrap(), bytes);
        expect(&run(folder.path(), "diary check"), 0, "The diary is sound");
    }
}

#[test]
fn a_backup_that_is_spoilt_is_found_by_the_check() {
    let folder = with_backups();
    expect(&run(folder.path(), "diary check"), 0, "Newest backup");
    for path in everything(&folder.path().join("diary/backups")).into_keys() {
        fs::write(path, "{}\n").unwrap();
    }
    expect(&run(folder.path(), "diary check"), 1, "The newest backup is not good");
}

#[test]
fn an_open_chat_is_asked_and_what_needs_it_closed_says_so() {
    let folder = with_diary();
    let chat = Chat::open(folder.path());
    expect(&lantern(folder.path(), &[], b"/quit\n"), 1, "Another Lantern is using");
    expect(&run(folder.path(), "backup one.jsonl"), 0, "Written and read back");
    expect(&run(folder.path(), "backup one.jsonl"), 1, "is there already");
    expect(&run(folder.path(), "diary check"), 0, "The diary is sound");
    expect(&run(folder.path(), "reviews export --ics a.ics"), 0, "3 open reviews");
    expect(&run(folder.path(), "reviews import reviews.csv"), 1, "Close it (/quit)");
    expect(&run(folder.path(), "restore one.jsonl"), 1, "Close it (/quit)");
    assert_eq!(folder.path().join("diary/lantern.sock").symlink_metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let (_, logged) = chat.close();
    assert!(!logged.contains("AB-10") && !logged.contains("panicked"), "{logged}");
    assert!(!folder.path().join("diary/lantern.sock").exists());
}

#[test]
fn a_socket_that_a_killed_chat_left_is_in_nobodys_way() {
    let folder = with_diary();
    drop(Chat::open(folder.path()));
    assert!(folder.path().join("diary/lantern.sock").exists());
    expect(&run(folder.path(), "backup one.jsonl"), 0, "Written");
    Chat::open(folder.path()).close();
    assert!(!folder.path().join("diary/lantern.sock").exists());
}

#[test]
fn those_who_ask_and_say_nothing_hold_up_no_announcement() {
    let folder = with_diary();
    let mut chat = Chat::open(folder.path());
    let silent: Vec<_> =
        (0..8).map(|_| std::os::unix::net::UnixStream::connect(folder.path().join("diary/lantern.sock")).unwrap()).collect();
    chat.say("/moment AB-1001 arrested");
    std::thread::sleep(std::time::Duration::from_secs(3));
    // Killed before the last of them is given up: what is printed by now was not held up.
    chat.0.kill().unwrap();
    let (printed, _) = chat.close();
    assert!(printed.contains("For the supervisors"), "{printed}");
    drop(silent);
}

#[test]
fn a_table_with_anything_wrong_is_refused_whole_with_every_problem_by_line() {
    let folder = with_diary();
    let table = "case,due,every,kind,lead,time\nAB-1009,in 2 weeks,,,,\nAmy Smith,1/1/2020,now and then,dance,Amy Smith,\n\nAB-1001,in 3 weeks,,,,\nAB-1010,,,,,\nAB-1011,in 4 weeks,,,,teatime\nab-1009,in 5 weeks,,,,\nAB-1012,in 5 weeks,,,,,more\n";
    fs::write(folder.path().join("wrong.csv"), table).unwrap();
    let refused = run(folder.path(), "reviews import wrong.csv");
    expect(&refused, 1, "Nothing was added");
    let said = logged(&refused);
    for (line, count) in [(1, 0), (2, 0), (3, 5), (4, 0), (5, 1), (6, 1), (7, 1), (8, 1), (9, 1)] {
        assert_eq!(said.matches(&format!("Line {line}:")).count(), count, "line {line}: {said}");
    }
    assert!(said.contains("in line 2 already") && said.contains("open review of that kind") && said.contains("no due date"), "{said}");
    assert!(!said.contains("Amy") && !said.contains("dance"), "{said}");
    expect(&run(folder.path(), "diary check"), 0, "Reviews: 3 open");
    fs::write(folder.path().join("latin.csv"), b"case,due\nAB-1020,in 2 weeks\nAB-1021,\xa3\n").unwrap();
    expect(&run(folder.path(), "reviews import latin.csv"), 1, "Line 3 is not UTF-8");
}

#[test]
fn two_thousand_lines_are_added_and_one_more_is_too_many() {
    let folder = folder();
    let lines = (0..2_000).map(|n| format!("ZZ-{n:05},in 3 weeks\n")).collect::<Vec<_>>().concat();
    fs::write(folder.path().join("many.csv"), format!("case,due\n{lines}ZZ-99999,in 3 weeks\n")).unwrap();
    expect(&run(folder.path(), "reviews import many.csv"), 1, "2000 at most");
    fs::write(folder.path().join("many.csv"), format!("case,due\n{lines}")).unwrap();
    expect(&run(folder.path(), "reviews import many.csv"), 0, "2000 reviews added");
    expect(&run(folder.path(), "diary check"), 0, "Reviews: 2000 open");
}

#[test]
fn the_calendar_reads_back_with_references_and_kinds_only() {
    let folder = with_diary();
    let text = printed(&run(folder.path(), "reviews export --ics"));
    assert!(text.lines().count() == text.matches("\r\n").count() && text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let calendar: Calendar = text.parse().unwrap();
    let found: Vec<_> = calendar.events().map(|event| (event.property_value("SUMMARY").unwrap(), event.get_start().unwrap())).collect();
    let summaries: Vec<&str> = found.iter().map(|(summary, _)| *summary).collect();
    assert_eq!(summaries.len(), 3);
    assert_eq!(summaries[..2], ["AB-1001: safety plan review", "AB-1002: safety plan review"]);
    assert!(summaries[2].starts_with("CD-1003: safety plan review ("), "{summaries:?}");
    assert!(matches!(found[0].1, DatePerhapsTime::Date(_)));
    let DatePerhapsTime::DateTime(CalendarDateTime::WithTimezone { date_time, tzid }) = &found[1].1 else { panic!("{:?}", found[1].1) };
    assert_eq!((date_time.to_string().split(' ').nth(1), tzid.as_str()), (Some("14:30:00"), "Europe/London"));
    assert!(text.contains("BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n"));
    assert!(!text.contains("KP") && !text.contains("social worker"));
    let uids = |text: &str| text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect::<Vec<_>>();
    expect(&run(folder.path(), "reviews export --ics a.ics"), 0, "3 open reviews");
    expect(&run(folder.path(), "reviews export --ics a.ics"), 0, "3 open reviews");
    assert_eq!(uids(&fs::read_to_string(folder.path().join("a.ics")).unwrap()), uids(&text));
    expect(&run(folder.path(), "reviews export --ics reviews.csv"), 1, "is no calendar");
    assert_eq!(fs::read_to_string(folder.path().join("reviews.csv")).unwrap(), TABLE);
}

/// As another user, since nothing is closed to root; where this is no root, as it is.
#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = folder();
    let program = folder.path().join("lantern");
    fs::copy(env!("CARGO_BIN_EXE_lantern"), &program).unwrap();
    fs::create_dir(folder.path().join("diary")).unwrap();
    fs::set_permissions(folder.path().join("diary"), PermissionsExt::from_mode(0o555)).unwrap();
    fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let is_root = fs::read_to_string("/proc/self/status").unwrap().contains("\nUid:\t0\t");
    for arguments in [vec![], vec!["reviews", "import", "reviews.csv"]] {
        fs::write(folder.path().join("reviews.csv"), TABLE).unwrap();
        let mut command = std::process::Command::new(&program);
        command.args(&arguments).current_dir(folder.path()).env("LANTERN_LOG", "debug").stdin(std::process::Stdio::null());
        if is_root {
            command.uid(65_534).gid(65_534);
        }
        expect(&command.output().unwrap(), 1, "cannot be written: give Lantern's user the right to write there");
    }
    fs::set_permissions(folder.path().join("diary"), PermissionsExt::from_mode(0o755)).unwrap();
}
