import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { startProgram } from "./support/program.ts"

it.live("the demo tells its whole story and ends well", () =>
  Effect.gen(function*() {
    const demo = yield* startProgram("apps/standalone/src/demo.ts", {})
    assert.strictEqual(yield* demo.ended, 0, demo.output())
    for (const part of ["price < 300 USD", "not_met", "verified with the public standardwebhooks package", "279.00 USD", "an email, through a real mail server", "Told once on each channel."]) {
      assert.include(demo.output(), part)
    }
  }), 120_000)
