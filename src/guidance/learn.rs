//! Learning from the example messages: what speaks for each article, for danger now, and for neither.
//!
//! Learning takes a second and much memory, so it is done once, by whoever changes the examples, and written to `guidance/learnt`. Where
//! that is lacking or was learnt from other examples, it is done at the start.

use super::learnt::{Head, Learnt, Record};
use super::lexicon::{self, Term};
use super::nearest::followed;
use super::terms::Reader;
use crate::classifier::{Classifier, Lesson, Pace};
use crate::knowledge::{Example, Library};
use crate::lists::Lists;

const TOPICS_PACE: Pace = Pace { passes: 6, step: 4.0 };
const DANGER_PACE: Pace = Pace { passes: 6, step: 1.0 };
/// How much a message of danger counts: there are few of them beside all other examples, and a miss costs most.
const URGENT_WEIGHT: f32 = 3.0;
/// How much a message that only sounds like danger counts.
const CALM_WEIGHT: f32 = 2.0;
/// The classes of the classifier of danger.
const CALM: usize = 0;
const DANGER: usize = 1;

/// What an example message is an example of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    /// A question that this article answers best.
    Article(usize),
    /// Nothing the toolkits cover.
    OffTopic,
    /// Sounds like danger now, and is not.
    Calm,
    /// Danger now.
    Urgent,
}

/// What is shown first when there is danger now.
pub const SAFETY: [&str; 2] = ["sp.self-safeguard", "clt.three-steps"];

/// Learns from all example messages but those of one voice. Questions about staying safe now come close to danger; they teach nothing about it.
pub fn learn(library: &Library, reader: &Reader, without: Option<&str>) -> Learnt {
    let safety = SAFETY.map(|anchor| library.lead(anchor).unwrap_or(0));
    let wanted = |example: &&Example| without.is_none_or(|voice| example.voice != voice);
    let articles = library.articles.iter().enumerate().map(|(at, article)| (Label::Article(at), &article.examples));
    let others = [(Label::OffTopic, &library.off_topic), (Label::Calm, &library.calm), (Label::Urgent, &library.urgent)];
    let groups: Vec<(Label, Vec<&str>)> = articles
        .chain(others)
        .map(|(label, examples)| (label, examples.iter().filter(wanted).map(|example| example.text).collect()))
        .collect();
    let texts: Vec<&str> = groups.iter().flat_map(|(_, texts)| texts.iter().copied()).collect();
    let labels: Vec<Label> = groups.iter().flat_map(|(label, texts)| texts.iter().map(|_| *label)).collect();
    let (terms, messages) = lexicon::learn(reader, texts.iter().copied());
    let (topics, danger) = std::thread::scope(|scope| {
        let danger = scope.spawn(|| danger(&messages, &labels, safety[0], terms.len()));
        (topics(&messages, &labels, library.articles.len(), terms.len()), danger.join())
    });
    let danger = danger.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let examples = followed(&messages, terms.len(), |term| !terms[term as usize].letters);
    let begins = danger.odds(&[], DANGER, CALM);
    let record = |(at, term): (usize, &Term)| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let (scale, topics) = topics.term(at);
        let danger = danger.odds(&[(at, 1.0)], DANGER, CALM) - begins;
        Record { key: term.key, idf: term.idf, danger, scale, topics, examples: examples.get(at) }
    };
    let head = Head {
        articles: library.articles.iter().map(|article| article.id.clone()).collect(),
        groups: groups.iter().map(|(_, texts)| texts.len()).collect(),
        topics: topics.bias().to_vec(),
        danger: begins,
        safety,
        ..Head::default()
    };
    Learnt::write(head, terms.iter().enumerate().map(record))
}

/// The classifier of topics: a class for each article, and the last for what is off topic.
fn topics(messages: &Lists<(u32, f32)>, labels: &[Label], articles: usize, terms: usize) -> Classifier {
    let lessons = messages.iter().zip(labels).filter_map(|(message, label)| match label {
        Label::Article(at) => Some(Lesson { message, class: *at, weight: 1.0 }),
        Label::OffTopic => Some(Lesson { message, class: articles, weight: 1.0 }),
        Label::Calm | Label::Urgent => None,
    });
    Classifier::fit(&lessons.collect::<Vec<_>>(), articles + 1, terms, TOPICS_PACE)
}

/// The classifier of danger, fitted to messages of danger, to messages that sound like it (past, practised, dealt with) and to all others.
fn danger(messages: &Lists<(u32, f32)>, labels: &[Label], safety: usize, terms: usize) -> Classifier {
    let lessons = messages.iter().zip(labels).filter_map(|(message, label)| match label {
        Label::Urgent => Some(Lesson { message, class: DANGER, weight: URGENT_WEIGHT }),
        Label::Calm => Some(Lesson { message, class: CALM, weight: CALM_WEIGHT }),
        Label::Article(at) if *at == safety => None,
        Label::Article(_) | Label::OffTopic => Some(Lesson { message, class: CALM, weight: 1.0 }),
    });
    Classifier::fit(&lessons.collect::<Vec<_>>(), 2, terms, DANGER_PACE)
}
