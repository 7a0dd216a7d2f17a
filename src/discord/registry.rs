//! Telling Discord which commands there are: in one call, and only when they changed.

use super::commands::Command;
use super::fault::Fault;
use super::front::Front;
use super::turn::trying;
use crate::diary::DiaryError;
use crate::diary::store::Change;
use serenity::all::Http;
use sha2::{Digest, Sha256};

/// Where it is kept what Discord was told last.
const TOLD: &[u8] = b"m/discord-commands";

/// Tells Discord of the commands, unless it was told the same before; says whether it was told now.
pub async fn register(front: &Front, http: &Http, commands: &[Command]) -> Result<bool, Fault> {
    let bot = front.bot(None);
    let wanted = poise::builtins::create_application_commands(commands);
    let application = http.application_id().map_or(0, u64::from);
    let digest = digest(application, &serde_json::to_vec(&wanted).unwrap_or_default());
    let store = bot.diary().map(crate::diary::Diary::store);
    let told = store.map(|store| store.get(TOLD)).transpose().map_err(DiaryError::from)?.flatten();
    if told.as_deref() == Some(digest.as_bytes()) {
        return Ok(false);
    }
    trying(front, || http.create_global_commands(&wanted)).await?;
    if let Some(store) = store {
        store.change(Change::put(TOLD, digest)).await.map_err(DiaryError::from)?;
    }
    Ok(true)
}

fn digest(application: u64, commands: &[u8]) -> String {
    format!("{:x}", Sha256::new().chain_update(application.to_be_bytes()).chain_update(commands).finalize())
}
