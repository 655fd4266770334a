// The one program of the page: in the window it shows, in the Worker it computes. Both run this same file.

import { byId } from "./dom.js";
import { listen } from "./worker.js";
import { show } from "./window.js";

/** The Worker runs the text of this very page: a page from a USB stick may load no other file. */
function startWorker(): Worker {
  const program = byId("program").textContent ?? "";
  return new Worker(URL.createObjectURL(new Blob([program], { type: "text/javascript" })));
}

if (typeof document === "undefined") listen();
else show({ startWorker });
