"""PROTOCOL.md, sections 1 and 2: hashes, Merkle trees, Ed25519, canonical lines; and how a check fails."""
import hashlib
import hmac
import json
import re

# ---- How a check fails ----

class Fail(Exception):
    """Something does not hold; with the place, what was got and what was expected."""
    place = ""  # what is being read: the name of a check, a file, a line of a file

def here(place):
    Fail.place = place

def same(got, want):
    if got != want:
        raise Fail(Fail.place, got, want)

def hold(condition, fact, got):
    """The fact, which has a name, must be true."""
    if not condition:
        raise Fail(Fail.place, got, fact)

def ascending(values):
    """Strictly. Texts by bytes: of Unicode text that is the order of its code points, which is Python's."""
    same([after for before, after in zip(values, values[1:]) if before >= after], [])

# ---- 1 Primitives ----

unhex = bytes.fromhex

def sha256(data):
    return hashlib.sha256(data).digest()

def as_bytes(part):
    """Digests enter a hash raw; texts, and the decimal digits of integers, as UTF-8."""
    return part if isinstance(part, bytes) else str(part).encode()

def framed(part, length_bytes):
    data = as_bytes(part)
    return len(data).to_bytes(length_bytes, "big") + data

def H(tag, *parts):
    return sha256(framed(tag, 2) + b"".join(framed(part, 8) for part in parts))

def expand(key, tag, *parts):
    """HKDF-Expand for 32 bytes, which is one block."""
    info = framed(tag, 2) + b"".join(framed(part, 2) for part in parts)
    return hmac.digest(key, info + b"\x01", "sha256")

def leaf_hash(line):
    return sha256(b"\x00" + line)

def node_hash(left, right):
    return sha256(b"\x01" + left + right)

def merkle(lines):
    """The tree of RFC 6962, joined level by level; a last node without a partner goes up as it is."""
    level = [leaf_hash(line) for line in lines] or [sha256(b"")]
    while len(level) > 1:
        above = [node_hash(left, right) for left, right in zip(level[::2], level[1::2])]
        level = above + level[len(above) * 2:]
    return level[0]

def counted(lines):
    return {"count": len(lines), "root": merkle(lines).hex()}

# edwards25519 (RFC 8032): points are pairs (x, y) modulo Q; L is the order of the base point.
Q = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q
ROOT_OF_MINUS_ONE = pow(2, (Q - 1) // 4, Q)
NEUTRAL = (0, 1)

def little(data):
    return int.from_bytes(data, "little")

def add_points(a, b):
    product = D * a[0] * b[0] * a[1] * b[1] % Q
    x = (a[0] * b[1] + a[1] * b[0]) * pow(1 + product, -1, Q)
    y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - product, -1, Q)
    return x % Q, y % Q

def multiply(number, point):
    result = NEUTRAL
    while number:
        if number % 2:
            result = add_points(result, point)
        point = add_points(point, point)
        number //= 2
    return result

def decode_point(code):
    """None unless it is the canonical encoding of a point that is not of small order."""
    sign, y = divmod(little(code), 2**255)
    if y >= Q:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(square, (Q + 3) // 8, Q)
    if x * x % Q != square:
        x = x * ROOT_OF_MINUS_ONE % Q
    if x * x % Q != square:
        return None
    if x % 2 != sign:
        x = Q - x
    return (x, y) if multiply(8, (x, y)) != NEUTRAL else None

BASE = decode_point((4 * pow(5, -1, Q) % Q).to_bytes(32, "little"))

def signature_holds(key, message, signature):
    r_code, s = signature[:32], little(signature[32:])
    a, r = decode_point(key), decode_point(r_code)
    if a is None or r is None or s >= L:
        return False
    challenge = little(hashlib.sha512(r_code + key + message).digest()) % L
    return multiply(s, BASE) == add_points(r, multiply(challenge, a))

# ---- 2 Canonical lines ----

class JsonObject(dict):
    """A JSON object. x.key is the value of the key, or None if the key is not there."""
    __getattr__ = dict.get

def is_restricted(value, depth=1):
    """The restrictions of section 2, at every depth."""
    if isinstance(value, (str, bool)):
        return True
    if isinstance(value, int):
        return abs(value) < 2**53
    if depth > 32 or not isinstance(value, (JsonObject, list)):
        return False
    if isinstance(value, list):
        return all(is_restricted(element, depth + 1) for element in value)
    return all(re.fullmatch("[a-z0-9_]+", key) and is_restricted(value[key], depth + 1) for key in value)

def canonical(value):
    """The canonical line of an object."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

def read_canonical(line):
    """The object of a line that is its own canonical form; all else is refused."""
    try:
        value = json.loads(line.decode(), object_hook=JsonObject)
        good = isinstance(value, JsonObject) and is_restricted(value) and canonical(value) == line
    except (ValueError, RecursionError):
        good = False
    hold(good, "canonical line", line[:200])
    return value
