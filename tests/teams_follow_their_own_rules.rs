//! Several teams in one diary: each is told by its own rule, and no team's rule touches another's entries.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod diary;

use diary::{at, day, entry, open, read, rule, tick};
use jiff::civil::time;
use jiff::{SignedDuration, Timestamp};
use lantern::diary::Diary;
use lantern::diary::calendar::Nation;
use lantern::diary::entry::{Entry, EntryId};
use lantern::diary::schedule::Schedule;
use lantern::diary::store::Store;
use lantern::diary::transcript::Transcript;
use std::path::Path;

/// Scotland's working days, at half past ten, a day ahead, and nothing after four in the afternoon.
fn scottish() -> Schedule {
    let quiet = Some((time(16, 0, 0, 0), time(10, 0, 0, 0)));
    Schedule { morning: time(10, 30, 0, 0), ahead: 1, quiet, ..rule(Nation::Scotland) }
}

fn of(team: &str, case: &str, due: &str, now: &str) -> Entry {
    Entry { team: team.to_owned(), lead: None, ..entry(case, day(due), at(now)) }
}

fn add(diary: &Diary, entry: Entry) -> EntryId {
    let now = entry.armed;
    diary.add(entry, "AB", now).unwrap().id
}

fn next(diary: &Diary, id: EntryId) -> String {
    read(diary.get(id).unwrap().next_post.unwrap())
}

/// What is posted from one instant to another, tried every quarter of an hour: "2027-03-25 09:00 north RV-1".
fn through(diary: &Diary, from: &str, to: &str) -> Vec<String> {
    let (board, mut now) = (Transcript::new(Timestamp::MIN), at(from));
    while now <= at(to) {
        tick(diary, &board, now);
        now += SignedDuration::from_mins(15);
    }
    assert_eq!(board.faults(), [""; 0]);
    let case = |id: EntryId| diary.get(id).unwrap().case;
    board.take().0.iter().map(|post| format!("{} {} {}", read(post.at), post.notice.team, case(post.entries()[0]))).collect()
}

/// A diary opened again, with another default rule.
fn opened(folder: &Path, default: Schedule) -> Diary {
    Diary::new(Store::open(folder).unwrap(), default).unwrap()
}

#[test]
fn each_team_is_told_by_its_own_rule() {
    let folder = tempfile::tempdir().unwrap();
    let diary = open(folder.path());
    diary.follow("south", scottish()).unwrap();
    // Easter Monday is a working day in Scotland.
    add(&diary, of("north", "RV-1", "2027-03-29", "2027-03-20 12:00"));
    add(&diary, of("south", "RV-2", "2027-03-29", "2027-03-20 12:00"));
    assert_eq!(
        through(&diary, "2027-03-22 00:00", "2027-03-29 23:45"),
        ["2027-03-23 09:00 north RV-1", "2027-03-25 09:00 north RV-1", "2027-03-25 10:30 south RV-2", "2027-03-29 10:30 south RV-2"]
    );
    assert_eq!(diary.schedule_of("south").morning, time(10, 30, 0, 0));
    assert_eq!(diary.schedule_of("north").morning, diary.schedule().morning);
    assert!(diary.check(day("2027-03-30")).unwrap().is_sound());
}

#[test]
fn quiet_hours_are_those_of_the_team() {
    let folder = tempfile::tempdir().unwrap();
    let diary = open(folder.path());
    diary.follow("south", scottish()).unwrap();
    add(&diary, of("north", "RV-1", "2027-03-10", "2027-03-10 16:30"));
    add(&diary, of("south", "RV-2", "2027-03-10", "2027-03-10 16:30"));
    assert_eq!(
        through(&diary, "2027-03-10 16:30", "2027-03-11 10:15"),
        ["2027-03-10 16:30 north RV-1", "2027-03-11 09:00 north RV-1", "2027-03-11 10:00 south RV-2"]
    );
}

#[test]
fn a_changed_rule_of_one_team_leaves_the_others_alone() {
    let folder = tempfile::tempdir().unwrap();
    let diary = open(folder.path());
    diary.follow("south", scottish()).unwrap();
    let ids = ["north", "south", "west"].map(|team| add(&diary, of(team, "RV-1", "2027-03-10", "2027-03-10 08:00")));
    assert_eq!(ids.map(|id| next(&diary, id)), ["2027-03-10 09:00", "2027-03-10 10:30", "2027-03-10 09:00"]);
    let before = ids.map(|id| diary.get(id).unwrap());
    diary.follow("south", Schedule { morning: time(11, 0, 0, 0), ..scottish() }).unwrap();
    assert_eq!(ids.map(|id| next(&diary, id)), ["2027-03-10 09:00", "2027-03-10 11:00", "2027-03-10 09:00"]);
    assert_eq!((diary.get(ids[0]).unwrap(), diary.get(ids[2]).unwrap()), (before[0].clone(), before[2].clone()));
    assert_eq!(
        through(&diary, "2027-03-10 08:00", "2027-03-10 12:00"),
        ["2027-03-10 09:00 north RV-1", "2027-03-10 09:00 west RV-1", "2027-03-10 11:00 south RV-1"]
    );
}

#[test]
fn a_rule_that_is_set_again_as_it_was_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let diary = open(folder.path());
    diary.follow("south", scottish()).unwrap();
    let id = add(&diary, of("south", "RV-1", "2027-03-10", "2027-03-10 08:00"));
    // As a board that was away leaves it.
    let old = diary.get(id).unwrap();
    diary.replace(&old, &mut Entry { next_post: Some(at("2027-03-10 11:04")), ..old.clone() }, None).unwrap();
    drop(diary);
    let diary = open(folder.path());
    diary.follow("south", scottish()).unwrap();
    assert_eq!(next(&diary, id), "2027-03-10 11:04");
}

#[test]
fn a_changed_default_rule_leaves_teams_with_their_own_alone_also_when_the_diary_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let diary = open(folder.path());
    diary.follow("south", scottish()).unwrap();
    let ids = ["north", "south"].map(|team| add(&diary, of(team, "RV-1", "2027-03-10", "2027-03-10 08:00")));
    let south = diary.get(ids[1]).unwrap();
    drop(diary);
    let earlier = || Schedule { morning: time(8, 30, 0, 0), ..rule(Nation::default()) };
    let diary = opened(folder.path(), earlier());
    assert_eq!(ids.map(|id| next(&diary, id)), ["2027-03-10 08:30", "2027-03-10 10:30"]);
    diary.follow("south", scottish()).unwrap();
    assert_eq!(diary.get(ids[1]).unwrap(), south, "it was written anew");
    drop(diary);
    // While it was closed, the team's rule changed, too.
    let diary = opened(folder.path(), earlier());
    diary.follow("south", Schedule { morning: time(12, 0, 0, 0), ..scottish() }).unwrap();
    assert_eq!(ids.map(|id| next(&diary, id)), ["2027-03-10 08:30", "2027-03-10 12:00"]);
}

#[test]
fn a_rule_fits_into_its_record_with_room_to_spare() {
    let length = scottish().fingerprint().len();
    assert!(length < lantern::diary::store::LONGEST_ENTRY / 2, "{length}");
}
