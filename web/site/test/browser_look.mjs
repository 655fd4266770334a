// The private look-up in a real browser: answers, and that the code is in no request whatever.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { why } from "../dist/node/verify/src/why.js";
import { checkFile } from "../dist/node/verify/src/check_file.js";
import { linesOf } from "../dist/node/verify/src/test/support.js";
import { placeOf } from "../dist/node/site/test/shards.js";
import { COMPLAINT, here } from "./folder.mjs";

const ORDER = ["drawn", "reserve", "not drawn", "excluded", "outside"];

/** One code for each kind of answer, whatever has become of it since. */
function codesOf({ bundle, context }) {
  const found = {};
  for (const line of linesOf(bundle.get("lists/entities.jsonl")).map((text) => JSON.parse(text))) {
    const answer = why(context, line.id);
    const kinds = answer.tasks.map((task) => task.outcome);
    const kind = ORDER.find((one) => kinds.includes(one));
    const told = answer.replacements ?? [];
    if (told.length === 0) found[kind] ??= line.id;
    else if (told.some(({ event }) => event.kind === "entity")) found.replaced ??= line.id;
    if (line.former_ids !== undefined) found.former ??= { code: line.former_ids[0], of: line.id };
  }
  return found;
}

/** The three files that depend on no code. */
async function ready(page, server, before) {
  while (server.requests.slice(before).filter(({ path }) => /look\.json$|plan\.json$|record\.json$/.test(path)).length < 3) await page.waitForTimeout(20);
  await page.waitForLoadState("networkidle");
}

async function open(page, server, path) {
  const before = server.requests.length;
  await page.goto(`${server.origin}/${path}`);
  await ready(page, server, before);
}

/** Types a code and waits for its answer; returns the requests that it made. */
async function ask(page, server, code) {
  const before = server.requests.length;
  await page.evaluate(() => document.getElementById("answer").replaceChildren());
  await page.fill("input[name=code]", code);
  await page.press("input[name=code]", "Enter");
  await page.waitForSelector("#answer .headline");
  await page.waitForLoadState("networkidle");
  return server.requests.slice(before);
}

const shown = (page) => page.getAttribute("#answer .headline", "data-outcome");

/** Nothing was kept, and no request had the code in it. */
async function leavesNothing({ page, expect, server }, codes, from) {
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length]);
  expect("storage", kept, [0, 0, "", 0, 0]);
  const told = server.requests.slice(from).filter(({ all }) => codes.some((code) => all.toUpperCase().includes(code)));
  expect("requests that have a code in them", told.map(({ all }) => all), []);
}

function answers(name, language, draw) {
  const codes = codesOf(draw);
  return {
    name, steps: async (at) => {
      const { page, expect, server } = at;
      const from = server.requests.length;
      await open(page, server, `${language}d/${draw.address}/look/index.html`);
      const address = page.url();
      const length = await page.evaluate(() => history.length);
      const wanted = Object.entries(codes).flatMap(([kind, code]) => (kind === "replaced" ? [] : kind === "former" ? [[code.code, undefined]] : [[code, kind]]));
      for (const [code, kind] of [...wanted, ["NOBODY.1", "unknown"]]) {
        const requests = await ask(page, server, code.toLowerCase());
        expect(`requests for ${code}`, requests.map(({ path }) => path), [`d/${draw.address}/look/${placeOf(draw.shards, code)}`]);
        expect(`bytes for ${code}`, requests.every(({ bytes }) => bytes < 65536), true);
        if (kind !== undefined) expect(`answer for ${code}`, await shown(page), kind);
        else expect(`former ${code}`, await page.textContent("#answer [data-former] code"), codes.former.of);
      }
      expect("address", [page.url(), await page.evaluate(() => history.length)], [address, length]);
      expect("kinds of answers", ["drawn", "not drawn", "excluded"].filter((kind) => codes[kind] === undefined), []);
      await leavesNothing(at, [...wanted.map(([code]) => code), "NOBODY.1"], from);
    },
  };
}

/** Everything that a drawn one is shown, and that the file is what anybody may check. */
function whole({ draws: { open: draw } }) {
  return {
    name: "look: everything about one that is drawn, and its proof as a file", steps: async ({ page, expect, server }) => {
      const { drawn } = codesOf(draw);
      const answer = why(draw.context, drawn);
      await open(page, server, `d/${draw.address}/look/index.html`);
      await ask(page, server, drawn);
      const text = await page.textContent("#answer");
      const first = answer.tasks.find((task) => task.outcome === "drawn");
      for (const part of [first.shell, `${first.ticket}  -`, ...answer.visit.days, COMPLAINT, "法规科", draw.context.plan.tasks[0].name]) {
        if (!text.includes(part)) expect("shown", null, part);
      }
      expect("shell lines that say what they say", await shells(page), true);
      expect("link to the whole", await page.getAttribute("#answer a[href*='?draw=']", "href"), `../../../verify/index.html?draw=${draw.address}`);
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("#answer .download")]);
      expect("name of the file", download.suggestedFilename(), `mingqian-proof-${drawn}.json`);
      const bytes = new Uint8Array(readFileSync(await download.path()));
      const verdict = await checkFile(bytes, { bundle: draw.context });
      expect("the file beside its bundle", [verdict.ok, verdict.answer.id], [true, drawn]);
      expect("the file, checked by another program", bySecond(draw, bytes), 0);
    },
  };
}

/** The lines as a shell runs them. */
async function shells(page) {
  const lines = await page.$$eval("#answer .shell", (all) => all.map((one) => one.textContent));
  const results = await page.$$eval("#answer .result", (all) => all.map((one) => one.textContent));
  return lines.length > 0 && lines.every((line, i) => execFileSync("sh", ["-c", line], { encoding: "utf8" }).trim() === results[i].trim());
}

function bySecond({ bundle, shards }, bytes) {
  const folder = mkdtempSync(join(tmpdir(), "site-proof-"));
  try {
    const [proof, plan] = ["proof.json", "plan.json"].map((name) => join(folder, name));
    writeFileSync(proof, bytes);
    writeFileSync(plan, bundle.get("plan.json"));
    const program = join(here, "../../../tests/reference/verify.py");
    execFileSync("python3", [program, "proof", proof, "--plan", plan, "--record", shards.description.record.digest], { stdio: "ignore" });
    return 0;
  } catch (error) {
    return error.status;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function hostileNames({ draws: { large } }) {
  return {
    name: "look: hostile names are text, and stay in their place", steps: async ({ page, expect, server }) => {
      await open(page, server, `d/${large.address}/look/index.html`);
      const { drawn } = codesOf(large);
      await ask(page, server, drawn);
      const text = await page.textContent("#answer");
      expect("markup as text", text.includes("<img src=x onerror=alert(1)>") && text.includes("&lt;"), true);
      expect("elements from text", await page.$$eval("#answer img, #answer script", (all) => all.length), 0);
      expect("hidden characters", /[\u200b\u202e]/.test(text), false);
      expect("their signs", text.includes("\ufffd"), true);
    },
  };
}

function replaced({ draws: { open: draw } }) {
  return {
    name: "look: what was replaced since", steps: async ({ page, expect, server }) => {
      const code = codesOf(draw).replaced;
      await open(page, server, `d/${draw.address}/look/index.html`);
      await ask(page, server, code);
      expect("changes", (await page.$$("#answer .changes li")).length > 0, true);
      expect("answer", ["gone", "called", "drawn"].includes(await shown(page)), true);
    },
  };
}

function early({ draws: { sealed } }) {
  return {
    name: "look: before the outcome only the list", steps: async ({ page, expect, server }) => {
      const codes = linesOf(sealed.bundle.get("lists/entities.jsonl")).map((line) => JSON.parse(line).id);
      const excluded = linesOf(sealed.bundle.get("lists/exclusions.jsonl")).map((line) => JSON.parse(line).id);
      await page.goto(`${server.origin}/d/${sealed.address}/look/index.html`);
      await page.waitForLoadState("networkidle");
      for (const code of codes) {
        const requests = await ask(page, server, code);
        expect(`answer for ${code}`, [await shown(page), requests.length], [excluded.includes(code) ? "excluded" : "listed", 1]);
      }
      expect("tickets", await page.$$eval("#answer .shell", (all) => all.length), 0);
      await ask(page, server, "NOBODY.1");
      expect("unknown", await shown(page), "unknown");
    },
  };
}

function fromAddress({ draws: { open: draw } }) {
  return {
    name: "look: a code in the address is looked up and taken out of it", steps: async (at) => {
      const { page, expect, server } = at;
      const { drawn } = codesOf(draw);
      const path = `${server.origin}/d/${draw.address}/look/index.html`;
      for (const [end, inDocument, told] of [[`?code=${drawn}`, 1, "true"], [`#code=${drawn}`, 0, "false"]]) {
        const from = server.requests.length;
        await page.goto(`about:blank`);
        await page.goto(path + end);
        await page.waitForSelector("#answer [data-outcome]");
        expect("answer", await shown(page), "drawn");
        expect("what is said of it", await page.getAttribute("#answer [data-told]", "data-told"), told);
        expect("address", page.url(), path);
        expect(`requests that have it: ${end}`, server.requests.slice(from).filter(({ all }) => all.includes(drawn)).length, inDocument);
      }
    },
  };
}

function fromFront({ draws: { open: draw } }) {
  return {
    name: "look: from a form on another page", steps: async (at) => {
      const { page, expect, server } = at;
      const { drawn } = codesOf(draw);
      const from = server.requests.length;
      await page.goto(`${server.origin}/index.html`);
      await page.fill("input[name=code]", drawn);
      await page.click("button");
      await page.waitForSelector("#answer [data-outcome]");
      expect("answer", [await shown(page), page.url()], ["drawn", `${server.origin}/d/${draw.address}/look/index.html`]);
      await leavesNothing(at, [drawn], from);
    },
  };
}

function faults({ draws: { open: draw } }) {
  return {
    name: "look: what is no code, damaged, or not there", expected: /404/, steps: async ({ page, expect, server, files }) => {
      const { drawn } = codesOf(draw);
      const path = `d/${draw.address}/look/${placeOf(draw.shards, drawn)}`;
      const good = files.get(path);
      const said = () => page.getAttribute("#answer .headline", "data-failed");
      await open(page, server, `d/${draw.address}/look/index.html`);
      for (const wrong of ["企业", "-X", "A B/../C?"]) expect(`requests for ${wrong}`, [(await ask(page, server, wrong)).length, await said()], [0, "notCode"]);
      files.set(path, new TextDecoder().decode(good).replace('"name":"', '"name":"X'));
      expect("a damaged shard", [(await ask(page, server, drawn)).length, await said()], [1, "failedDamaged"]);
      files.set(path, "x".repeat(70000));
      expect("one that is too long", [(await ask(page, server, drawn)).length, await said()], [1, "failedNetwork"]);
      files.delete(path);
      expect("one that is not there", [(await ask(page, server, drawn)).length, await said()], [1, "failedNetwork"]);
      files.set(path, good);
      await ask(page, server, drawn);
      expect("answer once it is there again", await shown(page), "drawn");
    },
  };
}

export function lookCases(site) {
  const { draws: { large, open: draw } } = site;
  return [
    answers("look: answers", "", draw), answers("look: answers, in English", "en/", draw), answers("look: answers of a large draw", "", large),
    whole(site), hostileNames(site), replaced(site), early(site), fromAddress(site), fromFront(site), faults(site),
  ];
}
