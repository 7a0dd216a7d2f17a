//! What a team makes of its cards: those left out, those it suggests, and what it learned.

use super::{Command, theme_of};
use crate::bot::Bot;
use crate::bot::own_words::{MAX_LEARNED_CHARS, MAX_OWN_CHARS, MAX_REASON_CHARS};
use crate::bot::reply::{Block, Reply};
use crate::bot::review::{Acted, Moment, Undone, on};
use crate::diary::prompt::deck::OWN_THEME;
use crate::diary::prompt::history::Shown;
use crate::diary::prompt::learning::{KEPT_MONTHS, Learned};
use crate::diary::prompt::suggestion::{State, Suggestion};

/// How many learning points are shown at once.
const MOST_SHOWN: usize = 50;

impl Bot {
    /// The name of a card by its id, where it is still there.
    fn card_name(&self, id: &str) -> String {
        self.library.prompt(id).map_or_else(|| id.to_owned(), |prompt| prompt.title.clone())
    }

    pub(super) fn retire_card(&self, at: &Moment, typed: &str, reason: &str, confirmed: bool) -> Result<Acted, Undone> {
        let (diary, team) = (&at.desk.diary, &at.asker.team);
        let table = diary.table(team, None)?;
        let card = table.card(&typed.to_lowercase()).ok_or_else(no_card)?;
        let reason = self.own_words(reason, MAX_REASON_CHARS)?;
        let as_it_is = Command::Retire { card: card.id.clone(), reason: reason.clone(), confirmed };
        if let Some(acted) = (!confirmed).then(|| self.questioned(&reason, Some(as_it_is))).flatten() {
            return Ok(acted);
        }
        diary.retire(team, &card.id, &reason, (&at.asker.who, at.now))?;
        let mut acted = Acted::text(format!("Left out for our team: {}.", self.card_title(card)));
        acted.reply.note(format!("To take it up again: /prompt unretire {}.", card.id));
        Ok(acted)
    }

    pub(super) fn unretire_card(&self, at: &Moment, typed: &str) -> Result<Acted, Undone> {
        let id = typed.trim().to_lowercase();
        let table = at.desk.diary.table(&at.asker.team, None)?;
        if !table.is_retired(&id) {
            return Err(Undone::Said("Your team has not left out a card of that name. /prompt list cards shows those it has.".to_owned()));
        }
        at.desk.diary.unretire(&at.asker.team, &id)?;
        Ok(Acted::text(format!("Taken up again: {}.", self.card_name(&id))))
    }

    pub(super) fn suggest(&self, at: &Moment, typed: &str) -> Result<Acted, Undone> {
        let text = self.own_words(typed, MAX_OWN_CHARS)?;
        if let Some(acted) = self.questioned(&text, None) {
            return Ok(acted);
        }
        let number = at.desk.diary.suggest(&at.asker.team, &text, &at.asker.who, at.now)?;
        Ok(Acted::text(format!(
            "Thank you. Your suggestion has number {number}. A supervisor answers it; /prompt suggestions shows what became of it."
        )))
    }

    /// The suggestions that wait, and those that were declined.
    pub(super) fn suggestions(at: &Moment) -> Result<Acted, Undone> {
        let all = at.desk.diary.suggestions(&at.asker.team)?;
        let mut reply = Reply::new();
        reply.push(Block::Title(format!("Suggestions of {}", at.asker.team)));
        let line = |suggestion: &Suggestion| match &suggestion.state {
            State::Open => format!("{}: {} (from {})", suggestion.number, suggestion.text, suggestion.by),
            State::Approved { theme } => format!("{}: now the card {}, theme {theme}", suggestion.number, suggestion.card()),
            State::Declined { reason } => format!("{}: {} Why not: {reason}", suggestion.number, suggestion.text),
        };
        for (heading, wanted) in [("Waiting for an answer", 0), ("Approved", 1), ("Declined", 2)] {
            let is = |suggestion: &&Suggestion| match suggestion.state {
                State::Open => wanted == 0,
                State::Approved { .. } => wanted == 1,
                State::Declined { .. } => wanted == 2,
            };
            let lines: Vec<String> = all.iter().filter(is).map(line).collect();
            if !lines.is_empty() {
                reply.push(Block::Heading(heading.into()));
                reply.push(Block::Points(lines));
            }
        }
        if all.is_empty() {
            reply.text("There are none yet. /prompt suggest and your idea makes one.");
        }
        Ok(Acted { reply, choices: vec![] })
    }

    pub(super) fn approve(at: &Moment, number: u64, theme: &str) -> Result<Acted, Undone> {
        let table = at.desk.diary.table(&at.asker.team, None)?;
        let theme = if theme.is_empty() { OWN_THEME.to_owned() } else { theme_of(&table, theme)? };
        let answered = at.desk.diary.answer(&at.asker.team, number, State::Approved { theme })?.ok_or_else(no_suggestion)?;
        let mut acted =
            Acted::text(format!("Approved: it is now your team's own card {}, and comes when its turn comes.", answered.card()));
        acted.reply.note(format!(
            "To post it now: /prompt post {}. To leave it out again: /prompt retire {} and why.",
            answered.card(),
            answered.card()
        ));
        Ok(acted)
    }

    pub(super) fn decline(&self, at: &Moment, number: u64, reason: &str, confirmed: bool) -> Result<Acted, Undone> {
        let reason = self.own_words(reason, MAX_REASON_CHARS)?;
        let as_it_is = Command::Decline { number, reason: reason.clone(), confirmed };
        if let Some(acted) = (!confirmed).then(|| self.questioned(&reason, Some(as_it_is))).flatten() {
            return Ok(acted);
        }
        at.desk.diary.answer(&at.asker.team, number, State::Declined { reason })?.ok_or_else(no_suggestion)?;
        Ok(Acted::text(format!("Declined: suggestion {number}. /prompt suggestions shows your reason to the team.")))
    }

    /// What was learned in a discussion, in the supervisor's words.
    pub(super) fn close_discussion(&self, at: &Moment, which: &str, learned: &str, confirmed: bool) -> Result<Acted, Undone> {
        let shown = Self::discussed(at, which)?;
        let text = self.own_words(learned, MAX_LEARNED_CHARS)?;
        let as_it_is = Command::Close { which: which.to_owned(), learned: text.clone(), confirmed };
        if let Some(acted) = (!confirmed).then(|| self.questioned(&text, Some(as_it_is))).flatten() {
            return Ok(acted);
        }
        at.desk.diary.learn(&at.asker.team, &Learned::new((&shown.card, &shown.theme), &text, at.today))?;
        let (name, day) = (self.card_name(&shown.card), on(shown.day, None));
        Ok(Acted::text(format!(
            "Thank you. Kept for the team for {KEPT_MONTHS} months: what you learned from {name}, posted on {day}. /prompt learned shows it."
        )))
    }

    /// The post that is meant: the last one, or the last one of a series or card.
    fn discussed(at: &Moment, which: &str) -> Result<Shown, Undone> {
        let mut shown = at.desk.diary.shown(&at.asker.team)?;
        let which = which.trim().to_lowercase();
        if let Ok(series) = Self::series(at, &which, false) {
            shown.retain(|shown| shown.entry == series.id);
        } else if !which.is_empty() {
            shown.retain(|shown| shown.card == which);
        }
        shown.pop().ok_or_else(|| {
            Undone::Said(
                "Nothing of that name was posted to your team yet. /prompt close learned: is about the last prompt that was.".to_owned(),
            )
        })
    }

    /// What the team learned in the last months, the newest first.
    pub(super) fn learned(&self, at: &Moment) -> Result<Acted, Undone> {
        let all = at.desk.diary.learned(&at.asker.team, at.today)?;
        let mut reply = Reply::new();
        reply.push(Block::Title(format!("What {} learned in the last {KEPT_MONTHS} months", at.asker.team)));
        let newest = all.iter().rev().take(MOST_SHOWN);
        reply
            .push(Block::Points(newest.map(|one| format!("{}, {}: {}", on(one.day, None), self.card_name(&one.card), one.text)).collect()));
        if all.is_empty() {
            reply.text("Nothing is written down yet. After a discussion a supervisor types /prompt close learned: and what it was.");
        }
        let more = all.len().saturating_sub(MOST_SHOWN);
        if more > 0 {
            reply.note(format!("And {more} before these."));
        }
        Ok(Acted { reply, choices: vec![] })
    }
}

fn no_card() -> Undone {
    Undone::Said("I know no card of that name. /prompt list cards shows the names.".to_owned())
}

fn no_suggestion() -> Undone {
    Undone::Said("No suggestion with that number waits for an answer. /prompt suggestions shows those that do.".to_owned())
}
