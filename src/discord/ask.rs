//! Questions, and what the buttons under an answer do.

use super::announced;
use super::fault::Fault;
use super::front::{Front, place_key};
use super::page::{Page, Row};
use super::press::{self, Press};
use super::render::pages;
use super::turn::Turn;
use crate::bot::Question;
use crate::diary::opinions::Opinion;

/// What is said where a question is no longer remembered.
const FORGOTTEN: &str =
    "I no longer have that question: I remember one for ten minutes at most, and never on disk. Please ask it again, then press this.";
/// What is said where an article is not there any more.
const NO_ARTICLE: &str = "That article is not there any more. /topics shows what there is.";

/// Answers a question, to the one who asked.
pub async fn question(turn: &mut Turn<'_>, typed: &str) -> Result<(), Fault> {
    let question = match Question::new(typed) {
        Ok(question) => question,
        Err(refused) => return turn.say(refused.to_string()).await,
    };
    turn.fitted().await?;
    let shown = answered(turn.front, turn.guild, turn.number(), question);
    turn.show(&shown).await
}

/// The answer to a question that is remembered under this number.
pub fn answered(front: &Front, guild: Option<u64>, number: u64, question: Question) -> Vec<Page> {
    let bot = front.bot(guild);
    let asked = bot.ask(question, front.today());
    let why = (!asked.answer.hits.is_empty()).then_some(number);
    let shown = pages(&asked.reply, press::under(&bot, &asked.reply, why, guild.is_some()));
    front.recent.remember(number, asked, (guild.unwrap_or_default(), front.now()));
    shown
}

/// Does what a button or menu stands for. `chosen` is what was chosen from a menu.
pub async fn press(turn: &mut Turn<'_>, press: Press<'_>, chosen: Option<&str>) -> Result<(), Fault> {
    match press {
        Press::Read(id) => article(turn, id).await,
        Press::Menu(_) => article(turn, chosen.unwrap_or_default()).await,
        Press::Sources(id) => match turn.bot().sources(id) {
            Some(reply) => turn.reply(&reply).await,
            None => turn.say(NO_ARTICLE).await,
        },
        Press::Why(asked) => match turn.front.recent.get(asked, turn.front.now()) {
            Some(asked) => turn.reply(&turn.bot().why(&asked)).await,
            None => turn.say(FORGOTTEN).await,
        },
        Press::Share(id) => confirm(turn, id).await,
        Press::Post(id) => post(turn, id).await,
        Press::Withdraw(by) => withdraw(turn, by).await,
        Press::Opinion(opinion, id, edition) => match turn.bot().library().article(id) {
            Some(_) => count(turn, opinion, (id, edition)).await,
            None => turn.say(NO_ARTICLE).await,
        },
        Press::Wrong(rule) => wrong(turn, rule).await,
        Press::WrongMenu(_) => wrong(turn, chosen.unwrap_or_default()).await,
        Press::Choose(asked, number) => announced::choose(turn, asked, number).await,
    }
}

async fn article(turn: &mut Turn<'_>, id: &str) -> Result<(), Fault> {
    let bot = turn.bot();
    let Some(reply) = bot.article(id, turn.front.today()) else { return turn.say(NO_ARTICLE).await };
    turn.show(&pages(&reply, press::under(&bot, &reply, None, turn.guild.is_some()))).await
}

/// Asks first.
async fn confirm(turn: &mut Turn<'_>, id: &str) -> Result<(), Fault> {
    let bot = turn.bot();
    let Some(article) = bot.library().article(id) else { return turn.say(NO_ARTICLE).await };
    let text = format!(
        "Everybody in this channel will see the article \"{}\". Your question is not shown, and you can take the article back. To leave it, do nothing.",
        article.title
    );
    turn.show(&[Page::line(text).with(press::only(Press::Post(id), "Share it"))]).await
}

async fn post(turn: &mut Turn<'_>, id: &str) -> Result<(), Fault> {
    let bot = turn.bot();
    let Some(reply) = bot.article(id, turn.front.today()) else { return turn.say(NO_ARTICLE).await };
    if !turn.is_first_press() {
        return turn.say("That was pressed before. To share the article once more, press Share with the channel again.").await;
    }
    turn.replace(&Page::line("Shared. The button under it takes it back.")).await?;
    turn.show_all(&pages(&reply, shared_rows(turn.user, &press::choices(&bot, &reply), id))).await
}

/// What stands under a shared article: what to read next, its sources, and taking it back.
fn shared_rows(by: u64, choices: &[Row], id: &str) -> Vec<Row> {
    let own = [press::only(Press::Sources(id), "Sources"), press::only(Press::Withdraw(by), "Take back")].concat();
    let own = own.into_iter().filter_map(|row| if let Row::Buttons(buttons) = row { Some(buttons) } else { None }).flatten();
    choices.iter().cloned().chain([Row::Buttons(own.collect())]).collect()
}

async fn withdraw(turn: &mut Turn<'_>, by: u64) -> Result<(), Fault> {
    if turn.user != by {
        return turn.say("Only the person who shared this can take it back.").await;
    }
    turn.replace(&Page::line("An article was shared here. The person who shared it took it back.")).await
}

/// Counts that a rule spoke where it should not have.
async fn wrong(turn: &mut Turn<'_>, rule: &str) -> Result<(), Fault> {
    if turn.bot().library().rules.iter().any(|known| known.id == rule) {
        return count(turn, Opinion::NotRightHere, (&format!("rule:{rule}"), "any")).await;
    }
    turn.say("That wording rule is not there any more.").await
}

async fn count(turn: &mut Turn<'_>, opinion: Opinion, (id, edition): (&str, &str)) -> Result<(), Fault> {
    let bot = turn.bot();
    let (place, id, edition) = (place_key(turn.guild), id.to_owned(), edition.to_owned());
    // It waits for the disk.
    let work = tokio::task::spawn_blocking(move || match bot.diary() {
        Some(diary) => diary.count_opinion(&place, (&id, &edition), opinion),
        None => Ok(()),
    });
    work.await.map_err(|_| Fault::BrokenOff)??;
    turn.say(format!("Counted: {}. Thank you. I keep the count alone, not who pressed it.", opinion.words().to_lowercase())).await
}
