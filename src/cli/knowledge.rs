//! `lantern knowledge`: check the knowledge base, show what it covers.

use crate::config::Config;
use crate::guidance;
use crate::knowledge::{Files, LEARNT_FROM, Learner, Library, Problem, is_learnt, learnt_from, passages};
use crate::language::{self, Checker};
use crate::privacy;
use clap::Subcommand;
use jiff::civil::Date;
use std::process::ExitCode;

/// What follows `lantern knowledge`.
#[derive(Debug, Subcommand)]
pub enum Knowledge {
    /// Report every problem with its file; exit status 1 if there is one. Content past its review-by date is a warning.
    Check,
    /// Learn anew from example messages, sentences and passages, and write what was learnt into the folder that the configuration names.
    Learn,
    /// Print every anchor with the articles that answer it.
    Coverage,
}

impl Knowledge {
    /// Checks or shows.
    ///
    /// # Errors
    /// A sentence where the folder cannot be read.
    pub fn run(&self, config: &Config, today: Date) -> Result<ExitCode, String> {
        let files = super::files(config)?;
        match Library::load(&files) {
            Err(problems) => Ok(report(&problems)),
            Ok(library) => match self {
                Self::Check => Ok(check(&library, &files, config.knowledge.is_none(), today)),
                Self::Learn => learn(&library, &files, config),
                Self::Coverage => Ok(coverage(&library)),
            },
        }
    }
}

fn report(problems: &[Problem]) -> ExitCode {
    for problem in problems {
        print_line!("{problem}");
    }
    print_line!("{} problems", problems.len());
    ExitCode::FAILURE
}

fn learn(library: &Library, files: &Files, config: &Config) -> Result<ExitCode, String> {
    let Some(folder) = &config.knowledge else {
        return Err("Name the folder to write to: LANTERN_KNOWLEDGE=knowledge lantern knowledge learn".to_owned());
    };
    let (passages, problems) = passages(files);
    if !problems.is_empty() {
        return Ok(report(&problems));
    }
    for learner in Learner::ALL {
        let mut learnt = match learner {
            Learner::Guidance => guidance::learn(library),
            Learner::Language => language::learn(library, &passages),
            Learner::Privacy => privacy::learn(library),
        };
        learnt.insert(LEARNT_FROM.to_owned(), learnt_from(files, learner).into_bytes());
        for (name, bytes) in learnt {
            let path = folder.join(format!("{}{name}", learner.folder()));
            let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, bytes));
            written.map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
            print_line!("{}", path.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Of what is built in, not all that was learnt from is there.
fn check(library: &Library, files: &Files, built_in: bool, today: Date) -> ExitCode {
    let checker = Checker::new(library);
    let (_, unread) = passages(files);
    let mut problems = [checker.problems(), &language::broken_promises(&checker, library), &unread].concat();
    for learner in Learner::ALL.iter().filter(|learner| !built_in && !is_learnt(files, **learner)) {
        problems.push(Problem::new(learner.folder(), "was learnt from other files than these; run lantern knowledge learn"));
    }
    if !problems.is_empty() {
        return report(&problems);
    }
    for article in library.overdue(today) {
        print_line!("warning: guidance/{}.md: past its review-by date {}", article.id, article.meta.review_by);
    }
    let examples: usize = library.articles.iter().map(|article| article.examples.len()).sum();
    let messages = library.off_topic.len() + library.urgent.len() + library.calm.len();
    print_line!(
        "sound: {} articles, {examples} examples, {messages} other messages, {} sources, {} anchors, {} terms, {} concepts, {} wording rules",
        library.articles.len(),
        library.sources.len(),
        library.anchors.anchor.len(),
        library.glossary.term.len(),
        library.concepts.concept.len(),
        library.rules.len(),
    );
    ExitCode::SUCCESS
}

fn coverage(library: &Library) -> ExitCode {
    let mut covered = 0;
    for anchor in library.anchors.anchor.keys() {
        let on_it = library.articles.iter().filter(|article| article.meta.anchors.contains(anchor));
        let mut named: Vec<&str> = on_it.map(|article| article.id.as_str()).collect();
        named.sort_by_key(|id| library.article(id).and_then(|article| article.main_anchor()) != Some(anchor.as_str()));
        covered += usize::from(!named.is_empty());
        print_line!("{anchor:26} {}", named.join(", "));
    }
    print_line!("{covered} of {} anchors are answered", library.anchors.anchor.len());
    ExitCode::SUCCESS
}
