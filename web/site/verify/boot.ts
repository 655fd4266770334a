// The verify page of a site: the stand-alone page's own code, and beside it a bundle of this site, fetched if the page's address
// names one. In the Worker the same file computes.

import { listen } from "../../verify/page/worker.js";
import { preload, start } from "./preload.js";

if (typeof document === "undefined") listen();
else {
  start((document.currentScript as HTMLScriptElement).src);
  preload();
}
