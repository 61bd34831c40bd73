import { assert } from "@effect/vitest"
import { Installation } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { storageLaw } from "./storageLaw.ts"

/** One law of the probe, because it outlives it: nobody after it can be the first. */
export const installationLaws = [
  storageLaw(
    "a storage that could be built has the schema it works on",
    Effect.gen(function*() {
      yield* (yield* Installation).requireSchema
    })
  ),
  storageLaw(
    "the first sealed probe is kept: of many who bring theirs at once all get the same one, and so does everybody after",
    Effect.gen(function*() {
      const { probe } = yield* Installation
      const brought = Array.from({ length: 20 }, (_, n) => `sealed-${n}`)
      const answers = yield* Effect.forEach(brought, probe, { concurrency: "unbounded" })
      const kept = answers[0]!
      assert.include(brought, kept)
      assert.deepStrictEqual([...new Set(answers)], [kept])
      assert.strictEqual(yield* probe("a late one"), kept)
    })
  )
]
