//! The last questions, for "why this answer", and what can be chosen after a command. In memory alone, for a few minutes.

use crate::bot::Asked;
use jiff::{SignedDuration, Timestamp};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// How long a question is remembered.
const KEPT: SignedDuration = SignedDuration::from_mins(10);
/// The most questions that are remembered.
const MOST: usize = 500;

/// One that was answered.
struct Answered<T> {
    number: u64,
    /// The server it was in.
    guild: u64,
    at: Timestamp,
    what: Arc<T>,
}

/// The last questions with their answers, by number.
pub struct Recent<T = Asked>(Mutex<VecDeque<Answered<T>>>);

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Recent<T> {
    /// Remembers one of a server, and forgets those that are too old. Where they are too many, one of the server with most of them goes.
    /// False, where it is remembered already.
    pub fn remember(&self, number: u64, what: T, (guild, at): (u64, Timestamp)) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|answered| at.duration_since(answered.at) < KEPT);
        if known.iter().any(|answered| answered.number == number) {
            return false;
        }
        if known.len() == MOST {
            let mut counts: HashMap<u64, usize> = HashMap::new();
            known.iter().for_each(|answered| *counts.entry(answered.guild).or_default() += 1);
            let most = counts.into_iter().max_by_key(|(_, count)| *count).map(|(guild, _)| guild);
            let oldest = known.iter().position(|answered| Some(answered.guild) == most);
            oldest.map(|oldest| known.remove(oldest));
        }
        known.push_back(Answered { number, guild, at, what: Arc::new(what) });
        true
    }

    /// The one with a number, if it is still remembered; it is forgotten with that.
    pub fn take(&self, number: u64, now: Timestamp) -> Option<Arc<T>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = known.iter().position(|answered| answered.is(number, now))?;
        known.remove(at).map(|answered| answered.what)
    }

    /// The one with a number, if it is still remembered.
    pub fn get(&self, number: u64, now: Timestamp) -> Option<Arc<T>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|answered| answered.is(number, now)).map(|answered| Arc::clone(&answered.what))
    }
}

impl<T> Answered<T> {
    fn is(&self, number: u64, now: Timestamp) -> bool {
        self.number == number && now.duration_since(self.at) < KEPT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_forgotten_after_ten_minutes_and_when_there_are_too_many_of_its_server() {
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let recent = Recent::default();
        assert!(recent.remember(1, "one", (7, start)) && !recent.remember(1, "once more", (7, start)));
        assert_eq!(recent.get(1, start + KEPT - SignedDuration::from_secs(1)).as_deref(), Some(&"one"));
        assert_eq!((recent.get(1, start + KEPT), recent.get(2, start)), (None, None));
        for number in 2..600 {
            recent.remember(number, "other", (8, start));
        }
        assert_eq!((recent.get(1, start).as_deref(), recent.get(2, start)), (Some(&"one"), None));
        assert_eq!(recent.get(599, start).as_deref(), Some(&"other"));
        recent.remember(3_000, "late", (8, start + KEPT));
        assert_eq!(recent.0.lock().unwrap().len(), 1);
    }
}
