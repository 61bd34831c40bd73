import * as Effect from "effect/Effect"
import { claimDeliveries } from "./claimDeliveries.ts"
import { tryDelivery } from "./tryDelivery.ts"

/** Claims the deliveries that are due and tries each once, side by side. Answers how many were tried. */
export const deliverDue = Effect.fn("deliverDue")(function*(options: { readonly limit: number; readonly worker: string }) {
  const claimed = yield* claimDeliveries(options)
  yield* Effect.forEach(claimed, tryDelivery, { concurrency: "unbounded", discard: true })
  return claimed.length
})
