//! Erasure: what is no longer kept goes from the records, and then from the store's file.
//!
//! What was removed or replaced stays in the file until that is written anew. That this is owed is noted with the very change that drops
//! somebody's own words, and the note goes when the file was written anew: a failure or a kill in between forgets nothing.
//!
//! Keys: `m/erased` the last day of it; `m/erased-far` the day on which the clock was first found far ahead, `m/erased-behind` when it was
//! first found behind that; `m/rewrite-owed` that the file holds what was dropped; `m/rewrite-tried` when it was last to be written anew;
//! `m/rewritten` the last day on which it was.

use super::book::{Before, Diary, DiaryError, UNDO_HOURS};
use super::entry::{Entry, Why};
use super::prompt::What;
use super::store::{Change, Pair, StoreError, Waiting};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::pin::Pin;
use std::sync::PoisonError;
use std::task::{Context, Poll, Waker};

/// After how many minutes a rewrite that failed is tried again.
pub const REWRITE_AGAIN_MINUTES: i64 = 60;

const ERASED: &[u8] = b"m/erased";
pub(super) const FAR: &[u8] = b"m/erased-far";
pub(super) const BEHIND: &[u8] = b"m/erased-behind";
const OWED: &[u8] = b"m/rewrite-owed";
const TRIED: &[u8] = b"m/rewrite-tried";
const REWRITTEN: &[u8] = b"m/rewritten";

/// A rewrite under way.
#[derive(Debug)]
pub(super) struct Rewriting {
    answer: Waiting,
    /// What is said to be owed while it is under way: whoever drops more says something else.
    owed: Vec<u8>,
    day: Date,
}

/// What is known of erasures.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) erased: Option<Date>,
    pub(super) far: Option<Date>,
    pub(super) behind: Option<Timestamp>,
    owed: Option<Vec<u8>>,
    tried: Option<Timestamp>,
    rewritten: Option<Date>,
}

/// The note that the file holds words that were dropped, with what they were of.
pub(super) fn owed(what: &str) -> Pair {
    (OWED.to_vec(), what.as_bytes().to_vec())
}

/// Whether an entry's own words are in none of those that are kept.
pub(super) fn is_dropped(old: &Entry, kept: &[&Entry]) -> bool {
    words(old).any(|gone| !kept.iter().any(|entry| words(entry).any(|word| word == gone)))
}

/// What somebody wrote in their own words.
fn words(entry: &Entry) -> impl Iterator<Item = &str> {
    let own = entry.prompt.as_ref().and_then(|series| if let What::Own(words) = &series.what { Some(words.as_str()) } else { None });
    let said = entry.hold.as_ref().and_then(|hold| if let Why::Said(words) = &hold.why { Some(words.as_str()) } else { None });
    let note = entry.handed.as_ref().map(|handed| handed.note.as_str());
    [own, said, note, entry.outcome.as_deref()].into_iter().flatten().filter(|words| !words.is_empty())
}

/// Whether a step back holds words and can be taken no more.
pub(super) fn holds_old_words(before: &Before, now: Timestamp) -> bool {
    before.entry.as_ref().is_some_and(|entry| words(entry).next().is_some())
        && now.duration_since(before.at) > SignedDuration::from_hours(UNDO_HOURS)
}

impl Diary {
    /// Once a day: erases what is no longer kept. That is learning points, declined suggestions and what was posted of over a year ago, and
    /// the steps back that hold somebody's own words, once they cannot be taken any more. Then what was dropped of anybody's words goes from
    /// the store's file, too: at most once a day, and after a failure once in [`REWRITE_AGAIN_MINUTES`].
    ///
    /// A clock that is [`FAR_DAYS`](super::clock::FAR_DAYS) ahead of the last time is believed on the second day running; one that is
    /// behind it, after an hour: then what was announced on days that are still to come is put right.
    ///
    /// # Errors
    /// The store fails.
    pub fn erase_old(&self, now: Timestamp) -> Result<(), DiaryError> {
        self.look_for_answer()?;
        let (today, mut known) = (self.schedule().day(now), self.known_of_erasure()?);
        if known.erased.max(known.far).is_some_and(|last| last > today) {
            if !self.believes_earlier(&known, now)? {
                return Ok(());
            }
            self.put_right_after_a_clock_ahead(now)?;
            let ahead = known.erased.filter(|last| *last > today).map(|_| ERASED);
            let removes = [FAR, BEHIND].into_iter().chain(ahead).map(<[u8]>::to_vec).collect();
            self.store.change(Change { removes, ..Change::default() }).wait()?;
            (known.erased, known.far) = (known.erased.filter(|last| *last <= today), None);
        } else if known.behind.is_some() {
            self.store.change(Change::remove(BEHIND)).wait()?;
        }
        if known.erased != Some(today) && self.believes(&known, today)? {
            let mut change = Change { removes: self.no_longer_kept(now)?, ..Change::put(ERASED, today.to_string()) };
            if !change.removes.is_empty() {
                let (key, what) = owed(&format!("erased-{now}"));
                known.owed = Some(what.clone());
                change.puts.push((key, what));
            }
            change.removes.extend(self.shown_long_ago(today)?);
            change.removes.push(FAR.to_vec());
            self.store.change(change).wait()?;
        }
        self.rewrite_what_is_owed(&known, now, today)
    }

    /// One look at the store, however often it is called.
    fn known_of_erasure(&self) -> Result<Known, StoreError> {
        let mut known = Known::default();
        for (key, value) in self.store.range(ERASED..=REWRITTEN, 20)? {
            let text = || std::str::from_utf8(&value).ok();
            match key.as_slice() {
                ERASED => known.erased = text().and_then(|text| text.parse().ok()),
                FAR => known.far = text().and_then(|text| text.parse().ok()),
                BEHIND => known.behind = text().and_then(|text| text.parse().ok()),
                TRIED => known.tried = text().and_then(|text| text.parse().ok()),
                REWRITTEN => known.rewritten = text().and_then(|text| text.parse().ok()),
                OWED => known.owed = Some(value),
                _ => {}
            }
        }
        Ok(known)
    }

    fn rewrite_what_is_owed(&self, known: &Known, now: Timestamp, today: Date) -> Result<(), DiaryError> {
        let again = SignedDuration::from_mins(REWRITE_AGAIN_MINUTES);
        let is_early = known.tried.is_some_and(|tried| now.duration_since(tried).abs() < again);
        if known.owed.is_none() || known.rewritten == Some(today) || is_early {
            return Ok(());
        }
        let mut rewriting = self.rewriting.lock().unwrap_or_else(PoisonError::into_inner);
        if rewriting.is_none() {
            let (key, owed) = owed(&format!("under way since {now}"));
            let puts = vec![(TRIED.to_vec(), now.to_string().into_bytes()), (key, owed.clone())];
            self.store.change(Change { puts, ..Change::default() }).wait()?;
            *rewriting = Some(Rewriting { answer: self.store.rewrite(), owed, day: today });
        }
        Ok(())
    }

    /// Takes the answer of a rewrite, if there is one: it is not waited for.
    fn look_for_answer(&self) -> Result<(), DiaryError> {
        let mut rewriting = self.rewriting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(under_way) = rewriting.as_mut() else { return Ok(()) };
        let Poll::Ready(answer) = Pin::new(&mut under_way.answer).poll(&mut Context::from_waker(Waker::noop())) else { return Ok(()) };
        let Some(Rewriting { owed, day, .. }) = rewriting.take() else { return Ok(()) };
        if let Err(error) = answer {
            tracing::error!(%error, "the diary's file could not be written anew; it is tried again");
            return Ok(());
        }
        let done = || Change { removes: vec![TRIED.to_vec()], ..Change::put(REWRITTEN, day.to_string()) };
        let mut paid = done().expecting(OWED, Some(owed));
        paid.removes.push(OWED.to_vec());
        match self.store.change(paid).wait() {
            // More was dropped meanwhile: that is still owed.
            Err(StoreError::Changed) => Ok(self.store.change(done()).wait()?),
            answer => Ok(answer?),
        }
    }
}
