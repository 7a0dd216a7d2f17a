//! Case references: pseudonymous, so that a diary that is read by the wrong person names no child.

use regex::Regex;
use std::collections::BTreeSet;

/// What a case reference looks like unless the team says otherwise.
pub const DEFAULT_PATTERN: &str = "[A-Z]{2,4}-[0-9]{2,5}";
/// The longest case reference, in characters.
pub const MAX_CHARS: usize = 40;

/// What no case reference may look like: names, an NHS number, a telephone number, a postcode, a vehicle. All invented.
const NO_REFERENCES: [&str; 9] = ["KYLE", "AMY", "MOHAMMED", "KYLE SMITH", "SMITH", "9434765919", "07700900123", "LU1 9ZZ", "AB12 CDE"];

/// What counts as a case reference.
#[derive(Debug, Clone)]
pub struct CaseRule {
    pattern: Regex,
    /// First names that a reference must not open with; only where the pattern is the default one.
    names: BTreeSet<String>,
    own: bool,
}

/// Why something is not taken as a case reference. Never holds what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotACase {
    /// It does not look like one.
    #[error(
        "That is not a case reference. Use two to four letters, a hyphen and two to five digits, such as AB-123, and never a child's name."
    )]
    Shape,
    /// It does not look like one of the team's.
    #[error(
        "That does not look like one of your team's case references (they match {DEFAULT_PATTERN} unless your configuration says otherwise)."
    )]
    OwnShape,
    /// It opens with a first name.
    #[error("Those letters are a first name. Use a reference that names nobody, such as AB-123.")]
    Name,
}

impl CaseRule {
    /// The default rule, or the team's own pattern.
    ///
    /// # Errors
    /// A sentence, where the pattern is no regular expression.
    pub fn new(own: Option<&str>, names: &[String]) -> Result<Self, String> {
        let pattern = Regex::new(&format!("^(?:{})$", own.unwrap_or(DEFAULT_PATTERN)))
            .map_err(|error| format!("diary.case_reference is no regular expression: {error}"))?;
        if NO_REFERENCES.iter().any(|other| pattern.is_match(other)) {
            return Err("diary.case_reference is too wide: it also fits a name, or a number that belongs to one person. Make it ask for something that these never have, such as \"CR-[0-9]{4}\".".to_owned());
        }
        Ok(Self { pattern, names: names.iter().cloned().collect(), own: own.is_some() })
    }

    /// A typed case reference in its one form: capitals, without spaces around it.
    ///
    /// # Errors
    /// [`NotACase`] says why it is none.
    pub fn read(&self, typed: &str) -> Result<String, NotACase> {
        let reference = typed.trim().to_uppercase();
        if reference.chars().count() > MAX_CHARS || reference.contains('/') || !self.pattern.is_match(&reference) {
            return Err(if self.own { NotACase::OwnShape } else { NotACase::Shape });
        }
        let letters: String = reference.chars().take_while(|c| c.is_alphabetic()).collect();
        if !self.own && self.names.contains(&letters) {
            return Err(NotACase::Name);
        }
        Ok(reference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_letters_a_hyphen_and_digits_and_no_first_name() {
        let rule = CaseRule::new(None, &["AMY".to_owned()]).unwrap();
        assert_eq!(rule.read(" ab-123 "), Ok("AB-123".to_owned()));
        assert_eq!(rule.read("AMY-123"), Err(NotACase::Name));
        for other in ["Amy Smith", "A-123", "ABCDE-12", "AB-1", "AB-123456", "AB 123", ""] {
            assert_eq!(rule.read(other), Err(NotACase::Shape), "{other}");
        }
        assert_eq!(CaseRule::new(Some("P[0-9]{4}"), &[]).unwrap().read("p1234"), Ok("P1234".to_owned()));
        assert!(CaseRule::new(Some("("), &[]).is_err());
        for wide in ["[A-Z]{2,8}[0-9]*", "[0-9]{6,10}", "[A-Za-z ]+", ".*"] {
            assert!(CaseRule::new(Some(wide), &[]).unwrap_err().contains("too wide"), "{wide}");
        }
    }
}
