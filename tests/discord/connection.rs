//! The program finds Discord, keeps to it and leaves it.

use crate::discord::{Discord, TOKEN};
use crate::program::Program;
use serde_json::json;
use std::time::Duration;

/// `GUILDS`, `GUILD_MESSAGES` and `DIRECT_MESSAGES`; none of them privileged.
const INTENTS: u64 = 1 | 1 << 9 | 1 << 12;

#[test]
fn it_is_ready_with_plain_intents_and_ends_within_five_seconds_of_being_asked() {
    let Some(discord) = Discord::open() else { return };
    discord.guild("Anytown", None);
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    assert_eq!(discord.frames(2, 1)[0]["intents"], json!(INTENTS));
    let (status, took, log) = program.stop();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(took < Duration::from_secs(5), "it took {took:?} to end");
    assert!(!log.contains(TOKEN), "the token is in the log");
}

#[test]
fn a_dropped_connection_is_resumed_and_a_lost_session_begun_again() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, person) = (guild.channel("office", 0), guild.member("Kim", 0));
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    discord.tell("drop", &json!({}));
    discord.frames(6, 1);
    assert!(!person.slash(Some(&office), "help", &json!({})).text().is_empty());
    discord.tell("drop", &json!({"code": 4009, "forget": true}));
    discord.frames(2, 2);
    program.wait_for("ready guilds=", 2);
    assert!(!person.slash(Some(&office), "help", &json!({})).text().is_empty());
}

#[test]
fn a_gateway_that_is_down_for_ten_seconds_is_found_again() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, person) = (guild.channel("office", 0), guild.member("Kim", 0));
    let folder = tempfile::tempdir().unwrap();
    let _program = Program::start(&discord, folder.path());
    discord.tell("gateway", &json!({"down": true}));
    std::thread::sleep(Duration::from_secs(10));
    discord.tell("gateway", &json!({"down": false}));
    let back = std::time::Instant::now();
    while discord.frames(2, 1).len() + discord.frames(6, 0).len() < 2 {
        assert!(back.elapsed() < Duration::from_secs(20), "it does not come back");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!person.slash(Some(&office), "help", &json!({})).text().is_empty());
}

#[test]
fn a_wrong_token_is_one_sentence_and_status_one() {
    let Some(discord) = Discord::open() else { return };
    let wrong = TOKEN.replace("bbb", "ccc");
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start_with(&discord, folder.path(), &wrong);
    assert_eq!(program.ends().code(), Some(1));
    let log = program.log();
    assert!(log.to_lowercase().contains("token"), "{log}");
    assert!(!log.contains(&wrong), "the token is in the log");
}

#[test]
fn a_token_that_is_refused_again_and_again_while_it_runs_ends_it() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, kim) = (guild.channel("office", 0), guild.member("Kim", 0));
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(&discord, folder.path());
    let refused = json!({"message": "401: Unauthorized", "code": 0});
    discord.tell("fault", &json!({"path": "/callback", "status": 401, "times": 1000, "body": refused}));
    for _ in 0..4 {
        kim.acts("slash", &json!({"channel": office.id, "name": "help", "seconds": 1}));
    }
    assert_eq!(program.ends().code(), Some(1));
    assert!(program.log().to_lowercase().contains("token"), "{}", program.log());
}
