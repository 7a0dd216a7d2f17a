//! The knowledge base loads, covers every anchor, reads easily, and owes nothing to the judged questions.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod support;

use lantern::bot::Bot;
use lantern::config::Config;
use lantern::guidance::measure::Judgement;
use lantern::knowledge::{Files, Learner, Library, MAX_ARTICLES, files, is_learnt, passages};
use lantern::language::{Checker, Finding};
use lantern::privacy::Interlock;
use lantern::text::{fold, sentences, words};
use regex::Regex;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

/// The highest Flesch-Kincaid grade of an article.
const MAX_GRADE: f64 = 9.0;

#[test]
fn every_anchor_is_the_main_subject_of_an_article() {
    let library = support::library();
    assert_eq!(library.anchors.anchor.len(), 43);
    for anchor in library.anchors.anchor.keys() {
        assert!(library.lead(anchor).is_some(), "{anchor} has no article");
    }
    assert!(library.articles.len() >= 70);
}

/// Syllables of a word, counted by its runs of vowels.
fn syllables(word: &str) -> usize {
    let plain: String = word.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    if plain.len() <= 3 {
        return 1;
    }
    let vowel = |c: char| "aeiouy".contains(c);
    let silent =
        (plain.ends_with('e') && !plain.ends_with("le")) || (plain.ends_with("ed") && !plain.ends_with("ted") && !plain.ends_with("ded"));
    let runs = plain.chars().fold((0, false), |(count, inside), c| (count + usize::from(vowel(c) && !inside), vowel(c))).0;
    runs.saturating_sub(usize::from(silent)).max(1)
}

#[expect(clippy::cast_precision_loss, reason = "counts of words")]
fn grade(lines: &[&str], terms: &BTreeSet<String>) -> f64 {
    let count_sentences: usize = lines.iter().map(|line| sentences(line).count()).sum();
    let all: Vec<String> = lines.iter().flat_map(|line| words(&fold(line)).map(Cow::into_owned).collect::<Vec<_>>()).collect();
    let heard: usize = all.iter().map(|word| if terms.contains(word) { 1 } else { syllables(word) }).sum();
    0.39 * all.len() as f64 / count_sentences as f64 + 11.8 * heard as f64 / all.len() as f64 - 15.59
}

/// The words of the terms that the glossary explains.
fn glossary_words(library: &Library) -> BTreeSet<String> {
    let names = library.glossary.term.iter().flat_map(|term| std::iter::once(&term.term).chain(&term.also));
    names.flat_map(|name| words(&fold(name)).map(Cow::into_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn every_article_reads_at_grade_nine_or_below() {
    let library = support::library();
    let terms = glossary_words(&library);
    for article in &library.articles {
        let lines: Vec<&str> = article.lines().collect();
        let grade = grade(&lines, &terms);
        assert!(grade <= MAX_GRADE, "{}: grade {grade:.1}", article.id);
    }
}

#[test]
fn what_is_said_in_reviews_reads_at_grade_nine_or_below() {
    let library = support::library();
    let terms = glossary_words(&library);
    let hard: Vec<_> = of_reviews(&library)
        .into_iter()
        .map(|(what, lines)| (grade(&lines.iter().map(|line| line.as_str()).collect::<Vec<_>>(), &terms), what))
        .filter(|(grade, _)| *grade > MAX_GRADE)
        .collect();
    assert!(hard.is_empty(), "{hard:#?}");
}

#[test]
fn no_example_is_near_a_judged_question() {
    let judged = lantern::cli::evaluate::read_lines::<Judgement>(std::path::Path::new("tests/questions.jsonl")).unwrap();
    let tokens = |text: &str| -> BTreeSet<String> { words(&fold(text)).map(Cow::into_owned).collect() };
    let asked: Vec<BTreeSet<String>> = judged.iter().map(|judgement| tokens(&judgement.question)).collect();
    let library = support::library();
    let questions = library.articles.iter().flat_map(|article| article.examples.iter());
    for example in questions.chain(library.off_topic.iter()).chain(library.urgent.iter()).chain(library.calm.iter()) {
        if words(&fold(example.text)).count() < 5 {
            continue;
        }
        let said = tokens(example.text);
        for question in &asked {
            let shared = said.intersection(question).count();
            assert!(2 * shared < said.union(question).count(), "too near a judged question: {}", example.text);
        }
    }
}

#[test]
fn what_lantern_says_is_not_itself_challenged() {
    let library = support::library();
    let checker = Checker::new(&library);
    let articles = library.articles.iter().flat_map(|article| article.brief.iter().chain(&article.steps).chain(&article.say));
    let suggestions = library.rules.iter().flat_map(|rule| rule.instead.iter().chain([&rule.ask, &rule.why]));
    let prompts = library.prompts.iter().flat_map(lantern::knowledge::Prompt::texts);
    let reviews = of_reviews(&library).into_iter().flat_map(|(_, lines)| lines);
    let challenged: Vec<_> = articles
        .chain(suggestions)
        .chain(reviews)
        .chain(prompts)
        .map(|line| (line, challenged_in(&checker, line)))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(challenged.is_empty(), "{challenged:#?}");
}

#[test]
fn what_was_learnt_was_learnt_from_the_files_as_they_are() {
    let files = files::folder(Path::new("knowledge")).unwrap();
    for (learner, file) in
        [(Learner::Guidance, "messages/calm.txt"), (Learner::Language, "language/fair.txt"), (Learner::Privacy, "privacy/around.txt")]
    {
        assert!(is_learnt(&files, learner), "{learner:?}; run: LANTERN_KNOWLEDGE=knowledge lantern knowledge learn");
        let mut changed = files.clone();
        changed.insert(file, "He is here.");
        assert!(!is_learnt(&changed, learner));
    }
}

#[test]
fn an_example_that_is_newer_than_what_was_learnt_is_learnt_at_the_start() {
    const ASKED: &str = "What is the quizzical marmalade protocol?";
    const ARTICLE: &str = "three-steps";
    let folder = tempfile::tempdir().unwrap();
    let built_in = files::embedded();
    for path in built_in.paths() {
        let to = folder.path().join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, built_in.bytes(path).unwrap()).unwrap();
    }
    let examples = folder.path().join(format!("guidance/{ARTICLE}.examples.txt"));
    let more = "tell me about the quizzical marmalade protocol\nquizzical marmalade protocol?\nwhat is quizzical marmalade\n";
    std::fs::write(&examples, std::fs::read_to_string(&examples).unwrap() + more).unwrap();
    let library = Library::load(&files::folder(folder.path()).unwrap()).unwrap();
    let best = |bot: &Bot| support::ask(bot, ASKED).answer.hits.first().map(|hit| bot.library().articles[hit.article].id.clone());
    assert_eq!(best(&Bot::new(library, Config::default())).as_deref(), Some(ARTICLE));
    assert_eq!(best(&support::bot()), None);
}

#[test]
fn a_file_of_a_folder_that_is_not_text_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("language/fair.txt");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, [0xff, 0xfe]).unwrap();
    let refused = files::folder(folder.path()).unwrap_err();
    assert!(refused.contains("fair.txt cannot be read"), "{refused}");
}

#[test]
fn every_passage_can_be_read() {
    let (passages, problems) = passages(&files::folder(Path::new("knowledge")).unwrap());
    assert_eq!(problems, []);
    assert!(passages.len() > 10_000, "{}", passages.len());
}

#[test]
fn no_card_identifies_anybody_and_each_reads_at_grade_nine_or_below() {
    let library = support::library();
    let terms = glossary_words(&library);
    let interlock = Interlock::new(&library, Regex::new("^$").unwrap());
    for card in &library.prompts {
        let lines: Vec<&str> = card.parts().skip(1).map(String::as_str).collect();
        let seen: Vec<_> = card.parts().map(|part| interlock.find(part)).filter(|seen| !seen.is_empty()).collect();
        assert!(seen.is_empty(), "{}: {seen:?}", card.id);
        let grade = grade(&lines, &terms);
        assert!(grade <= MAX_GRADE, "{} reads at grade {grade:.1}", card.id);
    }
}

/// What people are shown of each kind of review, moment and lens, by what it is.
///
/// What people type for a moment is theirs, and shown to nobody.
fn of_reviews(library: &Library) -> Vec<(String, Vec<&String>)> {
    let reviews = &library.reviews;
    let kinds = reviews.kinds.iter().map(|kind| {
        (format!("kind {}", kind.id), [Some(&kind.name), Some(&kind.why), kind.owner.as_ref()].into_iter().flatten().collect())
    });
    let moments = reviews.moments.iter().map(|moment| (format!("moment {}", moment.id), vec![&moment.name, &moment.check]));
    let lenses =
        reviews.lenses.iter().map(|lens| (format!("lens {}", lens.id), std::iter::once(&lens.title).chain(&lens.questions).collect()));
    kinds.chain(moments).chain(lenses).collect()
}

#[test]
fn every_rhythm_of_a_review_is_one_that_the_diary_reads() {
    let library = support::library();
    for kind in &library.reviews.kinds {
        let read = kind.every.as_deref().map(lantern::diary::cadence::Cadence::read);
        assert!(!matches!(read, Some(Err(_))), "{}: {:?}", kind.id, kind.every);
    }
}

/// The rules that challenge a line.
fn challenged_in<'a>(checker: &'a Checker, line: &'a str) -> Vec<&'a str> {
    checker.check(line).into_iter().filter(Finding::is_challenged).filter_map(|finding| line.get(finding.range)).collect()
}

#[test]
fn every_wording_rule_flags_and_allows_the_sentences_it_names() {
    let library = support::library();
    let checker = Checker::new(&library);
    assert_eq!(checker.problems(), []);
    let broken = lantern::language::broken_promises(&checker, &library);
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
#[ignore = "needs Debian's wbritish; LANTERN_FULL=1 .ci/run runs it"]
fn no_english_word_is_taken_for_a_misspelt_one() {
    let library = support::library();
    let checker = Checker::new(&library);
    let list = std::fs::read_to_string("/usr/share/dict/british-english").unwrap();
    let plain = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    let taken: Vec<_> = list.lines().filter(plain).filter_map(|word| Some((word, checker.taken_for(word)?))).collect();
    assert!(taken.is_empty(), "add to language/plain-words.txt: {taken:?}");
}

/// The built-in files with one of them changed.
fn with(path: &str, change: impl Fn(&str) -> String) -> Files {
    let mut changed = files::embedded();
    let text = change(changed.get(path).unwrap());
    changed.insert(path, text.leak());
    changed
}

fn problems(files: &Files) -> Vec<String> {
    let found = Library::load(files).map(|library| Checker::new(&library).problems().to_vec());
    found.unwrap_or_else(|problems| problems).iter().map(ToString::to_string).collect()
}

/// Among the problems of some files there is one of this file with these words.
fn expect(files: &Files, file: &str, part: &str) {
    let found = problems(files);
    assert!(found.iter().any(|problem| problem.starts_with(file) && problem.contains(part)), "expected {file}: …{part}…, found {found:?}");
}

#[test]
fn every_kind_of_problem_is_named_with_its_file() {
    const ARTICLE: &str = "guidance/using-music.md";
    const RULE: &str = "language/lifestyle-choice.md";
    let change = |from: &'static str, to: &'static str| with(ARTICLE, move |text| text.replacen(from, to, 1));
    expect(&change("kind =", "extra = 1\nkind ="), ARTICLE, "extra");
    expect(&change("+++\n", ""), ARTICLE, "must open with");
    expect(&change("## Do", "## Dos"), ARTICLE, "unknown heading");
    expect(&change("clt.tip.music", "clt.tip.nothing"), ARTICLE, "not in anchors.toml");
    expect(&change("clt.tip.music", "clt.tip.nothing"), "anchors.toml", "clt.tip.music");
    expect(&change("key = \"county-lines-toolkit\"", "key = \"nowhere\""), ARTICLE, "nowhere");
    expect(&change("related = [", "related = [\"nowhere\", "), ARTICLE, "nowhere");
    expect(&change("checked = \"not yet\"", "checked = \"soon\""), ARTICLE, "checked is");
    expect(&change("# Using music", "# Using music and a great many other words that do not belong in a title"), ARTICLE, "title has");
    let longer = with(ARTICLE, |text| format!("{text}\n- {}\n", "word ".repeat(200)));
    expect(&longer, ARTICLE, "at most 180");
    let unsourced = with(ARTICLE, |text| {
        let (front, rest) = text.split_once("sources = [").unwrap();
        format!("{front}sources = []{}", rest.split_once("\n]").unwrap().1)
    });
    expect(&unsourced, ARTICLE, "no source");
    let twice =
        with("guidance/using-music.examples.txt", |text| format!("{text}one example in two places here\none example in two places here\n"));
    expect(&twice, "examples of using-music", "twice");
    expect(&with("guidance/using-music.examples.txt", |_| "only one\n".into()), "guidance/using-music.examples.txt", "at least 60");
    expect(&with("glossary.toml", |_| "term = []\n".into()), "glossary.toml", "at least 80");
    let rule = |from: &'static str, to: &'static str| with(RULE, move |text| text.replacen(from, to, 1));
    expect(&rule("category =", "colour = 1\ncategory ="), RULE, "colour");
    expect(&rule("sources = [", "sources = [\"nowhere\", "), RULE, "needs a source");
    expect(&rule("## Flag", "## Flags"), RULE, "\"Flags\" is unknown");
    expect(&rule("## Phrases\n", "## Phrases\n- (a|b\n"), RULE, "not closed");
    expect(&with("language/cues.toml", |text| format!("{text}\nmore = []\n")), "language/cues.toml", "more");
    let mut many = files::embedded();
    (0..=MAX_ARTICLES).for_each(|number| many.insert(format!("guidance/article-{number}.md"), many.get(ARTICLE).unwrap()));
    expect(&many, "guidance", "at most 255");
    let mut stray = files::embedded();
    for name in ["guidance/nobody.examples.txt", "guidance/learnt/notes.csv", "language/learnt/notes.csv"] {
        stray.insert(name, "a question\n");
        expect(&stray, name, "nothing reads this file");
    }
}

#[test]
fn every_kind_of_problem_in_reviews_is_named() {
    let review = |from: &'static str, to: &'static str| with("reviews.toml", move |text| text.replacen(from, to, 1));
    for (from, to, part) in [
        ("id = \"new-plan\"", "id = \"settled\"", "stands twice"),
        ("id = \"new-plan\"", "id = \"New plan\"", "joined by hyphens"),
        ("id = \"new-plan\"", "colour = 1\nid = \"new-plan\"", "colour"),
        ("default = true", "default = false", "no kind is the default"),
        ("sources = [\"safety-planning\"", "sources = [\"nowhere\"", "needs a source"),
        ("sources = [\"child-protection-plan-procedures\"]", "sources = []", "needs a source"),
        ("why = \"Danger is", "why = \"It must be so. Danger is", "one sentence why"),
        ("why = \"Danger is", "why = \"By a legal duty danger is", "does not say \"legal\""),
        ("pace = \"same-day\"\ndanger", "pace = \"next-review\"\ndanger", "is danger"),
        ("article = \"going-missing\"", "article = \"nowhere\"", "does not exist"),
        ("says = [\"gone", "says = [\"Gone", "in small letters"),
        ("says = [\"gone missing\"", "says = [\"arrested\"", "share the words"),
        ("says = [\"gone missing\"", "says = [\"the child\"", "no word that tells"),
        ("check = \"If you fear", "check = \"Ring. If you fear", "sentences"),
        ("\"What went well, and who made it go well?\",", "\"Well\",", "2 or 3 questions"),
        ("anchors = [\"sp.principle.12\"]", "anchors = [\"sp.nothing\"]", "not in anchors.toml"),
        ("anchors = [\"sp.principle.12\"]", "anchors = []", "names no anchor"),
    ] {
        expect(&review(from, to), "reviews.toml", part);
    }
    let no_lenses = with("reviews.toml", |text| {
        text.split_once("[[lens]]").unwrap().0.to_owned() + "[[lens]]\nid = \"one\"\ntitle = \"One\"\nquestions = []\nanchors = []\n"
    });
    expect(&no_lenses, "reviews.toml", "at least 7");
}

#[test]
fn every_kind_of_problem_in_prompts_is_named() {
    const CARD: &str = "prompts/put-the-adult-back.md";
    let card = |from: &'static str, to: &'static str| with(CARD, move |text| text.replacen(from, to, 1));
    for (from, to, part) in [
        ("anchors = [", "anchors = [\"sp.nothing\", ", "not in anchors.toml"),
        ("sources = [", "sources = [\"nowhere\", ", "not in sources.toml"),
        ("theme = \"language\"", "theme = \"weather\"", "weather"),
        ("model = \"", "model = \"my-", "unknown variant"),
        ("minutes = ", "minutes = 1", "minutes; from 5 to 60"),
        ("## Then ask", "## Then say", "unknown heading"),
        ("## For the facilitator", "## Why it matters", "stands twice"),
        ("# ", "# A title that goes on for a great deal longer than any title should and ", "the title has"),
        ("basis = \"", "basis = \"listed\" #", "its basis"),
    ] {
        expect(&card(from, to), CARD, part);
    }
    let cut = with(CARD, |text| text.split_once("## Why").unwrap().0.to_owned());
    expect(&cut, CARD, "the \"Why it matters\" is missing");
    expect(&cut, CARD, "the \"For the facilitator\" is missing");
    let (all, mut few) = (files::embedded(), Files::default());
    let kept = all.paths().filter(|path| !path.starts_with("prompts/") || *path == CARD);
    kept.filter_map(|path| Some((path, all.get(path)?))).for_each(|(path, text)| few.insert(path, text));
    expect(&few, "prompts", "1 cards; at least 80");
    expect(&few, "anchors.toml", "no card has \"sp.principle.12\"");
    let mut stray = files::embedded();
    stray.insert("prompts/notes.txt", "a note");
    expect(&stray, "prompts/notes.txt", "nothing reads this file");
}

#[test]
fn nothing_to_check_is_a_failure_and_problems_come_all_at_once() {
    assert!(problems(&Files::default()).len() > 3);
    let both = with("guidance/using-music.md", |text| text.replacen("kind =", "extra = 1\nkind =", 1).replacen("related", "relatde", 1));
    let mut both = both;
    let broken = both.get("guidance/three-steps.md").unwrap().replace("+++\n", "");
    both.insert("guidance/three-steps.md", broken.leak());
    let found = problems(&both);
    for file in ["guidance/using-music.md", "guidance/three-steps.md"] {
        assert!(found.iter().any(|problem| problem.starts_with(file)), "{file} is not named");
    }
}
