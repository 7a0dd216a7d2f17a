//! A named school with a year or class beside it.

use super::Found;
use super::references::begins_as_month;
use super::scene::{Scene, Shape};
use super::spoken;
use super::words;
use crate::privacy::Kind;

/// How many tokens may stand between the class and the school.
const REACH: usize = 9;

/// Finds them.
pub fn find(scene: &Scene, found: &mut Vec<Found>) {
    let schools: Vec<(usize, usize)> = (0..scene.tokens.len()).filter_map(|at| school(scene, at)).collect();
    let mut free = 0;
    for at in 0..scene.tokens.len() {
        let Some(last) = class(scene, at).filter(|_| at >= free) else { continue };
        let near = |(first, end): &(usize, usize)| {
            let apart = if *first > last { last + 1..*first + 1 } else { *end + 1..at + 1 };
            (*end < at || *first > last) && apart.len() <= REACH + 1 && !apart.clone().any(|place| scene.parts(place))
        };
        let from = schools.partition_point(|school| school.1 + REACH + 1 < at);
        let around = schools.iter().skip(from).take_while(|school| school.0 <= last + REACH + 1);
        let place = around.copied().find(near).or_else(|| named_after_at(scene, last + 1 + usize::from(is_subject(scene.word(last + 1)))));
        if let Some((first, end)) = place {
            free = end.max(last) + 1;
            found.push((scene.range(at.min(first), last.max(end)), Kind::SchoolYear));
        }
    }
}

fn is_subject(word: &str) -> bool {
    matches!(word, "maths" | "english" | "science" | "history" | "geography" | "art" | "pe" | "drama" | "french" | "spanish" | "music")
}

/// A named school that begins at a token: its first and last.
fn school(scene: &Scene, at: usize) -> Option<(usize, usize)> {
    if scene.is(at + 1, words::SCHOOL)
        && let Some(last) = in_small_letters(scene, at)
    {
        return Some((at, last));
    }
    if !scene.is_capital(at)
        || at > 0 && scene.is_capital(at - 1) && scene.gap(at) == " " && !scene.is(at - 1, words::GENERIC) && class(scene, at - 1).is_none()
    {
        return None;
    }
    if scene.word(at) == "ysgol" && scene.is_capital(at + 1) {
        return Some((at, at + 1));
    }
    if matches!(scene.word(at), "st" | "saint" | "sts")
        && scene.is_capital(at + 1)
        && scene.gap(at + 1).len() < 3
        && is_saint(scene, at + 1)
    {
        return Some((at, at + 2));
    }
    if scene.is(at, words::GENERIC) || scene.has_digit(at) {
        return None;
    }
    for last in at + 1..at + 5 {
        let gap = scene.gap(last);
        if !matches!(gap, " " | "'" | "-" | ". ") || scene.has_digit(last) || last >= scene.tokens.len() {
            return None;
        }
        if scene.is(last, words::SCHOOL) && (scene.is_capital(last) || matches!(scene.word(last), "school" | "academy" | "college")) {
            return Some((at, last));
        }
        if !scene.is_capital(last) && scene.word(last) != "s" && !matches!(scene.word(last), "of" | "the") {
            return None;
        }
    }
    None
}

/// "thornfield high school", "thornfield academy".
fn in_small_letters(scene: &Scene, at: usize) -> Option<usize> {
    let name = scene.word(at);
    let verb = matches!(
        name,
        "attend" | "attends" | "attending" | "start" | "starting" | "started" | "leaving" | "finish" | "begin" | "join" | "there"
    );
    let last = match (scene.word(at + 1), scene.word(at + 2)) {
        ("academy", _) => at + 1,
        ("high" | "primary" | "secondary" | "grammar" | "community" | "junior" | "infant", "school") => at + 2,
        _ => return None,
    };
    let tight = (at + 1..=last).all(|place| scene.gap(place) == " ");
    (tight && name.len() > 4 && !scene.has_digit(at) && !scene.is(at, words::GENERIC) && !verb).then_some(last)
}

/// "St Aidan's" is a school beside a class; "St Giles Trust" and "St James Hospital" are none.
fn is_saint(scene: &Scene, at: usize) -> bool {
    let possessive = scene.gap(at + 1) == "'" && scene.word(at + 1) == "s";
    possessive && !matches!(scene.word(at + 2), "hospital" | "church" | "hall" | "trust" | "road" | "street" | "day" | "house")
}

/// The last token of a year, a class, a form or a set that begins at a token.
fn class(scene: &Scene, at: usize) -> Option<usize> {
    if !scene.has_digit(at) && !scene.is(at, words::CLASS_WORD) {
        return None;
    }
    let word = scene.word(at);
    let year = |place: usize| {
        let number = scene.word(place);
        number.parse::<u32>().is_ok_and(|year| (1..=13).contains(&year)) || spoken::is_number(number) || is_form(number)
    };
    match word {
        "year" | "yr" | "yrs" | "y" | "form" | "class" | "set" | "grade" | "dosbarth" | "blwyddyn"
            if year(at + 1) && scene.gap(at + 1).len() < 3 =>
        {
            Some(at + 1)
        }
        "sixth" if scene.word(at + 1) == "form" => Some(at + 1),
        "reception" | "nursery" if scene.is_capital(at) => Some(at),
        "tutor" if matches!(scene.word(at + 1), "group" | "form") => Some(at + 1),
        _ if scene.before(at, 1, |word| matches!(word, "under" | "over" | "the")) && word.ends_with('s') => None,
        _ if scene.shape(at) == Shape::Mixed && (is_form(word) || is_short_year(word)) => Some(at),
        _ if is_form_with_name(scene, at) => Some(at + 1),
        _ => None,
    }
}

/// "10b", "9rt".
fn is_form(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let letters = word.len() - digits;
    let ending = word.get(digits..).unwrap_or_default();
    let number = word.get(..digits).and_then(|digits| digits.parse::<u32>().ok());
    let set = ending.bytes().zip([true, false]).all(|(byte, letter)| byte.is_ascii_alphabetic() == letter) && ending.len() == 2;
    let year = number.is_some_and(|year| (1..=13).contains(&year));
    year && set
        || year
            && (1..=2).contains(&letters)
            && ending.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !matches!(ending, "am" | "pm" | "st" | "nd" | "rd" | "th" | "m" | "hr" | "km" | "kg" | "k" | "g" | "ft" | "yr" | "p")
}

/// "y10", "yr10".
fn is_short_year(word: &str) -> bool {
    let digits = word.trim_start_matches("year").trim_start_matches("yr").trim_start_matches('y');
    digits.len() < word.len() && digits.parse::<u32>().is_ok_and(|year| (1..=13).contains(&year))
}

/// "11-K", "7 Beech", "6 Elm class", "10 Red".
fn is_form_with_name(scene: &Scene, at: usize) -> bool {
    let year = scene.shape(at) == Shape::Number && scene.word(at).parse::<u32>().is_ok_and(|year| (1..=13).contains(&year));
    let letter = scene.gap(at + 1) == "-" && scene.written(at + 1).len() == 1 && scene.is_capital(at + 1);
    let name = scene.gap(at + 1) == " " && scene.is_capital(at + 1) && !scene.has_digit(at + 1) && scene.word(at + 1).len() < 10;
    let names = || matches!(scene.word(at + 2), "class" | "at") || scene.gap(at + 2) == ", ";
    year && (letter || name && names() && !begins_as_month(scene.word(at + 1)))
}

/// "yr nine at thornfield": after "at" a word that names no other place.
fn named_after_at(scene: &Scene, at: usize) -> Option<(usize, usize)> {
    let pupil = matches!(scene.word(at), "pupil" | "student");
    if pupil && scene.word(at + 1) == "at" {
        return Some((at + 2, at + 2)).filter(|_| scene.is_capital(at + 2) && !scene.is(at + 2, words::GENERIC));
    }
    let (word, mark) = (scene.word(at + 1), scene.word(at) == "at" && scene.gap(at) == " ");
    let sign = scene.gap(at).contains('@') && scene.is_capital(at);
    if sign && !scene.is(at, words::GENERIC) {
        return Some((at, at));
    }
    let title = matches!(word, "dame" | "sir" | "lady" | "lord" | "king");
    (mark
        && (word.len() > 4 || title)
        && !scene.is(at + 1, words::GENERIC | words::NO_SCHOOL)
        && !scene.has_digit(at + 1)
        && scene.gap(at + 1) == " ")
        .then_some((at + 1, at + 1))
}
