// A citizen on the real site: finds a business, reads why, verifies in the page, takes the proof away, checks a slip. With and without
// scripts, on a telephone and at a desk. Every page is looked at for errors, foreign requests, width and what axe-core calls serious, and
// kept as a picture.
//
//     node test/citizen.mjs CHROMIUM CASES.json        (after `npm ci` in ../verify)
//
// CASES.json: { "origin", "static": bool, "through": bool, "draws": [address…], "results": [those with an outcome…], "drawn", "free",
// "slip", "forged", "downloads", "screens" }. `drawn` and `free` are codes of the first of `results`; `through`: every page is looked at.
// `origin` ends in "/". `slip` and `forged` are texts. It prints one JSON object a case: { "name", "ok", "why" }.

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "../../verify/node_modules/playwright-core/index.mjs";

const [executablePath, file] = process.argv.slice(2);
const cases = JSON.parse(readFileSync(file, "utf8"));
const AXE = readFileSync(createRequire(new URL("../../verify/package.json", import.meta.url)).resolve("axe-core/axe.min.js"), "utf8");
const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };
mkdirSync(cases.screens, { recursive: true });

/** A page that complains of whatever it should not do. */
async function open(context, complaints) {
  const page = await context.newPage();
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(cases.origin) && !/^(blob|data):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return page;
}

function differ(complaints, what, got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) complaints.push(`${what}: got ${JSON.stringify(got)}, expected ${JSON.stringify(wanted)}`);
}

/** Addresses of all kinds of pages. */
function pages() {
  const shared = ["index.html", "draws/index.html", "log/index.html", "about/index.html", "slip/index.html", "verify/index.html"];
  const own = cases.draws.flatMap((draw) => ["index.html", "look/index.html", "files/index.html"].map((page) => `d/${draw}/${page}`));
  const results = ["index.html", "by-department/index.html", "by-area/index.html", "by-item/index.html", "by-date/index.html"];
  const listed = cases.results.flatMap((draw) => results.map((page) => `d/${draw}/results/${page}`));
  const chinese = [...shared, ...own, ...listed];
  return [...chinese, ...chinese.filter((page) => !page.startsWith("verify/")).map((page) => `en/${page}`)];
}

async function lookAt(page, name, size, complaints) {
  await page.setViewportSize(size);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > size.width) complaints.push(`${wide} pixels wide on ${size.width}`);
  const tall = Math.min(await page.evaluate(() => document.documentElement.scrollHeight), 12_000);
  await page.screenshot({ path: join(cases.screens, `${name}.png`), fullPage: true, clip: { x: 0, y: 0, width: size.width, height: tall } });
}

/** What a page is before it is used: no error, no foreign request, no serious finding. */
async function lookThrough(browser) {
  const results = [];
  // axe-core is put into the page from outside, which the site's own policy forbids.
  const context = await browser.newContext({ bypassCSP: true });
  for (const path of pages()) {
    const complaints = [];
    const page = await open(context, complaints);
    await page.goto(cases.origin + path);
    for (const [kind, size] of Object.entries(SIZES)) {
      await lookAt(page, `${kind}-${path.replace(/\/?index\.html$/, "").replaceAll("/", "_") || "front"}`, size, complaints);
    }
    await page.evaluate(AXE);
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const one of found.violations.filter((one) => ["serious", "critical"].includes(one.impact))) {
      complaints.push(`axe ${one.id}: ${one.nodes.slice(0, 2).map((node) => node.html).join(" | ")}`);
    }
    const titled = await page.evaluate(() => [document.title, document.querySelector("meta[name=description]")?.content ?? ""]);
    if (path !== "verify/index.html" && titled.some((text) => text.length < 4)) complaints.push(`title and description: ${JSON.stringify(titled)}`);
    await page.close();
    results.push({ name: path, ok: complaints.length === 0, why: complaints });
  }
  await context.close();
  return results;
}

/** From the front page to the proof. */
async function lookUp(browser, complaints) {
  const context = await browser.newContext({ viewport: SIZES.phone, acceptDownloads: true });
  const page = await open(context, complaints);
  const seen = [];
  page.on("request", (request) => seen.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ""}`));
  const [draw] = cases.results;
  await page.goto(`${cases.origin}d/${draw}/index.html`);
  await page.fill("form.look input[name=code]", cases.drawn);
  await page.click("form.look button");
  await page.waitForSelector("#answer .headline");
  differ(complaints, "drawn", await page.getAttribute("#answer .headline", "data-outcome"), "drawn");
  const download = page.waitForEvent("download");
  await page.click("#answer button");
  await (await download).saveAs(join(cases.downloads, "proof.json"));
  await lookAt(page, "phone-answer-drawn", SIZES.phone, complaints);
  const before = seen.length;
  await page.fill("#look input[name=code]", cases.free);
  await page.click("#look button");
  await page.waitForFunction((code) => document.querySelector("#answer")?.textContent?.includes(code), cases.free);
  differ(complaints, "requests of one look-up", seen.length - before, 1);
  const told = seen.filter((request) => request.includes(cases.drawn) || request.includes(cases.free));
  differ(complaints, "requests that tell the code", told, []);
  await context.close();
}

async function verifyHere(browser, complaints) {
  const context = await browser.newContext({ viewport: SIZES.desk });
  const page = await open(context, complaints);
  const [draw] = cases.results;
  await page.goto(`${cases.origin}d/${draw}/index.html`);
  await page.click("#verify a.button");
  await page.waitForSelector("#verdict [data-verdict]", { timeout: 120_000 });
  differ(complaints, "verdict", await page.getAttribute("#verdict [data-verdict]", "data-verdict"), "good");
  await context.close();
}

async function slips(browser, complaints) {
  const context = await browser.newContext({ viewport: SIZES.phone });
  for (const [text, state] of [[cases.slip, "good"], [cases.forged, "bad"]]) {
    const page = await open(context, complaints);
    await page.goto(`${cases.origin}slip/index.html#s=${Buffer.from(text).toString("base64url")}`);
    await page.waitForSelector("#answer .headline[data-state]:not([data-state=checking])", { timeout: 120_000 });
    differ(complaints, `a slip that is ${state}`, await page.getAttribute("#answer .headline", "data-state"), state);
    await lookAt(page, `phone-slip-${state}`, SIZES.phone, complaints);
    await page.close();
  }
  await context.close();
}

/** The same without scripts: of a static copy the look-up is all that does not work. */
async function withoutScripts(browser, complaints) {
  const context = await browser.newContext({ viewport: SIZES.phone, javaScriptEnabled: false });
  const page = await open(context, complaints);
  const [draw] = cases.results;
  await page.goto(`${cases.origin}index.html`);
  differ(complaints, "draws on the front page", (await page.locator("table a").count()) >= cases.draws.length, true);
  await page.goto(`${cases.origin}d/${draw}/results/index.html`);
  differ(complaints, "the results", (await page.innerText("main")).includes(cases.drawn), true);
  if (!cases.static) {
    await page.goto(`${cases.origin}d/${draw}/look/index.html`);
    for (const [code, words] of [[cases.drawn, "抽中"], [cases.free, "没有抽中"]]) {
      await page.fill("#look input[name=code]", code);
      await page.click("#look button");
      differ(complaints, `the answer for ${code}`, (await page.innerText("#answer")).includes(words), true);
    }
    await lookAt(page, "phone-answer-without-scripts", SIZES.phone, complaints);
    for (const [text, kind] of [[cases.slip, "✓"], [cases.forged, "✗"]]) {
      await page.goto(`${cases.origin}slip/index.html?slip=${encodeURIComponent(text)}`);
      differ(complaints, "a slip without scripts", (await page.innerText("#answer")).includes(kind), true);
    }
  }
  await context.close();
}

const browser = await chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
let failed = false;
const say = (result) => {
  failed ||= !result.ok;
  console.log(JSON.stringify(result));
};
try {
  for (const [name, steps] of Object.entries({ "look-up": lookUp, "verify page": verifyHere, slips, "without scripts": withoutScripts })) {
    const complaints = [];
    try {
      await steps(browser, complaints);
    } catch (error) {
      complaints.push(`broke off: ${error.message}`);
    }
    say({ name, ok: complaints.length === 0, why: complaints });
  }
  if (cases.through) (await lookThrough(browser)).forEach(say);
} finally {
  await browser.close();
}
process.exitCode = failed ? 1 : 0;
