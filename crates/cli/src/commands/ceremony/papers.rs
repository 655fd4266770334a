//! `mingqian ceremony papers DIR DRAW --out FOLDER`: what is pinned up, projected, handed out and filed.

use super::{at_desk, draw_name, many, option, step};
use crate::commands::{overwrite_argument, path, path_argument, plan_file, text};
use crate::exit::Report;
use crate::output::Output;
use clap::{ArgMatches, Command};
use documents::{Attendance, Present, Reasons};
use office::ceremony::{read_halves, read_share};
use records::lang::Lang;
use std::path::PathBuf;

pub fn command(lang: Lang) -> Command {
    let person = lang.pick("姓名，或 姓名=单位职务", "a name, or NAME=BODY");
    step(
        "papers",
        lang,
        "文书：公告页、截止页、抽取记录，份额页和保管表",
        "papers: announcement, close, minutes; share pages and custodians' sheets",
    )
    .arg(path_argument("out", "FOLDER", lang.pick("写到这个文件夹", "the folder for them")).long("out").required(true))
    .arg(path_argument("share", "FILE", lang.pick("另出这份份额的纸页", "also the page of this share")).long("share"))
    .arg(
        path_argument("half", "FILE", lang.pick("另出这名保管人的保管表", "also the sheet of this custodian"))
            .long("half"),
    )
    .arg(option("place", "TEXT", lang.pick("地点", "where")))
    .arg(option("time", "TEXT", lang.pick("时间", "when")))
    .arg(option("host", "NAME", lang.pick("主持人", "who leads the meeting")))
    .arg(many("member", "NAME", person))
    .arg(many("witness", "NAME", lang.pick("见证人，写法同上", "a witness, written likewise")))
    .arg(overwrite_argument(lang))
    .arg(option("remarks", "TEXT", lang.pick("备注", "remarks")))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let (draw, out) = (draw_name(words), path(words, "out"));
    let word = |id: &str| text(words, id).unwrap_or_default().to_owned();
    let people = |id: &str| words.get_many::<String>(id).unwrap_or_default().map(|word| present(word)).collect();
    let attendance = Attendance {
        place: word("place"),
        time: word("time"),
        host: present(&word("host")),
        members: people("member"),
        witnesses: people("witness"),
        remarks: word("remarks"),
    };
    let replacements = plan_file::config(words, output)?.replacements;
    let all = replacements.entity.into_iter().chain(replacements.inspector);
    let reasons: Reasons = all.map(|reason| (reason.code, (reason.zh, reason.en))).collect();
    let overwrite = words.get_flag("overwrite");
    let files = at_desk(words, output, |desk| {
        let mut files = desk.papers(draw, &out, &attendance, &reasons, overwrite)?;
        if let Some(file) = words.get_one::<PathBuf>("share") {
            let share = read_share(file)?;
            files.push(desk.share_page(draw, &share, &out.join(format!("share-{}.html", share.index)), overwrite)?);
        }
        if let Some(file) = words.get_one::<PathBuf>("half") {
            let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.push(desk.custodian_sheet(
                draw,
                &read_halves(file)?,
                &out.join(format!("{name}.html")),
                overwrite,
            )?);
        }
        Ok(files)
    })?;
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "files": files }));
    } else {
        files.iter().for_each(|file| output.data(&file.display().to_string()));
    }
    Ok(())
}

fn present(word: &str) -> Present {
    let (name, body) = word.split_once('=').unwrap_or((word, ""));
    Present { name: name.to_owned(), body: body.to_owned() }
}
