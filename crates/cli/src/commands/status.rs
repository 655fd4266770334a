//! `mingqian status DIR`: what is there, and what is missing before a freeze.

use super::{dir_argument, office_fault, secret_argument, store};
use crate::exit::Report;
use crate::output::Output;
use clap::{ArgMatches, Command};
use office::status::{ListStatus, SecretStatus, Status, status};
use records::lang::Lang;

pub fn command(lang: Lang) -> Command {
    Command::new("status")
        .about(lang.pick(
            "名录文件夹里有什么，锁定之前还缺什么",
            "what a folder of lists holds, and what is missing before a freeze",
        ))
        .arg(dir_argument(lang))
        .arg(secret_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let store = store(words, output)?;
    let status = status(&store).map_err(|error| office_fault(&error, output))?;
    if output.json {
        output.data_json(&json(&status, output));
        return Ok(());
    }
    for list in &status.lists {
        output.data(&list_line(list, output));
    }
    let secret = match status.secret {
        SecretStatus::Missing => output.pick("没有", "missing"),
        SecretStatus::Malformed => output.pick("损坏或读不了", "damaged, or cannot be read"),
        SecretStatus::Kept => output.pick("有，仅本人可读", "there, for its owner only"),
        SecretStatus::Exposed => output.pick("有，但他人可读", "there, and readable by others"),
        SecretStatus::Public => {
            output.pick("公开的示例密钥，不封存任何东西", "a published example secret, which seals nothing")
        }
    };
    output.data(&format!("{}  {secret}", output.pick("办公密钥", "office secret")));
    for (name, digest) in &status.frozen {
        output.data(&format!("{} {name}  {digest}", output.pick("已锁定", "frozen")));
    }
    for draw in &status.draws {
        output.data(&format!("{} {} {}  {}", output.pick("已抽取", "drawn"), draw.date, draw.draw, draw.bundle));
    }
    for missing in &status.missing {
        let word = if missing.is_fatal() { output.pick("必须", "needed") } else { output.pick("注意", "note") };
        output.data(&format!("{word}  {}", missing.message(output.lang)));
    }
    if !status.missing.iter().any(|missing| missing.is_fatal()) {
        output.data(output.pick(
            "可以锁定名单，只要方案用到的名单都在上面",
            "ready for a freeze, as far as the plan's lists are there",
        ));
    }
    Ok(())
}

fn list_line(list: &ListStatus, output: &Output) -> String {
    let count = list.count.map_or_else(|| output.pick("未导入", "not imported").to_owned(), |count| count.to_string());
    let date = list.last_import.as_ref().map(|entry| entry.date.to_string()).unwrap_or_default();
    let digest = list.sha256.map(|digest| digest.to_string()).unwrap_or_default();
    let (name, wide) = (list.list.title(output.lang), output.pick("执法检查人员（inspectors）", "inspectors "));
    let gap = columns(wide).saturating_sub(columns(name));
    format!("{name}{:gap$} {count:>9}  {date:<10}  {digest}", "")
}

/// Columns of a terminal: a Chinese character takes two.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{2e80}' { 1 } else { 2 }).sum()
}

fn json(status: &Status, output: &Output) -> serde_json::Value {
    let lists = status.lists.iter().map(|list| {
        serde_json::json!({
            "list": list.list.name(), "count": list.count, "sha256": list.sha256, "changed_since_import": list.is_changed,
            "last_import": list.last_import.as_ref().map(|entry| entry.date),
        })
    });
    let missing = status.missing.iter().map(|missing| {
        serde_json::json!({
            "code": missing.code(), "fatal": missing.is_fatal(), "message": missing.message(output.lang),
        })
    });
    let frozen = status.frozen.iter().map(|(name, digest)| serde_json::json!({ "draw": name, "plan": digest }));
    let draws = status.draws.iter().map(
        |draw| serde_json::json!({ "draw": draw.draw, "date": draw.date, "bundle": draw.bundle, "plan": draw.plan }),
    );
    serde_json::json!({
        "ok": true, "lists": lists.collect::<Vec<_>>(), "missing": missing.collect::<Vec<_>>(),
        "frozen": frozen.collect::<Vec<_>>(), "draws": draws.collect::<Vec<_>>(),
    })
}
