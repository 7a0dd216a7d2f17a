//! What administrators set for their server, and what the bot may do in its channels.

use crate::discord::{ADMINISTRATOR, Discord};
use crate::people::{Channel, Guild, Person};
use crate::program::Program;
use crate::team::{Team, diary};
use lantern::diary::store::{Change, Store, StoreError};
use serde_json::{Value, json};
use std::path::Path;

/// A question that reports danger: the answer names whom to tell.
const DANGER: &str = "he has a knife and says he will stab her now";
/// Discord's permission to show the cards that answers are.
const EMBED_LINKS: u64 = 1 << 14;

/// Two servers, each with a channel and an administrator.
fn two_servers(discord: &Discord) -> [(Guild<'_>, Channel, Person<'_>); 2] {
    [("Anytown", "Ada"), ("Othertown", "Bea")].map(|(server, name)| {
        let guild = discord.guild(server, None);
        let (office, person) = (guild.channel("office", 0), guild.member(name, ADMINISTRATOR));
        (guild, office, person)
    })
}

#[test]
fn what_a_server_sets_is_its_own_and_is_kept() {
    let Some(discord) = Discord::open() else { return };
    let [(_, office, ada), (_, other, bea)] = two_servers(&discord);
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    let set = ada.slash(Some(&office), "setup contacts", &json!({"mash": "the Anytown hub, extension 12"}));
    assert!(set.is_private() && set.text().contains("the Anytown hub, extension 12"), "{}", set.text());
    program.kill();
    let _program = Program::start(&discord, folder.path());
    let asked = |person: &Person, channel| person.slash(Some(channel), "ask", &json!({"question": DANGER})).text();
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
fn two_servers_whose_teams_have_the_same_name_see_nothing_of_each_other() {
    let Some(discord) = Discord::open() else { return };
    let [(anytown, office, ada), (othertown, other, bea)] = two_servers(&discord);
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    for (person, channel) in [(&ada, &office), (&bea, &other)] {
        person.slash(Some(channel), "setup team", &json!({"name": "the duty team", "nation": 1}));
    }
    ada.slash(Some(&office), "setup contacts", &json!({"mash": "the Anytown hub"}));
    let shown = bea.slash(Some(&other), "setup show", &json!({})).text();
    assert!(shown.contains("the duty team") && !shown.contains("Anytown"), "{shown}");
    let answer = ada.slash(Some(&office), "ask", &json!({"question": "what is cuckooing"}));
    ada.clicks("Helpful", &answer.with("Helpful"));
    let asked = ada.clicks("Share with the channel", &answer.with("Share with the channel"));
    ada.clicks("Share it", &asked.with("Share it"));
    assert!(!ada.sees_soon(&office).is_empty() && bea.sees(Some(&other)).iter().all(crate::people::Message::is_private));
    assert_eq!(program.stop().0.code(), Some(0));
    let keys = keys(folder.path());
    assert!(keys.iter().any(|key| key.starts_with(&format!("f/{}/", anytown.id))), "{keys:?}");
    assert!(!keys.iter().any(|key| key.starts_with(&format!("f/{}/", othertown.id))), "{keys:?}");
}

#[test]
fn what_was_set_and_counted_in_a_server_is_erased_thirty_days_after_it_was_left() {
    let Some(discord) = Discord::open() else { return };
    let [(anytown, office, ada), (othertown, other, bea)] = two_servers(&discord);
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    for (person, channel, name) in [(&ada, &office, "the quokka team"), (&bea, &other, "the wombat team")] {
        person.slash(Some(channel), "setup team", &json!({"name": name}));
        let answer = person.slash(Some(channel), "ask", &json!({"question": "what is cuckooing"}));
        person.clicks("Helpful", &answer.with("Helpful"));
    }
    discord.tell("leave", &json!({"guild": anytown.id}));
    bea.slash(Some(&other), "help", &json!({}));
    assert_eq!(program.stop().0.code(), Some(0));
    let record = |guild: &str| stored(folder.path(), &format!("g/{guild}")).map(|record| serde_json::from_slice::<Value>(&record).unwrap());
    let left = record(&anytown.id).expect("it is kept for now");
    assert!(left["removed"].is_string() && record(&othertown.id).unwrap()["removed"].is_null(), "{left}");
    // As if that had been long ago.
    let long_ago = json!({"version": 1, "team": "the quokka team", "removed": "2020-01-01T00:00:00Z"});
    let change = Change::put(format!("g/{}", anytown.id), long_ago.to_string());
    store(folder.path()).change(change).wait().unwrap();
    let program = Program::start(&discord, folder.path());
    program.wait_for("erased what was kept of servers that were left", 1);
    assert_eq!(program.stop().0.code(), Some(0));
    assert!(record(&anytown.id).is_none() && record(&othertown.id).is_some_and(|kept| kept["team"] == "the wombat team"));
    let keys = keys(folder.path());
    assert!(!keys.iter().any(|key| key.contains(&anytown.id)) && keys.iter().any(|key| key.contains(&othertown.id)), "{keys:?}");
    assert!(!holds(&folder.path().join("diary/store"), b"quokka"), "it is still in the file");
}

/// The store of a program that does not run now.
fn store(folder: &Path) -> Store {
    Store::open(&folder.join("diary/store")).unwrap()
}

fn stored(folder: &Path, key: &str) -> Option<Vec<u8>> {
    store(folder).get(key.as_bytes()).unwrap()
}

fn keys(folder: &Path) -> Vec<String> {
    let mut keys = Vec::new();
    let read = store(folder).each(Vec::new(), None, |key, _| {
        keys.push(String::from_utf8_lossy(key).into_owned());
        Ok::<_, StoreError>(())
    });
    read.unwrap();
    keys
}

/// Whether any file of a folder holds some bytes.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() { holds(&path, bytes) } else { std::fs::read(&path).unwrap().windows(bytes.len()).any(|part| part == bytes) }
    })
}

#[test]
fn where_settings_cannot_be_read_only_administrators_are_let_in_until_members_are_set_again() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::new(&discord, "Anytown");
    let members = team.guild.role("team", 0);
    let folder = tempfile::tempdir().unwrap();
    let seeded = diary(folder.path());
    seeded.store().change(Change::put(format!("g/{}", team.guild.id), "{\"members\":")).wait().unwrap();
    drop(seeded);
    let _program = Program::start(&discord, folder.path());
    let list = |person: &Person| person.slash(Some(&team.office), "review list", &json!({})).text();
    assert!(list(&team.kim).contains("members of the team") && !list(&team.ada).contains("members of the team"));
    let set = team.ada.slash(Some(&team.office), "setup team", &json!({"name": "North"}));
    assert!(set.text().contains("cannot be read") && set.text().contains("North"), "{}", set.text());
    assert!(list(&team.kim).contains("members of the team"));
    team.guild.has(&team.kim, &members, true);
    let set = team.ada.slash(Some(&team.office), "setup team", &json!({"members": {"role": members}}));
    assert!(!set.text().contains("cannot be read"), "{}", set.text());
    assert!(!list(&team.kim).contains("members of the team") && list(&team.lee).contains("members of the team"));
}
