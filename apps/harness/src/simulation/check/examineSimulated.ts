import { examineStore } from "@vedette/domain"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"

export type Examining = Effect.Services<ReturnType<typeof examineStore>>

/** What `doctor` finds in the store, in words; it is to find nothing. */
export const examineSimulated = (context: Context.Context<Examining>): Promise<ReadonlyArray<string>> =>
  Effect.runPromiseWith(context)(
    Effect.map(examineStore({ fix: false }), ({ findings }) =>
      findings.map(({ detail, invariant }) => `the store check finds: ${detail} (${invariant})`))
  )
