//! The rounds of the diary: what is due is posted, and leads who left are told of. On a thread of its own, by HTTP alone, whatever the
//! gateway does.

use super::board::{Board, supervisors};
use super::fault::{Fault, unbroken};
use super::front::Front;
use super::page::{Page, Row};
use super::people::Standing;
use super::render::pages;
use super::settings::{self, Settings, lead_key, team_of};
use super::ticket::{Deed, Ticket};
use super::wire::Wire;
use crate::bot::{Block, Reply, member};
use crate::config::Token;
use crate::diary::store::Change;
use crate::diary::{Diary, DiaryError, delivery};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::watch;

/// How often the diary is asked what is due.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How often it is looked whether leads are still there.
const LEADS_EVERY: Duration = Duration::from_hours(1);
/// How long it takes until the supervisors are told again of a lead who left.
const TOLD_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How far back it is looked for whether they were told, where no answer said so.
const UNSURE_FOR: SignedDuration = SignedDuration::from_hours(2);
/// Discord's own numbers for somebody who is not in the server, and for somebody who is not there at all.
const NO_MEMBER: [isize; 2] = [10_007, 10_013];

/// What is kept of a lead who is not there.
#[derive(Debug, Serialize, Deserialize)]
struct Missed {
    /// When they were first looked for and not found.
    since: Timestamp,
    /// When the supervisors were told last.
    told: Option<Timestamp>,
}

/// The rounds, until they are stopped.
pub struct Rounds {
    stop: watch::Sender<bool>,
    ended: mpsc::Receiver<()>,
    _thread: JoinHandle<()>,
}

impl Rounds {
    /// Begins.
    ///
    /// # Errors
    /// A sentence: there is no way to Discord.
    pub fn begin(front: &Arc<Front>, token: &Token, base: Option<&str>) -> Result<Self, String> {
        let board = Board::new(Arc::clone(front), Wire::new(token, base)?);
        let (stop, stopped) = watch::channel(false);
        let (end, ended) = mpsc::channel();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(|error| format!("Reviews cannot be announced: {error}."))?;
        let thread = std::thread::spawn(move || {
            runtime.block_on(go_round(&board, stopped));
            let _ = end.send(());
        });
        Ok(Self { stop, ended, _thread: thread })
    }

    /// Lets the round that is under way end, and no other begin; waits no longer than this. What is broken off is taken up again.
    pub fn end(&self, patience: Duration) {
        self.stop.send_replace(true);
        let _ = self.ended.recv_timeout(patience);
    }
}

async fn go_round(board: &Board, stopped: watch::Receiver<bool>) {
    let bot = board.front().bot(None);
    let Some(diary) = bot.diary() else { return };
    // A look for leads may take long, and holds up no reminder.
    tokio::join!(deliver(board, diary, stopped.clone()), look_for_all_leads(board, diary, stopped));
}

/// Has the diary deliver what is due, again and again.
async fn deliver(board: &Board, diary: &Diary, mut stopped: watch::Receiver<bool>) {
    loop {
        let now = board.front().now();
        // A fault in one round must not be the end of all reminders.
        let more = match unbroken(async { Ok(delivery::deliver_due(diary, board, now).await?) }).await {
            Ok(ticked) => {
                if ticked != delivery::Ticked::default() {
                    tracing::info!(posted = ticked.posted, postponed = ticked.postponed, refused = ticked.refused, "announced");
                }
                ticked.left > 0
            }
            Err(fault) => {
                tracing::error!(%fault, "what is due could not be announced; it is tried again");
                false
            }
        };
        let pause = if more { Duration::ZERO } else { LOOK_EVERY };
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Looks again and again whether the leads of open reviews are still there.
async fn look_for_all_leads(board: &Board, diary: &Diary, mut stopped: watch::Receiver<bool>) {
    loop {
        let look = async {
            let known = board.front().present().unwrap_or_default().into_iter();
            // Where it is not known who is of the team, nobody can have left it.
            for (guild, settings) in known.filter(|(_, settings)| !settings.damaged) {
                if let Err(fault) = unbroken(look_for_leads(board, diary, guild, &settings)).await {
                    tracing::warn!(%fault, "it could not be seen whether leads are still there");
                }
            }
            tokio::time::sleep(LEADS_EVERY).await;
        };
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return,
            () = look => {}
        }
    }
}

/// Tells the supervisors of a server which leads of open reviews left it, or its team.
async fn look_for_leads(board: &Board, diary: &Diary, guild: u64, settings: &Settings) -> Result<(), Fault> {
    let mut led: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    let bot = board.front().bot(Some(guild));
    for entry in diary.open_entries(&team_of(guild))? {
        if let Some(lead) = entry.lead.as_deref().and_then(member::number) {
            led.entry(lead).or_default().push(bot.review_line(&entry));
        }
    }
    for key in settings::leads_told(diary.store(), guild)? {
        // Of those who lead nothing any more, nothing is kept.
        if !led.keys().any(|lead| lead_key(guild, *lead) == key) {
            diary.store().change(Change::remove(key)).await.map_err(DiaryError::from)?;
        }
    }
    for (lead, reviews) in led {
        // One who cannot be looked for keeps none of the others from being looked for.
        if let Err(fault) = look_for_lead(board, diary, (guild, settings), (lead, reviews)).await {
            tracing::warn!(%fault, "it could not be seen whether a lead is still there");
        }
    }
    Ok(())
}

/// Tells the supervisors of a lead who is not there, once a week.
async fn look_for_lead(
    board: &Board,
    diary: &Diary,
    (guild, settings): (u64, &Settings),
    (lead, reviews): (u64, Vec<String>),
) -> Result<(), Fault> {
    let there = is_there(board, guild, lead, settings).await?;
    let (key, now) = (lead_key(guild, lead), board.front().now());
    let known = diary.store().get(&key).map_err(DiaryError::from)?;
    if there {
        if known.is_some() {
            diary.store().change(Change::remove(key)).await.map_err(DiaryError::from)?;
        }
        return Ok(());
    }
    let known: Option<Missed> = known.and_then(|known| serde_json::from_slice(&known).ok());
    let Missed { since, told } = known.unwrap_or(Missed { since: now, told: None });
    if told.is_some_and(|told| now.duration_since(told).abs() < TOLD_FOR) {
        return Ok(());
    }
    let note = |told| diary.store().change(Change::put(key.clone(), serde_json::to_vec(&Missed { since, told }).unwrap_or_default()));
    note(told).await.map_err(DiaryError::from)?;
    // The same until it is noted, so that it is found where nobody knows whether it came through.
    let name = format!("lead-{guild}-{lead}-{}", told.unwrap_or(since).as_second());
    let (spots, shown) = (supervisors(guild, settings), shown(board.front(), guild, lead, reviews));
    if board.stands(&spots, (&name, shown.len()), now.saturating_sub(UNSURE_FOR).unwrap_or(now)).await? != Some(true) {
        board.post_at(&spots, &name, &shown).await?;
    }
    Ok(note(Some(now)).await.map_err(DiaryError::from)?)
}

/// Whether somebody is in the server, and of its team.
pub async fn is_there(board: &Board, guild: u64, person: u64, settings: &Settings) -> Result<bool, Fault> {
    match board.wire().get(board.front(), &format!("/guilds/{guild}/members/{person}")).await {
        Ok(member) => {
            let roles = member["roles"].as_array().into_iter().flatten();
            let roles = roles.filter_map(|role| role.as_str()?.parse().ok()).collect();
            Ok(Standing::with_roles(roles).is_of_team(settings))
        }
        Err(Fault::Refused { code, .. }) if NO_MEMBER.contains(&code) => Ok(false),
        Err(fault) => Err(fault),
    }
}

fn shown(front: &Front, guild: u64, lead: u64, reviews: Vec<String>) -> Vec<Page> {
    let mut reply = Reply::new();
    reply.push(Block::Title("A lead has left the team".into()));
    reply.text("These reviews still name somebody who is no longer in this server, or no longer has the team's role. Nobody else is asked to hold them:");
    reply.push(Block::Points(reviews));
    reply.text(
        "Choose who leads all of them now. If this is a direct message, use /review hand-over-all in your server. One by one: /review \
         hand-over.",
    );
    let ticket = Ticket { deed: Deed::Reassign, guild, about: lead, state: 0 };
    let rows = front.tickets.iter().map(|tickets| Row::People { id: tickets.sign(ticket), hint: "Who leads them now".to_owned() });
    pages(&reply, rows.collect())
}
