//! How often something comes round: "every 2 weeks", "monthly".

use super::amount::{Unit, number, unit};
use crate::text::fold;
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most days between two times.
pub const MAX_DAYS: u16 = 730;
/// The most weeks between two times.
pub const MAX_WEEKS: u16 = 104;
/// The most months between two times.
pub const MAX_MONTHS: u16 = 24;

/// How often something comes round. Kept as text: "2 weeks".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Cadence {
    /// Every so many days.
    Days(u16),
    /// Every so many weeks.
    Weeks(u16),
    /// Every so many months, on the same day of the month, or on its last day where the month is too short.
    Months(u16),
}

/// Why a text gives no cadence, and what to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoCadence {
    /// Nothing known to be a cadence.
    #[error("I can't read how often that is. Write it like \"every 2 weeks\" or \"monthly\".")]
    Unread,
    /// It can mean twice in a time, or every second one.
    #[error("That can mean two things. Write \"every 2 weeks\" or \"every 2 months\".")]
    TwoMeanings,
    /// Less than a day.
    #[error("That is too often. The shortest is \"every day\".")]
    TooOften,
    /// More than two years.
    #[error("That is too seldom. The longest is \"every {MAX_MONTHS} months\".")]
    TooSeldom,
}

impl Cadence {
    /// Reads a cadence as people type it.
    ///
    /// # Errors
    /// A sentence that says what to write.
    pub fn read(text: &str) -> Result<Self, NoCadence> {
        let folded = fold(text).replace('-', " ");
        let all: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        match all.as_slice() {
            ["biweekly" | "bimonthly"] | ["bi", "weekly" | "monthly"] => Err(NoCadence::TwoMeanings),
            [word] if adverb(word).is_some() => adverb(word).ok_or(NoCadence::Unread),
            ["every" | "each" | "once", rest @ ..] | rest => counted(rest).ok_or(NoCadence::Unread)?.bounded(),
        }
    }

    /// The date one step on.
    #[must_use]
    pub fn next(self, from: Date) -> Date {
        self.nth(from, 1)
    }

    /// The date so many steps on from the first.
    ///
    /// Counted from the first, so that a monthly series keeps its day: 31 January, 28 February, 31 March.
    /// Past the end of time it stays at the last day there is.
    #[must_use]
    pub fn nth(self, first: Date, steps: u32) -> Date {
        let times = |count: u16| i64::from(count) * i64::from(steps);
        let span = match self {
            Self::Days(count) => Span::new().try_days(times(count)),
            Self::Weeks(count) => Span::new().try_weeks(times(count)),
            Self::Months(count) => Span::new().try_months(times(count)),
        };
        span.and_then(|span| first.checked_add(span)).unwrap_or(Date::MAX)
    }

    /// The count and the singular name of what is counted.
    const fn parts(self) -> (u16, &'static str) {
        match self {
            Self::Days(count) => (count, "day"),
            Self::Weeks(count) => (count, "week"),
            Self::Months(count) => (count, "month"),
        }
    }

    /// So many of a unit; `None` where they are too many to count.
    pub(super) fn of(count: u16, unit: Unit) -> Option<Self> {
        Some(match unit {
            Unit::Day => Self::Days(count),
            Unit::Week => Self::Weeks(count),
            Unit::Fortnight => Self::Weeks(count.checked_mul(2)?),
            Unit::Month => Self::Months(count),
            Unit::Quarter => Self::Months(count.checked_mul(3)?),
            Unit::Year => Self::Months(count.checked_mul(12)?),
        })
    }

    fn bounded(self) -> Result<Self, NoCadence> {
        let most = match self {
            Self::Days(_) => MAX_DAYS,
            Self::Weeks(_) => MAX_WEEKS,
            Self::Months(_) => MAX_MONTHS,
        };
        match self.parts().0 {
            0 => Err(NoCadence::TooOften),
            count if count > most => Err(NoCadence::TooSeldom),
            _ => Ok(self),
        }
    }
}

fn adverb(word: &str) -> Option<Cadence> {
    Some(match word {
        "daily" => Cadence::Days(1),
        "weekly" => Cadence::Weeks(1),
        "fortnightly" => Cadence::Weeks(2),
        "monthly" => Cadence::Months(1),
        "quarterly" => Cadence::Months(3),
        "yearly" | "annually" => Cadence::Months(12),
        _ => return None,
    })
}

/// What follows "every": "2 weeks", "other week", "month".
fn counted(words: &[&str]) -> Option<Cadence> {
    match words {
        [one] => Cadence::of(1, unit(one)?),
        ["other" | "second" | "2nd", one] => Cadence::of(2, unit(one)?),
        ["third" | "3rd", one] => Cadence::of(3, unit(one)?),
        [count, many] => Cadence::of(number(count)?, unit(many)?),
        _ => None,
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (1, name) => write!(f, "every {name}"),
            (count, name) => write!(f, "every {count} {name}s"),
        }
    }
}

impl From<Cadence> for String {
    fn from(cadence: Cadence) -> Self {
        let (count, name) = cadence.parts();
        format!("{count} {name}{}", if count == 1 { "" } else { "s" })
    }
}

impl TryFrom<String> for Cadence {
    type Error = NoCadence;

    fn try_from(text: String) -> Result<Self, NoCadence> {
        Self::read(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn cadences_are_read_as_people_type_them() {
        for (text, cadence) in [
            ("every 2 weeks", Cadence::Weeks(2)),
            ("Weekly", Cadence::Weeks(1)),
            ("fortnightly", Cadence::Weeks(2)),
            ("every fortnight", Cadence::Weeks(2)),
            ("monthly", Cadence::Months(1)),
            ("once a month.", Cadence::Months(1)),
            ("every 3 months", Cadence::Months(3)),
            ("quarterly", Cadence::Months(3)),
            (" every  10 days ", Cadence::Days(10)),
            ("Every six weeks", Cadence::Weeks(6)),
            ("six-weeks", Cadence::Weeks(6)),
            ("every other week", Cadence::Weeks(2)),
            ("daily", Cadence::Days(1)),
            ("each day", Cadence::Days(1)),
            ("2 weeks", Cadence::Weeks(2)),
            ("every 2 years", Cadence::Months(24)),
        ] {
            assert_eq!(Cadence::read(text), Ok(cadence), "{text}");
        }
    }

    #[test]
    fn what_is_no_cadence_is_refused_with_what_to_write() {
        for (text, refusal) in [
            ("", NoCadence::Unread),
            ("now and then", NoCadence::Unread),
            ("every Monday", NoCadence::Unread),
            ("biweekly", NoCadence::TwoMeanings),
            ("every 0 days", NoCadence::TooOften),
            ("every 25 months", NoCadence::TooSeldom),
            ("every 3 years", NoCadence::TooSeldom),
            ("every 105 weeks", NoCadence::TooSeldom),
            ("every 731 days", NoCadence::TooSeldom),
        ] {
            assert_eq!(Cadence::read(text), Err(refusal), "{text}");
            assert!(refusal.to_string().contains('"'), "no example: {refusal}");
        }
    }

    #[test]
    fn months_clamp_and_a_series_keeps_its_day() {
        let first = date(2027, 1, 31);
        assert_eq!(Cadence::Months(1).next(first), date(2027, 2, 28));
        assert_eq!(Cadence::Months(1).nth(first, 2), date(2027, 3, 31));
        assert_eq!(Cadence::Months(1).nth(first, 13), date(2028, 2, 29));
        assert_eq!(Cadence::Days(u16::MAX).nth(first, u32::MAX), Date::MAX);
    }

    /// The day so many months on, found by walking day by day and stopping at the end of a shorter month.
    fn months_on(first: Date, months: u32) -> Date {
        let mut day = first.first_of_month();
        for _ in 0..months {
            day = day.last_of_month().tomorrow().unwrap();
        }
        while day.day() < first.day() && day != day.last_of_month() {
            day = day.tomorrow().unwrap();
        }
        day
    }

    fn any_cadence() -> impl Strategy<Value = Cadence> {
        prop_oneof![
            (1..=MAX_DAYS).prop_map(Cadence::Days),
            (1..=MAX_WEEKS).prop_map(Cadence::Weeks),
            (1..=MAX_MONTHS).prop_map(Cadence::Months),
        ]
    }

    proptest! {
        #[test]
        fn a_series_agrees_with_a_walk_day_by_day(offset in 0..1_500_i32, cadence in any_cadence(), steps in 0..8_u32) {
            let first = date(2026, 11, 1) + offset.days();
            let walked = match cadence {
                Cadence::Months(count) => months_on(first, u32::from(count) * steps),
                Cadence::Days(count) => (0..u32::from(count) * steps).fold(first, |day, _| day.tomorrow().unwrap()),
                Cadence::Weeks(count) => (0..u32::from(count) * steps * 7).fold(first, |day, _| day.tomorrow().unwrap()),
            };
            prop_assert_eq!(cadence.nth(first, steps), walked);
        }

        #[test]
        fn a_cadence_reads_back_from_what_is_shown_and_what_is_kept(cadence in any_cadence()) {
            prop_assert_eq!(Cadence::read(&cadence.to_string()), Ok(cadence));
            let kept = serde_json::to_string(&cadence).unwrap();
            prop_assert_eq!(serde_json::from_str::<Cadence>(&kept).unwrap(), cadence);
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Cadence::read(&text);
        }
    }
}
