//! Gathering phrases, and putting them together into one matcher.

use super::notation::{self, Piece, Slot, Term};
use super::phrases::{ANY, CHILD, END, GAPPED, NEEDS, Node, Phrase, Phrases, Step, THEIR, glance};
use super::vocabulary::{Builder, Symbol, Vocabulary};
use crate::lists::Lists;
use crate::pool::Pool;
use crate::tables::Column;
use rustc_hash::FxHashMap;

/// From what commonness on (the times its words are met in the example messages) a set of words is not worth looking for.
const COMMON: usize = 6000;

/// Phrases that are not put together yet.
#[derive(Default)]
pub struct Gathering {
    places: Lists<Step>,
    all: Vec<Phrase>,
    /// The anchor of each way to read a phrase, and the symbols that it needs beside it.
    ways: Vec<(Symbol, Needs)>,
}

/// The place of a phrase in the gathering, and what a way to read it needs beside its anchor.
type Needs = (u32, [Symbol; NEEDS - 1]);

impl Gathering {
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
            self.ways.push((anchor, (phrase, others)));
        }
        Ok(())
    }

    /// Puts all phrases together.
    pub fn finish(mut self, vocabulary: &Vocabulary) -> Phrases {
        let (mut symbols, mut numbers) = (Vec::new(), FxHashMap::default());
        let mut number = |symbol: Symbol| {
            *numbers.entry(symbol).or_insert_with(|| {
                symbols.push(symbol);
                u32::try_from(symbols.len() - 1).unwrap_or(u32::MAX)
            })
        };
        for (anchor, _) in &mut self.ways {
            *anchor = number(*anchor);
        }
        for (_, (_, others)) in &mut self.ways {
            *others = others.map(&mut number);
        }
        let anchors = self.ways.iter().map(|(anchor, _)| *anchor as usize + 1).max().unwrap_or(0);
        // Those that need the same stand together, so that what is missing is looked for once.
        self.ways.sort_by_key(|(anchor, (_, others))| (*anchor, *others));
        let (mut anchored, mut ways) = (Vec::new(), Vec::new());
        for alike in self.ways.chunk_by(|(one, (_, ones)), (next, (_, nexts))| one == next && ones[0] == nexts[0]) {
            let (anchor, (_, [need, ..])) = alike[0];
            anchored.push((anchor, (need, u32::try_from(ways.len()).unwrap_or(u32::MAX))));
            let left = (0..alike.len()).rev();
            ways.extend(
                alike
                    .iter()
                    .zip(left)
                    .map(|((_, (phrase, [_, others @ ..])), left)| (*phrase, *others, u8::try_from(left).unwrap_or(u8::MAX))),
            );
        }
        let roots = || (0..).zip(&symbols).flat_map(|(number, symbol)| vocabulary.roots_of(*symbol).iter().map(move |root| (root, number)));
        for phrase in &mut self.all {
            let steps = self.places.get(phrase.first).iter();
            phrase.glance = steps.map(|step| glance_of(step.by, vocabulary)).fold(0, |all, glance| all | glance);
        }
        Phrases {
            places: self.places.into(),
            all: Column::alloc_from_slice(&self.all),
            anchored: Lists::by_number(anchors, || anchored.iter().copied()).into(),
            ways: Column::alloc_from_slice(&ways),
            meets: Lists::by_number(vocabulary.count_roots(), roots).into(),
            count: symbols.len(),
            readings: Pool::default(),
        }
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

/// What words may make a step, at a glance.
fn glance_of(by: Symbol, vocabulary: &Vocabulary) -> u64 {
    match by {
        END | GAPPED => 0,
        CHILD | THEIR => ANY,
        symbol => vocabulary.roots_of(symbol).iter().fold(0, |all, root| all | glance(root)),
    }
}
