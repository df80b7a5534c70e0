//! Every reader of foreign bytes is fed with broken input: it may refuse, it may not panic, and the server never answers
//! with a fault of its own.
//!
//! As a test each target gets a fixed number of inputs, the same in every run. `make fuzz SECONDS=600` gives each target
//! that much time and another beginning. An input that breaks something is kept in `target/fuzz`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod mutate;
mod parsers;
mod provider;
mod requests;
mod stores;
mod uploads;
mod workbooks;

use mutate::Mutator;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// Inputs of a target, where no time is given: for parsers, and for requests through the whole server.
const PARSED: u64 = 2_000;
const REQUESTED: u64 = 300;

/// Feeds a target until the number or the time is reached. Where a time is given, the last line says how long it took, how many
/// inputs there were and what was found; `scripts/fuzz.sh` collects these lines.
fn feed(target: &str, inputs: u64, seeds: &[Vec<u8>], mut run: impl FnMut(&[u8])) {
    let seconds =
        std::env::var("STELLWERK_FUZZ_SECONDS").ok().map(|text| text.parse().expect("a number of seconds"));
    let time = seconds.map(Duration::from_secs);
    // Another beginning for each long run; the same for each test.
    let begin =
        time.map_or(1, |_| std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(1, |time| time.as_secs()));
    let mut mutator = Mutator::new(begin, target);
    let begun = Instant::now();
    let (mut count, mut bytes, mut slowest) = (0_u64, 0_u64, (Duration::ZERO, 0));
    // What is in order is read in order.
    seeds.iter().for_each(|seed| run(seed));
    while time.map_or(count < inputs, |time| begun.elapsed() < time) {
        let input = mutator.input(seeds);
        let started = Instant::now();
        if catch_unwind(AssertUnwindSafe(|| run(&input))).is_err() {
            let file = keep(target, &input);
            if time.is_some() {
                println!(
                    "fuzz {target}: {} s, {count} inputs, 1 finding ({file})",
                    begun.elapsed().as_secs()
                );
            }
            panic!("{target}: input {count} of the run {begin} breaks it; it is kept in {file}");
        }
        slowest = slowest.max((started.elapsed(), input.len()));
        count += 1;
        bytes += input.len() as u64;
    }
    if time.is_some() {
        println!(
            "fuzz {target}: {} s, {count} inputs, 0 findings ({} MB; the slowest took {} ms, {} bytes)",
            begun.elapsed().as_secs(),
            bytes / 1_000_000,
            slowest.0.as_millis(),
            slowest.1
        );
    }
}

/// Writes an input down, so that it can become a test.
fn keep(target: &str, input: &[u8]) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{target}-{}", input.len()));
    std::fs::write(&file, input).unwrap();
    file.display().to_string()
}
