//! Members of a server, who are named by their number: Discord shows their name in its place. The diary knows nothing else of them.

/// How somebody is named by their number.
#[must_use]
pub fn mention(user: u64) -> String {
    format!("<@{user}>")
}

/// The number of somebody named so.
#[must_use]
pub fn number(mention: &str) -> Option<u64> {
    mention.strip_prefix("<@")?.strip_suffix('>')?.parse().ok()
}

/// Whether words name somebody so.
pub(super) fn is_in(words: &str) -> bool {
    words.split("<@").skip(1).any(|rest| rest.trim_start_matches('!').starts_with(|c: char| c.is_ascii_digit()))
}
