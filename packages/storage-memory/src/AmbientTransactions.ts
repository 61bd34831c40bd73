import * as Context from "effect/Context"

/**
 * The transactions the running fiber is inside of, by token. A set, because a program may hold two memory storages
 * and be inside a transaction of each.
 */
export const AmbientTransactions = Context.Reference<ReadonlySet<object>>(
  "@vedette/storage-memory/AmbientTransactions",
  { defaultValue: () => new Set() }
)
