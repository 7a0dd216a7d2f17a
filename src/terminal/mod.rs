//! The chat in a terminal: the embedded default, and how replies are laid out in plain text.

mod keep;
mod line;
mod render;
pub mod socket;
mod watch;

pub use keep::keep;
pub use line::Line;

use crate::bot::{Acted, Asked, Block, Bot, Command, Draft, Question, Reply};
use crate::diary::backups::Keep;
use jiff::Timestamp;
use jiff::civil::Date;
use rustyline::error::ReadlineError;
use rustyline::{Config, DefaultEditor, ExternalPrinter};
use std::io::{ErrorKind, IsTerminal, Write, stdin};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc;

/// Prints a reply, with weight and colour where the terminal has them and `NO_COLOR` is not set.
pub fn show(reply: &Reply) {
    anstream::println!("{}", render::layout(reply, render::columns()));
}

/// What the chat remembers while it is open: the last answer, and what its numbers stand for.
struct Chat<'a> {
    bot: &'a Bot,
    edge: &'a Edge,
    asked: Option<Asked>,
    read: Option<String>,
    choices: Vec<String>,
    /// What a number does after a question of the diary; forgotten with the next line.
    commands: Vec<Command>,
}

/// What the chat is given from outside: the clock, and where the diary lies.
pub struct Edge {
    /// The time now.
    pub clock: fn() -> Timestamp,
    /// The day of an instant, in London.
    pub day: fn(Timestamp) -> Date,
    /// The folder of the diary.
    pub folder: PathBuf,
    /// How many backups are kept.
    pub keep: Keep,
}

/// Opens the chat; it ends with `/quit`, Ctrl-D or the end of what is piped in.
///
/// # Errors
/// A sentence where the terminal cannot be read.
pub fn chat(bot: &Bot, edge: &Edge) -> Result<ExitCode, String> {
    // No history: it would keep practice text.
    let config = Config::builder().max_history_size(0).map_err(|error| error.to_string())?.auto_add_history(false).build();
    let mut editor = DefaultEditor::with_config(config).map_err(|error| format!("The terminal cannot be used: {error}."))?;
    let mut chat = Chat { bot, edge, asked: None, read: None, choices: Vec::new(), commands: Vec::new() };
    let prompt = if stdin().is_terminal() { "lantern> " } else { "" };
    show(&bot.welcome());
    std::thread::scope(|scope| {
        // The matcher is fitted while the person types.
        scope.spawn(|| bot.prepare());
        let (stop, stopped) = mpsc::channel();
        let (stop_keeping, stopped_keeping) = mpsc::channel();
        scope.spawn(move || keep(bot, edge, &stopped_keeping));
        let mut printer = editor.create_external_printer().ok();
        scope.spawn(move || {
            let print = |text: String| match &mut printer {
                Some(printer) => printer.print(format!("{text}\n")).is_ok(),
                None => anstream::stdout().write_all(format!("{text}\n").as_bytes()).is_ok(),
            };
            if let Err(reason) = watch::watch(bot, print, edge.clock, &stopped) {
                tracing::error!(reason, "reviews are not announced");
            }
        });
        // Dropped when the chat ends, whichever way: then the watch and the upkeep end, too.
        let _stop = (stop, stop_keeping);
        loop {
            match editor.readline(prompt) {
                Ok(line) => match Line::read(&line) {
                    Line::Quit => return Ok(ExitCode::SUCCESS),
                    Line::Paste => {
                        // A question that waits for a number is forgotten with whatever is typed next.
                        chat.commands.clear();
                        chat.check(&collect(&mut editor));
                    }
                    read => chat.take(line.trim(), read),
                },
                Err(ReadlineError::Interrupted) => anstream::println!("Type /quit or press Ctrl-D to close the chat."),
                Err(ReadlineError::Eof) => return Ok(ExitCode::SUCCESS),
                Err(ReadlineError::Io(error)) if error.kind() == ErrorKind::InvalidData => {
                    anstream::println!("In danger, ring 999. I could not read that line: it is not UTF-8 text. Please type it again.");
                }
                Err(error) => return Err(format!("The terminal cannot be read: {error}.")),
            }
        }
    })
}

/// The lines of a draft, up to an empty one or Ctrl-D. What is pasted at once is one line here, empty ones and all.
fn collect(editor: &mut DefaultEditor) -> String {
    if stdin().is_terminal() {
        anstream::println!("Paste or type the draft, then press Enter on an empty line, or Ctrl-D.");
    }
    let mut draft = String::new();
    while let Ok(line) = editor.readline("") {
        if line.trim().is_empty() {
            break;
        }
        draft.push_str(&line);
        draft.push('\n');
    }
    draft
}

impl Chat<'_> {
    fn take(&mut self, line: &str, read: Line) {
        let commands = std::mem::take(&mut self.commands);
        if let Some(chosen) = chosen(line, commands.len()) {
            return self.act(commands.into_iter().nth(chosen));
        }
        if !commands.is_empty() && is_no(line) {
            anstream::println!("Left as it is.");
            return;
        }
        if !self.choices.is_empty() && line.parse::<usize>().is_ok() {
            return self.more(line);
        }
        match read {
            Line::Quit | Line::Paste => {}
            Line::Help => show(&self.bot.help()),
            Line::Ask(question) => self.ask(question),
            Line::Check(draft) => self.check(draft),
            Line::Review(typed) => self.read_and_act(Command::read(typed)),
            Line::Moments => self.show_acted(self.bot.moments()),
            Line::Moment(typed) => self.read_and_act(Command::moment(typed)),
            Line::Prompt(typed) => self.read_and_act(Command::prompt(typed)),
            Line::Upcoming => self.act(Some(Command::Upcoming)),
            Line::Topics(word) => self.offer(self.bot.topics(word)),
            Line::Glossary(word) => show(&self.bot.glossary(word)),
            Line::More(number) => self.more(number),
            Line::Why => self.why(),
            Line::Sources => self.sources(),
            Line::Privacy => show(&self.bot.privacy()),
            Line::Unknown { command, rest } => self.unknown(command, rest),
        }
    }

    fn unknown(&mut self, command: &str, rest: &str) {
        let shown = self.bot.masked_part(&format!("{command} {rest}"), 0..command.len());
        anstream::println!("I do not know {shown}. /help shows what you can type.");
        if rest.contains(' ') {
            self.ask(rest);
        }
    }

    fn why(&self) {
        match &self.asked {
            Some(asked) => show(&self.bot.why(asked)),
            None => anstream::println!("Ask something first; /why then tells which of your words led to the answer."),
        }
    }

    fn read_and_act<E: std::fmt::Display>(&mut self, read: Result<Command, E>) {
        match read {
            Ok(command) => self.act(Some(command)),
            Err(usage) => anstream::println!("{usage}"),
        }
    }

    fn act(&mut self, command: Option<Command>) {
        let Some(command) = command else { return };
        let acted = self.bot.act(&command, &self.bot.asker(), (self.edge.clock)());
        self.show_acted(acted);
    }

    fn show_acted(&mut self, acted: Acted) {
        let Acted { mut reply, choices } = acted;
        match choices.as_slice() {
            [] => {}
            [one] => reply.text(format!("Type 1 for {}. Anything else leaves it as it is.", one.label)),
            several => {
                reply.push(Block::Points((1..).zip(several).map(|(number, choice)| format!("{number}: {}", choice.label)).collect()));
                reply.text("Type its number. Anything else leaves it as it is.");
            }
        }
        show(&reply);
        self.commands = choices.into_iter().map(|choice| choice.command).collect();
    }

    fn today(&self) -> Date {
        (self.edge.day)((self.edge.clock)())
    }

    fn ask(&mut self, typed: &str) {
        match Question::new(typed) {
            Err(refused) => anstream::println!("{refused}"),
            Ok(question) => {
                let asked = self.bot.ask(question, self.today());
                self.choices.clone_from(&asked.reply.choices);
                self.read.clone_from(&asked.reply.article);
                show(&asked.reply);
                self.asked = Some(asked);
            }
        }
    }

    fn check(&self, text: &str) {
        match Draft::new(text.to_owned()) {
            Err(refused) => anstream::println!("{refused}"),
            Ok(draft) => show(&self.bot.check(draft).reply),
        }
    }

    /// Shows a list whose numbers `/more` takes.
    fn offer(&mut self, reply: Reply) {
        show(&reply);
        self.choices = reply.choices;
    }

    fn more(&mut self, number: &str) {
        let id = number.parse::<usize>().ok().and_then(|number| self.choices.get(number.checked_sub(1)?)).cloned();
        match id.and_then(|id| Some((self.bot.article(&id, self.today())?, id))) {
            Some((reply, id)) => {
                self.read = Some(id);
                self.offer(reply);
            }
            None if self.choices.is_empty() => anstream::println!("There is no list to choose from yet. Ask something, or type /topics."),
            None => anstream::println!("Type /more and a number from 1 to {}.", self.choices.len()),
        }
    }

    fn sources(&self) {
        match self.read.as_ref().and_then(|id| self.bot.sources(id)) {
            Some(reply) => show(&reply),
            None => anstream::println!("Ask something first; /sources then tells where the answer comes from."),
        }
    }
}

/// Whether a line says no to a question: the word, or a number that stands for nothing.
fn is_no(line: &str) -> bool {
    ["no", "n", "cancel"].iter().any(|no| line.eq_ignore_ascii_case(no)) || line.parse::<usize>().is_ok()
}

/// The place of the choice that a line names, where there is something to choose.
fn chosen(line: &str, choices: usize) -> Option<usize> {
    let yes = line.eq_ignore_ascii_case("yes") || line.eq_ignore_ascii_case("y");
    let number = if yes && choices == 1 { Some(1) } else { line.parse::<usize>().ok() };
    number.filter(|number| (1..=choices).contains(number)).map(|number| number - 1)
}
