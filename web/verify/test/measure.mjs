// What the page takes in a real browser: seconds from the drop to the verdict, greatest memory of its process (Linux), and the
// longest time in which the page did not answer.
//
//     npm run build && node test/measure.mjs CHROMIUM [SIZE | FILE.json ...]      sizes: those of src/test/bench.ts
//
// Of a file (the proof of one entity) the median of twenty is told, the page being open already.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, ...wanted] = process.argv.slice(2);
const here = import.meta.dirname ?? ".";
const address = pathToFileURL(join(here, "..", "verify.html")).href;

/** MiB of the renderer that needed most, of all that run from this profile. */
function rendererPeak(profile) {
  let peak = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      if (!words.includes("--type=renderer") || !words.includes(profile)) continue;
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024);
    } catch {
      // It ended meanwhile.
    }
  }
  return peak;
}

async function measure(size) {
  const folder = mkdtempSync(join(tmpdir(), "verify-measure-"));
  const [bundle, profile] = [join(folder, "bundle"), join(folder, "profile")];
  execFileSync("node", ["--max-old-space-size=8192", join(here, "../dist/test/bench.js"), "make", size, bundle]);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath, headless: true, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForSelector("#ready", { state: "attached" });
    await page.evaluate(() => {
      let last = performance.now();
      window.longest = 0;
      setInterval(() => {
        const now = performance.now();
        window.longest = Math.max(window.longest, now - last - 20);
        last = now;
      }, 20);
    });
    const began = performance.now();
    await page.setInputFiles("#folder", bundle);
    await page.waitForSelector("#verdict [data-verdict]", { timeout: 300_000 });
    const seconds = (performance.now() - began) / 1000;
    const verdict = await page.getAttribute("#verdict [data-verdict]", "data-verdict");
    const longest = await page.evaluate(() => window.longest);
    console.log(`${size.padEnd(8)} ${verdict}: ${seconds.toFixed(1)} s, ${rendererPeak(profile).toFixed(0)} MiB, no answer for ${longest.toFixed(0)} ms at most`);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds from the choice of a file to its verdict, as the page itself sees them. */
async function measureFile(path) {
  const browser = await chromium.launch({ executablePath, headless: true, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await page.waitForSelector("#ready", { state: "attached" });
    const times = [];
    for (let k = 0; k < 20; k++) {
      await page.evaluate(() => {
        document.querySelectorAll("[data-verdict]").forEach((one) => one.remove());
        window.took = new Promise((resolve) => {
          let began;
          document.addEventListener("change", () => { began = performance.now(); }, { capture: true, once: true });
          const watch = new MutationObserver(() => {
            if (document.querySelector("[data-verdict]") === null) return;
            watch.disconnect();
            resolve(performance.now() - began);
          });
          watch.observe(document.body, { attributes: true, childList: true, subtree: true });
        });
      });
      await page.setInputFiles("#file", path);
      times.push(await page.evaluate(() => window.took));
    }
    const verdict = await page.getAttribute("[data-verdict]", "data-verdict");
    times.sort((a, b) => a - b);
    console.log(`${path} ${verdict}: ${times[10].toFixed(1)} ms, ${times[19].toFixed(1)} ms at most`);
  } finally {
    await browser.close();
  }
}

for (const size of wanted.length > 0 ? wanted : ["county", "million", "city", "seats"]) {
  await (size.endsWith(".json") ? measureFile(size) : measure(size));
}
