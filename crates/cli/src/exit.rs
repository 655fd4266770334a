//! Exit codes, and the report that a failed command leaves on stderr.

use crate::output::Output;
use std::process::ExitCode;

/// What the shell is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0.
    Ok,
    /// 1: the machine, the disk or the program failed.
    Failure,
    /// 2: the words on the command line are off.
    Usage,
    /// 3: verification failed, or the bundle is malformed.
    Verification,
    /// 4: lists or plan were rejected; nothing was changed.
    Rejected,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Ok => 0,
            Exit::Failure => 1,
            Exit::Usage => 2,
            Exit::Verification => 3,
            Exit::Rejected => 4,
        })
    }
}

/// Why a command ended early: lines for people and, with `--json`, one object for programs.
#[derive(Debug)]
pub struct Report {
    exit: Exit,
    code: String,
    lines: Vec<String>,
    details: Option<serde_json::Value>,
}

impl Report {
    /// A report of one line.
    pub fn new(exit: Exit, code: impl Into<String>, line: impl Into<String>) -> Self {
        Report { exit, code: code.into(), lines: vec![line.into()], details: None }
    }

    /// A report of many lines, for instance every fault of a plan.
    pub fn lines(exit: Exit, code: impl Into<String>, lines: Vec<String>) -> Self {
        Report { exit, code: code.into(), lines, details: None }
    }

    /// What a program needs beyond the lines.
    pub fn with_details(mut self, details: serde_json::Value) -> Self {
        self.details = Some(details);
        self
    }

    /// Prints it and gives the exit code.
    pub fn print(&self, output: &Output) -> Exit {
        for line in &self.lines {
            output.message(line);
        }
        if output.json {
            output.data_json(&serde_json::json!({
                "ok": false, "code": self.code, "messages": self.lines, "details": self.details,
            }));
        }
        self.exit
    }
}
