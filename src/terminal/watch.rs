//! While the chat is open: what is due is printed above the line being typed.

use super::render;
use crate::bot::{Bot, SERVER};
use crate::diary::delivery::deliver_due;
use crate::diary::noticeboard::{Notice, Noticeboard, PostError};
use jiff::Timestamp;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// How often the diary is asked what is due.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The terminal as a noticeboard: printed is posted. What is for a server on Discord is not used up on a screen that its team does not see.
struct Screen<'a, P: FnMut(String) -> bool + Send> {
    bot: &'a Bot,
    print: Mutex<P>,
}

impl<P: FnMut(String) -> bool + Send> Noticeboard for Screen<'_, P> {
    async fn post(&self, notice: &Notice) -> Result<(), PostError> {
        if notice.team.starts_with(SERVER) {
            return Err(PostError::Unavailable);
        }
        let shown = render::layout(&self.bot.announce(notice), render::columns());
        let mut print = self.print.lock().map_err(|_| PostError::Unavailable)?;
        if print(shown) { Ok(()) } else { Err(PostError::Unavailable) }
    }

    async fn has(&self, _notice: &Notice, _since: Timestamp) -> Result<Option<bool>, PostError> {
        // What was printed before the program was stopped is not known.
        Ok(None)
    }
}

/// Announces what comes due until `stop` says so.
pub fn watch(bot: &Bot, print: impl FnMut(String) -> bool + Send, clock: fn() -> Timestamp, stop: &Receiver<()>) -> Result<(), String> {
    let Some(diary) = bot.diary() else { return Ok(()) };
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
    let board = Screen { bot, print: Mutex::new(print) };
    loop {
        let (now, mut wait) = (clock(), LOOK_EVERY);
        // A fault in one round must not be the end of all reminders.
        let round = AssertUnwindSafe(|| runtime.block_on(deliver_due(diary, &board, now)));
        match catch_unwind(round) {
            // There is more to tell.
            Ok(Ok(ticked)) if ticked.left > 0 => wait = Duration::ZERO,
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::error!(%error, "what is due could not be announced"),
            Err(_) => tracing::error!("announcing failed; it is tried again"),
        }
        if stop.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
            return Ok(());
        }
    }
}
