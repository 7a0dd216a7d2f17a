//! One interaction being answered: a command, a button, a menu. The first answer, later ones, and what is tried again.

use super::fault::{Fault, reference, told, told_after};
use super::front::{Busy, Front};
use super::pace::TOO_MUCH;
use super::page::{EPHEMERAL, Page, Sight};
use super::people::{Standing, roles};
use crate::bot::{Acted, Asker, Bot, Command, Reply};
use serde_json::{Value, json};
use serenity::all::{
    ChannelId, CommandInteraction, ComponentInteraction, Error, GuildId, Http, InteractionId, Member, Message, MessageId, ModalInteraction,
    User,
};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How long one request to Discord may take. A first answer is due within three seconds.
const PATIENCE: Duration = Duration::from_millis(2_500);
/// The pauses between tries.
const PAUSES: [Duration; 2] = [Duration::from_millis(150), Duration::from_millis(500)];
/// A message in answer.
const MESSAGE: u8 = 4;
/// A message that is to come.
const DEFERRED: u8 = 5;
/// The message with the button, changed.
const CHANGED: u8 = 7;
/// A window.
const WINDOW: u8 = 9;

/// How far an interaction is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Fresh,
    Deferred,
    Answered,
}

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
    /// What they may do there, where that is known.
    standing: Option<Standing>,
    /// The message with the button or menu, where one was used.
    message: Option<u64>,
    /// Whether something may have been saved by now: an apology says so.
    acted: bool,
    state: State,
    _busy: Busy<'a>,
}

impl<'a> Turn<'a> {
    /// The turn of a command.
    pub fn of_command(front: &'a Front, http: &'a Http, command: &'a CommandInteraction) -> Self {
        let who = (command.guild_id, &command.user, command.member.as_deref());
        Self::begin(front, http, (command.id, &command.token), who)
    }

    /// The turn of a button or a menu.
    pub fn of_press(front: &'a Front, http: &'a Http, press: &'a ComponentInteraction) -> Self {
        let who = (press.guild_id, &press.user, press.member.as_ref());
        Self { message: Some(press.message.id.get()), ..Self::begin(front, http, (press.id, &press.token), who) }
    }

    /// The turn of what was typed into a window.
    pub fn of_window(front: &'a Front, http: &'a Http, window: &'a ModalInteraction) -> Self {
        let who = (window.guild_id, &window.user, window.member.as_ref());
        Self::begin(front, http, (window.id, &window.token), who)
    }

    fn begin(
        front: &'a Front,
        http: &'a Http,
        (id, token): (InteractionId, &'a str),
        (guild, user, member): (Option<GuildId>, &User, Option<&Member>),
    ) -> Self {
        Self {
            front,
            http,
            id,
            token,
            guild: guild.map(u64::from),
            user: user.id.get(),
            standing: member.map(Standing::of),
            message: None,
            acted: false,
            state: State::Fresh,
            _busy: front.busy(),
        }
    }

    /// Whether the person may do one thing more; told so, if not.
    pub async fn is_admitted(&mut self) -> Result<bool, Fault> {
        if self.front.pace.admits(self.user, self.guild, self.front.now()) {
            return Ok(true);
        }
        self.say(TOO_MUCH).await.map(|()| false)
    }

    /// The number under which its question is remembered.
    pub fn number(&self) -> u64 {
        self.id.get()
    }

    /// The bot as it speaks there.
    pub fn bot(&self) -> Bot {
        self.front.bot(self.guild)
    }

    /// Who asks, as the diary of this server, or of the one that is named, knows them; none in a conversation of two.
    pub async fn asker_in(&self, guild: u64) -> Result<(Asker, Standing), Fault> {
        let settings = self.front.settings(guild);
        let standing = match &self.standing {
            Some(standing) if self.guild == Some(guild) => standing.clone(),
            _ => {
                let member = trying(self.front, || self.http.get_member(guild.into(), self.user.into())).await?;
                match settings.supervisors {
                    Some(_) => Standing::with_roles(roles(&member)),
                    None => Standing::in_server(&trying(self.front, || self.http.get_guild(guild.into())).await?, &member),
                }
            }
        };
        Ok((standing.asker((guild, self.user), &settings), standing))
    }

    /// Does what was asked for. Unless that only looks, something may have been saved from then on.
    pub fn act(&mut self, bot: &Bot, asker: &Asker, command: &Command) -> Acted {
        if !matches!(command, Command::Show(_)) {
            self.may_save();
        }
        tokio::task::block_in_place(|| bot.act(command, asker, self.front.now()))
    }

    /// Something may have been saved from now on: an apology says so.
    pub const fn may_save(&mut self) {
        self.acted = true;
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
        self.change(&page.body(Sight::Open)).await
    }

    /// Changes the message with the button: what is not named stays.
    pub async fn change(&mut self, body: &Value) -> Result<(), Fault> {
        self.first(CHANGED, body).await
    }

    /// Puts messages in the place of the one with the button, as far as nothing was said yet.
    pub async fn replace_all(&mut self, pages: &[Page]) -> Result<(), Fault> {
        match pages.split_first() {
            Some((first, others)) if self.state == State::Fresh => {
                self.replace(first).await?;
                self.show(others).await
            }
            _ => self.show(pages).await,
        }
    }

    /// Says below what stands above the message with the button what was done; where that ends it, its buttons go. What comes next follows.
    pub async fn note_done(&mut self, (above, words): (&str, &str), ends: bool) -> Result<(), Fault> {
        if self.state != State::Fresh {
            return Ok(());
        }
        // The same once more, from somebody else, stands in the place of the one before.
        let what = words.split("<@").next().unwrap_or_default();
        let above: Vec<&str> = above.lines().filter(|line| !line.starts_with(what)).collect();
        let content = format!("{}\n{words}", above.join("\n"));
        let mut body = json!({ "content": content.trim(), "allowed_mentions": { "parse": [] } });
        if ends {
            body["components"] = json!([]);
        }
        self.change(&body).await
    }

    /// Whether it answers a button or a menu.
    pub fn is_press(&self) -> bool {
        self.message.is_some()
    }

    /// Whether its button was not pressed in the last minutes, by somebody who then found it still there.
    pub fn is_first_press(&self) -> bool {
        let place = (self.guild.unwrap_or_default(), self.front.now());
        self.message.is_none_or(|message| self.front.pressed.remember(message, (), place))
    }

    /// Whether somebody can lead a review of a server: they are in it, and of its team.
    pub async fn may_lead(&self, guild: u64, person: u64) -> Result<bool, Fault> {
        match trying(self.front, || self.http.get_member(guild.into(), person.into())).await {
            Ok(member) if member.user.bot => Ok(false),
            Ok(member) => Ok(Standing::with_roles(roles(&member)).is_of_team(&self.front.settings(guild))),
            Err(fault) if fault.is_refusal() => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// Sends a message to a channel, once under a name: one that is sent again within some minutes is there once.
    pub async fn tell(&self, channel: u64, (mut body, name): (Value, &str)) -> Result<(), Fault> {
        body["nonce"] = name.into();
        body["enforce_nonce"] = true.into();
        taken(trying(self.front, || self.http.send_message(ChannelId::new(channel), Vec::new(), &body)).await)
    }

    /// Says that the answer takes a moment, unless that was said. It is private then, whatever comes.
    pub async fn defer(&mut self) -> Result<(), Fault> {
        if self.state != State::Fresh {
            return Ok(());
        }
        self.first(DEFERRED, &json!({ "flags": EPHEMERAL })).await?;
        self.state = State::Deferred;
        Ok(())
    }

    /// Waits until questions and drafts can be answered: for some seconds after the start they cannot.
    pub async fn fitted(&mut self) -> Result<(), Fault> {
        if self.front.is_fitted() {
            return Ok(());
        }
        self.defer().await?;
        self.front.fitted().await
    }

    /// Opens a window to type into.
    pub async fn window(&mut self, window: &Value) -> Result<(), Fault> {
        self.first(WINDOW, window).await
    }

    /// A message as it is now.
    pub async fn fetch(&self, channel: ChannelId, message: MessageId) -> Result<Message, Fault> {
        trying(self.front, || self.http.get_message(channel, message)).await
    }

    async fn send(&mut self, body: &Value) -> Result<(), Fault> {
        match self.state {
            State::Fresh => self.first(MESSAGE, body).await,
            State::Deferred => {
                self.state = State::Answered;
                // Who sees it was settled when it was deferred.
                let mut body = body.clone();
                body.as_object_mut().map(|body| body.remove("flags"));
                let send = || self.http.edit_original_interaction_response(self.token, &body, Vec::new());
                taken(trying(self.front, send).await)
            }
            State::Answered => self.follow(body).await,
        }
    }

    async fn first(&mut self, kind: u8, body: &Value) -> Result<(), Fault> {
        self.state = State::Answered;
        match self.call_back(kind, body).await {
            // An earlier try came through after all.
            (Err(fault), 2..) if fault.is_answered() => Ok(()),
            (Err(fault), _) if fault.is_final() && !fault.is_answered() => {
                // Discord did not take that: another answer can still be the first.
                self.state = State::Fresh;
                Err(fault)
            }
            (done, _) => done,
        }
    }

    /// Sends a first answer; with it, how often that was tried.
    async fn call_back(&self, kind: u8, body: &Value) -> (Result<(), Fault>, u32) {
        let response = json!({ "type": kind, "data": body });
        let tries = AtomicU32::new(0);
        let send = || {
            tries.fetch_add(1, Ordering::Relaxed);
            self.http.create_interaction_response(self.id, self.token, &response, Vec::new())
        };
        let done = trying(self.front, send).await;
        (done, tries.into_inner())
    }

    async fn follow(&self, body: &Value) -> Result<(), Fault> {
        taken(trying(self.front, || self.http.create_followup_message(self.token, body, Vec::new())).await)
    }

    /// Logs what went wrong, and tells the person.
    pub async fn fail(&mut self, fault: &Fault) {
        let reference = reference(self.id.get());
        if fault.is_gone() {
            tracing::info!(reference, "what was to be answered is gone");
            return;
        }
        tracing::error!(reference, %fault, "an interaction failed");
        let words = if self.acted { told_after(&reference) } else { told(&reference) };
        let body = Page::line(words).body(Sight::Private);
        // It may have been answered before: then this follows. There is nobody left to tell where that fails as well.
        if self.call_back(MESSAGE, &body).await.0.is_err_and(|fault| fault.is_answered()) {
            let _ = self.follow(&body).await;
        }
    }
}

/// Posts messages to a channel, in answer to a message.
pub async fn post(front: &Front, http: &Http, to: &Message, bodies: Vec<Value>) -> Result<(), Fault> {
    for (body, number) in bodies.into_iter().zip(0_u32..) {
        send(front, http, to, (body, &number.to_string())).await?;
    }
    Ok(())
}

/// Posts one message in answer to another. It has a name of its own among those, so that one which is sent again is there once.
pub async fn send(front: &Front, http: &Http, to: &Message, (mut body, name): (Value, &str)) -> Result<(), Fault> {
    body["nonce"] = format!("{}-{name}", to.id).into();
    body["enforce_nonce"] = true.into();
    taken(trying(front, || http.send_message(to.channel_id, Vec::new(), &body)).await)
}

/// Whether Discord took a message. Where only what it says of that message cannot be read, it did.
fn taken(sent: Result<Message, Fault>) -> Result<(), Fault> {
    match sent {
        Ok(_) | Err(Fault::Unreadable) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// Tries it, and again where it may go better then.
pub async fn trying<T, F: Future<Output = Result<T, Error>>>(front: &Front, send: impl Fn() -> F) -> Result<T, Fault> {
    for pause in PAUSES {
        match once(front, send()).await {
            Err(fault) if fault.may_pass() => sleep(pause).await,
            done => return done,
        }
    }
    once(front, send()).await
}

async fn once<T>(front: &Front, send: impl Future<Output = Result<T, Error>>) -> Result<T, Fault> {
    if let Some(pause) = front.strikes.pause(front.now()) {
        sleep(pause).await;
    }
    let answer = timeout(PATIENCE, send).await;
    let answer = answer.map_or(Err(Fault::Silent), |answer| answer.map_err(|error| Fault::from(&error)));
    if front.strikes.note(answer.as_ref().err(), front.now()) {
        front.wrong_token.notify_one();
    }
    answer
}
