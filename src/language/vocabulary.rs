//! The words that phrases are made of, each with what it may stand for.

use super::alike::Alike;
use super::inflect::Inflector;
use super::notation::{Piece, Slot};
use super::shorthand;
use super::sounding::Sounding;
use super::spelling::Spelling;
use super::spellings::Spellings;
use super::starred::Starred;
use crate::lists::Lists;
use crate::tables::{Column, Rows, value};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use zerovec::ZeroSlice;

/// A word as a curator writes it, in any form or in one, or the words of a slot.
pub type Root = u32;

/// What one step of a phrase wants: one of some roots.
pub type Symbol = u32;

/// A word's place in the vocabulary; [`UNKNOWN`] for every other word.
pub type Entry = u32;
/// The entry of a word that no phrase names.
pub const UNKNOWN: Entry = 0;

/// What a word is, apart from the phrases it stands in.
pub mod role {
    /// Passed over between the words of a phrase: an article, or a small adverb.
    pub const FILLER: u8 = 1;
    /// Stands for a child: "he", "them".
    pub const PRONOUN: u8 = 2;
    /// Names a child: "lad", "YP".
    pub const CHILD: u8 = 4;
    /// May open the naming of a person: "the", "this", "her".
    pub const DETERMINER: u8 = 8;
    /// May stand in the naming of a person: "young", "wee".
    pub const ADJECTIVE: u8 = 16;
    /// Shows whose something is: "his", "'s".
    pub const POSSESSIVE: u8 = 32;
    /// Turns what follows into its opposite.
    pub const NEGATION: u8 = 64;
}

const FILLERS: &str = "very really so just quite clearly simply always still again actually rather basically also now then all too even ever \
    fully well only pretty fairly largely mostly often frequently repeatedly constantly continually once certainly probably apparently \
    obviously plainly frankly honestly entirely completely totally absolutely somewhat almost already merely evidently seemingly somehow \
    perhaps maybe literally perfectly thoroughly currently previously generally usually regularly sadly unfortunately indeed however \
    therefore definitely surely undoubtedly essentially effectively arguably increasingly extremely highly particularly proper dead well \
    bloody frigging flipping damn right innit like yet both though tbh";
const ARTICLES: &str = "a an the";
const PRONOUNS: &str = "he she they him her them you hers hed theyd ze";
const CHILDREN: &str = "child children kid kids lad lads laddie lass lasses lassie girl girls boy boys youth youths youngster youngsters teen teens teenager \
    teenagers adolescent adolescents minor minors person people yp yps cyp bairn wean female females male males pupil pupils student students daughter daughters \
    son sons lady ladies one ones patient subject client lot runaway individual individuals lac juvenile victim victims complainant aggrieved ip";
const DETERMINERS: &str = "the this that these those a an our my his her their your said each every some both all";
const ADJECTIVES: &str = "young wee little poor same older younger teenage vulnerable adolescent named above said 13 14 15 16 17 12 11 10 year old aged \
    fifteen sixteen seventeen fourteen thirteen twelve looked after female male silly daft stupid bloody other few two three four missing";
const POSSESSIVES: &str = "his her their your theirs its my whose 's";
const NEGATIONS: &str = "not never nor without";
const BE: &str = "woz wos is are was were be been being am 's 're 'm";
const HAVE: &str = "has have had having 's 've 'd";
const ONESELF: &str = "himself herself themselves themself yourself yourselves hisself theirselves theirself oneself himselves";
/// The word that stands for every number in digits.
pub const DIGITS: &[u8] = b"0";
const NUMBERS: &str = "0 one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen \
    twenty thirty forty fifty hundred";

/// The shortest name that is no misspelt word.
const SHORTEST_NAME: usize = 3;

/// Words by their folded spelling.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Vocabulary {
    words: Spellings,
    /// What each word is: bits of [`role`].
    roles: Column<u8>,
    /// The roots that each word is a form of, in order.
    roots: Rows<Root>,
    /// The roots that each symbol stands for, in order.
    symbols: Rows<Root>,
    count_roots: usize,
    spelling: Spelling,
    sounding: Sounding,
    looks: Alike,
    without_vowels: Alike,
    starred: Starred,
}

impl Vocabulary {
    /// The entry of a folded word.
    pub fn find(&self, word: &[u8]) -> Entry {
        self.words.find(word)
    }

    /// What a word is: bits of [`role`].
    pub fn roles(&self, entry: Entry) -> u8 {
        value(&self.roles, entry as usize)
    }

    /// The roots that a word is a form of, in order.
    pub fn roots(&self, entry: Entry) -> &ZeroSlice<Root> {
        self.roots.get(entry)
    }

    /// The roots that a symbol stands for, in order.
    pub fn roots_of(&self, symbol: Symbol) -> &ZeroSlice<Root> {
        self.symbols.get(symbol)
    }

    /// How many roots there are.
    pub fn count_roots(&self) -> usize {
        self.count_roots
    }

    /// How many words there are, the unknown one among them.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether a form of some roots may stand for a symbol.
    pub fn may_stand(&self, roots: &ZeroSlice<Root>, symbol: Symbol) -> bool {
        let any = self.symbols.get(symbol);
        roots.iter().any(|root| any.binary_search(&root).is_ok())
    }

    /// How a word is spelt.
    pub fn spelt(&self, entry: Entry) -> &str {
        self.words.get(entry)
    }

    /// The word of a phrase that a word not in the vocabulary is taken to misspell.
    pub fn taken_for(&self, word: &[u8]) -> Option<&str> {
        let meant = || [self.looking(word), self.misspelt(word, true), self.sounding(word)].into_iter().find(|entry| *entry != UNKNOWN);
        (self.find(word) == UNKNOWN).then(meant)?.map(|entry| self.spelt(entry))
    }

    /// Whether a word is English.
    pub fn is_english(&self, word: &[u8]) -> bool {
        self.sounding.is_english(word)
    }

    /// The entry that a word not in the vocabulary misspells, if any. Where it is `no_name`, it may be short.
    pub fn misspelt(&self, word: &[u8], no_name: bool) -> Entry {
        if self.sounding.is_english(word) { UNKNOWN } else { self.spelling.find(word, no_name, &self.words, &self.sounding) }
    }

    /// How often a word is met, as a power of two.
    pub fn often(&self, entry: Entry) -> u8 {
        self.spelling.often(entry)
    }

    /// The entry that a word not in the vocabulary sounds like, if any.
    pub fn sounding(&self, word: &[u8]) -> Entry {
        if self.sounding.is_english(word) { UNKNOWN } else { self.sounding.find(word, &self.words) }
    }

    /// The entry that a word not in the vocabulary looks like, if any.
    pub fn looking(&self, word: &[u8]) -> Entry {
        if self.sounding.is_english(word) { UNKNOWN } else { self.looks.looking(word) }
    }

    /// The entry that a word not in the vocabulary is without its vowels, if any.
    pub fn without_vowels(&self, word: &[u8]) -> Entry {
        if self.sounding.is_english(word) { UNKNOWN } else { self.without_vowels.bare(word) }
    }

    /// The entry of a word with letters hidden, each behind one [`super::starred::HIDDEN`].
    pub fn starred(&self, shown: &[u8]) -> Entry {
        self.starred.find(shown, &self.words)
    }
}

/// Gathers the words of all phrases.
pub struct Builder {
    inflector: Inflector,
    /// How often each word is met, and any form of each root.
    counts: FxHashMap<String, usize>,
    commonness: Vec<usize>,
    /// Every word so far with its number, and what each is: bits of [`role`].
    words: Vec<String>,
    numbers: FxHashMap<String, Entry>,
    roles: Vec<u8>,
    roots: FxHashMap<Piece, Root>,
    /// Each word with a root that it is a form of.
    forms: Vec<(Entry, Root)>,
    /// Symbols by their roots, and these roots one symbol after another.
    symbols: FxHashMap<Box<[Root]>, Symbol>,
    sets: Lists<Root>,
}

/// The slots that single words fill.
const SLOTS: [(Slot, &str); 4] = [(Slot::Oneself, ONESELF), (Slot::Be, BE), (Slot::Have, HAVE), (Slot::Number, NUMBERS)];

impl Builder {
    /// A builder that knows the words of slots and roles, and how often words are met in some texts.
    pub fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        for word in texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric())) {
            match counts.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(counts.insert(word.to_owned(), 1)),
            }
        }
        let mut builder = Self {
            inflector: Inflector::new(),
            counts,
            commonness: Vec::new(),
            words: Vec::new(),
            numbers: FxHashMap::default(),
            roles: vec![0],
            roots: FxHashMap::default(),
            forms: Vec::new(),
            symbols: FxHashMap::default(),
            sets: Lists::default(),
        };
        for (roles, list) in [
            (role::FILLER, FILLERS),
            (role::FILLER, ARTICLES),
            (role::PRONOUN, PRONOUNS),
            (role::CHILD, CHILDREN),
            (role::DETERMINER, DETERMINERS),
            (role::ADJECTIVE, ADJECTIVES),
            (role::POSSESSIVE, POSSESSIVES),
            (role::NEGATION, NEGATIONS),
        ] {
            for word in list.split_whitespace() {
                let place = builder.place(word);
                builder.roles[place as usize] |= roles;
            }
        }
        for (slot, _) in SLOTS {
            builder.symbol(&Piece::Slot(slot));
        }
        builder
    }

    /// The place of a word, which may be new.
    fn place(&mut self, word: &str) -> Entry {
        if let Some(known) = self.numbers.get(word) {
            return *known;
        }
        self.words.push(word.to_owned());
        self.roles.push(0);
        let number = Entry::try_from(self.words.len()).unwrap_or(UNKNOWN);
        self.numbers.insert(word.to_owned(), number);
        number
    }

    /// How often some word of a set is likely to be met, compared with others.
    pub fn commonness(&self, piece: &Piece) -> usize {
        match piece {
            Piece::Any(words) => words.iter().map(|word| self.commonness(word)).sum(),
            piece => self.roots.get(piece).map_or(usize::from(u16::MAX), |root| self.commonness[*root as usize]),
        }
    }

    /// Learns words of no phrase, so that they are not taken for misspelt ones.
    pub fn know<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        for word in words {
            self.place(word);
        }
    }

    /// The symbol of a step that a single word fills.
    pub fn symbol(&mut self, piece: &Piece) -> Symbol {
        let pieces = if let Piece::Any(pieces) = piece { pieces.as_slice() } else { std::slice::from_ref(piece) };
        let mut roots: Box<[Root]> = pieces.iter().map(|piece| self.root(piece)).collect();
        roots.sort_unstable();
        if let Some(known) = self.symbols.get(&roots) {
            return *known;
        }
        let symbol = Symbol::try_from(self.sets.len()).unwrap_or(Symbol::MAX);
        self.sets.push(roots.iter().copied());
        self.symbols.insert(roots, symbol);
        symbol
    }

    /// The root of a single word or slot, which is given its forms.
    fn root(&mut self, piece: &Piece) -> Root {
        if let Some(known) = self.roots.get(piece) {
            return *known;
        }
        let root = Root::try_from(self.roots.len()).unwrap_or(Root::MAX);
        self.roots.insert(piece.clone(), root);
        let forms = match piece {
            Piece::Word(word) => self.inflector.forms(word),
            Piece::Exact(word) => vec![word.clone()],
            Piece::Slot(slot) => {
                let list = SLOTS.iter().find(|(known, _)| known == slot).map_or("", |(_, list)| list);
                list.split_whitespace().map(str::to_owned).collect()
            }
            Piece::Any(_) | Piece::Gap => vec![],
        };
        self.commonness.push(1 + forms.iter().filter_map(|form| self.counts.get(form)).sum::<usize>());
        for form in forms {
            let place = self.place(&form);
            self.forms.push((place, root));
        }
        root
    }

    /// The vocabulary of everything named so far; other words that are English, and names, are not taken for these.
    pub fn build<'w>(mut self, english: impl Iterator<Item = &'w str>, names: &[&'w str]) -> Vocabulary {
        for (word, meant) in shorthand::sometimes() {
            let (word, meant) = (self.place(word), self.place(meant));
            let alike: Vec<_> = self.forms.iter().filter(|(form, _)| *form == meant).map(|(_, root)| (word, *root)).collect();
            self.forms.extend(alike);
            self.roles[word as usize] |= self.roles[meant as usize];
        }
        let words = Spellings::new(&self.words);
        let roots = Lists::by_number(words.len(), || self.forms.iter().copied());
        let english: Vec<&str> = english.collect();
        let written = self.roots.keys().filter_map(Piece::word).chain(english.iter().copied());
        let written: FxHashSet<Entry> = written.map(|word| words.find(word.as_bytes())).collect();
        // Nobody means a word of no phrase, nor a form that is regular and not English ("catched").
        let is_meant = |(entry, roots): &(Entry, &[Root])| !roots.is_empty() && written.contains(entry);
        let meant = || (0..).zip(roots.iter()).filter(is_meant).map(|(entry, _)| entry);
        let often: Vec<usize> = (0..).take(words.len()).map(|entry| self.counts.get(words.get(entry)).copied().unwrap_or(0)).collect();
        let spelling = Spelling::new(meant(), &words, &often);
        // "Le" is a name, and a piece of many words.
        let long_names = names.iter().copied().filter(|name| name.len() >= SHORTEST_NAME);
        let sounding = Sounding::new(meant(), &words, english.into_iter().chain(long_names));
        let mut seen: Vec<Entry> = written.iter().copied().filter(|entry| *entry != UNKNOWN).collect();
        seen.sort_by_key(|entry| (std::cmp::Reverse(often[*entry as usize]), *entry));
        let starred = Starred::new(&seen, &words);
        let (looks, without_vowels) = (Alike::by_looks(&seen, &words, names.iter().copied()), Alike::without_vowels(&seen, &words));
        Vocabulary {
            words,
            roles: Column::alloc_from_slice(&self.roles),
            roots: roots.into(),
            symbols: self.sets.into(),
            count_roots: self.roots.len(),
            spelling,
            sounding,
            looks,
            without_vowels,
            starred,
        }
    }
}
