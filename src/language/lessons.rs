//! What there is to learn from: drafts in which what wrongs a child is marked, and lines that wrong a child or are fair as a whole.

use crate::classifier::shuffled;
use crate::knowledge::{Category, Library, Passage, Prompt, Reviews};
use std::borrow::Cow;
use std::ops::Range;

/// How many passages are read in a row.
const IN_A_ROW: usize = 5;

/// One text to learn from.
pub struct Lesson<'l> {
    /// The text.
    pub text: Cow<'l, str>,
    /// What wrongs a child in it: its place, in bytes, and how it does.
    pub wrongs: Vec<(Range<usize>, Category)>,
    /// What kind of text it is.
    pub kind: Kind,
}

/// The kinds of text to learn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What a rule must flag or allow, and what Lantern itself says.
    Promise,
    /// A line that wrongs a child, or is fair, as a whole: nobody has said which part of it does.
    Line,
    /// A draft in which what does wrong is marked.
    Passage,
    /// Several such drafts in a row.
    Row,
}

impl<'l> Lesson<'l> {
    fn wrong(text: &'l str, category: Category) -> Self {
        Self { text: text.into(), wrongs: vec![(0..text.len(), category)], kind: Kind::Line }
    }

    fn fair(text: &'l str) -> Self {
        Self { text: text.into(), wrongs: Vec::new(), kind: Kind::Line }
    }
}

/// Everything to learn from.
pub fn all<'l>(library: &'l Library, passages: &'l [Passage]) -> Vec<Lesson<'l>> {
    let rules = library.rules.iter().flat_map(|rule| {
        let category = rule.meta.category;
        let flag = rule.wording.flag.iter().map(move |line| Lesson { kind: Kind::Promise, ..Lesson::wrong(line, category) });
        let allow = rule.wording.allow.iter().map(|line| Lesson { kind: Kind::Promise, ..Lesson::fair(line) });
        flag.chain(allow).chain(rule.sentences.iter().map(move |line| Lesson::wrong(line, category)))
    });
    let said = said(library).map(|line| Lesson { kind: Kind::Promise, ..Lesson::fair(line) });
    let fair = library.fair.iter().map(|line| Lesson::fair(line));
    let marked = |passage: &'l Passage| Lesson { kind: Kind::Passage, wrongs: passage.wrongs.clone(), ..Lesson::fair(&passage.text) };
    let marked = passages.iter().map(marked);
    let every: Vec<&Passage> = passages.iter().collect();
    let wrong: Vec<&Passage> = passages.iter().filter(|passage| !passage.wrongs.is_empty()).collect();
    rules.chain(said).chain(fair).chain(marked).chain(joined(&every)).chain(joined(&wrong)).collect()
}

/// What Lantern itself says, which is fair.
fn said(library: &Library) -> impl Iterator<Item = &str> {
    let rules = library.rules.iter().flat_map(|rule| rule.instead.iter().chain([&rule.why, &rule.ask]));
    let articles = library.articles.iter().flat_map(|article| article.brief.iter().chain(&article.steps).chain(&article.say));
    let Reviews { kinds, moments, lenses, .. } = &library.reviews;
    let kinds = kinds.iter().flat_map(|kind| [&kind.name, &kind.why].into_iter().chain(&kind.owner));
    let moments = moments.iter().flat_map(|moment| [&moment.name, &moment.check]);
    let lenses = lenses.iter().flat_map(|lens| [&lens.title].into_iter().chain(&lens.questions));
    let prompts = library.prompts.iter().flat_map(Prompt::texts);
    rules.chain(articles).chain(kinds).chain(moments).chain(lenses).chain(prompts).map(String::as_str)
}

/// Passages in a row, as one: a draft may be long, and wrong in many places, and what stands around is not always about the same thing.
fn joined<'l>(passages: &[&'l Passage]) -> Vec<Lesson<'l>> {
    let mixed: Vec<&Passage> = shuffled(passages.len()).into_iter().map(|at| passages[at]).collect();
    let join = |row: &[&Passage]| {
        let mut lesson = Lesson { text: Cow::default(), wrongs: Vec::new(), kind: Kind::Row };
        for passage in row {
            let text = lesson.text.to_mut();
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(&passage.text);
            lesson.wrongs.extend(passage.wrongs.iter().map(|(range, category)| (start + range.start..start + range.end, *category)));
        }
        lesson
    };
    mixed.chunks(IN_A_ROW).map(join).collect()
}
