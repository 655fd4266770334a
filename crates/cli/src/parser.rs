//! Words on the command line: the language, the parser, and the parser's own complaints in that language.

use crate::commands;
use crate::exit::{Exit, Report};
use crate::output::Output;
use crate::words::{self, Words};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};
use records::lang::Lang;
use std::ffi::OsString;

/// The language of this run: `--lang`, else `LC_ALL`, `LC_MESSAGES`, `LANG`; Chinese where none of them says English.
pub fn language(arguments: &[OsString], environment: impl Fn(&str) -> Option<String>) -> Lang {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        match value {
            Some("en") => return Lang::En,
            Some("zh") => return Lang::Zh,
            _ => {}
        }
    }
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(environment).find(|value| !value.is_empty());
    match set {
        Some(value) if value.starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}

/// Whether `--json` stands among the arguments, for a complaint of the parser itself.
pub fn asks_json(arguments: &[OsString]) -> bool {
    arguments.iter().take_while(|word| *word != "--").any(|word| word == "--json")
}

/// The whole parser, with every text in one language.
pub fn command(lang: Lang) -> Command {
    let words = Words::of(lang);
    let base = Command::new("mingqian")
        .version(env!("CARGO_PKG_VERSION"))
        .about(lang.pick("明签·双随机抽取核验系统", "Mingqian: randomized inspection lots, drawn in the open"))
        .after_help(lang.pick(
            "退出码：0 成功；1 运行失败；2 用法错误；3 核验不通过或结果文件夹损坏；4 输入被拒绝（原有数据不变）",
            "Exit codes: 0 ok, 1 failure, 2 usage, 3 verification failed or bundle malformed, 4 input rejected (nothing changed)",
        ))
        .help_template(words.template)
        .subcommand_help_heading(words.commands)
        .next_help_heading(words.options)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("lang")
                .long("lang")
                .value_name("zh|en")
                .value_parser(["zh", "en"])
                .hide_possible_values(true)
                .global(true)
                .help(lang.pick("界面语言：zh 或 en（缺省看 LANG，否则中文）", "language: zh or en (else LANG, else Chinese)")),
        )
        .arg(
            Arg::new("json").long("json").action(ArgAction::SetTrue).global(true).help(lang
                .pick("结果以 JSON 输出到标准输出", "print the result as JSON on standard output")),
        )
        .arg(
            Arg::new("config")
                .long("config")
                .value_name("DIR")
                .value_parser(clap::value_parser!(std::path::PathBuf))
                .global(true)
                .help(lang.pick(
                    "配置文件夹：其中的 rules.toml、cases.toml、calendar.toml、headers.toml、codes.toml、replacements.toml、server.toml 代替内置的",
                    "folder of configuration: its rules.toml, cases.toml, calendar.toml, headers.toml, codes.toml, replacements.toml, server.toml replace the built-in ones",
                )),
        )
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true).help(words.help))
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).help(words.version));
    let all = commands::all(lang)
        .into_iter()
        .fold(base, |parent, child| parent.subcommand(words::dress(child, "mingqian", words)));
    words::with_usage(all, "", words)
}

/// The parsed words, or what to print and the exit code.
pub fn parse(arguments: &[OsString], lang: Lang) -> Result<ArgMatches, Stop> {
    command(lang).try_get_matches_from(arguments).map_err(|error| Stop { error, lang })
}

/// Help that was asked for, or a complaint.
#[derive(Debug)]
pub struct Stop {
    error: clap::Error,
    lang: Lang,
}

impl Stop {
    /// Prints it: help that was asked for on stdout, a complaint as that of any other failed command.
    pub fn print(&self, output: &Output) -> Exit {
        let line = match self.error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                output.data(&self.error.render().to_string());
                return Exit::Ok;
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if output.json => {
                self.lang.pick("缺少命令；用 --help 查看用法", "a command is missing; see --help").to_owned()
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                self.error.render().to_string().trim_end().to_owned()
            }
            _ => self.complaint(),
        };
        Report::new(Exit::Usage, "usage", line).print(output)
    }

    fn context(&self, kind: ContextKind) -> String {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => text.clone(),
            Some(ContextValue::Strings(texts)) => texts.join(", "),
            Some(ContextValue::StyledStr(text)) => text.to_string(),
            Some(ContextValue::StyledStrs(texts)) => {
                texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            }
            Some(ContextValue::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    /// The complaint in the language of this run: what was wrong, which word, what to do.
    fn complaint(&self) -> String {
        let lang = self.lang;
        let argument = self.context(ContextKind::InvalidArg);
        let value = self.context(ContextKind::InvalidValue);
        let subcommand = self.context(ContextKind::InvalidSubcommand);
        let first = match self.error.kind() {
            ErrorKind::UnknownArgument => lang.pick("不认识的参数：", "unknown argument: ").to_owned() + &argument,
            ErrorKind::InvalidSubcommand => lang.pick("没有这个命令：", "no such command: ").to_owned() + &subcommand,
            ErrorKind::MissingSubcommand => lang.pick("缺少命令", "a command is missing").to_owned(),
            ErrorKind::MissingRequiredArgument => lang.pick("缺少参数：", "missing: ").to_owned() + &argument,
            ErrorKind::InvalidValue if value.is_empty() => {
                format!("{} {}", argument, lang.pick("后面缺少取值", "needs a value"))
            }
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
                format!(
                    "{}{argument}{}{value}",
                    lang.pick("参数取值无效：", "invalid value for "),
                    lang.pick(" ", ": ")
                )
            }
            ErrorKind::ArgumentConflict => {
                let other = self.context(ContextKind::PriorArg);
                format!(
                    "{} {argument} / {other}",
                    lang.pick("参数重复或不能同时使用：", "given twice, or not together:")
                )
            }
            ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
                format!("{} {argument}", lang.pick("取值个数不对：", "wrong number of values for"))
            }
            ErrorKind::InvalidUtf8 => {
                lang.pick("参数不是有效的 UTF-8 文字", "an argument is not valid UTF-8").to_owned()
            }
            _ => lang.pick("命令行有误", "the command line is wrong").to_owned(),
        };
        let mut lines = vec![first];
        let valid = self.context(ContextKind::ValidValue);
        if !valid.is_empty() {
            lines.push(lang.pick("可用的取值：", "possible values: ").to_owned() + &valid);
        }
        for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue] {
            let suggestion = self.context(kind);
            if !suggestion.is_empty() {
                lines.push(lang.pick("是否想用：", "did you mean: ").to_owned() + &suggestion);
            }
        }
        lines.push(lang.pick("用 --help 查看用法", "see --help").to_owned());
        lines.join("\n")
    }
}
