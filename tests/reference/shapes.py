"""The fields of each file and event, and their types: PROTOCOL.md, sections 3 to 6, 15, 16, 20 and 22 to 25."""
import calendar
import math
import re

from primitives import JsonObject, ascending, here, hold, read_canonical

# For each file, event or object (the names in capitals) the types of its fields: type, then the keys that have it.
# A type is one of those in TYPES below, the name of a shape, `event`, or words a|b of which the value is one;
# [type] is an array and <type> an object of them. `?` after it: left out when empty. `~`: may be missing.
FIELDS_BY_TYPE = {
    # 16 Bundle
    "manifest.json": {"mq1/bundle|mq1/announcement|mq1/sealed": "format", "[FILE]": "files"},
    "FILE": {"text": "path", "digest": "sha256", "number": "size"},
    "ROOT": {"number": "count", "digest": "root"},
    # 5 Plan
    "plan.json": {
        "text": "protocol suite campaign calendar", "rehearsal|official": "purpose", "open|sealed": "mode",
        "NAMED": "authority", "u32": "sequence attempt min_choice visits_per_day_max", "day": "created finish_by",
        "PERIOD": "period", "[day]": "days", "[text]": "participants cases", "room|remote": "profile",
        "FINAL": "final", "text?": "log min_choice_waiver", "SUPERIOR~": "superior", "[KEY]?": "keys",
        "ESCROW~": "escrow", "two_texts~": "custodians", "REASONS~": "replacement",
        "positive|independent": "coordination", "[CEILING]": "ceilings", "[POOL]": "pools", "QUOTAS": "quotas",
        "ROTATION": "rotation", "[STEP]": "relaxations", "PUBLISH": "publish", "SIMULATION": "simulation",
        "[TASK]": "tasks", "[ROW]": "populations", "<ROOT>": "roots"},
    "NAMED": {"id": "id", "text": "name"},
    "PERIOD": {"day": "from until"},
    "FINAL": {"text": "source", "u32~": "sides count draws of pick", "number~": "round"},
    "SUPERIOR": {"digest": "key", "text": "name"},
    "KEY": {"digest": "key", "text": "department label"},
    "ESCROW": {"[HOLDER]": "holders", "u32": "threshold"},
    "HOLDER": {"text": "label", "bool": "outside"},
    "REASONS": {"[text]": "entity inspector"},
    "CEILING": {"id": "id", "u32": "count_max", "[text]": "departments lifted_by not_counting", "day": "from until"},
    "QUOTAS": {"u32": "min max daily_max"},
    "PUBLISH": {"text": "inspectors names", "u32": "results_working_days"},
    "POOL": {"id": "id", "text": "department role", "[text]": "expertise", "any|same": "area"},
    "STEP": {"minimums|pairs|home_area~": "drop", "u32~": "add", "id~": "quota_max"},
    "ROTATION": {"bool": "pairs home_area former_units", "u32": "last_visit_days together_days"},
    "SIMULATION": {"u32": "seeds", "ratio": "unplaced_max"},
    "SEATS": {"id": "pool", "u32": "count", "bool": "lead"},
    "TASK": {
        "id": "id", "text": "name department case", "bool": "lead labelled", "undirected|directed": "kind",
        "own|joint|upper": "source", "list|selection": "population", "city-city|city-county|county-county": "level",
        "[id]": "items ceilings", "[CONDITION]": "scope", "digest~": "scope_sealed", "u32": "recent_days days",
        "ratio": "overall_min", "[STRATUM]": "strata", "[SEATS]": "seats"},
    "STRATUM": {
        "id": "id", "text": "name", "number": "reserves", "number~": "count min max", "ratio~": "ratio",
        "up|down|half_up~": "rounding", "id~": "as_task as_stratum", "digest~": "sealed", "[CONDITION]~": "when"},
    "CONDITION": {"text": "field", "[text]?": "any none prefix", "day?": "from until"},
    "ROW": {"id": "stratum task", "number": "excluded n population reserves"},
    # 4 and 6, the frozen lists
    "lists/entities.jsonl": {
        "id": "id", "digest": "sealed", "text1": "name", "text?": "code kind area industry scale status scope",
        "day?": "established licence_until", "[text1]?": "tags licences", "id?": "user_id maintainer_id",
        "[id]?": "former_ids"},
    "lists/items.jsonl": {
        "id": "id", "text1": "name basis",
        "text?": "code sub_item department target importance method ratio frequency requirement note"},
    "lists/inspectors.jsonl": {
        "id": "id", "text1": "department", "text?": "home", "[text1]?": "areas expertise roles",
        "day?": "certificate_from", "day": "certificate_until", "[day]?": "absent",
        "u32": "quota_min quota_max daily_max", "digest": "sealed"},
    "lists/exclusions.jsonl": {"id": "id", "digest": "sealed", "[EXCLUDED]": "tasks"},
    "EXCLUDED": {"closed|promise|ceiling|recent": "reason", "id": "task"},
    "lists/barred.jsonl": {"id": "id", "digest": "law rotation"},
    "lists/apart.jsonl": {"id": "id", "digest": "apart"},
    "lists/selection.jsonl": {"id": "id", "[text1]": "tasks"},
    "lists/strata.jsonl": {"id": "id", "digest": "sealed", "[LABEL]": "labels"},
    "LABEL": {"id": "stratum task"},
    # 15 Outcome
    "draw/ceremony.json": {"[SAID]": "contributions", "CAST": "final"},
    "SAID": {"text": "label value"},
    "CAST": {"text": "source value"},
    "draw/strata.jsonl": {"id": "stratum task", "number": "excluded n population reserves", "digest?": "threshold"},
    "draw/selected.jsonl": {"id": "entity stratum task", "number": "rank", "bool": "reserve", "digest": "ticket"},
    "draw/visits.jsonl": {
        "text?": "area", "[day]?": "days", "[DRAWN]": "draws", "u32": "duration", "id": "id", "[id]": "items",
        "[SEAT]?": "seats", "dated|undated|unseated|unpaired": "state"},
    "DRAWN": {"id": "entity stratum task", "number": "rank"},
    "SEAT": {"id?": "inspector", "bool": "lead", "id": "pool"},
    "draw/openings.jsonl": {"id": "id", "OPENED": "law rotation"},
    "evidence/openings.jsonl": {"id": "id", "OPENED": "law rotation"},
    "OPENED": {"[id]": "inspectors", "digest": "salt"},
    "draw/apart.jsonl": {"id": "id", "[id]": "inspectors", "digest": "salt"},
    "draw/pairing.json": {
        "u32": "relaxations", "[ATTEMPT]": "attempts", "[RELAXED]": "relaxed", "[REPEAT]": "repeats",
        "[ASIDE]": "set_aside", "[PROOF]": "proofs", "[UNDATED]": "undated"},
    "ATTEMPT": {"u32": "attempt", "id": "visit"},
    "RELAXED": {"u32": "level", "[CERT]": "certificates"},
    "REPEAT": {"[id]": "inspectors visits"},
    "ASIDE": {"id": "visit", "CERT": "certificate"},
    "CERT": {"number": "capacity demand", "places|minimum": "kind", "[PLACES]": "inspectors", "[LISTED]": "seats"},
    "PLACES": {"id": "id", "u32": "places"},
    "LISTED": {"[u32]": "seats", "id": "visit"},
    "PROOF": {
        "no_window|inspector|cap": "kind", "number~": "capacity demand", "[day]~": "days", "id~": "inspector visit",
        "[id]~": "team visits"},
    "UNDATED": {"number~": "proof", "no_window|proved|not_found": "reason", "id": "visit"},
    "draw/record.json": {
        "digest": "close final plan seed seed_hash", "text": "draw", "[TASKKEY]": "keys", "<ROOT>": "lists roots"},
    "TASKKEY": {"text": "k", "id": "task"},
    # 22.3 Capsules, 20.3 and 20.4 Evidence, 24.1 Entries
    "sealed/capsules.jsonl": {"text": "name", "digest": "sha256"},
    "evidence/consistency.json": {"[digest]": "hashes"},
    "ENTRY": {"text": "draw event", "digest": "hash"},
    "evidence/events.jsonl": {"event": "event", "[digest]": "hashes", "number": "index"},
    "evidence/entries.jsonl": {"text": "draw event", "digest": "hash"},
    "evidence/previous.jsonl": {"ENTRY": "entry", "[digest]": "hashes", "number": "index"},  # or as events.jsonl
    # 20.1 Events; `draw` and `event` stand in each, see below
    "event/announce": {"digest": "plan superior", "number~": "round", "digest~": "commitment", "[digest]?": "points"},
    "event/share": {"text": "holder", "signature~": "signature"},
    "event/contribution": {"text": "label value"},
    "event/commitment": {"text": "label", "digest": "commitment"},
    "event/reveal": {"text": "label value", "digest": "salt"},
    "event/close": {"digest": "close"},
    "event/sign": {"text": "label", "signature": "signature"},
    "event/roll": {"text": "source value", "[RECORDED]": "records"},
    "RECORDED": {"text": "recorder value"},
    "event/draw": {"digest~": "record seed_hash", "ROOT~": "leaves capsules"},
    "event/open": {"digest": "leaf"},
    "event/finish": {"digest": "record", "digest~": "secret"},
    "event/void": {"text": "reason", "signature~": "signature", "digest~": "record secret"},
    # 23.2 and 23.3 Replacement
    "event/replace/inspector": {
        "text": "kind approved_by reason", "id~": "by", "day": "date", "digest": "nonce", "u32": "seat",
        "signature~": "signature", "[SKIPPED]": "skipped", "id": "visit"},
    "event/replace/entity": {
        "text": "kind approved_by reason", "number~": "by", "number": "rank", "day": "date", "digest": "nonce",
        "signature~": "signature", "[[SKIPPED]]": "skipped", "id": "stratum task", "id~": "visit", "[day]?": "days",
        "[id]?": "team"},
    "SKIPPED": {"id": "inspector", "text": "reason"},
    # 25 Proof of one entity, slip
    "proof file": {
        "mq1/proof": "format", "id": "id", "[LEAF]": "leaves", "plan.json~": "plan",
        "draw/record.json": "record", "LOGGED~": "log"},
    "LEAF": {"text": "file", "[digest]": "hashes", "number": "index", "object": "line"},
    "LOGGED": {"text": "checkpoint", "event": "event", "[digest]": "hashes", "number": "index"},
    "PLACED": {"text": "checkpoint", "[digest]": "hashes", "number": "index"},
    "slip file": {
        "mq1/slip": "format", "draw": "draw", "event": "event", "[digest]": "hashes", "number": "index",
        "object": "leaf", "PLACED~": "log", "digest~": "salt", "draw/record.json~": "record", "[NAMES]?": "names",
        "[REPLACED]?": "replaced"},
    "REPLACED": {"event": "event", "[digest]": "hashes", "number": "index"},
    "NAMES": {"id": "inspector", "PRIVATE": "private", "digest": "salt"},
    "PRIVATE": {"text?": "certificate_no name work_no"},
}

def types_of_fields(name, by_type):
    """{key: type}"""
    types = {key: kind for kind, keys in by_type.items() for key in keys.split()}
    if name.startswith("event/"):
        types |= {"draw": "text", "event": "text"}
    return types

SHAPES = {name: types_of_fields(name, by_type) for name, by_type in FIELDS_BY_TYPE.items()}

# ---- 3 Ids and field text, 5 integers and ratios ----

def matches(pattern):
    """A test: is it a text that is of this form from end to end?"""
    return lambda value: isinstance(value, str) and bool(re.fullmatch(pattern, value))

def is_number(value, limit=2**53):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < limit

def is_u32(value):
    return is_number(value, 2**32)

def is_draw(value):
    """5: `<authority.id>/<sequence>/<attempt>`"""
    return has_form_of_draw(value) and all(is_u32(int(number)) for number in value.split("/")[1:])

def is_ratio(value):
    if not (isinstance(value, list) and len(value) == 2 and all(map(is_number, value))):
        return False
    n, d = value
    return n <= d and d >= 1 and math.gcd(n, d) == 1

has_form_of_draw = matches("[0-9A-Z][0-9A-Z._-]{0,63}(/[1-9][0-9]{0,9}){2}")
has_form_of_day = matches("(19|[2-9][0-9])[0-9]{2}-(0[1-9]|1[0-2])-[0-9]{2}")

def is_day(value):
    if not has_form_of_day(value):
        return False
    year, month, day = map(int, value.split("-"))
    return 1 <= day <= calendar.monthrange(year, month)[1]

def is_two_texts(value):
    return isinstance(value, list) and len(value) == 2 and all(isinstance(text, str) for text in value)

TYPES = {
    "two_texts": is_two_texts,
    "text": lambda value: isinstance(value, str),
    "text1": lambda value: isinstance(value, str) and value != "",
    "id": matches("[0-9A-Z][0-9A-Z._-]{0,63}"),
    "draw": is_draw,
    "digest": matches("[0-9a-f]{64}"),
    "signature": matches("[0-9a-f]{128}"),
    "number": is_number,
    "u32": is_u32,
    "day": is_day,
    "ratio": is_ratio,
    "bool": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, JsonObject),
}

# ---- 25 How foreign text is shown ----

# Control, direction and invisible characters (3); and what stands for bytes of a file's name that are no text.
UNSHOWN = r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"

def plain(text):
    """A line as it may be printed: nothing in it moves the cursor, begins a new line, or changes what stands beside."""
    return re.sub(UNSHOWN, "\ufffd", text)

def quoted(text):
    """So that it can't pass for words of the verifier."""
    return repr(plain(text))

# ---- 17 `format` ----

def event_shape(value):
    """Which of the shapes of events it must have: `event` says it, and of a replacement also `kind`."""
    if not isinstance(value, JsonObject):
        return "object"
    return "/".join(["event"] + [str(value[key]) for key in ("event", "kind") if key in value])

def check_shape(value, kind, place=""):
    if kind == "event":
        kind = event_shape(value)
    elif kind == "evidence/previous.jsonl" and "event" in value:  # 20.4: which of the two is the check `numbers`
        kind = "evidence/events.jsonl"
    if kind.startswith("["):
        hold(isinstance(value, list), "array", [place, value])
        for number, element in enumerate(value):
            check_shape(element, kind[1:-1], f"{place}/{number}")
    elif kind.startswith("<"):
        hold(isinstance(value, JsonObject), "object", [place, value])
        for key, element in value.items():
            check_shape(element, kind[1:-1], f"{place}/{key}")
    elif kind in SHAPES:
        check_fields(value, kind, place)
    else:
        good = TYPES[kind](value) if kind in TYPES else value in kind.split("|")
        hold(good, f"of type {kind}", [place, value])

def check_fields(value, name, place):
    known = isinstance(value, JsonObject) and set(value) <= set(SHAPES[name])
    hold(known, f"{name} without unknown keys", [place, value])
    for key, kind in SHAPES[name].items():
        if key in value:
            hold(not kind.endswith("?") or value[key] not in ("", []), f"{key}, left out when empty", [place, value])
            check_shape(value[key], kind.rstrip("?~"), f"{place}/{key}")
        else:
            hold(kind.endswith(("?", "~")), f"{key}, which is always there", [place, value])

def parse(path, data):
    """2: the lines of a file, without LF, and what they hold: the list of objects, or the one object."""
    here(path)
    *lines, rest = data.split(b"\n")
    is_list = path.endswith(".jsonl")
    hold(rest == b"" and (is_list or len(lines) == 1), "LF at the end", rest[:200])
    longest = 2**20 if is_list else 2**28 - 1
    hold(all(len(line) <= longest for line in lines), "length", f"a line of more than {longest} bytes")
    if not is_list:
        return lines, read_shaped(lines[0], path)
    objects = []
    for number, line in enumerate(lines, 1):
        here(f"{path}:{number}")
        objects.append(read_shaped(line, path))
    if "id" in SHAPES[path]:
        ascending([x.id for x in objects])
    return lines, objects

def read_shaped(line, kind):
    value = read_canonical(line)
    check_shape(value, kind)
    return value
