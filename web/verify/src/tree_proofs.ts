// Inclusion and consistency proofs (RFC 6962, sections 2.1.1 and 2.1.2), in trees of up to 2^53 − 1 leaves.

import { compareBytes } from "./bytes.js";
import { sha256 } from "./sha256.js";

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

export function leafHash(line: Uint8Array): Uint8Array {
  return sha256(LEAF, line);
}

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE, left, right);
}

/** The largest power of two below n, for n > 1: where the tree of n leaves is split. */
function split(n: number): number {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

/** A hash of a proof: the root of the leaves from `from` to `to`. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly hash: Uint8Array;
}

/** What the hashes of an inclusion proof stand for, from the leaf upwards; null if there are too few or too many. */
function segments(index: number, size: number, hashes: readonly Uint8Array[]): Segment[] | null {
  if (index >= size) return null;
  const spans: [number, number][] = [];
  for (let from = 0, to = size; to - from > 1;) {
    const middle = from + split(to - from);
    if (index < middle) {
      spans.push([middle, to]);
      to = middle;
    } else {
      spans.push([from, middle]);
      from = middle;
    }
  }
  if (spans.length !== hashes.length) return null;
  return spans.reverse().map(([from, to], i) => ({ from, to, hash: hashes[i]! }));
}

/** The root to which a leaf leads, or null if the proof has a wrong number of hashes. */
export function rootFrom(leaf: Uint8Array, index: number, size: number, hashes: readonly Uint8Array[]): Uint8Array | null {
  const parts = segments(index, size, hashes);
  if (parts === null) return null;
  return parts.reduce((hash, part) => (part.from > index ? node(hash, part.hash) : node(part.hash, hash)), leaf);
}

export function isIncluded(
  leaf: Uint8Array, index: number, size: number, hashes: readonly Uint8Array[], root: Uint8Array,
): boolean {
  const got = rootFrom(leaf, index, size, hashes);
  return got !== null && compareBytes(got, root) === 0;
}

/**
 * The root of a tree of which the leaves from `first` on are given, one after another. What lies to the left of them is
 * taken from the inclusion proof of the first, what lies to the right from that of the last; null if a proof has a wrong
 * number of hashes, or the leaves go beyond the tree.
 */
export function rootAround(
  leaves: readonly Uint8Array[], first: number, size: number, before: readonly Uint8Array[], after: readonly Uint8Array[],
): Uint8Array | null {
  const end = first + leaves.length;
  const left = segments(first, size, before)?.filter((one) => one.to <= first);
  const right = segments(end - 1, size, after)?.filter((one) => one.from >= end);
  if (leaves.length === 0 || left === undefined || right === undefined) return null;
  const outside = new Map([...left, ...right].map(({ from, to, hash }) => [`${from} ${to}`, hash]));
  const root = (from: number, to: number): Uint8Array => {
    // A subtree without a leaf that is given hangs beside the path of the first or the last one: it is in their proofs.
    if (to <= first || from >= end) return outside.get(`${from} ${to}`)!;
    if (to - from === 1) return leaves[from - first]!;
    const middle = from + split(to - from);
    return node(root(from, middle), root(middle, to));
  };
  return root(0, size);
}

/** Takes hashes from a proof and rebuilds both roots from them, as 2.1.2 makes the proof. */
class Consistency {
  private at = 0;

  constructor(private readonly hashes: readonly Uint8Array[], private readonly old: Uint8Array) {}

  private take(): Uint8Array | null {
    return this.hashes[this.at++] ?? null;
  }

  /** Old and new root of the first m and of all n leaves of a subtree; `whole`: the subtree begins the old tree. */
  roots(m: number, n: number, whole: boolean): [Uint8Array, Uint8Array] | null {
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

  get used(): boolean {
    return this.at === this.hashes.length;
  }
}

/** Whether the tree of `newSize` leaves and root `newRoot` extends that of `oldSize` ≥ 1 leaves and root `oldRoot`. */
export function isConsistent(
  oldSize: number, oldRoot: Uint8Array, newSize: number, newRoot: Uint8Array, hashes: readonly Uint8Array[],
): boolean {
  if (oldSize < 1 || oldSize > newSize) return false;
  const proof = new Consistency(hashes, oldRoot);
  const roots = proof.roots(oldSize, newSize, true);
  return roots !== null && proof.used && compareBytes(roots[0], oldRoot) === 0 && compareBytes(roots[1], newRoot) === 0;
}
