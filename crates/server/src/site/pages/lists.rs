//! Pages about all draws: the front page, the list, the log, what is proved.

use std::collections::BTreeSet;

use askama::Template;
use records::lang::Lang;

use super::super::SiteError;
use super::super::log::LogView;
use super::super::stamp::{Card, in_language};
use super::super::view::event_title;
use super::{Fact, Page, Shell};

/// A draw in a list.
#[derive(Clone, Debug)]
pub(in crate::site) struct Row<'a> {
    pub card: &'a Card,
    pub state: &'a str,
    pub grade: &'a str,
}

impl<'a> Row<'a> {
    pub(in crate::site) fn of(card: &'a Card, lang: Lang) -> Self {
        Self { card, state: in_language(&card.state, lang), grade: in_language(&card.grade, lang) }
    }
}

#[derive(Template)]
#[template(path = "site/front.html")]
struct Front<'a> {
    s: &'a Shell,
    numbers: Vec<Fact>,
    newest: Option<&'a Row<'a>>,
    announced: Vec<&'a Row<'a>>,
    lately: Vec<&'a Row<'a>>,
}

/// Draws on the front page.
const LATELY: usize = 10;

pub(in crate::site) fn front_page(s: &Shell, rows: &[Row<'_>], voids: usize) -> Result<Page, SiteError> {
    let lang = s.lang;
    let fact = |label, value: usize| Fact { label, value: value.to_string() };
    let (announced, drawn): (Vec<&Row<'_>>, Vec<&Row<'_>>) = rows.iter().partition(|row| row.card.is_announced());
    let numbers = vec![
        fact(lang.pick("公布的抽取", "draws published"), rows.len()),
        fact(lang.pick("其中作废", "void among them"), voids),
        fact(lang.pick("将要抽取", "to come"), announced.len()),
    ];
    let newest = drawn.iter().find(|row| !row.card.is_withdrawn()).or(announced.first()).copied();
    let lately = drawn.into_iter().take(LATELY).collect();
    s.page(&Front { s, numbers, newest, announced, lately })
}

#[derive(Template)]
#[template(path = "site/draws.html")]
struct Draws<'a> {
    s: &'a Shell,
    rows: &'a [Row<'a>],
}

pub(in crate::site) fn draws_page(s: &Shell, rows: &[Row<'_>]) -> Result<Page, SiteError> {
    s.page(&Draws { s, rows })
}

#[derive(Template)]
#[template(path = "site/log.html")]
struct LogPage<'a> {
    s: &'a Shell,
    log: Option<&'a LogView>,
}

impl LogPage<'_> {
    /// What the template says of an entry.
    fn event_title(&self, name: &str) -> &'static str {
        event_title(name, self.s.lang)
    }
}

pub(in crate::site) fn log_page(s: &Shell, log: Option<&LogView>) -> Result<Page, SiteError> {
    s.page(&LogPage { s, log })
}

#[derive(Template)]
#[template(path = "site/text.html")]
struct TextPage<'a> {
    s: &'a Shell,
    parts: Vec<(&'static str, Vec<String>)>,
}

pub(in crate::site) fn about_page(s: &Shell) -> Result<Page, SiteError> {
    let lang = s.lang;
    let line = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    let contact = [
        (lang.pick("申请检查人员回避：", "To ask that an inspector stand aside: "), &s.recusal),
        (lang.pick("投诉举报：", "Complaints: "), &s.complaint),
    ];
    let contact: Vec<String> =
        contact.iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| format!("{label}{value}")).collect();
    let mut parts = vec![
        (
            lang.pick("能证明什么", "What it proves"),
            vec![
                line(
                    "名单和方案先锁定、算出封存值；各方报数，再掷骰子（或摇球、公共信标）。抽谁、谁去、哪天去，都由同一颗种子推出。任何人拿着公布的文件都能逐字节重算，改动一个字就会被发现。",
                    "Lists and plan are frozen and committed to; the parties contribute numbers, then dice (or balls, or a public beacon) are cast. Who is drawn, who goes and when all follow from one seed. Anybody can compute it again to the byte from the published files, and one changed letter is noticed.",
                ),
                line(
                    "每个结论旁边写着等级：anchored 有外部见证，attested 有两个部门签字，operator-only 只有组织单位自己的说法，演练什么也不证明。",
                    "Beside each verdict stands its grade: anchored has outside witnesses, attested is signed by two departments, operator-only is the office's own word, a rehearsal proves nothing.",
                ),
            ],
        ),
        (
            lang.pick("不能证明什么", "What it does not prove"),
            vec![
                line(
                    "全场串通掷骰子、知情人说出去、各方一致认可的假名单，任何软件都挡不住。",
                    "No software stops a room that colludes on the dice, people who tell, or a false list on which everybody agrees.",
                ),
                line(
                    "抽中不等于有问题，没抽中不等于没问题。按不公开字段划分的层，旁人只能核对公布的归属。",
                    "To be drawn does not mean that something is wrong, nor the reverse. Of strata by sealed fields others can check only the published membership.",
                ),
                line(
                    "本站自己说“通过”也不算数：请在自己的电脑上核验，或者请信得过的人核验。",
                    "That this site says “passed” is not proof either: verify on your own computer, or have it verified by somebody whom you trust.",
                ),
            ],
        ),
    ];
    if !contact.is_empty() {
        parts.push((lang.pick("找谁", "Whom to turn to"), contact));
    }
    s.page(&TextPage { s, parts })
}

#[derive(Template)]
#[template(path = "site/slip.html")]
struct SlipPage<'a> {
    s: &'a Shell,
    /// Keys of the logs of all draws, separated by spaces.
    log_keys: String,
}

pub(in crate::site) fn slip_page(s: &Shell, rows: &[Row<'_>]) -> Result<Page, SiteError> {
    let keys: BTreeSet<&str> = rows.iter().filter_map(|row| row.card.log.as_deref()).collect();
    s.page(&SlipPage { s, log_keys: keys.into_iter().collect::<Vec<_>>().join(" ") })
}

#[derive(Template)]
#[template(path = "site/lost.html")]
struct LostPage<'a> {
    s: &'a Shell,
}

pub(in crate::site) fn lost_page(s: &Shell) -> Result<Page, SiteError> {
    s.page(&LostPage { s })
}
