// A second Worker, which hashes what the first one reads: here both ends of the port between them.

import { here, type Hasher, type Hashing, type What } from "../src/index.js";

/** A piece of the file `job`, or its end; each is answered, in order. */
interface Request {
  readonly job: number;
  readonly what: What;
  readonly piece?: Uint8Array;
}

/** What the hash is, after the last piece. */
type Answer = Uint8Array | null;

/** The end that hashes. */
export function help(port: MessagePort): void {
  const hashings = new Map<number, Hashing>();
  port.onmessage = async ({ data: { job, what, piece } }: MessageEvent<Request>) => {
    const hashing = hashings.get(job) ?? here.start(what);
    hashings.set(job, hashing);
    if (piece !== undefined) void hashing.add(piece);
    else hashings.delete(job);
    port.postMessage(piece === undefined ? await hashing.end() : null);
  };
  port.postMessage(null);
}

/** Pieces of one file that may wait for the helper; whoever reads faster than it hashes waits then. */
const AHEAD = 4;
/** How long to wait for the helper to be there; a browser in which it never is does without. */
const PATIENCE = 500;

/** The end that reads. */
class Helper implements Hasher {
  private jobs = 0;
  private readonly waiting: ((answer: Answer) => void)[] = [];

  constructor(private readonly port: MessagePort) {
    port.onmessage = (event: MessageEvent<Answer>) => this.waiting.shift()!(event.data);
  }

  /** An answer, once all earlier ones have come. */
  answer(): Promise<Answer> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private ask(request: Request, give: ArrayBufferLike[]): Promise<Answer> {
    this.port.postMessage(request, give as ArrayBuffer[]);
    return this.answer();
  }

  start(what: What): Hashing {
    const job = this.jobs++;
    const sent: Promise<Answer>[] = [];
    return {
      add: async (piece) => {
        sent.push(this.ask({ job, what, piece }, [piece.buffer]));
        if (sent.length > AHEAD) await sent.shift();
      },
      end: async () => (await this.ask({ job, what }, []))!,
    };
  }
}

/** The helper at the other end, or undefined if it does not answer. */
export async function helperAt(port: MessagePort): Promise<Hasher | undefined> {
  const helper = new Helper(port);
  const there = helper.answer().then(() => true);
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), PATIENCE));
  return (await Promise.race([there, late])) ? helper : undefined;
}
