//! Whom a phrase is said of: a child, or an adult who exploits, a service that owns up to its part, a thing.

use super::draft::{Shape, Words};
use super::speaker::Passage;
use super::vocabulary::role;
use crate::knowledge::{Category, Cue};
use crate::text::Break;
use std::ops::Range;

/// How many sentences back the one is looked for who a pronoun stands for.
const SENTENCES_BACK: usize = 4;
/// The longest initials, with a number perhaps.
const LONGEST_CODE: usize = 3;
/// How many adults of one text are known by their initials, so that a text of nothing else costs no more; the next
/// one is taken for a child.
const MOST_ADULTS: usize = 50;
/// Up to what age a person is a child, and beyond what number an age is none.
const CHILD_UNTIL: u32 = 17;
const OLDEST: u32 = 99;

/// Who acts in a sentence.
struct Subject {
    is_adult: bool,
    /// What names them.
    words: Range<usize>,
}

/// Whom a word may stand for. "Her" and "him" may be somebody else than "she" and "he" of the same sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pronoun {
    He,
    She,
    They,
    Him,
    Her,
    Them,
}

fn pronoun(word: &str) -> Option<Pronoun> {
    Some(match word.to_ascii_lowercase().as_str() {
        "he" | "his" => Pronoun::He,
        "she" => Pronoun::She,
        "they" | "their" => Pronoun::They,
        "him" => Pronoun::Him,
        "her" | "hers" => Pronoun::Her,
        "them" => Pronoun::Them,
        _ => return None,
    })
}

impl Passage<'_, '_> {
    /// The one it is said of is an adult, a service that speaks of itself, or a thing.
    pub(super) fn of_another(&self, found: &Range<usize>) -> bool {
        let sentence = self.sentence(found.start);
        let of_adult = sentence.clone().any(|place| self.adult_age(place)) || self.is_coded(found.start);
        if of_adult || self.is_adult(found.end) || self.told_after(&sentence) {
            return true;
        }
        match self.subject(sentence.start..found.start, &[Cue::Adult, Cue::Kin]) {
            Some(subject) => subject.is_adult,
            None => self.referent(sentence.start).is_some_and(|subject| subject.is_adult),
        }
    }

    /// Whom the pronoun that a sentence opens with stands for: the last one named as acting in the sentences before it, some of which may open
    /// with a pronoun, too. An adult only where nobody else may be meant.
    fn referent(&self, opening: usize) -> Option<Subject> {
        let mut start = opening;
        for _ in 0..SENTENCES_BACK {
            if start <= self.range.start || !self.opens_with_pronoun(start) {
                return None;
            }
            let before = self.sentence(start - 1);
            start = before.start;
            if let Some(subject) = self.subject(before, &[Cue::Adult]) {
                return Some(subject).filter(|subject| !subject.is_adult || self.may_mean(opening, &subject.words));
            }
        }
        None
    }

    /// Whether the pronoun that opens a sentence may stand for an adult, and for nobody else who is named, or meant by a pronoun, since:
    /// "she" for no man, "he" for no woman and no two men.
    fn may_mean(&self, opening: usize, adult: &Range<usize>) -> bool {
        let wanted = pronoun(self.word(opening));
        let is = |place: usize, names: &[&str]| names.iter().any(|name| self.word(place).eq_ignore_ascii_case(name));
        let is_man = adult.clone().any(|place| is(place, &["man", "male", "bloke", "mr"]));
        let is_woman = adult.clone().any(|place| is(place, &["woman"]));
        let several = is(adult.end - 1, &["men", "women"]) || self.word(adult.end - 1).ends_with('s');
        let fits = match wanted {
            Some(Pronoun::He) => !several && !is_woman,
            Some(Pronoun::She) => !several && !is_man,
            _ => true,
        };
        let somebody_else = |place: usize| {
            let word = &self.words.list[place];
            let named = word.is_unknown() && word.shape == Shape::Capital && !self.words.breaks_before(place);
            named || pronoun(self.word(place)).is_some_and(|other| Some(other) != wanted)
        };
        fits && !(adult.end..opening).any(somebody_else)
    }

    /// The initials of somebody who is told to be an adult: "DM (34)".
    fn is_coded(&self, at: usize) -> bool {
        self.adult_codes.contains(&self.word(at))
    }

    /// "The gas meter is ...": a word that no phrase knows, and no name, is what it is said of.
    pub(super) fn of_thing(&self, start: usize) -> bool {
        let passed =
            |place: &usize| self.words.roles(*place) & role::FILLER != 0 || (self.words.list[*place].is_unknown() && *place + 2 > start);
        let first = self.sentence(start).start;
        let Some(verb) = (first..start).rev().find(|place| !passed(place)) else { return false };
        let is = matches!(self.word(verb).to_lowercase().as_str(), "is" | "was" | "are" | "were" | "be" | "been");
        let Some(noun) = (first..verb).rev().find(|place| !passed(place)) else { return false };
        // "His motive is ..." is said of him.
        let whose = (first..noun).rev().take(3).any(|place| self.words.roles(place) & role::POSSESSIVE != 0);
        is && !whose && self.words.list[noun].is_unknown() && self.words.list[noun].shape == Shape::Plain
    }

    /// "... is the landlord", "... is the duty line": what follows says that it is an adult or a service.
    fn is_adult(&self, end: usize) -> bool {
        let after = (end..self.range.end).take(4).take_while(|place| self.words.follows(*place));
        let (mut is, mut right_after) = (false, false);
        for place in after {
            let us = matches!(self.word(place).to_lowercase().as_str(), "i" | "we" | "us" | "me");
            let begins = |other: Cue| self.of(other).any(|cue| cue.start == place);
            if is && (begins(Cue::Adult) || (right_after && !us && begins(Cue::Service))) {
                return true;
            }
            right_after &= self.words.roles(place) & (role::DETERMINER | role::FILLER) != 0;
            let verb = matches!(self.word(place).to_lowercase().as_str(), "is" | "was" | "are" | "were" | "'s");
            (is, right_after) = (is | verb, right_after | verb);
        }
        false
    }

    /// "... She is 44.": the next sentence tells that it is an adult.
    fn told_after(&self, sentence: &Range<usize>) -> bool {
        let follows = sentence.end < self.range.end && self.opens_with_pronoun(sentence.end);
        let next = if follows { self.sentence(sentence.end) } else { 0..0 };
        next.len() < 7 && next.clone().any(|place| self.adult_age(place))
    }

    /// A service stands right before it.
    ///
    /// What it says of a child ("we can only protect her if she lets us") is no owning up.
    pub(super) fn of_service(&self, found: &Range<usize>) -> bool {
        let names_child = |place: usize| self.words.roles(place) & role::PRONOUN != 0 || self.words.list[place].is_initials();
        if found.clone().any(names_child) {
            return false;
        }
        let start = found.start;
        let passed = |place: &usize| {
            self.words.roles(*place) & role::FILLER != 0
                || matches!(self.word(*place), "did" | "have" | "has" | "had" | "were" | "was" | "are" | "is" | "do" | "who" | "that")
        };
        let before = (self.sentence(start).start..start).rev().find(|place| !passed(place));
        let apart = |place: usize| (place + 1..=start).any(|place| self.words.list[place].before >= Break::Clause);
        before.is_some_and(|place| !apart(place) && self.of(Cue::Service).any(|cue| cue.end == place + 1))
    }

    /// The last person named as the one who acts; nobody, if nobody is named.
    fn subject(&self, range: Range<usize>, adults: &[Cue]) -> Option<Subject> {
        let within = |cue: &Range<usize>| range.start <= cue.start && cue.end <= range.end;
        // "The young man" is a child.
        let young = |cue: &&Range<usize>| self.of(Cue::Child).any(|child| child.start < cue.start && cue.end <= child.end);
        let adults = adults.iter().flat_map(|adult| self.of(*adult)).filter(|cue| !young(cue)).map(|cue| (cue, true));
        let named = adults.chain(self.of(Cue::Child).map(|cue| (cue, false))).filter(|(cue, _)| within(cue) && self.acts(cue));
        let named = named.map(|(cue, is_adult)| Subject { is_adult, words: cue.clone() });
        let coded = |place| Subject { is_adult: self.is_coded(place), words: place..place + 1 };
        let is_code = |subject: &Subject| {
            if subject.is_adult { self.acts(&subject.words) } else { self.words.list[subject.words.start].is_initials() }
        };
        // Where both would do, it is a child.
        let last = |subject: &Subject| (subject.words.start, !subject.is_adult, subject.words.end);
        named.chain(range.clone().map(coded).filter(is_code)).max_by_key(last)
    }

    /// Named as the one who acts, not after a preposition ("by the man").
    fn acts(&self, cue: &Range<usize>) -> bool {
        let before = (self.range.start..cue.start)
            .rev()
            .find(|place| self.words.roles(*place) & (role::DETERMINER | role::ADJECTIVE | role::FILLER) == 0);
        let is_preposition = |place: usize| {
            matches!(self.word(place).to_lowercase().as_str(), "by" | "with" | "from" | "to" | "of" | "for" | "against" | "into" | "as")
        };
        !before.is_some_and(|place| place >= self.sentence(cue.start).start && is_preposition(place))
    }

    fn opens_with_pronoun(&self, at: usize) -> bool {
        self.words.roles(at) & (role::PRONOUN | role::POSSESSIVE) != 0
    }

    /// A number that is told as an adult's age: "aged 34", "34-year-old", "(adult, 41)", "he is also 44".
    fn adult_age(&self, at: usize) -> bool {
        let told =
            self.words.list[at].is_number() && self.word(at).parse::<u32>().is_ok_and(|age| (CHILD_UNTIL + 1..=OLDEST).contains(&age));
        // "More like a 20 year old", "going on 30", "nearly 18": said of a child.
        let likened = |place: usize| {
            matches!(
                self.word(place).to_lowercase().as_str(),
                "like" | "on" | "than" | "nearly" | "almost" | "before" | "till" | "until" | "turn" | "turns" | "past" | "good" | "for"
            )
        };
        if !told || (self.sentence(at).start..at).rev().take(3).any(likened) {
            return false;
        }
        let word = &self.words.list[at];
        let before = (self.sentence(at).start..at).rev().find(|place| self.words.roles(*place) & role::FILLER == 0);
        let before = before.map(|place| self.word(place).to_lowercase()).unwrap_or_default();
        let after = if self.words.follows(at + 1) { self.word(at + 1).to_lowercase() } else { String::new() };
        let set_apart = |text: Option<&str>, marks: [char; 2]| text.is_some_and(|text| text.starts_with(marks) || text.ends_with(marks));
        let comma = set_apart(self.text.get(..word.start as usize).map(str::trim_end), ['(', ','])
            && set_apart(self.text.get(word.end as usize..), [')', ',']);
        comma && at.checked_sub(1).is_some_and(|place| self.of(Cue::Adult).any(|cue| cue.end == place + 1))
            || matches!(before.as_str(), "aged" | "adult" | "male" | "man" | "woman" | "female")
            || matches!(before.as_str(), "is" | "'s" | "of")
                && !matches!(after.as_str(), "of" | "minutes" | "per" | "percent" | "days" | "hours" | "weeks")
            || matches!(after.as_str(), "yrs" | "yr" | "yo")
            || matches!(after.as_str(), "year" | "years") && self.words.follows(at + 2) && self.word(at + 2).eq_ignore_ascii_case("old")
    }
}

/// The initials of those who are told to be adults by an age right after them: "DM (34)", "KB (29, of no address)". One letter is too little
/// to know somebody by, and may be a flat or a score.
pub(super) fn adult_codes<'w>(words: &Words, text: &'w str) -> Vec<&'w str> {
    let bytes = |at: usize| words.list[at].start as usize..words.list[at].end as usize;
    let told = |at: &usize| {
        let age = text.get(bytes(*at)).and_then(|age| age.parse::<u32>().ok());
        let before = text.get(bytes(at - 1).end..bytes(*at).start).map(str::trim);
        let after = text.get(bytes(*at).end..).unwrap_or_default();
        before == Some("(") && after.starts_with([')', ',']) && age.is_some_and(|age| (CHILD_UNTIL + 1..=OLDEST).contains(&age))
    };
    // "DM" may be a word of its own, too.
    let is_code = |code: &&str| {
        let letters = code.bytes().filter(u8::is_ascii_uppercase).count();
        let digits = code.bytes().filter(u8::is_ascii_digit).count();
        letters > 0 && (2..=LONGEST_CODE).contains(&code.len()) && letters + digits == code.len()
    };
    let ages = (1..words.list.len()).filter(|at| words.list[*at].is_number()).filter(told);
    let mut codes = Vec::new();
    for code in ages.filter_map(|at| text.get(bytes(at - 1))).filter(is_code) {
        if codes.len() < MOST_ADULTS && !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// Whether such wording, said of a service, owns up to its part ("we failed to engage").
pub(super) fn of_us(category: Category) -> bool {
    matches!(category, Category::Choice | Category::Blame | Category::Engagement)
}
