import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { UserId } from "../ids.ts"
import type { StorageError } from "./StorageError.ts"

/** An answer as it can be given again. It never holds a secret. */
export const KeptAnswer = Schema.Struct({
  status: Schema.Int,
  headers: Schema.Record(Schema.String, Schema.String),
  /** Null: there was none. */
  body: Schema.NullOr(Schema.String)
})
export type KeptAnswer = typeof KeptAnswer.Type

/** One try at a request that its sender may repeat. */
export interface RequestClaim {
  readonly owner: UserId
  /** The sender's own name for the request. */
  readonly key: string
  /** A digest of the request: the same key on another request is a mistake. */
  readonly fingerprint: string
  /** This try's own, by which a late one is told from the one that took its place. */
  readonly token: string
}

export type Begun =
  /** Nobody has answered it and nobody is at it: it is this try's to answer. */
  | { readonly _tag: "New" }
  | { readonly _tag: "InFlight" }
  | { readonly _tag: "Answered"; readonly answer: KeptAnswer }
  /** The key was used for another request. */
  | { readonly _tag: "Different" }

/**
 * Remembers which requests were answered, so that one sent twice is done once.
 *
 * Laws
 * - Of many tries at once exactly one is `New`; the others are `InFlight` until it is finished, then `Answered` by it.
 * - The same key with another fingerprint is `Different`. Keys of two owners have nothing to do with each other.
 * - `finish` joins the ambient transaction: rolled back, the request is as if it had not been finished.
 * - `finish` answers false, and keeps nothing, for a try whose place another has taken or that was abandoned.
 * - An abandoned request is `New` to the next try, and so is one whose try has neither finished nor been abandoned for
 *   `hold`: its process died.
 * - What was finished is kept for `keep` from when it began and then as if it had never been. `prune` forgets it then,
 *   at most `limit` at a time, and answers how many.
 */
export class IdempotencyStore extends Context.Service<IdempotencyStore, {
  readonly begin: (
    claim: RequestClaim,
    times: { readonly keep: Duration.Duration; readonly hold: Duration.Duration }
  ) => Effect.Effect<Begun, StorageError>
  readonly finish: (claim: RequestClaim, answer: KeptAnswer) => Effect.Effect<boolean, StorageError>
  readonly abandon: (claim: RequestClaim) => Effect.Effect<void, StorageError>
  readonly prune: (limit: number) => Effect.Effect<number, StorageError>
}>()("@vedette/domain/ports/IdempotencyStore") {}
