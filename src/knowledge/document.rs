//! A document: `+++` front matter `+++`, a `# title`, and sections under `##` headings.

use pulldown_cmark::{Event, HeadingLevel, Parser, TagEnd};
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// A parsed document: its typed front matter, its title and its sections in order.
#[derive(Debug)]
pub struct Document<M> {
    /// The front matter.
    pub meta: M,
    /// The text of the one `#` heading.
    pub title: String,
    /// The lines between the title and the first `##` heading.
    pub opening: Vec<Cow<'static, str>>,
    /// The sections under `##` headings.
    pub sections: Vec<Section>,
}

/// One `##` section: its heading, and its paragraphs and list items as plain lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's text.
    pub heading: String,
    /// One line for each paragraph, list item or quoted line; most stand so in the file.
    pub lines: Vec<Cow<'static, str>>,
}

/// Lines that are kept apart from their file.
pub(super) fn own(lines: Vec<Cow<'static, str>>) -> Vec<String> {
    lines.into_iter().map(Cow::into_owned).collect()
}

impl<M: DeserializeOwned> Document<M> {
    /// Parses a document.
    ///
    /// # Errors
    /// A sentence that names what is wrong with the front matter, the title or the sections.
    pub fn parse(text: &'static str) -> Result<Self, String> {
        let (front, body) = split(text)?;
        let meta = toml::from_str(front).map_err(|error| format!("front matter: {}", one_line(&error.to_string())))?;
        let (title, mut sections) = read_body(body)?;
        let opening = sections.remove(0).lines;
        Ok(Self { meta, title, opening, sections })
    }
}

fn split(text: &str) -> Result<(&str, &str), String> {
    let rest = text.strip_prefix("+++\n").ok_or("the file must open with a line `+++`")?;
    rest.split_once("\n+++\n").ok_or_else(|| "the front matter must end with a line `+++`".into())
}

pub(super) fn one_line(message: &str) -> String {
    message.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The title, and the sections: the first, without a heading, holds what stands before the first `##`.
fn read_body(body: &'static str) -> Result<(String, Vec<Section>), String> {
    let mut title = None;
    let mut sections = vec![Section { heading: String::new(), lines: Vec::new() }];
    let mut line = Cow::Borrowed("");
    for event in Parser::new(body) {
        match event {
            Event::Text(text) | Event::Code(text) if line.is_empty() => line = text.into(),
            Event::Text(text) | Event::Code(text) => line.to_mut().push_str(&text),
            Event::SoftBreak if quoted_apart(&sections) => finish_line(&mut line, &mut sections),
            Event::SoftBreak | Event::HardBreak => line.to_mut().push(' '),
            Event::End(TagEnd::Heading(HeadingLevel::H1)) if title.is_some() => return Err("there must be one `# title` only".into()),
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => title = Some(std::mem::take(&mut line).into_owned()),
            Event::End(TagEnd::Heading(HeadingLevel::H2)) => {
                sections.push(Section { heading: std::mem::take(&mut line).into_owned(), lines: Vec::new() });
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item) => finish_line(&mut line, &mut sections),
            _ => {}
        }
    }
    let title = title.filter(|title| !title.is_empty()).ok_or("a `# title` is missing")?;
    Ok((title, sections))
}

/// In a section of things to say, each line of the file is a saying of its own.
fn quoted_apart(sections: &[Section]) -> bool {
    sections.last().is_some_and(|section| section.heading.starts_with("Words"))
}

fn finish_line(line: &mut Cow<'static, str>, sections: &mut [Section]) {
    let text = match std::mem::take(line) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    if let Some(section) = sections.last_mut().filter(|_| !text.is_empty()) {
        section.lines.push(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Meta {
        kind: String,
    }

    #[test]
    fn a_document_is_front_matter_a_title_and_sections() {
        let text = "+++\nkind = \"x\"\n+++\n\n# A title\n\nWhy.\n\n## Do\n- one\n- two\n\n## Words you could say\n> first\n> second\n";
        let document = Document::<Meta>::parse(text).unwrap();
        assert_eq!((document.meta.kind.as_str(), document.title.as_str()), ("x", "A title"));
        assert_eq!(document.opening, ["Why."]);
        assert_eq!(document.sections[0].lines, ["one", "two"]);
        assert_eq!(document.sections[1].lines, ["first", "second"]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let message = |text: &'static str| Document::<Meta>::parse(text).unwrap_err();
        assert!(message("# no front matter").contains("open with"));
        assert!(message("+++\nkind = \"x\"\n").contains("end with"));
        assert!(message("+++\nkind = \"x\"\nextra = 1\n+++\n# T\n").contains("extra"));
        assert!(message("+++\nkind = \"x\"\n+++\n# A\n# B\n").contains("one `# title`"));
        assert!(message("+++\nkind = \"x\"\n+++\n## Do\n- a\n").contains("title` is missing"));
    }
}
