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
fn danger_said_plainly_always_raises_the_alarm() {
    let bot = bot();
    for message in [
        "i want to kill myself",
        "i dont want to be alive anymore",
        "he raped me",
        "ive cut my wrists",
        "he cant be woken",
        "they put a gun to my head",
        "ive got drugs inside me",
        "thier gonna kil me",
        "we think he will be killed this weekend",
    ] {
        assert!(ask(&bot, message).answer.urgent, "no alarm: {message}");
    }
}

#[test]
fn a_child_or_parent_writing_for_themselves_gets_helplines_and_is_never_corrected() {
    let bot = bot();
    for message in
        ["who can i talk to", "im 16 and i sell for someone, will i go to prison", "im a parent, my son is dealing, what can i do"]
    {
        let text = ask(&bot, message).reply.plain();
        assert!(text.contains("116 000") && text.contains("not your fault"), "{message}: {text}");
        assert!(!text.contains("Ask your supervisor"), "{message}: {text}");
    }
    let asked = ask(&bot, "the olders are making me have sex with people");
    assert!(asked.answer.urgent && asked.challenges.is_empty(), "{}", asked.reply.plain());
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
