//! The cards that a team can draw, and its bags.

use super::bag::{self, Bag, Header, Taken};
use super::suggestion::State;
use super::{Series, VERSION, What, team_key, written};
use crate::diary::book::{Diary, DiaryError};
use crate::diary::entry::{Entry, EntryId};
use crate::diary::erasure::owed;
use crate::diary::store::{Change, Pair};
use crate::knowledge::Prompt;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The theme of the team's own cards that were given no other.
pub const OWN_THEME: &str = "own";
/// What stands for the supervisor's own words in place of a card.
pub const OWN_TEXT: &str = "own-text";

/// A card, as the diary knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// Its theme.
    pub theme: String,
    /// Its words, where they are the team's own.
    pub text: Option<String>,
}

/// The cards that every team has.
#[derive(Debug, Clone, Default)]
pub struct Deck(Arc<Vec<Card>>);

impl Deck {
    /// The deck of these cards.
    #[must_use]
    pub fn of(prompts: &[Prompt]) -> Self {
        let card = |prompt: &Prompt| Card { id: prompt.id.clone(), theme: prompt.meta.theme.name().to_owned(), text: None };
        Self(Arc::new(prompts.iter().map(card).collect()))
    }
}

impl FromIterator<Card> for Deck {
    fn from_iter<I: IntoIterator<Item = Card>>(cards: I) -> Self {
        Self(Arc::new(cards.into_iter().collect()))
    }
}

/// A card that is not for a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retired {
    /// The record's version.
    pub version: u8,
    /// The card's id.
    pub card: String,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A team's cards and bags at one moment.
#[derive(Debug, Clone)]
pub struct Table {
    salt: String,
    cards: Vec<Card>,
    retired: BTreeSet<String>,
    bags: BTreeMap<String, Bag>,
    held: BTreeSet<String>,
}

impl Table {
    /// The cards of some themes that the team has not retired; all themes, if none is named.
    pub fn cards<'a>(&'a self, themes: &'a BTreeSet<String>) -> impl Iterator<Item = &'a Card> {
        self.cards.iter().filter(|card| !self.retired.contains(&card.id) && (themes.is_empty() || themes.contains(&card.theme)))
    }

    /// The card with this id, retired or not.
    #[must_use]
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.id == id)
    }

    /// All cards, retired ones as well.
    pub fn all(&self) -> impl Iterator<Item = &Card> {
        self.cards.iter()
    }

    /// The themes of which a prompt draws its card: those of its series, and in the place of a card that was retired that card's. None
    /// where it draws no card.
    #[must_use]
    pub fn themes(&self, series: &Series) -> Option<BTreeSet<String>> {
        match &series.what {
            What::Own(_) => None,
            What::Card(id) => match self.card(id) {
                Some(card) => self.is_retired(id).then(|| BTreeSet::from([card.theme.clone()])),
                None => Some(series.themes.clone()),
            },
            What::Deck => Some(series.themes.clone()),
        }
    }

    /// Whether a prompt names themes of which no card is left, so that any other card comes.
    #[must_use]
    pub fn is_without(&self, series: &Series) -> bool {
        self.themes(series).is_some_and(|themes| !themes.is_empty() && self.cards(&themes).next().is_none())
    }

    /// Whether the team has retired a card.
    #[must_use]
    pub fn is_retired(&self, id: &str) -> bool {
        self.retired.contains(id)
    }

    /// What can be drawn: cards of the themes; where none is left, any; where the team has retired all, all the same.
    fn pool(&self, themes: &BTreeSet<String>) -> Vec<&str> {
        let ids = |themes: &BTreeSet<String>| self.cards(themes).map(|card| card.id.clone()).collect::<BTreeSet<_>>();
        let wanted = [ids(themes), ids(&BTreeSet::new())].into_iter().find(|ids| !ids.is_empty());
        self.cards.iter().map(|card| card.id.as_str()).filter(|id| wanted.as_ref().is_none_or(|ids| ids.contains(*id))).collect()
    }

    /// The next card of some themes; none where the deck is empty.
    #[must_use]
    pub fn draw(&self, themes: &BTreeSet<String>) -> Option<&Card> {
        let new = || Bag::new(themes.clone());
        let bag = self.bags.get(&bag::name(themes)).cloned().unwrap_or_else(new);
        self.card(bag.draw(&self.salt, &self.pool(themes), &self.held)?)
    }

    /// What a prompt shows when it is posted; none where the deck is empty.
    #[must_use]
    pub fn next(&self, series: &Series) -> Option<Card> {
        match &series.what {
            What::Own(words) => Some(Card { id: OWN_TEXT.to_owned(), theme: OWN_THEME.to_owned(), text: Some(words.clone()) }),
            What::Card(id) if !self.is_retired(id) && self.card(id).is_some() => self.card(id).cloned(),
            What::Card(_) | What::Deck => self.draw(&self.themes(series)?).cloned(),
        }
    }

    /// Takes a posted card out of every bag that it is in, and says what that changes in the store.
    pub fn take(&mut self, card: &Card, series: &Series) -> Vec<Pair> {
        if card.id == OWN_TEXT {
            return Vec::new();
        }
        if let Some(themes) = self.themes(series) {
            self.bags.entry(bag::name(&themes)).or_insert_with(|| Bag::new(themes));
        }
        let mut puts = Vec::new();
        let mut bags = std::mem::take(&mut self.bags);
        for (name, bag) in &mut bags {
            let pool = self.pool(&bag.themes);
            if !pool.contains(&card.id.as_str()) {
                continue;
            }
            bag.take(&card.id, &pool, &self.held);
            let header = Header { version: VERSION, themes: bag.themes.clone(), round: bag.round, last: bag.last.clone() };
            let key = format!("b/{}/{name}", self.salt);
            puts.push((format!("{key}/{}", card.id).into_bytes(), written(&Taken { version: VERSION, round: bag.round })));
            puts.push((key.into_bytes(), written(&header)));
        }
        self.bags = bags;
        puts
    }
}

impl Diary {
    /// A team's cards and bags as they are now. `but`: an entry whose own card counts as free.
    ///
    /// # Errors
    /// The store fails.
    pub fn table(&self, team: &str, but: Option<EntryId>) -> Result<Table, DiaryError> {
        let salt = team_key(team);
        let mut cards = self.deck.0.to_vec();
        for suggestion in self.suggestions(team)? {
            if let State::Approved { theme } = &suggestion.state {
                cards.push(Card { id: suggestion.card(), theme: theme.clone(), text: Some(suggestion.text.clone()) });
            }
        }
        let retired = self.retired(team)?.into_iter().map(|retired| retired.card).collect();
        Ok(Table { cards, retired, bags: self.bags(&salt)?, held: self.held(team, but)?, salt })
    }

    fn bags(&self, salt: &str) -> Result<BTreeMap<String, Bag>, DiaryError> {
        let (mut bags, mut taken) = (BTreeMap::new(), Vec::new());
        self.under(&format!("b/{salt}"), |key, record| {
            let parts: Vec<String> = String::from_utf8_lossy(key).split('/').map(str::to_owned).collect();
            match parts.as_slice() {
                [_, _, name] => bags.extend(serde_json::from_slice::<Header>(record).ok().map(|header| {
                    (name.clone(), Bag { themes: header.themes, round: header.round, last: header.last, used: BTreeSet::new() })
                })),
                [_, _, name, card] => {
                    taken.extend(serde_json::from_slice::<Taken>(record).ok().map(|one| (name.clone(), card.clone(), one.round)));
                }
                _ => {}
            }
            Ok(())
        })?;
        for (name, card, round) in taken {
            if let Some(bag) = bags.get_mut(&name).filter(|bag| bag.round == round) {
                bag.used.insert(card);
            }
        }
        Ok(bags)
    }

    /// The cards of a team that are being posted, and of which it is not yet recorded that they were, whatever became of their entries.
    fn held(&self, team: &str, but: Option<EntryId>) -> Result<BTreeSet<String>, DiaryError> {
        let mut held = BTreeSet::new();
        for (id, posting) in self.postings()? {
            let Some(card) = posting.card.filter(|_| but != Some(id)) else { continue };
            match self.get(id) {
                Ok(entry) if entry.team == team => drop(held.insert(card)),
                Err(DiaryError::Store(error)) => return Err(error.into()),
                _ => {}
            }
        }
        Ok(held)
    }

    /// What an entry shows when it is posted: what was just being posted of it, or else what comes next.
    pub(in crate::diary) fn card_of(&self, entry: &Entry) -> Result<Option<Card>, DiaryError> {
        let Some(series) = &entry.prompt else { return Ok(None) };
        let held = self.posting(entry.id)?.filter(|posting| posting.is_of(entry)).and_then(|posting| posting.card);
        let table = self.table(&entry.team, held.is_some().then_some(entry.id))?;
        let held = held.and_then(|id| table.card(&id).cloned());
        Ok(held.or_else(|| table.next(series)))
    }

    /// The card of this id for an entry's team, also where it is in no deck any more.
    pub(in crate::diary) fn card_named(&self, entry: &Entry, id: &str) -> Result<Card, DiaryError> {
        let own = entry.prompt.as_ref().and_then(|series| if let What::Own(words) = &series.what { Some(words.clone()) } else { None });
        let known = self.table(&entry.team, None)?.card(id).cloned();
        Ok(known.unwrap_or_else(|| Card { id: id.to_owned(), theme: OWN_THEME.to_owned(), text: own }))
    }

    /// The cards that are not for a team.
    ///
    /// # Errors
    /// The store fails.
    pub fn retired(&self, team: &str) -> Result<Vec<Retired>, DiaryError> {
        self.records(&format!("r/{}", team_key(team)))
    }

    /// Leaves a card out for a team. A reason that was given before is erased.
    ///
    /// # Errors
    /// The store fails.
    pub fn retire(&self, team: &str, card: &str, reason: &str, (by, at): (&str, Timestamp)) -> Result<(), DiaryError> {
        let key = format!("r/{}/{card}", team_key(team));
        let record = Retired { version: VERSION, card: card.to_owned(), reason: reason.to_owned(), by: by.to_owned(), at };
        // Another reason may have stood there.
        let replaced = self.store.get(key.as_bytes())?.map(|_| owed(&key));
        let mut change = Change::put(key, written(&record));
        change.puts.extend(replaced);
        Ok(self.store.change(change).wait()?)
    }

    /// Takes a card up again for a team; why it was left out is erased.
    ///
    /// # Errors
    /// The store fails.
    pub fn unretire(&self, team: &str, card: &str) -> Result<(), DiaryError> {
        self.erase(vec![format!("r/{}/{card}", team_key(team)).into_bytes()])
    }
}
