import { assert, layer } from "@effect/vitest"
import { ChannelKind, Outbox, TaskRepository, UnitOfWork } from "@vedette/domain"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import { owedDeliveries, storedTasks } from "./given.ts"
import { testStorage } from "./testStorage.ts"

layer(testStorage, { excludeTestServices: true })("contention on PostgreSQL", (it) => {
  it.effect("of two transactions in a deadlock both succeed, because the one that lost it is run again", () =>
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const { transact } = yield* UnitOfWork
      const [a, b] = yield* storedTasks(2)
      const bothHold = yield* Deferred.make<void>()
      let runs = 0
      const renamed = Effect.fnUntraced(function*(id: typeof a & {}, by: string) {
        const task = Option.getOrThrow(yield* tasks.lock(id.id))
        yield* tasks.save({ ...task, name: `${task.name}${by}` })
      })
      const crossing = (first: typeof a & {}, second: typeof a & {}, by: string) =>
        transact(Effect.gen(function*() {
          runs += 1
          yield* renamed(first, by)
          // Neither goes on before both hold their first lock: then each waits for the other.
          if (runs >= 2) yield* Deferred.succeed(bothHold, undefined)
          yield* Deferred.await(bothHold)
          yield* renamed(second, by)
        }))
      yield* Effect.all([crossing(a!, b!, "+1"), crossing(b!, a!, "+2")], { concurrency: 2 })
      assert.strictEqual(runs, 3)
      for (const task of [a!, b!]) {
        const stored = Option.getOrThrow(yield* tasks.find(task.id))
        assert.strictEqual(stored.version, task.version + 2)
        assert.include(stored.name, "+1")
        assert.include(stored.name, "+2")
      }
    }))

  it.effect("a claim of deliveries waits for nobody: what another transaction holds is passed over", () =>
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { transact } = yield* UnitOfWork
      const kind = ChannelKind.make("patience")
      yield* owedDeliveries([kind])
      yield* owedDeliveries([kind])
      const claiming = { kind, limit: 1, lease: Duration.millis(1), worker: "w" }
      const [held] = yield* outbox.claim(claiming)
      yield* Effect.sleep("5 millis")
      const isHeld = yield* Deferred.make<void>()
      const others = yield* Deferred.make<void>()
      const holding = yield* Effect.forkChild(transact(Effect.gen(function*() {
        yield* outbox.save({ ...held!, lastError: "not yet" }, null)
        yield* Deferred.succeed(isHeld, undefined)
        yield* Deferred.await(others)
      })))
      yield* Deferred.await(isHeld)
      const claimed = yield* outbox.claim({ ...claiming, limit: 9 })
      assert.lengthOf(claimed, 1)
      assert.notStrictEqual(claimed[0]?.id, held?.id)
      yield* Deferred.succeed(others, undefined)
      yield* Fiber.join(holding)
    }))
})
