//! How often a series comes, on which day, and of which themes, in the order in which people type it.

use crate::bot::review::Usage;
use crate::diary::cadence::{Cadence, NoCadence};
use crate::diary::prompt::deck::OWN_THEME;
use crate::knowledge::Theme;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// "every 2 weeks" has no more words than this after the first.
const MOST_WORDS: usize = 2;

/// How often, the words of the first day that stand before that, and the words after it.
type Parts<'a> = (Cadence, Vec<&'a str>, Vec<&'a str>);

/// Takes what was typed apart; none where it says nowhere how often.
///
/// # Errors
/// It says how often in words that cannot be read.
pub(super) fn read<'a>(words: &[&'a str]) -> Result<Option<Parts<'a>>, Usage> {
    let Some(at) = words.iter().position(|word| opens(word)) else { return Ok(None) };
    let (before, rest) = words.split_at(at);
    let (cadence, taken) = rhythm(rest).map_err(|error| Usage(error.to_string()))?;
    let days = |words: &[&'a str]| words.iter().filter(|word| !word.eq_ignore_ascii_case("on")).map(|word| singular(word)).collect();
    Ok(Some((cadence, days(before), days(rest.get(taken..).unwrap_or_default()))))
}

/// What was typed, with names of themes that have several words in one: "places and peers" is "places-and-peers".
pub(super) fn joined(typed: &str) -> String {
    let mut typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    for name in Theme::ALL.iter().map(|theme| theme.name()).filter(|name| name.contains('-')) {
        let spoken = name.replace('-', " ");
        while let Some(at) = typed.to_ascii_lowercase().find(&spoken) {
            typed.replace_range(at..at + spoken.len(), name);
        }
    }
    typed
}

/// Takes the themes from the end of the words after a rhythm; what opens with neither a day nor a time is meant for one.
pub(super) fn themes(words: &mut Vec<&str>) -> String {
    let is_day =
        |word: &&str| is_weekday(word) || word.starts_with(|c: char| c.is_ascii_digit()) || ["at", "from", "in", "next"].contains(word);
    let known = |word: &&str| {
        let word = word.trim_end_matches(',').to_lowercase();
        word == "and" || Theme::ALL.iter().map(|theme| theme.name()).chain([OWN_THEME]).any(|name| name == word)
    };
    let from = if words.first().is_some_and(is_day) { words.len() - words.iter().rev().take_while(|word| known(word)).count() } else { 0 };
    words.split_off(from).join(" ")
}

fn opens(word: &str) -> bool {
    let word = word.to_lowercase();
    word == "every" || word == "each" || (word.ends_with("ly") && !matches!(Cadence::read(&word), Err(NoCadence::Unread)))
}

/// How often, and how many words that took.
fn rhythm(words: &[&str]) -> Result<(Cadence, usize), NoCadence> {
    let lower: Vec<String> = words.iter().take(MOST_WORDS + 1).map(|word| word.to_lowercase()).collect();
    match lower.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["every" | "each", "other" | "second" | "2nd", day] if is_weekday(day) => Ok((Cadence::Weeks(2), 2)),
        ["every" | "each", day, ..] if is_weekday(day) => Ok((Cadence::Weeks(1), 1)),
        ["every" | "each", ..] => {
            let read = |count: usize| Some((Cadence::read(&lower.get(..=count)?.join(" ")).ok()?, count + 1));
            (1..=MOST_WORDS).rev().find_map(read).ok_or_else(|| Cadence::read(&lower.join(" ")).err().unwrap_or(NoCadence::Unread))
        }
        [word, ..] => Ok((Cadence::read(word)?, 1)),
        [] => Err(NoCadence::Unread),
    }
}

fn is_weekday(word: &str) -> bool {
    WEEKDAYS.contains(&singular(word).trim_end_matches(',').to_lowercase().as_str())
}

/// "Mondays" is "Monday".
fn singular(word: &str) -> &str {
    let day = word.strip_suffix(['s', 'S']).unwrap_or(word);
    if WEEKDAYS.contains(&day.to_lowercase().as_str()) { day } else { word }
}
