//! How a draft names a child: "he", "the young person", "YP2", "Child 9", "J.M.".

use super::draft::Words;
use super::vocabulary::role;

/// The most words in the naming of a person.
pub const LONGEST: usize = 6;

/// How many words from here name a child, if they do.
pub fn child(words: &Words, at: usize) -> Option<usize> {
    let roles = words.roles(at);
    if roles & role::PRONOUN != 0 {
        return Some(1);
    }
    if words.list[at].is_initials() {
        let second = words.follows(at + 1) && words.list[at + 1].is_initials() && words.list[at + 1].is_joined();
        return Some(1 + usize::from(second));
    }
    if roles & (role::DETERMINER | role::ADJECTIVE | role::CHILD) == 0 {
        return None;
    }
    let mut next = at;
    while next < at + LONGEST - 2 && words.roles(next) & (role::DETERMINER | role::ADJECTIVE) != 0 && words.follows(next + 1) {
        next += 1;
    }
    // "young" may be the noun itself, so step back to the last noun.
    let noun = (at..=next).rev().find(|place| words.roles(*place) & role::CHILD != 0)?;
    let numbered = words.follows(noun + 1) && (words.list[noun + 1].is_initials() || words.list[noun + 1].is_number());
    Some(noun + 1 - at + usize::from(numbered))
}

/// How many words from here say whose something is: "his", "the lad's", "K's".
pub fn their(words: &Words, at: usize) -> Option<usize> {
    if words.roles(at) & role::POSSESSIVE != 0 && !words.is_ending(at) {
        return Some(1);
    }
    let length = child(words, at)?;
    (words.follows(at + length) && words.is_ending(at + length)).then_some(length + 1)
}
