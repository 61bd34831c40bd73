import type { Claim } from "@vedette/domain"
import * as Effect from "effect/Effect"
import type { Database } from "../Database.ts"
import type { Arrival, Carriers } from "./Carriers.ts"
import { type ClaimOptions, claimTasks, lockOwners } from "./claimTasks.ts"
import { dealTurns } from "./dealTurns.ts"
import type { Presence } from "./Presence.ts"
import { recoverTasks } from "./recoverTasks.ts"
import { unclaimedTasks } from "./unclaimedTasks.ts"

/**
 * Carriers that lead to no claim (stale, still leased) take places of a fetch. Fetching again fills them, and three
 * rounds are plenty: the first puts such carriers out of the way, and a worker claims again soon anyhow.
 */
const ROUNDS = 3

/** A claim of one process, and whether more was due than it could take: then the next begins with a fair deal. */
export interface ClaimedBatch {
  readonly claims: ReadonlyArray<Claim>
  readonly moreIsDue: boolean
}

/** Fetch, compare-and-set, and a place for every carrier that led to no claim. To be run in a transaction. */
export const claimFromCarriers = Effect.fnUntraced(function*(
  database: Database["Service"],
  carriers: Carriers["Service"],
  presence: Presence["Service"],
  options: ClaimOptions & { readonly dealFirst: boolean }
) {
  const nothing: ClaimedBatch = { claims: [], moreIsDue: false }
  if (options.limit <= 0) return nothing
  yield* presence.releaseGone
  const [recovered] = yield* recoverTasks(database, options.limit)
  const nowMs = recovered?.nowMs ?? 0
  yield* carriers.replace(recovered?.moved ?? [])
  if (options.dealFirst) yield* carriers.replace(yield* dealTurns(database, options.perOwner))

  const session = yield* presence.session
  const claimed: Array<Claim & { readonly dueMs: number }> = []
  let moreIsDue = false
  for (let round = 0; round < ROUNDS && claimed.length < options.limit; round++) {
    const wanted = options.limit - claimed.length
    const arrivals = yield* carriers.fetch(wanted, nowMs)
    moreIsDue = arrivals.length === wanted
    if (arrivals.length === 0) break
    const owners = options.perOwner === undefined
      ? null
      : (yield* lockOwners(database, arrivals)).map(({ userId }) => userId)
    const permits = yield* claimTasks(database, arrivals, options, owners, session)
    claimed.push(...permits)
    const used = new Set(permits.map(({ carrier }) => carrier))
    yield* putAside(database, carriers, arrivals.filter(({ carrier }) => !used.has(carrier)))
    if (!moreIsDue) break
  }
  // The fetch goes by tenths of a second, and `RETURNING` by nothing.
  const claims = claimed
    .sort((a, b) => a.dueMs - b.dueMs || (a.taskId < b.taskId ? -1 : 1))
    .map(({ carrier, fence, generation, taskId, userId }): Claim => ({ taskId, userId, generation, fence, carrier }))
  const batch: ClaimedBatch = { claims, moreIsDue }
  return batch
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
