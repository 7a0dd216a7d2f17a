//! Reasons, outcomes and hand-over notes are kept as they were written, shown where they help, taken back by undo, and refused with the
//! reason where they identify somebody or are too long.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod team;

use lantern::bot::{MAX_NOTE_CHARS, MAX_REASON_CHARS};
use lantern::diary::delivery::{deliver_due, preview};
use lantern::diary::noticeboard::Told;
use lantern::diary::transcript::Transcript;
use lantern::diary::{Diary, schedule::Schedule, store::Store};
use team::{Team, at, now, team};

/// A team with one review, due on Friday.
fn with_review() -> Team {
    let team = team();
    team.saves("schedule AB-123 27 November every 2 weeks lead SW");
    team
}

#[test]
fn an_outcome_is_kept_whole_whatever_words_are_in_it() {
    let team = with_review();
    let words = "we agreed to meet next week on Monday, plan changed, no reply from the school. He said: \"it's fine\"";
    let held = team.shown(&format!("held AB-123 on yesterday outcome {words}"));
    assert!(held.contains(&format!("What came of it: {words}")), "{held}");
    assert!(held.contains("due Tuesday 8 December 2026") && held.contains("Last held on Tuesday 24 November 2026"), "{held}");
    assert!(held.contains("If the plan did not change"), "what is in the outcome is no order: {held}");
    assert!(team.shown("show AB-123").contains(words));
}

#[test]
fn a_reason_in_ones_own_words_is_listed_and_shown_and_a_known_one_is_known() {
    let team = with_review();
    team.types("snooze AB-123 until Monday because the aunt asked us to wait until after the funeral.");
    for shown in [team.shown("list"), team.shown("show AB-123")] {
        let needed = "aits until Monday 30 November 2026: the aunt asked us to wait until after the funeral";
        assert!(shown.contains(needed), "{shown}");
    }
    assert!(team.shown("snooze AB-123 until Monday because away").contains("Waits until Monday 30 November 2026: lead away."));
    team.types("hand-over AB-123 to DL");
    assert!(team.shown("list").contains("lead DL, waits until Monday 30 November 2026: lead away"));
}

#[test]
fn a_note_goes_to_the_new_lead_with_the_next_announcement_and_no_later_one() {
    let team = with_review();
    let said = team.shown("hand-over AB-123 to DL note he talks best while cooking; ring before three");
    assert!(said.contains("DL is told with the next announcement"), "{said}");
    let diary = team.bot.diary().unwrap();
    let announced = |when| {
        let notices = preview(diary, "Anytown", when).unwrap();
        notices.iter().map(|notice| team.bot.announce(notice).plain()).collect::<Vec<_>>().join("\n")
    };
    let (first, second) = (at(2026, 11, 27, 9), at(2026, 11, 30, 9));
    let needed = "From the hand-over to DL: he talks best while cooking; ring before three";
    assert!(announced(first).contains(needed), "{}", announced(first));
    let board = Transcript::new(first);
    assert_eq!(tokio_run(deliver_due(diary, &board, first)).unwrap().posted, 1);
    assert!(announced(second).contains("AB-123") && !announced(second).contains("hand-over"), "{}", announced(second));
    assert!(team.shown("show AB-123").contains("Note from the hand-over: he talks best"));
    team.types("held AB-123 on yesterday next in 4 weeks");
    assert!(!team.shown("show AB-123").contains("hand-over"), "a note has done its work when the review was held");
}

#[test]
fn a_digest_and_a_moment_carry_the_note_as_well() {
    let team = with_review();
    for case in ["AB-124", "AB-125"] {
        team.saves(&format!("schedule {case} 27 November lead SW"));
    }
    team.types("hand-over AB-123 to DL note ring before three");
    let diary = team.bot.diary().unwrap();
    let digest = preview(diary, "Anytown", at(2026, 12, 2, 9)).unwrap();
    let shown: Vec<String> = digest.iter().map(|notice| team.bot.announce(notice).plain()).collect();
    assert!(shown.iter().any(|text| text.contains("From the hand-over to DL: ring before three")), "{shown:?}");
    team.types("moment AB-123 arrested");
    let told = preview(diary, "Anytown", now()).unwrap();
    let moment = told.iter().find(|notice| matches!(notice.told, Told::Moment { .. })).unwrap();
    assert!(team.bot.announce(moment).plain().contains("ring before three"));
}

#[test]
fn undo_takes_own_words_back() {
    let team = with_review();
    for (typed, words) in [
        ("held AB-123 on yesterday outcome the plan works", "the plan works"),
        ("snooze AB-123 until Monday because of the snow", "of the snow"),
        ("hand-over AB-123 to DL note ring before three", "ring before three"),
    ] {
        assert!(team.shown(typed).contains(words), "{typed}");
        assert!(!team.shown("undo AB-123").contains("nothing of yours"), "{typed}");
        assert!(!team.shown("show AB-123").contains(words), "{typed}");
    }
}

#[test]
fn closing_says_that_own_words_go_and_undo_brings_them_back() {
    let team = with_review();
    assert!(!team.shown("close AB-123").contains("goes, too"));
    team.types("held AB-123 on yesterday outcome the plan works");
    assert!(team.shown("close AB-123").contains("What was written with it goes, too"));
    team.saves("close AB-123");
    let kept = team.bot.diary().unwrap().all().unwrap().0;
    assert!(kept.iter().all(|entry| entry.closed && entry.outcome.is_none() && entry.handed.is_none()));
    team.types("undo AB-123");
    assert!(team.shown("show AB-123").contains("the plan works"));
}

#[test]
fn words_over_their_limit_are_refused_with_what_to_do_and_change_nothing() {
    let team = with_review();
    for (typed, most) in [
        ("snooze AB-123 until Monday because", MAX_REASON_CHARS),
        ("held AB-123 on yesterday outcome", MAX_NOTE_CHARS),
        ("hand-over AB-123 to DL note", MAX_NOTE_CHARS),
    ] {
        let before = team.shown("show AB-123");
        let refused = team.shown(&format!("{typed} {}", "é".repeat(most + 1)));
        assert!(refused.contains(&format!("{} characters, and {most} fit. Nothing was changed.", most + 1)), "{refused}");
        assert!(!refused.contains('é') && refused.contains("type the line again"), "{refused}");
        assert_eq!(team.shown("show AB-123"), before);
        let words = "é".repeat(most);
        assert!(team.shown(&format!("{typed} {words}")).contains(&words));
        team.types("undo AB-123");
    }
}

#[test]
fn control_characters_and_line_breaks_are_not_kept() {
    let team = with_review();
    let shown = team.shown("held AB-123 on yesterday outcome one\n\u{1b}[2Jtwo\tthree");
    assert!(shown.contains("What came of it: one [2Jtwo three"), "{shown:?}");
}

#[test]
fn words_that_blame_are_kept_with_a_thought_on_each_and_how_to_change_them() {
    let team = with_review();
    for typed in [
        "held AB-123 on yesterday outcome it is a lifestyle choice",
        "hand-over AB-123 to DL note it is a lifestyle choice",
        "snooze AB-123 until Monday because it is a lifestyle choice",
    ] {
        let shown = team.shown(typed);
        assert!(shown.contains("it is a lifestyle choice") && shown.contains("Saved."), "{shown}");
        assert_eq!(shown.matches("A thought on the words \"lifestyle choice\"").count(), 1, "{shown}");
        assert!(shown.contains("Instead: ") && shown.contains("To change it: /review undo AB-123, then type it again."), "{shown}");
    }
    assert!(!team.shown("hand-over AB-123 to SW note ring before three").contains("A thought"));
}

#[test]
fn a_day_that_is_chosen_keeps_the_words_and_words_that_identify_are_refused_before_a_day_is_asked_for() {
    let team = with_review();
    let asked = team.types("held AB-123 on yesterday next next Thursday outcome the plan works");
    assert_eq!(asked.choices.len(), 2, "{}", asked.reply.plain());
    let chosen = team.bot.act(&asked.choices[1].command, &team::asker("KP"), now()).reply.plain();
    assert!(chosen.contains("due Thursday 3 December 2026") && chosen.contains("What came of it: the plan works"), "{chosen}");
    let refused = team.types("held AB-123 on yesterday next next Thursday outcome ask kyle@example.com");
    assert!(refused.reply.plain().starts_with("Not saved") && refused.choices.is_empty());
}

#[test]
fn own_words_are_there_after_the_diary_was_opened_again() {
    let team = with_review();
    team.types("held AB-123 on yesterday outcome the plan works");
    team.types("hand-over AB-123 to DL note ring before three");
    team.types("snooze AB-123 until 1 December because of the snow");
    let before = team.bot.diary().unwrap().all().unwrap();
    let rule: Schedule = team.bot.diary().unwrap().schedule().clone();
    let Team { bot, folder } = team;
    drop(bot);
    let diary = Diary::new(Store::open(folder.path()).unwrap(), rule).unwrap();
    let after = diary.all().unwrap();
    assert_eq!(after, before);
    let entry = &after.0[0];
    assert_eq!(entry.outcome.as_deref(), Some("the plan works"));
    assert_eq!(entry.handed.as_ref().unwrap().note, "ring before three");
    assert_eq!(entry.hold.as_ref().unwrap().why.words(), "of the snow");
}

fn tokio_run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

#[test]
fn danger_in_own_words_gets_999_first_whether_they_are_kept_or_not() {
    let team = team();
    team.saves("schedule AB-123 in 3 weeks every 2 weeks");
    for typed in [
        "held AB-123 outcome he is being beaten up right now in the flat, we can hear it",
        "hand-over AB-123 to SW note he says he will kill himself tonight",
        "snooze AB-123 for 3 days because there is a man with a knife outside her door right now",
    ] {
        let reply = team.types(typed).reply;
        assert!(matches!(reply.blocks.first(), Some(lantern::bot::Block::Alert(lines)) if lines[0].contains("999")), "{}", reply.plain());
    }
    let calm = team.types("held AB-123 outcome we agreed a new plan for the evenings").reply;
    assert!(!matches!(calm.blocks.first(), Some(lantern::bot::Block::Alert(_))), "{}", calm.plain());
}

#[test]
fn what_is_not_shown_itself_is_not_kept_and_cannot_turn_a_line_round() {
    let team = team();
    team.saves("schedule AB-123 in 3 weeks every 2 weeks");
    let shown = team.shown("held AB-123 outcome \u{202e}we a\u{200b}greed\u{202c} \u{2067}a plan\u{2069}\u{7}");
    assert!(shown.contains("What came of it: we agreed a plan"), "{shown}");
    assert!(!shown.contains(['\u{202e}', '\u{2067}', '\u{200b}', '\u{7}']), "{shown:?}");
}
