//! The program: arguments, the clock, the log, the exit status.

use clap::Parser;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lantern::cli;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Fitting takes several times the memory that what is fitted keeps; this allocator gives it back to the system after some seconds.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// The only log filter: our own warnings, what the bot on Discord says of its connection, and everything else's errors. `LANTERN_LOG` may
/// raise our own level and no other.
fn log_filter() -> EnvFilter {
    let own = std::env::var("LANTERN_LOG").ok().and_then(|level| level.parse::<tracing::Level>().ok()).unwrap_or(tracing::Level::WARN);
    let connection = own.max(tracing::Level::INFO);
    EnvFilter::new(format!("error,lantern={own},lantern::discord={connection}"))
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
fn now() -> Timestamp {
    let now = Timestamp::now();
    // Builds made for tests may live on a working day when it is none.
    #[cfg(debug_assertions)]
    if let Some(hours) = std::env::var("LANTERN_HOURS_AHEAD").ok().and_then(|hours| hours.parse().ok()) {
        return now.saturating_add(jiff::SignedDuration::from_hours(hours)).unwrap_or(now);
    }
    now
}

/// The day of an instant, in London.
fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)).date()
}

fn main() -> ExitCode {
    let colour = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    tracing_subscriber::fmt().with_env_filter(log_filter()).with_ansi(colour).with_writer(std::io::stderr).init();
    let arguments = cli::Arguments::parse();
    cli::run(arguments, now, day)
}
