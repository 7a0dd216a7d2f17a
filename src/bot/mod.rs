//! The commands, once for every platform, and all wording shown to people.

mod article;
mod ask;
mod danger;
mod glossary;
mod help;
mod reply;
mod topics;

pub use ask::{Asked, MAX_QUESTION_CHARS, Question, Refused};
pub use reply::{Block, Reply};

use crate::config::Config;
use crate::guidance::Guide;
use crate::knowledge::Library;
use crate::language::Checker;

/// The wiring: curated content, what was fitted to it, and the configuration.
pub struct Bot {
    library: Library,
    guide: Guide,
    checker: Checker,
    config: Config,
}

impl Bot {
    /// Fits the matcher to the library.
    #[must_use]
    pub fn new(library: Library, config: Config) -> Self {
        Self { guide: Guide::fit(&library), checker: Checker::new(&library.wording), library, config }
    }

    /// The curated content.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }
}
