//! The commands, once for every platform, and all wording shown to people.

mod article;
mod ask;
mod check;
mod danger;
mod glossary;
mod help;
mod reply;
mod topics;
mod wording;

pub use ask::{Asked, MAX_QUESTION_CHARS, Question, Refused};
pub use check::{Checked, Draft, DraftRefused, MAX_DRAFT_BYTES};
pub use reply::{Block, Excerpt, Reply};

use crate::config::Config;
use crate::guidance::Guide;
use crate::knowledge::{Library, Problem};
use crate::language::Checker;
use std::sync::{Arc, LazyLock};

/// The wiring: curated content, what was fitted to it, and the configuration.
pub struct Bot {
    library: Arc<Library>,
    /// Fitted when it is first needed, or ahead of that by [`Bot::prepare`].
    guide: LazyLock<Guide, Box<dyn FnOnce() -> Guide + Send>>,
    checker: Checker,
    config: Config,
}

impl Bot {
    /// Wires a bot to the library.
    ///
    /// # Errors
    /// Every phrase of a wording rule that cannot be read.
    pub fn new(library: Library, config: Config) -> Result<Self, Vec<Problem>> {
        let checker = Checker::new(&library)?;
        let library = Arc::new(library);
        let shared = Arc::clone(&library);
        let guide = LazyLock::new(Box::new(move || Guide::fit(&shared)) as Box<dyn FnOnce() -> Guide + Send>);
        Ok(Self { guide, checker, library, config })
    }

    /// Fits the matcher now, so that the first question does not wait for it.
    pub fn prepare(&self) {
        LazyLock::force(&self.guide);
    }

    /// The curated content.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }
}
