//! Danger now gets 999 before anything else; the writer in danger gets no case guidance; talk of danger gets no alarm.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod support;

use lantern::bot::Block;
use support::{ask, bot};

#[test]
fn danger_now_gets_999_first_then_staying_safe_and_the_three_steps() {
    let bot = bot();
    for message in [
        "he's just been stabbed in the stairwell, blood everywhere, what do I do",
        "two men are at the door with a machete asking for the girl",
        "she's swallowed the wraps and she's gone grey and won't wake up",
    ] {
        let asked = ask(&bot, message);
        assert!(asked.answer.urgent, "no alarm: {message}");
        let Some(Block::Alert(lines)) = asked.reply.blocks.first() else { panic!("the alarm does not come first: {message}") };
        assert!(lines[0].contains("999"));
        let ids: Vec<&str> = asked.answer.hits.iter().map(|hit| bot.library().articles[hit.article].id.as_str()).collect();
        assert_eq!(ids[..2], ["staying-safe-now", "three-steps"]);
    }
}

#[test]
fn a_writer_in_danger_gets_999_relay_and_a_helpline_and_no_case_guidance() {
    let bot = bot();
    for message in ["im scared they r outside my house with a knife pls help me", "he's locked me in and wont let me out, i cant breathe"] {
        let asked = ask(&bot, message);
        let text = asked.reply.plain();
        assert!(asked.answer.own, "not seen as the writer's own danger: {message}");
        for needed in ["999", "text relay", "116 000", "not your fault"] {
            assert!(text.contains(needed), "{needed} is missing: {text}");
        }
        for unwanted in ["NRM", "MASH", "Sources:"] {
            assert!(!text.contains(unwanted), "{unwanted} is case guidance: {text}");
        }
    }
}

#[test]
fn past_danger_training_talk_and_figures_of_speech_raise_no_alarm() {
    let bot = bot();
    for message in [
        "he was stabbed last year and still has nightmares, how do I hold trauma in mind",
        "tabletop exercise for the team: a child is held in a flat, need a script",
        "my deadline is killing me, can anyone cover",
        "what does county lines mean",
    ] {
        assert!(!ask(&bot, message).answer.urgent, "needless alarm: {message}");
    }
}
