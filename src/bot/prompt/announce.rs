//! How a prompt is worded: ground rules, the card, and where it comes from.

use crate::bot::Bot;
use crate::bot::article::NOT_CHECKED;
use crate::bot::reply::{Block, Reply};
use crate::bot::review::{on, place};
use crate::diary::entry::Entry;
use crate::diary::prompt::deck::Card;
use crate::diary::prompt::{Series, What};
use crate::diary::schedule::{LATE_AFTER_MINUTES, Schedule};
use crate::knowledge::{Basis, Prompt};
use jiff::{SignedDuration, Timestamp};

/// What every prompt opens with.
pub const GROUND_RULES: &str = "Ground rules: no names, and no details that identify anybody. Be kind to each other and to the people we talk about. What is said here is not a case record. If an answer suggests danger now, stop and ring 999.";
/// What a prompt ends with where it may weigh on those who talk about it.
const WELLBEING: &str = "This can weigh on you, and it is all right to sit it out. Talk to your supervisor, or use your employer's support. In the UK, Samaritans listen at any time: 116 123.";

impl Bot {
    /// A prompt as the team gets it.
    pub(in crate::bot) fn announce_prompt(&self, entry: &Entry, card: &Card, schedule: Option<&Schedule>, reply: &mut Reply) {
        reply.text(GROUND_RULES);
        self.show_card(card, reply);
        if let Some(schedule) = schedule.filter(|schedule| !schedule.calendar.is_working_day(entry.due)) {
            let worked = schedule.first_working_day(entry.due);
            reply.note(format!("Planned for {}, a day off: moved to {}.", on(entry.due, None), on(worked, None)));
        }
    }

    /// A card, the team's own or one of the deck.
    pub(super) fn show_card(&self, card: &Card, reply: &mut Reply) {
        match (self.library.prompt(&card.id), &card.text) {
            (Some(prompt), _) => self.show_prompt(prompt, reply),
            (None, Some(text)) => {
                reply.push(Block::Title("To talk about".into()));
                // Screened when it was kept; an old backup may hold what is only known by now.
                reply.text(self.masked(text));
                reply.note("In our team's own words.".to_owned());
                reply.text(WELLBEING);
            }
            (None, None) => {
                reply.push(Block::Title("To talk about".into()));
                reply.text("What has gone well lately, and who made it go well?");
                reply.note("The card that was planned is no longer there.".to_owned());
            }
        }
    }

    fn show_prompt(&self, prompt: &Prompt, reply: &mut Reply) {
        let meta = &prompt.meta;
        reply.push(Block::Title(prompt.title.clone()));
        reply.text(&prompt.question);
        reply.push(Block::Heading("Then ask".into()));
        reply.text(&prompt.then_ask);
        if let Some(poll) = &meta.poll {
            reply.push(Block::Heading(poll.question.clone()));
            reply.push(Block::Points(poll.answers.clone()));
        }
        reply.push(Block::Heading("Why it matters".into()));
        reply.text(&prompt.why);
        let places: Vec<String> = meta.anchors.iter().map(|anchor| place(anchor)).collect();
        let names = meta.sources.iter().filter_map(|key| self.library.sources.get(key)).map(|source| source.name.as_str());
        let names = names.collect::<Vec<_>>().join("; ");
        let basis = if meta.basis == Basis::Read { String::new() } else { format!(" This is {NOT_CHECKED}.") };
        reply.note(format!("On {}. Source: {names}.{basis}", places.join("; ")));
        reply.note(format!("About {} minutes. {}; after {}.", meta.minutes, capital(meta.theme.meaning()), meta.model.words()));
        reply.note(format!("For the facilitator: {}", prompt.facilitator));
        if meta.heavy {
            reply.text(WELLBEING);
        }
    }

    /// One line: when a prompt is posted, and what it shows.
    pub(in crate::bot) fn prompt_line(&self, (schedule, now): (&Schedule, Timestamp), entry: &Entry, card: &Card) -> String {
        format!("{}, {}: {}", entry.case, when(schedule, entry, now), self.card_title(card))
    }
}

/// The day and time on which a prompt is posted, and from which day off it was moved; of one that is late, the day on which it still comes.
pub(super) fn when(schedule: &Schedule, entry: &Entry, now: Timestamp) -> String {
    let Some(at) = schedule.next_post(entry) else { return "not any more".to_owned() };
    let late = now.duration_since(schedule.owed_from(entry, at)) > SignedDuration::from_mins(LATE_AFTER_MINUTES);
    if late {
        let tried = entry.next_post.map_or(now, |next| next.max(now));
        let day = schedule.first_working_day(schedule.day(schedule.after_quiet(tried)));
        return format!("{} (late, from {})", on(day, None), on(schedule.day(at), None));
    }
    let local = at.to_zoned(schedule.zone.clone());
    let moved = if local.date() == entry.due { String::new() } else { format!(" (moved from {}, a day off)", on(entry.due, None)) };
    format!("{}{moved}", on(local.date(), Some(local.time())))
}

/// What a prompt is, in a few words: how often, and of which themes.
pub(super) fn kind_of(entry: &Entry, series: &Series) -> String {
    let rhythm = entry.cadence.map_or_else(|| "once".to_owned(), |cadence| cadence.to_string());
    let themes = series.themes.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    match &series.what {
        What::Own(_) => format!("{rhythm}, own words"),
        What::Card(_) => format!("{rhythm}, one card"),
        What::Deck if themes.is_empty() => format!("{rhythm}, all themes"),
        What::Deck => format!("{rhythm}, themes: {themes}"),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
