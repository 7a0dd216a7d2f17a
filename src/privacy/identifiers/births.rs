//! Dates of birth: a date with a cue beside it, or one whose year makes the person a child.

use super::dates::{Date, date};
use super::scene::{Scene, Shape};
use super::{Found, dates, spoken, words};
use crate::privacy::Kind;

/// How many tokens may stand between a cue and its date.
const REACH: usize = 10;
/// Years that, in full dates of practice writing, are hardly ever anything but years of birth.
const YEARS: std::ops::RangeInclusive<u32> = 2006..=2017;
/// The same, of dates in digits with a short year: children who are old enough to be written about.
const SHORT_YEARS: std::ops::RangeInclusive<u32> = 2008..=2016;
/// Such years where letters stand for digits: nobody disguises any other date.
const DISGUISED: std::ops::RangeInclusive<u32> = 2000..=2020;
/// The ages whose days are told.
const AGES: std::ops::RangeInclusive<u32> = 1..=21;

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
    if scene.word(first).starts_with("dob") || scene.word(first).starts_with("d0b") {
        return true;
    }
    let after = |at: usize| is_birthday(scene, at) && !scene.parts(at);
    if ((date.last + 1..date.last + 6).any(after) || turns_after(scene, date.last + 1)) && !scene.any_before(first, 3, words::OTHER_EVENT) {
        return true;
    }
    let told = first.saturating_sub(REACH)..(date.last + 1 + REACH).min(scene.tokens.len());
    let long = scene.word(date.last).len() == 4
        || scene.has_digit(first) && scene.word(first).len() == 4 && !scene.gap(first).ends_with(['/', '-']);
    let full = date.full || long || scene.gap(date.last).contains('\'') || is_short(scene, date) || is_set_off(scene, first, date);
    let bound = scene.before(first, 2, |word| matches!(word, "after" | "before" | "since" | "from" | "between"));
    full && !bound
        && date.year.is_some_and(|year| YEARS.contains(&year) || DISGUISED.contains(&year) && is_disguised(scene, first, date.last))
        && !told.clone().any(|at| scene.is(at, words::LAW))
}

/// "30 Nov 08", where no more of a number or a time follows.
fn is_short(scene: &Scene, date: &Date) -> bool {
    let (gap, word) = (scene.gap(date.last + 1), scene.word(date.last));
    let spelt = dates::is_month(scene.word(date.last.wrapping_sub(1))) && word.len() == 2 && scene.shape(date.last) == Shape::Number;
    let number = scene.has_digit(date.last + 1) && !gap.contains([',', ';', ')']);
    let ends = gap.is_empty() || gap.starts_with([',', '.', ';', ')', '\n', ']']) || word.starts_with('0') && gap == " ";
    let time = matches!(scene.word(date.last + 1), "am" | "pm" | "hrs" | "hours" | "h" | "to");
    spelt && ends && !number && !time && date.last > 1 && scene.gap(date.last) == " "
}

/// "11/06/12" in brackets or between commas, or beside an age.
fn is_set_off(scene: &Scene, first: usize, date: &Date) -> bool {
    let Some(year) = date.year.filter(|year| SHORT_YEARS.contains(year) && date.last == first + 2) else { return false };
    let part = |at: usize| scene.word(at).parse::<u32>().unwrap_or(0);
    let counts = part(first) + 1 == part(first + 1) && part(first) + 2 == year % 100;
    let age = |at: usize| matches!(scene.word(at), "aged" | "age" | "yo" | "yrs" | "y") || scene.word(at).ends_with("yo");
    let aged = (first.saturating_sub(3)..first).chain(date.last + 1..date.last + 4).any(age)
        || scene.gap(date.last + 1) == " (" && scene.gap(date.last + 2).starts_with(')') && part(date.last + 1) <= 18;
    let (open, close) = (scene.gap(first), scene.gap(date.last + 1));
    let years = scene.before(first, 1, |word| matches!(word, "year" | "years" | "yrs"));
    let event = years || scene.any_before(first, REACH, words::OTHER_EVENT);
    let alone = open.ends_with(['(', ',', ';']) || matches!(open, ", " | "; " | " - ");
    let digits = (first..=date.last).all(|at| scene.shape(at) == Shape::Number) && scene.word(date.last).len() == 2;
    digits && !counts && !event && (aged || alone && close.starts_with([')', ',', ';']) || alone && close == " - ")
}

/// "11 June, he'll be 14": an age to come, with no more of the sentence's subject after it.
fn turns_after(scene: &Scene, from: usize) -> bool {
    let Some(verb) = (from..from + 4).take_while(|at| !scene.parts(*at)).find(|at| matches!(scene.word(*at), "be" | "turns" | "turn"))
    else {
        return false;
    };
    let age = scene.word(verb + 1).parse::<u32>().is_ok_and(|age| (9..=21).contains(&age));
    let gap = scene.gap(verb + 2);
    let ends = gap.is_empty() || gap.starts_with(['.', ',', ')', ';', '\n', '!']);
    age && (ends || matches!(scene.word(verb + 2), "so" | "and" | "but" | "then" | "now" | "years" | "yrs"))
}

/// "O4.O8.2OO4", "3l/0l/2009": digits and letters that look like them.
fn is_disguised(scene: &Scene, first: usize, last: usize) -> bool {
    last == first + 2
        && (first..=last).all(|at| dates::number(scene, at).is_some())
        && (first..=last).filter(|at| scene.shape(*at) != Shape::Number).count() > 1
}

/// Whether a token says that a birth follows.
pub fn is_cue(scene: &Scene, at: usize) -> bool {
    match scene.word(at) {
        "dob" | "d0b" | "born" | "bday" | "birthdate" | "bdate" | "dateofbirth" | "birthday" | "birthdays" | "bdays" | "birth" => true,
        "b" => is_b(scene, at),
        "bd" | "db" => scene.has_digit(at + 1) && !scene.gap(at + 1).contains('\n'),
        "d" => {
            matches!(scene.word(at + 1), "o" | "0") && scene.word(at + 2) == "b" || scene.word(at + 1) == "b" && scene.gap(at + 1) == "/"
        }
        _ => is_age_told(scene, at) || is_birthday_of_age(scene, at),
    }
}

/// "b-day", "b'day", "B/D", "b. 3/4/09", "(b 3/4/09)".
fn is_b(scene: &Scene, at: usize) -> bool {
    let day = scene.word(at + 1) == "day" && matches!(scene.gap(at + 1), "-" | "'" | "/");
    let short = scene.word(at + 1) == "d" && scene.gap(at + 1) == "/" && scene.has_digit(at + 2);
    let open = scene.gap(at).ends_with('(') || scene.gap(at) == ", ";
    let mark = matches!(scene.gap(at + 1), ". " | "." | ": " | ":") || open && scene.gap(at + 1) == " ";
    day || short || at + 1 < scene.tokens.len() && mark && scene.has_digit(at + 1)
}

/// "turns 15 on", "he's 16 on", "will be 18 on", "until he is 16".
fn is_age_told(scene: &Scene, at: usize) -> bool {
    let is_age = |place: usize| {
        scene.word(place).parse::<u32>().is_ok_and(|age| AGES.contains(&age)) && !scene.gap(place + 1).starts_with(':')
            || (scene.word(place).len() > 2 && spoken::is_number(scene.word(place)))
    };
    let is_on = |place: &usize| matches!(scene.word(*place), "on" | "until" | "come" | "next" | "this");
    let on = |place: usize| is_on(&place) && opens_date(scene, place + 1);
    let soon = || (at + 2..at + 5).find(is_on).is_some_and(on);
    let person = || matches!(scene.word(at.wrapping_sub(1)), "he" | "she" | "they" | "who" | "i");
    match scene.word(at) {
        "turns" | "turn" | "turned" | "turning" => is_age(at + 1),
        "is" | "s" | "be" | "hes" | "shes" | "theyre" | "becomes" | "hits" | "reaches" => is_age(at + 1) && soon(),
        "was" => person() && is_age(at + 1) && on(at + 2),
        "until" => is_age(at + 3) && matches!(scene.word(at + 2), "is" | "s" | "turns"),
        "thirteen" | "fourteen" | "fifteen" | "sixteen" | "seventeen" | "eighteen" => scene.word(at + 1) == "on",
        _ => false,
    }
}

/// "her 18th is", "his 16th on".
fn is_birthday_of_age(scene: &Scene, at: usize) -> bool {
    matches!(scene.word(at), "13th" | "14th" | "15th" | "16th" | "17th" | "18th" | "21st")
        && scene.before(at, 1, |word| matches!(word, "his" | "her" | "their" | "my"))
        && matches!(scene.word(at + 1), "is" | "s" | "on" | "was" | "falls")
}

fn opens_date(scene: &Scene, at: usize) -> bool {
    scene.has_digit(at) || scene.is(at, words::MONTH | words::DAY_WORD) || scene.word(at) == "the" || scene.word(at).ends_with("day")
}

fn is_birthday(scene: &Scene, at: usize) -> bool {
    matches!(scene.word(at), "birthday" | "bday" | "dob" | "birthdate")
        || scene.word(at) == "born"
        || scene.word(at) == "birth" && scene.word(at.wrapping_sub(2)) == "date"
        || scene.word(at) == "d" && scene.word(at + 1) == "o" && scene.word(at + 2) == "b"
}
