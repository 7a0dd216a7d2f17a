//! Every phrase of every rule in one matcher, which reads a draft once, sentence by sentence.
//!
//! A phrase cannot stand where its rarest words are missing. So each is kept under those words, its anchors; a sentence without an anchor
//! costs next to nothing, and one with an anchor is read for the few phrases that hang on it. A phrase itself is a graph of places: each
//! word leads on from the places that are open, is passed over, or closes them.

use super::draft::Words;
use super::notation::{self, Piece, Slot, Term};
use super::people;
use super::vocabulary::{Builder, Symbol, UNKNOWN, Vocabulary, bit, role};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The most words that `..` passes over, none of them a "not".
pub const GAP: u8 = 3;
/// The most small words passed over between two words of a phrase.
const FILLERS: u8 = 4;
/// How many words ahead a step may lead: the longest naming of a person, and one more.
const AHEAD: usize = people::LONGEST + 2;
/// The most words read at once. Longer sentences are read in parts that overlap by half; no phrase is longer than that.
pub const SPAN: usize = 80;

/// How many of the words that a phrase needs are looked for before it is followed.
const NEEDS: usize = 4;

/// From what commonness on (the times its words are met in the example messages) a set of words is not worth looking for.
const COMMON: usize = 6000;

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
    all: Vec<Phrase>,
    needs: Vec<Needs>,
    /// What each word anchors, by the word's entry.
    anchored: Vec<Vec<Needs>>,
    /// The needs that each word meets, by the word's entry.
    meets: Vec<Meets>,
    /// How many words hold a bit for each need.
    width: usize,
}

/// A phrase: its number, and where it begins.
#[derive(Debug, Clone, Copy)]
struct Phrase {
    id: u32,
    first: Node,
}

/// The words that a way to read a phrase needs, its anchor first.
#[derive(Debug, Clone, Copy)]
struct Needs {
    phrase: u32,
    /// Symbols; once prepared, their numbers among all that are needed.
    symbols: [Symbol; NEEDS],
}

/// The numbers of the needs that a word meets.
#[derive(Debug, Clone)]
enum Meets {
    /// A few of them, one by one.
    Few(Vec<Symbol>),
    /// Many: a bit each.
    Many(Vec<u64>),
}

#[derive(Debug, Default, Clone)]
struct Place {
    /// The words it can go on with, at a glance.
    mask: u64,
    /// Where words lead.
    ways: Vec<(Symbol, Node)>,
    /// Where a gap, the naming of a child, and a possessive lead.
    gaps: Vec<Node>,
    children: Vec<Node>,
    theirs: Vec<Node>,
    /// Whether the phrase may end here.
    ends: bool,
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

/// The places that are open at the next words.
type Ahead = [Vec<Open>; AHEAD];

/// What is kept while a text is read.
#[derive(Default)]
struct Reading {
    /// The needs that are met in the span being read, a bit each.
    met: Vec<u64>,
    /// For each phrase, the span in which it was last tried.
    tried: Vec<u32>,
    span: u32,
    open: Ahead,
}

impl Phrases {
    /// Adds a phrase under a number.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the phrase.
    pub fn add(&mut self, phrase: &str, id: u32, words: &mut Builder) -> Result<(), String> {
        let term = notation::read(phrase)?;
        let first = self.place();
        for end in self.lay(&term, vec![first], words) {
            self.places[end as usize].ends = true;
        }
        let phrase = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(Phrase { id, first });
        for part in term.apart() {
            let mut needs = part.rarest(NEEDS, &|piece| words.commonness(piece));
            let count = 1 + needs.iter().skip(1).filter(|piece| words.commonness(piece) < COMMON).count();
            needs.truncate(count);
            let needs: Vec<Symbol> = needs.iter().map(|piece| words.symbol(piece)).collect();
            let anchor = *needs.first().ok_or("it has no word that every reading needs")?;
            // A phrase with fewer needs names one twice.
            let needs = std::array::from_fn(|at| needs.get(at).copied().unwrap_or(anchor));
            self.needs.push(Needs { phrase, symbols: needs });
        }
        Ok(())
    }

    fn place(&mut self) -> Node {
        self.places.push(Place::default());
        Node::try_from(self.places.len() - 1).unwrap_or(Node::MAX)
    }

    /// Lays a part of a phrase from these places on, and returns the places it ends in.
    fn lay(&mut self, term: &Term, from: Vec<Node>, words: &mut Builder) -> Vec<Node> {
        match term {
            Term::Piece(piece) => vec![self.step(piece, &from, words)],
            Term::Sequence(parts) => parts.iter().fold(from, |from, part| self.lay(part, from, words)),
            Term::Choice(parts) => parts.iter().flat_map(|part| self.lay(part, from.clone(), words)).collect(),
            Term::Optional(part) => {
                let mut ends = self.lay(part, from.clone(), words);
                ends.extend(from);
                ends
            }
        }
    }

    fn step(&mut self, piece: &Piece, from: &[Node], words: &mut Builder) -> Node {
        let next = self.place();
        for node in from {
            let place = &mut self.places[*node as usize];
            match piece {
                Piece::Gap => place.gaps.push(next),
                Piece::Slot(Slot::Child) => place.children.push(next),
                Piece::Slot(Slot::Their) => place.theirs.push(next),
                word => {
                    let symbol = words.symbol(word);
                    place.mask |= bit(symbol);
                    place.ways.push((symbol, next));
                }
            }
        }
        next
    }

    /// Prepares the anchors and needs; the last thing before the matcher is used.
    pub fn finish(&mut self, vocabulary: &Vocabulary) {
        let entries = vocabulary.entries_by_symbol();
        let mut numbers: FxHashMap<Symbol, u32> = FxHashMap::default();
        let mut met: Vec<Vec<Symbol>> = vec![Vec::new(); vocabulary.len()];
        self.anchored = vec![Vec::new(); vocabulary.len()];
        for needs in std::mem::take(&mut self.needs) {
            let symbols = needs.symbols.map(|symbol| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                *numbers.entry(symbol).or_insert_with(|| {
                    entries.get(&symbol).into_iter().flatten().for_each(|entry| met[*entry as usize].push(next));
                    next
                })
            });
            for entry in entries.get(&needs.symbols[0]).into_iter().flatten() {
                self.anchored[*entry as usize].push(Needs { symbols, ..needs });
            }
        }
        self.width = numbers.len().div_ceil(64);
        self.meets = met.into_iter().map(|numbers| Meets::of(numbers, self.width)).collect();
    }

    /// Finds every phrase within a range of words; one may be found several times.
    pub fn find(&self, words: &Words, range: Range<usize>, mut found: impl FnMut(Hit)) {
        let mut reading = Reading { met: vec![0; self.width], tried: vec![0; self.all.len()], ..Reading::default() };
        let mut start = range.start;
        while start < range.end {
            let end = (start + 1..range.end.min(start + SPAN)).find(|at| words.parts_before(*at)).unwrap_or(range.end.min(start + SPAN));
            self.find_in_span(words, start..end, &mut reading, &mut found);
            let whole = end == range.end || words.parts_before(end);
            start = if whole { end } else { end - SPAN / 2 };
        }
    }

    fn find_in_span(&self, words: &Words, span: Range<usize>, reading: &mut Reading, found: &mut impl FnMut(Hit)) {
        let anchors =
            || words.list[span.clone()].iter().filter(|word| word.entry != UNKNOWN).flat_map(|word| &self.anchored[word.entry as usize]);
        if anchors().next().is_none() {
            return;
        }
        reading.span += 1;
        reading.met.fill(0);
        words.list[span.clone()].iter().for_each(|word| self.meets[word.entry as usize].mark(&mut reading.met));
        for needs in anchors() {
            let all = needs.symbols.iter().skip(1).all(|symbol| reading.holds(*symbol));
            if all && std::mem::replace(&mut reading.tried[needs.phrase as usize], reading.span) != reading.span {
                let phrase = self.all[needs.phrase as usize];
                let mut walk = Walk { phrases: self, id: phrase.id, words, open: &mut reading.open, found: &mut *found };
                walk.through(phrase.first, span.clone());
            }
        }
    }
}

/// One phrase on its way through a span of words.
struct Walk<'p, 'w, 't, F> {
    phrases: &'p Phrases,
    id: u32,
    words: &'w Words<'t>,
    open: &'w mut Ahead,
    found: F,
}

impl<F: FnMut(Hit)> Walk<'_, '_, '_, F> {
    fn through(&mut self, first: Node, span: Range<usize>) {
        let place = &self.phrases.places[first as usize];
        let by_person = !place.children.is_empty() || !place.theirs.is_empty();
        self.open.iter_mut().for_each(Vec::clear);
        for at in span {
            let mut here = std::mem::take(&mut self.open[at % AHEAD]);
            if by_person || self.goes_on(first, at) {
                here.push(Open { node: first, start: u32::try_from(at).unwrap_or(u32::MAX), gap: 0, fillers: 0 });
            }
            if !place.children.is_empty() && self.words.may_leave_out(at) {
                let start = u32::try_from(at).unwrap_or(u32::MAX);
                let unsaid = place.children.iter().map(|node| Open { node: *node, start, gap: 0, fillers: 0 });
                let beyond = place.children.iter().flat_map(|node| &self.phrases.places[*node as usize].gaps);
                here.extend(unsaid.chain(beyond.map(|node| Open { node: *node, start, gap: GAP, fillers: 0 })));
            }
            for from in here.drain(..) {
                self.advance(from, at);
            }
            self.open[at % AHEAD] = here;
        }
    }

    fn advance(&mut self, from: Open, at: usize) {
        let place = &self.phrases.places[from.node as usize];
        let word = self.words.word(at);
        let entry = self.words.list[at].entry;
        if self.goes_on(from.node, at) {
            for (_, node) in place.ways.iter().filter(|(symbol, _)| self.words.vocabulary().may_stand(entry, *symbol)) {
                self.arrive(*node, from.start, at + 1);
            }
        }
        if !place.children.is_empty()
            && let Some(length) = people::child(self.words, at)
        {
            place.children.iter().for_each(|node| self.arrive(*node, from.start, at + length));
        }
        if !place.theirs.is_empty()
            && let Some(length) = people::their(self.words, at)
        {
            place.theirs.iter().for_each(|node| self.arrive(*node, from.start, at + length));
        }
        let begun = from.start as usize != at;
        if begun && word.roles & role::FILLER != 0 && from.fillers < FILLERS {
            self.open[(at + 1) % AHEAD].push(Open { fillers: from.fillers + 1, ..from });
        } else if from.gap > 0 && word.roles & role::NEGATION == 0 {
            self.open[(at + 1) % AHEAD].push(Open { gap: from.gap - 1, ..from });
        }
    }

    /// Whether a word may go one of a place's ways, seen at a glance.
    fn goes_on(&self, node: Node, at: usize) -> bool {
        self.phrases.places[node as usize].mask & self.words.word(at).mask != 0
    }

    fn arrive(&mut self, node: Node, start: u32, at: usize) {
        let place = &self.phrases.places[node as usize];
        if place.ends {
            (self.found)(Hit { id: self.id, start, end: u32::try_from(at).unwrap_or(u32::MAX) });
        }
        if place.mask != 0 || !place.children.is_empty() || !place.theirs.is_empty() {
            self.open[at % AHEAD].push(Open { node, start, gap: 0, fillers: 0 });
        }
        for gap in &place.gaps {
            self.open[at % AHEAD].push(Open { node: *gap, start, gap: GAP, fillers: 0 });
        }
    }
}

impl Meets {
    fn of(numbers: Vec<Symbol>, width: usize) -> Self {
        if numbers.len() * 2 < width {
            return Self::Few(numbers);
        }
        let mut bits = vec![0; width];
        Self::Few(numbers).mark(&mut bits);
        Self::Many(bits)
    }

    fn mark(&self, met: &mut [u64]) {
        match self {
            Self::Few(numbers) => numbers.iter().for_each(|number| met[*number as usize / 64] |= 1 << (number % 64)),
            Self::Many(bits) => met.iter_mut().zip(bits).for_each(|(met, bits)| *met |= bits),
        }
    }
}

impl Reading {
    fn holds(&self, number: Symbol) -> bool {
        self.met[number as usize / 64] & (1 << (number % 64)) != 0
    }
}
