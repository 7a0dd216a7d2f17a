//! Replies in plain text, wrapped to the terminal. Weight and colour only repeat what the words say.

use crate::bot::{Block, Excerpt, Reply};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};
use std::fmt::Write;
use textwrap::{Options, WordSeparator, WordSplitter};

/// The widest a line gets, however wide the terminal is: longer ones are hard to read.
const WIDEST: usize = 80;
/// The narrowest layout that is tried.
const NARROWEST: usize = 30;

const STRONG: Style = Style::new().bold();
const DANGER: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
const SMALL: Style = Style::new().dimmed();

/// How many columns to lay out for.
pub(super) fn columns() -> usize {
    textwrap::termwidth().clamp(NARROWEST, WIDEST)
}

/// A reply as text, a blank line before each new part.
pub(super) fn layout(reply: &Reply, columns: usize) -> String {
    let mut out = String::new();
    for block in &reply.blocks {
        match block {
            Block::Alert(lines) => {
                let first = lines.first().map(|line| styled(DANGER, &wrap(line, columns, "", "")));
                out.extend(first.map(|line| format!("\n{line}\n")));
                out.extend(lines.iter().skip(1).map(|line| format!("{}\n", wrap(line, columns, "- ", "  "))));
            }
            Block::Title(text) | Block::Heading(text) => put(&mut out, "\n", &styled(STRONG, &wrap(text, columns, "", ""))),
            Block::Text(text) => put(&mut out, "", &wrap(text, columns, "", "")),
            Block::Points(lines) => lines.iter().for_each(|line| put(&mut out, "", &wrap(line, columns, "- ", "  "))),
            Block::Quotes(lines) => lines.iter().for_each(|line| put(&mut out, "", &wrap(&quoted(line), columns, "  ", "  "))),
            Block::Choices { first, titles } => {
                for (number, title) in (*first..).zip(titles) {
                    put(&mut out, "", &wrap(title, columns, &format!("{:9}", format!("/more {number}")), "         "));
                }
            }
            Block::Excerpt(excerpt) => put(&mut out, "", &draw(excerpt, columns)),
            Block::Note(text) => put(&mut out, "\n", &styled(SMALL, &wrap(text, columns, "", ""))),
        }
    }
    if reply.article.is_none() && !reply.choices.is_empty() {
        put(&mut out, "\n", &styled(SMALL, "/more N reads number N."));
    }
    out
}

/// The line with the phrase underlined, as compilers show theirs.
fn draw(excerpt: &Excerpt, columns: usize) -> String {
    let marked = AnnotationKind::Primary.span(excerpt.found.clone()).label(&excerpt.label);
    let line = Snippet::source(&excerpt.text).line_start(excerpt.line).annotation(marked);
    Renderer::styled().term_width(columns).render(&[Group::with_title(Level::NOTE.no_name().primary_title("")).element(line)])
}

fn put(out: &mut String, before: &str, text: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{before}{text}");
}

/// Words to say in quotation marks, unless the curator has set them already.
fn quoted(line: &str) -> String {
    if line.contains(['"', '“']) { line.to_owned() } else { format!("\"{line}\"") }
}

fn wrap(text: &str, columns: usize, first: &str, next: &str) -> String {
    // A web address or a hyphened word is never broken.
    let options = Options::new(columns).initial_indent(first).subsequent_indent(next).break_words(false);
    textwrap::fill(text, options.word_separator(WordSeparator::AsciiSpace).word_splitter(WordSplitter::NoHyphenation))
}

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_terminal_and_no_word_is_lost() {
        let long = "word ".repeat(60);
        let mut reply = Reply::new();
        reply.push(Block::Points(vec![long.clone()]));
        reply.text(&long);
        let text = layout(&reply, 40);
        assert!(text.lines().all(|line| line.chars().count() <= 40));
        assert_eq!(text.matches("word").count(), 120);
    }
}
