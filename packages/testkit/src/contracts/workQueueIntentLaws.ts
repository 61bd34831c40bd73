import { assert } from "@effect/vitest"
import { type Task, TaskRepository, UnitOfWork, WorkQueue } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ContractTime } from "./ContractTime.ts"
import { given } from "./given.ts"
import { claimOf, givenRun, settle } from "./givenClaims.ts"
import { storageLaw } from "./storageLaw.ts"

const inUnits = Effect.fnUntraced(function*(units: number) {
  const { now, unit } = yield* ContractTime
  return DateTime.addDuration(yield* now, Duration.millis(Duration.toMillis(unit) * units))
})
const elapseUnits = (units: number) => ContractTime.use(({ elapse, unit }) => elapse(Duration.times(unit, units)))

const dueAtOf = (task: Task) =>
  TaskRepository.use((tasks) =>
    Effect.map(tasks.find(task.id), (found) => {
      const { dueAt } = Option.getOrThrow(found)
      return dueAt === null ? null : DateTime.formatIso(dueAt)
    }))
const idsOf = (claims: ReadonlyArray<{ readonly taskId: string }>) => claims.map((claim) => claim.taskId)

/** What is to happen to a task: schedule, run now, cancel, and who wins when several speak. */
export const workQueueIntentLaws = [
  storageLaw(
    "schedule is atomic: kept with the caller's transaction, and rolled back with it",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { transact } = yield* UnitOfWork
      const task = yield* given.task()
      const past = yield* inUnits(-1)
      yield* Effect.flip(transact(Effect.andThen(queue.schedule(task.id, past), Effect.fail("refused"))))
      assert.isNull(yield* dueAtOf(task))
      assert.deepStrictEqual(yield* claimOf([task]), [])
      yield* transact(queue.schedule(task.id, past))
      assert.strictEqual(yield* dueAtOf(task), DateTime.formatIso(past))
      assert.deepStrictEqual(idsOf(yield* claimOf([task])), [task.id])
    })
  ),
  storageLaw(
    "run now and cancel are rolled back with the caller's transaction",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { transact } = yield* UnitOfWork
      const idle = yield* given.task()
      const due = yield* given.task()
      yield* queue.runNow(due.id)
      yield* Effect.flip(transact(
        Effect.andThen(Effect.andThen(queue.runNow(idle.id), queue.cancel(due.id)), Effect.fail("refused"))
      ))
      assert.deepStrictEqual(idsOf(yield* claimOf([idle, due])), [due.id])
    })
  ),
  storageLaw(
    "the last of several intents wins",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const task = yield* given.task()
      yield* queue.runNow(task.id)
      yield* queue.cancel(task.id)
      yield* queue.schedule(task.id, yield* inUnits(1))
      const last = yield* inUnits(4)
      yield* queue.schedule(task.id, last)
      assert.strictEqual(yield* dueAtOf(task), DateTime.formatIso(last))
      yield* elapseUnits(2)
      assert.deepStrictEqual(yield* claimOf([task]), [])
      yield* elapseUnits(3)
      const claims = yield* claimOf([task])
      assert.deepStrictEqual(idsOf(claims), [task.id])
      assert.deepStrictEqual(yield* settle(claims), [])
      assert.deepStrictEqual(yield* claimOf([task]), [])
    })
  ),
  storageLaw(
    "an intent that replaces a later one is served once, and the later one never",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const task = yield* given.task()
      yield* queue.schedule(task.id, yield* inUnits(2))
      yield* queue.runNow(task.id)
      const claims = yield* claimOf([task])
      assert.deepStrictEqual(idsOf(claims), [task.id])
      yield* settle(claims)
      yield* elapseUnits(3)
      assert.deepStrictEqual(yield* claimOf([task]), [])
    })
  ),
  storageLaw(
    "a cancelled intent never starts, however late its carrier arrives",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const [due, later] = yield* Effect.all([given.task(), given.task()])
      yield* queue.runNow(due.id)
      yield* queue.schedule(later.id, yield* inUnits(1))
      yield* Effect.forEach([due, later], (task) => queue.cancel(task.id))
      assert.isNull(yield* dueAtOf(due))
      assert.deepStrictEqual(yield* claimOf([due, later]), [])
      yield* elapseUnits(2)
      assert.deepStrictEqual(yield* claimOf([due, later]), [])
    })
  ),
  storageLaw(
    "run now, asked twice, starts exactly one run",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const task = yield* given.task()
      yield* queue.runNow(task.id)
      yield* queue.runNow(task.id)
      const claims = yield* claimOf([task])
      assert.deepStrictEqual(idsOf(claims), [task.id])
      assert.deepStrictEqual(yield* claimOf([task]), [])
      yield* settle(claims)
      assert.deepStrictEqual(yield* claimOf([task]), [])
    })
  ),
  storageLaw(
    "run now, asked twice during a run, starts exactly one more after it",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { claim, task } = yield* givenRun()
      yield* queue.runNow(task.id)
      yield* queue.runNow(task.id)
      assert.deepStrictEqual(yield* claimOf([task]), [])
      assert.deepStrictEqual(yield* settle([claim]), [])
      const more = yield* claimOf([task])
      assert.deepStrictEqual(idsOf(more), [task.id])
      assert.deepStrictEqual(yield* settle(more), [])
      assert.deepStrictEqual(yield* claimOf([task]), [])
    })
  ),
  storageLaw(
    "nothing is claimed before it is due",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const task = yield* given.task()
      yield* queue.schedule(task.id, yield* inUnits(3))
      assert.deepStrictEqual(yield* claimOf([task]), [])
      yield* elapseUnits(1)
      assert.deepStrictEqual(yield* claimOf([task]), [])
      yield* elapseUnits(3)
      assert.deepStrictEqual(idsOf(yield* claimOf([task])), [task.id])
    })
  ),
  storageLaw(
    "a settled run is followed by its next, and not earlier",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { claim, task } = yield* givenRun()
      const next = yield* inUnits(2)
      assert.deepStrictEqual(yield* queue.settle([{ claim, next }]), [])
      assert.strictEqual(yield* dueAtOf(task), DateTime.formatIso(next))
      assert.isFalse(yield* queue.isClaimed(task.id))
      assert.deepStrictEqual(yield* claimOf([task]), [])
      yield* elapseUnits(3)
      const [second] = yield* claimOf([task])
      assert.isAbove(second!.fence, claim.fence)
    })
  ),
  storageLaw(
    "a new schedule during a run stands: the run's settle succeeds and its next is dropped",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { claim, task } = yield* givenRun()
      const edited = yield* inUnits(50)
      yield* queue.schedule(task.id, edited)
      assert.deepStrictEqual(yield* queue.settle([{ claim, next: yield* inUnits(-1) }]), [])
      assert.strictEqual(yield* dueAtOf(task), DateTime.formatIso(edited))
      assert.deepStrictEqual(yield* claimOf([task]), [])
    })
  ),
  storageLaw(
    "a cancel during a run stands: the run's settle succeeds and its next is dropped",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { claim, task } = yield* givenRun()
      yield* queue.cancel(task.id)
      assert.isTrue(yield* queue.isClaimed(task.id))
      assert.deepStrictEqual(yield* queue.settle([{ claim, next: yield* inUnits(-1) }]), [])
      assert.isNull(yield* dueAtOf(task))
      assert.deepStrictEqual(yield* claimOf([task]), [])
    })
  ),
  storageLaw(
    "settling after a cancel in one transaction ends the claim, and the cancel stands",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { transact } = yield* UnitOfWork
      const { claim, task } = yield* givenRun()
      const next = yield* inUnits(-1)
      assert.deepStrictEqual(yield* transact(Effect.andThen(queue.cancel(task.id), queue.settle([{ claim, next }]))), [])
      assert.isFalse(yield* queue.isClaimed(task.id))
      assert.isNull(yield* dueAtOf(task))
      assert.deepStrictEqual(yield* claimOf([task]), [])
      assert.deepStrictEqual(yield* settle([claim]), [task.id])
    })
  ),
  storageLaw(
    "the time until the next is that of the first due task under no live lease",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      assert.isTrue(Option.isNone(yield* queue.untilNext))
      const { claim, task } = yield* givenRun()
      assert.isTrue(Option.isNone(yield* queue.untilNext))
      const unit = Duration.toMillis((yield* ContractTime).unit)
      yield* queue.settle([{ claim, next: yield* inUnits(2) }])
      const wait = Duration.toMillis(Option.getOrThrow(yield* queue.untilNext))
      assert.isAbove(wait, 0)
      assert.isAtMost(wait, 2 * unit)
      yield* queue.schedule(task.id, yield* inUnits(-1))
      assert.strictEqual(Duration.toMillis(Option.getOrThrow(yield* queue.untilNext)), 0)
    })
  )
]
