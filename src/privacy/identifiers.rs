//! What is written by a rule: numbers, addresses, handles, references.
//!
//! A reading is taken apart into tokens once ([`scene`]); each family of identifiers then looks at tokens and at what stands between
//! them, so that spaces, stops, look-alike digits and words for digits make no difference.

mod births;
mod classes;
mod codes;
mod dates;
mod dates_spelt;
mod handles;
mod homes;
mod mail;
mod numbers;
mod online;
mod places;
mod references;
mod scene;
mod schools;
mod spoken;
mod words;

use super::{Kind, Sighting};
use crate::privacy::reading::Reading;
use scene::Scene;
use std::ops::Range;

/// Something found, as a range of the reading.
type Found = (Range<usize>, Kind);

/// Everything of that sort in a text.
pub fn find(reading: &Reading) -> Vec<Sighting> {
    let scene = Scene::new(reading.text());
    let mut found = Vec::new();
    numbers::find(&scene, &mut found);
    codes::find(&scene, &mut found);
    references::find(&scene, &mut found);
    births::find(&scene, &mut found);
    mail::find(&scene, &mut found);
    online::find(&scene, &mut found);
    places::find(&scene, &mut found);
    schools::find(&scene, &mut found);
    found
        .into_iter()
        .map(|(range, kind)| Sighting { range: reading.original(&range), kind })
        .filter(|found| !found.range.is_empty())
        .collect()
}
