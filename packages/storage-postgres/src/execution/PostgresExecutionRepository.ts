import { ExecutionRepository, StaleVersion, StorageError, openStatuses } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { asOperation } from "../answerInTime.ts"
import { Database } from "../Database.ts"
import { refusable } from "../PostgresUnitOfWork.ts"
import { attemptsOf, decodeAttempts, endAttempts, insertAttempts, tellUsage } from "./attemptRows.ts"
import {
  decodeExecution,
  decodeExecutions,
  insertExecutions,
  selectExecution,
  updateExecutions
} from "./executionRows.ts"
import { findingsOf } from "./findingsOf.ts"
import { pruneExecutions } from "./pruneExecutions.ts"

export const PostgresExecutionRepository: Layer.Layer<ExecutionRepository, never, Database> = Layer.effect(
  ExecutionRepository,
  Effect.gen(function*() {
    const database = yield* Database
    const { sql, table, text } = database
    const executions = table("executions")
    const columns = text(selectExecution)
    type Row = { readonly id: string }
    const readable = (rows: ReadonlyArray<Row>) =>
      Effect.map(decodeExecutions(rows, ({ id }) => id), (found) => found.map(({ entity }) => entity))

    const about = (query: Parameters<ExecutionRepository["Service"]["count"]>[0]) => [
      sql`e.task_id = ${query.taskId}`,
      ...(query.status === null ? [] : [sql`e.status = ${query.status}`]),
      ...(query.notifiedOnly ? [sql`e.notification IS NOT NULL`] : [])
    ]

    return ExecutionRepository.of({
      insert: Effect.fn("ExecutionRepository.insert")(function*(rows) {
        if (rows.length > 0) yield* refusable(sql)(insertExecutions(database, rows))
      }, asOperation),

      find: Effect.fn("ExecutionRepository.find")(function*(id) {
        const rows = yield* sql`SELECT ${columns} FROM ${executions} e WHERE e.id = ${id}`
        return Option.fromUndefinedOr((yield* decodeExecution(rows))[0])
      }, asOperation),

      findMany: Effect.fn("ExecutionRepository.findMany")(function*(ids) {
        return yield* readable(
          yield* sql<Row>`SELECT ${columns} FROM ${executions} e WHERE e.id = ANY(${[...ids]}::uuid[]) ORDER BY e.id`
        )
      }, asOperation),

      findOpen: Effect.fn("ExecutionRepository.findOpen")(function*(taskIds) {
        return yield* readable(
          yield* sql<Row>`
            SELECT ${columns} FROM ${executions} e
            WHERE e.task_id = ANY(${[...taskIds]}::uuid[]) AND e.status = ANY(${[...openStatuses]}::text[])
            ORDER BY e.id`
        )
      }, asOperation),

      save: Effect.fn("ExecutionRepository.save")(function*(changes) {
        if (changes.length === 0) return
        const saved = yield* updateExecutions(database, changes)
        if (saved.length < changes.length) {
          const expected = changes.map(({ execution, from }) => `${execution.id} (${from.status} under claim ${from.fence})`)
          return yield* new StorageError({
            reason: new StaleVersion({ message: `No longer as expected, or over: one of executions ${expected.join(", ")}` })
          })
        }
      }, asOperation),

      list: Effect.fn("ExecutionRepository.list")(function*(query) {
        const clauses = [...about(query), ...(query.after === null ? [] : [sql`e.id < ${query.after}`])]
        return yield* readable(
          yield* sql<Row>`
            SELECT ${columns} FROM ${executions} e WHERE ${sql.and(clauses)}
            ORDER BY e.id DESC LIMIT ${query.limit} OFFSET ${query.offset}`
        )
      }, asOperation),

      count: Effect.fn("ExecutionRepository.count")(function*(query) {
        const rows = yield* sql<{ count: number }>`
          SELECT count(*)::int AS count FROM ${executions} e WHERE ${sql.and(about(query))}`
        return rows[0]?.count ?? 0
      }, asOperation),

      listTold: Effect.fn("ExecutionRepository.listTold")(function*({ after, limit, userId }) {
        const clauses = [
          sql`e.notification IS NOT NULL`,
          userId === null
            ? sql`EXISTS (SELECT FROM ${table("tasks")} t WHERE t.id = e.task_id AND t.is_public)`
            : sql`e.user_id = ${userId}`,
          ...(after === null ? [] : [sql`e.id < ${after}`])
        ]
        return yield* readable(
          yield* sql<Row>`
            SELECT ${columns} FROM ${executions} e WHERE ${sql.and(clauses)} ORDER BY e.id DESC LIMIT ${limit}`
        )
      }, asOperation),

      findings: Effect.fn("ExecutionRepository.findings")(function*(taskIds, limit) {
        const found = yield* findingsOf(database, taskIds, limit)
        const unreadable = found.flatMap(({ evidence, id }) => evidence === null ? id : [])
        if (unreadable.length > 0) {
          yield* Effect.logError(`Judgements of executions without evidence are left out: ${unreadable.join(", ")}`)
        }
        return new Map(taskIds.map((taskId) => [
          taskId,
          found.flatMap((row) => row.taskId === taskId && row.evidence !== null ? row.evidence : [])
        ]))
      }, asOperation),

      prune: Effect.fn("ExecutionRepository.prune")(function*(query) {
        return (yield* pruneExecutions(database, query)).length
      }, asOperation),

      insertAttempts: Effect.fn("ExecutionRepository.insertAttempts")(function*(attempts) {
        if (attempts.length > 0) yield* refusable(sql)(insertAttempts(database, attempts))
      }, asOperation),

      endAttempts: Effect.fn("ExecutionRepository.endAttempts")(function*(ends) {
        if (ends.length > 0) yield* endAttempts(database, ends)
      }, asOperation),

      tellUsage: Effect.fn("ExecutionRepository.tellUsage")(function*(usages) {
        if (usages.length > 0) yield* tellUsage(database, usages)
      }, asOperation),

      attempts: Effect.fn("ExecutionRepository.attempts")(function*(executionIds) {
        const rows = yield* attemptsOf(database, executionIds)
        return (yield* decodeAttempts(rows, ({ executionId, n }) => `${executionId}/${n}`)).map(({ entity }) => entity)
      }, asOperation)
    })
  })
)
