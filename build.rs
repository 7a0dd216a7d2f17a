//! Puts the knowledge base that is built into the program into one file, with a list of what is in it: all of it but the drafts that only
//! `lantern knowledge learn` reads.
//!
//! What is served stands first, then what was learnt, and what is only learnt from last, so that the system does not bring that into memory
//! with its neighbours.

use std::path::{Path, PathBuf};

const TOP: &str = "knowledge";
/// Read from a folder only.
const LEFT_OUT: &str = "language/passages/";
/// How the paths of what is only learnt from begin, or end.
const LEARNT_FROM: [&str; 5] = ["messages/", "privacy/", "language/fair.txt", ".examples.txt", ".sentences.txt"];
const LEARNT: &str = "/learnt/";

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed={TOP}");
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| std::io::Error::other("Cargo names no OUT_DIR"))?;
    let mut paths = Vec::new();
    gather(Path::new(TOP), &mut paths)?;
    paths.retain(|path| !path.starts_with(LEFT_OUT));
    paths.sort_by_cached_key(|path| (rank(path), path.clone()));
    let (mut all, mut list) = (Vec::new(), String::new());
    for path in paths {
        let bytes = std::fs::read(Path::new(TOP).join(&path))?;
        list.extend([bytes.len().to_string().as_str(), " ", &path, "\n"]);
        all.extend(bytes);
    }
    std::fs::write(out.join("knowledge.bin"), all)?;
    std::fs::write(out.join("knowledge.list"), list)
}

/// The paths of the files in a folder and below it, from the top of the knowledge base.
fn gather(folder: &Path, paths: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, paths)?;
        } else {
            let below = path.strip_prefix(TOP).map_err(std::io::Error::other)?;
            paths.push(below.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(())
}

fn rank(path: &str) -> u8 {
    match path {
        path if path.contains(LEARNT) => 1,
        path if LEARNT_FROM.iter().any(|part| path.starts_with(part) || path.ends_with(part)) => 2,
        _ => 0,
    }
}
