//! A published folder with draws of every kind, and the site of it.
#![allow(dead_code, reason = "each test file uses a part of it")]

use draw::in_memory::{Office, draw, freeze};
use records::canonical;
use records::day::Day;
use records::hash::Secret;
use serde::de::DeserializeOwned;
use serde_json::Value;
use server::site::{Check, Made, SiteConfig, SiteInput, make_site};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn vector(path: &str) -> PathBuf {
    root().join("tests/vectors").join(path)
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folder");
    for entry in fs::read_dir(from).expect("folder") {
        let (path, name) = (entry.as_ref().expect("entry").path(), entry.expect("entry").file_name());
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).expect("copied");
        }
    }
}

fn lists<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let text = fs::read_to_string(root().join(format!("examples/county/lists/{name}.jsonl"))).expect("list");
    text.lines().map(|line| canonical::from_slice(line.as_bytes()).expect("line")).collect()
}

/// The example county, drawn as a rehearsal; its lists give pages of visits.
pub fn county(to: &Path) {
    let text = fs::read_to_string(root().join("examples/county/plan.toml")).expect("plan");
    let plan = import::plan::read(&text, &import::plan::Config::embedded().expect("config")).expect("plan").plan;
    let office = Office {
        secret: Secret::new([7; 32]),
        entities: lists("entities"),
        inspectors: lists("inspectors"),
        items: lists("items"),
        conflicts: lists("conflicts"),
        absences: lists("absences"),
        promises: lists("promises"),
        history: lists("history"),
        selection: lists("selection"),
    };
    let frozen = freeze(&office, &plan).expect("frozen");
    let said = [("市场监管局", "春风"), ("企业代表", "8848")];
    let mut bundle = draw(&frozen, &said, "31415926535897932384").expect("drawn");
    bundle.files.extend(documents::bundle_documents(&bundle.files).expect("documents"));
    for (path, bytes) in bundle.with_manifest().expect("manifest").0.files {
        let path = to.join(path);
        fs::create_dir_all(path.parent().expect("folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
}

/// A published folder and its site.
pub struct Published {
    pub folder: TempDir,
    pub made: Made,
}

pub const COUNTY: &str = "QXX-SCJG-1-1";

impl Published {
    /// Makes the site of what `fill` publishes.
    pub fn of(fill: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let published = folder.path().join("published");
        fs::create_dir(&published).expect("folder");
        fill(&published);
        let input = SiteInput {
            published: &published,
            skip: &BTreeSet::new(),
            config: &SiteConfig::default(),
            policy: None,
            today: today(),
            beacon: None,
        };
        let made = make_site(&input, &folder.path().join("site"), None, Check::All).expect("a site");
        Self { folder, made }
    }

    /// The county, a ceremony with both attempts and its log, a sealed draw of which a part is opened, and one that is damaged.
    pub fn all() -> Self {
        Self::of(|published| {
            county(&published.join("county/1"));
            copy(&vector("ceremony/void"), &published.join("ceremony-1/1"));
            copy(&vector("ceremony/bundle"), &published.join("ceremony-2/1"));
            copy(&vector("ceremony/log"), &published.join("log"));
            copy(&vector("sealed/sealed"), &published.join("sealed/1"));
            let damaged = published.join("damaged/1");
            copy(&published.join("county/1"), &damaged);
            // What can't be read at all is withdrawn under the name of its folder.
            fs::write(damaged.join("plan.json"), "{\"a\":1}\n").expect("written");
        })
    }

    pub fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// An object file of the bundle of a draw.
    pub fn object(&self, address: &str, path: &str) -> Value {
        let bytes = fs::read(self.site().join("d").join(address).join(path)).expect("file");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    /// The lines of a file of a draw.
    pub fn lines(&self, address: &str, path: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.site().join("d").join(address).join(path)).expect("file");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

/// The day of the tests.
pub fn today() -> Day {
    Day::new(2026, 4, 20).expect("a day")
}
