"""PROTOCOL.md, sections 13.1, 13.2 and 14.1: what is to be paired and dated; 13.9 and 14.3: what certificates and
proofs count to. Inspectors, visits and days are numbers here, a seat is a pair (visit, number of its seat)."""
from collections import Counter

from primitives import H

def satisfies(inspector, pool):
    """13.1: department, role and expertise of the pool."""
    return (inspector.department == pool.department and pool.role in ("", *(inspector.roles or []))
            and set(pool.expertise) <= set(inspector.expertise or []))

def barred_from(bundle, number, draws, kinds):
    """13.1: the numbers of the inspectors who are opened as one of these kinds for an entity of these draws."""
    barred = set()
    for draw in draws:
        opening = bundle.opening.get(draw.entity)
        if opening:
            barred.update(number[inspector] for kind in kinds for inspector in opening[kind].inspectors)
    return barred

class Instance:
    """13.1, at a relaxation level."""

    def __init__(self, bundle, level):
        plan = bundle.plan
        steps = plan.relaxations[:level]
        drops = {step.drop for step in steps}
        self.pools = plan.pools
        self.pool_number = bundle.pool_number
        self.people = bundle.inspectors
        self.names = [inspector.id for inspector in self.people]
        self.number = {name: i for i, name in enumerate(self.names)}
        self.days = plan.days
        self.cap = plan.visits_per_day_max  # 0: none
        self.home_rule = plan.rotation.home_area and "home_area" not in drops
        self.kinds = ("law",) if "pairs" in drops else ("law", "rotation")
        self.available = [self.availability(inspector) for inspector in self.people]
        self.members_of_pool = {}  # what members() has found
        self.visits = [visit for visit in bundle.visits if visit.seats]
        self.visit_number = {visit.id: v for v, visit in enumerate(self.visits)}
        self.seats = [[self.effective_pool(seat.pool, visit.area) for seat in visit.seats] for visit in self.visits]
        self.barred = [barred_from(bundle, self.number, visit.draws, self.kinds) for visit in self.visits]
        self.set_quotas(steps, drops)
        self.apart = [set() for _ in self.people]
        for row in bundle.opened_apart:
            for other in row.inspectors:
                self.apart[self.number[row.id]].add(self.number[other])
                self.apart[self.number[other]].add(self.number[row.id])

    def availability(self, inspector):
        """For each day"""
        absent = set(inspector.absent or [])
        first, last = inspector.get("certificate_from", ""), inspector.certificate_until
        return [inspector.daily_max if day not in absent and first <= day <= last else 0 for day in self.days]

    def set_quotas(self, steps, drops):
        """13.1, 14.1"""
        shortest = min((visit.duration for visit in self.visits), default=1)
        self.max = []
        self.min = []
        for i, inspector in enumerate(self.people):
            more = [step["add"] for step in steps if step.quota_max
                    and satisfies(inspector, self.pools[self.pool_number[step.quota_max]])]
            capacity = sum(self.available[i]) // shortest
            self.max.append(min(inspector.quota_max + sum(more), capacity))
            self.min.append(0 if "minimums" in drops else min(inspector.quota_min, self.max[i]))

    def effective_pool(self, pool, area):
        """Its key: number of the pool in the plan, and area."""
        number = self.pool_number[pool]
        return number, area if self.home_rule or self.pools[number].area == "same" else ""

    def members(self, effective_pool):
        """Ascending."""
        if effective_pool not in self.members_of_pool:
            number, area = effective_pool
            self.members_of_pool[effective_pool] = [
                i for i in range(len(self.people)) if self.is_member(i, self.pools[number], area)]
        return self.members_of_pool[effective_pool]

    def is_member(self, i, pool, area):
        inspector = self.people[i]
        if not any(self.available[i]) or not satisfies(inspector, pool):
            return False
        if pool.area == "same" and inspector.areas and area not in inspector.areas:
            return False
        return not (self.home_rule and inspector.home and inspector.home == area)

    def is_lawful(self, i, v, q):
        """13.2, for seat q of visit v"""
        return i not in self.barred[v] and i in self.members(self.seats[v][q])

    def touched(self, visits):
        """13.3: all members of the pools of their seats, ascending."""
        return sorted({i for v in visits for pool in self.seats[v] for i in self.members(pool)})

    def window(self, v, start):
        """14.1: days"""
        return range(start, start + self.visits[v].duration)

    def possible_starts(self, v, team):
        """14.2; a cap, where there is one, is never 0."""
        return [start for start in range(len(self.days) - self.visits[v].duration + 1)
                if all(self.available[i][day] for day in self.window(v, start) for i in team)]

# ---- 13.9 Certificates ----

def certificate(instance, kind, seats, places, demand, capacity):
    """seats: {visit: numbers of its seats}; places: {inspector: number}"""
    return {
        "capacity": capacity, "demand": demand, "kind": kind,
        "inspectors": [{"id": instance.names[i], "places": places[i]} for i in sorted(places)],
        "seats": [{"seats": sorted(seats[v]), "visit": instance.visits[v].id} for v in sorted(seats) if seats[v]],
    }

def certificate_of_places(instance, seats):
    """Of the seats T."""
    visits_of = Counter()  # for each inspector the visits in which he is lawful for a seat of T
    for v, numbers in seats.items():
        visits_of.update(i for i in instance.touched([v]) if any(instance.is_lawful(i, v, q) for q in numbers))
    places = {i: min(instance.max[i], number) for i, number in visits_of.items()}
    demand = sum(len(numbers) for numbers in seats.values())
    return certificate(instance, "places", seats, places, demand, sum(places.values()))

def certificate_of_minimums(instance, inspectors):
    """Of the inspectors X."""
    seats = {v: [q for q in range(len(pools)) if any(instance.is_lawful(i, v, q) for i in inspectors)]
             for v, pools in enumerate(instance.seats)}
    capacity = sum(most_seats_taken(instance, v, seats[v], inspectors) for v in seats)
    places = {i: instance.min[i] for i in inspectors}
    return certificate(instance, "minimum", seats, places, sum(places.values()), capacity)

def most_seats_taken(instance, v, seats, inspectors):
    """The largest number of these seats that different ones of them can take at once: by augmenting paths."""
    taken = {}  # seat: inspector

    def place(i, tried):
        for q in seats:
            if q in tried or not instance.is_lawful(i, v, q):
                continue
            tried.add(q)
            if q not in taken or place(taken[q], tried):
                taken[q] = i
                return True
        return False

    return sum(place(i, set()) for i in inspectors)

def set_aside_by(bundle, of_certificate):
    """13.10: the visit of the certificate that the hash chooses."""
    visits = [listed["visit"] for listed in of_certificate["seats"]]
    return max(visits, key=lambda visit: H("mq1/aside", bundle.pair_key, visit))

# ---- 14.3 Proofs ----

def proof_of_no_window(instance, teams, v):
    team = [instance.names[i] for i in teams[v]]
    return {"kind": "no_window", "team": team, "visit": instance.visits[v].id}

def proof_by_count(instance, teams, visits, i):
    """Of inspector i; None: of the cap."""
    starts = [(v, start) for v in visits for start in instance.possible_starts(v, teams[v])]
    days = sorted({day for v, start in starts for day in instance.window(v, start)})
    proof = {
        "capacity": sum(instance.cap if i is None else instance.available[i][day] for day in days),
        "days": [instance.days[day] for day in days],
        "demand": sum(instance.visits[v].duration for v in visits),
        "kind": "cap" if i is None else "inspector",
        "visits": [instance.visits[v].id for v in visits],
    }
    if i is not None:
        proof["inspector"] = instance.names[i]
    return proof

def visits_named(proof):
    return proof["visits"] if "visits" in proof else [proof["visit"]]
