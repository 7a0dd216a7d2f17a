//! A line as it was typed into the chat, taken apart.

/// What a line asks for. Whatever can be typed has its variant here: tests walk them all to see that none keeps what identifies somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// Close the chat.
    Quit,
    /// Read the lines that follow as a draft.
    Paste,
    /// What can be typed.
    Help,
    /// A question.
    Ask(&'a str),
    /// A draft.
    Check(&'a str),
    /// What follows `/review`.
    Review(&'a str),
    /// The list of moments.
    Moments,
    /// What follows `/moment`.
    Moment(&'a str),
    /// What follows `/prompt`.
    Prompt(&'a str),
    /// What will be announced next.
    Upcoming,
    /// What is known, or what of it has a word.
    Topics(&'a str),
    /// Words and what they mean.
    Glossary(&'a str),
    /// An article by its number.
    More(&'a str),
    /// Which words led to the answer.
    Why,
    /// Where the answer comes from.
    Sources,
    /// What is looked for and what is kept.
    Privacy,
    /// A command that there is not.
    Unknown {
        /// The command.
        command: &'a str,
        /// What follows it.
        rest: &'a str,
    },
}

impl<'a> Line<'a> {
    /// Takes a line apart.
    #[must_use]
    pub fn read(line: &'a str) -> Self {
        let line = line.trim();
        let (command, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(command, rest)| (command, rest.trim()));
        match command.to_lowercase().as_str() {
            // More words than the command takes: a message all the same, and it may be an urgent one.
            "/help" | "/why" | "/sources" | "/privacy" | "/quit" if rest.contains(' ') => Self::Ask(rest),
            "/quit" => Self::Quit,
            "/check" if rest.is_empty() => Self::Paste,
            "/check" => Self::Check(rest),
            "" | "/help" => Self::Help,
            "/ask" if rest.is_empty() => Self::Help,
            "/ask" => Self::Ask(rest),
            "/review" => Self::Review(rest),
            "/moment" if rest.is_empty() => Self::Moments,
            "/moment" => Self::Moment(rest),
            "/prompt" => Self::Prompt(rest),
            "/upcoming" => Self::Upcoming,
            "/topics" => Self::Topics(rest),
            "/glossary" => Self::Glossary(rest),
            "/more" => Self::More(rest),
            "/why" => Self::Why,
            "/sources" => Self::Sources,
            "/privacy" => Self::Privacy,
            other if other.starts_with('/') => Self::Unknown { command, rest },
            _ => Self::Ask(line),
        }
    }
}
