//! A typed date cut into pieces: numbers, marks, and the words that mean something in dates.

use crate::diary::amount::{self, Unit};
use crate::text::fold;
use jiff::civil::Weekday;

/// The longest text that is read, in characters of its folded form.
const MAX_CHARS: usize = 100;

/// Words that carry nothing: "on Thursday the 3rd of April, please".
const FILLERS: [&str; 14] = ["the", "on", "of", "in", "by", "for", "from", "time", "due", "please", "coming", "oclock", "hrs", "its"];

/// One piece of a typed date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A number as it was typed, because "09" says more than "9".
    Number(&'a str),
    /// A stop, stroke, dash or colon.
    Mark(char),
    Weekday(Weekday),
    /// A month, by number.
    Month(i8),
    Unit(Unit),
    Today,
    Tomorrow,
    /// The word that often stands before a time.
    At,
    Word(&'a str),
}

/// Folds a text so that its pieces can be cut from it; `None` where it is too long to be a date.
pub(super) fn prepare(text: &str) -> Option<String> {
    let short = text.chars().nth(4 * MAX_CHARS).is_none();
    let folded = short.then(|| fold(text).replace('\'', "").replace("a.m", "am").replace("p.m", "pm").replace('@', " at "));
    folded.filter(|folded| folded.chars().count() <= MAX_CHARS)
}

/// The pieces of a prepared text, without fillers; `None` where something in it belongs to no date.
pub(super) fn pieces(prepared: &str) -> Option<Vec<Piece<'_>>> {
    let mut found: Vec<Piece<'_>> = Vec::new();
    for token in tokens(prepared) {
        match token.chars().next()? {
            c if c.is_ascii_digit() => found.push(Piece::Number(token)),
            c if c.is_alphabetic() => found.extend(word(token, found.last())),
            ',' | '!' | '?' | '"' | '(' | ')' | ';' => {}
            c @ ('.' | '/' | '-' | ':') => found.push(Piece::Mark(c)),
            _ => return None,
        }
    }
    Some(without_idle_marks(&found))
}

/// Runs of digits, runs of letters, and every other character but white space.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim_start();
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let kind = |c: char| if c.is_ascii_digit() { 1 } else { 2 * u8::from(c.is_alphabetic()) };
        let run = rest.find(|c| kind(c) != kind(first)).unwrap_or(rest.len());
        let end = if kind(first) == 0 { first.len_utf8() } else { run };
        let (token, after) = rest.split_at_checked(end)?;
        rest = after.trim_start();
        Some(token)
    })
}

/// What a word is in a date; nothing for a filler or the ending of an ordinal.
fn word<'a>(word: &'a str, before: Option<&Piece<'a>>) -> Option<Piece<'a>> {
    let ending = matches!(word, "st" | "nd" | "rd" | "th") && matches!(before, Some(Piece::Number(_)));
    if ending || FILLERS.contains(&word) {
        return None;
    }
    let known = weekday(word).map(Piece::Weekday).or_else(|| month(word).map(Piece::Month));
    let known = known.or_else(|| amount::unit(word).map(Piece::Unit));
    Some(known.unwrap_or(match word {
        "today" | "now" => Piece::Today,
        "tomorrow" | "tommorow" | "tomorow" | "tommorrow" | "tmrw" => Piece::Tomorrow,
        "at" => Piece::At,
        _ => Piece::Word(word),
    }))
}

/// Marks join numbers; beside a word, or at either end, they say nothing ("3 Apr. 2027", "Thursday.").
fn without_idle_marks<'a>(found: &[Piece<'a>]) -> Vec<Piece<'a>> {
    let number = |at: Option<usize>| at.and_then(|at| found.get(at)).is_some_and(|piece| matches!(piece, Piece::Number(_)));
    let kept = found.iter().enumerate().filter(|(at, piece)| match piece {
        Piece::Mark(_) => number(at.checked_sub(1)) && number(at.checked_add(1)),
        _ => true,
    });
    kept.map(|(_, piece)| *piece).collect()
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" | "weds" => Weekday::Wednesday,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

fn month(word: &str) -> Option<i8> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_endings_and_idle_marks_fall_away() {
        let text = prepare("On  Thurs. the 3rd of Apr., 2027!").unwrap();
        let expected = [Piece::Weekday(Weekday::Thursday), Piece::Number("3"), Piece::Month(4), Piece::Number("2027")];
        assert_eq!(pieces(&text).unwrap(), expected);
    }

    #[test]
    fn marks_between_numbers_stay_and_letters_part_from_digits() {
        let text = prepare("3/4 9.30a.m.").unwrap();
        let expected = ["3", "/", "4", "9", ".", "30"].map(|token| match token {
            "/" | "." => Piece::Mark(token.chars().next().unwrap()),
            digits => Piece::Number(digits),
        });
        let found = pieces(&text).unwrap();
        assert_eq!(found.get(..6).unwrap(), expected);
        assert_eq!(found.get(6..).unwrap(), [Piece::Word("am")]);
    }

    #[test]
    fn what_belongs_to_no_date_is_not_cut() {
        assert_eq!(pieces("3 + 4"), None);
        assert_eq!(prepare(&"3 April ".repeat(50)), None);
    }
}
