import { createTask, FIRST_USER_ID, type TaskId, UnitOfWork, WorkQueue } from "@vedette/domain"
import { PostgresStorage } from "@vedette/storage-postgres"
import { RecordingNotifier, TestSecrets } from "@vedette/testkit/fakes"
import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { SecureRandom } from "effect/crypto"

/** Tasks put into a database beside the processes that work on it: many at once, due at one instant. */
export const openTaskStore = Effect.fn("openTaskStore")(function*(url: string) {
  const storage = yield* Layer.build(Layer.mergeAll(
    PostgresStorage.layer({ url: Redacted.make(url), supervise: false }),
    RecordingNotifier.layer(),
    TestSecrets.layer,
    SecureRandom.layerWebCrypto
  ))

  /** A task of the first user for each page. */
  const create = (pages: ReadonlyArray<string>) =>
    Effect.forEach(pages, (page) =>
      Effect.map(
        createTask({
          userId: FIRST_USER_ID,
          name: page,
          searchQuery: "the lamp",
          sources: [page],
          conditionDescription: "the page says \"tickets on sale\""
        }),
        ({ task }) => task.id
      ), { concurrency: 8 }).pipe(Effect.provide(storage))

  /** All of them due at the same instant, so long from now. */
  const dueTogether = (ids: ReadonlyArray<TaskId>, within: Duration.Input) =>
    Effect.gen(function*() {
      const { now, transact } = yield* UnitOfWork
      const queue = yield* WorkQueue
      const instant = DateTime.addDuration(yield* now, within)
      yield* transact(Effect.forEach(ids, (id) => queue.schedule(id, instant)))
    }).pipe(Effect.provide(storage))

  return { create, dueTogether }
})
