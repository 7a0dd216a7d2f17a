//! What was typed after `/review` or `/moment`, taken apart.

use crate::diary::cadence::Cadence;
use crate::diary::dates::When;
use crate::diary::entry::Why;

/// A day as it was typed, or as it was chosen from what that may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// To be read.
    Typed(String),
    /// Chosen.
    Chosen(When),
}

/// Which review is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Which {
    /// The case reference as it was typed.
    pub case: String,
    /// The kind, where a case has several reviews.
    pub kind: Option<String>,
}

impl Which {
    fn of(case: String, parts: &[(&'static str, &str)]) -> Self {
        Self { case, kind: part(parts, "kind").map(|kind| kind.to_lowercase()) }
    }
}

/// What is to be done.
#[expect(missing_docs, reason = "fields bear the names of what is typed; each variant says what it does")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A new review.
    Schedule { which: Which, when: Wanted, cadence: Option<Cadence>, lead: Option<String>, confirmed: bool },
    /// The reviews, those of one lead or in one state only.
    List { of: Option<String> },
    /// One review.
    Show(Which),
    /// Another date, rhythm or lead.
    Amend { which: Which, when: Option<Wanted>, cadence: Option<Cadence>, confirmed: bool },
    /// Held: when, what came of it, and when the next one is due.
    Held { which: Which, on: Option<String>, next: Option<Wanted>, plan_changed: bool, outcome: Option<String> },
    /// Contact was tried, and nobody answered.
    NoReply(Which),
    /// One announcement is put off.
    Snooze { which: Which, until: Wanted, why: Why },
    /// Nothing is announced before a day.
    Pause { which: Which, until: Wanted },
    /// Another lead, with a note for them.
    HandOver { which: Which, lead: String, note: Option<String> },
    /// Every review of one lead goes to another.
    HandOverAll { from: String, to: String, confirmed: bool },
    /// Nothing more is owed.
    Close { which: Which, confirmed: bool },
    /// One's own last change is taken back.
    Undo(Which),
    /// A reachable moment, or a rise in risk.
    Moment { which: Which, event: String },
    /// What will be announced next.
    Upcoming,
    /// Prompts for case discussions.
    Prompt(crate::bot::prompt::Command),
}

/// Why it was not understood, with what to type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

const SCHEDULE: &str = "Type: /review schedule AB-123 in 6 weeks, and if you like: every 6 weeks, kind core-group, lead KP.";
const HELD: &str = "Type: /review held AB-123, and if you like: on 3 April, next in 4 weeks, plan changed. Last of all, what came of it: outcome and your own words. Where nobody answered: /review held AB-123 no reply.";
const NO_OUTCOME: &str = "Where nobody answered there is no outcome yet, and nothing was changed. Type /review held AB-123 no reply, or /review held AB-123 outcome and what came of it.";
const SNOOZE: &str = "Type: /review snooze AB-123 until Friday because lead away. Why comes last: lead away, meeting booked, waiting for something, emergency elsewhere, or a few words of your own.";
const HAND_OVER: &str =
    "Type: /review hand-over AB-123 to KP, with the new lead's role or initials. Last of all, if you like: note and what they should know.";
const HAND_OVER_ALL: &str = "Type: /review hand-over all KP to TM: every open review that KP leads goes to TM.";

impl Command {
    /// Reads what follows `/review`.
    ///
    /// # Errors
    /// What to type instead.
    pub fn read(typed: &str) -> Result<Self, Usage> {
        let (verb, rest) = typed.trim().split_once(char::is_whitespace).unwrap_or((typed.trim(), ""));
        let rest = rest.trim();
        match verb.to_lowercase().as_str() {
            "schedule" | "add" | "new" => schedule(rest),
            "list" | "" => Ok(Self::List { of: Some(rest.to_lowercase()).filter(|rest| !rest.is_empty()) }),
            "show" => Ok(Self::Show(which(rest, "Type: /review show AB-123.")?.0)),
            "amend" | "change" => amend(rest),
            "held" | "done" => held(rest),
            "snooze" => snooze(rest),
            "pause" => pause(rest),
            "hand-over" | "handover" => hand_over(rest),
            "close" => Ok(Self::Close { which: which(rest, "Type: /review close AB-123.")?.0, confirmed: false }),
            "undo" => Ok(Self::Undo(which(rest, "Type: /review undo AB-123.")?.0)),
            _ => Err(Usage(
                "I know /review schedule, list, show, amend, held, snooze, pause, hand-over, close and undo. /help shows how.".into(),
            )),
        }
    }

    /// A new review from its parts, as a form has them.
    ///
    /// # Errors
    /// Neither a day nor a rhythm was given.
    pub fn schedule((which, when): (Which, Option<String>), cadence: Option<Cadence>, lead: Option<String>) -> Result<Self, Usage> {
        let first = when.or_else(|| cadence.map(in_one));
        let when = first.map(Wanted::Typed).ok_or_else(|| Usage("Say when it is due, or how often it comes round.".to_owned()))?;
        Ok(Self::Schedule { which, when, cadence, lead, confirmed: false })
    }

    /// One announcement put off, from its parts as a form has them.
    #[must_use]
    pub fn snooze(which: Which, until: &str, because: &str) -> Self {
        Self::Snooze { which, until: Wanted::Typed(until.to_owned()), why: why(because) }
    }

    /// Reads what follows `/moment`.
    ///
    /// # Errors
    /// What to type instead.
    pub fn moment(typed: &str) -> Result<Self, Usage> {
        let usage =
            "Type: /moment AB-123 and what happened, in a word or two: arrested, missing, threat to family. /moment alone lists them.";
        let (which, event) = which(typed.trim(), usage)?;
        if event.is_empty() { Err(Usage(usage.into())) } else { Ok(Self::Moment { which, event: event.to_owned() }) }
    }
}

/// The case reference, a kind if one is named, and what else was typed.
fn which<'a>(typed: &'a str, usage: &str) -> Result<(Which, &'a str), Usage> {
    let (case, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    if case.is_empty() {
        return Err(Usage(usage.into()));
    }
    let (rest, kind) = cut(rest.trim(), "kind");
    Ok((Which { case: case.to_owned(), kind: kind.map(|kind| kind.to_lowercase()) }, rest))
}

/// What stands before a word and what stands after it, up to the next of the words that open a part.
fn cut<'a>(typed: &'a str, word: &str) -> (&'a str, Option<String>) {
    let Some((before, after)) = split_at_word(typed, word) else { return (typed, None) };
    (before.trim(), Some(after.trim().to_owned()))
}

fn split_at_word<'a>(typed: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let lower = typed.to_ascii_lowercase();
    let found = lower.match_indices(word).find(|(at, _)| {
        let before = typed.get(..*at).unwrap_or_default();
        let after = typed.get(at + word.len()..).unwrap_or_default();
        (before.is_empty() || before.ends_with(char::is_whitespace)) && (after.is_empty() || after.starts_with(char::is_whitespace))
    });
    let (at, _) = found?;
    Some((typed.get(..at)?, typed.get(at + word.len()..)?))
}

/// What stands before a word, and everything after it: somebody's own words, which come last and are not taken apart.
///
/// The word may have a colon. Own words that are announced and then missing are not understood.
fn own_words<'a>(typed: &'a str, word: &str, usage: &str) -> Result<(&'a str, Option<&'a str>), Usage> {
    let with_colon = format!("{word}:");
    let splits = [word, &with_colon].into_iter().filter_map(|word| split_at_word(typed, word));
    let Some((before, words)) = splits.min_by_key(|(before, _)| before.len()) else { return Ok((typed, None)) };
    match words.trim() {
        "" => Err(Usage(usage.into())),
        words => Ok((before.trim(), Some(words))),
    }
}

/// The parts of a line, each opened by its word; what stands before the first has no word.
fn parts<'a>(typed: &'a str, words: &[&'static str]) -> Vec<(&'static str, &'a str)> {
    let mut marks: Vec<(usize, &'static str)> =
        words.iter().filter_map(|word| split_at_word(typed, word).map(|(before, _)| (before.len(), *word))).collect();
    marks.sort_unstable();
    let mut parts = vec![("", typed.get(..marks.first().map_or(typed.len(), |(at, _)| *at)).unwrap_or_default().trim())];
    for (place, (at, word)) in marks.iter().enumerate() {
        let end = marks.get(place + 1).map_or(typed.len(), |(at, _)| *at);
        parts.push((word, typed.get(at + word.len()..end).unwrap_or_default().trim()));
    }
    parts
}

fn part(parts: &[(&'static str, &str)], word: &str) -> Option<String> {
    parts.iter().find(|(known, text)| *known == word && !text.is_empty()).map(|(_, text)| (*text).to_owned())
}

fn case_of(typed: &str, usage: &str) -> Result<(String, String), Usage> {
    let (case, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    if case.is_empty() { Err(Usage(usage.into())) } else { Ok((case.to_owned(), rest.trim().to_owned())) }
}

fn cadence(text: Option<String>) -> Result<Option<Cadence>, Usage> {
    text.map(|text| Cadence::read(&text).map_err(|error| Usage(error.to_string()))).transpose()
}

fn schedule(typed: &str) -> Result<Command, Usage> {
    let (case, rest) = case_of(typed, SCHEDULE)?;
    let parts = parts(&rest, &["every", "kind", "lead"]);
    let rhythm = cadence(part(&parts, "every"))?;
    let when = part(&parts, "");
    // "monthly" is a rhythm without a first day.
    let (when, rhythm) = match (when, rhythm) {
        (Some(text), None) if Cadence::read(&text).is_ok() => (None, cadence(Some(text))?),
        other => other,
    };
    let when = match (when, rhythm) {
        (Some(text), _) => Wanted::Typed(text),
        (None, Some(rhythm)) => Wanted::Typed(in_one(rhythm)),
        (None, None) => return Err(Usage(SCHEDULE.into())),
    };
    let which = Which::of(case, &parts);
    Ok(Command::Schedule { which, when, cadence: rhythm, lead: part(&parts, "lead"), confirmed: false })
}

/// "in 6 weeks": one step of a rhythm from today.
pub(in crate::bot) fn in_one(rhythm: Cadence) -> String {
    let (count, unit) = match rhythm {
        Cadence::Days(count) => (count, "days"),
        Cadence::Weeks(count) => (count, "weeks"),
        Cadence::Months(count) => (count, "months"),
    };
    format!("in {count} {unit}")
}

fn amend(typed: &str) -> Result<Command, Usage> {
    let usage = "Type: /review amend AB-123 to 3 April, or every 4 weeks.";
    let (case, rest) = case_of(typed, usage)?;
    let parts = parts(&rest, &["to", "every", "kind"]);
    let when = part(&parts, "to").or_else(|| part(&parts, "")).map(Wanted::Typed);
    let rhythm = cadence(part(&parts, "every"))?;
    if when.is_none() && rhythm.is_none() {
        return Err(Usage(usage.into()));
    }
    let which = Which::of(case, &parts);
    Ok(Command::Amend { which, when, cadence: rhythm, confirmed: false })
}

fn held(typed: &str) -> Result<Command, Usage> {
    let (case, rest) = case_of(typed, HELD)?;
    let (rest, outcome) = own_words(&rest, "outcome", HELD)?;
    let mut rest = rest.to_owned();
    let mut take = |words: &str| {
        let found = split_at_word(&rest, words).map(|(before, after)| format!("{before} {after}"));
        found.is_some_and(|left| {
            left.trim().clone_into(&mut rest);
            true
        })
    };
    let no_reply = take("no reply") || take("no answer") || take("keep trying");
    let plan_changed = take("plan changed");
    let parts = parts(&rest, &["on", "next", "kind"]);
    let which = Which::of(case, &parts);
    if no_reply && outcome.is_some() {
        return Err(Usage(NO_OUTCOME.into()));
    }
    if no_reply {
        return Ok(Command::NoReply(which));
    }
    let on = part(&parts, "on").or_else(|| part(&parts, ""));
    let (next, outcome) = (part(&parts, "next").map(Wanted::Typed), outcome.map(str::to_owned));
    Ok(Command::Held { which, on, next, plan_changed, outcome })
}

fn snooze(typed: &str) -> Result<Command, Usage> {
    let (case, rest) = case_of(typed, SNOOZE)?;
    let (rest, reason) = own_words(&rest, "because", SNOOZE)?;
    let parts = parts(rest, &["until", "for", "kind"]);
    let (Some(until), Some(reason)) = (until(&parts), reason) else { return Err(Usage(SNOOZE.into())) };
    Ok(Command::Snooze { which: Which::of(case, &parts), until, why: why(reason) })
}

/// One of the known reasons, if its words or some of them were typed; or else what was typed.
fn why(typed: &str) -> Why {
    let lower = typed.trim_end_matches('.').to_lowercase();
    let known = Why::SNOOZES.into_iter().find(|(_, words)| *words == lower || lower.len() > 3 && words.contains(&lower));
    known.map_or_else(|| Why::Said(typed.to_owned()), |(why, _)| why)
}

fn until(parts: &[(&'static str, &str)]) -> Option<Wanted> {
    let day = part(parts, "until").or_else(|| part(parts, "for").map(|span| format!("in {span}"))).or_else(|| part(parts, ""));
    day.map(Wanted::Typed)
}

fn pause(typed: &str) -> Result<Command, Usage> {
    let usage = "Type: /review pause AB-123 until 3 April. A pause always has an end.";
    let (case, rest) = case_of(typed, usage)?;
    let parts = parts(&rest, &["until", "for", "kind"]);
    let until = until(&parts).ok_or_else(|| Usage(usage.into()))?;
    Ok(Command::Pause { which: Which::of(case, &parts), until })
}

fn hand_over(typed: &str) -> Result<Command, Usage> {
    let (case, rest) = case_of(typed, HAND_OVER)?;
    if case.eq_ignore_ascii_case("all") {
        let parts = parts(&rest, &["from", "to"]);
        let from = part(&parts, "from").or_else(|| part(&parts, ""));
        let (Some(from), Some(to)) = (from, part(&parts, "to")) else { return Err(Usage(HAND_OVER_ALL.into())) };
        return Ok(Command::HandOverAll { from, to, confirmed: false });
    }
    let (rest, note) = own_words(&rest, "note", HAND_OVER)?;
    let parts = parts(rest, &["to", "kind"]);
    let lead = part(&parts, "to").or_else(|| part(&parts, "")).ok_or_else(|| Usage(HAND_OVER.into()))?;
    Ok(Command::HandOver { which: Which::of(case, &parts), lead, note: note.map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Wanted {
        Wanted::Typed(text.into())
    }

    #[test]
    fn a_new_review_is_read_in_its_parts() {
        let read = Command::read("schedule AB-123 a fortnight on Monday every 2 weeks kind core-group lead KP").unwrap();
        let which = Which { case: "AB-123".into(), kind: Some("core-group".into()) };
        let cadence = Some(Cadence::Weeks(2));
        assert_eq!(
            read,
            Command::Schedule { which, when: typed("a fortnight on Monday"), cadence, lead: Some("KP".into()), confirmed: false }
        );
    }

    #[test]
    fn a_rhythm_alone_says_the_first_day_as_well() {
        for (text, first) in [("schedule AB-123 monthly", "in 1 months"), ("schedule AB-123 every 2 weeks", "in 2 weeks")] {
            let Command::Schedule { when, cadence: Some(_), .. } = Command::read(text).unwrap() else { panic!("{text}") };
            assert_eq!(when, typed(first));
        }
    }

    #[test]
    fn what_became_of_a_review_is_read() {
        let which = Which { case: "AB-123".into(), kind: None };
        assert_eq!(Command::read("held AB-123 no reply").unwrap(), Command::NoReply(which.clone()));
        let read = Command::read("held AB-123 on 3 April next in 4 weeks plan changed").unwrap();
        let (on, next) = (Some("3 April".into()), Some(typed("in 4 weeks")));
        assert_eq!(read, Command::Held { which: which.clone(), on, next, plan_changed: true, outcome: None });
        let read = Command::read("snooze AB-123 for 3 days because lead away").unwrap();
        assert_eq!(read, Command::Snooze { which, until: typed("in 3 days"), why: Why::LeadAway });
    }

    #[test]
    fn own_words_come_last_and_are_taken_whole() {
        let which = Which { case: "AB-123".into(), kind: Some("core-group".into()) };
        let words = "we agreed to meet next week on Monday, plan changed, no reply to the kind note\nbecause of that";
        let read = Command::read(&format!("held AB-123 kind core-group next in 4 weeks Outcome: {words}")).unwrap();
        let next = Some(typed("in 4 weeks"));
        assert_eq!(read, Command::Held { which: which.clone(), on: None, next, plan_changed: false, outcome: Some(words.into()) });
        let read = Command::read(&format!("hand-over AB-123 to KP kind core-group note {words}")).unwrap();
        assert_eq!(read, Command::HandOver { which: which.clone(), lead: "KP".into(), note: Some(words.into()) });
        let read = Command::read(&format!("snooze AB-123 until Friday kind core-group because {words}")).unwrap();
        assert_eq!(read, Command::Snooze { which, until: typed("Friday"), why: Why::Said(words.into()) });
    }

    #[test]
    fn known_reasons_are_known_by_their_words_and_nothing_of_others_is_dropped() {
        assert_eq!([why("Lead away."), why("emergency"), why("meeting booked")], [Why::LeadAway, Why::Emergency, Why::MeetingBooked]);
        for own in ["lead away until half term", "the mother asked for time", "we"] {
            assert_eq!(why(own), Why::Said(own.into()));
        }
    }

    #[test]
    fn what_is_not_understood_says_what_to_type() {
        for text in ["schedule", "schedule AB-123", "snooze AB-123 until Friday", "amend AB-123", "dance AB-123", "pause AB-123"]
            .into_iter()
            .chain(["snooze AB-123 because lead away", "held AB-123 outcome", "hand-over AB-123 note", "held AB-123 no reply outcome none"])
        {
            assert!(Command::read(text).unwrap_err().0.contains("/review"), "{text}");
        }
    }
}
