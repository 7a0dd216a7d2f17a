//! Own words that are kept or posted: short, on one line, and identifying nobody.

use super::Bot;
use super::review::Undone;

/// The longest reason, in characters: for putting a review off, for retiring a card, for declining an idea.
pub const MAX_REASON_CHARS: usize = 200;
/// The longest outcome of a review, and the longest note for a new lead, in characters.
pub const MAX_NOTE_CHARS: usize = 1_000;
/// The longest prompt in own words, and the longest idea for one, in characters.
pub const MAX_OWN_CHARS: usize = 600;
/// The longest learning points of one discussion, in characters.
pub const MAX_LEARNED_CHARS: usize = 1_000;

impl Bot {
    /// Somebody's own words as they may be kept.
    ///
    /// # Errors
    /// There are none, there are more than `most` characters, or they identify somebody. Nothing was kept then.
    pub(super) fn own_words(&self, typed: &str, most: usize) -> Result<String, Undone> {
        // A control character could change what a terminal shows to others.
        let words =
            typed.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if !words.chars().any(char::is_alphanumeric) {
            return Err(Undone::Said("There are no words there. Nothing was kept.".to_owned()));
        }
        let count = words.chars().count();
        if count > most {
            return Err(Undone::Said(format!(
                "That is {count} characters, and {most} fit. Nothing was changed. Put all of it in your own record, then type the line again with what matters most."
            )));
        }
        Ok(self.screen(&words)?)
    }
}
