import { assert } from "@effect/vitest"
import { type Claim, type Task, WorkQueue } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { ContractTime } from "./ContractTime.ts"
import { given } from "./given.ts"
import { longLease, settle } from "./givenClaims.ts"
import { storageLaw } from "./storageLaw.ts"

/** An owner with so many tasks, each due that many units ago. */
const ownerOf = Effect.fnUntraced(function*(count: number, unitsAgo: number) {
  const queue = yield* WorkQueue
  const { now, unit } = yield* ContractTime
  const owner = yield* given.user()
  const tasks = yield* Effect.forEach(Array.from({ length: count }), () => given.task({ userId: owner.id }))
  const dueAt = DateTime.subtractDuration(yield* now, Duration.times(unit, unitsAgo))
  yield* Effect.forEach(tasks, (task) => queue.schedule(task.id, dueAt))
  return tasks
})

const among = (claims: ReadonlyArray<Claim>, tasks: ReadonlyArray<Task>) =>
  claims.filter((claim) => tasks.some((task) => task.id === claim.taskId))

/** A little later: an adapter may put off what it could not give at once. */
const aMoment = ContractTime.use(({ elapse, unit }) => elapse(unit))

/** How work is shared out between owners. */
export const workQueueFairnessLaws = [
  storageLaw(
    "an owner with many due tasks does not keep another's one from starting",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const many = yield* ownerOf(20, 3)
      const one = yield* ownerOf(1, 1)
      let before = 0
      for (;;) {
        const claims = yield* queue.claim({ limit: 3, lease: longLease, worker: "worker-1" })
        if (among(claims, one).length > 0) break
        before += among(claims, many).length
        assert.isBelow(before, many.length - 3, "the other owner's task waited for the whole backlog")
        yield* settle(claims)
        yield* aMoment
      }
    })
  ),
  storageLaw(
    "no more claims of an owner are live than may be, however many ask at once",
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const many = yield* ownerOf(6, 3)
      const one = yield* ownerOf(1, 1)
      const claim = queue.claim({ limit: 10, lease: longLease, worker: "worker-1", perOwner: 2 })
      const claims = (yield* Effect.forEach(Array.from({ length: 6 }), () => claim, { concurrency: 6 })).flat()
      for (let i = 0; i < 3; i++) {
        yield* aMoment
        claims.push(...yield* claim)
      }
      assert.lengthOf(among(claims, one), 1)
      const [first, ...others] = among(claims, many)
      assert.lengthOf(others, 1)
      yield* settle([first!])
      yield* aMoment
      assert.lengthOf(among([...yield* claim], many), 1)
    })
  )
]
