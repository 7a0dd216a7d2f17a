//! One team in a tick: what was being posted is looked after first, then what is due goes out, in its order.

use super::{ASK_AFTER, MOST_A_TEAM, Ticked, later};
use crate::diary::book::{Diary, DiaryError};
use crate::diary::entry::{Entry, EntryId};
use crate::diary::noticeboard::{Audience, Noticeboard, PostError};
use crate::diary::posting::{Came, Posting};
use crate::diary::posts::{Post, posts, prompt, resumed};
use crate::diary::schedule::Schedule;
use crate::diary::store::StoreError;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One team's part of a tick under way.
pub(super) struct Tick<'a, B> {
    pub diary: &'a Diary,
    pub board: &'a B,
    pub team: String,
    pub schedule: Arc<Schedule>,
    pub now: Timestamp,
    pub today: Date,
    pub ticked: Ticked,
    /// How many more posts may go out.
    room: usize,
    /// How many more times the board may be asked for what was being posted.
    questions: usize,
    /// Which audiences refuse, who is told of that, and of which entries.
    pub refusals: BTreeMap<(Audience, Audience), Vec<EntryId>>,
}

impl<'a, B: Noticeboard> Tick<'a, B> {
    pub fn new(diary: &'a Diary, board: &'a B, team: String, now: Timestamp) -> Self {
        let schedule = diary.schedule_of(&team);
        let (today, ticked) = (schedule.day(now), Ticked::default());
        Self { diary, board, team, schedule, now, today, ticked, room: MOST_A_TEAM, questions: MOST_A_TEAM, refusals: BTreeMap::new() }
    }

    /// Looks after prompts that were changed while they were being posted, and posts what is due.
    pub async fn run(mut self, changed: Vec<(Entry, Posting)>, mut due: Vec<Entry>) -> Result<Ticked, DiaryError> {
        if !changed.is_empty() {
            let unsure = self.look_after_changed(changed).await?;
            due = self.still_due(due)?;
            due.retain(|entry| !unsure.contains(&entry.id));
        }
        let awake = self.awake(due)?;
        let (free, again) = self.resume(awake).await?;
        let (prompts, reviews): (Vec<_>, Vec<_>) = free.into_iter().partition(|entry| entry.prompt.is_some());
        let mut waiting = posts(&self.schedule, reviews, self.now);
        // Those composed first come first.
        waiting.reverse();
        while let Some(mut post) = waiting.pop() {
            let is_again = post.ids().any(|id| again.contains(&id));
            post.notice.again = is_again;
            match self.unchanged(post)? {
                Ok(post) if self.takes(post.settles.len()) => self.deliver(post, is_again).await?,
                Ok(_) => {}
                Err(rest) => waiting.extend(posts(&self.schedule, rest, self.now)),
            }
        }
        for entry in prompts {
            self.prompt(&entry, again.contains(&entry.id)).await?;
        }
        self.tell_refusals().await;
        Ok(self.ticked)
    }

    /// Whether one more post may go out; where not, its entries are left for the next tick.
    fn takes(&mut self, entries: usize) -> bool {
        let takes = self.room > 0;
        if takes {
            self.room -= 1;
        } else {
            self.ticked.left += entries;
        }
        takes
    }

    /// Those that are due still, as they are now.
    fn still_due(&self, entries: Vec<Entry>) -> Result<Vec<Entry>, DiaryError> {
        let mut due = Vec::new();
        for entry in entries {
            match self.diary.get(entry.id) {
                Ok(present) => due.extend(Some(present).filter(|present| present.next_post.is_some_and(|at| at <= self.now))),
                Err(DiaryError::Store(error)) => return Err(error.into()),
                Err(_) => {}
            }
        }
        Ok(due)
    }

    /// Those that are not to be told in the quiet hours wait for their end, and prompts for a working day.
    fn awake(&self, entries: Vec<Entry>) -> Result<Vec<Entry>, DiaryError> {
        let mut awake = Vec::new();
        for entry in entries {
            let Some(until) = self.schedule.waits(&entry, self.now) else {
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

    /// Prompts that were being posted when somebody left them out, moved them or called them off: the board is asked, and what may be
    /// there counts as posted. Gives back those of which the board cannot be asked now: nothing more of them is posted before, and it is
    /// asked less and less often.
    async fn look_after_changed(&mut self, changed: Vec<(Entry, Posting)>) -> Result<BTreeSet<EntryId>, DiaryError> {
        let mut unsure = BTreeSet::new();
        for (entry, posting) in changed {
            let Some(card) = &posting.card else { continue };
            let (id, entry) = (entry.id, Entry { due: posting.due, ..entry });
            if posting.waits(self.now) {
                unsure.insert(id);
                continue;
            }
            let card = self.diary.card_named(&entry, card)?;
            let mut post = prompt(&self.schedule, entry, card, posting.at);
            post.notice.key = posting.post_key();
            match self.is_there(&posting, &post).await {
                Ok(Some(false)) => self.diary.forget_posting(id)?,
                Ok(_) => self.settle(&post, posting.at, posting.instead)?,
                Err(error) => {
                    tracing::warn!(entry = %id, %error, "the board cannot be asked for what was changed while it was being posted");
                    self.diary.put_posting_off(id, self.now)?;
                    unsure.insert(id);
                }
            }
        }
        Ok(unsure)
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
                if self.takes(post.settles.len()) {
                    self.deliver(post, true).await?;
                }
                continue;
            }
            if self.questions == 0 {
                self.ticked.left += post.settles.len();
                continue;
            }
            self.questions -= 1;
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

    fn taken_up(&self, posting: &Posting, mut entries: Vec<Entry>) -> Result<Option<Post>, DiaryError> {
        if posting.card.is_none() {
            return Ok(resumed(&self.schedule, posting, entries));
        }
        let Some(entry) = entries.pop() else { return Ok(None) };
        let card = self.diary.card_of(&entry)?;
        Ok(card.map(|card| {
            let mut post = prompt(&self.schedule, entry, card, posting.at);
            post.notice.key = posting.post_key();
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
        if !self.takes(1) {
            return Ok(());
        }
        let mut post = prompt(&self.schedule, present, card, self.now);
        post.notice.again = again;
        self.deliver(post, again).await
    }

    fn is_plain_of_today(&self, posting: &Posting, entry: &Entry) -> bool {
        posting.alert.is_none() && posting.card.is_none() && entry.alert.is_none() && self.schedule.day(posting.at) == self.today
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
        match self.board.has(&posting.notice(post), posting.since()).await {
            // A board that refuses to be asked cannot tell: nothing waits for what it will never say.
            Err(PostError::Refused) => Ok(None),
            there => there,
        }
    }

    async fn was_there(&mut self, post: Post, posting: &Posting) -> Result<(), DiaryError> {
        let day = self.schedule.day(posting.at);
        if posting.instead && posting.came != Came::There {
            self.told_instead(&post, posting.audience);
        }
        // On another day the others are told of that day; what was told at once is owed to them still.
        let of_that_day = day != self.today && posting.alert.is_none();
        let finished = of_that_day || self.copies(&post, &posting.notice(&post), Some(posting.since())).await?;
        if finished { self.settle(&post, posting.at, posting.instead) } else { Ok(()) }
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
}
