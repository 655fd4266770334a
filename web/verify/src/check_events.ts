// The check `events` (section 20.1): each event holds what it must, with valid signatures and opened commitments.

import { hex, unhex, utf8 } from "./bytes.js";
import { isSignature } from "./ed25519.js";
import { checkAnnounceMembers, checkDrawMembers, checkFinishMembers, checkVoidMembers, present } from "./event_members.js";
import { checkLastEvent, checkOrderOfEvents } from "./event_order.js";
import { oneOf } from "./events.js";
import { sourceId } from "./final.js";
import { H, type Part } from "./hash.js";
import { EVENTS_FILE } from "./kinds.js";
import { drawName } from "./plan.js";
import { refuse, same, type Where } from "./refusal.js";
import type { CeremonyEvent, Void } from "./types_events.js";
import type { Plan } from "./types.js";

/** What stands for D in the void of a draw that was not closed. */
const NO_CLOSE = new Uint8Array(32);

/** Refuses unless the hash of these parts is signed with this key. */
export function checkSignature(key: string, signature: string, where: Where, tag: string, ...parts: Part[]): void {
  if (isSignature(unhex(key), H(tag, ...parts), unhex(signature))) return;
  refuse("event-signature", { got: "a signature that is not valid", expected: `a signature of ${key}`, where });
}

/** A void that has a signature: it is that of this key, over the plan and the close, if there was one. */
export function checkVoidSignature(key: string, P: Uint8Array, close: string | undefined, event: Void, where: Where): void {
  if (event.signature === undefined) return;
  const D = close === undefined ? NO_CLOSE : unhex(close);
  checkSignature(key, event.signature, where, "mq1/void", P, D, event.reason);
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

  private get beacon(): boolean {
    return this.plan.final.source === "drand";
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
    const { final, superior } = this.plan;
    same("event-plan", event.plan, hex(this.P), where);
    same("event-superior", event.superior, superior!.key, where);
    checkAnnounceMembers(event, this.sealed, this.beacon, where);
    if (event.round !== undefined) same("event-round", event.round, final.round!, where);
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
    const { beacon } = this;
    const right = beacon ? people.length === 0 : people.length === 2 && people[0] !== people[1] && !people.includes("");
    if (!right) {
      refuse("event-records", { got: people.join(", ") || "none", expected: beacon ? "none" : "two different people", where });
    }
  }

  private void(event: Void, where: Where): void {
    const { beacon, sealed } = this;
    const close = oneOf(this.before, "close")?.close;
    const rolled = oneOf(this.before, "roll") !== undefined;
    checkVoidMembers(event, { sealed, beacon, closed: close !== undefined, rolled }, where);
    checkVoidSignature(this.plan.superior!.key, this.P, close, event, where);
  }
}

/** What later checks look at is left to them: D, c and the points, secrets, records, and what section 23 says. */
export function checkEvents(plan: Plan, P: Uint8Array, kind: string, events: readonly CeremonyEvent[]): void {
  checkOrderOfEvents(plan, events);
  const reader = new Events(plan, P);
  events.forEach((event, i) => reader.check(event, { file: EVENTS_FILE, line: i + 1 }));
  checkLastEvent(plan, kind, events);
}
