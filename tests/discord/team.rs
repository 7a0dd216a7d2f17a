//! A team on Discord that is set up, and its diary.

use crate::discord::{ADMINISTRATOR, Discord};
use crate::people::{Channel, Guild, Message, Person};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use lantern::diary::Diary;
use lantern::diary::calendar::{Calendar, Nation};
use lantern::diary::entry::Entry;
use lantern::diary::schedule::Schedule;
use lantern::diary::store::{Change, Store};
use lantern::knowledge::{Library, files};
use serde_json::json;
use std::path::Path;

/// A server with its people and channels.
pub struct Team<'a> {
    pub guild: Guild<'a>,
    pub office: Channel,
    pub spare: Channel,
    pub supervisors: Channel,
    /// Administers and supervises.
    pub ada: Person<'a>,
    /// Practitioners.
    pub kim: Person<'a>,
    pub lee: Person<'a>,
}

impl<'a> Team<'a> {
    /// A server; nothing is set there yet.
    pub fn new(discord: &'a Discord, name: &str) -> Self {
        let guild = discord.guild(name, None);
        let (office, spare, supervisors) = (guild.channel("office", 0), guild.channel("spare", 0), guild.channel("supervisors", 0));
        let (ada, kim, lee) = (guild.member("Ada", ADMINISTRATOR), guild.member("Kim", 0), guild.member("Lee", 0));
        Self { guild, office, spare, supervisors, ada, kim, lee }
    }

    /// Sets its channels.
    pub fn set_up(&self) {
        let channels = json!({"reviews": self.office.option(), "fallback": self.spare.option(), "supervisors": self.supervisors.option()});
        let set = self.ada.slash(Some(&self.office), "setup channels", &channels);
        assert!(set.text().contains("I may do all that I need to"), "{}", set.text());
    }

    /// What this server is called as a team in the diary.
    pub fn key(&self) -> String {
        format!("guild:{}", self.guild.id)
    }

    /// Schedules a review that comes round every six weeks, led by Kim.
    pub fn schedules(&self, case: &str) {
        let options = json!({"case": case, "when": "in 6 weeks", "every": "6 weeks", "lead": self.kim.option()});
        let asked = self.lee.slash(Some(&self.office), "review schedule", &options);
        assert!(asked.is_private() && asked.text().contains("Save this?"), "{}", asked.text());
        let saved = self.lee.clicks("Yes", &asked.with("Yes"));
        assert!(saved.text().contains(&format!("Saved: {case}")), "{}", saved.text());
    }

    /// What the bot has posted in a channel, once there are so many messages.
    pub fn posted(&self, channel: &Channel, count: usize) -> Vec<Message> {
        let mut seen = Vec::new();
        for _ in 0..300 {
            seen = self
                .ada
                .sees(Some(channel))
                .into_iter()
                .filter(|message| message.author() == self.guild.bot && !message.is_private())
                .collect();
            if seen.len() >= count {
                return seen;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("{} of {count} messages came: {:?}", seen.len(), seen.iter().map(Message::text).collect::<Vec<_>>());
    }
}

/// The diary in the folder of a program that does not run now.
pub fn diary(folder: &Path) -> Diary {
    let library = Library::load(&files::embedded()).unwrap();
    let calendar = Calendar::new(&library.bank_holidays, Nation::EnglandAndWales);
    let zone = TimeZone::get("Europe/London").unwrap();
    let schedule = Schedule { calendar, morning: Time::constant(9, 0, 0, 0), ahead: 2, quiet: None, zone };
    Diary::new(Store::open(&folder.join("diary/store")).unwrap(), schedule).unwrap()
}

/// Has a server announce in a channel, and tell its supervisors in another, as /setup does.
pub fn set_channels(diary: &Diary, guild: &str, [channel, supervisors]: [&Channel; 2]) {
    let [channel, supervisors] = [channel, supervisors].map(|channel| channel.id.parse::<u64>().unwrap());
    let settings = json!({"version": 1, "channel": channel, "supervisors_channel": supervisors});
    diary.store().change(Change::put(format!("g/{guild}"), settings.to_string())).wait().unwrap();
}

/// A review of a team that is due at an instant, which may have passed some minutes ago, but today.
pub fn due(diary: &Diary, team: &str, case: &str, at: Timestamp) -> Entry {
    let at = at.max(diary.schedule().midnight(diary.schedule().day(now())));
    let local = at.to_zoned(diary.schedule().zone.clone());
    let (day, time): (Date, Time) = (local.date(), Time::constant(local.hour(), local.minute(), local.second(), 0));
    let armed = at - SignedDuration::from_mins(1);
    let entry = Entry::new((team.to_owned(), case.to_owned(), "safety-plan".to_owned()), (day, Some(time)), armed);
    diary.add(entry, "KP", armed).unwrap()
}

/// The time now.
pub fn now() -> Timestamp {
    Timestamp::now()
}
