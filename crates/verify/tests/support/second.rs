//! The second verifier, `tests/reference/verify.py`: which check it names for a bundle.

use std::path::{Path, PathBuf};
use std::process::Command;

use verify::MemoryBundle;

/// Prints, for each folder, the check that fails, or nothing.
const SCRIPT: &str = "import sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import verify
for folder in sys.argv[2:]: print(verify.verify(folder, say=lambda line: None)[0] or '')";

/// Writes a bundle into a folder.
pub fn write(bundle: &MemoryBundle, folder: &Path) {
    for (path, bytes) in &bundle.0 {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// The check that the second verifier names for each bundle; empty if it accepts it.
pub fn verdicts<'b>(bundles: impl IntoIterator<Item = &'b MemoryBundle>) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    let place = |(number, bundle): (usize, &MemoryBundle)| -> PathBuf {
        let folder = root.path().join(number.to_string());
        write(bundle, &folder);
        folder
    };
    let folders: Vec<PathBuf> = bundles.into_iter().enumerate().map(place).collect();
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/reference");
    let run = Command::new("python3").args(["-c", SCRIPT]).arg(reference).args(&folders).output();
    let run = run.expect("python3, 3.11 or later, is installed");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = String::from_utf8(run.stdout).unwrap();
    let names: Vec<String> = text.lines().map(str::to_owned).collect();
    assert_eq!(names.len(), folders.len());
    names
}

/// The same for one bundle.
pub fn verdict(bundle: &MemoryBundle) -> String {
    verdicts([bundle]).remove(0)
}
