//! A team that goes leaves nothing behind, and takes nothing of another's with it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod diary;

use diary::{at, day, entry, open, poll_all, rule, tick};
use jiff::Timestamp;
use jiff::civil::time;
use lantern::diary::cadence::Cadence;
use lantern::diary::calendar::Nation;
use lantern::diary::delivery::deliver_due;
use lantern::diary::entry::{Entry, EntryId, Why};
use lantern::diary::noticeboard::Audience;
use lantern::diary::prompt::deck::{Card, Deck};
use lantern::diary::prompt::learning::Learned;
use lantern::diary::prompt::suggestion::State;
use lantern::diary::prompt::{Planned, What};
use lantern::diary::review;
use lantern::diary::schedule::Schedule;
use lantern::diary::store::{Change, Pair};
use lantern::diary::transcript::{Transcript, Weather};
use lantern::diary::{Diary, DiaryError};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::Path;

const SOON: &str = "2027-03-01 08:00";

fn diary_in(folder: &Path) -> Diary {
    let card = |n: u64| Card { id: format!("card-{n}"), theme: "plan".to_owned(), text: None };
    open(folder).with_deck((1..=6).map(card).collect::<Deck>())
}

fn of(team: &str, case: &str, due: &str) -> Entry {
    Entry { team: team.to_owned(), ..entry(case, day(due), at(SOON)) }
}

fn change(diary: &Diary, id: EntryId, now: &str, change: impl Fn(Entry) -> Entry) {
    diary.change(id, Some(("AB", at(now))), |entry| Ok::<_, DiaryError>(change(entry))).unwrap();
}

/// A team with something of everything that the diary keeps of one.
fn fill(diary: &Diary, team: &str, board: &Transcript) {
    diary.follow(team, Schedule { morning: time(9, 30, 0, 0), ..rule(Nation::Scotland) }).unwrap();
    let add = |entry: Entry| diary.add(entry, "AB", at(SOON)).unwrap().id;
    let open = add(of(team, "RV-1", "2027-03-10"));
    change(diary, open, SOON, |entry| {
        review::snooze(entry, day("2027-03-04"), Why::Said("a word of ours".into()), day("2027-03-01")).unwrap()
    });
    let closed = add(of(team, "RV-2", "2027-03-10"));
    change(diary, closed, SOON, |entry| review::close(entry).unwrap());
    // The same case again: the listing leads to the newer one.
    add(of(team, "RV-2", "2027-04-10"));
    let told = add(of(team, "RV-3", "2027-03-10"));
    change(diary, told, SOON, |entry| review::moment(entry, "arrest", None, at(SOON)).unwrap());
    let damaged = add(of(team, "RV-4", "2027-03-01"));
    let planned = |what: What, cadence| Planned {
        team: team.to_owned(),
        due: (day("2027-03-01"), None),
        cadence,
        themes: BTreeSet::from(["plan".to_owned()]),
        what,
    };
    diary.add_prompt(&planned(What::Deck, Some(Cadence::Weeks(1))), "AB", at(SOON)).unwrap();
    diary.add_prompt(&planned(What::Own("a question of ours".into()), None), "AB", at(SOON)).unwrap();
    tick(diary, board, at(SOON));
    diary.store().change(Change::put(format!("e/{damaged}"), "{\"broken\":")).wait().unwrap();
    tick(diary, board, at("2027-03-01 09:30"));
    let shown = diary.shown(team).unwrap();
    diary.learn(team, &Learned::new(&shown[0], "what we learned", day("2027-03-01"))).unwrap();
    diary.retire(team, "card-6", "not for us", ("AB", at(SOON))).unwrap();
    for text in ["an idea", "another idea"] {
        diary.suggest(team, text, "AB", at(SOON)).unwrap();
    }
    diary.answer(team, 1, State::Approved { theme: "own".into() }).unwrap();
    diary.answer(team, 2, State::Declined { reason: "not now".into() }).unwrap();
    // What is being posted when everything stops.
    add(of(team, "RV-5", "2027-03-01"));
    board.weather(Weather::Silent { posted: true });
    assert!(diary::tick_for(diary, board, at("2027-03-01 09:31"), usize::MAX).is_none());
    board.weather(Weather::Well);
}

fn everything(diary: &Diary) -> Vec<Pair> {
    diary.store().range::<&[u8]>(.., usize::MAX).unwrap()
}

/// What stands for a team in keys: its name, the start of that name's digest, and the numbers of its entries.
fn traces(diary: &Diary, team: &str) -> Vec<String> {
    let digest = format!("{:016x}", u64::from_be_bytes(*Sha256::digest(team).first_chunk().unwrap()));
    let numbers = diary.all().unwrap().0.into_iter().filter(|entry| entry.team == team).map(|entry| entry.id.to_string());
    let damaged = everything(diary).into_iter().filter_map(|(key, id)| {
        let text = String::from_utf8(key).unwrap();
        let number: u64 = text.starts_with(&format!("c/{team}/")).then(|| String::from_utf8(id).unwrap().parse().unwrap())?;
        Some(EntryId(number).to_string())
    });
    let mut all: Vec<String> = [team.to_owned(), digest].into_iter().chain(numbers).chain(damaged).collect();
    all.sort();
    all.dedup();
    all
}

fn holds((key, value): &Pair, traces: &[String]) -> bool {
    [key, value].into_iter().any(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        traces.iter().any(|trace| text.contains(trace.as_str()))
    })
}

fn kinds(pairs: &[Pair]) -> BTreeSet<String> {
    pairs.iter().map(|(key, _)| String::from_utf8_lossy(key).split('/').next().unwrap().to_owned()).collect()
}

#[test]
fn nothing_of_a_forgotten_team_is_left_and_the_other_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let diary = diary_in(folder.path());
    let board = Transcript::new(Timestamp::MIN);
    // Nobody can be told of a record that cannot be read.
    for team in ["north", "south"] {
        board.refuse(team, Audience::Supervisors, true);
    }
    fill(&diary, "north", &board);
    fill(&diary, "south", &board);
    let (before, gone) = (everything(&diary), traces(&diary, "south"));
    let (of_south, of_others): (Vec<_>, Vec<_>) = before.into_iter().partition(|pair| holds(pair, &gone));
    let all = ["a", "b", "c", "d", "e", "h", "l", "m", "n", "p", "q", "r", "s", "t", "u", "w"];
    assert_eq!(kinds(&of_south), all.map(str::to_owned).into(), "the test holds something of each kind");
    diary.forget_team("south").unwrap();
    let after = everything(&diary);
    let left: Vec<String> =
        after.iter().filter(|pair| holds(pair, &gone)).map(|(key, _)| String::from_utf8_lossy(key).into_owned()).collect();
    assert_eq!(left, [""; 0]);
    let is_note = |(key, _): &&Pair| key.starts_with(b"m/rewrite-owed");
    assert!(after.iter().any(|pair| is_note(&pair)), "the file is to be written anew");
    assert!(after.iter().filter(|pair| !is_note(pair)).eq(of_others.iter().filter(|pair| !is_note(pair))));
    assert_eq!(diary.schedule_of("south").morning, diary.schedule().morning);
    assert_eq!(diary.schedule_of("north").morning, time(9, 30, 0, 0));
    assert_eq!((diary.cases("south").unwrap(), diary.open_entries("south").unwrap()), (vec![], vec![]));
    diary.forget_team("south").unwrap();
    assert_eq!(everything(&diary), after);
}

#[test]
fn a_team_whose_name_opens_anothers_is_forgotten_alone() {
    let folder = tempfile::tempdir().unwrap();
    let diary = diary_in(folder.path());
    for team in ["north", "north/east", "north0"] {
        diary.add(of(team, "RV-1", "2027-03-10"), "AB", at(SOON)).unwrap();
    }
    assert_eq!(diary.open_entries("north").unwrap().len(), 1);
    diary.forget_team("north").unwrap();
    assert_eq!(["north", "north/east", "north0"].map(|team| diary.cases(team).unwrap().len()), [0, 1, 1]);
    assert!(diary.check(day("2027-03-01")).unwrap().is_sound());
}

#[test]
fn more_than_fits_into_one_change_is_forgotten_all_the_same() {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let diary = diary_in(folder.path());
    let all = |team: &str| (0..330).map(|n| of(team, &format!("RV-{n}"), "2027-03-10")).collect::<Vec<_>>();
    for team in ["north", "south"] {
        diary.add_all(all(team), "AB", at(SOON)).unwrap();
    }
    diary.forget_team("south").unwrap();
    assert_eq!((diary.all().unwrap().0.len(), diary.open_entries("north").unwrap().len()), (330, 330));
    let keys = everything(&diary).iter().filter(|(key, _)| !key.starts_with(b"m/")).count();
    assert_eq!(keys, 330 * 5, "an entry, its listings, its step back and who made it");
}

#[test]
fn what_a_tick_under_way_writes_of_a_forgotten_team_goes_with_the_next() {
    for (what, weather) in
        [(What::Deck, Weather::Well), (What::Own("x y".into()), Weather::Unclear { posted: true }), (What::Deck, Weather::Away)]
    {
        let folder = tempfile::tempdir().unwrap();
        let diary = diary_in(folder.path());
        diary.add(of("south", "RV-1", "2027-03-01"), "AB", at(SOON)).unwrap();
        let planned = Planned { team: "south".into(), due: (day("2027-03-01"), None), cadence: None, themes: BTreeSet::new(), what };
        diary.add_prompt(&planned, "AB", at(SOON)).unwrap();
        let now = at("2027-03-01 09:00");
        let board = Transcript::new(now);
        board.weather(weather);
        for turns in 2..=4 {
            let mut ticking = Box::pin(deliver_due(&diary, &board, now));
            assert!(poll_all(vec![ticking.as_mut()], turns).pop().unwrap().is_none());
            diary.forget_team("south").unwrap();
            poll_all(vec![ticking.as_mut()], usize::MAX).pop().unwrap().unwrap().unwrap();
            drop(ticking);
            tick(&diary, &board, now);
            let left: Vec<String> = everything(&diary)
                .iter()
                .map(|(key, _)| String::from_utf8_lossy(key).into_owned())
                .filter(|key| !key.starts_with("m/"))
                .collect();
            assert_eq!(left, [""; 0], "{weather:?} {turns}");
            diary.add(of("south", "RV-1", "2027-03-01"), "AB", at(SOON)).unwrap();
            diary.add_prompt(&planned, "AB", at(SOON)).unwrap();
        }
    }
}

#[test]
fn the_open_entries_and_cases_of_a_team_are_its_own_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let diary = diary_in(folder.path());
    let add = |team: &str, case: &str| diary.add(of(team, case, "2027-03-10"), "AB", at(SOON)).unwrap();
    for case in ["RV-3", "RV-1", "RV-2"] {
        add("north", case);
    }
    add("south", "RV-9");
    let other = Entry { kind: "other".into(), ..of("north", "RV-1", "2027-03-10") };
    diary.add(other, "AB", at(SOON)).unwrap();
    let planned =
        Planned { team: "north".into(), due: (day("2027-03-10"), None), cadence: None, themes: BTreeSet::new(), what: What::Deck };
    diary.add_prompt(&planned, "AB", at(SOON)).unwrap();
    let closed = add("north", "RV-4");
    change(&diary, closed.id, SOON, |entry| review::close(entry).unwrap());
    let damaged = add("north", "RV-5");
    diary.store().change(Change::put(format!("e/{}", damaged.id), "{")).wait().unwrap();
    let open: Vec<String> = diary.open_entries("north").unwrap().into_iter().map(|entry| entry.case).collect();
    assert_eq!(open, ["P-1", "RV-1", "RV-1", "RV-2", "RV-3"]);
    assert_eq!(diary.cases("north").unwrap(), ["RV-1", "RV-2", "RV-3"]);
    assert_eq!(diary.cases("south").unwrap(), ["RV-9"]);
    assert_eq!(diary.open_and_unreadable("north").unwrap().1, [damaged.id]);
}
