//! What all of the front end shares: the bot, the clock, and the last questions.

use super::Clock;
use super::commands::MANUAL;
use super::recent::Recent;
use crate::bot::{Bot, Place};
use jiff::Timestamp;
use jiff::civil::Date;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Notify;

/// What a conversation of two is called in records.
const DIRECT: &str = "direct";
/// How often it is looked whether all work is done.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// What all of the front end shares.
pub struct Front {
    bot: Bot,
    clock: Clock,
    /// The last questions.
    pub recent: Recent,
    /// Told when Discord says that the token is wrong.
    pub wrong_token: Notify,
    /// How many READY were seen.
    pub ready: AtomicUsize,
    busy: AtomicUsize,
}

/// Something that is being worked on, until it is dropped.
pub struct Busy<'a>(&'a AtomicUsize);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Front {
    /// A front end for a bot.
    pub fn new(bot: &Bot, clock: Clock) -> Self {
        let place = Place { manual: MANUAL, ..bot.place().clone() };
        Self {
            bot: bot.at(place),
            clock,
            recent: Recent::default(),
            wrong_token: Notify::new(),
            ready: AtomicUsize::new(0),
            busy: AtomicUsize::new(0),
        }
    }

    /// The bot as it speaks in a server, or in a conversation of two.
    pub fn bot(&self, _guild: Option<u64>) -> Bot {
        self.bot.clone()
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        (self.clock.now)()
    }

    /// Today, in London.
    pub fn today(&self) -> Date {
        (self.clock.day)(self.now())
    }

    /// Says that something is being worked on.
    pub fn busy(&self) -> Busy<'_> {
        self.busy.fetch_add(1, Ordering::AcqRel);
        Busy(&self.busy)
    }

    /// Waits until nothing is being worked on.
    pub async fn idle(&self) {
        while self.busy.load(Ordering::Acquire) > 0 {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}

/// What a server, or a conversation of two, is called in records.
pub fn place_key(guild: Option<u64>) -> String {
    guild.map_or_else(|| DIRECT.to_owned(), |guild| guild.to_string())
}
