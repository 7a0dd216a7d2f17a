//! The reviews of a team, and what will be announced next.

use super::announce::{on, waits};
use super::{Acted, Moment, Undone};
use crate::bot::Bot;
use crate::bot::reply::{Block, Reply};
use crate::diary::delivery;
use crate::diary::entry::Entry;
use crate::diary::noticeboard::Told;
use crate::diary::schedule::Stage;
use jiff::ToSpan;
use jiff::civil::Date;

/// How many reviews of each state are shown at once.
pub const MOST_SHOWN: usize = 50;
/// How many days ahead `/upcoming` looks.
pub const UPCOMING_DAYS: i64 = 7;

impl Bot {
    /// The team's open reviews: overdue, due, upcoming; those of one lead only, if asked for.
    pub(super) fn list(&self, at: &Moment, of: Option<&str>) -> Result<Acted, Undone> {
        let (mut mine, damaged) = at.desk.diary.open_and_unreadable(&at.asker.team)?;
        mine.retain(|entry| entry.prompt.is_none());
        mine.sort_by(|a, b| (a.due, &a.case).cmp(&(b.due, &b.case)));
        let schedule = at.schedule();
        let state = |entry: &Entry| match schedule.stage(entry, at.today) {
            Stage::Overdue(_) => "overdue",
            Stage::Today => "due",
            Stage::Ahead => "upcoming",
        };
        let wanted =
            |entry: &Entry| of.is_none_or(|of| of == state(entry) || entry.lead.as_ref().is_some_and(|lead| lead.to_lowercase() == of));
        let mut reply = Reply::new();
        reply.push(Block::Title(format!("Reviews of {}", self.place.team.name)));
        let mut shown = 0;
        for (name, heading) in [("overdue", "Overdue"), ("due", "Due"), ("upcoming", "Upcoming")] {
            let named = mine.iter().filter(|entry| state(entry) == name && wanted(entry));
            let lines: Vec<String> = named.map(|entry| self.review_line(entry) + &waiting(entry, at.today)).collect();
            if !lines.is_empty() {
                shown += lines.len();
                reply.push(Block::Heading(format!("{heading}: {}", lines.len())));
                reply.push(Block::Points(lines.into_iter().take(MOST_SHOWN).collect()));
            }
        }
        if shown == 0 {
            reply.text(match mine.len() {
                0 => "There are none. /review schedule AB-123 in 6 weeks makes one.".to_owned(),
                all => format!("None of the {all} that are open is that. Ask for overdue, due or upcoming, or for a lead's role or initials; /review list shows all."),
            });
        }
        if !damaged.is_empty() {
            reply.note(format!("{} records cannot be read; whoever looks after Lantern should run `lantern diary check`.", damaged.len()));
        }
        Ok(Acted { reply, choices: vec![] })
    }

    /// What will be announced in the next days, by the very code that will post it.
    pub(super) fn upcoming(&self, at: &Moment) -> Result<Acted, Undone> {
        let until = at.now.saturating_add((UPCOMING_DAYS * 24).hours()).unwrap_or(at.now);
        let notices = delivery::preview(&at.desk.diary, &at.asker.team, until)?;
        let (schedule, mut reply) = (at.schedule(), Reply::new());
        reply.push(Block::Title(format!("To be announced by {}", on(schedule.day(until), None))));
        let titles = notices.iter().filter_map(|notice| {
            if let Told::Prompt { entry, card } = &notice.told {
                return Some(self.prompt_line((&schedule, at.now), entry, card));
            }
            let words = self.announce(notice);
            words.blocks.iter().find_map(|block| if let Block::Title(title) = block { Some(title.clone()) } else { None })
        });
        let titles: Vec<String> = titles.collect();
        if titles.is_empty() {
            reply.text("Nothing, as things stand.");
        } else {
            reply.push(Block::Points(titles));
        }
        Ok(Acted { reply, choices: vec![] })
    }
}

/// What is added to the line of a review whose announcements wait.
fn waiting(entry: &Entry, today: Date) -> String {
    let hold = entry.hold.as_ref().filter(|hold| hold.until > today);
    hold.map(|hold| format!(", waits until {}", waits(hold))).unwrap_or_default()
}
