//! Messages: plain questions in a conversation of two, and the bot named in a channel, where nothing can be answered privately.

use super::ask;
use super::fault::{Fault, reference, told};
use super::front::Front;
use super::page::{Button, Page, Row, Sight};
use super::press::MINE;
use super::render::pages;
use super::turn::{self, Turn};
use crate::bot::{Block, Question, Reply};
use serenity::all::{ChannelId, Http, Message, MessageId};

/// What is said in the open.
const PRIVATELY: &str = "I answer privately, so that a question about a child is seen by you alone. Press the button, or type /ask.";
/// What is said where there are no words.
const NO_WORDS: &str = "In danger, ring 999. Type a question here, as you would ask a colleague, or hand over a draft with /check.";

/// Answers a message, if it is for the bot.
pub async fn answer(front: &Front, http: &Http, bot: u64, message: &Message) -> Result<(), Fault> {
    if message.author.bot || message.webhook_id.is_some() {
        return Ok(());
    }
    match message.guild_id {
        None => alone(front, http, message).await,
        Some(_) if names(&message.content, bot) => in_the_open(front, http, bot, message).await,
        Some(_) => Ok(()),
    }
}

async fn alone(front: &Front, http: &Http, message: &Message) -> Result<(), Fault> {
    front.fitted().await?;
    if !front.pace.admits(message.author.id.get(), None, front.now()) {
        return turn::post(front, http, message, vec![Page::line(super::pace::TOO_MUCH).body(Sight::Open)]).await;
    }
    let shown = match Question::new(&message.content) {
        Err(_) if message.content.trim().is_empty() => vec![Page::line(NO_WORDS)],
        Err(refused) => vec![Page::line(refused.to_string())],
        Ok(question) => ask::answered(front, None, message.id.get(), question),
    };
    turn::post(front, http, message, shown.iter().map(|page| page.body(Sight::Open)).collect()).await
}

/// Danger is answered at once, for all to see; everything else waits for the button.
async fn in_the_open(front: &Front, http: &Http, bot: u64, message: &Message) -> Result<(), Fault> {
    front.fitted().await?;
    let guild = message.guild_id.map(u64::from);
    let question = Question::new(&without(&message.content, bot));
    let asked = question.ok().map(|question| front.bot(guild).ask(question, front.today()));
    let alert = asked.filter(|asked| asked.answer.urgent).map(|asked| alerts(asked.reply));
    if alert.is_none() && !front.pace.admits(message.author.id.get(), guild, front.now()) {
        return Ok(());
    }
    let mut shown = alert.map(|alert| pages(&alert, Vec::new())).unwrap_or_default();
    let offer = Page::line(PRIVATELY).with(vec![Row::Buttons(vec![Button::new(MINE, "Show me privately")])]);
    match shown.last_mut() {
        Some(last) => last.rows = offer.rows,
        None => shown.push(offer),
    }
    turn::post(front, http, message, shown.iter().map(|page| page.answering(message.id.get())).collect()).await
}

/// What is said of danger, and nothing else.
fn alerts(reply: Reply) -> Reply {
    Reply { blocks: reply.blocks.into_iter().filter(|block| matches!(block, Block::Alert(_))).collect(), ..Reply::new() }
}

/// Shows the answer to the message that the one with the button answers, to the person who wrote that.
pub async fn show_privately(turn: &mut Turn<'_>, bot: u64, channel: ChannelId, message: Option<MessageId>) -> Result<(), Fault> {
    const GONE: &str = "I cannot see that message any more. Please type /ask.";
    let Some(message) = message else { return turn.say(GONE).await };
    // Discord may take its time.
    turn.defer().await?;
    match turn.fetch(channel, message).await {
        Ok(message) if message.author.id.get() != turn.user => {
            turn.say("That button is for the person who wrote the message. Type /ask for a question of your own.").await
        }
        Ok(message) => ask::question(turn, &without(&message.content, bot)).await,
        Err(fault) if fault.is_refusal() => turn.say(GONE).await,
        Err(fault) => Err(fault),
    }
}

/// Logs why a message was not answered, and says in its place that something went wrong.
pub async fn fail(front: &Front, http: &Http, message: &Message, fault: &Fault) {
    let reference = reference(message.id.get());
    if fault.is_gone() || fault.is_refusal() {
        tracing::info!(reference, %fault, "a message cannot be answered there");
        return;
    }
    tracing::error!(reference, %fault, "a message was not answered");
    let body = Page::line(told(&reference)).answering(message.id.get());
    // There is nobody left to tell where that fails as well.
    let _ = turn::send(front, http, message, (body, "f")).await;
}

/// How a bot is named in a message.
fn marks(bot: u64) -> [String; 2] {
    [format!("<@{bot}>"), format!("<@!{bot}>")]
}

fn names(content: &str, bot: u64) -> bool {
    marks(bot).iter().any(|mark| content.contains(mark))
}

fn without(content: &str, bot: u64) -> String {
    marks(bot).iter().fold(content.to_owned(), |text, mark| text.replace(mark, " "))
}
