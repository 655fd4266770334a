//! The site as static files: whole, the same each time, and never with anything of a bundle that does not verify.

use records::day::Day;
use server::site::{Check, Made, SiteConfig, SiteInput, renew_site};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folder");
    for entry in fs::read_dir(from).expect("folder") {
        let entry = entry.expect("entry");
        let place = to.join(entry.file_name());
        match entry.file_type().expect("type").is_dir() {
            true => copy(&entry.path(), &place),
            false => drop(fs::copy(entry.path(), place).expect("copy")),
        }
    }
}

/// Files below a folder, hidden ones left out.
fn files(folder: &Path, prefix: &str, out: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("folder") {
        let entry = entry.expect("entry");
        let name = entry.file_name().into_string().expect("UTF-8");
        if name.starts_with('.') {
            continue;
        }
        match entry.file_type().expect("type").is_dir() {
            true => files(&entry.path(), &format!("{prefix}{name}/"), out),
            false => drop(out.insert(format!("{prefix}{name}"), fs::read(entry.path()).expect("file"))),
        }
    }
}

/// A published folder and the site of it.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().expect("temporary folder") };
        fs::create_dir(place.published()).expect("folder");
        place
    }

    fn published(&self) -> PathBuf {
        self.folder.path().join("published")
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn publish(&self, vector: &str, draw: &str) -> PathBuf {
        let to = self.published().join(draw).join(vector.replace('/', "-"));
        copy(&vectors().join(vector), &to);
        to
    }

    fn make(&self, check: Check) -> Made {
        self.make_without(check, &BTreeSet::new())
    }

    fn make_without(&self, check: Check, skip: &BTreeSet<PathBuf>) -> Made {
        let config = SiteConfig::default();
        let today = Day::new(2026, 5, 1).expect("day");
        let published = self.published();
        let input = SiteInput { published: &published, skip, config: &config, policy: None, today, beacon: None };
        renew_site(&input, &self.site(), check).expect("a site")
    }

    fn read(&self) -> BTreeMap<String, Vec<u8>> {
        let mut out = BTreeMap::new();
        files(&self.site(), "", &mut out);
        out
    }

    fn page(&self, path: &str) -> String {
        fs::read_to_string(self.site().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

/// The address of the draw that a bundle is of.
fn address(bundle: &Path) -> String {
    let plan: serde_json::Value =
        serde_json::from_slice(&fs::read(bundle.join("plan.json")).expect("plan")).expect("JSON");
    format!("{}-{}-{}", plan["authority"]["id"].as_str().expect("id"), plan["sequence"], plan["attempt"])
}

#[test]
fn the_same_input_gives_the_same_bytes_and_nothing_new_writes_nothing() {
    let (one, two) = (Place::new(), Place::new());
    for place in [&one, &two] {
        place.publish("ceremony/bundle", "one");
        place.publish("sealed/sealed", "sealed");
        place.make(Check::Changed);
    }
    let bytes = one.read();
    assert!(bytes.keys().eq(two.read().keys()));
    assert!(bytes == two.read());
    assert!(bytes.contains_key("index.html") && bytes.contains_key("en/index.html") && bytes.contains_key("feed.atom"));
    let again = one.make(Check::Changed);
    assert_eq!((again.changed, again.draws, again.verified, again.written), (false, 2, 0, 0));
    let all = one.make(Check::All);
    assert_eq!((all.changed, all.verified, all.written), (false, 2, 0));
    assert!(bytes == one.read());
}

#[test]
fn the_list_of_digests_is_that_of_all_files() {
    use sha2::{Digest, Sha256};
    let place = Place::new();
    place.publish("ceremony/bundle", "one");
    place.make(Check::Changed);
    let all = place.read();
    let sums = String::from_utf8(all["SHA256SUMS"].clone()).expect("UTF-8");
    let listed: BTreeMap<&str, &str> =
        sums.lines().filter_map(|line| line.split_once("  ")).map(|(a, b)| (b, a)).collect();
    let own = all.iter().filter(|(path, _)| *path != "SHA256SUMS");
    assert_eq!(listed.len() + 1, all.len());
    for (path, bytes) in own {
        assert_eq!(listed[path.as_str()], hex::encode(Sha256::digest(bytes)), "{path}");
    }
}

#[test]
fn a_new_draw_changes_no_file_of_an_older_one() {
    let place = Place::new();
    let old = address(&place.publish("ceremony/void", "first"));
    place.make(Check::Changed);
    let before = place.read();
    place.publish("ceremony/bundle", "second");
    let made = place.make(Check::Changed);
    assert_eq!((made.changed, made.draws, made.verified, made.written), (true, 2, 1, 1));
    let after = place.read();
    let mut kept = 0;
    for (path, bytes) in before.iter().filter(|(path, _)| path.contains(&format!("d/{old}/"))) {
        assert!(after.get(path) == Some(bytes), "{path}");
        kept += 1;
    }
    assert!(kept > 30, "{kept}");
    assert_ne!(before["index.html"], after["index.html"]);
}

#[test]
fn the_newest_bundle_of_a_draw_is_shown() {
    let place = Place::new();
    let draw = address(&place.publish("sealed/announcement", "one"));
    place.make(Check::Changed);
    assert!(place.page("draws/index.html").contains("badge announced"));
    place.publish("sealed/sealed", "one");
    assert_eq!(place.make(Check::Changed).written, 1);
    assert!(place.page("draws/index.html").contains("badge sealed"));
    assert!(!place.site().join(format!("d/{draw}/results")).exists());
    place.publish("sealed/bundle", "one");
    place.make(Check::Changed);
    assert!(place.page("draws/index.html").contains("badge finished"));
    assert!(place.page(&format!("d/{draw}/results/index.html")).contains("visits"));
}

#[test]
fn a_damaged_bundle_is_withdrawn_and_nothing_of_it_is_shown() {
    let place = Place::new();
    let bundle = place.publish("ceremony/bundle", "one");
    let draw = address(&bundle);
    place.make(Check::Changed);
    let whole = place.page(&format!("d/{draw}/index.html"));
    let name = "lists/entities.jsonl";
    let good = fs::read(bundle.join(name)).expect("list");
    let mut bad = good.clone();
    bad[20] ^= 1;
    fs::write(bundle.join(name), &bad).expect("write");
    let made = place.make(Check::Changed);
    assert_eq!(made.withdrawn.len(), 1);
    assert_eq!((made.withdrawn[0].check.as_str(), made.withdrawn[0].address.as_str()), ("files", draw.as_str()));
    let shown: Vec<String> = place.read().into_keys().filter(|path| path.contains(&draw)).collect();
    let pages = ["d", "en/d"].map(|folder| format!("{folder}/{draw}/index.html"));
    assert!(shown.iter().all(|path| pages.iter().any(|page| path.starts_with(page))), "{shown:?}");
    assert!(place.page(&pages[0]).contains("撤下核查中"));
    assert!(place.page("draws/index.html").contains("撤下核查中"));
    // Whatever was noted of it: it is verified again once it has changed again.
    fs::write(bundle.join(name), &good).expect("write");
    let made = place.make(Check::Changed);
    assert!(made.withdrawn.is_empty());
    assert_eq!(place.page(&pages[0]), whole);
}

#[test]
fn two_plans_for_one_number_are_not_shown() {
    let place = Place::new();
    let bundle = place.publish("ceremony/bundle", "one");
    let draw = address(&bundle);
    place.make(Check::Changed);
    let second = place.published().join("two/outcome");
    copy(&bundle, &second);
    let plan = fs::read_to_string(second.join("plan.json")).expect("plan");
    fs::write(second.join("plan.json"), plan.replacen("\"campaign\":\"", "\"campaign\":\"another ", 1)).expect("write");
    let made = place.make(Check::Changed);
    assert_eq!(made.withdrawn.len(), 1);
    assert!(place.page(&format!("d/{draw}/index.html")).contains("撤下核查中"));
    fs::remove_dir_all(place.published().join("two")).expect("remove");
    assert!(place.make(Check::Changed).withdrawn.is_empty());
}

#[test]
fn a_bundle_that_can_not_be_read_takes_the_place_of_its_older_one() {
    let place = Place::new();
    let draw = address(&place.publish("sealed/announcement", "x"));
    let folder = place.published().join("x");
    fs::rename(&folder, place.published().join(&draw)).expect("rename");
    place.make(Check::Changed);
    let newer = place.published().join(&draw).join("outcome");
    fs::create_dir(&newer).expect("folder");
    fs::write(newer.join("manifest.json"), "half").expect("write");
    let made = place.make(Check::Changed);
    assert_eq!(made.withdrawn.len(), 1);
    assert!(place.page(&format!("d/{draw}/index.html")).contains("撤下核查中"));
}

#[test]
fn a_byte_that_is_turned_over_behind_our_back_is_found_by_the_next_check() {
    let place = Place::new();
    let draw = address(&place.publish("ceremony/bundle", "one"));
    place.make(Check::Changed);
    let before = place.read();
    // On the site: it is made again from what is published.
    let page = place.site().join(format!("d/{draw}/index.html"));
    let mut bytes = fs::read(&page).expect("page");
    bytes[100] ^= 1;
    fs::write(&page, bytes).expect("write");
    assert!(!place.make(Check::Changed).changed);
    assert!(place.make(Check::All).changed);
    assert!(place.read() == before);
    // In what is published, with size and time as before: only a whole check can see it.
    let list = place.published().join("one/ceremony-bundle/lists/entities.jsonl");
    let time = fs::metadata(&list).expect("metadata").modified().expect("time");
    let mut bytes = fs::read(&list).expect("list");
    bytes[20] ^= 1;
    fs::write(&list, bytes).expect("write");
    fs::File::options().write(true).open(&list).expect("file").set_modified(time).expect("time");
    let made = place.make(Check::All);
    assert_eq!(made.withdrawn.len(), 1);
    assert!(place.page(&format!("d/{draw}/index.html")).contains("撤下核查中"));
}

#[test]
fn what_is_still_being_copied_is_passed_over() {
    let place = Place::new();
    let draw = address(&place.publish("sealed/announcement", "one"));
    place.make(Check::Changed);
    let newer = place.publish("sealed/sealed", "one");
    fs::remove_file(newer.join("evidence/checkpoint")).expect("remove");
    let made = place.make_without(Check::Changed, &BTreeSet::from([newer]));
    assert!(!made.changed && made.withdrawn.is_empty());
    assert!(place.page(&format!("d/{draw}/index.html")).contains("badge announced"));
}

#[test]
fn a_folder_with_other_things_in_it_is_not_touched() {
    let place = Place::new();
    place.publish("ceremony/bundle", "one");
    fs::create_dir(place.site()).expect("folder");
    fs::write(place.site().join("thesis.txt"), "ten years").expect("write");
    let config = SiteConfig::default();
    let published = place.published();
    let input = SiteInput {
        published: &published,
        skip: &BTreeSet::new(),
        config: &config,
        policy: None,
        today: Day::new(2026, 5, 1).expect("day"),
        beacon: None,
    };
    let error = renew_site(&input, &place.site(), Check::Changed).expect_err("refused");
    assert_eq!(error.code(), "site-foreign");
    assert_eq!(fs::read_to_string(place.site().join("thesis.txt")).expect("text"), "ten years");
}

#[test]
fn links_lead_to_files_that_are_there() {
    let place = Place::new();
    for (vector, draw) in [("ceremony/void", "a"), ("ceremony/bundle", "b"), ("sealed/sealed", "c")] {
        place.publish(vector, draw);
    }
    copy(&vectors().join("ceremony/log"), &place.published().join("log"));
    place.make(Check::Changed);
    let all = place.read();
    let mut links = 0;
    for (path, bytes) in all
        .iter()
        .filter(|(path, _)| path.ends_with(".html") && !path.starts_with("verify/") && !path.contains("/bundle/"))
    {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        let found =
            text.split(" href=\"").chain(text.split(" src=\"")).skip(1).filter_map(|rest| rest.split('"').next());
        for link in found.filter(|link| !link.contains('<') && !link.starts_with('#') && !link.is_empty()) {
            let link = link.split(['?', '#']).next().unwrap_or_default();
            let mut parts: Vec<&str> = if link.starts_with('/') { Vec::new() } else { path.split('/').collect() };
            parts.pop();
            for part in link.split('/').filter(|part| !part.is_empty()) {
                match part {
                    ".." => assert!(parts.pop().is_some(), "{path}: {link}"),
                    part => parts.push(part),
                }
            }
            assert!(all.contains_key(&parts.join("/")), "{path}: {link}");
            links += 1;
        }
    }
    assert!(links > 500, "{links}");
}
