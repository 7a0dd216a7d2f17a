//! A prompt that may be in the channel is not forgotten when somebody changes it before that is recorded: it counts as posted, once, and
//! its card does not come again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod diary;

use crate::diary::{at, day, open, poll_all, tick};
use jiff::{SignedDuration, Timestamp};
use lantern::diary::cadence::Cadence;
use lantern::diary::delivery::deliver_due;
use lantern::diary::entry::Entry;
use lantern::diary::noticeboard::{Notice, Noticeboard, PostError, Told};
use lantern::diary::prompt::deck::{Card, Deck};
use lantern::diary::prompt::{Planned, What, close, skip};
use lantern::diary::transcript::{Transcript, Weather};
use lantern::diary::{Diary, DiaryError};
use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A Monday, a minute before the prompts of the day.
const BEFORE: &str = "2027-01-04 08:59";

struct Team {
    diary: Diary,
    board: Transcript,
    entry: Entry,
    _folder: tempfile::TempDir,
}

/// A team with three cards and a weekly prompt, of which no answer comes when it is posted.
fn unanswered(posted: bool, what: What) -> Team {
    let folder = tempfile::tempdir().unwrap();
    let card = |id: &str| Card { id: id.to_owned(), theme: "plan".to_owned(), text: None };
    let diary = open(folder.path()).with_deck(Deck::from_iter(["one", "two", "three"].map(card)));
    let cadence = (what == What::Deck).then_some(Cadence::Weeks(1));
    let planned = Planned { team: "north".into(), due: (day("2027-01-04"), None), cadence, themes: BTreeSet::new(), what };
    let entry = diary.add_prompt(&planned, "KP", at(BEFORE)).unwrap();
    let board = Transcript::new(at(BEFORE));
    board.next(Weather::Unclear { posted });
    tick(&diary, &board, at("2027-01-04 09:00"));
    Team { diary, board, entry, _folder: folder }
}

impl Team {
    fn change(&self, now: Timestamp, change: impl Fn(Entry) -> Option<Entry>) {
        self.diary.change(self.entry.id, Some(("KP", now)), |entry| change(entry).ok_or(DiaryError::NotThere)).unwrap();
    }

    fn present(&self) -> Entry {
        self.diary.get(self.entry.id).unwrap()
    }

    /// The cards that the board got since the last time.
    fn heard(&self) -> Vec<String> {
        let card = |told: &Told| if let Told::Prompt { card, .. } = told { card.id.clone() } else { panic!("{told:?}") };
        self.board.take().0.iter().map(|post| card(&post.notice.told)).collect()
    }

    fn history(&self) -> Vec<(String, String)> {
        self.diary.shown("north").unwrap().into_iter().map(|shown| (shown.day.to_string(), shown.card)).collect()
    }
}

#[test]
fn a_posted_prompt_that_is_left_out_before_the_retry_is_in_the_history_and_its_card_does_not_come_again() {
    for tells in [true, false] {
        let team = unanswered(true, What::Deck);
        let first = team.heard().remove(0);
        team.change(at("2027-01-04 09:00"), |entry| skip(entry, day("2027-01-04")));
        let free = team.diary.table("north", None).unwrap().draw(&BTreeSet::new()).unwrap().id.clone();
        assert_ne!(free, first, "what may be there counts as used");
        team.board.tells(tells);
        tick(&team.diary, &team.board, at("2027-01-04 09:05"));
        assert_eq!(team.heard(), [""; 0]);
        assert_eq!(team.history(), [("2027-01-04".to_owned(), first.clone())], "the board tells: {tells}");
        for week in ["2027-01-11", "2027-01-18"] {
            assert_eq!(team.present().due, day(week));
            tick(&team.diary, &team.board, at(&format!("{week} 09:00")));
        }
        let cards: BTreeSet<String> = team.heard().into_iter().chain([first]).collect();
        assert_eq!((cards.len(), team.history().len()), (3, 3), "{cards:?}");
        assert_eq!(team.board.faults(), [""; 0]);
    }
}

#[test]
fn one_that_was_not_posted_after_all_leaves_its_card_free_and_no_history() {
    let team = unanswered(false, What::Deck);
    team.change(at("2027-01-04 09:00"), |entry| skip(entry, day("2027-01-04")));
    tick(&team.diary, &team.board, at("2027-01-04 09:05"));
    assert_eq!((team.heard(), team.history()), (vec![], vec![]));
    tick(&team.diary, &team.board, at("2027-01-11 09:00"));
    assert_eq!((team.heard().len(), team.history().len()), (1, 1));
}

#[test]
fn what_is_called_off_while_it_is_being_posted_is_not_posted_again_when_that_is_taken_back() {
    for (what, asked_between) in
        [(What::Deck, true), (What::Deck, false), (What::Own("x y".into()), true), (What::Own("x y".into()), false)]
    {
        let is_series = what == What::Deck;
        let team = unanswered(true, what);
        assert_eq!(team.heard().len(), 1);
        team.change(at("2027-01-04 09:00"), |entry| Some(close(entry)));
        if asked_between {
            tick(&team.diary, &team.board, at("2027-01-04 09:02"));
            assert_eq!(team.history().len(), 1, "it is there");
            assert!(team.present().closed && team.present().announced == Some(day("2027-01-04")));
        }
        team.diary.undo(team.entry.id, "KP", at("2027-01-04 09:03")).unwrap();
        tick(&team.diary, &team.board, at("2027-01-04 09:05"));
        tick(&team.diary, &team.board, at("2027-01-04 15:00"));
        assert_eq!((team.heard(), team.history().len()), (vec![], 1));
        assert_eq!(team.present().closed, !is_series);
        assert!(!is_series || team.present().due == day("2027-01-11"));
        assert!(is_series || team.present().prompt.unwrap().what == What::Own(String::new()), "posted words are kept");
        assert_eq!(team.board.faults(), [""; 0]);
    }
}

#[test]
fn a_new_prompt_that_is_taken_back_as_a_whole_while_it_is_being_posted_is_in_the_history() {
    let team = unanswered(true, What::Deck);
    team.diary.undo(team.entry.id, "KP", at("2027-01-04 09:01")).unwrap();
    tick(&team.diary, &team.board, at("2027-01-04 09:05"));
    assert_eq!((team.heard().len(), team.history().len()), (1, 1));
    assert!(team.present().closed);
}

#[test]
fn leaving_one_out_that_was_posted_and_taking_that_back_posts_it_no_second_time() {
    let team = unanswered(true, What::Deck);
    team.change(at("2027-01-04 09:00"), |entry| skip(entry, day("2027-01-04")));
    tick(&team.diary, &team.board, at("2027-01-04 09:05"));
    team.diary.undo(team.entry.id, "KP", at("2027-01-04 09:06")).unwrap();
    tick(&team.diary, &team.board, at("2027-01-04 15:00"));
    assert_eq!((team.heard().len(), team.history().len(), team.present().due), (1, 1, day("2027-01-11")));
}

/// A board that counts how often it is asked what it has, and may refuse to say.
struct Asked<'a> {
    board: &'a Transcript,
    refuses: bool,
    count: AtomicUsize,
}

impl Noticeboard for Asked<'_> {
    async fn post(&self, notice: &Notice) -> Result<(), PostError> {
        self.board.post(notice).await
    }

    async fn has(&self, notice: &Notice, since: Timestamp) -> Result<Option<bool>, PostError> {
        self.count.fetch_add(1, Ordering::Relaxed);
        if self.refuses { Err(PostError::Refused) } else { self.board.has(notice, since).await }
    }
}

impl<'a> Asked<'a> {
    fn new(board: &'a Transcript, refuses: bool) -> Self {
        Self { board, refuses, count: AtomicUsize::new(0) }
    }

    fn tick(&self, diary: &Diary, now: Timestamp) {
        self.board.at(now);
        let tick = pin!(deliver_due(diary, self, now));
        poll_all(vec![tick], usize::MAX).pop().unwrap().expect("the tick never ended").unwrap();
    }
}

#[test]
fn a_board_that_is_away_is_asked_less_and_less_often_for_what_was_changed_and_nothing_is_lost() {
    let team = unanswered(true, What::Deck);
    let first = team.heard();
    team.change(at("2027-01-04 09:00"), |entry| skip(entry, day("2027-01-04")));
    team.board.weather(Weather::Away);
    let board = Asked::new(&team.board, false);
    let later = |minutes: i64| at("2027-01-04 09:00") + SignedDuration::from_mins(minutes);
    (1..=120).for_each(|minute| board.tick(&team.diary, later(minute)));
    let asked = board.count.load(Ordering::Relaxed);
    assert!((5..=8).contains(&asked), "{asked}");
    team.board.weather(Weather::Well);
    board.tick(&team.diary, later(120 + 64));
    assert_eq!(team.history(), [("2027-01-04".to_owned(), first[0].clone())]);
    board.tick(&team.diary, at("2027-01-11 09:00"));
    assert_eq!((team.heard().len(), team.history().len()), (1, 2));
}

#[test]
fn a_clock_that_was_years_ahead_keeps_nobody_from_asking() {
    let team = unanswered(true, What::Own("x y".into()));
    team.change(at("2027-01-04 09:00"), |entry| Some(close(entry)));
    let board = Asked::new(&team.board, false);
    team.board.weather(Weather::Away);
    board.tick(&team.diary, at("2036-01-04 09:00"));
    team.board.weather(Weather::Well);
    board.tick(&team.diary, at("2027-01-04 09:02"));
    assert_eq!((board.count.load(Ordering::Relaxed), team.history().len()), (2, 1));
}

#[test]
fn a_board_that_refuses_to_say_what_it_has_cannot_tell_and_nothing_waits_for_it() {
    let team = unanswered(true, What::Deck);
    team.change(at("2027-01-04 09:00"), |entry| skip(entry, day("2027-01-04")));
    let board = Asked::new(&team.board, true);
    board.tick(&team.diary, at("2027-01-04 09:05"));
    assert_eq!((team.heard().len(), team.history().len()), (1, 1), "what may be there counts as posted");
    board.tick(&team.diary, at("2027-01-11 09:00"));
    assert_eq!(team.heard().len(), 1);
    let team = unanswered(false, What::Deck);
    let board = Asked::new(&team.board, true);
    board.tick(&team.diary, at("2027-01-04 09:05"));
    assert_eq!((team.heard().len(), team.history().len()), (1, 1), "it waits for an answer that never comes");
}
