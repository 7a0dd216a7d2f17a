//! `lantern check` reads what practitioners have, says what it finds, and refuses the rest in a clear sentence.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Output;
use support::{lantern, printed};
use tempfile::tempdir;
use zip::write::SimpleFileOptions;

const OPPRESSIVE: &str = "Visit note.\nHe has made a lifestyle choice and will not engage with us.\n";
const FAIR: &str = "We met at the allotment. He told me that the men wait for him at the bus stop.\n";

fn check(folder: &Path, arguments: &[&str], typed: &[u8]) -> (Output, i32) {
    let output = lantern(folder, &[&["check"], arguments].concat(), typed);
    let status = output.status.code().unwrap();
    (output, status)
}

fn refused(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn word_document(path: &Path, name: &str, body: &[u8]) {
    let mut archive = zip::ZipWriter::new(fs::File::create(path).unwrap());
    archive.start_file(name, SimpleFileOptions::default()).unwrap();
    archive.write_all(body).unwrap();
    archive.finish().unwrap();
}

#[test]
fn the_status_tells_whether_something_was_found() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("fair.txt"), FAIR).unwrap();
    fs::write(folder.path().join("note.md"), OPPRESSIVE).unwrap();
    assert_eq!(check(folder.path(), &["fair.txt"], b"").1, 0);
    assert_eq!(check(folder.path(), &["note.md"], b"").1, 1);
    assert_eq!(check(folder.path(), &["fair.txt", "note.md"], b"").1, 1);
    assert_eq!(check(folder.path(), &["note.md", "missing.txt"], b"").1, 2);
    assert_eq!(check(folder.path(), &[], OPPRESSIVE.as_bytes()).1, 1);
    assert_eq!(check(folder.path(), &[], FAIR.as_bytes()).1, 0);
}

#[test]
fn a_finding_shows_its_line_the_reason_a_question_alternatives_and_a_source() {
    let folder = tempdir().unwrap();
    let (output, _) = check(folder.path(), &[], OPPRESSIVE.as_bytes());
    let text = printed(&output);
    for part in ["2 | He has made a lifestyle choice", "^^^^", "Ask yourself:", "you could write:", "Source:", "you decide"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn somebody_elses_words_come_with_something_to_say_to_them() {
    let folder = tempdir().unwrap();
    let (output, status) = check(folder.path(), &[], b"Police told us that he has made a lifestyle choice.");
    let text = printed(&output);
    assert_eq!(status, 1);
    assert!(text.contains("worth challenging") && text.contains("You could say to them") && text.contains("escalation"), "{text}");
}

#[test]
fn the_childs_own_words_are_kept_with_a_note() {
    let folder = tempdir().unwrap();
    let (output, status) = check(folder.path(), &[], b"YP told me: \"It was my lifestyle choice, I am not a kid.\"");
    assert_eq!(status, 0);
    assert!(printed(&output).contains("write that these are the child's words"), "{}", printed(&output));
}

#[test]
fn a_word_document_is_read_and_its_deleted_text_is_not() {
    let folder = tempdir().unwrap();
    let body = |text: &str| format!("<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>");
    let path = folder.path().join("minute.docx");
    word_document(
        &path,
        "word/document.xml",
        body("He made a lifestyle</w:t></w:r><w:r><w:t xml:space=\"preserve\"> choice &amp; left").as_bytes(),
    );
    assert_eq!(check(folder.path(), &["minute.docx"], b"").1, 1);
    word_document(
        &path,
        "word/document.xml",
        body("He was</w:t></w:r><w:del><w:r><w:delText>a lifestyle choice</w:delText></w:r></w:del><w:r><w:t> home").as_bytes(),
    );
    assert_eq!(check(folder.path(), &["minute.docx"], b"").1, 0);
}

#[test]
fn what_cannot_be_read_is_refused_with_what_to_do() {
    let folder = tempdir().unwrap();
    let bomb = vec![b'a'; 10_000_001];
    word_document(&folder.path().join("bomb.docx"), "word/document.xml", &bomb);
    word_document(&folder.path().join("other.docx"), "hello.txt", b"hello");
    fs::write(folder.path().join("big.txt"), &bomb).unwrap();
    fs::write(folder.path().join("latin.txt"), b"caf\xe9 he knew").unwrap();
    fs::write(folder.path().join("sheet.xlsx"), b"x").unwrap();
    fs::write(folder.path().join("empty.txt"), b" \n").unwrap();
    fs::write(folder.path().join("fake.docx"), b"not a zip").unwrap();
    for (file, part) in [
        ("bomb.docx", "over 10 megabytes"),
        ("big.txt", "over 10 megabytes"),
        ("latin.txt", "not UTF-8"),
        ("sheet.xlsx", "not .xlsx"),
        ("empty.txt", "no text there"),
        ("fake.docx", "not a Word document"),
        ("other.docx", "not a Word document"),
        ("missing.txt", "cannot be read"),
    ] {
        let (output, status) = check(folder.path(), &[file], b"");
        assert_eq!(status, 2, "{file}");
        assert!(refused(&output).contains(part) && refused(&output).contains(file), "{file}: {}", refused(&output));
    }
}

#[test]
fn json_lines_go_in_and_out_and_a_bad_line_stops_nothing() {
    let folder = tempdir().unwrap();
    let lines = "{\"id\":\"a\",\"text\":\"He has made a lifestyle choice. This is not a lifestyle choice, said the nurse.\",\"more\":1}\nnonsense\n{\"id\":\"b\",\"text\":\"\"}\n";
    let (output, status) = check(folder.path(), &["--json"], lines.as_bytes());
    assert_eq!(status, 2);
    let rows: Vec<serde_json::Value> = printed(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 3);
    let first = &rows[0]["findings"][0];
    assert_eq!(
        (first["phrase"].as_str(), first["start"].as_u64(), first["category"].as_str()),
        (Some("lifestyle choice"), Some(14), Some("choice"))
    );
    assert!(rows[1]["error"].as_str().unwrap().starts_with("line 2"));
    assert_eq!(rows[2]["id"], "b");
}

#[test]
fn a_draft_is_neither_kept_nor_logged() {
    let folder = tempdir().unwrap();
    let (output, _) = check(folder.path(), &[], b"Xylophonia has made a lifestyle choice.");
    assert!(!refused(&output).contains("Xylophonia"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_chat_checks_what_is_pasted_up_to_an_empty_line() {
    let folder = tempdir().unwrap();
    let output = lantern(folder.path(), &[], b"/check\nHe has made a lifestyle\nchoice again.\n\n/check he puts himself at risk\n/quit\n");
    let text = printed(&output);
    assert!(text.contains("has made a lifestyle") && text.matches("you decide").count() == 2, "{text}");
}

#[test]
fn the_rules_are_listed_for_readers() {
    let folder = tempdir().unwrap();
    let text = printed(&lantern(folder.path(), &["wording", "list"], b""));
    assert!(text.starts_with("# Wording") && text.matches("\n### ").count() == support::library().rules.len());
}
