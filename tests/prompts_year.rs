//! A year of prompts for three teams, with outages, restarts and kills at any step: no card comes again before all of its set were used,
//! none is posted on a day off, none is lost or posted twice, and the coverage that is told is what the transcript shows.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step fails the test")]

mod diary;
mod store;

use crate::diary::{at, day, holidays, london, tick_for};
use crate::store::Random;
use jiff::civil::{Date, Time, time};
use jiff::{SignedDuration, Timestamp, ToSpan};
use lantern::bot::{Asker, Bot, Command, Desk};
use lantern::config::{Config, Role};
use lantern::diary::Diary;
use lantern::diary::cadence::Cadence;
use lantern::diary::case::CaseRule;
use lantern::diary::entry::{Entry, EntryId};
use lantern::diary::noticeboard::{Audience, Told};
use lantern::diary::prompt::deck::Deck;
use lantern::diary::prompt::{Planned, What};
use lantern::diary::transcript::{Transcript, Weather};
use lantern::knowledge::{Library, files};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Team, first day, time asked for, rhythm, themes.
type Wanted = (&'static str, &'static str, Option<Time>, Cadence, &'static [&'static str]);

const SERIES: [Wanted; 8] = [
    ("north", "2027-01-04", None, Cadence::Weeks(1), &[]),
    ("north", "2027-01-09", Some(time(10, 0, 0, 0)), Cadence::Weeks(2), &["language"]),
    ("north", "2027-01-06", Some(time(15, 0, 0, 0)), Cadence::Weeks(1), &["language", "plan"]),
    ("south", "2027-01-31", None, Cadence::Months(1), &[]),
    ("south", "2027-01-08", Some(time(12, 0, 0, 0)), Cadence::Weeks(1), &["plan", "team"]),
    ("east", "2027-01-05", None, Cadence::Days(3), &[]),
    ("east", "2027-01-06", Some(time(18, 30, 0, 0)), Cadence::Weeks(1), &["worker"]),
    ("east", "2027-01-04", Some(time(14, 0, 0, 0)), Cadence::Days(1), &["moments", "places-and-peers"]),
];
const TEAMS: [&str; 3] = ["north", "south", "east"];

/// One prompt that the board has.
#[derive(Debug, Clone)]
struct Heard {
    at: Timestamp,
    entry: Entry,
    card: String,
    theme: String,
    late: bool,
}

#[derive(Debug, Default)]
struct Figures {
    restarts: u32,
    kills: u32,
    outage_days: u32,
    moved: u32,
    late: u32,
    rounds: u32,
}

struct World {
    folder: PathBuf,
    library: Library,
    diary: Option<Diary>,
    board: Transcript,
    random: Random,
    days_off: BTreeSet<Date>,
    bad: BTreeSet<Date>,
    heard: Vec<Heard>,
    /// Every prompt that was planned.
    planned: Vec<Entry>,
    /// Cards that a team left out, and since when.
    retired: Vec<(&'static str, String, Timestamp)>,
    figures: Figures,
}

impl World {
    fn new(folder: PathBuf, start: Timestamp) -> Self {
        let library = Library::load(&files::embedded()).unwrap();
        let mut world = Self {
            diary: None,
            folder,
            library,
            board: Transcript::new(start),
            random: Random(20_270_101),
            days_off: holidays().england_and_wales.iter().map(|day| day.date).collect(),
            bad: BTreeSet::new(),
            heard: Vec::new(),
            planned: Vec::new(),
            retired: Vec::new(),
            figures: Figures::default(),
        };
        world.open();
        world
    }

    fn open(&mut self) {
        drop(self.diary.take());
        let deck = Deck::of(&self.library.prompts);
        self.diary = Some(diary::open(&self.folder).with_deck(deck));
    }

    fn restart(&mut self) {
        self.open();
        self.figures.restarts += 1;
    }

    fn diary(&self) -> &Diary {
        self.diary.as_ref().unwrap()
    }

    fn is_worked(&self, day: Date) -> bool {
        day.weekday().to_monday_one_offset() <= 5 && !self.days_off.contains(&day)
    }

    /// The day on which a due date is to be posted, found day by day.
    fn on_day(&self, mut due: Date) -> Date {
        while !self.is_worked(due) {
            due = due.tomorrow().unwrap();
        }
        due
    }

    fn below(&mut self, most: u64) -> u64 {
        self.random.below(most)
    }

    fn plan(&mut self, planned: &Planned, now: Timestamp) {
        let entry = self.diary().add_prompt(planned, "KP", now).unwrap();
        self.planned.push(entry);
    }

    fn weather(&mut self, today: Date) {
        // An outage of some days now and then; other bad days have their hours.
        if self.below(25) == 0 {
            for more in 0..=self.random.below(4) {
                self.bad.insert(today + i64::try_from(more).unwrap().days());
            }
        }
        if self.below(6) == 0 {
            self.bad.insert(today);
        }
        self.figures.outage_days += u32::from(self.bad.contains(&today));
    }

    fn tick(&mut self, now: Timestamp, is_bad: bool) {
        let weather = match (is_bad, self.random.below(6)) {
            (false, _) | (true, 0) => Weather::Well,
            (true, 1..4) => Weather::Away,
            (true, 4) => Weather::Unclear { posted: true },
            (true, _) => Weather::Unclear { posted: false },
        };
        self.board.weather(weather);
        // Stopped at any step, on good days too; then opened again.
        let turns = if self.random.below(40) == 0 { usize::try_from(self.random.below(30)).unwrap() } else { usize::MAX };
        let silent = self.random.below(60) == 0;
        if silent {
            let posted = self.random.below(2) == 0;
            self.board.next(Weather::Silent { posted });
        }
        let done = tick_for(self.diary(), &self.board, now, turns);
        if done.map(Result::unwrap).is_none() {
            self.figures.kills += 1;
            self.restart();
            self.board.weather(if is_bad { Weather::Away } else { Weather::Well });
            tick_for(self.diary(), &self.board, now + SignedDuration::from_secs(90), usize::MAX).map(Result::unwrap);
        }
        let (posts, refusals) = self.board.take();
        assert!(refusals.is_empty());
        for post in posts {
            let Told::Prompt { entry, card } = &post.notice.told else { panic!("{:?}", post.notice) };
            assert_eq!((post.notice.audience, post.notice.again), (Audience::Channel, false));
            let (entry, card, theme) = (Entry::clone(entry), card.id.clone(), card.theme.clone());
            self.heard.push(Heard { at: post.at, entry, card, theme, late: post.notice.late });
        }
        assert_eq!(self.board.faults(), Vec::<String>::new());
    }

    fn day(&mut self, today: Date) {
        self.weather(today);
        let is_bad = self.bad.contains(&today);
        for (hour, minute) in
            [(0, 5), (6, 0), (7, 0), (9, 0), (9, 1), (10, 0), (12, 0), (12, 1), (14, 0), (15, 0), (15, 30), (18, 30), (19, 0), (22, 0)]
        {
            let now = today.at(hour, minute, 0, 0).to_zoned(london()).unwrap().timestamp();
            if self.below(80) == 0 {
                self.restart();
            }
            self.tick(now, is_bad);
        }
    }

    // What the transcript must show.

    fn check_days(&mut self, end: Date) {
        let mut by_entry: BTreeMap<EntryId, Vec<Heard>> = BTreeMap::new();
        for heard in &self.heard {
            by_entry.entry(heard.entry.id).or_default().push(heard.clone());
        }
        for planned in &self.planned {
            let (first, cadence) = (planned.prompt.clone().unwrap().first, planned.cadence);
            let mut due = first;
            for heard in by_entry.remove(&planned.id).unwrap_or_default() {
                let day = heard.at.to_zoned(london()).date();
                let hour = heard.at.to_zoned(london()).hour();
                assert!(self.is_worked(day), "{} was posted on {day}, a day off", heard.entry.case);
                assert!((7..20).contains(&hour), "{} was posted at {hour} o'clock", heard.entry.case);
                assert_eq!(heard.entry.due, due, "{} {}: lost or posted twice", heard.entry.team, heard.entry.case);
                let on_day = self.on_day(due);
                assert!(
                    day == on_day || (day > on_day && heard.late && self.bad.contains(&on_day)),
                    "{due} was posted on {day}: {heard:?}"
                );
                self.figures.moved += u32::from(on_day != due);
                self.figures.late += u32::from(heard.late);
                due = match cadence {
                    Some(cadence) => (0..1_000).map(|step| cadence.nth(first, step)).find(|next| *next > day).unwrap(),
                    None => Date::MAX,
                };
            }
            assert!(due >= end, "{} {}: {due} was lost", planned.team, planned.case);
        }
        assert!(by_entry.is_empty(), "nobody planned {by_entry:?}");
    }

    /// What is in a set of a team at some time.
    fn pool(&self, team: &str, themes: &BTreeSet<String>, now: Timestamp) -> BTreeSet<String> {
        let retired = |id: &String| self.retired.iter().any(|(of, card, since)| *of == team && card == id && *since <= now);
        let cards = self.library.prompts.iter().filter(|card| themes.is_empty() || themes.contains(card.meta.theme.name()));
        cards.map(|card| card.id.clone()).filter(|id| !retired(id)).collect()
    }

    fn check_cards(&mut self) {
        let mut used: BTreeMap<(String, BTreeSet<String>), BTreeSet<String>> = BTreeMap::new();
        for heard in &self.heard {
            let (team, series) = (&heard.entry.team, heard.entry.prompt.clone().unwrap());
            if series.what == What::Deck {
                let set = (team.clone(), series.themes.clone());
                let pool = self.pool(team, &series.themes, heard.at);
                let taken = used.entry(set).or_default();
                let exhausted = pool.is_subset(taken);
                assert!(pool.contains(&heard.card), "{} is not of its set", heard.card);
                assert!(exhausted || !taken.contains(&heard.card), "{} came again before all were used: {heard:?}", heard.card);
                self.figures.rounds += u32::from(exhausted);
            }
            for ((of, themes), taken) in &mut used {
                let pool = self.pool(team, themes, heard.at);
                if of == team && pool.contains(&heard.card) {
                    if pool.is_subset(taken) {
                        taken.clear();
                    }
                    taken.insert(heard.card.clone());
                }
            }
        }
    }

    /// What `/prompt coverage` says on a day, held against the transcript.
    fn check_coverage(&self, today: Date, quarter: Date) {
        let library = Library::load(&files::embedded()).unwrap();
        let cases = CaseRule::new(None, &library.short_names).unwrap();
        let bot = Bot::new(library, Config::default()).with_desk(Desk::new(self.diary().clone(), cases));
        let now = today.at(23, 0, 0, 0).to_zoned(london()).unwrap().timestamp();
        for team in TEAMS {
            let asker = Asker { who: "KP".into(), team: team.into(), role: Role::Practitioner };
            let said = bot.act(&Command::prompt("coverage").unwrap(), &asker, now).reply.plain();
            let since = self.heard.iter().filter(|heard| heard.entry.team == team && heard.at.to_zoned(london()).date() >= quarter);
            let cards: BTreeSet<&str> = since.map(|heard| heard.card.as_str()).collect();
            let met: BTreeSet<&String> =
                cards.iter().filter_map(|id| self.library.prompt(id)).flat_map(|card| &card.meta.anchors).collect();
            for (anchor, says) in self.library.principles() {
                assert_eq!(said.contains(says.as_str()), !met.contains(anchor), "{team} on {today}: {anchor} in {said}");
            }
            let stored: Vec<(Date, String)> = self.diary().shown(team).unwrap().into_iter().map(|shown| (shown.day, shown.card)).collect();
            let mut heard: Vec<(Date, String)> = self
                .heard
                .iter()
                .filter(|heard| heard.entry.team == team)
                .map(|heard| (heard.at.to_zoned(london()).date(), heard.card.clone()))
                .collect();
            let mut stored = stored;
            stored.sort();
            heard.sort();
            assert_eq!(stored, heard, "{team}: what is stored is not what was posted");
        }
    }
}

#[test]
fn after_a_kill_the_same_card_is_posted_whatever_joined_or_left_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let start = at("2027-01-04 08:00");
    let board = Transcript::new(start);
    let library = Library::load(&files::embedded()).unwrap();
    let deck = || Deck::of(&library.prompts);
    let first = {
        let diary = diary::open(folder.path()).with_deck(deck());
        diary.add_prompt(&planned(SERIES[0]), "KP", start).unwrap();
        board.next(Weather::Silent { posted: true });
        assert!(tick_for(&diary, &board, at("2027-01-04 09:00"), usize::MAX).is_none(), "it was not stopped");
        board.take().0.remove(0)
    };
    let Told::Prompt { card, .. } = &first.notice.told else { panic!("{first:?}") };
    // The card is left out, the deck is another one, and the board cannot tell what it has.
    board.tells(false);
    let diary = diary::open(folder.path()).with_deck(Deck::of(&library.prompts.iter().rev().cloned().collect::<Vec<_>>()));
    diary.retire("north", &card.id, "not for us", ("KP", start)).unwrap();
    diary::tick(&diary, &board, at("2027-01-04 09:30"));
    let again = board.take().0.remove(0).notice;
    assert!(again.again && matches!(&again.told, Told::Prompt { card: same, .. } if same == card), "{again:?}");
    assert_eq!(diary.shown("north").unwrap().iter().map(|shown| shown.card.as_str()).collect::<Vec<_>>(), [card.id.as_str()]);
    assert_eq!(diary.prompts("north").unwrap()[0].due, day("2027-01-11"));
}

fn planned((team, first, time, cadence, themes): Wanted) -> Planned {
    let themes = themes.iter().map(|theme| (*theme).to_owned()).collect();
    Planned { team: team.into(), due: (day(first), time), cadence: Some(cadence), themes, what: What::Deck }
}

#[test]
fn in_a_year_of_three_teams_no_prompt_is_lost_repeated_or_posted_on_a_day_off() {
    let folder = tempfile::tempdir().unwrap();
    let start = at("2027-01-01 00:00");
    let mut world = World::new(folder.path().join("diary"), start);
    for wanted in SERIES {
        world.plan(&planned(wanted), start);
    }
    let (mut today, end) = (day("2027-01-01"), day("2028-01-01"));
    // Where the last outage has ended, the last due dates have been posted as well.
    while today < end || world.bad.contains(&today) || world.bad.contains(&today.yesterday().unwrap()) {
        let noon = today.at(12, 0, 0, 0).to_zoned(london()).unwrap().timestamp();
        if today == day("2027-04-10") {
            // A card by hand, on a Saturday; and one that is not for the team.
            let card = world.library.prompts[3].id.clone();
            let hand = Planned { team: "east".into(), due: (today, None), cadence: None, themes: BTreeSet::new(), what: What::Card(card) };
            world.plan(&hand, noon - SignedDuration::from_hours(12));
            let retired = world.library.prompts[7].id.clone();
            let since = noon - SignedDuration::from_hours(12);
            world.diary().retire("east", &retired, "we did this", ("KP", since)).unwrap();
            world.retired.push(("east", retired, since));
        }
        world.day(today);
        let tomorrow = today.tomorrow().unwrap();
        if (tomorrow.month() - 1) % 3 == 0 && tomorrow.day() == 1 {
            world.check_coverage(today, Date::constant(today.year(), today.month() - 2, 1));
        }
        today = tomorrow;
    }
    // Those that came about by chance, and by kills; none is added for the figure.
    assert!(world.figures.restarts > 50, "{}", world.figures.restarts);
    world.check_days(end);
    world.check_cards();
    let today = today.yesterday().unwrap();
    assert!(world.diary().check(today).unwrap().is_sound());
    let posts = world.heard.len();
    let themes: BTreeSet<&str> = world.heard.iter().map(|heard| heard.theme.as_str()).collect();
    let Figures { restarts, kills, outage_days, moved, late, rounds } = &world.figures;
    println!(
        "a year of 3 teams: {posts} prompts of {} series, {} cards, {} themes; {rounds} further rounds",
        SERIES.len(),
        world.library.prompts.len(),
        themes.len()
    );
    println!(
        "  {restarts} restarts, {kills} of them while posting; {outage_days} bad days; {moved} moved from a day off, {late} late; 0 repeated too soon, 0 lost, 0 twice, 0 on a day off"
    );
    assert!(posts > 400 && *kills > 5 && *moved > 30 && *late > 5 && *rounds > 10);
}
