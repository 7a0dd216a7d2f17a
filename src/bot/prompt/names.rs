//! Cards as people name them, and as they are named to people.

use crate::bot::Bot;
use crate::diary::prompt::deck::{Card, OWN_TEXT, Table};
use crate::text::fold;

impl Bot {
    /// The card with an id or a title, as it was typed.
    pub(super) fn card_named<'a>(&self, table: &'a Table, typed: &str) -> Option<&'a Card> {
        self.card_opening(table, typed).filter(|(_, rest)| rest.is_empty()).map(|(card, _)| card)
    }

    /// The card whose id or title opens what was typed, and what follows it.
    pub(super) fn card_opening<'a>(&self, table: &'a Table, typed: &str) -> Option<(&'a Card, String)> {
        let typed: Vec<(&str, String)> =
            typed.split_whitespace().map(|word| (word, plain(word))).filter(|(_, plain)| !plain.is_empty()).collect();
        let opens = |name: &str| {
            let name = words(name);
            let all = !name.is_empty() && name.len() <= typed.len() && name.iter().zip(&typed).all(|(name, (_, typed))| name == typed);
            all.then_some(name.len())
        };
        let length = |card: &Card| {
            let title = self.library.prompt(&card.id).map(|prompt| prompt.title.as_str());
            [Some(card.id.as_str()), title].into_iter().flatten().filter_map(opens).max()
        };
        let (length, card) = table.all().filter_map(|card| Some((length(card)?, card))).max_by_key(|(length, _)| *length)?;
        Some((card, typed.iter().skip(length).map(|(word, _)| *word).collect::<Vec<_>>().join(" ")))
    }

    /// A card in a few words, by its id: it may have gone since.
    pub(super) fn card_name(&self, table: &Table, id: &str) -> String {
        if id == OWN_TEXT {
            return "own words".to_owned();
        }
        table.card(id).map_or_else(|| "a card that is no longer there".to_owned(), |card| self.card_title(card))
    }

    /// A card in a few words.
    pub(super) fn card_title(&self, card: &Card) -> String {
        match self.library.prompt(&card.id) {
            Some(prompt) => format!("{} ({})", prompt.title, prompt.id),
            None if card.id == OWN_TEXT => "own words".to_owned(),
            None => format!("the team's own words ({})", card.id),
        }
    }
}

/// A word without its case, and without what stands around it: "fit?" is "fit".
fn plain(word: &str) -> String {
    fold(word).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect()
}
