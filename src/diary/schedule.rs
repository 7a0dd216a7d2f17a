//! When a review is announced: the rule, from which every `next_post` follows.
//!
//! Announced some working days ahead and on the day in the morning; then every working day until somebody says what happened. A due
//! date that is no working day is announced on the working day before. Nothing falls into the quiet hours, unless a time was asked for
//! or a child may be in danger. A prompt for a discussion is posted on its day, or on the next working day.

use super::calendar::Calendar;
use super::entry::Entry;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// From which working day on an overdue review goes to the supervisors, too.
pub const SUPERVISORS_FROM: u16 = 3;
/// How late an announcement may be before it says so, in minutes.
pub const LATE_AFTER_MINUTES: i64 = 30;

/// From when on the clock's changes are part of the rule's fingerprint: 1 January 2026.
const FINGERPRINT_FROM: Timestamp = Timestamp::constant(1_767_225_600, 0);

/// The team's rule.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// The working days of its nation.
    pub calendar: Calendar,
    /// When announcements are made on a working day.
    pub morning: Time,
    /// How many working days ahead the first one is made.
    pub ahead: u16,
    /// From when to when nothing is posted, if at all; may go over midnight.
    pub quiet: Option<(Time, Time)>,
    /// Europe/London.
    pub zone: TimeZone,
}

/// What an announcement says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It will be due.
    Ahead,
    /// It is due today, or was due on a day off since the last working day.
    Today,
    /// It is overdue by this many working days.
    Overdue(u16),
}

impl Schedule {
    /// The day of an instant, in London.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// When something is next to be told of an entry; nothing for a closed one.
    #[must_use]
    pub fn next_post(&self, entry: &Entry) -> Option<Timestamp> {
        if entry.closed {
            return None;
        }
        if entry.prompt.is_some() {
            return Some(self.instant(self.first_working_day(entry.due), entry.time));
        }
        let alert = entry.alert.as_ref().map(|alert| alert.at);
        [alert, Some(self.next_announcement(entry))].into_iter().flatten().min()
    }

    /// Since when what is due at an instant was owed: not before its date was set, nor in the quiet hours.
    #[must_use]
    pub fn owed_from(&self, entry: &Entry, at: Timestamp) -> Timestamp {
        if at >= entry.armed { at } else { self.after_quiet(entry.armed) }
    }

    /// Whether an entry is told in the quiet hours: what is told at once, and what was asked for at a time in them.
    #[must_use]
    pub fn wakes(&self, entry: &Entry, now: Timestamp) -> bool {
        let asked = |at: Timestamp| entry.time.is_some() && self.after_quiet(at) == self.after_quiet(now);
        entry.alert.is_some() || self.next_post(entry).is_some_and(asked)
    }

    /// Until when an entry that is due waits: for the end of the quiet hours, and a prompt for a working day.
    #[must_use]
    pub fn waits(&self, entry: &Entry, now: Timestamp) -> Option<Timestamp> {
        let (today, until) = (self.day(now), self.after_quiet(now));
        if entry.prompt.is_some() && !self.calendar.is_working_day(today) {
            return Some(self.instant(self.first_working_day(today), entry.time));
        }
        (until != now && !self.wakes(entry, now)).then_some(until)
    }

    /// The rule as text, which differs where any `next_post` may: with the clock's changes, which can be decreed anew.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let changes: Vec<i64> = self.zone.following(FINGERPRINT_FROM).take(16).map(|change| change.timestamp().as_second()).collect();
        format!("{self:?} {changes:?}")
    }

    /// The first announcement that is owed and was not made.
    fn next_announcement(&self, entry: &Entry) -> Timestamp {
        let on_day = self.on_day(entry);
        let ahead = self.calendar.before(on_day, self.ahead);
        let after_last = entry.announced.map_or(Date::MIN, |last| last.saturating_add(1.day()));
        let from = entry.hold.as_ref().map_or(after_last, |hold| after_last.max(hold.until));
        // One that was past when the date was set is not owed; one that was put off is, on the first working day after.
        if ahead >= after_last && self.morning_of(ahead) >= entry.armed {
            let day = self.first_working_day(ahead.max(from));
            if day < on_day {
                return self.morning_of(day);
            }
        }
        if on_day >= from {
            return self.instant(on_day, entry.time);
        }
        let day = from.max(on_day.saturating_add(1.day()));
        self.morning_of(self.first_working_day(day))
    }

    /// The day on which it is announced as due: the working day on or before, unless that was past when the date was set.
    fn on_day(&self, entry: &Entry) -> Date {
        let before = self.calendar.on_or_before(entry.due);
        // Where the working day before has gone, the day itself.
        if before < self.day(entry.armed) { entry.due } else { before }
    }

    /// What an announcement of an entry says on a day.
    #[must_use]
    pub fn stage(&self, entry: &Entry, today: Date) -> Stage {
        let on_day = self.on_day(entry);
        if today < on_day {
            Stage::Ahead
        } else if today <= entry.due.max(on_day) {
            Stage::Today
        } else {
            Stage::Overdue(self.working_days_since(entry.due, today))
        }
    }

    /// Working days after a day, up to and with today; at least 1.
    fn working_days_since(&self, day: Date, today: Date) -> u16 {
        let mut count = 0;
        let mut at = day;
        while at < today && count < u16::MAX {
            at = at.saturating_add(1.day());
            count += u16::from(self.calendar.is_working_day(at));
        }
        count.max(1)
    }

    /// The day itself if it is worked, or else the next working day.
    #[must_use]
    pub fn first_working_day(&self, from: Date) -> Date {
        if self.calendar.is_working_day(from) { from } else { self.calendar.after(from, 1) }
    }

    fn morning_of(&self, day: Date) -> Timestamp {
        self.instant(day, None)
    }

    /// When a day begins.
    #[must_use]
    pub fn midnight(&self, day: Date) -> Timestamp {
        day.to_zoned(self.zone.clone()).map_or(Timestamp::MIN, |zoned| zoned.timestamp())
    }

    /// The instant of a time on a day; in the hour that the clock skips, the hour after.
    fn instant(&self, day: Date, asked: Option<Time>) -> Timestamp {
        let time = asked.unwrap_or_else(|| self.outside_quiet(self.morning));
        day.to_datetime(time).to_zoned(self.zone.clone()).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
    }

    /// The time itself, or the end of the quiet hours it falls into.
    fn outside_quiet(&self, time: Time) -> Time {
        match self.quiet {
            Some((start, end)) if is_within(time, start, end) => end,
            _ => time,
        }
    }

    /// The instant itself, or the end of the quiet hours it falls into.
    #[must_use]
    pub fn after_quiet(&self, at: Timestamp) -> Timestamp {
        let local = at.to_zoned(self.zone.clone()).datetime();
        match self.quiet {
            Some((start, end)) if is_within(local.time(), start, end) => {
                let day = if local.time() < end { local.date() } else { local.date().saturating_add(1.day()) };
                day.to_datetime(end).to_zoned(self.zone.clone()).map_or(at, |zoned| zoned.timestamp())
            }
            _ => at,
        }
    }
}

fn is_within(time: Time, start: Time, end: Time) -> bool {
    if start <= end { start <= time && time < end } else { time >= start || time < end }
}
