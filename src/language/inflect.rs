//! The forms a word takes, so that a curator writes `choose` once.

use crate::text::Stemmer;
use rustc_hash::{FxHashMap, FxHashSet};

/// Families of irregular forms, the base first.
const IRREGULAR: &str = "\
begin begins began begun beginning|bend bent|bind bound|bite bit bitten|blow blew blown|break broke broken|bring brought|build built\
|burn burnt|buy bought|catch caught|choose chose chosen|come came coming|cut cutting|deal dealt|dig dug digging|do does did done doing\
|draw drew drawn|drink drank drunk|drive drove driven driving|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found\
|fly flew flown|forget forgot forgotten|get gets got gotten getting|give gave given giving|go goes went gone going|grow grew grown\
|hang hung|hear heard|hide hid hidden hiding|hit hits hitting|hold held|hurt hurts hurting|keep kept|know knew known|lay laid|lead led\
|learn learnt learned|leave left leaving|lend lent|let lets letting|lie lied lying lain|lose lost losing|make made making|mean meant\
|meet met|pay paid|put puts putting|quit quits quitting|read reads|ride rode ridden|ring rang rung|rise rose risen|run ran running|say says said\
|see saw seen|seek sought|sell sold|send sent|set sets setting|shake shook shaken|shoot shot|show shown|shut shuts shutting|sing sang sung\
|sit sat sitting|sleep slept|speak spoke spoken|spend spent|spin spun|stand stood|steal stole stolen|stick stuck|strike struck|swear swore sworn\
|take took taken taking|teach taught|tear tore torn|tell told|think thought|throw threw thrown|understand understood|wake woke woken\
|wear wore worn|win won winning|wind wound|write wrote written writing|child children|man men|woman women|wife wives|life lives|knife knives\
|thief thieves|foot feet|tooth teeth|person persons|bed beds|bad worse worst";

/// Words that are taken as they stand.
const FIXED: &str = "of to in on it as at by for and or with no not this that these those than so up out off over from into onto about \
    all any some none own too very only just even if but what who how why when where which there here he she they him her them his \
    their its me my we us our you your i nobody someone anyone nothing anything everything something never ever always more most less \
    little much many few one two can will would could should may might must shall us news less";

/// Short hand for common words.
const SHORTHAND: [(&str, &str); 27] = [
    ("just", "jst"),
    ("nothing", "nuffin"),
    ("nothing", "nuffink"),
    ("nothing", "nothin"),
    ("with", "wiv"),
    ("nothing", "nuthing"),
    ("anything", "anyfing"),
    ("want", "wnt"),
    ("worry", "wury"),
    ("about", "abt"),
    ("mum", "mom"),
    ("mum", "mam"),
    ("will", "'ll"),
    ("would", "'d"),
    ("to", "2"),
    ("for", "4"),
    ("with", "w"),
    ("with", "wi"),
    ("you", "u"),
    ("what", "wot"),
    ("nothing", "nowt"),
    ("anything", "owt"),
    ("relationship", "rship"),
    ("because", "cos"),
    ("of", "ov"),
    ("own", "ain"),
    ("have", "av"),
];

/// Knows the forms of English words.
pub struct Inflector {
    stemmer: Stemmer,
    families: FxHashMap<&'static str, &'static str>,
    fixed: FxHashSet<&'static str>,
}

impl Inflector {
    pub fn new() -> Self {
        let families = IRREGULAR.split('|').flat_map(|family| family.split(' ').map(move |form| (form, family))).collect();
        Self { stemmer: Stemmer::english(), families, fixed: FIXED.split_whitespace().collect() }
    }

    fn is_fixed(&self, word: &str) -> bool {
        (word.len() < 3 && word != "go" && word != "do") || self.fixed.contains(word)
    }

    /// Every form of a word, itself among them.
    pub fn forms(&self, word: &str) -> Vec<String> {
        let mut forms = vec![word.to_owned()];
        if !self.is_fixed(word) {
            let family = self.families.get(word);
            let base = family.and_then(|family| family.split(' ').next()).unwrap_or(word);
            let stem = self.stemmer.stem(base).into_owned();
            for base in bases(base) {
                forms.extend(regular(&base).into_iter().filter(|form| self.stemmer.stem(form) == stem));
            }
            forms.extend(family.into_iter().flat_map(|family| family.split(' ')).map(str::to_owned));
        }
        forms.extend(SHORTHAND.iter().filter(|(long, _)| *long == word).map(|(_, short)| (*short).to_owned()));
        forms.sort();
        forms.dedup();
        forms
    }
}

/// What a word may be a regular form of: "voted" of "vote" (and of "vot", which the stem rules out).
fn bases(word: &str) -> Vec<String> {
    let mut bases = vec![word.to_owned()];
    for (ending, instead) in
        [("ies", "y"), ("ied", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")]
    {
        if let Some(start) = word.strip_suffix(ending).filter(|start| start.len() >= 3) {
            bases.push(format!("{start}{instead}"));
        }
    }
    bases
}

fn regular(base: &str) -> Vec<String> {
    let mut forms: Vec<String> = ["", "s", "es", "ed", "d", "ing"].iter().map(|ending| format!("{base}{ending}")).collect();
    if let Some(start) = base.strip_suffix('e') {
        forms.push(format!("{start}ing"));
    }
    if let Some(start) = base.strip_suffix('y') {
        forms.extend([format!("{start}ies"), format!("{start}ied")]);
    }
    if let Some(last) = base.chars().last().filter(|last| !"aeiouwxy".contains(*last)) {
        forms.extend([format!("{base}{last}ed"), format!("{base}{last}ing")]);
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_key_and_no_other_word_does() {
        let inflector = Inflector::new();
        let choose = inflector.forms("choose");
        for form in ["choose", "chooses", "chose", "chosen", "choosing"] {
            assert!(choose.iter().any(|known| known == form), "{form}");
        }
        assert!(inflector.forms("voted").contains(&"voting".to_owned()));
        assert!(!inflector.forms("caring").contains(&"cars".to_owned()));
        assert_eq!(inflector.forms("as"), ["as"]);
        assert!(inflector.forms("knew").contains(&"knowing".to_owned()));
    }
}
