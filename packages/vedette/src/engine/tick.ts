import { claimRuns, deliverDue, judgeRun, settleRuns } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { EngineOptions } from "./EngineOptions.ts"

export interface Ticked {
  readonly runs: number
  readonly deliveries: number
}

/** Runs what is due now and delivers what is owed now, then returns: for a host that owns its own loop. */
export const tick = Effect.gen(function*() {
  const options = yield* EngineOptions
  let runs = 0
  let deliveries = 0
  while (true) {
    const started = yield* claimRuns({ limit: options.concurrency, lease: options.lease, worker: options.worker })
    if (started.length === 0) break
    yield* settleRuns(yield* Effect.forEach(started, judgeRun, { concurrency: "unbounded" }))
    runs += started.length
  }
  while (true) {
    const tried = yield* deliverDue({ limit: options.concurrency, worker: options.worker })
    if (tried === 0) break
    deliveries += tried
  }
  const ticked: Ticked = { runs, deliveries }
  return ticked
})
