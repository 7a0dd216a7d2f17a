//! One review that is owed: for which case, who leads, when it is due, and what was announced of it. Or one prompt for a case discussion.

use super::cadence::Cadence;
use super::prompt::Series;
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The version that new records carry. Older ones are read as they are: new fields have defaults.
pub const VERSION: u8 = 1;

/// An entry's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub u64);

/// Sixteen hexadecimal digits, so that ids sort as text.
impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A review, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The record's version.
    pub version: u8,
    /// Its number, the same for life.
    pub id: EntryId,
    /// Goes up by one with every change.
    pub revision: u64,
    /// The pseudonymous case reference.
    pub case: String,
    /// The team, whose channel is told.
    pub team: String,
    /// The kind of review: an id of `knowledge/reviews.toml`.
    pub kind: String,
    /// The lead's role or initials.
    #[serde(default)]
    pub lead: Option<String>,
    /// The day it is due, in London.
    pub due: Date,
    /// The time it is announced on that day, where one was asked for.
    #[serde(default)]
    pub time: Option<Time>,
    /// How often it comes round.
    #[serde(default)]
    pub cadence: Option<Cadence>,
    /// Since when this due date is watched: announcements before that are not owed.
    pub armed: Timestamp,
    /// The day of the last announcement, in London: there is one a day at most, also where the due date changes.
    #[serde(default)]
    pub announced: Option<Date>,
    /// Nothing is announced before this day.
    #[serde(default)]
    pub hold: Option<Hold>,
    /// What is told at once, whatever the schedule.
    #[serde(default)]
    pub alert: Option<Alert>,
    /// How many announcements were made in all: it turns the lenses.
    #[serde(default)]
    pub lenses: u32,
    /// Posts that failed in a row.
    #[serde(default)]
    pub failures: u8,
    /// The board refused it, until somebody mends that.
    #[serde(default)]
    pub refused: bool,
    /// When the review was last held.
    #[serde(default)]
    pub held: Option<Date>,
    /// What came of it then, in somebody's own words that identify nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What the new lead was told when it was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed: Option<Handed>,
    /// Closed: nothing more is owed.
    #[serde(default)]
    pub closed: bool,
    /// What is posted, where this is a prompt and no review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<Series>,
    /// When it is next looked at: a cache of what the schedule says.
    #[serde(default)]
    pub next_post: Option<Timestamp>,
}

/// Why announcements wait, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// The first day on which they may be made again.
    pub until: Date,
    /// Why.
    pub why: Why,
}

/// What somebody who hands a review over wants the new lead to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// The note: words that identify nobody.
    pub note: String,
    /// How many announcements had been made by then: the next one carries the note.
    pub lenses: u32,
}

/// Why announcements wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Somebody put it off: the lead is away.
    LeadAway,
    /// Put off: a meeting is already booked.
    MeetingBooked,
    /// Put off: something that is needed has not come.
    WaitingForSomething,
    /// Put off: an emergency elsewhere.
    Emergency,
    /// Contact was tried without a reply: keep trying.
    NoReply,
    /// Paused.
    Paused,
    /// Put off for a reason in somebody's own words, which identify nobody.
    Said(String),
}

impl Why {
    /// The reasons to put an announcement off, as they are typed and shown.
    pub const SNOOZES: [(Self, &'static str); 4] = [
        (Self::LeadAway, "lead away"),
        (Self::MeetingBooked, "meeting booked"),
        (Self::WaitingForSomething, "waiting for something"),
        (Self::Emergency, "emergency elsewhere"),
    ];

    /// In words.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::NoReply => "contact tried, no reply yet",
            Self::Paused => "paused",
            Self::Said(words) => words,
            other => Self::SNOOZES.iter().find(|(why, _)| why == other).map_or("", |(_, words)| words),
        }
    }
}

/// Something that is told at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// The moment: an id of `knowledge/reviews.toml`.
    pub moment: String,
    /// Since when it is owed.
    pub at: Timestamp,
    /// Those that came before this one was told, and are told after it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<Alert>,
}

impl Alert {
    /// A moment that is told from now on.
    #[must_use]
    pub fn new(moment: &str, at: Timestamp) -> Self {
        Self { moment: moment.to_owned(), at, then: Vec::new() }
    }

    /// This one, and another after it, which differs from all before by its time.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        let last = self.then.last().map_or(self.at, |last| last.at);
        let at = other.at.max(last.saturating_add(1.second()).unwrap_or(last));
        self.then.push(Self { at, ..other });
        self
    }

    /// What is told when this one has been.
    #[must_use]
    pub fn next(mut self) -> Option<Self> {
        let mut next = (!self.then.is_empty()).then(|| self.then.remove(0))?;
        next.then = self.then;
        Some(next)
    }
}

impl Entry {
    /// A new review of a team's case, which has no number until it is in the diary.
    #[must_use]
    pub fn new((team, case, kind): (String, String, String), (due, time): (Date, Option<Time>), now: Timestamp) -> Self {
        Self {
            version: VERSION,
            id: EntryId(0),
            revision: 0,
            case,
            team,
            kind,
            lead: None,
            due,
            time,
            cadence: None,
            armed: now,
            announced: None,
            hold: None,
            alert: None,
            lenses: 0,
            failures: 0,
            refused: false,
            held: None,
            outcome: None,
            handed: None,
            closed: false,
            prompt: None,
            next_post: None,
        }
    }

    /// Whether something is still owed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.closed
    }

    /// What the new lead is to be told with the next announcement.
    #[must_use]
    pub fn note_to_lead(&self) -> Option<&str> {
        self.handed.as_ref().filter(|handed| handed.lenses == self.lenses).map(|handed| handed.note.as_str())
    }

    /// The same review with a new due date, watched from now on.
    #[must_use]
    pub fn due_on(mut self, due: Date, time: Option<Time>, now: Timestamp) -> Self {
        (self.due, self.time, self.armed) = (due, time, now);
        (self.hold, self.failures, self.refused) = (None, 0, false);
        self
    }
}
