//! What is read and what is refused, form by form, on Thursday 26 November 2026 unless said otherwise.

use super::*;
use jiff::civil::{date, time};

const TODAY: Date = date(2026, 11, 26);

fn one(text: &str) -> Option<Date> {
    match read(text, TODAY) {
        Ok(Reading::One(When { date, time: None })) => Some(date),
        _ => None,
    }
}

fn refused(text: &str) -> String {
    read(text, TODAY).map_or_else(|unread| unread.to_string(), |reading| format!("{reading:?}"))
}

/// The echo of each reading, with how it was read.
fn shown(text: &str) -> String {
    match read(text, TODAY).unwrap_or_else(|unread| panic!("{text}: {unread}")) {
        Reading::One(when) => echo(when),
        Reading::Either(nearer, later) => format!("{} or {}", echo(nearer), echo(later)),
        Reading::Far(when) => format!("{}?", echo(when)),
    }
}

#[test]
fn distances_are_counted_from_today() {
    for (text, date) in [
        ("in 6 weeks", date(2027, 1, 7)),
        ("In Six Weeks", date(2027, 1, 7)),
        ("6 weeks", date(2027, 1, 7)),
        ("6weeks", date(2027, 1, 7)),
        ("6 weeks' time", date(2027, 1, 7)),
        ("in 6 weeks\u{2019} time", date(2027, 1, 7)),
        ("6 weeks today", date(2027, 1, 7)),
        ("in a fortnight", date(2026, 12, 10)),
        ("a fortnight", date(2026, 12, 10)),
        ("in a month", date(2026, 12, 26)),
        ("in 2 months", date(2027, 1, 26)),
        ("tomorrow", date(2026, 11, 27)),
        ("the day after tomorrow", date(2026, 11, 28)),
        ("tomorrow week", date(2026, 12, 4)),
        ("a week tomorrow", date(2026, 12, 4)),
        ("end of the month", date(2026, 11, 30)),
        ("end of next month", date(2026, 12, 31)),
    ] {
        assert_eq!(one(text), Some(date), "{text}");
    }
}

#[test]
fn weekdays_are_the_next_such_day_and_never_today() {
    for (text, date) in [
        ("Friday", date(2026, 11, 27)),
        ("this Friday", date(2026, 11, 27)),
        ("on thurs.", date(2026, 12, 3)),
        ("next Thursday", date(2026, 12, 3)),
        ("a fortnight on Monday", date(2026, 12, 14)),
        ("a week on Tuesday", date(2026, 12, 8)),
        ("week Tuesday", date(2026, 12, 8)),
        ("2 weeks on Tuesday", date(2026, 12, 15)),
        ("Monday week", date(2026, 12, 7)),
        ("Monday fortnight", date(2026, 12, 14)),
        ("Wednesday next week", date(2026, 12, 2)),
        ("next week Wednesday", date(2026, 12, 2)),
        ("Friday this week", date(2026, 11, 27)),
    ] {
        assert_eq!(one(text), Some(date), "{text}");
    }
}

#[test]
fn what_may_mean_two_days_gives_both_the_nearer_first() {
    let expected = "Friday 27 November 2026 at 4pm or Friday 4 December 2026 at 4pm";
    assert_eq!(shown("next Friday 4pm"), expected);
    assert_eq!(shown("next Wed"), "Wednesday 2 December 2026 or Wednesday 9 December 2026");
    assert_eq!(shown("this Thursday"), "Thursday 26 November 2026 or Thursday 3 December 2026");
    assert_eq!(shown("Thursday week"), "Thursday 3 December 2026 or Thursday 10 December 2026");
}

#[test]
fn written_dates_are_read_day_first() {
    for text in [
        "3/4",
        "03/04/2027",
        "3.4.27",
        "3-4-2027",
        "2027-04-03",
        "3 April",
        "3rd of April 2027",
        "April 3",
        "the 3rd April",
        "3 / 4 / 27",
        "3April",
        "APRIL 3RD, 2027",
        "Sat 3 Apr",
        "3 april 27",
        "3-Apr-2027",
        "Saturday, 3 April 2027",
        "3/4/27 Saturday",
    ] {
        assert_eq!(one(text), Some(date(2027, 4, 3)), "{text}");
    }
}

#[test]
fn a_date_without_a_year_is_the_next_such_day_and_asked_about_when_far() {
    assert_eq!(shown("26 November"), "Thursday 26 November 2026");
    assert_eq!(shown("25 November"), "Thursday 25 November 2027?");
    assert_eq!(shown("26 August"), "Thursday 26 August 2027");
    assert_eq!(shown("27 August"), "Friday 27 August 2027?");
    assert_eq!(shown("29 Feb"), "Tuesday 29 February 2028?");
    assert_eq!(shown("29/2/28"), "Tuesday 29 February 2028");
}

#[test]
fn times_are_read_beside_a_day() {
    assert_eq!(shown("9.30 Friday"), shown("Friday 9.30"));
    for (text, hour, minute) in [
        ("today 4pm", 16, 0),
        ("today at 4 p.m.", 16, 0),
        ("16:00 today", 16, 0),
        ("today 9am", 9, 0),
        ("today 9.30am", 9, 30),
        ("today 9.30", 9, 30),
        ("today at 9.10", 9, 10),
        ("9.10 today", 9, 10),
        ("26 Nov 9am", 9, 0),
        ("26 November 09:30", 9, 30),
        ("26/11/2026 09:30", 9, 30),
        ("26.11.2026 9.30", 9, 30),
        ("2026-11-26 04:30", 4, 30),
        ("26 November at half past two pm", 14, 30),
        ("today at half past nine", 9, 30),
        ("today, quarter to one pm", 12, 45),
        ("today at 9 o'clock", 9, 0),
        ("today at 1600", 16, 0),
        ("noon today", 12, 0),
        ("12 noon today", 12, 0),
        ("today at midday", 12, 0),
        ("today 12:30am", 0, 30),
    ] {
        let read = read(text, TODAY);
        assert_eq!(read, Ok(Reading::One(When { date: TODAY, time: Some(time(hour, minute, 0, 0)) })), "{text}");
    }
}

#[test]
fn refusals_name_what_is_wrong_and_what_to_write() {
    for (text, sentence) in [
        ("", "I can't read a date there. Write it like \"3 April\" or \"in 6 weeks\"."),
        ("soon", "I can't read a date there. Write it like \"3 April\" or \"in 6 weeks\"."),
        ("31/4", "There is no 31 April. Check the day."),
        ("30 Feb", "There is no 30 February. Check the day."),
        ("29/2/2027", "There is no 29 February in 2027. Check the day."),
        ("3 March 2026", "That was Tuesday 3 March 2026. Give a date from today on."),
        ("yesterday", "That was Wednesday 25 November 2026. Give a date from today on."),
        ("27/11/2031", "That is Thursday 27 November 2031, more than five years ahead. Give an earlier date."),
        ("4/13", "Days come first: write 13 April as 13/4, or in words."),
        ("4/13/2027", "Days come first: write 13 April as 13/4, or in words."),
        ("13/13", "There is no month 13. Write the day first, like \"3/4\" or \"3 April\"."),
        ("Thursday 3 April", "3 April 2027 is a Saturday, not a Thursday. Check the day."),
        ("end of term", "School terms differ from place to place. Write the day it ends, like \"18 December\" or \"in 4 weeks\"."),
        ("3 April 4:30", "Morning or afternoon? Write \"4:30am\" or \"4:30pm\"."),
        ("3 April at 4", "Morning or afternoon? Write \"4am\" or \"4pm\"."),
        ("3 April at half past two", "Morning or afternoon? Write \"2:30am\" or \"2:30pm\"."),
        ("3 April 25:00", "There is no such time. Write it like \"9:30am\" or \"16:00\"."),
        ("3 April 13pm", "There is no such time. Write it like \"9:30am\" or \"16:00\"."),
        ("tomorrow morning", "Please give the time by the clock, like \"9:30am\" or \"4pm\"."),
    ] {
        assert_eq!(refused(text), sentence, "{text}");
    }
    for text in ["next week", "next month", "this week", "end of the week", "April", "April 2027", "4pm", "at the weekend"] {
        assert_eq!(refused(text), "Please say a day. Write it like \"Thursday 4pm\" or \"3 April\".", "{text}");
    }
    for text in ["midnight", "Thursday midnight", "3 April 00:00", "12am on Friday"] {
        assert!(refused(text).starts_with("Midnight lies between two days."), "{text}: {}", refused(text));
    }
}

#[test]
fn what_only_holds_a_date_is_not_read() {
    for text in ["Thursday and Friday", "3 April or 4 April", "9am 10am Friday", "in 6-8 weeks", "before Friday", "3/4-5", "0 days", "3:4"]
    {
        assert!(read(text, TODAY).is_err(), "{text}: {:?}", read(text, TODAY));
    }
}

#[test]
fn five_years_ahead_is_the_last_day() {
    assert_eq!(one("26/11/2031"), Some(date(2031, 11, 26)));
}
