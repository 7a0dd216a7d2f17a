//! The forms that name a day by its distance from today: "in 6 weeks", "Monday week", "next Thursday".

use super::pieces::Piece::{self, Number, Today, Tomorrow, Word};
use super::unread::Unread;
use super::written;
use crate::diary::amount::{Unit, number};
use crate::diary::cadence::Cadence;
use jiff::civil::{Date, Weekday};

/// The day or days that a text may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    One(Date),
    /// Two that it may mean, the nearer first.
    Either(Date, Date),
    /// The next such day of a date written without a year.
    WithoutYear(Date),
}

/// The day that the pieces name.
pub(super) fn day(pieces: &[Piece<'_>], today: Date) -> Result<Day, Unread> {
    let found = near(pieces, today).or_else(|| by_weekday(pieces, today)).or_else(|| counted(pieces, today)).map(Ok);
    found.or_else(|| written::day(pieces, today)).unwrap_or_else(|| Err(refusal(pieces)))
}

/// Days with a name of their own.
fn near(pieces: &[Piece<'_>], today: Date) -> Option<Day> {
    let tomorrow = today.tomorrow().ok();
    let month = Piece::Unit(Unit::Month);
    let date = match pieces {
        [Today] => today,
        [Tomorrow] => tomorrow?,
        [Piece::Unit(Unit::Day), Word("after"), Tomorrow] => tomorrow?.tomorrow().ok()?,
        [Word("yesterday")] => today.yesterday().ok()?,
        [Word("end"), unit] | [Word("end"), Word("this"), unit] | [unit, Word("end")] if *unit == month => today.last_of_month(),
        [Word("end"), Word("next"), unit] if *unit == month => Cadence::Months(1).next(today.first_of_month()).last_of_month(),
        _ => return None,
    };
    Some(Day::One(date))
}

/// "In 6 weeks", "a fortnight", "6 weeks from tomorrow", "tomorrow week".
fn counted(pieces: &[Piece<'_>], today: Date) -> Option<Day> {
    let (step, rest) = match pieces {
        [base @ (Today | Tomorrow), rest @ ..] => (weeks(rest)?, std::slice::from_ref(base)),
        _ => amount(pieces)?,
    };
    let base = match rest {
        [] | [Today] => today,
        [Tomorrow] => today.tomorrow().ok()?,
        _ => return None,
    };
    Some(Day::One(step.next(base)))
}

/// The amount that the pieces open with, and the rest.
fn amount<'p, 'a>(pieces: &'p [Piece<'a>]) -> Option<(Cadence, &'p [Piece<'a>])> {
    match pieces {
        [Number(count) | Word(count), Piece::Unit(unit), rest @ ..] => {
            Some((Cadence::of(number(count).filter(|count| *count > 0)?, *unit)?, rest))
        }
        [Piece::Unit(Unit::Fortnight), rest @ ..] => Some((Cadence::Weeks(2), rest)),
        [Piece::Unit(Unit::Week), rest @ ..] if !rest.is_empty() => Some((Cadence::Weeks(1), rest)),
        _ => None,
    }
}

/// "Week" or "fortnight" after a day.
fn weeks(pieces: &[Piece<'_>]) -> Option<Cadence> {
    match pieces {
        [Piece::Unit(Unit::Week)] => Some(Cadence::Weeks(1)),
        [Piece::Unit(Unit::Fortnight)] => Some(Cadence::Weeks(2)),
        _ => None,
    }
}

/// Days named by their weekday.
fn by_weekday(pieces: &[Piece<'_>], today: Date) -> Option<Day> {
    let week = Piece::Unit(Unit::Week);
    match pieces {
        [Piece::Weekday(weekday)] => coming(*weekday, today).map(Day::One),
        [Word("this"), Piece::Weekday(weekday)] => this(*weekday, today),
        [Word("next"), Piece::Weekday(weekday)] => next(*weekday, today),
        [Piece::Weekday(weekday), Word(which @ ("this" | "next")), unit]
        | [Word(which @ ("this" | "next")), unit, Piece::Weekday(weekday)]
            if *unit == week =>
        {
            in_week(*weekday, which, today)
        }
        [Piece::Weekday(weekday), rest @ ..] => weeks_on(*weekday, weeks(rest)?, today),
        _ => match amount(pieces)? {
            (step @ Cadence::Weeks(_), [Piece::Weekday(weekday)]) => weeks_on(*weekday, step, today),
            _ => None,
        },
    }
}

/// The next such weekday, never today: today's own weekday means in seven days.
fn coming(weekday: Weekday, today: Date) -> Option<Date> {
    today.nth_weekday(1, weekday).ok()
}

/// "This Friday": the coming one; said on a Friday it may be today.
fn this(weekday: Weekday, today: Date) -> Option<Day> {
    let later = coming(weekday, today)?;
    Some(if today.weekday() == weekday { Day::Either(today, later) } else { Day::One(later) })
}

/// "Next Thursday": the coming one or the one after; said on a Thursday, in seven days.
fn next(weekday: Weekday, today: Date) -> Option<Day> {
    let nearer = coming(weekday, today)?;
    let later = Cadence::Weeks(1).next(nearer);
    Some(if today.weekday() == weekday { Day::One(nearer) } else { Day::Either(nearer, later) })
}

/// "Thursday next week", "Friday this week"; weeks begin on Monday.
fn in_week(weekday: Weekday, which: &str, today: Date) -> Option<Day> {
    let weeks = i64::from(which == "next");
    let days = i64::from(weekday.to_monday_zero_offset() - today.weekday().to_monday_zero_offset()) + 7 * weeks;
    today.checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(Day::One)
}

/// "A week on Tuesday", "Monday week"; said on that weekday it may be counted from today or from the coming one.
fn weeks_on(weekday: Weekday, step: Cadence, today: Date) -> Option<Day> {
    let later = step.next(coming(weekday, today)?);
    Some(if today.weekday() == weekday { Day::Either(step.next(today), later) } else { Day::One(later) })
}

/// Why the pieces name no day.
fn refusal(pieces: &[Piece<'_>]) -> Unread {
    let vague = |piece: &Piece<'_>| matches!(piece, Word("next" | "this" | "end" | "start" | "beginning" | "middle"));
    let of_weeks = pieces.windows(2).any(|pair| vague(&pair[0]) && matches!(pair[1], Piece::Unit(_)));
    if pieces.iter().any(|piece| matches!(piece, Word("term" | "terms" | "termtime"))) {
        Unread::Term
    } else if of_weeks || pieces.contains(&Word("weekend")) {
        Unread::NoDay
    } else {
        Unread::Unknown
    }
}
