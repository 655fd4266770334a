//! `mingqian witness request LOG --out FILE`: what a witness is asked to cosign.

use super::out_argument;
use crate::commands::log::{log_argument, log_folder};
use crate::commands::{office_fault, overwrite_argument, overwrite_file, path, refuse_existing};
use crate::exit::Report;
use crate::output::Output;
use clap::{Arg, ArgMatches, Command, value_parser};
use office::log::verify::request;
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    Command::new("request")
        .about(lang.pick("写出请求文件，请见证方签署最新检查点", "write a request to cosign the newest checkpoint"))
        .arg(log_argument(lang))
        .arg(Arg::new("old").long("old").value_name("N").value_parser(value_parser!(u64)).default_value("0").help(
            lang.pick(
                "该见证方上次签署时的条数（从未签过为 0；不知道时，它的拒绝里会写）",
                "entries that this witness cosigned last (0 if never; its refusal tells it where you don't know)",
            ),
        ))
        .arg(out_argument(lang))
        .arg(overwrite_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let out = path(words, "out");
    refuse_existing(&out, words, output)?;
    let folder = log_folder(words, "log", output)?;
    let old = words.get_one::<u64>("old").copied().unwrap_or_default();
    let request = request(&folder, old).map_err(|error| office_fault(&error, output))?;
    overwrite_file(&out, request.to_string().as_bytes(), output)?;
    let size = request.checkpoint.checkpoint().size;
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "out": out, "old": old, "size": size }));
        return Ok(());
    }
    output.data(&match output.lang {
        Lang::Zh => format!("{}：从 {old} 条到 {size} 条，请见证方签署", out.display()),
        Lang::En => format!("{}: from {old} entries to {size}, for the witness to sign", out.display()),
    });
    Ok(())
}
