//! The year, the class, the form or the set of a pupil.

use super::references::begins_as_month;
use super::scene::{Scene, Shape};
use super::{spoken, words};

/// How many tokens may stand between a class and its school: where it is surely one, and where it may be something else.
const REACH: usize = 9;
const CLOSE: usize = 3;

/// A class in a text.
pub struct Class {
    /// Its first and last token.
    pub first: usize,
    pub last: usize,
    /// How many tokens may stand between it and its school.
    pub reach: usize,
}

/// The class that begins at a token, or just before it.
pub fn class(scene: &Scene, at: usize) -> Option<Class> {
    if !scene.has_digit(at) && !scene.is(at, words::CLASS_WORD) {
        return None;
    }
    let sure = |last: usize| Class { first: at, last, reach: REACH };
    labelled(scene, at)
        .or_else(|| alone(scene, at))
        .map(sure)
        .or_else(|| weak(scene, at).map(|last| Class { first: at, last, reach: CLOSE }))
        .or_else(|| named(scene, at))
}

/// "Year 9", "yr. 9", "Year Group: 9", "tutor grp 12F", "sixth form".
fn labelled(scene: &Scene, at: usize) -> Option<usize> {
    let year = |place: usize| {
        let number = scene.word(place);
        is_year(number) || spoken::is_number(number) || is_form(number) || is_any_form(number)
    };
    let close = |place: usize| scene.gap(place).len() < 4 && !scene.gap(place).contains(['\n', ',', '(', '/']);
    let group = |place: usize| matches!(scene.word(place), "group" | "grp" | "gp" | "form" | "class");
    match scene.word(at) {
        "year" | "yr" | "yrs" | "y" | "form" | "class" | "set" | "grade" | "dosbarth" | "blwyddyn" | "bl" | "tg" | "tutor" | "reg"
        | "registration" | "group" | "grp" => {
            let number = at + 1 + usize::from(group(at + 1));
            let class = close(at + 1) && close(number) && year(number) && !scene.gap(number + 1).starts_with([':', '%']);
            let tutor = scene.word(at) == "tutor" && matches!(scene.word(at + 1), "group" | "form");
            class.then_some(number).or(tutor.then_some(at + 1))
        }
        "sixth" if scene.word(at + 1) == "form" => Some(at + 1),
        "reception" | "nursery" if scene.is_capital(at) || scene.word(at + 1) == "class" => Some(at),
        _ => None,
    }
}

/// "10b", "y10", "11-K", "8/C", "7 Beech".
fn alone(scene: &Scene, at: usize) -> Option<usize> {
    let word = scene.word(at);
    if word.ends_with('s') && scene.before(at, 1, |word| matches!(word, "under" | "over" | "the")) {
        return None;
    }
    if scene.shape(at) == Shape::Mixed && (is_form(word) || is_short_year(word)) {
        return Some(at);
    }
    is_form_with_name(scene, at).then_some(at + 1)
}

/// What is a class only right beside a school: "P6", "S3", "8K", "9 C", "8.2", "lower sixth", "first year at", "6th form".
fn weak(scene: &Scene, at: usize) -> Option<usize> {
    let (word, next) = (scene.word(at), scene.word(at + 1));
    let stage = |word: &str| {
        let digits = word.get(1..).and_then(|digits| digits.parse::<u32>().ok());
        word.starts_with('p') && digits.is_some_and(|year| (1..=7).contains(&year))
            || word.starts_with('s') && digits.is_some_and(|year| (1..=6).contains(&year))
            || word.starts_with(['l', 'u']) && digits == Some(6)
    };
    if word.len() == 2 && stage(word) || scene.shape(at) == Shape::Mixed && is_any_form(scene.written(at)) {
        return Some(at);
    }
    if matches!(word, "p" | "s") && scene.gap(at + 1).len() < 2 && matches!(next, "1" | "2" | "3" | "4" | "5" | "6" | "7") {
        return Some(at + 1).filter(|_| scene.gap(at) != "'" && scene.is_capital(at));
    }
    let letter = scene.written(at + 1).len() == 1 && matches!(scene.gap(at + 1), " " | "-" | "/") && scene.is_capital(at + 1);
    let set = matches!(scene.gap(at + 1), "." | "-" | "/") && next.len() == 1 && scene.shape(at + 1) == Shape::Number;
    let alone = !scene.gap(at).ends_with(['.', '/', '-', ':', '\u{a3}']) && !scene.gap(at + 2).starts_with(['.', '/', '-', ':', '%']);
    if is_year(word) && scene.shape(at) == Shape::Number && alone && (letter && next != "i" || set && word.len() < 3) {
        return Some(at + 1);
    }
    let name = scene.gap(at + 1) == " " && scene.is_capital(at + 1) && (3..10).contains(&next.len()) && !next.ends_with('s');
    let ends = !scene.gap(at + 2).starts_with([' ', '\'', '-']) || at + 2 >= scene.tokens.len();
    if is_year(word) && alone && name && ends && scene.gap(at) == ", " && !scene.has_digit(at + 1) && !begins_as_month(next) {
        return Some(at + 1);
    }
    let ordinal = matches!(word, "first" | "second" | "third" | "1st" | "2nd" | "3rd" | "7th" | "8th" | "9th" | "10th" | "11th");
    match next {
        "fourth" | "fifth" | "sixth" if matches!(word, "lower" | "upper") => Some(at + 1),
        "form" if word == "6th" => Some(at + 1),
        "year" | "yr" | "grade" if ordinal && (at + 2..at + 4).any(|place| matches!(scene.word(place), "at" | "in")) => Some(at + 1),
        "stage" if word == "foundation" && is_year(scene.word(at + 2)) => Some(at + 2),
        _ => None,
    }
}

/// "Hazel class", "Class Hazel", "class willow" in quotation marks.
fn named(scene: &Scene, at: usize) -> Option<Class> {
    let plain = |place: usize| {
        let word = scene.word(place);
        scene.is(place, words::GENERIC | words::NO_NAME) || is_subject(word) || word.ends_with("ing") || scene.has_digit(place)
    };
    if scene.word(at) == "reception" {
        return Some(Class { first: at, last: at, reach: 1 }).filter(|_| scene.word(at + 1) == "at");
    }
    if scene.word(at) != "class" {
        return None;
    }
    let quoted = |place: usize| scene.gap(place).ends_with(['"', '\'']);
    let (before, after) = (at.saturating_sub(1), at + 1);
    if at > 0 && scene.gap(at) == " " && !plain(before) && (scene.is_capital(before) || quoted(before)) && scene.word(before).len() > 2 {
        return Some(Class { first: before, last: at, reach: CLOSE });
    }
    let follows = scene.gap(after) == " " && !plain(after) && (scene.is_capital(after) || quoted(at)) && scene.word(after).len() > 2;
    follows.then_some(Class { first: at, last: after, reach: CLOSE })
}

pub fn is_subject(word: &str) -> bool {
    matches!(
        word,
        "maths"
            | "english"
            | "science"
            | "history"
            | "geography"
            | "art"
            | "pe"
            | "drama"
            | "french"
            | "spanish"
            | "music"
            | "pshe"
            | "rse"
    )
}

fn is_year(word: &str) -> bool {
    word.parse::<u32>().is_ok_and(|year| (1..=13).contains(&year))
}

/// "10b", "9rt".
fn is_form(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let letters = word.len() - digits;
    let ending = word.get(digits..).unwrap_or_default();
    let set = ending.bytes().zip([true, false]).all(|(byte, letter)| byte.is_ascii_alphabetic() == letter) && ending.len() == 2;
    let year = word.get(..digits).is_some_and(is_year);
    year && set
        || year
            && (1..=2).contains(&letters)
            && ending.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !matches!(ending, "am" | "pm" | "st" | "nd" | "rd" | "th" | "m" | "hr" | "km" | "kg" | "k" | "g" | "ft" | "yr" | "p")
}

/// "8K": a form whose letter might count money or weigh, in a year of secondary school; after "form" in small letters as well.
fn is_any_form(word: &str) -> bool {
    let digits = word.trim_end_matches(['K', 'M', 'G', 'P', 'k', 'm', 'g', 'p']);
    digits.len() + 1 == word.len() && digits.parse::<u32>().is_ok_and(|year| (7..=13).contains(&year))
}

/// "y10", "yr10".
fn is_short_year(word: &str) -> bool {
    let digits = word.trim_start_matches("year").trim_start_matches("yr").trim_start_matches('y');
    digits.len() < word.len() && is_year(digits)
}

/// "11-K", "11/C", "7 Beech", "6 Elm class", "10 Red".
fn is_form_with_name(scene: &Scene, at: usize) -> bool {
    let year = scene.shape(at) == Shape::Number && is_year(scene.word(at)) && !scene.gap(at).ends_with(['/', '-']);
    let letter = || matches!(scene.gap(at + 1), "-" | "/") && scene.written(at + 1).len() == 1 && scene.is_capital(at + 1);
    let name = || scene.gap(at + 1) == " " && scene.is_capital(at + 1) && !scene.has_digit(at + 1) && scene.word(at + 1).len() < 10;
    let names = || matches!(scene.word(at + 2), "class" | "at") || scene.gap(at + 2) == ", ";
    year && (letter() || name() && names() && !begins_as_month(scene.word(at + 1)))
}
