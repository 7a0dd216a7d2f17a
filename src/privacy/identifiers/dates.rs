//! Dates of birth: a date with a cue beside it, or one whose year makes the person a child.

use super::scene::{Scene, Shape};
use super::{Found, dates_spelt, spoken, words};
use crate::privacy::Kind;

/// How many tokens may stand between a cue and its date.
const REACH: usize = 10;
/// Years that, in full dates of practice writing, are hardly ever anything but years of birth.
const YEARS: std::ops::RangeInclusive<u32> = 2006..=2017;

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// Such years where letters stand for digits: nobody disguises any other date.
const DISGUISED: std::ops::RangeInclusive<u32> = 2000..=2020;

/// A date in a text.
pub struct Date {
    /// Its last token.
    pub last: usize,
    /// Its year, where it has one.
    pub year: Option<u32>,
    /// Whether it is surely a date, and its year surely one.
    pub full: bool,
}

/// Finds them.
pub fn find(scene: &Scene, found: &mut Vec<Found>) {
    let mut free = 0;
    for at in 0..scene.tokens.len() {
        if at < free {
            continue;
        }
        let Some(date) = date(scene, at) else { continue };
        free = date.last + 1;
        if is_birth(scene, at, &date) {
            found.push((scene.range(at, date.last), Kind::Dob));
        }
    }
}

fn is_birth(scene: &Scene, first: usize, date: &Date) -> bool {
    if let Some(cue) = (first.saturating_sub(REACH)..first).rev().find(|at| is_cue(scene, *at)) {
        let between = cue + 1..first;
        let sentence = between.clone().skip(1).any(|at| scene.parts(at)) || first > cue + 1 && scene.parts(first);
        if !sentence && !between.clone().any(|at| scene.is(at, words::OTHER_EVENT)) {
            return true;
        }
    }
    let after = |at: usize| is_birthday(scene, at) && !scene.parts(at);
    if (date.last + 1..date.last + 6).any(after) && !scene.any_before(first, 3, words::OTHER_EVENT) {
        return true;
    }
    let told = first.saturating_sub(REACH)..(date.last + 1 + REACH).min(scene.tokens.len());
    let full = date.full || scene.word(date.last).len() == 4 || scene.gap(date.last).contains('\'') || is_short(scene, date);
    let bound = scene.before(first, 2, |word| matches!(word, "after" | "before" | "since" | "from" | "between"));
    full && !bound
        && date.year.is_some_and(|year| YEARS.contains(&year) || DISGUISED.contains(&year) && is_disguised(scene, first, date.last))
        && !told.clone().any(|at| scene.is(at, words::LAW))
}

/// "30 Nov 08", where no more of a number or a time follows.
fn is_short(scene: &Scene, date: &Date) -> bool {
    let (gap, word) = (scene.gap(date.last + 1), scene.word(date.last));
    let spelt = is_month(scene.word(date.last.wrapping_sub(1))) && word.len() == 2 && scene.shape(date.last) == Shape::Number;
    let number = scene.has_digit(date.last + 1) && !gap.contains([',', ';', ')']);
    let ends = gap.is_empty() || gap.starts_with([',', '.', ';', ')', '\n', ']']) || word.starts_with('0') && gap == " ";
    let time = matches!(scene.word(date.last + 1), "am" | "pm" | "hrs" | "hours" | "h" | "to");
    spelt && ends && !number && !time && date.last > 1 && scene.gap(date.last) == " "
}

/// "O4.O8.2OO4", "3l/0l/2009": digits and letters that look like them.
fn is_disguised(scene: &Scene, first: usize, last: usize) -> bool {
    last == first + 2
        && (first..=last).all(|at| number(scene, at).is_some())
        && (first..=last).filter(|at| scene.shape(*at) != Shape::Number).count() > 1
}

/// Whether a token says that a birth follows.
fn is_cue(scene: &Scene, at: usize) -> bool {
    let is_age = |place: usize| {
        scene.word(place).parse::<u32>().is_ok_and(|age| (1..=21).contains(&age)) && !scene.gap(place + 1).starts_with(':')
            || (scene.word(place).len() > 2 && spoken::is_number(scene.word(place)))
    };
    match scene.word(at) {
        "dob" | "born" | "bday" | "birthdate" | "bdate" | "dateofbirth" | "birthday" | "birth" => true,
        "b" => {
            scene.word(at + 1) == "day" && scene.gap(at + 1) == "-"
                || at + 1 < scene.tokens.len() && matches!(scene.gap(at + 1), ". " | ".") && scene.has_digit(at + 1)
        }
        "d" => scene.word(at + 1) == "o" && scene.word(at + 2) == "b",
        "turns" | "turn" | "turned" | "turning" => is_age(at + 1),
        "is" | "s" | "be" | "hes" | "shes" | "theyre" | "becomes" => {
            let on = (at + 2..at + 5).find(|place| matches!(scene.word(*place), "on" | "until"));
            is_age(at + 1) && on.is_some_and(|on| opens_date(scene, on + 1))
        }
        "until" => is_age(at + 3) && matches!(scene.word(at + 2), "is" | "s" | "turns"),
        "thirteen" | "fourteen" | "fifteen" | "sixteen" | "seventeen" | "eighteen" => scene.word(at + 1) == "on",
        _ => false,
    }
}

fn opens_date(scene: &Scene, at: usize) -> bool {
    scene.has_digit(at) || scene.is(at, words::MONTH | words::DAY_WORD) || scene.word(at) == "the" || scene.word(at).ends_with("day")
}

fn is_birthday(scene: &Scene, at: usize) -> bool {
    matches!(scene.word(at), "birthday" | "bday" | "dob" | "birthdate")
        || scene.word(at) == "born"
        || scene.word(at) == "birth" && scene.word(at.wrapping_sub(2)) == "date"
}

/// The date that begins at a token.
fn date(scene: &Scene, at: usize) -> Option<Date> {
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
}

fn number(scene: &Scene, at: usize) -> Option<u32> {
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
    let cued = scene.before(at, 3, |word| matches!(word, "dob" | "born" | "birthday" | "bday"));
    let (day, month) = (number(scene, at)?, number(scene, at + 1)?);
    let fits = (1..=31).contains(&day) && (1..=12).contains(&month) && matches!(scene.gap(at + 1), "/" | ".");
    (cued && fits).then_some(Date { last: at + 1, year: None, full: false })
}

/// "3/4/09", "o9/ll/2OlO", "22 - viii - 11", "2009-04-03", "7 11 2008" after a cue.
fn in_digits(scene: &Scene, at: usize) -> Option<Date> {
    let close = |place: usize| {
        let gap = scene.gap(place).trim_matches(|c: char| c == ' ' || c == '\'');
        matches!(gap, "/" | "." | "-" | "\\" | "_") && scene.gap(place).len() < 5
    };
    let spaced =
        || scene.gap(at + 1) == " " && scene.gap(at + 2) == " " && (at > 0 && is_cue(scene, at - 1) || at > 1 && is_cue(scene, at - 2));
    if !(close(at + 1) && close(at + 2) || spaced()) {
        return None;
    }
    let (first, second) = (number(scene, at)?, number(scene, at + 1).or_else(|| roman(scene.word(at + 1)))?);
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

fn is_month(word: &str) -> bool {
    let read: String = word.chars().map(|c| if c == '0' { 'o' } else { c }).collect();
    word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&read)) || read == "sept"
}

/// "3rd", "3", "third", "twenty first".
fn day(scene: &Scene, at: usize) -> Option<usize> {
    let word = scene.word(at);
    let digits: String = word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).to_owned();
    let ending = word.get(digits.len()..).unwrap_or_default();
    if digits.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day)) && matches!(ending, "" | "st" | "nd" | "rd" | "th" | "o" | "l") {
        return Some(at);
    }
    if spoken::ordinal(word).is_some() {
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
    if close && scene.word(last + 1) == "two" && scene.word(last + 2) == "thousand" {
        let said = (last + 3..last + 6).take_while(|at| scene.word(*at) == "and" || spoken::is_number(scene.word(*at))).last();
        return Date { last: said.unwrap_or(last + 2), year: Some(2009), full: false };
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
    let cued = scene.before(at, 2, |word| matches!(word, "dob" | "born" | "birthday" | "bday"));
    let whole = scene.shape(at) == Shape::Number && matches!(word.len(), 6 | 8) && cued;
    let letters: String = word.chars().filter(char::is_ascii_alphabetic).collect();
    let digits = word.len() - letters.len();
    let mixed = scene.shape(at) == Shape::Mixed
        && (3..=8).contains(&digits)
        && letters.len() >= 3
        && is_month(&letters)
        && word.starts_with(|c: char| c.is_ascii_digit());
    (whole || mixed).then_some(Date { last: at, year: None, full: false })
}
