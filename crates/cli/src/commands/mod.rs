//! One file per command, each with its words (`command`) and what it does (`run`).

mod ceremony;
mod completions;
mod contribution;
mod draw;
mod entity_proof;
mod escrow;
mod freeze;
mod import;
mod key;
mod log;
mod man;
mod plan;
mod plan_file;
mod read_workbook;
mod serve;
mod share;
mod simulate;
mod site;
mod status;
mod template;
mod verify;
mod verify_proof;
mod why;
mod witness;

use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use records::lang::Lang;
use records::lists::List;
use std::path::PathBuf;

/// All commands, in the order in which a draw needs them.
pub fn all(lang: Lang) -> Vec<Command> {
    vec![
        template::command(lang),
        import::command(lang),
        status::command(lang),
        share::command(lang),
        plan::command(lang),
        freeze::command(lang),
        simulate::command(lang),
        draw::command(lang),
        ceremony::command(lang),
        key::command(lang),
        escrow::command(lang),
        verify::command(lang),
        why::command(lang),
        verify_proof::command(lang),
        site::command(lang),
        serve::command(lang),
        log::command(lang),
        witness::command(lang),
        completions::command(lang),
        man::command(lang),
        read_workbook::command(),
    ]
}

/// Runs the command that was asked for.
pub fn run(matches: &ArgMatches, output: &Output) -> Result<(), Report> {
    plan_file::check_config(matches, output)?;
    match matches.subcommand() {
        Some(("template", words)) => template::run(words, output),
        Some(("import", words)) => import::run(words, output),
        Some(("status", words)) => status::run(words, output),
        Some(("share", words)) => share::run(words, output),
        Some(("plan", words)) => plan::run(words, output),
        Some(("freeze", words)) => freeze::run(words, output),
        Some(("simulate", words)) => simulate::run(words, output),
        Some(("draw", words)) => draw::run(words, output),
        Some(("ceremony", words)) => ceremony::run(words, output),
        Some(("key", words)) => key::run(words, output),
        Some(("escrow", words)) => escrow::run(words, output),
        Some(("verify", words)) => verify::run(words, output),
        Some(("why", words)) => why::run(words, output),
        Some(("verify-proof", words)) => verify_proof::run(words, output),
        Some(("site", words)) => site::run(words, output),
        Some(("serve", words)) => serve::run(words, output),
        Some(("log", words)) => log::run(words, output),
        Some(("witness", words)) => witness::run(words, output),
        Some(("completions", words)) => completions::run(words, output),
        Some(("man", words)) => man::run(words, output),
        Some((read_workbook::NAME, _)) => read_workbook::run(),
        _ => Err(Report::new(Exit::Usage, "usage", output.pick("缺少命令", "a command is missing"))),
    }
}

/// The positional name of a list.
fn list_argument(lang: Lang) -> Arg {
    let names = List::ALL.map(List::name);
    Arg::new("list").value_name("LIST").required(true).value_parser(names).help(lang.pick(
        "entities 检查对象、inspectors 检查人员、items 事项、conflicts 回避、absences 请假、promises 承诺、history 历次检查、selection 上级已抽",
        "entities, inspectors, items, conflicts, absences, promises, history or selection",
    ))
}

fn list(words: &ArgMatches, output: &Output) -> Result<List, Report> {
    // The parser has refused every other word.
    let name = text(words, "list").unwrap_or_default();
    List::from_name(name).ok_or_else(|| {
        let what = output.pick("没有这种名单", "there is no such list");
        Report::new(Exit::Usage, "list", format!("{what}：{name}"))
    })
}

/// The positional folder that an office keeps.
fn dir_argument(lang: Lang) -> Arg {
    path_argument("dir", "DIR", lang.pick("本单位的名录文件夹", "the office's folder of lists")).required(true)
}

/// `--plan PLAN.toml`.
fn plan_argument(lang: Lang) -> Arg {
    path_argument("plan", "PLAN.toml", lang.pick("抽查方案文件", "the plan")).long("plan").required(true)
}

/// The office's folder; its secret may lie elsewhere (`--secret FILE`).
fn store(words: &ArgMatches, output: &Output) -> Result<office::Store, Report> {
    let store = office::Store::open(path(words, "dir")).map_err(|error| office_fault(&error, output))?;
    Ok(match words.get_one::<PathBuf>("secret") {
        Some(file) => store.with_secret_file(file),
        None => store,
    })
}

/// `--secret FILE`, on every command that opens or makes the office secret.
fn secret_argument(lang: Lang) -> Arg {
    path_argument(
        "secret",
        "FILE",
        lang.pick("办公密钥文件（缺省在 DIR/secret/ 里）", "the office secret's file (else in DIR/secret/)"),
    )
    .long("secret")
}

/// `--overwrite`, on what is made again as a usual step.
fn overwrite_argument(lang: Lang) -> Arg {
    Arg::new("overwrite").long("overwrite").action(clap::ArgAction::SetTrue).help(
        lang.pick("换掉已有而内容不同的文件（缺省拒绝）", "replace what is there and differs (else it is refused)"),
    )
}

/// What the office says, with its exit code.
fn office_fault(error: &office::OfficeError, output: &Output) -> Report {
    let exit = match error.kind() {
        office::Kind::Failure => Exit::Failure,
        office::Kind::Usage => Exit::Usage,
        office::Kind::Verification => Exit::Verification,
        office::Kind::Rejected => Exit::Rejected,
    };
    Report::new(exit, error.code(), error.message(output.lang))
}

fn path_argument(id: &'static str, value_name: &'static str, help: &str) -> Arg {
    Arg::new(id).value_name(value_name).value_parser(clap::value_parser!(PathBuf)).help(help.to_owned())
}

fn path(words: &ArgMatches, id: &str) -> PathBuf {
    words.get_one::<PathBuf>(id).cloned().unwrap_or_default()
}

fn text<'a>(words: &'a ArgMatches, id: &str) -> Option<&'a str> {
    words.get_one::<String>(id).map(String::as_str)
}

/// The folder of a published bundle. A slip in its path is no finding about who published it.
fn bundle(words: &ArgMatches, output: &Output) -> Result<PathBuf, Report> {
    let folder = path(words, "bundle");
    let refuse = |zh: &str, en: &str| {
        let line = match output.lang {
            Lang::Zh => format!("{} {zh}", folder.display()),
            Lang::En => format!("{} {en}", folder.display()),
        };
        Err(Report::new(Exit::Usage, "bundle-path", line))
    };
    match std::fs::metadata(&folder) {
        Ok(found) if found.is_dir() => Ok(folder),
        Ok(_) => refuse(
            "不是文件夹；请给出 draw … --out 所写的结果文件夹",
            "is not a folder; give the folder that `draw … --out` wrote",
        ),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            refuse("不存在；请核对结果文件夹的路径", "is not there; see whether the bundle's path is right")
        }
        Err(error) => Err(file_fault(&folder, &error, output, "读不了", "cannot read")),
    }
}

/// `BUNDLE`, the folder of a published bundle.
fn bundle_argument(lang: Lang) -> Arg {
    path_argument("bundle", "BUNDLE", lang.pick("结果文件夹", "the bundle's folder")).required(true)
}

/// A file's bytes, or a report that names the file and the system's reason.
fn read_file(path: &std::path::Path, output: &Output) -> Result<Vec<u8>, Report> {
    std::fs::read(path).map_err(|error| file_fault(path, &error, output, "读不了", "cannot read"))
}

/// Writes a result where the user asked for it. What is there already is never overwritten, unless it is the same.
fn write_file(path: &std::path::Path, bytes: &[u8], output: &Output) -> Result<(), Report> {
    if path.is_file() && !std::fs::read(path).is_ok_and(|there| there == bytes) {
        return Err(file_exists(path, output));
    }
    overwrite_file(path, bytes, output)
}

/// Writes a result over what was there; the caller has seen that this is meant.
fn overwrite_file(path: &std::path::Path, bytes: &[u8], output: &Output) -> Result<(), Report> {
    std::fs::write(path, bytes).map_err(|error| file_fault(path, &error, output, "写不了", "cannot write"))
}

/// Refuses a place where something is, before anything that can't be done twice is done for it.
fn refuse_existing(path: &std::path::Path, words: &ArgMatches, output: &Output) -> Result<(), Report> {
    if path.exists() && !words.get_flag("overwrite") { Err(file_exists(path, output)) } else { Ok(()) }
}

fn file_exists(path: &std::path::Path, output: &Output) -> Report {
    let line = match output.lang {
        Lang::Zh => format!("{} 已存在，程序从不覆盖；请另给一个文件名，或先把它移走", path.display()),
        Lang::En => format!(
            "{} exists, and nothing is ever overwritten; give another name, or move it away first",
            path.display()
        ),
    };
    Report::new(Exit::Usage, "file-exists", line)
}

fn file_fault(path: &std::path::Path, error: &std::io::Error, output: &Output, zh: &str, en: &str) -> Report {
    let words = office::error::system_words(error, output.lang);
    let line = format!("{} {}{}{words}", output.pick(zh, en), path.display(), output.pick("：", ": "));
    Report::new(Exit::Failure, "file", line)
}
