//! `mingqian serve PUBLISHED_DIR`, and `mingqian serve --demo`.

mod demo;

use super::plan_file::server_config;
use super::site::{arguments, dated_policy, published_argument, site_fault};
use super::verify::beacon;
use super::{path, path_argument, text};
use crate::exit::{Exit, Report};
use crate::output::Output;
use clap::{Arg, ArgAction, ArgMatches, Command};
use records::day::Day;
use records::hash::sha256;
use records::lang::Lang;
use server::serve::{Logs, ServeError, ServerConfig, SiteSource, serve_until_signal};
use server::site::verifier_policy;
use server::{Keeper, api};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    let command = Command::new("serve").about(lang.pick(
        "公开网站服务：展示已公布的抽取，并提供查询和接口",
        "the public site: shows published draws, with look-ups and an interface for programs",
    ));
    arguments(command, lang)
        .arg(published_argument(lang).required_unless_present("demo"))
        .arg(Arg::new("listen").long("listen").value_name("ADDR").help(lang.pick(
            "监听的地址和端口（缺省见配置：127.0.0.1:8080）",
            "address and port to listen on (else as configured: 127.0.0.1:8080)",
        )))
        .arg(
            path_argument(
                "cache",
                "DIR",
                lang.pick(
                    "放网页的文件夹（缺省在用户的缓存目录里）",
                    "folder for the pages (else in the user's cache folder)",
                ),
            )
            .long("cache"),
        )
        .arg(Arg::new("demo").long("demo").action(ArgAction::SetTrue).conflicts_with("published").help(lang.pick(
            "不用准备：现场办几次示例县的抽取，再展示出来",
            "no set-up: hold some draws of the example county now, and show them",
        )))
}

pub fn run(words: &ArgMatches, output: &Output) -> Result<(), Report> {
    let mut config = server_config(words, output)?;
    if let Some(word) = text(words, "listen") {
        config.listen = vec![listen(word, output)?];
    }
    let policy = dated_policy(words, output)?;
    if !words.get_flag("demo") {
        let published = path(words, "published");
        let cache = cache(words, &published, output)?;
        return serve(config, Keep { published, cache, policy, today: office::clock::today }, output);
    }
    // Gone when the service ends, as all that is in it.
    let folder = tempfile::tempdir().map_err(|error| {
        let line = output.pick("临时文件夹建不了", "no temporary folder can be made");
        Report::new(Exit::Failure, "demo-folder", format!("{line}: {error}"))
    })?;
    let demo = demo::hold(folder.path(), output)?;
    if config.site.office.is_empty() {
        config.site.office =
            output.pick("清溪县（示例，不是真实的抽取）", "Qingxi County (an example, no real draws)").to_owned();
    }
    let policy = policy.or(Some((demo.policy, demo.policy_digest)));
    let cache = words.get_one::<PathBuf>("cache").cloned().unwrap_or_else(|| folder.path().join("cache"));
    serve(config, Keep { published: demo.published, cache, policy, today: demo::today }, output)
}

struct Keep {
    published: PathBuf,
    cache: PathBuf,
    policy: Option<(::verify::Policy, records::hash::Digest)>,
    today: fn() -> Day,
}

fn serve(mut config: ServerConfig, keep: Keep, output: &Output) -> Result<(), Report> {
    if !keep.published.is_dir() {
        let what = output.pick("没有这个文件夹", "there is no such folder");
        return Err(Report::new(Exit::Usage, "published", format!("{what}: {}", keep.published.display())));
    }
    config.headers.csp_for.push(verifier_policy());
    let source = SiteSource::new(&config.cache, &config.headers);
    let keeper = Keeper {
        published: keep.published,
        cache: keep.cache,
        config: config.site.clone(),
        renewal: config.renewal.clone(),
        policy: keep.policy,
        today: keep.today,
        beacon: beacon(),
    };
    let mut stopped = None;
    let logs = Logs::to_stderr();
    let begin = |addresses: &[SocketAddr], status| {
        for address in addresses {
            let line = output.pick("网站在", "the site is at");
            output.data(&format!("{line} http://{address}/"));
        }
        match keeper.start(source.clone(), status) {
            Ok(keeping) => drop(std::thread::spawn(|| keeping.run())),
            Err(error) => stopped = Some(site_fault(&error, output)),
        }
    };
    let served = serve_until_signal(config, source.clone(), Some(api::router(keep.today)), begin);
    if let Some(logs) = logs {
        logs.flush();
    }
    match (stopped, served) {
        (Some(report), _) => Err(report),
        (None, Ok(_)) => Ok(()),
        (None, Err(error)) => Err(serve_fault(&error, output)),
    }
}

fn listen(word: &str, output: &Output) -> Result<SocketAddr, Report> {
    word.parse().map_err(|_| {
        let line = output.pick(
            "--listen 要地址和端口，如 127.0.0.1:8080",
            "--listen takes an address and a port, as 127.0.0.1:8080",
        );
        Report::new(Exit::Usage, "listen", line)
    })
}

/// Where the pages go: beside those of no other published folder.
fn cache(words: &ArgMatches, published: &Path, output: &Output) -> Result<PathBuf, Report> {
    if let Some(cache) = words.get_one::<PathBuf>("cache") {
        return Ok(cache.clone());
    }
    let user = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let user = user.or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
    let whole = std::path::absolute(published).unwrap_or_else(|_| published.to_owned());
    let name = sha256(whole.to_string_lossy().as_bytes()).to_string();
    match user {
        Some(user) => Ok(user.join("mingqian").join(name.get(..16).unwrap_or_default())),
        None => {
            let line =
                output.pick("没有缓存目录；请用 --cache 指定", "there is no cache folder; name one with --cache");
            Err(Report::new(Exit::Usage, "cache", line))
        }
    }
}

fn serve_fault(error: &ServeError, output: &Output) -> Report {
    let line = output.pick("网站服务不能运行", "the service can't run");
    Report::new(Exit::Failure, error.code(), format!("{line}: {error}"))
}
