//! The bot on Discord. It only translates: what is said comes from `bot`, and this lays it out within Discord's limits.
//!
//! `gateway` keeps the connection; `commands` is the one list of what can be typed, and `registry` tells Discord of it; `press` is what
//! buttons and menus mean; `render` turns a reply into messages; `turn` is one interaction being answered.
//!
//! `round` has the diary deliver what is due to the `board`, by the `wire`; `announced` is what the signed buttons (`ticket`) under an
//! announcement do; `reviews` and `prompts` are their commands, `people` who may do what.
//!
//! What may be logged: counts, milliseconds, status numbers, references. Never anybody's text, and nothing that Discord sent.

mod announced;
mod ask;
mod board;
mod check;
mod commands;
mod fault;
mod front;
mod gateway;
mod message;
mod pace;
mod page;
mod people;
mod press;
mod prompts;
mod recent;
mod registry;
mod render;
mod reviews;
mod round;
mod settings;
mod setup;
mod strikes;
mod ticket;
mod turn;
mod wire;

use crate::bot::Bot;
use crate::config::Token;
use front::Front;
use jiff::Timestamp;
use jiff::civil::Date;
use std::process::ExitCode;
use std::sync::Arc;

/// What reads the time.
pub struct Clock {
    /// The time now.
    pub now: fn() -> Timestamp,
    /// The day of an instant, in London.
    pub day: fn(Timestamp) -> Date,
}

/// Logs the place of a panic and nothing else: what it says may hold what somebody typed. Called before the diary is opened, which keeps
/// its own panics quiet.
pub fn log_panics_by_place() {
    std::panic::set_hook(Box::new(|panic| {
        tracing::error!(place = panic.location().map(ToString::to_string), "a fault in the program");
    }));
}

/// Runs the bot until it is told to stop. The token comes with the place of Discord's interface where that is not Discord's own.
///
/// # Errors
/// A sentence: the token is wrong, or the place given for Discord's interface does not answer.
pub fn run(bot: &Bot, (token, base): (&Token, Option<&str>), clock: Clock) -> Result<ExitCode, String> {
    let front = Front::new(bot, clock).map_err(|error| error.to_string())?;
    gateway::run(&Arc::new(front), token, base)
}
