//! Texts of the parser that belong to no single command.

use clap::{Arg, ArgAction, Command};
use records::lang::Lang;

/// Headings and templates in one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Layout of a help page.
    pub template: &'static str,
    /// Heading above commands.
    pub commands: &'static str,
    /// Heading above options.
    pub options: &'static str,
    /// Heading above positional arguments.
    pub arguments: &'static str,
    /// What stands for options and commands in a usage line; empty: as the parser writes it.
    pub optional: &'static str,
    /// What `--help` does.
    pub help: &'static str,
    /// What `--version` does.
    pub version: &'static str,
}

const ZH: Words = Words {
    template: "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n",
    commands: "命令",
    options: "选项",
    arguments: "参数",
    optional: "选项",
    help: "显示帮助",
    version: "显示版本",
};

const EN: Words = Words {
    template: "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}\n",
    commands: "Commands",
    options: "Options",
    arguments: "Arguments",
    optional: "",
    help: "show help",
    version: "show the version",
};

impl Words {
    /// The words of that language.
    pub fn of(lang: Lang) -> &'static Words {
        match lang {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }
}

/// The usage line with the parser's own words in our language; `above` are the commands in front of this one.
pub fn with_usage(command: Command, above: &str, words: &'static Words) -> Command {
    if words.optional.is_empty() {
        return command;
    }
    let name = command.get_name().to_owned();
    let name = if above.is_empty() { name } else { format!("{above} {name}") };
    let line = command.clone().bin_name(name).render_usage().to_string();
    let line = line.strip_prefix("Usage: ").unwrap_or(&line);
    let line = line
        .replace("[OPTIONS]", &format!("[{}]", words.optional))
        .replace("<COMMAND>", &format!("<{}>", words.commands));
    command.override_usage(line)
}

/// Gives a command, and those below it, our template and headings.
pub fn dress(command: Command, above: &str, words: &'static Words) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|child| child.get_name().to_owned()).collect();
    let command = command
        .help_template(words.template)
        .subcommand_help_heading(words.commands)
        .disable_help_subcommand(true)
        .mut_args(|argument: Arg| {
            let heading = if argument.is_positional() { words.arguments } else { words.options };
            let argument = argument.help_heading(heading);
            // A list of values makes a help line unreadable; the help text names them.
            if matches!(argument.get_action(), ArgAction::Set | ArgAction::Append) {
                argument.hide_possible_values(true)
            } else {
                argument
            }
        });
    let own = format!("{above} {}", command.get_name());
    let command = with_usage(command, above, words);
    names.into_iter().fold(command, |parent, name| parent.mut_subcommand(name, |child| dress(child, &own, words)))
}
