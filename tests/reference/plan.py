"""PROTOCOL.md, sections 5, 6 and 8: the checks `plan`, `roots`, `former_ids`, `lists` and `populations`."""
import datetime
import math
import re
from collections import Counter, namedtuple

from bundle import required_lists
from log import verifier_key
from primitives import ascending, counted, here, hold, same
from shapes import matches

DRAND_CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
DAY_FIELDS = ("established", "licence_until")
ARRAY_FIELDS = ("tags", "licences")
TEXT_FIELDS = ("id", "code", "name", "kind", "area", "industry", "scale", "status", "scope")
FIELDS = {*TEXT_FIELDS, *DAY_FIELDS, *ARRAY_FIELDS}
DAYS_MAX = 1000
FINISH_WITHIN = 366  # days after period.until
AMOUNTS = (["count"], ["ratio", "rounding"], ["as_task", "as_stratum"])

# ---- 8 Final source ----

FinalSource = namedtuple("FinalSource", "id outcomes is_value")  # outcomes: their number; is_value: a test of a value

def final_source(final):
    """None if it is none of the table."""
    keys = set(final)
    if final.source == "dice" and keys == {"count", "sides", "source"}:
        if final.sides in (6, 10) and 1 <= final.count <= 200:
            digits = "[0-9]" if final.sides == 10 else "[1-6]"
            is_value = matches(f"{digits}{{{final.count}}}")
            return FinalSource(f"dice-{final.sides}x{final.count}", final.sides**final.count, is_value)
    if final.source == "balls" and keys == {"draws", "of", "pick", "source"}:
        if 1 <= final.draws <= 50 and 1 <= final.pick <= final.of <= 100 and final.of >= 2:
            outcomes = math.perm(final.of, final.pick) ** final.draws
            source_id = f"balls-{final.draws}x{final.pick}of{final.of}"
            return FinalSource(source_id, outcomes, lambda value: is_value_of_balls(final, value))
    if final.source == "drand" and keys == {"round", "source"} and final.round >= 1:
        return FinalSource(f"drand-{DRAND_CHAIN}-{final.round}", 2**256, matches("[0-9a-f]{96}"))
    return None

def is_value_of_balls(final, value):
    balls = {str(number) for number in range(1, final.of + 1)}
    draws = [draw.split(",") for draw in value.split(";")]
    return len(draws) == final.draws and all(
        len(draw) == len(set(draw)) == final.pick and balls.issuperset(draw) for draw in draws)

def round_begins(beacon_round):
    """8: in seconds of Unix time."""
    return 1692803367 + 3 * (beacon_round - 1)

# ---- 17 `plan` ----

def day_number(day):
    """Days from 1970-01-01."""
    return (datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days

def unique(texts, at_least=0):
    """Unique, and none of them empty."""
    hold(len(set(texts)) == len(texts), "unique", texts)
    hold(len(texts) >= at_least, "enough", texts)
    hold("" not in texts, "none empty", texts)

def sorted_texts(texts):
    """Sorted, and none of them empty."""
    ascending(["", *texts])

def check_plan(bundle):
    plan = bundle.plan
    bundle.final = final_source(plan.final)
    cases = set(plan.cases)
    hold([plan.protocol, plan.suite, plan.publish.inspectors] == ["mq1", "sha256", "pseudonyms"], "words", plan)
    hold(plan.publish.names in ("never", "slips", "site"), "words", plan)
    hold(plan.sequence >= 1 and plan.attempt >= 1, "from 1", plan)
    hold(plan.quotas.min <= plan.quotas.max and plan.quotas.daily_max <= 255, "quotas", plan)
    hold(bundle.final and bundle.final.outcomes >= 2**64, "final", plan)
    hold(all(x["from"] <= x.until for x in [plan.period, *plan.ceilings]), "periods", plan)
    if plan.final.round:  # 5: 00:00 of `created` in China, which is 8 hours before that of UTC
        hold(round_begins(plan.final.round) >= day_number(plan.created) * 86400 - 28800, "round after created", plan)
    days_to_finish = day_number(plan.finish_by) - day_number(plan.period.until)
    hold(0 <= days_to_finish <= FINISH_WITHIN, "finish by", plan)
    hold(len(plan.days) <= DAYS_MAX, "at most 1000 days", plan)
    hold(all(plan.period["from"] <= day <= plan.period.until for day in plan.days), "days", plan)
    sorted_texts(plan.days)
    unique(plan.participants, 1)
    sorted_texts(plan.cases)
    unique([ceiling.id for ceiling in plan.ceilings])
    for ceiling in plan.ceilings:
        hold(cases.issuperset(ceiling.lifted_by + ceiling.not_counting), "cases", ceiling)
        for texts in (ceiling.departments, ceiling.lifted_by, ceiling.not_counting):
            sorted_texts(texts)
    unique([pool.id for pool in plan.pools])
    hold(all(pool.department and "" not in pool.expertise for pool in plan.pools), "pools", plan)
    check_relaxations(bundle)
    check_optional_keys(bundle)
    unique([task.id for task in plan.tasks], 1)
    ceilings = {ceiling.id for ceiling in plan.ceilings}
    for task in plan.tasks:
        check_task(task, cases, ceilings, bundle.pool_number)
    bundle.plan_strata = {(task.id, stratum.id): stratum for task in plan.tasks for stratum in task.strata}
    check_no_circle(bundle.plan_strata)
    same([(row.task, row.stratum) for row in plan.populations], list(bundle.plan_strata))
    same(sorted(plan.roots), sorted(required_lists(plan)))

def check_relaxations(bundle):
    steps = bundle.plan.relaxations
    minimums = [step for step in steps if step.drop == "minimums"]
    hold(steps and minimums == steps[-1:], "last step", bundle.plan)
    for step in steps:
        good = len(step) == 1 if step.drop else step["add"] and step.quota_max in bundle.pool_number
        hold(good, "steps", bundle.plan)

def check_optional_keys(bundle):
    """What a plan with `log` has, and what a sealed one has."""
    plan = bundle.plan
    keys = plan.get("keys", [])
    holders = plan.escrow.holders if plan.escrow else []
    needs_log = plan.purpose == "official" or plan.profile == "remote" or bundle.is_sealed or keys
    hold("log" in plan or not needs_log, "a log", plan)
    for key in ("superior", "replacement"):
        hold((key in plan) == ("log" in plan), "keys of ceremonies", plan)
    for key in ("escrow", "custodians"):
        hold((key in plan) == bundle.is_sealed, "keys of ceremonies", plan)
    if bundle.is_sealed:
        check_escrow_of_plan(plan, holders)
        unique(plan.custodians)
    labels = {*plan.participants, *(holder.label for holder in holders)}
    hold({key.label for key in keys}.issuperset(holder.label for holder in holders), "a key of every holder", plan)
    for key in keys:
        hold(key.department and key.label in labels, "keys", plan)
    if "log" in plan:
        hold(verifier_key(plan.log, 1) and plan.superior.name, "log", plan)
        sorted_texts(plan.replacement.entity)
        sorted_texts(plan.replacement.inspector)
        sorted_texts([key.label for key in keys])
        unique([key.key for key in keys] + [plan.superior.key])

def check_escrow_of_plan(plan, holders):
    """21"""
    threshold = plan.escrow.threshold
    inside = sum(not holder.outside for holder in holders)
    hold(len(holders) <= 255 and inside < threshold <= len(holders) < 2 * threshold, "threshold", plan)
    unique([holder.label for holder in holders])

def check_task(task, cases, ceilings, pools):
    unique([stratum.id for stratum in task.strata], 1)
    sorted_texts(task["items"])
    sorted_texts(task.ceilings)
    hold(task.case == "" or task.case in cases, "case", task)
    hold(ceilings.issuperset(task.ceilings), "ceilings", task)
    hold(task.days >= 1, "days", task)
    hold(not (task.scope if task.labelled else task.scope_sealed), "scope", task)
    hold(all(seat.pool in pools and seat.count >= 1 for seat in task.seats), "pools", task)
    if task.seats:
        hold(sum(seat.count for seat in task.seats) >= 2, "two seats", task)
        hold(task["items"] and sum(seat.lead for seat in task.seats) == 1, "items and one lead", task)
    for condition in task.scope:
        check_condition(condition)
    for stratum in task.strata:
        hold(("sealed" in stratum) == task.labelled, "sealed just when labelled", stratum)
        hold(("when" in stratum) != task.labelled, "sealed just when labelled", stratum)
        amounts = [key for keys in AMOUNTS for key in keys if key in stratum]
        hold(amounts in AMOUNTS, "one amount", stratum)
        hold(stratum.get("min", 0) <= stratum.get("max", 2**53), "min to max", stratum)
        for condition in stratum.get("when", []):
            check_condition(condition)

def check_condition(condition):
    tests = [key for key in ("any", "none", "prefix") if key in condition]
    of_day = "from" in condition or "until" in condition
    hold(condition.field in FIELDS, "field", condition)
    hold(len(tests) + of_day == 1 and of_day == (condition.field in DAY_FIELDS), "test", condition)
    hold(all("" not in condition[key] for key in tests), "texts", condition)

def check_no_circle(strata):
    """`as_task` names a stratum, and never leads back. Each link is followed once, whatever chains share it."""
    followed = set()
    for start in strata:
        way = set()
        key = start
        while strata[key].as_task and key not in followed:
            way.add(key)
            key = strata[key].as_task, strata[key].as_stratum
            hold(key in strata, "a stratum", key)
            hold(key not in way, "no circle", key)
        followed |= way

# ---- 17 `roots`, `former_ids` ----

def check_roots(bundle):
    for name, root in bundle.plan.roots.items():
        here(name)
        same(counted(bundle.lines[f"lists/{name}.jsonl"]), root)

def check_former_ids(bundle):
    """4"""
    former = Counter(code for entity in bundle.entities for code in entity.former_ids or [])
    for entity in bundle.rows("lists/entities.jsonl"):
        hold(entity.id not in former and all(former[code] == 1 for code in entity.former_ids or []), "unique", entity)
        named = entity.user_id in former or entity.maintainer_id in former
        hold(not named, "not of user or maintainer", entity)

# ---- 6.8 Strata ----

def condition_holds(condition, entity):
    """5"""
    field = condition.field
    if field in DAY_FIELDS:
        return field in entity and condition.get("from", "") <= entity[field] <= condition.get("until", "9999-12-31")
    if field in ARRAY_FIELDS:
        values = entity.get(field, [])
    else:
        values = [entity.get(field, "active" if field == "status" else "")]
    if condition.prefix:
        return any(value.startswith(prefix) for value in values for prefix in condition.prefix)
    if condition.any:
        return any(value in condition.any for value in values)
    return not any(value in condition.none for value in values)

def strata_of_entities(bundle):
    """{task: {entity: the stratum in which it lies}}"""
    lies = {task: {} for task in bundle.task}
    for row in bundle.labels:
        for label in row.labels:
            if label.task in lies:
                lies[label.task][row.id] = label.stratum
    chosen = {task: set() for task in bundle.task}
    for row in bundle.selection:
        for task in row.tasks:
            if task in chosen:
                chosen[task].add(row.id)
    for task in bundle.plan.tasks:
        if task.labelled:
            continue
        for entity in bundle.entities:
            if task.population == "selection" and entity.id not in chosen[task.id]:
                continue
            stratum = first_stratum(task, entity)
            if stratum:
                lies[task.id][entity.id] = stratum
    return lies

def first_stratum(task, entity):
    for stratum in task.strata:
        if all(condition_holds(condition, entity) for condition in task.scope + stratum.when):
            return stratum.id
    return None

# ---- 17 `lists` ----

def check_lists(bundle):
    bundle.lies = strata_of_entities(bundle)
    closed = {entity.id for entity in bundle.entities if entity.status not in (None, "active")}
    for row in bundle.rows("lists/selection.jsonl"):
        hold(row.id in bundle.entity, "known id", row)
    for row in bundle.rows("lists/strata.jsonl"):
        check_tasks_of_row(bundle, row, row.labels)
        for label in row.labels:
            known = bundle.task[label.task].labelled and (label.task, label.stratum) in bundle.plan_strata
            hold(known, "labels", row)
    check_exclusions(bundle, closed)
    for task, lies in bundle.lies.items():
        here(task)
        same(sorted(entity for entity in closed if entity in lies and entity not in bundle.excluded[task]), [])
    check_ids(bundle)
    departments = {pool.department for pool in bundle.plan.pools}
    days = set(bundle.plan.days)
    for row in bundle.rows("lists/inspectors.jsonl"):
        ascending(row.absent or [])
        hold(re.fullmatch("I-[0-9A-F]{10}", row.id), "pseudonym", row)
        hold(row.department in departments, "department", row)
        hold(days.issuperset(row.absent or []), "absent", row)
        hold(row.quota_min <= row.quota_max and row.daily_max <= 255, "quotas", row)

def check_tasks_of_row(bundle, row, tasks):
    """An entity of the list; its tasks in the plan's order."""
    hold(row.id in bundle.entity, "known id", row)
    ascending([bundle.task_number[x.task] for x in tasks])

def check_exclusions(bundle, closed):
    """6.4, as far as a verifier sees it; bundle.excluded is {task: {entity: reason}}."""
    bundle.excluded = {task: {} for task in bundle.task}
    lifted_by = {ceiling.id: set(ceiling.lifted_by) for ceiling in bundle.plan.ceilings}
    for row in bundle.rows("lists/exclusions.jsonl"):
        check_tasks_of_row(bundle, row, row.tasks)
        hold(row.tasks, "tasks", row)
        for excluded in row.tasks:
            task = bundle.task[excluded.task]
            bundle.excluded[task.id][row.id] = excluded.reason
            hold(row.id in bundle.lies[task.id], "lies there", row)
            if row.id in closed:
                lawful = excluded.reason == "closed"
            elif excluded.reason == "ceiling":
                lawful = any(task.case not in lifted_by[ceiling] for ceiling in task.ceilings)
            elif excluded.reason == "recent":
                lawful = task.recent_days > 0 and task.case == ""
            else:
                lawful = excluded.reason == "promise"
            hold(lawful, "rule of the task", row)

def check_ids(bundle):
    """Of these lists, exactly the ids that section 6 says."""
    plan = bundle.plan
    wanted = {
        "strata": bundle.entity,
        "barred": {entity for task in plan.tasks if task.seats for entity in bundle.lies[task.id]},
        "apart": [inspector.id for inspector in bundle.inspectors],
        "items": {item for task in plan.tasks for item in task["items"]},
    }
    for name, ids in wanted.items():
        if name in plan.roots:
            here(name)
            same([row.id for row in bundle.files[f"lists/{name}.jsonl"]], sorted(ids))

# ---- 17 `populations` ----

def check_populations(bundle):
    """6.8"""
    strata = bundle.plan_strata
    population = Counter()
    excluded = Counter()
    for task, lies in bundle.lies.items():
        for entity, stratum in lies.items():
            counter = excluded if entity in bundle.excluded[task] else population
            counter[task, stratum] += 1
    amounts = all_amounts(strata, population)
    drawn_of_task = Counter()
    population_of_task = Counter()
    for row, (task, stratum) in zip(bundle.plan.populations, strata):
        n = amounts[task, stratum]
        there = population[task, stratum]
        reserves = min(strata[task, stratum].reserves, there - n)
        same(row, {"excluded": excluded[task, stratum], "n": n, "population": there, "reserves": reserves,
                   "stratum": stratum, "task": task})
        drawn_of_task[task] += n
        population_of_task[task] += there
    for task in bundle.plan.tasks:
        n = drawn_of_task[task.id]
        there = population_of_task[task.id]
        a, b = task.overall_min
        hold(b * n >= a * there, "overall min", [task.id, n, there])

def all_amounts(strata, population):
    """{(task, stratum): n}; each chain of `as_task` is followed to an amount that is known, and back."""
    amounts = {}
    for start in strata:
        way = [start]
        while way[-1] not in amounts and strata[way[-1]].as_task:
            way.append((strata[way[-1]].as_task, strata[way[-1]].as_stratum))
        for key in reversed(way):
            if key not in amounts:
                amounts[key] = amount(strata[key], population[key], amounts)
    return amounts

def amount(stratum, population, amounts):
    if "count" in stratum:
        base = stratum.count
    elif "as_task" in stratum:
        base = amounts[stratum.as_task, stratum.as_stratum]
    else:
        n, d = stratum.ratio
        if stratum.rounding == "up":
            base = -(-n * population // d)
        elif stratum.rounding == "down":
            base = n * population // d
        else:
            base = (2 * n * population + d) // (2 * d)
    base = max(base, stratum.get("min", base))
    base = min(base, stratum.get("max", base))
    return min(base, population)
