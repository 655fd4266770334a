"""PROTOCOL.md, sections 22 and 23: the checks `leaves` and `replacements`."""
from collections import Counter

from bundle import EVENTS
from ceremony import check_capsules, check_signature
from instance import Instance, barred_from
from outcome import make_visit, place_of
from primitives import H, canonical, counted, hold, leaf_hash, same

# ---- 17 `leaves` ----

def check_leaves(bundle):
    """22.2"""
    draw = bundle.event.get("draw")
    if not bundle.is_sealed or draw is None:
        return
    lines = {f"visit/{row.id}": {"visit": row} for row in bundle.published_visits}
    for row in bundle.selected:
        if row.reserve:
            reserve = {"entity": row.entity, "rank": row.rank, "stratum": row.stratum, "task": row.task}
            lines[f"reserve/{row.task}/{row.stratum}/{row.rank}"] = {"reserve": reserve}
    data = [leaf_data(H("mq1/salt", bundle.seal_key, leaf_id), line) for leaf_id, line in lines.items()]
    data.sort(key=leaf_hash)
    same(draw.leaves, counted(data))
    check_capsules(bundle)
    hashes = {leaf_hash(leaf).hex() for leaf in data}
    opened = {event.leaf for event in bundle.events if event.event == "open"}
    same(sorted(opened - hashes), [])

def leaf_data(salt, line):
    """22.2"""
    return H("mq1/leaf", salt, canonical(line))

# ---- 17 `replacements` ----

class Place:
    """A visit, with what replacements ask of it."""

    def __init__(self, bundle, instance, visit):
        self.id = visit.id
        self.duration = visit.duration
        self.pools = [instance.effective_pool(seat.pool, visit.area) for seat in visit.seats]
        self.barred = barred_from(bundle, instance.number, visit.draws, instance.kinds)
        self.days = []
        self.team = []  # None in a seat: nobody sits there any more
        self.gone = set()  # who is or was in the team

def check_replacements(bundle):
    replacements = Replacements(bundle)
    approved = set()  # where something was replaced already
    earliest = bundle.plan.created
    for row in bundle.rows(EVENTS):
        event = row.event
        if event.event == "replace":
            hold(event.date >= earliest, "date", event)
            earliest = event.date
            check_approval(bundle, event, approved, replacements.last_day)
            hold(event.reason in bundle.plan.replacement[event.kind], "reason", event)
            if event.kind == "inspector":
                replacements.replace_inspector(event)
            else:
                replacements.replace_entity(event)

def check_approval(bundle, event, approved, last_day):
    """23.4"""
    labels = {key.label for key in bundle.plan.get("keys", [])}
    hold(event.approved_by == "superior" or event.approved_by in labels, "approved by who has a key", event)
    check_signature(bundle, event, True)
    if event.kind == "inspector":
        where = event.visit
        passed_over = event.skipped
        late = False
    else:
        where = (event.task, event.stratum)
        passed_over = any(event.skipped)  # a list for each seat
        late = event.date > last_day[(*where, event.rank)]
    if where in approved or passed_over or late:
        same(event.approved_by, "superior")
    approved.add(where)

class Replacements:
    """23: the outcome, and what the events so far have made of it."""

    def __init__(self, bundle):
        self.bundle = bundle
        self.reasons = bundle.plan.replacement
        level = bundle.pairing.relaxations if bundle.pairing else 0
        instance = Instance(bundle, level)
        self.instance = instance
        teams = bundle.team if bundle.pairing else {}
        self.held = Counter(i for team in teams.values() for i in team)
        self.used = bundle.used if bundle.pairing else Counter()
        self.gained = Counter()  # visits by inspector
        self.gained_on = Counter()  # visits by (inspector, day)
        self.dated = {}  # id: Place
        for row in bundle.published_visits:
            if row.state == "dated":
                v = instance.visit_number[row.id]
                place = Place(bundle, instance, instance.visits[v])
                place.days = [instance.days.index(day) for day in row.days]
                place.team = list(teams[v])
                self.dated[row.id] = place
        self.with_seats = {visit.id for visit in bundle.visits if visit.seats}
        self.last_day = {}  # 23.4, on which each of these is to be visited: {(task, stratum, rank): day}
        for row in bundle.published_visits:
            for draw in row.draws:
                self.last_day[draw.task, draw.stratum, draw.rank] = self.last_of(row.days)
        self.drawn = set()  # those who are to be visited: (task, stratum, rank)
        self.reserves = {}  # (task, stratum): their rows of `selected` that are left, by rank
        for row in bundle.selected:
            if row.reserve:
                self.reserves.setdefault((row.task, row.stratum), []).append(row)
            else:
                self.drawn.add((row.task, row.stratum, row.rank))

    def last_of(self, days):
        return days[-1] if days else self.bundle.plan.period.until

    def give(self, i, days):
        self.gained[i] += 1
        self.gained_on.update((i, day) for day in days)

    def is_available(self, i, days):
        """23.1"""
        if self.gained[i] >= self.instance.max[i] - self.held[i]:
            return False
        return all(self.instance.available[i][day] - self.used[i, day] - self.gained_on[i, day] > 0 for day in days)

    def choose(self, place, q, days, gone, skipped, reasons):
        """23.1, 23.2: who comes after those skipped, or None."""
        key = self.bundle.replace_key
        names = self.instance.names
        substitutes = set(self.instance.members(place.pools[q])) - place.barred - gone
        in_order = sorted(substitutes, key=lambda i: H("mq1/replace", key, place.id, q, names[i]))
        available = [i for i in in_order if self.is_available(i, days)]
        same([x.inspector for x in skipped], [names[i] for i in available[:len(skipped)]])
        hold(all(x.reason in reasons for x in skipped), "reasons", skipped)
        return available[len(skipped)] if len(available) > len(skipped) else None

    def replace_inspector(self, event):
        """23.2"""
        place = self.dated[event.visit]
        hold(place.team[event.seat] is not None, "seat", event)
        hold(event.date <= self.instance.days[place.days[-1]], "date", event)
        place.gone.update(place.team)
        by = self.choose(place, event.seat, place.days, place.gone, event.skipped, self.reasons.inspector)
        place.team[event.seat] = by
        same(event.by, None if by is None else self.instance.names[by])
        if by is not None:
            self.give(by, place.days)

    def replace_entity(self, event):
        """23.3"""
        stratum = (event.task, event.stratum)
        replaced = (*stratum, event.rank)
        hold(replaced in self.drawn, "drawn and not replaced", event)
        self.drawn.discard(replaced)
        reserves = self.reserves.get(stratum, [])
        same(event.by, reserves[0].rank if reserves else None)
        same(event.visit, place_of(self.bundle, reserves[0].entity) if reserves else None)
        place = None
        if reserves:
            row = reserves.pop(0)
            self.drawn.add((*stratum, row.rank))
            self.last_day[(*stratum, row.rank)] = self.last_of(event.days)
            visit = make_visit(self.bundle, event.visit, [row])
            if visit.seats and visit.id not in self.with_seats:
                self.with_seats.add(visit.id)
                place = Place(self.bundle, self.instance, visit)
        if place is None or not self.find_days(place, event.date):
            same((event.days, event.team, event.skipped), (None, None, []))
            return
        place.team = self.fill(place, event.skipped)
        if None in place.team:
            same((event.days, event.team), (None, None))
            return
        same(event.days, [self.instance.days[day] for day in place.days])
        same(event.team, [self.instance.names[i] for i in place.team])
        for i in place.team:
            self.give(i, place.days)
        self.dated[place.id] = place

    def find_days(self, place, date):
        """The first days after the date on which all seats can be filled, without regard to `skipped`."""
        days = self.instance.days
        for start in range(len(days) - place.duration + 1):
            if days[start] > date:
                place.days = range(start, start + place.duration)
                if None not in self.fill(place, [[] for _ in place.pools]):
                    return True
        return False

    def fill(self, place, skipped):
        """One seat after another; those after a seat that cannot be filled are None, and nobody is skipped for them."""
        same(len(skipped), len(place.pools))
        team = []
        for q, skipped_here in enumerate(skipped):
            if None in team:
                same(skipped_here, [])
                team.append(None)
            else:
                team.append(self.choose(place, q, place.days, set(team), skipped_here, self.reasons.entity))
        return team
