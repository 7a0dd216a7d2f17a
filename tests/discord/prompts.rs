//! Prompts on Discord: posted with a thread to talk in, suggested by practitioners and answered by supervisors.

use crate::discord::Discord;
use crate::people::Person;
use crate::program::Program;
use crate::team::Team;
use serde_json::json;

fn posts_now(person: &Person, team: &Team, what: &str) {
    let posted = person.slash(Some(&team.office), "prompt post", &json!({"what": what}));
    // On a day off it waits for the next working day.
    assert!(posted.text().contains("is being posted") || posted.text().contains("is posted on"), "{}", posted.text());
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
