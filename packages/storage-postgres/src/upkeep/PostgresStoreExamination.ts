import { StoreExamination, Task, TaskFacts, WorkQueue } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Fragment } from "effect/sql/Statement"
import { asOperation } from "../answerInTime.ts"
import { Database } from "../Database.ts"
import { decodeRows, EXCERPT } from "../decodeRows.ts"
import { Carriers } from "../queue/Carriers.ts"
import { atomically } from "../PostgresUnitOfWork.ts"
import { mapSqlErrors } from "../sqlReason.ts"
import { selectFacts } from "./selectFacts.ts"
import { missingCarriers, strayCarriers } from "./timers.ts"

const decodeTask = Schema.decodeUnknownResult(Schema.toCodecJson(Task))
const decodeFacts = decodeRows(TaskFacts, "tasks")

/** It begins with what is wrong and in which field, and goes on with a value that may be long. On one line. */
const whyUnreadable = (task: object): string | null =>
  Result.match(decodeTask(task), { onFailure: ({ message }) => message.replaceAll(/\s+/g, " ").slice(0, EXCERPT), onSuccess: () => null })

/** Wake-ups dropped in one transaction. */
const BATCH = 1_000

export const PostgresStoreExamination: Layer.Layer<StoreExamination, never, Database | Carriers | WorkQueue> = Layer.effect(
  StoreExamination,
  Effect.gen(function*() {
    const database = yield* Database
    const carriers = yield* Carriers
    const queue = yield* WorkQueue
    const { sql, table } = database

    const examined = Effect.fnUntraced(function*(which: Fragment) {
      const rows = yield* selectFacts(database, which)
      const now = rows[0]?.now ?? (yield* sql<{ readonly now: Date }>`SELECT now() AS now`)[0]?.now
      const facts = yield* decodeFacts(rows.map(({ task, ...row }) => ({ ...row, unreadable: whyUnreadable(task) })))
      return { facts, now: DateTime.makeUnsafe(now ?? Number.NaN) }
    })

    const dropStray = Effect.gen(function*() {
      const stray = yield* strayCarriers(database)
      for (let i = 0; i < stray.length; i += BATCH) {
        yield* atomically(sql)(carriers.drop(stray.slice(i, i + BATCH).map(({ id }) => id)))
      }
    })

    return StoreExamination.of({
      page: Effect.fn("StoreExamination.page")(({ after, limit }) =>
        examined(sql`
          SELECT * FROM ${table("tasks")} WHERE ${after === null ? sql`true` : sql`id > ${after}`} ORDER BY id LIMIT ${limit}`),
        asOperation
      ),
      of: Effect.fn("StoreExamination.of")(
        (taskId) => examined(sql`SELECT * FROM ${table("tasks")} WHERE id = ${taskId}`),
        asOperation
      ),
      timers: Effect.gen(function*() {
        const [missing] = yield* missingCarriers(database)
        return { missing: missing?.count ?? 0, stray: (yield* strayCarriers(database)).length }
      }).pipe(asOperation, Effect.withSpan("StoreExamination.timers")),
      repairTimers: queue.reconcile.pipe(
        Effect.andThen(mapSqlErrors(dropStray)),
        Effect.withSpan("StoreExamination.repairTimers")
      )
    })
  })
)
