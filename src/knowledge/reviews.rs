//! Kinds of review, moments that bring one forward, and questions to ask in one. The field notes here are the authoring guide.

use crate::text::{fold, words};
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The most moments offered where none was recognised.
pub const MAX_NEAREST: usize = 5;

/// The fewest letters of a word that may stand for the rest of it.
const MIN_START: usize = 3;

/// Words that tell no moment from another.
const FILLER: &[&str] = &[
    "a", "an", "and", "at", "been", "by", "child", "for", "from", "got", "had", "has", "have", "he", "her", "hes", "his", "in", "is", "of",
    "on", "person", "she", "shes", "the", "their", "they", "theyve", "to", "was", "were", "with", "young", "yp",
];

/// The file `reviews.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviews {
    /// The kinds of review, each a `[[kind]]`.
    #[serde(rename = "kind")]
    pub kinds: Vec<ReviewKind>,
    /// The events that bring a review forward, each a `[[moment]]`.
    #[serde(rename = "moment")]
    pub moments: Vec<Moment>,
    /// The questions for a review, each set a `[[lens]]`; they take turns in this order.
    #[serde(rename = "lens")]
    pub lenses: Vec<Lens>,
}

/// A kind of review and its rhythm.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewKind {
    /// What is typed and kept: small letters and digits, joined by hyphens. Entries name it, so it never changes.
    pub id: String,
    /// What people are shown.
    pub name: String,
    /// How often it comes round where nobody says otherwise, as it would be typed ("14 days"); left out where each date is set by hand.
    pub every: Option<String>,
    /// Why this rhythm, in one sentence.
    pub why: String,
    /// What the rhythm rests on.
    pub basis: Grounds,
    /// Keys of `sources.toml`; may be empty only where nothing was read.
    pub sources: Vec<String>,
    /// The role that sets or holds it, only as the material says; left out where the material names none.
    pub owner: Option<String>,
    /// Whether it is taken where nobody names a kind. One kind has it; of several the first is taken.
    #[serde(default)]
    pub default: bool,
}

/// What the rhythm of a kind of review rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grounds {
    /// The passage was read at the source.
    Read,
    /// General professional knowledge.
    Background,
    /// Lantern's own: shown as a proposal to agree with the safeguarding lead, and never called a legal limit.
    Proposal,
}

/// An event that brings a review forward: a reachable moment, or a rise in risk.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// What is typed and kept: short words joined by hyphens. Entries name it, so it never changes.
    pub id: String,
    /// What people are shown.
    pub name: String,
    /// What people type for it, in small letters; no other moment has the same words. Shown to nobody.
    pub says: Vec<String>,
    /// How soon the review is held.
    pub pace: Pace,
    /// Whether 999 comes first: someone may be hurt now. Always a same-day moment.
    #[serde(default)]
    pub danger: bool,
    /// What to add or check in the plan today, in one or two sentences.
    pub check: String,
    /// The statements of the toolkits that it rests on; at least one.
    pub anchors: Vec<String>,
    /// The id of the article to show at once.
    pub article: String,
}

/// How soon a review is held after a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pace {
    /// A conversation today that changes something.
    SameDay,
    /// A review within two working days.
    TwoWorkingDays,
    /// At the next review that is booked.
    NextReview,
}

/// A way to look at a plan afresh: a few questions for one review.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lens {
    /// Short words joined by hyphens. What was shown is kept by it, so it never changes.
    pub id: String,
    /// What people are shown.
    pub title: String,
    /// Two or three short questions that a practitioner can ask in the review.
    pub questions: Vec<String>,
    /// The statements of the toolkits that it rests on; at least one.
    pub anchors: Vec<String>,
}

impl Reviews {
    /// The kind with this id.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&ReviewKind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }

    /// The kind that is taken where nobody names one. A checked library has one.
    #[must_use]
    pub fn default_kind(&self) -> Option<&ReviewKind> {
        self.kinds.iter().find(|kind| kind.default)
    }

    /// The moment that a person typed: its id, or words of it, in any order, from their first letters on.
    ///
    /// The closest reading that any moment fits decides: all of its words, then some of them, then the first letters of some.
    ///
    /// # Errors
    /// The moments that fit equally well, or else the nearest ones, best first; a danger that was named stands before all. Empty where nothing is near.
    pub fn moment(&self, typed: &str) -> Result<&Moment, Vec<&Moment>> {
        let typed = telling(typed);
        if typed.is_empty() {
            return Err(Vec::new());
        }
        for fits in [is_all, is_part, begins_part] {
            let found: Vec<_> = self.moments.iter().filter(|moment| moment.phrases().any(|phrase| fits(&typed, &phrase))).collect();
            match found.as_slice() {
                [] => {}
                [one] => return Ok(one),
                _ => return Err(found),
            }
        }
        Err(self.nearest(&typed))
    }

    fn nearest(&self, typed: &BTreeSet<String>) -> Vec<&Moment> {
        let alike = |phrase: &BTreeSet<String>| typed.iter().filter(|word| phrase.iter().any(|other| are_alike(word, other))).count();
        let counted = self.moments.iter().map(|moment| (moment.phrases().map(|phrase| alike(&phrase)).max().unwrap_or(0), moment));
        let mut near: Vec<_> = counted.filter(|(count, _)| *count > 0).collect();
        let told = |moment: &Moment| moment.danger && moment.phrases().any(|phrase| phrase.is_subset(typed));
        near.sort_by_key(|(count, moment)| (!told(moment), Reverse(*count), !moment.danger));
        near.into_iter().map(|(_, moment)| moment).take(MAX_NEAREST).collect()
    }
}

impl Moment {
    /// The telling words of its id, its name and what people type for it.
    pub(super) fn phrases(&self) -> impl Iterator<Item = BTreeSet<String>> {
        [&self.id, &self.name].into_iter().chain(&self.says).map(|phrase| telling(phrase))
    }
}

/// The words that tell one moment from another.
pub(super) fn telling(text: &str) -> BTreeSet<String> {
    words(&fold(text)).filter(|word| !FILLER.contains(&word.as_ref())).map(std::borrow::Cow::into_owned).collect()
}

fn is_all(typed: &BTreeSet<String>, phrase: &BTreeSet<String>) -> bool {
    typed == phrase
}

fn is_part(typed: &BTreeSet<String>, phrase: &BTreeSet<String>) -> bool {
    typed.is_subset(phrase)
}

fn begins_part(typed: &BTreeSet<String>, phrase: &BTreeSet<String>) -> bool {
    typed.iter().all(|word| phrase.iter().any(|other| word == other || begins(word, other)))
}

fn begins(start: &str, word: &str) -> bool {
    start.chars().count() >= MIN_START && word.starts_with(start)
}

/// Whether two words begin alike or share half of their pairs of letters, as a word and its misspelling do.
fn are_alike(one: &str, other: &str) -> bool {
    let pairs = |word: &str| -> BTreeSet<(char, char)> { word.chars().zip(word.chars().skip(1)).collect() };
    let (left, right) = (pairs(one), pairs(other));
    let shared = left.intersection(&right).count();
    begins(one, other) || begins(other, one) || (shared > 0 && 4 * shared >= left.len() + right.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::files;

    fn embedded() -> Reviews {
        toml::from_str(files::embedded().get("reviews.toml").unwrap()).unwrap()
    }

    fn ids(moments: &[&Moment]) -> Vec<String> {
        moments.iter().map(|moment| moment.id.clone()).collect()
    }

    #[test]
    fn what_people_type_is_recognised() {
        let reviews = embedded();
        for (typed, id) in [
            ("arrest", "arrest"),
            ("She\u{2019}s been ARRESTED", "arrest"),
            ("The child was arrested", "arrest"),
            ("custody released", "arrest"),
            ("in A&E", "injury"),
            ("stabbed", "injury"),
            ("17½", "turning-17-and-a-half"),
            ("turning 17", "turning-17"),
            ("17.5", "turning-17-and-a-half"),
            ("family threat", "threat"),
            ("missing", "missing"),
            ("suspen", "exclusion"),
            ("self harm", "self-harm"),
            ("wants-out", "wants-out"),
            ("boyfriend", "new-partner"),
            ("moved placement", "move-of-home"),
        ] {
            let found =
                reviews.moment(typed).map_or_else(|near| format!("says nothing, near {:?}", ids(&near)), |moment| moment.id.clone());
            assert!(found.starts_with(id), "{typed}: {found}");
        }
    }

    #[test]
    fn every_moment_is_found_by_its_id_its_name_and_all_that_people_type() {
        let reviews = embedded();
        for moment in &reviews.moments {
            for typed in [&moment.id, &moment.name].into_iter().chain(&moment.says) {
                let found = reviews.moment(typed).map(|found| &found.id).map_err(|near| ids(&near));
                assert_eq!(found, Ok(&moment.id), "{typed}");
            }
        }
    }

    #[test]
    fn what_fits_several_offers_them_all_and_chooses_none() {
        let reviews = embedded();
        let several = |typed: &str| ids(&reviews.moment(typed).unwrap_err());
        assert_eq!(several("released"), ["arrest", "adult-released"]);
        assert_eq!(several("turning"), ["turning-17", "turning-17-and-a-half", "turning-18"]);
    }

    #[test]
    fn a_denial_or_a_misspelling_is_offered_and_never_taken() {
        let reviews = embedded();
        for (typed, id) in [("not arrested", "arrest"), ("arested", "arrest"), ("exlcuded", "exclusion"), ("threatend", "threat")] {
            let near = reviews.moment(typed).unwrap_err();
            assert!(near.len() <= MAX_NEAREST && ids(&near).contains(&id.to_owned()), "{typed}: {:?}", ids(&near));
        }
    }

    #[test]
    fn a_whole_sentence_is_not_taken_and_a_danger_in_it_is_offered_first() {
        let reviews = embedded();
        for typed in ["stabbed outside school", "stabbed on the way to school, family has a new phone"] {
            assert_eq!(ids(&reviews.moment(typed).unwrap_err())[0], "injury", "{typed}");
        }
    }

    #[test]
    fn what_is_near_nothing_offers_nothing() {
        let reviews = embedded();
        for typed in ["", "  ", "the child", "zzz", "?!"] {
            assert!(reviews.moment(typed).unwrap_err().is_empty(), "{typed}");
        }
    }

    #[test]
    fn the_kind_taken_where_nobody_names_one_is_no_proposal() {
        let reviews = embedded();
        assert_ne!(reviews.default_kind().unwrap().basis, Grounds::Proposal);
        assert!(reviews.kind("core-group").is_some() && reviews.kind("nothing").is_none());
    }
}
