//! A file as an answer: conditions (RFC 9110, section 13), one range (section 14), compressed forms (section 12), caching (RFC 9111).

use super::hot::Hot;
use super::media::Keep;
use super::path::{Found, find};
use super::source::{Entry, Generation, Stored};
use super::stream::FileBody;
use axum::body::Body;
use hyper::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderValue, IF_NONE_MATCH, IF_RANGE, LOCATION, RANGE, VARY,
};
use hyper::{Response, StatusCode};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
pub(super) const ASK: HeaderValue = HeaderValue::from_static("no-cache");

/// What can be said at once.
pub(super) enum AtOnce {
    Answer(Response<Body>),
    /// The file has to be read first.
    Read(Reading),
    Nothing,
}

/// A file that has to be read, and what was asked of it.
pub(super) struct Reading {
    site: Arc<Generation>,
    form: Form,
    asked: Asked,
}

/// One form of a file, with the headers that it has.
struct Form {
    stored: Arc<Stored>,
    media: &'static str,
    keep: Keep,
    encoding: Option<&'static str>,
    varies: bool,
}

/// The part of a request that decides the answer.
struct Asked {
    head: bool,
    none_match: Option<HeaderValue>,
    range: Option<HeaderValue>,
    if_range: Option<HeaderValue>,
}

/// Where the bytes come from.
enum Bytewise {
    Memory(Arc<Hot>),
    Disk(File, HeaderValue),
}

/// The answer to a GET or HEAD of a path, as far as nothing has to be read for it.
pub(super) fn at_once(site: &Arc<Generation>, path: &str, head: bool, headers: &HeaderMap) -> AtOnce {
    match find(site, path) {
        Found::Nothing => AtOnce::Nothing,
        Found::Folder(place) => {
            let mut answer = Response::new(Body::empty());
            *answer.status_mut() = StatusCode::PERMANENT_REDIRECT;
            answer.headers_mut().insert(CACHE_CONTROL, ASK);
            if let Ok(place) = HeaderValue::try_from(place) {
                answer.headers_mut().insert(LOCATION, place);
            }
            AtOnce::Answer(answer)
        }
        Found::File(entry) => {
            let asked = Asked {
                head,
                none_match: joined(headers, IF_NONE_MATCH.as_str()),
                range: headers.get(RANGE).cloned(),
                if_range: headers.get(IF_RANGE).cloned(),
            };
            let form = Form::of(entry, asked.range.is_some(), headers);
            let hot = form.stored.hot.load();
            if let Some(hot) = hot.as_ref() {
                hot.touch();
                return AtOnce::Answer(form.answer(Bytewise::Memory(Arc::clone(hot)), &asked));
            }
            drop(hot);
            let tag = form.stored.digest.get().and_then(tag);
            match tag.filter(|tag| asked.none_match.as_ref().is_some_and(|given| matches(given, tag))) {
                Some(tag) => AtOnce::Answer(form.unchanged(&tag)),
                None => AtOnce::Read(Reading { site: Arc::clone(site), form, asked }),
            }
        }
    }
}

/// A listed file as an answer of the interface: whole, with its tag and its compressed forms. Nothing if there is no such file. It
/// blocks.
pub(crate) fn whole(
    site: &Arc<Generation>,
    path: &str,
    head: bool,
    headers: &HeaderMap,
) -> io::Result<Option<Response<Body>>> {
    let mut headers = headers.clone();
    headers.remove(RANGE);
    let mut answer = match at_once(site, path, head, &headers) {
        AtOnce::Answer(answer) => answer,
        AtOnce::Read(reading) => reading.read()?,
        AtOnce::Nothing => return Ok(None),
    };
    answer.headers_mut().remove(ACCEPT_RANGES);
    Ok(Some(answer))
}

/// Bytes that were made just now as an answer, with their tag.
pub(crate) fn made(bytes: Vec<u8>, media: &'static str, headers: &HeaderMap) -> Response<Body> {
    let tag = tag(&Sha256::digest(&bytes).into()).unwrap_or(HeaderValue::from_static("\"\""));
    let is_known = joined(headers, IF_NONE_MATCH.as_str()).is_some_and(|given| matches(&given, &tag));
    let mut answer = Response::new(if is_known { Body::empty() } else { Body::from(bytes) });
    if is_known {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    }
    answer.headers_mut().insert(ETAG, tag);
    answer.headers_mut().insert(CACHE_CONTROL, ASK);
    answer
}

impl Reading {
    /// Reads the file, or opens it if it is large. It blocks.
    pub(super) fn read(self) -> io::Result<Response<Body>> {
        let Reading { site, form, asked } = self;
        let source = form.open(&site)?;
        Ok(form.answer(source, &asked))
    }
}

impl Form {
    /// The form that the client wants most: Brotli, gzip, plain. A range is one of the plain form.
    fn of(entry: &Entry, ranged: bool, headers: &HeaderMap) -> Form {
        let varies = entry.brotli.is_some() || entry.gzip.is_some();
        let accepted = if varies && !ranged { joined(headers, ACCEPT_ENCODING.as_str()) } else { None };
        let accepts = |name| accepted.as_ref().is_some_and(|value| accepts(value, name));
        let (stored, encoding) = match (&entry.brotli, &entry.gzip) {
            (Some(stored), _) if accepts("br") => (stored, Some("br")),
            (_, Some(stored)) if accepts("gzip") => (stored, Some("gzip")),
            _ => (&entry.plain, None),
        };
        Form { stored: Arc::clone(stored), media: entry.media, keep: entry.keep, encoding, varies }
    }

    fn open(&self, site: &Generation) -> io::Result<Bytewise> {
        if let Some(hot) = self.stored.hot.load_full() {
            return Ok(Bytewise::Memory(hot));
        }
        let mut file = File::open(site.place(&self.stored))?;
        let changed = || io::Error::new(io::ErrorKind::InvalidData, "a file of the site changed while it was served");
        if !site.cache().takes(self.stored.length) {
            let tag = self.stored.digest.get().and_then(tag).ok_or_else(changed)?;
            return if file.metadata()?.len() == self.stored.length {
                Ok(Bytewise::Disk(file, tag))
            } else {
                Err(changed())
            };
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.stored.length).unwrap_or(0));
        file.by_ref().take(self.stored.length + 1).read_to_end(&mut bytes)?;
        if u64::try_from(bytes.len()).ok() != Some(self.stored.length) {
            return Err(changed());
        }
        let digest = self.stored.digest.get_or_init(|| Sha256::digest(&bytes).into());
        let hot = Arc::new(Hot::new(bytes.into(), tag(digest).ok_or_else(changed)?));
        site.cache().keep(&self.stored, &hot);
        Ok(Bytewise::Memory(hot))
    }

    fn answer(&self, source: Bytewise, asked: &Asked) -> Response<Body> {
        let tag = match &source {
            Bytewise::Memory(hot) => &hot.tag,
            Bytewise::Disk(_, tag) => tag,
        };
        if asked.none_match.as_ref().is_some_and(|given| matches(given, tag)) {
            return self.unchanged(tag);
        }
        let length = self.stored.length;
        // A range of another version is no range (RFC 9110, section 13.1.5).
        let range = asked.range.as_ref().filter(|_| asked.if_range.as_ref().is_none_or(|given| given == tag));
        let range = range.map_or(Ranged::Whole, |range| Ranged::of(range, length));
        let (status, first, count) = match range {
            Ranged::Whole => (StatusCode::OK, 0, length),
            Ranged::Part(first, last) => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
            Ranged::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, 0, 0),
        };
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = status;
        let headers = answer.headers_mut();
        self.describe(headers, tag);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media));
        headers.insert(CONTENT_LENGTH, count.into());
        headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if let Some(encoding) = self.encoding {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        let place = match range {
            Ranged::Whole => None,
            Ranged::Part(first, last) => Some(format!("bytes {first}-{last}/{length}")),
            Ranged::Beyond => Some(format!("bytes */{length}")),
        };
        if let Some(place) = place.and_then(|place| HeaderValue::try_from(place).ok()) {
            headers.insert(CONTENT_RANGE, place);
        }
        if !asked.head && count > 0 {
            *answer.body_mut() = body(source, first, count);
        }
        answer
    }

    fn unchanged(&self, tag: &HeaderValue) -> Response<Body> {
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        self.describe(answer.headers_mut(), tag);
        answer
    }

    /// What an answer says whether or not the bytes come with it.
    fn describe(&self, headers: &mut HeaderMap, tag: &HeaderValue) {
        // Room for the headers of every answer too: growing a map costs more than filling it.
        headers.reserve(24);
        headers.insert(ETAG, tag.clone());
        headers.insert(CACHE_CONTROL, if self.keep == Keep::Forever { FOREVER } else { ASK });
        if self.varies {
            headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
    }
}

fn body(source: Bytewise, first: u64, count: u64) -> Body {
    match source {
        Bytewise::Memory(hot) => {
            let bounds = usize::try_from(first).ok().zip(usize::try_from(first + count).ok());
            let within = bounds.filter(|(_, end)| *end <= hot.bytes.len());
            within.map_or_else(Body::empty, |(start, end)| Body::from(hot.bytes.slice(start..end)))
        }
        Bytewise::Disk(mut file, _) => match file.seek(SeekFrom::Start(first)) {
            Ok(_) => Body::new(FileBody::new(file, count)),
            Err(_) => Body::empty(),
        },
    }
}

/// A strong tag: the same bytes have the same one on every server.
fn tag(digest: &[u8; 32]) -> Option<HeaderValue> {
    HeaderValue::try_from(format!("\"{}\"", hex::encode(digest))).ok()
}

/// Whether `If-None-Match` names the tag, by the weak comparison (RFC 9110, sections 8.8.3.2 and 13.1.2).
fn matches(given: &HeaderValue, tag: &HeaderValue) -> bool {
    let Some((given, tag)) = given.to_str().ok().zip(tag.to_str().ok()) else { return false };
    // Our tags have no comma in them.
    given.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// All lines of a header as one list.
fn joined(headers: &HeaderMap, name: &str) -> Option<HeaderValue> {
    let mut lines = headers.get_all(name).iter();
    let first = lines.next()?;
    let mut more = lines.peekable();
    if more.peek().is_none() {
        return Some(first.clone());
    }
    let all = more.fold(first.as_bytes().to_vec(), |all, line| [all.as_slice(), b", ", line.as_bytes()].concat());
    HeaderValue::from_bytes(&all).ok()
}

/// Whether a coding is accepted (RFC 9110, section 12.5.3). What only `*` names is not: plain bytes do there as well.
fn accepts(value: &HeaderValue, name: &str) -> bool {
    value.to_str().unwrap_or_default().split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        let named = words.next().is_some_and(|coding| coding.eq_ignore_ascii_case(name));
        let refused = |word: &str| {
            let weight = word.strip_prefix("q=").or_else(|| word.strip_prefix("Q="));
            weight.is_some_and(|weight| weight.trim_matches(['0', '.']).is_empty())
        };
        named && !words.any(refused)
    })
}

/// Which bytes are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ranged {
    Whole,
    /// From the first to the last, both included.
    Part(u64, u64),
    Beyond,
}

impl Ranged {
    /// One range of bytes (RFC 9110, section 14.1.2). Several, other units and what is no range are answered with the whole.
    fn of(value: &HeaderValue, length: u64) -> Ranged {
        let text = value.to_str().unwrap_or_default();
        let Some((first, last)) = text.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-')) else {
            return Ranged::Whole;
        };
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
        };
        match (number(first), number(last)) {
            (Some(first), _) if first >= length && (last.is_empty() || number(last).is_some()) => Ranged::Beyond,
            (Some(first), None) if last.is_empty() => Ranged::Part(first, length - 1),
            (Some(first), Some(last)) if first <= last => Ranged::Part(first, last.min(length - 1)),
            (None, Some(0)) if first.is_empty() => Ranged::Beyond,
            (None, Some(_)) if first.is_empty() && length == 0 => Ranged::Beyond,
            (None, Some(count)) if first.is_empty() => Ranged::Part(length.saturating_sub(count), length - 1),
            _ => Ranged::Whole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let of = |text: &str, length| Ranged::of(&HeaderValue::from_str(text).expect("header"), length);
        assert_eq!(of("bytes=0-0", 10), Ranged::Part(0, 0));
        assert_eq!(of("bytes=5-", 10), Ranged::Part(5, 9));
        assert_eq!(of("bytes=5-99999999999999999999999", 10), Ranged::Part(5, 9));
        assert_eq!(of("bytes=-3", 10), Ranged::Part(7, 9));
        assert_eq!(of("bytes=-30", 10), Ranged::Part(0, 9));
        for beyond in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(of(beyond, 10), Ranged::Beyond, "{beyond}");
        }
        assert_eq!((of("bytes=0-", 0), of("bytes=-1", 0)), (Ranged::Beyond, Ranged::Beyond));
        for whole in ["bytes=0-1,4-5", "lines=1-2", "bytes=5-4", "bytes=", "bytes=-", "bytes=a-b", "bytes=+1-2"] {
            assert_eq!(of(whole, 10), Ranged::Whole, "{whole}");
        }
    }

    #[test]
    fn codings_are_accepted_when_they_are_named() {
        let value = HeaderValue::from_static("gzip;q=0.5, BR , zstd;q=0");
        assert!(accepts(&value, "br") && accepts(&value, "gzip") && !accepts(&value, "zstd"));
        assert!(!accepts(&HeaderValue::from_static("br;q=0.000, *"), "br"));
    }

    #[test]
    fn tags_match_weakly_in_a_list() {
        let tag = HeaderValue::from_static("\"a\"");
        for given in ["\"a\"", "\"b\", W/\"a\"", "*"] {
            assert!(matches(&HeaderValue::from_static(given), &tag), "{given}");
        }
        assert!(!matches(&HeaderValue::from_static("\"b\", a"), &tag));
    }
}
