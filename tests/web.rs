//! The verifier of citizens, `web/verify`, as tests run it: what is missing is installed, and said.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("repository root")
}

pub fn web() -> PathBuf {
    root().join("web/verify")
}

fn answers(program: &str) -> bool {
    let quiet = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}

pub fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&said));
}

/// Debian's packages, where a program is not there. Elsewhere the message says what to install by hand.
pub fn install(program: &str, packages: &[&str]) {
    if answers(program) {
        return;
    }
    eprintln!("{program} is not there: installing {}", packages.join(", "));
    run(Command::new("apt-get").args(["update", "-q"]));
    run(Command::new("apt-get").args(["install", "-y", "-q", "--no-install-recommends"]).args(packages));
    assert!(answers(program), "{program} is needed: install {} by hand", packages.join(", "));
}

/// Node, the compiler, and the compiled program; once for all tests of this file.
pub fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        install("node", &["nodejs", "npm"]);
        let web = web();
        eprintln!("npm ci: the TypeScript compiler and the browser's driver, into web/verify/node_modules");
        run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--prefer-offline"]).current_dir(&web));
        run(Command::new("npm").args(["run", "build"]).current_dir(&web));
        web
    })
}
