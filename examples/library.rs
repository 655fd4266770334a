//! The library in one page: lists in memory → a bundle in memory → verified. `cargo run --example library`

use draw::in_memory::{Office, draw, freeze};
use import::plan::{Config, read};
use records::hash::Secret;
use records::{canonical, lists::Entity};
use verify::{MemoryBundle, Options, verify};

const PLAN: &str = r#"
purpose = "rehearsal"
mode = "open"
authority = { id = "LIBRARY-EXAMPLE", name = "示例单位" }
campaign = "A draw of seven from a hundred"
sequence = 1
attempt = 1
created = 2026-03-02
period = { from = 2026-03-16, until = 2026-04-30 }
finish_by = 2026-05-29
participants = ["甲", "乙"]
final = { source = "dice", sides = 10, count = 20 }
tasks = [{ id = "T1", name = "抽查", department = "某部门", kind = "undirected", source = "own", level = "county-county", items = [], strata = [{ id = "ALL", name = "全部", count = 7 }] }]
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let plan = read(PLAN, &Config::embedded()?)?.plan;
    let mut office = Office::new(Secret::new([1; 32])); // a real office takes 32 random bytes, once
    for number in 1..=100 {
        let line = format!(r#"{{"id":"SHOP-{number:03}","name":"第{number}号商店（虚构）"}}"#);
        office.entities.push(canonical::from_slice::<Entity>(line.as_bytes())?);
    }

    let frozen = freeze(&office, &plan)?; // from here on nothing can be chosen
    let mut bundle = draw(&frozen, &[("甲", "said aloud"), ("乙", "8848")], "31415926535897932384")?;
    bundle.files.extend(documents::bundle_documents(&bundle.files)?);
    let (bundle, digest) = bundle.with_manifest()?;

    println!("{}", String::from_utf8_lossy(&bundle.files["draw/selected.jsonl"]));
    let verified = verify(&MemoryBundle(bundle.files), &Options { expect: Some(digest), ..Options::default() })?;
    println!("verified: {digest}, grade {:?}", verified.standing.grade);
    Ok(())
}
