//! What people do with a review, as functions from an entry to an entry.

use super::entry::{Alert, Entry, Hold, Why};
use super::schedule::Schedule;
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

/// The longest that one announcement can be put off, in days.
pub const MOST_SNOOZE_DAYS: i32 = 7;
/// The longest pause, in days.
pub const MOST_PAUSE_DAYS: i32 = 92;
/// Working days after which contact that was tried without a reply is asked about again.
pub const TRY_AGAIN_AFTER: u16 = 2;

/// Why something cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Held in the future.
    #[error("A review can only be marked as held on a day that has come. For a new date use /review amend.")]
    NotYet,
    /// No next date.
    #[error(
        "Nothing was saved: this review does not come round by itself. Say when the next one is (\"/review held AB-123 next in 4 weeks\", and any outcome after that), or close it."
    )]
    NoNext,
    /// The next date is not after the day held.
    #[error("The next review must be after the day it was held.")]
    NextTooSoon,
    /// Put off for too long.
    #[error("A review can be put off by {MOST_SNOOZE_DAYS} days at most. For longer, give it a new date with /review amend, or pause it.")]
    SnoozeTooLong,
    /// Paused for too long.
    #[error("A review can be paused for {MOST_PAUSE_DAYS} days at most: a plan that nobody looks at for longer is not safe.")]
    PauseTooLong,
    /// Not later than today.
    #[error("That day is not after today.")]
    NotAfterToday,
    /// Closed.
    #[error("This review is closed. /review schedule starts a new one.")]
    Closed,
}

/// The review was held: the next one is due on `next`, or else as often as it comes round, counted from the day held. What came of the one
/// before, and what its lead was told, have done their work.
///
/// # Errors
/// The day held lies ahead, or there is no next date.
pub fn held(entry: Entry, on: Date, next: Option<(Date, Option<Time>)>, today: Date, now: Timestamp) -> Result<Entry, Unfit> {
    open(&entry)?;
    if on > today {
        return Err(Unfit::NotYet);
    }
    let (due, time) = match (next, entry.cadence) {
        (Some(next), _) => next,
        (None, Some(cadence)) => (cadence.next(on), entry.time),
        (None, None) => return Err(Unfit::NoNext),
    };
    if due <= on {
        return Err(Unfit::NextTooSoon);
    }
    Ok(Entry { held: Some(on), outcome: None, handed: None, alert: None, ..entry.due_on(due, time, now) })
}

/// Contact was tried and nobody answered: asked about again in some working days. The review stays open, and due when it was due.
///
/// # Errors
/// It is closed.
pub fn no_reply(entry: Entry, schedule: &Schedule, today: Date) -> Result<Entry, Unfit> {
    open(&entry)?;
    let until = schedule.calendar.after(today, TRY_AGAIN_AFTER);
    Ok(Entry { hold: Some(Hold { until, why: Why::NoReply }), ..entry })
}

/// One announcement is put off; the due date and the series stay.
///
/// # Errors
/// For more than [`MOST_SNOOZE_DAYS`], or it is closed.
pub fn snooze(entry: Entry, until: Date, why: Why, today: Date) -> Result<Entry, Unfit> {
    wait(entry, Hold { until, why }, today, (MOST_SNOOZE_DAYS, Unfit::SnoozeTooLong))
}

/// Nothing is announced before a day.
///
/// # Errors
/// For more than [`MOST_PAUSE_DAYS`], or it is closed.
pub fn pause(entry: Entry, until: Date, today: Date) -> Result<Entry, Unfit> {
    wait(entry, Hold { until, why: Why::Paused }, today, (MOST_PAUSE_DAYS, Unfit::PauseTooLong))
}

fn wait(entry: Entry, hold: Hold, today: Date, (most, too_long): (i32, Unfit)) -> Result<Entry, Unfit> {
    open(&entry)?;
    if hold.until <= today {
        return Err(Unfit::NotAfterToday);
    }
    if hold.until > today.saturating_add(most.days()) {
        return Err(too_long);
    }
    Ok(Entry { hold: Some(hold), ..entry })
}

/// A new due date, or other particulars.
///
/// # Errors
/// It is closed.
pub fn amend(entry: Entry, due: Option<(Date, Option<Time>)>, now: Timestamp) -> Result<Entry, Unfit> {
    open(&entry)?;
    Ok(match due {
        Some((due, time)) => entry.due_on(due, time, now),
        // Whoever looks after a refused one has mended it.
        None => Entry { refused: false, failures: 0, ..entry },
    })
}

/// Another lead.
///
/// # Errors
/// It is closed.
pub fn hand_over(entry: Entry, lead: String) -> Result<Entry, Unfit> {
    open(&entry)?;
    Ok(Entry { lead: Some(lead), ..entry })
}

/// Nothing more is owed, and nothing that was written with it is kept.
///
/// # Errors
/// It is closed already.
pub fn close(entry: Entry) -> Result<Entry, Unfit> {
    open(&entry)?;
    Ok(Entry { closed: true, alert: None, hold: None, outcome: None, handed: None, ..entry })
}

/// A reachable moment, or a rise in risk: told at once, and due by `by` at the latest. A wait ends.
///
/// # Errors
/// It is closed.
pub fn moment(entry: Entry, moment: &str, by: Option<Date>, now: Timestamp) -> Result<Entry, Unfit> {
    open(&entry)?;
    let new = Alert::new(moment, now);
    // One that nobody was told of yet is not forgotten over it.
    let alert = Some(match entry.alert.clone() {
        Some(untold) => untold.and(new),
        None => new,
    });
    let sooner = by.filter(|by| *by < entry.due);
    let entry = match sooner {
        Some(by) => entry.due_on(by, None, now),
        None => Entry { hold: None, ..entry },
    };
    Ok(Entry { alert, ..entry })
}

fn open(entry: &Entry) -> Result<(), Unfit> {
    if entry.is_open() { Ok(()) } else { Err(Unfit::Closed) }
}
