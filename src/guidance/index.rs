//! The articles' own words: BM25 over title and text.

use super::terms::Reader;
use crate::knowledge::Article;
use rustc_hash::FxHashMap;

/// How soon repeats of a term stop counting (the usual 1.2).
const K1: f32 = 1.2;
/// How far long articles are marked down (the usual 0.75).
const B: f32 = 0.75;
/// How often a title's words count.
const TITLE_TIMES: usize = 3;

/// An inverted index over the articles.
pub struct Index {
    postings: FxHashMap<String, Vec<(u32, f32)>>,
    articles: usize,
}

impl Index {
    /// Indexes the articles, in their order.
    #[must_use]
    pub fn build(articles: &[Article], reader: &Reader) -> Self {
        let texts: Vec<Vec<String>> = articles.iter().map(|article| terms_of(article, reader)).collect();
        #[expect(clippy::cast_precision_loss, reason = "word counts are small")]
        let mean = texts.iter().map(Vec::len).sum::<usize>() as f32 / texts.len().max(1) as f32;
        let mut counts: FxHashMap<String, Vec<(u32, f32)>> = FxHashMap::default();
        for (at, text) in texts.iter().enumerate() {
            let article = u32::try_from(at).unwrap_or(u32::MAX);
            for term in text {
                let list = counts.entry(term.clone()).or_default();
                match list.last_mut() {
                    Some((latest, n)) if *latest == article => *n += 1.0,
                    _ => list.push((article, 1.0)),
                }
            }
        }
        for list in counts.values_mut() {
            let rarity = inverse_frequency(texts.len(), list.len());
            for (article, n) in list.iter_mut() {
                #[expect(clippy::cast_precision_loss, reason = "word counts are small")]
                let length = texts[*article as usize].len() as f32 / mean;
                *n = rarity * *n * (K1 + 1.0) / (*n + K1 * (1.0 - B + B * length));
            }
        }
        Self { postings: counts, articles: texts.len() }
    }

    /// Every article's score for a message.
    #[must_use]
    pub fn scores(&self, message: &[String]) -> Vec<f32> {
        let mut scores = vec![0.0; self.articles];
        let mut seen: Vec<&String> = message.iter().collect();
        seen.sort_unstable();
        seen.dedup();
        for (article, score) in seen.into_iter().filter_map(|term| self.postings.get(term)).flatten() {
            scores[*article as usize] += score;
        }
        scores
    }
}

fn terms_of(article: &Article, reader: &Reader) -> Vec<String> {
    let title = reader.read(&article.title).stems;
    let mut all: Vec<String> = title.iter().cycle().take(title.len() * TITLE_TIMES).cloned().collect();
    all.extend(article.lines().flat_map(|line| reader.read(line).stems));
    all
}

#[expect(clippy::cast_precision_loss, reason = "article counts are far below 2^24")]
fn inverse_frequency(total: usize, containing: usize) -> f32 {
    let (total, containing) = (total as f32, containing as f32);
    ((total - containing + 0.5) / (containing + 0.5) + 1.0).ln()
}
