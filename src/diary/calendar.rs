//! Which days are worked: Monday to Friday, but for the nation's bank holidays.

use crate::knowledge::{BankHoliday, BankHolidays};
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A nation, or two, with bank holidays of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nation {
    /// England and Wales, which share theirs.
    #[default]
    EnglandAndWales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

impl Nation {
    fn days(self, listed: &BankHolidays) -> &[BankHoliday] {
        match self {
            Self::EnglandAndWales => &listed.england_and_wales,
            Self::Scotland => &listed.scotland,
            Self::NorthernIreland => &listed.northern_ireland,
        }
    }
}

/// The working days of a nation.
#[derive(Debug, Clone)]
pub struct Calendar {
    holidays: BTreeSet<Date>,
    horizon: Date,
}

impl Calendar {
    /// The calendar of a nation.
    #[must_use]
    pub fn new(listed: &BankHolidays, nation: Nation) -> Self {
        Self { holidays: nation.days(listed).iter().map(|day| day.date).collect(), horizon: listed.horizon }
    }

    /// Whether the day is worked. Past the horizon, where bank holidays are not known, every Monday to Friday is.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.holidays.contains(&date)
    }

    /// The day itself if it is worked, or else the last working day before it.
    #[must_use]
    pub fn on_or_before(&self, date: Date) -> Date {
        if self.is_working_day(date) { date } else { self.before(date, 1) }
    }

    /// The day that lies this many working days before; with none, the day itself.
    #[must_use]
    pub fn before(&self, date: Date, days: u16) -> Date {
        self.step(date, days, |day| day.yesterday().ok())
    }

    /// The day that lies this many working days after; with none, the day itself.
    #[must_use]
    pub fn after(&self, date: Date, days: u16) -> Date {
        self.step(date, days, |day| day.tomorrow().ok())
    }

    /// Whether the day lies where bank holidays are not yet known.
    #[must_use]
    pub fn is_past_horizon(&self, date: Date) -> bool {
        date > self.horizon
    }

    /// Steps from day to day until so many working days were met; stops at the ends of time.
    fn step(&self, from: Date, days: u16, next: fn(Date) -> Option<Date>) -> Date {
        let mut left = days;
        let mut at = from;
        while left > 0 {
            let Some(day) = next(at) else { break };
            at = day;
            left -= u16::from(self.is_working_day(day));
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::files;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn calendar(nation: Nation) -> Calendar {
        Calendar::new(&toml::from_str(files::embedded().get("bank-holidays.toml").unwrap()).unwrap(), nation)
    }

    #[test]
    fn weekends_and_bank_holidays_are_not_worked() {
        let england = calendar(Nation::EnglandAndWales);
        assert!(england.is_working_day(date(2026, 12, 24)));
        assert!(!england.is_working_day(date(2026, 12, 25)));
        assert!(!england.is_working_day(date(2026, 12, 26)), "a Saturday");
        assert!(!england.is_working_day(date(2026, 12, 28)), "Boxing Day, moved");
    }

    #[test]
    fn each_nation_has_days_of_its_own() {
        let [easter_monday, second_january, boyne] = [date(2027, 3, 29), date(2026, 1, 2), date(2027, 7, 12)];
        let worked = |nation| [easter_monday, second_january, boyne].map(|day| calendar(nation).is_working_day(day));
        assert_eq!(worked(Nation::EnglandAndWales), [false, true, true]);
        assert_eq!(worked(Nation::Scotland), [true, false, true]);
        assert_eq!(worked(Nation::NorthernIreland), [false, true, false]);
    }

    #[test]
    fn a_reminder_before_christmas_steps_over_it() {
        let england = calendar(Nation::EnglandAndWales);
        assert_eq!(england.on_or_before(date(2026, 12, 28)), date(2026, 12, 24));
        assert_eq!(england.on_or_before(date(2026, 12, 29)), date(2026, 12, 29));
        assert_eq!(england.before(date(2026, 12, 29), 2), date(2026, 12, 23));
        assert_eq!(england.after(date(2026, 12, 24), 1), date(2026, 12, 29));
        assert_eq!(england.after(date(2026, 12, 26), 0), date(2026, 12, 26));
    }

    #[test]
    fn days_past_the_list_are_known_to_be_and_the_ends_of_time_do_not_panic() {
        let england = calendar(Nation::EnglandAndWales);
        assert!(!england.is_past_horizon(date(2028, 12, 31)));
        assert!(england.is_past_horizon(date(2029, 1, 1)));
        assert_eq!(england.before(Date::MIN, 3), Date::MIN);
        assert_eq!(england.after(Date::MAX, 3), Date::MAX);
    }

    #[test]
    fn a_nation_is_written_in_small_letters() {
        assert_eq!(serde_json::to_string(&Nation::NorthernIreland).unwrap(), "\"northern-ireland\"");
        assert_eq!(serde_json::from_str::<Nation>("\"england-and-wales\"").unwrap(), Nation::EnglandAndWales);
    }

    /// The working days strictly between two days, counted one by one in the list itself.
    fn worked_between(listed: &[BankHoliday], from: Date, to: Date) -> usize {
        let days = std::iter::successors(from.tomorrow().ok(), |day| day.tomorrow().ok()).take_while(|day| *day < to);
        days.filter(|day| is_worked(listed, *day)).count()
    }

    fn is_worked(listed: &[BankHoliday], day: Date) -> bool {
        day.weekday().to_monday_one_offset() <= 5 && listed.iter().all(|holiday| holiday.date != day)
    }

    proptest! {
        #[test]
        fn steps_pass_as_many_working_days_as_a_count_day_by_day(
            offset in 0..1_400_i32, count in 1..60_u16,
            nation in prop::sample::select(vec![Nation::EnglandAndWales, Nation::Scotland, Nation::NorthernIreland]),
        ) {
            let listed: BankHolidays = toml::from_str(files::embedded().get("bank-holidays.toml").unwrap()).unwrap();
            let (calendar, days) = (Calendar::new(&listed, nation), nation.days(&listed));
            let from = date(2025, 1, 1) + offset.days();
            let (earlier, later) = (calendar.before(from, count), calendar.after(from, count));
            prop_assert!(is_worked(days, earlier) && is_worked(days, later));
            prop_assert_eq!(worked_between(days, earlier, from), usize::from(count) - 1);
            prop_assert_eq!(worked_between(days, from, later), usize::from(count) - 1);
            let on = calendar.on_or_before(from);
            prop_assert!(on <= from && is_worked(days, on));
            prop_assert!(on == from || (!is_worked(days, from) && worked_between(days, on, from) == 0));
        }
    }
}
