//! What stands behind the buttons of announcements. Their names are signed: for one server, one entry, one deed, and the state that the
//! entry was in. So they work after a restart and months later, and one that is forged, copied to another server or past its time does
//! nothing. They hold numbers; never a case reference, never anything that somebody typed.

use crate::diary::DiaryError;
use crate::diary::store::{Change, Store, StoreError};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::ToSpan;
use jiff::civil::Date;
use sha2::Sha256;

/// Where the key is kept.
const KEY: &[u8] = b"m/button-key";
/// How many bytes of the signature are kept.
const SIGNATURE: usize = 12;
/// The bytes before the signature: the server, what it is about, its state.
const PAYLOAD: usize = 8 + 8 + 4;
/// Day number 0.
const FIRST_DAY: Date = Date::constant(2020, 1, 1);

/// What a button or menu does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// The review was held.
    Held,
    /// It was held, and the plan changed.
    Changed,
    /// Contact was tried, and nobody answered.
    NoReply,
    /// The announcement is put off: a window asks until when and why.
    Snooze,
    /// Another lead: a menu asks whom.
    HandOver,
    /// The new lead that was chosen.
    Lead,
    /// Another date for the next review than its rhythm says.
    Next,
    /// It was held, and the next is on the date chosen.
    HeldNext,
    /// It was held, the plan changed, and the next is on the date chosen.
    ChangedNext,
    /// One of several reviews is shown.
    Pick,
    /// A suggestion becomes a card of the team.
    Approve,
    /// A suggestion does not: a window asks why.
    Decline,
    /// Somebody who left led reviews: the new lead that was chosen for all of them.
    Reassign,
}

impl Deed {
    const ALL: [Self; 13] = [
        Self::Held,
        Self::Changed,
        Self::NoReply,
        Self::Snooze,
        Self::HandOver,
        Self::Lead,
        Self::Next,
        Self::HeldNext,
        Self::ChangedNext,
        Self::Pick,
        Self::Approve,
        Self::Decline,
        Self::Reassign,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Changed => "changed",
            Self::NoReply => "no-reply",
            Self::Snooze => "snooze",
            Self::HandOver => "hand-over",
            Self::Lead => "lead",
            Self::Next => "next",
            Self::HeldNext => "held-next",
            Self::ChangedNext => "changed-next",
            Self::Pick => "pick",
            Self::Approve => "approve",
            Self::Decline => "decline",
            Self::Reassign => "reassign",
        }
    }
}

/// What a button or menu stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    /// What it does.
    pub deed: Deed,
    /// The server.
    pub guild: u64,
    /// The number of the entry, suggestion or person.
    pub about: u64,
    /// The state that this was in: of a review, its due day.
    pub state: u32,
}

/// A day as a state.
pub fn state_of(day: Date) -> u32 {
    u32::try_from((day - FIRST_DAY).get_days()).unwrap_or_default()
}

/// The day that a state stands for.
pub fn day_of(state: u32) -> Date {
    FIRST_DAY.saturating_add(i32::try_from(state).unwrap_or(i32::MAX).days())
}

/// What signs and reads tickets.
pub struct Tickets(Hmac<Sha256>);

impl Tickets {
    /// With the key that the store keeps; the first time it gets one.
    ///
    /// # Errors
    /// The store fails, or there is no chance to be had.
    pub fn load(store: &Store) -> Result<Self, DiaryError> {
        let key = match store.get(KEY)? {
            Some(key) => key,
            None => first(store)?,
        };
        Ok(Self::with(&key))
    }

    fn with(key: &[u8]) -> Self {
        Self(Hmac::new_from_slice(key).expect("any length is right for a key"))
    }

    /// The name of a button or menu.
    pub fn sign(&self, ticket: Ticket) -> String {
        let mut bytes = Vec::with_capacity(PAYLOAD + SIGNATURE);
        bytes.extend(ticket.guild.to_be_bytes());
        bytes.extend(ticket.about.to_be_bytes());
        bytes.extend(ticket.state.to_be_bytes());
        let signature = self.over(ticket.deed, &bytes).finalize().into_bytes();
        bytes.extend(signature.iter().take(SIGNATURE));
        format!("{}:{}", ticket.deed.name(), BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What a name stands for; none where this program did not sign it.
    pub fn read(&self, name: &str) -> Option<Ticket> {
        let (deed, rest) = name.split_once(':')?;
        let deed = Deed::ALL.into_iter().find(|known| known.name() == deed)?;
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(rest).ok()?;
        let (payload, signature) = bytes.split_at_checked(PAYLOAD)?;
        if signature.len() != SIGNATURE {
            return None;
        }
        self.over(deed, payload).verify_truncated_left(signature).ok()?;
        let number = |from: usize| Some(u64::from_be_bytes(payload.get(from..from + 8)?.try_into().ok()?));
        let state = u32::from_be_bytes(payload.get(16..)?.try_into().ok()?);
        Some(Ticket { deed, guild: number(0)?, about: number(8)?, state })
    }

    fn over(&self, deed: Deed, payload: &[u8]) -> Hmac<Sha256> {
        self.0.clone().chain_update([0]).chain_update(deed.name()).chain_update([0]).chain_update(payload)
    }
}

/// A new key; another's, if that came first.
fn first(store: &Store) -> Result<Vec<u8>, DiaryError> {
    let mut key = vec![0; 32];
    getrandom::fill(&mut key).map_err(|_| StoreError::Unfit)?;
    match store.change(Change::put(KEY, key.clone()).expecting(KEY, None)).wait() {
        Ok(()) => Ok(key),
        Err(StoreError::Changed) => Ok(store.get(KEY)?.unwrap_or(key)),
        Err(error) => Err(error.into()),
    }
}

/// Whether a name is of the kind that is signed, whoever signed it.
pub fn is_ticket(name: &str) -> bool {
    name.split_once(':').is_some_and(|(deed, _)| Deed::ALL.iter().any(|known| known.name() == deed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_signed_is_read_and_nothing_else_is() {
        let tickets = Tickets::with(b"a key");
        for deed in Deed::ALL {
            let ticket = Ticket { deed, guild: u64::MAX, about: 17, state: state_of(jiff::civil::date(2027, 3, 3)) };
            let name = tickets.sign(ticket);
            assert!(name.len() <= 100 && is_ticket(&name));
            assert_eq!((tickets.read(&name), day_of(ticket.state)), (Some(ticket), jiff::civil::date(2027, 3, 3)));
            assert_eq!(Tickets::with(b"another").read(&name), None);
            let (_, rest) = name.split_once(':').unwrap();
            for other in Deed::ALL.into_iter().filter(|other| *other != deed) {
                assert_eq!(tickets.read(&format!("{}:{rest}", other.name())), None, "signed for another deed");
            }
            for at in 0..rest.len() {
                let mut forged = rest.to_owned().into_bytes();
                forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
                let forged = String::from_utf8(forged).unwrap();
                assert_eq!(tickets.read(&format!("{}:{forged}", deed.name())), None, "{at} was changed");
            }
        }
        for name in ["", "held", "held:", "held:AAAA", "dance:AAAA"] {
            assert_eq!(tickets.read(name), None);
        }
    }
}
