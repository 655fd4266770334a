// The site's verify page in a real browser: bundles that it fetches, good and corrupted, and one from a folder.

import { join } from "node:path";
import { VECTORS } from "../dist/node/verify/src/test/support.js";

function preloaded(name, draw, wanted, expected) {
  return {
    name: `verify: ${name}`, expected, steps: async ({ page, expect, server }) => {
      await page.goto(`${server.origin}/verify/index.html?draw=${draw}`);
      await page.waitForSelector(wanted.preload === "failed" ? '[data-preload="failed"]' : "#verdict [data-verdict]");
      expect("fetched", await page.getAttribute("[data-preload]", "data-preload"), wanted.preload ?? "done");
      if (wanted.verdict === undefined) return;
      expect("verdict", await page.getAttribute("#verdict [data-verdict]", "data-verdict"), wanted.verdict);
      expect("failed check", await page.getAttribute("#verdict [data-verdict]", "data-failed"), wanted.failed ?? "");
    },
  };
}

function asBefore() {
  return {
    name: "verify: without an address like the stand-alone page, which it offers", steps: async ({ page, expect, server }) => {
      await page.goto(`${server.origin}/verify/index.html`);
      await page.waitForSelector("#ready", { state: "attached" });
      const before = server.requests.length;
      await page.setInputFiles("#folder", join(VECTORS, "ceremony/bundle"));
      await page.waitForSelector('#verdict [data-verdict="good"]');
      await page.setInputFiles("#file", join(VECTORS, "ceremony/slips/open.json"));
      await page.waitForSelector('#file-verdict [data-verdict="good"]');
      expect("requests beside the Worker's program", server.requests.slice(before).filter(({ path }) => path !== "verify/verify.js").length, 0);
      const chinese = await page.textContent("[data-word=sameOffice]");
      await page.click("#language");
      expect("the other language", (await page.textContent("[data-word=sameOffice]")) === chinese, false);
      const link = await page.getAttribute("#stand-alone", "href");
      const got = await page.request.get(new URL(link, page.url()).href);
      expect("the stand-alone page", [got.status(), (await got.text()).includes("connect-src")], [200, false]);
    },
  };
}

export function verifyCases({ draws }) {
  return [
    preloaded("a good bundle", draws.open.address, { verdict: "good" }),
    preloaded("a sealed one", draws.sealed.address, { verdict: "good" }),
    preloaded("a corrupted one", "CORRUPT-1-1", { verdict: "bad", failed: "files" }),
    preloaded("one with a file that is longer than its list says", "LONGER-1-1", { verdict: "bad", failed: "files" }),
    preloaded("a draw that is not there", "NOBODY-1-1", { preload: "failed" }, /404/),
    ...["..", ".git", "a/b", "%2e%2e%2fx", ""].map((address) => preloaded(`no address: ${address}`, address, { preload: "failed" })),
    asBefore(),
  ];
}
