//! How much of what identifies people is found in judged texts, and how many innocent ones are alarmed.

use super::{Kind, Sighting};
use crate::share::Share;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text with what identifies somebody in it. Other fields are ignored.
#[derive(Debug, Clone, Deserialize)]
pub struct JudgedText {
    /// Its name.
    pub id: String,
    /// The text.
    pub text: String,
    /// What identifies somebody; nothing, in an innocent text.
    pub identifying: Vec<Phrase>,
}

/// One phrase that identifies somebody.
#[derive(Debug, Clone, Deserialize)]
pub struct Phrase {
    /// The words, as they stand in the text.
    pub phrase: String,
    /// What they are.
    pub kind: Kind,
}

/// The figures.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figures {
    /// Texts read.
    pub texts: usize,
    /// Of the phrases of all kinds but names, how many are found.
    pub numbers_recall: Share,
    /// Of the names, how many are found.
    pub name_recall: Share,
    /// Of the texts without anything that identifies, in how many something is seen.
    pub innocent_alarmed: Share,
    /// How many phrases there are of all kinds but names.
    pub numbers: usize,
    /// How many names there are.
    pub names: usize,
    /// How many innocent texts there are.
    pub innocent: usize,
    /// Recall by kind.
    pub recall: BTreeMap<Kind, Share>,
}

impl Figures {
    /// Counts one text. A phrase is found when something seen overlaps it anywhere in the text, whatever that is taken for.
    pub fn count(&mut self, judged: &JudgedText, seen: &[Sighting]) {
        self.texts += 1;
        for phrase in &judged.identifying {
            let found = judged.text.match_indices(&phrase.phrase).any(|(start, words)| {
                let end = start + words.len();
                seen.iter().any(|sighting| sighting.range.start < end && start < sighting.range.end)
            });
            self.recall.entry(phrase.kind).or_default().count(found);
            if phrase.kind == Kind::Name { self.name_recall.count(found) } else { self.numbers_recall.count(found) }
        }
        if judged.identifying.is_empty() {
            self.innocent_alarmed.count(!seen.is_empty());
        }
        (self.numbers, self.names) = (self.numbers_recall.whole, self.name_recall.whole);
        self.innocent = self.innocent_alarmed.whole;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(text: &str, identifying: &str) -> JudgedText {
        serde_json::from_str(&format!("{{\"id\":\"a\",\"text\":\"{text}\",\"identifying\":{identifying}}}")).unwrap()
    }

    #[test]
    fn a_phrase_is_found_wherever_something_seen_overlaps_it() {
        let mut figures = Figures::default();
        let text = judged("ab cd ab", "[{\"phrase\":\"ab\",\"kind\":\"school_year\"},{\"phrase\":\"cd\",\"kind\":\"name\"}]");
        figures.count(&text, &[Sighting { range: 5..7, kind: Kind::Other }]);
        assert_eq!((figures.numbers_recall.part, figures.name_recall.part, figures.numbers), (1, 0, 1));
        assert!(!figures.recall.contains_key(&Kind::Other));
        assert_eq!(figures.innocent, 0, "a text with something in it is not innocent");
    }

    #[test]
    fn an_innocent_text_is_alarmed_by_anything() {
        let mut figures = Figures::default();
        figures.count(&judged("ab", "[]"), &[Sighting { range: 0..1, kind: Kind::Name }]);
        figures.count(&judged("ab", "[]"), &[]);
        assert_eq!((figures.innocent_alarmed.part, figures.innocent_alarmed.whole), (1, 2));
    }
}
