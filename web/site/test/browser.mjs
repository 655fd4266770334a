// Drives look.js, slip.js and the verify page of a site in a real browser, served with the site's own policy.
// Every console message, page error, dialog and request to another host is a failure.
//
//     node test/browser.mjs CHROMIUM [FOLDER FOR SCREENSHOTS]      (after `npm run build`)
//
// It prints one JSON object a case: { "name", "ok", "why" }.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "../../verify/node_modules/playwright-core/index.mjs";
import { makeSite, serve } from "./folder.mjs";
import { lookCases } from "./browser_look.mjs";
import { slipCases } from "./browser_slip.mjs";
import { verifyCases } from "./browser_verify.mjs";

const [executablePath, screenshots] = process.argv.slice(2);
const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** A page that complains of whatever it should not do. `expected`: what the console may say. */
async function openPage(context, origin, complaints, expected) {
  const page = await context.newPage();
  page.on("console", (message) => {
    if (expected === undefined || !expected.test(message.text())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !/^(blob|data):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return page;
}

/** What is shown fits the width of a small telephone. */
async function onTelephone(page, expect) {
  await page.setViewportSize({ width: 360, height: 640 });
  expect("width on a telephone", await page.evaluate(() => document.documentElement.scrollWidth), 360);
}

async function run(context, site, server, { name, expected, steps }) {
  const complaints = [];
  const page = await openPage(context, server.origin, complaints, expected);
  const expect = (what, got, wanted) => {
    if (JSON.stringify(got) !== JSON.stringify(wanted)) complaints.push(`${what}: got ${JSON.stringify(got)}, expected ${JSON.stringify(wanted)}`);
  };
  try {
    await steps({ page, expect, complaints, server, ...site });
    await onTelephone(page, expect);
    if (screenshots !== undefined) await page.screenshot({ path: join(screenshots, `${name.replace(/[^a-z0-9]+/gi, "-")}.png`), fullPage: true });
  } catch (error) {
    complaints.push(`broke off: ${error.message}`);
  }
  await page.close();
  return { name, ok: complaints.length === 0, why: complaints };
}

const site = await makeSite();
const server = await serve(site.files);
const profile = await mkdtemp(join(tmpdir(), "site-pages-"));
const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: ARGUMENTS, acceptDownloads: true });
context.setDefaultTimeout(60_000);
let failed = false;
try {
  for (const one of [...lookCases(site), ...slipCases(site), ...verifyCases(site)]) {
    const result = await run(context, site, server, one);
    failed ||= !result.ok;
    console.log(JSON.stringify(result));
  }
} finally {
  await context.close();
  server.close();
  await rm(profile, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
