//! The figures of lists that are long: import, freeze, select, draw, verify, with time and memory.
//!
//!     cargo bench --bench figures                       one million entities, a minute or two
//!     cargo bench --bench figures -- --full             ten million, as the table promises; 30 GB of disk
//!     FIGURES_DIR=/somewhere cargo bench …              where the lists go (else below target/)
//!
//! Each step runs in a process of its own, so that its greatest memory is its own (VmHWM, where the system tells it).
//! The same selection as SQL, on the lists that a run has left behind (PyPI `duckdb`, 2 threads):
//!
//!     python3 benches/duckdb_select.py FIGURES_DIR
//!
//! It prints the digest of the selected ids, which must be the one printed here. Pairing and dates have a bench of their
//! own: `cargo bench --bench pairing`.
#![expect(clippy::disallowed_methods, reason = "a bench looks at the clock; no result does")]

#[path = "figures/lists.rs"]
mod lists;
#[path = "figures/steps.rs"]
mod steps;
#[path = "figures/tickets.rs"]
mod tickets;

use std::path::{Path, PathBuf};
use std::process::Command;
use steps::Measured;

type Problem = Box<dyn std::error::Error>;

fn main() -> Result<(), Problem> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, step, count, dir] = words.as_slice()
        && flag == "--child"
    {
        return steps::run(step, count.parse()?, Path::new(dir)).map(|measured| println!("{measured}"));
    }
    let full = words.iter().any(|word| word == "--full");
    let count: u64 = if full { 10_000_000 } else { 1_000_000 };
    let dir = std::env::var_os("FIGURES_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("figures"), PathBuf::from);
    std::fs::create_dir_all(&dir)?;
    let child = |step: &str| child(step, count, &dir);

    println!("{count} entities in {}, {} threads", dir.display(), std::thread::available_parallelism()?);
    println!(
        "{:34} {:>9} {:>9} {:>14} {:>8}   promised for ten million",
        "what", "seconds", "core s", "entities/s", "MiB"
    );
    let row = |what: &str, measured: &Measured, promised: &str| {
        let rate = (count as f64 / measured.seconds) as u64;
        let memory = measured.peak_kib.map_or_else(|| "?".to_owned(), |kib| (kib / 1024).to_string());
        let cores = measured.core_seconds.map_or_else(|| "?".to_owned(), |seconds| format!("{seconds:.2}"));
        println!("{what:34} {:9.2} {cores:>9} {rate:14} {memory:>8}   {promised}", measured.seconds);
    };
    let raw = child("write")?;
    println!(
        "raw disk, 300 bytes an entity      {:9.2}   {} MB/s",
        raw.seconds,
        (count as f64 * 300.0 / raw.seconds / 1e6) as u64
    );
    child("csv")?;
    let sorted = child("import-sorted")?;
    row("import, sorted GB18030 CSV", &sorted, "600,000 entities/s, 500 MB");
    let shuffled = child("import-shuffled")?;
    row("import, shuffled", &shuffled, "300,000 entities/s, 500 MB");
    if sorted.note != shuffled.note {
        return Err("the two imports have given different lists".into());
    }
    row("freeze, with roots and index", &child("freeze")?, "1,000,000 entities/s, 500 MB");
    let index = child("select")?;
    row("select from the index, warm", &index, "a third of DuckDB's time, 300 MB");
    let lines = child("select-lines")?;
    row("select straight from the lines", &lines, "");
    if index.note != lines.note {
        return Err("the two selections differ".into());
    }
    let draw = child("draw")?;
    row("draw, freeze to publish", &draw, "");
    let verify = child("verify")?;
    row("verify", &verify, "1.5 x draw, 500 MB");
    println!("verify / draw                      {:9.2}", verify.seconds / draw.seconds);
    println!("digest of the selected ids         {}", index.note);
    tickets::run(count);
    Ok(())
}

/// Runs one step in a process of its own.
fn child(step: &str, count: u64, dir: &Path) -> Result<Measured, Problem> {
    let output =
        Command::new(std::env::current_exe()?).args(["--child", step, &count.to_string()]).arg(dir).output()?;
    if !output.status.success() {
        return Err(format!("{step}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    String::from_utf8(output.stdout)?.trim().parse()
}
