//! The time of day in a typed date: "9am", "9.30am", "16:00", "half past two pm", "noon".

use super::pieces::Piece::{self, At, Mark, Month, Number, Today, Tomorrow, Word};
use super::unread::Unread;
use crate::diary::amount::{Unit, number};
use jiff::civil::Time;

/// What a piece of text says about the time, and how many pieces say it.
type Said = (Result<Time, Unread>, usize);

/// Takes the time out of the pieces, wherever it stands; what is left is the day.
pub(super) fn take(pieces: &mut Vec<Piece<'_>>) -> Result<Option<Time>, Unread> {
    let Some((at, (time, length))) = (0..pieces.len()).find_map(|at| Some((at, said(pieces.get(..at)?, pieces.get(at..)?)?))) else {
        return Ok(None);
    };
    pieces.drain(at..at + length);
    time.map(Some)
}

/// The time that the pieces open with, given those before them.
fn said(before: &[Piece<'_>], pieces: &[Piece<'_>]) -> Option<Said> {
    match pieces {
        [At, rest @ ..] => {
            let (time, length) = spoken(before, rest).or_else(|| numbered(before, true, rest)).or_else(|| bare(rest))?;
            Some((time, length + 1))
        }
        _ => spoken(before, pieces).or_else(|| numbered(before, false, pieces)),
    }
}

/// Times in words, given the pieces before them.
fn spoken(before: &[Piece<'_>], pieces: &[Piece<'_>]) -> Option<Said> {
    let noon = Ok(Time::constant(12, 0, 0, 0));
    match pieces {
        [Number("12"), Word("noon" | "midday"), ..] if !wants_number(before) => Some((noon, 2)),
        [Word("noon" | "midday"), ..] => Some((noon, 1)),
        [Number("12"), Word("midnight"), ..] if !wants_number(before) => Some((Err(Unread::Midnight), 2)),
        [Word("midnight"), ..] => Some((Err(Unread::Midnight), 1)),
        [Word("morning" | "afternoon" | "evening" | "tonight" | "night"), ..] => Some((Err(Unread::PartOfDay), 1)),
        [Word("half"), Word("past"), hour, rest @ ..] => past(hour, 0, 30, rest),
        [Piece::Unit(Unit::Quarter), Word("past"), hour, rest @ ..] => past(hour, 0, 15, rest),
        [Piece::Unit(Unit::Quarter), Word("to"), hour, rest @ ..] => past(hour, 1, 45, rest),
        _ => None,
    }
}

/// Whether the pieces are half of a date, so that the number after them is its day or year: "2029-02-", "April".
fn wants_number(pieces: &[Piece<'_>]) -> bool {
    matches!(pieces, [.., Mark(_)] | [Month(_)] | [Piece::Weekday(_), Month(_)])
}

/// "Half past two", "quarter to three pm": so many minutes past an hour, or the one before it.
fn past(hour: &Piece<'_>, back: i8, minute: i8, rest: &[Piece<'_>]) -> Option<Said> {
    let (Number(word) | Word(word)) = hour else { return None };
    let named = number(word).and_then(|hour| i8::try_from(hour).ok()).filter(|hour| (1..=12).contains(hour))?;
    let hour = if named - back == 0 { 12 } else { named - back };
    let (half, length) = half_of_day(rest);
    // "A quarter to twelve pm" may mean before noon or before midnight.
    let unclear = (named, back) == (12, 1) && half.is_some();
    let time = if unclear { Err(Unread::MorningOrAfternoon(hour, minute)) } else { timed(hour, minute, half, true) };
    Some((time, 3 + length))
}

/// Times in digits: "9am", "9.30am", "16:00", and after "at" or beside a date "9.30".
fn numbered(before: &[Piece<'_>], after_at: bool, pieces: &[Piece<'_>]) -> Option<Said> {
    if matches!(before.last(), Some(Mark(_))) {
        return None;
    }
    match pieces {
        [Number(_), Mark(_), Number(_), Mark(_), ..] => None,
        [Number(hour), Mark(mark @ (':' | '.')), Number(minute), rest @ ..] => {
            let (half, length) = half_of_day(rest);
            let is_time = *mark == ':' || half.is_some() || after_at || is_time_beside(before, minute, rest);
            is_time.then(|| (in_digits(hour, minute, half), 3 + length))
        }
        [Number(hour), Word("am" | "pm"), ..] => Some((in_digits(hour, "00", half_of_day(pieces.get(1..)?).0), 2)),
        _ => None,
    }
}

/// After "at", a number alone: "at 4", "at 1600".
fn bare(pieces: &[Piece<'_>]) -> Option<Said> {
    let [Number(digits), rest @ ..] = pieces else { return None };
    if matches!(rest.first(), Some(Mark(_) | Month(_) | Piece::Unit(_))) {
        return None;
    }
    let (hour, minute) = if digits.len() == 4 { digits.split_at_checked(2)? } else { (*digits, "00") };
    Some((in_digits(hour, minute, None), 1))
}

/// Whether two numbers with a stop between them are a time: beside a named day "9.30" is, but "Friday 9.10" may be 9 October.
fn is_time_beside(before: &[Piece<'_>], minute: &str, after: &[Piece<'_>]) -> bool {
    let named = matches!(before.last(), Some(Month(_) | Today | Tomorrow | Piece::Unit(_)))
        || before.iter().any(|piece| matches!(piece, Month(_) | Mark(_)))
        || matches!(after.first(), Some(Today | Tomorrow));
    let no_month = minute.len() == 2 && minute.parse::<i8>().is_ok_and(|minute| minute == 0 || minute > 12);
    let beside_any = !before.is_empty() || matches!(after.first(), Some(Piece::Weekday(_)));
    named || (no_month && beside_any)
}

/// Whether the pieces open with "am" (false) or "pm" (true), and how many pieces say so.
fn half_of_day(pieces: &[Piece<'_>]) -> (Option<bool>, usize) {
    match pieces {
        [Word("am"), ..] => (Some(false), 1),
        [Word("pm"), ..] => (Some(true), 1),
        _ => (None, 0),
    }
}

fn in_digits(hour: &str, minute: &str, half: Option<bool>) -> Result<Time, Unread> {
    let short = hour.len() <= 2 && minute.len() == 2;
    let (Ok(hours), Ok(minutes), true) = (hour.parse(), minute.parse(), short) else { return Err(Unread::NoSuchTime) };
    timed(hours, minutes, half, !hour.starts_with('0'))
}

/// A time of the twelve-hour clock where the half of the day is given, else of the twenty-four-hour clock.
///
/// Where it is not given, and no leading zero speaks for the morning, an hour from one to six may be either.
fn timed(hour: i8, minute: i8, pm: Option<bool>, loose: bool) -> Result<Time, Unread> {
    let hour = match (pm, hour) {
        (Some(false), 12) => 0,
        (Some(true), 1..=11) => hour + 12,
        (Some(_), 1..=12) => hour,
        (Some(_), _) => return Err(Unread::NoSuchTime),
        (None, 1..=6) if loose && (0..60).contains(&minute) => return Err(Unread::MorningOrAfternoon(hour, minute)),
        (None, _) => hour,
    };
    match (hour, minute) {
        (0 | 24, 0) => Err(Unread::Midnight),
        _ => Time::new(hour, minute, 0, 0).map_err(|_| Unread::NoSuchTime),
    }
}
