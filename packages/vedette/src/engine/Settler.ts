import { type FinishedRun, type SettledRun, settleRuns } from "@vedette/domain"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import { countOne, engineMetrics } from "../observability/engineMetrics.ts"
import { makePageKeeper } from "./PageKeeper.ts"

/** Runs settled in one transaction. One commit for many is worth tens of times the throughput of one each. */
const MAX_BATCH = 50

/** A judgement has cost time and perhaps money: a database that restarts is waited for, as long as the lease may live. */
const retries = Schedule.min([Schedule.exponential("200 millis"), Schedule.spaced("5 seconds")])
const GIVE_UP_AFTER = Duration.minutes(2)

/** A batch that takes longer (one of its tasks is locked by somebody, or the storage is away) holds up no other. */
const NEXT_AFTER = Duration.seconds(1)

type Waiting = { readonly finished: FinishedRun; readonly settled: Deferred.Deferred<SettledRun> }

export interface Settler {
  /**
   * Settles the run together with whatever else has finished, and answers what became of it. `lost`: nothing was written
   * by this call.
   */
  readonly settle: (finished: FinishedRun) => Effect.Effect<SettledRun>
  /** No more waiting for a storage that is away: the worker has to go. Leases run out, and the runs are run again. */
  readonly giveUp: Effect.Effect<void>
}

/** Collects finished runs and settles them in batches, for the life of the scope. */
export const makeSettler = Effect.gen(function*() {
  const queue = yield* Queue.unbounded<Waiting>()
  const keepPages = yield* makePageKeeper
  let patient = true

  const settleAll = Effect.fn("settleAll")(function*(batch: ReadonlyArray<Waiting>) {
    yield* keepPages(batch.map(({ finished }) => finished))
    const settled = yield* settleRuns(batch.map(({ finished }) => finished)).pipe(
      // Several of which one is locked are settled one by one, so that the others need not wait for it.
      Effect.retry({
        schedule: retries,
        while: (error) => patient && error.isRetryable && (batch.length === 1 || error.reason._tag !== "Contention")
      }),
      Effect.timeout(GIVE_UP_AFTER)
    )
    yield* Effect.forEach(settled, (one, i) => {
      const waiting = batch[i]
      return waiting === undefined ? Effect.void : Deferred.succeed(waiting.settled, one)
    })
  })

  /** One run that cannot be settled must not take the others of its batch with it. */
  const settleEach = (batch: ReadonlyArray<Waiting>) =>
    Effect.forEach(batch, (one) =>
      settleAll([one]).pipe(
        Effect.catchCause((cause) =>
          Effect.logError("A run could not be settled; its lease runs out and it is run again", cause).pipe(
            Effect.annotateLogs({ taskId: one.finished.run.task.id, executionId: one.finished.run.execution.id }),
            Effect.andThen(Deferred.succeed(one.settled, { run: one.finished.run, status: "lost" as const, told: false }))
          )
        )
      ), { concurrency: "unbounded" })

  const settleBatch = (batch: ReadonlyArray<Waiting>) =>
    Effect.flatMap(Effect.exit(settleAll(batch)), (exit) => Exit.isSuccess(exit) ? Effect.void : settleEach(batch))

  yield* Queue.takeBetween(queue, 1, MAX_BATCH).pipe(
    // A child of this loop, which ends after the drain that waits for what is settled.
    Effect.flatMap((batch) => Effect.forkChild(settleBatch(batch))),
    Effect.flatMap((settling) => Effect.timeoutOption(Fiber.await(settling), NEXT_AFTER)),
    Effect.forever,
    Effect.forkScoped
  )

  const settler: Settler = {
    settle: Effect.fn("Settler.settle")(function*(finished: FinishedRun) {
      const settled = yield* Deferred.make<SettledRun>()
      yield* Queue.offer(queue, { finished, settled })
      const ended = yield* Deferred.await(settled)
      yield* countOne(engineMetrics.runs, { outcome: ended.status })
      if (ended.status === "retrying" && finished.outcome._tag === "Failed") {
        yield* countOne(engineMetrics.retries, { category: finished.outcome.failure.category })
      }
      return ended
    }),
    giveUp: Effect.sync(() => {
      patient = false
    })
  }
  return settler
})
