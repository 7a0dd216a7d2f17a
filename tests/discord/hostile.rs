//! What people type and press who want to break it, or do not know better.

use crate::discord::{ADMINISTRATOR, Discord};
use crate::people::file;
use crate::program::Program;
use serde_json::{Value, json};

/// Everything at once that could ping, hide or change how a message looks.
const NASTY: &str =
    "@everyone @here <@1> <@&2> <#3> </ask:4> <t:0:R> ||x|| `x` **x** [x](https://example.org) # x \u{202e}x\u{200b}\u{feff}";

#[test]
fn nothing_that_is_typed_pings_links_or_turns_the_text_round() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, ada) = (guild.channel("office", 0), guild.member("Ada", ADMINISTRATOR));
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    let named = ada.slash(Some(&office), "setup team", &json!({"name": "@everyone \u{202e}<@&2> ||team||"})).text();
    assert!(named.contains("\\@everyone \\<\\@&2\\> \\|\\|team"), "{named}");
    let unseen = ada.slash(Some(&office), "setup team", &json!({"name": "\u{200b}\u{2060}\u{feff}"})).text();
    assert!(unseen.contains("team\\|"), "a name that nobody sees took the place of one: {unseen}");
    ada.slash(Some(&office), "setup contacts", &json!({"mash": "the hub, [x](https://example.org) @here"}));
    let draft = format!("{NASTY}\nHe is streetwise. {NASTY}");
    // Two windows at once.
    let windows = [(); 2].map(|()| ada.slash(Some(&office), "check", &json!({})));
    for window in windows {
        let checked = ada.submits(&window, &[&draft]);
        assert!(checked.is_private() && checked.text().contains("streetwise"), "{}", checked.0);
    }
    ada.slash(Some(&office), "ask", &json!({"question": draft}));
    ada.slash(Some(&office), "topics", &json!({"word": "@everyone <@1>"}));
    ada.slash(Some(&office), "glossary", &json!({"word": "@everyone <@1>"}));
    discord.person("Pat").sends(None, &draft);
    ada.sends(Some(&office), &format!("<@{}> {draft}", guild.bot));
    let (_, _, log) = program.stop();
    assert!(!log.contains("an interaction failed") && !log.contains("streetwise"), "{log}");
    for body in discord.requests().iter().map(|request| message_of(&request["body"])).filter(|body| body["content"].is_string()) {
        assert_eq!(body["allowed_mentions"]["parse"], json!([]), "{body}");
        let text = format!("{} {}", body["content"], body["embeds"]);
        let plain = text.replace("\\\\@", "").replace("\\\\<", "").replace("\\\\[", "").replace("\\\\|", "");
        assert!(!["@everyone", "@here", "<@1", "<t:0", "||", "[x]", "\u{202e}"].iter().any(|nasty| plain.contains(nasty)), "{text}");
    }
}

/// What is said in a request that answers an interaction, or posts.
fn message_of(body: &Value) -> &Value {
    if body["data"].is_object() { &body["data"] } else { body }
}

#[test]
fn what_is_long_empty_or_unseen_is_answered_in_a_sentence() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, kim, lee) = (guild.channel("office", 0), guild.member("Kim", 0), guild.member("Lee", 0));
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    let (faces, unseen, words) = ("\u{1f600}".repeat(2_000), "\u{200b}".repeat(50), "w".repeat(4_000));
    for question in [&faces, &unseen, &words] {
        let told = kim.slash(Some(&office), "ask", &json!({"question": question}));
        assert!(told.is_private() && !told.text().trim().is_empty() && !told.text().contains("went wrong"), "{}", told.text());
        let form = kim.slash(Some(&office), "check", &json!({}));
        let told = kim.submits(&form, &[question]);
        assert!(told.is_private() && !told.text().trim().is_empty() && !told.text().contains("went wrong"), "{}", told.text());
    }
    // A card alone, as another bot posts it: there are no words in it.
    let offer = kim.next(Some(&office), &kim.sends(Some(&office), &format!("<@{}>", guild.bot))).remove(0);
    let empty = kim.clicks("Show me privately", &offer).text();
    assert!(empty.contains("no question there"), "{empty}");
    for menu in ["Check wording", "Ask Lantern about this"] {
        for message in [&offer, &kim.sends(Some(&office), &unseen)] {
            let told = lee.chooses(menu, message);
            assert!(told.is_private() && !told.text().trim().is_empty() && !told.text().contains("went wrong"), "{menu}: {}", told.text());
        }
    }
    let big = lee.slash(Some(&office), "check", &json!({"file": file("draft.txt", &vec![b'x'; 10_000_001])}));
    assert!(big.is_private() && big.text().contains("over 10 megabytes"), "{}", big.text());
    let other = lee.slash(Some(&office), "check", &json!({"file": file("draft.pdf", b"%PDF-1.4")}));
    assert!(other.is_private() && other.text().contains(".docx"), "{}", other.text());
    assert!(!program.log().contains("an interaction failed"), "{}", program.log());
}
