//! The connection to Discord, looked after: made again when it is lost, ended when the program is told to stop.

use super::commands;
use super::fault::{Fault, unbroken};
use super::front::Front;
use super::press::{MINE, Press};
use super::round::Rounds;
use super::turn::Turn;
use super::{announced, ask, check, message, registry, ticket};
use crate::config::Token;
use poise::{Framework, FrameworkContext, FrameworkError, FrameworkOptions};
use serenity::all::{
    Client, ClientBuilder, ComponentInteraction, ComponentInteractionDataKind, ConnectionStage, CreateAllowedMentions, Error, FullEvent,
    GatewayError, GatewayIntents, Http, HttpBuilder, Interaction, ModalInteraction, ShardManager, ShardRunnerInfo,
};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{sleep, timeout};

/// The longest pause before the connection is made again.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// How long Discord may take to say where its gateway is.
const HTTP_PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection may take to be ready.
const READY_WITHIN: Duration = Duration::from_secs(30);
/// How often it is looked whether heartbeats are answered.
const LOOK_EVERY: Duration = Duration::from_mins(1);
/// How many looks there are in a day.
const LOOKS_A_DAY: u32 = 24 * 60;
/// How many looks without a connection end it, so that a new one is made.
const MOST_MISSED: u32 = 3;
/// How long work that was begun may take when the program is told to stop.
const DRAIN: Duration = Duration::from_secs(2);
/// What is said of a wrong token.
const WRONG_TOKEN: &str = "Discord says that the token is wrong. Copy it again from your application's page at discord.com/developers (Bot, then Reset Token), and start Lantern again.";

/// How a connection ended.
enum Ended {
    /// The program was told to stop.
    Asked,
    /// There is no use in trying again: why, in a sentence.
    ForGood(String),
    /// It was lost.
    Lost,
}

/// What tells the program to stop.
struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

impl Stop {
    fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn asked(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Runs until the program is told to stop.
pub fn run(front: &Arc<Front>, token: &Token, base: Option<&str>) -> Result<ExitCode, String> {
    let runtime = Builder::new_multi_thread().enable_all().build().map_err(|error| format!("Discord cannot be used: {error}."))?;
    let rounds = Rounds::begin(front, token, base)?;
    let ended = runtime.block_on(supervise(front, token, base));
    rounds.end(DRAIN);
    runtime.shutdown_timeout(Duration::from_millis(500));
    ended
}

async fn supervise(front: &Arc<Front>, token: &Token, base: Option<&str>) -> Result<ExitCode, String> {
    let mut stop = Stop::listen().map_err(|error| format!("Signals cannot be heard: {error}."))?;
    let mut failures = 0;
    loop {
        let before = front.ready.load(Ordering::Acquire);
        match connection(front, token, base, &mut stop).await {
            Ended::Asked => return Ok(ExitCode::SUCCESS),
            Ended::ForGood(reason) => return Err(reason),
            Ended::Lost => {}
        }
        failures = if front.ready.load(Ordering::Acquire) > before { 1 } else { failures + 1 };
        let pause = pause(failures);
        tracing::warn!(failures, seconds = pause.as_secs(), "the connection to Discord was lost; it is made again");
        tokio::select! {
            () = stop.asked() => return Ok(ExitCode::SUCCESS),
            () = sleep(pause) => {}
        }
    }
}

/// A second after the first failure, then longer.
fn pause(failures: u32) -> Duration {
    Duration::from_secs(1).saturating_mul(failures.max(1)).min(LONGEST_PAUSE)
}

/// A client that can be started, with the address of the gateway where Discord's interface is not Discord's own.
async fn prepare(front: &Arc<Front>, token: &Token, base: Option<&str>) -> Result<Client, Ended> {
    let http = http(token, base);
    // Where this fails, serenity would turn to Discord itself.
    let gateway = match base {
        None => None,
        Some(_) => match timeout(HTTP_PATIENCE, http.get_gateway()).await {
            Ok(Ok(gateway)) => Some(gateway.url),
            _ if front.ready.load(Ordering::Acquire) > 0 => return Err(Ended::Lost),
            _ => return Err(Ended::ForGood("discord.api_base does not answer as Discord does. Is the address right?".to_owned())),
        },
    };
    let client = timeout(HTTP_PATIENCE, client(Arc::clone(front), http)).await.map_err(|_| Ended::Lost)?;
    let client = client.map_err(|error| ended(&error))?;
    if let Some(url) = gateway {
        *client.ws_url.lock().await = url;
    }
    Ok(client)
}

/// One connection, from its beginning to its end.
async fn connection(front: &Arc<Front>, token: &Token, base: Option<&str>, stop: &mut Stop) -> Ended {
    let prepared = tokio::select! {
        () = stop.asked() => return Ended::Asked,
        prepared = prepare(front, token, base) => prepared,
    };
    let mut client = match prepared {
        Ok(client) => client,
        Err(ended) => return ended,
    };
    let shards = Arc::clone(&client.shard_manager);
    let mut running = std::pin::pin!(client.start());
    tokio::select! {
        result = &mut running => result.map_or_else(|error| ended(&error), |()| Ended::Lost),
        () = stop.asked() => {
            // What was begun is ended before the connection is.
            let _ = timeout(DRAIN, front.idle()).await;
            shards.shutdown_all().await;
            let _ = timeout(DRAIN, running).await;
            tracing::info!("stopped");
            Ended::Asked
        }
        () = front.wrong_token.notified() => Ended::ForGood(WRONG_TOKEN.to_owned()),
        () = silence(front, &shards) => {
            shards.shutdown_all().await;
            Ended::Lost
        }
    }
}

fn ended(error: &Error) -> Ended {
    match error {
        Error::Gateway(GatewayError::InvalidAuthentication | GatewayError::NoAuthentication) => Ended::ForGood(WRONG_TOKEN.to_owned()),
        Error::Gateway(GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents) => {
            Ended::ForGood("Discord refuses what Lantern asks to be told of. Is this the newest Lantern?".to_owned())
        }
        other if Fault::from(other).is_wrong_token() => Ended::ForGood(WRONG_TOKEN.to_owned()),
        _ => Ended::Lost,
    }
}

fn http(token: &Token, base: Option<&str>) -> Http {
    let http = HttpBuilder::new(token.secret()).default_allowed_mentions(CreateAllowedMentions::new());
    match base {
        // serenity takes no notice of the proxy while its rate limiter is on.
        Some(base) => http.proxy(base.trim_end_matches("/api/v10")).ratelimiter_disabled(true).build(),
        None => http.build(),
    }
}

async fn client(front: Arc<Front>, http: Http) -> serenity::Result<Client> {
    let options = FrameworkOptions {
        commands: commands::all(),
        command_check: Some(|context| Box::pin(commands::is_admitted(context))),
        on_error: |error| Box::pin(failed(error)),
        event_handler: |framework, event| Box::pin(happened(framework, event)),
        allowed_mentions: Some(CreateAllowedMentions::new()),
        initialize_owners: false,
        ..FrameworkOptions::default()
    };
    let framework = Framework::builder().options(options).setup(move |_, _, _| Box::pin(std::future::ready(Ok(front)))).build();
    let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    ClientBuilder::new_with_http(http, intents).framework(framework).await
}

/// Returns where the connection never gets ready, or where heartbeats are not answered for some minutes. Events that cannot be read vanish
/// without a word: this is how it shows.
async fn silence(front: &Front, shards: &ShardManager) {
    let before = front.ready.load(Ordering::Acquire);
    sleep(READY_WITHIN).await;
    if front.ready.load(Ordering::Acquire) == before {
        tracing::error!("Discord did not say that it is ready");
        return;
    }
    let (mut looks, mut missed) = (0_u32, 0);
    while missed < MOST_MISSED {
        sleep(LOOK_EVERY).await;
        looks = looks.wrapping_add(1);
        if looks.is_multiple_of(LOOKS_A_DAY) {
            tokio::task::block_in_place(|| front.erase_removed());
        }
        let alive = shards.runners.lock().await.values().find_map(answered);
        missed = if alive.is_some() { 0 } else { missed + 1 };
        tracing::debug!(milliseconds = alive.map(|latency| latency.as_millis()), missed, "heartbeats");
    }
    tracing::error!(missed, "no heartbeat was answered");
}

/// How long the last heartbeat took, where there is a connection.
fn answered(runner: &ShardRunnerInfo) -> Option<Duration> {
    runner.latency.filter(|_| runner.stage == ConnectionStage::Connected)
}

/// What poise does not see to: READY, buttons and menus.
async fn happened(framework: FrameworkContext<'_, Arc<Front>, Fault>, event: &FullEvent) -> Result<(), Fault> {
    let (front, context) = (framework.user_data, framework.serenity_context);
    match event {
        FullEvent::Ready { data_about_bot } => {
            front.ready.fetch_add(1, Ordering::AcqRel);
            let guilds: Vec<u64> = data_about_bot.guilds.iter().map(|guild| guild.id.get()).collect();
            tracing::info!(guilds = guilds.len(), "ready");
            tokio::task::block_in_place(|| front.note_present(&guilds));
            register(front, &context.http, &framework.options.commands).await;
            tokio::task::block_in_place(|| front.erase_removed());
        }
        FullEvent::Resume { .. } => tracing::info!("resumed"),
        FullEvent::InteractionCreate { interaction: Interaction::Component(pressed) } => {
            let mut turn = Turn::of_press(front, &context.http, pressed);
            if let Err(fault) = unbroken(Box::pin(press(&mut turn, framework.bot_id().get(), pressed))).await {
                turn.fail(&fault).await;
            }
        }
        FullEvent::InteractionCreate { interaction: Interaction::Modal(window) } => {
            let mut turn = Turn::of_window(front, &context.http, window);
            if let Err(fault) = unbroken(Box::pin(filled_in(&mut turn, window))).await {
                turn.fail(&fault).await;
            }
        }
        FullEvent::GuildCreate { guild, .. } => tokio::task::block_in_place(|| front.note_removal(guild.id.get(), false)),
        // One that is unavailable is not left.
        FullEvent::GuildDelete { incomplete, .. } if !incomplete.unavailable => {
            tokio::task::block_in_place(|| front.note_removal(incomplete.id.get(), true));
        }
        FullEvent::Message { new_message } => {
            let _busy = front.busy();
            let answered = message::answer(front, &context.http, framework.bot_id().get(), new_message);
            if let Err(fault) = unbroken(Box::pin(answered)).await {
                message::fail(front, &context.http, new_message, &fault).await;
            }
        }
        _ => {}
    }
    Ok(())
}

async fn filled_in(turn: &mut Turn<'_>, window: &ModalInteraction) -> Result<(), Fault> {
    let (name, fields) = (&window.data.custom_id, check::typed(&window.data.components));
    if ticket::is_ticket(name) {
        return announced::typed(turn, name, &fields).await;
    }
    check::draft(turn, fields.join("\n")).await
}

async fn press(turn: &mut Turn<'_>, bot: u64, pressed: &ComponentInteraction) -> Result<(), Fault> {
    let chosen = match &pressed.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().cloned(),
        ComponentInteractionDataKind::UserSelect { values } => values.first().map(ToString::to_string),
        _ => None,
    };
    let chosen = chosen.as_deref();
    if !turn.is_admitted().await? {
        return Ok(());
    }
    if pressed.data.custom_id == MINE {
        let asked = pressed.message.message_reference.as_ref().and_then(|reference| reference.message_id);
        return message::show_privately(turn, bot, pressed.channel_id, asked).await;
    }
    if ticket::is_ticket(&pressed.data.custom_id) {
        return announced::press(turn, &pressed.data.custom_id, chosen, &pressed.message.content).await;
    }
    match Press::read(&pressed.data.custom_id) {
        Some(press) => ask::press(turn, press, chosen).await,
        None => turn.say("That button is from an older Lantern and does nothing now. Please ask again.").await,
    }
}

async fn register(front: &Front, http: &Http, commands: &[commands::Command]) {
    match registry::register(front, http, commands).await {
        Ok(told) => tracing::info!(commands = commands.len(), changed = told, "commands are known to Discord"),
        Err(fault) => tracing::error!(%fault, "commands could not be made known to Discord; it is tried again with the next connection"),
    }
}

/// A command that failed: the person is told.
async fn failed(error: FrameworkError<'_, Arc<Front>, Fault>) {
    if matches!(error, FrameworkError::CommandCheckFailed { error: None, .. }) {
        return;
    }
    let fault = match &error {
        FrameworkError::Command { error, .. } | FrameworkError::EventHandler { error, .. } => error,
        _ => &Fault::BrokenOff,
    };
    if let Some(poise::Context::Application(context)) = error.ctx() {
        let http = &context.framework.serenity_context.http;
        Turn::of_command(context.framework.user_data, http, context.interaction).fail(fault).await;
    } else {
        tracing::error!(%fault, "an event could not be dealt with");
    }
}
