// Fetches the bundle that the page's address names, `?draw=ADDRESS`, and gives it to the page as if it had been dropped there.

import { byId, el } from "../../verify/page/dom.js";
import { check, language, show } from "../../verify/page/window.js";
import { Refusal } from "../../verify/src/refusal.js";
import { addressOf, bundleAt, fetched, listed } from "../common/bundle.js";
import { NotFetched } from "../common/fetching.js";
import { WORDS } from "./words.js";

export function start(address: string): void {
  show({ startWorker: () => new Worker(address), words: WORDS });
}

function say(...children: (Node | string)[]): void {
  byId("preload").replaceChildren(el("p", {}, ...children));
}

function failed(sentence: string, file: string): void {
  byId("preload").replaceChildren(el("p", { class: "big bad", "data-preload": "failed" }, `✗ ${WORDS.preloadFailed[language()]}`), el("p", {}, sentence, " ", el("code", {}, file)));
}

async function fetchAll(address: string): Promise<void> {
  const folder = bundleAt(new URL("../", document.baseURI), address);
  const bar = el("progress", { max: "1", value: "0" });
  const file = el("code", {}, "");
  say(WORDS.preloading[language()], " ", file, " ", bar);
  const list = await listed(folder);
  const files = await fetched(folder, list, (share, path) => {
    bar.setAttribute("value", String(share));
    file.textContent = path;
  });
  byId("preload").replaceChildren(el("p", { "data-preload": "done" }, WORDS.preloaded[language()], " ", el("code", {}, address)));
  check(files.map(({ path, blob }) => ({ path: `bundle/${path}`, file: new File([blob], path.split("/").pop()!) })));
}

export function preload(): void {
  const draw = new URLSearchParams(location.search).get("draw");
  if (draw === null) return;
  const address = addressOf(draw);
  if (address === null) return failed(WORDS.noAddress[language()], "");
  fetchAll(address).catch((error: unknown) => {
    if (error instanceof NotFetched) return failed(error.sentence[language()], error.file);
    if (error instanceof Refusal) return failed(WORDS.noManifest[language()], "manifest.json");
    throw error;
  });
}
