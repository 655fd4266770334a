// Makes tar and zip archives of files in memory, for tests.

import { deflateRawSync } from "node:zlib";
import { concat, utf8 } from "../bytes.js";
import type { Slices } from "../source.js";
import type { Files } from "./support.js";

export function slicesOf(bytes: Uint8Array): Slices {
  return { size: bytes.length, slice: async (from, to) => bytes.slice(from, to) };
}

function tarHeader(name: string, size: number, type: string): Uint8Array {
  const block = new Uint8Array(512);
  const put = (text: string, at: number) => block.set(utf8(text), at);
  put(name, 0);
  put("0000644\0", 100);
  put(size.toString(8).padStart(11, "0") + "\0", 124);
  put("        ", 148);
  put(type, 156);
  put("ustar\0" + "00", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(sum.toString(8).padStart(6, "0") + "\0 ", 148);
  return block;
}

export function tar(files: Files, folder: string, links: string[] = []): Uint8Array {
  const parts: Uint8Array[] = [tarHeader(folder, 0, "5")];
  for (const [name, bytes] of files) {
    const padding = new Uint8Array((512 - (bytes.length % 512)) % 512);
    parts.push(tarHeader(folder + name, bytes.length, "0"), bytes, padding);
  }
  for (const name of links) parts.push(tarHeader(folder + name, 0, "2"));
  return concat(...parts, new Uint8Array(1024));
}

export function zip(files: Files, folder: string, deflated: boolean): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of files) {
    const path = utf8(folder + name);
    const packed = deflated ? new Uint8Array(deflateRawSync(bytes)) : bytes;
    const common = new DataView(new ArrayBuffer(26));
    common.setUint16(0, 20, true);
    common.setUint16(4, deflated ? 8 : 0, true);
    common.setUint32(14, packed.length, true);
    common.setUint32(18, bytes.length, true);
    common.setUint16(22, path.length, true);
    const fields = new Uint8Array(common.buffer);
    const local = concat(utf8("PK\x03\x04"), fields, path, packed);
    const tail = new DataView(new ArrayBuffer(14));
    tail.setUint32(10, offset, true);
    directory.push(concat(utf8("PK\x01\x02"), new Uint8Array(2), fields, new Uint8Array(tail.buffer), path));
    parts.push(local);
    offset += local.length;
  }
  const central = concat(...directory);
  const end = new DataView(new ArrayBuffer(18));
  end.setUint16(4, files.size, true);
  end.setUint16(6, files.size, true);
  end.setUint32(8, central.length, true);
  end.setUint32(12, offset, true);
  return concat(...parts, central, utf8("PK\x05\x06"), new Uint8Array(end.buffer));
}
