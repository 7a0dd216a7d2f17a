//! Own words that are kept or posted: short, on one line, and identifying nobody.

use super::reply::{Block, Reply};
use super::review::{Command, Undone};
use super::{Bot, PromptCommand, member};
use crate::diary::entry::Why;
use crate::text::is_hidden;
use unicode_normalization::UnicodeNormalization;

/// The longest reason, in characters: for putting a review off, for retiring a card, for declining an idea.
pub const MAX_REASON_CHARS: usize = 200;
/// The longest outcome of a review, and the longest note for a new lead, in characters.
pub const MAX_NOTE_CHARS: usize = 1_000;
/// The longest prompt in own words, and the longest idea for one, in characters.
pub const MAX_OWN_CHARS: usize = 600;
/// How many bytes a record has for each of these characters: with them at their longest, a record and the step back from it still fit.
const BYTES_A_CHARACTER: usize = 2;
/// The longest learning points of one discussion, in characters.
pub const MAX_LEARNED_CHARS: usize = 1_000;

impl Bot {
    /// Somebody's own words as they may be kept.
    ///
    /// # Errors
    /// There are none, there are more than `most` characters, or they identify somebody. Nothing was kept then.
    pub(super) fn own_words(&self, typed: &str, most: usize) -> Result<String, Undone> {
        let words = on_one_line(typed);
        if !words.chars().any(char::is_alphanumeric) {
            return Err(Undone::Said("There are no words there. Nothing was kept.".to_owned()));
        }
        if member::is_in(&words) {
            return Err(Undone::Said("Those words name a member of the server. Nothing was kept. Write their role instead.".to_owned()));
        }
        let count = words.chars().count();
        if count > most {
            return Err(Undone::Said(format!(
                "That is {count} characters, and {most} fit. Nothing was changed. Put all of it in your own record, then type the line again with what matters most."
            )));
        }
        if stored_bytes(&words) > most * BYTES_A_CHARACTER {
            return Err(Undone::Said(
                "Some of those characters take more room than letters do, and all of it does not fit. Nothing was changed. Put all of it in your own record, then type the line again with what matters most."
                    .to_owned(),
            ));
        }
        Ok(self.screen(&words)?)
    }

    /// Says 999 first where own words read like danger now: what is kept waits until somebody reads it.
    pub(super) fn danger_in_own_words(&self, command: &Command, reply: &mut Reply) {
        if own_words_in(command).is_some_and(|words| self.guide.answer(words).urgent) {
            let alert = vec![
                "If this is happening now, ring 999 first.".to_owned(),
                "Nobody watches what is typed here: it waits until somebody reads it.".to_owned(),
            ];
            reply.blocks.insert(0, Block::Alert(alert));
        }
    }
}

/// Words as they may be shown to others: on one line, and nothing in them that is not seen.
pub(super) fn on_one_line(typed: &str) -> String {
    // What is not shown could change what others see, such as by turning the line round.
    let shown: String = typed.nfc().filter(|c| c.is_whitespace() || !is_hidden(*c)).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many bytes words take in a record, without the marks around them.
fn stored_bytes(words: &str) -> usize {
    words.chars().map(|c| c.len_utf8() + usize::from(matches!(c, '"' | '\\'))).sum()
}

/// The own words that a command carries.
fn own_words_in(command: &Command) -> Option<&str> {
    match command {
        Command::Held { outcome: words, .. } | Command::HandOver { note: words, .. } => words.as_deref(),
        Command::Snooze { why: Why::Said(words), .. }
        | Command::Moment { event: words, .. }
        | Command::Prompt(
            PromptCommand::Post { what: words, .. }
            | PromptCommand::Preview { what: words }
            | PromptCommand::Suggest { text: words, .. }
            | PromptCommand::Retire { reason: words, .. }
            | PromptCommand::Decline { reason: words, .. }
            | PromptCommand::Close { learned: words, .. },
        ) => Some(words),
        _ => None,
    }
}
