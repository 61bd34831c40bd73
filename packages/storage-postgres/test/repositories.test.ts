import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it, layer } from "@effect/vitest"
import { type TaskId, freshId, TaskRepository, WorkQueue } from "@vedette/domain"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import { aTask } from "@vedette/testkit/fixtures"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { migrate, PostgresStorage } from "../src/index.ts"
import { storedTasks } from "./given.ts"
import { testStorage } from "./testStorage.ts"

layer(testStorage, { excludeTestServices: true })("repositories on PostgreSQL", (it) => {
  it.effect("text that PostgreSQL cannot keep is kept with U+FFFD in its place", () =>
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const id = yield* freshId<TaskId>()
      yield* tasks.insert(aTask({ id, name: "a\u0000b\uD800c", context: { "k\u0000": ["\u0000"] } }))
      const task = Option.getOrThrow(yield* tasks.find(id))
      assert.strictEqual(task.name, "a\uFFFDb\uFFFDc")
      assert.deepStrictEqual(task.context, { "k\uFFFD": ["\uFFFD"] })
    }))

  it.effect("JSON null inside a context is kept", () =>
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const id = yield* freshId<TaskId>()
      yield* tasks.insert(aTask({ id, context: { a: null, b: [null, 1] } }))
      assert.deepStrictEqual(Option.getOrThrow(yield* tasks.find(id)).context, { a: null, b: [null, 1] })
    }))

  it.effect("a hostile value stays a value", () =>
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const [task] = yield* storedTasks(1)
      const name = `'; DROP TABLE vedette.tasks; -- $1 "x" \\`
      yield* tasks.save({ ...task!, name })
      assert.strictEqual(Option.getOrThrow(yield* tasks.find(task!.id)).name, name)
    }))

  it.effect("a save leaves the queue's columns alone, and the queue leaves the version alone", () =>
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const queue = yield* WorkQueue
      const [task] = yield* storedTasks(1)
      const dueAt = DateTime.makeUnsafe("2031-02-03T04:05:06.789Z")
      yield* queue.schedule(task!.id, dueAt)
      const saved = yield* tasks.save({ ...task!, name: "renamed", dueAt: null })
      assert.deepStrictEqual(saved.dueAt, dueAt)
      assert.strictEqual(saved.version, task!.version + 1)
    }))
})

describe("PostgresStorage.layer", () => {
  it.live("leaves no connection behind, with upkeep and without", () =>
    Effect.gen(function*() {
      const { url } = yield* freshDatabase()
      yield* migrate({ url: Redacted.make(url) })
      for (const supervise of [true, false]) {
        yield* Effect.scoped(Effect.flatMap(
          Layer.build(PostgresStorage.layer({ url: Redacted.make(url), supervise })),
          (context) => Effect.provideContext(WorkQueue.use((queue) => queue.depth), context)
        ))
      }
      const others = yield* Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const left = sql`
          SELECT application_name FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'vedette%'`
        // A backend outlives its socket by a moment.
        return yield* Effect.repeat(Effect.delay(left, 20), { until: (rows) => rows.length === 0, times: 100 })
      }).pipe(Effect.provide(PgClient.layer({ url: Redacted.make(url), maxConnections: 1 })), Effect.scoped)
      assert.deepStrictEqual(others, [])
    }), 30_000)
})
