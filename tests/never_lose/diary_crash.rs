//! A child schedules, marks held, closes and delivers under load until it is killed: every acknowledged change is there, and no announcement
//! is repeated but the one in flight, marked as such.

use crate::diary::{at, entry, poll_all, rule};
use crate::store::{Random, a_moment, full};
use jiff::{Timestamp, ToSpan};
use lantern::diary::calendar::Nation;
use lantern::diary::delivery::deliver_due;
use lantern::diary::entry::Entry;
use lantern::diary::noticeboard::{Notice, Noticeboard, PostError};
use lantern::diary::review;
use lantern::diary::store::{Limits, Store};
use lantern::diary::{Diary, DiaryError};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

const THREADS: u64 = 4;
const CASES: u64 = 12;

fn diary(folder: &Path) -> Diary {
    let store = Store::open_with(folder, Limits { rewrite_over: 1 << 20, keep_free: 0, ..Limits::default() }).unwrap();
    Diary::new(store, rule(Nation::default())).unwrap()
}

/// A board that writes each key on a line of a file, which outlives the process.
struct Lines {
    file: Mutex<File>,
    keys: Mutex<HashSet<String>>,
    tells: bool,
}

impl Lines {
    fn open(path: &Path, tells: bool) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let keys = text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
        let file = File::options().create(true).append(true).open(path).unwrap();
        Self { file: Mutex::new(file), keys: Mutex::new(keys), tells }
    }
}

impl Noticeboard for Lines {
    async fn post(&self, notice: &Notice) -> Result<(), PostError> {
        let again = if notice.again { "again" } else { "once" };
        self.file.lock().unwrap().write_all(format!("{} {again}\n", notice.key).as_bytes()).unwrap();
        self.keys.lock().unwrap().insert(notice.key.0.clone());
        Ok(())
    }

    async fn has(&self, notice: &Notice, _since: Timestamp) -> Result<Option<bool>, PostError> {
        Ok(self.tells.then(|| self.keys.lock().unwrap().contains(&notice.key.0)))
    }
}

fn say(line: &str) {
    std::io::stdout().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// Each thread has its cases; each change leaves its number as the lead.
fn work(diary: &Diary, thread: u64, first: u64, clock: &AtomicI64) {
    let mut random = Random(first + thread);
    let mut open: HashMap<String, Entry> = HashMap::new();
    let (all, _) = diary.all().unwrap();
    open.extend(all.into_iter().filter(Entry::is_open).map(|entry| (entry.case.clone(), entry)));
    for step in 1.. {
        let case = format!("RV-{thread}{:02}", random.below(CASES));
        let (number, now) = (first + step * THREADS + thread, Timestamp::from_second(clock.load(Ordering::Relaxed)).unwrap());
        let today = diary.schedule().day(now);
        let soon = today + i64::try_from(1 + random.below(4)).unwrap().days();
        let lead = Some(number.to_string());
        let closes = open.contains_key(&case) && random.below(4) == 0;
        say(&format!("I {case} {number} {}", u8::from(closes)));
        let saved = match open.get(&case) {
            None => diary.add(Entry { lead, ..entry(&case, soon, now) }, "AB", now).unwrap(),
            Some(known) => {
                let changed = diary.change::<DiaryError>(known.id, Some(("AB", now)), |entry| {
                    let held = |entry| review::held(entry, today, Some((soon, None)), today, now).unwrap();
                    let entry = if closes { review::close(entry).unwrap() } else { held(entry) };
                    Ok(Entry { lead: lead.clone(), ..entry })
                });
                changed.unwrap()
            }
        };
        say(&format!("A {case} {number} {}", u8::from(closes)));
        if closes { drop(open.remove(&case)) } else { drop(open.insert(case, saved)) }
    }
}

#[test]
#[ignore = "the child of the test below"]
fn child() {
    let Some(folder) = std::env::var_os("LANTERN_DIARY_CHILD") else { return };
    let first: u64 = std::env::var("LANTERN_DIARY_FIRST").unwrap().parse().unwrap();
    let folder = Path::new(&folder);
    let (diary, board) = (diary(&folder.join("diary")), Lines::open(&folder.join("board"), first.is_multiple_of(2)));
    let start: i64 = std::env::var("LANTERN_DIARY_FROM").unwrap().parse().unwrap();
    let clock = AtomicI64::new(start);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (diary, clock) = (&diary, &clock);
            scope.spawn(move || work(diary, thread, first * 1_000_000, clock));
        }
        loop {
            let now = Timestamp::from_second(clock.fetch_add(600, Ordering::Relaxed)).unwrap();
            let mut tick = Box::pin(deliver_due(&diary, &board, now));
            let ticked = poll_all(vec![tick.as_mut()], usize::MAX).pop().unwrap().unwrap().unwrap();
            say(&format!("D {} {}", ticked.posted, now.as_second()));
        }
    });
}

/// What the child said until it was killed.
fn life(folder: &Path, first: u64, from: i64, random: &mut Random) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["diary_crash::child", "--exact", "--ignored", "--nocapture"])
        .env("LANTERN_DIARY_CHILD", folder)
        .env("LANTERN_DIARY_FIRST", first.to_string())
        .env("LANTERN_DIARY_FROM", from.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let said = std::thread::spawn(move || output.split(b'\n').map(|line| String::from_utf8(line.unwrap()).unwrap()).collect());
    a_moment(random, 500);
    assert!(child.try_wait().unwrap().is_none(), "the child ended by itself");
    child.kill().unwrap();
    child.wait().unwrap();
    said.join().unwrap()
}

/// By case: the number of the last change that was acknowledged, and whether that closed it; and what was under way.
#[derive(Default)]
struct Heard {
    acknowledged: BTreeMap<String, (u64, bool)>,
    under_way: BTreeMap<String, (u64, bool)>,
    changes: u64,
    announced: u64,
    /// The instant of the last tick that was heard of.
    last_tick: i64,
}

impl Heard {
    fn hear(&mut self, lines: &[String]) {
        for line in lines {
            match line.split(' ').collect::<Vec<_>>().as_slice() {
                ["I", case, number, closes] => drop(self.under_way.insert((*case).to_owned(), (number.parse().unwrap(), *closes == "1"))),
                ["A", case, ..] => {
                    let done = self.under_way.remove(*case).unwrap();
                    self.acknowledged.insert((*case).to_owned(), done);
                    self.changes += 1;
                }
                // The last line may have been cut by the kill.
                ["D", posted, tick] => {
                    self.announced += posted.parse().unwrap_or(0);
                    self.last_tick = tick.parse().map_or(self.last_tick, |tick| self.last_tick.max(tick));
                }
                _ => {}
            }
        }
    }

    fn check(&mut self, folder: &Path) {
        let (entries, damaged) = diary(&folder.join("diary")).all().unwrap();
        assert!(damaged.is_empty());
        let last: BTreeMap<String, (u64, bool)> =
            entries.into_iter().map(|entry| (entry.case, (entry.lead.unwrap().parse().unwrap(), entry.closed))).collect();
        for (case, acknowledged) in &self.acknowledged {
            let found = last.get(case);
            let fine = found == Some(acknowledged) || found.is_some_and(|found| self.under_way.get(case) == Some(found));
            assert!(fine, "{case} holds {found:?} where {acknowledged:?} was acknowledged");
        }
        self.under_way.clear();
        self.acknowledged = last;
    }
}

#[test]
fn after_every_kill_what_was_acknowledged_is_there_and_only_the_one_in_flight_may_be_told_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut random, mut heard) = (Random(4), Heard::default());
    let kills = if full() { 500 } else { 20 };
    for kill in 1..=kills {
        // Each life is later than the one before it, which may have been killed some ticks after its last word: clocks that step back
        // are another promise.
        let from = (heard.last_tick + 12 * 3_600).max(at("2026-12-01 08:00").as_second());
        heard.hear(&life(folder.path(), kill, from, &mut random));
        heard.check(folder.path());
    }
    let board = std::fs::read_to_string(folder.path().join("board")).unwrap();
    let mut times: HashMap<&str, u64> = HashMap::new();
    let mut repeats = 0;
    for line in board.lines() {
        let (key, how) = line.split_once(' ').unwrap();
        let time = times.entry(key).or_default();
        *time += 1;
        assert!(*time == 1 || how == "again", "{key} was told twice, unmarked");
        repeats += u64::from(*time > 1);
    }
    assert!(repeats <= kills, "{repeats} repeats in {kills} kills");
    let (changes, announced) = (heard.changes, heard.announced);
    println!(
        "{kills} kills of a diary at work: {changes} changes and {announced} announcements acknowledged, none lost, {repeats} told again"
    );
    assert!(changes > kills && announced > 0, "the children hardly worked");
}
