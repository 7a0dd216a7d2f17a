//! The diary: what is owed, and when.
//!
//! A practitioner says when a review is due and how often it comes round, in their own words: [`dates`] reads the day,
//! [`cadence`] the rhythm, and [`calendar`] knows which days are worked. Nothing here reads the clock: today is an argument.
//! A date that was read is always spelled back with its weekday ([`dates::echo`]) before anything is saved.

mod amount;
pub mod backups;
pub mod book;
pub mod cadence;
pub mod calendar;
pub mod case;
pub mod check;
pub mod clock;
pub mod dates;
pub mod delivery;
pub mod entry;
pub mod erasure;
mod many;
pub mod noticeboard;
pub mod opinions;
mod posting;
mod posts;
pub mod prompt;
pub mod review;
mod rule;
pub mod schedule;
pub mod store;
mod team;
pub mod trail;
pub mod transcript;

pub use book::{Diary, DiaryError};
