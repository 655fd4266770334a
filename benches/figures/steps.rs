//! What is measured, one step a process.

use crate::Problem;
use crate::lists::{plan, write_csv};
use draw::rules::{EntityLine, LineBuffer, OUTSIDE, Rules, Standing};
use draw::seed::{Keys, Seed};
use draw::select::{Selection, Selector};
use office::Store;
use office::draw::{DrawRequest, select};
use office::freeze::Frozen;
use office::import::{Ending, ImportRequest, MEMORY_BYTES, Mode, import};
use office::lines::{Chunk, ChunkReader};
use office::pipeline::ordered;
use records::day::Day;
use records::hash::{Digest, sha256};
use records::lang::Lang;
use records::lists::List;
use server::Folder;
use std::fmt;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

/// What a step says.
pub struct Measured {
    pub seconds: f64,
    /// Time on all cores together, where the system tells it: the figure that a busy machine spoils least.
    pub core_seconds: Option<f64>,
    /// Greatest memory of the process, where the system tells it.
    pub peak_kib: Option<u64>,
    /// What must be equal between steps.
    pub note: String,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let core_seconds = self.core_seconds.map_or_else(|| "?".to_owned(), |seconds| seconds.to_string());
        let peak_kib = self.peak_kib.map_or_else(|| "?".to_owned(), |kib| kib.to_string());
        write!(f, "{} {core_seconds} {peak_kib} {}", self.seconds, self.note)
    }
}

impl FromStr for Measured {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let mut words = text.splitn(4, ' ');
        let mut word = || words.next().unwrap_or_default();
        let (seconds, core_seconds) = (word().parse()?, word().parse().ok());
        Ok(Self { seconds, core_seconds, peak_kib: word().parse().ok(), note: word().to_owned() })
    }
}

/// Runs a step.
pub fn run(step: &str, count: u64, dir: &Path) -> Result<Measured, Problem> {
    let start = Instant::now();
    let (took, note) = match step {
        "write" => write(count, dir)?,
        "csv" => csv(count, dir)?,
        "import-sorted" => import_csv(dir, "sorted")?,
        "import-shuffled" => import_csv(dir, "shuffled")?,
        "freeze" => freeze(dir)?,
        "select" => select_from_index(dir)?,
        "select-lines" => select_from_lines(dir)?,
        "draw" => draw(dir)?,
        "verify" => verify(dir)?,
        _ => return Err(format!("there is no step {step}").into()),
    };
    let seconds = took.unwrap_or_else(|| start.elapsed()).as_secs_f64();
    Ok(Measured { seconds, core_seconds: core_seconds(), peak_kib: peak_kib(), note })
}

/// How long it took, where that is not the whole step, and what is to be compared.
type Taken = (Option<Duration>, String);

/// Greatest memory of this process so far, where the system tells it.
pub fn peak_kib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// User and system time of this process. Linux counts them in hundredths of a second.
pub fn core_seconds() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/stat").ok()?;
    // Fields 14 and 15, counted behind the name in parentheses, which is the second.
    let mut fields = status.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    Some((ticks()? + ticks()?) as f64 / 100.0)
}

/// What the disk takes, flushed: the measure for what is written.
fn write(count: u64, dir: &Path) -> Result<Taken, Problem> {
    let path = dir.join("raw");
    let mut file = File::create(&path)?;
    let part = vec![b'x'; 3 << 20];
    for _ in 0..(count * 300).div_ceil(3 << 20) {
        file.write_all(&part)?;
    }
    file.sync_all()?;
    fs::remove_file(path)?;
    Ok((None, String::new()))
}

fn csv(count: u64, dir: &Path) -> Result<Taken, Problem> {
    write_csv(&dir.join("sorted.csv"), count, false)?;
    write_csv(&dir.join("shuffled.csv"), count, true)?;
    for name in ["sorted", "shuffled"] {
        let _ = fs::remove_dir_all(dir.join(name));
    }
    Ok((None, String::new()))
}

fn today() -> Day {
    Day::MIN
}

fn import_csv(dir: &Path, name: &str) -> Result<Taken, Problem> {
    let store = Store::create(dir.join(name))?;
    let (importer, options) = (::import::Importer::new(::import::TableTexts::default())?, ::import::Options::default());
    let files = [dir.join(format!("{name}.csv"))];
    let request = ImportRequest {
        list: List::Entities,
        files: &files,
        mode: Mode::Replace,
        dry_run: false,
        accept_dangling: false,
        importer: &importer,
        options: &options,
        today: today(),
        memory: MEMORY_BYTES,
    };
    let report = import(&store.writer()?, &request, &|_, _| ())?;
    match report.ending {
        Ending::Done => Ok((None, report.sha256.to_string())),
        _ => Err(report.faults.first().map(|fault| fault.message(Lang::En)).unwrap_or_default().into()),
    }
}

fn freeze(dir: &Path) -> Result<Taken, Problem> {
    let store = Store::open(dir.join("sorted"))?;
    let frozen = office::freeze::freeze(&store.writer()?, &plan(), &|_, _| ())?;
    Ok((None, frozen.digest.to_string()))
}

fn frozen(dir: &Path) -> Result<(Frozen, Keys), Problem> {
    let store = Store::open(dir.join("sorted"))?;
    let frozen = Frozen::open(&store, &plan().draw_name())?.ok_or("nothing is frozen")?;
    let keys = Seed::new(Digest::new([7; 32])).keys(&frozen.plan);
    fs::write(dir.join("key"), keys.tickets.first().ok_or("no task")?)?;
    fs::write(dir.join("entities"), frozen.list_path("entities").to_string_lossy().as_bytes())?;
    Ok((frozen, keys))
}

/// A digest of the ids in each stratum, by rank, that a script can compute as well.
fn digest(selection: &Selection) -> String {
    let ids = selection.strata.iter().flat_map(|stratum| &stratum.drawn).map(|ranked| format!("{}\n", ranked.id));
    sha256(ids.collect::<String>().as_bytes()).to_string()
}

fn select_from_index(dir: &Path) -> Result<Taken, Problem> {
    let (frozen, keys) = frozen(dir)?;
    let mut best = Duration::MAX;
    let mut note = String::new();
    for _ in 0..7 {
        let start = Instant::now();
        let (selection, _) = select(&frozen, &keys)?;
        best = best.min(start.elapsed());
        note = digest(&selection);
    }
    Ok((Some(best), note))
}

/// The same without an index: every line is read, parsed and held against the plan.
fn select_from_lines(dir: &Path) -> Result<Taken, Problem> {
    let (frozen, keys) = frozen(dir)?;
    let start = Instant::now();
    let rules = Rules::compile(&frozen.plan)?;
    let mut reader = ChunkReader::open(&frozen.list_path("entities"))?.ok_or("no list")?;
    let mut all = Selector::new(&frozen.plan, &keys.tickets);
    let offer = |chunk: Chunk| {
        let mut selector = Selector::new(&frozen.plan, &keys.tickets);
        let (mut buffer, mut strata) = (LineBuffer::default(), vec![OUTSIDE; rules.task_count()]);
        for line in chunk.lines() {
            if let Ok(entity) = EntityLine::parse(line, &mut buffer, false) {
                rules.assign(&entity, Standing::default(), &mut strata);
                selector.offer(entity.id().as_bytes(), &strata);
            }
        }
        Ok(selector)
    };
    ordered(
        || reader.next_chunk(),
        offer,
        |part| {
            all.merge(part);
            Ok(())
        },
    )?;
    let selection = all.finish(&frozen.plan)?;
    Ok((Some(start.elapsed()), digest(&selection)))
}

fn draw(dir: &Path) -> Result<Taken, Problem> {
    let store = Store::open(dir.join("sorted"))?;
    let out = dir.join("bundle");
    let _ = fs::remove_dir_all(&out);
    let contributions = [("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())];
    let (plan, dice) = (plan(), "31415926535897932384");
    let request = DrawRequest {
        plan: &plan,
        contributions: &contributions,
        dice,
        out: &out,
        today: today(),
        lang: Lang::En,
        overwrite: true,
    };
    let start = Instant::now();
    let drawn = office::draw::draw(&store.writer()?, &request, &|_, _| ())?;
    Ok((Some(start.elapsed()), drawn.bundle.to_string()))
}

fn verify(dir: &Path) -> Result<Taken, Problem> {
    let files = Folder::new(dir.join("bundle"));
    let verified = verify::verify(&files, &verify::Options::default()).map_err(|failure| format!("{failure:?}"))?;
    Ok((None, verified.bundle.to_string()))
}
