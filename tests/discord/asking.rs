//! Questions, and what the buttons under an answer do.

use crate::discord::Discord;
use crate::people::{Channel, Guild, Outcome, Person};
use crate::program::Program;
use serde_json::json;
use tempfile::TempDir;

const QUESTION: &str = "what is cuckooing";
const TITLE: &str = "Cuckooing: a home taken over";

/// A team at work: the program runs, Kim asks, Lee is in the same channel.
struct Team<'a> {
    guild: Guild<'a>,
    office: Channel,
    kim: Person<'a>,
    lee: Person<'a>,
    folder: TempDir,
    program: Program,
}

impl<'a> Team<'a> {
    fn at_work(discord: &'a Discord) -> Self {
        let guild = discord.guild("Anytown", None);
        let (office, kim, lee) = (guild.channel("office", 0), guild.member("Kim", 0), guild.member("Lee", 0));
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(discord, folder.path());
        Self { guild, office, kim, lee, folder, program }
    }

    fn kim_asks(&self, question: &str) -> Outcome {
        self.kim.slash(Some(&self.office), "ask", &json!({"question": question}))
    }
}

#[test]
fn an_answer_and_all_under_it_is_seen_by_the_asker_alone() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::at_work(&discord);
    let answer = team.kim_asks(QUESTION);
    assert!(answer.text().contains(TITLE) && answer.is_private(), "{}", answer.0);
    for button in ["Sources", "Why this answer", "Helpful", "Not right here", "Out of date"] {
        let shown = team.kim.clicks(button, &answer.with(button));
        assert!(shown.is_private() && !shown.text().trim().is_empty(), "{button}: {}", shown.0);
    }
    let related = answer.with("Sources").buttons().into_iter().find(|label| label.starts_with("1. ")).unwrap();
    assert!(team.kim.clicks(&related, &answer.with("Sources")).is_private());
    assert!(team.lee.sees(Some(&team.office)).is_empty(), "others see it");
}

#[test]
fn an_article_is_shared_after_asking_without_the_question_and_taken_back_by_the_same_person_only() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::at_work(&discord);
    let answer = team.kim_asks("what is cuckooing at zebra house");
    let asked = team.kim.clicks("Share with the channel", &answer.with("Share with the channel"));
    assert!(asked.is_private() && team.lee.sees(Some(&team.office)).is_empty(), "it did not ask first");
    let share = asked.with("Share it");
    // The first press takes a while, and the button is still there for a second one.
    discord.fault("/callback", json!({"status": 503, "hang": 2}));
    std::thread::scope(|scope| {
        let first = scope.spawn(|| team.kim.clicks("Share it", &share));
        std::thread::sleep(std::time::Duration::from_millis(500));
        let second = team.kim.clicks("Share it", &share);
        assert!(second.is_private() && second.text().contains("pressed before"), "{}", second.text());
        first.join().unwrap();
    });
    let shared = team.lee.sees_soon(&team.office);
    assert_eq!(shared.iter().filter(|message| message.buttons().iter().any(|label| label == "Take back")).count(), 1);
    let text: String = shared.iter().map(crate::people::Message::text).collect();
    assert!(text.contains(TITLE) && !text.contains("zebra"), "{text}");
    let last = shared.into_iter().find(|message| message.buttons().iter().any(|label| label == "Take back")).unwrap();
    let refused = team.lee.clicks("Take back", &last);
    assert!(refused.is_private() && refused.text().contains("Only the person who shared"), "{}", refused.0);
    team.kim.clicks("Take back", &last);
    let left: String = team.lee.sees(Some(&team.office)).iter().map(crate::people::Message::text).collect();
    assert!(!left.contains(TITLE) && left.contains("took it back"), "{left}");
}

#[test]
fn after_a_restart_buttons_work_and_why_says_that_the_question_is_forgotten() {
    let Some(discord) = Discord::open() else { return };
    let Team { guild: _guild, office, kim, folder, program, .. } = Team::at_work(&discord);
    let answer = kim.slash(Some(&office), "ask", &json!({"question": QUESTION}));
    let told = discord.requests().iter().filter(|request| request["method"] == "PUT").count();
    program.kill();
    let _program = Program::start(&discord, folder.path());
    assert!(kim.clicks("Sources", &answer.with("Sources")).text().contains("Southwell"));
    assert!(kim.clicks("Why this answer", &answer.with("Why this answer")).text().contains("no longer have that question"));
    let told_again = discord.requests().iter().filter(|request| request["method"] == "PUT").count();
    assert_eq!(told, told_again, "commands were registered again, though they are the same");
}

#[test]
fn every_other_command_answers_its_person_alone() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::at_work(&discord);
    for (command, expected) in [("help", "/ask"), ("topics", "uckooing"), ("glossary", "uckoo"), ("privacy", "look for")] {
        let shown = team.kim.slash(Some(&team.office), command, &json!({}));
        assert!(shown.is_private() && shown.text().contains(expected), "{command}: {}", shown.text());
    }
    let offered = team.kim.types(Some(&team.office), "glossary", "word", "cuck");
    assert!(offered.iter().any(|word| word.to_lowercase().contains("cuckoo")), "{offered:?}");
    let meant = team.kim.slash(Some(&team.office), "glossary", &json!({"word": offered[0]}));
    assert!(meant.is_private() && meant.text().to_lowercase().contains("cuckoo"), "{}", meant.text());
    assert!(team.lee.sees(Some(&team.office)).is_empty(), "others see it");
}

#[test]
fn a_plain_direct_message_is_answered_and_so_is_a_command_there() {
    let Some(discord) = Discord::open() else { return };
    let _team = Team::at_work(&discord);
    let pat = discord.person("Pat");
    let said = pat.sends(None, QUESTION);
    let answered: String = pat.next(None, &said).iter().map(crate::people::Message::text).collect();
    assert!(answered.contains(TITLE), "{answered}");
    assert!(pat.slash(None, "ask", &json!({"question": QUESTION})).text().contains(TITLE));
    assert!(pat.slash(None, "help", &json!({})).text().contains("/ask"));
}

#[test]
fn named_in_a_channel_it_offers_a_private_answer_and_shows_danger_in_the_open_at_once() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::at_work(&discord);
    let ask = team.lee.sends(Some(&team.office), &format!("<@{}> {QUESTION}", team.guild.bot));
    let offer = team.kim.next(Some(&team.office), &ask).remove(0);
    assert!(!offer.text().contains("ome taken over") && offer.author() == team.guild.bot, "{}", offer.text());
    let shown = team.lee.clicks("Show me privately", &offer);
    assert!(shown.is_private() && shown.text().contains(TITLE), "{}", shown.0);
    let other = team.kim.clicks("Show me privately", &offer);
    assert!(other.is_private() && !other.text().contains(TITLE), "{}", other.0);
    let danger = team.lee.sends(Some(&team.office), &format!("<@{}> he has a knife and says he will stab her now", team.guild.bot));
    let alert: String = team.kim.next(Some(&team.office), &danger).iter().map(crate::people::Message::text).collect();
    assert!(alert.contains("999"), "{alert}");
    let plain = team.lee.sends(Some(&team.office), "no bot is named here");
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(team.kim.sees(Some(&team.office)).last().unwrap().0["id"], plain.0["id"], "it answered what was not for it");
}

#[test]
fn a_question_that_was_deleted_meanwhile_is_not_answered() {
    let Some(discord) = Discord::open() else { return };
    let team = Team::at_work(&discord);
    let ask = team.lee.sends(Some(&team.office), &format!("<@{}> {QUESTION}", team.guild.bot));
    let offer = team.lee.next(Some(&team.office), &ask).remove(0);
    team.lee.deletes(&ask);
    let shown = team.lee.clicks("Show me privately", &offer);
    assert!(shown.is_private() && shown.text().contains("cannot see that message any more"), "{}", shown.text());
}

#[test]
fn nothing_of_a_question_is_logged_or_left_on_disk() {
    let Some(discord) = Discord::open() else { return };
    let Team { office, kim, folder, program, guild: _guild, .. } = Team::at_work(&discord);
    let answer = kim.slash(Some(&office), "ask", &json!({"question": "what is cuckooing at quagga house"}));
    kim.clicks("Why this answer", &answer.with("Why this answer"));
    kim.clicks("Helpful", &answer.with("Helpful"));
    discord.person("Pat").sends(None, "quagga house is full");
    let (_, _, log) = program.stop();
    assert!(!log.contains("quagga"), "{log}");
    let mut folders = vec![folder.path().to_owned()];
    while let Some(next) = folders.pop() {
        for path in std::fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                assert!(!bytes.windows(6).any(|part| part == b"quagga"), "{} holds the question", path.display());
            }
        }
    }
}
