//! What was typed after `/prompt`, taken apart. Own words come last and are taken whole.

use super::rhythm;
use crate::bot::review::{Usage, Wanted, in_one};
use crate::diary::cadence::Cadence;
use crate::diary::dates::When;

/// What is to be done.
#[expect(missing_docs, reason = "fields bear the names of what is typed; each variant says what it does")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A prompt goes out: from the deck, of a theme, a card, or own words.
    Post { what: String, confirmed: bool },
    /// A prompt is shown to whoever asks, and to nobody else.
    Preview { what: String },
    /// A series of prompts.
    Schedule { when: Wanted, cadence: Cadence, themes: Vec<String>, confirmed: bool },
    /// What waits to be posted, and the themes.
    List,
    /// The cards, of a theme if one is named.
    Cards { theme: String },
    /// The next of a series is left out.
    Skip(String),
    /// A series ends.
    Cancel { which: String, confirmed: bool },
    /// One's own last change is taken back.
    Undo(String),
    /// A card is not for the team.
    Retire { card: String, reason: String, confirmed: bool },
    /// It is again.
    Unretire(String),
    /// Which principles had no prompt in the team this quarter.
    Coverage,
    /// An idea for a card.
    Suggest { text: String, confirmed: bool },
    /// An idea is erased, and the card that it became.
    Withdraw { number: u64, confirmed: bool },
    /// A learning point is erased.
    Forget { number: u64, confirmed: bool },
    /// The ideas that wait for an answer.
    Suggestions,
    /// An idea becomes a card of the team's own.
    Approve { number: u64, theme: String },
    /// An idea does not.
    Decline { number: u64, reason: String, confirmed: bool },
    /// What was learned in a discussion.
    Close { which: String, learned: String, confirmed: bool },
    /// What the team learned.
    Learned,
    /// Counts.
    Report,
}

const SCHEDULE: &str = "Type: /prompt schedule Monday 9am every 2 weeks, and if you like: themes: language, plan.";
pub(super) const RETIRE: &str =
    "Type: /prompt retire, the card's name or title, and why it is not for your team. /prompt list cards shows the names.";
const CLOSE: &str = "Type: /prompt close learned: and what the team learned. For an earlier prompt: /prompt close P-1 learned: and so on.";

impl Command {
    /// Reads what follows `/prompt`.
    ///
    /// # Errors
    /// What to type instead.
    pub fn read(typed: &str) -> Result<Self, Usage> {
        let (verb, rest) = first_word(typed.trim());
        let name = || named(rest, &format!("Type: /prompt {} P-1. /prompt list shows the names.", verb.to_lowercase()));
        match verb.to_lowercase().as_str() {
            "post" => Ok(Self::Post { what: rest.to_owned(), confirmed: false }),
            "preview" => Ok(Self::Preview { what: rest.to_owned() }),
            "schedule" => schedule(rest),
            "list" | "" => Ok(match first_word(rest) {
                (cards, theme) if cards.eq_ignore_ascii_case("cards") => Self::Cards { theme: theme.to_owned() },
                ("", _) => Self::List,
                // What is no theme is told so.
                _ => Self::Cards { theme: rest.to_owned() },
            }),
            "cards" => Ok(Self::Cards { theme: rest.to_owned() }),
            "skip" => Ok(Self::Skip(name()?)),
            "cancel" => Ok(Self::Cancel { which: name()?, confirmed: false }),
            "undo" => Ok(Self::Undo(name()?)),
            "retire" => retire(rest),
            "unretire" => Ok(Self::Unretire(named(rest, "Type: /prompt unretire and the card's name.")?)),
            "coverage" => Ok(Self::Coverage),
            "suggest" => {
                let text = named(rest, "Type: /prompt suggest and what the team could talk about.")?;
                Ok(Self::Suggest { text, confirmed: false })
            }
            "withdraw" => {
                let (number, _) = numbered(rest, "Type: /prompt withdraw 3. /prompt suggestions shows the numbers.")?;
                Ok(Self::Withdraw { number, confirmed: false })
            }
            "forget" => {
                let (number, _) = numbered(rest, "Type: /prompt forget 3. /prompt learned shows the numbers.")?;
                Ok(Self::Forget { number, confirmed: false })
            }
            "suggestions" => Ok(Self::Suggestions),
            "approve" => {
                let (number, theme) = numbered(rest, "Type: /prompt approve 3, and a theme if you like. /prompt suggestions shows the numbers.")?;
                let theme = theme.trim_start_matches("theme").trim_start_matches(':').trim();
                Ok(Self::Approve { number, theme: theme.to_owned() })
            }
            "decline" => decline(rest),
            "close" => close(rest),
            "learned" => Ok(Self::Learned),
            "report" => Ok(Self::Report),
            _ => Err(Usage("I know /prompt post, preview, schedule, list, skip, cancel, undo, retire, unretire, coverage, suggest, suggestions, withdraw, approve, decline, close, learned, forget and report. /help shows how.".to_owned())),
        }
    }

    /// Whether it is for supervisors only.
    pub(super) const fn is_for_supervisors(&self) -> bool {
        match self {
            Self::Post { .. }
            | Self::Schedule { .. }
            | Self::Skip(_)
            | Self::Cancel { .. }
            | Self::Undo(_)
            | Self::Retire { .. }
            | Self::Unretire(_)
            | Self::Approve { .. }
            | Self::Decline { .. }
            | Self::Close { .. }
            | Self::Forget { .. } => true,
            Self::Preview { .. }
            | Self::List
            | Self::Cards { .. }
            | Self::Coverage
            | Self::Suggest { .. }
            | Self::Withdraw { .. }
            | Self::Suggestions
            | Self::Learned
            | Self::Report => false,
        }
    }

    /// The same with a day chosen for the one that was typed.
    pub(in crate::bot) fn on(&mut self, day: When) {
        if let Self::Schedule { when, .. } = self {
            *when = Wanted::Chosen(day);
        }
    }

    /// The same, said yes to.
    pub(super) fn confirmed(mut self) -> Self {
        match &mut self {
            Self::Post { confirmed, .. }
            | Self::Schedule { confirmed, .. }
            | Self::Cancel { confirmed, .. }
            | Self::Retire { confirmed, .. }
            | Self::Decline { confirmed, .. }
            | Self::Suggest { confirmed, .. }
            | Self::Withdraw { confirmed, .. }
            | Self::Forget { confirmed, .. }
            | Self::Close { confirmed, .. } => *confirmed = true,
            _ => {}
        }
        self
    }
}

fn first_word(typed: &str) -> (&str, &str) {
    let (word, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    (word, rest.trim())
}

fn named(typed: &str, usage: &str) -> Result<String, Usage> {
    if typed.is_empty() { Err(Usage(usage.to_owned())) } else { Ok(typed.to_owned()) }
}

fn numbered<'a>(typed: &'a str, usage: &str) -> Result<(u64, &'a str), Usage> {
    let (number, rest) = first_word(typed);
    let number = number.trim_start_matches('#').trim_end_matches(['.', ':', ',']).parse().map_err(|_| Usage(usage.to_owned()))?;
    Ok((number, rest))
}

fn schedule(typed: &str) -> Result<Command, Usage> {
    let typed = rhythm::joined(typed);
    let (before, themes) = cut(&typed, "theme");
    let words: Vec<&str> = before.split_whitespace().collect();
    let (cadence, mut when, mut after) = rhythm::read(&words)?.ok_or_else(|| Usage(SCHEDULE.to_owned()))?;
    let named = themes.trim_start_matches(['s', 'S']).trim_start_matches(':').trim();
    let themes = if named.is_empty() { rhythm::themes(&mut after) } else { named.to_owned() };
    when.append(&mut after);
    let themes = themes.replace(" and ", ",");
    let themes = themes.split(',').map(|theme| theme.trim().to_lowercase()).filter(|theme| !theme.is_empty()).collect();
    let when = Wanted::Typed(if when.is_empty() { in_one(cadence) } else { when.join(" ") });
    Ok(Command::Schedule { when, cadence, themes, confirmed: false })
}

/// What stands before a word, and what stands after its letters.
fn cut<'a>(typed: &'a str, word: &str) -> (&'a str, &'a str) {
    let lower = typed.to_ascii_lowercase();
    let opens = |at: &usize| typed.get(..*at).is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace));
    let at = lower.match_indices(word).map(|(at, _)| at).find(opens);
    let split = at.and_then(|at| Some((typed.get(..at)?, typed.get(at + word.len()..)?)));
    split.map_or((typed.trim(), ""), |(before, after)| (before.trim(), after.trim()))
}

fn retire(typed: &str) -> Result<Command, Usage> {
    let (card, reason) = first_word(typed);
    if reason.is_empty() {
        return Err(Usage(RETIRE.to_owned()));
    }
    Ok(Command::Retire { card: card.to_owned(), reason: reason.to_owned(), confirmed: false })
}

fn decline(typed: &str) -> Result<Command, Usage> {
    let usage = "Type: /prompt decline 3 and the reason. /prompt suggestions shows the numbers.";
    let (number, reason) = numbered(typed, usage)?;
    let reason = named(reason, usage)?;
    Ok(Command::Decline { number, reason, confirmed: false })
}

fn close(typed: &str) -> Result<Command, Usage> {
    let (which, learned) = cut(typed, "learned");
    let learned = named(learned.trim_start_matches(':').trim(), CLOSE)?;
    Ok(Command::Close { which: which.to_owned(), learned, confirmed: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_is_read_in_its_parts() {
        let read = Command::read("schedule Monday 9am every 2 weeks themes: language, Plan and team").unwrap();
        let themes = ["language", "plan", "team"].map(str::to_owned).to_vec();
        let when = Wanted::Typed("Monday 9am".into());
        assert_eq!(read, Command::Schedule { when, cadence: Cadence::Weeks(2), themes, confirmed: false });
        for (text, first, cadence, themes) in [
            ("every Monday", "Monday", Cadence::Weeks(1), ""),
            ("Monday 9am fortnightly", "Monday 9am", Cadence::Weeks(2), ""),
            ("Mondays 9am weekly", "Monday 9am", Cadence::Weeks(1), ""),
            ("every other Tuesday 2pm", "Tuesday 2pm", Cadence::Weeks(2), ""),
            ("Monday every 2 weeks language", "Monday", Cadence::Weeks(2), "language"),
            ("every Monday 9am plan, Team", "Monday 9am", Cadence::Weeks(1), "plan,team"),
            ("every 2 weeks on Mondays", "Monday", Cadence::Weeks(2), ""),
            ("Monday every week mars", "Monday", Cadence::Weeks(1), "mars"),
            ("every week Monday 9am Places and  peers", "Monday 9am", Cadence::Weeks(1), "places-and-peers"),
            ("Monday weekly theme: plan and places and peers", "Monday", Cadence::Weeks(1), "plan,places-and-peers"),
        ] {
            let Command::Schedule { when, cadence: read, themes: named, .. } = Command::read(&format!("schedule {text}")).unwrap() else {
                panic!("{text}")
            };
            assert_eq!((when, read, named.join(",")), (Wanted::Typed(first.into()), cadence, themes.to_owned()), "{text}");
        }
        assert!(Command::read("schedule Monday biweekly").unwrap_err().0.contains("two things"));
        assert!(Command::read("schedule Monday every now and then").unwrap_err().0.contains("how often"));
        let read = Command::read("schedule monthly").unwrap();
        let when = Wanted::Typed("in 1 months".into());
        assert_eq!(read, Command::Schedule { when, cadence: Cadence::Months(1), themes: vec![], confirmed: false });
    }

    #[test]
    fn own_words_are_taken_whole() {
        let read = Command::read("close P-1 learned: every theme was learned on Monday").unwrap();
        let learned = "every theme was learned on Monday".to_owned();
        assert_eq!(read, Command::Close { which: "P-1".into(), learned, confirmed: false });
        let read = Command::read("retire who-acts too long for our Monday").unwrap();
        let (card, reason) = ("who-acts".to_owned(), "too long for our Monday".to_owned());
        assert_eq!(read, Command::Retire { card, reason, confirmed: false });
    }

    #[test]
    fn what_is_not_understood_says_what_to_type() {
        for text in [
            "schedule",
            "schedule Monday",
            "skip",
            "cancel",
            "undo",
            "retire",
            "retire who-acts",
            "suggest",
            "approve x",
            "decline 3",
            "close",
            "close P-1",
            "dance",
        ] {
            assert!(Command::read(text).unwrap_err().0.contains("/prompt"), "{text}");
        }
    }
}
