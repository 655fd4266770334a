// Makes large bundles that pass, for timing only. It uses the modules that it times, so it proves nothing about them.

import { populations } from "../amounts.js";
import { hex, unhex, utf8 } from "../bytes.js";
import type { Contents } from "../contents.js";
import { readEntities } from "../entities.js";
import { H } from "../hash.js";
import { membership } from "../membership.js";
import { MerkleTree } from "../merkle.js";
import { hasSeats } from "../plan.js";
import { replay } from "../replay.js";
import { keysOf } from "../seed.js";
import { select } from "../select.js";
import { canonical, type Json } from "../serialize.js";
import { sha256 } from "../sha256.js";
import { MemorySource } from "../source.js";
import { readBarred, readExclusions } from "../tables.js";
import type { Opening, Plan, Root } from "../types.js";
import { plainVisits } from "../visits.js";
import { writeManifest, type Files } from "./support.js";

export interface Size {
  readonly entities: number;
  readonly inspectors: number;
  /** Share of the entities that is drawn: 1 in so many. */
  readonly oneIn: number;
  readonly seats: number;
  readonly days: number;
  readonly areas: number;
  /** Of each entity; made up if it is left out. */
  readonly name?: (i: number) => string;
}

const SALT = "5a".repeat(32);
const EMPTY = { law: hex(H("mq1/barred", "law", unhex(SALT))), rotation: hex(H("mq1/barred", "rotation", unhex(SALT))) };
const APART = hex(H("mq1/apart", unhex(SALT)));

class List {
  private readonly tree = new MerkleTree();
  private bytes = new Uint8Array(1 << 20);
  private length = 0;

  add(line: Json): void {
    const text = utf8(canonical(line) + "\n");
    this.tree.add(text, 0, text.length - 1);
    if (this.length + text.length > this.bytes.length) {
      const wider = new Uint8Array(2 * (this.bytes.length + text.length));
      wider.set(this.bytes.subarray(0, this.length));
      this.bytes = wider;
    }
    this.bytes.set(text, this.length);
    this.length += text.length;
  }

  /** Puts the list among the files and returns its root. */
  store(files: Files, path: string): Root {
    files.set(path, this.bytes.subarray(0, this.length));
    return { count: this.tree.count, root: hex(this.tree.root()) };
  }
}

function storeAll(files: Files, path: string, lines: readonly unknown[]): Root {
  const list = new List();
  for (const line of lines) list.add(line as Json);
  return list.store(files, path);
}

function entityId(i: number): string {
  return "9161" + String(i).padStart(14, "0");
}

function workingDays(count: number): string[] {
  const days: string[] = [];
  for (let t = Date.UTC(2026, 2, 2); days.length < count; t += 86400000) {
    const day = new Date(t);
    if (day.getUTCDay() % 6 !== 0) days.push(day.toISOString().slice(0, 10));
  }
  return days;
}

function planOf(size: Size): Plan {
  const days = workingDays(size.days);
  const pools = size.seats === 0 ? [] : [
    { area: "same", department: "市场监管局", expertise: [], id: "AREA", role: "" },
    { area: "any", department: "市场监管局", expertise: [], id: "LEAD", role: "lead" },
  ];
  const seats = size.seats === 0 ? [] : [
    { count: size.seats - 1, lead: false, pool: "AREA" }, { count: 1, lead: true, pool: "LEAD" },
  ];
  const task = {
    case: "", ceilings: [], days: 1, department: "市场监管局", id: "MARKET", items: ["MKT-1"], kind: "undirected", labelled: false,
    lead: true, level: "county-county", name: "检查", overall_min: [0, 1] as const, population: "list", recent_days: 0, scope: [],
    seats, source: "own", strata: [
      { id: "FOOD", name: "食品", ratio: [1, size.oneIn] as const, reserves: 50, rounding: "up", when: [{ any: ["食品"], field: "tags" }] },
      { id: "REST", name: "其他", ratio: [1, size.oneIn] as const, reserves: 50, rounding: "up", when: [] },
    ],
  };
  const plan = {
    attempt: 1, authority: { id: "A", name: "甲" }, calendar: "c", campaign: "c", cases: [], ceilings: [], coordination: "positive",
    created: "2026-02-24", days, final: { count: 20, sides: 10, source: "dice" }, finish_by: days[days.length - 1]!, min_choice: 1,
    mode: "open", participants: ["甲"], period: { from: days[0]!, until: days[days.length - 1]! }, pools, populations: [],
    profile: "room", protocol: "mq1", publish: { inspectors: "pseudonyms", names: "never", results_working_days: 20 },
    purpose: "rehearsal", quotas: { daily_max: 2, max: 500, min: 0 }, relaxations: [{ drop: "minimums" }], roots: {},
    rotation: { former_units: false, home_area: false, last_visit_days: 0, pairs: false, together_days: 0 }, sequence: 1,
    simulation: { seeds: 1, unplaced_max: [1, 1] }, suite: "sha256", tasks: [task], visits_per_day_max: 0,
  };
  return plan as unknown as Plan;
}

function storeLists(files: Files, size: Size): Record<string, Root> {
  const entities = new List();
  const barred = new List();
  const exclusions = new List();
  for (let i = 0; i < size.entities; i++) {
    const id = entityId(i);
    const closed = i % 50 === 7;
    entities.add({
      area: `区${i % size.areas}`, code: `610113${i}`, established: "2015-06-01", id, industry: "餐饮业", kind: "企业",
      name: size.name?.(i) ?? `示例市某某餐饮服务有限公司第${i}分店`, scale: "小", sealed: hex(sha256(utf8(id))),
      ...(closed ? { status: "revoked" } : {}), ...(i % 3 === 0 ? { tags: ["食品", "餐饮"] } : {}),
    });
    barred.add({ id, ...EMPTY });
    if (closed) exclusions.add({ id, sealed: hex(sha256(utf8(id))), tasks: [{ reason: "closed", task: "MARKET" }] });
  }
  const roots: Record<string, Root> = {
    entities: entities.store(files, "lists/entities.jsonl"),
    exclusions: exclusions.store(files, "lists/exclusions.jsonl"),
    items: storeAll(files, "lists/items.jsonl", [{ basis: "法", id: "MKT-1", name: "事项" }]),
  };
  if (size.seats === 0) return roots;
  const ids = Array.from({ length: size.inspectors }, (_, i) => "I-" + i.toString(16).toUpperCase().padStart(10, "0"));
  roots["barred"] = barred.store(files, "lists/barred.jsonl");
  roots["apart"] = storeAll(files, "lists/apart.jsonl", ids.map((id) => ({ apart: APART, id })));
  roots["inspectors"] = storeAll(files, "lists/inspectors.jsonl", ids.map((id, i) => ({
    areas: [`区${i % size.areas}`], certificate_until: "2030-01-01", daily_max: 2, department: "市场监管局", id,
    quota_max: 500, quota_min: 0, ...(i % 2 === 0 ? { roles: ["lead"] } : {}), sealed: SALT,
  })));
  return roots;
}

export async function synthetic(size: Size): Promise<Files> {
  const files: Files = new Map();
  const open = planOf(size);
  const roots = storeLists(files, size);
  const source = new MemorySource(files);
  const parse = (path: string) => new TextDecoder().decode(files.get(path)).split("\n").slice(0, -1).map((line) => JSON.parse(line));
  const seats = hasSeats(open);
  const base = {
    entities: (await readEntities(source, open, true)).entities,
    exclusions: (await readExclusions(source, open)).table,
    barred: seats ? (await readBarred(source)).table : null,
    inspectors: seats ? parse("lists/inspectors.jsonl") : null,
    labels: null, selection: null,
    ceremony: { contributions: [{ label: "甲", value: "1" }], final: { source: "dice-10x20", value: "31415926535897932384" } },
  };
  const members = membership(open, base as unknown as Contents);
  const plan = { ...open, roots, populations: populations(open, members) };
  const planLine = utf8(canonical(plan as unknown as Json));
  const keys = keysOf(plan, planLine, base.ceremony);
  const { selected, strata } = select(plan, base as unknown as Contents, members, keys.k);
  const drawn = selected.filter((line) => !line.reserve).map((line) => line.entity).sort();
  const nobody = { inspectors: [], salt: SALT };
  const openings: Opening[] = drawn.map((id) => ({ id, law: nobody, rotation: nobody }));
  const apartOpenings = (base.inspectors ?? []).map(({ id }: { id: string }) => ({ id, ...nobody }));
  const contents = { ...base, selected, strata, openings, apartOpenings } as unknown as Contents;
  const plain = plainVisits(plan, contents);
  const result = seats ? replay(plan, contents, plain, keys) : null;
  const visits = plain.map((visit) => {
    const team = result?.teams.get(visit.id);
    const days = result?.days.get(visit.id);
    const taken = visit.seats.map((seat, s) => ({ ...seat, ...(team ? { inspector: team[s]! } : {}) }));
    const state = !seats ? "unpaired" : days ? "dated" : team ? "undated" : "unseated";
    return { ...visit, ...(days ? { days } : {}), seats: taken.length > 0 ? taken : undefined, state };
  });
  const drawRoots: Record<string, Root> = {
    selected: storeAll(files, "draw/selected.jsonl", selected),
    strata: storeAll(files, "draw/strata.jsonl", strata),
    visits: storeAll(files, "draw/visits.jsonl", visits),
  };
  if (result) {
    drawRoots["openings"] = storeAll(files, "draw/openings.jsonl", openings);
    drawRoots["apart"] = storeAll(files, "draw/apart.jsonl", apartOpenings);
    storeAll(files, "draw/pairing.json", [result.pairing]);
  }
  storeAll(files, "plan.json", [plan]);
  storeAll(files, "draw/ceremony.json", [base.ceremony]);
  storeAll(files, "draw/record.json", [{
    close: hex(keys.close), draw: "A/1/1", final: hex(keys.final), keys: [{ k: keys.k[0]!, task: "MARKET" }], lists: roots,
    plan: hex(keys.plan), roots: drawRoots, seed: hex(keys.seed), seed_hash: hex(sha256(keys.seed)),
  }]);
  for (const name of ["summary.en.md", "summary.html", "summary.md", "visits.xlsx"]) files.set(`documents/${name}`, utf8(name));
  writeManifest(files);
  return files;
}
