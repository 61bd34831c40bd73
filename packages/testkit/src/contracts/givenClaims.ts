import { type Claim, type Task, WorkQueue } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { given } from "./given.ts"

/** Longer than any suite runs: a lease that no law means to see run out. */
export const longLease = Duration.hours(1)

/** Claims what is due of these tasks. */
export const claimOf = Effect.fnUntraced(
  function*(tasks: ReadonlyArray<Task>, lease: Duration.Duration = longLease) {
    const claims = yield* (yield* WorkQueue).claim({ limit: 100, lease, worker: "worker-1" })
    return claims.filter((claim) => tasks.some((task) => task.id === claim.taskId))
  }
)

/** A task whose run is in progress, and the claim of that run. */
export const givenRun = Effect.fnUntraced(function*(lease: Duration.Duration = longLease) {
  const task = yield* given.task()
  yield* (yield* WorkQueue).runNow(task.id)
  const [claim] = yield* claimOf([task], lease)
  if (claim === undefined) return yield* Effect.die(new Error("A task that is due now was not claimed."))
  return { task, claim }
})

/** Ends runs; answers the tasks whose claim was lost. */
export const settle = Effect.fnUntraced(function*(claims: ReadonlyArray<Claim>) {
  const lost = yield* (yield* WorkQueue).settle(claims.map((claim) => ({ claim, next: null })))
  return lost.map((claim) => claim.taskId)
})
