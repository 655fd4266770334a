// The command: verify a bundle, ask why an entity was drawn or not, or check a proof, a slip or a share.
// Exit codes: 0 all right, 1 something can't be read, 2 wrong usage, 3 a check fails.

import { Unreadable } from "../source.js";
import { parse, USAGE, WrongUsage, type Command } from "./arguments.js";
import { runCheck, runVerify } from "./commands.js";

function run(command: Command): Promise<number> {
  return command.name === "check" ? runCheck(command) : runVerify(command);
}

async function main(): Promise<number> {
  try {
    return await run(parse(process.argv.slice(2)));
  } catch (error) {
    if (error instanceof WrongUsage) {
      console.error(`${error.message}\n${USAGE}`);
      return 2;
    }
    // Whatever is not a verdict: the bundle, or a disk, could not be read to its end.
    const reason = error instanceof Unreadable || !(error instanceof Error) ? String(error) : error.stack;
    console.error(`can't be read: ${reason}`);
    return 1;
  }
}

process.exitCode = await main();
