//! `/ask` with the full knowledge base, beside the smallest bot with poise, which says the same to every question.
//!
//! Run with `cargo bench --bench discord`. Both are processes of their own on one fake Discord, in turn, twice.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::cast_precision_loss, missing_docs, reason = "benchmarks measure")]

mod bare;
mod fake;

use fake::{Answered, Fake};
use lantern::cli::evaluate::read_lines;
use lantern::guidance::measure::Judgement;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A token as they look.
const TOKEN: &str = "MTIzNDU2Nzg5MDEyMzQ1Njc4.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb";
/// How many questions are asked one after the other, and 64 at once.
const COUNTS: [(usize, usize); 2] = [(1, 4_000), (64, 20_000)];
/// How long a bot is left alone before its memory is looked at.
const REST: Duration = Duration::from_secs(5);

/// A bot that runs. It is killed when this goes.
struct Bot(Child);

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Bot {
    fn bare(port: u16, _: &TempDir) -> Self {
        Self(Command::new(std::env::current_exe().unwrap()).args(["bare", &port.to_string()]).spawn().unwrap())
    }

    fn lantern(port: u16, folder: &TempDir) -> Self {
        let config = format!("[discord]\napi_base = \"http://127.0.0.1:{port}/api/v10\"\n\n[diary]\nfolder = \"diary\"\n");
        std::fs::write(folder.path().join("config.toml"), config).unwrap();
        let mut lantern = Command::new(env!("CARGO_BIN_EXE_lantern"));
        let lantern = lantern.current_dir(folder.path()).env("LANTERN_DISCORD_TOKEN", TOKEN).stderr(Stdio::null());
        Self(lantern.spawn().unwrap())
    }

    /// Its memory that is in use now, in megabytes (2^20).
    fn megabytes(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// Measures one bot.
async fn measure(name: &str, start: fn(u16, &TempDir) -> Bot, questions: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let mut fake = Fake::open().await;
    let started = Instant::now();
    let bot = start(fake.port, &folder);
    let ready = fake.ready().await - started;
    while !fake.ask(questions, 1, 1).await[0].whole {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    println!("{name}: READY after {:.0} ms, first whole answer after {:.0} ms", milliseconds(ready), milliseconds(started.elapsed()));
    tokio::time::sleep(REST).await;
    let idle = bot.megabytes();
    // Each server is met once before.
    fake.ask(questions, 8_000, 64).await;
    for (at_once, count) in COUNTS {
        let (began, before) = (Instant::now(), fake.requests());
        let answered = fake.ask(questions, count, at_once).await;
        report(&answered, at_once, began.elapsed(), fake.requests() - before);
    }
    tokio::time::sleep(REST).await;
    println!("  idle memory {idle:.1} MB, after all that {:.1} MB", bot.megabytes());
}

fn report(answered: &[Answered], at_once: usize, took: Duration, requests: usize) {
    let mut times: Vec<f64> = answered.iter().map(|answered| milliseconds(answered.took)).collect();
    times.sort_by(f64::total_cmp);
    let part = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)];
    let a_second = answered.len() as f64 / took.as_secs_f64();
    println!(
        "  {at_once:>2} at once: p50 {:.3} ms, p99 {:.3} ms, {a_second:.0} a second, {requests} requests for {}",
        part(50),
        part(99),
        times.len()
    );
    assert!(answered.iter().all(|answered| answered.whole), "something was put off");
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, mode, port] = &arguments[..]
        && mode == "bare"
    {
        return bare::run(port, TOKEN).await;
    }
    let judged = read_lines::<Judgement>(Path::new("tests/questions.jsonl")).unwrap();
    let questions: Vec<String> = judged.into_iter().map(|judged| judged.question).collect();
    for _ in 0..2 {
        measure("bare poise", Bot::bare, &questions).await;
        measure("lantern", Bot::lantern, &questions).await;
    }
}
