//! The figures of a log: appending durably, verifying all of it, the length of proofs.
//!
//!     cargo bench --bench log                           100,000 entries of 200 bytes
//!     cargo bench --bench log -- --full                 a million
//!     FIGURES_DIR=/somewhere cargo bench …              on which disk (else below target/)
#![expect(clippy::disallowed_methods, reason = "a bench looks at the clock; no result does")]

use office::log::mirror::mirror;
use office::log::verify::{prove, verify};
use office::log::{KeyName, Log, LogFolder, LogPlaces, Policy, SecretKey};
use std::path::PathBuf;
use std::time::Instant;

type Problem = Box<dyn std::error::Error>;

/// Entries of one append: what a draw of a county gives at once.
const BATCH: u64 = 1000;

fn entry(index: u64) -> Vec<u8> {
    format!("{{\"draw\":\"BENCH/1/1\",\"n\":{index:0>150},\"type\":\"opening\"}}").into_bytes()
}

fn main() -> Result<(), Problem> {
    let count: u64 = if std::env::args().any(|word| word == "--full") { 1_000_000 } else { 100_000 };
    let root = std::env::var_os("FIGURES_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from)
        .join("figures-log");
    if root.exists() {
        std::fs::remove_dir_all(&root)?;
    }
    std::fs::create_dir_all(&root)?;
    println!("{count} entries of {} bytes in {}", entry(0).len(), root.display());
    let places = LogPlaces::of(&root.join("office"));
    let mut log = Log::create(&places, &KeyName::new("bench.example/log")?, &SecretKey::ensure(&places.key)?)?;
    let start = Instant::now();
    for first in (0..count).step_by(usize::try_from(BATCH)?) {
        let batch: Vec<Vec<u8>> = (first..count.min(first + BATCH)).map(entry).collect();
        log.append(&batch)?;
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("append, durable, {BATCH} at once   {:10.0} entries/s   promised 5,000", count as f64 / seconds);
    let start = Instant::now();
    for index in 0..100 {
        log.append(&[entry(count + index)])?;
    }
    println!("append, durable, one by one    {:10.0} entries/s", 100.0 / start.elapsed().as_secs_f64());

    let folder = LogFolder::open(&places.folder)?;
    let policy = Policy::of_log(log.key().clone());
    let start = Instant::now();
    let size = verify(&folder, &policy, None)?.checkpoint.checkpoint().size;
    println!("log verify, all {size} entries  {:10.2} s           promised 2", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let proofs: u32 = 1000;
    let mut longest = 0;
    for number in 0..u64::from(proofs) {
        // Sizes spread over the log, with all kinds of last bits.
        let old = (number * 7919 * 31 + 1) % size;
        let hashes = log.consistency(old, size)?.proof.len();
        // A line of base64 for each hash, as in a request to a witness.
        longest = longest.max(hashes * 45);
    }
    println!(
        "consistency proof, longest     {longest:10} bytes       promised 3,000; {:.2} ms each",
        start.elapsed().as_secs_f64() * 1000.0 / f64::from(proofs)
    );
    let start = Instant::now();
    let proof = prove(&folder, &folder.checkpoint()?, size / 2)?.to_string();
    println!(
        ".tlog-proof                    {:10} bytes       {:.2} ms",
        proof.len(),
        start.elapsed().as_secs_f64() * 1000.0
    );
    let start = Instant::now();
    mirror(&folder, &root.join("mirror"), &policy)?;
    println!("log mirror, the whole          {:10.2} s", start.elapsed().as_secs_f64());
    drop(log);
    let start = Instant::now();
    Log::open(&places, &SecretKey::read(&places.key)?)?;
    println!("open, with a whole audit       {:10.2} s", start.elapsed().as_secs_f64());
    std::fs::remove_dir_all(&root)?;
    Ok(())
}
