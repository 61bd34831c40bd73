import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { defaultPolicy, Policy } from "../src/Policy.ts"

describe("Policy", () => {
  it.effect("has the defaults of the design where nobody set another", () =>
    Effect.gen(function*() {
      const policy = yield* Policy
      assert.strictEqual(Duration.toSeconds(policy.minInterval), 15 * 60)
      assert.strictEqual(Duration.toSeconds(policy.maxInterval), 7 * 24 * 3_600)
      assert.strictEqual(Duration.toSeconds(policy.firstRunDelay), 60)
      assert.strictEqual(Duration.toSeconds(policy.secretOverlap), 24 * 3_600)
      assert.strictEqual(policy.confidenceThreshold, 70)
    }))

  it.effect("what an installation decides holds for what it runs", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* Policy).confidenceThreshold, 90)
    }).pipe(Effect.provideService(Policy, { ...defaultPolicy, confidenceThreshold: 90 })))
})
