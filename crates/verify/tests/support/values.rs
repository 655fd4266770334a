//! Intermediate values of a ceremony, computed from the text of the protocol with the hash functions alone.

use records::canonical;
use records::events::{Event, EventLine, LogEntry};
use records::hash::{Digest, expand, h};
use records::plan::Plan;
use serde_json::{Value, json};
use tlog::checkpoint::SignedCheckpoint;
use tlog::tree::leaf_hash;

use super::authority::hex;
use super::desk::lines;

/// What of an event is hashed, logged and signed.
pub fn event(plan: &Plan, p: &Digest, d: Option<&Digest>, c: Option<&Digest>, index: usize, line: &EventLine) -> Value {
    let text = line.line().unwrap();
    let entry =
        LogEntry { draw: line.draw.clone(), event: line.event.name().to_owned(), hash: h("mq1/event", &[&text]) };
    let entry = canonical::to_vec(&entry).unwrap();
    let mut out = json!({
        "index": index,
        "line": String::from_utf8(text).unwrap(),
        "hash": h("mq1/event", &[&line.line().unwrap()]),
        "entry": String::from_utf8(entry.clone()).unwrap(),
        "leaf_hash": hex(leaf_hash(&entry).as_bytes()),
    });
    if let Some((statement, tag, key)) = statement(plan, p, d, c, line) {
        out["signed"] = json!({"tag": tag, "statement": statement, "key": key});
    }
    out
}

/// What is signed of an event, under which tag, by which key.
fn statement(
    plan: &Plan,
    p: &Digest,
    d: Option<&Digest>,
    c: Option<&Digest>,
    line: &EventLine,
) -> Option<(Digest, &'static str, Digest)> {
    let key = |label: &str| plan.keys.iter().find(|key| key.label == label).map(|key| key.key);
    let superior = plan.superior.as_ref()?.key;
    Some(match &line.event {
        Event::Share { holder, signature: Some(_) } => {
            (h("mq1/share", &[p.as_ref(), c?.as_ref(), holder.as_bytes()]), "mq1/share", key(holder)?)
        }
        Event::Sign { label, .. } => (h("mq1/attest", &[p.as_ref(), d?.as_ref()]), "mq1/attest", key(label)?),
        Event::Void { reason, signature: Some(_), .. } => {
            (h("mq1/void", &[p.as_ref(), d?.as_ref(), reason.as_bytes()]), "mq1/void", superior)
        }
        Event::Replace(replacement) => {
            let mut value = serde_json::to_value(replacement).unwrap();
            let fields = value.as_object_mut().unwrap();
            let approved_by = fields["approved_by"].as_str().unwrap().to_owned();
            fields.remove("signature")?;
            fields.insert("draw".into(), json!(line.draw));
            fields.insert("event".into(), json!("replace"));
            let key = if approved_by == "superior" { superior } else { key(&approved_by)? };
            (h("mq1/replacement", &[p.as_ref(), &canonical::value_to_vec(&value).unwrap()]), "mq1/replacement", key)
        }
        _ => return None,
    })
}

/// A checkpoint: what is signed, and what each witness signs.
pub fn checkpoint(note: &SignedCheckpoint) -> Value {
    let body = note.note().text();
    let signatures: Vec<Value> = note
        .note()
        .signatures()
        .iter()
        .map(|signature| {
            let mut out = json!({"name": signature.name.to_string(), "id": format!("{:08x}", signature.id)});
            match signature.bytes.split_first_chunk::<8>() {
                Some((time, rest)) if rest.len() == 64 => {
                    let time = u64::from_be_bytes(*time);
                    out["time"] = json!(time);
                    out["message"] = json!(format!("cosignature/v1\ntime {time}\n{body}"));
                    out["signature"] = json!(hex(rest));
                }
                _ => out["signature"] = json!(hex(&signature.bytes)),
            }
            out
        })
        .collect();
    json!({"body": body, "root": hex(note.checkpoint().root.as_bytes()), "size": note.checkpoint().size, "signatures": signatures})
}

/// Order of substitutes by hash, of all inspectors of the frozen list: who of them are lawful is another matter.
pub fn substitutes(seed: &[u8; 32], inspectors: &[u8], visit: &str, seat: usize) -> Value {
    let key = expand(seed, "mq1/replace", &[]);
    let mut order: Vec<(Digest, String)> = lines(inspectors)
        .iter()
        .map(|row| {
            let id = row["id"].as_str().unwrap().to_owned();
            (h("mq1/replace", &[&key, visit.as_bytes(), seat.to_string().as_bytes(), id.as_bytes()]), id)
        })
        .collect();
    order.sort();
    let order: Vec<Value> = order.into_iter().map(|(hash, id)| json!({"hash": hash, "inspector": id})).collect();
    json!({"visit": visit, "seat": seat, "order_of_all_inspectors": order})
}
