//! Checking drafts: megabytes a second, one draft of 2 kB, growth with length, and hostile texts.
//!
//! Run with `cargo bench --bench check`. Beside it in the same run: a bare aho-corasick scan (DFA, ASCII caseless) and one regex
//! alternation of the same literals, which know neither inflection nor disguise nor whose words they read.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs, reason = "benchmarks measure")]

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use lantern::knowledge::{Library, files};
use lantern::language::Checker;
use std::hint::black_box;
use std::time::Instant;

const MEGABYTE: usize = 1_000_000;

/// English prose of our own: the articles' lines in a different order each time round, with one sentence to flag every 2 kB.
fn prose(library: &Library, length: usize) -> String {
    let lines: Vec<&str> =
        library.articles.iter().flat_map(|article| article.brief.iter().chain(&article.steps)).map(String::as_str).collect();
    let flagged: Vec<&str> = library.rules.iter().flat_map(|rule| &rule.wording.flag).map(AsRef::as_ref).collect();
    let (mut text, mut next) = (String::with_capacity(length + 4_000), 0);
    while text.len() < length {
        for at in 0..16 {
            text.push_str(lines[(next * 7_919 + at * 31) % lines.len()]);
            text.push_str(if at % 4 == 3 { "\n\n" } else { " " });
        }
        text.push_str(flagged[next % flagged.len()]);
        text.push('\n');
        next += 1;
    }
    text.truncate(text.floor_char_boundary(length));
    text
}

/// The literal words of what the checker finds in the sentences to flag.
fn literals(library: &Library, checker: &Checker) -> Vec<String> {
    let sentences = library.rules.iter().flat_map(|rule| &rule.wording.flag);
    let mut literals: Vec<String> = sentences
        .flat_map(|sentence| checker.check(sentence).into_iter().map(|finding| sentence.get(finding.range).unwrap().to_lowercase()))
        .collect();
    literals.sort();
    literals.dedup();
    literals
}

fn percentiles(name: &str, texts: &[&str], check: impl Fn(&str) -> usize) {
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..5 {
        for text in texts {
            let start = Instant::now();
            black_box(check(black_box(text)));
            times.push(start.elapsed().as_secs_f64() * 1e6);
        }
    }
    times.sort_by(f64::total_cmp);
    println!("{name}: p50 {:.1} us, p99 {:.1} us over {}", times[times.len() / 2], times[times.len() * 99 / 100], times.len());
}

fn pieces(text: &str, length: usize) -> Vec<&str> {
    (0..text.len() / length)
        .filter_map(|at| text.get(text.floor_char_boundary(at * length)..text.floor_char_boundary((at + 1) * length)))
        .collect()
}

fn throughput(criterion: &mut Criterion) {
    let library = Library::load(&files::embedded()).unwrap();
    let checker = Checker::new(&library);
    let literals = literals(&library, &checker);
    println!("{} rules, {} literals", library.rules.len(), literals.len());
    let scan = AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(&literals).unwrap();
    let escaped: Vec<String> = literals.iter().map(|literal| regex::escape(literal)).collect();
    let alternation = regex::bytes::RegexBuilder::new(&format!("(?i-u:{})", escaped.join("|"))).size_limit(1 << 30).build().unwrap();
    let text = prose(&library, 10 * MEGABYTE);
    let mut group = criterion.benchmark_group("10 MB of prose");
    group.sample_size(10).throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("checker", |bencher| bencher.iter(|| checker.check(black_box(&text)).len()));
    group.bench_function("aho-corasick DFA, literals alone", |bencher| bencher.iter(|| scan.find_iter(black_box(&text)).count()));
    group.finish();
    // So many literals are more than its lazy automaton holds: a tenth of a megabyte is enough to see that.
    let short = prose(&library, MEGABYTE / 10);
    let mut group = criterion.benchmark_group("100 kB of prose");
    group.sample_size(10).throughput(Throughput::Bytes(short.len() as u64));
    group.bench_function("regex alternation, literals alone", |bencher| {
        bencher.iter(|| alternation.find_iter(black_box(short.as_bytes())).count());
    });
    group.finish();
    let part = prose(&library, 2 * MEGABYTE);
    let drafts = pieces(&part, 2_000);
    percentiles("2 kB draft, checker", &drafts, |text| checker.check(text).len());
    percentiles("2 kB draft, aho-corasick", &drafts, |text| scan.find_iter(text).count());
    let curly = part.replace('\'', "\u{2019}").replace(". ", ".\u{a0}");
    percentiles("2 kB draft with curly quotes", &pieces(&curly, 2_000), |text| checker.check(text).len());
}

fn growth(criterion: &mut Criterion) {
    let library = Library::load(&files::embedded()).unwrap();
    let checker = Checker::new(&library);
    let mut group = criterion.benchmark_group("growth");
    group.sample_size(10);
    for length in [1_000, 100_000, 10 * MEGABYTE] {
        let text = prose(&library, length);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("prose", length), &text, |bencher, text| bencher.iter(|| checker.check(text).len()));
    }
    for (name, part) in [
        ("one letter", "a"),
        ("one letter apart", "a "),
        ("nested marks", "<b>*[(\"'"),
        ("near misses", "he never made a lifestyle of a choice that he knew a risk "),
        ("unknown words", "manipulatoive streetwisse promiscuoust "),
        ("quotation marks", "\"he knew\" 'the risk "),
    ] {
        let text = part.repeat(MEGABYTE / part.len());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("1 MB", name), &text, |bencher, text| bencher.iter(|| checker.check(text).len()));
    }
    group.finish();
    criterion.bench_function("compile the rules", |bencher| bencher.iter(|| Checker::new(&library)));
}

criterion_group!(benches, throughput, growth);
criterion_main!(benches);
