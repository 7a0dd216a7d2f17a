//! A team with a diary, and people who type about its reviews.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "each test file uses its part; a failed step fails the test"
)]

use jiff::Timestamp;
use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use lantern::bot::{Acted, Asker, Bot, Command, Desk};
use lantern::config::{Config, Role};
use lantern::diary::Diary;
use lantern::diary::calendar::{Calendar, Nation};
use lantern::diary::case::CaseRule;
use lantern::diary::schedule::Schedule;
use lantern::diary::store::Store;
use lantern::knowledge::{Library, files};

/// A bot with a diary in a folder of its own.
pub struct Team {
    pub bot: Bot,
    pub folder: tempfile::TempDir,
}

/// A Wednesday at ten in the morning.
pub fn now() -> Timestamp {
    at(2026, 11, 25, 10)
}

pub fn at(year: i16, month: i8, day: i8, hour: i8) -> Timestamp {
    date(year, month, day).at(hour, 0, 0, 0).in_tz("Europe/London").unwrap().timestamp()
}

pub fn team() -> Team {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::load(&files::embedded()).unwrap();
    let schedule = Schedule {
        calendar: Calendar::new(&library.bank_holidays, Nation::EnglandAndWales),
        morning: time(9, 0, 0, 0),
        ahead: 2,
        quiet: None,
        zone: TimeZone::get("Europe/London").unwrap(),
    };
    let cases = CaseRule::new(None, &library.short_names).unwrap();
    let diary = Diary::new(Store::open(folder.path()).unwrap(), schedule).unwrap();
    Team { bot: Bot::new(library, Config::default()).with_desk(Desk::new(diary, cases)), folder }
}

pub fn asker(who: &str) -> Asker {
    Asker { who: who.into(), team: "Anytown".into(), role: Role::Practitioner }
}

impl Team {
    pub fn type_as(&self, who: &str, typed: &str, now: Timestamp) -> Acted {
        let command = match typed.strip_prefix("moment ") {
            Some(rest) => Command::moment(rest),
            None => Command::read(typed),
        };
        self.bot.act(&command.unwrap(), &asker(who), now)
    }

    pub fn types(&self, typed: &str) -> Acted {
        self.type_as("KP", typed, now())
    }

    /// Types a line and says yes to it.
    pub fn saves(&self, typed: &str) -> String {
        let asked = self.types(typed);
        assert_eq!(asked.choices.len(), 1, "{}", asked.reply.plain());
        self.bot.act(&asked.choices[0].command, &asker("KP"), now()).reply.plain()
    }

    pub fn shown(&self, typed: &str) -> String {
        self.types(typed).reply.plain()
    }
}
