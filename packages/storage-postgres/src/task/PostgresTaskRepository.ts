import { StaleVersion, StorageError, TaskRepository } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { asOperation } from "../answerInTime.ts"
import { Database } from "../Database.ts"
import { atomically, refusable } from "../PostgresUnitOfWork.ts"
import { Carriers } from "../queue/Carriers.ts"
import { lockClaimedTasks } from "./lockClaimedTasks.ts"
import { decodeTask, decodeTasks, insertTask, selectTask, updateTask, updateTasks } from "./taskRows.ts"

export const PostgresTaskRepository: Layer.Layer<TaskRepository, never, Database | Carriers> = Layer.effect(
  TaskRepository,
  Effect.gen(function*() {
    const database = yield* Database
    const carriers = yield* Carriers
    const { sql, table, text } = database
    const tasks = table("tasks")
    const columns = text(selectTask)
    const first = (rows: ReadonlyArray<object>) =>
      Effect.map(decodeTask(rows), (found) => Option.fromUndefinedOr(found[0]))

    const stale = (message: string) => new StorageError({ reason: new StaleVersion({ message }) })

    const owned = (query: Parameters<TaskRepository["Service"]["count"]>[0]) => [
      sql`t.user_id = ${query.userId}`,
      ...(query.state === null ? [] : [sql`t.state = ${query.state}`])
    ]

    return TaskRepository.of({
      insert: Effect.fn("TaskRepository.insert")(function*(task) {
        yield* refusable(sql)(insertTask(database, task))
      }, asOperation),

      find: Effect.fn("TaskRepository.find")(function*(id) {
        return yield* first(yield* sql`SELECT ${columns} FROM ${tasks} t WHERE t.id = ${id}`)
      }, asOperation),

      findByExternalId: Effect.fn("TaskRepository.findByExternalId")(function*(userId, externalId) {
        return yield* first(
          yield* sql`SELECT ${columns} FROM ${tasks} t WHERE t.user_id = ${userId} AND t.external_id = ${externalId}`
        )
      }, asOperation),

      lock: Effect.fn("TaskRepository.lock")(function*(id) {
        return yield* first(yield* sql`SELECT ${columns} FROM ${tasks} t WHERE t.id = ${id} FOR NO KEY UPDATE`)
      }, asOperation),

      lockClaimed: Effect.fn("TaskRepository.lockClaimed")(function*(claims) {
        if (claims.length === 0) return []
        const locked = yield* decodeTasks(yield* lockClaimedTasks(database, claims), ({ id }) => id)
        return locked.flatMap(({ entity: task, row }) => {
          const claim = claims[row.claim]
          return claim === undefined ? [] : [{ claim, task }]
        })
      }, asOperation),

      save: Effect.fn("TaskRepository.save")(function*(task) {
        const [saved] = yield* decodeTask(yield* refusable(sql)(updateTask(database, task)))
        return saved ?? (yield* stale(`Task ${task.id} was changed or deleted since version ${task.version}`))
      }, asOperation),

      saveAll: Effect.fn("TaskRepository.saveAll")(function*(copies) {
        if (copies.length === 0) return
        const saved = yield* refusable(sql)(updateTasks(database, copies))
        if (saved.length < copies.length) {
          return yield* stale(`Of ${copies.length} tasks at least one was changed or deleted since it was read`)
        }
      }, asOperation),

      list: Effect.fn("TaskRepository.list")(function*(query) {
        const clauses = [...owned(query), ...(query.after === null ? [] : [sql`t.id < ${query.after}`])]
        const rows = yield* sql<{ readonly id: string }>`
          SELECT ${columns} FROM ${tasks} t WHERE ${sql.and(clauses)} ORDER BY t.id DESC LIMIT ${query.limit}`
        return (yield* decodeTasks(rows, ({ id }) => id)).map(({ entity }) => entity)
      }, asOperation),

      count: Effect.fn("TaskRepository.count")(function*(query) {
        const rows = yield* sql<{ count: number }>`
          SELECT count(*)::int AS count FROM ${tasks} t WHERE ${sql.and(owned(query))}`
        return rows[0]?.count ?? 0
      }, asOperation),

      delete: Effect.fn("TaskRepository.delete")(function*(id) {
        return yield* atomically(sql)(Effect.gen(function*() {
          const deleted = yield* sql<{ carrier: string | null }>`
            DELETE FROM ${tasks} t WHERE t.id = ${id} RETURNING t.carrier`
          yield* carriers.drop(deleted.flatMap(({ carrier }) => carrier ?? []))
          return deleted.length > 0
        }))
      }, asOperation)
    })
  })
)
