//! Numbers known by the word before them: cases, crimes, logs, hospital numbers, passports, accounts.

use super::Found;
use super::scene::{Scene, Shape};
use super::spoken;
use super::words;
use crate::privacy::Kind;

/// How many tokens may stand between a cue and its number: few for most, more for those that name one thing only.
const NEAR: usize = 6;
const FAR: usize = 14;
/// The longest mark inside a number, in bytes.
const MAX_GAP: usize = 3;
/// The most parts of one number.
const MAX_PARTS: usize = 12;

/// What a cue asks of the number after it.
struct Cue {
    kind: Kind,
    /// The fewest digits.
    digits: usize,
    /// Whether any words may stand between.
    far: bool,
}

fn cue(scene: &Scene, at: usize) -> Option<Cue> {
    let case = |digits| Some(Cue { kind: Kind::CaseNumber, digits, far: false });
    let other = |digits, far| Some(Cue { kind: Kind::Other, digits, far });
    match scene.word(at) {
        "cad" | "lcs" | "mosaic" | "liquidlogic" | "ics" | "eclipse" | "azeus" | "caredirector" | "urn" | "crn" | "mrn" | "pnc"
        | "pncid" | "nrm" | "niche" | "athena" | "cris" | "systmone" | "frameworki" | "carefirst" | "fwi" | "iopc" | "crims" => case(3),
        "cpoms" | "myconcern" | "ehm" | "charms" => case(5),
        "occurrence" | "incident" | "crime" | "log" | "ref" | "reference" | "refs" | "referral" | "case" | "court" | "hospital"
        | "hosp" | "report" | "tribunal" | "docket" | "record" | "client" | "patient" | "emis" | "rio" | "director" | "custody"
        | "investigation" | "intel" => case(4),
        "inc" if matches!(scene.word(at + 1), "no" | "num" | "number" | "ref") => case(3),
        "mash" | "marac" if matches!(scene.word(at + 1), "no" | "num" | "number" | "ref" | "id") => case(4),
        "office" if scene.word(at.wrapping_sub(1)) == "home" => case(4),
        "passport" | "licence" | "license" | "imei" | "upn" | "uln" | "biometric" | "brp" | "card" | "visa" | "debit" | "mastercard"
        | "account" | "acct" | "acc" | "iban" => other(6, true),
        "prison" | "prisoner" => other(4, false),
        "ac" => other(8, false),
        "sort" | "sortcode" | "lic" | "dl" | "iccid" => other(6, false),
        "c" if matches!(scene.word(at.wrapping_sub(1)), "a" | "s") && scene.gap(at) == "/" => other(6, false),
        _ => None,
    }
}

/// Finds them.
pub fn find(scene: &Scene, found: &mut Vec<Found>) {
    for at in 0..scene.tokens.len() {
        if scene.has_digit(at) {
            shaped(scene, at, found);
        } else if scene.is(at, words::CUE)
            && let Some(cue) = cue(scene, at)
        {
            cued(scene, at, &cue, found);
        }
        if scene.has_digit(at) || scene.word(at).len() == 2 {
            address_of_machine(scene, at, found);
        }
    }
}

fn cued(scene: &Scene, at: usize, cue: &Cue, found: &mut Vec<Found>) {
    let reach = if cue.far { FAR } else { NEAR };
    for first in at + 1..scene.tokens.len().min(at + 1 + reach) {
        let said = |at: usize| is_said(scene, at);
        let spoken = said(first) && (said(first + 1) || scene.word(first + 1) == "slash");
        if scene.gap(first).contains('\n') && first > at + 1 || scene.parts(first) && !scene.is(first - 1, words::FILLER) {
            return;
        }
        if scene.has_digit(first) || spoken {
            let first = first - usize::from(first > at + 1 && leads(scene, first));
            let (last, digits) = extent(scene, first);
            let business = cue.kind == Kind::CaseNumber && scene.any_before(first, NEAR, words::BUSINESS);
            let dated = scene.word(last + 1) == "of" && matches!(scene.word(at), "log" | "incident" | "occurrence" | "number");
            if digits + usize::from(dated) >= cue.digits
                && (is_sort_code(scene, at, first) || !is_innocent(scene, first, last))
                && !business
            {
                // "CASE-0031" is one word.
                let start = if first == at + 1 && scene.gap(first) == "-" { at } else { first };
                found.push((scene.range(start, last), cue.kind));
                return;
            }
            if !cue.far {
                return;
            }
        } else if !cue.far && !scene.is(first, words::FILLER) && !leads(scene, first + 1) {
            return;
        }
    }
}

/// Whether a token is a digit or a number below a hundred in words.
fn is_said(scene: &Scene, at: usize) -> bool {
    scene.is(at, words::NUMERAL) && (spoken::digit(scene.word(at)).is_some() || spoken::is_number(scene.word(at)))
}

/// "s/c 11-02-88": a sort code may look like a date.
fn is_sort_code(scene: &Scene, cue: usize, first: usize) -> bool {
    let short = scene.word(cue) == "c" && scene.gap(cue) == "/" && scene.word(cue.wrapping_sub(1)) == "s";
    let pair = |at: usize| scene.shape(at) == Shape::Number && scene.word(at).len() == 2;
    let marked = |at: usize| matches!(scene.gap(at), "-" | " ");
    (short || matches!(scene.word(cue), "sort" | "sortcode")) && (first..first + 3).all(pair) && marked(first + 1) && marked(first + 2)
}

/// Whether the token before a digit belongs to the number: "URN-", "K/0093", "C 8 1 4".
fn leads(scene: &Scene, at: usize) -> bool {
    let (before, gap) = (scene.written(at.wrapping_sub(1)), scene.gap(at));
    let close = matches!(gap, "-" | "/") || gap == " " && before.len() < 6 && !scene.is(at.wrapping_sub(1), words::FILLER);
    scene.has_digit(at) && close && !before.is_empty() && before.len() < 7 && before.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The last token of the number that begins at `first`, and how many digits it has.
fn extent(scene: &Scene, first: usize) -> (usize, usize) {
    let count = |at: usize| {
        let (word, digits) = (scene.word(at), scene.word(at).bytes().filter(u8::is_ascii_digit).count());
        if digits > 0 || !word.is_empty() && word.len() < 4 && word.bytes().all(|byte| matches!(byte, b'o' | b'l')) {
            let alike = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'o' | b'l' | b'i'));
            return if alike { word.len() } else { digits };
        }
        usize::from(is_said(scene, at))
    };
    let (mut last, mut digits) = (first, count(first));
    for at in first + 1..scene.tokens.len().min(first + MAX_PARTS) {
        let (gap, written) = (scene.gap(at), scene.written(at));
        let letters = scene.shape(at) == Shape::Word && written.len() <= 3 && written.bytes().all(|byte| byte.is_ascii_uppercase());
        let goes_on = gap.len() <= MAX_GAP && gap.chars().all(|c| matches!(c, ' ' | '-' | '/' | '.' | '\u{b7}')) && !gap.starts_with(". ");
        let own = digits >= 2 && gap.contains(' ') && scene.shape(first) == Shape::Word && digits < 6 && scene.gap(first + 1) == "-";
        let joiner = matches!(scene.word(at), "slash" | "dash" | "stroke" | "dot") && digits > 0;
        let next = count(at);
        if !goes_on || own || next == 0 && !letters && !joiner || joiner && count(at + 1) == 0 {
            break;
        }
        (last, digits) = (at, digits + next);
    }
    (last, digits)
}

/// A year, a date, a time, money or an ordinal, alone.
fn is_innocent(scene: &Scene, first: usize, last: usize) -> bool {
    let word = scene.word(first);
    let year = first == last && word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let years = last == first + 1
        && word.len() == 4
        && word.starts_with("20")
        && scene.word(last).len() <= 4
        && matches!(scene.gap(last), "/" | "-");
    let date = scene.date_length(first) > 0 && last < first + 4;
    let time = last == first + 1 && word.len() <= 2 && scene.word(last).len() <= 4 && scene.gap(last) == ".";
    let money = scene.gap(first).ends_with(['\u{a3}', '$', '\u{20ac}']);
    let clock = scene.gap(last + 1).starts_with(':') && scene.has_digit(last + 1);
    let month = scene.is_capital(last + 1) && begins_as_month(scene.word(last + 1)) && last == first && word.len() < 5;
    let helpline = word.starts_with("08") || word.starts_with("03");
    year || years || date || time || money || clock || month || helpline
}

/// Whether a word begins like the name of a month.
pub fn begins_as_month(word: &str) -> bool {
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].iter().any(|month| word.starts_with(month))
}

/// What its own shape gives away: crime references ("42/12345/24", "0123456/24") and numbers of the police's computer.
fn shaped(scene: &Scene, at: usize, found: &mut Vec<Found>) {
    let number = |place: usize| if scene.shape(place) == Shape::Number { scene.word(place).len() } else { 0 };
    let slash = |place: usize| scene.gap(place) == "/" || scene.gap(place) == " / ";
    let said = scene.word(at + 1) == "slash" && scene.word(at + 3) == "slash";
    let lengths = if said { (number(at), number(at + 2), number(at + 4)) } else { (number(at), number(at + 1), number(at + 2)) };
    let beat = is_beat(scene.word(at)) && slash(at + 1) && slash(at + 2) && matches!((number(at + 1), number(at + 2)), (3..=7, 2 | 4));
    if beat || matches!(lengths, (2, 4..=7, 2)) && (said || slash(at + 1) && slash(at + 2)) {
        found.push((scene.range(at, if said { at + 4 } else { at + 2 }), Kind::CaseNumber));
    } else if slash(at + 1)
        && (matches!(lengths, (6 | 7, 2, _))
            || lengths.0 == 2 && is_pnc(scene.word(at + 1))
            || matches!(lengths.0, 4..=6) && is_old_year(scene.word(at + 1)))
    {
        found.push((scene.range(at, at + 1), Kind::CaseNumber));
    } else if let Some(first) = led_by_letters(scene, at) {
        found.push((scene.range(first, at + 1), Kind::CaseNumber));
    } else if is_joined(scene.word(at)) {
        found.push((scene.range(at, at), Kind::CaseNumber));
    } else if is_wallet(scene, at) {
        found.push((scene.range(at, at), Kind::Other));
    }
}

/// The first token of "13/NW/40881/25" or "AB/40881/25", whose number stands here.
fn led_by_letters(scene: &Scene, at: usize) -> Option<usize> {
    let number = |place: usize| if scene.shape(place) == Shape::Number { scene.word(place).len() } else { 0 };
    let letters = at.checked_sub(1).filter(|before| {
        let written = scene.written(*before);
        matches!(written.len(), 1..=4) && written.bytes().all(|byte| byte.is_ascii_uppercase())
    })?;
    let slashes = scene.gap(at) == "/" && scene.gap(at + 1) == "/";
    let fits = slashes && matches!(number(at), 4..=7) && number(at + 1) == 2;
    let led = at > 1 && scene.gap(letters) == "/" && matches!(number(at - 2), 1..=3);
    fits.then_some(if led { at - 2 } else { letters })
}

/// "09F" of "12345/09F"
fn is_old_year(word: &str) -> bool {
    word.len() == 3 && word.bytes().take(2).all(|byte| byte.is_ascii_digit()) && word.ends_with(|c: char| c.is_ascii_lowercase())
}

/// "CAD2291"
fn is_joined(word: &str) -> bool {
    let digits = ["cad", "lcs", "urn", "mrn", "crn", "pnc", "nrm", "ics"].iter().find_map(|cue| word.strip_prefix(cue));
    digits.is_some_and(|digits| (3..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A purse of a currency on the internet.
fn is_wallet(scene: &Scene, at: usize) -> bool {
    let word = scene.written(at);
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    (26..=64).contains(&word.len())
        && digits > 2
        && word.starts_with(['1', '3', 'b', '0'])
        && !scene.gap(at).ends_with(['/', '=', '-', '_', '.'])
}

/// "06DD" of "06DD/11873/25"
fn is_beat(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    digits == 2 && matches!(word.len(), 3..=5) && word.bytes().skip(2).all(|byte| byte.is_ascii_lowercase())
}

/// "345678X"
fn is_pnc(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    (5..=7).contains(&digits) && word.len() == digits + 1
}

/// An address on the internet or of a device: "203.0.113.77", "203 dot 0 dot 113 dot 77", "aa:bb:cc:dd:ee:ff".
fn address_of_machine(scene: &Scene, at: usize, found: &mut Vec<Found>) {
    let is_byte = |place: usize| scene.shape(place) == Shape::Number && scene.word(place).parse::<u16>().is_ok_and(|byte| byte < 256);
    let is_dot = |place: usize| matches!(scene.gap(place), "." | "[.]" | "(.)" | " . ");
    let dotted = || (1..4).all(|step| is_dot(at + step) && is_byte(at + step));
    let said = is_byte(at) && (1..4).all(|step| scene.word(at + 2 * step - 1) == "dot" && is_byte(at + 2 * step));
    let version = || scene.before(at, 1, |word| matches!(word, "v" | "version"));
    let large = || (0..4).any(|step| scene.word(at + if said { 2 * step } else { step }).len() > 2);
    let cued = || scene.before(at, 8, |word| matches!(word, "ip" | "address" | "login" | "logins" | "router"));
    let quad = is_byte(at) && (said || dotted());
    if quad && !version() && (large() || cued()) && scene.date_length(at) == 0 && scene.word(at).len() > 1 {
        found.push((scene.range(at, at + if said { 6 } else { 3 }), Kind::Other));
    }
    let pair = |place: usize| scene.word(place).len() == 2 && scene.word(place).bytes().all(|byte| byte.is_ascii_hexdigit());
    let mark = scene.gap(at + 1);
    if matches!(mark, ":" | "-") && pair(at) && (1..6).all(|step| pair(at + step) && scene.gap(at + step) == mark) {
        found.push((scene.range(at, at + 5), Kind::Other));
    }
}
