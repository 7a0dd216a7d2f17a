//! Prompts on Discord: posted with a thread to talk in, suggested by practitioners and answered by supervisors.

use crate::discord::{Discord, TOKEN};
use crate::people::Person;
use crate::program::Program;
use crate::team::{Team, diary, now};
use jiff::SignedDuration;
use jiff::civil::Time;
use lantern::diary::prompt::deck::Deck;
use lantern::diary::prompt::{Planned, What};
use lantern::knowledge::{Library, files};
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;

fn posts_now(person: &Person, team: &Team, what: &str) {
    let posted = person.slash(Some(&team.office), "prompt post", &json!({"what": what}));
    // On a day off it waits for the next working day.
    assert!(posted.text().contains("is being posted") || posted.text().contains("is posted on"), "{}", posted.text());
}

/// A prompt of a card that was due some minutes ago, in the diary of a program that does not run and will live so many hours ahead.
fn seed(folder: &Path, team: &Team, card: &str, hours: i64) {
    let seeded = diary(folder);
    let ahead = now() + SignedDuration::from_hours(hours);
    let at = (ahead - SignedDuration::from_mins(2)).max(seeded.schedule().midnight(seeded.schedule().day(ahead)));
    let local = at.to_zoned(seeded.schedule().zone.clone());
    let due = (local.date(), Some(Time::constant(local.hour(), local.minute(), 0, 0)));
    let what = What::Card(card.to_owned());
    let planned = Planned { team: team.key(), due, cadence: None, themes: BTreeSet::new(), what };
    let library = Library::load(&files::embedded()).unwrap();
    seeded.with_deck(Deck::of(&library.prompts)).add_prompt(&planned, "TM", at - SignedDuration::from_mins(1)).unwrap();
}

/// How many hours ahead the next working day is; none today.
fn hours_to_work(folder: &Path) -> i64 {
    let schedule = diary(folder).schedule().clone();
    let today = schedule.day(now());
    i64::from((schedule.first_working_day(today) - today).get_days()) * 24
}

#[test]
fn a_prompt_has_a_thread_with_ground_rules_and_a_poll_and_in_a_forum_a_post_of_its_own() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::new(&discord, "Anytown");
    let forum = team.guild.forum("talk");
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&discord, folder.path());
    team.set_up();
    program.stop();
    let hours = hours_to_work(folder.path());
    if hours > 0 && std::env::var_os("LANTERN_DISCORD_PROGRAM").is_some() {
        println!("SKIPPED: no prompt is posted on a day off, and this build lives by the real clock");
        return;
    }
    seed(folder.path(), &team, "plan-did-the-net-say-yes", hours);
    let program = Program::start_ahead(&discord, folder.path(), TOKEN, hours);
    let posted = team.posted(&team.office, 1);
    assert!(posted[0].text().contains("Did the safety net say yes?") && posted[0].pings().is_empty(), "{}", posted[0].text());
    let (thread, name) = team.guild.threads(&team.office, 1).remove(0);
    assert!(name.contains("P-1"), "{name}");
    let said = team.posted(&thread, 2);
    assert!(said.iter().any(|message| message.text().contains("Ground rules")), "{:?}", said[0].0);
    assert!(said.iter().any(|message| message.0["poll"].is_object()), "no poll: {:?}", said[1].0);
    program.wait_for("posted=1", 1);
    team.ada.slash(Some(&team.office), "setup channels", &json!({"prompts": forum.option()}));
    program.stop();
    seed(folder.path(), &team, "count-the-hours", hours);
    let program = Program::start_ahead(&discord, folder.path(), TOKEN, hours);
    let (post, name) = team.guild.threads(&forum, 1).remove(0);
    assert!(name.contains("P-2"), "{name}");
    assert!(team.posted(&post, 2)[0].text().contains("Count the hours"));
    program.wait_for("posted=1", 1);
    assert_eq!((team.guild.threads(&forum, 1).len(), team.guild.threads(&team.office, 1).len()), (1, 1));
}

#[test]
fn only_supervisors_post_and_everybody_suggests() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::new(&discord, "Anytown");
    let folder = tempfile::tempdir().unwrap();
    let _program = Program::start(&discord, folder.path());
    team.set_up();
    let refused = team.kim.slash(Some(&team.office), "prompt post", &json!({}));
    assert!(refused.text().contains("That is for supervisors") && refused.is_private(), "{}", refused.text());
    posts_now(&team.ada, &team, "language");
    let idea = json!({"text": "Which of our forms asks for the child's own view?"});
    let thanked = team.kim.slash(Some(&team.office), "prompt suggest", &idea);
    assert!(thanked.text().contains("Thank you"), "{}", thanked.text());
    let told = team.posted(&team.supervisors, 1).remove(0);
    assert!(told.text().contains("the child's own view") && told.text().contains(&team.kim.mention()), "{}", told.text());
    assert!(told.pings().is_empty());
    let refused = team.kim.clicks("Approve", &told);
    assert!(refused.text().contains("Supervisors answer"), "{}", refused.text());
    let approved = team.ada.clicks("Approve", &told);
    assert!(approved.text().contains("Approved"), "{}", approved.text());
    let late = team.ada.clicks("Decline", &told);
    let late = team.ada.submits(&late, &["We have one like it."]);
    assert!(late.text().contains("No suggestion with that number waits"), "{}", late.text());
    let named = team.kim.slash(Some(&team.office), "prompt suggest", &json!({"text": "How do we talk with Kyle Smith about his phone?"}));
    assert!(named.text().contains("may identify"), "{}", named.text());
    assert_eq!(team.posted(&team.supervisors, 1).len(), 1, "the refused one was shown");
}
