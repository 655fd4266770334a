// Drives verify.html in a real browser, from file:// as from a USB stick: good bundles, corrupted ones, a question, both languages.
// Every console message, page error and request is a failure.
//
//     node test/browser.mjs CHROMIUM CASES.json
//
// CASES.json: [{ "name", "path" (folder, archive or file), "log" (folder), "policy" (text), "verdict": "good" | "bad" | "unreadable", "failed": check,
//   "grade", "state", "asks": [{ "id", "status", "outcomes" }], "files": [{ "path", "verdict", "failed" }] }]
// It prints one JSON object a case: { "name", "ok", "milliseconds", "why" }.

import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { statSync } from "node:fs";
import { chromium } from "playwright-core";

const [executablePath, casesPath] = process.argv.slice(2);
const page_address = pathToFileURL(join(import.meta.dirname ?? ".", "..", "verify.html")).href;
const cases = JSON.parse(readFileSync(casesPath, "utf8"));

const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--enable-precise-memory-info",
];

function watch(page, complaints) {
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (url !== page_address && !url.startsWith("blob:") && !url.startsWith("data:")) complaints.push(`request: ${url}`);
  });
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

async function give(page, path) {
  const folder = statSync(path).isDirectory();
  await page.setInputFiles(folder ? "#folder" : "#file", path);
}

function expect(complaints, what, got, expected) {
  if (got !== expected) complaints.push(`${what}: got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
}

async function ask(page, question, complaints) {
  await page.fill("#id", question.id);
  await page.click("#question button");
  // Before the outcome is published the answer is the same for every id, and names none.
  const named = question.status === "not yet" ? "" : question.id;
  await page.waitForFunction((id) => document.querySelector("#answer .named")?.textContent?.startsWith(id), named);
  expect(complaints, `status of ${question.id}`, await page.getAttribute("#answer .named", "data-status"), question.status);
  const outcomes = await page.$$eval("#answer li", (rows) => rows.map((row) => row.getAttribute("data-outcome")));
  if (question.outcomes) expect(complaints, `outcomes of ${question.id}`, outcomes.join(), question.outcomes.join());
}

async function run(browser, one) {
  const complaints = [];
  const page = await browser.newPage();
  watch(page, complaints);
  await page.goto(page_address);
  await page.waitForSelector("#ready", { state: "attached" });
  if (one.log || one.policy) await page.click("summary");
  if (one.policy) await page.fill("#policy", one.policy);
  if (one.log) await page.setInputFiles("#log", one.log);
  const began = Date.now();
  await give(page, one.path);
  // What is said of one file stands apart from what is said of a bundle.
  const place = one.at ?? "#verdict";
  await page.waitForSelector(`${place} [data-verdict]`, { timeout: 300_000 });
  const milliseconds = Date.now() - began;
  expect(complaints, "verdict", await page.getAttribute(`${place} [data-verdict]`, "data-verdict"), one.verdict);
  if (one.failed) expect(complaints, "failed check", await page.getAttribute("#verdict [data-verdict]", "data-failed"), one.failed);
  if (one.grade) expect(complaints, "grade", await page.getAttribute("[data-grade]", "data-grade"), one.grade);
  if (one.state) expect(complaints, "state", await page.getAttribute("#verdict [data-state]", "data-state"), one.state);
  for (const file of one.files ?? []) {
    await page.setInputFiles("#file", file.path);
    await page.waitForSelector("#file-verdict [data-verdict]");
    expect(complaints, `verdict on ${file.path}`, await page.getAttribute("#file-verdict [data-verdict]", "data-verdict"), file.verdict);
    if (file.failed) expect(complaints, `failed step of ${file.path}`, await page.getAttribute("#file-verdict [data-verdict]", "data-failed"), file.failed);
  }
  for (const question of one.asks ?? []) await ask(page, question, complaints);
  const chinese = await page.textContent("h1");
  await page.click("#language");
  if ((await page.textContent("h1")) === chinese) complaints.push("the language did not change");
  if (one.screenshot) await page.screenshot({ path: one.screenshot, fullPage: true });
  await page.close();
  return { name: one.name, ok: complaints.length === 0, milliseconds, why: complaints };
}

const profile = await mkdtemp(join(tmpdir(), "verify-page-"));
const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: ARGUMENTS });
let failed = false;
try {
  for (const one of cases) {
    const result = await run(context, one);
    failed ||= !result.ok;
    console.log(JSON.stringify(result));
  }
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
