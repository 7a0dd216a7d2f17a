//! Every date reads back from every way of writing it, and no text breaks the reader.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday, date, time};
use lantern::diary::cadence::Cadence;
use lantern::diary::dates::{Reading, Unread, When, echo, read};
use proptest::prelude::*;

/// Forms with a year, as `strftime` writes them.
const WITH_YEAR: [&str; 20] = [
    "%d/%m/%Y",
    "%-d/%-m/%Y",
    "%-d/%-m/%y",
    "%-d.%-m.%y",
    "%d.%m.%Y",
    "%-d-%-m-%Y",
    "%Y-%m-%d",
    "%-d %B %Y",
    "%-d %b %Y",
    "%B %-d, %Y",
    "the %-d of %B %Y",
    "on %A the %-d %B, %Y",
    "%a %-d %b %y",
    "%-d-%b-%Y",
    "  %-d%b%Y ",
    "%-d / %-m / %Y",
    "%A %-d/%-m/%y",
    "%Y/%m/%d",
    "by %a. %-d %b. '%y",
    "%-d %B %Y, %A",
];

/// Forms without a year.
const WITHOUT_YEAR: [&str; 8] = ["%-d/%-m", "%d/%m", "%-d.%-m", "%-d-%-m", "%-d %B", "%b %-d", "on the %-d of %B", "%A %-d %B"];

/// Times as they are typed beside a day, with what they mean.
const TIMES: [(&str, Time); 10] = [
    ("9am", time(9, 0, 0, 0)),
    ("9.30am", time(9, 30, 0, 0)),
    ("at 9:30 AM", time(9, 30, 0, 0)),
    ("09:30", time(9, 30, 0, 0)),
    ("16:00", time(16, 0, 0, 0)),
    ("at 4pm", time(16, 0, 0, 0)),
    ("4.05 p.m.", time(16, 5, 0, 0)),
    ("noon", time(12, 0, 0, 0)),
    ("at midday", time(12, 0, 0, 0)),
    ("12 noon", time(12, 0, 0, 0)),
];

fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(move |day| *day <= to)
}

fn on(date: Date) -> When {
    When { date, time: None }
}

fn ordinal(day: i8) -> &'static str {
    match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

/// A day and the one it is read on, up to four years before.
fn day_and_today() -> impl Strategy<Value = (Date, Date)> {
    (0..1_500_i32, 0..=1_461_i32).prop_map(|(start, ahead)| {
        let today = date(2026, 11, 1) + start.days();
        (today + ahead.days(), today)
    })
}

#[test]
fn every_day_of_four_years_reads_back_from_every_form_with_a_year() {
    let today = date(2026, 11, 26);
    for day in days(today, today + 4.years()) {
        for form in WITH_YEAR {
            let text = day.strftime(form).to_string();
            assert_eq!(read(&text, today), Ok(Reading::One(on(day))), "{text}");
        }
        let text = format!("{}{} of {}", day.day(), ordinal(day.day()), day.strftime("%B %Y"));
        assert_eq!(read(&text, today), Ok(Reading::One(on(day))), "{text}");
    }
}

#[test]
fn every_day_of_the_next_year_reads_back_without_one_and_is_asked_about_past_nine_months() {
    let today = date(2027, 3, 31);
    for day in days(today, date(2028, 3, 30)) {
        let far = day > date(2027, 12, 31);
        for form in WITHOUT_YEAR {
            let text = day.strftime(form).to_string();
            let expected = if far { Reading::Far(on(day)) } else { Reading::One(on(day)) };
            assert_eq!(read(&text, today), Ok(expected), "{text}");
        }
    }
}

#[test]
fn every_minute_spelled_back_is_read_again_but_for_midnight() {
    let today = date(2026, 11, 26);
    for minute in 1..24 * 60_i32 {
        let time = time(0, 0, 0, 0) + minute.minutes();
        let when = When { date: today, time: Some(time) };
        assert_eq!(read(&echo(when), today), Ok(Reading::One(when)), "{}", echo(when));
        let clock = time.strftime("today %H:%M").to_string();
        assert_eq!(read(&clock, today), Ok(Reading::One(when)), "{clock}");
    }
}

#[test]
fn every_day_of_a_leap_year_reads_back_with_a_time_before_or_after_it() {
    let today = date(2027, 8, 4);
    for day in days(date(2028, 1, 1), date(2028, 12, 31)) {
        for form in WITH_YEAR {
            let text = day.strftime(form).to_string();
            for (typed, time) in TIMES {
                let expected = Ok(Reading::One(When { date: day, time: Some(time) }));
                assert_eq!(read(&format!("{text} {typed}"), today), expected, "{text} {typed}");
                assert_eq!(read(&format!("{typed} {text}"), today), expected, "{typed} {text}");
            }
        }
    }
}

#[test]
fn a_day_without_a_year_reads_back_with_noon_beside_it() {
    let today = date(2027, 12, 1);
    for day in days(today, today + 3.months()) {
        for form in ["%-d/%-m", "%-d %B", "%B %-d", "%A %B %-d", "%A %-d %B"] {
            let text = day.strftime(form).to_string();
            let expected = Ok(Reading::One(When { date: day, time: Some(time(12, 0, 0, 0)) }));
            assert_eq!(read(&format!("{text} noon"), today), expected, "{text} noon");
            assert_eq!(read(&format!("{text} 12 noon"), today), expected, "{text} 12 noon");
        }
    }
}

#[test]
fn every_weekday_is_found_as_a_walk_finds_it() {
    for today in days(date(2026, 11, 23), date(2026, 12, 6)) {
        for weekday in Weekday::Monday.cycle_forward().take(7) {
            let mut coming = today.tomorrow().unwrap();
            while coming.weekday() != weekday {
                coming = coming.tomorrow().unwrap();
            }
            let name = coming.strftime("%A").to_string();
            let same = today.weekday() == weekday;
            assert_eq!(read(&name, today), Ok(Reading::One(on(coming))), "{name} on {today}");
            let next = if same { Reading::One(on(coming)) } else { Reading::Either(on(coming), on(coming + 7.days())) };
            assert_eq!(read(&format!("next {name}"), today), Ok(next), "next {name} on {today}");
            let week = if same { Reading::Either(on(coming), on(coming + 7.days())) } else { Reading::One(on(coming + 7.days())) };
            for text in [format!("a week on {name}"), format!("{name} week")] {
                assert_eq!(read(&text, today), Ok(week), "{text} on {today}");
            }
        }
    }
}

proptest! {
    #[test]
    fn what_is_spelled_back_is_read_again((day, today) in day_and_today()) {
        prop_assert_eq!(read(&echo(on(day)), today), Ok(Reading::One(on(day))));
    }

    #[test]
    fn distances_are_those_of_a_walk((_, today) in day_and_today(), count in 1..200_u16) {
        let weeks = (0..u32::from(count) * 7).fold(today, |day, _| day.tomorrow().unwrap());
        for text in [format!("in {count} weeks"), format!("{count} weeks' time"), format!("{count}wks"), format!("{count} weeks from today")] {
            prop_assert_eq!(read(&text, today), Ok(Reading::One(on(weeks))), "{}", text);
        }
        let days = (0..count).fold(today, |day, _| day.tomorrow().unwrap());
        prop_assert_eq!(read(&format!("in {count} days"), today), Ok(Reading::One(on(days))));
        let months = Cadence::Months(count % 60 + 1).next(today);
        prop_assert_eq!(read(&format!("in {} months", count % 60 + 1), today), Ok(Reading::One(on(months))));
    }

    #[test]
    fn a_past_day_is_refused_by_name((today, day) in day_and_today()) {
        prop_assume!(day < today);
        prop_assert_eq!(read(&day.strftime("%-d %B %Y").to_string(), today), Err(Unread::Past(day)));
    }

    #[test]
    fn no_text_panics(text in any::<String>(), bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _ = read(&text, date(2026, 11, 26));
        let _ = read(&String::from_utf8_lossy(&bytes), Date::MAX);
        let _ = read(&text, Date::MIN);
    }

    #[test]
    fn no_jumble_of_pieces_panics_and_nothing_read_lies_outside_the_five_years(
        words in prop::collection::vec(prop::sample::select(JUMBLE.to_vec()), 0..8), joined in any::<bool>(),
    ) {
        let today = date(2026, 11, 26);
        let text = words.join(if joined { "" } else { " " });
        let _ = (read(&text, Date::MAX).is_ok(), read(&text, Date::MIN).is_ok());
        match read(&text, today) {
            Ok(Reading::One(when) | Reading::Far(when)) => prop_assert!((today..=today + 5.years()).contains(&when.date)),
            Ok(Reading::Either(nearer, later)) => prop_assert!(today <= nearer.date && nearer.date < later.date),
            Err(unread) => prop_assert!(unread.to_string().ends_with('.'), "{}", unread),
        }
    }
}

/// Pieces that dates are made of.
const JUMBLE: [&str; 44] = [
    "0",
    "1",
    "3",
    "04",
    "12",
    "13",
    "29",
    "30",
    "31",
    "32",
    "99",
    "2027",
    "2028",
    "9999",
    "99999999999",
    "/",
    ".",
    "-",
    ":",
    "am",
    "pm",
    "at",
    "noon",
    "midnight",
    "half",
    "past",
    "quarter",
    "to",
    "feb",
    "April",
    "monday",
    "thursday",
    "next",
    "this",
    "week",
    "fortnight",
    "months",
    "years",
    "a",
    "six",
    "in",
    "today",
    "tomorrow",
    "end",
];
