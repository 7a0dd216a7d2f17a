//! While the diary is open: backups are made, and those who ask from outside are answered. On a thread of its own, so that neither holds
//! up an announcement.

use super::Edge;
use super::socket::Socket;
use crate::bot::Bot;
use crate::diary::backups;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// How often it is looked who asks.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Looks after the diary until `stop` says so.
pub fn keep(bot: &Bot, edge: &Edge, stop: &Receiver<()>) {
    let Some(diary) = bot.diary() else { return };
    let socket = Socket::open(&edge.folder)
        .inspect_err(|error| tracing::warn!(%error, "the diary cannot be looked after from outside while this chat is open"))
        .ok();
    let mut backed_up = String::new();
    loop {
        let now = (edge.clock)();
        let hour = now.strftime("%Y%m%dT%H").to_string();
        if hour != backed_up {
            if let Err(error) = backups::make(diary, &edge.folder, edge.keep, now) {
                tracing::error!(%error, "no backup was made");
            }
            backed_up = hour;
        }
        let answered = socket.as_ref().map(|socket| socket.answer(|asked| bot.look_after(asked, &edge.folder, now)));
        if let Some(Err(error)) = answered {
            tracing::debug!(%error, "one who asked got no answer");
        }
        if stop.recv_timeout(LOOK_EVERY) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}
