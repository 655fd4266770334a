// Who hashes files. That takes half of the time, and nothing that is read from a file waits for it: the page gives it
// to a second Worker.

import { MerkleTree } from "./merkle.js";
import { Sha256 } from "./sha256.js";
import { Lines } from "./split.js";

/** The SHA-256 of a file, or the Merkle root of its lines. */
export type What = "digest" | "root";

/** Hashes one file, whose pieces come in their order. A piece is given away: its bytes may be gone afterwards. */
export interface Hashing {
  add(piece: Uint8Array): void | Promise<void>;
  end(): Uint8Array | Promise<Uint8Array>;
}

export interface Hasher {
  start(what: What): Hashing;
}

/** In the same thread. */
export const here: Hasher = {
  start(what) {
    if (what === "digest") {
      const hash = new Sha256();
      return { add: (piece) => void hash.update(piece), end: () => hash.digest() };
    }
    const lines = new Lines();
    const tree = new MerkleTree();
    return { add: (piece) => lines.add(piece, (bytes, from, to) => tree.add(bytes, from, to)), end: () => tree.root() };
  },
};
