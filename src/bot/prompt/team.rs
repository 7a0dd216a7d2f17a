//! What a team makes of its cards: those left out, those it suggests, and what it learned.

use super::command::RETIRE;
use super::{Command, theme_named};
use crate::bot::Bot;
use crate::bot::own_words::{MAX_LEARNED_CHARS, MAX_OWN_CHARS, MAX_REASON_CHARS};
use crate::bot::reply::{Block, Reply};
use crate::bot::review::{Acted, Moment, Undone, ask, on};
use crate::config::Role;
use crate::diary::prompt::deck::{OWN_TEXT, OWN_THEME, Table};
use crate::diary::prompt::history::Shown;
use crate::diary::prompt::learning::{KEPT_MONTHS, Learned};
use crate::diary::prompt::suggestion::{State, Suggestion};

/// How many learning points are shown at once.
const MOST_SHOWN: usize = 50;

impl Bot {
    pub(super) fn retire_card(&self, at: &Moment, typed: &str, reason: &str, confirmed: bool) -> Result<Acted, Undone> {
        let (diary, team) = (&at.desk.diary, &at.asker.team);
        let table = diary.table(team, None)?;
        // A title has several words, the first of which was taken for a name.
        let (card, reason) = self.card_opening(&table, &format!("{typed} {reason}")).ok_or_else(no_card)?;
        let reason = reason.strip_prefix("because ").unwrap_or(&reason).trim();
        if reason.is_empty() {
            return Err(Undone::Said(RETIRE.to_owned()));
        }
        let reason = self.own_words(reason, MAX_REASON_CHARS)?;
        let as_it_is = Command::Retire { card: card.id.clone(), reason: reason.clone(), confirmed };
        if let Some(acted) = (!confirmed).then(|| self.questioned(&reason, as_it_is)).flatten() {
            return Ok(acted);
        }
        diary.retire(team, &card.id, &reason, (&at.asker.who, at.now))?;
        let mut acted = Acted::text(format!("Left out for our team: {}.", self.card_title(card)));
        Self::say_who_changes(at, &table, &mut acted.reply)?;
        acted.reply.note(format!("To take it up again: /prompt unretire {}.", card.id));
        Ok(acted)
    }

    /// Says which prompts show another card now than they did, and which have no card of their themes left.
    fn say_who_changes(at: &Moment, before: &Table, reply: &mut Reply) -> Result<(), Undone> {
        let now = at.desk.diary.table(&at.asker.team, None)?;
        for entry in at.desk.diary.prompts(&at.asker.team)? {
            let Some(series) = &entry.prompt else { continue };
            if before.themes(series).is_none() && now.themes(series).is_some() {
                reply.text(format!("{} was to show that card. Another card comes in its place.", entry.case));
            }
            if now.is_without(series) && !before.is_without(series) {
                reply.text(format!("{} has no card of its themes left; any other card comes.", entry.case));
            }
        }
        Ok(())
    }

    pub(super) fn unretire_card(&self, at: &Moment, typed: &str) -> Result<Acted, Undone> {
        let table = at.desk.diary.table(&at.asker.team, None)?;
        let Some(card) = self.card_named(&table, typed).filter(|card| table.is_retired(&card.id)) else {
            return Err(Undone::Said("Your team has not left out a card of that name. /prompt list cards shows those it has.".to_owned()));
        };
        at.desk.diary.unretire(&at.asker.team, &card.id)?;
        Ok(Acted::text(format!("Taken up again: {}. Why it was left out is no longer kept.", self.card_title(card))))
    }

    pub(super) fn suggest(&self, at: &Moment, typed: &str, confirmed: bool) -> Result<Acted, Undone> {
        let count = typed.trim().chars().count();
        if count > MAX_OWN_CHARS {
            return Err(Undone::Said(format!(
                "That is {count} characters, and {MAX_OWN_CHARS} fit. Nothing was changed. Type it again, shorter: one question is best."
            )));
        }
        let text = self.own_words(typed, MAX_OWN_CHARS)?;
        let as_it_is = Command::Suggest { text: text.clone(), confirmed };
        if let Some(acted) = (!confirmed).then(|| self.questioned(&text, as_it_is)).flatten() {
            return Ok(acted);
        }
        let number = at.desk.diary.suggest(&at.asker.team, &text, &at.asker.who, at.now)?;
        Ok(Acted::text(format!(
            "Thank you. Your suggestion has number {number}. A supervisor answers it; /prompt suggestions shows what became of it. To take it back: /prompt withdraw {number}."
        )))
    }

    /// The suggestions that wait, and those that were declined.
    pub(super) fn suggestions(&self, at: &Moment) -> Result<Acted, Undone> {
        let all = at.desk.diary.suggestions(&at.asker.team)?;
        let mut reply = Reply::new();
        reply.push(Block::Title(format!("Suggestions of {}", self.place.team.name)));
        let line = |suggestion: &Suggestion| match &suggestion.state {
            State::Open => format!("{}: {} (from {})", suggestion.number, suggestion.text, suggestion.by),
            State::Approved { theme } => {
                format!("{}: {} Now the card {}, theme {theme}.", suggestion.number, suggestion.text, suggestion.card())
            }
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
        } else {
            reply.note(
                "To have one erased: /prompt withdraw and its number. You can do that with your own, and supervisors with any.".to_owned(),
            );
        }
        Ok(Acted { reply, choices: vec![] })
    }

    /// Erases a suggestion: its author's, or any for a supervisor.
    pub(super) fn withdraw(at: &Moment, number: u64, confirmed: bool) -> Result<Acted, Undone> {
        let (diary, team) = (&at.desk.diary, &at.asker.team);
        let found = diary.suggestions(team)?.into_iter().find(|one| one.number == number);
        let suggestion = found
            .ok_or_else(|| Undone::Said("I have no suggestion with that number. /prompt suggestions shows the numbers.".to_owned()))?;
        if at.asker.role != Role::Supervisor && suggestion.by != at.asker.who {
            return Err(Undone::Said("That is somebody else's suggestion. They can withdraw it, or a supervisor can.".to_owned()));
        }
        if !confirmed {
            let card = if matches!(suggestion.state, State::Approved { .. }) { " The card that it became goes, too." } else { "" };
            let mut reply = Reply::new();
            reply.push(Block::Title(format!("Erase suggestion {number}? {}", suggestion.text)));
            reply.text(format!("It cannot be brought back.{card} Backups made before may hold it until they are replaced, and a message that showed it stays until somebody deletes that."));
            return Ok(ask(reply, Command::Withdraw { number, confirmed: true }.into()));
        }
        let before = diary.table(team, None)?;
        diary.withdraw(team, &suggestion)?;
        let mut acted = Acted::text(format!("Erased: suggestion {number}."));
        Self::say_who_changes(at, &before, &mut acted.reply)?;
        Ok(acted)
    }

    pub(super) fn approve(&self, at: &Moment, number: u64, theme: &str) -> Result<Acted, Undone> {
        let (diary, team) = (&at.desk.diary, &at.asker.team);
        let theme = if theme.is_empty() { OWN_THEME.to_owned() } else { theme_named(theme)? };
        let open = |one: &Suggestion| one.number == number && one.state == State::Open;
        let suggestion = diary.suggestions(team)?.into_iter().find(open).ok_or_else(no_suggestion)?;
        // Screened when it was kept; an old backup may hold what is only known by now.
        if !self.seen(&suggestion.text).is_empty() {
            let masked = self.masked(&suggestion.text);
            return Err(Undone::Said(format!(
                "That suggestion may identify somebody, so it is no card: {masked} It can be suggested again in other words. To have it erased: /prompt withdraw {number}."
            )));
        }
        let answered = diary.answer(team, number, State::Approved { theme })?.ok_or_else(no_suggestion)?;
        let mut acted =
            Acted::text(format!("Approved: it is now your team's own card {}, and comes when its turn comes.", answered.card()));
        acted.reply.note(format!(
            "To post it now: /prompt post {}. To leave it out again: /prompt retire {} and why.",
            answered.card(),
            answered.card()
        ));
        if self.question_wording(&answered.text, &mut acted.reply) {
            acted.reply.note(format!("It is posted as it was written. To have it erased: /prompt withdraw {number}."));
        }
        Ok(acted)
    }

    pub(super) fn decline(&self, at: &Moment, number: u64, reason: &str, confirmed: bool) -> Result<Acted, Undone> {
        let reason = self.own_words(reason, MAX_REASON_CHARS)?;
        let as_it_is = Command::Decline { number, reason: reason.clone(), confirmed };
        if let Some(acted) = (!confirmed).then(|| self.questioned(&reason, as_it_is)).flatten() {
            return Ok(acted);
        }
        at.desk.diary.answer(&at.asker.team, number, State::Declined { reason })?.ok_or_else(no_suggestion)?;
        Ok(Acted::text(format!("Declined: suggestion {number}. /prompt suggestions shows your reason to the team.")))
    }

    /// What was learned in a discussion, in the supervisor's words.
    pub(super) fn close_discussion(&self, at: &Moment, which: &str, learned: &str, confirmed: bool) -> Result<Acted, Undone> {
        let table = at.desk.diary.table(&at.asker.team, None)?;
        let shown = self.discussed(at, &table, which)?;
        let text = self.own_words(learned, MAX_LEARNED_CHARS)?;
        let as_it_is = Command::Close { which: which.to_owned(), learned: text.clone(), confirmed };
        if let Some(acted) = (!confirmed).then(|| self.questioned(&text, as_it_is)).flatten() {
            return Ok(acted);
        }
        let number = at.desk.diary.learn(&at.asker.team, &Learned::new(&shown, &text, at.today))?;
        let (name, day) = (self.card_name(&table, &shown.card), on(shown.day, None));
        Ok(Acted::text(format!(
            "Thank you. Kept for the team for {KEPT_MONTHS} months: what you learned from {name}, posted on {day}. /prompt learned shows it. To have it erased: /prompt forget {number}."
        )))
    }

    /// The post that is meant: the last one, or the last one of a series or card.
    fn discussed(&self, at: &Moment, table: &Table, which: &str) -> Result<Shown, Undone> {
        let mut shown = at.desk.diary.shown(&at.asker.team)?;
        let which = which.trim();
        if shown.is_empty() {
            return Err(Undone::Said("Nothing was posted to your team yet.".to_owned()));
        }
        if let Ok(series) = Self::series(at, which, false) {
            shown.retain(|shown| shown.entry == series.id);
        } else if let Some(card) = self.card_named(table, which) {
            shown.retain(|shown| shown.card == card.id);
        } else if which.eq_ignore_ascii_case("own words") {
            shown.retain(|shown| shown.card == OWN_TEXT);
        } else if !which.is_empty() {
            return Err(Undone::Said(
                "I did not find that name. Give a card's title or name, or one such as P-1. /prompt close learned: is about the last prompt that was posted.".to_owned(),
            ));
        }
        shown.pop().ok_or_else(|| {
            Undone::Said("That was not posted to your team yet. /prompt close learned: is about the last prompt that was.".to_owned())
        })
    }

    /// What the team learned in the last months, the newest first.
    pub(super) fn learned(&self, at: &Moment) -> Result<Acted, Undone> {
        let all = at.desk.diary.learned(&at.asker.team, at.today)?;
        let table = at.desk.diary.table(&at.asker.team, None)?;
        let number = |one: &Learned| if one.number == 0 { String::new() } else { format!("{}: ", one.number) };
        let mut reply = Reply::new();
        reply.push(Block::Title(format!("What {} learned in the last {KEPT_MONTHS} months", self.place.team.name)));
        let newest = all.iter().rev().take(MOST_SHOWN);
        let line = |one: &Learned| format!("{}{}, {}: {}", number(one), on(one.day, None), self.card_name(&table, &one.card), one.text);
        reply.push(Block::Points(newest.map(line).collect()));
        if all.is_empty() {
            reply.text("Nothing is written down yet. After a discussion a supervisor types /prompt close learned: and what it was.");
        }
        let more = all.len().saturating_sub(MOST_SHOWN);
        if more > 0 {
            reply.note(format!("And {more} before these."));
        }
        if !all.is_empty() {
            reply.note("A supervisor can have one erased: /prompt forget and its number.".to_owned());
        }
        Ok(Acted { reply, choices: vec![] })
    }

    /// Erases a learning point.
    pub(super) fn forget(at: &Moment, number: u64, confirmed: bool) -> Result<Acted, Undone> {
        let unknown = || Undone::Said("I have no learning point with that number. /prompt learned shows the numbers.".to_owned());
        if confirmed {
            let there = at.desk.diary.forget(&at.asker.team, number)?;
            return if there { Ok(Acted::text(format!("Erased: learning point {number}."))) } else { Err(unknown()) };
        }
        let all = at.desk.diary.learned(&at.asker.team, at.today)?;
        let meant = all.into_iter().find(|one| one.number == number && number > 0).ok_or_else(unknown)?;
        let mut reply = Reply::new();
        reply.push(Block::Title(format!("Erase learning point {number}? {}", meant.text)));
        reply.text("It cannot be brought back. Backups made before may hold it until they are replaced.");
        Ok(ask(reply, Command::Forget { number, confirmed: true }.into()))
    }
}

fn no_card() -> Undone {
    Undone::Said("I know no card of that name. /prompt list cards shows the names.".to_owned())
}

fn no_suggestion() -> Undone {
    Undone::Said("No suggestion with that number waits for an answer. /prompt suggestions shows those that do.".to_owned())
}
