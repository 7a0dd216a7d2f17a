//! Example messages: one a line, the way people type, each file beside what it is an example of.

use super::Problem;

/// An example message and the voice it was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The message.
    pub text: &'static str,
    /// The voice named by the last `# voice` line above it, or empty.
    pub voice: &'static str,
}

/// Reads an example file: one message a line; `# voice x` names who wrote the lines below; other `#` lines are notes.
pub(super) fn read(text: &'static str) -> Vec<Example> {
    let mut voice = "";
    let mut examples = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.strip_prefix('#') {
            Some(note) => voice = note.trim().strip_prefix("voice ").map_or(voice, str::trim),
            None => examples.push(Example { text: line, voice }),
        }
    }
    examples.shrink_to_fit();
    examples
}

/// Examples that are longer than any question.
pub(super) fn check(path: &str, examples: &[Example], problems: &mut Vec<Problem>) {
    let most = super::MAX_EXAMPLE_CHARS;
    for example in examples.iter().filter(|example| example.text.chars().count() > most) {
        let opening: String = example.text.chars().take(40).collect();
        problems.push(Problem::new(path, format!("an example is over {most} characters: \"{opening}…\"")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_examples_and_headings_name_the_voice() {
        let found = read("# voice a\nfirst one\n\n# a note\nsecond\n# voice b\nthird\n");
        let pairs: Vec<_> = found.iter().map(|example| (example.text, example.voice)).collect();
        assert_eq!(pairs, [("first one", "a"), ("second", "a"), ("third", "b")]);
    }
}
