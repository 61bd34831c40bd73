import { assert, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { TestClock } from "effect/testing"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { countCutOff, noUsage, OnCutOff } from "../../../src/index.ts"
import { makeShared } from "../../../src/search/sharing/makeShared.ts"

const setup = Effect.gen(function*() {
  const gate = yield* Deferred.make<number, string>()
  const seen = { started: 0, stopped: 0 }
  const work = Effect.sync(() => void (seen.started += 1)).pipe(
    Effect.andThen(Deferred.await(gate)),
    Effect.onInterrupt(() => Effect.sync(() => void (seen.stopped += 1)))
  )
  return { gate, seen, work, share: makeShared<number, string>({ keepFor: Duration.seconds(10), capacity: 2 }) }
})

it.effect("many who want the same share one flight, and one of them has started it", () =>
  Effect.gen(function*() {
    const { gate, seen, share, work } = yield* setup
    const fiber = yield* Effect.forkChild(Effect.all(Array.from({ length: 20 }, () => share("a", work)), { concurrency: "unbounded" }))
    while (seen.started === 0) yield* Effect.yieldNow
    yield* Deferred.succeed(gate, 7)
    const results = yield* Fiber.join(fiber)
    assert.strictEqual(seen.started, 1)
    assert.isTrue(results.every(({ value }) => value === 7))
    assert.lengthOf(results.filter(({ shared }) => !shared), 1)
  }))

it.effect("who starts a flight and leaves does not pay for it, and one of those who stay does", () =>
  Effect.gen(function*() {
    const { gate, seen, share, work } = yield* setup
    const first = yield* Effect.forkChild(share("a", work))
    while (seen.started === 0) yield* Effect.yieldNow
    const others = yield* Effect.forkChild(Effect.all([share("a", work), share("a", work)], { concurrency: 2 }))
    yield* Effect.yieldNow
    yield* Fiber.interrupt(first)
    yield* Deferred.succeed(gate, 7)
    assert.sameMembers((yield* Fiber.join(others)).map(({ shared }) => shared), [false, true])
    assert.strictEqual(seen.started, 1)
  }))

it.effect("a failure is paid for once", () =>
  Effect.gen(function*() {
    const share = makeShared<number, string>({ keepFor: Duration.seconds(10), capacity: 2, unpaid: (error) => `${error}, for nothing` })
    const failures = yield* Effect.all(Array.from({ length: 3 }, () => Effect.flip(share("a", Effect.andThen(Effect.yieldNow, Effect.fail("broken"))))), { concurrency: 3 })
    assert.deepStrictEqual(failures.toSorted(), ["broken", "broken, for nothing", "broken, for nothing"])
  }))

it.effect("what is cut off is told to the one who left last", () =>
  Effect.gen(function*() {
    const { seen, share, work } = yield* setup
    const told: Array<string> = []
    const call = countCutOff({ ...noUsage, modelCalls: 1 })(work)
    const asker = (name: string) =>
      Effect.forkChild(share("a", call).pipe(Effect.provideService(OnCutOff, ({ modelCalls }) => Effect.sync(() => void told.push(`${name}: ${modelCalls}`)))))
    const first = yield* asker("first")
    while (seen.started === 0) yield* Effect.yieldNow
    const last = yield* asker("last")
    yield* Effect.yieldNow
    yield* Fiber.interrupt(first)
    assert.deepStrictEqual(told, [])
    yield* Fiber.interrupt(last)
    assert.deepStrictEqual(told, ["last: 1"])
  }))

it.effect("a result is kept for its time and no longer, and another key has its own", () =>
  Effect.gen(function*() {
    const { gate, seen, share, work } = yield* setup
    yield* Deferred.succeed(gate, 7)
    yield* share("a", work)
    yield* TestClock.adjust("9 seconds")
    assert.isTrue((yield* share("a", work)).shared)
    yield* share("b", work)
    assert.strictEqual(seen.started, 2)
    yield* TestClock.adjust("1 second")
    assert.isFalse((yield* share("a", work)).shared)
  }))

it.effect("the oldest goes where there are too many", () =>
  Effect.gen(function*() {
    const { gate, seen, share, work } = yield* setup
    yield* Deferred.succeed(gate, 7)
    for (const key of ["a", "b", "c", "a"]) yield* share(key, work)
    assert.strictEqual(seen.started, 4)
  }))

/** A full collection of what nobody holds any more. */
const collect = Effect.promise(async () => {
  setFlagsFromString("--expose_gc")
  await new Promise((resolve) => setImmediate(resolve))
  runInNewContext("gc")()
})

it.live("what is too old is let go with the next result, and not held until there are too many", () =>
  Effect.gen(function*() {
    const share = makeShared<object, never>({ keepFor: Duration.zero, capacity: 200 })
    const made: Array<WeakRef<object>> = []
    const page = Effect.sync(() => {
      const page = {}
      made.push(new WeakRef(page))
      return page
    })
    yield* Effect.asVoid(share("a", page))
    yield* Effect.asVoid(share("b", page))
    yield* collect
    assert.isUndefined(made[0]?.deref())
  }))

it.effect("a failure is not kept", () =>
  Effect.gen(function*() {
    const { share } = yield* setup
    assert.strictEqual(yield* Effect.flip(share("a", Effect.fail("no"))), "no")
    assert.strictEqual((yield* share("a", Effect.succeed(1))).value, 1)
  }))

it.effect("one who leaves lets the others have it; the last one ends it", () =>
  Effect.gen(function*() {
    const { gate, seen, share, work } = yield* setup
    const first = yield* Effect.forkChild(share("a", work))
    while (seen.started === 0) yield* Effect.yieldNow
    const second = yield* Effect.forkChild(share("a", work))
    yield* Effect.yieldNow
    yield* Fiber.interrupt(first)
    assert.strictEqual(seen.stopped, 0)
    yield* Deferred.succeed(gate, 7)
    assert.strictEqual((yield* Fiber.join(second)).value, 7)

    const other = yield* setup
    const alone = yield* Effect.forkChild(other.share("a", other.work))
    while (other.seen.started === 0) yield* Effect.yieldNow
    yield* Fiber.interrupt(alone)
    assert.strictEqual(other.seen.stopped, 1)
  }))
