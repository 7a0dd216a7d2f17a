//! What people think of articles and of wording rules: counts alone, by place and edition. No text, and nobody's name.

use super::book::{Diary, DiaryError, TRIES};
use super::store::{Change, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody thinks of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opinion {
    /// It helped.
    Helpful,
    /// It does not fit here.
    NotRightHere,
    /// It is out of date.
    OutOfDate,
}

impl Opinion {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Helpful, Self::NotRightHere, Self::OutOfDate];

    /// Its name in records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Helpful => "helpful",
            Self::NotRightHere => "not-right-here",
            Self::OutOfDate => "out-of-date",
        }
    }

    /// As people say it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Helpful => "Helpful",
            Self::NotRightHere => "Not right here",
            Self::OutOfDate => "Out of date",
        }
    }

    /// The one with a name.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|opinion| opinion.name() == name)
    }
}

/// Where a count is kept: by the place, the article, its edition and the opinion.
fn key(place: &str, article: &str, edition: &str, opinion: Opinion) -> Vec<u8> {
    format!("f/{place}/{article}/{edition}/{}", opinion.name()).into_bytes()
}

impl Diary {
    /// Counts an opinion of one edition of an article (or of a wording rule, as `rule:ID`), in one place.
    ///
    /// # Errors
    /// The store fails.
    pub fn count_opinion(&self, place: &str, (article, edition): (&str, &str), opinion: Opinion) -> Result<(), DiaryError> {
        let key = key(place, article, edition, opinion);
        for _ in 0..TRIES {
            let known = self.store.get(&key)?;
            let more = known.as_deref().and_then(super::book::number).unwrap_or(0) + 1;
            match self.store.change(Change::put(key.clone(), more.to_string()).expecting(key.clone(), known)).wait() {
                Err(StoreError::Changed) => {}
                done => return Ok(done?),
            }
        }
        Err(StoreError::Changed.into())
    }

    /// Forgets all counts of one place.
    ///
    /// # Errors
    /// The store fails.
    pub fn forget_opinions(&self, place: &str) -> Result<(), DiaryError> {
        let mut keys = Vec::new();
        self.under(&format!("f/{place}"), |key, _| {
            keys.push(key.to_vec());
            Ok(())
        })?;
        Ok(self.store.change(Change { removes: keys, ..Change::default() }).wait()?)
    }

    /// The places in which anything was counted.
    ///
    /// # Errors
    /// The store fails.
    pub fn places_with_opinions(&self) -> Result<BTreeSet<String>, DiaryError> {
        let mut places = BTreeSet::new();
        self.under("f", |key, _| {
            places.extend(String::from_utf8_lossy(key).split('/').nth(1).map(str::to_owned));
            Ok(())
        })?;
        Ok(places)
    }

    /// What is thought of the articles in one place: counts by article, edition and opinion.
    ///
    /// # Errors
    /// The store fails.
    pub fn opinions(&self, place: &str) -> Result<BTreeMap<(String, String, Opinion), u64>, DiaryError> {
        let mut counts = BTreeMap::new();
        self.under(&format!("f/{place}"), |key, count| {
            let text = String::from_utf8_lossy(key);
            let mut parts = text.split('/').skip(2).map(str::to_owned);
            if let (Some(article), Some(edition), Some(opinion)) = (parts.next(), parts.next(), parts.next()) {
                let known = Opinion::read(&opinion).zip(super::book::number(count));
                counts.extend(known.map(|(opinion, count)| ((article, edition, opinion), count)));
            }
            Ok(())
        })?;
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_opinion_is_read_by_its_name() {
        for opinion in Opinion::ALL {
            assert_eq!(Opinion::read(opinion.name()), Some(opinion));
        }
        assert_eq!(Opinion::read("other"), None);
    }
}
