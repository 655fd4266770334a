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
// Columns for long lists: one number or text a line, in typed arrays, so that a million lines take little room.
define("verify/src/columns", ["require", "exports", "verify/src/bytes"], function (require, exports, bytes_js_10) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.DigestColumn = exports.TextColumn = exports.IntColumn = void 0;
    class IntColumn {
        length = 0;
        values = new Int32Array(1024);
        push(value) {
            if (this.length === this.values.length) {
                const wider = new Int32Array(2 * this.values.length);
                wider.set(this.values);
                this.values = wider;
            }
            this.values[this.length++] = value;
        }
        at(index) {
            return this.values[index];
        }
    }
    exports.IntColumn = IntColumn;
    /** Short pieces of bytes, one after another. */
    class TextColumn {
        length = 0;
        bytes = new Uint8Array(16384);
        ends = new IntColumn();
        push(bytes, from, to) {
            const start = this.from(this.length);
            const end = start + to - from;
            if (end > this.bytes.length) {
                const wider = new Uint8Array(Math.max(2 * this.bytes.length, end));
                wider.set(this.bytes.subarray(0, start));
                this.bytes = wider;
            }
            // Most pieces have few bytes: copying them one by one is faster than making a view.
            for (let i = from; i < to; i++)
                this.bytes[start + i - from] = bytes[i];
            this.ends.push(end);
            this.length++;
        }
        from(index) {
            return index === 0 ? 0 : this.ends.at(index - 1);
        }
        to(index) {
            return this.ends.at(index);
        }
        text(index) {
            return (0, bytes_js_10.textOf)(this.bytes.subarray(this.from(index), this.to(index)));
        }
        slice(index) {
            return this.bytes.slice(this.from(index), this.to(index));
        }
        compare(index, other, otherIndex) {
            return (0, bytes_js_10.compareRanges)(this.bytes, this.from(index), this.to(index), other.bytes, other.from(otherIndex), other.to(otherIndex));
        }
        /** The index of these bytes in a column that increases, or -1. */
        find(bytes) {
            let low = 0;
            let high = this.length - 1;
            while (low <= high) {
                const middle = (low + high) >> 1;
                const order = (0, bytes_js_10.compareRanges)(this.bytes, this.from(middle), this.to(middle), bytes, 0, bytes.length);
                if (order === 0)
                    return middle;
                if (order < 0)
                    low = middle + 1;
                else
                    high = middle - 1;
            }
            return -1;
        }
    }
    exports.TextColumn = TextColumn;
    const DIGEST = 32;
    /** Digests, as their bytes: half the room of their digits. */
    class DigestColumn {
        length = 0;
        bytes = new Uint8Array(1024 * DIGEST);
        /** `digits` has the 64 hexadecimal digits at `from`. */
        push(digits, from) {
            const start = this.length * DIGEST;
            if (start === this.bytes.length) {
                const wider = new Uint8Array(2 * start);
                wider.set(this.bytes);
                this.bytes = wider;
            }
            (0, bytes_js_10.unhexInto)(digits, from, this.bytes, start, DIGEST);
            this.length++;
        }
        at(index) {
            return this.bytes.subarray(index * DIGEST, (index + 1) * DIGEST);
        }
    }
    exports.DigestColumn = DigestColumn;
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
// The list of entities, which may have a million lines: each is read once, and only what later checks need is kept.
define("verify/src/entities", ["require", "exports", "verify/src/canonical", "verify/src/columns", "verify/src/conditions", "verify/src/bytes", "verify/src/lines", "verify/src/shapes_lists"], function (require, exports, canonical_js_3, columns_js_1, conditions_js_1, bytes_js_12, lines_js_1, shapes_lists_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Entities = void 0;
    exports.readEntities = readEntities;
    const FILE = "lists/entities.jsonl";
    const ACTIVE = (0, bytes_js_12.utf8)("active");
    class Entities {
        ids = new columns_js_1.TextColumn();
        names = new columns_js_1.TextColumn();
        areas = new columns_js_1.TextColumn();
        users = new columns_js_1.TextColumn();
        maintainers = new columns_js_1.TextColumn();
        /** 1: the status is there and not "active". */
        closed = new columns_js_1.IntColumn();
        former = [];
        /** For each task the stratum whose conditions hold, or -1. Empty columns if the plan is not consistent. */
        strata = [];
        get length() {
            return this.ids.length;
        }
        /** The row of an id, or -1. */
        find(id) {
            return this.ids.find((0, bytes_js_12.utf8)(id));
        }
        /** Where an entity is visited: at its user, if it has one. */
        place(row) {
            return this.users.text(row) || this.ids.text(row);
        }
    }
    exports.Entities = Entities;
    const SLOT = {
        id: (0, conditions_js_1.slotOf)("id"), name: (0, conditions_js_1.slotOf)("name"), area: (0, conditions_js_1.slotOf)("area"), user: (0, conditions_js_1.slotOf)("user_id"),
        maintainer: (0, conditions_js_1.slotOf)("maintainer_id"), status: (0, conditions_js_1.slotOf)("status"), former: (0, conditions_js_1.slotOf)("former_ids"),
    };
    function keep(column, tape, entry) {
        if (entry < 0)
            column.push(tape.bytes, 0, 0);
        else
            column.push(tape.bytes, tape.from[entry], tape.to[entry]);
    }
    /** A text as it is said, not as it is escaped. */
    function keepText(column, tape, entry) {
        if (entry < 0)
            return column.push(tape.bytes, 0, 0);
        if (tape.kind[entry] === canonical_js_3.TEXT)
            return keep(column, tape, entry);
        const bytes = (0, bytes_js_12.utf8)(tape.textAt(entry));
        column.push(bytes, 0, bytes.length);
    }
    function isClosed(tape, entry) {
        if (entry < 0)
            return false;
        if (tape.to[entry] - tape.from[entry] !== ACTIVE.length)
            return true;
        return !ACTIVE.every((byte, i) => byte === tape.bytes[tape.from[entry] + i]);
    }
    /** Reads the list. `consistent`: whether the plan passed its check, so that its conditions mean something. */
    async function readEntities(source, plan, consistent) {
        const entities = new Entities();
        const conditions = consistent ? new conditions_js_1.Conditions(plan) : null;
        if (conditions)
            for (let t = 0; t < plan.tasks.length; t++)
                entities.strata.push(new columns_js_1.IntColumn());
        const root = await (0, lines_js_1.readList)(source, FILE, shapes_lists_js_2.entityShape, (tape, slots) => {
            keep(entities.ids, tape, slots[SLOT.id]);
            keepText(entities.names, tape, slots[SLOT.name]);
            keepText(entities.areas, tape, slots[SLOT.area]);
            keep(entities.users, tape, slots[SLOT.user]);
            keep(entities.maintainers, tape, slots[SLOT.maintainer]);
            entities.closed.push(isClosed(tape, slots[SLOT.status]) ? 1 : 0);
            const former = slots[SLOT.former];
            if (former >= 0) {
                for (let e = former + 1; e < tape.next[former]; e++) {
                    entities.former.push({ id: tape.textAt(e), row: entities.length - 1 });
                }
            }
            if (conditions)
                entities.strata.forEach((column, task) => column.push(conditions.stratum(task, tape, slots)));
        });
        return { entities, root };
    }
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
// The other long lists, as columns: exclusions, labels of strata, barred, selection. Nothing is judged here.
// Tasks and strata are numbers: their places in the plan, or -1 where the plan has none of that id.
define("verify/src/tables", ["require", "exports", "verify/src/columns", "verify/src/lines", "verify/src/shapes_lists"], function (require, exports, columns_js_2, lines_js_2, shapes_lists_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.BarredTable = exports.PairTable = void 0;
    exports.readExclusions = readExclusions;
    exports.readLabels = readLabels;
    exports.readSelection = readSelection;
    exports.readBarred = readBarred;
    /** Lines that have an id and some pairs of numbers each. */
    class PairTable {
        ids = new columns_js_2.TextColumn();
        first = new columns_js_2.IntColumn();
        second = new columns_js_2.IntColumn();
        ends = new columns_js_2.IntColumn();
        endLine() {
            this.ends.push(this.first.length);
        }
        from(line) {
            return line === 0 ? 0 : this.ends.at(line - 1);
        }
        to(line) {
            return this.ends.at(line);
        }
    }
    exports.PairTable = PairTable;
    /** Ids and two commitments each. */
    class BarredTable {
        ids = new columns_js_2.TextColumn();
        law = new columns_js_2.DigestColumn();
        rotation = new columns_js_2.DigestColumn();
    }
    exports.BarredTable = BarredTable;
    /** Places of tasks and strata by id. */
    class Places {
        tasks = new Map();
        strata = [];
        constructor(plan) {
            plan.tasks.forEach((task, t) => {
                this.tasks.set(task.id, t);
                this.strata.push(new Map(task.strata.map((stratum, s) => [stratum.id, s])));
            });
        }
        task(id) {
            return this.tasks.get(id) ?? -1;
        }
        stratum(task, id) {
            return this.strata[task]?.get(id) ?? -1;
        }
    }
    function pushId(ids, tape, entry) {
        ids.push(tape.bytes, tape.from[entry], tape.to[entry]);
    }
    async function readPairs(source, file, shape, list, table, each) {
        const id = shape.names().indexOf("id");
        const slot = shape.names().indexOf(list);
        const root = await (0, lines_js_2.readList)(source, file, shape, (tape, slots) => {
            pushId(table.ids, tape, slots[id]);
            const array = slots[slot];
            for (let e = array + 1; e < tape.next[array]; e = tape.next[e])
                each(tape, e);
            table.endLine();
        });
        return { table, root };
    }
    /** Pairs: task, reason (its place in REASONS). */
    function readExclusions(source, plan) {
        const places = new Places(plan);
        const table = new PairTable();
        // In each element the keys are reason, task, in this order: the entries are key, value, key, value.
        return readPairs(source, "lists/exclusions.jsonl", shapes_lists_js_3.exclusionShape, "tasks", table, (tape, entry) => {
            table.first.push(places.task(tape.textAt(entry + 4)));
            table.second.push(shapes_lists_js_3.REASONS.indexOf(tape.textAt(entry + 2)));
        });
    }
    /** Pairs: task, stratum. */
    function readLabels(source, plan) {
        const places = new Places(plan);
        const table = new PairTable();
        // The keys are stratum, task, in this order.
        return readPairs(source, "lists/strata.jsonl", shapes_lists_js_3.labelsShape, "labels", table, (tape, entry) => {
            const task = places.task(tape.textAt(entry + 4));
            table.first.push(task);
            table.second.push(places.stratum(task, tape.textAt(entry + 2)));
        });
    }
    /** Pairs: task, 0. */
    function readSelection(source, plan) {
        const places = new Places(plan);
        const table = new PairTable();
        return readPairs(source, "lists/selection.jsonl", shapes_lists_js_3.selectionShape, "tasks", table, (tape, entry) => {
            table.first.push(places.task(tape.textAt(entry)));
            table.second.push(0);
        });
    }
    async function readBarred(source) {
        const table = new BarredTable();
        const names = shapes_lists_js_3.barredShape.names();
        const [id, law, rotation] = ["id", "law", "rotation"].map((name) => names.indexOf(name));
        const root = await (0, lines_js_2.readList)(source, "lists/barred.jsonl", shapes_lists_js_3.barredShape, (tape, slots) => {
            pushId(table.ids, tape, slots[id]);
            table.law.push(tape.bytes, tape.from[slots[law]]);
            table.rotation.push(tape.bytes, tape.from[slots[rotation]]);
        });
        return { table, root };
    }
});
// The check `format`: reads every canonical file of the bundle once, and keeps what later checks need.
define("verify/src/contents", ["require", "exports", "verify/src/entities", "verify/src/evidence", "verify/src/kinds", "verify/src/lines", "verify/src/plan", "verify/src/refusal", "verify/src/shapes_lists", "verify/src/shapes_draw", "verify/src/tables"], function (require, exports, entities_js_1, evidence_js_1, kinds_js_1, lines_js_3, plan_js_2, refusal_js_5, shapes_lists_js_4, draw, tables_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.readContents = readContents;
    function faultOf(plan) {
        try {
            (0, plan_js_2.checkPlan)(plan);
            return null;
        }
        catch (error) {
            if (error instanceof refusal_js_5.Refusal)
                return error;
            throw error;
        }
    }
    /** Reads files of one folder and notes their roots. */
    class Reader {
        source;
        folder;
        roots = {};
        constructor(source, folder) {
            this.source = source;
            this.folder = folder;
        }
        async rows(name, shape) {
            const { rows, root } = await (0, lines_js_3.readObjects)(this.source, `${this.folder}/${name}.jsonl`, shape);
            this.roots[name] = root;
            return rows;
        }
        async table(name, reading) {
            const { table, root } = await reading;
            this.roots[name] = root;
            return table;
        }
        async object(name, shape) {
            return (await (0, lines_js_3.readObject)(this.source, `${this.folder}/${name}.json`, shape)).value;
        }
    }
    const NOTHING_DRAWN = {
        ceremony: null, record: null, strata: [], selected: [], visits: [], openings: null, apartOpenings: null, pairing: null,
        drawRoots: {},
    };
    async function readDrawn(source, seats) {
        const reader = new Reader(source, "draw");
        return {
            ceremony: await reader.object("ceremony", draw.ceremonyShape),
            strata: await reader.rows("strata", draw.stratumLineShape),
            selected: await reader.rows("selected", draw.selectedShape),
            visits: await reader.rows("visits", draw.visitShape),
            openings: seats ? await reader.rows("openings", draw.openingShape) : null,
            apartOpenings: seats ? await reader.rows("apart", draw.apartOpeningShape) : null,
            pairing: seats ? await reader.object("pairing", draw.pairingShape) : null,
            record: await reader.object("record", draw.recordShape),
            drawRoots: reader.roots,
        };
    }
    /** Reads what the files of this kind of bundle hold; which files there are was checked before. */
    async function readContents(source, { plan }, kind) {
        const planFault = faultOf(plan);
        const seats = (0, plan_js_2.hasSeats)(plan);
        const wanted = (0, plan_js_2.listsOf)(plan);
        const lists = new Reader(source, "lists");
        const { entities, root } = await (0, entities_js_1.readEntities)(source, plan, planFault === null);
        lists.roots["entities"] = root;
        return {
            entities,
            items: await lists.rows("items", shapes_lists_js_4.itemShape),
            exclusions: await lists.table("exclusions", (0, tables_js_1.readExclusions)(source, plan)),
            labels: wanted.includes("strata") ? await lists.table("strata", (0, tables_js_1.readLabels)(source, plan)) : null,
            selection: wanted.includes("selection") ? await lists.table("selection", (0, tables_js_1.readSelection)(source, plan)) : null,
            inspectors: seats ? await lists.rows("inspectors", shapes_lists_js_4.inspectorShape) : null,
            barred: seats ? await lists.table("barred", (0, tables_js_1.readBarred)(source)) : null,
            apart: seats ? await lists.rows("apart", shapes_lists_js_4.apartShape) : null,
            ...(kind === kinds_js_1.OUTCOME ? await readDrawn(source, seats) : NOTHING_DRAWN),
            evidence: plan.log === undefined ? null : await (0, evidence_js_1.readEvidence)(source),
            listRoots: lists.roots,
            planFault,
        };
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
// Reads what is under evidence/ and sealed/ apart from the events, and tells which reserves have come to be visited.
define("verify/src/evidence", ["require", "exports", "verify/src/bytes", "verify/src/checkpoint", "verify/src/kinds", "verify/src/lines", "verify/src/shapes_draw", "verify/src/shapes_events", "verify/src/source"], function (require, exports, bytes_js_18, checkpoint_js_1, kinds_js_2, lines_js_4, shapes_draw_js_1, shapes_events_js_1, source_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.readEvidence = readEvidence;
    exports.tookReserve = tookReserve;
    exports.reservesToOpen = reservesToOpen;
    async function readEvidence(source) {
        const has = (file) => source.names().includes(file);
        const capsules = has(kinds_js_2.CAPSULES_FILE) ? await (0, lines_js_4.readObjects)(source, kinds_js_2.CAPSULES_FILE, shapes_events_js_1.capsuleShape) : null;
        const consistency = has(kinds_js_2.CONSISTENCY_FILE)
            ? (await (0, lines_js_4.readObject)(source, kinds_js_2.CONSISTENCY_FILE, shapes_events_js_1.consistencyShape)).value.hashes : null;
        return {
            entries: (await (0, lines_js_4.readObjects)(source, kinds_js_2.ENTRIES_FILE, shapes_events_js_1.entryShape)).rows,
            previous: (await (0, lines_js_4.readObjects)(source, kinds_js_2.PREVIOUS_FILE, shapes_events_js_1.previousShape)).rows,
            checkpoint: await (0, source_js_2.readAll)(source, kinds_js_2.CHECKPOINT_FILE, checkpoint_js_1.LARGEST_CHECKPOINT),
            closed: has(kinds_js_2.CLOSED_FILE) ? await (0, source_js_2.readAll)(source, kinds_js_2.CLOSED_FILE, checkpoint_js_1.LARGEST_CHECKPOINT) : undefined,
            consistency,
            openings: has(kinds_js_2.EVIDENCE_OPENINGS) ? (await (0, lines_js_4.readObjects)(source, kinds_js_2.EVIDENCE_OPENINGS, shapes_draw_js_1.openingShape)).rows : null,
            capsules: capsules?.rows ?? null,
            capsulesRoot: capsules?.root ?? null,
        };
    }
    /** Whether some replacement took a reserve. */
    function tookReserve(logged) {
        return logged.some(({ event }) => isEntityReplacement(event) && event.by !== undefined);
    }
    function isEntityReplacement(event) {
        return event.event === "replace" && event.kind === "entity";
    }
    /** Reserves that replacements took, that have a line in `barred`, and that no task drew (those are opened already); each once. */
    function reservesToOpen(contents, logged) {
        const { barred, selected } = contents;
        if (barred === null)
            return [];
        const drawn = new Set(selected.filter((one) => !one.reserve).map((one) => one.entity));
        const taken = new Set();
        for (const { event } of logged) {
            if (!isEntityReplacement(event) || event.by === undefined)
                continue;
            const line = selected.find((one) => one.task === event.task && one.stratum === event.stratum && one.rank === event.by && one.reserve);
            if (line !== undefined && !drawn.has(line.entity) && barred.ids.find((0, bytes_js_18.utf8)(line.entity)) >= 0)
                taken.add(line.entity);
        }
        return [...taken].sort();
    }
});
// The checks `manifest` and `files` (sections 16 and 17): exactly the right files, each unchanged.
define("verify/src/bundle", ["require", "exports", "verify/src/bytes", "verify/src/evidence", "verify/src/hasher", "verify/src/kinds", "verify/src/lines", "verify/src/refusal", "verify/src/sha256", "verify/src/shapes_draw", "verify/src/shapes_events", "verify/src/shapes_plan", "verify/src/source"], function (require, exports, bytes_js_19, evidence_js_2, hasher_js_2, kinds_js_3, lines_js_5, refusal_js_6, sha256_js_5, shapes_draw_js_2, shapes_events_js_2, shapes_plan_js_3, source_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.bundleDigest = bundleDigest;
    exports.checkManifest = checkManifest;
    exports.checkFiles = checkFiles;
    const MANIFEST = "manifest.json";
    const LARGEST_MANIFEST = 268435456;
    /** The SHA-256 of `manifest.json`, by which a bundle is known; null if there is none. */
    async function bundleDigest(source) {
        if (!source.names().includes(MANIFEST))
            return null;
        const bytes = await (0, source_js_3.readAll)(source, MANIFEST, LARGEST_MANIFEST);
        return bytes === null ? null : (0, bytes_js_19.hex)((0, sha256_js_5.sha256)(bytes));
    }
    function checkPath(path) {
        const parts = path.split("/");
        const bad = path.includes("\\") || parts.includes("") || parts.includes("..");
        if (bad)
            (0, refusal_js_6.refuse)("manifest-path", { got: path, expected: "a relative path without .. and \\", where: { file: MANIFEST } });
    }
    /** `expect`: the bundle digest that somebody knows from elsewhere. */
    async function checkManifest(source, digest, expect) {
        const where = { file: MANIFEST };
        if (digest === null)
            (0, refusal_js_6.refuse)("manifest-absent", { expected: MANIFEST, where });
        const manifest = await (0, lines_js_5.readObject)(source, MANIFEST, shapes_draw_js_2.manifestShape).catch((error) => {
            if (error instanceof refusal_js_6.Refusal)
                throw new refusal_js_6.Refusal("manifest-form", error.details);
            throw error;
        });
        const { format, files } = manifest.value;
        if (!kinds_js_3.KINDS.includes(format))
            (0, refusal_js_6.refuse)("manifest-format", { got: format, expected: kinds_js_3.KINDS.join(" | "), where });
        files.forEach((file, i) => {
            checkPath(file.path);
            const before = files[i - 1]?.path;
            if (before !== undefined && (0, bytes_js_19.compareText)(before, file.path) >= 0) {
                (0, refusal_js_6.refuse)("manifest-order", { got: `${file.path} after ${before}`, expected: "sorted paths, each once", where });
            }
        });
        if (expect !== undefined && expect !== digest) {
            (0, refusal_js_6.refuse)("manifest-digest", { got: digest, expected: expect, where });
        }
        return manifest.value;
    }
    async function measure(source, file, hasher) {
        const hashing = hasher.start("digest");
        let size = 0;
        for await (const piece of source.chunks(file.path)) {
            size += piece.length;
            await hashing.add(piece);
        }
        return { size, digest: (0, bytes_js_19.hex)(await hashing.end()) };
    }
    function checkFile(file, { size, digest }) {
        const where = { file: file.path };
        if (size !== file.size)
            (0, refusal_js_6.refuse)("file-size", { got: size, expected: file.size, where });
        if (digest !== file.sha256)
            (0, refusal_js_6.refuse)("file-digest", { got: digest, expected: file.sha256, where });
    }
    /** In order, so that the first fault is told. With a helper the largest file is hashed there meanwhile. */
    async function checkDigests(source, files, progress) {
        const total = files.reduce((sum, file) => sum + file.size, 0);
        const [largest] = [...files].sort((a, b) => b.size - a.size);
        const aside = source.hasher && largest && measure(source, largest, source.hasher);
        // If another file is at fault, nobody waits for this one.
        aside?.catch(() => undefined);
        let done = 0;
        for (const file of files) {
            checkFile(file, await (file === largest && aside ? aside : measure(source, file, hasher_js_2.here)));
            done += file.size;
            progress(total === 0 ? 1 : done / total);
        }
    }
    function checkPresence(source, files) {
        for (const file of source.irregular()) {
            (0, refusal_js_6.refuse)("file-irregular", { got: "a link or something else", expected: "a regular file", where: { file } });
        }
        const there = new Set(source.names());
        const listed = new Set(files.map((file) => file.path));
        for (const file of files) {
            if (!there.has(file.path))
                (0, refusal_js_6.refuse)("file-absent", { got: "no such file", expected: "the listed file", where: { file: file.path } });
        }
        for (const file of there) {
            if (file !== MANIFEST && !listed.has(file))
                (0, refusal_js_6.refuse)("file-unlisted", { expected: "only files of the manifest", where: { file } });
        }
    }
    /** Announcements and sealed bundles are only for plans with a log, the latter for sealed ones. */
    function checkKind(format, plan) {
        const where = { file: MANIFEST };
        if (format !== kinds_js_3.OUTCOME && plan.log === undefined) {
            (0, refusal_js_6.refuse)("file-kind", { got: format, expected: `${kinds_js_3.OUTCOME}, as the plan has no log`, where });
        }
        if (format === kinds_js_3.SEALED && plan.mode !== "sealed") {
            (0, refusal_js_6.refuse)("file-kind", { got: format, expected: "another kind, as the plan is not sealed", where });
        }
    }
    /** A file that tells which files there must be is read early; if its form is wrong, that is a failure of `format`. */
    async function early(reading) {
        return reading.catch((error) => {
            if (error instanceof refusal_js_6.Refusal)
                return new refusal_js_6.Refusal(error.code, error.details, "format");
            throw error;
        });
    }
    function missing(file) {
        (0, refusal_js_6.refuse)("file-missing", { got: "no such file", expected: "a file of every such bundle", where: { file } });
    }
    /** Exactly the files of section 16. `logged`: null if the events can't be read; then what depends on them is not asked for. */
    function checkSet(listed, format, plan, logged) {
        const required = new Set((0, kinds_js_3.requiredFiles)(format, plan, (logged ?? []).map((line) => line.event)));
        for (const file of required)
            if (!listed.has(file))
                missing(file);
        const perhaps = new Set(logged === null ? kinds_js_3.OF_EVENTS : []);
        // Whether this one must be there, the check `openings` says.
        if (logged !== null && format === kinds_js_3.OUTCOME && (0, evidence_js_2.tookReserve)(logged))
            perhaps.add(kinds_js_3.EVIDENCE_OPENINGS);
        for (const file of listed) {
            if (required.has(file) || perhaps.has(file))
                continue;
            (0, refusal_js_6.refuse)("file-extra", { expected: "only the files of a bundle (section 16)", where: { file } });
        }
    }
    async function checkFiles(source, { files, format }, progress) {
        checkPresence(source, files);
        await checkDigests(source, files, progress);
        const listed = new Set(files.map((file) => file.path));
        if (!listed.has("plan.json"))
            missing("plan.json");
        const read = await early((0, lines_js_5.readObject)(source, "plan.json", shapes_plan_js_3.planShape));
        if (read instanceof refusal_js_6.Refusal)
            throw read;
        const { value: plan, line } = read;
        checkKind(format, plan);
        if (plan.log !== undefined && !listed.has(kinds_js_3.EVENTS_FILE))
            missing(kinds_js_3.EVENTS_FILE);
        const events = plan.log === undefined ? { rows: [] } : await early((0, lines_js_5.readObjects)(source, kinds_js_3.EVENTS_FILE, shapes_events_js_2.eventLineShape));
        checkSet(listed, format, plan, events instanceof refusal_js_6.Refusal ? null : events.rows);
        if (events instanceof refusal_js_6.Refusal)
            throw events;
        return { plan, line, logged: events.rows };
    }
});
// What a citizen is told, in Simplified Chinese and in English: short sentences in plain words.
define("verify/src/messages", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.MESSAGES = void 0;
    /** Of each check: what is told if it holds, and if it fails. */
    exports.MESSAGES = {
        manifest: {
            ok: { zh: "文件清单完好。", en: "The list of files is in order." },
            failed: { zh: "文件清单不对，这份公示不能用。", en: "The list of files is wrong. Do not rely on this publication." },
        },
        files: {
            ok: { zh: "文件齐全，公示后没有改动。", en: "All files are there, unchanged since publication." },
            failed: { zh: "有文件缺少、多出或被改动。", en: "A file is missing, added or changed." },
        },
        format: {
            ok: { zh: "每个文件的格式都对。", en: "Every file is written as it must be." },
            failed: { zh: "有文件的格式不对。", en: "A file is not written as it must be." },
        },
        plan: {
            ok: { zh: "抽查方案前后一致。", en: "The plan of the draw is consistent." },
            failed: { zh: "抽查方案自相矛盾或不合规定。", en: "The plan of the draw contradicts itself or the rules." },
        },
        roots: {
            ok: { zh: "名单与方案中锁定的一致。", en: "The lists are those that the plan fixed." },
            failed: { zh: "有名单在锁定后被改动。", en: "A list was changed after it was fixed." },
        },
        former_ids: {
            ok: { zh: "没有代码重复。", en: "No code stands for two." },
            failed: { zh: "有代码指向两个对象。", en: "A code stands for two." },
        },
        lists: {
            ok: { zh: "各份名单互相吻合。", en: "The lists agree with one another." },
            failed: { zh: "名单之间不吻合，例如有人被无故排除。", en: "The lists do not agree, as when somebody is left out without a reason." },
        },
        populations: {
            ok: { zh: "对象数和应抽数重新算过，正确。", en: "How many there are and how many to draw was counted again, and is right." },
            failed: { zh: "对象数或应抽数算错了。", en: "How many there are, or how many to draw, is wrong." },
        },
        events: {
            ok: { zh: "每一步都按次序进行，签名有效。", en: "Every step was taken in its order, and the signatures are valid." },
            failed: { zh: "有步骤不合次序、不完整，或签名无效。", en: "A step is out of order or incomplete, or a signature is not valid." },
        },
        log: {
            ok: { zh: "每一步都在公开日志中，日志中没有这次抽查的其他步骤；摇号之前已封账。", en: "Every step is in the public log, and no other step of this draw; the close was there before the roll." },
            failed: { zh: "有步骤不在公开日志中，日志中另有这次抽查的步骤，或日志对不上。", en: "A step is not in the public log, the log has other steps of this draw, or it does not fit." },
        },
        numbers: {
            ok: { zh: "抽查编号连续，没有跳号；此前作废的每一次都有据可查。", en: "The numbers of the draws have no gap before this one, and every attempt that was void before it is shown." },
            failed: { zh: "抽查编号不连续，或此前有一次作废不合规定，可能有抽查被隐瞒。", en: "The numbers of the draws have a gap, or a void before this one is not as it must be: a draw may have been hidden." },
        },
        escrow: {
            ok: { zh: "密钥在现场报数之前已锁定，未曾更换。", en: "The secret was fixed before the contributions and was not exchanged." },
            failed: { zh: "密钥没有按规定锁定，或被更换。", en: "The secret was not fixed as it must be, or was exchanged." },
        },
        ceremony: {
            ok: { zh: "现场报数和摇号的记录完整。", en: "Contributions and roll are recorded in full." },
            failed: { zh: "现场报数或摇号的记录不合规定。", en: "Contributions or roll are not recorded as they must be." },
        },
        seed: {
            ok: { zh: "摇号种子由现场报数和摇号结果算出，正确。", en: "The seed follows from the contributions and the roll." },
            failed: { zh: "摇号种子与现场报数和摇号结果不符。", en: "The seed does not follow from the contributions and the roll." },
        },
        selection: {
            ok: { zh: "用全部号签重新算过，入选和候补完全一致。", en: "The draw was repeated over the whole list, with the same result." },
            failed: { zh: "入选或候补与用号签重新算的不一致。", en: "The draw, repeated, gives another result." },
        },
        openings: {
            ok: { zh: "该公开的回避信息都已公开，且未改动。", en: "All conflicts that must be opened are, unchanged." },
            failed: { zh: "回避信息缺少或与封存值不符。", en: "Conflicts are missing, or are not what was sealed before." },
        },
        visits: {
            ok: { zh: "检查任务与入选对象一致。", en: "The visits follow from what was drawn." },
            failed: { zh: "检查任务与入选对象不一致。", en: "The visits do not follow from what was drawn." },
        },
        teams: {
            ok: { zh: "每个检查人员都有资格，且无须回避。", en: "Every inspector is qualified, and none has a conflict." },
            failed: { zh: "有检查人员不合资格、应当回避或缺位。", en: "An inspector is not qualified, has a conflict, or is missing." },
        },
        quotas: {
            ok: { zh: "任务分配均衡，没有人超出上下限。", en: "Visits are spread evenly, within everybody's limits." },
            failed: { zh: "任务分配不均衡，或有人超出上下限。", en: "Visits are spread unevenly, or beyond somebody's limits." },
        },
        dates: {
            ok: { zh: "检查日期都是工作日，人员都有空。", en: "All dates are working days on which the teams are free." },
            failed: { zh: "有检查日期不是工作日，或人员没有空。", en: "A date is no working day, or its team is not free." },
        },
        certificates: {
            ok: { zh: "每次放宽、搁置和未定日期都有理由，已核算。", en: "Every exception has its reason, counted again." },
            failed: { zh: "有放宽、搁置或未定日期没有成立的理由。", en: "An exception has no reason that holds." },
        },
        replay: {
            ok: { zh: "人员和日期用摇号种子重新排过，完全一致。", en: "Teams and dates were drawn again from the seed, with the same result." },
            failed: { zh: "人员或日期与用摇号种子重新排的不一致。", en: "Teams or dates, drawn again from the seed, are others." },
        },
        leaves: {
            ok: { zh: "公布的结果就是摇号时封存的结果。", en: "What is published is what was sealed at the draw." },
            failed: { zh: "公布的结果与摇号时封存的不符。", en: "What is published is not what was sealed at the draw." },
        },
        replacements: {
            ok: { zh: "每次递补都按顺序，并经批准。", en: "Every replacement follows the order and was approved." },
            failed: { zh: "有递补没有按顺序，或未经批准。", en: "A replacement does not follow the order, or was not approved." },
        },
        record: {
            ok: { zh: "结果记录与结果文件一致。", en: "The record agrees with the files of the outcome." },
            failed: { zh: "结果记录与结果文件不一致。", en: "The record does not agree with the files of the outcome." },
        },
        order: {
            ok: { zh: "先后次序没有矛盾。", en: "Nothing contradicts the order of events." },
            failed: { zh: "随机信标的时间早于规定，事先可能已知结果。", en: "The beacon came too early: its value may have been known before." },
        },
        grade: {
            ok: { zh: "证明等级够。", en: "The grade is high enough." },
            failed: { zh: "证明等级不够。", en: "The grade is too low." },
        },
    };
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
// Fetches a published bundle: its list of files, then each of them.
define("site/common/bundle", ["require", "exports", "verify/src/bytes", "verify/src/lines", "verify/src/refusal", "verify/src/shapes_draw", "verify/src/source", "site/common/fetching"], function (require, exports, bytes_js_21, lines_js_6, refusal_js_7, shapes_draw_js_3, source_js_4, fetching_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.addressOf = addressOf;
    exports.addressOfDraw = addressOfDraw;
    exports.bundleAt = bundleAt;
    exports.listed = listed;
    exports.fetched = fetched;
    const MANIFEST = "manifest.json";
    const LARGEST_MANIFEST = 4194304;
    /** What an address of the site may be made of, where it comes from a link. */
    const ADDRESS = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;
    /** Section 5: `<authority.id>/<sequence>/<attempt>`. */
    const DRAW = /^[0-9A-Z][0-9A-Z._-]{0,63}\/[1-9][0-9]*\/[1-9][0-9]*$/;
    /** The name of the folder of a draw; null if the text is none. */
    function addressOf(text) {
        return ADDRESS.test(text) ? text : null;
    }
    /** The same from the name of the draw. */
    function addressOfDraw(draw) {
        return DRAW.test(draw) ? addressOf(draw.replaceAll("/", "-")) : null;
    }
    /** Of a site: where the bundle of a draw is. */
    function bundleAt(root, address) {
        return new URL(`d/${address}/bundle/`, root);
    }
    /** A path leads to a file below the folder, whatever the list of files says. */
    function isBelow(path) {
        return path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && !part.includes("\\"));
    }
    async function listed(folder) {
        const all = await (0, fetching_js_1.pieces)(new URL(MANIFEST, folder), MANIFEST, LARGEST_MANIFEST);
        const source = new source_js_4.MemorySource(new Map([[MANIFEST, (0, bytes_js_21.concat)(...all)]]));
        const { value } = await (0, lines_js_6.readObject)(source, MANIFEST, shapes_draw_js_3.manifestShape);
        for (const { path } of value.files)
            if (!isBelow(path) || (0, bytes_js_21.utf8)(path).length > 200)
                (0, refusal_js_7.refuse)("manifest-path", { got: path, expected: "a path below the folder" });
        return { manifest: new Blob(all), files: value.files, size: value.files.reduce((sum, file) => sum + file.size, 0) };
    }
    /** All files of the list, and the list. What is longer than it says is not read to its end: the check `files` finds it. */
    async function fetched(folder, { manifest, files, size }, progress) {
        const all = [{ path: MANIFEST, blob: manifest }];
        let done = 0;
        for (const file of files) {
            const came = (bytes) => {
                done += bytes;
                progress(size === 0 ? 1 : Math.min(1, done / size), file.path);
            };
            const parts = await (0, fetching_js_1.pieces)(new URL((0, fetching_js_1.inAddress)(file.path), folder), file.path, file.size, { came, cut: true });
            all.push({ path: file.path, blob: new Blob(parts) });
        }
        return all;
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
// The check `populations` (section 6.8): counts, amounts and reserves, in exact integers.
define("verify/src/amounts", ["require", "exports", "verify/src/membership", "verify/src/refusal"], function (require, exports, membership_js_1, refusal_js_8) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.share = share;
    exports.populations = populations;
    exports.checkPopulations = checkPopulations;
    /** ratio × population, rounded as the plan says. */
    function share(ratio, population, rounding) {
        const product = BigInt(ratio[0]) * BigInt(population);
        const d = BigInt(ratio[1]);
        if (rounding === "up")
            return Number((product + d - 1n) / d);
        if (rounding === "down")
            return Number(product / d);
        return Number((2n * product + d) / (2n * d));
    }
    /** The counted population and number of excluded of each stratum of a task. */
    function count(task, strata) {
        const counts = Array.from({ length: strata }, () => ({ population: 0, excluded: 0 }));
        for (let row = 0; row < task.strata.length; row++) {
            const stratum = task.strata[row];
            if (stratum < 0)
                continue;
            if ((0, membership_js_1.drawable)(task, row))
                counts[stratum].population++;
            else
                counts[stratum].excluded++;
        }
        return counts;
    }
    /** Computes `populations` anew, in the plan's order. */
    function populations(plan, members) {
        const counts = plan.tasks.map((task, t) => count(members[t], task.strata.length));
        const known = new Map();
        const amount = (t, s) => {
            const stratum = plan.tasks[t].strata[s];
            const before = known.get(stratum);
            if (before !== undefined)
                return before;
            const { population } = counts[t][s];
            let base;
            if (stratum.count !== undefined)
                base = stratum.count;
            else if (stratum.ratio !== undefined)
                base = share(stratum.ratio, population, stratum.rounding);
            else {
                const other = plan.tasks.findIndex((task) => task.id === stratum.as_task);
                base = amount(other, plan.tasks[other].strata.findIndex((one) => one.id === stratum.as_stratum));
            }
            if (stratum.min !== undefined)
                base = Math.max(base, stratum.min);
            if (stratum.max !== undefined)
                base = Math.min(base, stratum.max);
            const n = Math.min(base, population);
            known.set(stratum, n);
            return n;
        };
        return plan.tasks.flatMap((task, t) => task.strata.map((stratum, s) => {
            const n = amount(t, s);
            const { population, excluded } = counts[t][s];
            const reserves = Math.min(stratum.reserves, population - n);
            return { excluded, n, population, reserves, stratum: stratum.id, task: task.id };
        }));
    }
    function checkPopulations(plan, members) {
        const where = { file: "plan.json" };
        populations(plan, members).forEach((expected, k) => {
            const got = plan.populations[k];
            const name = `${expected.task} ${expected.stratum}`;
            for (const [key, code] of [
                ["population", "population-count"], ["excluded", "population-excluded"], ["n", "population-drawn"],
                ["reserves", "population-reserves"],
            ]) {
                if (got[key] !== expected[key])
                    (0, refusal_js_8.refuse)(code, { got: `${name}: ${key} ${got[key]}`, expected: expected[key], where });
            }
        });
        for (const task of plan.tasks) {
            const lines = plan.populations.filter((line) => line.task === task.id);
            const sum = (key) => lines.reduce((total, line) => total + BigInt(line[key]), 0n);
            const [a, b] = task.overall_min;
            if (BigInt(b) * sum("n") < BigInt(a) * sum("population")) {
                (0, refusal_js_8.refuse)("population-share", { got: `${task.id}: ${sum("n")} of ${sum("population")}`, expected: `at least ${a}/${b}`, where });
            }
        }
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
// Who may go where (sections 6.10 and 13.1), said directly from the lists and the plan.
// Only the direct checks use this; the replay builds its instance by itself, so that neither hides a fault of the other.
define("verify/src/rules", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Level = void 0;
    exports.available = available;
    exports.availableInAll = availableInAll;
    /** A level of relaxation: what its steps do. */
    class Level {
        plan;
        pairsDropped;
        homeRule;
        minimumsDropped;
        adds = [];
        constructor(plan, steps) {
            this.plan = plan;
            const applied = plan.relaxations.slice(0, steps);
            const dropped = (what) => applied.some((step) => step.drop === what);
            this.pairsDropped = dropped("pairs");
            this.homeRule = plan.rotation.home_area && !dropped("home_area");
            this.minimumsDropped = dropped("minimums");
            for (const step of applied) {
                if (step.add === undefined)
                    continue;
                this.adds.push({ pool: plan.pools.find((pool) => pool.id === step.quota_max), add: step.add });
            }
        }
        /** The quota before it is lowered to the capacity. */
        quota(inspector) {
            const more = this.adds.reduce((sum, step) => sum + (qualified(inspector, step.pool) ? step.add : 0), 0);
            return { min: this.minimumsDropped ? 0 : inspector.quota_min, max: inspector.quota_max + more };
        }
        /** Member of the pool for visits of an area; `present`: on some day he is available. */
        member(inspector, present, pool, area) {
            if (!present || !qualified(inspector, pool))
                return false;
            if (pool.area === "same" && inspector.areas !== undefined && !inspector.areas.includes(area))
                return false;
            return !(this.homeRule && inspector.home !== undefined && inspector.home === area);
        }
        /** Ids of those barred from a visit, given the openings by entity. */
        barred(visit, openings) {
            const barred = new Set();
            for (const draw of visit.draws) {
                const opening = openings.get(draw.entity);
                for (const id of opening?.law.inspectors ?? [])
                    barred.add(id);
                if (!this.pairsDropped)
                    for (const id of opening?.rotation.inspectors ?? [])
                        barred.add(id);
            }
            return barred;
        }
        pool(id) {
            return this.plan.pools.find((pool) => pool.id === id);
        }
    }
    exports.Level = Level;
    /** Department, role and expertise of a pool. */
    function qualified(inspector, pool) {
        if (inspector.department !== pool.department)
            return false;
        if (pool.role !== "" && !(inspector.roles ?? []).includes(pool.role))
            return false;
        return pool.expertise.every((one) => (inspector.expertise ?? []).includes(one));
    }
    /** How many visits an inspector can take on a day. */
    function available(inspector, day) {
        if (inspector.absent?.includes(day))
            return 0;
        if (inspector.certificate_from !== undefined && day < inspector.certificate_from)
            return 0;
        return day > inspector.certificate_until ? 0 : inspector.daily_max;
    }
    /** What he can take in all days of the plan. */
    function availableInAll(inspector, plan) {
        return plan.days.reduce((sum, day) => sum + available(inspector, day), 0);
    }
});
// The check `teams`: who sits where may sit there. Directly from the published files, without the replay.
define("verify/src/teams", ["require", "exports", "verify/src/refusal", "verify/src/rules"], function (require, exports, refusal_js_11, rules_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Lawful = exports.Outcome = void 0;
    exports.checkTeams = checkTeams;
    const FILE = "draw/visits.jsonl";
    /** What the direct checks of the outcome look at. */
    class Outcome {
        plan;
        contents;
        inspectors;
        numbers;
        /** Visits with seats, in order of id, also those that were set aside. */
        visits;
        present;
        openings;
        capacity;
        availables;
        constructor(plan, contents) {
            this.plan = plan;
            this.contents = contents;
            this.inspectors = contents.inspectors;
            this.numbers = new Map(this.inspectors.map((inspector, i) => [inspector.id, i]));
            this.visits = contents.visits.filter((visit) => visit.seats !== undefined);
            this.openings = new Map(contents.openings.map((opening) => [opening.id, opening]));
            const shortest = this.visits.reduce((least, visit) => Math.min(least, visit.duration), Infinity);
            const sums = this.inspectors.map((inspector) => (0, rules_js_1.availableInAll)(inspector, plan));
            this.present = sums.map((sum) => sum > 0);
            this.capacity = sums.map((sum) => Math.floor(sum / (shortest === Infinity ? 1 : shortest)));
            this.availables = new Map(plan.days.map((day) => [
                day, Uint8Array.from(this.inspectors, (inspector) => (0, rules_js_1.available)(inspector, day)),
            ]));
        }
        /** The final level, which `teams` has checked to be one of the plan. */
        get level() {
            return this.contents.pairing.relaxations;
        }
        available(inspector, day) {
            return this.availables.get(day)[inspector];
        }
        /** Minimum and maximum, lowered to what he can take at all (section 14.1). */
        quota(level, inspector) {
            const { min, max } = level.quota(this.inspectors[inspector]);
            const lowered = Math.min(max, this.capacity[inspector]);
            return { min: Math.min(min, lowered), max: lowered };
        }
        /** Of a drawn entity that has a line in `barred`. */
        opening(entity) {
            return this.openings.get(entity);
        }
        barred(level, visit) {
            return level.barred(visit, this.openings);
        }
    }
    exports.Outcome = Outcome;
    /** At one level, who is lawful for the seats of the visits. Members are listed once for each pool and area. */
    class Lawful {
        outcome;
        level;
        members = new Map();
        barredBy = new Map();
        constructor(outcome, steps) {
            this.outcome = outcome;
            this.level = new rules_js_1.Level(outcome.plan, steps);
        }
        /** Numbers of the members of the effective pool of a seat, ascending. */
        pool(visit, seat) {
            const pool = visit.seats[seat].pool;
            const key = `${pool} ${visit.area ?? ""}`;
            let members = this.members.get(key);
            if (members === undefined) {
                const { inspectors, present } = this.outcome;
                const whole = this.level.pool(pool);
                members = [];
                for (let i = 0; i < inspectors.length; i++) {
                    if (this.level.member(inspectors[i], present[i], whole, visit.area ?? ""))
                        members.push(i);
                }
                this.members.set(key, members);
            }
            return members;
        }
        isBarred(visit, inspector) {
            let barred = this.barredBy.get(visit.id);
            if (barred === undefined) {
                barred = this.outcome.barred(this.level, visit);
                this.barredBy.set(visit.id, barred);
            }
            return barred.has(this.outcome.inspectors[inspector].id);
        }
        /** Whether one inspector is a member of the pool of a seat, and not barred. */
        holds(visit, seat, inspector) {
            const { inspectors, present } = this.outcome;
            const pool = this.level.pool(visit.seats[seat].pool);
            const member = this.level.member(inspectors[inspector], present[inspector], pool, visit.area ?? "");
            return member && !this.isBarred(visit, inspector);
        }
    }
    exports.Lawful = Lawful;
    function checkSeat(outcome, lawful, visit, s, team, line) {
        const seat = visit.seats[s];
        const where = { file: FILE, line };
        const got = `${visit.id}, seat ${s + 1}: ${seat.inspector ?? "nobody"}`;
        if (visit.state === "unseated") {
            if (seat.inspector !== undefined)
                (0, refusal_js_11.refuse)("seat-taken", { got, expected: "nobody, as the visit is unseated", where });
            return;
        }
        if (seat.inspector === undefined)
            (0, refusal_js_11.refuse)("seat-empty", { got, expected: "an inspector", where });
        const inspector = outcome.numbers.get(seat.inspector);
        if (inspector === undefined)
            (0, refusal_js_11.refuse)("seat-unknown", { got, expected: "an inspector of the list", where });
        const present = outcome.present[inspector];
        const pool = lawful.level.pool(seat.pool);
        if (!lawful.level.member(outcome.inspectors[inspector], present, pool, visit.area ?? "")) {
            (0, refusal_js_11.refuse)("seat-pool", { got, expected: `a member of pool ${seat.pool} for this visit`, where });
        }
        if (lawful.isBarred(visit, inspector))
            (0, refusal_js_11.refuse)("seat-barred", { got, expected: "somebody who is not barred", where });
        if (team.has(seat.inspector))
            (0, refusal_js_11.refuse)("seat-twice", { got, expected: "nobody twice in a team", where });
        team.add(seat.inspector);
    }
    function checkTeams(outcome) {
        const steps = outcome.plan.relaxations.length;
        if (outcome.level > steps) {
            (0, refusal_js_11.refuse)("seat-level", { got: outcome.level, expected: `at most ${steps}`, where: { file: "draw/pairing.json" } });
        }
        const lawful = new Lawful(outcome, outcome.level);
        outcome.contents.visits.forEach((visit, i) => {
            const team = new Set();
            visit.seats?.forEach((_, s) => checkSeat(outcome, lawful, visit, s, team, i + 1));
        });
    }
});
// Proofs that a visit can have no date with its team (sections 14.3 and 15.1), counted again from the published files.
define("verify/src/proofs", ["require", "exports", "verify/src/bytes", "verify/src/refusal"], function (require, exports, bytes_js_24, refusal_js_12) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkProofs = checkProofs;
    const WHERE = { file: "draw/pairing.json" };
    class Windows {
        outcome;
        visits;
        constructor(outcome) {
            this.outcome = outcome;
            const seated = outcome.visits.filter((visit) => visit.state !== "unseated");
            this.visits = new Map(seated.map((visit) => [visit.id, visit]));
        }
        /** A visit that has a team, or undefined. */
        visit(id) {
            return this.visits.get(id);
        }
        team(visit) {
            return visit.seats.map((seat) => seat.inspector);
        }
        /** Numbers of all days of all windows in which the whole team is there. */
        possibleDays(visit) {
            const { plan, numbers } = this.outcome;
            const team = this.team(visit).map((id) => numbers.get(id));
            const there = plan.days.map((day) => team.every((one) => this.outcome.available(one, day) > 0));
            const days = new Set();
            for (let start = 0; start + visit.duration <= there.length; start++) {
                const window = Array.from({ length: visit.duration }, (_, k) => start + k);
                if (window.every((d) => there[d]))
                    for (const d of window)
                        days.add(d);
            }
            return days;
        }
    }
    function compare(name, what, got, expected) {
        if (got !== expected)
            (0, refusal_js_12.refuse)("certificate-count", { got: `${name}: ${what} ${got}`, expected, where: WHERE });
    }
    function form(name, got, expected) {
        (0, refusal_js_12.refuse)("certificate-form", { got: `${name}: ${got}`, expected, where: WHERE });
    }
    function countProof(outcome, windows, proof, name) {
        const { plan } = outcome;
        if (proof.kind === "no_window") {
            const visit = windows.visit(proof.visit);
            if (visit === undefined)
                form(name, proof.visit, "a visit with a team");
            compare(name, "team", proof.team.join(", "), windows.team(visit).join(", "));
            if (windows.possibleDays(visit).size > 0) {
                (0, refusal_js_12.refuse)("certificate-claim", { got: `${name}: ${proof.visit}`, expected: "a team without a common window", where: WHERE });
            }
            return;
        }
        if (proof.kind === "cap" && plan.visits_per_day_max === 0)
            form(name, "cap", "a plan with a limit of visits a day");
        if (!(0, bytes_js_24.strictlySorted)(proof.visits))
            form(name, proof.visits.join(", "), "visits ascending");
        const days = new Set();
        let demand = 0;
        for (const id of proof.visits) {
            const visit = windows.visit(id);
            if (visit === undefined)
                form(name, id, "a visit with a team");
            const his = proof.kind === "cap" || windows.team(visit).includes(proof.inspector);
            const possible = windows.possibleDays(visit);
            if (!his || possible.size === 0)
                form(name, id, "a visit of this proof that has a possible start");
            for (const day of possible)
                days.add(day);
            demand += visit.duration;
        }
        const sorted = [...days].sort((a, b) => a - b).map((d) => plan.days[d]);
        const one = proof.kind === "cap" ? -1 : outcome.numbers.get(proof.inspector) ?? form(name, proof.inspector, "an inspector");
        const capacity = sorted.reduce((sum, day) => sum + (one < 0 ? plan.visits_per_day_max : outcome.available(one, day)), 0);
        compare(name, "days", proof.days.join(", "), sorted.join(", "));
        compare(name, "demand", proof.demand, demand);
        compare(name, "capacity", proof.capacity, capacity);
        if (demand <= capacity) {
            (0, refusal_js_12.refuse)("certificate-claim", { got: `${name}: demand ${demand}, capacity ${capacity}`, expected: "a demand above the capacity", where: WHERE });
        }
    }
    function checkReason(proofs, undated) {
        if (undated.reason === "not_found")
            return;
        const name = `undated ${undated.visit}`;
        const proof = proofs[undated.proof];
        if (proof === undefined)
            form(name, `proof ${undated.proof}`, "a proof of the list");
        const names = proof.kind === "no_window" ? proof.visit === undated.visit : proof.visits.includes(undated.visit);
        const right = (proof.kind === "no_window") === (undated.reason === "no_window");
        if (!names || !right)
            form(name, `${undated.reason}, proof ${undated.proof}`, "a proof of this kind that names the visit");
    }
    function checkProofs(outcome) {
        const { proofs, undated } = outcome.contents.pairing;
        const got = undated.map((one) => one.visit).join(", ");
        const expected = outcome.visits.filter((visit) => visit.state === "undated").map((visit) => visit.id).join(", ");
        if (got !== expected)
            (0, refusal_js_12.refuse)("certificate-visits", { got: `undated: ${got}`, expected: `the undated: ${expected}`, where: WHERE });
        const windows = new Windows(outcome);
        proofs.forEach((proof, k) => countProof(outcome, windows, proof, `proof ${k}`));
        for (const one of undated)
            checkReason(proofs, one);
    }
});
// The check `certificates`: relaxations and visits set aside (sections 13.9, 13.10 and 15.1). Proofs are in proofs.ts.
define("verify/src/certificates", ["require", "exports", "verify/src/bytes", "verify/src/hash", "verify/src/proofs", "verify/src/refusal", "verify/src/teams"], function (require, exports, bytes_js_25, hash_js_3, proofs_js_1, refusal_js_13, teams_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkCertificates = checkCertificates;
    const WHERE = { file: "draw/pairing.json" };
    /** The seats of a certificate, refused if one of them is none or comes twice. */
    function listedSeats(outcome, certificate, name) {
        const visits = new Map(outcome.visits.map((visit) => [visit.id, visit]));
        if (!(0, bytes_js_25.strictlySorted)(certificate.seats.map((line) => line.visit))) {
            (0, refusal_js_13.refuse)("certificate-form", { got: `${name}: visits out of order`, expected: "each visit once, by id", where: WHERE });
        }
        return certificate.seats.map(({ visit: id, seats }) => {
            const visit = visits.get(id);
            const size = visit?.seats?.length ?? 0;
            const ascending = seats.length > 0 && seats.every((s, k) => s < size && (k === 0 || s > seats[k - 1]));
            if (visit === undefined || !ascending) {
                (0, refusal_js_13.refuse)("certificate-form", { got: `${name}: seats ${seats.join(", ")} of ${id}`, expected: "seats of the visit, each once", where: WHERE });
            }
            return { visit, seats };
        });
    }
    function compareCount(name, what, got, expected) {
        if (got !== expected)
            (0, refusal_js_13.refuse)("certificate-count", { got: `${name}: ${what} ${got}`, expected, where: WHERE });
    }
    function comparePlaces(outcome, name, certificate, places) {
        const numbers = [...places.keys()].sort((a, b) => a - b);
        const expected = numbers.map((i) => `${outcome.inspectors[i].id} ${places.get(i)}`).join(", ");
        const got = certificate.inspectors.map((one) => `${one.id} ${one.places}`).join(", ");
        compareCount(name, "inspectors", got, expected);
    }
    /** Places: more seats than those who are lawful for them have places. */
    function countPlaces(outcome, lawful, certificate, name) {
        const listed = listedSeats(outcome, certificate, name);
        const visits = new Map();
        let demand = 0;
        for (const { visit, seats } of listed) {
            const able = new Set();
            for (const members of new Set(seats.map((s) => lawful.pool(visit, s)))) {
                for (const one of members)
                    if (!lawful.isBarred(visit, one))
                        able.add(one);
            }
            for (const one of able)
                visits.set(one, (visits.get(one) ?? 0) + 1);
            demand += seats.length;
        }
        let capacity = 0;
        for (const [one, count] of visits) {
            const places = Math.min(outcome.quota(lawful.level, one).max, count);
            visits.set(one, places);
            capacity += places;
        }
        compareCount(name, "demand", certificate.demand, demand);
        comparePlaces(outcome, name, certificate, visits);
        compareCount(name, "capacity", certificate.capacity, capacity);
    }
    /** The largest number of seats that different inspectors can take at once: `able[s]` may take seat s. */
    function matching(able) {
        const seatOf = new Map();
        const place = (seat, tried) => able[seat].some((one) => {
            if (tried.has(one))
                return false;
            tried.add(one);
            const other = seatOf.get(one);
            if (other !== undefined && !place(other, tried))
                return false;
            seatOf.set(one, seat);
            return true;
        });
        return able.filter((_, seat) => place(seat, new Set())).length;
    }
    /** Minimum: these inspectors must have more visits than there are for them. */
    function countMinimum(outcome, lawful, certificate, name) {
        const ids = certificate.inspectors.map((one) => one.id);
        const chosen = new Map();
        for (const id of ids) {
            const number = outcome.numbers.get(id);
            if (number === undefined)
                (0, refusal_js_13.refuse)("certificate-form", { got: `${name}: ${id}`, expected: "an inspector of the list", where: WHERE });
            chosen.set(number, outcome.quota(lawful.level, number).min);
        }
        comparePlaces(outcome, name, certificate, chosen);
        const among = new Map();
        const found = [];
        let capacity = 0;
        for (const visit of outcome.visits) {
            const able = visit.seats.map((_, s) => {
                const members = lawful.pool(visit, s);
                const some = among.get(members) ?? members.filter((one) => chosen.has(one));
                among.set(members, some);
                return some.filter((one) => !lawful.isBarred(visit, one));
            });
            able.forEach((list, s) => list.length > 0 && found.push(`${visit.id} ${s}`));
            capacity += matching(able);
        }
        const listed = listedSeats(outcome, certificate, name).flatMap(({ visit, seats }) => seats.map((s) => `${visit.id} ${s}`));
        compareCount(name, "seats", listed.join(", "), found.join(", "));
        compareCount(name, "demand", certificate.demand, [...chosen.values()].reduce((sum, min) => sum + min, 0));
        compareCount(name, "capacity", certificate.capacity, capacity);
    }
    function recount(outcome, lawful, certificate, name) {
        if (certificate.kind === "places")
            countPlaces(outcome, lawful, certificate, name);
        else
            countMinimum(outcome, lawful, certificate, name);
        if (certificate.demand <= certificate.capacity) {
            const got = `${name}: demand ${certificate.demand}, capacity ${certificate.capacity}`;
            (0, refusal_js_13.refuse)("certificate-claim", { got, expected: "a demand above the capacity", where: WHERE });
        }
    }
    function checkRelaxed(outcome) {
        const { relaxed } = outcome.contents.pairing;
        const levels = relaxed.map((one) => one.level).join(", ");
        const expected = Array.from({ length: outcome.level }, (_, k) => k).join(", ");
        if (levels !== expected)
            (0, refusal_js_13.refuse)("certificate-level", { got: `levels ${levels}`, expected: `levels ${expected}`, where: WHERE });
        for (const { certificates, level } of relaxed) {
            if (certificates.length === 0)
                (0, refusal_js_13.refuse)("certificate-level", { got: `level ${level}: no certificate`, expected: "a reason", where: WHERE });
            const lawful = new teams_js_1.Lawful(outcome, level);
            certificates.forEach((certificate, k) => recount(outcome, lawful, certificate, `level ${level}, certificate ${k + 1}`));
        }
    }
    /** The visit of a certificate that has to go: the one with the largest hash. */
    function chosenVisit(certificate, pairKey) {
        let best = null;
        for (const { visit: id } of certificate.seats) {
            const hash = (0, hash_js_3.H)("mq1/aside", pairKey, id);
            if (best === null || (0, bytes_js_25.compareBytes)(hash, best.hash) > 0)
                best = { id, hash };
        }
        return best.id;
    }
    function checkSetAside(outcome, pairKey) {
        const { set_aside: aside } = outcome.contents.pairing;
        const unseated = outcome.visits.filter((visit) => visit.state === "unseated").map((visit) => visit.id);
        const gone = aside.map((one) => one.visit).sort();
        if (gone.join(", ") !== unseated.join(", ")) {
            (0, refusal_js_13.refuse)("certificate-visits", { got: `set aside: ${gone.join(", ")}`, expected: `the unseated: ${unseated.join(", ")}`, where: WHERE });
        }
        if (aside.length === 0)
            return;
        const steps = outcome.plan.relaxations.length;
        if (outcome.level !== steps) {
            (0, refusal_js_13.refuse)("certificate-level", { got: `visits set aside at level ${outcome.level}`, expected: `only at level ${steps}`, where: WHERE });
        }
        const lawful = new teams_js_1.Lawful(outcome, outcome.level);
        const before = new Set();
        aside.forEach(({ certificate, visit }, k) => {
            const name = `set aside ${k + 1}`;
            if (certificate.kind !== "places")
                (0, refusal_js_13.refuse)("certificate-form", { got: `${name}: ${certificate.kind}`, expected: "places", where: WHERE });
            recount(outcome, lawful, certificate, name);
            const again = certificate.seats.find((line) => before.has(line.visit));
            if (again !== undefined) {
                (0, refusal_js_13.refuse)("certificate-form", { got: `${name} names ${again.visit}`, expected: "only visits not set aside before", where: WHERE });
            }
            const chosen = chosenVisit(certificate, pairKey);
            if (chosen !== visit)
                (0, refusal_js_13.refuse)("certificate-choice", { got: `${name}: ${visit}`, expected: `${chosen}, by its hash`, where: WHERE });
            before.add(visit);
        });
    }
    function checkCertificates(outcome, pairKey) {
        checkRelaxed(outcome);
        checkSetAside(outcome, pairKey);
        (0, proofs_js_1.checkProofs)(outcome);
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
// The random stream of section 12: ChaCha20 (RFC 8439) read as 64-bit little-endian words.
//
// A word is held as two halves of 32 bits; what is computed with them stays far below 2^53 and is exact.
define("verify/src/stream", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Stream = void 0;
    function quarter(x, a, b, c, d) {
        let t;
        x[a] = x[a] + x[b];
        t = x[d] ^ x[a];
        x[d] = (t << 16) | (t >>> 16);
        x[c] = x[c] + x[d];
        t = x[b] ^ x[c];
        x[b] = (t << 12) | (t >>> 20);
        x[a] = x[a] + x[b];
        t = x[d] ^ x[a];
        x[d] = (t << 8) | (t >>> 24);
        x[c] = x[c] + x[d];
        t = x[b] ^ x[c];
        x[b] = (t << 7) | (t >>> 25);
    }
    class Stream {
        /** How many words were read. */
        words = 0;
        start = new Int32Array(16);
        block = new Int32Array(16);
        counter = 0;
        at = 16;
        low = 0;
        high = 0;
        constructor(key) {
            this.start.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);
            const view = new DataView(key.buffer, key.byteOffset, 32);
            for (let i = 0; i < 8; i++)
                this.start[4 + i] = view.getInt32(4 * i, true);
        }
        refill() {
            if (this.counter > 0xffffffff)
                throw new Error("the random stream is exhausted");
            this.start[12] = this.counter++;
            const x = this.block;
            x.set(this.start);
            for (let round = 0; round < 10; round++) {
                quarter(x, 0, 4, 8, 12);
                quarter(x, 1, 5, 9, 13);
                quarter(x, 2, 6, 10, 14);
                quarter(x, 3, 7, 11, 15);
                quarter(x, 0, 5, 10, 15);
                quarter(x, 1, 6, 11, 12);
                quarter(x, 2, 7, 8, 13);
                quarter(x, 3, 4, 9, 14);
            }
            for (let i = 0; i < 16; i++)
                x[i] = x[i] + this.start[i];
            this.at = 0;
        }
        read() {
            if (this.at === 16)
                this.refill();
            this.low = this.block[this.at] >>> 0;
            this.high = this.block[this.at + 1] >>> 0;
            this.at += 2;
            this.words++;
        }
        /** The next word, for vectors only. */
        word() {
            this.read();
            return (BigInt(this.high) << 32n) | BigInt(this.low);
        }
        /** Uniform on 0 … n−1, for 1 ≤ n < 2^32. */
        below(n) {
            for (;;) {
                this.read();
                // The words from 2^64 − (2^64 mod n) on are refused; all of them have a high half of ones.
                if (this.high !== 0xffffffff || this.low < 0x100000000 - remainder(1, 0, 0, n)) {
                    return remainder(0, this.high, this.low, n);
                }
            }
        }
        shuffle(a) {
            for (let i = a.length - 1; i >= 1; i--) {
                const j = this.below(i + 1);
                const kept = a[i];
                a[i] = a[j];
                a[j] = kept;
            }
        }
    }
    exports.Stream = Stream;
    /** (top · 2^64 + high · 2^32 + low) mod n, in steps of 16 bits, so that each stays below 2^48. */
    function remainder(top, high, low, n) {
        if (n <= 0x10000) {
            let r = top % n;
            r = (((r << 16) | (high >>> 16)) >>> 0) % n;
            r = (((r << 16) | (high & 0xffff)) >>> 0) % n;
            r = (((r << 16) | (low >>> 16)) >>> 0) % n;
            return (((r << 16) | (low & 0xffff)) >>> 0) % n;
        }
        let r = top % n;
        r = (r * 0x10000 + (high >>> 16)) % n;
        r = (r * 0x10000 + (high & 0xffff)) % n;
        r = (r * 0x10000 + (low >>> 16)) % n;
        return (r * 0x10000 + (low & 0xffff)) % n;
    }
});
// One attempt to date the visits of a component (section 14.2).
define("verify/src/schedule", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Schedule = void 0;
    exports.possibleStarts = possibleStarts;
    const UNDATED = -1;
    /** Starts of a visit on whose days all of its team are there, ascending. */
    function possibleStarts(table, x) {
        const { days, avail } = table;
        const team = table.teams[x];
        const t = table.durations[x];
        const starts = [];
        for (let start = 0; start + t <= days; start++) {
            let there = true;
            for (let d = start; there && d < start + t; d++) {
                for (const i of team)
                    there &&= avail[i * days + d] > 0;
            }
            if (there)
                starts.push(start);
        }
        return starts;
    }
    class Schedule {
        table;
        stream;
        /** The day on which each visit starts, or -1. */
        starts;
        queue;
        evictions = 0;
        used;
        count;
        // With a limit of visits a day: the dated visits whose windows hold each day, in no order.
        onDay;
        possible;
        visitsOf = new Map();
        evictedFrom;
        constructor(table, stream) {
            this.table = table;
            this.stream = stream;
            const visits = table.teams.length;
            this.starts = new Int32Array(visits).fill(UNDATED);
            this.evictedFrom = new Int32Array(visits).fill(UNDATED);
            this.used = new Int32Array(table.avail.length);
            this.count = new Int32Array(table.days);
            this.onDay = Array.from({ length: table.cap > 0 ? table.days : 0 }, () => []);
            this.possible = table.teams.map((_, x) => possibleStarts(table, x));
            table.teams.forEach((team, x) => {
                for (const i of team) {
                    const list = this.visitsOf.get(i) ?? [];
                    list.push(x);
                    this.visitsOf.set(i, list);
                }
            });
            this.queue = Int32Array.from(table.teams.keys()).filter((x) => this.possible[x].length > 0);
            stream.shuffle(this.queue);
        }
        full(i, d) {
            const at = i * this.table.days + d;
            return this.used[at] >= this.table.avail[at];
        }
        capFull(d) {
            return this.table.cap > 0 && this.count[d] >= this.table.cap;
        }
        change(x, start, by) {
            for (let d = start; d < start + this.table.durations[x]; d++) {
                this.count[d] += by;
                const list = this.onDay[d];
                if (list !== undefined && by > 0)
                    list.push(x);
                else if (list !== undefined)
                    list.splice(list.indexOf(x), 1);
                for (const i of this.table.teams[x])
                    this.used[i * this.table.days + d] += by;
            }
        }
        date(x, start) {
            this.starts[x] = start;
            this.change(x, start, 1);
        }
        undate(x) {
            const start = this.starts[x];
            this.starts[x] = UNDATED;
            this.change(x, start, -1);
            return start;
        }
        /** What a start costs: 0 if it is free. */
        cost(x, start) {
            let cost = 0;
            for (let d = start; d < start + this.table.durations[x]; d++) {
                let busy = 0;
                for (const i of this.table.teams[x])
                    if (this.full(i, d))
                        busy++;
                cost += busy > 0 ? busy : this.capFull(d) ? 1 : 0;
            }
            return cost;
        }
        /** Whether the start costs nothing. Mixing asks this more often than anything else. */
        free(team, start, end) {
            const { days, avail } = this.table;
            for (let d = start; d < end; d++) {
                for (let k = 0; k < team.length; k++) {
                    const at = team[k] * days + d;
                    if (this.used[at] >= avail[at])
                        return false;
                }
                if (this.capFull(d))
                    return false;
            }
            return true;
        }
        freeStarts(x) {
            const possible = this.possible[x];
            const team = this.table.teams[x];
            const t = this.table.durations[x];
            const starts = [];
            for (let k = 0; k < possible.length; k++) {
                const start = possible[k];
                if (this.free(team, start, start + t))
                    starts.push(start);
            }
            return starts;
        }
        pick(list) {
            return list[this.stream.below(list.length)];
        }
        holdsDay(x, d) {
            const start = this.starts[x];
            return start !== UNDATED && start <= d && d < start + this.table.durations[x];
        }
        /** Starts with the least cost, but for the one from which x was evicted last. */
        cheapestStarts(x) {
            const all = this.possible[x];
            const candidates = all.length > 1 ? all.filter((start) => start !== this.evictedFrom[x]) : all;
            let least = Infinity;
            let best = [];
            for (const start of candidates) {
                const cost = this.cost(x, start);
                if (cost < least) {
                    least = cost;
                    best = [];
                }
                if (cost === least)
                    best.push(start);
            }
            return best;
        }
        evict(x, evicted) {
            this.evictedFrom[x] = this.undate(x);
            this.evictions++;
            evicted.push(x);
        }
        /** Makes room for x at `start`; returns who had to go, in this order. */
        makeRoom(x, start) {
            const evicted = [];
            for (let d = start; d < start + this.table.durations[x]; d++) {
                for (const i of this.table.teams[x]) {
                    if (!this.full(i, d))
                        continue;
                    this.evict(this.pick(this.visitsOf.get(i).filter((y) => this.holdsDay(y, d))), evicted);
                }
                if (!this.capFull(d))
                    continue;
                this.evict(this.pick([...this.onDay[d]].sort((a, b) => a - b)), evicted);
            }
            return evicted;
        }
        /** Works the queue off; `told` hears of each turn. */
        run(told) {
            const Q = this.queue.length;
            const queue = Array.from(this.queue);
            for (let head = 0; head < queue.length; head++) {
                const x = queue[head];
                const free = this.freeStarts(x);
                if (free.length > 0) {
                    this.date(x, this.pick(free));
                    told?.(x, free, this.starts[x], []);
                    continue;
                }
                if (this.evictions >= 64 * Q)
                    return;
                const cheapest = this.cheapestStarts(x);
                const start = this.pick(cheapest);
                const evicted = this.makeRoom(x, start);
                queue.push(...evicted);
                this.date(x, start);
                told?.(x, cheapest, start, evicted);
            }
        }
        /** Moves single visits about, so that no lawful schedule is preferred. */
        mix() {
            const dated = [];
            this.starts.forEach((start, x) => {
                if (start !== UNDATED)
                    dated.push(x);
            });
            for (let k = 0; k < 16 * dated.length; k++) {
                const x = this.pick(dated);
                this.undate(x);
                this.date(x, this.pick(this.freeStarts(x)));
            }
        }
        /** Every visit has a date. */
        get complete() {
            return this.starts.every((start) => start !== UNDATED);
        }
    }
    exports.Schedule = Schedule;
});
// What can be proved impossible with given teams (section 14.3), for the replay.
define("verify/src/impossible", ["require", "exports", "verify/src/schedule"], function (require, exports, schedule_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.impossibilities = impossibilities;
    exports.explains = explains;
    /** Days of all possible windows of these visits. */
    function union(table, starts, visits) {
        const held = new Uint8Array(table.days);
        for (const x of visits) {
            for (const start of starts[x])
                held.fill(1, start, start + table.durations[x]);
        }
        return [...held.keys()].filter((d) => held[d] === 1);
    }
    /** All proofs, in the order of the protocol, in local numbers. */
    function impossibilities(table, inspectors) {
        const starts = table.teams.map((_, x) => (0, schedule_js_1.possibleStarts)(table, x));
        const open = [];
        const proofs = [];
        starts.forEach((list, x) => {
            if (list.length > 0)
                open.push(x);
            else
                proofs.push({ kind: "no_window", visit: x });
        });
        const claim = (kind, inspector, visits, places) => {
            const days = union(table, starts, visits);
            const demand = visits.reduce((sum, x) => sum + table.durations[x], 0);
            const capacity = days.reduce((sum, d) => sum + places(d), 0);
            if (demand > capacity)
                proofs.push({ kind, inspector, visits, days, demand, capacity });
        };
        const visitsOf = new Map();
        for (const x of open) {
            for (const i of table.teams[x]) {
                const list = visitsOf.get(i) ?? [];
                list.push(x);
                visitsOf.set(i, list);
            }
        }
        for (let i = 0; i < inspectors; i++)
            claim("inspector", i, visitsOf.get(i) ?? [], (d) => table.avail[i * table.days + d]);
        if (table.cap > 0)
            claim("cap", -1, open, () => table.cap);
        return proofs;
    }
    /** The number of the proof that explains visit x, or -1. The proofs stand in the order in which they count. */
    function explains(proofs, x) {
        return proofs.findIndex((proof) => (proof.kind === "no_window" ? proof.visit === x : proof.visits.includes(x)));
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
// The instance of pairing and schedule (section 13.1), made from the lists for the replay alone.
define("verify/src/instance", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.staffOf = staffOf;
    exports.instanceAt = instanceAt;
    function availability(plan, inspectors) {
        const days = plan.days.length;
        const avail = new Uint8Array(inspectors.length * days);
        inspectors.forEach((inspector, i) => {
            const absent = new Set(inspector.absent);
            plan.days.forEach((day, d) => {
                const certified = day >= (inspector.certificate_from ?? "") && day <= inspector.certificate_until;
                if (certified && !absent.has(day))
                    avail[i * days + d] = inspector.daily_max;
            });
        });
        return avail;
    }
    function apartPairs(contents, numbers) {
        const sets = contents.inspectors.map(() => new Set());
        contents.apartOpenings.forEach(({ id, inspectors }) => {
            for (const other of inspectors) {
                sets[numbers.get(id)].add(numbers.get(other));
                sets[numbers.get(other)].add(numbers.get(id));
            }
        });
        return sets.map((set) => Int32Array.from(set).sort());
    }
    function staffOf(plan, contents, all) {
        const inspectors = contents.inspectors;
        const numbers = new Map(inspectors.map((inspector, i) => [inspector.id, i]));
        const visits = all.filter((visit) => visit.seats.length > 0);
        const days = plan.days.length;
        const avail = availability(plan, inspectors);
        let shortest = visits.length === 0 ? 1 : visits[0].duration;
        for (const visit of visits)
            shortest = Math.min(shortest, visit.duration);
        const capacity = Int32Array.from(inspectors, (_, i) => {
            let sum = 0;
            for (let d = 0; d < days; d++)
                sum += avail[i * days + d];
            return Math.floor(sum / shortest);
        });
        const number = (ids) => ids.map((id) => numbers.get(id));
        const opened = new Map(contents.openings.map(({ id, law, rotation }) => [id, { law: number(law.inspectors), rotation: number(rotation.inspectors) }]));
        return { plan, inspectors, numbers, visits, days, avail, capacity, apart: apartPairs(contents, numbers), opened };
    }
    function has(list, text) {
        return list !== undefined && list.includes(text);
    }
    function qualifies(inspector, pool) {
        return inspector.department === pool.department
            && (pool.role === "" || has(inspector.roles, pool.role))
            && pool.expertise.every((one) => has(inspector.expertise, one));
    }
    function membersOf(staff, pool, area, homeRule) {
        const members = [];
        staff.inspectors.forEach((inspector, i) => {
            let there = false;
            for (let d = 0; d < staff.days; d++)
                there ||= staff.avail[i * staff.days + d] > 0;
            const near = pool.area !== "same" || inspector.areas === undefined || has(inspector.areas, area);
            const home = homeRule && inspector.home !== undefined && inspector.home === area;
            if (there && qualifies(inspector, pool) && near && !home)
                members.push(i);
        });
        return Int32Array.from(members);
    }
    /** Effective pools by pool of the plan and area, as the seats of the visits need them. */
    class Pools {
        staff;
        homeRule;
        members = [];
        known;
        constructor(staff, homeRule) {
            this.staff = staff;
            this.homeRule = homeRule;
            this.known = staff.plan.pools.map(() => new Map());
        }
        number(poolId, visitArea) {
            const p = this.staff.plan.pools.findIndex((pool) => pool.id === poolId);
            const pool = this.staff.plan.pools[p];
            const area = pool.area === "same" || this.homeRule ? visitArea : "";
            const known = this.known[p].get(area);
            if (known !== undefined)
                return known;
            this.known[p].set(area, this.members.length);
            this.members.push(membersOf(this.staff, pool, area, this.homeRule));
            return this.members.length - 1;
        }
    }
    function barredFrom(staff, visit, rotation) {
        const barred = new Set();
        for (const { entity } of visit.draws) {
            const opened = staff.opened.get(entity);
            if (opened === undefined)
                continue;
            for (const one of opened.law)
                barred.add(one);
            if (rotation)
                for (const one of opened.rotation)
                    barred.add(one);
        }
        return Int32Array.from(barred).sort();
    }
    /** The instance at level L: the first L steps of the plan's relaxations are applied. */
    function instanceAt(staff, L) {
        const { plan } = staff;
        const steps = plan.relaxations.slice(0, L);
        const dropped = new Set(steps.map((step) => step.drop));
        const pools = new Pools(staff, plan.rotation.home_area && !dropped.has("home_area"));
        const max = new Int32Array(staff.inspectors.length);
        const min = new Int32Array(staff.inspectors.length);
        staff.inspectors.forEach((inspector, i) => {
            let most = inspector.quota_max;
            for (const { add, quota_max: id } of steps) {
                const pool = plan.pools.find((one) => one.id === id);
                if (add !== undefined && pool !== undefined && qualifies(inspector, pool))
                    most += add;
            }
            max[i] = Math.min(most, staff.capacity[i]);
            min[i] = Math.min(dropped.has("minimums") ? 0 : inspector.quota_min, max[i]);
        });
        const seatStart = new Int32Array(staff.visits.length + 1);
        const seatPool = [];
        staff.visits.forEach((visit, v) => {
            for (const seat of visit.seats)
                seatPool.push(pools.number(seat.pool, visit.area));
            seatStart[v + 1] = seatPool.length;
        });
        return {
            inspectors: staff.inspectors.length, min, max, seatStart,
            seatPool: Int32Array.from(seatPool),
            pools: pools.members,
            barred: staff.visits.map((visit) => barredFrom(staff, visit, !dropped.has("pairs"))),
            apart: staff.apart,
            together: plan.visits_per_day_max > 0,
        };
    }
});
// Components (section 13.3): visits that share inspectors, by way of others too.
define("verify/src/components", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.components = components;
    class Unions {
        parent;
        constructor(size) {
            this.parent = Int32Array.from({ length: size }, (_, i) => i);
        }
        root(i) {
            while (this.parent[i] !== i) {
                this.parent[i] = this.parent[this.parent[i]];
                i = this.parent[i];
            }
            return i;
        }
        join(a, b) {
            this.parent[this.root(a)] = this.root(b);
        }
    }
    /** The components of these visits (ascending), by name. */
    function components(instance, visits) {
        const { inspectors, seatStart, seatPool, pools } = instance;
        // Nodes: inspectors, then pools, then visits.
        const poolNode = inspectors;
        const visitNode = inspectors + pools.length;
        const unions = new Unions(visitNode + seatStart.length - 1);
        const used = new Uint8Array(pools.length);
        for (const v of visits) {
            for (let s = seatStart[v]; s < seatStart[v + 1]; s++) {
                used[seatPool[s]] = 1;
                // An empty pool connects nobody.
                if (pools[seatPool[s]].length > 0)
                    unions.join(visitNode + v, poolNode + seatPool[s]);
            }
            if (instance.together)
                unions.join(visitNode + v, visitNode + visits[0]);
        }
        const touched = new Uint8Array(inspectors);
        pools.forEach((members, p) => {
            if (used[p] === 0)
                return;
            for (const one of members) {
                touched[one] = 1;
                unions.join(one, poolNode + p);
            }
        });
        const found = new Map();
        for (const v of visits) {
            const root = unions.root(visitNode + v);
            const component = found.get(root) ?? { visits: [], inspectors: [] };
            component.visits.push(v);
            found.set(root, component);
        }
        for (let one = 0; one < inspectors; one++) {
            if (touched[one] === 1)
                found.get(unions.root(one)).inspectors.push(one);
        }
        return [...found.values()].sort((a, b) => a.visits[0] - b.visits[0]);
    }
});
// Who sits where in one component, under labels (section 13.4), with the held-lists that the random walk reads.
define("verify/src/seating", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Seating = exports.NEVER = void 0;
    exports.NEVER = 0x7fffffff;
    const NOBODY = -1;
    class Seating {
        instance;
        component;
        /** Inspector and visit of each label. */
        inspectorOf;
        visitOf;
        min;
        max;
        seatVisit;
        seatPool;
        /** Number of each seat in the instance. */
        seatNumber;
        seatStart;
        pools = [];
        barred;
        apart;
        holder;
        held;
        /** Two who are to be kept apart in one team, counted once for each visit. */
        repeats = 0;
        place;
        constructor(instance, component, stream) {
            this.instance = instance;
            this.component = component;
            this.inspectorOf = Int32Array.from(component.inspectors);
            stream.shuffle(this.inspectorOf);
            this.visitOf = Int32Array.from(component.visits);
            stream.shuffle(this.visitOf);
            const label = new Map();
            this.inspectorOf.forEach((one, k) => label.set(one, k));
            const labels = (list) => Int32Array.from([...list].map((one) => label.get(one) ?? NOBODY).filter((k) => k !== NOBODY)).sort();
            this.min = this.inspectorOf.map((one) => instance.min[one]);
            this.max = this.inspectorOf.map((one) => instance.max[one]);
            this.apart = Array.from(this.inspectorOf, (one) => labels(instance.apart[one]));
            this.barred = Array.from(this.visitOf, (v) => labels(instance.barred[v]));
            const numbers = [];
            const visits = [];
            this.seatStart = new Int32Array(this.visitOf.length + 1);
            this.visitOf.forEach((v, k) => {
                for (let s = instance.seatStart[v]; s < instance.seatStart[v + 1]; s++) {
                    numbers.push(s);
                    visits.push(k);
                }
                this.seatStart[k + 1] = numbers.length;
            });
            this.seatNumber = Int32Array.from(numbers);
            this.seatVisit = Int32Array.from(visits);
            const poolLabel = new Map();
            this.seatPool = this.seatNumber.map((s) => {
                const pool = instance.seatPool[s];
                let p = poolLabel.get(pool);
                if (p === undefined) {
                    p = this.pools.length;
                    poolLabel.set(pool, p);
                    this.pools.push(labels(instance.pools[pool]));
                }
                return p;
            });
            this.holder = new Int32Array(this.seatNumber.length).fill(NOBODY);
            this.place = new Int32Array(this.seatNumber.length);
            this.held = Array.from(this.inspectorOf, () => []);
        }
        get seats() {
            return this.holder.length;
        }
        sit(w, s) {
            const list = this.held[w];
            if (this.apart[w].length > 0)
                this.repeats += this.apartInTeam(w, s);
            this.place[s] = list.length;
            list.push(s);
            this.holder[s] = w;
        }
        /** The holder leaves; returns the place that the seat had in his list. */
        leave(s) {
            const w = this.holder[s];
            const list = this.held[w];
            const p = this.place[s];
            const last = list.pop();
            if (last !== s) {
                list[p] = last;
                this.place[last] = p;
            }
            this.holder[s] = NOBODY;
            if (this.apart[w].length > 0)
                this.repeats -= this.apartInTeam(w, s);
            return p;
        }
        /** Undoes `sit`, when all later changes are undone. */
        unsit(s) {
            const w = this.holder[s];
            this.held[w].pop();
            this.holder[s] = NOBODY;
        }
        /** Undoes `leave`, when all later changes are undone. */
        unleave(w, s, p) {
            const list = this.held[w];
            if (p < list.length) {
                const moved = list[p];
                this.place[moved] = list.length;
                list.push(moved);
                list[p] = s;
            }
            else
                list.push(s);
            this.place[s] = p;
            this.holder[s] = w;
        }
        apartInTeam(w, s) {
            const v = this.seatVisit[s];
            const list = this.apart[w];
            let count = 0;
            for (let t = this.seatStart[v]; t < this.seatStart[v + 1]; t++) {
                if (t !== s && this.holder[t] !== NOBODY && list.includes(this.holder[t]))
                    count++;
            }
            return count;
        }
        /** The seat by which w is in the team of visit v, or -1. */
        teamSeat(v, w) {
            for (let t = this.seatStart[v]; t < this.seatStart[v + 1]; t++)
                if (this.holder[t] === w)
                    return t;
            return -1;
        }
        isBarred(v, w) {
            const list = this.barred[v];
            for (let i = 0; i < list.length; i++)
                if (list[i] === w)
                    return true;
            return false;
        }
        key(i) {
            const held = this.held[i].length;
            if (held >= this.max[i])
                return exports.NEVER;
            return held < this.min[i] ? 0 : 1 + held;
        }
        lastKey(i) {
            const held = this.held[i].length;
            return held <= this.min[i] ? 0 : held;
        }
    }
    exports.Seating = Seating;
});
// Certificates of an infeasible component (section 13.9), in numbers of the instance.
define("verify/src/infeasible", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.placesShortage = placesShortage;
    exports.minimumShortage = minimumShortage;
    exports.outsideShortage = outsideShortage;
    function ascending(numbers) {
        return [...numbers].sort((a, b) => a - b);
    }
    /** `stuck`: the seats, under labels, that are frozen or empty at the end of FILL. */
    function placesShortage(seating, stuck) {
        const visits = new Int32Array(seating.inspectorOf.length);
        const counted = new Int32Array(seating.inspectorOf.length).fill(-1);
        // Seats of one visit stand in a row, so that the last visit counted is enough to count none twice.
        for (const s of stuck) {
            const v = seating.seatVisit[s];
            for (const w of seating.pools[seating.seatPool[s]]) {
                if (counted[w] === v || seating.isBarred(v, w))
                    continue;
                counted[w] = v;
                visits[w]++;
            }
        }
        const inspectors = [];
        counted.forEach((v, w) => {
            if (v >= 0)
                inspectors.push([seating.inspectorOf[w], Math.min(seating.max[w], visits[w])]);
        });
        inspectors.sort((a, b) => a[0] - b[0]);
        const capacity = inspectors.reduce((sum, [, places]) => sum + places, 0);
        const seats = ascending(stuck.map((s) => seating.seatNumber[s]));
        return { kind: "places", capacity, demand: stuck.length, inspectors, seats };
    }
    /** The smallest X and B of section 13.9, by following what follows from what. */
    class Closure {
        seating;
        chosen;
        taken;
        seats = [];
        people = [];
        seatsOfPool;
        constructor(seating) {
            this.seating = seating;
            this.chosen = new Uint8Array(seating.inspectorOf.length);
            this.taken = new Uint8Array(seating.seats);
            this.seatsOfPool = seating.pools.map(() => []);
            for (let s = 0; s < seating.seats; s++)
                this.seatsOfPool[seating.seatPool[s]].push(s);
        }
        choose(w) {
            if (this.chosen[w] === 1)
                return;
            this.chosen[w] = 1;
            this.people.push(w);
        }
        take(s) {
            if (this.taken[s] === 1)
                return;
            this.taken[s] = 1;
            this.seats.push(s);
        }
        lawful(w, s) {
            const { seating } = this;
            return seating.pools[seating.seatPool[s]].includes(w) && !seating.isBarred(seating.seatVisit[s], w);
        }
        run() {
            const { seating } = this;
            for (;;) {
                const w = this.people.pop();
                if (w !== undefined) {
                    seating.pools.forEach((members, p) => {
                        if (!members.includes(w))
                            return;
                        for (const s of this.seatsOfPool[p]) {
                            const v = seating.seatVisit[s];
                            if (!seating.isBarred(v, w) && seating.teamSeat(v, w) < 0)
                                this.take(s);
                        }
                    });
                    continue;
                }
                const s = this.seats.pop();
                if (s === undefined)
                    return;
                const v = seating.seatVisit[s];
                this.choose(seating.holder[s]);
                for (let t = seating.seatStart[v]; t < seating.seatStart[v + 1]; t++) {
                    if (t !== s && this.lawful(seating.holder[s], t))
                        this.take(t);
                }
            }
        }
    }
    /** The largest number of seats of one visit that different inspectors can take: `able` for each seat. */
    function atOnce(able) {
        const seatOf = new Map();
        let count = 0;
        const augment = (s, seen) => {
            for (const w of able[s]) {
                if (seen.has(w))
                    continue;
                seen.add(w);
                const other = seatOf.get(w);
                if (other === undefined || augment(other, seen)) {
                    seatOf.set(w, s);
                    return true;
                }
            }
            return false;
        };
        able.forEach((_, s) => {
            if (augment(s, new Set()))
                count++;
        });
        return count;
    }
    /** All seats are filled, and somebody is below his minimum after LEVEL. */
    function minimumShortage(seating) {
        const closure = new Closure(seating);
        seating.held.forEach((list, w) => {
            if (list.length < seating.min[w])
                closure.choose(w);
        });
        closure.run();
        const some = seating.pools.map((members) => [...members].filter((w) => closure.chosen[w] === 1));
        const seats = [];
        let capacity = 0;
        seating.visitOf.forEach((_, v) => {
            const able = [];
            for (let s = seating.seatStart[v]; s < seating.seatStart[v + 1]; s++) {
                const list = some[seating.seatPool[s]].filter((w) => !seating.isBarred(v, w));
                if (list.length > 0)
                    seats.push(seating.seatNumber[s]);
                able.push(list);
            }
            capacity += atOnce(able);
        });
        const inspectors = [];
        closure.chosen.forEach((is, w) => {
            if (is === 1)
                inspectors.push([seating.inspectorOf[w], seating.min[w]]);
        });
        inspectors.sort((a, b) => a[0] - b[0]);
        const demand = inspectors.reduce((sum, [, min]) => sum + min, 0);
        return { kind: "minimum", capacity, demand, inspectors, seats: ascending(seats) };
    }
    /** Those in no component who have a minimum; null if there are none. */
    function outsideShortage(instance, inside) {
        const inspectors = [];
        for (let i = 0; i < instance.inspectors; i++) {
            if (!inside.has(i) && instance.min[i] > 0)
                inspectors.push([i, instance.min[i]]);
        }
        const demand = inspectors.reduce((sum, [, min]) => sum + min, 0);
        return demand === 0 ? null : { kind: "minimum", capacity: 0, demand, inspectors, seats: [] };
    }
});
// SEARCH of section 13.5: a way to hand visits on until somebody takes one more.
define("verify/src/search", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Search = void 0;
    const REACHED = 1;
    const FROZEN = 2;
    class Search {
        seating;
        seatMark;
        inspectorMark;
        from;
        queue;
        met;
        queued = 0;
        metCount = 0;
        // Members of each pool who are not reached yet, in order; those who were reached never matter again in one search.
        live;
        liveOf;
        number = 0;
        constructor(seating) {
            this.seating = seating;
            this.seatMark = new Uint8Array(seating.seats);
            this.inspectorMark = new Uint8Array(seating.inspectorOf.length);
            this.from = new Int32Array(seating.seats);
            this.queue = new Int32Array(seating.seats);
            this.met = new Int32Array(seating.inspectorOf.length);
            this.live = seating.pools.map(() => []);
            this.liveOf = new Int32Array(seating.pools.length);
        }
        isFrozenSeat(s) {
            return this.seatMark[s] === FROZEN;
        }
        isFrozenInspector(i) {
            return this.inspectorMark[i] === FROZEN;
        }
        /** Nothing stays frozen after FILL and after LEVEL. */
        thaw() {
            this.seatMark.fill(0);
            this.inspectorMark.fill(0);
        }
        reach(s, from) {
            this.seatMark[s] = REACHED;
            this.from[s] = from;
            this.queue[this.queued++] = s;
        }
        meet(i) {
            this.inspectorMark[i] = REACHED;
            this.met[this.metCount++] = i;
        }
        settle(mark) {
            for (let k = 0; k < this.queued; k++)
                this.seatMark[this.queue[k]] = mark;
            for (let k = 0; k < this.metCount; k++)
                this.inspectorMark[this.met[k]] = mark;
        }
        liveMembers(p) {
            if (this.liveOf[p] !== this.number) {
                this.liveOf[p] = this.number;
                const list = [];
                for (const w of this.seating.pools[p])
                    if (this.inspectorMark[w] === 0)
                        list.push(w);
                this.live[p] = list;
            }
            return this.live[p];
        }
        /** Looks at the members of the pool of seat s; returns who has won, or -1. */
        expand(s, limit) {
            const { seating } = this;
            const v = seating.seatVisit[s];
            const live = this.liveMembers(seating.seatPool[s]);
            let kept = 0;
            for (let k = 0; k < live.length; k++) {
                const w = live[k];
                if (this.inspectorMark[w] !== 0)
                    continue;
                if (!seating.isBarred(v, w)) {
                    const t = seating.teamSeat(v, w);
                    if (t < 0) {
                        if (seating.key(w) < limit)
                            return w;
                        this.meet(w);
                        for (const held of seating.held[w])
                            if (this.seatMark[held] === 0)
                                this.reach(held, s);
                        continue;
                    }
                    if (this.seatMark[t] === 0)
                        this.reach(t, s);
                }
                live[kept++] = w;
            }
            live.length = kept;
            return -1;
        }
        /** w takes s, its holder the seat from which s was reached, and so on. */
        shift(w, s) {
            for (;;) {
                const h = this.seating.holder[s];
                const r = this.from[s];
                if (h >= 0)
                    this.seating.leave(s);
                this.seating.sit(w, s);
                if (r < 0)
                    return;
                w = h;
                s = r;
            }
        }
        /** `start`: an inspector who is reached from the start, or -1. */
        run(roots, limit, start) {
            this.number++;
            this.queued = 0;
            this.metCount = 0;
            if (start >= 0)
                this.meet(start);
            for (const root of roots)
                this.reach(root, -1);
            for (let k = 0; k < this.queued; k++) {
                const s = this.queue[k];
                const w = this.expand(s, limit);
                if (w < 0)
                    continue;
                this.settle(0);
                this.shift(w, s);
                return true;
            }
            this.settle(FROZEN);
            return false;
        }
    }
    exports.Search = Search;
});
// FILL and LEVEL (sections 13.5 and 13.6): seat everybody, then spread the visits evenly.
define("verify/src/fill", ["require", "exports", "verify/src/search", "verify/src/seating"], function (require, exports, search_js_1, seating_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.fill = fill;
    exports.level = level;
    /** Where to begin in a pool, and up to which key whoever comes first is good enough. */
    class Pointer {
        at = 0;
        level = 0;
    }
    /** The position of who is taken for seat s, or -1. */
    function choose(seating, s, pointer) {
        const members = seating.pools[seating.seatPool[s]];
        const v = seating.seatVisit[s];
        const m = members.length;
        let best = seating_js_1.NEVER;
        let bestAt = -1;
        for (let k = 0, q = pointer.at; k < m; k++, q = q + 1 === m ? 0 : q + 1) {
            const w = members[q];
            const key = seating.key(w);
            if (key >= best || seating.isBarred(v, w) || seating.teamSeat(v, w) >= 0)
                continue;
            best = key;
            bestAt = q;
            if (key <= pointer.level)
                return q;
        }
        if (bestAt >= 0)
            pointer.level = best;
        return bestAt;
    }
    /** Returns which seats are frozen or empty, if some seat stays empty; else null. */
    function fill(seating) {
        const search = new search_js_1.Search(seating);
        const pointers = seating.pools.map(() => new Pointer());
        let empty = false;
        for (let s = 0; s < seating.seats; s++) {
            const pool = seating.seatPool[s];
            const pointer = pointers[pool];
            const q = choose(seating, s, pointer);
            if (q >= 0) {
                seating.sit(seating.pools[pool][q], s);
                pointer.at = q + 1 === seating.pools[pool].length ? 0 : q + 1;
            }
            else if (!search.run([s], seating_js_1.NEVER, -1))
                empty = true;
        }
        if (!empty)
            return null;
        const stuck = [];
        for (let s = 0; s < seating.seats; s++) {
            if (seating.holder[s] < 0 || search.isFrozenSeat(s))
                stuck.push(s);
        }
        return stuck;
    }
    /** Tells whether everybody has at least his minimum. */
    function level(seating) {
        const search = new search_js_1.Search(seating);
        const inspectors = seating.inspectorOf.length;
        let K = 0;
        for (let g = 0; g < inspectors; g++)
            K = Math.max(K, seating.lastKey(g));
        for (; K >= 1; K--) {
            for (let g = 0; g < inspectors; g++) {
                if (seating.lastKey(g) !== K || search.isFrozenInspector(g))
                    continue;
                const roots = seating.held[g].filter((s) => !search.isFrozenSeat(s));
                search.run(roots, K, g);
            }
        }
        return seating.held.every((list, i) => list.length >= seating.min[i]);
    }
});
// PASS and TOGETHER (sections 13.7 and 13.8): the random walk over all balanced seatings.
define("verify/src/walk", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Walk = void 0;
    const LEAST_MOVES = 4096;
    const LEAST_ROUNDS = 64;
    const ROUND_EXTRA = 65536;
    /** The changes of one round, for undoing it: who left which place of his list, and who sat down. */
    class Journal {
        entries = [];
        clear() {
            this.entries.length = 0;
        }
        left(w, s, place) {
            this.entries.push(w, s, place);
        }
        sat(s) {
            this.entries.push(-1, s, 0);
        }
        undo(seating) {
            const { entries } = this;
            for (let k = entries.length - 3; k >= 0; k -= 3) {
                if (entries[k] < 0)
                    seating.unsit(entries[k + 1]);
                else
                    seating.unleave(entries[k], entries[k + 1], entries[k + 2]);
            }
        }
    }
    class Walk {
        seating;
        stream;
        /** Of the last round. */
        opened = -1;
        lastSat = -1;
        moves = 0;
        totalMoves = 0;
        /** R: the number of rounds until they were enough. */
        rounds = 0;
        undone = 0;
        journal = new Journal();
        constructor(seating, stream) {
            this.seating = seating;
            this.stream = stream;
        }
        leave(s) {
            const w = this.seating.holder[s];
            this.journal.left(w, s, this.seating.leave(s));
        }
        sit(w, s) {
            this.seating.sit(w, s);
            this.journal.sat(s);
            this.lastSat = w;
            this.moves++;
        }
        /** One round; afterwards `moves` are its moves. */
        round() {
            const { seating, stream } = this;
            const { seatPool, seatVisit, pools, held } = seating;
            const repeats = seating.repeats;
            const most = seating.seats + ROUND_EXTRA;
            this.journal.clear();
            this.moves = 0;
            let s = stream.below(seating.seats);
            this.opened = s;
            const h = seating.holder[s];
            this.leave(s);
            const key = seating.key(h);
            for (;;) {
                const members = pools[seatPool[s]];
                const v = seatVisit[s];
                const w = members[stream.below(members.length)];
                if (seating.isBarred(v, w))
                    continue;
                const t = seating.teamSeat(v, w);
                if (t < 0 && seating.key(w) === key) {
                    this.sit(w, s);
                    return;
                }
                const list = held[w];
                if (list.length === 0)
                    continue;
                const z = list[stream.below(list.length)];
                if (t >= 0 && t !== z)
                    continue;
                this.leave(z);
                this.sit(w, s);
                if (this.moves === most) {
                    this.journal.undo(seating);
                    seating.repeats = repeats;
                    return;
                }
                s = z;
            }
        }
        /** Rounds until they are enough, then as many again. */
        pass() {
            const { seats } = this.seating;
            if (seats === 0)
                return;
            const enough = Math.max(LEAST_MOVES, 8 * seats);
            while (this.totalMoves < enough || this.rounds < LEAST_ROUNDS) {
                this.round();
                this.totalMoves += this.moves;
                this.rounds++;
            }
            for (let k = 0; k < this.rounds; k++)
                this.round();
        }
        /** As many rounds again that never put more together who are to be kept apart. */
        together() {
            const { seating } = this;
            if (seating.seats === 0 || seating.apart.every((list) => list.length === 0))
                return;
            for (let k = 0; k < this.rounds; k++) {
                const before = seating.repeats;
                this.round();
                if (seating.repeats <= before)
                    continue;
                this.journal.undo(seating);
                seating.repeats = before;
                this.undone++;
            }
        }
    }
    exports.Walk = Walk;
});
// Pairing (sections 13.3 to 13.10): levels of relaxation, visits set aside, and the seating of every component.
define("verify/src/pair", ["require", "exports", "verify/src/bytes", "verify/src/components", "verify/src/fill", "verify/src/hash", "verify/src/infeasible", "verify/src/instance", "verify/src/seating", "verify/src/stream", "verify/src/walk"], function (require, exports, bytes_js_32, components_js_1, fill_js_1, hash_js_5, infeasible_js_1, instance_js_1, seating_js_2, stream_js_1, walk_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Pairer = exports.Pairing = void 0;
    exports.streamKey = streamKey;
    exports.pairAll = pairAll;
    /** One component under one stream. After `prepare` either `shortage` is there or the component is feasible. */
    class Pairing {
        component;
        seating;
        shortage;
        stream;
        constructor(instance, component, key) {
            this.component = component;
            this.stream = new stream_js_1.Stream(key);
            this.seating = new seating_js_2.Seating(instance, component, this.stream);
            this.shortage = this.prepare();
        }
        prepare() {
            const stuck = (0, fill_js_1.fill)(this.seating);
            if (stuck !== null)
                return (0, infeasible_js_1.placesShortage)(this.seating, stuck);
            return (0, fill_js_1.level)(this.seating) ? null : (0, infeasible_js_1.minimumShortage)(this.seating);
        }
        /** PASS and TOGETHER; then the team of each visit, in the order of seats. */
        finish() {
            const walk = new walk_js_1.Walk(this.seating, this.stream);
            walk.pass();
            walk.together();
            const { seating } = this;
            const teams = new Map();
            seating.visitOf.forEach((visit, v) => {
                const team = seating.holder.slice(seating.seatStart[v], seating.seatStart[v + 1]);
                teams.set(visit, team.map((w) => seating.inspectorOf[w]));
            });
            return teams;
        }
    }
    exports.Pairing = Pairing;
    /** The stream of a component of this name. */
    function streamKey(key, kind, visit, attempt) {
        return (0, hash_js_5.expand)(key, "mq1/stream", kind, visit, String(attempt));
    }
    class Pairer {
        staff;
        key;
        constructor(staff, key) {
            this.staff = staff;
            this.key = key;
        }
        start(instance, component, attempt) {
            const name = this.staff.visits[component.visits[0]].id;
            return new Pairing(instance, component, streamKey(this.key, "pair", name, attempt));
        }
        /** Of the visits of a shortage of places the one with the largest hash. */
        aside(instance, shortage) {
            let best = -1;
            let bestHash = new Uint8Array(0);
            let visit = 0;
            for (const s of shortage.seats) {
                while (s >= instance.seatStart[visit + 1])
                    visit++;
                if (visit === best)
                    continue;
                const hash = (0, hash_js_5.H)("mq1/aside", this.key, this.staff.visits[visit].id);
                if ((0, bytes_js_32.compareBytes)(hash, bestHash) > 0) {
                    best = visit;
                    bestHash = hash;
                }
            }
            return best;
        }
    }
    exports.Pairer = Pairer;
    function shortagesOf(instance, pairings) {
        const found = pairings.flatMap((pairing) => (pairing.shortage ? [pairing.shortage] : []));
        const inside = new Set(pairings.flatMap((pairing) => pairing.component.inspectors));
        const outside = (0, infeasible_js_1.outsideShortage)(instance, inside);
        return outside === null ? found : [...found, outside];
    }
    /** At the last level: each infeasible component loses a visit, in rounds, until none is infeasible. */
    function setAside(pairer, instance, first) {
        const gone = [];
        let pairings = [...first];
        while (pairings.some((pairing) => pairing.shortage !== null)) {
            const next = [];
            for (const pairing of pairings) {
                if (pairing.shortage === null) {
                    next.push(pairing);
                    continue;
                }
                const visit = pairer.aside(instance, pairing.shortage);
                gone.push({ visit, shortage: pairing.shortage });
                const rest = pairing.component.visits.filter((v) => v !== visit);
                for (const component of (0, components_js_1.components)(instance, rest))
                    next.push(pairer.start(instance, component, 0));
            }
            pairings = next.sort((a, b) => a.component.visits[0] - b.component.visits[0]);
        }
        return { setAside: gone, pairings };
    }
    function pairAll(pairer) {
        const all = pairer.staff.visits.map((_, v) => v);
        const steps = pairer.staff.plan.relaxations.length;
        const relaxed = [];
        for (let L = 0;; L++) {
            const instance = (0, instance_js_1.instanceAt)(pairer.staff, L);
            const pairings = (0, components_js_1.components)(instance, all).map((component) => pairer.start(instance, component, 0));
            const shortages = shortagesOf(instance, pairings);
            if (shortages.length > 0 && L < steps) {
                relaxed.push(shortages);
                continue;
            }
            return { instance, level: L, relaxed, ...setAside(pairer, instance, pairings) };
        }
    }
});
// The replay (sections 13 to 15): pairing and schedule once more from the seed, and what should have been published.
define("verify/src/replay", ["require", "exports", "verify/src/impossible", "verify/src/instance", "verify/src/pair", "verify/src/schedule", "verify/src/stream"], function (require, exports, impossible_js_1, instance_js_2, pair_js_1, schedule_js_2, stream_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.replay = replay;
    const LAST_ATTEMPT = 7;
    /** A component and its teams in local numbers, as scheduling needs them. */
    function timetable(staff, component, teams) {
        const { days } = staff;
        const local = new Map(component.inspectors.map((i, k) => [i, k]));
        const avail = new Uint8Array(component.inspectors.length * days);
        component.inspectors.forEach((i, k) => avail.set(staff.avail.subarray(i * days, (i + 1) * days), k * days));
        return {
            days, avail, cap: staff.plan.visits_per_day_max,
            durations: Int32Array.from(component.visits, (v) => staff.visits[v].duration),
            teams: component.visits.map((v) => teams.get(v).map((i) => local.get(i))),
        };
    }
    function attempts(pairer, paired, keys, first) {
        const { staff } = pairer;
        const { component } = first;
        const name = staff.visits[component.visits[0]].id;
        for (let k = 0;; k++) {
            const pairing = k === 0 ? first : pairer.start(paired.instance, component, k);
            const teams = pairing.finish();
            const table = timetable(staff, component, teams);
            const proofs = (0, impossible_js_1.impossibilities)(table, component.inspectors.length);
            if (proofs.length > 0 && k < LAST_ATTEMPT)
                continue;
            const schedule = new schedule_js_2.Schedule(table, new stream_js_2.Stream((0, pair_js_1.streamKey)(keys.schedule, "schedule", name, k)));
            schedule.run();
            schedule.mix();
            if (schedule.complete || k === LAST_ATTEMPT)
                return { component, attempt: k, teams, starts: schedule.starts, proofs };
        }
    }
    /** Writes numbers of the instance as ids. */
    class Writer {
        staff;
        seatStart;
        constructor(staff, seatStart) {
            this.staff = staff;
            this.seatStart = seatStart;
        }
        visit(v) {
            return this.staff.visits[v].id;
        }
        inspector(i) {
            return this.staff.inspectors[i].id;
        }
        days(numbers) {
            return numbers.map((d) => this.staff.plan.days[d]);
        }
        certificate(shortage) {
            const seats = [];
            let v = 0;
            let last = -1;
            for (const s of shortage.seats) {
                while (s >= this.seatStart[v + 1])
                    v++;
                if (v !== last)
                    seats.push({ seats: [], visit: this.visit(v) });
                last = v;
                seats[seats.length - 1].seats.push(s - this.seatStart[v]);
            }
            const inspectors = shortage.inspectors.map(([i, places]) => ({ id: this.inspector(i), places }));
            return { capacity: shortage.capacity, demand: shortage.demand, inspectors, kind: shortage.kind, seats };
        }
        proof(stood, proof) {
            const global = (x) => stood.component.visits[x];
            if (proof.kind === "no_window") {
                const v = global(proof.visit);
                return { kind: "no_window", team: [...stood.teams.get(v)].map((i) => this.inspector(i)), visit: this.visit(v) };
            }
            const { capacity, demand } = proof;
            const both = { capacity, demand, days: this.days(proof.days), visits: proof.visits.map((x) => this.visit(global(x))) };
            if (proof.kind === "cap")
                return { ...both, kind: "cap" };
            return { ...both, kind: "inspector", inspector: this.inspector(stood.component.inspectors[proof.inspector]) };
        }
    }
    /** Two of one team who are to be kept apart, with the visits. */
    function repeatsOf(staff, stood, writer) {
        const found = new Map();
        for (const { teams } of stood) {
            for (const [visit, team] of teams) {
                for (const a of team) {
                    for (const b of team) {
                        if (a >= b || !staff.apart[a].includes(b))
                            continue;
                        const key = a * staff.inspectors.length + b;
                        const entry = found.get(key) ?? { pair: [a, b], visits: [] };
                        entry.visits.push(visit);
                        found.set(key, entry);
                    }
                }
            }
        }
        return [...found.entries()].sort(([a], [b]) => a - b).map(([, { pair, visits }]) => ({
            inspectors: pair.map((i) => writer.inspector(i)),
            visits: visits.sort((a, b) => a - b).map((v) => writer.visit(v)),
        }));
    }
    /** Proofs of all components with an undated visit, and the reason of each such visit. */
    function explain(stood, writer) {
        const proofs = [];
        const undated = [];
        for (const one of stood) {
            if (one.starts.every((start) => start >= 0))
                continue;
            one.starts.forEach((start, x) => {
                if (start >= 0)
                    return;
                const v = one.component.visits[x];
                const p = (0, impossible_js_1.explains)(one.proofs, x);
                if (p < 0)
                    undated.push({ v, reason: "not_found", visit: writer.visit(v) });
                else {
                    const reason = one.proofs[p].kind === "no_window" ? "no_window" : "proved";
                    undated.push({ v, proof: proofs.length + p, reason, visit: writer.visit(v) });
                }
            });
            for (const proof of one.proofs)
                proofs.push(writer.proof(one, proof));
        }
        undated.sort((a, b) => a.v - b.v);
        return { proofs, undated: undated.map(({ v: _, ...line }) => line) };
    }
    function replay(plan, contents, visits, keys) {
        const staff = (0, instance_js_2.staffOf)(plan, contents, visits);
        const pairer = new pair_js_1.Pairer(staff, keys.pair);
        const paired = (0, pair_js_1.pairAll)(pairer);
        const writer = new Writer(staff, paired.instance.seatStart);
        const stood = paired.pairings.map((pairing) => attempts(pairer, paired, keys, pairing));
        const teams = new Map();
        const days = new Map();
        for (const one of stood) {
            one.component.visits.forEach((v, x) => {
                teams.set(writer.visit(v), [...one.teams.get(v)].map((i) => writer.inspector(i)));
                const start = one.starts[x];
                if (start < 0)
                    return;
                const window = Array.from({ length: staff.visits[v].duration }, (_, k) => start + k);
                days.set(writer.visit(v), writer.days(window));
            });
        }
        const pairing = {
            attempts: stood.filter((one) => one.attempt > 0)
                .map((one) => ({ attempt: one.attempt, visit: writer.visit(one.component.visits[0]) })),
            ...explain(stood, writer),
            relaxations: paired.level,
            relaxed: paired.relaxed.map((list, k) => ({ certificates: list.map((one) => writer.certificate(one)), level: k })),
            repeats: repeatsOf(staff, stood, writer),
            set_aside: paired.setAside.map((one) => ({ certificate: writer.certificate(one.shortage), visit: writer.visit(one.visit) })),
        };
        return { teams, days, pairing };
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
// The checks `order` and `grade` (section 20.5): how well it is shown that the close came before the final source.
define("verify/src/grade", ["require", "exports", "verify/src/events", "verify/src/final", "verify/src/refusal"], function (require, exports, events_js_7, final_js_5, refusal_js_21) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.GRADES = void 0;
    exports.attestations = attestations;
    exports.lacksLater = lacksLater;
    exports.gradeOf = gradeOf;
    exports.checkOrder = checkOrder;
    exports.checkGrade = checkGrade;
    exports.GRADES = ["rehearsal", "operator-only", "attested", "anchored"];
    /** A beacon must begin so long after the close was seen outside. */
    const BEACON_DELAY = 600;
    /** Who signed the close, in the order of the events. */
    function attestations(plan, events) {
        return (0, events_js_7.allOf)(events, "sign").map(({ label }) => {
            const { department, key } = plan.keys.find((one) => one.label === label);
            return { label, department, key };
        });
    }
    /** The later checkpoint says what came of the close: it counts once there is a roll. */
    function lacksLater(events, { time, confirmed }) {
        return time !== null && !confirmed && (0, events_js_7.oneOf)(events, "roll") !== undefined;
    }
    /** Only after the checks `events`, `log` and `order`. */
    function gradeOf(plan, events, cosigned) {
        if (plan.purpose === "rehearsal")
            return "rehearsal";
        if (cosigned.time !== null && !lacksLater(events, cosigned))
            return "anchored";
        const departments = new Set(attestations(plan, events).map((one) => one.department));
        return departments.size >= 2 ? "attested" : "operator-only";
    }
    function checkOrder(plan, time) {
        const { source, round } = plan.final;
        if (source !== "drand" || time === null)
            return;
        const begins = (0, final_js_5.beaconTime)(round);
        if (begins >= time + BEACON_DELAY)
            return;
        (0, refusal_js_21.refuse)("order-beacon", {
            got: `round ${round} begins at ${begins}`, expected: `at ${time + BEACON_DELAY} or later`, where: { file: "plan.json" },
        });
    }
    function checkGrade(got, require) {
        if (require === undefined || exports.GRADES.indexOf(got) >= exports.GRADES.indexOf(require))
            return;
        (0, refusal_js_21.refuse)("grade-low", { got, expected: `at least ${require}`, where: { file: "plan.json" } });
    }
});
// The folder of a log (section 24.2): its checkpoint and its entries, in bundles of 256.
define("verify/src/log_files", ["require", "exports", "verify/src/checkpoint", "verify/src/merkle", "verify/src/refusal", "verify/src/source"], function (require, exports, checkpoint_js_3, merkle_js_2, refusal_js_22, source_js_6) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.inLog = void 0;
    exports.tileName = tileName;
    exports.demandCheckpoint = demandCheckpoint;
    exports.readLog = readLog;
    exports.rootOfSpan = rootOfSpan;
    const BUNDLE = 256;
    const LARGEST_BUNDLE = BUNDLE * (2 + 65535);
    /** In messages it is told that a file is one of the log, not of the bundle. */
    const inLog = (file) => ({ file: `log: ${file}` });
    exports.inLog = inLog;
    /** `x001/x234/067` for 1234067. */
    function tileName(n) {
        const digits = String(n);
        const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
        const groups = padded.match(/.../g);
        return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
    }
    /** The file of the `width` entries of bundle n; others, smaller or larger ones, are not looked at. */
    function bundleFile(n, width) {
        const whole = `tile/entries/${tileName(n)}`;
        return width === BUNDLE ? whole : `${whole}.p/${width}`;
    }
    /** The entries of a file, which has `width` of them and nothing else. */
    function entriesOf(bytes, width, file) {
        const entries = [];
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
        let at = 0;
        while (entries.length < width) {
            const to = at + 2 + (at + 2 <= bytes.length ? view.getUint16(at, false) : 0);
            if (at + 2 > bytes.length || to > bytes.length) {
                (0, refusal_js_22.refuse)("copy-file", { got: `${entries.length} entries`, expected: width, where: (0, exports.inLog)(file) });
            }
            entries.push(bytes.subarray(at + 2, to));
            at = to;
        }
        if (at < bytes.length)
            (0, refusal_js_22.refuse)("copy-file", { got: `${bytes.length - at} bytes behind entry ${width}`, expected: "nothing", where: (0, exports.inLog)(file) });
        return entries;
    }
    function demand(names, file) {
        if (!names.has(file))
            throw new source_js_6.Unreadable(`the copy of the log has no ${file}`);
    }
    /** Throws Unreadable unless there is a checkpoint: without one it is no copy of a log. */
    function demandCheckpoint(given) {
        demand(new Set((0, source_js_6.unwrapped)(given, "checkpoint").names()), "checkpoint");
    }
    /** Reads a log; its signature and root are not looked at yet. Throws Unreadable if a file that it must have is not there. */
    async function readLog(given) {
        const source = (0, source_js_6.unwrapped)(given, "checkpoint");
        const names = new Set(source.names());
        demand(names, "checkpoint");
        const note = await (0, source_js_6.readAll)(source, "checkpoint", checkpoint_js_3.LARGEST_CHECKPOINT);
        const checkpoint = (0, checkpoint_js_3.readCheckpoint)(note, (0, exports.inLog)("checkpoint").file);
        const entries = [];
        for (let n = 0; n * BUNDLE < checkpoint.size; n++) {
            const width = Math.min(BUNDLE, checkpoint.size - n * BUNDLE);
            const file = bundleFile(n, width);
            demand(names, file);
            const bytes = await (0, source_js_6.readAll)(source, file, LARGEST_BUNDLE);
            if (bytes === null)
                return (0, refusal_js_22.refuse)("copy-file", { got: "more", expected: `at most ${LARGEST_BUNDLE} bytes`, where: (0, exports.inLog)(file) });
            entries.push(...entriesOf(bytes, width, file));
        }
        return { checkpoint, entries };
    }
    /** The root of the entries from `from` to `to`, taken as a tree of their own. */
    function rootOfSpan(entries, from, to) {
        const tree = new merkle_js_2.MerkleTree();
        for (let i = from; i < to; i++)
            tree.add(entries[i], 0, entries[i].length);
        return tree.root();
    }
});
// The check `numbers` (section 20.4): what must have been announced or voided before this draw.
define("verify/src/numbers", ["require", "exports", "verify/src/bytes", "verify/src/check_events", "verify/src/check_log", "verify/src/event_members", "verify/src/events", "verify/src/kinds", "verify/src/names_in_order", "verify/src/refusal", "verify/src/tree_proofs"], function (require, exports, bytes_js_34, check_events_js_1, check_log_js_1, event_members_js_2, events_js_8, kinds_js_9, names_in_order_js_2, refusal_js_23, tree_proofs_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.predecessor = predecessor;
    exports.checkNumbers = checkNumbers;
    /** Draw and event of which the entry must stand in the log before the first event of a draw, or null. */
    function predecessor(authority, sequence, attempt) {
        if (attempt > 1)
            return { draw: `${authority}/${sequence}/${attempt - 1}`, event: "void" };
        return sequence > 1 ? { draw: `${authority}/${sequence - 1}/1`, event: "announce" } : null;
    }
    const whereOf = (i) => ({ file: kinds_js_9.PREVIOUS_FILE, line: i + 1 });
    function entryIn(line) {
        return "entry" in line ? line.entry : (0, check_log_js_1.entryOf)(line.event);
    }
    /** The places go up to that of the announcement, and the entries stand there. */
    function checkPlaces(previous, announced, { size, root }) {
        previous.forEach((line, i) => {
            const where = whereOf(i);
            const { hashes, index } = line;
            const before = previous[i - 1]?.index ?? -1;
            if (index <= before)
                (0, refusal_js_23.refuse)("previous-index", { got: `${index} after ${before}`, expected: "indices that go up", where });
            if (index >= announced)
                (0, refusal_js_23.refuse)("previous-index", { got: index, expected: `less than ${announced}, where this draw begins`, where });
            const got = (0, tree_proofs_js_2.rootFrom)((0, tree_proofs_js_2.leafHash)((0, events_js_8.entryLine)(entryIn(line))), index, size, hashes.map(bytes_js_34.unhex));
            if (got !== null && (0, bytes_js_34.hex)(got) === (0, bytes_js_34.hex)(root))
                return;
            (0, refusal_js_23.refuse)("previous-inclusion", { got: "a proof that does not hold", expected: `its entry at ${index} of ${size}`, where });
        });
    }
    /** Takes the lines of each of the attempts 1 … k − 1 from the file, in their order. */
    class Attempts {
        previous;
        at = 0;
        constructor(previous) {
            this.previous = previous;
        }
        event() {
            const line = this.previous[this.at];
            if (line === undefined || "event" in line)
                return line?.event;
            return (0, refusal_js_23.refuse)("previous-form", { got: "an entry", expected: "an event", where: whereOf(this.at) });
        }
        take(draw, name) {
            const event = this.event();
            if (event?.event !== name || event.draw !== draw) {
                const got = event === undefined ? "no further line" : `${event.event} of ${event.draw}`;
                (0, refusal_js_23.refuse)("previous-events", { got, expected: `${name} of ${draw}`, where: whereOf(this.at) });
            }
            this.at++;
            return event;
        }
        next(draw) {
            const line = this.at;
            const announce = this.take(draw, "announce");
            const close = this.event()?.event === "close" ? this.take(draw, "close") : undefined;
            return { draw, line, announce, ...(close && { close }), void: this.take(draw, "void") };
        }
        end() {
            const event = this.event();
            if (event !== undefined)
                (0, refusal_js_23.refuse)("previous-events", { got: `${event.event} of ${event.draw}`, expected: "no further line", where: whereOf(this.at) });
        }
    }
    /**
     * All members of 20.1, as far as the attempt's own events tell; and a void that asks for the superior is signed by the one
     * who was announced.
     */
    function checkMembers({ announce, close, void: ended, line }, rolled) {
        const sealed = announce.commitment !== undefined;
        const beacon = announce.round !== undefined;
        const where = whereOf(line + (close === undefined ? 1 : 2));
        (0, event_members_js_2.checkAnnounceMembers)(announce, sealed, beacon, whereOf(line));
        (0, event_members_js_2.checkVoidMembers)(ended, { sealed, beacon, closed: close !== undefined, rolled }, where);
        (0, check_events_js_1.checkVoidSignature)(announce.superior, (0, bytes_js_34.unhex)(announce.plan), close?.close, ended, where);
    }
    const SHOWN = ["announce", "close", "void"];
    /** Whether the entries of an attempt are in order, and none before its turn. `after`: where the one before it was void. */
    function checkNames(entries, after, first) {
        const names = new names_in_order_js_2.NamesInOrder();
        for (const { entry: { draw, event }, index } of entries) {
            const where = { file: kinds_js_9.ENTRIES_FILE, line: index - first + 1 };
            if (index <= after)
                (0, refusal_js_23.refuse)("previous-order", { got: `${event} of ${draw} at ${index}`, expected: `behind ${after}, where the attempt before it is void`, where });
            const expected = names.next(event);
            if (expected !== null)
                (0, refusal_js_23.refuse)("previous-order", { got: `${event} of ${draw}`, expected, where });
        }
        return names.has("roll");
    }
    /** The attempts before, from the first: none is hidden, and each was ended by whom it had to be. */
    function checkAttempts({ authority, sequence, attempt }, { entries, previous }) {
        const first = previous[0]?.index ?? 0;
        const byDraw = new Map();
        entries.forEach((entry, i) => {
            const list = byDraw.get(entry.draw) ?? [];
            list.push({ entry, index: first + i });
            byDraw.set(entry.draw, list);
        });
        const attempts = new Attempts(previous);
        let after = -1;
        for (let k = 1; k < attempt; k++) {
            const one = attempts.next(`${authority.id}/${sequence}/${k}`);
            const logged = byDraw.get(one.draw) ?? [];
            const rolled = checkNames(logged, after, first);
            const lines = previous.slice(one.line, one.line + (one.close === undefined ? 2 : 3));
            const text = ({ entry, index }) => `${index}: ${entry.event} ${entry.hash}`;
            const got = logged.filter(({ entry }) => SHOWN.includes(entry.event)).map(text).join(", ");
            const expected = lines.map((line) => text({ entry: entryIn(line), index: line.index })).join(", ");
            (0, refusal_js_23.same)("previous-entries", got, expected, { file: kinds_js_9.ENTRIES_FILE });
            checkMembers(one, rolled);
            after = lines[lines.length - 1].index;
        }
        attempts.end();
    }
    /** Only after the check `log`, which has checked the entries. */
    function checkNumbers(plan, evidence, logged, checkpoint) {
        const { attempt, authority, sequence } = plan;
        const { previous } = evidence;
        const file = kinds_js_9.PREVIOUS_FILE;
        if (attempt === 1) {
            const wanted = predecessor(authority.id, sequence, attempt);
            (0, refusal_js_23.same)("previous-count", previous.length, wanted === null ? 0 : 1, { file });
            const [line] = previous;
            if (line !== undefined && !("entry" in line))
                (0, refusal_js_23.refuse)("previous-form", { got: "an event", expected: "an entry", where: whereOf(0) });
            if (line !== undefined)
                (0, refusal_js_23.same)("previous-entry", `${entryIn(line).event} of ${entryIn(line).draw}`, `${wanted.event} of ${wanted.draw}`, whereOf(0));
        }
        checkPlaces(previous, logged[0].index, checkpoint);
        if (attempt > 1)
            checkAttempts(plan, evidence);
    }
});
// With a copy of the whole log (section 24.6): nothing of its authority was left out, repeated, or out of order.
define("verify/src/log_copy", ["require", "exports", "verify/src/bytes", "verify/src/canonical", "verify/src/checkpoint", "verify/src/events", "verify/src/check_log", "verify/src/draw_names", "verify/src/kinds", "verify/src/log_files", "verify/src/names_in_order", "verify/src/numbers", "verify/src/plan", "verify/src/refusal", "verify/src/shapes_events"], function (require, exports, bytes_js_35, canonical_js_4, checkpoint_js_4, events_js_9, check_log_js_2, draw_names_js_2, kinds_js_10, log_files_js_1, names_in_order_js_3, numbers_js_1, plan_js_6, refusal_js_24, shapes_events_js_4) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.unfinishedIn = unfinishedIn;
    exports.voidedIn = voidedIn;
    exports.checkCopy = checkCopy;
    function parse(entries) {
        const tape = new canonical_js_4.Tape();
        return entries.map((bytes, i) => {
            const wrong = (expected) => (0, refusal_js_24.refuse)("copy-entry", { got: new TextDecoder().decode(bytes).slice(0, 200), expected, where: (0, log_files_js_1.inLog)(`entry ${i}`) });
            try {
                tape.scan(bytes, 0, bytes.length);
            }
            catch (error) {
                if (error instanceof canonical_js_4.NotCanonical)
                    wrong(`a canonical line: ${error.message}`);
                throw error;
            }
            const fault = shapes_events_js_4.entryShape.check(tape, 0);
            if (fault !== null)
                wrong(fault.expected);
            return JSON.parse((0, bytes_js_35.textOf)(bytes));
        });
    }
    /** The bundle's tree is that of the first entries of the copy; a shorter copy can't be compared. */
    function checkSameLog(raw, evidence) {
        if (evidence.size > raw.length || (0, bytes_js_35.compareBytes)((0, log_files_js_1.rootOfSpan)(raw, 0, evidence.size), evidence.root) === 0)
            return;
        (0, refusal_js_24.refuse)("copy-other", { got: (0, bytes_js_35.hex)(evidence.root), expected: "a tree of the same log", where: { file: kinds_js_10.CHECKPOINT_FILE } });
    }
    /** The entries of this draw are the events of the bundle, at their places; returns the names of those that come later. */
    function checkOwn(plan, entries, logged) {
        const own = entries.flatMap((entry, index) => (entry.draw === (0, plan_js_6.drawName)(plan) ? [{ index, entry }] : []));
        const within = logged.filter((line) => line.index < entries.length);
        for (const [i, { event, index }] of within.entries()) {
            const wanted = `${index}: ${new TextDecoder().decode((0, events_js_9.entryLine)((0, check_log_js_2.entryOf)(event)))}`;
            const found = own[i];
            const got = found === undefined ? "no entry" : `${found.index}: ${new TextDecoder().decode((0, events_js_9.entryLine)(found.entry))}`;
            if (got !== wanted)
                (0, refusal_js_24.refuse)("copy-events", { got, expected: wanted, where: { file: kinds_js_10.EVENTS_FILE, line: i + 1 } });
        }
        return own.slice(within.length).map(({ entry }) => entry.event);
    }
    /** Draws whose announcement stands before place `before`, each once, in the log's order. */
    function announcedIn(entries, before) {
        return [...new Set(entries.slice(0, before).filter(({ event }) => event === "announce").map(({ draw }) => draw))];
    }
    /** Of those before, the ones that have no end anywhere in the copy. */
    function unfinishedIn(entries, before) {
        const ended = new Set(entries.filter(({ event }) => event === "finish" || event === "void").map(({ draw }) => draw));
        return announcedIn(entries, before).filter((draw) => !ended.has(draw));
    }
    /** Of those before, the ones that have a void behind their close. */
    function voidedIn(entries, before) {
        const closed = new Set();
        const voided = new Set();
        for (const { draw, event } of entries) {
            if (event === "close")
                closed.add(draw);
            if (event === "void" && closed.has(draw))
                voided.add(draw);
        }
        return announcedIn(entries, before).filter((draw) => voided.has(draw));
    }
    /** What is wrong with announcing this draw here, if anything. */
    function numberFault(draws, draw, { authority, sequence, attempt }, where) {
        const got = `announce of ${draw}`;
        if (draws.has(draw))
            return new refusal_js_24.Refusal("copy-announced", { got: `${got} again`, expected: "once", where });
        const wanted = (0, numbers_js_1.predecessor)(authority, sequence, attempt);
        if (wanted === null || draws.get(wanted.draw)?.has(wanted.event))
            return null;
        return new refusal_js_24.Refusal("copy-numbers", { got, expected: `${wanted.event} of ${wanted.draw} before it`, where });
    }
    /** The rules for all entries; what is wrong with the numbers is returned. */
    function checkDraws(plan, entries) {
        const draws = new Map();
        let numbers = null;
        entries.forEach(({ draw, event }, i) => {
            const got = `${event} of ${draw}`;
            const where = (0, log_files_js_1.inLog)(`entry ${i}`);
            // A log is of one authority: in another's draws something of this one could be hidden.
            if (!draw.startsWith(`${plan.authority.id}/`))
                (0, refusal_js_24.refuse)("copy-authority", { got, expected: `a draw of ${plan.authority.id}`, where });
            const parts = (0, draw_names_js_2.drawParts)(draw);
            if (parts === null)
                return (0, refusal_js_24.refuse)("copy-draw", { got, expected: "a sequence number and an attempt", where });
            if (!shapes_events_js_4.EVENTS.includes(event))
                (0, refusal_js_24.refuse)("copy-event", { got, expected: "an event of section 20.1", where });
            const announced = draws.get(draw);
            if (event === "announce")
                numbers ??= numberFault(draws, draw, parts, where);
            // What is announced twice is a matter of the numbers.
            if (event === "announce" && announced !== undefined)
                return;
            const names = announced ?? new names_in_order_js_3.NamesInOrder();
            const expected = names.next(event);
            if (expected !== null)
                (0, refusal_js_24.refuse)("copy-order", { got, expected, where });
            draws.set(draw, names);
        });
        return numbers;
    }
    async function checkCopy(plan, source, logged, evidence) {
        const { checkpoint, entries: raw } = await (0, log_files_js_1.readLog)(source);
        const { file } = (0, log_files_js_1.inLog)("checkpoint");
        (0, checkpoint_js_4.checkSigned)(checkpoint, (0, check_log_js_2.logKey)(plan), file);
        const root = (0, log_files_js_1.rootOfSpan)(raw, 0, raw.length);
        if ((0, bytes_js_35.compareBytes)(root, checkpoint.root) !== 0) {
            (0, refusal_js_24.refuse)("copy-root", { got: (0, bytes_js_35.hex)(root), expected: (0, bytes_js_35.hex)(checkpoint.root), where: { file } });
        }
        checkSameLog(raw, evidence);
        const entries = parse(raw);
        const later = checkOwn(plan, entries, logged);
        const numbers = checkDraws(plan, entries);
        const before = logged[0].index;
        return {
            size: raw.length, later, missing: Math.max(0, evidence.size - raw.length), unfinished: unfinishedIn(entries, before),
            voided: voidedIn(entries, before), numbers,
        };
    }
});
// Tickets (section 10): SHA-256 of K and the id, for every entity of a list.
define("verify/src/tickets", ["require", "exports", "verify/src/bytes", "verify/src/sha256"], function (require, exports, bytes_js_36, sha256_js_9) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Tickets = void 0;
    exports.firstByTicket = firstByTicket;
    const LONGEST_ID = 64;
    class Tickets {
        k;
        /** Eight words a row. */
        words;
        constructor(k, ids) {
            this.k = k;
            const key = (0, bytes_js_36.utf8)(k);
            this.words = new Int32Array(8 * ids.length);
            const message = new sha256_js_9.Message(key.length + LONGEST_ID);
            for (let row = 0; row < ids.length; row++) {
                // Padding overwrote what followed the last message, but not the key before it.
                if (row === 0)
                    message.bytes.set(key);
                const from = ids.from(row);
                const length = ids.to(row) - from;
                for (let i = 0; i < length; i++)
                    message.bytes[key.length + i] = ids.bytes[from + i];
                message.hashInto(key.length + length, this.words, 8 * row);
            }
        }
        hex(row) {
            return (0, bytes_js_36.hex)((0, sha256_js_9.wordsToBytes)(this.words, 8 * row));
        }
        /** The first 16 bits of a ticket. */
        top(row) {
            return this.words[8 * row] >>> 16;
        }
        /** By ticket, then by id: rows are in the order of ids. */
        compare(a, b) {
            for (let i = 0; i < 8; i++) {
                const x = this.words[8 * a + i] >>> 0;
                const y = this.words[8 * b + i] >>> 0;
                if (x !== y)
                    return x < y ? -1 : 1;
            }
            return a - b;
        }
    }
    exports.Tickets = Tickets;
    const BUCKETS = 65536;
    /**
     * The first `wanted` of `rows` by ticket. They are dealt into buckets by the first 16 bits, and only the buckets that
     * are needed are sorted: for a million entities that is much faster than sorting them all.
     */
    function firstByTicket(rows, tickets, wanted) {
        const ends = new Int32Array(BUCKETS);
        for (const row of rows)
            ends[tickets.top(row)]++;
        for (let b = 1; b < BUCKETS; b++)
            ends[b] = ends[b] + ends[b - 1];
        const dealt = new Int32Array(rows.length);
        const next = new Int32Array(BUCKETS);
        for (let b = 1; b < BUCKETS; b++)
            next[b] = ends[b - 1];
        for (const row of rows)
            dealt[next[tickets.top(row)]++] = row;
        for (let b = 0, from = 0; b < BUCKETS && from < wanted; from = ends[b], b++) {
            dealt.subarray(from, ends[b]).sort((x, y) => tickets.compare(x, y));
        }
        return dealt.subarray(0, wanted);
    }
});
// The check `selection` (section 10): tickets, ranks, thresholds and reserves over the whole list.
define("verify/src/select", ["require", "exports", "verify/src/membership", "verify/src/refusal", "verify/src/serialize", "verify/src/tickets"], function (require, exports, membership_js_3, refusal_js_25, serialize_js_3, tickets_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.select = select;
    exports.checkSelection = checkSelection;
    const SELECTED = "draw/selected.jsonl";
    const STRATA = "draw/strata.jsonl";
    function rowsByStratum(task, strata) {
        const counts = new Int32Array(strata);
        for (let row = 0; row < task.strata.length; row++)
            if ((0, membership_js_3.drawable)(task, row))
                counts[task.strata[row]]++;
        const rows = [...counts].map((count) => new Int32Array(count));
        counts.fill(0);
        for (let row = 0; row < task.strata.length; row++) {
            if (!(0, membership_js_3.drawable)(task, row))
                continue;
            const stratum = task.strata[row];
            rows[stratum][counts[stratum]++] = row;
        }
        return rows;
    }
    /** Draws anew. `plan.populations` was recounted before and is taken as it stands. */
    function select(plan, contents, members, k) {
        const { ids } = contents.entities;
        const byKey = new Map();
        const tickets = k.map((key) => {
            const made = byKey.get(key) ?? new tickets_js_1.Tickets(key, ids);
            byKey.set(key, made);
            return made;
        });
        const strata = [];
        const selected = [];
        plan.tasks.forEach((task, t) => {
            const rows = rowsByStratum(members[t], task.strata.length);
            task.strata.forEach((stratum, s) => {
                const line = plan.populations[strata.length];
                const first = (0, tickets_js_1.firstByTicket)(rows[s], tickets[t], line.n + line.reserves);
                first.forEach((row, i) => selected.push({
                    entity: ids.text(row), rank: i + 1, reserve: i >= line.n, stratum: stratum.id, task: task.id, ticket: tickets[t].hex(row),
                }));
                strata.push(line.n === 0 ? line : { ...line, threshold: tickets[t].hex(first[line.n - 1]) });
            });
        });
        return { strata, selected, tickets };
    }
    function checkStrata(got, expected) {
        expected.forEach((line, i) => {
            const where = { file: STRATA, line: i + 1 };
            const { threshold, ...six } = got[i] ?? {};
            const { threshold: wanted, ...sixWanted } = line;
            (0, refusal_js_25.same)("stratum-lines", (0, serialize_js_3.canonical)(six), (0, serialize_js_3.canonical)(sixWanted), where);
            (0, refusal_js_25.same)("stratum-threshold", threshold ?? "none", wanted ?? "none", where);
        });
        (0, refusal_js_25.same)("stratum-lines", got.length, expected.length, { file: STRATA });
    }
    function checkSelected(got, expected) {
        for (let i = 0; i < Math.max(got.length, expected.length); i++) {
            const where = { file: SELECTED, line: i + 1 };
            const line = got[i];
            const wanted = expected[i];
            if (line === undefined || wanted === undefined) {
                return (0, refusal_js_25.refuse)("selected-count", { got: `${got.length} lines`, expected: expected.length, where });
            }
            (0, refusal_js_25.same)("selected-place", `${line.task} ${line.stratum}`, `${wanted.task} ${wanted.stratum}`, where);
            (0, refusal_js_25.same)("selected-entity", line.entity, wanted.entity, where);
            (0, refusal_js_25.same)("selected-ticket", line.ticket, wanted.ticket, where);
            (0, refusal_js_25.same)("selected-rank", `${line.rank} ${line.reserve}`, `${wanted.rank} ${wanted.reserve}`, where);
        }
    }
    function checkSelection(contents, selection) {
        checkStrata(contents.strata, selection.strata);
        checkSelected(contents.selected, selection.selected);
    }
});
// What the checks hand on to those that come after them. Everything is made once, when it is first asked for, and
// only after the checks on which it rests.
define("verify/src/context", ["require", "exports", "verify/src/membership", "verify/src/replay", "verify/src/policy", "verify/src/seed", "verify/src/select", "verify/src/teams", "verify/src/visits"], function (require, exports, membership_js_4, replay_js_1, policy_js_2, seed_js_2, select_js_1, teams_js_2, visits_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Context = void 0;
    function there(value, what) {
        if (value === undefined)
            throw new Error(`a check needs ${what}, which is not there yet`);
        return value;
    }
    class Context {
        source;
        options;
        progress;
        digest = null;
        /** What `manifest`, `files` and `format` found. */
        manifest;
        read;
        loaded;
        grade;
        /** What `log` found; of a plan with a log. */
        shown;
        copy;
        policy;
        madeEvents;
        madeDigest;
        madeMembers;
        madeKeys;
        madeSelection;
        madeVisits;
        madeOutcome;
        madeReplay;
        constructor(source, options, progress) {
            this.source = source;
            this.options = options;
            this.progress = progress;
            this.policy = options.policy === undefined ? undefined : (0, policy_js_2.readPolicy)(options.policy);
        }
        /** The kind of bundle. */
        get kind() {
            return there(this.manifest, "the manifest").format;
        }
        get logged() {
            return there(this.read, "the plan").logged;
        }
        get events() {
            return this.madeEvents ??= this.logged.map((line) => line.event);
        }
        get planDigest() {
            return this.madeDigest ??= (0, seed_js_2.planDigest)(there(this.read, "the plan").line);
        }
        get evidence() {
            return there(this.contents.evidence ?? undefined, "evidence");
        }
        get record() {
            return there(this.contents.record ?? undefined, "the record");
        }
        /** t(D), if a policy was given and its quorum is met. */
        get time() {
            return this.shown?.time ?? null;
        }
        get cosigned() {
            return this.shown ?? { time: null, confirmed: false };
        }
        get plan() {
            return there(this.read, "the plan").plan;
        }
        get contents() {
            return there(this.loaded, "the contents");
        }
        get members() {
            return this.madeMembers ??= (0, membership_js_4.membership)(this.plan, this.contents);
        }
        get keys() {
            const ceremony = there(this.contents.ceremony ?? undefined, "what was said and cast");
            return this.madeKeys ??= (0, seed_js_2.keysOf)(this.plan, this.read.line, ceremony, this.events);
        }
        get selection() {
            return this.madeSelection ??= (0, select_js_1.select)(this.plan, this.contents, this.members, this.keys.k);
        }
        get visits() {
            return this.madeVisits ??= (0, visits_js_1.plainVisits)(this.plan, this.contents);
        }
        /** For the direct checks; only if some task has seats. */
        get outcome() {
            return this.madeOutcome ??= new teams_js_2.Outcome(this.plan, this.contents);
        }
        get replayed() {
            return this.madeReplay ??= (0, replay_js_1.replay)(this.plan, this.contents, this.visits, this.keys);
        }
    }
    exports.Context = Context;
});
// The check `dates`: every visit takes place on working days on which its whole team is there and free.
define("verify/src/dates", ["require", "exports", "verify/src/refusal"], function (require, exports, refusal_js_26) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkDates = checkDates;
    const FILE = "draw/visits.jsonl";
    function checkDays(outcome, numbers, visit, where) {
        const days = visit.days;
        const got = days.join(", ");
        if (days.length !== visit.duration)
            (0, refusal_js_26.refuse)("date-number", { got, expected: `${visit.duration} days`, where });
        days.forEach((day, k) => {
            const number = numbers.get(day);
            if (number === undefined)
                (0, refusal_js_26.refuse)("date-working", { got: day, expected: "a working day of the plan", where });
            if (k > 0 && number !== numbers.get(days[k - 1]) + 1)
                (0, refusal_js_26.refuse)("date-consecutive", { got, expected: "working days in a row", where });
            for (const seat of visit.seats) {
                const inspector = outcome.numbers.get(seat.inspector);
                if (outcome.available(inspector, day) > 0)
                    continue;
                (0, refusal_js_26.refuse)("date-absent", { got: `${seat.inspector} on ${day}`, expected: "a day on which the whole team is there", where });
            }
        });
    }
    function checkDates(outcome) {
        const { plan, contents } = outcome;
        const numbers = new Map(plan.days.map((day, d) => [day, d]));
        const used = new Map(plan.days.map((day) => [day, new Int32Array(outcome.inspectors.length)]));
        const count = new Map();
        contents.visits.forEach((visit, i) => {
            if (visit.state !== "dated")
                return;
            const where = { file: FILE, line: i + 1 };
            checkDays(outcome, numbers, visit, where);
            for (const day of visit.days) {
                const visits = (count.get(day) ?? 0) + 1;
                count.set(day, visits);
                if (plan.visits_per_day_max > 0 && visits > plan.visits_per_day_max) {
                    (0, refusal_js_26.refuse)("date-visits", { got: `${visits} visits on ${day}`, expected: `at most ${plan.visits_per_day_max}`, where });
                }
                for (const seat of visit.seats) {
                    const inspector = outcome.numbers.get(seat.inspector);
                    const visitsOfHis = ++used.get(day)[inspector];
                    const most = outcome.available(inspector, day);
                    if (visitsOfHis > most) {
                        (0, refusal_js_26.refuse)("date-daily", { got: `${seat.inspector}: ${visitsOfHis} visits on ${day}`, expected: `at most ${most}`, where });
                    }
                }
            }
        });
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
// The check `openings` (sections 6.5, 6.6, 6.10 and 15): every commitment that must be opened is, and opens rightly.
define("verify/src/openings", ["require", "exports", "verify/src/bytes", "verify/src/evidence", "verify/src/hash", "verify/src/kinds", "verify/src/refusal", "verify/src/rules"], function (require, exports, bytes_js_39, evidence_js_3, hash_js_8, kinds_js_13, refusal_js_29, rules_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkOpenings = checkOpenings;
    const OPENINGS = "draw/openings.jsonl";
    const APART = "draw/apart.jsonl";
    /** Refuses unless `got` (which increases) has exactly the ids of `expected` (which does too). */
    function sameIds(got, expected, file) {
        for (let i = 0; i < Math.max(got.length, expected.length); i++) {
            const id = got[i]?.id;
            const wanted = expected[i];
            if (id === wanted)
                continue;
            const where = { file, line: i + 1 };
            const missing = id === undefined || (wanted !== undefined && (0, bytes_js_39.compareText)(wanted, id) < 0);
            if (missing)
                (0, refusal_js_29.refuse)("opening-missing", { got: "no line", expected: wanted, where });
            (0, refusal_js_29.refuse)("opening-extra", { got: id, expected: wanted ?? "no further line", where });
        }
    }
    function checkInspectors(known, opened, where) {
        for (const id of opened.inspectors) {
            if (!known.has(id))
                (0, refusal_js_29.refuse)("opening-inspector", { got: id, expected: "an inspector of the list", where });
        }
        if (!(0, bytes_js_39.strictlySorted)(opened.inspectors)) {
            (0, refusal_js_29.refuse)("opening-order", { got: opened.inspectors.join(", "), expected: "sorted, each once", where });
        }
    }
    function checkCommitment(got, expected, where) {
        if ((0, bytes_js_39.compareBytes)(got, expected) !== 0)
            (0, refusal_js_29.refuse)("opening-commitment", { got: (0, bytes_js_39.hex)(got), expected: (0, bytes_js_39.hex)(expected), where });
    }
    function checkBarredOpenings(contents, openings, wanted, known, file) {
        const table = contents.barred;
        sameIds(openings, wanted, file);
        openings.forEach((opening, i) => {
            const where = { file, line: i + 1 };
            const line = table.ids.find((0, bytes_js_39.utf8)(opening.id));
            for (const kind of ["law", "rotation"]) {
                const { salt, inspectors } = opening[kind];
                const parts = [kind, (0, bytes_js_39.unhex)(salt), ...inspectors];
                checkCommitment((0, hash_js_8.H)("mq1/barred", ...parts), table[kind].at(line), where);
                checkInspectors(known, opening[kind], where);
            }
            const both = opening.law.inspectors.find((id) => opening.rotation.inspectors.includes(id));
            if (both !== undefined)
                (0, refusal_js_29.refuse)("opening-both", { got: both, expected: "in one of law and rotation", where });
        });
    }
    function checkApartOpenings(contents, known) {
        const openings = contents.apartOpenings;
        const frozen = contents.apart;
        sameIds(openings, frozen.map((line) => line.id), APART);
        const named = new Map(openings.map((line) => [line.id, new Set(line.inspectors)]));
        openings.forEach((opening, i) => {
            const where = { file: APART, line: i + 1 };
            checkCommitment((0, hash_js_8.H)("mq1/apart", (0, bytes_js_39.unhex)(opening.salt), ...opening.inspectors), (0, bytes_js_39.unhex)(frozen[i].apart), where);
            checkInspectors(known, opening, where);
            for (const other of opening.inspectors) {
                if (other === opening.id)
                    (0, refusal_js_29.refuse)("apart-self", { got: other, expected: "others only", where });
                if (!named.get(other).has(opening.id)) {
                    (0, refusal_js_29.refuse)("apart-mutual", { got: `${opening.id} names ${other}`, expected: `${other} names ${opening.id}`, where });
                }
            }
        });
    }
    /** The areas and pools of an entity have few values: members are counted once for each. */
    class Choice {
        plan;
        inspectors;
        level;
        members = new Map();
        present;
        constructor(plan, inspectors) {
            this.plan = plan;
            this.inspectors = inspectors;
            this.level = new rules_js_2.Level(plan, 0);
            this.present = inspectors.map((inspector) => (0, rules_js_2.availableInAll)(inspector, plan) > 0);
        }
        of(pool, area) {
            const key = `${pool} ${area}`;
            let found = this.members.get(key);
            if (found === undefined) {
                const whole = this.level.pool(pool);
                const ids = this.inspectors
                    .filter((inspector, i) => this.level.member(inspector, this.present[i], whole, area))
                    .map((inspector) => inspector.id);
                found = new Set(ids);
                this.members.set(key, found);
            }
            return found;
        }
        check(opening, area, tasks) {
            const barred = [...opening.law.inspectors, ...opening.rotation.inspectors];
            const pools = new Set([...tasks].flatMap((task) => task.seats.map((seat) => seat.pool)));
            for (const pool of pools) {
                const members = this.of(pool, area);
                const left = members.size - barred.filter((id) => members.has(id)).length;
                if (left >= this.plan.min_choice)
                    continue;
                (0, refusal_js_29.refuse)("opening-choice", {
                    got: `${opening.id}: ${left} of pool ${pool}`, expected: `at least ${this.plan.min_choice}`, where: { file: OPENINGS },
                });
            }
        }
    }
    function checkChoice(plan, contents, openings) {
        if (plan.min_choice_waiver !== undefined)
            return;
        const choice = new Choice(plan, contents.inspectors);
        const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
        const drewIt = new Map();
        for (const line of contents.selected) {
            if (line.reserve)
                continue;
            const list = drewIt.get(line.entity) ?? [];
            list.push(tasks.get(line.task));
            drewIt.set(line.entity, list);
        }
        for (const opening of openings) {
            const row = contents.entities.find(opening.id);
            choice.check(opening, contents.entities.areas.text(row), drewIt.get(opening.id) ?? []);
        }
    }
    /** Whether the file of openings of reserves must be there (section 16). */
    function checkReserveFile(contents, reserves) {
        const there = (contents.evidence?.openings ?? null) !== null;
        if (there === reserves.length > 0)
            return;
        const [got, expected] = there ? ["a file", "none, as no reserve was taken that is still to be opened"] : ["no such file", reserves.join(", ")];
        (0, refusal_js_29.refuse)("opening-file", { got, expected, where: { file: kinds_js_13.EVIDENCE_OPENINGS } });
    }
    function checkOpenings(plan, contents, logged) {
        const reserves = (0, evidence_js_3.reservesToOpen)(contents, logged);
        checkReserveFile(contents, reserves);
        if (contents.openings === null)
            return;
        const known = new Set(contents.inspectors.map((inspector) => inspector.id));
        const drawn = new Set(contents.selected.filter((line) => !line.reserve).map((line) => line.entity));
        const wanted = [...drawn].filter((id) => contents.barred.ids.find((0, bytes_js_39.utf8)(id)) >= 0).sort();
        checkBarredOpenings(contents, contents.openings, wanted, known, OPENINGS);
        checkBarredOpenings(contents, contents.evidence?.openings ?? [], reserves, known, kinds_js_13.EVIDENCE_OPENINGS);
        checkApartOpenings(contents, known);
        checkChoice(plan, contents, contents.openings);
    }
});
// The check `quotas`: everybody holds between his minimum and maximum, and visits are spread as evenly as can be.
//
// Loads are balanced exactly if nobody can hand a visit on, directly or by way of others, to somebody who has at least
// two fewer. The search for such a path is written here anew, without the engine of the replay.
define("verify/src/quotas", ["require", "exports", "verify/src/refusal", "verify/src/teams"], function (require, exports, refusal_js_30, teams_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkQuotas = checkQuotas;
    const FILE = "draw/visits.jsonl";
    function places(outcome) {
        const all = [];
        for (const visit of outcome.visits) {
            if (visit.state === "unseated")
                continue;
            const team = [];
            visit.seats.forEach((seat, s) => {
                team.push({ visit, seat: s, holder: outcome.numbers.get(seat.inspector), team, reached: false });
            });
            all.push(...team);
        }
        return all;
    }
    class Spread {
        outcome;
        lawful;
        held;
        holds;
        met;
        /** Members of a pool who were not met yet; the lists of Lawful are not touched. */
        open = new Map();
        constructor(outcome, lawful, all) {
            this.outcome = outcome;
            this.lawful = lawful;
            const inspectors = outcome.inspectors;
            this.holds = inspectors.map(() => []);
            for (const place of all)
                this.holds[place.holder].push(place);
            this.held = this.holds.map((list) => list.length);
            this.met = inspectors.map(() => false);
        }
        /**
         * Goes from the places of `giver` to all who could take them, and on to what those hold. Tells who could take one
         * visit more and has at least two fewer than the giver. What was searched for somebody with more is not searched
         * again: nobody there has few enough.
         */
        taker(giver) {
            const load = this.held[giver];
            const queue = [];
            const reach = (place) => {
                if (!place.reached) {
                    place.reached = true;
                    queue.push(place);
                }
            };
            this.met[giver] = true;
            this.holds[giver].forEach(reach);
            for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
                const members = this.lawful.pool(place.visit, place.seat);
                const left = [];
                for (const one of this.open.get(members) ?? members) {
                    if (this.met[one])
                        continue;
                    const own = place.team.find((other) => other.holder === one);
                    const barred = own === undefined && this.lawful.isBarred(place.visit, one);
                    // Somebody of the same team can take this place only by leaving his own.
                    if (own !== undefined && !this.lawful.isBarred(place.visit, one))
                        reach(own);
                    if (own !== undefined || barred) {
                        left.push(one);
                        continue;
                    }
                    if (this.held[one] <= load - 2 && this.held[one] < this.outcome.quota(this.lawful.level, one).max)
                        return one;
                    this.met[one] = true;
                    this.holds[one].forEach(reach);
                }
                this.open.set(members, left);
            }
            return null;
        }
    }
    function checkQuotas(outcome) {
        const lawful = new teams_js_3.Lawful(outcome, outcome.level);
        const spread = new Spread(outcome, lawful, places(outcome));
        const where = { file: FILE };
        const order = [];
        outcome.inspectors.forEach(({ id }, i) => {
            const { min, max } = outcome.quota(lawful.level, i);
            const held = spread.held[i];
            if (held < min)
                (0, refusal_js_30.refuse)("held-below", { got: `${id}: ${held}`, expected: `at least ${min}`, where });
            if (held > max)
                (0, refusal_js_30.refuse)("held-above", { got: `${id}: ${held}`, expected: `at most ${max}`, where });
            if (held > min)
                order.push(i);
        });
        order.sort((a, b) => spread.held[b] - spread.held[a] || a - b);
        for (const giver of order) {
            const taker = spread.taker(giver);
            if (taker === null)
                continue;
            const name = (i) => `${outcome.inspectors[i].id} with ${spread.held[i]}`;
            (0, refusal_js_30.refuse)("held-uneven", { got: `${name(giver)} could hand a visit to ${name(taker)}`, expected: "visits spread evenly", where });
        }
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
// What is left to be inspected at each place (section 23.2): where nothing is, nobody is replaced any more.
define("verify/src/remaining", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Remaining = void 0;
    function nameOf({ task, stratum, rank }) {
        return `${task} ${stratum} ${rank}`;
    }
    class Remaining {
        /** Where each of them is to be visited. */
        places = new Map();
        counts = new Map();
        constructor(visits) {
            for (const { id, draws } of visits)
                for (const one of draws)
                    this.came(one, id);
        }
        came(one, place) {
            this.places.set(nameOf(one), place);
            this.counts.set(place, (this.counts.get(place) ?? 0) + 1);
        }
        left(one) {
            const place = this.places.get(nameOf(one));
            if (place === undefined)
                return;
            this.places.delete(nameOf(one));
            this.counts.set(place, this.counts.get(place) - 1);
        }
        isAny(place) {
            return (this.counts.get(place) ?? 0) > 0;
        }
    }
    exports.Remaining = Remaining;
});
// Which reserve comes when a drawn entity is not visited (section 23.3), and the visit that it makes.
define("verify/src/reserve_visits", ["require", "exports", "verify/src/refusal", "verify/src/visits"], function (require, exports, refusal_js_32, visits_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.ReserveVisits = void 0;
    class ReserveVisits {
        plan;
        contents;
        /** For each stratum its lines, by rank. */
        lines = new Map();
        replaced = new Set();
        taken = new Set();
        constructor(plan, contents) {
            this.plan = plan;
            this.contents = contents;
            for (const line of contents.selected) {
                const key = `${line.task} ${line.stratum}`;
                const list = this.lines.get(key) ?? [];
                list.push(line);
                this.lines.set(key, list);
            }
        }
        /** The reserve that the event takes, if there was one left. */
        take(event, where) {
            const lines = this.lines.get(`${event.task} ${event.stratum}`) ?? [];
            const line = lines.find((one) => one.rank === event.rank);
            const place = `${event.task} ${event.stratum} ${event.rank}`;
            if (line === undefined || (line.reserve && !this.taken.has(line))) {
                return (0, refusal_js_32.refuse)("replace-rank", { got: place, expected: "the rank of one that is drawn", where });
            }
            if (this.replaced.has(line))
                (0, refusal_js_32.refuse)("replace-twice", { got: `${place} again`, expected: "nobody twice in a task", where });
            this.replaced.add(line);
            const next = lines.find((one) => one.reserve && !this.taken.has(one));
            if (event.by !== next?.rank)
                (0, refusal_js_32.refuse)("replace-by", { got: event.by ?? "nobody", expected: next?.rank ?? "nobody", where });
            if (next !== undefined)
                this.taken.add(next);
            return next;
        }
        /** The visit that section 11 would make of a reserve alone. */
        visitOf({ entity, rank, stratum, task }) {
            const [plain] = (0, visits_js_2.plainVisitsOf)(this.plan, this.contents, [{ entity, rank, stratum, task }]);
            const { seats, area, ...rest } = plain;
            return { ...rest, state: "undated", ...(area !== "" && { area }), ...(seats.length > 0 && { seats }) };
        }
        /** Runs of working days after a day, from the first. */
        windows(after, duration) {
            const { days } = this.plan;
            const out = [];
            for (let d = 0; d + duration <= days.length; d++)
                if (days[d] > after)
                    out.push(days.slice(d, d + duration));
            return out;
        }
    }
    exports.ReserveVisits = ReserveVisits;
});
// Who may take whose place (section 23.1): the order of substitutes of a seat, and who is available for which days.
define("verify/src/substitutes", ["require", "exports", "verify/src/bytes", "verify/src/hash", "verify/src/teams"], function (require, exports, bytes_js_41, hash_js_10, teams_js_4) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Substitutes = void 0;
    class Substitutes {
        outcome;
        key;
        reserves;
        lawful;
        held;
        used = new Map();
        gained = new Map();
        gainedOn = new Map();
        constructor(outcome, key, reserves) {
            this.outcome = outcome;
            this.key = key;
            this.reserves = reserves;
            this.lawful = new teams_js_4.Lawful(outcome, outcome.level);
            const held = new Map();
            for (const visit of outcome.visits) {
                for (const { inspector } of visit.seats) {
                    if (inspector === undefined)
                        continue;
                    held.set(inspector, (held.get(inspector) ?? 0) + 1);
                    for (const day of visit.days ?? [])
                        count(this.used, `${inspector} ${day}`);
                }
            }
            this.held = held;
        }
        get level() {
            return this.lawful.level;
        }
        /** Pseudonyms in order. `passed`: who is passed over in any case. */
        order(visit, seat, passed) {
            const { inspectors } = this.outcome;
            const barred = this.barred(visit);
            const ranked = this.lawful.pool(visit, seat)
                .map((i) => inspectors[i].id)
                .filter((id) => !barred.has(id) && !passed(id))
                .map((id) => ({ id, rank: (0, hash_js_10.H)("mq1/replace", this.key, visit.id, String(seat), id) }));
            return ranked.sort((a, b) => (0, bytes_js_41.compareBytes)(a.rank, b.rank)).map(({ id }) => id);
        }
        barred(visit) {
            const drawn = this.outcome.barred(this.level, visit);
            for (const id of this.level.barred(visit, this.reserves))
                drawn.add(id);
            return drawn;
        }
        /** Who is in `law` of the opening of an entity; nobody, if it has no line in `barred`. */
        law(entity) {
            return (this.outcome.opening(entity) ?? this.reserves.get(entity))?.law.inspectors ?? [];
        }
        available(id, days) {
            return this.left(id) > (this.gained.get(id) ?? 0) && days.every((day) => this.free(id, day) > (this.gainedOn.get(`${id} ${day}`) ?? 0));
        }
        /** The same, if nobody had gained anything. */
        availableAtFirst(id, days) {
            return this.left(id) > 0 && days.every((day) => this.free(id, day) > 0);
        }
        left(id) {
            return this.outcome.quota(this.level, this.outcome.numbers.get(id)).max - (this.held.get(id) ?? 0);
        }
        free(id, day) {
            return this.outcome.available(this.outcome.numbers.get(id), day) - (this.used.get(`${id} ${day}`) ?? 0);
        }
        /** Somebody is given a visit; who loses one gets nothing back. */
        gain(id, days) {
            count(this.gained, id);
            for (const day of days)
                count(this.gainedOn, `${id} ${day}`);
        }
    }
    exports.Substitutes = Substitutes;
    function count(map, key) {
        map.set(key, (map.get(key) ?? 0) + 1);
    }
});
// The check `replacements` (section 23): each event `replace` follows from the outcome and the events before it.
define("verify/src/replacements", ["require", "exports", "verify/src/approvals", "verify/src/kinds", "verify/src/last_days", "verify/src/refusal", "verify/src/remaining", "verify/src/reserve_visits", "verify/src/substitutes"], function (require, exports, approvals_js_1, kinds_js_14, last_days_js_1, refusal_js_33, remaining_js_1, reserve_visits_js_1, substitutes_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkReplacements = checkReplacements;
    /**
     * Of the candidates, those of `skipped` come first, in this order; the next one is who takes the place, undefined if
     * nobody is left.
     */
    function afterSkipped(plan, candidates, skipped, where) {
        skipped.forEach(({ inspector, reason }, k) => {
            if (inspector !== candidates[k]) {
                (0, refusal_js_33.refuse)("replace-skipped", { got: inspector, expected: candidates[k] ?? "nobody further", where });
            }
            (0, approvals_js_1.checkReason)(plan, "inspector", reason, where);
        });
        return candidates[skipped.length];
    }
    /** Why only the superior may approve (23.4, cases 4 to 6). */
    const NO_DAYS = "no days are found for the reserve's visit";
    const MADE = "the reserve joins a visit that an earlier replacement made";
    const DAYLESS = "the reserve joins a visit that has no days";
    const OVER = "the reserve joins a visit whose last day is not later than this";
    const SHORT = "the reserve joins a visit of fewer days than its task asks for";
    const FEWER = "the reserve joins a visit with fewer seats of a pool than its own would have";
    const IN_LAW = "somebody of the team that the reserve joins is barred from it by law";
    const ASIDE = "somebody stands aside for what he gained before";
    /** The first of these windows in which each seat can be filled, with the first who are free. */
    function firstTeam(orders, windows, free) {
        for (const days of windows) {
            const team = [];
            for (const order of orders) {
                const first = order.find((id) => !team.includes(id) && free(id, days));
                if (first !== undefined)
                    team.push(first);
                else
                    break;
            }
            if (team.length === orders.length)
                return { days, team };
        }
        return undefined;
    }
    class Replacements {
        plan;
        substitutes;
        standing = new Map();
        reserves;
        lastDays;
        remaining;
        approvals;
        constructor(plan, contents, outcome, keys) {
            this.plan = plan;
            this.lastDays = new last_days_js_1.LastDays(contents.visits);
            this.remaining = new remaining_js_1.Remaining(contents.visits);
            this.approvals = new approvals_js_1.Approvals(plan, keys.plan, this.lastDays);
            this.reserves = new reserve_visits_js_1.ReserveVisits(plan, contents);
            const openings = new Map((contents.evidence?.openings ?? []).map((one) => [one.id, one]));
            this.substitutes = outcome === null ? null : new substitutes_js_1.Substitutes(outcome, keys.replace, openings);
            for (const visit of contents.visits) {
                const team = (visit.seats ?? []).map((seat) => seat.inspector);
                const been = new Set(team.filter((id) => id !== undefined));
                this.standing.set(visit.id, { visit, days: visit.days, team, been, barred: new Set(), made: false });
            }
        }
        check(event, where) {
            (0, approvals_js_1.checkReason)(this.plan, event.kind, event.reason, where);
            const reason = event.kind === "inspector" ? this.inspector(event, where) : this.entity(event, where);
            this.approvals.check(event, reason, where);
            if (event.kind === "entity")
                this.lastDays.took(event);
        }
        /** Why only the superior may approve, if the events do not show it already; so too below. */
        inspector(event, where) {
            const now = this.standing.get(event.visit);
            const days = now?.days;
            if (now === undefined || days === undefined || this.substitutes === null) {
                return (0, refusal_js_33.refuse)("replace-visit", { got: event.visit, expected: "a dated visit", where });
            }
            if (!this.remaining.isAny(event.visit)) {
                (0, refusal_js_33.refuse)("replace-over", { got: event.visit, expected: "a visit of which something is left to be inspected", where });
            }
            if (now.team[event.seat] === undefined) {
                (0, refusal_js_33.refuse)("replace-seat", { got: `seat ${event.seat} of ${event.visit}`, expected: "a seat in which somebody sits", where });
            }
            const last = days[days.length - 1];
            if (event.date > last)
                (0, refusal_js_33.refuse)("replace-date", { got: event.date, expected: `not later than ${last}`, where });
            const { substitutes } = this;
            // Whoever has ever been in the team is passed over, so that it does not matter whose team is asked for.
            const order = substitutes.order(now.visit, event.seat, (id) => now.been.has(id) || now.barred.has(id));
            const next = afterSkipped(this.plan, order.filter((id) => substitutes.available(id, days)), event.skipped, where);
            if (event.by !== next)
                (0, refusal_js_33.refuse)("replace-by", { got: event.by ?? "nobody", expected: next ?? "nobody", where });
            // Whoever is skipped leads to the superior in any case: what is left is that nobody is.
            // What earlier replacements have changed of it: who gained, and whom a reserve that joined bars.
            const atFirst = substitutes.order(now.visit, event.seat, (id) => now.been.has(id)).find((id) => substitutes.availableAtFirst(id, days));
            const aside = next !== atFirst;
            now.team[event.seat] = next;
            if (next !== undefined) {
                now.been.add(next);
                substitutes.gain(next, days);
            }
            return aside ? ASIDE : null;
        }
        entity(event, where) {
            const reserve = this.reserves.take(event, where);
            const quiet = event.skipped.length === 0 && event.days === undefined && event.team === undefined;
            const visit = reserve === undefined ? undefined : this.reserves.visitOf(reserve);
            if (event.visit !== visit?.id) {
                (0, refusal_js_33.refuse)("replace-place", { got: event.visit ?? "no visit", expected: visit?.id ?? "no visit, as no reserve comes", where });
            }
            this.remaining.left(event);
            if (reserve !== undefined)
                this.remaining.came(reserve, visit.id);
            const there = visit === undefined ? undefined : this.standing.get(visit.id);
            const joined = there?.visit.seats === undefined ? undefined : there;
            // Nobody comes, or he joins a visit with seats, or his task has none: then there is nobody to be found.
            if (visit?.seats === undefined || joined !== undefined) {
                if (!quiet)
                    (0, refusal_js_33.refuse)("replace-visit", { got: "a team", expected: "no days, no team and nobody skipped", where });
                return joined === undefined ? null : this.join(joined, event, visit, reserve.entity);
            }
            return this.newVisit(event, visit, where);
        }
        /** A reserve joins a visit: whoever of the team is barred from it by law has to give way, and nobody barred may come. */
        join(joined, { date }, own, entity) {
            const law = this.substitutes.law(entity);
            for (const id of law)
                joined.barred.add(id);
            if (joined.made)
                return MADE;
            const { days, visit } = joined;
            if (days === undefined)
                return DAYLESS;
            if (days[days.length - 1] <= date)
                return OVER;
            if (visit.duration < own.duration)
                return SHORT;
            const count = (seats, pool) => (seats ?? []).filter((one) => one.pool === pool).length;
            if ((own.seats ?? []).some(({ pool }) => count(visit.seats, pool) < count(own.seats, pool)))
                return FEWER;
            return law.some((id) => joined.team.includes(id)) ? IN_LAW : null;
        }
        /** A reserve has a visit of its own. */
        newVisit(event, visit, where) {
            const substitutes = this.substitutes;
            const orders = visit.seats.map((_, seat) => substitutes.order(visit, seat, () => false));
            const windows = this.reserves.windows(this.after(event), visit.duration);
            const { days, team } = this.newTeam(event, orders, windows, where);
            const got = JSON.stringify([event.days, event.team]);
            const expected = JSON.stringify([days, team]);
            if (got !== expected)
                (0, refusal_js_33.refuse)("replace-team", { got, expected, where });
            const atFirst = firstTeam(orders, windows, (id, window) => substitutes.availableAtFirst(id, window));
            const aside = JSON.stringify([atFirst?.days, atFirst?.team]) !== expected;
            this.stand(event, visit);
            for (const id of team ?? [])
                substitutes.gain(id, days);
            if (days === undefined)
                return NO_DAYS;
            return aside ? ASIDE : null;
        }
        /** After which day a reserve's days are looked for: one that was drawn, unless the office decided later. */
        after(event) {
            const last = this.lastDays.of(event);
            return last !== undefined && last > event.date ? last : event.date;
        }
        stand(event, visit) {
            const team = event.team ?? (visit.seats ?? []).map(() => undefined);
            this.standing.set(visit.id, { visit, days: event.days, team: [...team], been: new Set(event.team ?? []), barred: new Set(), made: true });
        }
        /** Days and team of a reserve's visit; neither, if there are no days or not enough people. */
        newTeam(event, orders, windows, where) {
            const substitutes = this.substitutes;
            const days = firstTeam(orders, windows, (id, window) => substitutes.available(id, window))?.days;
            if (days === undefined) {
                if (event.skipped.length > 0)
                    (0, refusal_js_33.refuse)("replace-skipped", { got: "somebody skipped", expected: "nobody: there are no days", where });
                return {};
            }
            if (event.skipped.length !== orders.length) {
                (0, refusal_js_33.refuse)("replace-skipped", { got: `${event.skipped.length} seats`, expected: orders.length, where });
            }
            const team = [];
            orders.forEach((order, seat) => {
                // After a seat that can't be filled nobody is looked for any more, and so nobody skipped.
                const candidates = team.length < seat ? [] : order.filter((id) => !team.includes(id) && substitutes.available(id, days));
                const next = afterSkipped(this.plan, candidates, event.skipped[seat], where);
                if (next !== undefined)
                    team.push(next);
            });
            return team.length === orders.length ? { days, team } : {};
        }
    }
    function checkReplacements(plan, contents, outcome, keys, logged) {
        const replacements = new Replacements(plan, contents, outcome, keys);
        logged.forEach(({ event }, i) => {
            if (event.event === "replace")
                replacements.check(event, { file: kinds_js_14.EVENTS_FILE, line: i + 1 });
        });
    }
});
// The named checks of section 17, in their order. Whoever adds one adds a line here and its sentences in messages.ts.
define("verify/src/checks", ["require", "exports", "verify/src/bundle", "verify/src/amounts", "verify/src/ceremony", "verify/src/certificates", "verify/src/check_events", "verify/src/check_log", "verify/src/compare", "verify/src/contents", "verify/src/dates", "verify/src/escrow", "verify/src/grade", "verify/src/kinds", "verify/src/leaves", "verify/src/lists", "verify/src/log_copy", "verify/src/numbers", "verify/src/openings", "verify/src/plan", "verify/src/quotas", "verify/src/replacements", "verify/src/seed", "verify/src/select", "verify/src/teams", "verify/src/visits"], function (require, exports, bundle_js_1, amounts_js_1, ceremony_js_2, certificates_js_1, check_events_js_3, check_log_js_3, compare_js_1, contents_js_1, dates_js_1, escrow_js_1, grade_js_1, kinds_js_15, leaves_js_1, lists_js_2, log_copy_js_1, numbers_js_2, openings_js_1, plan_js_7, quotas_js_1, replacements_js_1, seed_js_3, select_js_2, teams_js_5, visits_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.CHECKS = void 0;
    exports.replayAgrees = replayAgrees;
    exports.applies = applies;
    const withLog = (c) => c.plan.log !== undefined;
    const sealed = (c) => c.plan.mode === "sealed";
    const drawn = (c) => c.kind === kinds_js_15.OUTCOME;
    const seated = (c) => drawn(c) && (0, plan_js_7.hasSeats)(c.plan);
    const heldAndDrawn = (c) => drawn(c) && withLog(c);
    /** The first ones, of every kind of bundle. */
    const OF_PLAN_AND_LISTS = [
        {
            name: "manifest", answers: "publisher", run: async (c) => {
                c.digest = await (0, bundle_js_1.bundleDigest)(c.source);
                c.manifest = await (0, bundle_js_1.checkManifest)(c.source, c.digest, c.options.expect);
            },
        },
        { name: "files", answers: "publisher", run: async (c) => { c.read = await (0, bundle_js_1.checkFiles)(c.source, c.manifest, c.progress); } },
        { name: "format", answers: "publisher", run: async (c) => { c.loaded = await (0, contents_js_1.readContents)(c.source, c.read, c.kind); } },
        {
            name: "plan", answers: "office", run: (c) => {
                if (c.contents.planFault !== null)
                    throw c.contents.planFault;
                // Of a plan with a log, the events will have to show more.
                if (c.plan.log === undefined)
                    c.grade = (0, grade_js_1.gradeOf)(c.plan, [], c.cosigned);
            },
        },
        { name: "roots", answers: "office", run: (c) => (0, lists_js_2.checkRoots)(c.plan, c.contents) },
        { name: "former_ids", answers: "office", run: (c) => (0, lists_js_2.checkFormerIds)(c.contents) },
        { name: "lists", answers: "office", run: (c) => (0, lists_js_2.checkLists)(c.plan, c.contents, c.members) },
        { name: "populations", answers: "office", run: (c) => (0, amounts_js_1.checkPopulations)(c.plan, c.members) },
    ];
    const OF_EVENTS = [
        { name: "events", answers: "office", where: withLog, run: (c) => (0, check_events_js_3.checkEvents)(c.plan, c.planDigest, c.kind, c.events) },
        {
            name: "log", answers: "office", where: withLog, run: async (c) => {
                c.shown = (0, check_log_js_3.checkLog)(c.plan, c.evidence, c.logged, c.policy);
                if (c.options.log)
                    c.copy = await (0, log_copy_js_1.checkCopy)(c.plan, c.options.log, c.logged, c.shown.checkpoint);
            },
        },
        {
            name: "numbers", answers: "office", where: withLog, run: (c) => {
                (0, numbers_js_2.checkNumbers)(c.plan, c.evidence, c.logged, c.shown.checkpoint);
                if (c.copy?.numbers)
                    throw c.copy.numbers;
            },
        },
        { name: "escrow", answers: "office", where: sealed, run: (c) => (0, escrow_js_1.checkEscrow)(c.plan, c.planDigest, c.events) },
    ];
    const OF_OUTCOME = [
        {
            name: "ceremony", answers: "office",
            run: (c) => (0, ceremony_js_2.checkCeremony)(c.plan, c.planDigest, c.kind, c.contents, c.events),
        },
        { name: "seed", answers: "office", where: drawn, run: (c) => (0, seed_js_3.checkSeed)(c.plan, c.keys, c.record, c.events) },
        { name: "selection", answers: "office", where: drawn, run: (c) => (0, select_js_2.checkSelection)(c.contents, c.selection) },
        { name: "openings", answers: "office", where: (c) => seated(c) || c.contents.evidence?.openings != null, run: (c) => (0, openings_js_1.checkOpenings)(c.plan, c.contents, c.logged) },
        { name: "visits", answers: "office", where: drawn, run: (c) => (0, visits_js_3.checkVisits)(c.contents, c.visits) },
        { name: "teams", answers: "program or office", where: seated, run: (c) => (0, teams_js_5.checkTeams)(c.outcome) },
        { name: "quotas", answers: "program or office", where: seated, run: (c) => (0, quotas_js_1.checkQuotas)(c.outcome) },
        { name: "dates", answers: "program or office", where: seated, run: (c) => (0, dates_js_1.checkDates)(c.outcome) },
        { name: "certificates", answers: "program or office", where: seated, run: (c) => (0, certificates_js_1.checkCertificates)(c.outcome, c.keys.pair) },
        { name: "replay", answers: "office", where: seated, run: (c) => (0, compare_js_1.checkReplay)(c.contents, c.replayed) },
        { name: "leaves", answers: "office", where: (c) => drawn(c) && sealed(c), run: (c) => (0, leaves_js_1.checkLeaves)(c.plan, c.contents, c.keys.seal, c.events) },
        {
            name: "replacements", answers: "office", where: heldAndDrawn,
            run: (c) => (0, replacements_js_1.checkReplacements)(c.plan, c.contents, (0, plan_js_7.hasSeats)(c.plan) ? c.outcome : null, c.keys, c.logged),
        },
        { name: "record", answers: "office", where: drawn, run: (c) => (0, compare_js_1.checkRecord)(c.plan, c.contents, c.record, c.events) },
    ];
    const OF_ORDER = [
        { name: "order", answers: "office", where: withLog, run: (c) => (0, grade_js_1.checkOrder)(c.plan, c.time) },
        {
            name: "grade", answers: "office", run: (c) => {
                c.grade = (0, grade_js_1.gradeOf)(c.plan, c.events, c.cosigned);
                (0, grade_js_1.checkGrade)(c.grade, c.options.require);
            },
        },
    ];
    exports.CHECKS = [...OF_PLAN_AND_LISTS, ...OF_EVENTS, ...OF_OUTCOME, ...OF_ORDER];
    /** Whether the replay agrees with what was published: then the program, not the office, made the fault. */
    function replayAgrees(context) {
        try {
            (0, compare_js_1.checkReplay)(context.contents, context.replayed);
            return true;
        }
        catch {
            return false;
        }
    }
    function applies(check, context) {
        return check.where === undefined || check.where(context);
    }
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
// Runs the checks in their order, stops at the first that fails, and says who answers for it.
define("verify/src/verify", ["require", "exports", "verify/src/checks", "verify/src/context", "verify/src/grade", "verify/src/messages", "verify/src/messages_verdict", "verify/src/refusal", "verify/src/state"], function (require, exports, checks_js_1, context_js_1, grade_js_2, messages_js_1, messages_verdict_js_1, refusal_js_34, state_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.verify = verify;
    function whoAnswers(check, context) {
        if (check.answers !== "program or office")
            return check.answers;
        return (0, checks_js_1.replayAgrees)(context) ? "program" : "office";
    }
    function failure(refusal, running, context) {
        const check = checks_js_1.CHECKS.find((one) => one.name === refusal.check) ?? running;
        const who = whoAnswers(check, context);
        return {
            check: check.name, ok: false, code: refusal.code, ...refusal.details,
            sentence: messages_js_1.MESSAGES[check.name].failed, who, whoSentence: messages_verdict_js_1.WHO_SENTENCES[who],
        };
    }
    async function runOne(check, context) {
        try {
            await check.run(context);
            return { check: check.name, ok: true, sentence: messages_js_1.MESSAGES[check.name].ok };
        }
        catch (error) {
            if (error instanceof refusal_js_34.Refusal)
                return failure(error, check, context);
            throw error;
        }
    }
    /** What the grade does not say (section 20.5). */
    function gradeNotes({ plan, events, grade, cosigned }, attested) {
        const notes = [];
        if (grade === "anchored" && plan.final.source !== "drand")
            notes.push(messages_verdict_js_1.ROOM_NOTE);
        if ((0, grade_js_2.lacksLater)(events, cosigned))
            notes.push(messages_verdict_js_1.LATER_NOTE);
        if (attested.length > 0)
            notes.push(messages_verdict_js_1.KEYS_NOTE);
        if (plan.superior !== undefined)
            notes.push((0, messages_verdict_js_1.superiorSentence)(plan.superior.name, plan.superior.key));
        return notes;
    }
    /** What is said beside every verdict (sections 8, 20.5, 20.6 and 24.6). */
    function beside(context, ok) {
        const beacon = context.read?.plan.final.source === "drand";
        const notes = beacon ? [messages_verdict_js_1.DRAND_NOTE] : [];
        const base = { notes, ...(beacon && { beaconSignatureChecked: false }) };
        if (ok && context.plan.log === undefined)
            return { ...base, state: "drawn", stateSentence: messages_verdict_js_1.DRAWN_SENTENCE, overdue: false };
        // Of what failed before its events were seen in the log, nothing is said that it only claims.
        const { shown, copy } = context;
        if (shown === undefined)
            return base;
        const { events, plan } = context;
        const state = (0, state_js_1.stateOf)(context.kind, events, copy?.later ?? []);
        const overdue = (0, state_js_1.isOverdue)(plan, state, context.options.today);
        const reason = (0, state_js_1.voidReason)(events);
        const attested = (0, grade_js_2.attestations)(plan, events);
        notes.push(...gradeNotes(context, attested));
        if (overdue)
            notes.push(messages_verdict_js_1.OVERDUE_SENTENCE);
        if (reason !== undefined)
            notes.push((0, messages_verdict_js_1.voidSentence)(reason));
        if (context.options.log === undefined)
            notes.push(messages_verdict_js_1.ONCE_NOTE);
        if (copy && copy.missing > 0)
            notes.push((0, messages_verdict_js_1.missingSentence)(copy.missing));
        if (copy && copy.unfinished.length > 0)
            notes.push((0, messages_verdict_js_1.unfinishedSentence)(copy.unfinished));
        if (copy && copy.voided.length > 0)
            notes.push((0, messages_verdict_js_1.voidedSentence)(copy.voided));
        return {
            ...base, state, stateSentence: messages_verdict_js_1.STATE_SENTENCES[state], overdue, attested,
            ...(plan.superior && { superior: plan.superior }),
            witnesses: shown.cosigned.map(({ key, time }) => ({ name: key.name, time })),
            ...(reason !== undefined && { voidReason: reason }),
            ...(copy && { unfinished: copy.unfinished, voided: copy.voided }),
            ...(shown.time !== null && { quorumTime: shown.time }),
        };
    }
    async function verify(source, options = {}, listener = {}) {
        let running = "";
        const context = new context_js_1.Context(source, options, (share) => listener.progress?.(running, share));
        const results = [];
        let failed;
        for (const [number, check] of checks_js_1.CHECKS.entries()) {
            if (!(0, checks_js_1.applies)(check, context))
                continue;
            running = check.name;
            listener.started?.(check.name, number + 1, checks_js_1.CHECKS.length);
            const result = await runOne(check, context);
            results.push(result);
            listener.finished?.(result);
            if (result.ok)
                continue;
            failed = result;
            break;
        }
        const verdict = {
            ok: failed === undefined, digest: context.digest, results,
            ...(context.manifest && { kind: context.manifest.format }), ...beside(context, failed === undefined),
            ...(failed && { failed }),
            ...(context.grade && { grade: context.grade, gradeSentence: messages_verdict_js_1.GRADE_SENTENCES[context.grade] }),
        };
        return { verdict, context };
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
// Tar archives: ustar, with the long names of pax and GNU.
define("verify/src/tar", ["require", "exports", "verify/src/archive", "verify/src/source"], function (require, exports, archive_js_1, source_js_10) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.tarSource = tarSource;
    const BLOCK = 512;
    const LONGEST_NAME = 65536;
    const decoder = new TextDecoder("utf-8");
    function field(block, from, length) {
        const bytes = block.subarray(from, from + length);
        const end = bytes.indexOf(0);
        return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
    }
    function sizeOf(block) {
        const text = field(block, 124, 12).trim();
        if (!/^[0-7]{1,12}$/.test(text))
            throw new source_js_10.Unreadable("a size in the tar archive can't be read");
        return Number.parseInt(text, 8);
    }
    /** The path in a pax header, if it has one: records are "length key=value\n". */
    function paxPath(text) {
        let path = null;
        for (let at = 0; at < text.length;) {
            const space = text.indexOf(0x20, at);
            const length = Number.parseInt(decoder.decode(text.subarray(at, space)), 10);
            if (space < 0 || !(length > 0))
                throw new source_js_10.Unreadable("a pax header can't be read");
            const record = decoder.decode(text.subarray(space + 1, at + length - 1));
            if (record.startsWith("path="))
                path = record.slice(5);
            if (record.startsWith("size="))
                throw new source_js_10.Unreadable("files beyond 8 GiB are not read");
            at += length;
        }
        return path;
    }
    function ustarName(block) {
        const name = field(block, 0, 100);
        const prefix = field(block, 345, 155);
        const posix = block[263] === 0x30; // GNU archives have other things where the prefix stands
        return posix && prefix !== "" ? `${prefix}/${name}` : name;
    }
    async function tarSource(file) {
        const files = new Map();
        const others = [];
        let longName = null;
        for (let at = 0; at + BLOCK <= file.size;) {
            const block = await file.slice(at, at + BLOCK);
            if (block.every((byte) => byte === 0))
                break;
            const size = sizeOf(block);
            const from = at + BLOCK;
            const to = from + size;
            if (to > file.size)
                throw new source_js_10.Unreadable("the tar archive is cut off");
            at = from + Math.ceil(size / BLOCK) * BLOCK;
            const type = String.fromCharCode(block[156]);
            if (type === "x" || type === "L") {
                if (size > LONGEST_NAME)
                    throw new source_js_10.Unreadable("a name in the tar archive is too long");
                const text = await file.slice(from, to);
                longName = type === "x" ? paxPath(text) ?? longName : field(text, 0, size);
                continue;
            }
            if (type === "g")
                continue;
            const name = (longName ?? ustarName(block)).replace(/^\.\//, "");
            longName = null;
            if (type === "5" || name === "" || name === ".")
                continue;
            if (type === "0" || type === "\0")
                (0, archive_js_1.addOnce)(files, name, { from, to });
            else
                others.push(name);
        }
        return {
            names: () => [...files.keys()],
            irregular: () => others,
            chunks: (name) => (0, source_js_10.pieces)(file, files.get(name).from, files.get(name).to),
        };
    }
});
// Zip archives: stored and deflated files, as the central directory lists them.
define("verify/src/zip", ["require", "exports", "verify/src/archive", "verify/src/source"], function (require, exports, archive_js_2, source_js_11) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.zipSource = zipSource;
    const END_RECORD = 0x06054b50;
    const CENTRAL = 0x02014b50;
    const LOCAL = 0x04034b50;
    const LONGEST_END = 22 + 65535;
    const LARGEST_DIRECTORY = 16 * 1024 * 1024;
    function viewOf(bytes) {
        return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    /** Where the central directory is: the end record is the last thing of the file but for a comment. */
    async function directory(file) {
        const from = Math.max(0, file.size - LONGEST_END);
        const tail = await file.slice(from, file.size);
        const view = viewOf(tail);
        for (let at = tail.length - 22; at >= 0; at--) {
            if (view.getUint32(at, true) !== END_RECORD)
                continue;
            const size = view.getUint32(at + 12, true);
            const start = view.getUint32(at + 16, true);
            if (start === 0xffffffff || size > LARGEST_DIRECTORY)
                throw new source_js_11.Unreadable("zip archives beyond 4 GiB are not read");
            if (start + size > file.size)
                break;
            return file.slice(start, start + size);
        }
        throw new source_js_11.Unreadable("the zip archive has no directory");
    }
    /** The content of an entry follows its local header, whose names may have other lengths than in the directory. */
    async function packedBytes(file, entry) {
        const header = viewOf(await file.slice(entry.header, entry.header + 30));
        if (header.byteLength < 30 || header.getUint32(0, true) !== LOCAL)
            throw new source_js_11.Unreadable("the zip archive is damaged");
        const from = entry.header + 30 + header.getUint16(26, true) + header.getUint16(28, true);
        if (from + entry.packed > file.size)
            throw new source_js_11.Unreadable("the zip archive is cut off");
        return (0, source_js_11.pieces)(file, from, from + entry.packed);
    }
    async function* inflated(packed, size) {
        const stream = new DecompressionStream("deflate-raw");
        const writer = stream.writable.getWriter();
        const feeding = (async () => {
            for await (const piece of packed)
                await writer.write(piece);
            await writer.close();
        })();
        // The reader below meets the same error; here it must only not go unhandled.
        feeding.catch(() => undefined);
        const reader = stream.readable.getReader();
        let total = 0;
        for (;;) {
            const { done, value } = await reader.read().catch(() => {
                throw new source_js_11.Unreadable("the zip archive is damaged");
            });
            if (done)
                break;
            total += value.length;
            // Whoever packs a mountain into a few bytes is stopped where the directory says the file ends.
            if (total > size)
                throw new source_js_11.Unreadable("a file of the zip archive is longer than its directory says");
            yield value;
        }
    }
    async function* content(file, entry) {
        const packed = await packedBytes(file, entry);
        yield* entry.method === 0 ? packed : inflated(packed, entry.size);
    }
    async function zipSource(file) {
        const files = new Map();
        const others = [];
        const bytes = await directory(file);
        const view = viewOf(bytes);
        const decoder = new TextDecoder("utf-8");
        for (let at = 0; at + 46 <= bytes.length;) {
            if (view.getUint32(at, true) !== CENTRAL)
                throw new source_js_11.Unreadable("the zip archive is damaged");
            const flags = view.getUint16(at + 8, true);
            const method = view.getUint16(at + 10, true);
            const packed = view.getUint32(at + 20, true);
            const size = view.getUint32(at + 24, true);
            const nameLength = view.getUint16(at + 28, true);
            const mode = view.getUint32(at + 38, true) >>> 16;
            const header = view.getUint32(at + 42, true);
            const name = decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength));
            at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
            if (name.endsWith("/"))
                continue;
            if ((flags & 1) !== 0 || (method !== 0 && method !== 8))
                throw new source_js_11.Unreadable(`${name} is packed in a way not read`);
            if (header === 0xffffffff || size === 0xffffffff)
                throw new source_js_11.Unreadable("zip archives beyond 4 GiB are not read");
            if ((mode & 0xf000) === 0xa000)
                others.push(name); // a symbolic link
            else
                (0, archive_js_2.addOnce)(files, name, { method, packed, size, header });
        }
        return {
            names: () => [...files.keys()],
            irregular: () => others,
            chunks: (name) => content(file, files.get(name)),
        };
    }
});
// A bundle in one archive file: which kind it is, by its first bytes.
define("verify/src/archive", ["require", "exports", "verify/src/source", "verify/src/tar", "verify/src/zip"], function (require, exports, source_js_12, tar_js_1, zip_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.archiveSource = archiveSource;
    exports.addOnce = addOnce;
    async function archiveSource(file) {
        const start = await file.slice(0, Math.min(512, file.size));
        const zip = start[0] === 0x50 && start[1] === 0x4b && (start[2] === 0x03 || start[2] === 0x05);
        const tar = start.length === 512 && String.fromCharCode(...start.subarray(257, 262)) === "ustar";
        if (zip)
            return (0, source_js_12.unwrapped)(await (0, zip_js_1.zipSource)(file));
        if (tar)
            return (0, source_js_12.unwrapped)(await (0, tar_js_1.tarSource)(file));
        throw new source_js_12.Unreadable("neither a zip nor a tar archive");
    }
    /** Adds an entry; an archive with two files of one path could be read in two ways. */
    function addOnce(entries, name, entry) {
        if (entries.has(name))
            throw new source_js_12.Unreadable(`the archive has ${name} twice`);
        entries.set(name, entry);
    }
});
// What others use of this folder.
define("verify/src/index", ["require", "exports", "verify/src/archive", "verify/src/clean", "verify/src/check_file", "verify/src/checks", "verify/src/grade", "verify/src/messages", "verify/src/messages_files", "verify/src/hasher", "verify/src/policy", "verify/src/source", "verify/src/verify", "verify/src/why"], function (require, exports, archive_js_3, clean_js_6, check_file_js_2, checks_js_2, grade_js_3, messages_js_2, messages_files_js_5, hasher_js_3, policy_js_5, source_js_13, verify_js_1, why_js_6) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.why = exports.verify = exports.unwrapped = exports.Unreadable = exports.SlicesSource = exports.MemorySource = exports.blobSlices = exports.WrongPolicy = exports.readPolicy = exports.here = exports.UNCHECKED = exports.OFF = exports.NOT_GOING = exports.NOT_CALLED = exports.FILE_MESSAGES = exports.CALLED = exports.MESSAGES = exports.GRADES = exports.CHECKS = exports.checkFile = exports.quoted = exports.moment = exports.clean = exports.archiveSource = void 0;
    Object.defineProperty(exports, "archiveSource", { enumerable: true, get: function () { return archive_js_3.archiveSource; } });
    Object.defineProperty(exports, "clean", { enumerable: true, get: function () { return clean_js_6.clean; } });
    Object.defineProperty(exports, "moment", { enumerable: true, get: function () { return clean_js_6.moment; } });
    Object.defineProperty(exports, "quoted", { enumerable: true, get: function () { return clean_js_6.quoted; } });
    Object.defineProperty(exports, "checkFile", { enumerable: true, get: function () { return check_file_js_2.checkFile; } });
    Object.defineProperty(exports, "CHECKS", { enumerable: true, get: function () { return checks_js_2.CHECKS; } });
    Object.defineProperty(exports, "GRADES", { enumerable: true, get: function () { return grade_js_3.GRADES; } });
    Object.defineProperty(exports, "MESSAGES", { enumerable: true, get: function () { return messages_js_2.MESSAGES; } });
    Object.defineProperty(exports, "CALLED", { enumerable: true, get: function () { return messages_files_js_5.CALLED; } });
    Object.defineProperty(exports, "FILE_MESSAGES", { enumerable: true, get: function () { return messages_files_js_5.FILE_MESSAGES; } });
    Object.defineProperty(exports, "NOT_CALLED", { enumerable: true, get: function () { return messages_files_js_5.NOT_CALLED; } });
    Object.defineProperty(exports, "NOT_GOING", { enumerable: true, get: function () { return messages_files_js_5.NOT_GOING; } });
    Object.defineProperty(exports, "OFF", { enumerable: true, get: function () { return messages_files_js_5.OFF; } });
    Object.defineProperty(exports, "UNCHECKED", { enumerable: true, get: function () { return messages_files_js_5.UNCHECKED; } });
    Object.defineProperty(exports, "here", { enumerable: true, get: function () { return hasher_js_3.here; } });
    Object.defineProperty(exports, "readPolicy", { enumerable: true, get: function () { return policy_js_5.readPolicy; } });
    Object.defineProperty(exports, "WrongPolicy", { enumerable: true, get: function () { return policy_js_5.WrongPolicy; } });
    Object.defineProperty(exports, "blobSlices", { enumerable: true, get: function () { return source_js_13.blobSlices; } });
    Object.defineProperty(exports, "MemorySource", { enumerable: true, get: function () { return source_js_13.MemorySource; } });
    Object.defineProperty(exports, "SlicesSource", { enumerable: true, get: function () { return source_js_13.SlicesSource; } });
    Object.defineProperty(exports, "Unreadable", { enumerable: true, get: function () { return source_js_13.Unreadable; } });
    Object.defineProperty(exports, "unwrapped", { enumerable: true, get: function () { return source_js_13.unwrapped; } });
    Object.defineProperty(exports, "verify", { enumerable: true, get: function () { return verify_js_1.verify; } });
    Object.defineProperty(exports, "why", { enumerable: true, get: function () { return why_js_6.why; } });
});
// The Worker: checks a slip by itself first, then beside the published outcome, which it fetches from the site.
define("site/slip/judge", ["require", "exports", "verify/src/bytes", "verify/src/index", "verify/src/source", "verify/src/keys", "verify/src/kinds", "verify/src/refusal", "verify/src/verify", "verify/src/why", "site/common/bundle", "site/common/fetching"], function (require, exports, bytes_js_54, index_js_1, source_js_14, keys_js_8, kinds_js_22, refusal_js_45, verify_js_2, why_js_7, bundle_js_2, fetching_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Judge = void 0;
    exports.listen = listen;
    /** As it is, and as it is with the key of its log, if the site names that. */
    async function alone({ bytes, keys }) {
        const verdict = await (0, index_js_1.checkFile)(bytes, { as: "slip" });
        const key = verdict.log === undefined ? undefined : keys.find((one) => (0, keys_js_8.verifierKey)(one, keys_js_8.LOG_KEY)?.name === verdict.log);
        if (!verdict.ok || key === undefined)
            return { verdict, against: "nothing" };
        return { verdict: await (0, index_js_1.checkFile)(bytes, { as: "slip", key }), against: "log" };
    }
    /** The name of the visit's entity, and those of its items, from the lists of the bundle. */
    function knownOf(context, verdict) {
        const { contents: { entities, items }, digest, plan } = context;
        const visit = verdict.now?.visit;
        const row = visit === undefined ? -1 : entities.ids.find((0, bytes_js_54.utf8)(visit));
        const ended = (0, why_js_7.voidOf)(context);
        return {
            authority: plan.authority.name, campaign: plan.campaign, digest: digest ?? "",
            items: items.map(({ id, name }) => ({ id, name })), ...(row >= 0 && { entity: entities.names.text(row) }), ...(ended && { void: ended }),
        };
    }
    /** What was not pasted to its end is no forgery. */
    function isWhole(text) {
        try {
            JSON.parse(text);
        }
        catch {
            return false;
        }
        return text.includes('"format":"mq1/slip"');
    }
    class Judge {
        say;
        waiting;
        constructor(say) {
            this.say = say;
        }
        async take(question) {
            if (question.ask === "go on") {
                const go = this.waiting;
                this.waiting = undefined;
                return go?.();
            }
            this.waiting = undefined;
            if (!isWhole(new TextDecoder().decode(question.bytes)))
                return this.say({ say: "no slip", reason: "" });
            try {
                await this.judge(question);
            }
            catch (error) {
                if (!(error instanceof index_js_1.Unreadable))
                    throw error;
                this.say({ say: "no slip", reason: error.message });
            }
        }
        async judge(question) {
            const first = await alone(question);
            const address = first.verdict.ok ? (0, bundle_js_2.addressOfDraw)(first.verdict.draw ?? "") : null;
            const end = (why, more = {}) => this.say({ say: "judged", ...first, why, last: true, ...more });
            if (!first.verdict.ok)
                return end("");
            if (address === null)
                return end("nameless");
            this.say({ say: "judged", ...first, why: "fetching", last: false });
            const folder = (0, bundle_js_2.bundleAt)(new URL(question.root), address);
            await this.guarded(end, async () => {
                const list = await (0, bundle_js_2.listed)(folder);
                const go = () => this.guarded(end, () => this.beside(question, first, folder, list));
                if (list.size <= question.unasked)
                    return go();
                this.waiting = go;
                this.say({ say: "judged", ...first, why: "large", last: false, size: list.size });
            });
        }
        /** A site that can't be reached, or whose list of files is none, leaves what the slip shows by itself. */
        async guarded(end, work) {
            try {
                await work();
            }
            catch (error) {
                if (error instanceof fetching_js_3.NotFetched)
                    return end(error.lack === "missing" ? "unpublished" : "unreachable", { detail: error.sentence });
                if (error instanceof refusal_js_45.Refusal)
                    return end("faulty", { against: "nothing" });
                throw error;
            }
        }
        async beside(question, first, folder, list) {
            const files = await (0, bundle_js_2.fetched)(folder, list, (share, what) => this.progress("fetch", what, share));
            const source = new source_js_14.SlicesSource(new Map(files.map(({ path, blob }) => [path, (0, source_js_14.blobSlices)(blob)])));
            const { verdict: whole, context } = await (0, verify_js_2.verify)(source, { today: question.today }, {
                started: (check, number, of) => this.progress("check", check, (number - 1) / of, true),
            });
            if (!whole.ok)
                return this.say({ say: "judged", verdict: first.verdict, against: "nothing", why: "faulty", last: true, detail: whole.failed.sentence });
            const isEarly = context.kind === kinds_js_22.ANNOUNCEMENT && (0, why_js_7.voidOf)(context) === undefined;
            // A bundle from before the draw says nothing of it yet; but it names the log, and whose it is.
            const verdict = await (0, index_js_1.checkFile)(question.bytes, { as: "slip", ...(isEarly ? { key: context.plan.log } : { bundle: context }) });
            const vouched = verdict.log !== undefined || !isEarly;
            this.say({
                say: "judged", verdict, against: isEarly ? (vouched ? "log" : "nothing") : "bundle", why: isEarly ? "announced" : "", last: true,
                draw: knownOf(context, verdict),
            });
        }
        told = 0;
        /** Ten times a second is enough for an eye. */
        progress(step, what, share, always = false) {
            if (!always && performance.now() - this.told < 100)
                return;
            this.told = performance.now();
            this.say({ say: "progress", step, what, share });
        }
    }
    exports.Judge = Judge;
    function listen() {
        const say = (reply) => self.postMessage(reply);
        const judge = new Judge(say);
        self.addEventListener("message", (event) => {
            judge.take(event.data).catch((error) => {
                console.error(error);
                say({ say: "no slip", reason: error instanceof Error ? error.message : String(error) });
            });
        });
    }
});
// Every word of the page, in Simplified Chinese and in English.
define("verify/page/words", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.WORDS = void 0;
    exports.WORDS = {
        title: { zh: "核验一次抽取", en: "Verify a draw" },
        promise: {
            zh: "全部计算都在这个页面里完成：不联网，不上传，断网也能用。这个程序照公开的规范独立写成，与抽取用的程序没有一行相同。",
            en: "Everything is computed in this page: no network, nothing is uploaded. It was written from the public specification and shares no line with the program that draws.",
        },
        drop: { zh: "把结果文件夹或压缩包（zip、tar）拖到这里；检查通知、份额等单个文件也可以", en: "Drop the bundle here, as a folder or an archive (zip, tar); or a single slip, proof or share" },
        folder: { zh: "选择文件夹", en: "Choose a folder" },
        file: { zh: "选择文件", en: "Choose a file" },
        options: { zh: "更多：预期摘要、信任策略、公开日志", en: "More: expected digest, trust policy, log" },
        log: { zh: "选择公开日志的副本（文件夹）", en: "Choose a copy of the log (folder)" },
        expect: { zh: "事先记下的结果摘要（64 位）", en: "The bundle digest that you noted down (64 digits)" },
        policy: { zh: "信任策略（日志与见证人的公钥）", en: "Trust policy (keys of the log and its witnesses)" },
        checks: { zh: "逐项核验", en: "The checks" },
        waiting: { zh: "等待", en: "waiting" },
        running: { zh: "正在核验", en: "checking" },
        passed: { zh: "通过", en: "passed" },
        failed: { zh: "不通过", en: "failed" },
        skipped: { zh: "未核验", en: "not reached" },
        good: { zh: "核验通过", en: "Verified" },
        bad: { zh: "核验不通过", en: "Not verified" },
        unreadable: { zh: "打不开", en: "Cannot be read" },
        digest: { zh: "结果摘要", en: "Bundle digest" },
        draw: { zh: "抽取编号", en: "Draw" },
        logName: { zh: "公开日志", en: "Log" },
        authority: { zh: "抽取单位", en: "Authority" },
        campaign: { zh: "抽查", en: "Campaign" },
        grade: { zh: "先后次序的证明等级", en: "Grade of the order of events" },
        kind: { zh: "内容", en: "Contents" },
        "mq1/bundle": { zh: "抽取结果", en: "an outcome" },
        "mq1/announcement": { zh: "抽取公告", en: "an announcement" },
        "mq1/sealed": { zh: "封存抽取", en: "a sealed draw" },
        state: { zh: "状态", en: "State" },
        overdue: { zh: "已过期", en: "OVERDUE" },
        attested: { zh: "收口后签名的有", en: "Signed after the close by" },
        key: { zh: "公钥", en: "key" },
        witnesses: { zh: "见证人", en: "Witnesses" },
        proof: { zh: "核验凭证", en: "Proof of one entity" },
        slip: { zh: "入企检查通知", en: "Slip of a visit" },
        share: { zh: "密钥份额", en: "Share of the secret" },
        holder: { zh: "持有人", en: "Holder" },
        alone: { zh: "没有同时核验结果文件夹：只凭这一个文件和信任策略判断。", en: "No bundle was verified beside it: this rests on the file and the trust policy alone." },
        names: { zh: "姓名", en: "Names" },
        days: { zh: "日期", en: "Days" },
        inspected: { zh: "检查对象（任务）", en: "Inspected (task)" },
        gone: { zh: "不再检查（任务）", en: "Not inspected any more (task)" },
        items: { zh: "事项", en: "Items" },
        entity: { zh: "检查对象", en: "Entity" },
        time: { zh: "用时", en: "Time" },
        seconds: { zh: "秒", en: "s" },
        got: { zh: "实际", en: "got" },
        expected: { zh: "应为", en: "expected" },
        where: { zh: "位置", en: "where" },
        line: { zh: "行", en: "line" },
        why: { zh: "为什么是我 / 为什么不是我", en: "Why me, or why not" },
        code: { zh: "统一社会信用代码或编号", en: "Code of the entity" },
        ask: { zh: "查询", en: "Ask" },
        ticket: { zh: "号签", en: "Ticket" },
        threshold: { zh: "入选线", en: "Threshold" },
        shell: { zh: "自己核算", en: "Compute it yourself" },
        visit: { zh: "入企检查", en: "Visit" },
        team: { zh: "检查组", en: "team" },
        lead: { zh: "组长", en: "lead" },
        noDate: { zh: "未定日期", en: "no date" },
        limits: {
            zh: "核验通过说明：公布的结果确实由公布的名单、方案和种子推出。它不能说明名单本身真实，也不能排除在场的人串通。",
            en: "A verified draw follows from the published lists, plan and seed. It does not show that the lists are true, nor that the people in the room did not collude.",
        },
    };
});
// Where a slip comes from: pasted, a file, or the address behind a QR code. What is behind `#` is never sent to a server.
define("site/slip/source", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.LARGEST = void 0;
    exports.fromFragment = fromFragment;
    exports.fromText = fromText;
    /** Longer than any slip. */
    exports.LARGEST = 1048576;
    function fromBase64Url(text) {
        if (!/^[A-Za-z0-9_-]+$/.test(text))
            return null;
        try {
            return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
        }
        catch {
            return null;
        }
    }
    /** The slip in the part of an address behind `#`: `s=` and base64url of its line, or the line itself, percent-encoded. */
    function fromFragment(hash) {
        const fragment = hash.replace(/^#/, "");
        if (fragment.startsWith("s="))
            return fromBase64Url(fragment.slice(2));
        try {
            const line = decodeURIComponent(fragment);
            return line.startsWith("{") ? new TextEncoder().encode(line) : null;
        }
        catch {
            return null;
        }
    }
    /** What was pasted: the line, or the address behind the QR code. White space around it is nobody's. */
    function fromText(text) {
        const line = text.trim();
        const hash = line.indexOf("#");
        const linked = line.startsWith("{") || hash < 0 ? null : fromFragment(line.slice(hash));
        return linked ?? new TextEncoder().encode(line);
    }
});
// One line of facts: what it is, and what it says.
define("verify/page/fact", ["require", "exports", "verify/page/dom", "verify/page/words"], function (require, exports, dom_js_3, words_js_3) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.fact = fact;
    function fact(lang, word, value) {
        return [(0, dom_js_3.el)("dt", {}, words_js_3.WORDS[word][lang]), (0, dom_js_3.el)("dd", {}, value)];
    }
});
// How a slip looks: who goes now, when, for what, and what has changed since the draw.
define("verify/page/slip_view", ["require", "exports", "verify/src/index", "verify/page/dom", "verify/page/fact", "verify/page/words"], function (require, exports, index_js_2, dom_js_4, fact_js_1, words_js_4) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.slipView = slipView;
    function drawsText(draws) {
        return draws.map(({ entity, task }) => `${entity}（${task}）`).join("、");
    }
    function names(lang, slip, now, checked) {
        return (slip.names ?? []).map(({ inspector, private: person }) => {
            const goes = now.team === undefined ? now.off !== true : now.team.some((one) => one.inspector === inspector);
            const marks = [...(checked ? [] : [index_js_2.UNCHECKED[lang]]), ...(goes ? [] : [index_js_2.NOT_GOING[lang]])];
            const texts = [person["name"], person["work_no"], person["certificate_no"]].filter((text) => text !== undefined);
            const told = [inspector, ...texts.map(index_js_2.quoted)].join(" ");
            return marks.length === 0 ? told : `${told}（${marks.join("；")}）`;
        }).join("；");
    }
    function slipView(lang, { slip, now, namesChecked, teamNotes }) {
        if (slip === undefined || now === undefined)
            return [];
        const facts = (0, dom_js_4.el)("dl", { class: "slip" });
        const { visit, team, days, draws, gone, called, off, sentences } = now;
        const notes = (teamNotes ?? []).map((note) => (0, dom_js_4.el)("p", { class: "note" }, note[lang]));
        if (visit !== undefined)
            facts.append(...(0, fact_js_1.fact)(lang, "entity", visit));
        if (draws.length > 0)
            facts.append(...(0, fact_js_1.fact)(lang, "inspected", drawsText(draws)));
        if (gone.length > 0)
            facts.append(...(0, fact_js_1.fact)(lang, "gone", drawsText(gone)));
        if (team !== undefined) {
            facts.append(...(0, fact_js_1.fact)(lang, "days", (days ?? []).join("、") || words_js_4.WORDS.noDate[lang]));
            const people = team.map((one) => `${one.inspector ?? "—"}${one.lead ? `（${words_js_4.WORDS.lead[lang]}）` : ""}`).join("、");
            facts.append(...(0, fact_js_1.fact)(lang, "team", (0, dom_js_4.el)("div", {}, people, ...notes)));
        }
        const leaf = "visit" in slip.leaf ? slip.leaf.visit : slip.leaf;
        if ("items" in leaf)
            facts.append(...(0, fact_js_1.fact)(lang, "items", leaf.items.join("、")));
        if (slip.names !== undefined)
            facts.append(...(0, fact_js_1.fact)(lang, "names", names(lang, slip, now, namesChecked === true)));
        const standing = called === undefined ? [] : [(0, dom_js_4.el)("p", {}, (called ? index_js_2.CALLED : index_js_2.NOT_CALLED)[lang])];
        if (off)
            standing.push((0, dom_js_4.el)("p", {}, index_js_2.OFF[lang]));
        return [...standing, facts, ...(team === undefined ? notes : []), ...sentences.map((sentence) => (0, dom_js_4.el)("p", { class: "note" }, sentence[lang]))];
    }
});
// How a check, the verdict and an answer look.
define("verify/page/views", ["require", "exports", "verify/src/index", "verify/page/dom", "verify/page/fact", "verify/page/slip_view", "verify/page/words"], function (require, exports, index_js_3, dom_js_5, fact_js_2, slip_view_js_1, words_js_5) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.checkView = checkView;
    exports.verdictView = verdictView;
    exports.fileView = fileView;
    exports.answerView = answerView;
    function details(lang, result) {
        const list = (0, dom_js_5.el)("dl", { class: "details" });
        const { got, expected, where, whoSentence } = result;
        if (got !== undefined)
            list.append(...(0, fact_js_2.fact)(lang, "got", String(got)));
        if (expected !== undefined)
            list.append(...(0, fact_js_2.fact)(lang, "expected", String(expected)));
        if (where !== undefined) {
            const line = where.line === undefined ? "" : lang === "zh" ? `，第 ${where.line} ${words_js_5.WORDS.line.zh}` : `, ${words_js_5.WORDS.line.en} ${where.line}`;
            list.append(...(0, fact_js_2.fact)(lang, "where", `${where.file ?? ""}${line}`));
        }
        return (0, dom_js_5.el)("div", {}, list, whoSentence === undefined ? null : (0, dom_js_5.el)("p", {}, whoSentence[lang]));
    }
    /** One row: never by colour alone, always a mark and a word. */
    function checkView(lang, name, result, share, over) {
        const state = result !== undefined ? (result.ok ? "passed" : "failed") : share !== null ? "running" : over ? "skipped" : "waiting";
        const mark = { passed: "✓", failed: "✗", running: "…", skipped: "–", waiting: "·" }[state];
        const text = result?.sentence[lang] ?? (index_js_3.MESSAGES[name] ?? index_js_3.FILE_MESSAGES[name])?.ok[lang] ?? name;
        const bar = share === null || share === 0 ? null : (0, dom_js_5.el)("progress", { max: "1", value: String(share) });
        return (0, dom_js_5.el)("li", { class: state, "data-check": name, "data-state": state }, (0, dom_js_5.el)("span", { class: "mark", "aria-hidden": "true" }, mark), (0, dom_js_5.el)("span", { class: "state" }, words_js_5.WORDS[state][lang]), (0, dom_js_5.el)("span", { class: "sentence" }, state === "passed" || state === "failed" ? text : name), (0, dom_js_5.el)("code", { class: "name" }, name), bar, result !== undefined && !result.ok ? details(lang, result) : null);
    }
    function verdictView(lang, reply) {
        if (reply.say === "unreadable")
            return unreadableView(lang, reply.reason);
        const { verdict } = reply;
        const facts = (0, dom_js_5.el)("dl", {});
        if (reply.authority !== "")
            facts.append(...(0, fact_js_2.fact)(lang, "authority", reply.authority), ...(0, fact_js_2.fact)(lang, "campaign", reply.campaign));
        if (reply.draw !== "")
            facts.append(...(0, fact_js_2.fact)(lang, "draw", reply.draw));
        facts.append(...standing(lang, verdict));
        if (verdict.digest !== null)
            facts.append(...(0, fact_js_2.fact)(lang, "digest", (0, dom_js_5.grouped)(verdict.digest)));
        facts.append(...(0, fact_js_2.fact)(lang, "time", `${(reply.milliseconds / 1000).toFixed(2)} ${words_js_5.WORDS.seconds[lang]}`));
        return [
            judgement(lang, verdict.ok, verdict.failed?.check),
            facts,
            ...verdict.notes.map((note) => (0, dom_js_5.el)("p", { class: "note" }, note[lang])),
            (0, dom_js_5.el)("p", { class: "small" }, words_js_5.WORDS.limits[lang]),
        ];
    }
    function unreadableView(lang, reason) {
        return [(0, dom_js_5.el)("p", { class: "big bad", "data-verdict": "unreadable" }, `✗ ${words_js_5.WORDS.unreadable[lang]}`), (0, dom_js_5.el)("p", {}, reason)];
    }
    /** The verdict in large letters, with a mark and a frame, not by colour alone. */
    function judgement(lang, ok, failed) {
        const word = ok ? "good" : "bad";
        return (0, dom_js_5.el)("p", { class: `big ${word}`, "data-verdict": word, "data-failed": failed ?? "" }, `${ok ? "✓" : "✗"} ${words_js_5.WORDS[word][lang]}`);
    }
    /** Kind, grade and state, and on whom the grade rests. */
    function standing(lang, verdict) {
        const out = [];
        const { kind, grade, gradeSentence, state, stateSentence, attested, witnesses } = verdict;
        if (kind !== undefined && kind in words_js_5.WORDS)
            out.push(...(0, fact_js_2.fact)(lang, "kind", words_js_5.WORDS[kind][lang]));
        if (grade !== undefined)
            out.push(...(0, fact_js_2.fact)(lang, "grade", (0, dom_js_5.el)("span", { "data-grade": grade }, `${grade} — ${gradeSentence?.[lang] ?? ""}`)));
        if (state !== undefined) {
            const late = verdict.overdue === true ? ` ${words_js_5.WORDS.overdue[lang]}` : "";
            out.push(...(0, fact_js_2.fact)(lang, "state", (0, dom_js_5.el)("span", { "data-state": state }, `${stateSentence?.[lang] ?? state}${late}`)));
        }
        if (attested !== undefined && attested.length > 0) {
            out.push(...(0, fact_js_2.fact)(lang, "attested", attested.map((one) => `${(0, index_js_3.quoted)(one.label)}（${(0, index_js_3.quoted)(one.department)}）${words_js_5.WORDS.key[lang]} ${one.key}`).join("；")));
        }
        if (witnesses !== undefined && witnesses.length > 0) {
            out.push(...(0, fact_js_2.fact)(lang, "witnesses", witnesses.map((one) => `${one.name} ${(0, index_js_3.moment)(one.time)}`).join("、")));
        }
        return out;
    }
    /** A proof, a slip or a share. */
    function fileView(lang, reply) {
        if (reply.say === "no file")
            return unreadableView(lang, reply.reason);
        const { verdict } = reply;
        const facts = (0, dom_js_5.el)("dl", {});
        if (verdict.draw !== undefined)
            facts.append(...(0, fact_js_2.fact)(lang, "draw", verdict.draw));
        if (verdict.log !== undefined)
            facts.append(...(0, fact_js_2.fact)(lang, "logName", (0, index_js_3.quoted)(verdict.log)));
        if (verdict.holder !== undefined)
            facts.append(...(0, fact_js_2.fact)(lang, "holder", (0, index_js_3.quoted)(verdict.holder)));
        return [
            (0, dom_js_5.el)("h2", {}, words_js_5.WORDS[verdict.kind][lang]),
            judgement(lang, verdict.ok, verdict.failed?.check),
            facts,
            ...(0, slip_view_js_1.slipView)(lang, verdict),
            ...(verdict.answer === undefined ? [] : answerView(lang, verdict.answer)),
            ...(reply.besideBundle ? [] : [(0, dom_js_5.el)("p", { class: "small" }, words_js_5.WORDS.alone[lang])]),
            ...verdict.notes.map((note) => (0, dom_js_5.el)("p", { class: "note" }, note[lang])),
            (0, dom_js_5.el)("ol", { class: "checks" }, ...verdict.results.map((result) => checkView(lang, result.check, result, null, true))),
        ];
    }
    function visitView(lang, visit) {
        const days = visit.days === undefined || visit.days.length === 0 ? words_js_5.WORDS.noDate[lang] : visit.days.join(", ");
        const seats = (visit.seats ?? []).flatMap((seat) => (seat.inspector === undefined ? [] : [seat.lead ? `${seat.inspector}（${words_js_5.WORDS.lead[lang]}）` : seat.inspector]));
        return (0, dom_js_5.el)("p", {}, `${words_js_5.WORDS.visit[lang]} ${visit.id}: ${days}`, seats.length === 0 ? "" : `; ${words_js_5.WORDS.team[lang]} ${seats.join(lang === "zh" ? "、" : ", ")}`);
    }
    function answerView(lang, answer) {
        const tasks = answer.tasks.map((task) => {
            const facts = (0, dom_js_5.el)("dl", {});
            if (task.ticket !== undefined)
                facts.append(...(0, fact_js_2.fact)(lang, "ticket", (0, dom_js_5.grouped)(task.ticket)));
            if (task.threshold !== undefined)
                facts.append(...(0, fact_js_2.fact)(lang, "threshold", (0, dom_js_5.grouped)(task.threshold)));
            if (task.shell !== undefined)
                facts.append(...(0, fact_js_2.fact)(lang, "shell", (0, dom_js_5.el)("code", { class: "shell" }, task.shell)));
            return (0, dom_js_5.el)("li", { "data-outcome": task.outcome }, (0, dom_js_5.el)("p", {}, task.sentence[lang]), facts);
        });
        return [
            (0, dom_js_5.el)("p", { class: "named", "data-status": answer.status }, `${answer.id} ${answer.name === undefined ? "" : (0, index_js_3.quoted)(answer.name)}`),
            (0, dom_js_5.el)("p", {}, answer.sentence[lang]),
            (0, dom_js_5.el)("ul", {}, ...tasks),
            ...(answer.visit === undefined ? [] : [visitView(lang, answer.visit)]),
            ...(answer.replacements ?? []).map(({ sentence }) => (0, dom_js_5.el)("p", { class: "note" }, sentence[lang])),
            ...(answer.void === undefined ? [] : [(0, dom_js_5.el)("p", { class: "note" }, answer.void[lang])]),
        ];
    }
});
// Whether the visit of a slip is today.
define("site/slip/day", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.dayWord = dayWord;
    /** Whether somebody should be at the door today. */
    function dayWord({ days, off, called, team }, today) {
        if (off === true || called === false)
            return null;
        if (days === undefined || days.length === 0)
            return team === undefined ? null : "dayNone";
        if (days.includes(today))
            return "dayIn";
        if (today < days[0])
            return "dayBefore";
        return today > days[days.length - 1] ? "dayAfter" : "dayBetween";
    }
});
// What is said of a slip at one glance.
define("site/slip/state", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.stateOf = stateOf;
    function stateOf({ against, draw, verdict, why }) {
        if (!verdict.ok)
            return "bad";
        if (draw?.void !== undefined)
            return "off";
        // Not before the published outcome was looked at: it may know that the draw is void, or of a later replacement.
        if (why === "fetching")
            return "checking";
        if (against === "nothing")
            return "unsure";
        return verdict.now?.off === true || verdict.now?.called === false ? "off" : "good";
    }
});
// Every word of the page that checks a slip, in Simplified Chinese and in English. Words that it shares are in
// verify/page/words.ts.
define("site/slip/words", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.WHY = exports.WORDS = void 0;
    exports.WORDS = {
        reading: { zh: "正在核验检查凭单……", en: "Checking the slip …" },
        empty: { zh: "请粘贴检查凭单的内容，或选择凭单文件。", en: "Paste the text of the slip, or choose its file." },
        large: { zh: "内容太长，不是检查凭单。", en: "This is too long to be a slip." },
        noSlip: {
            zh: "这不是检查凭单，或者没有粘贴完整。凭单是一整行文字，里面有 \"format\":\"mq1/slip\"；扫码得到的网址也可以直接打开。",
            en: "This is no slip, or not all of it. A slip is one line of text that has \"format\":\"mq1/slip\"; an address from its QR code can be opened as it is.",
        },
        checking: { zh: "正在核对", en: "Checking" },
        checkingLogged: { zh: "这次检查是摇号定下的，已记入公开日志；正在与公布的结果核对（后来有没有换人、作废），请稍候。", en: "The draw made this visit; it is in the public log. It is being held against the published outcome: whether anybody was replaced since, or the draw is void." },
        checkingSentence: { zh: "凭单本身前后一致，正在与公布的结果核对，请稍候。", en: "The slip agrees with itself; it is being held against the published outcome." },
        good: { zh: "真", en: "Genuine" },
        goodBundle: { zh: "这张检查凭单与公布的抽取一致。", en: "This slip is one of the published draw." },
        goodLog: { zh: "这次检查是摇号定下的，已记入公开日志。", en: "The draw made this visit; it is in the public log." },
        bad: { zh: "不真", en: "Not genuine" },
        badAdvice: { zh: "先不要按这张凭单接受检查。请拨打主管部门的电话核实，并可以投诉举报。", en: "Do not accept a visit on this slip yet. Call the office to make sure; you may complain." },
        unsure: { zh: "未能确认", en: "Not established" },
        unsureSentence: { zh: "凭单本身前后一致，但没有人为它作证：谁都可以造出这样一张。", en: "The slip agrees with itself, but nobody vouches for it: anybody could have made one like it." },
        unsureFaulty: { zh: "网站上公布的结果本身核验不通过，所以不能说这张凭单是真的。", en: "What the site has published of this draw is itself not verified, so nothing can be said for this slip." },
        off: { zh: "检查不应进行", en: "No visit" },
        offVoid: { zh: "凭单是真的，但这次抽取已作废：没有人应当凭它来检查。", en: "The slip is genuine, but the draw is void: nobody is to come on it." },
        offGone: { zh: "凭单是真的，但这次检查的任务都已取消。", en: "The slip is genuine, but no task of this visit is left." },
        offReserve: { zh: "凭单是真的，但它是候补的，到目前没有被递补：现在不应来检查。", en: "The slip is genuine, but of a reserve that was not called up so far: nobody is to come now." },
        dayIn: { zh: "今天在检查日期内。", en: "Today is one of the days of this visit." },
        dayBefore: { zh: "今天还不到检查日期！", en: "Today is before the days of this visit!" },
        dayAfter: { zh: "检查日期已过！", en: "The days of this visit are over!" },
        dayBetween: { zh: "今天不是检查日期！", en: "Today is not one of the days of this visit!" },
        dayNone: { zh: "这次检查没有定下日期！", en: "This visit has no date!" },
        today: { zh: "今天", en: "today" },
        fetch: { zh: "正在下载公布的结果", en: "Fetching the published outcome" },
        check: { zh: "正在核验公布的结果", en: "Verifying the published outcome" },
        goOn: { zh: "下载并核对", en: "Fetch it and compare" },
        size: { zh: "公布的结果较大，没有自动下载", en: "The published outcome is large and was not fetched unasked" },
        name: { zh: "名称", en: "Name" },
        itemNames: { zh: "事项名称", en: "Items by name" },
        steps: { zh: "逐项核验", en: "The checks" },
        complaint: { zh: "投诉举报：", en: "Complaints: " },
        log: { zh: "公开日志", en: "Log" },
        broken: { zh: "程序出错了，没有结论。", en: "The program has failed; there is no verdict." },
    };
    /** Why nothing published stands beside the slip. */
    exports.WHY = {
        large: { zh: "还没有与公布的结果核对。", en: "It was not held against the published outcome yet." },
        unreachable: { zh: "没有取到公布的结果，所以没有核对。请检查网络后再试。", en: "The published outcome could not be read, so nothing was compared. Check your connection and try again." },
        unpublished: {
            zh: "本站没有公布这个编号的抽取。凭单也许是别的单位的：请到那个单位的网站核验，并看清公开日志是不是它的。",
            en: "This site has not published a draw of this number. The slip may be of another office: check it at that office's site, and see whether the log is its.",
        },
        nameless: { zh: "凭单上的抽取编号不合规范，找不到公布的结果。", en: "The name of the draw on the slip is none, so no published outcome can be found." },
        announced: {
            zh: "本站还只有这次抽取之前的公告：姓名、换人没有核对。",
            en: "The site has only the announcement from before the draw so far: names and replacements were not compared.",
        },
        faulty: { zh: "网站上公布的结果本身核验不通过，不能用来核对。", en: "What the site has published is itself not verified, and can't be used to compare." },
    };
});
// How the verdict on a slip looks: one glance says it, in shape, word and colour; then who comes, when, and for what.
define("site/slip/view", ["require", "exports", "verify/src/index", "verify/page/dom", "verify/page/fact", "verify/page/slip_view", "verify/page/views", "verify/page/words", "site/slip/day", "site/slip/state", "site/slip/words"], function (require, exports, index_js_4, dom_js_6, fact_js_3, slip_view_js_2, views_js_1, words_js_6, day_js_1, state_js_3, words_js_7) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.judgedView = judgedView;
    exports.progressView = progressView;
    exports.saidView = saidView;
    const MARKS = { good: "✓", bad: "✗", unsure: "?", off: "⊘", checking: "…" };
    function sentence(lang, state, { against, draw, verdict, why }) {
        switch (state) {
            case "good": return words_js_7.WORDS[against === "bundle" ? "goodBundle" : "goodLog"][lang];
            case "bad": return verdict.failed.sentence[lang];
            case "unsure": return words_js_7.WORDS[why === "faulty" ? "unsureFaulty" : "unsureSentence"][lang];
            case "checking": return words_js_7.WORDS[against === "log" ? "checkingLogged" : "checkingSentence"][lang];
            case "off": return words_js_7.WORDS[draw?.void !== undefined ? "offVoid" : verdict.now?.off === true ? "offGone" : "offReserve"][lang];
        }
    }
    function dayView(lang, now, today) {
        const word = now === undefined ? null : (0, day_js_1.dayWord)(now, today);
        if (word === null)
            return [];
        const days = now.days ?? [];
        const told = `${words_js_7.WORDS[word][lang]} ${days.join(lang === "zh" ? "、" : ", ")}${lang === "zh" ? `（${words_js_7.WORDS.today.zh} ${today}）` : ` (${words_js_7.WORDS.today.en} ${today})`}`;
        return [(0, dom_js_6.el)("p", { class: word === "dayIn" ? "day" : "day warning", "data-day": word }, `${word === "dayIn" ? "✓" : "⚠"} ${told}`)];
    }
    function drawFacts(lang, { draw, verdict }) {
        const facts = (0, dom_js_6.el)("dl", {});
        if (draw?.entity !== undefined)
            facts.append(...pair(words_js_7.WORDS.name[lang], (0, dom_js_6.el)("bdi", {}, draw.entity)));
        const leaf = verdict.slip === undefined ? undefined : "visit" in verdict.slip.leaf ? verdict.slip.leaf.visit : verdict.slip.leaf;
        const own = leaf !== undefined && "items" in leaf ? leaf.items : [];
        const names = (draw?.items ?? []).filter((one) => own.includes(one.id)).map((one) => (0, dom_js_6.el)("li", {}, (0, dom_js_6.el)("bdi", {}, one.name)));
        if (names.length > 0)
            facts.append(...pair(words_js_7.WORDS.itemNames[lang], (0, dom_js_6.el)("ul", { class: "plain" }, ...names)));
        if (draw !== undefined) {
            facts.append(...(0, fact_js_3.fact)(lang, "authority", (0, dom_js_6.el)("bdi", {}, draw.authority)), ...(0, fact_js_3.fact)(lang, "campaign", (0, dom_js_6.el)("bdi", {}, draw.campaign)));
        }
        if (verdict.draw !== undefined)
            facts.append(...(0, fact_js_3.fact)(lang, "draw", verdict.draw));
        if (verdict.log !== undefined)
            facts.append(...pair(words_js_7.WORDS.log[lang], (0, index_js_4.quoted)(verdict.log)));
        if (draw !== undefined)
            facts.append(...(0, fact_js_3.fact)(lang, "digest", (0, dom_js_6.grouped)(draw.digest)));
        return facts;
    }
    function pair(name, value) {
        return [(0, dom_js_6.el)("dt", {}, name), (0, dom_js_6.el)("dd", {}, value)];
    }
    /** What was not shown, and why. */
    function gaps(lang, { detail, draw, verdict, why }) {
        const told = why === "" || why === "fetching" ? [] : [words_js_7.WHY[why][lang] + (detail === undefined ? "" : ` ${detail[lang]}`)];
        const ended = draw?.void === undefined ? [] : [draw.void[lang]];
        return [...new Set([...told, ...ended, ...verdict.notes.map((note) => note[lang])])].map((text) => (0, dom_js_6.el)("p", { class: "note" }, text));
    }
    function judgedView(judged, { complaint, goOn, lang, today }) {
        const state = (0, state_js_3.stateOf)(judged);
        const { size, verdict } = judged;
        const big = (0, dom_js_6.el)("p", { class: `headline ${state}`, "data-state": state, "data-failed": verdict.failed?.check ?? "", "data-against": judged.against, "data-why": judged.why }, (0, dom_js_6.el)("span", { class: "mark", "aria-hidden": "true" }, MARKS[state]), " ", (0, dom_js_6.el)("strong", {}, `${words_js_7.WORDS[state][lang]}${lang === "zh" ? "：" : ": "}`), sentence(lang, state, judged));
        const advice = state === "bad" || state === "unsure" || state === "off";
        const button = (0, dom_js_6.el)("button", { type: "button", id: "go-on" }, words_js_7.WORDS.goOn[lang]);
        button.addEventListener("click", goOn);
        const offer = size === undefined ? [] : [(0, dom_js_6.el)("p", {}, `${words_js_7.WORDS.size[lang]}: ${Math.ceil(size / 1048576)} MB. `, button)];
        return [
            big, ...(state === "bad" ? [(0, dom_js_6.el)("p", {}, words_js_7.WORDS.badAdvice[lang])] : []),
            ...(advice && complaint !== "" ? [(0, dom_js_6.el)("p", {}, words_js_7.WORDS.complaint[lang], (0, dom_js_6.el)("bdi", {}, complaint))] : []),
            ...(verdict.ok ? dayView(lang, verdict.now, today) : []), ...offer,
            ...(verdict.ok ? (0, slip_view_js_2.slipView)(lang, verdict) : []), ...(verdict.ok ? [drawFacts(lang, judged)] : []),
            ...gaps(lang, judged),
            (0, dom_js_6.el)("details", state === "bad" ? { open: "" } : {}, (0, dom_js_6.el)("summary", {}, words_js_7.WORDS.steps[lang]), (0, dom_js_6.el)("ol", { class: "checks" }, ...verdict.results.map((result) => (0, views_js_1.checkView)(lang, result.check, result, null, true)))),
        ];
    }
    function progressView(lang, step, what, share) {
        return [(0, dom_js_6.el)("p", { class: "progress", "data-step": step }, `${words_js_7.WORDS[step][lang]} `, (0, dom_js_6.el)("code", {}, what)), (0, dom_js_6.el)("progress", { max: "1", value: String(share) })];
    }
    function saidView(lang, word) {
        const class_ = word === "reading" ? "note" : "headline unsure";
        return [(0, dom_js_6.el)("p", { class: class_, "data-said": word }, `${word === "reading" ? "" : "? "}${words_js_7.WORDS[word][lang]}`), ...(word === "noSlip" ? [(0, dom_js_6.el)("p", { class: "note" }, words_js_6.WORDS.unreadable[lang])] : [])];
    }
});
// The window: takes a slip, lets the Worker check it, and shows what it says.
define("site/slip/window", ["require", "exports", "verify/page/dom", "site/slip/source", "site/slip/view"], function (require, exports, dom_js_7, source_js_15, view_js_2) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.show = show;
    /** A bundle up to this size is fetched unasked. */
    const UNASKED = 33554432;
    function dayOf(now) {
        return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    }
    class SlipPage {
        script;
        lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
        worker;
        verdict = document.createElement("div");
        progress = document.createElement("div");
        constructor(script) {
            this.script = script;
            // Only the verdict is read aloud, not each step of the way.
            this.progress.setAttribute("aria-live", "off");
            (0, dom_js_7.byId)("answer").replaceChildren(this.verdict, this.progress);
        }
        show(children) {
            this.verdict.replaceChildren(...children);
            this.progress.replaceChildren();
        }
        /** A new Worker for each slip, so that one still at work for another says nothing more. */
        start() {
            this.worker?.terminate();
            const worker = this.worker = new Worker(this.script.address);
            worker.addEventListener("message", (event) => this.take(event.data));
            worker.addEventListener("error", () => this.show((0, view_js_2.saidView)(this.lang, "broken")));
            return worker;
        }
        check(bytes) {
            if (bytes.length === 0)
                return this.show((0, view_js_2.saidView)(this.lang, "empty"));
            if (bytes.length > source_js_15.LARGEST)
                return this.show((0, view_js_2.saidView)(this.lang, "large"));
            this.show((0, view_js_2.saidView)(this.lang, "reading"));
            const question = {
                ask: "slip", bytes, root: new URL(this.script.root, document.baseURI).href, unasked: UNASKED, today: dayOf(new Date()),
                keys: this.script.keys.split(/\s+/).filter((key) => key !== ""),
            };
            this.start().postMessage(question);
        }
        take(reply) {
            const { lang } = this;
            switch (reply.say) {
                case "progress": return this.progress.replaceChildren(...(0, view_js_2.progressView)(lang, reply.step, reply.what, reply.share));
                case "no slip": return this.show((0, view_js_2.saidView)(lang, "noSlip"));
                case "judged": return this.show((0, view_js_2.judgedView)(reply, {
                    lang, today: dayOf(new Date()), complaint: this.script.complaint, goOn: () => this.worker?.postMessage({ ask: "go on" }),
                }));
            }
        }
    }
    function show(script) {
        const page = new SlipPage(script);
        const form = (0, dom_js_7.byId)("slip");
        const field = form.querySelector("textarea[name=slip]");
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            page.check((0, source_js_15.fromText)(field.value));
        });
        const file = (0, dom_js_7.byId)("slip-file");
        file.addEventListener("change", () => {
            const [chosen] = file.files ?? [];
            if (chosen !== undefined)
                void chosen.slice(0, source_js_15.LARGEST + 1).text().then((text) => page.check((0, source_js_15.fromText)(text)));
            file.value = "";
        });
        const fromAddress = () => {
            const bytes = (0, source_js_15.fromFragment)(location.hash);
            if (bytes !== null)
                page.check(bytes);
        };
        window.addEventListener("hashchange", fromAddress);
        fromAddress();
    }
});
// The one program of the page: in the window it shows, in the Worker it computes. Both run this same file.
define("site/slip/boot", ["require", "exports", "site/slip/judge", "site/slip/window"], function (require, exports, judge_js_1, window_js_1) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    if (typeof document === "undefined")
        (0, judge_js_1.listen)();
    else {
        const script = document.currentScript;
        const { complaint, logKeys, root } = script.dataset;
        (0, window_js_1.show)({ address: script.src, root: root ?? "", keys: logKeys ?? "", complaint: complaint ?? "" });
    }
});
need("site/slip/boot");
