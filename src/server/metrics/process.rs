//! What the system says of this process, under the names that all programs use. Only Linux tells.

use super::text::Text;
use std::fs;

/// Bytes of a page of memory; the same on every system that we are built for.
const PAGE: f64 = 4096.0;

/// Ticks of a second in the system's tables.
const TICKS: f64 = 100.0;

/// Adds memory, open files and time spent, as far as they can be had.
pub(super) fn figures(text: &mut Text) {
    let version = env!("CARGO_PKG_VERSION");
    text.family("stellwerk_build_info", "gauge", "The version that runs.");
    text.value("stellwerk_build_info", &[("version", version)], 1.0);
    if let Some(bytes) = resident() {
        text.gauge("process_resident_memory_bytes", "Memory in use.", bytes);
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        text.gauge("process_open_fds", "Open files and connections.", open.count() as f64);
    }
    if let Some(seconds) = spent() {
        text.family("process_cpu_seconds_total", "counter", "Processor time used.");
        text.value("process_cpu_seconds_total", &[], seconds);
    }
}

fn resident() -> Option<f64> {
    let pages = fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<f64>().ok()? * PAGE)
}

/// Fields 14 and 15 of the table, counted after the name, which may hold spaces.
fn spent() -> Option<f64> {
    let table = fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = table.rsplit(')').next()?.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<f64>().ok();
    Some((next()? + next()?) / TICKS)
}
