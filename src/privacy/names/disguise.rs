//! What hides a word: digits and marks for its letters, letters drawn out, a slip of the hand.

use super::lexicon::{Known, Lexicon, OFTEN, list};
use super::token::{Shape, key, lower_key};

/// The shortest word that a misspelt one is compared with, in letters.
const SHORTEST_MISSPELT: usize = 4;

impl Lexicon {
    /// What is known of the word that one in no list stands for.
    pub fn behind(&self, word: &str, shape: Shape) -> Known {
        // "kyles bike"
        if let Some(plain) = word.strip_suffix(['s', 'S']).and_then(|word| self.clear(word)) {
            return plain;
        }
        let hidden = |known: Known| Known { lists: known.lists | list::HIDDEN, ..known };
        // "AbdirahmanYusuf"
        if shape == Shape::Mixed {
            let inner = word.char_indices().skip(2).find(|(_, c)| c.is_uppercase()).and_then(|(at, _)| word.split_at_checked(at));
            if let Some((first, _)) = inner.and_then(|(first, last)| self.clear(first).zip(self.clear(last))) {
                return hidden(first);
            }
        }
        match disguised(word) {
            Some(plain) => self.undisguised(word, &plain).map_or_else(Known::default, hidden),
            None if self.is_misspelt(word) => Known { lists: list::WORD, ..Known::default() },
            None => Known::default(),
        }
    }

    /// A name that is no word as well.
    fn clear(&self, word: &str) -> Option<Known> {
        Some(self.get(lower_key(word))).filter(|known| known.is_in(list::NAME) && !known.is_word())
    }

    /// The name behind a disguise: "1" stands for "l" as well, and a star for any vowel.
    fn undisguised(&self, word: &str, plain: &str) -> Option<Known> {
        let ells = || [plain.to_owned(), word.chars().map(|c| if c == '1' { 'l' } else { letter_for(c) }).collect()];
        let vowels = |plain: String| "aeiou".chars().map(move |vowel| plain.replace('*', vowel.encode_utf8(&mut [0; 4])));
        self.clear(plain).or_else(|| ells().into_iter().flat_map(vowels).find_map(|other| self.clear(&other)))
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
