//! The diary: what is owed, and when. Nothing here reads the clock: today is an argument.

mod amount;
pub mod cadence;
pub mod calendar;
