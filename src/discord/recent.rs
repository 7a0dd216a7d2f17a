//! The last questions, for "why this answer", and what can be chosen after a command. In memory alone, for a few minutes.

use crate::bot::Asked;
use jiff::{SignedDuration, Timestamp};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// How long a question is remembered.
const KEPT: SignedDuration = SignedDuration::from_mins(10);
/// The most questions that are remembered.
const MOST: usize = 500;

/// One that was answered: its number, when that was, and what is remembered of it.
type Answered<T> = (u64, Timestamp, Arc<T>);

/// The last questions with their answers, by number.
pub struct Recent<T = Asked>(Mutex<VecDeque<Answered<T>>>);

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Recent<T> {
    /// Remembers one, and forgets those that are too old or too many.
    pub fn remember(&self, number: u64, asked: T, now: Timestamp) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|(_, at, _)| now.duration_since(*at) < KEPT);
        if known.len() == MOST {
            known.pop_front();
        }
        known.push_back((number, now, Arc::new(asked)));
    }

    /// The one with a number, if it is still remembered; it is forgotten with that.
    pub fn take(&self, number: u64, now: Timestamp) -> Option<Arc<T>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = known.iter().position(|(known, at, _)| *known == number && now.duration_since(*at) < KEPT)?;
        known.remove(at).map(|(_, _, found)| found)
    }

    /// The one with a number, if it is still remembered.
    pub fn get(&self, number: u64, now: Timestamp) -> Option<Arc<T>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(known, at, _)| *known == number && now.duration_since(*at) < KEPT)?;
        Some(Arc::clone(&found.2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_forgotten_after_ten_minutes_and_when_there_are_too_many() {
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let recent = Recent::default();
        recent.remember(1, "one", start);
        assert_eq!(recent.get(1, start + KEPT - SignedDuration::from_secs(1)).as_deref(), Some(&"one"));
        assert_eq!((recent.get(1, start + KEPT), recent.get(2, start)), (None, None));
        for number in 2..502 {
            recent.remember(number, "other", start);
        }
        assert_eq!((recent.get(1, start), recent.get(501, start).as_deref()), (None, Some(&"other")));
        recent.remember(600, "late", start + KEPT);
        assert_eq!(recent.0.lock().unwrap().len(), 1);
    }
}
