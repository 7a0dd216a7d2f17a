//! What is to be posted for entries that are due: each alone, or many overdue ones of a team together.

use super::delivery::DIGEST_FROM;
use super::entry::{Entry, EntryId};
use super::noticeboard::{Audience, Key, Notice, Told, key};
use super::posting::Posting;
use super::prompt::deck::Card;
use super::schedule::{LATE_AFTER_MINUTES, SUPERVISORS_FROM, Schedule, Stage};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// One thing to post, with the entries it settles.
#[derive(Debug)]
pub(super) struct Post {
    pub notice: Notice,
    /// Further audiences of the same.
    pub also: Vec<Audience>,
    pub settles: Vec<Entry>,
}

impl Post {
    /// The same for another audience, under a key of its own.
    pub fn copy(&self, audience: Audience) -> Notice {
        Notice { audience, key: Key(format!("{}-{}", self.notice.key, audience.letter())), ..self.notice.clone() }
    }

    /// The same for an audience in the place of its own, which refuses.
    pub fn instead(&self, audience: Audience) -> Notice {
        Notice { instead: true, ..self.copy(audience) }
    }

    pub fn ids(&self) -> impl Iterator<Item = EntryId> {
        self.settles.iter().map(|entry| entry.id)
    }
}

/// The posts that settle some entries of a team: alerts each alone, overdue ones together if they are many.
pub(super) fn posts(schedule: &Schedule, entries: Vec<Entry>, now: Timestamp) -> Vec<Post> {
    let today = schedule.day(now);
    let (alerts, plain): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.alert.is_some());
    let mut posts: Vec<Post> = alerts.into_iter().filter_map(|entry| alert(schedule, entry, now)).collect();
    let staged = plain.into_iter().map(|entry| (schedule.stage(&entry, today), entry)).map(|(stage, entry)| (entry, stage));
    let is_many = |(entry, stage): &(Entry, Stage)| matches!(stage, Stage::Overdue(_)) || is_late(schedule, entry, now);
    let (many, few): (Vec<_>, Vec<_>) = staged.partition(is_many);
    let (together, alone) = if many.len() < DIGEST_FROM { (vec![], many) } else { (many, vec![]) };
    posts.extend(few.into_iter().chain(alone).map(|(entry, stage)| single(schedule, entry, stage, now)));
    posts.extend(digest(schedule, together, now));
    posts
}

/// What was being posted, as it was then, of the entries that still wait for it.
pub(super) fn resumed(schedule: &Schedule, posting: &Posting, mut entries: Vec<Entry>) -> Option<Post> {
    let (now, today) = (posting.at, schedule.day(posting.at));
    let staged = |entry: Entry| (schedule.stage(&entry, today), entry);
    let post = if posting.digest {
        digest(schedule, entries.into_iter().map(staged).map(|(stage, entry)| (entry, stage)).collect(), now)
    } else {
        let entry = entries.pop()?;
        if entry.alert.is_some() {
            alert(schedule, entry, now)
        } else {
            let (stage, entry) = staged(entry);
            Some(single(schedule, entry, stage, now))
        }
    };
    let mut post = post?;
    post.notice.key = posting.post_key();
    Some(post)
}

/// Whether an entry is announced so late that this is said: by the rule, however often it was tried since.
fn is_late(schedule: &Schedule, entry: &Entry, now: Timestamp) -> bool {
    let owed = match &entry.alert {
        Some(alert) => Some(alert.at),
        // What was set after its own time is not late.
        None => schedule.next_post(entry).map(|at| schedule.owed_from(entry, at)),
    };
    owed.is_some_and(|owed| now.duration_since(owed) > SignedDuration::from_mins(LATE_AFTER_MINUTES))
}

fn alert(schedule: &Schedule, entry: Entry, now: Timestamp) -> Option<Post> {
    let since = entry.alert.as_ref()?;
    let key = key(&entry, &format!("m{}", since.at.as_second()), schedule.day(now));
    let (team, late) = (entry.team.clone(), is_late(schedule, &entry, now));
    let told = Told::Moment { moment: since.moment.clone(), entry: Box::new(entry.clone()) };
    let notice = Notice { key, team, audience: Audience::Channel, told, late, again: false, instead: false };
    Some(Post { notice, also: vec![Audience::Supervisors], settles: vec![entry] })
}

fn single(schedule: &Schedule, entry: Entry, stage: Stage, now: Timestamp) -> Post {
    let notice = Notice {
        key: key(&entry, "r", schedule.day(now)),
        team: entry.team.clone(),
        audience: if matches!(stage, Stage::Overdue(_)) && entry.lead.is_some() { Audience::Lead } else { Audience::Channel },
        told: Told::Review { entry: Box::new(entry.clone()), stage, lens: entry.lenses },
        late: is_late(schedule, &entry, now),
        again: false,
        instead: false,
    };
    Post { notice, also: escalated(&[stage]), settles: vec![entry] }
}

fn digest(schedule: &Schedule, reviews: Vec<(Entry, Stage)>, now: Timestamp) -> Option<Post> {
    let (first, _) = reviews.first()?;
    let stages: Vec<Stage> = reviews.iter().map(|(_, stage)| *stage).collect();
    let notice = Notice {
        key: key(first, &format!("g{:08x}", those(&reviews)), schedule.day(now)),
        team: first.team.clone(),
        audience: Audience::Channel,
        late: reviews.iter().any(|(entry, _)| is_late(schedule, entry, now)),
        told: Told::Digest(reviews.clone()),
        again: false,
        instead: false,
    };
    Some(Post { notice, also: escalated(&stages), settles: reviews.into_iter().map(|(entry, _)| entry).collect() })
}

/// Which entries a digest holds, in a number: another digest of the same day is not taken for it.
fn those(reviews: &[(Entry, Stage)]) -> u32 {
    let ids: BTreeSet<EntryId> = reviews.iter().map(|(entry, _)| entry.id).collect();
    let digest = ids.iter().fold(Sha256::new(), |digest, id| digest.chain_update(id.0.to_be_bytes())).finalize();
    digest.first_chunk().map_or(0, |start| u32::from_be_bytes(*start))
}

/// A prompt with its card: told in the channel, and to nobody else.
pub(super) fn prompt(schedule: &Schedule, entry: Entry, card: Card, now: Timestamp) -> Post {
    let notice = Notice {
        key: key(&entry, "p", schedule.day(now)),
        team: entry.team.clone(),
        audience: Audience::Channel,
        late: is_late(schedule, &entry, now),
        told: Told::Prompt { entry: Box::new(entry.clone()), card },
        again: false,
        instead: false,
    };
    Post { notice, also: vec![], settles: vec![entry] }
}

fn escalated(stages: &[Stage]) -> Vec<Audience> {
    let long = |stage: &Stage| matches!(stage, Stage::Overdue(days) if *days >= SUPERVISORS_FROM);
    if stages.iter().any(long) { vec![Audience::Supervisors] } else { vec![] }
}
