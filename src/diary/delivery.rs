//! Delivery: what is due is posted, and then recorded. Nothing is lost; see the policy in the README.
//!
//! At least once: that something is about to be posted is noted, then it is posted, then that is recorded. Where Lantern was stopped in
//! between, the board is asked under the same key whether it is there, and only a board that cannot tell gets it a second time, marked as
//! such. One tick runs at a time.

use super::book::{Diary, DiaryError};
use super::entry::{Entry, EntryId};
use super::noticeboard::{Audience, Key, Notice, Noticeboard, PostError, Told};
use super::posting::{Came, Posting};
use super::posts::{Post, posts, prompt, resumed};
use super::prompt::deck::{Card, Table};
use super::prompt::{history, roll};
use super::store::{Change, StoreError};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};

/// How many overdue reviews of one team become one digest.
pub const DIGEST_FROM: usize = 3;
/// How many entries are taken up in one tick.
pub const MOST_A_TICK: usize = 500;
/// The most minutes between two tries of a board that is away.
pub const MOST_BACK_OFF_MINUTES: i64 = 64;
/// After how many seconds an unclear post is tried once more.
pub const UNCLEAR_AGAIN_SECONDS: i64 = 30;
/// For how long the key alone keeps a board from posting twice; later it is asked first.
const ASK_AFTER: SignedDuration = SignedDuration::from_secs(60);
/// How far back a board looks for what was not noted before it was posted.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(24);

/// What one tick did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Ticked {
    /// Entries announced.
    pub posted: usize,
    /// Entries to try again later.
    pub postponed: usize,
    /// Entries that the board refuses.
    pub refused: usize,
    /// Records that cannot be read.
    pub damaged: usize,
}

/// Posts everything that is due at an instant. While another tick runs, nothing.
///
/// # Errors
/// The store fails; what was posted until then is recorded.
pub async fn deliver_due(diary: &Diary, board: &impl Noticeboard, now: Timestamp) -> Result<Ticked, DiaryError> {
    let Some(_turn) = diary.turn() else { return Ok(Ticked::default()) };
    // What cannot be erased now is tried again; nobody goes without a reminder over it.
    if let Err(error) = diary.erase_old(now) {
        tracing::error!(%error, "what is no longer kept could not be erased");
    }
    let today = diary.schedule().day(now);
    let mut tick = Tick { diary, board, now, today, ticked: Ticked::default(), refusals: BTreeMap::new() };
    let unsure = tick.look_after_changed().await?;
    let mut due = diary.due(now, MOST_A_TICK)?;
    for id in &due.damaged {
        tracing::error!(entry = %id, "a record cannot be read");
    }
    tick.ticked.damaged = due.damaged.len();
    tick.tell_damage().await?;
    due.entries.retain(|entry| !unsure.contains(&entry.id));
    let awake = tick.awake(due.entries)?;
    let (free, again) = tick.resume(awake).await?;
    let (prompts, reviews): (Vec<_>, Vec<_>) = free.into_iter().partition(|entry| entry.prompt.is_some());
    let mut waiting = posts(diary, reviews, now);
    // Those composed first come first.
    waiting.reverse();
    while let Some(mut post) = waiting.pop() {
        let is_again = post.ids().any(|id| again.contains(&id));
        post.notice.again = is_again;
        match tick.unchanged(post)? {
            Ok(post) => tick.deliver(post, is_again).await?,
            Err(rest) => waiting.extend(posts(diary, rest, now)),
        }
    }
    for entry in prompts {
        tick.prompt(&entry, again.contains(&entry.id)).await?;
    }
    tick.tell_refusals().await;
    Ok(tick.ticked)
}

/// What would be posted at an instant, by the same code.
///
/// # Errors
/// The store fails.
pub fn preview(diary: &Diary, at: Timestamp) -> Result<Vec<Notice>, DiaryError> {
    let due = diary.due(at, MOST_A_TICK)?;
    // Each as it will be when its own time comes.
    let mut by_time: BTreeMap<Timestamp, Vec<Entry>> = BTreeMap::new();
    for entry in due.entries {
        by_time.entry(entry.next_post.unwrap_or(at)).or_default().push(entry);
    }
    let (mut tables, mut notices) = (BTreeMap::new(), Vec::new());
    for (at, entries) in by_time {
        let (prompts, reviews): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.prompt.is_some());
        notices.extend(posts(diary, reviews, at).into_iter().map(|post| post.notice));
        for entry in prompts {
            if let Some(card) = foreseen(diary, &mut tables, &entry)? {
                notices.push(prompt(&diary.schedule_of(&entry.team), entry, card, at).notice);
            }
        }
    }
    Ok(notices)
}

/// The card that a prompt will show when those before it have been posted.
fn foreseen(diary: &Diary, tables: &mut BTreeMap<String, Table>, entry: &Entry) -> Result<Option<Card>, DiaryError> {
    let Some(series) = &entry.prompt else { return Ok(None) };
    if !tables.contains_key(&entry.team) {
        tables.insert(entry.team.clone(), diary.table(&entry.team, None)?);
    }
    let table = tables.get_mut(&entry.team);
    Ok(table.and_then(|table| {
        let card = table.next(series)?;
        table.take(&card, series);
        Some(card)
    }))
}

/// One tick under way.
struct Tick<'a, B> {
    diary: &'a Diary,
    board: &'a B,
    now: Timestamp,
    today: Date,
    ticked: Ticked,
    /// By team: who was told instead, and of which entries.
    refusals: BTreeMap<String, (Audience, Vec<EntryId>)>,
}

impl<B: Noticeboard> Tick<'_, B> {
    /// Those that are not to be told in the quiet hours wait for their end, and prompts for a working day.
    fn awake(&self, entries: Vec<Entry>) -> Result<Vec<Entry>, DiaryError> {
        let mut awake = Vec::new();
        for entry in entries {
            let Some(until) = self.diary.schedule_of(&entry.team).waits(&entry, self.now) else {
                awake.push(entry);
                continue;
            };
            let waits = self.diary.record(&entry, false, |present| {
                // Changed meanwhile: its time is what the change says.
                let next_post = if present.revision == entry.revision { Some(until) } else { present.next_post };
                Entry { next_post, ..present }
            });
            match waits {
                // It waits all the same, and is looked at in every tick.
                Err(DiaryError::Store(StoreError::Unfit)) => {}
                waits => waits?,
            }
        }
        Ok(awake)
    }

    /// Takes up what was being posted and was not recorded. Gives back what is to be posted, and of that what may be there already.
    async fn resume(&mut self, entries: Vec<Entry>) -> Result<(Vec<Entry>, BTreeSet<EntryId>), DiaryError> {
        let (mut free, mut again) = (Vec::new(), BTreeSet::new());
        let mut groups: BTreeMap<(String, bool), (Posting, Vec<Entry>)> = BTreeMap::new();
        for entry in entries {
            let posting = self.diary.posting(entry.id)?;
            // Of another due date, it counts on its own day only.
            match posting.filter(|posting| posting.is_of(&entry) || self.is_plain_of_today(posting, &entry)) {
                Some(posting) if posting.waits(self.now) => {}
                Some(posting) => {
                    groups.entry((posting.key.clone(), posting.is_of(&entry))).or_insert((posting, Vec::new())).1.push(entry);
                }
                None => free.push(entry),
            }
        }
        for (posting, entries) in groups.into_values() {
            let Some(post) = self.taken_up(&posting, entries)? else { continue };
            if self.is_soon(&posting, &post) {
                self.deliver(post, true).await?;
                continue;
            }
            match self.is_there(&posting, &post).await {
                Ok(Some(true)) => self.was_there(post, &posting).await?,
                Ok(Some(false)) => free.extend(post.settles),
                Ok(None) => {
                    again.extend(post.ids());
                    free.extend(post.settles);
                }
                Err(error) => self.postpone(&post, error, true)?,
            }
        }
        Ok((free, again))
    }

    /// Prompts that were being posted when somebody left them out, moved them or called them off: the board is asked, and what may be
    /// there counts as posted. Gives back those of which the board cannot be asked now: nothing more of them is posted before, and it is
    /// asked less and less often.
    async fn look_after_changed(&mut self) -> Result<BTreeSet<EntryId>, DiaryError> {
        let mut unsure = BTreeSet::new();
        for (id, posting) in self.diary.postings()? {
            let Some(card) = &posting.card else { continue };
            let entry = match self.diary.get(id) {
                Ok(entry) if entry.is_open() && posting.is_of(&entry) => continue,
                Ok(entry) => Entry { due: posting.due, ..entry },
                Err(DiaryError::Store(error)) => return Err(error.into()),
                Err(_) => continue,
            };
            if posting.waits(self.now) {
                unsure.insert(id);
                continue;
            }
            let card = self.diary.card_named(&entry, card)?;
            let mut post = prompt(&self.diary.schedule_of(&entry.team), entry, card, posting.at);
            post.notice.key = Key(posting.key.clone());
            match self.is_there(&posting, &post).await {
                Ok(Some(false)) => self.diary.forget_posting(id)?,
                Ok(_) => self.settle(&post, self.diary.schedule().day(posting.at), posting.instead)?,
                Err(error) => {
                    tracing::warn!(entry = %id, %error, "the board cannot be asked for what was changed while it was being posted");
                    self.diary.put_posting_off(id, self.now)?;
                    unsure.insert(id);
                }
            }
        }
        Ok(unsure)
    }

    fn taken_up(&self, posting: &Posting, mut entries: Vec<Entry>) -> Result<Option<Post>, DiaryError> {
        let Some(first) = entries.first() else { return Ok(None) };
        let schedule = self.diary.schedule_of(&first.team);
        if posting.card.is_none() {
            return Ok(resumed(&schedule, posting, entries));
        }
        let Some(entry) = entries.pop() else { return Ok(None) };
        let card = self.diary.card_of(&entry)?;
        Ok(card.map(|card| {
            let mut post = prompt(&schedule, entry, card, posting.at);
            post.notice.key = Key(posting.key.clone());
            post
        }))
    }

    /// Posts a prompt, unless somebody changed it since: then it is looked at again in the next tick.
    async fn prompt(&mut self, entry: &Entry, again: bool) -> Result<(), DiaryError> {
        let present = match self.diary.get(entry.id) {
            Ok(present) if present.revision == entry.revision => present,
            Err(DiaryError::Store(error)) => return Err(error.into()),
            _ => return Ok(()),
        };
        let Some(card) = self.diary.card_of(&present)? else {
            tracing::error!(entry = %entry.id, "there is no card to post");
            let next_post = Some(later(self.now, u8::MAX, false));
            return self.put_off(&present, false, |entry| Entry { next_post, ..entry });
        };
        let mut post = prompt(&self.diary.schedule_of(&present.team), present, card, self.now);
        post.notice.again = again;
        self.deliver(post, again).await
    }

    fn is_plain_of_today(&self, posting: &Posting, entry: &Entry) -> bool {
        posting.alert.is_none() && posting.card.is_none() && entry.alert.is_none() && self.diary.schedule().day(posting.at) == self.today
    }

    /// Whether the key alone keeps the board from posting it twice: once, soon after no answer, and only for the very same.
    fn is_soon(&self, posting: &Posting, post: &Post) -> bool {
        let first = post.settles.iter().all(|entry| entry.failures == 1 && posting.is_of(entry));
        let whole = post.settles.len() == posting.entries && posting.came == Came::Unclear;
        first && whole && self.now.duration_since(posting.at).abs() <= ASK_AFTER
    }

    async fn is_there(&self, posting: &Posting, post: &Post) -> Result<Option<bool>, PostError> {
        if posting.came == Came::There {
            return Ok(Some(true));
        }
        match self.board.has(&Notice { audience: posting.audience, ..post.notice.clone() }, posting.since()).await {
            // A board that refuses to be asked cannot tell: nothing waits for what it will never say.
            Err(PostError::Refused) => Ok(None),
            there => there,
        }
    }

    async fn was_there(&mut self, post: Post, posting: &Posting) -> Result<(), DiaryError> {
        let day = self.diary.schedule().day(posting.at);
        if posting.instead {
            self.told_instead(&post, posting.audience);
        }
        // On another day the others are told of that day.
        let finished = day != self.today || self.copies(&post, posting.audience, true).await?;
        if finished { self.settle(&post, day, posting.instead) } else { Ok(()) }
    }

    /// The post, if nobody changed what it tells since; or else what is left of it.
    fn unchanged(&self, post: Post) -> Result<Result<Post, Vec<Entry>>, DiaryError> {
        let mut rest = Vec::new();
        for entry in &post.settles {
            match self.diary.get(entry.id) {
                Ok(present) if present.revision == entry.revision => rest.push(present),
                Err(DiaryError::Store(error)) => return Err(error.into()),
                _ => {}
            }
        }
        Ok(if rest.len() == post.settles.len() { Ok(post) } else { Err(rest) })
    }

    /// Posts and settles. What may be there already is still asked about where this time it surely was not posted.
    async fn deliver(&mut self, post: Post, may_be_there: bool) -> Result<(), DiaryError> {
        self.diary.intend(&post, &post.notice, self.now)?;
        if post.notice.again {
            tracing::warn!(entry = %post.settles[0].id, "posted again: the board cannot tell whether it was there");
        }
        match self.board.post(&post.notice).await {
            Ok(()) if self.copies(&post, post.notice.audience, false).await? => self.settle(&post, self.today, false),
            Ok(()) => Ok(()),
            Err(PostError::Refused) => self.refused(&post).await,
            Err(PostError::Unclear) => {
                self.diary.note_came(&post, Came::Unclear, self.now)?;
                self.postpone(&post, PostError::Unclear, true)
            }
            Err(error) => self.postpone(&post, error, may_be_there),
        }
    }

    /// Posts to the further audiences; false where that is to be tried again.
    async fn copies(&mut self, post: &Post, had: Audience, asks: bool) -> Result<bool, DiaryError> {
        for audience in post.also.iter().filter(|audience| **audience != had) {
            match self.copy(post.copy(*audience), asks).await {
                Ok(()) => {}
                Err(PostError::Refused) => {
                    tracing::error!(entry = %post.settles[0].id, "the board refuses a copy");
                    self.refusals.entry(post.notice.team.clone()).or_insert((had, vec![])).1.extend(post.ids());
                }
                Err(error) => {
                    self.diary.note_came(post, Came::There, self.now)?;
                    self.postpone(post, error, true)?;
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    async fn copy(&self, mut notice: Notice, asks: bool) -> Result<(), PostError> {
        if asks {
            match self.board.has(&notice, a_day_before(self.now)).await? {
                Some(true) => return Ok(()),
                there => notice.again = there.is_none(),
            }
        }
        self.board.post(&notice).await
    }

    /// A board that refuses: the fallback, the lead or the supervisors are told instead, and the entry is tried again every working day.
    async fn refused(&mut self, post: &Post) -> Result<(), DiaryError> {
        self.ticked.refused += post.settles.len();
        for audience in [Audience::Fallback, Audience::Lead, Audience::Supervisors] {
            if audience == post.notice.audience {
                continue;
            }
            let notice = post.copy(audience);
            self.diary.intend(post, &notice, self.now)?;
            match self.board.post(&notice).await {
                Ok(()) => {
                    self.told_instead(post, audience);
                    // What they do not get is logged; the board is asked no more than this.
                    self.copies_after_refusal(post, audience).await;
                    return self.settle(post, self.today, true);
                }
                Err(PostError::Unclear) => return self.postpone_with(post, PostError::Unclear, (true, true)),
                Err(PostError::Unavailable | PostError::Refused) => {}
            }
        }
        tracing::error!(entry = %post.settles[0].id, "the board refuses, and nobody could be told");
        self.postpone_with(post, PostError::Refused, (false, true))
    }

    async fn copies_after_refusal(&self, post: &Post, had: Audience) {
        for audience in post.also.iter().filter(|audience| **audience != had) {
            if let Err(error) = self.copy(post.copy(*audience), false).await {
                tracing::warn!(entry = %post.settles[0].id, %error, "a copy was not posted");
            }
        }
    }

    fn told_instead(&mut self, post: &Post, audience: Audience) {
        for id in post.ids() {
            tracing::error!(entry = %id, "the board refuses; others were told");
        }
        self.refusals.entry(post.notice.team.clone()).or_insert((audience, vec![])).1.extend(post.ids());
    }

    /// Says to those who were told instead that the team's own place refuses.
    async fn tell_refusals(&mut self) {
        for (team, (audience, ids)) in std::mem::take(&mut self.refusals) {
            let key = Key(format!("{}-{}-x{}", ids[0], self.today.strftime("%y%m%d"), self.now.as_second()));
            let notice = Notice { key, team, audience, told: Told::Refused(ids), late: false, again: false };
            if let Err(error) = self.board.post(&notice).await {
                tracing::warn!(%error, "a refusal was not explained; the announcement itself was posted elsewhere");
            }
        }
    }

    /// Records that entries were announced on a day; one that was changed meanwhile stays as it was left, but for that. One whose record
    /// does not fit keeps no other from being recorded.
    fn settle(&mut self, post: &Post, day: Date, refused: bool) -> Result<(), DiaryError> {
        for posted in &post.settles {
            self.ticked.posted += 1;
            let settled = match &post.notice.told {
                Told::Prompt { card, .. } => self.settle_prompt(posted, card, day, refused),
                _ => self.settle_review(posted, day, refused),
            };
            match settled {
                Err(DiaryError::Store(StoreError::Unfit)) => self.pass_over(posted)?,
                settled => settled?,
            }
        }
        Ok(())
    }

    fn settle_review(&self, posted: &Entry, day: Date, refused: bool) -> Result<(), DiaryError> {
        let schedule = self.diary.schedule_of(&posted.team);
        self.diary.record(posted, true, |mut entry| {
            entry = told(entry, posted);
            // An alert stands for the announcement that is owed with it, and for no later one.
            let owed = schedule.next_post(&Entry { alert: None, ..entry.clone() }).is_some_and(|at| at <= self.now);
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
        self.diary.note_there(posted.id)?;
        let next_post = Some(later(self.now, u8::MAX, false));
        self.put_off(posted, false, |entry| Entry { next_post, ..entry })
    }

    /// Records when an entry is looked at again. Where its record is too large for that, what is being posted of it is put off instead.
    fn put_off(&self, posted: &Entry, ends: bool, change: impl Fn(Entry) -> Entry) -> Result<(), DiaryError> {
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
            let next_post = self.diary.schedule_of(&entry.team).next_post(&entry);
            Some(Entry { announced: entry.announced.max(Some(day)), lenses: entry.lenses + 1, failures: 0, refused, next_post, ..entry })
        })
    }

    /// Tries again later: soon after an unclear answer, and less and less often while the board is away.
    fn postpone(&mut self, post: &Post, error: PostError, is_unclear: bool) -> Result<(), DiaryError> {
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
                let next = if entry.alert.is_some() { next } else { self.diary.schedule_of(&entry.team).after_quiet(next) };
                let failures = entry.failures.saturating_add(1);
                Entry { failures, next_post: Some(next), refused: refuses || entry.refused, ..entry }
            })?;
        }
        Ok(())
    }

    /// Tells the supervisors of records that cannot be read: each once, and until they have it.
    async fn tell_damage(&mut self) -> Result<(), DiaryError> {
        for (id, tries, next) in self.diary.untold()? {
            if next > self.now {
                continue;
            }
            let key = Key(format!("{id}-q"));
            let mut notice =
                Notice { key, team: String::new(), audience: Audience::Supervisors, told: Told::Damaged(id), late: false, again: false };
            let again = (tries.saturating_add(1), later(self.now, tries, false));
            self.diary.told_damage(id, Some(again))?;
            let there = if tries == 0 { Ok(Some(false)) } else { self.board.has(&notice, a_day_before(self.now)).await };
            notice.again = matches!(there, Ok(None));
            let told = match there {
                Ok(Some(true)) => Ok(()),
                Ok(_) => self.board.post(&notice).await,
                Err(error) => Err(error),
            };
            match told {
                Ok(()) => self.diary.told_damage(id, None)?,
                Err(error) => tracing::error!(entry = %id, %error, "nobody could be told yet of a record that cannot be read"),
            }
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

/// When something is tried again that failed so often before.
pub(super) fn later(now: Timestamp, failures: u8, soon: bool) -> Timestamp {
    let minutes = 2_i64.saturating_pow(u32::from(failures)).min(MOST_BACK_OFF_MINUTES);
    let wait = if soon { UNCLEAR_AGAIN_SECONDS.seconds() } else { (minutes * 60).seconds() };
    now.saturating_add(wait).unwrap_or(now)
}

fn a_day_before(now: Timestamp) -> Timestamp {
    now.saturating_sub(LOOK_BACK).unwrap_or(now)
}
