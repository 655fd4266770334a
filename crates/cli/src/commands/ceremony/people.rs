//! `mingqian ceremony share|contribute|commit|reveal|sign DIR DRAW …`: what people bring.

use super::sure::{Unasked, sure, yes_argument};
use super::{at_desk, digest, draw_name, option, step};
use crate::commands::{contribution, office_fault, path_argument, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use draw::ceremony::Missing;
use office::ceremony::{CeremonyError, Desk, DrawStatus, event_words};
use records::lang::Lang;
use std::path::PathBuf;

fn label(lang: Lang) -> Arg {
    option("label", "LABEL", lang.pick("方案里的名称", "the label in the plan")).required(true)
}

fn signature(lang: Lang) -> Arg {
    let help = lang
        .pick("签名：mingqian key sign 打印的128位数字", "the signature: 128 digits that `mingqian key sign` prints");
    option("signature", "HEX", help)
}

/// Takes one event and says so.
fn take(
    words: &ArgMatches,
    output: &Output,
    event: &str,
    work: impl FnOnce(&mut Desk<'_>) -> office::Result<()>,
) -> Result<(), Report> {
    let draw = draw_name(words);
    let index = at_desk(words, output, |desk| {
        work(desk)?;
        Ok(desk.status(draw)?.events.last().map(|(_, index)| *index))
    })?;
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "draw": draw, "event": event, "index": index }));
    } else {
        let index = index.map_or_else(String::new, |index| index.to_string());
        let name = event_words(event, output.lang);
        output.data(&match output.lang {
            Lang::Zh => format!("已记入日志：{name}，第 {index} 条"),
            Lang::En => format!("logged {name} {index}"),
        });
    }
    Ok(())
}

pub fn share(lang: Lang) -> Command {
    step("share", lang, "持有人已领走份额并核对无误", "a holder has his share and has found it good")
        .arg(option("holder", "LABEL", lang.pick("份额持有人", "the holder")).required(true))
        .arg(signature(lang).required(true))
        .arg(yes_argument(lang))
}

pub fn run_share(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let word = |id: &str| text(words, id).unwrap_or_default();
    let (holder, signature) = (word("holder"), word("signature"));
    share_is_copied(words, holder, output)?;
    take(words, output, "share", |desk| desk.share(draw_name(words), holder, signature.to_owned()))
}

/// The office's file of a share is wiped by this step: a holder who has no copy of his own then has nothing, signature or not.
fn share_is_copied(words: &ArgMatches, holder: &str, output: &Output) -> Result<(), Report> {
    let draw = draw_name(words);
    let announced = at_desk(words, output, |desk| desk.announced(draw))?;
    let Some((_, file)) = announced.shares.iter().find(|(label, _)| label == holder) else { return Ok(()) };
    let file = file.display();
    let warning = match output.lang {
        Lang::Zh => format!(
            "这一步会抹去本机上“{holder}”的份额文件 {file}，不能恢复。请先复制给他，由他用 mingqian escrow check 核对；份额不够门限数时，本次抽取既不能办结，也不能作废"
        ),
        Lang::En => format!(
            "this step wipes the file of {holder:?} here, {file}, for good. Copy it to him first and have him check it by `mingqian escrow check`: with too few shares left the draw can be neither finished nor voided"
        ),
    };
    sure(words, output, &warning, Unasked::Refused)
}

pub fn contribute(lang: Lang) -> Command {
    let value = lang.pick(
        "报的数；@FILE 取自文件，- 从标准输入读两行",
        "what was said; @FILE takes it from a file, - reads two lines of standard input",
    );
    step("contribute", lang, "现场报数", "a value was said in the room")
        .arg(label(lang))
        .arg(option("value", "VALUE", value).required(true))
        .arg(option("again", "VALUE", lang.pick("再输一遍", "the same, typed again")))
}

pub fn run_contribute(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let (label, value) = (text(words, "label").unwrap_or_default(), text(words, "value").unwrap_or_default());
    let again = text(words, "again");
    let value = match (value, again) {
        ("-", None) => {
            let mut lines = std::io::stdin().lines();
            let mut next = || lines.next().and_then(Result::ok).unwrap_or_default();
            same(&next(), &next(), output)?
        }
        (value, Some(again)) => same(value, again, output)?,
        (file, None) if file.starts_with('@') => contribution::read(&format!("{label}={file}"), output)?.1,
        _ => {
            let line = output.pick("请用 --again 再输一遍", "type it again under --again");
            return Err(Report::new(Exit::Usage, "contribution-again", line));
        }
    };
    take(words, output, "contribution", |desk| desk.contribute(draw_name(words), label, &value))
}

/// What was typed twice.
pub fn same(one: &str, other: &str, output: &Output) -> Result<String, Report> {
    if one == other { Ok(one.to_owned()) } else { Err(office_fault(&CeremonyError::Retyped.into(), output)) }
}

pub fn commit(lang: Lang) -> Command {
    let help = lang.pick("封存值：mingqian key commit 打印的64位数字", "what `mingqian key commit` prints");
    step("commit", lang, "远程报数：交封存值", "a commitment was handed in from afar")
        .arg(label(lang))
        .arg(option("commitment", "HEX", help).required(true))
}

pub fn run_commit(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let (label, commitment) = (text(words, "label").unwrap_or_default(), digest(words, "commitment", output)?);
    take(words, output, "commitment", |desk| desk.commit(draw_name(words), label, commitment))
}

pub fn reveal(lang: Lang) -> Command {
    step("reveal", lang, "远程报数：公布", "what opens a commitment")
        .arg(path_argument("file", "FILE", lang.pick("key commit 所写的文件", "the file of `key commit`")).long("file"))
        .arg(option("label", "LABEL", lang.pick("方案里的名称", "the label in the plan")))
        .arg(option("value", "VALUE", lang.pick("报的数", "the value")))
        .arg(option("salt", "HEX", lang.pick("盐，64位数字", "the salt, 64 digits")))
        .arg(yes_argument(lang))
}

pub fn run_reveal(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let (label, value, salt) = match words.get_one::<PathBuf>("file") {
        Some(file) => {
            let pledge = office::keys::read_pledge(file).map_err(|error| office_fault(&error, output))?;
            (pledge.label, pledge.value, pledge.salt)
        }
        None => {
            let word = |id| text(words, id).unwrap_or_default().to_owned();
            (word("label"), word("value"), digest(words, "salt", output)?)
        }
    };
    commitments_have_come(words, output)?;
    take(words, output, "reveal", |desk| desk.reveal(draw_name(words), &label, &value, salt))
}

/// The first reveal ends the time of commitments: whoever has not handed one in then can't any more.
fn commitments_have_come(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let draw = draw_name(words);
    let status = at_desk(words, output, |desk| desk.status(draw))?;
    match no_commitment_yet(&status, output) {
        Some(warning) => sure(words, output, &warning, Unasked::Taken),
        None => Ok(()),
    }
}

/// Whose commitment a reveal would shut out.
pub fn no_commitment_yet(status: &DrawStatus, output: &Output) -> Option<String> {
    let open = |missing: &Missing| match missing {
        Missing::Commitment { label } => Some(label.clone()),
        _ => None,
    };
    let open: Vec<String> = status.missing.iter().filter_map(open).collect();
    if open.is_empty() {
        return None;
    }
    Some(match output.lang {
        Lang::Zh => format!("还没有交封存值：{}。第一个公布之后，他们就不能再交，按没有报数计", open.join("、")),
        Lang::En => format!(
            "no commitment yet from: {}. After the first reveal none is taken, and they count as not having contributed",
            open.join(", ")
        ),
    })
}

pub fn sign(lang: Lang) -> Command {
    step("sign", lang, "报数方在报数汇总值 D 上签名", "a participant has signed the close D")
        .arg(label(lang))
        .arg(signature(lang).required(true))
}

pub fn run_sign(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let word = |id| text(words, id).unwrap_or_default();
    take(words, output, "sign", |desk| desk.sign(draw_name(words), word("label"), word("signature")))
}
