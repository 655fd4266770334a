//! `mingqian template LIST [--xlsx]`.

use super::import::new_file;
use super::{file_fault, list, list_argument, path_argument, plan_file};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgAction, ArgMatches, Command};
use documents::{ListTemplate, list_template_xlsx};
use records::day::Day;
use records::lang::Lang;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

pub fn command(lang: Lang) -> Command {
    Command::new("template")
        .about(lang.pick("输出一种名单的空表模板", "print the empty table of a list"))
        .arg(list_argument(lang))
        .arg(
            Arg::new("xlsx")
                .long("xlsx")
                .action(ArgAction::SetTrue)
                .help(lang.pick("输出 Excel 工作簿（各列已设为文本格式）", "as a workbook (columns in text format)")),
        )
        .arg(
            path_argument(
                "out",
                "FILE",
                lang.pick("写到文件（缺省为标准输出）", "write to a file (else standard output)"),
            )
            .long("out"),
        )
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let list = list(words, output)?;
    let template = plan_file::importer(words, output)?.template(list, output.lang);
    let bytes = if words.get_flag("xlsx") {
        let headers: Vec<&str> = template.headers.iter().map(String::as_str).collect();
        let sample: Vec<&str> = template.sample.iter().map(String::as_str).collect();
        // A template depends on no clock: its file carries the first day of the protocol's year.
        let created = Day::new(2026, 1, 1).unwrap_or(Day::MIN);
        let table = ListTemplate { list: list.name(), headers: &headers, samples: &[&sample], created };
        list_template_xlsx(&table).map_err(|error| Report::new(Exit::Failure, "document", error.to_string()))?
    } else {
        template.csv()
    };
    match words.get_one::<PathBuf>("out") {
        Some(file) => new_file(file, output)?
            .write_all(&bytes)
            .map_err(|error| file_fault(file, &error, output, "写不了", "cannot write")),
        None if words.get_flag("xlsx") && std::io::stdout().is_terminal() => {
            let line = output.pick(
                "工作簿不能显示在终端上：加 --out 文件名.xlsx",
                "a workbook can't be shown on a terminal: add --out FILE.xlsx",
            );
            Err(Report::new(Exit::Usage, "terminal", line))
        }
        None => {
            output.data_bytes(&bytes);
            Ok(())
        }
    }
}
