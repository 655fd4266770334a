"""PROTOCOL.md, section 25: what proofs and slips have in common, and the proof of one entity."""
from bundle import EVENTS, RECORD, VISITS, name_plan
from log import LOG_KEY, check_inclusion, entry_of, read_checkpoint, verifier_key
from outcome import key_of_task, ticket
from plan import check_plan, strata_of_entities
from primitives import ascending, canonical, here, hold, same, sha256, unhex
from shapes import check_shape, matches, parse, quoted

ENTITIES = "lists/entities.jsonl"
EXCLUSIONS = "lists/exclusions.jsonl"
SELECTION = "lists/selection.jsonl"
LABELS = "lists/strata.jsonl"
STRATA = "draw/strata.jsonl"
SELECTED = "draw/selected.jsonl"
LEAF_FILES = (ENTITIES, EXCLUSIONS, SELECTION, LABELS, STRATA, SELECTED, VISITS)

def digest_of(record):
    """Of draw/record.json"""
    return sha256(canonical(record) + b"\n").hex()

def leads_to(line, proof, root):
    check_inclusion(line, proof, root["count"], unhex(root.root))

# ---- Proofs and slips ----

# 6 and 15: the lists that a record has in any case, and those that it may have.
LISTS = {"entities", "exclusions", "items"}
MORE_LISTS = {"apart", "barred", "inspectors", "selection", "strata"}

is_select_key = matches("[0-9a-f]{32}")  # 10

def check_form_of_record(record):
    """15, as far as it can be said without the plan."""
    lists = set(record.lists)
    hold(LISTS <= lists <= LISTS | MORE_LISTS, "lists of section 6", sorted(lists))
    roots = ["selected", "strata", "visits"]
    roots += [root for name, root in (("barred", "openings"), ("apart", "apart")) if name in lists]
    same(sorted(record.roots), sorted(roots))
    hold(all(is_select_key(row.k) for row in record["keys"]), "keys", record["keys"])

class Shown:
    """A proof or a slip, and what its reader has beside it: a bundle that has been verified, a trust policy, the key
    of a log, an expected digest."""

    def __init__(self, data, bundle, policy, options):
        self.data = data
        self.bundle = bundle
        self.policy = policy
        self.key = options.key
        self.options = options
        self.content = None
        self.quorum_is_met = False  # of the policy, by this checkpoint

def tree_of(log):
    """Who signed the checkpoint is another question."""
    return read_checkpoint(log.checkpoint.encode(), [], must_be_signed=False)

def check_signers(shown, plan):
    """The checkpoint is signed by the plan's log, by one of the policy's, by the given key: by all of those that there
    are. The plan may come from who made a false proof, with a log of his own."""
    data = shown.content.log.checkpoint.encode()
    if plan:
        read_checkpoint(data, [verifier_key(plan.log, LOG_KEY)])
    if shown.policy:
        tree = read_checkpoint(data, [*shown.policy.logs, *shown.policy.witnesses.values()])
        shown.quorum_is_met = shown.policy.is_met({key for _, key in tree.cosignatures})
    if shown.key:
        read_checkpoint(data, [shown.key])

def check_beside_bundle(shown, index, event):
    """It is the bundle's event, at its place, in a tree that is not another of the same size."""
    bundle = shown.bundle
    placed = [(row.index, row.event) for row in bundle.files[EVENTS]]
    hold((index, event) in placed, "an event of the bundle, at its place", [index, event])
    tree = tree_of(shown.content.log)
    if tree.size == bundle.tree.size:
        same(tree.root, bundle.tree.root)

def say_draw(shown, draw):
    """The draw, and beside it the name of the log that its checkpoint gives."""
    log = shown.content.log
    return f"draw {draw}, log {tree_of(log).origin}" if log else f"draw {draw}"

def say_log(shown):
    """What the checkpoint is worth beside what the reader has."""
    log = shown.content.log
    if log and shown.policy:
        yield f"the policy's quorum is {'met' if shown.quorum_is_met else 'not met'} by its checkpoint"
    if log and shown.bundle:
        size, size_of_bundle = tree_of(log).size, shown.bundle.tree.size
        if size != size_of_bundle:
            yield (f"its checkpoint has {size} entries and that of the bundle {size_of_bundle}: that both are of one "
                   "log only a copy of the log shows")

# ---- Proofs ----

class Proof(Shown):
    def __init__(self, *known):
        super().__init__(*known)
        self.answers = []  # what is said of the id: texts

    def checks(self):
        return [("proof-format", check_format), ("proof-record", check_record), ("proof-log", check_log),
                ("proof-leaves", check_leaves), ("proof-answer", check_answer)]

    def lines_of(self, file):
        return [leaf.line for leaf in self.content.leaves if leaf.file == file]

    def verdict(self):
        proof = self.content
        lines = [f"holds: proof of {proof.id} in {say_draw(self, self.draw)}", *self.answers, *say_log(self)]
        event = proof.log and proof.log.event
        if event and event.event == "void" and not self.bundle:  # that of a bundle is told with its state
            lines.append(f"draw {self.draw}: void ({quoted(event.reason)})")
        if not (self.options.record or self.bundle or self.policy or self.key):
            lines.append("it shows only that it does not contradict itself: no digest of the record, no key or policy "
                         "for its log, and no bundle was given")
        if not self.bundle:
            lines.append("that no exclusion and no rank of a reserve was kept back, and that nobody else has the id as "
                         "a former one, only the verification of the whole bundle shows")
            lines.append("that this record is the one of this number, and the only one, only its bundle or a copy of "
                         "the log shows")
        return lines

# ---- `proof-format`, `proof-record`, `proof-log`, `proof-leaves` ----

# 20.1: the members of the events that have the record's digest, by name and whether the draw is sealed; in a void the
# digest stands after the final source only, and then the superior's signature too.
MEMBERS = {
    ("draw", False): ["draw", "event", "record"],
    ("finish", False): ["draw", "event", "record"],
    ("finish", True): ["draw", "event", "record", "secret"],
    ("void", False): ["draw", "event", "reason", "record", "signature"],
    ("void", True): ["draw", "event", "reason", "record", "secret", "signature"],
}

def check_format(shown):
    proof = parse("proof file", shown.data)[1]
    shown.content = proof
    for leaf in proof.leaves:
        hold(leaf.file in LEAF_FILES, "a file of section 25", leaf.file)
        check_shape(leaf.line, leaf.file, leaf.file)
    ascending([(LEAF_FILES.index(leaf.file), leaf.index) for leaf in proof.leaves])
    beside = [shown.options.plan, shown.bundle and shown.bundle.plan]
    shown.plans = [plan for plan in [proof.plan, *beside] if plan]
    shown.plan = shown.plans[0] if shown.plans else None
    if shown.plan:
        name_plan(shown, shown.plan)
        check_plan(shown)
        check_by_plan(shown)
    check_form_of_record(proof.record)
    if proof.log:
        event = proof.log.event
        hold(event.event in ("draw", "finish", "void") and event.reason != "", "event", event)

def check_by_plan(shown):
    """What of its form follows from the plan. Without a plan `proof-record` fails."""
    record, log = shown.content.record, shown.content.log
    same([row.task for row in record["keys"]], list(shown.task))
    if log:
        members = MEMBERS.get((log.event.event, shown.is_sealed), "an event that has the record's digest")
        same(sorted(log.event), members)

def check_record(shown):
    proof = shown.content
    record = proof.record
    hold(shown.plan, "the plan, in the proof or beside it", None)
    for plan in shown.plans:
        same(plan, shown.plan)
    digest = digest_of(record)
    if shown.options.record:
        same(digest, shown.options.record)
    if shown.bundle:
        hold(shown.bundle.kind == "mq1/bundle", "a bundle that is an outcome", shown.bundle.kind)
        same(digest, sha256(shown.bundle.data[RECORD]).hex())
    if proof.log:
        same([proof.log.event.record, proof.log.event.draw], [digest, shown.draw])
    same([record.plan, record.draw, record.lists], [shown.P.hex(), shown.draw, shown.plan.roots])
    seed = unhex(record.seed)
    same(record.seed_hash, sha256(seed).hex())
    same([row.k for row in record["keys"]], [key_of_task(shown.plan, seed, task) for task in shown.task])
    same("log" in proof, "log" in shown.plan)

def check_log(shown):
    log = shown.content.log
    hold(log or not (shown.policy or shown.key), "a log, to which the policy or key belongs", None)
    if log:
        check_signers(shown, shown.plan)
        tree = tree_of(log)
        check_inclusion(entry_of(log.event), log, tree.size, tree.root)
        if shown.bundle:
            check_beside_bundle(shown, log.index, log.event)

def check_leaves(shown):
    record = shown.content.record
    for leaf in shown.content.leaves:
        here(f"{leaf.file} leaf {leaf.index}")
        folder, name = leaf.file.removesuffix(".jsonl").split("/")
        roots = record.lists if folder == "lists" else record.roots
        leads_to(canonical(leaf.line), leaf, roots[name])

# ---- `proof-answer` ----

def check_answer(shown):
    proof = shown.content
    entities = shown.lines_of(ENTITIES)
    for entity in entities:
        if proof.id == entity.id or proof.id in (entity.former_ids or []):
            same(len(entities), 1)
            if proof.id != entity.id:
                shown.answers.append(f"{proof.id}: former code of {entity.id}")
            check_answer_of(shown, entity)
            return
    check_neighbours(shown, proof.id, ENTITIES)
    same(len(proof.leaves), len(entities))
    if shown.bundle:
        same([entity.id for entity in shown.bundle.entities if proof.id in (entity.former_ids or [])], [])
    shown.answers.append(f"{proof.id}: not in the list")

def check_neighbours(shown, asked, file):
    """Nobody has the id in this list: the lines beside where it would stand."""
    here(file)
    leaves = [leaf for leaf in shown.content.leaves if leaf.file == file]
    ids = [leaf.line.id for leaf in leaves]
    places = [leaf.index for leaf in leaves]
    size = shown.plan.roots[file.removeprefix("lists/").removesuffix(".jsonl")]["count"]
    if len(ids) == 2:
        beside = places[1] - places[0] == 1 and ids[0] < asked < ids[1]
    elif len(ids) == 1:
        beside = asked != ids[0] and places[0] == (0 if asked < ids[0] else size - 1)
    else:
        beside = not ids and size == 0
    hold(beside, f"neighbours of {asked}", [ids, places, size])

def check_answer_of(shown, entity):
    lies = strata_where_it_lies(shown, entity)
    exclusions = shown.lines_of(EXCLUSIONS)
    same([row.id for row in exclusions], [entity.id][:len(exclusions)])
    if shown.bundle:  # only a whole bundle shows that none was kept back
        same(exclusions, [row for row in shown.bundle.files[EXCLUSIONS] if row.id == entity.id])
        same(shown.lines_of(SELECTED), [row for row in shown.bundle.selected if row.entity == entity.id])
    excluded = {row.task: row.reason for line in exclusions for row in line.tasks}
    here(STRATA)
    strata = shown.lines_of(STRATA)
    wanted = [(row.task, row.stratum) for row in shown.plan.populations
              if lies.get(row.task) == row.stratum and row.task not in excluded]
    same([(row.task, row.stratum) for row in strata], wanted)
    for row in strata:
        six = {key: value for key, value in row.items() if key != "threshold"}
        hold(six in shown.plan.populations, "six fields", row)
    drawn = check_selected(shown, entity, strata)
    check_visit(shown, entity, drawn)
    for task in shown.task:
        if task not in lies:
            shown.answers.append(f"{entity.id}: task {task}: outside (in no stratum of the task)")
        elif task in excluded:
            shown.answers.append(f"{entity.id}: task {task}: stratum {lies[task]}, excluded ({excluded[task]})")

def strata_where_it_lies(shown, entity):
    """6.8: {task: stratum}, from the lines that are shown of the lists."""
    shown.entities = [entity]
    shown.labels = shown.lines_of(LABELS)
    has_labels = any(task.labelled for task in shown.plan.tasks)
    same([row.id for row in shown.labels], [entity.id] if has_labels else [])
    for row in shown.labels:
        for label in row.labels:
            known = shown.task[label.task].labelled and (label.task, label.stratum) in shown.plan_strata
            hold(known, "labels", row)
    shown.selection = [row for row in shown.lines_of(SELECTION) if row.id == entity.id]
    if any(task.population == "selection" for task in shown.plan.tasks):
        if shown.selection:
            same(len(shown.lines_of(SELECTION)), 1)
        else:
            check_neighbours(shown, entity.id, SELECTION)
    else:
        same(shown.lines_of(SELECTION), [])
    lies = strata_of_entities(shown)
    return {task: lies[task][entity.id] for task in lies if entity.id in lies[task]}

def check_selected(shown, entity, strata):
    """10: tickets, thresholds and ranks; the lines of `selected` in which it is drawn."""
    here(SELECTED)
    k = {row.task: row.k for row in shown.content.record["keys"]}
    selected = {(row.task, row.stratum): row for row in shown.lines_of(SELECTED)}
    same(len(selected), len(shown.lines_of(SELECTED)))
    drawn = []
    for stratum in strata:
        own = ticket(k[stratum.task], entity.id)
        row = selected.pop((stratum.task, stratum.stratum), None)
        is_drawn = row is not None and not row.reserve
        # Where nobody is drawn, there is no threshold, and every ticket is above it.
        same("threshold" in stratum, stratum.n > 0)
        threshold = stratum.get("threshold", "")
        text = "not drawn, ticket above the threshold"
        if not row:
            hold(own > threshold, "above the threshold", [stratum, own])
        else:
            same((row.entity, row.ticket), (entity.id, own))
            hold(1 <= row.rank <= stratum.n + stratum.reserves and row.reserve == (row.rank > stratum.n),
                 "rank and mark as n says", [stratum, row])
            fits = own >= threshold if row.reserve else own <= threshold
            hold(own == threshold if row.rank == stratum.n else fits, "ticket as the threshold says", [stratum, row])
            text = f"{'reserve' if row.reserve else 'drawn'}, rank {row.rank}, n {stratum.n}, threshold"
        if is_drawn:
            drawn.append(row)
        shown.answers.append(f"{entity.id}: task {stratum.task}: stratum {stratum.stratum}, {text} {stratum.threshold}")
        shown.answers.append(f"  ticket {own}")
        shown.answers.append(f"  printf '%s' \"{k[stratum.task]}{entity.id}\" | sha256sum")
    same(selected, {})
    return drawn

def check_visit(shown, entity, drawn):
    """11"""
    here(VISITS)
    told = []
    for visit in shown.lines_of(VISITS):
        own = [(draw.task, draw.stratum, draw.rank) for draw in visit.draws if draw.entity == entity.id]
        told.append((visit.id, sorted(own)))
        hold(set(shown.plan.days).issuperset(visit.days or []), "days of the plan", visit)
        has_seats = any(shown.task[draw.task].seats for draw in visit.draws)
        hold((visit.state == "unpaired") != has_seats, "unpaired without seats", visit)
        team = [seat.inspector for seat in visit.seats or []]
        shown.answers.append(f"{entity.id}: visit {visit.id}, {visit.state}, days {visit.days}, team {team}")
    draws = sorted((row.task, row.stratum, row.rank) for row in drawn)
    same(told, [(entity.user_id or entity.id, draws)] if draws else [])
