import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer } from "@effect/vitest"
import {
  DeliveryId,
  ExecutionId,
  ExecutionRepository,
  NotificationId,
  Outbox,
  TaskId,
  TaskRepository,
  UserId
} from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { readdirSync, readFileSync } from "node:fs"
import { testStorage } from "./testStorage.ts"

/**
 * One row of every table as a release wrote it, one file a release, never edited: users' databases are full of such rows.
 *
 * A test here that fails after a field was added to an entity says that the field needs a decoding default
 * (`Schema.withDecodingDefaultKey`), because rows without it are stored; and then a new file, of rows that have it.
 */
const folder = new URL("stored/", import.meta.url)
const releases = readdirSync(folder).filter((file) => file.endsWith(".json"))

type Row = Readonly<Record<string, unknown>>
const rowsOf = (file: string): Readonly<Record<string, Row>> => JSON.parse(readFileSync(new URL(file, folder), "utf8"))

const insert = (sql: PgClient.PgClient, table: string, row: Row) => {
  const columns = Object.keys(row).join(", ")
  return sql.unsafe(
    `INSERT INTO vedette.${table} (${columns}) SELECT ${columns} FROM jsonb_populate_record(NULL::vedette.${table}, $1::text::jsonb)`,
    [JSON.stringify(row)]
  )
}

layer(testStorage, { excludeTestServices: true })("what a release has stored stays readable for ever", (it) => {
  for (const release of releases) {
    it.effect(release, () =>
      Effect.gen(function*() {
        const { attempts, deliveries, executions, notifications, tasks } = rowsOf(release)
        const sql = yield* PgClient.PgClient
        yield* insert(sql, "tasks", tasks!)
        yield* insert(sql, "executions", executions!)
        yield* insert(sql, "attempts", attempts!)
        yield* insert(sql, "notifications", notifications!)
        yield* insert(sql, "deliveries", deliveries!)

        const task = Option.getOrThrow(yield* (yield* TaskRepository).find(TaskId.make(String(tasks!["id"]))))
        assert.strictEqual(task.name, tasks!["name"])
        const repository = yield* ExecutionRepository
        const id = ExecutionId.make(String(executions!["id"]))
        const execution = Option.getOrThrow(yield* repository.find(id))
        assert.isNotNull(execution.judgement)
        assert.lengthOf(yield* repository.attempts([id]), 1)
        const findings = yield* repository.findings([task.id], 1)
        assert.deepStrictEqual(findings.get(task.id), [execution.judgement?.evidence])
        const outbox = yield* Outbox
        const notification = yield* outbox.notification(NotificationId.make(String(notifications!["id"])))
        assert.strictEqual(Option.getOrThrow(notification).message.taskId, task.id)
        const userId = UserId.make(String(tasks!["user_id"]))
        const log = yield* outbox.deliveries({ userId, taskId: task.id, executionId: null, kind: null, limit: 10, offset: 0 })
        assert.deepStrictEqual(log.map(({ id }) => id), [DeliveryId.make(String(deliveries!["id"]))])
        yield* sql`DELETE FROM vedette.tasks WHERE id = ${task.id}`
      }))
  }

  it.effect("a health written before it said since when a task fails", () =>
    Effect.gen(function*() {
      const { tasks } = rowsOf("0.1.json")
      const { failingSince, ...health } = tasks!["health"] as Row
      assert.isString(failingSince)
      const sql = yield* PgClient.PgClient
      yield* insert(sql, "tasks", { ...tasks!, health })
      const id = TaskId.make(String(tasks!["id"]))
      const task = Option.getOrThrow(yield* (yield* TaskRepository).find(id))
      assert.deepInclude(task.health, { status: "degraded", consecutiveFailures: 2, failingSince: null })
      yield* sql`DELETE FROM vedette.tasks WHERE id = ${id}`
    }))

  it.effect("there is a release to hold to it", () => Effect.sync(() => assert.isNotEmpty(releases)))
})
