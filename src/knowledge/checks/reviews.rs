//! What must hold of `reviews.toml`.

use super::{Library, Problem};
use crate::knowledge::reviews::{Grounds, Pace, ReviewKind};
use crate::text::{fold, sentences, words};
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "reviews.toml";

/// The fewest sets of questions.
pub const MIN_LENSES: usize = 7;
/// The fewest and the most questions of one set.
pub const QUESTIONS: std::ops::RangeInclusive<usize> = 2..=3;
/// The most sentences of what to check after a moment.
pub const MAX_CHECK_SENTENCES: usize = 2;

/// How words begin that would make a proposal sound like law.
const NOT_OF_A_PROPOSAL: [&str; 3] = ["legal", "must", "limit"];

fn say(problems: &mut Vec<Problem>, reason: String) {
    problems.push(Problem::new(FILE, reason));
}

/// Ids are short words joined by hyphens, each once.
pub(super) fn ids(library: &Library, problems: &mut Vec<Problem>) {
    let reviews = &library.reviews;
    let listed: [(&str, Vec<&String>); 3] = [
        ("kind", reviews.kinds.iter().map(|kind| &kind.id).collect()),
        ("moment", reviews.moments.iter().map(|moment| &moment.id).collect()),
        ("lens", reviews.lenses.iter().map(|lens| &lens.id).collect()),
    ];
    for (what, ids) in listed {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                say(problems, format!("{what} \"{id}\" stands twice"));
            }
            let word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
            if !id.split('-').all(word) {
                say(problems, format!("{what} \"{id}\": write small letters and digits, joined by hyphens"));
            }
        }
    }
}

/// Kinds have a reason and known sources, and one of them is the default.
pub(super) fn kinds(library: &Library, problems: &mut Vec<Problem>) {
    for kind in &library.reviews.kinds {
        let sourced = kind.basis != Grounds::Read || !kind.sources.is_empty();
        if !sourced || kind.sources.iter().any(|key| !library.sources.contains_key(key)) {
            say(problems, format!("kind \"{}\" needs a source from sources.toml, or basis background or proposal", kind.id));
        }
        let blank = |text: &Option<String>| text.as_ref().is_some_and(|text| text.trim().is_empty());
        if kind.name.trim().is_empty() || blank(&kind.every) || blank(&kind.owner) || sentences(&kind.why).count() != 1 {
            say(problems, format!("kind \"{}\" needs a name and one sentence why, and leaves out what is empty", kind.id));
        }
    }
    if library.reviews.default_kind().is_none() {
        say(problems, "no kind is the default; mark one with default = true".to_owned());
    }
}

/// A proposal is ours: it never speaks as the law does.
pub(super) fn proposals_claim_no_law(library: &Library, problems: &mut Vec<Problem>) {
    for kind in library.reviews.kinds.iter().filter(|kind| kind.basis == Grounds::Proposal) {
        if let Some(word) = lawful_word(kind) {
            say(problems, format!("kind \"{}\" is a proposal, so it does not say \"{word}\"", kind.id));
        }
    }
}

fn lawful_word(kind: &ReviewKind) -> Option<String> {
    let texts = [Some(&kind.name), Some(&kind.why), kind.every.as_ref(), kind.owner.as_ref()];
    let said: Vec<String> =
        texts.into_iter().flatten().flat_map(|text| words(&fold(text)).map(std::borrow::Cow::into_owned).collect::<Vec<_>>()).collect();
    said.into_iter().find(|word| NOT_OF_A_PROPOSAL.iter().any(|start| word.starts_with(start)))
}

/// Moments say what to check, rest on known anchors and lead to an article; danger is of today.
pub(super) fn moments(library: &Library, problems: &mut Vec<Problem>) {
    if library.reviews.moments.is_empty() {
        say(problems, "there are no moments".to_owned());
    }
    for moment in &library.reviews.moments {
        let mut named = |reason: String| say(problems, format!("moment \"{}\" {reason}", moment.id));
        if library.article(&moment.article).is_none() {
            named(format!("leads to article \"{}\", which does not exist", moment.article));
        }
        if moment.danger && moment.pace != Pace::SameDay {
            named("is danger, so its pace is same-day".to_owned());
        }
        let count = sentences(&moment.check).count();
        if moment.name.trim().is_empty() || count == 0 || count > MAX_CHECK_SENTENCES {
            named(format!("needs a name and a check of one or {MAX_CHECK_SENTENCES} sentences"));
        }
        if moment.says.is_empty() || moment.says.iter().any(|said| said.to_lowercase() != *said) {
            named("needs what people type for it, in small letters".to_owned());
        }
    }
}

/// What people type for one moment is not what they type for another.
pub(super) fn moments_are_told_apart(library: &Library, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<BTreeSet<String>, &str> = BTreeMap::new();
    for moment in &library.reviews.moments {
        for phrase in moment.phrases() {
            let said = phrase.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
            if phrase.is_empty() {
                say(problems, format!("moment \"{}\": a phrase has no word that tells it from others", moment.id));
            } else if let Some(other) = seen.insert(phrase, &moment.id).filter(|other| *other != moment.id) {
                say(problems, format!("moments \"{other}\" and \"{}\" share the words \"{said}\"", moment.id));
            }
        }
    }
}

/// There are enough lenses, each with a title and two or three questions.
pub(super) fn lenses(library: &Library, problems: &mut Vec<Problem>) {
    let lenses = &library.reviews.lenses;
    if lenses.len() < MIN_LENSES {
        say(problems, format!("{} lenses; at least {MIN_LENSES}", lenses.len()));
    }
    for lens in lenses {
        let asked = lens.questions.iter().all(|question| question.trim().ends_with('?'));
        if lens.title.trim().is_empty() || !asked || !QUESTIONS.contains(&lens.questions.len()) {
            say(problems, format!("lens \"{}\" needs a title and {} or {} questions", lens.id, QUESTIONS.start(), QUESTIONS.end()));
        }
    }
}

/// Moments and lenses rest on the toolkits.
pub(super) fn anchors(library: &Library, problems: &mut Vec<Problem>) {
    let moments = library.reviews.moments.iter().map(|moment| ("moment", &moment.id, &moment.anchors));
    let lenses = library.reviews.lenses.iter().map(|lens| ("lens", &lens.id, &lens.anchors));
    for (what, id, anchors) in moments.chain(lenses) {
        if anchors.is_empty() {
            say(problems, format!("{what} \"{id}\" names no anchor"));
        }
        for anchor in anchors.iter().filter(|anchor| !library.anchors.anchor.contains_key(*anchor)) {
            say(problems, format!("{what} \"{id}\": anchor \"{anchor}\" is not in anchors.toml"));
        }
    }
}
