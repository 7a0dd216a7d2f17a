//! What speaks for and against a word being a name: what is known of it, how it is written, and what stands around it.

use super::lexicon::{Known, list};
use super::page::{KNOWN, Page, short};
use super::token::Mark;

/// What speaks for and against a word, as (number, weight).
pub type Tells = Vec<(u32, f32)>;

/// How many tells are told apart; the rest share a place.
pub const TELLS: usize = 1 << 16;
impl Page {
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
        tells.add(5, often * 8 + often_capital(*known), shape);
        tells.add(6, u32::try_from(token.end - token.start).unwrap_or(0).min(12), shape);
        tells.add(16, u32::from(self.topics[at]), self.sort(at));
        if self.animals[at] {
            tells.add(17, self.sort(at), 0);
        }
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
        self.classes(at, sort, tells);
        if let Some(next) = self.words.get(at + 1) {
            tells.add(60, self.sort(at + 1), sort);
            tells.add(61, u32::from(next.known.lists), mark_after);
        }
        if let Some(back) = at.checked_sub(1) {
            tells.add(62, self.sort(back), sort);
        }
    }

    /// The classes of the words around.
    fn classes(&self, at: usize, sort: u32, tells: &mut Gathered) {
        for (kind, place) in [(40, at.wrapping_sub(1)), (41, at.wrapping_sub(2)), (42, at + 1), (43, at + 2)] {
            let class = u32::from(self.class(place));
            if class > 0 {
                tells.add(kind, class, 0);
                tells.add(kind + 10, class, sort);
            }
        }
        let class = |place: usize| u32::from(self.class(place));
        let (back, next) = (class(at.wrapping_sub(1)), class(at + 1));
        tells.add(84, back * 64 + next, sort);
        tells.add(85, back * 64 + class(at.wrapping_sub(2)), sort);
        tells.add(86, next * 64 + class(at + 2), sort);
    }
}

/// Gathers tells.
struct Gathered<'a> {
    message: &'a mut Tells,
}

impl Gathered<'_> {
    fn add(&mut self, kind: u32, one: u32, other: u32) {
        let mixed = (u64::from(one) << 32 | u64::from(other)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
            ^ u64::from(kind).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        self.message.push((u32::try_from((mixed >> 40) % TELLS as u64).unwrap_or(0), 1.0));
    }
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
fn often_capital(known: Known) -> u32 {
    match known.capital {
        0 => 0,
        1..4 if known.capital > known.small => 1,
        count if count > known.small => 2,
        count if count > 3 => 3,
        _ => 4,
    }
}
