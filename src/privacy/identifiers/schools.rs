//! A named school with a year or class beside it.

use super::classes::{Class, class, is_subject};
use super::scene::Scene;
use super::{Found, words};
use crate::privacy::Kind;

/// The most tokens between any class and its school.
const REACH: usize = 9;
/// The most words of a school's name.
const MAX_NAME: usize = 5;
/// How far before a class a form may name the school.
const FORM: usize = 10;

/// Finds them.
pub fn find(scene: &Scene, found: &mut Vec<Found>) {
    let mut free = 0;
    let mut schools: Option<Vec<(usize, usize)>> = None;
    for at in 0..scene.tokens.len() {
        let Some(class) = class(scene, at).filter(|class| class.first >= free) else { continue };
        let schools = schools.get_or_insert_with(|| (0..scene.tokens.len()).filter_map(|at| school(scene, at)).collect());
        let place = near(scene, schools, &class).or_else(|| beside(scene, &class)).or_else(|| filled_in(scene, &class));
        if let Some((first, end)) = place {
            free = end.max(class.last) + 1;
            found.push((scene.range(class.first.min(first), class.last.max(end)), Kind::SchoolYear));
        }
    }
}

/// A school that is surely one, in the same sentence.
fn near(scene: &Scene, schools: &[(usize, usize)], class: &Class) -> Option<(usize, usize)> {
    let from = schools.partition_point(|school| school.1 + REACH + 1 < class.first);
    let around = schools.iter().skip(from).take_while(|school| school.0 <= class.last + REACH + 1);
    around.copied().find(|(first, end)| {
        let apart = if *first > class.last { class.last + 1..*first + 1 } else { *end + 1..class.first + 1 };
        (*end < class.first || *first > class.last) && apart.len() <= class.reach + 1 && !apart.clone().any(|place| scene.parts(place))
    })
}

/// What is a school because a class stands right before or after it.
fn beside(scene: &Scene, class: &Class) -> Option<(usize, usize)> {
    let close = |at: usize| scene.gap(at).len() < 4 && !scene.parts(at);
    let pupil = |at: usize| matches!(scene.word(at), "pupil" | "student" | "boy" | "girl" | "lad" | "kid" | "child" | "group");
    let mut next = class.last + 1;
    next += usize::from(is_subject(scene.word(next)) || scene.word(next).starts_with('s') && scene.gap(next) == "'");
    let sure = |named: &(usize, usize)| class.reach == REACH || class.reach > 1 && scene.is_capital(named.0);
    if let Some(named) = named_after_at(scene, next).filter(sure) {
        return Some(named);
    }
    next += usize::from(pupil(next) && close(next));
    let bare = next == class.last + 1;
    let led = matches!(scene.word(next), "at" | "in" | "from" | "of") && close(next);
    next += usize::from(led);
    if close(next)
        && let Some(last) = plain_school(scene, next)
        && (bare || led)
    {
        return Some((next, last));
    }
    let filler = |at: usize| matches!(scene.word(at), "in" | "hes" | "shes" | "year" | "currently" | "now" | "form" | "class" | "is");
    let mut end = class.first;
    while end > 0 && class.first - end < 2 && close(end) && filler(end - 1) {
        end -= 1;
    }
    if end == 0 || !close(end) {
        return None;
    }
    let fits = |start: &usize| plain_school(scene, *start) == Some(end - 1) || attended(scene, *start, end - 1);
    (end.saturating_sub(MAX_NAME)..end).find(fits).map(|start| (start, end - 1))
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
    for last in at + 1..at + MAX_NAME {
        let gap = scene.gap(last);
        if gap == " " && matches!(scene.word(last), "sixth" | "6th") && scene.word(last + 1) == "form" {
            return Some((at, last + 1));
        }
        if !matches!(gap, " " | "'" | "' " | "-" | ". ") || scene.has_digit(last) || last >= scene.tokens.len() {
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
    let last = match (scene.word(at + 1), scene.word(at + 2)) {
        ("academy", _) => at + 1,
        ("high" | "primary" | "secondary" | "grammar" | "community" | "junior" | "infant", "school") => at + 2,
        _ => return None,
    };
    let tight = (at + 1..=last).all(|place| scene.gap(place) == " ");
    (tight && scene.word(at).len() > 4 && !scene.has_digit(at) && !scene.is(at, words::GENERIC)).then_some(last)
}

/// The last token of a school that begins at a token, if a class stands beside it: "oakdene sch", "long mynd school", "St Oswins",
/// "Sacred Heart", "ysgol glan rhyd".
fn plain_school(scene: &Scene, at: usize) -> Option<usize> {
    let name = |at: usize| scene.word(at).len() > 3 && !scene.has_digit(at) && !scene.is(at, words::GENERIC | words::CLASS_WORD);
    let kind = |at: usize| scene.is(at, words::SCHOOL) && !matches!(scene.word(at), "boys" | "girls" | "community" | "manor" | "prep");
    let short = |at: usize| matches!(scene.written(at), "AP" | "APU" | "ARC") || scene.word(at) == "provision" && scene.is_capital(at);
    let tight = |at: usize| scene.gap(at) == " " || scene.gap(at) == "-";
    if scene.word(at) == "ysgol" && tight(at + 1) {
        return Some(
            at + 1 + usize::from(tight(at + 2) && !scene.has_digit(at + 2) && !scene.is(at + 2, words::CLASS_WORD | words::GENERIC)),
        );
    }
    if let Some(last) = church_school(scene, at) {
        return Some(last);
    }
    let mut last = at + 1;
    if !name(at) {
        return None;
    }
    while last < at + 3 && tight(last) && name(last) && !short(last) {
        last += 1;
    }
    if !tight(last) || !(kind(last) || short(last)) {
        return None;
    }
    let more = scene.gap(last + 1) == " " && (kind(last + 1) || matches!(scene.word(last + 1), "school" | "sch" | "form"));
    Some(last + usize::from(more))
}

/// "St Oswins", "Our Lady's", "Sacred Heart", "Bishop Aldham's", "All Saints".
fn church_school(scene: &Scene, at: usize) -> Option<usize> {
    let capital = |at: usize| scene.is_capital(at) && !scene.has_digit(at) && !scene.is(at, words::CLASS_WORD);
    let near = |at: usize| matches!(scene.gap(at), " " | ". ");
    let saint = matches!(scene.word(at), "st" | "saint" | "sts") && near(at + 1) && scene.word(at + 1).len() > 3;
    let saint = saint && !scene.has_digit(at + 1) && !scene.is(at + 1, words::CLASS_WORD) && (capital(at + 1) || !scene.is_capital(at));
    let possessive = |at: usize| scene.gap(at) == "'" && scene.word(at) == "s";
    let led = near(at + 1)
        && capital(at)
        && capital(at + 1)
        && match scene.word(at) {
            "our" => scene.word(at + 1) == "lady",
            "all" => matches!(scene.word(at + 1), "saints" | "souls" | "hallows"),
            "christ" => matches!(scene.word(at + 1), "church" | "the" | "college"),
            "sacred" | "holy" | "corpus" | "blessed" | "bishop" | "archbishop" | "cardinal" => true,
            "king" | "queen" | "lady" | "lord" | "sir" | "dame" | "prince" | "princess" => possessive(at + 2),
            _ => false,
        };
    if !saint && !led {
        return None;
    }
    let place = matches!(scene.word(at + 2), "hospital" | "church" | "hall" | "trust" | "road" | "street" | "day" | "house" | "ward");
    let more = |next: &usize| {
        possessive(*next)
            || matches!(scene.gap(*next), " " | "' ")
                && (matches!(scene.word(*next), "of" | "the" | "rc" | "ce" | "catholic") || capital(*next) && !scene.is(*next, words::FLAT))
    };
    let last = (at + 2..at + 2 + MAX_NAME).take_while(more).last().unwrap_or(at + 1);
    (!place).then_some(last)
}

/// "at Hollow Bridge, yr 8", "attends Brackley in Year 9", "goes to brackley, year 9": a name after what says where someone learns.
fn attended(scene: &Scene, first: usize, last: usize) -> bool {
    let Some(before) = first.checked_sub(1) else { return false };
    let attends = matches!(scene.word(before), "attends" | "attending" | "attended")
        || scene.word(before) == "to" && matches!(scene.word(before.wrapping_sub(1)), "goes" | "go" | "going" | "went");
    let at = scene.word(before) == "at";
    let name = |place: usize| {
        (scene.is_capital(place) || attends && scene.word(place).len() > 4)
            && !scene.has_digit(place)
            && !scene.is(place, words::GENERIC | words::NO_SCHOOL | words::COMMON_AT | words::SMALL | words::MONTH | words::PLATFORM)
            && (place == first || matches!(scene.gap(place), " " | "-"))
    };
    (at || attends) && scene.gap(first) == " " && last < first + 3 && (first..=last).all(name) && !is_chain(scene.word(first))
}

/// Where young people meet that is no school.
fn is_chain(word: &str) -> bool {
    matches!(
        word,
        "costa"
            | "greggs"
            | "mcdonald"
            | "mcdonalds"
            | "kfc"
            | "subway"
            | "tesco"
            | "asda"
            | "lidl"
            | "aldi"
            | "primark"
            | "wembley"
            | "childline"
            | "barnardo"
    )
}

/// "School: Brackley. Year: 9": a form that is filled in.
fn filled_in(scene: &Scene, class: &Class) -> Option<(usize, usize)> {
    let mark = |at: usize| scene.gap(at).contains([':', '=']) || scene.gap(at).trim() == "-";
    if !(class.first + 1..=class.last).any(mark) {
        return None;
    }
    let label = |at: &usize| matches!(scene.word(*at), "school" | "academy" | "college" | "setting") && mark(*at + 1);
    let at = (class.first.saturating_sub(FORM)..class.first).rev().find(label)?;
    let named = at + 2 <= class.first && !scene.is(at + 1, words::GENERIC | words::NO_SCHOOL) && !scene.has_digit(at + 1);
    named.then_some((at + 1, at + 1))
}

/// "St Aidan's" is a school beside a class; "St Giles Trust" and "St James Hospital" are none.
fn is_saint(scene: &Scene, at: usize) -> bool {
    let possessive = scene.gap(at + 1) == "'" && scene.word(at + 1) == "s";
    possessive && !matches!(scene.word(at + 2), "hospital" | "church" | "hall" | "trust" | "road" | "street" | "day" | "house")
}

/// "yr nine at thornfield": after "at" a word that names no other place.
fn named_after_at(scene: &Scene, at: usize) -> Option<(usize, usize)> {
    let pupil = matches!(scene.word(at), "pupil" | "student");
    if pupil && scene.word(at + 1) == "at" {
        return Some((at + 2, at + 2)).filter(|_| scene.is_capital(at + 2) && !scene.is(at + 2, words::GENERIC));
    }
    let comma = scene.gap(at) == ", " && scene.is_capital(at + 1);
    let (word, mark) = (scene.word(at + 1), scene.word(at) == "at" && (scene.gap(at) == " " || comma));
    let sign = scene.gap(at).contains('@') && scene.is_capital(at);
    if sign && !scene.is(at, words::GENERIC) {
        return Some((at, at));
    }
    let title = matches!(word, "dame" | "sir" | "lady" | "lord" | "king" | "st");
    (mark
        && (word.len() > 4 || title)
        && !scene.is(at + 1, words::GENERIC | words::NO_SCHOOL | words::NUMERAL)
        && !scene.has_digit(at + 1)
        && scene.gap(at + 1) == " ")
        .then_some((at + 1, at + 1))
}
