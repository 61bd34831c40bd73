import type { Claim } from "@vedette/domain"
import * as HashMap from "effect/HashMap"
import type { MemoryState } from "./MemoryState.ts"

/**
 * Whether a claim still permits its holder to write. A lease that ran out does not end it by itself: only a later
 * claim, a revocation, a settlement or a release does. The fence makes that safe, and a worker that was merely slow
 * keeps its finished run when nobody has taken the task up.
 */
export const claimIsLive = (state: MemoryState, claim: Claim): boolean =>
  HashMap.get(state.timers, claim.taskId).pipe((timer) =>
    timer._tag === "Some" && timer.value.lease !== null && timer.value.fence === claim.fence
  )
