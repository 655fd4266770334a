// The Merkle tree hash of RFC 6962, section 2.1, over lines that come one by one.

import { Message, sha256, wordsToBytes } from "./sha256.js";

export class MerkleTree {
  count = 0;
  private readonly leaf = new Message(64);
  private readonly node = new Message(65);
  private readonly nodeView = new DataView(this.node.bytes.buffer);
  // Of the bytes in which the last line stood: most lines stand in the same ones as the one before.
  private bytes = new Uint8Array(0) as Uint8Array;
  private view = new DataView(this.bytes.buffer);
  // Roots of full subtrees, largest first; their sizes are the binary digits of `count`.
  private readonly stack = new Int32Array(8 * 64);
  private height = 0;

  add(bytes: Uint8Array, from: number, to: number): void {
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.leaf.hashAfterInto(0, this.view, from, to, this.stack, 8 * this.height);
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
