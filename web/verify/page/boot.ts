// The one program of the page: in the window it shows, in the Worker it computes. Both run this same file.

import { listen } from "./worker.js";
import { show } from "./window.js";

if (typeof document === "undefined") listen();
else show();
