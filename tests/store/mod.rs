//! What the tests of the store share: a child process that writes until it is killed, and the check of what it leaves.
#![allow(dead_code, reason = "each test file uses its part")]

use lantern::diary::store::{Change, Limits, Store};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::{JoinHandle, sleep};
use std::time::Duration;

/// Keys of each of the four writing threads: few, and the database is often written anew; or many, and it only grows, so that nothing
/// but the sync of each change puts it on the disk.
#[derive(Clone, Copy, PartialEq)]
pub enum Keys {
    Few = 40,
    Many = 4_000,
}

/// A small generator: tests need no better.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

pub fn full() -> bool {
    std::env::var_os("LANTERN_FULL").is_some()
}

/// Small limits, so that rewrites come often.
pub fn small() -> Limits {
    Limits { rewrite_over: 1 << 20, keep_free: 0, ..Limits::default() }
}

fn limits(keys: u64) -> Limits {
    if keys == Keys::Few as u64 { small() } else { Limits { keep_free: 0, ..Limits::default() } }
}

/// A value that shows whether it is whole: its version, and as much of a pattern as the version says.
pub fn value(key: &str, version: u64) -> Vec<u8> {
    let length = usize::try_from(version.wrapping_mul(7_919) % 3_000).unwrap();
    let mut text = format!("{{\"key\":\"{key}\",\"version\":{version},\"text\":\"");
    text.extend("abcdefghijklmnopqrstuvwxyz".chars().cycle().skip(length % 26).take(length));
    text.push_str("\"}");
    text.into_bytes()
}

fn names(thread: u64, key: u64) -> [String; 2] {
    [format!("entry/{thread}/{key}"), format!("index/{key}/{thread}")]
}

/// The version under both names of a key, 0 where absent; fails where they differ or are not whole.
fn version(store: &Store, thread: u64, key: u64) -> u64 {
    let found = names(thread, key).map(|name| {
        let Some(bytes) = store.get(name.as_bytes()).unwrap() else { return 0 };
        let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let version = json["version"].as_u64().unwrap();
        assert!(bytes == value(&name, version), "{name} is not whole");
        version
    });
    assert_eq!(found[0], found[1], "half a change of {thread}/{key}");
    found[0]
}

fn say(line: &str) {
    std::io::stdout().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// The child: four threads put, replace and remove until killed, saying each change before (`I`) and when acknowledged (`A`).
pub fn write_until_killed() {
    let Some(folder) = std::env::var_os("LANTERN_STORE_CHILD") else { return };
    let first: u64 = std::env::var("LANTERN_STORE_FIRST").unwrap().parse().unwrap();
    let keys: u64 = std::env::var("LANTERN_STORE_KEYS").unwrap().parse().unwrap();
    let store = Store::open_with(Path::new(&folder), limits(keys)).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let store = &store;
            scope.spawn(move || write(store, thread, first, keys));
        }
    });
}

fn write(store: &Store, thread: u64, first: u64, keys: u64) {
    let mut random = Random(first + thread);
    for step in 1.. {
        let (key, fresh) = (random.below(keys), first + step * 4 + thread);
        let version = if random.below(4) == 0 { 0 } else { fresh };
        let mut change = Change::default();
        for name in names(thread, key) {
            match version {
                0 => change.removes.push(name.into_bytes()),
                _ => change.puts.push((name.clone().into_bytes(), value(&name, version))),
            }
        }
        say(&format!("I {thread} {key} {version}"));
        store.change(change).wait().unwrap();
        say(&format!("A {thread} {key} {version}"));
        if thread == 0 && step % 60 == 0 && keys == Keys::Few as u64 {
            store.rewrite().wait().unwrap();
            say("W");
        }
    }
}

/// A running child with what it has said.
pub struct Writing {
    pub child: Child,
    said: JoinHandle<Vec<String>>,
}

impl Writing {
    /// Starts this test program again as a child; `test` is the test in it that calls [`write_until_killed`].
    pub fn start(test: &str, folder: &Path, first: u64, keys: Keys) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([test, "--exact", "--ignored", "--nocapture"])
            .env("LANTERN_STORE_CHILD", folder)
            .env("LANTERN_STORE_FIRST", first.to_string())
            .env("LANTERN_STORE_KEYS", (keys as u64).to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        // The last line may be half a line: `split` would give it too.
        let lines = output.split(b'\n').map(|line| String::from_utf8(line.unwrap()).unwrap());
        let said = std::thread::spawn(move || lines.collect());
        Self { child, said }
    }

    /// Kills the child and returns what it had said.
    pub fn kill(mut self) -> Vec<String> {
        assert!(self.child.try_wait().unwrap().is_none(), "the child ended by itself: {:?}", self.said.join().unwrap());
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.said.join().unwrap()
    }
}

/// What may be found under each key of a thread.
#[derive(Default)]
pub struct Model {
    acknowledged: HashMap<(u64, u64), u64>,
    under_way: HashMap<(u64, u64), u64>,
    /// Changes acknowledged so far.
    pub changes: u64,
    /// Rewrites done so far.
    pub rewrites: u64,
}

impl Model {
    pub fn heard(&mut self, lines: &[String]) {
        for line in lines {
            let words: Vec<&str> = line.split(' ').collect();
            let numbers: Vec<u64> = words[1..].iter().filter_map(|word| word.parse().ok()).collect();
            match (words[0], numbers.as_slice()) {
                ("I", [thread, key, version]) => drop(self.under_way.insert((*thread, *key), *version)),
                ("A", [thread, key, version]) => {
                    assert_eq!(self.under_way.remove(&(*thread, *key)), Some(*version));
                    self.acknowledged.insert((*thread, *key), *version);
                    self.changes += 1;
                }
                ("W", _) => self.rewrites += 1,
                _ => {}
            }
        }
    }

    /// Every key holds what was acknowledged last, or the change that was under way; that is then what it starts from.
    pub fn check(&mut self, folder: &Path, keys: Keys) {
        let store = Store::open_with(folder, limits(keys as u64)).unwrap();
        for place in (0..4).flat_map(|thread| (0..keys as u64).map(move |key| (thread, key))) {
            let found = version(&store, place.0, place.1);
            let last = self.acknowledged.get(&place).copied().unwrap_or_default();
            let fine = found == last || self.under_way.get(&place) == Some(&found);
            assert!(fine, "{place:?} holds {found} where {last} was acknowledged");
            self.acknowledged.insert(place, found);
        }
        self.under_way.clear();
    }
}

/// Lets the child write for a random time.
pub fn a_moment(random: &mut Random, longest: u64) {
    sleep(Duration::from_millis(50 + random.below(longest)));
}
