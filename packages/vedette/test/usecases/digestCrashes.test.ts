import {
  AccountChannels,
  claimDigests,
  DigestRepository,
  Notifiers,
  notifiersOf,
  Outbox,
  tryDigest,
  UnitOfWork
} from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { anAccountChannel } from "@vedette/testkit/fixtures"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { TestClock } from "effect/testing"
import { told, webhook } from "./delivering.ts"
import { deliveriesOf, hook, installation, owner } from "./installation.ts"

/** A worker's steps on anything outside of it. At the `at`-th it is gone: before the step is made, or just after. */
interface Death {
  readonly at: number
  readonly when: "before" | "after"
}

const mortal = <S extends object>(service: S, steps: { count: number }, { at, when }: Death): S =>
  new Proxy(service, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== "function") return method
      return (...args: ReadonlyArray<unknown>) => {
        const step = ++steps.count
        const effect = Reflect.apply(method, target, args) as Effect.Effect<unknown, unknown, unknown>
        const gone = Effect.die(new Error("the worker is gone"))
        if (step !== at) return effect
        return when === "before" ? gone : Effect.andThen(effect, gone)
      }
    }
  })

/** A digest of two, whose worker dies; then another comes. Answers whether the first one got that far. */
const story = Effect.fnUntraced(function*(death: Death) {
  const { notifier } = yield* RecordingNotifier
  const sent: Array<string> = []
  const notifiers = notifiersOf({
    ...notifier,
    deliverDigest: ({ digestId, messages }) =>
      Effect.sync(() => {
        sent.push(`${digestId} ${messages.length}`)
        return { httpStatus: null, responseExcerpt: null }
      })
  })
  return yield* Effect.gen(function*() {
    const digest = { frequency: "daily", time: "09:00", timezone: "UTC" } as const
    yield* AccountChannels.use((channels) => channels.save(anAccountChannel({ userId: owner, target: hook.target, digest })))
    const tasks = [yield* told([]), yield* told([])]
    yield* TestClock.adjust("1 day")
    const steps = { count: 0 }
    const dying = Layer.mergeAll(
      Layer.effect(DigestRepository, Effect.map(DigestRepository, (service) => mortal(service, steps, death))),
      Layer.effect(Outbox, Effect.map(Outbox, (service) => mortal(service, steps, death))),
      Layer.effect(AccountChannels, Effect.map(AccountChannels, (service) => mortal(service, steps, death))),
      Layer.effect(UnitOfWork, Effect.map(UnitOfWork, (service) => mortal(service, steps, death)))
    )
    const work = Effect.gen(function*() {
      const claimed = yield* claimDigests({ kind: webhook, limit: 5, worker: "a" })
      yield* Effect.forEach(claimed, tryDigest, { discard: true })
    })
    yield* Effect.exit(Effect.provide(work, dying))
    for (const _ of [1, 2]) {
      yield* TestClock.adjust("61 seconds")
      yield* work
    }
    const name = `dead ${death.when} step ${death.at}: ${sent.join(", ")}`
    assert.isAtLeast(sent.length, 1, name)
    assert.lengthOf(new Set(sent), 1, name)
    for (const { id } of tasks) {
      const [delivery, ...more] = yield* deliveriesOf(id)
      assert.isEmpty(more, name)
      assert.deepInclude(delivery, { status: "sent", lastError: null }, name)
    }
    yield* TestClock.adjust("3 days")
    yield* work
    assert.lengthOf(new Set(sent), 1, name)
    return steps.count >= death.at
  }).pipe(Effect.provideService(Notifiers, notifiers))
})

it.effect("a worker that dies at any step of a digest leaves it told under one id, and never not at all", () =>
  Effect.gen(function*() {
    for (const when of ["before", "after"] as const) {
      let at = 1
      while (yield* Effect.provide(story({ at, when }), Layer.fresh(installation))) at += 1
      assert.isAtLeast(at, 8, "the worker makes some steps")
    }
  }).pipe(Effect.provide(Logger.layer([]))))
