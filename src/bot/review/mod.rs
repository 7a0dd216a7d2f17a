//! Job 2: reviews of safety plans. What people type becomes a change to the diary; what the diary owes becomes an announcement.

mod announce;
mod calendar;
mod command;
mod import;
mod list;
mod moment;
mod own_words;

pub(super) use announce::{on, place};
pub(super) use command::in_one;
pub use command::{Command, Usage, Wanted, Which};
pub use import::{Imported, Problem, Row};

use super::privacy::Identifying;
use super::reply::{Block, Reply};
use super::{Bot, member};
use crate::config::Role;
use crate::diary::book::{Diary, DiaryError};
use crate::diary::case::{CaseRule, NotACase};
use crate::diary::dates::{self, Reading, When};
use crate::diary::entry::Entry;
use crate::diary::prompt::deck::Deck;
use crate::diary::review::{self, Unfit};
use crate::diary::schedule::Schedule;
use crate::diary::trail::{Did, Step};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::sync::Arc;

/// Roles that may lead a review where the configuration lists none.
const ROLES: [&str; 27] = [
    "lead practitioner",
    "social worker",
    "youth worker",
    "key worker",
    "keyworker",
    "support worker",
    "family support worker",
    "early help worker",
    "teacher",
    "dsl",
    "head of year",
    "police officer",
    "nurse",
    "school nurse",
    "health visitor",
    "probation officer",
    "youth justice worker",
    "personal adviser",
    "guardian",
    "advocate",
    "foster carer",
    "residential worker",
    "team manager",
    "supervisor",
    "duty worker",
    "mentor",
    "iro",
];
/// How many days of a series are shown after the next one.
const DAYS_SHOWN: usize = 3;
/// How many days back a review may have been held.
const MOST_DAYS_BACK: i32 = 60;

/// Who asks, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// The person's role or initials.
    pub who: String,
    /// The team.
    pub team: String,
    /// What the person may do.
    pub role: Role,
}

/// What came of a command: what is shown, and what can be chosen next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acted {
    /// What is shown.
    pub reply: Reply,
    /// What can be chosen: by number in a terminal, by button on Discord. Anything else leaves all as it is.
    pub choices: Vec<Choice>,
}

/// What can be chosen after a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// In words: "yes", or a day.
    pub label: String,
    /// What is done then.
    pub command: Command,
}

/// Why it was not done, in a sentence.
#[derive(Debug, thiserror::Error)]
pub(super) enum Undone {
    #[error(transparent)]
    Diary(#[from] DiaryError),
    #[error(transparent)]
    Unfit(#[from] Unfit),
    #[error(transparent)]
    Case(#[from] NotACase),
    #[error("{0}")]
    Said(String),
    /// What was typed would be kept, and identifies somebody.
    #[error("That may identify somebody.")]
    Identifying(Reply),
    /// It is to be chosen between days.
    #[error("Which day do you mean?")]
    Choose(Vec<When>),
}

impl From<Identifying> for Undone {
    fn from(Identifying(reply): Identifying) -> Self {
        Self::Identifying(reply)
    }
}

/// The diary with what it takes to use it.
pub struct Desk {
    pub(super) diary: Diary,
    pub(super) cases: CaseRule,
}

impl Desk {
    /// A desk for a diary.
    #[must_use]
    pub fn new(diary: Diary, cases: CaseRule) -> Self {
        Self { diary, cases }
    }
}

impl Bot {
    /// Gives the bot a diary.
    #[must_use]
    pub fn with_desk(mut self, desk: Desk) -> Self {
        let diary = desk.diary.with_deck(Deck::of(&self.library.prompts));
        self.desk = Some(Arc::new(Desk { diary, ..desk }));
        self
    }

    /// The person and the team that the configuration names.
    #[must_use]
    pub fn asker(&self) -> Asker {
        let team = &self.place.team;
        Asker { who: team.person.clone(), team: team.name.clone(), role: team.role }
    }

    /// The diary, if there is one.
    #[must_use]
    pub fn diary(&self) -> Option<&Diary> {
        self.desk.as_ref().map(|desk| &desk.diary)
    }

    /// Does what was typed, or says why not.
    #[must_use]
    pub fn act(&self, command: &Command, asker: &Asker, now: Timestamp) -> Acted {
        let Some(desk) = &self.desk else { return Acted::text("There is no diary here.") };
        let at = Moment { desk, asker, now, today: desk.diary.schedule().day(now) };
        let done = match command {
            Command::Schedule { .. } => self.schedule(&at, command),
            Command::List { of } => self.list(&at, of.as_deref()),
            Command::Show(which) => self.show_review(&at, which),
            Command::Amend { .. } => self.amend(&at, command),
            Command::Held { .. } => self.held(&at, command),
            Command::NoReply(which) => self.change(&at, which, |entry| review::no_reply(entry, &at.schedule(), at.today)),
            Command::Snooze { .. } => self.snooze(&at, command),
            Command::Pause { which, until } => {
                at.day(until).and_then(|until| self.change(&at, which, |entry| review::pause(entry, until.date, at.today)))
            }
            Command::HandOver { .. } => self.hand_over(&at, command),
            Command::HandOverAll { from, to, confirmed } => self.hand_over_all(&at, (from, to), *confirmed),
            Command::Close { which, confirmed } => self.close_review(&at, which, *confirmed),
            Command::Undo(which) => self.undo(&at, which),
            Command::Moment { which, event } => self.moment(&at, which, event),
            Command::Upcoming => self.upcoming(&at),
            Command::Prompt(command) => self.prompt(&at, command),
        };
        let mut acted = done.unwrap_or_else(|undone| refuse(undone, command));
        self.danger_in_own_words(command, &mut acted.reply);
        acted
    }

    /// A review as it is asked for.
    fn planned(&self, at: &Moment, which: &Which, when: &Wanted, lead: Option<&str>) -> Result<Entry, Undone> {
        let case = at.desk.cases.read(&which.case)?;
        let kind = self.kind(which.kind.as_deref())?;
        let lead = lead.map(|lead| self.lead(lead)).transpose()?;
        let when = at.day(when)?;
        let named = (at.asker.team.clone(), case, kind);
        Ok(Entry { lead, ..Entry::new(named, (when.date, when.time), at.now) })
    }

    /// Echoes a new review with its weekday, and saves it once that was confirmed.
    fn schedule(&self, at: &Moment, command: &Command) -> Result<Acted, Undone> {
        let Command::Schedule { which, when, cadence, lead, confirmed } = command else { return Ok(Acted::default()) };
        let entry = Entry { cadence: *cadence, ..self.planned(at, which, when, lead.as_deref())? };
        let mut reply = Reply::new();
        if *confirmed {
            let entry = at.desk.diary.add(entry, &at.asker.who, at.now)?;
            reply.push(Block::Title(format!("Saved: {}", self.review_line(&entry))));
            if let Some(words) = Self::next_words(at, &entry) {
                reply.text(words);
            }
            reply.note(format!("To take it back: /review undo {}.", entry.case));
            return Ok(Acted { reply, choices: vec![] });
        }
        reply.push(Block::Title(format!("Save this? {}", self.review_line(&entry))));
        self.before_saving(at, &entry, &mut reply);
        let when = Wanted::Chosen(When { date: entry.due, time: entry.time });
        let yes = Command::Schedule { which: which.clone(), when, cadence: *cadence, lead: lead.clone(), confirmed: true };
        Ok(ask(reply, yes))
    }

    fn amend(&self, at: &Moment, command: &Command) -> Result<Acted, Undone> {
        let Command::Amend { which, when, cadence, confirmed } = command else { return Ok(Acted::default()) };
        let when = when.as_ref().map(|when| at.day(when)).transpose()?;
        let amended = |entry: Entry| {
            let entry = review::amend(entry, when.map(|when| (when.date, when.time)), at.now)?;
            Ok::<_, Undone>(Entry { cadence: cadence.or(entry.cadence), ..entry })
        };
        if *confirmed {
            return self.change(at, which, amended);
        }
        let new = amended(self.find(at, which)?)?;
        let mut reply = Reply::new();
        reply.push(Block::Title(format!("Change it to this? {}", self.review_line(&new))));
        self.before_saving(at, &new, &mut reply);
        Ok(ask(reply, Command::Amend { which: which.clone(), when: when.map(Wanted::Chosen), cadence: *cadence, confirmed: true }))
    }

    fn close_review(&self, at: &Moment, which: &Which, confirmed: bool) -> Result<Acted, Undone> {
        if confirmed {
            return self.change(at, which, review::close);
        }
        let entry = self.find(at, which)?;
        let mut reply = Reply::new();
        reply.push(Block::Title(format!("Close this? {}", self.review_line(&entry))));
        reply
            .text("Lantern will then say nothing more about it. A child who does not answer is no reason to close: harm can go on unseen.");
        if entry.outcome.is_some() || entry.handed.is_some() {
            reply.text("What was written with it goes, too: put what matters in your own record first.");
        }
        Ok(ask(reply, Command::Close { which: which.clone(), confirmed: true }))
    }

    fn undo(&self, at: &Moment, which: &Which) -> Result<Acted, Undone> {
        let id = self.find_any(at, which)?.id;
        let back = at.desk.diary.undo(id, &at.asker.who, at.now)?;
        let mut reply = Reply::new();
        match back {
            Some(entry) => reply.push(Block::Title(format!("Taken back. Now: {}", self.review_line(&entry)))),
            None => reply.push(Block::Title("Taken back: that review is no longer in the diary.".into())),
        }
        Ok(Acted { reply, choices: vec![] })
    }

    /// One review: where it stands, when it comes round, and who did what.
    fn show_review(&self, at: &Moment, which: &Which) -> Result<Acted, Undone> {
        let entry = self.find(at, which)?;
        let mut acted = self.card(at, &entry);
        if let Some(cadence) = entry.cadence {
            let days = std::iter::successors(Some(entry.due), |day| Some(cadence.next(*day))).skip(1).take(DAYS_SHOWN);
            let days: Vec<String> = days.map(|day| on(day, None)).collect();
            acted.reply.text(format!("If each is held on its day, the next are {}.", days.join(", ")));
        }
        let steps = at.desk.diary.trail(entry.id)?;
        if !steps.is_empty() {
            acted.reply.push(Block::Heading("Who did what".into()));
            acted.reply.push(Block::Points(steps.iter().rev().map(|step| Self::step_line(at, step)).collect()));
        }
        Ok(acted)
    }

    fn step_line(at: &Moment, step: &Step) -> String {
        let did = match &step.did {
            Did::Made => "made it".to_owned(),
            Did::Held(day) => format!("said that it was held on {}", on(*day, None)),
            Did::Tried => "tried, and nobody answered".to_owned(),
            Did::PutOff(day) => format!("put an announcement off until {}", on(*day, None)),
            Did::Paused(day) => format!("paused it until {}", on(*day, None)),
            Did::Moment => "told of a moment that brings it forward".to_owned(),
            Did::Moved(day) => format!("moved it to {}", on(*day, None)),
            Did::Led(lead) => format!("handed it over to {lead}"),
            Did::Closed => "closed it".to_owned(),
            Did::TakenBack => "took the last change back".to_owned(),
            Did::Changed => "changed it".to_owned(),
        };
        format!("{}: {} {did}.", on(at.desk.diary.schedule().day(step.at), None), step.by)
    }

    /// Changes a review, and shows it as it is then.
    fn change<E: Into<Undone>>(&self, at: &Moment, which: &Which, change: impl Fn(Entry) -> Result<Entry, E>) -> Result<Acted, Undone> {
        let id = self.find(at, which)?.id;
        let entry = at.desk.diary.change(id, Some((&at.asker.who, at.now)), |entry| change(entry).map_err(Into::into))?;
        let mut acted = self.card(at, &entry);
        acted.reply.note(format!("Saved. To take it back: /review undo {}.", entry.case));
        Ok(acted)
    }

    /// The open review that is meant.
    fn find(&self, at: &Moment, which: &Which) -> Result<Entry, Undone> {
        let found = self.of_case(at, which)?.into_iter().filter(Entry::is_open).collect();
        Self::only(found)
    }

    /// The review that is meant, closed ones as well: the newest.
    fn find_any(&self, at: &Moment, which: &Which) -> Result<Entry, Undone> {
        let mut found = self.of_case(at, which)?;
        found.sort_by_key(|entry| (entry.is_open(), entry.id));
        let last = found.pop();
        Self::only(last.into_iter().collect())
    }

    fn of_case(&self, at: &Moment, which: &Which) -> Result<Vec<Entry>, Undone> {
        let case = at.desk.cases.read(&which.case)?;
        let kind = which.kind.as_deref().map(|kind| self.kind(Some(kind))).transpose()?;
        let mut found = at.desk.diary.of_case(&at.asker.team, &case, kind.as_deref())?;
        found.retain(|entry| entry.prompt.is_none());
        Ok(found)
    }

    fn only(mut found: Vec<Entry>) -> Result<Entry, Undone> {
        if found.len() > 1 {
            let kinds: Vec<&str> = found.iter().map(|entry| entry.kind.as_str()).collect();
            let shown = format!("That case has several reviews: {}. Add which one, such as \"kind {}\".", kinds.join(", "), kinds[0]);
            return Err(Undone::Said(shown));
        }
        found.pop().ok_or(Undone::Diary(DiaryError::NotThere))
    }

    /// The id of a kind of review, as typed.
    fn kind(&self, typed: Option<&str>) -> Result<String, Undone> {
        let kinds = &self.library.reviews.kinds;
        let found = match typed {
            None => kinds.iter().find(|kind| kind.default),
            Some(typed) => kinds.iter().find(|kind| kind.id == typed.trim().replace(' ', "-")),
        };
        let ids = || kinds.iter().map(|kind| kind.id.as_str()).collect::<Vec<_>>().join(", ");
        found.map(|kind| kind.id.clone()).ok_or_else(|| Undone::Said(format!("I know these kinds of review: {}.", ids())))
    }

    /// A lead's role or initials, as typed.
    fn lead(&self, typed: &str) -> Result<String, Undone> {
        let typed = typed.trim();
        if self.place.members {
            return if member::number(typed).is_some() {
                Ok(typed.to_owned())
            } else {
                Err(Undone::Said("The lead is a member of this server.".to_owned()))
            };
        }
        let leads = &self.place.team.leads;
        if !leads.is_empty() {
            let known = leads.iter().find(|lead| lead.eq_ignore_ascii_case(typed));
            return known.cloned().ok_or_else(|| Undone::Said(format!("The lead can be one of these: {}.", leads.join(", "))));
        }
        let initials = (1..=4).contains(&typed.len()) && typed.chars().all(|c| c.is_ascii_alphabetic());
        if initials && !self.is_name(typed) {
            return Ok(typed.to_uppercase());
        }
        let role = ROLES.iter().find(|role| role.eq_ignore_ascii_case(typed));
        role.map(|role| (*role).to_owned())
            .ok_or_else(|| Undone::Said("Write the lead's role (\"social worker\") or initials (\"KP\"), never a name.".to_owned()))
    }

    /// Whether what is typed for initials is a name. Two letters never are: "Al" and "Jo" are initials as well.
    fn is_name(&self, typed: &str) -> bool {
        typed.len() > 2 && (self.library.short_names.contains(&typed.to_uppercase()) || !self.interlock.find(typed).is_empty())
    }
}

pub(super) fn ask(reply: Reply, yes: Command) -> Acted {
    Acted { reply, choices: vec![Choice { label: "yes".to_owned(), command: yes }] }
}

/// A day on which something was done: today, yesterday, or a date of the last weeks.
fn past_day(typed: &str, today: Date) -> Result<Date, Undone> {
    match typed.trim().to_lowercase().as_str() {
        "today" => return Ok(today),
        "yesterday" => return Ok(today.saturating_sub(1.day())),
        _ => {}
    }
    let reading = dates::read(typed, today.saturating_sub(MOST_DAYS_BACK.days())).map_err(|unread| Undone::Said(unread.to_string()))?;
    match reading {
        Reading::One(when) if when.date <= today => Ok(when.date),
        _ => Err(Undone::Said(format!(
            "Say on which day it was held: \"today\", \"yesterday\" or a date such as 3 April, within the last {MOST_DAYS_BACK} days."
        ))),
    }
}

/// Who asks, and when.
pub(super) struct Moment<'a> {
    pub(super) desk: &'a Desk,
    pub(super) asker: &'a Asker,
    pub(super) now: Timestamp,
    pub(super) today: Date,
}

impl Moment<'_> {
    /// The rule of the team that asks.
    pub(super) fn schedule(&self) -> Arc<Schedule> {
        self.desk.diary.schedule_of(&self.asker.team)
    }

    /// The day that is meant, or what it may mean.
    pub(super) fn day(&self, wanted: &Wanted) -> Result<When, Undone> {
        let when = match wanted {
            Wanted::Chosen(when) => *when,
            Wanted::Typed(typed) => match dates::read(typed, self.today).map_err(|unread| Undone::Said(unread.to_string()))? {
                Reading::One(when) => when,
                Reading::Either(nearer, later) => return Err(Undone::Choose(vec![nearer, later])),
                Reading::Far(when) => return Err(Undone::Choose(vec![when])),
            },
        };
        let zone = self.schedule().zone.clone();
        let passed = |time| when.date.to_datetime(time).to_zoned(zone).is_ok_and(|zoned| zoned.timestamp() <= self.now);
        match when.time {
            Some(time) if passed(time) => Err(Undone::Said(format!("{} has passed. Give a time from now on.", dates::echo(when)))),
            _ => Ok(when),
        }
    }
}

/// Why it was not done; where a day is to be chosen, the choices.
fn refuse(undone: Undone, command: &Command) -> Acted {
    let days = match undone {
        Undone::Choose(days) => days,
        Undone::Identifying(reply) => return Acted { reply, choices: vec![] },
        other => return Acted::text(other.to_string()),
    };
    let mut reply = Reply::new();
    reply.text(if days.len() > 1 { "That may mean two days. Which one?" } else { "That is a long way ahead. Is this the day you mean?" });
    let choice = |when: When| Choice { label: dates::echo(when), command: command.clone().on(when) };
    Acted { reply, choices: days.into_iter().map(choice).collect() }
}

impl Command {
    /// The same with a day chosen for the one that was typed.
    fn on(mut self, day: When) -> Self {
        match &mut self {
            Self::Schedule { when, .. } | Self::Snooze { until: when, .. } | Self::Pause { until: when, .. } => *when = Wanted::Chosen(day),
            Self::Prompt(command) => command.on(day),
            Self::Amend { when, .. } | Self::Held { next: when, .. } => *when = Some(Wanted::Chosen(day)),
            _ => {}
        }
        self
    }
}

impl Acted {
    pub(super) fn text(text: impl Into<String>) -> Self {
        let mut reply = Reply::new();
        reply.text(text);
        Self { reply, choices: vec![] }
    }
}
