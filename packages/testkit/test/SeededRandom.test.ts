import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { SecureRandom } from "effect/crypto"
import { SeededRandom } from "../src/fakes/SeededRandom.ts"

const draws = Effect.gen(function*() {
  const random = yield* SecureRandom.SecureRandom
  const ids = yield* Effect.all(Array.from({ length: 100 }, () => random.uuidV7()))
  return { ids, dice: yield* Effect.all(Array.from({ length: 6_000 }, () => random.intBetween(1, 6))) }
})

describe("SeededRandom", () => {
  it.effect("one seed gives one sequence, build after build", () =>
    Effect.gen(function*() {
      const first = yield* Effect.provide(draws, SeededRandom.layer(7))
      assert.deepStrictEqual(yield* Effect.provide(draws, SeededRandom.layer(7)), first)
    }))

  it.effect("two seeds give two sequences, neighbours and zero included", () =>
    Effect.gen(function*() {
      const firsts = yield* Effect.forEach([0, 1, 2, -1], (seed) =>
        Effect.map(Effect.provide(draws, SeededRandom.layer(seed)), ({ ids }) => ids[0]!.slice(-17)))
      assert.strictEqual(new Set(firsts).size, 4)
    }))

  it.effect("ids are distinct and rise, and dice are fair enough", () =>
    Effect.gen(function*() {
      const { dice, ids } = yield* Effect.provide(draws, SeededRandom.layer(7))
      assert.deepStrictEqual([...new Set(ids)].sort(), ids)
      // 1,000 of each are expected; 150 is five standard deviations.
      for (const face of [1, 2, 3, 4, 5, 6]) {
        assert.approximately(dice.filter((thrown) => thrown === face).length, 1_000, 150)
      }
    }))
})
