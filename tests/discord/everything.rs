//! All that is offered is used: every command, every kind of button and menu, in a server and by one person.

use crate::discord::{ADMINISTRATOR, Discord, text};
use crate::people::{Channel, Outcome, Person, file, word_document};
use crate::program::Program;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The kinds of buttons and menus, from the place that reads them: a test of them must not name them again.
fn kinds() -> BTreeSet<String> {
    let source = std::fs::read_to_string("src/discord/press.rs").unwrap();
    let (_, read) = source.split_once("pub fn read(").unwrap();
    let (read, _) = read.split_once("_ => return None").unwrap();
    let arms = read.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" =>"));
    let single = source.lines().filter_map(|line| line.strip_prefix("pub const ")?.split_once(": &str = \"")?.1.split_once("\";"));
    arms.chain(single).map(|(kind, _)| kind.to_owned()).collect()
}

fn kind(control: &Value) -> String {
    text(&control["custom_id"]).split(':').next().unwrap().to_owned()
}

/// Uses each command there is, and names the bot in a channel; the names of the commands. Two people do it, as nobody may ask too much.
fn commands([kim, lee]: &[Person; 2], office: &Channel, bot: &str) -> BTreeSet<String> {
    let words = "He is streetwise and chose this lifestyle. She puts herself at risk. The boy is a drug dealer and a prostitute. \
                 He is hard to engage and refuses to engage. She is promiscuous. He is manipulative and attention seeking.";
    let plain = [("ask", json!({"question": "what is cuckooing"})), ("topics", json!({})), ("glossary", json!({}))];
    for (name, options) in plain.into_iter().chain([("privacy", json!({})), ("help", json!({}))]) {
        answered(name, &kim.slash(Some(office), name, &options));
    }
    let text = |words: &str| words.as_bytes().to_vec();
    for (name, bytes) in [("draft.txt", text("He is streetwise.")), ("draft.md", text(words)), ("draft.docx", word_document(words))] {
        let checked = lee.slash(Some(office), "check", &json!({"file": file(name, &bytes)}));
        answered(name, &checked);
        assert!(checked.is_private() && checked.text().contains("streetwise"), "{name}: {}", checked.text());
    }
    let form = lee.slash(Some(office), "check", &json!({}));
    let checked = lee.submits(&form, &["He is streetwise."]);
    answered("the window of check", &checked);
    answered("the button under that", &lee.clicks("1 is wrong here", &checked.with("1 is wrong here")));
    let message = kim.sends(Some(office), words);
    for menu in ["Check wording", "Ask Lantern about this"] {
        answered(menu, &lee.chooses(menu, &message));
    }
    let named = kim.sends(Some(office), &format!("<@{bot}> what is cuckooing"));
    kim.next(Some(office), &named);
    let used = ["ask", "topics", "glossary", "privacy", "help", "check", "Check wording", "Ask Lantern about this"];
    used.map(str::to_owned).into()
}

/// Uses each command of administrators; their names.
fn set_up(ada: &Person, office: &Channel) -> BTreeSet<String> {
    let all = [
        ("setup show", json!({})),
        ("setup team", json!({"name": "Anytown team"})),
        ("setup channels", json!({"reviews": office.option()})),
        ("setup contacts", json!({"mash": "Anytown hub"})),
    ];
    for (name, options) in &all {
        answered(name, &ada.slash(Some(office), name, options));
    }
    all.map(|(name, _)| name.to_owned()).into()
}

/// Whether an interaction was answered, and not with an apology.
fn answered(what: &str, outcome: &Outcome) {
    let text = outcome.text();
    assert!(!text.trim().is_empty(), "{what}: {}", outcome.0);
    assert!(!text.contains("went wrong") && !text.contains("older Lantern"), "{what}: {text}");
}

#[test]
fn every_command_completion_button_and_menu_is_used() {
    let Some(discord) = Discord::open() else { return };
    let guild = discord.guild("Anytown", None);
    let (office, people) = (guild.channel("office", 0), [guild.member("Kim", 0), guild.member("Lee", 0)]);
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    let used = &commands(&people, &office, &guild.bot) | &set_up(&guild.member("Ada", ADMINISTRATOR), &office);
    assert_eq!(used, discord.commands().into_iter().collect(), "commands that are registered, and those that a test uses");
    for (name, option) in discord.registered().iter().flat_map(|(name, options)| options.iter().map(move |option| (name, option))) {
        assert!(!people[0].types(Some(&office), name, option, "c").is_empty(), "{name} offers nothing for {option}");
    }
    let pressed: BTreeSet<String> = people.iter().fold(BTreeSet::new(), |pressed, person| press_all(person, &office, pressed));
    assert_eq!(pressed, kinds(), "buttons and menus that can be pressed, and those that there are");
    let (status, _, log) = program.stop();
    assert_eq!(status.code(), Some(0));
    assert!(!log.contains("an interaction failed"), "{log}");
}

/// Presses one of each kind of button and menu that a person sees, and of those that come of it.
fn press_all(person: &Person, office: &Channel, mut pressed: BTreeSet<String>) -> BTreeSet<String> {
    loop {
        let seen = person.sees(Some(office));
        let mut offered = seen.iter().flat_map(|message| message.controls().into_iter().map(move |control| (message, control)));
        let Some((message, control)) = offered.find(|(_, control)| !pressed.contains(&kind(control))) else { return pressed };
        pressed.insert(kind(&control));
        answered(&kind(&control), &person.uses(&control, message));
    }
}
