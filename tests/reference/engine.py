"""The draw of teams and dates: sections 12 to 14 of PROTOCOL.md, and `pairing.json` (15.1). Only the check `replay` uses it."""
from rules import aside, count_proof, expand, instance, minimum, named, need, places, starts, touched

# ---- 12 Random streams ----
QUARTERS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
class Stream:
    def __init__(self, key): self.key, self.block, self.words = [int.from_bytes(key[k:k + 4], "little") for k in range(0, 32, 4)], 0, []
    def word(self):
        if not self.words:
            need(self.block < 2**32, "stream", "block 2^32", "fewer")       # so word 13, the high half of the counter, is 0
            first = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] + self.key + [self.block, 0, 0, 0]
            x, self.block = first[:], self.block + 1
            for (a, b, c, d), (up, down) in [(q, r) for q in QUARTERS * 10 for r in ((16, 12), (8, 7))]:
                x[a] = x[a] + x[b] & 0xffffffff; y = x[d] ^ x[a]; x[d] = (y << up | y >> 32 - up) & 0xffffffff
                x[c] = x[c] + x[d] & 0xffffffff; y = x[b] ^ x[c]; x[b] = (y << down | y >> 32 - down) & 0xffffffff
            y = [p + q & 0xffffffff for p, q in zip(x, first)]
            self.words = [y[k] | y[k + 1] << 32 for k in range(14, -1, -2)] # taken from the end
        return self.words.pop()
    def below(self, n):
        while (x := self.word()) >= 2**64 - 2**64 % n: pass
        return x % n
    def pick(self, xs): return xs[self.below(len(xs))]
    def shuffle(self, a):
        for i in range(len(a) - 1, 0, -1): j = self.below(i + 1); a[i], a[j] = a[j], a[i]
        return a
def stream(key, kind, I, comp, attempt): return Stream(expand(key, "mq1/stream", kind, I.visits[comp[0]]["id"], attempt))

# ---- 13 Pair ----
INF = 1 << 60
def components(I, vs):                                        # 13.3
    if I.cap: return [sorted(vs)] if vs else []
    groups = []                                               # (visits, inspectors whom they touch)
    for v in vs:
        mine = set(touched(I, [v]))
        near = [g for g in groups if g[1] & mine]
        groups = [g for g in groups if not g[1] & mine] + [([v] + [x for g in near for x in g[0]], mine.union(*[g[1] for g in near]))]
    return sorted(sorted(g[0]) for g in groups)
class Seating:
    def __init__(self, I, comp, r):                           # 13.4 RELABEL; everything below is in labels
        self.I, self.comp, self.r, self.a, self.b = I, comp, r, r.shuffle(touched(I, comp)), r.shuffle(sorted(comp))
        label, everybody = {i: k for k, i in enumerate(self.a)}, range(len(self.a))
        self.min, self.max, self.apart = [I.min[i] for i in self.a], [I.max[i] for i in self.a], [{label[j] for j in I.apart[i] if j in label} for i in self.a]
        pools = {e: sorted(label[i] for i in I.members[e]) for v in comp for e in I.seats[v]}
        self.barred = [{label[i] for i in I.barred[v] if i in label} for v in self.b]
        self.visit, self.place, self.pool = zip(*[(k, s, e) for k, v in enumerate(self.b) for s, e in enumerate(I.seats[v])])
        self.mem, self.S, self.everybody = [pools[e] for e in self.pool], len(self.pool), everybody
        self.holder, self.held, self.team = [None] * self.S, [[] for _ in self.a], [{} for _ in self.b]    # team: inspector -> seat
        self.thaw()
    def thaw(self): self.frozen_s, self.frozen_i = set(), set()
    def lawful(self, w, s): return w not in self.barred[self.visit[s]]      # for members of the pool of s
    def key(self, i): return INF if len(self.held[i]) >= self.max[i] else 0 if len(self.held[i]) < self.min[i] else 1 + len(self.held[i])
    def lastkey(self, i): return 0 if len(self.held[i]) <= self.min[i] else len(self.held[i])
    def sit(self, w, s): self.holder[s] = w; self.held[w].append(s); self.team[self.visit[s]][w] = s
    def leave(self, w, s):
        k, last = self.held[w].index(s), self.held[w].pop()
        if k < len(self.held[w]): self.held[w][k] = last
        self.holder[s] = None; del self.team[self.visit[s]][w]
    def search(self, roots, limit, g=None):                   # 13.5 SEARCH and shift
        queue, new, source = list(roots), [] if g is None else [g], {}
        self.frozen_s.update(queue); self.frozen_i.update(new)              # the reached ones; taken back if somebody wins
        for s in queue:                                       # grows while it is read
            team = self.team[self.visit[s]]
            for w in self.mem[s]:
                if w in self.frozen_i or not self.lawful(w, s): continue
                if w in team: more = [team[w]]
                elif self.key(w) < limit:
                    self.frozen_s.difference_update(queue); self.frozen_i.difference_update(new)
                    while True:
                        h, r = self.holder[s], source.get(s)
                        if h is not None: self.leave(h, s)
                        self.sit(w, s)
                        if r is None: return
                        w, s = h, r
                else: self.frozen_i.add(w); new.append(w); more = self.held[w]
                for t in more:
                    if t not in self.frozen_s: self.frozen_s.add(t); source[t] = s; queue.append(t)
    def fill(self):                                           # 13.5 FILL; None, or the certificate of places
        pointer, level = {e: 0 for e in self.pool}, {e: 0 for e in self.pool}
        for s, (e, mem) in enumerate(zip(self.pool, self.mem)):
            turn = [(pointer[e] + k) % len(mem) for k in range(len(mem))]
            keys = {q: self.key(mem[q]) for q in turn if self.lawful(mem[q], s) and mem[q] not in self.team[self.visit[s]]}
            least = min(keys.values(), default=INF)           # keys is in the order of turn
            if least == INF: self.search([s], INF); continue
            level[e] = max(level[e], least)
            q = next(q for q, key in keys.items() if key <= level[e])
            self.sit(mem[q], s); pointer[e] = (q + 1) % len(mem)
        T = {}
        for s in sorted(self.frozen_s | {s for s in range(self.S) if self.holder[s] is None}): T.setdefault(self.b[self.visit[s]], []).append(self.place[s])
        self.thaw()
        return places(self.I, T) if None in self.holder else None
    def level(self):                                          # 13.6 LEVEL; None, or the certificate of minima (13.9)
        for K in range(max(map(self.lastkey, self.everybody)), 0, -1):
            for g in self.everybody:
                if self.lastkey(g) == K and g not in self.frozen_i: self.search([s for s in self.held[g] if s not in self.frozen_s], K, g)
        self.thaw()
        X, B, size = {i for i in self.everybody if len(self.held[i]) < self.min[i]}, set(), -1
        while X and size != len(B):                           # the smallest fixed point
            size = len(B)
            for s, w in [(s, w) for s in range(self.S) for w in self.mem[s] if self.lawful(w, s)]:
                team = self.team[self.visit[s]]
                if w in X if w not in team else team[w] != s and team[w] in B: B.add(s); X.add(self.holder[s])
        return minimum(self.I, sorted(self.a[i] for i in X)) if X else None
    def round(self, before):                                  # 13.7; `before` gets the held-lists, as they were, of those who move
        s, moves = self.r.below(self.S), 0
        h = self.holder[s]
        before[h] = self.held[h][:]
        self.leave(h, s)
        kappa = self.key(h)
        while True:
            w, team = self.r.pick(self.mem[s]), self.team[self.visit[s]]
            if not self.lawful(w, s): continue
            if w not in team and self.key(w) == kappa: before.setdefault(w, self.held[w][:]); self.sit(w, s); return moves + 1
            if not self.held[w]: continue
            z = self.r.pick(self.held[w])
            if team.get(w, z) != z: continue
            before.setdefault(w, self.held[w][:]); self.leave(w, z); self.sit(w, s)
            moves, s = moves + 1, z
            if moves == self.S + 65536: self.undo(before); return moves
    def undo(self, before):
        for w, s in [(w, s) for w in before for s in self.held[w]]: self.holder[s] = None; del self.team[self.visit[s]][w]
        for w, self.held[w] in before.items():
            for s in self.held[w]: self.holder[s] = w; self.team[self.visit[s]][w] = s
        before.clear()
    def repeated(self, v): return sum(y in self.apart[x] for x in self.team[v] for y in self.team[v] if x < y)
    def walk(self):                                           # 13.7 PASS, 13.8 TOGETHER
        R = moves = 0
        while moves < max(4096, 8 * self.S) or R < 64: moves += self.round({}); R += 1
        for _ in range(R): self.round({})
        pairs = [self.repeated(v) for v in range(len(self.b))]
        for _ in range(R if any(self.apart) else 0):
            before = {}
            self.round(before)
            now = {v: self.repeated(v) for v in {self.visit[s] for w, held in before.items() for s in held + self.held[w]}}
            if sum(now.values()) > sum(pairs[v] for v in now): self.undo(before); continue
            for v, n in now.items(): pairs[v] = n
    def teams(self):
        out = {v: [None] * len(self.I.seats[v]) for v in self.comp}
        for s in range(self.S): out[self.b[self.visit[s]]][self.place[s]] = self.a[self.holder[s]]
        return out
def pair_all(b):                                              # 13.10: instance, level, relaxed, set aside, seatings
    def upto_level(comp): s = Seating(I, comp, stream(b.pair, "pair", I, comp, 0)); return s, s.fill() or s.level()
    relaxed, out, last = [], [], len(b.plan["relaxations"])
    for L in range(last + 1):
        I = instance(b, L)
        done = [upto_level(c) for c in components(I, range(len(I.visits)))]
        alone = set(i for i, m in enumerate(I.min) if m > 0).difference(*[s.a for s, _ in done])
        certs = [c for _, c in done if c] + ([minimum(I, sorted(alone))] if alone else [])
        if not certs or L == last: break
        relaxed.append({"certificates": certs, "level": L})
    while any(c for _, c in done):
        after = [(s, c) for s, c in done if not c]
        for s, c in [x for x in done if x[1]]:
            out.append({"certificate": c, "visit": aside(b, c)})
            after += [upto_level(comp) for comp in components(I, [v for v in s.comp if I.visits[v]["id"] != aside(b, c)])]
        done = sorted(after, key=lambda x: x[0].comp)
    for s, _ in done: s.walk()
    return I, L, relaxed, out, [s for s, _ in done]

# ---- 14 Schedule ----
def proofs(I, comp, teams):                                   # 14.3
    able = [v for v in comp if starts(I, v, teams[v])]
    counts = [count_proof(I, teams, [v for v in able if i in teams[v]], i) for i in touched(I, comp)] + ([count_proof(I, teams, able)] if I.cap else [])
    return [{"kind": "no_window", "team": [I.insp[i]["id"] for i in teams[v]], "visit": I.visits[v]["id"]} for v in comp if v not in able] \
        + [c for c in counts if c["demand"] > c["capacity"]]
def attempt(I, comp, teams, r):                               # 14.2
    possible, start, last, E, used, count = {v: starts(I, v, teams[v]) for v in comp}, {}, {}, 0, {}, [0] * len(I.days)
    def window(v, d): return range(d, d + I.visits[v]["duration"])
    def add(v, n):
        for d in window(v, start[v]):
            count[d] += n
            for i in teams[v]: used[i, d] = used.get((i, d), 0) + n
    def date(v, d): start[v] = d; add(v, 1)
    def undate(v): add(v, -1); return start.pop(v)
    def full(i, d): return used.get((i, d), 0) >= I.avail[i][d] if i is not None else bool(I.cap) and count[d] >= I.cap      # None: the cap
    def free(v): return [d for d in possible[v] if not any(full(i, e) for i in teams[v] + [None] for e in window(v, d))]
    def cost(v, d): return sum(sum(full(i, e) for i in teams[v]) or full(None, e) for e in window(v, d))
    queue = r.shuffle([v for v in comp if possible[v]])
    Q = len(queue)
    while queue:
        x = queue.pop(0)
        if free(x): date(x, r.pick(free(x))); continue
        if E >= 64 * Q: break                                 # what is dated is mixed all the same
        can = [d for d in possible[x] if d != last.get(x) or len(possible[x]) == 1]
        at = r.pick([d for d in can if cost(x, d) == min(cost(x, e) for e in can)])
        for d, i in [(d, i) for d in window(x, at) for i in teams[x] + [None]]:
            if full(i, d):
                y = r.pick([v for v in comp if v in start and d in window(v, start[v]) and (i is None or i in teams[v])])
                last[y] = undate(y); queue.append(y); E += 1
        date(x, at)
    M = sorted(start)
    for _ in range(16 * len(M)): x = r.pick(M); undate(x); date(x, r.pick(free(x)))
    return start
def replay(b):                                                # 13.10, 14.4, and the files of section 15: pairing.json, teams, starts
    I, L, relaxed, out, seatings = pair_all(b)
    teams, start, pairs = {}, {}, {}
    out = {"attempts": [], "proofs": [], "relaxations": L, "relaxed": relaxed, "repeats": [], "set_aside": out, "undated": []}
    for s in seatings:
        for k in range(8):
            if k:
                s = Seating(I, s.comp, stream(b.pair, "pair", I, s.comp, k))
                need(not (s.fill() or s.level()), "replay", "a component cannot be paired again", "feasible in every attempt")
                s.walk()
            team, dated = s.teams(), {}
            given = proofs(I, s.comp, team)
            if given and k < 7: continue
            dated = attempt(I, s.comp, team, stream(b.schedule, "schedule", I, s.comp, k))
            if len(dated) == len(s.comp): break
        if k: out["attempts"].append({"attempt": k, "visit": I.visits[s.comp[0]]["id"]})
        teams.update(team); start.update(dated)
        for name in [I.visits[v]["id"] for v in s.comp if v not in dated]:
            n = next((n for n, q in enumerate(given) if name in named(q)), None)
            reason = "not_found" if n is None else "no_window" if given[n]["kind"] == "no_window" else "proved"
            out["undated"].append({"reason": reason, "visit": name, **({} if n is None else {"proof": len(out["proofs"]) + n})})
        out["proofs"] += given                                # of an attempt without undated visits there are none
    out["undated"].sort(key=lambda x: x["visit"])
    for v, i, j in [(v, i, j) for v in sorted(teams) for i in teams[v] for j in teams[v] if i < j and j in I.apart[i]]: pairs.setdefault((i, j), []).append(v)
    out["repeats"] = [{"inspectors": [I.insp[i]["id"] for i in ij], "visits": [I.visits[v]["id"] for v in vs]} for ij, vs in sorted(pairs.items())]
    return I, out, teams, start
