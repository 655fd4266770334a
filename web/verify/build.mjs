// Makes verify.html, the one self-contained page: style, a loader of twenty lines, and what the TypeScript compiler gives.
// No bundler: the compiler itself puts all modules into one file, in the order in which they need each other (AMD).

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const read = (name) => readFileSync(join(here, name), "utf8");

execFileSync(process.execPath, [join(here, "node_modules/typescript/bin/tsc"), "-p", join(here, "tsconfig.page.json")], { stdio: "inherit" });

const LOADER = `"use strict";
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
`;
const program = `${LOADER}${read("dist/page.js")}need("page/boot");\n`;
if (/<\/script|<!--/i.test(program)) throw new Error("the program has a text that would end its element");
// Replaced by functions, as `$` means something in a replacement text.
const page = read("page/page.html").replace("/*STYLE*/", () => read("page/page.css")).replace("/*PROGRAM*/", () => program);
writeFileSync(resolve(here, process.argv[2] ?? "verify.html"), page);
