//! The interlock: what identifies a person in any free text, found before the text is stored, posted or shown back.
//!
//! [`Interlock::find`] reads a text once, sees through its disguises, and finds two kinds of things: what is written by a rule
//! (`identifiers`: numbers, addresses, handles) and people's names (`names`), which are known by lists and by what stands around them.

mod digits;
mod identifiers;
pub mod measure;
mod names;
mod reading;

use crate::knowledge::Library;
use reading::Reading;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// What identifies a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A person's name.
    Name,
    /// An NHS number.
    Nhs,
    /// A National Insurance number.
    Ni,
    /// A whole UK postcode.
    Postcode,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A date of birth.
    Dob,
    /// A house and its street.
    Address,
    /// A vehicle's registration.
    Vehicle,
    /// A handle or a link to a profile.
    Social,
    /// The reference of a case, a crime or a log that others keep.
    CaseNumber,
    /// A named school with a year or class.
    #[serde(rename = "school_year")]
    SchoolYear,
    /// Any other number that belongs to one person: a passport, a bank account, a device.
    Other,
}

/// Something that identifies a person, and where. Never holds the words themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// Finds what identifies a person. Built once, shared freely.
pub struct Interlock {
    names: names::Names,
    /// The team's own case references, which pass.
    own: Regex,
}

/// Learns what is a person's name: the files of `privacy/learnt`, by name.
#[must_use]
pub fn learn(library: &Library) -> BTreeMap<String, Vec<u8>> {
    BTreeMap::from([(names::FILE.to_owned(), names::Names::learn(library).write())])
}

impl fmt::Debug for Interlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interlock")
    }
}

impl Interlock {
    /// An interlock that lets the references through which match `own` from end to end.
    #[must_use]
    pub fn new(library: &Library, own: Regex) -> Self {
        Self { names: names::Names::new(library), own }
    }

    /// Everything in a text that identifies a person, in order, none over another. Reads the text as data: nothing of it is compiled.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Sighting> {
        let reading = Reading::new(text);
        let mut found = identifiers::find(&reading);
        found.retain(|sighting| !self.is_own(text, sighting));
        let names = self.names.find(&reading, !found.is_empty());
        found.extend(names.into_iter().filter(|sighting| !self.is_own(text, sighting)));
        apart(found)
    }

    /// Whether it is a reference of the team's own. A handle, a name or a number with check digits that looks like one is none.
    fn is_own(&self, text: &str, sighting: &Sighting) -> bool {
        matches!(sighting.kind, Kind::CaseNumber | Kind::Vehicle | Kind::Other)
            && text.get(sighting.range.clone()).is_some_and(|words| self.own.is_match(words))
    }
}

/// In order, none over another: those that overlap are one, of the kind of the longest; what is known by a rule goes before a name.
fn apart(mut found: Vec<Sighting>) -> Vec<Sighting> {
    found.sort_by_key(|sighting| (sighting.range.start, sighting.range.end, sighting.kind));
    let mut kept: Vec<Sighting> = Vec::new();
    let mut longest = 0;
    for sighting in found {
        match kept.last_mut() {
            Some(last) if sighting.range.start < last.range.end => {
                last.range.end = last.range.end.max(sighting.range.end);
                let length = sighting.range.len();
                if length > longest || length == longest && last.kind == Kind::Name {
                    (last.kind, longest) = (sighting.kind, length);
                }
            }
            _ => {
                longest = sighting.range.len();
                kept.push(sighting);
            }
        }
    }
    kept
}

/// The text with what was seen in it masked: `[name]`, `[phone number]`.
#[must_use]
pub fn masked(text: &str, sightings: &[Sighting]) -> String {
    let mut masked = String::new();
    let mut from = 0;
    for sighting in sightings {
        masked.push_str(text.get(from..sighting.range.start).unwrap_or_default());
        masked.push('[');
        masked.push_str(sighting.kind.words());
        masked.push(']');
        from = sighting.range.end;
    }
    masked.push_str(text.get(from..).unwrap_or_default());
    masked
}

impl Kind {
    /// In words, as it is shown to people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nhs => "NHS number",
            Self::Ni => "National Insurance number",
            Self::Postcode => "postcode",
            Self::Phone => "phone number",
            Self::Email => "e-mail address",
            Self::Dob => "date of birth",
            Self::Address => "address",
            Self::Vehicle => "vehicle registration",
            Self::Social => "profile or handle",
            Self::CaseNumber => "case or crime reference",
            Self::SchoolYear => "school with year or class",
            Self::Other => "personal number",
        }
    }
}
