//! One question against the full base; growth with the number of articles; loading and fitting.
//!
//! Run with `cargo bench`. Beside criterion's figures it prints p50 and p99 over many different questions, in microseconds.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs, reason = "benchmarks measure")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use lantern::cli::evaluate::read_lines;
use lantern::guidance::Guide;
use lantern::guidance::measure::Judgement;
use lantern::knowledge::{Example, Library, files};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

fn library() -> Library {
    Library::load(&files::embedded()).unwrap()
}

fn questions() -> Vec<String> {
    read_lines::<Judgement>(Path::new("tests/questions.jsonl")).unwrap().into_iter().map(|judged| judged.question).collect()
}

/// The base with copies of its articles, a third of the words changed, up to `count` articles. Fitting grows with articles times
/// examples, so each has a few short examples only; what one answer costs does not depend on that.
fn grown(count: usize) -> Library {
    let mut library = library();
    let examples_each = 8_000 / count;
    for article in &mut library.articles {
        article.examples = article.examples.iter().copied().take(examples_each.max(1)).collect::<Vec<_>>().into();
    }
    let originals = library.articles.clone();
    for copy in originals.len()..count {
        let mut article = originals[copy % originals.len()].clone();
        article.id = format!("{}-{copy}", article.id);
        article.brief.iter_mut().chain(&mut article.steps).for_each(|line| *line = vary(line, copy));
        let examples = article.examples.iter().map(|example| Example { text: vary(example.text, copy).leak(), ..*example });
        article.examples = examples.collect::<Vec<_>>().into();
        library.articles.push(article);
    }
    library
}

fn vary(text: &str, copy: usize) -> String {
    let changed = text
        .split(' ')
        .take(12)
        .enumerate()
        .map(|(at, word)| if (at + copy).is_multiple_of(3) { format!("{word}{}", copy % 97) } else { word.to_owned() });
    changed.collect::<Vec<_>>().join(" ")
}

fn percentiles(name: &str, guide: &Guide, questions: &[String]) {
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..40 {
        for question in questions {
            let start = Instant::now();
            black_box(guide.answer(black_box(question)));
            times.push(start.elapsed().as_secs_f64() * 1e6);
        }
    }
    times.sort_by(f64::total_cmp);
    println!("{name}: p50 {:.1} us, p99 {:.1} us over {} questions", times[times.len() / 2], times[times.len() * 99 / 100], times.len());
}

fn answering(criterion: &mut Criterion) {
    let questions = questions();
    for library in [library(), grown(1_000), grown(10_000)] {
        let name = format!("{} articles", library.articles.len());
        let guide = Guide::new(&library);
        percentiles(&name, &guide, &questions);
        let mut next = questions.iter().cycle();
        criterion.bench_function(&format!("answer, {name}"), |bencher| bencher.iter(|| guide.answer(black_box(next.next().unwrap()))));
    }
}

fn starting(criterion: &mut Criterion) {
    criterion.bench_function("load and check the knowledge base", |bencher| bencher.iter(library));
    let mut group = criterion.benchmark_group("start");
    group.sample_size(10);
    group
        .bench_function("open the matcher", |bencher| bencher.iter_batched(library, |library| Guide::new(&library), BatchSize::LargeInput));
}

criterion_group!(benches, answering, starting);
criterion_main!(benches);
