//! The glossary: words practitioners hear, what they mean, and how to use them with care.

use super::Bot;
use super::reply::{Block, Reply};
use crate::knowledge::{Basis, Term};
use crate::text::fold;

impl Bot {
    /// One term, the terms that contain what was typed, or all of them.
    #[must_use]
    pub fn glossary(&self, typed: &str) -> Reply {
        let wanted = fold(typed.trim());
        let mut reply = Reply::new();
        let terms = &self.library.glossary.term;
        if let Some(term) = terms.iter().find(|term| names(term).any(|name| name == wanted)) {
            self.explain(term, &mut reply);
            return reply;
        }
        let near: Vec<String> =
            terms.iter().filter(|term| names(term).any(|name| name.contains(&wanted))).map(|term| term.term.clone()).collect();
        if near.is_empty() {
            reply.text("I do not know that word. /glossary shows those I know. You could ask the young person what it means to them.");
        } else {
            let title = if wanted.is_empty() { "Words I know" } else { "Words with that in them" };
            reply.push(Block::Title(title.into()));
            reply.text(near.join(", "));
            reply
                .note("/glossary WORD tells what one means. Slang differs by place and dates quickly; hearing it is no proof of anything.");
        }
        reply
    }

    /// Terms whose own name or another one has what was typed in it, those that begin with it first.
    #[must_use]
    pub fn terms_with(&self, typed: &str) -> Vec<&str> {
        let wanted = fold(typed.trim());
        let terms = self.library.glossary.term.iter();
        let mut found: Vec<&Term> = terms.filter(|term| names(term).any(|name| name.contains(&wanted))).collect();
        found.sort_by_key(|term| !fold(&term.term).starts_with(&wanted));
        found.into_iter().map(|term| term.term.as_str()).collect()
    }

    fn explain(&self, term: &Term, reply: &mut Reply) {
        reply.push(Block::Title(term.term.clone()));
        if !term.also.is_empty() {
            reply.text(format!("Also: {}.", term.also.join(", ")));
        }
        reply.text(&term.meaning);
        reply.push(Block::Heading("Using it with care".into()));
        reply.text(&term.safe_use);
        let sources: Vec<&str> =
            term.sources.iter().filter_map(|key| self.library.sources.get(key)).map(|source| source.title.as_str()).collect();
        let named = if sources.is_empty() { String::new() } else { format!("Source: {}. ", sources.join("; ")) };
        reply.note(match term.basis {
            Basis::Read => named,
            Basis::Listed => format!("{named}The passage itself was not read."),
            Basis::Background => format!("{named}This is {}.", super::article::NOT_CHECKED),
        });
    }
}

fn names(term: &Term) -> impl Iterator<Item = String> + '_ {
    std::iter::once(&term.term).chain(&term.also).map(|name| fold(name))
}
