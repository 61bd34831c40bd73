import type { TaskId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { brokenQueue } from "./brokenQueue.ts"
import type { BrokenStorage } from "./brokenStorage.ts"

/** Work queues that go wrong about workers that die or are slow. */
export const brokenQueueLeases: ReadonlyArray<BrokenStorage> = [
  brokenQueue(
    "sees no abandoned run",
    () => ({ abandoned: Effect.succeed([]) }),
    "a run whose worker died after a cancel is seen as abandoned, until it is revoked or wanted again"
  ),
  brokenQueue(
    "does not renew leases",
    (queue) => ({ heartbeat: (claims) => queue.heartbeat(claims, Duration.zero) }),
    "a dead worker's task comes back, and its own late words are refused",
    "a heartbeat keeps the claim beyond its first lease",
    "live is by fence: a claim whose lease ran out, but that nobody took over, is renewed and settled"
  ),
  brokenQueue(
    "ends a claim with its lease, though nobody took over",
    (queue) => ({
      settle: Effect.fnUntraced(function*(settlements) {
        const live = yield* Effect.filter(settlements, ({ claim }) => queue.isClaimed(claim.taskId))
        const lost = yield* queue.settle(live)
        return [...settlements.filter((each) => !live.includes(each)).map(({ claim }) => claim), ...lost]
      })
    }),
    "live is by fence: a claim whose lease ran out, but that nobody took over, is renewed and settled"
  ),
  brokenQueue(
    "never takes a task back from a dead worker",
    (queue) => ({ claim: (options) => queue.claim({ ...options, lease: Duration.days(1) }) }),
    "a run whose worker died after a cancel is seen as abandoned, until it is revoked or wanted again",
    "a dead worker's task comes back, and its own late words are refused",
    "a dead worker's task comes back with its lease, though its due time was moved into the future meanwhile"
  ),
  brokenQueue(
    "leaves a dead worker's task until the due time it was moved to",
    (queue) => {
      const scheduled = new Map<TaskId, DateTime.Utc>()
      return {
        schedule: (taskId, dueAt) =>
          Effect.andThen(Effect.sync(() => scheduled.set(taskId, dueAt)), queue.schedule(taskId, dueAt)),
        runNow: (taskId) => Effect.andThen(Effect.sync(() => scheduled.delete(taskId)), queue.runNow(taskId)),
        claim: Effect.fnUntraced(function*(options) {
          const now = yield* DateTime.now
          const claims = yield* queue.claim(options)
          const early = claims.filter(({ taskId }) => DateTime.isGreaterThan(scheduled.get(taskId) ?? now, now))
          yield* queue.release(early)
          yield* Effect.forEach(early, ({ taskId }) => queue.schedule(taskId, scheduled.get(taskId) ?? now))
          return claims.filter((claim) => !early.includes(claim))
        })
      }
    },
    "a dead worker's task comes back with its lease, though its due time was moved into the future meanwhile"
  ),
  brokenQueue(
    "claims without a lease",
    (queue) => ({ claim: (options) => queue.claim({ ...options, lease: Duration.zero }) }),
    "save leaves the intent and the claim as they are",
    "run now, asked twice, starts exactly one run",
    "run now, asked twice during a run, starts exactly one more after it",
    "a cancel during a run stands: the run's settle succeeds and its next is dropped",
    "the time until the next is that of the first due task under no live lease",
    "a task has one live claim, however many ask at once",
    "a run whose worker died after a cancel is seen as abandoned, until it is revoked or wanted again",
    "claims come in the order of their due times, and no more than asked for",
    "settling lost and live claims together ends the live ones",
    "a settle rolled back leaves the claim live",
    "the depth counts what is due and what is claimed",
    "a reconciliation of a sound queue changes nothing that is claimable",
    "no more claims of an owner are live than may be, however many ask at once",
    "an examination shows what a task's rows say: its intent and lease, what is open, and what is owed",
    "repairing the timers of a sound store changes nothing that is claimable"
  )
]
