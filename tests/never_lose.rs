//! A review that is owed is announced, whatever happens to Lantern, to the board and to the power; nothing acknowledged is lost.
//!
//! `cargo test --release --test never_lose -- --nocapture` prints the figures; `LANTERN_FULL=1` for 500 kills and 50 power cuts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod diary;
mod store;

#[path = "never_lose/diary_crash.rs"]
mod diary_crash;
#[path = "never_lose/power.rs"]
mod power;
#[path = "never_lose/simulation.rs"]
mod simulation;
#[path = "never_lose/store_crash.rs"]
mod store_crash;
