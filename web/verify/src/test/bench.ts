// Times the verification of large synthetic bundles: node dist/test/bench.js [county] [million] [city] [seats]

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openBundle } from "../node/files.js";
import { verify } from "../verify.js";
import { synthetic, type Size } from "./synthetic.js";

const SIZES: Record<string, Size> = {
  county: { entities: 10000, inspectors: 60, oneIn: 20, seats: 2, days: 60, areas: 10 },
  million: { entities: 1000000, inspectors: 0, oneIn: 20, seats: 0, days: 60, areas: 100 },
  city: { entities: 1000000, inspectors: 500, oneIn: 200, seats: 2, days: 60, areas: 100 },
  seats: { entities: 1000000, inspectors: 3000, oneIn: 20, seats: 2, days: 60, areas: 100 },
};

const wanted = process.argv.slice(2);

if (wanted[0] === "make") {
  const [, name, folder] = wanted;
  for (const [path, bytes] of await synthetic(SIZES[name!]!)) {
    mkdirSync(dirname(join(folder!, path)), { recursive: true });
    writeFileSync(join(folder!, path), bytes);
  }
} else if (wanted[0] === "time") {
  let begun = performance.now();
  const begin = begun;
  const { source } = await openBundle(wanted[1]!);
  const { verdict } = await verify(source, {}, {
    finished: (result) => {
      const now = performance.now();
      console.log(`${result.ok ? "ok" : "FAILED"} ${result.check.padEnd(12)} ${Math.round(now - begun)} ms`);
      begun = now;
    },
  });
  console.log(`ok ${verdict.ok}: ${Math.round(performance.now() - begin)} ms, CPU ${Math.round(process.cpuUsage().user / 1000)} ms, peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
  if (verdict.failed) console.log(verdict.failed);
} else {
  // Made and timed in processes of their own: what making takes in memory must not count.
  const { execFileSync } = await import("node:child_process");
  for (const name of wanted.length > 0 ? wanted : Object.keys(SIZES)) {
    const folder = mkdtempSync(join(tmpdir(), "mq1-bench-"));
    const node = (...args: string[]) => execFileSync(process.execPath, [...process.execArgv, process.argv[1]!, ...args], { encoding: "utf8" });
    node("make", name, folder);
    console.log(`== ${name}\n${node("time", folder)}`);
    rmSync(folder, { recursive: true });
  }
}
