//! The interlock: one text of 2 kB, texts full of digits, and growth with length on near misses.
//!
//! Run with `cargo bench --bench privacy`. Asked: at most 200 microseconds for 2 kB.
#![allow(clippy::unwrap_used, missing_docs, reason = "benchmarks measure")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use lantern::knowledge::{Library, files};
use lantern::privacy::Interlock;
use regex::Regex;
use std::hint::black_box;

/// Practice prose of our own: the lines of articles and the examples of rules, in turn.
fn prose(library: &Library, length: usize) -> String {
    let lines = library.articles.iter().flat_map(|article| article.brief.iter().chain(&article.steps));
    let mut text = String::new();
    for line in lines.cycle() {
        text.push_str(line);
        text.push('\n');
        if text.len() >= length {
            break;
        }
    }
    text.truncate(text.floor_char_boundary(length));
    text
}

fn find(criterion: &mut Criterion) {
    let library = Library::load(&files::embedded()).unwrap();
    let interlock = Interlock::new(&library, Regex::new("^[A-Z]{2,4}-[0-9]{2,5}$").unwrap());
    let identifying = "Call 07700 900123, mail a.b@example.com, at 12 Station Rd, LU99 9ZZ, dob 3/4/09, crime ref 42/12345/24. ";
    let mut group = criterion.benchmark_group("privacy");
    for (name, text) in [("prose", prose(&library, 2_000)), ("identifying", identifying.repeat(2_000 / identifying.len()))] {
        group.bench_with_input(BenchmarkId::new("2 kB", name), &text, |bencher, text| {
            bencher.iter(|| interlock.find(black_box(text)).len())
        });
    }
    for (name, part) in [
        ("one digit", "7"),
        ("digits apart", "4 0 7 1 "),
        ("dates", "12 May 2015, 03/04/2021 at 10.30, "),
        ("near misses of codes", "B12 bus at 5pm AB1 the 2nd S47 ABE "),
        ("near misses of addresses", "twenty two hundred and Seven Long Old Upper "),
        ("near misses of mail", "a.b.c at d.e-f dot at g dot "),
        ("cues", "ref case number log snap is insta passport account "),
        ("brackets", "<b>*[(\"'@"),
    ] {
        for length in [10_000, 100_000] {
            let text = part.repeat(length / part.len());
            group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
            group.bench_with_input(BenchmarkId::new(name, length), &text, |bencher, text| {
                bencher.iter(|| interlock.find(black_box(text)).len())
            });
        }
    }
    group.finish();
}

criterion_group!(benches, find);
criterion_main!(benches);
