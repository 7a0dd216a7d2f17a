//! Handles after the word for their platform.

use super::online::{CLOSE, MAX_HANDLE, MAX_PARTS, is_odd, joined};
use super::scene::{Scene, Shape};
use super::{spoken, words};

/// The most words of a handle with spaces inside.
const MAX_WORDS: usize = 4;

/// "snap: x", "insta is x", "xbox name is x", "insta: l e w . 09", "user: moz k 09".
pub fn find(scene: &Scene, at: usize) -> Option<(usize, usize)> {
    if scene.is(at, words::LOOSE) {
        return loose(scene, at);
    }
    if !scene.is(at, words::PLATFORM) {
        return None;
    }
    named(scene, at).or_else(|| spread(scene, at)).or_else(|| spaced(scene, at))
}

/// The last token of "xbox name", "snap user id".
fn cue(scene: &Scene, at: usize) -> usize {
    let more = |next: &usize| {
        scene.gap(*next) == " "
            && matches!(
                scene.word(*next),
                "name" | "handle" | "user" | "username" | "tag" | "id" | "acc" | "account" | "live" | "gamertag" | "display" | "screen"
            )
    };
    (at + 1..at + 3).take_while(more).last().unwrap_or(at)
}

/// Where what is named begins, after "is", "'s" and the like, and whether such a word stands there.
fn after_cue(scene: &Scene, cue: usize) -> (usize, bool) {
    let is = matches!(scene.word(cue + 1), "is" | "as" | "its" | "was" | "called" | "named")
        || scene.gap(cue + 1) == "'" && scene.word(cue + 1) == "s";
    let first = if is { cue + 2 } else { cue + 1 };
    (first + usize::from(matches!(scene.word(first), "now" | "called")), is)
}

fn is_tight(gap: &str) -> bool {
    gap.contains([':', '=', '>', '\u{2192}'])
}

fn named(scene: &Scene, at: usize) -> Option<(usize, usize)> {
    let cue = cue(scene, at);
    let (first, is) = after_cue(scene, cue);
    let gap = scene.gap(first);
    let tight = is_tight(scene.gap(if is { cue + 2 } else { cue + 1 })) || cue > at && gap == " ";
    let last = joined(scene, first);
    let rest = (last + 1..last + 1 + MAX_PARTS).step_by(2).take_while(|next| matches!(scene.word(*next), "dot" | "underscore")).last();
    let word = scene.text.get(scene.range(first, last)).unwrap_or_default();
    let after = scene.gap(rest.map_or(last + 1, |rest| rest + 2));
    if gap.len() > MAX_PARTS || scene.parts(first) || word.len() < 3 || scene.is(first, words::PLAIN) {
        return None;
    }
    if let Some(rest) = rest {
        return Some((first, rest + 1));
    }
    let naming = scene.is(at, words::NAMING) || cue > at || matches!(scene.word(cue + 1), "called" | "named");
    let ends = after.is_empty() || after.starts_with(['.', ',', ')', '"', '\'', '\n', ';']);
    let verb = is && !(tight && naming) && (word.ends_with("ing") || word.ends_with("ed"));
    let letters = word.bytes().any(|byte| byte.is_ascii_alphabetic());
    let known = scene.before(at, 2, |word| matches!(word, "known" | "goes"));
    let plain = letters && ends && !verb && naming && (tight || is && (scene.word(cue + 1) != "as" || known));
    let dash = gap == " - ";
    let digits = word.bytes().any(|byte| byte.is_ascii_digit()) && word.bytes().filter(u8::is_ascii_alphabetic).count() > 2;
    let made = is_odd(word) && word.contains(['_', '.', '-']) || digits && word.starts_with(|c: char| c.is_ascii_alphabetic());
    (plain || (tight || is || dash) && made).then_some((first, last))
}

/// "sc: moz.k09", "signal id moz88": after a common word only what is made as handles are.
fn loose(scene: &Scene, at: usize) -> Option<(usize, usize)> {
    let cue = cue(scene, at);
    let (first, is) = after_cue(scene, cue);
    let gap = scene.gap(first);
    let tight = gap.len() < 4 && (is_tight(gap) || cue > at && gap == " ");
    let last = joined(scene, first);
    let word = scene.text.get(scene.range(first, last)).unwrap_or_default();
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = word.bytes().any(|byte| byte.is_ascii_digit()) && letters > 2 && word.starts_with(|c: char| c.is_ascii_alphabetic());
    let tag = tight && scene.gap(first).ends_with('#') && word.len() > 5;
    ((tight || is) && !scene.is(last, words::FILE | words::DOMAIN) && (digits || tag || letters > 2 && word.contains(['_', '.'])))
        .then_some((first, last))
}

/// "insta: l e w . 09", letter by letter.
fn spread(scene: &Scene, at: usize) -> Option<(usize, usize)> {
    let is = scene.word(at + 1) == "is" && scene.gap(at + 2) == " ";
    if !scene.is(at, words::NAMING) || !(is || scene.gap(at + 1).contains([':', '='])) {
        return None;
    }
    let first = at + 1 + usize::from(is);
    let mark = |gap: &str| gap.len() < 4 && matches!(gap.trim_matches(' '), "" | "." | "_" | "-");
    let single = |place: usize| place < scene.tokens.len() && scene.word(place).len() == 1;
    let part = |place: &usize| mark(scene.gap(*place)) && (single(*place) || scene.shape(*place) == Shape::Number);
    let last = (first + 1..scene.tokens.len().min(first + MAX_HANDLE)).take_while(part).last()?;
    (first..first + 3).all(single).then_some((first, last))
}

/// "wickr: plugg 88 two", "gamertag is Owl Kez", "username: moz k 09".
fn spaced(scene: &Scene, at: usize) -> Option<(usize, usize)> {
    let cue = cue(scene, at);
    let (first, is) = after_cue(scene, cue);
    let explicit = cue > at || matches!(scene.word(at), "gamertag" | "username" | "handle" | "screenname" | "wickr" | "nickname");
    let gap = scene.gap(if is { cue + 2 } else { cue + 1 });
    if !(explicit && (is || is_tight(gap) || matches!(gap, " " | " \""))
        || (is_tight(gap) || is || gap == " - ") && scene.is(at, words::NAMING))
        || gap.len() > CLOSE
        || scene.parts(first)
    {
        return None;
    }
    let common = words::PLAIN | words::SMALL | words::NO_NAME | words::GENERIC | words::FILLER;
    let numeral = |place: usize| scene.shape(place) == Shape::Number || spoken::is_number(scene.word(place));
    let single = |place: usize| scene.word(place).len() == 1 && !matches!(scene.word(place), "a" | "i");
    let part = |place: &usize| {
        *place < scene.tokens.len()
            && (*place == first || scene.gap(*place) == " ")
            && (single(*place) || numeral(*place) || !scene.is(*place, common))
    };
    let last = (first..first + MAX_WORDS).take_while(part).last().filter(|last| *last > first)?;
    let after = scene.gap(last + 1);
    let next = matches!(scene.word(last + 1), "on" | "in" | "and") && after == " ";
    let ends = after.is_empty() || after.starts_with(['.', ',', ')', '"', '\'', '\n', ';']) || next;
    let mixed = explicit || is_tight(gap) || (first..=last).any(single) && (first..=last).any(numeral);
    let capitals = explicit && (first..=last).all(|place| scene.is_capital(place) || numeral(place));
    let odd = (first + 1..=last)
        .any(|place| scene.word(place).starts_with('0') && numeral(place) || single(place) || explicit && numeral(place))
        || (first + 1..last).any(|place| numeral(place) && numeral(place + 1));
    (ends && mixed && !numeral(first) && (capitals || odd)).then_some((first, last))
}

/// "@ mo . k . 09", "mo . k _ 9 on snap", "u/moz88x", "$mozkay" and "#2PP0LQ8".
pub fn marked(scene: &Scene, at: usize) -> Option<(usize, usize)> {
    let gap = scene.gap(at);
    let word = scene.written(at);
    let tag =
        gap.ends_with('#') && scene.shape(at) == Shape::Mixed && word.len() > 5 && !word.bytes().any(|byte| byte.is_ascii_lowercase());
    let cash = gap.ends_with('$') && word.len() > 3 && scene.before(at, CLOSE, |word| matches!(word, "cash" | "cashapp" | "paypal"));
    if cash || tag && scene.before(at, CLOSE, |word| matches!(word, "tag" | "clash" | "coc" | "brawl" | "player")) {
        return Some((at, at));
    }
    if word == "u"
        && scene.gap(at + 1) == "/"
        && scene.word(at + 1).len() > 3
        && !scene.word(at + 1).starts_with(|c: char| c.is_ascii_digit())
    {
        return Some((at, at + 1)).filter(|_| gap.ends_with(' ') || gap.is_empty());
    }
    let set_apart = |place: usize| matches!(scene.gap(place), " . " | " _ " | ". _ " | " . _");
    if !set_apart(at + 1) {
        return None;
    }
    let last = (at + 1..scene.tokens.len().min(at + MAX_PARTS)).take_while(|place| set_apart(*place)).last()?;
    let near = gap.contains('@') || scene.any_before(at, CLOSE, words::PLATFORM) || scene.any_after(last + 1, CLOSE, words::PLATFORM);
    let domain = scene.is(last, words::DOMAIN) && !gap.contains('@');
    (near && last > at + 1 && !domain).then_some((at, last))
}
