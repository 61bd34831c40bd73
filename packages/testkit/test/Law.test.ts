import { assert, describe, it, layer } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import { TestClock } from "effect/testing"
import { failingLaws, type Law, registerLaws } from "../src/Law.ts"

/** A port small enough to be broken in one word: it counts. */
class Counter extends Context.Service<Counter, { readonly next: Effect.Effect<number> }>()("test/Counter") {}
const counting = (step: number) =>
  Layer.effect(Counter, Effect.map(Ref.make(0), (ref) => ({ next: Ref.updateAndGet(ref, (n) => n + step) })))

const laws: ReadonlyArray<Law<Counter>> = [
  {
    name: "the first number is one",
    check: Effect.gen(function*() {
      assert.strictEqual(yield* (yield* Counter).next, 1)
    })
  },
  {
    name: "numbers rise",
    check: Effect.gen(function*() {
      const counter = yield* Counter
      const before = yield* counter.next
      assert.isAbove(yield* counter.next, before)
    })
  },
  {
    name: "a day passes at once",
    check: Effect.gen(function*() {
      yield* Counter
      assert.strictEqual(yield* Clock.currentTimeMillis, 0)
      yield* TestClock.adjust("1 day")
    })
  }
]

describe("failingLaws", () => {
  it.effect("an adapter that obeys breaks none", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* failingLaws(laws, counting(1)), [])
    }))

  it.effect("an adapter that breaks one law is named by exactly that law", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* failingLaws(laws, counting(2)), ["the first number is one"])
      assert.deepStrictEqual(yield* failingLaws(laws.slice(1), counting(0)), ["numbers rise"])
    }))

  it.effect("each law meets a fresh adapter and a fresh clock", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* failingLaws([...laws, ...laws], counting(1)), [])
    }))

  it.effect("a typed failure breaks a law as an assertion does", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* failingLaws([{ name: "never", check: Effect.fail("no") }], Layer.empty), ["never"])
    }))

  it.effect("a layer that cannot be built is an error and breaks no law", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(failingLaws(laws, Layer.effect(Counter, Effect.fail("no database" as const))))
      assert.strictEqual(error, "no database")
    }))
})

layer(counting(1))("registerLaws", (it) => {
  registerLaws(it, laws.slice(0, 2))
})
