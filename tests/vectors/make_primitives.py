"""Writes primitives.json: the primitives of docs/PROTOCOL.md computed by Python's standard library.

Run it in this folder: python3 make_primitives.py. It shares no code with the engine. The codes and
positions of refused texts were written by hand; that they must be refused is computed here.
"""
import datetime
import hashlib
import hmac
import json
import math
import re
from fractions import Fraction


def u16(data):
    return len(data).to_bytes(2, "big") + data


def u64(data):
    return len(data).to_bytes(8, "big") + data


def framed(tag, parts):
    return u16(tag.encode()) + b"".join(u64(part) for part in parts)


def h(tag, parts):
    return hashlib.sha256(framed(tag, parts)).digest()


def mac(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def expand(key, tag, parts):
    return mac(key, u16(tag.encode()) + b"".join(u16(part) for part in parts) + b"\x01")


def hash_vectors():
    cases = [
        ("mq1/plan", []),
        ("mq1/plan", [b""]),
        ("mq1/id", [b"ab", b"c"]),
        ("mq1/id", [b"a", b"bc"]),
        ("", [b"x"]),
        ("mq1/sealed", [bytes(range(32)), "{\"name\":\"张三\"}".encode()]),
        ("mq1/leaf", [b"\xff" * 100]),
    ]
    return [
        {
            "tag": tag,
            "parts": [part.hex() for part in parts],
            "input": framed(tag, parts).hex(),
            "digest": h(tag, parts).hex(),
        }
        for tag, parts in cases
    ]


def key_vectors():
    key = bytes(range(32))
    result = {
        "hmac": [
            {"key": key.hex(), "message": message.hex(), "mac": mac(key, message).hex()}
            for message in [b"", b"Hi There", bytes(200)]
        ],
        "extract": [
            {"salt": salt.hex(), "ikm": ikm.hex(), "prk": mac(salt, ikm).hex()}
            for salt, ikm in [
                # RFC 5869, appendix A.1
                (bytes.fromhex("000102030405060708090a0b0c"), b"\x0b" * 22),
                (key, b""),
                (key, b"\x01" * 64),
            ]
        ],
        "expand": [
            {"key": key.hex(), "tag": tag, "parts": [p.hex() for p in parts], "output": expand(key, tag, parts).hex()}
            for tag, parts in [
                ("mq1/seed", []),
                ("mq1/select", []),
                ("mq1/select", [b"T1"]),
                ("mq1/pair", [b"91610113321974112K", b"0"]),
                ("mq1/pair", [b""]),
            ]
        ],
    }
    assert result["extract"][0]["prk"].startswith("077709362c2e32df0ddc3f0dc47bba63")
    return result


def ticket_vectors():
    select = expand(bytes(range(32)), "mq1/select", [])
    k = select[:16].hex()
    ids = ["1", "91610113321974112K", "A" * 23, "A" * 24, "Z" * 64]
    return {
        "select_key": select.hex(),
        "k": k,
        "tickets": [{"id": i, "ticket": hashlib.sha256((k + i).encode()).hexdigest()} for i in ids],
    }


def id_vectors():
    derived = [["610113", "特检-0042"], ["市场监管局", "张三"], [""], ["ab", "c"], ["a", "bc"]]
    return {
        "good": ["0", "Z", "91610113321974112K", "X-0", "A.b".upper(), "A_-.", "9" * 64],
        "bad": [
            {"text": "", "code": "id-length"},
            {"text": "9" * 65, "code": "id-length"},
            {"text": "-A", "code": "id-character", "position": 1},
            {"text": "Ab", "code": "id-character", "position": 2},
            {"text": "A B", "code": "id-character", "position": 2},
            {"text": "号1", "code": "id-character", "position": 1},
            {"text": "A号", "code": "id-character", "position": 2},
            {"text": "Ａ", "code": "id-character", "position": 1},
        ],
        "derived": [
            {"parts": parts, "id": "X-" + h("mq1/id", [p.encode() for p in parts]).hex()[:20].upper()}
            for parts in derived
        ],
    }


def ratio_vectors():
    good = ["0%", "5%", "12.5%", "0.5%", "100%", "100.0%", "1/30", "2/4", "0/7", "7/7", "0.000000001%", "3%", "7%"]
    roundings = []
    for text, population in [("5%", 0), ("5%", 10), ("5%", 30), ("5%", 29), ("7%", 100), ("1/30", 45), ("1/30", 44),
                             ("1/3", 2**64 - 1), ("100%", 2**64 - 1), ("12.5%", 12)]:
        exact = ratio(text) * population
        down = exact.numerator // exact.denominator
        up = -(-exact.numerator // exact.denominator)
        half = exact + Fraction(1, 2)
        roundings.append({"ratio": text, "population": str(population), "up": str(up), "down": str(down),
                          "half_up": str(half.numerator // half.denominator)})
    bad = [("", "ratio-form"), ("5", "ratio-form"), ("0.05", "ratio-form"), ("5 %", "ratio-form"), ("-5%", "ratio-form"),
           ("+5%", "ratio-form"), (".5%", "ratio-form"), ("5.%", "ratio-form"), ("５%", "ratio-form"), ("5％", "ratio-form"),
           ("1/2/3", "ratio-form"), ("1/", "ratio-form"), ("1e1%", "ratio-form"), ("05%", "ratio-number"),
           ("01/2", "ratio-number"), ("1/9007199254740992", "ratio-number"), ("0.1234567890%", "ratio-number"),
           ("1000%", "ratio-number"), ("101%", "ratio-above-one"), ("3/2", "ratio-above-one"), ("0/0", "ratio-zero-denominator"),
           ("1/0", "ratio-zero-denominator"), ("根据实际情况确定", "ratio-form")]
    return {
        "good": [{"text": t, "pair": [ratio(t).numerator, ratio(t).denominator]} for t in good],
        "bad": [{"text": t, "code": c} for t, c in bad],
        "of": roundings,
    }


def ratio(text):
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc_check(text):
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(text[:17]))
    return ALPHABET[-total % 31]


def registration_check(text):
    product = 10
    for digit in text[:14]:
        product = (((product + int(digit)) % 10) or 10) * 2 % 11
    return str((11 - product) % 10)


def code_vectors():
    good = ["91110000802100433B", "91440300708461136T", "9144030071526726XG", "91330100799655058B", "91350100M000100Y43"]
    assert all(uscc_check(code) == code[17] for code in good)
    wrong = ["916108212240046410", "91610113321974112N"]
    assert all(uscc_check(code) != code[17] for code in wrong)
    return {
        "uscc": good,
        "registration": [
            {"text": t, "expected_check": registration_check(t)}
            for t in ["110108012660422", "110108000000016", "110108000000017", "440301103097413"]
        ],
        "bad": [{"text": t, "code": "code-check", "expected": uscc_check(t), "got": t[17]} for t in wrong]
        + [
            {"text": "", "code": "code-length"},
            {"text": "91610113321974112", "code": "code-length"},
            {"text": "9.16108E+17", "code": "code-length"},
            {"text": "9161011332197411OK", "code": "code-character", "position": 17},
            {"text": "I1610113321974112K", "code": "code-character", "position": 1},
            {"text": "9S610113321974112K", "code": "code-character", "position": 2},
            {"text": "91V10113321974112K", "code": "code-character", "position": 3},
            {"text": "91610113321974112Z", "code": "code-character", "position": 18},
            {"text": "91610113321974112k", "code": "code-character", "position": 18},
            {"text": "９1610113321974112K", "code": "code-character", "position": 1},
            {"text": "11010801266042X", "code": "code-character", "position": 15},
        ],
    }


def canonical(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        assert abs(value) < 2**53
        return str(value)
    if isinstance(value, str):
        value.encode()  # fails for lone surrogates
        short = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: "\\\"", 92: "\\\\"}
        return '"' + "".join(short.get(ord(c)) or (f"\\u{ord(c):04x}" if ord(c) < 32 else c) for c in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    assert isinstance(value, dict) and all(re.fullmatch("[a-z0-9_]+", key) for key in value)
    return "{" + ",".join(f'"{k}":{canonical(v)}' for k, v in sorted(value.items())) + "}"


def depth(value):
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


def is_canonical(data):
    try:
        value = json.loads(data.decode())
        return isinstance(value, dict) and depth(value) <= 32 and canonical(value).encode() == data
    except (ValueError, AssertionError):
        return False


def nested(levels, inner=""):
    # An object, then arrays down to the level.
    return '{"a":' + "[" * (levels - 1) + inner + "]" * (levels - 1) + "}"


def canonical_vectors():
    good = [
        "{}",
        '{"a":1}',
        '{"a":0,"b":-1,"c":9007199254740991,"d":-9007199254740991}',
        '{"0":true,"_":false,"a":[],"b":{}}',
        '{"a":"","aa":"","b":""}',
        '{"a":[1,"x",true,[],{"b":{}}]}',
        '{"name":"西安市某某有限公司（个体）"}',
        '{"a":"\\b\\t\\n\\f\\r\\"\\\\\\u0000\\u000b\\u000e\\u001f"}',
        '{"a":"/\u007f\u0080\u2028\ufeff\uffff😀"}',
        '{"a":"12345678\\n1234567\\"12345678"}',
        nested(32),
        nested(32, '"x"'),
    ]
    bad = [
        ("", "canonical-end", 0),
        ("[]", "canonical-unexpected", 0),
        ('"a"', "canonical-unexpected", 0),
        ("{", "canonical-end", 1),
        (" {}", "canonical-white-space", 0),
        ("{}\n", "canonical-white-space", 2),
        ("{} ", "canonical-white-space", 2),
        ("{}{}", "canonical-trailing", 2),
        ('{"a": 1}', "canonical-white-space", 5),
        ('{"a":1 }', "canonical-white-space", 6),
        ('{"a":1,}', "canonical-unexpected", 7),
        ('{"a":[1,]}', "canonical-unexpected", 8),
        ('{"a":[1 ,2]}', "canonical-white-space", 7),
        ('{"a"}', "canonical-unexpected", 4),
        ('{"a":}', "canonical-unexpected", 5),
        ('{a:1}', "canonical-unexpected", 1),
        ('{"a":null}', "canonical-null", 5),
        ('{"a":[null]}', "canonical-null", 6),
        ('{"a":tru}', "canonical-unexpected", 5),
        ('{"a":NaN}', "canonical-unexpected", 5),
        ('{"":1}', "canonical-key", 2),
        ('{"A":1}', "canonical-key", 2),
        ('{"a-b":1}', "canonical-key", 3),
        ('{"\\u0061":1}', "canonical-key", 2),
        ('{"名":1}', "canonical-key", 2),
        ('{"a":1,"a":1}', "canonical-key-repeated", 8),
        ('{"b":1,"a":1}', "canonical-key-order", 8),
        ('{"aa":1,"a":1}', "canonical-key-order", 9),
        ('{"x":{"b":1,"a":1}}', "canonical-key-order", 13),
        ('{"a":1.0}', "canonical-not-integer", 6),
        ('{"a":1e3}', "canonical-not-integer", 6),
        ('{"a":1E3}', "canonical-not-integer", 6),
        ('{"a":0.5}', "canonical-not-integer", 6),
        ('{"a":01}', "canonical-leading-zero", 5),
        ('{"a":-01}', "canonical-leading-zero", 5),
        ('{"a":-0}', "canonical-negative-zero", 5),
        ('{"a":+1}', "canonical-unexpected", 5),
        ('{"a":-}', "canonical-unexpected", 6),
        ('{"a":.5}', "canonical-unexpected", 5),
        ('{"a":9007199254740992}', "canonical-integer-range", 5),
        ('{"a":-9007199254740992}', "canonical-integer-range", 5),
        ('{"a":99999999999999999999999999}', "canonical-integer-range", 5),
        ('{"a":"\t"}', "canonical-control", 6),
        ('{"a":"1234567\u0000"}', "canonical-control", 13),
        ('{"a":"12345678\u001f"}', "canonical-control", 14),
        ('{"a":"\\/"}', "canonical-escape", 6),
        ('{"a":"\\u0061"}', "canonical-escape", 6),
        ('{"a":"\\u0009"}', "canonical-escape", 6),
        ('{"a":"\\u000a"}', "canonical-escape", 6),
        ('{"a":"\\u000B"}', "canonical-escape", 6),
        ('{"a":"\\u001F"}', "canonical-escape", 6),
        ('{"a":"\\u007f"}', "canonical-escape", 6),
        ('{"a":"\\u5f20"}', "canonical-escape", 6),
        ('{"a":"\\x41"}', "canonical-escape", 6),
        ('{"a":"\\ud83d\\ude00"}', "canonical-surrogate", 6),
        ('{"a":"\\ud800"}', "canonical-surrogate", 6),
        ('{"a":"\\uDC00"}', "canonical-surrogate", 6),
        ('{"a":"', "canonical-end", 6),
        ('{"a":"x}', "canonical-end", 8),
        (nested(33), "canonical-depth", 36),
        (b'{"a":"\xff"}', "canonical-utf8", 6),
        (b'{"a":"\xc0\xaf"}', "canonical-utf8", 6),
        (b'{"a":"\xed\xa0\x80"}', "canonical-utf8", 6),
        (b'\xef\xbb\xbf{}', "canonical-unexpected", 0),
        (b'\xff', "canonical-utf8", 0),
    ]
    as_bytes = lambda text: text if isinstance(text, bytes) else text.encode()
    assert all(is_canonical(as_bytes(text)) for text in good)
    assert not any(is_canonical(as_bytes(text)) for text, _, _ in bad)
    return {
        "good": good,
        "bad": [
            {("hex" if isinstance(t, bytes) else "text"): (t.hex() if isinstance(t, bytes) else t), "code": c, "position": p}
            for t, c, p in bad
        ],
    }


def day_vectors():
    epoch = datetime.date(1970, 1, 1)
    dates = ["1900-01-01", "1900-02-28", "1900-03-01", "1970-01-01", "2000-02-29", "2024-02-29", "2026-03-09", "2100-02-28",
             "9999-09-09", "9999-12-31"]
    rows = []
    for text in dates:
        date = datetime.date.fromisoformat(text)
        rows.append({"text": text, "number": (date - epoch).days, "weekday": date.isoweekday()})
    bad = [("", "day-form"), ("2026-3-9", "day-form"), ("2026-03-09 ", "day-form"), ("20260309", "day-form"),
           ("2026/03/09", "day-form"), ("２026-03-09", "day-form"), ("1899-12-31", "day-year"), ("2026-00-01", "day-month"),
           ("2026-13-01", "day-month"), ("2026-02-29", "day-of-month"), ("1900-02-29", "day-of-month"), ("2026-04-31", "day-of-month"),
           ("2026-01-00", "day-of-month")]
    return {"good": rows, "bad": [{"text": t, "code": c} for t, c in bad]}


def dice(sides, count):
    return {"source": "dice", "sides": sides, "count": count}


def balls(draws, of, pick):
    return {"source": "balls", "draws": draws, "of": of, "pick": pick}


def drand(round_number):
    return {"source": "drand", "round": round_number}


def entropy_vectors():
    pairs = [(10, 1), (10, 19), (10, 20), (6, 1), (6, 24), (6, 25), (10, 39), (6, 50), (10, 78), (10, 200), (6, 200)]
    drums = [(1, 36, 7), (2, 36, 7), (50, 2, 1), (1, 100, 100), (3, 5, 5), (4, 49, 6)]
    chain = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
    final = [
        (dice(10, 20), "dice-10x20", "01234567899876543210"),
        (dice(6, 25), "dice-6x25", "1234561234561234561234561"),
        (balls(2, 36, 7), "balls-2x7of36", "36,1,20,7,33,2,19;5,6,7,8,9,10,11"),
        (drand(123), f"drand-{chain}-123", "b7" * 48),
    ]
    return {
        "bits": [{"plan": dice(s, c), "bits": (s**c).bit_length() - 1} for s, c in pairs]
        + [{"plan": balls(*b), "bits": (math.perm(b[1], b[2]) ** b[0]).bit_length() - 1} for b in drums]
        + [{"plan": drand(1), "bits": 256}],
        "final": [{"plan": p, "source": s, "value": v, "digest": h("mq1/final", [s.encode(), v.encode()]).hex()} for p, s, v in final],
        "bad_sources": [
            {"plan": p, "code": c}
            for p, c in [(dice(20, 20), "entropy-sides"), (dice(10, 0), "entropy-count"), (dice(10, 201), "entropy-count"),
                         (dice(10, 19), "entropy-too-few-bits"), (balls(0, 36, 7), "entropy-balls"), (balls(51, 36, 7), "entropy-balls"),
                         (balls(20, 1, 1), "entropy-balls"), (balls(20, 101, 7), "entropy-balls"), (balls(20, 36, 0), "entropy-balls"),
                         (balls(20, 6, 7), "entropy-balls"), (balls(1, 36, 7), "entropy-too-few-bits"), (drand(0), "entropy-round"),
                         (drand(2**53), "entropy-round")]
        ],
        "bad_values": [
            {"plan": s, "text": t, "code": c, "position": p}
            for s, t, c, p in [(dice(10, 3), "12", "entropy-length", None), (dice(10, 3), "1234", "entropy-length", None),
                               (dice(10, 3), "", "entropy-length", None), (dice(10, 3), "1 3", "entropy-character", 2),
                               (dice(10, 3), "12３", "entropy-character", 3), (dice(6, 3), "120", "entropy-character", 3),
                               (dice(6, 3), "712", "entropy-character", 1), (balls(2, 36, 3), "1,2,3", "entropy-length", None),
                               (balls(2, 36, 3), "1,2,3;1,2", "entropy-draw", None), (balls(2, 36, 3), "1,2,3;1,2,02", "entropy-draw", None),
                               (balls(2, 36, 3), "1,2,3;1,2,37", "entropy-draw", None), (balls(2, 36, 3), "1,2,3;1,2,2", "entropy-draw", None),
                               (balls(2, 36, 3), "1,2,3;1,2,0", "entropy-draw", None), (balls(2, 36, 3), "1,2,3;1, 2,4", "entropy-draw", None),
                               (drand(123), "b7" * 47, "entropy-length", None), (drand(123), "B7" * 48, "entropy-character", 1)]
        ],
    }


def text_vectors():
    good = ["", "西安市某某有限公司", "ＡＢＣ（中国）", "e\u0301".encode().decode().replace("e\u0301", "é"), "a b", "\u00a0", "\U00020000"]
    bad = [("a\u0000", "text-control", 2), ("\t", "text-control", 1), ("张\n三", "text-control", 2), ("\u007f", "text-control", 1),
           ("x\u0085", "text-control", 2), ("\u2028", "text-control", 1), ("ab\u202e", "text-bidirectional", 3),
           ("\u2066", "text-bidirectional", 1), ("\u200e", "text-bidirectional", 1), ("\u061c", "text-bidirectional", 1),
           ("张\u200b三", "text-zero-width", 2), ("\u200d", "text-zero-width", 1), ("\u2060", "text-zero-width", 1),
           ("\ufeff张三", "text-zero-width", 1), ("张\ufffd", "text-replacement", 2), ("xe\u0301", "text-not-nfc", 2),
           ("张\u2126", "text-not-nfc", 2), ("\uf900", "text-not-nfc", 1)]
    folds = [("91610113321974112K", "91610113321974112K", False), ("９１６１０1１3321974112ｋ", "91610113321974112K", True),
             ("\u30009161\u3000", "9161", True), ("abc-1", "ABC-1", True), ("甲1", "甲1", False)]
    return {
        "good": good,
        "bad": [{"text": t, "code": c, "position": p} for t, c, p in bad],
        "fold_code": [{"text": t, "folded": f, "changed": c} for t, f, c in folds],
    }


vectors = {
    "how_made": "python3 make_primitives.py, beside this file: Python's standard library (hashlib, hmac, fractions, "
    "datetime), no code of the engine. Bytes are hexadecimal. Positions in canonical are byte offsets from 0, all "
    "others count characters from 1. Codes and positions of refused texts were written by hand.",
    "hash": hash_vectors(),
    "keys": key_vectors(),
    "select": ticket_vectors(),
    "ids": id_vectors(),
    "ratios": ratio_vectors(),
    "codes": code_vectors(),
    "canonical": canonical_vectors(),
    "days": day_vectors(),
    "entropy": entropy_vectors(),
    "text": text_vectors(),
}

with open("primitives.json", "w", encoding="utf-8", newline="\n") as file:
    # ASCII, so that invisible characters are seen.
    json.dump(vectors, file, ensure_ascii=True, indent=1)
    file.write("\n")
