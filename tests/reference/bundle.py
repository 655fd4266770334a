"""PROTOCOL.md, section 16: a bundle, and the first three checks of section 17, which read it."""
from pathlib import Path

from primitives import Fail, H, ascending, canonical, here, hold, same, sha256
from shapes import parse

MANIFEST = "manifest.json"
EVENTS = "evidence/events.jsonl"
ENTRIES = "evidence/entries.jsonl"
PREVIOUS = "evidence/previous.jsonl"
CHECKPOINT = "evidence/checkpoint"
CLOSED = "evidence/closed"
CONSISTENCY = "evidence/consistency.json"
LATE_OPENINGS = "evidence/openings.jsonl"
CAPSULES = "sealed/capsules.jsonl"
VISITS = "draw/visits.jsonl"
PAIRING = "draw/pairing.json"
RECORD = "draw/record.json"
OUTCOME_LISTS = ("strata", "selected", "visits", "openings", "apart")

class Bundle:
    """A bundle, and what the checks have found out about it so far. Each check uses what those before it found."""

    def __init__(self, folder, options, policy):
        self.folder = Path(folder)
        self.options = options
        self.policy = policy
        self.data = {}  # path: bytes of the file
        self.lines = {}  # path: its lines without LF
        self.files = {}  # path: what they hold, one object or a list of objects
        self.said = {}  # label: value of the contribution, by the events
        self.commitments = {}  # label: commitment to it
        self.c = b""  # section 8; D too
        self.D = b""
        self.closed = None  # the checkpoint of evidence/closed
        self.later_events = []  # events of this draw that only the copy of the log has
        self.unfinished = []  # draws before this one that are neither finished nor void, by the copy of the log
        self.voided = []  # those that have a void behind their close
        self.notes = []  # what is said beside the verdict

    def rows(self, path):
        """The objects of a list file; of each it is remembered where it stands."""
        for number, row in enumerate(self.files.get(path, []), 1):
            here(f"{path}:{number}")
            yield row

    def same_rows(self, path, want):
        for row, wanted in zip(self.rows(path), want):
            same(row, wanted)
        here(path)
        same(len(self.files[path]), len(want))

    def parse(self, path):
        self.lines[path], self.files[path] = parse(path, self.data[path])
        return self.files[path]

    def read_regular(self, name):
        path = self.folder / name
        here(name)
        hold(path.is_file() and not path.is_symlink(), "a regular file", name)
        return path.read_bytes()

def check_manifest(bundle):
    data = bundle.read_regular(MANIFEST)
    bundle.data[MANIFEST] = data
    bundle.digest = sha256(data).hex()
    if bundle.options.expect is not None:
        same(bundle.digest, bundle.options.expect)
    manifest = bundle.parse(MANIFEST)
    bundle.kind = manifest.format
    paths = [file.path for file in manifest.files]
    for path in paths:
        plain = not {"", ".", ".."} & set(path.split("/")) and not {"\\", "\0"} & set(path)
        hold(plain and path != MANIFEST, "plain path", path)
    ascending(paths)

def check_files(bundle):
    manifest = bundle.files[MANIFEST]
    paths = [file.path for file in manifest.files]
    found = [path for path in bundle.folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    same(sorted(path.relative_to(bundle.folder).as_posix() for path in found), sorted([MANIFEST, *paths]))
    for file in manifest.files:
        data = bundle.read_regular(file.path)
        bundle.data[file.path] = data
        same([len(data), sha256(data).hex()], [file.size, file.sha256])
    try:
        plan = bundle.parse("plan.json")
    except Fail:
        return  # the check `format` says why
    of_ceremony = plan.log and (bundle.kind == "mq1/announcement" or plan.mode == "sealed")
    hold(bundle.kind == "mq1/bundle" or of_ceremony, "kind for this plan", bundle.kind)
    names, optional = what_events_ask(bundle, plan, paths)
    required = required_files(bundle.kind, plan, names)
    here(MANIFEST)
    same(sorted(set(paths) - optional), sorted(set(required) - optional))

def what_events_ask(bundle, plan, paths):
    """Names of the events, and files that may be there or not."""
    late = {LATE_OPENINGS} if bundle.kind == "mq1/bundle" else set()
    try:
        events = [row.event for row in bundle.parse(EVENTS)] if EVENTS in paths else []
    except Fail:  # the check `format` says why; what depends on events is not asked for
        of_events = set(required_files(bundle.kind, plan, {"close", "draw"}))
        return set(), late | of_events.difference(required_files(bundle.kind, plan, set()))
    if not any(event.kind == "entity" and event.by for event in events):
        late = set()  # else it may be there; whether it must be is the check `openings`
    return {event.event for event in events}, late

def required_files(kind, plan, events):
    """The table of section 16, with the lists of section 7; but for evidence/openings.jsonl."""
    is_outcome = kind == "mq1/bundle"
    has_seats = any(task.seats for task in plan.tasks)
    files = ["plan.json"]
    files += [f"lists/{name}.jsonl" for name in required_lists(plan)]
    if is_outcome:
        files += ["draw/ceremony.json", "draw/strata.jsonl", "draw/selected.jsonl", VISITS, RECORD]
        files += [f"documents/{name}" for name in ("summary.md", "summary.en.md", "summary.html", "visits.xlsx")]
    if is_outcome and has_seats:
        files += ["draw/openings.jsonl", "draw/apart.jsonl", PAIRING]
    if plan.log or not is_outcome:
        files += [EVENTS, ENTRIES, PREVIOUS, CHECKPOINT]
    if "close" in events:
        files += [CLOSED, CONSISTENCY]
    if kind == "mq1/sealed" or is_outcome and plan.mode == "sealed" and "draw" in events:
        files += [CAPSULES]
    return files

def required_lists(plan):
    """7"""
    lists = ["entities", "items", "exclusions"]
    if any(task.seats for task in plan.tasks):
        lists += ["inspectors", "barred", "apart"]
    if any(task.labelled for task in plan.tasks):
        lists += ["strata"]
    if any(task.population == "selection" for task in plan.tasks):
        lists += ["selection"]
    return lists

def check_format(bundle):
    for file in bundle.files[MANIFEST].files:
        if file.path.endswith((".json", ".jsonl")):
            bundle.parse(file.path)
    name_contents(bundle)

def name_contents(bundle):
    """Names for what the files hold; a list that the bundle does not have is empty, an object None."""
    files = bundle.files
    name_plan(bundle, files["plan.json"])
    bundle.entities = files["lists/entities.jsonl"]
    bundle.inspectors = files.get("lists/inspectors.jsonl", [])
    bundle.barred = files.get("lists/barred.jsonl", [])
    bundle.apart = files.get("lists/apart.jsonl", [])
    bundle.labels = files.get("lists/strata.jsonl", [])
    bundle.selection = files.get("lists/selection.jsonl", [])
    bundle.strata = files.get("draw/strata.jsonl", [])
    bundle.selected = files.get("draw/selected.jsonl", [])
    bundle.published_visits = files.get(VISITS, [])
    bundle.opened_apart = files.get("draw/apart.jsonl", [])
    bundle.late_openings = files.get(LATE_OPENINGS, [])
    bundle.pairing = files.get(PAIRING)
    bundle.record = files.get(RECORD)
    bundle.events = [row.event for row in files.get(EVENTS, [])]
    bundle.event = {event.event: event for event in bundle.events}  # the last one of each kind
    bundle.entity = {entity.id: entity for entity in bundle.entities}
    openings = files.get("draw/openings.jsonl", []) + bundle.late_openings
    bundle.opening = {row.id: row for row in openings}

def name_plan(subject, plan):
    """Of a bundle, or of a proof, which brings its plan along (25)."""
    subject.plan = plan
    subject.P = H("mq1/plan", canonical(plan))
    subject.draw = f"{plan.authority.id}/{plan.sequence}/{plan.attempt}"
    subject.is_sealed = plan.mode == "sealed"
    subject.task = {task.id: task for task in plan.tasks}
    subject.task_number = {task: number for number, task in enumerate(subject.task)}
    subject.pool_number = {pool.id: number for number, pool in enumerate(plan.pools)}
