//! A damaged store says so, or opens with whole records only; and the backup restores it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod store;

use lantern::diary::store::{Change, OpenError, Pair, Store, restore, set_aside};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;
use store::{Random, full, value};

/// A store that was written to three times over, all that was ever in it, and its backup.
fn original(folder: &Path) -> (HashSet<Pair>, PathBuf) {
    let store = Store::open(&folder.join("diary")).unwrap();
    let mut ever = HashSet::new();
    for version in 1..=3 {
        for n in 0..300 {
            let key = format!("entry/{n:03}");
            let entry = (key.clone().into_bytes(), value(&key, version * 1_000 + n));
            store.change(Change { puts: vec![entry.clone()], ..Change::default() }).wait().unwrap();
            ever.insert(entry);
        }
    }
    let file = folder.join("backup.jsonl");
    store.backup(&file, "before").unwrap();
    (ever, file)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&file, target).unwrap();
    }
    fs::create_dir_all(to.join("db-000001/blobs")).unwrap();
}

/// Cuts, overwrites, zeroes or flips at a random place; mostly in the largest file, the database.
fn damage(folder: &Path, random: &mut Random) -> String {
    let files = files(folder);
    let pick = usize::try_from(random.below(files.len() as u64)).unwrap();
    let path = if random.below(4) == 0 { &files[pick] } else { files.iter().max_by_key(|path| path.metadata().unwrap().len()).unwrap() };
    let length = path.metadata().unwrap().len().max(1);
    let (at, how) = (random.below(length), random.below(4));
    let mut file = File::options().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    let span = usize::try_from(1 + random.below(20_000)).unwrap();
    match how {
        0 => file.set_len(at).unwrap(),
        1 => file.write_all(&(0..span).map(|_| u8::try_from(random.below(256)).unwrap()).collect::<Vec<_>>()).unwrap(),
        2 => file.write_all(&vec![0; span]).unwrap(),
        _ => file.write_all(&[u8::try_from(random.below(256)).unwrap()]).unwrap(),
    }
    format!("{} at {at} of {length}, way {how}", path.strip_prefix(folder).unwrap().display())
}

/// Opens it on another thread: nothing may panic, and nothing may hang.
fn open(folder: &Path) -> Result<Store, OpenError> {
    let (sender, receiver) = channel();
    let folder = folder.to_owned();
    std::thread::spawn(move || sender.send(Store::open(&folder)));
    receiver.recv_timeout(Duration::from_mins(1)).expect("opening panicked or hung")
}

#[test]
fn random_damage_is_reported_or_leaves_whole_records_and_the_backup_restores() {
    let home = tempfile::tempdir().unwrap();
    let (ever, backup) = original(home.path());
    let (mut refused, mut all, mut older) = (0, 0, 0);
    let mut random = Random(77);
    for round in 0..if full() { 1_000 } else { 100 } {
        let folder = home.path().join(format!("copy-{round}"));
        copy(&home.path().join("diary"), &folder);
        let what = damage(&folder, &mut random);
        match open(&folder) {
            Err(OpenError::Damaged { .. }) => refused += 1,
            Err(other) => panic!("{what}: {other:?}"),
            Ok(store) => {
                let found = store.range::<&[u8]>(.., 1_000).unwrap_or_else(|error| panic!("{what}: {error:?}"));
                assert!(found.iter().all(|entry| ever.contains(entry)), "{what}: a record is not whole");
                *(if found == now() { &mut all } else { &mut older }) += 1;
                if found != now() {
                    println!("{what}: opens as it was earlier, with {} entries", found.len());
                }
            }
        }
        let aside = set_aside(&folder, &format!("round-{round}")).unwrap();
        assert!(aside.is_dir());
        assert_eq!(restore(&backup, &folder).unwrap().records, 300, "{what}");
        assert_eq!(open(&folder).unwrap().range::<&[u8]>(.., 1_000).unwrap(), now());
        fs::remove_dir_all(&folder).unwrap();
    }
    println!("random damage: {refused} reported, {all} harmless, {older} opened as of an earlier moment");
}

/// What the undamaged store holds.
fn now() -> Vec<Pair> {
    (0..300)
        .map(|n| format!("entry/{n:03}"))
        .enumerate()
        .map(|(n, key)| (key.clone().into_bytes(), value(&key, 3_000 + n as u64)))
        .collect()
}
