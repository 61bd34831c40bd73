import type { Claim } from "@vedette/domain"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Database } from "../Database.ts"
import type { Arrival, Carriers } from "./Carriers.ts"
import { claimTasks } from "./claimTasks.ts"
import { recoverTasks } from "./recoverTasks.ts"
import { unclaimedTasks } from "./unclaimedTasks.ts"

/**
 * Carriers that lead to no claim (stale, still leased) take places of a fetch. Fetching again fills them, and three
 * rounds are plenty: the first puts such carriers out of the way, and a worker claims again soon anyhow.
 */
const ROUNDS = 3

/** Fetch, compare-and-set, and a place for every carrier that led to no claim. To be run in a transaction. */
export const claimFromCarriers = Effect.fnUntraced(function*(
  database: Database["Service"],
  carriers: Carriers["Service"],
  options: { readonly limit: number; readonly lease: Duration.Duration; readonly worker: string }
) {
  if (options.limit <= 0) return []
  const [recovered] = yield* recoverTasks(database, options.limit)
  const nowMs = recovered?.nowMs ?? 0
  yield* carriers.replace(recovered?.moved ?? [])

  const claimed: Array<Claim & { readonly dueMs: number }> = []
  for (let round = 0; round < ROUNDS && claimed.length < options.limit; round++) {
    const wanted = options.limit - claimed.length
    const arrivals = yield* carriers.fetch(wanted, nowMs)
    if (arrivals.length === 0) break
    const permits = yield* claimTasks(database, arrivals, options)
    claimed.push(...permits)
    const used = new Set(permits.map(({ carrier }) => carrier))
    yield* putAside(database, carriers, arrivals.filter(({ carrier }) => !used.has(carrier)))
    if (arrivals.length < wanted) break
  }
  // The fetch goes by tenths of a second, and `RETURNING` by nothing.
  return claimed
    .sort((a, b) => a.dueMs - b.dueMs || (a.taskId < b.taskId ? -1 : 1))
    .map(({ carrier, fence, generation, taskId, userId }): Claim => ({ taskId, userId, generation, fence, carrier }))
})

/** Wanted ones come again, stale ones are forgotten. */
const putAside = Effect.fnUntraced(function*(
  database: Database["Service"],
  carriers: Carriers["Service"],
  arrivals: ReadonlyArray<Arrival>
) {
  if (arrivals.length === 0) return
  const wanted = yield* unclaimedTasks(database, arrivals)
  const kept = new Set(wanted.map(({ carrier }) => carrier))
  yield* carriers.giveBack(wanted)
  yield* carriers.drop(arrivals.flatMap(({ carrier }) => kept.has(carrier) ? [] : carrier))
})
