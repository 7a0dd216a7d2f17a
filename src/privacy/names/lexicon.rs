//! What is known of a word before its place in a text is looked at: which lists it is in, how often texts without names hold it.

use super::token::{Mark, Shape, Token, key, read};
use crate::knowledge::{Library, words as listed};
use rustc_hash::FxHashMap;

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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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

/// Everything that is known of words.
pub struct Lexicon {
    words: FxHashMap<u64, Known>,
    /// Names of several words that are no private person's, by their first word; the longest first.
    public: FxHashMap<u64, Vec<Vec<u64>>>,
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
        for (class, around) in (1..).zip(&names.around) {
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
        let public = public(&names.public);
        Self { words, public }
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
        let Some((first, rest)) = tokens.split_first() else { return 0 };
        let follows = |(token, key): (&Token, &u64)| token.key == *key && matches!(token.before, Mark::Space | Mark::Hyphen | Mark::And);
        let fits = |phrase: &&Vec<u64>| phrase.len() <= rest.len() && rest.iter().zip(*phrase).all(follows);
        self.public.get(&first.key).and_then(|phrases| phrases.iter().find(fits)).map_or(0, |phrase| phrase.len() + 1)
    }

    /// What is known of a word.
    pub fn get(&self, key: u64) -> Known {
        self.words.get(&key).copied().unwrap_or_default()
    }
}

/// Phrases by their first word.
fn public(phrases: &[&str]) -> FxHashMap<u64, Vec<Vec<u64>>> {
    let mut public: FxHashMap<u64, Vec<Vec<u64>>> = FxHashMap::default();
    let mut tokens = Vec::new();
    for phrase in phrases {
        read(phrase, &mut tokens);
        if let Some((first, rest)) = tokens.split_first().filter(|(_, rest)| !rest.is_empty()) {
            public.entry(first.key).or_default().push(rest.iter().map(|token| token.key).collect());
        }
    }
    for phrases in public.values_mut() {
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    }
    public
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
    let examples = library.articles.iter().flat_map(|article| &article.examples);
    let messages = examples.chain(&library.off_topic).chain(&library.calm).chain(&library.urgent).map(|example| example.text);
    let sentences =
        library.rules.iter().flat_map(|rule| rule.sentences.iter().copied().chain(rule.flag.iter().chain(&rule.allow).map(AsRef::as_ref)));
    library.fair.iter().copied().chain(sentences).chain(messages)
}
