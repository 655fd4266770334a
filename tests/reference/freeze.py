#!/usr/bin/env python3
"""Freeze and commit of the Mingqian draw protocol mq1: PROTOCOL.md sections 1-4, 6, 7, and the openings of section 15.
Written from that document alone by somebody who had not seen the code; the numbers are its sections.
    python3 freeze.py VECTOR_DIR...     freezes VECTOR_DIR/input and compares, byte for byte, with VECTOR_DIR/bundle and
                                        VECTOR_DIR/freeze.json, if that is there
Exit: 0 all the same, 1 something differs, 2 freeze refuses the input.
The plan is taken to be consistent (section 5 and row `plan` of section 17); what sections 4 and 6 tell freeze to refuse is refused."""
import copy, hashlib, hmac, json, re, sys
from calendar import monthrange
from datetime import date
from itertools import product
from pathlib import Path

class Refused(Exception): pass

def refuse_if(condition, why):
    if condition:
        raise Refused(why)

# ---- 1 Primitives ------------------------------------------------------------------------------------------------

def H(tag, *parts):
    tag, *parts = [part if isinstance(part, bytes) else part.encode() for part in (tag, *parts)]
    data = len(tag).to_bytes(2, "big") + tag + b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hashlib.sha256(data).digest()

def merkle(lines):
    if len(lines) < 2:
        return hashlib.sha256(b"\0" + lines[0] if lines else b"").digest()
    split = 1 << ((len(lines) - 1).bit_length() - 1)          # the largest power of two smaller than len(lines)
    return hashlib.sha256(b"\1" + merkle(lines[:split]) + merkle(lines[split:])).digest()

# ---- 2 Canonical lines -------------------------------------------------------------------------------------------

def check_value(value, depth=1):
    if isinstance(value, dict):
        refuse_if(not all(re.fullmatch("[a-z0-9_]+", key) for key in value), f"keys {list(value)}")
        value = list(value.values())
    if isinstance(value, list):
        refuse_if(depth > 32, "deeper than 32")
        for element in value:
            check_value(element, depth + 1)
    else:                                                       # a boolean is an int here
        refuse_if(not isinstance(value, (int, str)) or isinstance(value, int) and abs(value) > 2**53 - 1, f"value {value!r}")

def canonical(obj):
    check_value(obj)
    return json.dumps(obj, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

def parse(line):
    try:
        obj = json.loads(line.decode())
        good = isinstance(obj, dict) and canonical(obj) == line
    except (ValueError, RecursionError):
        good = False
    refuse_if(not good, f"not a canonical line: {line[:80]!r}")
    return obj

def read_list(path):
    *lines, rest = path.read_bytes().split(b"\n")
    refuse_if(rest or any(len(line) > 1_048_576 for line in lines), f"{path.name}: no LF at the end, or a line too long")
    rows = [parse(line) for line in lines]
    refuse_if(not all(isinstance(row.get("id"), str) for row in rows), f"{path.name}: id is not a text")
    refuse_if(any(a["id"].encode() >= b["id"].encode() for a, b in zip(rows, rows[1:])), f"{path.name}: ids do not increase")
    return rows

def pick(row, keys):
    """The named fields of a row; an empty text or array counts as not there."""
    return {key: row[key] for key in keys if row.get(key, "") not in ("", [])}

# ---- 3 Ids and field text, 4 Lists of the office, 5 Conditions ----------------------------------------------------

OFFICE = "entities inspectors items conflicts absences promises history selection".split()
PRIVATE = "credit_class address legal_representative phone accepted note".split()
IDS, DAYS, ARRAYS = ("id", "user_id", "maintainer_id"), ("established", "licence_until"), ("tags", "licences", "former_ids")
PUBLIC = [*IDS, *DAYS, *ARRAYS, *"code name kind area industry scale status scope".split()]
ITEM = "id code name sub_item basis department target importance method ratio frequency requirement note".split()
INSPECTOR = "department areas home expertise roles certificate_from certificate_until".split()
QUOTAS = ("quota_min", "quota_max", "daily_max")
ID = re.compile("[0-9A-Z][0-9A-Z._-]{0,63}")

def is_day(text):
    y, m, d = map(int, text.split("-")) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else (0, 0, 0)
    return y >= 1900 and 1 <= m <= 12 and 1 <= d <= monthrange(y, m)[1]

def known_as(entity):
    return {entity["id"], *entity.get("former_ids", [])}

def check_entities(entities):
    for e in entities:
        good = (set(e) <= {*PUBLIC, "private"} and set(e.get("private", {})) <= set(PRIVATE) and e.get("name")
                and all(ID.fullmatch(code) for code in [*(e[key] for key in IDS if key in e), *e.get("former_ids", [])])
                and all(is_day(e[key]) for key in DAYS if key in e) and all(e[key] == sorted(set(e[key])) for key in ARRAYS if key in e))
        refuse_if(not good, f"entity {e['id']}: a field is unknown, not there or not of its type")
    former = [code for e in entities for code in e.get("former_ids", [])]
    codes = former + [e["id"] for e in entities]
    refuse_if(len(set(codes)) != len(codes), "entities: former_ids are not disjoint from all ids and from each other")
    refuse_if(any(e.get(key) in former for e in entities for key in ("user_id", "maintainer_id")), "entities: a user or maintainer by a former id")

def holds(c, entity):
    field, source = c["field"], entity.get("private", {}) if c["field"] in PRIVATE else entity
    if field in DAYS:
        day = source.get(field)
        return day is not None and c.get("from", day) <= day <= c.get("until", day)
    values = source.get(field, []) if field in ARRAYS else [source.get(field, "active" if field == "status" else "")]
    if "prefix" in c:
        return any(v.startswith(p) for v in values for p in c["prefix"])
    return any(v in c["any"] for v in values) if "any" in c else not any(v in c["none"] for v in values)

def conditions(task):
    return task["scope"] + [c for stratum in task["strata"] for c in stratum["when"]]

# ---- 6 Freeze, 7 Commit ------------------------------------------------------------------------------------------

class Freeze:
    """lists: name -> rows; plan: the completed plan; P; sealed: everything that was sealed, with its salt."""

    def __init__(self, office, plan, secret):
        self.office, self.secret, self.sealed, self.pseudonym_inputs = office, secret, [], {}
        self.plan, self.tasks = copy.deepcopy(plan), plan["tasks"]              # self.tasks stays in the private form
        self.draw = f"{plan['authority']['id']}/{plan['sequence']}/{plan['attempt']}"
        self.entities, self.seated = office["entities"], any(t["seats"] for t in self.tasks)
        self.labelled = {t["id"] for t in self.tasks if any(c["field"] in PRIVATE for c in conditions(t))}
        check_entities(self.entities)
        if self.seated:
            self.check_inspectors_known()
        self.known_as, self.equipment = {e["id"]: known_as(e) for e in self.entities}, {}   # equipment: id -> codes that it uses or maintains (6.4)
        for e in self.entities:
            for who in {e[key] for key in ("user_id", "maintainer_id") if key in e}:
                self.equipment.setdefault(who, set()).update(known_as(e))
        self.place_entities()
        self.lists = {                                                          # 6.1, 6.2, 6.4
            "entities": [pick(e, PUBLIC) | {"sealed": self.seal("entities", "", e["id"], pick(e.get("private", {}), PRIVATE))}
                         for e in self.entities],
            "items": [pick(i, ITEM) for i in office["items"] if any(i["id"] in t["items"] for t in self.tasks)],
            "exclusions": self.exclusion_rows()}
        if self.seated:
            self.lists |= {"inspectors": self.inspector_rows(), "barred": self.barred_rows(), "apart": self.apart_rows()}
        if self.labelled:
            self.lists["strata"] = self.strata_rows()
        if any(t["population"] == "selection" for t in self.tasks):             # 6.9
            unknown = {s["id"] for s in office["selection"]} - {e["id"] for e in self.entities}
            refuse_if(unknown, f"selection: not in entities: {sorted(unknown)}")
            self.lists["selection"] = [{"id": s["id"], "tasks": s["tasks"]} for s in office["selection"]]
        self.seal_conditions()
        self.plan["populations"] = self.populations()
        if self.seated and "min_choice_waiver" not in plan:
            self.check_min_choice()
        self.plan["roots"] = {name: {"count": len(rows), "root": merkle([canonical(row) for row in rows]).hex()}
                              for name, rows in self.lists.items()}
        self.P = H("mq1/plan", canonical(self.plan)).hex()

    def check_inspectors_known(self):                                           # 4
        known = {i["id"] for i in self.office["inspectors"]}
        for record in self.office["conflicts"] + self.office["absences"]:
            unknown = {record[key] for key in ("inspector", "other") if key in record} - known
            refuse_if(unknown, f"{record['id']}: not in inspectors: {unknown}")

    def codes(self, e, *keys):
        """All that the entity is known as, and for each of the keys its value and all that the entity of that id is known as."""
        others = [e[key] for key in keys if key in e]
        return known_as(e).union(others, *(self.known_as.get(other, ()) for other in others))

    def seal(self, lst, draw, id, private, tag="mq1/sealed", before=(), after=None):
        """The commitment: H(tag, *before, salt, *after), where after is the line of `private` if not given."""
        line = canonical(private)
        salt_input = H("mq1/salt", lst, draw, id, line)
        salt = hmac.digest(self.secret, salt_input, "sha256")
        digest = H(tag, *before, salt, *([line] if after is None else after)).hex()
        self.sealed.append({"list": lst, "id": id, "private": private, "salt_input": salt_input.hex(), "salt": salt.hex(), "sealed": digest})
        return digest

    def place_entities(self):
        """6.8, first half: (entity id, task id) -> the stratum in which it lies; and 6.4: -> (reason, reference) if it is excluded."""
        selection = {s["id"]: s["tasks"] for s in self.office["selection"]}
        self.stratum, self.excluded = {}, {}
        for task, e in product(self.tasks, self.entities):
            listed = task["population"] == "list" or task["id"] in selection.get(e["id"], [])
            found = [s["id"] for s in task["strata"] if all(holds(c, e) for c in s["when"])]
            if listed and found and all(holds(c, e) for c in task["scope"]):
                self.stratum[e["id"], task["id"]] = found[0]
                reason = self.reason(e, task)
                if reason:
                    self.excluded[e["id"], task["id"]] = reason

    def inspector_rows(self):                                                   # 6.3
        departments = {p["department"] for p in self.plan["pools"]}
        rows, self.pseudonym = [], {}                                           # pseudonym: id of the office -> pseudonym
        active = [i for i in self.office["inspectors"] if i.get("status", "active") == "active" and i.get("certificate_until")]
        for i in [i for i in active if i["department"] in departments]:
            code_input = H("mq1/pseudonym", self.draw, i["department"], i["work_no"])
            code = hmac.digest(self.secret, code_input, "sha256").hex()
            name = "I-" + code[:10].upper()
            refuse_if(name in self.pseudonym.values(), f"inspectors: pseudonym {name} twice")
            self.pseudonym[i["id"]], self.pseudonym_inputs[name] = name, {"pseudonym_input": code_input.hex(), "pseudonym_code": code}
            away = [a for a in self.office["absences"] if a["inspector"] == i["id"]]
            absent = [d for d in self.plan["days"] if any(a["from"] <= d <= a["until"] for a in away)]
            own = {quota: i.get(quota, self.plan["quotas"][quota.removeprefix("quota_")]) for quota in QUOTAS}
            refuse_if(own["quota_min"] > own["quota_max"], f"inspector {i['id']}: quota_min > quota_max")
            refuse_if(own["daily_max"] > 255, f"inspector {i['id']}: daily_max > 255")
            sealed = self.seal("inspectors", self.draw, name, pick(i, ["certificate_no", "name", "work_no"]))
            rows.append({"id": name, "sealed": sealed} | own | pick(i | {"absent": absent}, [*INSPECTOR, "absent"]))
        return sorted(rows, key=lambda row: row["id"])

    def before_period(self, record, days):                                      # period.from - days <= date < period.from
        return 0 < (date.fromisoformat(self.plan["period"]["from"]) - date.fromisoformat(record["date"])).days <= days

    def reason(self, e, task):                                                  # 6.4
        place, case, period = self.codes(e, "user_id"), task["case"], self.plan["period"]
        if e.get("status", "active") != "active":
            return "closed", e["status"]
        for p in self.office["promises"]:
            if p["entity"] in place and p["from"] <= period["until"] and p["until"] >= period["from"]:
                if not case or case not in p.get("overrides", []):
                    return "promise", p.get("reference", "")
        users = {e["id"], e.get("user_id")}                                     # it and its user, in the list or not
        equipment = set().union(*(self.equipment.get(user, ()) for user in users))
        for ceiling in sorted(self.plan["ceilings"], key=lambda c: c["id"]):
            if ceiling["id"] in task["ceilings"] and case not in ceiling["lifted_by"]:
                counted = [h for h in self.office["history"] if h["entity"] in place | equipment
                           and ceiling["from"] <= h["date"] <= ceiling["until"]
                           and (not ceiling["departments"] or set(ceiling["departments"]) & set(h.get("departments", [])))
                           and h.get("case", "") not in ceiling["not_counting"]]
                if len(counted) >= ceiling["count_max"]:
                    return "ceiling", ceiling["id"]
        for h in self.office["history"] if not case else ():
            if h["entity"] in place and not h.get("case") and self.before_period(h, task["recent_days"]):
                return "recent", h["id"]

    def exclusion_rows(self):                                                   # 6.4
        rows = []
        for e in self.entities:
            found = [(t["id"], *self.excluded[e["id"], t["id"]]) for t in self.tasks if (e["id"], t["id"]) in self.excluded]
            if found:
                references = [pick({"task": task, "reference": reference}, ["task", "reference"]) for task, _, reference in found]
                sealed = self.seal("exclusions", self.draw, e["id"], {"id": e["id"], "references": references})
                rows.append({"id": e["id"], "sealed": sealed, "tasks": [{"reason": reason, "task": task} for task, reason, _ in found]})
        return rows

    def barred_rows(self):                                                      # 6.5
        rotation, rows, self.barred = self.plan["rotation"], [], {}             # barred: entity id -> pseudonyms, both kinds
        for e in self.entities:
            if not any((e["id"], t["id"]) in self.stratum for t in self.tasks if t["seats"]):
                continue
            codes = self.codes(e, "user_id", "maintainer_id")
            conflicts = [(c["kind"], c["inspector"]) for c in self.office["conflicts"] if c.get("entity") in codes]
            law = {i for kind, i in conflicts if kind == "law"}
            rota = {i for kind, i in conflicts if kind == "rotation" and rotation["pairs"]}
            rota |= {i["id"] for i in self.office["inspectors"] if rotation["former_units"] and codes & set(i.get("former_units", []))}
            rota |= {i for h in self.office["history"] if h["entity"] in codes and self.before_period(h, rotation["last_visit_days"])
                     for i in h.get("inspectors", [])}
            row, self.barred[e["id"]] = {"id": e["id"]}, set()
            for kind, who in (("law", law), ("rotation", rota - law)):
                ids = sorted(self.pseudonym[i] for i in who if i in self.pseudonym)
                row[kind] = self.seal("barred", self.draw, e["id"], {"inspectors": ids, "kind": kind}, "mq1/barred", [kind], ids)
                self.barred[e["id"]] |= set(ids)
            rows.append(row)
        return rows

    def apart_rows(self):                                                       # 6.6
        days, apart = self.plan["rotation"]["together_days"], {name: set() for name in self.pseudonym.values()}
        groups = [{c["inspector"], c["other"]} for c in self.office["conflicts"] if "other" in c]
        groups += [set(h.get("inspectors", [])) for h in self.office["history"] if self.before_period(h, days)]
        for group in groups:
            names = {self.pseudonym[i] for i in group if i in self.pseudonym}
            for name in names:
                apart[name] |= names - {name}
        return [{"id": name, "apart": self.seal("apart", self.draw, name, {"inspectors": sorted(ids)}, "mq1/apart", (), sorted(ids))}
                for name, ids in sorted(apart.items())]

    def strata_rows(self):                                                      # 6.7
        rows, read = [], sorted({c["field"] for t in self.tasks if t["id"] in self.labelled for c in conditions(t)} & set(PRIVATE))
        for e in self.entities:
            labels = [{"stratum": self.stratum[e["id"], t["id"]], "task": t["id"]} for t in self.tasks
                      if t["id"] in self.labelled and (e["id"], t["id"]) in self.stratum]
            rows.append({"id": e["id"], "labels": labels, "sealed": self.seal("strata", self.draw, e["id"], pick(e.get("private", {}), read))})
        return rows

    def seal_conditions(self):                                                  # 6.7, in self.plan
        for task in self.plan["tasks"]:
            task["labelled"] = task["id"] in self.labelled
            if task["labelled"] and task["scope"]:
                task["scope_sealed"] = self.seal("plan", self.draw, task["id"], {"scope": task["scope"], "task": task["id"]})
                task["scope"] = []
            for s in task["strata"] if task["labelled"] else ():
                s["sealed"] = self.seal("plan", self.draw, s["id"], {"stratum": s["id"], "task": task["id"], "when": s.pop("when")})

    def populations(self):                                                      # 6.8, second half
        strata = {(t["id"], s["id"]): s for t in self.tasks for s in t["strata"]}
        lying = {key: [0, 0] for key in strata}                                 # not excluded, excluded
        for (entity, task), stratum in self.stratum.items():
            lying[task, stratum][(entity, task) in self.excluded] += 1

        def amount(key, above=()):
            refuse_if(key not in strata or key in above, f"as_task, as_stratum: unknown, or a circle at {key}")
            s, population = strata[key], lying[key][0]
            if "as_task" in s:
                base = amount((s["as_task"], s["as_stratum"]), (*above, key))
            elif "ratio" in s:
                n, d = s["ratio"][0] * population, s["ratio"][1]
                base = {"down": n // d, "up": -(-n // d), "half_up": (2 * n + d) // (2 * d)}[s["rounding"]]
            else:
                base = s["count"]
            base = max(base, s.get("min", 0))
            return min(base, s.get("max", base), population)

        rows = [{"task": t, "stratum": s, "n": amount((t, s)), "population": population, "excluded": excluded,
                 "reserves": min(strata[t, s]["reserves"], population - amount((t, s)))} for (t, s), (population, excluded) in lying.items()]
        for t in self.tasks:
            (a, b), mine = t["overall_min"], [row for row in rows if row["task"] == t["id"]]
            refuse_if(b * sum(r["n"] for r in mine) < a * sum(r["population"] for r in mine), f"task {t['id']}: overall_min not kept")
        return rows

    def member(self, i, pool, area):                                            # 13.1, level 0
        works = i["daily_max"] > 0 and any(d not in i.get("absent", []) and i.get("certificate_from", d) <= d <= i["certificate_until"]
                                           for d in self.plan["days"])
        return (works and i["department"] == pool["department"] and (not pool["role"] or pool["role"] in i.get("roles", []))
                and set(pool["expertise"]) <= set(i.get("expertise", []))
                and (pool["area"] != "same" or not i.get("areas") or area in i["areas"])
                and (not self.plan["rotation"]["home_area"] or not i.get("home") or i["home"] != area))

    def check_min_choice(self):                                                 # 6.10
        area, pools = {e["id"]: e.get("area", "") for e in self.entities}, {p["id"]: p for p in self.plan["pools"]}
        seats = {t["id"]: [s["pool"] for s in t["seats"]] for t in self.tasks}
        for e, pool in {(e, pool) for e, t in self.stratum if (e, t) not in self.excluded for pool in seats[t]}:
            lawful = [i for i in self.lists["inspectors"] if i["id"] not in self.barred[e] and self.member(i, pools[pool], area[e])]
            refuse_if(len(lawful) < self.plan["min_choice"], f"min_choice: {e} has {len(lawful)} lawful inspectors of pool {pool}")

    def openings(self, drawn):                                                  # 15: drawn = ids of entities
        opened = {(s["id"], s["private"]["kind"]): {"inspectors": s["private"]["inspectors"], "salt": s["salt"]}
                  for s in self.sealed if s["list"] == "barred"}
        return [{"id": id} | {kind: opened[id, kind] for kind in ("law", "rotation")} for id in sorted(drawn) if (id, "law") in opened]

    def apart_openings(self):                                                   # 15
        return [{"id": s["id"], "inspectors": s["private"]["inspectors"], "salt": s["salt"]} for s in self.sealed if s["list"] == "apart"]

# ---- Comparison with the vectors ---------------------------------------------------------------------------------

def read_input(folder):
    office, plan = {name: read_list(folder / f"{name}.jsonl") for name in OFFICE}, (folder / "plan.json").read_bytes()
    return office, parse(plan.removesuffix(b"\n")), bytes.fromhex((folder / "secret.txt").read_text().strip())

def freeze_vector(f, about):
    """freeze.json of the vectors: the intermediate values, in the form that the file has."""
    vector = {"about": about, "draw": f.draw, "plan_digest": f.P, "plan_line_sha256": hashlib.sha256(canonical(f.plan)).hexdigest(),
              "barred_openings_of_all": f.openings({e["id"] for e in f.entities})}
    for name, lst in (("conditions", "plan"), ("entities", "entities"), ("inspectors", "inspectors"), ("strata", "strata")):
        rows = [s | {"private": canonical(s["private"]).decode()} for s in f.sealed if s["list"] == lst]
        vector[name] = [{k: v for k, v in row.items() if k != "list"} for row in rows]
    vector["inspectors"] = sorted((row | f.pseudonym_inputs[row["id"]] for row in vector["inspectors"]), key=lambda row: row["id"])
    return (json.dumps(vector, sort_keys=True, ensure_ascii=False, indent=2) + "\n").encode()

def compare(root, f):
    """The paths that differ from what was frozen."""
    bundle, rows = root / "bundle", {f"lists/{name}.jsonl": rows for name, rows in f.lists.items()} | {"plan.json": [f.plan]}
    if f.seated:
        drawn = {row["entity"] for row in map(parse, (bundle / "draw/selected.jsonl").read_bytes().splitlines()) if not row["reserve"]}
        rows |= {"draw/openings.jsonl": f.openings(drawn), "draw/apart.jsonl": f.apart_openings()}
    made = {bundle / name: b"".join(canonical(row) + b"\n" for row in lines) for name, lines in rows.items()}
    if (root / "freeze.json").exists():
        made[root / "freeze.json"] = freeze_vector(f, json.loads((root / "freeze.json").read_bytes())["about"])
    expected = sorted({*made, *(bundle / "lists").iterdir()})
    return [path for path in expected if path not in made or not path.exists() or path.read_bytes() != made[path]]

def main(folders):
    code = 0
    for root in map(Path, folders):
        f = Freeze(*read_input(root / "input"))
        wrong = compare(root, f)
        print(f"{root}: P = {f.P}", *(f"differs: {path}" for path in wrong), sep="\n  ")
        code |= bool(wrong)
    return code

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refused as why:
        print("refused:", why)
        sys.exit(2)
