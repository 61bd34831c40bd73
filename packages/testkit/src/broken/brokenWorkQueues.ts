import type { TaskId, WorkQueue } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { fixtureIds } from "../fixtures/fixtureIds.ts"
import type { StorageServices } from "./alteredStorage.ts"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"
import { InTransaction } from "./InTransaction.ts"
import { inTheFuture } from "./inTheFuture.ts"

type Queue = WorkQueue["Service"]

const broken = (
  defect: string,
  alter: (queue: Queue, sound: StorageServices) => Partial<Queue>,
  ...breaks: BrokenStorage["breaks"]
): BrokenStorage =>
  brokenStorage(defect, (sound) => ({ queue: { ...sound.queue, ...alter(sound.queue, sound) } }), ...breaks)

/** Work queues with one defect each, over the memory storage. */
export const brokenWorkQueues: ReadonlyArray<BrokenStorage> = [
  broken(
    "starts early",
    (queue) => ({ claim: (options) => inTheFuture(queue.claim(options)) }),
    "the last of several intents wins",
    "nothing is claimed before it is due",
    "a settled run is followed by its next, and not earlier",
    "a run whose worker died after a cancel is seen as abandoned, until it is revoked or wanted again",
    "a dead worker's task comes back, and its own late words are refused"
  ),
  broken(
    "settles by a lost claim as by a live one",
    (queue) => ({
      settle: Effect.fnUntraced(function*(settlements) {
        const lost = yield* queue.settle(settlements)
        yield* Effect.forEach(lost, (claim) => Effect.andThen(queue.revoke(claim.taskId), queue.cancel(claim.taskId)))
        return []
      })
    }),
    "a deleted task takes all that hangs on it along",
    "settling after a cancel in one transaction ends the claim, and the cancel stands",
    "a dead worker's task comes back, and its own late words are refused",
    "a settle ends the claim: a second one is refused",
    "settling lost and live claims together ends the live ones",
    "a revoked claim is lost: it is told so and can write nothing"
  ),
  broken(
    "sees no abandoned run",
    () => ({ abandoned: Effect.succeed([]) }),
    "a run whose worker died after a cancel is seen as abandoned, until it is revoked or wanted again"
  ),
  broken(
    "tells nobody that a claim is lost",
    (queue) => ({ heartbeat: (claims, lease) => Effect.as(queue.heartbeat(claims, lease), []) }),
    "a dead worker's task comes back, and its own late words are refused",
    "a settle ends the claim: a second one is refused",
    "a released task is claimable at once, and the release ends the claim",
    "a revoked claim is lost: it is told so and can write nothing"
  ),
  broken(
    "does not renew leases",
    (queue) => ({ heartbeat: (claims) => queue.heartbeat(claims, Duration.zero) }),
    "a dead worker's task comes back, and its own late words are refused",
    "a heartbeat keeps the claim beyond its first lease",
    "live is by fence: a claim whose lease ran out, but that nobody took over, is renewed and settled"
  ),
  broken(
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
  broken(
    "never takes a task back from a dead worker",
    (queue) => ({ claim: (options) => queue.claim({ ...options, lease: Duration.days(1) }) }),
    "a run whose worker died after a cancel is seen as abandoned, until it is revoked or wanted again",
    "a dead worker's task comes back, and its own late words are refused",
    "a dead worker's task comes back with its lease, though its due time was moved into the future meanwhile"
  ),
  broken(
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
  broken(
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
  ),
  broken(
    "claims in no order",
    (queue) => ({ claim: (options) => Effect.map(queue.claim(options), (claims) => claims.toReversed()) }),
    "claims come in the order of their due times, and no more than asked for"
  ),
  broken(
    "claims more than asked for",
    (queue) => ({ claim: (options) => queue.claim({ ...options, limit: options.limit + 1 }) }),
    "claims come in the order of their due times, and no more than asked for"
  ),
  broken(
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
  broken(
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
  broken(
    "does not cancel",
    () => ({ cancel: () => Effect.void }),
    "a cancelled intent never starts, however late its carrier arrives",
    "a cancel during a run stands: the run's settle succeeds and its next is dropped",
    "settling after a cancel in one transaction ends the claim, and the cancel stands",
    "a run whose worker died after a cancel is seen as abandoned, until it is revoked or wanted again"
  ),
  broken(
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
  broken(
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
  broken(
    "forgets what follows a run",
    (queue) => ({ settle: (settlements) => queue.settle(settlements.map(({ claim }) => ({ claim, next: null }))) }),
    "a settled run is followed by its next, and not earlier",
    "the time until the next is that of the first due task under no live lease"
  ),
  broken(
    "keeps what is handed back",
    () => ({ release: () => Effect.void }),
    "of a lost and a live claim of one task the live one alone is answered",
    "a released task is claimable at once, and the release ends the claim"
  ),
  broken(
    "does not revoke",
    () => ({ revoke: () => Effect.void }),
    "live claims are locked with their tasks, lost ones are not answered, and the order is one for everybody",
    "a run whose worker died after a cancel is seen as abandoned, until it is revoked or wanted again",
    "settling lost and live claims together ends the live ones",
    "a revoked claim is lost: it is told so and can write nothing"
  ),
  broken(
    "counts what is not due as waiting now",
    (queue) => ({ untilNext: Effect.map(queue.untilNext, Option.map(() => Duration.zero)) }),
    "the time until the next is that of the first due task under no live lease"
  ),
  broken(
    "counts claimed tasks as due",
    (queue) => ({ depth: Effect.map(queue.depth, (depth) => ({ ...depth, due: depth.due + depth.claimed })) }),
    "the depth counts what is due and what is claimed"
  ),
  broken(
    "revives idle tasks when it reconciles",
    (queue, { tasks }) => {
      const known: Array<TaskId> = []
      return {
        runNow: (taskId) => Effect.andThen(Effect.sync(() => known.push(taskId)), queue.runNow(taskId)),
        reconcile: Effect.gen(function*() {
          for (const taskId of known) {
            if (Option.isSome(yield* tasks.find(taskId))) {
              yield* queue.revoke(taskId)
              yield* queue.runNow(taskId)
            }
          }
          return known.length
        })
      }
    },
    "a reconciliation of a sound queue changes nothing that is claimable"
  ),
  broken(
    "names somebody else as the owner",
    (queue) => ({
      claim: (options) =>
        Effect.map(queue.claim(options), (claims) => claims.map((claim) => ({ ...claim, userId: fixtureIds.user })))
    }),
    "a claim names the owner of its task"
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
  broken(
    "gives the oldest, whosever they are",
    (queue) => ({
      claim: Effect.fnUntraced(function*({ limit, ...options }) {
        const all = yield* queue.claim({ ...options, limit: 1_000 })
        yield* queue.release(all.slice(limit))
        return all.slice(0, limit)
      })
    }),
    "an owner with many due tasks does not keep another's one from starting"
  ),
  broken(
    "does not bound the claims of an owner",
    (queue) => ({ claim: ({ lease, limit, worker }) => queue.claim({ lease, limit, worker }) }),
    "no more claims of an owner are live than may be, however many ask at once"
  )
]
