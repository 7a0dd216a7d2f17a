//! Reading a draft, character by character, into words.
//!
//! Plain letters and spaces take a short way; everything else goes through [`Reader::character`], which says for each kind of mark
//! whether it is seen through, joins, parts, or ends a sentence.

use super::contraction;
use super::disguise::{self, Capital, Hidden};
use super::draft::{QuoteMark, Shape, Word, Words};
use super::shorthand;
use super::vocabulary::{DIGITS, Entry, UNKNOWN, Vocabulary};
use crate::text::{Break, Seen, see_through};

/// The longest word that is looked up, in bytes of its folded form; no phrase has a longer one.
pub const MAX_WORD: usize = 40;
/// Signs for letters that mostly are just signs at the end of a word.
const ENDS: [char; 3] = ['!', '|', '+'];
/// Words after which a stop ends no sentence.
const ABBREVIATIONS: [&str; 15] = ["mr", "mrs", "ms", "dr", "st", "eg", "ie", "re", "approx", "cf", "vs", "etc", "sgt", "insp", "prof"];

pub struct Reader<'a> {
    text: &'a str,
    out: Words<'a>,
    vocabulary: &'a Vocabulary,
    /// The word being read, folded, and the one before it.
    folded: Vec<u8>,
    previous: Vec<u8>,
    start: usize,
    end: usize,
    capitals: u8,
    digits: u8,
    /// How many signs in it were read as letters.
    signs: u8,
    masked: bool,
    /// Whether the last letter of the word being read is a small one.
    small_last: bool,
    before: Break,
    stop: Stop,
    lines: u8,
    strike: Option<usize>,
    /// Whether a hyphen at the end of a line stands before.
    broken: bool,
}

/// The stops since the last word: several in a row ("...") may go on in the same sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    None,
    One,
    Several,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str, vocabulary: &'a Vocabulary) -> Self {
        Self {
            text,
            out: Words::empty(vocabulary),
            vocabulary,
            folded: Vec::with_capacity(MAX_WORD),
            previous: Vec::with_capacity(MAX_WORD),
            start: 0,
            end: 0,
            capitals: 0,
            digits: 0,
            signs: 0,
            masked: false,
            small_last: false,
            before: Break::Paragraph,
            stop: Stop::None,
            lines: 0,
            strike: None,
            broken: false,
        }
    }

    pub fn read(mut self) -> Words<'a> {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_lowercase() && !self.folded.is_empty() {
                at = self.run(bytes, at);
            } else if byte.is_ascii_alphabetic() {
                self.letter(byte, at, at + 1);
                at += 1;
            } else if byte == b' ' {
                self.part(Break::Space);
                at += 1;
            } else {
                at = self.other(at);
            }
        }
        self.part(Break::Space);
        self.out
    }

    /// Small letters inside a word, all at once; returns where they end.
    fn run(&mut self, bytes: &[u8], at: usize) -> usize {
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        let kept = length.min((MAX_WORD + 1).saturating_sub(self.folded.len()));
        self.folded.extend_from_slice(&bytes[at..at + kept]);
        self.small_last = true;
        self.end = at + length;
        at + length
    }

    fn letter(&mut self, byte: u8, start: usize, end: usize) {
        let capital = byte.is_ascii_uppercase();
        // "TheStreets" is two words.
        if capital && self.small_last {
            self.part(Break::Hyphen);
        }
        self.small_last = !capital;
        self.push(byte.to_ascii_lowercase(), start, end, capital);
        self.capitals += u8::from(capital && self.capitals < 9);
    }

    fn push(&mut self, byte: u8, start: usize, end: usize, capital: bool) {
        if self.folded.is_empty() {
            self.begin(start, capital || byte.is_ascii_digit());
        }
        if self.folded.len() <= MAX_WORD {
            self.folded.push(byte);
        }
        self.end = end;
    }

    /// A word begins: what stood before it is now known.
    fn begin(&mut self, start: usize, may_open_sentence: bool) {
        self.start = start;
        let ends =
            (self.stop == Stop::One || self.stop == Stop::Several && (may_open_sentence || self.lines > 0)) && !self.follows_abbreviation();
        if self.lines > 1 {
            self.before = Break::Paragraph;
        } else if ends {
            self.before = self.before.max(Break::Sentence);
        }
        self.stop = Stop::None;
        self.lines = 0;
    }

    fn follows_abbreviation(&self) -> bool {
        let short = self.previous.len() == 1 && self.previous.first().is_some_and(u8::is_ascii_alphabetic);
        short || ABBREVIATIONS.iter().any(|known| known.as_bytes() == self.previous)
    }

    /// Anything but a plain letter or a space; returns where to read on.
    fn other(&mut self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let Some(c) = rest.chars().next() else { return at + 1 };
        match see_through(rest, c) {
            Seen::Character(seen, length) => self.character(seen, at, at + length),
            Seen::Letters(letters, length) => {
                for byte in letters.bytes() {
                    if byte.is_ascii_alphabetic() { self.letter(byte, at, at + length) } else { self.push(byte, at, at + length, false) }
                }
                self.digits += u8::from(letters.bytes().any(|byte| byte.is_ascii_digit()) && self.digits < 9);
                at + length
            }
            Seen::Nothing(length) => at + length,
            Seen::Strike(length) => {
                self.struck(at, length);
                at + length
            }
            Seen::Break(strength, length) => {
                self.part(strength);
                self.lines += u8::from(strength >= Break::Line && self.lines < 9);
                at + length
            }
        }
    }

    /// A mark or digit that stands for itself; `end` is one past its last byte in the original.
    fn character(&mut self, c: char, start: usize, end: usize) -> usize {
        let next = self.text.get(end..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        let in_word = !self.folded.is_empty() && next.is_alphanumeric();
        let likeliest = disguise::letters_for(c).map_or(0, |[letter, _]| letter);
        if let Some(letter) = self.sign(c, end) {
            self.push(letter, start, end, false);
            self.signs += u8::from(self.signs < 9);
            return end;
        }
        match c {
            '0'..='9' => {
                self.push(c as u8, start, end, false);
                self.digits += u8::from(self.digits < 9);
            }
            '*' | '`' | '\\' => self.masked |= in_word,
            '\'' if in_word => self.push(b'\'', start, end, false),
            '@' | '$' if next.is_alphabetic() => self.push(likeliest, start, end, false),
            '€' | '¡' if in_word => self.push(likeliest, start, end, false),
            '\'' | '"' => self.quote(c == '"', start, end, next),
            '.' | ')' if self.is_list_number() => {
                self.folded.clear();
                self.digits = 0;
            }
            ')' if self.is_list_letter() => {
                self.folded.clear();
                self.capitals = 0;
            }
            '.' | '!' | '?' if in_word => self.part(Break::Hyphen),
            '.' | '!' | '?' => {
                self.part(Break::Space);
                self.stop = if self.stop == Stop::None { Stop::One } else { Stop::Several };
            }
            // A word broken at the end of a line.
            '-' if !self.folded.is_empty() && matches!(next, '\n' | '\r' | '\t') => {
                self.part(Break::Hyphen);
                self.broken = true;
            }
            '[' | ']' | '(' | ')' if !next.is_whitespace() && self.is_tight(start) => self.part(Break::Hyphen),
            '-' | '/' | '_' | '+' | '#' | '%' | '^' | '=' | '|' if in_word => self.part(Break::Hyphen),
            ':' => self.part(Break::Colon),
            ',' | ';' | '(' | ')' | '[' | ']' | '{' | '}' | '-' | '/' | '|' => self.part(Break::Clause),
            '\n' => {
                self.part(Break::Line);
                self.lines += u8::from(self.lines < 9);
            }
            // A sign that is no letter may stand inside a hidden word.
            other if !other.is_whitespace() && in_word => self.part(Break::Hyphen),
            _ => self.part(Break::Space),
        }
        end
    }

    /// The letter that a sign stands for, where a word comes of it.
    fn sign(&self, c: char, end: usize) -> Option<u8> {
        let signed = disguise::letters_for(c).filter(|_| !c.is_ascii_alphanumeric())?;
        let rest = self.text.get(end..).unwrap_or_default().chars().take(MAX_WORD + 1);
        let rest: String = rest.take_while(|c| disguise::letters_for(*c).is_some()).collect();
        let to_the_last_letter = rest.trim_end_matches(ENDS);
        // "Risk!", "| risk|"
        let ends = to_the_last_letter.is_empty() && self.signs == 0 && ENDS.contains(&c);
        let has_letters = self.folded.iter().any(u8::is_ascii_alphabetic) || rest.contains(|c: char| !c.is_ascii_digit());
        if ends || !has_letters || self.folded.len() + rest.len() > MAX_WORD {
            return None;
        }
        let whole = |rest: &str, at: usize| -> Vec<u8> {
            let marks = self.folded.iter().map(|byte| char::from(*byte)).chain([c]).chain(rest.chars());
            marks.filter_map(|mark| Some(disguise::letters_for(mark)?[at])).collect()
        };
        let mut tries = [&*rest, to_the_last_letter].into_iter().flat_map(|rest| [(rest, 0), (rest, 1)]);
        tries.find(|(rest, at)| self.vocabulary.find(&whole(rest, *at)) != UNKNOWN).map(|(_, at)| signed[at])
    }

    /// Whether no space stands before a place.
    fn is_tight(&self, at: usize) -> bool {
        self.text.get(..at).and_then(|text| text.chars().next_back()).is_some_and(|last| !last.is_whitespace())
    }

    /// The number of a list item is no word of the text.
    fn is_list_number(&self) -> bool {
        self.before == Break::Line && !self.folded.is_empty() && self.folded.len() <= 2 && self.shape() == Shape::Number
    }

    /// Nor is its letter: the "b" of "b) Managers" stands for nothing.
    fn is_list_letter(&self) -> bool {
        matches!(self.before, Break::Line | Break::Paragraph) && self.folded.len() == 1 && self.digits == 0
    }

    fn quote(&mut self, double: bool, start: usize, end: usize, next: char) {
        let last = self.text.get(..start).and_then(|text| text.chars().next_back()).unwrap_or(' ');
        let written = self.text.get(start..end).and_then(|mark| mark.chars().next()).unwrap_or('"');
        self.part(Break::Hyphen);
        let (opens, closes) = match written {
            '\u{201c}' | '\u{ab}' | '\u{201e}' | '\u{2018}' => (true, false),
            '\u{201d}' | '\u{bb}' => (false, true),
            _ => (!next.is_whitespace() && !last.is_alphanumeric(), !last.is_whitespace() && !next.is_alphanumeric()),
        };
        self.out.quotes.push(QuoteMark { at: small(start), end: small(end), double, opens, closes });
    }

    fn struck(&mut self, at: usize, length: usize) {
        match self.strike.take() {
            Some(from) => self.out.struck.push(from..at),
            None => self.strike = Some(at + length),
        }
    }

    /// The word being read ends here, if there is one.
    fn part(&mut self, strength: Break) {
        if self.folded.is_empty() {
            self.before = if self.broken && strength <= Break::Line { self.before } else { self.before.max(strength) };
            return;
        }
        self.broken = false;
        self.finish();
        std::mem::swap(&mut self.previous, &mut self.folded);
        self.folded.clear();
        (self.capitals, self.digits, self.signs, self.masked, self.small_last) = (0, 0, 0, false, false);
        self.before = strength;
    }

    fn finish(&mut self) {
        let (start, end) = (small(self.start), small(self.end));
        let word = Word { start, end, entry: UNKNOWN, before: self.before, shape: self.shape(), is_strange: false };
        if self.folded.len() > MAX_WORD {
            return self.out.list.push(word);
        }
        if self.is_have(&word) {
            self.folded.clear();
            self.folded.extend(b"have");
        }
        // "Its playground stuff": what belongs to something seldom comes first.
        if self.folded == b"its" && word.before >= Break::Clause {
            return self.split(word, 2, self.vocabulary.find(b"it"), self.vocabulary.find(b"'s"));
        }
        let mut entry = self.vocabulary.find(&self.folded);
        // Two capitals are somebody's initials.
        if entry == UNKNOWN
            && word.shape != Shape::Initials
            && let Some(meant) = shorthand::meant(&self.folded)
        {
            self.folded.clear();
            self.folded.extend(meant.bytes());
            entry = self.vocabulary.find(&self.folded);
        }
        if (entry == UNKNOWN || self.folded.contains(&b'\''))
            && let Some(parts) = contraction::split(std::str::from_utf8(&self.folded).unwrap_or_default())
        {
            let (first, second) = (self.vocabulary.find(parts.first.as_bytes()), self.vocabulary.find(parts.second.as_bytes()));
            let at = parts.at;
            return self.split(word, at, first, second);
        }
        let entry = match (entry, word.shape) {
            // "R" is somebody's initial, and "r" may be "are".
            (_, Shape::Initials) if self.folded.len() == 1 && !matches!(self.folded.as_slice(), b"a" | b"i") => UNKNOWN,
            (UNKNOWN, Shape::Number) => self.vocabulary.find(DIGITS),
            _ => entry,
        };
        let is_strange = entry == UNKNOWN;
        let entry = if is_strange { self.uncover(&word) } else { entry };
        self.out.list.push(Word { entry, shape: settled(word.shape, entry, &self.folded), is_strange, ..word });
    }

    /// "Should of" is "should have".
    fn is_have(&self, word: &Word) -> bool {
        self.folded == b"of" && word.before <= Break::Line && shorthand::BEFORE_HAVE.split(' ').any(|verb| verb.as_bytes() == self.previous)
    }

    /// The entry of a word that is written like none.
    fn uncover(&self, word: &Word) -> Entry {
        let shown = if self.masked { disguise::shown(self.text.get(self.start..self.end).unwrap_or_default()) } else { Vec::new() };
        let opens = word.before >= Break::Sentence || word.before == Break::Line;
        let capital = match word.shape {
            Shape::Initials | Shape::Capital if opens => Capital::Opening,
            Shape::Initials | Shape::Capital => Capital::Inside,
            _ => Capital::None,
        };
        disguise::uncover(&self.folded, Hidden { digits: self.digits > 0, shown: &shown, capital }, self.vocabulary)
    }

    fn split(&mut self, word: Word, at: usize, first: Entry, second: Entry) {
        // Where the word is written as it is folded, the parts have places of their own.
        let written = self.text.as_bytes().get(word.start as usize..word.end as usize).unwrap_or_default();
        let middle = if written.eq_ignore_ascii_case(&self.folded) { word.start + small(at) } else { word.end };
        let initials = usize::from(self.capitals) == at && at < 3;
        let shape = if initials { settled(Shape::Initials, first, &self.folded[..at]) } else { word.shape };
        self.out.list.push(Word { end: middle, entry: first, shape, ..word });
        self.out.list.push(Word { start: middle, entry: second, before: Break::None, shape: Shape::Ending, ..word });
    }

    fn shape(&self) -> Shape {
        let letters = self.folded.len().saturating_sub(usize::from(self.digits));
        match (self.capitals, letters) {
            (0, 0) => Shape::Number,
            (0, _) => Shape::Plain,
            (capitals, letters) if usize::from(capitals) == letters && letters < 3 => Shape::Initials,
            (capitals, letters) if usize::from(capitals) == letters => Shape::Shouted,
            _ => Shape::Capital,
        }
    }
}

/// Two capitals that are a common word in a text of capitals are no initials; neither are "I" and "A".
fn settled(shape: Shape, entry: Entry, folded: &[u8]) -> Shape {
    let common =
        (entry != UNKNOWN && folded.len() > 1) || matches!(folded, b"i" | b"a" | b"ok" | b"gp" | b"pc" | b"sw" | b"uk" | b"ds" | b"dc");
    if shape == Shape::Initials && common { Shape::Shouted } else { shape }
}

/// Drafts are far smaller than four gigabytes; a place past that would be cut off.
fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
