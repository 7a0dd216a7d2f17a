//! A reply as messages within Discord's limits: no sentence is cut, no heading is left alone, and buttons stand under the last one.

use super::page::{MAX_CONTENT, MAX_ROWS, MAX_TEXT, Page, Row, length};
use crate::bot::{Block, Excerpt, Reply};

/// The longest part that is looked at whole: escaping doubles it at most, and a few marks go round it.
const MAX_PART: usize = MAX_TEXT / 2 - 50;

/// The fewest digits of somebody's number, and the most.
const FEWEST_DIGITS: usize = 15;
const MOST_DIGITS: usize = 20;

/// A part that stays together, and whether the next one must follow on the same page.
struct Part {
    text: String,
    leads: bool,
}

/// The messages of a reply, with buttons and menus under the last one; more rows than fit make more messages.
pub fn pages(reply: &Reply, rows: Vec<Row>) -> Vec<Page> {
    let mut pages = vec![Page::default()];
    let (alerts, others): (Vec<&Block>, Vec<&Block>) = reply.blocks.iter().partition(|block| matches!(block, Block::Alert(_)));
    // Danger stands above everything else; what does not fit there comes first below.
    let mut rest = Vec::new();
    for part in alerts.into_iter().flat_map(parts) {
        match &mut pages[0].content {
            content if rest.is_empty() && fits(content, &part.text, MAX_CONTENT) => add(content, &part.text),
            _ => rest.push(part),
        }
    }
    rest.extend(others.into_iter().flat_map(parts));
    for together in rest.chunk_by(|before, _| before.leads) {
        let text = together.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n");
        place(&mut pages, &text, together);
    }
    let mut rows = rows.into_iter().peekable();
    if let Some(last) = pages.last_mut() {
        last.rows.extend(rows.by_ref().take(MAX_ROWS));
    }
    while rows.peek().is_some() {
        pages.push(Page::line("There is more to choose from.").with(rows.by_ref().take(MAX_ROWS).collect()));
    }
    pages
}

/// Puts parts that belong together on the last page, or on a new one; parts that no page can hold together come one by one.
fn place(pages: &mut Vec<Page>, text: &str, together: &[Part]) {
    let whole = length(text) <= MAX_TEXT;
    let texts = if whole { vec![text] } else { together.iter().map(|part| part.text.as_str()).collect() };
    for text in texts {
        match pages.last_mut() {
            Some(page) if fits(&page.text, text, MAX_TEXT) => add(&mut page.text, text),
            _ => pages.push(Page { text: text.to_owned(), ..Page::default() }),
        }
    }
}

fn fits(before: &str, text: &str, limit: usize) -> bool {
    length(before) + 1 + length(text) <= limit
}

fn add(before: &mut String, text: &str) {
    if !before.is_empty() {
        before.push('\n');
    }
    before.push_str(text);
}

fn parts(block: &Block) -> Vec<Part> {
    let led = |mark: &str, text: &String| shown(mark, text, true);
    let each = |mark: &str, lines: &Vec<String>| lines.iter().flat_map(|line| shown(mark, line, false)).collect();
    match block {
        Block::Alert(lines) => match lines.split_first() {
            Some((first, others)) => {
                let first = shown("", first, false).into_iter().map(|part| Part { text: format!("**{}**", part.text), ..part });
                first.chain(others.iter().flat_map(|line| shown("- ", line, false))).collect()
            }
            None => Vec::new(),
        },
        Block::Title(text) => led("## ", text),
        Block::Heading(text) => led("### ", text),
        Block::Text(text) => shown("", text, false),
        Block::Points(lines) => each("- ", lines),
        Block::Quotes(lines) => each("> ", lines),
        Block::Choices { first, titles } => {
            (*first..).zip(titles).flat_map(|(number, title)| shown(&format!("{number}. "), title, false)).collect()
        }
        Block::Excerpt(excerpt) => drawn(excerpt),
        Block::Note(text) => shown("-# ", text, false),
    }
}

/// A paragraph with its mark; one that is too long for a page becomes several, each of whole sentences.
fn shown(mark: &str, text: &str, leads: bool) -> Vec<Part> {
    // A mark holds for one line.
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.flat_map(cut).map(|piece| Part { text: format!("{mark}{}", escaped(&piece)), leads }).collect()
}

/// The line of a draft with its phrase in bold and underlined.
fn drawn(excerpt: &Excerpt) -> Vec<Part> {
    // Spaces next to the phrase stay.
    let part = |range| plain(excerpt.text.get(range).unwrap_or_default());
    let (before, found) = (part(0..excerpt.found.start), part(excerpt.found.clone()));
    let after = part(excerpt.found.end..excerpt.text.len());
    let found = if found.trim().is_empty() { found } else { format!("__**{found}**__") };
    let label = format!("**{}**", escaped(&excerpt.label));
    let text = format!("> Line {}: {before}{found}{after}\n{label}", excerpt.line).replace('\r', " ");
    if length(&text) <= MAX_TEXT {
        return vec![Part { text, leads: false }];
    }
    // A phrase longer than a page: its words, and then what is said of it.
    shown("> ", &excerpt.text, false).into_iter().chain([Part { text: label, leads: false }]).collect()
}

/// Pieces of at most [`MAX_PART`]: sentences where they fit, else words, else characters.
fn cut(text: &str) -> Vec<String> {
    pack(text.split_inclusive(['.', '?', '!', '…']).collect(), |sentence| {
        pack(sentence.split_inclusive(' ').collect(), |word| {
            let letters: Vec<&str> = word.split_inclusive(|_| true).collect();
            pack(letters, |letter| vec![letter.to_owned()])
        })
    })
}

/// Puts pieces together as long as they fit; one that does not fit by itself is cut further.
fn pack(pieces: Vec<&str>, further: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    let mut packed: Vec<String> = vec![String::new()];
    for piece in pieces {
        match packed.last_mut() {
            Some(last) if length(last) + length(piece) <= MAX_PART => last.push_str(piece),
            _ if length(piece) <= MAX_PART => packed.push(piece.to_owned()),
            _ => packed.extend(further(piece)),
        }
    }
    packed.retain(|piece| !piece.trim().is_empty());
    packed
}

/// A text in which nothing is layout, a mention or a hidden link. Web addresses stay as they are.
pub fn escaped(text: &str) -> String {
    let word = |word: &str| if is_address(word) { word.to_owned() } else { named(word) };
    let words = text.trim().split(' ').map(word).collect::<Vec<_>>().join(" ");
    let layout = |start: char| matches!(start, '#' | '-' | '+') || start.is_ascii_digit() && words.contains(['.', ')']);
    match words.chars().next() {
        // At the start of a line these would make a heading or a list.
        Some(start) if !start.is_ascii_digit() && layout(start) => format!("\\{words}"),
        Some(start) if layout(start) => listed(&words),
        _ => words,
    }
}

/// A word in which the members of a server are named by their numbers: Discord shows their names in that place. Nobody is pinged by that.
fn named(word: &str) -> String {
    let Some((before, rest)) = word.split_once("<@") else { return plain(word) };
    match rest.split_once('>') {
        Some((number, after)) if (FEWEST_DIGITS..=MOST_DIGITS).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit()) => {
            format!("{}<@{number}>{}", plain(before), named(after))
        }
        _ => plain(word),
    }
}

/// Whether a word is a web address and nothing more.
fn is_address(word: &str) -> bool {
    let more = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\\' | '*' | '|' | '`' | '>' | '<' | '[' | ']' | '@');
    (word.starts_with("https://") || word.starts_with("http://")) && !word.contains(more)
}

/// "1." at the start would be numbered anew.
fn listed(words: &str) -> String {
    let digits = words.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = words.split_at(digits);
    if rest.starts_with(['.', ')']) { format!("{number}\\{rest}") } else { words.to_owned() }
}

fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    // What turns the line round would change how the words after it look.
    for letter in word.chars().filter(|letter| !matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')) {
        if matches!(letter, '\\' | '*' | '_' | '~' | '|' | '`' | '>' | '<' | '[' | ']' | '@') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::page::{Button, MAX_LABEL, Sight};
    use super::*;
    use proptest::prelude::*;

    fn words(pages: &[Page]) -> String {
        pages.iter().flat_map(|page| [page.content.as_str(), page.text.as_str()]).collect::<Vec<_>>().join("\n").replace('\\', "")
    }

    fn row(name: &str) -> Row {
        Row::Buttons(vec![Button::new(name, name)])
    }

    #[test]
    fn danger_stands_above_all_and_buttons_under_the_last_message() {
        let mut reply = Reply::new();
        reply.text("guidance");
        reply.push(Block::Alert(vec!["Ring 999".into(), "Keep safe".into()]));
        let pages = pages(&reply, vec![row("a")]);
        assert_eq!((pages[0].content.as_str(), pages[0].text.as_str()), ("**Ring 999**\n- Keep safe", "guidance"));
        assert_eq!(pages[0].rows, [row("a")]);
    }

    #[test]
    fn a_heading_goes_where_what_it_heads_goes() {
        let mut reply = Reply::new();
        reply.text("x".repeat(1_900));
        reply.text("y".repeat(1_900));
        reply.push(Block::Heading("Head".into()));
        reply.text("z".repeat(1_900));
        let pages = pages(&reply, vec![]);
        assert_eq!(pages.len(), 2);
        assert!(pages[1].text.starts_with("### Head\nz"));
    }

    #[test]
    fn what_people_type_is_no_layout_and_pings_nobody() {
        assert_eq!(escaped("# @everyone <@12> [x](http://y) **b**"), "\\# \\@everyone \\<\\@12\\> \\[x\\](http://y) \\*\\*b\\*\\*");
        assert_eq!(escaped("Lead: <@123456789012345678>, <@!12>."), "Lead: <@123456789012345678>, \\<\\@!12\\>.");
        assert_eq!(escaped("see https://a.org/x_y_z now"), "see https://a.org/x_y_z now");
        assert_eq!(escaped("a\u{202e}b\u{2066} c"), "ab c");
        assert_eq!(escaped("https://a.org/[b](http://c) https://@here"), "https://a.org/\\[b\\](http://c) https://\\@here");
        assert_eq!(
            (escaped("1. one"), escaped("15 years. Yes"), escaped("- x")),
            ("1\\. one".into(), "15 years. Yes".into(), "\\- x".into())
        );
        let body = Page::line("x").body(Sight::Private);
        assert_eq!((body["allowed_mentions"]["parse"].as_array().map(Vec::len), body["flags"].as_u64()), (Some(0), Some(64)));
        assert!(Page::line("x").body(Sight::Open).get("flags").is_none());
    }

    #[test]
    fn a_phrase_is_marked_in_its_line() {
        let excerpt = Excerpt { line: 3, text: "she *chose* this".into(), found: 4..11, label: "think again".into() };
        assert_eq!(drawn(&excerpt)[0].text, "> Line 3: she __**\\*chose\\***__ this\n**think again**");
    }

    proptest! {
        #[test]
        fn every_page_is_within_the_limits_and_no_word_is_lost(
            blocks in prop::collection::vec((0..7usize, 1..40usize, 1..200usize), 1..30),
            rows in 0..12usize,
        ) {
            let mut reply = Reply::new();
            let mut expected = 0;
            for (kind, sentences, length) in blocks {
                let text = format!("word{} *ends*. ", "é".repeat(length)).repeat(sentences);
                expected += sentences;
                reply.push(match kind {
                    0 => Block::Alert(vec![text]),
                    1 => Block::Heading(text),
                    2 => Block::Points(vec![text]),
                    3 => Block::Quotes(vec![text]),
                    4 => Block::Note(text),
                    5 => Block::Title(text),
                    _ => Block::Text(text),
                });
            }
            let pages = pages(&reply, (0..rows).map(|number| row(&number.to_string())).collect());
            for page in &pages {
                prop_assert!(length(&page.content) <= MAX_CONTENT && length(&page.text) <= MAX_TEXT);
                prop_assert!(page.rows.len() <= MAX_ROWS);
                prop_assert!(!page.content.is_empty() || !page.text.is_empty());
                for line in page.text.lines().chain(page.content.lines()) {
                    prop_assert!(line.trim_end_matches("**").ends_with('.'), "a cut sentence: {line}");
                }
            }
            prop_assert_eq!(words(&pages).matches("*ends*.").count(), expected);
            prop_assert_eq!(pages.iter().map(|page| page.rows.len()).sum::<usize>(), rows);
        }

        #[test]
        fn any_text_at_all_stays_within_the_limits(text in "\\PC{0,5000}", label in "\\PC{0,200}") {
            let mut reply = Reply::new();
            reply.text(text);
            for page in pages(&reply, vec![]) {
                prop_assert!(length(&page.text) <= MAX_TEXT);
            }
            prop_assert!(length(&Button::new("x", &label).label) <= MAX_LABEL);
        }
    }
}
