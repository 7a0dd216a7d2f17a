//! What supervisors do with a prompt that waits: leave the next one out, call it off, take that back.

use super::Command;
use super::announce::{kind_of, when};
use crate::bot::Bot;
use crate::bot::reply::{Block, Reply};
use crate::bot::review::{Acted, Moment, Undone, ask};
use crate::diary::book::DiaryError;
use crate::diary::entry::Entry;
use crate::diary::prompt::{self, KIND};
use jiff::ToSpan;

impl Bot {
    pub(super) fn skip_prompt(at: &Moment, which: &str) -> Result<Acted, Undone> {
        let entry = Self::series(at, which, true)?;
        let once = || Undone::Said(format!("{} comes once only. To call it off: /prompt cancel {}.", entry.case, entry.case));
        // With it goes what would come on the same working day.
        let skipped = |entry: Entry| {
            let after = at.schedule().first_working_day(entry.due).saturating_add(1.day());
            prompt::skip(entry, at.today.max(after)).ok_or_else(once)
        };
        let left_out = when(&at.schedule(), &entry, at.now);
        let entry = at.desk.diary.change(entry.id, Some((&at.asker.who, at.now)), skipped)?;
        let mut acted =
            Acted::text(format!("Left out: {left_out}. The next of {} is on {}.", entry.case, when(&at.schedule(), &entry, at.now)));
        acted.reply.note(format!("To take it back: /prompt undo {}.", entry.case));
        Ok(acted)
    }

    pub(super) fn cancel_prompt(at: &Moment, which: &str, confirmed: bool) -> Result<Acted, Undone> {
        let entry = Self::series(at, which, true)?;
        let kind = entry.prompt.as_ref().map(|series| kind_of(&entry, series)).unwrap_or_default();
        if !confirmed {
            let mut reply = Reply::new();
            reply.push(Block::Title(format!(
                "Cancel {}, {kind}? The next would be on {}.",
                entry.case,
                when(&at.schedule(), &entry, at.now)
            )));
            return Ok(ask(reply, Command::Cancel { which: entry.case, confirmed: true }.into()));
        }
        let entry = at.desk.diary.change(entry.id, Some((&at.asker.who, at.now)), |entry| Ok::<_, Undone>(prompt::close(entry)))?;
        let mut acted = Acted::text(format!("Cancelled: {}, {kind}. Nothing more of it is posted.", entry.case));
        acted.reply.note(format!("To take it back: /prompt undo {}.", entry.case));
        Ok(acted)
    }

    pub(super) fn undo_prompt(at: &Moment, which: &str) -> Result<Acted, Undone> {
        let entry = Self::series(at, which, false)?;
        if entry.closed && entry.cadence.is_none() && entry.announced.is_some() {
            return Err(Undone::Said(format!("{} was posted already. What was posted cannot be taken back.", entry.case)));
        }
        let back = at.desk.diary.undo(entry.id, &at.asker.who, at.now).map_err(|error| match error {
            DiaryError::NothingToUndo => Undone::Said(
                "There is nothing of yours to undo there: only your own last change, for 24 hours, can be taken back.".to_owned(),
            ),
            error => error.into(),
        })?;
        Ok(Acted::text(match back {
            Some(entry) => format!("Taken back. The next of {} is on {}.", entry.case, when(&at.schedule(), &entry, at.now)),
            None => format!("Taken back: {} is no longer in the diary.", entry.case),
        }))
    }

    /// The prompt with a short name, as it was typed.
    pub(super) fn series(at: &Moment, typed: &str, open: bool) -> Result<Entry, Undone> {
        let digits = typed.trim().trim_start_matches(['P', 'p']).trim_start_matches('-');
        let name = digits.parse::<u64>().map(|number| format!("P-{number}")).unwrap_or_default();
        let found = at.desk.diary.of_case(&at.asker.team, &name, Some(KIND))?.pop();
        let found = found.filter(|entry| entry.prompt.is_some() && (entry.is_open() || !open));
        found.ok_or_else(|| {
            Undone::Said("I have no prompt of that name that waits to be posted. /prompt list shows those I have.".to_owned())
        })
    }
}
