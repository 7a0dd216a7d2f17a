//! E-mail addresses, with the sign or in words ("jay dot k at example dot com").

use super::Found;
use super::scene::{Scene, Shape};
use super::words;
use crate::privacy::Kind;

/// The most parts of a domain, and of what stands before the sign.
const MAX_PARTS: usize = 6;
/// The longest mark around the sign, in bytes.
const MAX_GAP: usize = 5;

/// Finds them.
pub fn find(scene: &Scene, found: &mut Vec<Found>) {
    for at in 1..scene.tokens.len() {
        // No sign stands before most words, and only these may stand for one.
        if scene.is_apart(at) && !matches!(scene.word(at), "at" | "a") {
            continue;
        }
        let sign = scene.gap(at).trim_matches(is_wrapping) == "@";
        if sign
            && is_provider(scene.word(at))
            && !matches!(scene.gap(at + 1), "." | "-")
            && (scene.word(at - 1).len() > 1 || local(scene, at - 1).1)
        {
            found.push((scene.range(local(scene, at - 1).0, at), Kind::Email));
            continue;
        }
        let said = (scene.word(at) == "at" || is_bracketed_a(scene, at))
            && scene.gap(at).len() < MAX_GAP
            && scene.gap(at).chars().all(is_wrapping)
            && !scene.gap(at).is_empty();
        if !(sign || said) {
            continue;
        }
        let (first, odd) = local(scene, at - 1);
        let Some(domain) = domain(scene, if sign { at } else { at + 1 }) else {
            if said && odd && is_provider(scene.word(at + 1)) {
                found.push((scene.range(first, at + 1), Kind::Email));
            }
            continue;
        };
        let marked = said && scene.gap(at).contains(['[', '(', '{', '<', '_', '*', '-']);
        let cued = scene.before(first, 6, |word| word.ends_with("mail") || matches!(word, "write" | "address"));
        let tight = sign && scene.gap(at).len() == 1 && !domain.spaced;
        let fits = tight || domain.known && (sign || marked || odd || domain.said || cued);
        let helpline = tight && matches!(scene.word(first), "help" | "info" | "enquiries" | "helpline") && scene.word(at) != "example";
        if fits && !helpline {
            found.push((scene.range(first, domain.last), Kind::Email));
        }
    }
}

/// "k \[a\] example . com"
fn is_bracketed_a(scene: &Scene, at: usize) -> bool {
    scene.word(at) == "a" && scene.gap(at).ends_with(['[', '(', '{', '<']) && scene.gap(at + 1).starts_with([']', ')', '}', '>'])
}

/// "kay99@gmail": who keeps the mail of many people, without the end of its address.
fn is_provider(word: &str) -> bool {
    matches!(
        word,
        "gmail" | "googlemail" | "hotmail" | "outlook" | "yahoo" | "icloud" | "btinternet" | "protonmail" | "proton" | "ymail" | "aol"
    )
}

fn is_wrapping(c: char) -> bool {
    matches!(c, ' ' | '[' | ']' | '(' | ')' | '{' | '}' | '<' | '>' | '_' | '*' | '-' | '"' | '\'' | '/' | '|' | '\n')
}

/// What stands after the sign.
struct Domain {
    last: usize,
    /// Whether it ends as domains do.
    known: bool,
    /// Whether a stop is written "dot", and whether a space stands beside one.
    said: bool,
    spaced: bool,
}

fn domain(scene: &Scene, first: usize) -> Option<Domain> {
    let mut domain = Domain { last: first, known: false, said: false, spaced: false };
    let mut stops = 0;
    for _ in 0..MAX_PARTS {
        let next = domain.last + 1;
        let gap = scene.gap(next);
        let point = matches!(scene.word(next), "point" | "stop") && scene.is(next + 1, words::DOMAIN);
        let dot = (scene.word(next) == "dot" || point) && gap.len() < 3 && gap.chars().all(is_wrapping);
        if dot && scene.gap(next + 1).len() < 3 && next + 1 < scene.tokens.len() {
            (domain.last, domain.said) = (next + 1, true);
            stops += 1;
        } else if gap.contains(' ') && scene.is(domain.last, words::DOMAIN) && !scene.is(next, words::DOMAIN) {
            // "kay@example.com . ring her"
            break;
        } else if (matches!(gap, "." | "[.]" | "(.)" | " ." | " . ") || matches!(gap, ". " | ",") && scene.is(next, words::DOMAIN))
            && next < scene.tokens.len()
        {
            domain.spaced |= gap.contains(' ');
            domain.last = next;
            stops += 1;
        } else if gap == "-" {
            domain.last = next;
        } else {
            break;
        }
    }
    domain.known = scene.is(domain.last, words::DOMAIN);
    (stops > 0 && scene.shape(domain.last) == Shape::Word && scene.word(domain.last).len() > 1).then_some(domain)
}

/// Where the part before the sign begins, and whether it is no plain word.
fn local(scene: &Scene, last: usize) -> (usize, bool) {
    let mut first = last;
    for _ in 0..MAX_PARTS {
        let joined = matches!(scene.gap(first), "." | "_" | "-" | "+" | "\u{b7}" | "__");
        let said = first > 1 && matches!(scene.word(first - 1), "dot" | "underscore" | "dash" | "hyphen") && scene.gap(first).len() < 3;
        if first > 0 && joined {
            first -= 1;
        } else if said && scene.gap(first - 1).len() < 3 {
            first -= 2;
        } else {
            break;
        }
    }
    (first, first < last || scene.has_digit(last))
}
