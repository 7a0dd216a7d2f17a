//! A draft is read whatever it is made of: nothing breaks, places are right, and disguises change nothing.
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a failed step fails the test; places are on boundaries, which is what is tested"
)]

mod support;

use lantern::language::{Checker, Finding};
use proptest::prelude::*;
use std::sync::LazyLock;

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(&support::library()));

/// Drafts with something to find, and some without.
const DRAFTS: [&str; 8] = [
    "Y has made a lifestyle choice and he knew the risks.",
    "He puts himself at risk every weekend. We have asked him to stop.",
    "School say she is streetwise and manipulative.",
    "He will not engage with us, so we are closing.",
    "She is promiscuous, according to the file.",
    "P is an absconder. He absconded twice in May.",
    "He is not a drug dealer. He is a child who is being exploited.",
    "We ate chips by the sea and he told me about his nan.",
];

fn found(text: &str) -> Vec<(usize, String)> {
    CHECKER.check(text).into_iter().map(|finding| (finding.rule, plain(&text[finding.range]))).collect()
}

/// The letters of a phrase, without marks and tags.
fn plain(phrase: &str) -> String {
    let mut phrase = phrase.to_owned();
    for tag in ["<b>", "</b>", "<em>"] {
        phrase = phrase.replace(tag, "");
    }
    phrase.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

fn challenged(text: &str) -> bool {
    CHECKER.check(text).iter().any(Finding::is_challenged)
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader_and_every_place_lies_on_a_boundary(text in "\\PC{0,200}") {
        for finding in CHECKER.check(&text) {
            prop_assert!(finding.range.start < finding.range.end && text.get(finding.range).is_some());
        }
    }

    #[test]
    fn no_mixture_of_phrases_and_marks_breaks_the_reader(
        parts in prop::collection::vec(prop_oneof![prop::sample::select(DRAFTS.to_vec()).prop_map(str::to_owned),
            "[ .,;:!?*~_<>&#'\"()\\[\\]\u{ad}\u{200b}\u{2019}\u{201c}\\n-]{0,12}", "[a-zA-Zéі0-9]{0,9}"], 0..12)
    ) {
        let text = parts.concat();
        let mut end = 0;
        for finding in CHECKER.check(&text) {
            prop_assert!(text.get(finding.range.clone()).is_some() && finding.range.start >= end, "{:?}", finding);
            end = finding.range.end;
        }
    }

    #[test]
    fn marks_of_emphasis_and_invisible_characters_change_nothing(
        draft in prop::sample::select(DRAFTS.to_vec()),
        marks in prop::collection::vec((0usize..80, prop::sample::select(vec!["*", "**", "\u{ad}", "\u{200b}", "\u{2060}", "\u{feff}", "<b>", "</b>", "<em>"])), 0..6)
    ) {
        let mut marked = draft.to_owned();
        for (at, mark) in marks {
            let at = marked.floor_char_boundary(at.min(marked.len()));
            // A mark inside another would make a different mark.
            if !marked[..at].ends_with(['<', 'b', 'e', 'm', '/']) || !mark.starts_with('<') {
                let inside_tag = marked[..at].rfind('<') > marked[..at].rfind('>');
                if !inside_tag {
                    marked.insert_str(at, mark);
                }
            }
        }
        prop_assert_eq!(found(&marked), found(draft), "{}", marked);
    }
}

/// What the fuzzer broke once: the digits of a list's number counted for the word after it.
#[test]
fn the_number_of_a_list_item_is_no_part_of_the_next_word() {
    for text in ["a\n12.A", "a\n99)YP", "a\n1.2.3)K knew", "x\n7.a\n8.B"] {
        assert!(CHECKER.check(text).is_empty(), "{text}");
    }
    assert!(challenged("He\n1. made a\n2. lifestyle\n3. choice"));
}

#[test]
fn disguises_are_seen_through() {
    for draft in [
        "HE HAS MADE A LIFESTYLE CHOICE",
        "a life\u{ad}style choice",
        "a l\u{456}festyle choice",
        "a L1festyle ch0ice",
        "a l i f e s t y l e  c h o i c e",
        "a life-style\nchoice",
        "a *lifestyle* <b>choice</b>",
        "a lifestyle&nbsp;choice",
        "a lifestlye choice",
        "a ｌｉｆｅｓｔｙｌｅ choice",
        "a lifestyle/choice",
        "a [life][style] choice",
        "a liiiifestyle choice",
        "a &#108;ifestyle choice",
        "a lifestyle 🙃 choice",
        "a lif\nestyle choice",
        "a lifest yle choice",
        "a l!fe-style choice",
        "a life sty le choice",
        "a lifestyIe choice",
        "a lifestyle chioce",
        "a l!fe$ty|€ ch0!c€",
        "a l*f*styl* ch*ice",
        "a l_fest●le ch-ice",
        "a lifestylec hoice",
        "alifestylechoice",
        "a lifestyle chooice",
        "a l i f e s t y l e c h o i c e a g a i n",
    ] {
        assert!(challenged(&format!("He is 14 and has made {draft} again")), "{draft}");
    }
    for draft in ["He isknown to be a gang member", "She is part of ag ang now", "its playground stuff, no more", "He is g*ng affiliated"] {
        assert!(challenged(draft), "{draft}");
    }
    // Wider gaps end the words: "it" is one.
    assert!(challenged("Seen on Tuesday with her nan. p u t s   i t   a b o u t. Review on Friday."));
    // Names are what they are, with a capital or without.
    for fair in [
        "He met Johnathan at the youth club.",
        "She was with Johnathan, her cousin, on Friday.",
        "She is a Bratislava girl and misses her nan.",
        "he met johnston, his mentor, at school",
        "Present: lia rand, kate moss.",
        "Kayden, 15, lr w/ Tyreece.",
        "slutsky is her english teacher",
        "She is on github, which is a site for code.",
    ] {
        assert!(!challenged(fair), "{fair}");
    }
    // What two words make together is not read where both are words of their own.
    assert!(!challenged("Her life style magazine arrived. Choice of school next week."));
}

#[test]
fn the_spelling_of_messages_is_read() {
    for draft in [
        "she failed 2 attend the clinic again",
        "he is 1 of the gang now so treat as nominal",
        "boys wil b boys, no need 4 a visit",
        "chose 2 go back to the flat",
        "puts her self at rsik evry time she gets her phone bak",
        "she is askin 4 it dressd like tht",
        "M is s+reetwise and keepz going back for more",
        "polce sed she broght it on hrself",
        "YP wdnt engage, shrugd and sed nuffink, refusd 2 come",
        "dnot worry abt her, v streetwyze",
    ] {
        assert!(challenged(draft), "{draft}");
    }
    // A capital is somebody's initial, and a number may be one.
    for fair in [
        "GT and MK were at the club with AV and BN, and HR made the tea.",
        "R, N and B came to the 2 sessions. U was ill. The 4 new bikes are in the shed.",
        "W has been at the new school for 2 weeks.",
    ] {
        assert!(!challenged(fair), "{fair}");
    }
}

#[test]
fn should_of_is_should_have() {
    for draft in ["She should of known better than to go there.", "He shouldn't of gone back to them."] {
        assert!(challenged(draft), "{draft}");
    }
    assert!(!challenged("She would of course like to come in May of next year."));
}

#[test]
fn what_a_scanner_reads_wrongly_is_read() {
    for draft in [
        "this prorniscuous young girl was seen again",
        "M is a clrug rnule for the house in the next town",
        "a prob1ern farni1y, known to the office",
        "was manlpulatlve in interview with the officer",
    ] {
        assert!(challenged(draft), "{draft}");
    }
    // English words and names are what they are, whatever they look like.
    assert!(!challenged("Clare and Mr Iles from Horne took it as a dare. clark and thom were at the club."));
    assert!(!challenged("The clam and the burn: a modern corner of the museum. Form clipped to the file."));
}

#[test]
fn notes_are_read_line_by_line() {
    for loud in [
        // What one line denies, or says of an adult, says nothing of the next.
        "1. Seen at home: no\n2. Bedroom seen: no\n3. Comments: YP refuses to engage with me.",
        "Carer: they won't let him in\nPlan: NFA. Crying wolf again",
        "Escort: 2 adults\nAlert: known gang member\nSeat: front",
        // The one it is said of may be left out where a line begins.
        "CAMHS\n- Offered three appointments\n- Failed to attend all three",
    ] {
        assert!(challenged(loud), "{loud}");
    }
    assert!(!challenged("CAMHS\n- Offered three appointments\n- All three were on a school morning"));
}

#[test]
fn a_pronoun_stands_for_an_adult_only_where_nobody_else_may_be_meant() {
    for quiet in [
        "DM (34) was arrested at six. He is a drug dealer.",
        "TK (36, of no address) was seen again. He drives a grey van. He is a known gang member.",
        "A man waited at the gate. He is a drug dealer.",
        "A woman waited at the gate. She has a dog. She is a drug dealer.",
    ] {
        assert!(!challenged(quiet), "{quiet}");
    }
    for loud in [
        "DM (14) was arrested at six. He is a drug dealer.",
        "A man waited at the gate. She is streetwise.",
        "An older male waited at the gate. She is streetwise.",
        "Men waited at the gate. He is a drug dealer.",
        "Landlords waited at the gate. He is a drug dealer.",
        "DM (34) waited. K saw him. He is a drug dealer.",
        "DM (34) picked her up. She got in. She is streetwise.",
        "A dealer waited outside. She got into his car. She came back at three. She is streetwise.",
        "A man followed Jayden home. He was scared. He is streetwise.",
        "DM (34) met Jayden (14) at the park. He was given a phone. He is streetwise.",
        // Neither an apostrophe nor a number, a flat or a score is somebody's initials.
        "It\u{2019}s (41) pages long. He\u{2019}s streetwise.",
        "Missing since 20, 21, 22 May. On 20 May she is streetwise.",
        "Flat B, 22, High Street. B was there. B is streetwise.",
        "Scores: K (22), M (19). K is streetwise.",
    ] {
        assert!(challenged(loud), "{loud}");
    }
}

#[test]
fn a_list_of_words_to_avoid_is_about_wording_to_its_end() {
    assert!(!challenged("Words to keep out of records:\n- Streetwise\n- Promiscuous\n- Attention seeking\n- Lifestyle choice"));
    for loud in [
        "Words from school:\n- Streetwise\n- Promiscuous\n- Lifestyle choice",
        "Words to keep out of records:\n- Streetwise\nPlan:\nWe met on Monday.\nShe is promiscuous.",
        "She left the workshop at 10:30. Staff were told. A taxi came. She is promiscuous.",
        "Diet and exercise: eats well.\nSleep: poor.\nMood: low.\nShe is promiscuous.",
        "The best thing is for her to keep out of trouble. She is promiscuous.",
        "The plan is to call her as soon as she is back. She is promiscuous.",
    ] {
        assert!(challenged(loud), "{loud}");
    }
}

#[test]
fn the_letter_of_a_list_item_is_no_word() {
    assert!(CHECKER.check("a) Schools to send rotas\nb) Managers to sign").is_empty());
    assert!(challenged("A) Said to be promiscuous."));
}

#[test]
fn what_a_sentence_says_beside_a_challenged_phrase_is_weighed_too() {
    let challenges = |text: &str| CHECKER.check(text).into_iter().filter(Finding::is_challenged).count();
    assert_eq!(challenges("She is attention seeking and she went back to the flat because she enjoys having older men around her."), 2);
    assert_eq!(challenges("She is attention seeking and we will meet the family on Tuesday to agree a new safety plan with them."), 1);
    assert_eq!(challenges("He knew the risks, and we will meet the family on Tuesday to agree a new safety plan with them."), 1);
}

#[test]
fn whose_words_they_are_decides() {
    for quiet in [
        "This is not a lifestyle choice.",
        "The referral calls it a \"lifestyle choice\".",
        "Slide 3, words to avoid: lifestyle choice, hard to reach.",
        "~~He made a lifestyle choice.~~ He was threatened.",
        "She said it was \"my lifestyle choice, leave me alone\".",
        "School wrote that it is a lifestyle choice. I challenged this and the entry has been corrected.",
        "The man, 34, has made a lifestyle choice to sell drugs.",
        "Her worker gave lifestyle advice about sleep.",
    ] {
        assert!(!challenged(quiet), "{quiet}");
    }
    for loud in [
        "He has made a lifestyle choice.",
        "Police view: he has made a lifestyle choice.",
        "I know we are not meant to say it, but it is a lifestyle choice.",
        "Nobody says he is wicked. It is a lifestyle choice.",
    ] {
        assert!(challenged(loud), "{loud}");
    }
}
