//! Delivery: what is due is posted, and then recorded. Nothing is lost; see the policy in the README.
//!
//! At least once: a post is recorded after it was made. Where Lantern was stopped in between, the board is asked under the same key
//! whether it is there, and only a board that cannot tell gets it a second time, marked as such.

use super::book::{Diary, DiaryError};
use super::entry::{Entry, EntryId};
use super::noticeboard::{Audience, Notice, Noticeboard, PostError, Told, key};
use super::schedule::{LATE_AFTER_MINUTES, SUPERVISORS_FROM, Schedule, Stage};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::BTreeMap;

/// How many overdue reviews of one team become one digest.
pub const DIGEST_FROM: usize = 3;
/// How many entries are taken up in one tick.
pub const MOST_A_TICK: usize = 500;
/// The most minutes between two tries of a board that is away.
pub const MOST_BACK_OFF_MINUTES: i64 = 64;
/// After how many seconds an unclear post is tried once more.
pub const UNCLEAR_AGAIN_SECONDS: i64 = 30;
/// Posts are unclear for longer than this only if Lantern was stopped: the board is asked first.
const ASK_AFTER: SignedDuration = SignedDuration::from_secs(60);

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

/// One thing to post, with the entries it settles.
#[derive(Debug)]
struct Post {
    notice: Notice,
    /// Further audiences of the same.
    also: Vec<Audience>,
    settles: Vec<Entry>,
}

/// Posts everything that is due at an instant.
///
/// # Errors
/// The store fails; what was posted until then is recorded.
pub async fn deliver_due(diary: &Diary, board: &impl Noticeboard, now: Timestamp) -> Result<Ticked, DiaryError> {
    let due = diary.due(now, MOST_A_TICK)?;
    let mut ticked = Ticked { damaged: due.damaged.len(), ..Ticked::default() };
    for id in due.damaged {
        tracing::error!(entry = %id, "a record cannot be read");
        tell_damage(board, diary, id, now).await;
    }
    for post in posts(diary.schedule(), due.entries, now) {
        deliver(diary, board, post, now, &mut ticked).await?;
    }
    Ok(ticked)
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
    Ok(by_time.into_iter().flat_map(|(at, entries)| posts(diary.schedule(), entries, at)).map(|post| post.notice).collect())
}

/// The posts that settle some entries: alerts each alone, overdue ones of a team together if they are many.
fn posts(schedule: &Schedule, entries: Vec<Entry>, now: Timestamp) -> Vec<Post> {
    let today = schedule.day(now);
    let (alerts, plain): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.alert.is_some());
    let mut posts: Vec<Post> = alerts.into_iter().filter_map(|entry| alert(entry, today, now)).collect();
    let mut teams: BTreeMap<String, Vec<(Entry, Stage)>> = BTreeMap::new();
    for entry in plain {
        let stage = schedule.stage(&entry, today);
        teams.entry(entry.team.clone()).or_default().push((entry, stage));
    }
    for reviews in teams.into_values() {
        let is_many = |(entry, stage): &(Entry, Stage)| matches!(stage, Stage::Overdue(_)) || is_late(entry, now);
        let (many, few): (Vec<_>, Vec<_>) = reviews.into_iter().partition(is_many);
        let (together, alone) = if many.len() < DIGEST_FROM { (vec![], many) } else { (many, vec![]) };
        posts.extend(few.into_iter().chain(alone).map(|(entry, stage)| single(entry, stage, today, now)));
        posts.extend(digest(together, today, now));
    }
    posts
}

fn is_late(entry: &Entry, now: Timestamp) -> bool {
    // What was set after its own time is not late.
    entry.next_post.is_some_and(|at| now.duration_since(at.max(entry.armed)) > SignedDuration::from_mins(LATE_AFTER_MINUTES))
}

fn alert(entry: Entry, today: Date, now: Timestamp) -> Option<Post> {
    let moment = entry.alert.as_ref()?.moment.clone();
    let key = key(&entry, &format!("m{}", entry.alert.as_ref()?.at.as_second()), today);
    let (team, late) = (entry.team.clone(), is_late(&entry, now));
    let told = Told::Moment { entry: Box::new(entry.clone()), moment };
    let notice = Notice { key, team, audience: Audience::Channel, told, late, again: false };
    Some(Post { notice, also: vec![Audience::Supervisors], settles: vec![entry] })
}

fn single(entry: Entry, stage: Stage, today: Date, now: Timestamp) -> Post {
    let notice = Notice {
        key: key(&entry, "r", today),
        team: entry.team.clone(),
        audience: if matches!(stage, Stage::Overdue(_)) && entry.lead.is_some() { Audience::Lead } else { Audience::Channel },
        told: Told::Review { entry: Box::new(entry.clone()), stage, lens: entry.lenses },
        late: is_late(&entry, now),
        again: false,
    };
    Post { notice, also: escalated(&[stage]), settles: vec![entry] }
}

fn digest(reviews: Vec<(Entry, Stage)>, today: Date, now: Timestamp) -> Option<Post> {
    let (first, _) = reviews.first()?;
    let stages: Vec<Stage> = reviews.iter().map(|(_, stage)| *stage).collect();
    let notice = Notice {
        key: key(first, "g", today),
        team: first.team.clone(),
        audience: Audience::Channel,
        late: reviews.iter().any(|(entry, _)| is_late(entry, now)),
        told: Told::Digest(reviews.clone()),
        again: false,
    };
    Some(Post { notice, also: escalated(&stages), settles: reviews.into_iter().map(|(entry, _)| entry).collect() })
}

fn escalated(stages: &[Stage]) -> Vec<Audience> {
    let long = |stage: &Stage| matches!(stage, Stage::Overdue(days) if *days >= SUPERVISORS_FROM);
    if stages.iter().any(long) { vec![Audience::Supervisors] } else { vec![] }
}

async fn deliver(diary: &Diary, board: &impl Noticeboard, mut post: Post, now: Timestamp, ticked: &mut Ticked) -> Result<(), DiaryError> {
    let waited = post.settles.iter().filter_map(|entry| entry.next_post).any(|at| now.duration_since(at) > ASK_AFTER);
    if waited {
        match board.has(&post.notice).await {
            Ok(Some(true)) => return settle(diary, &post.settles, now, ticked),
            Ok(Some(false)) | Err(_) => {}
            Ok(None) => post.notice.again = post.settles.iter().any(|entry| entry.failures > 0),
        }
    }
    match board.post(&post.notice).await {
        Ok(()) => {
            for audience in &post.also {
                // The channel has it; that the others get it, too, is tried once.
                let copy = Notice { audience: *audience, key: copy_key(&post.notice, *audience), ..post.notice.clone() };
                if let Err(error) = board.post(&copy).await {
                    tracing::warn!(entry = %post.settles[0].id, %error, "a copy was not posted");
                }
            }
            settle(diary, &post.settles, now, ticked)
        }
        Err(PostError::Refused) => refused(diary, board, &post, now, ticked).await,
        Err(error) => {
            ticked.postponed += post.settles.len();
            post.settles.iter().try_for_each(|entry| postpone(diary, entry, error, now))
        }
    }
}

fn copy_key(notice: &Notice, audience: Audience) -> super::noticeboard::Key {
    super::noticeboard::Key(format!("{}-{}", notice.key, if audience == Audience::Supervisors { "s" } else { "f" }))
}

/// Records that entries were announced; one that was changed meanwhile stays as it was left, but for that.
fn settle(diary: &Diary, entries: &[Entry], now: Timestamp, ticked: &mut Ticked) -> Result<(), DiaryError> {
    let today = diary.schedule().day(now);
    for posted in entries {
        ticked.posted += 1;
        record(diary, posted.id, |mut entry| {
            if entry.due == posted.due {
                entry.announced = entry.announced.max(Some(today));
            }
            if entry.alert == posted.alert {
                entry.alert = None;
            }
            if entry.hold.as_ref().is_some_and(|hold| hold.until <= today) {
                entry.hold = None;
            }
            Entry { failures: 0, refused: false, lenses: entry.lenses + 1, next_post: diary.schedule().next_post(&entry), ..entry }
        })?;
    }
    Ok(())
}

/// Tries again later: soon after an unclear answer, and less and less often while the board is away.
fn postpone(diary: &Diary, entry: &Entry, error: PostError, now: Timestamp) -> Result<(), DiaryError> {
    tracing::warn!(entry = %entry.id, attempt = entry.failures + 1, %error, "not posted");
    record(diary, entry.id, |entry| {
        let minutes = 2_i64.saturating_pow(u32::from(entry.failures)).min(MOST_BACK_OFF_MINUTES);
        let first_unclear = error == PostError::Unclear && entry.failures == 0;
        let wait = if first_unclear { UNCLEAR_AGAIN_SECONDS.seconds() } else { (minutes * 60).seconds() };
        let next = now.saturating_add(wait).unwrap_or(now);
        // What is told at once is told in quiet hours, too.
        let next = if entry.alert.is_some() { next } else { diary.schedule().after_quiet(next) };
        Entry { failures: entry.failures.saturating_add(1), next_post: Some(next), ..entry }
    })
}

/// A board that refuses: the fallback, the lead or the supervisors are told instead, and the entry is tried again every working day.
async fn refused(diary: &Diary, board: &impl Noticeboard, post: &Post, now: Timestamp, ticked: &mut Ticked) -> Result<(), DiaryError> {
    ticked.refused += post.settles.len();
    let mut told = false;
    for audience in [Audience::Fallback, Audience::Lead, Audience::Supervisors] {
        let notice = Notice { audience, key: copy_key(&post.notice, audience), ..post.notice.clone() };
        if audience != post.notice.audience && board.post(&notice).await.is_ok() {
            told = true;
            break;
        }
    }
    let today = diary.schedule().day(now);
    for entry in &post.settles {
        tracing::error!(entry = %entry.id, told, "the board refuses");
        if told {
            record(diary, entry.id, |entry| {
                let next = Entry { announced: Some(today), alert: None, ..entry };
                Entry { refused: true, lenses: next.lenses + 1, next_post: diary.schedule().next_post(&next), ..next }
            })?;
        } else {
            postpone(diary, entry, PostError::Refused, now)?;
            record(diary, entry.id, |entry| Entry { refused: true, ..entry })?;
        }
    }
    Ok(())
}

/// Records what a delivery led to, on top of what others changed meanwhile; what was closed stays closed.
fn record(diary: &Diary, id: EntryId, change: impl Fn(Entry) -> Entry) -> Result<(), DiaryError> {
    let kept = |entry: Entry| Ok::<_, DiaryError>(if entry.closed { entry } else { change(entry) });
    match diary.change(id, None, kept) {
        Ok(_) | Err(DiaryError::NotThere | DiaryError::Unreadable(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn tell_damage(board: &impl Noticeboard, diary: &Diary, id: EntryId, now: Timestamp) {
    let key = super::noticeboard::Key(format!("{id}-{}-q", diary.schedule().day(now).strftime("%y%m%d")));
    let notice = Notice { key, team: String::new(), audience: Audience::Supervisors, told: Told::Damaged(id), late: false, again: false };
    if let Err(error) = board.post(&notice).await {
        tracing::error!(entry = %id, %error, "nobody could be told of a record that cannot be read");
    }
}
