//! People in the simulated Discord: what they do, and what each of them sees.

use crate::discord::{Discord, PATIENCE, text};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// A server.
pub struct Guild<'a> {
    pub discord: &'a Discord,
    pub id: String,
    /// The bot's own id, for mentions.
    pub bot: String,
    /// Who made it, by their id.
    pub owner: String,
}

impl<'a> Guild<'a> {
    /// A text channel in which the bot lacks none, or some, of its permissions.
    pub fn channel(&self, name: &str, bot_lacks: u64) -> Channel {
        let told = json!({"guild": self.id, "name": name, "bot_lacks": bot_lacks.to_string()});
        Channel { id: text(&self.discord.tell("channel", &told)["id"]), guild: self.id.clone() }
    }

    /// A forum.
    pub fn forum(&self, name: &str) -> Channel {
        Channel { id: text(&self.discord.tell("forum", &json!({"guild": self.id, "name": name}))["id"]), guild: self.id.clone() }
    }

    /// The threads of a channel or forum, with their names, once there are so many.
    pub fn threads(&self, of: &Channel, count: usize) -> Vec<(Channel, String)> {
        let threads = self.discord.tell("threads", &json!({"channel": of.id, "count": count, "seconds": PATIENCE}));
        let thread = |thread: &Value| (Channel { id: text(&thread["id"]), guild: self.id.clone() }, text(&thread["name"]));
        threads.as_array().unwrap().iter().map(thread).collect()
    }

    /// Who made it, in a conversation with the bot.
    pub fn owner(&self) -> Person<'a> {
        Person { discord: self.discord, id: self.owner.clone(), guild: None }
    }

    /// A member is given a role, or loses it.
    pub fn has(&self, person: &Person, role: &str, has: bool) {
        self.discord.tell("has", &json!({"guild": self.id, "person": person.id, "role": role, "has": has}));
    }

    /// Somebody leaves it.
    pub fn loses(&self, person: &Person) {
        self.discord.tell("part", &json!({"guild": self.id, "person": person.id}));
    }

    /// A new member; with permissions, by a role of their own.
    pub fn member(&self, name: &str, permissions: u64) -> Person<'a> {
        let person = self.discord.person(name);
        let role = self.role(name, permissions);
        self.discord.tell("join", &json!({"guild": self.id, "person": person.id, "roles": [role]}));
        Person { guild: Some(self.id.clone()), ..person }
    }

    /// A role, by its id.
    pub fn role(&self, name: &str, permissions: u64) -> String {
        text(&self.discord.tell("role", &json!({"guild": self.id, "name": name, "permissions": permissions.to_string()}))["id"])
    }
}

/// A channel of a server.
pub struct Channel {
    pub id: String,
    guild: String,
}

impl Channel {
    /// It as an option of a command.
    pub fn option(&self) -> Value {
        json!({"guild": self.guild, "channel": self.id})
    }
}

/// A person: a member of a server, or somebody who writes to the bot directly.
pub struct Person<'a> {
    pub discord: &'a Discord,
    pub id: String,
    pub guild: Option<String>,
}

impl Person<'_> {
    /// This person as an option of a command.
    pub fn option(&self) -> Value {
        json!({"person": self.id, "guild": self.guild})
    }

    /// How messages name this person.
    pub fn mention(&self) -> String {
        format!("<@{}>", self.id)
    }

    /// Chooses in the menu of a message whose id begins so.
    pub fn selects(&self, kind: &str, value: &Value, on: &Message) -> Outcome {
        let controls = on.controls();
        let menu = controls.iter().find(|control| text(&control["custom_id"]).starts_with(kind));
        let menu = menu.unwrap_or_else(|| panic!("no menu {kind} in {}", on.0));
        let (place, id) = (&on.0["channel_id"], &menu["custom_id"]);
        self.acts("select", &json!({"in": place, "message": on.0["id"], "custom_id": id, "values": [value]}))
    }

    fn tell(&self, what: &str, told: &Value) -> Result<Value, String> {
        let mut told = told.clone();
        told["person"] = json!(self.id);
        told["guild"] = json!(self.guild);
        if told["seconds"].is_null() {
            told["seconds"] = json!(PATIENCE);
        }
        self.discord.try_tell(what, &told)
    }

    /// Does something, and waits for what comes of it.
    pub fn acts(&self, what: &str, told: &Value) -> Outcome {
        Outcome(self.tell(what, told).unwrap_or_else(|reason| panic!("{what} {told} was refused: {reason}")))
    }

    /// Uses a slash command, in a channel or directly.
    pub fn slash(&self, place: Option<&Channel>, name: &str, options: &Value) -> Outcome {
        self.acts("slash", &json!({"channel": place.map(|channel| &channel.id), "name": name, "options": options}))
    }

    /// Why Discord does not let this person use a command here.
    pub fn cannot_slash(&self, place: &Channel, name: &str) -> String {
        self.tell("slash", &json!({"channel": place.id, "name": name})).expect_err("Discord lets this person use the command")
    }

    /// What is offered for what was typed so far.
    pub fn types(&self, place: Option<&Channel>, name: &str, option: &str, typed: &str) -> Vec<String> {
        let told = json!({"channel": place.map(|channel| &channel.id), "name": name, "option": option, "value": typed});
        let outcome = self.acts("type", &told);
        outcome.0["choices"]
            .as_array()
            .unwrap_or_else(|| panic!("{name} offers no choices for {option}: {}", outcome.0))
            .iter()
            .map(|choice| text(&choice["name"]))
            .collect()
    }

    /// Uses a message menu on a message.
    pub fn chooses(&self, menu: &str, on: &Message) -> Outcome {
        self.acts("choose", &json!({"in": on.0["channel_id"], "message": on.0["id"], "name": menu}))
    }

    /// Presses the button with this label.
    pub fn clicks(&self, label: &str, on: &Message) -> Outcome {
        self.acts("click", &json!({"in": on.0["channel_id"], "message": on.0["id"], "label": label}))
    }

    /// Presses a button whatever it says, or chooses the first of a menu.
    pub fn uses(&self, control: &Value, on: &Message) -> Outcome {
        let first = &control["options"][0]["value"];
        let what = if first.is_null() { "click" } else { "select" };
        let (place, id) = (&on.0["channel_id"], &control["custom_id"]);
        self.acts(what, &json!({"in": place, "message": on.0["id"], "custom_id": id, "values": [first]}))
    }

    /// Fills in the form that an interaction opened: one text for each field, in the form's order.
    pub fn submits(&self, shown: &Outcome, texts: &[&str]) -> Outcome {
        let fields = shown.fields();
        assert_eq!(fields.len(), texts.len(), "the form has these fields: {fields:?}");
        let values: Value = fields.into_iter().zip(texts).map(|(field, text)| (field, json!(text))).collect();
        self.acts("submit", &json!({"shown": shown.0["interaction"], "values": values}))
    }

    /// Writes a message, in a channel or directly.
    pub fn sends(&self, place: Option<&Channel>, content: &str) -> Message {
        Message(self.acts("send", &json!({"channel": place.map(|channel| &channel.id), "content": content})).0)
    }

    /// Deletes a message.
    pub fn deletes(&self, message: &Message) {
        self.discord.tell("delete", &json!({"in": message.0["channel_id"], "message": message.0["id"]}));
    }

    /// The messages of a channel, or of the direct messages, that this person sees.
    pub fn sees(&self, place: Option<&Channel>) -> Vec<Message> {
        self.reads(&json!({"channel": place.map(|channel| &channel.id), "seconds": 0}))
    }

    /// The messages of a channel that this person sees, once there are any.
    pub fn sees_soon(&self, place: &Channel) -> Vec<Message> {
        self.reads(&json!({"channel": place.id}))
    }

    /// The message with these words that this person sees in a channel, once it is there.
    pub fn finds(&self, place: &Channel, words: &str) -> Message {
        for _ in 0..PATIENCE * 10 {
            if let Some(found) = self.sees(Some(place)).into_iter().find(|message| message.text().contains(words)) {
                return found;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("nothing with {words:?} was seen: {:?}", self.sees(Some(place)).iter().map(Message::text).collect::<Vec<_>>());
    }

    /// The next messages after one; waits for the first.
    pub fn next(&self, place: Option<&Channel>, after: &Message) -> Vec<Message> {
        let seen = self.reads(&json!({"channel": place.map(|channel| &channel.id), "after": after.0["id"]}));
        assert!(!seen.is_empty(), "nothing came after {}", after.0);
        seen
    }

    fn reads(&self, told: &Value) -> Vec<Message> {
        self.acts("see", told).0.as_array().unwrap().iter().cloned().map(Message).collect()
    }
}

/// A file as an option of a command.
pub fn file(name: &str, bytes: &[u8]) -> Value {
    json!({"file": name, "base64": BASE64_STANDARD.encode(bytes)})
}

/// A Word document of one paragraph.
pub fn word_document(text: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    let body = format!("<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>");
    archive.write_all(body.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

/// What came of an interaction.
pub struct Outcome(pub Value);

impl Outcome {
    /// The answer, which must have come.
    pub fn message(&self) -> Message {
        assert!(self.0["message"].is_object(), "no answer came: {}", self.0);
        Message(self.0["message"].clone())
    }

    /// The messages that followed the answer.
    pub fn more(&self) -> Vec<Message> {
        self.0["more"].as_array().unwrap().iter().cloned().map(Message).collect()
    }

    /// The one message of the answer or after it that has this button.
    pub fn with(&self, label: &str) -> Message {
        let messages = std::iter::once(self.message()).chain(self.more());
        let mut found = messages.filter(|message| message.buttons().iter().any(|button| button == label));
        found.next().unwrap_or_else(|| panic!("no button {label:?} in {}", self.0))
    }

    /// All the text of the answer and what followed it.
    pub fn text(&self) -> String {
        std::iter::once(self.message()).chain(self.more()).map(|message| message.text() + "\n").collect()
    }

    /// Whether it was shown to the person alone: the answer, and all that followed.
    pub fn is_private(&self) -> bool {
        self.message().is_private() && self.more().iter().all(Message::is_private)
    }

    /// The ids of the fields of the form that was opened.
    pub fn fields(&self) -> Vec<String> {
        let rows = self.0["form"]["components"].as_array().unwrap_or_else(|| panic!("no form was opened: {}", self.0));
        let parts = rows.iter().flat_map(|row| row["components"].as_array().cloned().unwrap_or_else(|| vec![row["component"].clone()]));
        parts.filter_map(|part| part["custom_id"].as_str().map(str::to_owned)).collect()
    }
}

/// A message as it is shown.
pub struct Message(pub Value);

impl Message {
    /// All its text: content, titles, descriptions, fields, small print.
    pub fn text(&self) -> String {
        let embeds = self.0["embeds"].as_array().into_iter().flatten();
        let shown = embeds.flat_map(|embed| {
            let fields = embed["fields"].as_array().into_iter().flatten().flat_map(|field| [&field["name"], &field["value"]]);
            let parts = [&embed["author"]["name"], &embed["title"], &embed["description"]];
            parts.into_iter().chain(fields).chain([&embed["footer"]["text"]])
        });
        std::iter::once(&self.0["content"]).chain(shown).filter_map(Value::as_str).collect::<Vec<&str>>().join("\n")
    }

    /// The labels of its buttons that can be pressed.
    pub fn buttons(&self) -> Vec<String> {
        self.controls().iter().filter_map(|control| control["label"].as_str().map(str::to_owned)).collect()
    }

    /// Its buttons and menus that can be used.
    pub fn controls(&self) -> Vec<Value> {
        let rows = self.0["components"].as_array().into_iter().flatten();
        let parts = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
        parts.filter(|part| part["custom_id"].is_string() && part["disabled"] != true).cloned().collect()
    }

    /// Whom it pings: people, then roles.
    pub fn pings(&self) -> Vec<String> {
        let ids = |of: &str| {
            self.0[of]
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| one["id"].as_str().or(one.as_str()).unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        [ids("mentions"), ids("mention_roles")].concat()
    }

    /// Whether only one person sees it.
    pub fn is_private(&self) -> bool {
        self.0["flags"].as_u64().unwrap() & (1 << 6) != 0
    }

    /// The id of its author.
    pub fn author(&self) -> String {
        text(&self.0["author"]["id"])
    }
}
