//! Codes of letters and digits in a fixed pattern: National Insurance numbers, postcodes, registrations, licences.

use super::scene::{Scene, Shape};
use super::words;
use super::{Found, spoken};
use crate::privacy::Kind;

/// The longest code, in characters.
const MAX_CODE: usize = 18;
/// The longest mark between two parts, in bytes.
const MAX_GAP: usize = 5;
/// How far before a code its cue may stand, in tokens.
const REACH: usize = 12;

/// Parts of a code, joined.
struct Code {
    letters: Vec<u8>,
    first: usize,
    last: usize,
    /// Whether its letters are all capitals.
    capitals: bool,
    /// Whether a part is a small word.
    wordy: bool,
    /// Whether no part is longer than one letter.
    apart: bool,
    /// How many of its parts were read out.
    spoken: usize,
}

impl Code {
    fn parts(&self) -> usize {
        self.last - self.first + 1
    }
}

/// Finds them.
pub fn find(scene: &Scene, found: &mut Vec<Found>) {
    let mut at = 0;
    while at < scene.tokens.len() {
        let best = if may_begin(scene, at) { longest(scene, at) } else { None };
        match best {
            Some((last, kind)) => {
                found.push((scene.range(at, last), kind));
                at = last + 1;
            }
            None => at += 1,
        }
    }
}

/// Most tokens are words that begin no code.
fn may_begin(scene: &Scene, at: usize) -> bool {
    let numeral = |place: usize| scene.has_digit(place) || scene.is(place, words::NUMERAL);
    match scene.shape(at) {
        Shape::Mixed => scene.word(at).len() <= MAX_CODE,
        Shape::Number => false,
        Shape::Word if scene.is(at, words::RADIO) => scene.is(at + 1, words::RADIO) || numeral(at + 1),
        Shape::Word => scene.word(at).len() < 6 && (at + 1..at + 4).any(numeral) || is_letters_of_postcode(scene, at),
    }
}

/// "SWIA IAA" after "postcode".
fn is_letters_of_postcode(scene: &Scene, at: usize) -> bool {
    let written = scene.written(at);
    matches!(written.len(), 2..=4) && written.bytes().all(|byte| byte.is_ascii_uppercase()) && is_after_postcode(scene, at, 4)
}

fn is_after_insurance(scene: &Scene, at: usize, reach: usize) -> bool {
    scene.before(at, reach, |word| matches!(word, "ni" | "nino" | "insurance"))
}

fn is_after_postcode(scene: &Scene, at: usize, reach: usize) -> bool {
    scene.before(at, reach, |word| word.starts_with("postc"))
}

fn longest(scene: &Scene, first: usize) -> Option<(usize, Kind)> {
    let mut code = Code { letters: Vec::with_capacity(MAX_CODE), first, last: first, capitals: true, wordy: false, apart: true, spoken: 0 };
    let mut best = None;
    for at in first..scene.tokens.len() {
        if at > first && !joins(scene.gap(at), code.spoken > 0) || !take(scene, at, &mut code) {
            break;
        }
        code.last = at;
        if let Some(kind) = kind_of(scene, &code) {
            // "the order came to LU4 8XY"
            let reach = if kind == Kind::Postcode && at > first { 2 } else { 4 };
            best = Some((at, kind))
                .filter(|_| kind == Kind::Ni && is_after_insurance(scene, first, 8) || !scene.any_before(first, reach, words::BUSINESS));
        }
    }
    best
}

fn joins(gap: &str, spoken: bool) -> bool {
    let mark = |c: char| matches!(c, ' ' | '-' | '.' | '/' | '\n' | '_' | '\u{b7}' | '\u{25cf}' | '|' | '+' | '*') || spoken && c == ',';
    let tight = matches!(gap, "(" | ")" | "[" | "]" | ":" | ",");
    tight || gap.len() <= MAX_GAP && gap.chars().all(mark) && !gap.contains("\n\n") && gap != "- "
}

/// Adds a token to a code; false where it belongs to none.
fn take(scene: &Scene, at: usize, code: &mut Code) -> bool {
    let (lower, written) = (scene.word(at), scene.written(at));
    if matches!(lower, "then" | "dash" | "space") && code.spoken > 0 {
        return true;
    }
    let said = || spoken::radio_letter(lower).or_else(|| spoken::digit(lower));
    if scene.is(at, words::RADIO | words::NUMERAL)
        && let Some(said) = said()
    {
        code.letters.push(said);
        (code.spoken, code.apart) = (code.spoken + 1, false);
        return code.letters.len() <= MAX_CODE;
    }
    let short = lower.len() <= if scene.shape(at) == Shape::Word { 5 } else { MAX_CODE };
    if !short || code.letters.len() + lower.len() > MAX_CODE || !written.is_ascii() {
        return false;
    }
    code.capitals &= written.bytes().all(|byte| !byte.is_ascii_lowercase() || byte == b'l' && scene.has_digit(at));
    code.wordy |= scene.shape(at) == Shape::Word && lower.len() > 1 && scene.is(at, words::SMALL);
    code.apart &= lower.len() == 1;
    code.letters.extend(written.bytes().map(|byte| byte.to_ascii_uppercase()));
    true
}

fn kind_of(scene: &Scene, code: &Code) -> Option<Kind> {
    let one = code.parts() == 1;
    if matches!(code.spoken, 1 | 2) {
        return None;
    }
    match code.letters.len() {
        5..=7 if is_postcode(scene, code) => Some(Kind::Postcode),
        5..=7 if is_vehicle(scene, code) => Some(Kind::Vehicle),
        9 if fits(&code.letters, b"AA000000A") && matches!(code.letters.last(), Some(b'A'..=b'D')) && !code.wordy => Some(Kind::Ni),
        8 if fits(&code.letters, b"AA000000") && is_after_insurance(scene, code.first, 5) => Some(Kind::Ni),
        16 if fits(&code.letters, b"LLLLL000000ALXXX") && !code.wordy => Some(Kind::Other),
        13 if fits(&code.letters, b"A00000000000X") && (one || code.capitals) => Some(Kind::Other),
        7 if one && code.capitals && fits(&code.letters, b"A0000AA") => Some(Kind::Other),
        11 if one && fits(&code.letters, b"00AA0000000") => Some(Kind::CaseNumber),
        10 if one && fits(&code.letters, b"AA00A00000") => Some(Kind::CaseNumber),
        _ => None,
    }
}

/// Whether a code has the pattern, and half of its digits are digits.
fn fits(code: &[u8], pattern: &[u8]) -> bool {
    let digits = |of: &[u8]| of.iter().filter(|byte| byte.is_ascii_digit()).count();
    looks_like(code, pattern) && digits(code) * 2 >= digits(pattern)
}

/// Whether a code has the pattern: "A" a letter, "0" a digit or a letter that looks like one, "L" a letter or 9, "X" either.
fn looks_like(code: &[u8], pattern: &[u8]) -> bool {
    code.len() == pattern.len()
        && code.iter().zip(pattern).all(|(byte, place)| match place {
            b'A' => byte.is_ascii_uppercase(),
            b'L' => byte.is_ascii_uppercase() || *byte == b'9',
            b'0' => matches!(byte, b'0'..=b'9' | b'O' | b'I' | b'L' | b'S'),
            _ => true,
        })
}

/// Whether a spaced code is written as one is: in capitals, or letter by letter, and of no small words.
fn is_written_as_code(code: &Code) -> bool {
    code.parts() == 1 || !code.wordy && (code.capitals || code.apart || code.spoken > 2)
}

fn is_postcode(scene: &Scene, code: &Code) -> bool {
    let Some((outward, inward)) = code.letters.len().checked_sub(3).and_then(|middle| code.letters.split_at_checked(middle)) else {
        return false;
    };
    if !looks_like(inward, b"0AA") {
        return false;
    }
    let shapes: [&[u8]; 6] = [b"A0", b"A00", b"AA0", b"AA00", b"A0A", b"AA0A"];
    let cued = is_after_postcode(scene, code.first, REACH);
    let drawn = cued && code.capitals && !code.wordy && code.parts() < 3;
    let fits = |part: &[u8], shape: &[u8]| fits(part, shape) || drawn && looks_like(part, shape);
    let odd = inward.iter().skip(1).any(|byte| b"CIKMOV".contains(byte));
    let measure = [b"AM", b"PM", b"KM", b"MM", b"CM", b"KG", b"MG", b"ML"].iter().any(|unit| inward.ends_with(*unit));
    if !fits(inward, b"0AA") || odd && (measure || !code.capitals) || !shapes.iter().any(|shape| fits(outward, shape)) {
        return false;
    }
    let area = outward.iter().take(2).take_while(|byte| byte.is_ascii_uppercase()).count();
    let area = std::str::from_utf8(outward.get(..area).unwrap_or_default()).unwrap_or_default();
    let ordinal = matches!(inward, b"1ST" | b"2ND" | b"3RD") || inward.ends_with(b"TH") && !matches!(inward, [b'1'..=b'3', ..]);
    let unit = !code.capitals
        && [b"HR", b"YR", b"FT", b"ST", b"ND", b"RD", b"TH", b"BN", b"GB", b"PG", b"PP", b"PT"].iter().any(|unit| inward.ends_with(*unit));
    let known = words::classes(&area.to_ascii_lowercase()) & words::AREA > 0;
    let two = code.parts() == 2 && scene.has_digit(code.first) && scene.has_digit(code.last) && scene.written(code.last).len() == 3;
    let nowhere = area.len() == 1 && outward.get(1..) == Some(b"0");
    known && !(ordinal || unit || nowhere) && (two || is_written_as_code(code) || cued && !code.wordy)
}

fn is_vehicle(scene: &Scene, code: &Code) -> bool {
    let letters = &code.letters;
    let current = letters.len() == 7 && fits(letters, b"AA00AAA");
    let digits = letters.iter().filter(|byte| byte.is_ascii_digit()).count();
    let older = [b"A000AAA".as_slice(), b"A00AAA", b"A0AAA"].iter().any(|shape| fits(letters, shape));
    let oldest = [b"AAA000A".as_slice(), b"AAA00A", b"AAA0000", b"AA0000"].iter().any(|shape| fits(letters, shape));
    if !(current || older || oldest) {
        return false;
    }
    let cued = scene.any_before(code.first, REACH, words::VEHICLE) || scene.any_after(code.last + 1, 5, words::VEHICLE);
    let plate = |word: &str| matches!(word, "reg" | "plate" | "vrm" | "registration");
    if older && code.capitals && scene.before(code.first, 2, plate) {
        return true;
    }
    if !is_written_as_code(code) {
        return cued && !code.wordy && (current || older && digits > 1);
    }
    // "SMR 417Y", "MXZ 4412": no other code is made so.
    let made = code.capitals
        && code.parts() < 3
        && (fits(letters, b"AAA000A") && digits == 3
            || fits(letters, b"AAA0000")
                && digits == 4
                && letters.iter().take(3).any(|letter| *letter == b'Z')
                && !letters.ends_with(b"2024"));
    made || current && (digits > 1 || code.capitals || cued)
        || older && digits > 2 && (code.capitals || code.apart || cued)
        || cued && older && digits > 1 && code.capitals
        || cued && oldest && digits > 1
}
