import type * as DateTime from "effect/DateTime"
import type * as Result from "effect/Result"
import type { Delivery } from "../notification/Delivery.ts"
import type { NotifierReason, Receipt } from "../ports/Notifier.ts"
import type { Digest } from "./Digest.ts"

/** What became of a claimed digest: a try that told of its members, or none because nothing was left to tell. */
export interface TriedDigest {
  readonly digest: Digest
  readonly startedAt: DateTime.Utc
  readonly latencyMs: number
  /** Those that were told of, pointing where they were really sent. Empty: none, and nothing was sent. */
  readonly members: ReadonlyArray<Delivery>
  /** Those that were not to be told, and why. `gone`: their target is, so that their owner is told by another channel. */
  readonly skipped: ReadonlyArray<{ readonly delivery: Delivery; readonly why: string; readonly gone: boolean }>
  /** Null: no try was made. */
  readonly answer: Result.Result<Receipt, NotifierReason> | null
}
