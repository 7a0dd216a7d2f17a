//! Disguised and mistyped words that are seen through: digits for letters, letters set apart, fragments, misspellings.

use super::draft::{Shape, Word, Words};
use super::sounding::heard;
use super::vocabulary::{Entry, UNKNOWN, Vocabulary};
use crate::text::Break;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// The fewest letters set apart that are read as a word.
const MIN_SPACED: usize = 4;

/// The longest word whose letters are set apart.
const MAX_SPACED: usize = 16;

/// The entry of an unknown word that a disguise or a slip hides.
pub fn uncover(folded: &[u8], Hidden { digits, masked, capital }: Hidden, vocabulary: &Vocabulary) -> Entry {
    let seen = if capital == Capital::None { vocabulary.looking(folded) } else { UNKNOWN };
    if seen != UNKNOWN {
        return seen;
    }
    if digits && folded.iter().any(u8::is_ascii_alphabetic) {
        return digits_as_letters(folded, vocabulary);
    }
    // "makin", "kidz", "askd", "runnr"
    let said = match folded {
        [start @ .., b'i', b'n'] if start.len() > 2 => vocabulary.find(&[start, b"ing"].concat()),
        [start @ .., b'z'] if start.len() > 2 => vocabulary.find(&[start, b"s"].concat()),
        [start @ .., end @ (b'd' | b'r')] if start.len() > 2 && !vocabulary.is_english(folded) => without_e(start, *end, vocabulary),
        _ => UNKNOWN,
    };
    let spelt = if said == UNKNOWN { vocabulary.misspelt(folded) } else { said };
    // "smakhed" is no slip in "smashed".
    if spelt != UNKNOWN && said == UNKNOWN && heard(vocabulary.spelt(spelt).as_bytes()) != heard(folded) {
        let sounding = vocabulary.sounding(folded);
        return if vocabulary.spelt(sounding).as_bytes().first() == folded.first() { sounding } else { spelt };
    }
    if spelt != UNKNOWN {
        return spelt;
    }
    if folded.windows(3).any(|three| three[0] == three[1] && three[1] == three[2]) {
        return drawn_out(folded, vocabulary);
    }
    let unmasked = if masked && folded.len() > 2 { vocabulary.one_letter_hidden(folded) } else { UNKNOWN };
    if unmasked != UNKNOWN || capital == Capital::Inside { unmasked } else { vocabulary.sounding(folded) }
}

/// "askd", "shrugd", "pikd": an ending without its "e".
fn without_e(start: &[u8], end: u8, vocabulary: &Vocabulary) -> Entry {
    let with = |middle: &[u8]| vocabulary.find(&[start, middle, b"e", &[end]].concat());
    let doubled = start.last().map_or(UNKNOWN, |last| with(&[*last]));
    let (plain, hard) = (with(b""), start.strip_suffix(b"k").map_or(UNKNOWN, |start| vocabulary.find(&[start, b"cke", &[end]].concat())));
    [plain, doubled, hard].into_iter().find(|entry| *entry != UNKNOWN).unwrap_or(UNKNOWN)
}

/// In what way a word may be hidden.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hidden {
    /// Digits stand in it.
    pub digits: bool,
    /// A letter may be gone: a mark stands in it.
    pub masked: bool,
    /// The capital that opens it.
    pub capital: Capital,
}

/// The capital that a word opens with: inside a sentence it may open a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Capital {
    /// There is none, or all letters are capitals.
    #[default]
    None,
    /// It opens a sentence or a line.
    Opening,
    /// It stands inside a sentence.
    Inside,
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
        let entry = if entry == UNKNOWN { vocabulary.misspelt(&letters) } else { entry };
        if entry == UNKNOWN { vocabulary.sounding(&letters) } else { entry }
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
    let reach = |from: &[Word]| 1 + from.iter().skip(1).take(MAX_FRAGMENTS - 1).take_while(|word| is_fragment(word)).count();
    join(words, reach, |fragments, vocabulary| joined(text, fragments, vocabulary));
}

/// Puts a whole word in the place of its parts, from the left, the most parts first. `reach` says of the words from one on how many may be
/// parts of it.
fn join(words: &mut Words, reach: impl Fn(&[Word]) -> usize, whole: impl Fn(&[Word], &Vocabulary) -> Option<Word>) {
    let old = std::mem::take(&mut words.list);
    let mut at = 0;
    while at < old.len() {
        let most = reach(&old[at..]);
        let found = (2..=most).rev().find_map(|length| Some((length, whole(&old[at..at + length], words.vocabulary())?)));
        let (length, word) = found.unwrap_or((1, old[at]));
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
    let entry = if known == UNKNOWN && folded.len() > 4 && hidden() {
        uncover(&folded, Hidden { masked, ..Hidden::default() }, vocabulary)
    } else {
        known
    };
    let entry = if entry == UNKNOWN { signs_as_letters(text.get(first.start as usize..last.end as usize)?, vocabulary) } else { entry };
    let tiny = fragments.iter().all(|word| word.end - word.start < 3);
    (entry != UNKNOWN && (folded.len() > 4 || tiny)).then_some(Word { end: last.end, entry, shape: Shape::Plain, ..*first })
}

/// "h!ms3lf", "s+r33t-w!se": signs and digits that stand for letters.
fn signs_as_letters(written: &str, vocabulary: &Vocabulary) -> Entry {
    let small = written.contains(|c: char| c.is_ascii_lowercase());
    if !(written.contains(['!', '|', '+']) || small && written.contains('I')) || written.len() > super::reader::MAX_WORD {
        return UNKNOWN;
    }
    let letter = |c: char| match c {
        '!' | '|' => Some(b'i'),
        '+' => Some(b't'),
        // "himseIf"
        'I' if small => Some(b'l'),
        c if c.is_ascii_alphanumeric() => Some(letter_for(c.to_ascii_lowercase() as u8, b'i')),
        _ => None,
    };
    vocabulary.find(&written.chars().filter_map(letter).collect::<Vec<u8>>())
}

/// The shortest word that is recognised in parts, where a part is a word and where one is none in English.
const MIN_PARTED: usize = 8;
const MIN_TORN: usize = 6;
/// The shortest part that is a word beside one that is none.
const MIN_PART: usize = 3;
/// The most parts.
const MAX_PARTS: usize = 3;

/// Joins the parts of a word that a space or the end of a line has got into ("prom iscuous"): one of them at least is no word, but for
/// "her self".
pub fn join_parted(text: &str, words: &mut Words) {
    join(words, |from| from.len().min(MAX_PARTS), |parts, vocabulary| whole(text, parts, vocabulary));
}

/// The word that parts are of.
fn whole(text: &str, parts: &[Word], vocabulary: &Vocabulary) -> Option<Word> {
    let (first, later) = parts.split_first()?;
    if later.iter().any(|part| !matches!(part.before, Break::Hyphen | Break::Space | Break::Line)) {
        return None;
    }
    let is_oneself = matches!(later, [part] if matches!(written(text, part), Some("self" | "selves")));
    if !is_oneself && !parts.iter().any(Word::is_unknown) {
        return None;
    }
    let parts: Vec<&str> = parts.iter().map(|part| written(text, part)).collect::<Option<_>>()?;
    let small = parts.iter().skip(1).all(|part| part.bytes().all(|byte| byte.is_ascii_lowercase()));
    let letters: usize = parts.iter().map(|part| part.len()).sum();
    let shortest = parts.iter().map(|part| part.len()).min().unwrap_or_default();
    let no_english = || parts.iter().any(|part| part.len() > 1 && !vocabulary.is_english(part.to_ascii_lowercase().as_bytes()));
    let is_torn = || letters >= MIN_TORN && shortest > 1 && no_english();
    let is_parted = parts.len() == 2 && letters >= MIN_PARTED && shortest >= MIN_PART;
    if !small || !(is_oneself || is_parted || is_torn()) {
        return None;
    }
    let joined = parts.concat().to_ascii_lowercase();
    let exact = vocabulary.find(joined.as_bytes());
    // "street wize"
    let entry = if exact == UNKNOWN && is_parted && no_english() { vocabulary.misspelt(joined.as_bytes()) } else { exact };
    let end = later.last()?.end;
    (!vocabulary.roots(entry).is_empty()).then_some(Word { end, entry, ..*first })
}

/// A word as it is written, where it is of plain letters.
fn written<'t>(text: &'t str, word: &Word) -> Option<&'t str> {
    text.get(word.start as usize..word.end as usize).filter(|written| written.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// The shortest run of letters that may be words without a space between them, and the shortest word in one.
const MIN_RUN: usize = 9;
const MIN_IN_RUN: usize = 3;
/// Shorter words that may stand in one.
const SMALL_IN_RUN: [&[u8]; 6] = [b"to", b"it", b"on", b"of", b"no", b"in"];

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
        for end in at + 2..=letters.len() {
            let word = &letters[at..end];
            let entry = if word.len() >= MIN_IN_RUN || SMALL_IN_RUN.contains(&word) { vocabulary.find(word) } else { UNKNOWN };
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

/// The words that letters spell. Where some gaps are wider than others, the words end there.
fn spell(text: &str, letters: &[Word], vocabulary: &Vocabulary) -> Vec<Word> {
    let gap = |pair: &[Word]| pair[1].start - pair[0].end;
    let narrow = letters.windows(2).map(gap).min().unwrap_or_default();
    letters.chunk_by(|one, next| next.start - one.end == narrow).flat_map(|word| spell_one(text, word, vocabulary)).collect()
}

fn spell_one(text: &str, letters: &[Word], vocabulary: &Vocabulary) -> Vec<Word> {
    let bytes: Vec<u8> = letters.iter().filter_map(|word| one_letter(text, word)).collect();
    let entry = vocabulary.find(&bytes);
    match letters {
        [first, .., last] if entry != UNKNOWN => vec![Word { end: last.end, entry, shape: Shape::Plain, ..*first }],
        _ => fewest_left(letters, &bytes, vocabulary),
    }
}

/// The words that leave the fewest letters over; letters that spell nothing stay as they are.
fn fewest_left(letters: &[Word], bytes: &[u8], vocabulary: &Vocabulary) -> Vec<Word> {
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
