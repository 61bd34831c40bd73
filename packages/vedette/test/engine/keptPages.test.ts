import { assert, describe, it } from "@effect/vitest"
import {
  createTask,
  ExecutionRepository,
  OnPagesRead,
  PageArchive,
  Search,
  StorageError,
  StorageFailed,
  type TaskId
} from "@vedette/domain"
import { MemoryStorage } from "@vedette/storage-memory"
import { RecordingNotifier, SeededRandom, TestSecrets } from "@vedette/testkit/fakes"
import { aJudgement, aPage, fixtureIds } from "@vedette/testkit/fixtures"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { TestClock } from "effect/testing"
import { defaultEngineSettings, EngineOptions, startEngine } from "../../src/index.ts"

/** Reads two pages and quotes the one. */
const searching = Layer.succeed(Search, {
  judge: () =>
    Effect.gen(function*() {
      const readAt = yield* DateTime.now
      yield* (yield* OnPagesRead)([aPage({ readAt }), aPage({ readAt, url: "https://b.example/", finalUrl: "https://b.example/", hash: "c".repeat(64) })])
      return aJudgement()
    })
})

const installation = (keepPages = defaultEngineSettings.keepPages) =>
  Layer.mergeAll(
    MemoryStorage.layer,
    RecordingNotifier.layer(),
    TestSecrets.layer,
    SeededRandom.layer(7),
    searching,
    Layer.succeed(EngineOptions, { ...defaultEngineSettings, keepPages })
  )

const told = Effect.gen(function*() {
  const { task } = yield* createTask({ userId: fixtureIds.user, searchQuery: aPage().url, runImmediately: true })
  yield* startEngine
  for (let second = 0; second < 8; second++) yield* TestClock.adjust("1 second")
  return task.id
})

const newest = (taskId: TaskId) =>
  ExecutionRepository.use((executions) =>
    executions.list({ taskId, status: null, notifiedOnly: false, after: null, offset: 0, limit: 1 })
  ).pipe(Effect.map(([execution]) => execution!))

const kept = (taskId: TaskId) => Effect.flatMap(newest(taskId), ({ id }) => PageArchive.use((archive) => archive.list(id)))

const failing = (keep: PageArchive["Service"]["keep"]) =>
  Effect.updateService(PageArchive, (archive: PageArchive["Service"]) => ({ ...archive, keep }))

describe("the pages that an alert rests on", () => {
  it.effect("are kept with what cites them, the text of those quoted and of no others", () =>
    Effect.gen(function*() {
      const id = yield* told
      const execution = yield* newest(id)
      const read = yield* PageArchive.use((archive) => archive.read(execution.id, aPage().hash))
      assert.strictEqual(Option.getOrThrow(read).text, aPage().text)
      assert.lengthOf(yield* kept(id), 1)
      // Nothing of it is in what is stored of the execution itself.
      assert.notInclude(JSON.stringify(execution), "\\nIn stock")
    }).pipe(Effect.scoped, Effect.provide(installation())))

  it.effect("are dropped by the retention duty once they are older, the execution is not", () =>
    Effect.gen(function*() {
      const id = yield* told
      const before = yield* newest(id)
      yield* TestClock.adjust("70 minutes")
      assert.lengthOf(yield* PageArchive.use((archive) => archive.list(before.id)), 1)
      yield* TestClock.adjust("60 minutes")
      assert.lengthOf(yield* PageArchive.use((archive) => archive.list(before.id)), 0)
      const after = Option.getOrThrow(yield* ExecutionRepository.use((executions) => executions.find(before.id)))
      assert.isNotEmpty(after.judgement?.quotes[0]?.passage)
    }).pipe(Effect.scoped, Effect.provide(installation(Duration.minutes(90)))))

  it.effect("are not kept where nobody wants them", () =>
    Effect.gen(function*() {
      assert.lengthOf(yield* kept(yield* told), 0)
    }).pipe(Effect.scoped, Effect.provide(installation(Duration.zero))))

  for (
    const [what, keep] of [
      ["refuses", () => Effect.fail(new StorageError({ reason: new StorageFailed({ message: "away" }) }))],
      ["breaks", () => Effect.die(new Error("a bug"))],
      ["never answers", () => Effect.never]
    ] as const
  ) {
    it.effect(`an archive that ${what} neither fails nor holds up a run`, () =>
      Effect.gen(function*() {
        const id = yield* told
        const execution = yield* newest(id)
        assert.strictEqual(execution.status, "success")
        assert.isNotNull(execution.notification)
        assert.lengthOf(yield* kept(id), 0)
      }).pipe(failing(keep), Effect.scoped, Effect.provide(installation())))
  }
})
