//! Text as the rest of Lantern reads it: seen through, folded, split into words, stemmed.
//!
//! This module knows nothing of guidance, wording or people; everything above it builds on it.

mod fold;
mod number;
mod phrases;
mod seen;
mod words;

pub use fold::fold;
pub use number::{number, number_of_letters, place};
pub use phrases::{Found, Phrases};
pub use seen::{Break, Seen, alike_as_capital, is_hidden, is_invisible, see_through};
pub use words::{Stemmer, runs_of_letters, sentences, words, words_at};
