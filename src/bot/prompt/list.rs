//! What waits to be posted, and the cards.

use super::announce::kind_of;
use super::theme_of;
use crate::bot::Bot;
use crate::bot::reply::{Block, Reply};
use crate::bot::review::{Acted, Moment, Undone};
use crate::diary::prompt::deck::OWN_THEME;
use crate::knowledge::Theme;
use std::collections::BTreeSet;

/// How many cards are shown at once.
const MOST_SHOWN: usize = 50;

impl Bot {
    /// The prompts that wait, each with its next day and card; and the themes.
    pub(super) fn list_prompts(&self, at: &Moment) -> Result<Acted, Undone> {
        let (schedule, mut table) = (at.schedule(), at.desk.diary.table(&at.asker.team, None)?);
        let mut reply = Reply::new();
        reply.push(Block::Title(format!("Prompts of {}", self.place.team.name)));
        let mut lines = Vec::new();
        for entry in at.desk.diary.prompts(&at.asker.team)? {
            let Some(series) = &entry.prompt else { continue };
            let Some(card) = table.next(series) else { continue };
            let without = table.is_without(series);
            table.take(&card, series);
            let refused = if entry.refused { " The team's channel refused the last one: please look why." } else { "" };
            let without = if without { " No card of its themes is left; any other comes." } else { "" };
            let line = self.prompt_line((&schedule, at.now), &entry, &card);
            lines.push(format!("{line} ({}).{without}{refused}", kind_of(&entry, series)));
        }
        if lines.is_empty() {
            reply.text("None waits to be posted. A supervisor makes a series with /prompt schedule Monday every 2 weeks.");
        }
        reply.push(Block::Points(lines));
        reply.push(Block::Heading("Themes, with the number of cards".into()));
        let themes = Theme::ALL.iter().map(|theme| (theme.name(), theme.meaning())).chain([(OWN_THEME, "your team's own cards")]);
        let counted = themes.map(|(name, meaning)| (name, meaning, table.cards(&BTreeSet::from([name.to_owned()])).count()));
        reply.push(Block::Points(
            counted.filter(|(.., count)| *count > 0).map(|(name, meaning, count)| format!("{name}: {meaning} ({count})")).collect(),
        ));
        reply.note("The cards: /prompt list cards language. One of them: /prompt preview and its name.".to_owned());
        Ok(Acted { reply, choices: vec![] })
    }

    /// The cards of a theme, or all; and those that the team has left out.
    pub(super) fn list_cards(&self, at: &Moment, theme: &str) -> Result<Acted, Undone> {
        let table = at.desk.diary.table(&at.asker.team, None)?;
        let themes = if theme.is_empty() { BTreeSet::new() } else { BTreeSet::from([theme_of(&table, theme)?]) };
        let mut lines: Vec<String> = table
            .cards(&themes)
            .map(|card| {
                let prompt = self.library.prompt(&card.id);
                let title = prompt.map(|prompt| prompt.title.clone()).or_else(|| card.text.clone()).unwrap_or_default();
                format!("{}: {title}", card.id)
            })
            .collect();
        let more = lines.len().saturating_sub(MOST_SHOWN);
        lines.truncate(MOST_SHOWN);
        let mut reply = Reply::new();
        reply.push(Block::Title(if theme.is_empty() { "Cards".to_owned() } else { format!("Cards: {theme}") }));
        reply.push(Block::Points(lines));
        if more > 0 {
            reply.note(format!("{more} more. Name a theme to see fewer: /prompt list cards language."));
        }
        let retired = at.desk.diary.retired(&at.asker.team)?;
        if !retired.is_empty() {
            reply.push(Block::Heading("Left out for our team".into()));
            reply.push(Block::Points(retired.iter().map(|card| format!("{}: {}", card.card, card.reason)).collect()));
        }
        Ok(Acted { reply, choices: vec![] })
    }
}
