//! Why an answer: which of the asker's words led to an article.

use super::Guide;
use super::terms::Kind;

/// Words of the question and how much they spoke for an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// A stem or two stems in a row, as the matcher reads them.
    pub term: String,
    /// What it added to the article's score.
    pub weight: f32,
}

/// Words that carry the grammar, not the matter: shown only as part of a pair.
const STOP_WORDS: &str = "a am an and are as at be been but by can did do does for from get had has have he her him his how i if im in is it its \
     just me my no not of on or our out s she so that the their them then there they this to up was we were what when who why will with would you your";

/// How many terms an explanation shows.
const MOST_TERMS: usize = 6;

impl Guide {
    /// The words of the question that spoke most for the article, strongest first.
    #[must_use]
    pub fn why(&self, question: &str, article: usize) -> Vec<Reason> {
        let reading = self.reader.read(question);
        let weights: rustc_hash::FxHashMap<u32, f32> = self.learnt.weighed(&self.reader, &reading).into_iter().collect();
        let mut found: Vec<Reason> = Vec::new();
        self.reader.visit(&reading, |kind, text| {
            let id = self.learnt.find(kind, text).filter(|_| matches!(kind, Kind::Stem | Kind::Pair));
            let Some((id, weight)) = id.and_then(|id| Some((id, weights.get(&id)?))) else { return };
            let reason = Reason { term: text.to_owned(), weight: weight * self.learnt.topic(id, article) };
            if reason.weight > 0.0 && !is_stop_word(&reason.term) && !found.iter().any(|other| other.term == reason.term) {
                found.push(reason);
            }
        });
        found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        found.truncate(MOST_TERMS);
        found
    }
}

fn is_stop_word(term: &str) -> bool {
    STOP_WORDS.split(' ').any(|word| word == term)
}
