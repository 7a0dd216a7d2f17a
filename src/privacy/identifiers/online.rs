//! E-mail addresses, profile links and handles.

use super::Found;
use super::scene::{Scene, Shape};
use crate::privacy::Kind;
use regex::Regex;
use std::sync::LazyLock;

/// How far from a cue a handle may stand, in bytes.
const NEAR: usize = 70;
const CLOSE: usize = 24;

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    fixed(
        r"[a-z0-9_][a-z0-9._+·-]*\s?(?:@|\s?[\[({<_*-]\s?at\s?[\])}>_*-])\s?[a-z0-9-]+(?:\s?(?:\.|\s?[\[({_-]\s?dot\s?[\])}_-])\s?[a-z0-9-]+){1,3}",
    )
});
/// "folake dot finch at example dot org", "quick.reup at example.com".
static EMAIL_SAID: LazyLock<Regex> = LazyLock::new(|| {
    fixed(
        r"(?:[a-z0-9_.-]+ (?:dot|underscore|dash|hyphen) )*[a-z0-9_.-]+ at [a-z0-9-]+(?:(?: dot |-dot-| ?\.)[a-z0-9-]+)*(?: dot |-dot-| ?[\[(]dot[\])] ?|\.)(?:com|org|net|uk|co|ac|gov|io|me|info|edu|eu|ie)\b",
    )
});
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    fixed(
        r"(?:instagram|facebook|fb|tiktok|twitter|x|snapchat|youtube|twitch|t|telegram|threads|onlyfans|linkedin|discord|steamcommunity|soundcloud|wa|kik|vsco|reddit|roblox|ask|tellonym|ngl|linktr|cash|paypal)(?:\.| ?[\[(]dot[\])] ?| dot )(?:com|me|tv|gg|ee|link|net|fm|co|app)(?:/| slash )(?:[a-z0-9@._-]+/)*[@a-z0-9][a-z0-9@._+-]*",
    )
});
static AT: LazyLock<Regex> = LazyLock::new(|| fixed(r"@ ?[a-z0-9_][a-z0-9._-]{1,29}"));
static HASH: LazyLock<Regex> = LazyLock::new(|| fixed(r"[a-z0-9_.]{2,32}#[0-9]{4}\b"));
/// A cue, a mark or "is", and a word.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    fixed(
        r#"\b(?:snap|snapchat|sc|insta|instagram|ig|tiktok|tik tok|fb|facebook|discord|xbox|psn|playstation|gamer ?-?tag|user ?-?name|handle|kik|telegram|twitter|yt|youtube|roblox|fortnite|steam|twitch|tt|threads|gt)(?: (?:name|handle|user|username|tag|id|account|acc|profile|live))?(?P<mark>\s*(?::|=|->|→|'s|\bis\b|\bas\b|\bname\b)\s*)(?:now )?["'@(]?(?P<handle>[a-z0-9][a-z0-9._-]{2,29})(?P<rest>(?: ?\(?dot\)? ?[a-z0-9_]+)*)"#,
    )
});

fn fixed(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a fixed pattern")
}

/// Finds them.
pub fn find(scene: &Scene, found: &mut Vec<Found>) {
    emails(scene, found);
    if scene.lower.contains('/') || scene.lower.contains("slash") {
        let links = LINK.find_iter(&scene.lower).filter(|link| starts_word(&scene.lower, link.start()) && !is_public_page(link.as_str()));
        found.extend(links.map(|link| (link.range(), Kind::Social)));
    }
    if scene.lower.contains('@') {
        found.extend(AT.find_iter(&scene.lower).filter(|at| is_handle(scene, at.start(), at.as_str())).map(|at| (at.range(), Kind::Social)));
    }
    if scene.lower.contains('#') {
        let tags = HASH.find_iter(&scene.lower).filter(|tag| starts_word(&scene.lower, tag.start()) && tag.as_str().contains(|c: char| c.is_ascii_alphabetic()));
        found.extend(tags.map(|tag| (tag.range(), Kind::Social)));
    }
    named(scene, found);
    odd_words(scene, found);
}

fn emails(scene: &Scene, found: &mut Vec<Found>) {
    let lower = &scene.lower;
    if lower.contains('@') || lower.contains("at)") || lower.contains("at]") || lower.contains("_at_") || lower.contains("at }") || lower.contains("at>") || lower.contains("-at-") || lower.contains("*at*") {
        let all = EMAIL.find_iter(lower).filter(|mail| is_address(mail.as_str()) && !is_helpline(mail.as_str()));
        found.extend(all.map(|mail| (mail.range(), Kind::Email)));
    }
    if lower.contains(" at ") && (lower.contains("dot") || lower.contains('.')) {
        let odd = |local: &str| local.contains(['.', '_', '-']) || local.contains(" dot ") || local.contains(|c: char| c.is_ascii_digit());
        for mail in EMAIL_SAID.find_iter(lower) {
            let said = mail.as_str();
            let local = said.split(" at ").next().unwrap_or_default();
            if odd(local) || said.contains(" dot ") || said.contains("-dot-") || cued(scene, mail.start(), &["mail", "write to", "address"]) {
                found.push((mail.range(), Kind::Email));
            }
        }
    }
}

/// "@ 4. Then" is no address: what follows the last stop is letters, and what follows the sign no time.
fn is_address(mail: &str) -> bool {
    let domain = mail.rsplit(['@', ')', ']', '_']).next().unwrap_or_default();
    let last: String = mail.chars().rev().take_while(char::is_ascii_alphabetic).collect();
    let spaced = mail.contains(". ") || mail.contains(" .");
    let known = ["com", "org", "net", "uk", "co", "ac", "gov", "io", "me", "info", "edu", "eu", "ie"].iter().any(|end| last.chars().rev().eq(end.chars()));
    !domain.trim_start().is_empty() && last.len() >= 2 && (known || !spaced && mail.contains('@') && !mail.contains(' '))
}

fn is_helpline(mail: &str) -> bool {
    ["help@", "info@", "enquiries@", "helpline@"].iter().any(|start| mail.starts_with(start)) && !mail.contains("example")
}

fn starts_word(text: &str, at: usize) -> bool {
    !text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '_')))
}

fn is_public_page(link: &str) -> bool {
    let page = link.trim_end_matches('/').rsplit(['/', '.']).next().unwrap_or_default();
    matches!(page, "help" | "about" | "safety" | "legal" | "support" | "privacy" | "parents" | "report" | "com" | "terms" | "guide")
}

/// "@kyle_x", and neither "@4pm" nor "@school" nor the name of a body.
fn is_handle(scene: &Scene, start: usize, at: &str) -> bool {
    let handle = at.trim_start_matches(['@', ' ']).trim_end_matches('.');
    let spaced = at.starts_with("@ ");
    let odd = is_odd(scene.text.get(start + at.len() - handle.len()..start + at.len()).unwrap_or_default());
    let letters = handle.chars().filter(char::is_ascii_alphabetic).count();
    let time = handle.starts_with(|c: char| c.is_ascii_digit()) && (handle.ends_with("am") || handle.ends_with("pm") || letters < 2 || handle.ends_with("hrs"));
    let common = [
        "everyone", "here", "channel", "school", "home", "work", "team", "all", "the", "this", "college", "court", "hospital", "lantern", "duty", "night",
        "nspcc", "barnardos", "childline", "catch22", "police", "mash", "mace", "supervisor", "supervisors", "cafe", "mum", "dad", "station", "about",
        "safeguarding", "leads", "lead", "admin", "staff", "his", "her", "their", "our", "my", "approx", "around", "noon", "midnight", "lunch", "break",
        "yp", "dsl", "managers", "manager", "workers", "teams", "group", "mods", "practitioners",
    ];
    let stems = handle.split(['-', '_']).next().unwrap_or_default();
    starts_word(scene.text, start) && letters > 1 && !time && !common.contains(&stems) && (!spaced || odd && handle.contains(['_', '.']))
}

/// Whether a word is made as handles are: an underline, a stop or digits inside, "xX", capitals inside.
fn is_odd(word: &str) -> bool {
    let word = word.trim_matches('.');
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let wordlike = word.starts_with(|c: char| c.is_ascii_alphabetic());
    let pairs = || word.chars().zip(word.chars().skip(1));
    let humps = pairs().filter(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase()).count();
    letters > 2 && (word.contains('_') || wordlike && word.contains('.') || digits > 0 && letters > 3 && wordlike || humps > 1)
}

/// Whether one of `cues` stands near before a place, in its sentence or the one before.
fn cued(scene: &Scene, at: usize, cues: &[&str]) -> bool {
    let from = scene.lower.floor_char_boundary(at.saturating_sub(NEAR));
    scene.lower.get(from..at).is_some_and(|before| cues.iter().any(|cue| before.contains(cue)))
}

/// "snap: x", "insta is x".
fn named(scene: &Scene, found: &mut Vec<Found>) {
    for captures in NAMED.captures_iter(&scene.lower) {
        let (Some(handle), Some(mark)) = (captures.name("handle"), captures.name("mark")) else { continue };
        let rest = captures.name("rest").map_or("", |rest| rest.as_str());
        let word = handle.as_str().trim_end_matches(['.', '-']);
        let written = scene.text.get(handle.start()..handle.start() + word.len()).unwrap_or_default();
        let odd = is_odd(written) || !rest.is_empty();
        let after = scene.text.get(handle.start() + word.len()..).unwrap_or_default();
        let ends = after.is_empty() || after.starts_with(['.', ',', ')', '"', '\'', '\n', ';']);
        let tight = mark.as_str().contains([':', '=', '>', '\u{2192}']) || mark.as_str().trim() == "name";
        let end = captures.get(0).map_or(handle.end(), |whole| whole.end());
        if odd || !is_plain(word) && (tight && after.split(' ').count() < 40 && ends || ends && mark.as_str().trim() == "is") {
            found.push((handle.start()..end, Kind::Social));
        }
    }
}

/// Words that follow "snapchat is" where no handle does.
fn is_plain(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
        || word.ends_with("ing")
        || word.ends_with("ed")
        || matches!(
            word,
            "the" | "not" | "now" | "where" | "how" | "what" | "full" | "down" | "private" | "public" | "open" | "gone" | "fine" | "safe" | "dangerous"
                | "her" | "his" | "their" | "our" | "still" | "also" | "just" | "only" | "why" | "when" | "for" | "with" | "all" | "one" | "that" | "this"
                | "there" | "which" | "who" | "and" | "but" | "bad" | "good" | "set" | "hidden" | "new" | "old" | "big" | "popular" | "everywhere" | "toxic"
                | "known" | "aware" | "empty" | "dead" | "active" | "yes" | "none" | "unknown" | "videos" | "chats" | "messages" | "groups" | "streaks"
                | "stories" | "maps" | "filters" | "friends" | "adverts" | "age" | "can" | "ask" | "has" | "you" | "they" | "she" | "location" | "too"
                | "his own" | "hers" | "theirs" | "mine" | "too." | "enough" | "off" | "out" | "easy" | "free" | "everything" | "nothing" | "fun" | "snapchat"
                | "instagram" | "tiktok" | "facebook" | "help" | "parents" | "children" | "adults" | "advice" | "tips" | "guide" | "see" | "check" | "talk"
        )
}

/// Words made as handles are: with a cue near, or with an underline and a digit or a stop.
fn odd_words(scene: &Scene, found: &mut Vec<Found>) {
    let mut at = 0;
    while at < scene.tokens.len() {
        let mut last = at;
        while matches!(scene.gap(last + 1), "." | "_" | "__" | "_." | "._") && last + 1 < scene.tokens.len() && last < at + 8 {
            last += 1;
        }
        if last > at || scene.shape(at) == Shape::Mixed || has_hump(scene.written(at)) {
            let range = scene.range(at, last);
            if is_handle_here(scene, range.start, scene.text.get(range.clone()).unwrap_or_default()) {
                found.push((range, Kind::Social));
            }
        }
        at = last + 1;
    }
}

fn has_hump(word: &str) -> bool {
    word.len() > 5 && word.bytes().zip(word.bytes().skip(1)).filter(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase()).count() > 1
}

fn is_handle_here(scene: &Scene, start: usize, word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let name = lower.rsplit(['_', '.']).next().unwrap_or_default();
    let file = ["doc", "docx", "pdf", "xlsx", "csv", "png", "jpg", "md", "txt", "html", "mp4", "eg", "ie", "e", "g", "m", "jpeg"];
    let version = name.starts_with('v') && name.len() > 1 && name.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    if !is_odd(word) || word.len() > 40 || file.contains(&name) || version || lower.contains("www.") {
        return false;
    }
    let domain = ["com", "uk", "org", "net", "gov"].contains(&name);
    let close = named_near(scene, start, start + word.len());
    let digits = word.contains(|c: char| c.is_ascii_digit());
    let mixed_case = word.chars().any(|c| c.is_ascii_uppercase()) && word.chars().any(|c| c.is_ascii_lowercase());
    if word.contains('_') && (digits || word.contains('.') || mixed_case && word.starts_with(char::is_lowercase)) {
        return true;
    }
    let sentence = !word.contains('_') && word.contains('.') && !digits && word.split('.').any(|part| part.starts_with(char::is_uppercase));
    let short = word.split(['.', '_']).filter(|part| part.len() > 1).count() == 0;
    let built = word.contains('_') || word.contains('.') && !domain;
    let plain = domain || digits && word.len() > 4 || has_hump(word);
    !sentence && !short && !is_code(word) && (built && (close || cued(scene, start, &CUES)) || plain && close)
}

/// Whether a cue stands close by, on either side.
fn named_near(scene: &Scene, start: usize, end: usize) -> bool {
    let (from, until) = (scene.lower.floor_char_boundary(start.saturating_sub(CLOSE)), scene.lower.floor_char_boundary(end + CLOSE));
    [scene.lower.get(from..start), scene.lower.get(end..until)].into_iter().flatten().any(|near| CUES.iter().any(|cue| near.contains(cue)))
}

const CUES: [&str; 26] = [
    "snap", "insta", " ig ", "tiktok", "tik tok", "facebook", "discord", "xbox", "psn", "gamer", "username", "user name", "handle", "telegram", "twitter",
    "yt:", "youtube", "roblox", "wifi name", "profile", "account", "add me", " dm ", "messag", "online name", "kik",
];

/// "KS3", "Y10", "14th", "YP12": short, or a number with its unit.
fn is_code(word: &str) -> bool {
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    letters < 4 || word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}
