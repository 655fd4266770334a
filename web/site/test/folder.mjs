// A small site of static files for the browser test: bundles of the vectors, look-up shards made here, the pages as bare as they
// may be, and a server that sends the site's own policy and notes every request.

import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { shardsOf } from "../dist/node/site/test/shards.js";
import { filesIn } from "../dist/node/verify/src/test/ceremonies.js";
import { vector, verifyFiles } from "../dist/node/verify/src/test/support.js";
import { synthetic } from "../dist/node/verify/src/test/synthetic.js";

export const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const web = join(here, "../..");
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
  + "worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", json: "application/json" };
export const LOG_KEY = vector("ceremony/keys.json").log.verifier_key;
export const COMPLAINT = "0991-12315";

/** Markup, a turned direction, and characters that nobody sees. */
export const hostile = (i) => `<img src=x onerror=alert(1)>"'\u202eгнол\u200b企业${i}&lt;`;

function page(lang, root, form, script) {
  return `<!DOCTYPE html><html lang="${lang}"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>.</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="${root}style.css"><link rel="stylesheet" href="${root}answer.css"></head>
<body><main>${form}<div id="answer" role="status" aria-live="polite"></div></main>${script}</body></html>`;
}

const LOOK_FORM = `<form id="look" class="look" method="get"><label>Code <input name="code" required maxlength="64" autocomplete="off"></label> <button>OK</button></form>`;
const SLIP_FORM = `<form id="slip"><textarea name="slip"></textarea><input type="file" id="slip-file"><button>OK</button></form>`;

function lookPage(lang, root, address) {
  const at = lang === "zh-CN" ? "./" : `${root}d/${address}/look/`;
  return page(lang, root, LOOK_FORM, `<script src="${root}look.js" defer data-at="${at}" data-verify="${root}verify/index.html?draw=${address}" `
    + `data-complaint="${COMPLAINT}" data-recusal="法规科 0991-1" data-licence="CC0"></script>`);
}

function slipPage(lang, root, keys) {
  return page(lang, root, SLIP_FORM, `<script src="${root}slip.js" defer data-root="${root}" data-log-keys="${keys}" data-complaint="${COMPLAINT}"></script>`);
}

/** A draw with everything that a site has of it. */
async function addDraw(files, bundle, address) {
  const { context, verdict } = await verifyFiles(bundle);
  if (!verdict.ok) throw new Error(`${address}: ${JSON.stringify(verdict.failed)}`);
  const shards = shardsOf(bundle, context);
  for (const [path, bytes] of bundle) files.set(`d/${address}/bundle/${path}`, bytes);
  for (const [path, bytes] of shards.files) if (!path.startsWith("../")) files.set(`d/${address}/look/${path}`, bytes);
  files.set(`d/${address}/look/index.html`, lookPage("zh-CN", "../../../", address));
  files.set(`en/d/${address}/look/index.html`, lookPage("en", "../../../../", address));
  return { address, bundle, context, shards };
}

function drawOf(bundle) {
  return JSON.parse(new TextDecoder().decode(bundle.get("plan.json")));
}

function addressOf(bundle) {
  const { authority, sequence, attempt } = drawOf(bundle);
  return `${authority.id}-${sequence}-${attempt}`;
}

export async function makeSite() {
  const files = new Map();
  for (const name of ["go.js", "look.js", "slip.js", "answer.css"]) files.set(name, readFileSync(join(web, "site", name)));
  files.set("style.css", readFileSync(join(web, "../crates/server/templates/site/style.css")));
  for (const name of ["verify.js", "verify.css"]) files.set(`verify/${name}`, readFileSync(join(web, "site", name)));
  files.set("verify/index.html", readFileSync(join(web, "site/verify.html")));
  files.set("verify/verify.html", readFileSync(join(web, "verify/verify.html")));
  for (const [name, keys] of [["slip", LOG_KEY], ["keyless", ""]]) files.set(`${name}/index.html`, slipPage("zh-CN", "../", keys));
  files.set("en/slip/index.html", slipPage("en", "../../", LOG_KEY));
  const draws = {};
  for (const [name, path] of [["open", "ceremony/bundle"], ["sealed", "sealed/sealed"]]) {
    const bundle = filesIn(path);
    draws[name] = await addDraw(files, bundle, addressOf(bundle));
  }
  const goForm = LOOK_FORM.replace('id="look"', `action="d/${draws.open.address}/look/index.html"`);
  files.set("index.html", page("zh-CN", "", goForm, `<script src="go.js" defer></script>`));
  const large = await synthetic({ entities: 3000, inspectors: 40, oneIn: 20, seats: 2, days: 60, areas: 5, name: hostile });
  draws.large = await addDraw(files, large, "A-1-1");
  // The same with one byte changed, or with a line more, of which nothing else knows.
  for (const name of ["CORRUPT-1-1", "LONGER-1-1"]) for (const [path, bytes] of draws.open.bundle) files.set(`d/${name}/bundle/${path}`, bytes);
  const list = new Uint8Array(draws.open.bundle.get("lists/entities.jsonl"));
  list[100] ^= 1;
  files.set("d/CORRUPT-1-1/bundle/lists/entities.jsonl", list);
  files.set("d/LONGER-1-1/bundle/lists/entities.jsonl", new Uint8Array(Buffer.concat([list, Buffer.from("{}\n")])));
  return { files, draws };
}

/** Serves the files; `requests` has all that ever came, headers and bodies too. */
export async function serve(files) {
  const requests = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const path = decodeURIComponent(new URL(request.url, "http://x").pathname).slice(1);
      const body = files.get(path);
      requests.push({ path, bytes: body?.length ?? 0, all: `${request.method} ${request.url}\n${request.rawHeaders.join("\n")}\n${Buffer.concat(chunks)}` });
      response.writeHead(body === undefined ? 404 : 200, {
        "Content-Type": TYPES[path.split(".").pop()] ?? "application/octet-stream", "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff",
      });
      response.end(body === undefined ? "" : typeof body === "string" ? body : Buffer.from(body));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, requests, close: () => server.close() };
}
