//! What administrators set for their server, and what the bot may do in its channels.

use crate::discord::{ADMINISTRATOR, Discord};
use crate::program::Program;
use serde_json::json;

/// A question that reports danger: the answer names whom to tell.
const DANGER: &str = "he has a knife and says he will stab her now";
/// Discord's permission to show the cards that answers are.
const EMBED_LINKS: u64 = 1 << 14;

#[test]
fn what_a_server_sets_is_its_own_and_is_kept() {
    let Some(discord) = Discord::open() else { return };
    let (anytown, othertown) = (discord.guild("Anytown", None), discord.guild("Othertown", None));
    let (office, other) = (anytown.channel("office", 0), othertown.channel("office", 0));
    let (ada, bea) = (anytown.member("Ada", ADMINISTRATOR), othertown.member("Bea", ADMINISTRATOR));
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    let set = ada.slash(Some(&office), "setup contacts", &json!({"mash": "the Anytown hub, extension 12"}));
    assert!(set.is_private() && set.text().contains("the Anytown hub, extension 12"), "{}", set.text());
    program.kill();
    let _program = Program::start(&discord, folder.path());
    let asked = |person: &crate::people::Person, channel| person.slash(Some(channel), "ask", &json!({"question": DANGER})).text();
    assert!(asked(&ada, &office).contains("the Anytown hub, extension 12"));
    assert!(!asked(&bea, &other).contains("Anytown"), "one server sees what another set");
    assert!(!bea.slash(Some(&other), "setup show", &json!({})).text().contains("Anytown"), "one server sees what another set");
    assert!(!discord.person("Pat").slash(None, "ask", &json!({"question": DANGER})).text().contains("Anytown"));
}

#[test]
fn only_administrators_set_anything() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, kim) = (guild.channel("office", 0), guild.member("Kim", 0));
    let folder = tempfile::tempdir().unwrap();
    let _program = Program::start(&discord, folder.path());
    for command in discord.commands().iter().filter(|name| name.starts_with("setup")) {
        assert!(kim.cannot_slash(&office, command).contains("not visible"), "{command}");
    }
}

#[test]
fn what_the_bot_may_not_do_in_a_channel_is_named() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, quiet, ada) = (guild.channel("office", 0), guild.channel("quiet", EMBED_LINKS), guild.member("Ada", ADMINISTRATOR));
    let folder = tempfile::tempdir().unwrap();
    let _program = Program::start(&discord, folder.path());
    let fine = ada.slash(Some(&office), "setup channels", &json!({"reviews": office.option()})).text();
    assert!(!fine.contains("missing"), "{fine}");
    let lacking = ada.slash(Some(&office), "setup channels", &json!({"reviews": quiet.option()})).text();
    assert!(lacking.contains("missing Embed Links") && !lacking.contains("Send Messages"), "{lacking}");
}
