//! A noticeboard that keeps what it is given, and is strict: what no board should be asked to do is kept as a fault.
//!
//! It has its weather, set for the posts to come: well, away, without an answer, silent for good. Posting a second time under a key it has
//! is a fault, unless the notice says that it may have been there before, or it follows an answer that did not come within a minute: then
//! a real board recognises the key by itself.

use super::entry::EntryId;
use super::noticeboard::{Audience, Key, Notice, Noticeboard, PostError, Told};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;

/// For how long a board recognises a key by itself.
const RECOGNISED: SignedDuration = SignedDuration::from_secs(60);

/// How a post goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// It is posted, and said to be.
    Well,
    /// It is not posted, and said not to be.
    Away,
    /// No answer comes; it was posted, or not.
    Unclear {
        /// Whether it was.
        posted: bool,
    },
    /// Nothing ever comes back: Lantern is stopped while posting.
    Silent {
        /// Whether it was posted.
        posted: bool,
    },
}

/// One post.
#[derive(Debug, Clone)]
pub struct Posted {
    /// When.
    pub at: Timestamp,
    /// What.
    pub notice: Notice,
}

impl Posted {
    /// The reviews that it tells.
    #[must_use]
    pub fn entries(&self) -> Vec<EntryId> {
        match &self.notice.told {
            Told::Review { entry, .. } | Told::Moment { entry, .. } | Told::Prompt { entry, .. } => vec![entry.id],
            Told::Digest(reviews) => reviews.iter().map(|(entry, _)| entry.id).collect(),
            Told::Refused { .. } | Told::Damaged { .. } => vec![],
        }
    }
}

/// The transcript.
#[derive(Debug)]
pub struct Transcript(Mutex<State>);

#[derive(Debug)]
struct State {
    now: Timestamp,
    posted: Vec<Posted>,
    keys: HashMap<Key, Timestamp>,
    unclear: HashMap<Key, Timestamp>,
    forecast: VecDeque<Weather>,
    weather: Weather,
    refused: BTreeSet<(String, Audience)>,
    refusals: Vec<Notice>,
    tells: bool,
    recognised: usize,
    faults: Vec<String>,
}

impl Transcript {
    /// An empty one, in good weather.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self(Mutex::new(State {
            now,
            posted: Vec::new(),
            keys: HashMap::new(),
            unclear: HashMap::new(),
            forecast: VecDeque::new(),
            weather: Weather::Well,
            refused: BTreeSet::new(),
            refusals: Vec::new(),
            tells: true,
            recognised: 0,
            faults: Vec::new(),
        }))
    }

    /// Sets the clock.
    pub fn at(&self, now: Timestamp) {
        self.state().now = now;
    }

    /// How posts go from here on.
    pub fn weather(&self, weather: Weather) {
        self.state().weather = weather;
    }

    /// How the next post goes; after those that were foretold before.
    pub fn next(&self, weather: Weather) {
        self.state().forecast.push_back(weather);
    }

    /// Refuses what is for an audience of a team, or takes it again.
    pub fn refuse(&self, team: &str, audience: Audience, refuses: bool) {
        let place = (team.to_owned(), audience);
        let mut state = self.state();
        if refuses {
            state.refused.insert(place)
        } else {
            state.refused.remove(&place)
        };
    }

    /// Whether it can tell what is there.
    pub fn tells(&self, tells: bool) {
        self.state().tells = tells;
    }

    /// What was posted since the last time, and what was refused.
    #[must_use]
    pub fn take(&self) -> (Vec<Posted>, Vec<Notice>) {
        let mut state = self.state();
        (std::mem::take(&mut state.posted), std::mem::take(&mut state.refusals))
    }

    /// Posts that came a second time within a minute of no answer, and were recognised.
    #[must_use]
    pub fn recognised(&self) -> usize {
        self.state().recognised
    }

    /// What no board should have been asked to do.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        self.state().faults.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn post(&mut self, notice: &Notice) -> Weather {
        let weather = self.forecast.pop_front().unwrap_or(self.weather);
        let arrives = matches!(weather, Weather::Well | Weather::Unclear { posted: true } | Weather::Silent { posted: true });
        if arrives {
            self.keep(notice);
        }
        if matches!(weather, Weather::Unclear { .. } | Weather::Silent { .. }) {
            self.unclear.insert(notice.key.clone(), self.now);
        }
        weather
    }

    fn keep(&mut self, notice: &Notice) {
        if self.keys.contains_key(&notice.key) && !notice.again {
            let soon = self.unclear.get(&notice.key).is_some_and(|at| self.now.duration_since(*at).abs() <= RECOGNISED);
            if soon {
                self.recognised += 1;
            } else {
                self.faults
                    .push(format!("{} {} was posted at {} and again at {}", notice.key, notice.team, self.keys[&notice.key], self.now));
            }
            return;
        }
        self.keys.insert(notice.key.clone(), self.now);
        self.posted.push(Posted { at: self.now, notice: notice.clone() });
    }
}

/// Lets everybody else have a turn, as a network does.
async fn a_turn() {
    let mut waited = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut waited, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

impl Noticeboard for Transcript {
    async fn post(&self, notice: &Notice) -> Result<(), PostError> {
        a_turn().await;
        let weather = {
            let mut state = self.state();
            if state.refused.contains(&(notice.team.clone(), notice.audience)) {
                state.refusals.push(notice.clone());
                return Err(PostError::Refused);
            }
            state.post(notice)
        };
        a_turn().await;
        match weather {
            Weather::Well => Ok(()),
            Weather::Away => Err(PostError::Unavailable),
            Weather::Unclear { .. } => Err(PostError::Unclear),
            Weather::Silent { .. } => std::future::pending().await,
        }
    }

    async fn has(&self, notice: &Notice, since: Timestamp) -> Result<Option<bool>, PostError> {
        a_turn().await;
        let state = self.state();
        match state.weather {
            Weather::Away => Err(PostError::Unavailable),
            _ => Ok(state.tells.then(|| state.keys.get(&notice.key).is_some_and(|at| *at >= since))),
        }
    }
}
