//! The lines of a backup: JSON a person can read, from which every byte comes back.
//!
//! A key is its text, with `%` and what is not UTF-8 as `%XX`. A value that `serde_json` writes back byte for byte stands as it is under
//! `value`; any other is in base64 under `base64`.

use super::sled::Pair;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// The first line.
pub(super) fn head(comment: &str) -> Value {
    json!({ "lantern_backup": 1, "comment": comment })
}

/// The comment of a first line.
pub(super) fn comment(line: &[u8]) -> Option<String> {
    let head: Value = serde_json::from_slice(line).ok()?;
    (head.get("lantern_backup")? == 1).then_some(())?;
    Some(head.get("comment")?.as_str()?.to_owned())
}

/// The last line.
pub(super) fn tail(records: u64, sha256: &str) -> Value {
    json!({ "records": records, "sha256": sha256 })
}

/// The line of an entry.
pub(super) fn entry(key: &[u8], value: &[u8]) -> Value {
    let mut line = Map::new();
    line.insert("key".to_owned(), escaped(key).into());
    match as_json(value) {
        Some(json) => line.insert("value".to_owned(), json),
        None => line.insert("base64".to_owned(), STANDARD.encode(value).into()),
    };
    Value::Object(line)
}

/// The entry of a line.
pub(super) fn read(line: &[u8]) -> Option<Pair> {
    let line: Value = serde_json::from_slice(line).ok()?;
    let value = match (line.get("value"), line.get("base64")) {
        (Some(json), None) => serde_json::to_vec(json).ok()?,
        (None, Some(base64)) => STANDARD.decode(base64.as_str()?).ok()?,
        _ => return None,
    };
    Some((unescaped(line.get("key")?.as_str()?)?, value))
}

fn as_json(value: &[u8]) -> Option<Value> {
    let json: Value = serde_json::from_slice(value).ok()?;
    (serde_json::to_vec(&json).ok()? == value).then_some(json)
}

fn escaped(key: &[u8]) -> String {
    let mut text = String::new();
    for chunk in key.utf8_chunks() {
        text.push_str(&chunk.valid().replace('%', "%25"));
        for byte in chunk.invalid() {
            // Writing to a string does not fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn unescaped(text: &str) -> Option<Vec<u8>> {
    let mut parts = text.split('%');
    let mut key = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (hex, rest) = part.split_at_checked(2)?;
        key.push(u8::from_str_radix(hex, 16).ok()?);
        key.extend_from_slice(rest.as_bytes());
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_and_value_comes_back_byte_for_byte() {
        let values: [&[u8]; 10] =
            [b"", b"null", b"{\"a\":1.0}", b"{ \"a\":1}", b"1e5", b"\"\\u00e9\"", b"\xff", b"true", b"{\"a\":1,\"a\":2}", b"-0.1"];
        for key in ["plain", "50%", "%41", "line\nbreak", "\u{e9}"].map(str::as_bytes).into_iter().chain([&b"\xff\x00%"[..], b"a\xc3"]) {
            for value in values {
                let line = entry(key, value).to_string();
                assert!(!line.contains('\n'));
                assert_eq!(read(line.as_bytes()), Some((key.to_vec(), value.to_vec())), "{line}");
            }
        }
        assert!(entry(b"k", b"null").to_string().contains("\"value\":null"));
    }

    #[test]
    fn what_is_no_entry_is_not_read() {
        for line in ["", "{}", "{\"key\":\"a\"}", "{\"key\":\"%4\",\"value\":1}", "{\"key\":\"a\",\"base64\":\"*\"}", "[1]"] {
            assert_eq!(read(line.as_bytes()), None, "{line}");
        }
    }
}
