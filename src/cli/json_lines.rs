//! JSON Lines in and out: one object a line, answered in the order read.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

/// What every line holds beside its own fields.
#[derive(Deserialize)]
struct Named<L> {
    id: String,
    #[serde(flatten)]
    line: L,
}

#[derive(Serialize)]
struct Malformed {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    error: String,
}

/// Answers each line; one that is malformed, or that `reply` refuses, gets an object with `error`, and the rest go on.
///
/// `shape` says what a line needs. `reply` writes the answer to a line, or says why it is refused. Returns whether every line was answered.
///
/// # Errors
/// Input or output fails.
pub fn answer<L: DeserializeOwned, W: Write>(
    input: impl BufRead,
    output: &mut W,
    shape: &str,
    mut reply: impl FnMut(&str, L, &mut W) -> std::io::Result<Result<(), String>>,
) -> std::io::Result<bool> {
    let mut whole = true;
    for (at, line) in input.split(b'\n').enumerate() {
        let line = line?;
        // A byte order mark is no part of the first line.
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let refused = match serde_json::from_slice::<Named<L>>(line) {
            Ok(Named { id, line }) => reply(&id, line, output)?.err().map(|error| Malformed { id: Some(id), error }),
            Err(error) => Some(Malformed { id: None, error: malformed(&error, shape) }),
        };
        if let Some(refused) = refused {
            whole = false;
            serde_json::to_writer(&mut *output, &Malformed { error: format!("line {}: {}", at + 1, refused.error), ..refused })?;
        }
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(whole)
}

/// An error never repeats the line: it may hold practice text.
fn malformed(error: &serde_json::Error, shape: &str) -> String {
    let kind = if error.is_data() { format!("it needs {shape}, both strings") } else { "it is not JSON".to_owned() };
    format!("{kind} (column {})", error.column())
}
