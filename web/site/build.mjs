// Makes everything of web/ that is committed: the programs and the verify page of the site, here or in the folder that is named,
// and without a folder also the stand-alone ../verify/verify.html.
//
//     node build.mjs [FOLDER]

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compiled, needed } from "../verify/pack.mjs";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const given = process.argv[2];
const out = resolve(given ?? here);
const read = (name) => readFileSync(join(here, name), "utf8");
const write = (name, text) => writeFileSync(join(out, name), text);

const HEAD = "// Generated from the TypeScript under web/ of the project Mingqian by web/site/build.mjs: read it there.\n";
const text = compiled(join(here, "tsconfig.page.json"), join(here, "dist/site.js"));
for (const name of ["go", "look", "slip", "verify"]) write(`${name}.js`, HEAD + needed(text, `site/${name}/boot`));

/** The stand-alone page with style and program beside it: a site allows nothing that stands within a page. */
function sitePage(page) {
  const changes = [
    [/<meta http-equiv="Content-Security-Policy" content="[^"]*">/,
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; connect-src 'self'; img-src data:">\n<meta name="referrer" content="no-referrer">`],
    [/<style>\n\/\*STYLE\*\/\n<\/style>/, `<link rel="stylesheet" href="verify.css">`],
    [/<p data-word="promise"><\/p>/,
      `<p data-word="promise"></p>\n<p class="note"><span data-word="sameOffice"></span> <a id="stand-alone" href="../verify/verify.html" download="verify.html" data-word="standAlone"></a></p>\n<div id="preload" role="status" aria-live="polite"></div>`],
    [/<script id="program">\n\/\*PROGRAM\*\/\n<\/script>/, `<script src="verify.js" defer></script>`],
  ];
  return changes.reduce((made, [from, to]) => {
    if (!from.test(made)) throw new Error(`verify/page/page.html has no ${from}`);
    return made.replace(from, () => to);
  }, page);
}
write("verify.html", sitePage(read("../verify/page/page.html")));
write("verify.css", read("../verify/page/page.css"));

if (given === undefined) execFileSync(process.execPath, [join(here, "../verify/build.mjs")], { stdio: "inherit" });
