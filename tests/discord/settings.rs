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

#[test]
fn who_is_named_as_a_contact_is_not_kept_but_a_team_and_its_telephone_are() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, ada) = (guild.channel("office", 0), guild.member("Ada", ADMINISTRATOR));
    let folder = tempfile::tempdir().unwrap();
    let _program = Program::start(&discord, folder.path());
    let named = ada.slash(Some(&office), "setup contacts", &json!({"designated_lead": "Jane Smith", "mash": "the Anytown hub"}));
    assert!(named.is_private() && named.text().contains("Not saved"), "{}", named.text());
    let shown = ada.slash(Some(&office), "setup show", &json!({})).text();
    assert!(!shown.contains("Smith") && !shown.contains("the Anytown hub"), "{shown}");
    let team = ada.slash(Some(&office), "setup contacts", &json!({"mash": "the Anytown hub, 01632 960 123, hub@anytown.gov.uk"})).text();
    assert!(team.contains("01632 960 123") && team.contains("anytown.gov.uk"), "{team}");
}

#[test]
fn times_are_set_and_taken_back_and_what_cannot_be_read_changes_nothing() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, ada) = (guild.channel("office", 0), guild.member("Ada", ADMINISTRATOR));
    let folder = tempfile::tempdir().unwrap();
    let _program = Program::start(&discord, folder.path());
    let hours = |options| ada.slash(Some(&office), "setup hours", &options).text();
    let set = hours(json!({"morning": "8:30", "quiet_from": "20.00", "quiet_until": "7"}));
    assert!(set.contains("08:30") && set.contains("20:00 to 07:00"), "{set}");
    assert!(hours(json!({"morning": "noon"})).contains("could not read"));
    assert!(hours(json!({"quiet_from": "21:00"})).contains("both a beginning and an end"));
    let kept = hours(json!({}));
    assert!(kept.contains("08:30") && kept.contains("20:00 to 07:00"), "{kept}");
    let taken_back = hours(json!({"quiet_from": "-"}));
    assert!(taken_back.contains("08:30") && taken_back.contains("**Quiet hours:** not set"), "{taken_back}");
}
