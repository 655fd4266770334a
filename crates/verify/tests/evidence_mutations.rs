//! Every change of one value in the evidence of the vectors is caught, and every byte of its checkpoints, by a reader who has the
//! policy and asks for the grade that it gives.

mod support;

use rayon::prelude::*;
use support::forge::Forge;
use support::{authority, changes::all_changes, recipe};
use verify::{Grade, MemoryBundle, Options, Policy, verify};

fn is_accepted(bundle: &MemoryBundle) -> bool {
    let policy = Policy::from_bytes(authority::policy().as_bytes()).unwrap();
    let options = Options { policy: Some(&policy), require: Some(Grade::Anchored), ..Options::default() };
    verify(bundle, &options).is_ok()
}

/// One in so many of the changes of one value, for each base. With 1, which takes minutes, none survives either.
const STEP: usize = 7;

#[test]
fn each_value_under_a_new_manifest() {
    for base in ["ceremony", "sealed", "sealed/sealed", "sealed/announcement"] {
        let bundle = recipe::bundle_of(base);
        assert!(is_accepted(&bundle), "{base}");
        let changes = all_changes(&bundle);
        let evidence: Vec<_> =
            changes.iter().filter(|change| change.is_below(&["evidence/", "sealed/"])).step_by(STEP).collect();
        assert!(evidence.len() > 20, "{base}: {}", evidence.len());
        let survivors: Vec<String> = evidence
            .par_iter()
            .filter_map(|change| is_accepted(&change.apply(&bundle, false)?).then(|| format!("{base}: {change:?}")))
            .collect();
        assert!(survivors.is_empty(), "{survivors:#?}");
    }
}

#[test]
fn each_byte_of_a_checkpoint() {
    for base in ["ceremony", "sealed"] {
        let bundle = recipe::bundle_of(base);
        for path in ["evidence/checkpoint", "evidence/closed"] {
            let survivors: Vec<usize> = (0..bundle.0[path].len())
                .into_par_iter()
                .filter(|at| {
                    let mut forge = Forge::new(&bundle);
                    forge.files.get_mut(path).unwrap()[*at] ^= [0x01, 0x03, 0x07][at % 3];
                    is_accepted(&forge.rebuild_manifest())
                })
                .collect();
            assert!(survivors.is_empty(), "{base} {path}: {survivors:?}");
        }
    }
}

#[test]
fn each_file_of_the_evidence_short_long_empty_or_gone() {
    for base in ["ceremony", "sealed"] {
        let bundle = recipe::bundle_of(base);
        for (path, bytes) in
            bundle.0.iter().filter(|(path, _)| path.starts_with("evidence/") || path.starts_with("sealed/"))
        {
            let variants = [Some(&bytes[..bytes.len() - 1]), Some(&[]), None, Some(b"\n"), Some(b"{}\n")];
            for variant in variants.into_iter().filter(|variant| *variant != Some(bytes.as_slice())) {
                let mut forge = Forge::new(&bundle);
                match variant {
                    Some(bytes) => drop(forge.files.insert(path.clone(), bytes.to_vec())),
                    None => drop(forge.files.remove(path)),
                }
                assert!(!is_accepted(&forge.rebuild_manifest()), "{base} {path} {variant:?}");
            }
        }
    }
}
