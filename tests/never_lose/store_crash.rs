//! A change that was acknowledged is there after the process was killed, whole; also while the database is written anew.

use crate::store::{Keys, Model, Random, Writing, a_moment, full, write_until_killed};

#[test]
#[ignore = "the child of the test below"]
fn child() {
    write_until_killed();
}

#[test]
fn every_acknowledged_change_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("diary");
    let (mut random, mut model) = (Random(11), Model::default());
    let kills = if full() { 500 } else { 20 };
    for kill in 1..=kills {
        let writing = Writing::start("store_crash::child", &folder, kill * 10_000_000, Keys::Few);
        a_moment(&mut random, 500);
        model.heard(&writing.kill());
        model.check(&folder, Keys::Few);
    }
    println!("{kills} kills, {} changes acknowledged, {} rewrites, nothing lost", model.changes, model.rewrites);
    assert!(model.changes > kills, "the children hardly wrote");
}
