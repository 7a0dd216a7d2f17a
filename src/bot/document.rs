//! The text of a draft in a file: plain text, Markdown, or a Word document.

use super::{DraftRefused, MAX_DRAFT_BYTES};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

/// The text of a file.
///
/// # Errors
/// A sentence that says why it was refused, without any of its text.
pub fn read(path: &Path) -> Result<String, String> {
    from_named(path, || File::open(path).map_err(|error| format!("it cannot be read: {error}.")))
}

/// The text of what is opened when its name says what it is.
///
/// # Errors
/// A sentence that says why it was refused, without any of its text.
pub fn from_named<R: Read + Seek>(name: &Path, open: impl FnOnce() -> Result<R, String>) -> Result<String, String> {
    let ending = name.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "txt" | "md" => from_reader(open()?),
        "docx" => word(open()?),
        "" => Err("I can read .txt, .md and .docx; this file's name has no ending that says what it is.".into()),
        other => Err(format!("I can read .txt, .md and .docx, not .{other}. Save it as one of these, or paste the text.")),
    }
}

/// Text from anywhere.
///
/// # Errors
/// A sentence where it is too long, cannot be read, or is not UTF-8.
pub fn from_reader(reader: impl Read) -> Result<String, String> {
    let bytes = within_limit(reader)?;
    let text = String::from_utf8(bytes).map_err(|_| "It is not UTF-8 text. Save it as UTF-8, then try again.".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn within_limit(reader: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_DRAFT_BYTES).unwrap_or(u64::MAX);
    reader.take(limit + 1).read_to_end(&mut bytes).map_err(|error| format!("it cannot be read: {error}."))?;
    if bytes.len() > MAX_DRAFT_BYTES {
        return Err(DraftRefused::TooLong.to_string());
    }
    Ok(bytes)
}

/// The text of a Word document: its body, a line for each paragraph; what was deleted with changes tracked is left out.
fn word(file: impl Read + Seek) -> Result<String, String> {
    let broken = || "It is not a Word document that I can read. Save it again as .docx or .txt, or paste the text.".to_owned();
    let mut archive = zip::ZipArchive::new(file).map_err(|_| broken())?;
    // Read no further than the limit, whatever size the archive claims: it may be a bomb.
    let body = within_limit(archive.by_name("word/document.xml").map_err(|_| broken())?)?;
    text_of(&body).ok_or_else(broken)
}

fn text_of(xml: &[u8]) -> Option<String> {
    let mut reader = Reader::from_reader(xml);
    let (mut text, mut inside) = (String::new(), false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => inside = tag.local_name().as_ref() == "t",
            Event::End(tag) => {
                inside = false;
                if tag.local_name().as_ref() == "p" {
                    text.push_str("\n\n");
                }
            }
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "br" | "cr" => text.push('\n'),
                "tab" => text.push('\t'),
                "noBreakHyphen" => text.push('-'),
                _ => {}
            },
            Event::Text(part) if inside => text.push_str(&part),
            Event::GeneralRef(part) if inside => text.push_str(&htmlize::unescape(format!("&{};", &*part))),
            Event::Eof => return Some(text),
            _ => {}
        }
    }
}
