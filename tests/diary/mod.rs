//! What the tests of the diary share: a rule, entries, a clock to write by, and futures run by hand so that they can be dropped anywhere.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "each test file uses its part; a failed step fails the test"
)]

use jiff::civil::{Date, DateTime, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use lantern::diary::calendar::{Calendar, Nation};
use lantern::diary::delivery::{Ticked, deliver_due};
use lantern::diary::entry::Entry;
use lantern::diary::schedule::Schedule;
use lantern::diary::store::{OpenError, Store};
use lantern::diary::transcript::Transcript;
use lantern::diary::{Diary, DiaryError};
use lantern::knowledge::{BankHolidays, files};
use std::path::Path;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

pub fn london() -> TimeZone {
    TimeZone::get("Europe/London").unwrap()
}

pub fn holidays() -> BankHolidays {
    toml::from_str(files::embedded().get("bank-holidays.toml").unwrap()).unwrap()
}

pub fn rule(nation: Nation) -> Schedule {
    Schedule {
        calendar: Calendar::new(&holidays(), nation),
        morning: time(9, 0, 0, 0),
        ahead: 2,
        quiet: Some((time(20, 0, 0, 0), time(7, 0, 0, 0))),
        zone: london(),
    }
}

pub fn open(folder: &Path) -> Diary {
    // Where another test of the same process starts a child, that child shares the lock until it has become another program.
    for _ in 0..200 {
        match Store::open(folder) {
            Err(OpenError::InUse(_)) => std::thread::sleep(std::time::Duration::from_millis(5)),
            store => return Diary::new(store.unwrap(), rule(Nation::default())).unwrap(),
        }
    }
    panic!("the folder stays in use");
}

/// An instant in London: "2027-03-01 09:00".
pub fn at(text: &str) -> Timestamp {
    text.parse::<DateTime>().unwrap().to_zoned(london()).unwrap().timestamp()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An instant as it is read in London.
pub fn read(at: Timestamp) -> String {
    let zoned: Zoned = at.to_zoned(london());
    zoned.strftime("%Y-%m-%d %H:%M").to_string()
}

pub fn entry(case: &str, due: Date, armed: Timestamp) -> Entry {
    let named = ("north".to_owned(), case.to_owned(), "safety-plan".to_owned());
    Entry { lead: Some("AB".to_owned()), ..Entry::new(named, (due, None), armed) }
}

/// Counts how often it was woken.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Polls futures in turn, `most` times at most and until nothing more comes; what is not done then is dropped, as by a kill.
pub fn poll_all<F: Future>(mut futures: Vec<Pin<&mut F>>, most: usize) -> Vec<Option<F::Output>> {
    let count = Arc::new(Count::default());
    let waker = Waker::from(Arc::clone(&count));
    let mut done: Vec<Option<F::Output>> = futures.iter().map(|_| None).collect();
    for _ in 0..most {
        let before = count.0.load(Ordering::Relaxed);
        for (future, done) in futures.iter_mut().zip(&mut done).filter(|(_, done)| done.is_none()) {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                *done = Some(output);
            }
        }
        if done.iter().all(Option::is_some) || count.0.load(Ordering::Relaxed) == before {
            break;
        }
    }
    done
}

/// One tick, which is stopped after so many turns; none where it did not end.
pub fn tick_for(diary: &Diary, board: &Transcript, now: Timestamp, turns: usize) -> Option<Result<Ticked, DiaryError>> {
    board.at(now);
    let tick = pin!(deliver_due(diary, board, now));
    poll_all(vec![tick], turns).pop().unwrap()
}

/// One tick to its end.
pub fn tick(diary: &Diary, board: &Transcript, now: Timestamp) -> Ticked {
    tick_for(diary, board, now, usize::MAX).expect("the tick never ended").unwrap()
}

/// Two ticks at the same time; whether both ended.
pub fn two_ticks(diary: &Diary, board: &Transcript, now: Timestamp) -> bool {
    board.at(now);
    // One place for both, so that both are of one type.
    let mut ticks: Vec<_> = (0..2).map(|_| Box::pin(deliver_due(diary, board, now))).collect();
    let done = poll_all(ticks.iter_mut().map(Pin::as_mut).collect(), usize::MAX);
    done.into_iter().all(|done| done.is_some_and(|done| done.is_ok()))
}
