//! Reachable moments and rises in risk: the review comes forward, the guidance is shown, the supervisors are told.

use super::announce::on;
use super::{Acted, Moment, Undone, Which};
use crate::bot::Bot;
use crate::bot::reply::{Block, Reply};
use crate::diary::book::DiaryError;
use crate::diary::entry::Entry;
use crate::diary::review;
use crate::knowledge::{self, Pace};

/// Working days within which a review follows a moment that cannot wait for the next one.
const SOON: u16 = 2;

impl Bot {
    pub(super) fn moment(&self, at: &Moment, which: &Which, event: &str) -> Result<Acted, Undone> {
        let case = at.desk.cases.read(&which.case)?;
        let moment = match self.library.reviews.moment(event) {
            Ok(moment) => moment,
            Err(near) => return Ok(self.which_moment(&near)),
        };
        let schedule = at.schedule();
        let (by, told_at) = match moment.pace {
            // A child may be in danger: no quiet hours, no day off.
            Pace::SameDay => (Some(at.today), at.now),
            Pace::TwoWorkingDays => (Some(schedule.calendar.after(at.today, SOON)), schedule.after_quiet(at.now)),
            Pace::NextReview => (None, schedule.after_quiet(at.now)),
        };
        let mut reply = Reply::new();
        if moment.danger {
            reply.danger_first();
        }
        let found = self.of_case(at, which)?.into_iter().find(Entry::is_open);
        if let Some(entry) = found {
            let brought = |entry: Entry| review::moment(entry, &moment.id, by, told_at).map_err(Undone::from);
            let entry = at.desk.diary.change(entry.id, Some((&at.asker.who, at.now)), brought)?;
            reply.push(Block::Title(format!("{case}: {}. The review is due on {}.", moment.name, on(entry.due, None))));
            reply.text("The team and the supervisors are being told.");
            reply.note(format!("To take it back: /review undo {case}."));
        } else {
            reply.push(Block::Title(format!("{case}: {}.", moment.name)));
            reply.text(format!("{} Nobody was told. Make one: /review schedule {case} today.", DiaryError::NotThere));
        }
        reply.text(&moment.check);
        self.guidance_on(moment, at, &mut reply);
        Ok(Acted { reply, choices: vec![] })
    }

    /// The matching article, after what was done.
    fn guidance_on(&self, moment: &knowledge::Moment, at: &Moment, reply: &mut Reply) {
        let article = self.article(&moment.article, at.today);
        if let Some(article) = article {
            reply.blocks.extend(article.blocks);
            reply.article = article.article;
        }
    }

    fn which_moment(&self, near: &[&knowledge::Moment]) -> Acted {
        let all = &self.library.reviews.moments;
        let mut reply = Reply::new();
        reply.danger_first();
        reply.text("I did not recognise what happened. Say it with one of these:");
        let names = |moments: &mut dyn Iterator<Item = &knowledge::Moment>| {
            moments.map(|moment| format!("{}: {}", moment.id, moment.name)).collect::<Vec<_>>()
        };
        reply.push(Block::Points(if near.is_empty() { names(&mut all.iter()) } else { names(&mut near.iter().copied()) }));
        Acted { reply, choices: vec![] }
    }

    /// Every moment that can be named.
    #[must_use]
    pub fn moments(&self) -> Acted {
        self.which_moment(&[])
    }
}
