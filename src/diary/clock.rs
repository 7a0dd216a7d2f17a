//! Clocks that are wrong: when one is believed, and what is put right after one that was ahead.

use super::book::{Diary, DiaryError};
use super::entry::Entry;
use super::erasure::{BEHIND, FAR, Known};
use super::store::{Change, StoreError};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How many days after the last erasure a clock is not believed at once.
pub const FAR_DAYS: i32 = 35;

/// For how long a clock must say that it is behind the last time until it is believed.
const BELIEVED_AFTER: SignedDuration = SignedDuration::from_hours(1);

impl Diary {
    /// Whether a clock that is behind the last time is right. One that starts wrong is put right within minutes: it must say so for a while.
    pub(super) fn believes_earlier(&self, known: &Known, now: Timestamp) -> Result<bool, StoreError> {
        let says_so_for = known.behind.map(|first| now.duration_since(first));
        if says_so_for.is_some_and(|long| long >= BELIEVED_AFTER) {
            return Ok(true);
        }
        if says_so_for.is_none_or(|long| long.is_negative()) {
            tracing::warn!("the clock is behind the last time: when reviews are announced is worked out anew in an hour, if it still is");
            self.store.change(Change::put(BEHIND, now.to_string())).wait()?;
        }
        Ok(false)
    }

    /// The clock was ahead: nothing was announced on days that are still to come, and nothing waits for them. What may have been announced
    /// today is asked about first.
    pub(super) fn put_right_after_a_clock_ahead(&self, now: Timestamp) -> Result<(), DiaryError> {
        tracing::warn!("the clock was ahead: when reviews are announced is worked out anew");
        let schedule = self.schedule();
        let today = schedule.day(now);
        let (yesterday, morning) = (today.yesterday().unwrap_or(today), schedule.midnight(today));
        let is_ahead = |entry: &Entry| entry.announced.is_some_and(|day| day > today);
        let mut open = self.all()?.0;
        open.retain(Entry::is_open);
        for (id, posting) in self.postings()? {
            // What was under way then says nothing of the days to come.
            if posting.card.is_none() && schedule.day(posting.at) > today {
                self.forget_posting(id)?;
            }
        }
        for entry in open.iter().filter(|entry| is_ahead(entry) && entry.prompt.is_none()) {
            self.note_perhaps(entry, today, morning)?;
        }
        self.work_out_anew(open, |mut entry| {
            if is_ahead(&entry) {
                entry.announced = Some(yesterday);
            }
            if let Some(alert) = &mut entry.alert {
                alert.at = alert.at.min(now);
            }
            Entry { armed: entry.armed.min(now), failures: 0, ..entry }
        })
    }

    /// Whether a clock that may be far ahead of the last time is right: it must say so on two days running.
    pub(super) fn believes(&self, known: &Known, today: Date) -> Result<bool, StoreError> {
        let is_far = known.erased.is_some_and(|last| today > last.saturating_add(FAR_DAYS.days()));
        if !is_far || known.far.is_some_and(|first| first.tomorrow().ok() == Some(today)) {
            return Ok(true);
        }
        if known.far != Some(today) {
            tracing::warn!(%today, "the clock is far ahead of the last time: what is old is erased tomorrow, if it still says so");
            self.store.change(Change::put(FAR, today.to_string())).wait()?;
        }
        Ok(false)
    }
}
