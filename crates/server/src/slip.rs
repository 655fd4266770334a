//! A slip, judged beside what the site has published of its draw.
//!
//! The bundle of a draw on the site was verified before it was shown. So it is not verified again for each slip, which would take
//! seconds of a large draw: what a slip rests on (plan, inspectors, events, checkpoint) is read from the bundle that the site gives out,
//! each file compared with the manifest and checked again, and kept for the next slip. The long lists are not read.
//!
//! Sources: `docs/SITE.md`, "Slip"; `docs/PROTOCOL.md`, section 25.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use records::hash::{Digest, sha256};
use records::lang::Lang;
use verify::{BundleFiles, FileEntry, Kind, Options, ProofError, Shown, SlipGround, Trust, verify_slip};

use crate::Folder;
use crate::data::FOLDER;
use crate::serve::Generation;
use crate::site::address;

/// Longest text that is taken for a slip.
pub(crate) const TEXT_MAX: usize = 65_536;

/// Draws whose grounds are kept: slips are shown in the weeks of a campaign, of which few run at a time.
const KEPT: usize = 4;

/// What is said of a slip.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// ✓ Published by the draw; with the bundle, or with nothing but the log of its announcement.
    Genuine { announced: bool },
    /// ✗ A check fails.
    NotGenuine(Box<ProofError>),
    /// ⊘ Genuine, but nobody is to come on it.
    NoVisit(WhyNot),
    /// ? Nobody vouches for it.
    Unestablished(Lack),
    /// The text is no slip, or not all of one.
    NoSlip,
}

/// Why nobody is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WhyNot {
    Void,
    Cancelled,
    NotCalledUp,
}

/// Why nobody vouches for a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lack {
    /// The site has no such draw.
    Unpublished,
    /// What was published of the draw does not verify.
    Faulty,
    /// Only its announcement is published, and the slip is not signed by a log.
    NoLog,
}

/// A slip that was judged.
#[derive(Debug)]
pub(crate) struct Judged {
    pub verdict: Verdict,
    /// What it shows, if its checks pass.
    pub shown: Option<Shown>,
    /// The draw's address, if the site has it.
    pub address: Option<String>,
    pub authority: String,
    pub campaign: String,
}

impl Judged {
    fn of(verdict: Verdict) -> Self {
        Self { verdict, shown: None, address: None, authority: String::new(), campaign: String::new() }
    }
}

/// Judges slips.
#[derive(Default)]
pub(crate) struct Slips(Mutex<VecDeque<(Digest, Arc<SlipGround>)>>);

impl Slips {
    /// Judges the text of a slip. It reads a disk.
    pub(crate) fn judge(&self, site: &Generation, text: &str) -> Judged {
        let Some(bytes) = slip_in(text) else { return Judged::of(Verdict::NoSlip) };
        let alone = match verify_slip(&bytes, &Trust::default(), None) {
            Ok(shown) => shown,
            Err(error) => return Judged::of(Verdict::NotGenuine(Box::new(error))),
        };
        let address = address(&alone.draw);
        let lacks = |lack, shown| Judged { shown: Some(shown), ..Judged::of(Verdict::Unestablished(lack)) };
        let Some(folder) = site.draw_folder(&address) else { return lacks(Lack::Unpublished, alone) };
        let shows_it = site.has(&format!("d/{address}/{FOLDER}/draw.json"));
        let Some(ground) = Some(folder).filter(|_| shows_it).and_then(|folder| self.ground(&folder.join("bundle")))
        else {
            return lacks(Lack::Faulty, alone);
        };
        beside(&ground, &bytes, alone, address)
    }

    /// What slips of a bundle are compared with.
    fn ground(&self, bundle: &Path) -> Option<Arc<SlipGround>> {
        let digest = sha256(&fs::read(bundle.join("manifest.json")).ok()?);
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, ground)) = lock().iter().find(|(kept, _)| *kept == digest) {
            return Some(Arc::clone(ground));
        }
        let read = SlipGround::of_verified(&GivenOut(Folder::new(bundle)), digest, &Options::default());
        let ground = Arc::new(
            read.map_err(|failure| {
                tracing::error!(target: "site", message = "a bundle of the site is damaged", check = failure.code());
            })
            .ok()?,
        );
        let mut kept = lock();
        kept.retain(|(other, _)| *other != digest);
        kept.push_front((digest, Arc::clone(&ground)));
        kept.truncate(KEPT);
        Some(ground)
    }
}

/// A bundle as the site gives it out: beside its files there are compressed ones, which are the site's and not the bundle's.
struct GivenOut(Folder);

impl BundleFiles for GivenOut {
    fn entries(&self) -> io::Result<Vec<FileEntry>> {
        let mut entries = self.0.entries()?;
        let there: BTreeSet<String> = entries.iter().map(|entry| entry.path.clone()).collect();
        entries.retain(|entry| entry.path.strip_suffix(".gz").is_none_or(|plain| !there.contains(plain)));
        Ok(entries)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + Send + '_>> {
        self.0.open(path)
    }
}

/// The verdict beside a published draw. `alone` is what the slip shows by itself.
fn beside(ground: &SlipGround, bytes: &[u8], alone: Shown, address: String) -> Judged {
    let key = ground.log_key();
    let trust = Trust { key: key.as_ref(), ..Trust::default() };
    // A bundle from before the draw says nothing of it yet; but it names the log, and whose it is.
    let announced = ground.kind() == Kind::Announcement && ground.void_reason().is_none();
    let checked = if announced { verify_slip(bytes, &trust, None) } else { ground.verify_slip(bytes, &trust) };
    let plan = ground.plan();
    let judged = |verdict, shown| Judged {
        verdict,
        shown,
        address: Some(address),
        authority: plan.authority.name.clone(),
        campaign: plan.campaign.clone(),
    };
    let shown = match checked {
        Ok(shown) => shown,
        Err(error @ ProofError::Proof(_)) => return judged(Verdict::NotGenuine(Box::new(error)), None),
        Err(ProofError::Bundle(_)) => return judged(Verdict::Unestablished(Lack::Faulty), Some(alone)),
    };
    let is_cancelled = shown.now.as_ref().is_some_and(|now| now.is_cancelled());
    let verdict = match () {
        () if shown.void_reason.is_some() => Verdict::NoVisit(WhyNot::Void),
        () if announced && shown.vouched == verify::Vouched::Nobody => Verdict::Unestablished(Lack::NoLog),
        () if is_cancelled => Verdict::NoVisit(WhyNot::Cancelled),
        () if shown.reserve.is_some() && shown.now.is_none() => Verdict::NoVisit(WhyNot::NotCalledUp),
        () => Verdict::Genuine { announced },
    };
    judged(verdict, Some(shown))
}

/// The line of a slip in what somebody has pasted: the line itself, or the address of its QR code with `#s=` and the base64url of the
/// line, or with the line percent-encoded. Nothing if there is none, or not all of one: what is cut short is no forgery.
fn slip_in(text: &str) -> Option<Vec<u8>> {
    let text = text.trim().trim_start_matches('\u{feff}');
    if text.len() > TEXT_MAX {
        return None;
    }
    let bytes = match text.split_once('#') {
        Some((before, behind)) if !before.starts_with('{') => match behind.strip_prefix("s=") {
            Some(encoded) => URL_SAFE_NO_PAD.decode(encoded).or_else(|_| URL_SAFE.decode(encoded)).ok()?,
            None => percent_decoded(behind)?,
        },
        _ => text.as_bytes().to_vec(),
    };
    let value: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    (value.get("format").and_then(|format| format.as_str()) == Some("mq1/slip")).then_some(bytes)
}

fn percent_decoded(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        out.push(if byte == b'%' { u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()? } else { byte });
    }
    Some(out)
}

impl WhyNot {
    pub(crate) const fn sentence(self, lang: Lang) -> &'static str {
        match self {
            WhyNot::Void => lang.pick(
                "凭单是真的，但这次抽取已作废：没有人应当凭它来检查。",
                "The slip is genuine, but the draw is void: nobody is to come on it.",
            ),
            WhyNot::Cancelled => lang.pick(
                "凭单是真的，但这次检查的任务都已取消。",
                "The slip is genuine, but no task of this visit is left.",
            ),
            WhyNot::NotCalledUp => lang.pick(
                "凭单是真的，但它是候补的，到目前没有被递补：现在不应来检查。",
                "The slip is genuine, but of a reserve that was not called up so far: nobody is to come now.",
            ),
        }
    }
}

impl Lack {
    pub(crate) const fn sentence(self, lang: Lang) -> &'static str {
        match self {
            Lack::Unpublished => lang.pick(
                "本站没有公布这个编号的抽取。凭单也许是别的单位的：请到那个单位的网站核验，并看清公开日志是不是它的。",
                "This site has not published a draw of this number. The slip may be of another office: check it at that office's site, and see whether the log is its.",
            ),
            Lack::Faulty => lang.pick(
                "网站上公布的结果本身核验不通过，所以不能说这张凭单是真的。",
                "What the site has published of this draw is itself not verified, so nothing can be said for this slip.",
            ),
            Lack::NoLog => lang.pick(
                "凭单本身前后一致，但没有人为它作证：谁都可以造出这样一张。",
                "The slip agrees with itself, but nobody vouches for it: anybody could have made one like it.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_in_what_is_pasted_and_half_of_one_is_none() {
        let line = r#"{"draw":"抽","format":"mq1/slip"}"#;
        let encoded = URL_SAFE_NO_PAD.encode(line);
        let percent: String = line.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for text in [
            line.to_owned(),
            format!("  {line}\r\n"),
            format!("\u{feff}{line}"),
            format!("https://a.example/slip/index.html#s={encoded}"),
            format!("#s={encoded}"),
            format!("https://a.example/slip/#{percent}"),
        ] {
            assert_eq!(slip_in(&text).as_deref(), Some(line.as_bytes()), "{text}");
        }
        let half = &line[..20];
        for text in ["", "{}", "#s=%", "#%", "#%e6", "[]", half, "{\"format\":\"mq1/proof\"}", &" #".repeat(99)] {
            assert_eq!(slip_in(text), None, "{text}");
        }
        assert_eq!(slip_in(&format!("{{\"a\":\"{}\",\"format\":\"mq1/slip\"}}", "x".repeat(TEXT_MAX))), None);
    }
}
