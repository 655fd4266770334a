// The one program of the page: in the window it shows, in the Worker it computes. Both run this same file.

import { listen } from "./judge.js";
import { show } from "./window.js";

if (typeof document === "undefined") listen();
else {
  const script = document.currentScript as HTMLScriptElement;
  const { complaint, logKeys, root } = script.dataset;
  show({ address: script.src, root: root ?? "", keys: logKeys ?? "", complaint: complaint ?? "" });
}
