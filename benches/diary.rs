//! One tick with nothing due and with a hundred due, however much is stored.
//!
//! Run with `cargo bench --bench diary`; a million entries only with `LANTERN_FULL=1`.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs, reason = "benchmarks measure")]

use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use lantern::diary::Diary;
use lantern::diary::calendar::{Calendar, Nation};
use lantern::diary::delivery::{Ticked, deliver_due};
use lantern::diary::entry::{Entry, EntryId};
use lantern::diary::noticeboard::{Notice, Noticeboard, PostError};
use lantern::diary::schedule::Schedule;
use lantern::diary::store::{Change, Store};
use lantern::knowledge::files;
use std::hint::black_box;
use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

/// Takes everything at once, so that the diary alone is measured.
struct Bottomless;

impl Noticeboard for Bottomless {
    async fn post(&self, notice: &Notice) -> Result<(), PostError> {
        black_box(notice);
        Ok(())
    }

    async fn has(&self, _: &Notice, _: Timestamp) -> Result<Option<bool>, PostError> {
        Ok(None)
    }
}

fn rule() -> Schedule {
    let listed = toml::from_str(files::embedded().get("bank-holidays.toml").unwrap()).unwrap();
    let zone = TimeZone::get("Europe/London").unwrap();
    Schedule { calendar: Calendar::new(&listed, Nation::default()), morning: time(9, 0, 0, 0), ahead: 2, quiet: None, zone }
}

fn entry(id: u64, now: Timestamp) -> Entry {
    let named = (format!("team-{}", id % 50), format!("RV-{id:07}"), "safety-plan".to_owned());
    Entry { id: EntryId(id), revision: 1, ..Entry::new(named, (date(2028, 3, 1), None), now) }
}

/// Fills a store in great changes, under the diary's own keys: one by one, a million would take the evening.
fn fill(folder: &Path, entries: u64, now: Timestamp) -> Diary {
    let (store, rule) = (Store::open(folder).unwrap(), rule());
    for first in (1..=entries).step_by(100) {
        let mut change = Change::default();
        for id in first..(first + 100).min(entries + 1) {
            let mut entry = entry(id, now);
            entry.next_post = rule.next_post(&entry);
            let due = format!("d/{:012}/{}", entry.next_post.unwrap().as_second(), entry.id);
            change.puts.push((format!("e/{}", entry.id).into_bytes(), serde_json::to_vec(&entry).unwrap()));
            change.puts.push((due.into_bytes(), Vec::new()));
            change.puts.push((format!("c/{}/{}/{}", entry.team, entry.case, entry.kind).into_bytes(), id.to_string().into_bytes()));
        }
        store.change(change).wait().unwrap();
    }
    store.change(Change::put("m/last-id", entries.to_string())).wait().unwrap();
    Diary::new(store, rule).unwrap()
}

fn tick(diary: &Diary, now: Timestamp) -> (Ticked, Duration) {
    let start = Instant::now();
    let Poll::Ready(ticked) = pin!(deliver_due(diary, &Bottomless, now)).poll(&mut Context::from_waker(Waker::noop())) else {
        unreachable!("this board never waits")
    };
    (ticked.unwrap(), start.elapsed())
}

fn percentile(times: &mut [Duration], part: usize) -> f64 {
    times.sort();
    times[times.len() * part / 100].as_secs_f64() * 1e6
}

fn measure(entries: u64) {
    let folder = tempfile::tempdir().unwrap();
    let now: Timestamp = "2027-03-01T09:00:00Z".parse().unwrap();
    let diary = fill(folder.path(), entries, now);
    let mut idle: Vec<Duration> =
        (0..5_000).map(|_| tick(&diary, now)).map(|(ticked, time)| (assert_eq!(ticked, Ticked::default()), time).1).collect();
    let mut busy = Vec::new();
    for round in 0..10 {
        let at = now + SignedDuration::from_hours(24 * 7 * (round + 1));
        for n in 0..100 {
            let id = EntryId(1 + (u64::try_from(round).unwrap() * 100 + n) % entries);
            // Due at that very hour, and again in a year.
            let old = diary.get(id).unwrap();
            let mut new = Entry { next_post: Some(at), ..old.clone() };
            diary.replace(&old, &mut new, None).unwrap();
        }
        let (ticked, time) = tick(&diary, at);
        assert_eq!(ticked.posted, 100);
        busy.push(time);
    }
    let (p50, p99) = (percentile(&mut idle, 50), percentile(&mut idle, 99));
    let hundred = percentile(&mut busy, 50) / 1e3;
    println!("| {entries} | p50 {p50:.1} us, p99 {p99:.1} us | p50 {hundred:.1} ms, {:.2} ms each |", hundred / 100.0);
}

fn main() {
    println!("| entries stored | a tick with nothing due | a tick with 100 due, noted, posted and recorded |\n|---|---|---|");
    let sizes: &[u64] = if std::env::var_os("LANTERN_FULL").is_some() { &[1_000, 100_000, 1_000_000] } else { &[1_000, 100_000] };
    for entries in sizes {
        measure(*entries);
    }
}
