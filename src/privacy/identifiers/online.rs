//! Profile links and handles.

use super::scene::{Scene, Shape};
use super::{Found, handles, words};
use crate::privacy::Kind;

/// The most parts of one handle.
pub const MAX_PARTS: usize = 8;
/// How far from a handle the word for its platform may stand, in tokens: before one that is surely made, and on either side of others.
const REACH: usize = 12;
pub const CLOSE: usize = 4;
/// The longest handle, in bytes.
pub const MAX_HANDLE: usize = 40;

/// Finds them.
pub fn find(scene: &Scene, found: &mut Vec<Found>) {
    let mut at = 0;
    while at < scene.tokens.len() {
        if is_plain(scene, at) {
            at += 1;
            continue;
        }
        let last = joined(scene, at);
        let handle = at_sign(scene, at, last) || numbered(scene, last) || built(scene, at, last);
        if handle {
            found.push((scene.range(at, last), Kind::Social));
        } else if let Some(range) = link(scene, at).or_else(|| handles::find(scene, at)).or_else(|| handles::marked(scene, at)) {
            found.push((scene.range(range.0, range.1), Kind::Social));
        }
        at = if handle { last + 1 } else { at + 1 };
    }
}

/// Most tokens are words that stand apart, are written as words are and speak of no platform.
fn is_plain(scene: &Scene, at: usize) -> bool {
    scene.is_apart(at)
        && scene.is_apart(at + 1)
        && scene.shape(at) == Shape::Word
        && !scene.is(at, words::PLATFORM | words::LOOSE | words::SITE)
        && !scene.written(at).bytes().skip(1).any(|byte| byte.is_ascii_uppercase())
}

/// The last token of what is written without a space, with stops and underlines inside.
pub fn joined(scene: &Scene, first: usize) -> usize {
    let dash = scene.any_before(first, 3, words::NAMING) || scene.gap(first) == ": " || scene.any_before(first, 2, words::PLATFORM);
    let inside =
        |at: usize| matches!(scene.gap(at), "." | "_" | "__" | "_." | "._") || dash && scene.gap(at) == "-" || scene.gap(at) == "#";
    (first + 1..scene.tokens.len().min(first + MAX_PARTS)).take_while(|at| inside(*at)).last().unwrap_or(first)
}

/// "@kyle.x", and neither "@4pm" nor "@school".
fn at_sign(scene: &Scene, first: usize, last: usize) -> bool {
    let gap = scene.gap(first);
    let spaced = gap.ends_with("@ ");
    let alone = gap.trim_end().trim_end_matches('_').ends_with('@') && (first == 0 || gap.trim_end() != "@" || gap.starts_with(' '));
    let word = scene.text.get(scene.range(first, last)).unwrap_or_default();
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let time = word.starts_with(|c: char| c.is_ascii_digit()) && letters < 4;
    let named = first > 0 && scene.is(first - 1, words::NAMING) && letters > 3;
    alone && letters > 1 && !time && !scene.is(first, words::COMMON_AT) && (!spaced || named || is_odd(word) && word.contains(['_', '.']))
}

/// "kyle#1234"
fn numbered(scene: &Scene, last: usize) -> bool {
    last > 0
        && scene.gap(last) == "#"
        && scene.shape(last) == Shape::Number
        && scene.word(last).len() == 4
        && scene.word(last - 1).len() > 1
}

/// Whether a word is made as handles are: an underline, a stop, digits or several capitals inside.
pub fn is_odd(word: &str) -> bool {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let wordlike = word.starts_with(|c: char| c.is_ascii_alphabetic());
    let digits = word.bytes().any(|byte| byte.is_ascii_digit());
    letters > 2 && (word.contains('_') || is_hyphened(word) || wordlike && (word.contains('.') || digits && letters > 3 || humps(word) > 1))
}

/// "papi-x-bucks", and neither "step-by-step" nor "T-shirt".
fn is_hyphened(word: &str) -> bool {
    let joins = |part: &str| {
        matches!(part, "to" | "by" | "of" | "in" | "and" | "the" | "on" | "up" | "a" | "for" | "year" | "old" | "or" | "at" | "off")
    };
    word.matches('-').count() > 1
        && !word.starts_with(|c: char| c.is_ascii_digit())
        && !word.split('-').any(joins)
        && word.bytes().all(|byte| !byte.is_ascii_uppercase())
}

/// How many capitals follow small letters.
fn humps(word: &str) -> usize {
    word.bytes().zip(word.bytes().skip(1)).filter(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase()).count()
}

/// A word made as handles are, with a platform near; with an underline and a digit or a stop it needs none.
fn built(scene: &Scene, first: usize, last: usize) -> bool {
    let word = scene.text.get(scene.range(first, last)).unwrap_or_default();
    if word.len() > MAX_HANDLE || last == first && scene.shape(first) == Shape::Word && humps(word) < 2 || !is_odd(word) {
        return false;
    }
    let digits = word.bytes().any(|byte| byte.is_ascii_digit());
    let parts = || word.split(['.', '_', '-']);
    let capitals = word.bytes().any(|byte| byte.is_ascii_uppercase());
    let sure = word.contains('_') && (digits || word.contains('.') || capitals && word.starts_with(char::is_lowercase));
    let sentence = !word.contains('_')
        && word.contains('.')
        && !digits
        && parts().any(|part| part.starts_with(char::is_uppercase))
        && parts().count() < 3;
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let code = letters < 4 && !word.contains(['_', '.'])
        || !word.contains(['_', '.']) && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if is_file(scene, first, last) || code || parts().all(|part| part.len() < 2) {
        return false;
    }
    let domain = scene.is(last, words::DOMAIN);
    let led = |word: &str, verbs: &[&str]| scene.word(first.wrapping_sub(1)) == word && verbs.contains(&scene.word(first.wrapping_sub(2)));
    let is = matches!(scene.word(first.wrapping_sub(1)), "is" | "s" | "as" | "called" | "named" | "by" | "from");
    let does = matches!(scene.word(last + 1), "sent" | "messaged" | "added" | "followed" | "posted" | "commented" | "dmed" | "says");
    let goes_by = led("by", &["goes", "going", "went"]) || led("as", &["plays", "playing"]) || word.contains('_') && (is || does);
    let close = goes_by || scene.any_before(first, CLOSE, words::PLATFORM) || scene.any_after(last + 1, CLOSE, words::PLATFORM);
    sure || !sentence && (close || !domain && word.contains(['_', '.']) && scene.any_before(first, REACH, words::PLATFORM))
        || close && digits
}

/// A file ("minutes.docx"), a version of one, or a page ("www.example.com").
fn is_file(scene: &Scene, first: usize, last: usize) -> bool {
    let ending = scene.word(last);
    let version = ending.starts_with('v') && ending.len() > 1 && ending.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    let path = scene.gap(first).ends_with('/') || scene.gap(last + 1).starts_with('/');
    version || path || scene.is(last, words::FILE) || scene.word(first) == "www"
}

/// "instagram.com/kyle", "tiktok dot com slash kyle".
fn link(scene: &Scene, at: usize) -> Option<(usize, usize)> {
    if !scene.is(at, words::SITE) {
        return None;
    }
    let said = scene.word(at + 1) == "dot";
    let end = if said { at + 2 } else { at + 1 };
    let stop = said || matches!(scene.gap(end), "." | "[.]" | "(.)");
    let slash = scene.gap(end + 1).starts_with('/') && !scene.gap(end + 1).contains(' ') || scene.gap(end + 1) == " / ";
    let page = if slash { end + 1 } else { end + 2 };
    if !stop || !scene.is(end, words::SITE_END) || !(slash || scene.word(end + 1) == "slash") || page >= scene.tokens.len() {
        return None;
    }
    let whole = |next: &usize| !scene.gap(*next).contains(char::is_whitespace) && !scene.gap(*next).contains([')', ']', '>', '"', ',']);
    let last = (page + 1..scene.tokens.len().min(page + MAX_PARTS)).take_while(whole).last().unwrap_or(page);
    (!scene.is(last, words::PUBLIC_PAGE)).then_some((at, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_passed_over_is_no_handle(text in "((snap|insta is|u|name|kyle|Mo|McD|dot|com)|[a-eA-E0-1@#$_./' ,:()?!\n-]){0,30}") {
            let scene = Scene::new(&text);
            for at in (0..scene.tokens.len()).filter(|at| is_plain(&scene, *at)) {
                let last = joined(&scene, at);
                prop_assert_eq!(last, at);
                prop_assert!(!(at_sign(&scene, at, last) || numbered(&scene, last) || built(&scene, at, last)));
                prop_assert_eq!(link(&scene, at).or_else(|| handles::find(&scene, at)).or_else(|| handles::marked(&scene, at)), None);
            }
        }
    }
}
