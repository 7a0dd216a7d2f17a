//! A text as it is read: what a person sees in it, with the way back to the bytes of the original.
//!
//! Invisible characters, bare HTML tags and the marks of emphasis are gone; letters and digits that look like others are plain ones;
//! quotation marks are straight, dashes are "-", every space is one kind of space. Capitals stay, and so do line breaks.

use super::digits;
use crate::text::{Break, Seen, alike_as_capital, see_through};
use std::ops::Range;

/// Tags without attributes that are seen through. What stands in any other is read: it may hold a link.
const TAGS: [&str; 28] = [
    "a",
    "b",
    "big",
    "blockquote",
    "br",
    "code",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "hr",
    "i",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "td",
    "tr",
    "u",
];

/// How far the end of such a tag is looked for, in bytes.
const LONGEST_TAG: usize = 16;

/// A text as it is read.
#[derive(Default)]
pub struct Reading {
    seen: String,
    /// For each byte of what is seen: where the character of the original that it stands for begins and ends.
    places: Vec<(u32, u32)>,
}

impl Reading {
    /// Reads a text.
    pub fn new(text: &str) -> Self {
        let mut reading = Self { seen: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        let mut at = 0;
        while at < text.len() {
            at += match reading.plain(text, at) {
                0 => reading.other(text, at).max(1),
                length => length,
            };
        }
        reading
    }

    /// What is seen.
    pub fn text(&self) -> &str {
        &self.seen
    }

    /// The range of the original that a range of what is seen stands for; both lie between characters.
    pub fn original(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.places.get(range.start).or(self.places.last()).map_or(0, |place| place.0 as usize);
        let last = range.end.max(range.start + 1) - 1;
        start..self.places.get(last).or(self.places.last()).map_or(start, |place| place.1 as usize)
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        self.seen.push(c);
        self.places.extend(std::iter::repeat_n((place(start), place(end)), c.len_utf8()));
    }

    /// What is seen as it is written, up to the first character that may not be; returns how many bytes it takes.
    fn plain(&mut self, text: &str, at: usize) -> usize {
        let length = text.as_bytes().iter().skip(at).take_while(|byte| is_plain(**byte)).count();
        self.seen.push_str(text.get(at..at + length).unwrap_or_default());
        self.places.extend((place(at)..place(at + length)).map(|place| (place, place + 1)));
        length
    }

    /// What may be seen as something else than it is written; returns how many bytes it takes.
    fn other(&mut self, text: &str, at: usize) -> usize {
        let rest = text.get(at..).unwrap_or_default();
        let Some(c) = rest.chars().next() else { return 1 };
        if is_emphasis(text, at, c) {
            return 1;
        }
        if let Some(digit) = digits::digit(c) {
            return self.put(digit, at, c.len_utf8());
        }
        if c == '<' && !is_bare_tag(rest) {
            self.push('<', at, at + 1);
            return 1;
        }
        match see_through(rest, c) {
            // A sign that looks like nothing else stays what it is: a pound, a bullet.
            Seen::Character('\u{25cf}', length) => self.put(c, at, length),
            Seen::Character('\t' | '\u{c}', length) | Seen::Break(Break::Space, length) => self.put(' ', at, length),
            Seen::Character(seen, length) => self.put(seen, at, length),
            Seen::Letters(letters, length) if !letters.is_ascii() && alike_as_capital(c).is_some() => {
                self.put(alike_as_capital(c).unwrap_or(c), at, length)
            }
            Seen::Letters(letters, length) => {
                letters.chars().for_each(|letter| self.push(letter, at, at + length));
                length
            }
            Seen::Nothing(length) | Seen::Strike(length) => length,
            Seen::Break(Break::Line, length) => self.put('\n', at, length),
            Seen::Break(_, length) => self.put('-', at, length),
        }
    }

    fn put(&mut self, c: char, at: usize, length: usize) -> usize {
        self.push(c, at, at + length);
        length
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether a byte is a character that is seen as it is written wherever it stands.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b' ' | b'\n' | b'!' | b'"' | b'#' | b'$' | b'\'' | b'(' | b')' | b'+' | b',' | b'-' | b'.' | b'/' | b':' | b';')
        || matches!(byte, b'>' | b'?' | b'@' | b'[' | b']' | b'^' | b'{' | b'|' | b'}')
}

/// The end of the letters and digits that begin at a place of a text; the place itself where none stands there.
pub fn end_of_run(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    loop {
        while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            end += 1;
        }
        if bytes.get(end).is_none_or(u8::is_ascii) {
            return end;
        }
        match text.get(end..).and_then(|rest| rest.chars().next()) {
            Some(c) if c.is_alphanumeric() => end += c.len_utf8(),
            _ => return end,
        }
    }
}

/// Whether a mark is there for how the text looks: stars and underlines at the edge of a word or twice over, a back-tick, a back-slash
/// before another mark.
fn is_emphasis(text: &str, at: usize, mark: char) -> bool {
    let next = || text.get(at + 1..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    let last = || text.get(..at).and_then(|before| before.chars().next_back()).unwrap_or(' ');
    match mark {
        '*' | '_' => {
            let (last, next) = (last(), next());
            let inside = last.is_alphanumeric() && next.is_alphanumeric();
            !inside && (!last.is_whitespace() || !next.is_whitespace())
        }
        '`' => !(last().is_alphabetic() && next().is_alphabetic()),
        '\\' => next().is_ascii_punctuation(),
        _ => false,
    }
}

fn is_bare_tag(rest: &str) -> bool {
    let end = rest.bytes().take(LONGEST_TAG).position(|byte| byte == b'>');
    let name = end.and_then(|end| rest.get(1..end)).unwrap_or_default().trim_matches(['/', ' ']);
    TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        Reading::new(text).text().to_owned()
    }

    #[test]
    fn disguises_are_seen_through_and_capitals_stay() {
        assert_eq!(read("Jos\u{e9} \u{41a}yle \u{1d0b}\u{28f}\u{29f}\u{1d07} \u{ff10}\u{ff17}\u{1d7d5}"), "Jose Kyle kyle 077");
        assert_eq!(read("\u{660}\u{667}\u{967} \u{e59}"), "071 9");
        assert_eq!(read("**Ky**le\u{2019}s _mum_\u{a0}\u{2013} \u{201c}07\u{200b}700\u{201d}"), "Kyle's mum - \"07700\"");
        assert_eq!(read("<b>Kyle</b>%20Smith &amp; co&nbsp;x<br>y =20z"), "Kyle Smith & co x\ny  z");
        assert_eq!(read("ky_le * one `two` 3\u{2011}4 \u{a3}5 \u{2022} a\r\nb"), "ky_le * one two 3-4 \u{a3}5 \u{2022} a\nb");
    }

    #[test]
    fn what_is_plain_would_be_seen_as_it_is_written() {
        for plain in (0..128).map(char::from).filter(|c| is_plain(u8::try_from(*c).unwrap())) {
            for text in [format!("a{plain}b"), format!(" {plain} "), format!("{plain}{plain}20")] {
                let (mut one_by_one, mut at) = (Reading::default(), 0);
                while at < text.len() {
                    at += one_by_one.other(&text, at);
                }
                let whole = Reading::new(&text);
                assert_eq!((whole.text(), &whole.places), (text.as_str(), &one_by_one.places));
                assert_eq!(one_by_one.text(), text);
            }
        }
    }

    #[test]
    fn what_stands_in_a_tag_is_read() {
        assert_eq!(read("<Kyle> <a href=\"https://example.com/x\">"), "<Kyle> <a href=\"https://example.com/x\">");
    }

    #[test]
    fn a_range_of_what_is_seen_leads_back_to_the_original() {
        let text = "x <b>Ky\u{200b}l\u{e9}</b> \u{e6}";
        let reading = Reading::new(text);
        let at = reading.text().find("Kyle").unwrap();
        assert_eq!(text.get(reading.original(&(at..at + 4))), Some("Ky\u{200b}l\u{e9}"));
        let end = reading.text().len();
        assert_eq!(text.get(reading.original(&(end - 1..end))), Some("\u{e6}"));
    }

    proptest! {
        #[test]
        fn every_range_leads_back_between_characters_in_order(text in "(\\PC|[a-z0-9 <>&;*_~=%\n]|\u{200b}|<b>|&amp;|%20){0,40}") {
            let reading = Reading::new(&text);
            let edges: Vec<usize> = reading.text().char_indices().map(|(at, _)| at).chain([reading.text().len()]).collect();
            let mut last = 0;
            for pair in edges.windows(2) {
                let range = reading.original(&(pair[0]..pair[1]));
                prop_assert!(text.get(range.clone()).is_some_and(|original| !original.is_empty()));
                prop_assert!(range.start >= last);
                last = range.start;
            }
            for (at, from) in edges.iter().enumerate() {
                for to in edges.iter().skip(at) {
                    prop_assert!(text.get(reading.original(&(*from..*to))).is_some());
                }
            }
        }
    }
}
