//! Two years of a service in an hour's steps: people, a board in all weathers, stops at any step, clocks that step. What was posted is held
//! against a slow, obvious model, which knows nothing of `next_post`.

use crate::diary::{at, entry, holidays, london, open, tick_for, two_ticks};
use crate::store::Random;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use lantern::diary::Diary;
use lantern::diary::cadence::Cadence;
use lantern::diary::entry::{Entry, EntryId, Why};
use lantern::diary::noticeboard::{Audience, Told};
use lantern::diary::review::{self, Unfit};
use lantern::diary::schedule::Stage;
use lantern::diary::transcript::{Posted, Transcript, Weather};
use lantern::diary::{DiaryError, review::MOST_SNOOZE_DAYS};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

const REVIEWS: u64 = 2_000;
const TEAMS: [&str; 5] = ["north", "south", "east", "west", "night"];
const PEOPLE: [&str; 3] = ["AB", "CD", "EF"];

/// What the model knows of a review.
#[derive(Clone, Debug)]
struct Known {
    due: Date,
    armed: Timestamp,
    wait: Option<Date>,
    alerts: Vec<Timestamp>,
    closed: bool,
    /// The last day on which it was announced.
    announced: Option<Date>,
    /// As it was before the last change, whose that was, and when.
    before: Option<(Option<Box<Known>>, &'static str, Timestamp)>,
}

#[derive(Default, Debug)]
struct Figures {
    reviews: u64,
    changes: u64,
    undone: u64,
    posts: u64,
    alerts: u64,
    digests: u64,
    repeats: u64,
    late: u64,
    refusals: u64,
    refusals_told: u64,
    restarts: u64,
    stopped_while_posting: u64,
    double_ticks: u64,
    good_days: u64,
    checked: u64,
}

struct World {
    folder: PathBuf,
    diary: Option<Diary>,
    board: Transcript,
    random: Random,
    model: BTreeMap<EntryId, Known>,
    days_off: BTreeSet<Date>,
    figures: Figures,
    /// Who does what to which review, by when.
    plans: BTreeMap<(Timestamp, u64), (EntryId, u64)>,
    /// Of today: announcements by entry and audience; overdue for long; told to supervisors; refused and not told elsewhere yet.
    counts: BTreeMap<(EntryId, Date, Audience), usize>,
    long: BTreeSet<EntryId>,
    supervised: BTreeSet<EntryId>,
    refused: BTreeSet<EntryId>,
    /// Of which others than the channel were told, and on which day.
    elsewhere: BTreeSet<(EntryId, Date)>,
    /// Taken back today: what is owed again since then may have to wait for the end of the quiet hours.
    touched: BTreeSet<EntryId>,
    /// Whether the board was well in the last tick, and whether it was all day.
    calm: bool,
    good: bool,
    /// Whether the board can tell today what it has.
    tells: bool,
    now: Timestamp,
}

#[derive(Debug)]
enum Fault {
    Diary,
    Unfit,
}

impl From<DiaryError> for Fault {
    fn from(error: DiaryError) -> Self {
        assert!(matches!(error, DiaryError::Already | DiaryError::NothingToUndo), "{error:?}");
        Self::Diary
    }
}

impl From<Unfit> for Fault {
    fn from(_: Unfit) -> Self {
        Self::Unfit
    }
}

impl World {
    fn new(folder: PathBuf, seed: u64, now: Timestamp) -> Self {
        Self {
            diary: Some(open(&folder)),
            folder,
            board: Transcript::new(now),
            random: Random(seed),
            model: BTreeMap::new(),
            days_off: holidays().england_and_wales.iter().map(|day| day.date).collect(),
            figures: Figures::default(),
            plans: BTreeMap::new(),
            counts: BTreeMap::new(),
            long: BTreeSet::new(),
            supervised: BTreeSet::new(),
            refused: BTreeSet::new(),
            elsewhere: BTreeSet::new(),
            touched: BTreeSet::new(),
            calm: true,
            good: true,
            tells: true,
            now,
        }
    }

    fn diary(&self) -> &Diary {
        self.diary.as_ref().unwrap()
    }

    fn chance(&mut self, one_in: u64) -> bool {
        self.random.below(one_in) == 0
    }

    fn days(&mut self, most: u64) -> jiff::Span {
        i64::try_from(self.random.below(most)).unwrap().days()
    }

    fn restart(&mut self) {
        drop(self.diary.take());
        self.diary = Some(open(&self.folder));
        self.figures.restarts += 1;
    }

    // What is owed, day by day and without any cleverness.

    fn is_worked(&self, day: Date) -> bool {
        day.weekday().to_monday_one_offset() <= 5 && !self.days_off.contains(&day)
    }

    fn back(&self, mut day: Date, count: u32) -> Date {
        for _ in 0..count {
            day = day.yesterday().unwrap();
            while !self.is_worked(day) {
                day = day.yesterday().unwrap();
            }
        }
        day
    }

    fn on_day(&self, known: &Known) -> Date {
        let mut day = known.due;
        while !self.is_worked(day) {
            day = day.yesterday().unwrap();
        }
        if day < london_day(known.armed) { known.due } else { day }
    }

    /// The day on or after which it must have been announced by the end of a working day, if it must.
    fn must_since(&self, known: &Known, today: Date) -> Option<Date> {
        if known.closed || london_day(known.armed) >= today || known.wait.is_some_and(|wait| wait > today) {
            return None;
        }
        let on_day = self.on_day(known);
        if today >= on_day {
            return Some(today);
        }
        let ahead = self.back(on_day, 2);
        (today >= ahead && ahead.at(9, 0, 0, 0).to_zoned(london()).unwrap().timestamp() >= known.armed).then_some(ahead)
    }

    // People.

    fn schedule(&mut self, n: u64) {
        let today = london_day(self.now);
        let mut new = entry(&format!("RV-{n:05}"), today + self.days(40), self.now);
        TEAMS[usize::try_from(n % 5).unwrap()].clone_into(&mut new.team);
        new.lead = (!self.chance(4)).then(|| "AB".to_owned());
        new.cadence = (!self.chance(5)).then(|| Cadence::Weeks(u16::try_from(2 + n % 11).unwrap()));
        let by = self.person();
        let saved = self.diary().add(new, by, self.now).unwrap();
        self.model.insert(
            saved.id,
            Known {
                due: saved.due,
                armed: saved.armed,
                wait: None,
                alerts: vec![],
                closed: false,
                announced: None,
                before: Some((None, by, self.now)),
            },
        );
        self.figures.reviews += 1;
        self.plan(saved.id);
    }

    fn person(&mut self) -> &'static str {
        PEOPLE[usize::try_from(self.random.below(3)).unwrap()]
    }

    /// Somebody will do something with it, within some days.
    fn plan(&mut self, id: EntryId) {
        let when = self.now + SignedDuration::from_mins(i64::try_from(self.random.below(4 * 24 * 60)).unwrap());
        let what = self.random.below(100);
        self.plans.insert((when, id.0), (id, what));
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each thing that people do")]
    fn act(&mut self, id: EntryId, what: u64) {
        let (now, today, by) = (self.now, london_day(self.now), self.person());
        let soon = today + 1.days() + self.days(7);
        let later = today + 1.days() + self.days(30);
        let schedule = self.diary().schedule().clone();
        let known = self.model[&id].clone();
        let mut after = Known { before: Some((Some(Box::new(Known { before: None, ..known.clone() })), by, now)), ..known.clone() };
        let change: Box<dyn Fn(Entry) -> Result<Entry, Unfit>> = match what {
            0..40 => Box::new(move |entry| {
                let next = entry.cadence.is_none().then_some((later, None));
                review::held(entry, today, next, today, now)
            }),
            40..50 => {
                after.wait = Some(forward(self, today, 2));
                Box::new(move |entry| review::no_reply(entry, &schedule, today))
            }
            50..60 => {
                let until = today + 1.days() + self.days(u64::from(MOST_SNOOZE_DAYS.unsigned_abs()));
                after.wait = Some(until);
                Box::new(move |entry| review::snooze(entry, until, Why::LeadAway, today))
            }
            60..64 => {
                after.wait = Some(later);
                Box::new(move |entry| review::pause(entry, later, today))
            }
            64..74 => {
                (after.due, after.armed, after.wait) = (soon, now, None);
                Box::new(move |entry| review::amend(entry, Some((soon, None)), now))
            }
            74..78 => Box::new(|entry| review::hand_over(entry, "GH".to_owned())),
            78..86 => {
                let by = (soon < known.due).then_some(soon);
                if let Some(by) = by {
                    (after.due, after.armed) = (by, now);
                }
                after.wait = None;
                let last = after.alerts.last().map_or(now, |last| now.max(*last + 1.second()));
                after.alerts.push(last);
                Box::new(move |entry| review::moment(entry, "arrest", Some(soon), now))
            }
            86..92 => {
                (after.closed, after.wait) = (true, None);
                after.alerts.clear();
                Box::new(review::close)
            }
            _ => return self.undo(id, by),
        };
        match self.diary().change::<Fault>(id, Some((by, now)), |entry| Ok(change(entry)?)) {
            Ok(saved) => {
                if what < 40 {
                    (after.due, after.armed, after.wait) = (saved.due, now, None);
                    after.alerts.clear();
                }
                assert!(!known.closed);
                // Whoever gave it another day knows of it.
                if (after.due, after.armed, after.wait) != (known.due, known.armed, known.wait) {
                    self.refused.remove(&id);
                }
                self.figures.changes += 1;
                self.model.insert(id, after);
            }
            Err(Fault::Unfit) => assert!(known.closed || what < 40, "{what} {known:?}"),
            Err(Fault::Diary) => panic!("{what}"),
        }
        let saved = self.diary().get(id).unwrap();
        assert_eq!((saved.due, saved.closed), (self.model[&id].due, self.model[&id].closed), "{what} {id}");
    }

    fn undo(&mut self, id: EntryId, by: &str) {
        let known = self.model[&id].clone();
        let mine = known.before.clone().filter(|(_, who, at)| *who == by && self.now.duration_since(*at) <= SignedDuration::from_hours(24));
        let done = self.diary().undo(id, by, self.now);
        let Some((before, ..)) = mine else {
            assert_eq!(done, Err(DiaryError::NothingToUndo));
            return;
        };
        let told = |alert: &Timestamp| known.before.is_some() && !known.alerts.contains(alert) && self.told_alert(id, *alert);
        let after = match before {
            None => Known { closed: true, before: None, ..known.clone() },
            Some(before) => {
                let alerts = before.alerts.iter().copied().filter(|alert| !told(alert)).collect();
                Known { alerts, announced: known.announced, before: None, ..*before }
            }
        };
        done.unwrap();
        self.figures.undone += 1;
        self.touched.insert(id);
        self.refused.remove(&id);
        self.model.insert(id, after);
    }

    fn told_alert(&self, id: EntryId, alert: Timestamp) -> bool {
        // The diary's word for it; that nothing is told twice is checked where posts are heard.
        self.diary().get(id).unwrap().alert.is_none_or(|present| present.at != alert && present.then.iter().all(|then| then.at != alert))
    }

    // The board.

    fn tick(&mut self, stops: bool) {
        let calm = self.calm;
        let done = if self.chance(50) {
            self.figures.double_ticks += 1;
            two_ticks(self.diary(), &self.board, self.now)
        } else {
            let turns = if stops { usize::try_from(self.random.below(60)).unwrap() } else { usize::MAX };
            tick_for(self.diary(), &self.board, self.now, turns).map(|done| done.unwrap()).is_some()
        };
        if !done {
            self.figures.stopped_while_posting += 1;
            self.restart();
        }
        let (posts, refusals) = self.board.take();
        for notice in refusals {
            for id in (Posted { at: self.now, notice }).entries() {
                // What others have of this day needs no telling when it is tried again.
                if !self.elsewhere.contains(&(id, london_day(self.now))) {
                    self.figures.refusals += u64::from(self.refused.insert(id));
                }
            }
        }
        let mut singles: BTreeMap<String, usize> = BTreeMap::new();
        for post in &posts {
            self.hear(post);
            let is_single = matches!(&post.notice.told, Told::Review { stage: Stage::Overdue(_), .. });
            if is_single && matches!(post.notice.audience, Audience::Channel | Audience::Lead) {
                *singles.entry(post.notice.team.clone()).or_default() += 1;
            }
        }
        assert!(!calm || !self.calm || singles.values().all(|count| *count < 3), "no digest at {}: {singles:?}", self.now);
        assert_eq!(self.board.faults(), Vec::<String>::new());
    }

    fn hear(&mut self, post: &Posted) {
        let (notice, today) = (&post.notice, london_day(post.at));
        if notice.audience == Audience::Supervisors {
            self.supervised.extend(post.entries());
        }
        for id in post.entries() {
            // Where the channel takes it after all, there is nothing to tell others.
            let refused = self.refused.remove(&id);
            if notice.audience != Audience::Channel {
                self.figures.refusals_told += u64::from(refused);
                self.elsewhere.insert((id, today));
            }
        }
        for id in post.entries() {
            let known = self.model.get_mut(&id).unwrap();
            assert!(!known.closed, "{id} was closed, and posted at {}", post.at);
            let primary = notice.audience != Audience::Supervisors;
            if let Told::Moment { entry, .. } = &notice.told {
                let since = entry.alert.as_ref().unwrap().at;
                if primary && !notice.again {
                    self.figures.alerts += 1;
                }
                known.alerts.retain(|alert| *alert != since || notice.audience == Audience::Supervisors);
                let owed = self.model[&id].clone();
                if self.must_since(&Known { armed: Timestamp::MIN, ..owed }, today) == Some(today) {
                    self.model.get_mut(&id).unwrap().announced = Some(today);
                }
                continue;
            }
            let waits = known.wait.filter(|wait| *wait > today);
            assert!(waits.is_none(), "{id} waits until {waits:?}, and was posted at {}", post.at);
            if primary && known.announced.is_none_or(|last| last < today) {
                known.announced = Some(today);
            }
            if notice.again {
                assert!(!self.tells, "{id} was posted again at {}, though the board can tell what it has", post.at);
                self.figures.repeats += 1;
            } else {
                let count = self.counts.entry((id, today, notice.audience)).or_default();
                *count += 1;
                assert_eq!(*count, 1, "{id} was posted twice to {:?} on {today}", notice.audience);
            }
            if primary {
                self.figures.posts += 1;
                self.figures.late += u64::from(notice.late);
                if self.random.below(10) < 4 {
                    self.plan(id);
                }
            }
        }
        self.note_long(post);
    }

    fn note_long(&mut self, post: &Posted) {
        let notice = &post.notice;
        match &notice.told {
            Told::Digest(reviews) => {
                assert!(reviews.len() >= 3 || notice.again || !self.calm, "a digest of {}", reviews.len());
                self.figures.digests += 1;
                self.long.extend(reviews.iter().filter(|(_, stage)| matches!(stage, Stage::Overdue(3..))).map(|(entry, _)| entry.id));
            }
            Told::Review { entry, stage: Stage::Overdue(3..), .. } => drop(self.long.insert(entry.id)),
            _ => {}
        }
    }

    /// On a working day on which the board was well, everything owed was told.
    fn end_day(&mut self, today: Date) {
        if self.good {
            let mut checked = 0;
            for (id, known) in self.model.iter().filter(|(id, _)| self.is_worked(today) && !self.touched.contains(id)) {
                let Some(since) = self.must_since(known, today) else { continue };
                let stored = self.diary().get(*id).unwrap();
                assert!(known.announced.is_some_and(|last| last >= since), "{id} was not announced by {today}: {known:?} {stored:?}");
                checked += 1;
            }
            self.figures.checked += checked;
            for (id, known) in &self.model {
                assert!(known.closed || known.alerts.iter().all(|at| london_day(*at) >= today), "{id}: a moment was not told: {known:?}");
            }
            let missing: Vec<_> = self.long.difference(&self.supervised).collect();
            assert!(missing.is_empty(), "{today}: supervisors lack {missing:?}");
            let untold: Vec<_> = self.refused.iter().filter(|id| !self.model[id].closed).collect();
            assert!(untold.is_empty(), "{today}: nobody was told that the board refuses {untold:?}");
            self.figures.good_days += u64::from(self.is_worked(today));
        }
        self.refused.retain(|id| !self.model[id].closed);
        self.elsewhere.retain(|(_, day)| *day >= today);
        self.long.clear();
        self.touched.clear();
        self.supervised.clear();
        self.counts.retain(|(_, day, _), _| *day >= today);
    }

    fn new_weather(&mut self) {
        let bad = self.chance(3);
        self.good = !bad;
        let tells = !bad || !self.chance(3);
        self.board.tells(tells);
        self.tells = tells;
        for (team, audience) in [("north", Audience::Channel), ("south", Audience::Channel), ("south", Audience::Fallback)] {
            let refuses = self.chance(12);
            self.board.refuse(team, audience, refuses);
        }
    }

    fn weather_of_hour(&mut self) {
        let weather = match self.random.below(if self.good { 1 } else { 8 }) {
            0 => Weather::Well,
            1..4 => Weather::Away,
            4 => Weather::Unclear { posted: true },
            5 => Weather::Unclear { posted: false },
            6 => Weather::Silent { posted: true },
            _ => Weather::Silent { posted: false },
        };
        // Silence stops Lantern: once an hour is enough.
        if matches!(weather, Weather::Silent { .. }) {
            self.board.next(weather);
            self.board.weather(Weather::Well);
        } else {
            self.board.weather(weather);
        }
        self.calm = self.good;
    }

    fn hour(&mut self, hour: Timestamp) {
        self.weather_of_hour();
        // On bad days clocks step, too.
        let step = if self.good { 0 } else { [0, 0, 0, -60, 60][usize::try_from(self.random.below(5)).unwrap()] };
        for minute in [0, 1, 2, 7, 30] {
            let second = if minute == 1 { 5 } else { 0 };
            self.now = hour + SignedDuration::from_secs((minute + step) * 60 + second);
            if !self.good && self.chance(40) {
                self.restart();
            }
            self.people();
            let stops = !self.good && self.chance(4);
            self.tick(stops);
        }
    }

    fn people(&mut self) {
        while let Some(first) = self.plans.first_entry().filter(|plan| plan.key().0 <= self.now) {
            let (id, what) = first.remove();
            self.act(id, what);
        }
    }
}

fn forward(world: &World, mut day: Date, count: u32) -> Date {
    for _ in 0..count {
        day = day.tomorrow().unwrap();
        while !world.is_worked(day) {
            day = day.tomorrow().unwrap();
        }
    }
    day
}

fn london_day(at: Timestamp) -> Date {
    at.to_zoned(london()).date()
}

/// Memory where there is some to write to: what a disk keeps is for the crash test and the power cuts.
fn quick() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

#[test]
fn in_two_years_of_trouble_no_review_is_lost_and_none_told_twice_a_day() {
    let folder = quick();
    let start = at("2026-12-01 00:00");
    let mut world = World::new(folder.path().join("diary"), 20_261_201, start);
    let (mut hour, end) = (start, date(2028, 12, 1));
    let mut today = london_day(start);
    while today < end {
        world.now = hour;
        if london_day(hour) != today {
            world.end_day(today);
            today = london_day(hour);
            world.new_weather();
        }
        // All are scheduled in the first twenty months, by day.
        if world.figures.reviews < REVIEWS && (8..20).contains(&hour.to_zoned(london()).hour()) && world.random.below(7) < 2 {
            let n = world.figures.reviews;
            world.schedule(n);
        }
        world.hour(hour);
        hour += SignedDuration::from_hours(1);
    }
    let Figures { reviews, changes, undone, posts, alerts, digests, repeats, late, .. } = &world.figures;
    let Figures { refusals, refusals_told, restarts, stopped_while_posting, double_ticks, good_days, checked, .. } = &world.figures;
    println!(
        "two years: {reviews} reviews, {changes} changes by people, {undone} undone; 0 lost in {checked} looks on {good_days} good days"
    );
    println!(
        "  {posts} announcements ({digests} digests), {alerts} moments, {late} late, {repeats} logged repeats, {} recognised by the board",
        world.board.recognised()
    );
    println!(
        "  {refusals} refusals, {refusals_told} told to a person; {restarts} restarts, {stopped_while_posting} of them while posting; {double_ticks} double ticks"
    );
    assert_eq!(*reviews, REVIEWS);
    assert!(*posts > 10_000 && *restarts > 100 && *repeats > 0 && *refusals_told > 0 && *late > 0 && *undone > 0);
}
