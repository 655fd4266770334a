// The folder of look.json: what it says is held against plan and record; then each code is one shard (docs/SITE.md).

import { hex } from "../../verify/src/bytes.js";
import { checkReplaceMembers } from "../../verify/src/event_members.js";
import { checkEntry } from "../../verify/src/file_log.js";
import { OUTCOME } from "../../verify/src/kinds.js";
import { readObject } from "../../verify/src/lines.js";
import type { Sentence } from "../../verify/src/messages.js";
import { checkPlan, drawName } from "../../verify/src/plan.js";
import { planDigest } from "../../verify/src/seed.js";
import { canonicalLine, type Json } from "../../verify/src/serialize.js";
import { sha256 } from "../../verify/src/sha256.js";
import { recordShape } from "../../verify/src/shapes_draw.js";
import { planShape } from "../../verify/src/shapes_plan.js";
import type { ObjectShape } from "../../verify/src/shape.js";
import { MemorySource } from "../../verify/src/source.js";
import type { DrawRecord, Plan } from "../../verify/src/types.js";
import { Damaged, ofFile } from "./damage.js";
import { early, outcome, type Found } from "./found.js";
import { lookShape, type Description, type Named, type Shard } from "./shapes.js";
import { LARGEST_SHARD, MOST_BITS, readShard, shardNumber, shardPath } from "./shard.js";

/** Reads a file at most so long; the path is seen from the folder of look.json. */
export type Read = (path: string, limit: number) => Promise<Uint8Array>;

const LOOK_FILE = "look.json";
const LARGEST = 67108864;
/** `..` at its beginning only, then plain names. */
const PATH = /^(?:\.\.\/)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

const FORMAT: Sentence = { zh: "文件的各项内容彼此不符。", en: "What the file says does not fit together." };
const CHANGED: Sentence = {
  zh: "文件与查询文件说的不是同一份。网站可能刚刚更新：请刷新页面再试。",
  en: "The file is not the one that the look-up names. The site may have been updated just now: reload the page and try again.",
};
const UNLOGGED: Sentence = { zh: "递补记录不在公开日志中。", en: "A replacement is not in the public log." };

async function parse<T>(file: string, bytes: Uint8Array, shape: ObjectShape): Promise<T> {
  return ofFile(file, async () => (await readObject<T>(new MemorySource(new Map([[file, bytes]])), file, shape)).value);
}

/** What its kind has, and nothing that it has not. */
function checkDescription({ bits, k, kind, log, nodes, plan, record, replaced, strata }: Description): void {
  const isOutcome = kind === OUTCOME;
  const faults = [
    bits > MOST_BITS && "bits",
    !(isOutcome ? /^[0-9a-f]{32}$/ : /^$/).test(k) && "k",
    isOutcome !== (record !== undefined) && "record",
    isOutcome !== (strata !== undefined) && "strata",
    !isOutcome && log !== undefined && "log",
    !isOutcome && nodes !== undefined && "nodes",
    replaced !== undefined && log === undefined && "replaced",
    [plan, ...(record === undefined ? [] : [record])].some(({ path }) => !PATH.test(path)) && "path",
  ];
  const fault = faults.find((one) => one !== false);
  if (fault !== undefined) throw new Damaged(LOOK_FILE, FORMAT, fault);
}

/** Each replacement was logged after the outcome, in the log that the proof has too. */
async function checkReplaced({ draw, log, replaced }: Description): Promise<void> {
  let before = -1;
  for (const { event, hashes, index } of replaced ?? []) {
    if (event.draw !== draw || index <= before) throw new Damaged(LOOK_FILE, UNLOGGED, `${event.draw} ${index}`);
    before = index;
    await ofFile(LOOK_FILE, () => {
      checkReplaceMembers(event, { file: LOOK_FILE });
      checkEntry(event, { checkpoint: log!.checkpoint, hashes, index });
    });
  }
}

/** What all answers of one bundle have in common, and where to find the others. */
export class Look {
  private constructor(
    private readonly read: Read, readonly description: Description, readonly plan: Plan,
    private readonly planBytes: Uint8Array, private readonly record: DrawRecord | undefined,
  ) {}

  /** None of the files that this reads depends on a code. */
  static async open(read: Read): Promise<Look> {
    const description = await parse<Description>(LOOK_FILE, await read(LOOK_FILE, LARGEST), lookShape);
    checkDescription(description);
    const planBytes = await read(description.plan.path, LARGEST);
    const plan = await parse<Plan>("plan.json", planBytes, planShape);
    const digest = hex(planDigest(canonicalLine(plan as unknown as Json)));
    if (digest !== description.plan.digest) throw new Damaged("plan.json", CHANGED, digest, description.plan.digest);
    if (drawName(plan) !== description.draw) throw new Damaged("plan.json", CHANGED, drawName(plan), description.draw);
    await ofFile("plan.json", () => checkPlan(plan));
    await checkReplaced(description);
    const record = description.record === undefined ? undefined : await Look.readRecord(read, description, description.record);
    return new Look(read, description, plan, planBytes, record);
  }

  private static async readRecord(read: Read, { k }: Description, named: Named): Promise<DrawRecord> {
    const file = "record.json";
    const bytes = await read(named.path, LARGEST);
    const digest = hex(sha256(bytes));
    if (digest !== named.digest) throw new Damaged(file, CHANGED, digest, named.digest);
    const record = await parse<DrawRecord>(file, bytes, recordShape);
    const first = record.keys[0]?.k ?? "";
    if (first !== k) throw new Damaged(file, CHANGED, first, k);
    return record;
  }

  /** The answer for an id; null if the site has none. One file is read, and its path is a number's, not the code's. */
  async find(code: string): Promise<Found | null> {
    const { bits, k } = this.description;
    const number = shardNumber(k, code, bits);
    const file = shardPath(number);
    const shard = await readShard(await this.read(file, LARGEST_SHARD), k, bits, number);
    return this.findIn(file, shard, code);
  }

  private async findIn(file: string, { nodes, rows }: Shard, code: string): Promise<Found | null> {
    const row = rows.find((one) => (one.former ?? one.id) === code);
    if (row === undefined) return null;
    const at = { file, nodes, row, code, description: this.description };
    if (this.record === undefined) return early(at, this.plan);
    return outcome(at, this.record, this.planBytes);
  }
}

