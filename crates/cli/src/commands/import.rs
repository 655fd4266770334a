//! `mingqian import LIST FILE… --into DIR`.

use super::{list, list_argument, office_fault, path, path_argument, plan_file, secret_argument, text, write_file};
use crate::exit::{Exit, Report};
use crate::output::Output;
use crate::progress::Progress;
use clap::{Arg, ArgAction, ArgMatches, Command};
use import::{Encoding, Options};
use office::import::{Ending, ImportReport, ImportRequest, MEMORY_BYTES, Mode, Tally, faults_csv};
use records::lang::Lang;
use std::path::PathBuf;

/// Faults shown on a terminal; `--errors FILE` has all that are kept.
const SHOWN_MAX: usize = 50;

pub fn command(lang: Lang) -> Command {
    let option = |id: &'static str, value: &'static str, zh: &'static str, en: &'static str| {
        Arg::new(id).long(id).value_name(value).help(lang.pick(zh, en))
    };
    Command::new("import")
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
        .arg(path_argument("dir", "DIR", lang.pick("导入到这个名录文件夹", "into this folder of lists")).long("into").required(true))
        .arg(Arg::new("dry-run").long("dry-run").action(ArgAction::SetTrue).help(lang.pick(
            "只看会增加、改变、删去什么，不改动",
            "show what would be added, changed and removed; change nothing",
        )))
        .arg(Arg::new("add").long("add").action(ArgAction::SetTrue).help(lang.pick(
            "并入现有名单（缺省：文件就是整个名单）",
            "add to the list that is there (else the files are the whole list)",
        )))
        .arg(path_argument("errors", "FILE", lang.pick("错误清单另存为 CSV，可发回部门", "write the bad rows as CSV, to send back")).long("errors"))
        .arg(option("sheet", "NAME", "工作表名", "the sheet"))
        .arg(option("encoding", "NAME", "文字编码：utf-8、gb18030、utf-16le", "encoding of a text: utf-8, gb18030, utf-16le"))
        .arg(option("department", "NAME", "没有“部门”一栏时，各行的部门", "the department of rows that name none"))
        .arg(
            option("map", "COLUMN=FIELD", "这一列（表头或列标）是哪个字段；ignore 为不要", "what a column (header or letter) means; ignore: nothing")
                .action(ArgAction::Append),
        )
        .arg(
            option("accept", "ID", "校验码不对但确实如此的代码；后跟 --reason", "a code that fails its check digit but is real; with --reason")
                .action(ArgAction::Append),
        )
        .arg(option("reason", "TEXT", "放行上一个 --accept 的理由", "why the --accept before it is right").action(ArgAction::Append))
        .arg(secret_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let list = list(words, output)?;
    let importer = plan_file::importer(words, output)?;
    let today = office::clock::today();
    let options = Options {
        sheet: text(words, "sheet").map(str::to_owned),
        encoding: text(words, "encoding").map(|name| encoding(name, output)).transpose()?,
        department: text(words, "department").unwrap_or_default().to_owned(),
        map: map(words, output)?,
        accept: accept(words, output)?,
        today: Some(today),
    };
    let files: Vec<PathBuf> = words.get_many::<PathBuf>("files").unwrap_or_default().cloned().collect();
    let store = store(words, output)?;
    let writer = store.writer().map_err(|error| office_fault(&error, output))?;
    let request = ImportRequest {
        list,
        files: &files,
        mode: if words.get_flag("add") { Mode::Add } else { Mode::Replace },
        dry_run: words.get_flag("dry-run"),
        importer: &importer,
        options: &options,
        today,
        memory: MEMORY_BYTES,
    };
    let bar = Progress::new(output.pick("导入", "importing"));
    let outcome = office::import::import(&writer, &request, &|done, total| bar.update(done, total));
    drop(bar);
    let report = outcome.map_err(|error| office_fault(&error, output))?;
    if let Some(file) = words.get_one::<PathBuf>("errors") {
        write_file(file, &faults_csv(&report.faults), output)?;
    }
    notices(&report, output);
    if report.ending == Ending::Refused {
        return Err(refused(&report, output));
    }
    done(&report, output);
    Ok(())
}

/// The folder of lists, made on the first import.
fn store(words: &ArgMatches, output: &Output) -> Result<office::Store, Report> {
    let store = office::Store::create(path(words, "dir")).map_err(|error| office_fault(&error, output))?;
    Ok(match words.get_one::<PathBuf>("secret") {
        Some(file) => store.with_secret_file(file),
        None => store,
    })
}

fn encoding(name: &str, output: &Output) -> Result<Encoding, Report> {
    Encoding::from_name(name).ok_or_else(|| {
        let line = output.pick("--encoding 应为 utf-8、gb18030、utf-16le 之一", "--encoding takes one of: utf-8, gb18030, utf-16le");
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
    if ids.len() != reasons.len() || reasons.iter().any(|reason| reason.trim().is_empty()) {
        let line = output.pick("每个 --accept 后面要有一个 --reason 理由", "each --accept needs its --reason");
        return Err(Report::new(Exit::Usage, "accept", line));
    }
    Ok(ids.into_iter().zip(reasons).map(|(id, reason)| (id.clone(), reason.clone())).collect())
}

fn notices(report: &ImportReport, output: &Output) {
    let word = output.pick("提醒", "note");
    for file in &report.files {
        let (kept, total) = &file.notices;
        for notice in kept.iter().take(SHOWN_MAX) {
            output.message(&format!("{word} {}", notice.message(output.lang)));
        }
        rest(kept.len().min(SHOWN_MAX) as u64, *total, output);
    }
}

fn rest(shown: u64, total: u64, output: &Output) {
    if total > shown {
        output.message(&match output.lang {
            Lang::Zh => format!("……另有 {} 条", total - shown),
            Lang::En => format!("… and {} more", total - shown),
        });
    }
}

fn refused(report: &ImportReport, output: &Output) -> Report {
    let total = report.faults_total;
    let mut lines: Vec<String> =
        report.faults.iter().take(SHOWN_MAX).map(|fault| fault.message(output.lang)).collect();
    lines.push(match output.lang {
        Lang::Zh => format!("共 {total} 处错误，没有导入任何一行，原有名单不变；--errors 文件.csv 可存下全部清单"),
        Lang::En => format!("{total} error(s); nothing was imported and the list that was there stays; --errors FILE.csv keeps them all"),
    });
    let details = report.faults.iter().map(|fault| {
        let place = fault.place();
        serde_json::json!({
            "code": fault.code(), "file": &*place.file, "row": place.row, "value": fault.value(),
            "message": fault.message(output.lang),
        })
    });
    Report::lines(Exit::Rejected, "import-refused", lines)
        .with_details(serde_json::json!({ "errors_total": total, "errors": details.collect::<Vec<_>>() }))
}

fn done(report: &ImportReport, output: &Output) {
    let changes = &report.changes;
    if output.json {
        let tally = |tally: &Tally| serde_json::json!({ "count": tally.count, "samples": tally.samples });
        output.data_json(&serde_json::json!({
            "ok": true, "list": report.list.name(), "dry_run": report.ending == Ending::DryRun,
            "added": tally(&changes.added), "changed": tally(&changes.changed), "removed": tally(&changes.removed),
            "unchanged": changes.unchanged, "count": report.count, "sha256": report.sha256,
        }));
        return;
    }
    let rows: u64 = report.files.iter().map(|file| file.rows).sum();
    let head = match (report.ending, output.lang) {
        (Ending::DryRun, Lang::Zh) => format!("试运行，没有改动：读到 {rows} 行"),
        (Ending::DryRun, Lang::En) => format!("dry run, nothing changed: {rows} rows read"),
        (_, Lang::Zh) => format!("已导入 {}：读到 {rows} 行", report.list.name()),
        (_, Lang::En) => format!("imported {}: {rows} rows read", report.list.name()),
    };
    output.data(&head);
    for (zh, en, tally) in
        [("增加", "added", &changes.added), ("改变", "changed", &changes.changed), ("删去", "removed", &changes.removed)]
    {
        let samples = if tally.samples.is_empty() { String::new() } else { format!("  {} …", tally.samples.join(" ")) };
        output.data(&format!("{} {}{samples}", output.pick(zh, en), tally.count));
    }
    output.data(&format!("{} {}", output.pick("不变", "unchanged"), changes.unchanged));
    output.data(&format!("{} {}", output.pick("名单共", "records in the list"), report.count));
    output.data(&format!("SHA-256 {}", report.sha256));
}
