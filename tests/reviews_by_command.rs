//! What people type about reviews does what it says: echoed before it is saved, undone when asked, refused with the reason.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod team;

use lantern::bot::{Asker, Command};
use lantern::diary::delivery::preview;
use lantern::diary::noticeboard::Told;
use team::{asker, at, now, team};

#[test]
fn a_date_is_echoed_with_its_weekday_and_nothing_is_saved_before_yes() {
    let team = team();
    let asked = team.types("schedule AB-123 a fortnight on Monday every 2 weeks lead SW");
    assert!(asked.reply.plain().contains("due Monday 14 December 2026, then every 2 weeks, lead SW"), "{}", asked.reply.plain());
    assert!(team.shown("list").contains("There are none"));
    let saved = team.saves("schedule AB-123 a fortnight on Monday every 2 weeks lead SW");
    assert!(saved.contains("Next announcement: Thursday 10 December 2026 at 9am"), "{saved}");
    assert!(team.shown("list").contains("Upcoming: 1"));
}

#[test]
fn next_thursday_said_on_a_wednesday_offers_both() {
    let team = team();
    let asked = team.types("schedule AB-123 next Thursday");
    assert_eq!(asked.choices.len(), 2);
    let days: Vec<&str> = asked.choices.iter().map(|choice| choice.label.as_str()).collect();
    assert_eq!(days, ["Thursday 26 November 2026", "Thursday 3 December 2026"]);
    let second = team.bot.act(&asked.choices[1].command, &asker("KP"), now());
    assert!(second.reply.plain().contains("Save this? AB-123, safety plan review, due Thursday 3 December 2026"));
}

#[test]
fn names_past_days_and_names_of_leads_are_refused_with_the_reason() {
    let team = team();
    for (typed, said) in [
        ("schedule Amy-12 tomorrow", "first name"),
        ("schedule Smith tomorrow", "not a case reference"),
        ("schedule AB-123 3/4/2026", "date from today on"),
        ("schedule AB-123 today 8am", "has passed"),
        ("schedule AB-123 tomorrow lead Sarah", "never a name"),
        ("schedule AB-123 tomorrow lead Amy", "never a name"),
        ("schedule AB-123 tomorrow kind party", "kinds of review"),
    ] {
        let acted = team.types(typed);
        assert!(acted.reply.plain().contains(said), "{typed}: {}", acted.reply.plain());
        assert!(acted.choices.is_empty(), "{typed}");
    }
    assert!(team.shown("list").contains("There are none"));
}

#[test]
fn the_next_review_is_counted_from_the_day_it_was_held() {
    let team = team();
    team.saves("schedule AB-123 30 November every 2 weeks");
    let held = team.shown("held AB-123 on yesterday plan changed");
    assert!(held.contains("due Tuesday 8 December 2026") && held.contains("Last held on Tuesday 24 November 2026"), "{held}");
    assert!(held.contains("call old copies in"));
    let next = team.shown("held AB-123 next in 4 weeks");
    assert!(next.contains("due Wednesday 23 December 2026"), "{next}");
}

#[test]
fn a_review_without_a_rhythm_asks_for_its_next_date() {
    let team = team();
    team.saves("schedule AB-123 tomorrow");
    assert!(team.shown("held AB-123").contains("Say when the next one is"));
    assert!(team.shown("show AB-123").contains("due Thursday 26 November 2026"));
}

#[test]
fn no_reply_keeps_the_review_open_and_asks_again_in_two_working_days() {
    let team = team();
    team.saves("schedule AB-123 today at 11am");
    let shown = team.shown("held AB-123 no reply");
    assert!(shown.contains("Waits until Friday 27 November 2026: contact tried, no reply yet"), "{shown}");
    assert!(shown.contains("Next announcement: Friday 27 November 2026 at 9am"), "{shown}");
}

#[test]
fn putting_off_takes_a_week_at_most_and_does_not_move_the_series() {
    let team = team();
    team.saves("schedule AB-123 27 November every 2 weeks");
    assert!(team.shown("snooze AB-123 for 8 days because lead away").contains("7 days at most"));
    let shown = team.shown("snooze AB-123 until Monday because lead away");
    assert!(shown.contains("due Friday 27 November 2026") && shown.contains("Waits until Monday 30 November 2026: lead away"), "{shown}");
}

#[test]
fn only_ones_own_last_change_is_undone_and_only_for_a_day() {
    let team = team();
    team.saves("schedule AB-123 27 November every 2 weeks");
    team.types("hand-over AB-123 to DL");
    let other = team.type_as("ZZ", "undo AB-123", now());
    assert!(other.reply.plain().contains("nothing of yours to undo"));
    let late = team.type_as("KP", "undo AB-123", at(2026, 11, 26, 11));
    assert!(late.reply.plain().contains("nothing of yours to undo"));
    assert!(team.shown("show AB-123").contains("lead DL"));
    assert!(!team.shown("undo AB-123").contains("lead DL"));
    assert!(!team.shown("show AB-123").contains("lead DL"));
}

#[test]
fn a_closed_review_is_silent_and_can_be_opened_again_by_undo() {
    let team = team();
    team.saves("schedule AB-123 27 November");
    team.saves("close AB-123");
    assert!(team.shown("show AB-123").contains("no open review"));
    assert!(preview(team.bot.diary().unwrap(), "Anytown", at(2027, 6, 1, 9)).unwrap().is_empty());
    assert!(team.shown("undo AB-123").contains("Taken back"));
    assert!(team.shown("show AB-123").contains("due Friday 27 November 2026"));
}

#[test]
fn a_case_has_one_open_review_of_a_kind() {
    let team = team();
    team.saves("schedule AB-123 27 November");
    let again = team.types("schedule AB-123 30 November");
    let said = team.bot.act(&again.choices[0].command, &asker("KP"), now()).reply.plain();
    assert!(said.contains("already"), "{said}");
    team.saves("schedule AB-123 30 November kind core-group");
    assert!(team.shown("show AB-123").contains("several reviews"));
    assert!(team.shown("show AB-123 kind core-group").contains("30 November"));
}

#[test]
fn a_moment_puts_danger_first_brings_the_review_forward_and_tells_at_once() {
    let team = team();
    team.saves("schedule AB-123 14 December every 2 weeks");
    // Three in the morning of Christmas Day.
    let night = at(2026, 12, 25, 3);
    let acted = team.type_as("KP", "moment AB-123 threat to family", night);
    let shown = acted.reply.plain();
    assert!(shown.starts_with("If anyone is in danger now, ring 999 first."), "{shown}");
    let team_2 = team.bot.diary().unwrap();
    let told = preview(team_2, "Anytown", night).unwrap();
    assert!(told.iter().any(|notice| matches!(notice.told, Told::Moment { .. })), "{told:?}");
}

#[test]
fn a_moment_that_is_not_recognised_changes_nothing_and_lists_what_is() {
    let team = team();
    team.saves("schedule AB-123 14 December");
    let shown = team.shown("moment AB-123 flibbertigibbet");
    assert!(shown.contains("did not recognise") && shown.contains("arrest"), "{shown}");
    assert!(team.shown("show AB-123").contains("due Monday 14 December 2026"));
}

#[test]
fn a_team_sees_its_own_reviews_only() {
    let team = team();
    team.saves("schedule AB-123 27 November");
    let others = Asker { team: "Othertown".into(), ..asker("KP") };
    let list = team.bot.act(&Command::read("list").unwrap(), &others, now()).reply.plain();
    assert!(list.contains("There are none"), "{list}");
    let show = team.bot.act(&Command::read("show AB-123").unwrap(), &others, now()).reply.plain();
    assert!(show.contains("no open review"), "{show}");
}

#[test]
fn no_lens_comes_again_before_all_were_shown() {
    let team = team();
    team.saves("schedule AB-123 27 November");
    let diary = team.bot.diary().unwrap();
    let mut notice = preview(diary, "Anytown", at(2026, 11, 27, 12)).unwrap().remove(0);
    let count = u32::try_from(team.bot.library().reviews.lenses.len()).unwrap();
    let mut seen: Vec<String> = (0..count)
        .map(|turn| {
            let Told::Review { lens, .. } = &mut notice.told else { panic!("a review") };
            *lens = turn;
            team.bot.announce(&notice).plain()
        })
        .collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count as usize);
}
