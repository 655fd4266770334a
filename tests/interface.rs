//! The interface held to its own description by a program that knows nothing else of it: schemathesis makes requests, lawful and
//! hostile, from `/openapi.json` and compares each answer with what the description promises.
//!
//! It runs against `mingqian serve --demo`. Where Python or the program can't be had, that is said, and nothing is tested.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The version that the tests were written with.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// Requests for each operation: enough for every parameter alone and many pairs.
const REQUESTS: &str = "40";

/// A site of its own, gone with the test.
struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    fn start(folder: &Path) -> Self {
        let config = folder.join("server.toml"); // `--config` names its folder.
        // One client asks more than people do.
        std::fs::write(&config, "listen = [\"127.0.0.1:0\"]\n[limits]\nrequests_per_second = 0\n").expect("written");
        let mut child = Command::new(env!("CARGO_BIN_EXE_mingqian"))
            .args(["serve", "--demo", "--config"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let told = lines.by_ref().find_map(|line| line.ok()?.split_once("http://").map(|(_, rest)| rest.to_owned()));
        let address = told.expect("an address").trim_end_matches('/').to_owned();
        Self { child, address }
    }

    /// The address that is there as soon as the site is made.
    fn wait(&self) {
        for _ in 0..600 {
            let asked = std::net::TcpStream::connect(&self.address).and_then(|mut stream| {
                use std::io::{Read, Write};
                stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n")?;
                let mut text = String::new();
                stream.read_to_string(&mut text)?;
                Ok(text)
            });
            if asked.is_ok_and(|text| text.starts_with("HTTP/1.1 200")) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
        panic!("the demo is not ready after two minutes");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program in an environment of its own; nothing if it can't be had.
fn schemathesis(folder: &Path) -> Option<std::path::PathBuf> {
    let place = folder.join("python");
    let made =
        Command::new("python3").args(["-m", "venv"]).arg(&place).output().is_ok_and(|made| made.status.success());
    let bin = place.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let installed = made.then(|| {
        eprintln!("pip install {SCHEMATHESIS}, into a temporary folder");
        Command::new(bin.join("python")).args(["-m", "pip", "install", "-q", SCHEMATHESIS]).output()
    });
    let installed = installed.is_some_and(|done| done.is_ok_and(|done| done.status.success()));
    if !installed {
        eprintln!("NOT TESTED: {SCHEMATHESIS} can't be installed here (it needs python3 with venv, and PyPI)");
    }
    installed.then(|| bin.join("schemathesis"))
}

#[test]
fn answers_are_those_that_the_description_promises() {
    let folder = tempfile::tempdir().expect("folder");
    let Some(program) = schemathesis(folder.path()) else { return };
    let serving = Serving::start(folder.path());
    serving.wait();
    let output = Command::new(program)
        .current_dir(folder.path())
        .args(["run", "--checks", "all", "--max-examples", REQUESTS, "--seed", "1", "--workers", "2", "--no-color"])
        .arg(format!("http://{}/openapi.json", serving.address))
        .output()
        .expect("run");
    let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}
