//! A change that was acknowledged is there after a power cut, and a full disk refuses in a sentence and loses nothing.
//!
//! The model of a power cut: the store writes to an ext4 file system on a loop device; at a random moment the writer is stopped and the
//! file behind the device is copied as it stands. What the file system had not sent to its disk is lost. These tests need root and loop
//! devices; where they are missing they say so and are skipped.

use crate::store::{Keys, Model, Random, Writing, a_moment, full, write_until_killed};
use lantern::diary::store::{Change, Limits, OpenError, Store, StoreError};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

fn run(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}

/// Why these tests cannot run here, if they cannot.
fn missing() -> Option<&'static str> {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    match () {
        () if !root => Some("it needs root"),
        () if !run("losetup", &["--find"]) => Some("it needs a loop device"),
        () if !run("mkfs.ext4", &["-V"]) => Some("it needs mkfs.ext4"),
        () => None,
    }
}

fn skipped(test: &str) -> bool {
    let reason = missing();
    if let Some(reason) = reason {
        println!("SKIPPED {test}: {reason}");
    }
    reason.is_some()
}

/// A mounted image, unmounted when dropped.
struct Disk(PathBuf);

impl Disk {
    fn make(image: &Path, bytes: u64) {
        File::create(image).unwrap().set_len(bytes).unwrap();
        assert!(run("mkfs.ext4", &["-q", "-F", "-m", "0", image.to_str().unwrap()]));
    }

    fn mount(image: &Path, options: &str) -> Self {
        let place = image.with_extension("mounted");
        fs::create_dir_all(&place).unwrap();
        assert!(run("mount", &["-o", options, image.to_str().unwrap(), place.to_str().unwrap()]), "mounting failed");
        Self(place)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let place = self.0.to_str().unwrap();
        let _ = run("umount", &[place]) || run("umount", &["--lazy", place]);
    }
}

#[test]
#[ignore = "the child of the test below"]
fn child() {
    write_until_killed();
}

#[test]
fn every_acknowledged_change_is_there_after_a_power_cut() {
    if skipped("power cuts") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (image, copy) = (folder.path().join("a.img"), folder.path().join("b.img"));
    let (mut random, cuts) = (Random(5), if full() { 50 } else { 3 });
    let (mut changes, mut rewrites) = (0, 0);
    for cut in 1..=cuts {
        let mut model = Model::default();
        let keys = if cut % 3 == 0 { Keys::Few } else { Keys::Many };
        Disk::make(&image, 300 << 20);
        let disk = Disk::mount(&image, "loop");
        let writing = Writing::start("power::child", &disk.0.join("diary"), cut * 10_000_000, keys);
        a_moment(&mut random, 1_500);
        assert!(run("kill", &["-STOP", &writing.child.id().to_string()]));
        assert!(run("cp", &["--sparse=always", image.to_str().unwrap(), copy.to_str().unwrap()]));
        model.heard(&writing.kill());
        drop(disk);
        let disk = Disk::mount(&copy, "loop");
        model.check(&disk.0.join("diary"), keys);
        (changes, rewrites) = (changes + model.changes, rewrites + model.rewrites);
    }
    println!("{cuts} power cuts, {changes} changes acknowledged, {rewrites} rewrites, nothing lost");
}

fn value(n: u32) -> String {
    format!("{n} {}", "v".repeat(3_000))
}

/// Puts entries until one is refused; how many were acknowledged, and the refusal.
fn fill(store: &Store) -> (u32, StoreError) {
    for n in 0.. {
        if let Err(error) = store.change(Change::put(format!("{n:06}"), value(n))).wait() {
            return (n, error);
        }
    }
    unreachable!("the disk is small");
}

fn assert_all_there(store: &Store, count: u32) {
    for n in 0..count {
        assert_eq!(store.get(format!("{n:06}").as_bytes()).unwrap(), Some(value(n).into_bytes()), "{n} of {count}");
    }
}

#[test]
fn a_disk_that_is_nearly_full_refuses_in_a_sentence_and_the_store_goes_on() {
    if skipped("a nearly full disk") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("a.img");
    Disk::make(&image, 48 << 20);
    let disk = Disk::mount(&image, "loop");
    let ballast = disk.0.join("ballast");
    File::create(&ballast).unwrap().write_all(&vec![1; 8 << 20]).unwrap();
    let store = Store::open(&disk.0.join("diary")).unwrap();
    let (count, error) = fill(&store);
    assert_eq!(error, StoreError::NoSpace);
    assert!(error.to_string().contains("Nothing was saved: make room"));
    assert_all_there(&store, count);
    drop(store);
    let store = Store::open(&disk.0.join("diary")).unwrap();
    assert_all_there(&store, count);
    fs::remove_file(ballast).unwrap();
    store.change(Change::put("later", "1")).wait().unwrap();
    println!("nearly full: {count} acknowledged, all there, and it went on when there was room");
}

#[test]
fn a_disk_that_is_full_fails_the_store_and_every_acknowledged_change_is_there_after_reopening() {
    if skipped("a full disk") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("a.img");
    Disk::make(&image, 32 << 20);
    let disk = Disk::mount(&image, "loop");
    let ballast = disk.0.join("ballast");
    File::create(&ballast).unwrap().write_all(&vec![1; 4 << 20]).unwrap();
    let store = Store::open_with(&disk.0.join("diary"), Limits { keep_free: 0, ..Limits::default() }).unwrap();
    let (count, error) = fill(&store);
    println!("full: {count} acknowledged, then: {error}");
    assert!(matches!(error, StoreError::Failed(_)), "{error:?}");
    assert_eq!(store.change(Change::put("later", "1")).wait(), Err(error.clone()));
    assert_eq!(store.get(b"000000"), Err(error));
    drop(store);
    match Store::open(&disk.0.join("diary")) {
        Ok(store) => assert_all_there(&store, count),
        Err(error) => assert_eq!(error, OpenError::NoSpace(disk.0.join("diary"))),
    }
    fs::remove_file(ballast).unwrap();
    let store = Store::open_with(&disk.0.join("diary"), Limits { keep_free: 0, ..Limits::default() }).unwrap();
    assert_all_there(&store, count);
    store.change(Change::put("later", "1")).wait().unwrap();
}

#[test]
fn a_disk_that_cannot_be_written_is_named() {
    if skipped("a read-only disk") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("a.img");
    Disk::make(&image, 48 << 20);
    let disk = Disk::mount(&image, "loop");
    Store::open(&disk.0.join("diary")).unwrap().change(Change::put("a", "1")).wait().unwrap();
    drop(disk);
    let disk = Disk::mount(&image, "loop,ro");
    for folder in [disk.0.join("diary"), disk.0.join("new")] {
        let error = Store::open(&folder).unwrap_err();
        assert_eq!(error, OpenError::ReadOnly(folder));
        assert!(error.to_string().contains("give Lantern's user the right to write there"));
    }
}
