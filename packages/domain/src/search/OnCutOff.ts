import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Usage } from "./Judgement.ts"

/**
 * Who is told what a call may have cost at most that was ended before its answer. A call that is interrupted has no result to carry
 * its usage, and its server bills it all the same.
 */
export const OnCutOff = Context.Reference<(atMost: Usage) => Effect.Effect<void>>(
  "@vedette/domain/search/OnCutOff",
  { defaultValue: () => () => Effect.void }
)

/** Tells `OnCutOff` where the call is interrupted. For adapters, around each call that is billed. */
export const countCutOff = (atMost: Usage) => <A, E, R>(call: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(OnCutOff, (tell) => Effect.onInterrupt(call, () => tell(atMost)))
