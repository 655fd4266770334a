"""PROTOCOL.md, section 25: the slip of one visit."""
from bundle import EVENTS, VISITS
from log import check_inclusion, entry_of
from outcome import seats_of
from primitives import H, ascending, canonical, hold, same, unhex
from proof import (SELECTED, Shown, check_beside_bundle, check_form_of_record, check_signers, digest_of, leads_to,
                   say_draw, say_log, tree_of)
from replacement import check_approval, check_reasons, is_for_superior, leaf_data, where_of
from shapes import check_shape, parse, quoted

OF_SEALED_DRAW = ["capsules", "draw", "event", "leaves", "seed_hash"]
OF_OPEN_DRAW = ["draw", "event", "record"]

class Slip(Shown):
    def checks(self):
        """Those of the log fall away without `log`; who knows no log can't say by whom the checkpoint is signed."""
        yield "slip-format", check_format
        yield "slip-leaf", check_leaf
        if self.content.log:
            yield "slip-event", check_event
            if self.plan or self.policy or self.key:
                yield "slip-log", check_log
        if self.bundle:
            yield "slip-draw", check_draw

    @property
    def plan(self):
        """That of the bundle, if it is one of a ceremony."""
        return self.bundle.plan if self.bundle and self.bundle.plan.log else None

    def read(self, content):
        self.content = content
        self.is_sealed = "leaves" in content.event
        self.replaced = [row.event for row in content.replaced or []]
        leaf = content.leaf
        if self.is_sealed:
            same(list(leaf), ["visit"] if "visit" in leaf else ["reserve"])
            self.visit = leaf.visit
            self.reserve = leaf.reserve
        else:
            self.visit = leaf if "draws" in leaf else None
            self.reserve = None if self.visit else leaf

    def days_and_team(self, replaced):
        """Of the leaf's visit, or of the reserve's, if the event that took it made one; without what came after."""
        if self.visit:
            return self.visit.days or [], [seat.inspector for seat in self.visit.seats or []]
        if replaced:
            return replaced[0].days or [], list(replaced[0].team or [])
        return [], []

    def all_replaced(self):
        """The events that concern the visit, of the slip and of the bundle, in the log's order."""
        placed = {row.index: row.event for row in self.content.replaced or []}
        if self.bundle:
            placed |= {row.index: row.event for row in self.bundle.files.get(EVENTS, [])
                       if row.event.event == "replace"}
        concerned = Concerned(self.visit, self.reserve)
        return [placed[index] for index in sorted(placed) if concerned.has(placed[index])]

    # ---- What is said of it ----

    def verdict(self):
        replaced = self.all_replaced()
        lines = [f"holds: slip of {say_draw(self, self.content.draw)}", *self.say_visit(replaced)]
        for event in replaced:
            lines.append("  " + say_replacement(event))
        names = [(name.inspector, name.private.name or "") for name in self.content.names or []]
        vouched = "" if self.bundle else ": nothing shows that this name belongs to this inspector"
        lines += [f"  {inspector} is {quoted(name)}{vouched}" for inspector, name in names]
        lines += say_log(self)
        if not self.content.log:
            shown = "only shown as far as the bundle has them" if self.bundle else "not shown"
            lines.append(f"the slip is without log: replacements are {shown}")
        if not self.bundle:
            if self.content.log:
                lines.append("what was logged after its checkpoint is not on it")
            lines.append("that this draw is the one of this number, and the only one, only a bundle or a copy of the "
                         "log shows")
        if not self.bundle and not ((self.policy or self.key) and self.content.log):
            lines.append("nobody vouches for it: it shows only that it does not contradict itself, because no bundle "
                         "was given, and no key or policy for the log, or the slip is without it")
        return lines

    def say_visit(self, replaced):
        days, team = self.days_and_team(replaced)
        concerned = Concerned(self.visit, self.reserve)
        for event in replaced:
            concerned.has(event)
        is_left = bool(concerned.left)
        said_team = f", team {team}" if is_left else ""
        if self.visit:
            yield f"visit {self.visit.id}, {self.visit.state}, days {days}{said_team}"
        else:
            task, stratum, rank = key_of(self.reserve)
            yield f"{self.reserve.entity}, reserve of task {task}, stratum {stratum}, rank {rank}"
            if not replaced:
                yield "no visit: nothing shows that the reserve was taken"
                return
            if team:
                yield f"visit {concerned.visit}, days {days}{said_team}"
            else:
                yield (f"visit {concerned.visit}, which it joins with the days and team there, or for which none were "
                       "found")
        if is_left and replaced and team:
            yield f"who goes: {who_goes(team, replaced)}"
        elif not is_left and (self.visit or team):
            yield "nobody goes: nothing is left to be inspected there, all of it was replaced"
        elif not is_left:
            yield "of what this slip shows nothing is left to be inspected there: all of it was replaced"
        yield from self.say_approval()

    def say_approval(self):
        """What nothing shows of the replacements, with what the reader has."""
        if self.replaced and not self.bundle:
            yield "nothing shows who has approved the replacements, because no bundle was given"
            return
        if self.bundle and any(is_beyond(self.bundle, row) for row in self.content.replaced or []):
            yield ("the bundle does not reach all of the replacements: before the outcome is published, nothing shows "
                   "that it was the turn of these substitutes")
        if self.bundle and not self.bundle.event.keys() & {"finish", "void"}:
            yield ("the bundle has neither the finish of the draw nor its void: replacements logged after its last "
                   "event are told only as far as the slip has them")

def who_goes(team, replaced):
    """None in a seat: nobody sits there any more."""
    for event in replaced:
        if event.kind == "inspector":
            team[event.seat] = event.by
    return team

def key_of(draw):
    return draw.task, draw.stratum, draw.rank

def say_replacement(event):
    """18, 25: one event `replace` in words."""
    reason = quoted(event.reason)
    if event.kind == "inspector":
        by = event.by or "nobody"
        return f"replaced on {event.date} in visit {event.visit}: seat {event.seat}, by {by} ({reason})"
    by = f"reserve {event.by}, visit {event.visit}" if event.by else "nobody: no reserve is left"
    if event.days:
        by += f", days {event.days}, team {event.team}"
    return (f"replaced on {event.date} for task {event.task}, stratum {event.stratum}: rank {event.rank} "
            f"({reason}), by {by}")

# ---- Which events concern the visit ----

def takes(event, reserve):
    """The event that took this reserve"""
    return event.kind == "entity" and (event.task, event.stratum, event.by) == key_of(reserve)

class Concerned:
    """25: fed with the events `replace` of a draw in their order, says of each whether it concerns the slip's visit.
    That of a reserve is known once it is taken; what was before is not part of the slip, which begins there."""

    def __init__(self, visit, reserve):
        self.reserve = reserve
        self.visit = visit.id if visit else None
        self.draws = [key_of(draw) for draw in visit.draws] if visit else [key_of(reserve)]
        self.left = set(self.draws)  # those that are not replaced
        self.seats = len(visit.seats or []) if visit else 0

    def has(self, event):
        if self.visit is None and takes(event, self.reserve):
            self.visit = event.visit
            self.seats = len(event.team or [])  # it joined a visit, or there are no days: none of its own
            return True
        if self.visit is None:
            return False
        if event.kind == "inspector":
            return event.visit == self.visit and event.seat < self.seats
        leaves = key_of(event) in self.draws
        joins = event.by is not None and event.visit == self.visit
        self.left.discard(key_of(event))
        if joins:
            self.draws.append((event.task, event.stratum, event.by))
            self.left.add((event.task, event.stratum, event.by))
        return leaves or joins

# ---- The checks ----

def check_format(shown):
    data = shown.data if shown.data.endswith(b"\n") else shown.data + b"\n"  # a QR code has no LF
    slip = parse("slip file", data)[1]
    shown.read(slip)
    hold(slip.event.event == "draw", "event draw", slip.event)
    same(sorted(slip.event), OF_SEALED_DRAW if shown.is_sealed else OF_OPEN_DRAW)
    hold(("salt" in slip) == shown.is_sealed and ("record" in slip) != shown.is_sealed, "salt or record", sorted(slip))
    if slip.record:
        check_form_of_record(slip.record)
    if shown.visit is not None:
        check_shape(shown.visit, VISITS, "leaf")
    elif shown.is_sealed:
        check_shape(shown.reserve, "DRAWN", "leaf")
    else:
        check_shape(shown.reserve, SELECTED, "leaf")
        hold(shown.reserve.reserve, "a reserve", shown.reserve)
    hold(slip.log or not slip.replaced, "no replaced without log", sorted(slip))
    if slip.log:
        tree_of(slip.log)
    for event in shown.replaced:
        hold(event.event == "replace", "an event replace", event)
        check_members(event)
    check_names(shown)

def check_members(event):
    """Exactly those of section 23; whether there is a signature is judged where it is looked at (20.1). In a bundle all
    this is part of the check `replacements`."""
    if event.kind == "entity":
        hold(event.rank >= 1 and event.get("by", 1) >= 1, "ranks from 1", event)
        hold("by" in event or event.skipped == [], "nobody skipped without by", event)
        hold(("by" in event) == ("visit" in event), "visit just if by", event)
        hold(("days" in event) == ("team" in event) and ("by" in event or "days" not in event),
             "days and team of a reserve", event)

def check_names(shown):
    """Nobody is named but who goes, or would have gone."""
    names = [name.inspector for name in shown.content.names or []]
    ascending(names)
    team = {seat.inspector for seat in shown.visit.seats or []} if shown.visit else set()
    for event in shown.replaced:
        team.update([event.by] if event.kind == "inspector" else event.team or [])
    same([name for name in names if name not in team], [])

def check_leaf(shown):
    slip = shown.content
    if shown.is_sealed:
        leads_to(leaf_data(unhex(slip.salt), slip.leaf), slip, slip.event.leaves)
    else:
        same(slip.event.record, digest_of(slip.record))
        same(slip.record.draw, slip.draw)
        leads_to(canonical(slip.leaf), slip, slip.record.roots["visits" if shown.visit else "selected"])

def check_event(shown):
    slip = shown.content
    tree = tree_of(slip.log)
    same([event.draw for event in [slip.event, *shown.replaced]], [slip.draw] * (1 + len(shown.replaced)))
    check_inclusion(entry_of(slip.event), slip.log, tree.size, tree.root)
    ascending([slip.log.index, *(row.index for row in slip.replaced or [])])
    concerned = Concerned(shown.visit, shown.reserve)
    for row in slip.replaced or []:
        event = row.event
        check_inclusion(entry_of(event), row, tree.size, tree.root)
        hold(concerned.has(event), "concerns the visit", event)

def check_log(shown):
    check_signers(shown, shown.plan)

def check_draw(shown):
    slip, bundle = shown.content, shown.bundle
    same(slip.event, bundle.event.get("draw"))
    same(slip.draw, bundle.draw)
    if shown.visit is not None:
        check_visit_of_leaf(bundle, shown.visit)
    else:
        row = row_of(bundle, shown.reserve.task, shown.reserve.stratum)
        hold(row.n < shown.reserve.rank <= row.n + row.reserves, "a reserve of this draw", shown.reserve)
    if slip.log:
        check_beside_bundle(shown, slip.log.index, slip.event)
        check_replaced(shown)
    if slip.names:
        hold(bundle.plan.publish.names != "never", "names may be told", slip.names)
    sealed = {inspector.id: inspector.sealed for inspector in bundle.inspectors}
    for name in slip.names or []:
        same(H("mq1/sealed", unhex(name.salt), canonical(name.private)).hex(), sealed[name.inspector])

def check_visit_of_leaf(bundle, visit):
    """The leaf is one that this draw can have."""
    plan = bundle.plan
    hold(visit.draws, "draws", visit)
    for draw in visit.draws:
        hold(1 <= draw.rank <= row_of(bundle, draw.task, draw.stratum).n, "a rank that was drawn", draw)
    tasks = {draw.task for draw in visit.draws}
    pools = pools_of(bundle, [task for task in plan.tasks if task.id in tasks])
    same([seat.pool for seat in visit.seats or []], pools)
    inspectors = [seat.inspector for seat in visit.seats or [] if seat.inspector]
    same(len(set(inspectors)), len(inspectors))
    same(sorted(set(inspectors).difference(inspector.id for inspector in bundle.inspectors)), [])
    same("days" in visit, visit.state == "dated")
    if visit.days:
        check_consecutive(plan, visit.days, visit.duration)

def row_of(bundle, task, stratum):
    """Of plan.populations."""
    return {(row.task, row.stratum): row for row in bundle.plan.populations}[task, stratum]

def check_consecutive(plan, days, number):
    first = plan.days.index(days[0])
    same(days, plan.days[first:first + number])
    same(len(days), number)

def is_beyond(bundle, row):
    """Logged after the bundle's last event, which was not the end of the draw: the bundle is older than the slip."""
    last = bundle.files[EVENTS][-1]
    return last.event.event not in ("finish", "void") and row.index > last.index

def check_replaced(shown):
    """The events that the bundle has are exactly those of the slip. The others are judged one by one."""
    slip, bundle = shown.content, shown.bundle
    size = tree_of(slip.log).size
    concerned = Concerned(shown.visit, shown.reserve)
    wanted = [(row.index, row.event) for row in bundle.files[EVENTS]
              if row.event.event == "replace" and row.index < size and concerned.has(row.event)]
    rows = slip.replaced or []
    same([(row.index, row.event) for row in rows if not is_beyond(bundle, row)], wanted)
    told = Told(shown)
    for row in rows:
        if is_beyond(bundle, row):
            check_beyond(told, row.event)
        told.add(row.event)

class Told:
    """What the slip has told so far, event after event, of its visit and of the strata whose ranks it names."""

    def __init__(self, shown):
        self.bundle = shown.bundle
        self.days, self.team = shown.days_and_team(shown.replaced)
        self.gone = set()  # who has been in the team
        self.before = {}  # where something was replaced already: the date of the last event there
        self.taken = {}  # (task, stratum): the last reserve that was taken
        self.replaced = set()  # (task, stratum, rank)
        self.last_day = {}  # 23.4, of ranks that the slip has: {(task, stratum, rank): day}; None without days
        self.joined = None  # the visit, if its leaf has seats: a reserve that comes to it joins it
        if shown.visit:
            self.pools = [seat.pool for seat in shown.visit.seats or []]
            self.last_day = {key_of(draw): last_of(self.days) for draw in shown.visit.draws}
            self.joined = shown.visit.id if self.pools else None
        else:
            self.pools = pools_of(self.bundle, [self.bundle.task[shown.reserve.task]])

    def add(self, event):
        self.before[where_of(event)] = event.date
        if event.kind == "inspector":
            self.gone.add(self.team[event.seat])
            self.team[event.seat] = event.by
        else:
            self.replaced.add(key_of(event))
            if event.by is not None:
                self.taken[where_of(event)] = event.by
                self.last_day[event.task, event.stratum, event.by] = last_of(event.days)

    def is_late(self, event):
        """23.4, case 3, of a rank that the slip has."""
        key = key_of(event)
        if key not in self.last_day:
            return False
        last = self.last_day[key]
        return event.date > last if last else bool(self.bundle.task[event.task].seats)

def last_of(days):
    return days[-1] if days else None

def pools_of(bundle, tasks):
    """11: of the seats of a visit for these tasks."""
    return [seat.pool for seat in seats_of(bundle, tasks)]

def check_beyond(told, event):
    """What of section 23 can be judged without the outcome; it is the event's own bundle that shows the rest."""
    bundle = told.bundle
    check_reasons(bundle, event)
    by_superior = is_for_superior(event, told.before)
    hold(event.date >= told.before.get(where_of(event), bundle.plan.created), "date", event)
    if event.kind == "inspector":
        check_inspector_beyond(told, event)
    else:
        check_entity_beyond(told, event)
        by_superior |= told.is_late(event)
    check_approval(bundle, event, by_superior)

def check_inspector_beyond(told, event):
    hold(told.days and event.date <= told.days[-1], "date", event)
    hold(told.team[event.seat] is not None, "a seat that is not empty already", event)
    if event.by is not None:
        hold(event.by not in told.gone.union(told.team), "neither in the team nor been in it", event)
        check_departments(told.bundle, [event.by], [told.pools[event.seat]])

def check_entity_beyond(told, event):
    bundle = told.bundle
    task = bundle.task[event.task]
    stratum = where_of(event)
    row = row_of(bundle, *stratum)
    hold(event.rank <= row.n + row.reserves, "a rank of the stratum", event)
    hold(key_of(event) not in told.replaced, "not replaced already", event)
    if event.by is not None:
        lowest = max(row.n, event.rank, told.taken.get(stratum, 0))
        hold(lowest < event.by <= row.n + row.reserves, "a reserve that can come next", event)
    if event.days:
        hold(event.visit != told.joined, "no days where it joins a visit", event)
        check_consecutive(bundle.plan, event.days, task.days)
        hold(event.date < event.days[0], "after the date", event)
        hold(len(set(event.team)) == len(event.team), "nobody twice in the team", event)
        check_departments(bundle, event.team, pools_of(bundle, [task]))

def check_departments(bundle, inspectors, pools):
    """Each is an inspector of the bundle, of the department of the pool of his seat."""
    of_inspector = {inspector.id: inspector.department for inspector in bundle.inspectors}
    of_pool = {pool.id: pool.department for pool in bundle.plan.pools}
    same([of_inspector.get(inspector, "") for inspector in inspectors], [of_pool[pool] for pool in pools])
