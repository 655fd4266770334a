"""PROTOCOL.md, section 17: the direct checks of the pairing, without the engine: `teams`, `quotas`, `dates`,
`certificates`."""
from collections import Counter

from bundle import PAIRING, VISITS
from instance import (Instance, certificate_of_minimums, certificate_of_places, proof_by_count, proof_of_no_window,
                      set_aside_by, visits_named)
from primitives import here, hold, same

def check_teams(bundle):
    """bundle.team is {number of the visit: its inspectors in seat order}."""
    level = bundle.pairing.relaxations
    hold(level <= len(bundle.plan.relaxations), "steps of the plan", level)
    instance = Instance(bundle, level)
    bundle.instance = instance
    bundle.team = {}
    for row in bundle.rows(VISITS):
        if not row.seats:
            continue
        v = instance.visit_number[row.id]
        team = [instance.number[seat.inspector] for seat in row.seats if seat.inspector]
        hold(len(team) == (0 if row.state == "unseated" else len(row.seats)), "every seat taken or none", row)
        hold(len(set(team)) == len(team), "nobody twice", row)
        lawful = all(instance.is_lawful(i, v, q) for q, i in enumerate(team))
        hold(lawful, "of the pool and not barred", row)
        if team:
            bundle.team[v] = team

def check_quotas(bundle):
    instance = bundle.instance
    held = [[] for _ in instance.people]  # the seats of each inspector
    for v, team in bundle.team.items():
        for q, i in enumerate(team):
            held[i].append((v, q))
    for i, seats in enumerate(held):
        good = instance.min[i] <= len(seats) <= instance.max[i]
        hold(good, "from min to max", [instance.names[i], len(seats)])
    for load in {len(seats) for seats in held}:
        check_no_improving_path(bundle, held, load)

def check_no_improving_path(bundle, held, load):
    """13: balanced means that no chain of handing on leads from who has `load`, and may give, to who has two less or
    fewer and may take. A seat in the queue is one that could be given away; it starts with all seats of the givers."""
    instance = bundle.instance
    queue = [seat for i, seats in enumerate(held) if len(seats) == load > instance.min[i] for seat in seats]
    reached = set(queue)
    for v, q in queue:  # it grows meanwhile
        for i in instance.members(instance.seats[v][q]):
            if i in instance.barred[v]:
                continue
            if i in bundle.team[v]:  # of this visit he can only take another seat, if his own is taken over
                following = [(v, bundle.team[v].index(i))]
            else:
                full = len(held[i]) >= min(load - 1, instance.max[i])
                hold(full, "balanced", [instance.names[i], load])
                following = held[i]
            for seat in following:
                if seat not in reached:
                    reached.add(seat)
                    queue.append(seat)

def check_dates(bundle):
    """14.1; bundle.used is {(inspector, day): number of visits}."""
    instance = bundle.instance
    bundle.used = Counter()
    visits_on = Counter()
    for row in bundle.rows(VISITS):
        if row.state != "dated":
            continue
        v = instance.visit_number[row.id]
        days = instance.window(v, instance.days.index(row.days[0]))
        same(row.days, [instance.days[day] for day in days])
        for day in days:
            visits_on[day] += 1
            hold(not instance.cap or visits_on[day] <= instance.cap, "not too many", row)
            for i in bundle.team[v]:
                bundle.used[i, day] += 1
                hold(bundle.used[i, day] <= instance.available[i][day], "all available", row)

# ---- `certificates` ----

def check_certificates(bundle):
    pairing = bundle.pairing
    level = pairing.relaxations
    same([relaxed.level for relaxed in pairing.relaxed if relaxed.certificates], list(range(level)))
    for relaxed in pairing.relaxed:
        instance = Instance(bundle, relaxed.level)
        for certificate in relaxed.certificates:
            here(f"{PAIRING} relaxed {relaxed.level}")
            recount(instance, certificate)
    unseated = [row.id for row in bundle.published_visits if row.state == "unseated"]
    same(sorted(aside.visit for aside in pairing.set_aside), unseated)
    gone = set()
    for number, aside in enumerate(pairing.set_aside):
        here(f"{PAIRING} set_aside {number}")
        recount(bundle.instance, aside.certificate)
        same(aside.visit, set_aside_by(bundle, aside.certificate))
        hold(level == len(bundle.plan.relaxations), "at the last level", aside)
        hold(aside.certificate.kind == "places", "places", aside)
        hold(gone.isdisjoint(seats.visit for seats in aside.certificate.seats), "of visits still there", aside)
        gone.add(aside.visit)
    for number, proof in enumerate(pairing.proofs):
        here(f"{PAIRING} proof {number}")
        recount_proof(bundle, proof)
    check_undated(bundle)

def recount(instance, certificate):
    """13.9, 15.1"""
    if certificate.kind == "places":
        seats = {instance.visit_number[listed.visit]: listed.seats for listed in certificate.seats}
        same(certificate, certificate_of_places(instance, seats))
    else:
        inspectors = [instance.number[listed.id] for listed in certificate.inspectors]
        same(certificate, certificate_of_minimums(instance, inspectors))
    for listed in certificate.seats:
        hold(len(set(listed.seats)) == len(listed.seats), "no seat twice", certificate)
    hold(certificate.demand > certificate.capacity, "demand above capacity", certificate)

def recount_proof(bundle, proof):
    """14.3"""
    instance = bundle.instance
    visits = [instance.visit_number[visit] for visit in visits_named(proof)]
    able = [v for v in visits if instance.possible_starts(v, bundle.team[v])]
    if proof.kind == "no_window":
        same(proof, proof_of_no_window(instance, bundle.team, visits[0]))
        hold(not able, "visits", proof)
        return
    if proof.kind == "inspector":
        i = instance.number[proof.inspector]
        same(proof, proof_by_count(instance, bundle.team, visits, i))
        able = [v for v in able if i in bundle.team[v]]
    else:
        hold(instance.cap, "cap", proof)
        same(proof, proof_by_count(instance, bundle.team, visits, None))
    hold(able == sorted(set(visits)), "visits", proof)
    hold(proof.demand > proof.capacity, "demand", proof)

def check_undated(bundle):
    """15.1"""
    pairing = bundle.pairing
    here(f"{PAIRING} undated")
    undated = [row.id for row in bundle.published_visits if row.state == "undated"]
    same([row.visit for row in pairing.undated], undated)
    for row in pairing.undated:
        if row.reason == "not_found":
            hold("proof" not in row, "proof", row)
            continue
        proof = pairing.proofs[row.proof]
        kinds = ("no_window",) if row.reason == "no_window" else ("inspector", "cap")
        hold(proof.kind in kinds and row.visit in visits_named(proof), "proof", row)
