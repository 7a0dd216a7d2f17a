//! Everything Lantern knows about, in groups.

use super::Bot;
use super::reply::{Block, Reply};
use crate::knowledge::Article;
use crate::text::fold;

/// The groups, and how the id of an article's main anchor begins in each.
const GROUPS: [(&str, &[&str]); 4] = [
    (
        "What it is, and the first response",
        &[
            "clt.term",
            "clt.experience",
            "clt.no-definition",
            "clt.safeguarding-response",
            "clt.scale",
            "clt.interlinks",
            "clt.three-steps",
            "sp.self-safeguard",
        ],
    ),
    ("How the county lines model works", &["sp.model"]),
    ("Working with a child", &["clt.tip", "sp.principle", "sp.webinar"]),
    ("What comes next in practice", &[""]),
];

impl Bot {
    /// The articles whose title, id or words contain what was typed, or all of them.
    #[must_use]
    pub fn topics(&self, typed: &str) -> Reply {
        let wanted = fold(typed.trim());
        let found: Vec<&Article> = self.library.articles.iter().filter(|article| mentions(article, &wanted)).collect();
        let mut reply = Reply::new();
        if found.is_empty() {
            reply.text("No article has that word. /topics shows them all.");
            return reply;
        }
        for (at, (heading, _)) in GROUPS.iter().enumerate() {
            let group: Vec<&&Article> = found.iter().filter(|article| group_of(article) == at).collect();
            if group.is_empty() {
                continue;
            }
            reply.push(Block::Heading((*heading).into()));
            let titles = group.iter().map(|article| article.title.clone()).collect();
            reply.push(Block::Choices { first: reply.choices.len() + 1, titles });
            reply.choices.extend(group.iter().map(|article| article.id.clone()));
        }
        reply
    }
}

fn group_of(article: &Article) -> usize {
    let anchor = article.main_anchor().unwrap_or_default();
    GROUPS.iter().position(|(_, starts)| starts.iter().any(|start| anchor.starts_with(start))).unwrap_or(GROUPS.len() - 1)
}

fn mentions(article: &Article, wanted: &str) -> bool {
    let mut texts = std::iter::once(article.title.as_str()).chain(std::iter::once(article.id.as_str())).chain(article.lines());
    wanted.is_empty() || texts.any(|text| fold(text).contains(wanted))
}
