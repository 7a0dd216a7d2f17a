//! Why an answer: which of the asker's words led to an article.

use super::Guide;
use super::terms::Kind;

/// Words of the question and how much they spoke for an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// A stem or two stems in a row, as the matcher reads them.
    pub term: String,
    /// What it added to the article's score.
    pub weight: f32,
}

/// How many terms an explanation shows.
const MOST_TERMS: usize = 6;

impl Guide {
    /// The words of the question that spoke most for the article, strongest first.
    #[must_use]
    pub fn why(&self, question: &str, article: usize) -> Vec<Evidence> {
        let weights: rustc_hash::FxHashMap<u32, f32> = self.lexicon.weighed(question).into_iter().collect();
        let mut found: Vec<Evidence> = Vec::new();
        self.lexicon.reader().visit(question, |kind, text| {
            let id = self.lexicon.id(kind, text).filter(|_| matches!(kind, Kind::Stem | Kind::Pair));
            let Some((id, weight)) = id.and_then(|id| Some((id, weights.get(&id)?))) else { return };
            let evidence = Evidence { term: text.to_owned(), weight: weight * self.topics.weight(id, article) };
            if evidence.weight > 0.0 && !found.iter().any(|other| other.term == evidence.term) {
                found.push(evidence);
            }
        });
        found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        found.truncate(MOST_TERMS);
        found
    }
}
