//! The interlock as people meet it: text that would be stored or posted is refused where it identifies somebody; a question or a draft is
//! answered, with a warning, and what was seen is masked wherever it is shown back.

use super::Bot;
use super::own_words::on_one_line;
use super::reply::{Block, Reply};
use crate::privacy::{Kind, Sighting, masked};
use std::collections::BTreeMap;
use std::ops::Range;

/// The most points of a refusal.
const MOST_POINTS: usize = 5;
/// The most sightings of one kind that a point quotes.
const MOST_QUOTED: usize = 3;
/// The most ways to say it that a warning gives.
const MOST_WAYS: usize = 3;

/// Text that would be stored or posted and identifies somebody. Holds what is shown to the person who typed it, and to nobody else.
#[derive(Debug)]
pub struct Identifying(pub Reply);

/// What identifies somebody in one text, in the order of the text. Never holds the words themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen(Vec<Sighting>);

impl Seen {
    /// Whether nothing was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A part of the text, with what was seen in it masked, as in `[name]`.
    #[must_use]
    pub fn masked(&self, text: &str, part: Range<usize>) -> String {
        if part.is_empty() {
            return String::new();
        }
        let inside = |sighting: &Sighting| {
            let (start, end) = (sighting.range.start.max(part.start), sighting.range.end.min(part.end));
            Sighting { range: start - part.start..end - part.start, kind: sighting.kind }
        };
        let seen: Vec<Sighting> = self.over(&part).map(inside).collect();
        masked(text.get(part).unwrap_or_default(), &seen)
    }

    /// A line with what was seen in it masked, and where a place of it stands then. Both are of the whole text, the place in the line.
    pub(super) fn masked_line(&self, text: &str, line: Range<usize>, place: &Range<usize>) -> (String, Range<usize>) {
        // What lies over an edge of the place belongs to it.
        let start = self.over(place).next().map_or(place.start, |first| first.range.start.min(place.start).max(line.start));
        let end = self.over(place).last().map_or(place.end, |last| last.range.end.max(place.end).min(line.end));
        let [before, found, after] = [line.start..start, start..end, end..line.end].map(|part| self.masked(text, part));
        let found = (before.len()..before.len() + found.len(), found);
        (format!("{before}{}{after}", found.1), found.0)
    }

    /// The text with what was seen in it left out.
    pub(super) fn without(&self, text: &str) -> String {
        let starts = std::iter::once(0).chain(self.0.iter().map(|sighting| sighting.range.end));
        let ends = self.0.iter().map(|sighting| sighting.range.start).chain(std::iter::once(text.len()));
        starts.zip(ends).filter_map(|(start, end)| text.get(start..end)).collect::<Vec<_>>().join(" ")
    }

    /// What lies in a part of the text, or over an edge of it.
    fn over(&self, part: &Range<usize>) -> impl Iterator<Item = &Sighting> {
        let first = self.0.partition_point(|sighting| sighting.range.end <= part.start);
        self.0.iter().skip(first).take_while(move |sighting| sighting.range.start < part.end)
    }

    /// The kinds with how often each was seen, such as "name (2), phone number".
    fn kinds(&self) -> String {
        let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
        for sighting in &self.0 {
            *counts.entry(sighting.kind).or_default() += 1;
        }
        let one = |(kind, count): (Kind, usize)| if count == 1 { kind.words().to_owned() } else { format!("{} ({count})", kind.words()) };
        counts.into_iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// Ways to say it that identify nobody.
    fn ways(&self) -> String {
        let mut ways: Vec<&str> = Vec::new();
        for way in self.0.iter().map(|sighting| instead(sighting.kind)) {
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        ways.truncate(MOST_WAYS);
        ways.join("; ")
    }
}

impl Bot {
    /// What identifies somebody in a text.
    pub(super) fn seen(&self, text: &str) -> Seen {
        Seen(self.interlock.find(text))
    }

    /// What was typed as it may be shown back: with everything in it masked that identifies somebody.
    #[must_use]
    pub fn masked(&self, typed: &str) -> String {
        self.masked_part(typed, 0..typed.len())
    }

    /// The same for a part of it only. What stands around it helps to see.
    #[must_use]
    pub fn masked_part(&self, typed: &str, part: Range<usize>) -> String {
        self.seen(typed).masked(typed, part)
    }

    /// Lets a text through that is to be stored, posted or shown to others, or says privately what identifies somebody in it.
    ///
    /// Every command that keeps or posts free text calls this first.
    ///
    /// # Errors
    /// The text identifies somebody.
    pub(super) fn screen(&self, typed: &str) -> Result<String, Identifying> {
        let seen = self.seen(typed);
        if seen.is_empty() { Ok(typed.trim().to_owned()) } else { Err(Identifying(refusal(typed, &seen))) }
    }

    /// The same for how a team is called or reached, on one line: where it sits, its telephone and its mailbox are what is wanted there.
    ///
    /// # Errors
    /// What is shown to the person who typed it: the text names or identifies somebody.
    pub fn screen_contact(&self, typed: &str) -> Result<String, Reply> {
        let words = on_one_line(typed);
        let of_a_team = |kind| matches!(kind, Kind::Phone | Kind::Email | Kind::Address | Kind::Postcode);
        let seen = Seen(self.interlock.find(&words).into_iter().filter(|sighting| !of_a_team(sighting.kind)).collect());
        if seen.is_empty() { Ok(words) } else { Err(refusal(&words, &seen)) }
    }

    /// What is said after a question in which somebody was identified.
    pub(super) fn warn_of_question(seen: &Seen, reply: &mut Reply) {
        if seen.is_empty() {
            return;
        }
        reply.push(Block::Heading("Please leave out who it is about".into()));
        reply.text(format!(
            "What you typed may identify somebody. I saw: {}. It happens easily. I have not kept it, and nobody else sees it. Next time, {}.",
            seen.kinds(),
            seen.ways()
        ));
    }

    /// What is said after a draft in which somebody is identified.
    pub(super) fn warn_of_draft(seen: &Seen, reply: &mut Reply) {
        if seen.is_empty() {
            return;
        }
        reply.push(Block::Heading("Before you share it".into()));
        reply.text(format!(
            "This draft may identify somebody. I saw: {}. I mask that here. In your own record it may be right. Before the text goes to a channel, or to people who need not know, {}.",
            seen.kinds(),
            seen.ways()
        ));
    }

    /// What Lantern looks for, what it cannot see, and what it keeps.
    #[must_use]
    pub fn privacy(&self) -> Reply {
        let mut reply = Reply::new();
        reply.push(Block::Title("What I look for, and what I keep".into()));
        for (heading, points) in PRIVACY {
            reply.push(Block::Heading(heading.into()));
            reply.push(Block::Points(points.iter().map(|point| (*point).to_owned()).collect()));
        }
        reply.text("So please look for yourself as well: would somebody who knows the area know who is meant?");
        reply
    }
}

/// What `/privacy` says, part by part.
const PRIVACY: [(&str, &[&str]); 4] = [
    (
        "I look for",
        &[
            "Names of people. Dates of birth. Addresses and postcodes. Phone numbers, e-mail addresses, handles and profiles.",
            "NHS and National Insurance numbers, vehicle registrations, case and crime references of others, other personal numbers.",
            "A named school together with a year or class.",
        ],
    ),
    (
        "What I do then",
        &[
            "What would be kept or shown to the team is refused. Only you see why, with a way to say it. Nothing of it is kept.",
            "A question or a draft is answered all the same, with a warning. What I saw is masked where I show your words back.",
            "Your team's own case references pass, such as AB-123.",
        ],
    ),
    (
        "What I cannot see",
        &[
            "I miss some names, nicknames above all. I can also take a word for a name that is none.",
            "I cannot see who is meant by a description: \"the only girl in the boxing club\" has no name in it.",
            "Pictures, and the properties of files, are not read.",
        ],
    ),
    (
        "What I keep",
        &[
            "Not kept: questions, drafts, and anything that was refused. On Discord the last questions stay in memory for ten minutes, so that I can say why I answered as I did; never on disk.",
            "Kept as counts, without who or why: what people on Discord thought of an article or of a wording rule. Kept as well: what administrators set up. Both are erased thirty days after I am removed from a server.",
            "Kept in the diary: case references, the kind, date and rhythm of reviews, leads by role or initials, and when a review was held.",
            "Kept in your own words, if you write any: why a review is put off, what came of the last one, the note of a hand-over. They leave the review when it is next held or closed, or when the wait is over.",
            "Kept of prompts: what is to be posted and what was, ideas for cards and who had them, why a card is left out or an idea was declined, and who said so. Learning points, and which cards were posted, are kept for twelve months. A prompt in your own words goes once it was posted.",
            "So that a change can be undone, the diary's file keeps what stood before it. Backups keep what they hold until newer ones replace them.",
        ],
    ),
];

fn refusal(typed: &str, seen: &Seen) -> Reply {
    let mut kinds: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
    for sighting in &seen.0 {
        let words = typed.get(sighting.range.clone()).unwrap_or_default();
        let quoted = kinds.entry(sighting.kind).or_default();
        if !quoted.contains(&words) {
            quoted.push(words);
        }
    }
    let mut reply = Reply::new();
    reply.push(Block::Title("Not saved: this may identify somebody".into()));
    reply.text("Only you see this. It happens easily.");
    reply.push(Block::Points(kinds.iter().take(MOST_POINTS).map(|(kind, quoted)| point(*kind, quoted)).collect()));
    if kinds.len() > MOST_POINTS {
        reply.text(format!("And {} more.", kinds.len() - MOST_POINTS));
    }
    reply.text("Please type it again without that. Nothing of it was kept. If I am wrong, put it in other words.");
    reply.note("/privacy tells what I look for, and what I cannot see.");
    reply
}

/// What was seen of one kind, why it is left out, and a way to say it.
fn point(kind: Kind, quoted: &[&str]) -> String {
    let shown = quoted.iter().take(MOST_QUOTED).map(|words| format!("\"{words}\"")).collect::<Vec<_>>().join(", ");
    let more = quoted.len().checked_sub(MOST_QUOTED).filter(|more| *more > 0).map(|more| format!(" and {more} more"));
    let (first, rest) = kind.words().split_at(1);
    let kind_of = format!("{}{rest}", first.to_uppercase());
    format!("{kind_of}: {shown}{}. {} Instead, {}.", more.unwrap_or_default(), reason(kind), instead(kind))
}

/// Why it is left out.
const fn reason(kind: Kind) -> &'static str {
    match kind {
        Kind::Name => "A name says at once who it is.",
        Kind::Nhs | Kind::Ni | Kind::Other => "Such a number belongs to one person.",
        Kind::Postcode => "A postcode can lead to one front door.",
        Kind::Phone => "Whoever reads it can ring it.",
        Kind::Email => "It leads to one person, and often holds a name.",
        Kind::Dob => "With a place, it is often enough to find somebody.",
        Kind::Address => "It leads to a front door.",
        Kind::Vehicle => "It leads to whoever keeps the car.",
        Kind::Social => "It leads to a person, and to their friends.",
        Kind::CaseNumber => "Others can look it up.",
        Kind::SchoolYear => "Together they leave few children it could be.",
    }
}

/// A way to say it that identifies nobody.
const fn instead(kind: Kind) -> &'static str {
    match kind {
        Kind::Name => "write a role (\"her aunt\", \"a child aged 15\") or initials such as \"K\"",
        Kind::Nhs | Kind::Ni | Kind::Other => "leave the number out: your own record has it",
        Kind::Postcode => "write \"near home\" or the name of the town",
        Kind::Phone => "write \"his phone\" or \"a number we know\"",
        Kind::Email => "write \"by e-mail\"",
        Kind::Dob => "write the age (\"a child aged 15\"), or the month alone",
        Kind::Address => "write \"at home\" or \"the street in town\"",
        Kind::Vehicle => "write \"a silver car\"",
        Kind::Social => "write \"an account online\"",
        Kind::CaseNumber => "write your team's own case reference, such as AB-123",
        Kind::SchoolYear => "write \"the school\", or \"Year 10\" alone",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Kind; 13] = [
        Kind::Name,
        Kind::Nhs,
        Kind::Ni,
        Kind::Postcode,
        Kind::Phone,
        Kind::Email,
        Kind::Dob,
        Kind::Address,
        Kind::Vehicle,
        Kind::Social,
        Kind::CaseNumber,
        Kind::SchoolYear,
        Kind::Other,
    ];

    /// A text with a sighting of each kind, "<0>", "<1>" and so on, and a space between.
    fn of(kinds: &[Kind]) -> (String, Seen) {
        let (mut text, mut seen) = (String::new(), Vec::new());
        for (number, kind) in kinds.iter().enumerate() {
            let start = text.len();
            let mark = format!("<{number}>");
            text.push_str(&mark);
            seen.push(Sighting { range: start..text.len(), kind: *kind });
            text.push(' ');
        }
        (text, Seen(seen))
    }

    #[test]
    fn a_refusal_names_each_kind_once_with_a_way_to_say_it_and_five_at_most() {
        let (typed, seen) = of(&[Kind::Name, Kind::Phone, Kind::Name, Kind::Name, Kind::Name]);
        let text = refusal(&typed, &seen).plain();
        assert!(text.contains("Name: \"<0>\", \"<2>\", \"<3>\" and 1 more. A name says"), "{text}");
        assert!(text.contains("Phone number: \"<1>\". ") && text.contains("a child aged 15"), "{text}");
        assert!(!text.contains("And "), "{text}");
        let (typed, seen) = of(&ALL);
        let text = refusal(&typed, &seen).plain();
        assert_eq!((text.matches(" Instead, ").count(), text.matches("And 8 more.").count()), (5, 1), "{text}");
    }

    #[test]
    fn a_warning_counts_by_kind_and_never_quotes() {
        let (typed, seen) = of(&[Kind::Name, Kind::Email, Kind::Name]);
        for warn in [Bot::warn_of_question, Bot::warn_of_draft] {
            let mut reply = Reply::new();
            warn(&seen, &mut reply);
            let text = reply.plain();
            assert!(text.contains("I saw: name (2), e-mail address.") && text.contains("initials"), "{text}");
            assert!(typed.split_whitespace().all(|words| !text.contains(words)), "{text}");
            let mut silent = Reply::new();
            warn(&Seen::default(), &mut silent);
            assert_eq!(silent, Reply::new());
        }
    }

    #[test]
    fn a_mask_over_the_edge_of_a_phrase_belongs_to_the_phrase() {
        let text = "he let Kyle choose Mia there";
        let seen = Seen(vec![Sighting { range: 7..11, kind: Kind::Name }, Sighting { range: 19..22, kind: Kind::Name }]);
        let shown = |place: Range<usize>| {
            let (line, found) = seen.masked_line(text, 0..text.len(), &place);
            assert_eq!(line, "he let [name] choose [name] there");
            line.get(found).unwrap().to_owned()
        };
        assert_eq!(shown(12..18), "choose");
        assert_eq!(shown(9..18), "[name] choose");
        assert_eq!(shown(3..20), "let [name] choose [name]");
        assert_eq!(shown(0..2), "he");
        assert_eq!(seen.masked(text, 9..18), "[name] choose");
        assert_eq!(seen.without(text), "he let   choose   there");
    }

    proptest! {
        #[test]
        fn nothing_seen_is_ever_shown_whatever_part_is_shown(
            words in prop::collection::vec((any::<bool>(), 1..6usize), 1..12),
            edges in prop::array::uniform4(0.0..1.0f64),
        ) {
            // "x" stands in what was seen, "ö" elsewhere.
            let (mut text, mut seen) = (String::new(), Vec::new());
            for (secret, length) in words {
                let start = text.len();
                text.push_str(&if secret { "x" } else { "ö" }.repeat(length));
                if secret {
                    seen.push(Sighting { range: start..text.len(), kind: Kind::Other });
                }
                text.push(' ');
            }
            #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a short text")]
            let mut edges = edges.map(|share| text.floor_char_boundary((text.len() as f64 * share) as usize));
            edges.sort_unstable();
            let [from, start, end, to] = edges;
            let seen = Seen(seen);
            let (line, found) = seen.masked_line(&text, from..to, &(start..end));
            prop_assert!(!line.contains('x'), "{line}");
            prop_assert!(line.get(found.clone()).is_some(), "{line} {found:?}");
            prop_assert_eq!(&line, &seen.masked_line(&text, from..to, &(from..to)).0);
            prop_assert!(!seen.without(&text).contains('x'));
        }
    }
}
