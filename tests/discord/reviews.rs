//! Reviews on Discord: scheduled, announced, and dealt with by button.

use crate::discord::Discord;
use crate::people::Message;
use crate::program::Program;
use crate::team::{Team, diary, due, now};
use jiff::SignedDuration;
use serde_json::{Value, json};

fn only(mut messages: Vec<Message>) -> Message {
    assert_eq!(messages.len(), 1, "{:?}", messages.iter().map(Message::text).collect::<Vec<_>>());
    messages.remove(0)
}

#[test]
fn a_review_is_scheduled_announced_and_held_by_a_button_that_outlives_a_restart() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::new(&discord, "Anytown");
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    let refused = team.kim.slash(Some(&team.office), "review schedule", &json!({"case": "AB-123", "when": "in 6 weeks"}));
    assert!(refused.text().contains("/setup channels") && refused.is_private(), "{}", refused.text());
    team.set_up();
    team.schedules("AB-123");
    let moment = team.lee.slash(Some(&team.office), "moment", &json!({"case": "AB-123", "event": "arrested"}));
    assert!(moment.text().contains("The review is due on"), "{}", moment.text());
    let told = only(team.posted(&team.office, 1));
    assert!(told.text().contains("AB-123: "), "{}", told.text());
    assert_eq!(told.pings(), std::slice::from_ref(&team.kim.id), "only the lead is pinged");
    let copy = only(team.posted(&team.supervisors, 1));
    program.stop();
    let program = Program::start(&discord, folder.path());
    team.lee.clicks("Held", &told);
    assert!(team.lee.finds(&team.office, "Last held on").is_private());
    let after = only(team.posted(&team.office, 1));
    assert!(after.text().contains(&format!("Held, recorded by {}", team.lee.mention())) && after.buttons().is_empty(), "{}", after.text());
    let again = team.ada.clicks("Held, plan changed", &copy);
    assert!(again.text().contains("Since then somebody has dealt with it") && again.is_private(), "{}", again.text());
    let shown = team.kim.slash(Some(&team.office), "review show", &json!({"case": "AB-123"}));
    assert!(shown.text().contains("Last held on") && shown.text().contains("If each is held on its day"), "{}", shown.text());
    let steps = [format!("{} said that it was held", team.lee.mention()), format!("{} made it", team.lee.mention())];
    assert!(steps.iter().all(|step| shown.text().contains(step)), "{}", shown.text());
    let (status, _, log) = program.stop();
    assert_eq!(status.code(), Some(0));
    assert!(!log.contains("AB-123") && !log.contains("an interaction failed"), "{log}");
}

#[test]
fn every_button_of_an_announcement_does_what_it_says() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::new(&discord, "Anytown");
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    team.set_up();
    program.stop();
    let seeded = diary(folder.path());
    for case in ["AB-11", "AB-12", "AB-13"] {
        due(&seeded, &team.key(), case, now() - SignedDuration::from_mins(2));
    }
    drop(seeded);
    let _program = Program::start(&discord, folder.path());
    let told = team.posted(&team.office, 3);
    let of = |case: &str| told.iter().find(|message| message.text().contains(case)).unwrap();
    let asked = team.kim.clicks("Held, plan changed", of("AB-11"));
    assert!(asked.text().contains("Choose when the next review is"), "{}", asked.text());
    let menu = asked.message();
    let day = &menu.controls()[0]["options"][3]["value"];
    team.kim.selects("changed-next:", day, &menu);
    assert!(team.kim.finds(&team.office, "call old copies in").is_private());
    team.kim.clicks("Tried, no reply", of("AB-12"));
    assert!(team.kim.finds(&team.office, "contact tried, no reply yet").is_private());
    let form = team.kim.clicks("Snooze", of("AB-13"));
    let snoozed = team.kim.submits(&form, &["tomorrow", "lead away"]);
    assert!(snoozed.text().contains("Waits until") && snoozed.text().contains("lead away"), "{}", snoozed.text());
    let form = team.kim.clicks("Snooze", of("AB-13"));
    let named = team.kim.submits(&form, &["tomorrow", "waiting for Kyle Smith to ring"]);
    assert!(named.text().contains("may identify"), "{}", named.text());
    let asked = team.kim.clicks("Hand over", of("AB-13"));
    let handed = team.kim.selects("lead:", &team.lee.option(), &asked.message());
    assert!(handed.text().contains(&format!("lead {}", team.lee.mention())), "{}", handed.text());
}

#[test]
fn buttons_of_another_server_and_changed_ones_do_nothing() {
    let Some(discord) = Discord::open() else { return };
    let (team, other) = (Team::new(&discord, "Anytown"), Team::new(&discord, "Elsewhere"));
    let folder = tempfile::tempdir().unwrap();
    let _program = Program::start(&discord, folder.path());
    for team in [&team, &other] {
        team.set_up();
        team.schedules("AB-123");
    }
    team.lee.slash(Some(&team.office), "moment", &json!({"case": "AB-123", "event": "arrested"}));
    let told = only(team.posted(&team.office, 1));
    let copied = discord.tell("forge", &json!({"channel": other.office.id, "components": told.0["components"]}));
    let foreign = other.ada.clicks("Held", &Message(copied));
    assert!(foreign.text().contains("not one of mine") && foreign.is_private(), "{}", foreign.text());
    let mut components = told.0["components"].clone();
    let mut id = components[0]["components"][0]["custom_id"].as_str().unwrap().to_owned();
    let changed = if id.remove(20) == 'A' { 'B' } else { 'A' };
    id.insert(20, changed);
    components[0]["components"][0]["custom_id"] = json!(id);
    let forged = discord.tell("forge", &json!({"channel": team.office.id, "components": components}));
    let forged = team.ada.clicks("Held", &Message(forged));
    assert!(forged.text().contains("not one of mine"), "{}", forged.text());
    let of_theirs = other.kim.slash(Some(&other.office), "review show", &json!({"case": "AB-123"}));
    assert!(!of_theirs.text().contains("It is being announced now") && of_theirs.text().contains("Not due yet"), "{}", of_theirs.text());
    assert!(other.kim.types(Some(&other.office), "review show", "case", "AB").len() == 1);
    assert_eq!(other.ada.sees(Some(&other.supervisors)).len(), 0, "the other server was told of it");
}

#[test]
fn only_the_team_sees_and_changes_its_reviews_and_only_its_members_lead() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::new(&discord, "Anytown");
    let members = team.guild.role("team", 0);
    let folder = tempfile::tempdir().unwrap();
    let _program = Program::start(&discord, folder.path());
    team.set_up();
    team.schedules("AB-123");
    team.lee.slash(Some(&team.office), "moment", &json!({"case": "AB-123", "event": "arrested"}));
    let told = only(team.posted(&team.office, 1));
    team.ada.slash(Some(&team.office), "setup team", &json!({"members": {"role": members}}));
    let shut = team.kim.slash(Some(&team.office), "review list", &json!({}));
    assert!(shut.text().contains("members of the team") && !shut.text().contains("AB-123"), "{}", shut.text());
    let shut = team.kim.clicks("Held", &told);
    assert!(shut.text().contains("members of the team"), "{}", shut.text());
    let options = json!({"case": "AB-124", "when": "in 6 weeks", "lead": team.kim.option()});
    let no_lead = team.ada.slash(Some(&team.office), "review schedule", &options);
    assert!(no_lead.text().contains("must be a member of the team"), "{}", no_lead.text());
}

#[test]
fn supervisors_are_told_of_a_lead_who_left_and_hand_all_over_at_once() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::new(&discord, "Anytown");
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    team.set_up();
    for case in ["AB-123", "AB-124"] {
        team.schedules(case);
    }
    team.guild.loses(&team.kim);
    program.stop();
    // It comes through, and nobody says so: it is looked for before it would be posted again.
    discord.fault("/messages", json!({"method": "POST", "status": 500, "carried_out": true}));
    let program = Program::start(&discord, folder.path());
    program.wait_for("whether a lead is still there", 1);
    program.stop();
    let before = discord.requests().len();
    let program = Program::start(&discord, folder.path());
    let looked = |one: &Value| one["method"] == "GET" && one["path"].as_str().unwrap().ends_with("/messages");
    wait_until(|| discord.requests().iter().skip(before).any(looked));
    let told = only(team.posted(&team.supervisors, 1));
    assert!(told.text().contains("A lead has left") && told.text().contains("AB-123") && told.text().contains("AB-124"), "{}", told.text());
    let refused = team.lee.selects("reassign:", &team.lee.option(), &told);
    assert!(refused.text().contains("for supervisors"), "{}", refused.text());
    let handed = team.ada.selects("reassign:", &team.lee.option(), &told);
    assert!(handed.text().contains("Handed over") && handed.text().contains("2 reviews"), "{}", handed.text());
    program.stop();
    let _program = Program::start(&discord, folder.path());
    let listed = team.ada.slash(Some(&team.office), "review list", &json!({"lead": team.lee.option()}));
    assert!(listed.text().contains("AB-123") && listed.text().contains("AB-124"), "{}", listed.text());
    assert_eq!(team.posted(&team.supervisors, 1).len(), 1, "they were told again");
    let posts =
        |one: &&Value| one["method"] == "POST" && one["path"].as_str().unwrap().contains(&format!("/{}/messages", team.supervisors.id));
    assert_eq!(discord.requests().iter().filter(posts).count(), 1, "it was sent again");
}

#[test]
fn supervisors_are_told_each_time_that_a_lead_lost_the_role_and_of_none_who_has_it() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::new(&discord, "Anytown");
    let members = team.guild.role("team", 0);
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    team.set_up();
    team.schedules("AB-123");
    team.ada.slash(Some(&team.office), "setup team", &json!({"members": {"role": members}}));
    program.stop();
    // Nobody can write to the owner: that keeps nothing from the supervisors' channel.
    discord.fault("/users/@me/channels", json!({"status": 400, "times": 1000}));
    for (told, has) in [(0, true), (1, false), (1, true), (2, false)] {
        team.guild.has(&team.kim, &members, has);
        program_looks_for_leads(&discord, folder.path());
        assert_eq!(team.posted(&team.supervisors, told).len(), told);
    }
    assert!(team.posted(&team.supervisors, 1)[0].text().contains("no longer has the team's role"));
}

/// A program that runs until it has looked for every lead.
fn program_looks_for_leads(discord: &Discord, folder: &std::path::Path) {
    let before = discord.requests().len();
    let program = Program::start(discord, folder);
    let looked = |one: &Value| one["method"] == "GET" && one["path"].as_str().unwrap().contains("/members/");
    wait_until(|| discord.requests().iter().skip(before).any(looked));
    std::thread::sleep(std::time::Duration::from_secs(1));
    program.stop();
}

#[test]
fn what_was_saved_is_never_said_not_to_be_and_an_answer_comes_though_the_note_is_refused() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::new(&discord, "Anytown");
    let folder = tempfile::tempdir().unwrap();
    let _program = Program::start(&discord, folder.path());
    team.set_up();
    team.schedules("AB-123");
    let refused = json!({"status": 400, "body": {"code": 50035, "message": "Invalid Form Body"}});
    discord.fault("/callback", refused.clone());
    let held = team.lee.slash(Some(&team.office), "review pause", &json!({"case": "AB-123", "until": "in 3 days"}));
    assert!(held.text().contains("may have been saved") && held.text().contains("999"), "{}", held.text());
    team.lee.slash(Some(&team.office), "moment", &json!({"case": "AB-123", "event": "arrested"}));
    let told = only(team.posted(&team.office, 1));
    for person in [&team.kim, &team.lee, &team.ada] {
        person.clicks("Tried, no reply", &told);
        assert!(person.finds(&team.office, "contact tried, no reply yet").is_private());
    }
    let noted = only(team.posted(&team.office, 1)).text();
    assert!(noted.contains(&team.ada.mention()) && noted.matches("Tried, no reply, recorded by").count() == 1, "{noted}");
    discord.fault("/callback", refused);
    let held = team.kim.clicks("Held", &told);
    assert!(held.is_private() && held.text().contains("Last held on"), "{}", held.text());
}

#[test]
fn a_moment_is_answered_with_999_where_no_channel_is_set_and_to_those_who_are_not_of_the_team() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::new(&discord, "Anytown");
    let folder = tempfile::tempdir().unwrap();
    let _program = Program::start(&discord, folder.path());
    let missing = json!({"case": "AB-123", "event": "missing"});
    let told = team.kim.slash(Some(&team.office), "moment", &missing);
    assert!(told.is_private() && told.text().contains("999"), "{}", told.text());
    team.ada.slash(Some(&team.office), "setup team", &json!({"members": {"role": team.guild.role("team", 0)}}));
    let told = team.kim.slash(Some(&team.office), "moment", &missing);
    assert!(told.text().contains("ring 999") && told.text().contains("members of the team"), "{}", told.text());
}

fn wait_until(done: impl Fn() -> bool) {
    for _ in 0..300 {
        if done() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("it did not happen");
}
