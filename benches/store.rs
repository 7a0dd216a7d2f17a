//! One acknowledged change beside the disk's own append and sync; many savers at once; opening after a kill; what rewrites leave.
//!
//! Run with `cargo bench --bench store`; a million entries only with `LANTERN_FULL=1`. Each part that measures memory runs as a child.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs, reason = "benchmarks measure")]

use lantern::diary::store::{Change, Store};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

fn key(n: u64) -> String {
    format!("due/2027-03-{:02}/{n:07}", n % 28 + 1)
}

fn value(n: u64) -> String {
    format!("{{\"id\":{n},\"channel\":\"safeguarding\",\"kind\":\"plan review\",\"failures\":0}}")
}

/// p50 and p99 in microseconds.
fn percentiles(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort();
    let at = |part: usize| times[times.len() * part / 100].as_secs_f64() * 1e6;
    (at(50), at(99))
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

/// Takes turns, so that both meet the disk in the same mood.
fn one_change(folder: &Path) {
    let store = Store::open(&folder.join("one")).unwrap();
    let mut log = File::create(folder.join("log")).unwrap();
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for n in 0..2_000 {
        ours.push(timed(|| store.change(Change::put(key(n), value(n))).wait().unwrap()));
        bare.push(timed(|| {
            log.write_all(value(n).as_bytes()).unwrap();
            log.sync_data().unwrap();
        }));
    }
    let ((p50, p99), (bare50, bare99)) = (percentiles(ours), percentiles(bare));
    println!("| one acknowledged change | p50 {p50:.0} us, p99 {p99:.0} us |");
    println!("| append + sync_data of the same disk | p50 {bare50:.0} us, p99 {bare99:.0} us |");
    println!("| ratio | p50 {:.2}, p99 {:.2} |", p50 / bare50, p99 / bare99);
}

fn many_savers(folder: &Path) {
    let store = Store::open(&folder.join("many")).unwrap();
    let each = 300;
    let time = timed(|| {
        std::thread::scope(|scope| {
            for thread in 0..64 {
                let store = &store;
                scope.spawn(move || (0..each).for_each(|n| store.change(Change::put(key(thread * each + n), value(n))).wait().unwrap()));
            }
        });
    });
    println!("| 64 waiting savers | {:.0} acknowledgements/s |", 64.0 * 300.0 / time.as_secs_f64());
}

/// Memory of this process in megabytes, from its status.
fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

/// Puts every entry, many waiting at a time; `salt` makes other values of them.
fn put_all(store: &Store, entries: u64, salt: u64) {
    for from in (0..entries).step_by(640) {
        let changes = (from..entries.min(from + 640)).map(|n| store.change(Change::put(key(n), value(n + salt))));
        assert!(changes.collect::<Vec<_>>().into_iter().all(|waiting| waiting.wait() == Ok(())));
    }
}

/// A child that fills a store and ends without closing it.
fn fill(folder: &Path, entries: u64) {
    let store = Store::open(folder).unwrap();
    let time = timed(|| put_all(&store, entries, 0));
    println!("| filling {entries} | {:.1} s, memory at most {} MB |", time.as_secs_f64(), memory("VmHWM"));
    std::process::abort();
}

fn open(folder: &Path, entries: u64) {
    let start = Instant::now();
    let store = Store::open(folder).unwrap();
    assert_eq!(store.range::<&str>(.., 1).unwrap().len(), 1);
    let time = start.elapsed().as_secs_f64() * 1e3;
    let disk = store.len_on_disk().unwrap() >> 20;
    println!("| opening {entries} after a kill, to the first entry | {time:.0} ms, memory {} MB, disk {disk} MB |", memory("VmRSS"));
}

/// Every entry replaced five times over, then the database written anew.
fn replace(folder: &Path, entries: u64) {
    let store = Store::open(folder).unwrap();
    for salt in 1..=5 {
        put_all(&store, entries, salt);
    }
    let before = store.len_on_disk().unwrap() >> 20;
    let time = timed(|| store.rewrite().wait().unwrap());
    let (disk, most) = (store.len_on_disk().unwrap() >> 20, memory("VmHWM"));
    println!("| {entries} all replaced 5 times | disk {before} MB, memory at most {most} MB |");
    println!("| written anew | {:.1} s, disk {disk} MB |", time.as_secs_f64());
}

fn child(part: &str, folder: &Path, entries: u64) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let _ = command.arg(part).arg(folder).arg(entries.to_string()).status().unwrap();
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, part, folder, entries] = arguments.as_slice() {
        let (folder, entries) = (Path::new(folder), entries.parse().unwrap());
        return match part.as_str() {
            "fill" => fill(folder, entries),
            "open" => open(folder, entries),
            _ => replace(folder, entries),
        };
    }
    let folder = tempfile::tempdir().unwrap();
    println!("| the diary's store | |\n|---|---|");
    one_change(folder.path());
    many_savers(folder.path());
    let sizes: &[u64] = if std::env::var_os("LANTERN_FULL").is_some() { &[1_000, 100_000, 1_000_000] } else { &[1_000, 100_000] };
    for entries in sizes {
        let place = folder.path().join(entries.to_string());
        child("fill", &place, *entries);
        child("open", &place, *entries);
    }
    child("replace", &folder.path().join("100000"), 100_000);
}
