//! How often Discord refused of late. Ten thousand invalid requests in ten minutes get a bot banned for a while: long before that it slows
//! down. A token that is refused again and again is wrong.

use super::fault::Fault;
use jiff::{SignedDuration, Timestamp};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long a refusal counts.
const COUNTED: SignedDuration = SignedDuration::from_mins(10);
/// From how many refusals on it slows down.
const MANY: usize = 200;
/// How many refusals are counted at all.
const MOST: usize = 1_000;
/// The pause before each request when there were many.
const PAUSE: Duration = Duration::from_secs(1);
/// After how many refusals of the token in a row it is taken to be wrong.
const WRONG: u32 = 3;

/// What was refused.
#[derive(Debug, Default)]
struct Refused {
    at: VecDeque<Timestamp>,
    token_in_a_row: u32,
}

/// What was refused of late.
#[derive(Debug, Default)]
pub struct Strikes(Mutex<Refused>);

impl Strikes {
    /// Notes how a request ended; says whether the token is taken to be wrong now.
    pub fn note(&self, ended: Option<&Fault>, now: Timestamp) -> bool {
        let mut refused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match ended {
            Some(fault) if fault.is_wrong_token() => refused.token_in_a_row += 1,
            Some(_) => {}
            None => refused.token_in_a_row = 0,
        }
        if ended.is_some_and(Fault::is_strike) {
            refused.at.push_back(now);
            if refused.at.len() > MOST {
                refused.at.pop_front();
            }
        }
        refused.token_in_a_row >= WRONG
    }

    /// How long to wait before the next request.
    pub fn pause(&self, now: Timestamp) -> Option<Duration> {
        let mut refused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        refused.at.retain(|at| now.duration_since(*at) < COUNTED);
        (refused.at.len() >= MANY).then_some(PAUSE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn refused(status: u16) -> Fault {
        Fault::Refused { status, code: 0 }
    }

    #[test]
    fn many_refusals_slow_it_down_for_ten_minutes() {
        let (strikes, now): (_, Timestamp) = (Strikes::default(), "2026-11-22T12:00:00Z".parse().unwrap());
        for _ in 0..MANY - 1 {
            strikes.note(Some(&refused(403)), now);
            strikes.note(Some(&refused(500)), now);
        }
        assert_eq!(strikes.pause(now), None);
        strikes.note(Some(&refused(429)), now);
        assert_eq!(strikes.pause(now), Some(PAUSE));
        assert_eq!(strikes.pause(now + COUNTED), None);
    }

    #[test]
    fn a_token_that_is_refused_three_times_in_a_row_is_wrong() {
        let (strikes, now): (_, Timestamp) = (Strikes::default(), "2026-11-22T12:00:00Z".parse().unwrap());
        let note = |fault: Option<Fault>| strikes.note(fault.as_ref(), now);
        assert!(!note(Some(refused(401))) && !note(Some(refused(401))));
        assert!(!note(None) && !note(Some(refused(401))) && !note(Some(refused(401))));
        assert!(note(Some(refused(401))));
    }
}
