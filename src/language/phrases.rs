//! Every phrase of every rule in one matcher, which reads a draft once, word by word.
//!
//! The phrases are a graph of places. At each word of the draft a few places are open; the word leads on from one, is passed over, or
//! closes it. A mask tells at a glance that a word leads nowhere, so that ordinary prose costs next to nothing.

use super::draft::Words;
use super::notation::{self, Piece, Slot, Term};
use super::people;
use super::vocabulary::{Builder, Entry, Symbol, UNKNOWN, Vocabulary, bit, role};
use rustc_hash::FxHashMap;

/// The most words that `..` passes over.
pub const GAP: u8 = 3;
/// The most small words passed over between two words of a phrase.
const FILLERS: u8 = 4;
/// How many words ahead a step may lead: the longest naming of a person, and one more.
const AHEAD: usize = people::LONGEST + 2;
/// From how many ways on a place is a crossing, where ways are looked up by word.
const MANY: usize = 8;

type Node = u32;

/// A phrase found: which, and the words it spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The number the phrase was added with.
    pub id: u32,
    /// Its first word.
    pub start: u32,
    /// One past its last word.
    pub end: u32,
}

/// The compiled phrases.
#[derive(Default)]
pub struct Phrases {
    places: Vec<Place>,
    /// Where each step leads from each place that has only one way to it; for adding phrases that begin alike.
    shared: FxHashMap<(Node, Step), Node>,
    /// Where words lead from crossings.
    crossings: FxHashMap<(Node, Entry), Vec<Node>>,
}

/// What leads from one place to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Step {
    Word(Symbol),
    Gap,
    Child,
    Their,
}

#[derive(Debug, Default, Clone)]
struct Place {
    mask: u64,
    /// Where words lead.
    ways: Vec<(Symbol, Node)>,
    /// Whether its ways are looked up in `crossings`.
    crossing: bool,
    /// Where a gap, the naming of a child, and a possessive lead.
    gaps: Vec<Node>,
    children: Vec<Node>,
    theirs: Vec<Node>,
    /// The phrases that end here.
    ids: Vec<u32>,
}

/// A place that is open at a word.
#[derive(Debug, Clone, Copy)]
struct Open {
    node: Node,
    start: u32,
    /// How many more words a gap may pass over.
    gap: u8,
    /// How many small words were passed over.
    fillers: u8,
}

impl Phrases {
    /// A matcher without phrases.
    pub fn new() -> Self {
        Self { places: vec![Place::default()], ..Self::default() }
    }

    /// Adds a phrase under a number.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the phrase.
    pub fn add(&mut self, phrase: &str, id: u32, words: &mut Builder) -> Result<(), String> {
        let term = notation::read(phrase)?;
        for end in self.lay(&term, vec![0], words) {
            self.places[end as usize].ids.push(id);
        }
        Ok(())
    }

    /// Lays a part of a phrase from these places on, and returns the places it ends in.
    fn lay(&mut self, term: &Term, from: Vec<Node>, words: &mut Builder) -> Vec<Node> {
        match term {
            Term::Piece(piece) => vec![self.step(piece, &from, words)],
            Term::Sequence(parts) => parts.iter().fold(from, |from, part| self.lay(part, from, words)),
            Term::Choice(parts) => {
                let mut ends: Vec<Node> = parts.iter().flat_map(|part| self.lay(part, from.clone(), words)).collect();
                ends.sort_unstable();
                ends.dedup();
                ends
            }
            Term::Optional(part) => {
                let mut ends = self.lay(part, from.clone(), words);
                ends.extend(from);
                ends
            }
        }
    }

    fn step(&mut self, piece: &Piece, from: &[Node], words: &mut Builder) -> Node {
        let step = match piece {
            Piece::Gap => Step::Gap,
            Piece::Slot(Slot::Child) => Step::Child,
            Piece::Slot(Slot::Their) => Step::Their,
            word => Step::Word(words.symbol(word)),
        };
        // Only a place with one way to it can be shared: else a phrase could be entered through another.
        let next = Node::try_from(self.places.len()).unwrap_or(Node::MAX);
        if let [only] = from {
            let to = *self.shared.entry((*only, step)).or_insert(next);
            if to != next {
                return to;
            }
        }
        self.places.push(Place::default());
        from.iter().for_each(|node| self.places[*node as usize].lead(step, next));
        next
    }

    /// Prepares the crossings; the last thing before the matcher is used.
    pub fn finish(&mut self, vocabulary: &Vocabulary) {
        self.shared = FxHashMap::default();
        let entries = vocabulary.entries_by_symbol();
        for (node, place) in (0..).zip(&mut self.places).filter(|(_, place)| place.ways.len() > MANY) {
            place.crossing = true;
            for (symbol, next) in place.ways.drain(..) {
                for entry in entries.get(&symbol).into_iter().flatten() {
                    self.crossings.entry((node, *entry)).or_default().push(next);
                }
            }
        }
    }

    /// Finds every phrase within a range of words, in order of where they end.
    pub fn find(&self, words: &Words, range: std::ops::Range<usize>, mut found: impl FnMut(Hit)) {
        let mut open: [Vec<Open>; AHEAD] = Default::default();
        for at in range {
            if words.breaks_before(at) {
                open.iter_mut().for_each(Vec::clear);
            }
            let mut here = std::mem::take(&mut open[at % AHEAD]);
            if words.may_begin(at) {
                here.push(Open { node: 0, start: u32::try_from(at).unwrap_or(u32::MAX), gap: 0, fillers: 0 });
            }
            for place in here.drain(..) {
                self.advance(place, words, at, &mut open, &mut found);
            }
            open[at % AHEAD] = here;
        }
    }

    fn advance(&self, from: Open, words: &Words, at: usize, open: &mut [Vec<Open>; AHEAD], found: &mut impl FnMut(Hit)) {
        let place = &self.places[from.node as usize];
        let word = words.word(at);
        let mut go = |nodes: &[Node], length: usize| nodes.iter().for_each(|node| self.arrive(*node, from.start, at + length, open, found));
        if place.mask & word.mask == 0 {
        } else if place.crossing {
            go(self.crossings.get(&(from.node, words.list[at].entry)).map_or(&[], Vec::as_slice), 1);
        } else {
            place.ways.iter().filter(|(symbol, _)| word.symbols.binary_search(symbol).is_ok()).for_each(|(_, node)| go(&[*node], 1));
        }
        if !place.children.is_empty()
            && let Some(length) = people::child(words, at)
        {
            go(&place.children, length);
        }
        if !place.theirs.is_empty()
            && let Some(length) = people::their(words, at)
        {
            go(&place.theirs, length);
        }
        let next = &mut open[(at + 1) % AHEAD];
        if word.roles & role::FILLER != 0 && from.node != 0 && from.fillers < FILLERS {
            next.push(Open { fillers: from.fillers + 1, ..from });
        } else if from.gap > 0 {
            next.push(Open { gap: from.gap - 1, ..from });
        }
    }

    fn arrive(&self, node: Node, start: u32, at: usize, open: &mut [Vec<Open>; AHEAD], found: &mut impl FnMut(Hit)) {
        let place = &self.places[node as usize];
        for id in &place.ids {
            found(Hit { id: *id, start, end: u32::try_from(at).unwrap_or(u32::MAX) });
        }
        if place.leads_on() {
            open[at % AHEAD].push(Open { node, start, gap: 0, fillers: 0 });
        }
        for gap in &place.gaps {
            open[at % AHEAD].push(Open { node: *gap, start, gap: GAP, fillers: 0 });
        }
    }
}

impl Place {
    fn lead(&mut self, step: Step, next: Node) {
        match step {
            Step::Gap => self.gaps.push(next),
            Step::Child => self.children.push(next),
            Step::Their => self.theirs.push(next),
            Step::Word(symbol) => {
                self.mask |= bit(symbol);
                self.ways.push((symbol, next));
            }
        }
    }

    fn leads_on(&self) -> bool {
        self.mask != 0 || !self.children.is_empty() || !self.theirs.is_empty()
    }
}

impl Words<'_> {
    /// Whether a phrase may begin with a word: it is known, or names a person.
    fn may_begin(&self, at: usize) -> bool {
        self.list[at].entry != UNKNOWN || self.list[at].is_initials()
    }
}
