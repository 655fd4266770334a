"""PROTOCOL.md, sections 20 and 21, and 8 as far as it was said aloud: the checks `events` to `ceremony`."""
from pathlib import Path

from bundle import CAPSULES, CHECKPOINT, CLOSED, CONSISTENCY, ENTRIES, EVENTS, PREVIOUS
from log import (LOG_KEY, are_in_order, check_entry, check_inclusion, check_whole_log, entry_of, read_checkpoint,
                 required_before, root_from_range, roots_from_consistency, verifier_key)
from primitives import (BASE, H, L, NEUTRAL, JsonObject, ascending, canonical, counted, decode_point, here, hold,
                        little, multiply, same, signature_holds, unhex)

# ---- 17 `events` ----

def check_events(bundle):
    plan = bundle.plan
    names = [event.event for event in bundle.events]
    holders = {holder.label for holder in plan.escrow.holders} if plan.escrow else set()
    bundle.c = unhex(bundle.events[0].commitment or "")
    hold(is_in_order(names, stages(plan)), "order", names)
    hold(last_event_fits(bundle.kind, bundle.is_sealed, names), "last event fits the kind", names)
    participants = set(plan.participants)
    done = set()  # names of events, and pairs (name, of whom)
    for row in bundle.rows(EVENTS):
        event = row.event
        name = event.event
        whose = event.label or event.holder or event.leaf
        hold(event.draw == bundle.draw, "of this draw", event)
        check_members(event, bundle.is_sealed, plan.final.source == "drand", done)
        hold(name == "replace" or (name, whose) not in done, "once", event)
        if name == "announce":
            same([event.plan, event.superior, event.round], [bundle.P.hex(), plan.superior.key, plan.final.round])
        elif name == "share":
            hold(whose in holders, "holder", event)
        elif name in ("contribution", "commitment", "reveal"):
            hold(whose in participants, "participant", event)
            check_contribution(bundle, event)
        elif name == "close":
            bundle.D = unhex(event.close)
        elif name == "roll":
            recorders = {record.recorder for record in event.records} - {""}
            expected = 0 if plan.final.source == "drand" else 2
            hold(len(recorders) == len(event.records) == expected, "recorders", event)
        if name != "replace":  # its signature is part of the check `replacements`
            check_signature(bundle, event)
        done |= {name, (name, whose)}

def stages(plan):
    """20.2: names of events, and how many of them complete the stage before the next one begins (None: any number)."""
    said = [({"contribution"}, None)]
    if plan.profile == "remote":
        said = [({"commitment"}, None), ({"reveal"}, None)]
    holders = len(plan.escrow.holders) if plan.escrow else 0
    after_draw = {"open", "replace"} if plan.escrow else {"replace"}
    return [({"announce"}, 1), ({"share"}, holders), *said, ({"close"}, 1), ({"sign"}, None), ({"roll"}, 1),
            ({"draw"}, 1), (after_draw, None), ({"finish"}, 1)]

def is_in_order(names, all_stages):
    """Stage after stage, as far as the draw has come; and `void` in place of any event after `announce`."""
    if names[0] != "announce" or names[-2:] == ["finish", "void"]:
        return False
    if names[-1] == "void":
        names = names[:-1]
    stage = 0
    number = 0  # of events of this stage
    for name in names:
        while name not in all_stages[stage][0] or number == all_stages[stage][1]:
            complete = all_stages[stage][1] in (None, number)
            if not complete or stage + 1 == len(all_stages):
                return False
            stage += 1
            number = 0
        number += 1
    return True

def last_event_fits(kind, is_sealed, names):
    """20.2, at the end"""
    last = names[-1]
    void_after_roll = last == "void" and "roll" in names
    if kind == "mq1/announcement":
        before_roll = ("announce", "share", "contribution", "commitment", "reveal", "close", "sign", "void")
        return last in before_roll and not void_after_roll
    if kind == "mq1/sealed":
        return last == "draw"
    return void_after_roll or last == "finish" or last == "draw" and not is_sealed

def check_members(event, is_sealed, has_beacon, done):
    """20.1: the members that depend on the plan and on what came before; of a `share` that is its signature."""
    if event.event == "announce":
        want = ["commitment", "points"] if is_sealed else []
        want += ["round"] if has_beacon else []
    elif event.event == "draw":
        want = ["capsules", "leaves", "seed_hash"] if is_sealed else ["record"]
    elif event.event == "finish":
        want = ["record", "secret"] if is_sealed else ["record"]
    elif event.event == "void":
        hold(event.reason != "", "a reason", event)
        want = ["signature"] if has_beacon or "close" in done else []
        want += ["secret"] if is_sealed and "close" in done else []
        want += ["record"] if "roll" in done else []
    else:
        return
    variable = {"commitment", "points", "round", "capsules", "leaves", "seed_hash", "record", "secret", "signature"}
    same(sorted(variable.intersection(event)), sorted(want))

def check_contribution(bundle, event):
    """8"""
    if event.event == "commitment":
        bundle.commitments[event.label] = event.commitment
        return
    bundle.said[event.label] = event.value
    hold(1 <= len(event.value.encode()) <= 1024, "of 1 to 1024 bytes", event)
    if event.event == "reveal":
        commitment = H("mq1/contribution", bundle.P, event.label, event.value, unhex(event.salt))
        same(commitment.hex(), bundle.commitments[event.label])

NOT_CLOSED = bytes(32)  # 20.1: what stands for D in a void before the close

def check_signature(bundle, event):
    """20.1, 23.4: whose signature the event must have, if anybody's, and over what."""
    plan = bundle.plan
    keys = {key.label: key.key for key in plan.get("keys", [])}
    key = None
    message = b""
    if event.event == "share":
        key = keys[event.holder]
        message = H("mq1/share", bundle.P, bundle.c, event.holder)
    elif event.event == "sign":
        key = keys[event.label]
        message = H("mq1/attest", bundle.P, bundle.D)
    elif event.event == "void" and event.signature:  # it is there exactly if it must be
        key = plan.superior.key
        message = of_void(bundle.P, bundle.D or NOT_CLOSED, event)
    elif event.event == "replace":
        key = plan.superior.key if event.approved_by == "superior" else keys[event.approved_by]
        unsigned = {name: value for name, value in event.items() if name != "signature"}
        message = H("mq1/replacement", bundle.P, canonical(unsigned))
    if key is None:
        hold(event.signature is None, "signature", event)
    else:
        check_signed(event, key, message)

def of_void(P, D, event):
    """20.1: what the superior signs."""
    return H("mq1/void", P, D, event.reason)

def check_signed(event, key, message):
    signed = event.signature and signature_holds(unhex(key), message, unhex(event.signature))
    hold(signed, "signature", event)

# ---- 17 `log`, `numbers` ----

def check_log(bundle):
    """20.3"""
    policy = bundle.policy
    keys = [verifier_key(bundle.plan.log, LOG_KEY)]
    if policy:
        hold(bundle.plan.log in [key.text for key in policy.logs], "a log of the policy", bundle.plan.log)
        keys += policy.witnesses.values()
    tree = read_checkpoint(bundle.data[CHECKPOINT], keys)
    bundle.tree = tree
    rows = bundle.files[EVENTS]
    ascending([row.index for row in rows])
    for row in bundle.rows(EVENTS):
        check_inclusion(entry_of(row.event), row, tree.size, tree.root)
    check_entries(bundle)
    index = {row.event.event: row.index for row in rows}
    if "close" in index:
        here(CLOSED)
        closed = read_checkpoint(bundle.data[CLOSED], keys)
        hold(index["close"] < closed.size <= index.get("roll", closed.size),
             "with the event close without roll", closed.size)
        hashes = [unhex(digest) for digest in bundle.files[CONSISTENCY].hashes]
        same(roots_from_consistency(closed.size, tree.size, hashes, closed.root), (closed.root, tree.root))
        bundle.closed = closed
    bundle.out_of_order = None
    if bundle.options.log is not None:
        bundle.out_of_order = check_whole_log(bundle, Path(bundle.options.log), keys, tree)

def check_entries(bundle):
    """20.3: everything that the log has between the first place and the last, so that of this draw there is nothing
    else. bundle.logged is {draw: {place: (line, name of the event)}}."""
    events = bundle.files[EVENTS]
    first = (bundle.files[PREVIOUS] or events)[0]
    last = events[-1]
    lines = bundle.lines[ENTRIES]
    here(ENTRIES)
    same(len(lines), last.index - first.index + 1)
    bundle.logged = {}
    for place, (line, entry) in enumerate(zip(lines, bundle.rows(ENTRIES)), first.index):
        check_entry(line, entry)
        bundle.logged.setdefault(entry.draw, {})[place] = line, entry.event
    here(ENTRIES)
    same(bundle.logged.get(bundle.draw), {row.index: (entry_of(row.event), row.event.event) for row in events})
    same(root_from_range(lines, first, last, bundle.tree.size), bundle.tree.root)

def check_numbers(bundle):
    """20.4, 24.6"""
    plan = bundle.plan
    rows = bundle.files[PREVIOUS]
    before = required_before(plan.authority.id, plan.sequence, plan.attempt)
    here(PREVIOUS)
    if plan.attempt > 1:
        check_attempts_before(bundle)
    else:
        same([row.entry and (row.entry.draw, row.entry.event) for row in rows], [before] if before else [])
    for row in bundle.rows(PREVIOUS):
        line = entry_of(row.event) if row.event else canonical(row.entry)
        check_inclusion(line, row, bundle.tree.size, bundle.tree.root)
    here(PREVIOUS)
    ascending([*(row.index for row in rows), bundle.files[EVENTS][0].index])
    hold(bundle.out_of_order is None, "number or attempt before it", bundle.out_of_order)

def check_attempts_before(bundle):
    """20.4: why there was another attempt, of each of those before: how it began and ended, and whether it had been
    closed."""
    plan = bundle.plan
    rows = bundle.files[PREVIOUS]
    hold(all(row.event for row in rows), "events", rows)
    rest = list(rows)
    behind = -1  # the place of the `void` before
    for attempt in range(1, plan.attempt):
        draw = f"{plan.authority.id}/{plan.sequence}/{attempt}"
        number = 3 if [row.event.event for row in rest[1:2]] == ["close"] else 2
        check_attempt_before(bundle, draw, rest[:number], behind)
        behind = rest[number - 1].index
        rest = rest[number:]
    same(rest, [])

def check_attempt_before(bundle, draw, rows, behind):
    names = ["announce", "close", "void"] if len(rows) == 3 else ["announce", "void"]
    same([(row.event.draw, row.event.event) for row in rows], [(draw, name) for name in names])
    logged = bundle.logged[draw]
    logged_names = [name for _, name in logged.values()]
    hold(are_in_order(logged_names), "in order", logged_names)
    hold(min(logged) > behind, "behind the void of the attempt before", sorted(logged))
    # No close before the void can be kept back, nor one of several shown.
    told = {place: line for place, (line, name) in logged.items() if name in ("announce", "close", "void")}
    same(told, {row.index: entry_of(row.event) for row in rows})
    events = [row.event for row in rows]
    announce, void = events[0], events[-1]
    for event in events:
        check_members(event, "commitment" in announce, "round" in announce, logged_names)
    if void.signature:
        D = unhex(events[1].close) if len(events) == 3 else NOT_CLOSED
        check_signed(void, announce.superior, of_void(unhex(announce.plan), D, void))

# ---- 17 `escrow` ----

def secret_of(bundle):
    """9: s as bytes, where it is published; empty in open mode."""
    return unhex(bundle.events[-1].secret or "") if bundle.events else b""

def is_commitment(code):
    """21: a point of the group of B: with a part of small order, the secret would never open it."""
    point = decode_point(code)
    return point is not None and multiply(L, point) == NEUTRAL

def check_escrow(bundle):
    """21"""
    if not bundle.is_sealed:
        return
    announce = bundle.event["announce"]
    codes = [unhex(code) for code in announce.points]
    hold(len(codes) == bundle.plan.escrow.threshold and all(map(is_commitment, codes)), "points", announce)
    hold(bundle.c == H("mq1/commit", bundle.P, *codes), "c", announce)
    if bundle.events[-1].secret:
        secret = little(secret_of(bundle))
        hold(0 < secret < L and multiply(secret, BASE) == decode_point(codes[0]), "secret", announce)

# ---- 17 `ceremony` ----

def check_ceremony(bundle):
    plan = bundle.plan
    roll = bundle.event.get("roll")
    told = JsonObject(contributions=[JsonObject(label=label, value=bundle.said[label])
                                     for label in plan.participants if label in bundle.said])
    if roll:
        told["final"] = JsonObject(source=roll.source, value=roll.value)
    ceremony = bundle.files.get("draw/ceremony.json", told)
    values = {said.label: said.value for said in ceremony.contributions}
    same([said.label for said in ceremony.contributions], [label for label in plan.participants if label in values])
    hold(all(1 <= len(value.encode()) <= 1024 for value in values.values()), "values of 1 to 1024 bytes", ceremony)
    hold(not plan.log or ceremony == told, "as the events", ceremony)
    final = ceremony.final
    if final:
        hold(final.source == bundle.final.id and bundle.final.is_value(final.value), "final", ceremony)
        bundle.F = H("mq1/final", final.source, final.value)
    if roll:
        hold(all(record.value == roll.value for record in roll.records), "records", ceremony)
    D = close_digest(bundle, values)
    hold("close" not in bundle.event or bundle.D == D, "close", ceremony)
    bundle.D = D
    if bundle.kind == "mq1/sealed":
        check_capsules(bundle)

def close_digest(bundle, values):
    """8: D, over all participants in the plan's order."""
    parts = []
    for label in bundle.plan.participants:
        parts += [label, unhex(bundle.commitments.get(label, "")), values.get(label, "")]
    return H("mq1/close", bundle.P, bundle.c, *parts)

def check_capsules(bundle):
    """22.3: names, number and root."""
    plan = bundle.plan
    names = [f"day/{day}" for day in plan.days]
    for row in plan.populations:
        names += [f"reserve/{row.task}/{row.stratum}/{row.n + k}" for k in range(1, row.reserves + 1)]
    names += ["superior"]
    same([row.name for row in bundle.files[CAPSULES]], names)
    same(counted(bundle.lines[CAPSULES]), bundle.event["draw"].capsules)
