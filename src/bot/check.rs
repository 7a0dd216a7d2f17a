//! A draft in, challenges out: what is said, why it harms, what to ask oneself, what else could be said, and where that comes from.

use super::Bot;
use super::privacy::Seen;
use super::reply::{Block, Excerpt, Reply};
use crate::knowledge::{Rule, Strength};
use crate::language::{Finding, Reason, Standing};
use std::fmt;
use std::ops::Range;

/// The longest draft, in bytes.
pub const MAX_DRAFT_BYTES: usize = 10_000_000;
/// The longest part of a line that is shown around a phrase, in bytes to each side.
const EXCERPT_BYTES: usize = 160;

/// Stands where a line was cut.
const CUT: &str = "…";

/// A draft as it was handed over. Never stored, never logged: its `Debug` shows its length only.
pub struct Draft(String);

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft({} bytes)", self.0.len())
    }
}

/// Why a draft was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DraftRefused {
    /// Nothing but space and marks.
    #[error("There is no text there. Hand over the words you want read: a note, an e-mail, a minute.")]
    Empty,
    /// More than [`MAX_DRAFT_BYTES`].
    #[error("That is over {} megabytes. Hand over a part of it at a time.", MAX_DRAFT_BYTES / 1_000_000)]
    TooLong,
}

impl Draft {
    /// Takes a draft.
    ///
    /// # Errors
    /// [`DraftRefused`] where there is no text, or too much.
    pub fn new(text: String) -> Result<Self, DraftRefused> {
        if text.len() > MAX_DRAFT_BYTES {
            return Err(DraftRefused::TooLong);
        }
        if !text.chars().any(char::is_alphanumeric) {
            return Err(DraftRefused::Empty);
        }
        Ok(Self(text))
    }

    /// Where its lines begin.
    fn line_starts(&self) -> Vec<usize> {
        std::iter::once(0).chain(self.0.match_indices('\n').map(|(at, _)| at + 1)).collect()
    }
}

/// What a check shows.
#[derive(Debug)]
pub struct Checked {
    /// The draft, kept only as long as this.
    pub draft: Draft,
    /// What identifies somebody in it.
    pub seen: Seen,
    /// Every phrase found, in reading order: those challenged, and those left alone with the reason.
    pub findings: Vec<Finding>,
    /// What is shown.
    pub reply: Reply,
}

impl Checked {
    /// What is challenged or asked about.
    pub fn challenged(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_challenged())
    }

    /// The words of a finding, with what identifies somebody masked.
    #[must_use]
    pub fn words(&self, finding: &Finding) -> String {
        self.seen.masked(&self.draft.0, finding.range.clone())
    }
}

/// The lines of a draft as they are shown.
struct Lines<'a> {
    text: &'a str,
    seen: &'a Seen,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(draft: &'a Draft, seen: &'a Seen) -> Self {
        Self { text: &draft.0, seen, starts: draft.line_starts() }
    }

    /// The line around a place, cut to what is near it and masked, with the line's number.
    fn excerpt(&self, range: &Range<usize>, label: &str) -> Excerpt {
        let text = self.text;
        let line = self.starts.partition_point(|start| *start <= range.start);
        let line_start = self.starts[line - 1];
        let line_end = text.get(range.end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| range.end + at);
        let start = text.ceil_char_boundary(line_start.max(range.start.saturating_sub(EXCERPT_BYTES)));
        let end = text.floor_char_boundary(line_end.min(range.end + EXCERPT_BYTES));
        let (before, after) = (if start > line_start { CUT } else { "" }, if end < line_end { CUT } else { "" });
        // A cut falls between words where there are some.
        let part = |part: Range<usize>, is_cut: bool| text.get(part).filter(|_| is_cut);
        let start = part(start..range.start, start > line_start).and_then(|part| part.find(' ')).map_or(start, |at| start + at);
        let end = part(range.end..end, end < line_end).and_then(|part| part.rfind(' ')).map_or(end, |at| range.end + at + 1);
        let (text, found) = self.seen.masked_line(text, start..end, range);
        let found = found.start + before.len()..found.end + before.len();
        Excerpt { line, text: format!("{before}{text}{after}"), found, label: label.to_owned() }
    }
}

impl Bot {
    /// Challenges the wording of a draft.
    #[must_use]
    pub fn check(&self, draft: Draft) -> Checked {
        let findings = self.checker.check(&draft.0);
        let seen = self.seen(&draft.0);
        let lines = Lines::of(&draft, &seen);
        let mut reply = Reply::new();
        let mut explained: Vec<usize> = Vec::new();
        for finding in findings.iter().filter(|finding| finding.is_challenged()) {
            let rule = &self.library.rules[finding.rule];
            let number = explained.len() + 1;
            if let Some(earlier) = explained.iter().position(|known| *known == finding.rule) {
                reply.push(Block::Excerpt(lines.excerpt(&finding.range, &format!("as in {}", earlier + 1))));
                continue;
            }
            explained.push(finding.rule);
            reply.push(Block::Heading(format!("{number}. {}", rule.title)));
            reply.push(Block::Excerpt(lines.excerpt(&finding.range, label(finding, rule))));
            self.advise(rule, finding.standing, &mut reply);
        }
        Self::close(&lines, &findings, &mut reply);
        Checked { draft, seen, findings, reply }
    }

    /// The reason, the question, the alternatives and the source of a rule.
    pub(super) fn advise(&self, rule: &Rule, standing: Standing, reply: &mut Reply) {
        reply.text(&rule.why);
        reply.text(format!("Ask yourself: {}", rule.ask));
        reply.text("If the facts bear it, you could write:");
        reply.push(Block::Points(rule.instead.clone()));
        if standing == Standing::Reported {
            reply.text(format!("These seem to be somebody else's words. You could say to them: \"When we write that, it can sound as if the child is to blame. Could we say what we know instead?\" If it stays, {}.", self.escalation()));
        }
        reply.note(self.wording_source(rule));
    }

    fn escalation(&self) -> String {
        let route = "use your local escalation procedure, or ask your supervisor";
        self.place.contacts.escalation.as_ref().map_or_else(|| route.to_owned(), |own| format!("{route} ({own})"))
    }

    pub(super) fn wording_source(&self, rule: &Rule) -> String {
        let names = rule.meta.sources.iter().filter_map(|key| self.library.sources.get(key)).map(|source| source.name.as_str());
        let names = names.collect::<Vec<_>>().join("; ");
        match (names.is_empty(), rule.meta.basis) {
            (true, _) => format!("This is {}.", super::article::NOT_CHECKED),
            (false, crate::knowledge::Basis::Background) => format!("After: {names}. The advice is {}.", super::article::NOT_CHECKED),
            (false, _) => format!("Source: {names}."),
        }
    }

    fn close(lines: &Lines, findings: &[Finding], reply: &mut Reply) {
        let own = |finding: &&Finding| finding.standing == Standing::Silent(Reason::ChildsWords);
        if let Some(first) = findings.iter().find(own) {
            reply.push(Block::Heading("The child's own words".into()));
            reply.push(Block::Excerpt(lines.excerpt(&first.range, "the child's words")));
            reply.text(
                "Keep what the child says as the child says it. Put it in quotation marks and write that these are the child's words.",
            );
        }
        let challenged = findings.iter().any(Finding::is_challenged);
        if !challenged {
            reply.text("I found no wording to question. I can miss things: read it once more as the child might, years from now.");
        }
        Self::warn_of_draft(lines.seen, reply);
        if challenged {
            reply.note("These are questions. You know the child and the facts: you decide. I have not kept the draft.");
        } else {
            reply.note("I have not kept the draft.");
        }
    }
}

fn label(finding: &Finding, rule: &Rule) -> &'static str {
    match (finding.standing, rule.meta.strength) {
        (Standing::Reported, _) => "worth challenging",
        (_, Strength::Query) => "is this the fairest word here?",
        _ => "think again about these words",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_the_line_around_the_phrase_cut_at_character_boundaries() {
        let draft = Draft::new(format!("first\n{} he knew the risks {}\nlast", "é".repeat(200), "ü".repeat(200))).unwrap();
        let start = draft.0.find("knew").unwrap();
        let seen = Seen::default();
        let excerpt = Lines::of(&draft, &seen).excerpt(&(start..start + 14), "x");
        assert_eq!(excerpt.line, 2);
        assert_eq!(excerpt.text.get(excerpt.found.clone()), Some("knew the risks"));
        assert!(!excerpt.text.contains("first") && !excerpt.text.contains("last"));
    }

    #[test]
    fn a_long_line_is_cut_between_words_and_the_cuts_are_shown() {
        let draft = Draft::new(format!("{}he knew the risks{}", "before ".repeat(60), " after".repeat(60))).unwrap();
        let start = draft.0.find("knew").unwrap();
        let excerpt = Lines::of(&draft, &Seen::default()).excerpt(&(start..start + 14), "x");
        assert_eq!(excerpt.text.get(excerpt.found.clone()), Some("knew the risks"));
        assert!(excerpt.text.starts_with("… before ") && excerpt.text.ends_with(" after …"), "{}", excerpt.text);
        let whole = Draft::new("he knew the risks".to_owned()).unwrap();
        assert_eq!(Lines::of(&whole, &Seen::default()).excerpt(&(3..17), "x").text, "he knew the risks");
    }

    #[test]
    fn a_draft_never_shows_itself() {
        assert_eq!(format!("{:?}", Draft::new("he knew".into()).unwrap()), "Draft(7 bytes)");
        assert_eq!(Draft::new(" - \n".into()).unwrap_err(), DraftRefused::Empty);
        assert_eq!(Draft::new("x".repeat(MAX_DRAFT_BYTES + 1)).unwrap_err(), DraftRefused::TooLong);
    }
}
