import { Attempt, Execution, ExecutionRepository, openStatuses, StaleVersion, StorageError } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { assignments, columnList, fieldList, recordDefinition, selectList } from "../columns.ts"
import { Database } from "../Database.ts"
import { decodeRows } from "../decodeRows.ts"
import { refusable } from "../PostgresUnitOfWork.ts"
import { mapSqlErrors } from "../sqlReason.ts"
import { attemptColumns, executionColumns } from "./executionColumns.ts"

const encodeExecution = Schema.encodeSync(Schema.toCodecJson(Execution))
const encodeAttempt = Schema.encodeSync(Schema.toCodecJson(Attempt))
const decodeExecutions = decodeRows(Execution, "executions")
const decodeAttempts = decodeRows(Attempt, "attempts")

/** What a save may not change: who the row is about, and when it came to be. */
const fixed = ["id", "taskId", "userId", "trigger", "createdAt"]

export const PostgresExecutionRepository: Layer.Layer<ExecutionRepository, never, Database> = Layer.effect(
  ExecutionRepository,
  Effect.gen(function*() {
    const { json, sql, table, text } = yield* Database
    const executions = table("executions")
    const attempts = table("attempts")
    const columns = text(selectList(executionColumns, "e"))
    const record = text(recordDefinition(executionColumns))

    const about = (query: Parameters<ExecutionRepository["Service"]["count"]>[0]) => [
      sql`e.task_id = ${query.taskId}`,
      ...(query.status === null ? [] : [sql`e.status = ${query.status}`]),
      ...(query.notifiedOnly ? [sql`e.notification IS NOT NULL`] : [])
    ]

    return ExecutionRepository.of({
      insert: Effect.fn("ExecutionRepository.insert")(function*(execution) {
        yield* refusable(sql)(sql`
          INSERT INTO ${executions} (${text(columnList(executionColumns))})
          SELECT ${text(fieldList(executionColumns, "r"))}
          FROM jsonb_to_record(${json(encodeExecution(execution))}) AS r(${record})`)
      }, mapSqlErrors),

      find: Effect.fn("ExecutionRepository.find")(function*(id) {
        const rows = yield* sql`SELECT ${columns} FROM ${executions} e WHERE e.id = ${id}`
        return Option.fromUndefinedOr((yield* decodeExecutions(rows))[0])
      }, mapSqlErrors),

      findMany: Effect.fn("ExecutionRepository.findMany")(function*(ids) {
        return yield* decodeExecutions(
          yield* sql`SELECT ${columns} FROM ${executions} e WHERE e.id = ANY(${[...ids]}::uuid[]) ORDER BY e.id`
        )
      }, mapSqlErrors),

      findOpen: Effect.fn("ExecutionRepository.findOpen")(function*(taskIds) {
        return yield* decodeExecutions(
          yield* sql`
            SELECT ${columns} FROM ${executions} e
            WHERE e.task_id = ANY(${[...taskIds]}::uuid[]) AND e.status = ANY(${[...openStatuses]}::text[])
            ORDER BY e.id`
        )
      }, mapSqlErrors),

      save: Effect.fn("ExecutionRepository.save")(function*(execution, from) {
        const saved = yield* sql`
          UPDATE ${executions} e SET ${text(assignments(executionColumns, "r", fixed))}
          FROM jsonb_to_record(${json(encodeExecution(execution))}) AS r(${record})
          WHERE e.id = r.id AND e.status = ${from.status} AND e.fence = ${from.fence}
            AND e.status = ANY(${[...openStatuses]}::text[])
          RETURNING e.id`
        if (saved.length === 0) {
          return yield* new StorageError({
            reason: new StaleVersion({
              message: `Execution ${execution.id} is no longer ${from.status} under claim ${from.fence}, or is over`
            })
          })
        }
      }, mapSqlErrors),

      list: Effect.fn("ExecutionRepository.list")(function*(query) {
        const clauses = [...about(query), ...(query.after === null ? [] : [sql`e.id < ${query.after}`])]
        return yield* decodeExecutions(
          yield* sql`
            SELECT ${columns} FROM ${executions} e WHERE ${sql.and(clauses)}
            ORDER BY e.id DESC LIMIT ${query.limit} OFFSET ${query.offset}`
        )
      }, mapSqlErrors),

      count: Effect.fn("ExecutionRepository.count")(function*(query) {
        const rows = yield* sql<{ count: number }>`
          SELECT count(*)::int AS count FROM ${executions} e WHERE ${sql.and(about(query))}`
        return rows[0]?.count ?? 0
      }, mapSqlErrors),

      insertAttempt: Effect.fn("ExecutionRepository.insertAttempt")(function*(attempt) {
        yield* refusable(sql)(sql`
          INSERT INTO ${attempts} (${text(columnList(attemptColumns))})
          SELECT ${text(fieldList(attemptColumns, "r"))}
          FROM jsonb_to_record(${json(encodeAttempt(attempt))}) AS r(${text(recordDefinition(attemptColumns))})`)
      }, mapSqlErrors),

      endAttempt: Effect.fn("ExecutionRepository.endAttempt")(function*(attempt) {
        yield* sql`
          UPDATE ${attempts} a SET ${text(assignments(attemptColumns, "r", ["executionId", "n", "fence", "startedAt"]))}
          FROM jsonb_to_record(${json(encodeAttempt(attempt))}) AS r(${text(recordDefinition(attemptColumns))})
          WHERE a.execution_id = r."executionId" AND a.n = r.n AND a.fence = r.fence AND a.outcome = 'running'`
      }, mapSqlErrors),

      attempts: Effect.fn("ExecutionRepository.attempts")(function*(executionId) {
        return yield* decodeAttempts(
          yield* sql`
            SELECT ${text(selectList(attemptColumns, "a"))} FROM ${attempts} a
            WHERE a.execution_id = ${executionId} ORDER BY a.n`
        )
      }, mapSqlErrors)
    })
  })
)
