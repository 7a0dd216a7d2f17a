//! The buttons and menus under announcements: what happened with a review, in one press. They work after a restart and months later; who
//! presses is looked at then.

use super::fault::Fault;
use super::front::{Front, Offered};
use super::page::{Button, MAX_OPTIONS, Page, Row};
use super::press::Press;
use super::render::{escaped, pages};
use super::settings::team_of;
use super::ticket::{Deed, Ticket, Tickets, day_of, state_of};
use super::turn::Turn;
use crate::bot::member::mention;
use crate::bot::{Acted, Asker, Bot, Choice, Command, PromptCommand, Reply, Wanted, Which};
use crate::config::Role;
use crate::diary::dates::{self, When};
use crate::diary::entry::{Entry, EntryId};
use crate::diary::noticeboard::{Notice, Told};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

/// In how many days the next review may be, as the menu offers it.
const NEXT_DAYS: [(i32, &str); 7] = [
    (7, "in 1 week"),
    (14, "in 2 weeks"),
    (21, "in 3 weeks"),
    (28, "in 4 weeks"),
    (42, "in 6 weeks"),
    (56, "in 8 weeks"),
    (91, "in 13 weeks"),
];
/// What is said of a button that this program did not sign, or not for this server.
const NOT_MINE: &str = "That button is not one of mine for this server, so it did nothing. /review list shows your reviews.";

/// What stands under a notice of a server.
pub fn rows((tickets, guild): (&Tickets, u64), notice: &Notice) -> Vec<Row> {
    match &notice.told {
        Told::Review { entry, .. } | Told::Moment { entry, .. } => of_review(tickets, guild, entry),
        Told::Digest(reviews) => {
            let option = |(entry, _): &(Entry, _)| Button::new(entry.id.to_string(), &format!("{}, {}", entry.case, entry.kind));
            let options: Vec<Button> = reviews.iter().map(option).collect();
            let menu = |(number, part): (u64, &[Button])| Row::Menu {
                id: tickets.sign(Ticket { deed: Deed::Pick, guild, about: number, state: 0 }),
                hint: "Which review?".to_owned(),
                options: part.to_vec(),
            };
            (0..).zip(options.chunks(MAX_OPTIONS)).map(menu).collect()
        }
        Told::Prompt { .. } | Told::Refused { .. } | Told::Damaged { .. } => Vec::new(),
    }
}

/// What can be said of a review with one press.
fn of_review(tickets: &Tickets, guild: u64, entry: &Entry) -> Vec<Row> {
    let button = |deed, label| Button::new(tickets.sign(ticket(deed, guild, entry)), label);
    vec![Row::Buttons(vec![
        button(Deed::Held, "Held"),
        button(Deed::Changed, "Held, plan changed"),
        button(Deed::NoReply, "Tried, no reply"),
        button(Deed::Snooze, "Snooze"),
        button(Deed::HandOver, "Hand over"),
    ])]
}

fn ticket(deed: Deed, guild: u64, entry: &Entry) -> Ticket {
    Ticket { deed, guild, about: entry.id.0, state: state_of(entry.due) }
}

/// What stands under a suggestion that the supervisors are told of.
pub fn of_suggestion(tickets: &Tickets, guild: u64, number: u64) -> Vec<Row> {
    let button = |deed, label| Button::new(tickets.sign(Ticket { deed, guild, about: number, state: 0 }), label);
    vec![Row::Buttons(vec![button(Deed::Approve, "Approve"), button(Deed::Decline, "Decline")])]
}

/// What was pressed, by whom, and what it is about.
struct Pressed {
    ticket: Ticket,
    asker: Asker,
    bot: Bot,
}

/// Does what a button or menu of an announcement stands for. `chosen` is what was chosen from a menu; `above`, what stands above it.
pub async fn press(turn: &mut Turn<'_>, name: &str, chosen: Option<&str>, above: &str) -> Result<(), Fault> {
    let Some(pressed) = admitted(turn, name, true).await? else { return Ok(()) };
    match pressed.ticket.deed {
        Deed::Pick => pick(turn, &pressed, chosen.unwrap_or_default()).await,
        Deed::Approve | Deed::Decline => answer(turn, &pressed).await,
        Deed::Reassign => reassign(turn, &pressed, chosen.unwrap_or_default()).await,
        _ => review(turn, &pressed, chosen, above).await,
    }
}

/// What was typed into a window that such a button opened: its fields in their order.
pub async fn typed(turn: &mut Turn<'_>, name: &str, fields: &[String]) -> Result<(), Fault> {
    let Some(pressed) = admitted(turn, name, false).await? else { return Ok(()) };
    turn.fitted().await?;
    let command = match (pressed.ticket.deed, fields) {
        (Deed::Snooze, [until, why]) => {
            let Some(entry) = present(turn, &pressed).await? else { return Ok(()) };
            Command::snooze(which(&entry), until, why)
        }
        (Deed::Decline, [reason]) => {
            PromptCommand::Decline { number: pressed.ticket.about, reason: reason.clone(), confirmed: false }.into()
        }
        _ => return turn.say(NOT_MINE).await,
    };
    act(turn, &pressed, &command).await
}

/// Looks at the signature, the server and the person; they are told, if one of them is not right. A button may open a window.
async fn admitted(turn: &mut Turn<'_>, name: &str, is_button: bool) -> Result<Option<Pressed>, Fault> {
    let ticket = turn.front.tickets.as_ref().and_then(|tickets| tickets.read(name));
    // In a conversation of two the button says which server it belongs to.
    let Some(ticket) = ticket.filter(|ticket| turn.guild.is_none_or(|guild| guild == ticket.guild)) else {
        turn.say(NOT_MINE).await?;
        return Ok(None);
    };
    let guild = ticket.guild;
    let settings = turn.front.settings(guild);
    if turn.guild.is_none() && !(is_button && matches!(ticket.deed, Deed::Snooze | Deed::Decline)) {
        // There Discord has to be asked who they are; a window cannot follow that.
        turn.defer().await?;
    }
    match turn.asker_in(guild).await {
        Ok((asker, standing)) if standing.is_of_team(&settings) => Ok(Some(Pressed { ticket, asker, bot: turn.front.bot(Some(guild)) })),
        Ok(_) => turn.say(NOT_OF_TEAM_YOURSELF).await.map(|()| None),
        Err(fault) if fault.is_refusal() => {
            turn.say("That is for the members of the team, and you are not in their server.").await.map(|()| None)
        }
        Err(fault) => Err(fault),
    }
}

/// The review that a button is about, as long as it is due as it was then; the person is told, if not.
async fn present(turn: &mut Turn<'_>, pressed: &Pressed) -> Result<Option<Entry>, Fault> {
    let Some(diary) = pressed.bot.diary() else { return Ok(None) };
    let guild = pressed.ticket.guild;
    let found = tokio::task::block_in_place(|| diary.get(EntryId(pressed.ticket.about))).ok();
    let Some(entry) = found.filter(|entry| entry.team == team_of(guild) && entry.prompt.is_none()) else {
        return turn.say("That review is no longer in the diary, so nothing was changed.").await.map(|()| None);
    };
    if entry.is_open() && state_of(entry.due) == pressed.ticket.state {
        return Ok(Some(entry));
    }
    let was = dates::echo(When { date: day_of(pressed.ticket.state), time: None });
    let mut reply = Reply::new();
    reply.text(format!(
        "That was about the review due on {was}. Since then somebody has dealt with it, or its date has changed, so this did nothing. Now:"
    ));
    let shown = turn.act(&pressed.bot, &pressed.asker, &Command::Show(which(&entry)));
    reply.blocks.extend(shown.reply.blocks);
    turn.reply(&reply).await.map(|()| None)
}

fn which(entry: &Entry) -> Which {
    Which { case: entry.case.clone(), kind: Some(entry.kind.clone()) }
}

/// One review that was pressed on.
async fn review(turn: &mut Turn<'_>, pressed: &Pressed, chosen: Option<&str>, above: &str) -> Result<(), Fault> {
    let Some(entry) = present(turn, pressed).await? else { return Ok(()) };
    let (deed, guild, which) = (pressed.ticket.deed, pressed.ticket.guild, which(&entry));
    let day = chosen.and_then(|day| day.parse::<Date>().ok()).map(|date| Wanted::Chosen(When { date, time: entry.time }));
    let held = |next, plan_changed| Command::Held { which: which.clone(), on: None, next, plan_changed, outcome: None };
    let command = match (deed, day) {
        (Deed::Held | Deed::Changed, _) if entry.cadence.is_none() => return ask_next(turn, &entry, (deed, guild)).await,
        (Deed::Held, _) => held(None, false),
        (Deed::Changed, _) => held(None, true),
        (Deed::HeldNext, Some(day)) => held(Some(day), false),
        (Deed::ChangedNext, Some(day)) => held(Some(day), true),
        (Deed::Next, Some(day)) => Command::Amend { which: which.clone(), when: Some(day), cadence: None, confirmed: true },
        (Deed::NoReply, _) => Command::NoReply(which.clone()),
        (Deed::Snooze, _) => return turn.window(&snooze_window(turn.front, (guild, &entry))).await,
        (Deed::HandOver, _) => return ask_lead(turn, &entry, guild).await,
        (Deed::Lead, _) => match chosen.and_then(|id| id.parse().ok()) {
            Some(lead) if may_lead(turn, guild, lead).await? => Command::HandOver { which: which.clone(), lead: mention(lead), note: None },
            _ => return turn.say(NOT_OF_TEAM).await,
        },
        _ => return turn.say(NOT_MINE).await,
    };
    // Nothing was typed: that needs no matcher, and is done at once after a start, too.
    let acted = turn.act(&pressed.bot, &pressed.asker, &command);
    let now = pressed.bot.diary().and_then(|diary| diary.get(entry.id).ok()).unwrap_or_else(|| entry.clone());
    let changed = now.revision != entry.revision;
    if let Some(words) = recorded(deed).filter(|_| changed) {
        let noted = format!("{words}, recorded by {}.", mention(turn.user));
        // After a call that nobody answered the review is still owed: its buttons stay.
        if let Err(fault) = turn.note_done((above, &noted), deed != Deed::NoReply).await {
            tracing::warn!(%fault, "it was not noted under an announcement that somebody dealt with it");
        }
    }
    let other_day = (changed && matches!(deed, Deed::Held | Deed::Changed))
        .then(|| next_menu(turn.front, (Deed::Next, guild), &now, "Another day for the next review"));
    let shown = shown(turn, guild, acted, other_day);
    turn.show(&shown).await
}

/// What is noted under an announcement that somebody has dealt with.
const fn recorded(deed: Deed) -> Option<&'static str> {
    match deed {
        Deed::Held | Deed::HeldNext => Some("Held"),
        Deed::Changed | Deed::ChangedNext => Some("Held, and the plan changed"),
        Deed::NoReply => Some("Tried, no reply"),
        _ => None,
    }
}

/// What is said to somebody who is not of the team.
pub const NOT_OF_TEAM_YOURSELF: &str = "That is for the members of the team. Ask an administrator for the team's role.";
/// What is said where somebody chosen as a lead cannot be one.
pub const NOT_OF_TEAM: &str =
    "The lead must be a member of the team: somebody in this server, with the team's role where one is set. Nothing was changed.";

/// A review that does not come round by itself needs its next date.
async fn ask_next(turn: &mut Turn<'_>, entry: &Entry, (deed, guild): (Deed, u64)) -> Result<(), Fault> {
    let deed = if deed == Deed::Held { Deed::HeldNext } else { Deed::ChangedNext };
    let menu = next_menu(turn.front, (deed, guild), entry, "When is the next review?");
    let text = format!(
        "{} does not come round by itself. Choose when the next review is, and it is saved as held. For any other day: /review held.",
        escaped(&entry.case)
    );
    turn.show(&[Page::line(text).with(vec![menu])]).await
}

/// Days for the next review.
fn next_menu(front: &Front, (deed, guild): (Deed, u64), entry: &Entry, hint: &str) -> Row {
    let today = front.today();
    let option = |(days, words): &(i32, &str)| {
        let date = today.saturating_add(days.days());
        Button::new(date.to_string(), &format!("{words}: {}", dates::echo(When { date, time: None })))
    };
    let id = front.tickets.as_ref().map(|tickets| tickets.sign(ticket(deed, guild, entry))).unwrap_or_default();
    Row::Menu { id, hint: hint.to_owned(), options: NEXT_DAYS.iter().map(option).collect() }
}

async fn ask_lead(turn: &mut Turn<'_>, entry: &Entry, guild: u64) -> Result<(), Fault> {
    if turn.guild.is_none() {
        // A menu of people offers nobody else there.
        return turn.say("In a direct message you cannot choose people. In your server, use /review hand-over.").await;
    }
    let id = turn.front.tickets.as_ref().map(|tickets| tickets.sign(ticket(Deed::Lead, guild, entry))).unwrap_or_default();
    let text = format!("Who leads the review of {} from now on? With a note for them: /review hand-over.", escaped(&entry.case));
    turn.show(&[Page::line(text).with(vec![Row::People { id, hint: "The new lead".to_owned() }])]).await
}

fn snooze_window(front: &Front, (guild, entry): (u64, &Entry)) -> Value {
    let id = front.tickets.as_ref().map(|tickets| tickets.sign(ticket(Deed::Snooze, guild, entry))).unwrap_or_default();
    let until = field(("until", "Until when? A week at most"), "tomorrow, Friday, in 3 days", 100);
    let why = field(("why", "Why? No names, please"), "lead away, meeting booked, waiting for something, or your own words", 200);
    json!({ "custom_id": id, "title": "Put the announcement off", "components": [until, why] })
}

fn field((id, label): (&str, &str), hint: &str, most: u32) -> Value {
    let field =
        json!({ "type": 4, "custom_id": id, "style": 1, "label": label, "placeholder": hint, "max_length": most, "required": true });
    json!({ "type": 1, "components": [field] })
}

/// Shows one of several reviews to whoever chose it, with what can be said of it.
async fn pick(turn: &mut Turn<'_>, pressed: &Pressed, chosen: &str) -> Result<(), Fault> {
    let guild = pressed.ticket.guild;
    let diary = pressed.bot.diary();
    let id = u64::from_str_radix(chosen, 16).ok().map(EntryId);
    let found = id.zip(diary).and_then(|(id, diary)| tokio::task::block_in_place(|| diary.get(id)).ok());
    let Some(entry) = found.filter(|entry| entry.team == team_of(guild) && entry.is_open()) else {
        return turn.say("That review is closed, or no longer in the diary.").await;
    };
    let shown = turn.act(&pressed.bot, &pressed.asker, &Command::Show(which(&entry)));
    let rows = turn.front.tickets.as_ref().map(|tickets| of_review(tickets, guild, &entry)).unwrap_or_default();
    turn.show(&pages(&shown.reply, rows)).await
}

/// A suggestion is approved, or a window asks why not.
async fn answer(turn: &mut Turn<'_>, pressed: &Pressed) -> Result<(), Fault> {
    if pressed.asker.role != Role::Supervisor {
        return turn.say("Supervisors answer suggestions: please ask yours.").await;
    }
    if pressed.ticket.deed == Deed::Decline {
        let id = turn.front.tickets.as_ref().map(|tickets| tickets.sign(pressed.ticket)).unwrap_or_default();
        let why = field(("why", "Why not? The team can read it"), "No names, please", 200);
        return turn.window(&json!({ "custom_id": id, "title": "Decline the suggestion", "components": [why] })).await;
    }
    turn.fitted().await?;
    let command = PromptCommand::Approve { number: pressed.ticket.about, theme: String::new() }.into();
    act(turn, pressed, &command).await
}

/// Whether somebody can lead a review. Discord is asked, which may take longer than an answer may.
pub async fn may_lead(turn: &mut Turn<'_>, guild: u64, lead: u64) -> Result<bool, Fault> {
    turn.defer().await?;
    turn.may_lead(guild, lead).await
}

/// All reviews of somebody who left go to another lead.
async fn reassign(turn: &mut Turn<'_>, pressed: &Pressed, chosen: &str) -> Result<(), Fault> {
    let from = mention(pressed.ticket.about);
    match chosen.parse() {
        Ok(lead) if may_lead(turn, pressed.ticket.guild, lead).await? => {
            let command = Command::HandOverAll { from, to: mention(lead), confirmed: true };
            act(turn, pressed, &command).await
        }
        _ => turn.say(NOT_OF_TEAM).await,
    }
}

/// Does what was asked for, and shows what came of it to the person.
async fn act(turn: &mut Turn<'_>, Pressed { bot, asker, ticket }: &Pressed, command: &Command) -> Result<(), Fault> {
    let acted = turn.act(bot, asker, command);
    let shown = shown(turn, ticket.guild, acted, None);
    turn.show(&shown).await
}

/// What came of a command, with a button for each thing that can be chosen, and a further row.
pub fn shown(turn: &Turn<'_>, guild: u64, acted: Acted, further: Option<Row>) -> Vec<Page> {
    let Acted { mut reply, choices } = acted;
    let mut rows = Vec::new();
    if !choices.is_empty() {
        reply.note("To leave it as it is, do nothing.");
        let button = |(at, choice): (usize, &Choice)| {
            let mut letters = choice.label.chars();
            let capital: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
            Button::new(Press::Choose(turn.number(), at).to_string(), &capital)
        };
        rows.push(Row::Buttons(choices.iter().enumerate().map(button).collect()));
        let commands = choices.into_iter().map(|choice| choice.command).collect();
        turn.front.choices.remember(turn.number(), Offered { guild, user: turn.user, commands }, (guild, turn.front.now()));
    }
    rows.extend(further);
    pages(&reply, rows)
}

/// What was chosen after a command is done, once, by the person to whom it was offered; what they may do is looked at then.
pub async fn choose(turn: &mut Turn<'_>, command: u64, number: usize) -> Result<(), Fault> {
    const OVER: &str = "That was chosen before, or is too long ago, and nothing more was done. Please type it again.";
    let offered = turn.front.choices.get(command, turn.front.now());
    let own = offered.filter(|offered| offered.user == turn.user && turn.guild.is_none_or(|guild| guild == offered.guild));
    let Some((guild, chosen)) = own.and_then(|offered| Some((offered.guild, offered.commands.get(number)?.clone()))) else {
        return turn.replace(&Page::line(OVER)).await;
    };
    let (asker, standing) = turn.asker_in(guild).await?;
    if !standing.is_of_team(&turn.front.settings(guild)) {
        return turn.say(NOT_OF_TEAM_YOURSELF).await;
    }
    if turn.front.choices.take(command, turn.front.now()).is_none() {
        return turn.replace(&Page::line(OVER)).await;
    }
    turn.fitted().await?;
    super::reviews::done(turn, (guild, &asker), &chosen).await
}
