//! `mingqian ceremony draw DIR DRAW [--half FILE --half FILE]`: the outcome is fixed, and in sealed mode shut away.

use super::{at_desk, copy_out, draw_name, out_argument, say, step};
use crate::commands::path_argument;
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{ArgAction, ArgMatches, Command};
use office::ceremony::Drawn;
use records::lang::Lang;
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    step("draw", lang, "抽取：结果由此确定", "draw: the outcome is fixed")
        .arg(
            path_argument(
                "half",
                "FILE",
                lang.pick(
                    "封存抽取：两名保管人的密钥各写到一处，都在 DIR 之外（如两个U盘）",
                    "sealed mode: where each custodian's halves go, both outside DIR (such as two sticks)",
                ),
            )
            .long("half")
            .action(ArgAction::Append),
        )
        .arg(out_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let halves: Vec<&Path> = words.get_many::<PathBuf>("half").unwrap_or_default().map(PathBuf::as_path).collect();
    if halves.len() == 1 || halves.len() > 2 {
        let line =
            output.pick("--half 要给两次，两名保管人各一个文件", "--half is given twice, a file for each custodian");
        return Err(Report::new(Exit::Usage, "draw-half", line));
    }
    let halves = <[&Path; 2]>::try_from(halves).ok();
    if let Some(warning) = halves.and_then(|halves| one_place(halves, output)) {
        output.message(&warning);
    }
    let drawn = at_desk(words, output, |desk| desk.draw(draw_name(words), halves))?;
    report(&drawn, output);
    copy_out(words, &drawn.published, output)
}

/// Two halves on one stick are a whole key for whoever finds it.
pub fn one_place([one, two]: [&Path; 2], output: &Output) -> Option<String> {
    let place = one.parent()?;
    (two.parent() == Some(place)).then(|| match output.lang {
        Lang::Zh => "两名保管人的密钥写在同一个文件夹里；请当场分开，各交一人，本机上不留".to_owned(),
        Lang::En => {
            "the files of both custodians go to one folder: part them at once, one for each, and leave none here"
                .to_owned()
        }
    })
}

pub fn report(drawn: &Drawn, output: &Output) {
    let mut lines = vec![("已抽取", "drawn", drawn.draw.clone())];
    if let Some(record) = &drawn.event.record {
        lines.push(("抽取记录", "record", record.to_string()));
    }
    if let Some(hash) = &drawn.event.seed_hash {
        lines.push(("摇号种子的 SHA-256", "SHA-256 of the seed", hash.to_string()));
    }
    for (zh, en, root) in [("封存条目", "leaves", drawn.event.leaves), ("封装单", "capsules", drawn.event.capsules)]
    {
        lines.extend(root.map(|root| (zh, en, format!("{}  {}", root.count, root.root))));
    }
    lines.push(("发布的文件夹", "published", drawn.published.display().to_string()));
    say(
        output,
        &lines,
        serde_json::json!({
            "ok": true, "draw": drawn.draw, "plan": drawn.plan, "event": drawn.event, "published": drawn.published,
        }),
    );
}
