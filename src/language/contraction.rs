//! Contractions taken apart: "won't" is "will" and "not", with or without its apostrophe.

/// Words before `n't`, with what they stand for.
const NEGATED: [(&str, &str); 18] = [
    ("do", "do"),
    ("does", "does"),
    ("did", "did"),
    ("is", "is"),
    ("are", "are"),
    ("was", "was"),
    ("were", "were"),
    ("has", "has"),
    ("have", "have"),
    ("had", "had"),
    ("would", "would"),
    ("could", "could"),
    ("should", "should"),
    ("must", "must"),
    ("need", "need"),
    ("ca", "can"),
    ("wo", "will"),
    ("ai", "is"),
];
/// Contractions that people write without an apostrophe, as their two parts.
const BARE: [(&str, &str, &str); 16] = [
    ("hes", "he", "'s"),
    ("shes", "she", "'s"),
    ("theyre", "they", "'re"),
    ("youre", "you", "'re"),
    ("theyve", "they", "'ve"),
    ("youve", "you", "'ve"),
    ("weve", "we", "'ve"),
    ("ive", "i", "'ve"),
    ("im", "i", "'m"),
    ("thats", "that", "'s"),
    ("theres", "there", "'s"),
    ("whos", "who", "'s"),
    ("whats", "what", "'s"),
    ("lets", "let", "'s"),
    ("theyll", "they", "'ll"),
    ("cannot", "can", "not"),
];
/// What may follow an apostrophe.
const ENDINGS: [&str; 6] = ["'s", "'re", "'ve", "'ll", "'d", "'m"];

/// A contraction's two parts, and the length in bytes of the first as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The first word.
    pub first: &'a str,
    /// The second word; an ending keeps its apostrophe.
    pub second: &'static str,
    /// Where the second part begins in the folded word.
    pub at: usize,
}

/// Takes a folded word apart, if it is a contraction.
pub fn split(word: &str) -> Option<Parts<'_>> {
    if let Some(at) = word.rfind('\'').filter(|at| *at > 0) {
        let (first, ending) = word.split_at(at);
        if ending == "'t" {
            return first.strip_suffix('n').and_then(negated);
        }
        return ENDINGS.iter().find(|known| **known == ending).map(|second| Parts { first, second, at });
    }
    if let Some(parts) = word.strip_suffix("nt").and_then(negated) {
        return Some(parts);
    }
    let (_, first, second) = BARE.iter().find(|(bare, ..)| *bare == word)?;
    Some(Parts { first, second, at: first.len() })
}

fn negated(verb: &str) -> Option<Parts<'static>> {
    let (written, first) = NEGATED.iter().find(|(written, _)| *written == verb)?;
    Some(Parts { first, second: "not", at: written.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contractions_come_apart_with_and_without_an_apostrophe() {
        let parts = |word| split(word).map(|parts| (parts.first, parts.second));
        assert_eq!(parts("won't"), Some(("will", "not")));
        assert_eq!(parts("dont"), Some(("do", "not")));
        assert_eq!(parts("he's"), Some(("he", "'s")));
        assert_eq!(parts("hes"), Some(("he", "'s")));
        assert_eq!(parts("k's"), Some(("k", "'s")));
        assert_eq!(parts("tenant"), None);
        assert_eq!(parts("o'clock"), None);
    }
}
