//! Discord as a noticeboard: where each notice goes, and how it looks there.
//!
//! Every message has a nonce, by which Discord itself recognises one that is sent again within some minutes, and a reference at its foot,
//! by which it is found among a channel's messages for as long as it stands there. A thread in a forum has neither: it is looked for by
//! the reference in its name before it is made.

use super::announced;
use super::fault::Fault;
use super::front::Front;
use super::page::{Page, Sight};
use super::render::pages;
use super::round::is_there;
use super::settings::{Settings, guild_of};
use super::wire::Wire;
use crate::bot::{Bot, GROUND_RULES, member};
use crate::diary::noticeboard::{Audience, Notice, Noticeboard, PostError, Told};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// The most characters of a nonce.
const NONCE: usize = 25;
/// The characters of a reference.
const REFERENCE: usize = 10;
/// How many messages are read at once.
const A_PAGE: usize = 100;
/// How many times that many are read before it is taken that it cannot be told.
const MOST_PAGES: usize = 20;
/// By how much the clocks of two machines may differ.
const CLOCKS: SignedDuration = SignedDuration::from_mins(5);
/// Discord's first instant, in milliseconds since 1970, from which the numbers of messages count.
const FIRST: u64 = 1_420_070_400_000;
/// The kinds of channel whose threads are all there is: forums, and those for media.
const FORUMS: [u64; 2] = [15, 16];
/// How long a thread stays in the list after the last message, in minutes: a week.
const THREAD_MINUTES: u32 = 10_080;
/// The most characters of a thread's name.
const MAX_NAME: usize = 100;
/// Discord's own number for "there is a thread already for this message".
const HAS_THREAD: isize = 160_004;
/// How long a poll is open, in hours.
const POLL_HOURS: u32 = 7 * 24;

/// Discord.
pub struct Board {
    front: Arc<Front>,
    wire: Wire,
    /// The channels of conversations of two, by person; which channels are forums.
    direct: Mutex<HashMap<u64, u64>>,
    forums: Mutex<HashMap<u64, bool>>,
    /// By server, for the team's own place and for the supervisors': the channel that refused last, and why.
    refusals: Mutex<HashMap<(u64, bool), (u64, String)>>,
    /// What is for all servers, and which are done with it.
    given: Mutex<HashSet<(String, u64)>>,
}

/// Where something is posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A channel, where a person or a role may be named so that they are pinged.
    Channel(u64, Pinged),
    /// A conversation with one person.
    Direct(u64),
    /// A conversation with the owner of a server.
    Owner(u64),
}

/// Who is pinged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pinged {
    /// Nobody.
    Nobody,
    /// A person.
    Person(u64),
    /// Those who have a role.
    Role(u64),
}

impl Board {
    /// Discord, by this way.
    pub fn new(front: Arc<Front>, wire: Wire) -> Self {
        Self { front, wire, direct: Mutex::default(), forums: Mutex::default(), refusals: Mutex::default(), given: Mutex::default() }
    }

    /// What all of the front end shares.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// The way to Discord.
    pub fn wire(&self) -> &Wire {
        &self.wire
    }

    async fn spots(&self, guild: u64, settings: &Settings, notice: &Notice) -> Result<Vec<Spot>, Fault> {
        let lead = lead_of(notice);
        let pinged = lead.map_or(Pinged::Nobody, Pinged::Person);
        let channel = match notice.told {
            Told::Prompt { .. } => settings.prompts.or(settings.channel),
            _ => settings.channel,
        };
        let channel = channel.map(|channel| Spot::Channel(channel, pinged));
        Ok(match notice.audience {
            Audience::Fallback => settings.fallback.map(|channel| Spot::Channel(channel, pinged)).into_iter().collect(),
            // In the place of a channel that refuses, the lead gets it alone, as long as they are there.
            Audience::Lead if notice.instead => match lead {
                Some(lead) if is_there(self, guild, lead, settings).await? => vec![Spot::Direct(lead)],
                _ => vec![],
            },
            Audience::Channel | Audience::Lead => channel.into_iter().collect(),
            Audience::Supervisors => supervisors(guild, settings),
        })
    }

    /// Posts messages at the first spot that takes them; those there read which spot refused, and why.
    pub async fn post_at(&self, spots: &[Spot], name: &str, shown: &[Page]) -> Result<(), Fault> {
        let mut refused = Fault::Refused { status: 404, code: 0 };
        let mut shown = shown.to_vec();
        for spot in spots {
            match self.post_pages(*spot, name, &shown).await {
                Err(fault) if fault.is_final() => {
                    if let (Spot::Channel(channel, _), Some(first)) = (spot, shown.first_mut()) {
                        let words = format!("I could not post this in <#{channel}>. {}\n{}", why(&fault), first.content);
                        words.trim().clone_into(&mut first.content);
                    }
                    refused = fault;
                }
                done => return done.map(drop),
            }
        }
        Err(refused)
    }

    /// Posts messages, and gives the last one.
    async fn post_pages(&self, spot: Spot, name: &str, shown: &[Page]) -> Result<Value, Fault> {
        let channel = self.channel_of(spot).await?;
        let pinged = if let Spot::Channel(_, pinged) = spot { pinged } else { Pinged::Nobody };
        let mut last = Value::Null;
        for (at, page) in shown.iter().enumerate() {
            let key = page_key(name, at, channel);
            let body = body(page, &key, if at == 0 { pinged } else { Pinged::Nobody });
            last = match self.wire.post(&self.front, &format!("/channels/{channel}/messages"), &body).await {
                // It is there; only what Discord says of it cannot be read.
                Err(Fault::Unreadable) => Value::Null,
                Err(fault) if at > 0 => return Err(half_done(fault)),
                done => done?,
            };
        }
        Ok(last)
    }

    async fn channel_of(&self, spot: Spot) -> Result<u64, Fault> {
        match spot {
            Spot::Channel(channel, _) => Ok(channel),
            Spot::Direct(person) => self.direct(person).await,
            Spot::Owner(guild) => {
                let found = self.wire.get(&self.front, &format!("/guilds/{guild}")).await?;
                let owner = found["owner_id"].as_str().and_then(|id| id.parse().ok()).ok_or(Fault::Unreadable)?;
                self.direct(owner).await
            }
        }
    }

    async fn direct(&self, person: u64) -> Result<u64, Fault> {
        let known = self.direct.lock().unwrap_or_else(PoisonError::into_inner).get(&person).copied();
        if let Some(known) = known {
            return Ok(known);
        }
        let opened = self.wire.post(&self.front, "/users/@me/channels", &json!({ "recipient_id": person.to_string() })).await?;
        let channel = id_of(&opened).ok_or(Fault::Unreadable)?;
        self.direct.lock().unwrap_or_else(PoisonError::into_inner).insert(person, channel);
        Ok(channel)
    }

    /// The messages that a notice is.
    fn shown(&self, guild: u64, bot: &Bot, notice: &Notice) -> Vec<Page> {
        let mut reply = bot.announce(notice);
        if let Told::Refused { by, .. } = &notice.told
            && let Some((channel, why)) = self.refused_last(guild, *by != Audience::Supervisors)
        {
            reply.text(format!("{why} Channel number {channel}. An administrator can mend that, or choose another: /setup channels."));
        }
        let rows = self.front.tickets.as_ref().map(|tickets| announced::rows((tickets, guild), notice)).unwrap_or_default();
        let mut shown = pages(&reply, rows);
        for page in shown.iter_mut().filter(|page| page.text.is_empty()) {
            // The reference stands at the foot of a text.
            page.text = std::mem::take(&mut page.content);
        }
        shown
    }

    fn refused_last(&self, guild: u64, is_team: bool) -> Option<(u64, String)> {
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner).get(&(guild, is_team)).cloned()
    }

    /// Posts a notice to one server.
    async fn post_to(&self, guild: u64, notice: &Notice) -> Result<(), Fault> {
        let settings = self.front.settings(guild);
        if settings.removed.is_some() {
            // Nothing reaches a server that was left; asking would only count against the bot.
            return Err(Fault::Refused { status: 404, code: 0 });
        }
        let bot = self.front.bot(Some(guild));
        let shown = tokio::task::block_in_place(|| self.shown(guild, &bot, notice));
        let spots = self.spots(guild, &settings, notice).await?;
        let done = match (&notice.told, spots.first()) {
            (Told::Prompt { .. }, Some(Spot::Channel(channel, _))) => self.discuss(guild, &bot, (notice, *channel), &shown).await,
            _ => self.post_at(&spots, &notice.key.0, &shown).await,
        };
        let mut refusals = self.refusals.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (guild, notice.audience != Audience::Supervisors);
        match (&done, spots.first()) {
            _ if notice.instead => {}
            (Err(fault), Some(Spot::Channel(channel, _))) if fault.is_final() => {
                refusals.insert(place, (*channel, why(fault).to_owned()));
            }
            (Ok(()), _) => drop(refusals.remove(&place)),
            _ => {}
        }
        done
    }

    /// Posts a prompt, with a thread to discuss it in.
    async fn discuss(&self, guild: u64, bot: &Bot, (notice, channel): (&Notice, u64), shown: &[Page]) -> Result<(), Fault> {
        let key = &notice.key.0;
        let thread = if self.is_forum(channel).await? {
            match self.thread_named(guild, channel, &reference(key)).await? {
                Some(thread) => thread,
                None => self.forum_thread(channel, notice, shown).await?,
            }
        } else {
            let message = self.post_pages(Spot::Channel(channel, Pinged::Nobody), key, shown).await?;
            // It is there, and has no thread yet: it is looked for.
            let message = id_of(&message).ok_or(Fault::Silent)?;
            self.thread_under(channel, message, notice).await.map_err(half_done)?
        };
        self.open_discussion(bot, thread, notice).await.map_err(half_done)
    }

    /// What stands at the beginning of a thread: the ground rules, and a poll where the card has one.
    async fn open_discussion(&self, bot: &Bot, thread: u64, notice: &Notice) -> Result<(), Fault> {
        let path = format!("/channels/{thread}/messages");
        let key = &notice.key.0;
        let there = self.wire.get(&self.front, &format!("{path}?limit=50")).await.unwrap_or_default();
        let is_there = |is: &dyn Fn(&Value) -> bool| there.as_array().into_iter().flatten().any(is);
        let rules = body(&Page::line(GROUND_RULES), &format!("{key}/rules"), Pinged::Nobody);
        let said = if is_there(&|message| message["content"] == GROUND_RULES) {
            Ok(())
        } else {
            self.wire.post(&self.front, &path, &rules).await.map(drop)
        };
        let Told::Prompt { card, .. } = &notice.told else { return unless_refused(said) };
        let poll = bot.library().prompt(&card.id).and_then(|prompt| prompt.meta.poll.as_ref());
        if let (Ok(()), Some(poll), false) = (&said, poll, is_there(&|message| message["poll"].is_object())) {
            let mut body = body(&Page::default(), &format!("{key}/poll"), Pinged::Nobody);
            let answers: Vec<Value> = poll.answers.iter().map(|answer| json!({ "poll_media": { "text": answer } })).collect();
            body["poll"] =
                json!({ "question": { "text": poll.question }, "answers": answers, "duration": POLL_HOURS, "allow_multiselect": false });
            return unless_refused(self.wire.post(&self.front, &path, &body).await.map(drop));
        }
        unless_refused(said)
    }

    async fn is_forum(&self, channel: u64) -> Result<bool, Fault> {
        let known = self.forums.lock().unwrap_or_else(PoisonError::into_inner).get(&channel).copied();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = self.wire.get(&self.front, &format!("/channels/{channel}")).await?;
        let is_forum = found["type"].as_u64().is_some_and(|kind| FORUMS.contains(&kind));
        self.forums.lock().unwrap_or_else(PoisonError::into_inner).insert(channel, is_forum);
        Ok(is_forum)
    }

    /// The thread of a forum whose name ends with a reference.
    async fn thread_named(&self, guild: u64, forum: u64, reference: &str) -> Result<Option<u64>, Fault> {
        let forum = forum.to_string();
        let named = |found: &Value| {
            let threads = found["threads"].as_array().into_iter().flatten();
            let mut here = threads.filter(|thread| thread["parent_id"] == forum.as_str());
            here.find(|thread| thread["name"].as_str().is_some_and(|name| name.ends_with(reference))).and_then(id_of)
        };
        let active = self.wire.get(&self.front, &format!("/guilds/{guild}/threads/active")).await?;
        if let Some(thread) = named(&active) {
            return Ok(Some(thread));
        }
        let archived = self.wire.get(&self.front, &format!("/channels/{forum}/threads/archived/public?limit=100")).await?;
        Ok(named(&archived))
    }

    async fn forum_thread(&self, forum: u64, notice: &Notice, shown: &[Page]) -> Result<u64, Fault> {
        let page = shown.first().cloned().unwrap_or_default();
        let mut message = body(&page, &notice.key.0, Pinged::Nobody);
        if let Some(message) = message.as_object_mut() {
            message.remove("nonce");
            message.remove("enforce_nonce");
        }
        let made = json!({ "name": thread_name(notice), "auto_archive_duration": THREAD_MINUTES, "message": message });
        let thread = self.wire.post(&self.front, &format!("/channels/{forum}/threads"), &made).await?;
        id_of(&thread).ok_or(Fault::Silent)
    }

    /// The thread under a message. There is one at most, which has the number of the message.
    async fn thread_under(&self, channel: u64, message: u64, notice: &Notice) -> Result<u64, Fault> {
        let made = json!({ "name": thread_name(notice), "auto_archive_duration": THREAD_MINUTES });
        match self.wire.post(&self.front, &format!("/channels/{channel}/messages/{message}/threads"), &made).await {
            Ok(_) | Err(Fault::Unreadable | Fault::Refused { code: HAS_THREAD, .. }) => Ok(message),
            // The prompt stands there, and can be talked about in the channel.
            Err(fault) if fault.is_final() => {
                tracing::error!(%fault, "there is no thread for a prompt: may Lantern create public threads there?");
                Ok(channel)
            }
            Err(fault) => Err(fault),
        }
    }

    /// Whether a notice stands at one of its spots in a server.
    async fn is_at(&self, guild: u64, notice: &Notice, since: Timestamp) -> Result<Option<bool>, Fault> {
        let settings = self.front.settings(guild);
        let bot = self.front.bot(Some(guild));
        let many = tokio::task::block_in_place(|| self.shown(guild, &bot, notice)).len();
        let (spots, name) = (self.spots(guild, &settings, notice).await?, (notice.key.0.as_str(), many));
        let (Told::Prompt { .. }, Some(Spot::Channel(channel, _))) = (&notice.told, spots.first()) else {
            return self.stands(&spots, name, since).await;
        };
        let thread = if self.is_forum(*channel).await? {
            Some(self.thread_named(guild, *channel, &reference(&notice.key.0)).await?)
        } else {
            match self.found(*channel, name, since).await? {
                Some(Some(message)) => Some(Some(self.thread_under(*channel, message, notice).await?)),
                absent => absent,
            }
        };
        if let Some(Some(thread)) = thread {
            self.open_discussion(&bot, thread, notice).await?;
        }
        Ok(thread.map(|thread| thread.is_some()))
    }

    /// Whether as many messages as were posted under a name stand at one of the spots; none, if that cannot be told.
    pub async fn stands(&self, spots: &[Spot], name: (&str, usize), since: Timestamp) -> Result<Option<bool>, Fault> {
        let mut surely = true;
        for spot in spots {
            let channel = match self.channel_of(*spot).await {
                // Somebody who takes no direct messages has none of it.
                Err(fault) if fault.is_final() => continue,
                channel => channel?,
            };
            match self.found(channel, name, since).await? {
                Some(Some(_)) => return Ok(Some(true)),
                absent => surely &= absent.is_some(),
            }
        }
        Ok(surely.then_some(false))
    }

    /// The last of as many messages as were posted under a name; none, if that cannot be told.
    async fn found(&self, channel: u64, (name, many): (&str, usize), since: Timestamp) -> Result<Option<Option<u64>>, Fault> {
        let of_page = |page: usize| reference(&page_key(name, page, channel));
        match self.find(channel, &of_page(many.saturating_sub(1)), since).await {
            Err(fault) if fault.is_final() => Ok(None),
            // The first of several may be there all the same.
            Ok(Some(None)) if many > 1 => Ok(self.find(channel, &of_page(0), since).await?.filter(Option::is_none)),
            done => done,
        }
    }

    /// The message of a channel with a reference at its foot, looked for no further back than an instant; none, if that cannot be told.
    async fn find(&self, channel: u64, reference: &str, since: Timestamp) -> Result<Option<Option<u64>>, Fault> {
        let from = since.saturating_sub(CLOCKS).unwrap_or(since);
        let mut before = String::new();
        for _ in 0..MOST_PAGES {
            let read = self.wire.get(&self.front, &format!("/channels/{channel}/messages?limit={A_PAGE}{before}")).await?;
            let messages = read.as_array().ok_or(Fault::Unreadable)?;
            if messages.is_empty() && before.is_empty() {
                // So it looks, too, where the bot may not read what was posted before.
                return Ok(None);
            }
            let found = messages.iter().find(|message| has_reference(message, reference));
            if let Some(found) = found {
                return Ok(Some(id_of(found)));
            }
            let oldest = messages.iter().filter_map(id_of).min();
            match oldest {
                Some(oldest) if messages.len() == A_PAGE && made_at(oldest) >= from => before = format!("&before={oldest}"),
                _ => return Ok(Some(None)),
            }
        }
        Ok(None)
    }

    /// The servers that a notice is for: all, where it is not known whose it is.
    fn guilds(&self, notice: &Notice) -> Result<Vec<u64>, PostError> {
        if !notice.team.is_empty() {
            return guild_of(&notice.team).map(|guild| vec![guild]).ok_or(PostError::Refused);
        }
        let all = self.front.present().map_err(|_| PostError::Unavailable)?;
        Ok(all.into_iter().map(|(guild, _)| guild).collect())
    }
}

impl Noticeboard for Board {
    async fn post(&self, notice: &Notice) -> Result<(), PostError> {
        let guilds = self.guilds(notice)?;
        let many = notice.team.is_empty();
        let mut worst = if guilds.is_empty() { Err(PostError::Refused) } else { Ok(()) };
        for guild in guilds {
            let given = (notice.key.0.clone(), guild);
            if many && self.given.lock().unwrap_or_else(PoisonError::into_inner).contains(&given) {
                continue;
            }
            let done = self.post_to(guild, notice).await.map_err(|fault| post_error(&fault));
            if many && matches!(done, Ok(()) | Err(PostError::Refused)) {
                // What is for all servers goes to each once; one that refuses keeps no other from being done with.
                self.given.lock().unwrap_or_else(PoisonError::into_inner).insert(given);
                continue;
            }
            worst = worst.and(done);
        }
        worst
    }

    async fn has(&self, notice: &Notice, since: Timestamp) -> Result<Option<bool>, PostError> {
        let many = notice.team.is_empty();
        let mut all = Some(true);
        for guild in self.guilds(notice)? {
            let given = (notice.key.0.clone(), guild);
            if self.given.lock().unwrap_or_else(PoisonError::into_inner).contains(&given) {
                continue;
            }
            let here = match self.is_at(guild, notice, since).await {
                // One of many servers that refuses keeps no other from being asked.
                Err(fault) if many && fault.is_final() => None,
                here => here.map_err(|fault| post_error(&fault))?,
            };
            if many && here == Some(true) {
                self.given.lock().unwrap_or_else(PoisonError::into_inner).insert(given);
            }
            all = match (all, here) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
        }
        Ok(all)
    }
}

/// Where a server's supervisors are told, the first choice first: their channel or else the team's, then the server's owner.
pub fn supervisors(guild: u64, settings: &Settings) -> Vec<Spot> {
    let pinged = settings.supervisors.map_or(Pinged::Nobody, Pinged::Role);
    let channel = settings.supervisors_channel.or(settings.channel);
    channel.map(|channel| Spot::Channel(channel, pinged)).into_iter().chain([Spot::Owner(guild)]).collect()
}

fn post_error(fault: &Fault) -> PostError {
    match fault {
        // It may have come through: Discord recognises it when it comes again, and later it is looked for.
        fault if fault.is_unclear() => PostError::Unclear,
        fault if fault.is_final() => PostError::Refused,
        _ => PostError::Unavailable,
    }
}

/// Why, for the people who can mend it.
fn why(fault: &Fault) -> &'static str {
    match fault {
        Fault::Refused { code: 10_003, .. } | Fault::Refused { status: 404, .. } => "The channel is gone, or none is set.",
        Fault::Refused { code: 50_001, .. } => "I cannot see the channel: I am missing View Channel.",
        Fault::Refused { status: 403, .. } => "I may not write there: check Send Messages, Embed Links and Create Public Threads.",
        _ => "Discord does not take it there.",
    }
}

/// A part stands there already: that the rest surely does not must not be taken for nothing being there.
fn half_done(fault: Fault) -> Fault {
    if post_error(&fault) == PostError::Unavailable { Fault::Silent } else { fault }
}

/// What could not be done because Discord does not allow it is done as far as it can be.
fn unless_refused(done: Result<(), Fault>) -> Result<(), Fault> {
    match done {
        Err(fault) if fault.is_final() => {
            tracing::error!(%fault, "the discussion of a prompt was not opened");
            Ok(())
        }
        done => done,
    }
}

/// A message with its nonce, its reference, and whom it pings.
fn body(page: &Page, key: &str, pinged: Pinged) -> Value {
    let page = Page { foot: format!("Reference {}", reference(key)), ..page.clone() };
    let mut body = page.body(Sight::Open);
    body["nonce"] = digest(key).chars().take(NONCE).collect::<String>().into();
    body["enforce_nonce"] = true.into();
    let (line, mentions) = match pinged {
        Pinged::Nobody => return body,
        Pinged::Person(id) => (format!("For <@{id}>"), json!({ "parse": [], "users": [id.to_string()] })),
        Pinged::Role(id) => (format!("For <@&{id}>"), json!({ "parse": [], "roles": [id.to_string()] })),
    };
    body["content"] = if page.content.is_empty() { line } else { format!("{}\n{line}", page.content) }.into();
    body["allowed_mentions"] = mentions;
    body
}

fn digest(key: &str) -> String {
    format!("{:X}", Sha256::digest(key))
}

/// What one of the messages under a name is known by.
fn page_key(name: &str, page: usize, channel: u64) -> String {
    format!("{name}/{page}/{channel}")
}

fn reference(key: &str) -> String {
    digest(key).chars().take(REFERENCE).collect()
}

fn has_reference(message: &Value, reference: &str) -> bool {
    if message["author"]["bot"] != true || message["webhook_id"].is_string() {
        return false;
    }
    let feet = message["embeds"].as_array().into_iter().flatten().filter_map(|embed| embed["footer"]["text"].as_str());
    feet.into_iter().any(|foot| foot.ends_with(reference))
}

fn id_of(object: &Value) -> Option<u64> {
    object["id"].as_str()?.parse().ok()
}

fn made_at(message: u64) -> Timestamp {
    i64::try_from((message >> 22) + FIRST).ok().and_then(|at| Timestamp::from_millisecond(at).ok()).unwrap_or(Timestamp::MIN)
}

fn lead_of(notice: &Notice) -> Option<u64> {
    match &notice.told {
        Told::Review { entry, .. } | Told::Moment { entry, .. } => member::number(entry.lead.as_deref()?),
        _ => None,
    }
}

/// What the thread of a prompt is called; its reference comes last.
fn thread_name(notice: &Notice) -> String {
    let name = if let Told::Prompt { entry, .. } = &notice.told { entry.case.as_str() } else { "Discussion" };
    format!("{name}: let us talk, {}", reference(&notice.key.0)).chars().take(MAX_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_a_nonce_and_a_reference_and_pings_only_whom_it_is_for() {
        let page = Page { text: "text".into(), ..Page::default() };
        let plain = body(&page, "key", Pinged::Nobody);
        assert_eq!(plain["nonce"].as_str().map(str::len), Some(NONCE));
        assert_eq!((&plain["enforce_nonce"], &plain["allowed_mentions"]), (&json!(true), &json!({ "parse": [] })));
        let mut posted = plain.clone();
        posted["author"] = json!({ "bot": true });
        assert!(has_reference(&posted, &reference("key")) && !has_reference(&posted, &reference("other")));
        posted["webhook_id"] = json!("17");
        assert!(!has_reference(&posted, &reference("key")) && !has_reference(&plain, &reference("key")), "others cannot forge it");
        let pinged = body(&page, "key", Pinged::Person(17));
        assert_eq!(pinged["allowed_mentions"], json!({ "parse": [], "users": ["17"] }));
        assert_eq!((&pinged["content"], &pinged["nonce"]), (&json!("For <@17>"), &plain["nonce"]));
    }

    #[test]
    fn what_may_have_come_through_is_unclear_and_what_surely_did_not_is_tried_again() {
        let refused = |status| Fault::Refused { status, code: 0 };
        let errors = [403, 404, 400].map(|status| post_error(&refused(status)));
        assert_eq!(errors, [PostError::Refused; 3]);
        assert_eq!([refused(500), refused(503), Fault::Silent].map(|fault| post_error(&fault)), [PostError::Unclear; 3]);
        assert_eq!([refused(429), refused(401), Fault::Unreached].map(|fault| post_error(&fault)), [PostError::Unavailable; 3]);
    }

    #[test]
    fn the_number_of_a_message_says_when_it_was_made() {
        assert_eq!(made_at(175_928_847_299_117_063).to_string(), "2016-04-30T11:18:25.796Z");
    }
}
