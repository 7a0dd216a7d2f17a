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
    #[must_use]
    pub fn new(library: Library, config: Config) -> Self {
        let library = Arc::new(library);
        let shared = Arc::clone(&library);
        let guide = LazyLock::new(Box::new(move || Guide::fit(&shared)) as Box<dyn FnOnce() -> Guide + Send>);
        Self { guide, checker: Checker::new(&library.wording), library, config }
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
