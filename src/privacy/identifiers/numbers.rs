//! Numbers known by their digits: telephone and NHS numbers, cards, devices.

use super::Found;
use super::scene::Scene;
use super::spoken::{self, Part};
use super::words;
use crate::privacy::Kind;

/// The most digits of a number, and the fewest of one that is personal whatever it is.
const MAX_DIGITS: usize = 19;
const MIN_BARE: usize = 7;
/// The longest mark between two groups of digits, in bytes.
const MAX_GAP: usize = 5;
/// How far before a number its cue may stand, in tokens.
const REACH: usize = 7;

/// Digits that are read as one number.
#[derive(Default)]
struct Run {
    digits: Vec<u8>,
    /// For each group: its token, where its digits begin and end.
    groups: Vec<(usize, usize, usize)>,
    /// The multiplier that waits for its digit.
    times: Option<usize>,
}

impl Run {
    fn add(&mut self, token: usize, digits: &[u8]) {
        let from = self.digits.len();
        let times = self.times.take().unwrap_or(1);
        for digit in digits {
            self.digits.extend(std::iter::repeat_n(*digit, times));
        }
        self.groups.push((token, from, self.digits.len()));
    }
}

/// Finds them.
pub fn find(scene: &Scene, found: &mut Vec<Found>) {
    let mut at = 0;
    while at < scene.tokens.len() {
        if !scene.has_digit(at) && !scene.is(at, words::NUMERAL | words::DAY_WORD) {
            at += 1;
            continue;
        }
        let date = scene.date_length(at);
        if date > 0 {
            at += date;
            continue;
        }
        let (run, next) = run_from(scene, at);
        if run.digits.len() >= MIN_BARE {
            judge(scene, &run, found);
        }
        at = next;
    }
}

/// The run that begins at a token, and the first token after it.
fn run_from(scene: &Scene, first: usize) -> (Run, usize) {
    let (mut run, mut at, mut spoken) = (Run::default(), first, false);
    while at < scene.tokens.len() {
        let close = spoken || scene.word(at).len() == 1 || scene.gap(at) == "," && scene.word(first).starts_with('0');
        let joined = joins(scene.gap(at), close) || is_odd_mark(scene.gap(at)) && opens_number(scene, first);
        if at > first && (!joined || scene.date_length(at) > 0) {
            break;
        }
        let Some(part) = spoken::part(scene.word(at), scene.written(at)) else { break };
        spoken =
            scene.word(at).len() == 1 || !matches!(part, Part::Digits(_)) && !matches!(&part, Part::Spoken(digits) if digits.len() > 1);
        match part {
            Part::Digits(digits) | Part::Spoken(digits) | Part::Alike(digits) => run.add(at, &digits),
            Part::Times(times) => run.times = Some(times),
            Part::Hundred if !run.digits.is_empty() => run.add(at, b"00"),
            Part::Joiner if !run.digits.is_empty() => {}
            Part::Hundred | Part::Joiner => break,
        }
        at += 1;
    }
    (run, at.max(first + 1))
}

/// Whether what stands between two groups leaves them one number.
fn joins(gap: &str, spoken: bool) -> bool {
    let marks = |c: char| matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '[' | ']' | '\u{b7}' | '\u{2022}' | '_' | '\n' | '\'' | '"');
    let comma = |c: char| spoken && c == ',';
    let ends = !spoken && gap.starts_with(". ");
    gap.len() <= MAX_GAP && !ends && gap.chars().all(|c| marks(c) || comma(c)) && gap.matches('\n').count() < 2
}

/// Marks that part the groups of a number only where it surely is one.
fn is_odd_mark(gap: &str) -> bool {
    matches!(gap, "," | ", " | ":" | "|" | "*" | "+" | "=" | "~" | " | " | " * ")
}

/// "07700", or what follows "NHS".
fn opens_number(scene: &Scene, first: usize) -> bool {
    let word = scene.word(first);
    word.starts_with('0') && matches!(word.len(), 5..=6) || word.len() == 3 && scene.before(first, 4, |word| word == "nhs")
}

fn judge(scene: &Scene, run: &Run, found: &mut Vec<Found>) {
    let mut group = 0;
    let before = found.len();
    while let Some((token, from, _)) = run.groups.get(group).copied() {
        let mut best = None;
        for (offset, (last, _, until)) in run.groups.iter().copied().enumerate().skip(group) {
            if until - from > MAX_DIGITS {
                break;
            }
            let digits = run.digits.get(from..until).unwrap_or_default();
            if is_public(digits, run.digits.len() - from) {
                best = Some((offset, last, None));
            } else if let Some(kind) = kind_of(scene, token, digits, until == run.digits.len()) {
                best = Some((offset, last, Some(kind)));
            }
        }
        if let Some((_, last, Some(kind))) = best {
            found.push((scene.range(token, last), kind));
        }
        group = best.map_or(group, |(offset, ..)| offset) + 1;
    }
    if found.len() == before {
        bare(scene, run, found);
    }
}

/// Helplines and numbers of organisations.
fn is_public(digits: &[u8], left: usize) -> bool {
    let free = digits.starts_with(b"08") && (digits.len() == 11 || digits.len() == 10 || digits.len() == 8 && left == 8);
    let national = digits.len() == 11 && (digits.starts_with(b"03") || digits.starts_with(b"09"));
    free || national || matches!(digits, b"116000" | b"116123" | b"116111")
}

/// What a number is, if it ends here; `whole` where no digit follows.
fn kind_of(scene: &Scene, token: usize, digits: &[u8], whole: bool) -> Option<Kind> {
    let plus = scene.gap(token).ends_with('+') || scene.gap(token).ends_with("(+");
    if is_phone(digits, plus, whole) || is_phone_without_zero(scene, token, digits) {
        return Some(Kind::Phone);
    }
    let health = || scene.before(token, REACH, |word| matches!(word, "nhs" | "chi"));
    if digits.len() == 10 && (fits_eleven(digits) || health()) {
        return Some(Kind::Nhs);
    }
    let card = matches!(digits.len(), 15 | 16) && fits_ten(digits) && digits.first().is_some_and(|first| (b'3'..=b'6').contains(first));
    let device = digits.len() == 15 && fits_ten(digits);
    (card || device).then_some(Kind::Other)
}

fn is_phone(digits: &[u8], plus: bool, whole: bool) -> bool {
    let national = |rest: &[u8]| match rest {
        [b'7', ..] => (9..=11).contains(&rest.len()) && (whole || rest.len() == 10),
        [b'1' | b'2', ..] => rest.len() == 10 || rest.len() == 9 && whole && rest.first() == Some(&b'1'),
        _ => false,
    };
    let abroad = |rest: &[u8]| national(rest) || rest.strip_prefix(b"0").is_some_and(national);
    match digits {
        [b'0', b'0', b'4', b'4', rest @ ..] | [b'4', b'4', rest @ ..] if abroad(rest) => true,
        [b'0', b'0', ..] if whole => (11..=16).contains(&digits.len()),
        [b'0', rest @ ..] => national(rest),
        _ => plus && whole && (9..=15).contains(&digits.len()),
    }
}

/// "her number's 7700 900123"
fn is_phone_without_zero(scene: &Scene, token: usize, digits: &[u8]) -> bool {
    let cue = |word: &str| {
        matches!(word, "mobile" | "mob" | "phone" | "tel" | "ring" | "rings" | "text" | "call" | "calls" | "whatsapp" | "burner")
    };
    let after = |at: usize| matches!(scene.word(at), "whatsapp" | "mobile" | "mob");
    let local = (6..=8).contains(&digits.len()) && scene.before(token, 3, |word| matches!(word, "landline" | "tel" | "telephone"));
    let mobile = digits.len() == 10 && digits.starts_with(b"7");
    local || mobile && (scene.before(token, REACH, cue) || (token + 1..token + 7).any(after))
}

/// A long number in one piece, whatever it is, unless it counts money or names a charity or a book.
fn bare(scene: &Scene, run: &Run, found: &mut Vec<Found>) {
    for (token, from, until) in run.groups.iter().copied() {
        let gap = scene.gap(token);
        let money = gap.ends_with(['\u{a3}', '$', '\u{20ac}', ',']);
        if until - from >= MIN_BARE && !money && scene.has_digit(token) && !scene.any_before(token, REACH, words::BUSINESS) {
            found.push((scene.range(token, token), Kind::Other));
        }
    }
}

/// The check digit of an NHS number.
fn fits_eleven(digits: &[u8]) -> bool {
    let Some((check, first)) = digits.split_last() else { return false };
    let sum: u32 = first.iter().zip((2..=10).rev()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let same = first.iter().all(|digit| digit == check);
    !same && (11 - sum % 11) % 11 == u32::from(check - b'0')
}

/// The check digit of cards and devices.
fn fits_ten(digits: &[u8]) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let digit = u32::from(digit - b'0');
            if at % 2 == 1 { doubled(digit) } else { digit }
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != b'0')
}
