//! What Lantern is, and what can be typed.

use super::Bot;
use super::reply::{Block, Reply};

/// What can be typed in a terminal.
pub(super) const TERMINAL: &[&str] = &[
    "A question, as you would ask a colleague. \"/ask\" before it is fine too.",
    "/more N: read number N of the list you last saw.",
    "/check: have a draft read for wording that blames. Paste it, then an empty line.",
    "/review schedule AB-123 in 6 weeks: be reminded of a safety plan review. Then /review list, show, amend, held, snooze, pause, hand-over (also all KP to TM), close, undo.",
    "After \"outcome\" in /review held, \"note\" in hand-over and \"because\" in snooze: your own words, last of all, for the team to read.",
    "/moment AB-123 arrested: a risk or a chance to reach a child brings its review forward. /moment alone lists them.",
    "/prompt suggest, suggestions, withdraw, preview, list, list cards, coverage, learned, report: questions for a case discussion.",
    "/prompt for supervisors: post, schedule Monday every 2 weeks, skip, cancel, undo, retire, unretire, approve, decline, close, forget.",
    "/upcoming: what will be announced in the next days.",
    "/why: which of your words led to the answer.",
    "/sources: where the answer comes from.",
    "/topics: everything I know about. /topics WORD: only what has that word.",
    "/glossary: words you may hear. /glossary WORD: what one means.",
    "/privacy: what I look for, what I cannot see, and what I keep.",
    "/help: this list. /quit: close the chat.",
];

impl Bot {
    /// Said once when a chat opens.
    #[must_use]
    pub fn welcome(&self) -> Reply {
        let mut reply = Reply::new();
        reply.push(Block::Title("Lantern: guidance on children exploited through county lines and other crime".into()));
        reply.text("Ask as you would ask a colleague. In danger, ring 999 first.");
        reply.text(
            "Nobody watches this. It is not a record, not a referral and not legal advice. No names, please. Each question stands alone.",
        );
        reply.note(format!("{} articles. /help shows what you can type.", self.library.articles.len()));
        reply
    }

    /// What can be typed.
    #[must_use]
    pub fn help(&self) -> Reply {
        let mut reply = Reply::new();
        reply.text("If anyone is in danger now, ring 999.");
        reply.push(Block::Title("What you can type".into()));
        reply.push(Block::Points(self.place.manual.iter().map(|line| (*line).to_owned()).collect()));
        reply.text("I know two toolkits on county lines and safety planning, and what comes next in practice. For anything else, ask your supervisor or safeguarding lead.");
        reply.text("Questions and drafts are not kept. Please use no names.");
        reply
    }
}
