//! What can go wrong on the way to Discord, and what is said of it. Nothing here carries what anybody typed.

use crate::diary::DiaryError;
use serenity::all::{Error, HttpError};
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Discord refused: the status, and Discord's own number for the reason.
    #[error("Discord refused with status {status}, reason {code}")]
    Refused {
        /// The status.
        status: u16,
        /// Discord's own number for the reason; 0 where it gave none.
        code: isize,
    },
    /// Discord could not be reached: surely nothing arrived there.
    #[error("Discord cannot be reached")]
    Unreached,
    /// Discord did not answer in time.
    #[error("Discord does not answer")]
    Silent,
    /// What Discord answered cannot be read.
    #[error("Discord's answer cannot be read")]
    Unreadable,
    /// The diary.
    #[error(transparent)]
    Diary(#[from] DiaryError),
    /// The work was broken off.
    #[error("the work was broken off")]
    BrokenOff,
}

/// "Unknown channel", "unknown message", "unknown webhook" (as which an interaction counts), "unknown interaction", "invalid webhook token".
const GONE: [isize; 5] = [10_003, 10_008, 10_015, 10_062, 50_027];
/// "The interaction has been acknowledged already".
const ANSWERED: isize = 40_060;
/// The status where the token is wrong.
const UNAUTHORISED: u16 = 401;
/// The status where too much was asked.
const TOO_MANY: u16 = 429;

impl From<&Error> for Fault {
    fn from(error: &Error) -> Self {
        match error {
            Error::Http(HttpError::UnsuccessfulRequest(refused)) => {
                Self::Refused { status: refused.status_code.as_u16(), code: refused.error.code }
            }
            Error::Http(_) => Self::Silent,
            Error::Json(_) => Self::Unreadable,
            _ => Self::BrokenOff,
        }
    }
}

impl Fault {
    /// Whether it may go better if it is tried again soon.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Refused { status, .. } => *status == TOO_MANY || *status >= 500,
            Self::Silent | Self::Unreached => true,
            _ => false,
        }
    }

    /// Whether there is nothing left to answer.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if GONE.contains(code))
    }

    /// Whether it came too soon.
    pub fn is_too_soon(&self) -> bool {
        matches!(self, Self::Refused { status: TOO_MANY, .. })
    }

    /// Whether it may have been done all the same: no answer came, or a broken one.
    pub fn is_unclear(&self) -> bool {
        matches!(self, Self::Silent | Self::Refused { status: 500.., .. })
    }

    /// Whether Discord refused it as such: it is not there, or not allowed.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { status: 403 | 404, .. })
    }

    /// Whether Discord does not take it, now or later.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Refused { status: 400 | 402..=428 | 430..=499, .. })
    }

    /// Whether it was answered before.
    pub fn is_answered(&self) -> bool {
        matches!(self, Self::Refused { code: ANSWERED, .. })
    }

    /// Whether Discord counts it as an invalid request.
    pub fn is_strike(&self) -> bool {
        matches!(self, Self::Refused { status: UNAUTHORISED | 403 | TOO_MANY, .. })
    }

    /// Whether the token was refused.
    pub fn is_wrong_token(&self) -> bool {
        matches!(self, Self::Refused { status: UNAUTHORISED, code } if !GONE.contains(code))
    }
}

/// What the log and the person call it that the interaction or message with this number failed.
pub fn reference(number: u64) -> String {
    format!("{:06X}", number & 0xFF_FFFF)
}

/// Does something. Where the program breaks off in the midst of it, that is a fault like others, so that the person can be told.
pub async fn unbroken<T>(work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    let mut work = pin!(work);
    // What is left of it is dropped and not used again.
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.unwrap_or(Poll::Ready(Err(Fault::BrokenOff)))
    })
    .await
}

/// What the person is told, with the reference under which it is in the log.
pub fn told(reference: &str) -> String {
    format!(
        "Something went wrong here, and it is not your doing. Nothing was saved or shown to others. In danger, ring 999. Please try again; if it goes on, tell whoever looks after Lantern: reference {reference}."
    )
}

/// The same where something may have been saved before that.
pub fn told_after(reference: &str) -> String {
    format!(
        "What you did may have been saved: something went wrong when I wanted to show it. In danger, ring 999. Please look before you do it again, with /review show, /prompt list or /setup show; if it goes on, tell whoever looks after Lantern: reference {reference}."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_breaks_off_is_a_fault_and_what_does_not_is_as_it_was() {
        let broken = unbroken(async {
            tokio::task::yield_now().await;
            "no number".parse::<u8>().map_err(|_| Fault::Silent).unwrap();
            Ok(())
        });
        assert!(matches!(broken.await, Err(Fault::BrokenOff)));
        assert!(matches!(unbroken(async { Ok(7) }).await, Ok(7)));
        assert!(matches!(unbroken(async { Err::<(), _>(Fault::Silent) }).await, Err(Fault::Silent)));
    }
}
