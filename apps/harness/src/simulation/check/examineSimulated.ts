import { examineStore } from "@vedette/domain"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"

export type Examining = Effect.Services<ReturnType<typeof examineStore>>

/** A timer too many is dropped when it comes, which may be in a week. */
const STRAY = "timer-has-an-intent"

/**
 * What `doctor` finds in the store, in words; it is to find nothing.
 *
 * @param mayStray whether somebody has put timers there that nobody wants
 */
export const examineSimulated = (context: Context.Context<Examining>, mayStray: boolean): Promise<ReadonlyArray<string>> =>
  Effect.runPromiseWith(context)(
    Effect.map(examineStore({ fix: false }), ({ findings }) =>
      findings.flatMap(({ detail, invariant }) => mayStray && invariant === STRAY ? [] : `the store check finds: ${detail} (${invariant})`))
  )
