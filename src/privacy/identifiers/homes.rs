//! Homes without a word for a street: houses with a name, streets in Welsh, and a number that stands after its street.

use super::scene::{Scene, Shape};
use super::{dates, spoken, words};

/// The most words of a home's name.
const MAX_NAME: usize = 4;

/// "12 Fernlea" or "3 The Larches", right after what says that someone lives there, with nothing after it.
pub fn house_name(scene: &Scene, first: usize, start: usize) -> Option<usize> {
    let home = || is_home(scene, first);
    let name = |at: usize| scene.is_capital(at) && !scene.has_digit(at) && matches!(scene.gap(at), " " | "-") && !is_day(scene.word(at));
    let comma = scene.gap(start) == ", " && scene.is_capital(start) && home();
    let from = start + usize::from(scene.written(start) == "The");
    let more = |at: &usize| (*at == from && comma || name(*at)) && !scene.is(*at, words::NO_NAME | words::MONTH);
    let last = (from..from + MAX_NAME).take_while(more).last()?;
    let care = first > 1 && scene.word(first - 1) == "o" && scene.gap(first - 1) == "/" && scene.word(first - 2) == "c";
    let family = is_of_family(scene, first) && scene.gap(first).contains(['(', ',']);
    let near = scene.before(first, 1, |word| matches!(word, "at" | "to" | "from")) && scene.gap(first) == " ";
    let article = scene.written(start) == "The" && scene.gap(start) == " ";
    let gap = scene.gap(last + 1);
    let family_after = scene.word(last + 1) == "is" && (last + 2..last + 6).any(|at| is_family(scene.word(at)));
    let ends =
        gap.is_empty() || gap.starts_with([',', '.', ')', ';', '\n']) || matches!(scene.word(last + 1), "with" | "and" | "until" | "since");
    let long = scene.word(last).len() > 3;
    let lived = (home() || care || family || near && article) && ends || family_after && scene.gap(first).is_empty();
    (lived && long && !scene.is(from, words::SCHOOL)).then_some(last)
}

/// A month, or a day of the week.
fn is_day(word: &str) -> bool {
    dates::is_month(word) || word.trim_end_matches('s').ends_with("day")
}

/// Whether someone lives in what stands here: "lives at", "bailed to", "home address:".
fn is_home(scene: &Scene, first: usize) -> bool {
    let led = matches!(scene.word(first.wrapping_sub(1)), "at" | "in" | "to" | "is" | "from");
    let address =
        scene.before(first, 2, |word| word == "address") && !scene.before(first, 4, |word| matches!(word, "ip" | "email" | "mail"));
    address || led && scene.any_before(first, 3, words::HOME)
}

/// "his nan's,", "nans,"
fn is_of_family(scene: &Scene, first: usize) -> bool {
    let before = first.wrapping_sub(1);
    scene.before(first, 1, is_family) || scene.word(before) == "s" && scene.before(before, 1, is_family)
}

fn is_family(word: &str) -> bool {
    matches!(
        word.trim_end_matches('s'),
        "nan"
            | "gran"
            | "nana"
            | "aunt"
            | "auntie"
            | "aunty"
            | "mum"
            | "dad"
            | "uncle"
            | "cousin"
            | "sister"
            | "brother"
            | "boyfriend"
            | "bf"
    )
}

/// "10 Kingsway", where someone lives.
pub fn one_word(scene: &Scene, first: usize, at: usize) -> Option<usize> {
    let flat = matches!(scene.word(at + 1), "flat" | "above" | "top") && scene.gap(at + 1) == ", ";
    let home = || flat || scene.any_before(first, 3, words::HOME) || is_of_family(scene, first);
    let endings =
        ["way", "gate", "side", "croft", "bank", "field", "mead", "hurst", "wood", "ville", "market", "row", "end", "street", "garth"];
    let named = scene.is_capital(at) && scene.gap(at) == " " && endings.iter().any(|ending| scene.word(at).ends_with(ending));
    (named && scene.word(at).len() > 5 && home()).then_some(at)
}

/// "42 Ffordd y Parc", "6 Tan-y-Graig", "22 Lon Fach": the last word of a street in Welsh.
pub fn welsh(scene: &Scene, at: usize) -> Option<usize> {
    if scene.gap(at).len() > 2 {
        return None;
    }
    let close = |at: usize| matches!(scene.gap(at), " " | "-");
    let article = |at: usize| matches!(scene.word(at), "y" | "yr" | "ar" | "uwch") && close(at);
    let joined = article(at + 1) && close(at + 2) && scene.is_capital(at) && scene.is_capital(at + 2);
    let kind = matches!(
        scene.word(at),
        "heol"
            | "ffordd"
            | "stryd"
            | "maes"
            | "lon"
            | "cwrt"
            | "clos"
            | "llys"
            | "rhes"
            | "tyddyn"
            | "rhodfa"
            | "teras"
            | "rhiw"
            | "trem"
            | "gerddi"
    ) && (scene.is_capital(at) || scene.is_capital(at + 1));
    let farm = matches!(scene.word(at), "bryn" | "cae" | "erw" | "tai" | "allt" | "golwg" | "plas")
        && scene.is_capital(at)
        && scene.is_capital(at + 1)
        && close(at + 1);
    if joined || kind && article(at + 1) && close(at + 2) {
        let street = scene.gap(at + 3) == " " && scene.is(at + 3, words::STREET | words::WEAK_STREET) && scene.is_capital(at + 3);
        return Some(at + 2 + usize::from(street));
    }
    let next = scene.is_capital(at + 1) || scene.gap(at + 1) == "-";
    (kind || farm).then(|| at + usize::from(next) * if scene.gap(at + 2) == "-" { 2 } else { 1 })
}

/// The start of "Mill Lane, number 12", "Mill Court, flat 12", "Mill Road (no. 12)", whose number stands here.
pub fn after_its_street(scene: &Scene, at: usize) -> Option<usize> {
    let label =
        at.checked_sub(1).filter(|label| matches!(scene.word(*label), "no" | "number" | "num" | "flat" | "apt" | "apartment" | "house"))?;
    let number = scene.shape(at) == Shape::Number && scene.word(at).len() < 4
        || scene.has_digit(at) && scene.word(at).len() < 5
        || spoken::is_number(scene.word(at));
    let led = matches!(scene.word(label.wrapping_sub(1)), "at" | "in");
    let street = label.checked_sub(if led { 2 } else { 1 })?;
    let name = street.checked_sub(1)?;
    let marks =
        (street + 1..=label).all(|place| matches!(scene.gap(place), " " | ", " | " (")) && matches!(scene.gap(at), " " | ". " | ".");
    let known = scene.is(street, words::STREET | words::WEAK_STREET) && scene.is_capital(street) && scene.gap(street) == " ";
    let own = scene.is_capital(name) && !scene.is(name, words::NO_NAME) && !scene.parts(street) && scene.word(name).len() > 2;
    let route =
        matches!(scene.word(at + 1), "bus" | "route" | "bedroom" | "bedrooms" | "people") || scene.gap(at + 1).starts_with([':', '%']);
    let gap = scene.gap(at + 1);
    let ends = gap.is_empty()
        || gap.starts_with([',', '.', ')', ';', '\n', '!', '?'])
        || matches!(scene.word(at + 1), "is" | "was" | "has" | "and" | "with" | "top" | "where" | "since" | "until" | "again" | "as");
    let no_one = scene.word(label) == "no" && !scene.has_digit(at);
    (number && marks && known && own && ends && !route && !no_one).then_some(name)
}

/// "lives at The Old Forge, Mill Lane": a house and its street, after what says that someone lives there.
pub fn without_number(scene: &Scene, cue: usize) -> Option<(usize, usize)> {
    let filler = |at: &usize| matches!(scene.word(*at), "at" | "in" | "to" | "is" | "with" | "address");
    let first = (cue + 1..cue + 4).find(|at| !filler(at))?;
    if (cue + 1..=first).any(|at| scene.parts(at)) || (cue + 1..first).any(|at| scene.word(at) == "in") {
        return None;
    }
    let name = |at: usize| scene.is_capital(at) && !scene.has_digit(at);
    let words =
        |from: usize| (from..from + MAX_NAME).take_while(|at| name(*at) && (*at == from || matches!(scene.gap(*at), " " | "-"))).last();
    let house = words(first)?;
    let Some(street) = words(house + 1).filter(|_| scene.gap(house + 1) == ", ") else {
        let alone = house > first && matches!(scene.word(house), "cottage" | "farm" | "farmhouse" | "barn" | "bungalow" | "villa");
        return alone.then_some((first, house));
    };
    let known = scene.is(street, words::STREET | words::WEAK_STREET) && street > house + 1;
    (known && !scene.is(first, words::MONTH)).then_some((first, street))
}
