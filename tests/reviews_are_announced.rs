//! What is announced of a review, when and to whom: fixed dates, one promise at a time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod diary;

use diary::{at, day, entry, london, open, read, rule, tick, two_ticks};
use jiff::civil::time;
use jiff::{SignedDuration, Timestamp};
use lantern::diary::calendar::Nation;
use lantern::diary::delivery::{Ticked, preview};
use lantern::diary::entry::{Entry, EntryId, Hold, Why};
use lantern::diary::noticeboard::{Audience, Key, Notice, Noticeboard, Told};
use lantern::diary::review::{self, MOST_SNOOZE_DAYS, Unfit};
use lantern::diary::schedule::{Schedule, Stage};
use lantern::diary::store::{Change, LONGEST_ENTRY, Store};
use lantern::diary::transcript::{Posted, Transcript, Weather};
use lantern::diary::{Diary, DiaryError};
use std::collections::BTreeSet;
use std::pin::pin;

/// A diary, a board, and how the two go on in time.
struct Desk {
    folder: tempfile::TempDir,
    diary: Diary,
    board: Transcript,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { diary: open(&folder.path().join("diary")), board: Transcript::new(Timestamp::MIN), folder }
    }

    fn add(&self, entry: Entry) -> Entry {
        let now = entry.armed;
        self.diary.add(entry, "AB", now).unwrap()
    }

    /// After a stop.
    fn opened_again(self) -> Self {
        drop(self.diary);
        Self { diary: open(&self.folder.path().join("diary")), board: self.board, folder: self.folder }
    }

    /// What is posted at an instant.
    fn at(&self, text: &str) -> Vec<String> {
        self.tick(text);
        self.heard()
    }

    fn tick(&self, text: &str) -> Ticked {
        tick(&self.diary, &self.board, at(text))
    }

    fn heard(&self) -> Vec<String> {
        assert_eq!(self.board.faults(), Vec::<String>::new());
        self.board.take().0.iter().map(told).collect()
    }

    /// What is posted from one day up to and with another, tried every half hour.
    fn through(&self, from: &str, to: &str) -> Vec<String> {
        let (mut now, end) = (at(&format!("{from} 00:00")), at(&format!("{to} 23:59")));
        while now < end {
            tick(&self.diary, &self.board, now);
            now += SignedDuration::from_mins(30);
        }
        self.heard()
    }

    fn change(&self, id: EntryId, now: &str, change: impl Fn(Entry) -> Result<Entry, Unfit>) {
        self.diary.change(id, Some(("AB", at(now))), |entry| Ok::<_, DiaryError>(change(entry).unwrap())).unwrap();
    }
}

/// A review that a moment has brought forward, at an instant.
fn arrested(now: &str) -> Desk {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-04-20"), at("2027-03-01 12:00")));
    desk.change(saved.id, now, |entry| review::moment(entry, "arrest", Some(day("2027-03-17")), at(now)));
    desk
}

/// "2027-03-01 09:00 channel RV-1 today", with " late" and " again".
fn told(post: &Posted) -> String {
    let stage = |stage: &Stage| match stage {
        Stage::Ahead => "ahead".to_owned(),
        Stage::Today => "today".to_owned(),
        Stage::Overdue(days) => format!("overdue {days}"),
    };
    let what = match &post.notice.told {
        Told::Review { entry, stage: at, .. } => format!("{} {}", entry.case, stage(at)),
        Told::Digest(reviews) => format!("digest of {}", reviews.len()),
        Told::Moment { entry, moment } => format!("{} {moment}", entry.case),
        Told::Prompt { entry, card } => format!("{} {}", entry.case, card.id),
        Told::Refused { by, entries } => format!("refused {} for {}", entries.len(), format!("{by:?}").to_lowercase()),
        Told::Damaged { id, of } => format!("damaged {} {}", id.0, of.as_ref().map_or("?", |(case, _)| case)),
    };
    let whom = format!("{:?}", post.notice.audience).to_lowercase();
    let late = if post.notice.late { " late" } else { "" };
    let again = if post.notice.again { " again" } else { "" };
    format!("{} {whom} {what}{late}{again}", read(post.at))
}

fn next(schedule: &Schedule, entry: &Entry) -> String {
    read(schedule.next_post(entry).unwrap())
}

#[test]
fn announced_two_working_days_ahead_and_on_the_day_at_nine() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-01 12:00")));
    let told = desk.through("2027-03-01", "2027-03-10");
    assert_eq!(told, ["2027-03-08 09:00 channel RV-1 ahead", "2027-03-10 09:00 channel RV-1 today"]);
}

#[test]
fn a_due_date_on_a_sunday_is_announced_on_the_friday_before() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-14"), at("2027-03-01 12:00")));
    let told = desk.through("2027-03-01", "2027-03-14");
    assert_eq!(told, ["2027-03-10 09:00 channel RV-1 ahead", "2027-03-12 09:00 channel RV-1 today"]);
    assert_eq!(desk.through("2027-03-15", "2027-03-15"), ["2027-03-15 09:00 lead RV-1 overdue 1"]);
}

#[test]
fn each_nation_has_its_bank_holidays() {
    let easter_monday = entry("RV-1", day("2027-03-29"), at("2027-03-25 12:00"));
    let second_january = entry("RV-1", day("2026-01-02"), at("2025-12-31 12:00"));
    let boyne = entry("RV-1", day("2027-07-12"), at("2027-07-08 12:00"));
    let on_day = |nation, due: &Entry| {
        let announced = Some(rule(nation).calendar.before(rule(nation).calendar.on_or_before(due.due), 1));
        next(&rule(nation), &Entry { announced, armed: at("2025-01-01 00:00"), ..due.clone() })
    };
    let (england, scotland, north) = (Nation::EnglandAndWales, Nation::Scotland, Nation::NorthernIreland);
    assert_eq!(on_day(england, &easter_monday), "2027-03-25 09:00");
    assert_eq!(on_day(scotland, &easter_monday), "2027-03-29 09:00");
    assert_eq!(on_day(england, &second_january), "2026-01-02 09:00");
    assert_eq!(on_day(scotland, &second_january), "2025-12-31 09:00");
    assert_eq!(on_day(england, &boyne), "2027-07-12 09:00");
    assert_eq!(on_day(north, &boyne), "2027-07-09 09:00");
}

#[test]
fn overdue_it_goes_to_the_lead_every_working_day_and_from_the_third_to_the_supervisors() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    let told = desk.through("2027-03-10", "2027-03-16");
    assert_eq!(
        told,
        [
            "2027-03-10 09:00 channel RV-1 today",
            "2027-03-11 09:00 lead RV-1 overdue 1",
            "2027-03-12 09:00 lead RV-1 overdue 2",
            "2027-03-15 09:00 lead RV-1 overdue 3",
            "2027-03-15 09:00 supervisors RV-1 overdue 3",
            "2027-03-16 09:00 lead RV-1 overdue 4",
            "2027-03-16 09:00 supervisors RV-1 overdue 4",
        ]
    );
}

#[test]
fn three_overdue_in_one_team_become_one_digest_and_two_do_not() {
    let desk = Desk::new();
    for (case, team) in [("RV-1", "north"), ("RV-2", "north"), ("RV-3", "north"), ("RV-4", "south"), ("RV-5", "south")] {
        desk.add(Entry { team: team.to_owned(), ..entry(case, day("2027-03-10"), at("2027-03-10 08:00")) });
    }
    desk.through("2027-03-10", "2027-03-10");
    let told = desk.through("2027-03-11", "2027-03-11");
    assert_eq!(
        told,
        ["2027-03-11 09:00 channel digest of 3", "2027-03-11 09:00 lead RV-4 overdue 1", "2027-03-11 09:00 lead RV-5 overdue 1"]
    );
}

#[test]
fn a_snooze_moves_one_announcement_and_the_series_does_not_drift() {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-01 12:00")));
    desk.change(saved.id, "2027-03-05 12:00", |entry| review::snooze(entry, day("2027-03-09"), Why::LeadAway, day("2027-03-05")));
    assert_eq!(
        desk.through("2027-03-05", "2027-03-11"),
        ["2027-03-09 09:00 channel RV-1 ahead", "2027-03-10 09:00 channel RV-1 today", "2027-03-11 09:00 lead RV-1 overdue 1"]
    );
    let snoozed = |until| review::snooze(saved.clone(), until, Why::LeadAway, day("2027-03-05"));
    assert_eq!(MOST_SNOOZE_DAYS, 7);
    assert!(snoozed(day("2027-03-12")).is_ok_and(|entry| entry.due == saved.due));
    assert_eq!(snoozed(day("2027-03-13")), Err(Unfit::SnoozeTooLong));
    assert_eq!(snoozed(day("2027-03-05")), Err(Unfit::NotAfterToday));
}

#[test]
fn contact_without_a_reply_is_asked_about_again_and_never_closes() {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    desk.through("2027-03-10", "2027-03-10");
    for today in ["2027-03-10", "2027-03-12"] {
        let schedule = desk.diary.schedule().clone();
        desk.change(saved.id, &format!("{today} 10:00"), |entry| review::no_reply(entry, &schedule, day(today)));
        desk.through(today, today);
    }
    assert_eq!(
        desk.through("2027-03-13", "2027-03-16"),
        ["2027-03-16 09:00 lead RV-1 overdue 4", "2027-03-16 09:00 supervisors RV-1 overdue 4"]
    );
    let after = desk.diary.get(saved.id).unwrap();
    assert!(after.is_open() && after.due == saved.due);
}

#[test]
fn nothing_of_a_closed_or_paused_one_is_posted() {
    let desk = Desk::new();
    let [closed, paused] = ["RV-1", "RV-2"].map(|case| desk.add(entry(case, day("2027-03-10"), at("2027-03-10 08:00"))));
    desk.change(closed.id, "2027-03-10 08:30", review::close);
    desk.change(paused.id, "2027-03-10 08:30", |entry| review::pause(entry, day("2027-03-22"), day("2027-03-10")));
    assert_eq!(desk.through("2027-03-10", "2027-03-21"), [""; 0]);
    assert_eq!(desk.through("2027-03-22", "2027-03-22").len(), 2, "to the lead and to the supervisors");
}

#[test]
fn after_a_late_start_it_is_posted_once_and_marked_late() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-01 12:00")));
    assert_eq!(desk.at("2027-03-10 15:00"), ["2027-03-10 15:00 channel RV-1 today late"]);
    assert_eq!(desk.at("2027-03-10 15:01"), [""; 0]);
}

#[test]
fn what_was_tried_for_an_hour_is_late_too() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    desk.board.weather(Weather::Away);
    for minute in 0..50 {
        assert_eq!(desk.at(&format!("2027-03-10 09:{minute:02}")), [""; 0]);
    }
    desk.board.weather(Weather::Well);
    // Tried less and less often, it is next tried at three minutes past ten.
    assert_eq!(desk.at("2027-03-10 10:02"), [""; 0]);
    assert_eq!(desk.at("2027-03-10 10:03"), ["2027-03-10 10:03 channel RV-1 today late"]);
}

#[test]
fn a_moment_at_three_on_christmas_day_is_told_at_once() {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-01-20"), at("2026-12-01 12:00")));
    desk.change(saved.id, "2026-12-25 03:00", |entry| review::moment(entry, "arrest", Some(day("2026-12-29")), at("2026-12-25 03:00")));
    assert_eq!(desk.at("2026-12-25 03:00"), ["2026-12-25 03:00 channel RV-1 arrest", "2026-12-25 03:00 supervisors RV-1 arrest"]);
    assert_eq!(desk.through("2026-12-25", "2026-12-29"), ["2026-12-29 09:00 channel RV-1 today"]);
}

#[test]
fn two_moments_before_anybody_was_told_are_both_told() {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-01-20"), at("2026-12-01 12:00")));
    for moment in ["arrest", "missing"] {
        desk.change(saved.id, "2026-12-08 03:00", |entry| review::moment(entry, moment, None, at("2026-12-08 03:00")));
    }
    let told = [desk.at("2026-12-08 03:00"), desk.at("2026-12-08 03:01"), desk.at("2026-12-08 03:02")].concat();
    let channel: Vec<&str> = told.iter().filter_map(|line| line.split(" channel ").nth(1)).collect();
    assert_eq!(channel, ["RV-1 arrest", "RV-1 missing"]);
}

#[test]
fn an_alert_in_the_night_takes_nothing_from_the_day() {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-08 12:00")));
    desk.change(saved.id, "2027-03-10 03:00", |entry| review::moment(entry, "arrest", None, at("2027-03-10 03:00")));
    assert_eq!(desk.at("2027-03-10 03:00").len(), 2);
    assert_eq!(desk.through("2027-03-10", "2027-03-10"), ["2027-03-10 09:00 channel RV-1 today"]);
}

#[test]
fn nothing_but_an_alert_falls_into_the_quiet_hours_unless_that_time_was_asked_for() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-01 12:00")));
    desk.add(Entry {
        time: Some(time(21, 0, 0, 0)),
        announced: Some(day("2027-03-08")),
        ..entry("RV-2", day("2027-03-10"), at("2027-03-01 12:00"))
    });
    assert_eq!(desk.at("2027-03-10 21:00"), ["2027-03-10 21:00 channel RV-2 today"]);
    assert_eq!(desk.at("2027-03-11 06:59"), [""; 0]);
    assert_eq!(desk.at("2027-03-11 07:00"), ["2027-03-11 07:00 lead RV-1 overdue 1 late"]);
}

#[test]
fn a_time_that_the_clock_skips_is_announced_and_one_that_comes_twice_only_once() {
    let schedule = Schedule { quiet: None, ..rule(Nation::default()) };
    let asked = |due: &str| Entry {
        time: Some(time(1, 30, 0, 0)),
        announced: Some(day("2027-01-01")),
        ..entry("RV-1", day(due), at("2027-03-01 12:00"))
    };
    // The change is on a Sunday, and the time is asked for on that very day: it was set with the Friday gone.
    let gap = Entry { armed: at("2027-03-27 12:00"), ..asked("2027-03-28") };
    let fold = Entry { armed: at("2027-10-30 12:00"), ..asked("2027-10-31") };
    assert_eq!(next(&schedule, &gap), "2027-03-28 02:30");
    assert_eq!(schedule.next_post(&fold).unwrap(), "2027-10-31T00:30:00Z".parse().unwrap());
    let desk = Desk::new();
    desk.add(fold);
    assert_eq!(desk.through("2027-10-31", "2027-10-31").len(), 1);
    // Nine o'clock stays nine o'clock.
    let next = |due: &str| schedule.next_post(&entry("RV-1", day(due), at("2027-03-01 12:00"))).unwrap().to_zoned(london()).time();
    assert_eq!([next("2027-03-26"), next("2027-04-01"), next("2027-11-03")], [time(9, 0, 0, 0); 3]);
}

#[test]
fn a_changed_rule_works_every_next_post_out_anew() {
    let folder = tempfile::tempdir().unwrap();
    let saved = {
        let diary = open(folder.path());
        diary.add(entry("RV-1", day("2027-03-10"), at("2027-03-01 12:00")), "AB", at("2027-03-01 12:00")).unwrap()
    };
    assert_eq!(read(saved.next_post.unwrap()), "2027-03-08 09:00");
    let changed = Schedule { morning: time(8, 30, 0, 0), ahead: 3, ..rule(Nation::default()) };
    let diary = Diary::new(Store::open(folder.path()).unwrap(), changed).unwrap();
    assert_eq!(diary.next().unwrap().map(read).as_deref(), Some("2027-03-05 08:30"));
    assert_eq!(diary.due(at("2027-03-08 09:00"), 10, 10).unwrap().entries.len(), 1, "the old time is gone");
}

#[test]
fn what_may_be_there_is_asked_about_even_after_a_second_try_that_failed() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    desk.board.next(Weather::Unclear { posted: true });
    desk.board.next(Weather::Away);
    assert_eq!(desk.at("2027-03-10 09:00"), ["2027-03-10 09:00 channel RV-1 today"]);
    assert_eq!(desk.at("2027-03-10 09:01"), Vec::<String>::new());
    assert_eq!(desk.at("2027-03-10 11:00"), Vec::<String>::new(), "it was posted again");
    assert_eq!(desk.board.faults(), Vec::<String>::new());
}

#[test]
fn a_record_of_version_1_still_reads() {
    let records = include_str!("fixtures/diary-v1.json");
    let desk = Desk::new();
    let lines: Vec<&str> = records.lines().collect();
    for (n, record) in lines.iter().enumerate() {
        desk.diary.store().change(Change::put(format!("e/{:016x}", n + 1), *record)).wait().unwrap();
    }
    let (entries, damaged) = desk.diary.all().unwrap();
    assert_eq!((entries.len(), damaged.len()), (2, 0));
    assert_eq!(entries[0], Entry { id: EntryId(1), revision: 1, ..entry("RV-1", day("2027-03-10"), at("2027-03-01 12:00")) });
    let full = &entries[1];
    assert_eq!(full.hold, Some(Hold { until: day("2027-03-09"), why: Why::NoReply }));
    assert_eq!(full.alert.as_ref().map(|alert| alert.moment.as_str()), Some("arrest"));
    assert_eq!(serde_json::to_string(full).unwrap(), lines[1], "and is written as it was");
}

#[test]
fn a_damaged_record_is_set_aside_named_once_and_the_rest_go_on() {
    let desk = Desk::new();
    let [bad, _] = ["RV-1", "RV-2"].map(|case| desk.add(entry(case, day("2027-03-10"), at("2027-03-10 08:00"))));
    desk.diary.store().change(Change::put(format!("e/{}", bad.id), "{\"version\":1,")).wait().unwrap();
    desk.board.next(Weather::Away);
    assert_eq!(desk.tick("2027-03-10 09:00").damaged, 1);
    assert_eq!(desk.heard(), ["2027-03-10 09:00 channel RV-2 today"], "nobody could be told of the damage yet");
    assert_eq!(desk.at("2027-03-10 09:05"), ["2027-03-10 09:05 supervisors damaged 1 RV-1"]);
    assert_eq!(desk.tick("2027-03-10 09:10"), Ticked::default());
    let kept = |key: &str| desk.diary.store().get(format!("{key}/{}", bad.id).as_bytes()).unwrap();
    assert_eq!((kept("e"), kept("q")), (Some(b"{\"version\":1,".to_vec()), Some(b"{\"version\":1,".to_vec())));
    assert_eq!(desk.diary.all().unwrap().1, [bad.id]);
}

/// Fills a record to the last byte, and changes it up to a revision.
fn fill(desk: &Desk, large: &Entry, revision: u64) {
    let bytes =
        format!("e/{}", large.id).len() + serde_json::to_vec(&Entry { outcome: Some(String::new()), ..large.clone() }).unwrap().len();
    let outcome = Some("x".repeat(LONGEST_ENTRY - bytes));
    for _ in large.revision..revision {
        desk.diary.change(large.id, None, |entry| Ok::<_, DiaryError>(Entry { outcome: outcome.clone(), ..entry })).unwrap();
    }
}

#[test]
fn one_whose_record_is_full_keeps_no_other_waiting_in_the_night_or_while_the_board_is_away() {
    for by_night in [true, false] {
        let desk = Desk::new();
        let [large, other] = ["AB-1", "AB-2"].map(|case| desk.add(entry(case, day("2027-03-01"), at("2027-03-01 08:00"))));
        // The tenth needs a byte more than there is.
        fill(&desk, &large, 9);
        if by_night {
            assert_eq!(desk.tick("2027-03-01 22:00"), Ticked::default());
            assert_eq!(desk.diary.get(other.id).unwrap().next_post.map(read).as_deref(), Some("2027-03-02 07:00"));
        } else {
            desk.board.weather(Weather::Away);
            assert_eq!(desk.tick("2027-03-01 09:00").postponed, 2);
            assert_eq!(desk.tick("2027-03-01 09:00").postponed, 0, "it is tried at every tick");
            assert_eq!(desk.diary.get(other.id).unwrap().failures, 1);
            desk.board.weather(Weather::Well);
        }
        assert_eq!(desk.at("2027-03-02 09:00").len(), 2);
        assert_eq!(desk.at("2027-03-02 12:00"), Vec::<String>::new());
        assert_eq!(desk.diary.get(large.id).unwrap().revision, 9, "it fits: the test tests nothing");
    }
}

#[test]
fn one_whose_record_does_not_fit_keeps_no_other_from_being_posted_and_recorded() {
    let desk = Desk::new();
    let [large, other] = ["AB-1", "AB-2"].map(|case| desk.add(entry(case, day("2027-03-01"), at("2027-03-01 08:00"))));
    fill(&desk, &large, 2);
    assert_eq!(desk.at("2027-03-01 09:00").len(), 2);
    assert_eq!(desk.diary.get(other.id).unwrap().announced, Some(day("2027-03-01")));
    assert_eq!(desk.diary.get(large.id).unwrap().announced, None, "it fits: the test tests nothing");
    // It was posted, and is not again, also where the board cannot tell.
    desk.board.tells(false);
    for time in ["09:30", "10:30", "12:00", "15:00"] {
        assert_eq!(desk.at(&format!("2027-03-01 {time}")), Vec::<String>::new());
    }
}

#[test]
fn what_was_changed_while_posting_stays_as_the_practitioner_left_it() {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    let now = at("2027-03-10 09:00");
    desk.board.at(now);
    let mut ticking = Box::pin(lantern::diary::delivery::deliver_due(&desk.diary, &desk.board, now));
    assert!(diary::poll_all(vec![ticking.as_mut()], 2).pop().unwrap().is_none(), "it is being posted");
    desk.change(saved.id, "2027-03-10 09:00", |entry| review::amend(entry, Some((day("2027-04-20"), None)), now));
    diary::poll_all(vec![ticking.as_mut()], usize::MAX).pop().unwrap().unwrap().unwrap();
    let after = desk.diary.get(saved.id).unwrap();
    assert_eq!((after.due, after.next_post.map(read).as_deref()), (day("2027-04-20"), Some("2027-04-16 09:00")));
    assert_eq!(desk.heard().len(), 1);
}

#[test]
fn what_is_closed_while_others_of_its_tick_are_posted_is_not() {
    let desk = Desk::new();
    let [_, second] = ["RV-1", "RV-2"].map(|case| desk.add(entry(case, day("2027-03-10"), at("2027-03-10 08:00"))));
    let now = at("2027-03-10 09:00");
    desk.board.at(now);
    let mut ticking = Box::pin(lantern::diary::delivery::deliver_due(&desk.diary, &desk.board, now));
    assert!(diary::poll_all(vec![ticking.as_mut()], 2).pop().unwrap().is_none(), "the first is being posted");
    desk.change(second.id, "2027-03-10 09:00", review::close);
    diary::poll_all(vec![ticking.as_mut()], usize::MAX).pop().unwrap().unwrap().unwrap();
    assert_eq!(desk.heard(), ["2027-03-10 09:00 channel RV-1 today"]);
}

#[test]
fn two_ticks_at_once_post_once() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    assert!(two_ticks(&desk.diary, &desk.board, at("2027-03-10 09:00")));
    assert_eq!(desk.heard(), ["2027-03-10 09:00 channel RV-1 today"]);
}

#[test]
fn a_clock_that_steps_back_posts_nothing_twice() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 07:30")));
    assert_eq!(desk.at("2027-03-10 09:10").len(), 1);
    assert_eq!([desk.at("2027-03-10 08:10"), desk.at("2027-03-10 09:10"), desk.at("2027-03-10 10:10")].concat(), [""; 0]);
}

#[test]
fn one_that_a_digest_no_longer_holds_is_not_taken_for_told_with_it() {
    let desk = Desk::new();
    let all = ["RV-1", "RV-2", "RV-3", "RV-4"].map(|case| desk.add(entry(case, day("2027-03-10"), at("2027-03-10 08:00"))));
    desk.through("2027-03-10", "2027-03-10");
    let nine = at("2027-03-11 09:00");
    desk.board.next(Weather::Unclear { posted: false });
    assert_eq!(tick(&desk.diary, &desk.board, nine).postponed, 4);
    // Three are looked at again before the fourth.
    for entry in &all[..3] {
        desk.change(entry.id, "2027-03-11 09:00", |entry| review::amend(entry, None, nine));
    }
    assert_eq!(tick(&desk.diary, &desk.board, nine + SignedDuration::from_secs(10)).posted, 3);
    assert_eq!(desk.tick("2027-03-11 09:05").posted, 1);
    assert_eq!(desk.heard(), ["2027-03-11 09:00 channel digest of 3", "2027-03-11 09:05 lead RV-4 overdue 1"]);
}

#[test]
fn the_board_is_asked_as_far_back_as_the_first_try_and_no_further() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    let first = at("2027-03-10 09:00");
    desk.board.next(Weather::Unclear { posted: true });
    assert_eq!(tick(&desk.diary, &desk.board, first).postponed, 1);
    desk.board.next(Weather::Unclear { posted: false });
    assert_eq!(tick(&desk.diary, &desk.board, first + SignedDuration::from_secs(30)).postponed, 1);
    // It is there since the first try, and not since the second.
    assert_eq!(desk.tick("2027-03-10 09:03").posted, 1);
    assert_eq!(desk.heard(), ["2027-03-10 09:00 channel RV-1 today"]);
    let key = Key("a-key".into());
    let told = Told::Refused { by: Audience::Channel, entries: vec![] };
    let notice = Notice { key, team: "north".into(), audience: Audience::Channel, told, late: false, again: false, instead: false };
    desk.board.at(first);
    diary::poll_all(vec![pin!(desk.board.post(&notice))], usize::MAX).pop().unwrap().unwrap().unwrap();
    let asked = |since: Timestamp| diary::poll_all(vec![pin!(desk.board.has(&notice, since))], usize::MAX).pop().unwrap().unwrap();
    assert_eq!((asked(first), asked(first + SignedDuration::from_secs(1))), (Ok(Some(true)), Ok(Some(false))));
}

#[test]
fn no_answer_is_tried_again_under_the_same_key_and_later_asked_about() {
    let desk = Desk::new();
    for case in ["RV-1", "RV-2"] {
        desk.add(entry(case, day("2027-03-10"), at("2027-03-10 08:00")));
    }
    desk.through("2027-03-10", "2027-03-10");
    // The third joins between the tries, and would have made it a digest.
    desk.board.weather(Weather::Unclear { posted: true });
    assert_eq!(desk.tick("2027-03-11 09:00").postponed, 2);
    desk.add(Entry { announced: Some(day("2027-03-10")), ..entry("RV-3", day("2027-03-10"), at("2027-03-10 08:00")) });
    desk.board.weather(Weather::Well);
    tick(&desk.diary, &desk.board, at("2027-03-11 09:10"));
    assert_eq!(desk.heard().iter().map(|line| line.split(' ').nth(3).unwrap().to_owned()).collect::<Vec<_>>(), ["RV-1", "RV-2", "RV-3"]);
    assert_eq!(desk.board.recognised(), 0);
}

#[test]
fn a_board_that_cannot_tell_gets_it_again_marked_as_such() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    desk.board.tells(false);
    desk.board.next(Weather::Silent { posted: true });
    assert!(diary::tick_for(&desk.diary, &desk.board, at("2027-03-10 09:00"), usize::MAX).is_none(), "stopped while posting");
    let desk = desk.opened_again();
    assert_eq!(desk.at("2027-03-10 09:02"), ["2027-03-10 09:00 channel RV-1 today", "2027-03-10 09:02 channel RV-1 today again"]);
}

#[test]
fn a_board_that_refuses_is_told_to_a_person_and_the_review_stays() {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    desk.board.refuse("north", Audience::Channel, true);
    assert_eq!(desk.at("2027-03-10 09:00"), ["2027-03-10 09:00 fallback RV-1 today", "2027-03-10 09:00 fallback refused 1 for channel"]);
    assert!(desk.diary.get(saved.id).is_ok_and(|entry| entry.is_open() && entry.refused));
    desk.board.refuse("north", Audience::Channel, false);
    assert_eq!(desk.through("2027-03-11", "2027-03-11"), ["2027-03-11 09:00 lead RV-1 overdue 1"]);
    assert!(!desk.diary.get(saved.id).unwrap().refused);
}

#[test]
fn a_moment_before_midnight_is_told_to_the_supervisors_after_it() {
    for stopped in [true, false] {
        let desk = arrested("2027-03-09 23:58");
        desk.board.next(Weather::Well);
        desk.board.next(if stopped { Weather::Silent { posted: false } } else { Weather::Away });
        let done = diary::tick_for(&desk.diary, &desk.board, at("2027-03-09 23:59"), usize::MAX);
        assert_eq!(done.is_none(), stopped);
        assert_eq!(desk.heard(), ["2027-03-09 23:59 channel RV-1 arrest"]);
        let desk = desk.opened_again();
        assert_eq!(desk.at("2027-03-10 00:05"), ["2027-03-10 00:05 supervisors RV-1 arrest"]);
    }
}

#[test]
fn where_the_channel_refuses_the_supervisors_get_theirs_though_that_failed_at_first() {
    let desk = arrested("2027-03-09 12:00");
    desk.board.refuse("north", Audience::Channel, true);
    desk.board.next(Weather::Well);
    desk.board.next(Weather::Away);
    let told = desk.at("2027-03-09 12:01");
    assert_eq!(told, ["2027-03-09 12:01 fallback RV-1 arrest", "2027-03-09 12:01 fallback refused 1 for channel"]);
    assert_eq!(desk.at("2027-03-09 12:05"), ["2027-03-09 12:05 supervisors RV-1 arrest"]);
    assert_eq!(desk.at("2027-03-09 12:10"), [""; 0]);
}

#[test]
fn where_the_channel_refuses_and_the_program_is_stopped_then_the_supervisors_get_theirs_once() {
    let desk = arrested("2027-03-09 12:00");
    desk.board.refuse("north", Audience::Channel, true);
    desk.board.next(Weather::Well);
    desk.board.next(Weather::Silent { posted: true });
    assert!(diary::tick_for(&desk.diary, &desk.board, at("2027-03-09 12:01"), usize::MAX).is_none(), "stopped while posting");
    let desk = desk.opened_again();
    let told = desk.at("2027-03-09 12:05");
    let all = [
        "2027-03-09 12:01 fallback RV-1 arrest",
        "2027-03-09 12:01 supervisors RV-1 arrest",
        "2027-03-09 12:05 fallback refused 1 for channel",
    ];
    assert_eq!(told, all);
}

#[test]
fn a_lead_who_is_told_alone_is_no_reason_not_to_tell_the_supervisors_that_the_channel_refuses() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    for audience in [Audience::Channel, Audience::Fallback] {
        desk.board.refuse("north", audience, true);
    }
    let told = ["2027-03-10 09:00 lead RV-1 today", "2027-03-10 09:00 supervisors refused 1 for channel"];
    assert_eq!(desk.at("2027-03-10 09:00"), told);
}

#[test]
fn where_the_supervisors_place_refuses_the_channel_is_told_so() {
    let desk = arrested("2027-03-09 12:00");
    desk.board.refuse("north", Audience::Supervisors, true);
    let told = ["2027-03-09 12:01 channel RV-1 arrest", "2027-03-09 12:01 channel refused 1 for supervisors"];
    assert_eq!(desk.at("2027-03-09 12:01"), told);
}

#[test]
fn where_channel_and_supervisors_refuse_both_are_explained() {
    let desk = arrested("2027-03-09 12:00");
    for audience in [Audience::Channel, Audience::Supervisors] {
        desk.board.refuse("north", audience, true);
    }
    let told = ["fallback RV-1 arrest", "fallback refused 1 for channel", "fallback refused 1 for supervisors"];
    assert_eq!(desk.at("2027-03-09 12:01"), told.map(|what| format!("2027-03-09 12:01 {what}")));
}

#[test]
fn supervisors_who_are_away_over_midnight_take_nothing_from_the_next_day() {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-03-09"), at("2027-03-09 12:00")));
    desk.change(saved.id, "2027-03-09 23:58", |entry| review::moment(entry, "arrest", None, at("2027-03-09 23:58")));
    desk.board.next(Weather::Well);
    desk.board.next(Weather::Away);
    assert_eq!(desk.at("2027-03-09 23:59"), ["2027-03-09 23:59 channel RV-1 arrest"]);
    desk.board.weather(Weather::Away);
    assert_eq!(desk.tick("2027-03-10 00:05").postponed, 1);
    desk.board.weather(Weather::Well);
    assert_eq!(desk.at("2027-03-10 00:10"), ["2027-03-10 00:10 supervisors RV-1 arrest"]);
    assert_eq!(desk.through("2027-03-10", "2027-03-10"), ["2027-03-10 09:00 lead RV-1 overdue 1"]);
}

#[test]
fn after_a_stop_of_over_a_day_the_supervisors_do_not_get_a_moment_twice() {
    let desk = arrested("2027-03-09 12:00");
    desk.board.next(Weather::Well);
    desk.board.next(Weather::Silent { posted: true });
    assert!(diary::tick_for(&desk.diary, &desk.board, at("2027-03-09 12:01"), usize::MAX).is_none(), "stopped while posting");
    let desk = desk.opened_again();
    assert_eq!(desk.tick("2027-03-10 13:30").posted, 1);
    assert_eq!(desk.heard(), ["2027-03-09 12:01 channel RV-1 arrest", "2027-03-09 12:01 supervisors RV-1 arrest"]);
}

#[test]
fn a_clock_that_is_behind_for_some_minutes_has_nothing_announced_again() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    assert_eq!(desk.at("2027-03-10 09:00").len(), 1);
    for behind in ["2027-03-08 12:00", "2027-03-08 12:01", "2027-03-08 12:59"] {
        assert_eq!(desk.at(behind), [""; 0]);
    }
    assert_eq!(desk.through("2027-03-10", "2027-03-10"), [""; 0]);
}

#[test]
fn what_was_announced_today_is_not_again_after_the_clock_was_ahead_and_a_moment_of_that_time_is_told() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    let told = desk.add(entry("RV-2", day("2027-04-20"), at("2027-03-10 08:00")));
    assert_eq!(desk.at("2027-03-10 09:00").len(), 1);
    assert_eq!(desk.at("2028-03-13 09:00").len(), 4, "both to the lead and the supervisors");
    desk.board.weather(Weather::Away);
    desk.change(told.id, "2028-03-13 09:01", |entry| review::moment(entry, "arrest", Some(day("2027-03-17")), at("2028-03-13 09:01")));
    assert_eq!(desk.tick("2028-03-13 09:01").postponed, 1);
    desk.board.weather(Weather::Well);
    let told: BTreeSet<String> = desk.through("2027-03-10", "2027-03-10").into_iter().collect();
    let owed = ["2027-03-10 01:00 channel RV-2 arrest", "2027-03-10 01:00 supervisors RV-2 arrest"];
    assert_eq!(told, owed.map(str::to_owned).into());
}

#[test]
fn a_moment_that_was_told_is_not_told_again_because_the_date_was_changed() {
    let desk = arrested("2027-03-09 12:00");
    desk.board.next(Weather::Well);
    desk.board.next(Weather::Away);
    assert_eq!(desk.at("2027-03-09 12:01"), ["2027-03-09 12:01 channel RV-1 arrest"]);
    let id = desk.diary.all().unwrap().0[0].id;
    let now = at("2027-03-09 12:04");
    desk.change(id, "2027-03-09 12:04", |entry| review::amend(entry, Some((day("2027-03-15"), None)), now));
    assert_eq!(desk.at("2027-03-09 12:05"), ["2027-03-09 12:05 supervisors RV-1 arrest"]);
}

#[test]
fn a_clock_that_was_far_ahead_for_a_while_silences_nothing() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-01 08:00")));
    desk.add(entry("RV-2", day("2027-03-12"), at("2027-03-01 08:00")));
    desk.tick("2027-03-02 10:00");
    desk.board.next(Weather::Well);
    desk.board.next(Weather::Away);
    assert_eq!(desk.tick("2028-03-10 10:00"), Ticked { posted: 1, postponed: 1, ..Ticked::default() });
    assert!(!desk.heard().is_empty());
    let told = desk.through("2027-03-02", "2027-03-12");
    let owed = [
        "2027-03-08 09:00 channel RV-1 ahead",
        "2027-03-10 09:00 channel RV-1 today",
        "2027-03-10 09:00 channel RV-2 ahead",
        "2027-03-11 09:00 lead RV-1 overdue 1",
        "2027-03-12 09:00 lead RV-1 overdue 2",
        "2027-03-12 09:00 channel RV-2 today",
    ];
    assert_eq!(told.iter().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(owed));
    assert_eq!(told.len(), owed.len());
}

#[test]
fn where_nobody_can_be_told_the_board_is_tried_less_and_less_often() {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    let refuse = |refuses: bool| {
        for audience in [Audience::Channel, Audience::Fallback, Audience::Lead, Audience::Supervisors] {
            desk.board.refuse("north", audience, refuses);
        }
    };
    refuse(true);
    for (time, tries) in [("09:00", 4), ("09:00", 0), ("09:01", 4), ("09:02", 0), ("09:03", 4), ("09:06", 0), ("09:07", 4)] {
        desk.tick(&format!("2027-03-10 {time}"));
        assert_eq!(desk.board.take().1.len(), tries, "{time}");
        assert!(desk.diary.get(saved.id).is_ok_and(|entry| entry.is_open() && entry.refused));
    }
    refuse(false);
    assert_eq!(desk.at("2027-03-10 09:15"), ["2027-03-10 09:15 channel RV-1 today"]);
}

#[test]
fn a_day_on_which_it_was_told_stays_told_when_the_date_is_changed_and_changed_back() {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-10 08:00")));
    assert_eq!(desk.at("2027-03-10 09:00").len(), 1);
    desk.change(saved.id, "2027-03-10 10:00", |entry| {
        review::amend(entry, Some((day("2027-03-10"), Some(time(15, 0, 0, 0)))), at("2027-03-10 10:00"))
    });
    assert_eq!(desk.through("2027-03-10", "2027-03-10"), [""; 0]);
    desk.diary.undo(saved.id, "AB", at("2027-03-10 12:00")).unwrap();
    assert_eq!(desk.through("2027-03-10", "2027-03-11"), ["2027-03-11 09:00 lead RV-1 overdue 1"]);
}

#[test]
fn one_s_own_last_change_can_be_taken_back_for_a_day() {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-01 12:00")));
    desk.change(saved.id, "2027-03-02 12:00", review::close);
    assert_eq!(desk.diary.undo(saved.id, "CD", at("2027-03-02 13:00")), Err(DiaryError::NothingToUndo));
    assert_eq!(desk.diary.undo(saved.id, "AB", at("2027-03-03 12:01")), Err(DiaryError::NothingToUndo));
    let back = desk.diary.undo(saved.id, "AB", at("2027-03-03 12:00")).unwrap().unwrap();
    assert!(back.is_open() && back.due == saved.due && back.next_post == saved.next_post);
    assert_eq!(desk.diary.undo(saved.id, "AB", at("2027-03-03 12:00")), Err(DiaryError::NothingToUndo));
}

#[test]
fn a_closed_review_is_not_reopened_beside_a_new_one_of_its_kind() {
    let desk = Desk::new();
    let saved = desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-01 12:00")));
    desk.change(saved.id, "2027-03-02 12:00", review::close);
    desk.add(entry("RV-1", day("2027-03-17"), at("2027-03-02 12:30")));
    assert_eq!(desk.diary.undo(saved.id, "AB", at("2027-03-02 13:00")), Err(DiaryError::Already));
    let entries = desk.diary.all().unwrap().0;
    assert_eq!(entries.iter().filter(|entry| entry.is_open()).count(), 1);
}

#[test]
fn a_preview_shows_what_is_posted_then() {
    let desk = Desk::new();
    desk.add(entry("RV-1", day("2027-03-10"), at("2027-03-01 12:00")));
    let shown = preview(&desk.diary, "north", at("2027-03-08 09:00")).unwrap();
    desk.tick("2027-03-08 09:00");
    let posted: Vec<_> = desk.board.take().0.into_iter().map(|post| post.notice).collect();
    assert_eq!(shown, posted);
}
