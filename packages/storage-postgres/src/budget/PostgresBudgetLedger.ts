import { BudgetLedger, type BudgetWindow, fits, windowsOf } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { asOperation } from "../answerInTime.ts"
import { Database } from "../Database.ts"

/** Takes back what the windows before it have counted already. */
class WindowFull extends Data.TaggedError("WindowFull")<{ readonly window: BudgetWindow }> {}

export const PostgresBudgetLedger: Layer.Layer<BudgetLedger, never, Database> = Layer.effect(
  BudgetLedger,
  Effect.map(Database, ({ sql, table }) => {
    const count = Effect.fnUntraced(function*(
      window: { readonly key: string; readonly endsAt: DateTime.Utc },
      amount: { readonly tokens: number; readonly microUsd: number },
      cap: { readonly tokens: number | null; readonly microUsd: number | null }
    ) {
      // The row's lock is the order of those who come at once: each sees what the one before has counted.
      const rows = yield* sql`
        INSERT INTO ${table("budget_windows")} AS b (key, ends_at, tokens, micro_usd)
        VALUES (${window.key}, ${DateTime.toDate(window.endsAt)}, ${amount.tokens}::bigint, ${amount.microUsd}::bigint)
        ON CONFLICT (key) DO UPDATE SET tokens = b.tokens + excluded.tokens, micro_usd = b.micro_usd + excluded.micro_usd
        WHERE (${cap.tokens}::bigint IS NULL OR b.tokens + excluded.tokens <= ${cap.tokens}::bigint)
          AND (${cap.microUsd}::bigint IS NULL OR b.micro_usd + excluded.micro_usd <= ${cap.microUsd}::bigint)
        RETURNING 1`
      return rows.length > 0
    })

    return BudgetLedger.of({
      reserve: Effect.fn("BudgetLedger.reserve")(function*({ amount, caps, executionId, fence, ...request }) {
        const windows = windowsOf(request)
        const counting = Effect.gen(function*() {
          const reserved = yield* sql`
            INSERT INTO ${table("budget_reservations")} (execution_id, fence, windows, tokens, micro_usd, ends_at)
            VALUES (${executionId}::uuid, ${fence}::bigint, ${windows.map(({ key }) => key)}::text[], ${amount.tokens}::bigint,
              ${amount.microUsd}::bigint, ${DateTime.toDate(windows.at(-1)?.endsAt ?? request.at)})
            ON CONFLICT (execution_id, fence) DO NOTHING
            RETURNING 1`
          if (reserved.length === 0) return null
          for (const window of windows) {
            const cap = caps[window.window]
            // A first row meets no condition of the conflict.
            const room = fits(cap, { tokens: 0, microUsd: 0 }, amount) && (yield* count(window, amount, cap))
            if (!room) return yield* new WindowFull({ window: window.window })
          }
          return null
        })
        return yield* sql.withTransaction(counting).pipe(Effect.catchTag("WindowFull", ({ window }) => Effect.succeed(window)))
      }, asOperation),

      settle: Effect.fn("BudgetLedger.settle")(function*({ executionId, fence }, spent) {
        yield* sql.withTransaction(Effect.gen(function*() {
          const [held] = yield* sql<{ readonly windows: ReadonlyArray<string>; readonly tokens: number; readonly microUsd: number }>`
            DELETE FROM ${table("budget_reservations")} r WHERE r.execution_id = ${executionId}::uuid AND r.fence = ${fence}::bigint
            RETURNING r.windows, r.tokens::float8 AS tokens, r.micro_usd::float8 AS "microUsd"`
          if (held === undefined) return
          // One by one in the order in which they are reserved: an UPDATE of all would lock them in an order of its own.
          for (const key of held.windows) {
            yield* sql`
              UPDATE ${table("budget_windows")} b
              SET tokens = b.tokens + ${spent.tokens - held.tokens}::bigint, micro_usd = b.micro_usd + ${spent.microUsd - held.microUsd}::bigint
              WHERE b.key = ${key}`
          }
        }))
      }, asOperation),

      prune: Effect.fn("BudgetLedger.prune")(function*({ endedBefore, limit }) {
        const at = DateTime.toDate(endedBefore)
        // Whoever settles late holds its rows: passed over, and not waited for.
        const reservations = yield* sql`
          WITH o AS MATERIALIZED (
            SELECT r.execution_id, r.fence FROM ${table("budget_reservations")} r WHERE r.ends_at < ${at} LIMIT ${limit} FOR UPDATE SKIP LOCKED
          )
          DELETE FROM ${table("budget_reservations")} r USING o WHERE r.execution_id = o.execution_id AND r.fence = o.fence RETURNING 1`
        const windows = yield* sql`
          WITH o AS MATERIALIZED (
            SELECT b.key FROM ${table("budget_windows")} b WHERE b.ends_at < ${at} LIMIT ${limit} FOR UPDATE SKIP LOCKED
          )
          DELETE FROM ${table("budget_windows")} b USING o WHERE b.key = o.key RETURNING 1`
        return Math.max(windows.length, reservations.length)
      }, asOperation)
    })
  })
)
