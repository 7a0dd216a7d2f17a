//! The commands, once for every platform, and all wording shown to people.

mod article;
mod ask;
mod check;
mod danger;
pub mod document;
mod glossary;
mod help;
pub mod member;
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
pub use prompt::{Command as PromptCommand, GROUND_RULES};
pub use reply::{Block, Excerpt, Reply};
pub use review::{Acted, Asker, Choice, Command, Desk, Imported, Problem as RowProblem, Row, Usage, Wanted, Which};
pub use upkeep::{Done, Upkeep, spoken};

use crate::config::{Config, Contacts, Nation, Team};
use crate::diary::calendar;
use crate::diary::case::DEFAULT_PATTERN;
use crate::guidance::Guide;
use crate::knowledge::{Library, Problem};
use crate::language::Checker;
use crate::privacy::Interlock;
use regex::Regex;
use std::sync::{Arc, LazyLock};

/// What the key of a server on Discord begins with as a team.
pub const SERVER: &str = "guild:";

/// The wiring: curated content, what was fitted to it, and the place it speaks in. A clone shares all but the place.
#[derive(Clone)]
pub struct Bot {
    library: Arc<Library>,
    /// Fitted when it is first needed, or ahead of that by [`Bot::prepare`].
    guide: Fitted<Guide>,
    checker: Fitted<Checker>,
    interlock: Fitted<Interlock>,
    place: Place,
    /// The diary; none where only questions are answered.
    desk: Option<Arc<Desk>>,
}

/// What is fitted once, when it is first needed.
type Fitted<T> = Arc<LazyLock<T, Box<dyn FnOnce() -> T + Send>>>;

/// Where the bot speaks: a terminal, a server, a conversation of two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The nation the team works in.
    pub nation: Nation,
    /// Whom people should turn to locally.
    pub contacts: Contacts,
    /// The team.
    pub team: Team,
    /// What can be typed there, as help shows it.
    pub manual: &'static [&'static str],
    /// Whether people there are members who can be named by their number, and buttons stand under what is shown: on Discord.
    pub members: bool,
}

impl Bot {
    /// Wires a bot to the library.
    #[must_use]
    pub fn new(library: Library, config: Config) -> Self {
        let library = Arc::new(library);
        let shared = Arc::clone(&library);
        let guide = fitted(move || Guide::new(&shared));
        let shared = Arc::clone(&library);
        let checker = fitted(move || Checker::new(&shared));
        let shared = Arc::clone(&library);
        let own = own_references(&config);
        let interlock = fitted(move || Interlock::new(&shared, own));
        let Config { nation, contacts, team, .. } = config;
        let place = Place { nation, contacts, team, manual: help::TERMINAL, members: false };
        Self { library, guide, checker, interlock, place, desk: None }
    }

    /// The same bot in another place.
    #[must_use]
    pub fn at(&self, place: Place) -> Self {
        Self { place, ..self.clone() }
    }

    /// Where it speaks.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Fits the matchers now, so that the first question and the first draft do not wait for them.
    pub fn prepare(&self) {
        std::thread::scope(|scope| {
            scope.spawn(|| LazyLock::force(self.interlock.as_ref()));
            scope.spawn(|| LazyLock::force(self.checker.as_ref()));
            LazyLock::force(self.guide.as_ref());
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

/// Whose working days hold in a nation.
#[must_use]
pub const fn working_days(nation: Nation) -> calendar::Nation {
    match nation {
        Nation::England | Nation::Wales => calendar::Nation::EnglandAndWales,
        Nation::Scotland => calendar::Nation::Scotland,
        Nation::NorthernIreland => calendar::Nation::NorthernIreland,
    }
}

fn fitted<T>(fit: impl FnOnce() -> T + Send + 'static) -> Fitted<T> {
    Arc::new(LazyLock::new(Box::new(fit)))
}

/// What the team's own case references look like, from end to end. A pattern that cannot be read stops the diary from opening; here it
/// stands for none.
fn own_references(config: &Config) -> Regex {
    let pattern = config.diary.case_reference.as_deref().unwrap_or(DEFAULT_PATTERN);
    Regex::new(&format!("^(?i:{pattern})$")).unwrap_or_else(|_| Regex::new("^$").expect("a fixed pattern"))
}
