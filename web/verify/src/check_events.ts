// The check `events` (section 20.1): each event holds what it must, with valid signatures and opened commitments.

import { hex, unhex, utf8 } from "./bytes.js";
import { isSignature } from "./ed25519.js";
import { checkDrawMembers, checkFinishMembers, checkVoidMembers, present } from "./event_members.js";
import { checkLastEvent, checkOrderOfEvents } from "./event_order.js";
import { oneOf } from "./events.js";
import { sourceId } from "./final.js";
import { H, type Part } from "./hash.js";
import { EVENTS_FILE } from "./kinds.js";
import { drawName } from "./plan.js";
import { refuse, same, type Where } from "./refusal.js";
import type { CeremonyEvent } from "./types_events.js";
import type { Plan } from "./types.js";

/** Refuses unless the hash of these parts is signed with this key. */
export function checkSignature(key: string, signature: string, where: Where, tag: string, ...parts: Part[]): void {
  if (isSignature(unhex(key), H(tag, ...parts), unhex(signature))) return;
  refuse("event-signature", { got: "a signature that is not valid", expected: `a signature of ${key}`, where });
}

export function keyOf(plan: Plan, label: string): string | undefined {
  return plan.keys?.find((one) => one.label === label)?.key;
}

class Events {
  private readonly sealed: boolean;
  private readonly before: CeremonyEvent[] = [];

  constructor(private readonly plan: Plan, private readonly P: Uint8Array) {
    this.sealed = plan.mode === "sealed";
  }

  private participant(label: string, where: Where): void {
    if (!this.plan.participants.includes(label)) refuse("event-label", { got: label, expected: "a participant", where });
  }

  private value(value: string, where: Where): void {
    const length = utf8(value).length;
    if (length < 1 || length > 1024) refuse("event-value", { got: `${length} bytes`, expected: "1 to 1024 bytes", where });
  }

  /** D as the event `close` says it. */
  private get close(): Uint8Array {
    return unhex(oneOf(this.before, "close")!.close);
  }

  check(event: CeremonyEvent, where: Where): void {
    same("event-draw", event.draw, drawName(this.plan), where);
    switch (event.event) {
      case "announce": this.announce(event, where); break;
      case "share": this.share(event, where); break;
      case "contribution": case "commitment": this.participant(event.label, where); break;
      case "reveal": this.reveal(event, where); break;
      case "sign": this.sign(event, where); break;
      case "roll": this.roll(event, where); break;
      case "draw": checkDrawMembers(event, this.sealed, where); break;
      case "finish": checkFinishMembers(event, this.sealed, where); break;
      case "void": this.void(event, where); break;
    }
    if (event.event === "contribution" || event.event === "reveal") this.value(event.value, where);
    this.before.push(event);
  }

  private announce(event: Extract<CeremonyEvent, { event: "announce" }>, where: Where): void {
    same("event-plan", event.plan, hex(this.P), where);
    present("commitment", event.commitment, this.sealed, where);
    present("points", event.points, this.sealed, where);
  }

  private share(event: Extract<CeremonyEvent, { event: "share" }>, where: Where): void {
    if (!this.plan.escrow!.holders.some((holder) => holder.label === event.holder)) {
      refuse("event-label", { got: event.holder, expected: "a holder", where });
    }
    const c = unhex(oneOf(this.before, "announce")!.commitment!);
    // Every holder has a key: that is the check `plan`.
    present("signature", event.signature, true, where);
    checkSignature(keyOf(this.plan, event.holder)!, event.signature!, where, "mq1/share", this.P, c, event.holder);
  }

  private reveal(event: Extract<CeremonyEvent, { event: "reveal" }>, where: Where): void {
    const made = this.before.find((one) => one.event === "commitment" && one.label === event.label);
    if (made?.event !== "commitment") return refuse("event-reveal", { got: event.label, expected: "a label that committed", where });
    const got = H("mq1/contribution", this.P, event.label, event.value, unhex(event.salt));
    same("event-reveal", hex(got), made.commitment, where);
  }

  private sign(event: Extract<CeremonyEvent, { event: "sign" }>, where: Where): void {
    const key = keyOf(this.plan, event.label);
    if (key === undefined) return refuse("event-label", { got: event.label, expected: "a label of keys", where });
    checkSignature(key, event.signature, where, "mq1/attest", this.P, this.close);
  }

  private roll(event: Extract<CeremonyEvent, { event: "roll" }>, where: Where): void {
    same("event-source", event.source, sourceId(this.plan.final), where);
    const people = event.records.map((one) => one.recorder);
    const beacon = this.plan.final.source === "drand";
    const right = beacon ? people.length === 0 : people.length === 2 && people[0] !== people[1] && !people.includes("");
    if (!right) {
      refuse("event-records", { got: people.join(", ") || "none", expected: beacon ? "none" : "two different people", where });
    }
  }

  private void(event: Extract<CeremonyEvent, { event: "void" }>, where: Where): void {
    const closed = oneOf(this.before, "close") !== undefined;
    checkVoidMembers(event, this.sealed, closed, oneOf(this.before, "roll") !== undefined, where);
    if (closed) checkSignature(this.plan.superior!.key, event.signature!, where, "mq1/void", this.P, this.close, event.reason);
  }
}

/** What later checks look at is left to them: D, c and the points, secrets, records, and what section 23 says. */
export function checkEvents(plan: Plan, P: Uint8Array, kind: string, events: readonly CeremonyEvent[]): void {
  checkOrderOfEvents(plan, events);
  const reader = new Events(plan, P);
  events.forEach((event, i) => reader.check(event, { file: EVENTS_FILE, line: i + 1 }));
  checkLastEvent(plan, kind, events);
}
