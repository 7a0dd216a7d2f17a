//! What all of the front end shares: the bot, the clock, and the last questions.

use super::Clock;
use super::commands::MANUAL;
use super::fault::Fault;
use super::pace::Pace;
use super::recent::Recent;
use super::settings::{self, Settings, team_of};
use super::strikes::Strikes;
use super::ticket::Tickets;
use crate::bot::{Bot, Command, Place};
use crate::diary::DiaryError;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{Notify, watch};

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
    /// What can be chosen after a command, by the number of the interaction.
    pub choices: Recent<Offered>,
    /// Messages whose button is good for one press, once that was pressed.
    pub pressed: Recent<()>,
    /// What signs the buttons of announcements; none where there is no diary.
    pub tickets: Option<Tickets>,
    /// How much everybody may ask.
    pub pace: Pace,
    /// What Discord refused of late.
    pub strikes: Strikes,
    /// Told when Discord says that the token is wrong.
    pub wrong_token: Notify,
    /// How many READY were seen.
    pub ready: AtomicUsize,
    /// The bot as it speaks in each server, and what is set there.
    places: RwLock<HashMap<u64, (Bot, Arc<Settings>)>>,
    /// Held while the diary is told what a server has set.
    following: Mutex<()>,
    busy: AtomicUsize,
    /// Whether the matchers are fitted.
    fitted: watch::Receiver<bool>,
}

/// What can be chosen after a command.
pub struct Offered {
    /// The server that it is about.
    pub guild: u64,
    /// To whom it was offered.
    pub user: u64,
    /// What is done, by the number of the button.
    pub commands: Vec<Command>,
}

/// Something that is being worked on, until it is dropped.
pub struct Busy<'a>(&'a AtomicUsize);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Front {
    /// A front end for a bot, which is made ready to answer meanwhile. Nobody waits for that when the program is told to stop. The diary
    /// follows what each server has set.
    ///
    /// # Errors
    /// The diary's store fails.
    pub fn new(bot: &Bot, clock: Clock) -> Result<Self, DiaryError> {
        let tickets = bot.diary().map(|diary| Tickets::load(diary.store())).transpose()?;
        let place = Place { manual: MANUAL, ..bot.place().clone() };
        let (fit, fitted) = watch::channel(false);
        let unfitted = bot.clone();
        std::thread::spawn(move || {
            unfitted.prepare();
            fit.send_replace(true);
        });
        let front = Self {
            bot: bot.at(place),
            clock,
            recent: Recent::default(),
            choices: Recent::default(),
            pressed: Recent::default(),
            tickets,
            pace: Pace::default(),
            strikes: Strikes::default(),
            wrong_token: Notify::new(),
            ready: AtomicUsize::new(0),
            places: RwLock::default(),
            following: Mutex::default(),
            busy: AtomicUsize::new(0),
            fitted,
        };
        for (guild, _) in front.all()? {
            front.follow(guild)?;
        }
        Ok(front)
    }

    /// Every server of which something is set, with that.
    fn all(&self) -> Result<Vec<(u64, Settings)>, DiaryError> {
        self.bot.diary().map_or_else(|| Ok(Vec::new()), |diary| settings::all(diary.store()))
    }

    /// Those of them that the bot was not removed from.
    pub fn present(&self) -> Result<Vec<(u64, Settings)>, DiaryError> {
        Ok(self.all()?.into_iter().filter(|(_, settings)| settings.removed.is_none()).collect())
    }

    /// Has the diary announce by what a server has set by now, and gives that.
    pub fn follow(&self, guild: u64) -> Result<Settings, DiaryError> {
        let Some(diary) = self.bot.diary() else { return Ok(Settings::default()) };
        // Two changes at once: the diary follows the later one last.
        let _alone = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        let settings = Settings::load(diary.store(), guild)?;
        diary.follow(&team_of(guild), settings.schedule(diary.schedule(), self.bot.library()))?;
        Ok(settings)
    }

    /// The bot as it speaks in a server, or in a conversation of two.
    pub fn bot(&self, guild: Option<u64>) -> Bot {
        guild.map_or_else(|| self.bot.clone(), |guild| self.at(guild).0)
    }

    /// What is set in a server.
    pub fn settings(&self, guild: u64) -> Arc<Settings> {
        self.at(guild).1
    }

    fn at(&self, guild: u64) -> (Bot, Arc<Settings>) {
        if let Some(known) = self.places.read().unwrap_or_else(PoisonError::into_inner).get(&guild) {
            return known.clone();
        }
        let nothing = || (self.bot.clone(), Arc::new(Settings { damaged: true, ..Settings::default() }));
        let Some(diary) = self.bot.diary() else { return nothing() };
        // Held while it is read, so that a change made meanwhile is not missed.
        let mut places = self.places.write().unwrap_or_else(PoisonError::into_inner);
        match Settings::load(diary.store(), guild) {
            Ok(settings) => {
                let known = (self.bot.at(settings.place(self.bot.place())), Arc::new(settings));
                places.insert(guild, known.clone());
                known
            }
            Err(error) => {
                tracing::error!(%error, "what a server has set cannot be read");
                nothing()
            }
        }
    }

    /// Reads what a server has set again when it is next needed.
    pub fn forget(&self, guild: u64) {
        self.places.write().unwrap_or_else(PoisonError::into_inner).remove(&guild);
    }

    /// Notes that the bot was removed from a server, or is back there.
    pub fn note_removal(&self, guild: u64, removed: bool) {
        let Some(diary) = self.bot.diary() else { return };
        if let Err(error) = settings::note_removal(diary, guild, removed.then(|| self.now())) {
            tracing::error!(%error, "it was not noted that a server was left or joined");
        }
        self.forget(guild);
    }

    /// Notes that the bot is in these servers and in no other.
    pub fn note_present(&self, guilds: &[u64]) {
        let Some(diary) = self.bot.diary() else { return };
        if let Err(error) = settings::note_present(diary, guilds, self.now()) {
            tracing::error!(%error, "it was not noted which servers were left");
        }
        self.places.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Erases what is kept of servers that were left long ago.
    pub fn erase_removed(&self) {
        let Some(diary) = self.bot.diary() else { return };
        match settings::erase_removed(diary, self.now()) {
            Ok(0) => {}
            Ok(servers) => tracing::info!(servers, "erased what was kept of servers that were left"),
            Err(error) => tracing::error!(%error, "what is kept of servers that were left could not be erased"),
        }
    }

    /// Whether questions and drafts can be answered at once.
    pub fn is_fitted(&self) -> bool {
        *self.fitted.borrow()
    }

    /// Waits until they can.
    pub async fn fitted(&self) -> Result<(), Fault> {
        self.fitted.clone().wait_for(|fitted| *fitted).await.map(drop).map_err(|_| Fault::BrokenOff)
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
