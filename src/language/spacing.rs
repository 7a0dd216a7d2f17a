//! Spaces where there should be none, and none where there should be one: fragments, letters set apart, words torn, shifted or run together.

use super::disguise::{Capital, Hidden, capital_as_small, shown, uncover, written};
use super::draft::{Shape, Word, Words};
use super::reader::MAX_WORD;
use super::vocabulary::{Entry, UNKNOWN, Vocabulary};
use crate::text::Break;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// The most fragments of one word that are joined.
const MAX_FRAGMENTS: usize = 12;

/// The fewest letters of a word that is hidden in fragments.
const MIN_HIDDEN: usize = 5;

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
    let folded: Vec<u8> = letters.take(MAX_WORD).map(|byte| byte.to_ascii_lowercase()).collect();
    let known = vocabulary.find(&folded);
    let whole = text.get(first.start as usize..last.end as usize)?;
    let is_strange = fragments.iter().any(|word| word.is_strange);
    let entry = if known == UNKNOWN && folded.len() >= MIN_HIDDEN && is_strange {
        let capital = if matches!(first.shape, Shape::Capital | Shape::Initials) { Capital::Inside } else { Capital::None };
        uncover(&folded, Hidden { digits: false, shown: &shown(whole), capital }, vocabulary)
    } else {
        known
    };
    let entry = if entry == UNKNOWN { vocabulary.find(&capital_as_small(whole)) } else { entry };
    let tiny = fragments.iter().all(|word| word.end - word.start < 3);
    (entry != UNKNOWN && (folded.len() >= MIN_HIDDEN || tiny)).then_some(Word { end: last.end, entry, shape: Shape::Plain, ..*first })
}

/// The shortest word that is recognised in parts, where a part is a word and where one is none in English; where none is, it may be shorter.
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
    if !is_oneself && !parts.iter().any(|part| part.is_strange) {
        return None;
    }
    let parts: Vec<&str> = parts.iter().map(|part| written(text, part)).collect::<Option<_>>()?;
    let small = parts.iter().skip(1).all(|part| part.bytes().all(|byte| byte.is_ascii_lowercase()));
    let letters: usize = parts.iter().map(|part| part.len()).sum();
    let shortest = parts.iter().map(|part| part.len()).min().unwrap_or_default();
    let is_english = |part: &&str| vocabulary.is_english(part.to_ascii_lowercase().as_bytes());
    let no_english = || parts.iter().any(|part| part.len() > 1 && !is_english(part));
    let is_torn = || shortest > 1 && no_english() && (letters >= MIN_TORN || !parts.iter().any(is_english));
    let is_parted = parts.len() == 2 && letters >= MIN_PARTED && shortest >= MIN_PART;
    if !small || !(is_oneself || is_parted || is_torn()) {
        return None;
    }
    let joined = parts.concat().to_ascii_lowercase();
    let exact = vocabulary.find(joined.as_bytes());
    // "street wize"
    let entry = if exact == UNKNOWN && is_parted && no_english() { vocabulary.misspelt(joined.as_bytes(), false) } else { exact };
    let end = later.last()?.end;
    (!vocabulary.roots(entry).is_empty()).then_some(Word { end, entry, ..*first })
}

/// Puts a letter back on its side of a space: "isk nown", "ag ang".
pub fn shift_letters(text: &str, words: &mut Words) {
    for at in 1..words.list.len() {
        let [first, second] = [words.list[at - 1], words.list[at]];
        if (first.is_strange || second.is_strange)
            && second.before == Break::Space
            && let Some((middle, entries)) = shifted(text, &first, &second, words.vocabulary())
        {
            words.list[at - 1] = Word { end: middle, entry: entries[0], is_strange: false, ..first };
            words.list[at] = Word { start: middle, entry: entries[1], is_strange: false, ..second };
        }
    }
}

/// Where the second of two words begins, and both their entries, if a letter has to move for them to be words.
fn shifted(text: &str, first: &Word, second: &Word, vocabulary: &Vocabulary) -> Option<(u32, [Entry; 2])> {
    let ends = [first, second].map(|word| Some(written(text, word)?.to_ascii_lowercase()));
    let [Some(one), Some(two)] = ends else { return None };
    let is_torn = |word: &Word, letters: &str| word.is_strange && word.shape == Shape::Plain && !vocabulary.is_english(letters.as_bytes());
    if !(is_torn(first, &one) || is_torn(second, &two)) || second.shape != Shape::Plain {
        return None;
    }
    let letters = [one.as_bytes(), two.as_bytes()].concat();
    let tries = [(one.len() + 1, second.start + 1), (one.len() - 1, first.end - 1)];
    tries.into_iter().find_map(|(place, middle)| {
        let (one, two) = letters.split_at_checked(place).filter(|(one, two)| is_whole(one, vocabulary) && is_whole(two, vocabulary))?;
        let entries = [one, two].map(|word| vocabulary.find(word));
        entries.iter().any(|entry| !vocabulary.roots(*entry).is_empty()).then_some((middle, entries))
    })
}

/// Whether letters are a word of their own.
fn is_whole(letters: &[u8], vocabulary: &Vocabulary) -> bool {
    match letters {
        [] => false,
        [letter] => matches!(letter, b'a' | b'i'),
        _ => vocabulary.find(letters) != UNKNOWN || vocabulary.is_english(letters),
    }
}

/// The shortest run of letters that may be words without a space between them; the shortest that may be more than two; and the shortest that
/// opens with a capital, as a name does.
const MIN_RUN: usize = 4;
const MIN_LONG_RUN: usize = 9;
const MIN_CAPITAL_RUN: usize = 12;
/// The shortest word in one, and the shortest that is of no phrase.
const MIN_IN_RUN: usize = 3;
const MIN_OTHER_IN_RUN: usize = 4;
/// The longest.
const MAX_IN_RUN: usize = 16;
/// Shorter words that may stand in one.
const SMALL_IN_RUN: &str = "a i to it on of no in is he me my up at so we us do go if as be by or an am";

/// Takes words apart that are written without a space ("lifestylechoice"), where they leave no letter over.
pub fn part_runs(text: &str, words: &mut Words) {
    let is_run = |word: &Word| {
        let shortest = match word.shape {
            Shape::Plain => MIN_RUN,
            Shape::Capital if word.before >= Break::Line => MIN_CAPITAL_RUN,
            Shape::Shouted => MIN_LONG_RUN,
            _ => return false,
        };
        word.is_unknown() && written(text, word).is_some_and(|written| (shortest..=MAX_WORD).contains(&written.len()))
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

/// The words that a run of letters is made of; none, if a letter is left over.
fn run_apart(text: &str, run: &Word, vocabulary: &Vocabulary) -> Option<Vec<Word>> {
    let letters = written(text, run)?.to_ascii_lowercase().into_bytes();
    if vocabulary.is_english(&letters) {
        return None;
    }
    let is_short = letters.len() < MIN_LONG_RUN;
    let parts = apart(&letters, None, vocabulary)?;
    let place = |at: usize| run.start + u32::try_from(at).unwrap_or(u32::MAX);
    let word = |(part, entry): &(Range<usize>, Entry)| {
        let before = if part.start == 0 { run.before } else { Break::Hyphen };
        Word { start: place(part.start), end: place(part.end), entry: *entry, before, shape: Shape::Plain, is_strange: false }
    };
    // "upthe", and not "slutsky".
    let is_small = |(part, entry): &(Range<usize>, Entry)| part.len() < MIN_IN_RUN || vocabulary.roles(*entry) != 0;
    (!is_short || (parts.len() == 2 && parts.iter().any(is_small))).then(|| parts.iter().map(word).collect())
}

/// The likeliest words that letters in a row are, each with its entry. Where letters may be left over, each costs so much, and very short words
/// are not looked for.
fn apart(letters: &[u8], left_over: Option<usize>, vocabulary: &Vocabulary) -> Option<Vec<(Range<usize>, Entry)>> {
    // For each place: what the words from there on cost, where the first ends, and its entry.
    let mut best: Vec<Option<(usize, usize, Entry)>> = vec![None; letters.len() + 1];
    best[letters.len()] = Some((0, letters.len(), UNKNOWN));
    for at in (0..letters.len()).rev() {
        for end in at + 1..=letters.len().min(at + MAX_IN_RUN) {
            let Some((after, ..)) = best[end] else { continue };
            let found = match left_over {
                Some(cost) if end == at + 1 => Some((cost, UNKNOWN)),
                Some(_) if end < at + MIN_IN_RUN => None,
                _ => in_run(&letters[at..end], vocabulary),
            };
            let Some((cost, entry)) = found else { continue };
            if best[at].is_none_or(|(least, ..)| cost + after < least) {
                best[at] = Some((cost + after, end, entry));
            }
        }
    }
    let mut parts = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let (_, end, entry) = best[at]?;
        parts.push((at..end, entry));
        at = end;
    }
    Some(parts)
}

/// What a word costs in a run, and its entry; none where it is no word there.
fn in_run(letters: &[u8], vocabulary: &Vocabulary) -> Option<(usize, Entry)> {
    let entry = vocabulary.find(letters);
    if letters.len() < MIN_IN_RUN {
        return SMALL_IN_RUN.split(' ').any(|small| small.as_bytes() == letters).then_some((3, entry));
    }
    if entry != UNKNOWN {
        return Some((2, entry));
    }
    (letters.len() >= MIN_OTHER_IN_RUN && vocabulary.is_english(letters)).then_some((3, UNKNOWN))
}

/// The fewest letters set apart that are read as a word.
const MIN_SPACED: usize = 4;
/// What a letter costs that is of no word, beside what words cost: see [`in_run`].
const LEFT_OVER: usize = 7;

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

/// The words that letters spell; those that spell nothing stay as they are.
fn spell_one(text: &str, letters: &[Word], vocabulary: &Vocabulary) -> Vec<Word> {
    let bytes: Vec<u8> = letters.iter().filter_map(|word| one_letter(text, word)).collect();
    let parts = match vocabulary.find(&bytes) {
        UNKNOWN => apart(&bytes, None, vocabulary).or_else(|| apart(&bytes, Some(LEFT_OVER), vocabulary)).unwrap_or_default(),
        entry => vec![(0..letters.len(), entry)],
    };
    let word = |(part, entry): (Range<usize>, Entry)| match &letters[part] {
        [] => None,
        [alone] => Some(*alone),
        [first, .., last] => Some(Word { end: last.end, entry, shape: Shape::Plain, is_strange: false, ..*first }),
    };
    parts.into_iter().filter_map(word).collect()
}
