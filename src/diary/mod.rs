//! The diary: what is owed, and when. Nothing here reads the clock: today is an argument.

pub mod calendar;
