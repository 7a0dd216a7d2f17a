//! Whatever takes text is walked here, from end to end: text that identifies somebody is refused or answered with a warning, it is shown
//! back to nobody but the person who typed it and is told why it was refused, and none of it reaches the disk or the log.
//!
//! The walks go by `match` without a wildcard over what can be asked for, field by field: a new command, or a new field with text in it,
//! does not compile until it is walked.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod support;
mod team;

use clap::CommandFactory;
use lantern::bot::{Acted, Block, Command, Draft, Reply, Row, Wanted, Which};
use lantern::cli::Arguments;
use lantern::diary::cadence::Cadence;
use lantern::diary::entry::Why;
use lantern::terminal::Line;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use support::{ask, bot, lantern, printed};
use team::{Team, asker, now, team};
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

fn which() -> Which {
    Which { case: "AB-123".into(), kind: None }
}

fn day(text: &str) -> Wanted {
    Wanted::Typed(text.into())
}

/// The first command of the walk, and what it says when it works.
fn first() -> (Command, &'static str) {
    let when = day("27 November");
    let cadence = Some(Cadence::Weeks(2));
    (Command::Schedule { which: which(), when, cadence, lead: Some("SW".into()), confirmed: true }, "Saved: AB-123")
}

/// The command after another one, with clean words and what it says when it works: each is walked.
fn after(command: &Command) -> Option<(Command, &'static str)> {
    let which = which();
    Some(match command {
        Command::Schedule { .. } => (Command::List { of: Some("sw".into()) }, "Upcoming: 1"),
        Command::List { .. } => (Command::Show(which), "due Friday 27 November 2026"),
        Command::Show(_) => {
            (Command::Amend { which, when: Some(day("30 November")), cadence: None, confirmed: true }, "due Monday 30 November 2026")
        }
        Command::Amend { .. } => {
            let (on, next) = (Some("yesterday".into()), Some(day("in 2 weeks")));
            (Command::Held { which, on, next, plan_changed: false, outcome: Some(CLEAN.into()) }, CLEAN)
        }
        Command::Held { .. } => (Command::NoReply(which), "contact tried"),
        Command::NoReply(_) => (Command::Snooze { which, until: day("Monday"), why: Why::Said(CLEAN.into()) }, CLEAN),
        Command::Snooze { .. } => (Command::Pause { which, until: day("Monday") }, "paused"),
        Command::Pause { .. } => (Command::HandOver { which, lead: "DL".into(), note: Some(CLEAN.into()) }, CLEAN),
        Command::HandOver { .. } => (Command::Undo(which), "Taken back"),
        Command::Undo(_) => (Command::Moment { which, event: "arrested".into() }, "The review is due on"),
        Command::Moment { .. } => (Command::Upcoming, "To be announced by"),
        Command::Upcoming => (Command::Close { which, confirmed: true }, "Closed"),
        Command::Close { .. } => return None,
    })
}

/// The same command with what identifies somebody in each of its texts; every field is named.
fn spoilt(command: &Command) -> Vec<Command> {
    let who = || Some(WHO.to_owned());
    match command.clone() {
        Command::Schedule { which, when, cadence, lead, confirmed } => {
            let of = |which, when, lead| Command::Schedule { which, when, cadence, lead, confirmed };
            let mut all: Vec<_> = spoilt_which(&which).into_iter().map(|which| of(which, when.clone(), lead.clone())).collect();
            all.extend([of(which.clone(), day(WHO), lead), of(which, when, who())]);
            all
        }
        Command::List { of: _ } => vec![Command::List { of: who() }],
        Command::Show(which) => spoilt_which(&which).into_iter().map(Command::Show).collect(),
        Command::Amend { which, when, cadence, confirmed } => {
            let of = |which, when| Command::Amend { which, when, cadence, confirmed };
            let mut all: Vec<_> = spoilt_which(&which).into_iter().map(|which| of(which, when.clone())).collect();
            all.push(of(which, Some(day(WHO))));
            all
        }
        Command::Held { which, on, next, plan_changed, outcome } => {
            let of = |which, on, next, outcome| Command::Held { which, on, next, plan_changed, outcome };
            let mut all: Vec<_> =
                spoilt_which(&which).into_iter().map(|which| of(which, on.clone(), next.clone(), outcome.clone())).collect();
            all.push(of(which.clone(), who(), next.clone(), outcome.clone()));
            all.push(of(which.clone(), on.clone(), Some(day(WHO)), outcome));
            all.push(of(which, on, next, Some(format!("{CLEAN}, ask {WHO}"))));
            all
        }
        Command::NoReply(which) => spoilt_which(&which).into_iter().map(Command::NoReply).collect(),
        Command::Snooze { which, until, why } => {
            let of = |which, until, why| Command::Snooze { which, until, why };
            let mut all: Vec<_> = spoilt_which(&which).into_iter().map(|which| of(which, until.clone(), why.clone())).collect();
            all.extend([of(which.clone(), day(WHO), why), of(which, until, Why::Said(WHO.into()))]);
            all
        }
        Command::Pause { which, until } => {
            let of = |which, until| Command::Pause { which, until };
            let mut all: Vec<_> = spoilt_which(&which).into_iter().map(|which| of(which, until.clone())).collect();
            all.push(of(which, day(WHO)));
            all
        }
        Command::HandOver { which, lead, note } => {
            let of = |which, lead, note| Command::HandOver { which, lead, note };
            let mut all: Vec<_> = spoilt_which(&which).into_iter().map(|which| of(which, lead.clone(), note.clone())).collect();
            all.extend([of(which.clone(), WHO.into(), note), of(which, lead, who())]);
            all
        }
        Command::Close { which, confirmed } => spoilt_which(&which).into_iter().map(|which| Command::Close { which, confirmed }).collect(),
        Command::Undo(which) => spoilt_which(&which).into_iter().map(Command::Undo).collect(),
        Command::Moment { which, event } => {
            let of = |which, event| Command::Moment { which, event };
            let mut all: Vec<_> = spoilt_which(&which).into_iter().map(|which| of(which, event.clone())).collect();
            all.push(of(which, WHO.into()));
            all
        }
        Command::Upcoming => vec![],
    }
}

fn spoilt_which(which: &Which) -> [Which; 2] {
    let Which { case, kind: _ } = which.clone();
    [Which { case: WHO.into(), kind: None }, Which { case, kind: Some(WHO.into()) }]
}

fn act(team: &Team, command: &Command) -> Acted {
    team.bot.act(command, &asker("KP"), now())
}

/// Whether words of somebody's own are in a command.
fn has_own_words(command: &Command) -> bool {
    match command {
        Command::Held { outcome, .. } => outcome.as_ref().is_some_and(|words| words.contains(WHO)),
        Command::HandOver { note, .. } => note.as_ref().is_some_and(|words| words.contains(WHO)),
        Command::Snooze { why: Why::Said(words), .. } => words.contains(WHO),
        _ => false,
    }
}

#[test]
fn every_command_of_the_diary_refuses_what_identifies_somebody_changes_nothing_and_takes_clean_words() {
    let team = team();
    let (mut walked, mut refused) = (0, 0);
    let log = Log::of(|| {
        let mut at = Some(first());
        while let Some((command, works)) = at {
            for spoilt in spoilt(&command) {
                let before = team.bot.diary().unwrap().all().unwrap();
                let acted = act(&team, &spoilt);
                let text = acted.reply.plain();
                assert!(!told(&text) || text.starts_with(REFUSED), "{spoilt:?}: {text}");
                assert!(!has_own_words(&spoilt) || text.starts_with(REFUSED), "{spoilt:?}: {text}");
                assert!(!told(&format!("{:?}", acted.choices)), "{spoilt:?} can still be chosen");
                assert_eq!(team.bot.diary().unwrap().all().unwrap(), before, "{spoilt:?} changed something");
                refused += usize::from(text.starts_with(REFUSED));
            }
            let text = act(&team, &command).reply.plain();
            assert!(text.contains(works), "{command:?}: {text}");
            walked += 1;
            at = after(&command);
        }
    });
    assert_eq!((walked, refused), (13, 3));
    assert!(!told(&log), "{log}");
    let Team { bot, folder } = team;
    drop(bot);
    assert!(holds(folder.path(), CLEAN), "what is kept can be found, so what is not found is not kept");
    assert!(!holds(folder.path(), TRACE));
}

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
        Some(Line::Moment(_)) => Line::Upcoming,
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
    assert_eq!(refusals, 3, "{printed}");
    let shown: Vec<&str> = printed.lines().filter(|line| told(line)).collect();
    assert_eq!(shown.len(), refusals, "{shown:#?}");
    assert!(shown.iter().all(|line| line.contains("looks like this")), "{shown:#?}");
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
        assert!(!told(&text) && !told(&why) && !why.contains("\"exampl"), "{text}\n{why}");
        let clean = ask(&bot, &question.replace(WHO, "him")).reply.plain();
        assert!(!clean.contains("I saw:"), "{clean}");
    }
}

#[test]
fn a_phrase_that_holds_what_identifies_somebody_is_masked_inside_and_still_underlined() {
    let bot = bot();
    let text = format!("First line.\n{WHO} wrote: she mixes with {WHO} older males, {WHO} says.");
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
    assert_eq!(shown[0].text, "[e-mail address] wrote: she mixes with [e-mail address] older males, [e-mail address] says.");
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

/// Every command of the command line, as it is typed.
fn leaves(command: &clap::Command, before: &str) -> BTreeSet<String> {
    let name = |sub: &clap::Command| format!("{before} {}", sub.get_name()).trim().to_owned();
    let subs = command.get_subcommands().filter(|sub| sub.get_name() != "help");
    subs.flat_map(|sub| if sub.has_subcommands() { leaves(sub, &name(sub)) } else { BTreeSet::from([name(sub)]) }).collect()
}

/// What is typed for a command of the command line, and what is read from standard input: with what identifies somebody in it.
///
/// The names of files for backups and calendars are shown as they are, so that they can be found again.
fn runs(command: &str) -> Vec<(Vec<String>, String)> {
    let line = |more: &str| format!("{{\"id\":\"1\",{more}}}\n");
    let run = |arguments: &[&str], input: String| {
        (command.split(' ').chain(arguments.iter().copied()).map(str::to_owned).collect::<Vec<_>>(), input)
    };
    let draft = format!("{WHO} wrote: she mixes with {WHO} older males.");
    match command {
        "ask" => vec![
            run(&[&format!("she mixes with {WHO} older males, is it a lifestyle choice")], String::new()),
            run(&["--json"], line(&format!("\"question\":\"she mixes with {WHO} older males\""))),
            run(&["--json"], format!("{{\"{WHO}\":\"{WHO}\"}}\n{WHO}\n")),
        ],
        "check" => vec![
            run(&[], draft.clone()),
            run(&["--json"], line(&format!("\"text\":\"{draft}\""))),
            run(&["--json"], format!("{{\"id\":7,\"text\":\"{WHO}\"}}\n{WHO}\n")),
            run(&[&format!("{WHO}.txt")], String::new()),
            run(&["draft.txt"], String::new()),
        ],
        "reviews import" => vec![run(&["rows.csv"], String::new())],
        "evaluate questions" | "evaluate drafts" | "evaluate privacy" => vec![run(&["labels.jsonl"], String::new())],
        "privacy" => vec![run(&["--json"], line(&format!("\"text\":\"{draft}\"")))],
        "evaluate voices" | "knowledge check" | "knowledge coverage" | "wording list" | "backup" | "restore" | "diary check"
        | "reviews export" => vec![],
        other => panic!("\"lantern {other}\" is not walked: say here what is typed for it where it takes text"),
    }
}

#[test]
fn no_command_of_the_command_line_prints_keeps_or_logs_what_identifies_somebody() {
    let commands = leaves(&Arguments::command(), "");
    assert!(commands.len() >= 11, "{commands:?}");
    for command in &commands {
        for (arguments, input) in runs(command) {
            let folder = tempfile::tempdir().unwrap();
            let given = [
                ("draft.txt", format!("Met {WHO}. It is a lifestyle choice.")),
                ("rows.csv", format!("case,due,lead\nAB-123,{WHO},SW\n{WHO},in 3 weeks,SW\nAB-124,in 3 weeks,{WHO}\n")),
                (
                    "labels.jsonl",
                    format!(
                        "{{\"id\":\"1\",\"question\":\"{WHO}\",\"text\":\"{WHO}\",\"expect\":\"{WHO}\",\"findings\":\"{WHO}\",\"identifying\":\"{WHO}\"}}\n"
                    ),
                ),
            ];
            for (name, text) in &given {
                fs::write(folder.path().join(name), text).unwrap();
            }
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let output = lantern(folder.path(), &arguments, input.as_bytes());
            let (said, logged) = (printed(&output), String::from_utf8(output.stderr).unwrap());
            assert!(!said.is_empty() || !logged.is_empty(), "{arguments:?} said nothing");
            assert!(!told(&said) && !told(&logged), "{arguments:?}: {said}\n{logged}");
            given.iter().for_each(|(name, _)| fs::remove_file(folder.path().join(name)).unwrap());
            assert!(!holds(folder.path(), TRACE), "{arguments:?}");
        }
    }
}

#[test]
fn the_status_of_a_check_tells_of_wording_only() {
    let folder = tempfile::tempdir().unwrap();
    let status = |text: &str| lantern(folder.path(), &["check"], text.as_bytes()).status.code();
    assert_eq!(status(&format!("We met {WHO} at the allotment.")), Some(0));
    assert_eq!(status(&format!("{WHO} made a lifestyle choice.")), Some(1));
}

#[test]
fn the_places_of_findings_are_those_of_the_text_as_it_came() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{WHO} says it is a lifestyle choice.");
    let line = format!("{{\"id\":\"1\",\"text\":\"{text}\"}}\n");
    let found: serde_json::Value = serde_json::from_str(&printed(&lantern(folder.path(), &["check", "--json"], line.as_bytes()))).unwrap();
    let place = |edge: &str| usize::try_from(found["findings"][0][edge].as_u64().unwrap()).unwrap();
    assert_eq!(text.get(place("start")..place("end")), Some("lifestyle choice"));
    assert_eq!(found["findings"][0]["phrase"], "lifestyle choice");
}

#[test]
fn the_privacy_command_says_what_is_missed_and_what_is_kept() {
    let text = bot().privacy().plain();
    for needed in ["I miss some names, nicknames above all", "who is meant by a description", "Pictures", "Not kept: questions, drafts"] {
        assert!(text.contains(needed), "{needed} is missing: {text}");
    }
    assert!(bot().help().plain().contains("/privacy"));
}
