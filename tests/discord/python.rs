//! The Python that the simulated Discord runs on: a virtual environment under `target/`, made at first use.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The folder of `bridge.py`.
pub const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/discord");

/// The Python to use; none, said loudly, where it cannot be had.
pub fn python() -> Option<&'static Path> {
    static PYTHON: OnceLock<Option<PathBuf>> = OnceLock::new();
    PYTHON.get_or_init(|| environment().map_err(|reason| skipped("the tests on a simulated Discord", &reason)).ok()).as_deref()
}

/// Says on standard error what is not tested, past the test runner's capture. `LANTERN_NO_SKIP` makes it a failure.
pub fn skipped(what: &str, reason: &str) {
    assert!(std::env::var_os("LANTERN_NO_SKIP").is_none(), "nothing may be skipped here, but {what} would be: {reason}");
    let said = format!("\n*** SKIPPED: {what}: {reason}\n\n");
    std::io::stderr().write_all(said.as_bytes()).unwrap();
}

/// Makes the environment unless one with the same packages is there.
fn environment() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("discord-python");
    let (python, made_of) = (folder.join("bin/python"), folder.join("made-of.txt"));
    let wanted = std::fs::read_to_string(Path::new(FOLDER).join("requirements.txt")).unwrap();
    if std::fs::read_to_string(&made_of).is_ok_and(|found| found == wanted) {
        return Ok(python);
    }
    let requirements = Path::new(FOLDER).join("requirements.txt");
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(requirements))?;
    std::fs::write(made_of, wanted).unwrap();
    Ok(python)
}

fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr))) }
}
