//! The words that phrases are made of, each with what it may stand for.

use super::inflect::Inflector;
use super::notation::{Piece, Slot};
use super::pairs::Pairs;
use super::spelling::Spelling;
use rustc_hash::FxHashMap;

/// What a word may stand for in a phrase: a slot, a word in any form, or one form.
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

/// Words by their folded spelling.
pub struct Vocabulary {
    entries: FxHashMap<Box<[u8]>, Entry>,
    words: Vec<WordEntry>,
    /// Each entry with each symbol it may stand for.
    pairs: Pairs,
    spelling: Spelling,
}

/// One word of the vocabulary.
#[derive(Debug, Default, Clone)]
pub struct WordEntry {
    /// What it may stand for.
    pub symbols: Vec<Symbol>,
    /// A bit for each of them, to see at a glance that none is wanted.
    pub mask: u64,
    /// What it is: bits of [`role`].
    pub roles: u8,
}

/// The bit of a symbol in a mask.
pub fn bit(symbol: Symbol) -> u64 {
    1 << (symbol.wrapping_mul(0x9E37_79B1) >> 26)
}

impl Vocabulary {
    /// The entry of a folded word.
    pub fn find(&self, word: &[u8]) -> Entry {
        self.entries.get(word).copied().unwrap_or(UNKNOWN)
    }

    /// What an entry stands for.
    pub fn word(&self, entry: Entry) -> &WordEntry {
        &self.words[entry as usize]
    }

    /// How many words it has, the unknown one among them.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether an entry may stand for a symbol.
    pub fn may_stand(&self, entry: Entry, symbol: Symbol) -> bool {
        self.pairs.may_hold(entry, symbol) && self.words[entry as usize].symbols.binary_search(&symbol).is_ok()
    }

    /// Every word with its entry.
    pub fn spellings(&self) -> impl Iterator<Item = (&str, Entry)> {
        self.entries.iter().filter_map(|(word, entry)| Some((std::str::from_utf8(word).ok()?, *entry)))
    }

    /// The entries that each symbol stands for.
    pub fn entries_by_symbol(&self) -> FxHashMap<Symbol, Vec<Entry>> {
        let mut entries: FxHashMap<Symbol, Vec<Entry>> = FxHashMap::default();
        for (entry, word) in (0..).zip(&self.words) {
            word.symbols.iter().for_each(|symbol| entries.entry(*symbol).or_default().push(entry));
        }
        entries
    }

    /// The word of a phrase that a word not in the vocabulary is taken to misspell.
    pub fn taken_for(&self, word: &[u8]) -> Option<&str> {
        (self.find(word) == UNKNOWN).then(|| self.spelling.word(self.misspelt(word))).filter(|taken| !taken.is_empty())
    }

    /// The entry that a word not in the vocabulary misspells, if any.
    pub fn misspelt(&self, word: &[u8]) -> Entry {
        self.spelling.find(word)
    }

    /// The entry of a word that misses one letter somewhere after its first.
    pub fn one_letter_hidden(&self, word: &[u8]) -> Entry {
        let with = |at: usize, letter: u8| [&word[..at], &[letter], &word[at..]].concat();
        let tries = (1..word.len()).flat_map(|at| (b'a'..=b'z').map(move |letter| (at, letter)));
        tries.map(|(at, letter)| self.find(&with(at, letter))).find(|entry| *entry != UNKNOWN).unwrap_or(UNKNOWN)
    }
}

/// Gathers the words of all phrases.
pub struct Builder {
    inflector: Inflector,
    /// The forms of words that were inflected already.
    inflected: FxHashMap<String, Vec<Entry>>,
    /// How often each word is met.
    counts: FxHashMap<String, usize>,
    symbols: FxHashMap<Piece, Symbol>,
    /// The words so far, by their place; the first is the unknown one.
    words: Vec<WordEntry>,
    places: FxHashMap<Box<str>, Entry>,
}

/// The symbols of slots that are single words; words follow.
const SLOTS: [(Slot, &str); 4] = [(Slot::Oneself, ONESELF), (Slot::Be, BE), (Slot::Have, HAVE), (Slot::Number, NUMBERS)];

/// The symbol of a slot that single words fill.
fn slot_symbol(slot: Slot) -> Symbol {
    (0..).zip(SLOTS).find(|(_, (known, _))| *known == slot).map_or(0, |(symbol, _)| symbol)
}

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
            inflected: FxHashMap::default(),
            counts,
            symbols: FxHashMap::default(),
            words: vec![WordEntry::default()],
            places: FxHashMap::default(),
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
                builder.words[place as usize].roles |= roles;
            }
        }
        for (slot, list) in SLOTS {
            let symbol = slot_symbol(slot);
            for word in list.split_whitespace() {
                let place = builder.place(word);
                builder.give(place, symbol);
            }
        }
        builder
    }

    /// The place of a word, which may be new.
    fn place(&mut self, word: &str) -> Entry {
        if let Some(known) = self.places.get(word) {
            return *known;
        }
        let place = Entry::try_from(self.words.len()).unwrap_or(UNKNOWN);
        self.words.push(WordEntry::default());
        self.places.insert(word.into(), place);
        place
    }

    /// How often some word of a set is likely to be met, compared with others.
    pub fn commonness(&self, piece: &Piece) -> usize {
        match piece {
            Piece::Any(words) => words.iter().map(|word| self.commonness(word)).sum(),
            Piece::Word(word) | Piece::Exact(word) => 1 + self.counts.get(word).copied().unwrap_or(0),
            Piece::Slot(_) | Piece::Gap => usize::from(u16::MAX),
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
        match piece {
            Piece::Slot(slot) => slot_symbol(*slot),
            words => self.named(words),
        }
    }

    /// The symbol of words, which all their forms are given; words with the same forms share one.
    fn named(&mut self, words: &Piece) -> Symbol {
        if let Some(known) = self.symbols.get(words) {
            return *known;
        }
        let symbol = Symbol::try_from(SLOTS.len() + self.symbols.len()).unwrap_or(Symbol::MAX);
        self.symbols.insert(words.clone(), symbol);
        let members = if let Piece::Any(members) = words { members.as_slice() } else { std::slice::from_ref(words) };
        for member in members {
            for place in self.forms_of(member) {
                self.give(place, symbol);
            }
        }
        symbol
    }

    fn forms_of(&mut self, piece: &Piece) -> Vec<Entry> {
        match piece {
            Piece::Word(word) => {
                if let Some(known) = self.inflected.get(word) {
                    return known.clone();
                }
                let places: Vec<Entry> = self.inflector.forms(word).iter().map(|form| self.place(form)).collect();
                self.inflected.insert(word.clone(), places.clone());
                places
            }
            Piece::Exact(word) => vec![self.place(word)],
            Piece::Slot(slot) => {
                let list = SLOTS.iter().find(|(known, _)| known == slot).map_or("", |(_, list)| list);
                list.split_whitespace().map(|word| self.place(word)).collect()
            }
            Piece::Any(_) | Piece::Gap => vec![],
        }
    }

    fn give(&mut self, place: Entry, symbol: Symbol) {
        let word = &mut self.words[place as usize];
        word.symbols.push(symbol);
        word.mask |= bit(symbol);
    }

    /// The vocabulary of everything named so far.
    pub fn build(mut self) -> Vocabulary {
        let mut pairs = Pairs::default();
        for (entry, word) in (0..).zip(&mut self.words) {
            word.symbols.sort_unstable();
            word.symbols.dedup();
            word.symbols.iter().for_each(|symbol| pairs.add(entry, *symbol));
        }
        let mut spellings: Vec<Box<[u8]>> = vec![Box::default(); self.words.len()];
        for (form, place) in &self.places {
            // Nobody means a word of no phrase.
            if !self.words[*place as usize].symbols.is_empty() {
                spellings[*place as usize] = form.as_bytes().into();
            }
        }
        let entries = self.places.into_iter().map(|(form, place)| (form.into_boxed_bytes(), place)).collect();
        Vocabulary { entries, words: self.words, pairs, spelling: Spelling::new(spellings) }
    }
}
