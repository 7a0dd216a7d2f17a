//! The bank holidays of each nation, as GOV.UK lists them.

use super::{Library, Problem};
use jiff::civil::Date;
use serde::Deserialize;

const FILE: &str = "bank-holidays.toml";

/// The file `bank-holidays.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BankHolidays {
    /// Where the dates were read, and under which licence.
    pub source: String,
    /// The last day that the list covers: the end of the last full year in it.
    pub horizon: Date,
    /// Those of England and Wales, in order of date.
    pub england_and_wales: Vec<BankHoliday>,
    /// Those of Scotland, in order of date.
    pub scotland: Vec<BankHoliday>,
    /// Those of Northern Ireland, in order of date.
    pub northern_ireland: Vec<BankHoliday>,
}

/// One bank holiday.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankHoliday {
    /// The day; where it is moved from a weekend, the day it is moved to.
    pub date: Date,
    /// What it is called.
    pub name: String,
}

impl BankHolidays {
    /// Each nation's name in the file, with its bank holidays.
    fn by_nation(&self) -> [(&'static str, &[BankHoliday]); 3] {
        [("england-and-wales", &self.england_and_wales), ("scotland", &self.scotland), ("northern-ireland", &self.northern_ireland)]
    }

    /// Every day of the list that is wrong, as a sentence.
    fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        if self.source.trim().is_empty() {
            mistakes.push("it needs a source".to_owned());
        }
        for (nation, days) in self.by_nation() {
            mistakes.extend(
                days.windows(2)
                    .filter(|pair| pair[0].date >= pair[1].date)
                    .map(|pair| format!("{nation}: {} stands after {}; write each day once, in order of date", pair[1].date, pair[0].date)),
            );
            // A horizon beyond the list would take its missing holidays for working days.
            if !days.iter().any(|day| day.date.year() == self.horizon.year()) {
                mistakes.push(format!("{nation}: no days in {}, the year of the horizon", self.horizon.year()));
            }
        }
        mistakes
    }
}

/// Every nation has days, in order, up to the horizon.
pub(super) fn are_whole(library: &Library, problems: &mut Vec<Problem>) {
    problems.extend(library.bank_holidays.mistakes().into_iter().map(|mistake| Problem::new(FILE, mistake)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::files;
    use jiff::civil::{Weekday, date};

    fn embedded() -> BankHolidays {
        toml::from_str(files::embedded().get(FILE).unwrap()).unwrap()
    }

    #[test]
    fn the_list_is_whole_and_no_bank_holiday_lies_on_a_weekend() {
        let listed = embedded();
        assert!(listed.mistakes().is_empty());
        for (nation, days) in listed.by_nation() {
            assert!(days.iter().all(|day| !matches!(day.date.weekday(), Weekday::Saturday | Weekday::Sunday)), "{nation}");
            for year in 2025..=listed.horizon.year() {
                assert!(days.iter().filter(|day| day.date.year() == year).count() >= 8, "{nation} {year}");
            }
        }
    }

    #[test]
    fn a_nation_without_days_and_days_out_of_order_are_named() {
        let mut listed = embedded();
        listed.scotland.clear();
        listed.northern_ireland.swap(0, 1);
        let mistakes = listed.mistakes();
        assert!(mistakes.iter().any(|mistake| mistake.starts_with("scotland: no days in 2028")), "{mistakes:?}");
        assert!(mistakes.iter().any(|mistake| mistake.starts_with("northern-ireland: 2025-01-01 stands after")), "{mistakes:?}");
    }

    #[test]
    fn a_horizon_beyond_the_list_is_named() {
        let listed = BankHolidays { horizon: date(2030, 12, 31), ..embedded() };
        assert_eq!(listed.mistakes().len(), 3);
    }
}
