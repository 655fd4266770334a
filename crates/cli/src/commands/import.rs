//! `mingqian import LIST FILE… --into DIR`.

mod report;

use super::{
    file_exists, file_fault, list, list_argument, office_fault, path, path_argument, plan_file, secret_argument, text,
};
use crate::exit::{Exit, Report};
use crate::output::Output;
use crate::progress::Progress;
use clap::{Arg, ArgAction, ArgMatches, Command};
use import::{Encoding, Options};
use office::OfficeError;
use office::import::{Ending, ImportRequest, MEMORY_BYTES, Mode, ReportFiles, ReportPaths, import_and_tell};
use records::lang::Lang;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    let command = Command::new("import")
        .about(lang.pick(
            "导入名单：要么全部导入，要么一行不改并列出所有错误",
            "import a list: all of it, or nothing and every bad row",
        ))
        .arg(list_argument(lang))
        .arg(
            path_argument("files", "FILE", lang.pick("CSV、xlsx、xls 等文件", "CSV, xlsx, xls and other files"))
                .required(true)
                .num_args(1..),
        )
        .arg(
            path_argument("dir", "DIR", lang.pick("导入到这个名录文件夹", "into this folder of lists"))
                .long("into")
                .required(true),
        )
        .arg(Arg::new("dry-run").long("dry-run").action(ArgAction::SetTrue).help(lang.pick(
            "只看会增加、改变、删去什么，不改动",
            "show what would be added, changed and removed; change nothing",
        )))
        .arg(Arg::new("add").long("add").action(ArgAction::SetTrue).help(lang.pick(
            "并入现有名单（缺省：文件就是整个名单）",
            "add to the list that is there (else the files are the whole list)",
        )))
        .arg(Arg::new("replace-all").long("replace-all").action(ArgAction::SetTrue).conflicts_with("add").help(
            lang.pick(
                "整体替换，即使会删去文件里没有的部门的全部记录",
                "replace the list even where all records of a department that the files do not name go",
            ),
        ))
        .arg(Arg::new("accept-dangling").long("accept-dangling").action(ArgAction::SetTrue).help(lang.pick(
            "其他名单还指着的人或对象不在了也照样导入，逐条提醒",
            "import even if other lists then name somebody who is gone; each is told",
        )));
    about_files(tables(command, lang), lang).arg(secret_argument(lang))
}

/// Options that name files to be written.
fn tables(command: Command, lang: Lang) -> Command {
    command
        .arg(
            path_argument(
                "errors",
                "FILE",
                lang.pick("全部错误存为 CSV 新文件，可发回部门", "write all errors to a new CSV file, to send back"),
            )
            .long("errors"),
        )
        .arg(
            path_argument("notices", "FILE", lang.pick("全部提醒存为 CSV 新文件", "write all notes to a new CSV file"))
                .long("notices"),
        )
        .arg(
            path_argument(
                "changes",
                "FILE",
                lang.pick(
                    "全部增加、改变、删去存为 CSV 新文件（含封存字段，勿外传）",
                    "write all that is added, changed and removed to a new CSV file (sealed fields included)",
                ),
            )
            .long("changes"),
        )
}

/// Options that say what the files mean.
fn about_files(command: Command, lang: Lang) -> Command {
    let option = |id: &'static str, value: &'static str, zh: &'static str, en: &'static str| {
        Arg::new(id).long(id).value_name(value).help(lang.pick(zh, en))
    };
    command
        .arg(option("sheet", "NAME", "工作表名", "the sheet"))
        .arg(option(
            "encoding",
            "NAME",
            "文字编码：utf-8、gb18030、utf-16le",
            "encoding of a text: utf-8, gb18030, utf-16le",
        ))
        .arg(option("department", "NAME", "没有“部门”一栏时，各行的部门", "the department of rows that name none"))
        .arg(
            option(
                "map",
                "COLUMN=FIELD",
                "这一列（表头或列标）是哪个字段；ignore 为不要",
                "what a column (header or letter) means; ignore: nothing",
            )
            .action(ArgAction::Append),
        )
        .arg(
            option(
                "accept",
                "ID",
                "校验码不对、或像身份证号，但确实如此的代码；后跟 --reason",
                "a code that fails its check digit, or looks like a citizen id, but is real; with --reason",
            )
            .action(ArgAction::Append),
        )
        .arg(
            option("reason", "TEXT", "放行上一个 --accept 的理由", "why the --accept before it is right")
                .action(ArgAction::Append),
        )
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let list = list(words, output)?;
    let importer = plan_file::importer(words, output)?;
    let today = office::clock::today();
    let options = options(words, output)?;
    let options = Options { today: Some(today), ..options };
    let files: Vec<PathBuf> = words.get_many::<PathBuf>("files").unwrap_or_default().cloned().collect();
    // Before anything else: where they cannot be written, nothing may happen that they would have to tell.
    let mut tables = report_files(words, output)?;
    let fault = |error: &OfficeError| office_fault(error, output);
    let (store, made) = office::Store::create_noting(path(words, "dir")).map_err(|error| fault(&error))?;
    let store = match words.get_one::<PathBuf>("secret") {
        Some(file) => store.with_secret_file(file),
        None => store,
    };
    let writer = store.writer().map_err(|error| fault(&error))?;
    let request = ImportRequest {
        list,
        files: &files,
        mode: mode(words),
        dry_run: words.get_flag("dry-run"),
        accept_dangling: words.get_flag("accept-dangling"),
        importer: &importer,
        options: &options,
        today,
        memory: MEMORY_BYTES,
    };
    let bar = Progress::new(output.pick("导入", "importing"));
    let outcome = import_and_tell(&writer, &request, &|done, total| bar.update(done, total), &mut tables);
    drop(bar);
    if !outcome.as_ref().is_ok_and(|report| report.ending == Ending::Done) {
        writer.take_back(&made);
    }
    let report = match outcome {
        Ok(report) => report,
        Err(error) => {
            // What stopped the import is told; that a table could not be ended either says nothing more.
            let _ended = tables.finish(true);
            return Err(fault(&error));
        }
    };
    let is_refused = report.ending == Ending::Refused;
    let written = tables.finish(is_refused).map_err(|error| fault(&error));
    report::notices(&report, output);
    if is_refused {
        return Err(report::refused(&report, output));
    }
    report::done(&report, output);
    written
}

fn mode(words: &ArgMatches) -> Mode {
    match (words.get_flag("add"), words.get_flag("replace-all")) {
        (true, _) => Mode::Add,
        (false, true) => Mode::ReplaceAll,
        (false, false) => Mode::Replace,
    }
}

fn options(words: &ArgMatches, output: &Output) -> Result<Options, Report> {
    // A department of no characters would mean that none was said.
    let department = text(words, "department").map(|name| if name.is_empty() { " " } else { name });
    let options = Options {
        sheet: text(words, "sheet").map(str::to_owned),
        encoding: text(words, "encoding").map(|name| encoding(name, output)).transpose()?,
        department: department.unwrap_or_default().to_owned(),
        map: map(words, output)?,
        accept: accept(words, output)?,
        ..Options::default()
    };
    options.tidied().map_err(|problem| Report::new(Exit::Usage, problem.code(), problem.message(output.lang)))
}

/// The files for errors, notices and changes: new ones, or the reason why not.
fn report_files(words: &ArgMatches, output: &Output) -> Result<ReportFiles, Report> {
    let path = |id: &str| words.get_one::<PathBuf>(id).map(PathBuf::as_path);
    let paths = ReportPaths { errors: path("errors"), notices: path("notices"), changes: path("changes") };
    ReportFiles::create(paths).map_err(|error| match error {
        OfficeError::OutExists { path } => file_exists(&path, output),
        other => office_fault(&other, output),
    })
}

/// A new file for a result. What is there already is never overwritten: it may be the very list that was sent in.
pub(super) fn new_file(path: &Path, output: &Output) -> Result<File, Report> {
    File::create_new(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => file_exists(path, output),
        _ => file_fault(path, &error, output, "写不了", "cannot write"),
    })
}

fn encoding(name: &str, output: &Output) -> Result<Encoding, Report> {
    Encoding::from_name(name).ok_or_else(|| {
        let line = output
            .pick("--encoding 应为 utf-8、gb18030、utf-16le 之一", "--encoding takes one of: utf-8, gb18030, utf-16le");
        Report::new(Exit::Usage, "encoding", format!("{line}（{name}）"))
    })
}

fn map(words: &ArgMatches, output: &Output) -> Result<Vec<(String, String)>, Report> {
    let pairs = words.get_many::<String>("map").unwrap_or_default();
    pairs
        .map(|word| {
            // A header may hold "=", a field never does.
            word.rsplit_once('=').map(|(column, field)| (column.to_owned(), field.to_owned())).ok_or_else(|| {
                let line = output.pick("--map 要写成 列=字段", "--map takes COLUMN=FIELD");
                Report::new(Exit::Usage, "map", format!("{line}（{word}）"))
            })
        })
        .collect()
}

fn accept(words: &ArgMatches, output: &Output) -> Result<Vec<(String, String)>, Report> {
    let ids: Vec<&String> = words.get_many("accept").unwrap_or_default().collect();
    let reasons: Vec<&String> = words.get_many("reason").unwrap_or_default().collect();
    if ids.len() != reasons.len() {
        let line = output.pick("每个 --accept 后面要有一个 --reason 理由", "each --accept needs its --reason");
        return Err(Report::new(Exit::Usage, "accept", line));
    }
    Ok(ids.into_iter().zip(reasons).map(|(id, reason)| (id.clone(), reason.clone())).collect())
}
