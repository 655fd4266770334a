//! `mingqian share DIR --out NEW`: the lists for another office, without the office secret.

use super::{dir_argument, office_fault, path, path_argument};
use crate::exit::Report;
use crate::output::Output;
use clap::{ArgMatches, Command};
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    Command::new("share")
        .about(
            lang.pick(
                "把名录复制给另一单位，不含办公密钥",
                "copy the lists for another office, without the office secret",
            ),
        )
        .arg(dir_argument(lang))
        .arg(path_argument("out", "NEW", lang.pick("新文件夹", "the new folder")).long("out").required(true))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let store = office::Store::open(path(words, "dir")).map_err(|error| office_fault(&error, output))?;
    let out = path(words, "out");
    store.export_lists(&out).map_err(|error| office_fault(&error, output))?;
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "out": out }));
    } else {
        let line = output.pick(
            "已复制，不含密钥；其中有非公开信息，只交给有权看的单位",
            "copied without the secret; private fields are in it, for an office that may see them",
        );
        output.data(&format!("{}: {line}", out.display()));
    }
    Ok(())
}
