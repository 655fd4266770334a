//! `mingqian man`: the manual page, in roff, with every command.

use crate::exit::{Exit, Report};
use crate::output::Output;
use crate::parser;
use clap::{ArgMatches, Command};
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    Command::new("man").about(lang.pick("输出手册页（roff）", "print the manual page (roff)"))
}

pub fn run(_words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let root = parser::command(output.lang);
    let mut page = Vec::new();
    render(&root, &mut page)
        .map_err(|error| Report::new(Exit::Failure, "man", error.to_string()))?;
    for child in root.get_subcommands() {
        let name = format!("mingqian-{}", child.get_name());
        render(&child.clone().name(name), &mut page)
            .map_err(|error| Report::new(Exit::Failure, "man", error.to_string()))?;
    }
    output.data_bytes(&page);
    Ok(())
}

fn render(command: &Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    clap_mangen::Man::new(command.clone()).render(page)
}
