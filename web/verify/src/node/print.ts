// How verdicts and answers are written on a terminal.

import type { FileVerdict } from "../check_file.js";
import { CALLED, NOT_CALLED, NOT_GOING, OFF, UNCHECKED } from "../messages_files.js";
import type { Sentence } from "../messages.js";
import type { CheckResult, Verdict } from "../verify.js";
import type { Answer } from "../why.js";

export function printResult(result: CheckResult): void {
  console.log(`${result.ok ? "ok    " : "FAILED"} ${result.check.padEnd(18)} ${result.sentence.zh} ${result.sentence.en}`);
  if (result.ok) return;
  const where = result.where;
  if (where) console.log(`       where: ${where.file}${where.line === undefined ? "" : `, line ${where.line}`}`);
  if (result.got !== undefined) console.log(`       got: ${result.got}`);
  if (result.expected !== undefined) console.log(`       expected: ${result.expected}`);
  console.log(`       ${result.code}`);
  if (result.whoSentence) console.log(`       ${result.whoSentence.zh} ${result.whoSentence.en}`);
}

function both({ zh, en }: Sentence): string {
  return `${zh} ${en}`;
}

export function printVerdict(verdict: Verdict): void {
  if (verdict.digest !== null) console.log(`bundle digest: ${verdict.digest}`);
  if (verdict.grade) console.log(`grade: ${verdict.grade}. ${both(verdict.gradeSentence!)}`);
  for (const { label, department, key } of verdict.attested ?? []) console.log(`  signed: ${label} (${department}), key ${key}`);
  for (const { name, time } of verdict.witnesses ?? []) console.log(`  witness: ${name}, ${new Date(1000 * time).toISOString()}`);
  if (verdict.stateSentence) console.log(both(verdict.stateSentence));
  for (const note of verdict.notes) console.log(both(note));
  console.log(verdict.ok ? "核验通过。Verified." : "核验未通过。Not verified.");
}

function faultOf(failed: CheckResult | undefined): object {
  if (failed === undefined) return {};
  const { check, code, got, expected, where, who } = failed;
  return { check, code, got, expected, where, who };
}

function told(results: readonly CheckResult[]): object[] {
  return results.map(({ check, ok, sentence }) => ({ check, ok, sentence }));
}

export function verdictJson(verdict: Verdict): string {
  const { gradeSentence: _, stateSentence: __, failed, results, ...rest } = verdict;
  return JSON.stringify({ ...rest, ...faultOf(failed), checks: told(results) });
}

export function fileJson(verdict: FileVerdict): string {
  const { failed, results, ...rest } = verdict;
  return JSON.stringify({ ...rest, ...faultOf(failed), checks: told(results) });
}

export function printFile(verdict: FileVerdict): void {
  for (const result of verdict.results) printResult(result);
  if (verdict.draw) console.log(`draw: ${verdict.draw}`);
  if (verdict.answer) printAnswer(verdict.answer);
  if (verdict.now) printSlip(verdict);
  if (verdict.holder) console.log(`holder: ${verdict.holder}`);
  for (const note of verdict.notes) console.log(both(note));
  console.log(verdict.ok ? "核验通过。Verified." : "核验未通过。Not verified.");
}

/** Who goes now, and what is not inspected any more. */
function printSlip({ slip, now, namesChecked }: FileVerdict): void {
  const { visit, team, days, draws, gone, called, off, sentences } = now!;
  if (called !== undefined) console.log(both(called ? CALLED : NOT_CALLED));
  if (off) console.log(both(OFF));
  if (visit !== undefined) console.log(`visit: ${visit}`);
  for (const { entity, task } of draws) console.log(`  inspected: ${entity} for ${task}`);
  for (const { entity, task } of gone) console.log(`  不再检查 not inspected any more: ${entity} for ${task}`);
  if (days) console.log(`  days: ${days.join(", ")}`);
  for (const { inspector, lead } of team ?? []) console.log(`  goes: ${inspector ?? "nobody"}${lead ? " (lead)" : ""}`);
  for (const { inspector, private: person } of slip?.names ?? []) {
    const marks = [...(namesChecked ? [] : [UNCHECKED]), ...((team === undefined && !off) || team?.some((one) => one.inspector === inspector) ? [] : [NOT_GOING])];
    console.log(`  name: ${inspector} ${JSON.stringify(person)} ${marks.map(both).join("; ")}`.trimEnd());
  }
  for (const sentence of sentences) console.log(`  ${both(sentence)}`);
}

export function printAnswer(answer: Answer): void {
  const who = answer.id === "" ? "" : `${answer.id}${answer.name ? ` ${answer.name}` : ""}: `;
  console.log(who + both(answer.sentence));
  for (const task of answer.tasks) {
    console.log(`  ${task.sentence.zh} ${task.sentence.en}`);
    if (task.ticket) console.log(`    ticket    ${task.ticket}`);
    if (task.threshold) console.log(`    threshold ${task.threshold}`);
    if (task.shell) console.log(`    ${task.shell}`);
  }
  printVisit(answer);
  for (const { sentence } of answer.replacements ?? []) console.log(`  ${both(sentence)}`);
  if (answer.void) console.log(both(answer.void));
}

function printVisit({ visit }: Answer): void {
  if (!visit) return;
  const team = (visit.seats ?? []).map((seat) => `${seat.inspector ?? "-"} (${seat.pool}${seat.lead ? ", lead" : ""})`);
  console.log(`  visit ${visit.id}: ${visit.state}${visit.days ? ` ${visit.days.join(", ")}` : ""}`);
  if (team.length > 0) console.log(`    team: ${team.join(", ")}`);
}
