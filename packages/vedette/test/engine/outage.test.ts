import { ConnectionLost, CorruptRow, DutyRoster, Outbox, Search, StorageError, WorkQueue } from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { TestClock } from "effect/testing"
import { startEngine } from "../../src/engine/Engine.ts"
import { defaultEngineSettings, EngineOptions } from "../../src/engine/EngineOptions.ts"
import { dueTask, hook, installation, met, newestExecution } from "../usecases/installation.ts"

const away = new StorageError({ reason: new ConnectionLost({ message: "Failed to connect (ECONNREFUSED)" }) })
const broken = new StorageError({ reason: new CorruptRow({ message: "A row cannot be read." }) })

/** An engine whose claims and shifts fail in one way for twenty seconds and are answered again; what it logged. */
const loggedOver = Effect.fnUntraced(function*(failure: StorageError) {
  const lines: Array<string> = []
  const logger = Logger.make(({ cause, logLevel, message }) => {
    lines.push(`${logLevel} ${String(message)}${cause.reasons.length > 0 ? " with its cause" : ""}`)
  })
  let fails = true
  const whileSound = <Args extends ReadonlyArray<unknown>, A>(call: (...args: Args) => Effect.Effect<A, StorageError>) =>
  (...args: Args) => Effect.suspend(() => fails ? Effect.fail(failure) : call(...args))
  const queue = yield* WorkQueue
  const outbox = yield* Outbox
  const roster = yield* DutyRoster
  const task = yield* dueTask({ notifications: [hook] })
  yield* Effect.gen(function*() {
    yield* startEngine
    yield* TestClock.adjust("20 seconds")
    fails = false
    yield* TestClock.adjust("20 seconds")
  }).pipe(
    Effect.scoped,
    Effect.provideService(WorkQueue, { ...queue, claim: whileSound(queue.claim) }),
    Effect.provideService(Outbox, { ...outbox, claim: whileSound(outbox.claim) }),
    Effect.provideService(DutyRoster, { ...roster, take: whileSound(roster.take) }),
    Effect.provideService(EngineOptions, defaultEngineSettings),
    Effect.provideService(Search, { judge: () => Effect.succeed(met) }),
    Effect.provide(Logger.layer([logger]))
  )
  assert.strictEqual((yield* newestExecution(task.id)).status, "success")
  assert.strictEqual((yield* RecordingNotifier.use((recorder) => recorder.tries)).length, 1)
  return lines
})

describe("an engine whose storage is away", () => {
  it.effect("says once what it cannot do and why, and once that it can again", () =>
    Effect.gen(function*() {
      const lines = yield* loggedOver(away)
      const duties = ["reconcile", "retention", "requests", "budgets"].map((name) => `The duty ${name}`)
      assert.sameMembers(lines, [
        ...["Runs", "Deliveries by webhook"].flatMap((what) => [
          `Warn ${what} could not be claimed; trying again: Failed to connect (ECONNREFUSED)`,
          `Info ${what} can be claimed again`
        ]),
        ...duties.flatMap((what) => [
          `Warn ${what} could not be looked at; trying again: Failed to connect (ECONNREFUSED)`,
          `Info ${what} can be looked at again`
        ])
      ])
    }).pipe(Effect.provide(installation)))

  it.effect("says of anything else each time what it was", () =>
    Effect.gen(function*() {
      const lines = yield* loggedOver(broken)
      assert.isAtLeast(lines.filter((line) => line === "Warn Runs could not be claimed; trying again with its cause").length, 15)
    }).pipe(Effect.provide(installation)))
})
