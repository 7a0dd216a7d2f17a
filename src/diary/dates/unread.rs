//! Why a text gives no date, and what to write: never with the text itself, which may hold a name.

use super::{When, echo};
use jiff::civil::{Date, Weekday};

/// Why a text gives no date, and what to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// Nothing known to be a date.
    #[error("I can't read a date there. Write it like \"3 April\" or \"in 6 weeks\".")]
    Unknown,
    /// A week, month or year without a day.
    #[error("Please say a day. Write it like \"Thursday 4pm\" or \"3 April\".")]
    NoDay,
    /// A part of the school year: schools differ.
    #[error("School terms differ from place to place. Write the day it ends, like \"18 December\" or \"in 4 weeks\".")]
    Term,
    /// The month stands before the day.
    #[error("Days come first: write {} {} as {}/{}, or in words.", .0, month_name(*.1), .0, .1)]
    MonthFirst(i8, i8),
    /// There is no such month.
    #[error("There is no month {0}. Write the day first, like \"3/4\" or \"3 April\".")]
    NoMonth(i8),
    /// The month has no such day, in any year or in the year that was named.
    #[error("There is no {} {}{}. Check the day.", .0, month_name(*.1), in_year(*.2))]
    NoSuchDay(i8, i8, Option<i16>),
    /// The weekday is not that of the date.
    #[error("{} is a {}, not a {}. Check the day.", without_weekday(*.0), weekday_name(.0.weekday()), weekday_name(*.1))]
    OtherWeekday(Date, Weekday),
    /// The day has passed.
    #[error("That was {}. Give a date from today on.", day(*.0))]
    Past(Date),
    /// The day lies more than five years ahead.
    #[error("That is {}, more than five years ahead. Give an earlier date.", day(*.0))]
    TooFar(Date),
    /// There is no such time of day.
    #[error("There is no such time. Write it like \"9:30am\" or \"16:00\".")]
    NoSuchTime,
    /// An hour that may lie in the morning or in the afternoon.
    #[error("Morning or afternoon? Write \"{}am\" or \"{}pm\".", clock(*.0, *.1), clock(*.0, *.1))]
    MorningOrAfternoon(i8, i8),
    /// A part of the day without an hour.
    #[error("Please give the time by the clock, like \"9:30am\" or \"4pm\".")]
    PartOfDay,
    /// Midnight lies between two days.
    #[error("Midnight lies between two days. Say which day, and a time like \"11:30pm\" or \"9am\".")]
    Midnight,
}

fn day(date: Date) -> String {
    echo(When { date, time: None })
}

fn without_weekday(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A month's name; empty for a number that is no month's.
fn month_name(month: i8) -> String {
    Date::new(2000, month, 1).map(|first| first.strftime("%B").to_string()).unwrap_or_default()
}

fn in_year(year: Option<i16>) -> String {
    year.map(|year| format!(" in {year}")).unwrap_or_default()
}

fn clock(hour: i8, minute: i8) -> String {
    if minute == 0 { hour.to_string() } else { format!("{hour}:{minute:02}") }
}

const fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
