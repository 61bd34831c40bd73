import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { PgBoss } from "pg-boss"
import { DatabaseRefused, StorageSchemaError } from "../schema/StorageSchemaError.ts"

/**
 * How often pg-boss looks for carriers whose worker fell silent. It is the second net under `recoverTasks`, so its
 * grain matters little: with the carriers' heartbeat of 30 s a dead worker is noticed within 40 s.
 */
const MONITOR_SECONDS = 10

/**
 * pg-boss for as long as the scope lives, over a small `pg` pool of its own: one connection for the upkeep, one so
 * that a look-up of a queue does not wait behind it. Our statements do not go through it; they join our transactions.
 */
export const startBoss = Effect.fnUntraced(function*(options: {
  readonly url: Redacted.Redacted
  readonly bossSchema: string
  readonly supervise: boolean
}): Effect.fn.Return<PgBoss, StorageSchemaError, Scope.Scope> {
  const runFork = Effect.runForkWith(yield* Effect.context<never>())
  const boss = new PgBoss({
    connectionString: Redacted.value(options.url),
    application_name: "vedette-boss",
    schema: options.bossSchema,
    max: 2,
    migrate: false,
    schedule: false,
    supervise: options.supervise,
    superviseIntervalSeconds: MONITOR_SECONDS,
    monitorIntervalSeconds: MONITOR_SECONDS
  })
  // Unheard, an `error` event ends the process. What fails here is upkeep and is tried again at its next turn.
  boss.on("error", (error) => {
    runFork(Effect.logWarning("pg-boss upkeep failed", error))
  })
  boss.on("warning", (warning) => {
    runFork(Effect.logDebug("pg-boss warning", warning))
  })
  return yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () => boss.start(),
      catch: (error) =>
        new StorageSchemaError({
          reason: new DatabaseRefused({ message: error instanceof Error ? error.message : String(error) })
        })
    }),
    () => Effect.promise(() => boss.stop({ graceful: false }).catch(() => undefined))
  )
})
