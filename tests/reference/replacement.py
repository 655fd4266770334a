"""PROTOCOL.md, sections 22 and 23: the checks `leaves` and `replacements`."""
from collections import Counter

from bundle import EVENTS
from ceremony import check_capsules, check_signature
from instance import Instance, barred_from
from outcome import make_visit, place_of, seats_of
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

# ---- 23.4 Who may approve ----

def where_of(event):
    """Where it counts whether it is the first, and what its date follows: its visit, or its stratum and task."""
    return (event.visit,) if event.kind == "inspector" else (event.task, event.stratum)

def is_for_superior(event, before):
    """Cases 1 and 2, and 4 if nobody at all takes the place, which the events show by themselves; `before` is where
    something was replaced already."""
    # Of kind `entity` there is a list of those skipped for each seat.
    return where_of(event) in before or any(event.skipped) or event.by is None

def check_approval(bundle, event, by_superior):
    """Who approved it has a key and signed it, and is the superior where nobody else may."""
    labels = {key.label for key in bundle.plan.get("keys", [])}
    hold(event.approved_by == "superior" or event.approved_by in labels, "approved by who has a key", event)
    check_signature(bundle, event)
    if by_superior:
        same(event.approved_by, "superior")

def check_reasons(bundle, event):
    """23.2, 23.3: whoever is passed over is an inspector, whatever is replaced."""
    reasons = bundle.plan.replacement
    skipped = event.skipped if event.kind == "inspector" else [x for of_seat in event.skipped for x in of_seat]
    hold(event.reason in reasons[event.kind], "reason", event)
    hold(all(x.reason in reasons.inspector for x in skipped), "reasons", skipped)

# ---- 17 `replacements` ----

class Place:
    """A visit with seats, with what replacements ask of it."""

    def __init__(self, bundle, instance, visit):
        self.id = visit.id
        self.duration = visit.duration
        self.seats_of_pool = Counter(seat.pool for seat in visit.seats)
        self.pools = [instance.effective_pool(seat.pool, visit.area) for seat in visit.seats]
        self.barred = barred_from(bundle, instance.number, visit.draws, instance.kinds)
        self.days = []  # if it is dated
        self.team = []  # if it has one; None in a seat: nobody sits there any more
        self.gone = set()  # who is or was in the team
        self.law_of_joined = set()  # who is in `law` of the opening of a reserve that joined it
        self.made_later = False  # an earlier `replace` made it, or wanted to

class Gains:
    """23.1: what inspectors were given by events `replace`."""

    def __init__(self):
        self.visits = Counter()  # by inspector
        self.on_day = Counter()  # visits by (inspector, day)

    def give(self, i, days):
        self.visits[i] += 1
        self.on_day.update((i, day) for day in days)

NO_GAINS = Gains()

def check_replacements(bundle):
    replacements = Replacements(bundle)
    dates = {}  # where something was replaced: the date of the last event there
    for row in bundle.rows(EVENTS):
        event = row.event
        if event.event == "replace":
            where = where_of(event)
            hold(event.date >= dates.get(where, bundle.plan.created), "date", event)
            check_reasons(bundle, event)
            by_superior = is_for_superior(event, dates) or replacements.is_late(event)
            # Each says whether its cases 4 to 6 are there.
            if event.kind == "inspector":
                by_superior |= replacements.replace_inspector(event)
            else:
                by_superior |= replacements.replace_entity(event)
            check_approval(bundle, event, by_superior)
            dates[where] = event.date

class Replacements:
    """23: the outcome, and what the events so far have made of it."""

    def __init__(self, bundle):
        self.bundle = bundle
        level = bundle.pairing.relaxations if bundle.pairing else 0
        instance = Instance(bundle, level)
        self.instance = instance
        teams = bundle.team if bundle.pairing else {}
        self.held = Counter(i for team in teams.values() for i in team)
        self.used = bundle.used if bundle.pairing else Counter()
        self.gains = Gains()
        self.places = {}  # id: Place, of every visit with seats, in any state
        for row in bundle.published_visits:
            if row.seats:
                v = instance.visit_number[row.id]
                place = Place(bundle, instance, instance.visits[v])
                place.days = [instance.days.index(day) for day in row.days or []]
                place.team = list(teams.get(v, []))
                self.places[row.id] = place
        self.drawn = {}  # those who are to be visited: {(task, stratum, rank): id of the visit}
        self.last_day = {}  # 23.4, of each of these: {(task, stratum, rank): day}; None without days
        for row in bundle.published_visits:
            for draw in row.draws:
                self.drawn[draw.task, draw.stratum, draw.rank] = row.id
                self.last_day[draw.task, draw.stratum, draw.rank] = row.days[-1] if row.days else None
        self.reserves = {}  # (task, stratum): their rows of `selected` that are left, by rank
        for row in bundle.selected:
            if row.reserve:
                self.reserves.setdefault((row.task, row.stratum), []).append(row)

    def is_late(self, event):
        """23.4, case 3"""
        if event.kind == "inspector":
            return False
        last = self.last_day[event.task, event.stratum, event.rank]
        return event.date > last if last else bool(self.bundle.task[event.task].seats)

    # ---- 23.1 ----

    def is_available(self, i, days, gains):
        if gains.visits[i] >= self.instance.max[i] - self.held[i]:
            return False
        return all(self.instance.available[i][day] - self.used[i, day] - gains.on_day[i, day] > 0 for day in days)

    def substitutes(self, place, q, days, gone, gains):
        """Those of the seat who are available, in their order."""
        names = self.instance.names
        members = set(self.instance.members(place.pools[q])) - place.barred - gone
        in_order = sorted(members, key=lambda i: H("mq1/replace", self.bundle.replace_key, place.id, q, names[i]))
        return [i for i in in_order if self.is_available(i, days, gains)]

    def after(self, skipped, substitutes):
        """23.2: who comes after those skipped, or None."""
        names = [self.instance.names[i] for i in substitutes]
        same([x.inspector for x in skipped], names[:len(skipped)])
        return substitutes[len(skipped)] if len(substitutes) > len(skipped) else None

    # ---- 23.2 ----

    def replace_inspector(self, event):
        """True in case 6, if `by` would be another if nobody had gained anything and nobody had joined the visit: where
        somebody is skipped, it may say so too, because then the superior is needed anyhow."""
        place = self.places[event.visit]
        hold(place.days, "a dated visit", event)
        hold(event.visit in self.drawn.values(), "a visit of which something is left to be inspected", event)
        hold(place.team[event.seat] is not None, "seat", event)
        hold(event.date <= self.instance.days[place.days[-1]], "date", event)
        place.gone.update(place.team)
        gone = place.gone | place.law_of_joined
        by = self.after(event.skipped, self.substitutes(place, event.seat, place.days, gone, self.gains))
        place.team[event.seat] = by
        same(event.by, None if by is None else self.instance.names[by])
        otherwise = self.after([], self.substitutes(place, event.seat, place.days, place.gone, NO_GAINS))
        if by is not None:
            self.gains.give(by, place.days)
        return by != otherwise

    # ---- 23.3 ----

    def replace_entity(self, event):
        """True in the cases 4 to 6; or as above."""
        stratum = (event.task, event.stratum)
        replaced = (*stratum, event.rank)
        hold(replaced in self.drawn, "drawn and not replaced", event)
        del self.drawn[replaced]
        reserves = self.reserves.get(stratum, [])
        same(event.by, reserves[0].rank if reserves else None)
        same(event.visit, place_of(self.bundle, reserves[0].entity) if reserves else None)
        if not reserves:
            same((event.days, event.team, event.skipped), (None, None, []))
            return True  # case 4
        row = reserves.pop(0)
        self.drawn[(*stratum, row.rank)] = event.visit
        self.last_day[(*stratum, row.rank)] = event.days[-1] if event.days else None
        visit = make_visit(self.bundle, event.visit, [row])
        if visit.id in self.places or not visit.seats:
            same((event.days, event.team, event.skipped), (None, None, []))
            return self.join(self.places.get(visit.id), row, event.date)
        place = Place(self.bundle, self.instance, visit)
        place.made_later = True
        self.places[visit.id] = place
        after = max(event.date, self.last_day[replaced] or "")
        found = self.find_days(place, after, self.gains)
        self.check_own_visit(place, event, found)
        return not place.days or found != self.find_days(place, after, NO_GAINS)

    def join(self, place, row, date):
        """The reserve joins the visit, if there is one with seats. True in case 5."""
        if place is None:
            return False
        law = barred_from(self.bundle, self.instance.number, [row], ("law",))
        place.law_of_joined |= law
        task = self.bundle.task[row.task]
        is_over = not place.days or self.instance.days[place.days[-1]] <= date
        asked = Counter(seat.pool for seat in seats_of(self.bundle, [task]))
        is_smaller = place.duration < task.days or not asked <= place.seats_of_pool
        return place.made_later or is_over or is_smaller or not law.isdisjoint(place.team)

    def check_own_visit(self, place, event, found):
        """The visit that the reserve gets: its days, who is skipped, and its team. Without them it has no days."""
        if found is None:
            same((event.days, event.team, event.skipped), (None, None, []))
            return
        days = found[0]
        same(len(event.skipped), len(place.pools))
        team = self.fill(place, days, event.skipped, self.gains)
        if None in team:
            same((event.days, event.team), (None, None))
            return
        same(event.days, [self.instance.days[day] for day in days])
        same(event.team, [self.instance.names[i] for i in team])
        for i in team:
            self.gains.give(i, days)
        place.days = days
        place.team = team

    def find_days(self, place, after, gains):
        """The first days after this one on which all seats can be filled, without regard to `skipped`, and the team
        with which they can; None if there are none."""
        days = self.instance.days
        for start in range(len(days) - place.duration + 1):
            if days[start] > after:
                window = range(start, start + place.duration)
                team = self.fill(place, window, [[] for _ in place.pools], gains)
                if None not in team:
                    return window, team
        return None

    def fill(self, place, days, skipped, gains):
        """One seat after another; those after a seat that cannot be filled are None, and nobody is skipped for them."""
        team = []
        for q, skipped_here in enumerate(skipped):
            if None in team:
                same(skipped_here, [])
                team.append(None)
            else:
                team.append(self.after(skipped_here, self.substitutes(place, q, days, set(team), gains)))
        return team
