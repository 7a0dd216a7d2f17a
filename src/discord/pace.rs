//! How much may be asked at once, by one person and by one server. In memory alone.

use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// What is said to somebody who asks for more than that.
pub const TOO_MUCH: &str =
    "In danger, ring 999. That is a lot at once, and I want to keep up with everybody. Please wait a minute, then try again.";

/// What one person may do at once, and seconds until one more is allowed.
const PERSON: Allowance = Allowance { at_once: 20, every: 2.0 };
/// The same for a whole server.
const SERVER: Allowance = Allowance { at_once: 300, every: 0.1 };
/// How many are remembered before those who have been quiet are forgotten.
const MOST: usize = 10_000;

/// How much may be done.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    at_once: u32,
    every: f64,
}

/// Whose allowance it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Whose {
    Person(u64),
    Server(u64),
}

/// What was used, and when that was last so.
type Used = (f64, Timestamp);

/// How much everybody has used of their allowance.
#[derive(Debug, Default)]
pub struct Pace(Mutex<HashMap<Whose, Used>>);

impl Pace {
    /// Whether a person may do one thing more, in a server or alone; it is counted if so.
    pub fn admits(&self, person: u64, server: Option<u64>, now: Timestamp) -> bool {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() >= MOST {
            used.retain(|whose, known| left(*known, whose.allowance(), now) > 0.0);
        }
        let both = [Some(Whose::Person(person)), server.map(Whose::Server)];
        let after = both.into_iter().flatten().map(|whose| {
            let known = used.get(&whose).copied().unwrap_or((0.0, now));
            (whose, left(known, whose.allowance(), now) + 1.0)
        });
        let after: Vec<(Whose, f64)> = after.collect();
        let admitted = after.iter().all(|(whose, used)| *used <= f64::from(whose.allowance().at_once));
        if admitted {
            used.extend(after.into_iter().map(|(whose, count)| (whose, (count, now))));
        }
        admitted
    }
}

impl Whose {
    const fn allowance(self) -> Allowance {
        match self {
            Self::Person(_) => PERSON,
            Self::Server(_) => SERVER,
        }
    }
}

/// What is left now of what was used.
fn left((used, at): Used, allowance: Allowance, now: Timestamp) -> f64 {
    // A clock that was put back takes nothing away.
    (used - now.duration_since(at).as_secs_f64().max(0.0) / allowance.every).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    #[test]
    fn a_person_waits_after_twenty_and_holds_up_nobody_else() {
        let (pace, now): (_, Timestamp) = (Pace::default(), "2026-11-22T12:00:00Z".parse().unwrap());
        assert!((0..20).all(|_| pace.admits(1, Some(7), now)));
        assert!(!pace.admits(1, Some(7), now) && !pace.admits(1, None, now));
        assert!(pace.admits(2, Some(7), now));
        let later = now + SignedDuration::from_secs(2);
        assert!(pace.admits(1, Some(7), later) && !pace.admits(1, Some(7), later));
    }

    #[test]
    fn a_server_waits_after_three_hundred_and_holds_up_no_other() {
        let (pace, now): (_, Timestamp) = (Pace::default(), "2026-11-22T12:00:00Z".parse().unwrap());
        assert!((0..300).all(|person| pace.admits(person, Some(7), now)));
        assert!(!pace.admits(900, Some(7), now));
        assert!(pace.admits(900, Some(8), now) && pace.admits(901, None, now));
    }

    #[test]
    fn nobody_waits_because_the_clock_was_put_back() {
        let (pace, now): (_, Timestamp) = (Pace::default(), "2026-11-22T12:00:00Z".parse().unwrap());
        assert!(pace.admits(1, Some(7), now) && pace.admits(1, Some(7), now - SignedDuration::from_mins(30)));
    }

    #[test]
    fn those_who_are_quiet_are_forgotten() {
        let (pace, now): (_, Timestamp) = (Pace::default(), "2026-11-22T12:00:00Z".parse().unwrap());
        for person in 0..10_000 {
            assert!(pace.admits(person, None, now));
        }
        assert!(pace.admits(20_000, None, now + SignedDuration::from_mins(10)));
        assert_eq!(pace.0.lock().unwrap().len(), 1);
    }
}
