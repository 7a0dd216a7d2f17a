//! People's names are found in hurried practice text, in any case and of any origin, and what only looks like one is let be.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use lantern::privacy::{Interlock, Kind};
use regex::Regex;

fn names_in<'a>(interlock: &Interlock, text: &'a str) -> Vec<&'a str> {
    let found = interlock.find(text).into_iter().filter(|sighting| sighting.kind == Kind::Name);
    found.map(|sighting| text.get(sighting.range).unwrap()).collect()
}

fn interlock() -> Interlock {
    Interlock::new(&support::library(), Regex::new("^YP-[0-9]+$").unwrap())
}

const NAMED: [(&str, &str); 17] = [
    ("Sarah Smith is safe now, what next?", "Sarah Smith"),
    ("Liam Brown is moving on", "Liam Brown"),
    ("Kyle", "Kyle"),
    ("spoke to kyle again about the bike", "kyle"),
    ("Mr Okafor rang the office", "Okafor"),
    ("PC Lomax took the statement", "Lomax"),
    ("my lad Kyle is missing", "Kyle"),
    ("Kayleigh-Mae's mum rang", "Kayleigh-Mae"),
    ("K y l e was seen at the flat", "K y l e"),
    ("Ky1e was seen at the flat", "Ky1e"),
    ("KYLE SEEN AT THE STATION", "KYLE"),
    ("The form was signed by J. Lisowski on Friday", "Lisowski"),
    ("he runs for a man known as Tiny Kev", "Kev"),
    ("Thanks, Rashid", "Rashid"),
    ("lil shanks took the phone off tariq", "tariq"),
    ("cc Agnieszka", "Agnieszka"),
    ("worried about Nguyen and his sister Thuy", "Thuy"),
];

const INNOCENT: [&str; 22] = [
    "Victoria Park and Chelsea Green are both on the 42.",
    "Kate Budge and Carlene Firmin have written on it.",
    "Will he be seen by Friday?",
    "We may need a review in May.",
    "The Grace period ends on Friday, mark it in the book.",
    "Section 47 enquiries and KCSIE 2025",
    "Storm Amy closed the hub.",
    "Meet at Nelson Street, by the church.",
    "Sarah's Law and Clare's Law are not the same.",
    "Firmin (2020) writes about places.",
    "I used Gibbs for my reflection.",
    "Munro's point was that forms eat time.",
    "Child A and Child B are brothers.",
    "K.'s mum rang twice.",
    "The cat is called Dave.",
    "Barnardo's and Catch22 were there.",
    "YP-1042 was seen at home.",
    "Mum said he was fine.",
    "SEND REVIEW DUE BEFORE HALF TERM",
    "ring 0800 1111 at 4pm, it costs £5",
    "Chair opened the meeting and thanked all.",
    "Social Worker to chase Housing.",
];

#[test]
fn names_are_found() {
    let interlock = interlock();
    for (text, name) in NAMED {
        let found = names_in(&interlock, text);
        assert!(found.iter().any(|found| found.contains(name) || name.contains(found)), "{text}: {found:?}");
    }
}

#[test]
fn what_only_looks_like_a_name_is_let_be() {
    let interlock = interlock();
    for text in INNOCENT {
        assert_eq!(names_in(&interlock, text), [""; 0], "{text}");
    }
}

#[test]
fn two_interlocks_of_one_library_find_the_same() {
    let (first, second) = (interlock(), interlock());
    let library = support::library();
    for text in library.fair.iter().step_by(20) {
        assert_eq!(first.find(text), second.find(text), "{text}");
    }
}

#[test]
fn articles_hold_no_name_of_a_private_person() {
    let (interlock, library) = (interlock(), support::library());
    for article in &library.articles {
        for line in article.brief.iter().chain(&article.steps).chain(&article.say) {
            assert_eq!(names_in(&interlock, line), [""; 0], "{}: {line}", article.id);
        }
    }
}
