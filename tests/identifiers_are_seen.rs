//! What identifies a person by a rule is seen, and what only looks like it is let be: a table of cases, and any text at all.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

use lantern::knowledge::{Library, files};
use lantern::privacy::{Interlock, Kind, Sighting, masked};
use proptest::prelude::*;
use regex::Regex;
use std::sync::LazyLock;

static INTERLOCK: LazyLock<Interlock> = LazyLock::new(|| {
    let library = Library::load(&files::embedded()).unwrap();
    Interlock::new(&library, Regex::new("^(?i:[A-Z]{2,4}-[0-9]{2,5})$").unwrap())
});

/// What is seen in a text, names apart: they have tests of their own.
fn identifiers(text: &str) -> Vec<Sighting> {
    INTERLOCK.find(text).into_iter().filter(|sighting| sighting.kind != Kind::Name).collect()
}

/// A case of the table: its kind, the text, and the identifiers in it.
fn case(line: &str) -> (String, String, Vec<String>) {
    let (kind, marked) = line.split_once(": ").unwrap();
    let marked = marked.replace("\\n", "\n");
    let phrases = marked.split("[[").skip(1).map(|part| part.split("]]").next().unwrap().to_owned() + bracket(part)).collect();
    let text = marked.replace("[[", "").replace("]]]", "\u{1}").replace("]]", "").replace('\u{1}', "]");
    (kind.to_owned(), text, phrases)
}

/// An identifier may itself end with a bracket.
fn bracket(part: &str) -> &str {
    if part.contains("]]]") { "]" } else { "" }
}

fn cases() -> Vec<(String, String, Vec<String>)> {
    let table = std::fs::read_to_string("tests/fixtures/identifiers.txt").unwrap();
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(case).collect()
}

#[test]
fn every_identifier_of_the_table_is_seen() {
    let mut missed = Vec::new();
    for (kind, text, phrases) in cases() {
        let seen = identifiers(&text);
        for phrase in phrases {
            let start = text.find(&phrase).unwrap();
            if !seen.iter().any(|sighting| sighting.range.start < start + phrase.len() && start < sighting.range.end) {
                missed.push(format!("{kind}: {phrase}"));
            }
        }
    }
    assert!(missed.is_empty(), "not seen:\n{}", missed.join("\n"));
}

#[test]
fn nothing_innocent_of_the_table_is_seen() {
    let innocent: Vec<String> = cases().into_iter().filter(|case| case.0 == "innocent").map(|case| case.1).collect();
    assert!(innocent.len() > 200);
    let alarmed: Vec<&String> = innocent.iter().filter(|text| !identifiers(text).is_empty()).collect();
    assert!(alarmed.is_empty(), "{alarmed:#?}");
}

#[test]
fn the_kinds_are_told_apart() {
    for (text, kind) in [
        ("NHS 943 476 5919", Kind::Nhs),
        ("NI AB 12 34 56 C", Kind::Ni),
        ("in LU4 8XY", Kind::Postcode),
        ("ring 07700 900123", Kind::Phone),
        ("a.b@example.com", Kind::Email),
        ("dob 3/4/09", Kind::Dob),
        ("at 12 Station Road", Kind::Address),
        ("reg AB12 CDE", Kind::Vehicle),
        ("snap: kyle_09", Kind::Social),
        ("crime ref 42/12345/24", Kind::CaseNumber),
        ("Year 9 at Thornfield Academy", Kind::SchoolYear),
        ("sort code 12-34-56", Kind::Other),
    ] {
        let kinds: Vec<Kind> = identifiers(text).into_iter().map(|sighting| sighting.kind).collect();
        assert_eq!(kinds, [kind], "{text}");
    }
}

#[test]
fn the_teams_own_references_pass_and_others_do_not() {
    assert_eq!(identifiers("ref YP-1042, CASE-0031 and ab-123 were seen"), []);
    assert_eq!(identifiers("Mosaic 1042998").len(), 1);
}

#[test]
fn what_is_masked_shows_nothing_of_it() {
    let text = "Ring 07700 900123, or write to a.b@example.com at 12 Station Road.";
    let seen = identifiers(text);
    assert_eq!(masked(text, &seen), "Ring [phone number], or write to [e-mail address] at [address].");
}

proptest! {
    #[test]
    fn any_text_is_read_and_masked_in_order(text in "(\\PC|[0-9A-Za-z @./:,'()\\[\\]<>&;*_~=%#\n-]|07700 900123|AB12 CDE|dob|snap: |Road |@|\u{200b}|<b>|&amp;){0,60}") {
        let seen = INTERLOCK.find(&text);
        let mut last = 0;
        for sighting in &seen {
            prop_assert!(sighting.range.start >= last && sighting.range.start < sighting.range.end);
            prop_assert!(text.get(sighting.range.clone()).is_some());
            last = sighting.range.end;
        }
        let shown = masked(&text, &seen);
        let masks: usize = seen.iter().map(|sighting| sighting.kind.words().len() + 2).sum();
        let hidden: usize = seen.iter().map(|sighting| sighting.range.len()).sum();
        prop_assert_eq!(shown.len(), text.len() - hidden + masks);
    }
}

#[test]
fn what_is_seen_at_the_end_of_a_text_is_masked_whole() {
    for (text, left) in [("her snap is kyle dot", "kyle"), ("lives at 12 Heol-", "12"), ("insta is jay_09", "jay")] {
        let shown = masked(text, &identifiers(text));
        assert!(!identifiers(text).is_empty() && !shown.contains(left) && !shown.ends_with("yle dot"), "{shown}");
    }
}

#[test]
fn a_handle_that_looks_like_a_reference_of_the_team_is_none() {
    for text in ["his snap is jay-2009", "insta: jay-2009, and tiktok: mo-99"] {
        assert!(identifiers(text).iter().any(|sighting| sighting.kind == Kind::Social), "{text}");
    }
}
