// Generated from the TypeScript under web/ of the project Mingqian by web/site/build.mjs: read it there.
"use strict";
// Modules by name, each made when it is first needed.
const modules = new Map();
function define(name, needs, make) { modules.set(name, { needs, make, exports: undefined }); }
function need(name) {
  const module = modules.get(name);
  if (module.exports === undefined) {
    module.exports = {};
    module.make(...module.needs.map((other) => other === "require" ? need : other === "exports" ? module.exports : need(other)));
  }
  return module.exports;
}
// Bytes, hexadecimal, UTF-8 and the order of texts by their bytes.
define("verify/src/bytes", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.utf8 = utf8;
    exports.textOf = textOf;
    exports.hex = hex;
    exports.unhex = unhex;
    exports.unhexInto = unhexInto;
    exports.concat = concat;
    exports.compareRanges = compareRanges;
    exports.compareBytes = compareBytes;
    exports.startsWith = startsWith;
    exports.compareText = compareText;
    exports.strictlySorted = strictlySorted;
    const encoder = new TextEncoder();
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const SHORT = 64;
    const DIGITS = "0123456789abcdef";
    /** The value of each byte that is a hexadecimal digit. */
    const VALUES = new Uint8Array(256);
    for (let value = 0; value < 16; value++) {
        const digit = DIGITS[value];
        VALUES[digit.charCodeAt(0)] = VALUES[digit.toUpperCase().charCodeAt(0)] = value;
    }
    /** Ids are asked for as bytes some hundred thousand times: the encoder is called only for other texts. */
    function utf8(text) {
        if (text.length > SHORT)
            return encoder.encode(text);
        const out = new Uint8Array(text.length);
        for (let i = 0; i < out.length; i++) {
            const unit = text.charCodeAt(i);
            if (unit >= 0x80)
                return encoder.encode(text);
            out[i] = unit;
        }
        return out;
    }
    /** The text of bytes already known to be UTF-8. */
    function textOf(bytes) {
        return decoder.decode(bytes);
    }
    function hex(bytes) {
        let out = "";
        for (const byte of bytes)
            out += DIGITS[byte >> 4] + DIGITS[byte & 15];
        return out;
    }
    /** The bytes of hexadecimal digits whose form was checked before. */
    function unhex(digits) {
        const out = new Uint8Array(digits.length >> 1);
        for (let i = 0; i < out.length; i++)
            out[i] = (VALUES[digits.charCodeAt(2 * i)] << 4) | VALUES[digits.charCodeAt(2 * i + 1)];
        return out;
    }
    /** The same from digits that stand as bytes in `digits` at `from`; they fill `length` bytes of `out` at `at`. */
    function unhexInto(digits, from, out, at, length) {
        for (let i = 0; i < length; i++)
            out[at + i] = (VALUES[digits[from + 2 * i]] << 4) | VALUES[digits[from + 2 * i + 1]];
    }
    function concat(...parts) {
        const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
        let at = 0;
        for (const part of parts) {
            out.set(part, at);
            at += part.length;
        }
        return out;
    }
    /** Compares two ranges of bytes: negative, 0 or positive. */
    function compareRanges(a, aFrom, aTo, b, bFrom, bTo) {
        const n = Math.min(aTo - aFrom, bTo - bFrom);
        for (let i = 0; i < n; i++) {
            const difference = a[aFrom + i] - b[bFrom + i];
            if (difference !== 0)
                return difference;
        }
        return aTo - aFrom - (bTo - bFrom);
    }
    function compareBytes(a, b) {
        return compareRanges(a, 0, a.length, b, 0, b.length);
    }
    /** Whether the range begins with `text` (both as bytes). */
    function startsWith(bytes, from, to, text) {
        if (to - from < text.length)
            return false;
        for (let i = 0; i < text.length; i++)
            if (bytes[from + i] !== text[i])
                return false;
        return true;
    }
    // UTF-16 orders surrogates before U+E000–FFFF, UTF-8 after them: this puts them right.
    function rank(unit) {
        if (unit < 0xd800)
            return unit;
        return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
    }
    /** Compares two texts as their UTF-8 bytes compare. */
    function compareText(a, b) {
        const n = Math.min(a.length, b.length);
        for (let i = 0; i < n; i++) {
            const x = a.charCodeAt(i);
            const y = b.charCodeAt(i);
            if (x !== y)
                return rank(x) - rank(y);
        }
        return a.length - b.length;
    }
    /** Whether the texts strictly increase by their bytes. */
    function strictlySorted(texts) {
        for (let i = 1; i < texts.length; i++)
            if (compareText(texts[i - 1], texts[i]) >= 0)
                return false;
        return true;
    }
});
// Canonical lines (section 2), checked on the bytes in one pass.
//
// The scanner writes what it finds on a tape, so that neither a check of form nor the reading of a field has to make
// an object for each of a million lines. Entry i of the tape is a value: its kind, the bytes it takes (of a text
// without its quotes), and the entry that follows it and all that is in it. In an object, keys and values alternate.
define("verify/src/canonical", ["require", "exports", "verify/src/bytes"], function (require, exports, bytes_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Tape = exports.NotCanonical = exports.FALSE = exports.TRUE = exports.INTEGER = exports.ESCAPED = exports.TEXT = exports.ARRAY = exports.OBJECT = void 0;
    exports.OBJECT = 1;
    exports.ARRAY = 2;
    exports.TEXT = 3;
    exports.ESCAPED = 4; // a text in which something is escaped
    exports.INTEGER = 5;
    exports.TRUE = 6;
    exports.FALSE = 7;
    const DEEPEST = 32;
    const LARGEST = "9007199254740991";
    const QUOTE = 0x22, BACKSLASH = 0x5c, COMMA = 0x2c, COLON = 0x3a, MINUS = 0x2d;
    const OPEN_OBJECT = 0x7b, CLOSE_OBJECT = 0x7d, OPEN_ARRAY = 0x5b, CLOSE_ARRAY = 0x5d;
    /** Bytes that are no canonical line, and where. */
    class NotCanonical extends Error {
        reason;
        at;
        constructor(reason, at) {
            super(reason);
            this.reason = reason;
            this.at = at;
        }
    }
    exports.NotCanonical = NotCanonical;
    function keyByte(byte) {
        return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f);
    }
    function digit(byte) {
        return byte !== undefined && byte >= 0x30 && byte <= 0x39;
    }
    class Tape {
        bytes = new Uint8Array(0);
        kind = new Int32Array(256);
        from = new Int32Array(256);
        to = new Int32Array(256);
        next = new Int32Array(256);
        length = 0;
        at = 0;
        end = 0;
        /** Reads one canonical line; throws NotCanonical. Entry 0 is its object. */
        scan(bytes, from, to) {
            this.bytes = bytes;
            this.at = from;
            this.end = to;
            this.length = 0;
            if (from < to && bytes[from] !== OPEN_OBJECT)
                this.fail("a line begins with {");
            this.value(1);
            if (this.at !== to)
                this.fail("something follows the object");
        }
        fail(reason, at = this.at) {
            throw new NotCanonical(at >= this.end ? "the line ends too early" : reason, at);
        }
        push(kind, from, to) {
            if (this.length === this.kind.length)
                this.grow();
            const entry = this.length++;
            this.kind[entry] = kind;
            this.from[entry] = from;
            this.to[entry] = to;
            this.next[entry] = entry + 1;
            return entry;
        }
        grow() {
            const wider = (old) => {
                const array = new Int32Array(2 * old.length);
                array.set(old);
                return array;
            };
            this.kind = wider(this.kind);
            this.from = wider(this.from);
            this.to = wider(this.to);
            this.next = wider(this.next);
        }
        byte() {
            return this.at < this.end ? this.bytes[this.at] : -1;
        }
        value(depth) {
            switch (this.byte()) {
                case QUOTE: return this.text();
                case OPEN_OBJECT: return this.object(depth);
                case OPEN_ARRAY: return this.array(depth);
                case 0x74: return this.word("true", exports.TRUE);
                case 0x66: return this.word("false", exports.FALSE);
                default: return this.integer();
            }
        }
        word(word, kind) {
            const from = this.at;
            for (let i = 0; i < word.length; i++, this.at++) {
                if (this.byte() !== word.charCodeAt(i))
                    this.fail("a value is expected");
            }
            this.push(kind, from, this.at);
        }
        object(depth) {
            if (depth > DEEPEST)
                this.fail("nested too deep");
            const entry = this.push(exports.OBJECT, this.at, this.at);
            this.at++;
            if (this.byte() !== CLOSE_OBJECT) {
                for (let before = -1;; this.at++) {
                    before = this.key(before);
                    if (this.byte() !== COLON)
                        this.fail("a colon is expected");
                    this.at++;
                    this.value(depth + 1);
                    if (this.byte() === CLOSE_OBJECT)
                        break;
                    if (this.byte() !== COMMA)
                        this.fail("a comma or } is expected");
                }
            }
            this.close(entry);
        }
        array(depth) {
            if (depth > DEEPEST)
                this.fail("nested too deep");
            const entry = this.push(exports.ARRAY, this.at, this.at);
            this.at++;
            if (this.byte() !== CLOSE_ARRAY) {
                for (;; this.at++) {
                    this.value(depth + 1);
                    if (this.byte() === CLOSE_ARRAY)
                        break;
                    if (this.byte() !== COMMA)
                        this.fail("a comma or ] is expected");
                }
            }
            this.close(entry);
        }
        close(entry) {
            this.at++;
            this.to[entry] = this.at;
            this.next[entry] = this.length;
        }
        /** Reads a key, which must come after the key of entry `before`. */
        key(before) {
            if (this.byte() !== QUOTE)
                this.fail("a key is expected");
            const from = ++this.at;
            while (this.at < this.end && keyByte(this.bytes[this.at]))
                this.at++;
            if (this.byte() !== QUOTE || this.at === from)
                this.fail("a key has only a-z, 0-9 and _");
            const entry = this.push(exports.TEXT, from, this.at);
            if (before >= 0) {
                const order = (0, bytes_js_1.compareRanges)(this.bytes, this.from[before], this.to[before], this.bytes, from, this.at);
                if (order >= 0)
                    this.fail(order === 0 ? "a key comes twice" : "keys are out of order", from);
            }
            this.at++;
            return entry;
        }
        integer() {
            const from = this.at;
            if (this.byte() === MINUS)
                this.at++;
            const first = this.at;
            while (this.at < this.end && digit(this.bytes[this.at]))
                this.at++;
            const length = this.at - first;
            if (length === 0)
                this.fail("a value is expected");
            if (this.bytes[first] === 0x30 && (length > 1 || first > from))
                this.fail("a number is written otherwise", first);
            if (length >= LARGEST.length && this.tooLarge(first, length))
                this.fail("a number is too large", first);
            const after = this.byte();
            if (after === 0x2e || after === 0x65 || after === 0x45)
                this.fail("a number is not an integer");
            this.push(exports.INTEGER, from, this.at);
        }
        tooLarge(first, length) {
            if (length > LARGEST.length)
                return true;
            for (let i = 0; i < length; i++) {
                const difference = this.bytes[first + i] - LARGEST.charCodeAt(i);
                if (difference !== 0)
                    return difference > 0;
            }
            return false;
        }
        text() {
            const from = ++this.at;
            const bytes = this.bytes;
            const end = this.end;
            let kind = exports.TEXT;
            let at = from;
            for (;;) {
                if (at >= end)
                    this.fail("", end);
                const byte = bytes[at];
                if (byte === QUOTE)
                    break;
                if (byte < 0x20)
                    this.fail("a control character is not escaped", at);
                if (byte === BACKSLASH) {
                    kind = exports.ESCAPED;
                    at = this.escape(at);
                }
                else if (byte < 0x80)
                    at++;
                else
                    at = this.wide(at, byte);
            }
            this.at = at + 1;
            this.push(kind, from, at);
        }
        /** Passes over an escape; only those that RFC 8785 writes are allowed. */
        escape(at) {
            const byte = at + 1 < this.end ? this.bytes[at + 1] : -1;
            if (byte === QUOTE || byte === BACKSLASH)
                return at + 2;
            if (byte === 0x62 || byte === 0x74 || byte === 0x6e || byte === 0x66 || byte === 0x72)
                return at + 2; // b t n f r
            if (byte !== 0x75 || at + 6 > this.end)
                this.fail("an escape is written otherwise", at + 1);
            const text = String.fromCharCode(...this.bytes.subarray(at + 2, at + 6));
            const ok = /^00[01][0-9a-f]$/.test(text) && !/^00(08|09|0a|0c|0d)$/.test(text);
            if (!ok)
                this.fail("an escape is written otherwise", at + 1);
            return at + 6;
        }
        /** Passes over a character of two to four bytes of UTF-8. */
        wide(at, byte) {
            const second = at + 1 < this.end ? this.bytes[at + 1] : 0;
            let length = 0;
            let low = 0x80;
            let high = 0xbf;
            if (byte >= 0xc2 && byte <= 0xdf)
                length = 2;
            else if (byte >= 0xe0 && byte <= 0xef) {
                length = 3;
                if (byte === 0xe0)
                    low = 0xa0; // written too long
                if (byte === 0xed)
                    high = 0x9f; // a surrogate
            }
            else if (byte >= 0xf0 && byte <= 0xf4) {
                length = 4;
                if (byte === 0xf0)
                    low = 0x90;
                if (byte === 0xf4)
                    high = 0x8f; // above U+10FFFF
            }
            if (length === 0 || second < low || second > high)
                this.fail("this is not UTF-8", at);
            for (let i = 2; i < length; i++) {
                const more = at + i < this.end ? this.bytes[at + i] : 0;
                if (more < 0x80 || more > 0xbf)
                    this.fail("this is not UTF-8", at);
            }
            return at + length;
        }
        /** The text of an entry. */
        textAt(entry) {
            const raw = (0, bytes_js_1.textOf)(this.bytes.subarray(this.from[entry], this.to[entry]));
            return this.kind[entry] === exports.ESCAPED ? JSON.parse(`"${raw}"`) : raw;
        }
        /** The number of an entry. */
        integerAt(entry) {
            return Number((0, bytes_js_1.textOf)(this.bytes.subarray(this.from[entry], this.to[entry])));
        }
    }
    exports.Tape = Tape;
});
// SHA-256 (FIPS 180-4), written out so that nothing outside this folder has to be trusted.
// No object is made per message on the hot paths: a million tickets and leaves are hashed.
define("verify/src/sha256", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Sha256 = exports.Message = void 0;
    exports.wordsToBytes = wordsToBytes;
    exports.sha256 = sha256;
    const K = new Int32Array([
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ]);
    const START = new Int32Array([
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ]);
    const W = new Int32Array(64);
    function big0(x) {
        return ((x >>> 2) | (x << 30)) ^ ((x >>> 13) | (x << 19)) ^ ((x >>> 22) | (x << 10));
    }
    function big1(x) {
        return ((x >>> 6) | (x << 26)) ^ ((x >>> 11) | (x << 21)) ^ ((x >>> 25) | (x << 7));
    }
    function expandMessage(view, at) {
        for (let i = 0; i < 16; i++)
            W[i] = view.getInt32(at + 4 * i, false);
        for (let i = 16; i < 64; i++) {
            const x = W[i - 15];
            const y = W[i - 2];
            const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
            const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
            W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
        }
    }
    /** One block of 64 bytes of `view` at `at` enters `state`. Eight rounds a turn: no variable changes its name. */
    function compress(state, view, at) {
        expandMessage(view, at);
        let a = state[0], b = state[1], c = state[2], d = state[3];
        let e = state[4], f = state[5], g = state[6], h = state[7];
        for (let i = 0; i < 64; i += 8) {
            h = (h + big1(e) + (g ^ (e & (f ^ g))) + K[i] + W[i]) | 0;
            d = (d + h) | 0;
            h = (h + big0(a) + ((a & b) | (c & (a | b)))) | 0;
            g = (g + big1(d) + (f ^ (d & (e ^ f))) + K[i + 1] + W[i + 1]) | 0;
            c = (c + g) | 0;
            g = (g + big0(h) + ((h & a) | (b & (h | a)))) | 0;
            f = (f + big1(c) + (e ^ (c & (d ^ e))) + K[i + 2] + W[i + 2]) | 0;
            b = (b + f) | 0;
            f = (f + big0(g) + ((g & h) | (a & (g | h)))) | 0;
            e = (e + big1(b) + (d ^ (b & (c ^ d))) + K[i + 3] + W[i + 3]) | 0;
            a = (a + e) | 0;
            e = (e + big0(f) + ((f & g) | (h & (f | g)))) | 0;
            d = (d + big1(a) + (c ^ (a & (b ^ c))) + K[i + 4] + W[i + 4]) | 0;
            h = (h + d) | 0;
            d = (d + big0(e) + ((e & f) | (g & (e | f)))) | 0;
            c = (c + big1(h) + (b ^ (h & (a ^ b))) + K[i + 5] + W[i + 5]) | 0;
            g = (g + c) | 0;
            c = (c + big0(d) + ((d & e) | (f & (d | e)))) | 0;
            b = (b + big1(g) + (a ^ (g & (h ^ a))) + K[i + 6] + W[i + 6]) | 0;
            f = (f + b) | 0;
            b = (b + big0(c) + ((c & d) | (e & (c | d)))) | 0;
            a = (a + big1(f) + (h ^ (f & (g ^ h))) + K[i + 7] + W[i + 7]) | 0;
            e = (e + a) | 0;
            a = (a + big0(b) + ((b & c) | (d & (b | c)))) | 0;
        }
        state[0] = state[0] + a;
        state[1] = state[1] + b;
        state[2] = state[2] + c;
        state[3] = state[3] + d;
        state[4] = state[4] + e;
        state[5] = state[5] + f;
        state[6] = state[6] + g;
        state[7] = state[7] + h;
    }
    /** A message in a buffer of its own, padded in place: hashing it makes no object. */
    class Message {
        bytes;
        view;
        state = new Int32Array(8);
        constructor(longest) {
            this.bytes = new Uint8Array(((longest + 9 + 63) >> 6) << 6);
            this.view = new DataView(this.bytes.buffer);
        }
        /** Hashes the first `length` bytes of the buffer into eight words of `out` at `at`. What follows them is lost. */
        hashInto(length, out, at) {
            this.state.set(START);
            this.finish(length, length, out, at);
        }
        /** The same for one byte and, after it, those of `view` from `from` to `to`. Whole blocks are not copied. The buffer is lost. */
        hashAfterInto(first, view, from, to, out, at) {
            this.state.set(START);
            this.bytes[0] = first;
            let length = 1;
            let p = from;
            if (to - from >= 63) {
                while (length < 64)
                    this.bytes[length++] = view.getUint8(p++);
                compress(this.state, this.view, 0);
                for (; p + 64 <= to; p += 64)
                    compress(this.state, view, p);
                length = 0;
            }
            while (p < to)
                this.bytes[length++] = view.getUint8(p++);
            this.finish(length, 1 + to - from, out, at);
        }
        /** The last `length` of `total` bytes are in the buffer, the others in the state. */
        finish(length, total, out, at) {
            const end = ((length + 9 + 63) >> 6) << 6;
            this.bytes[length] = 0x80;
            this.bytes.fill(0, length + 1, end - 8);
            this.view.setUint32(end - 8, Math.floor(total / 0x20000000), false);
            this.view.setUint32(end - 4, (total << 3) >>> 0, false);
            for (let p = 0; p < end; p += 64)
                compress(this.state, this.view, p);
            for (let i = 0; i < 8; i++)
                out[at + i] = this.state[i];
        }
    }
    exports.Message = Message;
    /** SHA-256 of a stream of pieces. */
    class Sha256 {
        state = new Int32Array(START);
        rest = new Uint8Array(128);
        restView = new DataView(this.rest.buffer);
        restLength = 0;
        total = 0;
        update(bytes) {
            let at = 0;
            const length = bytes.length;
            this.total += length;
            if (this.restLength > 0) {
                const take = Math.min(64 - this.restLength, length);
                this.rest.set(bytes.subarray(0, take), this.restLength);
                this.restLength += take;
                at = take;
                if (this.restLength < 64)
                    return this;
                compress(this.state, this.restView, 0);
                this.restLength = 0;
            }
            const view = new DataView(bytes.buffer, bytes.byteOffset, length);
            for (; at + 64 <= length; at += 64)
                compress(this.state, view, at);
            this.rest.set(bytes.subarray(at), 0);
            this.restLength = length - at;
            return this;
        }
        digest() {
            const end = this.restLength + 9 <= 64 ? 64 : 128;
            this.rest[this.restLength] = 0x80;
            this.rest.fill(0, this.restLength + 1, end - 8);
            this.restView.setUint32(end - 8, Math.floor(this.total / 0x20000000), false);
            this.restView.setUint32(end - 4, (this.total << 3) >>> 0, false);
            compress(this.state, this.restView, 0);
            if (end === 128)
                compress(this.state, this.restView, 64);
            return wordsToBytes(this.state, 0);
        }
    }
    exports.Sha256 = Sha256;
    /** The 32 bytes of a digest that stands as eight words in `words` at `at`. */
    function wordsToBytes(words, at) {
        const out = new Uint8Array(32);
        const view = new DataView(out.buffer);
        for (let i = 0; i < 8; i++)
            view.setInt32(4 * i, words[at + i], false);
        return out;
    }
    function sha256(...parts) {
        const hash = new Sha256();
        for (const part of parts)
            hash.update(part);
        return hash.digest();
    }
});
// The Merkle tree hash of RFC 6962, section 2.1, over lines that come one by one.
define("verify/src/merkle", ["require", "exports", "verify/src/sha256"], function (require, exports, sha256_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.MerkleTree = void 0;
    class MerkleTree {
        count = 0;
        leaf = new sha256_js_1.Message(64);
        node = new sha256_js_1.Message(65);
        nodeView = new DataView(this.node.bytes.buffer);
        // Of the bytes in which the last line stood: most lines stand in the same ones as the one before.
        bytes = new Uint8Array(0);
        view = new DataView(this.bytes.buffer);
        // Roots of full subtrees, largest first; their sizes are the binary digits of `count`.
        stack = new Int32Array(8 * 64);
        height = 0;
        add(bytes, from, to) {
            if (bytes !== this.bytes) {
                this.bytes = bytes;
                this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
            }
            this.leaf.hashAfterInto(0, this.view, from, to, this.stack, 8 * this.height);
            this.height++;
            this.count++;
            for (let size = this.count; size % 2 === 0; size /= 2)
                this.join();
        }
        /** Replaces the two last subtrees by their node. */
        join() {
            this.height--;
            const at = 8 * (this.height - 1);
            this.node.bytes[0] = 1;
            for (let i = 0; i < 16; i++)
                this.nodeView.setInt32(1 + 4 * i, this.stack[at + i], false);
            this.node.hashInto(65, this.stack, at);
        }
        /** The root. Nothing may be added afterwards. */
        root() {
            if (this.height === 0)
                return (0, sha256_js_1.sha256)();
            while (this.height > 1)
                this.join();
            return (0, sha256_js_1.wordsToBytes)(this.stack, 0);
        }
    }
    exports.MerkleTree = MerkleTree;
});
// Splits a file that comes piece by piece into lines.
define("verify/src/split", ["require", "exports", "verify/src/bytes"], function (require, exports, bytes_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Lines = void 0;
    const LF = 0x0a;
    const NOTHING = new Uint8Array(0);
    class Lines {
        count = 0;
        /** What came after the last line feed. */
        rest = NOTHING;
        add(piece, onLine) {
            let from = 0;
            let to = piece.indexOf(LF);
            if (to >= 0 && this.rest.length > 0) {
                const joined = (0, bytes_js_2.concat)(this.rest, piece.subarray(0, to));
                this.rest = NOTHING;
                onLine(joined, 0, joined.length, ++this.count);
                from = to + 1;
                to = piece.indexOf(LF, from);
            }
            for (; to >= 0; to = piece.indexOf(LF, from)) {
                onLine(piece, from, to, ++this.count);
                from = to + 1;
            }
            // A copy: the piece may be given away.
            this.rest = (0, bytes_js_2.concat)(this.rest, piece.subarray(from));
        }
    }
    exports.Lines = Lines;
});
// Who hashes files. That takes half of the time, and nothing that is read from a file waits for it: the page gives it
// to a second Worker.
define("verify/src/hasher", ["require", "exports", "verify/src/merkle", "verify/src/sha256", "verify/src/split"], function (require, exports, merkle_js_1, sha256_js_2, split_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.here = void 0;
    /** In the same thread. */
    exports.here = {
        start(what) {
            if (what === "digest") {
                const hash = new sha256_js_2.Sha256();
                return { add: (piece) => void hash.update(piece), end: () => hash.digest() };
            }
            const lines = new split_js_1.Lines();
            const tree = new merkle_js_1.MerkleTree();
            return { add: (piece) => lines.add(piece, (bytes, from, to) => tree.add(bytes, from, to)), end: () => tree.root() };
        },
    };
});
// How a check says that it failed.
define("verify/src/refusal", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Refusal = void 0;
    exports.refuse = refuse;
    exports.same = same;
    /** What does not hold: a short stable code, what was got and expected, and where. */
    class Refusal extends Error {
        code;
        details;
        check;
        constructor(code, details = {}, 
        /** The check to name, where it is not the one that is running. */
        check) {
            super(code);
            this.code = code;
            this.details = details;
            this.check = check;
        }
    }
    exports.Refusal = Refusal;
    function refuse(code, details = {}) {
        throw new Refusal(code, details);
    }
    /** Refuses unless got and expected are the same. */
    function same(code, got, expected, where) {
        if (got !== expected)
            throw new Refusal(code, { got, expected, where });
    }
});
// Where the files of a bundle come from. The core knows nothing else of folders, archives or browsers.
define("verify/src/source", ["require", "exports", "verify/src/bytes"], function (require, exports, bytes_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.SlicesSource = exports.MemorySource = exports.Unreadable = void 0;
    exports.pieces = pieces;
    exports.readAll = readAll;
    exports.blobSlices = blobSlices;
    exports.unwrapped = unwrapped;
    /** The bundle can't be read at all: nothing is said about whether it is right. */
    class Unreadable extends Error {
    }
    exports.Unreadable = Unreadable;
    const PIECE = 4 * 1024 * 1024;
    /** The bytes from `from` to `to`, in pieces. The next one is read while its user works on the last. */
    async function* pieces(of, from, to) {
        const read = (at) => of.slice(at, Math.min(to, at + PIECE));
        let next = from < to ? read(from) : undefined;
        for (let at = from; next !== undefined; at += PIECE) {
            const piece = await next;
            next = at + PIECE < to ? read(at + PIECE) : undefined;
            // Who wants no further piece hears of no error in it; who does meets it above.
            next?.catch(() => undefined);
            yield piece;
        }
    }
    /** The whole of a file, unless it has more than `limit` bytes. */
    async function readAll(source, name, limit) {
        const parts = [];
        let size = 0;
        for await (const part of source.chunks(name)) {
            size += part.length;
            if (size > limit)
                return null;
            parts.push(part);
        }
        return parts.length === 1 ? parts[0] : (0, bytes_js_3.concat)(...parts);
    }
    /** Files that are in memory. */
    class MemorySource {
        files;
        constructor(files) {
            this.files = files;
        }
        names() {
            return [...this.files.keys()];
        }
        irregular() {
            return [];
        }
        async *chunks(name) {
            yield this.files.get(name);
        }
    }
    exports.MemorySource = MemorySource;
    /** Files that can be read in parts, by path: a dropped folder (each File wrapped by `blobSlices`). */
    class SlicesSource {
        files;
        others;
        constructor(files, others = []) {
            this.files = files;
            this.others = others;
        }
        names() {
            return [...this.files.keys()];
        }
        irregular() {
            return this.others;
        }
        chunks(name) {
            const file = this.files.get(name);
            return pieces(file, 0, file.size);
        }
    }
    exports.SlicesSource = SlicesSource;
    /** A File or Blob of a browser. */
    function blobSlices(blob) {
        return {
            size: blob.size,
            slice: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
        };
    }
    /** If `manifest.json` (of a log: `checkpoint`) is not at the top, but in one folder that holds everything: its files. */
    function unwrapped(source, top = "manifest.json") {
        const all = [...source.names(), ...source.irregular()];
        if (all.includes(top) || all.length === 0)
            return source;
        const slash = all[0].indexOf("/");
        const folder = all[0].slice(0, slash + 1);
        if (slash < 1 || !all.every((name) => name.startsWith(folder)))
            return source;
        if (!all.includes(folder + top))
            return source;
        const strip = (names) => names.map((name) => name.slice(folder.length));
        return {
            names: () => strip(source.names()),
            irregular: () => strip(source.irregular()),
            chunks: (name) => source.chunks(folder + name),
        };
    }
});
// Days: `YYYY-MM-DD`, real dates of the Gregorian calendar, years 1900–9999. As texts they order as the days do.
define("verify/src/days", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.isDay = isDay;
    exports.dayNumber = dayNumber;
    const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    function digits(bytes, from, count) {
        let value = 0;
        for (let i = from; i < from + count; i++) {
            const digit = bytes[i] - 0x30;
            if (digit < 0 || digit > 9)
                return -1;
            value = 10 * value + digit;
        }
        return value;
    }
    function leap(year) {
        return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    }
    function isDay(bytes, from, to) {
        if (to - from !== 10 || bytes[from + 4] !== 0x2d || bytes[from + 7] !== 0x2d)
            return false;
        const year = digits(bytes, from, 4);
        const month = digits(bytes, from + 5, 2);
        const day = digits(bytes, from + 8, 2);
        if (year < 1900 || month < 1 || month > 12 || day < 1)
            return false;
        const length = month === 2 && leap(year) ? 29 : LENGTHS[month - 1];
        return day <= length;
    }
    /** How many days a day is after 1970-01-01; of a text that is a day. */
    function dayNumber(day) {
        return Date.parse(`${day}T00:00:00Z`) / 86400000;
    }
});
// A small language for the form of a canonical line: which fields there are and of which type.
// Shapes are checked on the tape of the scanner, so that long lists are never made into objects.
define("verify/src/shape", ["require", "exports", "verify/src/canonical", "verify/src/bytes", "verify/src/days"], function (require, exports, canonical_js_1, bytes_js_4, days_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.ObjectShape = exports.ratio = exports.large = exports.integer = exports.halfDigest = exports.digest = exports.id = exports.day = exports.bool = exports.text = exports.anyText = void 0;
    exports.digits = digits;
    exports.word = word;
    exports.array = array;
    exports.some = some;
    exports.pair = pair;
    exports.mapOf = mapOf;
    exports.either = either;
    exports.variant = variant;
    exports.maybe = maybe;
    exports.object = object;
    exports.eitherLine = eitherLine;
    function simple(expected, holds) {
        return { check: (tape, entry) => (holds(tape, entry) ? null : { entry, expected }) };
    }
    function isText(tape, entry) {
        return tape.kind[entry] === canonical_js_1.TEXT || tape.kind[entry] === canonical_js_1.ESCAPED;
    }
    /** Any text, also an empty one. */
    exports.anyText = simple("a text", isText);
    /** A text that is not empty: what is empty is left out (section 2). */
    exports.text = simple("a text that is not empty", (tape, entry) => isText(tape, entry) && tape.to[entry] > tape.from[entry]);
    exports.bool = simple("true or false", (tape, entry) => tape.kind[entry] === canonical_js_1.TRUE || tape.kind[entry] === canonical_js_1.FALSE);
    exports.day = simple("a day, YYYY-MM-DD", (tape, entry) => tape.kind[entry] === canonical_js_1.TEXT && (0, days_js_1.isDay)(tape.bytes, tape.from[entry], tape.to[entry]));
    /** `[0-9A-Z][0-9A-Z._-]{0,63}` */
    exports.id = simple("an id: 1 to 64 of 0-9 A-Z . _ -, the first of 0-9 A-Z", (tape, entry) => {
        const from = tape.from[entry];
        const length = tape.to[entry] - from;
        if (tape.kind[entry] !== canonical_js_1.TEXT || length < 1 || length > 64)
            return false;
        for (let i = 0; i < length; i++) {
            const byte = tape.bytes[from + i];
            const first = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a);
            if (!first && (i === 0 || (byte !== 0x2e && byte !== 0x5f && byte !== 0x2d)))
                return false;
        }
        return true;
    });
    function digits(count) {
        return simple(`${count} lower-case hexadecimal digits`, (tape, entry) => {
            const from = tape.from[entry];
            if (tape.kind[entry] !== canonical_js_1.TEXT || tape.to[entry] - from !== count)
                return false;
            for (let i = from; i < from + count; i++) {
                const byte = tape.bytes[i];
                if (!((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66)))
                    return false;
            }
            return true;
        });
    }
    exports.digest = digits(64);
    exports.halfDigest = digits(32);
    function integerUpTo(largest, name) {
        return simple(`an integer from 0 to ${name}`, (tape, entry) => {
            if (tape.kind[entry] !== canonical_js_1.INTEGER)
                return false;
            const value = tape.integerAt(entry);
            return value >= 0 && value <= largest;
        });
    }
    exports.integer = integerUpTo(4294967295, "2^32 - 1");
    exports.large = integerUpTo(9007199254740991, "2^53 - 1");
    function commonDivisor(a, b) {
        return b === 0 ? a : commonDivisor(b, a % b);
    }
    /** `[n,d]` in lowest terms, 0 ≤ n ≤ d, d ≥ 1. */
    exports.ratio = simple("a ratio [n,d] in lowest terms, at most 1", (tape, entry) => {
        if (tape.kind[entry] !== canonical_js_1.ARRAY || tape.next[entry] !== entry + 3)
            return false;
        if (tape.kind[entry + 1] !== canonical_js_1.INTEGER || tape.kind[entry + 2] !== canonical_js_1.INTEGER)
            return false;
        const n = tape.integerAt(entry + 1);
        const d = tape.integerAt(entry + 2);
        return n >= 0 && d >= 1 && n <= d && commonDivisor(n, d) === 1;
    });
    /** One of these texts. */
    function word(...words) {
        return simple("one of: " + words.join(", "), (tape, entry) => isText(tape, entry) && words.includes(tape.textAt(entry)));
    }
    /** An array, also an empty one. */
    function array(of) {
        return {
            check(tape, entry) {
                if (tape.kind[entry] !== canonical_js_1.ARRAY)
                    return { entry, expected: "an array" };
                const end = tape.next[entry];
                for (let e = entry + 1; e < end; e = tape.next[e]) {
                    const fault = of.check(tape, e);
                    if (fault !== null)
                        return fault;
                }
                return null;
            },
        };
    }
    /** An array of at least one element: an empty one is left out. */
    function some(of) {
        const any = array(of);
        return {
            check(tape, entry) {
                if (tape.kind[entry] === canonical_js_1.ARRAY && tape.next[entry] === entry + 1) {
                    return { entry, expected: "an array that is not empty" };
                }
                return any.check(tape, entry);
            },
        };
    }
    /** An array of exactly two. */
    function pair(of) {
        const any = array(of);
        return {
            check(tape, entry) {
                const fault = any.check(tape, entry);
                if (fault !== null)
                    return fault;
                let count = 0;
                for (let e = entry + 1; e < tape.next[entry]; e = tape.next[e])
                    count++;
                return count === 2 ? null : { entry, expected: "an array of two" };
            },
        };
    }
    /** An object with any keys, all values of one shape. */
    function mapOf(of) {
        return {
            check(tape, entry) {
                if (tape.kind[entry] !== canonical_js_1.OBJECT)
                    return { entry, expected: "an object" };
                for (let e = entry + 1; e < tape.next[entry]; e = tape.next[e + 1]) {
                    const fault = of.check(tape, e + 1);
                    if (fault !== null)
                        return fault;
                }
                return null;
            },
        };
    }
    /** A value that has one of these shapes; told is the fault of the first. */
    function either(first, second) {
        return {
            check(tape, entry) {
                const fault = first.check(tape, entry);
                return fault === null || second.check(tape, entry) === null ? null : fault;
            },
        };
    }
    /** An object whose text in the field `by` says which of these shapes it has. */
    function variant(by, shapes) {
        const key = (0, bytes_js_4.utf8)(by);
        return {
            check(tape, entry) {
                if (tape.kind[entry] !== canonical_js_1.OBJECT)
                    return { entry, expected: "an object" };
                for (let e = entry + 1; e < tape.next[entry]; e = tape.next[e + 1]) {
                    if ((0, bytes_js_4.compareRanges)(key, 0, key.length, tape.bytes, tape.from[e], tape.to[e]) !== 0)
                        continue;
                    const name = isText(tape, e + 1) ? tape.textAt(e + 1) : "";
                    if (Object.hasOwn(shapes, name))
                        return shapes[name].check(tape, entry);
                    return { entry: e + 1, expected: `one of: ${Object.keys(shapes).join(", ")}` };
                }
                return { entry, expected: `a field ${by}` };
            },
        };
    }
    /** A field that may be missing. */
    function maybe(shape) {
        return { optional: shape };
    }
    /** An object with exactly these fields. */
    class ObjectShape {
        fields;
        constructor(fields) {
            this.fields = Object.keys(fields).sort().map((name) => {
                const field = fields[name];
                const required = !("optional" in field);
                return { name, key: (0, bytes_js_4.utf8)(name), shape: "optional" in field ? field.optional : field, required };
            });
        }
        /** The names of the fields, in the order of their slots. */
        names() {
            return this.fields.map((field) => field.name);
        }
        /** Where `slots` is given, slot k gets the entry of field k, or -1. */
        check(tape, entry, slots) {
            if (tape.kind[entry] !== canonical_js_1.OBJECT)
                return { entry, expected: "an object" };
            const end = tape.next[entry];
            const fields = this.fields;
            let f = 0;
            for (let e = entry + 1; e < end; e = tape.next[e + 1]) {
                // Both go up by bytes, so one walk through both is enough.
                let order = -1;
                while (f < fields.length) {
                    const key = fields[f].key;
                    order = (0, bytes_js_4.compareRanges)(key, 0, key.length, tape.bytes, tape.from[e], tape.to[e]);
                    if (order >= 0)
                        break;
                    if (fields[f].required)
                        return { entry, expected: `a field ${fields[f].name}` };
                    if (slots)
                        slots[f] = -1;
                    f++;
                }
                if (order !== 0)
                    return { entry: e, expected: "no field of this name" };
                const fault = fields[f].shape.check(tape, e + 1);
                if (fault !== null)
                    return fault;
                if (slots)
                    slots[f] = e + 1;
                f++;
            }
            for (; f < fields.length; f++) {
                if (fields[f].required)
                    return { entry, expected: `a field ${fields[f].name}` };
                if (slots)
                    slots[f] = -1;
            }
            return null;
        }
    }
    exports.ObjectShape = ObjectShape;
    function object(fields) {
        return new ObjectShape(fields);
    }
    /** Lines of either form, of which no field is looked for. */
    function eitherLine(first, second) {
        return { names: () => [], check: (tape, entry) => either(first, second).check(tape, entry) };
    }
});
// Reads list files line by line and object files whole (section 2), and checks that each line is canonical, has its
// shape, and follows in order of id.
define("verify/src/lines", ["require", "exports", "verify/src/bytes", "verify/src/canonical", "verify/src/hasher", "verify/src/refusal", "verify/src/source", "verify/src/split"], function (require, exports, bytes_js_5, canonical_js_2, hasher_js_1, refusal_js_1, source_js_1, split_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.readList = readList;
    exports.readObjects = readObjects;
    exports.readObject = readObject;
    const LONGEST_LINE = 1048576;
    const LARGEST_OBJECT = 268435456;
    const LF = 0x0a;
    /** Some text around a place, for a message. */
    function around(bytes, at, from, to) {
        const piece = bytes.subarray(Math.max(from, at - 20), Math.min(to, at + 40));
        return new TextDecoder().decode(piece);
    }
    /** `line`: of a list. Where it is, is made an object only for a fault: there are a million lines. */
    function scan(tape, bytes, from, to, file, line) {
        try {
            tape.scan(bytes, from, to);
        }
        catch (error) {
            if (!(error instanceof canonical_js_2.NotCanonical))
                throw error;
            const got = `…${around(bytes, error.at, from, to)}… (byte ${error.at - from + 1})`;
            throw new refusal_js_1.Refusal("format-canonical", { got, expected: `a canonical line: ${error.message}`, where: whereOf(file, line) });
        }
    }
    function whereOf(file, line) {
        return line === undefined ? { file } : { file, line };
    }
    function refuseShape(tape, fault, where) {
        const got = new TextDecoder().decode(tape.bytes.subarray(tape.from[fault.entry], tape.to[fault.entry]));
        (0, refusal_js_1.refuse)("format-shape", { got: got.slice(0, 200), expected: fault.expected, where });
    }
    /** Checks that ids strictly increase. */
    class Order {
        last = new Uint8Array(64);
        length = 0;
        next(tape, entry, file, line) {
            const from = tape.from[entry];
            const to = tape.to[entry];
            if ((0, bytes_js_5.compareRanges)(this.last, 0, this.length, tape.bytes, from, to) >= 0) {
                const before = (0, bytes_js_5.textOf)(this.last.subarray(0, this.length));
                (0, refusal_js_1.refuse)("format-order", { got: `${tape.textAt(entry)} after ${before}`, expected: "ids that go up", where: { file, line } });
            }
            this.length = to - from;
            for (let i = 0; i < this.length; i++)
                this.last[i] = tape.bytes[from + i];
        }
    }
    /** Reads a list: `onRow` gets each line on the tape, with the entries of its fields. Returns its count and root. */
    async function readList(source, file, shape, onRow) {
        const tape = new canonical_js_2.Tape();
        const names = shape.names();
        const slots = new Int32Array(names.length);
        const id = names.indexOf("id");
        const order = new Order();
        const lines = new split_js_2.Lines();
        const root = (source.hasher ?? hasher_js_1.here).start("root");
        const checkLength = (length, line) => {
            if (length > LONGEST_LINE)
                (0, refusal_js_1.refuse)("format-long", { expected: LONGEST_LINE, where: { file, line } });
        };
        for await (const piece of source.chunks(file)) {
            lines.add(piece, (bytes, from, to, line) => {
                checkLength(to - from, line);
                scan(tape, bytes, from, to, file, line);
                const fault = shape.check(tape, 0, slots);
                if (fault !== null)
                    refuseShape(tape, fault, { file, line });
                if (id >= 0)
                    order.next(tape, slots[id], file, line);
                onRow(tape, slots, line);
            });
            checkLength(lines.rest.length, lines.count + 1);
            await root.add(piece);
        }
        if (lines.rest.length > 0)
            (0, refusal_js_1.refuse)("format-line-end", { expected: "a line feed at the end", where: { file, line: lines.count + 1 } });
        return { count: lines.count, root: (0, bytes_js_5.hex)(await root.end()) };
    }
    /** Reads a list as objects. */
    async function readObjects(source, file, shape) {
        const rows = [];
        const root = await readList(source, file, shape, (tape) => {
            rows.push(JSON.parse((0, bytes_js_5.textOf)(tape.bytes.subarray(tape.from[0], tape.to[0]))));
        });
        return { rows, root };
    }
    /** The line of an object file, without its line feed. */
    async function readObject(source, file, shape) {
        const bytes = await (0, source_js_1.readAll)(source, file, LARGEST_OBJECT);
        const where = { file };
        if (bytes === null)
            (0, refusal_js_1.refuse)("format-long", { expected: LARGEST_OBJECT, where });
        if (bytes[bytes.length - 1] !== LF)
            (0, refusal_js_1.refuse)("format-line-end", { expected: "a line feed at the end", where });
        const tape = new canonical_js_2.Tape();
        const line = bytes.subarray(0, bytes.length - 1);
        scan(tape, line, 0, line.length, file);
        const fault = shape.check(tape, 0);
        if (fault !== null)
            refuseShape(tape, fault, where);
        return { value: JSON.parse((0, bytes_js_5.textOf)(line)), line };
    }
});
// The form of `plan.json` (section 5). Only types are told here; what the values must be to each other is in plan.ts.
define("verify/src/shapes_plan", ["require", "exports", "verify/src/shape"], function (require, exports, shape_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.planShape = exports.root = exports.population = void 0;
    const span = { from: shape_js_1.day, until: shape_js_1.day };
    const condition = (0, shape_js_1.object)({
        field: shape_js_1.anyText,
        any: (0, shape_js_1.maybe)((0, shape_js_1.some)(shape_js_1.anyText)),
        none: (0, shape_js_1.maybe)((0, shape_js_1.some)(shape_js_1.anyText)),
        prefix: (0, shape_js_1.maybe)((0, shape_js_1.some)(shape_js_1.anyText)),
        from: (0, shape_js_1.maybe)(shape_js_1.day),
        until: (0, shape_js_1.maybe)(shape_js_1.day),
    });
    const stratum = (0, shape_js_1.object)({
        id: shape_js_1.id,
        name: shape_js_1.anyText,
        reserves: shape_js_1.large,
        when: (0, shape_js_1.maybe)((0, shape_js_1.array)(condition)),
        sealed: (0, shape_js_1.maybe)(shape_js_1.digest),
        count: (0, shape_js_1.maybe)(shape_js_1.large),
        ratio: (0, shape_js_1.maybe)(shape_js_1.ratio),
        rounding: (0, shape_js_1.maybe)(shape_js_1.anyText),
        as_task: (0, shape_js_1.maybe)(shape_js_1.id),
        as_stratum: (0, shape_js_1.maybe)(shape_js_1.id),
        min: (0, shape_js_1.maybe)(shape_js_1.large),
        max: (0, shape_js_1.maybe)(shape_js_1.large),
    });
    const task = (0, shape_js_1.object)({
        id: shape_js_1.id,
        name: shape_js_1.anyText,
        department: shape_js_1.anyText,
        lead: shape_js_1.bool,
        kind: shape_js_1.anyText,
        source: shape_js_1.anyText,
        level: shape_js_1.anyText,
        case: shape_js_1.anyText,
        population: shape_js_1.anyText,
        items: (0, shape_js_1.array)(shape_js_1.id),
        scope: (0, shape_js_1.array)(condition),
        scope_sealed: (0, shape_js_1.maybe)(shape_js_1.digest),
        ceilings: (0, shape_js_1.array)(shape_js_1.id),
        recent_days: shape_js_1.integer,
        labelled: shape_js_1.bool,
        overall_min: shape_js_1.ratio,
        strata: (0, shape_js_1.array)(stratum),
        seats: (0, shape_js_1.array)((0, shape_js_1.object)({ pool: shape_js_1.id, count: shape_js_1.integer, lead: shape_js_1.bool })),
        days: shape_js_1.integer,
    });
    const ceiling = (0, shape_js_1.object)({
        id: shape_js_1.id,
        count_max: shape_js_1.integer,
        departments: (0, shape_js_1.array)(shape_js_1.anyText),
        ...span,
        lifted_by: (0, shape_js_1.array)(shape_js_1.anyText),
        not_counting: (0, shape_js_1.array)(shape_js_1.anyText),
    });
    const pool = (0, shape_js_1.object)({ id: shape_js_1.id, department: shape_js_1.anyText, role: shape_js_1.anyText, expertise: (0, shape_js_1.array)(shape_js_1.anyText), area: shape_js_1.anyText });
    const relaxation = (0, shape_js_1.object)({ drop: (0, shape_js_1.maybe)(shape_js_1.anyText), add: (0, shape_js_1.maybe)(shape_js_1.integer), quota_max: (0, shape_js_1.maybe)(shape_js_1.id) });
    exports.population = {
        excluded: shape_js_1.large, n: shape_js_1.large, population: shape_js_1.large, reserves: shape_js_1.large, stratum: shape_js_1.id, task: shape_js_1.id,
    };
    exports.root = (0, shape_js_1.object)({ count: shape_js_1.large, root: shape_js_1.digest });
    exports.planShape = (0, shape_js_1.object)({
        protocol: shape_js_1.anyText,
        suite: shape_js_1.anyText,
        purpose: shape_js_1.anyText,
        mode: shape_js_1.anyText,
        authority: (0, shape_js_1.object)({ id: shape_js_1.id, name: shape_js_1.anyText }),
        campaign: shape_js_1.anyText,
        sequence: shape_js_1.integer,
        attempt: shape_js_1.integer,
        created: shape_js_1.day,
        period: (0, shape_js_1.object)(span),
        calendar: shape_js_1.anyText,
        days: (0, shape_js_1.array)(shape_js_1.day),
        finish_by: shape_js_1.day,
        participants: (0, shape_js_1.array)(shape_js_1.anyText),
        profile: shape_js_1.anyText,
        final: (0, shape_js_1.object)({
            source: shape_js_1.anyText, sides: (0, shape_js_1.maybe)(shape_js_1.integer), count: (0, shape_js_1.maybe)(shape_js_1.integer), draws: (0, shape_js_1.maybe)(shape_js_1.integer), of: (0, shape_js_1.maybe)(shape_js_1.integer),
            pick: (0, shape_js_1.maybe)(shape_js_1.integer), round: (0, shape_js_1.maybe)(shape_js_1.large),
        }),
        log: (0, shape_js_1.maybe)(shape_js_1.text),
        superior: (0, shape_js_1.maybe)((0, shape_js_1.object)({ key: shape_js_1.digest, name: shape_js_1.anyText })),
        keys: (0, shape_js_1.maybe)((0, shape_js_1.some)((0, shape_js_1.object)({ department: shape_js_1.anyText, key: shape_js_1.digest, label: shape_js_1.anyText }))),
        escrow: (0, shape_js_1.maybe)((0, shape_js_1.object)({ holders: (0, shape_js_1.array)((0, shape_js_1.object)({ label: shape_js_1.anyText, outside: shape_js_1.bool })), threshold: shape_js_1.integer })),
        custodians: (0, shape_js_1.maybe)((0, shape_js_1.pair)(shape_js_1.anyText)),
        replacement: (0, shape_js_1.maybe)((0, shape_js_1.object)({ entity: (0, shape_js_1.array)(shape_js_1.anyText), inspector: (0, shape_js_1.array)(shape_js_1.anyText) })),
        coordination: shape_js_1.anyText,
        cases: (0, shape_js_1.array)(shape_js_1.anyText),
        ceilings: (0, shape_js_1.array)(ceiling),
        pools: (0, shape_js_1.array)(pool),
        quotas: (0, shape_js_1.object)({ min: shape_js_1.integer, max: shape_js_1.integer, daily_max: shape_js_1.integer }),
        rotation: (0, shape_js_1.object)({
            pairs: shape_js_1.bool, home_area: shape_js_1.bool, former_units: shape_js_1.bool, last_visit_days: shape_js_1.integer, together_days: shape_js_1.integer,
        }),
        relaxations: (0, shape_js_1.array)(relaxation),
        min_choice: shape_js_1.integer,
        min_choice_waiver: (0, shape_js_1.maybe)(shape_js_1.text),
        visits_per_day_max: shape_js_1.integer,
        publish: (0, shape_js_1.object)({ inspectors: shape_js_1.anyText, names: shape_js_1.anyText, results_working_days: shape_js_1.integer }),
        simulation: (0, shape_js_1.object)({ seeds: shape_js_1.integer, unplaced_max: shape_js_1.ratio }),
        tasks: (0, shape_js_1.array)(task),
        populations: (0, shape_js_1.array)((0, shape_js_1.object)(exports.population)),
        roots: (0, shape_js_1.mapOf)(exports.root),
    });
});
// The form of the files of the outcome (section 15) and of the manifest (section 16).
define("verify/src/shapes_draw", ["require", "exports", "verify/src/shape", "verify/src/shapes_plan"], function (require, exports, shape_js_2, shapes_plan_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.pairingShape = exports.recordShape = exports.recordFields = exports.apartOpeningShape = exports.openingShape = exports.visitShape = exports.selectedShape = exports.stratumLineShape = exports.ceremonyShape = exports.manifestShape = void 0;
    exports.manifestShape = (0, shape_js_2.object)({
        format: shape_js_2.anyText,
        files: (0, shape_js_2.array)((0, shape_js_2.object)({ path: shape_js_2.anyText, sha256: shape_js_2.digest, size: shape_js_2.large })),
    });
    exports.ceremonyShape = (0, shape_js_2.object)({
        contributions: (0, shape_js_2.array)((0, shape_js_2.object)({ label: shape_js_2.anyText, value: shape_js_2.anyText })),
        final: (0, shape_js_2.object)({ source: shape_js_2.anyText, value: shape_js_2.anyText }),
    });
    exports.stratumLineShape = (0, shape_js_2.object)({ ...shapes_plan_js_1.population, threshold: (0, shape_js_2.maybe)(shape_js_2.digest) });
    exports.selectedShape = (0, shape_js_2.object)({
        entity: shape_js_2.id, rank: shape_js_2.large, reserve: shape_js_2.bool, stratum: shape_js_2.id, task: shape_js_2.id, ticket: shape_js_2.digest,
    });
    exports.visitShape = (0, shape_js_2.object)({
        id: shape_js_2.id,
        area: (0, shape_js_2.maybe)(shape_js_2.text),
        days: (0, shape_js_2.maybe)((0, shape_js_2.some)(shape_js_2.day)),
        draws: (0, shape_js_2.array)((0, shape_js_2.object)({ entity: shape_js_2.id, rank: shape_js_2.large, stratum: shape_js_2.id, task: shape_js_2.id })),
        duration: shape_js_2.integer,
        items: (0, shape_js_2.array)(shape_js_2.id),
        seats: (0, shape_js_2.maybe)((0, shape_js_2.some)((0, shape_js_2.object)({ inspector: (0, shape_js_2.maybe)(shape_js_2.id), lead: shape_js_2.bool, pool: shape_js_2.id }))),
        state: (0, shape_js_2.word)("dated", "undated", "unseated", "unpaired"),
    });
    const opened = (0, shape_js_2.object)({ inspectors: (0, shape_js_2.array)(shape_js_2.id), salt: shape_js_2.digest });
    exports.openingShape = (0, shape_js_2.object)({ id: shape_js_2.id, law: opened, rotation: opened });
    exports.apartOpeningShape = (0, shape_js_2.object)({ id: shape_js_2.id, inspectors: (0, shape_js_2.array)(shape_js_2.id), salt: shape_js_2.digest });
    exports.recordFields = {
        close: shape_js_2.digest,
        draw: shape_js_2.anyText,
        final: shape_js_2.digest,
        keys: (0, shape_js_2.array)((0, shape_js_2.object)({ k: shape_js_2.halfDigest, task: shape_js_2.id })),
        lists: (0, shape_js_2.mapOf)(shapes_plan_js_1.root),
        plan: shape_js_2.digest,
        roots: (0, shape_js_2.mapOf)(shapes_plan_js_1.root),
        seed: shape_js_2.digest,
        seed_hash: shape_js_2.digest,
    };
    /** That its lists and roots are those of the bundle, is for the check `record`. */
    exports.recordShape = (0, shape_js_2.object)(exports.recordFields);
    const certificate = (0, shape_js_2.object)({
        capacity: shape_js_2.large,
        demand: shape_js_2.large,
        inspectors: (0, shape_js_2.array)((0, shape_js_2.object)({ id: shape_js_2.id, places: shape_js_2.integer })),
        kind: (0, shape_js_2.word)("places", "minimum"),
        seats: (0, shape_js_2.array)((0, shape_js_2.object)({ seats: (0, shape_js_2.array)(shape_js_2.integer), visit: shape_js_2.id })),
    });
    const noWindow = (0, shape_js_2.object)({ kind: (0, shape_js_2.word)("no_window"), team: (0, shape_js_2.array)(shape_js_2.id), visit: shape_js_2.id });
    const inspectorProof = (0, shape_js_2.object)({
        capacity: shape_js_2.large, days: (0, shape_js_2.array)(shape_js_2.day), demand: shape_js_2.large, inspector: shape_js_2.id, kind: (0, shape_js_2.word)("inspector"), visits: (0, shape_js_2.array)(shape_js_2.id),
    });
    const capProof = (0, shape_js_2.object)({
        capacity: shape_js_2.large, days: (0, shape_js_2.array)(shape_js_2.day), demand: shape_js_2.large, kind: (0, shape_js_2.word)("cap"), visits: (0, shape_js_2.array)(shape_js_2.id),
    });
    const undated = (0, shape_js_2.either)((0, shape_js_2.object)({ proof: shape_js_2.large, reason: (0, shape_js_2.word)("no_window", "proved"), visit: shape_js_2.id }), (0, shape_js_2.object)({ reason: (0, shape_js_2.word)("not_found"), visit: shape_js_2.id }));
    exports.pairingShape = (0, shape_js_2.object)({
        attempts: (0, shape_js_2.array)((0, shape_js_2.object)({ attempt: shape_js_2.integer, visit: shape_js_2.id })),
        proofs: (0, shape_js_2.array)((0, shape_js_2.either)(noWindow, (0, shape_js_2.either)(inspectorProof, capProof))),
        relaxations: shape_js_2.integer,
        relaxed: (0, shape_js_2.array)((0, shape_js_2.object)({ certificates: (0, shape_js_2.array)(certificate), level: shape_js_2.integer })),
        repeats: (0, shape_js_2.array)((0, shape_js_2.object)({ inspectors: (0, shape_js_2.pair)(shape_js_2.id), visits: (0, shape_js_2.array)(shape_js_2.id) })),
        set_aside: (0, shape_js_2.array)((0, shape_js_2.object)({ certificate, visit: shape_js_2.id })),
        undated: (0, shape_js_2.array)(undated),
    });
});
// Base64 (RFC 4648) with padding, strict: exactly one text for any bytes.
define("verify/src/base64", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.base64 = base64;
    /** The bytes, or null if the text is not their base64. */
    function base64(text) {
        if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
            return null;
        const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
        // The bits that do not count must be zeros.
        return btoa(String.fromCharCode(...bytes)) === text ? bytes : null;
    }
});
// The group edwards25519 (RFC 8032, section 5.1), on BigInts. Nothing here is secret, so nothing has to take equal time.
define("verify/src/edwards", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.BASE = exports.NEUTRAL = exports.L = void 0;
    exports.add = add;
    exports.double = double;
    exports.negate = negate;
    exports.equal = equal;
    exports.cleared = cleared;
    exports.smallOrder = smallOrder;
    exports.inBaseGroup = inBaseGroup;
    exports.littleEndian = littleEndian;
    exports.decode = decode;
    exports.encode = encode;
    exports.timesBase = timesBase;
    exports.timesBaseAnd = timesBaseAnd;
    exports.timesSmall = timesSmall;
    const P = 2n ** 255n - 19n;
    /** The order of the base point. */
    exports.L = 2n ** 252n + 27742317777372353535851937790883648493n;
    exports.NEUTRAL = { X: 0n, Y: 1n, Z: 1n, T: 0n };
    function mod(x) {
        const rest = x % P;
        return rest < 0n ? rest + P : rest;
    }
    function power(base, exponent) {
        let out = 1n;
        for (const bit of exponent.toString(2)) {
            out = (out * out) % P;
            if (bit === "1")
                out = (out * base) % P;
        }
        return out;
    }
    function inverse(x) {
        // Euclid is much faster than a power here.
        let [a, b, u, v] = [mod(x), P, 1n, 0n];
        while (a !== 0n) {
            const q = b / a;
            [a, b] = [b - q * a, a];
            [u, v] = [v - q * u, u];
        }
        return mod(v);
    }
    const D = mod(-121665n * inverse(121666n));
    const TWICE_D = (2n * D) % P;
    const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);
    function add(a, b) {
        const A = ((a.Y - a.X) * (b.Y - b.X)) % P;
        const B = ((a.Y + a.X) * (b.Y + b.X)) % P;
        const C = (((a.T * TWICE_D) % P) * b.T) % P;
        const G = (2n * a.Z * b.Z) % P;
        const [E, F, H, I] = [B - A, G - C, B + A, G + C];
        return { X: (E * F) % P, Y: (I * H) % P, Z: (F * I) % P, T: (E * H) % P };
    }
    function double(a) {
        const A = (a.X * a.X) % P;
        const B = (a.Y * a.Y) % P;
        const C = (2n * a.Z * a.Z) % P;
        const H = A + B;
        const sum = a.X + a.Y;
        const E = H - ((sum * sum) % P);
        const G = A - B;
        const F = C + G;
        return { X: (E * F) % P, Y: (G * H) % P, Z: (F * G) % P, T: (E * H) % P };
    }
    function negate(a) {
        return { X: -a.X, Y: a.Y, Z: a.Z, T: -a.T };
    }
    function equal(a, b) {
        return mod(a.X * b.Z - b.X * a.Z) === 0n && mod(a.Y * b.Z - b.Y * a.Z) === 0n;
    }
    /** [8]a. */
    function cleared(a) {
        return double(double(double(a)));
    }
    function smallOrder(a) {
        return equal(cleared(a), exports.NEUTRAL);
    }
    /** Whether a is in the group of the base point, and not neutral. */
    function inBaseGroup(a) {
        return !smallOrder(a) && equal(sumOf([[exports.L, multiples(a)]]), exports.NEUTRAL);
    }
    const WINDOW = 4n;
    /** [0]a … [15]a. */
    function multiples(a) {
        const out = [exports.NEUTRAL, a];
        while (out.length < 16)
            out.push(add(out[out.length - 1], a));
        return out;
    }
    /** The sum of [k]a over the given pairs, k below 2^256; the doublings are shared. */
    function sumOf(pairs) {
        let out = exports.NEUTRAL;
        for (let shift = 252n; shift >= 0n; shift -= WINDOW) {
            if (shift < 252n)
                out = double(double(double(double(out))));
            for (const [k, table] of pairs) {
                const digit = Number((k >> shift) & 15n);
                if (digit !== 0)
                    out = add(out, table[digit]);
            }
        }
        return out;
    }
    function rootOf(u, v) {
        const v3 = (((v * v) % P) * v) % P;
        const v7 = (((v3 * v3) % P) * v) % P;
        const x = (((u * v3) % P) * power((u * v7) % P, (P - 5n) / 8n)) % P;
        const square = (v * ((x * x) % P)) % P;
        if (square === u)
            return x;
        return square === mod(-u) ? (x * ROOT_OF_MINUS_ONE) % P : null;
    }
    /** A number of 32 bytes, little-endian. */
    function littleEndian(bytes) {
        let out = 0n;
        for (let i = bytes.length - 1; i >= 0; i--)
            out = (out << 8n) | BigInt(bytes[i]);
        return out;
    }
    /** The point of an encoding, or null if there is none or it is not the canonical one. */
    function decode(bytes) {
        if (bytes.length !== 32)
            return null;
        const whole = littleEndian(bytes);
        const y = whole & ((1n << 255n) - 1n);
        const odd = whole >> 255n;
        if (y >= P)
            return null;
        const y2 = (y * y) % P;
        const root = rootOf(mod(y2 - 1n), (D * y2 + 1n) % P);
        if (root === null || (root === 0n && odd === 1n))
            return null;
        const x = (root & 1n) === odd ? root : P - root;
        return { X: x, Y: y, Z: 1n, T: (x * y) % P };
    }
    function encode(a) {
        const z = inverse(a.Z);
        let whole = mod(a.Y * z) | ((mod(a.X * z) & 1n) << 255n);
        const out = new Uint8Array(32);
        for (let i = 0; i < 32; i++, whole >>= 8n)
            out[i] = Number(whole & 255n);
        return out;
    }
    const BASE_Y = mod(4n * inverse(5n));
    const BASE_X = ((root) => ((root & 1n) === 0n ? root : P - root))(rootOf(mod(BASE_Y * BASE_Y - 1n), (D * BASE_Y * BASE_Y + 1n) % P));
    exports.BASE = { X: BASE_X, Y: BASE_Y, Z: 1n, T: (BASE_X * BASE_Y) % P };
    const BASE_MULTIPLES = multiples(exports.BASE);
    /** [k]B. */
    function timesBase(k) {
        return sumOf([[k, BASE_MULTIPLES]]);
    }
    /** [s]B + [k]a. */
    function timesBaseAnd(s, k, a) {
        return sumOf([[s, BASE_MULTIPLES], [k, multiples(a)]]);
    }
    /** [k]a for a small number k: as few steps as it has digits. */
    function timesSmall(k, a) {
        let out = exports.NEUTRAL;
        for (const bit of k.toString(2)) {
            out = double(out);
            if (bit === "1")
                out = add(out, a);
        }
        return out;
    }
});
// SHA-512 (FIPS 180-4), for signatures only: short messages, so that numbers of 64 bits may be BigInts.
define("verify/src/sha512", ["require", "exports", "verify/src/bytes"], function (require, exports, bytes_js_6) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.sha512 = sha512;
    const MASK = (1n << 64n) - 1n;
    /** floor of the k-th root of n, by Newton's method from above. */
    function floorRoot(n, k) {
        let x = 1n << (BigInt(n.toString(2).length) / k + 1n);
        for (;;) {
            const next = ((k - 1n) * x + n / x ** (k - 1n)) / k;
            if (next >= x)
                return x;
            x = next;
        }
    }
    function primes(count) {
        const found = [];
        for (let n = 2n; found.length < count; n++)
            if (found.every((p) => n % p !== 0n))
                found.push(n);
        return found;
    }
    // The standard defines its constants as the first 64 bits of the fractions of roots of primes; so are they made here.
    const K = primes(80).map((p) => floorRoot(p << 192n, 3n) & MASK);
    const START = primes(8).map((p) => floorRoot(p << 128n, 2n) & MASK);
    function turn(x, by) {
        return ((x >> by) | (x << (64n - by))) & MASK;
    }
    function schedule(view, at) {
        const w = [];
        for (let i = 0; i < 16; i++)
            w.push(view.getBigUint64(at + 8 * i, false));
        for (let i = 16; i < 80; i++) {
            const x = w[i - 15];
            const y = w[i - 2];
            const s0 = turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
            const s1 = turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n);
            w.push((w[i - 16] + s0 + w[i - 7] + s1) & MASK);
        }
        return w;
    }
    function compress(state, view, at) {
        const w = schedule(view, at);
        let [a, b, c, d, e, f, g, h] = state;
        for (let i = 0; i < 80; i++) {
            const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
            const t1 = h + s1 + (g ^ (e & (f ^ g))) + K[i] + w[i];
            const s0 = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
            const t2 = s0 + ((a & b) | (c & (a | b)));
            h = g;
            g = f;
            f = e;
            e = (d + t1) & MASK;
            d = c;
            c = b;
            b = a;
            a = (t1 + t2) & MASK;
        }
        return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) & MASK);
    }
    function sha512(...parts) {
        const message = (0, bytes_js_6.concat)(...parts);
        const padded = new Uint8Array(((message.length + 17 + 127) >> 7) << 7);
        padded.set(message);
        padded[message.length] = 0x80;
        const view = new DataView(padded.buffer);
        view.setBigUint64(padded.length - 8, 8n * BigInt(message.length), false);
        let state = START;
        for (let at = 0; at < padded.length; at += 128)
            state = compress(state, view, at);
        const out = new Uint8Array(64);
        const words = new DataView(out.buffer);
        state.forEach((word, i) => words.setBigUint64(8 * i, word, false));
        return out;
    }
});
// Signatures of Ed25519, valid exactly as section 1 says: canonical encodings, no points of small order, no cofactor.
define("verify/src/ed25519", ["require", "exports", "verify/src/bytes", "verify/src/edwards", "verify/src/sha512"], function (require, exports, bytes_js_7, edwards_js_1, sha512_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.isSignature = isSignature;
    function isSignature(key, message, signature) {
        if (key.length !== 32 || signature.length !== 64)
            return false;
        const s = (0, edwards_js_1.littleEndian)(signature.subarray(32));
        const a = (0, edwards_js_1.decode)(key);
        if (s >= edwards_js_1.L || a === null || (0, edwards_js_1.smallOrder)(a))
            return false;
        const r = signature.subarray(0, 32);
        const k = (0, edwards_js_1.littleEndian)((0, sha512_js_1.sha512)(r, key, message)) % edwards_js_1.L;
        // The one point that R may be; if R is its encoding, R is canonical, and has not to be decoded.
        const wanted = (0, edwards_js_1.timesBaseAnd)(s, k, (0, edwards_js_1.negate)(a));
        return (0, bytes_js_7.compareBytes)((0, edwards_js_1.encode)(wanted), r) === 0 && !(0, edwards_js_1.smallOrder)(wanted);
    }
});
// Verifier keys of logs and witnesses (section 24.3).
define("verify/src/keys", ["require", "exports", "verify/src/base64", "verify/src/bytes", "verify/src/sha256"], function (require, exports, base64_js_1, bytes_js_8, sha256_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.WITNESS_KEY = exports.LOG_KEY = void 0;
    exports.isKeyName = isKeyName;
    exports.verifierKey = verifierKey;
    exports.sameKey = sameKey;
    exports.LOG_KEY = 0x01;
    exports.WITNESS_KEY = 0x04;
    const LONGEST_NAME = 255;
    /** White space and control characters as Unicode has them, and what divides a key. */
    // eslint-disable-next-line no-control-regex -- that is what is looked for
    const NOT_IN_NAMES = /[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]/;
    /** Whether a key, or a line of a note, may have this name. */
    function isKeyName(name) {
        const { length } = (0, bytes_js_8.utf8)(name);
        return length >= 1 && length <= LONGEST_NAME && !NOT_IN_NAMES.test(name);
    }
    /** The key of `<name>+<id>+<base64>`, if it is one of this type; else null. */
    function verifierKey(text, type) {
        const found = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
        if (found === null)
            return null;
        const [, name, id, encoded] = found;
        if (!isKeyName(name))
            return null;
        const bytes = (0, base64_js_1.base64)(encoded);
        if (bytes === null || bytes.length !== 33 || bytes[0] !== type)
            return null;
        if ((0, bytes_js_8.hex)((0, sha256_js_3.sha256)((0, bytes_js_8.utf8)(`${name}\n`), bytes)).slice(0, 8) !== id)
            return null;
        return { name, id, key: bytes.slice(1) };
    }
    function sameKey(a, b) {
        return a.name === b.name && (0, bytes_js_8.compareBytes)(a.key, b.key) === 0;
    }
});
// Signed notes, checkpoints and cosignatures (sections 24.3 and 24.4).
define("verify/src/checkpoint", ["require", "exports", "verify/src/base64", "verify/src/bytes", "verify/src/ed25519", "verify/src/keys", "verify/src/refusal"], function (require, exports, base64_js_2, bytes_js_9, ed25519_js_1, keys_js_1, refusal_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.LARGEST_CHECKPOINT = void 0;
    exports.readCheckpoint = readCheckpoint;
    exports.checkSignedByOne = checkSignedByOne;
    exports.checkSigned = checkSigned;
    exports.cosignatures = cosignatures;
    /** A checkpoint that is longer is none, wherever it stands. */
    exports.LARGEST_CHECKPOINT = 65536;
    const MOST_SIGNATURES = 100;
    /** Of a cosignature, in Unix seconds. */
    const LATEST = BigInt(Number.MAX_SAFE_INTEGER);
    function noteLine(text) {
        const found = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(text);
        const bytes = found === null ? null : (0, base64_js_2.base64)(found[2]);
        // Four bytes are the id, at least one is the signature.
        if (found === null || bytes === null || bytes.length < 5 || !(0, keys_js_1.isKeyName)(found[1]))
            return null;
        return { name: found[1], id: (0, bytes_js_9.hex)(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
    }
    /** A note, or what is wrong with it. */
    function readNote(bytes) {
        let whole;
        try {
            whole = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
        }
        catch {
            return "UTF-8";
        }
        // eslint-disable-next-line no-control-regex -- that is what is looked for
        if (/[\u0000-\u0009\u000b-\u001f]/.test(whole))
            return "no control characters";
        const empty = whole.lastIndexOf("\n\n");
        if (empty < 0 || !whole.endsWith("\n"))
            return "a text, an empty line, and signatures";
        const lines = whole.slice(empty + 2, -1).split("\n").map(noteLine);
        if (lines.includes(null))
            return "signature lines";
        if (lines.length > MOST_SIGNATURES)
            return `at most ${MOST_SIGNATURES} signatures`;
        return { text: whole.slice(0, empty + 1), lines: lines };
    }
    /** Reads a checkpoint; nothing is said about its signatures yet. null: it is longer than one may be. */
    function readCheckpoint(bytes, file) {
        if (bytes === null || bytes.length > exports.LARGEST_CHECKPOINT) {
            return (0, refusal_js_2.refuse)("checkpoint-long", { got: "more", expected: `at most ${exports.LARGEST_CHECKPOINT} bytes`, where: { file } });
        }
        const note = readNote(bytes);
        const wrong = (expected) => (0, refusal_js_2.refuse)("checkpoint-form", { got: "something else", expected, where: { file } });
        if (typeof note === "string")
            return wrong(note);
        const [origin, size, encoded, end, ...rest] = note.text.split("\n");
        const root = (0, base64_js_2.base64)(encoded ?? "");
        if (end !== "" || rest.length > 0)
            return wrong("three lines: origin, size, root");
        if (!(0, keys_js_1.isKeyName)(origin))
            return wrong("the name of a log as its origin");
        if (!/^(0|[1-9][0-9]*)$/.test(size) || Number(size) > Number.MAX_SAFE_INTEGER)
            return wrong("a size in decimal digits");
        if (root === null || root.length !== 32)
            return wrong("a root of 32 bytes in base64");
        return { text: note.text, origin: origin, size: Number(size), root, lines: note.lines };
    }
    /** Refuses unless one of these logs, the one that it says it is of, has signed it, and no signature of any of them is wrong. */
    function checkSignedByOne(checkpoint, logs, file) {
        const where = { file };
        const expected = logs.map((log) => log.name).join(" | ");
        const linesOf = (log) => checkpoint.lines.filter((line) => line.name === log.name && line.id === log.id);
        const own = logs.filter((log) => log.name === checkpoint.origin);
        if (own.length === 0)
            (0, refusal_js_2.refuse)("checkpoint-origin", { got: checkpoint.origin, expected, where });
        if (!own.some((log) => linesOf(log).length > 0))
            (0, refusal_js_2.refuse)("checkpoint-unsigned", { got: "no signature of the log", expected, where });
        for (const log of logs) {
            if (linesOf(log).every((line) => (0, ed25519_js_1.isSignature)(log.key, (0, bytes_js_9.utf8)(checkpoint.text), line.signature)))
                continue;
            (0, refusal_js_2.refuse)("checkpoint-signature", { got: "a signature that is not valid", expected: `a signature of ${log.name}`, where });
        }
    }
    function checkSigned(checkpoint, log, file) {
        checkSignedByOne(checkpoint, [log], file);
    }
    /** When a witness signed, or null if it did not sign this. */
    function timeOf(signature, text, key) {
        if (signature.length !== 72)
            return null;
        const time = new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0, false);
        if (time < 1n || time > LATEST)
            return null;
        const message = (0, bytes_js_9.utf8)(`cosignature/v1\ntime ${time}\n${text}`);
        return (0, ed25519_js_1.isSignature)(key, message, signature.subarray(8)) ? Number(time) : null;
    }
    /** The cosignatures of these witnesses; one that is not valid is refused, whoever else signed. */
    function cosignatures(checkpoint, witnesses, file) {
        const found = [];
        for (const line of checkpoint.lines) {
            const witness = witnesses.find((one) => one.name === line.name && one.id === line.id);
            if (witness === undefined)
                continue;
            const time = timeOf(line.signature, checkpoint.text, witness.key);
            if (time === null) {
                (0, refusal_js_2.refuse)("checkpoint-cosignature", { got: `${line.name}: not valid`, expected: "a valid cosignature", where: { file } });
            }
            found.push({ key: witness, time });
        }
        return found;
    }
});
// The form of the lines of the frozen lists (sections 4 and 6).
define("verify/src/shapes_lists", ["require", "exports", "verify/src/shape"], function (require, exports, shape_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.selectionShape = exports.labelsShape = exports.apartShape = exports.barredShape = exports.exclusionShape = exports.REASONS = exports.inspectorShape = exports.itemShape = exports.entityShape = void 0;
    exports.entityShape = (0, shape_js_3.object)({
        id: shape_js_3.id,
        name: shape_js_3.text,
        sealed: shape_js_3.digest,
        code: (0, shape_js_3.maybe)(shape_js_3.text),
        kind: (0, shape_js_3.maybe)(shape_js_3.text),
        area: (0, shape_js_3.maybe)(shape_js_3.text),
        industry: (0, shape_js_3.maybe)(shape_js_3.text),
        scale: (0, shape_js_3.maybe)(shape_js_3.text),
        established: (0, shape_js_3.maybe)(shape_js_3.day),
        status: (0, shape_js_3.maybe)(shape_js_3.text),
        tags: (0, shape_js_3.maybe)((0, shape_js_3.some)(shape_js_3.text)),
        licences: (0, shape_js_3.maybe)((0, shape_js_3.some)(shape_js_3.text)),
        licence_until: (0, shape_js_3.maybe)(shape_js_3.day),
        scope: (0, shape_js_3.maybe)(shape_js_3.text),
        user_id: (0, shape_js_3.maybe)(shape_js_3.id),
        maintainer_id: (0, shape_js_3.maybe)(shape_js_3.id),
        former_ids: (0, shape_js_3.maybe)((0, shape_js_3.some)(shape_js_3.id)),
    });
    exports.itemShape = (0, shape_js_3.object)({
        id: shape_js_3.id,
        name: shape_js_3.text,
        basis: shape_js_3.text,
        code: (0, shape_js_3.maybe)(shape_js_3.text),
        sub_item: (0, shape_js_3.maybe)(shape_js_3.text),
        department: (0, shape_js_3.maybe)(shape_js_3.text),
        target: (0, shape_js_3.maybe)(shape_js_3.text),
        importance: (0, shape_js_3.maybe)(shape_js_3.text),
        method: (0, shape_js_3.maybe)(shape_js_3.text),
        ratio: (0, shape_js_3.maybe)(shape_js_3.text),
        frequency: (0, shape_js_3.maybe)(shape_js_3.text),
        requirement: (0, shape_js_3.maybe)(shape_js_3.text),
        note: (0, shape_js_3.maybe)(shape_js_3.text),
    });
    exports.inspectorShape = (0, shape_js_3.object)({
        id: shape_js_3.id,
        department: shape_js_3.text,
        certificate_until: shape_js_3.day,
        quota_min: shape_js_3.integer,
        quota_max: shape_js_3.integer,
        daily_max: shape_js_3.integer,
        sealed: shape_js_3.digest,
        areas: (0, shape_js_3.maybe)((0, shape_js_3.some)(shape_js_3.text)),
        home: (0, shape_js_3.maybe)(shape_js_3.text),
        expertise: (0, shape_js_3.maybe)((0, shape_js_3.some)(shape_js_3.text)),
        roles: (0, shape_js_3.maybe)((0, shape_js_3.some)(shape_js_3.text)),
        certificate_from: (0, shape_js_3.maybe)(shape_js_3.day),
        absent: (0, shape_js_3.maybe)((0, shape_js_3.some)(shape_js_3.day)),
    });
    exports.REASONS = ["closed", "promise", "ceiling", "recent"];
    exports.exclusionShape = (0, shape_js_3.object)({
        id: shape_js_3.id,
        sealed: shape_js_3.digest,
        tasks: (0, shape_js_3.array)((0, shape_js_3.object)({ reason: (0, shape_js_3.word)(...exports.REASONS), task: shape_js_3.id })),
    });
    exports.barredShape = (0, shape_js_3.object)({ id: shape_js_3.id, law: shape_js_3.digest, rotation: shape_js_3.digest });
    exports.apartShape = (0, shape_js_3.object)({ id: shape_js_3.id, apart: shape_js_3.digest });
    exports.labelsShape = (0, shape_js_3.object)({
        id: shape_js_3.id,
        labels: (0, shape_js_3.array)((0, shape_js_3.object)({ stratum: shape_js_3.id, task: shape_js_3.id })),
        sealed: shape_js_3.digest,
    });
    exports.selectionShape = (0, shape_js_3.object)({ id: shape_js_3.id, tasks: (0, shape_js_3.array)(shape_js_3.text) });
});
// Conditions on entities (section 5), on the bytes of a scanned line.
//
// Texts are compared as they are written in a canonical line. That is the same as comparing what they say: each
// character has one way to be written, and none is the beginning of another.
define("verify/src/conditions", ["require", "exports", "verify/src/bytes", "verify/src/shapes_lists"], function (require, exports, bytes_js_11, shapes_lists_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Conditions = exports.FIELDS = void 0;
    exports.slotOf = slotOf;
    /** The fields that a published condition may name, and what they hold. */
    exports.FIELDS = new Map([
        ["id", "text"], ["code", "text"], ["name", "text"], ["kind", "text"], ["area", "text"], ["industry", "text"],
        ["scale", "text"], ["established", "day"], ["status", "text"], ["tags", "array"], ["licences", "array"],
        ["licence_until", "day"], ["scope", "text"],
    ]);
    const SLOTS = new Map(shapes_lists_js_1.entityShape.names().map((name, slot) => [name, slot]));
    /** The slot of a field of an entity. */
    function slotOf(field) {
        return SLOTS.get(field);
    }
    function written(text) {
        return (0, bytes_js_11.utf8)(JSON.stringify(text).slice(1, -1));
    }
    function equals(bytes, from, to, text) {
        return to - from === text.length && (0, bytes_js_11.startsWith)(bytes, from, to, text);
    }
    function someValue(condition, given, match) {
        const slot = slotOf(condition.field);
        const texts = given.map(written);
        const matches = (bytes, from, to) => texts.some((text) => match(bytes, from, to, text));
        if (exports.FIELDS.get(condition.field) === "array") {
            return (tape, slots) => {
                const entry = slots[slot];
                if (entry < 0)
                    return false;
                for (let e = entry + 1; e < tape.next[entry]; e++) {
                    if (matches(tape.bytes, tape.from[e], tape.to[e]))
                        return true;
                }
                return false;
            };
        }
        const missing = (0, bytes_js_11.utf8)(condition.field === "status" ? "active" : "");
        const whenMissing = matches(missing, 0, missing.length);
        return (tape, slots) => {
            const entry = slots[slot];
            return entry < 0 ? whenMissing : matches(tape.bytes, tape.from[entry], tape.to[entry]);
        };
    }
    function compile(condition) {
        if (condition.any)
            return someValue(condition, condition.any, equals);
        if (condition.prefix)
            return someValue(condition, condition.prefix, bytes_js_11.startsWith);
        if (condition.none) {
            const any = someValue(condition, condition.none, equals);
            return (tape, slots) => !any(tape, slots);
        }
        const slot = slotOf(condition.field);
        const from = condition.from ?? "";
        const until = condition.until ?? "9999-12-31";
        return (tape, slots) => {
            const entry = slots[slot];
            if (entry < 0)
                return false;
            const day = (0, bytes_js_11.textOf)(tape.bytes.subarray(tape.from[entry], tape.to[entry]));
            return day >= from && day <= until;
        };
    }
    /** For each task, the index of the first stratum whose conditions and whose scope hold; -1: none, or labelled. */
    class Conditions {
        tasks;
        constructor(plan) {
            this.tasks = plan.tasks.map((task) => ({
                scope: task.scope.map(compile),
                strata: task.labelled ? [] : task.strata.map((stratum) => (stratum.when ?? []).map(compile)),
            }));
        }
        stratum(task, tape, slots) {
            const { scope, strata } = this.tasks[task];
            const holds = (test) => test(tape, slots);
            return scope.every(holds) ? strata.findIndex((tests) => tests.every(holds)) : -1;
        }
    }
    exports.Conditions = Conditions;
});
// The hash and key functions of section 1: H, HMAC, HKDF and expand.
define("verify/src/hash", ["require", "exports", "verify/src/bytes", "verify/src/sha256"], function (require, exports, bytes_js_13, sha256_js_4) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.u64be = u64be;
    exports.H = H;
    exports.hmac = hmac;
    exports.extract = extract;
    exports.expand = expand;
    exports.derived = derived;
    function bytesOf(part) {
        return typeof part === "string" ? (0, bytes_js_13.utf8)(part) : part;
    }
    function u16(value) {
        return new Uint8Array([value >> 8, value & 0xff]);
    }
    /** The eight bytes of an integer, big-endian (for section 19). */
    function u64be(value) {
        const out = new Uint8Array(8);
        const view = new DataView(out.buffer);
        view.setUint32(0, Math.floor(value / 0x100000000), false);
        view.setUint32(4, value >>> 0, false);
        return out;
    }
    function tagged(tag) {
        const bytes = (0, bytes_js_13.utf8)(tag);
        return (0, bytes_js_13.concat)(u16(bytes.length), bytes);
    }
    /** H(tag, p1, …, pm). */
    function H(tag, ...parts) {
        const all = [tagged(tag), ...parts.map(bytesOf)];
        const input = new Uint8Array(all.reduce((sum, bytes) => sum + bytes.length, 8 * parts.length));
        const view = new DataView(input.buffer);
        let at = 0;
        all.forEach((bytes, i) => {
            if (i > 0) {
                view.setUint32(at + 4, bytes.length, false); // no part is as long as 2^32
                at += 8;
            }
            input.set(bytes, at);
            at += bytes.length;
        });
        return (0, sha256_js_4.sha256)(input);
    }
    function hmac(key, message) {
        const block = new Uint8Array(64);
        block.set(key.length > 64 ? (0, sha256_js_4.sha256)(key) : key);
        const inner = block.map((byte) => byte ^ 0x36);
        const outer = block.map((byte) => byte ^ 0x5c);
        return (0, sha256_js_4.sha256)(outer, (0, sha256_js_4.sha256)(inner, message));
    }
    function extract(salt, ikm) {
        return hmac(salt, ikm);
    }
    /** expand(key, tag, p1, …): one block of HKDF-Expand, as 32 bytes are all that is ever asked for. */
    function expand(key, tag, ...parts) {
        const pieces = [tagged(tag)];
        for (const part of parts) {
            const bytes = bytesOf(part);
            pieces.push(u16(bytes.length), bytes);
        }
        return hmac(key, (0, bytes_js_13.concat)(...pieces, new Uint8Array([1])));
    }
    /** The id made for a natural key that is none (section 3). */
    function derived(...parts) {
        return "X-" + (0, bytes_js_13.hex)(H("mq1/id", ...parts)).slice(0, 20).toUpperCase();
    }
});
// The canonical line of a value, for comparing what was recomputed with what was published.
define("verify/src/serialize", ["require", "exports", "verify/src/bytes"], function (require, exports, bytes_js_14) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.canonical = canonical;
    exports.canonicalLine = canonicalLine;
    /** The canonical form. Keys whose value is undefined are left out. JSON.stringify escapes as RFC 8785 does. */
    function canonical(value) {
        if (typeof value !== "object")
            return JSON.stringify(value);
        if (Array.isArray(value))
            return "[" + value.map((element) => canonical(element)).join(",") + "]";
        const object = value;
        const parts = [];
        for (const key of Object.keys(object).sort()) {
            const element = object[key];
            if (element !== undefined)
                parts.push(JSON.stringify(key) + ":" + canonical(element));
        }
        return "{" + parts.join(",") + "}";
    }
    /** The canonical line as bytes, without a line feed. */
    function canonicalLine(value) {
        return (0, bytes_js_14.utf8)(canonical(value));
    }
});
// Questions that many checks have about the events of a draw.
define("verify/src/events", ["require", "exports", "verify/src/hash", "verify/src/serialize"], function (require, exports, hash_js_1, serialize_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.allOf = allOf;
    exports.oneOf = oneOf;
    exports.eventHash = eventHash;
    exports.entryLine = entryLine;
    exports.ending = ending;
    exports.secretOf = secretOf;
    /** All events of a name, in order. */
    function allOf(events, name) {
        return events.filter((event) => event.event === name);
    }
    /** The first event of a name. */
    function oneOf(events, name) {
        return events.find((event) => event.event === name);
    }
    /** Its hash in the log (section 24.1). */
    function eventHash(event) {
        return (0, hash_js_1.H)("mq1/event", (0, serialize_js_1.canonicalLine)(event));
    }
    function entryLine(entry) {
        return (0, serialize_js_1.canonicalLine)({ draw: entry.draw, event: entry.event, hash: entry.hash });
    }
    /** The last event, if it is one after which nothing comes. */
    function ending(events) {
        const last = events[events.length - 1];
        return last?.event === "finish" || last?.event === "void" ? last : undefined;
    }
    /** The operator's secret in sealed mode, once it is published. */
    function secretOf(events) {
        return ending(events)?.secret;
    }
});
// What the check `plan` asks for again and again.
define("verify/src/demand", ["require", "exports", "verify/src/bytes", "verify/src/refusal"], function (require, exports, bytes_js_15, refusal_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.demand = demand;
    exports.oneOf = oneOf;
    exports.unique = unique;
    exports.sorted = sorted;
    exports.noneEmpty = noneEmpty;
    const WHERE = { file: "plan.json" };
    function demand(holds, code, got, expected) {
        if (!holds)
            (0, refusal_js_3.refuse)(code, { got, expected, where: WHERE });
    }
    function oneOf(code, what, got, words) {
        demand(words.includes(got), code, `${what}: ${got}`, words.join(" | "));
    }
    function unique(what, ids) {
        demand(new Set(ids).size === ids.length, "plan-unique", `${what}: ${ids.join(", ")}`, "no two the same");
    }
    function sorted(what, texts) {
        demand((0, bytes_js_15.strictlySorted)(texts), "plan-order", `${what}: ${texts.join(", ")}`, "sorted, without repetition");
    }
    function noneEmpty(what, texts) {
        demand(!texts.includes(""), "plan-empty", `${what}: an empty text`, "no empty text");
    }
});
// The final sources of section 8: dice, lottery balls, a drand round. Their form in the plan, bits, name and values.
define("verify/src/final", ["require", "exports", "verify/src/days", "verify/src/refusal"], function (require, exports, days_js_2, refusal_js_4) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.beaconTime = beaconTime;
    exports.finalFault = finalFault;
    exports.beaconFault = beaconFault;
    exports.finalBits = finalBits;
    exports.sourceId = sourceId;
    exports.checkFinalValue = checkFinalValue;
    const LEAST_BITS = 64n;
    const CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
    const FIRST_ROUND = 1692803367;
    const SECONDS_A_ROUND = 3;
    /** China is eight hours ahead of Unix time. */
    const AHEAD = 28800;
    /** When the round of a beacon begins, in Unix seconds. */
    function beaconTime(round) {
        return FIRST_ROUND + SECONDS_A_ROUND * (round - 1);
    }
    /** How many ordered draws of k from n there are: n · (n − 1) · … · (n − k + 1). */
    function arrangements(n, k) {
        let product = 1n;
        for (let i = 0; i < k; i++)
            product *= BigInt(n - i);
        return product;
    }
    /** One draw: k different numbers from 1 to n, as they came. */
    function isDraw(text, n, k) {
        const numbers = text.split(",");
        const right = numbers.every((one) => /^[1-9][0-9]{0,2}$/.test(one) && Number(one) <= n);
        return right && numbers.length === k && new Set(numbers).size === k;
    }
    const KINDS = new Map([
        ["dice", {
                keys: ["count", "sides"],
                valid: (n) => (n["sides"] === 10 || n["sides"] === 6) && n["count"] >= 1 && n["count"] <= 200,
                values: (n) => BigInt(n["sides"]) ** BigInt(n["count"]),
                id: (n) => `dice-${n["sides"]}x${n["count"]}`,
                holds: (n, value) => value.length === n["count"] && (n["sides"] === 6 ? /^[1-6]*$/ : /^[0-9]*$/).test(value),
                form: (n) => `${n["count"]} digits, ${n["sides"] === 6 ? "1-6" : "0-9"}`,
            }],
        ["balls", {
                keys: ["draws", "of", "pick"],
                valid: (n) => n["draws"] >= 1 && n["draws"] <= 50 && n["of"] >= 2 && n["of"] <= 100 && n["pick"] >= 1 && n["pick"] <= n["of"],
                values: (n) => arrangements(n["of"], n["pick"]) ** BigInt(n["draws"]),
                id: (n) => `balls-${n["draws"]}x${n["pick"]}of${n["of"]}`,
                holds: (n, value) => {
                    const draws = value.split(";");
                    return draws.length === n["draws"] && draws.every((draw) => isDraw(draw, n["of"], n["pick"]));
                },
                form: (n) => `${n["draws"]} draws of ${n["pick"]} different numbers from 1 to ${n["of"]}`,
            }],
        ["drand", {
                keys: ["round"],
                valid: (n) => n["round"] >= 1,
                values: () => 1n << 256n,
                id: (n) => `drand-${CHAIN}-${n["round"]}`,
                holds: (_, value) => /^[0-9a-f]{96}$/.test(value) && value.length === 96,
                form: () => "96 digits 0-9 a-f",
            }],
    ]);
    function parts(final) {
        const { source, ...numbers } = final;
        return { kind: KINDS.get(source), numbers };
    }
    /** What is wrong with the source of a plan, or null. */
    function finalFault(final) {
        const { source, ...numbers } = final;
        const kind = KINDS.get(source);
        if (kind === undefined)
            return `one of: ${[...KINDS.keys()].join(", ")}`;
        if (Object.keys(numbers).sort().join() !== kind.keys.join())
            return `exactly: source, ${kind.keys.join(", ")}`;
        if (!kind.valid(numbers))
            return "numbers as section 8 says";
        return kind.values(numbers) < 1n << LEAST_BITS ? `at least ${LEAST_BITS} bits` : null;
    }
    /** A beacon's value is public from its round on: a round before the plan was made would be known to who makes it. */
    function beaconFault(final, created) {
        if (final.source !== "drand")
            return null;
        const begins = 86400 * (0, days_js_2.dayNumber)(created) - AHEAD;
        return beaconTime(final.round) >= begins ? null : `a round that begins at ${begins} or later: not before ${created}`;
    }
    /** floor(log2) of the number of values. */
    function finalBits(final) {
        const { kind, numbers } = parts(final);
        return kind.values(numbers).toString(2).length - 1;
    }
    function sourceId(final) {
        const { kind, numbers } = parts(final);
        return kind.id(numbers);
    }
    function checkFinalValue(final, value, where) {
        const { kind, numbers } = parts(final);
        if (kind.holds(numbers, value))
            return;
        (0, refusal_js_4.refuse)("ceremony-final", { got: value, expected: kind.form(numbers), where });
    }
});
// The check `plan` for the keys of a draw that is held as a ceremony (section 5, 21 and 24.3): which must be there
// together, and what they hold. That such a draw was held rightly is for the checks of sections 20 to 24.
define("verify/src/plan_ceremony", ["require", "exports", "verify/src/bytes", "verify/src/demand", "verify/src/keys"], function (require, exports, bytes_js_16, demand_js_1, keys_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkCeremonyKeys = checkCeremonyKeys;
    function checkPresence(plan) {
        const log = plan.log !== undefined;
        const sealed = plan.mode === "sealed";
        const rule = (holds, got, expected) => (0, demand_js_1.demand)(holds, "plan-log", got, expected);
        rule(log || plan.purpose !== "official", "an official plan without log", "a log");
        (0, demand_js_1.demand)(log || !sealed, "plan-mode", "a sealed plan without log", "a log");
        (0, demand_js_1.demand)(log || plan.profile !== "remote", "plan-profile", "profile remote without log", "a log");
        rule((plan.superior !== undefined) === log, "superior without log, or log without superior", "both or neither");
        rule((plan.replacement !== undefined) === log, "replacement without log, or log without replacement", "both or neither");
        rule(log || plan.keys === undefined, "keys without log", "a log");
        rule((plan.escrow !== undefined) === sealed, `escrow in mode ${plan.mode}`, "exactly in sealed mode");
        rule((plan.custodians !== undefined) === sealed, `custodians in mode ${plan.mode}`, "exactly in sealed mode");
    }
    function checkEscrow(plan) {
        if (plan.escrow === undefined)
            return;
        const { holders, threshold } = plan.escrow;
        const inside = holders.filter((holder) => !holder.outside).length;
        (0, demand_js_1.unique)("holders", holders.map((holder) => holder.label));
        (0, demand_js_1.noneEmpty)("holders", holders.map((holder) => holder.label));
        const right = holders.length <= 255 && threshold <= holders.length && 2 * threshold > holders.length && inside < threshold;
        (0, demand_js_1.demand)(right, "plan-escrow", `threshold ${threshold} of ${holders.length}, ${inside} inside`, "at most 255 holders, more than half needed, and more than are inside");
    }
    /** Who vouches for a share must be able to sign for it. */
    function checkHolders(plan) {
        for (const { label } of plan.escrow?.holders ?? []) {
            (0, demand_js_1.demand)((plan.keys ?? []).some((one) => one.label === label), "plan-keys", `holder ${label} without a key`, "a key of each holder");
        }
    }
    function checkKeys(plan) {
        checkHolders(plan);
        if (plan.keys === undefined)
            return;
        const labels = plan.keys.map((one) => one.label);
        (0, demand_js_1.demand)(labels.length > 0 && (0, bytes_js_16.strictlySorted)(labels), "plan-keys", labels.join(", "), "labels ascending, at least one");
        (0, demand_js_1.unique)("keys", plan.keys.map((one) => one.key));
        (0, demand_js_1.noneEmpty)("labels and departments of keys", plan.keys.flatMap((one) => [one.label, one.department]));
        const known = new Set([...plan.participants, ...(plan.escrow?.holders ?? []).map((holder) => holder.label)]);
        for (const { label, key } of plan.keys) {
            (0, demand_js_1.demand)(known.has(label), "plan-keys", label, "a participant or a holder");
            (0, demand_js_1.demand)(key !== plan.superior?.key, "plan-keys", `${label}: the key of the superior`, "a key of its own");
        }
    }
    function checkCeremonyKeys(plan) {
        checkPresence(plan);
        if (plan.log !== undefined)
            (0, demand_js_1.demand)((0, keys_js_2.verifierKey)(plan.log, keys_js_2.LOG_KEY) !== null, "plan-log", plan.log, "the verifier key of a log");
        if (plan.superior !== undefined)
            (0, demand_js_1.noneEmpty)("superior", [plan.superior.name]);
        checkEscrow(plan);
        checkKeys(plan);
        if (plan.custodians !== undefined) {
            (0, demand_js_1.noneEmpty)("custodians", plan.custodians);
            (0, demand_js_1.unique)("custodians", plan.custodians);
        }
        for (const codes of [plan.replacement?.entity ?? [], plan.replacement?.inspector ?? []]) {
            (0, demand_js_1.noneEmpty)("codes of replacement", codes);
            (0, demand_js_1.demand)((0, bytes_js_16.strictlySorted)(codes), "plan-order", codes.join(", "), "sorted, without repetition");
        }
    }
});
// The check `plan` for tasks, strata and conditions (section 5).
define("verify/src/plan_tasks", ["require", "exports", "verify/src/demand", "verify/src/conditions"], function (require, exports, demand_js_2, conditions_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkTasks = checkTasks;
    function checkCondition(name, condition) {
        const got = `${name}: ${JSON.stringify(condition)}`;
        const type = conditions_js_2.FIELDS.get(condition.field);
        (0, demand_js_2.demand)(type !== undefined, "plan-condition", got, "a public field of entities");
        const texts = [condition.any, condition.none, condition.prefix].filter((list) => list !== undefined);
        const days = condition.from !== undefined || condition.until !== undefined;
        if (type === "day") {
            (0, demand_js_2.demand)(days && texts.length === 0, "plan-condition", got, "from or until, as the field is a day");
            return;
        }
        (0, demand_js_2.demand)(!days && texts.length === 1, "plan-condition", got, "exactly one of any, none, prefix");
        const given = texts[0];
        (0, demand_js_2.demand)(given.length > 0 && !given.includes(""), "plan-condition", got, "at least one text, none empty");
    }
    function checkAmount(plan, name, stratum) {
        const got = `${name}: ${JSON.stringify(stratum)}`;
        const counted = stratum.count !== undefined;
        const shared = stratum.ratio !== undefined;
        const copied = stratum.as_task !== undefined || stratum.as_stratum !== undefined;
        (0, demand_js_2.demand)(Number(counted) + Number(shared) + Number(copied) === 1, "plan-amount", got, "exactly one amount");
        (0, demand_js_2.demand)((stratum.rounding !== undefined) === shared, "plan-amount", got, "a rounding with a ratio, and only there");
        if (shared)
            (0, demand_js_2.oneOf)("plan-amount", "rounding", stratum.rounding, ["up", "down", "half_up"]);
        if (stratum.min !== undefined && stratum.max !== undefined) {
            (0, demand_js_2.demand)(stratum.min <= stratum.max, "plan-amount", got, "min at most max");
        }
        if (!copied)
            return;
        (0, demand_js_2.demand)(stratum.as_task !== undefined && stratum.as_stratum !== undefined, "plan-amount", got, "as_task and as_stratum");
        const found = plan.tasks.find((task) => task.id === stratum.as_task)?.strata.some((s) => s.id === stratum.as_stratum);
        (0, demand_js_2.demand)(found === true, "plan-reference", got, "a stratum of the plan");
    }
    function checkSealed(name, task, stratum) {
        const got = `${name}: ${JSON.stringify(stratum)}`;
        if (task.labelled) {
            (0, demand_js_2.demand)(stratum.sealed !== undefined && stratum.when === undefined, "plan-sealed", got, "sealed and no when");
            return;
        }
        (0, demand_js_2.demand)(stratum.sealed === undefined && stratum.when !== undefined, "plan-sealed", got, "when and no sealed");
        for (const condition of stratum.when)
            checkCondition(name, condition);
    }
    function checkStrata(plan, task) {
        (0, demand_js_2.demand)(task.strata.length > 0, "plan-empty", `task ${task.id} without strata`, "at least one");
        (0, demand_js_2.unique)(`strata of ${task.id}`, task.strata.map((stratum) => stratum.id));
        if (task.labelled) {
            (0, demand_js_2.demand)(task.scope.length === 0, "plan-sealed", `an open scope in ${task.id}`, "no open scope in a labelled task");
        }
        else {
            (0, demand_js_2.demand)(task.scope_sealed === undefined, "plan-sealed", `a sealed scope in ${task.id}`, "none in an open task");
            for (const condition of task.scope)
                checkCondition(`scope of ${task.id}`, condition);
        }
        for (const stratum of task.strata) {
            const name = `${task.id} ${stratum.id}`;
            checkAmount(plan, name, stratum);
            checkSealed(name, task, stratum);
        }
    }
    function checkSeats(plan, task) {
        if (task.seats.length === 0)
            return;
        let total = 0;
        for (const seat of task.seats) {
            (0, demand_js_2.demand)(plan.pools.some((pool) => pool.id === seat.pool), "plan-reference", `${task.id}: ${seat.pool}`, "a pool");
            (0, demand_js_2.demand)(seat.count >= 1, "plan-number", `${task.id}: ${seat.count} seats of ${seat.pool}`, "at least 1");
            total += seat.count;
        }
        (0, demand_js_2.demand)(total >= 2, "plan-team", `${task.id}: ${total} seats`, "at least two: nobody inspects alone");
        const leads = task.seats.filter((seat) => seat.lead).length;
        (0, demand_js_2.demand)(leads === 1, "plan-lead", `${task.id}: ${leads} leads`, "exactly one");
        (0, demand_js_2.demand)(task.items.length > 0, "plan-empty", `${task.id}: no items`, "at least one");
    }
    function checkTask(plan, task) {
        (0, demand_js_2.oneOf)("plan-text", `kind of ${task.id}`, task.kind, ["undirected", "directed"]);
        (0, demand_js_2.oneOf)("plan-text", `source of ${task.id}`, task.source, ["own", "joint", "upper"]);
        (0, demand_js_2.oneOf)("plan-text", `level of ${task.id}`, task.level, ["city-city", "city-county", "county-county"]);
        (0, demand_js_2.oneOf)("plan-text", `population of ${task.id}`, task.population, ["list", "selection"]);
        (0, demand_js_2.demand)(task.case === "" || plan.cases.includes(task.case), "plan-reference", task.case, "a code of cases");
        (0, demand_js_2.sorted)(`items of ${task.id}`, task.items);
        (0, demand_js_2.sorted)(`ceilings of ${task.id}`, task.ceilings);
        for (const id of task.ceilings) {
            (0, demand_js_2.demand)(plan.ceilings.some((ceiling) => ceiling.id === id), "plan-reference", `${task.id}: ${id}`, "a ceiling");
        }
        (0, demand_js_2.demand)(task.days >= 1, "plan-number", `${task.id}: ${task.days} days`, "at least 1");
        checkStrata(plan, task);
        checkSeats(plan, task);
    }
    /** Follows each as_task, as_stratum; whoever comes back goes in a circle. */
    function checkCircles(plan) {
        const strata = new Map();
        for (const task of plan.tasks)
            for (const s of task.strata)
                strata.set(`${task.id} ${s.id}`, s);
        const settled = new Set();
        for (const start of strata.keys()) {
            const path = new Set();
            let name = start;
            while (!settled.has(name)) {
                (0, demand_js_2.demand)(!path.has(name), "plan-circle", [...path, name].join(" → "), "no circle");
                path.add(name);
                const stratum = strata.get(name);
                if (stratum.as_task === undefined)
                    break;
                name = `${stratum.as_task} ${stratum.as_stratum}`;
            }
            for (const seen of path)
                settled.add(seen);
        }
    }
    function checkTasks(plan) {
        (0, demand_js_2.demand)(plan.tasks.length > 0, "plan-empty", "no tasks", "at least one");
        (0, demand_js_2.unique)("tasks", plan.tasks.map((task) => task.id));
        for (const task of plan.tasks)
            checkTask(plan, task);
        checkCircles(plan);
    }
});
// The check `plan` (section 5): words, numbers and references of the plan as a whole. Tasks are in plan_tasks.ts.
define("verify/src/plan", ["require", "exports", "verify/src/bytes", "verify/src/days", "verify/src/demand", "verify/src/final", "verify/src/plan_ceremony", "verify/src/plan_tasks"], function (require, exports, bytes_js_17, days_js_3, demand_js_3, final_js_1, plan_ceremony_js_1, plan_tasks_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.drawName = drawName;
    exports.hasSeats = hasSeats;
    exports.listsOf = listsOf;
    exports.checkPlan = checkPlan;
    const MOST_DAYS = 1000;
    /** So many days after the period everything must be over. */
    const LAST_FINISH = 366;
    /** The text by which a draw is called in hashes. */
    function drawName(plan) {
        return `${plan.authority.id}/${plan.sequence}/${plan.attempt}`;
    }
    /** Some task has seats: then inspectors are drawn too. */
    function hasSeats(plan) {
        return plan.tasks.some((task) => task.seats.length > 0);
    }
    /** The lists that the tasks ask for (section 7), sorted. */
    function listsOf(plan) {
        const lists = ["entities", "exclusions", "items"];
        if (hasSeats(plan))
            lists.push("apart", "barred", "inspectors");
        if (plan.tasks.some((task) => task.labelled))
            lists.push("strata");
        if (plan.tasks.some((task) => task.population === "selection"))
            lists.push("selection");
        return lists.sort();
    }
    function checkWords(plan) {
        (0, demand_js_3.oneOf)("plan-protocol", "protocol", plan.protocol, ["mq1"]);
        (0, demand_js_3.oneOf)("plan-protocol", "suite", plan.suite, ["sha256"]);
        (0, demand_js_3.oneOf)("plan-text", "purpose", plan.purpose, ["rehearsal", "official"]);
        (0, demand_js_3.oneOf)("plan-mode", "mode", plan.mode, ["open", "sealed"]);
        (0, demand_js_3.oneOf)("plan-profile", "profile", plan.profile, ["room", "remote"]);
        (0, demand_js_3.oneOf)("plan-text", "coordination", plan.coordination, ["positive", "independent"]);
        (0, demand_js_3.oneOf)("plan-text", "publish.inspectors", plan.publish.inspectors, ["pseudonyms"]);
        (0, demand_js_3.oneOf)("plan-text", "publish.names", plan.publish.names, ["never", "slips", "site"]);
    }
    function checkNumbers(plan) {
        const { quotas } = plan;
        (0, demand_js_3.demand)(plan.sequence >= 1, "plan-number", `sequence ${plan.sequence}`, "at least 1");
        (0, demand_js_3.demand)(plan.attempt >= 1, "plan-number", `attempt ${plan.attempt}`, "at least 1");
        (0, demand_js_3.demand)(quotas.min <= quotas.max, "plan-number", `quotas ${quotas.min} to ${quotas.max}`, "min at most max");
        (0, demand_js_3.demand)(quotas.daily_max <= 255, "plan-number", `daily_max ${quotas.daily_max}`, "at most 255");
    }
    function checkDays(plan) {
        const { from, until } = plan.period;
        (0, demand_js_3.demand)(from <= until, "plan-period", `${from} to ${until}`, "from at most until");
        (0, demand_js_3.demand)(plan.days.length <= MOST_DAYS, "plan-days", `${plan.days.length} days`, `at most ${MOST_DAYS}`);
        (0, demand_js_3.demand)((0, bytes_js_17.strictlySorted)(plan.days), "plan-days", plan.days.join(", "), "ascending days");
        for (const day of plan.days)
            (0, demand_js_3.demand)(day >= from && day <= until, "plan-days", day, `a day from ${from} to ${until}`);
        const after = (0, days_js_3.dayNumber)(plan.finish_by) - (0, days_js_3.dayNumber)(until);
        (0, demand_js_3.demand)(after >= 0 && after <= LAST_FINISH, "plan-finish", `finish_by ${plan.finish_by}`, `from ${until} to ${LAST_FINISH} days after it`);
    }
    function checkFinal(plan) {
        const fault = (0, final_js_1.finalFault)(plan.final) ?? (0, final_js_1.beaconFault)(plan.final, plan.created);
        (0, demand_js_3.demand)(fault === null, "plan-final", JSON.stringify(plan.final), fault ?? "");
    }
    function checkCeilings(plan) {
        (0, demand_js_3.unique)("ceilings", plan.ceilings.map((ceiling) => ceiling.id));
        for (const ceiling of plan.ceilings) {
            (0, demand_js_3.demand)(ceiling.from <= ceiling.until, "plan-period", `${ceiling.from} to ${ceiling.until}`, "from at most until");
            (0, demand_js_3.noneEmpty)(`departments of ceiling ${ceiling.id}`, ceiling.departments);
            (0, demand_js_3.sorted)(`departments of ceiling ${ceiling.id}`, ceiling.departments);
            for (const [what, cases] of [["lifted_by", ceiling.lifted_by], ["not_counting", ceiling.not_counting]]) {
                (0, demand_js_3.sorted)(`${what} of ceiling ${ceiling.id}`, cases);
                for (const name of cases)
                    (0, demand_js_3.demand)(plan.cases.includes(name), "plan-reference", name, "a code of cases");
            }
        }
    }
    function checkPools(plan) {
        (0, demand_js_3.unique)("pools", plan.pools.map((pool) => pool.id));
        for (const pool of plan.pools) {
            (0, demand_js_3.noneEmpty)(`department of pool ${pool.id}`, [pool.department]);
            (0, demand_js_3.noneEmpty)(`expertise of pool ${pool.id}`, pool.expertise);
            (0, demand_js_3.oneOf)("plan-text", `area of pool ${pool.id}`, pool.area, ["any", "same"]);
        }
    }
    function checkRelaxations(plan) {
        const steps = plan.relaxations;
        (0, demand_js_3.demand)(steps.length > 0, "plan-relaxations", "none", "the last step drops minimums");
        steps.forEach((step, k) => {
            const got = JSON.stringify(step);
            if (step.drop !== undefined) {
                const allowed = k === steps.length - 1 ? ["minimums"] : ["pairs", "home_area"];
                const alone = step.add === undefined && step.quota_max === undefined;
                (0, demand_js_3.demand)(alone && allowed.includes(step.drop), "plan-relaxations", got, `{"drop": ${allowed.join(" | ")}}`);
                return;
            }
            const whole = step.add !== undefined && step.quota_max !== undefined && k < steps.length - 1;
            (0, demand_js_3.demand)(whole, "plan-relaxations", got, "an add and its quota_max; minimums last");
            (0, demand_js_3.demand)(step.add >= 1, "plan-number", got, "add at least 1");
            (0, demand_js_3.demand)(plan.pools.some((pool) => pool.id === step.quota_max), "plan-reference", step.quota_max, "a pool");
        });
    }
    function checkPopulations(plan) {
        const expected = plan.tasks.flatMap((task) => task.strata.map((stratum) => `${task.id} ${stratum.id}`)).join(", ");
        const got = plan.populations.map((line) => `${line.task} ${line.stratum}`).join(", ");
        (0, demand_js_3.demand)(got === expected, "plan-populations", got, expected);
    }
    /** Refuses a plan that is not consistent. Its form (types, known fields) was checked before. */
    function checkPlan(plan) {
        checkWords(plan);
        checkNumbers(plan);
        checkDays(plan);
        (0, demand_js_3.demand)(plan.participants.length > 0, "plan-empty", "no participants", "at least one");
        (0, demand_js_3.noneEmpty)("participants", plan.participants);
        (0, demand_js_3.unique)("participants", plan.participants);
        checkFinal(plan);
        (0, plan_ceremony_js_1.checkCeremonyKeys)(plan);
        (0, demand_js_3.noneEmpty)("cases", plan.cases);
        (0, demand_js_3.sorted)("cases", plan.cases);
        checkCeilings(plan);
        checkPools(plan);
        checkRelaxations(plan);
        (0, plan_tasks_js_1.checkTasks)(plan);
        checkPopulations(plan);
        const roots = Object.keys(plan.roots).join(", ");
        (0, demand_js_3.demand)(roots === listsOf(plan).join(", "), "plan-roots", roots, listsOf(plan).join(", "));
    }
});
// The three kinds of bundle, and the files that each has (section 16).
define("verify/src/kinds", ["require", "exports", "verify/src/events", "verify/src/plan"], function (require, exports, events_js_1, plan_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.OF_EVENTS = exports.CAPSULES_FILE = exports.EVIDENCE_OPENINGS = exports.CONSISTENCY_FILE = exports.CLOSED_FILE = exports.CHECKPOINT_FILE = exports.PREVIOUS_FILE = exports.ENTRIES_FILE = exports.EVENTS_FILE = exports.KINDS = exports.SEALED = exports.ANNOUNCEMENT = exports.OUTCOME = void 0;
    exports.requiredFiles = requiredFiles;
    exports.OUTCOME = "mq1/bundle";
    exports.ANNOUNCEMENT = "mq1/announcement";
    exports.SEALED = "mq1/sealed";
    exports.KINDS = [exports.OUTCOME, exports.ANNOUNCEMENT, exports.SEALED];
    exports.EVENTS_FILE = "evidence/events.jsonl";
    exports.ENTRIES_FILE = "evidence/entries.jsonl";
    exports.PREVIOUS_FILE = "evidence/previous.jsonl";
    exports.CHECKPOINT_FILE = "evidence/checkpoint";
    exports.CLOSED_FILE = "evidence/closed";
    exports.CONSISTENCY_FILE = "evidence/consistency.json";
    exports.EVIDENCE_OPENINGS = "evidence/openings.jsonl";
    exports.CAPSULES_FILE = "sealed/capsules.jsonl";
    const DOCUMENTS = ["summary.en.md", "summary.html", "summary.md", "visits.xlsx"];
    /** Files that are there or not as the events say. */
    exports.OF_EVENTS = [exports.CLOSED_FILE, exports.CONSISTENCY_FILE, exports.EVIDENCE_OPENINGS, exports.CAPSULES_FILE];
    function outcomeFiles(plan) {
        const files = ["draw/ceremony.json", "draw/record.json", "draw/selected.jsonl", "draw/strata.jsonl", "draw/visits.jsonl"];
        if ((0, plan_js_1.hasSeats)(plan))
            files.push("draw/apart.jsonl", "draw/openings.jsonl", "draw/pairing.json");
        return [...files, ...DOCUMENTS.map((name) => `documents/${name}`)];
    }
    function evidenceFiles(kind, plan, events) {
        const files = [exports.EVENTS_FILE, exports.ENTRIES_FILE, exports.PREVIOUS_FILE, exports.CHECKPOINT_FILE];
        if ((0, events_js_1.oneOf)(events, "close"))
            files.push(exports.CLOSED_FILE, exports.CONSISTENCY_FILE);
        const sealed = plan.mode === "sealed" && (0, events_js_1.oneOf)(events, "draw") !== undefined;
        if (kind === exports.SEALED || (kind === exports.OUTCOME && sealed))
            files.push(exports.CAPSULES_FILE);
        return files;
    }
    /** The files of a bundle but for the manifest, and without `evidence/openings.jsonl`, for which lists must be read. */
    function requiredFiles(kind, plan, events) {
        return [
            "plan.json", ...(0, plan_js_1.listsOf)(plan).map((list) => `lists/${list}.jsonl`),
            ...(kind === exports.OUTCOME ? outcomeFiles(plan) : []),
            ...(plan.log !== undefined ? evidenceFiles(kind, plan, events) : []),
        ];
    }
});
// The form of what is under evidence/ and sealed/ (sections 16, 20 and 23).
define("verify/src/shapes_events", ["require", "exports", "verify/src/shape", "verify/src/shapes_plan"], function (require, exports, shape_js_4, shapes_plan_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.capsuleShape = exports.consistencyShape = exports.previousShape = exports.entryShape = exports.eventLineShape = exports.EVENTS = exports.eventShape = exports.replaceShape = exports.signature = void 0;
    exports.signature = (0, shape_js_4.digits)(128);
    function event(name, fields) {
        return (0, shape_js_4.object)({ draw: shape_js_4.anyText, event: (0, shape_js_4.word)(name), ...fields });
    }
    const record = (0, shape_js_4.object)({ recorder: shape_js_4.anyText, value: shape_js_4.anyText });
    const skipped = (0, shape_js_4.array)((0, shape_js_4.object)({ inspector: shape_js_4.id, reason: shape_js_4.anyText }));
    const replacement = {
        approved_by: shape_js_4.anyText, date: shape_js_4.day, nonce: shape_js_4.digest, reason: shape_js_4.anyText, signature: (0, shape_js_4.maybe)(exports.signature),
    };
    /** Whether it is as section 23 says is for the check `replacements`. */
    exports.replaceShape = (0, shape_js_4.variant)("kind", {
        inspector: event("replace", { ...replacement, by: (0, shape_js_4.maybe)(shape_js_4.id), kind: (0, shape_js_4.word)("inspector"), seat: shape_js_4.integer, skipped, visit: shape_js_4.id }),
        entity: event("replace", {
            ...replacement, by: (0, shape_js_4.maybe)(shape_js_4.large), kind: (0, shape_js_4.word)("entity"), rank: shape_js_4.large, skipped: (0, shape_js_4.array)(skipped), stratum: shape_js_4.id, task: shape_js_4.id,
            days: (0, shape_js_4.maybe)((0, shape_js_4.some)(shape_js_4.day)), team: (0, shape_js_4.maybe)((0, shape_js_4.some)(shape_js_4.id)), visit: (0, shape_js_4.maybe)(shape_js_4.id),
        }),
    });
    /** Of each kind of event its keys. What a mode or a plan asks for beyond that is for the check `events`. */
    exports.eventShape = (0, shape_js_4.variant)("event", {
        announce: event("announce", {
            plan: shape_js_4.digest, superior: shape_js_4.digest, commitment: (0, shape_js_4.maybe)(shape_js_4.digest), points: (0, shape_js_4.maybe)((0, shape_js_4.some)(shape_js_4.digest)), round: (0, shape_js_4.maybe)(shape_js_4.large),
        }),
        share: event("share", { holder: shape_js_4.anyText, signature: (0, shape_js_4.maybe)(exports.signature) }),
        contribution: event("contribution", { label: shape_js_4.anyText, value: shape_js_4.anyText }),
        commitment: event("commitment", { label: shape_js_4.anyText, commitment: shape_js_4.digest }),
        reveal: event("reveal", { label: shape_js_4.anyText, value: shape_js_4.anyText, salt: shape_js_4.digest }),
        close: event("close", { close: shape_js_4.digest }),
        sign: event("sign", { label: shape_js_4.anyText, signature: exports.signature }),
        roll: event("roll", { source: shape_js_4.anyText, value: shape_js_4.anyText, records: (0, shape_js_4.array)(record) }),
        draw: event("draw", { record: (0, shape_js_4.maybe)(shape_js_4.digest), seed_hash: (0, shape_js_4.maybe)(shape_js_4.digest), leaves: (0, shape_js_4.maybe)(shapes_plan_js_2.root), capsules: (0, shape_js_4.maybe)(shapes_plan_js_2.root) }),
        open: event("open", { leaf: shape_js_4.digest }),
        replace: exports.replaceShape,
        finish: event("finish", { record: shape_js_4.digest, secret: (0, shape_js_4.maybe)(shape_js_4.digest) }),
        void: event("void", { reason: shape_js_4.anyText, signature: (0, shape_js_4.maybe)(exports.signature), secret: (0, shape_js_4.maybe)(shape_js_4.digest), record: (0, shape_js_4.maybe)(shape_js_4.digest) }),
    });
    exports.EVENTS = [
        "announce", "share", "contribution", "commitment", "reveal", "close", "sign", "roll", "draw", "open", "replace", "finish", "void",
    ];
    exports.eventLineShape = (0, shape_js_4.object)({ event: exports.eventShape, hashes: (0, shape_js_4.array)(shape_js_4.digest), index: shape_js_4.large });
    /** An entry as its line is formed; whether there are such a draw and such an event is told apart. */
    exports.entryShape = (0, shape_js_4.object)({ draw: shape_js_4.anyText, event: shape_js_4.anyText, hash: shape_js_4.digest });
    /** Which of the two it must be, the number says: that is for the check `numbers`. */
    exports.previousShape = (0, shape_js_4.eitherLine)(exports.eventLineShape, (0, shape_js_4.object)({ entry: exports.entryShape, hashes: (0, shape_js_4.array)(shape_js_4.digest), index: shape_js_4.large }));
    exports.consistencyShape = (0, shape_js_4.object)({ hashes: (0, shape_js_4.array)(shape_js_4.digest) });
    exports.capsuleShape = (0, shape_js_4.object)({ name: shape_js_4.text, sha256: shape_js_4.digest });
});
// Reads files of the site. Nothing of what a person looks up goes along: no referrer, no cookies, no query.
define("site/common/fetching", ["require", "exports", "verify/src/bytes"], function (require, exports, bytes_js_20) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.NotFetched = void 0;
    exports.inAddress = inAddress;
    exports.pieces = pieces;
    exports.bytesAt = bytesAt;
    const LACKS = {
        network: { zh: "连不上网站，或传输中断。", en: "The site cannot be reached, or the transfer broke off." },
        missing: { zh: "网站上没有这个文件。", en: "The site does not have this file." },
        large: { zh: "网站给的文件比允许的大，已停止读取。", en: "The site gives a file that is larger than it may be; reading was stopped." },
    };
    /** A file that could not be read: nothing is said about whether it is right. */
    class NotFetched extends Error {
        lack;
        file;
        constructor(lack, file) {
            super(LACKS[lack].en);
            this.lack = lack;
            this.file = file;
        }
        get sentence() {
            return LACKS[this.lack];
        }
    }
    exports.NotFetched = NotFetched;
    /** The names of a relative path as they stand in an address: none of them has a meaning there. */
    function inAddress(path) {
        return path.split("/").map(encodeURIComponent).join("/");
    }
    async function answerOf(address, file) {
        let response;
        try {
            response = await fetch(address, { cache: "no-cache", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" });
        }
        catch {
            throw new NotFetched("network", file);
        }
        if (!response.ok)
            throw new NotFetched("missing", file);
        return response;
    }
    /** The pieces of a file, at most `limit` bytes, or little more if it is cut. */
    async function pieces(address, file, limit, { came, cut } = {}) {
        const response = await answerOf(address, file);
        const reader = response.body?.getReader();
        const all = [];
        let size = 0;
        while (reader !== undefined) {
            const next = await reader.read().catch(() => {
                throw new NotFetched("network", file);
            });
            if (next.done)
                break;
            size += next.value.length;
            const isLong = size > limit;
            if (isLong)
                void reader.cancel();
            if (isLong && cut !== true)
                throw new NotFetched("large", file);
            all.push(next.value);
            came?.(next.value.length);
            if (isLong)
                break;
        }
        return all;
    }
    async function bytesAt(address, file, limit) {
        return (0, bytes_js_20.concat)(...await pieces(address, file, limit));
    }
});
// Text that comes from a file, shown so that it can't pass for words of the verifier (section 25).
define("verify/src/clean", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.clean = clean;
    exports.cleanJson = cleanJson;
    exports.quoted = quoted;
    exports.moment = moment;
    /** Control, direction and invisible characters (section 3): nobody sees them, but they move or hide what stands around. */
    // eslint-disable-next-line no-control-regex -- that is what is looked for
    const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b-\u200d\u2060\ufeff]/g;
    /** The text with U+FFFD in place of each of them. */
    function clean(text) {
        return text.replace(HIDDEN, "\ufffd");
    }
    /** JSON in which they are written as escapes: it says the same, and shows none of them. */
    function cleanJson(value) {
        return JSON.stringify(value).replace(HIDDEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
    }
    /** Free text in quotation marks, so that one sees where it ends. */
    function quoted(text) {
        return JSON.stringify(text);
    }
    /** A time of a cosignature. A witness may have signed any number of seconds; not each is a date. */
    function moment(seconds) {
        const date = new Date(1000 * seconds);
        return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
    }
});
// Elements, made from text only: nothing that was read from a file is ever taken as markup, nor does it turn or hide what
// stands around.
define("verify/page/dom", ["require", "exports", "verify/src/clean"], function (require, exports, clean_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.el = el;
    exports.byId = byId;
    exports.grouped = grouped;
    function el(tag, attributes = {}, ...children) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes))
            element.setAttribute(name, value);
        element.append(...children.filter((child) => child !== null).map((child) => (typeof child === "string" ? (0, clean_js_1.clean)(child) : child)));
        return element;
    }
    function byId(id) {
        return document.getElementById(id);
    }
    /** A digest in groups of four, as it is read aloud. The text that is copied has no spaces. */
    function grouped(digest) {
        const groups = digest.match(/.{1,4}/g) ?? [];
        return el("code", { class: "digest" }, ...groups.map((group) => el("span", {}, group)));
    }
});
// In which stratum of which task each entity lies, and from which tasks it is excluded (section 6.8).
define("verify/src/membership", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.drawable = drawable;
    exports.rowsOf = rowsOf;
    exports.membership = membership;
    /** Lies in a stratum and is not excluded. */
    function drawable(task, row) {
        return task.strata[row] >= 0 && task.excluded[row] === 0;
    }
    /** Rows of a table that goes up by id, in a list that goes up by id; -1 for an id that the list does not have. */
    function rowsOf(table, contents) {
        const rows = new Int32Array(table.ids.length);
        const ids = contents.entities.ids;
        let row = 0;
        for (let line = 0; line < rows.length; line++) {
            while (row < ids.length && ids.compare(row, table.ids, line) < 0)
                row++;
            rows[line] = row < ids.length && ids.compare(row, table.ids, line) === 0 ? row : -1;
        }
        return rows;
    }
    function empty(plan, task, length) {
        const wide = plan.tasks[task].strata.length > 32767;
        const strata = wide ? new Int32Array(length) : new Int16Array(length);
        return { strata: strata.fill(-1), excluded: new Uint8Array(length) };
    }
    /** Entities that are in the list of selected ones for a task; only for tasks that take a selection. */
    function selectedRows(contents, task) {
        const chosen = new Uint8Array(contents.entities.length);
        const table = contents.selection;
        const rows = rowsOf(table, contents);
        for (let line = 0; line < rows.length; line++) {
            for (let k = table.from(line); k < table.to(line); k++) {
                if (table.first.at(k) === task && rows[line] >= 0)
                    chosen[rows[line]] = 1;
            }
        }
        return chosen;
    }
    function fillOpen(plan, contents, task, members) {
        const column = contents.entities.strata[task];
        const chosen = plan.tasks[task].population === "selection" ? selectedRows(contents, task) : null;
        for (let row = 0; row < contents.entities.length; row++) {
            if (chosen === null || chosen[row] === 1)
                members.strata[row] = column.at(row);
        }
    }
    /** What lies where. Ids that are not in the list are passed over: the check `lists` refuses them. */
    function membership(plan, contents) {
        const members = plan.tasks.map((_, task) => empty(plan, task, contents.entities.length));
        plan.tasks.forEach((task, t) => {
            if (!task.labelled)
                fillOpen(plan, contents, t, members[t]);
        });
        if (contents.labels) {
            const rows = rowsOf(contents.labels, contents);
            for (let line = 0; line < rows.length; line++) {
                for (let k = contents.labels.from(line); k < contents.labels.to(line); k++) {
                    const task = contents.labels.first.at(k);
                    const labelled = task >= 0 && plan.tasks[task].labelled && rows[line] >= 0;
                    if (labelled)
                        members[task].strata[rows[line]] = contents.labels.second.at(k);
                }
            }
        }
        const table = contents.exclusions;
        const rows = rowsOf(table, contents);
        for (let line = 0; line < rows.length; line++) {
            for (let k = table.from(line); k < table.to(line); k++) {
                const task = table.first.at(k);
                if (task >= 0 && rows[line] >= 0)
                    members[task].excluded[rows[line]] = 1 + table.second.at(k);
            }
        }
        return members;
    }
});
// The check `seed` (sections 7 to 9): from what was said and cast to the keys of the draw.
define("verify/src/seed", ["require", "exports", "verify/src/bytes", "verify/src/events", "verify/src/final", "verify/src/hash", "verify/src/kinds", "verify/src/plan", "verify/src/refusal", "verify/src/sha256"], function (require, exports, bytes_js_22, events_js_2, final_js_2, hash_js_2, kinds_js_4, plan_js_3, refusal_js_9, sha256_js_6) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.planDigest = planDigest;
    exports.closeDigest = closeDigest;
    exports.finalDigest = finalDigest;
    exports.seedOf = seedOf;
    exports.printedKey = printedKey;
    exports.closeOf = closeOf;
    exports.selectKeys = selectKeys;
    exports.keysOf = keysOf;
    exports.checkSeed = checkSeed;
    const NONE = new Uint8Array(0);
    function planDigest(line) {
        return (0, hash_js_2.H)("mq1/plan", line);
    }
    /** D: `said` of all participants in the plan's order, also of those who said nothing. */
    function closeDigest(plan, c, said) {
        return (0, hash_js_2.H)("mq1/close", plan, c, ...said.flatMap((one) => [one.label, one.commitment, one.reveal]));
    }
    function finalDigest(source, value) {
        return (0, hash_js_2.H)("mq1/final", source, value);
    }
    /** `s` is empty in open mode. */
    function seedOf(plan, s, close, final) {
        return (0, hash_js_2.expand)((0, hash_js_2.extract)(plan, (0, bytes_js_22.concat)(s, close, final)), "mq1/seed");
    }
    /** What a select key is called in print: its first 16 bytes. */
    function printedKey(key) {
        return (0, bytes_js_22.hex)(key.subarray(0, 16));
    }
    /** What each participant gave, by the events; in the plan's order. */
    function saidIn(plan, events) {
        const values = new Map([...(0, events_js_2.allOf)(events, "contribution"), ...(0, events_js_2.allOf)(events, "reveal")].map((one) => [one.label, one.value]));
        const made = new Map((0, events_js_2.allOf)(events, "commitment").map((one) => [one.label, (0, bytes_js_22.unhex)(one.commitment)]));
        return plan.participants.map((label) => ({ label, commitment: made.get(label) ?? NONE, reveal: values.get(label) ?? "" }));
    }
    /** D of a draw that was held as a ceremony. */
    function closeOf(plan, P, events) {
        const c = (0, events_js_2.oneOf)(events, "announce")?.commitment;
        return closeDigest(P, c === undefined ? NONE : (0, bytes_js_22.unhex)(c), saidIn(plan, events));
    }
    function closeWithoutEvents(plan, P, ceremony) {
        const values = new Map(ceremony.contributions.map((one) => [one.label, one.value]));
        return closeDigest(P, NONE, plan.participants.map((label) => ({ label, commitment: NONE, reveal: values.get(label) ?? "" })));
    }
    /** K of each task, in the plan's order. */
    function selectKeys(plan, seed) {
        const common = (0, hash_js_2.expand)(seed, "mq1/select");
        return plan.tasks.map((task) => printedKey(plan.coordination === "independent" ? (0, hash_js_2.expand)(seed, "mq1/select", task.id) : common));
    }
    function keysOf(plan, planLine, ceremony, events = []) {
        const P = planDigest(planLine);
        const close = events.length === 0 ? closeWithoutEvents(plan, P, ceremony) : closeOf(plan, P, events);
        const final = finalDigest((0, final_js_2.sourceId)(plan.final), ceremony.final.value);
        const secret = (0, events_js_2.secretOf)(events);
        const seed = seedOf(P, secret === undefined ? NONE : (0, bytes_js_22.unhex)(secret), close, final);
        const key = (name) => (0, hash_js_2.expand)(seed, `mq1/${name}`);
        return {
            plan: P, close, final, seed, k: selectKeys(plan, seed),
            pair: key("pair"), schedule: key("schedule"), seal: key("seal"), replace: key("replace"),
        };
    }
    function checkSeed(plan, keys, record, events) {
        const where = { file: "draw/record.json" };
        const seedHash = (0, bytes_js_22.hex)((0, sha256_js_6.sha256)(keys.seed));
        (0, refusal_js_9.same)("seed-draw", record.draw, (0, plan_js_3.drawName)(plan), where);
        (0, refusal_js_9.same)("seed-plan", record.plan, (0, bytes_js_22.hex)(keys.plan), where);
        (0, refusal_js_9.same)("seed-close", record.close, (0, bytes_js_22.hex)(keys.close), where);
        (0, refusal_js_9.same)("seed-final", record.final, (0, bytes_js_22.hex)(keys.final), where);
        (0, refusal_js_9.same)("seed-seed", record.seed, (0, bytes_js_22.hex)(keys.seed), where);
        (0, refusal_js_9.same)("seed-hash", record.seed_hash, seedHash, where);
        const got = record.keys.map((key) => `${key.task} ${key.k}`).join(", ");
        (0, refusal_js_9.same)("seed-keys", got, plan.tasks.map((task, t) => `${task.id} ${keys.k[t]}`).join(", "), where);
        const announced = (0, events_js_2.oneOf)(events, "draw")?.seed_hash;
        if (announced !== undefined)
            (0, refusal_js_9.same)("seed-announced", announced, seedHash, { file: kinds_js_4.EVENTS_FILE });
    }
});
// The check `ceremony` (sections 8, 15 and 22.3): what was said and cast, as files and events tell it, and the capsules.
define("verify/src/ceremony", ["require", "exports", "verify/src/bytes", "verify/src/events", "verify/src/final", "verify/src/kinds", "verify/src/refusal", "verify/src/seed"], function (require, exports, bytes_js_23, events_js_3, final_js_3, kinds_js_5, refusal_js_10, seed_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkCapsules = checkCapsules;
    exports.checkCeremony = checkCeremony;
    function checkSaid(plan, ceremony) {
        const where = { file: "draw/ceremony.json" };
        let before = -1;
        for (const { label, value } of ceremony.contributions) {
            const place = plan.participants.indexOf(label);
            if (place <= before)
                (0, refusal_js_10.refuse)("ceremony-label", { got: label, expected: "participants in the plan's order, each once", where });
            before = place;
            const length = (0, bytes_js_23.utf8)(value).length;
            if (length < 1 || length > 1024)
                (0, refusal_js_10.refuse)("ceremony-value", { got: `${label}: ${length} bytes`, expected: "1 to 1024 bytes", where });
        }
        (0, refusal_js_10.same)("ceremony-source", ceremony.final.source, (0, final_js_3.sourceId)(plan.final), where);
        (0, final_js_3.checkFinalValue)(plan.final, ceremony.final.value, where);
    }
    /** The file tells what the events tell. */
    function checkAgainstEvents(plan, ceremony, events) {
        const where = { file: "draw/ceremony.json" };
        const values = new Map([...(0, events_js_3.allOf)(events, "contribution"), ...(0, events_js_3.allOf)(events, "reveal")].map((one) => [one.label, one.value]));
        const told = plan.participants.filter((label) => values.has(label)).map((label) => JSON.stringify([label, values.get(label)]));
        const got = ceremony.contributions.map(({ label, value }) => JSON.stringify([label, value]));
        (0, refusal_js_10.same)("ceremony-events", got.join(", "), told.join(", "), where);
        (0, refusal_js_10.same)("ceremony-roll", ceremony.final.value, (0, events_js_3.oneOf)(events, "roll").value, where);
    }
    /** As far as the events go: an announcement may not have come to its close. */
    function checkHeld(plan, P, events) {
        const at = (event) => ({ file: kinds_js_5.EVENTS_FILE, line: events.indexOf(event) + 1 });
        const roll = (0, events_js_3.oneOf)(events, "roll");
        if (roll !== undefined) {
            (0, final_js_3.checkFinalValue)(plan.final, roll.value, at(roll));
            for (const { recorder, value } of roll.records)
                (0, refusal_js_10.same)("ceremony-records", `${recorder}: ${value}`, `${recorder}: ${roll.value}`, at(roll));
        }
        const close = (0, events_js_3.oneOf)(events, "close");
        if (close !== undefined)
            (0, refusal_js_10.same)("ceremony-close", close.close, (0, bytes_js_23.hex)((0, seed_js_1.closeOf)(plan, P, events)), at(close));
    }
    /** Names of the capsules of a plan, in their order. */
    function capsuleNames(plan) {
        const names = plan.days.map((day) => `day/${day}`);
        for (const { task, stratum, n, reserves } of plan.populations) {
            for (let rank = n + 1; rank <= n + reserves; rank++)
                names.push(`reserve/${task}/${stratum}/${rank}`);
        }
        return [...names, "superior"];
    }
    /** Capsules are named as 22.3 says, and are those of the event `draw`. */
    function checkCapsules(plan, contents, events) {
        const { capsules, capsulesRoot } = contents.evidence;
        if (capsules === null)
            return;
        const names = capsuleNames(plan);
        for (let i = 0; i < Math.max(names.length, capsules.length); i++) {
            (0, refusal_js_10.same)("capsule-name", capsules[i]?.name ?? "no line", names[i] ?? "no further line", { file: kinds_js_5.CAPSULES_FILE, line: i + 1 });
        }
        const announced = (0, events_js_3.oneOf)(events, "draw").capsules;
        (0, refusal_js_10.same)("capsule-count", announced.count, capsulesRoot.count, { file: kinds_js_5.EVENTS_FILE });
        (0, refusal_js_10.same)("capsule-root", capsulesRoot.root, announced.root, { file: kinds_js_5.CAPSULES_FILE });
    }
    function checkCeremony(plan, P, kind, contents, events) {
        if (contents.ceremony !== null)
            checkSaid(plan, contents.ceremony);
        if (events.length === 0)
            return;
        checkHeld(plan, P, events);
        if (contents.ceremony !== null)
            checkAgainstEvents(plan, contents.ceremony, events);
        if (kind === kinds_js_5.SEALED)
            checkCapsules(plan, contents, events);
    }
});
// Which members an event has, where its shape leaves it open (sections 20.1 and 23): mode and stage decide it.
define("verify/src/event_members", ["require", "exports", "verify/src/refusal"], function (require, exports, refusal_js_14) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.present = present;
    exports.checkDrawMembers = checkDrawMembers;
    exports.checkFinishMembers = checkFinishMembers;
    exports.checkAnnounceMembers = checkAnnounceMembers;
    exports.checkVoidMembers = checkVoidMembers;
    exports.checkReplaceMembers = checkReplaceMembers;
    /** Whether an optional key is there exactly when it must be. */
    function present(what, value, wanted, where) {
        if ((value !== undefined) === wanted)
            return;
        (0, refusal_js_14.refuse)("event-keys", { got: wanted ? `no ${what}` : what, expected: wanted ? what : `no ${what} here`, where });
    }
    function checkDrawMembers(event, sealed, where) {
        present("record", event.record, !sealed, where);
        for (const key of ["seed_hash", "leaves", "capsules"])
            present(key, event[key], sealed, where);
    }
    function checkFinishMembers(event, sealed, where) {
        present("secret", event.secret, sealed, where);
    }
    function checkAnnounceMembers(event, sealed, beacon, where) {
        present("round", event.round, beacon, where);
        present("commitment", event.commitment, sealed, where);
        present("points", event.points, sealed, where);
    }
    function checkVoidMembers(event, { sealed, beacon, closed, rolled }, where) {
        if (event.reason === "")
            (0, refusal_js_14.refuse)("event-reason", { got: "an empty text", expected: "a reason", where });
        present("signature", event.signature, closed || beacon, where);
        present("secret", event.secret, closed && sealed, where);
        present("record", event.record, rolled, where);
    }
    /** Of an event `replace` that is shown by itself. A signature that is missing is as good as a wrong one: that is told apart. */
    function checkReplaceMembers(event, where) {
        if (event.kind === "inspector")
            return;
        const comes = event.by !== undefined;
        for (const rank of [event.rank, event.by ?? 1]) {
            if (rank < 1)
                (0, refusal_js_14.refuse)("event-keys", { got: `rank ${rank}`, expected: "ranks from 1", where });
        }
        present("visit", event.visit, comes, where);
        present("days", event.days, comes && event.team !== undefined, where);
        present("team", event.team, comes && event.days !== undefined, where);
        if (!comes && event.skipped.length > 0)
            (0, refusal_js_14.refuse)("event-keys", { got: "somebody skipped", expected: "nobody, as no reserve comes", where });
    }
});
// The names alone of a draw's entries (section 20.2): what of their order everybody sees who has only the log.
define("verify/src/names_in_order", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.NamesInOrder = exports.AFTER = exports.STAGES = void 0;
    // Names of one stage come in any order among themselves; stages only go up.
    exports.STAGES = {
        announce: 0, share: 1, contribution: 2, commitment: 2, reveal: 3, close: 4, sign: 5, roll: 6, draw: 7, open: 8, replace: 8, finish: 9,
    };
    /** What must have come before an event of this name. */
    exports.AFTER = {
        sign: "close", roll: "close", draw: "roll", open: "draw", replace: "draw", finish: "draw",
    };
    const ONCE = ["announce", "close", "roll", "draw", "finish", "void"];
    /** The names of one draw, in the log's order. */
    class NamesInOrder {
        seen = new Set();
        stage = 0;
        has(name) {
            return this.seen.has(name);
        }
        /** Takes the next name, which is one of 20.1; returns what was expected in its place, or null. */
        next(name) {
            const fault = this.fault(name);
            this.seen.add(name);
            this.stage = Math.max(this.stage, exports.STAGES[name] ?? 0);
            return fault;
        }
        fault(name) {
            if (this.seen.size === 0)
                return name === "announce" ? null : "its announcement before it";
            if (this.seen.has("finish") || this.seen.has("void"))
                return "nothing after its end";
            if (ONCE.includes(name) && this.seen.has(name))
                return "once";
            if (name === "void")
                return null;
            if (exports.STAGES[name] < this.stage)
                return "the order of section 20.2";
            const needed = exports.AFTER[name];
            return needed === undefined || this.seen.has(needed) ? null : `${needed} before it`;
        }
    }
    exports.NamesInOrder = NamesInOrder;
});
// The order of events (section 20.2): which may come after which, and how often.
define("verify/src/event_order", ["require", "exports", "verify/src/events", "verify/src/kinds", "verify/src/names_in_order", "verify/src/refusal"], function (require, exports, events_js_4, kinds_js_6, names_in_order_js_1, refusal_js_15) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkOrderOfEvents = checkOrderOfEvents;
    exports.checkLastEvent = checkLastEvent;
    const ONCE = ["announce", "close", "roll", "draw", "finish", "void"];
    function wrong(got, expected, line) {
        (0, refusal_js_15.refuse)("event-order", { got, expected, where: { file: kinds_js_6.EVENTS_FILE, line } });
    }
    /** Who or what an event is about, where one may be there once only. */
    function onceFor(event) {
        switch (event.event) {
            case "share": return event.holder;
            case "contribution":
            case "commitment":
            case "reveal":
            case "sign": return event.label;
            case "open": return event.leaf;
            default: return ONCE.includes(event.event) ? "" : null;
        }
    }
    function mayBe(plan, event, line) {
        const only = (name, holds, expected) => {
            if (event.event === name && !holds)
                wrong(name, expected, line);
        };
        only("share", plan.mode === "sealed", "no shares in open mode");
        only("open", plan.mode === "sealed", "nothing to open in open mode");
        only("contribution", plan.profile === "room", "commitments and reveals in profile remote");
        only("commitment", plan.profile === "remote", "contributions in profile room");
        only("reveal", plan.profile === "remote", "contributions in profile room");
    }
    /** What came before an event; there may be very many. */
    class Before {
        plan;
        last;
        names = new Set();
        once = new Set();
        shares = 0;
        constructor(plan) {
            this.plan = plan;
        }
        next(event, line) {
            mayBe(this.plan, event, line);
            this.stage(event, line);
            const what = onceFor(event);
            const key = `${event.event} ${what}`;
            if (what !== null && this.once.has(key))
                wrong(`${key} again`, "at most one", line);
            this.once.add(key);
            this.names.add(event.event);
            if (event.event === "share")
                this.shares++;
            this.last = event;
        }
        stage(event, line) {
            const last = this.last?.event;
            if (last === undefined) {
                if (event.event !== "announce")
                    wrong(event.event, "announce first", line);
                return;
            }
            if (last === "finish" || last === "void")
                wrong(event.event, `nothing after ${last}`, line);
            if (event.event === "void")
                return;
            const stage = names_in_order_js_1.STAGES[event.event];
            if (stage < names_in_order_js_1.STAGES[last])
                wrong(`${event.event} after ${last}`, "the order of section 20.2", line);
            const needed = names_in_order_js_1.AFTER[event.event];
            if (needed !== undefined && !this.names.has(needed))
                wrong(event.event, `${needed} before it`, line);
            if (stage > 1 && this.plan.mode === "sealed" && this.shares < this.plan.escrow.holders.length) {
                wrong(`${event.event} after ${this.shares} shares`, "a share for each holder before it", line);
            }
        }
    }
    function checkOrderOfEvents(plan, events) {
        const before = new Before(plan);
        events.forEach((event, i) => before.next(event, i + 1));
    }
    /** Which events may be the last ones of a kind of bundle. */
    function checkLastEvent(plan, kind, events) {
        const last = events[events.length - 1];
        const rolled = (0, events_js_4.oneOf)(events, "roll") !== undefined;
        const early = ["announce", "share", "contribution", "commitment", "reveal", "close", "sign"];
        let fits = false;
        if (last !== undefined && kind === kinds_js_6.ANNOUNCEMENT)
            fits = early.includes(last.event) || (last.event === "void" && !rolled);
        if (last !== undefined && kind === kinds_js_6.SEALED)
            fits = last.event === "draw";
        if (last !== undefined && kind === kinds_js_6.OUTCOME) {
            fits = last.event === "finish" || (last.event === "void" && rolled) || (last.event === "draw" && plan.mode === "open");
        }
        if (fits)
            return;
        (0, refusal_js_15.refuse)("event-last", {
            got: last?.event ?? "no event", expected: `a last event of ${kind} (section 20.2)`, where: { file: kinds_js_6.EVENTS_FILE, line: events.length },
        });
    }
});
// The check `events` (section 20.1): each event holds what it must, with valid signatures and opened commitments.
define("verify/src/check_events", ["require", "exports", "verify/src/bytes", "verify/src/ed25519", "verify/src/event_members", "verify/src/event_order", "verify/src/events", "verify/src/final", "verify/src/hash", "verify/src/kinds", "verify/src/plan", "verify/src/refusal"], function (require, exports, bytes_js_26, ed25519_js_2, event_members_js_1, event_order_js_1, events_js_5, final_js_4, hash_js_4, kinds_js_7, plan_js_4, refusal_js_16) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkSignature = checkSignature;
    exports.checkVoidSignature = checkVoidSignature;
    exports.keyOf = keyOf;
    exports.checkEvents = checkEvents;
    /** What stands for D in the void of a draw that was not closed. */
    const NO_CLOSE = new Uint8Array(32);
    /** Refuses unless the hash of these parts is signed with this key. */
    function checkSignature(key, signature, where, tag, ...parts) {
        if ((0, ed25519_js_2.isSignature)((0, bytes_js_26.unhex)(key), (0, hash_js_4.H)(tag, ...parts), (0, bytes_js_26.unhex)(signature)))
            return;
        (0, refusal_js_16.refuse)("event-signature", { got: "a signature that is not valid", expected: `a signature of ${key}`, where });
    }
    /** A void that has a signature: it is that of this key, over the plan and the close, if there was one. */
    function checkVoidSignature(key, P, close, event, where) {
        if (event.signature === undefined)
            return;
        const D = close === undefined ? NO_CLOSE : (0, bytes_js_26.unhex)(close);
        checkSignature(key, event.signature, where, "mq1/void", P, D, event.reason);
    }
    function keyOf(plan, label) {
        return plan.keys?.find((one) => one.label === label)?.key;
    }
    class Events {
        plan;
        P;
        sealed;
        before = [];
        constructor(plan, P) {
            this.plan = plan;
            this.P = P;
            this.sealed = plan.mode === "sealed";
        }
        get beacon() {
            return this.plan.final.source === "drand";
        }
        participant(label, where) {
            if (!this.plan.participants.includes(label))
                (0, refusal_js_16.refuse)("event-label", { got: label, expected: "a participant", where });
        }
        value(value, where) {
            const length = (0, bytes_js_26.utf8)(value).length;
            if (length < 1 || length > 1024)
                (0, refusal_js_16.refuse)("event-value", { got: `${length} bytes`, expected: "1 to 1024 bytes", where });
        }
        /** D as the event `close` says it. */
        get close() {
            return (0, bytes_js_26.unhex)((0, events_js_5.oneOf)(this.before, "close").close);
        }
        check(event, where) {
            (0, refusal_js_16.same)("event-draw", event.draw, (0, plan_js_4.drawName)(this.plan), where);
            switch (event.event) {
                case "announce":
                    this.announce(event, where);
                    break;
                case "share":
                    this.share(event, where);
                    break;
                case "contribution":
                case "commitment":
                    this.participant(event.label, where);
                    break;
                case "reveal":
                    this.reveal(event, where);
                    break;
                case "sign":
                    this.sign(event, where);
                    break;
                case "roll":
                    this.roll(event, where);
                    break;
                case "draw":
                    (0, event_members_js_1.checkDrawMembers)(event, this.sealed, where);
                    break;
                case "finish":
                    (0, event_members_js_1.checkFinishMembers)(event, this.sealed, where);
                    break;
                case "void":
                    this.void(event, where);
                    break;
            }
            if (event.event === "contribution" || event.event === "reveal")
                this.value(event.value, where);
            this.before.push(event);
        }
        announce(event, where) {
            const { final, superior } = this.plan;
            (0, refusal_js_16.same)("event-plan", event.plan, (0, bytes_js_26.hex)(this.P), where);
            (0, refusal_js_16.same)("event-superior", event.superior, superior.key, where);
            (0, event_members_js_1.checkAnnounceMembers)(event, this.sealed, this.beacon, where);
            if (event.round !== undefined)
                (0, refusal_js_16.same)("event-round", event.round, final.round, where);
        }
        share(event, where) {
            if (!this.plan.escrow.holders.some((holder) => holder.label === event.holder)) {
                (0, refusal_js_16.refuse)("event-label", { got: event.holder, expected: "a holder", where });
            }
            const c = (0, bytes_js_26.unhex)((0, events_js_5.oneOf)(this.before, "announce").commitment);
            // Every holder has a key: that is the check `plan`.
            (0, event_members_js_1.present)("signature", event.signature, true, where);
            checkSignature(keyOf(this.plan, event.holder), event.signature, where, "mq1/share", this.P, c, event.holder);
        }
        reveal(event, where) {
            const made = this.before.find((one) => one.event === "commitment" && one.label === event.label);
            if (made?.event !== "commitment")
                return (0, refusal_js_16.refuse)("event-reveal", { got: event.label, expected: "a label that committed", where });
            const got = (0, hash_js_4.H)("mq1/contribution", this.P, event.label, event.value, (0, bytes_js_26.unhex)(event.salt));
            (0, refusal_js_16.same)("event-reveal", (0, bytes_js_26.hex)(got), made.commitment, where);
        }
        sign(event, where) {
            const key = keyOf(this.plan, event.label);
            if (key === undefined)
                return (0, refusal_js_16.refuse)("event-label", { got: event.label, expected: "a label of keys", where });
            checkSignature(key, event.signature, where, "mq1/attest", this.P, this.close);
        }
        roll(event, where) {
            (0, refusal_js_16.same)("event-source", event.source, (0, final_js_4.sourceId)(this.plan.final), where);
            const people = event.records.map((one) => one.recorder);
            const { beacon } = this;
            const right = beacon ? people.length === 0 : people.length === 2 && people[0] !== people[1] && !people.includes("");
            if (!right) {
                (0, refusal_js_16.refuse)("event-records", { got: people.join(", ") || "none", expected: beacon ? "none" : "two different people", where });
            }
        }
        void(event, where) {
            const { beacon, sealed } = this;
            const close = (0, events_js_5.oneOf)(this.before, "close")?.close;
            const rolled = (0, events_js_5.oneOf)(this.before, "roll") !== undefined;
            (0, event_members_js_1.checkVoidMembers)(event, { sealed, beacon, closed: close !== undefined, rolled }, where);
            checkVoidSignature(this.plan.superior.key, this.P, close, event, where);
        }
    }
    /** What later checks look at is left to them: D, c and the points, secrets, records, and what section 23 says. */
    function checkEvents(plan, P, kind, events) {
        (0, event_order_js_1.checkOrderOfEvents)(plan, events);
        const reader = new Events(plan, P);
        events.forEach((event, i) => reader.check(event, { file: kinds_js_7.EVENTS_FILE, line: i + 1 }));
        (0, event_order_js_1.checkLastEvent)(plan, kind, events);
    }
});
// The names of draws (section 5): `<authority>/<sequence>/<attempt>`.
define("verify/src/draw_names", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.drawParts = drawParts;
    exports.isDrawName = isDrawName;
    const NAME = /^([0-9A-Z][0-9A-Z._-]{0,63})\/([1-9][0-9]{0,9})\/([1-9][0-9]{0,9})$/;
    /** Of a sequence number and an attempt. */
    const LARGEST = 4294967295;
    /** The parts of the name of a draw; null for what is none. */
    function drawParts(name) {
        const found = NAME.exec(name);
        if (found === null)
            return null;
        const [sequence, attempt] = [Number(found[2]), Number(found[3])];
        return sequence > LARGEST || attempt > LARGEST ? null : { authority: found[1], sequence, attempt };
    }
    function isDrawName(name) {
        return drawParts(name) !== null;
    }
});
// The trust policy that the user of a verifier gives (section 24.5): logs, witnesses, and how many of them are enough.
define("verify/src/policy", ["require", "exports", "verify/src/bytes", "verify/src/keys", "verify/src/source", "verify/src/split"], function (require, exports, bytes_js_27, keys_js_3, source_js_5, split_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.WrongPolicy = void 0;
    exports.readPolicy = readPolicy;
    exports.quorumTime = quorumTime;
    const LARGEST = 1048576;
    /** Most logs, witnesses and groups, each. */
    const PARTS = 256;
    const [TAB, LF, SPACE, HASH] = [0x09, 0x0a, 0x20, 0x23];
    const BOM = [0xef, 0xbb, 0xbf];
    /** The policy itself is wrong: that is the user's fault, and no bundle's. */
    class WrongPolicy extends source_js_5.Unreadable {
    }
    exports.WrongPolicy = WrongPolicy;
    class Reader {
        logs = [];
        witnesses = [];
        quorum;
        members = new Map();
        keys = new Set();
        /** Nothing is a member twice, of one group or of two. */
        taken = new Set();
        groups = 0;
        /** What is wrong with a line, or null. */
        line([what, ...rest]) {
            switch (what) {
                case "log": return this.log(rest);
                case "witness": return this.witness(rest);
                case "group": return this.group(rest);
                case "quorum": return this.setQuorum(rest);
                default: return `${what} is no word of a policy`;
            }
        }
        /** A key that nobody has yet: one witness under two names would count twice. */
        key(text, type) {
            const key = (0, keys_js_3.verifierKey)(text, type);
            if (key === null)
                return `${text || "nothing"} is not the key of a ${type === keys_js_3.LOG_KEY ? "log" : "witness"}`;
            const digits = (0, bytes_js_27.hex)(key.key);
            if (this.keys.has(digits))
                return `the key of ${key.name} is there already`;
            this.keys.add(digits);
            return key;
        }
        /** Behind a key one address may stand. */
        log([text = "", ...rest]) {
            if (rest.length > 1)
                return "a log has too many words";
            const key = this.key(text, keys_js_3.LOG_KEY);
            if (typeof key === "string")
                return key;
            if (this.logs.push(key) > PARTS)
                return "there are too many logs";
            return null;
        }
        define(name, member) {
            if (name === "none" || this.members.has(name))
                return `the name ${name} is taken`;
            this.members.set(name, member);
            return null;
        }
        witness([name = "", text = "", ...rest]) {
            if (rest.length > 1)
                return "a witness has too many words";
            const key = this.key(text, keys_js_3.WITNESS_KEY);
            if (typeof key === "string")
                return key;
            const witness = { name, key };
            if (this.witnesses.push(witness) > PARTS)
                return "there are too many witnesses";
            return this.define(name, witness);
        }
        group([name, how, ...names]) {
            if (name === undefined || how === undefined)
                return "a group has too few words";
            const members = names.map((one) => this.members.get(one));
            if (members.length === 0 || members.includes(undefined))
                return `group ${name} has a member that is not defined before it`;
            for (const one of members) {
                if (this.taken.has(one))
                    return `group ${name} has a member that is one already`;
                this.taken.add(one);
            }
            if (++this.groups > PARTS)
                return "there are too many groups";
            const number = /^[1-9][0-9]{0,8}$/.test(how) ? Number(how) : 0;
            const needed = how === "any" ? 1 : how === "all" ? members.length : number;
            if (needed < 1 || needed > members.length)
                return `group ${name}: ${how} of ${members.length}`;
            return this.define(name, { needed, members: members });
        }
        setQuorum([name, ...rest]) {
            if (name === undefined || rest.length > 0)
                return "a quorum is one name, or none";
            if (this.quorum !== undefined)
                return "there is more than one quorum";
            const member = name === "none" ? null : this.members.get(name);
            if (member === undefined)
                return `the quorum ${name} is not defined before it`;
            this.quorum = member;
            return null;
        }
    }
    const wrong = (what) => {
        throw new WrongPolicy(`policy: ${what}`);
    };
    /** The words of a line, none of one that is passed over: nobody has to understand a comment, whatever bytes it has. */
    function wordsOf(line) {
        const begin = line.findIndex((byte) => byte !== SPACE && byte !== TAB);
        if (begin < 0 || line[begin] === HASH)
            return [];
        try {
            const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
            return text.split(/[ \t]+/).filter((word) => word !== "");
        }
        catch {
            return null;
        }
    }
    /** Reads the bytes of a policy, or its text; throws WrongPolicy for what is none. */
    function readPolicy(given) {
        const bytes = typeof given === "string" ? (0, bytes_js_27.utf8)(given) : given;
        if (bytes.length > LARGEST)
            wrong(`more than ${LARGEST} bytes`);
        // A carriage return too: lines end in a line feed alone.
        if (bytes.some((byte) => (byte < SPACE && byte !== TAB && byte !== LF) || byte === 0x7f))
            wrong("a control character");
        if (BOM.every((byte, i) => bytes[i] === byte))
            wrong("a byte order mark");
        const reader = new Reader();
        const lines = new split_js_3.Lines();
        lines.add(bytes, (all, from, to, number) => {
            const words = wordsOf(all.subarray(from, to));
            const fault = words === null ? "it is not UTF-8" : words.length === 0 ? null : reader.line(words);
            if (fault !== null)
                throw new WrongPolicy(`policy, line ${number}: ${fault}`);
        });
        if (lines.rest.length > 0)
            wrong("the last line has no line feed");
        const { logs, witnesses, quorum } = reader;
        if (logs.length === 0)
            wrong("no log");
        return { logs, witnesses, quorum: quorum === undefined ? wrong("no quorum") : quorum };
    }
    /** When the member was met: the smallest such time; Infinity: never. */
    function metAt(member, times) {
        if ("key" in member)
            return times.get(member.key) ?? Infinity;
        const sorted = member.members.map((one) => metAt(one, times)).sort((a, b) => a - b);
        return sorted[member.needed - 1];
    }
    /** t(D) of section 20.5: when the cosignatures met the quorum, or null if they do not. */
    function quorumTime(policy, signed) {
        if (policy.quorum === null)
            return null;
        const times = new Map();
        for (const { key, time } of signed)
            times.set(key, Math.min(time, times.get(key) ?? Infinity));
        const met = metAt(policy.quorum, times);
        return met === Infinity ? null : met;
    }
});
// Inclusion and consistency proofs (RFC 6962, sections 2.1.1 and 2.1.2), in trees of up to 2^53 − 1 leaves.
define("verify/src/tree_proofs", ["require", "exports", "verify/src/bytes", "verify/src/sha256"], function (require, exports, bytes_js_28, sha256_js_7) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.leafHash = leafHash;
    exports.rootFrom = rootFrom;
    exports.isIncluded = isIncluded;
    exports.rootAround = rootAround;
    exports.isConsistent = isConsistent;
    const LEAF = new Uint8Array([0]);
    const NODE = new Uint8Array([1]);
    function leafHash(line) {
        return (0, sha256_js_7.sha256)(LEAF, line);
    }
    function node(left, right) {
        return (0, sha256_js_7.sha256)(NODE, left, right);
    }
    /** The largest power of two below n, for n > 1: where the tree of n leaves is split. */
    function split(n) {
        let k = 1;
        while (2 * k < n)
            k *= 2;
        return k;
    }
    /** What the hashes of an inclusion proof stand for, from the leaf upwards; null if there are too few or too many. */
    function segments(index, size, hashes) {
        if (index >= size)
            return null;
        const spans = [];
        for (let from = 0, to = size; to - from > 1;) {
            const middle = from + split(to - from);
            if (index < middle) {
                spans.push([middle, to]);
                to = middle;
            }
            else {
                spans.push([from, middle]);
                from = middle;
            }
        }
        if (spans.length !== hashes.length)
            return null;
        return spans.reverse().map(([from, to], i) => ({ from, to, hash: hashes[i] }));
    }
    /** The root to which a leaf leads, or null if the proof has a wrong number of hashes. */
    function rootFrom(leaf, index, size, hashes) {
        const parts = segments(index, size, hashes);
        if (parts === null)
            return null;
        return parts.reduce((hash, part) => (part.from > index ? node(hash, part.hash) : node(part.hash, hash)), leaf);
    }
    function isIncluded(leaf, index, size, hashes, root) {
        const got = rootFrom(leaf, index, size, hashes);
        return got !== null && (0, bytes_js_28.compareBytes)(got, root) === 0;
    }
    /**
     * The root of a tree of which the leaves from `first` on are given, one after another. What lies to the left of them is
     * taken from the inclusion proof of the first, what lies to the right from that of the last; null if a proof has a wrong
     * number of hashes, or the leaves go beyond the tree.
     */
    function rootAround(leaves, first, size, before, after) {
        const end = first + leaves.length;
        const left = segments(first, size, before)?.filter((one) => one.to <= first);
        const right = segments(end - 1, size, after)?.filter((one) => one.from >= end);
        if (leaves.length === 0 || left === undefined || right === undefined)
            return null;
        const outside = new Map([...left, ...right].map(({ from, to, hash }) => [`${from} ${to}`, hash]));
        const root = (from, to) => {
            // A subtree without a leaf that is given hangs beside the path of the first or the last one: it is in their proofs.
            if (to <= first || from >= end)
                return outside.get(`${from} ${to}`);
            if (to - from === 1)
                return leaves[from - first];
            const middle = from + split(to - from);
            return node(root(from, middle), root(middle, to));
        };
        return root(0, size);
    }
    /** Takes hashes from a proof and rebuilds both roots from them, as 2.1.2 makes the proof. */
    class Consistency {
        hashes;
        old;
        at = 0;
        constructor(hashes, old) {
            this.hashes = hashes;
            this.old = old;
        }
        take() {
            return this.hashes[this.at++] ?? null;
        }
        /** Old and new root of the first m and of all n leaves of a subtree; `whole`: the subtree begins the old tree. */
        roots(m, n, whole) {
            if (m === n) {
                const hash = whole ? this.old : this.take();
                return hash === null ? null : [hash, hash];
            }
            const k = split(n);
            if (m <= k) {
                const left = this.roots(m, k, whole);
                const right = this.take();
                return left === null || right === null ? null : [left[0], node(left[1], right)];
            }
            const right = this.roots(m - k, n - k, false);
            const left = this.take();
            return left === null || right === null ? null : [node(left, right[0]), node(left, right[1])];
        }
        get used() {
            return this.at === this.hashes.length;
        }
    }
    /** Whether the tree of `newSize` leaves and root `newRoot` extends that of `oldSize` ≥ 1 leaves and root `oldRoot`. */
    function isConsistent(oldSize, oldRoot, newSize, newRoot, hashes) {
        if (oldSize < 1 || oldSize > newSize)
            return false;
        const proof = new Consistency(hashes, oldRoot);
        const roots = proof.roots(oldSize, newSize, true);
        return roots !== null && proof.used && (0, bytes_js_28.compareBytes)(roots[0], oldRoot) === 0 && (0, bytes_js_28.compareBytes)(roots[1], newRoot) === 0;
    }
});
// The check `log` (sections 20.3 and 24): each event is in the authority's log, and the close was there before the roll.
define("verify/src/check_log", ["require", "exports", "verify/src/bytes", "verify/src/checkpoint", "verify/src/draw_names", "verify/src/events", "verify/src/keys", "verify/src/kinds", "verify/src/plan", "verify/src/policy", "verify/src/refusal", "verify/src/shapes_events", "verify/src/tree_proofs"], function (require, exports, bytes_js_29, checkpoint_js_2, draw_names_js_1, events_js_6, keys_js_4, kinds_js_8, plan_js_5, policy_js_1, refusal_js_17, shapes_events_js_3, tree_proofs_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.logKey = logKey;
    exports.entryOf = entryOf;
    exports.checkLog = checkLog;
    function logKey(plan) {
        return (0, keys_js_4.verifierKey)(plan.log, keys_js_4.LOG_KEY);
    }
    /** The entry of an event in the log. */
    function entryOf(event) {
        return { draw: event.draw, event: event.event, hash: (0, bytes_js_29.hex)((0, events_js_6.eventHash)(event)) };
    }
    /** Reads a checkpoint that the log must have signed, with the cosignatures that the policy knows. */
    function signedBy(bytes, log, policy, file) {
        const checkpoint = (0, checkpoint_js_2.readCheckpoint)(bytes, file);
        (0, checkpoint_js_2.checkSigned)(checkpoint, log, file);
        const witnesses = (policy?.witnesses ?? []).map((one) => one.key);
        return { checkpoint, cosigned: (0, checkpoint_js_2.cosignatures)(checkpoint, witnesses, file) };
    }
    function checkIncluded(logged, { size, root }) {
        let before = -1;
        logged.forEach(({ event, hashes, index }, i) => {
            const where = { file: kinds_js_8.EVENTS_FILE, line: i + 1 };
            if (index <= before)
                (0, refusal_js_17.refuse)("log-index", { got: `${index} after ${before}`, expected: "indices that go up", where });
            before = index;
            const leaf = (0, tree_proofs_js_1.leafHash)((0, events_js_6.entryLine)(entryOf(event)));
            if ((0, tree_proofs_js_1.isIncluded)(leaf, index, size, hashes.map(bytes_js_29.unhex), root))
                return;
            (0, refusal_js_17.refuse)("log-inclusion", { got: `a proof for ${event.event} that does not hold`, expected: `its entry at ${index} of ${size}`, where });
        });
    }
    /** As it is told, and compared. */
    function placed({ draw, event, hash }, index) {
        return `${index}: ${event} of ${draw}, ${hash}`;
    }
    /**
     * All that the log has from the announcement (or from what must have come before it) to the last event, so that nobody is
     * shown one close or one cast of several: of this draw there is nothing but its events.
     */
    function checkEntries(draw, { entries, previous }, logged, { size, root }) {
        const file = kinds_js_8.ENTRIES_FILE;
        const [begin, end] = [previous[0] ?? logged[0], logged[logged.length - 1]];
        const count = end.index - begin.index + 1;
        if (entries.length !== count) {
            (0, refusal_js_17.refuse)("entries-count", { got: `${entries.length} entries`, expected: `those from ${begin.index} to ${end.index}`, where: { file } });
        }
        // With these names an entry has far less than the 65,535 bytes that it may have.
        entries.forEach(({ draw: of, event }, i) => {
            const where = { file, line: i + 1 };
            if (!shapes_events_js_3.EVENTS.includes(event))
                (0, refusal_js_17.refuse)("entries-event", { got: event, expected: "an event of section 20.1", where });
            if (!(0, draw_names_js_1.isDrawName)(of))
                (0, refusal_js_17.refuse)("entries-draw", { got: of, expected: "an authority, a sequence number and an attempt", where });
        });
        const lines = entries.map(events_js_6.entryLine);
        const got = (0, tree_proofs_js_1.rootAround)(lines.map(tree_proofs_js_1.leafHash), begin.index, size, begin.hashes.map(bytes_js_29.unhex), end.hashes.map(bytes_js_29.unhex));
        if (got === null || (0, bytes_js_29.compareBytes)(got, root) !== 0) {
            (0, refusal_js_17.refuse)("entries-root", { got: got === null ? "proofs of another length" : (0, bytes_js_29.hex)(got), expected: (0, bytes_js_29.hex)(root), where: { file } });
        }
        const own = entries.flatMap((entry, i) => (entry.draw === draw ? [{ entry, i }] : []));
        for (let k = 0; k < Math.max(own.length, logged.length); k++) {
            const [one, line] = [own[k], logged[k]];
            const is = one === undefined ? "no entry" : placed(one.entry, begin.index + one.i);
            const should = line === undefined ? "no further entry of this draw" : placed(entryOf(line.event), line.index);
            if (is !== should)
                (0, refusal_js_17.refuse)("entries-own", { got: is, expected: should, where: { file, ...(one && { line: one.i + 1 }) } });
        }
    }
    /** The log as it was at the close: with the event `close`, without the event `roll`, and extended since. */
    function checkClosed(logged, closed, now, consistency) {
        const where = { file: kinds_js_8.CLOSED_FILE };
        const place = (name) => logged.find((line) => line.event.event === name)?.index;
        const [close, roll] = [place("close"), place("roll")];
        if (closed.size <= close)
            (0, refusal_js_17.refuse)("closed-early", { got: `${closed.size} entries`, expected: `the close, which is entry ${close}`, where });
        if (roll !== undefined && closed.size > roll) {
            (0, refusal_js_17.refuse)("closed-late", { got: `${closed.size} entries`, expected: `not yet the roll, which is entry ${roll}`, where });
        }
        if ((0, tree_proofs_js_1.isConsistent)(closed.size, closed.root, now.size, now.root, consistency.map(bytes_js_29.unhex)))
            return;
        (0, refusal_js_17.refuse)("log-consistency", {
            got: "a proof that does not hold", expected: `${now.size} entries that extend ${closed.size}`, where: { file: kinds_js_8.CONSISTENCY_FILE },
        });
    }
    function checkLog(plan, evidence, logged, policy) {
        const log = logKey(plan);
        if (policy !== undefined && !policy.logs.some((one) => (0, keys_js_4.sameKey)(one, log))) {
            (0, refusal_js_17.refuse)("log-policy", { got: log.name, expected: "a log of the policy", where: { file: "plan.json" } });
        }
        const { checkpoint, cosigned } = signedBy(evidence.checkpoint, log, policy, kinds_js_8.CHECKPOINT_FILE);
        checkIncluded(logged, checkpoint);
        checkEntries((0, plan_js_5.drawName)(plan), evidence, logged, checkpoint);
        const met = (signed) => (policy === undefined ? null : (0, policy_js_1.quorumTime)(policy, signed));
        const confirmed = met(cosigned) !== null;
        if (evidence.closed === undefined)
            return { checkpoint, cosigned: [], time: null, confirmed };
        const closed = signedBy(evidence.closed, log, policy, kinds_js_8.CLOSED_FILE);
        checkClosed(logged, closed.checkpoint, checkpoint, evidence.consistency);
        return { checkpoint, cosigned: closed.cosigned, time: met(closed.cosigned), confirmed };
    }
});
// The checks `roots`, `former_ids` and `lists` (section 17).
define("verify/src/lists", ["require", "exports", "verify/src/membership", "verify/src/refusal", "verify/src/shapes_lists", "verify/src/bytes"], function (require, exports, membership_js_2, refusal_js_18, shapes_lists_js_5, bytes_js_30) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkRoot = checkRoot;
    exports.checkRoots = checkRoots;
    exports.checkFormerIds = checkFormerIds;
    exports.checkLists = checkLists;
    function checkRoot(name, got, expected, file) {
        const where = { file };
        if (got.count !== expected.count)
            (0, refusal_js_18.refuse)("root-count", { got: `${name}: ${got.count} lines`, expected: expected.count, where });
        if (got.root !== expected.root)
            (0, refusal_js_18.refuse)("root-hash", { got: `${name}: ${got.root}`, expected: expected.root, where });
    }
    function checkRoots(plan, contents) {
        for (const name of Object.keys(contents.listRoots).sort()) {
            checkRoot(name, contents.listRoots[name], plan.roots[name], `lists/${name}.jsonl`);
        }
    }
    function checkFormerIds(contents) {
        const { entities } = contents;
        const file = "lists/entities.jsonl";
        const owners = new Map();
        for (const { id, row } of entities.former) {
            const where = { file, line: row + 1 };
            if (owners.has(id))
                (0, refusal_js_18.refuse)("former-twice", { got: id, expected: `a former id of line ${owners.get(id) + 1} only`, where });
            if (entities.find(id) >= 0)
                (0, refusal_js_18.refuse)("former-is-id", { got: id, expected: "a former id that is no id of the list", where });
            owners.set(id, row);
        }
        if (owners.size === 0)
            return;
        for (let row = 0; row < entities.length; row++) {
            for (const column of [entities.users, entities.maintainers]) {
                if (column.to(row) === column.from(row) || !owners.has(column.text(row)))
                    continue;
                (0, refusal_js_18.refuse)("user-is-former", { got: column.text(row), expected: "an id that is no former id", where: { file, line: row + 1 } });
            }
        }
    }
    function known(rows, ids, file) {
        const line = rows.indexOf(-1);
        if (line >= 0)
            (0, refusal_js_18.refuse)("list-unknown-entity", { got: ids.text(line), expected: "an entity of the list", where: { file, line: line + 1 } });
    }
    /** Whether a reason can be the reason at all in this task (section 6.4). */
    function applies(plan, task, reason) {
        if (reason === "recent")
            return task.recent_days > 0 && task.case === "";
        if (reason !== "ceiling")
            return true;
        return plan.ceilings.some((ceiling) => task.ceilings.includes(ceiling.id) && !ceiling.lifted_by.includes(task.case));
    }
    function checkExclusions(plan, contents, members) {
        const table = contents.exclusions;
        const file = "lists/exclusions.jsonl";
        const rows = (0, membership_js_2.rowsOf)(table, contents);
        known(rows, table.ids, file);
        for (let line = 0; line < rows.length; line++) {
            const where = { file, line: line + 1 };
            const row = rows[line];
            const id = table.ids.text(line);
            if (table.from(line) === table.to(line))
                (0, refusal_js_18.refuse)("exclusion-tasks", { got: `${id}: no task`, expected: "a task", where });
            let before = -1;
            for (let k = table.from(line); k < table.to(line); k++) {
                const t = table.first.at(k);
                const task = plan.tasks[t];
                if (task === undefined || t <= before)
                    (0, refusal_js_18.refuse)("exclusion-tasks", { got: id, expected: "tasks of the plan, in its order", where });
                before = t;
                const got = `${id}: ${task.id}: ${shapes_lists_js_5.REASONS[table.second.at(k)]}`;
                if (members[t].strata[row] < 0)
                    (0, refusal_js_18.refuse)("exclusion-outside", { got, expected: "a task in a stratum of which it lies", where });
                const reason = shapes_lists_js_5.REASONS[table.second.at(k)];
                const closed = contents.entities.closed.at(row) === 1;
                if (reason === "closed" && !closed)
                    (0, refusal_js_18.refuse)("exclusion-closed-wrong", { got, expected: "an entity that is not active", where });
                if (!applies(plan, task, reason))
                    (0, refusal_js_18.refuse)("exclusion-reason", { got, expected: "a rule of the task", where });
            }
        }
    }
    /** Whoever is not active and lies in a stratum is excluded as closed. */
    function checkClosed(plan, contents, members) {
        const closed = 1 + shapes_lists_js_5.REASONS.indexOf("closed");
        for (let row = 0; row < contents.entities.length; row++) {
            if (contents.entities.closed.at(row) === 0)
                continue;
            members.forEach((task, t) => {
                if (task.strata[row] < 0 || task.excluded[row] === closed)
                    return;
                const got = `${contents.entities.ids.text(row)}: ${plan.tasks[t].id}`;
                (0, refusal_js_18.refuse)("exclusion-closed-missing", { got, expected: "excluded as closed", where: { file: "lists/exclusions.jsonl" } });
            });
        }
    }
    function checkLabels(plan, contents) {
        const table = contents.labels;
        if (table === null)
            return;
        const file = "lists/strata.jsonl";
        known((0, membership_js_2.rowsOf)(table, contents), table.ids, file);
        const { ids } = contents.entities;
        for (let row = 0; row < ids.length; row++) {
            if (row < table.ids.length && ids.compare(row, table.ids, row) === 0)
                continue;
            (0, refusal_js_18.refuse)("labels-absent", { got: "no line", expected: ids.text(row), where: { file, line: row + 1 } });
        }
        for (let line = 0; line < table.ids.length; line++) {
            let before = -1;
            for (let k = table.from(line); k < table.to(line); k++) {
                const t = table.first.at(k);
                const right = t > before && plan.tasks[t].labelled && table.second.at(k) >= 0;
                if (!right) {
                    const expected = "strata of labelled tasks, one a task, in the plan's order";
                    (0, refusal_js_18.refuse)("labels-wrong", { got: table.ids.text(line), expected, where: { file, line: line + 1 } });
                }
                before = t;
            }
        }
    }
    /** One line for each entity that lies in a stratum of a task with seats. */
    function checkBarred(plan, contents, members) {
        const table = contents.barred;
        if (table === null)
            return;
        const file = "lists/barred.jsonl";
        known((0, membership_js_2.rowsOf)(table, contents), table.ids, file);
        const { ids } = contents.entities;
        const seated = members.filter((_, t) => plan.tasks[t].seats.length > 0);
        let line = 0;
        for (let row = 0; row < ids.length; row++) {
            const there = line < table.ids.length && ids.compare(row, table.ids, line) === 0;
            const wanted = seated.some((task) => task.strata[row] >= 0);
            const where = { file, line: line + 1 };
            if (wanted && !there)
                (0, refusal_js_18.refuse)("barred-absent", { got: "no line", expected: ids.text(row), where });
            if (!wanted && there)
                (0, refusal_js_18.refuse)("barred-extra", { got: ids.text(row), expected: "an entity of a task with seats", where });
            if (there)
                line++;
        }
    }
    function sameIds(got, expected, missing, extra, where) {
        const there = new Set(got);
        const wanted = new Set(expected);
        for (const id of expected)
            if (!there.has(id))
                (0, refusal_js_18.refuse)(missing, { got: "no line", expected: id, where });
        for (const id of got)
            if (!wanted.has(id))
                (0, refusal_js_18.refuse)(extra, { got: id, expected: "no such line", where });
    }
    function checkInspector(plan, inspector, where) {
        if (!/^I-[0-9A-F]{10}$/.test(inspector.id)) {
            (0, refusal_js_18.refuse)("inspector-name", { got: inspector.id, expected: "I- and ten digits 0-9 A-F", where });
        }
        if (!plan.pools.some((pool) => pool.department === inspector.department)) {
            (0, refusal_js_18.refuse)("inspector-department", { got: inspector.department, expected: "a department of a pool", where });
        }
        const absent = inspector.absent ?? [];
        if (!(0, bytes_js_30.strictlySorted)(absent) || !absent.every((day) => plan.days.includes(day))) {
            (0, refusal_js_18.refuse)("inspector-days", { got: absent.join(", "), expected: "days of the plan, ascending", where });
        }
        if (inspector.quota_min > inspector.quota_max) {
            (0, refusal_js_18.refuse)("inspector-quota", { got: `${inspector.quota_min} to ${inspector.quota_max}`, expected: "min at most max", where });
        }
        if (inspector.daily_max > 255)
            (0, refusal_js_18.refuse)("inspector-quota", { got: inspector.daily_max, expected: "at most 255", where });
    }
    function checkLists(plan, contents, members) {
        const items = [...new Set(plan.tasks.flatMap((task) => task.items))].sort();
        sameIds(contents.items.map((item) => item.id), items, "item-missing", "item-extra", { file: "lists/items.jsonl" });
        if (contents.selection) {
            known((0, membership_js_2.rowsOf)(contents.selection, contents), contents.selection.ids, "lists/selection.jsonl");
        }
        checkLabels(plan, contents);
        checkExclusions(plan, contents, members);
        checkClosed(plan, contents, members);
        checkBarred(plan, contents, members);
        const inspectors = contents.inspectors;
        if (inspectors === null || contents.apart === null)
            return;
        inspectors.forEach((inspector, i) => checkInspector(plan, inspector, { file: "lists/inspectors.jsonl", line: i + 1 }));
        const apart = contents.apart.map((line) => line.id);
        sameIds(apart, inspectors.map((inspector) => inspector.id), "apart-ids", "apart-ids", { file: "lists/apart.jsonl" });
    }
});
// The check `visits` (section 11): what is visited follows from what was drawn.
define("verify/src/visits", ["require", "exports", "verify/src/bytes", "verify/src/refusal"], function (require, exports, bytes_js_31, refusal_js_19) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.seatsOf = seatsOf;
    exports.plainVisits = plainVisits;
    exports.plainVisitsOf = plainVisitsOf;
    exports.checkVisits = checkVisits;
    const FILE = "draw/visits.jsonl";
    /** For each pool in the plan's order the largest count of a task; the lead is the first seat of the leading pool. */
    function seatsOf(plan, tasks) {
        const leading = tasks.flatMap((task) => task.seats).find((seat) => seat.lead)?.pool;
        const seats = [];
        for (const pool of plan.pools) {
            const counts = tasks.map((task) => task.seats.reduce((sum, seat) => sum + (seat.pool === pool.id ? seat.count : 0), 0));
            const count = Math.max(0, ...counts);
            for (let k = 0; k < count; k++)
                seats.push({ lead: k === 0 && pool.id === leading, pool: pool.id });
        }
        return seats;
    }
    /** All visits, by id. `contents.selected` was checked before and is taken as it stands. */
    function plainVisits(plan, contents) {
        return plainVisitsOf(plan, contents, contents.selected.filter((line) => !line.reserve));
    }
    /** The visits that these draws make. */
    function plainVisitsOf(plan, contents, drawn) {
        const order = new Map(plan.tasks.map((task, t) => [task.id, t]));
        const places = new Map();
        for (const { entity, rank, stratum, task } of drawn) {
            const place = contents.entities.place(contents.entities.find(entity));
            const draws = places.get(place) ?? [];
            draws.push({ entity, rank, stratum, task });
            places.set(place, draws);
        }
        const teams = new Map();
        return [...places.keys()].sort(bytes_js_31.compareText).map((id) => {
            const draws = places.get(id);
            draws.sort((a, b) => (0, bytes_js_31.compareText)(a.entity, b.entity) || order.get(a.task) - order.get(b.task));
            const numbers = [...new Set(draws.map((draw) => order.get(draw.task)))].sort((a, b) => a - b);
            const tasks = numbers.map((t) => plan.tasks[t]);
            const key = numbers.join(" ");
            const seats = teams.get(key) ?? seatsOf(plan, tasks);
            teams.set(key, seats);
            const area = contents.entities.areas.text(contents.entities.find(draws[0].entity));
            const items = [...new Set(tasks.flatMap((task) => task.items))].sort(bytes_js_31.compareText);
            return { id, area, draws, duration: Math.max(...tasks.map((task) => task.days)), items, seats };
        });
    }
    function checkState(visit, seats, line) {
        const where = { file: FILE, line };
        if ((visit.state === "unpaired") !== (seats === 0)) {
            (0, refusal_js_19.refuse)("visit-state", { got: visit.state, expected: seats === 0 ? "unpaired: it has no seats" : "not unpaired", where });
        }
        if ((visit.state === "dated") !== (visit.days !== undefined)) {
            (0, refusal_js_19.refuse)("visit-state", { got: `${visit.state}, ${visit.days ? "with" : "without"} days`, expected: "days exactly when dated", where });
        }
    }
    // Ids have neither spaces nor commas, so that these texts are the same only for the same lists.
    function drawsText(draws) {
        return draws.map((draw) => `${draw.entity} ${draw.task} ${draw.stratum} ${draw.rank}`).join(", ");
    }
    function seatsText(seats) {
        return seats.map((seat) => (seat.lead ? `${seat.pool} lead` : seat.pool)).join(", ");
    }
    function checkVisit(got, expected, line) {
        const where = { file: FILE, line };
        (0, refusal_js_19.same)("visit-draws", drawsText(got.draws), drawsText(expected.draws), where);
        (0, refusal_js_19.same)("visit-items", got.items.join(", "), expected.items.join(", "), where);
        (0, refusal_js_19.same)("visit-area", got.area ?? "", expected.area, where);
        (0, refusal_js_19.same)("visit-duration", got.duration, expected.duration, where);
        (0, refusal_js_19.same)("visit-seats", seatsText(got.seats ?? []), seatsText(expected.seats), where);
        checkState(got, expected.seats.length, line);
    }
    function checkVisits(contents, expected) {
        const got = contents.visits;
        for (let i = 0; i < Math.max(got.length, expected.length); i++) {
            const where = { file: FILE, line: i + 1 };
            const visit = got[i];
            const wanted = expected[i];
            if (visit === undefined || (wanted !== undefined && (0, bytes_js_31.compareText)(wanted.id, visit.id) < 0)) {
                return (0, refusal_js_19.refuse)("visit-missing", { got: "no line", expected: wanted.id, where });
            }
            if (wanted === undefined || visit.id !== wanted.id) {
                return (0, refusal_js_19.refuse)("visit-extra", { got: visit.id, expected: wanted?.id ?? "no further line", where });
            }
            checkVisit(visit, wanted, i + 1);
        }
    }
});
// The checks `replay` and `record`: what was recomputed is what was published.
define("verify/src/compare", ["require", "exports", "verify/src/bytes", "verify/src/lists", "verify/src/refusal", "verify/src/serialize", "verify/src/sha256"], function (require, exports, bytes_js_33, lists_js_1, refusal_js_20, serialize_js_2, sha256_js_8) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkReplay = checkReplay;
    exports.checkRecord = checkRecord;
    exports.recordDigest = recordDigest;
    const PARTS = [
        "relaxations", "relaxed", "set_aside", "attempts", "repeats", "proofs", "undated",
    ];
    function checkReplay(contents, result) {
        contents.visits.forEach((visit, i) => {
            if (visit.seats === undefined)
                return;
            const where = { file: "draw/visits.jsonl", line: i + 1 };
            const team = visit.seats.map((seat) => seat.inspector ?? "nobody").join(", ");
            const wanted = (result.teams.get(visit.id) ?? visit.seats.map(() => "nobody")).join(", ");
            if (team !== wanted)
                (0, refusal_js_20.refuse)("replay-seats", { got: `${visit.id}: ${team}`, expected: wanted, where });
            const days = (visit.days ?? []).join(", ");
            const wantedDays = (result.days.get(visit.id) ?? []).join(", ");
            if (days !== wantedDays)
                (0, refusal_js_20.refuse)("replay-dates", { got: `${visit.id}: ${days || "no date"}`, expected: wantedDays || "no date", where });
            const state = result.days.has(visit.id) ? "dated" : result.teams.has(visit.id) ? "undated" : "unseated";
            if (visit.state !== state)
                (0, refusal_js_20.refuse)("replay-dates", { got: `${visit.id}: ${visit.state}`, expected: state, where });
        });
        for (const part of PARTS) {
            const got = (0, serialize_js_2.canonical)(contents.pairing[part]);
            const expected = (0, serialize_js_2.canonical)(result.pairing[part]);
            if (got !== expected) {
                (0, refusal_js_20.refuse)("replay-record", { got: `${part}: ${got}`, expected, where: { file: "draw/pairing.json" } });
            }
        }
    }
    /** The lists of the outcome are those of which the record holds the roots, and the record is the one of the events. */
    function checkRecord(plan, contents, record, events) {
        const got = Object.keys(record.roots).sort().join(", ");
        const names = Object.keys(contents.drawRoots).sort();
        const where = { file: "draw/record.json" };
        if (got !== names.join(", "))
            (0, refusal_js_20.refuse)("record-roots", { got, expected: names.join(", "), where });
        const lists = (0, serialize_js_2.canonical)(record.lists);
        (0, refusal_js_20.same)("record-lists", lists, (0, serialize_js_2.canonical)(plan.roots), where);
        for (const name of names)
            (0, lists_js_1.checkRoot)(name, contents.drawRoots[name], record.roots[name], `draw/${name}.jsonl`);
        const digest = recordDigest(record);
        for (const event of events) {
            const announced = event.event === "draw" || event.event === "finish" || event.event === "void" ? event.record : undefined;
            if (announced !== undefined)
                (0, refusal_js_20.same)("record-event", digest, announced, where);
        }
    }
    /** SHA-256 of the file `draw/record.json`. */
    function recordDigest(record) {
        return (0, bytes_js_33.hex)((0, sha256_js_8.sha256)((0, bytes_js_33.utf8)((0, serialize_js_2.canonical)(record) + "\n")));
    }
});
// The check `escrow` (section 21): the points that bind the operator to a secret, and the secret once it is out.
define("verify/src/escrow", ["require", "exports", "verify/src/bytes", "verify/src/edwards", "verify/src/events", "verify/src/hash", "verify/src/kinds", "verify/src/refusal"], function (require, exports, bytes_js_37, edwards_js_2, events_js_10, hash_js_6, kinds_js_11, refusal_js_27) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.escrowCommitment = escrowCommitment;
    exports.checkPoints = checkPoints;
    exports.isShare = isShare;
    exports.checkEscrow = checkEscrow;
    /** c of section 21. */
    function escrowCommitment(P, points) {
        return (0, bytes_js_37.hex)((0, hash_js_6.H)("mq1/commit", P, ...points.map(bytes_js_37.unhex)));
    }
    /** The points of their encodings, each canonical and in the group of B: else the secret would never open what was announced. */
    function checkPoints(encodings, where) {
        return encodings.map((encoding) => {
            const point = (0, edwards_js_2.decode)((0, bytes_js_37.unhex)(encoding));
            if (point !== null && (0, edwards_js_2.inBaseGroup)(point))
                return point;
            return (0, refusal_js_27.refuse)("escrow-point", { got: encoding, expected: "the encoding of a point of the group of B", where });
        });
    }
    /** Whether a share is good: [8·s]B = [8] of the sum of [i^j]A_j. */
    function isShare(share, index, points) {
        const s = (0, edwards_js_2.littleEndian)(share);
        if (s >= edwards_js_2.L)
            return false;
        // From the last point on: each step multiplies by the index and adds a point.
        const sum = points.reduceRight((so_far, point) => (0, edwards_js_2.add)((0, edwards_js_2.timesSmall)(index, so_far), point));
        return (0, edwards_js_2.equal)((0, edwards_js_2.cleared)((0, edwards_js_2.timesBase)(s)), (0, edwards_js_2.cleared)(sum));
    }
    function checkEscrow(plan, P, events) {
        const where = { file: kinds_js_11.EVENTS_FILE, line: 1 };
        const { points, commitment } = (0, events_js_10.oneOf)(events, "announce");
        if (points.length !== plan.escrow.threshold) {
            (0, refusal_js_27.refuse)("escrow-count", { got: `${points.length} points`, expected: plan.escrow.threshold, where });
        }
        checkPoints(points, where);
        (0, refusal_js_27.same)("escrow-commitment", commitment, escrowCommitment(P, points), where);
        const secret = (0, events_js_10.secretOf)(events);
        if (secret === undefined)
            return;
        const last = { file: kinds_js_11.EVENTS_FILE, line: events.length };
        const s = (0, edwards_js_2.littleEndian)((0, bytes_js_37.unhex)(secret));
        if (s === 0n || s >= edwards_js_2.L)
            (0, refusal_js_27.refuse)("escrow-secret", { got: secret, expected: "a number from 1 to L - 1", where: last });
        const first = (0, edwards_js_2.encode)((0, edwards_js_2.timesBase)(s));
        if ((0, bytes_js_37.compareBytes)(first, (0, bytes_js_37.unhex)(points[0])) !== 0) {
            (0, refusal_js_27.refuse)("escrow-secret", { got: `a secret of ${(0, bytes_js_37.hex)(first)}`, expected: points[0], where: last });
        }
    }
});
// The check `leaves` (section 22.2): what was sealed at the draw is the outcome that was published at the end.
define("verify/src/leaves", ["require", "exports", "verify/src/ceremony", "verify/src/bytes", "verify/src/events", "verify/src/hash", "verify/src/kinds", "verify/src/merkle", "verify/src/refusal", "verify/src/serialize", "verify/src/tree_proofs"], function (require, exports, ceremony_js_1, bytes_js_38, events_js_11, hash_js_7, kinds_js_12, merkle_js_3, refusal_js_28, serialize_js_4, tree_proofs_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.leafData = leafData;
    exports.checkLeaves = checkLeaves;
    /** The 32 bytes that stand in the tree for a leaf line. */
    function leafData(salt, line) {
        return (0, hash_js_7.H)("mq1/leaf", salt, (0, serialize_js_4.canonicalLine)(line));
    }
    /** The leaves of an outcome, in their order. */
    function leavesOf(contents, seal) {
        const leaf = (id, line) => {
            const data = leafData((0, hash_js_7.H)("mq1/salt", seal, id), line);
            return { data, hash: (0, tree_proofs_js_3.leafHash)(data) };
        };
        const visits = contents.visits.map((visit) => leaf(`visit/${visit.id}`, { visit: visit }));
        const reserves = contents.selected.filter((line) => line.reserve).map(({ entity, rank, stratum, task }) => leaf(`reserve/${task}/${stratum}/${rank}`, { reserve: { entity, rank, stratum, task } }));
        return [...visits, ...reserves].sort((a, b) => (0, bytes_js_38.compareBytes)(a.hash, b.hash));
    }
    function checkLeaves(plan, contents, seal, events) {
        const draw = (0, events_js_11.oneOf)(events, "draw");
        if (draw === undefined)
            return; // void before anything was sealed
        const where = { file: kinds_js_12.EVENTS_FILE, line: events.indexOf(draw) + 1 };
        const leaves = leavesOf(contents, seal);
        const tree = new merkle_js_3.MerkleTree();
        for (const { data } of leaves)
            tree.add(data, 0, data.length);
        (0, refusal_js_28.same)("leaves-count", draw.leaves.count, leaves.length, where);
        (0, refusal_js_28.same)("leaves-root", draw.leaves.root, (0, bytes_js_38.hex)(tree.root()), where);
        const hashes = new Set(leaves.map((leaf) => (0, bytes_js_38.hex)(leaf.hash)));
        for (const event of (0, events_js_11.allOf)(events, "open")) {
            if (hashes.has(event.leaf))
                continue;
            (0, refusal_js_28.refuse)("leaves-open", { got: event.leaf, expected: "the hash of a leaf", where: { file: kinds_js_12.EVENTS_FILE, line: events.indexOf(event) + 1 } });
        }
        (0, ceremony_js_1.checkCapsules)(plan, contents, events);
    }
});
// What a person is told of replacements (section 23): who is not visited any more, who comes instead, who goes.
define("verify/src/replaced_told", ["require", "exports", "verify/src/clean"], function (require, exports, clean_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.goneSentence = goneSentence;
    exports.calledSentence = calledSentence;
    exports.seatSentence = seatSentence;
    exports.isAt = isAt;
    exports.toldOf = toldOf;
    /** To the one that is not visited. */
    function goneSentence({ by, date, rank, reason, stratum, task }) {
        const zh = by === undefined ? "没有候补可以递补" : `由候补第 ${by} 名递补`;
        const en = by === undefined ? "no reserve is left" : `the reserve of rank ${by} comes instead`;
        return {
            zh: `任务 ${task}（${stratum}）第 ${rank} 名：${date} 起不再为这项任务接受检查，理由代码 ${(0, clean_js_2.quoted)(reason)}；${zh}。`,
            en: `Task ${task} (${stratum}), rank ${rank}: not inspected for this task any more, as decided on ${date} (reason ${(0, clean_js_2.quoted)(reason)}); ${en}.`,
        };
    }
    /** To the reserve that comes instead. */
    function calledSentence({ by, date, days, rank, stratum, task, team, visit }) {
        const zh = days === undefined || team === undefined ? "" : `日期 ${days.join("、")}，检查组 ${team.join("、")}；`;
        const en = days === undefined || team === undefined ? "" : ` on ${days.join(", ")} by ${team.join(", ")}`;
        return {
            zh: `任务 ${task}（${stratum}）候补第 ${by} 名：${date} 递补第 ${rank} 名，要接受检查；${zh}检查地点代码 ${visit}。`,
            en: `Task ${task} (${stratum}), reserve of rank ${by}: called up on ${date} for rank ${rank}, to be visited at ${visit}${en}.`,
        };
    }
    function seatSentence({ by, date, reason, seat, visit }) {
        const zh = by === undefined ? "没有人接替，提请上一级处理" : `由 ${by} 接替`;
        const en = by === undefined ? "nobody takes it; the case goes one level up" : `${by} takes it`;
        return {
            zh: `检查 ${visit} 的第 ${seat + 1} 个席位：${date} 换人，理由代码 ${(0, clean_js_2.quoted)(reason)}；${zh}。`,
            en: `Visit ${visit}, seat ${seat + 1}: given up on ${date} (reason ${(0, clean_js_2.quoted)(reason)}); ${en}.`,
        };
    }
    function isAt(event, one, rank) {
        return event.task === one.task && event.stratum === one.stratum && rank === one.rank;
    }
    /** What concerns an entity with these lines of `selected`; `place`: where it is visited if it is, drawn or called up. */
    function toldOf(events, lines, place) {
        const told = [];
        let visited = lines.some((line) => !line.reserve);
        for (const event of events) {
            if (event.kind === "entity") {
                if (lines.some((line) => isAt(event, line, event.rank)))
                    told.push({ event, sentence: goneSentence(event) });
                if (!lines.some((line) => isAt(event, line, event.by)))
                    continue;
                visited = true;
                told.push({ event, sentence: calledSentence(event) });
            }
            if (event.kind === "inspector" && event.visit === place)
                told.push({ event, sentence: seatSentence(event) });
        }
        // Who is not visited has no visit, though somebody else of the same place may have.
        return visited ? told : [];
    }
});
// The last day of an entity for a task (section 23.4): it follows from the draw, and not from a day that the office writes.
define("verify/src/last_days", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.LastDays = void 0;
    function nameOf({ task, stratum, rank }) {
        return `${task} ${stratum} ${rank}`;
    }
    class LastDays {
        /** undefined: it is visited, and has no days. */
        days = new Map();
        constructor(visits) {
            for (const { days, draws } of visits)
                for (const one of draws)
                    this.keep(one, days);
        }
        keep(one, days) {
            this.days.set(nameOf(one), days?.[days.length - 1]);
        }
        /** Whether it is known what days it has, if any. */
        knows(one) {
            return this.days.has(nameOf(one));
        }
        /** undefined: it has none. */
        of(one) {
            return this.days.get(nameOf(one));
        }
        /** Of a reserve that joins a visit, or for which there are no days, the event has none. */
        took({ by, days, stratum, task }) {
            if (by !== undefined)
                this.keep({ task, stratum, rank: by }, days);
        }
    }
    exports.LastDays = LastDays;
});
// Who must approve a replacement, and when it may be dated (section 23.4): part of the check `replacements`, and of a slip.
define("verify/src/approvals", ["require", "exports", "verify/src/bytes", "verify/src/check_events", "verify/src/ed25519", "verify/src/hash", "verify/src/refusal", "verify/src/serialize"], function (require, exports, bytes_js_40, check_events_js_2, ed25519_js_3, hash_js_9, refusal_js_31, serialize_js_5) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Approvals = exports.Dates = exports.Again = void 0;
    exports.checkReason = checkReason;
    exports.lateReason = lateReason;
    exports.checkDate = checkDate;
    exports.checkApproval = checkApproval;
    const SUPERIOR = "superior";
    function checkReason(plan, kind, reason, where) {
        const codes = plan.replacement[kind];
        if (!codes.includes(reason))
            (0, refusal_js_31.refuse)("replace-reason", { got: reason, expected: codes.join(" | ") || "no reason at all", where });
    }
    /** What replacements are counted by, and their days go up in: a visit, or a stratum of a task. */
    function placeOf(event) {
        return event.kind === "inspector" ? `visit ${event.visit}` : `stratum ${event.task} ${event.stratum}`;
    }
    /** Somebody is passed over; of kind `entity`, `skipped` has a list for each seat, and these may be empty. */
    function skipsSomebody(event) {
        return event.kind === "inspector" ? event.skipped.length > 0 : event.skipped.some((seat) => seat.length > 0);
    }
    /** The cases 1 and 2, and 4 without a successor, which the events show by themselves. Events must come here in their order. */
    class Again {
        places = new Set();
        /** Why only the superior may approve, or null. */
        reasonForSuperior(event) {
            const place = placeOf(event);
            const further = this.places.has(place);
            this.places.add(place);
            if (further)
                return `not the first one of its ${place}`;
            if (skipsSomebody(event))
                return "somebody is skipped";
            return event.by === undefined ? "nobody takes the place" : null;
        }
    }
    exports.Again = Again;
    /** Case 3, of an entity of which it is known which last day it has, if any. */
    function lateReason(plan, { date, task }, last) {
        if (last !== undefined)
            return date > last ? `later than ${last}, the last day of the visit` : null;
        const seated = plan.tasks.some((one) => one.id === task && one.seats.length > 0);
        return seated ? "an entity that has no days, of a task with seats" : null;
    }
    /** Days go up from one replacement of a visit, or of a stratum and task, to the next. Events must come here in their order. */
    class Dates {
        created;
        before = new Map();
        constructor(created) {
            this.created = created;
        }
        /** Before which day the event must not be dated. */
        next(event) {
            const place = placeOf(event);
            const least = this.before.get(place) ?? this.created;
            this.before.set(place, event.date);
            return least;
        }
    }
    exports.Dates = Dates;
    function checkDate(event, least, where) {
        if (event.date < least)
            (0, refusal_js_31.refuse)("replace-date", { got: event.date, expected: `not before ${least}`, where });
    }
    /** Whoever approved may do so, and has signed. `reason`: why only the superior may, or null. */
    function checkApproval(plan, P, event, reason, where) {
        if (reason !== null && event.approved_by !== SUPERIOR) {
            (0, refusal_js_31.refuse)("replace-approved", { got: event.approved_by, expected: `${SUPERIOR}: ${reason}`, where });
        }
        const key = event.approved_by === SUPERIOR ? plan.superior.key : (0, check_events_js_2.keyOf)(plan, event.approved_by);
        if (key === undefined) {
            return (0, refusal_js_31.refuse)("replace-approved", { got: event.approved_by || "nobody", expected: `${SUPERIOR} or a label of keys`, where });
        }
        const { signature, ...unsigned } = event;
        const signed = (0, hash_js_9.H)("mq1/replacement", P, (0, serialize_js_5.canonicalLine)(unsigned));
        if (signature !== undefined && (0, ed25519_js_3.isSignature)((0, bytes_js_40.unhex)(key), signed, (0, bytes_js_40.unhex)(signature)))
            return;
        (0, refusal_js_31.refuse)("replace-signature", { got: signature === undefined ? "none" : "a signature that is not valid", expected: `a signature of ${key}`, where });
    }
    class Approvals {
        plan;
        P;
        lastDays;
        again = new Again();
        dates;
        constructor(plan, P, lastDays) {
            this.plan = plan;
            this.P = P;
            this.lastDays = lastDays;
            this.dates = new Dates(plan.created);
        }
        /** Events must come here in their order. `found`: why only the superior may approve, as the outcome shows it (cases 4 to 6). */
        check(event, found, where) {
            checkDate(event, this.dates.next(event), where);
            checkApproval(this.plan, this.P, event, this.reasonForSuperior(event, found), where);
        }
        reasonForSuperior(event, found) {
            const shown = this.again.reasonForSuperior(event);
            if (shown !== null)
                return shown;
            return (event.kind === "entity" ? lateReason(this.plan, event, this.lastDays.of(event)) : null) ?? found;
        }
    }
    exports.Approvals = Approvals;
});
// What is told beside the verdict: grade, state, who answers, and what was not checked.
define("verify/src/messages_verdict", ["require", "exports", "verify/src/clean"], function (require, exports, clean_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.VOID_UNSAID = exports.OVERDUE_SENTENCE = exports.DRAWN_SENTENCE = exports.STATE_SENTENCES = exports.LATER_NOTE = exports.ONCE_NOTE = exports.KEYS_NOTE = exports.ROOM_NOTE = exports.DRAND_NOTE = exports.WHO_SENTENCES = exports.GRADE_SENTENCES = void 0;
    exports.superiorSentence = superiorSentence;
    exports.voidSentence = voidSentence;
    exports.missingSentence = missingSentence;
    exports.voidedSentence = voidedSentence;
    exports.unfinishedSentence = unfinishedSentence;
    exports.GRADE_SENTENCES = {
        rehearsal: {
            zh: "这是演练：没有什么能证明名单在随机数之前就已锁定。",
            en: "This is a rehearsal: nothing shows that the lists were fixed before the randomness.",
        },
        "operator-only": {
            zh: "先后顺序只有主办单位自己的说法。",
            en: "For the order of events there is only the word of the office.",
        },
        attested: {
            zh: "至少两个部门签名确认：摇号之前一切已经锁定。",
            en: "At least two departments have signed that all was fixed before the roll.",
        },
        anchored: {
            zh: "外部见证确认：到见证的时间，名单和报数都已锁定。",
            en: "Witnesses outside have confirmed that all was fixed at the time of their signatures.",
        },
    };
    exports.WHO_SENTENCES = {
        publisher: { zh: "责任在公示方：文件在公示后被改动。", en: "The publisher answers for this: files were changed after publication." },
        office: { zh: "责任在主办单位：抽查没有按方案进行。", en: "The office answers for this: the draw was not made as the plan says." },
        program: { zh: "责任在程序：按规则重算结果相同，但结果不合法。", en: "The program answers for this: the replay agrees, but the result is unlawful." },
    };
    exports.DRAND_NOTE = {
        zh: "随机信标的签名没有核验，请到信标的网站核对该轮的数值。",
        en: "The signature of the random beacon was not checked: compare the value of the round with the beacon's site.",
    };
    exports.ROOM_NOTE = {
        zh: "外部见证只能证明一切在什么时间已经锁定；骰子或号球是不是在那之后才摇的，只有在场的人知道。",
        en: "The witnesses show only when everything was fixed: whether the dice or balls were cast after that, only the people in the room know.",
    };
    exports.KEYS_NOTE = {
        zh: "签名值多少，要看您是否确知这些公钥属于所写的人；请与他们当面或在其官网核对。",
        en: "The signatures are worth as much as you know that these keys belong to the people named: ask them.",
    };
    /** Of a plan that has a superior. */
    function superiorSentence(name, key) {
        return {
            zh: `上级 ${(0, clean_js_3.quoted)(name)} 的公钥：${key}。须由上级签名的（如作废、换人）值多少，要看您是否确知这个公钥属于上级。`,
            en: `The key of the superior ${(0, clean_js_3.quoted)(name)}: ${key}. What the superior must sign (such as a void or a replacement) is worth as much as you know that this key is the superior's.`,
        };
    }
    /** Beside a bundle with evidence, without a copy of the log. */
    exports.ONCE_NOTE = {
        zh: "这个编号是不是只公告过一次，只有公开日志的副本才能确认。",
        en: "That this number was announced once, only a copy of the public log shows.",
    };
    exports.LATER_NOTE = {
        zh: "封账时的日志有足够的外部见证，但后来的日志没有，所以不算外部见证：不能排除同一编号另有一个结果。",
        en: "The log at the close has enough cosignatures, but the later checkpoint lacks them, so the draw is not anchored: another outcome of this number is not ruled out.",
    };
    exports.STATE_SENTENCES = {
        announced: { zh: "状态：已公告，尚未摇号。", en: "State: announced, not drawn yet." },
        sealed: { zh: "状态：已摇号，结果封存中。", en: "State: drawn, and the outcome is sealed." },
        drawn: { zh: "状态：已摇号，尚未结束。", en: "State: drawn, not finished yet." },
        finished: { zh: "状态：已结束。", en: "State: finished." },
        void: { zh: "状态：已作废。", en: "State: void." },
    };
    /** Of a draw without a log, of which nothing further can be known. */
    exports.DRAWN_SENTENCE = { zh: "状态：已摇号。", en: "State: drawn." };
    exports.OVERDUE_SENTENCE = {
        zh: "已逾期：这次抽查过了截止日期，既没有结束，也没有作废。",
        en: "OVERDUE: the last day of this draw is over, and it is neither finished nor void.",
    };
    function voidSentence(reason) {
        return { zh: `作废理由：${(0, clean_js_3.quoted)(reason)}`, en: `Reason of the void: ${(0, clean_js_3.quoted)(reason)}` };
    }
    function missingSentence(missing) {
        return {
            zh: `所给的公开日志副本缺少最后 ${missing} 条。`,
            en: `The given copy of the public log lacks the last ${missing} entries.`,
        };
    }
    /** Of a void that only the log tells. */
    exports.VOID_UNSAID = {
        zh: "这次抽查已作废；理由不在这份公示中。",
        en: "This draw is void; the reason is not in this publication.",
    };
    function voidedSentence(draws) {
        return {
            zh: `在这次抽查之前公告、封账后又作废的抽查：${draws.join("、")}。作废是否经上级签名，只有各次自己的公示文件才能确认。`,
            en: `Draws announced before this one that were declared void after their close: ${draws.join(", ")}. That their superior signed it, only their own publications show.`,
        };
    }
    function unfinishedSentence(draws) {
        return {
            zh: `在这次抽查之前公告、至今既没有结束也没有作废的抽查：${draws.join("、")}。`,
            en: `Draws announced before this one that are neither finished nor void: ${draws.join(", ")}.`,
        };
    }
});
// The state of a number, and whether it is overdue (section 20.6).
define("verify/src/state", ["require", "exports", "verify/src/events", "verify/src/kinds"], function (require, exports, events_js_12, kinds_js_16) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.stateOf = stateOf;
    exports.voidReason = voidReason;
    exports.isOverdue = isOverdue;
    /** `later`: names of events that a copy of the log has after the last one of the bundle. */
    function stateOf(kind, events, later) {
        const last = later[later.length - 1] ?? (0, events_js_12.ending)(events)?.event;
        if (last === "finish")
            return "finished";
        if (last === "void")
            return "void";
        if (kind === kinds_js_16.OUTCOME)
            return "drawn";
        return kind === kinds_js_16.SEALED || later.includes("draw") ? "sealed" : "announced";
    }
    /** Why it was declared void, if the bundle says so. */
    function voidReason(events) {
        return (0, events_js_12.oneOf)(events, "void")?.reason;
    }
    /** Neither finished nor void though its last day is over. */
    function isOverdue(plan, state, today) {
        return today !== undefined && today > plan.finish_by && state !== "finished" && state !== "void";
    }
});
// What is wrong with files that a site serves: told in both languages, with what was got and expected where that helps.
define("site/look/damage", ["require", "exports", "verify/src/refusal"], function (require, exports, refusal_js_35) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Damaged = void 0;
    exports.ofFile = ofFile;
    exports.failedStep = failedStep;
    /** A file that is not what it must be. Then there is no answer, for whatever code. */
    class Damaged extends Error {
        file;
        sentence;
        got;
        expected;
        constructor(file, sentence, got, expected) {
            super(`${file}: ${sentence.en}`);
            this.file = file;
            this.sentence = sentence;
            this.got = got;
            this.expected = expected;
        }
    }
    exports.Damaged = Damaged;
    const FORM = { zh: "文件的写法不符合规范。", en: "The file is not written as it must be." };
    /** Does something with a file; what it refuses is told as damage of that file. */
    async function ofFile(file, does) {
        try {
            return await does();
        }
        catch (error) {
            if (!(error instanceof refusal_js_35.Refusal))
                throw error;
            const { got, expected } = error.details;
            throw new Damaged(file, FORM, got === undefined ? undefined : String(got), expected === undefined ? undefined : String(expected));
        }
    }
    /** A step of section 25 that failed. */
    function failedStep(file, { got, expected, sentence }) {
        return new Damaged(file, sentence, got === undefined ? undefined : String(got), expected === undefined ? undefined : String(expected));
    }
});
// What is told of the steps by which a proof, a slip or a share is checked.
define("verify/src/messages_files", ["require", "exports", "verify/src/clean"], function (require, exports, clean_js_4) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.NOT_CALLED = exports.CALLED = exports.OFF = exports.NOT_GOING = exports.UNCHECKED = exports.REACH_UNKNOWN = exports.TURN_UNKNOWN = exports.APPROVAL_UNKNOWN = exports.OTHER_SIZE = exports.QUORUM_NOT_MET = exports.SLIP_UNSIGNED = exports.SLIP_ALONE = exports.LATER_UNKNOWN = exports.DRAW_ONLY = exports.NOT_WHOLE = exports.RECORD_ONLY = exports.PROOF_ALONE = exports.NAMES_NOTE = exports.UNRECOGNIZED = exports.FILE_MESSAGES = void 0;
    exports.quorumSentence = quorumSentence;
    exports.FILE_MESSAGES = {
        "proof-format": {
            ok: { zh: "证明文件的格式正确。", en: "The proof is written as it must be." },
            failed: { zh: "证明文件的格式不对。", en: "The proof is not written as it must be." },
        },
        "proof-record": {
            ok: { zh: "结果记录与方案及已知的公布内容相符。", en: "The record agrees with the plan, and with what is known of the publication." },
            failed: { zh: "结果记录与方案或已公布的内容不符。", en: "The record does not agree with the plan or the publication." },
        },
        "proof-log": {
            ok: { zh: "结果记录在公开日志中，日志签名有效。", en: "The record is in the public log, whose signature is valid." },
            failed: { zh: "结果记录不在公开日志中，或日志签名无法确认。", en: "The record is not in the public log, or its signature is not established." },
        },
        "proof-leaves": {
            ok: { zh: "证明中的每一行都出自公布的文件。", en: "Every line of the proof is one of the published files." },
            failed: { zh: "证明中有内容不出自公布的文件。", en: "A line of the proof is not one of the published files." },
        },
        "proof-answer": {
            ok: { zh: "抽查范围和号签重新算过，与结论相符。", en: "Strata and tickets were computed again and agree with the answer." },
            failed: { zh: "号签或各项内容与结论不符。", en: "The ticket or the lines do not agree with the answer." },
        },
        "slip-format": {
            ok: { zh: "检查凭单的格式正确。", en: "The slip is written as it must be." },
            failed: { zh: "检查凭单的格式不对。", en: "The slip is not written as it must be." },
        },
        "slip-leaf": {
            ok: { zh: "检查凭单上的检查任务是摇号时确定的。", en: "The visit on the slip is one that the draw made." },
            failed: { zh: "检查凭单上的检查任务不是摇号时确定的。", en: "The visit on the slip is not one that the draw made." },
        },
        "slip-event": {
            ok: { zh: "摇号和检查凭单上的换人都在公开日志中有记录。", en: "The draw, and each replacement on the slip, is in the public log." },
            failed: { zh: "摇号或换人在公开日志中没有记录，或与这次检查无关。", en: "The draw or a replacement is not in the public log, or does not concern this visit." },
        },
        "slip-log": {
            ok: { zh: "公开日志的签名有效。", en: "The signature of the public log is valid." },
            failed: { zh: "公开日志的签名无效或无法确认。", en: "The signature of the public log is not valid or not established." },
        },
        "slip-draw": {
            ok: { zh: "检查凭单与公示的抽查一致。", en: "The slip is one of the published draw." },
            failed: { zh: "检查凭单与公示的抽查不一致。", en: "The slip is not one of the published draw." },
        },
        "share-format": {
            ok: { zh: "份额文件的格式正确。", en: "The share is written as it must be." },
            failed: { zh: "份额文件的格式不对。", en: "The share is not written as it must be." },
        },
        "share-points": {
            ok: { zh: "锁定密钥的数据有效。", en: "The data that fix the secret are valid." },
            failed: { zh: "锁定密钥的数据无效。", en: "The data that fix the secret are not valid." },
        },
        "share-commitment": {
            ok: { zh: "封存值重新算过，正确。", en: "The commitment was computed again and is right." },
            failed: { zh: "封存值不对。", en: "The commitment is wrong." },
        },
        "share-value": {
            ok: { zh: "份额有效，可以用来恢复密钥。", en: "The share is good: it can help to restore the secret." },
            failed: { zh: "份额无效，请勿签字确认。", en: "The share is not good. Do not sign for it." },
        },
        "share-announcement": {
            ok: { zh: "份额与公告的抽查一致。", en: "The share is one of the announced draw." },
            failed: { zh: "份额与公告的抽查不一致。", en: "The share is not one of the announced draw." },
        },
    };
    /** Of a file that does not say what it is. */
    exports.UNRECOGNIZED = {
        zh: "这个文件既不是证明文件，也不是检查凭单或份额文件。", en: "This file is neither a proof nor a slip nor a share.",
    };
    exports.NAMES_NOTE = {
        zh: "姓名没有核验：需要这次抽查的公示文件。",
        en: "The names were not checked: that takes the published bundle of the draw.",
    };
    /** Beside a proof for which nothing known from elsewhere vouches. */
    exports.PROOF_ALONE = {
        zh: "这份证明只与自己相符：要用结果摘要、信任策略、日志公钥或公示文件，才能确认它出自公布的结果。",
        en: "This proof only does not contradict itself: that it is of the published outcome takes a record digest, a policy, a key or a bundle.",
    };
    /** Beside a proof without a bundle: another record of the same number may be shown to others. */
    exports.RECORD_ONLY = {
        zh: "这份结果记录是不是这个编号的结果、是不是唯一的一份，只有公示文件或公开日志的副本才能确认。",
        en: "That this record is the one of this number, and the only one, only a bundle or a copy of the log shows.",
    };
    /** Beside a proof without a bundle: what it may keep back. */
    exports.NOT_WHOLE = {
        zh: "这个代码是不是别人的旧代码、有没有瞒下排除或候补的名次，只有公示文件才能确认。",
        en: "That nobody else has this code as a former one, and that no exclusion and no rank among the reserves was kept back, only a bundle shows.",
    };
    /** Beside a slip without a bundle; so too. */
    exports.DRAW_ONLY = {
        zh: "这次抽查是不是这个编号的抽查、是不是唯一的一次，只有公示文件或公开日志的副本才能确认。",
        en: "That this draw is the one of this number, and the only one, only a bundle or a copy of the log shows.",
    };
    /** Beside a slip with a log, without a bundle. */
    exports.LATER_UNKNOWN = {
        zh: "这份检查凭单开出之后记入公开日志的（例如再次换人、作废），凭单上没有。",
        en: "What was logged after the checkpoint of this slip (further replacements, a void) is not on it.",
    };
    /** Beside a slip that has no log, as in a QR code. */
    exports.SLIP_ALONE = {
        zh: "这份检查凭单没有附公开日志，也没有与公示文件核对：没有人为它作证，也看不出后来有没有换人。",
        en: "This slip has no log and was not held against a bundle: nobody vouches for it, and it does not show whether anybody was replaced since.",
    };
    exports.SLIP_UNSIGNED = {
        zh: "您没有给出公开日志的公钥或信任策略，也没有与公示文件核对：这张凭单只证明它自己前后一致。",
        en: "You gave no log's key or policy, and no bundle: this slip shows only that it agrees with itself.",
    };
    /** Beside a checkpoint, if a policy was given: whether its witnesses have seen it. */
    exports.QUORUM_NOT_MET = {
        zh: "信任策略要求的外部见证不够：没有足够的见证人看到过这份公开日志。",
        en: "The quorum of the policy is not met: not enough of its witnesses have seen this state of the log.",
    };
    function quorumSentence(time) {
        return {
            zh: `信任策略要求的外部见证已够：到 ${(0, clean_js_4.moment)(time)}，有足够的见证人看到过这份公开日志。`,
            en: `The quorum of the policy is met: enough of its witnesses had seen this state of the log by ${(0, clean_js_4.moment)(time)}.`,
        };
    }
    /** Where the checkpoint of the file and that of the bundle have different sizes. */
    exports.OTHER_SIZE = {
        zh: "文件中的公开日志与公示文件中的长短不同：两者是不是同一份日志，只有用日志的副本才能确认。",
        en: "The log of this file and that of the bundle have different sizes: that both are one log, only a copy of the log shows.",
    };
    /** Beside the team, where there is no bundle: nobody's key is known. */
    exports.APPROVAL_UNKNOWN = {
        zh: "换人是谁批准的，没有核验：需要这次抽查的公示文件。",
        en: "Nothing shows who approved these replacements: that takes a published bundle of the draw.",
    };
    /** Beside the team, where replacements came after the last event of the bundle. */
    exports.TURN_UNKNOWN = {
        zh: "换人经有权的人签名批准；但是不是按顺序轮到这些接替的人，要等包含这些换人的结果公布后才能核验。",
        en: "The replacements are signed by somebody who may approve them; that it was these substitutes' turn, nothing shows before the outcome with them is published.",
    };
    /** Beside a bundle that has neither `finish` nor `void`. */
    exports.REACH_UNKNOWN = {
        zh: "公示文件中这次抽查尚未结束：其最后一步之后记入公开日志的换人，只有这份检查凭单上有的才会显示。",
        en: "The draw has not ended in this bundle: of replacements logged after its last event only those that are on the slip are told.",
    };
    /** Beside each name that was not held against a bundle. */
    exports.UNCHECKED = { zh: "未核对", en: "not checked" };
    /** Beside the name of somebody who gave up his seat. */
    exports.NOT_GOING = { zh: "已换下，不再参加", en: "replaced, does not go" };
    /** Where nothing is left that a visit would inspect. */
    exports.OFF = { zh: "这次检查的任务都已取消，不再进行。", en: "No task of this visit is left: it does not take place." };
    exports.CALLED = { zh: "候补已被递补，要接受检查。", en: "This reserve was called up and is to be visited." };
    exports.NOT_CALLED = {
        zh: "候补尚未被递补，目前不检查。", en: "This reserve was not called up as far as is known, and is not to be visited now.",
    };
});
// The lines that a proof of one entity has (section 25), and in which strata they show that it lies (6.8).
define("verify/src/proof_lines", ["require", "exports", "verify/src/bytes", "verify/src/canonical", "verify/src/conditions", "verify/src/refusal", "verify/src/serialize", "verify/src/shapes_lists"], function (require, exports, bytes_js_42, canonical_js_5, conditions_js_3, refusal_js_36, serialize_js_6, shapes_lists_js_6) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.wrong = wrong;
    exports.linesOf = linesOf;
    exports.checkNeighbours = checkNeighbours;
    exports.strataOf = strataOf;
    function wrong(got, expected) {
        (0, refusal_js_36.refuse)("proof-answer", { got, expected, where: { file: "file" } });
    }
    function linesOf(proof, file) {
        return proof.leaves.filter((leaf) => leaf.file === file).map((leaf) => leaf.line);
    }
    /** The list does not have the id: the neighbours enclose it, and nothing stands between them. */
    function checkNeighbours(proof, file, id) {
        const count = proof.record.lists[file.slice("lists/".length, -".jsonl".length)]?.count ?? 0;
        const found = proof.leaves.filter((leaf) => leaf.file === file);
        const [a, b] = found;
        const order = (one) => (0, bytes_js_42.compareText)(one.line.id, id);
        let holds = false;
        if (found.length === 0)
            holds = count === 0;
        if (found.length === 1)
            holds = (order(a) < 0 && a.index === count - 1) || (order(a) > 0 && a.index === 0);
        if (found.length === 2)
            holds = order(a) < 0 && order(b) > 0 && b.index === a.index + 1;
        if (!holds)
            wrong(found.map((one) => `${one.index} ${one.line.id}`).join(", ") || "no lines", `the neighbours of ${id} in ${file}`);
    }
    /** For each task the stratum by its label, -1 if it has none. Labels are checked as a whole list's would be. */
    function labelled(proof, id) {
        const { tasks } = proof.plan;
        const lines = linesOf(proof, "lists/strata.jsonl");
        const wanted = tasks.some((task) => task.labelled);
        if (lines.length !== (wanted ? 1 : 0) || lines.some((line) => line.id !== id)) {
            wrong(lines.map((line) => line.id).join(", ") || "no line of lists/strata.jsonl", wanted ? `the line of ${id}` : "none: no task is labelled");
        }
        const labels = lines[0]?.labels ?? [];
        let before = -1;
        for (const { stratum, task } of labels) {
            const t = tasks.findIndex((one) => one.id === task && one.labelled && one.strata.some((s) => s.id === stratum));
            if (t <= before)
                wrong(`label ${task} ${stratum}`, "strata of labelled tasks, in the plan's order");
            before = t;
        }
        return tasks.map((task) => task.strata.findIndex((s) => labels.some((one) => one.task === task.id && one.stratum === s.id)));
    }
    /** The tasks for which it was selected beforehand; not asked for if no task takes a selection. */
    function chosenFor(proof, id) {
        const lines = linesOf(proof, "lists/selection.jsonl");
        if (!proof.plan.tasks.some((task) => task.population === "selection")) {
            if (lines.length > 0)
                wrong("lines of lists/selection.jsonl", "none: no task takes a selection");
            return [];
        }
        const own = lines.find((line) => line.id === id);
        if (own === undefined)
            checkNeighbours(proof, "lists/selection.jsonl", id);
        else if (lines.length > 1)
            wrong(`${lines.length} lines of lists/selection.jsonl`, `the one of ${id}`);
        return own?.tasks ?? [];
    }
    /** For each task the number of the stratum in which the entity lies, or -1. */
    function strataOf(proof, entity) {
        const tape = new canonical_js_5.Tape();
        const line = (0, serialize_js_6.canonicalLine)(entity);
        const slots = new Int32Array(shapes_lists_js_6.entityShape.names().length);
        tape.scan(line, 0, line.length);
        shapes_lists_js_6.entityShape.check(tape, 0, slots);
        const conditions = new conditions_js_3.Conditions(proof.plan);
        const labels = labelled(proof, entity.id);
        const chosen = chosenFor(proof, entity.id);
        return proof.plan.tasks.map((task, t) => {
            if (task.labelled)
                return labels[t];
            return task.population === "selection" && !chosen.includes(task.id) ? -1 : conditions.stratum(t, tape, slots);
        });
    }
});
// Why one entity was drawn or not (section 18). Only asked of a bundle that passed every check.
define("verify/src/why", ["require", "exports", "verify/src/events", "verify/src/kinds", "verify/src/messages_verdict", "verify/src/replaced_told", "verify/src/shapes_lists", "verify/src/bytes", "verify/src/state"], function (require, exports, events_js_13, kinds_js_17, messages_verdict_js_2, replaced_told_js_1, shapes_lists_js_7, bytes_js_43, state_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.REASON_SENTENCES = void 0;
    exports.shellLine = shellLine;
    exports.sentenceOf = sentenceOf;
    exports.voidOf = voidOf;
    exports.sinceTheDraw = sinceTheDraw;
    exports.rowOf = rowOf;
    exports.why = why;
    exports.notListed = notListed;
    exports.statusOf = statusOf;
    exports.REASON_SENTENCES = {
        closed: { zh: "已不在营业状态", en: "it is no longer active" },
        promise: { zh: "已承诺在此期间不检查", en: "it was promised no visit in this period" },
        ceiling: { zh: "检查次数已到上限", en: "it has had as many visits as are allowed" },
        recent: { zh: "近期刚检查过", en: "it was visited a short while ago" },
    };
    function shellLine(k, id) {
        return `printf '%s' '${k}${id}' | sha256sum`;
    }
    function sentenceOf(outcome, task, rank, n, reason) {
        switch (outcome) {
            case "drawn": return { zh: `任务 ${task}：入选，号签排第 ${rank}，共抽 ${n} 个。`, en: `Task ${task}: drawn, rank ${rank} of ${n}.` };
            case "reserve": return { zh: `任务 ${task}：候补，号签排第 ${rank}，共抽 ${n} 个。`, en: `Task ${task}: reserve, rank ${rank}; ${n} are drawn.` };
            case "not drawn": return { zh: `任务 ${task}：未入选，号签在入选线之后。`, en: `Task ${task}: not drawn; its ticket is above the threshold.` };
            case "excluded": {
                const why = exports.REASON_SENTENCES[reason];
                return { zh: `任务 ${task}：不参加摇号，因为${why.zh}。`, en: `Task ${task}: excluded, as ${why.en}.` };
            }
            case "outside": return { zh: `任务 ${task}：不在抽查范围内。`, en: `Task ${task}: it is in no stratum of this task.` };
        }
    }
    function taskAnswer(context, row, t) {
        const { plan, contents, members, selection, keys } = context;
        const task = plan.tasks[t];
        const id = contents.entities.ids.text(row);
        const s = members[t].strata[row];
        if (s < 0)
            return { task: task.id, outcome: "outside", sentence: sentenceOf("outside", task.id, 0, 0, "") };
        const stratum = task.strata[s].id;
        const excluded = members[t].excluded[row];
        const ticket = selection.tickets[t].hex(row);
        const base = { task: task.id, stratum, ticket, shell: shellLine(keys.k[t], id) };
        if (excluded > 0) {
            const reason = shapes_lists_js_7.REASONS[excluded - 1];
            return { ...base, outcome: "excluded", reason, sentence: sentenceOf("excluded", task.id, 0, 0, reason) };
        }
        const line = contents.strata.find((one) => one.task === task.id && one.stratum === stratum);
        const found = contents.selected.find((one) => one.entity === id && one.task === task.id);
        const outcome = found === undefined ? "not drawn" : found.reserve ? "reserve" : "drawn";
        const sentence = sentenceOf(outcome, task.id, found?.rank ?? 0, line.n, "");
        return {
            ...base, outcome, n: line.n, sentence,
            ...(found && { rank: found.rank }),
            ...(line.threshold !== undefined && { threshold: line.threshold }),
        };
    }
    /** Whether the draw is void, and why. */
    function voidOf({ copy, events, kind }) {
        const reason = (0, state_js_2.voidReason)(events);
        if (reason !== undefined)
            return (0, messages_verdict_js_2.voidSentence)(reason);
        return (0, state_js_2.stateOf)(kind, events, copy?.later ?? []) === "void" ? messages_verdict_js_2.VOID_UNSAID : undefined;
    }
    /** What the events say of an id, present or former: also beside a proof that is held against a bundle. */
    function sinceTheDraw(context, id) {
        const { entities, selected } = context.contents;
        const row = rowOf(context, id);
        const own = row < 0 ? [] : selected.filter((one) => one.entity === entities.ids.text(row));
        const replacements = own.length === 0 ? [] : (0, replaced_told_js_1.toldOf)((0, events_js_13.allOf)(context.events, "replace"), own, entities.place(row));
        const ended = voidOf(context);
        return { ...(replacements.length > 0 && { replacements }), ...(ended && { void: ended }) };
    }
    /** The row of who has the id or had it, or -1. */
    function rowOf({ contents: { entities } }, id) {
        const row = entities.ids.find((0, bytes_js_43.utf8)(id));
        return row >= 0 ? row : entities.former.find((one) => one.id === id)?.row ?? -1;
    }
    /** Of an announcement or a sealed bundle: the same for every id, in the list or not. */
    const NOT_YET = {
        id: "", status: "not yet", tasks: [],
        sentence: { zh: "结果尚未公布，对任何代码都是这一句回答。", en: "The outcome is not published yet; the answer is the same for every code." },
    };
    /** The answer for one id. The bundle must have passed `verify`. */
    function why(context, id) {
        if (context.kind !== kinds_js_17.OUTCOME) {
            const ended = voidOf(context);
            return { ...NOT_YET, ...(ended && { void: ended }) };
        }
        const { entities, visits } = context.contents;
        const row = rowOf(context, id);
        const since = sinceTheDraw(context, id);
        if (row < 0)
            return { ...notListed(id), ...since };
        const current = entities.ids.text(row);
        const tasks = context.plan.tasks.map((_, t) => taskAnswer(context, row, t));
        const drawn = tasks.some((answer) => answer.outcome === "drawn");
        const visit = drawn ? visits.find((one) => one.id === entities.place(row)) : undefined;
        return { ...statusOf(id, current), name: entities.names.text(row), tasks, ...(visit && { visit }), ...since };
    }
    function notListed(id) {
        return { id, status: "not in the list", tasks: [], sentence: { zh: "名单中没有这个代码。", en: "The list does not have this code." } };
    }
    /** Whether an id is the present one of an entity, or a former one. */
    function statusOf(id, current) {
        if (id === current)
            return { id, status: "listed", sentence: { zh: "名单中有这个代码。", en: "The list has this code." } };
        return { id, status: "former code", of: current, sentence: { zh: `这是 ${current} 的旧代码。`, en: `This is a former code of ${current}.` } };
    }
});
// What the lines of a proof say about one entity, and whether they say it together (section 25, `proof-answer`).
define("verify/src/proof_answer", ["require", "exports", "verify/src/bytes", "verify/src/proof_lines", "verify/src/serialize", "verify/src/sha256", "verify/src/why"], function (require, exports, bytes_js_44, proof_lines_js_1, serialize_js_7, sha256_js_10, why_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Shown = void 0;
    class Shown {
        proof;
        entity;
        /** The present one. */
        id;
        selected;
        excluded;
        madeStrata;
        constructor(proof, entity) {
            this.proof = proof;
            this.entity = entity;
            this.id = entity.id;
            this.selected = (0, proof_lines_js_1.linesOf)(proof, "draw/selected.jsonl");
            this.excluded = (0, proof_lines_js_1.linesOf)(proof, "lists/exclusions.jsonl")[0]?.tasks ?? [];
        }
        /** Of who has the id, or had it; null if the proof has no line of such a one. */
        static of(proof) {
            const entities = (0, proof_lines_js_1.linesOf)(proof, "lists/entities.jsonl");
            const found = entities.find((line) => line.id === proof.id) ?? entities.find((line) => (line.former_ids ?? []).includes(proof.id));
            return found === undefined ? null : new Shown(proof, found);
        }
        /** For each task the stratum in which it lies, excluded or not. */
        get strata() {
            const { tasks } = this.proof.plan;
            return this.madeStrata ??= (0, proof_lines_js_1.strataOf)(this.proof, this.entity).map((s, t) => tasks[t].strata[s]?.id);
        }
        ticket(task) {
            return (0, bytes_js_44.hex)((0, sha256_js_10.sha256)((0, bytes_js_44.utf8)(this.k(task) + this.id)));
        }
        k(task) {
            return this.proof.record.keys.find((key) => key.task === task)?.k ?? (0, proof_lines_js_1.wrong)(task, "a task of the record");
        }
        reason(task) {
            return this.excluded.find((one) => one.task === task)?.reason;
        }
        check() {
            const others = (0, proof_lines_js_1.linesOf)(this.proof, "lists/entities.jsonl").length - 1;
            if (others !== 0)
                (0, proof_lines_js_1.wrong)(`${others} other entities`, "one line of entities");
            const exclusions = (0, proof_lines_js_1.linesOf)(this.proof, "lists/exclusions.jsonl");
            if (exclusions.length > 1 || exclusions.some((line) => line.id !== this.id)) {
                (0, proof_lines_js_1.wrong)(exclusions.map((line) => `exclusion of ${line.id}`).join(", "), `at most one, of ${this.id}`);
            }
            const lines = (0, proof_lines_js_1.linesOf)(this.proof, "draw/strata.jsonl");
            this.checkStrata(lines);
            for (const line of this.selected) {
                const there = lines.some((one) => one.task === line.task && one.stratum === line.stratum);
                if (line.entity !== this.id || !there)
                    (0, proof_lines_js_1.wrong)(`a line of ${line.entity} in ${line.task} ${line.stratum}`, `lines of ${this.id}, in its strata`);
            }
            for (const line of lines)
                this.checkStratum(line);
            this.checkVisit();
        }
        /** The lines of `draw/strata` are those that follow from the plan, and say what it says. */
        checkStrata(lines) {
            const { tasks, populations } = this.proof.plan;
            const expected = tasks.flatMap((task, t) => (this.strata[t] === undefined || this.reason(task.id) !== undefined ? [] : [`${task.id} ${this.strata[t]}`]));
            const got = lines.map((line) => `${line.task} ${line.stratum}`);
            if (got.join(", ") !== expected.join(", "))
                (0, proof_lines_js_1.wrong)(`strata: ${got.join(", ") || "none"}`, expected.join(", ") || "none");
            for (const { threshold: _, ...six } of lines) {
                const planned = populations.find((one) => one.task === six.task && one.stratum === six.stratum);
                const [is, should] = [six, planned].map((one) => (0, serialize_js_7.canonical)(one));
                if (is !== should)
                    (0, proof_lines_js_1.wrong)(is, should);
            }
        }
        checkStratum(line) {
            const { task, stratum, n, reserves, threshold } = line;
            const ticket = this.ticket(task);
            const found = this.selected.filter((one) => one.task === task);
            if (found.length > 1)
                (0, proof_lines_js_1.wrong)(`${found.length} lines in ${task}`, "at most one");
            if ((n > 0) !== (threshold !== undefined))
                (0, proof_lines_js_1.wrong)(`${task} ${stratum}: threshold ${threshold ?? "none"}`, "a threshold if any are drawn");
            const below = threshold !== undefined && ticket <= threshold;
            const one = found[0];
            if (one === undefined) {
                if (below)
                    (0, proof_lines_js_1.wrong)(`${ticket}, not selected in ${task}`, `a ticket above ${threshold}`);
                return;
            }
            if (one.ticket !== ticket)
                (0, proof_lines_js_1.wrong)(one.ticket, ticket);
            const ranked = one.rank >= 1 && (one.reserve ? one.rank > n && one.rank <= n + reserves : one.rank <= n);
            if (!ranked)
                (0, proof_lines_js_1.wrong)(`rank ${one.rank}${one.reserve ? ", reserve" : ""} of ${n} and ${reserves}`, "a rank that fits");
            if (threshold === undefined)
                return;
            // The threshold is the ticket of rank n: nobody drawn has a higher one, and no reserve a lower one.
            if (one.rank === n && ticket !== threshold)
                (0, proof_lines_js_1.wrong)(ticket, `${threshold}, as it is of rank ${n}`);
            if (one.reserve ? ticket < threshold : !below)
                (0, proof_lines_js_1.wrong)(ticket, `a ticket not ${one.reserve ? "below" : "above"} ${threshold}`);
        }
        checkVisit() {
            const drawn = this.selected.filter((line) => !line.reserve).map(({ task, stratum, rank }) => `${task} ${stratum} ${rank}`).sort();
            const visits = (0, proof_lines_js_1.linesOf)(this.proof, "draw/visits.jsonl");
            const place = this.entity.user_id ?? this.id;
            if (visits.length !== (drawn.length > 0 ? 1 : 0))
                (0, proof_lines_js_1.wrong)(`${visits.length} visits`, drawn.length > 0 ? "its visit" : "none");
            const visit = visits[0];
            if (visit === undefined)
                return;
            this.checkDays(visit);
            if (visit.id !== place)
                (0, proof_lines_js_1.wrong)(visit.id, place);
            const draws = visit.draws.filter((one) => one.entity === this.id).map(({ task, stratum, rank }) => `${task} ${stratum} ${rank}`).sort();
            if (draws.join(", ") !== drawn.join(", "))
                (0, proof_lines_js_1.wrong)(draws.join(", "), drawn.join(", "));
        }
        checkDays({ days, draws, state }) {
            const { plan } = this.proof;
            const other = (days ?? []).find((day) => !plan.days.includes(day));
            if (other !== undefined)
                (0, proof_lines_js_1.wrong)(other, "days of the plan");
            const seated = draws.some((one) => plan.tasks.some((task) => task.id === one.task && task.seats.length > 0));
            if ((state === "unpaired") === seated)
                (0, proof_lines_js_1.wrong)(state, seated ? "another state, as a task of the visit has seats" : "unpaired, as no task of the visit has seats");
        }
        task(task, stratum) {
            if (stratum === undefined)
                return { task, outcome: "outside", sentence: (0, why_js_1.sentenceOf)("outside", task, 0, 0, "") };
            const base = { task, stratum, ticket: this.ticket(task), shell: (0, why_js_1.shellLine)(this.k(task), this.id) };
            const reason = this.reason(task);
            if (reason !== undefined)
                return { ...base, outcome: "excluded", reason, sentence: (0, why_js_1.sentenceOf)("excluded", task, 0, 0, reason) };
            const { n, threshold } = (0, proof_lines_js_1.linesOf)(this.proof, "draw/strata.jsonl").find((one) => one.task === task);
            const found = this.selected.find((one) => one.task === task);
            const outcome = found === undefined ? "not drawn" : found.reserve ? "reserve" : "drawn";
            return {
                ...base, outcome, n, sentence: (0, why_js_1.sentenceOf)(outcome, task, found?.rank ?? 0, n, ""),
                ...(found && { rank: found.rank }), ...(threshold !== undefined && { threshold }),
            };
        }
        answer() {
            const tasks = this.proof.plan.tasks.map(({ id }, t) => this.task(id, this.strata[t]));
            const [visit] = (0, proof_lines_js_1.linesOf)(this.proof, "draw/visits.jsonl");
            return { ...(0, why_js_1.statusOf)(this.proof.id, this.id), name: this.entity.name, tasks, ...(visit && { visit }) };
        }
    }
    exports.Shown = Shown;
});
// A proof beside a bundle that has passed (section 25, `proof-answer`): it keeps nothing back that the bundle's lists have of
// this entity.
define("verify/src/proof_bundle", ["require", "exports", "verify/src/bytes", "verify/src/proof_lines", "verify/src/serialize", "verify/src/shapes_lists", "verify/src/why"], function (require, exports, bytes_js_45, proof_lines_js_2, serialize_js_8, shapes_lists_js_8, why_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkAgainst = checkAgainst;
    /** From which tasks the list excludes the entity, and why. */
    function excludedIn({ contents: { exclusions }, plan }, id) {
        const line = exclusions.ids.find((0, bytes_js_45.utf8)(id));
        const out = [];
        for (let k = line < 0 ? 0 : exclusions.from(line); line >= 0 && k < exclusions.to(line); k++) {
            out.push(`${plan.tasks[exclusions.first.at(k)].id}: ${shapes_lists_js_8.REASONS[exclusions.second.at(k)]}`);
        }
        return out;
    }
    function compare(what, got, expected) {
        if (got.join(", ") !== expected.join(", "))
            (0, proof_lines_js_2.wrong)(`${what}: ${got.join(", ") || "none"}`, `${expected.join(", ") || "none"}, as in the bundle`);
    }
    /** `id`: whose lines the proof has; undefined: it says that nobody has the id. */
    function checkAgainst(proof, id, bundle) {
        const row = (0, why_js_2.rowOf)(bundle, proof.id);
        const known = row < 0 ? undefined : bundle.contents.entities.ids.text(row);
        if (id !== known)
            (0, proof_lines_js_2.wrong)(`${proof.id}: ${id ?? "not in the list"}`, `${known ?? "not in the list"}, as in the bundle`);
        if (id === undefined)
            return;
        const excluded = (0, proof_lines_js_2.linesOf)(proof, "lists/exclusions.jsonl").flatMap((line) => line.tasks.map(({ reason, task }) => `${task}: ${reason}`));
        compare("exclusions", excluded, excludedIn(bundle, id));
        const text = (line) => (0, serialize_js_8.canonical)(line);
        const selected = bundle.contents.selected.filter((line) => line.entity === id);
        compare("selected", (0, proof_lines_js_2.linesOf)(proof, "draw/selected.jsonl").map(text), selected.map(text));
    }
});
// The form of a record that a proof or a slip brings along (section 25): its lists and roots are those of section 15, and no
// others. That each of them is known, and has its type, its shape says.
define("verify/src/record_form", ["require", "exports", "verify/src/refusal"], function (require, exports, refusal_js_37) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkRecordForm = checkRecordForm;
    exports.checkRecordKeys = checkRecordKeys;
    const HERE = { file: "file" };
    /** What is opened has a root exactly if the list in which it was sealed is there. */
    const OPENED = { apart: "apart", openings: "barred" };
    function checkRecordForm({ lists, roots }) {
        for (const [root, list] of Object.entries(OPENED)) {
            const there = roots[root] !== undefined;
            if (there === (lists[list] !== undefined))
                continue;
            (0, refusal_js_37.refuse)("record-roots", { got: there ? `a root of ${root}` : `no root of ${root}`, expected: there ? `none, without ${list}` : `one, as there is ${list}` });
        }
    }
    function checkRecordKeys({ keys }, plan) {
        (0, refusal_js_37.same)("record-keys", keys.map((one) => one.task).join(", "), plan.tasks.map((task) => task.id).join(", "), HERE);
    }
});
// The form of the single files that an office hands out: proofs, slips (section 25) and shares (section 21).
define("verify/src/shapes_files", ["require", "exports", "verify/src/shape", "verify/src/shapes_draw", "verify/src/shapes_events", "verify/src/shapes_lists", "verify/src/shapes_plan"], function (require, exports, shape_js_5, shapes_draw_js_4, shapes_events_js_5, shapes_lists_js_9, shapes_plan_js_4) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.shareShape = exports.slipShape = exports.proofShape = exports.PROOF_FILES = void 0;
    const place = { hashes: (0, shape_js_5.array)(shape_js_5.digest), index: shape_js_5.large };
    /** The record of an outcome, with the lists that there are (section 7) and their results (section 15), and no others. */
    const recordShape = (0, shape_js_5.object)({
        ...shapes_draw_js_4.recordFields,
        lists: (0, shape_js_5.object)({
            apart: (0, shape_js_5.maybe)(shapes_plan_js_4.root), barred: (0, shape_js_5.maybe)(shapes_plan_js_4.root), entities: shapes_plan_js_4.root, exclusions: shapes_plan_js_4.root, inspectors: (0, shape_js_5.maybe)(shapes_plan_js_4.root), items: shapes_plan_js_4.root,
            selection: (0, shape_js_5.maybe)(shapes_plan_js_4.root), strata: (0, shape_js_5.maybe)(shapes_plan_js_4.root),
        }),
        roots: (0, shape_js_5.object)({ apart: (0, shape_js_5.maybe)(shapes_plan_js_4.root), openings: (0, shape_js_5.maybe)(shapes_plan_js_4.root), selected: shapes_plan_js_4.root, strata: shapes_plan_js_4.root, visits: shapes_plan_js_4.root }),
    });
    /** Files of which a proof has lines, in the order in which it has them. */
    exports.PROOF_FILES = {
        "lists/entities.jsonl": shapes_lists_js_9.entityShape,
        "lists/exclusions.jsonl": shapes_lists_js_9.exclusionShape,
        "lists/selection.jsonl": shapes_lists_js_9.selectionShape,
        "lists/strata.jsonl": shapes_lists_js_9.labelsShape,
        "draw/strata.jsonl": shapes_draw_js_4.stratumLineShape,
        "draw/selected.jsonl": shapes_draw_js_4.selectedShape,
        "draw/visits.jsonl": shapes_draw_js_4.visitShape,
    };
    const leaf = (0, shape_js_5.variant)("file", Object.fromEntries(Object.entries(exports.PROOF_FILES).map(([file, line]) => [file, (0, shape_js_5.object)({ file: (0, shape_js_5.word)(file), ...place, line })])));
    exports.proofShape = (0, shape_js_5.object)({
        format: (0, shape_js_5.word)("mq1/proof"),
        id: shape_js_5.id,
        leaves: (0, shape_js_5.array)(leaf),
        log: (0, shape_js_5.maybe)((0, shape_js_5.object)({ checkpoint: shape_js_5.text, event: shapes_events_js_5.eventShape, ...place })),
        plan: (0, shape_js_5.maybe)(shapes_plan_js_4.planShape),
        record: recordShape,
    });
    const reserve = (0, shape_js_5.object)({ entity: shape_js_5.id, rank: shape_js_5.large, stratum: shape_js_5.id, task: shape_js_5.id });
    const person = (0, shape_js_5.object)({ certificate_no: (0, shape_js_5.maybe)(shape_js_5.text), name: (0, shape_js_5.maybe)(shape_js_5.text), work_no: (0, shape_js_5.maybe)(shape_js_5.text) });
    exports.slipShape = (0, shape_js_5.object)({
        draw: shape_js_5.anyText,
        event: shapes_events_js_5.eventShape,
        format: (0, shape_js_5.word)("mq1/slip"),
        ...place,
        leaf: (0, shape_js_5.either)(shapes_draw_js_4.visitShape, (0, shape_js_5.either)(shapes_draw_js_4.selectedShape, (0, shape_js_5.either)((0, shape_js_5.object)({ visit: shapes_draw_js_4.visitShape }), (0, shape_js_5.object)({ reserve })))),
        log: (0, shape_js_5.maybe)((0, shape_js_5.object)({ checkpoint: shape_js_5.text, ...place })),
        names: (0, shape_js_5.maybe)((0, shape_js_5.some)((0, shape_js_5.object)({ inspector: shape_js_5.id, private: person, salt: shape_js_5.digest }))),
        record: (0, shape_js_5.maybe)(recordShape),
        replaced: (0, shape_js_5.maybe)((0, shape_js_5.some)((0, shape_js_5.object)({ event: shapes_events_js_5.replaceShape, ...place }))),
        salt: (0, shape_js_5.maybe)(shape_js_5.digest),
    });
    exports.shareShape = (0, shape_js_5.object)({
        commitment: shape_js_5.digest, draw: shape_js_5.anyText, format: (0, shape_js_5.word)("mq1/share"), holder: shape_js_5.anyText, index: shape_js_5.integer, plan: shape_js_5.digest,
        points: (0, shape_js_5.array)(shape_js_5.digest), share: shape_js_5.digest,
    });
});
// The steps by which the proof of one entity is checked (section 25). They take milliseconds, whatever the draw's size.
define("verify/src/entity_proof", ["require", "exports", "verify/src/bytes", "verify/src/compare", "verify/src/event_members", "verify/src/file_log", "verify/src/keys", "verify/src/kinds", "verify/src/messages_files", "verify/src/messages_verdict", "verify/src/plan", "verify/src/proof_answer", "verify/src/proof_bundle", "verify/src/proof_lines", "verify/src/record_form", "verify/src/refusal", "verify/src/seed", "verify/src/serialize", "verify/src/sha256", "verify/src/shapes_files", "verify/src/tree_proofs", "verify/src/why"], function (require, exports, bytes_js_46, compare_js_2, event_members_js_3, file_log_js_1, keys_js_5, kinds_js_18, messages_files_js_1, messages_verdict_js_3, plan_js_8, proof_answer_js_1, proof_bundle_js_1, proof_lines_js_3, record_form_js_1, refusal_js_38, seed_js_4, serialize_js_9, sha256_js_11, shapes_files_js_1, tree_proofs_js_4, why_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.proofSteps = proofSteps;
    exports.proofAnswer = proofAnswer;
    exports.proofNotes = proofNotes;
    const HERE = { file: "file" };
    const FILES = Object.keys(shapes_files_js_1.PROOF_FILES);
    function checkOrder(leaves) {
        leaves.forEach((leaf, i) => {
            const before = leaves[i - 1];
            if (before === undefined)
                return;
            const later = FILES.indexOf(leaf.file) - FILES.indexOf(before.file) || leaf.index - before.index;
            if (later <= 0)
                (0, refusal_js_38.refuse)("proof-order", { got: `${leaf.file} ${leaf.index}`, expected: "leaves by file, then by index" });
        });
    }
    /** An event that has a record's digest, with all that it must say, and nothing else (20.1). */
    function checkEventForm(event, plan) {
        const sealed = plan.mode === "sealed";
        if (event.event === "draw" && !sealed)
            return (0, event_members_js_3.checkDrawMembers)(event, sealed, HERE);
        if (event.event === "finish")
            return (0, event_members_js_3.checkFinishMembers)(event, sealed, HERE);
        // Only a void after the roll has a record.
        if (event.event === "void")
            return (0, event_members_js_3.checkVoidMembers)(event, { sealed, beacon: plan.final.source === "drand", closed: true, rolled: true }, HERE);
        (0, refusal_js_38.refuse)("proof-event", { got: `${event.event}, mode ${plan.mode}`, expected: "draw of an open draw, finish or void" });
    }
    function checkForm({ leaves, log, plan, record }) {
        checkOrder(leaves);
        (0, record_form_js_1.checkRecordForm)(record);
        if (plan === undefined)
            return;
        (0, plan_js_8.checkPlan)(plan);
        (0, record_form_js_1.checkRecordKeys)(record, plan);
        if (log !== undefined)
            checkEventForm(log.event, plan);
    }
    const text = (plan) => (0, serialize_js_9.canonical)(plan);
    /** The seed is the one of the seed hash, and the keys are made from it. That it follows from what was cast, a bundle shows. */
    function checkKeys({ keys, seed, seed_hash }, plan) {
        (0, refusal_js_38.same)("proof-seed", seed_hash, (0, bytes_js_46.hex)((0, sha256_js_11.sha256)((0, bytes_js_46.unhex)(seed))), HERE);
        (0, refusal_js_38.same)("proof-keys", keys.map((one) => one.k).join(", "), (0, seed_js_4.selectKeys)(plan, (0, bytes_js_46.unhex)(seed)).join(", "), HERE);
    }
    /** The record is of the plan, and the one that was published: as it is known from elsewhere, from a bundle, or from the log. */
    function checkRecord(proof, { plan: given, record, bundle }) {
        const { plan } = proof;
        if (plan === undefined)
            return (0, refusal_js_38.refuse)("proof-plan", { got: "a proof without the plan", expected: "the plan beside it, as plan.json or in a bundle" });
        const digest = (0, compare_js_2.recordDigest)(proof.record);
        const event = proof.log?.event;
        if (bundle !== undefined && bundle.kind !== kinds_js_18.OUTCOME)
            (0, refusal_js_38.refuse)("proof-bundle", { got: bundle.kind, expected: kinds_js_18.OUTCOME });
        (0, refusal_js_38.same)("proof-plan", proof.record.plan, (0, bytes_js_46.hex)((0, seed_js_4.planDigest)((0, serialize_js_9.canonicalLine)(plan))), HERE);
        for (const other of [given, bundle?.plan]) {
            if (other !== undefined && text(other) !== text(plan))
                (0, refusal_js_38.refuse)("proof-plan", { got: "another plan beside it", expected: "the plan of the proof" });
        }
        (0, refusal_js_38.same)("proof-draw", proof.record.draw, (0, plan_js_8.drawName)(plan), HERE);
        checkKeys(proof.record, plan);
        (0, refusal_js_38.same)("proof-lists", (0, serialize_js_9.canonical)(proof.record.lists), (0, serialize_js_9.canonical)(plan.roots), HERE);
        if ((event !== undefined) !== (plan.log !== undefined)) {
            (0, refusal_js_38.refuse)("proof-event", { got: event === undefined ? "no log" : "a log", expected: event === undefined ? "a log, as the plan has one" : "none, as the plan has none" });
        }
        if (event !== undefined) {
            (0, refusal_js_38.same)("proof-record", digest, recordOf(event) ?? "no record", HERE);
            (0, refusal_js_38.same)("proof-draw", event.draw, (0, plan_js_8.drawName)(plan), HERE);
        }
        const published = bundle === undefined ? undefined : (0, compare_js_2.recordDigest)(bundle.record);
        for (const expected of [record, published])
            if (expected !== undefined)
                (0, refusal_js_38.same)("proof-record", digest, expected, HERE);
    }
    function recordOf(event) {
        return event.event === "draw" || event.event === "finish" || event.event === "void" ? event.record : undefined;
    }
    /**
     * The event is in the plan's own log, and that is one which the reader trusts, if he trusts any: a false proof brings a
     * plan of its own.
     */
    function checkLogged({ log, plan }, beside) {
        if (log === undefined) {
            return (0, refusal_js_38.refuse)("proof-log", { got: "a proof without log", expected: "a log, as a policy or a key was given" });
        }
        (0, file_log_js_1.checkEntry)(log.event, log);
        (0, file_log_js_1.checkLogSignature)(log, (0, keys_js_5.verifierKey)(plan.log, keys_js_5.LOG_KEY), beside);
        if (beside.bundle !== undefined)
            (0, file_log_js_1.checkWithBundle)(log.event, log, beside.bundle);
    }
    function rootOf(record, file) {
        const [folder, name] = file.split(/[/.]/);
        return (folder === "lists" ? record.lists : record.roots)[name];
    }
    function checkLeaf(record, leaf) {
        const root = rootOf(record, leaf.file);
        const hash = (0, tree_proofs_js_4.leafHash)((0, serialize_js_9.canonicalLine)(leaf.line));
        if (root !== undefined && (0, tree_proofs_js_4.isIncluded)(hash, leaf.index, root.count, leaf.hashes.map(bytes_js_46.unhex), (0, bytes_js_46.unhex)(root.root)))
            return;
        (0, refusal_js_38.refuse)("proof-leaf", { got: "a line that does not lead to the root", expected: root?.root ?? "a list of the record", where: { file: leaf.file, line: leaf.index + 1 } });
    }
    function checkAnswer(proof, { bundle }) {
        const shown = proof_answer_js_1.Shown.of(proof);
        if (bundle !== undefined)
            (0, proof_bundle_js_1.checkAgainst)(proof, shown?.id, bundle);
        if (shown !== null)
            return shown.check();
        const extra = proof.leaves.find((leaf) => leaf.file !== "lists/entities.jsonl");
        if (extra !== undefined)
            (0, proof_lines_js_3.wrong)(`a line of ${extra.file}`, "neighbours only, as nobody has the id");
        (0, proof_lines_js_3.checkNeighbours)(proof, "lists/entities.jsonl", proof.id);
    }
    /** The proof with the plan that the reader has, if it brings none. */
    function planned(proof, { plan, bundle }) {
        const known = proof.plan ?? plan ?? bundle?.plan;
        return known === undefined ? proof : { ...proof, plan: known };
    }
    function proofSteps(bare, beside) {
        const proof = planned(bare, beside);
        const wanted = proof.log !== undefined || beside.policy !== undefined || beside.key !== undefined;
        return [
            { name: "proof-format", run: () => checkForm(proof) },
            { name: "proof-record", run: () => checkRecord(proof, beside) },
            ...(wanted ? [{ name: "proof-log", run: () => checkLogged(proof, beside) }] : []),
            { name: "proof-leaves", run: () => { for (const leaf of proof.leaves)
                    checkLeaf(proof.record, leaf); } },
            { name: "proof-answer", run: () => checkAnswer(proof, beside) },
        ];
    }
    /** What a proof that has passed says; beside a bundle also what has become of it since. */
    function proofAnswer(given, beside) {
        const { bundle } = beside;
        const proof = planned(given, beside);
        // Nobody is told anything of a proof that has no plan from anywhere: it has failed.
        const bare = proof_answer_js_1.Shown.of(proof)?.answer() ?? (0, why_js_3.notListed)(proof.id);
        const event = proof.log?.event;
        const answer = event?.event === "void" ? { ...bare, void: (0, messages_verdict_js_3.voidSentence)(event.reason) } : bare;
        return bundle === undefined ? answer : { ...answer, ...(0, why_js_3.sinceTheDraw)(bundle, proof.id) };
    }
    /**
     * Without anything known from elsewhere, whoever made the proof may have made its record too; and without a bundle he may
     * have made several.
     */
    function proofNotes({ log }, beside) {
        const { record, bundle, policy, key } = beside;
        const vouched = record !== undefined || bundle !== undefined || policy !== undefined || key !== undefined;
        return [...(vouched ? [] : [messages_files_js_1.PROOF_ALONE]), ...(bundle === undefined ? [messages_files_js_1.RECORD_ONLY, messages_files_js_1.NOT_WHOLE] : []), ...(0, file_log_js_1.logNotes)(log, beside)];
    }
});
// The steps by which a holder checks his share (section 21), before any contribution.
define("verify/src/share_file", ["require", "exports", "verify/src/bytes", "verify/src/escrow", "verify/src/events", "verify/src/plan", "verify/src/refusal"], function (require, exports, bytes_js_47, escrow_js_2, events_js_14, plan_js_9, refusal_js_39) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.shareSteps = shareSteps;
    const HERE = { file: "file" };
    /** The share is one of the announced draw, for this holder. */
    function checkAnnounced(share, { plan, planDigest, events }) {
        const announce = (0, events_js_14.oneOf)(events, "announce");
        (0, refusal_js_39.same)("share-draw", share.draw, (0, plan_js_9.drawName)(plan), HERE);
        (0, refusal_js_39.same)("share-plan", share.plan, (0, bytes_js_47.hex)(planDigest), HERE);
        (0, refusal_js_39.same)("share-commitment", share.commitment, announce?.commitment ?? "none: the draw is open", HERE);
        (0, refusal_js_39.same)("share-points", share.points.join(", "), (announce?.points ?? []).join(", "), HERE);
        const holder = plan.escrow?.holders[share.index - 1]?.label;
        (0, refusal_js_39.same)("share-holder", `${share.index} ${share.holder}`, `${share.index} ${holder ?? "nobody"}`, HERE);
    }
    function shareSteps(share, { bundle }) {
        const steps = [
            {
                name: "share-format", run: () => {
                    if (share.index < 1 || share.index > 255)
                        (0, refusal_js_39.refuse)("share-index", { got: share.index, expected: "1 to 255" });
                    if (share.points.length === 0 || share.holder === "")
                        (0, refusal_js_39.refuse)("share-empty", { got: "no points or no holder", expected: "both" });
                },
            },
            { name: "share-points", run: () => { (0, escrow_js_2.checkPoints)(share.points, HERE); } },
            {
                name: "share-commitment", run: () => (0, refusal_js_39.same)("share-commitment", share.commitment, (0, escrow_js_2.escrowCommitment)((0, bytes_js_47.unhex)(share.plan), share.points), HERE),
            },
            {
                name: "share-value", run: () => {
                    const points = (0, escrow_js_2.checkPoints)(share.points, HERE);
                    if ((0, escrow_js_2.isShare)((0, bytes_js_47.unhex)(share.share), share.index, points))
                        return;
                    (0, refusal_js_39.refuse)("share-value", { got: "a share that does not fit the points", expected: `the share of holder ${share.index}` });
                },
            },
        ];
        return bundle === undefined ? steps : [...steps, { name: "share-announcement", run: () => checkAnnounced(share, bundle) }];
    }
});
// Which visit a slip shows, which replacements concern it, and who goes now (section 25).
define("verify/src/slip_visit", ["require", "exports", "verify/src/replaced_told"], function (require, exports, replaced_told_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.visitOf = visitOf;
    exports.reserveOf = reserveOf;
    exports.isCall = isCall;
    exports.concerning = concerning;
    exports.knownReplaced = knownReplaced;
    exports.replacementsOf = replacementsOf;
    exports.nowOf = nowOf;
    /** The visit that the draw made; undefined on the slip of a reserve. */
    function visitOf({ leaf }) {
        if ("visit" in leaf)
            return leaf.visit;
        return "state" in leaf ? leaf : undefined;
    }
    function reserveOf({ leaf }) {
        if ("reserve" in leaf)
            return typeof leaf.reserve === "object" ? leaf.reserve : leaf;
        return undefined;
    }
    function isCall(event, reserve) {
        return event.kind === "entity" && (0, replaced_told_js_2.isAt)(event, reserve, event.by);
    }
    /** Of these events those that concern the visit; of a reserve none before the one that took it. */
    function concerning(slip, replaced) {
        const reserve = reserveOf(slip);
        const visit = visitOf(slip);
        let known;
        if (visit !== undefined)
            known = { visit: visit.id, seats: visit.seats?.length ?? 0, draws: [...visit.draws] };
        return replaced.filter(({ event }) => {
            if (known === undefined) {
                if (!isCall(event, reserve) || event.visit === undefined)
                    return false;
                // A reserve that joins a visit has no seats of its own.
                known = { visit: event.visit, seats: event.team?.length ?? 0, draws: [reserve] };
                return true;
            }
            if (event.kind === "inspector")
                return event.visit === known.visit && event.seat < known.seats;
            const leaves = known.draws.some((one) => (0, replaced_told_js_2.isAt)(event, one, event.rank));
            const joins = event.by !== undefined && event.visit === known.visit;
            if (joins)
                known.draws.push({ task: event.task, stratum: event.stratum, rank: event.by });
            return leaves || joins;
        });
    }
    /** All replacements that concern the visit and are known: those of the slip, and those of a bundle at hand. */
    function knownReplaced(slip, bundle) {
        const own = slip.replaced ?? [];
        const logged = bundle === undefined ? [] : concerning(slip, replacementsOf(bundle.logged));
        return [...logged, ...own.filter((one) => !logged.some((other) => other.index === one.index))].sort((a, b) => a.index - b.index);
    }
    function replacementsOf(logged) {
        return logged.flatMap(({ event, index }) => (event.event === "replace" ? [{ event, index }] : []));
    }
    /** Applies the replacements that concern the visit, in their order. */
    function nowOf(slip, replaced) {
        const visit = visitOf(slip);
        const reserve = reserveOf(slip);
        const taken = reserve === undefined ? undefined : replaced[0]?.event;
        const place = visit?.id ?? taken?.visit;
        let team = visit === undefined ? undefined : [...(visit.seats ?? [])];
        let days = visit?.days;
        let draws = visit?.draws ?? [reserve];
        let joined = [];
        const gone = [];
        const sentences = [];
        for (const { event } of replaced) {
            if (event.kind === "inspector") {
                sentences.push((0, replaced_told_js_2.seatSentence)(event));
                const { inspector: _, ...rest } = team[event.seat];
                team[event.seat] = { ...rest, ...(event.by !== undefined && { inspector: event.by }) };
                continue;
            }
            const isLeaving = (one) => (0, replaced_told_js_2.isAt)(event, one, event.rank);
            if ([...draws, ...joined].some(isLeaving))
                sentences.push((0, replaced_told_js_2.goneSentence)(event));
            gone.push(...draws.filter(isLeaving));
            draws = draws.filter((one) => !isLeaving(one));
            joined = joined.filter((one) => !isLeaving(one));
            if (event.by === undefined || event.visit !== place)
                continue;
            sentences.push((0, replaced_told_js_2.calledSentence)(event));
            if (event !== taken)
                joined = [...joined, { task: event.task, stratum: event.stratum, rank: event.by }];
            if (event !== taken || event.team === undefined)
                continue;
            // Which seat leads is not in the event; the team has the order of the seats.
            team = event.team.map((inspector) => ({ inspector, lead: false }));
            days = event.days;
        }
        const off = draws.length === 0 && joined.length === 0;
        const going = off ? { off } : { ...(team !== undefined && { team }), ...(days !== undefined && { days }) };
        return {
            ...(place !== undefined && { visit: place }), ...going, draws, gone, sentences,
            ...(reserve !== undefined && { called: place !== undefined }),
        };
    }
});
// Replacements of a slip beside a bundle (section 25, `slip-draw`): as far as the bundle reaches they are those of its
// events. What is checked of later ones is in slip_beyond.ts.
define("verify/src/slip_bundle", ["require", "exports", "verify/src/events", "verify/src/serialize", "verify/src/slip_visit"], function (require, exports, events_js_15, serialize_js_10, slip_visit_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.reachOf = reachOf;
    exports.beyond = beyond;
    exports.bundleFault = bundleFault;
    /** Before which place of the log the bundle has everything of its draw. Once a draw has ended nothing of it follows. */
    function reachOf({ logged, events }) {
        return (0, events_js_15.ending)(events) === undefined ? logged[logged.length - 1].index + 1 : Infinity;
    }
    /** Those that came after the last event of the bundle. */
    function beyond(slip, bundle) {
        const reach = reachOf(bundle);
        return (slip.replaced ?? []).filter(({ index }) => index >= reach);
    }
    /** Why the replacements of the slip are not those of the bundle, as far as its events reach; or null. */
    function bundleFault(slip, size, bundle) {
        const reach = Math.min(size, reachOf(bundle));
        const text = (list) => list.map(({ event, index }) => `${index} ${(0, serialize_js_10.canonical)(event)}`).join(", ") || "none";
        const got = text((slip.replaced ?? []).filter(({ index }) => index < reach));
        const expected = text((0, slip_visit_js_1.concerning)(slip, (0, slip_visit_js_1.replacementsOf)(bundle.logged).filter(({ index }) => index < reach)));
        return got === expected ? null : { got, expected };
    }
});
// Replacements of a slip that a bundle at hand does not reach (section 25, `slip-draw`). Plan and lists show who approved them,
// and what can't be, whatever else was replaced; that it was these substitutes' turn, only the outcome shows.
define("verify/src/slip_beyond", ["require", "exports", "verify/src/approvals", "verify/src/last_days", "verify/src/refusal", "verify/src/slip_bundle", "verify/src/slip_visit", "verify/src/visits"], function (require, exports, approvals_js_2, last_days_js_2, refusal_js_40, slip_bundle_js_1, slip_visit_js_2, visits_js_4) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkBeyond = checkBeyond;
    const HERE = { file: "file" };
    function wrong(code, got, expected) {
        (0, refusal_js_40.refuse)(code, { got, expected });
    }
    function checkReasons(plan, event) {
        (0, approvals_js_2.checkReason)(plan, event.kind, event.reason, HERE);
        const skipped = event.kind === "inspector" ? event.skipped : event.skipped.flat();
        for (const { reason } of skipped)
            (0, approvals_js_2.checkReason)(plan, "inspector", reason, HERE);
    }
    /** The pools of the seats that a visit of this task alone has. */
    function poolsOf(plan, task) {
        return (0, visits_js_4.seatsOf)(plan, plan.tasks.filter((one) => one.id === task)).map((seat) => seat.pool);
    }
    /** The slip's visit while its replacements are followed. */
    class Followed {
        slip;
        bundle;
        again = new approvals_js_2.Again();
        dates;
        lastDays;
        known;
        days;
        pools;
        team;
        been = new Set();
        /** Ranks that are not visited any more, and the last reserve that came, of each stratum and task. */
        gone = new Set();
        came = new Map();
        constructor(slip, bundle) {
            this.slip = slip;
            this.bundle = bundle;
            const visit = (0, slip_visit_js_2.visitOf)(slip);
            this.dates = new approvals_js_2.Dates(bundle.plan.created);
            this.lastDays = new last_days_js_2.LastDays(visit === undefined ? [] : [visit]);
            this.known = new Map((bundle.contents.inspectors ?? []).map((one) => [one.id, one.department]));
            this.days = visit?.days;
            this.pools = (visit?.seats ?? []).map((seat) => seat.pool);
            this.team = [];
            this.sit((visit?.seats ?? []).map((seat) => seat.inspector));
        }
        sit(team) {
            this.team = [...team];
            for (const id of team)
                if (id !== undefined)
                    this.been.add(id);
        }
        /** Events must come here in their order, also those that the bundle has: these are only followed. */
        next(event, isBeyond) {
            const reason = this.again.reasonForSuperior(event) ?? this.late(event);
            const least = this.dates.next(event);
            if (isBeyond) {
                (0, approvals_js_2.checkDate)(event, least, HERE);
                this.check(event, reason);
            }
            if (event.kind === "inspector") {
                this.team[event.seat] = event.by;
                if (event.by !== undefined)
                    this.been.add(event.by);
            }
            else
                this.follow(event);
        }
        /** Of a rank of which neither the leaf nor the slip tells, it is not known here. */
        late(event) {
            if (event.kind === "inspector" || !this.lastDays.knows(event))
                return null;
            return (0, approvals_js_2.lateReason)(this.bundle.plan, event, this.lastDays.of(event));
        }
        follow(event) {
            const { by, days, rank, stratum, task, team } = event;
            this.gone.add(`${task} ${stratum} ${rank}`);
            if (by !== undefined)
                this.came.set(`${task} ${stratum}`, by);
            this.lastDays.took(event);
            const reserve = (0, slip_visit_js_2.reserveOf)(this.slip);
            if (reserve === undefined || !(0, slip_visit_js_2.isCall)(event, reserve))
                return;
            this.days = days;
            this.pools = poolsOf(this.bundle.plan, task);
            this.sit(team ?? []);
        }
        check(event, reason) {
            const { plan, planDigest } = this.bundle;
            checkReasons(plan, event);
            if (event.kind === "inspector")
                this.checkInspector(event);
            else
                this.checkEntity(event);
            (0, approvals_js_2.checkApproval)(plan, planDigest, event, reason, HERE);
        }
        checkInspector({ by, date, seat, visit }) {
            const last = this.days?.[this.days.length - 1];
            if (last === undefined)
                return wrong("replace-visit", visit, "a dated visit");
            if (date > last)
                wrong("replace-date", date, `not later than ${last}`);
            if (this.team[seat] === undefined)
                wrong("replace-seat", `seat ${seat}`, "a seat in which somebody sits");
            if (by === undefined)
                return;
            this.checkMember(by, this.pools[seat]);
            if (this.been.has(by))
                wrong("replace-by", by, "nobody who is in the team, or has been");
        }
        checkMember(id, pool) {
            const department = this.known.get(id);
            if (department === undefined)
                wrong("replace-inspector", id, "an inspector of the bundle");
            const wanted = this.bundle.plan.pools.find((one) => one.id === pool)?.department;
            if (department !== wanted)
                wrong("replace-department", `${id} of ${department}`, `somebody of ${wanted ?? "a pool of the plan"}`);
        }
        checkEntity(event) {
            this.checkRanks(event);
            const { days, task, team } = event;
            if (days === undefined || team === undefined)
                return;
            const leaf = (0, slip_visit_js_2.visitOf)(this.slip);
            if (leaf?.seats !== undefined && event.visit === leaf.id)
                wrong("replace-visit", days.join(", "), "no days, as the reserve joins this visit");
            this.checkDays(event, days);
            const pools = poolsOf(this.bundle.plan, task);
            if (team.length !== pools.length)
                wrong("replace-team", `a team of ${team.length}`, `one for each of ${pools.length} seats`);
            team.forEach((id, seat) => {
                this.checkMember(id, pools[seat]);
                if (team.indexOf(id) < seat)
                    wrong("replace-team", `${id} twice`, "nobody twice");
            });
        }
        checkRanks({ by, rank, stratum, task }) {
            const place = `${task} ${stratum}`;
            const population = this.bundle.plan.populations.find((one) => one.task === task && one.stratum === stratum);
            if (population === undefined)
                return wrong("replace-rank", place, "a stratum of the plan");
            const most = population.n + population.reserves;
            if (rank > most)
                wrong("replace-rank", rank, `at most ${most}`);
            if (this.gone.has(`${place} ${rank}`))
                wrong("replace-twice", `${place} ${rank} again`, "nobody twice in a task");
            if (by === undefined)
                return;
            const least = Math.max(population.n, rank, this.came.get(place) ?? 0) + 1;
            if (by < least || by > most)
                wrong("replace-by", by, `a reserve from ${least} to ${most}`);
        }
        checkDays({ date, task }, days) {
            const { plan } = this.bundle;
            const first = plan.days.indexOf(days[0]);
            const wanted = plan.tasks.find((one) => one.id === task)?.days;
            const consecutive = first >= 0 && days.every((day, k) => day === plan.days[first + k]);
            if (days.length === wanted && consecutive && days[0] > date)
                return;
            wrong("replace-days", days.join(", "), `${wanted ?? "no"} consecutive working days after ${date}`);
        }
    }
    function checkBeyond(slip, bundle) {
        const others = new Set((0, slip_bundle_js_1.beyond)(slip, bundle));
        const followed = new Followed(slip, bundle);
        for (const one of slip.replaced ?? [])
            followed.next(one.event, others.has(one));
    }
});
// Whether the leaf of a slip is one that the draw of a bundle at hand can have (section 25, `slip-draw`). Of a sealed draw,
// nobody sees before its end whether the leaves follow from the lists.
define("verify/src/slip_leaf", ["require", "exports", "verify/src/refusal", "verify/src/slip_visit", "verify/src/visits"], function (require, exports, refusal_js_41, slip_visit_js_3, visits_js_5) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkLeafOf = checkLeafOf;
    function wrong(got, expected) {
        (0, refusal_js_41.refuse)("slip-leaf", { got, expected });
    }
    function populationOf(plan, { stratum, task }) {
        return plan.populations.find((one) => one.task === task && one.stratum === stratum) ?? wrong(`${task} ${stratum}`, "a stratum of the plan");
    }
    function checkRank(one, least, most) {
        if (one.rank < least || one.rank > most)
            wrong(`rank ${one.rank} of ${one.task} ${one.stratum}`, `a rank from ${least} to ${most}`);
    }
    function checkSeats({ draws, seats = [] }, { contents, plan }) {
        const tasks = plan.tasks.filter((task) => draws.some((one) => one.task === task.id));
        const names = (list) => list.map((one) => one.pool).join(", ") || "none";
        const [got, expected] = [names(seats), names((0, visits_js_5.seatsOf)(plan, tasks))];
        if (got !== expected)
            wrong(`pools ${got}`, `the pools of its tasks: ${expected}`);
        const known = new Set((contents.inspectors ?? []).map((one) => one.id));
        const seen = new Set();
        for (const { inspector } of seats) {
            if (inspector === undefined)
                continue;
            if (!known.has(inspector))
                wrong(inspector, "an inspector of the bundle");
            if (seen.has(inspector))
                wrong(`${inspector} twice`, "nobody twice");
            seen.add(inspector);
        }
    }
    function checkDays({ days, duration, state }, plan) {
        if ((days !== undefined) !== (state === "dated"))
            wrong(`${state}, ${days === undefined ? "without" : "with"} days`, "days exactly if it is dated");
        if (days === undefined)
            return;
        const first = plan.days.indexOf(days[0]);
        const consecutive = first >= 0 && days.every((day, k) => day === plan.days[first + k]);
        if (days.length !== duration || !consecutive)
            wrong(days.join(", "), `${duration} consecutive days of the plan`);
    }
    function checkLeafOf(slip, bundle) {
        const { plan } = bundle;
        const reserve = (0, slip_visit_js_3.reserveOf)(slip);
        if (reserve !== undefined) {
            const { n, reserves } = populationOf(plan, reserve);
            return checkRank(reserve, n + 1, n + reserves);
        }
        const visit = (0, slip_visit_js_3.visitOf)(slip);
        if (visit.draws.length === 0)
            wrong("a visit of nobody", "somebody who was drawn");
        for (const one of visit.draws)
            checkRank(one, 1, populationOf(plan, one).n);
        checkSeats(visit, bundle);
        checkDays(visit, plan);
    }
});
// The steps by which a slip is checked (section 25): one visit, shown to whom it concerns.
define("verify/src/slip", ["require", "exports", "verify/src/bytes", "verify/src/compare", "verify/src/events", "verify/src/event_members", "verify/src/file_log", "verify/src/hash", "verify/src/keys", "verify/src/leaves", "verify/src/messages_files", "verify/src/plan", "verify/src/record_form", "verify/src/refusal", "verify/src/serialize", "verify/src/slip_beyond", "verify/src/slip_leaf", "verify/src/slip_bundle", "verify/src/slip_visit", "verify/src/tree_proofs", "verify/src/why"], function (require, exports, bytes_js_48, compare_js_3, events_js_16, event_members_js_4, file_log_js_2, hash_js_11, keys_js_6, leaves_js_2, messages_files_js_2, plan_js_10, record_form_js_2, refusal_js_42, serialize_js_11, slip_beyond_js_1, slip_leaf_js_1, slip_bundle_js_2, slip_visit_js_4, tree_proofs_js_5, why_js_4) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.slipSteps = slipSteps;
    exports.slipNotes = slipNotes;
    exports.teamNotes = teamNotes;
    const HERE = { file: "file" };
    function drawEvent({ event }) {
        return event.event === "draw" ? event : (0, refusal_js_42.refuse)("slip-event", { got: event.event, expected: "draw" });
    }
    /** A visit, or a reserve, as it stands in the lists of an open draw. */
    function isPlain({ leaf }) {
        return "state" in leaf || ("ticket" in leaf && leaf.reserve);
    }
    /** That it is the slip of one draw, and of one mode. */
    function checkForm(slip) {
        const event = drawEvent(slip);
        const sealed = slip.salt !== undefined && slip.record === undefined;
        const open = slip.salt === undefined && slip.record !== undefined;
        (0, event_members_js_4.checkDrawMembers)(event, sealed, HERE);
        if (slip.record !== undefined)
            (0, record_form_js_2.checkRecordForm)(slip.record);
        for (const one of slip.replaced ?? [])
            (0, event_members_js_4.checkReplaceMembers)(one.event, HERE);
        const wrapped = "visit" in slip.leaf || ("reserve" in slip.leaf && !("ticket" in slip.leaf));
        if (!(sealed && wrapped) && !(open && isPlain(slip))) {
            (0, refusal_js_42.refuse)("slip-mode", { got: "something else", expected: "a leaf with its salt, or a visit or reserve with the record" });
        }
        if (slip.log !== undefined)
            (0, file_log_js_2.checkpointOf)(slip.log);
        else if (slip.replaced !== undefined)
            (0, refusal_js_42.refuse)("slip-replaced", { got: "replacements without log", expected: "the log in which they are" });
        checkNames(slip);
    }
    /** Names are of those only who go, or were to go, on this visit. */
    function checkNames(slip) {
        const named = (slip.names ?? []).map((one) => one.inspector);
        if (!(0, bytes_js_48.strictlySorted)(named))
            (0, refusal_js_42.refuse)("slip-names", { got: "out of order", expected: "inspectors that go up" });
        const own = new Set(((0, slip_visit_js_4.visitOf)(slip)?.seats ?? []).map((seat) => seat.inspector));
        for (const { event } of slip.replaced ?? []) {
            if (event.kind === "inspector")
                own.add(event.by);
            else
                for (const id of event.team ?? [])
                    own.add(id);
        }
        for (const id of named)
            if (!own.has(id))
                (0, refusal_js_42.refuse)("slip-names", { got: id, expected: "inspectors of this visit only" });
    }
    function checkPath(slip, line, root) {
        const holds = root !== undefined && (0, tree_proofs_js_5.isIncluded)((0, tree_proofs_js_5.leafHash)(line), slip.index, root.count, slip.hashes.map(bytes_js_48.unhex), (0, bytes_js_48.unhex)(root.root));
        if (!holds)
            (0, refusal_js_42.refuse)("slip-path", { got: "a path that does not hold", expected: `leaf ${slip.index} of ${root?.count ?? 0}` });
    }
    function checkLeaf(slip) {
        const event = drawEvent(slip);
        const leaf = slip.leaf;
        if (slip.salt !== undefined)
            return checkPath(slip, (0, leaves_js_2.leafData)((0, bytes_js_48.unhex)(slip.salt), leaf), event.leaves);
        (0, refusal_js_42.same)("slip-record", (0, compare_js_3.recordDigest)(slip.record), event.record, HERE);
        (0, refusal_js_42.same)("slip-draw", slip.record.draw, slip.draw, HERE);
        checkPath(slip, (0, serialize_js_11.canonicalLine)(leaf), slip.record.roots["state" in slip.leaf ? "visits" : "selected"]);
    }
    /** The draw is in the log, and after it each replacement, which concerns this visit. */
    function checkLogged(slip, log) {
        (0, refusal_js_42.same)("slip-draw", slip.event.draw, slip.draw, HERE);
        (0, file_log_js_2.checkEntry)(slip.event, log);
        const replaced = slip.replaced ?? [];
        let before = log.index;
        for (const { event, hashes, index } of replaced) {
            (0, refusal_js_42.same)("slip-draw", event.draw, slip.draw, HERE);
            if (index <= before)
                (0, refusal_js_42.refuse)("slip-replaced", { got: `entry ${index} after ${before}`, expected: "entries that go up from the draw" });
            before = index;
            (0, file_log_js_2.checkEntry)(event, { checkpoint: log.checkpoint, hashes, index });
        }
        const own = (0, slip_visit_js_4.concerning)(slip, replaced);
        const other = replaced.find((one, i) => own[i] !== one);
        if (other !== undefined)
            (0, refusal_js_42.refuse)("slip-replaced", { got: (0, serialize_js_11.canonical)(other.event), expected: "a replacement that concerns this visit" });
    }
    function checkNamesOpen(slip, { plan, contents }) {
        if (slip.names === undefined)
            return;
        if (plan.publish.names === "never")
            (0, refusal_js_42.refuse)("slip-names", { got: "names", expected: "none: the plan never publishes names" });
        const sealed = new Map((contents.inspectors ?? []).map((one) => [one.id, one.sealed]));
        for (const { inspector, private: person, salt } of slip.names) {
            const got = (0, bytes_js_48.hex)((0, hash_js_11.H)("mq1/sealed", (0, bytes_js_48.unhex)(salt), (0, serialize_js_11.canonicalLine)(person)));
            (0, refusal_js_42.same)("slip-name", `${inspector}: ${got}`, `${inspector}: ${sealed.get(inspector) ?? "not in the list"}`, HERE);
        }
    }
    /** With a bundle: its draw, its replacements, and its inspectors. */
    function checkDraw(slip, bundle) {
        const { plan, events } = bundle;
        (0, refusal_js_42.same)("slip-draw", slip.draw, (0, plan_js_10.drawName)(plan), HERE);
        const event = (0, events_js_16.oneOf)(events, "draw");
        const text = (one) => (0, serialize_js_11.canonical)(one);
        (0, refusal_js_42.same)("slip-event", text(slip.event), event === undefined ? "none: this bundle is from before the draw" : text(event), HERE);
        (0, slip_leaf_js_1.checkLeafOf)(slip, bundle);
        if (slip.log !== undefined) {
            (0, file_log_js_2.checkWithBundle)(slip.event, slip.log, bundle);
            const fault = (0, slip_bundle_js_2.bundleFault)(slip, (0, file_log_js_2.checkpointOf)(slip.log).size, bundle);
            if (fault !== null)
                (0, refusal_js_42.refuse)("slip-replaced", fault);
            (0, slip_beyond_js_1.checkBeyond)(slip, bundle);
        }
        checkNamesOpen(slip, bundle);
    }
    /** By whom the checkpoint must be signed is known from any of these. */
    function isVouched({ bundle, policy, key }) {
        return bundle?.plan.log !== undefined || policy !== undefined || key !== undefined;
    }
    function slipSteps(slip, beside) {
        const { log } = slip;
        const { bundle } = beside;
        const own = bundle?.plan.log === undefined ? null : (0, keys_js_6.verifierKey)(bundle.plan.log, keys_js_6.LOG_KEY);
        return [
            { name: "slip-format", run: () => checkForm(slip) },
            { name: "slip-leaf", run: () => checkLeaf(slip) },
            ...(log === undefined ? [] : [
                { name: "slip-event", run: () => checkLogged(slip, log) },
                ...(isVouched(beside) ? [{ name: "slip-log", run: () => (0, file_log_js_2.checkLogSignature)(log, own, beside) }] : []),
            ]),
            ...(bundle === undefined ? [] : [{ name: "slip-draw", run: () => checkDraw(slip, bundle) }]),
        ];
    }
    /** Names rest on a list of the bundle: without it they are only told. Of a draw that is void nobody goes. */
    function slipNotes(slip, beside) {
        const { bundle } = beside;
        const shown = (0, file_log_js_2.logNotes)(slip.log, beside);
        if (bundle !== undefined) {
            const ended = (0, why_js_4.voidOf)(bundle);
            const open = (0, events_js_16.ending)(bundle.events) === undefined ? [messages_files_js_2.REACH_UNKNOWN] : [];
            return [...(ended === undefined ? [] : [ended]), ...open, ...shown];
        }
        const unsigned = isVouched(beside) ? [] : [messages_files_js_2.SLIP_UNSIGNED];
        return [
            ...(slip.log === undefined ? [messages_files_js_2.SLIP_ALONE] : unsigned), messages_files_js_2.DRAW_ONLY, ...(slip.log === undefined ? [] : [messages_files_js_2.LATER_UNKNOWN]),
            ...(slip.names === undefined ? [] : [messages_files_js_2.NAMES_NOTE]), ...shown,
        ];
    }
    /** What is not shown of the replacements that have changed the team. */
    function teamNotes(slip, bundle) {
        if (slip.replaced === undefined)
            return [];
        if (bundle === undefined)
            return [messages_files_js_2.APPROVAL_UNKNOWN];
        return (0, slip_bundle_js_2.beyond)(slip, bundle).length > 0 ? [messages_files_js_2.TURN_UNKNOWN] : [];
    }
});
// Checks one file that an office handed out: a proof of one entity, a slip (section 25), or a holder's share (21).
define("verify/src/check_file", ["require", "exports", "verify/src/bytes", "verify/src/entity_proof", "verify/src/file_log", "verify/src/keys", "verify/src/lines", "verify/src/messages_files", "verify/src/policy", "verify/src/refusal", "verify/src/shapes_files", "verify/src/shapes_plan", "verify/src/share_file", "verify/src/slip", "verify/src/slip_visit", "verify/src/source"], function (require, exports, bytes_js_49, entity_proof_js_1, file_log_js_3, keys_js_7, lines_js_7, messages_files_js_3, policy_js_3, refusal_js_43, shapes_files_js_2, shapes_plan_js_5, share_file_js_1, slip_js_1, slip_visit_js_5, source_js_7) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Unrecognized = exports.WrongPlan = void 0;
    exports.checkFile = checkFile;
    const FILE = "file";
    const LF = 0x0a;
    /** A QR code has no line feed at its end. */
    function withLineFeed(bytes) {
        return bytes[bytes.length - 1] === LF ? bytes : (0, bytes_js_49.concat)(bytes, new Uint8Array([LF]));
    }
    async function parse(bytes, shape) {
        return (await (0, lines_js_7.readObject)(new source_js_7.MemorySource(new Map([[FILE, bytes]])), FILE, shape)).value;
    }
    /** The log's name, and whether the policy's quorum is met. */
    function toldOfLog(log, { policy }) {
        if (log === undefined)
            return {};
        return { log: (0, file_log_js_3.logName)(log), ...(policy !== undefined && { quorumMet: (0, file_log_js_3.quorumOf)(log, policy) !== null }) };
    }
    const READERS = {
        proof: async (bytes, beside) => {
            const proof = await parse(bytes, shapes_files_js_2.proofShape);
            return {
                steps: (0, entity_proof_js_1.proofSteps)(proof, beside), notes: () => (0, entity_proof_js_1.proofNotes)(proof, beside),
                told: () => ({ draw: proof.record.draw, answer: (0, entity_proof_js_1.proofAnswer)(proof, beside), ...toldOfLog(proof.log, beside) }),
            };
        },
        slip: async (bytes, beside) => {
            const slip = await parse(withLineFeed(bytes), shapes_files_js_2.slipShape);
            const { bundle } = beside;
            return {
                steps: (0, slip_js_1.slipSteps)(slip, beside), notes: () => (0, slip_js_1.slipNotes)(slip, beside), told: () => ({
                    draw: slip.draw, slip, now: (0, slip_visit_js_5.nowOf)(slip, (0, slip_visit_js_5.knownReplaced)(slip, bundle)), namesChecked: bundle !== undefined,
                    teamNotes: (0, slip_js_1.teamNotes)(slip, bundle), ...toldOfLog(slip.log, beside),
                }),
            };
        },
        share: async (bytes, beside) => {
            const share = await parse(bytes, shapes_files_js_2.shareShape);
            return { steps: (0, share_file_js_1.shareSteps)(share, beside), notes: () => [], told: () => ({ draw: share.draw, holder: share.holder }) };
        },
    };
    /** What is given as a plan is none: that is the user's fault, and no file's. */
    class WrongPlan extends source_js_7.Unreadable {
    }
    exports.WrongPlan = WrongPlan;
    /** A file that does not say what it is, and is given as nothing. */
    class Unrecognized extends source_js_7.Unreadable {
    }
    exports.Unrecognized = Unrecognized;
    async function readPlan(bytes) {
        try {
            return await parse(bytes, shapes_plan_js_5.planShape);
        }
        catch (error) {
            throw error instanceof refusal_js_43.Refusal ? new WrongPlan("the plan is no plan.json of a bundle") : error;
        }
    }
    /** As what it is given or, if nothing is said, which kind of file it says that it is. */
    function kindOf(bytes, given) {
        if (given !== undefined)
            return given;
        const found = /"format":"mq1\/(proof|slip|share)"/.exec(new TextDecoder().decode(bytes));
        if (found === null)
            throw new Unrecognized("neither a proof nor a slip nor a share");
        return found[1];
    }
    async function besideOf(options) {
        const key = options.key === undefined ? undefined : (0, keys_js_7.verifierKey)(options.key, keys_js_7.LOG_KEY);
        if (key === null)
            throw new source_js_7.Unreadable(`${options.key} is not the key of a log`);
        return {
            key, policy: options.policy === undefined ? undefined : (0, policy_js_3.readPolicy)(options.policy), record: options.record,
            plan: options.plan === undefined ? undefined : await readPlan(options.plan), bundle: options.bundle ?? options.announcement,
        };
    }
    function resultOf(name, refusal) {
        const { ok, failed } = messages_files_js_3.FILE_MESSAGES[name];
        if (refusal === null)
            return { check: name, ok: true, sentence: ok };
        // There is one file only, so its name says nothing; other places (a checkpoint in it) are told.
        const { where, ...details } = refusal.details;
        const elsewhere = where !== undefined && where.file !== FILE;
        return { check: name, ok: false, sentence: failed, code: refusal.code, ...details, ...(elsewhere && { where }) };
    }
    function attempt(step) {
        try {
            step.run();
            return resultOf(step.name, null);
        }
        catch (error) {
            if (error instanceof refusal_js_43.Refusal)
                return resultOf(step.name, error);
            throw error;
        }
    }
    /** Makes the steps in their order and stops at the first that fails. Throws Unrecognized for other files. */
    async function checkFile(bytes, options = {}) {
        const kind = kindOf(bytes, options.as);
        const beside = await besideOf(options);
        let read;
        try {
            read = await READERS[kind](bytes, beside);
        }
        catch (error) {
            if (!(error instanceof refusal_js_43.Refusal))
                throw error;
            const failed = resultOf(`${kind}-format`, error);
            return { kind, ok: false, results: [failed], failed, notes: [] };
        }
        const results = [];
        for (const step of read.steps) {
            results.push(attempt(step));
            if (!results[results.length - 1].ok)
                break;
        }
        const failed = results.find((one) => !one.ok);
        if (failed !== undefined)
            return { kind, ok: false, results, failed, notes: [] };
        return { kind, ok: true, results, notes: read.notes(), ...read.told() };
    }
});
// What proofs and slips have in common: an event, its entry in a checkpoint, who signed that checkpoint, and whether it
// agrees with a bundle at hand.
define("verify/src/file_log", ["require", "exports", "verify/src/bytes", "verify/src/check_log", "verify/src/checkpoint", "verify/src/events", "verify/src/messages_files", "verify/src/policy", "verify/src/refusal", "verify/src/serialize", "verify/src/tree_proofs"], function (require, exports, bytes_js_50, check_log_js_4, checkpoint_js_5, events_js_17, messages_files_js_4, policy_js_4, refusal_js_44, serialize_js_12, tree_proofs_js_6) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkpointOf = checkpointOf;
    exports.logName = logName;
    exports.checkEntry = checkEntry;
    exports.checkLogSignature = checkLogSignature;
    exports.checkWithBundle = checkWithBundle;
    exports.logNotes = logNotes;
    exports.quorumOf = quorumOf;
    const CHECKPOINT = "log.checkpoint";
    function checkpointOf(log) {
        return (0, checkpoint_js_5.readCheckpoint)((0, bytes_js_50.utf8)(log.checkpoint), CHECKPOINT);
    }
    /** What the log calls itself: told beside the draw, as the numbers are those of one log. */
    function logName(log) {
        return log === undefined ? undefined : checkpointOf(log).origin;
    }
    /** The entry of the event stands in the tree of the checkpoint. */
    function checkEntry(event, log) {
        const { size, root } = checkpointOf(log);
        const leaf = (0, tree_proofs_js_6.leafHash)((0, events_js_17.entryLine)((0, check_log_js_4.entryOf)(event)));
        if ((0, tree_proofs_js_6.isIncluded)(leaf, log.index, size, log.hashes.map(bytes_js_50.unhex), root))
            return;
        (0, refusal_js_44.refuse)("file-entry", { got: `a proof for ${event.event} that does not hold`, expected: `its entry at ${log.index} of ${size}` });
    }
    /** The checkpoint is signed by each of those whom the reader has: the plan's own log, one of the policy's, that of the key. */
    function checkLogSignature(log, own, { key, policy }) {
        const checkpoint = checkpointOf(log);
        if (own !== null)
            (0, checkpoint_js_5.checkSignedByOne)(checkpoint, [own], CHECKPOINT);
        if (policy !== undefined) {
            (0, checkpoint_js_5.checkSignedByOne)(checkpoint, policy.logs, CHECKPOINT);
            cosigned(checkpoint, policy);
        }
        if (key !== undefined)
            (0, checkpoint_js_5.checkSignedByOne)(checkpoint, [key], CHECKPOINT);
    }
    function cosigned(checkpoint, policy) {
        return (0, checkpoint_js_5.cosignatures)(checkpoint, policy.witnesses.map((one) => one.key), CHECKPOINT);
    }
    /** The event is one of those of the bundle, at the same place, and both are of one tree, as far as their sizes show it. */
    function checkWithBundle(event, log, { logged, shown }) {
        const text = (one, index) => `${index} ${(0, serialize_js_12.canonical)(one)}`;
        const there = logged.find((line) => line.index === log.index);
        const got = text(event, log.index);
        const expected = there === undefined ? `one of the bundle's events, not ${log.index}` : text(there.event, there.index);
        if (got !== expected)
            (0, refusal_js_44.refuse)("file-event", { got, expected });
        checkRoots(log, shown.checkpoint);
    }
    function checkRoots(log, its) {
        const mine = checkpointOf(log);
        if (mine.size !== its.size || (0, bytes_js_50.compareBytes)(mine.root, its.root) === 0)
            return;
        (0, refusal_js_44.refuse)("file-root", { got: (0, bytes_js_50.hex)(mine.root), expected: `${(0, bytes_js_50.hex)(its.root)}, as in the bundle`, where: { file: CHECKPOINT } });
    }
    /** What the checkpoint shows beyond that the event is in it, and what it does not. */
    function logNotes(log, { bundle, policy }) {
        if (log === undefined)
            return [];
        const time = quorumOf(log, policy);
        const quorum = time === undefined ? [] : [time === null ? messages_files_js_4.QUORUM_NOT_MET : (0, messages_files_js_4.quorumSentence)(time)];
        const its = bundle?.shown?.checkpoint.size;
        return [...quorum, ...(its === undefined || its === checkpointOf(log).size ? [] : [messages_files_js_4.OTHER_SIZE])];
    }
    /** When the policy's quorum was met by the cosignatures of the checkpoint; null if it is not; undefined without a policy. */
    function quorumOf(log, policy) {
        return policy === undefined ? undefined : (0, policy_js_4.quorumTime)(policy, cosigned(checkpointOf(log), policy));
    }
});
// The form of look.json and of a shard (docs/SITE.md, "Look-up shards").
define("site/look/shapes", ["require", "exports", "verify/src/kinds", "verify/src/shape", "verify/src/shapes_draw", "verify/src/shapes_events", "verify/src/shapes_files"], function (require, exports, kinds_js_19, shape_js_6, shapes_draw_js_5, shapes_events_js_6, shapes_files_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.shardShape = exports.lookShape = exports.STRATA = void 0;
    exports.STRATA = "draw/strata.jsonl";
    const named = (0, shape_js_6.object)({ digest: shape_js_6.digest, path: shape_js_6.text });
    const path = (0, shape_js_6.array)(shape_js_6.integer);
    const place = { hashes: (0, shape_js_6.array)(shape_js_6.digest), index: shape_js_6.large };
    exports.lookShape = (0, shape_js_6.object)({
        bits: shape_js_6.integer,
        bundle: shape_js_6.digest,
        draw: shape_js_6.text,
        format: (0, shape_js_6.word)("mingqian/look/1"),
        k: shape_js_6.anyText,
        kind: (0, shape_js_6.word)(...kinds_js_19.KINDS),
        log: (0, shape_js_6.maybe)((0, shape_js_6.object)({ checkpoint: shape_js_6.text, event: shapes_events_js_6.eventShape, ...place })),
        nodes: (0, shape_js_6.maybe)((0, shape_js_6.some)(shape_js_6.text)),
        strata: (0, shape_js_6.maybe)((0, shape_js_6.array)((0, shape_js_6.object)({ line: shapes_draw_js_5.stratumLineShape, path }))),
        plan: named,
        record: (0, shape_js_6.maybe)(named),
        replaced: (0, shape_js_6.maybe)((0, shape_js_6.some)((0, shape_js_6.object)({ event: shapes_events_js_6.replaceShape, ...place }))),
        rows: shape_js_6.large,
    });
    const leaf = (0, shape_js_6.variant)("file", Object.fromEntries(Object.entries(shapes_files_js_3.PROOF_FILES).map(([file, line]) => [file, (0, shape_js_6.object)({ file: (0, shape_js_6.word)(file), index: shape_js_6.large, ...(file !== exports.STRATA && { line, path }) })])));
    exports.shardShape = (0, shape_js_6.object)({
        nodes: (0, shape_js_6.array)(shape_js_6.text),
        rows: (0, shape_js_6.array)((0, shape_js_6.object)({ former: (0, shape_js_6.maybe)(shape_js_6.id), id: shape_js_6.id, leaves: (0, shape_js_6.array)(leaf) })),
    });
});
// A shard: where it is, and whether it is one. It says nothing yet about whether its lines are published ones.
define("site/look/shard", ["require", "exports", "verify/src/base64", "verify/src/bytes", "verify/src/lines", "verify/src/sha256", "verify/src/source", "site/look/damage", "site/look/shapes"], function (require, exports, base64_js_3, bytes_js_51, lines_js_8, sha256_js_12, source_js_8, damage_js_1, shapes_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.MOST_BITS = exports.LARGEST_SHARD = void 0;
    exports.codeOf = codeOf;
    exports.shardNumber = shardNumber;
    exports.shardPath = shardPath;
    exports.hashesOf = hashesOf;
    exports.readShard = readShard;
    exports.LARGEST_SHARD = 65536;
    exports.MOST_BITS = 20;
    /** An id of section 3. */
    const ID = /^[0-9A-Z][0-9A-Z._-]{0,63}$/;
    /** The code that somebody typed: without spaces, full-width characters as the plain ones, in upper case; null if it is none. */
    function codeOf(typed) {
        const plain = typed.replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0));
        const code = plain.replace(/\s/g, "").toUpperCase();
        return ID.test(code) ? code : null;
    }
    function keyOf(k, code) {
        return (0, sha256_js_12.sha256)((0, bytes_js_51.utf8)(k + code));
    }
    /** The first bits of a key; there are at most 20 of them, so that three bytes are enough. */
    function firstBits(key, bits) {
        return ((key[0] << 16) | (key[1] << 8) | key[2]) >>> (24 - bits);
    }
    function shardNumber(k, code, bits) {
        return firstBits(keyOf(k, code), bits);
    }
    /** Seen from the folder of look.json. */
    function shardPath(number) {
        return `s/${(number >> 8).toString(16)}/${(number & 255).toString(16).padStart(2, "0")}.json`;
    }
    const PATH = { zh: "有一条路径指向这个文件里没有的节点。", en: "A path leads to a node that this file does not have." };
    const NODE = { zh: "有一个节点不是散列值。", en: "A node is no hash." };
    const PLACE = { zh: "有一行不该在这个文件里，或次序不对。", en: "A row does not belong into this file, or is out of order." };
    const OWNER = { zh: "有一行写的不是它自己的检查对象。", en: "A row is not of the entity that it names." };
    /** The hashes of a path, in hexadecimal digits. */
    function hashesOf(file, nodes, path) {
        return path.map((number) => {
            const node = nodes[number];
            if (node === undefined)
                throw new damage_js_1.Damaged(file, PATH, String(number), `0 … ${nodes.length - 1}`);
            const bytes = (0, base64_js_3.base64)(node);
            if (bytes === null || bytes.length !== 32)
                throw new damage_js_1.Damaged(file, NODE, node);
            return (0, bytes_js_51.hex)(bytes);
        });
    }
    function isOfItsEntity({ former, id, leaves }) {
        const [first] = leaves;
        if (first === undefined || first.file !== "lists/entities.jsonl")
            return false;
        const line = first.line;
        return line.id === id && (former === undefined || (line.former_ids ?? []).includes(former));
    }
    /** Every row has its place and is of its entity: so a code that was made unreadable is not taken for one that is not there. */
    function checkRows(file, rows, k, bits, number) {
        let before;
        for (const row of rows) {
            const code = row.former ?? row.id;
            const key = keyOf(k, code);
            const ordered = before === undefined || (0, bytes_js_51.compareBytes)(before, key) < 0;
            if (firstBits(key, bits) !== number || !ordered)
                throw new damage_js_1.Damaged(file, PLACE, code);
            if (!isOfItsEntity(row))
                throw new damage_js_1.Damaged(file, OWNER, code);
            before = key;
        }
    }
    /** The shard with this number. */
    async function readShard(bytes, k, bits, number) {
        const file = shardPath(number);
        const { value } = await (0, damage_js_1.ofFile)(file, () => (0, lines_js_8.readObject)(new source_js_8.MemorySource(new Map([[file, bytes]])), file, shapes_js_1.shardShape));
        checkRows(file, value.rows, k, bits, number);
        return value;
    }
});
// From a row to what it shows: of an outcome a proof (section 25), checked like anybody's; before there is one, lines of the
// frozen lists.
define("site/look/found", ["require", "exports", "verify/src/bytes", "verify/src/check_file", "verify/src/kinds", "verify/src/serialize", "verify/src/slip_visit", "verify/src/tree_proofs", "site/look/damage", "site/look/shapes", "site/look/shard"], function (require, exports, bytes_js_52, check_file_js_1, kinds_js_20, serialize_js_13, slip_visit_js_6, tree_proofs_js_7, damage_js_2, shapes_js_2, shard_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.outcome = outcome;
    exports.early = early;
    const STRATUM = { zh: "有一行指向没有的层。", en: "A row names a stratum that there is not." };
    const OWNER = { zh: "这一行证明的是别的检查对象。", en: "The row proves another entity." };
    const LINES = { zh: "公告没有这样的行。", en: "An announcement has no such lines." };
    const ROOT = { zh: "有一行不出自方案锁定的名单。", en: "A line is not one of the lists that the plan has fixed." };
    function leavesOf({ file, nodes, row, description }) {
        return row.leaves.map((leaf) => {
            if (leaf.file !== shapes_js_2.STRATA)
                return { file: leaf.file, hashes: (0, shard_js_1.hashesOf)(file, nodes, leaf.path), index: leaf.index, line: leaf.line };
            const stratum = description.strata?.[leaf.index];
            if (stratum === undefined)
                throw new damage_js_2.Damaged(file, STRATUM, String(leaf.index));
            return { file: shapes_js_2.STRATA, hashes: (0, shard_js_1.hashesOf)("look.json", description.nodes ?? [], stratum.path), index: leaf.index, line: stratum.line };
        });
    }
    /** The visit of the drawn one, and that of each reserve that was called up. */
    function visitsOf(leaves, replaced) {
        const all = leaves.map((leaf) => (0, slip_visit_js_6.nowOf)({ leaf }, (0, slip_visit_js_6.concerning)({ leaf }, replaced)));
        return all.filter((now) => now.called !== false);
    }
    function standingOf({ rank, reserve, stratum, task }, replaced) {
        let standing = reserve ? "reserve" : "drawn";
        for (const { event } of replaced) {
            if (event.kind !== "entity" || event.task !== task || event.stratum !== stratum)
                continue;
            if (event.by === rank)
                standing = "called";
            if (event.rank === rank)
                standing = "gone";
        }
        return standing;
    }
    /** Of an outcome. The checks are the verifier's own, with the plan beside the proof and the record's digest expected. */
    async function outcome(at, record, plan) {
        const { code, description, file, row } = at;
        const leaves = leavesOf(at);
        const made = { format: "mq1/proof", id: code, leaves, log: description.log, record };
        const proof = (0, bytes_js_52.utf8)((0, serialize_js_13.canonical)(made) + "\n");
        const verdict = await (0, check_file_js_1.checkFile)(proof, { as: "proof", plan, record: description.record.digest });
        if (verdict.failed !== undefined)
            throw (0, damage_js_2.failedStep)(file, verdict.failed);
        const answer = verdict.answer;
        const id = answer.of ?? answer.id;
        if (answer.status === "not in the list" || id !== row.id)
            throw new damage_js_2.Damaged(file, OWNER, id, row.id);
        const selected = leaves.flatMap((leaf) => (leaf.file === "draw/selected.jsonl" ? [leaf.line] : []));
        const drawn = answer.visit === undefined ? [] : [answer.visit];
        const replaced = description.replaced ?? [];
        const visits = visitsOf([...drawn, ...selected.filter((line) => line.reserve)], replaced);
        return {
            kind: "outcome", code, id, name: answer.name ?? "", answer, verdict, proof, visits,
            standings: new Map(selected.map((line) => [line.task, standingOf(line, replaced)])),
            replaced: visits.some((now) => now.sentences.length > 0),
        };
    }
    function checkLeads(file, leaf, plan) {
        const root = plan.roots[leaf.file.slice("lists/".length, -".jsonl".length)];
        const hash = (0, tree_proofs_js_7.leafHash)((0, serialize_js_13.canonicalLine)(leaf.line));
        if (root !== undefined && (0, tree_proofs_js_7.isIncluded)(hash, leaf.index, root.count, leaf.hashes.map(bytes_js_52.unhex), (0, bytes_js_52.unhex)(root.root)))
            return;
        throw new damage_js_2.Damaged(file, ROOT, `${leaf.file} ${leaf.index + 1}`, root?.root);
    }
    /** Before there is an outcome: the entity's line and that of its exclusion, and no others. */
    function early(at, plan) {
        const { code, description, file, row } = at;
        const [first, second, ...more] = leavesOf(at);
        const isForm = first?.file === "lists/entities.jsonl" && (second === undefined || second.file === "lists/exclusions.jsonl") && more.length === 0;
        if (!isForm)
            throw new damage_js_2.Damaged(file, LINES, row.leaves.map((leaf) => leaf.file).join(", "));
        for (const leaf of second === undefined ? [first] : [first, second])
            checkLeads(file, leaf, plan);
        const entity = first.line;
        const exclusion = second?.file === "lists/exclusions.jsonl" ? second.line : undefined;
        if (exclusion !== undefined && exclusion.id !== entity.id)
            throw new damage_js_2.Damaged(file, OWNER, exclusion.id, entity.id);
        return {
            kind: "early", code, id: entity.id, name: entity.name, sealed: description.kind === kinds_js_20.SEALED, excluded: exclusion?.tasks ?? [],
        };
    }
});
// The folder of look.json: what it says is held against plan and record; then each code is one shard (docs/SITE.md).
define("site/look/folder", ["require", "exports", "verify/src/bytes", "verify/src/event_members", "verify/src/file_log", "verify/src/kinds", "verify/src/lines", "verify/src/plan", "verify/src/seed", "verify/src/serialize", "verify/src/sha256", "verify/src/shapes_draw", "verify/src/shapes_plan", "verify/src/source", "site/look/damage", "site/look/found", "site/look/shapes", "site/look/shard"], function (require, exports, bytes_js_53, event_members_js_5, file_log_js_4, kinds_js_21, lines_js_9, plan_js_11, seed_js_5, serialize_js_14, sha256_js_13, shapes_draw_js_6, shapes_plan_js_6, source_js_9, damage_js_3, found_js_1, shapes_js_3, shard_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Look = void 0;
    const LOOK_FILE = "look.json";
    const LARGEST = 67108864;
    /** `..` at its beginning only, then plain names. */
    const PATH = /^(?:\.\.\/)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
    const FORMAT = { zh: "文件的各项内容彼此不符。", en: "What the file says does not fit together." };
    const CHANGED = {
        zh: "文件与查询文件说的不是同一份。网站可能刚刚更新：请刷新页面再试。",
        en: "The file is not the one that the look-up names. The site may have been updated just now: reload the page and try again.",
    };
    const UNLOGGED = { zh: "递补记录不在公开日志中。", en: "A replacement is not in the public log." };
    async function parse(file, bytes, shape) {
        return (0, damage_js_3.ofFile)(file, async () => (await (0, lines_js_9.readObject)(new source_js_9.MemorySource(new Map([[file, bytes]])), file, shape)).value);
    }
    /** What its kind has, and nothing that it has not. */
    function checkDescription({ bits, k, kind, log, nodes, plan, record, replaced, strata }) {
        const isOutcome = kind === kinds_js_21.OUTCOME;
        const faults = [
            bits > shard_js_2.MOST_BITS && "bits",
            !(isOutcome ? /^[0-9a-f]{32}$/ : /^$/).test(k) && "k",
            isOutcome !== (record !== undefined) && "record",
            isOutcome !== (strata !== undefined) && "strata",
            !isOutcome && log !== undefined && "log",
            !isOutcome && nodes !== undefined && "nodes",
            replaced !== undefined && log === undefined && "replaced",
            [plan, ...(record === undefined ? [] : [record])].some(({ path }) => !PATH.test(path)) && "path",
        ];
        const fault = faults.find((one) => one !== false);
        if (fault !== undefined)
            throw new damage_js_3.Damaged(LOOK_FILE, FORMAT, fault);
    }
    /** Each replacement was logged after the outcome, in the log that the proof has too. */
    async function checkReplaced({ draw, log, replaced }) {
        let before = -1;
        for (const { event, hashes, index } of replaced ?? []) {
            if (event.draw !== draw || index <= before)
                throw new damage_js_3.Damaged(LOOK_FILE, UNLOGGED, `${event.draw} ${index}`);
            before = index;
            await (0, damage_js_3.ofFile)(LOOK_FILE, () => {
                (0, event_members_js_5.checkReplaceMembers)(event, { file: LOOK_FILE });
                (0, file_log_js_4.checkEntry)(event, { checkpoint: log.checkpoint, hashes, index });
            });
        }
    }
    /** What all answers of one bundle have in common, and where to find the others. */
    class Look {
        read;
        description;
        plan;
        planBytes;
        record;
        constructor(read, description, plan, planBytes, record) {
            this.read = read;
            this.description = description;
            this.plan = plan;
            this.planBytes = planBytes;
            this.record = record;
        }
        /** None of the files that this reads depends on a code. */
        static async open(read) {
            const description = await parse(LOOK_FILE, await read(LOOK_FILE, LARGEST), shapes_js_3.lookShape);
            checkDescription(description);
            const planBytes = await read(description.plan.path, LARGEST);
            const plan = await parse("plan.json", planBytes, shapes_plan_js_6.planShape);
            const digest = (0, bytes_js_53.hex)((0, seed_js_5.planDigest)((0, serialize_js_14.canonicalLine)(plan)));
            if (digest !== description.plan.digest)
                throw new damage_js_3.Damaged("plan.json", CHANGED, digest, description.plan.digest);
            if ((0, plan_js_11.drawName)(plan) !== description.draw)
                throw new damage_js_3.Damaged("plan.json", CHANGED, (0, plan_js_11.drawName)(plan), description.draw);
            await (0, damage_js_3.ofFile)("plan.json", () => (0, plan_js_11.checkPlan)(plan));
            await checkReplaced(description);
            const record = description.record === undefined ? undefined : await Look.readRecord(read, description, description.record);
            return new Look(read, description, plan, planBytes, record);
        }
        static async readRecord(read, { k }, named) {
            const file = "record.json";
            const bytes = await read(named.path, LARGEST);
            const digest = (0, bytes_js_53.hex)((0, sha256_js_13.sha256)(bytes));
            if (digest !== named.digest)
                throw new damage_js_3.Damaged(file, CHANGED, digest, named.digest);
            const record = await parse(file, bytes, shapes_draw_js_6.recordShape);
            const first = record.keys[0]?.k ?? "";
            if (first !== k)
                throw new damage_js_3.Damaged(file, CHANGED, first, k);
            return record;
        }
        /** The answer for an id; null if the site has none. One file is read, and its path is a number's, not the code's. */
        async find(code) {
            const { bits, k } = this.description;
            const number = (0, shard_js_2.shardNumber)(k, code, bits);
            const file = (0, shard_js_2.shardPath)(number);
            const shard = await (0, shard_js_2.readShard)(await this.read(file, shard_js_2.LARGEST_SHARD), k, bits, number);
            return this.findIn(file, shard, code);
        }
        async findIn(file, { nodes, rows }, code) {
            const row = rows.find((one) => (one.former ?? one.id) === code);
            if (row === undefined)
                return null;
            const at = { file, nodes, row, code, description: this.description };
            if (this.record === undefined)
                return (0, found_js_1.early)(at, this.plan);
            return (0, found_js_1.outcome)(at, this.record, this.planBytes);
        }
    }
    exports.Look = Look;
});
// Every word of the private look-up, in Simplified Chinese and in English.
define("site/look/words", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.WORDS = void 0;
    exports.inBrackets = inBrackets;
    exports.rankText = rankText;
    exports.amountsText = amountsText;
    exports.WORDS = {
        loading: { zh: "正在准备查询……", en: "Getting ready …" },
        looking: { zh: "正在查询……", en: "Looking it up …" },
        notCode: {
            zh: "这不是代码。代码由数字、大写字母和 . _ - 组成，最多 64 个字符，开头是数字或字母；一般是 18 位的统一社会信用代码。",
            en: "This is no code. A code has digits, capital letters and . _ -, at most 64 of them, and begins with a digit or a letter; mostly it is a unified social credit code of 18.",
        },
        drawn: { zh: "抽中", en: "Drawn" },
        called: { zh: "递补为检查对象", en: "Called up" },
        gone: { zh: "已退出检查", en: "No longer inspected" },
        reserve: { zh: "候补", en: "Reserve" },
        "not drawn": { zh: "没有抽中", en: "Not drawn" },
        excluded: { zh: "没有参加抽取", en: "Excluded" },
        outside: { zh: "不在抽查范围", en: "Not within this draw" },
        unknown: { zh: "没有查到", en: "Not found" },
        listed: { zh: "在名单中", en: "On the list" },
        void: { zh: "这次抽取已作废，以下结果不作数。", en: "This draw is void; what follows does not count." },
        goneSentence: { zh: "原来抽中或递补，后来退出，不再接受检查。", en: "It was drawn or called up, has given way since, and is not inspected any more." },
        calledSentence: { zh: "原为候补，有抽中者退出，按次序递补，要接受检查。", en: "It was a reserve; one that was drawn gave way, and it is inspected instead." },
        outsideSentence: { zh: "它不属于这次抽查任何任务的范围。", en: "It is in no stratum of any task of this draw." },
        former: { zh: "您查的是旧代码，现在的代码是", en: "You asked for a former code; its present one is" },
        missing: { zh: "本站这次抽取的查询文件里没有这个代码。请核对有没有输错。", en: "The look-up of this draw has no such code. Check that it is written right." },
        missingWhy: {
            zh: "名单里有没有漏掉谁，单个查询看不出来，要核验整个结果文件夹；也可以用 mingqian why 写出“名单中没有这个代码”的证明。",
            en: "That nobody was left out, no single look-up shows: verify the whole bundle, or have `mingqian why` write the proof that the list does not have this code.",
        },
        earlyListed: { zh: "它在方案锁定的名单中。", en: "It is on the list that the plan has fixed." },
        earlyNote: {
            zh: "抽取结果还没有公布。这里只说名单上写了什么，没有说谁被抽中：对任何代码都是如此。",
            en: "The outcome is not published yet. This says only what the list says, and nothing of who is drawn: it is so for every code.",
        },
        task: { zh: "任务", en: "Task" },
        department: { zh: "部门", en: "Department" },
        stratum: { zh: "所在的层", en: "Stratum" },
        rank: { zh: "名次", en: "Rank" },
        amounts: { zh: "本层", en: "This stratum" },
        ticket: { zh: "号签", en: "Ticket" },
        threshold: { zh: "入选线", en: "Threshold" },
        comparison: { zh: "比较", en: "Comparison" },
        below: { zh: "号签不大于入选线：抽中", en: "The ticket is not above the threshold: drawn" },
        reserved: { zh: "号签大于入选线：没有抽中，排入候补", en: "The ticket is above the threshold: not drawn, but a reserve" },
        above: { zh: "号签大于入选线：没有抽中", en: "The ticket is above the threshold: not drawn" },
        shell: { zh: "自己核算（在任何电脑的终端里）", en: "Compute it yourself, in any terminal" },
        shellResult: { zh: "应当得到", en: "which gives" },
        visit: { zh: "入企检查", en: "Visit" },
        place: { zh: "检查地点代码", en: "Place (code)" },
        days: { zh: "日期", en: "Days" },
        noDate: { zh: "未定日期", en: "no date" },
        team: { zh: "检查组", en: "Team" },
        noTeam: { zh: "没有排定检查人员", en: "nobody is assigned" },
        vacant: { zh: "空缺，提请上一级处理", en: "vacant; the case goes one level up" },
        lead: { zh: "组长", en: "lead" },
        replaced: { zh: "抽取之后的变动", en: "Changes since the draw" },
        replacedNote: {
            zh: "这些变动都已记入公开日志；是谁批准的、有没有列全，要核验整个结果文件夹才知道。",
            en: "These changes are in the public log; who approved them, and whether they are all, only the whole bundle shows.",
        },
        proof: { zh: "证明", en: "Proof" },
        proofChecked: {
            zh: "以上各项由您的浏览器用公布的文件算出，并已逐项核验。",
            en: "All this was computed by your browser from published files, and checked.",
        },
        kept: { zh: "您查的代码没有离开这台设备：网站只看到读了哪一个查询文件。", en: "The code that you looked up has not left this device: the site saw only which look-up file was read." },
        told: {
            zh: "您查的代码写在打开本页的网址里，网站看得到；在本页直接输入再查，网站就看不到。",
            en: "The code that you looked up was in the address of this page, which the site has seen; of what you type here it sees nothing.",
        },
        download: { zh: "下载这份证明", en: "Download this proof" },
        planFile: { zh: "方案文件 plan.json", en: "plan.json" },
        how: {
            zh: "保存证明和方案文件，就可以在别的电脑上用两个各自独立的程序核验：",
            en: "With the proof and plan.json two independent programs check it on any computer:",
        },
        bundleDigest: { zh: "结果摘要", en: "Bundle digest" },
        record: { zh: "结果记录摘要", en: "Digest of the record" },
        draw: { zh: "抽取编号", en: "Draw" },
        next: { zh: "接下来可以做什么", en: "What you can do now" },
        recusal: { zh: "认为检查人员与您有利害关系，可以申请回避：", en: "If an inspector has an interest in your affairs, ask that he or she stand aside: " },
        complaint: { zh: "认为抽取或检查有问题，可以投诉举报：", en: "To complain about the draw or the inspection: " },
        verifyAll: { zh: "核验这次抽取的全部结果", en: "Verify the whole outcome of this draw" },
        licence: { zh: "数据许可：", en: "Licence of the data: " },
        failed: { zh: "没有回答", en: "No answer" },
        failedNetwork: { zh: "请检查网络后再查一次。", en: "Check your connection and try again." },
        failedDamaged: {
            zh: "网站上的查询文件有问题，所以不作任何回答，对任何代码都是如此。请刷新页面再试；如果还是这样，请保存本页并投诉举报。",
            en: "The site's look-up files are faulty, so there is no answer, for whatever code. Reload the page and try again; if it stays so, save this page and complain.",
        },
        file: { zh: "文件", en: "File" },
        got: { zh: "实际", en: "got" },
        expected: { zh: "应为", en: "expected" },
        internal: { zh: "程序出错了。", en: "The program has failed." },
    };
    /** In brackets, as each language writes them. */
    function inBrackets(lang, text) {
        return lang === "zh" ? `（${text}）` : ` (${text})`;
    }
    function rankText(lang, rank, n, reserve) {
        if (lang === "zh")
            return reserve ? `第 ${rank} 名，前 ${n} 名抽中，之后为候补` : `第 ${rank} 名，前 ${n} 名抽中`;
        return reserve ? `${rank}; the first ${n} are drawn, reserves follow` : `${rank}; the first ${n} are drawn`;
    }
    function amountsText(lang, { excluded, n, population, reserves }) {
        return lang === "zh"
            ? `${population} 家参加抽取，抽 ${n} 家，候补 ${reserves} 家；另有 ${excluded} 家依规定不参加`
            : `${population} took part, ${n} drawn, ${reserves} reserves; ${excluded} more were excluded`;
    }
});
// How an answer looks. The first sentence is the answer; everything below it says why.
define("site/look/view", ["require", "exports", "verify/src/clean", "verify/src/why", "verify/page/dom", "site/look/words"], function (require, exports, clean_js_5, why_js_5, dom_js_1, words_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.outcomeView = outcomeView;
    exports.earlyView = earlyView;
    exports.unknownView = unknownView;
    exports.failureView = failureView;
    /** A shape for each kind, beside its word: nothing is said by colour alone. */
    const MARKS = {
        drawn: "●", called: "●", gone: "⊘", reserve: "◐", "not drawn": "○", excluded: "—", outside: "—", unknown: "?", listed: "≡",
    };
    /** Of several tasks the one that weighs most is told first. */
    const WEIGHT = ["drawn", "called", "gone", "reserve", "not drawn", "excluded", "outside"];
    function fact(name, ...value) {
        return [(0, dom_js_1.el)("dt", {}, name), (0, dom_js_1.el)("dd", {}, ...value)];
    }
    /** Free text of a list: it keeps its own direction. */
    function free(text) {
        return (0, dom_js_1.el)("bdi", {}, text);
    }
    function headline(lang, kind, ...sentence) {
        return (0, dom_js_1.el)("p", { class: "headline", "data-outcome": kind }, (0, dom_js_1.el)("span", { class: "mark", "aria-hidden": "true" }, MARKS[kind]), " ", (0, dom_js_1.el)("strong", {}, words_js_1.WORDS[kind][lang]), " ", ...sentence);
    }
    function kindOf({ outcome, task }, found) {
        return found.standings.get(task) ?? outcome;
    }
    function taskName(plan, id) {
        return plan.tasks.find((one) => one.id === id)?.name ?? id;
    }
    function sentence(kind, task, { lang, plan }) {
        const name = (0, clean_js_5.quoted)(taskName(plan, task.task));
        const zh = lang === "zh";
        switch (kind) {
            case "drawn": return zh ? `${name}按号签从小到大排第 ${task.rank}，前 ${task.n} 名抽中。` : `${name}: rank ${task.rank} by ticket; the first ${task.n} are drawn.`;
            case "reserve": return zh ? `${name}按号签排第 ${task.rank}，前 ${task.n} 名抽中；有抽中者退出时才按次序递补。` : `${name}: rank ${task.rank} by ticket; the first ${task.n} are drawn, reserves are called up only if one of them gives way.`;
            case "not drawn": return zh ? `${name}：号签大于入选线，排在抽中的 ${task.n} 家之后。` : `${name}: its ticket is above the threshold, behind the ${task.n} that are drawn.`;
            case "excluded": {
                const reason = why_js_5.REASON_SENTENCES[task.reason];
                return zh ? `${name}：${reason.zh}。` : `${name}: ${reason.en}.`;
            }
            case "called": return words_js_1.WORDS.calledSentence[lang];
            case "gone": return words_js_1.WORDS.goneSentence[lang];
            case "outside": return words_js_1.WORDS.outsideSentence[lang];
        }
    }
    function shellView(lang, { shell, ticket }) {
        return (0, dom_js_1.el)("div", {}, (0, dom_js_1.el)("pre", { class: "shell" }, shell), (0, dom_js_1.el)("p", { class: "note" }, words_js_1.WORDS.shellResult[lang]), (0, dom_js_1.el)("pre", { class: "result" }, `${ticket}  -`));
    }
    function taskView(task, kind, beside) {
        const { lang, plan } = beside;
        const planned = plan.tasks.find((one) => one.id === task.task);
        const facts = (0, dom_js_1.el)("dl", {}, ...fact(words_js_1.WORDS.department[lang], free(planned.department)));
        const amounts = plan.populations.find((one) => one.task === task.task && one.stratum === task.stratum);
        if (amounts !== undefined) {
            const name = planned.strata.find((one) => one.id === task.stratum).name;
            facts.append(...fact(words_js_1.WORDS.stratum[lang], free(name), (0, words_js_1.inBrackets)(lang, amounts.stratum)), ...fact(words_js_1.WORDS.amounts[lang], (0, words_js_1.amountsText)(lang, amounts)));
        }
        if (task.rank !== undefined)
            facts.append(...fact(words_js_1.WORDS.rank[lang], (0, words_js_1.rankText)(lang, task.rank, task.n, task.outcome === "reserve")));
        if (task.ticket !== undefined)
            facts.append(...fact(words_js_1.WORDS.ticket[lang], (0, dom_js_1.grouped)(task.ticket)));
        if (task.threshold !== undefined) {
            const compared = task.ticket <= task.threshold ? "below" : task.outcome === "reserve" ? "reserved" : "above";
            facts.append(...fact(words_js_1.WORDS.threshold[lang], (0, dom_js_1.grouped)(task.threshold)), ...fact(words_js_1.WORDS.comparison[lang], words_js_1.WORDS[compared][lang]));
        }
        if (task.shell !== undefined)
            facts.append(...fact(words_js_1.WORDS.shell[lang], shellView(lang, task)));
        return (0, dom_js_1.el)("section", { "data-task": task.task, "data-outcome": kind }, (0, dom_js_1.el)("h3", {}, `${words_js_1.WORDS.task[lang]} `, free(planned.name), (0, words_js_1.inBrackets)(lang, task.task)), (0, dom_js_1.el)("p", {}, (0, dom_js_1.el)("span", { class: "mark", "aria-hidden": "true" }, MARKS[kind]), ` ${words_js_1.WORDS[kind][lang]}`), facts);
    }
    function teamView(now, { lang, plan }) {
        const seats = (now.team ?? []).map(({ inspector, lead, pool }) => {
            const department = plan.pools.find((one) => one.id === pool)?.department;
            return (0, dom_js_1.el)("li", {}, inspector === undefined ? words_js_1.WORDS.vacant[lang] : (0, dom_js_1.el)("code", {}, inspector), lead ? ` ${words_js_1.WORDS.lead[lang]}` : "", ...(department === undefined ? [] : [" ", free(department)]));
        });
        return seats.length === 0 ? (0, dom_js_1.el)("span", {}, words_js_1.WORDS.noTeam[lang]) : (0, dom_js_1.el)("ul", { class: "plain" }, ...seats);
    }
    function visitView(now, beside) {
        const { lang } = beside;
        const { days, off, sentences, visit } = now;
        const changes = sentences.map((one) => (0, dom_js_1.el)("li", {}, one[lang]));
        const facts = (0, dom_js_1.el)("dl", {}, ...(visit === undefined ? [] : fact(words_js_1.WORDS.place[lang], (0, dom_js_1.el)("code", {}, visit))));
        if (off !== true) {
            facts.append(...fact(words_js_1.WORDS.days[lang], (days ?? []).join(lang === "zh" ? "、" : ", ") || words_js_1.WORDS.noDate[lang]), ...fact(words_js_1.WORDS.team[lang], teamView(now, beside)));
        }
        const told = changes.length === 0 ? [] : [(0, dom_js_1.el)("h4", {}, words_js_1.WORDS.replaced[lang]), (0, dom_js_1.el)("ul", { class: "changes" }, ...changes), (0, dom_js_1.el)("p", { class: "note" }, words_js_1.WORDS.replacedNote[lang])];
        return [(0, dom_js_1.el)("section", { class: "visit" }, (0, dom_js_1.el)("h3", {}, words_js_1.WORDS.visit[lang]), facts, ...told)];
    }
    /** Whose answer it is; of a former code also which one it has now. */
    function who(lang, code, id, name) {
        const former = code === id ? [] : [(0, dom_js_1.el)("p", { class: "note", "data-former": "" }, `${words_js_1.WORDS.former[lang]} `, (0, dom_js_1.el)("code", {}, id))];
        return [(0, dom_js_1.el)("p", { class: "who" }, free(name), " ", (0, dom_js_1.el)("code", {}, code)), ...former];
    }
    /** Gives the bytes as a file, without asking anybody for it. */
    function save(bytes, name) {
        const address = URL.createObjectURL(new Blob([bytes], { type: "application/json" }));
        const link = (0, dom_js_1.el)("a", { href: address, download: name });
        link.click();
        // Not at once: the browser still reads it.
        setTimeout(() => URL.revokeObjectURL(address), 60_000);
    }
    function proofView(found, { bundle, lang, planAddress, record }) {
        const name = `mingqian-proof-${found.code}.json`;
        const button = (0, dom_js_1.el)("button", { type: "button", class: "download" }, words_js_1.WORDS.download[lang]);
        button.addEventListener("click", () => save(found.proof, name));
        return (0, dom_js_1.el)("section", { class: "proof" }, (0, dom_js_1.el)("h3", {}, words_js_1.WORDS.proof[lang]), (0, dom_js_1.el)("p", {}, words_js_1.WORDS.proofChecked[lang]), (0, dom_js_1.el)("p", {}, button, " ", (0, dom_js_1.el)("a", { href: planAddress, download: "plan.json" }, words_js_1.WORDS.planFile[lang])), (0, dom_js_1.el)("p", {}, words_js_1.WORDS.how[lang]), (0, dom_js_1.el)("pre", {}, `mingqian verify-proof ${name} --plan plan.json --record ${record}`), (0, dom_js_1.el)("pre", {}, `python3 verify.py proof ${name} --plan plan.json --record ${record}`), (0, dom_js_1.el)("dl", {}, ...fact(words_js_1.WORDS.record[lang], (0, dom_js_1.grouped)(record)), ...fact(words_js_1.WORDS.bundleDigest[lang], (0, dom_js_1.grouped)(bundle))), ...found.verdict.notes.map((note) => (0, dom_js_1.el)("p", { class: "note" }, note[lang])));
    }
    /** A telephone number or an address of a web page, as the office has written it. */
    function contact(text) {
        const digits = text.replace(/[\s()（）-]/g, "");
        if (/^\+?[0-9]{3,15}$/.test(digits))
            return (0, dom_js_1.el)("a", { href: `tel:${digits}` }, text);
        return /^https?:\/\/\S+$/.test(text) ? (0, dom_js_1.el)("a", { href: text, rel: "noreferrer" }, text) : free(text);
    }
    function nextView({ complaint, lang, licence, recusal, told, verify }, visited) {
        const rows = [];
        const row = (word, ...value) => rows.push((0, dom_js_1.el)("li", {}, words_js_1.WORDS[word][lang], ...value));
        if (visited && recusal !== "")
            row("recusal", contact(recusal));
        if (complaint !== "")
            row("complaint", contact(complaint));
        if (verify !== "")
            rows.push((0, dom_js_1.el)("li", {}, (0, dom_js_1.el)("a", { href: verify }, words_js_1.WORDS.verifyAll[lang])));
        if (licence !== "")
            row("licence", free(licence));
        return (0, dom_js_1.el)("section", { class: "next" }, (0, dom_js_1.el)("h3", {}, words_js_1.WORDS.next[lang]), (0, dom_js_1.el)("ul", {}, ...rows), (0, dom_js_1.el)("p", { class: "note", "data-told": String(told) }, words_js_1.WORDS[told ? "told" : "kept"][lang]));
    }
    function outcomeView(found, beside) {
        const { lang } = beside;
        const kinds = found.answer.tasks.map((task) => kindOf(task, found));
        const kind = WEIGHT.find((one) => kinds.includes(one)) ?? "outside";
        const first = found.answer.tasks[kinds.indexOf(kind)];
        const ended = found.answer.void;
        const visited = found.visits.some((now) => now.off !== true);
        return [
            ...(ended === undefined ? [] : [(0, dom_js_1.el)("p", { class: "headline void", "data-void": "" }, (0, dom_js_1.el)("strong", {}, `✗ ${words_js_1.WORDS.void[lang]}`), ` ${ended[lang]}`)]),
            headline(lang, kind, first === undefined ? "" : sentence(kind, first, beside)),
            ...who(lang, found.code, found.id, found.name),
            ...found.visits.flatMap((now) => visitView(now, beside)),
            ...found.answer.tasks.map((task, t) => taskView(task, kinds[t], beside)),
            proofView(found, beside), nextView(beside, visited),
        ];
    }
    function earlyView({ code, excluded, id, name }, beside) {
        const { lang, plan } = beside;
        const rows = excluded.map(({ reason, task }) => {
            const why = why_js_5.REASON_SENTENCES[reason];
            return (0, dom_js_1.el)("li", { "data-task": task }, `${words_js_1.WORDS.excluded[lang]}${lang === "zh" ? "：" : ": "}`, free(taskName(plan, task)), lang === "zh" ? `，${why.zh}。` : `, as ${why.en}.`);
        });
        const kind = excluded.length === 0 ? "listed" : "excluded";
        return [
            headline(lang, kind, words_js_1.WORDS.earlyListed[lang]), ...who(lang, code, id, name),
            ...(rows.length === 0 ? [] : [(0, dom_js_1.el)("ul", {}, ...rows)]), (0, dom_js_1.el)("p", { class: "note" }, words_js_1.WORDS.earlyNote[lang]), nextView(beside, false),
        ];
    }
    function unknownView(code, beside) {
        const { lang } = beside;
        return [
            headline(lang, "unknown", words_js_1.WORDS.missing[lang]), (0, dom_js_1.el)("p", { class: "who" }, (0, dom_js_1.el)("code", {}, code)),
            (0, dom_js_1.el)("p", { class: "note" }, words_js_1.WORDS.missingWhy[lang]), nextView(beside, false),
        ];
    }
    /** Why there is no answer, and what to do. */
    function failureView(lang, file, said, what, got, expected) {
        const facts = (0, dom_js_1.el)("dl", {}, ...(file === "" ? [] : fact(words_js_1.WORDS.file[lang], (0, dom_js_1.el)("code", {}, file))));
        if (got !== undefined)
            facts.append(...fact(words_js_1.WORDS.got[lang], (0, clean_js_5.clean)(got).slice(0, 200)));
        if (expected !== undefined)
            facts.append(...fact(words_js_1.WORDS.expected[lang], (0, clean_js_5.clean)(expected).slice(0, 200)));
        return [
            (0, dom_js_1.el)("p", { class: "headline failed", "data-failed": what }, (0, dom_js_1.el)("strong", {}, `✗ ${words_js_1.WORDS.failed[lang]}`), ` ${said}`),
            (0, dom_js_1.el)("p", {}, words_js_1.WORDS[what][lang]), facts,
        ];
    }
});
// The page that answers "why me, why not me". The code that is asked for stays in this window: it is in no address, no
// request and no store.
define("site/look/boot", ["require", "exports", "site/common/fetching", "verify/page/dom", "site/look/damage", "site/look/folder", "site/look/shard", "site/look/view", "site/look/words"], function (require, exports, fetching_js_2, dom_js_2, damage_js_4, folder_js_1, shard_js_3, view_js_1, words_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    const script = document.currentScript;
    const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
    const folder = new URL(script.dataset["at"] ?? "", document.baseURI);
    function show(...children) {
        (0, dom_js_2.byId)("answer").replaceChildren(...children);
    }
    function failure(error) {
        if (error instanceof fetching_js_2.NotFetched)
            return (0, view_js_1.failureView)(lang, error.file, error.sentence[lang], "failedNetwork");
        if (error instanceof damage_js_4.Damaged)
            return (0, view_js_1.failureView)(lang, error.file, error.sentence[lang], "failedDamaged", error.got, error.expected);
        console.error(error);
        return (0, view_js_1.failureView)(lang, "", words_js_2.WORDS.internal[lang], "failedDamaged");
    }
    function besideOf({ description, plan }, told) {
        const said = (name) => script.dataset[name] ?? "";
        return {
            lang, plan, told, bundle: description.bundle, record: description.record?.digest ?? "", planAddress: new URL(description.plan.path, folder).href,
            verify: said("verify"), complaint: said("complaint"), recusal: said("recusal"), licence: said("licence"),
        };
    }
    /** The files that do not depend on a code. What fails is read anew at the next question. */
    let opened;
    function look() {
        opened ??= folder_js_1.Look.open((path, limit) => (0, fetching_js_2.bytesAt)(new URL(path, folder), path, limit));
        opened.catch(() => { opened = undefined; });
        return opened;
    }
    /** Counts questions, so that a late answer does not stand where a newer question was asked. */
    let asked = 0;
    async function answer(code, told) {
        const number = ++asked;
        show((0, dom_js_2.el)("p", {}, words_js_2.WORDS.looking[lang]));
        let views;
        try {
            const there = await look();
            const found = await there.find(code);
            const beside = besideOf(there, told);
            views = found === null ? (0, view_js_1.unknownView)(code, beside) : found.kind === "early" ? (0, view_js_1.earlyView)(found, beside) : (0, view_js_1.outcomeView)(found, beside);
        }
        catch (error) {
            views = failure(error);
        }
        if (number === asked)
            show(...views);
    }
    function ask(typed, told) {
        const code = (0, shard_js_3.codeOf)(typed);
        if (code === null) {
            asked++;
            show((0, dom_js_2.el)("p", { class: "headline failed", "data-failed": "notCode" }, words_js_2.WORDS.notCode[lang]));
            return;
        }
        void answer(code, told);
    }
    /** A code in the address, of a link or of a form that was sent without this program; it is taken out of the address at once. */
    function fromAddress() {
        const { hash, pathname, search } = location;
        const told = new URLSearchParams(search).get("code");
        const code = told ?? new URLSearchParams(hash.slice(1)).get("code");
        if (code === null)
            return null;
        history.replaceState(null, "", pathname);
        // What is behind `#` the server is never asked for.
        return { code, told: told !== null };
    }
    const field = (0, dom_js_2.byId)("look").querySelector("input[name=code]");
    (0, dom_js_2.byId)("look").addEventListener("submit", (event) => {
        event.preventDefault();
        ask(field.value, false);
    });
    function askFromAddress() {
        const given = fromAddress();
        if (given === null)
            return false;
        field.value = given.code;
        ask(given.code, given.told);
        return true;
    }
    window.addEventListener("hashchange", askFromAddress);
    if (!askFromAddress())
        look().catch((error) => { if (asked === 0)
            show(...failure(error)); });
});
need("site/look/boot");
