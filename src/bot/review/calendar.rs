//! The open reviews as a file for calendar programs (RFC 5545): references only.

use crate::bot::Bot;
use crate::diary::book::{Diary, DiaryError};
use crate::diary::entry::{Entry, EntryId};
use ics::components::Property;
use ics::parameters::{TzIDParam, Value};
use ics::properties::{CalScale, Class, DtStart, RRule, Sequence, Summary, Transp, TzName};
use ics::{Daylight, Event, ICalendar, Standard, TimeZone, escape_text};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// The only zone there is.
const ZONE: &str = "Europe/London";
/// What made the file.
const MAKER: &str = "-//Lantern//Reviews//EN";

impl Bot {
    /// Every open review as an event on its next due date, and the records that cannot be read.
    pub(in crate::bot) fn calendar(&self, diary: &Diary, now: Timestamp) -> Result<(String, Vec<EntryId>), DiaryError> {
        let (mut entries, unreadable) = diary.all()?;
        entries.retain(|entry| entry.is_open() && entry.prompt.is_none());
        entries.sort_by_key(|entry| (entry.due, entry.time, entry.id));
        let mut calendar = ICalendar::new("2.0", MAKER);
        calendar.push(CalScale::default());
        calendar.add_timezone(zone());
        let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
        for entry in &entries {
            calendar.add_event(self.event(entry, &stamp));
        }
        Ok((calendar.to_string(), unreadable))
    }

    fn event(&self, entry: &Entry, stamp: &str) -> Event<'static> {
        let mut event = Event::new(uid(entry), stamp.to_owned());
        event.push(start(entry));
        event.push(Summary::new(escape_text(format!("{}: {}", entry.case, self.kind_name(&entry.kind)))));
        // With this, a calendar that is read again takes the later one for the truth.
        event.push(Sequence::new(entry.revision.to_string()));
        event.push(Class::private());
        event.push(Transp::transparent());
        event
    }
}

/// The same for the life of an entry; other teams' entries have others. Holds no reference.
fn uid(entry: &Entry) -> String {
    let team = Sha256::digest(&entry.team);
    let team = team.first_chunk().map_or(0, |start| u64::from_be_bytes(*start));
    format!("{}-{team:016x}@lantern.invalid", entry.id)
}

/// All day, or at its time in London.
fn start(entry: &Entry) -> Property<'static> {
    let mut start = match entry.time {
        None => DtStart::new(entry.due.strftime("%Y%m%d").to_string()),
        Some(time) => DtStart::new(entry.due.to_datetime(time).strftime("%Y%m%dT%H%M%S").to_string()),
    };
    match entry.time {
        None => start.add(Value::DATE),
        Some(_) => start.add(TzIDParam::new(ZONE)),
    }
    start.into()
}

/// Europe/London as it has been since 1996.
fn zone() -> TimeZone<'static> {
    let mut winter = Standard::new("19961027T020000", "+0100", "+0000");
    winter.push(TzName::new("GMT"));
    winter.push(RRule::new("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"));
    let mut summer = Daylight::new("19960331T010000", "+0000", "+0100");
    summer.push(TzName::new("BST"));
    summer.push(RRule::new("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"));
    let mut zone = TimeZone::standard(ZONE, winter);
    zone.add_daylight(summer);
    zone
}
