//! What the tests share: the example county as a store of its own, and a bundle on disk for the verifier.
#![allow(dead_code, reason = "each test binary uses its own part")]

use import::plan::Config;
use office::draw::{DrawRequest, Drawn};
use office::{Result, Store};
use records::day::Day;
use records::lang::Lang;
use records::plan::Plan;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use verify::MemoryBundle;

pub const DICE: &str = "31415926535897932384";

pub fn today() -> Day {
    Day::new(2026, 3, 2).unwrap()
}

/// A copy of `examples/county` that a test may change.
pub struct County {
    pub folder: TempDir,
    pub store: Store,
    pub plan: Plan,
}

pub fn county() -> County {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/county");
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("county");
    for name in ["lists", "secret"] {
        fs::create_dir_all(dir.join(name)).unwrap();
        for entry in fs::read_dir(source.join(name)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, dir.join(name).join(path.file_name().unwrap())).unwrap();
        }
    }
    let text = fs::read_to_string(source.join("plan.toml")).unwrap();
    let plan = import::plan::read(&text, &Config::embedded().unwrap()).unwrap().plan;
    County { store: Store::open(&dir).unwrap(), folder, plan }
}

impl County {
    pub fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn draw(&self, name: &str) -> Result<Drawn> {
        let out = self.out(name);
        let contributions: Vec<(String, String)> =
            self.plan.participants.iter().map(|label| (label.clone(), format!("{label} says 7"))).collect();
        let request = DrawRequest {
            plan: &self.plan,
            contributions: &contributions,
            dice: DICE,
            out: &out,
            today: today(),
            lang: Lang::Zh,
            overwrite: true,
        };
        office::draw::draw(&self.store.writer()?, &request, &|_, _| ())
    }
}

/// All files of a folder by their paths with `/`.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    walk(folder, "", &mut found);
    found
}

fn walk(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

pub fn bundle(folder: &Path) -> MemoryBundle {
    MemoryBundle(files(folder))
}
