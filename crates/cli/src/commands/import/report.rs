//! What an import says: notes and errors on stderr, what changed on stdout.

use crate::exit::{Exit, Report};
use crate::output::Output;
use office::import::{Dangling, Ending, ImportReport, Tally};
use records::lang::Lang;

/// Faults and notes shown on a terminal; `--errors FILE` and `--notices FILE` have all.
const SHOWN_MAX: usize = 50;

pub fn notices(report: &ImportReport, output: &Output) {
    let word = output.pick("提醒", "note");
    for file in &report.files {
        let (kept, total) = &file.notices;
        for notice in kept.iter().take(SHOWN_MAX) {
            output.message(&format!("{word} {}", notice.message(output.lang)));
        }
        let shown = kept.len().min(SHOWN_MAX) as u64;
        if *total > shown {
            output.message(&match output.lang {
                Lang::Zh => format!("……另有 {} 条提醒；--notices 文件.csv 可存下全部", total - shown),
                Lang::En => format!("… and {} more notes; --notices FILE.csv keeps them all", total - shown),
            });
        }
    }
    for one in &report.dangling {
        output.message(&format!("{word} {}", dangling(one, output)));
    }
    if let Some(damage) = &report.damage {
        let what = output.pick(
            "原有名单已损坏，不能逐条比较，全部算作新增",
            "the list that was there is damaged and can't be compared, so that everything counts as added",
        );
        output.message(&format!("{word} {what}：{}", damage.message(output.lang)));
    }
}

fn dangling(one: &Dangling, output: &Output) -> String {
    let name = if one.name.is_empty() { one.code.clone() } else { format!("{}（{}）", one.code, one.name) };
    match output.lang {
        Lang::Zh => format!(
            "{} 的记录 {} 指着 {name}，而 {} 里已没有它",
            one.list.title(output.lang),
            one.record,
            one.of.title(output.lang)
        ),
        Lang::En => {
            format!("record {} of {} names {name}, which {} no longer has", one.record, one.list.name(), one.of.name())
        }
    }
}

/// Notes as programs read them: the first of each file, how many there are, and what other lists name in vain.
fn notes(report: &ImportReport, output: &Output) -> serde_json::Value {
    let all = report.files.iter().flat_map(|file| &file.notices.0).map(|notice| {
        serde_json::json!({
            "code": notice.kind.code(), "file": &*notice.place.file, "sheet": notice.place.sheet.as_deref(),
            "row": notice.place.row, "column": notice.place.column.as_ref().map(|column| &column.letter),
            "value": notice.value, "message": notice.message(output.lang),
        })
    });
    let dangling = report.dangling.iter().map(|one| {
        serde_json::json!({
            "list": one.list.name(), "record": one.record, "of": one.of.name(), "code": one.code, "name": one.name,
        })
    });
    serde_json::json!({
        "notices_total": report.files.iter().map(|file| file.notices.1).sum::<u64>(),
        "notices": all.collect::<Vec<_>>(), "dangling": dangling.collect::<Vec<_>>(),
        "damaged_before": report.damage.as_ref().map(|damage| damage.message(output.lang)),
    })
}

pub fn refused(report: &ImportReport, output: &Output) -> Report {
    let total = report.faults_total;
    let mut lines: Vec<String> = report.faults.iter().take(SHOWN_MAX).map(|fault| fault.message(output.lang)).collect();
    lines.push(match output.lang {
        Lang::Zh => format!("共 {total} 处错误，没有导入任何一行，原有名单不变；--errors 文件.csv 可存下全部清单"),
        Lang::En => format!(
            "{total} error(s); nothing was imported and the list that was there stays; --errors FILE.csv keeps them all"
        ),
    });
    let details = report.faults.iter().map(|fault| {
        let place = fault.place();
        serde_json::json!({
            "code": fault.code(), "file": &*place.file, "sheet": place.sheet.as_deref(), "row": place.row,
            "column": place.column.as_ref().map(|column| &column.letter),
            "header": place.column.as_ref().map(|column| &column.header), "value": fault.value(),
            "message": fault.message(output.lang),
        })
    });
    Report::lines(Exit::Rejected, "import-refused", lines).with_details(serde_json::json!({
        "errors_total": total, "errors": details.collect::<Vec<_>>(), "notes": notes(report, output),
    }))
}

pub fn done(report: &ImportReport, output: &Output) {
    let changes = &report.changes;
    if output.json {
        let tally = |tally: &Tally| serde_json::json!({ "count": tally.count, "samples": tally.samples });
        output.data_json(&serde_json::json!({
            "ok": true, "list": report.list.name(), "dry_run": report.ending == Ending::DryRun,
            "added": tally(&changes.added), "changed": tally(&changes.changed), "removed": tally(&changes.removed),
            "unchanged": changes.unchanged, "count": report.count, "sha256": report.sha256, "notes": notes(report, output),
        }));
        return;
    }
    let rows: u64 = report.files.iter().map(|file| file.rows).sum();
    let head = match (report.ending, output.lang) {
        (Ending::DryRun, Lang::Zh) => format!("试运行，没有改动：读到 {rows} 行"),
        (Ending::DryRun, Lang::En) => format!("dry run, nothing changed: {rows} rows read"),
        (_, Lang::Zh) => format!("已导入 {}：读到 {rows} 行", report.list.title(output.lang)),
        (_, Lang::En) => format!("imported {}: {rows} rows read", report.list.name()),
    };
    output.data(&head);
    for (zh, en, tally) in [
        ("增加", "added", &changes.added),
        ("改变", "changed", &changes.changed),
        ("删去", "removed", &changes.removed),
    ] {
        let samples =
            if tally.samples.is_empty() { String::new() } else { format!("  {} …", tally.samples.join(" ")) };
        output.data(&format!("{} {}{samples}", output.pick(zh, en), tally.count));
    }
    output.data(&format!("{} {}", output.pick("不变", "unchanged"), changes.unchanged));
    output.data(&format!("{} {}", output.pick("名单共", "records in the list"), report.count));
    output.data(&format!("SHA-256 {}", report.sha256));
}
