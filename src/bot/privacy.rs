//! The interlock as people meet it: text that would be stored or posted is refused where it identifies somebody.

use super::Bot;
use super::reply::{Block, Reply};
use crate::privacy::{Kind, Sighting};

/// Text that would be stored or posted and identifies somebody. Holds what is shown to the person who typed it, and to nobody else.
#[derive(Debug)]
pub struct Identifying(pub Reply);

impl Bot {
    /// Lets a text through that is to be stored, posted or shown to others, or says privately what identifies somebody in it.
    ///
    /// Every command that keeps or posts free text calls this first.
    ///
    /// # Errors
    /// The text identifies somebody.
    pub(super) fn screen(&self, typed: &str) -> Result<String, Identifying> {
        let seen = self.interlock.find(typed);
        if seen.is_empty() { Ok(typed.trim().to_owned()) } else { Err(Identifying(refusal(typed, &seen))) }
    }
}

fn refusal(typed: &str, seen: &[Sighting]) -> Reply {
    let mut reply = Reply::new();
    reply.push(Block::Title("Not saved: this may identify somebody".into()));
    reply.push(Block::Points(seen.iter().map(|sighting| point(typed, sighting)).collect()));
    reply.text("Please write it again without that. Nothing of it was kept.");
    reply
}

fn point(typed: &str, sighting: &Sighting) -> String {
    let words = typed.get(sighting.range.clone()).unwrap_or_default();
    let instead = match sighting.kind {
        Kind::Name => "Write initials or a role.",
        _ => "Leave it out.",
    };
    format!("\"{words}\" looks like this: {}. {instead}", sighting.kind.words())
}
