//! Any text: nothing breaks, and every place lies on a boundary inside it, in order.
//!
//! `cargo +nightly fuzz run check -- -max_total_time=600`

#![no_main]

use lantern::knowledge::{Library, files};
use lantern::language::Checker;
use std::sync::LazyLock;

static CHECKER: LazyLock<Checker> = LazyLock::new(|| {
    let library = Library::load(&files::embedded()).expect("the knowledge base is sound");
    Checker::new(&library)
});

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut end = 0;
    for finding in CHECKER.check(text) {
        assert!(finding.range.start >= end && finding.range.start < finding.range.end);
        assert!(text.get(finding.range.clone()).is_some());
        end = finding.range.end;
    }
});
