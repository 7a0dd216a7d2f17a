//! Digits and letters in words ("double oh", "seven hundred", "golf foxtrot"), and letters that stand for digits.

/// What a token adds to a number that is read out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Digits, as they are written or in letters that look like them.
    Digits(Vec<u8>),
    /// Letters that are digits only beside digits: "o", "ll".
    Alike(Vec<u8>),
    /// A digit, or a number below a hundred, in words.
    Spoken(Vec<u8>),
    /// "double", "triple".
    Times(usize),
    /// "hundred".
    Hundred,
    /// "dash", "then".
    Joiner,
}

const ONES: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const TEENS: [&str; 10] = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];
const ALPHABET: [&str; 27] = [
    "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo", "lima", "mike", "november",
    "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey", "xray", "yankee", "zulu", "alfa",
];

/// The place of a word in a list.
fn place(list: &[&str], word: &str) -> Option<u8> {
    list.iter().position(|known| *known == word).and_then(|at| u8::try_from(at).ok())
}

/// What a token in small letters, and as it is written, adds to a number; nothing where it belongs to none.
pub fn part(lower: &str, written: &str) -> Option<Part> {
    if lower.len() > 20 {
        return None;
    }
    if lower.starts_with('0') && lower.split('x').all(|group| group.len() > 2 && group.bytes().all(|byte| byte.is_ascii_digit())) {
        return Some(Part::Digits(lower.bytes().filter(u8::is_ascii_digit).collect()));
    }
    if lower.bytes().any(|byte| byte.is_ascii_digit()) {
        return alike(written).map(Part::Digits);
    }
    if lower.len() < 4 && lower.bytes().all(|byte| matches!(byte, b'o' | b'l')) {
        return alike(lower).map(Part::Alike);
    }
    if let Some(digit) = place(&ONES, lower) {
        return Some(Part::Spoken(vec![b'0' + digit]));
    }
    if let Some(teen) = place(&TEENS, lower) {
        return Some(Part::Spoken(vec![b'1', b'0' + teen]));
    }
    if let Some(ten) = place(&TENS, lower) {
        return Some(Part::Spoken(vec![b'2' + ten, b'0']));
    }
    match lower {
        "oh" | "nought" | "naught" | "nil" => Some(Part::Spoken(vec![b'0'])),
        "double" => Some(Part::Times(2)),
        "triple" | "treble" => Some(Part::Times(3)),
        "hundred" => Some(Part::Hundred),
        "dash" | "hyphen" | "space" | "slash" | "stroke" | "then" | "dot" | "point" => Some(Part::Joiner),
        _ => None,
    }
}

/// The digits that a token stands for, letters that look like digits among them; nothing where another letter is.
pub fn alike(written: &str) -> Option<Vec<u8>> {
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    written
        .bytes()
        .map(|byte| match byte {
            b'0'..=b'9' => Some(byte),
            b'o' | b'O' => Some(b'0'),
            b'l' | b'I' | b'i' => Some(b'1'),
            b'S' if digits > 1 => Some(b'5'),
            b'B' if digits > 1 => Some(b'8'),
            b'Z' if digits > 1 => Some(b'2'),
            _ => None,
        })
        .collect()
}

/// The letter that a word of the radio alphabet stands for.
pub fn radio_letter(lower: &str) -> Option<u8> {
    place(&ALPHABET, lower).map(|at| if at == 26 { b'A' } else { b'A' + at })
}

/// The digit that a word stands for.
pub fn digit(lower: &str) -> Option<u8> {
    if matches!(lower, "oh" | "nought") { Some(b'0') } else { place(&ONES, lower).map(|at| b'0' + at) }
}

/// The value of a number below twenty, or of a ten, in words.
pub fn below_hundred(lower: &str) -> Option<u32> {
    let tens = || place(&TENS, lower).map(|at| (at + 2) * 10);
    place(&ONES, lower).or_else(|| place(&TEENS, lower).map(|at| at + 10)).or_else(tens).map(u32::from)
}

/// The value of "first" to "twentieth", and of "thirtieth".
pub fn ordinal(lower: &str) -> Option<u32> {
    if lower == "thirtieth" { Some(30) } else { place(&ORDINALS, lower).map(|at| u32::from(at) + 1) }
}

/// Whether a word is a number below a hundred ("twelve", "seventy").
pub fn is_number(lower: &str) -> bool {
    place(&ONES, lower).is_some_and(|at| at > 0) || place(&TEENS, lower).is_some() || place(&TENS, lower).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::words::{DAY_WORD, NUMERAL, RADIO, classes};
    use super::*;

    #[test]
    fn what_is_read_out_stands_in_the_lists_that_are_looked_at_first() {
        let numbers = ONES.iter().chain(&TEENS).chain(&TENS).chain(&["oh", "nought"]).map(|word| (word, NUMERAL));
        let days = ORDINALS.iter().chain(&["thirtieth"]).map(|word| (word, DAY_WORD));
        for (word, list) in numbers.chain(days).chain(ALPHABET.iter().map(|word| (word, RADIO))) {
            assert!(classes(word) & list > 0, "{word}");
        }
    }
}
