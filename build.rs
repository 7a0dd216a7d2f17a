//! Gathers the knowledge base that is built into the program: all of it but the drafts that only `lantern knowledge learn` reads.

use std::path::Path;

/// Read from a folder only.
const LEFT_OUT: &str = "knowledge/language/passages";

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=knowledge");
    let out = std::env::var_os("OUT_DIR").ok_or_else(|| std::io::Error::other("Cargo names no OUT_DIR"))?;
    let built_in = Path::new(&out).join("knowledge");
    if built_in.exists() {
        std::fs::remove_dir_all(&built_in)?;
    }
    copy(Path::new("knowledge"), &built_in)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let (path, to) = entry.map(|entry| (entry.path(), to.join(entry.file_name())))?;
        if path.is_dir() && path != Path::new(LEFT_OUT) {
            copy(&path, &to)?;
        } else if path.is_file() {
            std::fs::copy(&path, &to)?;
        }
    }
    Ok(())
}
