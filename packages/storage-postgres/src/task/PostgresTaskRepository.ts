import { StaleVersion, StorageError, TaskRepository } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { asOperation } from "../answerInTime.ts"
import { Database } from "../Database.ts"
import { atomically, refusable } from "../PostgresUnitOfWork.ts"
import { Carriers } from "../queue/Carriers.ts"
import { lockClaimedTasks } from "./lockClaimedTasks.ts"
import { recordSubscriber } from "./recordSubscriber.ts"
import { recordView } from "./recordView.ts"
import { ownedTasks, publicTasks } from "./taskClauses.ts"
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

    type Row = { readonly id: string }
    const readable = (rows: ReadonlyArray<Row>) =>
      Effect.map(decodeTasks(rows, ({ id }) => id), (found) => found.map(({ entity }) => entity))

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
        const clauses = [...ownedTasks(database, query), ...(query.after === null ? [] : [sql`t.id < ${query.after}`])]
        return yield* readable(
          yield* sql<Row>`
            SELECT ${columns} FROM ${tasks} t WHERE ${sql.and(clauses)} ORDER BY t.id DESC LIMIT ${query.limit}`
        )
      }, asOperation),

      count: Effect.fn("TaskRepository.count")(function*(query) {
        const rows = yield* sql<{ count: number }>`
          SELECT count(*)::int AS count FROM ${tasks} t WHERE ${sql.and(ownedTasks(database, query))}`
        return rows[0]?.count ?? 0
      }, asOperation),

      findMany: Effect.fn("TaskRepository.findMany")(function*(ids) {
        return yield* readable(yield* sql<Row>`SELECT ${columns} FROM ${tasks} t WHERE t.id = ANY(${[...ids]}::uuid[])`)
      }, asOperation),

      listPublic: Effect.fn("TaskRepository.listPublic")(function*(query) {
        const order = query.sortBy === "popular" ? sql`t.view_count DESC, t.id DESC` : sql`t.id DESC`
        return yield* readable(
          yield* sql<Row>`
            SELECT ${columns} FROM ${tasks} t WHERE ${sql.and(publicTasks(database, query))}
            ORDER BY ${order} LIMIT ${query.limit} OFFSET ${query.offset}`
        )
      }, asOperation),

      countPublic: Effect.fn("TaskRepository.countPublic")(function*(query) {
        const rows = yield* sql<{ count: number }>`
          SELECT count(*)::int AS count FROM ${tasks} t WHERE ${sql.and(publicTasks(database, query))}`
        return rows[0]?.count ?? 0
      }, asOperation),

      namesInUse: Effect.fn("TaskRepository.namesInUse")(function*(userId, names) {
        const rows = yield* sql<{ readonly name: string }>`
          SELECT DISTINCT t.name FROM ${tasks} t WHERE t.user_id = ${userId} AND t.name = ANY(${[...names]}::text[])`
        return rows.map(({ name }) => name)
      }, asOperation),

      recordView: Effect.fn("TaskRepository.recordView")(function*(id, view) {
        return (yield* recordView(database, id, view)).length > 0
      }, asOperation),

      recordSubscriber: Effect.fn("TaskRepository.recordSubscriber")(function*(id, userId) {
        return (yield* recordSubscriber(database, id, userId)).length > 0
      }, asOperation),

      // Two statements: the count must see what was committed while it waited for the lock. The lock is on the user's name
      // and not on their row, which may be nobody's business of a storage of tasks.
      lockActiveCount: Effect.fn("TaskRepository.lockActiveCount")(function*(userId) {
        yield* sql`SELECT pg_advisory_xact_lock(hashtextextended(${`vedette active tasks ${userId}`}, 0))`
        const rows = yield* sql<{ readonly count: number }>`
          SELECT count(*)::int AS count FROM ${tasks} t WHERE t.user_id = ${userId} AND t.state = 'active'`
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
