//! Dates as practitioners in the United Kingdom type them: days first, in figures or in words.
//!
//! A weekday alone is the next such day and never today: "Thursday" typed on a Thursday means in seven days. What may mean
//! two days is asked about ("next Thursday"), and so is a date without a year that lies far ahead; nothing is guessed.

mod forms;
mod pieces;
mod times;
mod unread;
mod written;

pub use unread::Unread;

use forms::Day;
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use pieces::Piece;

/// A date without a year is asked about when it lies further ahead than this.
pub const MONTHS_WITHOUT_YEAR: i32 = 9;
/// The furthest that a date may lie ahead.
pub const MAX_YEARS: i32 = 5;

/// A day, and the time where one was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The day.
    pub date: Date,
    /// The time of day, in London.
    pub time: Option<Time>,
}

/// What a text may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// One thing.
    One(When),
    /// One of two days, the nearer first: ask which.
    Either(When, When),
    /// A date without a year that lies more than nine months ahead: ask whether that year is meant.
    Far(When),
}

/// Reads a date as practitioners type it: "3/4", "Thursday 4pm", "a week on Tuesday", "in 6 weeks".
///
/// # Errors
/// A sentence that says what is wrong and what to write; it never holds the text.
pub fn read(text: &str, today: Date) -> Result<Reading, Unread> {
    let prepared = pieces::prepare(text).ok_or(Unread::Unknown)?;
    let mut pieces = pieces::pieces(&prepared).ok_or(Unread::Unknown)?;
    let time = times::take(&mut pieces)?;
    pieces.retain(|piece| *piece != Piece::At);
    if pieces.is_empty() && time.is_some() {
        return Err(Unread::NoDay);
    }
    let when = |date| within(date, today).map(|date| When { date, time });
    match forms::day(&pieces, today)? {
        Day::Either(nearer, later) => Ok(Reading::Either(when(nearer)?, when(later)?)),
        Day::WithoutYear(date) if date > today.saturating_add(MONTHS_WITHOUT_YEAR.months()) => when(date).map(Reading::Far),
        Day::One(date) | Day::WithoutYear(date) => when(date).map(Reading::One),
    }
}

/// Refuses days that have passed, and those too far ahead.
fn within(date: Date, today: Date) -> Result<Date, Unread> {
    if date < today {
        Err(Unread::Past(date))
    } else if date > today.saturating_add(MAX_YEARS.years()) {
        Err(Unread::TooFar(date))
    } else {
        Ok(date)
    }
}

/// Spells out what was read: "Saturday 3 April 2027 at 9:30am".
#[must_use]
pub fn echo(when: When) -> String {
    let day = when.date.strftime("%A %-d %B %Y").to_string();
    when.time.map_or_else(|| day.clone(), |time| format!("{day} at {}", clock(time)))
}

/// Reads a time of day alone: "9am", "9:30", "17:00"; none, if it is no time or something else stands beside it.
#[must_use]
pub fn time(text: &str) -> Option<Time> {
    let prepared = pieces::prepare(&format!("at {}", text.trim()))?;
    let mut pieces = pieces::pieces(&prepared)?;
    let time = times::take(&mut pieces).ok()??;
    pieces.is_empty().then_some(time)
}

/// A time of the twelve-hour clock: "9am", "9:30am", "noon".
#[must_use]
pub fn clock(time: Time) -> String {
    let half = if time.hour() < 12 { "am" } else { "pm" };
    let hour = (time.hour() + 11) % 12 + 1;
    match (time.hour(), time.minute()) {
        (12, 0) => "noon".to_owned(),
        (_, 0) => format!("{hour}{half}"),
        (_, minute) => format!("{hour}:{minute:02}{half}"),
    }
}

#[cfg(test)]
mod tests;
