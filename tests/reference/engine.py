"""PROTOCOL.md, sections 12 to 14: random streams, pairing and schedule, made anew; and the check `replay`."""
import math
import struct
from collections import Counter

from bundle import PAIRING, VISITS
from instance import (Instance, certificate_of_minimums, certificate_of_places, proof_by_count, proof_of_no_window,
                      set_aside_by, visits_named)
from primitives import expand, here, same

# ---- 12 Random streams ----

QUARTER_ROUNDS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                  (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
# 64 blocks are computed at once, because Python is slow: a word of the state is one integer with a lane of 64 bits for
# each block, of which the upper 32 stay free for what a sum or a shift carries over.
BLOCKS = 64
ONES = sum(1 << 64 * block for block in range(BLOCKS))
MASK = 0xffffffff * ONES

def rotate(word, bits):
    return (word << bits | word >> 32 - bits) & MASK

def chacha20_words(key):
    """The key stream as 64-bit words: nonce zero, block counter from 0."""
    constants = (0x61707865, 0x3320646e, 0x79622d32, 0x6b206574)
    for first_block in range(0, 2**32, BLOCKS):
        start = [word * ONES for word in (*constants, *struct.unpack("<8I", key), 0, 0, 0, 0)]
        start[12] = sum(first_block + block << 64 * block for block in range(BLOCKS))
        x = list(start)
        for _ in range(10):
            for a, b, c, d in QUARTER_ROUNDS:
                for left, right in ((16, 12), (8, 7)):
                    x[a] = x[a] + x[b] & MASK
                    x[d] = rotate(x[d] ^ x[a], left)
                    x[c] = x[c] + x[d] & MASK
                    x[b] = rotate(x[b] ^ x[c], right)
        x = [word + before & MASK for word, before in zip(x, start)]
        pairs = [(x[k] | x[k + 1] << 32).to_bytes(8 * BLOCKS, "little") for k in range(0, 16, 2)]
        for words_of_block in zip(*(struct.unpack(f"<{BLOCKS}Q", pair) for pair in pairs)):
            yield from words_of_block

def stream(key, kind, instance, component, attempt):
    smallest = instance.visits[component[0]].id
    return chacha20_words(expand(key, "mq1/stream", kind, smallest, attempt))

def below(words, n):
    limit = 2**64 - 2**64 % n
    for word in words:
        if word < limit:
            return word % n
    raise ValueError("the stream is read past its last block")

def pick(words, values):
    return values[below(words, len(values))]

def shuffle(words, values):
    for i in range(len(values) - 1, 0, -1):
        j = below(words, i + 1)
        values[i], values[j] = values[j], values[i]
    return values

# ---- 13.3 Components ----

def components(instance, visits):
    """Lists of visits, ascending."""
    if instance.cap:
        return [list(visits)] if visits else []
    visits_of = {}
    for v in visits:
        for i in instance.touched([v]):
            visits_of.setdefault(i, []).append(v)
    found = []
    reached = set()
    for first in visits:
        if first in reached:
            continue
        reached.add(first)
        component = [first]
        for v in component:  # it grows meanwhile
            for i in instance.touched([v]):
                for other in visits_of.pop(i, []):
                    if other not in reached:
                        reached.add(other)
                        component.append(other)
        found.append(sorted(component))
    return found

# ---- 13.4 to 13.8 ----

class Seating:
    """One component while it is paired. Inspectors and seats are numbered anew, by labels (13.4)."""

    def __init__(self, instance, component, words):
        """13.4 RELABEL"""
        self.instance = instance
        self.component = component
        self.words = words
        self.people = shuffle(words, instance.touched(component))  # label: inspector
        self.visits = shuffle(words, list(component))
        label = {i: k for k, i in enumerate(self.people)}
        self.labels = range(len(self.people))
        self.min = [instance.min[i] for i in self.people]
        self.max = [instance.max[i] for i in self.people]
        self.apart = [{label[j] for j in instance.apart[i] if j in label} for i in self.people]
        self.visit = []  # of each seat: its visit, its number in the visit, its pool
        self.number = []
        self.pool = []
        for v in self.visits:
            for q, pool in enumerate(instance.seats[v]):
                self.visit.append(v)
                self.number.append(q)
                self.pool.append(pool)
        self.size = len(self.pool)
        self.members = {pool: sorted(label[i] for i in instance.members(pool)) for pool in set(self.pool)}
        barred = {v: {label[i] for i in instance.barred[v] if i in label} for v in self.visits}
        self.barred = [barred[v] for v in self.visit]
        self.lawful = [[w for w in self.members[pool] if w not in self.barred[s]] for s, pool in enumerate(self.pool)]
        self.holder = [None] * self.size
        self.held = [[] for _ in self.people]  # the held-lists
        self.teams = {v: {} for v in self.visits}  # {who sits there: his seat}
        self.team = [self.teams[v] for v in self.visit]  # of the seat's visit
        self.frozen_seats = set()
        self.frozen_people = set()
        self.certificate = self.fill() or self.level()

    def key(self, w):
        """13.2"""
        held = len(self.held[w])
        if held >= self.max[w]:
            return math.inf
        return 0 if held < self.min[w] else 1 + held

    def lastkey(self, w):
        """13.2"""
        held = len(self.held[w])
        return 0 if held <= self.min[w] else held

    def sit_down(self, w, s):
        self.holder[s] = w
        self.team[s][w] = s
        self.held[w].append(s)

    def leave(self, w, s):
        place = self.held[w].index(s)
        last = self.held[w].pop()
        if last != s:
            self.held[w][place] = last
        self.holder[s] = None
        del self.team[s][w]

    def fill(self):
        """13.5 FILL; the certificate of places (13.9) if a seat stays empty, else None."""
        pointer = dict.fromkeys(self.members, 0)
        level = dict.fromkeys(self.members, 0)
        for s, pool in enumerate(self.pool):
            members = self.members[pool]
            in_turn = members[pointer[pool]:] + members[:pointer[pool]]
            eligible = [w for w in in_turn if w not in self.barred[s] and w not in self.team[s]]
            # min() takes the first of the least: a key up to the level counts as the level.
            w = min(eligible, key=lambda w: max(self.key(w), level[pool]), default=None)
            if w is None or self.key(w) == math.inf:
                self.search([s], math.inf)
                continue
            level[pool] = max(self.key(w), level[pool])
            pointer[pool] = (members.index(w) + 1) % len(members)
            self.sit_down(w, s)
        short = [s for s in range(self.size) if s in self.frozen_seats or self.holder[s] is None]
        self.frozen_seats.clear()
        self.frozen_people.clear()
        if None not in self.holder:
            return None
        seats = {}
        for s in short:
            seats.setdefault(self.visit[s], []).append(self.number[s])
        return certificate_of_places(self.instance, seats)

    def search(self, roots, limit, giver=None):
        """13.5 SEARCH"""
        queue = list(roots)
        reached_from = dict.fromkeys(roots)  # seat: the seat from which it was reached; None for a root
        reached_people = set() if giver is None else {giver}
        for s in queue:  # it grows meanwhile
            for w in self.lawful[s]:
                if w in reached_people or w in self.frozen_people:
                    continue
                if w in self.team[s]:
                    following = [self.team[s][w]]
                elif self.key(w) < limit:
                    self.shift(w, s, reached_from)
                    return
                else:
                    reached_people.add(w)
                    following = self.held[w]
                for t in following:
                    if t not in reached_from and t not in self.frozen_seats:
                        reached_from[t] = s
                        queue.append(t)
        self.frozen_seats.update(queue)
        self.frozen_people.update(reached_people)

    def shift(self, w, s, reached_from):
        """13.5: w has won at seat s"""
        while s is not None:
            holder = self.holder[s]
            if holder is not None:
                self.leave(holder, s)
            self.sit_down(w, s)
            w, s = holder, reached_from[s]

    def level(self):
        """13.6 LEVEL; the certificate of minimums (13.9) if somebody is below his, else None."""
        for key in range(max(map(self.lastkey, self.labels)), 0, -1):
            for w in self.labels:
                if self.lastkey(w) == key and w not in self.frozen_people:
                    self.search([s for s in self.held[w] if s not in self.frozen_seats], key, w)
        below_minimum = {w for w in self.labels if len(self.held[w]) < self.min[w]}
        if not below_minimum:
            return None
        return certificate_of_minimums(self.instance, sorted(self.people[w] for w in self.smallest_set(below_minimum)))

    def smallest_set(self, below_minimum):
        """13.9: X, grown together with the seats B until nothing is added."""
        people = set(below_minimum)
        seats = set()
        size = None
        while size != len(seats):
            size = len(seats)
            seats.update(s for s in range(self.size) if any(self.may_take(w, s, people, seats) for w in self.lawful[s]))
            people.update(self.holder[s] for s in seats)
        return people

    def may_take(self, w, s, people, seats):
        if w not in self.team[s]:
            return w in people
        return self.team[s][w] != s and self.team[s][w] in seats

    def copy_held(self):
        return [list(seats) for seats in self.held]

    def restore(self, held):
        """Undoes a round exactly."""
        self.held = held
        for team in self.teams.values():
            team.clear()
        for w, seats in enumerate(held):
            for s in seats:
                self.holder[s] = w
                self.team[s][w] = s

    def round(self):
        """13.7: the number of its moves"""
        before = self.copy_held()
        s = below(self.words, self.size)
        holder = self.holder[s]
        self.leave(holder, s)
        kappa = self.key(holder)
        moves = 0
        while moves < self.size + 65536:
            w = pick(self.words, self.members[self.pool[s]])
            if w in self.barred[s]:
                continue
            if w not in self.team[s] and self.key(w) == kappa:
                self.sit_down(w, s)
                return moves + 1
            if not self.held[w]:
                continue
            z = pick(self.words, self.held[w])
            if self.team[s].get(w, z) != z:
                continue
            self.leave(w, z)
            self.sit_down(w, s)
            s = z
            moves += 1
        self.restore(before)
        return moves

    def repeated_pairs(self):
        """13.8"""
        return sum(j in self.apart[i] for team in self.teams.values() for i in team for j in team if i < j)

    def walk(self):
        """13.7 PASS, 13.8 TOGETHER: {visit: its team in seat order}"""
        rounds = 0
        moves = 0
        while moves < max(4096, 8 * self.size) or rounds < 64:
            moves += self.round()
            rounds += 1
        for _ in range(rounds):
            self.round()
        if any(self.apart):
            for _ in range(rounds):
                before = self.copy_held()
                repeated = self.repeated_pairs()
                self.round()
                if self.repeated_pairs() > repeated:
                    self.restore(before)
        teams = {v: [] for v in self.component}
        for s in range(self.size):
            teams[self.visit[s]].append(self.people[self.holder[s]])
        return teams

# ---- 13.10 Relaxations, and visits set aside ----

def seat(bundle, instance, component, attempt):
    return Seating(instance, component, stream(bundle.pair_key, "pair", instance, component, attempt))

def seat_all(bundle, instance, visits):
    return [seat(bundle, instance, component, 0) for component in components(instance, visits)]

class Pairing:
    """The level at which it ended, what was relaxed and set aside before, the components that can be paired."""

    def __init__(self, bundle):
        self.relaxed = []
        self.set_aside = []
        last = len(bundle.plan.relaxations)
        for level in range(last + 1):
            self.level = level
            self.instance = Instance(bundle, level)
            self.seatings = seat_all(bundle, self.instance, range(len(self.instance.visits)))
            certificates = self.certificates()
            if not certificates or level == last:
                break
            self.relaxed.append({"certificates": certificates, "level": level})
        while any(seating.certificate for seating in self.seatings):
            self.set_one_aside_each(bundle)

    def certificates(self):
        found = [seating.certificate for seating in self.seatings if seating.certificate]
        in_no_component = {i for i, minimum in enumerate(self.instance.min) if minimum}
        for seating in self.seatings:
            in_no_component.difference_update(seating.people)
        if in_no_component:
            found.append(certificate_of_minimums(self.instance, sorted(in_no_component)))
        return found

    def set_one_aside_each(self, bundle):
        seatings = []
        for seating in self.seatings:
            if not seating.certificate:
                seatings.append(seating)
                continue
            visit = set_aside_by(bundle, seating.certificate)
            self.set_aside.append({"certificate": seating.certificate, "visit": visit})
            rest = [v for v in seating.component if self.instance.visits[v].id != visit]
            seatings += seat_all(bundle, self.instance, rest)
        self.seatings = sorted(seatings, key=lambda seating: seating.component)

# ---- 14 Schedule ----

def proofs_of(instance, component, teams):
    """14.3"""
    able = []
    proofs = []
    visits_of = {}  # inspector: his visits that have a possible start
    for v in component:
        if not instance.possible_starts(v, teams[v]):
            proofs.append(proof_of_no_window(instance, teams, v))
            continue
        able.append(v)
        for i in teams[v]:
            visits_of.setdefault(i, []).append(v)
    counts = [proof_by_count(instance, teams, visits_of[i], i) for i in sorted(visits_of)]
    if instance.cap:
        counts.append(proof_by_count(instance, teams, able, None))
    return proofs + [count for count in counts if count["demand"] > count["capacity"]]

class Timetable:
    """14.2: one attempt"""

    def __init__(self, instance, component, teams, words):
        self.instance = instance
        self.component = component
        self.teams = teams
        self.words = words
        self.possible = {v: instance.possible_starts(v, teams[v]) for v in component}
        self.start = {}  # of the dated visits
        self.last = {}  # the start from which a visit was last evicted
        self.used = Counter()  # (inspector, day): dated visits
        self.count = Counter()  # day: dated visits
        self.place()
        self.mix()

    def date(self, v, start):
        self.start[v] = start
        for day in self.instance.window(v, start):
            self.count[day] += 1
            for i in self.teams[v]:
                self.used[i, day] += 1

    def undate(self, v):
        start = self.start.pop(v)
        for day in self.instance.window(v, start):
            self.count[day] -= 1
            for i in self.teams[v]:
                self.used[i, day] -= 1
        return start

    def is_full(self, i, day):
        return self.used[i, day] >= self.instance.available[i][day]

    def cap_is_full(self, day):
        return self.instance.cap and self.count[day] >= self.instance.cap

    def cost_of_day(self, v, day):
        return sum(self.is_full(i, day) for i in self.teams[v]) or int(self.cap_is_full(day))

    def cost(self, v, start):
        """0: the start is free"""
        return sum(self.cost_of_day(v, day) for day in self.instance.window(v, start))

    def free_starts(self, v):
        return [start for start in self.possible[v] if self.cost(v, start) == 0]

    def place(self):
        queue = shuffle(self.words, [v for v in self.component if self.possible[v]])
        most_evictions = 64 * len(queue)
        evictions = 0
        while queue:
            v = queue.pop(0)
            free = self.free_starts(v)
            if free:
                self.date(v, pick(self.words, free))
                continue
            if evictions >= most_evictions:
                return
            start = self.cheapest_start(v)
            evicted = self.evict(v, start)
            evictions += len(evicted)
            queue += evicted
            self.date(v, start)

    def cheapest_start(self, v):
        candidates = self.possible[v]
        if len(candidates) > 1:
            candidates = [start for start in candidates if start != self.last.get(v)]
        costs = [self.cost(v, start) for start in candidates]
        least = min(costs)
        return pick(self.words, [start for start, cost in zip(candidates, costs) if cost == least])

    def evict(self, v, start):
        """Who must go for v to be dated at this start."""
        evicted = []
        for day in self.instance.window(v, start):
            for i in self.teams[v]:
                if self.is_full(i, day):
                    evicted.append(self.evict_one([u for u in self.dated_on(day) if i in self.teams[u]]))
            if self.cap_is_full(day):
                evicted.append(self.evict_one(self.dated_on(day)))
        return evicted

    def dated_on(self, day):
        return [v for v in self.component if v in self.start and day in self.instance.window(v, self.start[v])]

    def evict_one(self, visits):
        v = pick(self.words, visits)
        self.last[v] = self.undate(v)
        return v

    def mix(self):
        dated = sorted(self.start)
        for _ in range(16 * len(dated)):
            v = pick(self.words, dated)
            self.undate(v)
            self.date(v, pick(self.words, self.free_starts(v)))

class Draw:
    """14.4, and the contents of pairing.json (15.1)."""

    def __init__(self, bundle):
        pairing = Pairing(bundle)
        self.instance = pairing.instance
        self.teams = {}  # visit: inspectors by seat
        self.start = {}
        self.attempts = []
        self.proofs = []
        self.undated = []
        for seating in pairing.seatings:
            self.stand(bundle, seating)
        self.published = {
            "attempts": self.attempts, "proofs": self.proofs, "relaxations": pairing.level, "relaxed": pairing.relaxed,
            "repeats": self.repeats(), "set_aside": pairing.set_aside,
            "undated": sorted(self.undated, key=lambda row: row["visit"]),
        }

    def stand(self, bundle, seating):
        """The attempts of a component, until one stands."""
        component = seating.component
        for attempt in range(8):
            if attempt > 0:
                seating = seat(bundle, self.instance, component, attempt)
            teams = seating.walk()
            proofs = proofs_of(self.instance, component, teams)
            if proofs and attempt < 7:
                continue
            words = stream(bundle.schedule_key, "schedule", self.instance, component, attempt)
            start = Timetable(self.instance, component, teams, words).start
            if len(start) == len(component):
                break
        if attempt > 0:
            self.attempts.append({"attempt": attempt, "visit": self.instance.visits[component[0]].id})
        self.teams |= teams
        self.start |= start
        for v in component:
            if v not in start:
                self.undated.append(self.undated_row(self.instance.visits[v].id, proofs))
        self.proofs += proofs  # none where all visits have dates

    def undated_row(self, visit, proofs):
        """14.3: the reason"""
        for number, proof in enumerate(proofs):
            if visit in visits_named(proof):
                reason = "no_window" if proof["kind"] == "no_window" else "proved"
                return {"proof": len(self.proofs) + number, "reason": reason, "visit": visit}
        return {"reason": "not_found", "visit": visit}

    def repeats(self):
        """15.1"""
        visits_of = {}
        for v in sorted(self.teams):
            for i in self.teams[v]:
                for j in self.teams[v]:
                    if i < j and j in self.instance.apart[i]:
                        visits_of.setdefault((i, j), []).append(self.instance.visits[v].id)
        names = self.instance.names
        return [{"inspectors": [names[i], names[j]], "visits": visits_of[i, j]} for i, j in sorted(visits_of)]

# ---- 17 `replay` ----

def check_replay(bundle):
    draw = Draw(bundle)
    instance = draw.instance
    for key, want in draw.published.items():
        here(f"{PAIRING} {key}")
        same(bundle.pairing[key], want)
    for row in bundle.rows(VISITS):
        if not row.seats:
            continue
        v = instance.visit_number[row.id]
        state = "unseated"
        days = None
        inspectors = [None] * len(row.seats)
        if v in draw.teams:
            state = "undated"
            inspectors = [instance.names[i] for i in draw.teams[v]]
        if v in draw.start:
            state = "dated"
            days = [instance.days[day] for day in instance.window(v, draw.start[v])]
        same(row.state, state)
        same(row.days, days)
        same([seat.inspector for seat in row.seats], inspectors)
