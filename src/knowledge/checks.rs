//! What must hold across the files. Each check is one small function; all of them run.

mod prompts;
mod reviews;

pub use prompts::{MAX_PARTS, MAX_SENTENCES, MIN_PROMPTS, MINUTES};
pub use reviews::{MAX_CHECK_SENTENCES, MIN_LENSES, QUESTIONS};

use super::{Article, Checked, Files, Library, Problem};
use crate::text::{fold, words};
use std::collections::{BTreeSet, HashMap};

/// The most articles: with what is off topic, as many as the matcher tells apart.
pub const MAX_ARTICLES: usize = 255;
/// The most words in the four parts of an article together.
pub const MAX_WORDS: usize = 180;
/// The most characters in an article's title.
pub const MAX_TITLE_CHARS: usize = 60;
/// The most anchors an article may name.
pub const MAX_ANCHORS: usize = 3;
/// The fewest examples of an article whose main subject is an anchor.
pub const MIN_EXAMPLES_WITH_ANCHOR: usize = 60;
/// The fewest examples of any other article.
pub const MIN_EXAMPLES: usize = 20;
/// The fewest terms in the glossary.
pub const MIN_TERMS: usize = 80;

/// The fewest alternatives of a wording rule.
pub const MIN_INSTEAD: usize = 2;
/// The fewest sentences that a wording rule must flag, and that it must allow.
pub const MIN_SENTENCES: usize = 3;

type Check = fn(&Library, &mut Vec<Problem>);

const CHECKS: &[Check] = &[
    not_too_many,
    titles,
    length,
    sources_known,
    citations_have_places,
    related_exist,
    anchors_known,
    anchors_answered_once,
    marks_only_where_checked,
    examples,
    enough_examples,
    fair_sentences,
    super::names::check,
    one_article_an_example,
    glossary_terms,
    rules_are_whole,
    super::bank_holidays::are_whole,
    prompts::names,
    prompts::parts,
    prompts::grounds,
    prompts::enough,
    prompts::plainly,
    reviews::ids,
    reviews::kinds,
    reviews::proposals_claim_no_law,
    reviews::moments,
    reviews::moments_are_told_apart,
    reviews::lenses,
    reviews::anchors,
];

pub(super) fn run(library: &Library, files: &Files, problems: &mut Vec<Problem>) {
    something_to_check(library, problems);
    if library.sources.is_empty() || library.anchors.anchor.is_empty() {
        // Everything cites these: without them the rest would be noise.
        return;
    }
    for check in CHECKS {
        check(library, problems);
    }
    strangers(files, problems);
}

fn each(library: &Library, problems: &mut Vec<Problem>, find: impl Fn(&Article) -> Option<String>) {
    problems.extend(library.articles.iter().filter_map(|article| find(article).map(|reason| Problem::new(file_of(article), reason))));
}

fn file_of(article: &Article) -> String {
    format!("guidance/{}.md", article.id)
}

fn examples_file_of(article: &Article) -> String {
    format!("guidance/{}.examples.txt", article.id)
}

/// Nothing to check is a failure, not a pass.
fn something_to_check(library: &Library, problems: &mut Vec<Problem>) {
    for (empty, place) in [
        (library.articles.is_empty(), "guidance"),
        (library.sources.is_empty(), "sources.toml"),
        (library.anchors.anchor.is_empty(), "anchors.toml"),
        (library.rules.is_empty(), "language"),
        (library.prompts.is_empty(), "prompts"),
    ] {
        if empty {
            problems.push(Problem::new(place, "there is nothing here to check"));
        }
    }
}

/// No more articles than the matcher tells apart.
fn not_too_many(library: &Library, problems: &mut Vec<Problem>) {
    let articles = library.articles.len();
    if articles > MAX_ARTICLES {
        problems.push(Problem::new("guidance", format!("there are {articles} articles; at most {MAX_ARTICLES}")));
    }
}

/// Titles are short, and no two articles share one.
fn titles(library: &Library, problems: &mut Vec<Problem>) {
    let mut seen = HashMap::new();
    for article in &library.articles {
        let length = article.title.chars().count();
        if length > MAX_TITLE_CHARS {
            problems.push(Problem::new(file_of(article), format!("the title has {length} characters; at most {MAX_TITLE_CHARS}")));
        }
        if let Some(other) = seen.insert(fold(&article.title), &article.id) {
            problems.push(Problem::new(file_of(article), format!("{other} has the same title")));
        }
    }
}

/// Articles stay short enough to read in a chat.
fn length(library: &Library, problems: &mut Vec<Problem>) {
    each(library, problems, |article| {
        let count: usize = article.lines().map(|line| words(&fold(line.trim_end_matches(super::MARK_NOT_CHECKED))).count()).sum();
        (count > MAX_WORDS).then(|| format!("{count} words in its four parts; at most {MAX_WORDS}"))
    });
}

/// Every claim has a source.
fn sources_known(library: &Library, problems: &mut Vec<Problem>) {
    each(library, problems, |article| article.meta.sources.is_empty().then(|| "it names no source".to_owned()));
    for article in &library.articles {
        for citation in article.meta.sources.iter().filter(|citation| !library.sources.contains_key(&citation.key)) {
            problems.push(Problem::new(file_of(article), format!("source \"{}\" is not in sources.toml", citation.key)));
        }
    }
}

/// A source without the place in it cannot be checked.
fn citations_have_places(library: &Library, problems: &mut Vec<Problem>) {
    each(library, problems, |article| {
        let bare = article.meta.sources.iter().find(|citation| citation.place.trim().is_empty())?;
        Some(format!("source \"{}\" needs a place (document, section or item)", bare.key))
    });
}

/// Related links lead somewhere else that exists.
fn related_exist(library: &Library, problems: &mut Vec<Problem>) {
    for article in &library.articles {
        for id in &article.meta.related {
            if *id == article.id || library.article(id).is_none() {
                problems.push(Problem::new(file_of(article), format!("related article \"{id}\" does not exist or is itself")));
            }
        }
    }
}

/// Anchors exist, are named once, and at most three an article.
fn anchors_known(library: &Library, problems: &mut Vec<Problem>) {
    for article in &library.articles {
        let anchors = &article.meta.anchors;
        let distinct: BTreeSet<_> = anchors.iter().collect();
        if anchors.len() > MAX_ANCHORS || distinct.len() < anchors.len() {
            problems.push(Problem::new(file_of(article), format!("at most {MAX_ANCHORS} anchors, each once")));
        }
        for anchor in distinct.into_iter().filter(|anchor| !library.anchors.anchor.contains_key(*anchor)) {
            problems.push(Problem::new(file_of(article), format!("anchor \"{anchor}\" is not in anchors.toml")));
        }
    }
}

/// Every anchor is the main subject of an article.
fn anchors_answered_once(library: &Library, problems: &mut Vec<Problem>) {
    let main: BTreeSet<_> = library.articles.iter().filter_map(Article::main_anchor).collect();
    for anchor in library.anchors.anchor.keys().filter(|anchor| !main.contains(anchor.as_str())) {
        problems.push(Problem::new("anchors.toml", format!("no article has \"{anchor}\" as its main subject")));
    }
}

/// Lines are marked only in an article that carries a date; one that is "not yet" says so as a whole.
fn marks_only_where_checked(library: &Library, problems: &mut Vec<Problem>) {
    each(library, problems, |article| {
        let needless = article.meta.checked == Checked::NotYet && article.has_marked_lines();
        needless.then(|| "it is \"not yet\" checked as a whole, so its lines need no mark".to_owned())
    });
}

/// Messages are there, and none is longer than a question may be.
fn examples(library: &Library, problems: &mut Vec<Problem>) {
    for article in &library.articles {
        super::examples::check(&examples_file_of(article), &article.examples, problems);
    }
    for (name, messages) in [("off-topic", &library.off_topic), ("urgent", &library.urgent), ("calm", &library.calm)] {
        let file = format!("messages/{name}.txt");
        super::examples::check(&file, messages, problems);
        if messages.is_empty() {
            problems.push(Problem::new(file, "there are no example messages; write one a line"));
        }
    }
}

/// What is fair is learnt from sentences.
fn fair_sentences(library: &Library, problems: &mut Vec<Problem>) {
    if !library.fair.is_there() {
        problems.push(Problem::new("language/fair.txt", "the file is missing"));
    }
}

/// The matcher learns from examples, so every article has enough of them.
fn enough_examples(library: &Library, problems: &mut Vec<Problem>) {
    let leads: BTreeSet<_> = library.anchors.anchor.keys().filter_map(|anchor| library.lead(anchor)).collect();
    for (at, article) in library.articles.iter().enumerate() {
        let least = if leads.contains(&at) { MIN_EXAMPLES_WITH_ANCHOR } else { MIN_EXAMPLES };
        let count = article.examples.len();
        if count < least {
            problems.push(Problem::new(examples_file_of(article), format!("{count} examples; at least {least}")));
        }
    }
}

/// An example that teaches two things teaches nothing.
fn one_article_an_example(library: &Library, problems: &mut Vec<Problem>) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    let listed = library.articles.iter().map(|article| (article.id.as_str(), &article.examples)).chain([
        ("off-topic", &library.off_topic),
        ("urgent", &library.urgent),
        ("calm", &library.calm),
    ]);
    for (id, examples) in listed {
        for example in examples.iter() {
            let key = words(&fold(example.text)).collect::<Vec<_>>().join(" ");
            if let Some(other) = seen.insert(key, id) {
                let place = if other == id { "twice".to_owned() } else { format!("in {other} too") };
                problems.push(Problem::new(format!("examples of {id}"), format!("\"{}\" stands {place}", example.text)));
            }
        }
    }
}

/// Terms are distinct, have a meaning and a note, and name known sources.
fn glossary_terms(library: &Library, problems: &mut Vec<Problem>) {
    let terms = &library.glossary.term;
    if terms.len() < MIN_TERMS {
        problems.push(Problem::new("glossary.toml", format!("{} terms; at least {MIN_TERMS}", terms.len())));
    }
    let mut seen = BTreeSet::new();
    for term in terms {
        for name in std::iter::once(&term.term).chain(&term.also).filter(|name| !seen.insert(fold(name))) {
            problems.push(Problem::new("glossary.toml", format!("\"{name}\" stands twice")));
        }
        if term.meaning.trim().is_empty() || term.safe_use.trim().is_empty() {
            problems.push(Problem::new("glossary.toml", format!("\"{}\" needs a meaning and a note on safe use", term.term)));
        }
        let sourced = term.basis == super::Basis::Background || !term.sources.is_empty();
        if !sourced || term.sources.iter().any(|key| !library.sources.contains_key(key)) {
            problems
                .push(Problem::new("glossary.toml", format!("\"{}\" needs a source from sources.toml, or basis background", term.term)));
        }
    }
}

/// A wording rule has a reason, a question, alternatives, phrases, sentences that hold it to them, and known sources.
fn rules_are_whole(library: &Library, problems: &mut Vec<Problem>) {
    for rule in &library.rules {
        let file = format!("language/{}.md", rule.id);
        let mut say = |reason: String| problems.push(Problem::new(&file, reason));
        for (least, count, part) in [
            (1, rule.why.trim().len().min(1), "a sentence under the title that says why"),
            (1, rule.ask.trim().len().min(1), "a question under \"Ask\""),
            (MIN_INSTEAD, rule.instead.len(), "alternatives under \"Instead\""),
            (1, rule.wording.phrases.len() + rule.sentences.len(), "phrases under \"Phrases\", or sentences in a file of its own"),
            (MIN_SENTENCES, rule.wording.flag.len(), "sentences under \"Flag\""),
            (MIN_SENTENCES, rule.wording.allow.len(), "sentences under \"Allow\""),
        ] {
            if count < least {
                say(format!("it needs {part}: at least {least}"));
            }
        }
        let sourced = rule.meta.basis == super::Basis::Background || !rule.meta.sources.is_empty();
        if !sourced || rule.meta.sources.iter().any(|key| !library.sources.contains_key(key)) {
            say("it needs a source from sources.toml, or basis background".into());
        }
    }
}

/// A file that nothing reads is a mistake: examples without an article, a misspelt name.
fn strangers(files: &Files, problems: &mut Vec<Problem>) {
    const KNOWN: &[&str] = &[
        "sources.toml",
        "anchors.toml",
        "principles.toml",
        "glossary.toml",
        "concepts.toml",
        "bank-holidays.toml",
        "reviews.toml",
        "language/cues.toml",
        "language/fair.txt",
        "language/plain-words.txt",
        "short-names.txt",
        "messages/off-topic.txt",
        "messages/urgent.txt",
        "messages/calm.txt",
    ];
    let beside = |folder: &str, path: &str, ending: &str| {
        let id = path.strip_prefix(folder).and_then(|name| name.strip_suffix(ending));
        id.is_some_and(|id| files.bytes(&format!("{folder}{id}.md")).is_some())
    };
    for path in files.paths() {
        let expected = KNOWN.contains(&path)
            || super::names::FILES.iter().any(|name| path.strip_prefix("privacy/") == Some(name))
            || beside("guidance/", path, ".md")
            || beside("language/", path, ".md")
            || beside("prompts/", path, ".md")
            || beside("guidance/", path, ".examples.txt")
            || beside("language/", path, ".sentences.txt")
            || super::Learner::ALL.iter().any(|learner| learner.writes(path))
            || (path.starts_with(super::passage::FOLDER) && path.strip_suffix(".txt").is_some());
        if !expected {
            problems.push(Problem::new(path, "nothing reads this file; is its name right, and does its article or family exist?"));
        }
    }
}
