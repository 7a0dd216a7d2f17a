//! Own words that are to be kept or posted: short, identifying nobody, and looked through for wording that harms.

use super::Command;
use crate::bot::Bot;
use crate::bot::reply::{Block, Reply};
use crate::bot::review::{Acted, Choice};
use crate::language::Finding;

impl Bot {
    /// What is challenged in own words, with the way on: to write them again, to say that they are quoted, or to go on as it is.
    pub(super) fn questioned(&self, text: &str, as_it_is: Command) -> Option<Acted> {
        let mut reply = Reply::new();
        reply.push(Block::Title("Before this is kept: a thought on the wording".into()));
        if !self.question_wording(text, &mut reply) {
            return None;
        }
        reply.text("Nothing was kept. Please type it again in other words.");
        reply.text("Where the words are somebody else's and are to be talked about, put them in quotation marks, and say whose they are.");
        let sends = matches!(as_it_is, Command::Suggest { .. });
        if sends {
            reply.text("Or send these words: your team can read them, and a supervisor answers.");
        }
        let label = if sends { "yes, send these words" } else { "yes, keep these words" };
        Some(Acted { reply, choices: vec![Choice { label: label.to_owned(), command: as_it_is.confirmed().into() }] })
    }

    /// Adds what is challenged in own words, each rule once; whether anything is.
    pub(super) fn question_wording(&self, text: &str, reply: &mut Reply) -> bool {
        let mut rules = Vec::new();
        for finding in self.checker.check(text).into_iter().filter(Finding::is_challenged) {
            if rules.contains(&finding.rule) {
                continue;
            }
            rules.push(finding.rule);
            self.thought(&self.library.rules[finding.rule], text.get(finding.range).unwrap_or_default(), reply);
        }
        !rules.is_empty()
    }
}
