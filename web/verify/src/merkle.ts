// The Merkle tree hash of RFC 6962, section 2.1, over lines that come one by one.

import { Message, sha256, wordsToBytes } from "./sha256.js";

// Room for most lines; a longer one gets a buffer of its own.
const USUAL = 4096;
const SHORT = 512;

export class MerkleTree {
  count = 0;
  private readonly leaf = new Message(USUAL + 1);
  private readonly node = new Message(65);
  private readonly nodeView = new DataView(this.node.bytes.buffer);
  // Roots of full subtrees, largest first; their sizes are the binary digits of `count`.
  private readonly stack = new Int32Array(8 * 64);
  private height = 0;

  add(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    const message = length <= USUAL ? this.leaf : new Message(length + 1);
    message.bytes[0] = 0;
    // Most lines are short: copying them byte by byte is no slower than a view, and leaves nothing to be collected.
    if (length > SHORT) message.bytes.set(bytes.subarray(from, to), 1);
    else for (let i = 0; i < length; i++) message.bytes[1 + i] = bytes[from + i]!;
    message.hashInto(length + 1, this.stack, 8 * this.height);
    this.height++;
    this.count++;
    for (let size = this.count; size % 2 === 0; size /= 2) this.join();
  }

  /** Replaces the two last subtrees by their node. */
  private join(): void {
    this.height--;
    const at = 8 * (this.height - 1);
    this.node.bytes[0] = 1;
    for (let i = 0; i < 16; i++) this.nodeView.setInt32(1 + 4 * i, this.stack[at + i]!, false);
    this.node.hashInto(65, this.stack, at);
  }

  /** The root. Nothing may be added afterwards. */
  root(): Uint8Array {
    if (this.height === 0) return sha256();
    while (this.height > 1) this.join();
    return wordsToBytes(this.stack, 0);
  }
}
