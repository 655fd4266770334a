// What the lines of a proof say about one entity, and whether they say it together (section 25, `proof-answer`).

import { hex, utf8 } from "./bytes.js";
import { linesOf, strataOf, wrong } from "./proof_lines.js";
import { canonical, type Json } from "./serialize.js";
import { sha256 } from "./sha256.js";
import type { EntityLine, PlannedProof } from "./types_files.js";
import type { SelectedLine, StratumLine, Visit } from "./types.js";
import { sentenceOf, shellLine, statusOf, type Answer, type TaskAnswer } from "./why.js";

export class Shown {
  /** The present one. */
  readonly id: string;
  private readonly selected: readonly SelectedLine[];
  private readonly excluded: readonly { reason: string; task: string }[];
  private madeStrata: readonly (string | undefined)[] | undefined;

  private constructor(private readonly proof: PlannedProof, private readonly entity: EntityLine) {
    this.id = entity.id;
    this.selected = linesOf(proof, "draw/selected.jsonl");
    this.excluded = linesOf(proof, "lists/exclusions.jsonl")[0]?.tasks ?? [];
  }

  /** Of who has the id, or had it; null if the proof has no line of such a one. */
  static of(proof: PlannedProof): Shown | null {
    const entities = linesOf(proof, "lists/entities.jsonl");
    const found = entities.find((line) => line.id === proof.id) ?? entities.find((line) => (line.former_ids ?? []).includes(proof.id));
    return found === undefined ? null : new Shown(proof, found);
  }

  /** For each task the stratum in which it lies, excluded or not. */
  private get strata(): readonly (string | undefined)[] {
    const { tasks } = this.proof.plan;
    return this.madeStrata ??= strataOf(this.proof, this.entity).map((s, t) => tasks[t]!.strata[s]?.id);
  }

  private ticket(task: string): string {
    return hex(sha256(utf8(this.k(task) + this.id)));
  }

  private k(task: string): string {
    return this.proof.record.keys.find((key) => key.task === task)?.k ?? wrong(task, "a task of the record");
  }

  private reason(task: string): string | undefined {
    return this.excluded.find((one) => one.task === task)?.reason;
  }

  check(): void {
    const others = linesOf(this.proof, "lists/entities.jsonl").length - 1;
    if (others !== 0) wrong(`${others} other entities`, "one line of entities");
    const exclusions = linesOf(this.proof, "lists/exclusions.jsonl");
    if (exclusions.length > 1 || exclusions.some((line) => line.id !== this.id)) {
      wrong(exclusions.map((line) => `exclusion of ${line.id}`).join(", "), `at most one, of ${this.id}`);
    }
    const lines = linesOf(this.proof, "draw/strata.jsonl");
    this.checkStrata(lines);
    for (const line of this.selected) {
      const there = lines.some((one) => one.task === line.task && one.stratum === line.stratum);
      if (line.entity !== this.id || !there) wrong(`a line of ${line.entity} in ${line.task} ${line.stratum}`, `lines of ${this.id}, in its strata`);
    }
    for (const line of lines) this.checkStratum(line);
    this.checkVisit();
  }

  /** The lines of `draw/strata` are those that follow from the plan, and say what it says. */
  private checkStrata(lines: readonly StratumLine[]): void {
    const { tasks, populations } = this.proof.plan;
    const expected = tasks.flatMap((task, t) =>
      (this.strata[t] === undefined || this.reason(task.id) !== undefined ? [] : [`${task.id} ${this.strata[t]}`]));
    const got = lines.map((line) => `${line.task} ${line.stratum}`);
    if (got.join(", ") !== expected.join(", ")) wrong(`strata: ${got.join(", ") || "none"}`, expected.join(", ") || "none");
    for (const { threshold: _, ...six } of lines) {
      const planned = populations.find((one) => one.task === six.task && one.stratum === six.stratum);
      const [is, should] = [six, planned].map((one) => canonical(one as unknown as Json));
      if (is !== should) wrong(is!, should!);
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
    if (threshold === undefined) return;
    // The threshold is the ticket of rank n: nobody drawn has a higher one, and no reserve a lower one.
    if (one.rank === n && ticket !== threshold) wrong(ticket, `${threshold}, as it is of rank ${n}`);
    if (one.reserve ? ticket < threshold : !below) wrong(ticket, `a ticket not ${one.reserve ? "below" : "above"} ${threshold}`);
  }

  private checkVisit(): void {
    const drawn = this.selected.filter((line) => !line.reserve).map(({ task, stratum, rank }) => `${task} ${stratum} ${rank}`).sort();
    const visits = linesOf(this.proof, "draw/visits.jsonl");
    const place = this.entity.user_id ?? this.id;
    if (visits.length !== (drawn.length > 0 ? 1 : 0)) wrong(`${visits.length} visits`, drawn.length > 0 ? "its visit" : "none");
    const visit = visits[0];
    if (visit === undefined) return;
    this.checkDays(visit);
    if (visit.id !== place) wrong(visit.id, place);
    const draws = visit.draws.filter((one) => one.entity === this.id).map(({ task, stratum, rank }) => `${task} ${stratum} ${rank}`).sort();
    if (draws.join(", ") !== drawn.join(", ")) wrong(draws.join(", "), drawn.join(", "));
  }

  private checkDays({ days, draws, state }: Visit): void {
    const { plan } = this.proof;
    const other = (days ?? []).find((day) => !plan.days.includes(day));
    if (other !== undefined) wrong(other, "days of the plan");
    const seated = draws.some((one) => plan.tasks.some((task) => task.id === one.task && task.seats.length > 0));
    if ((state === "unpaired") === seated) wrong(state, seated ? "another state, as a task of the visit has seats" : "unpaired, as no task of the visit has seats");
  }

  private task(task: string, stratum: string | undefined): TaskAnswer {
    if (stratum === undefined) return { task, outcome: "outside", sentence: sentenceOf("outside", task, 0, 0, "") };
    const base = { task, stratum, ticket: this.ticket(task), shell: shellLine(this.k(task), this.id) };
    const reason = this.reason(task);
    if (reason !== undefined) return { ...base, outcome: "excluded", reason, sentence: sentenceOf("excluded", task, 0, 0, reason) };
    const { n, threshold } = linesOf(this.proof, "draw/strata.jsonl").find((one) => one.task === task)!;
    const found = this.selected.find((one) => one.task === task);
    const outcome = found === undefined ? "not drawn" : found.reserve ? "reserve" : "drawn";
    return {
      ...base, outcome, n, sentence: sentenceOf(outcome, task, found?.rank ?? 0, n, ""),
      ...(found && { rank: found.rank }), ...(threshold !== undefined && { threshold }),
    };
  }

  answer(): Answer {
    const tasks = this.proof.plan.tasks.map(({ id }, t) => this.task(id, this.strata[t]));
    const [visit] = linesOf(this.proof, "draw/visits.jsonl");
    return { ...statusOf(this.proof.id, this.id), name: this.entity.name, tasks, ...(visit && { visit }) };
  }
}
