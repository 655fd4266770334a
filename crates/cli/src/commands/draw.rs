//! `mingqian draw DIR --plan PLAN.toml --contribution LABEL=VALUE … --final dice=DIGITS --out BUNDLE`: a rehearsal in one go.

use super::{
    contribution, dir_argument, office_fault, overwrite_argument, path, path_argument, plan_argument, plan_file,
    secret_argument, store, text,
};
use crate::exit::Report;
use crate::output::Output;
use crate::progress::Progress;
use clap::{Arg, ArgAction, ArgMatches, Command};
use office::draw::{DrawRequest, Drawn};
use records::lang::Lang;
use records::plan::Plan;

pub fn command(lang: Lang) -> Command {
    Command::new("draw")
        .about(lang.pick(
            "演练：锁定、报数、摇号、抽取、发布，一次完成",
            "a rehearsal: freeze, contribute, roll, draw and publish in one go",
        ))
        .arg(dir_argument(lang))
        .arg(plan_argument(lang))
        .arg(
            Arg::new("contribution")
                .long("contribution")
                .value_name("LABEL=VALUE|LABEL=@FILE|LABEL=-")
                .action(ArgAction::Append)
                .help(lang.pick(
                    "现场报数，每个参加方一次；@FILE 取自文件，- 取自标准输入",
                    "what a participant said, once each; @FILE takes it from a file, - from standard input",
                )),
        )
        .arg(
            Arg::new("final")
                .long("final")
                .value_name("dice=DIGITS")
                .required(true)
                .help(lang.pick("摇号：按掷出的次序，一枚骰子一位数字", "the dice, one digit each, in the order cast")),
        )
        .arg(
            path_argument("out", "BUNDLE", lang.pick("抽取结果写到这个新文件夹", "the new folder for the bundle"))
                .long("out")
                .required(true),
        )
        .arg(overwrite_argument(lang))
        .arg(secret_argument(lang))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let (checked, config) = plan_file::named(words, output)?;
    let dice = contribution::final_value(text(words, "final").unwrap_or_default(), output)?;
    // People write digits down in groups.
    let dice: String = dice.split_whitespace().collect();
    let said = words.get_many::<String>("contribution").unwrap_or_default();
    let contributions = said.map(|word| contribution::read(word, output)).collect::<Result<Vec<_>, _>>()?;
    let store = store(words, output)?;
    plan_file::against(&path(words, "plan"), &checked, &config, &store, output)?;
    let writer = store.writer().map_err(|error| office_fault(&error, output))?;
    let out = path(words, "out");
    let request = DrawRequest {
        plan: &checked.plan,
        contributions: &contributions,
        dice: &dice,
        out: &out,
        today: office::clock::today(),
        lang: output.lang,
        overwrite: words.get_flag("overwrite"),
    };
    let bar = Progress::new(output.pick("抽取", "drawing"));
    let outcome = office::draw::draw(&writer, &request, &|done, total| bar.update(done, total));
    drop(bar);
    let drawn = outcome.map_err(|error| office_fault(&error, output))?;
    report(&checked.plan, &drawn, &contributions, output);
    Ok(())
}

fn report(plan: &Plan, drawn: &Drawn, contributions: &[(String, String)], output: &Output) {
    let silent = plan.participants.iter().filter(|label| !contributions.iter().any(|(said, _)| said == *label));
    let silent: Vec<&String> = silent.collect();
    if output.json {
        output.data_json(&serde_json::json!({
            "ok": true, "draw": drawn.draw, "bundle": drawn.bundle, "plan": drawn.plan, "seed_hash": drawn.seed_hash,
            "out": drawn.out, "office_copy": drawn.office_copy, "drawn": drawn.drawn, "dated": drawn.dated,
            "undated": drawn.undated, "unseated": drawn.unseated, "unpaired": drawn.unpaired,
            "relaxations": drawn.relaxations, "not_contributed": silent,
        }));
        return;
    }
    let line = |zh: &str, en: &str, value: &dyn std::fmt::Display| {
        output.data(&format!("{}{}{value}", output.pick(zh, en), output.pick("：", ": ")));
    };
    line("演练", "rehearsal", &drawn.draw);
    line("抽中（户次）", "drawn", &drawn.drawn);
    line("检查，已排日期", "visits with team and date", &drawn.dated);
    for (zh, en, count) in [
        ("检查，未排上日期", "visits without a date", drawn.undated),
        ("检查，搁置上报", "visits set aside and passed up", drawn.unseated),
        ("检查，不配人员", "visits without a team", drawn.unpaired),
        ("用掉的放宽", "relaxations used", u64::from(drawn.relaxations)),
    ] {
        if count > 0 {
            line(zh, en, &count);
        }
    }
    if !silent.is_empty() {
        let names: Vec<&str> = silent.iter().map(|label| label.as_str()).collect();
        line("没有报数", "did not contribute", &names.join("、"));
    }
    line("方案封存值", "plan commitment", &drawn.plan);
    line("摇号种子的 SHA-256", "SHA-256 of the seed", &drawn.seed_hash);
    line("结果摘要", "bundle digest", &drawn.bundle);
    line("结果文件夹", "bundle", &drawn.out.display());
    line("留存（有姓名，勿外传）", "office copy (has names, keep it)", &drawn.office_copy.display());
}
