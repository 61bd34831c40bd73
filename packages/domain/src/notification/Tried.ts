import type * as DateTime from "effect/DateTime"
import type * as Result from "effect/Result"
import type { NotifierReason, Receipt } from "../ports/Notifier.ts"
import type { Delivery } from "./Delivery.ts"

/** What became of a claimed delivery: a try, or the finding that none is to be made. */
export type Tried =
  | {
    readonly _tag: "Answered"
    /** As claimed, and pointing where it was really sent. */
    readonly delivery: Delivery
    readonly startedAt: DateTime.Utc
    readonly latencyMs: number
    readonly answer: Result.Result<Receipt, NotifierReason>
  }
  | {
    readonly _tag: "Unsendable"
    readonly delivery: Delivery
    readonly why: string
    /** The channel was switched off by us, because its target is gone: not what its owner chose. */
    readonly gone: boolean
  }
