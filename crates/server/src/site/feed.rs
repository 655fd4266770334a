//! The feed of announcements, draws and openings.
//!
//! A step has a place in the log and no time of its own: an entry bears the day of the plan, and a later step comes later in the feed.
//!
//! Source: RFC 4287 (Atom).

use std::fmt::Write as _;

use records::events::Event;
use serde::{Deserialize, Serialize};

use super::bundle::Bundle;
use super::view::shown;

/// Entries in the feed.
const ENTRIES_MAX: usize = 100;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub id: String,
    pub title: String,
    pub day: String,
    pub address: String,
}

/// What a draw gives to the feed, the newest first.
pub(super) fn entries(address: &str, bundle: &Bundle) -> Vec<Entry> {
    let plan = &bundle.plan;
    let campaign = shown(&plan.campaign);
    let entry = |what: &str, place: String| Entry {
        id: format!("urn:mingqian:{}:{place}", plan.draw_name()),
        title: format!("{what}：{campaign}（{}）", plan.draw_name()),
        day: plan.created.to_string(),
        address: address.to_owned(),
    };
    if bundle.events.is_empty() {
        return vec![entry("抽取", "draw".to_owned())];
    }
    let word = |event: &Event| match event {
        Event::Announce { .. } => Some("公告"),
        Event::Draw(_) => Some("抽取"),
        Event::Open { .. } => Some("启封"),
        Event::Replace(_) => Some("递补"),
        Event::Finish { .. } => Some("办结"),
        Event::Void { .. } => Some("作废"),
        _ => None,
    };
    let of_event = |logged: &records::events::LoggedEvent| {
        word(&logged.event.event).map(|what| entry(what, logged.index.to_string()))
    };
    bundle.events.iter().rev().filter_map(of_event).collect()
}

/// The feed. `base` is the site's address without a slash at its end.
pub(super) fn atom(base: &str, office: &str, entries: &[Entry]) -> String {
    let newest = entries.iter().map(|entry| entry.day.as_str()).max().unwrap_or("1970-01-01");
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n",
    );
    let _ = write!(
        out,
        "<id>urn:mingqian:feed</id>\n<title>{}</title>\n<updated>{newest}T00:00:00+08:00</updated>\n<author><name>{}</name></author>\n<link rel=\"self\" href=\"{}/feed.atom\"/>\n",
        escaped(office),
        escaped(office),
        escaped(base)
    );
    for entry in entries.iter().take(ENTRIES_MAX) {
        let _ = write!(
            out,
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}T00:00:00+08:00</updated>\n<link href=\"{}/d/{}/index.html\"/>\n</entry>\n",
            escaped(&entry.id),
            escaped(&entry.title),
            entry.day,
            escaped(base),
            escaped(&entry.address)
        );
    }
    out.push_str("</feed>\n");
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
