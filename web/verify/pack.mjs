// From what the TypeScript compiler gives to one program: a loader of twenty lines, and the modules that its first one needs.
// No bundler: the compiler itself puts all modules into one file, in the order in which they need each other (AMD).

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;

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

/** Compiles a project whose configuration names one file for everything, and reads that. */
export function compiled(project, file) {
  execFileSync(process.execPath, [join(here, "node_modules/typescript/bin/tsc"), "-p", project], { stdio: "inherit" });
  return readFileSync(file, "utf8");
}

/** The program that begins with a module. */
export function whole(text, first) {
  return `${LOADER}${text}need(${JSON.stringify(first)});\n`;
}

/** The comment at the head of a module stands before its definition: it goes along. */
function withComments(parts) {
  let comment = "";
  return parts.map((part) => {
    const own = /(?:^\/\/[^\n]*\n)*(?![^])/m.exec(part)?.[0] ?? "";
    const whole = comment + part.slice(0, part.length - own.length);
    comment = own;
    return whole;
  });
}

/** The same without the modules that it never needs: of several programs each has its own. */
export function needed(text, first) {
  const parts = withComments(text.split(/^(?=define\(")/m));
  const modules = new Map(parts.flatMap((part) => {
    const head = /^define\("([^"]+)", \[([^\]]*)\]/m.exec(part);
    return head === null ? [] : [[head[1], head[2].match(/[^", ]+/g)]];
  }));
  const kept = new Set();
  const keep = (name) => {
    if (kept.has(name) || name === "require" || name === "exports") return;
    if (!modules.has(name)) throw new Error(`there is no module ${name}`);
    kept.add(name);
    modules.get(name).forEach(keep);
  };
  keep(first);
  return whole(parts.filter((part) => kept.has(/^define\("([^"]+)"/m.exec(part)?.[1])).join(""), first);
}
