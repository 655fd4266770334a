// Makes verify.html, the one self-contained page: style, a loader of twenty lines, and what the TypeScript compiler gives.

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compiled, whole } from "./pack.mjs";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const read = (name) => readFileSync(join(here, name), "utf8");

const program = whole(compiled(join(here, "tsconfig.page.json"), join(here, "dist/page.js")), "page/boot");
if (/<\/script|<!--/i.test(program)) throw new Error("the program has a text that would end its element");
// Replaced by functions, as `$` means something in a replacement text.
const page = read("page/page.html").replace("/*STYLE*/", () => read("page/page.css")).replace("/*PROGRAM*/", () => program);
writeFileSync(resolve(here, process.argv[2] ?? "verify.html"), page);
