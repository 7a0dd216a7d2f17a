//! Where announcements go: a channel on Discord, a terminal, or a transcript that tests read.

use super::entry::{Entry, EntryId};
use super::prompt::deck::Card;
use super::schedule::Stage;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whom a notice is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// The team's channel.
    Channel,
    /// The channel that is used when the team's own refuses.
    Fallback,
    /// The lead of the review.
    Lead,
    /// The supervisors.
    Supervisors,
}

impl Audience {
    /// What stands for it in keys.
    pub(super) const fn letter(self) -> char {
        match self {
            Self::Channel => 'c',
            Self::Fallback => 'f',
            Self::Lead => 'l',
            Self::Supervisors => 's',
        }
    }
}

/// The name under which a notice is posted once: the same after a restart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key(pub String);

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something to post: values only, worded by the front end's side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Posted once under this.
    pub key: Key,
    /// The team it belongs to.
    pub team: String,
    /// For whom.
    pub audience: Audience,
    /// What is told.
    pub told: Told,
    /// Whether it comes late, because Lantern was not running or the board was away.
    pub late: bool,
    /// Whether it may have been posted before.
    pub again: bool,
    /// Whether it stands in for an audience that refuses.
    pub instead: bool,
}

/// What a notice tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// A review, with the lens that goes with it.
    Review {
        /// The review.
        entry: Box<Entry>,
        /// Ahead, today or overdue.
        stage: Stage,
        /// The number of the lens, counted up with every announcement.
        lens: u32,
    },
    /// Several overdue reviews in one.
    Digest(Vec<(Entry, Stage)>),
    /// A moment that brought a review forward.
    Moment {
        /// The review.
        entry: Box<Entry>,
        /// The moment's id.
        moment: String,
    },
    /// A prompt for a case discussion.
    Prompt {
        /// What posts it.
        entry: Box<Entry>,
        /// The card.
        card: Card,
    },
    /// A board refused to take announcements for an audience.
    Refused {
        /// For whom they were.
        by: Audience,
        /// Of what.
        entries: Vec<EntryId>,
    },
    /// A record that cannot be read.
    Damaged {
        /// Its entry.
        id: EntryId,
        /// The case and kind that it stands for, where that is known.
        of: Option<(String, String)>,
    },
}

/// Why a notice was not posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// It may have been posted, or not.
    #[error("no answer came")]
    Unclear,
    /// Not now.
    #[error("the board is away")]
    Unavailable,
    /// Not there, and not later either.
    #[error("the board refuses")]
    Refused,
}

/// A place to post to.
pub trait Noticeboard {
    /// Posts a notice. Posting under a key that is there already changes nothing.
    fn post(&self, notice: &Notice) -> impl Future<Output = Result<(), PostError>> + Send;

    /// Whether a notice is there already; none, if the board cannot tell. It looks no further back than `since`, when it was noted that the
    /// notice would be posted, by the clock of whoever posts.
    fn has(&self, notice: &Notice, since: Timestamp) -> impl Future<Output = Result<Option<bool>, PostError>> + Send;
}

/// The key of an announcement: one for each review, due date, kind and London day.
#[must_use]
pub fn key(entry: &Entry, what: &str, today: Date) -> Key {
    Key(format!("{}-{}-{what}", entry.id, today.strftime("%y%m%d")))
}
