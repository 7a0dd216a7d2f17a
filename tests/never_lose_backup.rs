//! A backup holds everything of one moment, comes back byte for byte, and is refused if anything in it was changed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod store;

use lantern::diary::store::{BackupError, Change, OpenError, Pair, Store, restore, verify_backup};
use std::path::Path;
use store::Random;

fn entries(store: &Store) -> Vec<Pair> {
    store.range::<&[u8]>(.., usize::MAX).unwrap()
}

fn filled(folder: &Path) -> Store {
    let store = Store::open(folder).unwrap();
    let mut change = Change::default();
    for n in 0..1_200 {
        change.puts.push((format!("entry/{n:04}").into_bytes(), format!("{{\"n\":{n}}}").into_bytes()));
    }
    change.puts.push((b"not text \xff%".into(), b"not JSON \xfe".into()));
    store.change(change).wait().unwrap();
    store
}

#[test]
fn a_restored_store_holds_every_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (file, other) = (folder.path().join("b.jsonl"), folder.path().join("other"));
    let store = filled(&folder.path().join("diary"));
    let summary = store.backup(&file, "nightly").unwrap();
    assert_eq!((summary.records, summary.comment.as_str()), (1_201, "nightly"));
    assert!(!folder.path().join("b.jsonl.part").exists());
    assert_eq!(verify_backup(&file).unwrap(), summary);
    assert_eq!(restore(&file, &other).unwrap(), summary);
    assert_eq!(entries(&Store::open(&other).unwrap()), entries(&store));
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().next(), Some("{\"lantern_backup\":1,\"comment\":\"nightly\"}"));
    assert_eq!(text.lines().nth(1), Some("{\"key\":\"entry/0000\",\"value\":{\"n\":0}}"));
}

#[test]
fn an_existing_file_and_a_folder_in_use_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (file, diary) = (folder.path().join("b.jsonl"), folder.path().join("diary"));
    let store = filled(&diary);
    store.backup(&file, "").unwrap();
    assert!(matches!(store.backup(&file, ""), Err(BackupError::Exists(_))));
    assert!(matches!(restore(&file, &diary), Err(BackupError::Open(OpenError::InUse(_)))));
    drop(store);
    assert!(matches!(restore(&file, &diary), Err(BackupError::NotEmpty(_))));
    assert_eq!(entries(&Store::open(&diary).unwrap()).len(), 1_201);
}

#[test]
fn a_backup_in_which_any_byte_was_changed_or_cut_is_refused_and_restores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("b.jsonl");
    filled(&folder.path().join("diary")).backup(&file, "nightly").unwrap();
    let (whole, mut random) = (std::fs::read(&file).unwrap(), Random(3));
    for round in 0..300 {
        let mut bytes = whole.clone();
        let at = usize::try_from(random.below(whole.len() as u64)).unwrap();
        match round % 3 {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << random.below(8),
            _ => bytes.splice(at..at, *b"\n{}\n").for_each(drop),
        }
        std::fs::write(&file, bytes).unwrap();
        verify_backup(&file).unwrap_err();
    }
    let other = folder.path().join("other");
    restore(&file, &other).unwrap_err();
    assert!(!other.exists());
}

#[test]
fn a_restore_that_was_interrupted_opens_as_no_store_and_can_be_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let (file, other) = (folder.path().join("b.jsonl"), folder.path().join("other"));
    filled(&folder.path().join("diary")).backup(&file, "").unwrap();
    std::fs::create_dir_all(other.join("restoring")).unwrap();
    assert_eq!(Store::open(&other).unwrap_err(), OpenError::Unfinished(other.clone()));
    restore(&file, &other).unwrap();
    assert_eq!(entries(&Store::open(&other).unwrap()).len(), 1_201);
}

/// Each change moves one token to another key: a backup of one moment holds each token once.
#[test]
fn a_backup_made_while_everything_moves_is_of_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(&folder.path().join("diary"));
    for token in 0..20 {
        store.change(Change::put(format!("m/{token:02}/5000"), "1")).wait().unwrap();
    }
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let mover = scope.spawn(|| shuffle(&store, &done));
        for round in 0..20 {
            let file = folder.path().join(format!("{round}.jsonl"));
            assert_eq!(store.backup(&file, "").unwrap().records, 1_221);
            verify_backup(&file).unwrap();
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(mover.join().unwrap() > 20);
    });
}

fn shuffle(store: &Store, done: &std::sync::atomic::AtomicBool) -> u64 {
    let (mut random, mut places, mut moves) = (Random(9), vec![5_000; 20], 0);
    while !done.load(std::sync::atomic::Ordering::Relaxed) {
        let token = usize::try_from(random.below(20)).unwrap();
        let to = random.below(10_000);
        let from = std::mem::replace(&mut places[token], to);
        // Before and behind all that is there, so that a reading range by range would miss it or see it twice.
        let name = |at: u64| format!("{}/{token:02}/{at:04}", if at < 5_000 { "a" } else { "m" }).into_bytes();
        let change = Change { puts: vec![(name(to), b"1".into())], removes: vec![name(from)], ..Change::default() };
        store.change(change).wait().unwrap();
        moves += 1;
    }
    moves
}
