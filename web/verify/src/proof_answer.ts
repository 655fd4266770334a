// What the lines of a proof say about one entity, and whether they say it together (section 25, `proof-answer`).

import { hex, utf8 } from "./bytes.js";
import { refuse } from "./refusal.js";
import { sha256 } from "./sha256.js";
import type { EntityLine, EntityProof, ProofLeaf } from "./types_files.js";
import type { SelectedLine, StratumLine } from "./types.js";
import { sentenceOf, shellLine, statusOf, type Answer, type TaskAnswer } from "./why.js";

const HERE = { file: "file" };

function wrong(got: string, expected: string): never {
  refuse("proof-answer", { got, expected, where: HERE });
}

type LineOf<F extends ProofLeaf["file"]> = Extract<ProofLeaf, { file: F }>["line"];

export class Shown {
  private readonly id: string;

  private constructor(private readonly proof: EntityProof, private readonly entity: EntityLine) {
    this.id = entity.id;
  }

  /** Of who has the id, or had it; null if the proof has no line of such a one. */
  static of(proof: EntityProof): Shown | null {
    const entities = proof.leaves.flatMap((leaf) => (leaf.file === "lists/entities.jsonl" ? [leaf.line] : []));
    const found = entities.find((line) => line.id === proof.id || (line.former_ids ?? []).includes(proof.id));
    return found === undefined ? null : new Shown(proof, found);
  }

  private lines<F extends ProofLeaf["file"]>(file: F): LineOf<F>[] {
    return this.proof.leaves.filter((leaf) => leaf.file === file).map((leaf) => leaf.line as LineOf<F>);
  }

  private get selected(): SelectedLine[] {
    return this.lines("draw/selected.jsonl");
  }

  private get excluded(): readonly { reason: string; task: string }[] {
    return this.lines("lists/exclusions.jsonl")[0]?.tasks ?? [];
  }

  private k(task: string): string {
    return this.proof.record.keys.find((key) => key.task === task)?.k ?? wrong(task, "a task of the record");
  }

  private ticket(task: string): string {
    return hex(sha256(utf8(this.k(task) + this.id)));
  }

  check(): void {
    const others = this.lines("lists/entities.jsonl").length - 1;
    if (others !== 0) wrong(`${others} other entities`, "one line of entities");
    for (const file of ["lists/exclusions.jsonl", "lists/strata.jsonl"] as const) {
      const lines = this.lines(file);
      if (lines.length > 1 || lines.some((line) => line.id !== this.id)) wrong(`lines of ${file}`, `at most one, of ${this.id}`);
    }
    if (this.proof.record.lists["strata"] !== undefined && this.lines("lists/strata.jsonl").length === 0) {
      wrong("no line of lists/strata.jsonl", `the one of ${this.id}`);
    }
    const strata = this.lines("draw/strata.jsonl");
    const tasks = strata.map((line) => line.task);
    if (new Set(tasks).size !== tasks.length) wrong(tasks.join(", "), "one stratum in a task");
    this.checkLabels(strata);
    for (const line of this.selected) {
      const there = strata.some((one) => one.task === line.task && one.stratum === line.stratum);
      if (line.entity !== this.id || !there) wrong(`a line of ${line.entity} in ${line.task}`, `lines of ${this.id}, with their strata`);
    }
    for (const line of strata) this.checkStratum(line);
    this.checkVisit();
  }

  /** Labels and exclusions say in which strata it lies; the list of strata is only there for labelled tasks. */
  private checkLabels(strata: readonly StratumLine[]): void {
    for (const { task } of this.excluded) if (strata.some((line) => line.task === task)) wrong(`${task}: excluded and in a stratum`, "one of both");
    for (const { task, stratum } of this.lines("lists/strata.jsonl")[0]?.labels ?? []) {
      if (this.excluded.some((one) => one.task === task)) continue;
      if (!strata.some((line) => line.task === task && line.stratum === stratum)) wrong(`no line of ${task} ${stratum}`, "the stratum of its label");
    }
  }

  private checkStratum(line: StratumLine): void {
    const { task, stratum, n, reserves, threshold } = line;
    const ticket = this.ticket(task);
    const found = this.selected.filter((one) => one.task === task);
    if (found.length > 1) wrong(`${found.length} lines in ${task}`, "at most one");
    if ((n > 0) !== (threshold !== undefined)) wrong(`${task} ${stratum}: threshold ${threshold ?? "none"}`, "a threshold if any are drawn");
    const below = threshold !== undefined && ticket <= threshold;
    const one = found[0];
    if (one === undefined) {
      if (below) wrong(`${ticket}, not selected in ${task}`, `a ticket above ${threshold}`);
      return;
    }
    if (one.ticket !== ticket) wrong(one.ticket, ticket);
    const ranked = one.rank >= 1 && (one.reserve ? one.rank > n && one.rank <= n + reserves : one.rank <= n);
    if (!ranked) wrong(`rank ${one.rank}${one.reserve ? ", reserve" : ""} of ${n} and ${reserves}`, "a rank that fits");
    if (one.reserve === below) wrong(ticket, one.reserve ? `a ticket above ${threshold}` : `a ticket not above ${threshold}`);
  }

  private checkVisit(): void {
    const drawn = this.selected.filter((line) => !line.reserve).map(({ task, stratum, rank }) => `${task} ${stratum} ${rank}`).sort();
    const visits = this.lines("draw/visits.jsonl");
    const place = this.entity.user_id ?? this.id;
    if (visits.length !== (drawn.length > 0 ? 1 : 0)) wrong(`${visits.length} visits`, drawn.length > 0 ? "its visit" : "none");
    const visit = visits[0];
    if (visit === undefined) return;
    if (visit.id !== place) wrong(visit.id, place);
    const draws = visit.draws.filter((one) => one.entity === this.id).map(({ task, stratum, rank }) => `${task} ${stratum} ${rank}`).sort();
    if (draws.join(", ") !== drawn.join(", ")) wrong(draws.join(", "), drawn.join(", "));
  }

  private task(task: string): TaskAnswer {
    const reason = this.excluded.find((one) => one.task === task)?.reason;
    const base = { task, ticket: this.ticket(task), shell: shellLine(this.k(task), this.id) };
    if (reason !== undefined) return { ...base, outcome: "excluded", reason, sentence: sentenceOf("excluded", task, 0, 0, reason) };
    const line = this.lines("draw/strata.jsonl").find((one) => one.task === task);
    if (line === undefined) return { task, outcome: "outside", sentence: sentenceOf("outside", task, 0, 0, "") };
    const found = this.selected.find((one) => one.task === task);
    const outcome = found === undefined ? "not drawn" : found.reserve ? "reserve" : "drawn";
    return {
      ...base, outcome, stratum: line.stratum, n: line.n, sentence: sentenceOf(outcome, task, found?.rank ?? 0, line.n, ""),
      ...(found && { rank: found.rank }), ...(line.threshold !== undefined && { threshold: line.threshold }),
    };
  }

  answer(): Answer {
    const tasks = this.proof.record.keys.map(({ task }) => this.task(task));
    const [visit] = this.lines("draw/visits.jsonl");
    return { ...statusOf(this.proof.id, this.id), name: this.entity.name, tasks, ...(visit && { visit }) };
  }
}
