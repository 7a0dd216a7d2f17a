//! What must hold of the cards for case discussions.

use super::{Library, Problem};
use crate::knowledge::{Basis, Poll, Prompt};
use crate::text::{fold, sentences};
use std::collections::{BTreeSet, HashMap};

/// The fewest cards.
pub const MIN_PROMPTS: usize = 80;
/// The fewest and the most minutes of a card.
pub const MINUTES: std::ops::RangeInclusive<u8> = 5..=60;
/// The most characters of a card's title, its question, what to ask next, its reason and its note for the facilitator.
pub const MAX_PARTS: [(&str, usize); 5] =
    [("title", 60), ("question", 300), ("\"Then ask\"", 200), ("\"Why it matters\"", 320), ("\"For the facilitator\"", 320)];
/// The most sentences of a card's reason and of its note for the facilitator.
pub const MAX_SENTENCES: [(&str, usize); 2] = [("\"Why it matters\"", 2), ("\"For the facilitator\"", 3)];

/// The most characters of a poll's question and of an answer, and how many answers there are, as Discord takes them.
const MAX_POLL: usize = 300;
const MAX_ANSWER: usize = 55;
const ANSWERS: std::ops::RangeInclusive<usize> = 2..=10;

fn is_fit(poll: &Poll) -> bool {
    let fits = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
    fits(&poll.question, MAX_POLL) && ANSWERS.contains(&poll.answers.len()) && poll.answers.iter().all(|answer| fits(answer, MAX_ANSWER))
}

/// The most characters of a principle in plain words.
const MAX_PLAIN: usize = 70;

fn each(library: &Library, problems: &mut Vec<Problem>, find: impl Fn(&Prompt) -> Vec<String>) {
    for prompt in &library.prompts {
        problems.extend(find(prompt).into_iter().map(|reason| Problem::new(format!("prompts/{}.md", prompt.id), reason)));
    }
}

/// Ids are what people type, and no title stands twice.
pub(super) fn names(library: &Library, problems: &mut Vec<Problem>) {
    let mut seen = HashMap::new();
    for prompt in &library.prompts {
        let mut say = |reason: String| problems.push(Problem::new(format!("prompts/{}.md", prompt.id), reason));
        let letters = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let own = prompt.id.strip_prefix("own-").is_some();
        let theme = crate::knowledge::Theme::ALL.iter().any(|theme| theme.name() == prompt.id);
        if own || theme || !prompt.id.contains('-') || !prompt.id.split('-').all(letters) {
            say("name the file in small letters and digits, two words or more joined by hyphens, not as a theme or \"own-…\"".to_owned());
        }
        if let Some(other) = seen.insert(fold(&prompt.title), &prompt.id) {
            say(format!("{other} has the same title"));
        }
    }
}

/// Every part is there, and short.
pub(super) fn parts(library: &Library, problems: &mut Vec<Problem>) {
    each(library, problems, |prompt| {
        let mut wrong = Vec::new();
        for ((part, most), text) in MAX_PARTS.iter().zip(prompt.parts()) {
            match text.chars().count() {
                0 => wrong.push(format!("the {part} is missing")),
                length if length > *most => wrong.push(format!("the {part} has {length} characters; at most {most}")),
                _ => {}
            }
        }
        for ((part, most), text) in MAX_SENTENCES.iter().zip([&prompt.why, &prompt.facilitator]) {
            let count = sentences(text).count();
            if count > *most {
                wrong.push(format!("the {part} has {count} sentences; at most {most}"));
            }
        }
        if !prompt.question.contains('?') || prompt.then_ask.matches('?').count() != 1 {
            wrong.push("it needs a question, and one question under \"Then ask\"".to_owned());
        }
        wrong
    });
}

/// Anchors, sources, basis and minutes are known ones.
pub(super) fn grounds(library: &Library, problems: &mut Vec<Problem>) {
    each(library, problems, |prompt| {
        let meta = &prompt.meta;
        let mut wrong = Vec::new();
        if meta.anchors.is_empty() || meta.sources.is_empty() {
            wrong.push("it needs at least one anchor and one source".to_owned());
        }
        let strange = meta.anchors.iter().filter(|anchor| !library.anchors.anchor.contains_key(*anchor));
        wrong.extend(strange.map(|anchor| format!("anchor \"{anchor}\" is not in anchors.toml")));
        let strange = meta.sources.iter().filter(|key| !library.sources.contains_key(*key));
        wrong.extend(strange.map(|key| format!("source \"{key}\" is not in sources.toml")));
        if meta.basis == Basis::Listed {
            wrong.push("its basis is \"read\" or \"background\"".to_owned());
        }
        if meta.poll.as_ref().is_some_and(|poll| !is_fit(poll)) {
            wrong.push(format!("a poll has a question of at most {MAX_POLL} characters and {ANSWERS:?} answers of at most {MAX_ANSWER}"));
        }
        if !MINUTES.contains(&meta.minutes) {
            wrong.push(format!("{} minutes; from {} to {}", meta.minutes, MINUTES.start(), MINUTES.end()));
        }
        wrong
    });
}

/// Every principle is said in plain words, and short; nothing else is.
pub(super) fn plainly(library: &Library, problems: &mut Vec<Problem>) {
    let mut say = |reason: String| problems.push(Problem::new("principles.toml", reason));
    let principles: BTreeSet<&String> = library.principles().map(|(anchor, _)| anchor).collect();
    for anchor in &principles {
        match library.plainly.get(*anchor).map(|words| words.chars().count()) {
            Some(1..=MAX_PLAIN) => {}
            _ => say(format!("say \"{anchor}\" in at most {MAX_PLAIN} characters")),
        }
    }
    for anchor in library.plainly.keys().filter(|anchor| !principles.contains(anchor)) {
        say(format!("\"{anchor}\" is no principle that a team talks about"));
    }
}

/// There are enough cards, and every principle has one.
pub(super) fn enough(library: &Library, problems: &mut Vec<Problem>) {
    if library.prompts.len() < MIN_PROMPTS {
        problems.push(Problem::new("prompts", format!("{} cards; at least {MIN_PROMPTS}", library.prompts.len())));
    }
    let met: BTreeSet<&String> = library.prompts.iter().flat_map(|prompt| &prompt.meta.anchors).collect();
    for (anchor, _) in library.principles().filter(|(anchor, _)| !met.contains(anchor)) {
        problems.push(Problem::new("anchors.toml", format!("no card has \"{anchor}\"")));
    }
}
