"""PROTOCOL.md, section 24: proofs in the log, keys, checkpoints, trust policies, a copy of the whole log."""
import base64
import re
from collections import namedtuple

from bundle import EVENTS
from primitives import H, canonical, here, hold, leaf_hash, merkle, node_hash, same, sha256, signature_holds, unhex
from shapes import is_draw, read_shaped

LOG_KEY = 1
WITNESS_KEY = 4
ENTRY_BYTES = 65535

# ---- 20.2 Order, as far as the names alone show it ----

ROW = ({"announce"}, {"share"}, {"contribution", "commitment"}, {"reveal"}, {"close"}, {"sign"}, {"roll"}, {"draw"},
       {"open", "replace"}, {"finish"})
EVENT_NAMES = {"void"}.union(*ROW)
ONCE = ("announce", "close", "roll", "draw", "finish", "void")
NEEDS = {"sign": "close", "roll": "close", "draw": "roll", "open": "draw", "replace": "draw", "finish": "draw"}

def are_in_order(names):
    """Of all entries of a draw."""
    there = set(names)
    stages = [stage for name in names for stage, of_stage in enumerate(ROW) if name in of_stage]  # `void` is in none
    return (names[0] == "announce" and stages == sorted(stages) and there.isdisjoint({"finish", "void"} - {names[-1]})
            and all(names.count(name) <= 1 for name in ONCE)
            and all(NEEDS[name] in there for name in there.intersection(NEEDS)))

# ---- 24.1 Entries, 24.2 proofs ----

def entry_of(event):
    return canonical({"draw": event.draw, "event": event.event, "hash": H("mq1/event", canonical(event)).hex()})

def largest_power_below(size):
    """Where a tree of this many leaves is split."""
    return 1 << (size - 1).bit_length() - 1

def root_from_inclusion(leaf, index, size, hashes):
    """RFC 6962, 2.1.1: the root to which the leaf leads; None if the proof does not have this form."""
    if size <= 1 or not hashes:
        return leaf if size == 1 and index == 0 and not hashes else None
    split = largest_power_below(size)
    if index < split:
        left = root_from_inclusion(leaf, index, split, hashes[:-1])
        return left and node_hash(left, hashes[-1])
    right = root_from_inclusion(leaf, index - split, size - split, hashes[:-1])
    return right and node_hash(hashes[-1], right)

def roots_from_consistency(old_size, size, hashes, old_root):
    """RFC 6962, 2.1.2: the roots of the first old_size leaves and of all; None if the proof does not have this form.
    old_root is that of the first ones, where they are a whole tree of which the proof leaves it out; else None."""
    if old_size == size:
        whole = hashes if old_root is None else [old_root, *hashes]
        return (whole[0], whole[0]) if len(whole) == 1 else None
    if old_size > size or not hashes:
        return None
    split = largest_power_below(size)
    if old_size <= split:
        roots = roots_from_consistency(old_size, split, hashes[:-1], old_root)
        return roots and (roots[0], node_hash(roots[1], hashes[-1]))
    roots = roots_from_consistency(old_size - split, size - split, hashes[:-1], None)
    return roots and (node_hash(hashes[-1], roots[0]), node_hash(hashes[-1], roots[1]))

def check_inclusion(line, proof, size, root):
    hashes = [unhex(digest) for digest in proof.hashes]
    same(root_from_inclusion(leaf_hash(line), proof.index, size, hashes), root)

def sides(index, size):
    """Where the hashes of the inclusion proof of this place lie, one after another: to its left or right."""
    if size <= 1:
        return []
    split = largest_power_below(size)
    if index < split:
        return [*sides(index, split), "right"]
    return [*sides(index - split, size - split), "left"]

def hashes_on(side, proof, size):
    """Those of an inclusion proof that lie on this side of its place."""
    of_hashes = sides(proof.index, size)
    hold(proof.index < size and len(of_hashes) == len(proof.hashes), "an inclusion proof", proof)
    return [unhex(digest) for digest, where in zip(proof.hashes, of_hashes) if where == side]

def root_from_range(lines, first, last, size):
    """20.3: the root to which the entries from the place of the one proof to that of the other lead."""
    leaves = [leaf_hash(line) for line in lines]
    left = hashes_on("left", first, size)  # the innermost is the first one, on both sides
    right = hashes_on("right", last, size)

    def root_of(begin, width):
        """Of the subtree that begins at this place."""
        if begin + width <= first.index:
            return left.pop()
        if begin > last.index:
            return right.pop(0)
        if width == 1:
            return leaves[begin - first.index]
        split = largest_power_below(width)
        return node_hash(root_of(begin, split), root_of(begin + split, width - split))

    return root_of(0, size)

def check_entry(line, entry):
    """24.1, 20.3; its members and their types have been looked at."""
    hold(entry.event in EVENT_NAMES, "a name of 20 1", entry)
    hold(is_draw(entry.draw), "the name of a draw", entry)
    hold(len(line) <= ENTRY_BYTES, f"at most {ENTRY_BYTES} bytes", len(line))

# ---- 24.3 Keys and notes, 24.4 checkpoints ----

# Without `+`, control characters (Unicode Cc) and white space (Unicode White_Space).
NAME = r"[^+\x00-\x1f\x7f-\x9f \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
NAME_BYTES = 255
SIGNATURES_MAX = 100
CHECKPOINT_BYTES = 65536

def decode_base64(text):
    """Strict: nothing, unless the text is what would be written."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return data if base64.b64encode(data).decode() == text else b""

VerifierKey = namedtuple("VerifierKey", "text name id kind key")

def verifier_key(text, kind):
    """None unless it is a verifier key of this type."""
    match = re.fullmatch(rf"({NAME})\+([0-9a-f]{{8}})\+(\S+)", text)
    if not match or len(match[1].encode()) > NAME_BYTES:
        return None
    name, data = match[1], decode_base64(match[3])
    key_id = sha256(name.encode() + b"\n" + data)[:4]
    if len(data) != 33 or data[0] != kind or key_id.hex() != match[2]:
        return None
    return VerifierKey(text, name, key_id, kind, data[1:])

# cosignatures: pairs (time, text of the witness's key)
Checkpoint = namedtuple("Checkpoint", "origin size root cosignatures")

def read_checkpoint(data, keys, must_be_signed=True):
    """24.3, 24.4; wherever the checkpoint stands. The keys are those of the logs and witnesses that are known."""
    hold(len(data) <= CHECKPOINT_BYTES, f"at most {CHECKPOINT_BYTES} bytes", len(data))
    note = data.decode()
    hold(not re.search(r"[\x00-\x09\x0b-\x1f]", note), "a note", data)
    text, _, tail = note.rpartition("\n\n")
    text += "\n"
    *lines, end = tail.split("\n")
    hold(1 <= len(lines) <= SIGNATURES_MAX and end == "", "a note of 1 to 100 signature lines", data)
    match = re.fullmatch(rf"({NAME})\n(0|[1-9][0-9]{{0,15}})\n(\S+)\n", text)  # the origin is the name of a key
    hold(match and len(match[1].encode()) <= NAME_BYTES, "origin size root", data)
    origin, size, root = match[1], int(match[2]), decode_base64(match[3])
    hold(size < 2**53 and len(root) == 32, "origin size root", data)
    signed = False
    cosignatures = []
    for line in lines:
        name, signature = read_signature_line(line)
        for key in keys:
            if (key.name, key.id) != (name, signature[:4]):
                continue
            if key.kind == WITNESS_KEY:
                cosignatures.append((check_cosignature(key, text, signature[4:], line), key.text))
            else:
                hold(len(signature) == 68 and signature_holds(key.key, text.encode(), signature[4:]), "valid", line)
                signed = signed or key.name == origin
    hold(signed or not must_be_signed, "signed by a known log of this name", text.rstrip())
    return Checkpoint(origin, size, root, cosignatures)

def read_signature_line(line):
    """24.3: the name; the four bytes of the id, then the signature."""
    match = re.fullmatch(rf"— ({NAME}) (\S+)", line)
    hold(match and len(match[1].encode()) <= NAME_BYTES, "a signature line", line)
    signature = decode_base64(match[2])
    hold(len(signature) > 4, "a signature line", line)
    return match[1], signature

def check_cosignature(key, text, data, line):
    """24.4: its time."""
    hold(len(data) == 72, "valid", line)
    time = int.from_bytes(data[:8], "big")
    message = f"cosignature/v1\ntime {time}\n{text}".encode()
    hold(1 <= time < 2**53 and signature_holds(key.key, message, data[8:]), "valid", line)
    return time

# ---- 24.5 Trust policy ----

POLICY_BYTES = 2**20

class Policy:
    def __init__(self):
        self.logs = []  # keys
        self.witnesses = {}  # name: key
        self.groups = {}  # name: (how many of its members, members), in the order of the text
        self.names = set()  # of witnesses and groups
        self.members = set()  # names that are a member of some group
        self.quorums = []

    def is_met(self, keys):
        """By cosignatures of these keys. A group stands behind its members."""
        met = {name for name, key in self.witnesses.items() if key.text in keys}
        for name, (needed, members) in self.groups.items():
            if len(met.intersection(members)) >= needed:
                met.add(name)
        return self.quorums[0] in met

def read_policy(data):
    here("policy")
    hold(len(data) <= POLICY_BYTES, f"at most {POLICY_BYTES} bytes", len(data))
    hold(not re.search(b"[\x00-\x08\x0b-\x1f\x7f]", data), "no control but tab and LF", data[:200])
    hold(not data.startswith(b"\xef\xbb\xbf"), "without byte order mark", data[:200])
    *lines, rest = data.split(b"\n")
    hold(rest == b"", "LF at the end", rest[:200])
    policy = Policy()
    for line in lines:
        words = [word for word in re.split(b"[ \t]", line) if word]
        if words and not words[0].startswith(b"#"):
            read_policy_line(policy, [word.decode() for word in words])
    hold(policy.logs, "a log", data[:200])
    hold(max(map(len, (policy.logs, policy.witnesses, policy.groups))) <= 256, "256 of each at most", data[:200])
    hold(len(policy.quorums) == 1, "one quorum", policy.quorums)
    keys = [key.key for key in [*policy.logs, *policy.witnesses.values()]]
    hold(len(set(keys)) == len(keys), "no key twice", data[:200])
    return policy

def read_policy_line(policy, words):
    word, *rest = words
    if word == "log":
        hold(1 <= len(rest) <= 2, "log, key, address", words)
        policy.logs.append(known_key(rest[0], LOG_KEY))
    elif word == "witness":
        hold(2 <= len(rest) <= 3, "witness, name, key, address", words)
        name = new_name(policy, rest[0])
        policy.witnesses[name] = known_key(rest[1], WITNESS_KEY)
        policy.names.add(name)
    elif word == "group":
        hold(len(rest) >= 3, "group, name, number, members", words)
        read_group(policy, new_name(policy, rest[0]), rest[1], rest[2:])
    else:
        hold(word == "quorum" and len(rest) == 1, "a line of a policy", words)
        hold(rest[0] == "none" or rest[0] in policy.names, "a name defined before", words)
        policy.quorums.append(rest[0])

def known_key(text, kind):
    key = verifier_key(text, kind)
    hold(key, "a verifier key", text)
    return key

def new_name(policy, name):
    hold(name != "none" and name not in policy.names, "a new name", name)
    return name

def read_group(policy, name, number, members):
    hold(re.fullmatch("any|all|[1-9][0-9]*", number), "any, all or a number", number)
    if number == "any":
        needed = 1
    else:
        needed = len(members) if number == "all" else int(number)
    hold(needed <= len(members), "at most all members", [name, number])
    for member in members:
        hold(member in policy.names, "a name defined before", member)
        hold(member not in policy.members, "a member of no other group", [name, member])
        policy.members.add(member)
    policy.groups[name] = needed, members
    policy.names.add(name)

# ---- 24.6 With a copy of the log ----

def check_whole_log(bundle, folder, keys, own):
    """`own` is evidence/checkpoint. An `announce` out of order, if there is any, is left to the check `numbers`."""
    tree = read_checkpoint(read_plain(folder / "checkpoint"), keys)
    entries = read_entries(folder, tree.size)
    same(merkle(entries), tree.root)
    if tree.size < own.size:
        lacking = own.size - tree.size
        bundle.notes.append(f"the copy of the log lacks the last {lacking} entries of evidence/checkpoint")
    else:
        same(merkle(entries[:own.size]), own.root)
    mine = {row.index: entry_of(row.event) for row in bundle.files[EVENTS]}
    last = max(mine)
    first = bundle.files[EVENTS][0].index
    heard = {}  # draw: the names of its events so far; in the order in which they were announced
    before = set()  # draws that were announced before this one
    out_of_order = None
    for index, line in enumerate(entries):
        here(f"log entry {index}")
        entry = read_shaped(line, "ENTRY")
        check_entry(line, entry)
        if index <= last:
            same(line if entry.draw == bundle.draw else None, mine.get(index))
        elif entry.draw == bundle.draw:
            bundle.later_events.append(entry.event)
        hold(entry.draw.startswith(bundle.plan.authority.id + "/"), "of this authority: a log is of one", entry)
        if entry.event == "announce" and index < first:
            before.add(entry.draw)
        if entry.event == "announce" and not is_in_turn(entry, heard):
            out_of_order = out_of_order or entry
        if entry.event != "announce" or entry.draw not in heard:  # that it stands twice is the check `numbers`
            heard.setdefault(entry.draw, []).append(entry.event)
    here("log entries")
    for draw, names in heard.items():
        hold(are_in_order(names), "in order", [draw, names])
        if draw in before and names[-1] not in ("finish", "void"):
            bundle.unfinished.append(draw)
        if draw in before and names[-1] == "void" and "close" in names:
            bundle.voided.append(draw)
    return out_of_order

def read_plain(path):
    """A pipe or a device would never end."""
    if path.exists() and not path.is_file():
        raise OSError(f"{path} is not a plain file")
    return path.read_bytes()

def read_entries(folder, size):
    """24.2: the entry bundles, of 256 entries each, but for the last one, which may be partial. Others are not looked
    at."""
    entries = []
    for first in range(0, size, 256):
        width = min(256, size - first)
        path = folder / "tile/entries" / tile_name(first // 256)
        if width < 256:
            path = path.parent / f"{path.name}.p" / str(width)
        data = read_plain(path)
        here(path)
        for _ in range(width):
            end = 2 + int.from_bytes(data[:2], "big")
            hold(2 <= end <= len(data), f"{width} entries", f"the end after {len(entries) - first}")
            entries.append(data[2:end])
            data = data[end:]
        hold(data == b"", "nothing behind the last entry", data[:200])
    return entries

def tile_name(number):
    """1234067 is x001/x234/067"""
    groups = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03}")
    return "/".join(groups)

def is_in_turn(announce, heard):
    """20.4, over the whole log: False if an `announce` stands twice or too early."""
    authority, number, attempt = announce.draw.split("/")
    before = required_before(authority, int(number), int(attempt))
    return announce.draw not in heard and (before is None or before[1] in heard.get(before[0], []))

def required_before(authority, number, attempt):
    """20.4: the draw and the event that must have come before this `announce`; None for the very first."""
    if attempt > 1:
        return f"{authority}/{number}/{attempt - 1}", "void"
    if number > 1:
        return f"{authority}/{number - 1}/1", "announce"
    return None
