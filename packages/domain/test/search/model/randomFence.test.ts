import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { randomFence } from "../../../src/search/model/randomFence.ts"

it.effect("a fence has 96 bits, and no two prompts have the same", () =>
  Effect.gen(function*() {
    const fences = yield* Effect.all(Array.from({ length: 200 }, () => randomFence))
    for (const fence of fences) assert.match(fence, /^FENCE-[0-9a-f]{24}$/)
    assert.strictEqual(new Set(fences).size, 200)
  }))
