//! Prompts for case discussions: supervisors post and schedule them, practitioners suggest.

mod announce;
mod command;
mod list;
mod names;
mod report;
mod rhythm;
mod series;
mod team;
mod typed;

pub use announce::GROUND_RULES;
pub use command::Command;

use super::Bot;
use super::own_words::MAX_OWN_CHARS;
use super::reply::{Block, Reply};
use super::review::{self, Acted, Moment, Undone, Wanted, ask};
use crate::config::Role;
use crate::diary::book::DiaryError;
use crate::diary::cadence::Cadence;
use crate::diary::dates::When;
use crate::diary::entry::Entry;
use crate::diary::prompt::deck::{Card, OWN_THEME, Table};
use crate::diary::prompt::{self, Planned, Series, What};
use crate::knowledge::Theme;
use announce::{kind_of, when};
use jiff::civil::{Date, Time};
use std::collections::BTreeSet;

/// How many dates of a new series are shown before it is saved.
const DATES_SHOWN: usize = 3;
/// A series comes at a time from this one on,
const EARLIEST: Time = Time::constant(6, 0, 0, 0);
/// and before this one.
const LATEST: Time = Time::constant(21, 0, 0, 0);
/// Own words have more words than this, unless they stand in quotation marks.
const WORDS_OF_A_NAME: usize = 2;

impl From<Command> for review::Command {
    fn from(command: Command) -> Self {
        Self::Prompt(command)
    }
}

impl review::Command {
    /// Reads what follows `/prompt`.
    ///
    /// # Errors
    /// What to type instead.
    pub fn prompt(typed: &str) -> Result<Self, review::Usage> {
        Command::read(typed).map(Self::Prompt)
    }
}

impl Bot {
    /// Does what was typed after `/prompt`.
    pub(super) fn prompt(&self, at: &Moment, command: &Command) -> Result<Acted, Undone> {
        if command.is_for_supervisors() && at.asker.role != Role::Supervisor {
            return Err(Undone::Said("That is for supervisors: please ask yours. You can suggest a prompt for them to approve (/prompt suggest and your idea), and look at what there is: /prompt preview, list, coverage, learned and report.".to_owned()));
        }
        match command {
            Command::Post { what, confirmed } => self.post_prompt(at, what, *confirmed),
            Command::Preview { what } => self.preview_prompt(at, what),
            Command::Schedule { when, cadence, themes, confirmed } => self.schedule_prompts(at, (when, *cadence), themes, *confirmed),
            Command::List => self.list_prompts(at),
            Command::Cards { theme } => self.list_cards(at, theme),
            Command::Skip(which) => Self::skip_prompt(at, which),
            Command::Cancel { which, confirmed } => Self::cancel_prompt(at, which, *confirmed),
            Command::Undo(which) => Self::undo_prompt(at, which),
            Command::Retire { card, reason, confirmed } => self.retire_card(at, card, reason, *confirmed),
            Command::Unretire(card) => self.unretire_card(at, card),
            Command::Coverage => self.coverage(at),
            Command::Suggest { text, confirmed } => self.suggest(at, text, *confirmed),
            Command::Withdraw { number, confirmed } => Self::withdraw(at, *number, *confirmed),
            Command::Forget { number, confirmed } => Self::forget(at, *number, *confirmed),
            Command::Suggestions => self.suggestions(at),
            Command::Approve { number, theme } => self.approve(at, *number, theme),
            Command::Decline { number, reason, confirmed } => self.decline(at, *number, reason, *confirmed),
            Command::Close { which, learned, confirmed } => self.close_discussion(at, which, learned, *confirmed),
            Command::Learned => self.learned(at),
            Command::Report => self.report(at),
        }
    }

    fn post_prompt(&self, at: &Moment, typed: &str, confirmed: bool) -> Result<Acted, Undone> {
        let table = at.desk.diary.table(&at.asker.team, None)?;
        let (what, themes) = self.chosen(&table, typed)?;
        Self::room(at)?;
        if let (What::Own(text), false) = (&what, confirmed) {
            return Ok(self.confirm_own(at, text));
        }
        let (due, now) = going_out(at);
        let planned = Planned { team: at.asker.team.clone(), due, cadence: None, themes, what };
        let entry = at.desk.diary.add_prompt(&planned, &at.asker.who, at.now)?;
        let mut reply = Reply::new();
        let shown = entry.prompt.as_ref().and_then(|series| table.next(series)).map(|card| self.card_title(&card)).unwrap_or_default();
        if now {
            reply.push(Block::Title(format!("{} is being posted to the team: {shown}", entry.case)));
        } else {
            let why = why_later(at, due.0);
            let when = when(&at.schedule(), &entry, at.now);
            reply.push(Block::Title(format!("{why}: {} is posted on {when}. As things stand: {shown}", entry.case)));
            reply.note(format!("To take it back before that: /prompt undo {}.", entry.case));
        }
        Ok(Acted { reply, choices: vec![] })
    }

    /// Own words as the team will see them, with what is to be thought of before.
    fn confirm_own(&self, at: &Moment, text: &str) -> Acted {
        let yes = Command::Post { what: format!("\"{text}\""), confirmed: true };
        let mut reply = Reply::new();
        if self.question_wording(text, &mut reply) {
            reply.text("To change the words, type /prompt post again with others. Nothing was kept. Post them as they are only where they are quoted to be talked about.");
        }
        let planned = Planned {
            team: at.asker.team.clone(),
            due: (at.today, None),
            cadence: None,
            themes: BTreeSet::new(),
            what: What::Own(text.to_owned()),
        };
        let card = Card { id: prompt::deck::OWN_TEXT.to_owned(), theme: OWN_THEME.to_owned(), text: Some(text.to_owned()) };
        let (due, now) = going_out(at);
        let asked = if now {
            "Post this to the team?".to_owned()
        } else {
            let entry = Planned { due, ..planned.clone() }.entry(at.now);
            format!("{}. Post this to the team on {}?", why_later(at, due.0), when(&at.schedule(), &entry, at.now))
        };
        reply.push(Block::Heading(asked));
        self.announce_prompt(&planned.entry(at.now), &card, None, &mut reply);
        ask(reply, yes.into())
    }

    fn preview_prompt(&self, at: &Moment, typed: &str) -> Result<Acted, Undone> {
        let table = at.desk.diary.table(&at.asker.team, None)?;
        let (what, themes) = self.chosen(&table, typed)?;
        let series = Series { themes, first: at.today, steps: 0, what };
        let card = table.next(&series).ok_or_else(no_cards)?;
        let mut reply = Reply::new();
        reply.note("Only you see this. Nothing is posted, and no card is used up.".to_owned());
        if let What::Own(text) = &series.what {
            self.question_wording(text, &mut reply);
        }
        reply.blocks.extend({
            let mut shown = Reply::new();
            let planned = Planned {
                team: at.asker.team.clone(),
                due: (at.today, None),
                cadence: None,
                themes: series.themes.clone(),
                what: series.what.clone(),
            };
            self.announce_prompt(&planned.entry(at.now), &card, None, &mut shown);
            shown.blocks
        });
        Ok(Acted { reply, choices: vec![] })
    }

    /// Shows the next dates of a new series with their cards, and saves it once that was confirmed.
    fn schedule_prompts(
        &self,
        at: &Moment,
        (wanted, cadence): (&Wanted, Cadence),
        themes: &[String],
        confirmed: bool,
    ) -> Result<Acted, Undone> {
        let first = at.day(wanted)?;
        if first.time.is_some_and(|time| time >= LATEST || time < EARLIEST) {
            return Err(Undone::Said(
                "Few are at work at that time. Give one from 6am to 9pm, such as 9am, or none: then it comes in the morning.".to_owned(),
            ));
        }
        let others = Self::room(at)?;
        let mut table = at.desk.diary.table(&at.asker.team, None)?;
        let themes: BTreeSet<String> = themes.iter().map(|theme| theme_of(&table, theme)).collect::<Result<_, _>>()?;
        let planned =
            Planned { team: at.asker.team.clone(), due: (first.date, first.time), cadence: Some(cadence), themes, what: What::Deck };
        let schedule = at.schedule();
        let mut reply = Reply::new();
        if confirmed {
            let entry = at.desk.diary.add_prompt(&planned, &at.asker.who, at.now)?;
            let kind = entry.prompt.as_ref().map(|series| kind_of(&entry, series)).unwrap_or_default();
            reply.push(Block::Title(format!("Saved: {}, {kind}. The first is on {}.", entry.case, when(&schedule, &entry, at.now))));
            reply.note(format!("To take it back: /prompt undo {}.", entry.case));
            return Ok(Acted { reply, choices: vec![] });
        }
        let mut entry = planned.entry(at.now);
        let kind = entry.prompt.as_ref().map(|series| kind_of(&entry, series)).unwrap_or_default();
        reply.push(Block::Title(format!("Save this? Prompts {kind}. The next three:")));
        let first_day = schedule.next_post(&entry).map(|at| schedule.day(at));
        let mut lines = Vec::new();
        for _ in 0..DATES_SHOWN {
            let Some(series) = entry.prompt.clone() else { break };
            let card = table.next(&series).ok_or_else(no_cards)?;
            table.take(&card, &series);
            lines.push(format!("{}: {}", when(&schedule, &entry, at.now), self.card_title(&card)));
            let day = schedule.next_post(&entry).map_or(entry.due, |at| schedule.day(at));
            entry = prompt::roll(entry, day);
        }
        reply.push(Block::Points(lines));
        let day = |entry: &Entry| schedule.next_post(entry).map(|at| schedule.day(at));
        let same: Vec<&str> = others.iter().filter(|other| day(other) == first_day).map(|other| other.case.as_str()).collect();
        if !same.is_empty() {
            reply.text(format!("On the first of these days there is another prompt already: {}.", same.join(", ")));
        }
        if !others.is_empty() {
            reply.note("Other prompts of your team may use one of these cards first; then another comes.".to_owned());
        }
        let when = Wanted::Chosen(When { date: first.date, time: first.time });
        let themes = planned.themes.into_iter().collect();
        Ok(ask(reply, Command::Schedule { when, cadence, themes, confirmed: true }.into()))
    }

    /// The prompts that wait, if there is room for another.
    fn room(at: &Moment) -> Result<Vec<Entry>, Undone> {
        let waiting = at.desk.diary.prompts(&at.asker.team)?;
        if waiting.len() < prompt::MOST_SERIES { Ok(waiting) } else { Err(DiaryError::TooManyPrompts.into()) }
    }

    /// What is meant: the deck, a theme, a card, or own words, which then identify nobody.
    fn chosen(&self, table: &Table, typed: &str) -> Result<(What, BTreeSet<String>), Undone> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok((What::Deck, BTreeSet::new()));
        }
        if let Ok(theme) = theme_of(table, typed) {
            return Ok((What::Deck, BTreeSet::from([theme])));
        }
        if let Some(card) = self.card_named(table, typed) {
            if table.is_retired(&card.id) {
                return Err(Undone::Said(format!("Your team has left that card out. To take it up again: /prompt unretire {}.", card.id)));
            }
            return Ok((What::Card(card.id.clone()), BTreeSet::new()));
        }
        let quotes = ['"', '“', '”'];
        let unquoted = typed.strip_prefix(quotes).and_then(|rest| rest.strip_suffix(quotes));
        if unquoted.is_none() && typed.split_whitespace().count() <= WORDS_OF_A_NAME {
            return Err(Undone::Said("I know no theme or card of that name. /prompt list shows the themes, /prompt list cards the cards. Your own words go in quotation marks.".to_owned()));
        }
        Ok((What::Own(self.own_words(unquoted.unwrap_or(typed), MAX_OWN_CHARS)?), BTreeSet::new()))
    }
}

/// When a prompt goes out that is posted by hand, and whether that is now: not on a day off, nor in the quiet hours.
fn going_out(at: &Moment) -> ((Date, Option<Time>), bool) {
    let schedule = at.schedule();
    let from = schedule.after_quiet(at.now);
    if from == at.now && schedule.calendar.is_working_day(at.today) {
        let local = at.now.to_zoned(schedule.zone.clone()).time();
        return ((at.today, Some(Time::constant(local.hour(), local.minute(), 0, 0))), true);
    }
    ((schedule.first_working_day(schedule.day(from)), None), false)
}

/// Why a prompt posted by hand waits until a day.
fn why_later(at: &Moment, day: Date) -> &'static str {
    let quiet = day == at.today || at.schedule().calendar.is_working_day(at.today);
    if quiet { "These are the quiet hours" } else { "Today is a day off" }
}

/// The theme that is meant, of which the team has cards.
fn theme_of(table: &Table, typed: &str) -> Result<String, Undone> {
    let name = theme_named(typed)?;
    if table.cards(&BTreeSet::from([name.clone()])).next().is_none() {
        return Err(Undone::Said("Your team has no card of that theme. /prompt list shows the themes.".to_owned()));
    }
    Ok(name)
}

/// The theme that is meant; the team's own cards have one, too.
fn theme_named(typed: &str) -> Result<String, Undone> {
    let typed = typed.trim().to_lowercase().replace(' ', "-");
    let known = Theme::ALL.iter().map(|theme| theme.name()).chain([OWN_THEME]).find(|name| *name == typed);
    known.map(str::to_owned).ok_or_else(|| {
        let names = Theme::ALL.iter().map(|theme| theme.name()).collect::<Vec<_>>().join(", ");
        Undone::Said(format!("I know these themes: {names}; and \"{OWN_THEME}\" for your team's own cards."))
    })
}

fn no_cards() -> Undone {
    Undone::Said("There are no cards here.".to_owned())
}
