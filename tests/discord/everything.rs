//! All that is offered is used: every command, every kind of button and menu, in a server and by one person.

use crate::discord::{ADMINISTRATOR, Discord, text};
use crate::people::{Channel, Outcome, Person, file, word_document};
use crate::program::Program;
use crate::team::{Team, diary, now, set_channels};
use jiff::{SignedDuration, ToSpan};
use lantern::diary::cadence::Cadence;
use lantern::diary::entry::Entry;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The kinds of buttons and menus, from the places that read them: a test of them must not name them again.
fn kinds() -> BTreeSet<String> {
    let source = std::fs::read_to_string("src/discord/ticket.rs").unwrap();
    let (_, names) = source.split_once("fn name(").unwrap();
    let (names, _) = names.split_once("    }\n}").unwrap();
    let signed: Vec<String> = names.lines().filter_map(|line| Some(line.split_once("=> \"")?.1.split_once('"')?.0.to_owned())).collect();
    plain_kinds().into_iter().chain(signed).collect()
}

fn plain_kinds() -> BTreeSet<String> {
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

/// Uses each command of reviews and prompts; their names. The supervisor does what is for supervisors.
fn diary_commands(team: &Team) -> BTreeSet<String> {
    let (office, lead) = (&team.office, team.lee.option());
    let case = |case: &str| json!({"case": case});
    let of_practitioners = [
        ("review schedule", json!({"case": "AB-31", "when": "in 6 weeks", "every": "6 weeks", "kind": "core-group"})),
        ("review list", json!({"state": 2})),
        ("review show", case("AB-21")),
        ("review amend", json!({"case": "AB-24", "to": "in 3 weeks"})),
        ("review held", json!({"case": "AB-25", "next": "in 4 weeks", "plan_changed": true, "outcome": "We agreed on a meeting."})),
        ("review no-reply", case("AB-25")),
        ("review snooze", json!({"case": "AB-25", "until": "tomorrow", "because": "lead away"})),
        ("review pause", json!({"case": "AB-25", "until": "in 3 weeks"})),
        ("review hand-over", json!({"case": "AB-25", "to": lead, "note": "The school rings first."})),
        ("review undo", case("AB-25")),
        ("review close", case("AB-25")),
        ("moment", json!({"case": "AB-24", "event": "arrested"})),
        ("upcoming", json!({})),
        ("prompt preview", json!({"what": "language"})),
        ("prompt list", json!({})),
        ("prompt cards", json!({"theme": "plan"})),
        ("prompt coverage", json!({})),
        ("prompt suggest", json!({"text": "Which of our forms asks for the child's own view?"})),
        ("prompt suggestions", json!({})),
        ("prompt withdraw", json!({"number": 1})),
        ("prompt learned", json!({})),
        ("prompt report", json!({})),
    ];
    let of_supervisors = [
        ("review hand-over-all", json!({"from": team.ada.option(), "to": lead})),
        ("prompt post", json!({"what": "plan"})),
        ("prompt schedule", json!({"when": "Monday 9am", "every": "2 weeks", "themes": "language, plan"})),
        ("prompt skip", json!({"which": "P-2"})),
        ("prompt cancel", json!({"which": "P-2"})),
        ("prompt undo", json!({"which": "P-2"})),
        ("prompt retire", json!({"card": "count-the-hours", "reason": "We talked about it last month."})),
        ("prompt unretire", json!({"card": "count-the-hours"})),
        ("prompt approve", json!({"number": 9})),
        ("prompt decline", json!({"number": 9, "reason": "We have one like it."})),
        ("prompt close", json!({"learned": "We ask the child first."})),
        ("prompt forget", json!({"number": 1})),
    ];
    // Several do what anybody may do, as nobody may ask too much at once.
    let others = [team.guild.member("Ash", 0), team.guild.member("Bo", 0)];
    let by_practitioners = of_practitioners.iter().zip([&team.kim, &others[0], &others[1]].into_iter().cycle());
    for ((name, options), person) in by_practitioners.chain(of_supervisors.iter().zip(std::iter::repeat(&team.ada))) {
        let done = person.slash(Some(office), name, options);
        answered(name, &done);
        assert!(done.is_private(), "{name}");
    }
    of_practitioners.iter().chain(&of_supervisors).map(|(name, _)| (*name).to_owned()).collect()
}

/// Presses what needs a review of its own: one that comes round by itself, and two that do not.
fn held_by_buttons(team: &Team) -> BTreeSet<String> {
    let shown = |case: &str| {
        let digest = team.lee.finds(&team.office, "need somebody");
        let option =
            digest.controls()[0]["options"].as_array().unwrap().iter().find(|option| text(&option["label"]).contains(case)).cloned();
        team.lee.selects("pick:", &option.unwrap()["value"], &digest).message()
    };
    team.lee.clicks("Held", &shown("AB-21"));
    let then = team.lee.finds(&team.office, "Last held on");
    answered("next", &team.lee.selects("next:", &then.controls()[0]["options"][0]["value"], &then));
    for (label, menu) in [("Held", "held-next"), ("Held, plan changed", "changed-next")] {
        let asked = team.lee.clicks(label, &shown(if menu == "held-next" { "AB-22" } else { "AB-23" })).message();
        team.lee.selects(&format!("{menu}:"), &asked.controls()[0]["options"][1]["value"], &asked);
    }
    let asked = team.lee.clicks("Hand over", &shown("AB-27")).message();
    answered("lead", &team.lee.selects("lead:", &team.kim.option(), &asked));
    ["hand-over", "lead", "pick", "held", "next", "held-next", "changed", "changed-next"].map(str::to_owned).into()
}

/// A team with four reviews that are long overdue, two to come, and one whose lead left.
fn seed(folder: &std::path::Path, team: &Team) {
    let seeded = diary(folder);
    set_channels(&seeded, &team.guild.id, [&team.office, &team.supervisors]);
    let long_ago = now() - SignedDuration::from_hours(14 * 24);
    for (case, ahead, cadence) in [
        ("AB-21", -14, Some(Cadence::Weeks(6))),
        ("AB-22", -14, None),
        ("AB-23", -14, None),
        ("AB-27", -14, None),
        ("AB-24", 30, None),
        ("AB-25", 30, None),
        ("AB-26", 30, None),
    ] {
        let day = seeded.schedule().day(now()).checked_add(ahead.days()).unwrap();
        let mut entry = Entry::new((team.key(), case.to_owned(), "safety-plan".to_owned()), (day, None), long_ago);
        entry.cadence = cadence;
        entry.lead = (case == "AB-26").then(|| "<@1456074443993382999>".to_owned());
        seeded.add(entry, "KP", long_ago).unwrap();
    }
}

/// Uses each command of administrators; their names.
fn set_up(ada: &Person, office: &Channel) -> BTreeSet<String> {
    let all = [
        ("setup show", json!({})),
        ("setup team", json!({"name": "Anytown team"})),
        ("setup channels", json!({"reviews": office.option()})),
        ("setup hours", json!({"morning": "8:30", "quiet_from": "22:00", "quiet_until": "6am"})),
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
    let refusals = ["went wrong", "older Lantern", "a lot at once", "not one of mine"];
    assert!(!refusals.iter().any(|refusal| text.contains(refusal)), "{what}: {text}");
}

#[test]
fn every_command_completion_button_and_menu_is_used() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::new(&discord, "Anytown");
    let (guild, office) = (&team.guild, &team.office);
    let people = [guild.member("Pat", 0), guild.member("Sam", 0)];
    let folder = tempfile::tempdir().unwrap();
    seed(folder.path(), &team);
    let program = Program::start(&discord, folder.path());
    team.posted(office, 1);
    team.posted(&team.supervisors, 2);
    let signed = held_by_buttons(&team);
    let used = &commands(&people, office, &guild.bot) | &set_up(&guild.member("Max", ADMINISTRATOR), office);
    let used = &used | &diary_commands(&team);
    assert_eq!(used, discord.commands().into_iter().collect(), "commands that are registered, and those that a test uses");
    for (name, option) in discord.registered().iter().flat_map(|(name, options)| options.iter().map(move |option| (name, option))) {
        let typed = if option == "case" { "AB" } else { "c" };
        assert!(!people[0].types(Some(office), name, option, typed).is_empty(), "{name} offers nothing for {option}");
    }
    let [pat, sam] = &people;
    let places =
        [(pat, office), (sam, office), (&team.kim, office), (&team.lee, office), (&team.ada, &team.supervisors), (&team.ada, office)];
    let pressed = places.into_iter().fold(signed, |pressed, (person, place)| press_all(person, place, pressed));
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
        let done =
            if control["type"] == 5 { person.selects(&kind(&control), &person.option(), message) } else { person.uses(&control, message) };
        if done.0["form"].is_object() {
            let texts: Vec<&str> = ["tomorrow", "lead away"].into_iter().take(done.fields().len()).collect();
            answered(&kind(&control), &person.submits(&done, &texts));
        } else {
            answered(&kind(&control), &done);
        }
    }
}
