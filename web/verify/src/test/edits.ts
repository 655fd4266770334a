// Applies the edits of vectors/negative (see its README) to the files of a bundle.

import { utf8 } from "../bytes.js";
import { canonical, type Json } from "../serialize.js";
import { linesOf, type Files } from "./support.js";

export interface Edit {
  readonly file: string;
  readonly line?: number;
  readonly pointer?: string;
  readonly set?: Json;
  readonly remove?: boolean;
  readonly delete_line?: boolean;
  readonly duplicate_line?: boolean;
  readonly insert_line?: Json;
  readonly swap_lines?: [number, number];
  readonly replace_text?: [string, string];
  readonly trim_end?: number;
  readonly write?: string;
  readonly delete_file?: boolean;
}

type Node = Record<string, unknown>;

/** Sets or removes the value at an RFC 6901 pointer. */
function edited(line: string, edit: Edit): string {
  const root = JSON.parse(line) as Node;
  const path = edit.pointer!.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = path.pop()!;
  let node = root;
  for (const part of path) node = node[part] as Node;
  if (!edit.remove) {
    if (Array.isArray(node) && last === "-") node.push(edit.set);
    else node[last] = edit.set;
  } else if (Array.isArray(node)) node.splice(Number(last), 1);
  else delete node[last];
  return canonical(root as Json);
}

function editLines(lines: string[], edit: Edit): void {
  const at = (edit.line ?? 1) - 1;
  if (edit.swap_lines) {
    const [a, b] = edit.swap_lines;
    [lines[a - 1], lines[b - 1]] = [lines[b - 1]!, lines[a - 1]!];
  } else if (edit.delete_line) lines.splice(at, 1);
  else if (edit.duplicate_line) lines.splice(at, 0, lines[at]!);
  else if (edit.insert_line !== undefined) lines.splice(at, 0, canonical(edit.insert_line));
  else lines[at] = edited(lines[at]!, edit);
}

export function applyEdit(files: Files, edit: Edit): void {
  if (edit.write !== undefined) files.set(edit.file, utf8(edit.write));
  else if (edit.delete_file) files.delete(edit.file);
  else {
    const bytes = files.get(edit.file)!;
    const text = new TextDecoder().decode(bytes);
    if (edit.trim_end !== undefined) files.set(edit.file, bytes.slice(0, bytes.length - edit.trim_end));
    else if (edit.replace_text) files.set(edit.file, utf8(text.replaceAll(...edit.replace_text)));
    else {
      const lines = linesOf(bytes);
      editLines(lines, edit);
      files.set(edit.file, utf8(lines.map((line) => line + "\n").join("")));
    }
  }
}
