import { Installation, WorkQueue } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { ReadinessCheck } from "./readiness.ts"

/** A run that could be claimed and is not for this long: the workers are stuck or too few. */
const OVERDUE_TOO_LONG = Duration.minutes(2)

/** The database answers. */
export const databaseCheck = Effect.gen(function*() {
  const queue = yield* WorkQueue
  const check: ReadinessCheck = { name: "database", check: queue.depth }
  return check
})

/** The database is still one that this version can work on: a newer one may have changed it since the start. */
export const schemaCheck = Effect.gen(function*() {
  const installation = yield* Installation
  const check: ReadinessCheck = { name: "migrations", check: installation.requireSchema }
  return check
})

/** The work is being done: for a process that has a worker. */
export const workCheck = Effect.gen(function*() {
  const queue = yield* WorkQueue
  const check: ReadinessCheck = {
    name: "work",
    check: queue.depth.pipe(
      Effect.filterOrFail(
        ({ overdue }) => Duration.isLessThanOrEqualTo(overdue, OVERDUE_TOO_LONG),
        ({ overdue }) => `a run has been due for ${Duration.format(Duration.seconds(Math.floor(Duration.toSeconds(overdue))))}`
      )
    )
  }
  return check
})
