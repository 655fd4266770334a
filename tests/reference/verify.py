#!/usr/bin/env python3
"""Verifies a bundle of the Mingqian draw protocol mq1. Written from PROTOCOL.md alone; the numbers are its sections.
    python3 verify.py BUNDLE [--expect DIGEST] [--bare]     (--bare: skip manifest and files, for a folder without them)
    python3 verify.py --why BUNDLE ID
Exit: 0 all checks pass, 3 a check fails (named), 2 usage. rules.py and engine.py lie beside it."""
import datetime, json, math, os, re, stat, sys
from types import SimpleNamespace as NS
sys.dont_write_bytecode = True                                # a checkout stays as it is
from engine import replay
from rules import Fail, H, ascending, aside, count_proof, expand, instance, lawful, mac, members, merkle, minimum, named, need, people_at, places, raw
from rules import same, sha, starts

# ---- 2 Canonical lines ----
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
    *lines, rest = data.split(b"\n")
    need(rest == b"" and all(len(x) <= 1048576 for x in lines), where, "no LF at the end, or a line too long", "lines of at most 1,048,576 bytes, each with LF")
    return lines

# ---- 3 Ids and field text, and the fields of sections 4 to 6, 15 and 16 ----
def matching(pattern): return lambda x: type(x) is str and re.fullmatch(pattern, x)
def DAY(x):
    try: return matching("(19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")(x) and bool(datetime.date.fromisoformat(x))
    except ValueError: return False
def NAT(x): return type(x) is int and x >= 0
def RATIO(x): return type(x) is list and len(x) == 2 and NAT(x[0]) and NAT(x[1]) and x[0] <= x[1] > 0 and math.gcd(*x) == 1
ID, PSEUDO, HEX = matching("[0-9A-Z][0-9A-Z._-]{0,63}"), matching("I-[0-9A-F]{10}"), matching("[0-9a-f]{64}")
TYPES = {"ID": ID, "HEX": HEX, "DAY": DAY, "NAT": NAT, "RATIO": RATIO, "U32": lambda x: NAT(x) and x < 2**32, "BOOL": lambda x: type(x) is bool,
         "TEXT": lambda x: type(x) is str, "TEXT1": lambda x: type(x) is str and x != ""}
def F(text, **nested):
    """Fields: "TYPE name name; [TYPE] name; word|word name"; TYPE? = optional and then not empty, TYPE~ = optional."""
    out = {k: s if type(s) is tuple and s[0] in ("?", "~") else ("", s) for k, s in nested.items()}
    for t, *names in (part.split() for part in text.split(";") if part.strip()):
        s = TYPES.get(t.strip("[]?~")) or tuple(t.strip("[]?~").split("|"))
        out.update({k: (t[-1] if t[-1] in "?~" else "", [s] if t[0] == "[" else s) for k in names})
    return out
def shape(x, s, at):                                          # s: dict of fields, [type], tuple of words, or test
    if type(s) is dict:
        need(type(x) is dict and set(x) <= set(s), at, sorted(set(x) - set(s)) if type(x) is dict else x, "an object without unknown fields")
        for k, (optional, t) in s.items():
            need(k in x or optional, at, "no " + k, k)
            need(optional != "?" or x.get(k) not in ("", []), f"{at}.{k}", x.get(k), "left out when empty")
            if k in x: shape(x[k], t, f"{at}.{k}")
    elif type(s) is list:
        need(type(x) is list, at, x, "an array")
        for n, y in enumerate(x): shape(y, s[0], f"{at}[{n}]")
    else: need(type(x) is str and x in s if type(s) is tuple else s(x), at, x, s)
def fits(x, s):
    try: shape(x, s, ""); return True
    except Fail: return False
def either(*kinds): return lambda x: any(fits(x, s) for s in kinds)
ROOT, ROW = F("NAT count; HEX root"), F("ID stratum task; NAT excluded n population reserves")
def ROOTS(x): return type(x) is dict and all(fits(y, ROOT) for y in x.values())
CONDITION = F("TEXT field; [TEXT]? any none prefix; DAY? from until")
STRATUM = F("ID id; TEXT name; NAT reserves; NAT~ count min max; RATIO~ ratio; up|down|half_up~ rounding; ID~ as_task as_stratum; HEX~ sealed",
            when=("~", [CONDITION]))
STEP = either(F("minimums|pairs|home_area drop"), F("U32 add; ID quota_max"))
PROOF = either(F("no_window kind; [ID] team; ID visit"), F("inspector kind; ID inspector; NAT capacity demand; [DAY] days; [ID] visits"),
               F("cap kind; NAT capacity demand; [DAY] days; [ID] visits"))
CERT = F("NAT capacity demand; places|minimum kind", inspectors=[F("ID id; U32 places")], seats=[F("[U32] seats; ID visit")])
OPENED = F("[ID] inspectors; HEX salt")
LISTS = ("entities", "items", "exclusions", "inspectors", "barred", "apart", "strata", "selection")
OUTCOME = ("strata", "selected", "visits", "openings", "apart")
FILES = {
    "manifest.json": F("TEXT format", files=[F("TEXT path; HEX sha256; NAT size")]),
    "plan.json": F("TEXT protocol suite campaign calendar; rehearsal|official purpose; open|sealed mode; U32 sequence attempt min_choice visits_per_day_max;"
        "DAY created finish_by; [DAY] days; [TEXT] participants cases; room|remote profile; positive|independent coordination; TEXT? min_choice_waiver",
        authority=F("ID id; TEXT name"), period=F("DAY from until"), final=F("TEXT source; U32 sides count"), quotas=F("U32 min max daily_max"),
        populations=[ROW], ceilings=[F("ID id; U32 count_max; [TEXT] departments lifted_by not_counting; DAY from until")], relaxations=[STEP], roots=ROOTS,
        pools=[F("ID id; TEXT department role; [TEXT] expertise; any|same area")], simulation=F("U32 seeds; RATIO unplaced_max"),
        rotation=F("BOOL pairs home_area former_units; U32 last_visit_days together_days"), publish=F("TEXT inspectors names; U32 results_working_days"),
        tasks=[F("ID id; TEXT name department case; BOOL lead labelled; undirected|directed kind; own|joint|upper source; list|selection population;"
            "city-city|city-county|county-county level; [ID] items ceilings; HEX~ scope_sealed; U32 recent_days days; RATIO overall_min",
            scope=[CONDITION], strata=[STRATUM], seats=[F("ID pool; U32 count; BOOL lead")])]),
    "lists/entities.jsonl": F("ID id; HEX sealed; TEXT1 name; TEXT? code kind area industry scale status scope; DAY? established licence_until;"
        "[TEXT1]? tags licences; ID? user_id maintainer_id; [ID]? former_ids"),
    "lists/items.jsonl": F("ID id; TEXT1 name basis; TEXT? code sub_item department target importance method ratio frequency requirement note"),
    "lists/inspectors.jsonl": F("ID id; TEXT1 department; TEXT? home; [TEXT1]? areas expertise roles; DAY? certificate_from; DAY certificate_until;"
        "[DAY]? absent; U32 quota_min quota_max daily_max; HEX sealed"),
    "lists/exclusions.jsonl": F("ID id; HEX sealed", tasks=[F("closed|promise|ceiling|recent reason; ID task")]),
    "lists/barred.jsonl": F("ID id; HEX law rotation"), "lists/apart.jsonl": F("ID id; HEX apart"), "lists/selection.jsonl": F("ID id; [TEXT1] tasks"),
    "lists/strata.jsonl": F("ID id; HEX sealed", labels=[F("ID stratum task")]),
    "draw/ceremony.json": F("", contributions=[F("TEXT label value")], final=F("TEXT source value")),
    "draw/strata.jsonl": {**ROW, **F("HEX? threshold")}, "draw/selected.jsonl": F("ID entity stratum task; NAT rank; BOOL reserve; HEX ticket"),
    "draw/visits.jsonl": F("TEXT? area; [DAY]? days; U32 duration; ID id; [ID] items; dated|undated|unseated|unpaired state",
        draws=[F("ID entity stratum task; NAT rank")], seats=("?", [F("ID? inspector; BOOL lead; ID pool")])),
    "draw/openings.jsonl": F("ID id", law=OPENED, rotation=OPENED), "draw/apart.jsonl": {**F("ID id"), **OPENED},
    "draw/pairing.json": F("U32 relaxations", proofs=[PROOF], attempts=[F("ID visit; U32 attempt")], relaxed=[F("U32 level", certificates=[CERT])],
        repeats=[F("[ID] inspectors visits")], set_aside=[F("ID visit", certificate=CERT)],
        undated=[F("NAT~ proof; no_window|proved|not_found reason; ID visit")]),
    "draw/record.json": F("HEX close final plan seed seed_hash; TEXT draw", keys=[F("TEXT k; ID task")], lists=ROOTS, roots=ROOTS)}

# ---- 16 Bundle: the checks `manifest`, `files`, `format` ----
def read_regular(folder, name):
    path = os.path.join(folder, *name.split("/"))
    need(os.path.lexists(path) and stat.S_ISREG(os.lstat(path).st_mode), name, "no such file, or not a regular one", "a regular file")
    with open(path, "rb") as f: return f.read()
def walk(folder, prefix=""):                                  # all that is not a folder; links are not followed
    for e in os.scandir(folder):
        if e.is_dir(follow_symlinks=False): yield from walk(e.path, prefix + e.name + "/")
        else: yield prefix + e.name
def check_manifest(b):
    data, at = read_regular(b.folder, "manifest.json"), "manifest.json"
    b.digest = sha(data).hex()
    if b.expect: same(at, b.digest, b.expect)
    b.manifest = object_file(data, at)
    shape(b.manifest, FILES[at], at); same(at + " format", b.manifest["format"], "mq1/bundle")
    paths = [f["path"] for f in b.manifest["files"]]
    for p in paths: need(not {"", ".", ".."} & set(p.split("/")) and not {"\\", "\0"} & set(p) and p != at, at, p, "a plain relative path")
    ascending([p.encode() for p in paths], at + " paths")
def required_lists(plan):                                     # 7
    return {"entities", "items", "exclusions"} | ({"inspectors", "barred", "apart"} if any(t["seats"] for t in plan["tasks"]) else set()) \
        | {"strata" for t in plan["tasks"] if t["labelled"]} | {"selection" for t in plan["tasks"] if t["population"] == "selection"}
def section16(plan):
    lists, draw = required_lists(plan), ["ceremony.json", "strata.jsonl", "selected.jsonl", "visits.jsonl", "record.json"]
    if "barred" in lists: draw += ["openings.jsonl", "pairing.json", "apart.jsonl"]
    documents = ["summary.md", "summary.en.md", "summary.html", "visits.xlsx"]
    return sorted(["plan.json"] + ["documents/" + x for x in documents] + ["draw/" + x for x in draw] + [f"lists/{x}.jsonl" for x in lists])
def check_files(b):
    listed = [f["path"] for f in b.manifest["files"]]
    same("folder", sorted(walk(b.folder)), sorted(listed + ["manifest.json"]))
    for f in b.manifest["files"]:
        data = b.data[f["path"]] = read_regular(b.folder, f["path"])        # what was digested is what is read from here on
        same(f["path"] + " size", len(data), f["size"]); same(f["path"] + " SHA-256", sha(data).hex(), f["sha256"])
    need("plan.json" in b.data, "plan.json", "missing", "plan.json")
    try: plan = object_file(b.data["plan.json"], "plan.json"); shape(plan, FILES["plan.json"], "plan.json")
    except Fail: return                                       # the set of files hangs on the plan: a plan of no form fails at `format`
    same("manifest.json", listed, section16(plan))
def check_format(b):
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
    b.list, b.out = ({n: b.lines.get(f"{folder}/{n}.jsonl", []) for n in names} for folder, names in (("lists", LISTS), ("draw", OUTCOME)))
    b.pairing, b.record = b.lines.get("draw/pairing.json"), b.lines["draw/record.json"]

# ---- 5 Plan, 7 Commit: the checks `plan`, `roots`, `former_ids` ----
DAYS, ARRAYS = ("established", "licence_until"), ("tags", "licences")
FIELDS = ("id", "code", "name", "kind", "area", "industry", "scale", "status", "scope") + DAYS + ARRAYS
def sound(c):                                                 # a condition: one kind of test, and one that fits the field
    kinds = [k for k in ("any", "none", "prefix") if k in c] + ["days"] * ("from" in c or "until" in c)
    return c["field"] in FIELDS and len(kinds) == 1 and (kinds == ["days"]) == (c["field"] in DAYS) and "" not in c.get(kinds[0], [])
def check_plan(b):
    p, at = b.plan, "plan.json"
    f, q, period, steps, tasks = p["final"], p["quotas"], p["period"], p["relaxations"], p["tasks"]
    def unique(xs, what, least=0): need(len(set(xs)) == len(xs) >= least, at, xs, what + " unique, at least " + str(least))
    def sorted_texts(xs, what): ascending(xs, f"{at} {what}"); need("" not in xs, at, xs, what + " without empty texts")
    same(at, [p["protocol"], p["suite"], p["mode"], p["profile"]], ["mq1", "sha256", "open", "room"])      # no place for commitments yet (20)
    need(p["publish"]["inspectors"] == "pseudonyms" and p["publish"]["names"] in ("never", "slips", "site"), at, p["publish"], "a word of section 5")
    need(min(p["sequence"], p["attempt"]) >= 1, at, [p["sequence"], p["attempt"]], "at least 1")
    need(q["min"] <= q["max"] and q["daily_max"] <= 255, at, q, "min <= max, daily_max <= 255")
    need(period["from"] <= period["until"] and all(period["from"] <= d <= period["until"] for d in p["days"]), at, p["days"], "days within the period")
    ascending(p["days"], at + " days"); sorted_texts(p["cases"], "cases")
    need(f["source"] == "dice" and f["sides"] in (6, 10) and f["count"] <= 200, at, f, "at most 200 dice of 6 or 10 sides")
    need(f["sides"] ** f["count"] >= 2**64, at, f, "at least 64 bits")
    unique(p["participants"], "participants", 1); unique([t["id"] for t in tasks], "tasks", 1)
    need("" not in p["participants"] + [x for y in p["pools"] for x in [y["department"], *y["expertise"]]], at, "an empty text", "participants and pools without")
    for name in "ceilings", "pools": unique([x["id"] for x in p[name]], name)
    cases, pools, ceilings = set(p["cases"]), {x["id"] for x in p["pools"]}, {c["id"] for c in p["ceilings"]}
    for c in p["ceilings"]:
        need(c["from"] <= c["until"] and {*c["lifted_by"], *c["not_counting"]} <= cases, at, c["id"], "from <= until, cases of the plan")
        for k in "departments", "lifted_by", "not_counting": sorted_texts(c[k], f"ceiling {c['id']} {k}")
    need(steps and [s for s in steps if s == {"drop": "minimums"}] == steps[-1:], at, steps, "the last step, and only it, drops minimums")
    need(all(s["quota_max"] in pools and s["add"] >= 1 for s in steps if "add" in s), at, steps, "steps name pools and add something")
    for t in tasks:
        where, seats = f"{at} task {t['id']}", t["seats"]
        unique([s["id"] for s in t["strata"]], "strata", 1); ascending(t["items"], where + " items"); ascending(t["ceilings"], where + " ceilings")
        need((t["case"] == "" or t["case"] in cases) and set(t["ceilings"]) <= ceilings and t["days"] >= 1, where, t["case"], "case, ceilings and days")
        need(all(s["pool"] in pools and s["count"] >= 1 for s in seats), where, seats, "at least one seat of a pool of the plan")
        need(not seats or t["items"] and [s["lead"] for s in seats].count(True) == 1 and sum(s["count"] for s in seats) >= 2, where, seats, "with seats: items, two seats, one lead")
        need(not (t["scope"] if t["labelled"] else "scope_sealed" in t), where, t["scope"], "a scope sealed just when labelled")
        for s in t["strata"]:
            need(t["labelled"] == ("sealed" in s) != ("when" in s), where, s, "conditions sealed just when labelled")
            need([k for k in ("count", "ratio", "rounding", "as_task", "as_stratum") if k in s] in (["count"], ["ratio", "rounding"], ["as_task", "as_stratum"]),
                 where, s, "exactly one amount")
            need(s.get("min", 0) <= s.get("max", 2**53), where, s, "min <= max")
        for c in t["scope"] + [c for s in t["strata"] for c in s.get("when", [])]: need(sound(c), where, c, "a condition of section 5")
    strata, ends = {(t["id"], s["id"]): s for t in tasks for s in t["strata"]}, set()
    for key in strata:                                        # any order is allowed, a circle is not
        way = {}
        while key not in ends and "as_task" in strata[key]:
            way[key], key = True, (strata[key]["as_task"], strata[key]["as_stratum"])
            need(key in strata and key not in way, at, key, "a stratum of the plan, not in a circle")
        ends.update(way)
    same(at + " populations", [(x["task"], x["stratum"]) for x in p["populations"]], list(strata))
    same(at + " roots", set(p["roots"]), required_lists(p))
def counted(lines): return {"count": len(lines), "root": merkle(lines)}
def check_roots(b):
    for n, want in b.plan["roots"].items(): same(f"lists/{n}.jsonl", counted(b.raw[f"lists/{n}.jsonl"]), want)
def check_former_ids(b):
    known = {e["id"]: e["id"] for e in b.list["entities"]}
    for e in b.list["entities"]:
        for x in e.get("former_ids", []): need(known.setdefault(x, e) is e, f"entity {e['id']}", x, "a code of no other entity"); known[x] = None
    for e in b.list["entities"]:
        for k in "user_id", "maintainer_id": need(known.get(e.get(k), 1), f"entity {e['id']}", e.get(k), "a present code")

# ---- 6 Freeze, as far as a verifier sees it: the checks `lists`, `populations` ----
def holds(c, e):                                              # 5, conditions
    f = c["field"]
    if f in DAYS: return f in e and c.get("from", "") <= e[f] <= c.get("until", "~")
    value = e.get(f, []) if f in ARRAYS else [e.get(f, "active" if f == "status" else "")]
    if "prefix" in c: return any(v.startswith(x) for v in value for x in c["prefix"])
    return any(v in c["any"] for v in value) if "any" in c else not any(v in c["none"] for v in value)
def lies_in(b):                                               # 6.8: {task: {entity: stratum}}
    out, chosen = {}, {(x["id"], t) for x in b.list["selection"] for t in x["tasks"]}
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
    order, strata = {t: n for n, t in enumerate(b.task)}, {(t["id"], s["id"]) for t in p["tasks"] for s in t["strata"]}
    lifted = {c["id"]: set(c["lifted_by"]) for c in p["ceilings"]}
    def in_order(ts, where): need(set(ts) <= set(order), where, ts, "tasks of the plan"); ascending([order[t] for t in ts], where + " order of tasks")
    b.lies, b.excluded = lies_in(b), {t: {} for t in order}
    for n, x in enumerate(b.list["strata"]):
        where = f"lists/strata.jsonl:{n + 1}"
        in_order([y["task"] for y in x["labels"]], where)
        for y in x["labels"]:                                 # a label says where it *lies*: 6.8's proviso on `selection` holds for it too
            need(b.task[y["task"]]["labelled"] and (y["task"], y["stratum"]) in strata and x["id"] in b.lies[y["task"]], where, y,
                 "a stratum of a labelled task, in whose population it is")
    for x in b.list["selection"]: need(x["id"] in b.entity, "lists/selection.jsonl", x["id"], "an id of entities")
    rules = {t["id"]: {"closed", "promise"} | {"recent" for _ in "x" if t["recent_days"] > 0 and t["case"] == ""}
             | {"ceiling" for c in t["ceilings"] if t["case"] not in lifted[c]} for t in p["tasks"]}
    for n, x in enumerate(b.list["exclusions"]):
        where, ts = f"lists/exclusions.jsonl:{n + 1}", [y["task"] for y in x["tasks"]]
        need(x["id"] in b.entity and ts, where, x, "an id of entities, and tasks"); in_order(ts, where)
        for y in x["tasks"]:
            need(x["id"] in b.lies[y["task"]] and y["reason"] in rules[y["task"]], where, y, "it lies in a stratum of the task, and the task has this rule")
            b.excluded[y["task"]][x["id"]] = y["reason"]
    for t in order:
        for e in b.lies[t]:
            want = "closed" if b.entity[e].get("status", "active") != "active" else "not closed"
            need((b.excluded[t].get(e) == "closed") == (want == "closed"), f"lists/exclusions.jsonl {e} task {t}", b.excluded[t].get(e, "not excluded"), want)
    barred = {e for t in p["tasks"] if t["seats"] for e in b.lies[t["id"]]}
    for n, want in {"strata": list(b.entity), "barred": sorted(barred), "apart": [x["id"] for x in b.list["inspectors"]],
                    "items": sorted({i for t in p["tasks"] for i in t["items"]})}.items():
        if n in p["roots"]: same(f"lists/{n}.jsonl ids", [x["id"] for x in b.list[n]], want)
    days, departments = set(p["days"]), {q["department"] for q in p["pools"]}
    for n, x in enumerate(b.list["inspectors"]):
        where, absent = f"lists/inspectors.jsonl:{n + 1}", x.get("absent", [])
        ascending(absent, where + " absent")
        need(PSEUDO(x["id"]) and x["department"] in departments and days.issuperset(absent), where, x, "pseudonym, a pool's department, days of the plan")
        need(x["quota_min"] <= x["quota_max"] and x["daily_max"] <= 255, where, x, "quota_min <= quota_max, daily_max <= 255")
def populations(b):
    strata = {(t["id"], s["id"]): s for t in b.plan["tasks"] for s in t["strata"]}
    count, amount = {k: [0, 0] for k in strata}, {}           # population and excluded; n
    for t, here in b.lies.items():
        for e, s in here.items(): count[t, s][e in b.excluded[t]] += 1
    for key in strata:
        chain = [key]                                         # to the first amount that is known or says a number, and back
        while chain[-1] not in amount and "as_task" in strata[chain[-1]]: chain.append((strata[chain[-1]]["as_task"], strata[chain[-1]]["as_stratum"]))
        for k, other in [(k, o) for k, o in zip(chain[::-1], [None] + chain[::-1]) if k not in amount]:
            s, pop, (n, d) = strata[k], count[k][0], strata[k].get("ratio", (0, 1))
            if "ratio" in s: base = {"up": -(-n * pop // d), "down": n * pop // d, "half_up": (2 * n * pop + d) // (2 * d)}[s["rounding"]]
            else: base = s["count"] if "count" in s else amount[other]
            base = max(base, s.get("min", base))
            amount[k] = min(base, s.get("max", base), pop)
    return [{"excluded": out, "n": amount[k], "population": pop, "reserves": min(strata[k]["reserves"], pop - amount[k]), "stratum": k[1], "task": k[0]}
            for k, (pop, out) in count.items()]
def check_populations(b):
    same("plan.json populations", b.plan["populations"], populations(b))
    total = {t: [0, 0] for t in b.task}
    for x in b.plan["populations"]: total[x["task"]][0] += x["n"]; total[x["task"]][1] += x["population"]
    for t, (n, pop) in total.items(): a, d = b.task[t]["overall_min"]; need(d * n >= a * pop, "plan.json task " + t, [n, pop], f"overall_min {a}/{d}")

# ---- 8 Contributions, close, final source; 9 Seed: the checks `ceremony`, `seed` ----
def check_ceremony(b):
    c, at, f = b.lines["draw/ceremony.json"], "draw/ceremony.json", b.plan["final"]
    labels, value = [x["label"] for x in c["contributions"]], c["final"]["value"]
    said = set(labels)
    same(at + " labels", labels, [x for x in b.plan["participants"] if x in said])
    for x in c["contributions"]: need(1 <= len(x["value"].encode()) <= 1024, at, x["label"], "a value of 1 to 1,024 bytes")
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
    want = {"draw": f"{p['authority']['id']}/{p['sequence']}/{p['attempt']}", "plan": P.hex(), "close": D.hex(), "final": final.hex(),
            "seed": seed.hex(), "seed_hash": sha(seed).hex(), "keys": [{"k": k, "task": t} for t, k in b.K.items()]}
    for k, v in want.items(): same(f"draw/record.json {k}", b.record[k], v)

# ---- 10 Select: the check `selection` ----
def check_selection(b):
    want, cells = {"strata": [], "selected": []}, {(x["task"], x["stratum"]): [] for x in b.plan["populations"]}
    b.want, b.tickets = want, {t: {e: sha(raw(k + e)).hex() for e in b.entity} for t, k in b.K.items()}
    for t, here in b.lies.items():
        for e, s in here.items(): cells[t, s] += [(b.tickets[t][e], e)] * (e not in b.excluded[t])
    for x in b.plan["populations"]:
        order = sorted(cells[x["task"], x["stratum"]])
        want["strata"].append(dict(x, threshold=order[x["n"] - 1][0]) if x["n"] else x)
        want["selected"] += [{"entity": e, "rank": r, "reserve": r > x["n"], "stratum": x["stratum"], "task": x["task"], "ticket": ticket}
                             for r, (ticket, e) in enumerate(order[:x["n"] + x["reserves"]], 1)]
    b.drawn = [x for x in want["selected"] if not x["reserve"]]
    for name in want:
        for n, (x, y) in enumerate(zip(b.out[name], want[name])): same(f"draw/{name}.jsonl:{n + 1}", x, y)
        same(f"draw/{name}.jsonl lines", len(b.out[name]), len(want[name]))

# ---- 6.5, 6.6, 6.10, 15: the check `openings` ----
def check_openings(b):
    people, barred = b.list["inspectors"], {x["id"]: x for x in b.list["barred"]}
    known, names = {x["id"] for x in people}, {x["id"]: set(x["inspectors"]) for x in b.out["apart"]}
    def opens(o, where, want, *head):
        ascending(o["inspectors"], where)
        need(known.issuperset(o["inspectors"]), where, o["inspectors"], "pseudonyms of inspectors")
        same(where, H(*head, bytes.fromhex(o["salt"]), *o["inspectors"]).hex(), want)
    same("draw/openings.jsonl ids", [x["id"] for x in b.out["openings"]], sorted({x["entity"] for x in b.drawn} & set(barred)))
    for x in b.out["openings"]:
        for kind in "law", "rotation": opens(x[kind], f"draw/openings.jsonl {x['id']} {kind}", barred[x["id"]][kind], "mq1/barred", kind)
        need(not set(x["law"]["inspectors"]) & set(x["rotation"]["inspectors"]), "draw/openings.jsonl " + x["id"], x, "nobody both law and rotation")
    if "draw/apart.jsonl" in b.lines: same("draw/apart.jsonl ids", [x["id"] for x in b.out["apart"]], [x["id"] for x in b.list["apart"]])
    for x, y in zip(b.out["apart"], b.list["apart"]):
        opens(x, "draw/apart.jsonl " + x["id"], y["apart"], "mq1/apart")
        need(x["id"] not in x["inspectors"] and all(x["id"] in names[z] for z in x["inspectors"]), "draw/apart.jsonl " + x["id"], x["inspectors"],
             "others, who name this one too")
    if b.plan["min_choice"] and not b.plan.get("min_choice_waiver"): min_choice(b)
def min_choice(b):                                            # 6.10, for the drawn entities and the tasks that drew them
    I, tasks = people_at(b, 0), {}
    for x in b.drawn: tasks.setdefault(x["entity"], []).append(b.task[x["task"]])
    for x in b.out["openings"]:
        gone = {I.number[i] for kind in ("law", "rotation") for i in x[kind]["inspectors"]}
        for q in {s["pool"] for t in tasks[x["id"]] for s in t["seats"]}:
            choice = len(set(members(I, I.effective(q, b.entity[x["id"]].get("area", "")))) - gone)
            need(choice >= b.plan["min_choice"], f"draw/openings.jsonl {x['id']} {q}", choice, f"at least {b.plan['min_choice']} lawful inspectors")

# ---- 11 Visits: the check `visits` ----
def visits(b):
    order, out = {t: n for n, t in enumerate(b.task)}, {}
    for x in sorted(b.drawn, key=lambda x: (x["entity"], order[x["task"]])):
        v = out.setdefault(b.entity[x["entity"]].get("user_id", x["entity"]), {"draws": []})
        v["draws"].append({k: x[k] for k in ("entity", "rank", "stratum", "task")})
    for vid, v in out.items():
        tasks = [b.task[t] for t in sorted({d["task"] for d in v["draws"]}, key=order.get)]
        lead, most = next((s["pool"] for t in tasks for s in t["seats"] if s["lead"]), None), {}
        for t in tasks:
            for q in {s["pool"] for s in t["seats"]}: most[q] = max(most.get(q, 0), sum(s["count"] for s in t["seats"] if s["pool"] == q))
        v.update(id=vid, items=sorted({i for t in tasks for i in t["items"]}), duration=max(t["days"] for t in tasks),
                 area=b.entity[v["draws"][0]["entity"]].get("area", ""),
                 seats=[{"lead": q["id"] == lead and k == 0, "pool": q["id"]} for q in b.plan["pools"] if q["id"] in most for k in range(most[q["id"]])])
    return [out[k] for k in sorted(out)]
def check_visits(b):
    b.want_visits = visits(b)
    same("draw/visits.jsonl ids", [x["id"] for x in b.out["visits"]], [v["id"] for v in b.want_visits])
    for n, (x, v) in enumerate(zip(b.out["visits"], b.want_visits)):
        where, seats = f"draw/visits.jsonl:{n + 1}", x.get("seats", [])
        got = dict(x, area=x.get("area", ""), seats=[{k: s[k] for k in ("lead", "pool")} for s in seats])
        for k in v: same(f"{where} {k}", got[k], v[k])
        need((x["state"] == "unpaired") == (seats == []) and ("days" in x) == (x["state"] == "dated"), where, x, "unpaired without seats, days when dated")

# ---- the direct checks `teams`, `quotas`, `dates`, `certificates`: they do not use the engine of 13.3 to 14.4 ----
def check_teams(b):
    need(b.pairing["relaxations"] <= len(b.plan["relaxations"]), "draw/pairing.json", b.pairing["relaxations"], "at most the plan's steps")
    b.I, b.team = instance(b, b.pairing["relaxations"]), {}   # team: {visit number: inspectors in the order of seats}
    for x in [x for x in b.out["visits"] if "seats" in x]:
        v, where, seated = b.I.vnumber[x["id"]], "draw/visits.jsonl " + x["id"], x["state"] != "unseated"
        need(all(("inspector" in s) == seated for s in x["seats"]), where, x, "an inspector in each seat, in none of an unseated visit")
        team = [b.I.number.get(s["inspector"]) for s in x["seats"] if seated]
        for k, i in enumerate(team): need(i is not None and lawful(b.I, i, v, k), f"{where} seat {k}", x["seats"][k], "one of its pool, not barred")
        need(len(set(team)) == len(team), where, x["seats"], "nobody twice in a team")
        if seated: b.team[v] = team
def check_quotas(b):
    I, held = b.I, [[] for _ in b.I.insp]
    for v, team in b.team.items():
        for k, i in enumerate(team): held[i].append((v, k))
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
    I, used, count, number = b.I, {}, [0] * len(b.I.days), {d: n for n, d in enumerate(b.I.days)}
    for x in [x for x in b.out["visits"] if x["state"] == "dated"]:
        where, n, d0 = "draw/visits.jsonl " + x["id"], x["duration"], number.get(x["days"][0], len(I.days))
        need(x["days"] == I.days[d0:d0 + n] and len(x["days"]) == n, where, x["days"], f"{n} consecutive working days")
        for d in range(d0, d0 + n):
            count[d] += 1
            need(not I.cap or count[d] <= I.cap, where, I.days[d], f"at most {I.cap} visits a day")
            for i in b.team[I.vnumber[x["id"]]]:
                used[i, d] = used.get((i, d), 0) + 1
                need(used[i, d] <= I.avail[i][d], f"{where} {I.insp[i]['id']}", f"{used[i, d]} visits on {I.days[d]}", f"at most {I.avail[i][d]}")
def recount(I, c, where):
    ascending([x["visit"] for x in c["seats"]], where)
    need(all(x["visit"] in I.vnumber and x["seats"] and max(x["seats"]) < len(I.seats[I.vnumber[x["visit"]]]) and x["seats"] == sorted(set(x["seats"]))
             for x in c["seats"]) and all(x["id"] in I.number for x in c["inspectors"]), where, c, "known inspectors, and seats of visits, ascending")
    again = places(I, {I.vnumber[x["visit"]]: x["seats"] for x in c["seats"]}) if c["kind"] == "places" else minimum(I, [I.number[x["id"]] for x in c["inspectors"]])
    same(where, c, again)
    need(c["demand"] > c["capacity"], where, c, "demand > capacity")
def check_certificates(b):
    I, p, at, state, gone = b.I, b.pairing, "draw/pairing.json", lambda s: [x["id"] for x in b.out["visits"] if x["state"] == s], set()
    same(at + " relaxed", [x["level"] for x in p["relaxed"] if x["certificates"]], list(range(p["relaxations"])))
    for x in p["relaxed"]:
        J = instance(b, x["level"])
        for n, c in enumerate(x["certificates"]): recount(J, c, f"{at} relaxed {x['level']} certificate {n}")
    same(at + " set_aside", sorted(x["visit"] for x in p["set_aside"]), state("unseated"))
    need(not p["set_aside"] or p["relaxations"] == len(b.plan["relaxations"]), at, p["relaxations"], "set aside at the last level only")
    for x in p["set_aside"]:
        c, where = x["certificate"], f"{at} set_aside {x['visit']}"
        need(c["kind"] == "places" and c["seats"] and not gone & {y["visit"] for y in c["seats"]}, where, c, "places, of visits that are still there")
        recount(I, c, where); same(where, x["visit"], aside(b, c)); gone.add(x["visit"])
    for n, x in enumerate(p["proofs"]):
        where, vs, i = f"{at} proof {n}", [I.vnumber.get(y) for y in named(x)], I.number.get(x.get("inspector"))
        need(vs and all(v in b.team for v in vs) and named(x) == sorted(set(named(x))), where, x, "seated visits, ascending")
        need(all(bool(starts(I, v, b.team[v])) != (x["kind"] == "no_window") for v in vs), where, x, "a possible start, unless no_window")
        if x["kind"] == "no_window": same(where + " team", x["team"], [I.insp[i]["id"] for i in b.team[vs[0]]]); continue
        need(all(i in b.team[v] for v in vs) if x["kind"] == "inspector" else I.cap, where, x, "visits of the inspector, or a cap")
        same(where, x, count_proof(I, b.team, vs, i)); need(x["demand"] > x["capacity"], where, x, "demand > capacity")
    same(at + " undated", [x["visit"] for x in p["undated"]], state("undated"))
    for x in p["undated"]:
        kinds, n = {"not_found": [None], "no_window": ["no_window"], "proved": ["inspector", "cap"]}[x["reason"]], x.get("proof", len(p["proofs"]))
        q = p["proofs"][n] if n < len(p["proofs"]) else {}
        need(q.get("kind") in kinds and ("proof" in x) == (q != {}) and (q == {} or x["visit"] in named(q)), at, x, "a proof that names it, if any")

# ---- the check `replay` ----
def check_replay(b):
    I, out, teams, start = replay(b)
    for k in out: same("draw/pairing.json " + k, b.pairing[k], out[k])
    for x in [x for x in b.out["visits"] if x["id"] in I.vnumber]:
        v, where = I.vnumber[x["id"]], f"draw/visits.jsonl {x['id']} "
        same(where + "state", x["state"], "dated" if v in start else "undated" if v in teams else "unseated")
        same(where + "seats", [s.get("inspector") for s in x["seats"]], [I.insp[i]["id"] for i in teams[v]] if v in teams else [None] * len(x["seats"]))
        same(where + "days", x.get("days"), I.days[start[v]:start[v] + x["duration"]] if v in start else None)

# ---- 15 record.json: the check `record`; 17 Verify, 18 Why, the command line ----
def check_record(b):
    same("draw/record.json roots", b.record["roots"], {n: counted(b.raw[f"draw/{n}.jsonl"]) for n in OUTCOME if f"draw/{n}.jsonl" in b.raw})
    same("draw/record.json lists", b.record["lists"], b.plan["roots"])
PAIRED = ["teams", "quotas", "dates", "certificates", "replay"]             # without seats there is nothing to check
CHECKS = "manifest files format plan roots former_ids lists populations ceremony seed selection openings visits".split() + PAIRED + ["record"]
def verify(folder, expect=None, bare=False, say=print):       # the name of the check that fails, if any; what was read; what was wrong
    b = NS(folder=folder, expect=expect, data={}, raw={}, lines={}, digest=None, pairing=None)
    if bare: b.data = {p: read_regular(folder, p) for p in walk(folder) if p in FILES and p != "manifest.json"}
    for name in CHECKS:
        if bare and name in CHECKS[:2]: say("skip " + name); continue
        try:
            if name not in PAIRED or b.pairing is not None: globals()["check_" + name](b)
        except Fail as fail: return name, b, fail
        except Exception as e: return name, b, Fail("the verifier itself stopped", repr(e), "a verdict")
        say("pass " + name)
    return None, b, None
def who(b, name):
    if name in CHECKS[:3]: return "publisher"
    try: return "program" if name in PAIRED[:4] and not check_replay(b) else "office"       # unlawful although replay agrees
    except Exception: return "office"
def why(b, what):
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
def main(args):
    bare, args = "--bare" in args, [a for a in args if a != "--bare"]
    asks, expects = [len(args) == 3 and args[k] == word for k, word in ((0, "--why"), (1, "--expect"))]
    if len(args) != 1 and not asks and not expects: print(__doc__); return 2
    failed, b, fail = verify(args[1 if asks else 0], args[2] if expects else None, bare, (lambda line: None) if asks else print)
    if failed:
        print(f"FAIL {failed}: {fail.where}\n  got      {str(fail.got)[:2000]}\n  expected {str(fail.want)[:2000]}\n  answers  {who(b, failed)}")
        return 3
    grade = "rehearsal - nothing shows the lists to have been fixed before the randomness" if b.plan["purpose"] == "rehearsal" else "not shown by this bundle"
    if asks: why(b, args[2])
    print(f"bundle digest {b.digest or 'none (bare)'}\nall checks pass; grade of the order of events: {grade}")
    return 0
if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
