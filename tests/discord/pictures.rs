//! What the pictures in the documentation are drawn from: what the program sent, recorded from a run of it.
//!
//! Each test makes the file of one picture. `docs/pictures/README.md` says how they are run.

use crate::discord::{ADMINISTRATOR, Discord, TOKEN};
use crate::people::{Channel, Guild, Person};
use crate::program::Program;
use crate::team::{diary, now};
use regex::{Captures, Regex};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::UNIX_EPOCH;
use tempfile::TempDir;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/pictures/payloads");

/// A channel in which people and the program are recorded.
struct Scene<'a> {
    guild: Guild<'a>,
    office: Channel,
    /// What the numbers in mentions stand for.
    names: Map<String, Value>,
    messages: Vec<Value>,
    /// How many of the program's requests were taken down.
    heard: usize,
    folder: TempDir,
    program: Option<Program>,
}

impl<'a> Scene<'a> {
    fn opens(discord: &'a Discord) -> Self {
        let guild = discord.guild("Anytown", None);
        let (office, folder) = (guild.channel("office", 0), tempfile::tempdir().unwrap());
        let program = Program::start(discord, folder.path());
        let names = Map::from_iter([(guild.bot.clone(), json!("@Lantern")), (office.id.clone(), json!("office"))]);
        let heard = discord.requests().len();
        Self { guild, office, names, messages: Vec::new(), heard, folder, program: Some(program) }
    }

    /// Somebody who is called what they are: nobody in a picture has a name.
    fn member(&mut self, role: &str) -> Person<'a> {
        let person = self.guild.member(role, 0);
        self.names.insert(person.id.clone(), json!(format!("@{role}")));
        person
    }

    /// The same for somebody who administers the server.
    fn administrator(&mut self, role: &str) -> Person<'a> {
        let person = self.guild.member(role, ADMINISTRATOR);
        self.names.insert(person.id.clone(), json!(format!("@{role}")));
        person
    }

    /// Starts the program again so that it lives on a working day, in the middle of the morning.
    fn restarts_on_a_working_day(&mut self, discord: &Discord) {
        if let Some(program) = self.program.take() {
            program.stop();
        }
        let schedule = diary(self.folder.path()).schedule().clone();
        let days = (schedule.first_working_day(schedule.day(now())) - schedule.day(now())).get_days();
        let hour = now().to_zoned(schedule.zone.clone()).hour();
        let hours = i64::from(days) * 24 + 10 - i64::from(hour);
        self.program = Some(Program::start_ahead(discord, self.folder.path(), TOKEN, hours));
        self.program.as_ref().unwrap().wait_for("ready guilds=", 1);
    }

    /// Takes down what somebody did, and what came of it.
    fn did(&mut self, who: &str, mut what: Value) {
        what["from"] = json!(who);
        self.messages.push(what);
        self.came();
    }

    /// Takes down what the program has sent since the last time.
    fn came(&mut self) {
        let requests = self.guild.discord.requests();
        let mut is_private = false;
        self.messages.extend(requests.iter().skip(self.heard).filter_map(|request| sent(request, &mut is_private)));
        self.heard = requests.len();
    }

    /// Writes what was taken down.
    fn ends(self, picture: &str) {
        let all = json!(self.messages).to_string();
        let names: Map<String, Value> = self.names.into_iter().filter(|(number, _)| all.contains(&format!("{number}>"))).collect();
        let mut whole = json!({"names": names, "messages": self.messages});
        if all.contains("<t:") {
            // "In three days" is that from the day of the recording on.
            whole["at"] = json!(UNIX_EPOCH.elapsed().unwrap().as_secs());
        }
        let text = numbered_alike(&serde_json::to_string_pretty(&whole).unwrap());
        std::fs::write(Path::new(FOLDER).join(format!("{picture}.json")), text + "\n").unwrap();
    }
}

/// What a request shows to people; nothing, where it shows nothing. A deferral settles who sees what comes in its place.
fn sent(request: &Value, is_private: &mut bool) -> Option<Value> {
    let (path, body) = (request["path"].as_str().unwrap(), &request["body"]);
    let of_flags = |body: &Value| body["flags"].as_u64().unwrap_or(0) & (1 << 6) != 0;
    let message = |body: &Value, private: bool| Some(json!({"from": "Lantern", "ephemeral": private, "body": body}));
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match (request["method"].as_str().unwrap(), parts.as_slice()) {
        ("POST", ["interactions", _, _, "callback"]) => match body["type"].as_u64() {
            Some(4) => message(&body["data"], of_flags(&body["data"])),
            Some(9) => Some(json!({"from": "Lantern", "window": body["data"]})),
            _ => {
                *is_private = of_flags(&body["data"]);
                None
            }
        },
        ("PATCH", ["webhooks", _, _, "messages", "@original"]) => message(body, *is_private),
        ("POST", ["webhooks", _, _]) => message(body, of_flags(body)),
        ("POST", ["channels", _, "messages"]) => message(body, false),
        ("POST", ["channels", .., "threads"]) => Some(json!({"from": "Lantern", "thread": body})),
        _ => None,
    }
}

/// The numbers that Discord gives differ from run to run; counted, they are the same in each.
fn numbered_alike(text: &str) -> String {
    let mut met: Vec<String> = Vec::new();
    let number = |found: &Captures| {
        let place = met.iter().position(|before| *before == found[0]).unwrap_or_else(|| {
            met.push(found[0].to_owned());
            met.len() - 1
        });
        format!("{}", 100_000_000_000_000_001 + place)
    };
    Regex::new(r"\b\d{17,20}\b").unwrap().replace_all(text, number).into_owned()
}

#[test]
#[ignore = "writes what a picture is drawn from"]
fn ask() {
    let Some(discord) = Discord::open() else { return };
    let mut scene = Scene::opens(&discord);
    let typed = json!({"question": "he got nicked last night and he's finally scared. how do I use this window"});
    scene.member("Social worker").slash(Some(&scene.office), "ask", &typed);
    scene.did("Social worker", json!({"command": "ask", "typed": typed}));
    scene.ends("ask");
}

#[test]
#[ignore = "writes what a picture is drawn from"]
fn check() {
    let Some(discord) = Discord::open() else { return };
    let mut scene = Scene::opens(&discord);
    let draft = "K came back late again. She is putting herself at risk.\n\
                 She told me: \"I chose this.\" We visited twice and she refuses to engage.";
    let writer = scene.member("Youth worker");
    let form = writer.slash(Some(&scene.office), "check", &json!({}));
    scene.did("Youth worker", json!({"command": "check", "typed": {}}));
    writer.submits(&form, &[draft]);
    scene.did("Youth worker", json!({"typed": [draft]}));
    scene.ends("check");
}

#[test]
#[ignore = "writes what a picture is drawn from"]
fn review() {
    let Some(discord) = Discord::open() else { return };
    let mut scene = Scene::opens(&discord);
    let (manager, worker) = (scene.administrator("Team manager"), scene.member("Social worker"));
    manager.slash(Some(&scene.office), "setup channels", &json!({"reviews": scene.office.option(), "supervisors": scene.office.option()}));
    let options = json!({"case": "AB-123", "when": "in 6 weeks", "every": "6 weeks", "lead": worker.option()});
    let asked = worker.slash(Some(&scene.office), "review schedule", &options);
    worker.clicks("Yes", &asked.with("Yes"));
    scene.heard = discord.requests().len();
    let typed = json!({"case": "AB-123", "event": "arrested"});
    worker.slash(Some(&scene.office), "moment", &typed);
    worker.finds(&scene.office, "For the supervisors");
    scene.did("Social worker", json!({"command": "moment", "typed": typed}));
    // The guidance, which only the social worker sees, has a picture of its own; the supervisors' copy says the same.
    scene.messages.retain(|message| message["ephemeral"] != true && !message.to_string().contains("For the supervisors"));
    scene.ends("review");
}

#[test]
#[ignore = "writes what a picture is drawn from"]
fn prompt() {
    let Some(discord) = Discord::open() else { return };
    let mut scene = Scene::opens(&discord);
    let manager = scene.administrator("Team manager");
    let typed = json!({"what": "plan-did-the-net-say-yes"});
    manager.slash(Some(&scene.office), "setup channels", &json!({"reviews": scene.office.option(), "supervisors": scene.office.option()}));
    scene.restarts_on_a_working_day(&discord);
    scene.heard = discord.requests().len();
    manager.slash(Some(&scene.office), "prompt post", &typed);
    let (thread, _) = scene.guild.threads(&scene.office, 1).remove(0);
    manager.finds(&thread, "Ground rules");
    scene.did("Team manager", json!({"command": "prompt post", "typed": typed}));
    scene.messages.retain(|message| message["ephemeral"] != true);
    scene.ends("prompt");
}
