import { assert, describe, it } from "@effect/vitest"
import {
  AccountRepository,
  anyCadence, plainAlerting,
  freshId,
  newHealth,
  nothingKnown,
  type Task,
  type TaskId,
  TaskRepository,
  UnitOfWork,
  type User,
  type UserId,
  WorkQueue
} from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { SecureRandom } from "effect/crypto"
import { TestClock } from "effect/testing"
import { MemoryStorage } from "../src/index.ts"

// The laws of the ports are held by the contract suites (`packages/testkit`). Here is what only this storage has.

const storage = Layer.merge(MemoryStorage.layer, SecureRandom.layerWebCrypto)

const storeUser = Effect.gen(function*() {
  const user: User = {
    id: yield* freshId<UserId>(),
    email: null,
    isActive: true,
    createdAt: yield* DateTime.now,
    issuer: null,
    subject: null,
    welcomedAt: null
  }
  yield* (yield* AccountRepository).insertUser(user)
  return user.id
})

const storeTask = Effect.gen(function*() {
  const now = yield* DateTime.now
  const task: Task = {
    id: yield* freshId<TaskId>(),
    userId: yield* storeUser,
    name: "Kettle",
    searchQuery: "kettle",
    conditionDescription: "below 50",
    condition: null,
    sources: [],
    notify: "once",
    cadence: anyCadence,
    alerting: plainAlerting,
    channels: [],
    context: null,
    externalId: null,
    tags: [],
    state: "active",
    stateChangedAt: now,
    dueAt: null,
    dueReason: null,
    lastInterval: null,
    known: nothingKnown,
    health: newHealth,
    lastExecutionId: null,
    isPublic: false,
    viewCount: 0,
    subscriberCount: 0,
    forkedFromTaskId: null,
    version: 1,
    createdAt: now,
    updatedAt: now
  }
  yield* (yield* TaskRepository).insert(task)
  return task.id
})

/** Counts the hints of a queue from now on. */
const countWakes = Effect.gen(function*() {
  let wakes = 0
  yield* Effect.forkScoped((yield* WorkQueue).wake.pipe(Stream.runForEach(() => Effect.sync(() => wakes++))))
  yield* TestClock.adjust(0)
  return Effect.andThen(TestClock.adjust(0), Effect.sync(() => wakes))
})

describe("MemoryStorage", () => {
  it.effect("two builds of the layer are two storages, even inside each other's transactions", () =>
    Effect.gen(function*() {
      const [one, other] = [yield* Layer.build(Layer.fresh(storage)), yield* Layer.build(Layer.fresh(storage))]
      const { kept, refused } = yield* Effect.provide(UnitOfWork, one).pipe(Effect.flatMap(({ transact }) =>
        transact(Effect.gen(function*() {
          const { transact } = yield* Effect.provide(UnitOfWork, other)
          const refused = yield* Deferred.make<UserId>()
          yield* Effect.flip(transact(
            Effect.provide(storeUser, other).pipe(
              Effect.tap((id) => Deferred.succeed(refused, id)),
              Effect.andThen(Effect.fail("refused"))
            )
          ))
          return { kept: yield* Effect.provide(storeUser, one), refused: yield* Deferred.await(refused) }
        }))
      ))
      const found = (id: UserId) => Effect.map(AccountRepository.use((accounts) => accounts.findUser(id)), Option.isSome)
      assert.isTrue(yield* Effect.provide(found(kept), one))
      assert.isFalse(yield* Effect.provide(found(kept), other))
      assert.isFalse(yield* Effect.provide(found(refused), other))
    }))

  it.effect("a reader outside of a transaction does not wait for it", () =>
    Effect.gen(function*() {
      const { transact } = yield* UnitOfWork
      const read = yield* Deferred.make<void>()
      const fiber = yield* Effect.forkChild(transact(Deferred.await(read)))
      yield* TestClock.adjust(0)
      assert.isTrue(Option.isNone(yield* (yield* AccountRepository).findUser(yield* freshId<UserId>())))
      yield* Deferred.succeed(read, undefined)
      yield* Fiber.join(fiber)
    }).pipe(Effect.provide(storage)))

  it.effect("a fiber that outlives its transaction writes in one of its own", () =>
    Effect.gen(function*() {
      const { transact } = yield* UnitOfWork
      const ended = yield* Deferred.make<void>()
      const fiber = yield* transact(Effect.forkDetach(Effect.andThen(Deferred.await(ended), storeUser)))
      const refused = yield* Effect.forkChild(Effect.flip(transact(
        Effect.andThen(Deferred.succeed(ended, undefined), Effect.andThen(Effect.sleep("1 second"), Effect.fail("refused")))
      )))
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(refused)
      const id = yield* Fiber.join(fiber)
      assert.isTrue(Option.isSome(yield* (yield* AccountRepository).findUser(id)))
    }).pipe(Effect.provide(storage)))

  it.effect("a hint follows the commit of a schedule, a run now or a release, and nothing else", () =>
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const { transact } = yield* UnitOfWork
      const id = yield* storeTask
      const wakes = yield* countWakes
      yield* queue.schedule(id, yield* DateTime.now)
      assert.strictEqual(yield* wakes, 1)
      yield* queue.runNow(id)
      assert.strictEqual(yield* wakes, 2)
      const claims = yield* queue.claim({ limit: 1, lease: Duration.minutes(1), worker: "w" })
      assert.strictEqual(yield* wakes, 2)
      yield* queue.release(claims)
      assert.strictEqual(yield* wakes, 3)
      yield* queue.cancel(id)
      yield* Effect.flip(transact(Effect.andThen(queue.runNow(id), Effect.fail("refused"))))
      assert.strictEqual(yield* wakes, 3)
      yield* transact(Effect.andThen(
        queue.runNow(id),
        Effect.flatMap(wakes, (before) => Effect.sync(() => assert.strictEqual(before, 3)))
      ))
      assert.strictEqual(yield* wakes, 4)
    }).pipe(Effect.provide(storage)))

  it.effect("what does not exist is not scheduled in silence", () =>
    Effect.gen(function*() {
      const queue = yield* WorkQueue
      const id = yield* freshId<TaskId>()
      assert.strictEqual((yield* Effect.flip(queue.runNow(id))).reason._tag, "StorageFailed")
      assert.strictEqual((yield* Effect.flip(queue.schedule(id, yield* DateTime.now))).reason._tag, "StorageFailed")
    }).pipe(Effect.provide(storage)))
})
