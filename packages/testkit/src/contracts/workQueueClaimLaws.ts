import { assert } from "@effect/vitest"
import { TaskRepository, UnitOfWork, WorkQueue } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { ContractTime } from "./ContractTime.ts"
import { given } from "./given.ts"
import { claimOf, givenRun, longLease, settle } from "./givenClaims.ts"
import { storageLaw } from "./storageLaw.ts"

const units = (count: number) => Effect.map(ContractTime, ({ unit }) => Duration.times(unit, count))
const elapse = (duration: Duration.Duration) => ContractTime.use((time) => time.elapse(duration))
const idsOf = (claims: ReadonlyArray<{ readonly taskId: string }>) => claims.map((claim) => claim.taskId)

/** Who may run a task: claims, leases, fences, and what ends them. */
export const workQueueClaimLaws = [
  storageLaw(
    "a task has one live claim, however many ask at once",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const tasks = yield* Effect.forEach(Array.from({ length: 10 }), () => given.task())
      yield* Effect.forEach(tasks, (task) => queue.runNow(task.id))
      const claims = yield* Effect.forEach(
        Array.from({ length: 50 }),
        () => queue.claim({ limit: 3, lease: longLease, worker: "worker-1" }),
        { concurrency: 50 }
      )
      const left = yield* claimOf(tasks)
      assert.deepStrictEqual(idsOf([...claims.flat(), ...left]).toSorted(), tasks.map((task) => task.id))
    })
  ),
  storageLaw(
    "a run whose worker died after a cancel is seen as abandoned, until it is revoked or wanted again",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const lease = yield* units(2)
      // Each is cancelled before the next is claimed, so that however slow the claims are none takes another's task over.
      const cancelled = (of: Duration.Duration) => Effect.tap(givenRun(of), ({ task }) => queue.cancel(task.id))
      const dead = yield* cancelled(lease)
      const wanted = yield* cancelled(lease)
      const alive = yield* cancelled(longLease)
      const seen = Effect.map(queue.abandoned, (ids) =>
        [dead, wanted, alive].map(({ task }) => task.id).filter((id) => ids.includes(id)))
      yield* elapse(Duration.times(lease, 2))
      assert.deepStrictEqual(yield* seen, [dead.task.id, wanted.task.id])
      yield* queue.revoke(dead.task.id)
      yield* queue.runNow(wanted.task.id)
      assert.deepStrictEqual(yield* seen, [])
    })
  ),
  storageLaw(
    "claims come in the order of their due times, and no more than asked for",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { now, unit } = yield* ContractTime
      const present = yield* now
      const [second, third, first] = yield* Effect.all([given.task(), given.task(), given.task()])
      for (const [task, ago] of [[second, 2], [third, 1], [first, 3]] as const) {
        yield* queue.schedule(task.id, DateTime.subtractDuration(present, Duration.times(unit, ago)))
      }
      const claim = Effect.map(queue.claim({ limit: 2, lease: longLease, worker: "worker-1" }), idsOf)
      assert.deepStrictEqual(yield* claim, [first.id, second.id])
      assert.deepStrictEqual(yield* claim, [third.id])
    })
  ),
  storageLaw(
    "a dead worker's task comes back, and its own late words are refused",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const tasks = yield* TaskRepository
      const { claim, task } = yield* givenRun(yield* units(2))
      yield* elapse(Duration.sum(yield* units(3), queue.detectionDelay))
      assert.isFalse(yield* queue.isClaimed(task.id))
      const [successor] = yield* claimOf([task])
      assert.strictEqual(successor?.taskId, task.id)
      assert.isAbove(successor!.fence, claim.fence)
      assert.deepStrictEqual(yield* queue.heartbeat([claim, successor!], longLease), [claim])
      assert.deepStrictEqual(yield* settle([claim]), [task.id])
      assert.deepStrictEqual(yield* tasks.lockClaimed([claim]), [])
      yield* queue.release([claim])
      assert.isTrue(yield* queue.isClaimed(task.id))
      assert.deepStrictEqual(yield* settle([successor!]), [])
    })
  ),
  storageLaw(
    "a dead worker's task comes back with its lease, though its due time was moved into the future meanwhile",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { now } = yield* ContractTime
      const lease = yield* units(2)
      const { claim, task } = yield* givenRun(lease)
      yield* queue.schedule(task.id, DateTime.addDuration(yield* now, yield* units(1_000)))
      yield* elapse(Duration.sum(yield* units(3), queue.detectionDelay))
      const [successor] = yield* claimOf([task])
      assert.strictEqual(successor?.taskId, task.id)
      assert.isAbove(successor!.fence, claim.fence)
      assert.isAbove(successor!.generation, claim.generation, "what was intended meanwhile is what it serves")
      assert.deepStrictEqual(yield* settle([successor!]), [])
      assert.deepStrictEqual(yield* claimOf([task]), [], "and so it is served")
    })
  ),
  storageLaw(
    "a heartbeat keeps the claim beyond its first lease",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { claim, task } = yield* givenRun(yield* units(2))
      assert.deepStrictEqual(yield* queue.heartbeat([claim], longLease), [])
      yield* elapse(Duration.sum(yield* units(3), queue.detectionDelay))
      assert.isTrue(yield* queue.isClaimed(task.id))
      assert.deepStrictEqual(yield* claimOf([task]), [])
      assert.deepStrictEqual(yield* settle([claim]), [])
    })
  ),
  storageLaw(
    "live is by fence: a claim whose lease ran out, but that nobody took over, is renewed and settled",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      // One after the other: a second claim might come so late that it takes the first one's task over.
      const settled = yield* givenRun(yield* units(1))
      yield* elapse(yield* units(2))
      assert.deepStrictEqual(yield* settle([settled.claim]), [])
      const renewed = yield* givenRun(yield* units(1))
      yield* elapse(yield* units(2))
      assert.deepStrictEqual(yield* queue.heartbeat([renewed.claim], longLease), [])
      assert.isTrue(yield* queue.isClaimed(renewed.task.id))
      assert.deepStrictEqual(yield* claimOf([renewed.task, settled.task]), [])
    })
  ),
  storageLaw(
    "a settle ends the claim: a second one is refused",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { claim, task } = yield* givenRun()
      assert.deepStrictEqual(yield* settle([claim]), [])
      assert.deepStrictEqual(yield* queue.settle([{ claim, next: yield* (yield* ContractTime).now }]), [claim])
      assert.deepStrictEqual(yield* queue.heartbeat([claim], longLease), [claim])
      assert.deepStrictEqual(yield* claimOf([task]), [])
    })
  ),
  storageLaw(
    "settling lost and live claims together ends the live ones",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const [live, lost] = yield* Effect.all([givenRun(), givenRun()])
      yield* queue.revoke(lost.task.id)
      assert.deepStrictEqual(yield* settle([lost.claim, live.claim]), [lost.task.id])
      assert.isFalse(yield* queue.isClaimed(live.task.id))
      assert.deepStrictEqual(idsOf(yield* claimOf([live.task, lost.task])), [lost.task.id])
    })
  ),
  storageLaw(
    "a settle rolled back leaves the claim live",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { claim, task } = yield* givenRun()
      yield* Effect.flip((yield* UnitOfWork).transact(Effect.andThen(settle([claim]), Effect.fail("refused"))))
      assert.isTrue(yield* queue.isClaimed(task.id))
      assert.deepStrictEqual(yield* claimOf([task]), [])
      assert.deepStrictEqual(yield* queue.heartbeat([claim], longLease), [])
      assert.deepStrictEqual(yield* settle([claim]), [])
    })
  ),
  storageLaw(
    "a released task is claimable at once, and the release ends the claim",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { claim, task } = yield* givenRun()
      yield* queue.release([claim])
      assert.isFalse(yield* queue.isClaimed(task.id))
      assert.deepStrictEqual(yield* queue.heartbeat([claim], longLease), [claim])
      const [again] = yield* claimOf([task])
      assert.strictEqual(again?.taskId, task.id)
      assert.isAbove(again!.fence, claim.fence)
      yield* queue.release([again!])
      // Claimed and handed back in one transaction, as a claim is that nobody can start now.
      yield* (yield* UnitOfWork).transact(Effect.flatMap(claimOf([task]), queue.release))
      assert.deepStrictEqual(idsOf(yield* claimOf([task])), [task.id])
    })
  ),
  storageLaw(
    "a revoked claim is lost: it is told so and can write nothing",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { claim, task } = yield* givenRun()
      yield* queue.revoke(task.id)
      assert.isFalse(yield* queue.isClaimed(task.id))
      assert.deepStrictEqual(yield* queue.heartbeat([claim], longLease), [claim])
      assert.deepStrictEqual(yield* (yield* TaskRepository).lockClaimed([claim]), [])
      assert.deepStrictEqual(yield* settle([claim]), [task.id])
    })
  ),
  storageLaw(
    "a claim names the owner of its task",
    Effect.gen(function*() {
      const [mine, other] = [yield* givenRun(), yield* givenRun()]
      assert.deepStrictEqual([mine, other].map(({ claim }) => claim.userId), [mine.task.userId, other.task.userId])
    })
  ),
  storageLaw(
    "the depth counts what is due and what is claimed",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { now, unit } = yield* ContractTime
      const before = yield* queue.depth
      yield* givenRun()
      const [overdue, due, later] = yield* Effect.all([given.task(), given.task(), given.task()])
      const present = yield* now
      yield* queue.schedule(overdue.id, DateTime.subtractDuration(present, Duration.times(unit, 2)))
      yield* queue.runNow(due.id)
      yield* queue.schedule(later.id, DateTime.addDuration(present, Duration.times(unit, 100)))
      const after = yield* queue.depth
      assert.strictEqual(after.due - before.due, 2)
      assert.strictEqual(after.claimed - before.claimed, 1)
      assert.isAtLeast(Duration.toMillis(after.overdue), 2 * Duration.toMillis(unit))
    })
  ),
  storageLaw(
    "a reconciliation of a sound queue changes nothing that is claimable",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const running = yield* givenRun()
      const [due, idle] = yield* Effect.all([given.task(), given.task()])
      yield* queue.runNow(due.id)
      yield* queue.reconcile
      yield* queue.reconcile
      assert.deepStrictEqual(idsOf(yield* claimOf([running.task, due, idle])), [due.id])
      assert.deepStrictEqual(yield* settle([running.claim]), [])
    })
  )
]
