import { Installation } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** How long an answer holds, and so how long a worker goes on after a release that it cannot work with. */
const LOOK_AGAIN_AFTER = Duration.seconds(5)

/** Whether this process may take up anything more: asked by every loop before it claims. By itself, always. */
export const Fitness = Context.Reference<Effect.Effect<boolean>>("vedette/engine/Fitness", {
  defaultValue: () => Effect.succeed(true)
})

/**
 * Fit is a process whose version can work on the storage's schema, which a newer one may have changed since the start. It
 * logs when it is fit no more, and when it is again. A storage that cannot be reached says nothing about it.
 */
export const makeFitness = Effect.gen(function*() {
  const installation = yield* Installation
  let askedAtMs = -Infinity
  let fit = true
  const examine = Effect.gen(function*() {
    const answer = yield* Effect.result(installation.requireSchema)
    if (answer._tag === "Failure" && answer.failure.isRetryable) return
    const before = fit
    fit = answer._tag === "Success"
    if (before && answer._tag === "Failure") {
      yield* Effect.logError(`Nothing more is taken up here; what runs goes on. ${answer.failure.message}`)
    }
    if (!before && fit) yield* Effect.logInfo("The database is one that this version can work on again")
  })
  return Effect.gen(function*() {
    const nowMs = yield* Clock.currentTimeMillis
    if (nowMs - askedAtMs < Duration.toMillis(LOOK_AGAIN_AFTER)) return fit
    // At once, so that loops which ask meanwhile go by what is known.
    askedAtMs = nowMs
    yield* examine
    return fit
  })
})
