//! A shuffle bag: no card comes again before all were used.
//!
//! The order is that of a hash of the team, the themes, the round and the card: the same after a restart, and another one in every round.
//! Nothing is drawn ahead, so that a new card joins at once and one that has gone is missed by nobody.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// What was used of a set of cards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bag {
    /// The themes of its cards; all, if empty.
    pub themes: BTreeSet<String>,
    /// How many rounds were begun.
    pub round: u32,
    /// The card that was used last.
    pub last: Option<String>,
    /// The cards that were used in this round.
    pub used: BTreeSet<String>,
}

impl Bag {
    /// A bag of which nothing was used yet.
    #[must_use]
    pub fn new(themes: BTreeSet<String>) -> Self {
        Self { themes, round: 1, ..Self::default() }
    }

    /// The next card of a pool; none where that is empty. Cards that are `held` are just being posted, and count as used.
    #[must_use]
    pub fn draw<'a>(&self, salt: &str, pool: &[&'a str], held: &BTreeSet<String>) -> Option<&'a str> {
        let all = || pool.iter().copied();
        let free = |card: &&str| !held.contains(*card);
        let left: Vec<&str> = all().filter(|card| !self.used.contains(*card)).filter(free).collect();
        let (round, left) = if left.is_empty() { (self.round + 1, self.anew(pool, held)) } else { (self.round, left) };
        left.into_iter().min_by_key(|card| (order(salt, &self.name(), round, card), *card))
    }

    /// What a new round may open with: nothing that is held, and not what closed the last one, as far as there is a choice.
    fn anew<'a>(&self, pool: &[&'a str], held: &BTreeSet<String>) -> Vec<&'a str> {
        let other = |card: &&str| self.last.as_deref() != Some(*card);
        let free: Vec<&str> = pool.iter().copied().filter(|card| !held.contains(*card)).collect();
        let free_others: Vec<&str> = free.iter().copied().filter(other).collect();
        let others: Vec<&str> = pool.iter().copied().filter(other).collect();
        [free_others, free, others].into_iter().find(|some| !some.is_empty()).unwrap_or_else(|| pool.to_vec())
    }

    /// Takes a card out. Where all of the pool were used before, or are `held` by others, a new round begins with it.
    pub fn take(&mut self, card: &str, pool: &[&str], held: &BTreeSet<String>) {
        if pool.iter().all(|card| self.used.contains(*card) || held.contains(*card)) {
            self.round += 1;
            self.used.clear();
        }
        self.used.insert(card.to_owned());
        self.last = Some(card.to_owned());
    }

    /// Its themes in one word.
    #[must_use]
    pub fn name(&self) -> String {
        name(&self.themes)
    }
}

/// A set of themes in one word.
pub(super) fn name(themes: &BTreeSet<String>) -> String {
    if themes.is_empty() { "all".to_owned() } else { themes.iter().map(String::as_str).collect::<Vec<_>>().join("+") }
}

fn order(salt: &str, name: &str, round: u32, card: &str) -> u64 {
    let digest = Sha256::digest(format!("{salt}|{name}|{round}|{card}"));
    digest.first_chunk().map_or(0, |start| u64::from_be_bytes(*start))
}

/// A bag as it is stored, beside its cards.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header {
    pub version: u8,
    pub themes: BTreeSet<String>,
    pub round: u32,
    pub last: Option<String>,
}

/// A card that was taken, as it is stored: it is used as long as the bag is in this round.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Taken {
    pub version: u8,
    pub round: u32,
}

/// Whether a record can be read.
pub(super) fn reads(key: &[u8], record: &[u8]) -> bool {
    if is_card(key) { super::reads::<Taken>(record) } else { super::reads::<Header>(record) }
}

/// Whether a key is that of a card in a bag, and not of a bag.
pub(super) fn is_card(key: &[u8]) -> bool {
    key.split(|byte| *byte == b'/').count() == 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What happens to a deck.
    #[derive(Debug, Clone)]
    enum Step {
        Draw,
        ByHand(usize),
        Retire(usize),
        Join,
        Reopen,
    }

    fn any_step() -> impl Strategy<Value = Step> {
        prop_oneof![
            6 => Just(Step::Draw),
            1 => (0..40_usize).prop_map(Step::ByHand),
            1 => (0..40_usize).prop_map(Step::Retire),
            1 => Just(Step::Join),
            1 => Just(Step::Reopen),
        ]
    }

    proptest! {
        #[test]
        fn no_card_comes_again_before_all_were_used(start in 1..12_usize, steps in prop::collection::vec(any_step(), 1..120)) {
            let mut pool: Vec<String> = (0..start).map(|n| format!("card-{n}")).collect();
            let (mut next, none) = (start, BTreeSet::new());
            let mut bag = Bag::new(BTreeSet::new());
            // The slow model: what was used since all were.
            let (mut used, mut last): (BTreeSet<String>, Option<String>) = (BTreeSet::new(), None);
            for step in steps {
                let ids: Vec<&str> = pool.iter().map(String::as_str).collect();
                match step {
                    Step::Draw => {
                        let card = bag.draw("north", &ids, &none).unwrap().to_owned();
                        prop_assert_eq!(bag.clone().draw("north", &ids, &none), Some(card.as_str()), "the same every time");
                        if pool.iter().all(|card| used.contains(card)) {
                            used.clear();
                            prop_assert!(pool.len() == 1 || last.as_ref() != Some(&card), "the round opens with the last card");
                        }
                        prop_assert!(used.insert(card.clone()), "{} came again", card);
                        bag.take(&card, &ids, &none);
                        last = Some(card);
                    }
                    Step::ByHand(n) => {
                        let card = pool[n % pool.len()].clone();
                        if pool.iter().all(|card| used.contains(card)) {
                            used.clear();
                        }
                        bag.take(&card, &ids, &none);
                        used.insert(card.clone());
                        last = Some(card);
                    }
                    Step::Retire(n) if pool.len() > 1 => drop(pool.remove(n % pool.len())),
                    Step::Retire(_) => {}
                    Step::Join => {
                        pool.push(format!("card-{next}"));
                        next += 1;
                    }
                    Step::Reopen => bag = bag.clone(),
                }
            }
        }

        #[test]
        fn a_card_that_is_being_posted_is_not_drawn_while_there_is_another(count in 2..10_usize, held in 0..10_usize) {
            let pool: Vec<String> = (0..count).map(|n| format!("card-{n}")).collect();
            let ids: Vec<&str> = pool.iter().map(String::as_str).collect();
            let held = BTreeSet::from([pool[held % count].clone()]);
            let mut bag = Bag::new(BTreeSet::new());
            for _ in 1..count {
                let card = bag.draw("north", &ids, &held).unwrap().to_owned();
                prop_assert!(!held.contains(&card));
                prop_assert!(!bag.used.contains(&card));
                bag.take(&card, &ids, &held);
            }
        }

        #[test]
        fn cards_that_are_settled_later_count_from_when_they_are_held(
            count in 2..8_usize,
            steps in prop::collection::vec((any::<bool>(), 0..8_usize), 1..120),
        ) {
            let pool: Vec<String> = (0..count).map(|n| format!("card-{n}")).collect();
            let ids: Vec<&str> = pool.iter().map(String::as_str).collect();
            let (mut bag, mut held) = (Bag::new(BTreeSet::new()), Vec::<String>::new());
            for (settles, which) in steps {
                let others: BTreeSet<String> = held.iter().cloned().collect();
                if settles && !held.is_empty() {
                    let card = held.remove(which % held.len());
                    let others: BTreeSet<String> = held.iter().cloned().collect();
                    let (round, full) = (bag.round, pool.iter().all(|card| bag.used.contains(card) || others.contains(card)));
                    bag.take(&card, &ids, &others);
                    prop_assert_eq!(bag.round, round + u32::from(full));
                    prop_assert!(bag.used.contains(&card));
                    continue;
                }
                let card = bag.draw("north", &ids, &others).unwrap().to_owned();
                let left: Vec<&String> = pool.iter().filter(|card| !bag.used.contains(*card) && !others.contains(*card)).collect();
                prop_assert!(left.is_empty() || left.contains(&&card), "{} came again before all were used", card);
                prop_assert!(others.len() == count || !others.contains(&card), "{} is just being posted", card);
                let is_posted_at_once = which % 2 == 0;
                if is_posted_at_once {
                    let before = bag.clone();
                    bag.take(&card, &ids, &others);
                    prop_assert!(!before.used.contains(&card) || bag.round > before.round, "a card came again within a round");
                } else if !others.contains(&card) {
                    held.push(card);
                }
            }
        }
    }

    #[test]
    fn rounds_and_teams_have_orders_of_their_own() {
        let pool: Vec<String> = (0..30).map(|n| format!("card-{n}")).collect();
        let ids: Vec<&str> = pool.iter().map(String::as_str).collect();
        let round = |bag: &mut Bag, team: &str| {
            let mut cards = Vec::new();
            for _ in 0..30 {
                let card = bag.draw(team, &ids, &BTreeSet::new()).unwrap();
                bag.take(card, &ids, &BTreeSet::new());
                cards.push(card);
            }
            cards
        };
        let (mut north, mut south) = (Bag::new(BTreeSet::new()), Bag::new(BTreeSet::new()));
        let first = round(&mut north, "north");
        assert_ne!(first, round(&mut north, "north"));
        assert_ne!(first, round(&mut south, "south"));
        assert_eq!((north.round, south.round), (2, 1));
    }

    #[test]
    fn an_empty_deck_gives_nothing() {
        assert_eq!(Bag::new(BTreeSet::new()).draw("north", &[], &BTreeSet::new()), None);
    }
}
