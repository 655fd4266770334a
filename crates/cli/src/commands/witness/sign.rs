//! `mingqian witness sign W FILE --out FILE`: the witness's answer.

use super::{file_argument, out_argument, witness_argument};
use crate::commands::{office_fault, overwrite_argument, overwrite_file, path, refuse_existing};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{ArgMatches, Command};
use office::clock::{unix_seconds, utc_text};
use office::log::witness::{WitnessFolder, read_answer, read_request_text};
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    Command::new("sign")
        .about(lang.pick(
            "核对请求并签署；不能签时答复里写明理由",
            "check a request and cosign; where it can't, the answer says why",
        ))
        .arg(witness_argument(lang))
        .arg(file_argument(lang, "请求文件", "the request"))
        .arg(out_argument(lang))
        .arg(overwrite_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let fault = |error: office::OfficeError| office_fault(&error, output);
    let out = path(words, "out");
    refuse_existing(&out, words, output)?;
    let witness = WitnessFolder::open(path(words, "witness")).map_err(fault)?;
    let request = read_request_text(&path(words, "file")).map_err(fault)?;
    let now = unix_seconds();
    let answer = witness.answer(&request, now).map_err(fault)?;
    overwrite_file(&out, answer.to_string().as_bytes(), output)?;
    // A refusal is written for the office that asked, and fails here, so that the witness's keeper looks at it.
    read_answer(&out).map_err(|error| {
        Report::new(Exit::Verification, error.code(), format!("{}  {}", out.display(), error.message(output.lang)))
    })?;
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "out": out, "time": now }));
    } else {
        output.data(&format!("✓ {}  {} {}", out.display(), output.pick("已签署", "cosigned"), utc_text(now)));
    }
    Ok(())
}
