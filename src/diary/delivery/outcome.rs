//! What comes of a post: it is recorded, tried again, or others are told instead.

use super::later;
use super::tick::Tick;
use crate::diary::book::DiaryError;
use crate::diary::entry::Entry;
use crate::diary::noticeboard::{Audience, Key, Notice, Noticeboard, PostError, Told};
use crate::diary::posts::Post;
use crate::diary::prompt::deck::Card;
use crate::diary::prompt::{history, roll};
use crate::diary::store::{Change, StoreError};
use jiff::Timestamp;
use jiff::civil::Date;

impl<B: Noticeboard> Tick<'_, B> {
    /// Posts and settles. What may be there already is still asked about where this time it surely was not posted.
    pub async fn deliver(&mut self, post: Post, may_be_there: bool) -> Result<(), DiaryError> {
        self.diary.intend(&post, &post.notice, self.now)?;
        if post.notice.again {
            tracing::warn!(entry = %post.settles[0].id, "posted again: the board cannot tell whether it was there");
        }
        match self.board.post(&post.notice).await {
            Ok(()) if self.copies(&post, &post.notice, None).await? => self.settle(&post, self.now, false),
            Ok(()) => Ok(()),
            Err(PostError::Refused) => self.refused(&post).await,
            Err(PostError::Unclear) => {
                self.diary.note_unclear(&post, self.now)?;
                self.postpone(&post, PostError::Unclear, true)
            }
            Err(error) => self.postpone(&post, error, may_be_there),
        }
    }

    /// Posts to the further audiences of what was posted, where it may have been `since` an instant only what is not there; false where
    /// that is to be tried again.
    pub async fn copies(&mut self, post: &Post, posted: &Notice, since: Option<Timestamp>) -> Result<bool, DiaryError> {
        for audience in post.also.iter().filter(|audience| **audience != posted.audience) {
            match self.copy(post.copy(*audience), since).await {
                Ok(()) => {}
                Err(PostError::Refused) => {
                    tracing::error!(entry = %post.settles[0].id, "the board refuses a copy");
                    self.refusals.entry((*audience, posted.audience)).or_default().extend(post.ids());
                }
                Err(error) => {
                    self.diary.note_there(post.ids())?;
                    self.postpone(post, error, true)?;
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    async fn copy(&self, mut notice: Notice, since: Option<Timestamp>) -> Result<(), PostError> {
        if let Some(since) = since {
            match self.board.has(&notice, since).await {
                Ok(Some(true)) => return Ok(()),
                Ok(there) => notice.again = there.is_none(),
                // A board that refuses to be asked cannot tell.
                Err(PostError::Refused) => notice.again = true,
                Err(error) => return Err(error),
            }
        }
        self.board.post(&notice).await
    }

    /// A board that refuses: the fallback, the lead or the supervisors are told instead, and the entry is tried again every working day.
    async fn refused(&mut self, post: &Post) -> Result<(), DiaryError> {
        self.ticked.refused += post.settles.len();
        for audience in [Audience::Fallback, Audience::Lead, Audience::Supervisors] {
            let notice = post.instead(audience);
            self.diary.intend(post, &notice, self.now)?;
            match self.board.post(&notice).await {
                Ok(()) => {
                    self.told_instead(post, audience);
                    return if self.copies(post, &notice, None).await? { self.settle(post, self.now, true) } else { Ok(()) };
                }
                Err(PostError::Unclear) => return self.postpone_with(post, PostError::Unclear, (true, true)),
                Err(PostError::Unavailable | PostError::Refused) => {}
            }
        }
        tracing::error!(entry = %post.settles[0].id, "the board refuses, and nobody could be told");
        self.postpone_with(post, PostError::Refused, (false, true))
    }

    pub fn told_instead(&mut self, post: &Post, audience: Audience) {
        for id in post.ids() {
            tracing::error!(entry = %id, "the board refuses; others were told");
        }
        // A lead cannot mend it.
        let told = if audience == Audience::Lead { Audience::Supervisors } else { audience };
        self.refusals.entry((post.notice.audience, told)).or_default().extend(post.ids());
    }

    /// Says which audiences the board refuses, to those who were told instead.
    pub async fn tell_refusals(&mut self) {
        for ((by, audience), entries) in std::mem::take(&mut self.refusals) {
            let key = Key(format!("{}-{}-x{}{}", entries[0], self.today.strftime("%y%m%d"), self.now.as_second(), by.letter()));
            let told = Told::Refused { by, entries };
            let notice = Notice { key, team: self.team.clone(), audience, told, late: false, again: false, instead: false };
            if let Err(error) = self.board.post(&notice).await {
                tracing::warn!(%error, "a refusal was not explained; the announcement itself was posted elsewhere");
            }
        }
    }

    /// Records that entries were announced at an instant; one that was changed meanwhile stays as it was left, but for that. One whose
    /// record does not fit keeps no other from being recorded.
    pub fn settle(&mut self, post: &Post, at: Timestamp, refused: bool) -> Result<(), DiaryError> {
        for posted in &post.settles {
            self.ticked.posted += 1;
            let settled = match &post.notice.told {
                Told::Prompt { card, .. } => self.settle_prompt(posted, card, self.schedule.day(at), refused),
                _ => self.settle_review(posted, at, refused),
            };
            match settled {
                Err(DiaryError::Store(StoreError::Unfit)) => self.pass_over(posted)?,
                settled => settled?,
            }
        }
        Ok(())
    }

    fn settle_review(&self, posted: &Entry, at: Timestamp, refused: bool) -> Result<(), DiaryError> {
        let day = self.schedule.day(at);
        self.diary.record(posted, true, |mut entry| {
            // The team's rule may have changed while it was posted.
            let schedule = self.diary.schedule_of(&self.team);
            entry = told(entry, posted);
            // An alert stands for the announcement that is owed with it, and for no later one.
            let owed = schedule.next_post(&Entry { alert: None, ..entry.clone() }).is_some_and(|from| from <= at);
            if posted.alert.is_none() || owed {
                entry.announced = entry.announced.max(Some(day));
            }
            if entry.hold.as_ref().is_some_and(|hold| hold.until <= day) {
                entry.hold = None;
            }
            Entry { failures: 0, refused, lenses: entry.lenses + 1, next_post: schedule.next_post(&entry), ..entry }
        })
    }

    /// It was posted, and the record of that is too large: it is noted as there, so that it is not posted again, and tried again later.
    fn pass_over(&self, posted: &Entry) -> Result<(), DiaryError> {
        tracing::error!(entry = %posted.id, "posted, but the record of that is too large to be saved");
        self.diary.note_there([posted.id])?;
        let next_post = Some(later(self.now, u8::MAX, false));
        self.put_off(posted, false, |entry| Entry { next_post, ..entry })
    }

    /// Records when an entry is looked at again. Where its record is too large for that, what is being posted of it is put off instead.
    pub fn put_off(&self, posted: &Entry, ends: bool, change: impl Fn(Entry) -> Entry) -> Result<(), DiaryError> {
        match self.diary.record(posted, ends, change) {
            Err(DiaryError::Store(StoreError::Unfit)) => {
                tracing::error!(entry = %posted.id, "when it is tried again does not fit into its record");
                Ok(self.diary.put_posting_off(posted.id, self.now)?)
            }
            done => done,
        }
    }

    /// Records that a prompt was posted: its card is taken, and the next of its series is due, or nothing more.
    fn settle_prompt(&self, posted: &Entry, card: &Card, day: Date, refused: bool) -> Result<(), DiaryError> {
        let Some(series) = &posted.prompt else { return Ok(()) };
        let mut also = Change { puts: self.diary.table(&posted.team, Some(posted.id))?.take(card, series), ..Change::default() };
        also.puts.push(history::shown(posted, card, day));
        self.diary.record_with(posted, true, &also, |entry| {
            // Given a later day meanwhile: that one is still to come.
            let entry = if entry.due == posted.due || entry.due <= day { roll(entry, day) } else { entry };
            let next_post = self.diary.schedule_of(&self.team).next_post(&entry);
            Some(Entry { announced: entry.announced.max(Some(day)), lenses: entry.lenses + 1, failures: 0, refused, next_post, ..entry })
        })
    }

    /// Tries again later: soon after an unclear answer, and less and less often while the board is away.
    pub fn postpone(&mut self, post: &Post, error: PostError, is_unclear: bool) -> Result<(), DiaryError> {
        self.postpone_with(post, error, (is_unclear, false))
    }

    /// The same where the team's own place `refuses`: that is recorded together with the time, which would not last otherwise.
    fn postpone_with(&mut self, post: &Post, error: PostError, (is_unclear, refuses): (bool, bool)) -> Result<(), DiaryError> {
        self.ticked.postponed += post.settles.len();
        for posted in &post.settles {
            tracing::warn!(entry = %posted.id, attempt = posted.failures.saturating_add(1), %error, "not posted");
            self.put_off(posted, !is_unclear, |entry| {
                let soon = error == PostError::Unclear && entry.failures == 0;
                let next = later(self.now, entry.failures, soon);
                // What is told at once is told in quiet hours, too.
                let next = if entry.alert.is_some() { next } else { self.schedule.after_quiet(next) };
                let failures = entry.failures.saturating_add(1);
                Entry { failures, next_post: Some(next), refused: refuses || entry.refused, ..entry }
            })?;
        }
        Ok(())
    }
}

/// The entry without the alert that was told: the next one that waits, if any, is next.
fn told(mut entry: Entry, posted: &Entry) -> Entry {
    let at = posted.alert.as_ref().map(|alert| alert.at);
    if let Some(alert) = entry.alert.take_if(|alert| Some(alert.at) == at) {
        entry.alert = alert.next();
    }
    entry
}
