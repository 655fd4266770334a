"""PROTOCOL.md, sections 9 to 11 and 15: the checks `seed`, `selection`, `openings`, `visits` and `record`."""
import hmac
from collections import Counter

from bundle import EVENTS, LATE_OPENINGS, OUTCOME_LISTS, RECORD, VISITS
from ceremony import secret_of
from instance import Instance, barred_from
from primitives import H, JsonObject, ascending, counted, expand, hold, same, sha256, unhex

# ---- 17 `seed` ----

def check_seed(bundle):
    """9"""
    extracted = hmac.digest(bundle.P, secret_of(bundle) + bundle.D + bundle.F, "sha256")  # HKDF-Extract
    seed = expand(extracted, "mq1/seed")
    bundle.pair_key = expand(seed, "mq1/pair")
    bundle.schedule_key = expand(seed, "mq1/schedule")
    bundle.seal_key = expand(seed, "mq1/seal")
    bundle.replace_key = expand(seed, "mq1/replace")
    bundle.K = {task: key_of_task(bundle.plan, seed, task) for task in bundle.task}
    want = {
        "draw": bundle.draw, "plan": bundle.P.hex(), "close": bundle.D.hex(), "final": bundle.F.hex(),
        "seed": seed.hex(), "seed_hash": sha256(seed).hex(),
        "keys": [{"k": k, "task": task} for task, k in bundle.K.items()],
    }
    same({key: value for key, value in bundle.record.items() if key not in ("lists", "roots")}, want)
    if bundle.is_sealed and "draw" in bundle.event:
        same(bundle.event["draw"].seed_hash, sha256(seed).hex())

def key_of_task(plan, seed, task):
    """9, 10: K"""
    key = expand(seed, "mq1/select", task) if plan.coordination == "independent" else expand(seed, "mq1/select")
    return key[:16].hex()

# ---- 17 `selection` ----

def ticket(k, entity):
    """10"""
    return sha256((k + entity).encode()).hex()

def check_selection(bundle):
    """10; bundle.tickets is {task: {entity: ticket}}."""
    bundle.tickets = {task: {entity: ticket(k, entity) for entity in bundle.entity} for task, k in bundle.K.items()}
    candidates = {(row.task, row.stratum): [] for row in bundle.plan.populations}
    for task, lies in bundle.lies.items():
        for entity, stratum in lies.items():
            if entity not in bundle.excluded[task]:
                candidates[task, stratum].append((bundle.tickets[task][entity], entity))
    strata = []
    selected = []
    for row in bundle.plan.populations:
        first = sorted(candidates[row.task, row.stratum])[:row.n + row.reserves]
        strata.append(row | {"threshold": first[row.n - 1][0]} if row.n else row)
        for rank, (hashed, entity) in enumerate(first, 1):
            selected.append(JsonObject(entity=entity, rank=rank, reserve=rank > row.n, stratum=row.stratum,
                                       task=row.task, ticket=hashed))
    bundle.same_rows("draw/selected.jsonl", selected)
    bundle.same_rows("draw/strata.jsonl", strata)
    bundle.visits = visits_of(bundle, [row for row in selected if not row.reserve])

# ---- 11 Visits ----

def place_of(bundle, entity):
    return bundle.entity[entity].user_id or entity

def visits_of(bundle, drawn):
    places = {}
    for row in sorted(drawn, key=lambda row: (row.entity, bundle.task_number[row.task])):
        draw = JsonObject(entity=row.entity, rank=row.rank, stratum=row.stratum, task=row.task)
        places.setdefault(place_of(bundle, row.entity), []).append(draw)
    return [make_visit(bundle, place, places[place]) for place in sorted(places)]

def make_visit(bundle, place, draws):
    """The draws by entity, then in the plan's order of tasks."""
    tasks = [bundle.task[task] for task in sorted({draw.task for draw in draws}, key=bundle.task_number.get)]
    seats = seats_of(bundle, tasks)
    return JsonObject(
        id=place, draws=draws, area=bundle.entity[draws[0].entity].area or "",
        duration=max(task.days for task in tasks),
        items=sorted({item for task in tasks for item in task["items"]}), seats=seats)

def seats_of(bundle, tasks):
    """Of a visit for these tasks; they are in the plan's order."""
    lead_pool = next((seat.pool for task in tasks for seat in task.seats if seat.lead), None)
    number = Counter()  # of seats of each pool
    for task in tasks:
        of_task = Counter()
        for seat in task.seats:
            of_task[seat.pool] += seat.count
        number |= of_task  # the larger of the two
    return [JsonObject(lead=pool == lead_pool and position == 0, pool=pool)
            for pool in sorted(number, key=bundle.pool_number.get) for position in range(number[pool])]

# ---- 17 `openings` ----

def check_openings(bundle):
    """15, 23.3"""
    barred = {row.id: row for row in bundle.barred}
    drawn = {row.entity for row in bundle.selected if not row.reserve}
    taken = {(event.task, event.stratum, event.by) for event in bundle.events if event.event == "replace"}
    replacing = {row.entity for row in bundle.selected if (row.task, row.stratum, row.rank) in taken}
    opened = [row.id for row in bundle.files.get("draw/openings.jsonl", [])]
    late = sorted(replacing.intersection(barred) - drawn)
    same(opened, sorted(drawn.intersection(barred)))
    same([row.id for row in bundle.late_openings], late)
    same(LATE_OPENINGS in bundle.files, bool(late))
    same([row.id for row in bundle.opened_apart], [row.id for row in bundle.apart])
    known = {inspector.id for inspector in bundle.inspectors}
    for path in ("draw/openings.jsonl", LATE_OPENINGS):
        for row in bundle.rows(path):
            check_opening(row.law, known, barred[row.id].law, "mq1/barred", "law")
            check_opening(row.rotation, known, barred[row.id].rotation, "mq1/barred", "rotation")
            hold(not set(row.law.inspectors) & set(row.rotation.inspectors), "nobody in both", row)
    names = {row.id: set(row.inspectors) for row in bundle.opened_apart}
    for row, closed in zip(bundle.rows("draw/apart.jsonl"), bundle.apart):
        check_opening(row, known, closed.apart, "mq1/apart")
        hold(row.id not in names[row.id], "not himself", row)
        hold(all(row.id in names[other] for other in row.inspectors), "named back", row)
    if not bundle.plan.min_choice_waiver:
        check_min_choice(bundle, drawn.intersection(barred))

def check_opening(opened, known, commitment, *head):
    """6.5, 6.6"""
    ascending(opened.inspectors)
    hold(known.issuperset(opened.inspectors), "known", opened)
    hold(H(*head, unhex(opened.salt), *opened.inspectors).hex() == commitment, "opens", opened)

def check_min_choice(bundle, entities):
    """6.10"""
    instance = Instance(bundle, 0)
    for row in bundle.selected:
        if row.reserve or row.entity not in entities:
            continue
        barred = barred_from(bundle, instance.number, [row], ("law", "rotation"))
        for seat in bundle.task[row.task].seats:
            pool = instance.effective_pool(seat.pool, bundle.entity[row.entity].area or "")
            choice = set(instance.members(pool)) - barred
            hold(len(choice) >= bundle.plan.min_choice, "min choice", [row, seat.pool, len(choice)])

# ---- 17 `visits` ----

def check_visits(bundle):
    """11, 15"""
    same([visit.id for visit in bundle.published_visits], [visit.id for visit in bundle.visits])
    for row, visit in zip(bundle.rows(VISITS), bundle.visits):
        seats = [{"lead": seat.lead, "pool": seat.pool} for seat in row.seats or []]
        published = {key: row.get(key, "") for key in visit} | {"seats": seats}
        same(published, visit)
        hold((row.state == "unpaired") == (not seats), "unpaired without seats", row)
        hold(("days" in row) == (row.state == "dated"), "days when dated", row)

# ---- 17 `record` ----

def check_record(bundle):
    """15"""
    paths = {name: f"draw/{name}.jsonl" for name in OUTCOME_LISTS}
    roots = {name: counted(bundle.lines[path]) for name, path in paths.items() if path in bundle.lines}
    same(bundle.record.roots, roots)
    same(bundle.record.lists, bundle.plan.roots)
    digest = sha256(bundle.data[RECORD]).hex()
    for row in bundle.rows(EVENTS):
        hold(row.event.record in (None, digest), "record", row.event)
