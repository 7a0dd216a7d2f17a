//! Dates in words ("six / seven / 2010", "eleventh of the second twenty-ten") and with their digits set apart ("3 0 / 1 1 / 1 0").

use super::births::is_cue;
use super::dates::{Date, year};
use super::scene::{Scene, Shape};
use super::{spoken, words};

/// The most digits of one figure.
const MAX_DIGITS: usize = 4;

/// The date in words that begins at a token. It is full where marks part it and its year is whole.
pub fn in_words(scene: &Scene, at: usize) -> Option<Date> {
    let (day, day_last) = figure(scene, at)?;
    let (month_first, day_marked) = after(scene, day_last)?;
    let (month, month_last) = figure(scene, month_first)?;
    let ordinals = scene.is_ordinal(day_last) && scene.is_ordinal(month_last) && scene.word(day_last + 1) == "of";
    let said = after(scene, month_last)
        .and_then(|(first, marked)| said_year(scene, first).or_else(|| written_year(scene, first)).map(|year| (first, marked, year)));
    let Some((year_first, month_marked, (year, last, whole))) = said else {
        // "the 11th of the 6th"
        return (ordinals && (1..=12).contains(&month)).then_some(Date { last: month_last, year: None, full: false });
    };
    let words = ordinals || [at, month_first, year_first].iter().any(|place| !scene.has_digit(*place));
    let marked = day_marked && (month_marked || scene.is_ordinal(month_last));
    (words && (1..=31).contains(&day) && (1..=12).contains(&month)).then_some(Date { last, year: Some(year), full: whole && marked })
}

/// The first token of the next part, and whether a mark or a word for one stands before it.
fn after(scene: &Scene, last: usize) -> Option<(usize, bool)> {
    let joiner = |at: usize| matches!(scene.word(at), "of" | "the" | "slash" | "stroke" | "dash" | "dot" | "in");
    let next = (last + 1..last + 4).find(|at| !joiner(*at))?;
    let tight = (last + 1..=next).all(|at| {
        let gap = scene.gap(at);
        gap.len() < 4 && matches!(gap.trim_matches(' '), "" | "/" | "." | "-" | "," | "\\") && (gap != ". " || !scene.is_capital(at))
    });
    let mark = scene.gap(next).contains(['/', '.', '-', '\\']) && !scene.gap(next).ends_with(". ") || scene.gap(next) == " . ";
    tight.then_some((next, mark || next > last + 1))
}

/// A number below 32, in words or digits, and its last token.
fn figure(scene: &Scene, at: usize) -> Option<(u32, usize)> {
    if scene.has_digit(at) {
        let written = scene.written(at);
        let bare = if scene.is_ordinal(at) { written.trim_end_matches(|c: char| c.is_ascii_alphabetic()) } else { written };
        let digits = spoken::alike(bare).filter(|digits| digits.len() < 3)?;
        return Some((std::str::from_utf8(&digits).ok()?.parse().ok()?, at));
    }
    if !scene.is(at, words::NUMERAL | words::DAY_WORD) {
        return None;
    }
    if matches!(scene.word(at), "oh" | "o" | "zero" | "nought") {
        return spoken::below_hundred(scene.word(at + 1)).filter(|value| *value < 10).map(|value| (value, at + 1));
    }
    let value = spoken::below_hundred(scene.word(at)).or_else(|| spoken::ordinal(scene.word(at)))?;
    // "twenty / seven" is two figures, "twenty seven" one.
    if matches!(value, 20 | 30) && matches!(scene.gap(at + 1), " " | "-") {
        let one = spoken::below_hundred(scene.word(at + 1)).or_else(|| spoken::ordinal(scene.word(at + 1)));
        if let Some(one) = one.filter(|one| (1..10).contains(one)) {
            return Some((value + one, at + 1));
        }
    }
    Some((value, at))
}

/// "twenty-ten", "two thousand and nine", "oh nine": the year, its last token, and whether its century is said.
pub fn said_year(scene: &Scene, at: usize) -> Option<(u32, usize, bool)> {
    let close = |place: usize| matches!(scene.gap(place), " " | "-");
    let small = |place: usize| spoken::below_hundred(scene.word(place)).filter(|value| *value < 20);
    match scene.word(at) {
        "twenty" if close(at + 1) && matches!(scene.word(at + 1), "oh" | "o") => small(at + 2).map(|year| (2000 + year, at + 2, true)),
        "twenty" if close(at + 1) => small(at + 1).filter(|year| *year > 9).map(|year| (2000 + year, at + 1, true)),
        "two" if scene.word(at + 1) == "thousand" => {
            let next = if scene.word(at + 2) == "and" { at + 3 } else { at + 2 };
            Some(small(next).map_or((2000, at + 1, true), |year| (2000 + year, next, true)))
        }
        "oh" | "o" | "zero" | "nought" => small(at + 1).filter(|year| *year < 10).map(|year| (2000 + year, at + 1, false)),
        word => spoken::below_hundred(word).filter(|year| (10..20).contains(year)).map(|year| (2000 + year, at, false)),
    }
}

fn written_year(scene: &Scene, at: usize) -> Option<(u32, usize, bool)> {
    year(scene, at).map(|year| (year, at, scene.word(at).len() == MAX_DIGITS))
}

/// Digits one by one, parted in three by marks.
pub fn set_apart(scene: &Scene, at: usize) -> Option<Date> {
    let single = |place: usize| scene.shape(place) == Shape::Number && scene.word(place).len() == 1;
    let group = |first: usize| {
        if !single(first) {
            return None;
        }
        let last = (first + 1..first + MAX_DIGITS).take_while(|place| scene.gap(*place) == " " && single(*place)).last().unwrap_or(first);
        let digits: String = (first..=last).map(|place| scene.word(place)).collect();
        digits.parse::<u32>().ok().map(|value| (value, digits.len(), last))
    };
    let marked = |place: usize| matches!(scene.gap(place).trim_matches(' '), "/" | "." | "-" | "\\");
    let (day, day_digits, first) = group(at)?;
    let (month, month_digits, second) = group(first + 1).filter(|_| marked(first + 1))?;
    let (year, digits, last) = group(second + 1).filter(|_| marked(second + 1))?;
    let fits = day_digits < 3 && month_digits < 3 && (1..=31).contains(&day) && (1..=12).contains(&month);
    let year = match digits {
        2 => 2000 + year,
        4 if (1900..2100).contains(&year) => year,
        _ => return None,
    };
    fits.then_some(Date { last, year: Some(year), full: true })
}

/// "1 1 0 6 2 0 1 2" right after a cue.
pub fn one_by_one(scene: &Scene, at: usize) -> Option<Date> {
    let single = |place: usize| scene.shape(place) == Shape::Number && scene.word(place).len() == 1;
    let cued = single(at) && (at.saturating_sub(3)..at).any(|place| is_cue(scene, place));
    let count = (at + 1..at + 9).take_while(|place| cued && single(*place) && scene.gap(*place) == " ").count() + 1;
    matches!(count, 6 | 8).then(|| Date { last: at + count - 1, year: None, full: false })
}
