//! What is shown to a person: blocks of text that every front end lays out in its own way.

/// A reply. Replies to questions are always private to the person who asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// What to show, from top to bottom.
    pub blocks: Vec<Block>,
    /// The article shown, by id.
    pub article: Option<String>,
    /// Articles that can be chosen from here, by id, in the order of their numbers from 1.
    pub choices: Vec<String>,
}

/// A part of a reply. Its meaning is in its words; a front end may add weight or colour, never meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Danger: read this first.
    Alert(Vec<String>),
    /// The title of an article or a reply.
    Title(String),
    /// The heading of a part.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Points, in order.
    Points(Vec<String>),
    /// Words to say, each on its own.
    Quotes(Vec<String>),
    /// Titles to choose from, numbered from `first` on.
    Choices {
        /// The number of the first title.
        first: usize,
        /// The titles.
        titles: Vec<String>,
    },
    /// A line of a draft with a phrase in it.
    Excerpt(Excerpt),
    /// Small print: sources, dates, cautions.
    Note(String),
}

/// A line of a draft, or the part of it around a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line's number in the draft, from 1.
    pub line: usize,
    /// The line's text.
    pub text: String,
    /// Where the phrase stands in it, in bytes.
    pub found: std::ops::Range<usize>,
    /// What is said of the phrase.
    pub label: String,
}

impl Reply {
    /// A reply with nothing in it yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a block.
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: impl Into<String>) {
        self.push(Block::Text(text.into()));
    }

    /// Says 999 first, where there may be danger.
    pub(super) fn danger_first(&mut self) {
        self.push(Block::Alert(vec!["If anyone is in danger now, ring 999 first.".into()]));
    }

    /// Adds small print.
    pub fn note(&mut self, text: impl Into<String>) {
        self.push(Block::Note(text.into()));
    }

    /// All words of the reply, a line for each, without layout: for tests and for plain front ends.
    #[must_use]
    pub fn plain(&self) -> String {
        let lines = self.blocks.iter().flat_map(|block| match block {
            Block::Alert(lines) | Block::Points(lines) | Block::Quotes(lines) | Block::Choices { titles: lines, .. } => lines.clone(),
            Block::Excerpt(excerpt) => vec![format!(
                "Line {}: \"{}\": {}",
                excerpt.line,
                excerpt.text.get(excerpt.found.clone()).unwrap_or_default(),
                excerpt.label
            )],
            Block::Title(text) | Block::Heading(text) | Block::Text(text) | Block::Note(text) => vec![text.clone()],
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}
