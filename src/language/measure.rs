//! How well challenges fit labelled drafts.

use super::Finding;
use crate::share::Share;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// A draft with what should be challenged in it. Other fields are ignored.
#[derive(Debug, Clone, Deserialize)]
pub struct LabelledDraft {
    /// Its name.
    pub id: String,
    /// The draft.
    pub text: String,
    /// What should be challenged; nothing, in a quiet draft.
    pub findings: Vec<Label>,
    /// What sort of draft it is; "hard" ones are arguable and not counted.
    pub kind: String,
}

/// One phrase that should be challenged.
#[derive(Debug, Clone, Deserialize)]
pub struct Label {
    /// The words, as they stand in the draft for the first time.
    pub phrase: String,
    /// The category expected.
    pub category: String,
    /// Categories that do as well.
    #[serde(default)]
    pub also: Vec<String>,
}

/// The figures, named as in the evaluation tool's output.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DraftFigures {
    /// Of what is challenged, how much should be.
    pub precision: Share,
    /// Of what should be challenged, how much is.
    pub recall: Share,
    /// Of what is rightly challenged, how much is in the right category.
    pub category: Share,
    /// Drafts with nothing to challenge in which something is.
    pub quiet_drafts_alarmed: Share,
    /// Recall by the kind of draft.
    pub recall_by_kind: BTreeMap<String, Share>,
}

impl DraftFigures {
    /// Counts one draft: what is challenged in it, each with its category.
    pub fn count(&mut self, draft: &LabelledDraft, challenged: &[(&Finding, &str)]) {
        if draft.kind == "hard" {
            return;
        }
        let places: Vec<Range<usize>> = draft.findings.iter().filter_map(|label| place(&draft.text, label)).collect();
        let pairs = pair(&places, challenged);
        for (at, label) in draft.findings.iter().enumerate() {
            let found = pairs.iter().find(|(_, label, _)| *label == at);
            self.recall.count(found.is_some());
            self.recall_by_kind.entry(draft.kind.clone()).or_default().count(found.is_some());
            if let Some((_, _, finding)) = found {
                let category = challenged[*finding].1;
                self.category.count(label.category == category || label.also.iter().any(|also| also == category));
            }
        }
        let rightly = |finding: &Finding| places.iter().any(|place| fits(place, &finding.range) > 0);
        for (finding, _) in challenged {
            self.precision.count(rightly(finding));
        }
        if draft.findings.is_empty() {
            self.quiet_drafts_alarmed.count(!challenged.is_empty());
        }
    }
}

fn place(text: &str, label: &Label) -> Option<Range<usize>> {
    text.find(&label.phrase).map(|start| start..start + label.phrase.len())
}

/// How many bytes a finding shares with a label; none, if it is more than twice as long and twenty bytes.
fn fits(label: &Range<usize>, found: &Range<usize>) -> usize {
    let shared = label.end.min(found.end).saturating_sub(label.start.max(found.start));
    if found.len() <= 2 * label.len() + 20 { shared } else { 0 }
}

/// Pairs labels and findings, each once, those first that share most: shared bytes, label, finding.
fn pair(places: &[Range<usize>], challenged: &[(&Finding, &str)]) -> Vec<(usize, usize, usize)> {
    let mut all: Vec<(usize, usize, usize)> = Vec::new();
    for (at, place) in places.iter().enumerate() {
        all.extend(challenged.iter().enumerate().map(|(number, (finding, _))| (fits(place, &finding.range), at, number)));
    }
    all.retain(|(shared, ..)| *shared > 0);
    all.sort_by_key(|pair| std::cmp::Reverse(*pair));
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for next in all {
        if !pairs.iter().any(|pair| pair.1 == next.1 || pair.2 == next.2) {
            pairs.push(next);
        }
    }
    pairs
}
