//! What is known of a word before its place in a text is looked at: which lists it is in, how often texts without names hold it.

use super::token::{Mark, Shape, Token, key, read};
use crate::knowledge::{Library, words as listed};
use crate::lists::Lists;
use crate::tables::{Column, Keyed, Rows, places_with};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use zerovec::ule::AsULE;

/// From how many times on a word in texts without names is taken for a word.
pub const OFTEN: u16 = 3;

/// The longest word that is looked at for a disguise, in bytes.
const LONGEST: usize = 20;

/// The lists a word may be in, as bits.
pub mod list {
    /// First names.
    pub const FIRST: u8 = 1;
    /// Surnames.
    pub const SURNAME: u8 = 2;
    /// Places.
    pub const PLACE: u8 = 4;
    /// Authors, theorists and public figures that the field names.
    pub const PUBLISHED: u8 = 8;
    /// English words.
    pub const WORD: u8 = 16;
    /// Something is hidden in it: digits or marks for letters, letters set apart.
    pub const HIDDEN: u8 = 32;
    /// People's names of either sort.
    pub const NAME: u8 = FIRST | SURNAME;
}

/// What is known of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The lists it is in.
    pub lists: u8,
    /// The class of words that stand around names, from 1; 0 for none.
    pub class: u8,
    /// How often texts without names hold it in small letters, and at the start of a sentence.
    pub small: u16,
    /// How often they hold it with a capital inside a sentence.
    pub capital: u16,
}

impl AsULE for Known {
    type ULE = <(u8, u8, u16, u16) as AsULE>::ULE;

    fn to_unaligned(self) -> Self::ULE {
        (self.lists, self.class, self.small, self.capital).to_unaligned()
    }

    fn from_unaligned(bytes: Self::ULE) -> Self {
        let (lists, class, small, capital) = AsULE::from_unaligned(bytes);
        Self { lists, class, small, capital }
    }
}

/// Everything that is known of words.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Lexicon {
    words: Keyed<Known>,
    /// The first words of names of several words that are no private person's, in order.
    first: Column<u64>,
    /// The other words of each; of those that begin alike, the longest first.
    rest: Rows<u64>,
}

impl Lexicon {
    /// Reads the lists of a library, and counts the words of its texts without names.
    pub fn new(library: &Library) -> Self {
        let mut words: FxHashMap<u64, Known> = FxHashMap::with_capacity_and_hasher(1 << 16, rustc_hash::FxBuildHasher);
        let names = &library.names;
        let lists = [
            (list::FIRST, &names.first),
            (list::SURNAME, &names.surnames),
            (list::PLACE, &names.places),
            (list::PUBLISHED, &names.published),
            (list::WORD, &names.words),
        ];
        for (bit, lines) in lists {
            for spelling in listed(lines) {
                words.entry(key(spelling.as_bytes())).or_default().lists |= bit;
            }
        }
        for (class, around) in (1..).zip(names.around.iter()) {
            for word in around.split_whitespace() {
                words.entry(key(word.as_bytes())).or_default().class = class;
            }
        }
        for word in &library.plain_words {
            words.entry(key(word.as_bytes())).or_default().small += 2;
        }
        let mut tokens = Vec::new();
        for text in innocents(library) {
            read(text, &mut tokens);
            for token in &tokens {
                let known = words.entry(token.key).or_default();
                known.count(token, 1);
            }
        }
        let (first, rest) = public(&names.public);
        let mut words: Vec<(u64, Known)> = words.into_iter().collect();
        words.sort_unstable_by_key(|(key, _)| *key);
        Self { words: Keyed::new(words.into_iter()), first, rest }
    }

    /// What is known of a word of a text, seen through what hides it.
    pub fn look_up(&self, text: &str, token: &Token) -> Known {
        let known = self.get(token.key);
        if known != Known::default() || token.end - token.start > LONGEST {
            return known;
        }
        text.get(token.start..token.end).map_or(known, |word| self.behind(word, token.shape))
    }

    /// How many of these words are a name that is no private person's; 0 where they are none.
    pub fn public(&self, tokens: &[Token]) -> usize {
        let Some((first, next)) = tokens.split_first() else { return 0 };
        let follows = |(token, key): (&Token, u64)| token.key == key && matches!(token.before, Mark::Space | Mark::Hyphen | Mark::And);
        let mut rests = places_with(&self.first, first.key).filter_map(|at| Some(self.rest.get(u32::try_from(at).ok()?)));
        let fitting = rests.find(|rest| rest.len() <= next.len() && next.iter().zip(rest.iter()).all(follows));
        fitting.map_or(0, |rest| rest.len() + 1)
    }

    /// What is known of a word.
    pub fn get(&self, key: u64) -> Known {
        self.words.get(key)
    }
}

/// The first words of phrases in order, and the others of each.
fn public(phrases: &[&str]) -> (Column<u64>, Rows<u64>) {
    let mut public: Vec<(u64, Vec<u64>)> = Vec::new();
    let mut tokens = Vec::new();
    for phrase in phrases {
        read(phrase, &mut tokens);
        if let Some((first, rest)) = tokens.split_first().filter(|(_, rest)| !rest.is_empty()) {
            public.push((first.key, rest.iter().map(|token| token.key).collect()));
        }
    }
    public.sort_by_key(|(first, rest)| (*first, std::cmp::Reverse(rest.len())));
    let mut rests = Lists::default();
    for (_, rest) in &public {
        rests.push(rest.iter().copied());
    }
    (public.iter().map(|(first, _)| *first).collect(), rests.into())
}

impl Known {
    fn count(&mut self, token: &Token, by: u16) {
        let inside = matches!(token.shape, Shape::Capital | Shape::Mixed | Shape::Caps) && !token.opens();
        let count = if inside { &mut self.capital } else { &mut self.small };
        *count = count.saturating_add(by);
    }

    /// What is known of it without one text that holds it like this.
    pub fn without(mut self, token: &Token) -> Self {
        let inside = matches!(token.shape, Shape::Capital | Shape::Mixed | Shape::Caps) && !token.opens();
        let count = if inside { &mut self.capital } else { &mut self.small };
        *count = count.saturating_sub(1);
        self
    }

    /// Whether it is in one of these lists.
    pub fn is_in(self, lists: u8) -> bool {
        self.lists & lists != 0
    }

    /// Whether it is an English word as well.
    pub fn is_word(self) -> bool {
        self.small >= OFTEN || self.is_in(list::WORD)
    }
}

/// The library's texts that hold no name of a private person.
pub fn innocents(library: &Library) -> impl Iterator<Item = &str> {
    let examples = library.articles.iter().flat_map(|article| article.examples.iter());
    let messages =
        examples.chain(library.off_topic.iter()).chain(library.calm.iter()).chain(library.urgent.iter()).map(|example| example.text);
    let sentences = library
        .rules
        .iter()
        .flat_map(|rule| rule.sentences.iter().copied().chain(rule.wording.flag.iter().chain(&rule.wording.allow).map(AsRef::as_ref)));
    library.fair.iter().copied().chain(sentences).chain(messages)
}
