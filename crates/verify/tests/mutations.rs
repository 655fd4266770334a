//! Every single-byte change of any file is caught, and every single-field change with the manifest, or
//! with all digests, made anew. A changed rendering under a new manifest is another bundle: that is what
//! the caller's own digest is for.

mod support;

use rayon::prelude::*;
use records::hash::sha256;
use support::forge::Forge;
use support::{changes::all_changes, check, recipe};
use verify::{Check, MemoryBundle, Options, verify};

/// Changes of one byte. A file of the manifest is held by its SHA-256, whatever the change: three for each byte,
/// among them a single bit, each bit in its turn. The manifest itself is held by its form and by what lies beside
/// it: every single bit, and some changes of several.
fn flips(path: &str, at: usize) -> Vec<u8> {
    match path {
        "manifest.json" => (0..8).map(|bit| 1 << bit).chain([0xff, 0x03, 0x07, 0x09, 0x0f, 0x6f]).collect(),
        _ => vec![1 << (at % 8), 0x03, 0xff],
    }
}

/// The bundle of the vectors, in which every list and every file of the outcome has lines.
#[test]
fn each_byte_of_each_file_of_the_golden_bundle() {
    let base = recipe::base();
    let plan = Forge::new(&base).object("plan.json");
    for list in ["inspectors", "barred", "apart", "strata", "selection", "exclusions"] {
        assert!(plan["roots"][list]["count"].as_u64().unwrap() > 0, "{list}");
    }
    for file in ["pairing.json", "openings.jsonl", "apart.jsonl"] {
        assert!(base.0[&format!("draw/{file}")].len() > 100, "{file}");
    }
    let places: Vec<(&String, usize)> =
        base.0.iter().flat_map(|(path, bytes)| (0..bytes.len()).map(move |at| (path, at))).collect();
    assert!(places.len() > 20_000);
    let survivors: Vec<String> = places
        .par_chunks(500)
        .flat_map_iter(|places| {
            let mut changed = base.clone();
            let mut found = Vec::new();
            for (path, at) in places {
                for flip in flips(path, *at) {
                    changed.0.get_mut(*path).unwrap()[*at] ^= flip;
                    found.extend(check(&changed).ok().map(|_| format!("{path} byte {at} flip {flip:#x}")));
                    changed.0.get_mut(*path).unwrap()[*at] ^= flip;
                }
            }
            found
        })
        .collect();
    assert!(survivors.is_empty(), "{survivors:?}");
}

#[test]
fn each_byte_under_a_new_manifest() {
    let base = recipe::base();
    let counts = |path: &&String| !path.starts_with("documents/") && *path != "manifest.json";
    let paths: Vec<&String> = base.0.keys().filter(counts).collect();
    for path in paths {
        let places = (0..base.0[path].len()).into_par_iter();
        let survivors: Vec<usize> = places
            .filter(|at| {
                let mut forge = Forge::new(&base);
                // One digit for another, one letter for another; what is text stays text.
                forge.files.get_mut(path).unwrap()[*at] ^= [0x01, 0x03, 0x07][at % 3];
                check(&forge.rebuild_manifest()).is_ok()
            })
            .collect();
        assert!(survivors.is_empty(), "{path}: {survivors:?}");
    }
}

#[test]
fn each_file_shorter_longer_empty_or_gone() {
    let base = recipe::base();
    for (path, bytes) in &base.0 {
        let last = bytes.len().saturating_sub(1);
        let variants = [Some(&bytes[..last]), Some(&[]), None, Some(b"\n"), Some(b"{}\n"), Some(b"[]\n")];
        for variant in variants.into_iter().filter(|variant| *variant != Some(bytes.as_slice())) {
            for rebuild in [false, true] {
                let mut forge = Forge::new(&base);
                match variant {
                    Some(bytes) => drop(forge.files.insert(path.clone(), bytes.to_vec())),
                    None => drop(forge.files.remove(path)),
                }
                let is_rendering = path.starts_with("documents/") && variant.is_some();
                if rebuild && (is_rendering || path == "manifest.json") {
                    continue;
                }
                let changed = if rebuild { forge.rebuild_manifest() } else { MemoryBundle(forge.files) };
                assert!(check(&changed).is_err(), "{path} {variant:?} {rebuild}");
            }
        }
    }
}

#[test]
fn each_field_with_digests_made_anew() {
    let base = recipe::base();
    let cases = all_changes(&base);
    assert!(cases.len() > 3000, "{}", cases.len());
    let survivors: Vec<String> = cases
        .par_iter()
        .flat_map_iter(|case| [(case, false), (case, true)])
        .filter_map(|(change, all)| {
            let changed = change.apply(&base, all)?;
            check(&changed).is_ok().then(|| format!("{change:?}"))
        })
        .collect();
    assert!(survivors.is_empty(), "{} of {}: {survivors:#?}", survivors.len(), cases.len() * 2);
}

#[test]
fn a_rendering_under_a_new_manifest_is_another_bundle() {
    let base = recipe::base();
    let digest = sha256(&base.0["manifest.json"]);
    for path in base.0.keys().filter(|path| path.starts_with("documents/")) {
        let mut forge = Forge::new(&base);
        forge.files.insert(path.clone(), b"another story".to_vec());
        let changed = forge.rebuild_manifest();
        assert_ne!(check(&changed).expect("it is a bundle of its own").bundle, digest);
        let options = Options { expect: Some(digest), ..Options::default() };
        assert_eq!(verify(&changed, &options).unwrap_err().check, Check::Manifest);
    }
}
