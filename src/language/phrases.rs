//! Every phrase of every rule in one matcher, which reads a draft once, sentence by sentence.
//!
//! A phrase cannot stand where its rarest words are missing. So each is kept under those words, its anchors; a sentence without an anchor
//! costs next to nothing, and one with an anchor is read for the few phrases that hang on it. A phrase itself is a graph of places: each
//! word leads on from the places that are open, is passed over, or closes them.

use super::draft::Words;
use super::people;
use super::vocabulary::{Root, Symbol, role};
use crate::pool::Pool;
use crate::tables::{Column, Rows, value};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use zerovec::ZeroSlice;
use zerovec::ule::AsULE;

/// The most words that `..` passes over, none of them a "not".
pub const GAP: u8 = 3;
/// The most small words passed over between two words of a phrase.
const FILLERS: u8 = 4;
/// How many words ahead a step may lead: the longest naming of a person, and one more.
const AHEAD: usize = people::LONGEST + 2;
/// The most words read at once. Longer sentences are read in parts that overlap by half; no phrase is longer than that.
pub const SPAN: usize = 80;

/// How many of the words that a phrase needs are looked for before it is followed.
pub const NEEDS: usize = 4;

pub type Node = u32;

/// What steps are by that no single word makes, apart from every symbol: the naming of a child, a possessive, a gap, the end of the phrase.
pub const CHILD: Symbol = Symbol::MAX;
pub const THEIR: Symbol = Symbol::MAX - 1;
pub const GAPPED: Symbol = Symbol::MAX - 2;
pub const END: Symbol = Symbol::MAX - 3;

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

/// The compiled phrases: see [`super::gathering`].
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Phrases {
    /// The steps that lead on from each place.
    pub(super) places: Rows<Step>,
    pub(super) all: Column<Phrase>,
    /// What is needed beside each anchor, by the anchor's number, and where the ways begin that need it.
    pub(super) anchored: Rows<(u32, u32)>,
    /// The ways to read a phrase; those that need the same beside the same anchor are one after another.
    pub(super) ways: Column<Way>,
    /// The numbers of the needs that the forms of each root meet; those of anchors come first.
    pub(super) meets: Rows<u32>,
    /// How many numbers there are.
    pub(super) count: usize,
    #[serde(skip)]
    pub(super) readings: Pool<Reading>,
}

/// A phrase: its number, where it begins, and with what words, at a glance.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Phrase {
    pub id: u32,
    pub first: Node,
    pub glance: u64,
}

/// A way to read a phrase: which, what else it needs, and how many more come with it, 255 at most.
pub type Way = (u32, [u32; NEEDS - 2], u8);

/// A step from one place of a phrase to another.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Step {
    pub by: Symbol,
    pub to: Node,
}

impl AsULE for Phrase {
    type ULE = <(u32, Node, u64) as AsULE>::ULE;

    fn to_unaligned(self) -> Self::ULE {
        (self.id, self.first, self.glance).to_unaligned()
    }

    fn from_unaligned(bytes: Self::ULE) -> Self {
        let (id, first, glance) = AsULE::from_unaligned(bytes);
        Self { id, first, glance }
    }
}

impl AsULE for Step {
    type ULE = <(Symbol, Node) as AsULE>::ULE;

    fn to_unaligned(self) -> Self::ULE {
        (self.by, self.to).to_unaligned()
    }

    fn from_unaligned(bytes: Self::ULE) -> Self {
        let (by, to) = AsULE::from_unaligned(bytes);
        Self { by, to }
    }
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
pub(super) struct Reading {
    /// The number of the span being read.
    span: u32,
    /// A bit for each need that is met in it, and the anchors that are.
    met: Vec<u64>,
    anchors: Vec<u32>,
    /// For each phrase, the span in which it was last tried.
    tried: Vec<u32>,
    /// The roots of each word of the span, at a glance.
    glances: Vec<u64>,
    open: Ahead,
}

impl Phrases {
    /// Finds every phrase within a range of words; one may be found several times.
    pub fn find(&self, words: &Words, range: Range<usize>, mut found: impl FnMut(Hit)) {
        self.readings.with(|reading| {
            reading.met.resize(self.count.div_ceil(64), 0);
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
            reading.glances.push(roots.iter().fold(ANY, |all, root| all | glance(root)));
            for root in roots.iter() {
                reading.meet(self.meets.get(root), self.anchored.len());
            }
        }
        let is_met = |number: u32| reading.met[number as usize / 64] & 1 << (number % 64) != 0;
        // Most of what is needed beside an anchor is missing.
        let needed = reading.anchors.iter().flat_map(|anchor| self.anchored.get(*anchor).iter());
        for (_, first) in needed.filter(|(need, _)| is_met(*need)) {
            for at in first as usize.. {
                let Some((phrase, others, more)) = self.ways.get(at) else { break };
                let mut is_tried = || std::mem::replace(&mut reading.tried[phrase as usize], reading.span) == reading.span;
                if others.iter().all(|number| is_met(*number)) && !is_tried() {
                    let phrase = value(&self.all, phrase as usize);
                    let mut walk = Walk { phrases: self, phrase, words, open: &mut reading.open, found: &mut *found };
                    walk.through(span.clone(), &reading.glances);
                }
                if more == 0 {
                    break;
                }
            }
        }
    }

    fn steps(&self, node: Node) -> &ZeroSlice<Step> {
        self.places.get(node)
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
        for step in self.phrases.steps(from.node).iter() {
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
        for step in self.phrases.steps(node).iter() {
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
            self.tried.fill(0);
            1
        });
        self.met.fill(0);
        self.anchors.clear();
        self.glances.clear();
    }

    /// Marks needs as met, and notes the anchors, which are the first so many.
    fn meet(&mut self, numbers: &ZeroSlice<u32>, anchors: usize) {
        for number in numbers.iter() {
            let (met, bit) = (&mut self.met[number as usize / 64], 1 << (number % 64));
            if (number as usize) < anchors && *met & bit == 0 {
                self.anchors.push(number);
            }
            *met |= bit;
        }
    }
}

/// A bit of a glance that every word has.
pub const ANY: u64 = 1 << 63;

/// The bit of a root in a glance, which some others share.
pub fn glance(root: Root) -> u64 {
    1 << (root % 63)
}
