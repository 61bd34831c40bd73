import { type FinishedRun, keepCitedPages } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { EngineOptions } from "./EngineOptions.ts"

/** What runs wait for their pages at most: a batch of fifty texts is some tens of milliseconds. */
const WAIT = Duration.seconds(2)

/** An archive that fails is left alone for a while, so that not every batch waits for it in vain. */
const REST = Duration.seconds(30)

/**
 * Keeps the pages that finished runs cite, before they are settled. It never fails: a text that could not be kept is missing in the
 * archive, while the quote and the passage around it are in the execution.
 */
export const makePageKeeper = Effect.gen(function*() {
  const { keepPages } = yield* EngineOptions
  let restUntil = -Infinity
  return Effect.fn("PageKeeper.keep")(function*(batch: ReadonlyArray<FinishedRun>) {
    if (Duration.isZero(keepPages) || (yield* Clock.currentTimeMillis) < restUntil) return
    yield* keepCitedPages(batch).pipe(
      Effect.timeout(WAIT),
      Effect.catchCause((cause) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) => {
          restUntil = now + Duration.toMillis(REST)
          return Effect.logWarning("The pages that runs cite could not be kept; the runs are settled without", cause)
        })
      )
    )
  })
})
