//! `mingqian key new|show|sign|commit`: keys and commitments of people, on machines of their own.

use super::{office_fault, path, path_argument, read_file, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use records::hash::Digest;
use records::lang::Lang;
use records::plan::Plan;

pub fn command(lang: Lang) -> Command {
    let key = || path_argument("key", "FILE", lang.pick("私钥文件", "the private key's file")).required(true);
    let out = || {
        path_argument("out", "FILE", lang.pick("新文件，只自己保存", "a new file, kept by its owner alone"))
            .long("out")
            .required(true)
    };
    let word = |id: &'static str, value: &'static str, help: &str| {
        Arg::new(id).long(id).value_name(value).required(true).help(help.to_owned())
    };
    Command::new("key")
        .about(
            lang.pick(
                "各方自己的密钥：生成、签名、远程报数的封存值",
                "keys of people: make one, sign, commit from afar",
            ),
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("new")
                .about(lang.pick("生成密钥，打印公钥（写进方案）", "make a key, print the public one (for the plan)"))
                .arg(out()),
        )
        .subcommand(Command::new("show").about(lang.pick("打印公钥", "print the public key")).arg(key()))
        .subcommand(Command::new("sign").about(lang.pick("签名", "sign")).arg(key()).arg(word(
            "statement",
            "HEX",
            lang.pick("要签的64位数字，由各命令打印", "the 64 digits that commands print"),
        )))
        .subcommand(
            Command::new("commit")
                .about(lang.pick(
                    "远程报数：算出封存值，数和盐写到文件里，公布时用",
                    "commit to a value from afar; value and salt go to a file for the reveal",
                ))
                .arg(
                    path_argument("announcement", "BUNDLE", lang.pick("公告文件夹", "the announcement's folder"))
                        .long("announcement")
                        .required(true),
                )
                .arg(word("label", "LABEL", lang.pick("方案里的名称", "the label in the plan")))
                .arg(word("value", "VALUE", lang.pick("报的数", "the value")))
                .arg(out()),
        )
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let fault = |error: office::OfficeError| office_fault(&error, output);
    match words.subcommand() {
        Some(("new", words)) => {
            let public = office::keys::new_key(&path(words, "out")).map_err(fault)?;
            say(output, "public_key", &public.to_string());
        }
        Some(("show", words)) => {
            let key = office::keys::read_key(&path(words, "key")).map_err(fault)?;
            say(output, "public_key", &draw::signature::public_key(&key).to_string());
        }
        Some(("sign", words)) => {
            let key = office::keys::read_key(&path(words, "key")).map_err(fault)?;
            let statement = statement(text(words, "statement").unwrap_or_default(), output)?;
            say(output, "signature", &draw::signature::sign(&key, &statement));
        }
        Some(("commit", words)) => {
            let plan = announced(words, output)?;
            let word = |id| text(words, id).unwrap_or_default();
            let (label, value) = (word("label"), word("value"));
            let pledge = office::keys::pledge(&path(words, "out"), &plan, label, value).map_err(fault)?;
            say(output, "commitment", &pledge.commitment.to_string());
        }
        _ => return Err(Report::new(Exit::Usage, "usage", output.pick("缺少命令", "a command is missing"))),
    }
    Ok(())
}

fn say(output: &Output, name: &str, value: &str) {
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, name: value }));
    } else {
        output.data(value);
    }
}

fn statement(word: &str, output: &Output) -> Result<Digest, Report> {
    let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
    word.parse().map_err(|error: records::hash::DigestError| {
        let line = output.pick("--statement 应为 64 位小写十六进制数字", "--statement takes 64 hexadecimal digits");
        Report::new(Exit::Usage, error.code(), line)
    })
}

/// P of an announcement, from its plan.
fn announced(words: &ArgMatches, output: &Output) -> Result<Digest, Report> {
    let file = path(words, "announcement").join("plan.json");
    let bytes = read_file(&file, output)?;
    let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    match records::canonical::from_slice::<Plan>(line) {
        Ok(_) => Ok(draw::commit::digest_of_line(line)),
        Err(error) => {
            let what = output.pick("不是方案", "is not a plan");
            Err(Report::new(Exit::Rejected, error.code(), format!("{} {what}: {error}", file.display())))
        }
    }
}
