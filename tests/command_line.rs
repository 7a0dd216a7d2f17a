//! The program as a process: JSON Lines in and out, the chat when piped, and errors that say what to do.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod support;

use support::{lantern, printed};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn json_lines_are_answered_in_order_and_a_malformed_line_does_not_stop_the_rest() {
    let typed = concat!(
        "{\"id\":\"1\",\"question\":\"what does county lines mean\",\"kind\":\"extra fields are fine\"}\n",
        "not json\n",
        "{\"id\":\"3\"}\n\n",
        "{\"id\":\"4\",\"question\":\"  \"}\n",
        "\u{fffd}{\"id\":\n",
        "{\"id\":\"6\",\"question\":\"he's being stabbed right now outside\"}\n",
    );
    let output = lantern(folder().path(), &["ask", "--json"], typed.as_bytes());
    let lines: Vec<serde_json::Value> = printed(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(lines.len(), 6);
    assert_eq!((&lines[0]["id"], &lines[0]["outcome"]), (&"1".into(), &"answered".into()));
    assert_eq!(lines[0]["answers"][0]["anchors"][0], "clt.term");
    for (at, part) in [(1, "line 2"), (2, "needs `id` and `question`"), (3, "no question"), (4, "not JSON")] {
        assert!(lines[at]["error"].as_str().unwrap().contains(part), "{}", lines[at]);
    }
    assert_eq!((&lines[5]["id"], &lines[5]["urgent"]), (&"6".into(), &true.into()));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_fault() {
    let folder = folder();
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_lantern"));
    program.current_dir(folder.path()).args(["wording", "list"]).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = program.spawn().unwrap();
    // Closed before anything is printed: reading the rules takes longer.
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn well_formed_lines_end_with_success() {
    let output = lantern(folder().path(), &["ask", "--json"], b"{\"id\":\"1\",\"question\":\"grooming\"}\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_piped_chat_answers_offers_more_explains_and_ends() {
    let typed = "hes owing them for a lost pack\n/why\n/more 1\n/sources\n/topics debt\n/glossary runner\n/more 99\n/nonsense\n";
    let output = lantern(folder().path(), &[], typed.as_bytes());
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(0));
    for needed in [
        "In danger, ring 999 first",
        "No",
        "names, please",
        "Why this answer",
        "Sources of",
        "/more 1",
        "Using it with care",
        "Type /more and a number",
        "I do not know /nonsense",
    ] {
        assert!(text.contains(needed), "{needed} is missing:\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "no colour when piped");
    assert!(text.lines().filter(|line| !line.contains("http")).all(|line| line.chars().count() <= 80));
}

#[test]
fn danger_typed_behind_a_wrong_command_or_after_a_bad_byte_still_gets_999_first() {
    let typed = b"/knife he is stabbing me now\n\xff bad\nthey are stabbing me now\n";
    let text = printed(&lantern(folder().path(), &[], typed));
    assert!(text.matches("Ring 999 now").count() >= 2 || text.matches("ring 999 first").count() >= 2, "{text}");
}

fn files_under(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_under(&path) } else { vec![path] }).collect()
}

#[test]
fn nothing_typed_is_written_to_disk_or_to_the_log() {
    let folder = folder();
    let typed = "the marker zqxjkvb is in this question about debt\n/why\n/quit\n";
    let output = lantern(folder.path(), &[], typed.as_bytes());
    lantern(folder.path(), &["ask", "zqxjkvb and debt"], b"");
    let written = files_under(folder.path());
    assert!(!written.is_empty() && written.iter().all(|path| path.starts_with(folder.path().join("state"))), "{written:?}");
    for path in written {
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(7).any(|seven| seven == b"zqxjkvb"), "{} holds the question", path.display());
    }
    assert!(!String::from_utf8_lossy(&output.stderr).contains("zqxjkvb"), "the log holds the question");
}

#[test]
fn a_wrong_configuration_is_one_clear_message_with_line_and_column() {
    let folder = folder();
    std::fs::write(folder.path().join("config.toml"), "nation = \"england\"\nnatoin = \"wales\"\n").unwrap();
    let output = lantern(folder.path(), &["ask", "debt"], b"");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("config.toml") && said.contains("line 2") && said.contains("natoin"), "{said}");
}

#[test]
fn a_knowledge_folder_replaces_the_one_built_in_and_an_empty_one_fails_the_check() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    std::fs::write(folder.path().join("config.toml"), "knowledge = \"empty\"\n").unwrap();
    let output = lantern(folder.path(), &["knowledge", "check"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(printed(&output).contains("nothing here to check"));
    let top = concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge");
    std::fs::write(folder.path().join("config.toml"), format!("knowledge = \"{top}\"\n")).unwrap();
    assert_eq!(lantern(folder.path(), &["knowledge", "check"], b"").status.code(), Some(0));
    assert!(printed(&lantern(folder.path(), &["knowledge", "coverage"], b"")).contains("43 of 43 anchors are answered"));
}

#[test]
fn the_example_configuration_holds_every_key_and_is_accepted() {
    let folder = folder();
    let example = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/config.example.toml")).unwrap();
    let all: String = example
        .lines()
        .map(|line| if line.starts_with("# ") && line.contains(" = \"") { line.trim_start_matches("# ") } else { line })
        .collect::<Vec<_>>()
        .join("\n");
    for key in ["nation", "knowledge", "mash", "out_of_hours", "designated_lead", "escalation"] {
        assert!(all.lines().any(|line| line.starts_with(&format!("{key} ="))), "{key} is missing");
    }
    std::fs::write(
        folder.path().join("config.toml"),
        all.replace("\"knowledge\"", &format!("\"{}/knowledge\"", env!("CARGO_MANIFEST_DIR"))),
    )
    .unwrap();
    assert_eq!(lantern(folder.path(), &["knowledge", "check"], b"").status.code(), Some(0));
}
