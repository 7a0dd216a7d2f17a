//! The files of a knowledge base: those built into the program, or a folder's.

use include_dir::{Dir, DirEntry, include_dir};
use std::collections::BTreeMap;
use std::path::Path;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/knowledge");

/// The text of every file, by its path from the top of the knowledge base (`guidance/three-steps.md`). What is read from it points into it,
/// so it stays for as long as the program runs.
pub type Files = BTreeMap<String, &'static str>;

/// The knowledge base built into the program.
#[must_use]
pub fn embedded() -> Files {
    let mut files = Files::new();
    collect_embedded(&EMBEDDED, &mut files);
    files
}

fn collect_embedded(folder: &'static Dir<'static>, files: &mut Files) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => collect_embedded(inner, files),
            DirEntry::File(file) => {
                if let Some(text) = file.contents_utf8() {
                    files.insert(file.path().to_string_lossy().into_owned(), text);
                }
            }
        }
    }
}

/// The knowledge base in a folder.
///
/// # Errors
/// A sentence with the path of the first file or folder that cannot be read.
pub fn folder(top: &Path) -> Result<Files, String> {
    let mut files = Files::new();
    collect_folder(top, top, &mut files)?;
    Ok(files)
}

fn collect_folder(top: &Path, folder: &Path, files: &mut Files) -> Result<(), String> {
    let unreadable = |path: &Path, error: std::io::Error| format!("{} cannot be read: {error}", path.display());
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path.is_dir() {
            collect_folder(top, &path, files)?;
        } else {
            let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            let name = path.strip_prefix(top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.insert(name, text.leak());
        }
    }
    Ok(())
}
