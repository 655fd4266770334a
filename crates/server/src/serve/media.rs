//! What a file is by its name: its media type, and how long others may keep it (RFC 9111).

/// How long others may keep a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// It never changes.
    Forever,
    /// They may, but must ask each time whether it is still the same one.
    Ask,
}

/// The description of the interface.
pub(crate) const OPENAPI: &str = "/openapi.json";

/// What a request is for, as far as logs and metrics may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Page,
    Asset,
    Data,
    Log,
    Look,
    Api,
    Operator,
}

impl Class {
    /// All, in the order of their numbers.
    pub(super) const ALL: [Class; 7] =
        [Class::Page, Class::Asset, Class::Data, Class::Log, Class::Look, Class::Api, Class::Operator];

    /// The name in logs and metrics.
    pub(super) fn name(self) -> &'static str {
        match self {
            Class::Page => "page",
            Class::Asset => "asset",
            Class::Data => "data",
            Class::Log => "log",
            Class::Look => "look",
            Class::Api => "api",
            Class::Operator => "operator",
        }
    }

    /// The class of a path, before anybody knows whether there is anything.
    pub(super) fn of(path: &str) -> Class {
        if matches!(path, "/healthz" | "/readyz" | "/metrics") {
            return Class::Operator;
        }
        if path == OPENAPI {
            return Class::Api;
        }
        for (prefix, class) in [("/api/", Class::Api), ("/look/", Class::Look), ("/log/", Class::Log)] {
            if path.starts_with(prefix) {
                return class;
            }
        }
        match ending(path) {
            "" | "html" => Class::Page,
            "css" | "js" | "mjs" | "svg" | "png" | "ico" | "woff2" | "wasm" | "webmanifest" => Class::Asset,
            _ => Class::Data,
        }
    }

    /// Whether scripts ask for it, so that an error is told as a problem document (RFC 9457) and not as a page.
    pub(super) fn is_for_programs(self) -> bool {
        matches!(self, Class::Api | Class::Look)
    }
}

/// The ending of a file's name without the dot; nothing if there is none.
fn ending(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// The media type of a file. Tiles and whatever is not known are bytes (c2sp.org/tlog-tiles), which no browser guesses about.
pub(super) fn media_type(path: &str) -> &'static str {
    match ending(path) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        "jsonl" => "application/jsonl; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ics" => "text/calendar; charset=utf-8",
        "xml" => "application/xml",
        "atom" => "application/atom+xml",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        _ if path == "log/checkpoint" || path.ends_with("/checkpoint") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// How long a file may be kept: for ever below the given paths, and if it is part of a page and its name has a part that is a digest
/// of its content (`site.0123456789abcdef.css`). Other names with digests in them (a draw's) are of files that change.
pub(super) fn keep(path: &str, immutable: &[String]) -> Keep {
    let below = immutable.iter().any(|prefix| prefix.get(1..).is_some_and(|prefix| path.starts_with(prefix)));
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_digest = |part: &str| part.len() >= 16 && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let asset = matches!(ending(path), "css" | "js" | "mjs" | "svg" | "png" | "woff2" | "wasm");
    if below || asset && name.split(['.', '-']).skip(1).any(is_digest) { Keep::Forever } else { Keep::Ask }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_file_is() {
        assert_eq!(media_type("draws/a/index.html"), "text/html; charset=utf-8");
        assert_eq!(media_type("log/tile/0/x001/067"), "application/octet-stream");
        assert_eq!(media_type("log/tile/0/067.p/12"), "application/octet-stream");
        assert_eq!(media_type("log/checkpoint"), "text/plain; charset=utf-8");
        assert_eq!(media_type("feed.atom"), "application/atom+xml");
        assert_eq!(media_type("a.unknown"), "application/octet-stream");
    }

    #[test]
    fn only_what_never_changes_is_kept() {
        let below = ["/log/tile/".to_owned()];
        assert_eq!(keep("log/tile/0/000", &below), Keep::Forever);
        assert_eq!(keep("log/checkpoint", &below), Keep::Ask);
        assert_eq!(keep("site.0123456789abcdef.css", &below), Keep::Forever);
        assert_eq!(keep("site.css", &below), Keep::Ask);
        assert_eq!(keep("draws/0123456789abcdef0123456789abcdef.html", &below), Keep::Ask);
        assert_eq!(keep("x.0123456789abcdef.html", &below), Keep::Ask);
    }

    #[test]
    fn classes_tell_nothing_that_was_looked_up() {
        assert_eq!(Class::of("/"), Class::Page);
        assert_eq!(Class::of("/draws/x/"), Class::Page);
        assert_eq!(Class::of("/look/ab/cd.json"), Class::Look);
        assert_eq!(Class::of("/api/v1/draws"), Class::Api);
        assert_eq!(Class::of("/readyz"), Class::Operator);
        assert_eq!(Class::of("/a.xlsx"), Class::Data);
        assert_eq!(Class::of("/log/tile/0/000"), Class::Log);
    }
}
