// Words of the site's verify page that the stand-alone one does not have, or says otherwise.

import type { Sentence } from "../../verify/src/messages.js";

export const WORDS = {
  promise: {
    zh: "全部计算都在您的浏览器里完成；只从本站下载要核验的文件，什么也不上传。这个程序照公开的规范独立写成，与抽取用的程序没有一行相同。",
    en: "Everything is computed in your browser; the files to be verified are fetched from this site, and nothing is uploaded. The program was written from the public specification and shares no line with the one that draws.",
  },
  sameOffice: {
    zh: "请注意：这个页面和被核验的结果出自同一个单位。它要是作假，也可以给您一个假的核验页面。更有分量的做法，是用别处得来的核验程序，在断网的电脑上核验下载的文件：",
    en: "Mind: this page comes from the very office that is being checked, which could as well give you a false page. It proves more to verify the downloaded files with a program that you got elsewhere, on a computer without a network: ",
  },
  standAlone: { zh: "下载单机核验页面 verify.html（不联网）", en: "Download the stand-alone verify.html (no network)" },
  preloading: { zh: "正在下载公布的结果：", en: "Fetching the published bundle: " },
  preloaded: { zh: "已从本站下载，正在核验：", en: "Fetched from this site, now being verified: " },
  preloadFailed: { zh: "没有取到公布的结果", en: "The published bundle could not be fetched" },
  noAddress: { zh: "网址里的抽取编号不合规范。", en: "The address does not name a draw." },
  noManifest: { zh: "网站上的文件清单不合规范。", en: "The site's list of files is none." },
} as const satisfies Record<string, Sentence>;
