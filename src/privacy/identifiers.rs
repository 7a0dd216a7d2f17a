//! What is written by a rule: numbers, addresses, handles, references.

use super::{Kind, Sighting};
use regex::Regex;
use std::sync::LazyLock;

static EMAIL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\w.+-]+@[\w-]+(\.[\w-]+)+").expect("a fixed pattern"));

/// Everything of that sort in a text.
pub fn find(text: &str) -> Vec<Sighting> {
    EMAIL.find_iter(text).map(|found| Sighting { range: found.range(), kind: Kind::Email }).collect()
}
