//! An article: one topic, four short parts, its sources and its example questions.

use super::document::{Document, Section, own};
use super::examples::{self, Example};
use super::later::Later;
use super::{ArticleMeta, Files, Problem};
use sha2::{Digest, Sha256};

/// The mark at the end of a line that rests on general professional knowledge in an article that was checked.
pub const MARK_NOT_CHECKED: &str = "(not yet checked)";

/// One topic of guidance.
#[derive(Debug, Clone)]
pub struct Article {
    /// The file's name without its ending.
    pub id: String,
    /// The title, as a practitioner would say it.
    pub title: String,
    /// The front matter.
    pub meta: ArticleMeta,
    /// *In brief*: the answer at once.
    pub brief: Vec<String>,
    /// *Do*: concrete steps.
    pub steps: Vec<String>,
    /// *Words you could say*.
    pub say: Vec<String>,
    /// *Avoid*.
    pub avoid: Vec<String>,
    /// Questions that this article answers best.
    pub examples: Later<Vec<Example>>,
}

impl Article {
    /// The lines of the four parts, in reading order.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        [&self.brief, &self.steps, &self.say, &self.avoid].into_iter().flatten().map(String::as_str)
    }

    /// The anchor that is its main subject, if it has one.
    #[must_use]
    pub fn main_anchor(&self) -> Option<&str> {
        self.meta.anchors.first().map(String::as_str)
    }

    /// Which edition this is: eight hexadecimal digits that change with its words.
    #[must_use]
    pub fn edition(&self) -> String {
        let words = std::iter::once(self.title.as_str()).chain(self.lines()).collect::<Vec<_>>().join("\n");
        let digest = Sha256::digest(words);
        format!("{:08x}", digest.first_chunk().map_or(0, |start| u32::from_be_bytes(*start)))
    }

    /// Whether some of its lines are marked as not yet checked.
    #[must_use]
    pub fn has_marked_lines(&self) -> bool {
        self.lines().any(|line| line.ends_with(MARK_NOT_CHECKED))
    }
}

pub(super) fn read_all(files: &Files, problems: &mut Vec<Problem>) -> Vec<Article> {
    let mut articles = Vec::new();
    for (id, path) in files.beneath("guidance/", ".md") {
        let examples = Later::of(files.bytes(&format!("guidance/{id}.examples.txt")), examples::read);
        match read(id, files.get(path).unwrap_or_default(), examples) {
            Ok(article) => articles.push(article),
            Err(reason) => problems.push(Problem::new(path, reason)),
        }
    }
    articles
}

fn read(id: &str, text: &'static str, examples: Later<Vec<Example>>) -> Result<Article, String> {
    let Document { meta, title, opening, sections } = Document::<ArticleMeta>::parse(text)?;
    if !opening.is_empty() {
        return Err("text stands before the first `##` heading".into());
    }
    let mut article = Article { id: id.into(), title, meta, brief: vec![], steps: vec![], say: vec![], avoid: vec![], examples };
    for Section { heading, lines } in sections {
        let part = match heading.as_str() {
            "In brief" => &mut article.brief,
            "Do" => &mut article.steps,
            "Words you could say" => &mut article.say,
            "Avoid" => &mut article.avoid,
            other => return Err(format!("unknown heading \"{other}\"; use In brief, Do, Words you could say, Avoid")),
        };
        if !part.is_empty() {
            return Err(format!("the heading \"{heading}\" stands twice"));
        }
        *part = own(lines);
    }
    if article.brief.is_empty() || article.steps.is_empty() {
        return Err("\"In brief\" and \"Do\" must both have text".into());
    }
    Ok(article)
}
