//! The least of Discord that a bot can be measured against: where its gateway is, READY, `/ask` as fast as it is answered.
//!
//! In Rust and in this process, because the simulated Discord of the tests, in Python, takes longer for one interaction than any bot does.

use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_tungstenite::tungstenite::Message;

/// The bot's own number.
const BOT: &str = "100000000000000001";
/// A whole answer, as Discord numbers what can be said to an interaction.
const ANSWER: u64 = 4;
/// People, each in one of a tenth as many servers: nobody asks more than the bots allow.
const PEOPLE: usize = 6_000;

/// What came of an interaction.
pub struct Answered {
    pub took: Duration,
    /// Whether that was the answer itself.
    pub whole: bool,
}

/// As much of an answer as is looked at.
#[derive(Deserialize)]
struct Response {
    #[serde(rename = "type")]
    kind: u64,
}

struct Shared {
    gateway: String,
    /// What is sent to the bot, once it is connected.
    events: Mutex<Option<UnboundedSender<Message>>>,
    asked: Mutex<HashMap<usize, Instant>>,
    answered: UnboundedSender<Answered>,
    ready: UnboundedSender<Instant>,
    requests: AtomicUsize,
}

/// A Discord with one bot.
pub struct Fake {
    shared: Arc<Shared>,
    answered: UnboundedReceiver<Answered>,
    ready: UnboundedReceiver<Instant>,
    next: usize,
    /// The port of its interface.
    pub port: u16,
}

impl Fake {
    /// Opens one.
    pub async fn open() -> Self {
        let (rest, gateway) = (listen().await, listen().await);
        let port = rest.local_addr().unwrap().port();
        let (answered_to, answered) = unbounded_channel();
        let (ready_to, ready) = unbounded_channel();
        let shared = Arc::new(Shared {
            gateway: format!("ws://{}", gateway.local_addr().unwrap()),
            events: Mutex::default(),
            asked: Mutex::default(),
            answered: answered_to,
            ready: ready_to,
            requests: AtomicUsize::new(0),
        });
        tokio::spawn(each(rest, Arc::clone(&shared), requests));
        tokio::spawn(each(gateway, Arc::clone(&shared), session));
        Self { shared, answered, ready, next: 1, port }
    }

    /// When it was said that the bot is ready.
    pub async fn ready(&mut self) -> Instant {
        self.ready.recv().await.unwrap()
    }

    /// How many requests came in all.
    pub fn requests(&self) -> usize {
        self.shared.requests.load(Ordering::Relaxed)
    }

    /// Asks `count` questions, `at_once` at a time: the next as soon as one is answered.
    pub async fn ask(&mut self, questions: &[String], count: usize, at_once: usize) -> Vec<Answered> {
        for _ in 0..at_once.min(count) {
            self.send(questions);
        }
        let mut all = Vec::with_capacity(count);
        while all.len() < count {
            all.push(self.answered.recv().await.unwrap());
            if all.len() + at_once <= count {
                self.send(questions);
            }
        }
        all
    }

    fn send(&mut self, questions: &[String]) {
        let number = self.next;
        self.next += 1;
        let frame = Message::Text(interaction(number, &questions[number % questions.len()]).to_string());
        self.shared.asked.lock().unwrap().insert(number, Instant::now());
        self.shared.events.lock().unwrap().as_ref().unwrap().send(frame).unwrap();
    }
}

async fn listen() -> TcpListener {
    TcpListener::bind(("127.0.0.1", 0)).await.unwrap()
}

async fn each<F: Future<Output = ()> + Send + 'static>(listener: TcpListener, shared: Arc<Shared>, serve: fn(Arc<Shared>, TcpStream) -> F) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        tokio::spawn(serve(Arc::clone(&shared), stream));
    }
}

/// Requests over one connection, until the bot ends it.
async fn requests(shared: Arc<Shared>, stream: TcpStream) {
    let mut stream = BufReader::new(stream);
    loop {
        let (mut line, mut length) = (String::new(), 0);
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let path = line.split(' ').nth(1).unwrap().trim_start_matches("/api/v10").to_owned();
        while line.trim() != "" {
            line.clear();
            stream.read_line(&mut line).await.unwrap();
            if let Some(("content-length", value)) = line.to_lowercase().split_once(':') {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.unwrap();
        let answer = answer(&shared, &path, &body);
        stream.get_mut().write_all(answer.as_bytes()).await.unwrap();
    }
}

fn answer(shared: &Shared, path: &str, body: &[u8]) -> String {
    shared.requests.fetch_add(1, Ordering::Relaxed);
    if let Some(rest) = path.strip_prefix("/interactions/") {
        let number = rest.split('/').next().unwrap().parse().unwrap();
        if let Some(asked) = shared.asked.lock().unwrap().remove(&number) {
            let took = asked.elapsed();
            let whole = serde_json::from_slice::<Response>(body).unwrap().kind == ANSWER;
            shared.answered.send(Answered { took, whole }).unwrap();
        }
        return "HTTP/1.1 204 No Content\r\n\r\n".to_owned();
    }
    let limit = json!({"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1});
    let said = match path {
        "/gateway" => json!({"url": shared.gateway}),
        "/gateway/bot" => json!({"url": shared.gateway, "shards": 1, "session_start_limit": limit}),
        path if path.ends_with("/commands") => json!([]),
        _ => json!({}),
    };
    let said = said.to_string();
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{said}", said.len())
}

/// One connection to the gateway.
async fn session(shared: Arc<Shared>, stream: TcpStream) {
    let (mut to, mut from) = tokio_tungstenite::accept_async(stream).await.unwrap().split();
    let (events, mut queue) = unbounded_channel();
    let say = |said: Value| events.send(Message::Text(said.to_string())).unwrap();
    tokio::spawn(async move {
        while let Some(frame) = queue.recv().await {
            if to.send(frame).await.is_err() {
                return;
            }
        }
    });
    say(json!({"op": 10, "d": {"heartbeat_interval": 41_250}}));
    while let Some(Ok(frame)) = from.next().await {
        let Ok(text) = frame.to_text() else { continue };
        match serde_json::from_str::<Value>(text).map(|frame| frame["op"].as_u64()) {
            Ok(Some(1)) => say(json!({"op": 11})),
            Ok(Some(2)) => {
                say(json!({"op": 0, "t": "READY", "s": 1, "d": ready(&shared.gateway)}));
                *shared.events.lock().unwrap() = Some(events.clone());
                shared.ready.send(Instant::now()).unwrap();
            }
            _ => {}
        }
    }
}

fn ready(gateway: &str) -> Value {
    let user =
        json!({"id": BOT, "username": "bot", "discriminator": "0", "avatar": null, "bot": true, "mfa_enabled": true, "verified": true});
    json!({
        "v": 10, "user": user, "guilds": [], "session_id": "s", "resume_gateway_url": gateway, "shard": [0, 1],
        "application": {"id": BOT, "flags": 0},
    })
}

/// One `/ask` of somebody in a server.
fn interaction(number: usize, question: &str) -> Value {
    let person = number % PEOPLE;
    let (server, channel) = (format!("{}", 300_000 + person / 10), format!("{}", 400_000 + person / 10));
    let user =
        json!({"id": (500_000 + person).to_string(), "username": "somebody", "discriminator": "0", "avatar": null, "global_name": null});
    let member = json!({
        "user": user, "nick": null, "avatar": null, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "premium_since": null,
        "deaf": false, "mute": false, "flags": 0, "pending": false, "permissions": "2147483647", "communication_disabled_until": null,
    });
    let options = json!([{"name": "question", "type": 3, "value": question}]);
    let data = json!({
        "id": number.to_string(), "application_id": BOT, "type": 2, "guild_id": server, "channel_id": channel,
        "data": {"id": "900", "name": "ask", "type": 1, "options": options},
        "channel": {"id": channel, "type": 0, "guild_id": server, "name": "office", "permissions": "2147483647"},
        "member": member, "token": "token", "version": 1, "app_permissions": "2147483647", "locale": "en-GB", "guild_locale": "en-GB",
        "entitlements": [], "authorizing_integration_owners": {"0": server}, "context": 0, "attachment_size_limit": 10_485_760,
    });
    json!({"op": 0, "t": "INTERACTION_CREATE", "s": number + 1, "d": data})
}
