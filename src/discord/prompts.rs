//! Prompts for case discussions on Discord: each command is one that the terminal has, with its parts as options.

use super::announced;
use super::commands::Context;
use super::fault::Fault;
use super::page::Sight;
use super::render::pages;
use super::reviews::act;
use super::settings::team_of;
use super::turn::Turn;
use crate::bot::{Asker, Block, Bot, Command, PromptCommand, Reply, Usage};
use crate::diary::prompt::suggestion::{State, Suggestion};

/// Questions for a case discussion. Supervisors post and schedule them; everybody can suggest.
#[poise::command(
    slash_command,
    subcommands(
        "post",
        "preview",
        "schedule",
        "list",
        "cards",
        "skip",
        "cancel",
        "undo",
        "retire",
        "unretire",
        "coverage",
        "suggest",
        "suggestions",
        "withdraw",
        "approve",
        "decline",
        "close",
        "learned",
        "forget",
        "report"
    ),
    install_context = "Guild",
    interaction_context = "Guild"
)]
#[expect(clippy::unused_async, reason = "the shape that poise takes; Discord only ever sends the commands below it")]
pub async fn prompt(_: Context<'_>) -> Result<(), Fault> {
    Ok(())
}

fn read(typed: Result<PromptCommand, Usage>) -> Result<Command, String> {
    typed.map(Command::from).map_err(|usage| usage.to_string())
}

async fn does(context: &Context<'_>, command: PromptCommand) -> Result<(), Fault> {
    act(context, Ok(command.into())).await
}

/// For supervisors: posts a prompt now, with a thread to talk in.
#[poise::command(slash_command)]
async fn post(
    context: Context<'_>,
    #[description = "A theme, a card's name, or your own words in quotation marks. Without it, the next card."]
    #[max_length = 700]
    what: Option<String>,
) -> Result<(), Fault> {
    does(&context, PromptCommand::Post { what: what.unwrap_or_default(), confirmed: false }).await
}

/// Shows you a prompt, and posts nothing.
#[poise::command(slash_command)]
async fn preview(
    context: Context<'_>,
    #[description = "A theme, a card's name, or your own words in quotation marks. Without it, the next card."]
    #[max_length = 700]
    what: Option<String>,
) -> Result<(), Fault> {
    does(&context, PromptCommand::Preview { what: what.unwrap_or_default() }).await
}

/// For supervisors: a series of prompts. You see the next three before anything is saved.
#[poise::command(slash_command)]
async fn schedule(
    context: Context<'_>,
    #[description = "The first one: Monday 9am, 3 April"]
    #[max_length = 100]
    when: String,
    #[description = "How often: week, 2 weeks, month"]
    #[max_length = 40]
    every: String,
    #[description = "Themes, with commas between them; all, if you leave it out"]
    #[max_length = 200]
    themes: Option<String>,
) -> Result<(), Fault> {
    let every = every.trim().trim_start_matches("every ").to_owned();
    let themes = themes.map(|themes| format!(" themes: {themes}")).unwrap_or_default();
    act(&context, read(PromptCommand::read(&format!("schedule {when} every {every}{themes}")))).await
}

/// What waits to be posted, and the themes.
#[poise::command(slash_command)]
async fn list(context: Context<'_>) -> Result<(), Fault> {
    does(&context, PromptCommand::List).await
}

/// The cards, of one theme if you name it.
#[poise::command(slash_command)]
async fn cards(
    context: Context<'_>,
    #[description = "A theme, such as language"]
    #[max_length = 60]
    theme: Option<String>,
) -> Result<(), Fault> {
    does(&context, PromptCommand::Cards { theme: theme.unwrap_or_default() }).await
}

/// For supervisors: leaves out the next of a series.
#[poise::command(slash_command)]
async fn skip(
    context: Context<'_>,
    #[description = "Its short name, such as P-1"]
    #[max_length = 20]
    which: String,
) -> Result<(), Fault> {
    does(&context, PromptCommand::Skip(which)).await
}

/// For supervisors: ends a series, or calls off one that waits. You are asked first.
#[poise::command(slash_command)]
async fn cancel(
    context: Context<'_>,
    #[description = "Its short name, such as P-1"]
    #[max_length = 20]
    which: String,
) -> Result<(), Fault> {
    does(&context, PromptCommand::Cancel { which, confirmed: false }).await
}

/// For supervisors: takes back your own last change to a series.
#[poise::command(slash_command)]
async fn undo(
    context: Context<'_>,
    #[description = "Its short name, such as P-1"]
    #[max_length = 20]
    which: String,
) -> Result<(), Fault> {
    does(&context, PromptCommand::Undo(which)).await
}

/// For supervisors: a card that is not for your team.
#[poise::command(slash_command)]
async fn retire(
    context: Context<'_>,
    #[description = "The card's name: /prompt cards shows them"]
    #[max_length = 80]
    card: String,
    #[description = "Why, for the team to read. No names, please."]
    #[max_length = 200]
    reason: String,
) -> Result<(), Fault> {
    does(&context, PromptCommand::Retire { card, reason, confirmed: false }).await
}

/// For supervisors: a card that is for your team again.
#[poise::command(slash_command)]
async fn unretire(
    context: Context<'_>,
    #[description = "The card's name"]
    #[max_length = 80]
    card: String,
) -> Result<(), Fault> {
    does(&context, PromptCommand::Unretire(card)).await
}

/// Which principles your team has not talked about this quarter.
#[poise::command(slash_command)]
async fn coverage(context: Context<'_>) -> Result<(), Fault> {
    does(&context, PromptCommand::Coverage).await
}

/// An idea for a prompt. Supervisors answer it.
#[poise::command(slash_command)]
async fn suggest(
    context: Context<'_>,
    #[description = "What the team could talk about. No names, and nothing that identifies anybody."]
    #[max_length = 600]
    text: String,
) -> Result<(), Fault> {
    does(&context, PromptCommand::Suggest { text, confirmed: false }).await
}

/// The team's ideas, and what became of them.
#[poise::command(slash_command)]
async fn suggestions(context: Context<'_>) -> Result<(), Fault> {
    does(&context, PromptCommand::Suggestions).await
}

/// Erases an idea of yours, or any for supervisors. You are asked first.
#[poise::command(slash_command)]
async fn withdraw(context: Context<'_>, #[description = "Its number"] number: u32) -> Result<(), Fault> {
    does(&context, PromptCommand::Withdraw { number: number.into(), confirmed: false }).await
}

/// For supervisors: an idea becomes a card of your team's own.
#[poise::command(slash_command)]
async fn approve(
    context: Context<'_>,
    #[description = "Its number"] number: u32,
    #[description = "A theme for it, such as language"]
    #[max_length = 60]
    theme: Option<String>,
) -> Result<(), Fault> {
    does(&context, PromptCommand::Approve { number: number.into(), theme: theme.unwrap_or_default() }).await
}

/// For supervisors: an idea does not become a card.
#[poise::command(slash_command)]
async fn decline(
    context: Context<'_>,
    #[description = "Its number"] number: u32,
    #[description = "Why, for the team to read. No names, please."]
    #[max_length = 200]
    reason: String,
) -> Result<(), Fault> {
    does(&context, PromptCommand::Decline { number: number.into(), reason, confirmed: false }).await
}

/// For supervisors: what was learned in a discussion. Kept for the team for 12 months.
#[poise::command(slash_command)]
async fn close(
    context: Context<'_>,
    #[description = "What the team learned. No names, and nothing that identifies anybody."]
    #[max_length = 1_000]
    learned: String,
    #[description = "Which prompt, such as P-1; the last one, if you leave it out"]
    #[max_length = 80]
    which: Option<String>,
) -> Result<(), Fault> {
    does(&context, PromptCommand::Close { which: which.unwrap_or_default(), learned, confirmed: false }).await
}

/// What your team learned.
#[poise::command(slash_command)]
async fn learned(context: Context<'_>) -> Result<(), Fault> {
    does(&context, PromptCommand::Learned).await
}

/// For supervisors: erases a learning point. You are asked first.
#[poise::command(slash_command)]
async fn forget(context: Context<'_>, #[description = "Its number"] number: u32) -> Result<(), Fault> {
    does(&context, PromptCommand::Forget { number: number.into(), confirmed: false }).await
}

/// Counts, and none below five.
#[poise::command(slash_command)]
async fn report(context: Context<'_>) -> Result<(), Fault> {
    does(&context, PromptCommand::Report).await
}

/// Somebody's newest suggestion that waits for an answer.
pub fn newest(bot: &Bot, guild: u64, asker: &Asker) -> Option<Suggestion> {
    let all = tokio::task::block_in_place(|| bot.diary()?.suggestions(&team_of(guild)).ok())?;
    all.into_iter().filter(|one| one.state == State::Open && one.by == asker.who).max_by_key(|one| one.number)
}

/// Tells the supervisors of somebody's newest suggestion, with buttons to answer it. Where no channel of theirs is set, they see it in
/// the list.
pub async fn tell_supervisors(turn: &Turn<'_>, guild: u64, asker: &Asker) -> Result<(), Fault> {
    let Some(channel) = turn.front.settings(guild).supervisors_channel else { return Ok(()) };
    let bot = turn.bot();
    let (Some(suggestion), Some(tickets)) = (newest(&bot, guild, asker), &turn.front.tickets) else { return Ok(()) };
    let mut reply = Reply::new();
    reply.push(Block::Title(format!("Suggestion {} for a case discussion", suggestion.number)));
    reply.text(&suggestion.text);
    reply.note(format!("From {}. Approved, it becomes a card of your team's own.", suggestion.by));
    let rows = announced::of_suggestion(tickets, guild, suggestion.number);
    for (at, page) in pages(&reply, rows).iter().enumerate() {
        let name = format!("s{}-{}-{at}", turn.number(), suggestion.number).chars().take(25).collect::<String>();
        if let Err(fault) = turn.tell(channel, (page.body(Sight::Open), &name)).await {
            // It was saved, and the supervisors find it in the list.
            tracing::warn!(%fault, "the supervisors were not told of a suggestion");
        }
    }
    Ok(())
}
