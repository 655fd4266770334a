#!/usr/bin/env python3
"""Verifies a bundle of the Mingqian draw protocol mq1. Written from PROTOCOL.md alone; the numbers are its sections.
    python3 verify.py BUNDLE [--expect DIGEST] [--bare]     (--bare: skip manifest and files, for a folder without them)
    python3 verify.py --why BUNDLE ID
Exit: 0 all checks pass, 3 a check fails (named), 2 usage."""
import datetime, hashlib, hmac, json, math, os, re, stat, sys
from types import SimpleNamespace as NS

class Fail(Exception):
    def __init__(self, where, got, want): self.where, self.got, self.want = where, got, want
def need(ok, where, got, want):
    if not ok: raise Fail(where, got, want)
def same(where, got, want): need(got == want, where, got, want)
def ascending(xs, where):                                     # by bytes: for Unicode text the same as by code points
    for n, (x, y) in enumerate(zip(xs, xs[1:])): need(x < y, f"{where}:{n + 2}", y, f"more than {x}")

# ---- 1 Primitives -------------------------------------------------------------------------------------------------
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

# ---- 2 Canonical lines --------------------------------------------------------------------------------------------
def canonical(line, where):
    def bad(x): raise ValueError("not an integer: " + x[:40])
    def plain(x, depth):
        if type(x) is dict: need(all(re.fullmatch("[a-z0-9_]+", k) for k in x) and list(x) == sorted(x), where, list(x), "keys [a-z0-9_]+, ascending")
        need(type(x) in (dict, list, str, bool) or type(x) is int and abs(x) < 2**53, where, x, "no null, |integer| <= 2^53-1")
        if type(x) in (dict, list):
            need(depth <= 32, where, "depth > 32", "depth <= 32")
            for y in x.values() if type(x) is dict else x: plain(y, depth + 1)
    try:
        obj = json.loads(line.decode("utf-8"), parse_float=bad, parse_constant=bad)         # a key twice: the comparison shows it
        back = json.dumps(obj, ensure_ascii=False, separators=(",", ":")).encode("utf-8") if type(obj) is dict else b""
    except (ValueError, RecursionError) as e: raise Fail(where, str(e), "a canonical line")
    plain(obj, 1)
    need(back == line, where, line[:200], "the canonical form of a JSON object")
    return obj
def object_file(data, where):                                 # the limit of a line is that of list files
    need(data.endswith(b"\n") and len(data) <= 268435456, where, "no LF at the end, or too long", "one canonical line and LF")
    return canonical(data[:-1], where)
def list_lines(data, where):
    lines = data.split(b"\n")
    need(lines.pop() == b"" and all(len(x) <= 1048576 for x in lines), where, "no LF at the end, or a line too long", "lines of at most 1,048,576 bytes, each ending in LF")
    return lines

# ---- 3 Ids and field text, and the fields of sections 4 to 6, 15 and 16 -------------------------------------------
def ID(x): return type(x) is str and re.fullmatch("[0-9A-Z][0-9A-Z._-]{0,63}", x)
def PSEUDO(x): return type(x) is str and re.fullmatch("I-[0-9A-F]{10}", x)
def HEX(x): return type(x) is str and re.fullmatch("[0-9a-f]{64}", x)
def DAY(x):
    try: return type(x) is str and re.fullmatch("(19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}", x) and bool(datetime.date.fromisoformat(x))
    except ValueError: return False
def NAT(x): return type(x) is int and x >= 0
def POS(x): return type(x) is int and x >= 1
def BOOL(x): return type(x) is bool
def TEXT(x): return type(x) is str
def TEXT1(x): return type(x) is str and x != ""
def RATIO(x): return type(x) is list and len(x) == 2 and NAT(x[0]) and POS(x[1]) and x[0] <= x[1] and math.gcd(*x) == 1
def TEXT_RATIO(x): return TEXT(x)                             # an item's ratio is prose
def F(text, **nested):
    """Fields: "TYPE name name; [TYPE] name; word|word name"; TYPE? = optional and then not empty, TYPE~ = optional."""
    out = {k: s if type(s) is tuple and s[0] in ("?", "~") else ("", s) for k, s in nested.items()}
    for t, *names in (part.split() for part in text.split(";") if part.strip()):
        base = t.strip("[]?~")
        s = globals().get(base) or tuple(base.split("|"))
        out.update({k: (t[-1] if t[-1] in "?~" else "", [s] if t[0] == "[" else s) for k in names})
    return out
def shape(x, s, at):                                          # s: dict of fields, [type], tuple of constants, or test
    if type(s) is dict:
        need(type(x) is dict and set(x) <= set(s), at, sorted(set(x) - set(s)) if type(x) is dict else x, "an object without unknown fields")
        for k, (optional, t) in s.items():
            need(k in x or optional, at, "no " + k, k)
            need(optional != "?" or x.get(k) not in ("", []), f"{at}.{k}", x.get(k), "left out when empty")
            if k in x: shape(x[k], t, f"{at}.{k}")
    elif type(s) is list:
        need(type(x) is list, at, x, "an array")
        for n, y in enumerate(x): shape(y, s[0], f"{at}[{n}]")
    elif type(s) is tuple: need(any(type(x) is type(c) and x == c for c in s), at, x, s)
    else:
        try: ok = s(x)
        except (TypeError, LookupError, AttributeError): ok = False         # not even an object
        need(ok, at, x, s.__name__)
DAYS, ARRAYS = ("established", "licence_until"), ("tags", "licences")
PUBLIC = ("id", "code", "name", "kind", "area", "industry", "scale", "status", "scope") + DAYS + ARRAYS
def CONDITION(x):
    if type(x) is not dict or x.get("field") not in PUBLIC: return False
    ops, day = set(x) - {"field"}, x["field"] in DAYS
    if day: return ops and ops <= {"from", "until"} and all(DAY(x[k]) for k in ops)
    return len(ops) == 1 and ops <= {"any", "none", "prefix"} and type(x[min(ops)]) is list and all(map(TEXT, x[min(ops)]))
def STRATUM(x):
    amount = "NAT count" if "count" in x else "RATIO ratio; up|down|half_up rounding" if "ratio" in x else "ID as_task as_stratum"
    return shape(x, F("ID id; TEXT name; NAT reserves; NAT~ min max;" + amount + ("; [CONDITION] when" if "when" in x else "; HEX sealed")), "stratum") is None
def STEP(x): return x in [{"drop": k} for k in ("minimums", "pairs", "home_area")] or set(x) == {"add", "quota_max"} and POS(x["add"]) and ID(x["quota_max"])
def PROOF(x):
    kind = {"no_window": "no_window kind; [PSEUDO] team; ID visit"}.get(x["kind"], "inspector|cap kind; NAT capacity demand; [DAY] days; [ID] visits")
    return shape(x, F(kind + ("; PSEUDO inspector" if x["kind"] == "inspector" else "")), "proof") is None
COUNTED, ROW = F("NAT count; HEX root"), F("ID stratum task; NAT excluded n population reserves")
CERT = F("NAT capacity demand; places|minimum kind", inspectors=[F("PSEUDO id; NAT places")], seats=[F("[NAT] seats; ID visit")])
OPENED = F("[PSEUDO] inspectors; HEX salt")
LISTS = ("entities", "items", "exclusions", "inspectors", "barred", "apart", "strata", "selection")
FILES = {
    "manifest.json": F("mq1/bundle format", files=[F("TEXT1 path; HEX sha256; NAT size")]),
    "plan.json": F("mq1 protocol; sha256 suite; rehearsal|official purpose; open|sealed mode; TEXT campaign calendar; POS sequence attempt;"
        "DAY created finish_by; [DAY] days; [TEXT1] participants cases; room|remote profile; positive|independent coordination;"
        "[STEP] relaxations; NAT min_choice visits_per_day_max; TEXT? min_choice_waiver", authority=F("ID id; TEXT name"),
        period=F("DAY from until"), final=F("dice source; POS count", sides=(10, 6)), quotas=F("NAT min max daily_max"), populations=[ROW],
        ceilings=[F("ID id; NAT count_max; [TEXT1] departments lifted_by not_counting; DAY from until")],
        pools=[F("ID id; TEXT1 department; TEXT role; [TEXT1] expertise; any|same area")],
        rotation=F("BOOL pairs home_area former_units; NAT last_visit_days together_days"), roots={k: ("~", COUNTED) for k in LISTS},
        publish=F("pseudonyms inspectors; never|slips|site names; NAT results_working_days"), simulation=F("NAT seeds; RATIO unplaced_max"),
        tasks=[F("ID id; TEXT name department case; BOOL lead labelled; undirected|directed kind; own|joint|upper source;"
            "city-city|city-county|county-county level; list|selection population; [ID] items ceilings; [CONDITION] scope; HEX? scope_sealed;"
            "NAT recent_days; RATIO overall_min; [STRATUM] strata; POS days", seats=[F("ID pool; POS count; BOOL lead")])]),
    "lists/entities.jsonl": F("ID id; HEX sealed; TEXT name; TEXT? code kind area industry scale status scope; DAY? established licence_until;"
        "[TEXT1]? tags licences; ID? user_id maintainer_id; [ID]? former_ids"),
    "lists/items.jsonl": F("ID id; TEXT name basis; TEXT? code sub_item department target importance method frequency requirement note; TEXT_RATIO? ratio"),
    "lists/inspectors.jsonl": F("PSEUDO id; TEXT1 department; TEXT? home; [TEXT1]? areas expertise roles; DAY? certificate_from; DAY certificate_until;"
        "[DAY]? absent; NAT quota_min quota_max daily_max; HEX sealed"),
    "lists/exclusions.jsonl": F("ID id; HEX sealed", tasks=[F("closed|promise|ceiling|recent reason; ID task")]),
    "lists/barred.jsonl": F("ID id; HEX law rotation"), "lists/apart.jsonl": F("PSEUDO id; HEX apart"), "lists/selection.jsonl": F("ID id; [TEXT] tasks"),
    "lists/strata.jsonl": F("ID id; HEX sealed", labels=[F("ID stratum task")]),
    "draw/ceremony.json": F("", contributions=[F("TEXT1 label value")], final=F("TEXT1 source value")),
    "draw/strata.jsonl": {**ROW, **F("HEX? threshold")}, "draw/selected.jsonl": F("ID entity stratum task; POS rank; BOOL reserve; HEX ticket"),
    "draw/visits.jsonl": F("TEXT? area; [DAY]? days; POS duration; ID id; [ID]~ items; dated|undated|unseated|unpaired state",
        draws=[F("ID entity stratum task; POS rank")], seats=("?", [F("PSEUDO? inspector; BOOL lead; ID pool")])),
    "draw/openings.jsonl": F("ID id", law=OPENED, rotation=OPENED), "draw/apart.jsonl": {**F("PSEUDO id"), **OPENED},
    "draw/pairing.json": F("[PROOF] proofs; NAT relaxations", attempts=[F("ID visit", attempt=(1, 2, 3, 4, 5, 6, 7))],
        relaxed=[F("NAT level", certificates=[CERT])], repeats=[F("[PSEUDO] inspectors; [ID] visits")], set_aside=[F("ID visit", certificate=CERT)],
        undated=[F("NAT~ proof; no_window|proved|not_found reason; ID visit")]),
    "draw/record.json": F("HEX close final plan seed seed_hash; TEXT draw", keys=[F("TEXT k; ID task")],
        roots={k: ("~", COUNTED) for k in ("strata", "selected", "visits", "openings", "apart")})}

# ---- 16 Bundle: the checks `manifest`, `files`, `format` ----------------------------------------------------------
def read_regular(folder, name):
    path = os.path.join(folder, *name.split("/"))
    need(os.path.lexists(path) and stat.S_ISREG(os.lstat(path).st_mode), name, "no such file, or not a regular one", "a regular file")
    with open(path, "rb") as f: return f.read()
def walk(folder, prefix=""):                                  # all that is not a folder; links are not followed
    for e in os.scandir(folder):
        if e.is_dir(follow_symlinks=False): yield from walk(e.path, prefix + e.name + "/")
        else: yield prefix + e.name
def check_manifest(b):
    data = read_regular(b.folder, "manifest.json")
    b.digest = sha(data).hex()
    if b.expect: same("manifest.json", b.digest, b.expect)
    b.manifest = object_file(data, "manifest.json")
    shape(b.manifest, FILES["manifest.json"], "manifest.json")
    paths = [f["path"] for f in b.manifest["files"]]
    for p in paths: need(not {"", ".", ".."} & set(p.split("/")) and "\\" not in p and "\0" not in p, "manifest.json", p, "a plain relative path")
    ascending([p.encode() for p in paths], "manifest.json paths")
def section16(plan):
    roots, seats = plan["roots"], any(t["seats"] for t in plan["tasks"])
    return sorted(["plan.json", "documents/summary.md", "documents/summary.en.md", "documents/summary.html", "documents/visits.xlsx",
                   "draw/ceremony.json", "draw/strata.jsonl", "draw/selected.jsonl", "draw/visits.jsonl", "draw/record.json"]
                  + [f"lists/{n}.jsonl" for n in roots] + ["draw/openings.jsonl"] * ("barred" in roots) + ["draw/pairing.json"] * seats
                  + ["draw/apart.jsonl"] * ("apart" in roots))
def check_files(b):
    listed = [f["path"] for f in b.manifest["files"]]
    same("folder", sorted(walk(b.folder)), sorted(listed + ["manifest.json"]))
    for f in b.manifest["files"]:
        data = b.data[f["path"]] = read_regular(b.folder, f["path"])        # what was digested is what is read from here on
        same(f["path"] + " size", len(data), f["size"]); same(f["path"] + " SHA-256", sha(data).hex(), f["sha256"])
    try: want = section16(object_file(b.data["plan.json"], "plan.json"))    # the set of files hangs on the plan, which
    except (Fail, LookupError, TypeError, AttributeError): return           # `format` checks later: an odd plan fails there
    same("manifest.json", listed, want)
def check_format(b):
    need("plan.json" in b.data, "plan.json", "missing", "plan.json")
    for path, data in sorted(b.data.items(), key=lambda x: (x[0] != "plan.json", x[0])):
        if not path.endswith((".json", ".jsonl")): continue
        need(path in FILES, path, "unknown file", "a file of section 16")
        if path.endswith(".json"):
            b.lines[path] = object_file(data, path)
            shape(b.lines[path], FILES[path], path)
            continue
        b.raw[path] = list_lines(data, path)
        b.lines[path] = [canonical(x, f"{path}:{n + 1}") for n, x in enumerate(b.raw[path])]
        for n, x in enumerate(b.lines[path]): shape(x, FILES[path], f"{path}:{n + 1}")
        if "id" in FILES[path]: ascending([x["id"] for x in b.lines[path]], path)
    b.plan = b.lines["plan.json"]
    same("files", sorted(b.lines), [p for p in section16(b.plan) if p in FILES])
    b.list = {n: b.lines.get(f"lists/{n}.jsonl", []) for n in LISTS}
    b.out = {n: b.lines.get(f"draw/{n}.jsonl", []) for n in ("strata", "selected", "visits", "openings", "apart")}
    b.pairing, b.record = b.lines.get("draw/pairing.json"), b.lines["draw/record.json"]

# ---- 5 Plan, 7 Commit: the checks `plan`, `roots`, `former_ids` ---------------------------------------------------
def check_plan(b):
    p, at, f = b.plan, "plan.json", b.plan["final"]
    same(at, [p["mode"], p["profile"]], ["open", "room"])     # a bundle has no place for commitments yet (20)
    ascending(p["days"], at + " days"); ascending(p["cases"], at + " cases")
    need(all(p["period"]["from"] <= d <= p["period"]["until"] for d in [p["period"]["from"]] + p["days"]), at, p["days"], "days within the period")
    def unique(xs, what, least=1): need(len(set(xs)) == len(xs) >= least, at, xs, what + " unique, at least " + str(least))
    unique(p["participants"], "participants"); unique([t["id"] for t in p["tasks"]], "tasks")
    for name in ("ceilings", "pools"): unique([x["id"] for x in p[name]], name, 0)
    need(f["count"] <= 200 and (f["sides"] ** f["count"]).bit_length() - 1 >= 64, at, f, "at most 200 dice, at least 64 bits")
    need(p["quotas"]["min"] <= p["quotas"]["max"] and p["quotas"]["daily_max"] <= 255, at, p["quotas"], "min <= max, daily_max <= 255")
    for c in p["ceilings"]: [ascending(c[k], at + " ceilings") for k in ("departments", "lifted_by", "not_counting")]
    pools, strata = {x["id"] for x in p["pools"]}, {(t["id"], s["id"]): s for t in p["tasks"] for s in t["strata"]}
    steps = p["relaxations"]
    need(steps and [s for s in steps if s == {"drop": "minimums"}] == steps[-1:], at, steps, "the last step, and only it, drops minimums")
    need(all(s["quota_max"] in pools for s in steps if "add" in s), at, steps, "steps name pools")
    for t in p["tasks"]:
        where = f"{at} task {t['id']}"
        unique([s["id"] for s in t["strata"]], "strata", 0)
        ascending(t["items"], where + " items"); ascending(t["ceilings"], where + " ceilings")
        need(t["case"] in ["", *p["cases"]] and set(t["ceilings"]) <= {c["id"] for c in p["ceilings"]} and {s["pool"] for s in t["seats"]} <= pools, where,
             [t["case"], t["ceilings"], t["seats"]], "case, ceilings and pools of the plan")
        need(all(("sealed" in s) == t["labelled"] for s in t["strata"]) and (t["scope"] == [] if t["labelled"] else "scope_sealed" not in t), where,
             [t["scope"], t["strata"]], "scope and strata sealed just when labelled")
        for s in t["strata"]:
            seen = []
            while "as_task" in s:                             # any order is allowed, a circle is not
                seen.append((s["as_task"], s["as_stratum"]))
                need(seen[-1] in strata and seen[-1] not in seen[:-1], where, seen, "a stratum of the plan, not in a circle")
                s = strata[seen[-1]]
    same(at + " roots", sorted(p["roots"]), sorted(["entities", "items", "exclusions"] + ["inspectors", "barred", "apart"] * any(t["seats"] for t in p["tasks"])
         + ["strata"] * any(t["labelled"] for t in p["tasks"]) + ["selection"] * any(t["population"] == "selection" for t in p["tasks"])))
def counted(lines): return {"count": len(lines), "root": merkle(lines)}
def check_roots(b):
    for n, want in b.plan["roots"].items(): same(f"lists/{n}.jsonl", counted(b.raw[f"lists/{n}.jsonl"]), want)
def check_former_ids(b):
    known = {e["id"]: e["id"] for e in b.list["entities"]}
    for e in b.list["entities"]:
        for x in e.get("former_ids", []): need(known.setdefault(x, e) is e, f"entity {e['id']}", x, "a code of no other entity"); known[x] = None
    for e in b.list["entities"]:
        for k in "user_id", "maintainer_id": need(known.get(e.get(k), 1), f"entity {e['id']}", e.get(k), "a present code")

# ---- 6 Freeze, as far as a verifier sees it: the checks `lists`, `populations` ------------------------------------
def holds(c, e):                                              # 5, conditions
    f = c["field"]
    if f in DAYS: return f in e and c.get("from", "") <= e[f] <= c.get("until", "~")
    value = e.get(f, []) if f in ARRAYS else [e.get(f, "active" if f == "status" else "")]
    if "prefix" in c: return any(v.startswith(x) for v in value for x in c["prefix"])
    return any(v in c["any"] for v in value) if "any" in c else not any(v in c["none"] for v in value)
def lies_in(b):                                               # 6.8: {task: {entity: stratum}}
    out, chosen = {}, {(x["id"], t) for x in b.list["selection"] for t in x.get("tasks", [])}
    labels = {(x["id"], y["task"]): y["stratum"] for x in b.list["strata"] for y in x["labels"]}
    for t in b.plan["tasks"]:
        here = out[t["id"]] = {}
        for e in b.list["entities"]:
            if t["population"] == "selection" and (e["id"], t["id"]) not in chosen: continue
            if t["labelled"]: s = labels.get((e["id"], t["id"]))
            else: s = next((s["id"] for s in t["strata"] if all(holds(c, e) for c in t["scope"] + s["when"])), None)
            if s: here[e["id"]] = s
    return out
def check_lists(b):
    p, b.task, b.entity = b.plan, {t["id"]: t for t in b.plan["tasks"]}, {e["id"]: e for e in b.list["entities"]}
    order = {t: n for n, t in enumerate(b.task)}
    def in_order(ts, where): need(set(ts) <= set(order), where, ts, "tasks of the plan"); ascending([order[t] for t in ts], where + " order of tasks")
    b.lies, b.excluded = lies_in(b), {t: {} for t in order}
    for n, x in enumerate(b.list["strata"]):
        where = f"lists/strata.jsonl:{n + 1}"
        in_order([y["task"] for y in x["labels"]], where)
        for y in x["labels"]:                                 # a label says where it *lies*: 6.8's proviso on `selection` holds for it too
            need(b.task[y["task"]]["labelled"] and y["stratum"] in [s["id"] for s in b.task[y["task"]]["strata"]] and x["id"] in b.lies[y["task"]], where, y,
                 "a stratum of a labelled task, in whose population it is")
    for x in b.list["selection"]: need(x["id"] in b.entity, "lists/selection.jsonl", x["id"], "an id of entities")
    for n, x in enumerate(b.list["exclusions"]):
        where, ts = f"lists/exclusions.jsonl:{n + 1}", [y["task"] for y in x["tasks"]]
        need(x["id"] in b.entity and ts, where, x, "an id of entities, and tasks"); in_order(ts, where)
        for y in x["tasks"]:
            t = b.task[y["task"]]
            may = {"closed": True, "promise": True, "recent": t["recent_days"] > 0 and t["case"] == "",
                   "ceiling": any(t["case"] not in c["lifted_by"] for c in p["ceilings"] if c["id"] in t["ceilings"])}
            need(x["id"] in b.lies[t["id"]] and may[y["reason"]], where, y, "it lies in a stratum of the task, and the task has this rule")
            b.excluded[t["id"]][x["id"]] = y["reason"]
    for t in order:
        for e in b.lies[t]:
            want = "closed" if b.entity[e].get("status", "active") != "active" else "not closed"
            need((b.excluded[t].get(e) == "closed") == (want == "closed"), f"lists/exclusions.jsonl {e} task {t}", b.excluded[t].get(e, "not excluded"), want)
    barred = {e for t in p["tasks"] if t["seats"] for e in b.lies[t["id"]]}
    for n, want in {"strata": list(b.entity), "barred": sorted(barred), "apart": [x["id"] for x in b.list["inspectors"]],
                    "items": sorted({i for t in p["tasks"] for i in t["items"]})}.items():
        if n in p["roots"]: same(f"lists/{n}.jsonl ids", [x["id"] for x in b.list[n]], want)
    for n, x in enumerate(b.list["inspectors"]):
        where, absent = f"lists/inspectors.jsonl:{n + 1}", x.get("absent", [])
        ascending(absent, where + " absent")
        need(x["department"] in [q["department"] for q in p["pools"]] and set(absent) <= set(p["days"]), where, x, "a department of a pool, absent on days of the plan")
        need(x["quota_min"] <= x["quota_max"] and x["daily_max"] <= 255, where, x, "quota_min <= quota_max, daily_max <= 255")
def populations(b):
    strata = {(t["id"], s["id"]): s for t in b.plan["tasks"] for s in t["strata"]}
    count = {k: [0, 0] for k in strata}                       # population, excluded
    for t, here in b.lies.items():
        for e, s in here.items(): count[t, s][e in b.excluded[t]] += 1
    def amount(key):
        s, pop, (n, d) = strata[key], count[key][0], strata[key].get("ratio", (0, 1))
        if "as_task" in s: base = amount((s["as_task"], s["as_stratum"]))
        else: base = s["count"] if "count" in s else {"up": -(-n * pop // d), "down": n * pop // d, "half_up": (2 * n * pop + d) // (2 * d)}[s["rounding"]]
        base = max(base, s.get("min", base))
        return min(base, s.get("max", base), pop)
    return [{"excluded": out, "n": amount(k), "population": pop, "reserves": min(strata[k]["reserves"], pop - amount(k)), "stratum": k[1], "task": k[0]}
            for k, (pop, out) in count.items()]
def check_populations(b):
    same("plan.json populations", b.plan["populations"], populations(b))
    for t in b.plan["tasks"]:
        (n, d), mine = t["overall_min"], [x for x in b.plan["populations"] if x["task"] == t["id"]]
        need(d * sum(x["n"] for x in mine) >= n * sum(x["population"] for x in mine), "plan.json task " + t["id"], mine, f"overall_min {n}/{d}")

# ---- 8 Contributions, close, final source; 9 Seed: the checks `ceremony`, `seed` ----------------------------------
def check_ceremony(b):
    c, at, f = b.lines["draw/ceremony.json"], "draw/ceremony.json", b.plan["final"]
    labels, value = [x["label"] for x in c["contributions"]], c["final"]["value"]
    same(at + " labels", labels, [x for x in b.plan["participants"] if x in labels])
    for x in c["contributions"]: need(len(x["value"].encode()) <= 1024, at, x["label"], "a value of 1 to 1,024 bytes")
    same(at + " source", c["final"]["source"], f"dice-{f['sides']}x{f['count']}")
    need(re.fullmatch("[0-9]*" if f["sides"] == 10 else "[1-6]*", value) and len(value) == f["count"], at, value, "one digit a die")
def check_seed(b):
    p, c = b.plan, b.lines["draw/ceremony.json"]
    value = {x["label"]: x["value"] for x in c["contributions"]}
    P = H("mq1/plan", b.data["plan.json"][:-1])
    D = H("mq1/close", P, b"", *[x for l in p["participants"] for x in (l, b"", value.get(l, ""))])
    final = H("mq1/final", c["final"]["source"], c["final"]["value"])
    seed = expand(mac(P, D + final), "mq1/seed")              # HKDF: Extract, then Expand
    b.pair, b.schedule = expand(seed, "mq1/pair"), expand(seed, "mq1/schedule")
    b.K = {t["id"]: expand(seed, "mq1/select", *[t["id"]] * (p["coordination"] == "independent"))[:16].hex() for t in p["tasks"]}
    b.want_record = {"draw": f"{p['authority']['id']}/{p['sequence']}/{p['attempt']}", "plan": P.hex(), "close": D.hex(), "final": final.hex(),
                     "seed": seed.hex(), "seed_hash": sha(seed).hex(), "keys": [{"k": k, "task": t} for t, k in b.K.items()]}
    for k, v in b.want_record.items(): same(f"draw/record.json {k}", b.record[k], v)

# ---- 10 Select: the check `selection` -----------------------------------------------------------------------------
def check_selection(b):
    want = b.want = {"strata": [], "selected": []}
    b.tickets = {t: {e: sha(raw(k + e)).hex() for e in b.entity} for t, k in b.K.items()}
    for x in b.plan["populations"]:
        t, s = x["task"], x["stratum"]
        order = sorted((b.tickets[t][e], e) for e, at in b.lies[t].items() if at == s and e not in b.excluded[t])
        want["strata"].append(dict(x, threshold=order[x["n"] - 1][0]) if x["n"] else x)
        want["selected"] += [{"entity": e, "rank": r, "reserve": r > x["n"], "stratum": s, "task": t, "ticket": ticket}
                             for r, (ticket, e) in enumerate(order[:x["n"] + x["reserves"]], 1)]
    b.drawn = [x for x in want["selected"] if not x["reserve"]]
    for name in want:
        for n, (x, y) in enumerate(zip(b.out[name], want[name])): same(f"draw/{name}.jsonl:{n + 1}", x, y)
        same(f"draw/{name}.jsonl lines", len(b.out[name]), len(want[name]))

# ---- 6.5, 6.6, 15: the check `openings` ---------------------------------------------------------------------------
def check_openings(b):
    known, barred = {x["id"] for x in b.list["inspectors"]}, {x["id"]: x for x in b.list["barred"]}
    def opens(o, where, want, *head):
        ascending(o["inspectors"], where)
        need(set(o["inspectors"]) <= known, where, o["inspectors"], "pseudonyms of inspectors")
        same(where, H(*head, bytes.fromhex(o["salt"]), *o["inspectors"]).hex(), want)
    same("draw/openings.jsonl ids", [x["id"] for x in b.out["openings"]], sorted({x["entity"] for x in b.drawn} & set(barred)))
    for x in b.out["openings"]:
        for kind in ("law", "rotation"): opens(x[kind], f"draw/openings.jsonl {x['id']} {kind}", barred[x["id"]][kind], "mq1/barred", kind)
        need(not set(x["law"]["inspectors"]) & set(x["rotation"]["inspectors"]), "draw/openings.jsonl " + x["id"], x, "nobody both law and rotation")
    if "draw/apart.jsonl" in b.lines: same("draw/apart.jsonl ids", [x["id"] for x in b.out["apart"]], [x["id"] for x in b.list["apart"]])
    for x, y in zip(b.out["apart"], b.list["apart"]):
        opens(x, "draw/apart.jsonl " + x["id"], y["apart"], "mq1/apart")
        need(x["id"] not in x["inspectors"], "draw/apart.jsonl " + x["id"], x["inspectors"], "others only")

# ---- 11 Visits: the check `visits` --------------------------------------------------------------------------------
def visits(b):
    order, out = {t: n for n, t in enumerate(b.task)}, {}
    for x in sorted(b.drawn, key=lambda x: (x["entity"], order[x["task"]])):
        v = out.setdefault(b.entity[x["entity"]].get("user_id", x["entity"]), {"draws": []})
        v["draws"].append({k: x[k] for k in ("entity", "rank", "stratum", "task")})
    for vid, v in out.items():
        tasks = [t for t in b.plan["tasks"] if t["id"] in {d["task"] for d in v["draws"]}]
        lead = next((s["pool"] for t in tasks for s in t["seats"] if s["lead"]), None)
        v.update(id=vid, items=sorted({i for t in tasks for i in t["items"]}), duration=max(t["days"] for t in tasks), seats=[],
                 area=b.entity[v["draws"][0]["entity"]].get("area", ""))
        for q in [q["id"] for q in b.plan["pools"]]:
            count = max(sum(s["count"] for s in t["seats"] if s["pool"] == q) for t in tasks)
            v["seats"] += [{"lead": q == lead and k == 0, "pool": q} for k in range(count)]
    return [out[k] for k in sorted(out)]
def check_visits(b):
    b.want_visits = visits(b)
    same("draw/visits.jsonl ids", [x["id"] for x in b.out["visits"]], [v["id"] for v in b.want_visits])
    for n, (x, v) in enumerate(zip(b.out["visits"], b.want_visits)):
        where, seats = f"draw/visits.jsonl:{n + 1}", x.get("seats", [])
        got = dict(x, area=x.get("area", ""), items=x.get("items", []), seats=[{k: s[k] for k in ("lead", "pool")} for s in seats])
        for k in v: same(f"{where} {k}", got[k], v[k])
        need((x["state"] == "unpaired") == (seats == []) and ("days" in x) == (x["state"] == "dated"), where, x, "unpaired without seats, days when dated")
        need(all(("inspector" in s) == (x["state"] != "unseated") for s in seats), where, x, "inspectors unless unseated")

# ---- 13.1 The instance at relaxation level L, with the capacity of 14.1 -------------------------------------------
def instance(b, L):
    p, steps, pool = b.plan, b.plan["relaxations"][:L], {q["id"]: q for q in b.plan["pools"]}
    I = NS(insp=b.list["inspectors"], visits=[v for v in b.want_visits if v["seats"]], days=p["days"], cap=p["visits_per_day_max"])
    I.number, I.vnumber = {x["id"]: i for i, x in enumerate(I.insp)}, {v["id"]: k for k, v in enumerate(I.visits)}
    I.avail = [[0 if d in x.get("absent", []) or not x.get("certificate_from", "") <= d <= x["certificate_until"] else x["daily_max"] for d in I.days]
               for x in I.insp]
    home, index = p["rotation"]["home_area"] and {"drop": "home_area"} not in steps, {q: k for k, q in enumerate(pool)}
    def serves(x, q): return x["department"] == q["department"] and q["role"] in ["", *x.get("roles", [])] and set(q["expertise"]) <= set(x.get("expertise", []))
    I.seats = [[(index[s["pool"]], v["area"] if home or pool[s["pool"]]["area"] == "same" else "") for s in v["seats"]] for v in I.visits]
    I.members = {}                                            # effective pool (index, area) -> inspectors, ascending
    for k, area in {e for seats in I.seats for e in seats}:
        q = p["pools"][k]
        I.members[k, area] = [i for i, x in enumerate(I.insp) if any(I.avail[i]) and serves(x, q)
                              and not (q["area"] == "same" and x.get("areas") and area not in x["areas"]) and not (home and x.get("home", "") == area != "")]
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
            if k not in tried and lawful(I, i, v, k):
                tried.add(k)
                if k not in taken or place(taken[k], tried): taken[k] = i; return True
        return False
    seats, capacity = {}, 0
    for v in range(len(I.visits)):
        ks, taken = [k for k in range(len(I.seats[v])) if any(lawful(I, i, v, k) for i in X)], {}
        capacity += sum(place(i, set()) for i in X)
        if ks: seats[v] = ks
    return certificate(I, "minimum", seats, {i: I.min[i] for i in X}, sum(I.min[i] for i in X), capacity)

# ---- the direct checks `teams`, `quotas`, `dates`, `certificates`: they do not use the engine of 13.3 to 14.4 ------
def check_teams(b):
    if b.pairing is None: return
    need(b.pairing["relaxations"] <= len(b.plan["relaxations"]), "draw/pairing.json", b.pairing["relaxations"], "at most the plan's steps")
    b.I, b.team = instance(b, b.pairing["relaxations"]), {}   # team: {visit number: inspectors in the order of seats}
    for x in b.out["visits"]:
        if x["state"] not in ("dated", "undated"): continue
        v, where = b.I.vnumber[x["id"]], "draw/visits.jsonl " + x["id"]
        team = b.team[v] = [b.I.number.get(s["inspector"]) for s in x["seats"]]
        for k, i in enumerate(team): need(i is not None and lawful(b.I, i, v, k), f"{where} seat {k}", x["seats"][k], "an inspector in the seat's pool, not barred")
        need(len(set(team)) == len(team), where, x["seats"], "nobody twice in a team")
def check_quotas(b):
    if b.pairing is None: return
    I, held = b.I, [[(v, k) for v, team in b.team.items() for k, w in enumerate(team) if w == i] for i in range(len(b.I.insp))]
    for i, x in enumerate(I.insp): need(I.min[i] <= len(held[i]) <= I.max[i], "inspector " + x["id"], len(held[i]), f"{I.min[i]}..{I.max[i]} visits")
    for load in {len(h) for h in held}:                       # a path from who holds `load` and may give, to who holds load - 2 or less
        queue = [s for h, low in zip(held, I.min) if len(h) == load > low for s in h]
        seen, met = set(queue), set()
        for v, k in queue:                                    # grows while it is read
            for w in [w for w in I.members[I.seats[v][k]] if w not in I.barred[v]]:
                if w in b.team[v]: more = [(v, b.team[v].index(w))]
                else:
                    need(len(held[w]) >= min(load - 1, I.max[w]), "inspector " + I.insp[w]["id"], f"holds {len(held[w])}, somebody {load}", "balanced")
                    more = [] if w in met else held[w]
                    met.add(w)
                queue += [s for s in more if s not in seen]; seen.update(more)
def check_dates(b):
    if b.pairing is None: return
    I, used, count = b.I, {}, [0] * len(b.I.days)
    for x in b.out["visits"]:
        if x["state"] != "dated": continue
        where, n = "draw/visits.jsonl " + x["id"], x["duration"]
        d0 = I.days.index(x["days"][0]) if x["days"][0] in I.days else len(I.days)
        need(x["days"] == I.days[d0:d0 + n] and len(x["days"]) == n, where, x["days"], f"{n} consecutive working days")
        for d in range(d0, d0 + n):
            count[d] += 1
            need(not I.cap or count[d] <= I.cap, where, I.days[d], f"at most {I.cap} visits a day")
            for i in b.team[I.vnumber[x["id"]]]:
                used[i, d] = used.get((i, d), 0) + 1
                need(used[i, d] <= I.avail[i][d], f"{where} {I.insp[i]['id']}", f"{used[i, d]} visits on {I.days[d]}", f"at most {I.avail[i][d]}")
def starts(I, v, team):                                       # 14.2, possible starts
    t = I.visits[v]["duration"]
    return [d for d in range(len(I.days) - t + 1) if all(I.avail[i][e] for i in team for e in range(d, d + t))]
def count_proof(I, teams, vs, i=None):                        # 14.3 (b) for inspector i, (c) for i = None
    days = sorted({e for v in vs for d in starts(I, v, teams[v]) for e in range(d, d + I.visits[v]["duration"])})
    out = {"capacity": I.cap * len(days) if i is None else sum(I.avail[i][d] for d in days), "days": [I.days[d] for d in days],
           "demand": sum(I.visits[v]["duration"] for v in vs), "kind": "cap", "visits": [I.visits[v]["id"] for v in vs]}
    return out if i is None else dict(out, inspector=I.insp[i]["id"], kind="inspector")
def named(proof): return proof.get("visits", [proof.get("visit")])
def recount(I, c, where):
    ascending([x["visit"] for x in c["seats"]], where)
    need(all(x["visit"] in I.vnumber and x["seats"] and max(x["seats"]) < len(I.seats[I.vnumber[x["visit"]]]) and x["seats"] == sorted(set(x["seats"]))
             for x in c["seats"]) and all(x["id"] in I.number for x in c["inspectors"]), where, c, "known inspectors, and seats of visits, ascending")
    same(where, c, places(I, {I.vnumber[x["visit"]]: x["seats"] for x in c["seats"]}) if c["kind"] == "places" else minimum(I, [I.number[x["id"]] for x in c["inspectors"]]))
    need(c["demand"] > c["capacity"], where, c, "demand > capacity")
def check_certificates(b):
    if b.pairing is None: return
    I, p, at, state = b.I, b.pairing, "draw/pairing.json", lambda s: [x["id"] for x in b.out["visits"] if x["state"] == s]
    same(at + " relaxed", [x["level"] for x in p["relaxed"] if x["certificates"]], list(range(p["relaxations"])))
    for x in p["relaxed"]:
        for n, c in enumerate(x["certificates"]): recount(instance(b, x["level"]), c, f"{at} relaxed {x['level']} certificate {n}")
    same(at + " set_aside", sorted(x["visit"] for x in p["set_aside"]), state("unseated"))
    need(not p["set_aside"] or p["relaxations"] == len(b.plan["relaxations"]), at, p["relaxations"], "set aside at the last level only")
    for x in p["set_aside"]:
        need(x["certificate"]["kind"] == "places" and x["visit"] in [y["visit"] for y in x["certificate"]["seats"]], at, x, "places, naming the visit")
        recount(I, x["certificate"], f"{at} set_aside {x['visit']}")
    for n, x in enumerate(p["proofs"]):
        where, vs = f"{at} proof {n}", [I.vnumber.get(y) for y in named(x)]
        need(vs and all(v in b.team for v in vs) and named(x) == sorted(set(named(x))), where, x, "seated visits, ascending")
        need(all(bool(starts(I, v, b.team[v])) != (x["kind"] == "no_window") for v in vs), where, x, "a possible start, unless no_window")
        i = I.number.get(x.get("inspector"))
        if x["kind"] == "no_window": same(where + " team", x["team"], [I.insp[i]["id"] for i in b.team[vs[0]]]); continue
        need(all(i in b.team[v] for v in vs) if x["kind"] == "inspector" else I.cap, where, x, "visits of the inspector, or a cap")
        same(where, x, count_proof(I, b.team, vs, i)); need(x["demand"] > x["capacity"], where, x, "demand > capacity")
    same(at + " undated", [x["visit"] for x in p["undated"]], state("undated"))
    for x in p["undated"]:
        kinds, q = {"not_found": [None], "no_window": ["no_window"], "proved": ["inspector", "cap"]}[x["reason"]], (p["proofs"] + [{}])[min(x.get("proof", -1), len(p["proofs"]))]
        q = {} if "proof" not in x else q
        need(q.get("kind") in kinds and ("proof" not in x or x["visit"] in named(q)), at, x, "a proof of this kind that names the visit, none if not found")

# ---- 12 Random streams --------------------------------------------------------------------------------------------
class Stream:
    QUARTERS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
    def __init__(self, key): self.key, self.block, self.words, self.read = [int.from_bytes(key[k:k + 4], "little") for k in range(0, 32, 4)], 0, [], 0
    def word(self):
        if not self.words:
            need(self.block < 2**32, "stream", "block 2^32", "fewer")       # so word 13, the high half of the counter, is 0
            first = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] + self.key + [self.block, 0, 0, 0]
            x, self.block = first[:], self.block + 1
            for a, b, c, d in self.QUARTERS * 10:
                for up, down in ((16, 12), (8, 7)):
                    x[a] = x[a] + x[b] & 0xffffffff; y = x[d] ^ x[a]; x[d] = (y << up | y >> 32 - up) & 0xffffffff
                    x[c] = x[c] + x[d] & 0xffffffff; y = x[b] ^ x[c]; x[b] = (y << down | y >> 32 - down) & 0xffffffff
            y = [p + q & 0xffffffff for p, q in zip(x, first)]
            self.words = [y[k] | y[k + 1] << 32 for k in range(14, -1, -2)] # taken from the end
        self.read += 1
        return self.words.pop()
    def below(self, n):
        while True:
            x = self.word()
            if x < 2**64 - 2**64 % n: return x % n
    def pick(self, xs): return xs[self.below(len(xs))]
    def shuffle(self, a):
        for i in range(len(a) - 1, 0, -1):
            j = self.below(i + 1)
            a[i], a[j] = a[j], a[i]
        return a
def stream(key, kind, I, comp, attempt): return Stream(expand(key, "mq1/stream", kind, I.visits[comp[0]]["id"], attempt))

# ---- 13 Pair ------------------------------------------------------------------------------------------------------
INF = 1 << 60
def components(I, vs):                                        # 13.3
    if I.cap: return [sorted(vs)] if vs else []
    groups = []                                               # (visits, inspectors whom they touch)
    for v in vs:
        new, near = ([v], set(touched(I, [v]))), [g for g in groups if g[1] & set(touched(I, [v]))]
        groups = [g for g in groups if g not in near] + [(new[0] + [x for g in near for x in g[0]], new[1].union(*[g[1] for g in near]))]
    return sorted(sorted(g[0]) for g in groups)
class Seating:
    def __init__(self, I, comp, r):                           # 13.4 RELABEL; everything below is in labels
        self.I, self.comp, self.r, self.a, self.b = I, comp, r, r.shuffle(touched(I, comp)), r.shuffle(sorted(comp))
        label = {i: k for k, i in enumerate(self.a)}
        self.min, self.max, self.apart = [I.min[i] for i in self.a], [I.max[i] for i in self.a], [{label[j] for j in I.apart[i] if j in label} for i in self.a]
        pools = {e: sorted(label[i] for i in I.members[e]) for v in comp for e in I.seats[v]}
        self.barred = [{label[i] for i in I.barred[v] if i in label} for v in self.b]
        self.visit, self.place, self.pool = zip(*[(k, s, e) for k, v in enumerate(self.b) for s, e in enumerate(I.seats[v])])
        self.mem, self.S = [pools[e] for e in self.pool], len(self.pool)
        self.holder, self.held, self.team = [None] * self.S, [[] for _ in self.a], [{} for _ in self.b]    # team: inspector -> seat
        self.frozen_s, self.frozen_i = set(), set()
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
        T = self.frozen_s | {s for s in range(self.S) if self.holder[s] is None}
        self.frozen_s, self.frozen_i = set(), set()
        return places(self.I, {v: [self.place[s] for s in T if self.b[self.visit[s]] == v] for v in {self.b[self.visit[s]] for s in T}}) if None in self.holder else None
    def level(self):                                          # 13.6 LEVEL; None, or the certificate of minima (13.9)
        for K in range(max(map(self.lastkey, range(len(self.a)))), 0, -1):
            for g in range(len(self.a)):
                if self.lastkey(g) == K and g not in self.frozen_i: self.search([s for s in self.held[g] if s not in self.frozen_s], K, g)
        self.frozen_s, self.frozen_i = set(), set()
        X, B, size = {i for i in range(len(self.a)) if len(self.held[i]) < self.min[i]}, set(), -1
        while X and size != len(B):                           # the smallest fixed point
            size = len(B)
            for s in range(self.S):
                team = self.team[self.visit[s]]
                for w in self.mem[s]:
                    if self.lawful(w, s) and (w in X if w not in team else team[w] != s and team[w] in B): B.add(s); X.add(self.holder[s])
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
            if w not in team and self.key(w) == kappa:
                before.setdefault(w, self.held[w][:]); self.sit(w, s)
                return moves + 1
            if not self.held[w]: continue
            z = self.r.pick(self.held[w])
            if team.get(w, z) != z: continue
            before.setdefault(w, self.held[w][:]); self.leave(w, z); self.sit(w, s)
            moves, s = moves + 1, z
            if moves == self.S + 65536: self.undo(before); return moves
    def undo(self, before):
        for w in before:
            for s in self.held[w]: self.holder[s] = None; del self.team[self.visit[s]][w]
        for w, self.held[w] in before.items():
            for s in self.held[w]: self.holder[s] = w; self.team[self.visit[s]][w] = s
        before.clear()
    def repeated(self, v): return sum(y in self.apart[x] for x in self.team[v] for y in self.team[v] if x < y)
    def walk(self, after_pass=lambda: None):                  # 13.7 PASS, 13.8 TOGETHER
        self.R = self.moves = self.undone = 0
        while self.moves < max(4096, 8 * self.S) or self.R < 64: self.moves += self.round({}); self.R += 1
        for _ in range(self.R): self.moves += self.round({})
        after_pass()
        pairs = [self.repeated(v) for v in range(len(self.b))]
        for _ in range(self.R if any(self.apart) else 0):
            before = {}
            self.round(before)
            now = {v: self.repeated(v) for v in {self.visit[s] for w, held in before.items() for s in held + self.held[w]}}
            if sum(now.values()) > sum(pairs[v] for v in now): self.undo(before); self.undone += 1
            else:
                for v, n in now.items(): pairs[v] = n
    def teams(self):
        out = {v: [None] * len(self.I.seats[v]) for v in self.comp}
        for s in range(self.S): out[self.b[self.visit[s]]][self.place[s]] = self.a[self.holder[s]]
        return out
def pair_all(b):                                              # 13.10: instance, level, relaxed, set aside, seatings
    def upto_level(comp):
        s = Seating(I, comp, stream(b.pair, "pair", I, comp, 0))
        return s, s.fill() or s.level()
    relaxed, aside, last = [], [], len(b.plan["relaxations"])
    for L in range(last + 1):
        I = instance(b, L)
        done = [upto_level(c) for c in components(I, range(len(I.visits)))]
        alone = [i for i in range(len(I.insp)) if I.min[i] > 0 and not any(i in s.a for s, _ in done)]
        certs = [c for _, c in done if c] + ([minimum(I, alone)] if alone else [])
        if not certs or L == last: break
        relaxed.append({"certificates": certs, "level": L})
    while any(c for _, c in done):
        after = [(s, c) for s, c in done if not c]
        for s, c in [x for x in done if x[1]]:
            lost = max((x["visit"] for x in c["seats"]), key=lambda v: H("mq1/aside", b.pair, v))
            aside.append({"certificate": c, "visit": lost})
            after += [upto_level(comp) for comp in components(I, [v for v in s.comp if I.visits[v]["id"] != lost])]
        done = sorted(after, key=lambda x: x[0].comp)
    for s, _ in done: s.walk()
    return I, L, relaxed, aside, [s for s, _ in done]

# ---- 14 Schedule --------------------------------------------------------------------------------------------------
def proofs(I, comp, teams):                                   # 14.3
    able = [v for v in comp if starts(I, v, teams[v])]
    counts = [count_proof(I, teams, [v for v in able if i in teams[v]], i) for i in touched(I, comp)] + ([count_proof(I, teams, able)] if I.cap else [])
    return [{"kind": "no_window", "team": [I.insp[i]["id"] for i in teams[v]], "visit": I.visits[v]["id"]} for v in comp if v not in able] \
        + [c for c in counts if c["demand"] > c["capacity"]]
def attempt(I, comp, teams, r, before_mixing=lambda start: None):           # 14.2: {visit: start}
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
        for d in window(x, at):
            for i in teams[x] + [None]:
                if full(i, d):
                    y = r.pick([v for v in comp if v in start and d in window(v, start[v]) and (i is None or i in teams[v])])
                    last[y] = undate(y); queue.append(y); E += 1
        date(x, at)
    before_mixing(start)
    M = sorted(start)
    for _ in range(16 * len(M)):
        x = r.pick(M)
        undate(x); date(x, r.pick(free(x)))
    return start
def replay(b):                                                # 13.10, 14.4, and the files of section 15: pairing.json, teams, starts
    I, L, relaxed, aside, seatings = pair_all(b)
    teams, start, pairs = {}, {}, {}
    out = {"attempts": [], "proofs": [], "relaxations": L, "relaxed": relaxed, "repeats": [], "set_aside": aside, "undated": []}
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
            x = {} if n is None else {"proof": len(out["proofs"]) + n}
            out["undated"].append({"reason": "not_found" if n is None else "no_window" if given[n]["kind"] == "no_window" else "proved", "visit": name, **x})
        out["proofs"] += given                                # of an attempt without undated visits there are none
    out["undated"].sort(key=lambda x: x["visit"])
    for v, i, j in [(v, i, j) for v in sorted(teams) for i in teams[v] for j in teams[v] if i < j and j in I.apart[i]]: pairs.setdefault((i, j), []).append(v)
    out["repeats"] = [{"inspectors": [I.insp[i]["id"] for i in ij], "visits": [I.visits[v]["id"] for v in vs]} for ij, vs in sorted(pairs.items())]
    return I, out, teams, start
def check_replay(b):
    if b.pairing is None: return
    I, out, teams, start = replay(b)
    for k in out: same("draw/pairing.json " + k, b.pairing[k], out[k])
    for x in [x for x in b.out["visits"] if x["id"] in I.vnumber]:
        v, where = I.vnumber[x["id"]], f"draw/visits.jsonl {x['id']} "
        same(where + "state", x["state"], "dated" if v in start else "undated" if v in teams else "unseated")
        same(where + "seats", [s.get("inspector") for s in x["seats"]], [I.insp[i]["id"] for i in teams[v]] if v in teams else [None] * len(x["seats"]))
        same(where + "days", x.get("days"), I.days[start[v]:start[v] + x["duration"]] if v in start else None)

# ---- 15 record.json: the check `record` ---------------------------------------------------------------------------
def check_record(b): same("draw/record.json roots", b.record["roots"], {n: counted(b.raw[f"draw/{n}.jsonl"]) for n in b.out if f"draw/{n}.jsonl" in b.raw})

# ---- 17 Verify, 18 Why, the command line --------------------------------------------------------------------------
CHECKS = "manifest files format plan roots former_ids lists populations ceremony seed selection openings visits teams quotas dates certificates replay record".split()
def verify(folder, expect=None, bare=False, upto="record", say=print):
    b = NS(folder=folder, expect=expect, data={}, raw={}, lines={}, digest=None)
    if bare: b.data = {p: read_regular(folder, p) for p in walk(folder) if p in FILES and p != "manifest.json"}
    for name in CHECKS[:CHECKS.index(upto) + 1]:
        if bare and name in CHECKS[:2]: say("skip " + name); continue
        try: globals()["check_" + name](b)
        except Fail as f:
            say(f"FAIL {name}: {f.where}\n  got      {str(f.got)[:2000]}\n  expected {str(f.want)[:2000]}\n  answers  {who(b, name)}")
            return name, b
        except Exception as e: say(f"FAIL {name}: the verifier itself stopped: {e!r}"); return name, b
        say("pass " + name)
    return None, b
def who(b, name):
    if name in ("manifest", "files"): return "publisher"
    if name not in ("teams", "quotas", "dates", "certificates"): return "office"
    try: check_replay(b); return "program"                    # unlawful although replay agrees
    except Exception: return "office"
def why(folder, what, bare):
    failed, b = verify(folder, bare=bare, upto="selection", say=lambda x: None)
    if failed: print(f"the bundle fails the check {failed}"); return 3
    for e in b.list["entities"]:
        if what in e.get("former_ids", []): print(f"{what}: former code of {e['id']}"); what = e["id"]; break
    if what not in b.entity: print(f"{what}: not in the list")
    for t in b.task if what in b.entity else []:
        s, x = b.lies[t].get(what), next((x for x in b.want["selected"] if x["entity"] == what and x["task"] == t), None)
        row = next((y for y in b.want["strata"] if (y["task"], y["stratum"]) == (t, s)), None)
        if s is None: text = "outside (in no stratum of the task)"
        elif what in b.excluded[t]: text = f"excluded ({b.excluded[t][what]}), stratum {s}"
        elif x: text = f"{'reserve' if x['reserve'] else 'drawn'}, stratum {s}, rank {x['rank']}, n {row['n']}"
        else: text = f"not drawn, stratum {s}, ticket above the threshold {row.get('threshold', '(none is drawn)')}"
        print(f"{what}: task {t}: {text}\n  ticket {b.tickets[t][what]}\n  printf '%s' \"{b.K[t]}{what}\" | sha256sum")
    return 0
def main(args):
    bare, args = "--bare" in args, [a for a in args if a != "--bare"]
    if len(args) == 3 and args[0] == "--why": return why(args[1], args[2], bare)
    if len(args) not in (1, 3) or len(args) == 3 and args[1] != "--expect": print(__doc__); return 2
    failed, b = verify(args[0], args[2] if len(args) == 3 else None, bare)
    if failed: return 3
    grade = "rehearsal - nothing shows the lists to have been fixed before the randomness" if b.plan["purpose"] == "rehearsal" else "not shown by this bundle"
    print(f"bundle digest {b.digest or 'none (bare)'}\nall checks pass; grade of the order of events: {grade}")
    return 0
if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
