//! Dates in a text, in digits and with the names of months.

use super::births::is_cue;
use super::scene::{Scene, Shape};
use super::{dates_spelt, spoken, words};

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// A date in a text.
pub struct Date {
    /// Its last token.
    pub last: usize,
    /// Its year, where it has one.
    pub year: Option<u32>,
    /// Whether it is surely a date, and its year surely one.
    pub full: bool,
}

/// The date that begins at a token.
pub fn date(scene: &Scene, at: usize) -> Option<Date> {
    if !scene.has_digit(at) && !scene.is(at, words::MONTH | words::DAY_WORD | words::NUMERAL) {
        return None;
    }
    in_digits(scene, at)
        .or_else(|| dates_spelt::set_apart(scene, at))
        .or_else(|| dates_spelt::in_words(scene, at))
        .or_else(|| day_first(scene, at))
        .or_else(|| month_first(scene, at))
        .or_else(|| without_year(scene, at))
        .or_else(|| in_one_piece(scene, at))
        .or_else(|| dates_spelt::one_by_one(scene, at))
        .or_else(|| feast(scene, at))
}

/// "xmas day 2009", "New Year's Eve", "Halloween 2010", right after a cue.
fn feast(scene: &Scene, at: usize) -> Option<Date> {
    let day = |at: usize| matches!(scene.word(at), "day" | "eve" | "night" | "sunday" | "monday");
    let last =
        match scene.word(at) {
            "xmas" | "christmas" | "boxing" | "easter" | "bonfire" | "valentines" if day(at + 1) => at + 1,
            "valentine" | "new" if scene.word(at + 1) == "year" && day(at + 3) || day(at + 2) && scene.gap(at + 1) == "'" => {
                if day(at + 2) { at + 2 } else { at + 3 }
            }
            "new" if matches!(scene.word(at + 1), "year" | "years") && day(at + 2) => at + 2,
            "halloween" | "hogmanay" => at,
            _ => return None,
        };
    let filler = |at: usize| matches!(scene.word(at), "is" | "s" | "on" | "was" | "in" | "the" | "last" | "falls");
    let from = (at.saturating_sub(3)..at).rev().find(|at| !filler(*at))?;
    is_cue(scene, from).then(|| with_year(scene, last))
}

/// A number in digits and letters that look like them, of up to four.
pub fn number(scene: &Scene, at: usize) -> Option<u32> {
    if scene.word(at).len() > 4 || !(scene.has_digit(at) || matches!(scene.word(at), "o" | "l" | "ll" | "lo" | "ol")) {
        return None;
    }
    let digits = spoken::alike(scene.written(at))?;
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

/// A year of two or four digits; two-digit ones are of this century.
pub fn year(scene: &Scene, at: usize) -> Option<u32> {
    let year = number(scene, at)?;
    match scene.word(at).len() {
        2 => Some(2000 + year),
        4 if (1900..2100).contains(&year) || (1300..1500).contains(&year) => Some(year),
        _ => None,
    }
}

/// "14/8", right after a cue.
fn without_year(scene: &Scene, at: usize) -> Option<Date> {
    let (day, month) = (number(scene, at)?, number(scene, at + 1)?);
    let cued = scene.before(at, 3, |word| matches!(word, "dob" | "born" | "birthday" | "bday")) || scene.word(at.wrapping_sub(2)) == "b";
    let fits = (1..=31).contains(&day) && (1..=12).contains(&month) && matches!(scene.gap(at + 1), "/" | ".");
    (cued && fits).then_some(Date { last: at + 1, year: None, full: false })
}

/// "3/4/09", "o9/ll/2OlO", "22 - viii - 11", "2009-04-03", "7 11 2008" after a cue.
fn in_digits(scene: &Scene, at: usize) -> Option<Date> {
    let first = number(scene, at)?;
    let close = |place: usize| {
        let gap = scene.gap(place).trim_matches(|c: char| c == ' ' || c == '\'');
        matches!(gap, "/" | "." | "-" | "\\" | "_") && scene.gap(place).len() < 5
    };
    let spaced =
        || scene.gap(at + 1) == " " && scene.gap(at + 2) == " " && (at > 0 && is_cue(scene, at - 1) || at > 1 && is_cue(scene, at - 2));
    let odd = |place: usize| matches!(scene.gap(place), "|" | "," | ":" | "*" | "~" | "+" | " | ");
    let cued = || (at.saturating_sub(3)..at).any(|place| is_cue(scene, place));
    if !(close(at + 1) && close(at + 2) || spaced() || odd(at + 1) && odd(at + 2) && cued()) {
        return None;
    }
    let second = number(scene, at + 1).or_else(|| roman(scene.word(at + 1)))?;
    if (1900..2100).contains(&first) {
        let day = number(scene, at + 2)?;
        return ((1..=12).contains(&second) && (1..=31).contains(&day)).then_some(Date { last: at + 2, year: Some(first), full: false });
    }
    let year = year(scene, at + 2)?;
    ((1..=31).contains(&first) && (1..=12).contains(&second) && scene.word(at).len() < 3).then_some(Date {
        last: at + 2,
        year: Some(year),
        full: false,
    })
}

fn roman(word: &str) -> Option<u32> {
    let place = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"].iter().position(|known| *known == word)?;
    u32::try_from(place + 1).ok()
}

/// Whether a word is a month or short for one.
pub fn is_month(word: &str) -> bool {
    let begins = |month: &str| {
        let alike = |(written, meant): (u8, u8)| written == meant || written == b'0' && meant == b'o';
        word.len() <= month.len() && word.bytes().zip(month.bytes()).all(alike)
    };
    word.len() >= 3 && MONTHS.iter().any(|month| begins(month))
}

/// "3rd", "3", "third", "twenty first".
fn day(scene: &Scene, at: usize) -> Option<usize> {
    let word = scene.word(at);
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.get(digits.len()..).unwrap_or_default();
    if digits.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day)) && matches!(ending, "" | "st" | "nd" | "rd" | "th" | "o" | "l") {
        return Some(at);
    }
    if scene.is(at, words::DAY_WORD) && spoken::ordinal(word).is_some() {
        return Some(at);
    }
    (matches!(word, "twenty" | "thirty") && spoken::ordinal(scene.word(at + 1)).is_some()).then_some(at + 1)
}

/// The last token of a year that may follow, and the year.
fn with_year(scene: &Scene, last: usize) -> Date {
    let close = scene.gap(last + 1).len() < 4 && !scene.gap(last + 1).contains(['\n', ';', '(']) && !scene.gap(last + 1).starts_with(". ");
    let short = scene.word(last + 1).len() == 2;
    let other =
        short && (scene.gap(last + 2).starts_with([':', '%']) || scene.gap(last + 1).contains(',') && !scene.gap(last + 1).contains('\''));
    if let (true, false, Some(year)) = (close, other, year(scene, last + 1)) {
        return Date { last: last + 1, year: Some(year), full: false };
    }
    if let Some((year, last, true)) = dates_spelt::said_year(scene, last + 1).filter(|_| close) {
        return Date { last, year: Some(year), full: false };
    }
    Date { last, year: None, full: false }
}

/// "3 April 2009", "the 3rd of Apr '09", "7 Nov", "third of April"; after a cue, months of other calendars.
fn day_first(scene: &Scene, at: usize) -> Option<Date> {
    let last = day(scene, at)?;
    let next = if scene.word(last + 1) == "of" { last + 2 } else { last + 1 };
    if scene.gap(next).len() > 3 {
        return None;
    }
    if is_month(scene.word(next)) {
        return Some(with_year(scene, next));
    }
    let cued = scene.before(at, 8, |word| matches!(word, "dob" | "born" | "birth"));
    let foreign = scene.shape(next) == Shape::Word && scene.word(next).len() > 3 && cued && scene.word(next + 1).len() == 4;
    foreign.then(|| with_year(scene, next)).filter(|date| date.year.is_some())
}

/// "April 3rd 2009", "March the 3rd".
fn month_first(scene: &Scene, at: usize) -> Option<Date> {
    if !is_month(scene.word(at)) || scene.gap(at + 1).len() > 3 {
        return None;
    }
    let next = if scene.word(at + 1) == "the" { at + 2 } else { at + 1 };
    let last = day(scene, next)?;
    Some(with_year(scene, last))
}

/// "030409" right after a cue, "12may2009".
fn in_one_piece(scene: &Scene, at: usize) -> Option<Date> {
    let word = scene.word(at);
    let cued = || (at.saturating_sub(3)..at).any(|place| is_cue(scene, place) && !scene.word(place).starts_with("turn"));
    let joined = word.strip_prefix("dob").or_else(|| word.strip_prefix("d0b"));
    let digits = |word: &str| matches!(word.len(), 6 | 8) && word.bytes().all(|byte| byte.is_ascii_digit());
    let whole = digits(word) && cued() || joined.is_some_and(digits);
    (whole || is_mixed(scene, at)).then_some(Date { last: at, year: None, full: false })
}

/// "12may2009"
fn is_mixed(scene: &Scene, at: usize) -> bool {
    let word = scene.word(at);
    if scene.shape(at) != Shape::Mixed || !word.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let letters: String = word.chars().filter(char::is_ascii_alphabetic).collect();
    (3..=8).contains(&(word.len() - letters.len())) && is_month(&letters)
}
