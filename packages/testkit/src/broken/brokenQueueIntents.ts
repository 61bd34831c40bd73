import type { TaskId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { brokenQueue } from "./brokenQueue.ts"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"
import { InTransaction } from "./InTransaction.ts"
import { inTheFuture } from "./inTheFuture.ts"

/** Work queues that go wrong about when a task is to run. */
export const brokenQueueIntents: ReadonlyArray<BrokenStorage> = [
  brokenQueue(
    "starts early",
    (queue) => ({ claim: (options) => inTheFuture(queue.claim(options)) }),
    "the last of several intents wins",
    "nothing is claimed before it is due",
    "a settled run is followed by its next, and not earlier",
    "a run whose worker died after a cancel is seen as abandoned, until it is revoked or wanted again",
    "a dead worker's task comes back, and its own late words are refused"
  ),
  brokenQueue(
    "takes the earlier of two intents for the valid one",
    (queue, { tasks }) => ({
      schedule: Effect.fnUntraced(function*(taskId, dueAt) {
        const earlier = Option.exists(yield* tasks.find(taskId), (task) =>
          task.dueAt !== null && DateTime.isLessThan(task.dueAt, dueAt))
        if (!earlier) yield* queue.schedule(taskId, dueAt)
      })
    }),
    "the last of several intents wins",
    "a new schedule during a run stands: the run's settle succeeds and its next is dropped",
    "a dead worker's task comes back with its lease, though its due time was moved into the future meanwhile"
  ),
  brokenQueue(
    "serves an intent that was replaced after the one that replaced it",
    (queue) => {
      const scheduled = new Map<TaskId, DateTime.Utc>()
      return {
        schedule: (taskId, dueAt) =>
          Effect.suspend(() => {
            scheduled.set(taskId, dueAt)
            return queue.schedule(taskId, dueAt)
          }),
        settle: Effect.fnUntraced(function*(settlements) {
          const lost = yield* queue.settle(settlements)
          const now = yield* DateTime.now
          for (const { claim: { taskId } } of settlements) {
            const dueAt = scheduled.get(taskId)
            if (dueAt !== undefined && DateTime.isGreaterThan(dueAt, now)) yield* queue.schedule(taskId, dueAt)
          }
          return lost
        })
      }
    },
    "an intent that replaces a later one is served once, and the later one never"
  ),
  brokenQueue(
    "does not cancel",
    () => ({ cancel: () => Effect.void }),
    "a cancelled intent never starts, however late its carrier arrives",
    "a cancel during a run stands: the run's settle succeeds and its next is dropped",
    "settling after a cancel in one transaction ends the claim, and the cancel stands",
    "a run whose worker died after a cancel is seen as abandoned, until it is revoked or wanted again"
  ),
  brokenQueue(
    "runs once for every time it is asked to run now",
    (queue) => {
      const asked = new Map<TaskId, number>()
      return {
        runNow: (taskId) =>
          Effect.suspend(() => {
            asked.set(taskId, (asked.get(taskId) ?? 0) + 1)
            return queue.runNow(taskId)
          }),
        settle: Effect.fnUntraced(function*(settlements) {
          const lost = yield* queue.settle(settlements)
          for (const { claim: { taskId } } of settlements) {
            const more = (asked.get(taskId) ?? 0) - 1
            asked.set(taskId, more)
            if (more > 0) yield* queue.runNow(taskId)
          }
          return lost
        })
      }
    },
    "run now, asked twice, starts exactly one run",
    "run now, asked twice during a run, starts exactly one more after it"
  ),
  brokenQueue(
    "lets a run's next win over an edit made meanwhile",
    (queue) => ({
      settle: Effect.fnUntraced(function*(settlements) {
        const lost = yield* queue.settle(settlements)
        for (const { claim, next } of settlements) {
          if (lost.includes(claim)) continue
          yield* next === null ? queue.cancel(claim.taskId) : queue.schedule(claim.taskId, next)
        }
        return lost
      })
    }),
    "run now, asked twice during a run, starts exactly one more after it",
    "a new schedule during a run stands: the run's settle succeeds and its next is dropped",
    "a cancel during a run stands: the run's settle succeeds and its next is dropped",
    "settling after a cancel in one transaction ends the claim, and the cancel stands"
  ),
  brokenQueue(
    "forgets what follows a run",
    (queue) => ({ settle: (settlements) => queue.settle(settlements.map(({ claim }) => ({ claim, next: null }))) }),
    "a settled run is followed by its next, and not earlier",
    "the time until the next is that of the first due task under no live lease"
  ),
  brokenStorage(
    "takes a claim for lost once its task was cancelled in the same transaction",
    ({ queue, unitOfWork }) => {
      const cancelled = new Set<TaskId>()
      return {
        unitOfWork: {
          ...unitOfWork,
          transact: (work) =>
            Effect.andThen(
              Effect.sync(() => cancelled.clear()),
              unitOfWork.transact(Effect.provideService(work, InTransaction, true))
            )
        },
        queue: {
          ...queue,
          cancel: Effect.fnUntraced(function*(taskId) {
            if (yield* InTransaction) cancelled.add(taskId)
            yield* queue.cancel(taskId)
          }),
          settle: Effect.fnUntraced(function*(settlements) {
            const inside = yield* InTransaction
            const stale = settlements.filter(({ claim }) => inside && cancelled.has(claim.taskId))
            const lost = yield* queue.settle(settlements.filter((each) => !stale.includes(each)))
            return [...stale.map(({ claim }) => claim), ...lost]
          })
        }
      }
    },
    "settling after a cancel in one transaction ends the claim, and the cancel stands"
  ),
  brokenQueue(
    "counts what is not due as waiting now",
    (queue) => ({ untilNext: Effect.map(queue.untilNext, Option.map(() => Duration.zero)) }),
    "the time until the next is that of the first due task under no live lease"
  )
]
