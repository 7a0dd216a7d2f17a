//! Text as the rest of Lantern reads it: folded, split into words, stemmed.
//!
//! This module knows nothing of guidance, wording or people; everything above it builds on it.

mod fold;
mod phrases;
mod words;

pub use fold::fold;
pub use phrases::{Found, Phrases};
pub use words::{Stemmer, runs_of_letters, sentences, words, words_at};
