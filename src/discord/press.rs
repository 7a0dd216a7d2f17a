//! What buttons and menus mean. Their names hold ids of articles and rules, and numbers; never anything that somebody typed.

use super::page::{Button, MAX_BUTTONS, MAX_OPTIONS, Row};
use crate::bot::{Bot, Reply};
use crate::diary::opinions::Opinion;
use std::fmt;

/// A button or menu that was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press<'a> {
    /// Read an article.
    Read(&'a str),
    /// Read the article chosen from the menu with this number.
    Menu(u64),
    /// The sources of an article.
    Sources(&'a str),
    /// Why the answer to the question with this number.
    Why(u64),
    /// Ask whether an article should be shared.
    Share(&'a str),
    /// Share it.
    Post(&'a str),
    /// Take back what the person with this number shared.
    Withdraw(u64),
    /// What somebody thinks of an edition of an article.
    Opinion(Opinion, &'a str, &'a str),
    /// A wording rule spoke where it should not have.
    Wrong(&'a str),
    /// The same for the rule chosen from the menu with this number.
    WrongMenu(u64),
    /// Of what could be chosen after the command with the first number, the one with the second.
    Choose(u64, usize),
}

impl fmt::Display for Press<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(id) => write!(f, "read:{id}"),
            Self::Menu(number) => write!(f, "menu:{number}"),
            Self::Sources(id) => write!(f, "sources:{id}"),
            Self::Why(asked) => write!(f, "why:{asked}"),
            Self::Share(id) => write!(f, "share:{id}"),
            Self::Post(id) => write!(f, "post:{id}"),
            Self::Withdraw(by) => write!(f, "withdraw:{by}"),
            Self::Opinion(opinion, id, edition) => write!(f, "opinion:{}:{id}:{edition}", opinion.name()),
            Self::Wrong(rule) => write!(f, "wrong:{rule}"),
            Self::WrongMenu(number) => write!(f, "wrong-menu:{number}"),
            Self::Choose(asked, number) => write!(f, "choose:{asked}:{number}"),
        }
    }
}

impl<'a> Press<'a> {
    /// What the name of a button or menu means; none where it is of no kind that there is.
    pub fn read(name: &'a str) -> Option<Self> {
        let (kind, rest) = name.split_once(':')?;
        Some(match kind {
            "read" => Self::Read(rest),
            "menu" => Self::Menu(rest.parse().ok()?),
            "sources" => Self::Sources(rest),
            "why" => Self::Why(rest.parse().ok()?),
            "share" => Self::Share(rest),
            "post" => Self::Post(rest),
            "wrong" => Self::Wrong(rest),
            "wrong-menu" => Self::WrongMenu(rest.parse().ok()?),
            "choose" => {
                let (asked, number) = rest.split_once(':')?;
                Self::Choose(asked.parse().ok()?, number.parse().ok()?)
            }
            "withdraw" => Self::Withdraw(rest.parse().ok()?),
            "opinion" => {
                let (opinion, rest) = rest.split_once(':')?;
                let (id, edition) = rest.split_once(':')?;
                Self::Opinion(Opinion::read(opinion)?, id, edition)
            }
            _ => return None,
        })
    }

    fn button(self, label: &str) -> Button {
        Button::new(self.to_string(), label)
    }
}

/// Titles to choose from: buttons where they fit in a row, menus else.
pub fn choices(bot: &Bot, reply: &Reply) -> Vec<Row> {
    let titled = reply.choices.iter().zip(1..).filter_map(|(id, number)| {
        let article = bot.library().article(id)?;
        Some((id.as_str(), format!("{number}. {}", article.title)))
    });
    let titled: Vec<(&str, String)> = titled.collect();
    if titled.is_empty() {
        return Vec::new();
    }
    if titled.len() <= MAX_BUTTONS {
        return vec![Row::Buttons(titled.iter().map(|(id, label)| Press::Read(id).button(label)).collect())];
    }
    let menu = |(number, part): (u64, &[(&str, String)])| Row::Menu {
        id: Press::Menu(number).to_string(),
        hint: format!("Read one of {} to {}", number * 25 + 1, number * 25 + part.len() as u64),
        options: part.iter().map(|(id, label)| Button::new(*id, label)).collect(),
    };
    (0..).zip(titled.chunks(MAX_OPTIONS)).map(menu).collect()
}

/// What can be done with an article that is shown.
pub fn article(bot: &Bot, id: &str, why: Option<u64>, can_share: bool) -> Vec<Row> {
    let Some(article) = bot.library().article(id) else { return Vec::new() };
    let edition = article.edition();
    let mut first = vec![Press::Sources(id).button("Sources")];
    first.extend(why.map(|asked| Press::Why(asked).button("Why this answer")));
    first.extend(can_share.then(|| Press::Share(id).button("Share with the channel")));
    let opinions = Opinion::ALL.map(|opinion| Press::Opinion(opinion, id, &edition).button(opinion.words()));
    vec![Row::Buttons(first), Row::Buttons(opinions.to_vec())]
}

/// Everything under a reply: what can be chosen, and what can be done with the article that it shows.
pub fn under(bot: &Bot, reply: &Reply, why: Option<u64>, can_share: bool) -> Vec<Row> {
    let mut rows = choices(bot, reply);
    match &reply.article {
        Some(id) => rows.extend(article(bot, id, why, can_share)),
        None => rows.extend(why.map(|asked| Row::Buttons(vec![Press::Why(asked).button("Why this answer")]))),
    }
    rows
}

/// The button with which somebody has their own message answered.
pub const MINE: &str = "mine";

/// The one button of a question whether to go on.
pub fn only(press: Press, label: &str) -> Vec<Row> {
    vec![Row::Buttons(vec![press.button(label)])]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::knowledge::{Library, files};

    /// The most characters of the name of a button.
    const MAX_ID: usize = 100;

    #[test]
    fn every_button_is_read_as_it_was_written() {
        let all = [
            Press::Read("a-b"),
            Press::Menu(3),
            Press::Sources("a-b"),
            Press::Why(17),
            Press::Share("a-b"),
            Press::Post("a-b"),
            Press::Withdraw(9),
            Press::Opinion(Opinion::OutOfDate, "a-b", "0a1b2c3d"),
            Press::Wrong("a-b"),
            Press::WrongMenu(1),
            Press::Choose(7, 2),
        ];
        for press in all {
            assert_eq!(Press::read(&press.to_string()), Some(press));
        }
        for name in ["", "read", "why:x", "opinion:kind:a:b", "opinion:helpful:a", "other:1"] {
            assert_eq!(Press::read(name), None, "{name}");
        }
    }

    #[test]
    fn every_article_has_buttons_within_the_limits_and_all_topics_fit_in_menus() {
        let bot = Bot::new(Library::load(&files::embedded()).unwrap(), Config::default());
        for known in &bot.library().articles {
            for row in article(&bot, &known.id, Some(u64::MAX), true) {
                let Row::Buttons(buttons) = row else { panic!("no menu here") };
                assert!(buttons.len() <= MAX_BUTTONS && buttons.iter().all(|button| button.id.len() <= MAX_ID));
            }
            // What is shared is one message, so that all of it can be taken back.
            let shown = bot.article(&known.id, jiff::civil::date(2030, 1, 1)).unwrap();
            assert_eq!(super::super::render::pages(&shown, Vec::new()).len(), 1, "{}", known.id);
        }
        let topics = bot.topics("");
        let rows = choices(&bot, &topics);
        let offered: usize = rows.iter().map(|row| if let Row::Menu { options, .. } = row { options.len() } else { 0 }).sum();
        assert_eq!(offered, bot.library().articles.len());
        assert!(rows.len() <= super::super::page::MAX_ROWS);
    }
}
