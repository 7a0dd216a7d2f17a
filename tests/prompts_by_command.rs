//! What people type about prompts does what it says: supervisors post, schedule and answer, practitioners suggest, and nothing is kept that
//! identifies somebody.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod diary;

use crate::diary::{at, open, read, tick};
use jiff::{SignedDuration, Timestamp};
use lantern::bot::{Acted, Asker, Bot, Command, Desk, MAX_LEARNED_CHARS, MAX_OWN_CHARS, MAX_REASON_CHARS};
use lantern::config::{Config, Role};
use lantern::diary::case::CaseRule;
use lantern::diary::noticeboard::Told;
use lantern::diary::prompt::suggestion::{MOST_OPEN, MOST_OWN, State, Suggestion};
use lantern::diary::prompt::{MOST_SERIES, What};
use lantern::diary::store::Change as StoreChange;
use lantern::diary::transcript::Transcript;
use lantern::knowledge::{Library, files};
use std::path::{Path, PathBuf};

struct Team {
    bot: Option<Bot>,
    folder: tempfile::TempDir,
    board: Transcript,
}

/// A Wednesday at ten in the morning.
const WEDNESDAY: &str = "2026-11-25 10:00";
const SATURDAY: &str = "2026-11-28 10:00";
/// Challenged by the wording check.
const HARSH: &str = "Was it a lifestyle choice, or did she know the risks?";
/// Known by the interlock.
const NAMING: &str = "What would kyle@example.com say about our plan?";
const FAIR: &str = "What do we know about the hours after school, and who could be there?";

fn team() -> Team {
    let folder = tempfile::tempdir().unwrap();
    let mut team = Team { bot: None, folder, board: Transcript::new(at(WEDNESDAY)) };
    team.reopen();
    team
}

fn bytes(folder: &Path) -> Vec<u8> {
    let paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.iter().flat_map(|path| if path.is_dir() { bytes(path) } else { std::fs::read(path).unwrap_or_default() }).collect()
}

impl Team {
    fn reopen(&mut self) {
        drop(self.bot.take());
        let library = Library::load(&files::embedded()).unwrap();
        let cases = CaseRule::new(None, &library.short_names).unwrap();
        self.bot = Some(Bot::new(library, Config::default()).with_desk(Desk::new(open(self.folder.path()), cases)));
    }

    fn bot(&self) -> &Bot {
        self.bot.as_ref().unwrap()
    }

    fn does(&self, role: Role, command: &Command, now: Timestamp) -> Acted {
        self.bot().act(command, &Asker { who: "KP".into(), team: "Anytown".into(), role }, now)
    }

    fn asks(&self, role: Role, typed: &str, now: &str) -> Acted {
        self.does(role, &Command::prompt(typed).unwrap(), at(now))
    }

    /// What a supervisor is shown.
    fn says(&self, typed: &str) -> String {
        self.asks(Role::Supervisor, typed, WEDNESDAY).reply.plain()
    }

    /// What a supervisor is shown who says yes to what was asked.
    fn confirms(&self, typed: &str) -> String {
        let asked = self.asks(Role::Supervisor, typed, WEDNESDAY);
        assert_eq!(asked.choices.len(), 1, "{}", asked.reply.plain());
        self.does(Role::Supervisor, &asked.choices[0].command, at(WEDNESDAY)).reply.plain()
    }

    fn practitioner(&self, typed: &str) -> String {
        self.asks(Role::Practitioner, typed, WEDNESDAY).reply.plain()
    }

    /// What a tick posts: each as it reads, with its card.
    fn posted(&self, now: Timestamp) -> Vec<(String, String)> {
        tick(self.bot().diary().unwrap(), &self.board, now);
        let card = |told: &Told| if let Told::Prompt { card, .. } = told { card.id.clone() } else { panic!("{told:?}") };
        self.board.take().0.iter().map(|post| (self.bot().announce(&post.notice).plain(), card(&post.notice.told))).collect()
    }

    /// Whether a text goes from the store's files by itself, in some seconds.
    fn loses(&self, text: &str) -> bool {
        (0..400).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(25));
            !bytes(self.folder.path()).windows(text.len()).any(|part| part == text.as_bytes())
        })
    }

    /// Whether a text is anywhere in the store's files, when what was removed has gone from them.
    fn keeps(&self, text: &str) -> bool {
        self.bot().diary().unwrap().store().rewrite().wait().unwrap();
        let all = bytes(self.folder.path());
        all.windows(text.len()).any(|part| part == text.as_bytes())
    }
}

#[test]
fn a_prompt_posted_by_hand_goes_out_at_the_next_tick_with_its_ground_rules() {
    let team = team();
    let said = team.says("post who-is-not-there");
    assert!(said.contains("no theme or card"), "{said}");
    let card = team.bot().library().prompts.iter().find(|card| card.meta.heavy).unwrap();
    let said = team.says(&format!("post {}", card.id));
    assert!(said.contains("P-1 is being posted") && said.contains(&card.title), "{said}");
    let posted = team.posted(at(WEDNESDAY));
    let [(shown, id)] = posted.as_slice() else { panic!("{posted:?}") };
    assert_eq!(*id, card.id);
    assert!(shown.starts_with("Ground rules: no names"), "{shown}");
    for part in card.texts() {
        assert!(shown.contains(part.as_str()), "{part}");
    }
    assert!(shown.contains("not a case record") && shown.contains("ring 999") && shown.contains("116 123"), "{shown}");
    assert!(shown.trim_end().ends_with("116 123."), "the line on wellbeing comes last");
    assert_eq!(team.posted(at("2026-11-26 10:00")), [], "it was posted again");
    let light = team.bot().library().prompts.iter().find(|card| !card.meta.heavy).unwrap();
    team.says(&format!("post {}", light.title));
    assert!(!team.posted(at(WEDNESDAY))[0].0.contains("116 123"));
}

#[test]
fn on_a_day_off_and_in_the_quiet_hours_it_waits_and_says_so() {
    let team = team();
    let said = team.asks(Role::Supervisor, "post language", SATURDAY).reply.plain();
    assert!(said.contains("day off") && said.contains("Monday 30 November 2026 at 9am"), "{said}");
    assert_eq!(team.posted(at(SATURDAY)), []);
    let said = team.asks(Role::Supervisor, "post plan", "2026-11-25 22:00").reply.plain();
    assert!(said.contains("quiet hours") && said.contains("Thursday 26 November 2026 at 9am"), "{said}");
    assert_eq!(team.posted(at("2026-11-25 22:00")), []);
    assert_eq!(team.posted(at("2026-11-26 09:00")).len(), 1);
    assert_eq!(team.posted(at("2026-11-30 09:00")).len(), 1);
    let said = team.asks(Role::Supervisor, "post", "2026-12-25 10:00").reply.plain();
    assert!(said.contains("Tuesday 29 December 2026"), "{said}");
}

#[test]
fn a_series_shows_three_dates_and_cards_and_keeps_to_them() {
    let team = team();
    let asked = team.asks(Role::Supervisor, "schedule Saturday 11am every 2 weeks themes: language, plan", WEDNESDAY);
    let shown = asked.reply.plain();
    for date in [
        "Monday 30 November 2026 at 11am (moved from Saturday 28 November 2026, a day off)",
        "Monday 14 December 2026",
        "Tuesday 29 December 2026",
    ] {
        assert!(shown.contains(date), "{date} is not in {shown}");
    }
    assert!(team.says("list").contains("None waits"), "it was saved without a yes");
    let saved = team.does(Role::Supervisor, &asked.choices[0].command, at(WEDNESDAY)).reply.plain();
    assert!(saved.contains("Saved: P-1, every 2 weeks, themes: language, plan"), "{saved}");
    for now in ["2026-11-30 11:00", "2026-12-14 11:00", "2026-12-29 11:00"] {
        assert_eq!(team.posted(at(now) - SignedDuration::from_mins(1)), []);
        let posted = team.posted(at(now));
        let [(text, card)] = posted.as_slice() else { panic!("{now}: {posted:?}") };
        assert!(shown.contains(&format!("({card})")), "{card} was not announced in {shown}");
        assert!(text.contains("a day off: moved to"), "{text}");
    }
}

#[test]
fn a_series_is_skipped_cancelled_and_brought_back() {
    let mut team = team();
    assert!(team.says("schedule Monday every week themes: mars").contains("I know these themes"));
    team.confirms("schedule Monday every week");
    assert!(team.says("list").contains("P-1, Monday 30 November 2026 at 9am: "));
    let said = team.says("skip P-1");
    assert!(said.contains("Left out: Monday 30 November 2026") && said.contains("Monday 7 December 2026"), "{said}");
    assert!(team.says("undo 1").contains("Monday 30 November 2026"));
    assert!(team.says("undo P-1").contains("nothing of yours"));
    assert!(team.asks(Role::Supervisor, "cancel P-1", WEDNESDAY).reply.plain().contains("Cancel P-1, every week"));
    assert!(team.says("list").contains("P-1, Monday"), "it was cancelled without a yes");
    assert!(team.confirms("cancel P-1").contains("Nothing more of it"));
    assert!(team.says("list").contains("None waits") && team.says("skip P-1").contains("no prompt of that name"));
    team.reopen();
    assert!(team.says("undo P-1").contains("Taken back"));
    assert!(team.says("list").contains("P-1, Monday 30 November 2026 at 9am: "));
    assert!(team.says("skip P-9").contains("no prompt of that name"));
    assert!(team.bot().diary().unwrap().check("2026-11-25".parse().unwrap()).unwrap().is_sound());
}

#[test]
fn practitioners_are_told_whom_to_ask_and_change_nothing() {
    let team = team();
    team.confirms("schedule Monday every week");
    team.practitioner(&format!("suggest {FAIR}"));
    let before = (team.says("list"), team.says("suggestions"), team.says("list cards"));
    let card = team.bot().library().prompts[0].id.clone();
    for typed in [
        "post",
        "schedule Monday every week",
        "skip P-1",
        "cancel P-1",
        "undo P-1",
        "approve 1",
        "decline 1 no",
        "close learned: much",
        &format!("retire {card} we did this"),
        &format!("unretire {card}"),
    ] {
        let asked = team.asks(Role::Practitioner, typed, WEDNESDAY);
        let said = asked.reply.plain();
        assert!(said.contains("for supervisors: please ask yours") && said.contains("/prompt suggest"), "{typed}: {said}");
        assert!(asked.choices.is_empty(), "{typed}");
    }
    for typed in ["preview", "list", "list cards", "coverage", "suggestions", "learned", "report"] {
        assert!(!team.practitioner(typed).contains("for supervisors"), "{typed}");
    }
    assert_eq!((team.says("list"), team.says("suggestions"), team.says("list cards")), before);
    assert_eq!(team.posted(at("2026-11-25 12:00")), []);
}

#[test]
fn own_words_are_shown_before_they_are_posted_and_not_kept_after() {
    let team = team();
    let asked = team.asks(Role::Supervisor, &format!("post {FAIR}"), WEDNESDAY);
    assert!(asked.reply.plain().contains("Post this to the team?") && asked.reply.plain().contains("Ground rules"));
    assert_eq!(team.posted(at(WEDNESDAY)), []);
    team.does(Role::Supervisor, &asked.choices[0].command, at(WEDNESDAY));
    assert!(team.keeps(FAIR), "what waits to be posted is in the store");
    let posted = team.posted(at(WEDNESDAY));
    assert!(posted[0].0.contains(FAIR) && posted[0].1 == "own-text", "{posted:?}");
    assert_eq!(team.posted(at("2026-11-25 10:01")), []);
    assert!(team.loses(FAIR), "it was posted, and is kept");
    let entry = team.bot().diary().unwrap().all().unwrap().0.pop().unwrap();
    assert!(entry.closed && entry.prompt.unwrap().what == What::Own(String::new()));
    assert!(team.says("undo P-1").contains("posted already"));
}

#[test]
fn what_was_called_off_is_erased_when_it_cannot_be_taken_back_any_more() {
    let team = team();
    let asked = team.asks(Role::Supervisor, &format!("post {FAIR}"), SATURDAY);
    team.does(Role::Supervisor, &asked.choices[0].command, at(SATURDAY));
    let asked = team.asks(Role::Supervisor, "cancel P-1", SATURDAY);
    team.does(Role::Supervisor, &asked.choices[0].command, at(SATURDAY));
    team.posted(at("2026-11-29 09:00"));
    assert!(team.keeps(FAIR), "it can be taken back for a day");
    team.posted(at("2026-11-30 11:00"));
    assert!(team.loses(FAIR));
    // Taken back as a whole, nothing of it is left at once.
    let asked = team.asks(Role::Supervisor, &format!("post {FAIR}"), "2026-12-05 10:00");
    team.does(Role::Supervisor, &asked.choices[0].command, at("2026-12-05 10:00"));
    assert!(team.keeps(FAIR));
    assert!(team.asks(Role::Supervisor, "undo P-2", "2026-12-05 10:01").reply.plain().contains("no longer in the diary"));
    team.posted(at("2026-12-05 10:02"));
    assert!(team.loses(FAIR));
}

#[test]
fn what_was_dropped_goes_from_the_file_though_lantern_is_stopped_while_it_is_written_anew() {
    let mut team = team();
    let asked = team.asks(Role::Supervisor, &format!("post {FAIR}"), WEDNESDAY);
    team.does(Role::Supervisor, &asked.choices[0].command, at(WEDNESDAY));
    assert_eq!(team.posted(at(WEDNESDAY)).len(), 1);
    // Stopped before it was written anew.
    team.reopen();
    let all = bytes(team.folder.path());
    assert!(all.windows(FAIR.len()).any(|part| part == FAIR.as_bytes()), "nothing to lose");
    assert_eq!(team.posted(at("2026-11-25 10:05")), []);
    assert!(team.loses(FAIR));
    // Answered when the next change is made.
    team.bot().diary().unwrap().store().change(StoreChange::put("m/rule-of-test", "1")).wait().unwrap();
    assert_eq!(team.posted(at("2026-11-25 10:06")), []);
    // Done, and not again.
    let store = |team: &Team, key: &[u8]| team.bot().diary().unwrap().store().get(key).unwrap();
    assert_eq!(store(&team, b"m/rewrite-owed"), None);
    assert_eq!(store(&team, b"m/rewritten").as_deref(), Some(b"2026-11-25".as_slice()));
    // More that is dropped on that day waits for the next one.
    let asked = team.asks(Role::Supervisor, &format!("post {FAIR}"), "2026-11-25 11:00");
    team.does(Role::Supervisor, &asked.choices[0].command, at("2026-11-25 11:00"));
    assert_eq!(team.posted(at("2026-11-25 11:00")).len(), 1);
    team.posted(at("2026-11-25 11:01"));
    assert_eq!(store(&team, b"m/rewrite-tried"), None, "twice on a day");
    assert!(store(&team, b"m/rewrite-owed").is_some());
    team.posted(at("2026-11-26 00:01"));
    assert!(team.loses(FAIR));
}

#[test]
fn a_rewrite_that_was_asked_for_and_not_answered_is_asked_for_again_after_an_hour() {
    let mut team = team();
    let put =
        |team: &Team, key: &str, value: &str| team.bot().diary().unwrap().store().change(StoreChange::put(key, value)).wait().unwrap();
    let tried = |team: &Team| team.bot().diary().unwrap().store().get(b"m/rewrite-tried").unwrap();
    team.posted(at("2026-11-25 09:00"));
    put(&team, "m/rewrite-owed", "something");
    put(&team, "m/rewrite-tried", &at(WEDNESDAY).to_string());
    let before = tried(&team);
    team.reopen();
    for minute in ["10:01", "10:30", "10:59"] {
        team.posted(at(&format!("2026-11-25 {minute}")));
        assert_eq!(tried(&team), before, "{minute}");
    }
    team.posted(at("2026-11-25 11:00"));
    assert_ne!(tried(&team), before);
}

#[test]
fn a_clock_far_ahead_erases_nothing_on_its_first_day() {
    let team = team();
    team.says("post language");
    team.posted(at(WEDNESDAY));
    assert!(team.says(&format!("close learned: {FAIR}")).contains("for 12 months"));
    team.posted(at("2036-01-01 09:00"));
    team.posted(at("2036-01-01 12:00"));
    team.posted(at("2026-11-26 09:00"));
    assert!(team.keeps(FAIR), "one wrong day erased it");
    team.posted(at("2028-01-03 09:00"));
    assert!(team.keeps(FAIR));
    team.posted(at("2028-01-04 09:00"));
    assert!(team.loses(FAIR));
}

#[test]
fn text_that_identifies_somebody_is_refused_and_not_kept() {
    let team = team();
    team.says("post language");
    team.posted(at(WEDNESDAY));
    team.says(&format!("suggest {FAIR}"));
    let card = team.bot().library().prompts[0].id.clone();
    for typed in [
        format!("post {NAMING}"),
        format!("preview {NAMING}"),
        format!("retire {card} {NAMING}"),
        format!("suggest {NAMING}"),
        format!("decline 1 {NAMING}"),
        format!("close learned: {NAMING}"),
    ] {
        let asked = team.asks(Role::Supervisor, &typed, WEDNESDAY);
        let said = asked.reply.plain();
        assert!(said.contains("may identify somebody") && said.contains("kyle@example.com"), "{typed}: {said}");
        assert!(asked.choices.is_empty(), "{typed}");
    }
    for text in ["kyle", "about our plan"] {
        assert!(!team.keeps(text), "{text} is in the store");
    }
    assert!(team.keeps(FAIR), "what was kept can be found: else this test could not fail");
}

#[test]
fn harmful_wording_is_questioned_and_kept_only_where_a_supervisor_says_so() {
    let team = team();
    team.says("post language");
    team.posted(at(WEDNESDAY));
    team.says(&format!("suggest {FAIR}"));
    let card = team.bot().library().prompts[0].id.clone();
    let all = [format!("post {HARSH}"), format!("retire {card} {HARSH}"), format!("decline 1 {HARSH}"), format!("close learned: {HARSH}")];
    for typed in &all {
        let asked = team.asks(Role::Supervisor, typed, WEDNESDAY);
        let said = asked.reply.plain();
        assert!(said.contains("A thought on the words \"lifestyle choice\"") && said.contains("Instead:"), "{typed}: {said}");
        assert_eq!(asked.choices.len(), 1, "{typed}");
    }
    let asked = team.asks(Role::Practitioner, &format!("suggest {HARSH}"), WEDNESDAY);
    assert!(asked.reply.plain().contains("type it again in other words") && asked.reply.plain().contains("quotation marks"));
    assert!(asked.reply.plain().contains("send these words: your team can read them"), "{}", asked.reply.plain());
    assert_eq!(asked.choices[0].label, "yes, send these words");
    assert!(!team.keeps("lifestyle"), "it was kept without a yes");
    for typed in &all {
        team.confirms(typed);
    }
    let sent = team.does(Role::Practitioner, &asked.choices[0].command, at(WEDNESDAY)).reply.plain();
    assert!(sent.contains("number 2") && team.says("suggestions").contains(&format!("2: {HARSH} (from KP)")), "{sent}");
    assert!(team.says("approve 2").contains("own-2"), "what a supervisor allows is a card");
    assert!(team.says("learned").contains(HARSH) && team.says("suggestions").contains(HARSH) && team.says("list cards").contains(HARSH));
}

#[test]
fn a_card_that_is_not_for_the_team_does_not_come() {
    let mut team = team();
    let cards: Vec<String> =
        team.bot().library().prompts.iter().filter(|card| card.meta.theme.name() == "team").map(|card| card.id.clone()).collect();
    for card in &cards[1..] {
        assert!(team.says(&format!("retire {card} we have no such team")).contains("Left out"));
    }
    team.reopen();
    assert!(team.says("list cards team").contains("Left out for our team"));
    for _ in 0..3 {
        team.says("post team");
        assert_eq!(team.posted(at(WEDNESDAY))[0].1, cards[0]);
    }
    assert!(team.says(&format!("post {}", cards[1])).contains("has left that card out"));
    assert!(team.says(&format!("unretire {}", cards[1])).contains("Taken up again"));
    team.says("post team");
    assert_eq!(team.posted(at(WEDNESDAY))[0].1, cards[1], "a card that joins comes before one that was used");
}

#[test]
fn a_preview_is_private_and_takes_nothing_from_the_bag() {
    let team = team();
    let first = team.practitioner("preview language");
    assert!(first.starts_with("Only you see this."), "{first}");
    assert_eq!(first, team.practitioner("preview language"));
    assert_eq!(team.posted(at(WEDNESDAY)), []);
    team.says("post language");
    let (posted, _) = team.posted(at(WEDNESDAY)).remove(0);
    assert!(first.ends_with(&posted), "{first} / {posted}");
    assert_ne!(first, team.practitioner("preview language"));
}

#[test]
fn a_suggestion_that_is_approved_is_a_card_of_the_teams_own() {
    let mut team = team();
    let said = team.practitioner(&format!("suggest {FAIR}"));
    assert!(said.contains("number 1"), "{said}");
    team.practitioner("suggest Who could we thank this week?");
    team.reopen();
    assert!(team.practitioner("suggestions").contains(&format!("1: {FAIR} (from KP)")));
    assert!(team.says("approve 1 plan").contains("own-1"));
    assert!(team.says("approve 1").contains("No suggestion with that number waits"));
    assert!(team.says("decline 2 we did that last week").contains("Declined"));
    assert!(team.practitioner("suggestions").contains("Why not: we did that last week"));
    assert!(team.says("preview own-1").contains(FAIR));
    team.says("post own-1");
    assert!(team.posted(at(WEDNESDAY))[0].0.contains(FAIR));
    // It joins the bag of its theme.
    let plan = team.bot().library().prompts.iter().filter(|card| card.meta.theme.name() == "plan").count();
    let mut seen = Vec::new();
    for _ in 0..=plan {
        team.says("post plan");
        seen.push(team.posted(at(WEDNESDAY)).remove(0).1);
    }
    assert_eq!(seen.iter().filter(|card| *card == "own-1").count(), 1, "{seen:?}");
}

#[test]
fn learning_points_are_kept_for_twelve_months_and_then_erased() {
    let mut team = team();
    assert!(team.says("close learned: we rushed").contains("Nothing was posted to your team yet"));
    team.says("post language");
    let (_, card) = team.posted(at(WEDNESDAY)).remove(0);
    let text = "We ask earlier who is at home after school.";
    assert!(team.says(&format!("close learned: {text}")).contains("for 12 months"));
    assert!(team.says(&format!("close {card} learned: {text} Twice.")).contains("for 12 months"));
    assert!(team.says("close P-1 learned: And a third time.").contains("for 12 months"));
    assert!(team.says("close P-7 learned: x y").contains("I did not find that name"));
    team.reopen();
    assert!(team.practitioner("learned").contains(text));
    assert!(team.keeps(text));
    let later = |days: i32| at(WEDNESDAY) + SignedDuration::from_hours(24 * i64::from(days));
    team.posted(later(365));
    assert!(team.keeps(text), "erased too early");
    team.posted(later(366));
    assert!(team.loses(text), "kept for too long");
    let learned = team.does(Role::Practitioner, &Command::prompt("learned").unwrap(), later(366)).reply.plain();
    assert!(learned.contains("Nothing is written down"), "{learned}");
}

#[test]
fn a_report_holds_counts_only_and_none_below_five() {
    let team = team();
    for theme in ["language", "language", "language", "language", "plan", "language", "language"] {
        team.says(&format!("post {theme}"));
        assert_eq!(team.posted(at(WEDNESDAY)).len(), 1);
    }
    team.says("close learned: We listen first.");
    let report = team.practitioner("report");
    assert!(report.contains("Posted: more than 6. Discussed, with learning points: fewer than five."), "{report}");
    assert!(report.contains("language: posted 6, discussed fewer than five"), "{report}");
    assert!(report.contains("plan: posted fewer than five, discussed none") && report.contains("team: posted none"), "{report}");
    assert!(!report.contains("KP") && !report.contains("listen"), "{report}");
}

#[test]
fn coverage_names_the_principles_without_a_prompt_this_quarter() {
    let team = team();
    let card = team.bot().library().prompts[0].clone();
    let says = |anchor: &String| team.bot().library().plainly[anchor].clone();
    assert!(card.meta.anchors.iter().all(|anchor| team.practitioner("coverage").contains(&says(anchor))));
    team.says(&format!("post {}", card.id));
    team.posted(at(WEDNESDAY));
    let after = team.practitioner("coverage");
    assert!(card.meta.anchors.iter().all(|anchor| !after.contains(&says(anchor))), "{after}");
    let next = team.asks(Role::Practitioner, "coverage", "2027-01-04 10:00").reply.plain();
    assert!(next.contains("since Friday 1 January 2027") && card.meta.anchors.iter().all(|anchor| next.contains(&says(anchor))), "{next}");
}

#[test]
fn limits_are_said_and_nothing_over_them_is_kept() {
    let team = team();
    team.says("post language");
    team.posted(at(WEDNESDAY));
    let card = team.bot().library().prompts[0].id.clone();
    let long = |chars: usize| format!("zq {}", "é".repeat(chars - 3));
    for (command, most, taken) in [
        ("suggest ".to_owned(), MAX_OWN_CHARS, 0),
        ("post one two ".to_owned(), MAX_OWN_CHARS, "one two ".len()),
        (format!("retire {card} "), MAX_REASON_CHARS, 0),
        ("close learned: ".to_owned(), MAX_LEARNED_CHARS, 0),
    ] {
        let said = team.says(&format!("{command}{}", long(most + 1 - taken)));
        assert!(said.contains("Nothing was changed") && said.contains(&format!("{most} fit")), "{command}: {said}");
        assert!(!team.keeps("zq"), "{command}");
    }
    let wide = team.says(&format!("suggest zq {}", "漢".repeat(MAX_OWN_CHARS - 3)));
    assert!(wide.contains("more room") && wide.contains("Nothing was changed") && !team.keeps("zq"), "{wide}");
    assert!(team.says(&format!("close learned: {}", long(MAX_LEARNED_CHARS))).contains("12 months"));
    for n in 0..MOST_OPEN {
        team.practitioner(&format!("suggest What helps on evening {n}?"));
    }
    assert!(team.practitioner(&format!("suggest {FAIR}")).contains("wait for an answer. Ask a supervisor"));
    for _ in 0..MOST_SERIES {
        assert!(team.confirms("schedule Monday every week").contains("Saved"));
    }
    let full = team.asks(Role::Supervisor, "schedule Monday every week", WEDNESDAY);
    assert!(full.reply.plain().contains("Cancel one first") && full.choices.is_empty(), "asked for a yes in vain");
}

#[test]
fn reviews_and_prompts_leave_each_other_alone() {
    let team = team();
    team.confirms("schedule Monday every week");
    let review = |typed: &str| team.does(Role::Supervisor, &Command::read(typed).unwrap(), at(WEDNESDAY));
    let asked = review("schedule AB-123 in 2 weeks");
    team.does(Role::Supervisor, &asked.choices[0].command, at(WEDNESDAY));
    let list = review("list").reply.plain();
    assert!(list.contains("AB-123") && !list.contains("P-1"), "{list}");
    assert!(!team.says("list").contains("AB-123"));
    assert!(team.says("skip AB-123").contains("no prompt of that name"));
    for typed in ["show P-1", "close P-1", "undo P-1"] {
        assert!(review(typed).reply.plain().contains("not a case reference"), "{typed}");
    }
    let upcoming = team.does(Role::Practitioner, &Command::Upcoming, at(WEDNESDAY)).reply.plain();
    assert!(upcoming.contains("P-1, Monday 30 November 2026 at 9am: "), "{upcoming}");
    let checked = team.bot().diary().unwrap().check("2027-11-25".parse().unwrap()).unwrap();
    assert_eq!((checked.open, checked.overdue, checked.prompts, checked.is_sound()), (1, 1, 1, true));
    let calendar = team.bot().look_after(&lantern::bot::Upkeep::Calendar, team.folder.path(), at(WEDNESDAY)).text;
    assert!(calendar.contains("AB-123") && !calendar.contains("P-1"), "{calendar}");
}

#[test]
fn after_an_outage_a_series_comes_once_late_and_keeps_its_day_of_the_month() {
    let team = team();
    team.confirms("schedule 31 December every month");
    let posted = team.posted(at("2027-03-10 10:00"));
    assert_eq!(posted.len(), 1, "one late post, not several");
    assert!(posted[0].0.contains("This is late"), "{}", posted[0].0);
    let next = team.bot().diary().unwrap().next().unwrap().unwrap();
    assert_eq!(read(next), "2027-03-31 09:00");
    assert_eq!(team.posted(at("2027-03-10 10:05")), []);
    assert_eq!(team.posted(at("2027-03-31 09:00")).len(), 1);
    // 30 April, a Friday: the series is counted from its first day.
    assert!(read(team.bot().diary().unwrap().next().unwrap().unwrap()).starts_with("2027-04-30"));
}

#[test]
fn what_slipped_through_can_be_taken_away_and_leaves_the_store() {
    let mut team = team();
    let slipped = "What could the zebra family do?";
    team.practitioner(&format!("suggest {slipped}"));
    team.practitioner(&format!("suggest {FAIR}"));
    team.says("approve 1 plan");
    team.confirms("schedule Monday every week themes: plan");
    team.asks(Role::Supervisor, "post own-1", SATURDAY);
    assert!(team.keeps("zebra"));
    let other = Asker { who: "ZZ".into(), team: "Anytown".into(), role: Role::Practitioner };
    for number in [1, 2] {
        let typed = Command::prompt(&format!("withdraw {number}")).unwrap();
        let acted = team.bot().act(&typed, &other, at(WEDNESDAY));
        assert!(acted.reply.plain().contains("somebody else's suggestion") && acted.choices.is_empty());
    }
    let asked = team.asks(Role::Practitioner, "withdraw #1", WEDNESDAY);
    assert!(asked.reply.plain().contains(slipped) && team.keeps("zebra"), "it went without a yes");
    let said = team.does(Role::Practitioner, &asked.choices[0].command, at(WEDNESDAY)).reply.plain();
    assert!(said.contains("Erased") && said.contains("P-2 was to show that card. Another card comes"), "{said}");
    team.reopen();
    assert!(!team.keeps("zebra"), "its text is still in the store");
    let posted = team.posted(at("2026-11-30 09:00"));
    assert!(posted.len() == 2 && posted.iter().all(|(_, card)| team.bot().library().prompt(card).is_some()), "{posted:?}");
    assert!(team.says("preview own-1").contains("no theme or card"));
    assert!(team.confirms("withdraw 2").contains("Erased") && team.says("withdraw 2").contains("no suggestion with that number"));
    assert!(!team.keeps(FAIR));
    assert!(team.practitioner(&format!("suggest {FAIR}")).contains("number 3"), "a number was given twice");
}

#[test]
fn a_declined_suggestion_a_learning_point_and_a_reason_can_be_taken_away() {
    let team = team();
    team.practitioner("suggest What could the zebra family do?");
    team.says("decline 1 the zebra again");
    assert!(team.confirms("withdraw 1").contains("Erased"));
    team.says("post language");
    let (_, card) = team.posted(at(WEDNESDAY)).remove(0);
    assert!(team.says("close learned: The zebra was late.").contains("/prompt forget 1"));
    team.says("close learned: We ask earlier.");
    assert!(team.practitioner("learned").contains("1: Wednesday 25 November 2026"));
    assert!(team.practitioner("forget 1").contains("for supervisors"));
    assert!(team.says("forget 7").contains("no learning point with that number"));
    assert!(team.asks(Role::Supervisor, "forget 1", WEDNESDAY).reply.plain().contains("The zebra was late."));
    assert!(team.confirms("forget 1.").contains("Erased"));
    let learned = team.practitioner("learned");
    assert!(!learned.contains("zebra") && learned.contains("2: Wednesday"), "{learned}");
    team.says(&format!("retire {card} the zebra did not like it"));
    assert!(team.keeps("zebra"));
    team.says(&format!("unretire {card}"));
    assert!(!team.keeps("zebra"));
    assert!(team.bot().diary().unwrap().check("2026-11-25".parse().unwrap()).unwrap().is_sound());
}

#[test]
fn a_prompt_that_waits_with_a_card_that_is_left_out_shows_another_of_its_theme() {
    let team = team();
    let cards: Vec<String> =
        team.bot().library().prompts.iter().filter(|card| card.meta.theme.name() == "team").map(|card| card.id.clone()).collect();
    team.confirms("schedule Monday every week themes: team");
    team.asks(Role::Supervisor, &format!("post {}", cards[0]), SATURDAY);
    let said = team.says(&format!("retire {} too long", cards[0]));
    assert!(said.contains("P-2 was to show that card. Another card comes") && !said.contains("P-1"), "{said}");
    let posted = team.posted(at("2026-11-30 09:00"));
    assert_eq!(posted.len(), 2);
    assert!(posted.iter().all(|(_, card)| cards[1..].contains(card)), "{posted:?}");
    for card in &cards[1..cards.len() - 1] {
        assert!(!team.says(&format!("retire {card} too long")).contains("no card of its themes left"));
    }
    let said = team.says(&format!("retire {} too long", cards[cards.len() - 1]));
    assert!(said.contains("P-1 has no card of its themes left; any other card comes."), "{said}");
    assert!(team.says("list").contains("No card of its themes is left"));
    assert!(team.says(&format!("unretire {}", cards[0])).contains("Taken up again"));
    assert!(!team.says("list").contains("No card of its themes is left"));
}

#[test]
fn a_discussion_counts_once_however_often_it_is_written_about() {
    let team = team();
    for _ in 0..6 {
        team.says("post language");
        team.posted(at(WEDNESDAY));
        team.says("close learned: One thing.");
    }
    for _ in 0..6 {
        team.says("close learned: Another thing.");
    }
    let report = team.practitioner("report");
    assert!(report.contains("language: posted 6, discussed 6"), "{report}");
    let coverage = team.practitioner("coverage");
    assert!(coverage.contains("had a prompt") && !coverage.contains("iscussed"), "{coverage}");
}

#[test]
fn after_an_outage_no_day_that_has_passed_is_shown_as_coming() {
    let team = team();
    team.asks(Role::Supervisor, "schedule Thursday every week", WEDNESDAY);
    team.confirms("schedule Thursday every week");
    // Nothing ran from Wednesday to Monday.
    let (monday, late) = ("2026-11-30 10:00", "Monday 30 November 2026 (late, from Thursday 26 November 2026)");
    for shown in [
        team.asks(Role::Supervisor, "list", monday).reply.plain(),
        team.does(Role::Practitioner, &Command::Upcoming, at(monday)).reply.plain(),
        team.asks(Role::Supervisor, "cancel P-1", monday).reply.plain(),
        team.asks(Role::Supervisor, "skip P-1", monday).reply.plain(),
    ] {
        assert!(shown.contains(late), "{shown}");
    }
    assert!(team.asks(Role::Supervisor, "list", monday).reply.plain().contains("P-1, Thursday 3 December 2026 at 9am"));
    // Seen on a day off, it comes on the next working day.
    team.confirms("schedule Friday every week");
    let shown = team.asks(Role::Supervisor, "list", "2026-11-28 10:00").reply.plain();
    assert!(shown.contains("P-2, Monday 30 November 2026 (late, from Friday 27 November 2026)"), "{shown}");
}

#[test]
fn cards_are_known_by_their_titles_and_shown_by_them() {
    let team = team();
    let card = |id: &str| team.bot().library().prompt(id).unwrap().title.clone();
    let (count, many) = (card("count-the-hours"), card("how-many-choices-fit"));
    assert!(many.ends_with('?'));
    let many = many.trim_end_matches('?');
    assert!(team.says(&format!("preview {many}")).contains(many));
    assert!(team.says(&format!("retire {count} because too long")).contains("Left out for our team"));
    assert!(team.says("list cards").contains("count-the-hours: too long"));
    assert!(team.says(&format!("unretire {}", count.to_uppercase())).contains("Taken up again"));
    assert!(team.says(&format!("retire {count}")).contains("Type: /prompt retire"));
    assert!(team.says("retire nothing-known too long").contains("I know no card of that name"));
    team.says("post count-the-hours");
    team.posted(at(WEDNESDAY));
    assert!(team.says(&format!("close {count} learned: Much.")).contains(&count));
    assert!(team.says(&format!("close {many} learned: Much.")).contains("was not posted to your team yet"));
    assert!(team.says("close nothing-known learned: Much.").contains("I did not find that name"));
    assert!(team.confirms(&format!("post {FAIR}")).contains("P-2"));
    team.posted(at(WEDNESDAY));
    assert!(team.says("close P-2 learned: More.").contains("from own words, posted"));
    team.practitioner(&format!("suggest {FAIR}"));
    assert!(team.says("approve #1. theme: plan").contains("own-1"));
    team.says("post own-1");
    team.posted(at(WEDNESDAY));
    team.says("close own-1 learned: Most.");
    team.confirms("withdraw 1");
    let learned = team.practitioner("learned");
    assert!(learned.contains("own words: More.") && learned.contains("a card that is no longer there: Most."), "{learned}");
    assert!(!learned.contains("own-text") && !learned.contains("own-1"), "{learned}");
    assert!(team.says("list nonsense").contains("I know these themes"));
    assert!(team.says("list plan").contains("Cards: plan"));
}

#[test]
fn own_words_on_a_day_off_say_when_they_are_posted_before_they_are() {
    let team = team();
    let asked = team.asks(Role::Supervisor, &format!("post {FAIR}"), SATURDAY).reply.plain();
    assert!(asked.contains("Today is a day off. Post this to the team on Monday 30 November 2026 at 9am?"), "{asked}");
    team.practitioner(&format!("suggest {FAIR}"));
    team.says("approve 2");
    team.says("approve 1");
    assert!(team.practitioner("suggestions").contains(&format!("1: {FAIR} Now the card own-1")));
    let said = team.practitioner(&format!("suggest {}", "word ".repeat(200)));
    assert!(said.contains("shorter") && !said.contains("record"), "{said}");
}

#[test]
fn a_series_names_what_stands_in_its_way_before_it_is_saved() {
    let team = team();
    for time in ["9pm", "23:30", "5:59am"] {
        let asked = team.asks(Role::Supervisor, &format!("schedule Monday {time} every week"), WEDNESDAY);
        assert!(asked.reply.plain().contains("from 6am to 9pm") && asked.choices.is_empty(), "{time}");
    }
    assert!(team.confirms("schedule every Saturday").contains("Saved: P-1, every week"));
    let asked = team.asks(Role::Supervisor, "schedule Mondays 9am fortnightly language", WEDNESDAY).reply.plain();
    assert!(asked.contains("another prompt already: P-1."), "{asked}");
    assert!(asked.contains("every 2 weeks, themes: language"), "{asked}");
    assert!(!team.says("schedule Tuesday every week").contains("another prompt already"));
    assert!(team.says("schedule Monday every 2 weeks mars").contains("I know these themes"));
}

#[test]
fn coverage_says_each_principle_in_plain_words_with_its_place() {
    let said = team().practitioner("coverage");
    assert!(said.contains("Keep in touch, even when nobody answers (safety planning, principle 4a)"), "{said}");
    assert!(!said.contains("Trafficking and criminal exploitation are abuse"), "{said}");
}

impl Team {
    /// Writes each record under a prefix anew, as an old backup may hold it, and gives their keys.
    fn rewrites<T: serde::de::DeserializeOwned + serde::Serialize>(&self, prefix: &str, change: impl Fn(&mut T)) -> Vec<String> {
        let store = self.bot().diary().unwrap().store();
        let found = store.range(prefix.as_bytes().to_vec()..[prefix.as_bytes(), b"\xff"].concat(), 100).unwrap();
        for (key, record) in &found {
            let mut record: T = serde_json::from_slice(record).unwrap();
            change(&mut record);
            store.change(StoreChange::put(key.clone(), serde_json::to_vec(&record).unwrap())).wait().unwrap();
        }
        found.into_iter().map(|(key, _)| String::from_utf8(key).unwrap()).collect()
    }

    fn owed(&self) -> Option<Vec<u8>> {
        self.bot().diary().unwrap().store().get(b"m/rewrite-owed").unwrap()
    }
}

#[test]
fn a_suggestion_from_an_old_backup_is_screened_before_it_is_approved_and_before_it_is_posted() {
    let team = team();
    team.practitioner(&format!("suggest {FAIR}"));
    team.rewrites("s/", |kept: &mut Suggestion| kept.text = NAMING.to_owned());
    let said = team.says("approve 1");
    assert!(said.contains("may identify somebody") && said.contains("/prompt withdraw 1"), "{said}");
    assert!(team.says("preview own-1").contains("no theme or card"), "it is a card");
    // One that was approved then.
    team.rewrites("s/", |kept: &mut Suggestion| kept.state = State::Approved { theme: "plan".to_owned() });
    team.says("post own-1");
    let posted = team.posted(at(WEDNESDAY));
    assert!(posted[0].1 == "own-1" && posted[0].0.contains("about our plan"), "{posted:?}");
    assert!(!posted[0].0.contains("kyle"), "{posted:?}");
    assert!(team.confirms("withdraw 1").contains("Erased"));
}

#[test]
fn whoever_approves_a_suggestion_is_told_what_the_wording_check_thinks_of_it() {
    let team = team();
    let asked = team.asks(Role::Practitioner, &format!("suggest {HARSH}"), WEDNESDAY);
    team.does(Role::Practitioner, &asked.choices[0].command, at(WEDNESDAY));
    let said = team.says("approve 1");
    assert!(said.contains("own-1") && said.contains("A thought on the words \"lifestyle choice\""), "{said}");
    assert!(said.contains("/prompt withdraw 1"), "{said}");
    team.practitioner(&format!("suggest {FAIR}"));
    let said = team.says("approve 2 own");
    assert!(said.contains("own-2") && !said.contains("A thought"), "{said}");
}

#[test]
fn a_theme_without_cards_can_be_given_to_a_suggestion() {
    let team = team();
    team.practitioner(&format!("suggest {FAIR}"));
    assert!(team.says("approve 1 mars").contains("I know these themes"));
    assert!(team.says("schedule Monday every week themes: own").contains("no card of that theme"));
    assert!(team.says("approve 1 own").contains("own-1"));
    team.says("post own");
    assert_eq!(team.posted(at(WEDNESDAY))[0].1, "own-1");
}

#[test]
fn a_team_has_no_more_cards_of_its_own_than_there_is_room_for() {
    let team = team();
    let diary = team.bot().diary().unwrap();
    let own = || State::Approved { theme: "own".to_owned() };
    for _ in 0..MOST_OWN {
        let number = diary.suggest("Anytown", FAIR, "KP", at(WEDNESDAY)).unwrap();
        assert!(diary.answer("Anytown", number, own()).unwrap().is_some());
    }
    team.practitioner(&format!("suggest {FAIR}"));
    let next = MOST_OWN + 1;
    let said = team.says(&format!("approve {next}"));
    assert!(said.contains("cards of its own") && said.contains("/prompt withdraw"), "{said}");
    assert!(team.says(&format!("preview own-{next}")).contains("no theme or card"));
    team.confirms("withdraw 1");
    assert!(team.says(&format!("approve {next}")).contains(&format!("own-{next}")));
}

#[test]
fn which_cards_were_posted_is_kept_for_twelve_months() {
    let team = team();
    team.says("post language");
    assert_eq!(team.posted(at(WEDNESDAY)).len(), 1);
    let shown = || team.bot().diary().unwrap().shown("Anytown").unwrap().len();
    let later = |days: i64| at(WEDNESDAY) + SignedDuration::from_hours(24 * days);
    team.posted(later(365));
    assert_eq!(shown(), 1, "erased too early");
    team.posted(later(366));
    assert_eq!((shown(), team.owed()), (0, None), "no words of anybody's are in it");
}

#[test]
fn learning_points_of_before_there_were_numbers_can_be_erased() {
    let mut team = team();
    team.says("post language");
    team.posted(at(WEDNESDAY));
    team.says("close learned: The zebra was late.");
    team.says("close learned: We ask earlier.");
    let store = team.bot().diary().unwrap().store();
    for (number, (key, record)) in store.range(b"l/".to_vec()..b"l0".to_vec(), 9).unwrap().into_iter().enumerate() {
        let mut record: serde_json::Value = serde_json::from_slice(&record).unwrap();
        record.as_object_mut().unwrap().remove("number");
        let old = String::from_utf8(key.clone()).unwrap().rsplit_once('/').map(|(day, _)| format!("{day}/{number:04}")).unwrap();
        store.change(StoreChange { removes: vec![key], ..StoreChange::put(old, record.to_string()) }).wait().unwrap();
    }
    team.reopen();
    let learned = team.practitioner("learned");
    assert!(learned.contains("3: Wednesday 25 November 2026") && learned.contains("4: Wednesday"), "{learned}");
    assert!(team.asks(Role::Supervisor, "forget 3", WEDNESDAY).reply.plain().contains("The zebra was late."));
    assert!(team.confirms("forget 3").contains("Erased"));
    team.reopen();
    let learned = team.practitioner("learned");
    assert!(!learned.contains("zebra") && learned.contains("4: Wednesday"), "{learned}");
    assert!(!team.keeps("zebra"));
    assert!(team.says("close learned: More.").contains("/prompt forget 5"));
}

#[test]
fn what_is_dropped_while_the_file_is_written_anew_is_still_owed_whatever_was_owed_before() {
    let team = team();
    let card = team.bot().library().prompts[0].id.clone();
    let drops = |why: &str| {
        team.says(&format!("retire {card} {why}"));
        team.says(&format!("unretire {card}"));
    };
    drops("the zebra did not like it");
    // It is being written anew from here on; the answer is looked for in the next tick.
    team.posted(at(WEDNESDAY));
    drops("the walrus did not like it");
    assert!(team.loses("zebra"));
    team.bot().diary().unwrap().store().change(StoreChange::put("m/rule-of-test", "1")).wait().unwrap();
    team.posted(at("2026-11-25 10:01"));
    assert!(team.owed().is_some(), "the second reason is in the file, and nobody knows");
    team.posted(at("2026-11-26 00:01"));
    assert!(team.loses("walrus"));
}

#[test]
fn a_reason_that_another_takes_the_place_of_leaves_the_store() {
    let team = team();
    let card = team.bot().library().prompts[0].id.clone();
    team.says(&format!("retire {card} the zebra did not like it"));
    assert_eq!(team.owed(), None);
    team.says(&format!("retire {card} too long for us"));
    team.posted(at(WEDNESDAY));
    assert!(team.loses("zebra"));
    assert!(team.says("list cards").contains("too long for us"));
}

#[test]
fn what_is_left_out_does_not_come_on_the_same_working_day_all_the_same() {
    let team = team();
    team.confirms("schedule Saturday every 2 days");
    let said = team.says("skip P-1");
    assert!(said.contains("Left out: Monday 30 November 2026") && said.contains("Wednesday 2 December 2026"), "{said}");
    assert!(team.says("undo P-1").contains("Monday 30 November 2026"));
    assert_eq!(team.posted(at("2026-11-30 09:00")).len(), 1);
}

#[test]
fn themes_are_read_as_they_are_spoken() {
    let team = team();
    for (typed, themes) in [
        ("schedule Monday every 2 weeks themes: places and peers", "themes: places-and-peers"),
        ("schedule every Monday 9am plan and Places and  Peers", "themes: places-and-peers, plan"),
        ("schedule Monday every week places and peers, language", "themes: language, places-and-peers"),
    ] {
        let said = team.says(typed);
        assert!(said.contains(themes), "{typed}: {said}");
    }
}
