//! What is known of a word before its place in a text is looked at: which lists it is in, how often texts without names hold it.

use super::token::{Mark, Shape, Token, key, lower_key, read};
use crate::knowledge::Library;
use rustc_hash::FxHashMap;

/// From how many times on a word in texts without names is taken for a word.
const OFTEN: u16 = 3;

/// The longest word that is looked at for a disguise, in bytes.
const LONGEST: usize = 20;

/// The shortest word that a misspelt one is compared with, in letters.
const SHORTEST_MISSPELT: usize = 4;

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
        for (bit, spellings) in lists {
            for spelling in spellings {
                words.entry(key(spelling.as_bytes())).or_default().lists |= bit;
            }
        }
        for (class, around) in (1..).zip(&names.around) {
            for word in around {
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
        let Some(word) = text.get(token.start..token.end) else { return known };
        let name = |word: &str| Some(self.get(lower_key(word))).filter(|known| known.is_in(list::NAME) && !known.is_word());
        // "kyles bike"
        if let Some(plain) = word.strip_suffix(['s', 'S']).and_then(name) {
            return plain;
        }
        // "AbdirahmanYusuf"
        if token.shape == Shape::Mixed {
            let inner = word.char_indices().skip(2).find(|(_, c)| c.is_uppercase()).and_then(|(at, _)| word.split_at_checked(at));
            if let Some((first, _)) = inner.and_then(|(first, last)| name(first).zip(name(last))) {
                return Known { lists: first.lists | list::HIDDEN, ..first };
            }
        }
        let Some(plain) = disguised(word) else {
            return if self.is_misspelt(word) { Known { lists: list::WORD, ..known } } else { known };
        };
        // "1" stands for "l" as well, and a star for any vowel.
        let ells = || [plain.clone(), word.chars().map(|c| if c == '1' { 'l' } else { letter_for(c) }).collect()];
        let vowels = |plain: String| "aeiou".chars().map(move |vowel| plain.replace('*', vowel.encode_utf8(&mut [0; 4])));
        let found = name(&plain).or_else(|| ells().into_iter().flat_map(vowels).find_map(|other| name(&other)));
        found.map_or(known, |known| Known { lists: known.lists | list::HIDDEN, ..known })
    }

    /// Whether a word is a common one with two letters swapped ("Shcool") or one too many ("Carrer").
    fn is_misspelt(&self, word: &str) -> bool {
        let mut letters: Vec<u8> = word.bytes().map(|byte| byte.to_ascii_lowercase()).collect();
        if letters.len() < SHORTEST_MISSPELT || !letters.iter().all(u8::is_ascii_lowercase) {
            return false;
        }
        let common = |letters: &[u8]| Some(self.get(key(letters))).is_some_and(|known| known.small >= OFTEN && !known.is_in(list::NAME));
        for at in 1..letters.len() {
            letters.swap(at - 1, at);
            if common(&letters) {
                return true;
            }
            letters.swap(at - 1, at);
        }
        (0..letters.len()).any(|at| {
            let letter = letters.remove(at);
            let found = letters.len() >= SHORTEST_MISSPELT && common(&letters);
            letters.insert(at, letter);
            found
        })
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
fn public(phrases: &[String]) -> FxHashMap<u64, Vec<Vec<u64>>> {
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
    let messages = examples.chain(&library.off_topic).chain(&library.calm).chain(&library.urgent).map(|example| example.text.as_str());
    let sentences = library.rules.iter().flat_map(|rule| rule.sentences.iter().chain(&rule.flag).chain(&rule.allow));
    library.fair.iter().chain(sentences).map(String::as_str).chain(messages)
}

/// A word with letters for its digits and marks ("Ky1e"), or without letters drawn out ("Kyyyle"); none where nothing is hidden.
fn disguised(word: &str) -> Option<String> {
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    // "N16" and "Catch22" hide nothing: a letter follows what stands for one.
    let inside = word.bytes().zip(word.bytes().skip(1)).any(|(mark, next)| !mark.is_ascii_alphabetic() && next.is_ascii_alphabetic());
    let last = letters > 3 && letters + 1 == word.len() && word.ends_with(['0', '1', '3', '4']);
    if (inside || last) && letters * 2 >= word.len() && !word.contains('\'') {
        return Some(word.chars().map(letter_for).collect());
    }
    let drawn = word.as_bytes().windows(3).any(|three| three[0] == three[1] && three[1] == three[2]);
    drawn.then(|| {
        let mut out = String::with_capacity(word.len());
        for c in word.chars().filter(char::is_ascii_alphabetic) {
            if !out.ends_with(c) {
                out.push(c);
            }
        }
        out
    })
}

fn letter_for(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        other => other,
    }
}
