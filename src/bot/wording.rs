//! The wording rules as a list for readers, in Markdown.

use super::Bot;
use crate::knowledge::{Category, Rule, Strength};
use std::fmt::Display;

impl Bot {
    /// Every rule by category: what it looks for, why, and what could be said instead.
    #[must_use]
    pub fn wording_list(&self) -> String {
        let mut parts = vec![
            "# Wording that Lantern questions".to_owned(),
            "Made from the rules in `knowledge/language`. Lantern asks; the practitioner decides. Phrases are shown in the curator's notation: each word stands for all its forms, `(x|y)` is a choice, `( )?` may be missing, `..` is up to three words."
                .to_owned(),
        ];
        for category in Category::ALL {
            parts.push(format!("## {}: {}", category.name(), category.meaning()));
            parts.extend(self.library.rules.iter().filter(|rule| rule.meta.category == category).map(|rule| self.wording_entry(rule)));
        }
        parts.join("\n\n")
    }

    fn wording_entry(&self, rule: &Rule) -> String {
        let strength = if rule.meta.strength == Strength::Query { "asked about gently" } else { "challenged" };
        let code: Vec<String> = rule.wording.phrases.iter().map(|phrase| format!("`{phrase}`")).collect();
        let known_by = if rule.wording.phrases.is_empty() {
            format!("Known by {} whole sentences, such as:\n\n{}", rule.sentences.len(), bullets(&rule.wording.flag))
        } else {
            format!("Phrases:\n\n{}", bullets(&code))
        };
        format!(
            "### {} ({}, {strength})\n\n{} {}\n\n{}\n\nInstead:\n\n{}\n\n{known_by}",
            rule.title,
            rule.id,
            rule.why,
            rule.ask,
            self.wording_source(rule),
            bullets(&rule.instead)
        )
    }
}

fn bullets(lines: &[impl Display]) -> String {
    lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}
