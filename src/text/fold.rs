//! One spelling for what people type in many: case, compatibility forms, quotes, invisible characters.

use unicode_normalization::UnicodeNormalization;

/// Folds text for matching: NFKC, lower case, straight quotes and dashes, no invisible characters.
///
/// Folding an already folded text changes nothing.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() && !text.contains(is_invisible) {
        return text.to_ascii_lowercase();
    }
    let visible = text.nfkc().filter(|c| !is_invisible(*c)).map(straighten);
    // Lower-casing can leave a combining mark that composes anew, so normalise once more.
    visible.flat_map(char::to_lowercase).nfkc().filter(|c| !is_invisible(*c)).collect()
}

fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn straighten(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' | '`' | '\u{b4}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn curly_quotes_case_and_hidden_characters_fold_away() {
        assert_eq!(fold("She\u{2019}s CAU\u{ad}GHT\u{200b} \u{201c}there\u{201d}"), "she's caught \"there\"");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,60}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
