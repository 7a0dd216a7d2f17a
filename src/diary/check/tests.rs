//! What a check finds, in diaries that were spoilt on purpose.

use super::*;
use crate::diary::calendar::{Calendar, Nation};
use crate::diary::schedule::Schedule;
use crate::diary::store::{Change, Store};
use crate::knowledge::BankHolidays;
use jiff::Timestamp;
use jiff::civil::{date, time};
use jiff::tz::TimeZone;

const TODAY: Date = date(2026, 11, 23);

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn diary(folder: &std::path::Path) -> Diary {
    let zone = TimeZone::get("Europe/London").unwrap();
    let none: BankHolidays = crate::knowledge::BankHolidays::default();
    let calendar = Calendar::new(&none, Nation::EnglandAndWales);
    let schedule = Schedule { calendar, morning: time(9, 0, 0, 0), ahead: 2, quiet: None, zone };
    Diary::new(Store::open(folder).unwrap(), schedule).unwrap()
}

fn review(case: &str, due: Date) -> Entry {
    Entry::new(("our team".into(), case.into(), "safety-plan".into()), (due, None), now())
}

fn spoil(diary: &Diary, change: Change) -> Checked {
    diary.store.change(change).wait().unwrap();
    diary.check(TODAY).unwrap()
}

#[test]
fn a_diary_in_use_is_sound_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let diary = diary(folder.path());
    let entries = vec![review("AB-1", date(2026, 12, 1)), review("AB-2", date(2026, 12, 2)), review("AB-3", date(2026, 11, 19))];
    let added = diary.add_all(entries, "you", now()).unwrap();
    assert_eq!(added.iter().map(|entry| entry.id.0).collect::<Vec<_>>(), [1, 2, 3]);
    diary.change(EntryId(2), Some(("you", now())), |entry| Ok::<_, DiaryError>(Entry { closed: true, ..entry })).unwrap();
    let again = diary.add(review("AB-2", date(2026, 12, 9)), "you", now()).unwrap();
    assert_eq!(again.id, EntryId(4));
    let checked = diary.check(TODAY).unwrap();
    assert_eq!(checked, Checked { open: 3, overdue: 1, closed: 1, ..Checked::default() });
    assert!(checked.is_sound());
}

#[test]
fn many_are_added_all_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let diary = diary(folder.path());
    diary.add(review("AB-2", date(2026, 12, 1)), "you", now()).unwrap();
    for second in ["AB-2", "AB-1"] {
        let both = vec![review("AB-1", date(2026, 12, 1)), review(second, date(2026, 12, 1))];
        assert_eq!(diary.add_all(both, "you", now()), Err(DiaryError::Already));
        assert_eq!(diary.check(TODAY).unwrap(), Checked { open: 1, ..Checked::default() });
    }
    assert_eq!(diary.undo(EntryId(1), "you", now()).unwrap(), None);
}

#[test]
fn each_listing_that_is_missing_or_left_over_is_named_by_its_entry() {
    let folder = tempfile::tempdir().unwrap();
    let diary = diary(folder.path());
    let entry = diary.add(review("AB-1", date(2026, 12, 1)), "you", now()).unwrap();
    let (due, case) = (due_key(entry.next_post.unwrap(), entry.id), case_key(&entry));
    let other = b"d/000000000001/0000000000000001";
    for (spoilt, mended, faults) in [
        (Change::remove(due.clone()), Change::put(due, ""), vec![Fault::NotDue(entry.id)]),
        (Change::remove(case.clone()), Change::put(case.clone(), "1"), vec![Fault::NotUnderCase(entry.id)]),
        (Change::put(case.clone(), "7"), Change::put(case, "1"), vec![Fault::NotUnderCase(entry.id), Fault::CaseLeftOver(EntryId(7))]),
        (Change::put(other, ""), Change::remove(other), vec![Fault::DueLeftOver(entry.id)]),
        (Change::put("b/x/all/a-card", "{"), Change::remove("b/x/all/a-card"), vec![Fault::OfPrompts(1)]),
        (Change::put("l/x/2026-11-23/0000", "{"), Change::remove("l/x/2026-11-23/0000"), vec![Fault::OfPrompts(1)]),
        (Change::put("d/x", ""), Change::remove("d/x"), vec![Fault::Meaningless]),
        (Change::put("c/our team/AB-9/x", "1"), Change::remove("c/our team/AB-9/x"), vec![Fault::CaseLeftOver(entry.id)]),
    ] {
        let checked = spoil(&diary, spoilt);
        assert_eq!(checked.faults, faults);
        assert!(checked.faults.iter().all(|fault| !fault.to_string().contains("AB-")));
        assert!(spoil(&diary, mended).is_sound());
    }
}

#[test]
fn a_record_that_cannot_be_read_is_named_and_the_rest_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let diary = diary(folder.path());
    for case in ["AB-1", "AB-2"] {
        diary.add(review(case, date(2026, 12, 1)), "you", now()).unwrap();
    }
    let checked = spoil(&diary, Change::put("e/0000000000000001", "{\"case\":"));
    assert_eq!((checked.open, checked.unreadable, checked.faults), (1, vec![EntryId(1)], vec![]));
}

#[test]
fn two_thousand_are_added_in_one_change_and_are_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    {
        let diary = diary(folder.path());
        let entries = (0..2_000).map(|n| review(&format!("AB-{n:05}"), date(2026, 12, 1))).collect();
        assert_eq!(diary.add_all(entries, "you", now()).unwrap().len(), 2_000);
    }
    assert_eq!(diary(folder.path()).check(TODAY).unwrap(), Checked { open: 2_000, ..Checked::default() });
}
