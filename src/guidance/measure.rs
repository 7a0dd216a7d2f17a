//! How well the matcher does: the figures of `lantern evaluate`, and voices left out one at a time.

use super::{Answer, Guide, Outcome};
use crate::knowledge::{Example, Library};
use crate::share::{Share, rounded};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One judged question.
#[derive(Debug, Clone, Deserialize)]
pub struct Judgement {
    /// Its id.
    pub id: String,
    /// What was asked.
    pub question: String,
    /// Anchors that answer it; empty where it must not be answered.
    pub expect: Vec<String>,
    /// What is tested.
    pub kind: JudgedKind,
}

/// What a judged question tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JudgedKind {
    /// The toolkits answer it.
    Answerable,
    /// They do not.
    Abstain,
    /// Danger now.
    Urgent,
    /// It carries wording that should be challenged.
    Challenge,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn four_places<S: serde::Serializer>(figure: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(rounded(*figure))
}

/// The figures, named as in the evaluation tool's output.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figures {
    /// Questions asked.
    pub questions: usize,
    /// Of these, how many have an answer in the toolkits.
    pub with_answer: usize,
    /// The first article cites an expected anchor.
    #[serde(rename = "hit@1")]
    pub hit_1: Share,
    /// One of the first three does.
    #[serde(rename = "hit@3")]
    pub hit_3: Share,
    /// Mean reciprocal rank.
    #[serde(serialize_with = "four_places")]
    pub mrr: f64,
    /// Danger now that was seen.
    pub urgent_recall: Share,
    /// Needless alarms.
    pub urgent_false_alarms: Share,
    /// Questions rightly not covered.
    pub abstention: Share,
    /// Answerable questions not covered.
    pub over_abstention: Share,
    /// Oppressive wording that was challenged.
    pub challenged: Share,
    /// Wording challenged needlessly.
    pub false_challenges: Share,
}

impl Figures {
    /// Counts one question: the anchors of the cited articles best first, whether danger was seen and wording challenged.
    pub fn count(&mut self, judged: &Judgement, answer: &Answer, cited: &[&[String]], challenged: bool) {
        let answered = answer.outcome == Outcome::Answered;
        self.questions += 1;
        if !judged.expect.is_empty() {
            self.with_answer += 1;
            let meets = |anchors: &&[String]| anchors.iter().any(|anchor| judged.expect.contains(anchor));
            let rank = cited.iter().position(meets).map(|at| at + 1);
            self.count_rank(rank);
            if judged.kind != JudgedKind::Urgent {
                self.over_abstention.count(!answered);
            }
        }
        match judged.kind {
            JudgedKind::Urgent => self.urgent_recall.count(answer.urgent),
            _ => self.urgent_false_alarms.count(answer.urgent),
        }
        match judged.kind {
            JudgedKind::Abstain => self.abstention.count(!answered),
            JudgedKind::Challenge => self.challenged.count(challenged),
            _ => {}
        }
        if matches!(judged.kind, JudgedKind::Answerable | JudgedKind::Abstain) {
            self.false_challenges.count(challenged);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of questions")]
    fn count_rank(&mut self, rank: Option<usize>) {
        self.hit_1.count(rank == Some(1));
        self.hit_3.count(rank.is_some_and(|rank| rank <= 3));
        let so_far = self.mrr * (self.with_answer - 1) as f64 + rank.map_or(0.0, |rank| 1.0 / rank as f64);
        self.mrr = so_far / self.with_answer as f64;
    }
}

/// The figures of one voice that the matcher was fitted without.
#[derive(Debug, Clone, Default, Serialize)]
pub struct VoiceFigures {
    /// The voice.
    pub voice: String,
    /// The first article is the example's own or shares its main anchor.
    #[serde(rename = "hit@1")]
    pub hit_1: Share,
    /// One of the first three is.
    #[serde(rename = "hit@3")]
    pub hit_3: Share,
    /// Covered questions that were not answered.
    pub over_abstention: Share,
    /// Off-topic messages not answered.
    pub abstention: Share,
    /// Messages of danger now that were seen.
    pub urgent_recall: Share,
    /// Alarms for messages that only sound like danger.
    pub calm_alarms: Share,
    /// Alarms for questions and off-topic messages.
    pub other_alarms: Share,
}

impl VoiceFigures {
    /// Adds another voice's counts.
    pub fn add(&mut self, other: &Self) {
        self.hit_1.add(other.hit_1);
        self.hit_3.add(other.hit_3);
        self.over_abstention.add(other.over_abstention);
        self.abstention.add(other.abstention);
        self.urgent_recall.add(other.urgent_recall);
        self.calm_alarms.add(other.calm_alarms);
        self.other_alarms.add(other.other_alarms);
    }
}

/// The voices that the example messages name.
#[must_use]
pub fn voices(library: &Library) -> BTreeSet<String> {
    let messages = library.off_topic.iter().chain(library.urgent.iter()).chain(library.calm.iter());
    let questions = library.articles.iter().flat_map(|article| article.examples.iter());
    messages.chain(questions).map(|example| example.voice.to_owned()).filter(|voice| !voice.is_empty()).collect()
}

/// Fits the matcher without one voice and asks it all that this voice says.
#[must_use]
pub fn leave_out(library: &Library, voice: &str) -> VoiceFigures {
    let guide = Guide::without(library, voice);
    let mut figures = VoiceFigures { voice: voice.to_owned(), ..VoiceFigures::default() };
    let said = |examples: &'_ [Example]| {
        examples.iter().filter(|example| example.voice == voice).map(|example| guide.answer(example.text)).collect::<Vec<_>>()
    };
    for article in &library.articles {
        for answer in said(&article.examples) {
            let fits = |hit: &super::Hit| {
                let found = &library.articles[hit.article];
                found.id == article.id || article.main_anchor().is_some_and(|main| found.meta.anchors.iter().any(|anchor| anchor == main))
            };
            figures.hit_1.count(answer.hits.iter().take(1).any(fits));
            figures.hit_3.count(answer.hits.iter().take(3).any(fits));
            figures.over_abstention.count(answer.outcome == Outcome::NotCovered);
            figures.other_alarms.count(answer.urgent);
        }
    }
    for answer in said(&library.off_topic) {
        figures.abstention.count(answer.outcome == Outcome::NotCovered);
        figures.other_alarms.count(answer.urgent);
    }
    for answer in said(&library.urgent) {
        figures.urgent_recall.count(answer.urgent);
    }
    for answer in said(&library.calm) {
        figures.calm_alarms.count(answer.urgent);
    }
    figures
}
