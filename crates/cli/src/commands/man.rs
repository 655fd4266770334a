//! `mingqian man [--out DIR]`: the manual in roff, one page with every command, or a folder with one page each.

use super::{path_argument, write_file};
use crate::exit::{Exit, Report};
use crate::output::Output;
use crate::parser;
use clap::{ArgMatches, Command};
use clap_mangen::Man;
use records::lang::Lang;
use std::io;
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    let out = lang.pick(
        "每个命令一页，写到这个文件夹（缺省：一页，写到标准输出）",
        "one page a command, into this folder (else one page on standard output)",
    );
    Command::new("man")
        .about(lang.pick("输出手册页（roff）", "print the manual page (roff)"))
        .arg(path_argument("out", "DIR", out).long("out"))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let mut root = parser::command(output.lang).disable_help_subcommand(true);
    root.build();
    match words.get_one::<PathBuf>("out") {
        Some(folder) => pages(&root, folder, output),
        None => {
            output.data_bytes(&whole(&root, output)?);
            Ok(())
        }
    }
}

/// One page for each command, those within commands too.
fn pages(root: &Command, folder: &Path, output: &Output) -> Result<(), Report> {
    std::fs::create_dir_all(folder)
        .map_err(|error| super::file_fault(folder, &error, output, "写不了", "cannot write"))?;
    for command in all(root) {
        let page = Man::new(command.clone());
        let mut text = Vec::new();
        page.render(&mut text).map_err(|error| fault(&error, output))?;
        let file = folder.join(page.get_filename());
        write_file(&file, &headings(&text, output.lang, "SH"), output)?;
        output.data(&file.display().to_string());
    }
    Ok(())
}

/// One page: the program, then each command as a section with parts of its own.
fn whole(root: &Command, output: &Output) -> Result<Vec<u8>, Report> {
    let mut page = Vec::new();
    for command in all(root) {
        let man = Man::new(command.clone());
        let mut text = Vec::new();
        let is_root = command.get_name() == root.get_name();
        let done = if is_root { opening(&man, &mut text) } else { section(&man, command, &mut text) };
        done.map_err(|error| fault(&error, output))?;
        if is_root {
            page.extend(headings(&text, output.lang, "SH"));
        } else {
            page.extend(format!(".SH \"{}\"\n", name(command).to_uppercase()).bytes());
            page.extend(headings(&text, output.lang, "SS"));
        }
    }
    let mut text = Vec::new();
    let man = Man::new(root.clone());
    man.render_extra_section(&mut text)
        .and_then(|()| man.render_version_section(&mut text))
        .map_err(|error| fault(&error, output))?;
    page.extend(headings(&text, output.lang, "SH"));
    Ok(page)
}

/// The program itself: what it is, and the options of all commands.
fn opening(man: &Man, text: &mut Vec<u8>) -> io::Result<()> {
    man.render_title(text)?;
    man.render_name_section(text)?;
    man.render_synopsis_section(text)?;
    man.render_options_section(text)
}

fn section(man: &Man, command: &Command, text: &mut Vec<u8>) -> io::Result<()> {
    man.render_synopsis_section(text)?;
    man.render_description_section(text)?;
    if command.get_arguments().any(|argument| !argument.is_hide_set()) {
        man.render_options_section(text)?;
    }
    Ok(())
}

/// The command and all below it that people see, each before those within it.
fn all(command: &Command) -> Vec<&Command> {
    let shown = command.get_subcommands().filter(|child| !child.is_hide_set());
    std::iter::once(command).chain(shown.flat_map(all)).collect()
}

fn name(command: &Command) -> String {
    command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned()
}

/// The parser's own headings in our language, at this level.
fn headings(text: &[u8], lang: Lang, level: &str) -> Vec<u8> {
    const WORDS: [(&str, &str); 7] = [
        ("NAME", "名称"),
        ("SYNOPSIS", "用法"),
        ("DESCRIPTION", "说明"),
        ("OPTIONS", "选项"),
        ("SUBCOMMANDS", "命令"),
        ("EXTRA", "附注"),
        ("VERSION", "版本"),
    ];
    let text = String::from_utf8_lossy(text);
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        match line.strip_prefix(".SH ") {
            Some(heading) => {
                let known = WORDS.iter().find(|(en, _)| lang == Lang::Zh && *en == heading);
                out.push_str(&format!(".{level} {}", known.map_or(heading, |(_, zh)| zh)));
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out.into_bytes()
}

fn fault(error: &io::Error, output: &Output) -> Report {
    Report::new(Exit::Failure, "man", office::error::system_words(error, output.lang))
}
