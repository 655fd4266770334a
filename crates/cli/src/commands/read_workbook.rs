//! `mingqian read-workbook`: what `import` starts to read a workbook under limits. Not for people, and not in the help.

use crate::exit::{Exit, Report};
use clap::Command;

pub const NAME: &str = "read-workbook";

pub fn command() -> Command {
    Command::new(NAME).hide(true)
}

pub fn run() -> Result<(), Report> {
    office::import::serve_workbook().map_err(|error| Report::new(Exit::Failure, "read-workbook", error.to_string()))
}
