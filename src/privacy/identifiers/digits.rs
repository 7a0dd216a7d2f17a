//! Digits of other scripts, read as ours.

use std::borrow::Cow;
use std::ops::Range;

/// The noughts of scripts with ten digits in a row: Arabic, Persian, N'Ko, those of India, Thai, Lao, Tibetan, Burmese, Khmer, Mongolian.
const NOUGHTS: [u32; 18] =
    [0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810];

/// A text whose digits are all ASCII, and the way back.
pub struct Plain<'a> {
    text: Cow<'a, str>,
    /// From which place on, and how many bytes further the original is there.
    ahead: Vec<(usize, usize)>,
}

impl<'a> Plain<'a> {
    /// Reads the digits of a text.
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() || !text.chars().any(|c| digit(c).is_some()) {
            return Self { text: Cow::Borrowed(text), ahead: Vec::new() };
        }
        let (mut plain, mut ahead) = (String::with_capacity(text.len()), Vec::new());
        for (at, c) in text.char_indices() {
            let digit = digit(c);
            plain.push(digit.unwrap_or(c));
            if digit.is_some() {
                ahead.push((plain.len(), at + c.len_utf8() - plain.len()));
            }
        }
        Self { text: Cow::Owned(plain), ahead }
    }

    /// The text, with ASCII digits.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The range of the original that a range of the text stands for.
    pub fn original(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let passed = self.ahead.partition_point(|(from, _)| *from <= at);
            at + passed.checked_sub(1).and_then(|last| self.ahead.get(last)).map_or(0, |(_, ahead)| *ahead)
        };
        place(range.start)..place(range.end)
    }
}

fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let nought = NOUGHTS.iter().take_while(|nought| **nought <= code).last()?;
    char::from_digit(code - nought, 10).filter(|_| code - nought < 10)
}

#[cfg(test)]
mod tests {
    use super::Plain;

    #[test]
    fn digits_of_other_scripts_are_read_and_lead_back() {
        let text = "a \u{660}\u{967}x \u{e59}.";
        let plain = Plain::new(text);
        assert_eq!(plain.text(), "a 01x 9.");
        assert_eq!(text.get(plain.original(&(2..4))), Some("\u{660}\u{967}"));
        assert_eq!(text.get(plain.original(&(6..7))), Some("\u{e59}"));
        assert_eq!(plain.original(&(0..8)), 0..text.len());
    }
}
