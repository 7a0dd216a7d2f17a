//! Every phrase of every rule in one matcher, which reads a draft once, sentence by sentence.
//!
//! A phrase cannot stand where its rarest words are missing. So each is kept under those words, its anchors; a sentence without an anchor
//! costs next to nothing, and one with an anchor is read for the few phrases that hang on it. A phrase itself is a graph of places: each
//! word leads on from the places that are open, is passed over, or closes them.

use super::draft::Words;
use super::notation::{self, Piece, Slot, Term};
use super::people;
use super::vocabulary::{Builder, Root, Symbol, Vocabulary, role};
use crate::lists::Lists;
use crate::pool::Pool;
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

/// What steps are by that no single word makes, apart from every symbol: the naming of a child, a possessive, a gap, the end of the phrase.
const CHILD: Symbol = Symbol::MAX;
const THEIR: Symbol = Symbol::MAX - 1;
const GAPPED: Symbol = Symbol::MAX - 2;
const END: Symbol = Symbol::MAX - 3;

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
    /// The steps that lead on from each place.
    places: Lists<Step>,
    all: Vec<Phrase>,
    /// The needs of phrases that are not prepared yet, each with its anchor.
    added: Vec<(Symbol, Needs)>,
    /// What hangs on each anchor, by the anchor's number.
    anchored: Lists<Needs>,
    /// The numbers of the needs that the forms of each root meet; those of anchors come first.
    meets: Lists<u32>,
    /// How many numbers there are.
    count: usize,
    readings: Pool<Reading>,
}

/// A phrase: its number, where it begins, and with what words, at a glance.
#[derive(Debug, Clone, Copy)]
struct Phrase {
    id: u32,
    first: Node,
    glance: u64,
}

/// What a way to read a phrase needs beside its anchor: symbols; once prepared, their numbers among all that are needed.
#[derive(Debug, Clone, Copy)]
struct Needs {
    phrase: u32,
    others: [Symbol; NEEDS - 1],
}

/// A step from one place of a phrase to another.
#[derive(Debug, Clone, Copy)]
struct Step {
    by: Symbol,
    to: Node,
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
    /// The number of the span being read.
    span: u32,
    /// For each need, the span in which it was last met, and the anchors that are met in this one.
    met: Vec<u32>,
    anchors: Vec<u32>,
    /// For each phrase, the span in which it was last tried.
    tried: Vec<u32>,
    /// The roots of each word of the span, at a glance.
    glances: Vec<u64>,
    open: Ahead,
}

impl Phrases {
    /// Adds a phrase under a number.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the phrase.
    pub fn add(&mut self, phrase: &str, id: u32, words: &mut Builder) -> Result<(), String> {
        let term = notation::read(phrase)?;
        let first = Node::try_from(self.places.len()).unwrap_or(Node::MAX);
        let mut plan = Plan { first, places: vec![Vec::new()], words };
        for end in plan.lay(&term, vec![first]) {
            plan.place(end).push(Step { by: END, to: end });
        }
        plan.places.into_iter().for_each(|steps| self.places.push(steps));
        let phrase = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(Phrase { id, first, glance: 0 });
        for part in term.apart() {
            let mut needs = part.rarest(NEEDS, &|piece| words.commonness(piece));
            let count = 1 + needs.iter().skip(1).filter(|piece| words.commonness(piece) < COMMON).count();
            needs.truncate(count);
            let needs: Vec<Symbol> = needs.iter().map(|piece| words.symbol(piece)).collect();
            let anchor = *needs.first().ok_or("it has no word that every reading needs")?;
            // A phrase with fewer needs names one twice.
            let others = std::array::from_fn(|at| needs.get(at + 1).copied().unwrap_or(anchor));
            self.added.push((anchor, Needs { phrase, others }));
        }
        Ok(())
    }

    /// Prepares the anchors and needs; the last thing before the matcher is used.
    pub fn finish(&mut self, vocabulary: &Vocabulary) {
        let (mut symbols, mut numbers) = (Vec::new(), FxHashMap::default());
        let mut number = |symbol: Symbol| {
            *numbers.entry(symbol).or_insert_with(|| {
                symbols.push(symbol);
                u32::try_from(symbols.len() - 1).unwrap_or(u32::MAX)
            })
        };
        let mut added = std::mem::take(&mut self.added);
        for (anchor, _) in &mut added {
            *anchor = number(*anchor);
        }
        for (_, needs) in &mut added {
            needs.others = needs.others.map(&mut number);
        }
        let anchors = added.iter().map(|(anchor, _)| *anchor as usize + 1).max().unwrap_or(0);
        // Those that need the same stand together, so that what is missing is looked for once.
        added.sort_by_key(|(anchor, needs)| (*anchor, needs.others));
        self.anchored = Lists::by_number(anchors, || added.iter().copied());
        let roots =
            || (0..).zip(&symbols).flat_map(|(number, symbol)| vocabulary.roots_of(*symbol).iter().map(move |root| (*root, number)));
        self.meets = Lists::by_number(vocabulary.count_roots(), roots);
        self.count = symbols.len();
        for phrase in &mut self.all {
            let steps = self.places.get(phrase.first).iter();
            phrase.glance = steps.map(|step| glance_of(step.by, vocabulary)).fold(0, |all, glance| all | glance);
        }
        self.places.shrink();
        self.all.shrink_to_fit();
    }

    /// Finds every phrase within a range of words; one may be found several times.
    pub fn find(&self, words: &Words, range: Range<usize>, mut found: impl FnMut(Hit)) {
        self.readings.with(|reading| {
            reading.met.resize(self.count, 0);
            reading.tried.resize(self.all.len(), 0);
            let mut start = range.start;
            while start < range.end {
                let last = range.end.min(start + SPAN);
                let end = (start + 1..last).find(|at| words.parts_before(*at)).unwrap_or(last);
                self.find_in_span(words, start..end, reading, &mut found);
                let whole = end == range.end || words.parts_before(end);
                start = if whole { end } else { end - SPAN / 2 };
            }
        });
    }

    fn find_in_span(&self, words: &Words, span: Range<usize>, reading: &mut Reading, found: &mut impl FnMut(Hit)) {
        reading.begin();
        for roots in span.clone().map(|at| words.roots(at)) {
            reading.glances.push(roots.iter().fold(ANY, |all, root| all | glance(*root)));
            for root in roots {
                reading.meet(self.meets.get(*root), self.anchored.len());
            }
        }
        let is_met = |number: u32| reading.met[number as usize] == reading.span;
        for anchor in &reading.anchors {
            let mut missing = None;
            for needs in self.anchored.get(*anchor) {
                // Most of what is needed is missing, and what stands together needs the same.
                if missing == Some(needs.others[0]) {
                    continue;
                }
                missing = needs.others.into_iter().find(|number| !is_met(*number));
                if missing.is_none() && std::mem::replace(&mut reading.tried[needs.phrase as usize], reading.span) != reading.span {
                    let phrase = self.all[needs.phrase as usize];
                    let mut walk = Walk { phrases: self, phrase, words, open: &mut reading.open, found: &mut *found };
                    walk.through(span.clone(), &reading.glances);
                }
            }
        }
    }

    fn steps(&self, node: Node) -> &[Step] {
        self.places.get(node)
    }
}

/// The places of one phrase while it is laid out.
struct Plan<'b> {
    first: Node,
    places: Vec<Vec<Step>>,
    words: &'b mut Builder,
}

impl Plan<'_> {
    fn place(&mut self, node: Node) -> &mut Vec<Step> {
        &mut self.places[(node - self.first) as usize]
    }

    /// Lays a part of a phrase from these places on, and returns the places it ends in.
    fn lay(&mut self, term: &Term, from: Vec<Node>) -> Vec<Node> {
        match term {
            Term::Piece(piece) => vec![self.step(piece, &from)],
            Term::Sequence(parts) => parts.iter().fold(from, |from, part| self.lay(part, from)),
            Term::Choice(parts) => parts.iter().flat_map(|part| self.lay(part, from.clone())).collect(),
            Term::Optional(part) => {
                let mut ends = self.lay(part, from.clone());
                ends.extend(from);
                ends
            }
        }
    }

    fn step(&mut self, piece: &Piece, from: &[Node]) -> Node {
        let by = match piece {
            Piece::Gap => GAPPED,
            Piece::Slot(Slot::Child) => CHILD,
            Piece::Slot(Slot::Their) => THEIR,
            word => self.words.symbol(word),
        };
        self.places.push(Vec::new());
        let to = self.first + Node::try_from(self.places.len() - 1).unwrap_or(0);
        for node in from {
            self.place(*node).push(Step { by, to });
        }
        to
    }
}

/// One phrase on its way through a span of words.
struct Walk<'p, 'w, 't, F> {
    phrases: &'p Phrases,
    phrase: Phrase,
    words: &'w Words<'t>,
    open: &'w mut Ahead,
    found: F,
}

impl<F: FnMut(Hit)> Walk<'_, '_, '_, F> {
    fn through(&mut self, span: Range<usize>, glances: &[u64]) {
        let Phrase { first, glance, .. } = self.phrase;
        self.open.iter_mut().for_each(Vec::clear);
        for (at, here_glance) in span.zip(glances) {
            if glance & here_glance == 0 && self.open[at % AHEAD].is_empty() {
                continue;
            }
            let mut here = std::mem::take(&mut self.open[at % AHEAD]);
            let begins = Open { node: first, start: u32::try_from(at).unwrap_or(u32::MAX), gap: 0, fillers: 0 };
            if glance & here_glance != 0 {
                here.push(begins);
            }
            if self.words.may_leave_out(at) {
                for unsaid in self.phrases.steps(first).iter().filter(|step| step.by == CHILD) {
                    here.push(Open { node: unsaid.to, ..begins });
                    let beyond = self.phrases.steps(unsaid.to).iter().filter(|step| step.by == GAPPED);
                    here.extend(beyond.map(|step| Open { node: step.to, gap: GAP, ..begins }));
                }
            }
            for from in here.drain(..) {
                self.advance(from, at);
            }
            self.open[at % AHEAD] = here;
        }
    }

    fn advance(&mut self, from: Open, at: usize) {
        let words = self.words;
        for step in self.phrases.steps(from.node) {
            let length = match step.by {
                GAPPED | END => None,
                CHILD => people::child(words, at),
                THEIR => people::their(words, at),
                symbol => words.vocabulary().may_stand(words.roots(at), symbol).then_some(1),
            };
            if let Some(length) = length {
                self.arrive(step.to, from.start, at + length);
            }
        }
        let roles = words.roles(at);
        let begun = from.start as usize != at;
        if begun && roles & role::FILLER != 0 && from.fillers < FILLERS {
            self.open[(at + 1) % AHEAD].push(Open { fillers: from.fillers + 1, ..from });
        } else if from.gap > 0 && roles & role::NEGATION == 0 {
            self.open[(at + 1) % AHEAD].push(Open { gap: from.gap - 1, ..from });
        }
    }

    fn arrive(&mut self, node: Node, start: u32, at: usize) {
        let open = Open { node, start, gap: 0, fillers: 0 };
        let mut goes_on = false;
        for step in self.phrases.steps(node) {
            match step.by {
                END => (self.found)(Hit { id: self.phrase.id, start, end: u32::try_from(at).unwrap_or(u32::MAX) }),
                GAPPED => self.open[at % AHEAD].push(Open { node: step.to, gap: GAP, ..open }),
                _ => goes_on = true,
            }
        }
        if goes_on {
            self.open[at % AHEAD].push(open);
        }
    }
}

impl Reading {
    /// Begins a span.
    fn begin(&mut self) {
        self.span = self.span.checked_add(1).unwrap_or_else(|| {
            self.met.fill(0);
            self.tried.fill(0);
            1
        });
        self.anchors.clear();
        self.glances.clear();
    }

    /// Marks needs as met, and notes the anchors, which are the first so many.
    fn meet(&mut self, numbers: &[u32], anchors: usize) {
        for number in numbers {
            let before = std::mem::replace(&mut self.met[*number as usize], self.span);
            if (*number as usize) < anchors && before != self.span {
                self.anchors.push(*number);
            }
        }
    }
}

/// A bit of a glance that every word has.
const ANY: u64 = 1 << 63;

/// The bit of a root in a glance, which some others share.
fn glance(root: Root) -> u64 {
    1 << (root % 63)
}

/// What words may make a step, at a glance.
fn glance_of(by: Symbol, vocabulary: &Vocabulary) -> u64 {
    match by {
        END | GAPPED => 0,
        CHILD | THEIR => ANY,
        symbol => vocabulary.roots_of(symbol).iter().fold(0, |all, root| all | glance(*root)),
    }
}
