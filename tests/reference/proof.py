"""PROTOCOL.md, section 25: proofs of one entity, and slips."""
from bundle import VISITS
from log import check_inclusion, entry_of, read_checkpoint
from outcome import ticket
from primitives import H, ascending, canonical, hold, same, sha256, unhex
from replacement import leaf_data
from shapes import check_shape, parse

LEAF_FILES = ("lists/entities.jsonl", "lists/exclusions.jsonl", "lists/strata.jsonl", "draw/strata.jsonl",
              "draw/selected.jsonl", VISITS)

class Shown:
    """A proof or a slip, and what its reader has beside it."""

    def __init__(self, data, bundle, keys, options):
        self.data = data
        self.bundle = bundle
        self.keys = keys  # of logs that the reader trusts
        self.options = options
        self.content = None

    def is_slip(self):
        return b'"format":"mq1/slip"' in self.data

    def checks(self):
        if self.is_slip():
            return [("slip-format", check_slip_format), ("slip-leaf", check_slip_leaf),
                    ("slip-event", check_slip_event), ("slip-log", check_slip_log), ("slip-draw", check_slip_draw)]
        return [("proof-format", check_proof_format), ("proof-record", check_proof_record),
                ("proof-log", check_proof_log), ("proof-leaves", check_proof_leaves),
                ("proof-answer", check_proof_answer)]

def digest_of(record):
    """Of draw/record.json"""
    return sha256(canonical(record) + b"\n").hex()

def leads_to(line, proof, root):
    check_inclusion(line, proof, root["count"], unhex(root.root))

# ---- Proof of one entity ----

def check_proof_format(shown):
    proof = parse("proof file", shown.data)[1]
    shown.content = proof
    for leaf in proof.leaves:
        hold(leaf.file in LEAF_FILES, "a file of section 25", leaf.file)
        check_shape(leaf.line, leaf.file, leaf.file)
    ascending([(LEAF_FILES.index(leaf.file), leaf.index) for leaf in proof.leaves])
    if proof.log:
        event = proof.log.event
        hold(event.event in ("draw", "finish") and event.draw == proof.record.draw, "event", proof.log)

def check_proof_record(shown):
    """The expected digest, the bundle's, the event's, as far as they are there. With none of them a proof shows only
    that it does not contradict itself, and is refused."""
    expected = []
    if shown.options.record:
        expected.append(shown.options.record)
    if shown.bundle:
        expected.append(digest_of(shown.bundle.record))
    if shown.content.log:
        expected.append(shown.content.log.event.record)
    digest = digest_of(shown.content.record)
    hold(expected, "a digest to compare it with", digest)
    for other in expected:
        same(digest, other)

def check_proof_log(shown):
    log = shown.content.log
    if log:
        tree = read_checkpoint(log.checkpoint.encode(), shown.keys)
        check_inclusion(entry_of(log.event), log, tree.size, tree.root)

def check_proof_leaves(shown):
    record = shown.content.record
    for leaf in shown.content.leaves:
        folder, name = leaf.file.removesuffix(".jsonl").split("/")
        roots = record.lists if folder == "lists" else record.roots
        leads_to(canonical(leaf.line), leaf, roots[name])

def check_proof_answer(shown):
    proof = shown.content
    lines = {file: [leaf.line for leaf in proof.leaves if leaf.file == file] for file in LEAF_FILES}
    entities, exclusions, labels, strata, selected, visits = lines.values()
    for entity in entities:
        if proof.id == entity.id or proof.id in (entity.former_ids or []):
            hold(len(entities) == 1, "one entity", proof.id)
            check_own_lines(proof, entity, exclusions, labels, selected)
            check_strata(proof, exclusions, labels, strata, selected)
            check_tickets(proof, entity, strata, selected)
            check_visit(entity, selected, visits)
            return
    check_neighbours(proof, [entity.id for entity in entities])

def check_neighbours(proof, ids):
    """Nobody has the id: the lines beside where it would stand."""
    index = [leaf.index for leaf in proof.leaves]
    size = proof.record.lists["entities"]["count"]
    if len(ids) == 2:
        beside = index[1] - index[0] == 1 and ids[0] < proof.id < ids[1]
    elif len(ids) == 1:
        beside = index[0] == (0 if proof.id < ids[0] else size - 1)
    else:
        beside = not ids and size == 0
    hold(beside and len(proof.leaves) == len(ids), "neighbours of the id", ids)

def check_own_lines(proof, entity, exclusions, labels, selected):
    ids = {row.id for row in exclusions + labels} | {row.entity for row in selected}
    hold(ids <= {entity.id}, "one entity", proof.id)
    hold(len(exclusions) <= 1 and len(labels) == ("strata" in proof.record.lists), "lists", proof.id)

def check_strata(proof, exclusions, labels, strata, selected):
    """At most one stratum a task, none of a task from which it is excluded; and the labels are among them."""
    excluded = {row.task for line in exclusions for row in line.tasks}
    lies = {row.task: row.stratum for row in strata}
    for line in labels:
        for label in line.labels:
            hold(label.task in excluded or lies[label.task] == label.stratum, "labels", proof.id)
    tasks = {row.task for row in proof.record["keys"]}
    chosen = {row.task for row in selected}
    hold(len(lies) == len(strata) and len(chosen) == len(selected), "one stratum a task", proof.id)
    hold(chosen <= set(lies) and set(lies) <= tasks - excluded, "one stratum a task", proof.id)

def check_tickets(proof, entity, strata, selected):
    k = {row.task: row.k for row in proof.record["keys"]}
    chosen = {row.task: row for row in selected}
    for stratum in strata:
        own = ticket(k[stratum.task], entity.id)
        row = chosen.get(stratum.task)
        drawn = row is not None and not row.reserve
        hold(drawn == (own <= stratum.get("threshold", "")), "drawn just if not above the threshold", [stratum, row])
        if row:
            good = (row.ticket, row.stratum, row.reserve) == (own, stratum.stratum, row.rank > stratum.n)
            hold(good, "ticket and stratum", [stratum, row])

def check_visit(entity, selected, visits):
    draws = sorted((row.task, row.stratum, row.rank) for row in selected if not row.reserve)
    told = []
    for visit in visits:
        own = [(draw.task, draw.stratum, draw.rank) for draw in visit.draws if draw.entity == entity.id]
        told.append((visit.id, sorted(own)))
    same(told, [(entity.user_id or entity.id, draws)] if draws else [])

# ---- Slip ----

def check_slip_format(shown):
    slip = parse("slip file", shown.data)[1]
    shown.content = slip
    hold(slip.event.event == "draw" and slip.event.draw == slip.draw, "event", slip)
    is_sealed = "leaves" in slip.event
    hold(("salt" in slip) == is_sealed and ("record" in slip) != is_sealed, "salt or record", slip)
    if is_sealed:
        hold(list(slip.leaf) == ["visit"], "leaf", slip)
    check_shape(slip.leaf.visit if is_sealed else slip.leaf, VISITS, "leaf")
    ascending([name.inspector for name in slip.names or []])

def check_slip_leaf(shown):
    slip = shown.content
    if slip.event.leaves:
        leads_to(leaf_data(unhex(slip.salt), slip.leaf), slip, slip.event.leaves)
        same(slip.event.record, None)
    else:
        leads_to(canonical(slip.leaf), slip, slip.record.roots["visits"])
        same(slip.event.record, digest_of(slip.record))

def check_slip_event(shown):
    slip = shown.content
    tree = read_checkpoint(slip.log.checkpoint.encode(), [], must_be_signed=False)
    check_inclusion(entry_of(slip.event), slip.log, tree.size, tree.root)

def check_slip_log(shown):
    read_checkpoint(shown.content.log.checkpoint.encode(), shown.keys)

def check_slip_draw(shown):
    slip, bundle = shown.content, shown.bundle
    if bundle is None:
        return
    same(slip.event, bundle.event.get("draw"))
    if slip.names:
        hold(bundle.plan.publish.names != "never", "names may be told", slip.names)
    sealed = {inspector.id: inspector.sealed for inspector in bundle.inspectors}
    for name in slip.names or []:
        same(H("mq1/sealed", unhex(name.salt), canonical(name.private)).hex(), sealed[name.inspector])
