//! The draw from lists on disk to a bundle that verifies.

mod support;

use draw::in_memory;
use office::OfficeError;
use office::freeze::{Frozen, freeze, open_index};
use office::index::{Index, IndexFault};
use records::hash::Digest;
use records::lists::List;
use records::plan::Purpose;
use std::fs;
use support::{DICE, bundle, county, files};
use verify::Options;

#[test]
fn the_county_is_drawn_and_verifies() {
    let county = county();
    let drawn = county.draw("bundle").unwrap();
    let files = bundle(&drawn.out);
    let verified = verify::verify(&files, &Options { expect: Some(drawn.bundle), ..Options::default() }).unwrap();
    assert_eq!(verified.bundle, drawn.bundle);
    assert!(drawn.dated > 0);

    let again = county.draw("again").unwrap();
    assert_eq!(again.bundle, drawn.bundle, "nothing depends on a clock or on where the bundle goes");
    assert_eq!(support::files(&again.out), files.0);
    let draws = county.store.draws().unwrap();
    assert_eq!(draws.len(), 1, "the same draw again is the same entry");
    assert_eq!(draws[0].bundle, drawn.bundle);
}

#[test]
fn names_stay_in_the_office() {
    let county = county();
    let drawn = county.draw("bundle").unwrap();
    let published: Vec<u8> =
        files(&drawn.out).into_iter().filter(|(path, _)| !path.ends_with(".xlsx")).flat_map(|file| file.1).collect();
    let kept = files(&drawn.office_copy);
    let inspectors = county.store.small_lists().unwrap().inspectors;
    assert!(!inspectors.is_empty());
    let names = String::from_utf8(kept["names.jsonl"].clone()).unwrap();
    for inspector in &inspectors {
        // Entities are people's businesses too, and may hold a name by chance; work numbers do not.
        for private in [&inspector.work_no, &inspector.certificate_no, &inspector.phone] {
            let found = !private.is_empty() && memchr::memmem::find(&published, private.as_bytes()).is_some();
            assert!(!found, "{private} is in the bundle");
        }
    }
    assert!(inspectors.iter().filter(|inspector| names.contains(&inspector.name)).count() > 10);
    assert!(kept.keys().any(|path| path.starts_with("calendars/I-") && path.ends_with(".ics")));
    assert!(kept.keys().all(|path| !path.contains('\\')));
    let secret = fs::read_to_string(county.store.secret_path()).unwrap();
    let secret = secret.lines().last().unwrap();
    assert!(memchr::memmem::find(&published, secret.as_bytes()).is_none());
}

#[test]
fn an_existing_folder_is_refused_before_anything_is_done() {
    let county = county();
    fs::create_dir(county.out("bundle")).unwrap();
    let error = county.draw("bundle").unwrap_err();
    assert!(matches!(error, OfficeError::OutExists { .. }), "{error}");
    assert!(fs::read_dir(county.out("bundle")).unwrap().next().is_none());
    assert!(Frozen::open(&county.store, &county.plan.draw_name()).unwrap().is_none());
    assert!(county.store.draws().unwrap().is_empty());
}

#[test]
fn an_official_plan_and_the_wrong_dice_are_refused() {
    let mut county = county();
    county.plan.purpose = Purpose::Official;
    assert!(matches!(county.draw("bundle"), Err(OfficeError::NeedsCeremony { .. })));
    assert!(matches!(
        freeze(&county.store.writer().unwrap(), &county.plan, &|_, _| ()),
        Err(OfficeError::SecretPublic { .. })
    ));
    county.plan.purpose = Purpose::Rehearsal;
    county.plan.final_source = records::entropy::FinalSource::Dice { sides: 10, count: 21 };
    assert!(matches!(county.draw("bundle"), Err(OfficeError::Seed(_))));
    assert!(!county.out("bundle").exists());
}

/// The office streams over all cores; the engine's own draw in memory is the measure.
#[test]
fn files_are_those_of_the_draw_in_memory() {
    let county = county();
    let drawn = county.draw("bundle").unwrap();
    let lists = county.store.small_lists().unwrap();
    let mut office = in_memory::Office::new(county.store.secret().unwrap().secret);
    office.entities = county.store.load(List::Entities).unwrap();
    office.inspectors = lists.inspectors;
    office.items = lists.items;
    office.conflicts = lists.conflicts;
    office.absences = lists.absences;
    office.promises = lists.promises;
    office.history = lists.history;
    office.selection = lists.selection;
    office.sort();
    let frozen = in_memory::freeze(&office, &county.plan).unwrap();
    let said: Vec<(String, String)> =
        county.plan.participants.iter().map(|label| (label.clone(), format!("{label} says 7"))).collect();
    let said: Vec<(&str, &str)> = said.iter().map(|(label, value)| (label.as_str(), value.as_str())).collect();
    let expected = in_memory::draw(&frozen, &said, DICE).unwrap();
    let mut got = files(&drawn.out);
    got.retain(|path, _| path != "manifest.json" && !path.starts_with("documents/"));
    assert_eq!(got.keys().collect::<Vec<_>>(), expected.files.keys().collect::<Vec<_>>());
    for (path, bytes) in &expected.files {
        assert!(got[path] == *bytes, "{path} differs");
    }
}

#[test]
fn a_missing_stale_or_damaged_index_is_made_again() {
    let county = county();
    let frozen = freeze(&county.store.writer().unwrap(), &county.plan, &|_, _| ()).unwrap();
    let path = frozen.index_path();
    let keys = draw::seed::Seed::new(Digest::new([9; 32])).keys(&frozen.plan);
    let (expected, index) = office::draw::select(&frozen, &keys).unwrap();
    let entities = index.len();
    let good = fs::read(&path).unwrap();

    fs::remove_file(&path).unwrap();
    assert_eq!(office::draw::select(&frozen, &keys).unwrap().0, expected);

    let mut stale = good.clone();
    stale[20] ^= 1;
    fs::write(&path, &stale).unwrap();
    assert_eq!(Index::open(&path, &frozen.digest).unwrap().err(), Some(IndexFault::Stale));
    assert_eq!(office::draw::select(&frozen, &keys).unwrap().0, expected);

    for at in [100, good.len() / 2, good.len() - 3] {
        let mut damaged = good.clone();
        damaged[at] ^= 1;
        fs::write(&path, &damaged).unwrap();
        assert_eq!(office::draw::select(&frozen, &keys).unwrap().0, expected, "byte {at}");
    }
    let (index, made_again) = open_index(&frozen).unwrap();
    assert!(!made_again);
    assert_eq!(index.len(), entities);
}

#[test]
fn the_order_of_lines_in_a_file_by_hand_is_refused() {
    let county = county();
    let path = county.store.list_path(List::Entities);
    let text = fs::read_to_string(&path).unwrap();
    let reversed: String = text.lines().rev().map(|line| format!("{line}\n")).collect();
    fs::write(&path, reversed).unwrap();
    assert!(matches!(county.draw("bundle"), Err(OfficeError::Freeze(_))));
    fs::write(&path, text.trim_end()).unwrap();
    assert!(matches!(county.draw("bundle"), Err(OfficeError::Line { .. })));
    assert!(fs::read_dir(county.store.dir().join("frozen")).unwrap().next().is_none(), "no half a freeze");
}

#[test]
fn simulated_draws_are_counted() {
    let county = county();
    let writer = county.store.writer().unwrap();
    let simulation = office::simulate::simulate(&writer, &county.plan, 5, &|_, _| ()).unwrap();
    assert_eq!(simulation.tally.draws, 5);
    for (stratum, counted) in simulation.report.strata.iter().zip(&simulation.frozen.plan.populations) {
        assert_eq!(stratum.times, 5 * counted.n);
    }
    let mut table = Vec::new();
    office::simulate::entities_csv(&simulation, &mut table, records::lang::Lang::En).unwrap();
    let table = String::from_utf8(table).unwrap();
    let rows: Vec<Vec<&str>> = table.trim_end().split("\r\n").skip(1).map(|line| line.split(',').collect()).collect();
    let plan = &simulation.frozen.plan;
    assert!(rows.windows(2).all(|pair| pair[0][0] < pair[1][0]), "in the order of the list");
    for (number, task) in plan.tasks.iter().enumerate() {
        for counted in plan.populations.iter().filter(|counted| counted.task == task.id) {
            let here = rows.iter().filter(|row| row[2 + 4 * number] == counted.stratum.as_str());
            assert_eq!(here.clone().count() as u64, counted.population, "drawn or not");
            let drawn = here.map(|row| row[3 + 4 * number].parse::<u64>().unwrap());
            assert_eq!(drawn.sum::<u64>(), 5 * counted.n);
        }
    }
    let sums =
        |row: &Vec<&str>| -> Vec<u64> { (0..plan.tasks.len()).map(|k| row[3 + 4 * k].parse().unwrap_or(0)).collect() };
    for row in &rows {
        let any: u64 = row[1].parse().unwrap();
        assert!(any >= *sums(row).iter().max().unwrap() && any <= sums(row).iter().sum::<u64>(), "{row:?}");
    }
    let public = office::simulate::report_json(&simulation.report, documents::Audience::Public);
    assert!(public.get("office").is_none());
    assert!(office::simulate::report_json(&simulation.report, documents::Audience::Office).get("office").is_some());
}
