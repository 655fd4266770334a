// How verdicts and answers are written on a terminal.

import type { FileVerdict } from "../check_file.js";
import { moment, quoted } from "../clean.js";
import { CALLED, NOT_CALLED, NOT_GOING, OFF, UNCHECKED, UNRECOGNIZED } from "../messages_files.js";
import type { Sentence } from "../messages.js";
import type { CheckResult, Verdict } from "../verify.js";
import type { Answer } from "../why.js";
import { say } from "./say.js";

const NOT_VERIFIED = "核验未通过。Not verified.";

export function printResult(result: CheckResult): void {
  say(`${result.ok ? "ok    " : "FAILED"} ${result.check.padEnd(18)} ${result.sentence.zh} ${result.sentence.en}`);
  if (result.ok) return;
  const where = result.where;
  if (where) say(`       where: ${where.file}${where.line === undefined ? "" : `, line ${where.line}`}`);
  if (result.got !== undefined) say(`       got: ${result.got}`);
  if (result.expected !== undefined) say(`       expected: ${result.expected}`);
  say(`       ${result.code}`);
  if (result.whoSentence) say(`       ${result.whoSentence.zh} ${result.whoSentence.en}`);
}

function both({ zh, en }: Sentence): string {
  return `${zh} ${en}`;
}

export function printVerdict(verdict: Verdict): void {
  if (verdict.digest !== null) say(`bundle digest: ${verdict.digest}`);
  if (verdict.grade) say(`grade: ${verdict.grade}. ${both(verdict.gradeSentence!)}`);
  for (const { label, department, key } of verdict.attested ?? []) say(`  signed: ${quoted(label)} (${quoted(department)}), key ${key}`);
  for (const { name, time } of verdict.witnesses ?? []) say(`  witness: ${name}, ${moment(time)}`);
  if (verdict.stateSentence) say(both(verdict.stateSentence));
  for (const note of verdict.notes) say(both(note));
  say(verdict.ok ? "核验通过。Verified." : NOT_VERIFIED);
}

function faultOf(failed: CheckResult | undefined): object {
  if (failed === undefined) return {};
  const { check, code, got, expected, where, who } = failed;
  return { check, code, got, expected, where, who };
}

function told(results: readonly CheckResult[]): object[] {
  return results.map(({ check, ok, sentence }) => ({ check, ok, sentence }));
}

export function verdictJson(verdict: Verdict): object {
  const { gradeSentence: _, stateSentence: __, failed, results, ...rest } = verdict;
  return { ...rest, ...faultOf(failed), checks: told(results) };
}

export function fileJson(verdict: FileVerdict): object {
  const { failed, results, ...rest } = verdict;
  return { ...rest, ...faultOf(failed), checks: told(results) };
}

/** A file that does not say what it is. */
export function printUnrecognized(): void {
  say(both(UNRECOGNIZED));
  say(NOT_VERIFIED);
}

export function printFile(verdict: FileVerdict): void {
  for (const result of verdict.results) printResult(result);
  if (verdict.draw) say(`draw: ${verdict.draw}${verdict.log === undefined ? "" : ` (log ${quoted(verdict.log)})`}`);
  if (verdict.answer) printAnswer(verdict.answer);
  if (verdict.now) printSlip(verdict);
  if (verdict.holder) say(`holder: ${quoted(verdict.holder)}`);
  for (const note of verdict.notes) say(both(note));
  say(verdict.ok ? "核验通过。Verified." : NOT_VERIFIED);
}

/** Who goes now, and what is not inspected any more. */
function printSlip({ slip, now, namesChecked, teamNotes }: FileVerdict): void {
  const { visit, team, days, draws, gone, called, off, sentences } = now!;
  if (called !== undefined) say(both(called ? CALLED : NOT_CALLED));
  if (off) say(both(OFF));
  if (visit !== undefined) say(`visit: ${visit}`);
  for (const { entity, task } of draws) say(`  inspected: ${entity} for ${task}`);
  for (const { entity, task } of gone) say(`  不再检查 not inspected any more: ${entity} for ${task}`);
  if (days) say(`  days: ${days.join(", ")}`);
  for (const { inspector, lead } of team ?? []) say(`  goes: ${inspector ?? "nobody"}${lead ? " (lead)" : ""}`);
  for (const note of teamNotes ?? []) say(`  ${both(note)}`);
  for (const { inspector, private: person } of slip?.names ?? []) {
    const marks = [...(namesChecked ? [] : [UNCHECKED]), ...((team === undefined && !off) || team?.some((one) => one.inspector === inspector) ? [] : [NOT_GOING])];
    say(`  name: ${inspector} ${JSON.stringify(person)} ${marks.map(both).join("; ")}`.trimEnd());
  }
  for (const sentence of sentences) say(`  ${both(sentence)}`);
}

export function printAnswer(answer: Answer): void {
  const who = answer.id === "" ? "" : `${answer.id}${answer.name ? ` ${quoted(answer.name)}` : ""}: `;
  say(who + both(answer.sentence));
  for (const task of answer.tasks) {
    say(`  ${task.sentence.zh} ${task.sentence.en}`);
    if (task.ticket) say(`    ticket    ${task.ticket}`);
    if (task.threshold) say(`    threshold ${task.threshold}`);
    if (task.shell) say(`    ${task.shell}`);
  }
  printVisit(answer);
  for (const { sentence } of answer.replacements ?? []) say(`  ${both(sentence)}`);
  if (answer.void) say(both(answer.void));
}

function printVisit({ visit }: Answer): void {
  if (!visit) return;
  const team = (visit.seats ?? []).map((seat) => `${seat.inspector ?? "-"} (${seat.pool}${seat.lead ? ", lead" : ""})`);
  say(`  visit ${visit.id}: ${visit.state}${visit.days ? ` ${visit.days.join(", ")}` : ""}`);
  if (team.length > 0) say(`    team: ${team.join(", ")}`);
}
