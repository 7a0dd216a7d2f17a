//! Every command about prompts, as a supervisor may give it in any front end.

use crate::diary::tick;
use crate::team::{Team, asker, now, team};
use crate::{CLEAN, Log, REFUSED, TRACE, WHO, holds, told};
use lantern::bot::{Acted, Asker, PromptCommand, Wanted};
use lantern::config::Role;
use lantern::diary::cadence::Cadence;
use lantern::diary::transcript::Transcript;

fn words() -> String {
    format!("What would we do if {CLEAN}?")
}

/// Words that would be kept if they identified nobody.
fn own() -> String {
    format!("{CLEAN}, ask {WHO}")
}

fn first() -> (PromptCommand, &'static str) {
    (suggest(words(), false), "number 1")
}

fn suggest(text: String, confirmed: bool) -> PromptCommand {
    PromptCommand::Suggest { text, confirmed }
}

/// The command after another one, with clean words and what it says when it works: each is walked.
fn after(command: &PromptCommand, card: &str) -> Option<(PromptCommand, &'static str)> {
    let which = || "P-1".to_owned();
    Some(match command {
        PromptCommand::Suggest { .. } => (PromptCommand::Suggestions, CLEAN),
        PromptCommand::Suggestions => (PromptCommand::Approve { number: 1, theme: "plan".into() }, "own-1"),
        PromptCommand::Approve { .. } => (suggest(words(), true), "number 2"),
        PromptCommand::Decline { .. } => {
            let (when, cadence) = (Wanted::Typed("Monday".into()), Cadence::Weeks(1));
            (PromptCommand::Schedule { when, cadence, themes: vec!["plan".into()], confirmed: true }, "P-1")
        }
        PromptCommand::Schedule { .. } => (PromptCommand::List, "P-1"),
        PromptCommand::List => (PromptCommand::Cards { theme: "plan".into() }, "own-1"),
        PromptCommand::Cards { .. } => (PromptCommand::Skip(which()), "Monday 7 December 2026"),
        PromptCommand::Skip(_) => (PromptCommand::Undo(which()), "Monday 30 November 2026"),
        PromptCommand::Undo(_) => (PromptCommand::Retire { card: card.into(), reason: CLEAN.into(), confirmed: true }, "Left out"),
        PromptCommand::Retire { .. } => (PromptCommand::Unretire(card.into()), "Taken up again"),
        PromptCommand::Unretire(_) => (PromptCommand::Preview { what: card.into() }, "Ground rules"),
        PromptCommand::Preview { .. } => (PromptCommand::Post { what: words(), confirmed: true }, "P-2"),
        PromptCommand::Post { .. } => (PromptCommand::Coverage, "this quarter"),
        PromptCommand::Coverage => (PromptCommand::Report, "none"),
        PromptCommand::Report => {
            (PromptCommand::Close { which: String::new(), learned: CLEAN.into(), confirmed: true }, "Kept for the team")
        }
        PromptCommand::Close { .. } => (PromptCommand::Learned, CLEAN),
        PromptCommand::Learned => (PromptCommand::Forget { number: 1, confirmed: true }, "Erased"),
        PromptCommand::Forget { .. } => (PromptCommand::Withdraw { number: 2, confirmed: true }, "Erased"),
        PromptCommand::Withdraw { .. } => (PromptCommand::Cancel { which: which(), confirmed: true }, "P-1"),
        PromptCommand::Cancel { .. } => return None,
    })
}

/// The same command with what identifies somebody in each of its texts; every field is named.
fn spoilt(command: &PromptCommand) -> Vec<PromptCommand> {
    let who = || WHO.to_owned();
    match command.clone() {
        PromptCommand::Post { what: _, confirmed: _ } => [(who(), false), (own(), false), (own(), true), (format!("\"{WHO}\""), true)]
            .map(|(what, confirmed)| PromptCommand::Post { what, confirmed })
            .into(),
        PromptCommand::Preview { what: _ } => [who(), own()].map(|what| PromptCommand::Preview { what }).into(),
        PromptCommand::Schedule { when, cadence, themes, confirmed } => vec![
            PromptCommand::Schedule { when: Wanted::Typed(who()), cadence, themes, confirmed },
            PromptCommand::Schedule { when, cadence, themes: vec![who()], confirmed },
        ],
        PromptCommand::Cards { theme: _ } => vec![PromptCommand::Cards { theme: who() }],
        PromptCommand::Skip(_) => vec![PromptCommand::Skip(who())],
        PromptCommand::Cancel { which: _, confirmed } => vec![PromptCommand::Cancel { which: who(), confirmed }],
        PromptCommand::Undo(_) => vec![PromptCommand::Undo(who())],
        PromptCommand::Retire { card, reason, confirmed } => vec![
            PromptCommand::Retire { card: who(), reason, confirmed },
            PromptCommand::Retire { card: card.clone(), reason: own(), confirmed: false },
            PromptCommand::Retire { card, reason: own(), confirmed: true },
        ],
        PromptCommand::Unretire(_) => vec![PromptCommand::Unretire(who())],
        PromptCommand::Suggest { .. } => vec![suggest(own(), false), suggest(own(), true)],
        PromptCommand::Approve { number, theme: _ } => vec![PromptCommand::Approve { number, theme: who() }],
        PromptCommand::Decline { number, reason: _, confirmed } => vec![PromptCommand::Decline { number, reason: own(), confirmed }],
        PromptCommand::Close { which, learned, confirmed } => vec![
            PromptCommand::Close { which: who(), learned, confirmed },
            PromptCommand::Close { which: which.clone(), learned: own(), confirmed: false },
            PromptCommand::Close { which, learned: own(), confirmed: true },
        ],
        // Numbers hold nobody's words.
        PromptCommand::Withdraw { number: _, confirmed: _ } | PromptCommand::Forget { number: _, confirmed: _ } => vec![],
        PromptCommand::List | PromptCommand::Coverage | PromptCommand::Suggestions | PromptCommand::Learned | PromptCommand::Report => {
            vec![]
        }
    }
}

fn act(team: &Team, command: &PromptCommand) -> Acted {
    let asker = Asker { role: Role::Supervisor, ..asker("KP") };
    team.bot.act(&command.clone().into(), &asker, now())
}

#[test]
fn every_prompt_command_refuses_what_identifies_somebody_and_takes_clean_words() {
    let team = team();
    let card = team.bot.library().prompts[0].id.clone();
    let board = Transcript::new(now());
    let (mut walked, mut refused, mut declined) = (0, 0, false);
    let log = Log::of(|| {
        let mut at = Some(first());
        while let Some((command, works)) = at {
            for spoilt in spoilt(&command) {
                let acted = act(&team, &spoilt);
                let text = acted.reply.plain();
                assert!(!told(&text) || text.starts_with(REFUSED), "{spoilt:?}: {text}");
                assert!(!format!("{spoilt:?}").contains(&own()) || text.starts_with(REFUSED), "{spoilt:?}: {text}");
                assert!(!told(&format!("{:?}", acted.choices)), "{spoilt:?} can still be chosen");
                refused += usize::from(text.starts_with(REFUSED));
            }
            let text = act(&team, &command).reply.plain();
            assert!(text.contains(works), "{command:?}: {text}");
            walked += 1;
            // What was posted goes out, so that it can be closed.
            tick(team.bot.diary().unwrap(), &board, now());
            // The second suggestion is declined.
            at = if text.contains("number 2") && !declined {
                declined = true;
                Some((PromptCommand::Decline { number: 2, reason: CLEAN.into(), confirmed: true }, "2"))
            } else {
                after(&command, &card)
            };
        }
    });
    assert_eq!((walked, refused), (21, 13));
    assert!(!told(&log), "{log}");
    let Team { bot, folder } = team;
    drop(bot);
    assert!(holds(folder.path(), CLEAN), "what is kept can be found, so what is not found is not kept");
    assert!(!holds(folder.path(), TRACE));
}
