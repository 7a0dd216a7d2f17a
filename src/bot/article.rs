//! An article as it is shown, with its sources, its dates and its cautions.

use super::Bot;
use super::reply::{Block, Reply};
use crate::knowledge::{Article, Checked, Jurisdiction, Kind};
use crate::text::fold;
use jiff::civil::Date;

/// What is said of guidance that rests on no source that was read.
pub const NOT_CHECKED: &str = "general professional knowledge, not yet checked against a source";

impl Bot {
    /// Shows an article by id, if there is one.
    #[must_use]
    pub fn article(&self, id: &str, today: Date) -> Option<Reply> {
        let article = self.library.article(id)?;
        let mut reply = Reply::new();
        self.show(article, today, &mut reply);
        self.see_also(article.meta.related.clone(), &mut reply);
        Some(reply)
    }

    /// Offers articles to read next.
    pub(super) fn see_also(&self, ids: Vec<String>, reply: &mut Reply) {
        reply.push(Block::Heading("See also".into()));
        let titles = ids.iter().filter_map(|id| self.library.article(id)).map(|article| article.title.clone()).collect();
        reply.push(Block::Choices { first: 1, titles });
        reply.choices = ids;
    }

    /// Adds the whole article to a reply.
    pub(super) fn show(&self, article: &Article, today: Date, reply: &mut Reply) {
        reply.article = Some(article.id.clone());
        reply.push(Block::Title(article.title.clone()));
        if let Some(caution) = self.place.nation.caution(article.meta.jurisdiction) {
            reply.text(caution);
        }
        if article.meta.review_by < today {
            reply.text(format!("This was due to be read again by {}. Check it before you rely on it.", long_date(article.meta.review_by)));
        }
        article.brief.iter().for_each(|line| reply.text(line));
        for (heading, lines, quoted) in
            [("Do", &article.steps, false), ("Words you could say", &article.say, true), ("Avoid", &article.avoid, false)]
        {
            if !lines.is_empty() {
                reply.push(Block::Heading(heading.into()));
                reply.push(if quoted { Block::Quotes(lines.clone()) } else { Block::Points(lines.clone()) });
            }
        }
        if let Some(contacts) = self.local_contacts(article) {
            reply.text(contacts);
        }
        reply.note(self.short_sources(article));
        reply.note(standing(article));
    }

    /// The team's own contacts for those whom the article speaks of.
    fn local_contacts(&self, article: &Article) -> Option<String> {
        let contacts = &self.place.contacts;
        let known = [
            ("MASH", &["mash", "social care"][..], &contacts.mash),
            ("Out of hours", &["out of hours", "out-of-hours", "duty team", "tonight"][..], &contacts.out_of_hours),
            ("Designated safeguarding lead", &["safeguarding lead", "your lead", "dsl"][..], &contacts.designated_lead),
            ("Escalation", &["escalat", "disagree"][..], &contacts.escalation),
        ];
        let text = fold(&article.lines().collect::<Vec<_>>().join(" "));
        let spoken_of = known.into_iter().filter(|(_, signs, _)| signs.iter().any(|sign| text.contains(sign)));
        let shown: Vec<String> = spoken_of.filter_map(|(name, _, contact)| Some(format!("{name}: {}.", contact.as_ref()?))).collect();
        (!shown.is_empty()).then(|| format!("Your local contacts. {}", shown.join(" ")))
    }

    /// One line: the sources by name and place.
    fn short_sources(&self, article: &Article) -> String {
        let cited = article.meta.sources.iter().map(|citation| format!("{}: {}", self.source_name(&citation.key), citation.place));
        format!("Sources: {}.", cited.collect::<Vec<_>>().join("; "))
    }

    fn source_name<'a>(&'a self, key: &'a str) -> &'a str {
        self.library.sources.get(key).map_or(key, |source| source.name.as_str())
    }

    /// The sources of an article in full, with addresses.
    #[must_use]
    pub fn sources(&self, id: &str) -> Option<Reply> {
        let article = self.library.article(id)?;
        let mut reply = Reply::new();
        reply.push(Block::Title(format!("Sources of \"{}\"", article.title)));
        let full = article.meta.sources.iter().map(|citation| {
            let source = &self.library.sources[&citation.key];
            let addresses = if source.address.is_empty() { String::new() } else { format!(" {}", source.address.join(" ")) };
            format!("{}. Place: {}.{addresses}", source.title.trim_end_matches('.'), citation.place)
        });
        reply.push(Block::Points(full.collect()));
        for anchor in &article.meta.anchors {
            reply.note(format!("Answers {anchor}: {}", self.library.anchors.anchor[anchor]));
        }
        reply.note(standing(article));
        Some(reply)
    }
}

/// How far the article was checked, where it holds, and when it is read again.
fn standing(article: &Article) -> String {
    let checked = match &article.meta.checked {
        Checked::NotYet => format!("Beyond what the sources above say, this is {NOT_CHECKED}."),
        Checked::On(date) if article.has_marked_lines() => {
            format!("Checked against sources as of {date}. Lines marked \"(not yet checked)\" are {NOT_CHECKED}.")
        }
        Checked::On(date) => format!("Checked against sources as of {date}."),
    };
    let place = match article.meta.jurisdiction {
        Jurisdiction::Uk => "",
        Jurisdiction::EnglandAndWales => " Law and procedure here are those of England and Wales.",
        Jurisdiction::England => " Law and guidance here are those of England.",
    };
    let ages = if article.meta.kind == Kind::Fact { " Facts like these age." } else { "" };
    format!("{checked}{place}{ages} To be read again by {}.", long_date(article.meta.review_by))
}

fn long_date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}
