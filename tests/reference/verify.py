#!/usr/bin/env python3
"""Verifies bundles, proofs and slips of the Mingqian draw protocol mq1. Written from docs/PROTOCOL.md alone.

    verify.py BUNDLE [--expect DIGEST] [--policy FILE] [--log LOG] [--require GRADE] [--today DAY] [--json]
    verify.py why BUNDLE ID
    verify.py proof FILE [--bundle BUNDLE] [--policy FILE] [--key VKEY] [--record DIGEST] [--plan FILE]

`proof` takes proofs of one entity and slips. With a bundle, that is verified first. A policy and a key are both asked
for, if both are given. With nothing beside it, the file is only shown not to contradict itself, and that is said. Exit:
0 all holds, 1 something can't be read, 2 usage, a digest that is none or a plan that is none among it, 3 a check fails;
its name comes first, `proof-format` for an empty proof too. A beacon's BLS signature is not checked."""
# How to read it: next to PROTOCOL.md, from checks() below, which has the checks of section 17 in their order. Numbers
# in comments are sections. The files beside this one, in the order in which the checks need them:
#   primitives.py    1, 2          how a check fails, hashes, Merkle trees, Ed25519, canonical lines
#   shapes.py        3 to 6, 15    the fields of each file, and their types
#   bundle.py        16            manifest, files, format
#   plan.py          5, 6, 8       plan, roots, former_ids, lists, populations
#   ceremony.py      20, 21        events, log, numbers, escrow, ceremony
#   log.py           24            proofs, keys, checkpoints, trust policies, a copy of the log
#   outcome.py       9 to 11, 15   seed, selection, openings, visits, record
#   instance.py      13.1          what is to be paired and dated, and what certificates count to
#   teams.py         17            teams, quotas, dates, certificates
#   engine.py        12 to 14      replay: pairing and schedule made anew
#   replacement.py   22, 23        leaves, replacements
#   proof.py         25            proof of one entity, and what slips have in common with it
#   slip.py          25            slip of one visit
# Text from a file is printed by way of plain() in shapes.py, at the end of this file.
# A check that comes to its end holds. It fails by Fail, or because a name leads nowhere (a KeyError or the like).
import argparse
import datetime
import json
import sys
from collections import namedtuple
from pathlib import Path

sys.dont_write_bytecode = True  # nothing is left behind in the folder of this file

from bundle import Bundle, check_files, check_format, check_manifest
from ceremony import check_ceremony, check_escrow, check_events, check_log, check_numbers
from engine import check_replay
from log import LOG_KEY, read_policy, verifier_key
from outcome import check_openings, check_record, check_seed, check_selection, check_visits
from plan import check_former_ids, check_lists, check_plan, check_populations, check_roots, round_begins
from primitives import Fail, here, hold
from proof import Proof
from replacement import check_leaves, check_replacements
from shapes import TYPES, is_day, parse, plain, quoted
from slip import Slip, say_replacement
from teams import check_certificates, check_dates, check_quotas, check_teams

# ---- 17 Verify ----

def checks(bundle):
    """Names and functions, as far as the kind of the bundle and its plan, which the first checks read, have them."""
    yield "manifest", check_manifest
    yield "files", check_files
    yield "format", check_format
    yield "plan", check_plan
    yield "roots", check_roots
    yield "former_ids", check_former_ids
    yield "lists", check_lists
    yield "populations", check_populations
    if bundle.plan.log:
        yield "events", check_events
        yield "log", check_log
        yield "numbers", check_numbers
        yield "escrow", check_escrow
    yield "ceremony", check_ceremony
    if bundle.kind == "mq1/bundle":
        yield "seed", check_seed
        yield "selection", check_selection
        yield "openings", check_openings
        yield "visits", check_visits
        if bundle.pairing:
            yield "teams", check_teams
            yield "quotas", check_quotas
            yield "dates", check_dates
            yield "certificates", check_certificates
            yield "replay", check_replay
        if bundle.plan.log:
            yield "leaves", check_leaves
            yield "replacements", check_replacements
        yield "record", check_record
    yield "order", check_order
    yield "grade", check_grade

Failure = namedtuple("Failure", "check place got expected")

def first_failure(named_checks, subject):
    """None if all hold."""
    for name, check in named_checks:
        here(name)
        try:
            check(subject)
        except Fail as fail:
            return Failure(name, *fail.args)
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            return Failure(name, Fail.place, repr(error), "what can be followed")
    return None

def who_answers(bundle, check):
    if check in ("manifest", "files", "format"):
        return "publisher"
    if check in ("teams", "quotas", "dates", "certificates"):
        if first_failure([("replay", check_replay)], bundle) is None:
            return "program"
    return "office"

# ---- 20.5 Grade, 20.6 State ----

GRADES = ("rehearsal", "operator-only", "attested", "anchored")

def check_order(bundle):
    """bundle.quorum_time is t(D), None if there is none."""
    bundle.quorum_time = None
    if bundle.policy and bundle.closed:
        keys = set()
        for time, key in sorted(bundle.closed.cosignatures):
            keys.add(key)
            if bundle.policy.is_met(keys):
                bundle.quorum_time = time
                break
    beacon_round = bundle.plan.final.round
    if beacon_round and bundle.quorum_time is not None:
        begins = round_begins(beacon_round)
        good = begins >= bundle.quorum_time + 600
        hold(good, "round 600 seconds after t D", [bundle.quorum_time, begins])

def check_grade(bundle):
    departments = {key.label: key.department for key in bundle.plan.get("keys", [])}
    signed = {departments[event.label] for event in bundle.events if event.event == "sign"}
    # A closing checkpoint that has met the quorum, while the later one has not, could be one of two.
    bundle.lacks_later = bundle.quorum_time is not None and "roll" in bundle.event and not bundle.policy.is_met(
        {key for _, key in bundle.tree.cosignatures})
    if bundle.plan.purpose == "rehearsal":
        bundle.grade = "rehearsal"
    elif bundle.quorum_time is not None and not bundle.lacks_later:
        bundle.grade = "anchored"
    else:
        bundle.grade = "attested" if len(signed) >= 2 else "operator-only"
    required = bundle.options.require or "rehearsal"
    hold(GRADES.index(bundle.grade) >= GRADES.index(required), "required", bundle.grade)

def state(bundle):
    known = {event.event for event in bundle.events} | set(bundle.later_events)
    if "finish" in known:
        text = "finished"
    elif "void" in known:
        text = "void"
    elif bundle.kind == "mq1/bundle":
        text = "drawn"
    else:
        text = "sealed" if "draw" in known else "announced"
    void = bundle.event.get("void")
    if void:
        text += f" ({quoted(void.reason)})"
    open_number = bundle.plan.log and not known & {"finish", "void"}
    if open_number and bundle.options.today > bundle.plan.finish_by:
        text += f", OVERDUE since {bundle.plan.finish_by}"
    return text

def say_grade(bundle):
    """20.5: the grade, and what belongs beside it."""
    grade = f"grade of the order of events: {bundle.grade}"
    if bundle.grade == "rehearsal":
        grade += ": nothing shows the lists to have been fixed before the randomness"
    yield grade
    if bundle.grade == "anchored":
        yield f"D was fixed at second {bundle.quorum_time} of Unix time"
        if bundle.plan.final.source in ("dice", "balls"):
            yield "only the people in the room know that the casting comes after that"
    if bundle.lacks_later:
        yield ("the closing checkpoint has cosignatures enough for the policy, the later one, evidence/checkpoint, has "
               "not: that does not make it anchored")
    superior = bundle.plan.superior
    if superior:
        yield (f"superior: {quoted(superior.name)}, key {superior.key}; what must be signed with it is worth as much "
               "as the key is known to be the superior's")
    keys = {key.label: key for key in bundle.plan.get("keys", [])}
    for event in bundle.events:
        if event.event == "sign":
            key = keys[event.label]
            yield f"signed: {quoted(key.label)} ({quoted(key.department)}), key {key.key}"

def verdict(bundle):
    lines = [f"holds: {bundle.kind} {bundle.digest}", say_state(bundle), *say_grade(bundle),
             *bundle.notes]
    lines += say_numbers(bundle)
    if bundle.voided:
        lines.append(f"announced before this draw, void after the close: {', '.join(bundle.voided)}; that their "
                     "superior signed it only their own bundles show")
    if bundle.unfinished:
        lines.append(f"announced before this draw, neither finished nor void: {', '.join(bundle.unfinished)}")
    if bundle.plan.final.source == "drand":
        lines.append("the BLS signature of the beacon's round was not checked")
    return lines

def say_numbers(bundle):
    """20.5"""
    if bundle.plan.log and bundle.options.log is None:
        yield "that its number was announced once, only a copy of the log shows"

# ---- 18 Why ----

def say_state(bundle):
    return f"draw {bundle.draw}: {state(bundle)}"

def why(bundle, asked):
    void = [say_state(bundle)] if state(bundle).startswith("void") else []
    if bundle.kind != "mq1/bundle":
        return ["nothing is said of any id before the outcome is published", *void]
    return answer(bundle, asked) + void

def answer(bundle, asked):
    entity = next((entity.id for entity in bundle.entities if asked in (entity.former_ids or [])), asked)
    lines = []
    if entity != asked:
        lines.append(f"{asked}: former code of {entity}")
    if entity not in bundle.entity:
        return lines + [f"{entity}: not in the list"]
    for task in bundle.task:
        lines += why_in_task(bundle, entity, task)
    for visit in bundle.published_visits:
        if any(draw.entity == entity for draw in visit.draws):
            team = [seat.inspector for seat in visit.seats or []]
            lines.append(f"{entity}: visit {visit.id}, {visit.state}, days {visit.days}, team {team}")
    return lines + [f"{entity}: {say_replacement(event)}" for event in replacements_of(bundle, entity)]

def replacements_of(bundle, entity):
    """Events `replace` that concern it. Its visits are those that drew it, and those of the events that took it."""
    own = {(row.task, row.stratum, row.rank) for row in bundle.selected if row.entity == entity}
    visits = {visit.id for visit in bundle.published_visits if any(draw.entity == entity for draw in visit.draws)}
    for event in bundle.events:
        if event.kind == "entity":
            taken = (event.task, event.stratum, event.by) in own
            if taken:
                visits.add(event.visit)
            if taken or (event.task, event.stratum, event.rank) in own:
                yield event
        elif event.kind == "inspector" and event.visit in visits:
            yield event

def why_in_task(bundle, entity, task):
    stratum = bundle.lies[task].get(entity)
    if stratum is None:
        return [f"{entity}: task {task}: outside (in no stratum of the task)"]
    totals = next(row for row in bundle.strata if (row.task, row.stratum) == (task, stratum))
    row = next((row for row in bundle.selected if (row.task, row.entity) == (task, entity)), None)
    if entity in bundle.excluded[task]:
        answer = f"excluded ({bundle.excluded[task][entity]})"
    elif row:
        kind = "reserve" if row.reserve else "drawn"
        answer = f"{kind}, rank {row.rank}, n {totals.n}, threshold {totals.threshold}"
    else:
        answer = f"not drawn, ticket above the threshold {totals.threshold}"
    return [f"{entity}: task {task}: stratum {stratum}, {answer}", f"  ticket {bundle.tickets[task][entity]}",
            f"  printf '%s' \"{bundle.K[task]}{entity}\" | sha256sum"]

# ---- The command line ----

class Arguments(argparse.ArgumentParser):
    """What it says of wrong words has them in it, names of files among them."""

    def error(self, message):
        super().error(plain(message))

def read_options(words):
    command = "verify"
    if words[:1] in (["why"], ["proof"]):
        command, *words = words
    parser = Arguments(usage=__doc__)
    for name in {"verify": ["bundle"], "why": ["bundle", "id"], "proof": ["file", "--bundle", "--plan"]}[command]:
        parser.add_argument(name)
    for name in ("--expect", "--policy", "--log", "--key", "--record"):
        parser.add_argument(name)
    parser.add_argument("--require", choices=GRADES)
    parser.add_argument("--today", default=str(datetime.date.today()))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(words)
    if options.key is not None:
        options.key = verifier_key(plain(options.key), LOG_KEY)
        if not options.key:
            parser.error("--key is the verifier key of a log")
    if options.record is not None and not TYPES["digest"](options.record):
        parser.error("--record is a digest of 64 lower-case hexadecimal digits")
    if not is_day(options.today):
        parser.error("--today is a day")
    return command, options

def read_beside(options):
    """What the reader has beside the bundle, the proof or the slip: the policy, None if there is none; and the plan,
    which takes the place of its file's name."""
    policy = None
    if options.policy is not None:
        try:
            policy = read_policy(Path(options.policy).read_bytes())
        except (Fail, ValueError) as error:
            raise Unreadable(f"{options.policy} is not a trust policy as section 24.5 says") from error
    if "plan" in options and options.plan is not None:
        data = Path(options.plan).read_bytes()
        try:
            options.plan = parse("plan.json", data)[1]
        except (Fail, ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            raise WrongUse(f"{options.plan} is not the plan.json of a bundle") from error
    return policy

def read_bundle(options, policy):
    next(Path(options.bundle).iterdir(), None)  # of a folder that can't be read there is no verdict
    return Bundle(options.bundle, options, policy)

def is_slip(data):
    """By its member `format`; where it can't be read, as far as its bytes look like it."""
    try:
        return json.loads(data)["format"] == "mq1/slip"
    except (LookupError, RecursionError, TypeError, ValueError):
        return b'"format":"mq1/slip"' in data

def examine(command, options):
    """What fails, None if nothing; and the lines of the answer."""
    policy = read_beside(options)
    data = Path(options.file).read_bytes() if command == "proof" else b""
    bundle = None
    failure = None
    if options.bundle is not None:  # of a proof or a slip too: it is verified first
        bundle = read_bundle(options, policy)
        failure = first_failure(checks(bundle), bundle)
    if command == "proof" and not failure:
        shown = (Slip if is_slip(data) else Proof)(data, bundle, policy, options)
        failure = first_failure(shown.checks(), shown)
    if failure:
        return failure, [f"{failure.check}: failed at {failure.place}", f"  got      {failure.got!s:.2000}",
                         f"  expected {failure.expected!s:.2000}", f"  answers  {who_answers(bundle, failure.check)}"]
    if command == "proof":
        return None, shown.verdict() + ([say_state(bundle), *say_numbers(bundle)] if bundle else [])
    return None, why(bundle, options.id) if command == "why" else verdict(bundle)

class WrongUse(Exception):
    """With a sentence."""

class Unreadable(Exception):
    """Something that is not part of a bundle can't be read, so that there is no verdict; with a sentence."""

def say_unreadable(error):
    if isinstance(error, FileNotFoundError):
        return f"there is no file or folder {error.filename}"
    if isinstance(error, NotADirectoryError):
        return f"{error.filename} is not a folder"
    if isinstance(error, IsADirectoryError):
        return f"{error.filename} is a folder, where a file is needed"
    if isinstance(error, OSError):
        return f"{error.filename} can't be read" if error.filename else str(error)
    return str(error)

def main(words):
    command, options = read_options(words)
    try:
        failure, lines = examine(command, options)
    except WrongUse as error:
        print(plain(f"usage: {error}"), file=sys.stderr)
        return 2
    except (OSError, Unreadable) as error:
        print(plain(f"unreadable: {say_unreadable(error)}"), file=sys.stderr)
        return 1
    lines = [plain(line) for line in lines]  # 25: whatever text of a file is in it
    if options.json:
        check = failure.check if failure else None
        print(json.dumps({"check": check, "holds": not failure, "lines": lines}, ensure_ascii=False))
    else:
        print("\n".join(lines))
    return 3 if failure else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
