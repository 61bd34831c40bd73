import * as Effect from "effect/Effect"
import { warnInALine } from "./warnInALine.ts"

/** Something the process cannot work without. `check` fails, dies or hangs when it is missing. */
export interface ReadinessCheck {
  readonly name: string
  readonly check: Effect.Effect<unknown, unknown>
}

/** A probe that waits longer is as good as failed: whoever asks has a time-out of a few seconds himself. */
const TIMEOUT = "2 seconds"

/** Runs every check at once. What is wrong is logged; the answer, which anybody may read, names only the check. */
export const readiness = Effect.fn("readiness")(function*(checks: ReadonlyArray<ReadinessCheck>) {
  const results = yield* Effect.forEach(checks, ({ check, name }) =>
    check.pipe(
      Effect.timeout(TIMEOUT),
      Effect.as({ name, ok: true }),
      Effect.catchCause((cause) => Effect.as(warnInALine(`Not ready: ${name}`, cause), { name, ok: false }))
    ), { concurrency: "unbounded" })
  return { ready: results.every(({ ok }) => ok), checks: results }
})
