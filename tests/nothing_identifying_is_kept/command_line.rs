//! Every command of the command line, as clap knows them.

use crate::support::{lantern, printed};
use crate::{TRACE, WHO, holds, told};
use clap::CommandFactory;
use lantern::cli::Arguments;
use std::collections::BTreeSet;
use std::fs;

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
        "evaluate voices" | "knowledge check" | "knowledge learn" | "knowledge coverage" | "wording list" | "backup" | "restore"
        | "diary check" | "reviews export" => vec![],
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
            for (name, _) in &given {
                fs::remove_file(folder.path().join(name)).unwrap();
            }
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
