//! Lantern: guidance in team chat for people who safeguard children exploited through county lines and other crime.
//!
//! Dependencies point one way: `main` → {`cli`, `terminal`, `discord`} → `bot` → {`guidance`, `language`, `diary`, `privacy`} → `knowledge` → `text`.
//!
//! A question's path: `terminal` or `cli::ask` → `bot::Bot::ask` → `guidance::Guide::answer` and `language::Checker::check` →
//! `bot::Reply`, which the front end lays out. Nothing calls back up, and nothing reads the clock below `main`.
//!
//! A draft's path: `terminal` or `cli::check` → `bot::Bot::check` → `language::Checker::check` → `bot::Checked`, and the draft is dropped.
//!
//! A review's path: `terminal` → `bot::Bot::act` → `diary::Diary` (on the disk, then acknowledged) → `bot::Reply`; at the next due time
//! `diary::delivery::deliver_due` → `Noticeboard::post` → `bot::Bot::announce`, and then the record that it was posted.
//!
//! The same on Discord: `discord::gateway` hears of it, `discord::commands`, `press` and `message` turn it into the same calls, and
//! `discord::render` lays the reply out. What is due is posted by `discord::round`, whatever the gateway does: it hands `deliver_due` the
//! `discord::board`, which posts by `discord::wire`; `discord::announced` is what the buttons under an announcement do.
//!
//! Free text that is kept or posted passes `bot::Bot::screen` first, which refuses what `privacy::Interlock::find` sees in it; what is typed
//! is shown back through `bot::Bot::masked`, or with `bot::Seen` where only a part is shown.
//!
//! What may be logged: entry numbers, article ids, counts, milliseconds. Never a question, a draft, a name or an error text that may carry them.

#![forbid(unsafe_code)]

pub mod bot;
mod classifier;
pub mod cli;
pub mod config;
pub mod diary;
pub mod discord;
pub mod guidance;
pub mod knowledge;
pub mod language;
mod lists;
mod margin;
mod pool;
pub mod privacy;
pub mod share;
mod tables;
pub mod terminal;
pub mod text;
