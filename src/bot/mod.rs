//! The commands, once for every platform, and all wording shown to people.

mod article;
mod ask;
mod check;
mod danger;
mod glossary;
mod help;
mod own_words;
mod privacy;
mod prompt;
mod reply;
mod review;
mod topics;
mod upkeep;
mod wording;

pub use ask::{Asked, MAX_QUESTION_CHARS, Question, Refused};
pub use check::{Checked, Draft, DraftRefused, MAX_DRAFT_BYTES};
pub use own_words::{MAX_LEARNED_CHARS, MAX_NOTE_CHARS, MAX_OWN_CHARS, MAX_REASON_CHARS};
pub use privacy::Seen;
pub use prompt::Command as PromptCommand;
pub use reply::{Block, Excerpt, Reply};
pub use review::{Acted, Asker, Command, Desk, Imported, Problem as RowProblem, Row, Wanted, Which};
pub use upkeep::{Done, Upkeep, spoken};

use crate::config::Config;
use crate::diary::case::DEFAULT_PATTERN;
use crate::guidance::Guide;
use crate::knowledge::{Library, Problem};
use crate::language::Checker;
use crate::privacy::Interlock;
use regex::Regex;
use std::sync::{Arc, LazyLock};

/// The wiring: curated content, what was fitted to it, and the configuration.
pub struct Bot {
    library: Arc<Library>,
    /// Fitted when it is first needed, or ahead of that by [`Bot::prepare`].
    guide: LazyLock<Guide, Box<dyn FnOnce() -> Guide + Send>>,
    checker: LazyLock<Checker, Box<dyn FnOnce() -> Checker + Send>>,
    interlock: LazyLock<Interlock, Box<dyn FnOnce() -> Interlock + Send>>,
    config: Config,
    /// The diary; none where only questions are answered.
    desk: Option<Desk>,
}

impl Bot {
    /// Wires a bot to the library.
    #[must_use]
    pub fn new(library: Library, config: Config) -> Self {
        let library = Arc::new(library);
        let shared = Arc::clone(&library);
        let guide = LazyLock::new(Box::new(move || Guide::fit(&shared)) as Box<dyn FnOnce() -> Guide + Send>);
        let shared = Arc::clone(&library);
        let checker = LazyLock::new(Box::new(move || Checker::new(&shared)) as Box<dyn FnOnce() -> Checker + Send>);
        let shared = Arc::clone(&library);
        let own = own_references(&config);
        let interlock = LazyLock::new(Box::new(move || Interlock::new(&shared, own)) as Box<dyn FnOnce() -> Interlock + Send>);
        Self { library, guide, checker, interlock, config, desk: None }
    }

    /// Fits the matchers now, so that the first question and the first draft do not wait for them.
    pub fn prepare(&self) {
        std::thread::scope(|scope| {
            scope.spawn(|| LazyLock::force(&self.interlock));
            scope.spawn(|| LazyLock::force(&self.checker));
            LazyLock::force(&self.guide);
        });
    }

    /// Every phrase of a wording rule that cannot be read. Compiles the rules, unless that was done.
    #[must_use]
    pub fn wording_problems(&self) -> &[Problem] {
        self.checker.problems()
    }

    /// What finds details that identify a person.
    #[must_use]
    pub fn interlock(&self) -> &Interlock {
        &self.interlock
    }

    /// The curated content.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }
}

/// What the team's own case references look like, from end to end. A pattern that cannot be read stops the diary from opening; here it
/// stands for none.
fn own_references(config: &Config) -> Regex {
    let pattern = config.diary.case_reference.as_deref().unwrap_or(DEFAULT_PATTERN);
    Regex::new(&format!("^(?i:{pattern})$")).unwrap_or_else(|_| Regex::new("^$").expect("a fixed pattern"))
}
