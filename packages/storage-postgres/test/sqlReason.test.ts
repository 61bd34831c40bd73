import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer } from "@effect/vitest"
import {
  AccountRepository,
  type ApiKeyId,
  type ExecutionId,
  ExecutionRepository,
  freshId,
  type StorageReason,
  TaskRepository,
  UnitOfWork,
  type UserId
} from "@vedette/domain"
import { anApiKey, anExecution } from "@vedette/testkit/fixtures"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { inspect } from "node:util"
import { mapSqlErrors } from "../src/sqlReason.ts"
import { storedTasks } from "./given.ts"
import { testStorage } from "./testStorage.ts"

const reasonOf = <R>(effect: Effect.Effect<unknown, { readonly reason: StorageReason }, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) => reason)

layer(testStorage, { excludeTestServices: true })("sqlReason, on real refusals", (it) => {
  const raw = (statement: string) =>
    Effect.flatMap(PgClient.PgClient, (sql) => mapSqlErrors(Effect.asVoid(sql.unsafe(statement))))

  it.effect("a primary key is `duplicate_id`", () =>
    Effect.gen(function*() {
      const [task] = yield* storedTasks(1)
      if (task === undefined) return assert.fail()
      const reason = yield* reasonOf(TaskRepository.use((tasks) => tasks.insert({ ...task, externalId: null })))
      assert.deepInclude(reason, { _tag: "Conflict", rule: "duplicate_id" })
      assert.match(reason.message, /\(23505, tasks_pkey\)$/)
    }))

  it.effect.each([
    ["57P01", "ConnectionLost"], ["57P03", "ConnectionLost"], ["25P03", "ConnectionLost"], ["53300", "ConnectionLost"],
    // The disk is full, a table is not there: nothing that passes by itself within a run's tries.
    ["53100", "StorageFailed"], ["42P01", "StorageFailed"]
  ] as const)("%s is %s", ([code, tag]) =>
    Effect.map(reasonOf(raw(`DO $$ BEGIN RAISE EXCEPTION 'told' USING ERRCODE = '${code}'; END $$`)), (reason) =>
      assert.strictEqual(reason._tag, tag)))

  it.effect("a second open execution is `one_open_execution`, and the transaction that met it can go on", () =>
    Effect.gen(function*() {
      const [task] = yield* storedTasks(1)
      if (task === undefined) return assert.fail()
      const executions = yield* ExecutionRepository
      const open = Effect.map(freshId<ExecutionId>(), (id) =>
        anExecution({ id, taskId: task.id, userId: task.userId, status: "pending" }))
      yield* executions.insert([yield* open])
      const reason = yield* UnitOfWork.use(({ transact }) =>
        transact(Effect.gen(function*() {
          const refused = yield* reasonOf(executions.insert([yield* open]))
          yield* TaskRepository.use((tasks) => tasks.save({ ...task, name: "written after the refusal" }))
          return refused
        })))
      assert.deepInclude(reason, { _tag: "Conflict", rule: "one_open_execution" })
      const saved = yield* TaskRepository.use((tasks) => tasks.find(task.id))
      assert.strictEqual(saved._tag === "Some" ? saved.value.name : "", "written after the refusal")
    }))

  it.effect("a second key of one digest is `api_key_digest`", () =>
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const userId = yield* freshId<UserId>()
      const key = Effect.map(freshId<ApiKeyId>(), (id) => anApiKey({ id, userId, digest: "d".repeat(64) }))
      yield* accounts.insertKey(yield* key)
      const refused = yield* Effect.flip(accounts.insertKey(yield* key))
      assert.deepInclude(refused.reason, { _tag: "Conflict", rule: "api_key_digest" })
      // PostgreSQL tells the value in its details; addresses and digests are for no log.
      assert.notInclude(inspect(refused, { depth: null }) + Cause.pretty(Cause.fail(refused)), "dddd")
    }))

  it.effect("a state outside the lifecycle is `StorageFailed`", () =>
    Effect.gen(function*() {
      yield* storedTasks(1)
      const reason = yield* reasonOf(raw("UPDATE vedette.tasks SET state = 'asleep'"))
      assert.strictEqual(reason._tag, "StorageFailed")
      assert.match(reason.message, /\(23514, tasks_state\)$/)
      assert.isFalse(reason.isRetryable)
    }))

  it.effect("a row that the domain's schema refuses is `CorruptRow`", () =>
    Effect.gen(function*() {
      const [task] = yield* storedTasks(1)
      yield* raw(`UPDATE vedette.tasks SET health = '{"status":"sleepy"}' WHERE id = '${task?.id}'`)
      const reason = yield* reasonOf(TaskRepository.use((tasks) => tasks.find(task!.id)))
      assert.strictEqual(reason._tag, "CorruptRow")
    }))

  it.effect("a statement ended by its time limit is `ConnectionLost`, and is not run again", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const slow = mapSqlErrors(sql.withTransaction(
        Effect.andThen(sql`SET LOCAL statement_timeout = '20ms'`, sql`SELECT pg_sleep(5)`)
      ))
      const reason = yield* reasonOf(slow)
      assert.strictEqual(reason._tag, "ConnectionLost")
      assert.isTrue(reason.isRetryable)
    }))

  it.effect("a deadlock is `Contention` for one of the two, and the other passes", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const [a, b] = yield* storedTasks(2)
      const bothHold = yield* Deferred.make<void>()
      let holders = 0
      const crossing = (first: string, second: string) =>
        mapSqlErrors(sql.withTransaction(Effect.gen(function*() {
          yield* sql`UPDATE vedette.tasks SET view_count = 1 WHERE id = ${first}`
          holders += 1
          if (holders === 2) yield* Deferred.succeed(bothHold, undefined)
          yield* Deferred.await(bothHold)
          yield* sql`UPDATE vedette.tasks SET view_count = 2 WHERE id = ${second}`
        }))).pipe(Effect.map(() => "passed"), Effect.catch((error) => Effect.succeed(error.reason._tag)))
      const ends = yield* Effect.all([crossing(a!.id, b!.id), crossing(b!.id, a!.id)], { concurrency: 2 })
      assert.deepStrictEqual([...ends].sort(), ["Contention", "passed"])
    }))

  it.effect("a server that ends the connection is `ConnectionLost`, and the next statement is answered", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const sleeper = yield* Effect.forkChild(reasonOf(mapSqlErrors(sql`SELECT pg_sleep(20) AS ended_by_law`)))
      const end = sql`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE query LIKE '%ended_by_law%' AND pid <> pg_backend_pid()`
      yield* Effect.repeat(end, { until: (rows) => rows.length > 0 })
      assert.strictEqual((yield* Fiber.join(sleeper))._tag, "ConnectionLost")
      assert.deepStrictEqual(yield* sql`SELECT 1 AS answer`, [{ answer: 1 }])
    }))
})
