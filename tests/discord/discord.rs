//! A simulated Discord of one test, and what can be told to it.

use crate::people::{Guild, Person};
use crate::python::{FOLDER, python};
use crate::spec::Spec;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The one token that it takes.
pub const TOKEN: &str = "MTIzNDU2Nzg5MDEyMzQ1Njc4.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb";

/// Discord's permission to do everything in a server.
pub const ADMINISTRATOR: u64 = 1 << 3;

/// The longest that a test waits for something, in seconds. The machine may be busy; what must be quick is measured.
pub const PATIENCE: u64 = 30;

/// A simulated Discord. When it goes, all that the program sent to it is held against Discord's description.
pub struct Discord {
    process: Child,
    port: u16,
}

impl Discord {
    /// Opens one; none where Python cannot be had.
    pub fn open() -> Option<Self> {
        let mut process = Command::new(python()?)
            .arg(Path::new(FOLDER).join("bridge.py"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().expect("the bridge says which port it listens on");
        Some(Self { process, port })
    }

    /// What the program is configured with.
    pub fn api_base(&self) -> String {
        format!("http://127.0.0.1:{}/api/v10", self.port)
    }

    /// Tells it something: one of the methods in `people.py`. What is refused fails the test.
    pub fn tell(&self, what: &str, told: &Value) -> Value {
        self.try_tell(what, told).unwrap_or_else(|reason| panic!("{what} {told} was refused: {reason}"))
    }

    /// Tells it something that may be refused, as a real person could not do it.
    pub fn try_tell(&self, what: &str, told: &Value) -> Result<Value, String> {
        let body = told.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(2 * PATIENCE))).unwrap();
        let head = format!("POST /test/{what} HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all((head + &body).as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head and a body");
        let said: Value = serde_json::from_str(body).unwrap_or_else(|_| panic!("{what} {told} failed: {head}"));
        if head.contains(" 200 ") { Ok(said) } else { Err(said["refused"].to_string()) }
    }

    /// A server the bot is in, invited with these permissions; all but administrator, unless said.
    pub fn guild(&self, name: &str, permissions: Option<u64>) -> Guild<'_> {
        let made = self.tell("guild", &json!({"name": name, "bot_permissions": permissions.map(|bits| bits.to_string())}));
        Guild { discord: self, id: text(&made["id"]), bot: text(&made["bot"]), owner: text(&made["owner"]) }
    }

    /// A person who is in no server, and writes to the bot directly.
    pub fn person(&self, name: &str) -> Person<'_> {
        Person { discord: self, id: text(&self.tell("person", &json!({"name": name}))["id"]), guild: None }
    }

    /// All that can be typed or chosen by the commands that are registered, once there are any.
    pub fn commands(&self) -> Vec<String> {
        self.registered().into_iter().map(|(name, _)| name).collect()
    }

    /// The same, each with those of its options that complete what is typed.
    pub fn registered(&self) -> Vec<(String, Vec<String>)> {
        let commands = self.tell("commands", &json!({"seconds": PATIENCE}));
        commands.as_array().unwrap().iter().flat_map(leaves).collect()
    }

    /// Every request the program has made so far.
    pub fn requests(&self) -> Vec<Value> {
        self.tell("requests", &json!({})).as_array().unwrap().clone()
    }

    /// What the program has sent to the gateway, once there are so many of a kind (1 heartbeat, 2 identify, 6 resume).
    pub fn frames(&self, op: u8, count: usize) -> Vec<Value> {
        let frames = self.tell("frames", &json!({"op": op, "count": count, "seconds": PATIENCE}));
        let frames: Vec<Value> = frames.as_array().unwrap().iter().filter(|frame| frame["op"] == op).cloned().collect();
        assert!(frames.len() >= count, "{} of {count} gateway frames of kind {op} came", frames.len());
        frames
    }

    /// The next requests whose path holds `path` go wrong: {"status", "times", "body", "headers", "hang" in seconds}.
    pub fn fault(&self, path: &str, mut how: Value) {
        how["path"] = json!(path);
        self.tell("fault", &how);
    }

    /// All that is wrong with the requests made so far.
    pub fn problems(&self) -> Vec<String> {
        let requests = self.requests();
        let unmodelled = requests.iter().filter(|request| request["status"] == 501 && request["fault"] != true);
        let mut problems: Vec<String> = unmodelled.map(|request| format!("simcord has no model of {request}")).collect();
        if let Some(spec) = Spec::shared() {
            problems.extend(requests.iter().flat_map(|request| spec.problems(request)));
        }
        problems
    }
}

impl Drop for Discord {
    fn drop(&mut self) {
        let problems = if std::thread::panicking() { Vec::new() } else { self.problems() };
        let _ = self.process.kill();
        let _ = self.process.wait();
        assert!(problems.is_empty(), "what was sent is not as Discord describes it:\n{}", problems.join("\n"));
    }
}

/// A command by its name, or the commands below it, with the options that complete.
fn leaves(command: &Value) -> Vec<(String, Vec<String>)> {
    let name = text(&command["name"]);
    let options = || command["options"].as_array().into_iter().flatten();
    let below: Vec<&Value> = options().filter(|option| option["type"] == 1).collect();
    if below.is_empty() {
        let completing = options().filter(|option| option["autocomplete"] == true).map(|option| text(&option["name"]));
        return vec![(name, completing.collect())];
    }
    let below = below.into_iter().flat_map(leaves);
    below.map(|(leaf, completing)| (format!("{name} {leaf}"), completing)).collect()
}

/// The text of a JSON string.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
