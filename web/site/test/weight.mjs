// What a first view of a page costs on a telephone: bytes transferred and layout shift.
//
//     node test/weight.mjs CHROMIUM ADDRESS…

import { chromium } from "../../verify/node_modules/playwright-core/index.mjs";

const [executablePath, ...addresses] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, headless: true, args: ["--no-sandbox", "--disable-gpu"] });
for (const address of addresses) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  let [bytes, requests] = [0, 0];
  session.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; requests += 1; });
  await page.addInitScript(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) globalThis.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(address, { waitUntil: "networkidle" });
  const [shift, paint] = await page.evaluate(() => [globalThis.shift, performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0]);
  console.log(`${address}: ${bytes} bytes in ${requests} requests, layout shift ${shift.toFixed(3)}, first paint ${Math.round(paint)} ms`);
  await context.close();
}
await browser.close();
