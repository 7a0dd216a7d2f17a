//! What a server's administrators have set, kept in the diary's store under the server's number; nothing of one server is seen in another.

use crate::bot::{Place, SERVER, working_days};
use crate::config::{Contacts, Nation};
use crate::diary::calendar::Calendar;
use crate::diary::schedule::Schedule;
use crate::diary::store::{Change, Store, StoreError};
use crate::diary::{Diary, DiaryError};
use crate::knowledge::Library;
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The records' version.
const VERSION: u8 = 1;
/// How often a change is tried again when another one came first.
const TRIES: usize = 8;
/// How long what a server has set is kept after the bot was removed from it.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What is set for one server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The record's version.
    pub version: u8,
    /// What the team is called.
    pub team: Option<String>,
    /// The nation the team works in.
    pub nation: Option<Nation>,
    /// The role whose members supervise.
    pub supervisors: Option<u64>,
    /// The role whose members use reviews and lead them; everybody in the server, if none.
    pub members: Option<u64>,
    /// Where reviews are announced.
    pub channel: Option<u64>,
    /// Where they are announced when that refuses.
    pub fallback: Option<u64>,
    /// Where supervisors are told.
    pub supervisors_channel: Option<u64>,
    /// Where prompts are posted; where reviews are announced, if none.
    pub prompts: Option<u64>,
    /// From when on a working day reviews are announced.
    pub morning: Option<Time>,
    /// From when to when nothing is posted.
    pub quiet: Option<(Time, Time)>,
    /// Whom people should turn to locally.
    pub contacts: Contacts,
    /// When the bot was removed from the server, if it was.
    pub removed: Option<Timestamp>,
    /// Whether what was set before could not be read: until roles are set anew, only who administers the server may do anything.
    pub damaged: bool,
}

/// What a server is called as a team.
pub fn team_of(guild: u64) -> String {
    format!("{SERVER}{guild}")
}

/// The server that a team is.
pub fn guild_of(team: &str) -> Option<u64> {
    team.strip_prefix(SERVER)?.parse().ok()
}

fn key(guild: u64) -> Vec<u8> {
    format!("g/{guild}").into_bytes()
}

impl Settings {
    /// What is set for a server; nothing, where nothing was set.
    ///
    /// # Errors
    /// The store fails.
    pub fn load(store: &Store, guild: u64) -> Result<Self, DiaryError> {
        let record = store.get(&key(guild))?;
        Ok(record.as_deref().map(read).unwrap_or_default())
    }

    /// Changes what is set for a server, and gives it as it is now.
    ///
    /// # Errors
    /// The store fails, or it is changed by others all the time.
    pub fn change(store: &Store, guild: u64, change: impl Fn(&mut Self)) -> Result<Self, DiaryError> {
        for _ in 0..TRIES {
            let record = store.get(&key(guild))?;
            let mut settings = record.as_deref().map(read).unwrap_or_default();
            let aside = record.clone().filter(|_| settings.version == 0 && settings.damaged).map(|record| (aside(guild), record));
            change(&mut settings);
            settings.version = VERSION;
            let mut new = Change::put(key(guild), serde_json::to_vec(&settings).unwrap_or_default()).expecting(key(guild), record);
            new.puts.extend(aside);
            match store.change(new).wait() {
                Err(StoreError::Changed) => {}
                done => return Ok(done.map(|()| settings)?),
            }
        }
        Err(StoreError::Changed.into())
    }

    /// The rule of announcements that these make of another one.
    pub fn schedule(&self, outer: &Schedule, library: &Library) -> Schedule {
        let nation = self.nation.map(working_days);
        let calendar = nation.map_or_else(|| outer.calendar.clone(), |nation| Calendar::new(&library.bank_holidays, nation));
        let quiet = self.quiet.map_or(outer.quiet, |quiet| (quiet.0 != quiet.1).then_some(quiet));
        Schedule { calendar, morning: self.morning.unwrap_or(outer.morning), quiet, ..outer.clone() }
    }

    /// The place that these make of another one.
    pub fn place(&self, outer: &Place) -> Place {
        let mut place = outer.clone();
        place.members = true;
        place.nation = self.nation.unwrap_or(outer.nation);
        place.team.name = self.team.clone().unwrap_or(place.team.name);
        let (own, outer) = (self.contacts.clone(), outer.contacts.clone());
        place.contacts = Contacts {
            mash: own.mash.or(outer.mash),
            out_of_hours: own.out_of_hours.or(outer.out_of_hours),
            designated_lead: own.designated_lead.or(outer.designated_lead),
            escalation: own.escalation.or(outer.escalation),
        };
        place
    }
}

/// Where a record is kept that could not be read when something was set anew.
fn aside(guild: u64) -> Vec<u8> {
    format!("q/g/{guild}").into_bytes()
}

fn read(record: &[u8]) -> Settings {
    serde_json::from_slice(record).unwrap_or_else(|_| {
        tracing::error!("the settings of a server cannot be read");
        Settings { damaged: true, ..Settings::default() }
    })
}

/// Notes that the bot was removed from a server, or is back; where nothing is kept of it, nothing is noted.
///
/// # Errors
/// The store fails.
pub fn note_removal(diary: &Diary, guild: u64, removed: Option<Timestamp>) -> Result<(), DiaryError> {
    let noted = Settings::load(diary.store(), guild)?.removed.is_some();
    if noted != removed.is_some() && known(diary)?.contains(&guild) {
        Settings::change(diary.store(), guild, |settings| settings.removed = removed)?;
    }
    Ok(())
}

/// Notes that the bot is in these servers and in no other: it may have been removed while it was not running.
///
/// # Errors
/// The store fails.
pub fn note_present(diary: &Diary, present: &[u64], now: Timestamp) -> Result<(), DiaryError> {
    known(diary)?.into_iter().try_for_each(|guild| note_removal(diary, guild, (!present.contains(&guild)).then_some(now)))
}

/// The servers of which something is kept.
fn known(diary: &Diary) -> Result<BTreeSet<u64>, DiaryError> {
    let mut known: BTreeSet<u64> = diary.places_with_opinions()?.iter().filter_map(|place| place.parse().ok()).collect();
    diary.store().each(b"g/".to_vec(), Some(b"g0"), |key, _| {
        known.extend(number(key));
        Ok::<_, DiaryError>(())
    })?;
    Ok(known)
}

/// The server whose record has this key.
fn number(key: &[u8]) -> Option<u64> {
    std::str::from_utf8(key.get(2..)?).ok()?.parse().ok()
}

/// Every server of which something is set, with that.
///
/// # Errors
/// The store fails.
pub fn all(store: &Store) -> Result<Vec<(u64, Settings)>, DiaryError> {
    let mut all = Vec::new();
    store.each(b"g/".to_vec(), Some(b"g0"), |key, record| {
        all.extend(number(key).map(|guild| (guild, read(record))));
        Ok::<_, DiaryError>(())
    })?;
    Ok(all)
}

/// Erases what was set and counted in servers from which the bot was removed over thirty days ago; says how many they were.
///
/// # Errors
/// The store fails.
pub fn erase_removed(diary: &Diary, now: Timestamp) -> Result<usize, DiaryError> {
    let over = |settings: &Settings| settings.removed.is_some_and(|removed| now.duration_since(removed) >= KEPT);
    let gone: Vec<u64> = all(diary.store())?.into_iter().filter(|(_, settings)| over(settings)).map(|(guild, _)| guild).collect();
    for guild in &gone {
        diary.forget_opinions(&guild.to_string())?;
        diary.forget_team(&team_of(*guild))?;
        let removes = leads_told(diary.store(), *guild)?;
        diary.store().change(Change { removes, ..Change::default() }).wait()?;
        diary.store().change(Change { removes: vec![key(*guild), aside(*guild)], ..Change::default() }).wait()?;
    }
    if !gone.is_empty() {
        // What was removed stays in the file until it is written anew.
        diary.store().rewrite().wait()?;
    }
    Ok(gone.len())
}

/// Where it is kept when the supervisors of a server were told that a lead left.
pub fn lead_key(guild: u64, lead: u64) -> Vec<u8> {
    format!("v/{guild}/{lead}").into_bytes()
}

/// The keys under which it is kept for a server.
///
/// # Errors
/// The store fails.
pub fn leads_told(store: &Store, guild: u64) -> Result<Vec<Vec<u8>>, DiaryError> {
    let (from, to) = (format!("v/{guild}/").into_bytes(), format!("v/{guild}0").into_bytes());
    let mut keys = Vec::new();
    store.each(from, Some(&to), |key, _| {
        keys.push(key.to_vec());
        Ok::<_, DiaryError>(())
    })?;
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::super::people::Standing;
    use super::*;
    use crate::bot::Bot;
    use crate::config::Config;
    use crate::diary::calendar::{self, Calendar};
    use crate::diary::opinions::Opinion;
    use crate::diary::schedule::Schedule;
    use crate::knowledge::{Library, files};
    use jiff::civil::Time;
    use jiff::tz::TimeZone;

    fn diary(folder: &std::path::Path) -> Diary {
        let library = Library::load(&files::embedded()).unwrap();
        let calendar = Calendar::new(&library.bank_holidays, calendar::Nation::EnglandAndWales);
        let schedule = Schedule { calendar, morning: Time::constant(9, 0, 0, 0), ahead: 2, quiet: None, zone: TimeZone::UTC };
        Diary::new(Store::open(folder).unwrap(), schedule).unwrap()
    }

    #[test]
    fn each_server_has_its_own_and_the_outer_place_fills_what_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let diary = diary(folder.path());
        let store = diary.store();
        Settings::change(store, 1, |settings| settings.contacts.mash = Some("Anytown MASH".into())).unwrap();
        Settings::change(store, 1, |settings| settings.nation = Some(Nation::Wales)).unwrap();
        let mut outer = Bot::new(Library::load(&files::embedded()).unwrap(), Config::default()).place().clone();
        outer.contacts.escalation = Some("ours".into());
        let place = Settings::load(store, 1).unwrap().place(&outer);
        assert_eq!((place.contacts.mash.as_deref(), place.nation), (Some("Anytown MASH"), Nation::Wales));
        assert_eq!((place.contacts.escalation.as_deref(), &place.team.name), (Some("ours"), &outer.team.name));
        assert_eq!(Settings::load(store, 2).unwrap().place(&outer), Place { members: true, ..outer });
    }

    #[test]
    fn a_record_that_cannot_be_read_is_kept_and_lets_nobody_in_but_administrators_until_roles_are_set_anew() {
        let folder = tempfile::tempdir().unwrap();
        let diary = diary(folder.path());
        let store = diary.store();
        let (spoilt, member) = (b"{\"members\": \"?".to_vec(), Standing::with_roles(vec![2]));
        store.change(Change::put(key(1), spoilt.clone())).wait().unwrap();
        assert!(!member.is_of_team(&Settings::load(store, 1).unwrap()));
        note_removal(&diary, 1, None).unwrap();
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        for removed in [Some(start), None] {
            note_removal(&diary, 1, removed).unwrap();
            assert!(!member.is_of_team(&Settings::load(store, 1).unwrap()));
            assert_eq!(store.get(&aside(1)).unwrap(), Some(spoilt.clone()));
        }
        let change = |settings: &mut Settings| (settings.members, settings.damaged) = (Some(2), false);
        assert!(member.is_of_team(&Settings::change(store, 1, change).unwrap()));
        assert_eq!(store.get(&aside(1)).unwrap(), Some(spoilt));
        note_removal(&diary, 1, Some(start)).unwrap();
        assert_eq!((erase_removed(&diary, start + KEPT).unwrap(), store.get(&aside(1)).unwrap()), (1, None));
    }

    #[test]
    fn a_server_that_was_left_is_erased_after_thirty_days_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let diary = diary(folder.path());
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        for guild in [1, 12, 2] {
            Settings::change(diary.store(), guild, |settings| settings.team = Some("team".into())).unwrap();
            diary.count_opinion(&guild.to_string(), ("an-article", "0"), Opinion::Helpful).unwrap();
            note_removal(&diary, guild, (guild != 12).then_some(start)).unwrap();
        }
        note_removal(&diary, 2, None).unwrap();
        note_removal(&diary, 3, Some(start)).unwrap();
        assert_eq!(erase_removed(&diary, start + KEPT - SignedDuration::from_secs(1)).unwrap(), 0);
        assert_eq!(erase_removed(&diary, start + KEPT).unwrap(), 1);
        let team = |guild| Settings::load(diary.store(), guild).unwrap().team;
        assert_eq!((team(1), team(12), team(2), team(3)), (None, Some("team".into()), Some("team".into()), None));
        let counted = |guild| diary.opinions(guild).unwrap().values().sum::<u64>();
        assert_eq!((counted("1"), counted("12"), counted("2")), (0, 1, 1));
    }

    #[test]
    fn a_server_that_was_left_while_the_bot_was_not_running_is_erased_too_even_if_nothing_was_set_there() {
        let folder = tempfile::tempdir().unwrap();
        let diary = diary(folder.path());
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        for place in ["1", "2", "direct"] {
            diary.count_opinion(place, ("an-article", "0"), Opinion::Helpful).unwrap();
        }
        note_present(&diary, &[2, 3], start).unwrap();
        assert_eq!(erase_removed(&diary, start + KEPT).unwrap(), 1);
        let counted = |place| diary.opinions(place).unwrap().values().sum::<u64>();
        assert_eq!((counted("1"), counted("2"), counted("direct")), (0, 1, 1));
        assert_eq!(diary.store().get(&key(3)).unwrap(), None, "a server of which nothing is kept was noted");
    }
}
