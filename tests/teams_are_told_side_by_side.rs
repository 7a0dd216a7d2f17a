//! In one tick the teams are told side by side, and what is for one team goes out one after another.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod diary;

use diary::{at, day, entry, open, poll_all, tick};
use jiff::Timestamp;
use lantern::diary::delivery::{MOST_A_TEAM, MOST_A_TICK, Ticked, deliver_due};
use lantern::diary::entry::{Entry, EntryId};
use lantern::diary::noticeboard::{Notice, Noticeboard, PostError, Told};
use lantern::diary::review;
use lantern::diary::transcript::{Transcript, Weather};
use lantern::diary::{Diary, DiaryError};
use std::pin::pin;
use std::sync::Mutex;
use tokio::sync::oneshot;

const MORNING: &str = "2027-03-10 09:00";

fn add(diary: &Diary, team: &str, case: &str) -> EntryId {
    let now = at("2027-03-10 08:00");
    diary.add(of(team, case, now), "AB", now).unwrap().id
}

fn of(team: &str, case: &str, now: Timestamp) -> Entry {
    Entry { team: team.to_owned(), lead: None, ..entry(case, day("2027-03-10"), now) }
}

fn is_announced(diary: &Diary, id: EntryId) -> bool {
    diary.get(id).unwrap().announced == Some(day("2027-03-10"))
}

/// A board on which one team's next post waits until it is let go; for ever, if it never is.
struct Slow {
    board: Transcript,
    team: &'static str,
    gate: Mutex<Option<oneshot::Receiver<()>>>,
    /// What began and what ended: "north RV-1 begins".
    said: Mutex<Vec<String>>,
}

impl Slow {
    fn new(team: &'static str) -> (Self, oneshot::Sender<()>) {
        let (open, gate) = oneshot::channel();
        let board = Transcript::new(at(MORNING));
        (Self { board, team, gate: Mutex::new(Some(gate)), said: Mutex::default() }, open)
    }

    fn say(&self, notice: &Notice, what: &str) {
        let case = match &notice.told {
            Told::Review { entry, .. } | Told::Moment { entry, .. } => entry.case.clone(),
            _ => panic!("{notice:?}"),
        };
        self.said.lock().unwrap().push(format!("{} {case} {what}", notice.team));
    }

    fn said(&self) -> Vec<String> {
        std::mem::take(&mut self.said.lock().unwrap())
    }
}

impl Noticeboard for Slow {
    async fn post(&self, notice: &Notice) -> Result<(), PostError> {
        self.say(notice, "begins");
        let gate = if notice.team == self.team { self.gate.lock().unwrap().take() } else { None };
        if let Some(gate) = gate {
            gate.await.map_err(|_| PostError::Unavailable)?;
        }
        self.board.post(notice).await?;
        self.say(notice, "ends");
        Ok(())
    }

    async fn has(&self, notice: &Notice, since: Timestamp) -> Result<Option<bool>, PostError> {
        self.board.has(notice, since).await
    }
}

/// A tick can be handed to a runtime with several threads.
fn sends<F: Send>(future: F) -> F {
    future
}

#[test]
fn a_team_whose_board_never_answers_holds_up_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let diary = open(folder.path());
    let (north, south) = (add(&diary, "north", "RV-1"), add(&diary, "south", "RV-2"));
    let (board, open) = Slow::new("north");
    {
        let ticking = pin!(sends(deliver_due(&diary, &board, at(MORNING))));
        assert!(poll_all(vec![ticking], usize::MAX).pop().unwrap().is_none(), "north's board answered");
        assert_eq!((is_announced(&diary, north), is_announced(&diary, south)), (false, true));
    }
    // Lantern was stopped. What was not answered is asked about, and told then.
    drop(open);
    board.said();
    let after = tick(&diary, &board.board, at("2027-03-10 09:02"));
    assert_eq!((after, is_announced(&diary, north)), (Ticked { posted: 1, ..Ticked::default() }, true));
    assert_eq!((board.board.take().0.len(), board.board.faults()), (2, vec![]));
}

#[test]
fn a_slow_team_is_waited_for_and_the_others_are_told_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let diary = open(folder.path());
    let (north, south) = (add(&diary, "north", "RV-1"), add(&diary, "south", "RV-2"));
    let (board, open) = Slow::new("north");
    let mut ticking = Box::pin(deliver_due(&diary, &board, at(MORNING)));
    assert!(poll_all(vec![ticking.as_mut()], usize::MAX).pop().unwrap().is_none());
    assert_eq!((is_announced(&diary, north), is_announced(&diary, south)), (false, true));
    open.send(()).unwrap();
    let ticked = poll_all(vec![ticking.as_mut()], usize::MAX).pop().unwrap().unwrap().unwrap();
    assert_eq!((ticked.posted, is_announced(&diary, north)), (2, true));
    assert_eq!(board.said(), ["north RV-1 begins", "south RV-2 begins", "south RV-2 ends", "north RV-1 ends"]);
}

#[test]
fn within_a_team_nothing_overtakes() {
    let folder = tempfile::tempdir().unwrap();
    let diary = open(folder.path());
    for case in ["RV-1", "RV-2", "RV-3"] {
        add(&diary, "north", case);
        add(&diary, "south", case);
    }
    let (board, open) = Slow::new("north");
    let mut ticking = Box::pin(deliver_due(&diary, &board, at(MORNING)));
    poll_all(vec![ticking.as_mut()], usize::MAX);
    let one_by_one =
        |team: &str| ["RV-1", "RV-2", "RV-3"].map(|case| [format!("{team} {case} begins"), format!("{team} {case} ends")]).concat();
    let said = board.said();
    assert_eq!(said.iter().filter(|said| said.starts_with("south")).cloned().collect::<Vec<_>>(), one_by_one("south"));
    assert_eq!(said.iter().filter(|said| said.starts_with("north")).count(), 1, "{said:?}");
    open.send(()).unwrap();
    assert_eq!(poll_all(vec![ticking.as_mut()], usize::MAX).pop().unwrap().unwrap().unwrap().posted, 6);
    assert_eq!([vec!["north RV-1 begins".to_owned()], board.said()].concat(), one_by_one("north"));
}

#[test]
fn a_team_has_so_many_posts_in_a_tick_and_the_rest_in_the_next_in_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let diary = open(folder.path());
    let cases: Vec<String> = (1..=7).map(|n| format!("RV-{n}")).collect();
    for case in &cases {
        add(&diary, "north", case);
    }
    add(&diary, "south", "RV-9");
    let board = Transcript::new(at(MORNING));
    let first = tick(&diary, &board, at(MORNING));
    assert_eq!(first, Ticked { posted: MOST_A_TEAM + 1, left: 7 - MOST_A_TEAM, ..Ticked::default() });
    let second = tick(&diary, &board, at(MORNING));
    assert_eq!(second, Ticked { posted: 7 - MOST_A_TEAM, ..Ticked::default() });
    let told = board.take().0;
    let north: Vec<String> =
        told.iter().filter(|post| post.notice.team == "north").map(|post| diary.get(post.entries()[0]).unwrap().case).collect();
    assert_eq!((north, board.faults()), (cases, vec![]));
}

#[test]
fn what_is_left_for_the_next_tick_is_told_once_whatever_the_board_says() {
    let folder = tempfile::tempdir().unwrap();
    let diary = open(folder.path());
    let ids: Vec<EntryId> = (1..=12).map(|n| add(&diary, "north", &format!("RV-{n}"))).collect();
    for id in &ids {
        let change = |entry| Ok::<_, DiaryError>(review::moment(entry, "arrest", None, at("2027-03-10 08:30")).unwrap());
        diary.change(*id, None, change).unwrap();
    }
    let board = Transcript::new(at("2027-03-10 08:30"));
    board.weather(Weather::Unclear { posted: true });
    let first = tick(&diary, &board, at("2027-03-10 08:30"));
    assert_eq!(first, Ticked { postponed: 5, left: 7, ..Ticked::default() });
    board.weather(Weather::Well);
    let second = tick(&diary, &board, at("2027-03-10 08:34"));
    // What is there already needs no room.
    assert_eq!(second, Ticked { posted: 10, left: 2, ..Ticked::default() });
    assert_eq!(tick(&diary, &board, at("2027-03-10 08:34")).posted, 2);
    let mut channel: Vec<EntryId> = board
        .take()
        .0
        .iter()
        .filter(|post| post.notice.key.0.ends_with(|c: char| c.is_ascii_digit()))
        .flat_map(lantern::diary::transcript::Posted::entries)
        .collect();
    channel.sort_unstable();
    assert_eq!((channel, board.faults()), (ids, vec![]));
}

#[test]
fn many_overdue_are_one_post_and_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let diary = open(folder.path());
    for n in 1..=9 {
        add(&diary, "north", &format!("RV-{n}"));
    }
    let board = Transcript::new(at("2027-03-11 09:00"));
    let ticked = tick(&diary, &board, at("2027-03-11 09:00"));
    assert_eq!((ticked, board.take().0.len()), (Ticked { posted: 9, ..Ticked::default() }, 1));
}

#[test]
fn a_team_with_more_due_than_a_tick_takes_up_holds_up_no_other_and_the_rest_is_counted_as_left() {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let diary = open(folder.path());
    let now = at("2027-03-10 08:00");
    let all: Vec<Entry> = (0..MOST_A_TICK + 10).map(|n| of("north", &format!("RV-{n}"), now)).collect();
    for some in all.chunks(200) {
        diary.add_all(some.to_vec(), "AB", now).unwrap();
    }
    diary.add(of("south", "RV-1", now), "AB", now).unwrap();
    let board = Transcript::new(at(MORNING));
    let ticked = tick(&diary, &board, at(MORNING));
    assert_eq!((ticked.posted, ticked.left), (MOST_A_TEAM + 1, MOST_A_TICK + 10 - MOST_A_TEAM));
    assert_eq!(board.take().0.iter().filter(|posted| posted.notice.team == "south").count(), 1);
}

#[test]
fn the_board_is_asked_for_a_few_of_a_team_in_a_tick_and_for_the_rest_in_the_next_ones() {
    let folder = tempfile::tempdir().unwrap();
    let diary = open(folder.path());
    for case in 0..2 * MOST_A_TEAM + 2 {
        add(&diary, "north", &format!("RV-{case}"));
    }
    let board = Transcript::new(at(MORNING));
    board.weather(Weather::Unclear { posted: true });
    for _ in 0..3 {
        tick(&diary, &board, at(MORNING));
    }
    board.weather(Weather::Well);
    let went = [MOST_A_TEAM + 2, 2, 0].map(|left| {
        let ticked = tick(&diary, &board, at("2027-03-10 09:10"));
        assert_eq!(ticked.left, left);
        ticked.posted
    });
    assert_eq!(went, [MOST_A_TEAM, MOST_A_TEAM, 2]);
    assert_eq!((board.take().0.len(), board.faults()), (2 * MOST_A_TEAM + 2, vec![]));
}
