// Slips in a real browser: true, forged, foreign; pasted, from a file, from an address.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { VECTORS } from "../dist/node/verify/src/test/support.js";
import { COMPLAINT } from "./folder.mjs";

const slip = (path) => readFileSync(join(VECTORS, path), "utf8").trim();
const OPEN = slip("ceremony/slips/open.json");
const FORGED = OPEN.replace('"lead":true', '"lead":false');
/** Of another office: whole in itself, but this site has no such draw, and no key of its log. */
const FOREIGN = OPEN.replaceAll("COUNTY/", "OTHER/");

async function judged(page) {
  await page.waitForSelector('#answer [data-state]:not([data-state="checking"])');
  return Promise.all(["data-state", "data-against", "data-why"].map((name) => page.getAttribute("#answer .headline", name)));
}

async function paste(page, server, folder, text) {
  await page.goto(`${server.origin}/${folder}/index.html`);
  await page.fill("textarea[name=slip]", text);
  await page.click("#slip button");
  return judged(page);
}

function pasted(name, folder, text, wanted, more = async () => undefined, expected = undefined) {
  return {
    name: `slip: ${name}`, expected, steps: async (at) => {
      at.expect("verdict", await paste(at.page, at.server, folder, text), wanted);
      await more(at);
    },
  };
}

/** Everything that somebody at the door wants to know. */
async function everything({ page, expect, draws }) {
  const { leaf } = JSON.parse(OPEN);
  const text = await page.textContent("#answer");
  const { plan } = draws.open.context;
  for (const part of [leaf.id, ...leaf.days, ...leaf.items, ...leaf.seats.map((seat) => seat.inspector), plan.authority.name, draws.open.context.digest]) {
    const plainly = text.replace(/\s/g, "");
    if (!plainly.includes(part.replace(/\s/g, ""))) expect("shown", null, part);
  }
  expect("mark and word", /✓.*真/.test(await page.textContent("#answer .headline")), true);
}

function onItsDay() {
  return {
    name: "slip: today is its day, or not", steps: async ({ page, expect, server }) => {
      const [day] = JSON.parse(OPEN).leaf.days;
      for (const [time, word] of [[`${day}T12:00:00`, "dayIn"], ["2020-01-01T12:00:00", "dayBefore"], ["2040-01-01T12:00:00", "dayAfter"]]) {
        await page.clock.setFixedTime(time);
        await paste(page, server, "slip", OPEN);
        await page.waitForSelector('#answer [data-why=""]');
        expect(`day at ${time}`, await page.getAttribute("#answer .day", "data-day"), word);
      }
    },
  };
}

function otherWays() {
  return {
    name: "slip: from a file, and from the address of a QR code", steps: async ({ page, expect, server }) => {
      await page.goto(`${server.origin}/slip/index.html`);
      await page.setInputFiles("#slip-file", join(VECTORS, "ceremony/slips/open.json"));
      expect("from a file", (await judged(page))[0], "good");
      for (const hash of [`#s=${Buffer.from(OPEN).toString("base64url")}`, `#${encodeURIComponent(OPEN)}`]) {
        await page.goto("about:blank");
        const from = server.requests.length;
        await page.goto(`${server.origin}/slip/index.html${hash}`);
        expect(`from ${hash.slice(0, 8)}`, (await judged(page))[0], "good");
        expect("requests with the slip in them", server.requests.slice(from).filter(({ all }) => all.includes("mq1/slip") || all.includes(hash.slice(3, 60))).length, 0);
      }
      await page.fill("textarea[name=slip]", "你好");
      await page.click("#slip button");
      await page.waitForSelector('#answer [data-said="noSlip"]');
    },
  };
}

/** Names in a slip are whatever its maker wrote. */
function hostile() {
  const made = JSON.parse(slip("ceremony/slips/waiting.json"));
  made.record = undefined;
  const text = JSON.stringify({ ...made, draw: "<img src=x onerror=alert(1)>\u202e" });
  return {
    name: "slip: hostile text is text", steps: async ({ page, expect, server }) => {
      expect("verdict", (await paste(page, server, "slip", text))[0], "bad");
      await page.waitForTimeout(50);
      expect("elements from text", await page.$$eval("#answer img", (all) => all.length), 0);
      expect("hidden characters", /\u202e/.test(await page.textContent("#answer")), false);
      expect("whom to call", (await page.textContent("#answer")).includes(COMPLAINT), true);
    },
  };
}

export function slipCases() {
  const missing = /404/;
  return [
    pasted("true, beside the published bundle", "slip", OPEN, ["good", "bundle", ""], everything),
    pasted("true, in English", "en/slip", OPEN, ["good", "bundle", ""]),
    pasted("true, of a page without keys", "keyless", OPEN, ["good", "bundle", ""]),
    pasted("true, sealed", "slip", slip("sealed/slips/sealed.json"), ["good", "bundle", ""]),
    pasted("a reserve that was not called up", "slip", slip("ceremony/slips/waiting.json"), ["off", "bundle", ""]),
    pasted("a visit that is off", "slip", slip("ceremony/slips/cancelled.json"), ["off", "bundle", ""]),
    pasted("forged", "slip", FORGED, ["bad", "nothing", ""], async ({ page, expect }) => {
      expect("step", await page.getAttribute("#answer .headline", "data-failed"), "slip-leaf");
      expect("mark and word", /✗.*不真/.test(await page.textContent("#answer .headline")), true);
    }),
    pasted("said to be of another office, which it is not", "keyless", FOREIGN, ["bad", "nothing", ""]),
    foreign(missing), onItsDay(), otherWays(), hostile(),
  ];
}

/** A true one, on the site of another office. */
function foreign(expected) {
  return {
    name: "slip: foreign, true at home", expected, steps: async ({ page, expect, server, draws, files }) => {
      const kept = new Map([...files].filter(([path]) => path.startsWith(`d/${draws.open.address}/bundle/`)));
      for (const path of kept.keys()) files.delete(path);
      expect("nobody vouches", await paste(page, server, "keyless", OPEN), ["unsure", "nothing", "unpublished"]);
      await page.waitForSelector('#answer [data-why="unpublished"]');
      expect("mark and word", /\?.*未能确认/.test(await page.textContent("#answer .headline")), true);
      await paste(page, server, "slip", OPEN);
      await page.waitForSelector('#answer [data-why="unpublished"]');
      expect("its log's key vouches", await judged(page), ["good", "log", "unpublished"]);
      for (const [path, bytes] of kept) files.set(path, bytes);
    },
  };
}
