//! The forms that write a day out: "3/4", "03/04/2027", "2027-04-03", "3rd of April 2027", "April 3".

use super::forms::Day;
use super::pieces::Piece::{self, Mark, Month, Number};
use super::unread::Unread;
use jiff::civil::{Date, Weekday};

/// The longest wait for a day that is not in every year: 29 February around 2100.
const MAX_YEARS_TO_NEXT: i16 = 8;

/// The day that the pieces write out; `None` where they write none.
pub(super) fn day(pieces: &[Piece<'_>], today: Date) -> Option<Result<Day, Unread>> {
    match pieces {
        [Piece::Weekday(weekday), rest @ ..] | [rest @ .., Piece::Weekday(weekday)] => {
            Some(without_weekday(rest, today)?.and_then(|day| agreed(day, *weekday)))
        }
        _ => without_weekday(pieces, today),
    }
}

/// A date's weekday says nothing new, so it must be right.
fn agreed(day: Day, weekday: Weekday) -> Result<Day, Unread> {
    let (Day::One(date) | Day::WithoutYear(date) | Day::Either(date, _)) = day;
    if date.weekday() == weekday { Ok(day) } else { Err(Unread::OtherWeekday(date, weekday)) }
}

fn without_weekday(pieces: &[Piece<'_>], today: Date) -> Option<Result<Day, Unread>> {
    let found = match pieces {
        [Month(_)] => Err(Unread::NoDay),
        [Month(_), Number(year)] if year.len() == 4 => Err(Unread::NoDay),
        [Number(day), Month(month)] | [Month(month), Number(day)] => next_such(short(day)?, *month, today),
        [Number(day), Month(month), Number(year)] | [Month(month), Number(day), Number(year)] => {
            dated(short(day)?, *month, full_year(year)?)
        }
        [Number(day), Mark(mark), Number(month)] if *mark != ':' => {
            let (day, month) = (short(day)?, short(month)?);
            day_first(day, month).and_then(|()| next_such(day, month, today))
        }
        [Number(first), Mark(one), Number(second), Mark(two), Number(third)] if one == two && *one != ':' => {
            in_numbers(first, second, third)?
        }
        _ => return None,
    };
    Some(found)
}

/// Three numbers: the year first where it has four digits, or else the day.
fn in_numbers(first: &str, second: &str, third: &str) -> Option<Result<Day, Unread>> {
    let month = short(second)?;
    if first.len() == 4 {
        let (day, year) = (short(third)?, full_year(first)?);
        return Some(month_exists(month).and_then(|()| dated(day, month, year)));
    }
    let (day, year) = (short(first)?, full_year(third)?);
    Some(day_first(day, month).and_then(|()| dated(day, month, year)))
}

/// Refuses a month that stands before its day, and one that does not exist.
fn day_first(day: i8, month: i8) -> Result<(), Unread> {
    let swapped = (1..=12).contains(&day) && (13..=31).contains(&month);
    if swapped { Err(Unread::MonthFirst(month, day)) } else { month_exists(month) }
}

fn month_exists(month: i8) -> Result<(), Unread> {
    if (1..=12).contains(&month) { Ok(()) } else { Err(Unread::NoMonth(month)) }
}

/// The day in the year that was written.
fn dated(day: i8, month: i8, year: i16) -> Result<Day, Unread> {
    let missing = || Unread::NoSuchDay(day, month, is_in_some_year(day, month).then_some(year));
    Date::new(year, month, day).map(Day::One).map_err(|_| missing())
}

/// The next such day, today or later.
fn next_such(day: i8, month: i8, today: Date) -> Result<Day, Unread> {
    let years = today.year()..=today.year().saturating_add(MAX_YEARS_TO_NEXT);
    let found = years.filter_map(|year| Date::new(year, month, day).ok()).find(|date| *date >= today);
    found.map(Day::WithoutYear).ok_or(Unread::NoSuchDay(day, month, None))
}

/// Whether a leap year has the day.
fn is_in_some_year(day: i8, month: i8) -> bool {
    Date::new(2024, month, day).is_ok()
}

/// A number of one or two digits.
fn short(digits: &str) -> Option<i8> {
    digits.parse().ok().filter(|_| digits.len() <= 2)
}

/// A year of four digits, or of two in this century.
fn full_year(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    match digits.len() {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}
