import type { ReservationRequest } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

const noCap = { tokens: null, microUsd: null }
const uncapped = { task_day: noCap, user_day: noCap, month: noCap }

/** Ledgers with one defect each, over the memory storage. */
export const brokenBudgetLedgers: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "looks before it counts",
    ({ budgets }) => ({
      budgets: {
        ...budgets,
        reserve: (request) =>
          Effect.gen(function*() {
            // Tried, taken back, and then counted without a look: what came in between is not seen.
            const refusal = yield* budgets.reserve(request)
            if (refusal !== null) return refusal
            yield* budgets.settle(request, { tokens: 0, microUsd: 0 })
            yield* Effect.yieldNow
            return yield* budgets.reserve({ ...request, caps: uncapped })
          })
      }
    }),
    "of many who reserve at once no more than the cap is reserved"
  ),
  brokenStorage(
    "counts in the windows before the one that refuses",
    ({ budgets }) => ({
      budgets: {
        ...budgets,
        reserve: (request) =>
          Effect.gen(function*() {
            const refusal = yield* budgets.reserve(request)
            if (refusal === "month") yield* budgets.reserve({ ...request, caps: { ...request.caps, month: noCap } })
            return refusal
          })
      }
    }),
    "a reservation that a window refuses is counted in none"
  ),
  brokenStorage(
    "lets the first one in, however much it wants",
    ({ budgets }) => ({
      budgets: {
        ...budgets,
        reserve: (request) => {
          const tooMuch = (cap: { readonly tokens: number | null }) => cap.tokens !== null && request.amount.tokens > cap.tokens
          const lenient = Object.values(request.caps).some(tooMuch)
          return budgets.reserve(lenient ? { ...request, caps: uncapped } : request)
        }
      }
    }),
    "an amount beyond the cap itself is refused by a window that nobody has used"
  ),
  brokenStorage(
    "never settles",
    ({ budgets }) => ({ budgets: { ...budgets, settle: () => Effect.void } }),
    "settling replaces what was reserved by what was spent, once",
    "settling late counts in the windows that are left, and brings none back"
  ),
  brokenStorage(
    "gives back what is not settled when the next try comes",
    ({ budgets }) => ({
      budgets: {
        ...budgets,
        reserve: (request) =>
          budgets.settle({ ...request, fence: request.fence - 1 }, { tokens: 0, microUsd: 0 }).pipe(Effect.andThen(budgets.reserve(request)))
      }
    }),
    "what is never settled stays counted, and every try reserves for itself"
  ),
  brokenStorage(
    "takes a try that asks again for another one",
    ({ budgets }) => {
      const asked = new Map<string, number>()
      return {
        budgets: {
          ...budgets,
          reserve: (request) =>
            Effect.suspend(() => {
              const key = `${request.executionId}:${request.fence}`
              const before = asked.get(key) ?? 0
              asked.set(key, before + 1)
              return budgets.reserve({ ...request, fence: request.fence + 1_000 * before })
            })
        }
      }
    },
    "a try reserves once, however often it asks"
  ),
  brokenStorage(
    "brings back what it had forgotten when it settles",
    ({ budgets }) => {
      const reserved = new Map<string, ReservationRequest>()
      return {
        budgets: {
          ...budgets,
          reserve: (request) => Effect.tap(budgets.reserve(request), () => Effect.sync(() => reserved.set(request.executionId, request))),
          settle: (reservation, spent) =>
            Effect.gen(function*() {
              yield* budgets.settle(reservation, spent)
              const request = reserved.get(reservation.executionId)
              if (request === undefined) return
              // As an upsert of nothing would.
              yield* budgets.reserve({ ...request, fence: -request.fence, amount: { tokens: 0, microUsd: 0 }, caps: uncapped })
            })
        }
      }
    },
    "settling late counts in the windows that are left, and brings none back"
  ),
  brokenStorage(
    "knows one day only",
    ({ budgets }) => ({
      budgets: {
        ...budgets,
        reserve: (request) => budgets.reserve({ ...request, at: DateTime.makeUnsafe(`${DateTime.formatIso(request.at).slice(0, 4)}-01-01T00:00:00Z`) })
      }
    }),
    "other tasks, owners, days and months do not count"
  ),
  brokenStorage(
    "forgets all at once",
    ({ budgets }) => ({ budgets: { ...budgets, prune: ({ endedBefore }) => budgets.prune({ endedBefore, limit: 1_000_000 }) } }),
    "windows that are over are forgotten at most so many at once, with what was reserved in them"
  ),
  brokenStorage(
    "forgets nothing",
    ({ budgets }) => ({ budgets: { ...budgets, prune: () => Effect.succeed(0) } }),
    "settling late counts in the windows that are left, and brings none back",
    "windows that are over are forgotten at most so many at once, with what was reserved in them",
    "windows that are over are forgotten, and no others"
  )
]
