//! The second verifier, `tests/reference/verify.py`: which check it names for a bundle.

use std::path::{Path, PathBuf};
use std::process::Command;

use verify::MemoryBundle;

/// Prints, for the words of each command line, the check that fails, or nothing.
const SCRIPT: &str = "import contextlib, io, json, sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import verify
for words in json.loads(sys.argv[2]):
    out = io.StringIO()
    with contextlib.redirect_stdout(out): code = verify.main(words + ['--json'])
    print(f'exit {code}' if code not in (0, 3) else json.loads(out.getvalue())['check'] or '')";

/// What a reader has beside a bundle.
#[derive(Default)]
pub struct Beside {
    pub policy: Option<PathBuf>,
    pub require: Option<String>,
    /// A copy of the log: path and content of each file.
    pub log: Option<Vec<(String, Vec<u8>)>>,
}

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
    let nothing = Beside::default();
    verdicts_beside(bundles.into_iter().map(|bundle| (bundle, &nothing)))
}

/// The same, with what the reader has beside each.
pub fn verdicts_beside<'b>(cases: impl IntoIterator<Item = (&'b MemoryBundle, &'b Beside)>) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    let text = |path: PathBuf| path.to_str().unwrap().to_owned();
    let place = |(number, (bundle, beside)): (usize, (&MemoryBundle, &Beside))| -> Vec<String> {
        let folder = root.path().join(number.to_string());
        write(bundle, &folder);
        let mut words = vec![text(folder)];
        if let Some(policy) = &beside.policy {
            words.extend(["--policy".to_owned(), text(policy.clone())]);
        }
        if let Some(grade) = &beside.require {
            words.extend(["--require".to_owned(), grade.clone()]);
        }
        if let Some(log) = &beside.log {
            let folder = root.path().join(format!("{number}-log"));
            write(&MemoryBundle(log.iter().cloned().collect()), &folder);
            words.extend(["--log".to_owned(), text(folder)]);
        }
        words
    };
    answers(&cases.into_iter().enumerate().map(place).collect::<Vec<_>>())
}

/// The check that the second verifier names for each command line; empty if it accepts.
pub fn answers(commands: &[Vec<String>]) -> Vec<String> {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/reference");
    let words = serde_json::to_string(commands).unwrap();
    let run = Command::new("python3").args(["-c", SCRIPT]).arg(reference).arg(words).output();
    let run = run.expect("python3, 3.11 or later, is installed");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = String::from_utf8(run.stdout).unwrap();
    let names: Vec<String> = text.lines().map(str::to_owned).collect();
    assert_eq!(names.len(), commands.len());
    names
}

/// The same for one bundle.
pub fn verdict(bundle: &MemoryBundle) -> String {
    verdicts([bundle]).remove(0)
}
