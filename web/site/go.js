// Generated from the TypeScript under web/ of the project Mingqian by web/site/build.mjs: read it there.
"use strict";
// Modules by name, each made when it is first needed.
const modules = new Map();
function define(name, needs, make) { modules.set(name, { needs, make, exports: undefined }); }
function need(name) {
  const module = modules.get(name);
  if (module.exports === undefined) {
    module.exports = {};
    module.make(...module.needs.map((other) => other === "require" ? need : other === "exports" ? module.exports : need(other)));
  }
  return module.exports;
}
// Forms on other pages that lead to the private look-up: the code goes behind `#`, which no server is asked for.
define("site/go/boot", ["require", "exports"], function (require, exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    for (const form of document.querySelectorAll("form.look[action]")) {
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            const code = form.querySelector("input[name=code]").value;
            // `getAttribute`, as a field of the form could be named `action`.
            location.assign(new URL(`${form.getAttribute("action")}#code=${encodeURIComponent(code)}`, document.baseURI));
        });
    }
});
need("site/go/boot");
