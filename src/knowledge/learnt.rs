//! What is learnt ahead (`lantern knowledge learn`), and from which files.

use super::Files;
use std::collections::BTreeMap;

/// The name of the file that says from what it was learnt: see [`learnt_from`].
pub const LEARNT_FROM: &str = "from.txt";

/// A part of Lantern that learns ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learner {
    /// Which article people mean, and whether there is danger now, from example messages.
    Guidance,
    /// What wrongs a child, from sentences and marked drafts.
    Language,
    /// What is a person's name, from sentences with names and from all texts without.
    Privacy,
}

impl Learner {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Guidance, Self::Language, Self::Privacy];

    /// Where what it learnt is kept.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Guidance => "guidance/learnt/",
            Self::Language => "language/learnt/",
            Self::Privacy => "privacy/learnt/",
        }
    }

    /// Whether a file is named like one that it writes.
    pub(super) fn writes(self, path: &str) -> bool {
        let endings: &[&str] = match self {
            Self::Guidance => &[".bin", ".toml", ".txt"],
            Self::Language | Self::Privacy => &[".bin", ".txt"],
        };
        path.strip_prefix(self.folder()).is_some_and(|name| endings.iter().any(|ending| name.strip_suffix(ending).is_some()))
    }

    /// Whether it learns from a file.
    fn learns_from(self, path: &str) -> bool {
        let is_example = || path.starts_with("messages/") || path.starts_with("guidance/") && path.ends_with(".examples.txt");
        match self {
            Self::Guidance => is_example() || path == "concepts.toml",
            Self::Privacy => {
                let is_sentence = path.strip_prefix("language/").is_some_and(|name| !name.contains('/'));
                is_example() || is_sentence || path.starts_with("privacy/") && !path.starts_with(self.folder())
            }
            Self::Language => path.starts_with("language/") && !path.starts_with(self.folder()) || path == "privacy/words.txt",
        }
    }

    /// What it learnt, by the names of the files; nothing where that is not there.
    #[must_use]
    pub fn learnt(self, files: &Files) -> BTreeMap<String, &'static [u8]> {
        let learnt = files.beneath(self.folder(), "");
        learnt.filter_map(|(name, path)| Some((name.to_owned(), files.bytes(path)?))).collect()
    }
}

/// What stands for the present state of all that is learnt from: another number where one of these files is another, or the program is.
#[must_use]
pub fn learnt_from(files: &Files, learner: Learner) -> String {
    let learnt_from = files.paths().filter(|path| learner.learns_from(path));
    let bytes = learnt_from.flat_map(|path| path.as_bytes().iter().chain(files.bytes(path).unwrap_or_default()));
    let number = env!("CARGO_PKG_VERSION")
        .as_bytes()
        .iter()
        .chain(bytes)
        .fold(0xcbf2_9ce4_8422_2325_u64, |state, byte| (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{number:016x}")
}

/// Whether what was learnt is there, and was learnt from the files as they are.
#[must_use]
pub fn is_learnt(files: &Files, learner: Learner) -> bool {
    files.get(&format!("{}{LEARNT_FROM}", learner.folder())) == Some(&learnt_from(files, learner))
}
