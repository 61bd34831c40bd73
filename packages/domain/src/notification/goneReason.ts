import * as Result from "effect/Result"
import type { NotifierReason, Receipt } from "../ports/Notifier.ts"

/** Why a target asked never to be called again; null where it did not. */
export const goneReason = (answer: Result.Result<Receipt, NotifierReason>): string | null =>
  Result.isFailure(answer) && answer.failure._tag === "TargetRejected" && answer.failure.gone ? answer.failure.message : null
