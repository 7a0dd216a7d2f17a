//! Houses and their streets.

use super::scene::{Scene, Shape};
use super::{Found, dates, homes, spoken, words};
use crate::privacy::Kind;

/// The most words of a street's name before the word for a street.
const MAX_NAME: usize = 4;

/// Finds them.
pub fn find(scene: &Scene, found: &mut Vec<Found>) {
    let mut free = 0;
    for at in 0..scene.tokens.len() {
        if at < free {
            continue;
        }
        if scene.is(at, words::HOME)
            && let Some((first, last)) = homes::without_number(scene, at)
        {
            free = last + 1;
            found.push((scene.range(first, last), Kind::Address));
            continue;
        }
        if !scene.has_digit(at) && !scene.is(at, words::NUMERAL | words::FLAT) {
            continue;
        }
        if let Some(first) = homes::after_its_street(scene, at) {
            free = at + 1;
            found.push((scene.range(first, at), Kind::Address));
            continue;
        }
        let Some(last) = flat(scene, at).or_else(|| house(scene, at)) else { continue };
        free = last + 1;
        found.push((scene.range(at, last), Kind::Address));
    }
}

/// The last token of a house's number ("12", "12a", "15/2", "one hundred and four (104)", "forty-one b").
fn number(scene: &Scene, at: usize) -> Option<usize> {
    let word = scene.word(at);
    if scene.has_digit(at) {
        let alike = |word: &str| {
            word.bytes()
                .map(|byte| {
                    if byte == b'o' {
                        '0'
                    } else if matches!(byte, b'l' | b'i') {
                        '1'
                    } else {
                        char::from(byte)
                    }
                })
                .collect()
        };
        let drawn: String = if word.len() < 5 && scene.shape(at) == Shape::Mixed { alike(word) } else { word.to_owned() };
        let word = drawn.strip_prefix("n0").unwrap_or(&drawn);
        let digits: &str = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let letters = word.len() - digits.len();
        let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        let whole = !digits.is_empty()
            && digits.len() <= 4
            && letters <= 1
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !year
            && word != "0";
        let money = scene.gap(at).ends_with(['\u{a3}', '$', '\u{20ac}', ':', '%'])
            || scene.gap(at).ends_with('.') && scene.has_digit(at.wrapping_sub(1));
        if !whole || money || at > 0 && matches!(scene.gap(at), "-" | "") && !scene.has_digit(at - 1) {
            return None;
        }
        let step = (at + 1..at + 3).take_while(|next| matches!(scene.gap(*next), "/" | "-") && scene.shape(*next) == Shape::Number).last();
        return Some(step.unwrap_or(at + usize::from(is_letter_of_house(scene, at + 1))));
    }
    if !spoken::is_number(word) {
        return None;
    }
    let more = |next: usize| {
        spoken::is_number(scene.word(next))
            || matches!(scene.word(next), "hundred" | "and")
            || scene.gap(next).ends_with('(') && scene.has_digit(next)
    };
    let last = (at + 1..at + 6).take_while(|next| more(*next)).last().unwrap_or(at);
    let last = if scene.word(last) == "and" { last - 1 } else { last };
    let letter = scene.word(last + 1).len() == 1 && (scene.word(last + 1) != "a" || is_letter_of_house(scene, last + 1));
    Some(last + usize::from(letter))
}

/// The "A" of "48 A Jubilee Terrace".
fn is_letter_of_house(scene: &Scene, at: usize) -> bool {
    scene.gap(at) == " " && matches!(scene.written(at), "A" | "B" | "C" | "D") && scene.is_capital(at + 1) && scene.gap(at + 1) == " "
}

fn house(scene: &Scene, first: usize) -> Option<usize> {
    let end = number(scene, first)?;
    let possessive = first > 1 && scene.gap(first - 1) == "'";
    if first > 0 && scene.is(first - 1, words::NO_HOUSE) && !scene.parts(first) && !possessive && !scene.gap(first).contains(',')
        || scene.before(first, 2, |word| matches!(word, "bus" | "route"))
    {
        return None;
    }
    let cued = scene.before(first, 3, |word| {
        matches!(
            word,
            "at" | "lives"
                | "living"
                | "address"
                | "stays"
                | "staying"
                | "moved"
                | "home"
                | "no"
                | "number"
                | "house"
                | "flat"
                | "to"
                | "from"
                | "door"
                | "nan"
                | "nans"
                | "gran"
                | "grans"
                | "mums"
                | "dads"
                | "c"
                | "residing"
                | "aunt"
                | "aunts"
                | "by"
                | "near"
                | "outside"
        )
    });
    let named = scene.before(first, 1, |word| matches!(word, "number" | "no" | "house" | "door" | "flat" | "num"));
    let start = if named && matches!(scene.word(end + 1), "on" | "in" | "at" | "of" | "up" | "down") { end + 2 } else { end + 1 };
    let start = start + usize::from(start == end + 2 && scene.word(start) == "the");
    if let Some(last) = homes::welsh(scene, start) {
        return Some(last);
    }
    let spelt = !scene.has_digit(first) && first == end;
    street(scene, start, cued, spelt).or_else(|| homes::one_word(scene, first, start)).or_else(|| homes::house_name(scene, first, start))
}

/// The last word of a street whose name begins at a token.
fn street(scene: &Scene, start: usize, cued: bool, spelt: bool) -> Option<usize> {
    let mut small = false;
    for at in start..start + 1 + MAX_NAME {
        let word = scene.word(at);
        let gap = scene.gap(at);
        let comma = at == start && (matches!(gap, ", " | ",") || gap == "." && scene.is_capital(at) || gap == " (" && cued);
        let tight = gap == " "
            || gap == "-"
            || gap == "'"
            || gap == "\n"
            || at > start && (gap == "' " || gap == ". " && scene.word(at - 1) == "st")
            || comma
            || at == start && gap == ") ";
        if at >= scene.tokens.len() || !tight || scene.has_digit(at) && !is_drawn(scene, at) {
            return None;
        }
        let capital = scene.is_capital(at);
        let strong = scene.is(at, words::STREET)
            && (capital || cued || !small && at > start || scene.is_capital(at - 1) || !spelt)
            && !(small && scene.gap(start).contains(','));
        let weak =
            scene.is(at, words::WEAK_STREET) && (capital && !small || cued && !spelt && !scene.gap(start).contains(',') && at == start + 1);
        let title = matches!(word, "st" | "dr") && at == start;
        if at > start && (strong || weak) && !title {
            let further = (scene.is(at + 1, words::STREET) || scene.is(at + 1, words::WEAK_STREET) && capital)
                && scene.gap(at + 1) == " "
                && scene.is_capital(at + 1) == capital;
            let last = at + usize::from(further);
            return Some(last).filter(|last| cued || scene.is(*last, words::STREET) && !small || scene.gap(start) != ", ");
        }
        let possessive = word == "s" && gap == "'";
        if is_court(scene, at) || at == start && dates::is_month(word) && !scene.is(at + 1, words::STREET) {
            return None;
        }
        let first = at == start && capital;
        let article = (first || at == start && cued) && word == "the" && scene.is(at + 1, words::STREET | words::WEAK_STREET)
            || first && matches!(word, "old" | "long" | "short");
        let connects = at > start && scene.is_capital(start) && matches!(word, "of" | "the" | "on");
        let named = article || possessive || connects || capital && word == "st";
        if scene.is(at, words::NO_NAME) && !named {
            return None;
        }
        small |= !capital && !possessive;
        if small && (at > start + 1 || spelt && !cued) {
            return None;
        }
    }
    None
}

/// "M1ll": a name with a digit for a letter inside.
fn is_drawn(scene: &Scene, at: usize) -> bool {
    let word = scene.word(at);
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    scene.is_capital(at) && digits == 1 && word.len() > 3 && word.ends_with(|c: char| c.is_ascii_lowercase())
}

/// "Crown Court", "Magistrates' Court".
fn is_court(scene: &Scene, at: usize) -> bool {
    let kind = matches!(scene.word(at), "crown" | "youth" | "magistrates" | "family" | "county" | "high" | "supreme");
    let possessive = scene.word(at) == "s" && scene.word(at.wrapping_sub(1)) == "magistrate";
    scene.word(at + 1) == "court" && (kind || possessive)
}

/// "flat 4, Alder Court", "Apartment 12, The Old Maltings", "house 3, Fennel Row".
fn flat(scene: &Scene, first: usize) -> Option<usize> {
    if !scene.is(first, words::FLAT) {
        return None;
    }
    let from = if matches!(scene.word(first + 1), "no" | "number") { first + 2 } else { first + 1 };
    let end = number(scene, from).or_else(|| (scene.word(from).len() == 1 && scene.is_capital(from)).then_some(from))?;
    if scene.gap(from).len() > 2 {
        return None;
    }
    let mut next = end + 1;
    if scene.word(next) == "the" && scene.gap(next).contains(',') {
        next += 1;
    }
    if let Some(inner) = number(scene, next).filter(|_| scene.gap(next).len() < 4) {
        return street(scene, inner + 1, true, false).or(Some(inner)).filter(|last| *last > inner);
    }
    let open = scene.gap(next);
    if !matches!(open, " " | ", " | " , " | "\n" | ",\n" | " / " | "/" | " - " | "; ") {
        return None;
    }
    named_building(scene, next).or_else(|| flat_alone(scene, first, end))
}

/// Capitalised words up to a word for a house or a street.
fn named_building(scene: &Scene, start: usize) -> Option<usize> {
    for at in start..start + 5 {
        if at > start && (scene.is(at, words::STREET) || scene.is(at, words::WEAK_STREET)) {
            return Some(at);
        }
        if at >= scene.tokens.len()
            || scene.has_digit(at)
            || scene.is(at, words::NO_NAME) && !scene.is_capital(at)
            || at > start && scene.gap(at).len() > 1
        {
            return None;
        }
    }
    None
}

/// A flat's number alone says no street; with a capitalised name after a comma it does.
fn flat_alone(scene: &Scene, first: usize, end: usize) -> Option<usize> {
    let name = end + 1;
    let named = scene.gap(name) == ", " && scene.is_capital(name) && scene.is_capital(name + 1) && scene.gap(name + 1) == " ";
    (named && scene.word(first) != "house").then_some(name + 1)
}
