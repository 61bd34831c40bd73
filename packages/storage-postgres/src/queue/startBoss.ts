import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { PgBoss } from "pg-boss"
import { CONNECT_WITHIN_MS, KEEP_ALIVE_AFTER_MS, upkeepOptions } from "../sessionLimits.ts"
import { DatabaseRefused, StorageSchemaError } from "../schema/StorageSchemaError.ts"

/**
 * How often pg-boss looks for carriers whose worker fell silent. It is the second net under `recoverTasks`, so its
 * grain matters little: with the carriers' heartbeat of 30 s a dead worker is noticed within 40 s.
 */
const MONITOR_SECONDS = 10

/** Options of `pg`'s own that pg-boss hands on without having a name for them. */
const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS }

/**
 * The message and nothing more: the error may carry the client that met it, and that one the password. One without a
 * message (several addresses were tried in vain) has a code.
 */
const messageOf = (error: unknown): string => {
  const message = error instanceof Error || Predicate.hasProperty(error, "message") ? String(error.message) : ""
  if (message !== "") return message.replaceAll(/\s+/g, " ")
  return Predicate.hasProperty(error, "code") ? String(error.code) : "unknown error"
}

/**
 * pg-boss for as long as the scope lives, over a small `pg` pool of its own: one connection for the upkeep, one so
 * that a look-up of a queue does not wait behind it. Our statements do not go through it; they join our transactions.
 */
export const startBoss = Effect.fnUntraced(function*(options: {
  readonly url: Redacted.Redacted
  readonly bossSchema: string
  readonly supervise: boolean
}): Effect.fn.Return<PgBoss, StorageSchemaError, Scope.Scope> {
  const runFork = Effect.runForkWith(yield* Effect.context())
  const boss = new PgBoss({
    connectionString: Redacted.value(options.url),
    application_name: "vedette-boss",
    schema: options.bossSchema,
    max: 2,
    options: upkeepOptions,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    ...keepAlive,
    migrate: false,
    schedule: false,
    supervise: options.supervise,
    superviseIntervalSeconds: MONITOR_SECONDS,
    monitorIntervalSeconds: MONITOR_SECONDS
  })
  // Unheard, an `error` event ends the process. What fails here is upkeep and is tried again at its next turn.
  boss.on("error", (error) => {
    runFork(Effect.logWarning(`pg-boss upkeep failed, and is tried again: ${messageOf(error)}`))
  })
  boss.on("warning", (warning) => {
    runFork(Effect.logDebug(`pg-boss warning: ${messageOf(warning)}`))
  })
  return yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () => boss.start(),
      catch: (error) =>
        new StorageSchemaError({
          reason: new DatabaseRefused({ message: messageOf(error) })
        })
    }),
    () => Effect.promise(() => boss.stop({ graceful: false }).catch(() => undefined))
  )
})
