//! The configuration: a file, then the environment. Every key is described in `config.example.toml`.

use crate::knowledge::Jurisdiction;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::IpAddr;
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
    /// The team, and the person at this terminal.
    pub team: Team,
    /// The diary of reviews.
    pub diary: Diary,
    /// The bot on Discord.
    pub discord: Discord,
}

/// The bot on Discord.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Discord {
    /// A file with the token and nothing else.
    pub token_file: Option<PathBuf>,
    /// Where Discord's interface is, in place of Discord's own: for tests and for compatible servers.
    pub api_base: Option<String>,
    /// Whether `api_base` may be another machine, which then gets the token.
    pub allow_other_api: bool,
}

/// What proves to Discord that a program is the bot. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(not shown)")
    }
}

impl Token {
    /// The token itself, for Discord alone.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl Discord {
    /// The token: from `LANTERN_DISCORD_TOKEN` in the environment, or else from the file; none where neither is set.
    ///
    /// # Errors
    /// A sentence, where the file cannot be read, or what is set has the wrong form. It shows nothing of the token.
    pub fn token(&self, environment: impl Fn(&str) -> Option<String>) -> Result<Option<Token>, String> {
        let read = |path: &PathBuf| {
            std::fs::read_to_string(path).map_err(|error| format!("The token file {} cannot be read: {error}.", path.display()))
        };
        let set = environment("LANTERN_DISCORD_TOKEN").filter(|token| !token.trim().is_empty());
        let Some(text) = set.map_or_else(|| self.token_file.as_ref().map(read).transpose(), |token| Ok(Some(token)))? else {
            return Ok(None);
        };
        let token = text.trim();
        if token.is_empty() || token.contains(|c: char| !c.is_ascii_graphic()) {
            return Err("The Discord token has the wrong form: it is one line of letters, digits and dots. Copy it again.".to_owned());
        }
        Ok(Some(Token(token.to_owned())))
    }

    /// Where Discord's interface is, if it is not Discord's own; without a slash at the end.
    ///
    /// # Errors
    /// A sentence, where it is another machine and that is not allowed.
    pub fn base(&self) -> Result<Option<&str>, String> {
        let Some(base) = &self.api_base else { return Ok(None) };
        let host = base.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
        let port = |(_, port): &(&str, &str)| port.bytes().all(|byte| byte.is_ascii_digit());
        let name = host.rsplit_once(':').filter(port).map_or(host, |(name, _)| name).trim_matches(['[', ']']);
        let loopback = name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if !loopback && !self.allow_other_api {
            return Err(
                "discord.api_base is another machine, and it would get the token. If it should, set discord.allow_other_api = true."
                    .to_owned(),
            );
        }
        Ok(Some(base.trim_end_matches('/')))
    }
}

/// The team, and the person at this terminal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Team {
    /// What the team is called.
    pub name: String,
    /// The person's role or initials.
    pub person: String,
    /// What the person may do.
    pub role: Role,
    /// The roles and initials that may lead a review; any, if empty.
    pub leads: Vec<String>,
}

impl Default for Team {
    fn default() -> Self {
        Self { name: "our team".to_owned(), person: "you".to_owned(), role: Role::Practitioner, leads: Vec::new() }
    }
}

/// What a person may do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Works with children and families.
    #[default]
    Practitioner,
    /// Supervises practitioners.
    Supervisor,
}

/// The diary of reviews.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Diary {
    /// The folder it is kept in.
    pub folder: Option<PathBuf>,
    /// When reviews are announced on a working day.
    pub morning: Time,
    /// How many working days ahead they are announced for the first time, 0 to 20.
    pub ahead: u16,
    /// Nothing but danger is announced from this time on, until `quiet_until`.
    pub quiet_from: Option<Time>,
    /// When the quiet hours end.
    pub quiet_until: Option<Time>,
    /// What a case reference looks like, as a regular expression for the whole of it.
    pub case_reference: Option<String>,
    /// How many hourly backups are kept.
    pub hourly_backups: u16,
    /// How many daily backups are kept.
    pub daily_backups: u16,
}

impl Default for Diary {
    fn default() -> Self {
        Self {
            folder: None,
            morning: Time::constant(9, 0, 0, 0),
            ahead: 2,
            quiet_from: None,
            quiet_until: None,
            case_reference: None,
            hourly_backups: 24,
            daily_backups: 14,
        }
    }
}

impl Diary {
    /// The folder: the one configured, or else one in the user's state folder.
    #[must_use]
    pub fn place(&self, environment: impl Fn(&str) -> Option<String>) -> PathBuf {
        let state = || environment("XDG_STATE_HOME").map(PathBuf::from);
        let home = || environment("HOME").map(|home| Path::new(&home).join(".local/state"));
        let default = || state().or_else(home).unwrap_or_default().join("lantern");
        self.folder.clone().unwrap_or_else(default)
    }
}

/// The nation the team works in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
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

    #[test]
    fn a_token_comes_from_the_environment_or_its_file_and_never_shows_itself() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "from-the-file\n").unwrap();
        let discord = Discord { token_file: Some(file.path().to_owned()), ..Discord::default() };
        let own = |name: &str| (name == "LANTERN_DISCORD_TOKEN").then(|| "from-outside".to_owned());
        assert_eq!(discord.token(own).unwrap().unwrap().secret(), "from-outside");
        let token = discord.token(|_| None).unwrap().unwrap();
        assert_eq!(token.secret(), "from-the-file");
        assert!(!format!("{token:?}").contains("file"));
        assert_eq!(Discord::default().token(|_| Some(" ".to_owned())), Ok(None));
        let wrong = Discord::default().token(|_| Some("se cret".to_owned())).unwrap_err();
        assert!(wrong.contains("wrong form") && !wrong.contains("cret"), "{wrong}");
        let missing = Discord { token_file: Some("no/such/file".into()), ..Discord::default() };
        assert!(missing.token(|_| None).unwrap_err().contains("no/such/file"));
    }

    #[test]
    fn another_machine_gets_the_token_only_where_that_is_allowed() {
        let at = |base: &str, allow: bool| Discord { api_base: Some(base.into()), allow_other_api: allow, ..Discord::default() };
        for base in ["http://127.0.0.1:80/api/v10/", "http://localhost/api", "http://[::1]:9/api", "http://[::1]/"] {
            assert_eq!(at(base, false).base(), Ok(Some(base.trim_end_matches('/'))));
        }
        for base in [
            "http://127.0.0.1.example.org/api",
            "https://example.org",
            "127.0.0.1",
            "http://127.0.0.1:80@example.org/",
            "http://me@127.0.0.1/",
        ] {
            assert!(at(base, false).base().is_err(), "{base}");
            assert!(at(base, true).base().is_ok(), "{base}");
        }
        assert_eq!(Discord::default().base(), Ok(None));
    }
}
