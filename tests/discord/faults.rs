//! What goes wrong on Discord's side, and what the person sees of it.

use crate::discord::Discord;
use crate::people::file;
use crate::program::Program;
use serde_json::{Value, json};

/// What an interaction shows when its first answers fare like this.
fn help_with(fault: Value) -> Option<String> {
    let discord = Discord::open()?;
    let guild = discord.guild("Anytown", None);
    let (office, kim) = (guild.channel("office", 0), guild.member("Kim", 0));
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    discord.fault("/callback", fault);
    let shown = kim.slash(Some(&office), "help", &json!({})).text();
    assert_eq!(program.stop().0.code(), Some(0));
    Some(shown)
}

#[test]
fn an_answer_that_is_refused_for_a_moment_is_sent_again() {
    let too_many = json!({"message": "You are being rate limited.", "retry_after": 0.2, "global": false});
    let faults =
        [json!({"status": 500}), json!({"status": 503}), json!({"status": 429, "headers": {"retry-after": "1"}, "body": too_many})];
    for fault in faults {
        let Some(shown) = help_with(fault.clone()) else { return };
        assert!(shown.contains("/ask") && !shown.contains("went wrong"), "{fault}: {shown}");
    }
}

#[test]
fn an_answer_that_arrived_though_discord_said_otherwise_is_not_followed_by_an_apology() {
    let Some(shown) = help_with(json!({"status": 503, "carried_out": true})) else { return };
    assert!(shown.contains("/ask") && !shown.contains("went wrong"), "{shown}");
}

#[test]
fn where_nothing_can_be_answered_the_program_goes_on() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, kim) = (guild.channel("office", 0), guild.member("Kim", 0));
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    discord.tell("fault", &json!({"path": "/callback", "status": 500, "times": 1000}));
    kim.acts("slash", &json!({"channel": office.id, "name": "help", "seconds": 5}));
    discord.tell("mend", &json!({}));
    assert!(kim.slash(Some(&office), "help", &json!({})).text().contains("/ask"));
    // An interaction is over after three seconds: the answer comes too late, and nobody can be told.
    discord.tell("fault", &json!({"path": "/callback", "status": 503, "times": 2, "hang": 4}));
    kim.acts("slash", &json!({"channel": office.id, "name": "help", "seconds": 5}));
    assert!(kim.slash(Some(&office), "help", &json!({})).text().contains("/ask"));
    assert_eq!(program.stop().0.code(), Some(0));
}

#[test]
fn an_answer_that_comes_after_the_quarter_of_an_hour_that_discord_gives_is_let_go() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, kim) = (guild.channel("office", 0), guild.member("Kim", 0));
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    discord.fault("/messages/@original", json!({"status": 503, "times": 1, "hang": 2}));
    let draft = json!({"file": file("draft.txt", b"He is streetwise.")});
    kim.acts("slash", &json!({"channel": office.id, "name": "check", "options": draft, "seconds": 1}));
    discord.tell("advance", &json!({"seconds": 16 * 60}));
    program.wait_for("what was to be answered is gone", 1);
    assert!(kim.slash(Some(&office), "help", &json!({})).text().contains("/ask"));
    assert_eq!(program.stop().0.code(), Some(0));
}

#[test]
fn who_asks_very_much_at_once_is_told_kindly_to_wait_and_holds_up_nobody() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, kim, lee) = (guild.channel("office", 0), guild.member("Kim", 0), guild.member("Lee", 0));
    let folder = tempfile::tempdir().unwrap();
    let _program = Program::start(&discord, folder.path());
    // Twenty at once; meanwhile one more may become free every two seconds.
    let told = (0..60).map(|_| kim.slash(Some(&office), "help", &json!({}))).find(|shown| !shown.text().contains("/ask"));
    let told = told.expect("sixty at once were answered");
    assert!(told.is_private() && told.text().contains("999") && told.text().contains("Please wait"), "{}", told.text());
    assert!(lee.slash(Some(&office), "help", &json!({})).text().contains("/ask"));
}
