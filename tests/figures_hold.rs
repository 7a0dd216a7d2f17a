//! The figures on the judged questions do not fall by more than two questions below what was reached.
//!
//! A wrong answer here is a practitioner who is told the wrong thing, or not told to ring 999.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod support;

use lantern::cli::evaluate::{drafts, privacy, questions, read_lines};
use lantern::share::Share;
use std::path::Path;

/// Two questions of slack.
const SLACK: usize = 2;
/// Challenges in the labelled drafts that should not be there.
const WRONG: usize = 7;
/// Quiet drafts in which something is challenged.
const ALARMED: usize = 4;

#[test]
fn no_figure_falls_by_more_than_two_questions() {
    let judged = read_lines(Path::new("tests/questions.jsonl")).unwrap();
    let figures = questions(&support::bot(), &judged, support::TODAY).unwrap();
    let at_least = |name: &str, share: Share, reached: usize| {
        assert!(share.part + SLACK >= reached, "{name}: {} of {}, {reached} were reached", share.part, share.whole);
    };
    let at_most = |name: &str, share: Share, reached: usize| {
        assert!(share.part <= reached + SLACK, "{name}: {} of {}, {reached} were reached", share.part, share.whole);
    };
    at_least("hit@1", figures.hit_1, 92);
    at_least("hit@3", figures.hit_3, 99);
    at_least("urgent recall", figures.urgent_recall, 14);
    at_least("abstention", figures.abstention, 18);
    at_least("challenged", figures.challenged, 6);
    at_most("urgent false alarms", figures.urgent_false_alarms, 1);
    at_most("over-abstention", figures.over_abstention, 4);
    at_most("false challenges", figures.false_challenges, 3);
}

#[test]
fn no_figure_on_drafts_falls_by_more_than_two_findings() {
    let figures = drafts(&support::bot(), read_lines(Path::new("tests/drafts.jsonl")).unwrap()).unwrap();
    let at_least = |name: &str, share: Share, reached: usize| {
        assert!(share.part + SLACK >= reached, "{name}: {} of {}, {reached} were reached", share.part, share.whole);
    };
    let wrong = figures.precision.whole - figures.precision.part;
    assert!(wrong <= WRONG + SLACK, "{wrong} challenges are wrong, {WRONG} were");
    at_least("recall", figures.recall, 51);
    at_least("category", figures.category, 49);
    at_least("obfuscated", figures.recall_by_kind["obfuscated"], 13);
    let alarmed = figures.quiet_drafts_alarmed;
    assert!(alarmed.part <= ALARMED + SLACK, "{} of {} quiet drafts are alarmed", alarmed.part, alarmed.whole);
}

#[test]
fn no_figure_on_what_identifies_falls_by_more_than_two_texts() {
    let figures = privacy(&support::bot(), &read_lines(Path::new("tests/identifying.jsonl")).unwrap());
    let at_least = |name: &str, share: Share, reached: usize| {
        assert!(share.part + SLACK >= reached, "{name}: {} of {}, {reached} were reached", share.part, share.whole);
    };
    at_least("numbers", figures.numbers_recall, 290);
    at_least("names", figures.name_recall, 175);
    let alarmed = figures.innocent_alarmed;
    assert!(alarmed.part <= 5 + SLACK, "{} of {} innocent texts are alarmed", alarmed.part, alarmed.whole);
}
