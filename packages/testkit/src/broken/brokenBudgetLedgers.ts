import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

const noCap = { tokens: null, microUsd: null }

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
            return yield* budgets.reserve({ ...request, caps: { task_day: noCap, user_day: noCap, month: noCap } })
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
          return budgets.reserve(lenient ? { ...request, caps: { task_day: noCap, user_day: noCap, month: noCap } } : request)
        }
      }
    }),
    "an amount beyond the cap itself is refused by a window that nobody has used"
  ),
  brokenStorage(
    "never settles",
    ({ budgets }) => ({ budgets: { ...budgets, settle: () => Effect.void } }),
    "settling replaces what was reserved by what was spent, once"
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
    "forgets nothing",
    ({ budgets }) => ({ budgets: { ...budgets, prune: () => Effect.succeed(0) } }),
    "windows that are over are forgotten, and no others"
  )
]
