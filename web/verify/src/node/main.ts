// The command: verify a bundle, ask why an entity was drawn or not, or check a proof, a slip or a share.
// Exit codes: 0 all right, 1 something can't be read, 2 wrong usage, 3 a check fails.

import { Unreadable } from "../source.js";
import { parse, USAGE, WrongUsage, type Command } from "./arguments.js";
import { runCheck, runVerify } from "./commands.js";
import { complain } from "./say.js";

function run(command: Command): Promise<number> {
  return command.name === "check" ? runCheck(command) : runVerify(command);
}

async function main(): Promise<number> {
  try {
    return await run(parse(process.argv.slice(2)));
  } catch (error) {
    if (error instanceof WrongUsage) {
      complain(error.message);
      console.error(USAGE);
      return 2;
    }
    // Whatever is not a verdict: the bundle, or a disk, could not be read to its end.
    complain(`can't be read: ${error instanceof Unreadable ? error.message : String(error)}`);
    if (error instanceof Error && !(error instanceof Unreadable)) for (const line of framesOf(error)) complain(line);
    return 1;
  }
}

/** Where in this program it happened: the stack without its message, which may have lines of a file. */
function framesOf({ message, stack }: Error): string[] {
  const at = stack?.indexOf(message) ?? -1;
  return at < 0 ? [] : stack!.slice(at + message.length).split("\n").slice(1);
}

process.exitCode = await main();
