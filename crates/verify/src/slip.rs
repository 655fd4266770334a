//! Checks a slip: one visit, shown at the door.
//!
//! Source: `docs/PROTOCOL.md`, sections 22.2, 25 and 6.3.

use records::canonical;
use records::events::{Event, EventLine, Leaf, OpenedName, ReserveLeaf, Slip, SlipLeaf};
use records::frozen::{FrozenInspector, Record, VisitLine};
use records::hash::{Digest, h};
use records::id::Id;
use records::lang::Lang;
use serde::Serialize;

use crate::entity_proof::leads;
use crate::examine::{Examination, Ground, examine};
use crate::failure::Failure;
use crate::files::BundleFiles;
use crate::manifest::Listing;
use crate::plan_keys::log_key;
use crate::proof::{
    ProofCheck, ProofError, ProofFailure, Trust, Vouched, check_event, check_signer, read, record_digest,
};
use crate::source::Source;
use crate::why::WhyVisit;
use crate::{Options, outcome, people};

/// What a slip shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Name of the draw.
    pub draw: String,
    /// The visit, if the slip is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitLine>,
    /// The reserve, if the slip is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserve: Option<ReserveLeaf>,
    /// Names of the team, if they are shown: only with the bundle is it known that they are those behind the pseudonyms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<(Id, String)>,
    /// Whether it was compared with a bundle.
    pub with_bundle: bool,
    /// Who vouches for it.
    pub vouched: Vouched,
}

/// Checks a slip; with a bundle, which is verified first, also that it is of that draw.
pub fn verify_slip(
    file: &[u8],
    trust: &Trust<'_>,
    bundle: Option<(&dyn BundleFiles, &Options<'_>)>,
) -> Result<Shown, ProofError> {
    let slip: Slip = read(file, ProofCheck::SlipFormat)?;
    check_format(&slip)?;
    let ground = bundle.map(|(files, options)| verified(files, options)).transpose().map_err(Box::new)?;
    check_leaf(&slip)?;
    let note = check_event(&slip.event, &slip.log, ProofCheck::SlipEvent)?;
    let own = ground.as_ref().and_then(|ground| log_key(&ground.plan));
    let by_bundle = check_signer(&note, &Trust { key: own.as_ref(), ..Trust::default() }, ProofCheck::SlipLog)?;
    let by_reader = check_signer(&note, trust, ProofCheck::SlipLog)?;
    if let Some(ground) = &ground {
        check_draw(&slip, ground)?;
    }
    let (visit, reserve) = match slip.leaf {
        SlipLeaf::Sealed(Leaf::Visit(visit)) | SlipLeaf::Open(visit) => (Some(visit), None),
        SlipLeaf::Sealed(Leaf::Reserve(reserve)) => (None, Some(reserve)),
    };
    let name = |one: OpenedName| (one.inspector, one.private.name);
    Ok(Shown {
        draw: slip.draw,
        visit,
        reserve,
        names: slip.names.into_iter().map(name).collect(),
        with_bundle: ground.is_some(),
        vouched: by_reader.or(by_bundle.map(of_bundle)).unwrap_or(Vouched::Nobody),
    })
}

/// A key that comes with what is to be checked makes nobody trusted.
fn of_bundle(vouched: Vouched) -> Vouched {
    match vouched {
        Vouched::Log { name, .. } => Vouched::Bundle { name },
        other => other,
    }
}

/// The ground of a bundle that passes every check.
fn verified(files: &dyn BundleFiles, options: &Options<'_>) -> Result<Ground, Failure> {
    let listing = Listing::read(files, options.expect)?;
    let source = Source::new(files, &listing, options.progress);
    match examine(&source, options, None)? {
        Examination::Early(ground) => {
            crate::grade::check_order(&ground.plan, ground.witnessing())?;
            Ok(*ground)
        }
        Examination::Outcome(examined) => {
            outcome::check(&examined)?;
            Ok(examined.ground)
        }
    }
}

fn check_format(slip: &Slip) -> Result<(), ProofFailure> {
    let fail = || ProofFailure::new(ProofCheck::SlipFormat);
    if slip.format != "mq1/slip" {
        return Err(fail().got(&slip.format).expected("mq1/slip"));
    }
    let sealed = matches!(slip.leaf, SlipLeaf::Sealed(_));
    if slip.salt.is_some() != sealed || slip.record.is_some() == sealed || slip.log.event.is_some() {
        return Err(fail().got("salt / record / log"));
    }
    if !matches!(slip.event.event, Event::Draw(_)) || slip.event.draw != slip.draw {
        return Err(fail().got(format!("{} {}", slip.event.draw, slip.event.event.name())));
    }
    let mut pairs = slip.names.iter().zip(slip.names.iter().skip(1));
    match pairs.find(|(a, b)| a.inspector >= b.inspector) {
        Some((a, b)) => Err(fail().got(format!("{}, {}", a.inspector, b.inspector))),
        None => Ok(()),
    }
}

/// The path leads from the leaf to what the event says.
fn check_leaf(slip: &Slip) -> Result<(), ProofFailure> {
    let fail = || ProofFailure::new(ProofCheck::SlipLeaf);
    let Event::Draw(drawn) = &slip.event.event else { return Err(fail()) };
    let holds = match (&slip.leaf, &slip.salt, &slip.record) {
        (SlipLeaf::Sealed(leaf), Some(salt), _) => drawn.leaves.is_some_and(|root| {
            let line = canonical::to_vec(leaf).unwrap_or_default();
            let data = h("mq1/leaf", &[salt.as_ref(), &line]);
            leads(data.as_ref(), slip.index, &slip.hashes, &root)
        }),
        (SlipLeaf::Open(visit), _, Some(record)) => {
            let line = canonical::to_vec(visit).unwrap_or_default();
            let root = record.roots.get("visits").filter(|_| is_published(record, drawn.record));
            root.is_some_and(|root| leads(&line, slip.index, &slip.hashes, root))
        }
        _ => false,
    };
    if holds { Ok(()) } else { Err(fail()) }
}

fn is_published(record: &Record, published: Option<Digest>) -> bool {
    published == Some(record_digest(record))
}

/// With a bundle: its event `draw`, and its inspectors.
fn check_draw(slip: &Slip, ground: &Ground) -> Result<(), ProofFailure> {
    let fail = || ProofFailure::new(ProofCheck::SlipDraw);
    let drawn = ground.course().and_then(|course| course.drawn.clone());
    let own = drawn.map(|drawn| EventLine { draw: ground.plan.draw_name(), event: Event::Draw(drawn) });
    if own.as_ref() != Some(&slip.event) {
        return Err(fail().got(&slip.event.draw).expected(ground.plan.draw_name()));
    }
    if !slip.names.is_empty() && ground.plan.publish.names == "never" {
        return Err(fail().got("names"));
    }
    let inspectors = ground.frozen.inspectors.as_ref().map_or(&[][..], |list| list.rows.as_slice());
    match slip.names.iter().find(|name| !is_behind(name, inspectors)) {
        Some(name) => Err(fail().got(&name.inspector)),
        None => Ok(()),
    }
}

/// Whether this person was sealed behind the pseudonym at the freeze.
fn is_behind(name: &OpenedName, inspectors: &[FrozenInspector]) -> bool {
    let sealed = people::find(inspectors, &name.inspector).and_then(|who| inspectors.get(who)).map(|one| one.sealed);
    let private = canonical::to_vec(&name.private).unwrap_or_default();
    sealed == Some(h("mq1/sealed", &[name.salt.as_ref(), &private]))
}

impl Shown {
    /// What the slip shows, on several lines.
    pub fn message(&self, lang: Lang) -> String {
        let mut lines = Vec::new();
        if let Some(visit) = &self.visit {
            lines.push(crate::why_words::visit_line(&WhyVisit::from(visit), lang));
        }
        if let Some(ReserveLeaf { entity, rank, stratum, task }) = &self.reserve {
            lines.push(match lang {
                Lang::Zh => format!("候补 {entity}：{task}/{stratum} 名次 {rank}"),
                Lang::En => format!("reserve {entity}: {task}/{stratum}, rank {rank}"),
            });
        }
        let unproved = lang.pick("（未与结果文件对照）", " (not compared with the bundle)");
        for (id, name) in &self.names {
            lines.push(format!("{id} {name}{}", if self.with_bundle { "" } else { unproved }));
        }
        lines.push(format!("{}{}", lang.pick("抽取 ", "draw "), self.draw));
        lines.push(self.vouched.message(lang));
        if self.reserve.is_some() || self.visit.as_ref().is_some_and(|_| !self.with_bundle) {
            lines.push(
                lang.pick(
                    "抽取时就定下了这一次检查；抽取本身是否正确，要等办结后核验整份结果。",
                    "This visit was fixed at the draw; whether the draw itself was right is shown by the whole bundle, after its finish.",
                )
                .to_owned(),
            );
        }
        lines.join("\n")
    }
}
