//! Disguises and accidents that are seen through: invisible characters, look-alike letters, HTML, digits for letters, letters set apart,
//! misspellings.

use super::draft::{Break, Shape, Word, Words};
use super::vocabulary::{Entry, UNKNOWN, Vocabulary};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// The longest HTML tag or entity that is taken for one, in bytes.
const MAX_TAG: usize = 120;
const MAX_ENTITY: usize = 12;
/// The fewest letters set apart that are read as a word.
const MIN_SPACED: usize = 4;

/// The longest word whose letters are set apart.
const MAX_SPACED: usize = 16;

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

/// Whether a character is not seen.
pub fn is_invisible(c: char) -> bool {
    is_combining_mark(c)
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
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

/// The entry of an unknown word that a disguise or a slip hides.
pub fn uncover(folded: &[u8], has_digits: bool, masked: bool, vocabulary: &Vocabulary) -> Entry {
    if has_digits && folded.iter().any(u8::is_ascii_alphabetic) {
        return digits_as_letters(folded, vocabulary);
    }
    // "makin", "kidz"
    let said = match folded {
        [start @ .., b'i', b'n'] if start.len() > 2 => vocabulary.find(&[start, b"ing"].concat()),
        [start @ .., b'z'] if start.len() > 2 => vocabulary.find(&[start, b"s"].concat()),
        _ => UNKNOWN,
    };
    let spelt = if said == UNKNOWN { vocabulary.misspelt(folded) } else { said };
    if spelt != UNKNOWN {
        return spelt;
    }
    if folded.windows(3).any(|three| three[0] == three[1] && three[1] == three[2]) {
        return drawn_out(folded, vocabulary);
    }
    if masked && folded.len() > 2 { vocabulary.one_letter_hidden(folded) } else { UNKNOWN }
}

/// "plaaaying": no English word has a letter three times running.
fn drawn_out(folded: &[u8], vocabulary: &Vocabulary) -> Entry {
    let short = |most: usize| -> Vec<u8> {
        folded.chunk_by(|a, b| a == b).flat_map(|run| run.iter().take(if run.len() > 2 { most } else { 2 })).copied().collect()
    };
    let entry = vocabulary.find(&short(1));
    if entry == UNKNOWN { vocabulary.find(&short(2)) } else { entry }
}

fn digits_as_letters(folded: &[u8], vocabulary: &Vocabulary) -> Entry {
    let read = |one: u8| -> Entry {
        let letters: Vec<u8> = folded.iter().map(|byte| letter_for(*byte, one)).collect();
        let entry = vocabulary.find(&letters);
        if entry == UNKNOWN { vocabulary.misspelt(&letters) } else { entry }
    };
    let entry = read(b'i');
    if entry == UNKNOWN && folded.contains(&b'1') { read(b'l') } else { entry }
}

fn letter_for(byte: u8, one: u8) -> u8 {
    match byte {
        b'0' => b'o',
        b'1' => one,
        b'3' => b'e',
        b'4' => b'a',
        b'5' => b's',
        b'6' | b'9' => b'g',
        b'7' => b't',
        b'8' => b'b',
        other => other,
    }
}

/// The most fragments of one word that are joined.
const MAX_FRAGMENTS: usize = 12;

/// Joins fragments without a space between them (`ab-scon-der`, `[dra][ma]`) into the words of the vocabulary that they spell.
pub fn join_fragments(text: &str, words: &mut Words) {
    let is_fragment = |word: &Word| word.is_joined() && word.shape != Shape::Ending;
    if !words.list.iter().skip(1).any(is_fragment) {
        return;
    }
    let old = std::mem::take(&mut words.list);
    let mut at = 0;
    while at < old.len() {
        let length = 1 + old[at + 1..].iter().take(MAX_FRAGMENTS - 1).take_while(|word| is_fragment(word)).count();
        let whole = (2..=length).rev().find_map(|length| Some((length, joined(text, &old[at..at + length], words.vocabulary())?)));
        let (length, word) = whole.unwrap_or((1, old[at]));
        words.list.push(word);
        at += length;
    }
}

fn joined(text: &str, fragments: &[Word], vocabulary: &Vocabulary) -> Option<Word> {
    let (first, last) = (fragments.first()?, fragments.last()?);
    let letters = fragments.iter().filter_map(|word| text.get(word.start as usize..word.end as usize)).flat_map(str::bytes);
    let folded: Vec<u8> = letters.take(super::reader::MAX_WORD).map(|byte| byte.to_ascii_lowercase()).collect();
    let known = vocabulary.find(&folded);
    let hidden = || fragments.iter().any(Word::is_unknown);
    // "j-nkie": a short piece before the mark, and one letter gone.
    let masked = fragments.len() == 2 && first.end - first.start < 4 && folded.len() < 11;
    let entry = if known == UNKNOWN && folded.len() > 4 && hidden() { uncover(&folded, false, masked, vocabulary) } else { known };
    let tiny = fragments.iter().all(|word| word.end - word.start < 3);
    (entry != UNKNOWN && (folded.len() > 4 || tiny)).then_some(Word { end: last.end, entry, shape: Shape::Plain, ..*first })
}

/// The shortest run of letters that may be words without a space between them, and the shortest word in one.
const MIN_RUN: usize = 9;
const MIN_IN_RUN: usize = 3;

/// Takes words apart that are written without a space ("lifestylechoice"), where they leave no letter over.
pub fn part_runs(text: &str, words: &mut Words) {
    let is_run = |word: &Word| {
        let written = text.get(word.start as usize..word.end as usize).unwrap_or_default();
        word.is_unknown()
            && (MIN_RUN..=super::reader::MAX_WORD).contains(&written.len())
            && written.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    if !words.list.iter().any(is_run) {
        return;
    }
    let old = std::mem::take(&mut words.list);
    for word in old {
        let parts = if is_run(&word) { run_apart(text, &word, words.vocabulary()) } else { None };
        match parts {
            Some(parts) => words.list.extend(parts),
            None => words.list.push(word),
        }
    }
}

/// The fewest words that a run of letters is made of; none, if a letter is left over.
fn run_apart(text: &str, run: &Word, vocabulary: &Vocabulary) -> Option<Vec<Word>> {
    let letters = text.get(run.start as usize..run.end as usize)?.to_ascii_lowercase().into_bytes();
    // For each place from the end: how many words there are from there on, and where the first of them ends.
    let mut best: Vec<Option<(usize, usize, Entry)>> = vec![None; letters.len() + 1];
    best[letters.len()] = Some((0, letters.len(), UNKNOWN));
    for at in (0..letters.len()).rev() {
        for end in at + MIN_IN_RUN..=letters.len() {
            let entry = vocabulary.find(&letters[at..end]);
            if let (true, Some((count, ..))) = (entry != UNKNOWN, best[end])
                && best[at].is_none_or(|(fewest, ..)| count + 1 < fewest)
            {
                best[at] = Some((count + 1, end, entry));
            }
        }
    }
    let (mut parts, mut at) = (Vec::new(), 0);
    while at < letters.len() {
        let (_, end, entry) = best[at]?;
        let place = |at: usize| run.start + u32::try_from(at).unwrap_or(u32::MAX);
        let before = if at == 0 { run.before } else { Break::Hyphen };
        parts.push(Word { start: place(at), end: place(end), entry, before, shape: Shape::Plain });
        at = end;
    }
    Some(parts)
}

/// Joins letters that are set apart one by one ("s t r e e t w i s e") into the words of the vocabulary that they spell.
pub fn join_spaced_letters(text: &str, words: &mut Words) {
    let is_single = |word: &Word| word.end - word.start <= 4 && one_letter(text, word).is_some();
    let runs = |list: &[Word]| list.windows(MIN_SPACED).any(|run| run.iter().all(is_single));
    if !runs(&words.list) {
        return;
    }
    let old = std::mem::take(&mut words.list);
    let mut at = 0;
    while at < old.len() {
        let length = old[at..].iter().take_while(|word| is_single(word)).count();
        if length >= MIN_SPACED {
            words.list.extend(spell(text, &old[at..at + length], words.vocabulary()));
        } else {
            words.list.extend(&old[at..at + length.max(1)]);
        }
        at += length.max(1);
    }
}

fn one_letter(text: &str, word: &Word) -> Option<u8> {
    let written = text.get(word.start as usize..word.end as usize)?;
    if let [byte] = written.as_bytes() {
        return byte.is_ascii_alphabetic().then(|| byte.to_ascii_lowercase());
    }
    let mut letters = written.chars().flat_map(UnicodeNormalization::nfkd).filter(|c| !is_combining_mark(*c));
    let letter = letters.next()?;
    if letters.next().is_some() || !letter.is_alphabetic() {
        return None;
    }
    let alike = skeleton(&letter.to_lowercase().to_string()).next()?;
    u8::try_from(alike).ok().filter(u8::is_ascii_lowercase)
}

/// The words that leave the fewest letters over; letters that spell nothing stay as they are.
fn spell(text: &str, letters: &[Word], vocabulary: &Vocabulary) -> Vec<Word> {
    let bytes: Vec<u8> = letters.iter().filter_map(|word| one_letter(text, word)).collect();
    // For each place from the end: how many letters are left over from there on, and where the word there ends.
    let mut best: Vec<(usize, usize, Entry)> = vec![(0, 0, UNKNOWN); letters.len() + 1];
    for at in (0..letters.len()).rev() {
        let mut here = (best[at + 1].0 + 2, at + 1, letters[at].entry);
        for end in at + 3..=letters.len().min(at + MAX_SPACED) {
            let entry = vocabulary.find(&bytes[at..end]);
            // A long word is likelier than several short ones.
            if entry != UNKNOWN && best[end].0 < here.0 {
                here = (best[end].0 + 1, end, entry);
            }
        }
        best[at] = here;
    }
    let mut words = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let (_, end, entry) = best[at];
        words.push(Word { start: letters[at].start, end: letters[end - 1].end, entry, before: letters[at].before, shape: Shape::Plain });
        at = end;
    }
    words
}
