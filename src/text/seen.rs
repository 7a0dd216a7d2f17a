//! What a character is seen as: invisible characters, look-alike letters and HTML are seen through.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// The longest HTML tag or entity that is taken for one, in bytes.
const MAX_TAG: usize = 120;
const MAX_ENTITY: usize = 12;

/// What stands between two words, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Break {
    /// Nothing, or a mark inside a word.
    #[default]
    None,
    /// A hyphen, a slash or a stop without a space.
    Hyphen,
    /// Space, or any mark that does not end a sentence.
    Space,
    /// A comma, semicolon, colon, dash or bracket.
    Clause,
    /// One line ends.
    Line,
    /// A colon: what follows is something else, in the same sentence.
    Colon,
    /// A sentence ends.
    Sentence,
    /// A paragraph ends.
    Paragraph,
}

/// What the start of a text is seen as, and how many bytes it takes.
pub enum Seen {
    /// One mark or digit.
    Character(char, usize),
    /// Letters.
    Letters(Cow<'static, str>, usize),
    /// Nothing: it is invisible.
    Nothing(usize),
    /// The edge of something struck through.
    Strike(usize),
    /// A break.
    Break(Break, usize),
}

/// Sees through whatever stands at the start of a text, which begins with `c`.
#[must_use]
pub fn see_through(rest: &str, c: char) -> Seen {
    match c {
        '<' => tag(rest).unwrap_or(Seen::Character('<', 1)),
        '&' => entity(rest).unwrap_or(Seen::Character('&', 1)),
        '~' if rest.starts_with("~~") => Seen::Strike(2),
        // Left over from links and from e-mail: a space, and a line that was cut.
        '%' if rest.starts_with("%20") => Seen::Break(Break::Space, 3),
        '=' if rest.starts_with("=20") => Seen::Break(Break::Space, 3),
        '=' if rest.starts_with("=\n") => Seen::Nothing(2),
        '=' if rest.starts_with("=\r\n") => Seen::Nothing(3),
        '~' | '\r' => Seen::Nothing(1),
        c if c.is_ascii_control() && !c.is_ascii_whitespace() => Seen::Nothing(1),
        c if c.is_ascii() => Seen::Character(c, 1),
        c => plain(c, c.len_utf8()),
    }
}

/// A character beyond ASCII.
fn plain(c: char, length: usize) -> Seen {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' | '\u{b4}' | '\u{2bc}' => Seen::Character('\'', length),
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => Seen::Character('"', length),
        '\u{2010}' | '\u{2011}' => Seen::Character('-', length),
        '\u{2012}'..='\u{2015}' => Seen::Break(Break::Clause, length),
        '\u{2028}' | '\u{2029}' | '\u{85}' => Seen::Break(Break::Line, length),
        c if c.is_ascii() => Seen::Character(c, length),
        '\u{20ac}' | '\u{a1}' => Seen::Character(c, length),
        c if c.is_whitespace() => Seen::Break(Break::Space, length),
        c if is_invisible(c) => Seen::Nothing(length),
        c if drawn_letter(c).is_some() => Seen::Letters(Cow::Owned(drawn_letter(c).into_iter().collect()), length),
        c if c.is_alphanumeric() => letters(c, length),
        c => match c.nfkd().next() {
            Some(same) if same.is_ascii() && same != ' ' => letters_or_mark(c, same, length),
            _ => Seen::Character('\u{25cf}', length),
        },
    }
}

/// Small capitals, and letters in black circles, in squares and in flags, which no normal form of Unicode undoes.
fn drawn_letter(c: char) -> Option<char> {
    const SMALL_CAPITALS: &str = "\u{1d00}\u{299}\u{1d04}\u{1d05}\u{1d07}\u{a730}\u{262}\u{29c}\u{26a}\u{1d0a}\u{1d0b}\u{29f}\u{1d0d}\u{274}\u{1d0f}\u{1d18}\u{a7af}\u{280}\u{a731}\u{1d1b}\u{1d1c}\u{1d20}\u{1d21}\u{0}\u{28f}\u{1d22}";
    let place = match c {
        '\u{1f150}'..='\u{1f169}' => u32::from(c) - 0x1_f150,
        '\u{1f170}'..='\u{1f189}' => u32::from(c) - 0x1_f170,
        '\u{1f1e6}'..='\u{1f1ff}' => u32::from(c) - 0x1_f1e6,
        c if u32::from(c) > 0x261 => u32::try_from(SMALL_CAPITALS.chars().position(|small| small == c)?).ok()?,
        _ => return None,
    };
    char::from_u32(u32::from('a') + place)
}

/// Enclosed and full-width forms: letters stay letters, marks stay marks.
fn letters_or_mark(c: char, first: char, length: usize) -> Seen {
    let inner: String = c.nfkd().filter(char::is_ascii_alphanumeric).collect();
    if inner.is_empty() { Seen::Character(first, length) } else { Seen::Letters(Cow::Owned(inner), length) }
}

fn letters(c: char, length: usize) -> Seen {
    let capital = c.is_uppercase();
    let mut seen = String::new();
    for part in c.nfkd().filter(|part| !is_combining_mark(*part)) {
        if part.is_ascii() {
            seen.push(part);
        } else {
            let lower: String = part.to_lowercase().collect();
            let alike: String = skeleton(&lower).filter(|part| !is_combining_mark(*part)).collect();
            let shown = if alike.is_ascii() && !alike.is_empty() { alike } else { lower };
            seen.push_str(&if capital { shown.to_ascii_uppercase() } else { shown });
        }
    }
    Seen::Letters(Cow::Owned(seen), length)
}

/// The plain letter that a letter looks like when both are capitals, in the letter's own case.
#[must_use]
pub fn alike_as_capital(c: char) -> Option<char> {
    let capital: String = c.to_uppercase().collect();
    let alike = skeleton(&capital).next().filter(char::is_ascii_alphabetic)?;
    Some(if c.is_uppercase() { alike.to_ascii_uppercase() } else { alike.to_ascii_lowercase() })
}

/// Whether a character is not seen.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    is_combining_mark(c) || is_hidden(c)
}

/// Whether a character is not shown itself but changes what is: it joins, parts, hides or turns round what stands beside it.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
        || c.is_control() && !c.is_whitespace()
}

/// An HTML tag: inline ones are seen through, others part.
fn tag(rest: &str) -> Option<Seen> {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.find("-->").filter(|length| *length < MAX_TAG).map(|length| Seen::Nothing(length + 7));
    }
    let length = rest.bytes().take(MAX_TAG).position(|byte| byte == b'>')? + 1;
    let inner = rest.get(1..length - 1)?;
    let name = inner.trim_start_matches('/').split([' ', '/', '\n']).next()?.to_ascii_lowercase();
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    Some(match name.as_str() {
        "del" | "s" | "strike" => Seen::Strike(length),
        "br" | "p" | "div" | "li" | "ul" | "ol" | "tr" | "td" | "th" | "table" | "h1" | "h2" | "h3" | "h4" | "hr" | "blockquote" => {
            Seen::Break(Break::Line, length)
        }
        _ => Seen::Nothing(length),
    })
}

fn entity(rest: &str) -> Option<Seen> {
    let length = rest.bytes().take(MAX_ENTITY).position(|byte| byte == b';')? + 1;
    let decoded = htmlize::unescape(rest.get(..length)?);
    let c = decoded.chars().next().filter(|_| !decoded.contains('&') || decoded.len() == 1)?;
    Some(if c.is_ascii_alphabetic() { Seen::Letters(Cow::Owned(c.to_string()), length) } else { plain(c, length) })
}
