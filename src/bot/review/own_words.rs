//! What people say of a review in their own words: why it is put off, what came of it, what the next lead should know.
//!
//! These words are kept and shown to the team, so they pass the interlock first. The wording check speaks afterwards, and keeps nothing out.

use super::{Acted, Command, Moment, Undone, ask, past_day};
use crate::bot::Bot;
use crate::bot::own_words::{MAX_NOTE_CHARS, MAX_REASON_CHARS};
use crate::bot::reply::{Block, Reply};
use crate::config::Role;
use crate::diary::check::counted;
use crate::diary::entry::{Entry, Handed, Why};
use crate::diary::review;

impl Bot {
    pub(super) fn held(&self, at: &Moment, command: &Command) -> Result<Acted, Undone> {
        let Command::Held { which, on, next, plan_changed, outcome } = command else { return Ok(Acted::default()) };
        let outcome = outcome.as_ref().map(|typed| self.own_words(typed, MAX_NOTE_CHARS)).transpose()?;
        let on = on.as_ref().map_or(Ok(at.today), |typed| past_day(typed, at.today))?;
        let next = next.as_ref().map(|next| at.day(next)).transpose()?.map(|when| (when.date, when.time));
        let mut acted = self.change(at, which, |entry| {
            let entry = review::held(entry, on, next, at.today, at.now)?;
            Ok::<_, Undone>(Entry { outcome: outcome.clone(), ..entry })
        })?;
        acted.reply.text(if *plan_changed {
            "Thank you. The plan changed: call old copies in, and make sure that everyone who holds one has the new plan."
        } else {
            "Thank you. If the plan did not change, ask what was learned, and put that in your own record."
        });
        if let Some(outcome) = outcome {
            acted.reply.note("I keep the words of the last review only, and they are no case record.");
            self.thoughts_on(&outcome, &which.case, &mut acted.reply);
        }
        Ok(acted)
    }

    pub(super) fn snooze(&self, at: &Moment, command: &Command) -> Result<Acted, Undone> {
        let Command::Snooze { which, until, why } = command else { return Ok(Acted::default()) };
        let why = match why {
            Why::Said(typed) => Why::Said(self.own_words(typed, MAX_REASON_CHARS)?),
            known => known.clone(),
        };
        let until = at.day(until)?.date;
        let mut acted = self.change(at, which, |entry| review::snooze(entry, until, why.clone(), at.today))?;
        if let Why::Said(words) = &why {
            self.thoughts_on(words, &which.case, &mut acted.reply);
        }
        Ok(acted)
    }

    pub(super) fn hand_over(&self, at: &Moment, command: &Command) -> Result<Acted, Undone> {
        let Command::HandOver { which, lead, note } = command else { return Ok(Acted::default()) };
        let lead = self.lead(lead)?;
        let note = note.as_ref().map(|typed| self.own_words(typed, MAX_NOTE_CHARS)).transpose()?;
        let mut acted = self.change(at, which, |entry| {
            let entry = review::hand_over(entry, lead.clone())?;
            let new = note.clone().map(|note| Handed { note, lenses: entry.lenses });
            // A note that nobody has replaced is for the one who leads now.
            Ok::<_, Undone>(Entry { handed: new.or_else(|| entry.handed.clone()), ..entry })
        })?;
        if let Some(note) = note {
            acted.reply.text(format!("{lead} is told with the next announcement."));
            self.thoughts_on(&note, &which.case, &mut acted.reply);
        }
        Ok(acted)
    }

    /// Every open review of one lead goes to another, once that was confirmed.
    pub(super) fn hand_over_all(&self, at: &Moment, (from, to): (&str, &str), confirmed: bool) -> Result<Acted, Undone> {
        if at.asker.role != Role::Supervisor {
            return Err(Undone::Said(
                "That is for supervisors: please ask yours. One review at a time you can hand over yourself.".to_owned(),
            ));
        }
        let to = self.lead(to)?;
        let entries = at.desk.diary.open_entries(&at.asker.team)?;
        let led = |entry: &Entry| entry.lead.as_ref().is_some_and(|lead| lead.eq_ignore_ascii_case(from.trim()));
        let led = entries.into_iter().filter(|entry| entry.prompt.is_none() && led(entry)).collect::<Vec<_>>();
        if led.is_empty() {
            return Err(Undone::Said("That lead has no open review. /review list shows who leads which.".to_owned()));
        }
        let mut reply = Reply::new();
        if !confirmed {
            reply.push(Block::Title(format!("Hand over to {to}, {}?", counted(led.len(), "review"))));
            reply.push(Block::Points(led.iter().map(|entry| self.review_line(entry)).collect()));
            return Ok(ask(reply, Command::HandOverAll { from: from.to_owned(), to, confirmed: true }));
        }
        let (mut handed, mut left) = (Vec::new(), Vec::new());
        for entry in led {
            let done = at
                .desk
                .diary
                .change(entry.id, Some((&at.asker.who, at.now)), |entry| review::hand_over(entry, to.clone()).map_err(Undone::from));
            // One that was closed meanwhile keeps none of the others from being handed over.
            match done {
                Ok(done) => handed.push(self.review_line(&done)),
                Err(undone) => left.push(format!("{}: {undone}", entry.case)),
            }
        }
        reply.push(Block::Title(format!("Handed over to {to}: {}.", counted(handed.len(), "review"))));
        reply.push(Block::Points(handed));
        if !left.is_empty() {
            reply.push(Block::Heading("Not handed over".into()));
            reply.push(Block::Points(left));
        }
        reply.note("Each can be taken back by itself: /review undo and its case.");
        Ok(Acted { reply, choices: vec![] })
    }

    /// A gentle line for each phrase that the wording check would question, after the words were saved.
    fn thoughts_on(&self, words: &str, case: &str, reply: &mut Reply) {
        let challenges = self.challenged(words);
        for challenge in &challenges {
            self.thought(&self.library.rules[challenge.rule], words.get(challenge.range.clone()).unwrap_or_default(), reply);
        }
        if !challenges.is_empty() {
            reply.note(format!("It is saved as you wrote it. To change it: /review undo {case}, then type it again."));
        }
    }
}
