//! One message as Discord takes it.

use serde_json::{Value, json};

/// The most characters of a message outside its embed.
pub const MAX_CONTENT: usize = 2_000;
/// The most characters of an embed's text.
pub const MAX_TEXT: usize = 4_096;
/// The most rows of buttons and menus.
pub const MAX_ROWS: usize = 5;
/// The most buttons in a row.
pub const MAX_BUTTONS: usize = 5;
/// The most options of a menu.
pub const MAX_OPTIONS: usize = 25;
/// The most characters on a button.
pub const MAX_LABEL: usize = 80;
/// The mark of a message that only one person sees.
pub const EPHEMERAL: u64 = 1 << 6;

/// One message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// What stands above the embed.
    pub content: String,
    /// The text of its embed; none, if empty.
    pub text: String,
    /// What stands in small print at its foot; nothing, if empty.
    pub foot: String,
    /// Buttons and menus.
    pub rows: Vec<Row>,
}

/// A row under a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Buttons.
    Buttons(Vec<Button>),
    /// A menu to choose one from.
    Menu {
        /// What it is called towards Discord.
        id: String,
        /// What stands on it.
        hint: String,
        /// What can be chosen.
        options: Vec<Button>,
    },
    /// A menu to choose a member of the server from.
    People {
        /// What it is called towards Discord.
        id: String,
        /// What stands on it.
        hint: String,
    },
}

/// A button, or an option of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What it is called towards Discord; never anything that somebody typed.
    pub id: String,
    /// What stands on it.
    pub label: String,
}

/// Who sees a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// The one who asked.
    Private,
    /// Everybody in the channel, or both in a conversation of two.
    Open,
}

/// How Discord counts characters, or more than that.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

impl Page {
    /// A message of one line.
    pub fn line(content: impl Into<String>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// The same with buttons and menus under it.
    pub fn with(mut self, rows: Vec<Row>) -> Self {
        self.rows = rows;
        self
    }

    /// The message as Discord takes it. Nobody is ever pinged.
    pub fn body(&self, sight: Sight) -> Value {
        let mut embeds = if self.text.is_empty() { json!([]) } else { json!([{ "description": self.text }]) };
        if !self.foot.is_empty() && !self.text.is_empty() {
            embeds[0]["footer"] = json!({ "text": self.foot });
        }
        let rows: Vec<Value> = self.rows.iter().map(Row::body).collect();
        let mut body = json!({
            "content": self.content,
            "embeds": embeds,
            "components": rows,
            "allowed_mentions": { "parse": [] },
        });
        if sight == Sight::Private {
            body["flags"] = EPHEMERAL.into();
        }
        body
    }

    /// The message in answer to another one, which may be gone by then. Whoever wrote that is not pinged either.
    pub fn answering(&self, message: u64) -> Value {
        let mut body = self.body(Sight::Open);
        body["message_reference"] = json!({ "message_id": message.to_string(), "fail_if_not_exists": false });
        body["allowed_mentions"] = json!({ "parse": [], "replied_user": false });
        body
    }
}

impl Row {
    fn body(&self) -> Value {
        let parts = match self {
            Self::Buttons(buttons) => {
                buttons.iter().map(|button| json!({ "type": 2, "style": 2, "custom_id": button.id, "label": button.label })).collect()
            }
            Self::Menu { id, hint, options } => {
                let options: Vec<Value> = options.iter().map(|option| json!({ "label": option.label, "value": option.id })).collect();
                vec![json!({ "type": 3, "custom_id": id, "placeholder": hint, "options": options })]
            }
            Self::People { id, hint } => vec![json!({ "type": 5, "custom_id": id, "placeholder": hint })],
        };
        json!({ "type": 1, "components": Value::Array(parts) })
    }
}

impl Button {
    /// A button; a label that is too long ends at a word.
    pub fn new(id: impl Into<String>, label: &str) -> Self {
        Self { id: id.into(), label: shortened(label) }
    }
}

fn shortened(label: &str) -> String {
    if length(label) <= MAX_LABEL {
        return label.to_owned();
    }
    let mut short = String::new();
    for word in label.split_whitespace().take_while(|word| length(word) < MAX_LABEL) {
        if length(&short) + length(word) + 2 > MAX_LABEL {
            break;
        }
        short.push_str(if short.is_empty() { "" } else { " " });
        short.push_str(word);
    }
    format!("{short}…")
}
