//! The modules point one way, and what belongs to one place is named in that place only.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

use std::path::{Path, PathBuf};

/// Each module with the modules it may name.
const MAY_NAME: [(&str, &[&str]); 17] = [
    ("classifier", &["lists"]),
    ("lists", &[]),
    ("margin", &["classifier", "text"]),
    ("share", &[]),
    ("tables", &["lists"]),
    ("pool", &[]),
    ("text", &[]),
    ("knowledge", &["text"]),
    ("config", &["knowledge"]),
    ("guidance", &["classifier", "knowledge", "lists", "pool", "share", "text"]),
    ("language", &["classifier", "knowledge", "lists", "margin", "pool", "share", "tables", "text"]),
    ("diary", &["knowledge", "share", "text"]),
    ("privacy", &["classifier", "knowledge", "lists", "share", "tables", "text"]),
    ("bot", &["config", "diary", "guidance", "language", "knowledge", "privacy", "text"]),
    ("terminal", &["bot", "diary"]),
    ("discord", &["bot", "config", "diary", "knowledge"]),
    ("cli", &["bot", "config", "diary", "guidance", "knowledge", "language", "privacy", "terminal", "discord"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix("src").unwrap();
    inside.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

#[test]
fn modules_name_only_those_below_them() {
    for path in sources(Path::new("src")) {
        let module = module_of(&path);
        let Some((_, allowed)) = MAY_NAME.iter().find(|(name, _)| *name == module) else {
            assert!(["main", "lib"].contains(&module.as_str()), "{} is in no known module", path.display());
            continue;
        };
        for named in std::fs::read_to_string(&path).unwrap().split("crate::").skip(1) {
            let other: String = named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let fine = other == module || allowed.contains(&other.as_str());
            assert!(fine, "{} names {other}, which is not below {module}", path.display());
        }
    }
}

#[test]
fn only_main_reads_the_clock_and_nothing_below_the_front_ends_prints() {
    for path in sources(Path::new("src")) {
        let (module, text) = (module_of(&path), std::fs::read_to_string(&path).unwrap());
        assert!(module == "main" || !text.contains("::now()"), "{} reads the clock", path.display());
        let front = ["main", "cli", "terminal"].contains(&module.as_str());
        assert!(front || !(text.contains("println!") || text.contains("eprintln!")), "{} prints", path.display());
    }
}

#[test]
fn discord_is_named_in_its_own_place_only() {
    for path in sources(Path::new("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let named = ["serenity", "poise"].iter().any(|name| text.contains(name));
        assert!(!named || module_of(&path) == "discord", "{} names the platform", path.display());
    }
}
