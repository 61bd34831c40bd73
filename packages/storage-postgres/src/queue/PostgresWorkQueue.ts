import { type Claim, StorageError, StorageFailed, type TaskId, WorkQueue } from "@vedette/domain"
import type * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { asOperation } from "../answerInTime.ts"
import { Database } from "../Database.ts"
import { atomically } from "../PostgresUnitOfWork.ts"
import { mapSqlErrors } from "../sqlReason.ts"
import { abandonedTasks } from "./abandonedTasks.ts"
import { cancelTask } from "./cancelTask.ts"
import { Carriers, type Moved } from "./Carriers.ts"
import { claimFromCarriers } from "./claimFromCarriers.ts"
import { heartbeatTasks } from "./heartbeatTasks.ts"
import { intendTask } from "./intendTask.ts"
import { Presence } from "./Presence.ts"
import { queueDepth, untilNextTask } from "./queueDepth.ts"
import { reconcileTasks } from "./reconcileTasks.ts"
import { releaseTasks } from "./releaseTasks.ts"
import { revokeTask } from "./revokeTask.ts"
import { settleTasks } from "./settleTasks.ts"
import { hint, wakes } from "./wakes.ts"

/** A reconciler's transaction: small enough to hold its row locks for well under a second. */
const RECONCILE_BATCH = 1_000

export const PostgresWorkQueue: Layer.Layer<WorkQueue, never, Database | Carriers | Presence> = Layer.effect(
  WorkQueue,
  Effect.gen(function*() {
    const database = yield* Database
    const carriers = yield* Carriers
    const presence = yield* Presence
    const { schema, sql, table } = database
    const atomic = atomically(sql)
    // What the last claim of this process found. A hint: a claim that was rolled back, or another process, only deals once more.
    let moreIsDue = false

    /** Row first, carrier second, in every path that waits for locks: nobody who holds a carrier waits for a row. */
    const carry = Effect.fnUntraced(function*(moved: ReadonlyArray<Moved>) {
      yield* carriers.replace(moved)
      yield* hint(database, moved)
    })

    const intend = (taskId: TaskId, dueAt: DateTime.Utc | null) =>
      atomic(Effect.gen(function*() {
        const moved = yield* intendTask(database, taskId, dueAt)
        if (moved.length === 0) {
          return yield* new StorageError({ reason: new StorageFailed({ message: `There is no task ${taskId} to schedule.` }) })
        }
        yield* carry(moved)
      }))

    const without = (claims: ReadonlyArray<Claim>, live: ReadonlyArray<{ readonly taskId: string; readonly fence: number }>) => {
      const kept = new Set(live.map(({ fence, taskId }) => `${taskId} ${fence}`))
      return claims.filter(({ fence, taskId }) => !kept.has(`${taskId} ${fence}`))
    }

    const reconcileBatch = (fromMs: number) =>
      atomic(Effect.gen(function*() {
        const lock = yield* sql<{ mine: boolean }>`
          SELECT pg_try_advisory_xact_lock(hashtextextended(${`${schema}.reconcile`}, 0)) AS mine`
        if (lock[0]?.mine !== true) return []
        const moved = yield* reconcileTasks(database, RECONCILE_BATCH, fromMs)
        yield* carry(moved)
        return moved
      }))
    const reconcile = Effect.gen(function*() {
      let fromMs = 0
      let rebuilt = 0
      while (true) {
        const moved = yield* reconcileBatch(fromMs)
        rebuilt += moved.length
        if (moved.length < RECONCILE_BATCH) break
        fromMs = moved.reduce((latest, { dueMs }) => Math.max(latest, dueMs ?? 0), fromMs)
      }
      // A table that counts as empty is sorted as a whole by each fetch: 33 ms instead of 3 with 50,000 carriers, for the
      // minute until the server looks for itself.
      if (rebuilt >= RECONCILE_BATCH) yield* Effect.ignore(sql`ANALYZE ${sql(`${schema}_boss.job`)}`)
      return rebuilt
    })

    return WorkQueue.of({
      schedule: Effect.fn("WorkQueue.schedule")((taskId, dueAt) => intend(taskId, dueAt), asOperation),
      runNow: Effect.fn("WorkQueue.runNow")((taskId) => intend(taskId, null), asOperation),
      cancel: Effect.fn("WorkQueue.cancel")(function*(taskId) {
        yield* atomic(Effect.flatMap(cancelTask(database, taskId), carriers.replace))
      }, asOperation),
      revoke: Effect.fn("WorkQueue.revoke")(function*(taskId) {
        yield* atomic(Effect.flatMap(revokeTask(database, taskId), carry))
      }, asOperation),
      isClaimed: Effect.fn("WorkQueue.isClaimed")(function*(taskId) {
        const rows = yield* sql`SELECT FROM ${table("tasks")} WHERE id = ${taskId} AND lease_until > now()`
        return rows.length > 0
      }, asOperation),
      claim: Effect.fn("WorkQueue.claim")(function*(options) {
        const batch = yield* atomic(claimFromCarriers(database, carriers, presence, { ...options, dealFirst: moreIsDue }))
        moreIsDue = batch.moreIsDue
        return batch.claims
      }, asOperation),
      heartbeat: Effect.fn("WorkQueue.heartbeat")(function*(claims, lease) {
        if (claims.length === 0) return []
        return yield* atomic(Effect.gen(function*() {
          const live = yield* heartbeatTasks(database, claims, lease)
          // Who writes a task's row may hold its carrier, too.
          const left = without(claims, live.filter(({ renewed }) => renewed))
          yield* carriers.touch(claims.filter((claim) => !left.includes(claim)).map(({ carrier }) => carrier))
          return without(claims, live)
        }))
      }, asOperation),
      settle: Effect.fn("WorkQueue.settle")(function*(settlements) {
        if (settlements.length === 0) return []
        return yield* atomic(Effect.gen(function*() {
          const settled = yield* settleTasks(database, settlements)
          yield* carry(settled)
          return without(settlements.map(({ claim }) => claim), settled)
        }))
      }, asOperation),
      release: Effect.fn("WorkQueue.release")(function*(claims) {
        if (claims.length > 0) yield* atomic(Effect.flatMap(releaseTasks(database, claims), carry))
      }, asOperation),
      abandoned: abandonedTasks(database).pipe(
        Effect.map((rows) => rows.map(({ id }) => id)),
        asOperation,
        Effect.withSpan("WorkQueue.abandoned")
      ),
      // Not bound as a whole: it takes as many batches as there are, each of them bound by the server.
      reconcile: reconcile.pipe(mapSqlErrors, Effect.withSpan("WorkQueue.reconcile")),
      wake: wakes(database),
      untilNext: untilNextTask(database).pipe(
        Effect.map((rows) =>
          Option.fromUndefinedOr(rows[0]).pipe(Option.map(({ ms }) => Duration.millis(Math.max(0, ms))))
        ),
        asOperation,
        Effect.withSpan("WorkQueue.untilNext")
      ),
      depth: queueDepth(database).pipe(
        Effect.map(([row]) => ({
          due: row?.due ?? 0,
          claimed: row?.claimed ?? 0,
          overdue: Duration.millis(Math.max(0, row?.overdueMs ?? 0))
        })),
        asOperation,
        Effect.withSpan("WorkQueue.depth")
      ),
      // Every claim looks at the leases themselves (`recoverTasks`); pg-boss's own monitor is only the second net.
      detectionDelay: Duration.zero
    })
  })
)
