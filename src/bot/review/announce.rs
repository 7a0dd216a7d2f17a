//! How a review, and what is told of it, is worded.

use super::{Acted, Moment};
use crate::bot::Bot;
use crate::bot::reply::{Block, Reply};
use crate::diary::check::counted;
use crate::diary::dates::{self, When};
use crate::diary::entry::{Entry, Hold};
use crate::diary::noticeboard::{Audience, Notice, Told};
use crate::diary::prompt::KIND;
use crate::diary::schedule::Stage;
use crate::knowledge::{Grounds, Lens};
use jiff::civil::Date;

impl Bot {
    /// A notice, worded for the people it is for.
    #[must_use]
    pub fn announce(&self, notice: &Notice) -> Reply {
        let mut reply = Reply::new();
        match &notice.told {
            Told::Review { entry, stage, lens } => self.announce_review(entry, *stage, *lens, &mut reply),
            Told::Digest(reviews) => {
                reply.push(Block::Title(format!("{} safety plan reviews need somebody", reviews.len())));
                let point = |(entry, stage): &(Entry, Stage)| [Some(self.told(entry, *stage)), to_lead(entry)].into_iter().flatten();
                let points = reviews.iter().map(|review| point(review).collect::<Vec<_>>().join(" "));
                reply.push(Block::Points(points.collect()));
                reply.text(if self.place.members {
                    "Choose one below to say what happened."
                } else {
                    "For each: /review held, or /review held AB-123 no reply where you tried and nobody answered."
                });
            }
            Told::Moment { entry, moment } => self.announce_moment(entry, moment, &mut reply),
            Told::Prompt { entry, card } => {
                let schedule = self.diary().map(|diary| diary.schedule_of(&entry.team));
                self.announce_prompt(entry, card, schedule.as_deref(), &mut reply);
            }
            Told::Refused { by, entries } => {
                let place = if *by == Audience::Supervisors { "for the supervisors" } else { "in the team's channel" };
                reply.push(Block::Title(format!("{} could not be posted {place}", counted(entries.len(), "announcement"))));
                let known = entries.iter().filter_map(|id| self.diary()?.get(*id).ok());
                reply.push(Block::Points(known.map(|entry| self.review_line(&entry)).collect()));
            }
            Told::Damaged { id, of } => {
                reply.push(Block::Title("One record of the diary cannot be read".into()));
                let what = match of {
                    Some((case, kind)) if kind == KIND => format!("It is prompt {case}. Schedule it again if it is missed"),
                    Some((case, kind)) => {
                        format!("It is the {} of {case}. Look at your own records for when that is due", self.kind_name(kind))
                    }
                    None => "Look at your own records for what may be due".to_owned(),
                };
                reply.text(format!("Nobody will be reminded of it. {what}, and tell whoever looks after Lantern: entry {id} is kept as it is, and a copy is set aside."));
            }
        }
        let circumstances = circumstances(notice);
        if !circumstances.is_empty() {
            reply.note(circumstances);
        }
        reply
    }

    fn announce_review(&self, entry: &Entry, stage: Stage, lens: u32, reply: &mut Reply) {
        reply.push(Block::Title(self.told(entry, stage)));
        if let Some(note) = to_lead(entry) {
            reply.text(note);
        }
        if let Some(lens) = self.lens(lens) {
            reply.push(Block::Heading(format!("To think about: {}", lens.title)));
            reply.push(Block::Points(lens.questions.clone()));
            let places: Vec<String> = lens.anchors.iter().map(|anchor| place(anchor)).collect();
            reply.note(format!("From the toolkits: {}.", places.join("; ")));
        }
        if self.place.members {
            return reply.text("What happened? The buttons below say it for the whole team.");
        }
        reply.text(format!(
            "When it was held: /review held {case}. Nobody answered: /review held {case} no reply. Not now: /review snooze {case} until Friday because lead away.",
            case = entry.case
        ));
    }

    fn announce_moment(&self, entry: &Entry, moment: &str, reply: &mut Reply) {
        let known = self.library.reviews.moments.iter().find(|known| known.id == moment);
        let name = known.map_or(moment, |known| known.name.as_str());
        if known.is_some_and(|known| known.danger) {
            reply.danger_first();
        }
        reply.push(Block::Title(format!("{}: {name}. The review is due on {}.", entry.case, on(entry.due, None))));
        if let Some(known) = known {
            reply.text(&known.check);
        }
        if let Some(note) = to_lead(entry) {
            reply.text(note);
        }
    }

    /// One line: which review, and where it stands.
    pub(super) fn told(&self, entry: &Entry, stage: Stage) -> String {
        let what = format!("{}: {}", entry.case, self.kind_name(&entry.kind));
        let lead = entry.lead.as_ref().map(|lead| format!(" Lead: {lead}.")).unwrap_or_default();
        match stage {
            Stage::Ahead => format!("{what} is due on {}.{lead}", on(entry.due, entry.time)),
            Stage::Today => format!("{what} is due {}.{lead}", on(entry.due, entry.time)),
            Stage::Overdue(1) => format!("{what} was due on {}, one working day ago.{lead}", on(entry.due, None)),
            Stage::Overdue(days) => format!("{what} was due on {}, {days} working days ago.{lead}", on(entry.due, None)),
        }
    }

    /// One line: which review, when, how often, who leads.
    #[must_use]
    pub fn review_line(&self, entry: &Entry) -> String {
        let rhythm = entry.cadence.map(|cadence| format!(", then {cadence}")).unwrap_or_default();
        let lead = entry.lead.as_ref().map(|lead| format!(", lead {lead}")).unwrap_or_default();
        format!("{}, {}, due {}{rhythm}{lead}", entry.case, self.kind_name(&entry.kind), on(entry.due, entry.time))
    }

    /// A review with everything that is known of it.
    pub(super) fn card(&self, at: &Moment, entry: &Entry) -> Acted {
        let mut reply = Reply::new();
        reply.push(Block::Title(self.review_line(entry)));
        let mut points = vec![if entry.closed { "Closed: nothing more will be said of it.".to_owned() } else { Self::state(at, entry) }];
        points.extend(entry.held.map(|held| format!("Last held on {}.", on(held, None))));
        points.extend(entry.outcome.as_ref().map(|outcome| format!("What came of it: {outcome}")));
        points.extend(entry.hold.as_ref().map(|hold| format!("Waits until {}.", waits(hold))));
        points.extend(entry.handed.as_ref().map(|handed| format!("Note from the hand-over: {}", handed.note)));
        points.extend(
            entry
                .refused
                .then(|| "The team's channel refuses announcements. Mend that, then type /review amend with the same date.".to_owned()),
        );
        points.extend(Self::next_words(at, entry));
        reply.push(Block::Points(points));
        Acted { reply, choices: vec![] }
    }

    fn state(at: &Moment, entry: &Entry) -> String {
        match at.schedule().stage(entry, at.today) {
            Stage::Ahead => "Not due yet.".to_owned(),
            Stage::Today => "Due.".to_owned(),
            Stage::Overdue(1) => "Overdue by one working day.".to_owned(),
            Stage::Overdue(days) => format!("Overdue by {days} working days."),
        }
    }

    pub(super) fn next_words(at: &Moment, entry: &Entry) -> Option<String> {
        let schedule = at.schedule();
        let next = schedule.next_post(entry)?;
        if next <= at.now {
            return Some("It is being announced now.".to_owned());
        }
        let local = next.to_zoned(schedule.zone.clone());
        let time = local.time().round(jiff::Unit::Minute).unwrap_or_else(|_| local.time());
        Some(format!("Next announcement: {}.", dates::echo(When { date: local.date(), time: Some(time) })))
    }

    /// What is worth knowing before a date is saved.
    pub(super) fn before_saving(&self, at: &Moment, entry: &Entry, reply: &mut Reply) {
        let schedule = at.schedule();
        let calendar = &schedule.calendar;
        if !calendar.is_working_day(entry.due) {
            let before = calendar.on_or_before(entry.due);
            let when = if before < at.today { "today".to_owned() } else { format!("on {}", on(before, None)) };
            reply.text(format!("That is not a working day: it will be announced {when}."));
        }
        if calendar.is_past_horizon(entry.due) {
            reply.note("Bank holidays that far ahead are not known yet. The announcement moves when they are.".to_owned());
        }
        let kind = self.library.reviews.kind(&entry.kind);
        if let Some((kind, every)) = kind.and_then(|kind| Some((kind, kind.every.as_ref()?))).filter(|_| entry.cadence.is_none()) {
            let set_by = match kind.basis {
                Grounds::Read => "from our sources",
                Grounds::Background => "general professional knowledge, not yet checked",
                Grounds::Proposal => "a proposal; agree it with your safeguarding lead",
            };
            reply.note(format!("A usual rhythm for this kind: every {every} ({set_by}). Add \"every {every}\" to have it come round."));
        }
    }

    pub(super) fn kind_name(&self, id: &str) -> String {
        match self.library.reviews.kind(id) {
            Some(kind) if !kind.default => format!("safety plan review ({})", kind.name.to_lowercase()),
            _ => "safety plan review".to_owned(),
        }
    }

    /// The lens that goes with an announcement: each in its turn, so that none comes again before all were shown.
    fn lens(&self, number: u32) -> Option<&Lens> {
        let lenses = &self.library.reviews.lenses;
        lenses.get(usize::try_from(number).unwrap_or(0).checked_rem(lenses.len())?)
    }
}

/// Until when announcements wait, and why.
pub(super) fn waits(hold: &Hold) -> String {
    format!("{}: {}", on(hold.until, None), hold.why.words().trim_end_matches('.'))
}

/// What the new lead is to know, in the first announcement after the review was handed over.
fn to_lead(entry: &Entry) -> Option<String> {
    entry.note_to_lead().map(|note| format!("From the hand-over to {}: {note}", entry.lead.as_deref().unwrap_or("the new lead")))
}

pub(in crate::bot) fn on(date: Date, time: Option<jiff::civil::Time>) -> String {
    dates::echo(When { date, time })
}

/// Where in the toolkits a statement stands: "safety planning, principle 2".
pub(in crate::bot) fn place(anchor: &str) -> String {
    let (toolkit, rest) = anchor.split_once('.').unwrap_or((anchor, ""));
    let toolkit = if toolkit == "sp" { "safety planning" } else { "county lines" };
    format!("{toolkit}, {}", rest.replace(['.', '-'], " "))
}

/// For whom, and how late.
fn circumstances(notice: &Notice) -> String {
    let whom = match notice.audience {
        Audience::Lead if notice.instead => Some("You get this because the team's own channel refuses."),
        Audience::Channel => None,
        Audience::Fallback => Some("Posted here because the team's own channel refuses."),
        Audience::Lead => Some("For the lead."),
        Audience::Supervisors => Some("For the supervisors."),
    };
    let late = notice.late.then_some("This is late: Lantern was not running, or could not post.");
    let again = notice.again.then_some("You may have seen this before.");
    [whom, late, again].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
