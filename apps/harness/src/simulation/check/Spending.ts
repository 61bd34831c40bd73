import { BudgetLedger, type BudgetWindow, type ReservationRequest, type Spending as Amount } from "@vedette/domain"
import * as Effect from "effect/Effect"

/** Follows what is reserved and spent, in books of its own: no window is ever taken over its cap, and none refuses without need. */
export interface Spending {
  /** The ledger, with all that it does seen here. */
  readonly watched: (ledger: BudgetLedger["Service"]) => BudgetLedger["Service"]
  /** A model was called. */
  readonly called: () => void
  /** What was found broken since this was last asked. */
  readonly broken: () => ReadonlyArray<string>
}

const isoOf = ({ at }: ReservationRequest): string => new Date(at.epochMilliseconds).toISOString()

const keysOf = (request: ReservationRequest): Readonly<Record<BudgetWindow, string>> => ({
  task_day: `${request.taskId} ${isoOf(request).slice(0, 10)}`,
  user_day: `${request.userId} ${isoOf(request).slice(0, 10)}`,
  month: isoOf(request).slice(0, 7)
})

const windows = ["task_day", "user_day", "month"] as const

/** @param isCapped whether any window is: else nothing is reserved */
export const makeSpending = (isCapped: boolean): Spending => {
  const counted = new Map<string, number>()
  const reserved = new Map<string, { readonly tokens: number; readonly keys: ReadonlyArray<string> }>()
  const found: Array<string> = []
  let reservations = 0
  let calls = 0
  const count = (key: string, tokens: number) => void counted.set(key, (counted.get(key) ?? 0) + tokens)
  const isOver = (request: ReservationRequest, window: BudgetWindow): boolean =>
    (counted.get(keysOf(request)[window]) ?? 0) + request.amount.tokens > (request.caps[window].tokens ?? Infinity)

  const answered = (request: ReservationRequest, usedUp: BudgetWindow | null) => {
    if (usedUp !== null) {
      if (!isOver(request, usedUp)) found.push(`a budget (${usedUp}) was refused that is not used up`)
      return
    }
    reservations += 1
    for (const window of windows) if (isOver(request, window)) found.push(`a budget (${window}) was taken over its cap`)
    const keys = Object.values(keysOf(request))
    for (const key of keys) count(key, request.amount.tokens)
    reserved.set(`${request.executionId} ${request.fence}`, { tokens: request.amount.tokens, keys })
  }
  const settled = (key: string, spent: Amount) => {
    const reservation = reserved.get(key)
    reserved.delete(key)
    for (const window of reservation?.keys ?? []) count(window, spent.tokens - (reservation?.tokens ?? 0))
  }
  return {
    watched: (ledger) => ({
      ...ledger,
      reserve: (request) => Effect.tap(ledger.reserve(request), (usedUp) => Effect.sync(() => answered(request, usedUp))),
      settle: (reservation, spent) =>
        Effect.tap(ledger.settle(reservation, spent), () => Effect.sync(() => settled(`${reservation.executionId} ${reservation.fence}`, spent)))
    }),
    called: () => {
      calls += 1
      if (isCapped && calls > reservations) found.push("a model was called for which nothing was reserved")
    },
    broken: () => found.splice(0)
  }
}
