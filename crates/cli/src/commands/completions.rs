//! `mingqian completions SHELL`.

use crate::exit::Report;
use crate::output::Output;
use crate::parser;
use clap::{Arg, ArgMatches, Command};
use clap_complete::Shell;
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    Command::new("completions").about(lang.pick("输出命令补全脚本", "print a completion script")).arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .value_parser(clap::value_parser!(Shell))
            .help("bash, zsh, fish, powershell, elvish"),
    )
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let mut script = Vec::new();
    if let Some(shell) = words.get_one::<Shell>("shell").copied() {
        clap_complete::generate(shell, &mut parser::command(output.lang), "mingqian", &mut script);
    }
    output.data_bytes(&script);
    Ok(())
}
