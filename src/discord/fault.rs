//! What can go wrong on the way to Discord, and what is said of it. Nothing here carries what anybody typed.

use crate::diary::DiaryError;
use serenity::all::{Error, HttpError};

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
    /// Discord could not be reached, or did not answer in time.
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
            Self::Silent => true,
            _ => false,
        }
    }

    /// Whether there is nothing left to answer.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if GONE.contains(code))
    }

    /// Whether Discord refused it as such: it is not there, or not allowed.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { status: 403 | 404, .. })
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

/// What the person is told, with the reference under which it is in the log.
pub fn told(reference: &str) -> String {
    format!(
        "Something went wrong here, and it is not your doing. Nothing was saved or shown to others. In danger, ring 999. Please try again; if it goes on, tell whoever looks after Lantern: reference {reference}."
    )
}
