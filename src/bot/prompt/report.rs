//! What a team has talked about: by principle this quarter, and in counts. Nothing about persons, and no small numbers.

use crate::bot::Bot;
use crate::bot::reply::{Block, Reply};
use crate::bot::review::{Acted, Moment, Undone, place};
use crate::diary::prompt::learning::{KEPT_MONTHS, kept_from};
use crate::knowledge::Theme;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Counts below this are not told.
pub const FEWEST_TOLD: usize = 5;

impl Bot {
    /// Which principles had no prompt in the team this quarter.
    pub(super) fn coverage(&self, at: &Moment) -> Result<Acted, Undone> {
        let from = quarter(at.today);
        let shown = at.desk.diary.shown(&at.asker.team)?;
        let cards = shown.iter().filter(|shown| shown.day >= from).filter_map(|shown| self.library.prompt(&shown.card));
        let met: BTreeSet<&String> = cards.flat_map(|card| &card.meta.anchors).collect();
        let all: Vec<_> = self.library.principles().collect();
        let missing: Vec<String> =
            all.iter().filter(|(id, _)| !met.contains(id)).map(|(id, says)| format!("{says} ({})", place(id))).collect();
        let mut reply = Reply::new();
        let done = all.len() - missing.len();
        reply.push(Block::Title(format!(
            "{done} of {} principles had a prompt this quarter, since {}",
            all.len(),
            crate::bot::review::on(from, None)
        )));
        if missing.is_empty() {
            reply.text("None is missing. Well done.");
        } else {
            reply.push(Block::Heading("Without a prompt so far".into()));
            reply.push(Block::Points(missing));
            reply
                .note("This is to choose what to talk about next, and no measure of anybody. Own words and your team's own cards count for no principle.".to_owned());
        }
        Ok(Acted { reply, choices: vec![] })
    }

    /// Counts by theme over the last months.
    pub(super) fn report(&self, at: &Moment) -> Result<Acted, Undone> {
        let (diary, team, from) = (&at.desk.diary, &at.asker.team, kept_from(at.today));
        let shown = diary.shown(team)?;
        let posted = counts(shown.iter().filter(|shown| shown.day >= from).map(|shown| shown.theme.as_str()));
        let learned = diary.learned(team, at.today)?;
        // However often a discussion was written about, it was one.
        let discussed: BTreeSet<_> = learned.iter().map(|one| (one.post, &one.card, &one.theme)).collect();
        let discussed = counts(discussed.iter().map(|(.., theme)| theme.as_str()));
        let mut reply = Reply::new();
        reply.push(Block::Title(format!("Prompts of {} in the last {KEPT_MONTHS} months", self.place.team.name)));
        reply.text(format!("Posted: {}. Discussed, with learning points: {}.", total(&posted), total(&discussed)));
        let names = Theme::ALL.iter().map(|theme| theme.name()).chain([crate::diary::prompt::deck::OWN_THEME]);
        let told = |counted: &BTreeMap<&str, usize>, name: &str| said(counted.get(name).copied().unwrap_or(0));
        reply.push(Block::Points(
            names.map(|name| format!("{name}: posted {}, discussed {}", told(&posted, name), told(&discussed, name))).collect(),
        ));
        reply.note("Counts below five are not told. These say what was talked about, never how well anybody works.".to_owned());
        Ok(Acted { reply, choices: vec![] })
    }
}

/// The first day of a calendar quarter.
fn quarter(today: Date) -> Date {
    let month = (today.month() - 1) / 3 * 3 + 1;
    Date::constant(today.year(), month, 1)
}

fn counts<'a>(themes: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counted = BTreeMap::new();
    for theme in themes {
        *counted.entry(theme).or_default() += 1;
    }
    counted
}

fn said(count: usize) -> String {
    match count {
        0 => "none".to_owned(),
        1..FEWEST_TOLD => "fewer than five".to_owned(),
        count => count.to_string(),
    }
}

/// The whole, as far as no small count can be worked out from it: where one is hidden, the whole is not told either.
fn total(counted: &BTreeMap<&str, usize>) -> String {
    let told: usize = counted.values().filter(|count| **count >= FEWEST_TOLD).sum();
    let all: usize = counted.values().sum();
    match told {
        told if told == all => said(all),
        // 8 of two themes are 4 of each.
        0 if all >= FEWEST_TOLD => "five or more".to_owned(),
        0 => said(all),
        told => format!("more than {told}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_quarter_begins_in_january_april_july_or_october() {
        assert_eq!(quarter(date(2026, 11, 25)), date(2026, 10, 1));
        assert_eq!(quarter(date(2027, 1, 1)), date(2027, 1, 1));
        assert_eq!(quarter(date(2027, 6, 30)), date(2027, 4, 1));
    }

    #[test]
    fn no_count_below_five_can_be_worked_out() {
        assert_eq!([0, 1, 4, 5].map(said), ["none", "fewer than five", "fewer than five", "5"]);
        assert_eq!(total(&BTreeMap::from([("plan", 6), ("team", 2)])), "more than 6");
        assert_eq!(total(&BTreeMap::from([("plan", 3), ("team", 3)])), "five or more");
        assert_eq!(total(&BTreeMap::from([("plan", 4), ("team", 4)])), "five or more");
        assert_eq!(total(&BTreeMap::from([("plan", 1), ("team", 1)])), "fewer than five");
        assert_eq!(total(&BTreeMap::new()), "none");
        assert_eq!(total(&BTreeMap::from([("plan", 6), ("team", 5)])), "11");
        assert_eq!(total(&BTreeMap::from([("plan", 2)])), "fewer than five");
    }
}
