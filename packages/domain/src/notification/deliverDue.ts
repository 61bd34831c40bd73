import * as Effect from "effect/Effect"
import { Notifiers } from "../ports/Notifier.ts"
import { claimDeliveries } from "./claimDeliveries.ts"
import { tryDelivery } from "./tryDelivery.ts"

/**
 * Claims the deliveries that are due, up to `limit` of each channel, and tries each once, side by side. Answers how many
 * were tried.
 */
export const deliverDue = Effect.fn("deliverDue")(function*(options: { readonly limit: number; readonly worker: string }) {
  const notifiers = yield* Notifiers
  const tried = yield* Effect.forEach([...notifiers.keys()], (kind) =>
    Effect.gen(function*() {
      const claimed = yield* claimDeliveries({ ...options, kind })
      yield* Effect.forEach(claimed, tryDelivery, { concurrency: "unbounded", discard: true })
      return claimed.length
    }), { concurrency: "unbounded" })
  return tried.reduce((sum, count) => sum + count, 0)
})
