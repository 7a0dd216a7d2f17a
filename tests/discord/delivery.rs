//! Announcements reach their channel once, whatever happens to the program, the gateway or the channel; and where they cannot, somebody is
//! told.

use crate::discord::Discord;
use crate::people::{Channel, Message, Person};
use crate::program::Program;
use crate::team::{Team, diary, due, now, set_channels};
use jiff::SignedDuration;
use lantern::diary::DiaryError;
use lantern::diary::entry::Entry;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Discord's permission to write in a channel.
const SEND_MESSAGES: u64 = 1 << 11;

/// A team that is set up, and a review of its that was due some minutes ago; the program does not run.
fn with_one_due<'a>(discord: &'a Discord, folder: &std::path::Path) -> Team<'a> {
    let team = Team::new(discord, "Anytown");
    let program = Program::start(discord, folder);
    team.set_up();
    program.stop();
    due(&diary(folder), &team.key(), "AB-123", now() - SignedDuration::from_mins(2));
    team
}

#[test]
fn reminders_come_while_the_gateway_is_down() {
    let Some(discord) = Discord::open() else { return };
    let folder = tempfile::tempdir().unwrap();
    let team = with_one_due(&discord, folder.path());
    discord.tell("gateway", &json!({"down": true}));
    let _program = Program::start_with(&discord, folder.path(), crate::discord::TOKEN);
    let told = team.posted(&team.office, 1);
    assert!(told[0].text().contains("AB-123"), "{}", told[0].text());
}

#[test]
fn where_the_channel_is_gone_the_fallback_is_told_what_and_why() {
    let Some(discord) = Discord::open() else { return };
    let folder = tempfile::tempdir().unwrap();
    let team = with_one_due(&discord, folder.path());
    discord.tell("delete_channel", &json!({"channel": team.office.id}));
    let _program = Program::start(&discord, folder.path());
    let told = team.posted(&team.spare, 2);
    assert!(told[0].text().contains("AB-123") && told[0].text().contains("channel refuses"), "{}", told[0].text());
    assert!(told[1].text().contains("AB-123") && told[1].text().contains("The channel is gone"), "{}", told[1].text());
    assert_eq!(team.posted(&team.spare, 2).len(), 2);
}

#[test]
fn where_all_channels_refuse_the_owner_of_the_server_is_told() {
    let Some(discord) = Discord::open() else { return };
    let folder = tempfile::tempdir().unwrap();
    let team = with_one_due(&discord, folder.path());
    for channel in [&team.office, &team.spare, &team.supervisors] {
        discord.tell("lacks", &json!({"channel": channel.id, "permissions": SEND_MESSAGES.to_string()}));
    }
    let program = Program::start(&discord, folder.path());
    program.wait_for("others were told", 1);
    // The owner has not the team's role; nobody else can answer there.
    let members = team.guild.role("team", 0);
    team.ada.slash(Some(&team.office), "setup team", &json!({"members": {"role": members}}));
    let owner = team.guild.owner();
    let told = owner.sees(None).into_iter().find(|message| message.text().contains("AB-123")).expect("the owner was not told");
    assert!(told.text().contains("I could not post this in"), "{}", told.text());
    let people = owner.clicks("Hand over", &told);
    assert!(people.text().contains("In your server, use /review hand-over"), "{}", people.text());
    owner.clicks("Tried, no reply", &told);
    let seen = owner.sees(None).iter().map(Message::text).collect::<String>();
    assert!(seen.contains("contact tried, no reply yet"), "{seen}");
    for channel in [&team.office, &team.spare, &team.supervisors] {
        discord.tell("lacks", &json!({"channel": channel.id, "permissions": "0"}));
    }
    let moment = team.ada.slash(Some(&team.office), "moment", &json!({"case": "AB-123", "event": "arrested"}));
    assert!(moment.text().contains("AB-123"), "{}", moment.text());
    let told = team.posted(&team.office, 1);
    assert!(told[0].text().contains("AB-123"), "given back, and not used: {}", told[0].text());
}

#[test]
fn where_the_channel_is_gone_and_there_is_no_fallback_the_lead_is_told_alone_and_the_supervisors_learn_why() {
    let Some(discord) = Discord::open() else { return };
    let folder = tempfile::tempdir().unwrap();
    let team = Team::new(&discord, "Anytown");
    let seeded = diary(folder.path());
    set_channels(&seeded, &team.guild.id, [&team.office, &team.supervisors]);
    let entry = due(&seeded, &team.key(), "AB-123", now() - SignedDuration::from_mins(2));
    let led = |entry: Entry| Ok::<_, DiaryError>(Entry { lead: Some(team.kim.mention()), ..entry });
    seeded.change(entry.id, None, led).unwrap();
    drop(seeded);
    discord.tell("delete_channel", &json!({"channel": team.office.id}));
    let _program = Program::start(&discord, folder.path());
    let told = team.posted(&team.supervisors, 1);
    assert!(told[0].text().contains("could not be posted in the team's channel"), "{}", told[0].text());
    assert!(told[0].text().contains("The channel is gone") && told[0].text().contains("AB-123"), "{}", told[0].text());
    let kim = Person { discord: &discord, id: team.kim.id.clone(), guild: None };
    let alone = kim.sees(None);
    assert!(alone.len() == 1 && alone[0].text().contains("You get this because the team's own channel refuses"), "{}", alone[0].text());
    assert_eq!(team.posted(&team.supervisors, 1).len(), 1);
}

#[test]
fn after_an_unclear_answer_nothing_is_lost_and_nothing_stands_there_twice() {
    let Some(discord) = Discord::open() else { return };
    let folder = tempfile::tempdir().unwrap();
    let team = with_one_due(&discord, folder.path());
    discord.fault("/messages", json!({"method": "POST", "status": 500, "carried_out": true}));
    let program = Program::start(&discord, folder.path());
    program.wait_for("not posted", 1);
    // It is sent again after half a minute.
    std::thread::sleep(std::time::Duration::from_secs(15));
    program.wait_for("posted=1", 1);
    assert_eq!(team.posted(&team.office, 1).len(), 1);
    let sent =
        discord.requests().iter().filter(|one| one["method"] == "POST" && one["path"].as_str().unwrap().ends_with("/messages")).count();
    assert_eq!(sent, 2, "it was not sent again");
}

#[test]
fn kills_with_fifty_deliveries_in_flight_lose_nothing_and_repeat_nothing() {
    let Some(discord) = Discord::open() else { return };
    let folder = tempfile::tempdir().unwrap();
    let rounds = if std::env::var_os("LANTERN_FULL").is_some() { 20 } else { 2 };
    let guilds: Vec<_> = (0..50).map(|number| discord.guild(&format!("Server {number}"), None)).collect();
    let channels: Vec<Channel> = guilds.iter().map(|guild| guild.channel("office", 0)).collect();
    for round in 0..rounds {
        let seeded = diary(folder.path());
        for (guild, channel) in guilds.iter().zip(&channels) {
            set_channels(&seeded, &guild.id, [channel, channel]);
            due(&seeded, &format!("guild:{}", guild.id), &format!("AB-{}", 100 + round), now() - SignedDuration::from_mins(2));
        }
        drop(seeded);
        let before = discord.requests().len();
        for carried_out in [true, false] {
            discord.fault("/messages", json!({"method": "POST", "hang": 20, "times": 25, "carried_out": carried_out}));
        }
        let program = Program::start_with(&discord, folder.path(), crate::discord::TOKEN);
        wait_for_posts(&discord, before, 50);
        program.kill();
        discord.tell("mend", &json!({}));
        let program = Program::start_with(&discord, folder.path(), crate::discord::TOKEN);
        let counted = wait_for_all(&discord, &channels, round + 1);
        assert!(counted.values().all(|count| *count == 1), "round {round}: {counted:?}");
        std::thread::sleep(std::time::Duration::from_secs(1));
        program.stop();
        assert_eq!(count(&discord, &channels).values().sum::<usize>(), 50 * (round + 1), "round {round}: something was repeated");
    }
    println!("{rounds} kills with 50 in flight: 0 lost, 0 repeated");
}

fn wait_for_posts(discord: &Discord, from: usize, count: usize) {
    for _ in 0..600 {
        let requests = discord.requests();
        let posts =
            requests.iter().skip(from).filter(|one| one["method"] == "POST" && one["path"].as_str().unwrap().ends_with("/messages"));
        if posts.count() >= count {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("the deliveries did not begin");
}

/// How often each announcement stands in its channel.
fn count(discord: &Discord, channels: &[Channel]) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for channel in channels {
        let seen = discord.tell("stand", &json!({"channel": channel.id}));
        for message in seen.as_array().unwrap().iter().cloned().map(Message) {
            let text = message.text();
            let case = text.split_whitespace().find(|word| word.starts_with("AB-")).unwrap_or_default().to_owned();
            *counted.entry(format!("{} {case}", channel.id)).or_default() += 1;
        }
    }
    counted
}

fn wait_for_all(discord: &Discord, channels: &[Channel], each: usize) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for _ in 0..600 {
        counted = count(discord, channels);
        if counted.len() == channels.len() * each {
            return counted;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("{} of {} announcements came", counted.len(), channels.len() * each);
}

/// When 1,000 announcements that are due at once have arrived, under Discord's limits: run with `LANTERN_FULL=1`.
#[test]
fn a_thousand_that_are_due_at_once_arrive_as_fast_as_discord_takes_them() {
    let Some(discord) = Discord::open() else { return };
    let (servers, each) = if std::env::var_os("LANTERN_FULL").is_some() { (40, 25) } else { (6, 7) };
    let folder = tempfile::tempdir().unwrap();
    let guilds: Vec<_> = (0..servers).map(|number| discord.guild(&format!("Server {number}"), None)).collect();
    let channels: Vec<Channel> = guilds.iter().map(|guild| guild.channel("office", 0)).collect();
    let seeded = diary(folder.path());
    let at = now() + SignedDuration::from_secs(15);
    for (guild, channel) in guilds.iter().zip(&channels) {
        set_channels(&seeded, &guild.id, [channel, channel]);
        for case in 0..each {
            due(&seeded, &format!("guild:{}", guild.id), &format!("AB-{}", 100 + case), at);
        }
    }
    drop(seeded);
    discord.tell("limit", &json!({"all": 50, "channel": 5}));
    let _program = Program::start_with(&discord, folder.path(), crate::discord::TOKEN);
    let total = servers * each;
    let mut late: Vec<f64> = Vec::new();
    for _ in 0..1_200 {
        late = lateness(&discord.requests(), at.as_second());
        if late.len() >= total {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    late.sort_by(f64::total_cmp);
    assert_eq!(late.len(), total, "not all of them came, or some came twice");
    let refused = discord.requests().iter().filter(|one| one["status"] == 429).count();
    println!(
        "{total} due at once in {servers} servers: p50 {:.1} s, p99 {:.1} s, last {:.1} s late; {refused} answered with 429",
        late[total / 2],
        late[total * 99 / 100],
        late[total - 1]
    );
}

fn lateness(requests: &[Value], due: i64) -> Vec<f64> {
    let posted = requests
        .iter()
        .filter(|one| one["method"] == "POST" && one["status"] == 200 && one["path"].as_str().unwrap().ends_with("/messages"));
    posted.map(|one| one["at"].as_f64().unwrap() - f64::from(i32::try_from(due).unwrap())).collect()
}
