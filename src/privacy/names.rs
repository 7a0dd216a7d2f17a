//! People's names, known by lists and by what stands around them.

use super::Sighting;
use crate::knowledge::Library;

/// What is known of names.
pub struct Names {}

impl Names {
    /// What the library knows of names.
    pub fn new(_library: &Library) -> Self {
        Self {}
    }

    /// Every name in a text.
    pub fn find(&self, _text: &str) -> Vec<Sighting> {
        Vec::new()
    }
}
