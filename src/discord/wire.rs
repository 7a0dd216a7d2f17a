//! Requests to Discord that no interaction waits for: what the diary delivers. They go by HTTP alone, so that reminders arrive while the
//! gateway is down. How often Discord may be asked is what Discord itself says with each answer.

use super::fault::Fault;
use super::front::Front;
use crate::config::Token;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Discord's own interface.
const DISCORD: &str = "https://discord.com/api/v10";
/// Who asks, as Discord wants it said. Without it the network before Discord may turn requests away.
const AGENT: &str = concat!("DiscordBot (https://lantern.example, ", env!("CARGO_PKG_VERSION"), ")");
/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The pause between two requests: Discord takes 50 a second in all, and people who press buttons need some of them.
const APART: SignedDuration = SignedDuration::from_millis(23);
/// The longest that is waited for Discord's leave; what takes longer is tried again by the diary.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_secs(60);
/// How often one request is sent again when Discord says that it came too soon.
const TRIES: u32 = 5;
/// The longest that Discord is believed to ask for.
const LONGEST_SAID: SignedDuration = SignedDuration::from_hours(1);
/// After how many refusals in a row a place is not asked for a while, and for how long.
const MOST_REFUSALS: u32 = 5;
const REFUSED_FOR: SignedDuration = SignedDuration::from_secs(50);
/// From how many places on those whose pause is over are forgotten.
const MANY_PLACES: usize = 1_000;

/// The way to Discord.
pub struct Wire {
    client: Client,
    base: String,
    limits: Mutex<Limits>,
}

/// When something may be sent again.
#[derive(Debug, Default)]
struct Limits {
    /// The last time that it was asked for.
    last: Timestamp,
    any: Timestamp,
    places: HashMap<String, Timestamp>,
    /// How often in a row places refused, when they did last, and with what status and number.
    refusals: HashMap<String, (u32, Timestamp, (u16, isize))>,
}

impl Limits {
    /// When a request to a place may be sent: its turn is taken with that.
    ///
    /// # Errors
    /// It waits until this instant: no turn is taken.
    fn turn(&mut self, place: &str, now: Timestamp) -> Result<Timestamp, Timestamp> {
        self.follow_clock(now);
        let until = self.places.get(place).copied().unwrap_or(now).max(now);
        let at = self.any.max(now);
        if until > now || at.duration_since(now) > LONGEST_WAIT {
            return Err(until.max(at));
        }
        self.any = at + APART;
        Ok(at)
    }

    /// Where the clock was put back, what waits is put back with it.
    fn follow_clock(&mut self, now: Timestamp) {
        let back = self.last.duration_since(now);
        if back.is_positive() {
            let earlier = |until: Timestamp| until.checked_sub(back).unwrap_or(now);
            self.any = earlier(self.any);
            self.places.values_mut().for_each(|until| *until = earlier(*until));
            self.refusals.clear();
        }
        self.last = now;
    }

    /// Nothing is sent to a place for a while; to no place, if that holds for all.
    fn wait(&mut self, place: &str, until: Timestamp, for_all: bool, now: Timestamp) {
        if for_all {
            self.any = self.any.max(until);
        }
        if self.places.len() >= MANY_PLACES {
            self.places.retain(|_, until| *until > now);
        }
        self.places.insert(place.to_owned(), until);
    }

    /// What a place answers that refuses all the time, without being asked again so soon: too many refusals slow everybody down.
    fn refusal(&self, place: &str, now: Timestamp) -> Option<Fault> {
        let (count, at, (status, code)) = *self.refusals.get(place)?;
        (count >= MOST_REFUSALS && now.duration_since(at) < REFUSED_FOR).then_some(Fault::Refused { status, code })
    }

    fn note_refusal(&mut self, place: &str, done: Result<(), &Fault>, now: Timestamp) {
        match done {
            Err(fault @ Fault::Refused { status, code }) if fault.is_refusal() => {
                if self.refusals.len() >= MANY_PLACES {
                    self.refusals.clear();
                }
                let count = self.refusals.get(place).map_or(0, |(count, ..)| *count);
                self.refusals.insert(place.to_owned(), (count.saturating_add(1), now, (*status, *code)));
            }
            _ => drop(self.refusals.remove(place)),
        }
    }
}

impl Wire {
    /// The way to Discord, or to the place that is given for it.
    ///
    /// # Errors
    /// A sentence: the token has signs that no token has.
    pub fn new(token: &Token, base: Option<&str>) -> Result<Self, String> {
        let wrong = |_| "The token has a wrong form.".to_owned();
        let mut authorisation = HeaderValue::from_str(&format!("Bot {}", token.secret())).map_err(wrong)?;
        authorisation.set_sensitive(true);
        let headers = HeaderMap::from_iter([(AUTHORIZATION, authorisation)]);
        let client = Client::builder().user_agent(AGENT).default_headers(headers).timeout(PATIENCE).build();
        let client = client.map_err(|error| format!("Discord cannot be used: {error}."))?;
        Ok(Self { client, base: base.unwrap_or(DISCORD).to_owned(), limits: Mutex::default() })
    }

    /// Asks for something.
    pub async fn get(&self, front: &Front, path: &str) -> Result<Value, Fault> {
        self.request(front, path, self.client.request(Method::GET, self.at(path))).await
    }

    /// Sends something.
    pub async fn post(&self, front: &Front, path: &str, body: &Value) -> Result<Value, Fault> {
        let place = place_of(path);
        if let Some(fault) = self.limits().refusal(&place, front.now()) {
            return Err(fault);
        }
        let done = self.request(front, path, self.client.request(Method::POST, self.at(path)).json(body)).await;
        self.limits().note_refusal(&place, done.as_ref().map(drop), front.now());
        done
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    async fn request(&self, front: &Front, path: &str, request: RequestBuilder) -> Result<Value, Fault> {
        let place = place_of(path);
        let started = front.now();
        for _ in 0..TRIES {
            if !self.leave(front, &place, started).await {
                break;
            }
            // What is sent again is the same: bodies are in memory.
            let Some(again) = request.try_clone() else { break };
            let done = self.once(front, &place, again).await;
            if front.strikes.note(done.as_ref().err(), front.now()) {
                front.wrong_token.notify_one();
            }
            match done {
                Err(fault) if fault.is_too_soon() => {}
                done => return done,
            }
        }
        Err(Fault::Refused { status: StatusCode::TOO_MANY_REQUESTS.as_u16(), code: 0 })
    }

    /// Waits until something may be sent to a place; false where that takes too long.
    async fn leave(&self, front: &Front, place: &str, started: Timestamp) -> bool {
        if let Some(pause) = front.strikes.pause(front.now()) {
            tokio::time::sleep(pause).await;
        }
        loop {
            let now = front.now();
            let turn = self.limits().turn(place, now);
            let (Ok(at) | Err(at)) = turn;
            if at > now {
                if at.duration_since(started) > LONGEST_WAIT {
                    return false;
                }
                tokio::time::sleep(Duration::try_from(at.duration_since(now)).unwrap_or_default()).await;
            }
            if turn.is_ok() {
                return true;
            }
        }
    }

    async fn once(&self, front: &Front, place: &str, request: RequestBuilder) -> Result<Value, Fault> {
        let response = request.send().await.map_err(|error| if error.is_connect() { Fault::Unreached } else { Fault::Silent })?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = body_of(response).await;
        let now = front.now();
        if status == StatusCode::TOO_MANY_REQUESTS {
            let said = body.as_ref().ok().and_then(|body| body["retry_after"].as_f64()).or_else(|| seconds(&headers, "retry-after"));
            let for_all = headers.contains_key("x-ratelimit-global") || body.is_err();
            self.limits().wait(place, after(now, said.unwrap_or(1.0)), for_all, now);
        } else if headers.get("x-ratelimit-remaining").is_some_and(|left| left == "0") {
            let said = seconds(&headers, "x-ratelimit-reset-after").unwrap_or(1.0);
            self.limits().wait(place, after(now, said), false, now);
        }
        if status.is_success() {
            return body;
        }
        if body.is_err() && status == StatusCode::FORBIDDEN {
            // Not Discord's own answer: something before it turns requests away for a while.
            return Err(Fault::Unreached);
        }
        let code = body.ok().and_then(|body| body["code"].as_i64()).and_then(|code| isize::try_from(code).ok());
        Err(Fault::Refused { status: status.as_u16(), code: code.unwrap_or_default() })
    }

    fn limits(&self) -> std::sync::MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What Discord counts requests by: a channel or a server, and what is asked of it.
fn place_of(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let mut parts = path.split('/').skip(1);
    let (kind, id) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let rest: Vec<&str> = parts.filter(|part| part.parse::<u64>().is_err()).collect();
    format!("{kind}/{id}/{}", rest.join("/"))
}

fn seconds(headers: &HeaderMap, name: &str) -> Option<f64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

fn after(now: Timestamp, seconds: f64) -> Timestamp {
    let wait = SignedDuration::try_from_secs_f64(seconds.clamp(0.0, LONGEST_SAID.as_secs_f64())).unwrap_or(LONGEST_WAIT);
    now.saturating_add(wait).unwrap_or(now)
}

async fn body_of(response: Response) -> Result<Value, Fault> {
    let bytes = response.bytes().await.map_err(|_| Fault::Silent)?;
    if bytes.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&bytes).map_err(|_| Fault::Unreadable) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_discord_counts_together_is_counted_together() {
        assert_eq!(place_of("/channels/12/messages?limit=100"), "channels/12/messages");
        assert_eq!(place_of("/channels/12/messages/34/threads"), "channels/12/messages/threads");
        assert_eq!(place_of("/guilds/12/members/5"), place_of("/guilds/12/members/6"));
        assert_ne!(place_of("/channels/12/messages"), place_of("/channels/13/messages"));
    }

    #[test]
    fn requests_are_kept_apart_and_a_place_that_is_to_wait_holds_up_no_other() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let mut limits = Limits::default();
        assert_eq!((limits.turn("a", now), limits.turn("b", now)), (Ok(now), Ok(now + APART)));
        let until = now + SignedDuration::from_secs(5);
        limits.wait("a", until, false, now);
        assert_eq!((limits.turn("a", now), limits.turn("b", now)), (Err(until), Ok(now + APART + APART)));
        limits.wait("a", until, true, now);
        assert_eq!(limits.turn("b", now), Ok(until));
    }

    #[test]
    fn where_the_clock_is_put_back_what_waits_is_put_back_with_it() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let mut limits = Limits::default();
        limits.turn("a", now).unwrap();
        limits.wait("b", now + SignedDuration::from_secs(5), false, now);
        let earlier = now - SignedDuration::from_mins(20);
        assert_eq!(limits.turn("a", earlier), Ok(earlier + APART));
        assert_eq!(limits.turn("b", earlier), Err(earlier + SignedDuration::from_secs(5)));
    }

    #[test]
    fn a_pause_of_an_hour_for_all_is_kept_however_many_wait() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let (mut limits, until) = (Limits::default(), now + LONGEST_SAID);
        limits.wait("a", until, true, now);
        for _ in 0..100 {
            assert_eq!(limits.turn("b", now), Err(until));
        }
        assert_eq!(limits.turn("b", until), Ok(until));
    }

    #[test]
    fn a_place_that_refuses_all_the_time_is_not_asked_for_a_minute() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let (mut limits, refused) = (Limits::default(), Fault::Refused { status: 403, code: 50_013 });
        for _ in 0..MOST_REFUSALS {
            assert!(limits.refusal("a", now).is_none());
            limits.note_refusal("a", Err(&refused), now);
        }
        assert!(limits.refusal("a", now).is_some() && limits.refusal("b", now).is_none());
        assert!(limits.refusal("a", now + REFUSED_FOR).is_none());
        limits.note_refusal("a", Ok(()), now);
        assert!(limits.refusal("a", now).is_none());
    }
}
