//! Reviews on Discord: each command is one that the terminal has, with its parts as options.

use super::announced::{self, NOT_OF_TEAM, NOT_OF_TEAM_YOURSELF};
use super::commands::{Context, MOST_SUGGESTIONS, turn};
use super::fault::{Fault, unbroken};
use super::page::Button;
use super::people::Standing;
use super::settings::{Settings, team_of};
use super::turn::Turn;
use crate::bot::member::mention;
use crate::bot::{Asker, Command, PromptCommand, Wanted, Which};
use crate::diary::cadence::Cadence;
use serenity::all::{AutocompleteChoice, CreateAutocompleteResponse, User};

/// What is said where no channel is set.
const NO_CHANNEL: &str = "Nothing was saved: I do not know yet where to announce it. An administrator sets that with /setup channels.";

/// Whose review, of which kind.
fn which(case: &str, kind: Option<&str>) -> Which {
    Which { case: case.trim().to_owned(), kind: kind.map(str::to_lowercase) }
}

/// How often, as typed; a leading "every" is fine.
fn rhythm(typed: Option<&str>) -> Result<Option<Cadence>, String> {
    typed.map(|typed| Cadence::read(typed.trim().trim_start_matches("every ")).map_err(|error| error.to_string())).transpose()
}

/// Does what was asked for, if the person is of the team.
pub async fn act(context: &Context<'_>, command: Result<Command, String>) -> Result<(), Fault> {
    act_in(&mut turn(context), command).await
}

/// The same in a turn that was begun. What goes wrong is told here, where it is known whether anything may have been saved.
async fn act_in(turn: &mut Turn<'_>, command: Result<Command, String>) -> Result<(), Fault> {
    if let Err(fault) = unbroken(Box::pin(admitted(turn, command))).await {
        turn.fail(&fault).await;
    }
    Ok(())
}

async fn admitted(turn: &mut Turn<'_>, command: Result<Command, String>) -> Result<(), Fault> {
    let Some(guild) = turn.guild else { return turn.say("That is for a server.").await };
    let settings = turn.front.settings(guild);
    let (asker, standing) = turn.asker_in(guild).await?;
    if !standing.is_of_team(&settings) {
        let danger = if matches!(command, Ok(Command::Moment { .. })) { "In danger, ring 999. " } else { "" };
        return turn.say(format!("{danger}{NOT_OF_TEAM_YOURSELF}")).await;
    }
    let command = match command {
        Ok(command) => command,
        Err(reason) => return turn.say(reason).await,
    };
    if lacks_channel(&command, &settings) {
        return turn.say(NO_CHANNEL).await;
    }
    turn.fitted().await?;
    if let (0, Some(diary)) = (settings.version, turn.bot().diary()) {
        // A server in which something is kept is known as one, so that it can be erased.
        tokio::task::block_in_place(|| Settings::change(diary.store(), guild, |_| {}))?;
        turn.front.forget(guild);
    }
    done(turn, (guild, &asker), &command).await
}

/// Does it, shows what came of it, and tells the supervisors of a new suggestion.
pub async fn done(turn: &mut Turn<'_>, (guild, asker): (u64, &Asker), command: &Command) -> Result<(), Fault> {
    let bot = turn.front.bot(Some(guild));
    let suggests = matches!(command, Command::Prompt(PromptCommand::Suggest { .. }));
    let newest = || super::prompts::newest(&bot, guild, asker).map(|suggestion| suggestion.number);
    let before = if suggests { newest() } else { None };
    let acted = turn.act(&bot, asker, command);
    let suggested = suggests && newest() > before;
    let shown = announced::shown(turn, guild, acted, None);
    if turn.is_press() {
        turn.replace_all(&shown).await?;
    } else {
        turn.show(&shown).await?;
    }
    if suggested { super::prompts::tell_supervisors(turn, guild, asker).await } else { Ok(()) }
}

/// Whether something would be announced after it, and nowhere is set for that. A moment is never turned away: its guidance counts.
fn lacks_channel(command: &Command, settings: &Settings) -> bool {
    match command {
        Command::Schedule { .. } => settings.channel.is_none(),
        Command::Prompt(PromptCommand::Post { .. } | PromptCommand::Schedule { .. }) => settings.prompts.or(settings.channel).is_none(),
        _ => false,
    }
}

/// Reviews of safety plans: when they are due, and what became of them.
#[poise::command(
    slash_command,
    subcommands("schedule", "list", "show", "amend", "held", "no_reply", "snooze", "pause", "hand_over", "hand_over_all", "close", "undo"),
    install_context = "Guild",
    interaction_context = "Guild"
)]
#[expect(clippy::unused_async, reason = "the shape that poise takes; Discord only ever sends the commands below it")]
pub async fn review(_: Context<'_>) -> Result<(), Fault> {
    Ok(())
}

/// A new review. The date is shown with its weekday before anything is saved.
#[poise::command(slash_command)]
#[expect(clippy::too_many_arguments, reason = "the options of the command, as poise takes them")]
async fn schedule(
    context: Context<'_>,
    #[description = "The case reference, such as AB-123. Never a name."]
    #[max_length = 40]
    case: String,
    #[description = "When: in 6 weeks, 3 April, Monday 9am. Without it, one step of the rhythm from today."]
    #[max_length = 100]
    when: Option<String>,
    #[description = "How often it comes round: 6 weeks, month, 3 months"]
    #[max_length = 40]
    every: Option<String>,
    #[description = "Which kind of review"]
    #[autocomplete = "kinds"]
    kind: Option<String>,
    #[description = "Who leads it: a member of the team"] lead: Option<User>,
) -> Result<(), Fault> {
    let mut turn = turn(&context);
    if !may_lead(&mut turn, lead.as_ref()).await? {
        return turn.say(NOT_OF_TEAM).await;
    }
    let command = rhythm(every.as_deref()).and_then(|cadence| {
        let lead = lead.map(|lead| mention(lead.id.get()));
        Command::schedule((which(&case, kind.as_deref()), when), cadence, lead).map_err(|usage| usage.to_string())
    });
    act_in(&mut turn, command).await
}

/// The team's open reviews: all, those in one state, or those of one lead.
#[poise::command(slash_command)]
async fn list(
    context: Context<'_>,
    #[description = "Only those that are"] state: Option<State>,
    #[description = "Only those of this lead"] lead: Option<User>,
) -> Result<(), Fault> {
    let of = lead.map(|lead| mention(lead.id.get())).or_else(|| state.map(|state| state.word().to_owned()));
    act(&context, Ok(Command::List { of })).await
}

/// A state of a review.
#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
enum State {
    #[name = "overdue"]
    Overdue,
    #[name = "due"]
    Due,
    #[name = "upcoming"]
    Upcoming,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Due => "due",
            Self::Upcoming => "upcoming",
        }
    }
}

/// One review: when it is due, how it went, and who did what.
#[poise::command(slash_command)]
async fn show(
    context: Context<'_>,
    #[description = "The case reference"]
    #[autocomplete = "cases"]
    case: String,
    #[description = "Which kind of review"]
    #[autocomplete = "kinds"]
    kind: Option<String>,
) -> Result<(), Fault> {
    act(&context, Ok(Command::Show(which(&case, kind.as_deref())))).await
}

/// Another date or rhythm.
#[poise::command(slash_command)]
async fn amend(
    context: Context<'_>,
    #[description = "The case reference"]
    #[autocomplete = "cases"]
    case: String,
    #[description = "The new date: in 6 weeks, 3 April, Monday 9am"]
    #[max_length = 100]
    to: Option<String>,
    #[description = "How often it comes round from now on: 6 weeks, month"]
    #[max_length = 40]
    every: Option<String>,
    #[description = "Which kind of review"]
    #[autocomplete = "kinds"]
    kind: Option<String>,
) -> Result<(), Fault> {
    let command = rhythm(every.as_deref()).and_then(|cadence| match (&to, cadence) {
        (None, None) => Err("Say the new date, or how often it comes round from now on.".to_owned()),
        _ => Ok(Command::Amend { which: which(&case, kind.as_deref()), when: to.map(Wanted::Typed), cadence, confirmed: false }),
    });
    act(&context, command).await
}

/// It was held. The next one is counted from the day held.
#[poise::command(slash_command)]
#[expect(clippy::too_many_arguments, reason = "the options of the command, as poise takes them")]
async fn held(
    context: Context<'_>,
    #[description = "The case reference"]
    #[autocomplete = "cases"]
    case: String,
    #[description = "On which day: today if you leave it out"]
    #[max_length = 100]
    on: Option<String>,
    #[description = "When the next one is: in 4 weeks, 3 April"]
    #[max_length = 100]
    next: Option<String>,
    #[description = "Whether the plan changed"] plan_changed: Option<bool>,
    #[description = "What came of it, in your own words. No names, please."]
    #[max_length = 1_000]
    outcome: Option<String>,
    #[description = "Which kind of review"]
    #[autocomplete = "kinds"]
    kind: Option<String>,
) -> Result<(), Fault> {
    let next = next.map(Wanted::Typed);
    let plan_changed = plan_changed.unwrap_or_default();
    act(&context, Ok(Command::Held { which: which(&case, kind.as_deref()), on, next, plan_changed, outcome })).await
}

/// Contact was tried, nobody answered. It is asked about again in two working days, and stays open.
#[poise::command(slash_command, rename = "no-reply")]
async fn no_reply(
    context: Context<'_>,
    #[description = "The case reference"]
    #[autocomplete = "cases"]
    case: String,
    #[description = "Which kind of review"]
    #[autocomplete = "kinds"]
    kind: Option<String>,
) -> Result<(), Fault> {
    act(&context, Ok(Command::NoReply(which(&case, kind.as_deref())))).await
}

/// One announcement is put off, by a week at most.
#[poise::command(slash_command)]
async fn snooze(
    context: Context<'_>,
    #[description = "The case reference"]
    #[autocomplete = "cases"]
    case: String,
    #[description = "Until when: tomorrow, Friday, in 3 days"]
    #[max_length = 100]
    until: String,
    #[description = "Why: lead away, meeting booked, waiting for something, or a few words of your own"]
    #[max_length = 200]
    because: String,
    #[description = "Which kind of review"]
    #[autocomplete = "kinds"]
    kind: Option<String>,
) -> Result<(), Fault> {
    act(&context, Ok(Command::snooze(which(&case, kind.as_deref()), &until, &because))).await
}

/// Nothing is announced until a day.
#[poise::command(slash_command)]
async fn pause(
    context: Context<'_>,
    #[description = "The case reference"]
    #[autocomplete = "cases"]
    case: String,
    #[description = "Until when: a pause always has an end"]
    #[max_length = 100]
    until: String,
    #[description = "Which kind of review"]
    #[autocomplete = "kinds"]
    kind: Option<String>,
) -> Result<(), Fault> {
    act(&context, Ok(Command::Pause { which: which(&case, kind.as_deref()), until: Wanted::Typed(until) })).await
}

/// Another lead, with a note for them if you like.
#[poise::command(slash_command, rename = "hand-over")]
async fn hand_over(
    context: Context<'_>,
    #[description = "The case reference"]
    #[autocomplete = "cases"]
    case: String,
    #[description = "The new lead: a member of the team"] to: User,
    #[description = "What they should know, in your own words. No names, please."]
    #[max_length = 1_000]
    note: Option<String>,
    #[description = "Which kind of review"]
    #[autocomplete = "kinds"]
    kind: Option<String>,
) -> Result<(), Fault> {
    let mut turn = turn(&context);
    if !may_lead(&mut turn, Some(&to)).await? {
        return turn.say(NOT_OF_TEAM).await;
    }
    act_in(&mut turn, Ok(Command::HandOver { which: which(&case, kind.as_deref()), lead: mention(to.id.get()), note })).await
}

/// For supervisors: every open review of one lead goes to another.
#[poise::command(slash_command, rename = "hand-over-all")]
async fn hand_over_all(
    context: Context<'_>,
    #[description = "Who leads them now"] from: User,
    #[description = "Who leads them from now on: a member of the team"] to: User,
) -> Result<(), Fault> {
    let mut turn = turn(&context);
    if !may_lead(&mut turn, Some(&to)).await? {
        return turn.say(NOT_OF_TEAM).await;
    }
    let (from, to) = (mention(from.id.get()), mention(to.id.get()));
    act_in(&mut turn, Ok(Command::HandOverAll { from, to, confirmed: false })).await
}

/// Nothing more is owed. You are asked first.
#[poise::command(slash_command)]
async fn close(
    context: Context<'_>,
    #[description = "The case reference"]
    #[autocomplete = "cases"]
    case: String,
    #[description = "Which kind of review"]
    #[autocomplete = "kinds"]
    kind: Option<String>,
) -> Result<(), Fault> {
    act(&context, Ok(Command::Close { which: which(&case, kind.as_deref()), confirmed: false })).await
}

/// Takes back your own last change, for 24 hours.
#[poise::command(slash_command)]
async fn undo(
    context: Context<'_>,
    #[description = "The case reference"]
    #[autocomplete = "cases"]
    case: String,
    #[description = "Which kind of review"]
    #[autocomplete = "kinds"]
    kind: Option<String>,
) -> Result<(), Fault> {
    act(&context, Ok(Command::Undo(which(&case, kind.as_deref())))).await
}

/// A risk, or a chance to reach a child: the review comes forward. In danger, ring 999.
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild")]
pub async fn moment(
    context: Context<'_>,
    #[description = "The case reference"]
    #[autocomplete = "cases"]
    case: String,
    #[description = "What happened: arrested, missing, threat to family"]
    #[autocomplete = "moments"]
    event: String,
    #[description = "Which kind of review"]
    #[autocomplete = "kinds"]
    kind: Option<String>,
) -> Result<(), Fault> {
    act(&context, Ok(Command::Moment { which: which(&case, kind.as_deref()), event })).await
}

/// What will be announced in the next days.
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild")]
pub async fn upcoming(context: Context<'_>) -> Result<(), Fault> {
    act(&context, Ok(Command::Upcoming)).await
}

async fn may_lead(turn: &mut Turn<'_>, lead: Option<&User>) -> Result<bool, Fault> {
    match (turn.guild, lead) {
        (Some(guild), Some(lead)) => announced::may_lead(turn, guild, lead.id.get()).await,
        _ => Ok(true),
    }
}

fn offered(names: impl Iterator<Item = (String, String)>) -> CreateAutocompleteResponse {
    let choices = names.take(MOST_SUGGESTIONS).map(|(name, value)| AutocompleteChoice::new(name, value));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}

/// The team's own case references with what was typed so far in them, and no other's.
#[expect(clippy::unused_async, reason = "the shape that poise takes")]
pub async fn cases(context: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let Some(guild) = context.interaction.guild_id else { return offered(std::iter::empty()) };
    let front = context.framework.user_data;
    let settings = front.settings(guild.get());
    if !context.interaction.member.as_deref().is_some_and(|member| Standing::of(member).is_of_team(&settings)) {
        return offered(std::iter::empty());
    }
    let bot = front.bot(Some(guild.get()));
    let known = bot.diary().and_then(|diary| tokio::task::block_in_place(|| diary.cases(&team_of(guild.get()))).ok()).unwrap_or_default();
    let typed = typed.trim().to_uppercase();
    offered(known.into_iter().filter(|case| case.to_uppercase().contains(&typed)).map(|case| (case.clone(), case)))
}

/// The kinds of review with what was typed so far in them.
#[expect(clippy::unused_async, reason = "the shape that poise takes")]
async fn kinds(context: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let bot = context.framework.user_data.bot(None);
    let typed = typed.trim().to_lowercase();
    let kinds = bot.library().reviews.kinds.iter().filter(|kind| kind.name.to_lowercase().contains(&typed) || kind.id.contains(&typed));
    offered(kinds.map(|kind| (kind.name.clone(), kind.id.clone())))
}

/// What can have happened, with what was typed so far in it.
#[expect(clippy::unused_async, reason = "the shape that poise takes")]
async fn moments(context: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let bot = context.framework.user_data.bot(None);
    let typed = typed.trim().to_lowercase();
    let all = &bot.library().reviews.moments;
    let known = all.iter().filter(|moment| moment.name.to_lowercase().contains(&typed) || moment.id.contains(&typed));
    offered(known.map(|moment| (Button::new("", &moment.name).label, moment.id.clone())))
}
