#!/usr/bin/env python3
"""Verifies bundles, proofs and slips of the Mingqian draw protocol mq1. Written from PROTOCOL.md alone; the numbers are its sections.
    verify.py BUNDLE [--expect DIGEST] [--policy FILE] [--log LOG] [--require GRADE] [--today DAY] [--json]
    verify.py why BUNDLE ID
    verify.py proof FILE [--bundle BUNDLE] [--policy FILE] [--key VKEY] [--record DIGEST]
Exit: 0 all holds, 1 something can't be read, 2 usage, 3 a check fails; its name comes first. A beacon's BLS signature is not checked.
A name that leads nowhere raises a KeyError or the like: it fails the check that is being made, as Fail does."""
import argparse, base64, calendar, collections, datetime, functools, hashlib, hmac, json, math, pathlib, re, struct, sys, types
Counter, Path, NS = collections.Counter, pathlib.Path, types.SimpleNamespace
class Obj(dict): __getattr__, __setattr__ = dict.get, dict.__setitem__  # x.key: the value, or None if the key is not there
class Fail(Exception): at = ""  # what is being read; with what was got, what was expected
def here(where): Fail.at = where
def same(got, want):
    if got != want: raise Fail(Fail.at, got, want)
def hold(got, **facts):  # each fact has a name, and must be true
    for fact in [fact for fact, true in facts.items() if not true]: raise Fail(Fail.at, got, fact.replace("_", " "))
def ascending(xs): same([y for x, y in zip(xs, xs[1:]) if x >= y], [])  # by bytes: for Unicode text the same as by code points
# ---- 1 Primitives
def sha(x): return hashlib.sha256(x).digest()
def raw(x): return x if type(x) is bytes else str(x).encode()
def parts(n, tag, *ps): return b"".join(len(raw(x)).to_bytes(k, "big") + raw(x) for k, x in [(2, tag)] + [(n, x) for x in ps])
def H(*ps): return sha(parts(8, *ps))
def expand(key, *ps): return hmac.digest(key, parts(2, *ps) + b"\1", "sha256")  # HKDF-Expand: one block
def node(left, right): return sha(b"\1" + left + right)
def merkle(lines):  # joined level by level: the same tree
    level = [sha(b"\0" + x) for x in lines] or [sha(b"")]
    while len(level) > 1: level = [node(*level[k:k + 2]) if k + 1 < len(level) else level[k] for k in range(0, len(level), 2)]
    return level[0]
def counted(lines): return {"count": len(lines), "root": merkle(lines).hex()}
def little(code): return int.from_bytes(code, "little")
unhex, Q, L = bytes.fromhex, 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, Q) % Q, pow(2, (Q - 1) // 4, Q)  # edwards25519; the root of -1; points are pairs (x, y)
def add(a, b):
    t, x, y = D * a[0] * b[0] * a[1] * b[1] % Q, a[0] * b[1] + a[1] * b[0], a[1] * b[1] + a[0] * b[0]
    return x * pow(1 + t, -1, Q) % Q, y * pow(1 - t, -1, Q) % Q
def times(n, a): return add(times(n // 2, add(a, a)), a if n % 2 else (0, 1)) if n else (0, 1)
def point(code):  # None unless it is the canonical encoding of a point that is not of small order
    y = little(code) % 2**255; xx = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(xx, (Q + 3) // 8, Q) * (1 if pow(xx, (Q - 1) // 4, Q) == 1 else ROOT) % Q; x = x if x % 2 == code[31] >> 7 else Q - x
    return (x, y) if y < Q and x * x % Q == xx and times(8, (x, y)) != (0, 1) else None
BASE = point((4 * pow(5, -1, Q) % Q).to_bytes(32, "little"))
def signed(key, message, code):
    a, r, s, k = point(key), point(code[:32]), little(code[32:]), little(hashlib.sha512(code[:32] + key + message).digest())
    return bool(a and r and s < L) and times(s, BASE) == add(r, times(k % L, a))
# ---- 2 Canonical lines
def plain(x, depth=1):  # the restrictions, at every depth
    if type(x) not in (Obj, list): return type(x) in (str, bool) or type(x) is int and abs(x) < 2**53
    good = depth <= 32 and (type(x) is list or all(re.fullmatch("[a-z0-9_]+", k) for k in x))
    return good and all(plain(y, depth + 1) for y in (x if type(x) is list else x.values()))
def dump(x): return json.dumps(x, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
def canonical(line, t):  # a line of shape t
    try: x = json.loads(line.decode(), object_hook=Obj); good = type(x) is Obj and plain(x) and dump(x) == line
    except (ValueError, RecursionError): good = False
    hold(line[:200], canonical_line=good); shape(x, t, ""); return x
# ---- 3 to 6, 15, 16, 20 to 25: what the files hold: a name, then "TYPE key key; TYPE key"; & begins another. T text, T1 not empty, I id,
# H digest, S signature, N number, U below 2^32, D day, R ratio, B boolean, A object, words a|b, [t] array of t, <t> object of them;
# t? is left out when empty, t~ may be missing. What is an event has draw and event besides.
TABLE = """
manifest.json mq1/bundle|mq1/announcement|mq1/sealed format; [FILE] files & FILE T path; H sha256; N size & ROOT N count; H root & plan.json
T protocol suite campaign calendar; rehearsal|official purpose; open|sealed mode; NAMED authority; U sequence attempt; D created finish_by;
PERIOD period; [D] days; [T] participants cases; room|remote profile; FINAL final; T? log; SUPERIOR~ superior; [KEY]? keys; ESCROW~ escrow;
[T]? custodians; REASONS~ replacement; positive|independent coordination; [CEILING] ceilings; [POOL] pools; QUOTAS quotas; ROTATION
rotation; [STEP] relaxations; U min_choice visits_per_day_max; T? min_choice_waiver; PUBLISH publish; SIMULATION simulation; [TASK] tasks;
[ROW] populations; <ROOT> roots & NAMED I id; T name & PERIOD D from until & FINAL T source; U~ sides count draws of pick; N~ round &
SUPERIOR H key; T name & KEY H key; T department label & ESCROW [HOLDER] holders; U threshold & HOLDER T label; B outside & REASONS [T]
entity inspector & CEILING I id; U count_max; [T] departments lifted_by not_counting; D from until & QUOTAS U min max daily_max & PUBLISH T
inspectors names; U results_working_days & POOL I id; T department role; [T] expertise; any|same area & STEP minimums|pairs|home_area~ drop;
U~ add; I~ quota_max & ROTATION B pairs home_area former_units; U last_visit_days together_days & SIMULATION U seeds; R unplaced_max & SEATS
I pool; U count; B lead & TASK I id; T name department case; B lead labelled; undirected|directed kind; own|joint|upper source;
list|selection population; city-city|city-county|county-county level; [I] items ceilings; [CONDITION] scope; H~ scope_sealed; U recent_days
days; R overall_min; [STRATUM] strata; [SEATS] seats & STRATUM I id; T name; N reserves; N~ count min max; R~ ratio; up|down|half_up~
rounding; I~ as_task as_stratum; H~ sealed; [CONDITION]~ when & CONDITION T field; [T]? any none prefix; D? from until & ROW I stratum task;
N excluded n population reserves &
lists/entities.jsonl I id; H sealed; T1 name; T? code kind area industry scale status scope; D? established licence_until; [T1]? tags
licences; I? user_id maintainer_id; [I]? former_ids & lists/items.jsonl I id; T1 name basis; T? code sub_item department target importance
method ratio frequency requirement note & lists/inspectors.jsonl I id; T1 department; T? home; [T1]? areas expertise roles; D?
certificate_from; D certificate_until; [D]? absent; U quota_min quota_max daily_max; H sealed & lists/exclusions.jsonl I id; H sealed;
[EXCLUDED] tasks & EXCLUDED closed|promise|ceiling|recent reason; I task & lists/barred.jsonl I id; H law rotation & lists/apart.jsonl I id;
H apart & lists/selection.jsonl I id; [T1] tasks & lists/strata.jsonl I id; H sealed; [LABEL] labels & LABEL I stratum task &
draw/ceremony.json [SAID] contributions; CAST final & SAID T label value & CAST T source value & draw/strata.jsonl I stratum task; N
excluded n population reserves; H? threshold & draw/selected.jsonl I entity stratum task; N rank; B reserve; H ticket & draw/visits.jsonl T?
area; [D]? days; [DRAWN] draws; U duration; I id; [I] items; [SEAT]? seats; dated|undated|unseated|unpaired state & DRAWN I entity stratum
task; N rank & SEAT I? inspector; B lead; I pool & draw/openings.jsonl I id; OPENED law rotation & evidence/openings.jsonl I id; OPENED law
rotation & OPENED [I] inspectors; H salt & draw/apart.jsonl I id; [I] inspectors; H salt & draw/pairing.json U relaxations; [ATTEMPT]
attempts; [RELAXED] relaxed; [REPEAT] repeats; [ASIDE] set_aside; [PROOF] proofs; [UNDATED] undated & ATTEMPT U attempt; I visit & RELAXED U
level; [CERT] certificates & REPEAT [I] inspectors visits & ASIDE I visit; CERT certificate & CERT N capacity demand; places|minimum kind;
[PLACES] inspectors; [LISTED] seats & PLACES I id; U places & LISTED [U] seats; I visit & PROOF no_window|inspector|cap kind; N~ capacity
demand; [D]~ days; I~ inspector visit; [I]~ team visits & UNDATED N~ proof; no_window|proved|not_found reason; I visit & draw/record.json H
close final plan seed seed_hash; T draw; [TASKKEY] keys; <ROOT> lists roots & TASKKEY T k; I task &
sealed/capsules.jsonl T name; H sha256 & evidence/consistency.json [H] hashes & ENTRY T draw event; H hash & evidence/events.jsonl event
event; [H] hashes; N index & evidence/previous.jsonl ENTRY entry; [H] hashes; N index & event/announce H plan; H~ commitment; [H]~ points &
event/share T holder; S~ signature & event/contribution T label value & event/commitment T label; H commitment & event/reveal T label value;
H salt & event/close H close & event/sign T label; S signature & event/roll T source value; [RECORDED] records & RECORDED T recorder value &
event/draw H~ record seed_hash; ROOT~ leaves capsules & event/open H leaf & event/finish H record; H~ secret & event/void T1 reason; S~
signature; H~ record secret & event/replace/inspector T kind approved_by reason; I~ by; D date; H nonce; U seat; S~ signature; [SKIPPED]
skipped; I visit & event/replace/entity T kind approved_by reason; N~ by; N rank; D date; H nonce; S~ signature; [[SKIPPED]] skipped; I
stratum task; [D]? days; [I]? team & SKIPPED I inspector; T reason & mq1/proof mq1/proof|mq1/proof format; I id; [LEAF] leaves;
draw/record.json record; LOGGED~ log & LEAF T file; [H] hashes; N index; A line & LOGGED T checkpoint; event event; [H] hashes; N index &
PLACED T checkpoint; [H] hashes; N index & mq1/slip mq1/slip|mq1/slip format; T draw; event event; [H] hashes; N index; A leaf; PLACED log;
H~ salt; draw/record.json~ record; [NAMES]? names & NAMES I inspector; A private; H salt
"""
SHAPES = {name: {k: t for t, *keys in map(str.split, (fields + "; T draw event" * ("event/" in name)).split(";")) for k in keys}
          for name, fields in (x.split(None, 1) for x in TABLE.split("&"))}
def fits(pattern): return lambda x: type(x) is str and re.fullmatch(pattern, x)
def is_nat(x, limit=2**53): return type(x) is int and 0 <= x < limit
def is_ratio(x): return type(x) is list and len(x) == 2 and is_nat(x[0]) and is_nat(x[1]) and x[0] <= x[1] > 0 and math.gcd(*x) == 1
IS_DATE = fits("(19|[2-9][0-9])[0-9]{2}-(0[1-9]|1[0-2])-[0-9]{2}")
def is_day(x): return IS_DATE(x) and 1 <= int(x[8:]) <= calendar.monthrange(int(x[:4]), int(x[5:7]))[1]
TYPES = {"I": fits("[0-9A-Z][0-9A-Z._-]{0,63}"), "H": fits("[0-9a-f]{64}"), "S": fits("[0-9a-f]{128}"), "T": fits("(?s:.*)"), "N": is_nat,
         "T1": fits("(?s:.+)"), "D": is_day, "R": is_ratio, "U": lambda x: is_nat(x, 2**32), "B": lambda x: type(x) is bool,
         "A": lambda x: type(x) is Obj}
def shape(x, t, at):
    if t == "event": t = "/".join([t] + [str(x[k]) for k in ("event", "kind") if k in x]) if type(x) is Obj else "A"
    if t[0] in "[<":
        hold([at, x], array_or_object=type(x) is (list if t[0] == "[" else Obj))
        for n, y in enumerate(x) if t[0] == "[" else x.items(): shape(y, t[1:-1], f"{at}/{n}")
    elif t in SHAPES:
        hold([at, x], **{f"{t} without unknown keys": type(x) is Obj and set(x) <= set(SHAPES[t])})
        for k, kind in SHAPES[t].items():
            hold([at, x], **{f"{k}, left out when empty": kind[-1] != "?" or x[k] not in ("", []) if k in x else kind[-1] in "?~"})
            if k in x: shape(x[k], kind.rstrip("?~"), f"{at}/{k}")
    else: hold([at, x], **{f"of type {t}": TYPES[t](x) if t in TYPES else x in t.split("|")})
# ---- 16 Bundle. From here on, `yield` names the check of section 17 that the lines after it make
def rows(b, path):
    for n, x in enumerate(b.files.get(path, []), 1): here(f"{path}:{n}"); yield x
def same_rows(b, path, want):
    for x, y in zip(rows(b, path), want): same(x, y)
    here(path); same(len(b.files[path]), len(want))
def read_regular(b, name):
    path = Path(b.folder, name); here(name); hold(name, a_regular_file=path.is_file() and not path.is_symlink()); return path.read_bytes()
def parse(b, path):  # into b.files: the object, or the list of them
    here(path); *lines, rest = b.data[path].split(b"\n"); b.raw[path] = b.files[path] = lines; listed = path.endswith(".jsonl")
    hold(rest[:200], LF_at_the_end=rest == b"" and (listed or len(lines) == 1),
         length=all(len(x) <= 2**20 if listed else len(x) < 2**28 for x in lines))
    b.files[path] = [canonical(x, path) for x in (rows(b, path) if listed else lines)]
    if listed: ascending([x.id for x in b.files[path] if "id" in SHAPES[path]])
    else: b.files[path] = b.files[path][0]
    return b.files[path]
def section16(kind, p, kinds):  # and 7; without evidence/openings.jsonl
    bundle, seats, labelled, chosen = kind == "mq1/bundle", *(any(map(f, p.tasks)) for f in (
        lambda t: t.seats, lambda t: t.labelled, lambda t: t.population == "selection"))
    return sorted(" ".join(names for wanted, names in (
        (True, "plan.json lists/entities.jsonl lists/items.jsonl lists/exclusions.jsonl"), (labelled, "lists/strata.jsonl"),
        (chosen, "lists/selection.jsonl"), (seats, "lists/inspectors.jsonl lists/barred.jsonl lists/apart.jsonl"),
        (bundle, "draw/ceremony.json draw/strata.jsonl draw/selected.jsonl draw/visits.jsonl draw/record.json documents/summary.md"),
        (bundle, "documents/summary.en.md documents/summary.html documents/visits.xlsx"),
        (bundle and seats, "draw/openings.jsonl draw/apart.jsonl draw/pairing.json"),
        (p.log or not bundle, "evidence/events.jsonl evidence/previous.jsonl evidence/checkpoint"),
        ("close" in kinds, "evidence/closed evidence/consistency.json"),
        (kind == "mq1/sealed" or bundle and p.mode == "sealed" and "draw" in kinds, "sealed/capsules.jsonl")) if wanted).split())
EVENTS, CLOSED, PREVIOUS = "evidence/events.jsonl", "evidence/closed", "evidence/previous.jsonl"
CAPSULES, VISITS = "sealed/capsules.jsonl", "draw/visits.jsonl"
def of_files(b):
    yield "manifest"
    data = b.data["manifest.json"] = read_regular(b, "manifest.json"); b.digest = sha(data).hex()
    same(b.digest, b.options.expect or b.digest); manifest = parse(b, "manifest.json")
    b.kind, paths = manifest.format, [f.path for f in manifest.files]
    for x in paths: hold(x, plain_path=not {"", ".", ".."} & set(x.split("/")) and not {"\\", "\0"} & set(x) and x != "manifest.json")
    ascending(paths)
    yield "files"
    found = [x.relative_to(b.folder).as_posix() for x in Path(b.folder).rglob("*") if x.is_symlink() or not x.is_dir()]
    same(sorted(found), sorted(["manifest.json", *paths]))
    for f in manifest.files: data = b.data[f.path] = read_regular(b, f.path); same([len(data), sha(data).hex()], [f.size, f.sha256])
    try: p, events = parse(b, "plan.json"), [x.event for x in parse(b, EVENTS)] if EVENTS in paths else []
    except Fail: p = None  # `format` says why
    if p:
        hold(b.kind, kind_for_this_plan=b.kind == "mq1/bundle" or p.log and (b.kind == "mq1/announcement" or p.mode == "sealed"))
        late = {"evidence/openings.jsonl"} if b.kind == "mq1/bundle" and any(e.by and e.kind == "entity" for e in events) else set()
        same(sorted({*paths} - late), section16(b.kind, p, {e.event for e in events}))
    yield "format"
    for path in [x for x in paths if x.endswith((".json", ".jsonl"))]: parse(b, path)
    get = b.files.get; p = b.plan = get("plan.json"); b.P, b.draw = H("mq1/plan", dump(p)), f"{p.authority.id}/{p.sequence}/{p.attempt}"
    for name in "entities inspectors barred apart strata selection".split(): setattr(b, name, get(f"lists/{name}.jsonl", []))
    b.out = Obj({x: get(f"draw/{x}.jsonl", []) for x in "strata selected visits openings apart".split()})
    b.late, b.pairing, b.record = get("evidence/openings.jsonl", []), get("draw/pairing.json"), get("draw/record.json")
    b.events, b.sealed = [x.event for x in get(EVENTS, [])], p.mode == "sealed"
    b.task, b.entity, b.event = {t.id: t for t in p.tasks}, {e.id: e for e in b.entities}, Obj({e.event: e for e in b.events})
    b.last = b.events[-1] if b.events else Obj()
# ---- 5 Plan, 8 Final source, 7 Commit
CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
def final_source(f):  # 8: source id, number of outcomes, test of a value; None: not of the table
    n, sides, m, of, k, keys = *(f.get(x, 0) for x in ("count", "sides", "draws", "of", "pick")), " ".join(f)
    if keys == "count sides source" and f.source == "dice" and n <= 200 and sides in (6, 10):
        return f"dice-{sides}x{n}", sides ** n, fits(f"[{'0-9' if sides == 10 else '1-6'}]{{{n}}}")
    if keys == "draws of pick source" and f.source == "balls" and 1 <= m <= 50 and 1 <= k <= of <= 100 and of >= 2:
        def one(draw): return len(draw) == len(set(draw)) == k and set(draw) <= {str(x) for x in range(1, of + 1)}
        def all_of(v): return v.count(";") == m - 1 and all(one(x.split(",")) for x in v.split(";"))
        return f"balls-{m}x{k}of{of}", math.perm(of, k) ** m, all_of
    if keys == "round source" and f.source == "drand" and f.round: return f"drand-{CHAIN}-{f.round}", 2**256, fits("[0-9a-f]{96}")
DAYS, ARRAYS = ("established", "licence_until"), ("tags", "licences")
AMOUNTS = (["count"], ["ratio", "rounding"], ["as_task", "as_stratum"])
FIELDS = "id code name kind area industry scale status scope".split() + [*DAYS, *ARRAYS]
def unique(xs, least=0): hold(xs, unique=len(set(xs)) == len(xs), enough=len(xs) >= least, none_empty="" not in xs)
def texts(*lists):  # sorted, none of them empty
    for xs in lists: ascending(["", *xs])
def of_plan(b):
    yield "plan"
    p, q, steps, pools = b.plan, b.plan.quotas, b.plan.relaxations, [x.id for x in b.plan.pools]; b.final = final_source(p.final)
    words = [p.protocol, p.suite, p.publish.inspectors] == ["mq1", "sha256", "pseudonyms"] and p.publish.names in ("never", "slips", "site")
    hold(p, words=words, from_1=min(p.sequence, p.attempt) >= 1, quotas=q.min <= q.max and q.daily_max <= 255,
         final=b.final and b.final[1] >= 2**64, periods=all(x["from"] <= x.until for x in [p.period, *p.ceilings]),
         days=all(p.period["from"] <= d <= p.period.until for d in p.days),
         cases=all({*c.lifted_by, *c.not_counting} <= {*p.cases} for c in p.ceilings),
         pools=all(x.department and "" not in x.expertise for x in p.pools),
         last_step=steps and [s for s in steps if s.drop == "minimums"] == steps[-1:],
         steps=all(len(s) == 1 if s.drop else s.add and s.quota_max in pools for s in steps))
    unique(p.participants, 1); unique([t.id for t in p.tasks], 1); unique(pools); unique([c.id for c in p.ceilings])
    texts(p.days, p.cases, *[c[k] for c in p.ceilings for k in ("departments", "lifted_by", "not_counting")])
    plan_keys(p, "log" in p, b.sealed, p.get("keys", []), p.escrow.holders if p.escrow else [], p.custodians or [])
    for t in p.tasks: plan_task(p, t, t["items"], t.seats, pools)
    strata = {(t.id, s.id): s for t in p.tasks for s in t.strata}
    for key, way in [(key, []) for key in strata]:
        while strata[key].as_task:
            way.append(key); key = strata[key].as_task, strata[key].as_stratum
            hold(key, a_stratum=key in strata, no_circle=key not in way)
    same([(x.task, x.stratum) for x in p.populations], list(strata))
    same(sorted(p.roots), [x[6:-6] for x in sorted(b.files) if x[:6] == "lists/"])
    yield "roots"
    for n, want in p.roots.items(): here(n); same(counted(b.raw[f"lists/{n}.jsonl"]), want)
    yield "former_ids"
    former = Counter(x for e in b.entities for x in e.former_ids or [])
    for e in rows(b, "lists/entities.jsonl"): hold(e, unique=e.id not in former and all(former[x] == 1 for x in e.former_ids or []),
                                                   not_of_user_or_maintainer=not former[e.user_id] and not former[e.maintainer_id])
def plan_keys(p, log, sealed, keys, holders, custodians):  # the optional keys
    labels, n, t = [h.label for h in holders], len(holders), p.escrow.threshold if p.escrow else 1
    hold(p, a_log=log or p.purpose == "rehearsal" and p.profile == "room" and not sealed and not keys,
         keys_of_ceremonies=("superior" in p, "replacement" in p, "escrow" in p, "custodians" in p) == (log, log, sealed, sealed),
         threshold=n <= 255 and sum(not h.outside for h in holders) < t and (t <= n < 2 * t or not sealed),
         two_custodians=len(custodians) == 2 * sealed, log=not log or vkey(p.log, 1) and p.superior.name,
         keys=all(x.department and x.label in p.participants + labels for x in keys))
    unique(labels); unique(custodians)
    if log: texts(p.replacement.entity, p.replacement.inspector, [x.label for x in keys]); unique([x.key for x in keys] + [p.superior.key])
def plan_task(p, t, items, seats, pools):
    unique([s.id for s in t.strata], 1); texts(items, t.ceilings)
    hold(t, case=t.case in ["", *p.cases], ceilings={*t.ceilings} <= {c.id for c in p.ceilings}, days=t.days >= 1,
         scope=not (t.scope if t.labelled else t.scope_sealed), pools=all(s.pool in pools and s.count for s in seats),
         two_seats=not seats or sum(s.count for s in seats) >= 2, items_and_one_lead=not seats or items and sum(s.lead for s in seats) == 1)
    for s in t.strata:
        hold(s, sealed_just_when_labelled=t.labelled == ("sealed" in s) != ("when" in s),
             one_amount=[k for xs in AMOUNTS for k in xs if k in s] in AMOUNTS, min_to_max=s.get("min", 0) <= s.get("max", 2**53))
    for c in t.scope + [c for s in t.strata for c in s.get("when", [])]:
        tests = [k for k in ("any", "none", "prefix") if k in c] + ["day"] * ("from" in c or "until" in c)
        hold(c, field=c.field in FIELDS, texts="" not in c.get(tests[0], []),
             test=len(tests) == 1 and (tests == ["day"]) == (c.field in DAYS))
# ---- 6 Freeze, as far as a verifier sees it
def holds(c, e):  # 5, conditions
    if c.field in DAYS: return c.field in e and c.get("from", "") <= e[c.field] <= c.get("until", "~")
    value = e.get(c.field, []) if c.field in ARRAYS else [e.get(c.field, "active" if c.field == "status" else "")]
    if c.prefix: return any(v.startswith(x) for v in value for x in c.prefix)
    return bool(set(value) & set(c.any)) if c.any else not set(value) & set(c.none)
def lies_in(b, t):  # 6.8: {entity: stratum} of a task
    if t.labelled: return {x.id: y.stratum for x in b.strata for y in x.labels if y.task == t.id}
    chosen = {x.id for x in b.selection if t.id in x.tasks} if t.population == "selection" else b.entity
    found = {i: [s.id for s in t.strata if all(holds(c, e) for c in t.scope + s.when)] for i, e in b.entity.items() if i in chosen}
    return {e: s[0] for e, s in found.items() if s}
def of_lists(b):
    yield "lists"
    p, order, strata = b.plan, list(b.task), {(t.id, s.id): s for t in b.plan.tasks for s in t.strata}
    b.lies, b.excluded = {t.id: lies_in(b, t) for t in p.tasks}, {t: {} for t in order}
    closed = {e.id for e in b.entities if e.status not in (None, "active")}
    def known(x, tasks): hold(x, known_id=x.id in b.entity); ascending([order.index(y.task) for y in tasks])
    for x in rows(b, "lists/selection.jsonl"): known(x, [])
    for x in rows(b, "lists/strata.jsonl"):
        known(x, x.labels); hold(x, labels=all(b.task[y.task].labelled and (y.task, y.stratum) in strata for y in x.labels))
    for x in rows(b, "lists/exclusions.jsonl"):
        known(x, x.tasks); hold(x, tasks=x.tasks)
        for t, why in [(b.task[y.task], y.reason) for y in x.tasks]:
            ceiling = [c.id for c in p.ceilings if c.id in t.ceilings and t.case not in c.lifted_by]
            b.excluded[t.id][x.id], rule = why, {"promise": 1, "recent": t.recent_days and not t.case, "ceiling": ceiling}
            hold(x, lies_there=x.id in b.lies[t.id], rule_of_the_task=why == "closed" if x.id in closed else rule.get(why))
    for t in order: here(t); same(sorted(closed & set(b.lies[t]) - set(b.excluded[t])), [])
    for n, ids in {"strata": b.entity, "barred": {e for t in p.tasks if t.seats for e in b.lies[t.id]},
                   "apart": {x.id for x in b.inspectors}, "items": {i for t in p.tasks for i in t["items"]}}.items():
        if n in p.roots: here(n); same([x.id for x in b.files[f"lists/{n}.jsonl"]], sorted(ids))
    for x in rows(b, "lists/inspectors.jsonl"):
        ascending(x.absent or [])
        hold(x, pseudonym=re.fullmatch("I-[0-9A-F]{10}", x.id), department=x.department in [q.department for q in p.pools],
             absent=set(x.absent or []) <= set(p.days), quotas=x.quota_min <= x.quota_max and x.daily_max <= 255)
    yield "populations"
    count = Counter((t, s, e in b.excluded[t]) for t, lies in b.lies.items() for e, s in lies.items())
    @functools.cache
    def amount(key):
        s, pop, (n, d) = strata[key], count[*key, False], strata[key].ratio or (0, 1)
        base = s.count if "count" in s else amount((s.as_task, s.as_stratum)) if s.as_task else \
            {"up": -(-n * pop // d), "down": n * pop // d, "half_up": (2 * n * pop + d) // (2 * d)}[s.rounding]
        return min(max(base, s.get("min", base)), s.get("max", 2**53), pop)
    for x, (t, s) in zip(p.populations, strata):
        n, pop, out = amount((t, s)), count[t, s, False], count[t, s, True]
        same(x, {"excluded": out, "n": n, "population": pop, "reserves": min(strata[t, s].reserves, pop - n), "stratum": s, "task": t})
    for t in p.tasks:
        n, pop = (sum(x[k] for x in p.populations if x.task == t.id) for k in ("n", "population"))
        hold([t.id, n, pop], overall_min=n * t.overall_min[1] >= pop * t.overall_min[0])
# ---- 24 Log: proofs, keys, checkpoints, trust policy
def included(leaf, index, size, hashes):  # RFC 6962, 2.1.1: the root that follows, or None; k: the largest power of two smaller than size
    if size < 2 or not hashes: return leaf if size == 1 and index == 0 and not hashes else None
    k = 1 << (size - 1).bit_length() - 1
    below = included(leaf, index % k, k, hashes[:-1]) if index < k else included(leaf, index - k, size - k, hashes[:-1])
    return below and (node(below, hashes[-1]) if index < k else node(hashes[-1], below))
def extended(m, n, hashes, old):  # RFC 6962, 2.1.2: the roots of the first m and of all n; old: that of the first m, where it is known
    if m >= n or not hashes: return (hashes + [old])[:1] * 2 if m == n and len(hashes) == (old is None) else None
    k, last = 1 << (n - 1).bit_length() - 1, hashes[-1]
    both = extended(m, k, hashes[:-1], old) if m <= k else extended(m - k, n - k, hashes[:-1], None)
    return both and ([both[0], node(both[1], last)] if m <= k else [node(last, x) for x in both])
def proved(line, x, size, root): same(included(sha(b"\0" + line), x.index, size, [*map(unhex, x.hashes)]), root)
def entry(e): return dump({"draw": e.draw, "event": e.event, "hash": H("mq1/event", dump(e)).hex()})
def unbase64(text):  # strict: nothing, unless it is what would be written
    data = base64.b64decode(text) if re.fullmatch("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", text) else b""
    return data if base64.b64encode(data).decode() == text else b""
def vkey(text, kind):  # 24.3: None unless it is a verifier key of this type
    m = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)", text); data = unbase64(m[3]) if m else b""
    good = len(data) == 33 and data[0] == kind and sha(raw(m[1]) + b"\n" + data)[:4].hex() == m[2]
    return NS(text=text, name=m[1], id=unhex(m[2]), kind=kind, key=data[1:]) if good else None
def checkpoint(data, keys, unsigned=False):  # 24.4: size, root, and cosigned: [(time, verifier key)]
    text, _, tail = data.decode().rpartition("\n\n"); *lines, end = tail.split("\n"); known, cosigned = unsigned, []
    m = re.fullmatch(r"([^\0-\x1f]+)\n(0|[1-9][0-9]{0,18})\n(\S+)", text)
    hold(data, a_note=len(data) <= 65536 and lines and end == "", origin_size_root=m and len(unbase64(m[3])) == 32)
    for s in [re.fullmatch(r"— ([^\s+]+) (\S+)", line) for line in lines]:
        code = unbase64(s[2]); hold(s[0], a_signature_line=len(code) > 4)
        for key in [k for k in keys if (k.name, k.id) == (s[1], code[:4])]:
            time, said, known = int.from_bytes(code[4:12], "big"), f"{text}\n", known or key.kind == 1 and key.name == m[1]
            if key.kind == 4: said, code = f"cosignature/v1\ntime {time}\n{said}", code[8:] * (time > 0); cosigned.append((time, key.text))
            hold(s[0], valid=len(code) == 68 and signed(key.key, raw(said), code[4:]))
    hold(text, signed_by_a_known_log_of_this_name=known); return NS(size=int(m[2]), root=unbase64(m[3]), cosigned=cosigned)
def policy_of(text):  # 24.5
    logs, witnesses, groups, quorums = [], {}, {}, []; here("policy")
    for word, name, *rest in [x.split() + [""] for x in text.split("\n") if x.strip() and x[0] != "#"]:
        names = {*witnesses, *groups}; hold([word, name], new_name=word in ("log", "quorum") or name not in {"none", "", *names})
        if word == "log": logs.append(vkey(name, 1))
        elif word == "quorum": quorums.append(name)
        elif word == "witness": witnesses[name] = vkey(rest[0], 4)
        else:
            groups[name] = k, members = {"any": 1, "all": len(rest) - 2}.get(rest[0]) or int(rest[0]), rest[1:-1]
            hold([word, name], a_group=word == "group", members=1 <= k <= len(members) == len(names & set(members)))
    hold(text, keys=logs and all([*logs, *witnesses.values()]), quorum=len(quorums) == 1 and quorums[0] in {"none", *witnesses, *groups})
    return NS(logs=logs, witnesses=witnesses, groups=groups, quorum=quorums[0])
def met(p, name, keys):  # by cosignatures of these keys
    if name in p.groups: return sum(met(p, x, keys) for x in p.groups[name][1]) >= p.groups[name][0]
    return name != "none" and p.witnesses[name].text in keys
# ---- 20 Ceremony, 21 Escrow
STEPS = dict(zip("announce share contribution commitment reveal close sign roll draw open replace finish void".split(), "AHCMVLSRDOPFX"))
EXTRA = {"commitment", "points", "capsules", "leaves", "seed_hash", "record", "secret"}
def order_pattern(p, n):  # 20.2 as a regular expression, n holders: a step that has a number is complete before the next begins
    pattern, steps = "", [("A", 1), ("H", n), ("C" if p.profile == "room" else "M*V", 0), ("L", 1), ("S", 0), ("R", 1), ("D", 1)]
    for x, k in reversed(steps + [("[OP]" if p.escrow else "P", 0), ("F", 1)]):
        pattern = f"(?:{x}{{{k}}}{pattern}|{x}{{0,{k - 1}}})" if k else f"{x}*{pattern}"
    return f"(?=A)(?!.*FX){pattern}X?"
def check_signature(b, e, closed):  # whose e must have, if anybody's, and over what
    keys, key, superior, digest = {k.label: k.key for k in b.plan.get("keys", [])}, None, b.plan.superior.key, b""
    if e.event == "share": key, digest = keys.get(e.holder), H("mq1/share", b.P, b.c, e.holder)
    if e.event == "sign": key, digest = keys[e.label], H("mq1/attest", b.P, b.D)
    if e.event == "void" and closed: key, digest = superior, H("mq1/void", b.P, b.D, e.reason)
    if e.event == "replace":  # 23.4
        key = superior if e.approved_by == "superior" else keys.get(e.approved_by)
        digest = H("mq1/replacement", b.P, dump({k: v for k, v in e.items() if k != "signature"}))
    hold(e, signature=signed(unhex(key), digest, unhex(e.signature)) if key and e.signature else key == e.signature)
def of_ceremony(b):
    yield "events"
    p, sealed, steps, done, lines = b.plan, b.sealed, "".join(STEPS[e.event] for e in b.events), set(), b.files[EVENTS]
    holders, b.c = [h.label for h in p.escrow.holders] if sealed else [], unhex(b.events[0].commitment or "")
    late, end = steps[-1] == "X" and "R" in steps, steps[-1]  # late: void after the final source
    last = {"mq1/announcement": not late and end in "AHCMVLSX", "mq1/sealed": end == "D", "mq1/bundle": late or end in "FD"[:2 - sealed]}
    hold([e.event for e in b.events], order=re.fullmatch(order_pattern(p, len(holders)), steps), last_event_fits_the_kind=last[b.kind])
    for e in [x.event for x in rows(b, EVENTS)]:
        kind, who, closed = e.event, e.label or e.holder or e.leaf, "close" in done
        extra = {"announce": ["commitment", "points"] * sealed, "draw": ["capsules", "leaves", "seed_hash"] if sealed else ["record"],
                 "finish": ["record"] + ["secret"] * sealed, "void": ["record"] * ("roll" in done) + ["secret"] * (sealed and closed)}
        if kind in extra: same(sorted(EXTRA & set(e)), extra[kind])
        hold(e, of_this_draw=e.draw == b.draw, once=(kind, who) not in done, plan=kind != "announce" or e.plan == b.P.hex(),
             holder=kind != "share" or who in holders, participant=STEPS[kind] not in "CMV" or who in p.participants,
             recorders=kind != "roll" or len({x.recorder for x in e.records} - {""}) == len(e.records) == 2 * (p.final.source != "drand"))
        if kind in ("contribution", "reveal"): b.said[who] = e.value; hold(e, of_1_to_1024_bytes=1 <= len(raw(e.value)) <= 1024)
        if kind == "commitment": b.hidden[who] = e.commitment
        if kind == "reveal": same(H("mq1/contribution", b.P, who, e.value, unhex(e.salt)).hex(), b.hidden[who])
        if kind == "close": b.D = unhex(e.close)
        if kind != "replace": check_signature(b, e, closed); done |= {kind, (kind, who)}
    yield "log"
    where, policy = {x.event.event: x.index for x in lines}, b.policy
    keys = [vkey(p.log, 1)] + (list(policy.witnesses.values()) if policy else [])
    hold(p.log, a_log_of_the_policy=not policy or p.log in [k.text for k in policy.logs])
    tree = checkpoint(b.data["evidence/checkpoint"], keys); ascending([x.index for x in lines])
    for x in rows(b, EVENTS): proved(entry(x.event), x, tree.size, tree.root)
    if b.event.close:
        here(CLOSED); b.closed = checkpoint(b.data[CLOSED], keys); hashes = [unhex(h) for h in b.files["evidence/consistency.json"].hashes]
        hold(b.closed.size, with_the_event_close_without_roll=where["close"] < b.closed.size <= where.get("roll", b.closed.size))
        same(extended(b.closed.size, tree.size, hashes, b.closed.root), [b.closed.root, tree.root])
    gap = whole_log(b, keys, tree) if b.options.log else None
    yield "numbers"
    who, n, k = p.authority.id, p.sequence, p.attempt
    want = [(f"{who}/{n}/{k - 1}", "void")] if k > 1 else [(f"{who}/{n - 1}/1", "announce")] if n > 1 else []
    same([(x.entry.draw, x.entry.event) for x in b.files[PREVIOUS]], want)
    for x in rows(b, PREVIOUS): proved(dump(x.entry), x, tree.size, tree.root); hold(x, before_announce=x.index < lines[0].index)
    hold(gap, number_or_attempt_before_it=not gap)
    yield "escrow"
    if sealed:
        codes, secret = [unhex(x) for x in b.event.announce.points], little(unhex(b.last.secret or ""))
        hold(b.event.announce, points=len(codes) == p.escrow.threshold and all(map(point, codes)), c=b.c == H("mq1/commit", b.P, *codes),
             secret=not b.last.secret or 0 < secret < L and times(secret, BASE) == point(codes[0]))
def whole_log(b, keys, own):  # 24.2 and 24.6; an announce out of order, if there is any
    folder, who, entries, heard, gap = Path(b.options.log), b.plan.authority.id, [], {}, None
    mine = {x.index: entry(x.event) for x in b.files[EVENTS]}
    tree = checkpoint((folder / "checkpoint").read_bytes(), keys)
    for n in range(0, tree.size, 256):
        width, digits = min(256, tree.size - n), f"{n // 256:0{-(-len(str(n // 256)) // 3) * 3}}"
        path = folder / "tile/entries" / re.sub("(...)(?=.)", r"x\1/", digits)
        data = (path if path.is_file() else path.parent / f"{path.name}.p" / str(width)).read_bytes()
        for _ in range(width): k = 2 + int.from_bytes(data[:2], "big"); entries.append(data[2:k]); data = data[k:]
    same(merkle(entries), tree.root)
    if tree.size < own.size: b.notes.append(f"the copy of the log lacks the last {own.size - tree.size} entries of evidence/checkpoint")
    else: same(merkle(entries[:own.size]), own.root)
    for n, line in enumerate(entries):
        here(f"log entry {n}"); e = canonical(line, "ENTRY"); hold(e, an_entry_of_24_1=e.event in STEPS and len(line) < 65536)
        if n <= max(mine): same(line if e.draw == b.draw else None, mine.get(n))
        elif e.draw == b.draw: b.later.append(e.event)
        if not e.draw.startswith(who + "/"): continue
        i, k = map(int, re.fullmatch("[^/]*/([1-9][0-9]*)/([1-9][0-9]*)", e.draw).groups()); done = heard.setdefault(e.draw, [])
        word, before = ("void", f"{who}/{i}/{k - 1}") if k > 1 else ("announce", f"{who}/{i - 1}/1")
        if e.event == "announce" and (done or i + k > 2 and word not in heard.get(before, [])): gap = gap or e
        else: hold(e, begun=done or e.event == "announce", once=e.event not in done or e.event not in ("close", "roll", "draw"),
                   not_over=not {"finish", "void"} & {*done})
        done.append(e.event)
    return gap
# ---- 8 Contributions, close; 9 Seed; 10 Select; 11 Visits; 15 Outcome
def capsules(b):  # 22.3
    reserves = [f"reserve/{x.task}/{x.stratum}/{x.n + k}" for x in b.plan.populations for k in range(1, x.reserves + 1)]
    same([x.name for x in b.files[CAPSULES]], ["day/" + d for d in b.plan.days] + reserves + ["superior"])
    same(counted(b.raw[CAPSULES]), b.event.draw.capsules)
def visit(b, place, draws):  # 11
    tasks = [t for t in b.plan.tasks if t.id in [d.task for d in draws]]
    lead = next((s.pool for t in tasks for s in t.seats if s.lead), None)
    number = {q.id: max(sum(s.count for s in t.seats if s.pool == q.id) for t in tasks) for q in b.plan.pools}
    return Obj({"id": place, "draws": draws, "area": b.entity[draws[0].entity].area or "", "duration": max(t.days for t in tasks),
                "items": sorted({i for t in tasks for i in t["items"]}),
                "seats": [Obj(lead=q == lead and k == 0, pool=q) for q, n in number.items() for k in range(n)]})
def of_said(b):
    yield "ceremony"
    p, said, roll = b.plan, [Obj(label=x, value=b.said[x]) for x in b.plan.participants if x in b.said], b.event.roll
    told = Obj(contributions=said, final=Obj(source=roll.source, value=roll.value) if roll else None)
    c = b.files.get("draw/ceremony.json", told)
    value = {x.label: x.value for x in c.contributions}; same([x.label for x in c.contributions], [x for x in p.participants if x in value])
    D = H("mq1/close", b.P, b.c, *[x for l in p.participants for x in (l, unhex(b.hidden.get(l, "")), value.get(l, ""))])
    hold(c, values_of_1_to_1024_bytes=all(1 <= len(raw(x)) <= 1024 for x in value.values()), as_the_events=not p.log or c == told,
         final=not c.final or c.final.source == b.final[0] and b.final[2](c.final.value), close=b.D in (b"", D),
         records=not roll or all(x.value == roll.value for x in roll.records))
    b.D, b.F = D, c.final and H("mq1/final", c.final.source, c.final.value)
    if b.kind == "mq1/sealed": capsules(b)
def of_draw(b):
    yield "seed"
    p, out = b.plan, b.out
    seed = expand(hmac.digest(b.P, unhex(b.last.secret or "") + b.D + b.F, "sha256"), "mq1/seed")  # HKDF: Extract, then Expand
    b.pair, b.schedule, b.seal, b.replace = (expand(seed, "mq1/" + x) for x in ("pair", "schedule", "seal", "replace"))
    b.K = {t: expand(seed, "mq1/select", *[t] * (p.coordination == "independent"))[:16].hex() for t in b.task}
    same({k: v for k, v in b.record.items() if k not in ("lists", "roots")}, {"draw": b.draw, "plan": b.P.hex(), "close": b.D.hex(),
         "final": b.F.hex(), "seed": seed.hex(), "seed_hash": sha(seed).hex(), "keys": [{"k": k, "task": t} for t, k in b.K.items()]})
    if b.sealed and b.event.draw: same(b.event.draw.seed_hash, sha(seed).hex())
    yield "selection"
    b.tickets = {t: {e: sha(raw(k + e)).hex() for e in b.entity} for t, k in b.K.items()}
    cells, strata, selected, places, order = {(x.task, x.stratum): [] for x in p.populations}, [], [], {}, list(b.task)
    for t, e, s in [(t, e, s) for t, lies in b.lies.items() for e, s in lies.items() if e not in b.excluded[t]]:
        cells[t, s].append((b.tickets[t][e], e))
    for x in p.populations:
        first = sorted(cells[x.task, x.stratum])[:x.n + x.reserves]; strata.append(dict(x, threshold=first[x.n - 1][0]) if x.n else x)
        selected += [Obj(entity=e, rank=r, reserve=r > x.n, stratum=x.stratum, task=x.task, ticket=k) for r, (k, e) in enumerate(first, 1)]
    same_rows(b, "draw/selected.jsonl", selected); same_rows(b, "draw/strata.jsonl", strata)
    for x in sorted((x for x in selected if not x.reserve), key=lambda x: (x.entity, order.index(x.task))):
        places.setdefault(b.entity[x.entity].user_id or x.entity, []).append(Obj({k: x[k] for k in ("entity", "rank", "stratum", "task")}))
    b.visits = [visit(b, place, places[place]) for place in sorted(places)]
    yield "openings"
    taken, barred = {(e.task, e.stratum, e.by) for e in b.events}, {x.id: x for x in b.barred}
    names = {x.id: x.inspectors for x in out.apart}
    drawn, known = {x.entity for x in selected if not x.reserve} & set(barred), {x.id for x in b.inspectors}
    late = {x.entity for x in selected if (x.task, x.stratum, x.rank) in taken} & set(barred) - drawn
    def opens(o, want, *head):
        ascending(o.inspectors); hold(o, known=known.issuperset(o.inspectors), opens=H(*head, unhex(o.salt), *o.inspectors).hex() == want)
    same([x.id for x in out.openings], sorted(drawn)); same(list(names), [x.id for x in b.apart])
    same([x.id for x in b.late] if "evidence/openings.jsonl" in b.files else None, sorted(late) or None)
    for x in [*rows(b, "draw/openings.jsonl"), *rows(b, "evidence/openings.jsonl")]:
        opens(x.law, barred[x.id].law, "mq1/barred", "law"); opens(x.rotation, barred[x.id].rotation, "mq1/barred", "rotation")
        hold(x, nobody_in_both=not set(x.law.inspectors) & set(x.rotation.inspectors))
    for x, y in zip(rows(b, "draw/apart.jsonl"), b.apart):
        opens(x, y.apart, "mq1/apart")
        hold(x, not_himself=x.id not in x.inspectors, named_back=all(x.id in names[z] for z in x.inspectors))
    I = instance(b, 0)  # 6.10
    for x, s in [(x, s) for x in selected if x.entity in drawn and not x.reserve for s in b.task[x.task].seats if not p.min_choice_waiver]:
        choice = set(I.members(I.effective(s.pool, b.entity[x.entity].area or ""))) - barred_from(b, I, [x], ("law", "rotation"))
        hold([x, s.pool, len(choice)], min_choice=len(choice) >= p.min_choice)
    yield "visits"
    same([x.id for x in out.visits], [v.id for v in b.visits])
    for x, v in zip(rows(b, VISITS), b.visits):
        seats = [{k: s[k] for k in ("lead", "pool")} for s in x.seats or []]; same({k: x.get(k, "") for k in v} | {"seats": seats}, v)
        hold(x, unpaired_without_seats=(x.state == "unpaired") == (not seats), days_when_dated=("days" in x) == (x.state == "dated"))
# ---- 13.1 The instance at a relaxation level, with the capacity of 14.1; 13.9, 14.3 what certificates and proofs count to
def serves(x, q): return x.department == q.department and q.role in ["", *(x.roles or [])] and {*q.expertise} <= {*(x.expertise or [])}
def barred_from(b, I, draws, kinds):
    return {I.number[i] for x in b.out.openings + b.late if x.id in [d.entity for d in draws] for kind in kinds for i in x[kind].inspectors}
def instance(b, level):
    p, steps, people, pools = b.plan, b.plan.relaxations[:level], b.inspectors, {q.id: q for q in b.plan.pools}
    drops, home = [s.drop for s in steps], p.rotation.home_area and {"drop": "home_area"} not in steps
    I = NS(people=people, names=[x.id for x in people], number={x.id: i for i, x in enumerate(people)}, days=p.days,
           cap=p.visits_per_day_max, kinds=["law"] + ["rotation"] * ("pairs" not in drops), visits=[v for v in b.visits if v.seats])
    I.avail = [[x.daily_max if d not in (x.absent or []) and (x.certificate_from or "") <= d <= x.certificate_until else 0 for d in p.days]
               for x in people]
    I.effective = lambda q, area: (list(pools).index(q), area if home or pools[q].area == "same" else "")
    @functools.cache
    def members(e):  # of the effective pool (number of the pool, area), ascending
        q, area = p.pools[e[0]], e[1]
        return [i for i, x in enumerate(people) if any(I.avail[i]) and serves(x, q) and not (home and x.home and x.home == area)
                and (q.area == "any" or not x.areas or area in x.areas)]
    I.members, I.vnumber = members, {v.id: n for n, v in enumerate(I.visits)}
    I.seats = [[I.effective(s.pool, v.area) for s in v.seats] for v in I.visits]
    I.barred, more = [barred_from(b, I, v.draws, I.kinds) for v in I.visits], [(pools[s.quota_max], s["add"]) for s in steps if s.quota_max]
    I.max = [min(sum(I.avail[i]) // min((v.duration for v in I.visits), default=1), x.quota_max + sum(n for q, n in more if serves(x, q)))
             for i, x in enumerate(people)]
    I.min = [min(x.quota_min, I.max[i]) if "minimums" not in drops else 0 for i, x in enumerate(people)]
    pairs = {(I.number[x.id], I.number[y]) for x in b.out.apart for y in x.inspectors}
    I.apart = [{j for j in range(len(people)) if (i, j) in pairs or (j, i) in pairs} for i in range(len(people))]
    return I
def lawful(I, i, v, q): return i not in I.barred[v] and i in I.members(I.seats[v][q])
def touched(I, vs): return sorted({i for v in vs for e in I.seats[v] for i in I.members(e)})
def certificate(I, kind, seats, n, demand, capacity):
    return {"capacity": capacity, "demand": demand, "inspectors": [{"id": I.names[i], "places": n[i]} for i in sorted(n)], "kind": kind,
            "seats": [{"seats": sorted(seats[v]), "visit": I.visits[v].id} for v in sorted(seats) if seats[v]]}
def places(I, seats):  # of the seats T: {visit: seat numbers}
    n = Counter(i for v, qs in seats.items() for i in touched(I, [v]) if any(lawful(I, i, v, q) for q in qs))
    n = {i: min(I.max[i], k) for i, k in n.items()}
    return certificate(I, "places", seats, n, sum(map(len, seats.values())), sum(n.values()))
def minimum(I, X):
    seats, taken = {v: [q for q in range(len(e)) if any(lawful(I, i, v, q) for i in X)] for v, e in enumerate(I.seats)}, {}
    def place(i, v, tried):  # one more of X into the seats of v: an augmenting path
        for q in [q for q in seats[v] if lawful(I, i, v, q) and not (q in tried or tried.add(q))]:
            if (v, q) not in taken or place(taken[v, q], v, tried): taken[v, q] = i; return True
    capacity = sum(bool(place(i, v, set())) for v in seats for i in X)
    return certificate(I, "minimum", seats, {i: I.min[i] for i in X}, sum(I.min[i] for i in X), capacity)
def window(I, v, d): return range(d, d + I.visits[v].duration)
def starts(I, v, team):
    return [d for d in range(len(I.days) - I.visits[v].duration + 1) if all(I.avail[i][e] for i in team for e in window(I, v, d))]
def proof(I, teams, vs, kind, i=None):  # 14.3, of inspector i or None
    if kind == "no_window": return {"kind": kind, "team": [I.names[i] for i in teams[vs[0]]], "visit": I.visits[vs[0]].id}
    days = sorted({e for v in vs for d in starts(I, v, teams[v]) for e in window(I, v, d)})
    out = {"capacity": sum(I.cap if i is None else I.avail[i][d] for d in days), "days": [I.days[d] for d in days], "kind": kind,
           "demand": sum(I.visits[v].duration for v in vs), "visits": [I.visits[v].id for v in vs]}
    return out if i is None else out | {"inspector": I.names[i]}
def named(x): return x.get("visits", [x.get("visit")])
def aside(b, c): return max((x["visit"] for x in c["seats"]), key=lambda v: H("mq1/aside", b.pair, v))  # 13.10: whom the hash chooses
# ---- The direct checks: without the engine of 13.3 to 14.4
def recount(I, c):
    T, X = {I.vnumber[x.visit]: x.seats for x in c.seats}, [I.number[x.id] for x in c.inspectors]
    same(c, places(I, T) if c.kind == "places" else minimum(I, X))
    hold(c, no_seat_twice=all(len(set(x.seats)) == len(x.seats) for x in c.seats), demand_above_capacity=c.demand > c.capacity)
def of_pairing(b):
    yield "teams"
    p, level, team, at = b.pairing, b.pairing.relaxations, {}, "draw/pairing.json"  # team: {number of the visit: inspectors by seat}
    hold(level, steps_of_the_plan=level <= len(b.plan.relaxations)); I = instance(b, level)
    for x in [x for x in rows(b, VISITS) if x.seats]:
        v, found, seated = I.vnumber[x.id], [I.number[s.inspector] for s in x.seats if s.inspector], x.state != "unseated"
        hold(x, every_seat_taken_or_none=len(found) == len(x.seats) * seated, nobody_twice=len(set(found)) == len(found),
             of_the_pool_and_not_barred=all(lawful(I, i, v, q) for q, i in enumerate(found)))
        if seated: team[v] = found
    yield "quotas"
    held = [[(v, t.index(i)) for v, t in team.items() if i in t] for i in range(len(I.people))]
    for i, h in enumerate(held): hold([I.names[i], len(h)], from_min_to_max=I.min[i] <= len(h) <= I.max[i])
    for load in {len(h) for h in held}:  # a path from who has `load` and may give to who has load - 2 or less
        queue = [s for h, low in zip(held, I.min) if len(h) == load > low for s in h]; seen = set(queue)
        for v, q, w in ((v, q, w) for v, q in queue for w in I.members(I.seats[v][q]) if w not in I.barred[v]):  # queue grows meanwhile
            hold([I.names[w], load], balanced=w in team[v] or len(held[w]) >= min(load - 1, I.max[w]))
            new = [s for s in ([(v, team[v].index(w))] if w in team[v] else held[w]) if s not in seen]; queue += new; seen.update(new)
    yield "dates"
    b.used, b.team, count = Counter(), team, Counter()
    for x in [x for x in rows(b, VISITS) if x.state == "dated"]:
        v = I.vnumber[x.id]; days = window(I, v, I.days.index(x.days[0])); same(x.days, [I.days[d] for d in days])
        count.update(days); b.used.update((i, d) for d in days for i in team[v])
        hold(x, all_available=all(b.used[i, d] <= I.avail[i][d] for i in team[v] for d in days),
             not_too_many=all(count[d] <= (I.cap or 2**32) for d in days))
    yield "certificates"
    same([x.level for x in p.relaxed if x.certificates], list(range(level)))
    for x, c in [(x, c) for x in p.relaxed for c in x.certificates]: here(f"{at} relaxed {x.level}"); recount(instance(b, x.level), c)
    same(sorted(x.visit for x in p.set_aside), [x.id for x in b.out.visits if x.state == "unseated"])
    for n, x in enumerate(p.set_aside):
        here(f"{at} set_aside {n}"); recount(I, x.certificate); same(x.visit, aside(b, x.certificate))
        gone = {y.visit for y in p.set_aside[:n]} & {y.visit for y in x.certificate.seats}
        hold(x, at_the_last_level=level == len(b.plan.relaxations), places=x.certificate.kind == "places", of_visits_still_there=not gone)
    for n, x in enumerate(p.proofs):
        here(f"{at} proof {n}"); vs, i = [I.vnumber[y] for y in named(x)], I.number[x.inspector] if x.kind == "inspector" else None
        same(x, proof(I, team, vs, x.kind, i)); able = [v for v in vs if starts(I, v, team[v]) and (i is None or i in team[v])]
        hold(x, visits=able == ([] if x.kind == "no_window" else sorted(set(vs))), cap=x.kind != "cap" or I.cap,
             demand=x.kind == "no_window" or x.demand > x.capacity)
    here(f"{at} undated"); same([x.visit for x in p.undated], [x.id for x in b.out.visits if x.state == "undated"])
    for x in p.undated:
        kinds = {"not_found": [], "no_window": ["no_window"], "proved": ["inspector", "cap"]}[x.reason]
        hold(x, proof=p.proofs[x.proof].kind in kinds and x.visit in named(p.proofs[x.proof]) if kinds else "proof" not in x)
    yield from replay(b)
# ---- 12 Random streams: 64 blocks at once, in lanes of 64 bits
QUARTERS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
ONES = sum(1 << 64 * k for k in range(64)); MASK = 0xffffffff * ONES
def stream(key, kind, I, comp, attempt):
    words = struct.unpack("<8I", expand(key, "mq1/stream", kind, I.visits[comp[0]].id, attempt))
    first = [x * ONES for x in (0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, *words, 0, 0, 0, 0)]
    for block in range(0, 2**32, 64):
        first[12] = sum(block + k << 64 * k for k in range(64)); x = first[:]
        for (a, b, c, d), (up, down) in [(q, r) for q in QUARTERS * 10 for r in ((16, 12), (8, 7))]:
            x[a] = x[a] + x[b] & MASK; y = x[d] ^ x[a]; x[d] = (y << up | y >> 32 - up) & MASK
            x[c] = x[c] + x[d] & MASK; y = x[b] ^ x[c]; x[b] = (y << down | y >> 32 - down) & MASK
        x = [p + q & MASK for p, q in zip(x, first)]
        pairs = [struct.unpack("<64Q", (x[k] | x[k + 1] << 32).to_bytes(512, "little")) for k in range(0, 16, 2)]
        for eight in zip(*pairs): yield from eight
def below(r, n): return next(x for x in r if x < 2**64 - 2**64 % n) % n
def pick(r, xs): return xs[below(r, len(xs))]
def shuffle(r, a):
    for i in range(len(a) - 1, 0, -1): j = below(r, i + 1); a[i], a[j] = a[j], a[i]
    return a
# ---- 13 Pair
def components(I, vs):  # 13.3, each ascending
    groups = []
    for v in vs:
        mine = set(touched(I, [v])); near = [g for g in groups if I.cap or g[1] & mine]
        groups = [g for g in groups if g not in near] + [(sorted(sum([g[0] for g in near], [v])), mine.union(*[g[1] for g in near]))]
    return sorted(g[0] for g in groups)
def pair(I, comp, r):  # one component, up to LEVEL; everything is in labels (13.4)
    a, b = shuffle(r, touched(I, comp)), shuffle(r, list(comp)); label, everybody = {i: k for k, i in enumerate(a)}, range(len(a))
    low, high, apart = [I.min[i] for i in a], [I.max[i] for i in a], [{label[j] for j in I.apart[i] if j in label} for i in a]
    visit, pool = zip(*[(v, e) for v in b for e in I.seats[v]])
    S, teams = len(pool), {v: {} for v in b}  # teams: who sits there, and where
    team, barred = [teams[v] for v in visit], [{label[i] for i in I.barred[v] if i in label} for v in visit]  # of the visit of each seat
    member = {e: sorted(label[i] for i in I.members(e)) for e in pool}
    lawful = [[w for w in member[e] if w not in x] for e, x in zip(pool, barred)]
    holder, held, stuck, out = [None] * S, [[] for _ in a], set(), set()  # stuck, out: the frozen seats and inspectors
    def key(i): return math.inf if len(held[i]) >= high[i] else 0 if len(held[i]) < low[i] else 1 + len(held[i])
    def lastkey(i): return 0 if len(held[i]) <= low[i] else len(held[i])
    def sit(w, s): holder[s] = w; team[s][w] = s; held[w].append(s)
    def leave(w, s):
        k, last = held[w].index(s), held[w].pop(); holder[s] = None; del team[s][w]
        if last != s: held[w][k] = last
    def search(roots, limit, *reached):  # 13.5 SEARCH
        queue, met, source, seen = list(roots), set(reached), {}, stuck.union(roots)
        for s, w in ((s, w) for s in queue for w in lawful[s] if w not in met and w not in out):  # queue and met grow meanwhile
            if w not in team[s] and key(w) < limit: return shift(w, s, source)
            new = [t for t in (held[w] if w not in team[s] else [team[s][w]]) if t not in seen]; met.update([w] * (w not in team[s]))
            queue += new; seen.update(new); source.update(dict.fromkeys(new, s))
        stuck.update(queue); out.update(met)
    def shift(w, s, source):
        while s is not None:
            h = holder[s]
            if h is not None: leave(h, s)
            sit(w, s); w, s = h, source.get(s)
    def fill():  # 13.5; the certificate of places, or None
        pointer, level = dict.fromkeys(pool, 0), dict.fromkeys(pool, 0)
        for s, e in enumerate(pool):
            turn = [w for w in member[e][pointer[e]:] + member[e][:pointer[e]] if w not in barred[s] and w not in team[s]]
            w = min(turn, key=lambda w: max(key(w), level[e]), default=None)
            if w is None or key(w) == math.inf: search([s], math.inf); continue
            level[e], pointer[e] = max(key(w), level[e]), (member[e].index(w) + 1) % len(member[e]); sit(w, s)
        T = {v: [q for q in range(len(I.seats[v])) for s in [visit.index(v) + q] if s in stuck or holder[s] is None] for v in b}
        stuck.clear(); out.clear()
        return places(I, T) if None in holder else None
    def level():  # 13.6; the certificate of minima (13.9), or None
        for K, g in ((K, g) for K in range(max(map(lastkey, everybody)), 0, -1) for g in everybody):
            if lastkey(g) == K and g not in out: search([s for s in held[g] if s not in stuck], K, g)
        X, B, size = {i for i in everybody if len(held[i]) < low[i]}, set(), None
        while X and size != len(B):  # the smallest sets: until nothing is added
            size = len(B)
            B.update(s for s in range(S) for w in lawful[s] if (w in X if w not in team[s] else team[s][w] != s and team[s][w] in B))
            X.update(holder[s] for s in B)
        return minimum(I, sorted(a[i] for i in X)) if X else None
    def restore(before):
        held[:] = before
        for t in teams.values(): t.clear()
        for w, s in [(w, s) for w, seats in enumerate(held) for s in seats]: holder[s] = w; team[s][w] = s
    def turn():  # a round of 13.7: the number of its moves
        before, s, moves = [x[:] for x in held], below(r, S), 0; h = holder[s]; leave(h, s); kappa = key(h)
        while moves < S + 65536:
            w = pick(r, member[pool[s]])
            if w in barred[s]: continue
            if w not in team[s] and key(w) == kappa: sit(w, s); return moves + 1
            if not held[w]: continue
            z = pick(r, held[w])
            if team[s].get(w, z) == z: leave(w, z); sit(w, s); s, moves = z, moves + 1
        restore(before); return moves
    def repeated(): return sum(j in apart[i] for t in teams.values() for i in t for j in t if i < j)
    def walk():  # 13.7 PASS, 13.8 TOGETHER
        R = moves = 0
        while moves < max(4096, 8 * S) or R < 64: moves, R = moves + turn(), R + 1
        for _ in range(R): turn()
        for _ in range(R if any(apart) else 0):
            before, n = [x[:] for x in held], repeated(); turn()
            if repeated() > n: restore(before)
        return {v: [a[holder[s]] for s in range(S) if visit[s] == v] for v in comp}
    return NS(comp=comp, people=a, cert=fill() or level(), walk=walk)
def pair_all(b):  # 13.10: instance, level, relaxed, set aside, components that can be paired
    relaxed, out, last = [], [], len(b.plan.relaxations)
    def draw(vs): return [pair(I, comp, stream(b.pair, "pair", I, comp, 0)) for comp in components(I, vs)]
    for level in range(last + 1):
        I = instance(b, level); done = draw(range(len(I.visits)))
        alone = {i for i, n in enumerate(I.min) if n}.difference(*[s.people for s in done])
        certs = [s.cert for s in done if s.cert] + [minimum(I, alone)] * bool(alone)
        if not certs or level == last: break
        relaxed.append({"certificates": certs, "level": level})
    while any(s.cert for s in done):
        new = [s for s in done if not s.cert]
        for s in [s for s in done if s.cert]:
            out.append({"certificate": s.cert, "visit": aside(b, s.cert)})
            new += draw([v for v in s.comp if I.visits[v].id != out[-1]["visit"]])
        done = sorted(new, key=lambda s: s.comp)
    return I, level, relaxed, out, done
# ---- 14 Schedule
def proofs(I, comp, teams):  # 14.3
    able = [v for v in comp if starts(I, v, teams[v])]
    counts = [proof(I, teams, [v for v in able if i in teams[v]], "inspector", i) for i in touched(I, comp)]
    counts += [proof(I, teams, able, "cap")] * bool(I.cap)
    return [proof(I, teams, [v], "no_window") for v in comp if v not in able] + [c for c in counts if c["demand"] > c["capacity"]]
def attempt(I, comp, teams, r):  # 14.2: {visit: start}
    possible, start, last, E, used = {v: starts(I, v, teams[v]) for v in comp}, {}, {}, 0, Counter()  # used: None is the cap
    def cells(v, d): return [(i, e) for e in window(I, v, d) for i in [*teams[v], None]]
    def date(v, d): start[v] = d; used.update(cells(v, d))
    def undate(v): used.subtract(cells(v, start[v])); return start.pop(v)
    def full(i, d): return used[i, d] >= (I.avail[i][d] if i is not None else I.cap or math.inf)
    def free(v): return [d for d in possible[v] if not any(full(*c) for c in cells(v, d))]
    def cost(v, d): return sum(sum(full(i, e) for i in teams[v]) or full(None, e) for e in window(I, v, d))
    queue = shuffle(r, [v for v in comp if possible[v]]); budget = 64 * len(queue)
    while queue:
        x = queue.pop(0); open_starts = free(x)
        if open_starts: date(x, pick(r, open_starts)); continue
        if E >= budget: break  # what is dated is mixed all the same
        costs = {d: cost(x, d) for d in possible[x] if d != last.get(x) or len(possible[x]) == 1}
        at = pick(r, [d for d in costs if costs[d] == min(costs.values())])
        for i, d in (c for c in cells(x, at) if full(*c)):
            y = pick(r, [v for v in comp if v in start and d in window(I, v, start[v]) and (i is None or i in teams[v])])
            last[y], E = undate(y), E + 1; queue.append(y)
        date(x, at)
    M = sorted(start)
    for _ in range(16 * len(M)): x = pick(r, M); undate(x); date(x, pick(r, free(x)))
    return start
def replay(b):  # 13.10, 14.4, and the files of section 15
    yield "replay"
    I, level, relaxed, out, done = pair_all(b)
    want, teams, start, pairs = Obj(attempts=[], proofs=[], relaxations=level, relaxed=relaxed, set_aside=out, undated=[]), {}, {}, {}
    for s in done:
        for k in range(8):
            s = pair(I, s.comp, stream(b.pair, "pair", I, s.comp, k)) if k else s
            team = s.walk(); given = proofs(I, s.comp, team)
            if given and k < 7: continue
            dated = attempt(I, s.comp, team, stream(b.schedule, "schedule", I, s.comp, k))
            if len(dated) == len(s.comp): break
        want.attempts += [{"attempt": k, "visit": I.visits[s.comp[0]].id}] * bool(k); teams.update(team); start.update(dated)
        for name in [I.visits[v].id for v in s.comp if v not in dated]:
            n = next((n for n, q in enumerate(given) if name in named(q)), None)
            reason = "not_found" if n is None else "no_window" if given[n]["kind"] == "no_window" else "proved"
            want.undated.append({"reason": reason, "visit": name} | ({} if n is None else {"proof": len(want.proofs) + n}))
        want.proofs += given  # of an attempt without undated visits there are none
    want.undated.sort(key=lambda x: x["visit"])
    for v, i, j in [(v, i, j) for v in sorted(teams) for i in teams[v] for j in teams[v] if i < j and j in I.apart[i]]:
        pairs.setdefault((i, j), []).append(v)
    want.repeats = [{"inspectors": [I.names[i] for i in ij], "visits": [I.visits[v].id for v in vs]} for ij, vs in sorted(pairs.items())]
    for k in want: here("draw/pairing.json " + k); same(b.pairing[k], want[k])
    for x in [x for x in rows(b, VISITS) if x.seats]:
        v = I.vnumber[x.id]; same(x.state, "dated" if v in start else "undated" if v in teams else "unseated")
        same(x.days, [I.days[d] for d in window(I, v, start[v])] if v in start else None)
        same([s.inspector for s in x.seats], [I.names[i] for i in teams[v]] if v in teams else [None] * len(x.seats))
# ---- 22 Sealed mode, 23 Replacement
def place_of(b, I, v, days=(), team=()):  # a visit with what replacements ask of it; gone: who is or was in the team
    return NS(id=v.id, pools=[I.effective(s.pool, v.area) for s in v.seats], barred=barred_from(b, I, v.draws, I.kinds),
              duration=v.duration, days=days, team=[*team], gone=set())
def of_sealed(b):
    yield "leaves"
    reserves = {(x.task, x.stratum, x.rank): x for x in b.out.selected if x.reserve}
    if b.sealed and b.event.draw:
        leaves = [("visit/" + x.id, {"visit": x}) for x in b.out.visits] + [(f"reserve/{t}/{s}/{r}", {"reserve": {
            "entity": x.entity, "rank": r, "stratum": s, "task": t}}) for (t, s, r), x in reserves.items()]
        data = sorted([H("mq1/leaf", H("mq1/salt", b.seal, name), dump(line)) for name, line in leaves], key=lambda x: sha(b"\0" + x))
        same(b.event.draw.leaves, counted(data)); capsules(b)
        same(sorted({e.leaf for e in b.events if e.leaf} - {sha(b"\0" + x).hex() for x in data}), [])
    yield "replacements"
    I, teams = (instance(b, b.pairing.relaxations), b.team) if b.pairing else (instance(b, 0), {})
    codes, held, gained, approved = b.plan.replacement, Counter(i for t in teams.values() for i in t), Counter(), set()
    now = {x.id: place_of(b, I, I.visits[v], [I.days.index(d) for d in x.days], teams[v])
           for x in b.out.visits if x.days for v in [I.vnumber[x.id]]}
    places, drawn = {v.id for v in b.visits if v.seats}, {(x.task, x.stratum, x.rank) for x in b.out.selected if not x.reserve}
    def give(i, days): gained.update([i, *[(i, d) for d in days]])
    def choose(v, q, days, gone, skipped, reasons):  # 23.1, 23.2: who comes after those skipped, or None
        can = sorted(set(I.members(v.pools[q])) - v.barred - gone, key=lambda i: H("mq1/replace", b.replace, v.id, q, I.names[i]))
        can = [i for i in can if gained[i] < I.max[i] - held[i] and all(I.avail[i][d] - b.used[i, d] - gained[i, d] > 0 for d in days)]
        same([x.inspector for x in skipped], [I.names[i] for i in can[:len(skipped)]])
        hold(skipped, reasons=all(x.reason in reasons for x in skipped))
        return can[len(skipped)] if len(can) > len(skipped) else None
    def inspector(e):  # 23.2
        v = now[e.visit]; v.gone |= {*v.team}; hold(e, seat=v.team[e.seat] is not None, date=e.date <= I.days[v.days[-1]])
        by = v.team[e.seat] = choose(v, e.seat, v.days, v.gone, e.skipped, codes.inspector)
        same(e.by, by if by is None else I.names[by])
        if by is not None: give(by, v.days)
    def fill(v, days, skipped):
        team = []
        for q in range(len(v.pools)):
            team.append(choose(v, q, days, {*team}, skipped[q], codes.entity) if None not in team else same(skipped[q], []))
        return team
    def entity(e):  # 23.3; days, team and skipped as they must be
        hold(e, drawn_and_not_replaced=(e.task, e.stratum, e.rank) in drawn); drawn.discard((e.task, e.stratum, e.rank))
        same(e.by, min([r for t, s, r in reserves if (t, s) == (e.task, e.stratum)], default=None))
        if e.by is None: return None, None, []
        x = reserves.pop((e.task, e.stratum, e.by)); drawn.add((e.task, e.stratum, e.by))
        v = place_of(b, I, visit(b, b.entity[x.entity].user_id or x.entity, [x]))
        if not v.pools or v.id in places: return None, None, []
        places.add(v.id)
        for days in [range(d, d + v.duration) for d in range(len(I.days) - v.duration + 1) if I.days[d] > e.date]:
            if None in fill(v, days, [[]] * len(v.pools)): continue
            v.days, v.team = days, fill(v, days, e.skipped); same(len(e.skipped), len(v.pools))
            if None in v.team: return None, None, e.skipped
            for i in v.team: give(i, days)
            now[v.id] = v
            return [I.days[d] for d in days], [I.names[i] for i in v.team], e.skipped
        return None, None, []
    for e in [x.event for x in rows(b, EVENTS) if x.event.event == "replace"]:
        place = e.kind, e.visit, e.task, e.stratum
        again = place in approved; approved.add(place); check_signature(b, e, True)
        hold(e, reason=e.reason in codes[e.kind], approved=e.approved_by == "superior" if again else e.approved_by)  # 23.4
        if e.kind == "inspector": inspector(e)
        else: same((e.days, e.team, e.skipped), entity(e))
# ---- 15 record.json, 20.5 Grade, 20.6 State
GRADES = ("rehearsal", "operator-only", "attested", "anchored")
def of_order(b):
    p, t, department = b.plan, None, {k.label: k.department for k in b.plan.get("keys", [])}
    if b.kind == "mq1/bundle":
        yield "record"
        same(b.record.roots, {n: counted(b.raw[f"draw/{n}.jsonl"]) for n in b.out if f"draw/{n}.jsonl" in b.raw})
        same(b.record.lists, p.roots)
        for x in rows(b, EVENTS): hold(x.event, record=x.event.record in (None, sha(b.data["draw/record.json"]).hex()))
    yield "order"
    begins, cosigned = p.final.round and 1692803367 + 3 * (p.final.round - 1), sorted(b.closed.cosigned) if b.policy and b.closed else []
    t = next((t for t, _ in cosigned if met(b.policy, b.policy.quorum, {k for u, k in cosigned if u <= t})), None)  # t(D)
    hold([t, begins], round_600_seconds_after_t_D=t is None or begins is None or begins >= t + 600)
    yield "grade"
    attested = len({department[e.label] for e in b.events if e.event == "sign"}) > 1
    b.grade = GRADES[0 if p.purpose == "rehearsal" else 3 if t is not None else 2 if attested else 1]
    hold(b.grade, required=GRADES.index(b.grade) >= GRADES.index(b.options.require or GRADES[0]))
    known = {e.event for e in b.events} | {*b.later}
    b.state = "finished" if "finish" in known else "void" if "void" in known else "drawn" if b.kind == "mq1/bundle" else \
        "sealed" if "draw" in known else "announced"
    b.state += f" ({b.last.reason})" * ("reason" in b.last)
    b.state += f", OVERDUE since {p.finish_by}" * bool(p.log and not known & {"finish", "void"} and b.options.today > p.finish_by)
# ---- 17 Verify, 18 Why
def verify(b):
    yield from of_files(b); yield from of_plan(b); yield from of_lists(b)
    if b.plan.log: yield from of_ceremony(b)
    yield from of_said(b)
    if b.kind == "mq1/bundle":
        yield from of_draw(b)
        if b.pairing: yield from of_pairing(b)
        if b.plan.log: yield from of_sealed(b)
    yield from of_order(b)
def run(steps):  # the name of the check that fails, or None; where, what was got, what was expected
    name = None
    try:
        for name in steps: here(name)
    except Fail as e: return name, *e.args
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as e:
        return name, Fail.at, repr(e), "what can be followed"
    return None, "", "", ""
def answers(b, name):
    if name in ("manifest", "files", "format"): return "publisher"
    return "program" if name in ("teams", "quotas", "dates", "certificates") and not run(replay(b))[0] else "office"
def why(b, what):
    if b.kind != "mq1/bundle": return ["nothing is said of any id before the outcome is published"]
    now = next((e.id for e in b.entities if what in (e.former_ids or [])), what)
    out = [f"{what}: former code of {now}"] * (now != what) + [f"{what}: not in the list"] * (now not in b.entity)
    for t in b.task if now in b.entity else ():
        s, x = b.lies[t].get(now), next((x for x in b.out.selected if (x.entity, x.task) == (now, t)), None)
        row, ticket = next((y for y in b.out.strata if (y.task, y.stratum) == (t, s)), None), b.tickets[t][now]
        if s is None: out.append(f"{now}: task {t}: outside (in no stratum of the task)"); continue
        if now in b.excluded[t]: text = f"excluded ({b.excluded[t][now]})"
        elif x: text = f"{'reserve' if x.reserve else 'drawn'}, rank {x.rank}, n {row.n}, threshold {row.threshold}"
        else: text = f"not drawn, ticket above the threshold {row.threshold}"
        out += [f"{now}: task {t}: stratum {s}, {text}", f"  ticket {ticket}", f"  printf '%s' \"{b.K[t]}{now}\" | sha256sum"]
    return out + [f"{now}: visit {x.id}, {x.state}, days {x.days}, team {[s.inspector for s in x.seats or []]}" for x in b.out.visits
                  if now in [d.entity for d in x.draws]]
# ---- 25 Proof of one entity, slip
LEAVES = ("lists/entities.jsonl", "lists/exclusions.jsonl", "lists/strata.jsonl", "draw/strata.jsonl", "draw/selected.jsonl", VISITS)
def digest_of(record): return sha(dump(record) + b"\n").hex()
def leads(line, x, root): proved(line, x, root["count"], unhex(root.root))
def of_proof(b):
    yield "proof-format"
    x = parse(b, "mq1/proof"); r, log = x.record, x.log
    for y in x.leaves: shape(y.line, LEAVES[LEAVES.index(y.file)], y.file)
    ascending([(LEAVES.index(y.file), y.index) for y in x.leaves])
    hold(log, event=not log or log.event.event in ("draw", "finish") and log.event.draw == r.draw)
    yield "proof-record"
    known = b.options.record, b.bundle and digest_of(b.bundle.record), log and (log.event.record or "none")
    same({digest_of(r)}, {x for x in known if x})
    yield "proof-log"
    if log: tree = checkpoint(raw(log.checkpoint), b.keys); proved(entry(log.event), log, tree.size, tree.root)
    yield "proof-leaves"
    for y in x.leaves: folder, name = y.file[:-6].split("/"); leads(dump(y.line), y, r["lists" if folder == "lists" else "roots"][name])
    yield "proof-answer"
    entities, excluded, labels, strata, selected, visits = ([y.line for y in x.leaves if y.file == path] for path in LEAVES)
    ids, at, size = [e.id for e in entities], [y.index for y in x.leaves][:2], r.lists["entities"]["count"]
    e = next((e for e in entities if x.id in [e.id, *(e.former_ids or [])]), None)
    if e is None:
        ends = [0 if x.id < ids[0] else size - 1] if ids else []
        beside = at[1] - at[0] == 1 and ids[0] < x.id < ids[1] if len(ids) == 2 else at == ends and (ids or size == 0)
        hold(ids, neighbours_of_the_id=beside and len(x.leaves) == len(ids) < 3); return
    out, lies, chosen, key = {y.task for z in excluded for y in z.tasks}, {y.task: y for y in strata}, {y.task: y for y in selected}, {}
    for y in r["keys"]: key[y.task] = y.k
    hold(x.id, one_entity=len(ids) == 1 and {y.id for y in excluded + labels} | {y.entity for y in selected} <= {e.id},
         lists=len(excluded) <= 1 and len(labels) == ("strata" in r.lists),
         labels=all(y.task in out or lies[y.task].stratum == y.stratum for z in labels for y in z.labels),
         one_stratum_a_task=len(lies) == len(strata) and len(chosen) == len(selected) and {*chosen} <= {*lies} <= {*key} - out)
    for t, s in lies.items():
        ticket, y = sha(raw(key[t] + e.id)).hex(), chosen.get(t)
        hold([t, y], drawn_just_if_not_above_the_threshold=bool(y and not y.reserve) == (ticket <= (s.threshold or "")),
             ticket_and_stratum=not y or (y.ticket, y.stratum, y.reserve) == (ticket, s.stratum, y.rank > s.n))
    draws = sorted((y.task, y.stratum, y.rank) for y in selected if not y.reserve)
    told = [(v.id, sorted((d.task, d.stratum, d.rank) for d in v.draws if d.entity == e.id)) for v in visits]
    same(told, [(e.user_id or e.id, draws)] * bool(draws))
def of_slip(b):
    yield "slip-format"
    x = parse(b, "mq1/slip"); event, log, sealed = x.event, x.log, x.event.leaves
    shape(x.leaf.visit if sealed else x.leaf, VISITS, "leaf"); ascending([n.inspector for n in x.names or []])
    hold(x, event=event.event == "draw" and event.draw == x.draw, salt_or_record=("salt" in x, "record" in x) == (bool(sealed), not sealed),
         leaf=not sealed or list(x.leaf) == ["visit"])
    yield "slip-leaf"
    leads(H("mq1/leaf", unhex(x.salt), dump(x.leaf)) if sealed else dump(x.leaf), x, sealed or x.record.roots.visits)
    same(event.record, None if sealed else digest_of(x.record))
    yield "slip-event"
    tree = checkpoint(raw(log.checkpoint), [], True); proved(entry(event), log, tree.size, tree.root)
    yield "slip-log"
    checkpoint(raw(log.checkpoint), b.keys)
    yield "slip-draw"
    if b.bundle:
        same(event, b.bundle.event.draw); people = {i.id: i.sealed for i in b.bundle.inspectors}
        hold(x.names, names_may_be_told=not x.names or b.bundle.plan.publish.names != "never")
        for n in x.names or []: same(H("mq1/sealed", unhex(n.salt), dump(n.private)).hex(), people[n.inspector])
# ---- The command line
def main(argv):
    command = argv.pop(0) if argv[:1] in (["why"], ["proof"]) else "verify"
    parser = argparse.ArgumentParser(usage=__doc__); parser.add_argument("--require", choices=GRADES)
    for x in {"verify": ["bundle"], "why": ["bundle", "id"], "proof": ["file", "--bundle"]}[command]: parser.add_argument(x)
    for x in "expect", "policy", "log", "key", "record": parser.add_argument("--" + x)
    parser.add_argument("--today", default=str(datetime.date.today())); parser.add_argument("--json", action="store_true")
    o = parser.parse_args(argv); key = vkey(o.key or "", 1)
    if o.key and not key or not is_day(o.today): parser.error("--key is the verifier key of a log, --today a day")
    def new(**more):
        return NS(options=o, policy=policy, data={}, raw={}, files={}, notes=[], later=[], closed=None, c=b"", D=b"", said={},
                  hidden={}, **more)
    try:
        policy, given = policy_of(Path(o.policy).read_text("utf-8")) if o.policy else None, None
        if o.bundle: next(Path(o.bundle).iterdir(), None); given = new(folder=o.bundle)
        failed = run(of_files(given) if command == "proof" else verify(given)) if given else (None,)
        b, lines = given, ["holds"]
        if command == "proof" and not failed[0]:
            data = Path(o.file).read_bytes(); log = given and vkey(given.plan.log or "", 1)
            b = new(bundle=given, keys=(policy.logs if policy else []) + [k for k in (key, log) if k])
            b.data = {"mq1/proof": data, "mq1/slip": data}
            failed = run(of_slip(b) if b'"format":"mq1/slip"' in data else of_proof(b))
    except (OSError, ValueError, LookupError, Fail) as e: print(f"unreadable: {e!r}", file=sys.stderr); return 1
    if failed[0]: lines = [f"{failed[0]}: failed at {failed[1]}", f"  got      {failed[2]!s:.2000}", f"  expected {failed[3]!s:.2000}",
                           f"  answers  {answers(b, failed[0])}"]
    elif command == "why": lines = why(b, o.id)
    elif command == "verify":
        lines = [f"holds: {b.kind} {b.digest}", f"draw {b.draw}: {b.state}", f"grade of the order of events: {b.grade}", *b.notes]
        lines[2] += ": nothing shows the lists to have been fixed before the randomness" * (b.grade == "rehearsal")
        lines += ["the BLS signature of the beacon's round was not checked"] * (b.plan.final.source == "drand")
    print(json.dumps({"check": failed[0], "holds": not failed[0], "lines": lines}, ensure_ascii=False) if o.json else "\n".join(lines))
    return 3 if failed[0] else 0
if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
