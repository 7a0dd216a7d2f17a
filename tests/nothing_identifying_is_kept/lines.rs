//! Every kind of line that can be typed into the chat, in the program as a process with its log turned up.

use crate::support::{lantern, printed};
use crate::{CLEAN, REFUSED, TRACE, WHO, holds, told};
use lantern::terminal::Line;

/// The line after another one: each kind is walked.
fn line_after(line: Option<Line>) -> Option<Line<'static>> {
    Some(match line {
        None => Line::Help,
        Some(Line::Help) => Line::Ask(""),
        Some(Line::Ask(_)) => Line::Why,
        Some(Line::Why) => Line::Sources,
        Some(Line::Sources) => Line::Check(""),
        Some(Line::Check(_)) => Line::Paste,
        Some(Line::Paste) => Line::Review(""),
        Some(Line::Review(_)) => Line::Moments,
        Some(Line::Moments) => Line::Moment(""),
        Some(Line::Moment(_)) => Line::Prompt(""),
        Some(Line::Prompt(_)) => Line::Upcoming,
        Some(Line::Upcoming) => Line::Topics(""),
        Some(Line::Topics(_)) => Line::Glossary(""),
        Some(Line::Glossary(_)) => Line::More(""),
        Some(Line::More(_)) => Line::Privacy,
        Some(Line::Privacy) => Line::Unknown { command: "", rest: "" },
        Some(Line::Unknown { command: _, rest: _ }) => Line::Quit,
        Some(Line::Quit) => return None,
    })
}

/// What is typed for each kind of line; `%` stands for words.
#[expect(clippy::too_many_lines, reason = "one line each")]
fn typed(line: Line) -> &'static [&'static str] {
    match line {
        Line::Help => &["/help %"],
        Line::Ask(_) => &[
            "he owes them for a lost pack, ask %",
            "she chose to mix with % older males and it is a lifestyle choice",
            "hello, %",
            "how do I renew a parking permit for %",
            "he's just been stabbed in the stairwell, tell %",
            "im scared they r outside my house with a knife pls help me, %",
        ],
        Line::Why => &["/why", "/why %", "/why is % in danger"],
        Line::Sources => &["/sources", "/sources %"],
        Line::Check(_) => &["/check he made a lifestyle choice with %", "/check she mixes with % older males", "/check met %"],
        Line::Paste => &["/check\nmet %\nhe made a lifestyle choice again, % says\n"],
        Line::Review(_) => &[
            "/review schedule AB-123 in 3 weeks every 2 weeks lead SW",
            "1",
            "/review schedule % tomorrow",
            "/review schedule AB-124 tomorrow lead %",
            "/review schedule AB-124 tomorrow kind %",
            "/review schedule AB-124 %",
            "/review schedule AB-124 tomorrow every %",
            "/review list %",
            "/review show %",
            "/review amend AB-123 to %",
            "/review snooze AB-123 for 3 days because %",
            "/review hand-over AB-123 to DL note %",
            "/review hand-over AB-123 to %",
            "/review held AB-123 outcome %",
            "/review held AB-123 no reply outcome %",
            "/review pause AB-123 until %",
            "/review close % ",
            "/review undo %",
            "/review dance %",
            "/review %",
        ],
        Line::Moments => &["/moment"],
        Line::Moment(_) => &["/moment AB-123 %", "/moment % arrested", "/moment AB-123 arrested with %", "/moment %"],
        Line::Prompt(_) => &[
            "/prompt suggest what do we do when %",
            "/prompt suggestions",
            "/prompt preview %",
            "/prompt list cards %",
            "/prompt post what do we do when %",
            "/prompt dance %",
        ],
        Line::Upcoming => &["/upcoming %"],
        Line::Topics(_) => &["/topics %"],
        Line::Glossary(_) => &["/glossary %"],
        Line::More(_) => &["/more %"],
        Line::Privacy => &["/privacy", "/privacy %"],
        Line::Unknown { .. } => &["/%", "/nonsense %", "/nonsense % and more", "/kyle@example.com rang %"],
        Line::Quit => &["/quit"],
    }
}

/// Types every kind of line with some words in it; gives the folder, and what was printed and logged.
fn type_everything(words: &str) -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let (mut script, mut at) = (String::new(), line_after(None));
    while let Some(line) = at {
        for typed in typed(line) {
            script.push_str(&typed.replace('%', words));
            script.push('\n');
        }
        at = line_after(Some(line));
    }
    let output = lantern(folder.path(), &[], script.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    (folder, printed(&output), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn what_is_typed_for_each_kind_of_line_is_read_as_that_kind() {
    let mut at = line_after(None);
    while let Some(line) = at {
        let is_read = typed(line).iter().any(|text| {
            let text = text.replace('%', WHO);
            let read = Line::read(text.lines().next().unwrap());
            std::mem::discriminant(&read) == std::mem::discriminant(&line)
        });
        assert!(is_read, "{line:?} is never typed");
        at = line_after(Some(line));
    }
}

#[test]
fn the_chat_shows_what_identifies_somebody_in_refusals_only_and_keeps_and_logs_nothing() {
    let (folder, printed, logged) = type_everything(WHO);
    let refusals = printed.matches(REFUSED).count();
    assert_eq!(refusals, 4, "{printed}");
    let shown: Vec<&str> = printed.lines().filter(|line| told(line)).collect();
    assert_eq!(shown.len(), refusals, "{shown:#?}");
    assert!(shown.iter().all(|line| line.starts_with("- E-mail address: ")), "{shown:#?}");
    let flat = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    // Questions (six, and those behind a wrong command), and drafts (three, and one over several lines with two of them).
    assert_eq!(flat.matches("I saw: e-mail address").count(), 13, "{flat}");
    assert_eq!(flat.matches("I saw: e-mail address (2).").count(), 1, "{flat}");
    assert!(
        flat.contains("I do not know /[e-mail address].") && flat.contains("he made a lifestyle choice with [e-mail address]"),
        "{flat}"
    );
    assert!(!told(&logged), "{logged}");
    assert!(!holds(folder.path(), TRACE));
}

#[test]
fn the_same_lines_with_clean_words_are_taken() {
    let (folder, printed, logged) = type_everything(CLEAN);
    let flat = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!flat.contains("Not saved") && !flat.contains("I saw:"), "{flat}");
    assert!(flat.contains(&format!("What came of it: {CLEAN}")) && flat.contains(&format!("Note from the hand-over: {CLEAN}")), "{flat}");
    assert!(holds(folder.path(), CLEAN));
    // What is kept is in the diary only.
    assert!(!logged.contains(CLEAN), "{logged}");
}
