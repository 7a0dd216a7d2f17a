//! What is being posted, noted on the disk before it is: where Lantern was stopped in between, or no answer came, the board is asked under
//! the very key that was used, however the announcement would be put together by then.
//!
//! Keys: `p/<id>` what is being posted of an entry; `a/<id>` the last alert that was told of it; `t/<id>` a record that cannot be read, of
//! which nobody could be told yet.

use super::book::{Diary, DiaryError, id_in};
use super::delivery::{MOST_BACK_OFF_MINUTES, later};
use super::entry::{Entry, EntryId};
use super::noticeboard::{Audience, Key, Notice, Told, key};
use super::posts::Post;
use super::store::{Change, Pair, StoreError};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How often a record is tried when somebody else changes the entry in between.
const TRIES: usize = 64;

/// What is being posted of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Posting {
    /// Under which key.
    pub key: String,
    /// For whom.
    pub audience: Audience,
    /// Whether that is in the place of an audience that refuses.
    pub instead: bool,
    /// Whether it is one of many in a digest.
    pub digest: bool,
    /// How many entries it settles.
    pub entries: usize,
    /// When.
    pub at: Timestamp,
    /// Since when it may be there, where that is before `at`: it was tried under the same key before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Timestamp>,
    /// For which due date.
    pub due: Date,
    /// For which alert.
    pub alert: Option<Timestamp>,
    /// With which card, where it is a prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// What came of it.
    pub came: Came,
    /// How often in a row nothing could be learnt of it.
    #[serde(default)]
    pub tries: u8,
    /// When it is looked at again, where that is put off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Timestamp>,
}

/// What came of a post, as far as was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Came {
    /// Nothing was noted: it is under way, or Lantern was stopped.
    Nothing,
    /// No answer came.
    Unclear,
    /// It is there; further audiences may lack theirs.
    There,
}

impl Posting {
    fn of(entry: &Entry, post: &Post, notice: &Notice, at: Timestamp) -> Self {
        Self {
            key: notice.key.0.clone(),
            audience: notice.audience,
            instead: notice.instead,
            digest: matches!(notice.told, Told::Digest(_)),
            entries: post.settles.len(),
            at,
            first: None,
            due: entry.due,
            alert: entry.alert.as_ref().map(|alert| alert.at),
            card: if let Told::Prompt { card, .. } = &notice.told { Some(card.id.clone()) } else { None },
            came: Came::Nothing,
            tries: 0,
            again: None,
        }
    }

    /// Since when it may be there.
    pub fn since(&self) -> Timestamp {
        self.first.unwrap_or(self.at)
    }

    /// The same, where an earlier try under its key may be there, too.
    fn after(self, before: Option<Self>) -> Self {
        let first = before.filter(|before| before.key == self.key).map(|before| before.since());
        Self { first: first.filter(|first| *first < self.at), ..self }
    }

    /// Whether it is about what the entry owes now: an alert, whenever the review is due by now, or else its due date.
    pub fn is_of(&self, entry: &Entry) -> bool {
        let alert = entry.alert.as_ref().map(|alert| alert.at);
        self.alert == alert && (alert.is_some() || self.due == entry.due)
    }

    /// The key of the post itself: what stands in for it has a letter more.
    pub fn post_key(&self) -> Key {
        let own = self.key.rsplit_once('-').filter(|_| self.instead).map_or(self.key.as_str(), |(own, _)| own);
        Key(own.to_owned())
    }

    /// A post as it went out, or was to.
    pub fn notice(&self, post: &Post) -> Notice {
        Notice { key: Key(self.key.clone()), audience: self.audience, instead: self.instead, ..post.notice.clone() }
    }

    /// Its record.
    fn pair(&self, id: EntryId) -> Pair {
        (posting_key(id), serde_json::to_vec(self).unwrap_or_default())
    }

    /// Whether it is put off. For longer than that ever is, a wrong clock set it.
    pub fn waits(&self, now: Timestamp) -> bool {
        let most = SignedDuration::from_mins(MOST_BACK_OFF_MINUTES);
        self.again.map(|again| again.duration_since(now)).is_some_and(|wait| wait.is_positive() && wait <= most)
    }
}

impl Diary {
    /// What was being posted of an entry and not yet recorded.
    pub(super) fn posting(&self, id: EntryId) -> Result<Option<Posting>, StoreError> {
        let record = self.store().get(&posting_key(id))?;
        Ok(record.and_then(|record| serde_json::from_slice(&record).ok()))
    }

    /// Everything that was being posted and not yet recorded.
    pub(super) fn postings(&self) -> Result<Vec<(EntryId, Posting)>, DiaryError> {
        let mut found = Vec::new();
        self.under("p", |key, record| {
            found.extend(id_in(key).zip(serde_json::from_slice(record).ok()));
            Ok(())
        })?;
        Ok(found)
    }

    /// Notes that something is about to be posted.
    pub(super) fn intend(&self, post: &Post, notice: &Notice, at: Timestamp) -> Result<(), StoreError> {
        self.note(post, |entry| Posting::of(entry, post, notice, at))
    }

    /// Notes that what was being posted of some entries is there.
    pub(super) fn note_there(&self, ids: impl IntoIterator<Item = EntryId>) -> Result<(), StoreError> {
        self.amend_postings(ids, |posting| Posting { came: Came::There, ..posting })
    }

    /// Puts off what is being posted of an entry, or the question whether it was: each time for longer.
    pub(super) fn put_posting_off(&self, id: EntryId, now: Timestamp) -> Result<(), StoreError> {
        self.amend_postings([id], |posting| Posting {
            again: Some(later(now, posting.tries, false)),
            tries: posting.tries.saturating_add(1),
            ..posting
        })
    }

    fn amend_postings(&self, ids: impl IntoIterator<Item = EntryId>, change: impl Fn(Posting) -> Posting) -> Result<(), StoreError> {
        let mut puts = Vec::new();
        for id in ids {
            puts.extend(self.posting(id)?.map(|posting| change(posting).pair(id)));
        }
        if puts.is_empty() {
            return Ok(());
        }
        self.store().change(Change { puts, ..Change::default() }).wait()
    }

    /// Notes that nothing of an entry was posted after all.
    pub(super) fn forget_posting(&self, id: EntryId) -> Result<(), StoreError> {
        self.store().change(Change::remove(posting_key(id))).wait()
    }

    /// Notes that no answer came.
    pub(super) fn note_unclear(&self, post: &Post, at: Timestamp) -> Result<(), StoreError> {
        self.note(post, |entry| Posting { came: Came::Unclear, ..Posting::of(entry, post, &post.notice, at) })
    }

    /// Notes that an entry may have been announced on a day: the board is asked before it is announced again.
    pub(super) fn note_perhaps(&self, entry: &Entry, day: Date, at: Timestamp) -> Result<(), StoreError> {
        let posting = Posting {
            key: key(entry, "r", day).0,
            audience: Audience::Channel,
            instead: false,
            digest: false,
            entries: 1,
            at,
            first: None,
            due: entry.due,
            alert: None,
            card: None,
            came: Came::Nothing,
            tries: 0,
            again: None,
        };
        self.store().change(Change { puts: vec![posting.pair(entry.id)], ..Change::default() }).wait()
    }

    fn note(&self, post: &Post, posting: impl Fn(&Entry) -> Posting) -> Result<(), StoreError> {
        let mut puts = Vec::new();
        for entry in &post.settles {
            puts.push(posting(entry).after(self.posting(entry.id)?).pair(entry.id));
        }
        self.store().change(Change { puts, ..Change::default() }).wait()
    }

    /// Records what a delivery led to, on top of what others changed meanwhile; what was closed stays as it is. With `ends`, nothing of
    /// the entry is being posted any more.
    pub(super) fn record(&self, posted: &Entry, ends: bool, change: impl Fn(Entry) -> Entry) -> Result<(), DiaryError> {
        self.record_with(posted, ends, &Change::default(), |entry| entry.is_open().then(|| change(entry)))
    }

    /// The same for entries that are open or closed, together with another change, which is made in any case; `change` gives none where
    /// the entry stays as it is.
    pub(super) fn record_with(
        &self,
        posted: &Entry,
        ends: bool,
        also: &Change,
        change: impl Fn(Entry) -> Option<Entry>,
    ) -> Result<(), DiaryError> {
        for _ in 0..TRIES {
            let mut with = also.clone();
            if ends {
                with.removes.push(posting_key(posted.id));
            }
            let changed = match self.get(posted.id) {
                Ok(old) => change(old.clone()).map(|new| (old, new)),
                Err(DiaryError::Store(error)) => return Err(error.into()),
                // Forgotten with its team: nothing of it is written any more.
                Err(DiaryError::NotThere) => return Ok(self.forget_posting(posted.id)?),
                Err(_) => None,
            };
            let Some((old, mut new)) = changed else { return Ok(self.store().change(with).wait()?) };
            if let Some(told) = posted.alert.as_ref().filter(|told| ends && new.alert.as_ref().is_none_or(|next| next.at != told.at)) {
                with.puts.push((told_key(posted.id), told.at.to_string().into_bytes()));
            }
            match self.swap(&old, &mut new, None, with) {
                Err(DiaryError::Store(StoreError::Changed)) => {}
                done => return done,
            }
        }
        Err(StoreError::Changed.into())
    }

    /// Whether an alert was told.
    pub(super) fn was_told(&self, id: EntryId, alert: Timestamp) -> Result<bool, StoreError> {
        Ok(self.store().get(&told_key(id))?.is_some_and(|told| told == alert.to_string().into_bytes()))
    }

    /// Records that cannot be read and of which nobody could be told yet, with how often that was tried and when it is tried again.
    pub(super) fn untold(&self) -> Result<Vec<(EntryId, u8, Timestamp)>, StoreError> {
        let records = self.store().range(b"t/".to_vec()..b"t0".to_vec(), 100)?;
        let tries = |record: &[u8]| serde_json::from_slice(record).unwrap_or((0, Timestamp::MIN));
        Ok(records.iter().filter_map(|(key, record)| id_in(key).map(|id| (id, tries(record).0, tries(record).1))).collect())
    }

    /// Records that somebody was told of a record that cannot be read, or when that is tried again.
    pub(super) fn told_damage(&self, id: EntryId, again: Option<(u8, Timestamp)>) -> Result<(), StoreError> {
        let change = match again {
            Some(tries) => Change::put(untold_key(id), serde_json::to_vec(&tries).unwrap_or_default()),
            None => Change::remove(untold_key(id)),
        };
        self.store().change(change).wait()
    }
}

fn posting_key(id: EntryId) -> Vec<u8> {
    format!("p/{id}").into_bytes()
}

fn told_key(id: EntryId) -> Vec<u8> {
    format!("a/{id}").into_bytes()
}

pub(super) fn untold_key(id: EntryId) -> Vec<u8> {
    format!("t/{id}").into_bytes()
}
