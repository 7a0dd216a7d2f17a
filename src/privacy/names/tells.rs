//! What speaks for and against a word being a name: what is known of it, how it is written, and what stands around it.

use super::lexicon::{Known, Lexicon, list};
use super::token::{self, Mark, Shape, Token};

/// What speaks for and against a word, as (number, weight).
pub type Tells = Vec<(u32, f32)>;

/// How many tells are told apart; the rest share a place.
pub const TELLS: usize = 1 << 16;
/// From how many times on a word in texts without names is known by itself.
const KNOWN: u16 = 3;
/// From how many times on a small word is never a name, whatever lists hold it.
const EVERYDAY: u16 = 600;
/// The classes of words around names that mean more than the others, by their place in the file; see `knowledge/privacy/around.txt`.
const TITLE: u8 = 1;
const NAMING: u8 = 2;
const RANK: u8 = 3;
const BEFORE_THINGS: u8 = 4;
const AFTER_PLACES: u8 = 5;
const AFTER_LAWS: u8 = 6;
const ANIMALS: u8 = 7;
const NICKNAMES: u8 = 8;
const NOBODYS: u8 = 9;
/// How far back a word that gives a name is looked for.
const REACH: usize = 4;
/// How much it speaks against a word that it is the name of a place, and that the sentence speaks of such names.
const PLACE: f32 = 1.5;
const TOPIC: f32 = 1.0;
/// How much a word that gives a name speaks for the one after it.
const NAMED: f32 = 2.0;
/// How much it speaks for a word that it is a first name and nothing else.
const CLEAR: f32 = 1.0;
/// What settles the matter.
const SURE: f32 = 20.0;

/// The most letters set apart, and the most parts of another broken word, that are read as one.
const MOST_LETTERS: usize = 12;
const MOST_PARTS: usize = 3;
/// The longest such word, in bytes.
const LONGEST_APART: usize = 40;

/// A word with what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub token: Token,
    pub known: Known,
    /// Whether it opens a sentence.
    pub opens: bool,
}

/// What a word is to its neighbours.
type Ident = u32;

/// How a whole text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Mixed,
    Small,
    Caps,
}

/// Reads texts into words.
#[derive(Default)]
pub struct Page {
    tokens: Vec<Token>,
    pub words: Vec<Word>,
    idents: Vec<Ident>,
    pub style: Option<Style>,
    /// The share of words in capitals, sentence by sentence, in eighths.
    heading: Vec<u8>,
    /// Whether the sentence of each word speaks of names that are nobody's.
    topics: Vec<bool>,
}

const YEAR: u32 = 1;
const NUMBER: u32 = 2;
const NAME_LIKE: u32 = 3;
const STRANGE_CAPITAL: u32 = 4;
const STRANGE_SMALL: u32 = 5;
const INITIAL: u32 = 6;
const RARE_WORD: u32 = 7;
const EDGE: u32 = 16;

impl Page {
    /// Reads a text.
    pub fn read(&mut self, text: &str, lexicon: &Lexicon) {
        token::read(text, &mut self.tokens);
        self.words.clear();
        let mut at = 0;
        while let Some(token) = self.tokens.get(at) {
            let apart = set_apart(text, &self.tokens[at..], lexicon);
            let (mut token, known, length) = apart.unwrap_or_else(|| (*token, lexicon.look_up(text, token), 1));
            at += length;
            if token.before == Mark::Stop && self.words.last().is_some_and(|word| matches!(word.known.class, TITLE | RANK)) {
                token.before = Mark::Space;
            }
            self.words.push(Word { token, known, opens: token.opens() });
        }
        self.settle(text);
    }

    /// Looks over the text as a whole, and at what each word is to its neighbours.
    pub fn settle(&mut self, text: &str) {
        let long = |word: &&Word| word.token.end - word.token.start > 2;
        let count = |shape| self.words.iter().filter(long).filter(|word| word.token.shape == shape).count();
        let (small, capital, caps) = (count(Shape::Small), count(Shape::Capital), count(Shape::Caps));
        let opening = |shape| self.words.iter().filter(|word| word.opens && word.token.shape == shape).count();
        self.style = Some(match () {
            () if caps > 2 * (small + capital) && caps > 1 => Style::Caps,
            () if capital == 0 || opening(Shape::Small) > opening(Shape::Capital) => Style::Small,
            () => Style::Mixed,
        });
        self.idents.clear();
        self.idents.extend(self.words.iter().map(|word| ident(text, word)));
        self.heading.clear();
        self.topics.clear();
        let mut at = 0;
        while at < self.words.len() {
            let length = 1 + self.words[at + 1..].iter().take_while(|word| !word.opens).count();
            let long = |word: &&Word| word.token.end - word.token.start > 3 && word.token.shape != Shape::Number;
            let all = self.words[at..at + length].iter().filter(long).count();
            let high = self.words[at..at + length].iter().filter(long).filter(|word| word.token.shape != Shape::Small).count();
            let share = u8::try_from(8 * high / all.max(1)).unwrap_or(8);
            let topic = self.words[at..at + length].iter().any(|word| word.known.class == NOBODYS);
            self.topics.resize(at + length, topic);
            self.heading.resize(at + length, if length < 3 { 9 } else { share });
            at += length;
        }
    }

    /// Whether a word could be a name at all.
    pub fn could_be(&self, at: usize) -> bool {
        let word = &self.words[at];
        let Word { token, known, .. } = word;
        if matches!(token.shape, Shape::Number | Shape::Initial) || token.end - token.start < 2 || token.before == Mark::Handle {
            return false;
        }
        let listed = known.is_in(list::NAME);
        if known.class != 0 && known.class != NICKNAMES && !listed {
            return false;
        }
        let high = matches!(token.shape, Shape::Capital | Shape::Mixed | Shape::Caps) && self.style != Some(Style::Caps);
        if token.coded {
            return listed;
        }
        let named = || (1..=2).any(|back| at.checked_sub(back).is_some_and(|before| self.words[before].known.class == NAMING));
        match () {
            () if listed => high || known.small < EVERYDAY,
            () if high && !word.opens => true,
            () => !known.is_word() || named(),
        }
    }

    /// What is so plain that nothing needs to be learnt for it: how much it speaks for a name, or against.
    pub fn plain(&self, at: usize) -> f32 {
        let known = self.words[at].known;
        if known.is_in(list::NAME) && known.is_in(list::HIDDEN) || self.is_titled(at) || self.follows_initial(at) {
            return SURE;
        }
        let animal = self.back(at).any(|at| self.class(at) == ANIMALS);
        if animal || self.is_of_thing(at) || known.is_in(list::PUBLISHED) && self.is_high(at) && !self.follows_name(at) {
            return -SURE;
        }
        let clear = known.is_in(list::FIRST) && !known.is_in(list::PLACE | list::WORD) && known.small + known.capital < 2;
        let weights =
            [(self.is_given(at), NAMED), (clear, CLEAR), (known.is_in(list::PLACE), -PLACE), (self.topics[at], -TOPIC)];
        weights.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum()
    }

    /// The places of the words before one, in its sentence, nearest first.
    fn back(&self, at: usize) -> impl Iterator<Item = usize> {
        let opens = (0..=at).rev().find(|place| self.words[*place].opens).unwrap_or(0);
        (opens.max(at.saturating_sub(REACH))..at).rev()
    }

    /// "called Smiler", "call the bloke Postman", "known on road as Kurdz", "Lil Shanks", "lil shanks"
    fn is_given(&self, at: usize) -> bool {
        let Word { token, known, opens } = self.words[at];
        let before = self.class(at.wrapping_sub(1));
        let listed = known.is_in(list::NAME) && !known.is_word();
        if opens || token.before != Mark::Space && token.before != Mark::Bracket {
            return false;
        }
        let nickname = before == NICKNAMES && (self.is_high(at) && self.is_high(at - 1) || listed);
        nickname || self.is_high(at) && self.back(at).any(|at| self.class(at) == NAMING)
    }

    /// "J. Smith"
    fn follows_initial(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|at| self.words[at]) else { return false };
        let Word { token, known, .. } = self.words[at];
        let close = before.token.shape == Shape::Initial && token.start <= before.token.end + 2 && token.before == Mark::Stop;
        close && self.is_high(at) && (known.lists == 0 && known.small == 0 || known.is_in(list::SURNAME) && known.small < 10)
    }

    fn is_high(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.token.shape == Shape::Capital)
    }

    /// "Mr Okafor", "DC Lomax", "auntie bea"
    fn is_titled(&self, at: usize) -> bool {
        let Word { token, known, opens } = self.words[at];
        let title = self.class(at.wrapping_sub(1));
        let free = known.class == 0 && !known.is_in(list::PUBLISHED);
        let clear = known.is_in(list::NAME) && !known.is_word();
        let high = self.is_high(at) && !opens && (title == TITLE && self.is_high(at - 1) || !known.is_word() || known.is_in(list::SURNAME));
        token.before == Mark::Space && matches!(title, TITLE | RANK) && free && (clear || high)
    }

    /// "Storm Amy", "Nelson Street", "Jade's Law"
    fn is_of_thing(&self, at: usize) -> bool {
        if !self.is_high(at) {
            return false;
        }
        let close = |at: usize| self.words.get(at).is_some_and(|word| word.token.before == Mark::Space);
        let known = self.words[at].known;
        let surname = |at: usize| self.words.get(at).is_some_and(|word| word.known.is_in(list::SURNAME));
        let full_name = known.is_in(list::FIRST) && !known.is_in(list::SURNAME | list::PLACE) && surname(at + 1);
        let after = matches!(self.class(at + 1), AFTER_PLACES | AFTER_LAWS) && self.is_high(at + 1) && close(at + 1) && !full_name;
        let before = at > 0 && self.class(at - 1) == BEFORE_THINGS && self.is_high(at - 1) && close(at);
        before || after
    }

    /// Whether a first name or a title stands right before.
    fn follows_name(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|at| self.words[at]) else { return false };
        self.words[at].token.before == Mark::Space && (before.known.is_in(list::FIRST) && self.is_high(at - 1) || before.known.class == TITLE)
    }

    /// Everything that speaks for or against a word, `named` saying whether the word before was taken for a name.
    pub fn tells(&self, text: &str, at: usize, named: bool, message: &mut Tells) {
        message.clear();
        let mut tells = Gathered { message };
        self.own(text, at, &mut tells);
        self.around(at, named, &mut tells);
        #[expect(clippy::cast_precision_loss, reason = "some dozens")]
        let weight = 1.0 / (message.len() as f32).sqrt();
        for tell in message {
            tell.1 = weight;
        }
    }

    fn own(&self, text: &str, at: usize, tells: &mut Gathered) {
        let word = &self.words[at];
        let (token, known) = (&word.token, &word.known);
        let style = self.style.map_or(0, |style| style as u32);
        let (lists, often, shape) = (u32::from(known.lists), often(known.small), self.shape(at));
        let heading = u32::from(self.heading[at]);
        let core = lists & u32::from(list::NAME | list::PLACE);
        let word_too = lists & u32::from(list::WORD);
        tells.add(1, core, often * 64 + word_too);
        tells.add(2, core * 8 + shape, style);
        tells.add(3, core * 8 + shape, often * 64 + word_too);
        tells.add(10, lists & u32::from(list::HIDDEN), core);
        if known.is_in(list::PUBLISHED) {
            tells.add(11, shape, 0);
            tells.add(12, self.before(at, 1), 0);
            tells.add(13, self.after(at, 1), 0);
            tells.add(14, u32::from(token.possessive), 0);
            tells.add(15, u32::from(self.class(at + 1)), 0);
        }
        tells.add(4, shape, style * 16 + heading);
        tells.add(5, often * 8 + often_capital(known), shape);
        tells.add(6, u32::try_from(token.end - token.start).unwrap_or(0).min(12), shape);
        tells.add(16, u32::from(self.topics[at]), self.sort(at));
        tells.add(7, u32::from(token.possessive), self.sort(at));
        if !known.is_word() {
            self.letters(text, at, tells);
        }
        if known.small + known.capital >= KNOWN {
            tells.add(8, short(token.key), shape);
            tells.add(9, short(token.key), 0);
        }
    }

    /// How a word begins and ends.
    fn letters(&self, text: &str, at: usize, tells: &mut Gathered) {
        let word = &self.words[at];
        let letters = text.get(word.token.start..word.token.end).unwrap_or_default().as_bytes();
        let listed = u32::from(word.known.is_in(list::NAME));
        let packed = |part: &[u8]| part.iter().fold(0, |all, byte| all << 8 | u32::from(byte.to_ascii_lowercase()));
        for length in [2, 3] {
            let kind = if length == 2 { 70 } else { 72 };
            tells.add(kind, packed(letters.get(..length).unwrap_or(letters)), listed);
            tells.add(kind + 1, packed(letters.get(letters.len().saturating_sub(length)..).unwrap_or(letters)), listed);
        }
    }

    /// How the word is written and where it stands, as a small number.
    fn shape(&self, at: usize) -> u32 {
        let word = &self.words[at];
        let high = if word.opens { 1 } else { 2 };
        match word.token.shape {
            Shape::Small => 0,
            Shape::Capital => high,
            Shape::Caps if self.style == Some(Style::Caps) => 3,
            Shape::Caps => 4,
            Shape::Mixed => 5,
            Shape::Initial | Shape::Number => 6,
        }
    }

    /// What sort of word it is, as a small number: the lists it is in, how common it is, and whether it is written high.
    fn sort(&self, at: usize) -> u32 {
        let known = &self.words[at].known;
        let listed = match () {
            () if known.is_in(list::FIRST) => 1,
            () if known.is_in(list::SURNAME) => 2,
            () if known.is_in(list::PLACE) => 3,
            () => 0,
        };
        let common = u32::from(known.is_word());
        listed * 16 + common * 8 + self.shape(at)
    }

    fn around(&self, at: usize, named: bool, tells: &mut Gathered) {
        let sort = self.sort(at);
        let (back, back2) = (self.before(at, 1), self.before(at, 2));
        let (next, next2) = (self.after(at, 1), self.after(at, 2));
        tells.add(20, back, 0);
        tells.add(21, back, sort);
        tells.add(22, back, back2);
        tells.add(23, back2, sort);
        tells.add(24, next, 0);
        tells.add(25, next, sort);
        tells.add(26, next, next2);
        tells.add(27, next2, sort);
        tells.add(28, back, next);
        let mark = self.words[at].token.before as u32;
        let mark_after = self.words.get(at + 1).map_or(Mark::Start as u32, |word| word.token.before as u32);
        tells.add(30, mark, sort);
        tells.add(31, mark_after, sort);
        tells.add(32, mark * 16 + mark_after, self.shape(at));
        tells.add(33, u32::from(named) * 16 + mark, sort);
        tells.add(34, u32::from(named), back);
        for (kind, place) in [(40, at.wrapping_sub(1)), (41, at.wrapping_sub(2)), (42, at + 1), (43, at + 2)] {
            let class = u32::from(self.class(place));
            if class > 0 {
                tells.add(kind, class, 0);
                tells.add(kind + 10, class, sort);
            }
        }
        if let Some(next) = self.words.get(at + 1) {
            tells.add(60, self.sort(at + 1), sort);
            tells.add(61, u32::from(next.known.lists), mark_after);
        }
        if let Some(back) = at.checked_sub(1) {
            tells.add(62, self.sort(back), sort);
        }
    }

    /// The class of the word at a place; 0 for none.
    fn class(&self, at: usize) -> u8 {
        self.words.get(at).map_or(0, |word| word.known.class)
    }

    fn before(&self, at: usize, back: usize) -> u32 {
        let edge = (at + 1 - back.min(at + 1)..=at).rev().find(|place| self.words[*place].opens);
        match edge {
            Some(place) => EDGE + self.words[place].token.before as u32,
            None => at.checked_sub(back).map_or(EDGE, |place| self.idents[place]),
        }
    }

    fn after(&self, at: usize, on: usize) -> u32 {
        for place in at + 1..=at + on {
            match self.words.get(place) {
                None => return EDGE,
                Some(word) if word.opens => return EDGE + word.token.before as u32,
                Some(_) => {}
            }
        }
        self.idents[at + on]
    }
}

/// A name whose letters are set apart ("J a y", "J.a.y", "Ky le"), as one word, and how many words it is made of.
fn set_apart(text: &str, tokens: &[Token], lexicon: &Lexicon) -> Option<(Token, Known, usize)> {
    let length = |token: &Token| token.end - token.start;
    let close = |token: &Token| matches!(token.before, Mark::Space | Mark::Hyphen | Mark::Stop | Mark::Handle);
    let first = tokens.first().filter(|token| length(token) < 3 && token.shape != Shape::Number)?;
    let single = tokens.iter().take(MOST_LETTERS).take_while(|token| length(token) == 1 && token.shape != Shape::Number && (token.start == first.start || close(token)));
    let count = single.count();
    let counts = if count > 2 { 3..=count } else { 2..=MOST_PARTS.min(tokens.len()) };
    counts.rev().find_map(|count| {
        let parts = &tokens[..count];
        let last = &parts[count - 1];
        if !parts[1..].iter().all(close) || last.end - first.start > LONGEST_APART {
            return None;
        }
        let spelling: String = text.get(first.start..last.end)?.chars().filter(char::is_ascii_alphabetic).collect();
        let known = lexicon.get(token::lower_key(&spelling));
        let strange = |token: &Token| length(token) == 1 && !matches!(text.get(token.start..token.end), Some("a" | "A" | "I" | "i")) || lexicon.get(token.key) == Known::default();
        let broken = parts.iter().filter(|token| length(token) == 1).count() >= 3
            || spelling.len() > 3 && !known.is_word() && parts[1..].iter().all(|token| token.shape == Shape::Small && strange(token) && token.before == Mark::Space);
        (known.is_in(list::NAME) && broken).then(|| {
            (Token::joined(first, last, &spelling), Known { lists: known.lists | list::HIDDEN, ..known }, count)
        })
    })
}

/// Gathers tells.
struct Gathered<'a> {
    message: &'a mut Tells,
}

impl Gathered<'_> {
    fn add(&mut self, kind: u32, one: u32, other: u32) {
        let mixed = (u64::from(one) << 32 | u64::from(other)).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ u64::from(kind).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        self.message.push((u32::try_from((mixed >> 40) % TELLS as u64).unwrap_or(0), 1.0));
    }
}

/// A key in half the room.
#[expect(clippy::cast_possible_truncation, reason = "meant so")]
const fn short(key: u64) -> u32 {
    (key >> 16) as u32
}

fn often(count: u16) -> u32 {
    match count {
        0 => 0,
        1..3 => 1,
        3..10 => 2,
        10..50 => 3,
        50..200 => 4,
        _ => 5,
    }
}

/// How often a word has a capital beside being small.
fn often_capital(known: &Known) -> u32 {
    match known.capital {
        0 => 0,
        1..4 if known.capital > known.small => 1,
        count if count > known.small => 2,
        count if count > 3 => 3,
        _ => 4,
    }
}

fn ident(text: &str, word: &Word) -> Ident {
    let Word { token, known, .. } = word;
    match token.shape {
        Shape::Number => {
            let digits = text.get(token.start..token.end).unwrap_or_default();
            if digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")) { YEAR } else { NUMBER }
        }
        Shape::Initial if known.class == 0 => INITIAL,
        _ if known.class == 0 && known.is_in(list::NAME) && !known.is_word() => NAME_LIKE,
        _ if known.class != 0 || known.small >= KNOWN || known.capital >= KNOWN => short(token.key) | 64,
        Shape::Small if known.is_in(list::WORD) => RARE_WORD,
        Shape::Small => STRANGE_SMALL,
        _ => STRANGE_CAPITAL,
    }
}

impl Token {
    /// Whether it opens a sentence or a line.
    pub const fn opens(&self) -> bool {
        matches!(self.before, Mark::Stop | Mark::Line | Mark::Start)
    }
}
