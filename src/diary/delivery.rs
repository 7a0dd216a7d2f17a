//! Delivery: what is due is posted, and then recorded. Nothing is lost; see the policy in the README.
//!
//! At least once: that something is about to be posted is noted, then it is posted, then that is recorded. Where Lantern was stopped in
//! between, the board is asked under the same key whether it is there, and only a board that cannot tell gets it a second time, marked as
//! such. One tick runs at a time. In it the teams are told side by side, so that no team waits for another's board; what is for one team
//! goes out one after another.

mod outcome;
mod tick;

use super::book::{Diary, DiaryError, UNDO_HOURS};
use super::entry::Entry;
use super::noticeboard::{Audience, Key, Notice, Noticeboard, PostError, Told};
use super::posting::Posting;
use super::posts::{posts, prompt};
use super::prompt::deck::{Card, Table};
use futures_util::future::{join, join_all};
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::BTreeMap;
use tick::Tick;

/// How many overdue reviews of one team become one digest.
pub const DIGEST_FROM: usize = 3;
/// How many entries are taken up in one tick.
pub const MOST_A_TICK: usize = 2_000;
/// How many of them are of one team: what one team lets pile up holds up no other.
pub const MOST_OF_A_TEAM: usize = 500;
/// How many posts of one team go out in one tick, and for how many it is asked whether they did; copies for further audiences are not
/// counted.
pub const MOST_A_TEAM: usize = 5;
/// The most minutes between two tries of a board that is away.
pub const MOST_BACK_OFF_MINUTES: i64 = 64;
/// After how many seconds an unclear post is tried once more.
pub const UNCLEAR_AGAIN_SECONDS: i64 = 30;
/// For how long the key alone keeps a board from posting twice; later it is asked first.
const ASK_AFTER: SignedDuration = SignedDuration::from_secs(60);
/// For how long it is kept what was being posted of a review that was closed then: longer than that can be taken back.
const CLOSED_FOR: SignedDuration = SignedDuration::from_hours(2 * UNDO_HOURS);
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
    /// Entries that are due and were not reached: the next tick can follow at once.
    pub left: usize,
}

impl Ticked {
    fn and(self, other: Self) -> Self {
        Self {
            posted: self.posted + other.posted,
            postponed: self.postponed + other.postponed,
            refused: self.refused + other.refused,
            damaged: self.damaged + other.damaged,
            left: self.left + other.left,
        }
    }
}

/// What a tick is to do for one team.
#[derive(Default)]
struct Work {
    /// Prompts that were changed while they were being posted.
    changed: Vec<(Entry, Posting)>,
    /// What is due.
    due: Vec<Entry>,
}

/// Posts what is due at an instant, of each team [`MOST_A_TEAM`] at most. While another tick runs, nothing.
///
/// # Errors
/// The store fails; what was posted until then is recorded, and every other team was told all the same.
pub async fn deliver_due(diary: &Diary, board: &impl Noticeboard, now: Timestamp) -> Result<Ticked, DiaryError> {
    let Some(_turn) = diary.turn() else { return Ok(Ticked::default()) };
    // What cannot be erased now is tried again; nobody goes without a reminder over it.
    if let Err(error) = diary.erase_old(now) {
        tracing::error!(%error, "what is no longer kept could not be erased");
    }
    let due = diary.due(now, MOST_A_TICK, MOST_OF_A_TEAM)?;
    for id in &due.damaged {
        tracing::error!(entry = %id, "a record cannot be read");
    }
    let found = Ticked { damaged: due.damaged.len(), left: due.left, ..Ticked::default() };
    let teams = by_team(diary, due.entries, now)?.into_iter();
    let teams = teams.map(|(team, Work { changed, due })| Tick::new(diary, board, team, now).run(changed, due));
    let (told, done) = join(tell_damage(diary, board, now), join_all(teams)).await;
    added_up(found, done.into_iter().chain([told.map(|()| Ticked::default())]))
}

/// What was done in all; where anything failed, the first failure.
fn added_up(found: Ticked, done: impl Iterator<Item = Result<Ticked, DiaryError>>) -> Result<Ticked, DiaryError> {
    let (mut sum, mut failed) = (found, None);
    for one in done {
        match one {
            Ok(one) => sum = sum.and(one),
            Err(error) => {
                tracing::error!(%error, "a team could not be told all that is due");
                failed = failed.or(Some(error));
            }
        }
    }
    failed.map_or(Ok(sum), Err)
}

fn by_team(diary: &Diary, due: Vec<Entry>, now: Timestamp) -> Result<BTreeMap<String, Work>, DiaryError> {
    let mut teams: BTreeMap<String, Work> = BTreeMap::new();
    for entry in due {
        teams.entry(entry.team.clone()).or_default().due.push(entry);
    }
    for (id, posting) in diary.postings()? {
        match diary.get(id) {
            Ok(entry) if entry.is_open() && posting.is_of(&entry) => {}
            Ok(entry) if posting.card.is_some() => teams.entry(entry.team.clone()).or_default().changed.push((entry, posting)),
            // Closed while it was being posted, and not opened again as long as that could be.
            Ok(entry) if !entry.is_open() && now.duration_since(posting.at) > CLOSED_FOR => diary.forget_posting(id)?,
            // Forgotten with its team while it was being posted.
            Err(DiaryError::NotThere) => diary.forget_posting(id)?,
            Err(DiaryError::Store(error)) => return Err(error.into()),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(teams)
}

/// Tells the supervisors of records that cannot be read: each once, and until they have it.
async fn tell_damage(diary: &Diary, board: &impl Noticeboard, now: Timestamp) -> Result<(), DiaryError> {
    for (id, tries, next) in diary.untold()? {
        if next > now {
            continue;
        }
        let (team, of) = match diary.place_of(id)? {
            Some([team, case, kind]) => (team, Some((case, kind))),
            None => Default::default(),
        };
        let (key, told) = (Key(format!("{id}-q")), Told::Damaged { id, of });
        let mut notice = Notice { key, team, audience: Audience::Supervisors, told, late: false, again: false, instead: false };
        let again = (tries.saturating_add(1), later(now, tries, false));
        diary.told_damage(id, Some(again))?;
        let there = if tries == 0 { Ok(Some(false)) } else { board.has(&notice, a_day_before(now)).await };
        // A board that refuses to be asked cannot tell.
        let there = if there == Err(PostError::Refused) { Ok(None) } else { there };
        notice.again = matches!(there, Ok(None));
        let told = match there {
            Ok(Some(true)) => Ok(()),
            Ok(_) => board.post(&notice).await,
            Err(error) => Err(error),
        };
        match told {
            Ok(()) => diary.told_damage(id, None)?,
            Err(error) => tracing::error!(entry = %id, %error, "nobody could be told yet of a record that cannot be read"),
        }
    }
    Ok(())
}

/// What would be posted to a team up to an instant, by the same code.
///
/// # Errors
/// The store fails.
pub fn preview(diary: &Diary, team: &str, until: Timestamp) -> Result<Vec<Notice>, DiaryError> {
    // Each as it will be when its own time comes.
    let mut by_time: BTreeMap<Timestamp, Vec<Entry>> = BTreeMap::new();
    for entry in diary.open_entries(team)? {
        if let Some(at) = entry.next_post.filter(|at| *at <= until) {
            by_time.entry(at).or_default().push(entry);
        }
    }
    let (schedule, mut table, mut notices) = (diary.schedule_of(team), diary.table(team, None)?, Vec::new());
    for (at, mut entries) in by_time {
        entries.sort_by_key(|entry| entry.id);
        let (prompts, reviews): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.prompt.is_some());
        notices.extend(posts(&schedule, reviews, at).into_iter().map(|post| post.notice));
        for entry in prompts {
            if let Some(card) = foreseen(&mut table, &entry) {
                notices.push(prompt(&schedule, entry, card, at).notice);
            }
        }
    }
    Ok(notices)
}

/// The card that a prompt will show when those before it have been posted.
fn foreseen(table: &mut Table, entry: &Entry) -> Option<Card> {
    let series = entry.prompt.as_ref()?;
    let card = table.next(series)?;
    table.take(&card, series);
    Some(card)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diary::store::StoreError;

    #[test]
    fn what_one_team_fails_at_is_told_and_hides_nothing_of_the_others() {
        let one = Ticked { posted: 1, left: 2, ..Ticked::default() };
        let sum = added_up(one, [Ok(one), Ok(Ticked { refused: 3, ..one })].into_iter());
        assert_eq!(sum, Ok(Ticked { posted: 3, left: 6, refused: 3, ..Ticked::default() }));
        let failed = [Ok(one), Err(StoreError::NoSpace.into()), Ok(one), Err(StoreError::Closed.into())];
        assert_eq!(added_up(one, failed.into_iter()), Err(StoreError::NoSpace.into()));
    }
}
