//! Lantern: guidance in team chat for people who safeguard children exploited through county lines and other crime.
//!
//! Dependencies point one way: `main` → {`cli`, `terminal`} → `bot` → {`guidance`, `language`} → `knowledge` → `text`.
//!
//! A question's path: `terminal` or `cli::ask` → `bot::Bot::ask` → `guidance::Guide::answer` and `language::Checker::check` →
//! `bot::Reply`, which the front end lays out. Nothing calls back up, and nothing reads the clock below `main`.
//!
//! A draft's path: `terminal` or `cli::check` → `bot::Bot::check` → `language::Checker::check` → `bot::Checked`, and the draft is dropped.
//!
//! What may be logged: article ids, counts, milliseconds. Never a question, a draft, a name or an error text that may carry them.

#![forbid(unsafe_code)]

pub mod bot;
pub mod cli;
pub mod config;
pub mod diary;
pub mod guidance;
pub mod knowledge;
pub mod language;
pub mod share;
pub mod terminal;
pub mod text;
