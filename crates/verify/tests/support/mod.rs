//! What the tests share: honest bundles of made-up counties, and a forge that changes them.
#![allow(dead_code)] // each test binary uses its own part

pub mod attempt_lies;
pub mod authority;
pub mod changes;
pub mod county;
pub mod desk;
pub mod forge;
pub mod lies;
pub mod proofs;
pub mod recipe;
pub mod replacement_lies;
pub mod sealed;
pub mod sealed_lies;
pub mod second;
pub mod shown_lies;
pub mod story;
pub mod third;
pub mod values;
pub mod vectors;
pub mod village;

use draw::in_memory::{Office, draw, freeze};
use records::plan::Plan;
use verify::{Failure, MemoryBundle, Options, Verified};

/// What was said and cast.
pub const SAID: [(&str, &str); 2] = [("市场监管局", "18"), ("群众代表", "七百二十三")];
pub const DICE: &str = "31415926535897932384";

/// The bundle of an honest office, with stand-ins for the renderings.
pub fn bundle(office: &Office, plan: &Plan) -> MemoryBundle {
    bundle_with(office, plan, DICE)
}

pub fn bundle_with(office: &Office, plan: &Plan, dice: &str) -> MemoryBundle {
    let frozen = freeze(office, plan).expect("the county freezes");
    let mut bundle = draw(&frozen, &SAID, dice).expect("the county draws");
    for name in ["summary.md", "summary.en.md", "summary.html", "visits.xlsx"] {
        bundle.files.insert(format!("documents/{name}"), format!("{name}\n").into_bytes());
    }
    let (bundle, _) = bundle.with_manifest().expect("no path twice");
    MemoryBundle(bundle.files)
}

pub fn check(bundle: &MemoryBundle) -> Result<Verified, Failure> {
    verify::verify(bundle, &Options::default())
}
