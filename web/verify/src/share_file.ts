// The steps by which a holder checks his share (section 21), before any contribution.

import { hex, unhex } from "./bytes.js";
import type { Beside, Step } from "./check_file.js";
import { checkPoints, escrowCommitment, isShare } from "./escrow.js";
import { oneOf } from "./events.js";
import { drawName } from "./plan.js";
import { refuse, same } from "./refusal.js";
import type { ShareFile } from "./types_files.js";
import type { Context } from "./context.js";

const HERE = { file: "file" };

/** The share is one of the announced draw, for this holder. */
function checkAnnounced(share: ShareFile, { plan, planDigest, events }: Context): void {
  const announce = oneOf(events, "announce");
  same("share-draw", share.draw, drawName(plan), HERE);
  same("share-plan", share.plan, hex(planDigest), HERE);
  same("share-commitment", share.commitment, announce?.commitment ?? "none: the draw is open", HERE);
  same("share-points", share.points.join(", "), (announce?.points ?? []).join(", "), HERE);
  const holder = plan.escrow?.holders[share.index - 1]?.label;
  same("share-holder", `${share.index} ${share.holder}`, `${share.index} ${holder ?? "nobody"}`, HERE);
}

export function shareSteps(share: ShareFile, { bundle }: Beside): Step[] {
  const steps: Step[] = [
    {
      name: "share-format", run: () => {
        if (share.index < 1 || share.index > 255) refuse("share-index", { got: share.index, expected: "1 to 255" });
        if (share.points.length === 0 || share.holder === "") refuse("share-empty", { got: "no points or no holder", expected: "both" });
      },
    },
    { name: "share-points", run: () => { checkPoints(share.points, HERE); } },
    {
      name: "share-commitment", run: () =>
        same("share-commitment", share.commitment, escrowCommitment(unhex(share.plan), share.points), HERE),
    },
    {
      name: "share-value", run: () => {
        const points = checkPoints(share.points, HERE);
        if (isShare(unhex(share.share), share.index, points)) return;
        refuse("share-value", { got: "a share that does not fit the points", expected: `the share of holder ${share.index}` });
      },
    },
  ];
  return bundle === undefined ? steps : [...steps, { name: "share-announcement", run: () => checkAnnounced(share, bundle) }];
}
