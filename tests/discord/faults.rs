//! What goes wrong on Discord's side, and what the person sees of it.

use crate::discord::{ADMINISTRATOR, Discord, PATIENCE};
use crate::people::file;
use crate::program::Program;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

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
fn a_file_that_does_not_come_is_said_so_and_never_taken_for_an_empty_draft() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, kim, lee) = (guild.channel("office", 0), guild.member("Kim", 0), guild.member("Lee", 0));
    let folder = tempfile::tempdir().unwrap();
    let _program = Program::start(&discord, folder.path());
    let draft = json!({"file": file("draft.txt", b"He is streetwise.")});
    for fault in [json!({"status": 404, "body": {"message": "gone"}}), json!({"status": 200, "hang": 25})] {
        discord.fault("/cdn/", fault.clone());
        std::thread::scope(|scope| {
            let asked = scope.spawn(|| kim.slash(Some(&office), "check", &draft));
            assert!(lee.slash(Some(&office), "help", &json!({})).text().contains("/ask"));
            assert!(fault["hang"].is_null() || !asked.is_finished(), "somebody else waited for it");
            let told = asked.join().unwrap();
            assert!(told.is_private() && told.text().contains("I could not fetch that file"), "{fault}: {}", told.text());
        });
    }
    assert!(kim.slash(Some(&office), "check", &draft).text().contains("streetwise"));
}

#[test]
fn what_hangs_on_the_way_to_discord_is_sent_again_and_is_there_once() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, kim, ada) = (guild.channel("office", 0), guild.member("Kim", 0), guild.member("Ada", ADMINISTRATOR));
    let hangs = |method: &str, carried_out: bool| json!({"method": method, "status": 503, "hang": 4, "carried_out": carried_out});
    // Program::start waits until the commands are registered.
    discord.fault("/commands", hangs("PUT", false));
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    for carried_out in [false, true] {
        let pat = discord.person("Pat");
        discord.fault("/messages", hangs("POST", carried_out));
        let said = pat.sends(None, "what is cuckooing");
        assert!(pat.next(None, &said)[0].text().contains("Cuckooing"));
        // A second one would come after the request that hung.
        std::thread::sleep(Duration::from_secs(4));
        assert_eq!(pat.next(None, &said).len(), 1, "an answer stands there twice");
    }
    let named = kim.sends(Some(&office), &format!("<@{}> what is cuckooing", guild.bot));
    let offer = kim.next(Some(&office), &named).remove(0);
    discord.fault("/messages/", hangs("GET", false));
    assert!(kim.clicks("Show me privately", &offer).text().contains("Cuckooing"));
    discord.fault("/members/", hangs("GET", false));
    let set = ada.slash(Some(&office), "setup channels", &json!({"reviews": office.option()})).text();
    assert!(set.contains("I may do all that I need to"), "{set}");
    discord.fault("/webhooks/", hangs("POST", false));
    let draft = "He is streetwise. She puts herself at risk. He is a drug dealer. She is promiscuous. ".repeat(60);
    kim.slash(Some(&office), "check", &json!({"file": file("draft.txt", draft.as_bytes())}));
    let (patience, last) = (Instant::now() + Duration::from_secs(PATIENCE), "1 is wrong here".to_owned());
    while !kim.sees(Some(&office)).iter().any(|message| message.buttons().contains(&last)) {
        assert!(Instant::now() < patience, "what should follow the answer did not come");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!program.log().contains("an interaction failed"), "{}", program.log());
}

#[test]
fn where_an_answer_to_a_message_fails_for_a_while_the_person_is_told_so() {
    let Some(discord) = Discord::open() else { return };
    discord.guild("Anytown", None);
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    let pat = discord.person("Pat");
    // The answer is tried three times.
    discord.fault("/messages", json!({"method": "POST", "status": 503, "times": 3}));
    let said = pat.sends(None, "what is cuckooing");
    let told = pat.next(None, &said);
    assert!(told.len() == 1 && told[0].text().contains("went wrong") && told[0].text().contains("999"), "{}", told[0].text());
    let reference = told[0].text().split("reference ").nth(1).unwrap().trim_end_matches('.').to_owned();
    assert!(program.log().contains(&format!("a message was not answered reference=\"{reference}\"")), "{}", program.log());
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
