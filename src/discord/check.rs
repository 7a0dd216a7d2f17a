//! Drafts: typed into a window, handed over as a file, or a message that somebody chose. Only they see the answer, and nothing is kept.

use super::fault::Fault;
use super::page::{Button, MAX_BUTTONS, MAX_OPTIONS, Page, Row};
use super::press::Press;
use super::render::pages;
use super::turn::Turn;
use crate::bot::{Bot, Checked, Draft, DraftRefused, MAX_DRAFT_BYTES, document};
use reqwest::Client;
use serde_json::{Value, json};
use serenity::all::{ActionRow, ActionRowComponent, Attachment};
use std::io::Cursor;
use std::path::PathBuf;
use std::time::Duration;

/// What the window for a draft is called towards Discord.
pub const WINDOW: &str = "draft";
/// How long a file may take to come.
const FILE_PATIENCE: Duration = Duration::from_secs(20);
/// The most messages that are shown of one check.
const MOST_PAGES: usize = 6;

/// Opens the window for a draft. Nothing can be answered before that.
pub async fn open_window(turn: &mut Turn<'_>) -> Result<(), Fault> {
    turn.window(&window()).await
}

fn window() -> Value {
    let field = json!({
        "type": 4,
        "custom_id": WINDOW,
        "style": 2,
        "label": "The words you want read",
        "placeholder": "A note, an e-mail, a minute. Only you see the answer, and nothing is kept.",
        "max_length": 4_000,
        "required": true,
    });
    json!({ "custom_id": WINDOW, "title": "Check wording", "components": [{ "type": 1, "components": [field] }] })
}

/// What was typed into a window, field by field.
pub fn typed(rows: &[ActionRow]) -> Vec<String> {
    let fields = rows.iter().flat_map(|row| &row.components);
    let texts = fields.filter_map(|field| if let ActionRowComponent::InputText(text) = field { text.value.clone() } else { None });
    texts.collect()
}

/// Reads a draft.
pub async fn draft(turn: &mut Turn<'_>, text: String) -> Result<(), Fault> {
    match Draft::new(text) {
        Err(refused) => turn.say(refused.to_string()).await,
        Ok(draft) => {
            turn.fitted().await?;
            let bot = turn.bot();
            turn.show(&shown(&bot, &bot.check(draft))).await
        }
    }
}

/// Reads a draft in a file.
pub async fn file(turn: &mut Turn<'_>, file: &Attachment) -> Result<(), Fault> {
    if usize::try_from(file.size).unwrap_or(usize::MAX) > MAX_DRAFT_BYTES {
        return turn.say(DraftRefused::TooLong.to_string()).await;
    }
    turn.defer().await?;
    let Ok(Some(bytes)) = fetched(&file.url).await else {
        return turn
            .say("I could not fetch that file from Discord. Please try again, or paste the text: /check alone opens a window.")
            .await;
    };
    turn.front.fitted().await?;
    let (bot, name) = (turn.bot(), PathBuf::from(&file.filename));
    // A long draft takes a while.
    let work = tokio::task::spawn_blocking(move || {
        let text = document::from_named(&name, || Ok(Cursor::new(bytes)))?;
        let draft = Draft::new(text).map_err(|refused| refused.to_string())?;
        Ok::<_, String>(shown(&bot, &bot.check(draft)))
    });
    match work.await.map_err(|_| Fault::BrokenOff)? {
        Ok(pages) => turn.show(&pages).await,
        Err(reason) => turn.say(reason).await,
    }
}

/// The bytes of a file. serenity would take the page of an error for them. None, where they are more than a draft may have.
async fn fetched(url: &str) -> reqwest::Result<Option<Vec<u8>>> {
    let client = Client::builder().timeout(FILE_PATIENCE).build()?;
    let mut answer = client.get(url).send().await?.error_for_status()?;
    let mut bytes = Vec::new();
    while let Some(part) = answer.chunk().await? {
        bytes.extend_from_slice(&part);
        if bytes.len() > MAX_DRAFT_BYTES {
            return Ok(None);
        }
    }
    Ok(Some(bytes))
}

/// What is shown of a check: as many messages as can be read, and buttons for rules that do not fit.
fn shown(bot: &Bot, checked: &Checked) -> Vec<Page> {
    let mut shown = pages(&checked.reply, wrong(bot, checked));
    if shown.len() > MOST_PAGES {
        let buttons = shown.last().map(|page| page.rows.clone()).unwrap_or_default();
        shown.truncate(MOST_PAGES - 1);
        shown
            .push(Page::line("There is more than I can show here. Hand over a part of the draft at a time to see the rest.").with(buttons));
    }
    shown
}

/// A button for each rule that spoke, numbered as in the reply; menus where they are many.
fn wrong(bot: &Bot, checked: &Checked) -> Vec<Row> {
    let mut rules: Vec<&str> = Vec::new();
    for finding in checked.challenged() {
        let rule = bot.library().rules[finding.rule].id.as_str();
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    let numbered: Vec<(usize, &str)> = (1..).zip(rules).collect();
    if numbered.len() <= MAX_BUTTONS {
        let button = |(number, rule): &(usize, &str)| Button::new(Press::Wrong(rule).to_string(), &format!("{number} is wrong here"));
        let buttons: Vec<Button> = numbered.iter().map(button).collect();
        return if buttons.is_empty() { Vec::new() } else { vec![Row::Buttons(buttons)] };
    }
    let menu = |(menu, part): (u64, &[(usize, &str)])| Row::Menu {
        id: Press::WrongMenu(menu).to_string(),
        hint: "One of these is wrong here".to_owned(),
        options: part.iter().map(|(number, rule)| Button::new(*rule, &format!("{number} is wrong here"))).collect(),
    };
    (0..).zip(numbered.chunks(MAX_OPTIONS)).map(menu).collect()
}
