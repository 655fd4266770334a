//! A sealed ceremony of about 500 visits, step by step: how long the room waits.
//!
//!     cargo bench --bench ceremony
//!
//! The example county, with more drawn and more visits for each inspector. The plan's own simulation is left out of the
//! announcement and is a line of its own: it may run the day before.
#![expect(clippy::disallowed_methods, reason = "a bench looks at the clock; no result does")]

use draw::signature::{public_key, sign};
use import::plan::Config;
use office::Store;
use office::ceremony::{Desk, read_share};
use office::log::{KeyName, Log, LogPlaces, SecretKey};
use records::day::Day;
use records::events::RollRecord;
use records::hash::Secret;
use records::lang::Lang;
use records::plan::{Escrow, Holder, Mode, ParticipantKey, Plan, ReplacementReasons, Superior};
use std::path::Path;
use std::time::Instant;

type Problem = Box<dyn std::error::Error>;

const DICE: &str = "31415926535897932384";

fn main() -> Result<(), Problem> {
    let folder = tempfile::tempdir()?;
    let dir = folder.path().join("county");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/county");
    for name in ["lists", "secret"] {
        std::fs::create_dir_all(dir.join(name))?;
        for entry in std::fs::read_dir(source.join(name))? {
            let path = entry?.path();
            std::fs::copy(&path, dir.join(name).join(path.file_name().ok_or("a name")?))?;
        }
    }
    let store = Store::open(&dir)?;
    let places = LogPlaces::of(&dir);
    let log = Log::create(&places, &KeyName::new("county.example/draws")?, &SecretKey::ensure(&places.key)?)?;
    let plan = plan(&source, log.key().to_string())?;
    drop(log);
    let (draw, writer) = (plan.draw_name(), store.writer()?);
    let mut desk = Desk::open(&writer, Day::MIN, Lang::Zh)?;
    let mut total = 0.0;
    let mut row = |what: &str, start: Instant, counts: bool| {
        let seconds = start.elapsed().as_secs_f64();
        total += if counts { seconds } else { 0.0 };
        println!("{what:44} {seconds:8.3} s");
    };

    let start = Instant::now();
    let announced = desk.announce(&plan, &|_, _| ())?;
    row("announce", start, true);
    let start = Instant::now();
    let mut shares = Vec::new();
    for (holder, file) in &announced.shares {
        shares.push(read_share(file)?);
        let statement = desk.share_statement(&draw, holder)?;
        desk.share(&draw, holder, sign(&holder_key(holder), &statement))?;
    }
    row("three shares", start, true);
    let start = Instant::now();
    for label in &plan.participants {
        desk.contribute(&draw, label, "318")?;
    }
    row("contributions", start, true);
    let start = Instant::now();
    desk.close_contributions(&draw)?;
    let record = |recorder: &str| RollRecord { recorder: recorder.to_owned(), value: DICE.to_owned() };
    desk.roll(&draw, DICE, vec![record("A"), record("B")])?;
    row("close, roll", start, true);
    let start = Instant::now();
    let halves = [folder.path().join("one"), folder.path().join("two")];
    let drawn = desk.draw(&draw, Some([&halves[0], &halves[1]]))?;
    row("draw: check, outcome, capsules, erasure, bundle", start, true);
    let start = Instant::now();
    desk.finish(&draw, &shares)?;
    row("finish", start, false);
    let start = Instant::now();
    desk.close()?;
    let desk = Desk::open(&writer, Day::MIN, Lang::Zh)?;
    row("close and open the desk", start, false);
    desk.close()?;
    let count = |root: Option<records::plan::Root>| root.map_or(0, |root| root.count);
    println!("{:44} {total:8.3} s   promised: 2 s", "announce to capsules");
    println!("{} leaves, {} capsules", count(drawn.event.leaves), count(drawn.event.capsules));
    Ok(())
}

/// The plan of the county, sealed, with about 500 visits.
fn plan(source: &Path, log: String) -> Result<Plan, Problem> {
    let text = std::fs::read_to_string(source.join("plan.toml"))?;
    let mut plan = import::plan::read(&text, &Config::embedded()?)?.plan;
    plan.mode = Mode::Sealed;
    plan.log = Some(log);
    plan.superior = Some(Superior { key: public_key(&Secret::new([9; 32])), name: "S".to_owned() });
    plan.replacement = Some(ReplacementReasons::default());
    let holder = |label: &str| Holder { label: label.to_owned(), outside: true };
    plan.escrow = Some(Escrow { holders: ["A", "B", "C"].map(holder).to_vec(), threshold: 2 });
    let key = |label: &str| {
        let key = public_key(&holder_key(label));
        ParticipantKey { department: label.to_owned(), key, label: label.to_owned() }
    };
    plan.keys = ["A", "B", "C"].map(key).to_vec();
    plan.custodians = Some(["D".to_owned(), "E".to_owned()]);
    plan.simulation.seeds = 0;
    plan.visits_per_day_max = 0;
    (plan.quotas.max, plan.quotas.daily_max) = (200, 4);
    for stratum in plan.tasks.iter_mut().flat_map(|task| &mut task.strata) {
        (stratum.min, stratum.max) = (None, None);
        if let (Some(_), Some(rounding)) = (stratum.ratio, stratum.rounding) {
            (stratum.ratio, stratum.rounding) = (Some("20%".parse()?), Some(rounding));
        }
    }
    Ok(plan)
}

/// The private key of a holder.
fn holder_key(label: &str) -> Secret {
    Secret::new([label.as_bytes().first().copied().unwrap_or_default(); 32])
}
