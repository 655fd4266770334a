"""What both the direct checks and the engine rest on: primitives, who may sit where, and what certificates and proofs count to.
Written from PROTOCOL.md alone; the numbers are its sections."""
import hashlib, hmac
from types import SimpleNamespace as NS

class Fail(Exception):
    def __init__(self, where, got, want): self.where, self.got, self.want = where, got, want
def need(ok, where, got, want):
    if not ok: raise Fail(where, got, want)
def same(where, got, want): need(got == want, where, got, want)
def ascending(xs, where):                                     # by bytes: for Unicode text the same as by code points
    for n, (x, y) in enumerate(zip(xs, xs[1:])): need(x < y, f"{where}:{n + 2}", y, f"more than {x}")

# ---- 1 Primitives ----
def sha(x): return hashlib.sha256(x).digest()
def mac(key, x): return hmac.new(key, x, hashlib.sha256).digest()
def raw(p): return p if isinstance(p, bytes) else str(p).encode()
def parts(tag, ps, n): return len(tag).to_bytes(2, "big") + raw(tag) + b"".join(len(raw(p)).to_bytes(n, "big") + raw(p) for p in ps)
def H(tag, *ps): return sha(parts(tag, ps, 8))
def expand(key, tag, *ps): return mac(key, parts(tag, ps, 2) + b"\x01")                     # HKDF-Expand, one block
def merkle(lines):                                            # RFC 6962, 2.1: joining level by level gives the same tree
    level = [sha(b"\0" + x) for x in lines]
    while len(level) > 1: level = [sha(b"\1" + b"".join(level[k:k + 2])) if k + 1 < len(level) else level[k] for k in range(0, len(level), 2)]
    return (level[0] if level else sha(b"")).hex()

# ---- 13.1 The instance at relaxation level L, with the capacity of 14.1 ----
def serves(x, q): return x["department"] == q["department"] and q["role"] in ["", *x.get("roles", [])] and set(q["expertise"]) <= set(x.get("expertise", []))
def people_at(b, L):
    p, steps, index = b.plan, b.plan["relaxations"][:L], {q["id"]: k for k, q in enumerate(b.plan["pools"])}
    I = NS(insp=b.list["inspectors"], days=p["days"], pools=p["pools"], home=p["rotation"]["home_area"] and {"drop": "home_area"} not in steps, found={})
    I.number = {x["id"]: i for i, x in enumerate(I.insp)}
    I.avail = [[0 if d in x.get("absent", []) or not x.get("certificate_from", "") <= d <= x["certificate_until"] else x["daily_max"] for d in I.days]
               for x in I.insp]
    I.effective = lambda q, area: (index[q], area if I.home or I.pools[index[q]]["area"] == "same" else "")
    return I
def members(I, e):                                            # of the effective pool (index, area), ascending
    if e not in I.found:
        (k, area), q = e, I.pools[e[0]]
        I.found[e] = [i for i, x in enumerate(I.insp) if any(I.avail[i]) and serves(x, q) and not (I.home and x.get("home", "") == area != "")
                      and not (q["area"] == "same" and x.get("areas") and area not in x["areas"])]
    return I.found[e]
def instance(b, L):
    I, p, steps, pool = people_at(b, L), b.plan, b.plan["relaxations"][:L], {q["id"]: q for q in b.plan["pools"]}
    I.visits, I.cap = [v for v in b.want_visits if v["seats"]], p["visits_per_day_max"]
    I.vnumber, I.seats = {v["id"]: k for k, v in enumerate(I.visits)}, [[I.effective(s["pool"], v["area"]) for s in v["seats"]] for v in I.visits]
    I.members = {e: members(I, e) for seats in I.seats for e in seats}
    opened, kinds = {x["id"]: x for x in b.out["openings"]}, ["law"] + ["rotation"] * ({"drop": "pairs"} not in steps)
    I.barred = [{I.number[w] for d in v["draws"] if d["entity"] in opened for k in kinds for w in opened[d["entity"]][k]["inspectors"]} for v in I.visits]
    shortest = min([v["duration"] for v in I.visits], default=1)            # 1 if there are no visits with seats
    I.max = [min(sum(I.avail[i]) // shortest, x["quota_max"] + sum(s["add"] for s in steps if "add" in s and serves(x, pool[s["quota_max"]])))
             for i, x in enumerate(I.insp)]
    I.min = [min(0 if {"drop": "minimums"} in steps else x["quota_min"], I.max[i]) for i, x in enumerate(I.insp)]
    I.apart = [set() for _ in I.insp]
    for i, j in [(I.number[x["id"]], I.number[y]) for x in b.out["apart"] for y in x["inspectors"]]: I.apart[i].add(j); I.apart[j].add(i)
    return I
def lawful(I, i, v, place): return i not in I.barred[v] and i in I.members[I.seats[v][place]]
def touched(I, comp): return sorted({i for v in comp for e in I.seats[v] for i in I.members[e]})
# 13.9 and 15.1: what follows from T (places) and from X (minimum)
def certificate(I, kind, seats, n, demand, capacity):
    return {"capacity": capacity, "demand": demand, "inspectors": [{"id": I.insp[i]["id"], "places": m} for i, m in sorted(n.items())], "kind": kind,
            "seats": [{"seats": sorted(ks), "visit": I.visits[v]["id"]} for v, ks in sorted(seats.items())]}
def places(I, seats):
    n = {i: sum(any(lawful(I, i, v, k) for k in ks) for v, ks in seats.items()) for i in range(len(I.insp))}
    n = {i: min(I.max[i], m) for i, m in n.items() if m}
    return certificate(I, "places", seats, n, sum(map(len, seats.values())), sum(n.values()))
def minimum(I, X):
    def place(i, tried):                                      # largest matching of the seats of v with different ones of X
        for k in ks:
            if k in tried or not lawful(I, i, v, k): continue
            tried.add(k)
            if k not in taken or place(taken[k], tried): taken[k] = i; return True
        return False
    seats, capacity = {}, 0
    for v in range(len(I.visits)):
        ks, taken = [k for k in range(len(I.seats[v])) if any(lawful(I, i, v, k) for i in X)], {}
        capacity += sum(place(i, set()) for i in X)
        if ks: seats[v] = ks
    return certificate(I, "minimum", seats, {i: I.min[i] for i in X}, sum(I.min[i] for i in X), capacity)
# 14.2 and 14.3: possible starts, and what a proof counts to
def starts(I, v, team):                                       # 14.2, possible starts
    t = I.visits[v]["duration"]
    return [d for d in range(len(I.days) - t + 1) if all(I.avail[i][e] for i in team for e in range(d, d + t))]
def count_proof(I, teams, vs, i=None):                        # 14.3 (b) for inspector i, (c) for i = None
    days = sorted({e for v in vs for d in starts(I, v, teams[v]) for e in range(d, d + I.visits[v]["duration"])})
    out = {"capacity": I.cap * len(days) if i is None else sum(I.avail[i][d] for d in days), "days": [I.days[d] for d in days],
           "demand": sum(I.visits[v]["duration"] for v in vs), "kind": "cap", "visits": [I.visits[v]["id"] for v in vs]}
    return out if i is None else dict(out, inspector=I.insp[i]["id"], kind="inspector")
def named(proof): return proof.get("visits", [proof.get("visit")])
def aside(b, c): return max((x["visit"] for x in c["seats"]), key=lambda v: H("mq1/aside", b.pair, v))      # 13.10: the visit that the hash chooses
