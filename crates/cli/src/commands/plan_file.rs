//! Reading a plan, and saying everything that is wrong with it at once.

use super::{office_fault, path, read_file};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::ArgMatches;
use import::plan::{Checked, Config, ConfigTexts, PlanError, PlanFault};
use import::{Importer, TableTexts};
use records::lang::Lang;
use server::serve::ServerConfig;
use std::path::{Path, PathBuf};

/// All files that a folder of configuration may hold.
const CONFIG_FILES: [&str; 7] =
    ["calendar.toml", "cases.toml", "codes.toml", "headers.toml", "replacements.toml", "rules.toml", SERVER_FILE];

/// What the site and the service are told.
const SERVER_FILE: &str = "server.toml";

/// Plans to begin with lie beside them in this repository.
const PLANS_BESIDE: [&str; 2] = ["plan.en.toml", "plan.zh.toml"];

/// The text of one configuration file in `--config DIR`, if it is there.
pub fn config_text(words: &ArgMatches, name: &str, output: &Output) -> Result<Option<String>, Report> {
    let Some(file) = words.get_one::<PathBuf>("config").map(|dir| dir.join(name)).filter(|file| file.exists()) else {
        return Ok(None);
    };
    let bytes = read_file(&file, output)?;
    String::from_utf8(bytes).map(Some).map_err(|_| {
        let what = output.pick("不是 UTF-8 编码", "is not UTF-8");
        Report::new(Exit::Usage, "config", format!("{} {what}", file.display()))
    })
}

/// Refuses a `--config DIR` that is not there or holds a name with a slip in it, for which the built-in files would
/// silently stay in force.
pub fn check_config(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let Some(dir) = words.get_one::<PathBuf>("config") else { return Ok(()) };
    if dir.is_file() && matches!(words.subcommand_name(), Some("site" | "serve")) {
        // They have one file of configuration, which may be named itself.
        return Ok(());
    }
    let entries = std::fs::read_dir(dir).map_err(|error| {
        let words = office::error::system_words(&error, output.lang);
        Report::new(
            Exit::Usage,
            "config",
            match output.lang {
                Lang::Zh => format!("--config 要一个文件夹：{}：{words}", dir.display()),
                Lang::En => format!("--config takes a folder: {}: {words}", dir.display()),
            },
        )
    })?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut unknown: Vec<String> = names
        .filter(|name| name.to_lowercase().ends_with(".toml"))
        .filter(|name| !CONFIG_FILES.contains(&name.as_str()) && !PLANS_BESIDE.contains(&name.as_str()))
        .collect();
    unknown.sort();
    if unknown.is_empty() {
        return Ok(());
    }
    let (dir, known) = (dir.display(), CONFIG_FILES);
    Err(Report::new(
        Exit::Usage,
        "config",
        match output.lang {
            Lang::Zh => {
                format!("{dir} 里不认识的文件：{}；只读 {}，请改名或移走", unknown.join("、"), known.join("、"))
            }
            Lang::En => {
                let (unknown, known) = (unknown.join(", "), known.join(", "));
                format!("unknown in {dir}: {unknown}; only {known} are read: rename or remove it")
            }
        },
    ))
}

/// All configuration that a plan is read with.
pub fn config(words: &ArgMatches, output: &Output) -> Result<Config, Report> {
    let rules = config_text(words, "rules.toml", output)?;
    let cases = config_text(words, "cases.toml", output)?;
    let calendar = config_text(words, "calendar.toml", output)?;
    let replacements = config_text(words, "replacements.toml", output)?;
    let texts = ConfigTexts {
        rules: rules.as_deref(),
        cases: cases.as_deref(),
        calendar: calendar.as_deref(),
        replacements: replacements.as_deref(),
    };
    let config = Config::from_texts(texts);
    let config = config.map_err(|error| Report::new(Exit::Usage, error.code(), error.message(output.lang)))?;
    // A plan that is held as a ceremony and names no log is held with that of the office's folder.
    let dir = words.try_get_one::<PathBuf>("dir").ok().flatten();
    Ok(config.with_log(dir.and_then(|dir| office::Store::open(dir).ok()?.log_key())))
}

/// The plan of a file; its warnings go to stderr.
pub fn read(file: &Path, config: &Config, output: &Output) -> Result<Checked, Report> {
    let bytes = read_file(file, output)?;
    let checked = import::plan::read_bytes(&bytes, config).map_err(|error| refused(file, &error, output))?;
    warn(file, &checked.warnings, output);
    Ok(checked)
}

/// Says what does not stop the plan and should be looked at.
pub fn warn(file: &Path, warnings: &[PlanFault], output: &Output) {
    for warning in warnings {
        let word = output.pick("提醒", "note");
        output.message(&format!("{word} {}: {}", file.display(), warning.message(output.lang)));
    }
}

/// Every fault of a plan, one a line.
pub fn refused(file: &Path, error: &PlanError, output: &Output) -> Report {
    let lines = error.faults.iter().map(|fault| format!("{}: {}", file.display(), fault.message(output.lang)));
    let details = error.faults.iter().map(|fault| {
        serde_json::json!({
            "code": fault.code, "key": fault.key, "line": fault.line, "column": fault.column,
            "message": fault.message(output.lang),
        })
    });
    Report::lines(Exit::Rejected, error.code(), lines.collect()).with_details(details.collect())
}

/// `--plan PLAN.toml`, read, with the configuration that it was read with.
pub fn named(words: &ArgMatches, output: &Output) -> Result<(Checked, Config), Report> {
    let config = config(words, output)?;
    Ok((read(&path(words, "plan"), &config, output)?, config))
}

/// Holds a plan against the lists; what is new among the warnings goes to stderr.
pub fn against(
    file: &Path,
    checked: &Checked,
    config: &Config,
    store: &office::Store,
    output: &Output,
) -> Result<(), Report> {
    let facts = office::status::facts(store, &checked.plan).map_err(|error| office_fault(&error, output))?;
    let warnings =
        import::plan::check_against(checked, &facts, config).map_err(|error| refused(file, &error, output))?;
    let new: Vec<PlanFault> = warnings.into_iter().filter(|warning| !checked.warnings.contains(warning)).collect();
    warn(file, &new, output);
    Ok(())
}

/// The reader of lists, with the words of `--config DIR` where it has some. This program, started once more, reads the
/// workbooks.
pub fn importer(words: &ArgMatches, output: &Output) -> Result<Importer, Report> {
    let headers = config_text(words, "headers.toml", output)?;
    let codes = config_text(words, "codes.toml", output)?;
    let cases = config_text(words, "cases.toml", output)?;
    let texts = TableTexts { headers: headers.as_deref(), codes: codes.as_deref(), cases: cases.as_deref() };
    let importer =
        Importer::new(texts).map_err(|error| Report::new(Exit::Usage, error.code(), error.message(output.lang)))?;
    let program = std::env::current_exe().map_err(|error| {
        let what = output.pick("找不到本程序自身：", "cannot find this program itself: ");
        Report::new(Exit::Failure, "file", what.to_owned() + &office::error::system_words(&error, output.lang))
    })?;
    Ok(importer.with_workbook_process(office::import::workbook_process(program, super::read_workbook::NAME)))
}

/// What the site and the service are told: `--config FILE`, or `server.toml` in `--config DIR`, or nothing.
pub fn server_config(words: &ArgMatches, output: &Output) -> Result<ServerConfig, Report> {
    let given = words.get_one::<PathBuf>("config");
    let file = given.map(|path| if path.is_dir() { path.join(SERVER_FILE) } else { path.clone() });
    let Some(file) = file.filter(|file| file.exists()) else { return Ok(ServerConfig::default()) };
    ServerConfig::read(&file).map_err(|error| {
        Report::new(Exit::Usage, error.code(), {
            format!("{}: {error}", output.pick("配置文件的写法不对", "the configuration is malformed"))
        })
    })
}
