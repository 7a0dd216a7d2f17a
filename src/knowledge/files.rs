//! The files of a knowledge base: those built into the program, or a folder's.

use super::{Learner, is_learnt};
use std::collections::BTreeMap;
use std::path::Path;

/// The files that are built in, one after another, and a line for each: how many bytes it has, and its path. See `build.rs`.
static BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.bin"));
static LIST: &str = include_str!(concat!(env!("OUT_DIR"), "/knowledge.list"));

/// Every file, by its path from the top of the knowledge base (`guidance/three-steps.md`). What is read from it points into it, so it stays
/// for as long as the program runs. A file that nobody asks for is not looked at: much is there to learn from alone.
#[derive(Debug, Clone, Default)]
pub struct Files(BTreeMap<String, &'static [u8]>);

impl Files {
    /// The text of a file; none where there is no such file, or it is not UTF-8.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&'static str> {
        self.bytes(path).and_then(|bytes| str::from_utf8(bytes).ok())
    }

    /// What is in a file.
    #[must_use]
    pub fn bytes(&self, path: &str) -> Option<&'static [u8]> {
        self.0.get(path).copied()
    }

    /// Puts a file there, in the place of one with that path.
    pub fn insert(&mut self, path: impl Into<String>, text: &'static str) {
        self.0.insert(path.into(), text.as_bytes());
    }

    /// The path of every file, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The files of a folder whose names end so: what stands between in the path, and its path; in order.
    pub fn beneath(&self, folder: &str, ending: &str) -> impl Iterator<Item = (&str, &str)> {
        self.paths().filter_map(move |path| Some((path.strip_prefix(folder)?.strip_suffix(ending)?, path)))
    }
}

/// The knowledge base built into the program: all but what `build.rs` leaves out.
#[must_use]
pub fn embedded() -> Files {
    let mut files = Files::default();
    let mut rest = BUILT_IN;
    for (length, path) in LIST.lines().filter_map(|line| line.split_once(' ')) {
        let Some((file, after)) = length.parse().ok().and_then(|length| rest.split_at_checked(length)) else { break };
        files.0.insert(path.to_owned(), file);
        rest = after;
    }
    files
}

/// The knowledge base in a folder. What was learnt from other texts than are there is left out where it can be learnt anew at the start.
///
/// # Errors
/// A sentence with the path of the first file or folder that cannot be read.
pub fn folder(top: &Path) -> Result<Files, String> {
    let mut files = Files::default();
    collect_folder(top, top, &mut files)?;
    for learner in [Learner::Guidance, Learner::Privacy] {
        if !is_learnt(&files, learner) {
            files.0.retain(|path, _| !path.starts_with(learner.folder()));
        }
    }
    Ok(files)
}

fn collect_folder(top: &Path, folder: &Path, files: &mut Files) -> Result<(), String> {
    let unreadable = |path: &Path, error: std::io::Error| format!("{} cannot be read: {error}", path.display());
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path.is_dir() {
            collect_folder(top, &path, files)?;
        } else {
            let name = path.strip_prefix(top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let is_text = !Learner::ALL.iter().any(|learner| learner.writes(&name));
            let read = if is_text { std::fs::read_to_string(&path).map(String::into_bytes) } else { std::fs::read(&path) };
            files.0.insert(name, read.map_err(|error| unreadable(&path, error))?.leak());
        }
    }
    Ok(())
}
