//! The notation in which a curator writes a phrase.
//!
//! Words stand for all their forms (`=known` for that form alone); `(x|y z)` are alternatives and `( )?` may be missing; `..` passes over
//! up to three words; `{child}`, `{self}`, `{their}`, `{be}`, `{have}` and `{number}` are slots; a hyphen matches joined, hyphenated or
//! spaced. `a`, `an` and `the` are not written.

use super::contraction;
use crate::text::fold;

/// The deepest that alternatives may stand within one another.
pub const MAX_DEPTH: usize = 6;

/// The most phrases that one is taken apart into.
const MAX_APART: usize = 60;

/// A part of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// One step.
    Piece(Piece),
    /// One after the other.
    Sequence(Vec<Term>),
    /// One of these.
    Choice(Vec<Term>),
    /// This or nothing.
    Optional(Box<Term>),
}

/// One step of a phrase.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    /// Any of several single words; in order, each once.
    Any(Vec<Piece>),
    /// A word in any of its forms.
    Word(String),
    /// A word in this form alone.
    Exact(String),
    /// One of the slots.
    Slot(Slot),
    /// Up to three words of any kind.
    Gap,
}

impl Piece {
    /// The word that it is, as it is written.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) | Self::Exact(word) => Some(word),
            Self::Any(_) | Self::Slot(_) | Self::Gap => None,
        }
    }
}

/// What a slot stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// A child, however named.
    Child,
    /// His, her, their, your, "the lad's".
    Their,
    /// Himself, herself, themselves.
    Oneself,
    /// Any form of "be".
    Be,
    /// Any form of "have".
    Have,
    /// A number, in digits or as a word.
    Number,
}

/// Reads a phrase.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn read(phrase: &str) -> Result<Term, String> {
    let folded = fold(phrase);
    let tokens = tokens(&folded);
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
    let term = parser.alternatives()?;
    if parser.at < tokens.len() {
        return Err("a `)` has no `(` before it".into());
    }
    if term.starts_or_ends_with_gap() {
        return Err("`..` must stand between two words".into());
    }
    match term.words() {
        (0, _) => Err("it can be read without any word; every reading needs one".into()),
        (1, 2..) if term.has_option() => {
            Err("it can shrink to a single word; write that word as a phrase of its own if it is meant".into())
        }
        _ => Ok(term),
    }
}

impl Term {
    /// The fewest and the most words that it can be read with, slots and gaps not counted.
    fn words(&self) -> (usize, usize) {
        match self {
            Self::Piece(Piece::Slot(_) | Piece::Gap) => (0, 0),
            Self::Piece(_) => (1, 1),
            Self::Sequence(parts) => parts.iter().map(Self::words).fold((0, 0), |(least, most), (a, b)| (least + a, most + b)),
            Self::Choice(parts) => {
                let counts = || parts.iter().map(Self::words);
                (counts().map(|(least, _)| least).min().unwrap_or(0), counts().map(|(_, most)| most).max().unwrap_or(0))
            }
            Self::Optional(part) => (0, part.words().1),
        }
    }

    /// The rarest sets of words that every reading needs, at most so many, the rarest first.
    pub fn rarest(&self, count: usize, commonness: &impl Fn(&Piece) -> usize) -> Vec<Piece> {
        let mut needs = self.needs(commonness);
        needs.sort_by_cached_key(commonness);
        needs.truncate(count);
        needs
    }

    /// Its alternatives of several words, each as a phrase of its own, as long as these are few: each has rarer words than all together.
    pub fn apart(self) -> Vec<Self> {
        match self {
            Self::Choice(parts) => parts.into_iter().flat_map(Self::apart).collect(),
            Self::Sequence(parts) => {
                let mut apart: Vec<Vec<Self>> = vec![Vec::new()];
                for part in parts {
                    let choices = if matches!(part, Self::Choice(_)) { part.clone().apart() } else { vec![part.clone()] };
                    let choices = if apart.len() * choices.len() > MAX_APART { vec![part] } else { choices };
                    apart = apart
                        .iter()
                        .flat_map(|start| choices.iter().map(|next| [start.as_slice(), std::slice::from_ref(next)].concat()))
                        .collect();
                }
                apart.into_iter().map(Self::Sequence).collect()
            }
            other => vec![other],
        }
    }

    /// The sets of words of which every reading has one.
    fn needs(&self, commonness: &impl Fn(&Piece) -> usize) -> Vec<Piece> {
        match self {
            Self::Piece(Piece::Gap | Piece::Slot(Slot::Child | Slot::Their)) | Self::Optional(_) => vec![],
            Self::Piece(piece) => vec![piece.clone()],
            Self::Sequence(parts) => parts.iter().flat_map(|part| part.needs(commonness)).collect(),
            Self::Choice(parts) => {
                let best: Option<Vec<Piece>> = parts.iter().map(|part| part.needs(commonness).into_iter().min_by_key(commonness)).collect();
                best.into_iter()
                    .map(|pieces| gathered(pieces.into_iter().map(Term::Piece).collect()))
                    .filter_map(|term| match term {
                        Self::Piece(piece) => Some(piece),
                        _ => None,
                    })
                    .collect()
            }
        }
    }

    fn has_option(&self) -> bool {
        match self {
            Self::Piece(_) => false,
            Self::Optional(part) => part.words().1 > 0,
            Self::Sequence(parts) | Self::Choice(parts) => parts.iter().any(Self::has_option),
        }
    }

    fn starts_or_ends_with_gap(&self) -> bool {
        match self {
            Self::Piece(piece) => *piece == Piece::Gap,
            Self::Choice(parts) => parts.iter().any(Self::starts_or_ends_with_gap),
            Self::Optional(part) => part.starts_or_ends_with_gap(),
            Self::Sequence(parts) => {
                let edge = |mut parts: Box<dyn Iterator<Item = &Self> + '_>| {
                    parts.find(|part| !matches!(part, Self::Optional(_))).is_some_and(Self::starts_or_ends_with_gap)
                };
                let is_gap = |part: &Self| *part == Self::Piece(Piece::Gap);
                edge(Box::new(parts.iter())) || edge(Box::new(parts.iter().rev())) || parts.windows(2).any(|pair| pair.iter().all(is_gap))
            }
        }
    }
}

fn tokens(folded: &str) -> Vec<String> {
    let mut spaced = String::new();
    for c in folded.chars() {
        match c {
            '(' | ')' | '|' | '{' => spaced.extend([' ', c, ' ']),
            '}' | '?' => spaced.extend([c, ' ']),
            ',' => spaced.push(' '),
            other => spaced.push(other),
        }
    }
    // A slot is one token, and `?` belongs to what stands before it.
    spaced.replace("{ ", "{").replace("} ?", "}?").replace(") ?", ")?").split_whitespace().map(str::to_owned).collect()
}

struct Parser<'a> {
    tokens: &'a [String],
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Result<Term, String> {
        let mut all = vec![self.sequence()?];
        while self.tokens.get(self.at).is_some_and(|token| token == "|") {
            self.at += 1;
            all.push(self.sequence()?);
        }
        Ok(gathered(all))
    }

    fn sequence(&mut self) -> Result<Term, String> {
        let mut parts = Vec::new();
        while let Some(token) = self.tokens.get(self.at).filter(|token| !matches!(token.as_str(), "|" | ")" | ")?")) {
            self.at += 1;
            let part = match token.as_str() {
                "(" => self.group()?,
                "?" => return Err("a `?` stands alone; it belongs right after a word or a `)`".into()),
                _ => single(token.trim_end_matches('?'))?,
            };
            parts.push(if token.ends_with('?') { Term::Optional(Box::new(part)) } else { part });
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Term::Sequence(parts) })
    }

    fn group(&mut self) -> Result<Term, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(format!("alternatives stand more than {MAX_DEPTH} deep in one another"));
        }
        let choices = self.alternatives()?;
        self.depth -= 1;
        let close = self.tokens.get(self.at).ok_or("a `(` is not closed")?;
        self.at += 1;
        Ok(if close == ")?" { Term::Optional(Box::new(choices)) } else { choices })
    }
}

/// Alternatives of one word each become one step.
fn gathered(choices: Vec<Term>) -> Term {
    let mut words: Vec<Piece> = Vec::new();
    let mut others: Vec<Term> = Vec::new();
    for choice in choices {
        match choice {
            Term::Piece(Piece::Any(inner)) => words.extend(inner),
            Term::Piece(piece) if !matches!(piece, Piece::Gap | Piece::Slot(Slot::Child | Slot::Their)) => words.push(piece),
            other => others.push(other),
        }
    }
    words.sort();
    words.dedup();
    match words.len() {
        0 => {}
        1 => others.push(Term::Piece(words.remove(0))),
        _ => others.push(Term::Piece(Piece::Any(words))),
    }
    if others.len() == 1 { others.remove(0) } else { Term::Choice(others) }
}

/// One token: a slot, a gap, or a word, which may be a contraction or have hyphens.
fn single(token: &str) -> Result<Term, String> {
    if let Some(name) = token.strip_prefix('{') {
        let name = name.trim_end_matches('}');
        return slot(name).map(|slot| Term::Piece(Piece::Slot(slot))).ok_or(format!("`{{{name}}}` is no slot"));
    }
    if token == ".." {
        return Ok(Term::Piece(Piece::Gap));
    }
    let word = token.strip_prefix('=').unwrap_or(token);
    if let Some(stranger) = word.chars().find(|c| !c.is_alphanumeric() && !"'-/£&".contains(*c)) {
        return Err(format!("`{stranger}` in `{token}` has no meaning in a phrase"));
    }
    if word != token {
        return Ok(Term::Piece(Piece::Exact(word.to_owned())));
    }
    let parts: Vec<&str> = token.split(['-', '/']).filter(|part| !part.is_empty()).collect();
    let spaced = pieces_as_term(parts.iter().flat_map(|part| pieces(part)).collect());
    if parts.len() < 2 { Ok(spaced) } else { Ok(Term::Choice(vec![spaced, pieces_as_term(pieces(&parts.concat()))])) }
}

fn pieces_as_term(mut pieces: Vec<Piece>) -> Term {
    if pieces.len() == 1 { Term::Piece(pieces.remove(0)) } else { Term::Sequence(pieces.into_iter().map(Term::Piece).collect()) }
}

fn slot(name: &str) -> Option<Slot> {
    Some(match name {
        "child" => Slot::Child,
        "their" => Slot::Their,
        "self" => Slot::Oneself,
        "be" => Slot::Be,
        "have" => Slot::Have,
        "number" => Slot::Number,
        _ => return None,
    })
}

/// A word of a phrase: an article is nothing, a contraction is two words, a form of "be" or "have" is its slot.
fn pieces(word: &str) -> Vec<Piece> {
    if let Some(parts) = contraction::split(word) {
        return [pieces(parts.first), pieces(parts.second)].concat();
    }
    match word {
        "a" | "an" | "the" => vec![],
        "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "'s" | "'re" | "'m" => vec![Piece::Slot(Slot::Be)],
        "has" | "have" | "had" | "having" | "'ve" => vec![Piece::Slot(Slot::Have)],
        "'ll" => vec![Piece::Word("will".into())],
        "'d" => vec![Piece::Word("would".into())],
        "he" | "she" | "they" | "him" | "them" => vec![Piece::Slot(Slot::Child)],
        "his" | "their" | "your" => vec![Piece::Slot(Slot::Their)],
        "himself" | "herself" | "themselves" | "themself" | "yourself" => vec![Piece::Slot(Slot::Oneself)],
        other => vec![Piece::Word(other.replace('\'', ""))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(term: &Term) -> String {
        let list = |parts: &[Term], between: &str| parts.iter().map(shown).collect::<Vec<_>>().join(between);
        match term {
            Term::Piece(Piece::Word(word)) => word.clone(),
            Term::Piece(Piece::Exact(word)) => format!("={word}"),
            Term::Piece(Piece::Slot(slot)) => format!("{slot:?}"),
            Term::Piece(Piece::Gap) => "..".into(),
            Term::Piece(Piece::Any(words)) => format!("[{} words]", words.len()),
            Term::Sequence(parts) => list(parts, " "),
            Term::Choice(parts) => format!("({})", list(parts, "|")),
            Term::Optional(part) => format!("({})?", shown(part)),
        }
    }

    #[test]
    fn alternatives_options_slots_gaps_and_hyphens_are_read() {
        for (phrase, read_as) in [
            ("make (poor|bad|life changing)? choice", "make ((life changing|[2 words]))? choice"),
            ("brought .. on {self}", "brought .. on Oneself"),
            ("street-wise", "(street wise|streetwise)"),
            ("he won't take =telling", "Child will not take =telling"),
            ("he's so {number}?", "Child Be so (Number)?"),
        ] {
            assert_eq!(read(phrase).map(|term| shown(&term)), Ok(read_as.to_owned()));
        }
    }

    #[test]
    fn what_is_wrong_with_a_phrase_is_said() {
        for (phrase, reason) in [
            ("(a|b", "not closed"),
            ("a) b", "no `(`"),
            (".. b", "between two words"),
            ("b (c|..)", "between two words"),
            ("{child} {be}", "without any word"),
            ("{kid} x", "no slot"),
            ("x* y", "has no meaning"),
            ("(the)", "without any word"),
            ("knew (risks)?", "single word"),
            ("((((((((a b))))))))", "deep"),
        ] {
            assert!(read(phrase).unwrap_err().contains(reason), "{phrase}: {:?}", read(phrase));
        }
    }
}
