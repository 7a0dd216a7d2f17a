//! Reviews that come in many at once, such as from a spreadsheet: read with the same rules as those that are typed.

use super::{Moment, Undone};
use crate::bot::Bot;
use crate::diary::cadence::Cadence;
use crate::diary::dates::When;
use crate::diary::entry::Entry;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// One review as it was written; what is empty was not given.
#[derive(Default, Clone)]
pub struct Row {
    /// Where it stood, counted from 1.
    pub line: usize,
    /// The case reference.
    pub case: String,
    /// When it is due.
    pub due: String,
    /// How often it comes round.
    pub every: String,
    /// The kind of review.
    pub kind: String,
    /// The lead's role or initials.
    pub lead: String,
    /// The time of day.
    pub time: String,
}

/// What is wrong with a line. Repeats nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("Line {line}: {reason}")]
pub struct Problem {
    /// Counted from 1.
    pub line: usize,
    /// A sentence.
    pub reason: String,
}

/// What was added: a line for each review.
#[derive(Debug, Default)]
pub struct Imported {
    /// Which review, and when it is due, with its weekday.
    pub lines: Vec<String>,
}

impl Bot {
    /// Everything that is wrong with some rows.
    ///
    /// # Errors
    /// There is no diary.
    pub fn problems(&self, rows: &[Row], now: Timestamp) -> Result<Vec<Problem>, String> {
        Ok(self.read_rows(rows, now)?.1)
    }

    /// Adds the reviews of all rows, if nothing is wrong with any.
    ///
    /// # Errors
    /// A sentence for each thing that is wrong; then none was added.
    pub fn import(&self, rows: &[Row], now: Timestamp) -> Result<Imported, Vec<String>> {
        let (entries, problems) = self.read_rows(rows, now).map_err(|reason| vec![reason])?;
        if !problems.is_empty() {
            return Err(problems.iter().map(Problem::to_string).collect());
        }
        let diary = self.diary().ok_or_else(|| vec![NO_DIARY.to_owned()])?;
        let added = diary.add_all(entries, &self.asker().who, now).map_err(|error| vec![error.to_string()])?;
        Ok(Imported { lines: added.iter().map(|entry| self.review_line(entry)).collect() })
    }

    fn read_rows(&self, rows: &[Row], now: Timestamp) -> Result<(Vec<Entry>, Vec<Problem>), String> {
        let desk = self.desk.as_ref().ok_or_else(|| NO_DIARY.to_owned())?;
        let asker = self.asker();
        let at = Moment { desk, asker: &asker, now, today: desk.diary.schedule().day(now) };
        let (mut entries, mut problems, mut seen) = (Vec::new(), Vec::new(), BTreeMap::new());
        for row in rows {
            let before = problems.len();
            let mut wrong = |reason: String| problems.push(Problem { line: row.line, reason });
            let Some(entry) = self.read_row(&at, row, &mut wrong) else { continue };
            if let Some(line) = seen.insert((entry.case.clone(), entry.kind.clone()), row.line) {
                wrong(format!("That case and kind are in line {line} already. Keep one of the two."));
            }
            if problems.len() == before {
                entries.push(entry);
            }
        }
        Ok((entries, problems))
    }

    /// The review of a row; every field that is wrong is told.
    fn read_row(&self, at: &Moment, row: &Row, wrong: &mut impl FnMut(String)) -> Option<Entry> {
        let mut tell = |undone: Undone| wrong(worded(undone));
        let case = at.desk.cases.read(&row.case).map_err(|error| tell(error.into())).ok();
        let kind = self.kind(given(&row.kind).map(str::to_lowercase).as_deref()).map_err(&mut tell).ok();
        let lead = given(&row.lead).map(|lead| self.lead(lead)).transpose().map_err(&mut tell).ok();
        let every = given(&row.every).map(Cadence::read).transpose().map_err(|error| tell(Undone::Said(error.to_string()))).ok();
        let when = Self::when(at, row).map_err(&mut tell).ok();
        if let (Some(case), Some(kind)) = (&case, &kind) {
            already(at, case, kind).unwrap_or_else(&mut tell);
        }
        let (when, named) = (when?, (at.asker.team.clone(), case?, kind?));
        Some(Entry { lead: lead?, cadence: every?, ..Entry::new(named, (when.date, when.time), at.now) })
    }

    fn when(at: &Moment, row: &Row) -> Result<When, Undone> {
        let typed = given(&row.due).ok_or_else(|| Undone::Said("It has no due date.".to_owned()))?;
        let typed = given(&row.time).map_or_else(|| typed.to_owned(), |time| format!("{typed} {time}"));
        at.day(&super::Wanted::Typed(typed))
    }
}

fn already(at: &Moment, case: &str, kind: &str) -> Result<(), Undone> {
    let known = at.desk.diary.of_case(&at.asker.team, case, Some(kind))?;
    if known.iter().any(Entry::is_open) {
        let reason = "There is an open review of that kind for that case in the diary already. Take the line out, or close that one first.";
        return Err(Undone::Said(reason.to_owned()));
    }
    Ok(())
}

const NO_DIARY: &str = "There is no diary here.";

fn given(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn worded(undone: Undone) -> String {
    match undone {
        Undone::Choose(days) if days.len() > 1 => {
            "That date may mean two days. Write it in figures, day first, such as 3/4/2027.".to_owned()
        }
        Undone::Choose(_) => "That date has no year and is a long way ahead. Write its year.".to_owned(),
        other => other.to_string(),
    }
}
