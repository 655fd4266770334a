"""PROTOCOL.md, section 25: the slip of one visit."""
from bundle import EVENTS, VISITS
from log import LOG_KEY, check_inclusion, entry_of, read_checkpoint, verifier_key
from primitives import H, ascending, canonical, hold, same, unhex
from proof import SELECTED, digest_of, leads_to
from replacement import leaf_data
from shapes import check_shape, parse

OF_SEALED_DRAW = ["capsules", "draw", "event", "leaves", "seed_hash"]
OF_OPEN_DRAW = ["draw", "event", "record"]

class Slip:
    """A slip, and what its reader has beside it: a bundle that has been verified, keys."""

    def __init__(self, data, bundle, keys):
        self.data = data
        self.bundle = bundle
        self.keys = keys  # of the policy, a given one, and that of the bundle
        if bundle and bundle.plan.log:
            self.keys = [*keys, verifier_key(bundle.plan.log, LOG_KEY)]

    def checks(self):
        """Those of the log fall away without `log`; who knows no log can't say by whom the checkpoint is signed."""
        yield "slip-format", check_format
        yield "slip-leaf", check_leaf
        if self.content.log:
            yield "slip-event", check_event
            if self.keys:
                yield "slip-log", check_log
        if self.bundle:
            yield "slip-draw", check_draw

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

    def verdict(self):
        lines = [f"holds: slip of draw {self.content.draw}", *self.say_visit()]
        for event in self.replaced:
            lines.append("  " + say_replacement(event))
        names = [(name.inspector, name.private.name) for name in self.content.names or []]
        vouched = "" if self.bundle else ": nothing shows that this name belongs to this inspector"
        lines += [f"  {inspector} is {name!r}{vouched}" for inspector, name in names]
        if not self.content.log:
            lines.append("the slip is without log: replacements are not shown")
        if not self.bundle and not (self.keys and self.content.log):
            lines.append("nobody vouches for it: it shows only that it does not contradict itself, because no bundle "
                         "was given, and no key or policy for the log, or the slip is without it")
        return lines

    def say_visit(self):
        if self.visit:
            team = [seat.inspector for seat in self.visit.seats or []]
            yield f"visit {self.visit.id}, {self.visit.state}, days {self.visit.days}, team {team}"
        else:
            task, stratum, rank = key_of(self.reserve)
            yield f"{self.reserve.entity}, reserve of task {task}, stratum {stratum}, rank {rank}"
            if not self.replaced:
                yield "no visit: nothing shows that the reserve was taken"
                return
            taken = self.replaced[0]
            team = list(taken.team or [])
            if team:
                yield f"visit {taken.visit}, days {taken.days}, team {team}"
            else:
                yield f"visit {taken.visit}, which it joins with the days and team there, or for which none were found"
        for event in self.replaced:
            if event.kind == "inspector":
                team[event.seat] = event.by
        if team and self.replaced:
            yield f"who goes: {team}"

def key_of(draw):
    return draw.task, draw.stratum, draw.rank

def say_replacement(event):
    """18, 25: one event `replace` in words."""
    if event.kind == "inspector":
        by = event.by or "nobody"
        return f"replaced on {event.date} in visit {event.visit}: seat {event.seat}, by {by} ({event.reason})"
    by = f"reserve {event.by}, visit {event.visit}" if event.by else "nobody: no reserve is left"
    if event.days:
        by += f", days {event.days}, team {event.team}"
    return (f"replaced on {event.date} for task {event.task}, stratum {event.stratum}: rank {event.rank} "
            f"({event.reason}), by {by}")

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
        if joins:
            self.draws.append((event.task, event.stratum, event.by))
        return leaves or joins

# ---- The checks ----

def check_format(shown):
    data = shown.data if shown.data.endswith(b"\n") else shown.data + b"\n"  # a QR code has no LF
    slip = parse("slip file", data)[1]
    shown.read(slip)
    hold(slip.event.event == "draw" and slip.event.draw == slip.draw, "event", slip.event)
    same(sorted(slip.event), OF_SEALED_DRAW if shown.is_sealed else OF_OPEN_DRAW)
    hold(("salt" in slip) == shown.is_sealed and ("record" in slip) != shown.is_sealed, "salt or record", sorted(slip))
    if shown.visit is not None:
        check_shape(shown.visit, VISITS, "leaf")
    elif shown.is_sealed:
        check_shape(shown.reserve, "DRAWN", "leaf")
    else:
        check_shape(shown.reserve, SELECTED, "leaf")
        hold(shown.reserve.reserve, "a reserve", shown.reserve)
    hold(slip.log or not slip.replaced, "no replaced without log", sorted(slip))
    for event in shown.replaced:
        hold(event.event == "replace" and event.draw == slip.draw, "an event replace of this draw", event)
    check_names(shown)

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
    tree = read_checkpoint(slip.log.checkpoint.encode(), [], must_be_signed=False)
    check_inclusion(entry_of(slip.event), slip.log, tree.size, tree.root)
    ascending([slip.log.index, *(row.index for row in slip.replaced or [])])
    concerned = Concerned(shown.visit, shown.reserve)
    for row in slip.replaced or []:
        event = row.event
        check_inclusion(entry_of(event), row, tree.size, tree.root)
        hold(concerned.has(event), "concerns the visit", event)

def check_log(shown):
    read_checkpoint(shown.content.log.checkpoint.encode(), shown.keys)

def check_draw(shown):
    slip, bundle = shown.content, shown.bundle
    same(slip.event, bundle.event.get("draw"))
    if slip.log:
        tree = read_checkpoint(slip.log.checkpoint.encode(), [], must_be_signed=False)
        rows = bundle.files[EVENTS]
        concerned = Concerned(shown.visit, shown.reserve)
        wanted = [(row.index, row.event) for row in rows
                  if row.event.event == "replace" and row.index < tree.size and concerned.has(row.event)]
        ended = rows[-1].event.event in ("finish", "void")
        reach = rows[-1].index  # a bundle that has not ended may be older than the slip
        same([(row.index, row.event) for row in slip.replaced or [] if ended or row.index <= reach], wanted)
    if slip.names:
        hold(bundle.plan.publish.names != "never", "names may be told", slip.names)
    sealed = {inspector.id: inspector.sealed for inspector in bundle.inspectors}
    for name in slip.names or []:
        same(H("mq1/sealed", unhex(name.salt), canonical(name.private)).hex(), sealed[name.inspector])
