//! Words by their number, and the number of a word: their letters stand in one piece of memory, and a table leads to them.

use rustc_hash::FxHasher;
use std::hash::Hasher;

/// The fewest places of a table.
const LEAST: usize = 64;

/// Words, each with a number, from 1; the number 0 is the empty word.
pub struct Spellings {
    letters: String,
    /// Where each word ends; it begins where the one before it ends.
    ends: Vec<u32>,
    /// The words, each at the first free place from where its hash leads; 0 where none is.
    table: Vec<u32>,
}

impl Default for Spellings {
    fn default() -> Self {
        Self { letters: String::new(), ends: vec![0], table: vec![0; LEAST] }
    }
}

impl Spellings {
    /// How many words there are, the empty one among them.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A word.
    pub fn get(&self, number: u32) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        self.letters.get(start as usize..self.ends[number as usize] as usize).unwrap_or_default()
    }

    /// The number of a word; 0 where it is not among them.
    pub fn find(&self, word: &[u8]) -> u32 {
        self.table[self.place(word)]
    }

    /// The number of a word, which may be new.
    pub fn add(&mut self, word: &str) -> u32 {
        let place = self.place(word.as_bytes());
        if self.table[place] != 0 || word.is_empty() {
            return self.table[place];
        }
        let number = u32::try_from(self.len()).unwrap_or(0);
        self.letters.push_str(word);
        self.ends.push(u32::try_from(self.letters.len()).unwrap_or(u32::MAX));
        self.table[place] = number;
        if self.len() * 4 > self.table.len() * 3 {
            self.widen();
        }
        number
    }

    /// Where a word is in the table, or would be.
    fn place(&self, word: &[u8]) -> usize {
        let mut hasher = FxHasher::default();
        hasher.write(word);
        let last = self.table.len() - 1;
        let mut place = usize::try_from(hasher.finish() & last as u64).unwrap_or(0);
        while self.table[place] != 0 && self.get(self.table[place]).as_bytes() != word {
            place = (place + 1) & last;
        }
        place
    }

    fn widen(&mut self) {
        self.table = vec![0; self.table.len() * 2];
        for number in (1..).take(self.len() - 1) {
            let place = self.place(self.get(number).as_bytes());
            self.table[place] = number;
        }
    }

    /// Gives memory back that is not needed; once nothing more is added.
    pub fn shrink(&mut self) {
        self.letters.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_one_number_however_many_there_are() {
        let mut spellings = Spellings::default();
        let words: Vec<String> = (0..500).map(|number| format!("word{number}")).collect();
        let numbers: Vec<u32> = words.iter().map(|word| spellings.add(word)).collect();
        assert_eq!((spellings.add("word7"), spellings.len()), (numbers[7], 501));
        for (word, number) in words.iter().zip(&numbers) {
            assert_eq!((spellings.find(word.as_bytes()), spellings.get(*number)), (*number, word.as_str()));
        }
        assert_eq!((spellings.find(b"other"), spellings.find(b"")), (0, 0));
    }
}
