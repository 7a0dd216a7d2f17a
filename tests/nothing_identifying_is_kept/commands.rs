//! Every command of the diary, as any front end may give it: the parsing of a typed line does not stand before it.

use crate::team::{Team, asker, now, team};
use crate::{CLEAN, Log, REFUSED, TRACE, WHO, holds, told};
use lantern::bot::{Acted, Asker, Command, Wanted, Which};
use lantern::config::Role;
use lantern::diary::cadence::Cadence;
use lantern::diary::entry::Why;

fn which() -> Which {
    Which { case: "AB-123".into(), kind: None }
}

fn day(text: &str) -> Wanted {
    Wanted::Typed(text.into())
}

/// The first command of the walk, and what it says when it works.
fn first() -> (Command, &'static str) {
    let when = day("27 November");
    let cadence = Some(Cadence::Weeks(2));
    (Command::Schedule { which: which(), when, cadence, lead: Some("SW".into()), confirmed: true }, "Saved: AB-123")
}

/// The command after another one, with clean words and what it says when it works: each is walked.
fn after(command: &Command) -> Option<(Command, &'static str)> {
    let which = which();
    Some(match command {
        Command::Schedule { .. } => (Command::List { of: Some("sw".into()) }, "Upcoming: 1"),
        Command::List { .. } => (Command::Show(which), "due Friday 27 November 2026"),
        Command::Show(_) => {
            (Command::Amend { which, when: Some(day("30 November")), cadence: None, confirmed: true }, "due Monday 30 November 2026")
        }
        Command::Amend { .. } => {
            let (on, next) = (Some("yesterday".into()), Some(day("in 2 weeks")));
            (Command::Held { which, on, next, plan_changed: false, outcome: Some(CLEAN.into()) }, CLEAN)
        }
        Command::Held { .. } => (Command::NoReply(which), "contact tried"),
        Command::NoReply(_) => (Command::Snooze { which, until: day("Monday"), why: Why::Said(CLEAN.into()) }, CLEAN),
        Command::Snooze { .. } => (Command::Pause { which, until: day("Monday") }, "paused"),
        Command::Pause { .. } => (Command::HandOver { which, lead: "DL".into(), note: Some(CLEAN.into()) }, CLEAN),
        Command::HandOver { .. } => (Command::HandOverAll { from: "DL".into(), to: "SW".into(), confirmed: true }, "Handed over to SW"),
        Command::HandOverAll { .. } => (Command::Undo(which), "Taken back"),
        Command::Undo(_) => (Command::Moment { which, event: "arrested".into() }, "The review is due on"),
        Command::Moment { .. } => (Command::Upcoming, "To be announced by"),
        Command::Upcoming => (Command::Close { which, confirmed: true }, "Closed"),
        // Prompts have a walk of their own.
        Command::Close { .. } | Command::Prompt(_) => return None,
    })
}

/// The same command with what identifies somebody in each of its texts; every field is named.
fn spoilt(command: &Command) -> Vec<Command> {
    let who = || Some(WHO.to_owned());
    match command.clone() {
        Command::Schedule { which, when, cadence, lead, confirmed } => {
            let of = |which, when, lead| Command::Schedule { which, when, cadence, lead, confirmed };
            let more = vec![of(which.clone(), day(WHO), lead.clone()), of(which.clone(), when.clone(), who())];
            whichever(&which, more, |which| of(which, when.clone(), lead.clone()))
        }
        Command::List { of: _ } => vec![Command::List { of: who() }],
        Command::Show(which) => whichever(&which, vec![], Command::Show),
        Command::Amend { which, when, cadence, confirmed } => {
            let of = |which, when| Command::Amend { which, when, cadence, confirmed };
            whichever(&which, vec![of(which.clone(), Some(day(WHO)))], |which| of(which, when.clone()))
        }
        Command::Held { which, on, next, plan_changed, outcome } => {
            let of = |which: &Which, on: &Option<String>, next: &Option<Wanted>, outcome: &Option<String>| {
                let (which, on, next, outcome) = (which.clone(), on.clone(), next.clone(), outcome.clone());
                Command::Held { which, on, next, plan_changed, outcome }
            };
            let told = Some(format!("{CLEAN}, ask {WHO}"));
            let more = vec![of(&which, &who(), &next, &outcome), of(&which, &on, &Some(day(WHO)), &outcome), of(&which, &on, &next, &told)];
            whichever(&which, more, |which| of(&which, &on, &next, &outcome))
        }
        Command::NoReply(which) => whichever(&which, vec![], Command::NoReply),
        Command::Snooze { which, until, why } => {
            let of = |which, until, why| Command::Snooze { which, until, why };
            let more = vec![of(which.clone(), day(WHO), why.clone()), of(which.clone(), until.clone(), Why::Said(WHO.into()))];
            whichever(&which, more, |which| of(which, until.clone(), why.clone()))
        }
        Command::Pause { which, until } => {
            let more = vec![Command::Pause { which: which.clone(), until: day(WHO) }];
            whichever(&which, more, |which| Command::Pause { which, until: until.clone() })
        }
        Command::HandOver { which, lead, note } => {
            let of = |which, lead, note| Command::HandOver { which, lead, note };
            let more = vec![of(which.clone(), WHO.into(), note.clone()), of(which.clone(), lead.clone(), who())];
            whichever(&which, more, |which| of(which, lead.clone(), note.clone()))
        }
        Command::HandOverAll { from, to, confirmed } => {
            let of = |from: &str, to: &str| Command::HandOverAll { from: from.into(), to: to.into(), confirmed };
            vec![of(WHO, &to), of(&from, WHO)]
        }
        Command::Close { which, confirmed } => whichever(&which, vec![], |which| Command::Close { which, confirmed }),
        Command::Undo(which) => whichever(&which, vec![], Command::Undo),
        Command::Moment { which, event } => {
            let more = vec![Command::Moment { which: which.clone(), event: WHO.into() }];
            whichever(&which, more, |which| Command::Moment { which, event: event.clone() })
        }
        Command::Upcoming | Command::Prompt(_) => vec![],
    }
}

/// Some spoilt commands, and those whose case or kind is spoilt.
fn whichever(which: &Which, mut spoilt: Vec<Command>, of: impl Fn(Which) -> Command) -> Vec<Command> {
    let Which { case, kind: _ } = which.clone();
    spoilt.extend([Which { case: WHO.into(), kind: None }, Which { case, kind: Some(WHO.into()) }].map(of));
    spoilt
}

fn act(team: &Team, command: &Command) -> Acted {
    team.bot.act(command, &Asker { role: Role::Supervisor, ..asker("KP") }, now())
}

/// Whether words of somebody's own are in a command.
fn has_own_words(command: &Command) -> bool {
    match command {
        Command::Held { outcome, .. } => outcome.as_ref().is_some_and(|words| words.contains(WHO)),
        Command::HandOver { note, .. } => note.as_ref().is_some_and(|words| words.contains(WHO)),
        Command::Snooze { why: Why::Said(words), .. } => words.contains(WHO),
        _ => false,
    }
}

#[test]
fn every_command_of_the_diary_refuses_what_identifies_somebody_changes_nothing_and_takes_clean_words() {
    let team = team();
    let (mut walked, mut refused) = (0, 0);
    let log = Log::of(|| {
        let mut at = Some(first());
        while let Some((command, works)) = at {
            for spoilt in spoilt(&command) {
                let before = team.bot.diary().unwrap().all().unwrap();
                let acted = act(&team, &spoilt);
                let text = acted.reply.plain();
                assert!(!told(&text) || text.starts_with(REFUSED), "{spoilt:?}: {text}");
                assert!(!has_own_words(&spoilt) || text.starts_with(REFUSED), "{spoilt:?}: {text}");
                assert!(!told(&format!("{:?}", acted.choices)), "{spoilt:?} can still be chosen");
                assert_eq!(team.bot.diary().unwrap().all().unwrap(), before, "{spoilt:?} changed something");
                refused += usize::from(text.starts_with(REFUSED));
            }
            let text = act(&team, &command).reply.plain();
            assert!(text.contains(works), "{command:?}: {text}");
            walked += 1;
            at = after(&command);
        }
    });
    assert_eq!((walked, refused), (14, 3));
    assert!(!told(&log), "{log}");
    let Team { bot, folder } = team;
    drop(bot);
    assert!(holds(folder.path(), CLEAN), "what is kept can be found, so what is not found is not kept");
    assert!(!holds(folder.path(), TRACE));
}
