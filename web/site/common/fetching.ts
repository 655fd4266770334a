// Reads files of the site. Nothing of what a person looks up goes along: no referrer, no cookies, no query.

import { concat } from "../../verify/src/bytes.js";
import type { Sentence } from "../../verify/src/messages.js";

/** Why a file is not there. */
export type Lack = "network" | "missing" | "large";

const LACKS: Readonly<Record<Lack, Sentence>> = {
  network: { zh: "连不上网站，或传输中断。", en: "The site cannot be reached, or the transfer broke off." },
  missing: { zh: "网站上没有这个文件。", en: "The site does not have this file." },
  large: { zh: "网站给的文件比允许的大，已停止读取。", en: "The site gives a file that is larger than it may be; reading was stopped." },
};

/** A file that could not be read: nothing is said about whether it is right. */
export class NotFetched extends Error {
  constructor(readonly lack: Lack, readonly file: string) {
    super(LACKS[lack].en);
  }

  get sentence(): Sentence {
    return LACKS[this.lack];
  }
}

/** The names of a relative path as they stand in an address: none of them has a meaning there. */
export function inAddress(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

async function answerOf(address: URL, file: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { cache: "no-cache", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" });
  } catch {
    throw new NotFetched("network", file);
  }
  if (!response.ok) throw new NotFetched("missing", file);
  return response;
}

interface Reading {
  /** Is told how many bytes have come each time. */
  readonly came?: (bytes: number) => void;
  /** What is longer is cut off, not refused: whoever reads it finds that it is longer than it should be. */
  readonly cut?: boolean;
}

/** The pieces of a file, at most `limit` bytes, or little more if it is cut. */
export async function pieces(address: URL, file: string, limit: number, { came, cut }: Reading = {}): Promise<Uint8Array<ArrayBuffer>[]> {
  const response = await answerOf(address, file);
  const reader = response.body?.getReader();
  const all: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  while (reader !== undefined) {
    const next = await reader.read().catch(() => {
      throw new NotFetched("network", file);
    });
    if (next.done) break;
    size += next.value.length;
    const isLong = size > limit;
    if (isLong) void reader.cancel();
    if (isLong && cut !== true) throw new NotFetched("large", file);
    all.push(next.value);
    came?.(next.value.length);
    if (isLong) break;
  }
  return all;
}

export async function bytesAt(address: URL, file: string, limit: number): Promise<Uint8Array> {
  return concat(...await pieces(address, file, limit));
}
