import { assert } from "@effect/vitest"
import { Task, TaskRepository, WorkQueue } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { assertSame } from "./assertSame.ts"
import { given } from "./given.ts"
import { claimOf, givenRun } from "./givenClaims.ts"
import { storageLaw } from "./storageLaw.ts"
import { storageReasonOf } from "./storageReasonOf.ts"

const stored = (tasks: ReadonlyArray<Task>) =>
  TaskRepository.use(({ find }) => Effect.forEach(tasks, ({ id }) => Effect.map(find(id), Option.getOrThrow)))
const renamed = (tasks: ReadonlyArray<Task>, name: string) => tasks.map((task) => ({ ...task, name }))
const oneOn = (tasks: ReadonlyArray<Task>) => tasks.map((task) => ({ ...task, version: task.version + 1 }))

/** Many tasks at once. */
export const taskBatchLaws = [
  storageLaw(
    "live claims are locked with their tasks, lost ones are not answered, and the order is one for everybody",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const queue = yield* WorkQueue
      const mine = yield* Effect.forEach([1, 2, 3], () => given.task())
      yield* Effect.forEach(mine, (task) => queue.runNow(task.id))
      const claims = yield* claimOf(mine)
      assert.lengthOf(claims, 3)
      yield* queue.revoke(mine[1]!.id)
      const locked = yield* tasks.lockClaimed(claims)
      assert.sameMembers(locked.map(({ task }) => task.id), [mine[0]!.id, mine[2]!.id])
      for (const { claim, task } of locked) assert.strictEqual(claim, claims.find(({ taskId }) => taskId === task.id))
      assert.deepStrictEqual(yield* tasks.lockClaimed(claims.toReversed()), locked)
      assert.deepStrictEqual(yield* tasks.lockClaimed([]), [])
    })
  ),
  storageLaw(
    "of a lost and a live claim of one task the live one alone is answered",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const { claim: lost, task } = yield* givenRun()
      yield* (yield* WorkQueue).release([lost])
      const [live] = yield* claimOf([task])
      const locked = yield* tasks.lockClaimed([lost, live!])
      assert.deepStrictEqual(locked.map(({ claim }) => claim), [live!])
      assert.deepStrictEqual(yield* tasks.lockClaimed([live!, lost]), locked)
    })
  ),
  storageLaw(
    "of many tasks saved together all are written, or none where one copy is stale",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const first = yield* Effect.forEach([1, 2, 3], () => given.task())
      yield* tasks.saveAll([])
      yield* tasks.saveAll(renamed(first, "Second"))
      const second = oneOn(renamed(first, "Second"))
      assertSame(Schema.Array(Task), yield* stored(first), second)
      const oneStale = [second[0]!, first[1]!, second[2]!]
      assert.strictEqual((yield* storageReasonOf(tasks.saveAll(renamed(oneStale, "Third"))))._tag, "StaleVersion")
      const twice = [second[0]!, second[1]!, second[1]!]
      assert.strictEqual((yield* storageReasonOf(tasks.saveAll(renamed(twice, "Third"))))._tag, "StaleVersion")
      assertSame(Schema.Array(Task), yield* stored(first), second)
    })
  ),
  storageLaw(
    "a save leaves the counters as they are, alone or among many",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const task = yield* given.task({ viewCount: 5, subscriberCount: 6 })
      const saved = yield* tasks.save({ ...task, name: "Second", viewCount: 1, subscriberCount: 2 })
      assertSame(Task, saved, { ...task, name: "Second", version: task.version + 1 })
      yield* tasks.saveAll([{ ...saved, viewCount: 1, subscriberCount: 2 }])
      assertSame(Schema.Array(Task), yield* stored([task]), [{ ...saved, version: saved.version + 1 }])
    })
  )
]
