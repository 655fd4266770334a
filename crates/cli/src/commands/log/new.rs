//! `mingqian log new DIR --origin NAME`: the log of an office, once and for ever.

use crate::commands::{dir_argument, office_fault, path, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgMatches, Command};
use office::log::{KeyName, Log, LogError, LogPlaces, SecretKey};
use records::lang::Lang;
use std::path::PathBuf;

pub fn command(lang: Lang) -> Command {
    Command::new("new")
        .about(lang.pick("建立本单位的日志和它的密钥（一次）", "make the office's log and its key (once)"))
        .arg(dir_argument(lang))
        .arg(Arg::new("origin").long("origin").value_name("NAME").required(true).help(lang.pick(
            "日志的名称，永不改变，不含空格和加号，如 county.example/draws",
            "the log's name for ever, without spaces and plus signs, such as county.example/draws",
        )))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let origin = KeyName::new(text(words, "origin").unwrap_or_default()).map_err(|source| {
        let error = LogError::Key { file: PathBuf::from("--origin"), source };
        Report::new(Exit::Usage, error.code(), error.message(output.lang))
    })?;
    let made = (|| {
        let store = office::Store::open(path(words, "dir"))?;
        let _writer = store.writer()?;
        let places = LogPlaces::of(store.dir());
        let log = Log::create(&places, &origin, &SecretKey::ensure(&places.key)?)?;
        Ok((log.key().to_string(), places))
    })();
    let (key, places) = made.map_err(|error| office_fault(&error, output))?;
    if output.json {
        output.data_json(&serde_json::json!({ "ok": true, "log": places.folder, "key": key }));
        return Ok(());
    }
    output.data(&key);
    output.message(&match output.lang {
        Lang::Zh => format!(
            "以上是日志公钥，请公布，并写进公告和抽取记录；{} 是私钥，请在保险柜另存一份",
            places.key.display()
        ),
        Lang::En => format!(
            "this public key is published, in announcements and minutes too; {} is the private one: keep a copy in a safe",
            places.key.display()
        ),
    });
    Ok(())
}
