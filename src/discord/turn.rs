//! One interaction being answered: a command, a button, a menu. The first answer, later ones, and what is tried again.

use super::fault::{Fault, told};
use super::front::{Busy, Front};
use super::page::{Page, Sight};
use crate::bot::{Bot, Reply};
use serde_json::{Value, json};
use serenity::all::{CommandInteraction, ComponentInteraction, Error, Http, InteractionId};
use std::time::Duration;

/// How long one request to Discord may take. A first answer is due within three seconds.
const PATIENCE: Duration = Duration::from_millis(2_500);
/// The pauses between tries.
const PAUSES: [Duration; 2] = [Duration::from_millis(150), Duration::from_millis(500)];
/// A message in answer.
const MESSAGE: u8 = 4;
/// The message with the button, changed.
const CHANGED: u8 = 7;

/// One interaction being answered.
pub struct Turn<'a> {
    /// What all of the front end shares.
    pub front: &'a Front,
    http: &'a Http,
    id: InteractionId,
    token: &'a str,
    /// The server it came from; none in a conversation of two.
    pub guild: Option<u64>,
    /// Whose it is.
    pub user: u64,
    answered: bool,
    _busy: Busy<'a>,
}

impl<'a> Turn<'a> {
    /// The turn of a command.
    pub fn of_command(front: &'a Front, http: &'a Http, command: &'a CommandInteraction) -> Self {
        let (guild, user) = (command.guild_id.map(u64::from), command.user.id.get());
        Self { front, http, id: command.id, token: &command.token, guild, user, answered: false, _busy: front.busy() }
    }

    /// The turn of a button or a menu.
    pub fn of_press(front: &'a Front, http: &'a Http, press: &'a ComponentInteraction) -> Self {
        let (guild, user) = (press.guild_id.map(u64::from), press.user.id.get());
        Self { front, http, id: press.id, token: &press.token, guild, user, answered: false, _busy: front.busy() }
    }

    /// The number under which its question is remembered.
    pub fn number(&self) -> u64 {
        self.id.get()
    }

    /// The bot as it speaks there.
    pub fn bot(&self) -> Bot {
        self.front.bot(self.guild)
    }

    /// Shows messages to the one who asked.
    pub async fn show(&mut self, pages: &[Page]) -> Result<(), Fault> {
        for page in pages {
            self.send(&page.body(Sight::Private)).await?;
        }
        Ok(())
    }

    /// Shows a sentence to the one who asked.
    pub async fn say(&mut self, text: impl Into<String>) -> Result<(), Fault> {
        self.show(&[Page::line(text)]).await
    }

    /// Shows a reply without buttons to the one who asked.
    pub async fn reply(&mut self, reply: &Reply) -> Result<(), Fault> {
        self.show(&super::render::pages(reply, Vec::new())).await
    }

    /// Shows messages to everybody in the channel.
    pub async fn show_all(&mut self, pages: &[Page]) -> Result<(), Fault> {
        for page in pages {
            self.send(&page.body(Sight::Open)).await?;
        }
        Ok(())
    }

    /// Puts another message in the place of the one with the button.
    pub async fn replace(&mut self, page: &Page) -> Result<(), Fault> {
        self.first(CHANGED, &page.body(Sight::Open)).await
    }

    async fn send(&mut self, body: &Value) -> Result<(), Fault> {
        if !self.answered {
            return self.first(MESSAGE, body).await;
        }
        let send = || async { self.http.create_followup_message(self.token, body, Vec::new()).await.map(drop) };
        trying(send).await
    }

    async fn first(&mut self, kind: u8, body: &Value) -> Result<(), Fault> {
        let response = json!({ "type": kind, "data": body });
        let send = || self.http.create_interaction_response(self.id, self.token, &response, Vec::new());
        self.answered = true;
        trying(send).await
    }

    /// Logs what went wrong, and tells the person.
    pub async fn fail(&mut self, fault: &Fault) {
        let reference = format!("{:06X}", self.id.get() & 0xFF_FFFF);
        if fault.is_wrong_token() {
            self.front.wrong_token.notify_one();
        }
        if fault.is_gone() {
            tracing::info!(reference, "what was to be answered is gone");
            return;
        }
        tracing::error!(reference, %fault, "an interaction failed");
        // It may have been answered or not: what is tried first is a first answer.
        self.answered = false;
        let page = Page::line(told(&reference));
        if self.show(std::slice::from_ref(&page)).await.is_err_and(|fault| fault.is_answered()) {
            // There is nobody left to tell where this fails as well.
            let _ = self.show(&[page]).await;
        }
    }
}

/// Tries it, and again where it may go better then. What was answered before is answered.
async fn trying<F: Future<Output = Result<(), Error>>>(send: impl Fn() -> F) -> Result<(), Fault> {
    let once = || async {
        let answer = tokio::time::timeout(PATIENCE, send()).await;
        answer.map_or(Err(Fault::Silent), |answer| answer.map_err(|error| Fault::from(&error)))
    };
    for pause in PAUSES {
        match once().await {
            Err(fault) if fault.may_pass() => tokio::time::sleep(pause).await,
            done => return done,
        }
    }
    match once().await {
        Err(fault) if fault.is_answered() => Ok(()),
        done => done,
    }
}
