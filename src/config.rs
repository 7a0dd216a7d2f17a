//! The configuration: a file, then the environment. Every key is described in `config.example.toml`.

use crate::knowledge::Jurisdiction;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The file read from the current folder when no other is named.
pub const DEFAULT_FILE: &str = "config.toml";

/// Everything that can be configured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The nation the team works in; England unless set.
    pub nation: Nation,
    /// A folder with a knowledge base to use in place of the one built in.
    pub knowledge: Option<PathBuf>,
    /// Whom people should turn to locally.
    pub contacts: Contacts,
}

/// The nation the team works in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nation {
    /// England.
    #[default]
    England,
    /// Wales.
    Wales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

impl Nation {
    /// What to say before guidance of this jurisdiction, where it may not hold here.
    #[must_use]
    pub fn caution(self, jurisdiction: Jurisdiction) -> Option<&'static str> {
        match (jurisdiction, self) {
            (Jurisdiction::Uk, _)
            | (Jurisdiction::England, Self::England)
            | (Jurisdiction::EnglandAndWales, Self::England | Self::Wales) => None,
            (Jurisdiction::England, Self::Wales) => Some("This is law or guidance for England. In Wales it may differ; ask locally."),
            (Jurisdiction::England | Jurisdiction::EnglandAndWales, _) => Some("This is law in England and Wales; ask locally."),
        }
    }
}

/// Local contacts, as they should be shown: a name, a number, a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contacts {
    /// The multi-agency safeguarding hub.
    pub mash: Option<String>,
    /// The duty team out of office hours.
    pub out_of_hours: Option<String>,
    /// The designated safeguarding lead.
    pub designated_lead: Option<String>,
    /// The partnership's escalation procedure.
    pub escalation: Option<String>,
}

impl Config {
    /// Reads the configuration: from `named`, or else from [`DEFAULT_FILE`] if it is there; then `LANTERN_NATION` and
    /// `LANTERN_KNOWLEDGE` from the environment.
    ///
    /// # Errors
    /// A sentence that names the file, and the line and column where its text is wrong.
    pub fn read(named: Option<&Path>, environment: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let default = Path::new(DEFAULT_FILE);
        let mut config = match named.or_else(|| default.exists().then_some(default)) {
            Some(path) => Self::from_file(path)?,
            None => Self::default(),
        };
        if let Some(nation) = environment("LANTERN_NATION") {
            config.nation = Nation::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(&nation))
                .map_err(|_| format!("LANTERN_NATION is \"{nation}\"; use england, wales, scotland or northern-ireland"))?;
        }
        if let Some(folder) = environment("LANTERN_KNOWLEDGE") {
            config.knowledge = Some(folder.into());
        }
        Ok(config)
    }

    fn from_file(path: &Path) -> Result<Self, String> {
        let text =
            std::fs::read_to_string(path).map_err(|error| format!("The configuration {} cannot be read: {error}.", path.display()))?;
        toml::from_str(&text).map_err(|error| format!("The configuration {} is not right.\n{error}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_opens_with_a_caution_outside_its_nations() {
        assert!(
            Nation::Scotland
                .caution(Jurisdiction::EnglandAndWales)
                .is_some_and(|text| text.starts_with("This is law in England and Wales; ask locally"))
        );
        assert!(Nation::Wales.caution(Jurisdiction::England).is_some());
        for (nation, jurisdiction) in [
            (Nation::Wales, Jurisdiction::EnglandAndWales),
            (Nation::NorthernIreland, Jurisdiction::Uk),
            (Nation::England, Jurisdiction::England),
        ] {
            assert_eq!(nation.caution(jurisdiction), None);
        }
    }

    #[test]
    fn the_environment_comes_after_the_file() {
        let nation = |name: &str| (name == "LANTERN_NATION").then(|| "scotland".to_owned());
        assert_eq!(Config::read(None, nation).unwrap().nation, Nation::Scotland);
        let wrong = |name: &str| (name == "LANTERN_NATION").then(|| "mars".to_owned());
        assert!(Config::read(None, wrong).unwrap_err().contains("northern-ireland"));
    }
}
