//! The third verifier, `web/verify`, under Node: which check it names for a bundle.

use std::process::Command;

use verify::MemoryBundle;

use super::second;

#[path = "../../../../tests/web.rs"]
mod web;

/// Prints, for each of so many numbered folders, the check that fails, or an empty line.
const SCRIPT: &str = "
const [program, bundles, count] = process.argv.slice(1);
const { verify } = await import(`${program}/dist/index.js`);
const { openBundle } = await import(`${program}/dist/node/files.js`);
for (let number = 0; number < count; number++) {
  const { source, close } = await openBundle(`${bundles}/${number}`);
  const { verdict } = await verify(source, {}, {});
  console.log(verdict.ok ? '' : verdict.failed.check);
  await close();
}";

/// The check that the third verifier names for each bundle; empty if it accepts it.
pub fn verdicts(bundles: &[&MemoryBundle]) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    for (number, bundle) in bundles.iter().enumerate() {
        second::write(bundle, &root.path().join(number.to_string()));
    }
    let mut command = Command::new("node");
    command.args(["--input-type=module", "-e", SCRIPT]).arg(web::built()).arg(root.path());
    let run = command.arg(bundles.len().to_string()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let names: Vec<String> = String::from_utf8(run.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(names.len(), bundles.len());
    names
}
