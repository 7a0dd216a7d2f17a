//! Every command that can be typed on Discord, in one place.

use super::fault::Fault;
use super::front::Front;
use super::press;
use super::render::pages;
use super::setup::setup;
use super::turn::Turn;
use super::{ask, check, prompts, reviews};
use serenity::all::{Attachment, AutocompleteChoice, CreateAutocompleteResponse, Message};
use std::sync::Arc;

/// What a command is given.
pub type Context<'a> = poise::ApplicationContext<'a, Arc<Front>, Fault>;
/// A command.
pub type Command = poise::Command<Arc<Front>, Fault>;

/// The most suggestions while a word is typed.
pub const MOST_SUGGESTIONS: usize = 25;

/// What can be typed, as help shows it.
pub const MANUAL: &[&str] = &[
    "/ask: a question, as you would ask a colleague. Only you see the answer. Buttons under it show sources, say why, or share the article.",
    "/check: have a draft read for wording that blames. Type it into the window, or hand over a file.",
    "On a message: press and hold it or right-click it, then Apps, then Check wording or Ask Lantern about this. Only you see the answer.",
    "In a message to me alone: a plain question.",
    "/review: when a safety plan is due for review. I say so ahead, on the day and then every working day, with buttons to say what happened.",
    "/moment: a risk or a chance to reach a child brings its review forward, and the supervisors are told.",
    "/upcoming: what will be announced in the next days.",
    "/prompt: questions for a case discussion. Everybody can suggest; supervisors post, schedule and answer.",
    "/topics: everything I know about. With a word: only what has that word.",
    "/glossary: words you may hear, and what they mean.",
    "/privacy: what I look for, what I cannot see, and what I keep.",
    "/setup: for administrators. Your team, its channels and contacts, and what I may do there.",
    "/help: this list.",
];

/// All commands.
pub fn all() -> Vec<Command> {
    let own = vec![ask(), check(), topics(), glossary(), privacy(), help(), setup(), check_message(), ask_of_message()];
    own.into_iter().chain([reviews::review(), reviews::moment(), reviews::upcoming(), prompts::prompt()]).collect()
}

/// That a person was admitted.
struct Admitted;

/// Whether a person may do one thing more; told so, if not.
pub async fn is_admitted(context: poise::Context<'_, Arc<Front>, Fault>) -> Result<bool, Fault> {
    // Asked for the command and for each that it stands below: that is one thing.
    if context.invocation_data::<Admitted>().await.is_some() {
        return Ok(true);
    }
    context.set_invocation_data(Admitted).await;
    match context {
        // What is typed into an option asks with every letter, and costs next to nothing.
        poise::Context::Application(context) if context.interaction_type == poise::CommandInteractionType::Autocomplete => Ok(true),
        poise::Context::Application(context) => turn(&context).is_admitted().await,
        poise::Context::Prefix(_) => Ok(false),
    }
}

/// The turn of a command.
pub fn turn<'a>(context: &Context<'a>) -> Turn<'a> {
    Turn::of_command(context.framework.user_data, &context.framework.serenity_context.http, context.interaction)
}

/// Ask as you would ask a colleague. Only you see the answer. In danger, ring 999.
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild|BotDm")]
async fn ask(
    context: Context<'_>,
    #[description = "What is happening, and what do you need to know? No names, please."]
    #[max_length = 4_000]
    question: String,
) -> Result<(), Fault> {
    ask::question(&mut turn(&context), &question).await
}

/// Have a draft read for wording that blames a child. Only you see the answer.
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild|BotDm")]
async fn check(
    context: Context<'_>,
    #[description = "A draft in a file: .txt, .md or .docx. Without one, a window opens to type into."] file: Option<Attachment>,
) -> Result<(), Fault> {
    let mut turn = turn(&context);
    match file {
        Some(file) => check::file(&mut turn, &file).await,
        None => check::open_window(&mut turn).await,
    }
}

/// The wording of a message that somebody chose.
#[poise::command(context_menu_command = "Check wording", install_context = "Guild", interaction_context = "Guild|BotDm")]
async fn check_message(context: Context<'_>, message: Message) -> Result<(), Fault> {
    check::draft(&mut turn(&context), message.content).await
}

/// A message that somebody chose, as a question.
#[poise::command(context_menu_command = "Ask Lantern about this", install_context = "Guild", interaction_context = "Guild|BotDm")]
async fn ask_of_message(context: Context<'_>, message: Message) -> Result<(), Fault> {
    ask::question(&mut turn(&context), &message.content).await
}

/// Everything I know about, or what of it has a word.
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild|BotDm")]
async fn topics(
    context: Context<'_>,
    #[description = "Only what has this word"]
    #[max_length = 100]
    word: Option<String>,
) -> Result<(), Fault> {
    let mut turn = turn(&context);
    let bot = turn.bot();
    let reply = bot.topics(word.as_deref().unwrap_or_default());
    turn.show(&pages(&reply, press::choices(&bot, &reply))).await
}

/// Words you may hear, what they mean, and how to use them with care.
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild|BotDm")]
async fn glossary(
    context: Context<'_>,
    #[description = "The word"]
    #[max_length = 100]
    #[autocomplete = "terms"]
    word: Option<String>,
) -> Result<(), Fault> {
    let mut turn = turn(&context);
    let reply = turn.bot().glossary(word.as_deref().unwrap_or_default());
    turn.reply(&reply).await
}

/// Words of the glossary with what was typed so far in them.
#[expect(clippy::unused_async, reason = "the shape that poise takes")]
async fn terms(context: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let bot = context.framework.user_data.bot(context.interaction.guild_id.map(u64::from));
    let found = bot.terms_with(typed).into_iter().take(MOST_SUGGESTIONS);
    CreateAutocompleteResponse::new().set_choices(found.map(|term| AutocompleteChoice::new(term, term)).collect())
}

/// What I look for, what I cannot see, and what I keep.
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild|BotDm")]
async fn privacy(context: Context<'_>) -> Result<(), Fault> {
    let mut turn = turn(&context);
    let reply = turn.bot().privacy();
    turn.reply(&reply).await
}

/// What you can type. In danger, ring 999.
#[poise::command(slash_command, install_context = "Guild", interaction_context = "Guild|BotDm")]
async fn help(context: Context<'_>) -> Result<(), Fault> {
    let mut turn = turn(&context);
    let reply = turn.bot().help();
    turn.reply(&reply).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_names_every_command_and_no_other() {
        let mut named: Vec<&str> = MANUAL.iter().filter_map(|line| line.split([':', ' ']).next()?.strip_prefix('/')).collect();
        let all = all();
        let mut known: Vec<&str> = all.iter().filter(|command| command.slash_action.is_some()).map(|command| &*command.name).collect();
        named.sort_unstable();
        known.sort_unstable();
        assert_eq!(named, known);
    }

    #[test]
    fn every_command_says_where_it_may_be_used_and_what_it_does() {
        for command in all() {
            let text = serde_json::to_string(&poise::builtins::create_application_commands([&command])).unwrap();
            assert!(text.contains("\"contexts\":[0") && text.contains("\"integration_types\":[0]"), "{text}");
            assert!(!text.contains("\"description\":\"A slash command\""), "{text}");
        }
    }
}
