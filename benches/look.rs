//! The figures of look-ups: shards of a list of one million entities, and finding codes in them.
//!
//!     cargo bench --bench look                          one million entities, a minute or two, 2 GB of disk
//!     FIGURES_DIR=/somewhere cargo bench …              where the lists go (else below target/)
//!
//! The lists are those of `cargo bench --bench figures`. Each step runs in a process of its own, so that its greatest memory is its
//! own; the memory of writing shards is told apart from that of the verification before it.
#![expect(clippy::disallowed_methods, reason = "a bench looks at the clock; no result does")]

#[path = "figures/lists.rs"]
mod lists;
#[path = "figures/steps.rs"]
#[allow(dead_code, reason = "the figures of long lists use more of it")]
mod steps;

use server::Folder;
use server::look::{Look, SHARD_BYTES_MAX, find, write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

type Problem = Box<dyn std::error::Error>;

/// Codes that are looked up.
const ASKED: u64 = 5_000;

fn main() -> Result<(), Problem> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, step, count, dir] = words.as_slice()
        && flag == "--child"
    {
        let (count, dir) = (count.parse()?, Path::new(dir));
        return match step.as_str() {
            "look" => shards(dir),
            "find" => finds(count, dir),
            _ => steps::run(step, count, dir).map(|_| ()),
        };
    }
    let count: u64 = 1_000_000;
    let dir = std::env::var_os("FIGURES_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from)
        .join("figures-look");
    if dir.exists() {
        std::fs::remove_dir_all(&dir)?;
    }
    std::fs::create_dir_all(&dir)?;
    println!("{count} entities in {}, {} threads", dir.display(), std::thread::available_parallelism()?);
    for step in ["csv", "import-sorted", "draw", "look", "find"] {
        let status =
            Command::new(std::env::current_exe()?).args(["--child", step, &count.to_string()]).arg(&dir).status()?;
        if !status.success() {
            return Err(format!("{step} has failed").into());
        }
    }
    std::fs::remove_dir_all(&dir)?;
    Ok(())
}

/// Writes all shards of the bundle.
fn shards(dir: &Path) -> Result<(), Problem> {
    let bundle = Folder::new(dir.join("bundle"));
    let verified = verify::verify(&bundle, &verify::Options::default()).map_err(|failure| format!("{failure:?}"))?;
    let before = steps::peak_kib().unwrap_or(0);
    let out = dir.join("look");
    std::fs::create_dir_all(&out)?;
    let (start, cores) = (Instant::now(), steps::core_seconds().unwrap_or(0.0));
    let written = write(&bundle, &verified, "../bundle", &out)?;
    let (seconds, cores) = (start.elapsed().as_secs_f64(), steps::core_seconds().unwrap_or(0.0) - cores);
    let peak = steps::peak_kib().unwrap_or(0);
    println!("write the shards               {seconds:10.2} s, {cores:.2} core seconds   promised 60");
    println!(
        "greatest memory                {:10} MiB (verify before it: {} MiB)   promised 1,000",
        peak / 1024,
        before / 1024
    );
    println!("shards of {:2} bits              {:10}", written.bits, written.shards);
    println!("rows                           {:10}", written.rows);
    println!("all shards                     {:10} MB", written.bytes / 1_000_000);
    println!("mean shard                     {:10} bytes", written.bytes / written.shards);
    println!("largest shard                  {:10} bytes   promised {SHARD_BYTES_MAX}", written.largest);
    let description = std::fs::metadata(out.join("look.json"))?.len();
    println!("look.json                      {description:10} bytes");
    assert!(written.largest <= SHARD_BYTES_MAX, "a shard is too large");
    Ok(())
}

/// Looks up codes all over the list.
fn finds(count: u64, dir: &Path) -> Result<(), Problem> {
    let folder = dir.join("look");
    let look = Look::open(&folder)?;
    let codes: Vec<String> = (0..ASKED).map(|number| lists::code(number * 7_368_787 % count)).collect();
    let (mut kept, mut anew, mut drawn) = (Vec::new(), Vec::new(), 0);
    for code in &codes {
        let start = Instant::now();
        let found = look.find(code)?.ok_or("a code is not found")?;
        kept.push(start.elapsed());
        drawn += u64::from(found.visit.is_some());
    }
    for code in &codes {
        let start = Instant::now();
        find(&folder, code)?.ok_or("a code is not found")?;
        anew.push(start.elapsed());
    }
    for (what, mut times) in [("find, look.json kept", kept), ("find, look.json read anew", anew)] {
        times.sort_unstable();
        let at = |hundredth: usize| times.get(times.len() * hundredth / 100).copied().unwrap_or(Duration::ZERO);
        let [half, most] = [at(50), at(99)].map(|time| time.as_secs_f64() * 1000.0);
        println!("{what:30} {half:10.3} ms p50, {most:.3} ms p99");
    }
    println!("of {ASKED} codes, drawn          {drawn:10}");
    Ok(())
}
