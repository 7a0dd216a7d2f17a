//! Example messages: one a line, the way people type, each file beside what it is an example of.

use super::Problem;

/// An example message and the voice it was written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The message.
    pub text: String,
    /// The voice named by the last `# voice` line above it, or empty.
    pub voice: String,
}

/// Reads an example file: one message a line; `# voice x` names who wrote the lines below; other `#` lines are notes.
pub(super) fn read(path: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Example> {
    let mut voice = "";
    let mut examples = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.strip_prefix('#') {
            Some(note) => voice = note.trim().strip_prefix("voice ").map_or(voice, str::trim),
            None if line.chars().count() > super::MAX_EXAMPLE_CHARS => {
                problems.push(Problem::new(
                    path,
                    format!(
                        "an example is over {} characters: \"{}…\"",
                        super::MAX_EXAMPLE_CHARS,
                        line.chars().take(40).collect::<String>()
                    ),
                ));
            }
            None => examples.push(Example { text: line.to_owned(), voice: voice.to_owned() }),
        }
    }
    examples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_examples_and_headings_name_the_voice() {
        let mut problems = Vec::new();
        let found = read("x", "# voice a\nfirst one\n\n# a note\nsecond\n# voice b\nthird\n", &mut problems);
        let pairs: Vec<_> = found.iter().map(|example| (example.text.as_str(), example.voice.as_str())).collect();
        assert_eq!(pairs, [("first one", "a"), ("second", "a"), ("third", "b")]);
        assert!(problems.is_empty());
    }
}
