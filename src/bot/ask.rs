//! A question in, an answer out: danger first, then guidance, then any wording to challenge.

use super::Bot;
use super::privacy::Seen;
use super::reply::{Block, Reply};
use crate::guidance::{Answer, Hit, Outcome};
use crate::knowledge::Rule;
use crate::language::{Finding, Standing};
use crate::text::{fold, words};
use jiff::civil::Date;
use std::fmt;

/// The longest question, in characters.
pub const MAX_QUESTION_CHARS: usize = 4_000;
/// The most titles offered in a close call.
const MOST_CHOICES: usize = 3;

/// A question as it was typed. Never stored, never logged: its `Debug` shows its length only.
pub struct Question(String);

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Question({} characters)", self.0.chars().count())
    }
}

/// Why a question was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing but space was typed.
    #[error("In danger, ring 999. There is no question there. Type what you would ask a colleague, in a sentence or a few words.")]
    Empty,
    /// More than [`MAX_QUESTION_CHARS`].
    #[error(
        "In danger, ring 999. That is over {MAX_QUESTION_CHARS} characters. Please ask in fewer words: what is happening, and what do you need to know?"
    )]
    TooLong,
}

impl Question {
    /// Takes what was typed.
    ///
    /// # Errors
    /// [`Refused`] where there is no question, or too long a one.
    pub fn new(typed: &str) -> Result<Self, Refused> {
        let typed = typed.trim();
        if !typed.chars().any(char::is_alphanumeric) {
            return Err(Refused::Empty);
        }
        if typed.chars().count() > MAX_QUESTION_CHARS {
            return Err(Refused::TooLong);
        }
        Ok(Self(typed.to_owned()))
    }
}

/// An answer with its wording.
#[derive(Debug)]
pub struct Asked {
    /// The question, kept only as long as the answer is.
    pub question: Question,
    /// What the matcher says.
    pub answer: Answer,
    /// Wording of the asker's own to challenge.
    pub challenges: Vec<Finding>,
    /// What identifies somebody in the question.
    pub seen: Seen,
    /// What is shown.
    pub reply: Reply,
}

impl Asked {
    /// The words of the question that are challenged, with what identifies somebody masked.
    #[must_use]
    pub fn words(&self, challenge: &Finding) -> String {
        self.seen.masked(&self.question.0, challenge.range.clone())
    }
}

impl Bot {
    /// Answers a question.
    #[must_use]
    pub fn ask(&self, question: Question, today: Date) -> Asked {
        let greeting = is_greeting(&question.0);
        let answer = if greeting { Answer::not_covered() } else { self.guide.answer(&question.0) };
        // A child's or parent's own words are never challenged.
        let challenges = if answer.own { Vec::new() } else { self.challenged(&question.0) };
        let seen = self.seen(&question.0);
        let mut asked = Asked { question, answer, challenges, seen, reply: Reply::new() };
        asked.reply = self.answered(&asked, greeting, today);
        asked
    }

    fn answered(&self, asked: &Asked, greeting: bool, today: Date) -> Reply {
        let answer = &asked.answer;
        let mut reply = Reply::new();
        if greeting {
            reply = self.help();
        } else if answer.urgent && answer.own {
            Self::alert_to_self(&mut reply);
        } else if answer.own && answer.outcome == Outcome::NotCovered {
            Self::helplines(&mut reply);
        } else if answer.outcome == Outcome::NotCovered {
            self.not_covered(&mut reply);
            self.challenge(asked, &mut reply);
        } else {
            if answer.own {
                Self::helplines(&mut reply);
            }
            self.covered(answer, today, &mut reply);
            self.challenge(asked, &mut reply);
        }
        Self::warn_of_question(&asked.seen, &mut reply);
        reply
    }

    fn covered(&self, answer: &Answer, today: Date, reply: &mut Reply) {
        if answer.urgent {
            self.alert(reply);
        }
        if answer.close {
            self.choose(&answer.hits, reply);
            return;
        }
        let [first, others @ ..] = answer.hits.as_slice() else { return };
        self.show(&self.library.articles[first.article], today, reply);
        let mut next: Vec<String> = others.iter().take(MOST_CHOICES - 1).map(|hit| self.id(hit)).collect();
        let related = &self.library.articles[first.article].meta.related;
        next.extend(related.iter().filter(|id| !next.contains(id)).cloned().collect::<Vec<_>>());
        next.truncate(MOST_CHOICES);
        self.see_also(next, reply);
    }

    /// A close call: the reader chooses.
    fn choose(&self, hits: &[Hit], reply: &mut Reply) {
        reply.text("This could be about more than one thing. Which is nearest?");
        for hit in hits.iter().take(MOST_CHOICES) {
            let article = &self.library.articles[hit.article];
            reply.push(Block::Heading(format!("{}. {}", reply.choices.len() + 1, article.title)));
            let caution = self.place.nation.caution(article.meta.jurisdiction).map(str::to_owned);
            reply.text(caution.into_iter().chain(article.brief.iter().cloned()).collect::<Vec<_>>().join(" "));
            reply.choices.push(article.id.clone());
        }
    }

    fn id(&self, hit: &Hit) -> String {
        self.library.articles[hit.article].id.clone()
    }

    fn not_covered(&self, reply: &mut Reply) {
        let contacts = &self.place.contacts;
        let lead = contacts.designated_lead.as_deref().unwrap_or("your designated safeguarding lead");
        let mash = contacts.mash.as_deref().unwrap_or("your local MASH");
        reply.push(Block::Title("Not covered".into()));
        reply.text("The toolkits I know are about children exploited through county lines and other crime. They do not answer this.");
        reply.text(format!("Ask your supervisor, {lead} or {mash}. If a child may be exploited, try asking again in other words: what is happening, and what do you need to know?"));
        reply.text("If anyone is in danger now, ring 999.");
    }

    /// What is challenged in a question: the asker's own wording, each rule once. What somebody else said is theirs.
    ///
    /// Phrases only: whole sentences were learnt from notes, and questions are put in other words.
    pub(super) fn challenged(&self, question: &str) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        let own = |finding: &Finding| finding.standing == Standing::Own;
        for finding in self.checker.check_phrases(question).into_iter().filter(own) {
            if !findings.iter().any(|known| known.rule == finding.rule) {
                findings.push(finding);
            }
        }
        findings
    }

    fn challenge(&self, asked: &Asked, reply: &mut Reply) {
        for challenge in &asked.challenges {
            self.thought(&self.library.rules[challenge.rule], &asked.words(challenge), reply);
        }
    }

    /// Why words are challenged, what could be said instead, and where that comes from.
    pub(super) fn thought(&self, rule: &Rule, words: &str, reply: &mut Reply) {
        reply.push(Block::Heading(format!("A thought on the words \"{words}\"")));
        reply.text(format!("{} Instead: {}. {}", rule.why, rule.instead.join("; or "), rule.ask));
        reply.note(self.wording_source(rule));
    }

    /// Why the answer: the asker's words that led to each article.
    #[must_use]
    pub fn why(&self, asked: &Asked) -> Reply {
        let mut reply = Reply::new();
        reply.push(Block::Title("Why this answer".into()));
        if asked.answer.hits.is_empty() {
            reply.text("Too little in the question points to anything the toolkits cover.");
        }
        if asked.answer.urgent {
            reply.text("It reads like danger now, so staying safe comes first, whatever else it is about.");
        }
        // What identifies somebody is left out of what is shown back.
        let question = asked.seen.without(&asked.question.0);
        for hit in &asked.answer.hits {
            let found = self.guide.why(&question, hit.article);
            let terms: Vec<String> = found.iter().map(|reason| format!("\"{}\"", reason.term)).collect();
            let share = (hit.share * 100.0).round();
            let led = if terms.is_empty() { "no single word; the sound of it as a whole".to_owned() } else { terms.join(", ") };
            reply.text(format!("{} ({share} in 100): {led}", self.library.articles[hit.article].title));
        }
        reply.note("Words are shown as the matcher reads them, cut to their stems.");
        if !asked.seen.is_empty() {
            reply.note("What may identify somebody is left out here.");
        }
        reply
    }
}

/// Words of which greetings, thanks and calls for help are made.
const GREETING_WORDS: &str = "hi hello hey hiya yo morning afternoon evening good there thanks thank you cheers ta help please lantern bot all alright \
     how are what can do test testing start menu bye goodbye quit exit";

/// A greeting, thanks or a request for help gets help.
fn is_greeting(question: &str) -> bool {
    let folded = fold(question);
    words(&folded).count() <= 5 && words(&folded).all(|word| GREETING_WORDS.split(' ').any(|known| known == word))
}
